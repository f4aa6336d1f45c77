"""Entries of RSS, RDF, Atom and JSON feeds."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.read.feeds import BrokenFeed, Entry, entries, json_entries


def rss(items: str, channel: str = "<link>https://d.example/</link>") -> bytes:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Daily</title>{channel}{items}</channel></rss>'
    ).encode()


def one(items: str) -> Entry:
    (entry,) = entries(rss(items))
    return entry


def test_rss_entry() -> None:
    entry = one(
        "<item><title>Kiosk &amp; co</title><link>https://d.example/k</link><guid isPermaLink='false'>k-1</guid>"
        "<pubDate>Thu, 19 Sep 2024 14:32:10 -0400</pubDate><dc:creator>Ada Ferro</dc:creator>"
        "<description>Short.</description><content:encoded><![CDATA[<p>Long enough.</p>]]></content:encoded></item>"
    )
    assert (entry.title, entry.link, entry.entry_id) == ("Kiosk & co", "https://d.example/k", "k-1")
    assert entry.published == "2024-09-19T18:32:10+00:00"
    assert entry.published_words == "Thu, 19 Sep 2024 14:32:10 -0400"
    assert (entry.authors, entry.content, entry.summary) == (("Ada Ferro",), "<p>Long enough.</p>", "Short.")
    assert (entry.feed_title, entry.feed_link) == ("Daily", "https://d.example/")


def test_a_guid_is_the_link_where_there_is_none() -> None:
    assert one("<item><title>t</title><guid>https://d.example/g</guid></item>").link == "https://d.example/g"
    assert one("<item><title>t</title><guid isPermaLink='false'>x-1</guid></item>").link is None


def test_the_longer_of_content_and_description_is_the_content() -> None:
    entry = one(
        "<item><description>A text that is longer.</description><content:encoded>Photo: X</content:encoded></item>"
    )
    assert (entry.content, entry.summary) == ("A text that is longer.", "Photo: X")


def test_markup_is_kept_as_it_is() -> None:
    """Attributes give copies away, and nothing is rendered."""
    assert 'data-x="1"' in (
        one('<item><description><![CDATA[<p data-x="1">a</p>]]></description></item>').summary or ""
    )


def test_relative_links_are_resolved() -> None:
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://d.example/news/"><entry><title>t</title>'
        b'<link href="a/b"/><updated>2024-07-30T21:10:00+02:00</updated></entry></feed>'
    )
    (entry,) = entries(atom)
    assert entry.link == "https://d.example/news/a/b"
    assert entry.published == "2024-07-30T19:10:00+00:00"
    assert entry.evidence == {"published_field": "updated"}


def test_published_stands_before_updated() -> None:
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>t</title><published>2024-07-30T19:10:00Z</published>'
        b"<updated>2026-01-01T00:00:00Z</updated></entry></feed>"
    )
    assert entries(atom)[0].published == "2024-07-30T19:10:00+00:00"


@pytest.mark.parametrize("words", ["mer, 16 nov 2022 00:38:15 +0100", "16.11.2022"])
def test_words_of_a_date_that_feedparser_cannot_read(words: str) -> None:
    entry = one(f"<item><title>t</title><pubDate>{words}</pubDate></item>")
    assert (entry.published, entry.published_words) == (None, words)
    assert entry.evidence == {"published_field": "published"}


def test_related_links() -> None:
    (entry,) = entries(
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>t</title><link href="https://other.example/x"/>'
        b'<link rel="related" href="https://d.example/linked/x"/></entry></feed>'
    )
    assert (entry.link, entry.related) == ("https://other.example/x", ("https://d.example/linked/x",))


def test_broken_xml_gives_the_entries_before_the_break() -> None:
    data = rss("<item><title>One</title></item><item><title>Two</title></item>")
    assert [e.title for e in entries(data[: data.index(b"Two") + 13])] == ["One", "Two"]


@pytest.mark.parametrize("data", [rss(""), b"<rss", b"<feed><<<<", b"<rss version='2.0'>\x00\x00</rss>"])
def test_a_feed_without_entries_is_broken(data: bytes) -> None:
    with pytest.raises(BrokenFeed, match="a feed without entries"):
        entries(data)


def test_entities_do_not_grow() -> None:
    """The billion laughs: an entity of entities is not resolved."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    data = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]>'.encode() + rss("<item><title>&l9;</title></item>")[21:]
    assert all(len(e.title or "") < 10_000 for e in entries(data))


def test_no_file_and_no_address_is_opened(tmp_path: Any) -> None:
    """A document that is an address or a file name, and an entity that names a file, stay what they are."""
    secret = tmp_path / "secret"
    secret.write_text("hushhush")
    data = (
        f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>'.encode()
        + rss("<item><title>a &x;</title></item>")[21:]
    )
    assert "hushhush" not in str(entries(data))
    for name in (str(secret), f"file://{secret}", "https://d.example/feed"):
        with pytest.raises(BrokenFeed):
            entries(name)


def test_json_feed_entry() -> None:
    (entry,) = json_entries(
        {
            "title": "Gazette",
            "home_page_url": "https://g.example/",
            "language": "en",
            "authors": [{"name": "The Desk"}],
            "items": [
                {
                    "id": 9,
                    "url": "https://g.example/9",
                    "content_text": "One <b>.\n\nTwo.",
                    "date_published": "2024-10-21",
                }
            ],
        }
    )
    assert (entry.link, entry.entry_id, entry.content) == (
        "https://g.example/9",
        "9",
        "<p>One &lt;b&gt;.</p><p>Two.</p>",
    )
    assert (entry.authors, entry.published, entry.language) == (("The Desk",), "2024-10-21", "en")


def test_json_feed_link_by_id_then_external_url() -> None:
    items = [
        {"id": "https://g.example/1", "external_url": "https://o.example/"},
        {"id": "2", "external_url": "https://o.example/"},
    ]
    assert [e.link for e in json_entries({"items": items})] == ["https://g.example/1", "https://o.example/"]


_KEYS = [
    "items",
    "id",
    "url",
    "title",
    "content_html",
    "content_text",
    "summary",
    "authors",
    "author",
    "name",
    "language",
]


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=9),
        lambda x: st.lists(x, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), x, max_size=5),
    )
)
def test_any_json_feed_is_read(value: Any) -> None:
    feed = value if isinstance(value, dict) else {"items": value}
    assert all(isinstance(e, Entry) for e in json_entries(feed))


@given(st.binary(max_size=300))
def test_any_xml_feed_is_read_or_broken(noise: bytes) -> None:
    with contextlib.suppress(BrokenFeed):
        assert entries(b"<rss version='2.0'><channel><item>" + noise)
