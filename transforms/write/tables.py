"""Some parts of a run: their articles joined with what the cluster stage says of them, as Parquet files of the contract."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.cluster.parts import story_id
from transforms.fingerprint.parts import Part
from transforms.fingerprint.table import keys_of_ids
from transforms.schema import ARTICLES, FINGERPRINTS, STORIES
from transforms.tables import read_arrow
from transforms.write.delta import Written, write_table

# By day (UTC), then by these: a day's articles stand together, and within it a site's. Statistics then skip the other days,
# bloom filters most of the rest, and copies of one story, which lie near, pack into a fifth less.
ARTICLE_ORDER = ("source_site", "published_at", "article_id")
STORY_ORDER = (("articles", "descending"), ("story_id", "ascending"))
LOOKUPS = ("article_id", "story_id", "url", "source_site")

LAYOUTS: dict[str, dict[str, Any]] = {
    "articles": {"lookups": LOOKUPS, "group": 1_000},
    "stories": {"lookups": ("story_id",)},
    "fingerprints": {
        "lookups": ("article_id",),
        # Later runs read whole columns, and of a group all `words` for a few rows. A day on a million articles took 420 MB
        # with groups of 10,000 and 285 with 2,500; with 1,000 its verification takes a sixth less time, with 600 the same.
        "group": 1_000,
        # Hashes in no order: packed they are a third smaller, and take four times as long to read, for each later run.
        "plain": tuple(name for name in FINGERPRINTS.names if name != "edges"),
    },
    "links": {"lookups": ("article_a", "article_b"), "group": 10_000, "plain": ("key_a", "key_b")},
}


def in_table_order(table: str, rows: pa.Table) -> pa.Table:
    """Rows of a table in the order that its files have."""
    if table == "articles":
        order = {"day": pc.floor_temporal(rows["published_at"], unit="day"), **{n: rows[n] for n in ARTICLE_ORDER}}
        return rows.take(pc.sort_indices(pa.table(order), sort_keys=[(n, "ascending", "at_end") for n in order]))
    return rows.take(pc.sort_indices(rows, sort_keys=STORY_ORDER)) if table == "stories" else rows


_PLACED = ("story_id", "relation", "derived_from", "similarity", "first_seen_site", "first_seen_at")


def placed_columns(articles: pa.Table, placed: pa.Table) -> dict[str, pa.Array]:
    """Articles of a part, and rows (`row`, `story_id`, relation, …) for those in stories of several -> these columns of
    schema.ARTICLES for all."""
    n = articles.num_rows
    rows = placed["row"].to_numpy()
    at = np.full(n, -1)
    at[rows] = np.arange(len(rows))
    alone = at < 0
    found = placed.take(pa.array(at, mask=alone))
    own = [story_id(i) for i in articles["article_id"].filter(pa.array(alone)).to_pylist()]
    stories = pc.replace_with_mask(found["story_id"].combine_chunks(), pa.array(alone), pa.array(own, pa.string()))
    single = {
        "relation": pa.scalar("original"),
        "first_seen_site": articles["source_site"],
        "first_seen_at": articles["published_at"],
    }
    columns = {name: found[name].cast(ARTICLES.field(name).type) for name in _PLACED} | {"story_id": stories}
    return columns | {name: pc.if_else(pa.array(alone), value, columns[name]) for name, value in single.items()}


def article_rows(articles: pa.Table, placed: dict[str, pa.Array], run_id: str, ingested_at: datetime) -> pa.Table:
    """Articles of a part and what placed_columns says of them -> schema.ARTICLES, in the table's order."""
    n = articles.num_rows
    out = {name: articles[name] for name in articles.column_names} | placed
    out["run_id"] = pa.repeat(pa.scalar(run_id), n)
    out["ingested_at"] = pa.repeat(pa.scalar(ingested_at, ARTICLES.field("ingested_at").type), n)
    return in_table_order("articles", pa.table([out[name] for name in ARTICLES.names], schema=ARTICLES))


def single_stories(articles: pa.Table, story_ids: pa.Array, placed: pa.Table, clock: datetime) -> pa.Table:
    """A story of one article for each that has no other: what it states is its origin."""
    alone = np.ones(articles.num_rows, bool)
    alone[placed["row"].to_numpy()] = False
    # Not the texts, which nobody asks for here.
    articles = articles.select([n for n in articles.column_names if n not in ("text", "evidence", "edges")])
    articles = articles.append_column("story_id", story_ids).filter(pa.array(alone))
    n = articles.num_rows
    stated = articles["appeared_first_on"]
    site = articles["source_site"]
    now = pa.scalar(clock, STORIES.field("founded_at").type)
    seen = pc.fill_null(articles["published_at"], now)
    return pa.table(
        {
            "story_id": articles["story_id"],
            "title": articles["title"],
            "articles": pa.array(np.ones(n, np.int32)),
            "sites": pa.array((~np.array(site.is_null())).astype(np.int32), pa.int32()),
            "first_article_id": articles["article_id"],
            "first_site": site,
            "first_at": articles["published_at"],
            "stated_origin": stated,
            "stated_origin_share": pc.if_else(
                stated.is_valid(), pa.scalar(1, pa.float32()), pa.scalar(None, pa.float32())
            ),
            # Nobody else in the corpus has it: its origin is what it states, else unknown, since most sites copy.
            "origin": stated,
            "origin_confidence": pc.if_else(
                stated.is_valid(), articles["appeared_first_on_confidence"], pa.scalar(None, pa.float32())
            ),
            "conflicts": pa.array([[]] * n, pa.list_(pa.string())),
            "active_from": seen,
            "active_until": seen,
            "founded_at": pa.repeat(now, n),
            "members": pa.nulls(n, STORIES.field("members").type),
        }
    )


def contract_fingerprints(table: pa.Table, story_ids: pa.Array, run_id: str, clock: datetime) -> pa.Table:
    """A fingerprints file as the contract has it: arrays as little-endian bytes, since Delta knows no unsigned integers.

    transforms.archive.read_fingerprints is the way back.
    """
    out: dict[str, Any] = {}
    for field in table.schema:
        column = table[field.name].combine_chunks()
        if isinstance(column, pa.ChunkedArray):
            column = pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], field.type)
        if pa.types.is_fixed_size_list(field.type) or pa.types.is_list(field.type):
            column = _as_bytes(column)
        elif pa.types.is_uint64(field.type):
            column = column.cast(pa.int64(), safe=False)
        out[field.name] = column
    meta = table.schema.metadata or {}
    for name in ("fingerprint_version", "minhash_scheme", "rarity_table"):
        out[name] = pa.repeat(pa.scalar(meta[name.encode()].decode()), table.num_rows)
    now = pa.scalar(clock, FINGERPRINTS.field("ingested_at").type)
    out["story_id"] = story_ids
    out["story_key"] = pa.array(keys_of_ids(story_ids).view(np.int64))
    out["ingested_at"] = pa.repeat(now, table.num_rows)
    out["seen_at"] = pc.fill_null(table["published_lo"].cast(now.type), now)
    out["run_id"] = pa.repeat(pa.scalar(run_id), table.num_rows)
    return pa.table([out[name] for name in FINGERPRINTS.names], schema=FINGERPRINTS)


def largest_first(placed: pa.Table, n: int) -> np.ndarray:
    """The order (int64) of n articles by the size of their stories. What later runs read rows of are, for the most part,
    large stories: these are in a third fewer row groups so."""
    size = np.ones(n, np.int64)
    size[placed["row"].to_numpy()] = placed["articles"].to_numpy()
    return np.argsort(-size, kind="stable")


def _as_bytes(column: pa.Array) -> pa.Array:
    """A list column of 4-byte values -> binary, the same bytes."""
    width = column.type.list_size if pa.types.is_fixed_size_list(column.type) else None
    values = column.flatten() if width is None else column.values.slice(column.offset * width, len(column) * width)
    offsets = np.arange(len(column) + 1) * width if width else np.asarray(column.offsets) - column.offsets[0].as_py()
    data = np.ascontiguousarray(values.to_numpy(zero_copy_only=False)).view(np.uint8)
    return pa.Array.from_buffers(
        pa.binary(), len(column), [None, pa.py_buffer((offsets * 4).astype(np.int32)), pa.py_buffer(data)]
    )


def write_part(
    out: str,
    name: str,
    parts: Sequence[Part],
    placed: pa.Table,
    founded: pa.Table,
    run_id: str,
    ingested_at: datetime,
) -> list[Written]:
    """The articles, stories and fingerprints of some parts. `founded`: stories of several that bear a title from here."""
    articles = pa.concat_tables([read_arrow(part.articles) for part in parts])
    told = placed_columns(articles, placed)
    rows = article_rows(articles, told, run_id, ingested_at)
    written = [write_table(out, "articles", name, rows, **LAYOUTS["articles"])]
    titles = dict(zip(articles["article_id"].to_pylist(), articles["title"].to_pylist(), strict=True))
    several = founded.append_column("title", pa.array([titles[t] for t in founded["titled"].to_pylist()], pa.string()))
    stories = pa.concat_tables(
        [_as(t, run_id) for t in (several, single_stories(articles, told["story_id"], placed, ingested_at))]
    )
    stories = in_table_order("stories", stories)
    if stories.num_rows:
        written.append(write_table(out, "stories", name, stories, **LAYOUTS["stories"]))
    fingerprints = contract_fingerprints(
        pa.concat_tables([read_arrow(part.fingerprints) for part in parts]), told["story_id"], run_id, ingested_at
    )
    fingerprints = fingerprints.take(pa.array(largest_first(placed, fingerprints.num_rows)))
    written.append(write_table(out, "fingerprints", name, fingerprints, **LAYOUTS["fingerprints"]))
    return written


def _as(table: pa.Table, run_id: str) -> pa.Table:
    table = table.append_column("run_id", pa.array([run_id] * table.num_rows, pa.string()))
    columns = [table[f.name].cast(f.type) for f in STORIES]
    return pa.table(columns, schema=STORIES)
