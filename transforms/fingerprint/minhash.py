"""Shingles and MinHash over arrays of word codes, equal to datasketch's MinHash (2.0, scheme affine32)."""

from __future__ import annotations

from functools import cache

import numpy as np

SCHEME = "affine32"
_MIX = np.array([2654435761, 2246822519, 3266489917, 668265263, 374761393], dtype=np.uint32)  # xxHash's primes
_SALT = np.uint32(2654435761)
_BAND = np.uint64(0x9E3779B97F4A7C15)
_BLOCK = 1 << 16  # hashes, 256 KB: they and what is made of them stay in the L2 cache of a core


def shingles(words: np.ndarray, n: int = 5) -> np.ndarray:
    """uint32 word hashes -> uint32 hashes of each n neighbours (len(words) - n + 1, none for a shorter text)."""
    count = len(words) - n + 1
    if count < 1:
        return np.zeros(0, np.uint32)
    value = words[:count] * _MIX[0]
    for i in range(1, n):
        value ^= value >> np.uint32(15)
        value += words[i : i + count] * _MIX[i % 5]
    return value


def scramble(values: np.ndarray) -> np.ndarray:
    """uint32 -> uint32, one to one: the finisher of MurmurHash3, which datasketch's affine32 applies to each hash first."""
    values = (values ^ (values >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    values = (values ^ (values >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return values ^ (values >> np.uint32(16))


def weighted(hashes: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Each hash as often as its small whole weight, each time under another salt, scrambled.

    MinHash then estimates weighted Jaccard: Chum, Philbin, Zisserman, "Near duplicate image detection: min-hash
    and tf-idf weighting" (2008), for whole weights.
    """
    copies = np.repeat(hashes, weights)
    turn = np.arange(len(copies)) - np.repeat(np.cumsum(weights) - weights, weights)
    return scramble(copies + turn.astype(np.uint32) * _SALT)


@cache
def _permutations(count: int) -> tuple[np.ndarray, np.ndarray]:
    # As datasketch draws them (MinHash._init_permutations, seed 1), whose import takes half a second of CPU.
    draw = np.random.RandomState(1)
    a = draw.randint(0, 1 << 31, count, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    b = draw.randint(0, 1 << 32, count, dtype=np.uint32)
    return a, b


def signatures(mixed: np.ndarray, starts: np.ndarray, stops: np.ndarray, count: int) -> np.ndarray:
    """MinHash of n sets: row i holds the `count` uint32 values that datasketch gives the hashes whose scramble() is
    mixed[starts[i]:stops[i]]; zeros for an empty one.
    """
    out = np.zeros((len(starts), count), np.uint32)
    rows = np.flatnonzero(stops > starts)
    sizes = (stops - starts)[rows]
    ends = np.cumsum(sizes)
    at = 0
    while at < len(rows):
        # Many sets for each permutation, not many permutations for each set: calls of some 300 elements take twice the time.
        before = ends[at] - sizes[at]
        to = max(at + 1, int(np.searchsorted(ends, before + _BLOCK, "right")))
        firsts = ends[at:to] - sizes[at:to] - before
        hashes = mixed[np.arange(ends[to - 1] - before) + np.repeat(starts[rows[at:to]] - firsts, sizes[at:to])]
        values, least = np.empty_like(hashes), np.empty((count, to - at), np.uint32)
        for a, b, row in zip(*_permutations(count), least, strict=True):
            np.multiply(hashes, a, out=values)
            np.add(values, b, out=values)
            np.minimum.reduceat(values, firsts, out=row)
        out[rows[at:to]] = least.T
        at = to
    return out


def band_keys(values: np.ndarray, rows: int) -> np.ndarray:
    """Signatures (uint32, n x k) -> a hash of each band of `rows` values (uint32, n x k / rows), 0 for an empty set: two sets
    that agree in a whole band are worth a look (Broder's and Indyk and Motwani's banding, as in datasketch's MinHashLSH)."""
    bands = values.reshape(len(values), -1, rows)
    key = bands[:, :, 0] * _BAND
    for i in range(1, rows):
        key ^= key >> np.uint64(32)
        key ^= bands[:, :, i]
        key *= _BAND
    return (key >> np.uint64(32)).astype(np.uint32)
