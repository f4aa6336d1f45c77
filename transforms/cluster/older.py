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

from transforms.archive import Stored, each, follow, micros, read_all, read_columns, snapshot, spans
from transforms.arrays import Few, distinct
from transforms.cluster.relations import Member, reconciled
from transforms.cluster.stories import ASSEMBLED, story_row
from transforms.fingerprint.parts import Part
from transforms.fingerprint.table import article_key, keys_of_ids
from transforms.match.blocks import TOLD, Older, first_older, rows_of, told_of_searched
from transforms.match.verify import LINKS, RULES
from transforms.schema import STORIES, STORY_ALIASES
from transforms.work import Work

_HOUR_IN_DAYS = 1 / 24
NODE = (
    "article_id",
    "key",
    "source_site",
    "published_lo",
    "published_hi",
    "appeared_first_on",
    "word_count",
)
_STEPS = 2  # 30 shuffled days of the stories set against one run: ARI .9940 with none, .9953 with 1, .9966 with 2 and 9


@dataclass(frozen=True, slots=True)
class Touched:
    """`articles`, None where there are none: by `row` (row id, sorted) what is known of each (NODE), `story`, the id
    today, and `seen` (microseconds); `links` among them (match LINKS, the columns ASSEMBLED); `stories`: their rows of
    OUT/stories."""

    articles: pa.Table | None
    links: pa.Table
    stories: pa.Table

    @property
    def rows(self) -> np.ndarray:
        return np.zeros(0, np.int64) if self.articles is None else self.articles["row"].to_numpy()


NOTHING = Touched(None, LINKS.empty_table().select(ASSEMBLED), STORIES.empty_table())


def touched(work: Work, parts: Sequence[Part | Older], rows: np.ndarray) -> tuple[Touched, dict[str, list[str]]]:
    """`rows`: row ids (sorted) of the archive's articles that new links end at; -> and the files that hold the stories' rows,
    with the ids of these.

    A text is a digest by what else it quotes, and by how that hangs together: the stories that are linked to these come
    along, and those linked to them, as one run over all would see them.
    """
    if not len(rows):
        return NOTHING, {}
    stored = snapshot(work)
    now = follow(read_all(stored.get("story_aliases", []), ["old_story_id", "story_id"], STORY_ALIASES))
    reach, known, story = _within_reach(work, parts, rows, now)
    key = known["key"].to_numpy()
    searched = {part.fingerprints for part in parts if isinstance(part, Older)}
    within = [s.seen for s in stored["fingerprints"] if s.seen and s.path in searched]
    paths = [s.path for s in stored["links"] if s.touches(within)]
    ends = dict(zip(paths, each(_ends, paths), strict=True))
    taken = np.zeros(len(reach), bool)
    grown = Few(story[np.searchsorted(reach, rows)]).among(story)
    taken[grown] = True
    for _ in range(_STEPS):
        if not len(grown):
            break
        mine = Few(key[grown])
        others = [x[mine.among(y)] for a, b in ends.values() for x, y in ((a, b), (b, a))]
        linked = Few(np.concatenate([key[:0], *others])).among(key)
        grown = Few(story[linked[~taken[linked]]]).among(story)
        taken[grown] = True
    here = np.flatnonzero(taken)
    order = here[np.argsort(key[here])]
    known = known.take(pa.array(order))
    seen = pc.fill_null(known["published_lo"], known["ingested_at"].cast(pa.int64()))
    stories, files = _story_rows(stored["stories"], distinct(story[here]), spans(seen.to_numpy(), _HOUR_IN_DAYS))
    named = _named(stories, key[order])
    columns = {name: (named if name in named.column_names else known)[name] for name in NODE}
    articles = pa.table({"row": reach[order], **columns, "story": named["story"], "seen": seen}).sort_by("row")
    return Touched(articles, _links(ends, key[order], reach[order]), stories), files


def _within_reach(
    work: Work, parts: Sequence[Part | Older], rows: np.ndarray, now: dict[str, str]
) -> tuple[np.ndarray, pa.Table, np.ndarray]:
    """The archive's articles that may be linked to those of the run, `rows` in any case -> row ids (sorted), TOLD of each,
    and article_key of its story of today (uint64): as text, a million would take five times the memory."""
    known = told_of_searched(work).select(TOLD)
    first = first_older(parts)
    others = rows[np.searchsorted(rows, first + known.num_rows) :]
    if len(others):
        known = pa.concat_tables([known, rows_of(parts, others, TOLD)])
    story = known["story_key"].to_numpy().copy()
    old, new = (keys_of_ids(pa.array(ids, pa.string())) for ids in (now.keys(), now.values()))
    renamed, of = Few(old).places(story)
    story[renamed] = new[np.argsort(old)][of]
    return np.concatenate([np.arange(first, first + known.num_rows - len(others)), others]), known, story


def _named(stories: pa.Table, key: np.ndarray) -> pa.Table:
    """Rows of OUT/stories and article_key of articles in them (sorted) -> what the rows say of each: article_id,
    source_site, appeared_first_on, and `story`, the row's id. A row of one article lists no members: it is its own."""
    members = stories["members"].combine_chunks()
    alone = stories.filter(members.is_null())
    listed = members.flatten()
    told = pa.concat_tables(
        [
            pa.table(
                {
                    **{name: listed.field(name) for name in ("article_id", "source_site", "appeared_first_on")},
                    "story": stories["story_id"].take(pc.list_parent_indices(members)),
                }
            ),
            pa.table(
                {
                    "article_id": alone["first_article_id"],
                    "source_site": alone["first_site"],
                    "appeared_first_on": alone["stated_origin"],
                    "story": alone["story_id"],
                }
            ),
        ]
    )
    keys = keys_of_ids(told["article_id"].combine_chunks())
    found, of = Few(keys).places(key)
    missing = np.delete(key, found)
    if len(missing):
        raise ValueError(f"no story of the archive lists its article {missing[0]:016x}…; `wiretrace check` says more")
    return told.take(pa.array(np.argsort(keys)[of]))


def _ends(path: str) -> tuple[np.ndarray, np.ndarray]:
    """article_key (uint64) of both ends of the links of a file."""
    table = read_columns(path, ["key_a", "key_b"])
    a, b = (table[name].to_numpy().view(np.uint64) for name in table.column_names)
    return a, b


def _links(ends: dict[str, tuple[np.ndarray, np.ndarray]], key: np.ndarray, row: np.ndarray) -> pa.Table:
    """The links between two of the articles, which are given by key (sorted) and row id."""
    rules, taken = pa.array(RULES), Few(key)

    def read(path: str) -> pa.Table:
        a, b = ends[path]
        at, of_a = taken.places(a)
        both, of_b = taken.places(b[at])
        at = at[both]
        if not len(at):
            return NOTHING.links
        table = read_columns(path, [name for name in ASSEMBLED if name not in ("a", "b")], at)
        columns = {
            **{name: table[name] for name in table.column_names},
            "a": row[of_a[both]],
            "b": row[of_b],
            "rule": pc.index_in(table["rule"], value_set=rules),
        }
        return pa.table({name: columns[name] for name in ASSEMBLED}).cast(NOTHING.links.schema)

    return pa.concat_tables([NOTHING.links, *each(read, ends)])


def _story_rows(
    stored: Sequence[Stored], keys: np.ndarray, seen: Sequence[tuple[int, int]]
) -> tuple[pa.Table, dict[str, list[str]]]:
    """The rows of these stories (article_key of their ids, sorted), and the files that they stand in; first looked for
    where the dates say they are."""
    wanted = Few(keys)

    def read(file: Stored) -> tuple[str, pa.Table]:
        here = wanted.among(keys_of_ids(read_columns(file.path, ["story_id"])["story_id"].combine_chunks()))
        return file.path, read_columns(file.path, STORIES.names, here) if len(here) else STORIES.empty_table()

    found: dict[str, pa.Table] = {}
    for likely in (True, False):
        if sum(rows.num_rows for rows in found.values()) < len(keys):
            found |= dict(each(read, [s for s in stored if s.touches(seen) is likely]))
    rows = pa.concat_tables([NOTHING.stories, *(of.cast(STORIES) for of in found.values())])
    missing = np.delete(keys, Few(keys_of_ids(rows["story_id"].combine_chunks())).among(keys))
    if len(missing):
        raise ValueError(
            f"the archive has articles of story {missing[0]:016x}… and no row for it; `wiretrace check` says more"
        )
    return rows, {path: of["story_id"].to_pylist() for path, of in found.items() if of.num_rows}


def merged_row(stories: Sequence[dict[str, Any]], told: dict[str, Any], seen: Sequence[int]) -> dict[str, Any]:
    """Rows of OUT/stories that are one story now, what `describe` gives of its articles, and when those within reach are
    from (microseconds) -> its row, less run_id. The first row stands for the others: its id and title stay."""
    times = [t for s in stories for t in (micros(s["active_from"]), micros(s["active_until"]))] + list(seen)
    kept = {"story_id": stories[0]["story_id"], "title": stories[0]["title"], "founded_at": stories[0]["founded_at"]}
    return {**told, **kept, "active_from": min(times), "active_until": max(times)}


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
    seen, order, origin, share = reconciled(seen)
    row = story_row([seen[i] for i in order], order, np.arange(len(members)), origin, share)
    row["first_article_id"] = members[row.pop("first_article")]["article_id"]
    del row["story"]
    return {**row, "members": members}


def in_order(members: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(members, key=lambda m: m["article_id"])
