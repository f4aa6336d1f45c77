"""Commits of files that workers wrote, through Delta Lake (delta.io), so that a reader sees a run whole or not at all."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from transforms import files


@dataclass(frozen=True, slots=True)
class Written:
    """A data file of a table, not yet committed. `stats`: Delta's (numRecords, minValues, maxValues), for readers."""

    table: str
    name: str
    rows: int
    size: int
    stats: dict[str, Any] = field(default_factory=dict)


def commit(out: str, table: str, schema: pa.Schema, written: Sequence[Written], run_id: str) -> int:
    """Adds the files to OUT/TABLE in one transaction, making the table where it lacks; -> the table's version.

    The transaction carries the run's id as Delta's application id: a run whose commit is known changes nothing.
    """
    from deltalake import DeltaTable, Schema
    from deltalake.transaction import AddAction, CommitProperties, RemoveAction, Transaction, create_table_with_add_actions

    uri = files.join(out, table)
    now = int(time.time() * 1000)
    adds: list[AddAction | RemoveAction] = [
        AddAction(w.name, w.size, {}, now, True, json.dumps({"numRecords": w.rows, **w.stats}, default=str))
        for w in sorted(written, key=lambda w: w.name)
    ]
    properties = CommitProperties(custom_metadata={"run_id": run_id}, app_transactions=[Transaction(run_id, 1)])
    delta_schema = Schema.from_arrow(schema)
    if not DeltaTable.is_deltatable(uri):
        create_table_with_add_actions(uri, delta_schema, adds, mode="error", commit_properties=properties)
        return 0
    existing = DeltaTable(uri)
    # The library does not refuse a transaction it has seen.
    if existing.transaction_version(run_id) is None:
        existing.create_write_transaction(adds, "append", delta_schema, commit_properties=properties)
        existing.update_incremental()  # it does not take notice of its own commit
    return existing.version()


_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,99}")


def valid_run_id(run_id: str) -> bool:
    return bool(_NAME.fullmatch(run_id))
