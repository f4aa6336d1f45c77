"""Archives measured: is what many daily runs give what one run gives, and does a day cost the same however old the archive?

    python -m benchmarks.archive.run same --docs FILE.jsonl[.gz] --truth labels.csv --days 30 [--shuffle]
    python -m benchmarks.archive.run same --corpus 20000 --make MAKE_CORPUS.py --days 30
    python -m benchmarks.archive.run cost --make MAKE_CORPUS.py --per-day 5000 --days 200 --at 40 200
    python -m benchmarks.archive.run cost --made FOLDER --at 40 200 --fill 5

`same` cuts the documents into DAYS parts (by date, those without one spread evenly; --shuffle: in any order of days), adds
them to an archive one by one, and compares the stories with those of one run over all: the adjusted Rand index between the
two, and of each against the truth. `cost` fills an archive day by day and tells what the days at --at took: seconds of
wall clock and CPU, peak memory, and bytes on disk a table; --fill puts several days into one run where none is measured.
Both print one line of JSON last.
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
    top.add_argument("--repeat", type=int, default=1, help="`cost`: days that are averaged, ending at each of --at")
    top.add_argument("--fill", type=int, default=1, help="`cost`: days a run, but for those that are measured")
    top.add_argument("--work", type=Path, default=Path("benchmarks/out/archive"))
    args = top.parse_args()
    shutil.rmtree(args.work, ignore_errors=True)
    args.work.mkdir(parents=True)
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
    told: dict[int, dict[str, float]] = {}
    parts = sorted(made.glob("*.jsonl"))[: max(args.at)]
    measured = {day for at in args.at for day in range(at - args.repeat + 1, at + 1)}
    waiting: list[Path] = []
    for day, path in enumerate(parts, 1):
        waiting.append(path)
        if day not in measured and day + 1 not in measured and len(waiting) < args.fill and day < len(parts):
            continue
        clock = (_START + timedelta(days=day)).isoformat()
        told[day] = ingest(waiting, out, "--as-of", clock, "--run-id", f"day-{day:03d}")
        print(f"day {day}: {told[day]}", file=sys.stderr)
        waiting = []
    sizes = {t.name: sum(f.stat().st_size for f in t.glob("*.parquet")) for t in out.iterdir() if t.is_dir()}
    sizes["history"] = sum(f.stat().st_size for f in (out / "_history").rglob("*.parquet"))
    articles = sum(t["articles"] for t in told.values())
    at = {
        day: {
            k: round(float(np.mean([told[d][k] for d in range(day - args.repeat + 1, day + 1)])), 2)
            for k in ("seconds", "cpu", "mb")
        }
        for day in args.at
    }
    first, last = at[args.at[0]], at[args.at[-1]]
    return {
        "articles": articles,
        "at": at,
        "ratio": {k: round(last[k] / first[k], 3) for k in first},
        "bytes": sizes,
        "fingerprint_bytes": round(sizes["fingerprints"] / articles),
    }


def _corpus(args: argparse.Namespace, documents: int, *more: str) -> Path:
    if args.made:
        return Path(args.made)
    made: Path = args.work / "corpus"
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
