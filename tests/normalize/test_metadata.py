from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from transforms.normalize.metadata import (
    cms_traces,
    declared_credits,
    other_publisher,
    published_from_iso,
    read_declared,
)


@pytest.mark.parametrize(
    ("value", "at", "precision"),
    [
        ("2024-03-05T22:30:15-05:00", "2024-03-06T03:30:15", "second"),
        ("2024-03-05T22:30+0100", "2024-03-05T21:30:00", "minute"),
        ("2024-03-05T08:09:10Z", "2024-03-05T08:09:10", "second"),
        ("2024-03-05T08:09:10.123456Z", "2024-03-05T08:09:10", "second"),
        ("2024-03-05 08:09:10 EST", "2024-03-05T13:09:10", "second"),
        ("Tue, 05 Mar 2024 08:09:10 GMT", "2024-03-05T08:09:10", "second"),
        ("1709626150", "2024-03-05T08:09:10", "second"),
        ("1709626150000", "2024-03-05T08:09:10", "second"),
        # Without a zone or a time, and midnight to the second: the day.
        ("2024-03-05T08:09:10", "2024-03-05T00:00:00", "day"),
        ("2024-03-05", "2024-03-05T00:00:00", "day"),
        ("20240305", "2024-03-05T00:00:00", "day"),
        ("2024-03-05T00:00:00Z", "2024-03-05T00:00:00", "day"),
    ],
)
def test_machine_readable_times(value: str, at: str, precision: str) -> None:
    found = published_from_iso(value, "test")
    assert found is not None
    assert (found.at, found.precision) == (datetime.fromisoformat(at).replace(tzinfo=UTC), precision)


@pytest.mark.parametrize(
    "value",
    ["", "yesterday", "0001-01-01T00:00:00", "1970-01-01", "2024-13-40", "03/05/2024", "2024", "12345", "9" * 100],
)
def test_what_is_no_time_is_null(value: str) -> None:
    assert published_from_iso(value, "test") is None


@given(st.text(max_size=80))
def test_any_text_is_a_time_or_null(text: str) -> None:
    found = published_from_iso(text, "test")
    assert found is None or 1981 <= found.at.year <= 2100


def page(head: str, body: str = "") -> html.HtmlElement:
    return html.document_fromstring(f"<html lang='en-GB'><head>{head}</head><body>{body}</body></html>")


def ld(**node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def test_the_article_of_a_graph_its_author_by_reference_and_its_site() -> None:
    graph = [
        {"@type": "WebSite", "name": "Harbor Daily"},
        {"@type": "Person", "@id": "#mara", "name": "Mara Quill"},
        {"@type": "NewsArticle", "headline": "Another story", "url": "https://harbor.example/other"},
        {
            "@type": ["Article", "NewsArticle"],
            "headline": "Ferry aground",
            "author": {"@id": "#mara"},
            "datePublished": "2024-03-05T08:09:10Z",
            "dateModified": "2024-03-06T08:09:10Z",
            "mainEntityOfPage": {"@id": "https://harbor.example/ferry"},
        },
    ]
    found = read_declared(page(ld(**{"@graph": graph})), "https://harbor.example/ferry?utm_source=x")
    assert found.titles[0] == ("json-ld headline", "Ferry aground")
    assert found.bylines == [("json-ld author", "Mara Quill", True)]
    assert [p.at.day for p in found.published] == [5]
    assert [p.at.day for p in found.modified] == [6]
    assert "Harbor Daily" in found.names
    assert found.language == "en-GB"


def test_organisations_are_apart_from_people() -> None:
    found = read_declared(page(ld(**{"@type": "Article", "author": {"@type": "Organization", "name": "Sea Wire"}})))
    assert found.organisations == ["Sea Wire"]
    assert found.bylines == []


def test_broken_json_still_gives_its_date() -> None:
    broken = '<script type="application/ld+json">{"@type": "Article", "datePublished": "2024-03-05", oops}</script>'
    assert [p.at.month for p in read_declared(page(broken)).published] == [3]


def test_deep_json_is_not_followed_forever() -> None:
    deep = '<script type="application/ld+json">' + "[" * 50_000 + "]" * 50_000 + "</script>"
    assert read_declared(page(deep)).titles == []


def test_the_time_of_modification_is_not_the_time_of_publication() -> None:
    head = (
        '<meta property="og:updated_time" content="2024-03-09T10:00:00Z">'
        '<meta property="article:published_time" content="2024-03-05T10:00:00Z">'
    )
    assert [p.at.day for p in read_declared(page(head)).published] == [5]


CANONICAL = '<link rel="canonical" href="{}"><meta property="og:site_name" content="Harbor Daily">'


@pytest.mark.parametrize(
    ("canonical", "domain"),
    [
        ("https://www.skerrytimes.com/2024/ferry", "skerrytimes.com"),
        # The same publisher: itself, another suffix, another host of it.
        ("https://www.harbordaily.com/ferry", None),
        ("https://www.harbordaily.co.uk/ferry", None),
        ("https://amp.harbordaily.com/ferry", None),
        ("/ferry", None),
        ("not an address", None),
    ],
)
def test_a_canonical_link_to_another_publisher_is_a_credit(canonical: str, domain: str | None) -> None:
    url = "https://harbordaily.com/news/ferry-aground-off-skerry"
    credits = declared_credits(read_declared(page(CANONICAL.format(canonical)), url), url)
    assert [c.domain for c in credits] == ([domain] if domain else [])
    assert all(c.rule == "canonical" and canonical in c.evidence for c in credits)


def test_a_renamed_site_is_not_another_publisher() -> None:
    old, new = "https://www.abc-harbortown.org/en/research/tides", "https://www.xyz-harbortown.org/en/research/tides"
    assert other_publisher(old, new) is None
    # The same path on a host of another name: a copy under one content system is still a copy.
    assert other_publisher(old, "https://www.skerry.org/en/research/tides") == "skerry.org"
    assert other_publisher(old, "https://harbortown.wordpress.com/en/research/tides") is None
    assert other_publisher(None, new) is None


def test_internationalised_and_punycode_hosts_are_one() -> None:
    assert other_publisher("https://häfen.example/a", "https://xn--hfen-loa.example/a") is None


def test_original_source_and_basis() -> None:
    url = "https://harbordaily.com/ferry"
    head = '<meta name="original-source" content="https://www.skerrytimes.com/ferry">' + ld(
        **{"@type": "Article", "isBasedOn": "https://tidewire.org/story/1", "headline": "Ferry"}
    )
    credits = declared_credits(read_declared(page(head), url), url)
    assert {(c.rule, c.domain) for c in credits} == {
        ("original-source", "skerrytimes.com"),
        ("json-ld-isbasedon", "tidewire.org"),
    }


@pytest.mark.parametrize("source", ["Tides 2026 12:3", "x" * 80])
def test_a_bibliographic_source_is_no_publisher(source: str) -> None:
    head = f'<meta name="dc.source" content="{source}"><meta name="original-source" content="{source}1">'
    assert declared_credits(read_declared(page(head), "https://harbordaily.com/a"), "https://harbordaily.com/a") == []


def test_traces_of_another_content_system() -> None:
    trace = '<p data-uri="cms.skerrytimes.com/_components/paragraph/1">Text.</p>'
    found = cms_traces(trace, "https://harbordaily.com/ferry")
    assert [(c.domain, c.rule) for c in found] == [("skerrytimes.com", "cms-trace")]
    assert cms_traces(trace, "https://edition.skerrytimes.com/ferry") == []
    assert cms_traces('<p data-uri="cmsfoo/bar">cms.skerrytimes.com</p>', "https://harbordaily.com/") == []
    assert cms_traces('<img data-url="https://img.skerrytimes.com/a.jpg">', "https://harbordaily.com/") == []
