"""Shares of a run's links -> its stories, dealt out to the files whose articles they are of. Runs in a process apart, without
Beam."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms import files
from transforms.archive import HOUR, micros
from transforms.arrays import distinct
from transforms.cluster.components import DisjointSets
from transforms.cluster.older import NODE, Touched, describe, in_order, merged_row
from transforms.cluster.options import ClusterOptions
from transforms.cluster.shares import REPLACED, read_share
from transforms.cluster.stories import ASSEMBLED, assemble, open_pairs
from transforms.fingerprint.parts import Part
from transforms.fingerprint.table import keys_of_ids
from transforms.match.blocks import all_parts, first_older, look_at, parts_of, rows_of, versions_of
from transforms.match.options import VerifyOptions
from transforms.match.verify import JOINING, LINKS, NONE, RULES
from transforms.normalize.parts import NO_PART, PART_BYTES
from transforms.schema import STORIES, STORY_ALIASES, TABLES, TIMESTAMP
from transforms.tables import read_arrow, write_arrow
from transforms.work import Work

_SCORES = [name for name in LINKS.names if name not in ("a", "b", "rule")]


CHANGED = NO_PART - 1
_HELD = 2  # files of the archive's stories that one task writes anew


@dataclass(frozen=True, slots=True)
class Placed:
    """What the stories say of some parts: `articles` is a file with a row for each article in a story of several, `stories`
    one with the stories of several that bear the title of an article of these.

    `number` is that of the first part; the list ends with CHANGED, where stories of the archive change, lower numbers, each
    with some of the files that `held` these, and NO_PART.
    """

    number: int
    parts: tuple[Part, ...] = ()
    articles: str = ""
    stories: str = ""
    held: tuple[str, ...] = ()


def story_id(founding_article_id: str) -> str:
    """The id of the story that this article founded: 128 bits of BLAKE2b as 32 hex digits."""
    return hashlib.blake2b(b"story:" + founding_article_id.encode(), digest_size=16).hexdigest()


def group_share(number: int, work: Work, options: ClusterOptions, verify: VerifyOptions, window_days: float) -> int:
    """Groups the articles of one share and writes what is said of them; -> how many they are, the archive's included."""
    links, before = read_share(number, work)
    ends = np.concatenate([links["a"].to_numpy(), links["b"].to_numpy(), before.rows])
    grouped = _group(distinct(ends), links, before, work, options, verify, window_days)
    told = (*_deal(grouped, before, work), contract_links(grouped))
    for name, table in zip(_TOLD, told, strict=True):
        write_arrow(work.path("told", f"{number:06d}-{name}.arrow"), table)
    return len(grouped.rows)


def place_articles(shares: list[int], work: Work, file_rows: int) -> list[Placed]:
    """Writes what each file of articles must know, the links, and the archive's stories that change."""

    def told(name: str) -> pa.Table:
        tables = [read_arrow(work.path("told", f"{number:06d}-{name}.arrow")) for number in shares]
        return pa.concat_tables([_TOLD[name], *tables])

    placed, founded = told("placed").sort_by("row"), told("founded").sort_by("row")
    links = told("links")
    keys = [links[name].to_numpy().view(np.uint64) for name in ("key_b", "key_a")]
    write_arrow(work.path("links.arrow"), links.take(pa.array(np.lexsort(keys))))  # as by article_a and article_b
    changed, aliases = told("changed").sort_by("story_id"), told("aliases").sort_by("old_story_id")
    write_arrow(work.path("changed.arrow"), changed)
    write_arrow(work.path("aliases.arrow"), aliases)
    out, start = [], 0
    for some in _by_file(parts_of(work), file_rows):
        end = start + sum(part.rows for part in some)
        mine, stories = (_between(table, start, end) for table in (placed, founded))
        mine = mine.set_column(mine.schema.get_field_index("row"), "row", pc.subtract(mine["row"], start))
        out.append(_write(work, some, mine, stories.drop_columns(["row"])))
        start = end
    if changed.num_rows:
        out.append(Placed(CHANGED))
        gone = rows_replaced(changed, aliases)
        held_in = sorted(files.read_json(work.path(REPLACED)).items())
        held = [f for f, ids in held_in if pc.any(pc.is_in(pa.array(ids, pa.string()), value_set=gone)).as_py()]
        cuts = range(0, len(held), _HELD)
        out += [Placed(CHANGED - n, held=tuple(held[at : at + _HELD])) for n, at in enumerate(cuts, 1)]
    return [*out, Placed(NO_PART)]


def rows_replaced(changed: pa.Table, aliases: pa.Table) -> pa.Array:
    """The ids of the archive's stories whose rows go: of those that change, and of those that another one took in."""
    return pa.concat_arrays([*changed["story_id"].chunks, *aliases["old_story_id"].chunks])


def _by_file(parts: list[Part], rows: int) -> Iterator[tuple[Part, ...]]:
    """The parts, in order, whose articles become one file of so many `rows` at most, or of one part, and no column of
    2 GB: parts are cut for many workers, files for later readers."""
    some: list[Part] = []
    for part in parts:
        more = [*some, part]
        if some and (sum(p.rows for p in more) > rows or sum(p.size for p in more) > PART_BYTES):
            yield tuple(some)
            more = [part]
        some = more
    if some:
        yield tuple(some)


def _between(table: pa.Table, start: int, end: int) -> pa.Table:
    """Of a table that is sorted by `row`, the rows from `start` to before `end`."""
    low, high = np.searchsorted(table["row"].to_numpy(), [start, end])
    return table.slice(low, high - low)


@dataclass(frozen=True, slots=True)
class _Grouped:
    """Articles by row id (sorted) and what is known of each; `label`: its story, named by the position of a member."""

    rows: np.ndarray
    links: pa.Table  # of this run
    nodes: pa.Table
    ids: pa.Array
    titled: list[bool]  # of the run's own, which come first
    seen: np.ndarray  # microseconds: published, or ingested
    assignment: pa.Table
    stories: pa.Table
    label: np.ndarray
    versions: dict[int, int]  # position of an article -> that of the archive's version of its page


def _group(
    rows: np.ndarray,
    links: pa.Table,
    before: Touched,
    work: Work,
    options: ClusterOptions,
    verify: VerifyOptions,
    window_days: float,
) -> _Grouped:
    parts = all_parts(work)
    own = rows_of(parts, rows[: np.searchsorted(rows, first_older(parts))], [*NODE, "title"])
    titled = pc.greater(pc.list_value_length(own["title"]), 0).to_pylist()
    own = own.select(list(NODE))
    nodes = own if before.articles is None else pa.concat_tables([own, before.articles.select(list(NODE))])
    ids = nodes["article_id"].combine_chunks()
    seen = nodes["published_lo"].fill_null(micros(work.clock)).to_numpy().copy()
    inner = nodes.drop_columns(["article_id"]).rename_columns({"word_count": "words"})
    inner = inner.append_column("id", pa.array(rows.astype(np.uint64)))
    at = np.searchsorted(rows, before.rows)
    if before.articles is not None:
        seen[at] = before.articles["seen"].to_numpy()
    fresh = np.ones(len(rows), bool)
    fresh[at] = False
    inner = inner.append_column("fresh", pa.array(fresh))
    known = pa.concat_tables([links.select(ASSEMBLED), before.links])
    a, b = (end.astype(np.int64) for end in open_pairs(inner, known, options))
    near = np.abs(seen[np.searchsorted(rows, a)] - seen[np.searchsorted(rows, b)]) <= window_days * 24 * HOUR
    pairs = np.minimum(a, b)[near].astype(np.uint64) << np.uint64(32) | np.maximum(a, b)[near].astype(np.uint64)
    told = look_at(pairs, parts, verify)

    def facts(ids: np.ndarray) -> np.ndarray:
        some, at = np.unique(ids.astype(np.int64), return_inverse=True)
        found = rows_of(parts, some, ["facts_minhash"])["facts_minhash"].combine_chunks()
        return found.flatten().to_numpy().reshape(len(some), -1)[at]

    assignment, stories = assemble(inner, pa.concat_tables([known, told.select(ASSEMBLED)]), facts, options)
    links = pa.concat_tables([links, told.filter(pc.not_equal(told["rule"], NONE))])
    assignment = assignment.take(pa.array(np.argsort(assignment["id"].to_numpy(), kind="stable")))
    label = np.searchsorted(rows, assignment["story"].to_numpy().astype(np.int64))
    versions: dict[int, int] = {}
    if before.articles is not None and len(at):
        # Stories of the archive are never parted, and a page's versions stay together.
        anchor: dict[int, int] = {}
        story_of = dict(zip(at.tolist(), before.articles["story"].to_pylist(), strict=True))
        sets = DisjointSets(len(rows))
        first: dict[str, int] = {}
        for position, story in story_of.items():
            sets.join(position, first.setdefault(story, position))
        home = _homes(label, story_of)
        renewed = set(label[fresh].tolist())  # stories are one by what a run brings
        for position, founder in enumerate(label.tolist()):
            if founder in renewed and home.get(story_of.get(position, ""), founder) == founder:
                sets.join(position, anchor.setdefault(founder, position))
        pairs = versions_of(work)
        pairs = pairs[np.isin((pairs >> np.uint64(32)).astype(np.int64), rows)]
        a, b = (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
        versions = dict(zip(np.searchsorted(rows, a).tolist(), np.searchsorted(rows, b).tolist(), strict=True))
        for new, old in versions.items():
            sets.join(new, old)
        label = np.fromiter((sets.find(i) for i in range(len(rows))), np.int64, len(rows))
    return _Grouped(rows, links, nodes, ids, titled, seen, assignment, stories, label, versions)


def _homes(label: np.ndarray, story_of: dict[int, str]) -> dict[str, int]:
    """Groups by position, and the archive's stories -> the group that goes on with each: that of most of its articles.

    An article that joined a story by a link that later evidence overrules stays in it, but does not draw the articles
    that it belongs with, nor their story, into it.
    """
    count: dict[str, Counter[int]] = defaultdict(Counter)
    for position, story in story_of.items():
        count[story][int(label[position])] += 1
    return {story: min(groups, key=lambda g: (-groups[g], g)) for story, groups in count.items()}


def _deal(g: _Grouped, before: Touched, work: Work) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """-> what _TOLD names, but for the links: `row` counts all parts."""
    ids, clock = g.ids.to_pylist(), micros(work.clock)
    names = [] if before.articles is None else before.articles["story"].to_pylist()
    of_story = dict(zip(np.searchsorted(g.rows, before.rows).tolist(), names, strict=True))
    # Members become objects only where some of a story's are out of reach.
    stories = {row["story_id"]: row for row in before.stories.drop_columns("members").to_pylist()}
    members_of = dict(zip(stories, before.stories["members"], strict=True))
    relation, similarity, holds = (g.assignment[n].to_pylist() for n in ("relation", "similarity", "holds"))
    source_of = g.assignment["derived_from"]
    source_at = np.searchsorted(g.rows, source_of.fill_null(0).to_numpy().astype(np.int64)).tolist()
    derived = [at if told else None for at, told in zip(source_at, source_of.is_valid().to_pylist(), strict=True)]
    founder = np.searchsorted(g.rows, g.assignment["story"].to_numpy().astype(np.int64))
    site, low, high, stated = (g.nodes[n].to_pylist() for n in _MEMBER)
    as_grouped = {row.pop("story"): row for row in g.stories.to_pylist() if row["articles"] > 1}
    for later, earlier in g.versions.items():
        relation[later], derived[later] = "revision", earlier
    row_ids, label, own = g.rows.tolist(), g.label.tolist(), len(g.titled)
    by_label = np.argsort(g.label, kind="stable")
    groups = np.split(by_label, np.flatnonzero(np.diff(g.label[by_label])) + 1)
    placed: list[dict[str, Any]] = []
    founded: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    aliases: list[dict[str, str]] = []
    for group in groups:
        mine = group.tolist()
        new = [i for i in mine if i < own]
        before_ids = sorted({of_story[i] for i in mine if i in of_story}, key=lambda s: _age(stories[s]))
        if len(mine) < 2 or not new:
            continue
        members = {
            ids[i]: {
                "article_id": ids[i],
                "source_site": site[i],
                "published_lo": low[i],
                "published_hi": high[i],
                "appeared_first_on": stated[i],
                "holds": holds[i],
            }
            for i in mine
        }
        seen = g.seen[group].tolist()
        first = int(founder[group[0]])
        told = as_grouped.get(row_ids[first])
        listed = sum(stories[s]["articles"] for s in before_ids)
        if told and len(mine) == told["articles"] == listed + len(new) and (founder[group] == first).all():
            told["first_article_id"] = ids[int(np.searchsorted(g.rows, told.pop("first_article")))]
            told["members"] = in_order(members.values())
        else:  # some are out of reach, or bound to another story
            rows = (m for s in before_ids for m in members_of[s].as_py() or ())
            told = describe(list(({m["article_id"]: m for m in rows} | members).values()))
            if not before_ids:
                first = next(i for i in new if ids[i] == told["first_article_id"])
        if before_ids:
            row = merged_row([stories[s] for s in before_ids], told, seen)
            changed.append(row)
            aliases += [{"old_story_id": s, "story_id": before_ids[0]} for s in before_ids[1:]]
        else:
            row = told
            # Its first article's title, or that of the earliest that has one.
            others = (i for i in sorted(new, key=lambda i: (g.seen[i], ids[i])) if g.titled[i])
            heading = first if g.titled[first] else next(others, first)
            row |= {"story_id": story_id(ids[first]), "titled": ids[heading], "row": row_ids[heading]}
            row |= {"active_from": min(seen), "active_until": max(seen), "founded_at": clock}
            founded.append(row)
        for i in new:
            source = derived[i]
            source_id = None if source is None else ids[source]
            if source is not None and label[source] != label[i]:
                # What it matches best is of a story that was not merged with its own.
                source_id, similarity[i] = row["first_article_id"], None
            if source_id == ids[i] or (not before_ids and i == first):
                source_id, similarity[i], relation[i] = None, None, "original"
            placed.append(
                {
                    "row": row_ids[i],
                    "story_id": row["story_id"],
                    "articles": row["articles"],
                    "relation": relation[i],
                    "derived_from": source_id,
                    "similarity": similarity[i],
                    "first_seen_site": row["first_site"],
                    "first_seen_at": row["first_at"],
                }
            )
    return (
        pa.Table.from_pylist(placed, schema=_TOLD["placed"].schema),
        pa.Table.from_pylist(founded, schema=_TOLD["founded"].schema),
        pa.Table.from_pylist([{**s, "run_id": work.run_id} for s in changed], schema=STORIES),
        pa.Table.from_pylist(aliases, schema=_TOLD["aliases"].schema),
    )


def _age(story: dict[str, Any]) -> tuple:
    """Which of merged stories is the earlier: the one the archive has had for longer, then the one that began first."""
    return story["founded_at"], story["active_from"], story["story_id"]


def _write(work: Work, parts: tuple[Part, ...], articles: pa.Table, stories: pa.Table) -> Placed:
    number = parts[0].number
    paths = work.path("placed", f"{number:06d}-articles.arrow"), work.path("placed", f"{number:06d}-stories.arrow")
    for path, table in zip(paths, (articles, stories), strict=True):
        write_arrow(path, table)
    return Placed(number, parts, *paths)


_TEXT, _SCORE = pa.string(), pa.float32()
_MEMBER = ("source_site", "published_lo", "published_hi", "appeared_first_on")
_TIMES = ("first_at", "active_from", "active_until", "founded_at")
_TOLD = {
    # The run's articles in stories of several, and the stories of several that they found.
    "placed": pa.schema(
        [
            ("row", pa.int64()),
            ("story_id", _TEXT),
            ("articles", pa.int32()),  # that the story has
            ("relation", _TEXT),
            ("derived_from", _TEXT),
            ("similarity", _SCORE),
            ("first_seen_site", _TEXT),
            ("first_seen_at", pa.int64()),
        ]
    ).empty_table(),
    "founded": pa.schema(
        [
            *(
                pa.field(f.name, pa.int64() if f.name in _TIMES else f.type)
                for f in STORIES
                if f.name not in ("title", "run_id")
            ),
            ("titled", _TEXT),  # the article whose title it bears
            ("row", pa.int64()),  # of that article
        ]
    ).empty_table(),
    # The archive's stories that change, and the aliases of those merged.
    "changed": STORIES.empty_table(),
    "aliases": STORY_ALIASES.empty_table().drop_columns(["run_id"]),
    "links": pa.schema([f for f in TABLES["links"] if f.name != "run_id"]).empty_table(),
}


def contract_links(g: _Grouped) -> pa.Table:
    """Links by row id -> links by article_id, `same_story` told."""
    a, b = (np.searchsorted(g.rows, g.links[name].to_numpy()) for name in ("a", "b"))
    key = keys_of_ids(g.ids)
    rules = g.links["rule"]
    return pa.table(
        {
            "article_a": g.ids.take(pa.array(a)),
            "article_b": g.ids.take(pa.array(b)),
            "same_story": pa.array(g.label[a] == g.label[b]),
            "joins": pa.array(np.isin(rules.to_numpy(), JOINING)),
            "rule": pa.array(RULES).take(rules),
            **{name: g.links[name] for name in _SCORES},
            "seen_at": pa.array(np.maximum(g.seen[a], g.seen[b]), TIMESTAMP),
            **{f"key_{end}": pa.array(key[at].view(np.int64)) for end, at in (("a", a), ("b", b))},
        },
        schema=_TOLD["links"].schema,
    )


def read_placed(placed: Placed) -> tuple[pa.Table, pa.Table]:
    return read_arrow(placed.articles), read_arrow(placed.stories)
