"""What all input kinds share on their way to an article."""

from __future__ import annotations

import pytest

from transforms.normalize.article import article_of, paragraphs
from transforms.normalize.options import NormalizeOptions
from transforms.records import Record, Unreadable


def test_paragraphs_lose_control_signs_and_any_line_end():
    assert paragraphs("The\x00 tide\r\n\r\nturned\x7f.\r\rLate.") == ["The tide", "turned.", "Late."]
    assert paragraphs("One line\neach \ud800") == ["One line", "each \ufffd"]


def test_the_paragraphs_that_come_with_an_article_are_those_of_its_text():
    """Also where furniture, a byline and a credit were cut from them."""
    prose = [
        f"The harbour was quiet on day {i}, said the wardens, and no boat came in from the sea." * 2 for i in range(5)
    ]
    text = "\n\n".join(["Share", "By Jane Doe", *prose, "This story was first published by Cove News.", "Größe – “so”"])
    for raw in (text, text.replace("\n\n", "\n"), "Only this."):
        row, encoded = article_of(Record("x#0", "jsonl", {"text": raw}), NormalizeOptions())
        assert row["text"].encode() == b"\n\n".join(encoded)


def test_a_servers_notice_is_no_article():
    page = (
        "<html><head><title>404 Not Found | Cove News</title></head><body><h1>{}</h1><p>What you asked for is not on this "
        "server. Check the address and try again, or go back to where you came from and look there.</p></body></html>"
    )
    with pytest.raises(Unreadable, match="an error page"):
        article_of(Record("x", "html", page.format("Not Found").encode()), NormalizeOptions())
    told = page.replace("404 ", "Ferry ").format("Ferry Not Found").encode()
    article, _ = article_of(Record("x", "html", told), NormalizeOptions())
    assert "not on this server" in article["text"]
