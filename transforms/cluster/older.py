"""The archive's stories that a run's links touch: their articles within the window, the links among those, their rows.

Articles outside the window can get no new link, so that what the row of a story says of them is enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.archive import Stored, follow, micros, read_all, read_columns, read_fingerprints, snapshot, spans
from transforms.cluster.relations import Member, ranking, stated_origin
from transforms.cluster.stories import story_row
from transforms.fingerprint.parts import Part
from transforms.fingerprint.table import article_key
from transforms.match.blocks import Older, rows_of
from transforms.match.verify import LINKS, RULES
from transforms.schema import LINKS as CONTRACT
from transforms.schema import STORIES, STORY_ALIASES
from transforms.work import Work

_HOUR_IN_DAYS = 1 / 24


@dataclass(frozen=True, slots=True)
class Touched:
    """`rows` (row ids, sorted) of the articles; of each `story`, the id today, and `seen` (microseconds); `links` (match
    LINKS) among them; `stories`: the rows of OUT/stories by id; `files`: the files that hold these, and which ids."""

    rows: np.ndarray
    story: list[str]
    seen: np.ndarray
    links: pa.Table
    stories: dict[str, dict[str, Any]]
    files: dict[str, list[str]]


NOTHING = Touched(np.zeros(0, np.int64), [], np.zeros(0, np.int64), LINKS.empty_table(), {}, {})


def touched(work: Work, parts: Sequence[Part | Older], rows: np.ndarray) -> Touched:
    """`rows`: row ids (sorted) of the archive's articles that new links end at."""
    if not len(rows):
        return NOTHING
    stored = snapshot(work)
    now = follow(read_all(stored.get("story_aliases", []), ["old_story_id", "story_id"], STORY_ALIASES))
    ids = {now.get(s, s) for s in rows_of(parts, rows, ["story_id"])["story_id"].to_pylist()}
    named = pa.array(sorted(ids | {old for old, new in now.items() if new in ids}), pa.string())
    found, start = [rows], 0
    for part in parts:
        if isinstance(part, Older) and part.searched:
            told = pc.is_in(read_fingerprints(part.fingerprints, ["story_id"])["story_id"], value_set=named)
            found.append(start + np.flatnonzero(told.to_numpy()))
        start += part.rows
    rows = np.unique(np.concatenate(found))
    known = rows_of(parts, rows, ["article_id", "story_id", "seen_at"])
    story = [now.get(s, s) for s in known["story_id"].to_pylist()]
    times = known["seen_at"].cast(pa.int64()).to_numpy()
    seen = spans(times, _HOUR_IN_DAYS)
    links = _links_among(
        known["article_id"].combine_chunks(), rows, [s for s in stored.get("links", []) if s.touches(seen)]
    )
    return Touched(rows, story, times, links, *_story_rows(stored["stories"], sorted(ids), seen))


def _links_among(ids: pa.Array, rows: np.ndarray, stored: Sequence[Stored]) -> pa.Table:
    """The archive's links between two of the articles, by row id."""
    names = [name for name in LINKS.names if name not in ("a", "b")]
    tables = []
    for file in stored:
        ends = read_columns(file.path, ["article_a", "article_b"])
        both = pc.and_(pc.is_in(ends["article_a"], value_set=ids), pc.is_in(ends["article_b"], value_set=ids))
        here = np.flatnonzero(both.to_numpy())
        if len(here):
            tables.append(read_columns(file.path, ["article_a", "article_b", *names], here))
    table = (
        pa.concat_tables(tables)
        if tables
        else pa.schema([CONTRACT.field(n) for n in ("article_a", "article_b", *names)]).empty_table()
    )
    columns = {
        end: pa.array(rows[pc.index_in(table[f"article_{end}"], value_set=ids).to_numpy()]) for end in ("a", "b")
    }
    rules = {rule: i for i, rule in enumerate(RULES)}
    columns["rule"] = pa.array([rules[r] for r in table["rule"].to_pylist()], pa.int8())
    return pa.table([columns[n] if n in columns else table[n] for n in LINKS.names], schema=LINKS)


def _story_rows(
    stored: Sequence[Stored], ids: Sequence[str], seen: Sequence[tuple[int, int]]
) -> tuple[dict[str, dict[str, Any]], dict[str, list[str]]]:
    """The rows of these stories by id, and the files that they stand in; first looked for where the dates say they are."""
    rows: dict[str, dict[str, Any]] = {}
    files: dict[str, list[str]] = {}
    wanted = pa.array(ids, pa.string())
    for file in sorted(stored, key=lambda s: not s.touches(seen)):
        if len(rows) == len(ids):
            break
        here = np.flatnonzero(pc.is_in(read_columns(file.path, ["story_id"])["story_id"], value_set=wanted).to_numpy())
        if len(here):
            found = read_columns(file.path, STORIES.names, here).to_pylist()
            rows |= {row["story_id"]: row for row in found}
            files[file.path] = [row["story_id"] for row in found]
    missing = [i for i in ids if i not in rows]
    if missing:
        raise ValueError(
            f"the archive has articles of story {missing[0]} and no row for it; `wiretrace check` says more"
        )
    return rows, files


def merged_row(
    stories: Sequence[dict[str, Any]], members: dict[str, dict[str, Any]], seen: Sequence[int]
) -> dict[str, Any]:
    """Rows of OUT/stories that are one story now, and its articles within reach -> its row, less run_id.

    The first row stands for the others: its id and title stay. `members` (schema.MEMBER by article_id) replaces what
    the rows say of the same articles; `seen`: when those are from (microseconds).
    """
    together = {m["article_id"]: m for s in stories for m in s["members"] or ()} | members
    columns = describe(list(together.values()))
    times = [t for s in stories for t in (micros(s["active_from"]), micros(s["active_until"]))] + list(seen)
    kept = {"story_id": stories[0]["story_id"], "title": stories[0]["title"], "founded_at": stories[0]["founded_at"]}
    return {**columns, **kept, "active_from": min(times), "active_until": max(times)}


def describe(members: list[dict[str, Any]]) -> dict[str, Any]:
    """Rows of schema.MEMBER that are one story -> what OUT/stories says of it, less id, title, times and run."""
    members = in_order(members)
    seen = [
        Member(
            article_key(m["article_id"]),
            m["source_site"],
            m["published_lo"],
            m["published_hi"],
            m["appeared_first_on"],
            m["holds"],
        )
        for m in members
    ]
    origin, share = stated_origin(seen)
    order = ranking(seen, origin)
    row = story_row([seen[i] for i in order], order, np.arange(len(members)), origin, share)
    row["first_article_id"] = members[row.pop("first_article")]["article_id"]
    del row["story"]
    return {**row, "members": members}


def in_order(members: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(members, key=lambda m: m["article_id"])
