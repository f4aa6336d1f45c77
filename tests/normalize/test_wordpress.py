"""WordPress posts: every field that the format states."""

from __future__ import annotations

from typing import Any

import pytest

from transforms.normalize.wordpress import plain, read_post
from transforms.records import Unreadable


def post(**given: Any) -> dict[str, Any]:
    body = {"rendered": "<p>The last ferry to Port Ellis left at noon.</p>", "protected": False}
    return {"link": "https://a.example/1", "title": {"rendered": "Ferry"}, "content": body} | given


def test_fields() -> None:
    draft = read_post(
        post(
            title={"rendered": "Ferry &#8216;late&#8217; &amp;#038; <em>empty</em>"},
            date="2024-03-12T09:05:41",
            date_gmt="2024-03-12T08:05:41",
            _embedded={"author": [{"name": "Ada Ferro"}]},
        )
    )
    assert draft.title == "Ferry ‘late’ & empty"
    assert draft.url == "https://a.example/1"
    assert draft.authors == ["Ada Ferro"]
    assert draft.published is not None
    assert (draft.published.at.isoformat(), draft.published.precision) == ("2024-03-12T08:05:41+00:00", "second")
    assert draft.published.evidence == 'date_gmt "2024-03-12T08:05:41"'


@pytest.mark.parametrize("gmt", [None, "", "0000-00-00T00:00:00"])
def test_local_time_alone_gives_the_day(gmt: str | None) -> None:
    draft = read_post(post(date="2024-03-12T23:05:41", date_gmt=gmt))
    assert draft.published is not None
    assert (draft.published.at.isoformat(), draft.published.precision) == ("2024-03-12T00:00:00+00:00", "day")


@pytest.mark.parametrize(
    ("more", "authors"),
    [
        ({"author": 7}, []),
        ({"author": "7"}, []),
        ({"authors": [{"display_name": "Ada Ferro"}, {"display_name": "Ben Okoro"}]}, ["Ada Ferro", "Ben Okoro"]),
        ({"yoast_head_json": {"author": "Ada Ferro"}}, ["Ada Ferro"]),
        ({"_embedded": {"author": [{"code": "rest_user_invalid_id"}]}}, []),
        ({"_embedded": "x", "authors": "Ada Ferro", "yoast_head_json": 3}, ["Ada Ferro"]),
    ],
)
def test_authors(more: dict[str, Any], authors: list[str]) -> None:
    assert read_post(post(**more)).authors == authors


def test_authors_that_are_no_people_are_kept_as_written() -> None:
    draft = read_post(
        post(_embedded={"author": [{"name": "Associated Press"}]}, yoast_head_json={"author": "Ada Ferro"})
    )
    assert (draft.authors, draft.bylines) == (["Ada Ferro"], ["Associated Press", "Ada Ferro"])


@pytest.mark.parametrize(
    ("canonical", "domain"),
    [("https://other.example/ferry", "other.example"), ("https://www.a.example/1", None), ("", None), (7, None)],
)
def test_a_canonical_address_of_another_publisher_is_a_credit(canonical: Any, domain: str | None) -> None:
    draft = read_post(post(yoast_head_json={"canonical": canonical, "og_site_name": "A"}))
    assert next((c.domain for c in draft.credits if c.rule == "canonical"), None) == domain


def test_an_excerpt_alone_is_a_teaser() -> None:
    draft = read_post(post(content={"rendered": ""}, excerpt={"rendered": "<p>The last ferry left.</p>"}))
    assert (draft.text, draft.is_summary) == ("The last ferry left.", True)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ({"rendered": ""}, "without text"),
        ({"rendered": "", "protected": True}, "password"),
        ({"rendered": None}, "without text"),
    ],
)
def test_posts_without_text(content: dict[str, Any], why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_post(post(content=content))


def test_plain_is_one_line_without_markup() -> None:
    assert plain("A &amp;amp; B\n<b>c</b>") == "A & B c"
    assert plain("  ") is None
    assert plain(7) is None
