"""One unit of input -> part files of articles. The reading and extracting run in a process apart, the writing here."""

from __future__ import annotations

import collections
import importlib
import operator
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from transforms import files
from transforms.isolate import Apart, Step, Stopped
from transforms.normalize import reconcile
from transforms.normalize.identity import canonical
from transforms.normalize.options import NormalizeOptions
from transforms.read.documents import KEEP_RAW, Record, Rejection, Skip, read_file
from transforms.read.options import ReadOptions
from transforms.read.units import Unit
from transforms.records import Unreadable
from transforms.schema import NORMALIZED, REJECTED
from transforms.tables import column, packed, write_array, write_arrow, write_packed

BATCH = 500  # articles that cross the pipe together
BATCH_BYTES = 16_000_000  # or fewer, of such a size: one column of a batch may not hold 2 GB
PART_BYTES = 512_000_000  # a part file of huge texts ends sooner, for the same reason
# Kinds whose reading can hang or crash in C code: each of their documents has its time limit.
_RISKY = ("html", "feed", "wordpress", "text")
_READERS = {
    "html": "transforms.normalize.html",
    "feed": "transforms.normalize.feed",
    "wordpress": "transforms.normalize.wordpress",
    "text": "transforms.normalize.dump",
}
END = sys.maxsize  # a document's number behind the last of a file

PLAN = "plan.json"  # what the later stages and the commit know of a run: its parts in order, its counts
NO_PART = -1  # an element that stands for a run without articles, so that the last stage runs all the same

# What a part file holds: its articles, their edge lines (reconcile.EDGES as bytes) before any is cut, and reconcile.url_key.
PART = pa.schema([*NORMALIZED, pa.field("edges", pa.binary()), pa.field("url_key", pa.uint64())])

_FIELDS = operator.itemgetter(*NORMALIZED.names)
_TEXT = NORMALIZED.get_field_index("text")
Position = tuple[int, int]  # number of the file in its unit, number of the document in the file


@dataclass(slots=True)
class Batch:
    """What the process apart made of the documents up to and including `last`."""

    last: Position
    articles: bytes  # of schema PART, as tables.packed gives them
    rows: int
    size: int  # bytes when unpacked
    keys: np.ndarray  # reconcile.KEYS
    edges: np.ndarray  # reconcile.EDGES
    rejections: list[Rejection]
    skipped: dict[str, int]
    read: dict[str, int]


@dataclass(slots=True)
class Counts:
    """What became of a unit's documents: read by kind, rejected by reason, skipped by what they were."""

    read: collections.Counter = field(default_factory=collections.Counter)
    rejected: collections.Counter = field(default_factory=collections.Counter)
    skipped: collections.Counter = field(default_factory=collections.Counter)

    def add(self, batch: Batch) -> None:
        self.read.update(batch.read)
        self.skipped.update(batch.skipped)
        self.rejected.update(reason(r) for r in batch.rejections)

    def as_dict(self) -> dict[str, dict[str, int]]:
        return {name: dict(sorted(getattr(self, name).items())) for name in ("read", "rejected", "skipped")}


def reason(rejection: Rejection) -> str:
    """A rejection's class, for counting: its error without the particulars."""
    error = rejection.error.partition(":")[0]
    return f"{rejection.stage}: {error}" if len(error) <= 60 else f"{rejection.stage}: {error[:57]}…"


@dataclass(slots=True)
class Trouble:
    """What ended earlier processes, and is not tried again.

    `blamed`: documents, with the reason; they are rejected unread. `careful`: files in which something ended one that
    was not known to be risky; each of their documents is timed. `abandoned`: files whose reading itself hangs or
    crashes: the number of the last document that can be read, and the reason.
    """

    blamed: dict[Position, str] = field(default_factory=dict)
    careful: set[int] = field(default_factory=set)
    abandoned: dict[int, tuple[int, str]] = field(default_factory=dict)

    def learn(self, stopped: Stopped, after: Position) -> None:
        """Takes in how a process ended that had answered up to `after`. Raises `stopped` where it was known already."""
        if stopped.step is None:
            raise stopped
        doing, (f, n), _ = stopped.step
        if doing == "normalize" and (f, n) not in self.blamed:
            self.blamed[f, n] = stopped.why
        elif doing == "read" and f not in self.careful:
            self.careful.add(f)
        elif doing == "read" and f not in self.abandoned:
            self.abandoned[f] = (max(n, after[1] if after[0] == f else -1), stopped.why)
        else:
            raise stopped


def normalize_unit(
    unit: Unit, read: ReadOptions, options: NormalizeOptions, after: Position, trouble: Trouble
) -> Iterator[Batch | Step]:
    """The unit's articles, batch by batch, from the document after `after`. Runs in the process apart."""
    # Imports take seconds on a busy machine, and no document is to blame.
    yield Step(("load", after, unit.name), timed=False)
    from transforms.normalize.article import article_of  # late: the parent never needs these
    from transforms.normalize.identity import name_articles

    rows: list[dict[str, Any]] = []
    texts: list[list[bytes]] = []  # their paragraphs
    rejections: list[Rejection] = []
    skipped: collections.Counter[str] = collections.Counter()
    kinds: collections.Counter[str] = collections.Counter()
    size = 0

    def batch(last: Position) -> Batch:
        nonlocal size
        name_articles(rows, texts)
        edges, counts = reconcile.edge_lines(rows, texts)
        values = zip(*map(_FIELDS, rows), strict=True) if rows else [()] * len(NORMALIZED)
        columns = [column(v, f.type) for f, v in zip(NORMALIZED, values, strict=True)]
        keys = reconcile.article_keys(rows, columns[_TEXT])
        columns += [reconcile.edge_column(edges, counts), pa.array(keys["url"], mask=keys["url"] == 0)]
        articles = pa.RecordBatch.from_arrays(columns, schema=PART)
        packed_rows = packed(articles) if rows else b""
        counted = list(rejections), dict(skipped), dict(kinds)
        out = Batch(last, packed_rows, len(rows), articles.nbytes, keys, edges, *counted)
        for kept in (rows, texts, rejections, skipped, kinds):
            kept.clear()
        size = 0
        return out

    position = after
    for f, path in enumerate(unit.paths):
        if (f, END) <= after:
            continue
        last, why = trouble.abandoned.get(f, (END, ""))
        if last >= 0:
            yield Step(("read", (f, -1), path))
            for n, item in enumerate(read_file(path, read, unit.shard, unit.shards)):
                if (f, n) > after:
                    position = (f, n)
                    if isinstance(item, Skip):
                        skipped[item.what] += 1
                    elif isinstance(item, Rejection):
                        rejections.append(item)
                    elif position in trouble.blamed:
                        kinds[item.kind] += 1
                        rejections.append(Rejection(item.source_uri, "normalize", trouble.blamed[position], _raw(item)))
                    else:
                        kinds[item.kind] += 1
                        timed = f in trouble.careful or item.kind.endswith(_RISKY)
                        if timed:
                            reader = _READERS.get(item.kind.rpartition("/")[2])
                            if reader and reader not in sys.modules:
                                yield Step(("load", position, reader), timed=False)
                                importlib.import_module(reader)
                            yield Step(("normalize", position, item.source_uri))
                        try:
                            row, paragraphs = article_of(item, options)
                            size += len(row["text"])
                            row["text"] = b"\n\n".join(paragraphs)  # as Arrow keeps it
                            rows.append(row)
                            texts.append(paragraphs)
                        except Unreadable as e:
                            rejections.append(Rejection(item.source_uri, "normalize", str(e), _raw(item)))
                        except Exception as e:
                            # A defect of ours or of a library's must cost one document, name kept, and not the run.
                            error = f"{type(e).__name__} in its reader: {e}"
                            rejections.append(Rejection(item.source_uri, "normalize", error[:500], _raw(item)))
                        if timed and n < last:
                            yield Step(("read", position, path))
                    if len(rows) + len(rejections) >= BATCH or size >= BATCH_BYTES:
                        yield batch(position)
                if n >= last:
                    break
        if f in trouble.abandoned:
            rejections.append(Rejection(path, "read", why))
            position = (f, END)
    yield batch(position)


def _raw(record: Record) -> bytes:
    """The beginning of a document; of one that came as an object (a row, a post, an entry), of its JSON."""
    content = record.content if isinstance(record.content, (str, bytes)) else canonical(record.content)
    return (content.encode("utf-8", "replace") if isinstance(content, str) else content)[:KEEP_RAW]


def batches(unit: Unit, read: ReadOptions, options: NormalizeOptions, apart: Apart) -> Iterator[Batch]:
    """The unit's batches, whatever its documents do to the process that reads them."""
    after: Position = (0, -1)
    trouble = Trouble()
    while True:
        try:
            call = apart.stream(
                "transforms.normalize.parts:normalize_unit",
                *(unit, read, options, after, trouble),
                step_seconds=options.time_limit_seconds,
            )
            for batch in call:
                after = batch.last
                yield batch
            return
        except Stopped as e:
            trouble.learn(e, after)


@dataclass(frozen=True, slots=True)
class PartTask:
    """A part file of articles: its number, by which row ids are made, and which of its rows are read again."""

    number: int
    path: str
    dropped: bytes  # uint32 row numbers


@dataclass(frozen=True, slots=True)
class UnitDone:
    """What travels on from a unit: names and small columns."""

    name: str
    parts: tuple[tuple[str, int], ...]  # (path, articles) of each part file
    rejected: str | None  # path of the file that holds the rejections
    counts: dict[str, dict[str, int]]
    keys: bytes  # reconcile.KEYS
    edges: str  # path of the file that holds reconcile.EDGES


def write_parts(unit: Unit, read: ReadOptions, options: NormalizeOptions, folder: str, apart: Apart) -> UnitDone:
    """Writes FOLDER/UNIT-K.arrow, of `part_rows` articles or a few more each, and FOLDER/UNIT-rejected.arrow."""
    counts = Counts()
    rejections: list[Rejection] = []
    parts: list[tuple[str, int]] = []
    keys, edges = [np.empty(0, reconcile.KEYS)], [np.empty(0, reconcile.EDGES)]
    pending: list[bytes] = []
    rows = size = 0

    def flush() -> None:
        nonlocal rows, size
        if rows:
            path = files.join(folder, f"{unit.name}-{len(parts):03d}.arrow")
            write_packed(path, PART, pending)
            parts.append((path, rows))
        pending.clear()
        rows = size = 0

    for batch in batches(unit, read, options, apart):
        counts.add(batch)
        rejections += batch.rejections
        keys.append(batch.keys)
        edges.append(batch.edges)
        if batch.rows:
            pending.append(batch.articles)
            rows += batch.rows
            size += batch.size
        if rows >= options.part_rows or size >= PART_BYTES:
            flush()
    flush()
    rejected = None
    if rejections:
        rejected = files.join(folder, f"{unit.name}-rejected.arrow")
        write_arrow(rejected, rejected_table(rejections))
    lines = files.join(folder, f"{unit.name}-edges.npy")
    write_array(lines, np.concatenate(edges))
    return UnitDone(unit.name, tuple(parts), rejected, counts.as_dict(), np.concatenate(keys).tobytes(), lines)


def rejected_table(rejections: list[Rejection]) -> pa.Table:
    """-> schema.REJECTED but for its run_id."""
    columns = [[getattr(r, f) for r in rejections] for f in ("source_uri", "stage", "error", "raw")]
    fields = [REJECTED.field(i) for i in range(4)]
    return pa.table([column(c, f.type) for c, f in zip(columns, fields, strict=True)], schema=pa.schema(fields))
