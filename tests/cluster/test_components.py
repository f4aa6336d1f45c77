"""Components against a plain reference, on random and adversarial graphs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.cluster.components import DisjointSets, components


def reference(edges, n):
    """Breadth-first search: each node's component by its smallest node."""
    near: dict[int, set[int]] = {i: set() for i in range(n)}
    for x, y in edges:
        near[x].add(y)
        near[y].add(x)
    label = [-1] * n
    for start in range(n):
        if label[start] >= 0:
            continue
        label[start], queue = start, [start]
        while queue:
            for y in near[queue.pop()]:
                if label[y] < 0:
                    label[y] = start
                    queue.append(y)
    return label


def labels(edges, n):
    a, b = np.array(edges, np.int64).reshape(-1, 2).T
    return components(a, b, n).tolist()


GRAPHS = st.integers(1, 30).flatmap(
    lambda n: st.tuples(st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=60))
)


@given(GRAPHS, st.randoms())
def test_random_graphs_in_any_order(graph, random):
    n, edges = graph
    expected = reference(edges, n)
    assert labels(edges, n) == expected
    shuffled = [edge[:: random.choice((1, -1))] for edge in edges]
    random.shuffle(shuffled)
    assert labels(shuffled, n) == expected


@pytest.mark.parametrize("n", [1, 2, 100_000])
def test_long_chains_and_giant_stars(n):
    order = np.random.default_rng(3).permutation(n)
    chain = components(order[:-1], order[1:], n)
    star = components(np.full(n - 1, n - 1), np.arange(n - 1), n)
    assert not chain.any()
    assert not star.any()


def test_many_chains_of_seven():
    nodes = np.random.default_rng(4).permutation(7 * 900).reshape(900, 7)
    found = components(nodes[:, :-1].ravel(), nodes[:, 1:].ravel(), 6300)
    assert (found[nodes] == nodes.min(axis=1)[:, None]).all()


def test_no_nodes():
    assert components(np.zeros(0, np.int64), np.zeros(0, np.int64), 0).tolist() == []


@given(GRAPHS)
def test_disjoint_sets_know_what_they_joined(graph):
    n, edges = graph
    sets = DisjointSets(n)
    joined = sum(sets.join(x, y) for x, y in edges)
    assert n - joined == len({sets.find(i) for i in range(n)}) == len(set(reference(edges, n)))
