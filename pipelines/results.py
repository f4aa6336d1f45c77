"""Reads what runs have committed: the tables of an output folder, through Delta's log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from transforms import files


class NoResult(Exception):
    """An output folder, a story or an article that is not there; the message says what to do."""


def dataset(out: str, table: str) -> ds.Dataset:
    """The committed rows of OUT/TABLE. Raises NoResult."""
    from deltalake import DeltaTable
    from deltalake.exceptions import TableNotFoundError

    uri = files.join(out, table)
    try:
        delta = DeltaTable(uri)
    except (TableNotFoundError, OSError) as e:
        if not files.exists(out):
            raise NoResult(f"{out}: no such folder; `wiretrace ingest INPUT --output {out}` makes one") from None
        raise NoResult(f"{out}: holds no finished run of wiretrace (no table {table}: {e})") from None
    return ds.dataset(delta.file_uris(), format="parquet")


def runs(out: str) -> list[dict[str, Any]]:
    return sorted(dataset(out, "runs").to_table().to_pylist(), key=lambda r: r["committed_at"])


def stories(
    out: str,
    *,
    site: str | None = None,
    origin: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    text: str | None = None,
    least: int = 1,
) -> list[dict[str, Any]]:
    """Rows of OUT/stories that fit all filters, largest first, then earliest, then by id.

    `site`: carried by it; `origin`: reconciled or stated (or part of such a name); `since`, `until`: of first_at, until
    exclusive; `text`: in a title or a text of the story, case aside; `least`: articles.
    """
    table = dataset(out, "stories").to_table(filter=pc.field("articles") >= least)
    if origin:
        near = [pc.match_substring(pc.utf8_lower(table[c]), origin.lower()) for c in ("origin", "stated_origin")]
        table = table.filter(pc.or_(pc.fill_null(near[0], False), pc.fill_null(near[1], False)))
    if since:
        table = table.filter(
            pc.fill_null(pc.greater_equal(table["first_at"], pa.scalar(since, table["first_at"].type)), False)
        )
    if until:
        table = table.filter(pc.fill_null(pc.less(table["first_at"], pa.scalar(until, table["first_at"].type)), False))
    if site or text:
        ids = _stories_with(out, site, text)
        table = table.filter(pc.is_in(table["story_id"], ids))
    far = datetime.max.replace(tzinfo=None)
    return sorted(
        table.to_pylist(),
        key=lambda s: (-s["articles"], s["first_at"].replace(tzinfo=None) if s["first_at"] else far, s["story_id"]),
    )


def _stories_with(out: str, site: str | None, text: str | None) -> pa.Array:
    articles = dataset(out, "articles")
    wanted = None
    if site:
        wanted = pc.field("source_site") == site.lower().removeprefix("www.")
    found: list[pa.Array] = []
    for batch in articles.to_batches(columns=["story_id"] + (["title", "text"] if text else []), filter=wanted):
        if text:
            hit = [pc.fill_null(pc.match_substring(batch[c], text, ignore_case=True), False) for c in ("title", "text")]
            batch = batch.filter(pc.or_(*hit))
        found.append(batch["story_id"])
    return pc.unique(pa.chunked_array(found, pa.string()).combine_chunks())


def story(out: str, story_id: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The row of a story and the rows of its articles (without text), by time, undated ones last."""
    (row,) = dataset(out, "stories").to_table(filter=pc.field("story_id") == story_id).to_pylist()
    articles = dataset(out, "articles")
    columns = [c for c in articles.schema.names if c not in ("text", "evidence")]
    rows = articles.to_table(columns=columns, filter=pc.field("story_id") == story_id).to_pylist()
    return row, sorted(rows, key=_by_time)


def _by_time(row: dict[str, Any]) -> tuple:
    # An original whose day alone is known stands before the copies of that day that say the hour.
    at = row["published_at"]
    return (at is None, at and at.timestamp(), row["relation"] != "original", row["article_id"])


def article(out: str, article_id: str) -> dict[str, Any]:
    (row,) = dataset(out, "articles").to_table(filter=pc.field("article_id") == article_id).to_pylist()
    return row


def resolve(out: str, start: str, only: str | None = None) -> tuple[str, str]:
    """The first digits of an id -> ("story" or "article", the whole id). Raises NoResult where none or several fit."""
    found: list[tuple[str, str]] = []
    for kind, table, column in (("story", "stories", "story_id"), ("article", "articles", "article_id")):
        if only in (None, kind):
            ids = dataset(out, table).to_table(columns=[column])[column]
            found += [(kind, value) for value in pc.unique(ids.filter(pc.starts_with(ids, start.lower()))).to_pylist()]
    if not found:
        raise NoResult(
            f"{out}: no {only or 'story or article'} whose id begins with {start}; `wiretrace stories {out}` lists ids"
        )
    if len(found) > 1:
        some = ", ".join(f"{kind} {value}" for kind, value in found[:5])
        raise NoResult(
            f"{start} is the beginning of {len(found)} ids: {some}{' …' if len(found) > 5 else ''}; give more digits"
        )
    return found[0]


def links(out: str, ids: Sequence[str]) -> list[dict[str, Any]]:
    """The links between articles of `ids` and any others."""
    values = pa.array(list(ids), pa.string())
    wanted = pc.field("article_a").isin(values) | pc.field("article_b").isin(values)
    return dataset(out, "links").to_table(filter=wanted).to_pylist()
