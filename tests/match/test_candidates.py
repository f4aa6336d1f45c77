"""The search for pairs: nothing alike is missed, and no bucket costs more than its size."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from tests.match.newsroom import OTHER, REWRITE, STORY, fingerprints
from transforms.fingerprint.options import FingerprintOptions
from transforms.match.candidates import UNDATED, Near, Shared, bucket_pairs, candidate_pairs, search_order
from transforms.match.options import CandidateOptions, KeyTask, key_tasks

OPTIONS = CandidateOptions()


def found(table, options=OPTIONS):
    place = search_order(table["published_lo"], table["key"])
    pairs: dict[tuple[int, int], set[str]] = {}
    for task in key_tasks(options, FingerprintOptions()):
        a, b = candidate_pairs(task, [table[task.column]], place, options)
        assert len(set(zip(a.tolist(), b.tolist(), strict=True))) == len(a)
        for x, y in zip(a.tolist(), b.tolist(), strict=True):
            pairs.setdefault((min(x, y), max(x, y)), set()).add(task.kind)
    return pairs


def test_copies_excerpts_and_rewrites_are_found_and_others_are_not():
    excerpt = " ".join(OTHER + STORY[3:6])
    table = fingerprints(
        *({"text": t} for t in (" ".join(STORY), " ".join(STORY[:9]), excerpt, REWRITE, " ".join(OTHER)))
    )
    pairs = found(table)
    assert "wording" in pairs[(0, 1)]
    assert "shingles" in pairs[(0, 2)]
    assert "facts" in pairs[(0, 3)]
    assert (0, 4) not in pairs
    assert "facts" not in {kind for kinds in found(table, CandidateOptions(match="copies")).values() for kind in kinds}


def test_the_same_title_is_found():
    table = fingerprints(
        {"text": " ".join(STORY), "title": "Bell found"}, {"text": " ".join(OTHER), "title": "Bell Found"}
    )
    assert found(table) == {(0, 1): {"title"}}


def test_a_story_of_five_thousand_copies_is_one_and_costs_linear():
    one = fingerprints({"text": " ".join(STORY)})
    n = 5000
    table = one.take(np.zeros(n, np.int64))
    table = table.set_column(table.column_names.index("key"), "key", pa.array(np.arange(n, dtype=np.uint64)))
    pairs = found(table)
    assert len(pairs) < 4 * n
    a, b = np.array(list(pairs)).T
    assert connected_components(coo_matrix((np.ones(len(a)), (a, b)), shape=(n, n)), directed=False)[0] == 1


KEYS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 40)), min_size=1, max_size=40, unique_by=lambda x: x[1])


@given(KEYS, st.randoms())
def test_each_bucket_is_connected_and_pairs_do_not_depend_on_order(members, random):
    def pairs_of(rows):
        key, place = (np.array(column, np.int64) for column in zip(*rows, strict=True))
        found = bucket_pairs(key, place, OPTIONS).tolist()
        assert len(set(found)) == len(found)  # what comes twice would count as two shingles in common
        return {divmod(pair, 1 << 32) for pair in found}

    pairs = pairs_of(members)
    shuffled = list(members)
    random.shuffle(shuffled)
    assert pairs == pairs_of(shuffled)
    key_of = {place: key for key, place in members}
    assert all(a < b and key_of[a] == key_of[b] for a, b in pairs)
    for key in {k for k, _ in members}:
        bucket = sorted(p for k, p in members if k == key)
        assert all((bucket[0], p) in pairs for p in bucket[1:])
        if len(bucket) <= OPTIONS.small_bucket:
            assert all((p, q) in pairs for p in bucket for q in bucket if p < q)
    assert len(pairs) <= (1 + max(OPTIONS.neighbours, OPTIONS.small_bucket - 1)) * len(members)


SMALL = st.integers(0, 3)
ARTICLES = st.lists(
    st.tuples(
        st.none() | st.integers(0, 60),  # day published
        st.integers(0, 60),  # day ingested
        st.none() | SMALL,  # title
        st.lists(SMALL, min_size=4, max_size=4),  # signature; all zeros is none
        st.lists(st.integers(0, 6), unique=True),  # shingles
    ),
    min_size=1,
    max_size=30,
)


@given(ARTICLES, ARTICLES, st.integers(1, 30))
def test_of_the_archive_only_rows_with_a_key_of_the_run_are_kept_and_no_pair_is_lost(new, old, cut):
    rows = new + old
    published, ingested, titles, signatures, shingles = zip(*rows, strict=True)
    columns = {
        "title": pa.array([None if t is None else t << 62 for t in titles], pa.uint64()),
        "wording": pa.array(signatures, pa.list_(pa.uint32(), 4)),
        "shingles": pa.array([[x << 29 for x in found] for found in shingles], pa.list_(pa.uint32())),
    }
    lo, hour = pa.array(published, pa.int64()), np.array(ingested) * 24
    place = search_order(lo, pa.array(range(len(rows)), pa.uint64()), hour)
    order = np.argsort(place)
    when = np.array([UNDATED if p is None else p * 24 for p in published])
    near = Near(when[order], hour[order], (np.arange(len(rows)) < len(new))[order], 30 * 24)
    for kind, column in columns.items():
        tasks = [KeyTask(kind, kind, kind, part) for part in range(OPTIONS.shingle_parts if kind == "shingles" else 1)]
        fresh, rest = column.slice(0, len(new)), column.slice(len(new))
        older = [rest.slice(at, cut) for at in range(0, len(rest), cut)]
        halves, start = [], len(new)
        for half in (older[: len(older) // 2], older[len(older) // 2 :]):
            of = Shared(tasks, [fresh], OPTIONS)
            for piece in half:
                of.look(piece, start)
                start += len(piece)
            halves.append(of.found())
        for task, *found in zip(tasks, *halves, strict=True):
            kept = set(
                zip(*(x.tolist() for x in candidate_pairs(task, [fresh], place, OPTIONS, near, found)), strict=True)
            )
            whole = set(zip(*(x.tolist() for x in candidate_pairs(task, [column], place, OPTIONS, near)), strict=True))
            if kind != "shingles":
                assert kept == whole
                continue
            # Rows with too little in common with the run for any pair stand between others no more.
            assert {frozenset(pair) for pair in kept} >= {frozenset(pair) for pair in whole}
            for a, b in kept:
                shared = set(columns[kind][a].as_py()) & set(columns[kind][b].as_py())
                mine = [x for x in shared if (x >> 20) % OPTIONS.shingle_parts == task.part]
                assert len(mine) >= OPTIONS.shared_shingles


TIMES = st.tuples(st.none() | st.integers(0, 100), st.integers(0, 100), st.booleans(), st.integers(0, 3))


@given(st.lists(TIMES, min_size=1, max_size=25), st.integers(0, 40))
def test_members_that_no_fresh_one_is_near_are_told(members, hours):
    members.sort(key=lambda m: (m[0] is None, m[0] or 0, m[1]))  # as search_order ranks them
    published, ingested, fresh, bucket = (np.array(x, object) for x in zip(*members, strict=True))
    when = np.array([UNDATED if p is None else p for p in published], np.int64)
    near = Near(when, ingested.astype(np.int64), fresh.astype(bool), hours)
    order = np.argsort(bucket, kind="stable")
    told = near.beside_fresh(bucket[order].astype(np.int64), order)
    everyone = np.arange(len(members))
    for place, found in zip(order.tolist(), told.tolist(), strict=True):
        mine = everyone[bucket == bucket[place]]
        partners = near.fits(np.full(len(mine), place), mine)
        assert found == (bool(fresh[place]) or bool((partners & fresh[mine].astype(bool)).any()))


def test_hot_shingles_are_passed_over():
    place = np.arange(10)
    assert len(bucket_pairs(np.zeros(10, np.int64), place, OPTIONS, largest=9)) == 0


def test_undated_articles_come_last_in_the_search():
    table = pa.table({"lo": pa.array([None, 5, 3, 3]), "key": pa.array([0, 1, 9, 2], pa.uint64())})
    assert search_order(table["lo"], table["key"]).tolist() == [3, 2, 1, 0]


@pytest.mark.parametrize("wrong", [{"match": "some"}, {"neighbours": 0}])
def test_options_are_checked(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        CandidateOptions(**wrong)
