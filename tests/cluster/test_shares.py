"""Shares of links: whole components, whatever their number."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from transforms.cluster import shares
from transforms.cluster.components import components


@given(
    st.integers(1, 40).flatmap(
        lambda n: st.tuples(st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=40))
    ),
    st.integers(1, 12),
    st.integers(1, 5),
)
def test_a_component_is_in_one_share_and_shares_are_few(graph, least, most):
    n, edges = graph
    a, b = np.array(edges, np.int64).reshape(-1, 2).T
    component = components(a, b, n)
    share = shares.shares_of(component, least, most)
    assert len(share) == n
    for name in set(component.tolist()):
        assert len(set(share[component == name].tolist())) == 1
    numbers = set(share.tolist())
    assert len(numbers) <= min(most, -(-n // least))
    largest = int(np.bincount(component).max())
    for number in numbers:
        assert (share == number).sum() < max(least, -(-n // most)) + largest
