"""Links of a run -> its stories, dealt out to the parts whose articles they are of. Runs in a process apart, without Beam."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.cluster.options import ClusterOptions
from transforms.cluster.stories import assemble
from transforms.match.blocks import parts_of, rows_of
from transforms.match.verify import JOINING, LINKS, RULES
from transforms.normalize.parts import NO_PART
from transforms.tables import read_arrow, write_arrow
from transforms.work import Work

_NODE = ("article_id", "key", "source_site", "published_lo", "published_hi", "appeared_first_on", "words", "facts_0")
_SCORES = [name for name in LINKS.names if name not in ("a", "b", "rule")]


@dataclass(frozen=True, slots=True)
class Placed:
    """What the stories say of one part: `articles` is a file with a row for each article in a story of several, `stories`
    one with the stories of several that an article of the part founded. Part NO_PART stands for the end of the list."""

    part: int
    articles: str
    stories: str


def place_articles(blocks: list[tuple[int, str]], work: Work, options: ClusterOptions) -> list[Placed]:
    """Groups all linked articles, writes what each part must know, and the links."""
    parts = parts_of(work)
    tables = [read_arrow(path) for _, path in blocks if path]
    links = pa.concat_tables(tables) if tables else LINKS.empty_table()
    rows = np.unique(np.concatenate([links["a"].to_numpy(), links["b"].to_numpy()]))
    if not len(rows):
        write_arrow(work.path("links.arrow"), contract_links(links, rows, pa.array([], pa.string()), np.zeros(0, np.int64)))
        return [*(_write(work, p.number, _NOBODY, _NONE) for p in parts), Placed(NO_PART, "", "")]
    nodes = rows_of(parts, rows, _NODE)
    ids = nodes["article_id"].combine_chunks()
    nodes = nodes.set_column(nodes.schema.get_field_index("words"), "words", pc.list_value_length(nodes["words"]))
    nodes = nodes.drop_columns(["article_id"]).append_column("id", pa.array(rows.astype(np.uint64)))
    assignment, stories = assemble(nodes, links, options)

    # Back to row ids, in their order; the article_ids are looked up by position.
    order = np.argsort(assignment["id"].to_numpy(), kind="stable")
    assignment = assignment.take(pa.array(order))
    story = assignment["story"].to_numpy()
    by_story = {s: i for i, s in enumerate(stories["story"].to_pylist())}
    of_story = np.fromiter((by_story[s] for s in story.tolist()), np.int64, len(story))
    several = stories["articles"].to_numpy()[of_story] > 1

    def article_ids(column: pa.ChunkedArray) -> pa.Array:
        known = column.is_valid().to_numpy(zero_copy_only=False)
        at = np.searchsorted(rows, column.fill_null(0).to_numpy().astype(np.int64))
        return ids.take(pa.array(np.where(known, at, 0), mask=~known))

    told = pa.table(
        {
            "row_id": pa.array(rows),
            "founder": article_ids(assignment["story"]),
            "relation": assignment["relation"],
            "derived_from": article_ids(assignment["derived_from"]),
            "similarity": assignment["similarity"],
            "first_seen_site": stories["first_site"].take(pa.array(of_story)),
            "first_seen_at": stories["first_at"].take(pa.array(of_story)),
        }
    ).filter(pa.array(several))
    write_arrow(work.path("links.arrow"), contract_links(links, rows, ids, story))
    founders = stories["story"].to_numpy().astype(np.int64)
    many = stories["articles"].to_numpy() > 1
    stories = stories.append_column("founder", article_ids(stories["story"])).append_column("first_article_id", article_ids(stories["first_article"]))
    stories = stories.drop_columns(["story", "first_article"])
    out, start = [], 0
    for part in parts:
        end = start + part.rows
        low, high = np.searchsorted(told["row_id"].to_numpy(), [start, end])
        mine = told.slice(low, high - low)
        mine = mine.append_column("row", pa.array(mine["row_id"].to_numpy() - start)).drop_columns(["row_id"])
        founded = stories.filter(pa.array(many & (founders >= start) & (founders < end)))
        out.append(_write(work, part.number, mine, founded))
        start = end
    return [*out, Placed(NO_PART, "", "")]


def _write(work: Work, part: int, articles: pa.Table, stories: pa.Table) -> Placed:
    paths = work.path("placed", f"{part:06d}-articles.arrow"), work.path("placed", f"{part:06d}-stories.arrow")
    for path, table in zip(paths, (articles, stories), strict=True):
        write_arrow(path, table)
    return Placed(part, *paths)


_TEXT, _SCORE = pa.string(), pa.float32()
_NOBODY = pa.schema(
    [("founder", _TEXT), ("relation", _TEXT), ("derived_from", _TEXT), ("similarity", _SCORE), ("first_seen_site", _TEXT)]
    + [("first_seen_at", pa.int64()), ("row", pa.int64())]
).empty_table()
_NONE = pa.schema(
    [("articles", pa.int64()), ("sites", pa.int64()), ("first_site", _TEXT), ("first_at", pa.int64())]
    + [("stated_origin", _TEXT), ("stated_origin_share", _SCORE), ("origin", _TEXT), ("origin_confidence", _SCORE)]
    + [("conflicts", pa.list_(_TEXT)), ("founder", _TEXT), ("first_article_id", _TEXT)]
).empty_table()


def contract_links(links: pa.Table, rows: np.ndarray, ids: pa.Array, story: np.ndarray) -> pa.Table:
    """Links by row id -> links by article_id, `same_story` told, sorted by both ids. `rows`, `ids`, `story` go together."""
    a, b = (np.searchsorted(rows, links[name].to_numpy()) for name in ("a", "b"))
    rules = links["rule"].to_numpy()
    table = pa.table(
        {
            "article_a": ids.take(pa.array(a)),
            "article_b": ids.take(pa.array(b)),
            "same_story": pa.array(story[a] == story[b]),
            "joins": pa.array(np.isin(rules, JOINING)),
            "rule": pa.array([RULES[r] for r in rules.tolist()], pa.string()),
            **{name: links[name] for name in _SCORES},
        }
    )
    return table.take(pc.sort_indices(table, sort_keys=[("article_a", "ascending"), ("article_b", "ascending")]))


def read_placed(placed: Placed) -> tuple[pa.Table, pa.Table]:
    return read_arrow(placed.articles), read_arrow(placed.stories)
