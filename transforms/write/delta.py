"""Commits of files that workers wrote, through Delta Lake (delta.io), so that a reader sees a run whole or not at all.

A run changes several tables. Its files are written first; then a journal, OUT/_commit.json, names all of them: the run
happens when the journal appears, which it does whole or not at all. What it says is then committed table by table, the
`runs` table last. A run that dies before the journal leaves files that no table names, which `repair` deletes; one that
dies after it is finished by `repair`. Both are done by whoever writes to the archive next.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from transforms import files
from transforms.schema import RUNS, TABLES
from transforms.tables import write_parquet
from transforms.work import FOLDER

if TYPE_CHECKING:
    from deltalake import DeltaTable

JOURNAL, HISTORY = "_commit.json", "_history"
FORGETTING = "forget.json"  # in the work folder, while something is taken out of the history as well
_LOG = re.compile(r"(\d{20})\.")
_SETTINGS = {
    # Kept by Delta's own clean-up as long as our history is, which `wiretrace maintain` ends.
    "delta.logRetentionDuration": "interval 3650 days",
    # A run opens its seven tables some fifty times, and 95 commits since the last checkpoint cost 35 ms each time.
    "delta.checkpointInterval": "10",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A data file of a table, not yet committed. `stats`: Delta's (numRecords, minValues, maxValues), for readers."""

    table: str
    name: str
    rows: int
    size: int
    stats: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """What a commit does to the tables: the files it adds, and the files (table, name) that it takes out."""

    adds: Sequence[Written]
    removes: Sequence[tuple[str, str]] = ()


def journal(out: str, change: Change, attempt: str, run: dict[str, Any] | None) -> None:
    """Decides a run: from here on it will be committed, by this process or by the next.

    `attempt` names it in Delta's logs. `run`: its row of `runs`, less committed_at and versions; None where it leaves
    none (its rejects alone are kept).
    """
    entry = {
        "attempt": attempt,
        "adds": [asdict(w) for w in change.adds],
        "removes": [list(r) for r in change.removes],
        "run": run,
    }
    files.write_bytes(files.join(out, JOURNAL), json.dumps(entry, default=str, sort_keys=True).encode())


def finish(out: str) -> None:
    """Commits what the journal says and has not been committed yet, and puts the files taken out of the tables away."""
    path = files.join(out, JOURNAL)
    entry = json.loads(files.read_bytes(path))
    adds = [Written(**w) for w in entry["adds"]]
    removes = [(table, name) for table, name in entry["removes"]]
    changed = {w.table for w in adds} | {table for table, _ in removes}
    versions = {}
    for table in TABLES:
        if table == "runs":
            continue
        if table in changed:
            mine = [w for w in adds if w.table == table]
            gone = [name for of, name in removes if of == table]
            versions[table] = commit(out, table, mine, gone, entry["attempt"])
        elif (version := version_of(out, table)) is not None:
            versions[table] = version
    if entry["run"]:
        row = {**entry["run"], "committed_at": datetime.now(UTC), "versions": json.dumps(versions, sort_keys=True)}
        for name in ("started_at", "as_of"):
            row[name] = datetime.fromisoformat(row[name])
        told = write_table(out, "runs", f"{row['run_id']}-{entry['attempt']}", pa.Table.from_pylist([row], schema=RUNS))
        others = [w for w in adds if w.table == "runs"]
        gone = [name for of, name in removes if of == "runs"]
        commit(out, "runs", [told, *others], gone, entry["attempt"])
    for table_name, name in removes:
        files.move(files.join(out, table_name, name), files.join(out, HISTORY, table_name, name))
    files.delete_files([path])


def repair(out: str) -> str | None:
    """Finishes or undoes what a run that died left; -> what was done, or None where there was nothing to do.

    Call it as the only writer, before anything is written.
    """
    done = None
    if files.exists(files.join(out, JOURNAL)):
        finish(out)
        done = "the commit of a run that died was finished"
    if files.exists(files.join(out, FOLDER)):
        removed = _delete_strays(out)
        if files.exists(files.join(out, FOLDER, FORGETTING)):
            drop_history(out)
        files.delete_tree(files.join(out, FOLDER))
        done = done or f"a run that died was undone ({removed} files removed)"
    return done


def _delete_strays(out: str) -> int:
    removed = 0
    for table in TABLES:
        folder = files.join(out, table)
        held = [name for name in files.children(folder) if not name.startswith("_")]
        known = set(active(out, table)) if version_of(out, table) is not None else set()
        stray = [files.join(folder, name) for name in held if name not in known]
        files.delete_files(stray)
        removed += len(stray)
        if not known and files.exists(folder) and version_of(out, table) is None:
            files.delete_tree(folder)
    return removed


def drop_history(out: str) -> None:
    """Deletes what only earlier versions of the tables need: their files, and Delta's logs, whose statistics name sites.

    Delta's own clean-up goes by a table's retention, and to set that is a commit: every tenth would clean up at once, while
    the last run's version is still needed.
    """
    from deltalake import DeltaTable

    files.delete_tree(files.join(out, HISTORY))
    for table in TABLES:
        if not DeltaTable.is_deltatable(files.join(out, table)):
            continue
        delta, log = DeltaTable(files.join(out, table)), files.join(out, table, "_delta_log")
        delta.create_checkpoint()  # which says all that the logs before it do
        told = {name: _LOG.match(name) for name in files.children(log)}
        files.delete_files([files.join(log, name) for name, m in told.items() if m and int(m[1]) < delta.version()])


def version_of(out: str, table: str) -> int | None:
    """The Delta version of OUT/TABLE, None where there is no such table."""
    from deltalake import DeltaTable

    uri = files.join(out, table)
    return DeltaTable(uri, without_files=True).version() if DeltaTable.is_deltatable(uri) else None


def active(out: str, table: str, version: int | None = None) -> dict[str, dict[str, Any]]:
    """The files of OUT/TABLE by name, with what Delta knows of each: num_records, size_bytes, min.COLUMN, max.COLUMN, …"""
    from deltalake import DeltaTable

    return _files(DeltaTable(files.join(out, table), version=version))


def _files(table: DeltaTable) -> dict[str, dict[str, Any]]:
    actions = pa.table(table.get_add_actions(flatten=True))
    return {row["path"]: row for row in sorted(actions.to_pylist(), key=lambda row: row["path"])}


def commit(out: str, table: str, adds: Sequence[Written], removes: Sequence[str], attempt: str) -> int:
    """Adds and removes files of OUT/TABLE in one transaction, making the table where it lacks; -> the table's version.

    The transaction carries the attempt as Delta's application id: one that is known changes nothing.
    """
    from deltalake import DeltaTable, Schema
    from deltalake.transaction import (
        AddAction,
        CommitProperties,
        RemoveAction,
        Transaction,
        create_table_with_add_actions,
    )

    uri = files.join(out, table)
    now = int(time.time() * 1000)
    actions: list[Any] = [
        AddAction(w.name, w.size, {}, now, True, json.dumps({"numRecords": w.rows, **w.stats}, default=str))
        for w in sorted(adds, key=lambda w: w.name)
    ]
    schema = Schema.from_arrow(TABLES[table])
    if not DeltaTable.is_deltatable(uri):
        properties = CommitProperties(custom_metadata={"attempt": attempt}, app_transactions=[Transaction(attempt, 0)])
        create_table_with_add_actions(
            uri, schema, actions, mode="error", configuration=_SETTINGS, commit_properties=properties
        )
        return 0
    existing = DeltaTable(uri)
    # The library does not refuse a transaction it has seen.
    known = existing.transaction_version(attempt)
    if known is not None:
        return known
    version = existing.version() + 1
    held = _files(existing) if removes else {}
    actions += [RemoveAction(name, True, now, held[name]["size_bytes"], {}) for name in removes]
    properties = CommitProperties(
        custom_metadata={"attempt": attempt}, app_transactions=[Transaction(attempt, version)]
    )
    existing.create_write_transaction(actions, "append", schema, commit_properties=properties)
    return version


def without_rows(out: str, change: Change, name: str) -> list[Written]:
    """A file without rows, of this name, for each table that a change would leave without a file, or that is not there yet:
    so that the pattern OUT/TABLE/*.parquet always finds one. `runs` gets its row when the change is committed."""
    written = []
    for table in TABLES:
        if table == "runs" or any(w.table == table for w in change.adds):
            continue
        gone = {of for where, of in change.removes if where == table}
        if version_of(out, table) is None or (gone and gone >= set(active(out, table))):
            written.append(write_table(out, table, name, TABLES[table].empty_table()))
    return written


_UNTOLD = ("text", "evidence", "title", "raw", "error", "summary", "versions")
"""Columns of words, whose bounds would leave words in Delta's log when they are removed: theirs are those of any string."""


def write_table(out: str, table: str, name: str, rows: pa.Table, **layout: Any) -> Written:
    """Writes OUT/TABLE/NAME.parquet and says so, with the statistics that let Delta's readers skip the file.

    All columns have bounds: where only some have, deltalake takes those without for null, and a filter finds nothing.
    """
    import pyarrow.compute as pc

    file = f"{name}.parquet"
    size = write_parquet(files.join(out, table, file), rows, **layout)
    stats: dict[str, Any] = {"minValues": {}, "maxValues": {}, "nullCount": {}}
    for field_ in rows.schema:
        if pa.types.is_nested(field_.type) or pa.types.is_binary(field_.type):
            continue
        column = field_.name
        stats["nullCount"][column] = rows[column].null_count
        if column in _UNTOLD:
            low, high = ("", "\U0010ffff") if rows[column].null_count < rows.num_rows else (None, None)
        else:
            ends = pc.min_max(rows[column])
            low, high = ends["min"].as_py(), ends["max"].as_py()
        if low is not None:
            stats["minValues"][column], stats["maxValues"][column] = _stat(low), _stat(high)
    return Written(table, file, rows.num_rows, size, stats)


def _stat(value: Any) -> Any:
    return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if isinstance(value, datetime) else value


_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,99}")


def valid_run_id(run_id: str) -> bool:
    return bool(_NAME.fullmatch(run_id))
