"""Quality of wiretrace beside plain yardsticks and peers, with the targets. See benchmarks/README.md.

python -m benchmarks.quality [--only pages,dumps,attribution,stories,inputs,bench] [--docs-file docs/quality.md]
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds

from benchmarks import rules
from benchmarks.data import (
    CACHE,
    PEERS,
    PINS,
    REPO,
    SHARED,
    Absent,
    corpus,
    digest,
    grouping,
    ingest_command,
    made,
    peer_command,
    peer_versions,
    rows,
    scored,
    shared,
    tell,
    unpacked,
)
from benchmarks.report import Target, plot, stamp, table, verdict

RIVALS = ("datasketch", "rensa")
RELATIONS = ("original", "copy", "excerpt", "revision", "rewrite", "missing")

# The targets of the issues on extraction and on stories; a path leads to the figure in a scorer's JSON.
PAGES: tuple[tuple[str, str, Target | None], ...] = (
    ("text F1, mean", "text.mean_f1", Target(at_least=0.965)),
    ("text F1 ≥ .9, share", "text.share_f1_at_least_0.9", Target(at_least=0.93)),
    ("text F1 < .5, share", "text.share_f1_below_0.5", None),
    ("title equal", "title.share_equal", Target(at_least=0.90)),
    ("authors F1", "authors.mean_f1", Target(at_least=0.90)),
    ("date: same day", "date.share_same_utc_day", Target(at_least=0.965)),
    ("date: wrong by more than a day", "date.share_wrong_by_more_than_one_day", Target(at_most=0.008)),
    ("date unknown", "date.share_null", None),
    ("pages missing", "missing", None),
)
DUMPS: tuple[tuple[str, str, Target | None], ...] = (
    ("text F1, mean", "text.mean_f1", Target(at_least=0.93)),
    ("text F1 ≥ .9, share", "text.share_f1_at_least_0.9", Target(at_least=0.80)),
    ("text F1 < .5, share", "text.share_f1_below_0.5", None),
    ("title equal", "title.share_equal", Target(at_least=0.90)),
    ("date: same day", "date.share_same_utc_day", Target(at_least=0.90)),
    ("date: wrong by more than a day", "date.share_wrong_by_more_than_one_day", Target(at_most=0.02)),
    ("date unknown", "date.share_null", None),
    ("site equal", "site.share_equal", None),
    ("dumps missing", "missing", None),
)
ORIGIN_F1, ORIGIN_RIGHT, ORIGIN_PART, ORIGIN_LEAST = (
    Target(at_least=0.93),
    Target(at_least=0.97),
    Target(at_least=0.80),
    5,
)
STORY_F1 = {"gva_reprint": 0.95, "onestop": 0.98, "reuters_silver": 0.97, "synthetic": 0.95, "wiki_versions": 0.95}
STORY_MEAN, ACROSS = Target(at_least=0.97), Target(at_most=0)
EVENTS = {
    "basil": ("within_event_merged", Target(at_most=1)),
    "ecbplus": ("within_event_merged_share", Target(at_most=0.06)),
}
ARI, PRECISION = Target(at_least=0.995), Target(at_least=0.999)


class Bench:
    """Where things are, and what may be taken from the cache."""

    def __init__(self, root: Path, fresh: bool, sizes: Sequence[int], docs_file: Path | None) -> None:
        self.root, self.fresh, self.sizes, self.docs_file = root, fresh, sizes, docs_file
        self.data, self.score, self.cache = root / "data", root / "data" / "score", CACHE / "quality"

    def ours(self, name: str, *inputs: str | Path) -> Path:
        """OUT of wiretrace over `inputs`, always made anew: the code may have changed."""
        out = self.cache / "wiretrace" / name
        shutil.rmtree(out, ignore_errors=True)
        tell(f"wiretrace: {name}")
        done = subprocess.run([str(c) for c in ingest_command(inputs, out)], cwd=REPO, capture_output=True, text=True)
        if done.returncode:
            raise Absent(f"wiretrace ingest of {name} ended with {done.returncode}: {done.stderr.strip()[-500:]}")
        return out

    def yardstick(self, name: str, depends: str, make: Callable[[Path], None]) -> Path:
        """A folder that `make` fills, kept as long as what it depends on is the same."""

        def announced(folder: Path) -> None:
            tell(f"yardstick: {name}")
            make(folder)

        return made(self.cache / "yardsticks" / f"{name}-{depends[:12]}", announced, self.fresh)

    def peer(self, name: str, what: str, source: Path, depends: str) -> Path:
        script = self.root / "bench" / "peers" / PEERS[name][0]

        def run(folder: Path) -> None:
            command = peer_command(self.root, name, source, folder / "found.parquet")
            subprocess.run([str(c) for c in command], check=True, stdout=subprocess.DEVNULL)

        return self.yardstick(f"{name}-{what}", digest([script], *PINS[PEERS[name][1]], depends), run)


# Extraction.


def pages(bench: Bench) -> str:
    source, gold = bench.data / "pages" / "dev.jsonl.gz", bench.data / "pages" / "gold.jsonl"
    ours = scored(bench.score / "score_pages.py", bench.ours("pages", source), gold)
    script = bench.score / "baseline_trafilatura.py"

    def run(folder: Path) -> None:
        subprocess.run([sys.executable, str(script), str(source), str(folder)], check=True, stdout=subprocess.DEVNULL)

    name = f"trafilatura {_version('trafilatura')}"
    plain = bench.yardstick("trafilatura-pages", digest([script, source], name), run)
    theirs = scored(bench.score / "score_pages.py", plain, gold)
    return f"## Pages ({ours['pages']:,} HTML pages)\n\n" + _figures(PAGES, ours, {name: theirs})


def dumps(bench: Bench) -> str:
    folder, gold = bench.data / "dumps", bench.data / "dumps" / "gold.jsonl"
    key = ("--key", "file")
    ours = scored(bench.score / "score_pages.py", bench.ours("dumps", folder / "*.txt"), gold, *key)
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))}
    columns = {
        **{"source_uri": pa.string(), "title": pa.string(), "authors": pa.list_(pa.string())},
        **{"published_at": pa.timestamp("us", tz="UTC"), "text": pa.string(), "source_site": pa.string()},
    }
    theirs = {}
    plain: dict[str, Callable[[str], str]] = {
        "whole dump": rules.whole,
        f"longest run of lines ≥ {rules.LONG_LINE} words": rules.longest_run,
    }
    for name, rule in plain.items():
        found = [{"source_uri": file, "text": rule(text)} for file, text in texts.items()]
        out = bench.cache / "rules" / rule.__name__
        rules.write(found, columns, out)
        theirs[name] = scored(bench.score / "score_pages.py", out, gold, *key)
    # The plain rules find no title and no date: a share of 0 says that badly.
    for scores in theirs.values():
        for part in ("title", "date", "site"):
            scores.pop(part, None)
    return f"## Dumps ({ours['pages']:,} text dumps of pages)\n\n" + _figures(DUMPS, ours, theirs)


def _figures(named: Sequence[tuple[str, str, Target | None]], ours: Any, theirs: dict[str, Any]) -> str:
    body = []
    for name, path, target in named:
        value = _at(ours, path)
        body.append([name, value, *(_at(scores, path) for scores in theirs.values()), *verdict(value, target)])
    return table(["", "wiretrace", *theirs, "target", "met"], body)


def _at(scores: Any, path: str) -> Any:
    """The figure at "group.name" of a scorer's JSON; None where it has none."""
    group, _, name = path.partition(".")
    value = scores.get(group)
    return value.get(name) if name and isinstance(value, dict) else value


# Origins.


def attribution(bench: Bench) -> str:
    folder, script = bench.data / "attribution", bench.score / "score_attribution.py"
    ours = scored(script, bench.ours("attribution", folder / "dev.jsonl"), folder / "gold.csv")
    out = bench.cache / "rules" / "credit"
    with open(folder / "dev.jsonl", encoding="utf-8") as f:
        found = [(row["url"], rules.credit(row["text"])) for row in map(json.loads, f)]
    columns = {"url": pa.string(), "appeared_first_on": pa.string(), "appeared_first_on_name": pa.string()}
    rules.write([{"url": url, "appeared_first_on_name": name} for url, name in found], columns, out)
    plain = scored(script, out, folder / "gold.csv")
    body: list[list[Any]] = [
        ["F1", ours["all"]["f1"], plain["all"]["f1"], *verdict(ours["all"]["f1"], ORIGIN_F1)],
        ["precision", ours["all"]["precision"], plain["all"]["precision"], "", ""],
        ["recall", ours["all"]["recall"], plain["all"]["recall"], "", ""],
    ]
    right = ours["all"]["original_right_share"]
    body.append(
        ["original right, of the hits", right, plain["all"]["original_right_share"], *verdict(right, ORIGIN_RIGHT)]
    )
    parts = [f"## Origins ({ours['all']['rows']} documents with a credit line or a look-alike)"]
    parts.append(table(["", "wiretrace", "one English regular expression", "target", "met"], body))
    body = []
    for by in ("kind", "lang"):
        for value, m in ours[by].items():
            # A kind of look-alikes holds no original: its F1 says nothing, what was found there is wrong.
            asked = ORIGIN_PART if m["rows"] >= ORIGIN_LEAST and m["with_original"] else None
            f1 = m["f1"] if m["with_original"] else None
            body.append(
                [
                    f"{by}: {value}",
                    m["rows"],
                    m["with_original"],
                    m["found"],
                    f1,
                    m["original_right_share"],
                    *verdict(f1, asked),
                ]
            )
    parts.append(table(["", "rows", "with original", "found", "F1", "right", "target", "met"], body))
    packed, gold = folder / "canonical_dev.jsonl.gz", folder / "gold_canonical.csv"
    c = scored(script, bench.ours("canonical", packed), gold)["all"]
    hits = round((c["original_right_share"] or 0) * round(c["recall"] * c["with_original"]))
    hits += c["rows"] - c["with_original"] - round(c["found"] * (1 - c["precision"]))
    asked = Target(at_least=c["rows"])
    head = ["", "wiretrace", "target", "met"]
    parts.append(table(head, [[f"canonical pages right, of {c['rows']}", hits, *verdict(hits, asked)]]))
    return "\n\n".join(parts)


# Stories.


def stories(bench: Bench) -> str:
    packed, labels = bench.data / "stories" / "dev.jsonl.gz", bench.data / "stories" / "labels.csv"
    out = bench.ours("stories", packed)
    script = bench.score / "score_stories.py"
    found = {"wiretrace": scored(script, out, labels)}
    plain = unpacked(packed)
    for name in RIVALS:
        result = bench.peer(name, "stories", plain, digest([packed]))
        found[name] = scored(script, result / "found.parquet", labels)
    ours = found["wiretrace"]
    rivals = [found[name] for name in RIVALS]
    body: list[list[Any]] = []
    for name, m in ours["sets"].items():
        if m["level"] == "story":
            asked = Target(at_least=STORY_F1[name]) if name in STORY_F1 else None
            more = [m[k] for k in ("precision", "recall", "b3_f1", "ari")]
            body.append(
                [
                    name,
                    m["documents"],
                    m["f1"],
                    *(r["sets"][name]["f1"] for r in rivals),
                    *more,
                    *verdict(m["f1"], asked),
                ]
            )
    mean = ours["mean_f1"]
    body.append(
        ["mean", None, mean, *(r["mean_f1"] for r in rivals), None, None, None, None, *verdict(mean, STORY_MEAN)]
    )
    head = [
        "set",
        "documents",
        "F1",
        *(f"F1 {n}" for n in RIVALS),
        "precision",
        "recall",
        "B³ F1",
        "ARI",
        "target F1",
        "met",
    ]
    parts = [f"## Stories ({ours['documents']:,} documents)", "Pairs of documents of one story.", table(head, body)]
    body = []
    for name, m in ours["sets"].items():
        if m["level"] == "event":
            figure, asked = EVENTS.get(name, ("within_event_merged_share", None))
            body.append(
                [
                    f"{name}: pairs of one event merged, of {m['within_event_pairs']:,}",
                    *_merged(name, found, figure),
                    *verdict(m[figure], asked),
                ]
            )
            across = [f["sets"][name]["across_event_merged"] for f in found.values()]
            body.append([f"{name}: pairs of two events merged", *across, *verdict(across[0], ACROSS)])
    across = [f["merged_across_sets"] for f in found.values()]
    body.append(["pairs of two sets merged", *across, *verdict(across[0], ACROSS)])
    body.append(["documents missing", *(f["missing"] for f in found.values()), "", ""])
    parts += ["What must not be one story:", table(["", *found, "target", "met"], body)]
    for name, m in ours["sets"].items():
        if "recall_by_op" in m:
            body = []
            for operator, recall in sorted(m["recall_by_op"].items(), key=lambda kv: (kv[1], kv[0])):
                theirs = [r["sets"][name]["recall_by_op"].get(operator) for r in rivals]
                body.append([operator, m["documents_by_op"][operator], recall, *theirs])
            head = ["operator", "documents", "wiretrace", *RIVALS]
            parts += [f"Recall of the pairs of `{name}` by what was done to a document:", table(head, body)]
            parts += [f"Relation by operator on `{name}`:", _relations(out, labels, name)]
    return "\n\n".join(parts)


def _merged(name: str, found: dict[str, Any], figure: str) -> list[Any]:
    return [f["sets"][name][figure] for f in found.values()]


def _relations(out: Path, labels: Path, chosen: str) -> str:
    held = ds.dataset([str(p) for p in sorted((out / "articles").glob("*.parquet"))], format="parquet")
    columns = held.to_table(columns=["url", "relation"]).to_pydict()
    relation_of = dict(zip(columns["url"], columns["relation"], strict=True))
    counts = rules.relations_by_operator(rows(labels), relation_of, chosen)
    return table(["operator", *RELATIONS], [[o, *(c[r] for r in RELATIONS)] for o, c in counts.items()])


# Made corpora, by size.


def made_corpora(bench: Bench) -> str:
    found: dict[str, dict[int, Any]] = {"wiretrace": {}, **{name: {} for name in RIVALS}}
    for docs in bench.sizes:
        folder = corpus(bench.root, docs)
        out = bench.ours(f"bench-{docs}", folder / "part-*.jsonl")
        found["wiretrace"][docs] = grouping(bench.root, out / "articles", folder)
        for name in RIVALS:
            result = bench.peer(name, f"bench-{docs}", folder, digest(sorted(folder.glob("part-*.jsonl"))))
            found[name][docs] = grouping(bench.root, result / "found.parquet", folder)
    body: list[list[Any]] = []
    for docs in bench.sizes:
        for name, groups in found.items():
            g = groups[docs]
            ours = name == "wiretrace"
            ari, precision = verdict(g.ari, ARI if ours else None), verdict(g.precision, PRECISION if ours else None)
            met = "; ".join(f"{what} {v[0]}: {v[1]}" for what, v in (("ARI", ari), ("P", precision)) if v[0])
            body.append(
                [f"{docs:,}", name, f"{g.ari:.4f}", f"{g.precision:.4f}", f"{g.recall:.4f}", f"{g.f1:.4f}", met]
            )
    head = ["documents", "", "ARI", "pair precision", "pair recall", "pair F1", "targets met"]
    parts = ["## By size of corpus", table(head, body)]
    if bench.docs_file:
        images = []
        for what in ("precision", "recall"):
            lines = {n: [(float(docs), float(getattr(g, what))) for docs, g in of.items()] for n, of in found.items()}
            low = min(y for line in lines.values() for _, y in line)
            image = bench.docs_file.with_name(f"{bench.docs_file.stem}-{what}.svg")
            drawn = plot(
                f"Pair {what} by size of corpus", "documents", f"pair {what}", lines, y_range=(min(low, 0.95), 1.0)
            )
            image.parent.mkdir(parents=True, exist_ok=True)
            image.write_text(drawn, encoding="utf-8")
            images.append(f"![Pair {what} by size of corpus]({image.name})")
        parts.append("\n".join(images))
    return "\n\n".join(parts)


# Inputs.


def inputs(bench: Bench) -> str:
    folder = bench.data / "inputs"
    feeds = {r["file"]: int(r["items"]) for r in rows(folder / "feeds_items.csv")}
    posts = Counter(r["file"] for r in rows(folder / "wordpress_posts.csv"))
    seeds = {path.name: 1 for path in sorted((folder / "seeds").iterdir())}
    body: list[list[Any]] = []
    differ = []
    for kind, wanted in (("feeds", feeds), ("wordpress", posts), ("seeds", seeds)):
        got = _articles_by_file(bench.ours(kind, folder / kind))
        alone = dict(got)
        for file in [f for f in wanted if got[f] != wanted[f]]:
            # Two feeds that carry the same url give one article: alone, each must give all of its items.
            alone[file] = _articles_by_file(bench.ours("alone", folder / kind / file))[file]
        right, at_once = (sum(of.get(f, 0) == n for f, n in wanted.items()) for of in (alone, got))
        found = sum(alone.get(f, 0) for f in wanted)
        differ += [[f, n, got[f], alone.get(f, 0)] for f, n in wanted.items() if got[f] != n]
        asked = Target(at_least=len(wanted))
        body.append([kind, len(wanted), sum(wanted.values()), found, right, at_once, *verdict(right, asked)])
    head = ["", "files", "items", "articles", "files right", "files right in one run", "target", "met"]
    parts = [
        "## Inputs",
        "Articles of each file against the items counted by tag, each file that differs also alone.",
        table(head, body),
    ]
    if differ:
        parts.append(table(["file that differs", "items", "in one run", "alone"], differ))
    return "\n\n".join(parts)


def _articles_by_file(out: Path) -> Counter[str]:
    held = ds.dataset([str(p) for p in sorted((out / "articles").glob("*.parquet"))], format="parquet")
    uris = held.to_table(columns=["source_uri"])["source_uri"].to_pylist()
    return Counter(uri.partition("#")[0].rpartition("/")[2] for uri in uris)


SECTIONS: dict[str, Callable[[Bench], str]] = {
    "pages": pages,
    "dumps": dumps,
    "attribution": attribution,
    "stories": stories,
    "inputs": inputs,
    "bench": made_corpora,
}


def main(argv: Sequence[str] | None = None) -> int:
    argv = sys.argv[1:] if argv is None else argv
    args = _arguments(argv)
    try:
        root = shared(args.shared, ["data/score", "bench/score.py", "bench/peers"])
        bench = Bench(root, args.fresh, args.sizes, args.docs_file)
        parts = [SECTIONS[name](bench) for name in SECTIONS if name in args.only]
    except (Absent, subprocess.CalledProcessError) as e:
        print(f"benchmarks.quality: {e}", file=sys.stderr)
        return 1
    peers = peer_versions(RIVALS) if {"stories", "bench"} & set(args.only) else {}
    report = "\n\n".join(["# Quality", *parts, stamp("benchmarks.quality", argv, peers)])
    print(report)
    if args.docs_file:
        args.docs_file.parent.mkdir(parents=True, exist_ok=True)
        args.docs_file.write_text(report + "\n", encoding="utf-8")
        tell(f"wrote {args.docs_file}")
    return 0


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.quality", description=(__doc__ or "").partition("\n")[0]
    )
    add = parser.add_argument
    add(
        "--only",
        type=_sections,
        default=list(SECTIONS),
        metavar="NAME[,NAME]",
        help=f"of {', '.join(SECTIONS)} (default all)",
    )
    add(
        "--sizes",
        type=_counts,
        default=[10_000, 100_000],
        metavar="N[,N]",
        help="of the made corpora (default 10000,100000)",
    )
    add("--fresh", action="store_true", help="run the yardsticks and peers again, too")
    add("--shared", type=Path, default=SHARED, help="the folder of the measuring data (default ../shared)")
    add("--docs-file", type=Path, metavar="FILE.md", help="write the report here, and its plots beside it")
    return parser.parse_args(argv)


def _sections(text: str) -> list[str]:
    names = text.split(",")
    unknown = [n for n in names if n not in SECTIONS]
    if unknown:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r} is not one of {', '.join(SECTIONS)}")
    return names


def _counts(text: str) -> list[int]:
    found = sorted({int(n) for n in text.split(",")})
    if found[0] < 1:
        raise argparse.ArgumentTypeError("use 1 or more documents")
    return found


def _version(name: str) -> str:
    from importlib.metadata import version

    return version(name)


if __name__ == "__main__":
    sys.exit(main())
