"""The files of some parts of a run, and the commit of all. The former run in a process apart, without Beam."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from transforms import files
from transforms.archive import read_columns
from transforms.cluster.parts import Placed, read_placed, rows_replaced
from transforms.normalize.parts import PLAN
from transforms.schema import SCHEMA_VERSION, STORIES, TABLES
from transforms.tables import read_arrow
from transforms.work import Work
from transforms.write.delta import Change, Written, finish, journal, without_rows, write_table
from transforms.write.tables import LAYOUTS, in_table_order, write_part

PartFiles = tuple[list[Written], dict[str, Any]]  # the files of some parts, and what the summary counts of them


def write_placed(placed: Placed, name: str, work: Work) -> PartFiles:
    articles, stories = read_placed(placed)
    written = write_part(work.out, name, placed.parts, articles, stories, work.run_id, work.clock)
    counts: Counter[str] = Counter()
    for part in placed.parts:
        counts.update(dict(part.counts))
    relations = Counter(articles["relation"].to_pylist())
    relations["original"] += sum(part.rows for part in placed.parts) - articles.num_rows
    largest = max(zip(stories["articles"].to_pylist(), stories["story_id"].to_pylist(), strict=True), default=(1, ""))
    return written, {
        **counts,
        "relations": dict(relations),
        "stories": sum(w.rows for w in written if w.table == "stories"),
        "stories_of_several": stories.num_rows,
        "largest": largest,
    }


def write_rest(_placed: Placed, name: str, work: Work) -> PartFiles:
    """What belongs to no part: rejects, links, and the aliases of the archive's stories that were merged."""
    plan = files.read_json(work.path(PLAN))
    tables = {"rejected": [read_arrow(path) for path in plan["rejected"]]}
    if _has_stories(plan):
        tables |= {
            "links": [read_arrow(work.path("links.arrow"))],
            "story_aliases": [read_arrow(work.path("aliases.arrow"))],
        }
    written = []
    for table, pieces in tables.items():
        schema = TABLES[table]
        bare = pa.schema([f for f in schema if f.name != "run_id"])
        rows = pa.concat_tables([p.cast(bare) for p in pieces]) if pieces else bare.empty_table()
        if table == "rejected":
            rows = rows.take(
                pc.sort_indices(rows, sort_keys=[(c, "ascending") for c in ("source_uri", "stage", "error")])
            )
        rows = rows.append_column(schema.field("run_id"), pa.array([work.run_id] * rows.num_rows, pa.string()))
        if rows.num_rows:
            written.append(write_table(work.out, table, name, rows.cast(schema), **LAYOUTS.get(table, {})))
    return written, {}


def _has_stories(plan: dict[str, Any]) -> bool:
    return bool(plan["parts"]) and not plan["too_many_rejected"]


def write_changed(_placed: Placed, name: str, work: Work) -> PartFiles:
    """The archive's stories that change."""
    if not _has_stories(files.read_json(work.path(PLAN))):
        return [], {}
    changed = read_arrow(work.path("changed.arrow"))
    joined = zip(changed["articles"].to_pylist(), changed["story_id"].to_pylist(), strict=True)
    return [write_table(work.out, "stories", name, in_table_order("stories", changed), **LAYOUTS["stories"])], {
        "stories_joined": changed.num_rows,
        "stories_merged": read_arrow(work.path("aliases.arrow")).num_rows,
        "largest": max(joined),
    }


def write_kept(placed: Placed, name: str, work: Work) -> PartFiles:
    """Some of the files that held stories that change, anew without these."""
    if not _has_stories(files.read_json(work.path(PLAN))):
        return [], {}
    gone = rows_replaced(*(read_arrow(work.path(f"{table}.arrow")) for table in ("changed", "aliases")))
    written = []
    for number, path in enumerate(placed.held):
        rows = read_columns(path, STORIES.names)
        rows = rows.filter(pc.invert(pc.is_in(rows["story_id"], value_set=gone))).cast(STORIES)
        if rows.num_rows:
            written.append(write_table(work.out, "stories", f"{name}-{number}", rows, **LAYOUTS["stories"]))
    return written, {"replaced": [path.rpartition("/")[2] for path in placed.held]}


def commit_run(done: list[PartFiles], work: Work, started: datetime, fingerprints: str) -> dict[str, Any]:
    """Commits all tables, and leaves the run's result in the work folder. An attempt that is known changes nothing."""
    plan = files.read_json(work.path(PLAN))
    result = summarize(plan, [counts for _, counts in done], work)
    before = _rejects_before(work)
    if plan["too_many_rejected"]:
        written = [w for files_, _ in done for w in files_ if w.table == "rejected"]
        journal(work.out, Change(written, before), work.attempt, None)
    else:
        written = [w for files_, _ in done for w in files_]
        removes = before + [("stories", name) for _, counts in done for name in counts.get("replaced", ())]
        row = {
            "run_id": work.run_id,
            "kind": "ingest",
            "schema_version": SCHEMA_VERSION,
            "fingerprints": fingerprints,
            "started_at": started,
            "as_of": work.clock,
            "articles": result["articles"],
            "stories": result["stories"],
            "rejected": sum(result["counts"]["rejected"].values()),
            "summary": json.dumps(result, ensure_ascii=False, sort_keys=True),
        }
        written += without_rows(work.out, Change(written, removes), work.file_name("none"))
        journal(work.out, Change(written, removes), work.attempt, row)
    finish(work.out)
    files.write_json(work.path("result.json"), result)
    return result


def _rejects_before(work: Work) -> list[tuple[str, str]]:
    """The files of rejects, as a change removes them, that earlier attempts at this run left when they failed: by what is in
    the folder, which a commit that is tried again still finds there."""
    mine = re.compile(rf"{re.escape(work.run_id)}-(?!{work.attempt}-)[0-9a-f]+-(rest|none)\.parquet")
    return [("rejected", name) for name in files.children(files.join(work.out, "rejected")) if mine.fullmatch(name)]


def summarize(plan: dict[str, Any], parts: list[dict[str, Any]], work: Work) -> dict[str, Any]:
    """What the run's summary tells, from the plan and the counts of its parts."""
    totals: Counter[str] = Counter()
    relations: Counter[str] = Counter()
    largest: tuple[int, str] = (0, "")
    for counts in parts:
        relations.update(counts.get("relations", {}))
        largest = max(largest, tuple(counts.get("largest", (0, ""))))
        totals.update({k: v for k, v in counts.items() if isinstance(v, int)})
    again = {
        "known": plan["known"],
        "stories_joined": totals["stories_joined"],
        "stories_merged": totals["stories_merged"],
    }
    names = (
        "articles",
        "summaries",
        "without_date",
        "without_site",
        "without_title",
        "origin_stated",
        "stories",
        "stories_of_several",
    )
    return {
        "run_id": work.run_id,
        "counts": plan["counts"],
        "articles_read": sum(p["articles"] for p in plan["parts"]),
        "read_again": plan["read_again"],
        "too_many_rejected": plan["too_many_rejected"],
        **again,
        **{name: totals[name] for name in names},
        "relations": {k: v for k, v in sorted(relations.items()) if v},
        "largest_story": largest[0],
        "example": largest[1],
    }
