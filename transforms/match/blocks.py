"""The work of one search and of one block of pairs, on the fingerprint files. Runs in a process apart, without Beam."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa

from transforms import files
from transforms.fingerprint.parts import Part
from transforms.match.candidates import candidate_pairs
from transforms.match.options import CandidateOptions, KeyTask, VerifyOptions
from transforms.match.verify import NONE, READS, verify
from transforms.tables import read_arrow, write_arrow
from transforms.work import Work

PARTS, PLACES = "parts.json", "places.bin"
BLOCK = 4_000  # row ids; with the articles they pair with, some 15,000 fingerprints of 3 KB are in memory at once
PAIRS = 20_000  # verified at once
NO_BLOCK = -1


def parts_of(work: Work) -> list[Part]:
    return [Part(**{**p, "counts": tuple(map(tuple, p["counts"]))}) for p in files.read_json(work.path(PARTS))]


def search_column(task: KeyTask, work: Work, options: CandidateOptions) -> list[tuple[int, bytes]]:
    """The pairs of one task, by block, as packed bytes (smaller id << 32 | larger id)."""
    parts = parts_of(work)
    # Sent along whatever is found, so that a run without any pair ends like another.
    found = [(NO_BLOCK, b"")]
    if not parts:
        return found
    column = pa.chunked_array([c for p in parts for c in read_arrow(p.fingerprints, [task.column])[task.column].chunks])
    place = np.frombuffer(files.read_bytes(work.path(PLACES)), "<i8")
    a, b = candidate_pairs(task, column, place, options)
    low, high = np.minimum(a, b), np.maximum(a, b)
    order = np.argsort(low // BLOCK, kind="stable")
    low, high = low[order], high[order]
    packed = low.astype(np.uint64) << np.uint64(32) | high.astype(np.uint64)
    blocks, starts = np.unique(low // BLOCK, return_index=True)
    pieces = np.split(packed, starts[1:])
    return found + [(int(block), piece.tobytes()) for block, piece in zip(blocks, pieces, strict=False)]


def verify_pairs(block: int, packed: bytes, work: Work, options: VerifyOptions) -> tuple[str, int]:
    """Checks each pair of a block once and writes those that link; -> (path, links)."""
    pairs = np.unique(np.frombuffer(packed, np.uint64))
    a, b = (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    rows, at = np.unique(np.concatenate([a, b]), return_inverse=True)
    local_a, local_b = at[: len(a)], at[len(a) :]
    table = rows_of(parts_of(work), rows, [*READS, "key"])
    # The smaller key is `a`, so that a link is written the same way whatever the order of the input.
    key = table["key"].to_numpy()
    swap = key[local_a] > key[local_b]
    local_a, local_b = np.where(swap, local_b, local_a), np.where(swap, local_a, local_b)
    found: list[pa.Table] = []
    for start in range(0, len(pairs), PAIRS):
        links = verify(local_a[start : start + PAIRS], local_b[start : start + PAIRS], table, options)
        links = links.filter(pa.array(links["rule"].to_numpy() != NONE))
        for name in ("a", "b"):
            ids = pa.array(rows[links[name].to_numpy()])
            links = links.set_column(links.schema.get_field_index(name), name, ids)
        found.append(links)
    links = pa.concat_tables(found)
    path = work.path("links", f"{block:06d}.arrow")
    write_arrow(path, links)
    return path, links.num_rows


def rows_of(parts: list[Part], rows: np.ndarray, columns: Iterable[str]) -> pa.Table:
    """Rows (sorted row ids) of the fingerprints of all parts; only the files that hold some are opened."""
    starts = np.cumsum([0] + [p.rows for p in parts])
    pieces: list[Any] = []
    for part, start, end in zip(parts, starts[:-1], starts[1:], strict=True):
        mine = rows[np.searchsorted(rows, start) : np.searchsorted(rows, end)] - start
        if len(mine):
            pieces.append(read_arrow(part.fingerprints, list(columns)).take(pa.array(mine)))
    return pa.concat_tables(pieces).combine_chunks()
