"""From a raw document to an article: the reader of its kind, then what all kinds share (site, language, origin, id)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import numpy as np

from transforms.normalize import language
from transforms.normalize.authors import people, starts_byline
from transforms.normalize.dates import find_dates, stated_date
from transforms.normalize.furniture import strip_edges
from transforms.normalize.identity import canonical_json, id_of_raw, name_articles
from transforms.normalize.options import NormalizeOptions
from transforms.normalize.origins import find_origin
from transforms.normalize.sites import normalise_url, site_of
from transforms.normalize.titles import clean_title, plain_title, says_error
from transforms.records import Draft, Record, Unreadable
from transforms.tables import well_formed

Paragraphs = tuple[list[str], list[bytes]]  # of a text, as they are and in UTF-8, in which later steps read them

_BLANK_LINE = re.compile(r"\n\s*\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CONTROL_BYTES = bytes(i for i in (*range(32), 127) if i not in b"\t\n\r")


def paragraphs(text: str) -> list[str]:
    """Paragraphs of `text`: parted by blank lines; where it has none, each line is one."""
    return _paragraphs(text)[0]


def _paragraphs(text: str) -> Paragraphs:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        found, encoded = _stripped(text.split("\n\n"))
        data = b"".join(encoded)
        if _holds_controls(data):
            # A line ends within these, or there are tabs, or what is no text.
            pieces = _BLANK_LINE.split(text) if _BLANK_LINE.search(text.strip()) else text.split("\n")
            found, encoded = _stripped(pieces)
            if len(data.translate(None, _CONTROL_BYTES)) < len(data):
                return _paragraphs(_CONTROL.sub("", text))
    except UnicodeEncodeError:
        return _paragraphs(well_formed(text))
    return found, encoded


def _stripped(pieces: list[str]) -> Paragraphs:
    found = list(filter(None, map(str.strip, pieces)))
    return found, list(map(str.encode, found))


def _holds_controls(data: bytes) -> bool:
    """Whether a line end, a tab or a control sign is in a text: a twentieth of the time of a pattern."""
    return b"\x7f" in data or (data != b"" and bool(np.minimum.reduce(np.frombuffer(data, np.uint8)) < ord(" ")))


def make_article(record: Record, options: NormalizeOptions) -> dict[str, Any]:
    """A raw document -> a row of schema.NORMALIZED. Raises Unreadable where there is no article in it."""
    row, encoded = article_of(record, options)
    name_articles([row], [encoded])
    return row


def article_of(record: Record, options: NormalizeOptions) -> tuple[dict[str, Any], list[bytes]]:
    """What make_article gives, but for an article_id by its address and text, and the paragraphs of the text in UTF-8."""
    draft = _read(record, options)
    body, encoded = _body_of(draft, record.kind.endswith(_PAGES))
    _add_hints(draft, record)
    if draft.site is None and (draft.url or draft.canonical_url):
        draft.site = site_of(draft.url) or site_of(draft.canonical_url)
        draft.site_evidence = f"url {draft.url or draft.canonical_url}" if draft.site else None
    code = language.declared_code(draft.language)
    found = language.differs(code, "\n\n".join(body)) if code else None
    if found:
        draft.evidence["language"] = f"detected, declared {draft.language}"
        code = found
    elif code:
        draft.evidence.setdefault("language", f"declared {draft.language}")
    origin = find_origin(
        draft.head,
        body,
        draft.tail,
        title=draft.title,
        site=draft.site,
        site_names=[n for n in (draft.evidence.get("site_name"), draft.evidence.get("feed")) if isinstance(n, str)],
        language=code,
        links=draft.links,
        bylines=draft.bylines,
        quoted=draft.quoted,
        markup=draft.credits,
        encoded=encoded,
    )
    if origin.body != body:
        encoded = list(map(str.encode, origin.body))
    text = "\n\n".join(origin.body)
    if record.kind.endswith(_PAGES):
        # Scripts written without spaces count by character; where no language is declared, words of 20 letters tell them.
        words = len(text.split())
        if code in ("ja", "zh", "th", "km", "lo", "my") or (not code and words * 20 < len(text)):
            words = len(text) // 2
        if words < options.min_words:
            raise Unreadable(f"{words} words of text: no article (normalize.min_words is {options.min_words})")
        heading = draft.title or "".join(body[:1])
        if words <= ERROR_WORDS and says_error(heading):
            raise Unreadable(f"an error page, no article: {heading}")
    if code is None:
        code = language.detect(text)
        if code:
            draft.evidence["language"] = "detected"
    best = origin.best
    if origin.candidates:
        draft.evidence["appeared_first_on"] = [
            {
                "name": c.name,
                "domain": c.domain,
                "rule": c.rule,
                "words": c.evidence,
                "confidence": round(c.confidence, 3),
            }
            for c in origin.candidates
        ]
    title = _tidy(draft.title)
    published = draft.published
    row = {
        "article_id": None if draft.url else id_of_raw(record.content),
        "source_uri": record.source_uri,
        "input_kind": record.kind,
        "url": draft.url,
        "canonical_url": normalise_url(draft.canonical_url) if draft.canonical_url else None,
        "source_site": draft.site,
        "source_site_evidence": draft.site_evidence,
        "title": title,
        "authors": draft.authors,
        "language": code,
        "text": text,
        "is_summary": draft.is_summary,
        "published_at": published.at if published else None,
        "published_precision": published.precision if published else None,
        "published_evidence": published.evidence if published else None,
        "appeared_first_on": (best.domain or best.name) if best else None,
        "appeared_first_on_name": best.name if best else None,
        "appeared_first_on_rule": best.rule if best else None,
        "appeared_first_on_evidence": best.evidence if best else None,
        "appeared_first_on_confidence": best.confidence if best else None,
        "evidence": _as_json(draft.evidence),
    }
    return row, encoded


def _as_json(evidence: dict[str, Any]) -> str:
    if {str}.issuperset(map(type, evidence.values())):
        return _words_as_json(*evidence.items())
    return canonical_json(evidence)


@lru_cache(maxsize=1024)
def _words_as_json(*items: tuple[str, str]) -> str:
    """A run's rows have few kinds of evidence: which of their fields were read."""
    return canonical_json(dict(items))


def _read(record: Record, options: NormalizeOptions) -> Draft:
    """Each reader is imported when its kind comes up: a run over JSON lines does without trafilatura's half second."""
    kind = record.kind.rpartition("/")[2]
    url = record.hints.get("url")
    if kind == "wordpress":
        from transforms.normalize.wordpress import read_post

        return read_post(record.content)
    if kind == "feed":
        from transforms.normalize.feed import read_entry

        return read_entry(record.content)
    if kind == "html":
        from transforms.normalize.html import PageOptions, read_page

        page = PageOptions(extraction=options.extraction)
        return read_page(record.content, url=url, charset=record.hints.get("charset"), options=page)
    if kind == "text":
        from transforms.normalize.dump import read_dump

        return read_dump(record.content, url=url)
    return _read_row(record.content)


def _read_row(row: dict[str, Any]) -> Draft:
    """A row of JSON lines or Parquet that holds the article's text itself."""
    title = row.get("title")
    title = plain_title(title) if isinstance(title, str) else None  # else the hints have what it says
    return Draft(text=row["text"], title=title, evidence={"text": "text"} | ({"title": "title"} if title else {}))


_BEFORE_DATE = re.compile(r"\D*")
_PAGES = ("html", "text")  # kinds whose readers know what stands around the article
ERROR_WORDS = 100
BYLINE_CHARS, BYLINE_WORDS, OPENING = 120, 16, 3


def _body_of(draft: Draft, page: bool) -> Paragraphs:
    """The paragraphs of the article.

    Furniture at the two ends of a text that came without a `page` around it moves to the lines before and after the
    article; so does a byline, or a line that is a date, among the first paragraphs.
    """
    (body, encoded), opening = _paragraphs(draft.text), 0
    if not page:
        head, body, tail = strip_edges(body)
        draft.head, draft.tail = draft.head + head, tail + draft.tail
        body, encoded = _by_lines(body, encoded[len(head) : len(head) + len(body)])
    for k, line in enumerate(body[:OPENING]):
        if len(body) < 2 or len(line) > BYLINE_CHARS or line.count(" ") >= BYLINE_WORDS or line[-1] in '.!?:…”"':
            break
        opens = starts_byline(line)
        names = people(_BEFORE_DATE.match(line)[0]) if opens else []  # type: ignore[index]
        dates = find_dates(line, draft.language) if not names and any(c.isdigit() for c in line) else []
        if not names and not (dates and (opens or sum(d.end - d.start for d in dates) * 2 > len(line))):
            break
        if names and not draft.authors:
            draft.authors = names
            draft.evidence["authors"] = f'line "{line}"'
        draft.head.append(line)
        opening = k + 1
    return _by_lines(body[opening:], encoded[opening:]) if opening else (body, encoded)


def _by_lines(body: list[str], encoded: list[bytes]) -> Paragraphs:
    """A paragraph that is left alone is parted at its lines, as a text without blank lines is."""
    return _paragraphs(body[0]) if len(body) == 1 else (body, encoded)


def _add_hints(draft: Draft, record: Record) -> None:
    """What the container says fills what the document does not say itself; a row's url and title are the article's own."""
    hints, evidence = record.hints, draft.evidence
    container = record.kind.partition("/")[0]
    if hints.get("url"):
        if draft.url and draft.url != hints["url"]:
            evidence["url_in_document"] = draft.url
        draft.url = hints["url"]
        evidence["url"] = f"{container} url"
    if not draft.title and hints.get("title"):
        draft.title = plain_title(hints["title"])
        evidence["title"] = f"{container} title"
    if draft.title and not record.kind.endswith("html"):  # a page's title was chosen with all its titles as witnesses
        draft.title = clean_title(draft.title, [n for n in (evidence.get("site_name"),) if isinstance(n, str)])
    if hints.get("published") and (draft.published is None or draft.published.precision == "day"):
        value = hints["published"]
        stated = stated_date(value, f'{container} published "{value}"', draft.language)
        # Of the same day the more precise one; of another day the document's own.
        if stated and (draft.published is None or stated.at.date() == draft.published.at.date()):
            draft.published = stated
    if hints.get("authors"):
        names = hints["authors"] if isinstance(hints["authors"], list) else [hints["authors"]]
        draft.bylines += names
        if not draft.authors:
            draft.authors = list(dict.fromkeys(p for n in names for p in people(n)))
            evidence["authors"] = f"{container} authors"
    if draft.language is None:
        draft.language = hints.get("language")
    if site_of(hints.get("site")):
        draft.site, draft.site_evidence = site_of(hints["site"]), f"{container} site {hints['site']}"


def _tidy(title: str | None) -> str | None:
    if not title or (title.isprintable() and "  " not in title and title == title.strip()):
        return title or None
    return " ".join(_CONTROL.sub("", title).split()) or None
