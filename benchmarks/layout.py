"""How large the tables of an output are, and how many bytes a reader fetches for one story, site or day."""

from __future__ import annotations

import gzip
import io
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.dataset as ds
from deltalake import DeltaTable
from fsspec.implementations.local import LocalFileSystem

TABLES = ("articles", "stories", "links", "fingerprints", "rejected", "story_aliases", "runs")


@dataclass(frozen=True, slots=True)
class Fetch:
    """What it took to read the `rows` of `what` from OUT/articles, all columns: `read` of `whole` bytes."""

    what: str
    rows: int
    read: int
    whole: int


class _Counting(LocalFileSystem):
    """A file system that counts the bytes read from it, as `counting://` for DuckDB."""

    protocol = "counting"
    count = 0

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return path.removeprefix("counting://")

    def _open(self, path: str, mode: str = "rb", **_: Any) -> Any:
        return _CountingFile(path, self)


class _CountingFile(io.FileIO):
    """A file with a place for each thread: DuckDB reads ahead in threads of its own, which would share one."""

    def __init__(self, path: str, system: _Counting) -> None:
        super().__init__(path)
        self.size, self._system, self._place = Path(path).stat().st_size, system, threading.local()

    def seek(self, offset: int, whence: int = 0) -> int:
        self._place.at = offset + (0, self.tell(), self.size)[whence]
        return self.tell()

    def tell(self) -> int:
        return int(getattr(self._place, "at", 0))

    def read(self, size: int | None = -1) -> bytes:
        data = os.pread(self.fileno(), self.size if size is None or size < 0 else size, self.tell())
        self._place.at = self.tell() + len(data)
        self._system.count += len(data)
        return data


def files(out: Path, table: str) -> list[Path]:
    """The committed Parquet files of a table, in order; none if the table is not there."""
    if not (out / table / "_delta_log").exists():
        return []
    return sorted(out / table / uri.rpartition("/")[2] for uri in DeltaTable(str(out / table)).file_uris())


def sizes(out: Path) -> dict[str, tuple[int, int]]:
    """Table -> (rows, bytes of its committed files)."""
    found = {}
    for table in TABLES:
        held = files(out, table)
        if held:
            found[table] = (ds.dataset(held, format="parquet").count_rows(), sum(f.stat().st_size for f in held))
    return found


def gzipped(inputs: Sequence[Path]) -> int:
    """The bytes of `inputs` packed with gzip at its default level."""
    total = 0
    for path in inputs:
        packed = _Length()
        with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=6, mtime=0) as z, open(path, "rb") as f:
            while chunk := f.read(1 << 20):
                z.write(chunk)
        total += packed.length
    return total


class _Length(io.RawIOBase):
    length = 0

    def write(self, data: Any) -> int:
        self.length += len(data)
        return len(data)


def fetches(out: Path) -> list[Fetch]:
    """A story of several articles, a site and a day, each near the median of its kind: what DuckDB fetches for it."""
    held = files(out, "articles")
    table = ds.dataset(held, format="parquet").to_table(columns=["story_id", "source_site", "published_at"])
    wanted: list[tuple[str, str, list[Any]]] = []
    story = _median(table["story_id"], least=2)
    if story is not None:
        wanted.append(("one story", "story_id = ?", [story]))
    site = _median(table["source_site"])
    if site is not None:
        wanted.append(("one site", "source_site = ?", [site]))
    day = _median(pc.floor_temporal(table["published_at"], unit="day"))
    if day is not None:
        wanted.append(("one day", "published_at >= ? and published_at < ?", [day, day + timedelta(days=1)]))
    whole = sum(f.stat().st_size for f in held)
    return [Fetch(what, *_read(held, where, values), whole) for what, where, values in wanted]


def _read(held: Sequence[Path], where: str, values: list[Any]) -> tuple[int, int]:
    """Rows and bytes, by a reader that knows the files' names only and keeps nothing."""
    import duckdb

    system = _Counting(skip_instance_cache=True)
    with duckdb.connect() as connection:
        connection.register_filesystem(system)
        paths = [f"counting://{path}" for path in held]
        rows = connection.execute(f"select * from read_parquet(?) where {where}", [paths, *values]).fetchall()
    return len(rows), system.count


def _median(column: Any, least: int = 1) -> Any:
    """The value whose count is the median of those with at least `least`; of equal counts, the middle one by value."""
    counts = [(v["counts"], v["values"]) for v in pc.value_counts(column.combine_chunks()).to_pylist()]
    ranked = sorted(c for c in counts if c[0] >= least and c[1] is not None)
    return ranked[len(ranked) // 2][1] if ranked else None
