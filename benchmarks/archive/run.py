"""Archives measured: is what many daily runs give what one run gives, and does a day cost the same however old the archive?

    python -m benchmarks.archive.run same --docs FILE.jsonl[.gz] --truth labels.csv --days 30 [--shuffle]
    python -m benchmarks.archive.run same --corpus 20000 --make MAKE_CORPUS.py --days 30
    python -m benchmarks.archive.run cost --make MAKE_CORPUS.py --per-day 5000 --days 200 --at 40 200
    python -m benchmarks.archive.run cost --made FOLDER --at 40 200 --fill 5 [--late 65]

`same` cuts the documents into DAYS parts (by date, those without one spread evenly; --shuffle: in any order of days), adds
them to an archive one by one, and compares the stories with those of one run over all: the adjusted Rand index between the
two, and of each against the truth. `cost` fills an archive, --fill days a run, and adds the days at --at to it as it stood
before each, in turn and several times: medians of seconds of wall clock and CPU and of the memory of the largest process,
and of their ratios in a round, and bytes on disk a table. Of a made corpus a later day has more late articles, which have
more of the past to be late from: with --late N the days are alike. What --work holds of archives filled by an earlier
`cost` is taken again. Both print one line of JSON last.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.dataset as ds

from pipelines import results

_START = datetime(2024, 8, 1, tzinfo=UTC)


def main() -> None:
    top = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    top.add_argument("what", choices=["same", "cost"])
    top.add_argument("--docs", type=Path)
    top.add_argument("--truth", type=Path, help="CSV with url and story; with `level`, only rows of level story")
    top.add_argument("--make", type=Path, help="the maker of benchmark corpora")
    top.add_argument("--made", type=Path, help="a corpus that was made before; for `cost`, of one part a day")
    top.add_argument("--corpus", type=int, default=20_000, help="documents to make for `same`")
    top.add_argument("--days", type=int, default=30)
    top.add_argument("--shuffle", action="store_true")
    top.add_argument("--per-day", type=int, default=5_000)
    top.add_argument("--at", type=int, nargs="+", default=[40, 200])
    top.add_argument("--rounds", type=int, default=5, help="`cost`: how often the days at --at are measured, in turn")
    top.add_argument("--late", type=int, help="`cost`: keep so many of a measured day's documents of over a month ago")
    top.add_argument("--fill", type=int, default=1, help="`cost`: days a run, but for those that are measured")
    top.add_argument("--work", type=Path, default=Path("benchmarks/out/archive"))
    args = top.parse_args()
    if args.what == "same" or not all(map(Path.exists, _before(args).values())):
        shutil.rmtree(args.work, ignore_errors=True)
    args.work.mkdir(parents=True, exist_ok=True)
    print(json.dumps(same(args) if args.what == "same" else cost(args)))


def ingest(inputs: Iterable[Path], out: Path, *options: str) -> dict[str, float]:
    """One run in a process of its own; -> seconds, CPU seconds of it and its helpers, peak memory (MB) of the largest."""
    began = time.monotonic()
    command = ["ingest", *map(str, inputs), "-o", str(out), "-q", "--json", *options]
    run = subprocess.Popen([sys.executable, "-m", "pipelines.cli", *command], stdout=subprocess.PIPE, text=True)
    assert run.stdout
    told = run.stdout.read()
    _, status, used = os.wait4(run.pid, 0)
    if status:
        raise SystemExit(f"wiretrace ingest ended with {os.waitstatus_to_exitcode(status)}")
    return {
        "seconds": time.monotonic() - began,
        "cpu": used.ru_utime + used.ru_stime,
        "mb": used.ru_maxrss / 1024,
        "articles": json.loads(told)["articles"],
    }


def same(args: argparse.Namespace) -> dict[str, Any]:
    if not args.docs:
        made = _corpus(args, args.corpus)
        sources, args.truth = sorted(made.glob("*.jsonl")), made / "truth.csv"
    else:
        sources = [args.docs]
    rows = [json.loads(line) for path in sources for line in _open(path)]
    days = _by_day(rows, args.days)
    order = list(range(len(days)))
    if args.shuffle:
        random.Random(7).shuffle(order)
    whole, daily = args.work / "whole", args.work / "daily"
    # One clock for both: unknown dates are those of ingestion.
    ingest(sources, whole, "--as-of", (_START + timedelta(days=args.days)).isoformat())
    for day in order:
        path = args.work / "day.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in days[day]), encoding="utf-8")
        told = ingest(
            [path], daily, "--as-of", (_START + timedelta(days=day)).isoformat(), "--run-id", f"day-{day:03d}"
        )
        print(f"day {day}: {told}", file=sys.stderr)
    truth = {}
    with open(args.truth, newline="", encoding="utf-8") as f:
        truth = {r["url"]: r["story"] for r in csv.DictReader(f) if r.get("level", "story") == "story"}
    one, many = stories(whole), stories(daily)
    urls = sorted(set(one) & set(many))
    known = [u for u in urls if u in truth]
    return {
        "documents": len(rows),
        "runs": len(days),
        "order": "shuffled" if args.shuffle else "by date",
        "ari_between": ari([one[u] for u in urls], [many[u] for u in urls]),
        "ari_truth_one_run": ari([one[u] for u in known], [truth[u] for u in known]),
        "ari_truth_daily": ari([many[u] for u in known], [truth[u] for u in known]),
        "only_in_one": len(set(one) ^ set(many)),
    }


def cost(args: argparse.Namespace) -> dict[str, Any]:
    out = args.work / "archive"
    made = _corpus(args, args.per_day * args.days, "--per-part", str(args.per_day))
    parts = sorted(made.glob("*.jsonl"))[: max(args.at)]

    def clock(day: int) -> datetime:
        return _START + timedelta(days=day)

    def add(paths: list[Path], day: int, archive: Path) -> dict[str, float]:
        done = ingest(paths, archive, "--as-of", clock(day).isoformat(), "--run-id", f"day-{day:03d}")
        print(f"day {day}: {done}", file=sys.stderr)
        return done

    before = _before(args)
    waiting: list[Path] = []
    for day, path in enumerate([] if all(map(Path.exists, before.values())) else parts, 1):
        if day in args.at:
            if waiting:
                add(waiting, day - 1, out)
            waiting = []
            _copy(out, before[day])
        waiting.append(path)
        if len(waiting) >= args.fill and day < len(parts):
            add(waiting, day, out)
            waiting = []
    told: dict[int, list[dict[str, float]]] = {day: [] for day in args.at}
    days = {day: _with_late(parts[day - 1], clock(day), args) for day in args.at}
    for _ in range(args.rounds):
        for day in args.at:  # in turn: a machine has slow hours
            _copy(before[day], out)
            told[day].append(add([days[day]], day, out))
    sizes = {t.name: sum(f.stat().st_size for f in t.glob("*.parquet")) for t in out.iterdir() if t.is_dir()}
    sizes["history"] = sum(f.stat().st_size for f in (out / "_history").rglob("*.parquet"))
    articles = ds.dataset(out / "fingerprints", format="parquet").count_rows()
    names = ("seconds", "cpu", "mb")
    first, last = told[args.at[0]], told[args.at[-1]]
    ratios = {k: [round(b[k] / a[k], 2) for a, b in zip(first, last, strict=True)] for k in names}
    return {
        "articles": articles,
        "at": {day: {k: round(float(np.median([t[k] for t in of])), 2) for k in names} for day, of in told.items()},
        "ratio": {k: round(float(np.median(of)), 3) for k, of in ratios.items()},
        "rounds": ratios,
        "bytes": sizes,
        "fingerprint_bytes": round(sizes["fingerprints"] / articles),
    }


def _before(args: argparse.Namespace) -> dict[int, Path]:
    """The archives as they stood before each of the measured days."""
    return {day: args.work / f"before-{day}" for day in args.at}


def _copy(archive: Path, to: Path) -> None:
    """An archive by hard links: no file of one is ever changed."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(archive, to, copy_function=os.link)


def _with_late(part: Path, today: datetime, args: argparse.Namespace) -> Path:
    """A day's documents, with --late of those alone that are older than the match window."""
    if args.late is None:
        return part
    oldest, kept, late = (today - timedelta(days=31)).isoformat(), [], 0
    for line in _open(part):
        if json.loads(line)["published"] < oldest:
            late += 1
            if late > args.late:
                continue
        kept.append(line)
    path: Path = args.work / f"late-{part.name}"
    path.write_text("".join(kept), encoding="utf-8")
    return path


def _corpus(args: argparse.Namespace, documents: int, *more: str) -> Path:
    if args.made:
        return Path(args.made)
    made: Path = args.work / "corpus"
    if not made.exists():
        options = ["--docs", str(documents), "--days", str(args.days), "--out", str(made), *more]
        subprocess.run([sys.executable, str(args.make), *options], check=True)
    return made


def _open(path: Path) -> Iterable[str]:
    return gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")


def _by_day(rows: list[dict[str, Any]], days: int) -> list[list[dict[str, Any]]]:
    """DAYS parts of about one size, in order of date; rows without a date are spread over all."""
    dated = sorted((r for r in rows if r.get("published")), key=lambda r: (r["published"], r["url"]))
    parts = [dated[len(dated) * d // days : len(dated) * (d + 1) // days] for d in range(days)]
    for i, row in enumerate(r for r in rows if not r.get("published")):
        parts[i % days].append(row)
    return parts


def stories(out: Path) -> dict[str, str]:
    """Each url's story, merges followed."""
    now = results.aliases(str(out))
    table = ds.dataset(out / "articles", format="parquet").to_table(columns=["url", "story_id"])
    return {url: now.get(s, s) for url, s in zip(table["url"].to_pylist(), table["story_id"].to_pylist(), strict=True)}


def ari(one: list[str], other: list[str]) -> float:
    """The adjusted Rand index of two groupings (Hubert and Arabie 1985)."""
    a, b = (np.unique(x, return_inverse=True)[1] for x in (np.array(one), np.array(other)))

    def pairs(labels: np.ndarray) -> float:
        count = np.unique(labels, return_counts=True)[1].astype(float)
        return float((count * (count - 1) / 2).sum())

    both, of_a, of_b = pairs(a * (b.max() + 1) + b), pairs(a), pairs(b)
    expected = of_a * of_b / (len(a) * (len(a) - 1) / 2)
    spread = (of_a + of_b) / 2 - expected
    return round((both - expected) / spread, 5) if spread else 1.0


if __name__ == "__main__":
    main()
