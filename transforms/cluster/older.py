"""The archive's stories that a run's links touch, and those that tell about them: their articles within the window, the
links among those, their rows.

Articles outside the window can get no new link, so that what the row of a story says of them is enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.archive import Stored, follow, micros, read_all, read_columns, snapshot, spans
from transforms.cluster.relations import Member, ranking, stated_origin
from transforms.cluster.stories import story_row
from transforms.fingerprint.parts import Part
from transforms.fingerprint.table import article_key, keys_of_ids
from transforms.match.blocks import Older, rows_of
from transforms.match.verify import LINKS, RULES
from transforms.schema import STORIES, STORY_ALIASES
from transforms.work import Work

_HOUR_IN_DAYS = 1 / 24
_STEPS = 2  # 30 shuffled days of the stories set against one run: ARI .9940 with none, .9953 with 1, .9966 with 2 and 9


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
    """`rows`: row ids (sorted) of the archive's articles that new links end at.

    A text is a digest by what else it quotes, and by how that hangs together: the stories that are linked to these come
    along, and those linked to them, as one run over all would see them.
    """
    if not len(rows):
        return NOTHING
    stored = snapshot(work)
    now = follow(read_all(stored.get("story_aliases", []), ["old_story_id", "story_id"], STORY_ALIASES))
    reach = _within_reach(parts, rows)
    known = rows_of(parts, reach, ["key", "story_id", "seen_at"])
    names, story = _todays(known["story_id"].combine_chunks(), now)
    times = known["seen_at"].cast(pa.int64()).to_numpy()
    key = known["key"].to_numpy()
    place = np.argsort(key)
    key = key[place]
    within = spans(times, _HOUR_IN_DAYS)
    ends = {s.path: _ends(s.path, key, place) for s in stored["links"] if s.touches(within)}
    a, b = (story[np.concatenate([rows[:0], *(found[end] for found in ends.values())])] for end in (1, 2))
    taken = np.zeros(len(names), bool)
    taken[story[np.searchsorted(reach, rows)]] = True
    for _ in range(_STEPS):
        linked = taken[a] | taken[b]
        taken[a[linked]] = taken[b[linked]] = True
    here = np.flatnonzero(taken[story])
    links = _links(ends, reach, taken[story])
    seen = spans(times[here], _HOUR_IN_DAYS)
    return Touched(
        reach[here],
        names.take(pa.array(story[here])).to_pylist(),
        times[here],
        links,
        *_story_rows(stored["stories"], sorted(names.filter(pa.array(taken)).to_pylist()), seen),
    )


def _todays(told: pa.StringArray, now: dict[str, str]) -> tuple[pa.StringArray, np.ndarray]:
    """Story ids as they were written -> the ids of today, each once, and for each written one its place among these."""
    coded = told.dictionary_encode()
    old, new = pa.array(now.keys(), pa.string()), pa.array(now.values(), pa.string())
    names = coded.dictionary
    names = pc.coalesce(new.take(pc.index_in(names, value_set=old)), names).dictionary_encode()
    return names.dictionary, names.indices.to_numpy()[coded.indices.to_numpy()]


def _within_reach(parts: Sequence[Part | Older], rows: np.ndarray) -> np.ndarray:
    """Row ids (sorted) of the archive's articles that may be linked to those of the run, `rows` in any case."""
    found, start = [rows], 0
    for part in parts:
        if isinstance(part, Older) and part.searched:
            found.append(np.arange(start, start + part.rows))
        start += part.rows
    return np.unique(np.concatenate(found))


def _ends(path: str, key: np.ndarray, place: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of a file of links, those between two of the articles, which are given by key (sorted) and place: their rows in the
    file, and the places of a and b."""
    table = read_columns(path, ["article_a", "article_b"])
    wanted = [keys_of_ids(table[n].combine_chunks()) for n in ("article_a", "article_b")]
    at = [np.minimum(np.searchsorted(key, k), len(key) - 1) for k in wanted]
    here = np.flatnonzero((key[at[0]] == wanted[0]) & (key[at[1]] == wanted[1]))
    return here, place[at[0][here]], place[at[1][here]]


def _links(
    ends: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]], reach: np.ndarray, taken: np.ndarray
) -> pa.Table:
    """The links between two of the `taken` articles, by row id."""
    rules = {rule: i for i, rule in enumerate(RULES)}
    tables = [LINKS.empty_table()]
    for path, (at, a, b) in ends.items():
        inside = taken[a] & taken[b]
        if not inside.any():
            continue
        table = read_columns(path, [name for name in LINKS.names if name not in ("a", "b")], at[inside])
        columns = {
            **{name: table[name] for name in table.column_names},
            **{"a": reach[a[inside]], "b": reach[b[inside]]},
            "rule": [rules[r] for r in table["rule"].to_pylist()],
        }
        tables.append(pa.table([columns[name] for name in LINKS.names], schema=LINKS))
    return pa.concat_tables(tables)


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
