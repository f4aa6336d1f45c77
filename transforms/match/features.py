"""What two fingerprints have in common, for many pairs at once: the features that the rules of `verify` weigh.

Words are looked up in one bit table per block of pairs instead of being sorted pair by pair. Each pair has a stretch of
the table to itself, so that what is found does not depend on the other pairs: at least 32 bits a word, hence a shingle
is found by accident with a chance of at most one in 32, a run of four of them next to never.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
from xxhash import xxh3_64_intdigest

from transforms.arrays import distinct
from transforms.fingerprint.minhash import scramble, shingles
from transforms.fingerprint.table import fact_weights
from transforms.fingerprint.words import FACT, RARITY, STARTS_SENTENCE

RUN_WORDS = 8
"""A shared run is at least this long: shorter ones are names and idioms."""
_BITS_A_WORD = 32
_BLOCK_BITS = 1 << 21
# Of pairs whose wording is compared at once, some 500, for whom a call of NumPy costs next to nothing; and of those among
# them that have the table at a time, so that it stays in the L2 cache of a core.
_COMPARED_BITS, _TABLE_BITS = 1 << 23, 1 << 20
_CACHED = 1 << 15  # words hashed at once; what is made on the way stays in the cache
_CONTENT_RARITY = 4
_MAX_CONTENT = 1500  # content words of an article that order and alignment look at


@dataclass(frozen=True, slots=True)
class Lists:
    """n lists of codes, one after another: list i is flat[offsets[i]:offsets[i + 1]]."""

    flat: np.ndarray
    offsets: np.ndarray

    @classmethod
    def of(cls, column: pa.ChunkedArray | pa.ListArray) -> Lists:
        if isinstance(column, pa.ChunkedArray):
            column = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
        if isinstance(column, pa.ChunkedArray):  # no chunk at all
            return cls(np.zeros(0, np.uint32), np.zeros(1, np.int64))
        offsets = column.offsets.to_numpy().astype(np.int64)
        return cls(column.flatten().to_numpy(), offsets - offsets[0])

    def __getitem__(self, i: int) -> np.ndarray:
        return self.flat[self.offsets[i] : self.offsets[i + 1]]

    def lengths(self, rows: np.ndarray) -> np.ndarray:
        return self.offsets[rows + 1] - self.offsets[rows]

    def gather(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Positions in `flat` of the lists of `rows`, one after another, and the length of each."""
        lengths = self.lengths(rows)
        ends = np.cumsum(lengths)
        count = int(ends[-1]) if len(ends) else 0
        return np.arange(count) + np.repeat(self.offsets[rows] - (ends - lengths), lengths), lengths


class Wording:
    """Shared wording of pairs. Made once for the articles at hand; the hashes of their shingles are computed once."""

    def __init__(self, words: Lists) -> None:
        self.words = words
        grams = np.zeros(len(words.flat) + 1, np.uint32)  # `_compare` looks one place beyond an article
        for at in range(0, len(words.flat), _CACHED):
            found = shingles(words.flat[at : at + _CACHED + 4] >> np.uint32(8))
            grams[at : at + len(found)] = scramble(found)
        self.grams = grams
        flat = words.flat.data
        texts = [xxh3_64_intdigest(flat[start:end]) for start, end in pairwise(words.offsets.tolist())]
        _, first, which = np.unique(np.array(texts, np.uint64), return_index=True, return_inverse=True)
        self._alike = first[which]  # for each article the first one with the same words
        self._table, self._stamp = np.zeros(0, np.uint8), 0

    def compare(self, a: np.ndarray, b: np.ndarray) -> dict[str, np.ndarray]:
        """Rows a and b of k pairs -> float32 arrays of length k.

        cov_a, cov_b: share of the words of a (b) that lie in shared runs of RUN_WORDS or more words; jaccard: of 5-word
        shingles; longest: words in the longest covered stretch of either.
        """
        # Of copies word by word one stands for all: a fifth of the pairs are looked at no more.
        of_a, of_b = self._alike[a], self._alike[b]
        swap = of_a > of_b
        pairs = np.where(swap, of_b, of_a) << np.int64(32) | np.where(swap, of_a, of_b)
        pairs, at = np.unique(pairs, return_inverse=True)
        of_a, of_b = pairs >> np.int64(32), pairs & np.int64(0xFFFFFFFF)
        result = {name: np.zeros(len(pairs), np.float32) for name in ("cov_a", "cov_b", "jaccard", "longest")}
        bits = table_bits(self.words.lengths(of_a), self.words.lengths(of_b))
        for block in blocks(bits, _COMPARED_BITS):
            self._compare(of_a[block], of_b[block], bits[block], block, result)
        result = {name: values[at] for name, values in result.items()}
        cov_a, cov_b = result["cov_a"], result["cov_b"]
        return result | {"cov_a": np.where(swap, cov_b, cov_a), "cov_b": np.where(swap, cov_a, cov_b)}

    def rest(self, a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Of the names and numbers outside the shared runs of k pairs: their weight in the text that has fewer of them,
        and the share of both texts' that the other text has anywhere (float32)."""
        least, shared = np.zeros(len(a), np.float32), np.zeros(len(a), np.float32)
        bits = table_bits(self.words.lengths(a), self.words.lengths(b))
        for block in blocks(bits, _BLOCK_BITS):
            k, size = block.stop - block.start, bits[block]
            sides = self._sides(a[block], b[block], size)
            table = np.zeros(int(size.sum()), bool)
            weights, found = [], []
            placed = [self.words.gather(rows[block]) for rows in (a, b)]
            for mine, other in ((0, 1), (1, 0)):
                at, lengths = placed[other]
                words = slots_of(scramble(self.words.flat[at] >> np.uint32(8)), lengths, size)
                table[words] = True
                at, lengths = placed[mine]
                pair = np.repeat(np.arange(k), lengths)
                covered = sides[mine].covered[np.arange(len(at)) + pair]
                outside = ~covered & (self.words.flat[at] & FACT > 0)
                code, pair = self.words.flat[at[outside]], pair[outside]
                hit = table[slots_of(scramble(code >> np.uint32(8)), np.bincount(pair, minlength=k), size)]
                table[words] = False
                weight = fact_weights(code)
                weights.append(np.bincount(pair, weight, minlength=k))
                found.append(np.bincount(pair, weight * hit, minlength=k))
            least[block] = np.minimum(*weights)
            shared[block] = (found[0] + found[1]) / np.maximum(weights[0] + weights[1], 1)
        return least, shared

    def _compare(
        self, a: np.ndarray, b: np.ndarray, bits: np.ndarray, block: slice, result: dict[str, np.ndarray]
    ) -> None:
        sides = self._sides(a, b, bits)
        shingles_of, inside = [], []
        for side, name, rows in zip(sides, ("cov_a", "cov_b"), (a, b), strict=True):
            length = self.words.lengths(rows)
            covered, longest = stretches(side.covered, side.begins)
            result[name][block] = covered / np.maximum(length, 1)
            result["longest"][block] = np.maximum(result["longest"][block], longest)
            shingles_of.append(np.maximum(length - 4, 0))
            inside.append(np.add.reduceat(side.hit, side.begins, dtype=np.int32))
        both = np.minimum(inside[0], inside[1])
        result["jaccard"][block] = both / np.maximum(shingles_of[0] + shingles_of[1] - both, 1)

    def _sides(self, a: np.ndarray, b: np.ndarray, bits: np.ndarray) -> list[_Side]:
        turns = list(blocks(bits, _TABLE_BITS))
        base = np.cumsum(bits) - bits
        base -= np.repeat(base[[turn.start for turn in turns]], [turn.stop - turn.start for turn in turns])
        room = int((base + bits).max()) + 2
        if len(self._table) < room:
            self._table, self._stamp = np.zeros(room, np.uint8), 0
        table = self._table
        slots, begins, ends = [], [], []
        for side, rows in enumerate((a, b)):
            starts, lengths = self.words.offsets[rows], self.words.lengths(rows) + 1
            # In one piece each: faster than by the position of each word, at some hundred words.
            spans = zip(starts.tolist(), (starts + lengths).tolist(), strict=True)
            slot = slots_of(np.concatenate([self.grams[start:end] for start, end in spans]), lengths, bits, base)
            end = np.cumsum(lengths)
            last = end[:, None] - np.arange(1, 6)
            slot[last if lengths.min() > 4 else last[last >= (end - lengths)[:, None]]] = len(table) - 2 + side
            slots.append(slot)
            begins.append(end - lengths)
            ends.append(end)
        hits = [np.empty(len(slot), bool) for slot in slots]
        for turn in turns:
            at_a, at_b = (slice(begin[turn.start], end[turn.stop - 1]) for begin, end in zip(begins, ends, strict=True))
            # What earlier pairs left in the table are other stamps: it is not cleared.
            if self._stamp > 253:
                table[:], self._stamp = 0, 0
            of_a, of_b = self._stamp + 1, self._stamp + 2
            self._stamp = of_b
            table[slots[0][at_a]] = of_a
            # Wrapped, though none is outside: to check that first is a pass more.
            np.equal(table.take(slots[1][at_b], mode="wrap"), of_a, out=hits[1][at_b])
            table[slots[1][at_b]] = of_b
            np.equal(table.take(slots[0][at_a], mode="wrap"), of_b, out=hits[0][at_a])
        return [_Side(begin, hit, in_runs(hit)) for begin, hit in zip(begins, hits, strict=True)]


@dataclass(frozen=True, slots=True)
class _Side:
    """The words of one article of each of several pairs, one after another: where each article begins, whether the shingle
    that starts at a word is shared, and whether the word lies in a shared run.

    Behind each article stands one place more, which no run covers; no shingle starts there nor at the last four words.
    """

    begins: np.ndarray
    hit: np.ndarray
    covered: np.ndarray


def table_bits(lengths_a: np.ndarray, lengths_b: np.ndarray) -> np.ndarray:
    """Bits of each pair's stretch of the table: a power of two, at least _BITS_A_WORD for each word of the longer."""
    longer = np.maximum(np.maximum(lengths_a, lengths_b), 2)
    return np.int64(1) << np.ceil(np.log2(longer * _BITS_A_WORD)).astype(np.int64)


def slots_of(hashes: np.ndarray, lengths: np.ndarray, bits: np.ndarray, base: np.ndarray | None = None) -> np.ndarray:
    """Where in the table the hashes (uint32) of each pair's words belong, `lengths` of them one pair after another; each
    pair's stretch begins at its `base`, or where the one before ends."""
    base = np.cumsum(bits) - bits if base is None else base
    found = hashes & np.repeat((bits - 1).astype(np.uint32), lengths)
    found += np.repeat(base.astype(np.uint32), lengths)
    return found.astype(np.int64)


def blocks(size: np.ndarray, limit: int) -> Iterator[slice]:
    """Cuts 0 .. len(size) into slices whose sizes sum to about `limit` (one item may be larger)."""
    if not len(size):
        return
    number = (np.cumsum(size) - size) // limit
    edges = (np.flatnonzero(number[1:] != number[:-1]) + 1).tolist()
    for start, stop in pairwise([0, *edges, len(size)]):
        yield slice(start, stop)


def in_runs(hit: np.ndarray) -> np.ndarray:
    """Which words lie in a run of RUN_WORDS words, given for each word if the shingle that starts there is shared."""
    run = hit.copy()
    for i in range(1, RUN_WORDS - 4):  # of four neighbours
        run[:-i] &= hit[i:]
        run[-i:] = False
    for step in (1, 2, 4):  # each as far as seven words on
        run[step:] |= run[:-step].copy()
    return run


def stretches(marked: np.ndarray, begins: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Marked items of each owner, whose first item is at `begins` and whose last is not marked, and the length of its
    longest run of them."""
    ends = np.flatnonzero(marked[1:] != marked[:-1]) + 1
    if marked[:1].any():
        ends = np.concatenate([[0], ends])
    start, length = ends[::2], ends[1::2] - ends[::2]
    owner = np.searchsorted(begins, start, "right") - 1
    longest = np.zeros(len(begins), np.int64)
    np.maximum.at(longest, owner, length)
    return np.bincount(owner, length, minlength=len(begins)), longest


def overlap(
    lists: Lists, weights: np.ndarray, a: np.ndarray, b: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weighted overlap of the sets (distinct codes) of rows a and b of k pairs.

    `weights` (float32, small whole numbers) is parallel to lists.flat. Returns float32 arrays: weight shared, weight of
    a, weight of b.
    """
    shared = np.zeros(len(a), np.float32)
    for block, pair, at in _met(lists, scramble(lists.flat >> np.uint32(8)), a, b):
        shared[block] = np.bincount(pair, weights[at], minlength=block.stop - block.start)
    before = np.concatenate([[0], np.cumsum(weights, dtype=np.float64)])
    whole = np.diff(before[lists.offsets]).astype(np.float32)
    return shared, whole[a], whole[b]


def in_common(sets: Lists, a: np.ndarray, b: np.ndarray, least: np.ndarray) -> np.ndarray:
    """Whether (bool) the sets of rows a and b of k pairs have `least` or more values in common. A set's values are sorted."""
    n = len(sets.offsets) - 1
    known = np.repeat(np.arange(n, dtype=np.uint64) << np.uint64(32), sets.lengths(np.arange(n))) | sets.flat
    enough = np.zeros(len(a), bool)
    for block, pair, at in _met(sets, scramble(sets.flat), a, b):  # of sampled shingles the low bits are all zero
        # The table says yes too often where few are in common: those it says yes of are counted.
        k = block.stop - block.start
        maybe = (np.bincount(pair, minlength=k) >= least[block])[pair]
        pair, at = pair[maybe], at[maybe]
        sought = a[block][pair].astype(np.uint64) << np.uint64(32) | sets.flat[at]
        there = (
            known[np.minimum(np.searchsorted(known, sought), len(known) - 1)] == sought if len(sought) else maybe[:0]
        )
        enough[block] = np.bincount(pair[there], minlength=k) >= least[block]
    return enough


def _met(
    lists: Lists, hashes: np.ndarray, a: np.ndarray, b: np.ndarray
) -> Iterator[tuple[slice, np.ndarray, np.ndarray]]:
    """For blocks of k pairs of rows a and b which values of b those of a hold, by accident one in _BITS_A_WORD more: of each
    the pair, counted from where the block starts, and its place in lists.flat, to which `hashes` is parallel."""
    bits = table_bits(lists.lengths(a), lists.lengths(b))
    for block in blocks(bits, _BLOCK_BITS):
        table = np.zeros(int(bits[block].sum()), bool)
        at, lengths = lists.gather(a[block])
        table[slots_of(hashes[at], lengths, bits[block])] = True
        at, lengths = lists.gather(b[block])
        hit = np.flatnonzero(table.take(slots_of(hashes[at], lengths, bits[block]), mode="wrap"))
        yield block, np.repeat(np.arange(len(lengths)), lengths)[hit], at[hit]


def held(facts: Lists, weights: np.ndarray, words: Lists, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Share (float32) of the weight of the facts of rows a that rows b have anywhere in their words, for k pairs.

    A name that one text writes with a capital and the other without ("Prime Minister") is held all the same.
    """
    result = np.zeros(len(a), np.float32)
    bits = table_bits(facts.lengths(a), words.lengths(b))
    for block in blocks(bits, _BLOCK_BITS):
        n = block.stop - block.start
        at, lengths = words.gather(b[block])
        table = np.zeros(int(bits[block].sum()), bool)
        table[slots_of(scramble(words.flat[at] >> np.uint32(8)), lengths, bits[block])] = True
        at, lengths = facts.gather(a[block])
        hit = table[slots_of(scramble(facts.flat[at] >> np.uint32(8)), lengths, bits[block])]
        pair = np.repeat(np.arange(n), lengths)
        found, whole = (np.bincount(pair, w, minlength=n) for w in (weights[at] * hit, weights[at]))
        result[block] = found / np.maximum(whole, 1)
    return result


@dataclass(frozen=True, slots=True)
class Telling:
    """How alike two articles tell their story, whatever their wording; each is 0 to 1.

    order: longest increasing run of shared content stems over their number, less what chance gives (2 / sqrt(n), the
    expected longest increasing run of n shuffled items: Logan and Shepp 1977); alignment: each sentence of the shorter
    against its best counterpart, cosine weighted by rarity, averaged by weight; shared: share of the shorter's distinct
    content stems; cosine: of the whole articles.
    """

    order: float
    alignment: float
    shared: float
    cosine: float


_NOTHING_TOLD = Telling(0.0, 0.0, 0.0, 0.0)


def telling(a: np.ndarray, b: np.ndarray) -> Telling:
    """Codes of two articles' words -> how alike they tell it."""
    if len(a) > len(b):
        a, b = b, a
    stems_a, sentences_a, weights_a = _content(a)
    stems_b, sentences_b, weights_b = _content(b)
    na = len(stems_a)
    _, first, column = np.unique(np.concatenate([stems_a, stems_b]), return_index=True, return_inverse=True)
    width = len(first)
    columns_a, columns_b = column[:na], column[na:]
    in_b = np.zeros(width, bool)
    in_b[columns_b] = True
    in_a = first < na
    both = in_a & in_b
    common = int(both.sum())
    if not common:
        return _NOTHING_TOLD
    weight = np.concatenate([weights_a, weights_b])[first]

    first_in_b = np.empty(width, np.int64)
    first_in_b[columns_b[::-1]] = np.arange(len(columns_b))[::-1]
    shared = np.flatnonzero(both)
    increasing: list[int] = []
    for position in first_in_b[shared[np.argsort(first[shared])]].tolist():
        at = bisect_left(increasing, position)
        if at == len(increasing):
            increasing.append(position)
        else:
            increasing[at] = position
    order = max(0.0, len(increasing) / common - 2 / common**0.5)

    alignment = _alignment(sentences_a, columns_a, sentences_b, columns_b, weight)
    total_a, total_b = (np.bincount(columns, minlength=width) * weight for columns in (columns_a, columns_b))
    cosine = float(total_a @ total_b / (np.linalg.norm(total_a) * np.linalg.norm(total_b)))
    return Telling(order, alignment, common / int(in_a.sum()), cosine)


def _content(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Stems, sentence numbers (0, 1, ...) and weights of an article's content words."""
    rarity = codes & RARITY
    content = np.flatnonzero(rarity >= _CONTENT_RARITY)[:_MAX_CONTENT]
    sentence = np.cumsum(codes & STARTS_SENTENCE > 0)[content]
    if len(sentence):
        sentence = np.cumsum(np.r_[False, sentence[1:] != sentence[:-1]])
    return codes[content] >> np.uint32(8), sentence, rarity[content].astype(np.float32)


def _alignment(
    sentences_a: np.ndarray, columns_a: np.ndarray, sentences_b: np.ndarray, columns_b: np.ndarray, weight: np.ndarray
) -> float:
    """Each sentence of a against its best counterpart in b: cosine, averaged by the sentences' weight.

    Only stems in common are multiplied, without a matrix product: BLAS would start threads for a few hundred numbers.
    """
    width, count_b = len(weight), int(sentences_b[-1]) + 1
    at_a = distinct(sentences_a * width + columns_a)
    at_b = distinct(columns_b * count_b + sentences_b)  # by stem, then sentence
    sentence_a, stem_a = np.divmod(at_a, width)
    stem_b, sentence_b = np.divmod(at_b, count_b)
    norm_a = np.sqrt(np.bincount(sentence_a, weight[stem_a] ** 2))
    norm_b = np.sqrt(np.bincount(sentence_b, weight[stem_b] ** 2, minlength=count_b))
    places = np.bincount(stem_b, minlength=width)
    counterparts = places[stem_a]
    left = np.repeat(np.arange(len(stem_a)), counterparts)
    step = np.arange(len(left)) - (np.cumsum(counterparts) - counterparts)[left]
    right = (np.cumsum(places) - places)[stem_a[left]] + step
    dot = np.bincount(
        sentence_a[left] * count_b + sentence_b[right], weight[stem_a[left]] ** 2, minlength=len(norm_a) * count_b
    ).reshape(len(norm_a), count_b)
    best = (dot / norm_b).max(axis=1) / norm_a
    mass = np.bincount(sentence_a, weight[stem_a])
    return float((best * mass).sum() / mass.sum())
