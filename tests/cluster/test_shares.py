"""Shares of links: whole components, whatever their number."""

from datetime import UTC, datetime

import numpy as np
import pyarrow.compute as pc
from hypothesis import given
from hypothesis import strategies as st

from tests.match.newsroom import OTHER, STORY, fingerprints
from transforms.cluster import shares
from transforms.cluster.components import components
from transforms.cluster.options import ClusterOptions
from transforms.cluster.parts import group_share, place_articles
from transforms.fingerprint.parts import Part
from transforms.match.blocks import look_at, plan
from transforms.match.options import VerifyOptions
from transforms.match.verify import NONE
from transforms.tables import read_arrow, write_arrow
from transforms.work import Work


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


def test_one_share_and_many_say_the_same(tmp_path):
    cuts = [STORY[: n + 4] for n in range(4)] + [OTHER[: n + 2] for n in range(4)]
    table = fingerprints(*({"text": " ".join(cut)} for cut in cuts))
    table = table.append_column("word_count", pc.list_value_length(table["words"]))
    work = Work(str(tmp_path), "run", datetime(2025, 1, 1, tzinfo=UTC))
    write_arrow(work.path("fingerprints.arrow"), table)
    part = Part(0, "", work.path("fingerprints.arrow"), table.num_rows, 0, ())
    plan([part], work, 30.0)
    pairs = [i << 32 | j for j in range(table.num_rows) for i in range(j)]
    links = look_at(np.array(pairs, np.uint64), [part], VerifyOptions())
    links = links.filter(pc.not_equal(links["rule"], NONE))
    write_arrow(work.path("links", "0.arrow"), links)

    def told(file_rows):
        numbers = shares.share_out([(0, work.path("links", "0.arrow"))], work, file_rows)
        for number in numbers:
            group_share(number, work, ClusterOptions(), VerifyOptions(), 30.0)
        placed = place_articles(numbers, work, 10_000)
        names = ["links.arrow", "changed.arrow", "aliases.arrow"]
        paths = [work.path(name) for name in names] + [
            p for of in placed if of.parts for p in (of.articles, of.stories)
        ]
        return len(numbers), [read_arrow(path).to_pylist() for path in paths]

    one, once = told(10_000)
    many, again = told(1)
    assert (one, many) == (1, 2)
    assert again == once
    assert [story["articles"] for story in once[4]] == [4, 4]
