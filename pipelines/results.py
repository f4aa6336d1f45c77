"""Reads what runs have committed: the tables of an output folder, through Delta's log."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from transforms import files
from transforms.archive import follow
from transforms.normalize.sites import site_of
from transforms.schema import TABLES
from transforms.write.delta import HISTORY, active, version_of


class NoResult(Exception):
    """An output folder, a story or an article that is not there; the message says what to do."""


class AsOf(str):
    """An archive's path with the run as of which it is read: what that run and those before it committed."""

    run: str

    def __new__(cls, out: str, run: str) -> AsOf:
        self = super().__new__(cls, out)
        self.run = run
        return self


def dataset(out: str, table: str) -> ds.Dataset:
    """The rows of OUT/TABLE that whole runs have committed: of the last, or (AsOf) of an earlier one. Raises NoResult."""
    from deltalake import DeltaTable
    from deltalake.exceptions import DeltaError, TableNotFoundError

    files.check(out)
    version = None if table == "runs" else _versions(out)[table]
    try:
        if not files.is_local(out):
            delta = DeltaTable(files.join(str(out), table), version=version)
            if hasattr(out, "run") and not all(map(files.exists, delta.file_uris())):
                raise NoResult(
                    f"{out}: later runs have put files of this state away; on an object store it cannot be read any more"
                )
            return delta.to_pyarrow_dataset()
        paths = [_place(out, table, name) for name in active(str(out), table, version)]
    except (TableNotFoundError, OSError) as e:
        if not files.exists(out):
            raise NoResult(f"{out}: no such folder; `wiretrace ingest INPUT --output {out}` makes one") from None
        if hasattr(out, "run") and version_of(str(out), table) is not None:
            raise NoResult(f"{out}: its state as of run {out.run} is not kept any more") from None
        if isinstance(e, TableNotFoundError) or not files.exists(files.join(str(out), table)):
            raise NoResult(f"{out}: holds no finished run of wiretrace (no table {table})") from None
        raise NoResult(f"{out}: table {table} cannot be read ({e})") from None
    except DeltaError as e:
        raise NoResult(
            f"{out}: its state as of this run is not kept any more ({e}); `wiretrace runs` lists those that are"
        ) from None
    if not paths:
        return ds.InMemoryDataset(TABLES[table].empty_table())
    return ds.dataset(paths, format="parquet", schema=TABLES[table])


def _place(out: str, table: str, name: str) -> str:
    """Where a file of a table lies: a later run that took it out of the table has put it away."""
    path, put_away = files.join(str(out), table, name), files.join(str(out), HISTORY, table, name)
    if files.exists(path):
        return path
    if not files.exists(put_away):
        if not hasattr(out, "run"):
            raise NoResult(f"{out}: {table}/{name} is not there; `wiretrace check {out}` says what else is wrong")
        raise NoResult(
            f"{out}: its state as of this run is not kept any more; `wiretrace maintain` says how long it is"
        )
    return put_away


def _versions(out: str) -> dict[str, int]:
    """The Delta version of each table that the last run, or that of AsOf, made: these belong together."""
    rows = dataset(out, "runs").to_table(columns=["run_id", "committed_at", "versions"]).to_pylist()
    run = getattr(out, "run", None)
    fitting = [r for r in rows if run is None or r["run_id"] == run]
    if not fitting:
        raise NoResult(f"{out}: has no run {run}; `wiretrace runs {out}` lists them")
    versions: dict[str, int] = json.loads(max(fitting, key=lambda r: r["committed_at"])["versions"])
    return versions


def runs(out: str) -> list[dict[str, Any]]:
    return sorted(dataset(out, "runs").to_table().to_pylist(), key=lambda r: r["committed_at"])


def aliases(out: str) -> dict[str, str]:
    """Ids of stories that were merged -> the story's id today."""
    return follow(dataset(out, "story_aliases").to_table(columns=["old_story_id", "story_id"]))


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
        wanted = pc.field("source_site") == (site_of(site) or site)
    found: list[pa.Array] = []
    for batch in articles.to_batches(columns=["story_id"] + (["title", "text"] if text else []), filter=wanted):
        if text:
            hit = [pc.fill_null(pc.match_substring(batch[c], text, ignore_case=True), False) for c in ("title", "text")]
            batch = batch.filter(pc.or_(*hit))
        found.append(batch["story_id"])
    now = aliases(out)
    ids = pc.unique(pa.chunked_array(found, pa.string()).combine_chunks()).to_pylist()
    return pa.array(sorted({now.get(i, i) for i in ids}), pa.string())


def story(out: str, story_id: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The row of a story and the rows of its articles (without text), by time, undated ones last."""
    (row,) = dataset(out, "stories").to_table(filter=pc.field("story_id") == story_id).to_pylist()
    articles = dataset(out, "articles")
    columns = [c for c in articles.schema.names if c not in ("text", "evidence")]
    ids = [story_id, *(old for old, new in aliases(out).items() if new == story_id)]
    rows = articles.to_table(columns=columns, filter=pc.field("story_id").isin(ids)).to_pylist()
    return row, sorted(rows, key=_by_time)


def _by_time(row: dict[str, Any]) -> tuple:
    # An original whose day alone is known stands before the copies of that day that say the hour.
    at = row["published_at"]
    return (at is None, at and at.timestamp(), row["relation"] != "original", row["article_id"])


def article(out: str, article_id: str) -> dict[str, Any]:
    (row,) = dataset(out, "articles").to_table(filter=pc.field("article_id") == article_id).to_pylist()
    return {**row, "story_id": aliases(out).get(row["story_id"], row["story_id"])}


def resolve(out: str, start: str, only: str | None = None) -> tuple[str, str]:
    """The first digits of an id -> ("story" or "article", the whole id). Raises NoResult where none or several fit."""
    found: list[tuple[str, str]] = []
    for kind, table, column in (("story", "stories", "story_id"), ("article", "articles", "article_id")):
        if only in (None, kind):
            ids = dataset(out, table).to_table(columns=[column])[column]
            found += [(kind, value) for value in pc.unique(ids.filter(pc.starts_with(ids, start.lower()))).to_pylist()]
    if only != "article":  # the id of a story that was merged into another
        found += [
            ("story", new)
            for old, new in aliases(out).items()
            if old.startswith(start.lower()) and ("story", new) not in found
        ]
    if not found and only:
        _, other = resolve(out, start)
        raise NoResult(f"{start} is a story; `wiretrace show {out} {other[:10]}` lists its articles")
    if not found:
        raise NoResult(f"{out}: no story or article whose id begins with {start}; `wiretrace stories {out}` lists ids")
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
