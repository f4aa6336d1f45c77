"""What all input kinds share on their way to an article."""

from __future__ import annotations

import json
from typing import Any

import pytest

from transforms.normalize.article import article_of, paragraphs
from transforms.normalize.options import NormalizeOptions
from transforms.read.documents import read_file
from transforms.read.options import ReadOptions
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


def article_of_row(tmp_path, row: dict[str, Any]) -> dict[str, Any]:
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps(row) + "\n" + json.dumps(row) + "\n")
    record = next(read_file(str(path), ReadOptions()))
    return article_of(record, NormalizeOptions())[0]


@pytest.mark.parametrize("value", [5, 0.5, True, [], {}, [5], ["a", "b"], {"rendered": 5}, {"a": {"b": [1]}}, [["a"]]])
@pytest.mark.parametrize("key", ["url", "title", "authors", "author", "published", "date", "language", "site"])
@pytest.mark.parametrize("inner", ["text", "html"])
def test_a_field_of_another_type_says_nothing_and_costs_no_document(tmp_path, inner, key, value):
    told = "The ferry left the harbour at noon, the wardens said, and came back in the evening with the mail. " * 4
    page = f"<html><body><article><p>{told}</p></article></body></html>"
    row = {"url": "https://cove.example/1", inner: page if inner == "html" else told, key: value}
    assert article_of_row(tmp_path, row)["text"] == told.strip()


@pytest.mark.parametrize("title", ["Ferry late", ["Ferry late"], {"rendered": "Ferry late"}])
def test_a_title_in_a_list_or_as_wordpress_gives_it(tmp_path, title):
    assert article_of_row(tmp_path, {"title": title, "text": "It left at noon."})["title"] == "Ferry late"


@pytest.mark.parametrize(
    "given",
    [
        {"authors": ["Ann Lee", "Bo Ek"]},
        {"authors": [{"name": "Ann Lee"}, {"name": "Bo Ek", "id": 2}, {"id": 3}]},
        {"author": ["Ann Lee", {"name": "Bo Ek"}]},
        {"author": "Ann Lee and Bo Ek"},
        {"authors": [], "author": "Ann Lee, Bo Ek"},
        {"authors": ["Ann Lee", "Bo Ek"], "author": "Cy Orr"},
    ],
)
def test_authors_of_a_row(tmp_path, given):
    assert article_of_row(tmp_path, {**given, "text": "It left at noon."})["authors"] == ["Ann Lee", "Bo Ek"]


def test_a_text_in_another_language_than_its_template_declares(tmp_path):
    text = (
        "El gobierno anunció que los trabajadores y las empresas podrán pedir la ayuda desde el lunes, según dijo. " * 3
    )
    page = f'<html lang="en-US"><body><article><p>{text}</p></article></body></html>'
    article = article_of_row(tmp_path, {"html": page})
    assert (article["language"], json.loads(article["evidence"])["language"]) == ("es", "detected, declared en-US")
    assert article_of_row(tmp_path, {"text": text, "language": "es-MX"})["language"] == "es"


def test_an_agency_among_the_authors_of_a_row_is_its_origin():
    prose = "The harbour was quiet on that day, said the wardens, and no boat came in from the sea at all. " * 3
    content = {"text": prose}
    for authors in (["Jane Doe", "Reuters"], "Jane Doe, Reuters"):
        hints = {"url": "https://quietbay.example.com/1", "authors": authors}
        row, _ = article_of(Record("x#0", "jsonl", content, hints), NormalizeOptions())
        assert (row["appeared_first_on"], row["authors"]) == ("reuters.com", ["Jane Doe"])
