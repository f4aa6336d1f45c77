"""Connected components and spanning forests of links, the same for any order and any cut of the links."""

from __future__ import annotations

import numpy as np


def components(a: np.ndarray, b: np.ndarray, n: int) -> np.ndarray:
    """Edges between nodes 0 .. n - 1 -> each node's component, named by its smallest node (int64, n).

    SciPy's depth-first search ends when every edge is seen: no rounds that could be too few.
    """
    if not n:
        return np.zeros(0, np.int64)
    # Late: half a second that only the one task which groups all links needs.
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    graph = coo_matrix((np.ones(len(a), bool), (a, b)), shape=(n, n))
    _, label = connected_components(graph, directed=False)
    smallest = np.full(int(label.max()) + 1, n, np.int64)
    np.minimum.at(smallest, label, np.arange(n))
    return smallest[label]


def spanning_forest(a: np.ndarray, b: np.ndarray, strength: np.ndarray) -> np.ndarray:
    """Edges (any integer ids) -> indexes (int64, rising) of a spanning forest of the strongest edges.

    Kruskal's algorithm; equal strengths in order of (a, b), so give ids that do not depend on how the input was cut.
    """
    order = np.lexsort((b, a, -strength))
    ids, at = np.unique(np.concatenate([a, b]), return_inverse=True)
    left, right = at[: len(a)].tolist(), at[len(a) :].tolist()
    forest = DisjointSets(len(ids))
    kept = [i for i in order.tolist() if forest.join(left[i], right[i])]
    return np.sort(np.array(kept, np.int64))


class DisjointSets:
    """Sets of 0 .. n - 1, joined by size (Tarjan 1975)."""

    def __init__(self, n: int) -> None:
        self.parent = list(range(n))
        self.size = [1] * n

    def find(self, x: int) -> int:
        """The set that holds x."""
        parent = self.parent
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    def join(self, x: int, y: int) -> bool:
        """Makes one set of two; False if they were one."""
        x, y = self.find(x), self.find(y)
        if x == y:
            return False
        if self.size[x] < self.size[y] or (self.size[x] == self.size[y] and y < x):
            x, y = y, x
        self.parent[y] = x
        self.size[x] += self.size[y]
        return True
