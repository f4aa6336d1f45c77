"""Rows taken out of tables."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from transforms.tables import take_sorted

LISTS = st.lists(st.one_of(st.none(), st.lists(st.one_of(st.none(), st.integers(0, 9)), max_size=4)), max_size=20)


@given(LISTS, st.integers(1, 7), st.integers(0, 5), st.randoms())
def test_taken_rows_are_those_of_arrow_whatever_the_chunks(lists, size, skipped, random):
    whole = [[n for n in values or () if n is not None] for values in lists]
    columns = {
        "with_nulls": pa.array(lists, pa.list_(pa.uint32())),
        "words": pa.array(whole, pa.list_(pa.uint32())),
        "names": pa.array([[str(n) for n in values] for values in whole], pa.list_(pa.string())),
        "n": pa.array(range(len(lists)), pa.int64()),
    }
    table = pa.Table.from_batches(pa.table(columns).to_batches(size), pa.table(columns).schema).slice(skipped)
    rows = np.array([i for i in range(table.num_rows) if random.random() < 0.5], np.int64)
    taken = take_sorted(table, rows)
    assert taken.schema.equals(table.schema)
    assert taken.to_pylist() == [table.to_pylist()[i] for i in rows]
    assert take_sorted(table.select(["words"]), rows)["words"].to_pylist() == taken["words"].to_pylist()
