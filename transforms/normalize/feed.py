"""Entries of RSS, RDF, Atom and JSON feeds."""

from __future__ import annotations

import re

from transforms.normalize.authors import people
from transforms.normalize.dates import stated_date
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


def _read_more(body: Fragment, link: str | None) -> str | None:
    """The words of the last link where it leads to the entry itself: "Read more", in whatever language."""
    return next((words for address, words in body.links[-1:] if link and address.split("#")[0] == link), None)


def _without(text: str, words: str | None) -> str:
    """A text without these words at its end, where more is left."""
    bare = text.rstrip()
    if words and bare.endswith(words) and len(words) < len(bare):
        return bare.removesuffix(words).rstrip(" |»>→\n")
    return text


_TAG_URI = re.compile(r"tag:(?:[^,@/]{1,80}@)?([^,@/:]{1,200}),")  # RFC 4151: "tag:example.com,2024:7"


def _own_page(entry: Entry) -> str | None:
    """The address of an entry. That of a link blog links to the page of another site that it is about, and names its own
    page as a related one or by its id; where the id is a `tag:` of the blog's domain, the address is unknown. Entries
    of aggregators have the ids, or the `source`, of the sites that they were taken from."""
    linked, home = site_of(entry.link), site_of(entry.feed_link)
    if not linked or not home or same_publisher(linked, home) or entry.source_title or entry.source_link:
        return entry.link
    for page in (*entry.related, entry.entry_id or ""):
        if page.startswith(("http://", "https://")) and site_of(page) == home:
            return page
    tag = _TAG_URI.match(entry.entry_id or "")
    return None if tag and site_of(tag[1]) == home else entry.link


def read_entry(entry: Entry) -> Draft:
    """An entry -> what it says. Raises Unreadable where it has neither text nor title."""
    body = fragment_text(entry.content or "")
    field, summary = "content", False
    if not body.text.strip():
        body, field = fragment_text(entry.summary or ""), "summary"
        summary = len(body.text.split()) < WHOLE_WORDS or bool(_TRAILS_OFF.search(body.text[-200:]))
    title, url = plain(entry.title), _own_page(entry)
    read_more = _read_more(body, url)
    text = _without(body.text, read_more)
    if read_more is not None and text.endswith(("…", "...", "]")):
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
        url=url,
        language=entry.language,
        is_summary=summary,
        credits=body.credits,
        links=body.links,
        evidence={"text": field, "feed": entry.feed_title},
    )
    if entry.published or entry.published_words:
        name = entry.evidence.get("published_field", "published")
        # feedparser takes a zone that is missing, or that it does not know, for UTC: then only the day is sure.
        words = entry.published_words or ""
        stated = entry.published if _ZONED.search(words) else (entry.published or "")[:10]
        where = f'{name} "{words}"'
        draft.published = published_from_iso(stated, where) or stated_date(words, where, entry.language)
    site = site_of(url) or site_of(entry.feed_link)
    if not site_of(url) and site:
        draft.site, draft.site_evidence = site, f"link of the feed {entry.feed_link}"
    if entry.source_title or entry.source_link:
        domain = site_of(entry.source_link)
        named = entry.source_title or domain
        if named and not (site and same_publisher(domain or named, site)) and named != entry.feed_title:
            draft.credits.append(
                Credit(plain(named), domain, "rss-source", f"source {named} {entry.source_link or ''}".strip(), 0.9)
            )
    return draft
