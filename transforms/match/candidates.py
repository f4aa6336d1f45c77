"""Which pairs of articles are worth verifying: equal keys are found by sorting columns, never by comparing articles.

A bucket (articles with one key) gives a star to its smallest article and each member's next neighbours in time, so its
cost is linear and no member of a story of any size is lost; only small buckets give all their pairs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from transforms.match.options import CandidateOptions, KeyTask

_NONE = np.zeros(0, np.uint64)
_BLOCK_ROWS = 50_000
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Near:
    """Which pairs are worth a look at all, where the articles are of many days or some have been compared before.

    By place: `published` and `ingested` in hours (int64; published -1 << 40 where unknown), `fresh` (bool): a pair
    without a fresh one was verified by an earlier run. `hours` is the window.
    """

    published: np.ndarray
    ingested: np.ndarray
    fresh: np.ndarray
    hours: int

    def of_fresh(self, key: np.ndarray, place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Only the members of buckets that hold a fresh article."""
        fresh = self.fresh[place]
        if fresh.all():
            return key, place
        wanted = np.unique(key[fresh])
        if not len(wanted):
            return key[:0], place[:0]
        held = wanted[np.minimum(np.searchsorted(wanted, key), len(wanted) - 1)] == key
        return key[held], place[held]

    def first_near(self, bucket: np.ndarray, place: np.ndarray) -> np.ndarray:
        """For members in order of (bucket, place) the first of their bucket that is published within the window.

        Undated ones come last in a bucket and are counted by ingestion, from the first undated one on.
        """
        dated = self.published[place] != UNDATED
        hour = np.where(dated, self.published[place], self.ingested[place])
        hour = hour - hour.min()
        span = int(hour.max()) + 1 + self.hours
        line = bucket * 2 + ~dated
        return np.searchsorted(line * span + hour, line * span + np.maximum(hour - self.hours, 0))

    def fits(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Which pairs of places hold a fresh one and lie within the window."""
        both = (self.published[a] != UNDATED) & (self.published[b] != UNDATED)
        apart = np.where(both, self.published[a] - self.published[b], self.ingested[a] - self.ingested[b])
        return (self.fresh[a] | self.fresh[b]) & (np.abs(apart) <= self.hours) & (a != b)


UNDATED = -1 << 40


def candidate_pairs(
    task: KeyTask,
    column: pa.ChunkedArray | pa.Array,
    place: np.ndarray,
    options: CandidateOptions,
    near: Near | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """The pairs of one task, each once, as row numbers (int64) a and b; which of the two is a has no meaning.

    `column` is the task's column for n articles; `place` (int64, n) is the rank of each article in the fixed order of
    `search_order`, which makes the pairs the same for any cut of the input into parts. `near` leaves out what needs no look.
    """
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if task.kind == "title":
        return _title_pairs(column, place, options, near)
    if task.kind == "shingles":
        return _shingle_pairs(column, place, task.part, options, near)
    rows = options.wording_rows if task.kind == "wording" else options.facts_rows
    return _band_pairs(column, place, rows, options, near)


def search_order(published_lo: pa.ChunkedArray, key: pa.ChunkedArray, ingested: np.ndarray | None = None) -> np.ndarray:
    """Rank (int64) of each article by publication, so that neighbours are near in time; ties by key.

    Undated ones come last, by ingestion (int64) where that is given.
    """
    last = np.iinfo(np.int64).max
    lo = published_lo.fill_null(last).to_numpy()
    later = np.where(lo == last, 0 if ingested is None else ingested, 0)
    order = np.lexsort((key.to_numpy(), later, lo))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return place


def _band_pairs(
    column: pa.FixedSizeListArray, place: np.ndarray, rows: int, options: CandidateOptions, near: Near | None
) -> tuple[np.ndarray, np.ndarray]:
    width = column.type.list_size
    values = column.flatten().to_numpy().reshape(-1, width)
    present = np.flatnonzero(values.any(axis=1))
    found = []
    for at in range(0, width, rows):
        key = np.zeros(len(present), np.uint64)
        for j in range(rows):
            key = (key ^ values[present, at + j]) * _MIX
            key ^= key >> np.uint64(32)
        found.append(bucket_pairs((key >> np.uint64(32)).astype(np.uint32), place[present], options, near=near))
    return _unpacked(_distinct(np.concatenate(found)), place)


def _title_pairs(
    column: pa.UInt64Array, place: np.ndarray, options: CandidateOptions, near: Near | None
) -> tuple[np.ndarray, np.ndarray]:
    present = np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False))
    key = column.fill_null(0).to_numpy()[present]
    pairs = bucket_pairs((key >> np.uint64(32)).astype(np.uint32), place[present], options, near=near)
    return _unpacked(_distinct(pairs), place)


def _shingle_pairs(
    column: pa.ListArray, place: np.ndarray, part: int, options: CandidateOptions, near: Near | None
) -> tuple[np.ndarray, np.ndarray]:
    shingles, owners = [np.zeros(0, np.uint32)], [np.zeros(0, np.uint32)]
    for at in range(0, len(column), _BLOCK_ROWS):
        rows = column.slice(at, _BLOCK_ROWS)
        shingle = rows.flatten().to_numpy()
        # The low bits chose the sample, other bits choose the part.
        mine = (shingle >> np.uint32(20)) % np.uint32(options.shingle_parts) == part
        lengths = np.diff(rows.offsets.to_numpy())
        owners.append(np.repeat(place[at : at + _BLOCK_ROWS].astype(np.uint32), lengths)[mine])
        shingles.append(shingle[mine])
    pairs = bucket_pairs(
        np.concatenate(shingles), np.concatenate(owners), options, options.largest_shingle_bucket, near
    )
    return _unpacked(_distinct(pairs, options.shared_shingles), place)


def bucket_pairs(
    key: np.ndarray, place: np.ndarray, options: CandidateOptions, largest: int | None = None, near: Near | None = None
) -> np.ndarray:
    """Keys (uint32) and places (under 2^32) of members, in any order -> pairs of places a < b, packed a << 32 | b.

    A star from the first member and each one's next neighbours, or all pairs of a small bucket; none of a
    bucket of more than `largest`. Keys are hashes: two that are equal by accident cost a verification.
    """
    if near is not None:
        key, place = near.of_fresh(key, place)
    if len(key) < 2:
        return _NONE
    # One sort of 64-bit values takes a fifth of the time, and half of the memory, of sorting by two columns.
    both = np.sort(key.astype(np.uint64) << np.uint64(32) | place.astype(np.uint64))
    key, place = (both >> np.uint64(32)).astype(np.uint32), both & np.uint64(0xFFFFFFFF)
    same = key[1:] == key[:-1]
    in_bucket = np.r_[same, False] | np.r_[False, same]
    key, place = key[in_bucket], place[in_bucket]
    n = len(key)
    if not n:
        return _NONE
    first = np.r_[True, key[1:] != key[:-1]]
    start = np.maximum.accumulate(np.where(first, np.arange(n), 0))
    bucket = np.cumsum(first) - 1
    size = np.bincount(bucket)[bucket]
    if largest is not None:
        fits = size <= largest
        key, place, first, size = key[fits], place[fits], first[fits], size[fits]
        n = len(key)
        start = np.maximum.accumulate(np.where(first, np.arange(n), 0))
    pairs = [(place[start] << np.uint64(32) | place)[~first]]
    reach = max(options.neighbours, options.small_bucket - 1)
    for step in range(1, min(reach + 1, n)):
        close = key[step:] == key[:-step]
        if step > options.neighbours:
            close &= size[step:] <= options.small_bucket
        pairs.append(place[:-step][close] << np.uint64(32) | place[step:][close])
    if near is None:
        return np.concatenate(pairs)
    if n:
        pairs.append(place[near.first_near(np.cumsum(first) - 1, place)] << np.uint64(32) | place)
    found = np.concatenate(pairs)
    return found[near.fits(found >> np.uint64(32), found & np.uint64(0xFFFFFFFF))]


def _distinct(pairs: np.ndarray, least: int = 1) -> np.ndarray:
    """Packed pairs -> those that come `least` times or more, each once, sorted. Sorts `pairs` in place."""
    pairs.sort()
    first = np.flatnonzero(np.concatenate((np.ones(min(len(pairs), 1), bool), pairs[1:] != pairs[:-1])))
    times = np.diff(np.append(first, len(pairs)))
    return pairs[first[times >= least]]


def _unpacked(pairs: np.ndarray, place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    row = np.empty(len(place), np.int64)
    row[place] = np.arange(len(place))
    return row[(pairs >> np.uint64(32)).astype(np.int64)], row[(pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)]
