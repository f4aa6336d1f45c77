"""The files of one part of a run, and the commit of all. The former run in a process apart, without Beam."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from transforms import files
from transforms.cluster.parts import Placed, read_placed
from transforms.match.blocks import parts_of
from transforms.normalize.parts import PLAN
from transforms.schema import ARTICLES, FINGERPRINTS, LINKS, REJECTED, RUNS, SCHEMA_VERSION, STORIES, STORY_ALIASES
from transforms.tables import read_arrow
from transforms.work import Work
from transforms.write.delta import Written, commit
from transforms.write.tables import story_id, write_part, write_table

PartFiles = tuple[list[Written], dict[str, Any]]  # the files of a part, and what the summary counts of it

# The order of the commits: who reads `runs` sees a run only when all of it is there.
_TABLES = {
    "rejected": REJECTED,
    "fingerprints": FINGERPRINTS,
    "links": LINKS,
    "story_aliases": STORY_ALIASES,
    "stories": STORIES,
    "articles": ARTICLES,
    "runs": RUNS,
}


def write_placed(placed: Placed, name: str, work: Work, started: datetime) -> PartFiles:
    part = next(p for p in parts_of(work) if p.number == placed.part)
    articles, stories = read_placed(placed)
    written = write_part(work.out, name, part.articles, part.fingerprints, articles, stories, work.run_id, started)
    relations = Counter(articles["relation"].to_pylist())
    relations["original"] += part.rows - articles.num_rows
    largest = max(zip(stories["articles"].to_pylist(), stories["founder"].to_pylist(), strict=True), default=(1, ""))
    return written, {
        **dict(part.counts),
        "relations": dict(relations),
        "stories": next(w.rows for w in written if w.table == "stories"),
        "stories_of_several": stories.num_rows,
        "largest": largest,
    }


def write_rest(_placed: Placed, name: str, work: Work, _started: datetime) -> PartFiles:
    plan = files.read_json(work.path(PLAN))
    rejected = [read_arrow(path) for path in plan["rejected"]]
    tables = {"rejected": rejected}
    if not plan["too_many_rejected"]:
        tables["links"] = [read_arrow(work.path("links.arrow"))]
    written = []
    for table, pieces in tables.items():
        schema = _TABLES[table]
        bare = pa.schema([f for f in schema if f.name != "run_id"])
        rows = pa.concat_tables([p.cast(bare) for p in pieces]) if pieces else bare.empty_table()
        if table == "rejected":
            rows = rows.take(pc.sort_indices(rows, sort_keys=[(c, "ascending") for c in ("source_uri", "stage", "error")]))
        rows = rows.append_column(schema.field("run_id"), pa.array([work.run_id] * rows.num_rows, pa.string()))
        lookups = ("article_a", "article_b") if table == "links" else ()
        written.append(write_table(work.out, table, name, rows.cast(schema), lookups=lookups))
    return written, {}


def commit_run(done: list[PartFiles], work: Work, started: datetime) -> dict[str, Any]:
    """Commits all tables, `runs` last, and leaves the run's result in the work folder. A run that is known changes nothing."""
    plan = files.read_json(work.path(PLAN))
    result = summarize(plan, [counts for _, counts in done], work)
    written = [w for files_, _ in done for w in files_]
    keep = ["rejected"] if plan["too_many_rejected"] else [t for t in _TABLES if t != "runs"]
    versions = {}
    for table in keep:
        mine = [w for w in written if w.table == table]
        if not mine:
            # A file without rows, so that the pattern OUT/TABLE/*.parquet always finds one.
            mine = [write_table(work.out, table, f"{work.run_id}-none", _TABLES[table].empty_table())]
        versions[table] = commit(work.out, table, _TABLES[table], mine, work.run_id)
    if not plan["too_many_rejected"]:
        row = {
            "run_id": work.run_id,
            "schema_version": SCHEMA_VERSION,
            "started_at": started,
            "committed_at": datetime.now(UTC),
            "articles": result["articles"],
            "stories": result["stories"],
            "rejected": sum(result["counts"]["rejected"].values()),
            "summary": json.dumps(result, ensure_ascii=False, sort_keys=True),
            "versions": json.dumps(versions, sort_keys=True),
        }
        runs = write_table(work.out, "runs", work.run_id, pa.Table.from_pylist([row], schema=RUNS))
        commit(work.out, "runs", RUNS, [runs], work.run_id)
    files.write_json(work.path("result.json"), result)
    return result


def summarize(plan: dict[str, Any], parts: list[dict[str, Any]], work: Work) -> dict[str, Any]:
    """What the run's summary tells, from the plan and the counts of its parts."""
    totals: Counter[str] = Counter()
    relations: Counter[str] = Counter()
    largest: tuple[int, str] = (0, "")
    for counts in parts:
        relations.update(counts.get("relations", {}))
        largest = max(largest, tuple(counts.get("largest", (0, ""))))
        totals.update({k: v for k, v in counts.items() if isinstance(v, int)})
    names = ("articles", "summaries", "without_date", "without_site", "without_title", "origin_stated", "stories", "stories_of_several")
    return {
        "run_id": work.run_id,
        "counts": plan["counts"],
        "articles_read": sum(p["articles"] for p in plan["parts"]),
        "read_again": plan["read_again"],
        "too_many_rejected": plan["too_many_rejected"],
        **{name: totals[name] for name in names},
        "relations": {k: v for k, v in sorted(relations.items()) if v},
        "largest_story": largest[0],
        "example": story_id(largest[1]) if largest[1] else "",
    }
