"""What a document is, is told by its content; the name of its file says nothing."""

from __future__ import annotations

import base64
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.read import charsets, sniff

PAGE = "<!DOCTYPE html>\n<html><head><title>Ferry late</title></head><body><p>It was.</p></body></html>"
RSS = '<?xml version="1.0"?>\n<!-- made by hand -->\n<rss version="2.0"><channel></channel></rss>'


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (PAGE, "html"),
        ("\ufeff\n  " + PAGE, "html"),
        ("<div><p>A fragment</p><p>without a head</p></div>", "html"),
        ("<!-- saved by a crawler --><HTML><BODY>Old</BODY></HTML>", "html"),
        ('<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0"><html><body/></html>', "html"),
        (RSS, "feed"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"></feed>', "feed"),
        ('<rdf:RDF xmlns:rdf="x"><item/></rdf:RDF>', "feed"),
        ('<?xml-stylesheet href="s.xsl"?><rss version="0.91"></rss>', "feed"),
        ('<?xml version="1.0"?><urlset><url/></urlset>', "xml"),
        ("<svg xmlns='x'><path/></svg>", "xml"),
        ('{"id": 1, "content": {"rendered": "<p>x</p>"}}', "json"),
        ('[{"id": 1},\n {"id": 2}]', "json"),
        ('{\n "id": 1,\n "text": "spread over lines"\n}', "json"),
        ('{"url": "a", "text": "b"}\n{"url": "c", "text": "d"}\n', "jsonl"),
        ('{"url": "a", "text": "b"}\n{"url": "c", "te', "jsonl"),
        ('{"url": "a", "te\n{"url": "c", "text": "d"}\n', "jsonl"),
        ('{"url": "a", "text', "json"),
        ('{"items": [\n  {"id": 1},\n  {"id": 2}\n]}', "json"),
        ("a,b,c\n1,2,3\n4,5,6\n", "csv"),
        ("a\tb\n1\t2\n4\t5\n", "csv"),
        ('id,text\n1,"The ferry left.\n\nIt was late, they said."\n2,"It came\nback."\n', "csv"),
        ('id\ttext\n1\t"The ferry left.\n\nIt was late."\n2\t"It came\r\nback."\n', "csv"),
        ("{\\rtf1\\ansi The ferry left at noon.}", "rtf"),
        (
            "From: Ann <ann@cove.example>\nTo: b@cove.example\nSubject: Ferry\n late\nDate: 1 May 2024\n\nIt left.\n",
            "mail",
        ),
        ("From: a\nDate: x\nSubject: y\nContent-Type: text/html\n\n<html><body><p>It left.</p></body></html>", "mail"),
        ("From ann Sat May 1\r\nDate: x\r\nFROM: ann\r\nsubject: Ferry\r\n\r\nIt left.\r\n", "mail"),
        (base64.encodebytes(bytes(range(256)) * 2).decode(), "base64"),
        ("", "empty"),
        (" \n\t\r\n", "empty"),
        ("Ferry late again\n\nIt left at noon, the harbor said.\n", "text"),
        # Look-alikes: prose with braces, brackets, commas, angle brackets, and talk of markup.
        ("[UPDATED] Ferry late again\n\nIt left at noon.", "text"),
        ("{sic} is what the editor wrote\n\nAnd no more.", "text"),
        ("Subject: ferries\nDate: today\nFrom here on all is prose\n\nIt left at noon.", "text"),
        ("Title: Ferry late\nDate: 1 May 2024\nBy: Ann\n\nIt left at noon.", "text"),
        ('"It left," she said.\n\n"At noon," he said.\n\n"Or one," they said.', "text"),
        ("Rain, wind, fog.\n\nSun, wind, rain.\n\nSnow.", "text"),
        ("The sum 3 < 5 and 7 > 2 holds.\n\nSo it is said.", "text"),
        ("How to use the <p> tag\n\nWrite it.", "text"),
    ],
)
def test_text_kind(text: str, kind: str) -> None:
    assert sniff.text_kind(text) == kind


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"GIF89a\x10\x00\x10\x00\x80", "image"),
        (b"%PDF-1.7\n", "pdf"),
        (b"PK\x03\x04\x14\x00", "archive"),
        (b"wOF2\x00\x01\x00\x00", "font"),
        (b"\x00\x00\x00\x20ftypisom", "media"),
        (b"BMW builds a car in Ostrel, and this is text, not a bitmap.", None),
        (b"RIFFRAFF OF THE SEA RETURNS", None),
        (b"RIFF\x24\x08\x00\x00WEBPVP8 ", "media"),
        (b"ID3 tags are read by players.", None),
        (b"BM\x36\x10\x00\x00\x00\x00\x00\x00", "image"),
        ("Ring found in pike".encode("utf-16-le"), None),
        ("Ring found in pike".encode("utf-16"), None),
        (b"\x01\x00\x02\xfe\x05" * 64, "binary"),
        (random.Random(5).randbytes(4000).replace(b"\0", b"o"), "binary"),
        (b"The mayor\x03 said \x1b[1mno\x1b[0m.\n" * 2, None),
        (b"A page\x0cof a dump, then another\x02 and so on to its end.\n" * 40, None),
        (PAGE.encode(), None),
    ],
)
def test_binary_kind(head: bytes, what: str | None) -> None:
    assert sniff.binary_kind(head) == what


@given(st.binary(max_size=400))
def test_any_bytes_have_a_kind(data: bytes) -> None:
    if sniff.binary_kind(data) is None:
        kinds = {"json", "jsonl", "feed", "html", "text", "empty"} | sniff.NO_ARTICLE
        assert sniff.text_kind(charsets.decode(data)) in kinds


@pytest.mark.parametrize("unit", ["<!--", "<?xml ", "<!DOCTYPE x>", "<", "[", "{", "a,", '{"', "<p "])
def test_hostile_heads_are_told_at_once(unit: str) -> None:
    """Nothing backtracks: 64 KB of anything takes well below a second (the limit is for a busy machine)."""
    import time

    started = time.process_time()
    sniff.text_kind((unit * sniff.HEAD)[: sniff.HEAD])
    assert time.process_time() - started < 1
