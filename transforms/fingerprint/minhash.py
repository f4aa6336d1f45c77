"""Shingles and MinHash over arrays of word codes, equal to datasketch's MinHash (2.0, scheme affine32)."""

from __future__ import annotations

from functools import cache

import numpy as np

SCHEME = "affine32"
_MIX = np.array([2654435761, 2246822519, 3266489917, 668265263, 374761393], dtype=np.uint32)  # xxHash's primes
_SALT = np.uint32(2654435761)


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
    return a[:, None], b[:, None]


def signature(mixed: np.ndarray, count: int) -> np.ndarray:
    """scramble(hashes) of at least one hash -> the `count` uint32 values of datasketch's MinHash of those hashes."""
    a, b = _permutations(count)
    best: np.ndarray | None = None
    for at in range(0, len(mixed), 2048):  # blocks stay in the cache
        part = (a * mixed[at : at + 2048] + b).min(axis=1)
        best = part if best is None else np.minimum(best, part)
    if best is None:
        raise ValueError("signature of nothing: give at least one hash")
    return best
