"""Tables in files: streams of Arrow IPC for what waits between stages, Parquet for what a run leaves."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from transforms import files

_PACKED = pa.ipc.IpcWriteOptions(compression="lz4")
_END_OF_STREAM = b"\xff\xff\xff\xff\0\0\0\0"


def write_arrow(path: str, table: pa.Table, *, packed: bool = False) -> None:
    """A stream of Arrow IPC, gone when the run ends. `packed` with LZ4, for texts; not where single rows are picked."""
    options = _PACKED if packed else pa.ipc.IpcWriteOptions()
    with files.replacing(path) as f, pa.ipc.new_stream(f, table.schema, options=options) as writer:
        if packed:
            writer.write_table(table, max_chunksize=2_000)
        else:  # whole, since each batch has its price where rows are picked
            writer.write_table(table.combine_chunks())


def well_formed(text: str) -> str:
    """Text without halves of surrogate pairs, which JSON escapes and file names may hold and no UTF-8 can."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def column(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Arrow's array of values, text in them made well-formed."""
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:

        def mended(value: Any) -> Any:
            if isinstance(value, list):
                return list(map(mended, value))
            return well_formed(value) if isinstance(value, str) else value

        return pa.array(list(map(mended, values)), kind)


def packed(batch: pa.RecordBatch) -> bytes:
    """A record batch as a message of Arrow IPC, packed, as write_packed takes it."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema, options=_PACKED) as writer:
        writer.write_batch(batch)
    message = sink.getvalue()
    start = batch.schema.serialize().size
    return message.slice(start, message.size - start - len(_END_OF_STREAM)).to_pybytes()


def write_packed(path: str, schema: pa.Schema, messages: Iterable[bytes]) -> None:
    """What write_arrow writes of a table whose batches were packed elsewhere: whoever passes them on need not open them."""
    with files.replacing(path) as f:
        f.write(schema.serialize())
        for message in messages:
            f.write(message)
        f.write(_END_OF_STREAM)


def read_arrow(path: str, columns: Sequence[str] | None = None) -> pa.Table:
    """The table of a stream of Arrow IPC, or some columns of it; of a local file only their bytes are read."""
    source = pa.memory_map(path) if files.is_local(path) else pa.BufferReader(files.read_bytes(path))
    with source:
        # Asked for some fields only, Arrow copies whole batches; of a mapped file, all fields cost nothing until looked at.
        table = pa.ipc.open_stream(source).read_all()
        return table if columns is None else table.select(list(columns))


def take_sorted(table: pa.Table, rows: np.ndarray) -> pa.Table:
    """Rows (sorted) of a table: Arrow's own `take` makes one copy of all chunks of a column of lists first."""
    batches = table.to_batches()
    starts = np.cumsum([0, *(batch.num_rows for batch in batches)])
    cuts = np.searchsorted(rows, starts).tolist()
    some = [
        (batch, rows[low:high] - start)
        for batch, start, low, high in zip(batches, starts.tolist(), cuts, cuts[1:], strict=False)
        if low < high
    ]
    at = pa.array(rows)
    taken = [
        _picked([(batch[i], mine) for batch, mine in some], field.type) if _of_lists(field.type) else table[i].take(at)
        for i, field in enumerate(table.schema)
    ]
    return pa.table(taken, schema=table.schema)


def _of_lists(kind: pa.DataType) -> bool:
    return pa.types.is_list(kind) or pa.types.is_fixed_size_list(kind)


def _picked(chunks: Sequence[tuple[pa.Array, np.ndarray]], kind: pa.DataType) -> pa.ChunkedArray:
    """Rows of each chunk of a column of lists; those of numbers, without null, as one chunk, at a fifth of Arrow's time."""
    plain = pa.types.is_list(kind) and pa.types.is_primitive(kind.value_type)
    if not chunks or not plain or any(lists.null_count or lists.values.null_count for lists, _ in chunks):
        return pa.chunked_array([lists.take(pa.array(rows)) for lists, rows in chunks], kind)
    sizes, pieces = [np.zeros(1, np.int32)], []
    for lists, rows in chunks:
        flat, ends = lists.values.to_numpy(), lists.offsets.to_numpy()
        starts, stops = ends[rows], ends[rows + 1]
        sizes.append(stops - starts)
        apart = np.flatnonzero(starts[1:] != stops[:-1])  # neighbours are copied as one piece
        spans = zip(starts[np.append(0, apart + 1)].tolist(), stops[np.append(apart, -1)].tolist(), strict=True)
        pieces += [flat[start:stop] for start, stop in spans]
    offsets = pa.array(np.cumsum(np.concatenate(sizes), dtype=np.int32))
    return pa.chunked_array([pa.ListArray.from_arrays(offsets, pa.array(np.concatenate(pieces)))], kind)


def write_array(path: str, values: np.ndarray) -> None:
    """A NumPy file; never of no bytes, which Beam cannot write to S3."""
    with files.replacing(path) as f:
        np.save(f, values)


def read_array(path: str) -> np.ndarray:
    with files.open_read(path) as f:
        values: np.ndarray = np.load(io.BytesIO(f.read()))
    return values


_DISTINCT = ("article_id", "story_id", "first_article_id", "url", "canonical_url", "source_uri", "title", "text")


def write_parquet(
    path: str, table: pa.Table, *, lookups: Sequence[str] = (), group: int = 2_000, plain: Sequence[str] = ()
) -> int:
    """A Parquet file; -> its size in bytes.

    `lookups`: columns that get a bloom filter, so that a reader in search of one value skips the row groups (of `group`
    rows) without it. `plain`: columns that are not packed.
    """
    written: list[int] = []
    with files.replacing(path) as f:
        pq.write_table(
            table,
            f,
            compression={name: "none" if name in plain else "zstd" for name in table.column_names} if plain else "zstd",
            # 6 takes twice the time for 3 to 7 % less
            compression_level={n: 3 for n in table.column_names if n not in plain} if plain else 3,
            # Of values that seldom come twice, and of numbers, a dictionary is made for nothing: 1 % smaller without.
            use_dictionary=[f.name for f in table.schema if pa.types.is_string(f.type) and f.name not in _DISTINCT],
            row_group_size=group,
            # Not of arrays, as whose bounds a footer would hold whole texts, which each opening of the file reads.
            write_statistics=[f.name for f in table.schema if not pa.types.is_binary(f.type)],
            write_page_index=True,
            write_page_checksum=True,
            bloom_filter_options={c: {"ndv": group, "fpp": 0.01} for c in lookups} or None,
        )
        written.append(f.tell())
    return written[0]
