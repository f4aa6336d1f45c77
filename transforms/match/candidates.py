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

from transforms.match.options import CandidateOptions, KeyTask

_NONE = np.zeros(0, np.uint64)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_OTHER = np.uint32(0x9E3779B1)
_SORTED = 1 << 17  # members paired at once: what is made on the way is ten times as much
_MARKS = 12, 24  # bits, least and most, of the tables that tell which keys of a band a run has


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

    `columns` holds the task's column piece by piece; `older` is what `shared` found for the task in the archive's, whose
    rows go on from there. `place` (int64) is the rank of each article in the fixed order of `search_order`, which makes the
    pairs the same for any cut of the input; `near` leaves out what needs no look.
    """
    found = [_keys_of_task(task, piece, options) for column in columns for piece in _pieces(column)]
    starts = np.cumsum([0] + [n for _, _, n in found])
    keys = np.concatenate([key for key, _, _ in found], axis=1)
    row = np.concatenate([at + np.uint32(start) for (_, at, _), start in zip(found, starts[:-1], strict=True)])
    del found
    least = options.shared_shingles if task.kind == "shingles" else 1
    largest = options.largest_shingle_bucket if task.kind == "shingles" else None
    pairs = _NONE
    for key, *known in zip(keys, *(of.bands() for of in older), strict=True):
        places = place[np.concatenate([row, *(at for _, at in known)])]
        both = np.concatenate([key, *(more for more, _ in known)])
        pairs = np.concatenate([pairs, bucket_pairs(both, places, options, largest, near)])
        pairs = _distinct(pairs, least)  # at each band, since most are found in several
    return _unpacked(pairs, place)


def shared(
    tasks: Sequence[KeyTask],
    columns: Iterable[Column],
    older: Iterable[Column],
    start: int,
    options: CandidateOptions,
) -> list[Keyed]:
    """Of pieces of the archive's column, whose rows go on from `start`, what has a key of the run's own `columns`: so that
    memory follows what is new. For each of `tasks`, which are all that read this column."""
    kind = tasks[0].kind
    sought = _Sought([keys_of(kind, piece, options)[0] for column in columns for piece in _pieces(column)])
    found = [Keyed(np.zeros(0, np.uint32), np.zeros(0, np.uint32), np.zeros(sought.bands, np.int64))]
    for column in older:
        for piece in _pieces(column):
            key, row, n = keys_of(kind, piece, options)
            if len(row):
                at = sought.among(key)
                counts = np.bincount(at // len(row), minlength=sought.bands)
                found.append(Keyed(key.ravel()[at], row[at % len(row)] + np.uint32(start), counts))
            start += n
    band = np.concatenate([np.repeat(np.arange(sought.bands), of.counts) for of in found])
    order = np.argsort(band, kind="stable")
    key = np.concatenate([of.key for of in found])[order]
    row = np.concatenate([of.row for of in found])[order]
    if kind != "shingles":
        return [Keyed(key, row, np.bincount(band, minlength=sought.bands))]
    part = _part_of(key, options)
    return [Keyed(key[of], row[of], np.array([of.sum()])) for of in (part == task.part for task in tasks)]


class _Sought:
    """Tells which keys are among those of a run, band by band.

    Two tables of bits let one in some thirty through that is not: a bucket without a new article gives no pair.
    """

    def __init__(self, keys: Sequence[np.ndarray]) -> None:
        """`keys`: pieces as `keys_of` gives them."""
        self.bands = len(keys[0])
        self._bits = min(max(sum(key.shape[1] for key in keys).bit_length() + 2, _MARKS[0]), _MARKS[1])
        self._shift = np.uint32(32 - self._bits)
        self._line = np.arange(self.bands, dtype=np.int64)[:, None] << self._bits
        self._tables = np.zeros((2, self.bands << self._bits), bool)
        for key in keys:
            for table, mixed in zip(self._tables, (key, key * _OTHER), strict=True):
                table[self._line | mixed >> self._shift] = True

    def among(self, keys: np.ndarray) -> np.ndarray:
        """Where in `keys` (uint32, a line for each band), counted through all lines, those stand that the run has too."""
        at = np.flatnonzero(self._tables[0].take((self._line | keys >> self._shift).ravel(), mode="clip"))
        line = at // keys.shape[1] << self._bits
        return at[self._tables[1][line | keys.ravel()[at] * _OTHER >> self._shift]]


def _pieces(column: Column) -> Iterable[pa.Array]:
    return column.chunks if isinstance(column, pa.ChunkedArray) else [column]


def _keys_of_task(task: KeyTask, column: pa.Array, options: CandidateOptions) -> tuple[np.ndarray, np.ndarray, int]:
    """As `keys_of`, less the shingles of other tasks."""
    key, row, n = keys_of(task.kind, column, options)
    if task.kind != "shingles":
        return key, row, n
    mine = _part_of(key[0], options) == task.part
    return key[:, mine], row[mine], n


def keys_of(kind: str, column: pa.Array, options: CandidateOptions) -> tuple[np.ndarray, np.ndarray, int]:
    """A piece of a column -> keys (uint32, a line for each band of k), the rows (uint32, k) that they are of, and the
    number of rows. An article without a signature or a title has no key, one has many shingles."""
    if kind == "title":
        row = np.flatnonzero(column.is_valid().to_numpy(zero_copy_only=False))
        key = column.fill_null(0).to_numpy()[row] >> np.uint64(32)
        return key.astype(np.uint32)[None], row.astype(np.uint32), len(column)
    if kind == "shingles":
        row = np.repeat(np.arange(len(column), dtype=np.uint32), np.diff(column.offsets.to_numpy()))
        return column.flatten().to_numpy()[None], row, len(column)
    height = options.wording_rows if kind == "wording" else options.facts_rows
    values = column.flatten().to_numpy().reshape(-1, column.type.list_size)
    row = np.arange(len(column), dtype=np.uint32)
    none = np.flatnonzero(values[:, 0] == 0)
    none = none[~values[none].any(axis=1)]
    if len(none):
        row = np.delete(row, none)
        values = values[row]
    values = np.ascontiguousarray(values.T)  # a band's values lie together: half the time
    key = values[::height] * _MIX
    for i in range(1, height):
        key ^= key >> np.uint64(32)
        key ^= values[i::height]
        key *= _MIX
    return (key >> np.uint64(32)).astype(np.uint32), row, len(column)


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
    cuts = np.unique(np.append(np.searchsorted(both, starts), len(both)))
    found = [_pairs_of(both[s:e], options, largest, near) for s, e in pairwise(cuts)]
    return np.concatenate([_NONE, *found])


def _pairs_of(both: np.ndarray, options: CandidateOptions, largest: int | None, near: Near | None) -> np.ndarray:
    """The same of whole buckets, sorted and packed key << 32 | place."""
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
    # Most pairs of an archive's bucket are of two old articles: left out before anything is made of them.
    fresh = near.fresh[place] if near is not None else np.ones(n, bool)
    star = ~first & (fresh | fresh[start])
    pairs = [place[start[star]] << np.uint64(32) | place[star]]
    reach = max(options.neighbours, options.small_bucket - 1)
    for step in range(1, min(reach + 1, n)):
        close = (key[step:] == key[:-step]) & (fresh[step:] | fresh[:-step])
        if step > options.neighbours:
            close &= size[step:] <= options.small_bucket
        pairs.append(place[:-step][close] << np.uint64(32) | place[step:][close])
    if near is None:
        return np.concatenate(pairs)
    if n:
        nearest = near.first_near(np.cumsum(first) - 1, place)
        new = fresh | fresh[nearest]
        pairs.append(place[nearest[new]] << np.uint64(32) | place[new])
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
