"""Links to stories."""

import itertools
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.cluster.options import ClusterOptions
from transforms.cluster.stories import ASSIGNMENT, STORIES, assemble, open_pairs
from transforms.match.verify import LINKS, RULES


def nodes(n, **columns):
    """n articles; ids are 10, 11, ... and keys the same, signatures all different unless given."""
    row: dict[str, Any] = {
        "id": list(range(10, 10 + n)),
        "key": list(range(10, 10 + n)),
        "words": [500] * n,
        "source_site": [f"s{i}.example" for i in range(n)],
        "published_lo": [None] * n,
        "published_hi": [None] * n,
        "appeared_first_on": [None] * n,
        "facts_minhash": [[1000 * i + k for k in range(1, 46)] for i in range(n)],
    } | columns
    types = {"id": pa.uint64(), "key": pa.uint64(), "words": pa.int64(), "facts_minhash": pa.list_(pa.uint32(), 45)}
    types |= {"published_lo": pa.int64(), "published_hi": pa.int64()}
    return pa.table({k: pa.array(v, types.get(k, pa.string())) for k, v in row.items()})


def links(*rows):
    """(a, b, rule, cov_a, cov_b) with articles counted from 0."""
    made: dict[str, Any] = {f.name: [None] * len(rows) for f in LINKS}
    made["a"], made["b"] = [10 + r[0] for r in rows], [10 + r[1] for r in rows]
    made["rule"] = [RULES.index(r[2]) for r in rows]
    made["cov_a"], made["cov_b"] = [r[3] for r in rows], [r[4] for r in rows]
    made["score"] = [max(r[3], r[4]) for r in rows]
    made["jaccard"] = [r[3] * r[4] for r in rows]
    return pa.table({f.name: pa.array(made[f.name], f.type) for f in LINKS}, schema=LINKS)


def assembled(nodes, links):
    of = dict(zip(nodes["id"].to_pylist(), nodes["facts_minhash"].to_pylist(), strict=True))
    return assemble(nodes.drop_columns(["facts_minhash"]), links, lambda ids: np.array([of[i] for i in ids.tolist()]))


def stories_of(assignment):
    found: dict[int, set[int]] = {}
    for row in assignment.to_pylist():
        found.setdefault(row["story"] - 10, set()).add(row["id"] - 10)
    return sorted(map(sorted, found.values()))


def test_copies_chain_to_one_story():
    assignment, stories = assembled(nodes(4), links((0, 1, "copy", 1, 1), (1, 2, "copy", 1, 1)))
    assert assignment.schema.equals(ASSIGNMENT)
    assert stories.schema.equals(STORIES)
    assert stories_of(assignment) == [[0, 1, 2], [3]]
    assert assignment["relation"].to_pylist() == ["original", "copy", "copy", "original"]
    assert assignment["derived_from"].to_pylist() == [None, 10, 11, None]


def test_a_quotation_joins_nothing():
    assert stories_of(assembled(nodes(2), links((0, 1, "quote", 0.3, 0.3)))[0]) == [[0], [1]]


def test_a_digest_is_a_story_of_its_own():
    # 0 holds the whole of 1, 2 and 3, which have nothing in common.
    held = links(*((0, i, "copy", 0.3, 1) for i in (1, 2, 3)), (1, 4, "copy", 1, 1))
    assert stories_of(assembled(nodes(5), held)[0]) == [[0], [1, 4], [2], [3]]


def test_a_digest_quotes_several_stories():
    whole = (0, 1, "copy", 0.3, 1)
    quoted = [(0, i, "quote", 0.2, 0.4) for i in (2, 3, 4)]
    assert stories_of(assembled(nodes(5), links(whole, *quoted))[0]) == [[0], [1], [2], [3], [4]]
    # Little passages that many pages share are furniture, and so are those of few pages.
    little = [(0, i, "quote", 0.04, 0.4) for i in (2, 3, 4)]
    assert stories_of(assembled(nodes(5), links(whole, *little))[0]) == [[0, 1], [2], [3], [4]]
    assert stories_of(assembled(nodes(5), links(whole, *quoted[:2]))[0]) == [[0, 1], [2], [3], [4]]


def test_a_text_about_two_of_the_stories_that_a_digest_quotes_makes_them_none():
    facts = [[1000 * i + k for k in range(1, 46)] for i in range(6)]
    facts[5] = [*facts[2][:20], *facts[3][20:]]
    held = [(0, 1, "copy", 0.3, 1), *((0, i, "quote", 0.2, 0.4) for i in (2, 3, 4, 5))]
    assert stories_of(assembled(nodes(6, facts_minhash=facts), links(*held))[0]) == [[i] for i in range(6)]


def test_cuts_of_a_story_on_many_sites_make_no_digest_of_it():
    story = [(i, j, "copy", 1, 1) for i, j in itertools.pairwise((0, 1, 2, 3))]
    cuts = [(0, 4, "copy", 0.3, 1), (0, 5, "copy", 0.4, 1)]
    assert stories_of(assembled(nodes(6), links(*story, *cuts))[0]) == [[0, 1, 2, 3, 4, 5]]
    # A digest on two sites of stories on as many each is one.
    spread = links(
        (0, 1, "copy", 1, 1), (2, 3, "copy", 1, 1), (4, 5, "copy", 1, 1), (0, 2, "copy", 0.3, 1), (0, 4, "copy", 0.3, 1)
    )
    assert stories_of(assembled(nodes(6), spread)[0]) == [[0, 1], [2, 3], [4, 5]]


def test_a_digest_stays_with_the_story_that_most_of_it_is_of():
    # 0 is told by 1 for the most part, and ends with the whole of 2, a short note on something else.
    held = links((0, 1, "copy", 0.45, 1), (0, 2, "copy", 0.2, 1))
    assert stories_of(assembled(nodes(3), held)[0]) == [[0, 1], [2]]
    # An excerpt of what it is told by is of the same group; with no group that makes up a good part it is of none.
    held = links((0, 1, "copy", 0.45, 1), (0, 2, "copy", 0.2, 1), (0, 3, "copy", 0.2, 1), (1, 3, "copy", 0.3, 1))
    assert stories_of(assembled(nodes(4), held)[0]) == [[0, 1, 3], [2]]
    held = links((0, 1, "copy", 0.2, 1), (0, 2, "copy", 0.2, 1))
    assert stories_of(assembled(nodes(3), held)[0]) == [[0], [1], [2]]


def open_of(n, *rows, **options):
    a, b = open_pairs(nodes(n), links(*rows), ClusterOptions(**options))
    return sorted(zip((a - 10).tolist(), (b - 10).tolist(), strict=True))


def test_what_two_cores_of_a_component_have_in_common_is_looked_at():
    cores = [(0, 1, "copy", 1, 1), (2, 3, "copy", 1, 1), (4, 5, "copy", 1, 1)]
    assert open_of(6, *cores) == []
    # 0 and 2 are linked, 5 only quotes 3: that joins nothing, so that the third core is none of the component.
    linked = [*cores, (0, 2, "rewrite", 0.1, 0.1), (3, 5, "quote", 0.1, 0.1)]
    assert open_of(6, *linked) == [(0, 3), (1, 2), (1, 3)]
    assert open_of(6, *linked, (1, 3, "none", 0, 0)) == [(0, 3), (1, 2)]
    assert open_of(6, *linked, most_cores=1) == []


def test_of_many_pairs_some_are_looked_at_whatever_is_known_already():
    cores = [(i, i + 1, "copy", 1, 1) for i in range(29) if i != 14] + [(0, 15, "rewrite", 0.1, 0.1)]
    found = open_of(30, *cores)
    assert 15 <= len(found) <= 16
    known = open_of(30, *cores, *((a, b, "none", 0, 0) for a, b in found[:8]))
    assert known == found[8:]


def test_two_excerpts_of_one_original_are_one_story_if_their_facts_meet():
    alike = [list(range(1, 46)), list(range(1, 46)), [*range(1, 20), *range(900, 926)]]
    held = links((0, 1, "copy", 0.3, 1), (0, 2, "copy", 0.3, 1))
    assert stories_of(assembled(nodes(3, facts_minhash=alike), held)[0]) == [[0, 1, 2]]
    unknown = [alike[0], alike[1], [0] * 45]
    assert stories_of(assembled(nodes(3, facts_minhash=unknown), held)[0]) == [[0, 1, 2]]


def test_a_weak_link_against_the_evidence_does_not_join_two_groups():
    cores = [(i, j, "copy", 1, 1) for group in ((0, 1, 2), (3, 4, 5)) for i, j in itertools.pairwise(group)]
    against = [(i, j, "none", 0, 0) for i in (0, 1, 2) for j in (3, 4, 5) if (i, j) != (2, 5)]
    assert stories_of(assembled(nodes(6), links(*cores, (2, 5, "rewrite", 0.1, 0.1)))[0]) == [[0, 1, 2, 3, 4, 5]]
    divided = assembled(nodes(6), links(*cores, (2, 5, "rewrite", 0.1, 0.1), *against))[0]
    assert stories_of(divided) == [[0, 1, 2], [3, 4, 5]]


def test_relations_and_provenance_of_a_story():
    articles = nodes(
        4,
        source_site=["b.example", "wire.example", "c.example", None],
        published_lo=[2000, 1000, None, None],
        published_hi=[2999, 1000, None, None],
        appeared_first_on=["wire.example", None, "wire.example", None],
        words=[500, 500, 100, 500],
    )
    found = links((0, 1, "copy", 1, 1), (1, 2, "copy", 0.2, 1), (1, 3, "rewrite", 0.1, 0.1))
    assignment, stories = assembled(articles, found)
    assert assignment["relation"].to_pylist() == ["copy", "original", "excerpt", "rewrite"]
    (story,) = stories.to_pylist()
    assert story["first_site"] == story["stated_origin"] == story["origin"] == "wire.example"
    assert story["first_at"] == 1000
    assert (story["articles"], story["sites"], story["stated_origin_share"]) == (4, 3, 1)
    assert 0.8 < story["origin_confidence"] < 1
    assert story["conflicts"] == []


def test_conflicts_are_told():
    articles = nodes(
        3,
        source_site=["early.example", "wire.example", "c.example"],
        published_lo=[1, 50, 60],
        published_hi=[2, 50, 60],
        appeared_first_on=[None, None, "wire.example"],
    )
    _, stories = assembled(articles, links((0, 1, "copy", 1, 1), (1, 2, "copy", 1, 1)))
    (story,) = stories.to_pylist()
    assert story["first_site"] == "early.example"
    assert story["origin"] == "wire.example"
    assert story["origin_confidence"] < 0.7
    assert len(story["conflicts"]) == 1


def test_nothing_known_is_null():
    _, stories = assembled(nodes(2, source_site=[None, None]), links((0, 1, "copy", 1, 1)))
    (story,) = stories.to_pylist()
    assert [story[k] for k in ("first_site", "first_at", "stated_origin", "origin", "origin_confidence")] == [None] * 5


def test_an_article_with_later_neighbours_only_derives_through_them():
    articles = nodes(3, published_lo=[1, 5, 9], published_hi=[1, 5, 9])
    assignment, _ = assembled(articles, links((0, 2, "copy", 1, 1), (1, 2, "copy", 1, 1)))
    assert assignment["derived_from"].to_pylist() == [None, 10, 10]
    assert assignment["similarity"].to_pylist() == [None, None, 1]


def test_links_need_their_nodes():
    with pytest.raises(ValueError, match="not among the nodes"):
        assembled(nodes(1), links((0, 1, "copy", 1, 1)))


def test_no_links():
    assignment, stories = assembled(nodes(0), links())
    assert (assignment.num_rows, stories.num_rows) == (0, 0)


SHARES = st.sampled_from([0.1, 0.3, 0.6, 1.0])
LISTS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from(RULES), SHARES, SHARES).filter(
        lambda r: r[0] < r[1]
    ),
    max_size=25,
    unique_by=lambda r: r[:2],
)


@settings(deadline=None)
@given(LISTS, st.lists(st.none() | st.integers(0, 5), min_size=10, max_size=10), st.randoms())
def test_stories_do_not_depend_on_ids_or_order_and_derive_without_circles(rows, dates, random):
    articles = nodes(10, published_lo=dates, published_hi=dates)
    assignment, _stories = assembled(articles, links(*rows))
    derived = dict(zip(assignment["id"].to_pylist(), assignment["derived_from"].to_pylist(), strict=True))
    story = dict(zip(assignment["id"].to_pylist(), assignment["story"].to_pylist(), strict=True))
    for start in derived:
        seen, at = set(), start
        while derived[at] is not None:
            assert at not in seen
            assert story[derived[at]] == story[at]
            seen.add(at)
            at = derived[at]
        assert at == story[start]

    rename = dict(zip(range(10, 20), random.sample(range(1000), 10), strict=True))
    moved = random.sample(range(10), 10)
    other_nodes = articles.take(moved)
    other_nodes = other_nodes.set_column(
        0, "id", pa.array([rename[i] for i in other_nodes["id"].to_pylist()], pa.uint64())
    )
    turned = [
        (b, a, r, y, x) if random.random() < 0.5 else (a, b, r, x, y)
        for a, b, r, x, y in random.sample(rows, len(rows))
    ]
    other_links = links(*turned)
    for k, name in enumerate(("a", "b")):
        renamed = pa.array([rename[i] for i in other_links[name].to_pylist()], pa.int64())
        other_links = other_links.set_column(k, name, renamed)
    again, _ = assembled(other_nodes, other_links)
    back = {new: old for old, new in rename.items()} | {None: None}
    assert again["relation"].to_pylist() == assignment["relation"].to_pylist()
    assert [back[x] for x in again["derived_from"].to_pylist()] == assignment["derived_from"].to_pylist()
    assert [back[x] for x in again["story"].to_pylist()] == assignment["story"].to_pylist()


def test_a_big_story_is_described_in_linear_time():
    n = 20_000
    articles = nodes(n, facts_minhash=np.ones((n, 45), np.uint32).tolist())
    star = links(*((0, i, "copy", 1, 1) for i in range(1, n)))
    assignment, stories = assembled(articles, star)
    assert stories["articles"].to_pylist() == [n]
    assert assignment["relation"].to_pylist().count("copy") == n - 1


def test_options_are_checked():
    with pytest.raises(ValueError, match="support"):
        ClusterOptions(support=2)
