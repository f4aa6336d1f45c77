"""What an archive holds already, as a run needs it: read from statistics first, from few columns then, never from texts.

The run's driver writes the snapshot (names of files with their statistics) into the work folder; every stage reads that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from transforms import files
from transforms.arrays import distinct
from transforms.work import Work

SNAPSHOT = "archive.json"
HOUR = 3_600_000_000  # microseconds
_SIGNATURE = re.compile(r"(wording|facts)_(\d|minhash)")
_ARRAYS = ("title", "words", "facts", "shingles")
_NO_VALUES = np.zeros(0, "<u4")
_In = TypeVar("_In")
_Out = TypeVar("_Out")
_UNSIGNED = ("key", "story_key", "title_key", "url_key")


@dataclass(frozen=True, slots=True)
class Stored:
    """A committed file: times in microseconds since 1970, None where its statistics do not say."""

    path: str
    rows: int
    seen: tuple[int, int] | None = None
    ingested: tuple[int, int] | None = None
    undated: int = 0

    def touches(self, spans: Sequence[tuple[int, int]]) -> bool:
        """Whether articles of it may be seen within one of the spans."""
        return self.seen is None or any(self.seen[0] <= high and self.seen[1] >= low for low, high in spans)


Snapshot = dict[str, list[Stored]]


def take_snapshot(work: Work) -> None:
    """Writes down which files the tables have now, for the stages to read."""
    from transforms.schema import TABLES
    from transforms.write.delta import active, version_of

    found: dict[str, list[dict[str, Any]]] = {}
    for table in TABLES:
        if table in ("articles", "rejected", "runs") or version_of(work.out, table) is None:
            continue
        found[table] = [
            asdict(
                Stored(
                    files.join(work.out, table, name),
                    row["num_records"],
                    _span(row, "min.seen_at", "max.seen_at") or _span(row, "min.active_from", "max.active_until"),
                    _span(row, "min.ingested_at", "max.ingested_at"),
                    row.get("null_count.published_lo") or 0,
                )
            )
            for name, row in active(work.out, table).items()
            if row["num_records"]
        ]
    files.write_json(work.path(SNAPSHOT), found)


def _span(row: dict[str, Any], low: str, high: str) -> tuple[int, int] | None:
    ends = row.get(low), row.get(high)
    return (micros(ends[0]), micros(ends[1]) + 1_000) if ends[0] and ends[1] else None  # Delta keeps milliseconds


def micros(at: datetime) -> int:
    """A time as microseconds since 1970; one without a zone is UTC."""
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return round((at - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1_000_000)


def snapshot(work: Work) -> Snapshot:
    """-> the committed files by table; {} for a run into a new folder."""
    path = work.path(SNAPSHOT)
    if not files.exists(path):
        return {}

    def pair(value: Any) -> tuple[int, int] | None:
        return (value[0], value[1]) if value else None

    return {
        table: [Stored(**{**f, "seen": pair(f["seen"]), "ingested": pair(f["ingested"])}) for f in of]
        for table, of in files.read_json(path).items()
    }


def spans(times: np.ndarray, days: float) -> list[tuple[int, int]]:
    """Times (int64 microseconds) -> the spans, merged and in order, within `days` of any of them."""
    if not len(times):
        return []
    reach = int(days * 24 * HOUR)
    times = distinct(times // HOUR) * HOUR
    starts = np.flatnonzero(np.r_[True, np.diff(times) > 2 * reach + HOUR])
    ends = np.r_[starts[1:] - 1, len(times) - 1]
    return [(int(times[s]) - reach - HOUR, int(times[e]) + reach + 2 * HOUR) for s, e in zip(starts, ends, strict=True)]


@contextmanager
def _open(path: str) -> Iterator[pq.ParquetFile]:
    """A committed file. Of a local one nothing is read ahead, which takes other threads and twice the time, nor through
    Python's own file, each read of which asks for the interpreter's lock; elsewhere reading ahead saves requests."""
    local = files.is_local(path)
    with pa.OSFile(path) if local else files.open_read(path) as f:
        yield pq.ParquetFile(f, pre_buffer=not local)


def read_columns(path: str, columns: Sequence[str], rows: np.ndarray | None = None) -> pa.Table:
    """Columns of a committed file, of all its rows or of some (sorted), of which only the row groups are read."""
    with _open(path) as file:
        # Threads cost more than they gain: a file is small, and another core has its own task.
        if rows is None:
            return file.read(columns=list(columns), use_threads=False)
        meta = file.metadata
        starts = np.cumsum([0] + [meta.row_group(g).num_rows for g in range(meta.num_row_groups)])
        found = [] if len(rows) else [file.schema_arrow.empty_table().select(list(columns))]
        for group in distinct(np.searchsorted(starts, rows, "right") - 1).tolist():
            first, last = np.searchsorted(rows, starts[group : group + 2])
            table = file.read_row_group(group, columns=list(columns), use_threads=False)
            # At once: what is not asked for is most of it, and `take` from several groups would first put all into one.
            found.append(table.take(pa.array(rows[first:last] - starts[group])))
        return pa.concat_tables(found)


def each(read: Callable[[_In], _Out], files_: Iterable[_In]) -> list[_Out]:
    """What `read` makes of each of many files, two at a time: where one task reads all, another core has nothing to do."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(read, files_))


def read_fingerprints(path: str, columns: Sequence[str], rows: np.ndarray | None = None) -> pa.Table:
    """Columns of a committed fingerprints file in the types that matching reads (fingerprint.table.fingerprint_schema)."""
    return _as_matched(read_columns(path, columns, rows))


def fingerprint_pieces(paths: Iterable[str], columns: Sequence[str], rows: int) -> Iterator[pa.Table]:
    """Columns of committed fingerprints files, in the types that matching reads, some `rows` at a time, in order."""
    waiting: list[pa.Table] = []
    for path in paths:
        with _open(path) as file:
            groups = range(file.num_row_groups)
            step = max(1, rows * len(groups) // max(1, file.metadata.num_rows))
            for first in groups[::step]:
                some = groups[first : first + step]
                waiting.append(file.read_row_groups(some, columns=list(columns), use_threads=False))
                if sum(table.num_rows for table in waiting) >= rows:
                    yield _as_matched(pa.concat_tables(waiting))
                    waiting = []
    if waiting:
        yield _as_matched(pa.concat_tables(waiting))


def _as_matched(table: pa.Table) -> pa.Table:
    return pa.table({name: _from_contract(name, table[name]) for name in table.column_names})


def _from_contract(name: str, column: pa.ChunkedArray) -> pa.Array:
    array = column.combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], column.type)
    if name in _UNSIGNED:
        return array.cast(pa.uint64(), safe=False)
    if name not in _ARRAYS and not _SIGNATURE.fullmatch(name):
        return array
    ends = np.frombuffer(array.buffers()[1], np.int32)[array.offset : array.offset + len(array) + 1] // 4
    values = np.frombuffer(array.buffers()[2] or b"", "<u4")[ends[0] : ends[-1]] if len(array) else _NO_VALUES
    if name in _ARRAYS:
        offsets = pa.array(ends - ends[0] if len(array) else np.zeros(1, np.int32))
        return pa.ListArray.from_arrays(offsets, pa.array(values, pa.uint32()))
    return pa.FixedSizeListArray.from_arrays(pa.array(values, pa.uint32()), len(values) // max(len(array), 1) or 1)


def follow(aliases: pa.Table) -> dict[str, str]:
    """Rows of story_aliases -> each old id's story of today."""
    step = dict(zip(aliases["old_story_id"].to_pylist(), aliases["story_id"].to_pylist(), strict=True))
    found = {}
    for old in step:
        new, seen = step[old], {old}
        while new in step and new not in seen:
            seen.add(new)
            new = step[new]
        found[old] = new
    return found


def read_all(stored: Iterable[Stored], columns: Sequence[str], empty: pa.Schema) -> pa.Table:
    """Columns of all the files, one after another."""
    tables = [read_columns(s.path, columns) for s in stored]
    return pa.concat_tables(tables) if tables else pa.schema([empty.field(c) for c in columns]).empty_table()
