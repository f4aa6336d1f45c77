"""Arrays of ids and hashes: where NumPy has the same, it is slower by far."""

from __future__ import annotations

import numpy as np


def distinct(values: np.ndarray) -> np.ndarray:
    """The distinct values, sorted: what np.unique gives, which puts them into a hash table first, at 40 times the time
    for 300,000 hashes and more for more (NumPy 2.4)."""
    return distinct_sorted(np.sort(values))


def distinct_sorted(values: np.ndarray, least: int = 1) -> np.ndarray:
    """Of sorted values those that come `least` times or more, each once."""
    first = np.flatnonzero(np.concatenate((np.ones(min(len(values), 1), bool), values[1:] != values[:-1])))
    return values[first if least == 1 else first[np.diff(np.append(first, len(values))) >= least]]


class Few:
    """Some hashes (uint64), to be found among many: np.isin would sort the many."""

    def __init__(self, wanted: np.ndarray) -> None:
        self.wanted = np.sort(wanted)
        self._marks = np.zeros(1 << 20, bool)
        self._marks[self.wanted >> np.uint64(44)] = True

    def among(self, many: np.ndarray) -> np.ndarray:
        """Where in `many` (uint64) one of them stands."""
        return self.places(many)[0]

    def places(self, many: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where in `many` (uint64) one of them stands, and where it stands in `wanted`."""
        at = np.flatnonzero(self._marks[many >> np.uint64(44)])
        if not len(at):
            return at, at
        found = many[at]
        there = np.minimum(np.searchsorted(self.wanted, found), len(self.wanted) - 1)
        same = self.wanted[there] == found
        return at[same], there[same]
