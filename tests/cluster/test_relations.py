"""Who comes first, and what the others are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.cluster.relations import Member, ranking, relation, stated_origin


def member(key, site=None, lo=None, hi=None, states=None, holds=0.0):
    return Member(key, site, lo, hi if hi is not None else lo, states, holds)


def test_an_earlier_interval_comes_first_whatever_else():
    early, late = member(9, lo=1, hi=3), member(1, site="wire.example", lo=4, hi=4, holds=1)
    assert ranking([late, early], "wire.example") == [1, 0]


def test_a_day_does_not_beat_a_minute_within_it():
    day, minute = member(1, lo=0, hi=99, holds=-0.5), member(2, lo=50, holds=0.5)
    assert ranking([day, minute], None) == [1, 0]


def test_the_stated_origin_beats_containment_and_key_and_an_unknown_date_is_no_bar():
    assert ranking([member(1, "a.example", 5, holds=1), member(2, "wire.example")], "wire.example") == [1, 0]


def test_then_dated_then_fuller_then_key():
    undated, dated, fuller = member(1), member(3, lo=5), member(4, lo=5, holds=0.2)
    assert ranking([undated, dated, fuller], None) == [2, 1, 0]
    assert ranking([member(2), member(1)], None) == [1, 0]


MEMBERS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", None]), st.none() | st.tuples(st.integers(0, 9), st.integers(0, 4)), st.floats(-1, 1)
    ),
    min_size=1,
    max_size=12,
)


@given(MEMBERS, st.sampled_from(["a", None]), st.randoms())
def test_a_ranking_keeps_intervals_in_order_and_does_not_depend_on_the_input(drawn, origin, random):
    members = [
        member(k, site, when[0] if when else None, sum(when) if when else None, holds=holds)
        for k, (site, when, holds) in enumerate(drawn)
    ]
    order = [members[i] for i in ranking(members, origin)]
    assert sorted(m.key for m in order) == list(range(len(members)))
    for i, later in enumerate(order):
        for earlier in order[:i]:
            assert later.hi is None or earlier.lo is None or not later.hi < earlier.lo
    shuffled = random.sample(members, len(members))
    assert [shuffled[i].key for i in ranking(shuffled, origin)] == [m.key for m in order]


def test_the_origin_that_most_state_leaving_out_the_publisher_itself():
    told = [
        member(1, "a", states="wire"),
        member(2, "b", states="wire"),
        member(3, "c", states="c"),
        member(4, states="x"),
    ]
    assert stated_origin(told) == ("wire", pytest.approx(2 / 3))
    assert stated_origin([member(1, "a", states="a")]) == (None, 0)
    assert stated_origin([member(1, states="z"), member(2, states="y")])[0] == "y"


@pytest.mark.parametrize(
    ("rule", "cover", "of_earlier", "words", "words_of_earlier", "expected"),
    [
        ("copy", 1, 1, 500, 500, "copy"),
        ("copy", 0.85, 1, 560, 500, "copy"),
        ("copy", 1, 0.3, 150, 500, "excerpt"),
        ("copy", 0.6, 0.9, 800, 500, "revision"),
        ("revision", 0.4, 0.5, 500, 450, "revision"),
        ("rewrite", 0.1, 0.1, 500, 480, "rewrite"),
        ("rewrite", 0.4, 0.3, 500, 600, "revision"),
    ],
)
def test_relations(rule, cover, of_earlier, words, words_of_earlier, expected):
    assert relation(rule, cover, of_earlier, words, words_of_earlier) == expected
