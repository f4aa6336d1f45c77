"""Which pairs of articles are worth verifying: equal keys are found by sorting columns, never by comparing articles.

A bucket (articles with one key) gives a star to its smallest article and each member's next neighbours in time, so its
cost is linear and no member of a story of any size is lost; only small buckets give all their pairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import pyarrow as pa

from transforms.arrays import distinct, distinct_sorted
from transforms.match.options import CandidateOptions, KeyTask

_NONE = np.zeros(0, np.uint64)
_SORTED = 1 << 17  # members paired at once: what is made on the way is ten times as much
_MARKS = 12, 26  # bits, least and most, of the table that tells which keys a run may have


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

    def first_near(self, bucket: np.ndarray, place: np.ndarray) -> np.ndarray:
        """For members in order of (bucket, place) the first of their bucket that is published within the window.

        Undated ones come last in a bucket and are counted by ingestion, from the first undated one on.
        """
        dated = self.published[place] != UNDATED
        hour = np.where(dated, self.published[place], self.ingested[place])
        line = bucket * 2 + ~dated
        first = np.concatenate(([True], line[1:] != line[:-1]))
        near = np.maximum.accumulate(np.where(first, np.arange(len(line)), 0))
        far = np.flatnonzero(hour - hour[near] > self.hours)  # one in a hundred: a story is over in days
        if len(far):
            hour = hour - hour.min()
            span = int(hour.max()) + 1
            near[far] = np.searchsorted(line * span + hour, line[far] * span + hour[far] - self.hours)
        return near

    def beside_fresh(self, bucket: np.ndarray, place: np.ndarray) -> np.ndarray:
        """For members in the same order, which are fresh, or within the window of a fresh one of their bucket."""
        fresh, published, ingested = self.fresh[place], self.published[place], self.ingested[place]
        dated = published != UNDATED
        start = np.flatnonzero(np.concatenate(([True], bucket[1:] != bucket[:-1])))
        last = np.append(start[1:], len(bucket)) - 1
        # Most buckets are of a few days.
        narrow = dated[last] & (published[last] - published[start] <= self.hours) & np.logical_or.reduceat(fresh, start)
        near = fresh | np.repeat(narrow, last - start + 1)
        for mine, theirs, hour in (
            (dated, fresh & dated, published),
            (dated, fresh & ~dated, ingested),
            (~dated, fresh, ingested),
        ):
            of, others = np.flatnonzero(mine & ~near), np.flatnonzero(theirs)
            if not len(of) or not len(others):
                continue
            low = min(hour[of].min(), hour[others].min())
            span = max(hour[of].max(), hour[others].max()) - low + self.hours + 1
            line = np.sort(bucket[others] * span + (hour[others] - low))
            sought = bucket[of] * span + (hour[of] - low)
            first = line[np.minimum(np.searchsorted(line, sought - self.hours), len(line) - 1)]
            near[of] |= np.abs(first - sought) <= self.hours
        return near

    def fits(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Which pairs of places hold a fresh one and lie within the window."""
        both = (self.published[a] != UNDATED) & (self.published[b] != UNDATED)
        apart = np.where(both, self.published[a] - self.published[b], self.ingested[a] - self.ingested[b])
        return (self.fresh[a] | self.fresh[b]) & (np.abs(apart) <= self.hours) & (a != b)


UNDATED = -1 << 40
Column: TypeAlias = "pa.ChunkedArray | pa.Array"


@dataclass(frozen=True, slots=True)
class Keyed:
    """Keys (uint32) and the rows (uint32) that have them, band after band; `counts` (int64): how many are of each band."""

    key: np.ndarray
    row: np.ndarray
    counts: np.ndarray

    def bands(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        for start, end in pairwise(np.concatenate([[0], np.cumsum(self.counts)])):
            yield self.key[start:end], self.row[start:end]


def candidate_pairs(
    task: KeyTask,
    columns: Iterable[Column],
    place: np.ndarray,
    options: CandidateOptions,
    near: Near | None = None,
    older: Sequence[Keyed] = (),
) -> tuple[np.ndarray, np.ndarray]:
    """The pairs of one task, each once, as row numbers (int64) a and b; which of the two is a has no meaning.

    `columns` holds the task's column piece by piece; `older` is what `Shared` found for the task in the archive's, whose
    rows go on from there. `place` (int64) is the rank of each article in the fixed order of `search_order`, which makes the
    pairs the same for any cut of the input; `near` leaves out what needs no look.
    """
    found = [_keys_of_task(task, piece, options) for column in columns for piece in _pieces(column)]
    starts = np.cumsum([0] + [n for _, _, n in found])
    keys = np.concatenate([key for key, _, _ in found])
    row = np.concatenate([at + np.uint32(start) for (_, at, _), start in zip(found, starts[:-1], strict=True)])
    del found
    least = options.shared_shingles if task.kind == "shingles" else 1
    largest = options.largest_shingle_bucket if task.kind == "shingles" else None
    pairs = _NONE
    for key, *known in zip(keys.T, *(of.bands() for of in older), strict=True):
        places = place[np.concatenate([row, *(at for _, at in known)])]
        both = np.concatenate([key, *(more for more, _ in known)])
        pairs = np.concatenate([pairs, bucket_pairs(both, places, options, largest, near)])
        pairs.sort()
        pairs = distinct_sorted(pairs, least)  # at each band, since most are found in several
    return _unpacked(pairs, place)


class Shared:
    """Of one column of the archive, what has a key that a run's own articles have: so that memory follows what is new."""

    def __init__(self, tasks: Sequence[KeyTask], columns: Iterable[Column], options: CandidateOptions) -> None:
        """`tasks`: all that read this column; `columns`: the run's own, in pieces."""
        self.tasks, self._options = tasks, options
        kind = tasks[0].kind
        self._sought = _Sought([keys_of(kind, piece)[0] for column in columns for piece in _pieces(column)])
        self._keys: list[np.ndarray] = [np.zeros(0, np.uint32)]
        self._rows: list[np.ndarray] = [np.zeros(0, np.uint32)]
        self._bands: list[np.ndarray] = [np.zeros(0, np.uint8)]

    def look(self, column: Column, start: int) -> None:
        """A piece of the archive's column, whose rows go on from `start`."""
        for piece in _pieces(column):
            keys, row, n = keys_of(self.tasks[0].kind, piece)
            at = self._sought.among(keys)
            key, row = keys.ravel()[at], row[at // self._sought.bands]
            if self.tasks[0].kind == "shingles":
                enough = self._enough(key, row)
                at, key, row = at[enough], key[enough], row[enough]
            self._keys.append(key)
            self._rows.append(row + np.uint32(start))
            self._bands.append((at % self._sought.bands).astype(np.uint8))
            start += n

    def _enough(self, keys: np.ndarray, row: np.ndarray) -> np.ndarray:
        """Which keys are of a row that has as many of one task as a pair must share: most have one phrase in common with
        a run by chance, and would only stand between others in their buckets."""
        part = row.astype(np.int64) * self._options.shingle_parts + _part_of(keys, self._options)
        return np.bincount(part)[part] >= self._options.shared_shingles if len(part) else part > 0

    def found(self) -> list[Keyed]:
        """What was found for each of the tasks."""
        band = np.concatenate(self._bands)
        order = np.argsort(band, kind="stable")
        key, row = np.concatenate(self._keys)[order], np.concatenate(self._rows)[order]
        if self.tasks[0].kind != "shingles":
            return [Keyed(key, row, np.bincount(band, minlength=self._sought.bands))]
        part = _part_of(key, self._options)
        return [Keyed(key[of], row[of], np.array([of.sum()])) for of in (part == task.part for task in self.tasks)]


class _Sought:
    """Tells which keys a run may have: tables of marks by a key's upper and by its lower bits let one in some
    hundreds of others through. Those cost nothing but their places, since no key of the run falls into a bucket with them."""

    def __init__(self, keys: Sequence[np.ndarray]) -> None:
        """`keys`: pieces as `keys_of` gives them."""
        self.bands = keys[0].shape[1]
        mine = distinct(np.concatenate(keys).ravel())
        # One in 16 to 32 is marked. With twice the size a day took no less time: two tasks at once share a cache.
        bits = min(max(mine.size.bit_length() + 4, _MARKS[0]), _MARKS[1])
        self._upper, self._lower = np.uint32(32 - bits), np.uint32((1 << bits) - 1)
        self._marks, self._more = np.zeros((2, 1 << bits), bool)
        self._marks[mine >> self._upper] = True
        self._more[mine & self._lower] = True

    def among(self, keys: np.ndarray) -> np.ndarray:
        """Where in `keys` (as `keys_of` gives them), counted line by line, those stand that the run may have too."""
        at = np.flatnonzero(self._marks.take(keys >> self._upper, mode="clip"))
        return at[self._more.take(keys.ravel()[at] & self._lower, mode="clip")]


def _pieces(column: Column) -> Iterable[pa.Array]:
    return column.chunks or [pa.array([], column.type)] if isinstance(column, pa.ChunkedArray) else [column]


def _keys_of_task(task: KeyTask, column: pa.Array, options: CandidateOptions) -> tuple[np.ndarray, np.ndarray, int]:
    """As `keys_of`, less the shingles of other tasks."""
    key, row, n = keys_of(task.kind, column)
    if task.kind != "shingles":
        return key, row, n
    mine = _part_of(key[:, 0], options) == task.part
    return key[mine], row[mine], n


def keys_of(kind: str, column: pa.Array) -> tuple[np.ndarray, np.ndarray, int]:
    """A piece of a column -> keys (uint32, k lines of a key for each band), the rows (uint32, k) that they are of, and the
    number of rows. An article without a signature or a title has no key, one has many shingles."""
    if kind == "title":
        row = np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False))
        key = column.fill_null(0).to_numpy()[row] >> np.uint64(32)
        return key.astype(np.uint32)[:, None], row.astype(np.uint32), len(column)
    if kind == "shingles":
        row = np.repeat(np.arange(len(column), dtype=np.uint32), np.diff(column.offsets.to_numpy()))
        return column.flatten().to_numpy()[:, None], row, len(column)
    values = column.flatten().to_numpy().reshape(-1, column.type.list_size)
    row = np.arange(len(column), dtype=np.uint32)
    none = np.flatnonzero(values[:, 0] == 0)
    none = none[~values[none].any(axis=1)]
    if len(none):
        row = np.delete(row, none)
        values = values[row]
    return values, row, len(column)


def _part_of(shingle: np.ndarray, options: CandidateOptions) -> np.ndarray:
    """The task that a shingle belongs to. The low bits chose the sample, other bits choose the part."""
    return (shingle >> np.uint32(20)) % np.uint32(options.shingle_parts)


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


def bucket_pairs(
    key: np.ndarray, place: np.ndarray, options: CandidateOptions, largest: int | None = None, near: Near | None = None
) -> np.ndarray:
    """Keys (uint32) and places (under 2^32) of members, in any order -> pairs of places a < b, packed a << 32 | b.

    A star from the first member and each one's next neighbours, or all pairs of a small bucket; none of a
    bucket of more than `largest`. Keys are hashes: two that are equal by accident cost a verification.
    """
    # One sort of 64-bit values takes a fifth of the time, and half of the memory, of sorting by two columns.
    both = key.astype(np.uint64)
    both <<= np.uint64(32)
    both |= place.astype(np.uint64)
    both.sort()
    starts = both[::_SORTED] & ~np.uint64(0xFFFFFFFF)
    cuts = distinct(np.append(np.searchsorted(both, starts), len(both)))
    found = [_pairs_of(both[s:e], options, largest, near) for s, e in pairwise(cuts)]
    return np.concatenate([_NONE, *found])


def _pairs_of(both: np.ndarray, options: CandidateOptions, largest: int | None, near: Near | None) -> np.ndarray:
    """The same of whole buckets, sorted and packed key << 32 | place."""
    both = _of_several(both)
    if near is not None and len(both):
        # The others can be in no pair, and would stand between those that can: what an archive holds of other times than
        # the run's changes nothing.
        bucket = np.cumsum(np.diff(both >> np.uint64(32), prepend=both[:1] >> np.uint64(32)) != 0)
        both = _of_several(both[near.beside_fresh(bucket, both & np.uint64(0xFFFFFFFF))])
    key, place = (both >> np.uint64(32)).astype(np.uint32), both & np.uint64(0xFFFFFFFF)
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
    # Most pairs of an archive's bucket are of two old articles: left out before anything is made of them.
    fresh = near.fresh[place] if near is not None else np.ones(n, bool)
    star = ~first & (fresh | fresh[start])
    pairs = [place[start[star]] << np.uint64(32) | place[star]]
    reach = max(options.neighbours, options.small_bucket - 1)
    for step in range(1, min(reach + 1, n)):
        close = (key[step:] == key[:-step]) & (fresh[step:] | fresh[:-step]) & ~first[:-step]
        if step > options.neighbours:
            close &= size[step:] <= options.small_bucket
        pairs.append(place[:-step][close] << np.uint64(32) | place[step:][close])
    if near is None:
        return np.concatenate(pairs)
    if n:
        nearest = near.first_near(np.cumsum(first) - 1, place)
        apart = np.arange(n) - nearest
        new = (
            (fresh | fresh[nearest]) & (nearest != start) & (apart > options.neighbours) & (size > options.small_bucket)
        )
        pairs.append(place[nearest[new]] << np.uint64(32) | place[new])
    found = np.concatenate(pairs)
    return found[near.fits(found >> np.uint64(32), found & np.uint64(0xFFFFFFFF))]


def _of_several(both: np.ndarray) -> np.ndarray:
    """Members (sorted key << 32 | place) less those that are alone in their bucket."""
    first = np.concatenate(([True], both[1:] >> np.uint64(32) != both[:-1] >> np.uint64(32), [True]))
    return both[~(first[1:] & first[:-1])] if len(both) else both


def _unpacked(pairs: np.ndarray, place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    row = np.empty(len(place), np.int64)
    row[place] = np.arange(len(place))
    return row[(pairs >> np.uint64(32)).astype(np.int64)], row[(pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)]
