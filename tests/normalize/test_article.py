"""What all input kinds share on their way to an article."""

from __future__ import annotations

from transforms.normalize.article import article_of, paragraphs
from transforms.normalize.options import NormalizeOptions
from transforms.records import Record


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


def test_an_agency_among_the_authors_of_a_row_is_its_origin():
    prose = "The harbour was quiet on that day, said the wardens, and no boat came in from the sea at all. " * 3
    content = {"text": prose}
    for authors in (["Jane Doe", "Reuters"], "Jane Doe, Reuters"):
        hints = {"url": "https://quietbay.example.com/1", "authors": authors}
        row, _ = article_of(Record("x#0", "jsonl", content, hints), NormalizeOptions())
        assert (row["appeared_first_on"], row["authors"]) == ("reuters.com", ["Jane Doe"])
