"""Which pairs of articles are worth verifying: equal keys are found by sorting columns, never by comparing articles.

A bucket (articles with one key) gives a star to its smallest article and each member's next neighbours in time, so its
cost is linear and no member of a story of any size is lost; only small buckets give all their pairs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from transforms.match.options import CandidateOptions, KeyTask

_NONE = np.zeros(0, np.int64)
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
    task: KeyTask, column: pa.ChunkedArray | pa.Array, place: np.ndarray, options: CandidateOptions, near: Near | None = None
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


def search_order(
    published_lo: pa.ChunkedArray, key: pa.ChunkedArray, ingested: np.ndarray | None = None
) -> np.ndarray:
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
    seen = np.zeros(0, np.uint64)
    for at in range(0, width, rows):
        key = np.zeros(len(present), np.uint64)
        for j in range(rows):
            key = (key ^ values[present, at + j]) * _MIX
            key ^= key >> np.uint64(32)
        a, b = bucket_pairs(key, place[present], options, near=near)
        seen = _union(seen, _packed(a, b))
    return _unpacked(seen, place)


def _title_pairs(column: pa.UInt64Array, place: np.ndarray, options: CandidateOptions, near: Near | None) -> tuple[np.ndarray, np.ndarray]:
    present = np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False))
    key = column.fill_null(0).to_numpy()[present]
    a, b = bucket_pairs(key, place[present], options, near=near)
    return _unpacked(np.unique(_packed(a, b)), place)


def _shingle_pairs(
    column: pa.ListArray, place: np.ndarray, part: int, options: CandidateOptions, near: Near | None
) -> tuple[np.ndarray, np.ndarray]:
    lengths = np.diff(column.offsets.to_numpy())
    shingle = column.flatten().to_numpy()
    # The low bits chose the sample, the high bits choose the part.
    mine = (shingle >> np.uint32(20)) % np.uint32(options.shingle_parts) == part
    owner = np.repeat(place, lengths)[mine]
    shingle = shingle[mine]
    a, b = bucket_pairs(shingle, owner, options, options.largest_shingle_bucket, near)
    pairs, votes = np.unique(_packed(a, b), return_counts=True)
    return _unpacked(pairs[votes >= options.shared_shingles], place)


def bucket_pairs(
    key: np.ndarray, place: np.ndarray, options: CandidateOptions, largest: int | None = None, near: Near | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Keys and places of members (any order) -> pairs of places, a < b: star and neighbours, or all pairs if small."""
    if near is not None:
        key, place = near.of_fresh(key, place)
    order = np.lexsort((place, key))
    key, place = key[order], place[order]
    n = len(key)
    if n < 2:
        return _NONE, _NONE
    same = key[1:] == key[:-1]
    in_bucket = np.r_[same, False] | np.r_[False, same]
    key, place = key[in_bucket], place[in_bucket]
    n = len(key)
    if not n:
        return _NONE, _NONE
    first = np.r_[True, key[1:] != key[:-1]]
    start = np.maximum.accumulate(np.where(first, np.arange(n), 0))
    bucket = np.cumsum(first) - 1
    size = np.bincount(bucket)[bucket]
    if largest is not None:
        fits = size <= largest
        key, place, first, size = key[fits], place[fits], first[fits], size[fits]
        n = len(key)
        start = np.maximum.accumulate(np.where(first, np.arange(n), 0)) if n else _NONE
    lefts, rights = [place[start][~first]], [place[~first]]
    reach = max(options.neighbours, options.small_bucket - 1)
    for step in range(1, min(reach + 1, n)):
        close = key[step:] == key[:-step]
        if step > options.neighbours:
            close &= size[step:] <= options.small_bucket
        lefts.append(place[:-step][close])
        rights.append(place[step:][close])
    if near is None:
        return np.concatenate(lefts), np.concatenate(rights)
    if n:
        lefts.append(place[near.first_near(np.cumsum(first) - 1, place)])
        rights.append(place)
    a, b = np.concatenate(lefts), np.concatenate(rights)
    fits = near.fits(a, b)
    return a[fits], b[fits]


def _packed(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (a.astype(np.uint64) << np.uint64(32)) | b.astype(np.uint64)


def _unpacked(pairs: np.ndarray, place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    row = np.empty(len(place), np.int64)
    row[place] = np.arange(len(place))
    return row[(pairs >> np.uint64(32)).astype(np.int64)], row[(pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)]


def _union(seen: np.ndarray, new: np.ndarray) -> np.ndarray:
    new = np.unique(new)
    if not len(seen):
        return new
    at = np.minimum(np.searchsorted(seen, new), len(seen) - 1)
    fresh = new[seen[at] != new]
    return np.sort(np.concatenate([seen, fresh]), kind="stable") if len(fresh) else seen
