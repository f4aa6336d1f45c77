"""What stands in for NumPy's own gives what that gives."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from transforms.arrays import Few, distinct

# Hashes that begin alike, and some that are equal.
HASHES = st.lists(st.integers(0, 3).flatmap(lambda high: st.integers(0, 3).map(lambda low: high << 62 | low)))


@given(HASHES, HASHES)
def test_few_are_found_among_many(few, many):
    few, many = np.array(few, np.uint64), np.array(many, np.uint64)
    assert Few(few).among(many).tolist() == np.flatnonzero(np.isin(many, few)).tolist()


@given(HASHES)
def test_distinct_values_come_in_order(values):
    values = np.array(values, np.uint64)
    assert distinct(values).tolist() == np.unique(values).tolist()
