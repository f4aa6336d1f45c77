"""Entries of feeds become articles: whole or a teaser, dated as far as the feed says, credited by `source`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from transforms.normalize.feed import WHOLE_WORDS, read_entry
from transforms.read.feeds import Entry
from transforms.records import Unreadable

LINK = "https://daily.example.com/ferry"
BODY = "<p>The last ferry to Port Ellis left at noon.</p>"


def entry(**given: Any) -> Entry:
    fields: dict[str, Any] = dict.fromkeys(Entry.__dataclass_fields__)
    return Entry(**(fields | {"title": "Ferry", "link": LINK, "authors": (), "evidence": {}, "related": ()} | given))


def test_content_is_whole_and_a_short_description_is_a_teaser() -> None:
    draft = read_entry(entry(content=BODY, summary="Short."))
    assert (draft.text, draft.is_summary, draft.evidence["text"]) == (
        "The last ferry to Port Ellis left at noon.",
        False,
        "content",
    )
    draft = read_entry(entry(summary=BODY))
    assert (draft.is_summary, draft.evidence["text"]) == (True, "summary")


def test_a_description_as_long_as_an_article_is_one_unless_it_trails_off() -> None:
    long = "The ferry left at noon. " * (WHOLE_WORDS // 4)
    assert not read_entry(entry(summary=long)).is_summary
    assert read_entry(entry(summary=long + "And then […]")).is_summary


def test_only_a_title_is_a_teaser_and_nothing_is_unreadable() -> None:
    draft = read_entry(entry())
    assert (draft.text, draft.is_summary) == ("Ferry", True)
    with pytest.raises(Unreadable, match="without text and title"):
        read_entry(entry(title=None))


def test_authors_that_are_no_people_are_kept_as_written() -> None:
    draft = read_entry(entry(content=BODY, authors=("Ada Ferro, Associated Press", "Reuters")))
    assert (draft.authors, draft.bylines) == (["Ada Ferro"], ["Ada Ferro, Associated Press", "Reuters"])


@pytest.mark.parametrize("words", ["Read more", "Weiterlesen →", "Seguir leyendo", "続きを読む"])
def test_a_link_to_the_entry_itself_at_the_end_is_no_text(words: str) -> None:
    draft = read_entry(entry(summary=f'The last ferry left… <a href="{LINK}">{words}</a>'))
    assert (draft.text, draft.is_summary) == ("The last ferry left…", True)
    draft = read_entry(entry(content=f'<p>The last ferry left…</p><p><a href="{LINK}#more">{words}</a></p>'))
    assert (draft.text, draft.is_summary) == ("The last ferry left…", True), "content that trails off is a teaser"


def test_links_elsewhere_stay() -> None:
    draft = read_entry(entry(content='<p>The timetable is <a href="https://other.example/">online</a></p>'))
    assert draft.text == "The timetable is online"


@pytest.mark.parametrize(
    ("words", "precision"),
    [
        ("Thu, 19 Sep 2024 14:32:10 -0400", "second"),
        ("Thu, 19 Sep 2024 18:32:10 GMT", "second"),
        ("Thu, 19 Sep 2024 14:32:10 EDT", "second"),
        ("2024-09-19T18:32:10Z", "second"),
        ("2024-09-19T20:32:10+02:00", "second"),
        ("Thu, 19 Sep 2024 18:32:10", "day"),
        ("Thu, 19 Sep 2024 18:32:10 CEST", "day"),
        ("19 Sep 2024", "day"),
    ],
)
def test_a_time_without_a_zone_that_is_known_is_a_day(words: str, precision: str) -> None:
    draft = read_entry(entry(content=BODY, published="2024-09-19T18:32:10+00:00", published_words=words))
    assert draft.published is not None
    assert draft.published.precision == precision
    assert words in draft.published.evidence
    at = (18, 32, 10) if precision == "second" else (0, 0, 0)
    assert draft.published.at == datetime(2024, 9, 19, *at, tzinfo=UTC)


@pytest.mark.parametrize(
    ("published", "words", "at"),
    [
        (None, "mer, 16 nov 2022 00:38:15 +0100", "2022-11-15T23:38:15"),
        (None, "Mittwoch, 16. November 2022 00:38", "2022-11-16T00:00:00"),
        (None, "16/11/2022 00:38", "2022-11-16T00:00:00"),
        (None, "16.11.2022", "2022-11-16T00:00:00"),
        ("1668-11-01T00:00:00+00:00", "1668555495", "2022-11-15T23:38:15"),  # what feedparser makes of it
        ("1668555495", "1668555495", "2022-11-15T23:38:15"),
    ],
)
def test_a_date_in_the_words_of_the_feed(published: str | None, words: str, at: str) -> None:
    draft = read_entry(entry(content=BODY, published=published, published_words=words))
    assert draft.published is not None
    assert draft.published.at.isoformat()[:19] == at


def test_source_is_stated_unless_it_is_the_site_itself() -> None:
    draft = read_entry(
        entry(content=BODY, source_title="Salt Light Bureau", source_link="https://www.saltlightbureau.org/feed")
    )
    (credit,) = [c for c in draft.credits if c.rule == "rss-source"]
    assert credit.name == "Salt Light Bureau"
    draft = read_entry(entry(content=BODY, source_title="Daily", source_link="https://daily.example.com/feed"))
    assert not [c for c in draft.credits if c.rule == "rss-source"]


def test_the_site_is_the_feed_s_where_the_entry_has_no_link() -> None:
    draft = read_entry(entry(content=BODY, link=None, feed_link="https://www.daily.example.com/"))
    assert (draft.site, draft.url) == ("example.com", None)
    assert "link of the feed" in (draft.site_evidence or "")


HOME = "https://www.lampblog.example/"


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ({"related": (HOME + "linked/7",), "entry_id": "tag:lampblog.example,2024:7"}, HOME + "linked/7"),
        ({"entry_id": HOME + "?p=7"}, HOME + "?p=7"),
        ({"entry_id": "tag:lampblog.example,2024:7"}, None),
        # Look-alikes: aggregators, whose entries keep the ids or names of where they were taken from.
        ({"entry_id": LINK}, LINK),
        ({"entry_id": "tag:daily.example.com,2024:7"}, LINK),
        ({"entry_id": HOME + "?p=7", "source_title": "Daily"}, LINK),
        ({"related": ("https://third.example.net/",), "entry_id": "7"}, LINK),
    ],
)
def test_the_page_of_a_link_blog_s_entry_is_not_the_one_it_links_to(given: dict[str, Any], url: str | None) -> None:
    draft = read_entry(entry(content=BODY, feed_link=HOME, **given))
    assert (draft.url, draft.site or "lampblog.example") == (url, "lampblog.example")
