"""What only all articles of a run can tell: which are read twice, and which lines are a site's furniture."""

from __future__ import annotations

import hashlib
import json
import random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.normalize.reconcile import (
    article_keys,
    cut_furniture,
    drop_rows,
    edge_lines,
    furniture,
    read_again,
)
from transforms.schema import NORMALIZED

TEASER = "Sign up for our morning letter."


def article(text: str, **more: Any) -> dict[str, Any]:
    """A row of schema.NORMALIZED; its id is made of url and text as a real one's is."""
    row = dict.fromkeys(NORMALIZED.names)
    row |= {
        "source_uri": "x",
        "input_kind": "jsonl",
        "authors": [],
        "is_summary": False,
        "evidence": "{}",
        "text": text,
    }
    row |= more
    row["article_id"] = more.get("article_id") or hashlib.md5(f"{row['url']}|{text}".encode()).hexdigest()
    return row


def kept(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [r for r, again in zip(rows, read_again(article_keys(rows)), strict=True) if not again]


@given(st.lists(st.text(st.sampled_from([*" \n\t", "a", "é", "“"]))))
def test_words_are_counted_in_the_column_as_in_the_texts(texts):
    rows = [article(text, url=f"https://a.example/{i}") for i, text in enumerate(texts)]
    column = pa.array([*texts, "one more"], pa.string())[: len(texts)]
    words = [text.count(" ") + text.count("\n") + 1 for text in texts]
    assert article_keys(rows)["words"].tolist() == article_keys(rows, column)["words"].tolist() == words


def test_edge_lines_are_the_same_of_texts_and_of_their_paragraphs():
    rows = [article("\n\n".join(f"Größe {i}" for i in range(n)), source_site="a.example") for n in range(1, 9)]
    of_paragraphs = edge_lines(rows, [row["text"].encode().split(b"\n\n") for row in rows])
    assert all(map(np.array_equal, edge_lines(rows), of_paragraphs))


# --- read again


def test_of_one_url_the_whole_text_stands() -> None:
    page = article("The whole of it, told.", url="https://a.example/1")
    teaser = article(
        "The whole of it, told in very many more words, but a teaser.", url="https://a.example/1", is_summary=True
    )
    assert kept([page, teaser]) == kept([teaser, page]) == [page]


def test_of_two_whole_texts_the_longer_stands() -> None:
    short = article("One two three.", url="https://a.example/1")
    long = article("One two three four.", url="https://a.example/1?utm_source=feed")
    assert kept([short, long]) == kept([long, short]) == [long]


def test_of_two_of_one_length_the_smaller_id_stands() -> None:
    one = article("One two three.", url="https://a.example/1", article_id="0" * 31 + "1")
    two = article("One two 3.", url="https://a.example/1", article_id="0" * 31 + "2")
    assert kept([one, two]) == kept([two, one]) == [one]


def test_the_same_article_read_twice_is_one_row_and_the_first_stands() -> None:
    rows = [article("Same.", url="https://a.example/1", source_uri=uri) for uri in ("a", "b", "c")]
    assert kept(rows) == [rows[0]]
    without = [article("Same.", source_uri=uri) for uri in ("a", "b")]
    assert kept(without) == [without[0]]


def test_articles_without_url_and_other_anchors_of_one_page_are_apart() -> None:
    rows = [
        article("One."),
        article("Two."),
        article("Three.", url="https://a.example/p#x"),
        article("4.", url="https://a.example/p#y"),
    ]
    assert kept(rows) == rows


def test_entries_of_one_feed_with_one_link_are_apart() -> None:
    rows = [
        article(f"Entry {n} of the feed.", url="https://a.example/", source_uri=f"f.rss#{n}", input_kind="feed")
        for n in range(3)
    ]
    assert kept(rows) == rows
    other = article("The page itself, longer than any entry.", url="https://a.example/")
    assert kept([*rows, other]) == [other]
    assert kept([other, *rows]) == [other]


def test_nothing_at_all() -> None:
    assert kept([]) == []
    assert len(furniture(edge_lines([])[0])) == 0


_ROW = st.builds(
    article,
    st.sampled_from(["One.", "One two.", "One two three.", "Other words here."]),
    url=st.sampled_from([None, "https://a.example/1", "http://www.a.example/1#c", "https://b.example/2"]),
    is_summary=st.booleans(),
    input_kind=st.sampled_from(["jsonl", "feed"]),
    source_uri=st.sampled_from(["a#0", "a#1", "b#0"]),
)


@given(st.lists(_ROW, max_size=12), st.randoms(use_true_random=False))
def test_what_stands_does_not_depend_on_the_order(rows: list[dict[str, Any]], rnd: random.Random) -> None:
    def told(rows: list[dict[str, Any]]) -> set[tuple[str, bool]]:
        return {(r["article_id"], r["is_summary"]) for r in kept(rows)}

    # Rows that are one article but for what it is read from: which of them stands is a matter of order, by the rule.
    unique = list({r["article_id"]: r for r in rows}.values())
    assert told(unique) == told(rnd.sample(unique, len(unique)))
    ids = [r["article_id"] for r in kept(rows)]
    assert len(ids) == len(set(ids))


@given(st.lists(_ROW, min_size=1, max_size=12))
def test_every_article_that_is_dropped_has_another_in_its_place(rows: list[dict[str, Any]]) -> None:
    standing = kept(rows)
    urls = {article_keys([r])["url"][0] for r in standing}
    ids = {r["article_id"] for r in standing}
    for row in rows:
        assert row["article_id"] in ids or article_keys([row])["url"][0] in urls


# --- furniture by frequency


def body(n: int) -> str:
    return "\n\n".join(f"Paragraph {k} of story {n} tells what happened at mile {n * 31 + k}." for k in range(9))


def site_rows(n: int, line: str = TEASER, site: str = "a.example") -> list[dict[str, Any]]:
    return [
        article(f"{body(k)}\n\n{line}", source_site=site, title=f"Story {k}", url=f"https://{site}/{k}")
        for k in range(n)
    ]


def cut(rows: list[dict[str, Any]]) -> list[str]:
    table = pa.Table.from_pylist(rows, schema=NORMALIZED)
    return cut_furniture(table, furniture(edge_lines(rows)[0]))["text"].to_pylist()


def test_a_line_below_four_distinct_bodies_of_a_site_is_furniture() -> None:
    assert cut(site_rows(4)) == [body(k) for k in range(4)]
    assert cut(site_rows(3)) == [r["text"] for r in site_rows(3)]


def test_what_is_cut_is_told_in_the_evidence() -> None:
    rows = site_rows(4)
    table = cut_furniture(pa.Table.from_pylist(rows, schema=NORMALIZED), furniture(edge_lines(rows)[0]))
    assert [json.loads(e) for e in table["evidence"].to_pylist()] == [{"furniture_by_frequency": [TEASER]}] * 4


def test_a_line_in_copies_and_revisions_of_one_article_is_none() -> None:
    last = "She will be buried in Ostrel on Friday, her family said."
    story = body(1)
    copies = [
        article(f"{story}\n\n{last}", source_site="a.example", title=f"Singer dies, {k}", url=f"https://a.example/{k}")
        for k in range(9)
    ]
    assert cut(copies) == [r["text"] for r in copies]
    revised = [
        article(
            f"{story}\n\nUpdate {k}: more is known by now.\n\n{last}",
            source_site="a.example",
            title="Singer dies",
            url=f"https://a.example/{k}",
        )
        for k in range(9)
    ]
    assert cut(revised) == [r["text"] for r in revised]


def test_a_line_on_four_sites_is_none() -> None:
    rows = [row for k in range(4) for row in site_rows(k + 1, site=f"s{k}.example")[-1:]]
    assert cut(rows) == [r["text"] for r in rows]


def test_articles_whose_site_is_unknown_are_left_alone() -> None:
    rows = [{**r, "source_site": None} for r in site_rows(9)]
    assert cut(rows) == [r["text"] for r in rows]


def test_a_paragraph_in_the_middle_is_never_cut() -> None:
    rows = [
        article(
            f"{body(k)}\n\n{TEASER}\n\n{body(k + 100)}",
            source_site="a.example",
            title=f"T{k}",
            url=f"https://a.example/{k}",
        )
        for k in range(6)
    ]
    assert cut(rows) == [r["text"] for r in rows]


def test_head_and_tail_are_cut_and_something_always_stays() -> None:
    rows = [
        article(
            f"Listen to this article.\n\n{body(k)}\n\nShare it.\n\n{TEASER}",
            source_site="a.example",
            title=f"T{k}",
            url=f"https://a.example/{k}",
        )
        for k in range(5)
    ]
    assert cut(rows) == [body(k) for k in range(5)]
    bare = [
        article(f"Unique words of story number {k}.\n\n{TEASER}", source_site="a.example", title=f"T{k}")
        for k in range(5)
    ]
    assert all(text.startswith("Unique words") for text in cut(bare))


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.booleans()), max_size=16),
    st.randoms(use_true_random=False),
)
def test_furniture_does_not_depend_on_the_order(spec: list[tuple[int, int, bool]], rnd: random.Random) -> None:
    rows = [
        article(body(b) + (f"\n\n{TEASER}" if line else ""), source_site=f"s{s % 2}.example", title=f"T{b}")
        for b, s, line in spec
    ]
    mixed = rnd.sample(rows, len(rows))
    assert np.array_equal(furniture(edge_lines(rows)[0]), furniture(edge_lines(mixed)[0]))


@pytest.mark.parametrize("gone", [[], [0], [1, 2], [0, 1, 2]])
def test_drop_rows(gone: list[int]) -> None:
    table = pa.Table.from_pylist([article(str(n)) for n in range(3)], schema=NORMALIZED)
    left = drop_rows(table, np.array(gone, np.uint32))
    assert left["text"].to_pylist() == [str(n) for n in range(3) if n not in gone]
