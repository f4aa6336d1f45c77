"""Entries of RSS, RDF, Atom and JSON feeds."""

from __future__ import annotations

import re

from transforms.normalize.authors import people
from transforms.normalize.html import Fragment, fragment_text
from transforms.normalize.metadata import published_from_iso
from transforms.normalize.sites import same_publisher, site_of
from transforms.normalize.wordpress import plain
from transforms.read.feeds import Entry
from transforms.records import Credit, Draft, Unreadable

# A description that is as long as an article and does not trail off is the article: many feeds have no content:encoded.
# Of the 31 feeds of the measuring data, teasers have at most 80 words and whole texts in `description` 130 or more.
WHOLE_WORDS = 110
_TRAILS_OFF = re.compile(r"(?:…|\.\.\.|\[\s*(?:…|\.\.\.|&#8230;)\s*\]|\b(?:read|weiter|continue|lire|leer|lees)\b[^.!?]{0,30})\W*$", re.I)


def read_entry(entry: Entry) -> tuple[Draft, Fragment]:
    """An entry -> what it says, and its body as a Fragment. Raises Unreadable where it has neither text nor title."""
    body = fragment_text(entry.content or "")
    field, summary = "content", False
    if not body.text.strip():
        body, field = fragment_text(entry.summary or ""), "summary"
        summary = len(body.text.split()) < WHOLE_WORDS or bool(_TRAILS_OFF.search(body.text[-200:]))
    title = plain(entry.title)
    text = body.text
    if not text.strip():
        if not title:
            raise Unreadable("an entry without text and title")
        text, field, summary = title, "title", True
    authors = list(dict.fromkeys(p for name in entry.authors for p in people(plain(name) or "")))
    draft = Draft(
        text=text,
        title=title,
        authors=authors,
        url=entry.link,
        language=entry.language,
        is_summary=summary,
        credits=list(body.credits),
        evidence={"text": field, "feed": entry.feed_title},
    )
    if entry.published:
        name = entry.evidence.get("published_field", "published")
        # feedparser gives UTC: RSS and Atom state the zone, and where one does not, its words show no time.
        draft.published = published_from_iso(entry.published, f'{name} "{entry.published_words}"')
        if draft.published and not re.search(r"\d:\d", entry.published_words or ""):
            draft.published = published_from_iso(entry.published[:10], f'{name} "{entry.published_words}"')
    site = site_of(entry.link) or site_of(entry.feed_link)
    if not site_of(entry.link) and site:
        draft.site, draft.site_evidence = site, f"link of the feed {entry.feed_link}"
    if entry.source_title or entry.source_link:
        domain = site_of(entry.source_link)
        named = entry.source_title or domain
        if named and not (site and same_publisher(domain or named, site)) and named != entry.feed_title:
            draft.credits.append(Credit(plain(named), domain, "rss-source", f"source {named} {entry.source_link or ''}".strip(), 0.9))
    return draft, body
