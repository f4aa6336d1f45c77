"""Says what a document is by its content, not by the name of its file."""

from __future__ import annotations

import csv
import io
import json
import re
from itertools import islice

from transforms.read.charsets import BOMS, utf16_without_mark

HEAD = 65_536  # bytes looked at; a page's first tag and a JSON object's first keys come long before

GZIP, ZSTD, PARQUET = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PAR1"

# Magic numbers of what a crawl brings along and no article is in (see each format's own specification).
_BINARY = {
    b"\x89PNG": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
    b"BM": "image",
    b"RIFF": "media",
    b"OggS": "media",
    b"ID3": "media",
    b"\x00\x00\x00": "media",
    b"%PDF": "pdf",
    b"PK\x03\x04": "archive",
    b"7z\xbc\xaf": "archive",
    b"Rar!": "archive",
    b"\xfd7zXZ": "archive",
    b"BZh": "archive",
    b"\x7fELF": "binary",
    b"wOFF": "font",
    b"wOF2": "font",
}
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_PROLOGUE = re.compile(
    r"\s*(?:<\?xml[^>]{0,500}\?>|<\?[^>]{0,500}\?>|<!--.{0,4000}?-->|<!DOCTYPE\s+(?!html)[^>]{0,500}>|\s+)", re.S | re.I
)
_ROOT = re.compile(r"<([A-Za-z][\w.:-]{0,60})")
_FEED_ROOTS = {"rss", "feed", "rdf:rdf", "rdf"}
_OTHER_XML = {"urlset", "sitemapindex", "svg", "opml", "plist", "kml", "gpx", "opensearchdescription", "error"}
NO_ARTICLE = frozenset({"xml", "csv", "rtf", "mail", "base64"})  # kinds of text that are skipped
_CSV_ROWS = 30
_MAIL_HEADER = re.compile(
    r"(?:From [^\n]{1,998}\n)?(?:[A-Za-z][\w-]{0,75}:[^\n]{0,998}\n(?:[ \t][^\n]{1,998}\n){0,200}){3,200}\r?\n"
)
_MAIL_FIELD = re.compile(r"^([A-Za-z][\w-]{0,75}):", re.M)
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{60,76}\r?\n){3,30}")
_MARGIN_OBJECT = re.compile(r"^\{.+\}[ \t\r]*$", re.M)
_HTML = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.I)
_TAGS = re.compile(
    r"</?(?:p|div|span|a|h[1-6]|ul|li|br|article|section|meta|title|script|table|td)\b[^>]{0,2000}>", re.I
)


def binary_kind(head: bytes) -> str | None:
    """ "image", "archive", … where `head` is no text; None where it may be text."""
    for magic, name in _BINARY.items():
        if head.startswith(magic) and not head.startswith((b"\x00\x00\x00<", b"\x00\x00\x00{")):
            # Letters begin a text as well ("BMW builds …"): the header that follows a real one is not all text.
            if magic.isalnum() and not _CONTROL.search(head[:64]):
                continue
            return name
    sample = head[:8192]
    if any(sample.startswith(bom) for bom, _ in BOMS):
        return None
    nul = sample.count(0)
    # UTF-16 without a mark has a zero in every second byte; other text has none, nor more than a stray control character,
    # where of packed or random bytes one in ten is one.
    control = len(_CONTROL.findall(sample))
    odd = nul > len(sample) * 0.01 or control > max(3, len(sample) * 0.02)
    return "binary" if odd and not utf16_without_mark(sample) else None


def text_kind(text: str, whole: bool = True) -> str:
    """ "wordpress-or-row" shapes are told apart later; here: json, jsonl, feed, html, text, empty or one of NO_ARTICLE.

    `text` is a document's first characters; `whole` says that nothing follows them.
    """
    start = text.lstrip("\ufeff \t\r\n\x00")
    if not start:
        return "empty"
    if start.startswith("{\\rtf"):
        return "rtf"
    if start[0] in "{[":
        first, _, rest = start.partition("\n")
        # A first line that is broken is one bad row: objects that begin at the margin further down are rows as well.
        if (
            start[0] == "{"
            and rest.strip()
            and (_is_object(first) or any(map(_is_object, _MARGIN_OBJECT.findall(rest))))
        ):
            return "jsonl"
        if start[0] == "{" and not rest.strip() and whole and not _is_object(first):
            return "json"  # broken; the reader says where
        # A long first line ends beyond what is seen here: lines of objects are told by the reader.
        if re.match(r"\{\s*[\"}]|\[\s*[\[{\"\]\d-]", start):
            return "json"
    if start[0] == "<":
        rest = start
        for _ in range(50):
            m = _PROLOGUE.match(rest)
            if not m or not m.end():
                break
            rest = rest[m.end() :]
        root = _ROOT.match(rest)
        name = root[1].lower() if root else ""
        if name in _FEED_ROOTS:
            return "feed"
        if _HTML.search(rest[:20_000]):
            return "html"
        if name in _OTHER_XML or (text.startswith("<?xml") and ":" in name):
            return "xml"
    if _is_mail(start):
        return "mail"  # also where its body is HTML
    if _HTML.search(start[:5_000]):
        return "html"
    if len(_TAGS.findall(start[:20_000])) >= 3:
        return "html"
    if (lines := _BASE64.match(start)) and len(set(map(len, lines[0].split()))) == 1:
        return "base64"
    return "csv" if _is_csv(start, whole) else "text"


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _is_mail(text: str) -> bool:
    """Whether a text begins with the header of an e-mail (RFC 5322), a line for each field, up to a blank line."""
    header = _MAIL_HEADER.match(text)
    return header is not None and {"from", "subject", "date"} <= {n.lower() for n in _MAIL_FIELD.findall(header[0])}


def _is_csv(text: str, whole: bool) -> bool:
    """A table: the same number of fields, two or more, in every one of its first rows. Quoted fields may hold lines."""
    for delimiter in (",", "\t", ";"):
        try:
            rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), _CSV_ROWS))
        except csv.Error:
            continue
        if not whole and len(rows) < _CSV_ROWS:
            rows.pop()  # is cut
        if (
            len(rows) >= 3
            and all(rows[:3])
            and len(rows[0]) >= 2
            and {len(row) for row in rows if row} == {len(rows[0])}
        ):
            return True
    return False
