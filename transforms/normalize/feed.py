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
_TRAILS_OFF = re.compile(
    r"(?:…|\.\.\.|\[\s*(?:…|\.\.\.|&#8230;)\s*\]|\b(?:read|weiter|continue|lire|leer|lees)\b[^.!?]{0,30})\W*$", re.I
)

# A time and the zone that it is in, by number or by a name of which there is one (RFC 5322, section 4.3).
_ZONED = re.compile(r"\d:\d\d.{0,20}?(?:[+-]\d\d:?\d\d|\b(?:GMT|UTC?|[ECMP][SD]T)|(?<=\d)Z|\bZ)\W*(?:\(|$)", re.S)


def _without_read_more(body: Fragment, link: str | None) -> str:
    """The text without its last words where they are a link to the entry itself: "Read more", in whatever language."""
    text = body.text.rstrip()
    for address, words in body.links[-1:]:
        if link and words and address.split("#")[0] == link and text.endswith(words) and len(words) < len(text):
            return text.removesuffix(words).rstrip(" |»>→\n")
    return body.text


def read_entry(entry: Entry) -> Draft:
    """An entry -> what it says. Raises Unreadable where it has neither text nor title."""
    body = fragment_text(entry.content or "")
    field, summary = "content", False
    if not body.text.strip():
        body, field = fragment_text(entry.summary or ""), "summary"
        summary = len(body.text.split()) < WHOLE_WORDS or bool(_TRAILS_OFF.search(body.text[-200:]))
    title = plain(entry.title)
    text = _without_read_more(body, entry.link)
    if text != body.text and text.endswith(("…", "...", "]")):
        summary = True  # also where the field is named content: the text trails off, and its rest is behind the link
    if not text.strip():
        if not title:
            raise Unreadable("an entry without text and title")
        text, field, summary = title, "title", True
    bylines = [name for raw in entry.authors if (name := plain(raw))]
    draft = Draft(
        text=text,
        title=title,
        authors=list(dict.fromkeys(p for name in bylines for p in people(name))),
        bylines=bylines,
        url=entry.link,
        language=entry.language,
        is_summary=summary,
        credits=body.credits,
        links=body.links,
        evidence={"text": field, "feed": entry.feed_title},
    )
    if entry.published:
        name = entry.evidence.get("published_field", "published")
        # feedparser takes a zone that is missing, or that it does not know, for UTC: then only the day is sure.
        stated = entry.published if _ZONED.search(entry.published_words or "") else entry.published[:10]
        draft.published = published_from_iso(stated, f'{name} "{entry.published_words}"')
    site = site_of(entry.link) or site_of(entry.feed_link)
    if not site_of(entry.link) and site:
        draft.site, draft.site_evidence = site, f"link of the feed {entry.feed_link}"
    if entry.source_title or entry.source_link:
        domain = site_of(entry.source_link)
        named = entry.source_title or domain
        if named and not (site and same_publisher(domain or named, site)) and named != entry.feed_title:
            draft.credits.append(
                Credit(plain(named), domain, "rss-source", f"source {named} {entry.source_link or ''}".strip(), 0.9)
            )
    return draft
