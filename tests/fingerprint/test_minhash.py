"""Signatures equal those of datasketch."""

import numpy as np
import pytest
from datasketch import MinHash
from hypothesis import given
from hypothesis import strategies as st

from transforms.fingerprint.minhash import SCHEME, band_keys, scramble, shingles, signatures, weighted


def signature(mixed, count):
    return signatures(mixed, np.array([0]), np.array([len(mixed)]), count)[0]


HASHES = st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=60)


@given(HASHES, st.sampled_from([2, 90, 128]))
def test_a_signature_is_that_of_datasketch(hashes, count):
    reference = MinHash(num_perm=count, hashfunc=lambda value: value, scheme=SCHEME)
    reference.update_batch(hashes)
    assert signature(scramble(np.array(hashes, np.uint32)), count).tolist() == reference.hashvalues.tolist()


def test_long_texts_are_signed_in_blocks():
    hashes = np.arange(5000, dtype=np.uint32)
    reference = MinHash(num_perm=16, hashfunc=lambda value: value, scheme=SCHEME)
    reference.update_batch(hashes.tolist())
    assert signature(scramble(hashes), 16).tolist() == reference.hashvalues.tolist()


def test_nothing_is_signed_by_zeros_and_each_set_for_itself():
    mixed = scramble(np.arange(30, dtype=np.uint32))
    many = signatures(mixed, np.array([0, 10, 10]), np.array([10, 10, 30]), 16)
    assert many[0].tolist() == signature(mixed[:10], 16).tolist()
    assert not many[1].any()
    assert many[2].tolist() == signature(mixed[10:], 16).tolist()


def test_shingles_tell_order_and_place():
    words = np.arange(1, 9, dtype=np.uint32)
    assert len(shingles(words)) == 4
    assert len(shingles(words[:4])) == 0
    assert shingles(words)[1] == shingles(words[1:])[0]
    assert shingles(words)[0] != shingles(words[[1, 0, 2, 3, 4]])[0]


def test_scramble_is_a_bijection():
    assert len(np.unique(scramble(np.arange(100_000, dtype=np.uint32)))) == 100_000


def test_weights_count_in_the_estimate():
    hashes = scramble(np.arange(40, dtype=np.uint32))
    weights = np.where(np.arange(40) < 20, 3, 1)
    a, b = weighted(hashes, weights), weighted(hashes[:20], weights[:20])
    assert len(a) == 80
    estimate = (signature(a, 2048) == signature(b, 2048)).mean()
    assert estimate == pytest.approx(60 / 80, abs=0.05)


@given(
    st.lists(st.lists(st.integers(0, 3), min_size=6, max_size=6), min_size=1, max_size=8), st.sampled_from([1, 2, 3])
)
def test_two_sets_share_a_key_where_they_agree_in_a_whole_band(rows, size):
    values = np.array(rows, np.uint32)
    keys = band_keys(values, size)
    assert keys.shape == (len(rows), 6 // size)
    bands = values.reshape(len(rows), -1, size)
    for x in range(len(rows)):
        for y in range(len(rows)):
            assert (keys[x] == keys[y]).tolist() == (bands[x] == bands[y]).all(axis=1).tolist()
    assert not band_keys(np.zeros((1, 6), np.uint32), size).any()
