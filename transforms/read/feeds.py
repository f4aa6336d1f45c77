"""RSS, Atom and RDF through feedparser, JSON Feed by its own short specification (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any


class BrokenFeed(Exception):
    """A feed in which no entry can be found."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; `published` is ISO 8601, UTC, where feedparser can read it; `published_words` as the feed
    writes it."""

    title: str | None
    link: str | None
    entry_id: str | None
    published: str | None
    published_words: str | None
    authors: tuple[str, ...]
    content: str | None  # HTML, whole
    summary: str | None  # HTML or text, a teaser
    language: str | None
    source_title: str | None
    source_link: str | None
    feed_title: str | None
    feed_link: str | None
    evidence: dict[str, Any] = field(default_factory=dict)
    related: tuple[str, ...] = ()  # links of rel="related"


def entries(data: bytes | str, url: str | None = None) -> list[Entry]:
    """The entries of an XML feed. Raises BrokenFeed where there is none and the XML is broken."""
    import feedparser

    headers = {"content-location": url} if url else {}
    # Sanitizing drops the attributes that a copy's markup gives away; nothing here is ever rendered.
    parsed = feedparser.parse(
        data.encode("utf-8", "replace") if isinstance(data, str) else data,
        sanitize_html=False,
        resolve_relative_uris=True,
        response_headers=headers,
    )
    if not parsed.entries:
        why = f": {parsed.get('bozo_exception')}" if parsed.get("bozo") else ""
        raise BrokenFeed(f"a feed without entries{why}")
    return [_entry(e, parsed.feed) for e in parsed.entries]


def _entry(e: Any, feed: Any) -> Entry:
    body = max((c.get("value") or "" for c in e.get("content", [])), key=len, default="") or None
    summary = e.get("summary") or None
    if body and summary and len(summary) > len(body):
        body, summary = summary, body  # some feeds put a caption in content:encoded
    dates = ("published_parsed", "updated_parsed", "published", "updated")  # feedparser reads no "mer, 16 nov 2022"
    field_name = next((name.removesuffix("_parsed") for name in dates if e.get(name)), None)
    at = e.get(f"{field_name}_parsed")
    source = e.get("source") or {}
    names = [a.get("name") or a.get("email") or "" for a in e.get("authors", [])] or [e.get("author") or ""]
    link = e.get("link") or None
    guid = e.get("id") or None
    if not link and guid and re.match(r"https?://", guid):
        link = guid
    origin_link = e.get("feedburner_origlink")
    return Entry(
        title=e.get("title") or None,
        link=origin_link or link,
        entry_id=guid,
        published=_iso(at) if at else None,
        published_words=e.get(field_name) if field_name else None,
        authors=tuple(n for n in names if n),
        content=body,
        summary=summary,
        language=(e.get("language") or feed.get("language") or None),
        source_title=source.get("title") or source.get("value") or None,
        source_link=source.get("href") or source.get("link") or None,
        feed_title=feed.get("title") or None,
        feed_link=feed.get("link") or None,
        evidence={"published_field": field_name} if field_name else {},
        related=tuple(x["href"] for x in e.get("links", []) if x.get("rel") == "related" and x.get("href")),
    )


def _iso(at: Any) -> str | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(at), UTC).isoformat()
    except (OverflowError, ValueError, OSError):
        return None


def json_entries(feed: dict[str, Any]) -> list[Entry]:
    """The items of a JSON Feed."""

    def text(value: Any) -> str | None:
        return value if isinstance(value, str) and value.strip() else None

    def names(value: dict[str, Any]) -> tuple[str, ...]:
        people = value.get("authors") if isinstance(value.get("authors"), list) else [value.get("author")]
        return tuple(p["name"] for p in people or [] if isinstance(p, dict) and text(p.get("name")))

    out = []
    items = feed.get("items")
    for item in items if isinstance(items, list) else []:
        if not isinstance(item, dict):
            item = {}
        html = text(item.get("content_html"))
        plain = text(item.get("content_text"))
        published = text(item.get("date_published"))
        identity = text(item.get("id")) or (str(item["id"]) if item.get("id") is not None else None)
        link = text(item.get("url")) or (identity if identity and re.match(r"https?://", identity) else None)
        external = text(item.get("external_url"))
        out.append(
            Entry(
                title=text(item.get("title")),
                link=link or external,
                entry_id=identity,
                published=published,
                published_words=published,
                authors=names(item) or names(feed),
                content=html or (_as_html(plain) if plain else None),
                summary=text(item.get("summary")),
                language=text(item.get("language")) or text(feed.get("language")),
                source_title=None,
                source_link=None,
                feed_title=text(feed.get("title")),
                feed_link=text(feed.get("home_page_url")) or text(feed.get("feed_url")),
                evidence={"published_field": "date_published"} if published else {},
            )
        )
    return out


def _as_html(plain: str) -> str:
    import html

    return "".join(f"<p>{html.escape(p)}</p>" for p in re.split(r"\n\s*\n", plain) if p.strip())
