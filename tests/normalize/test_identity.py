"""The id of an article: equal for what is the same text at the same address, in whatever company it is made."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.normalize import identity
from transforms.normalize.article import make_article
from transforms.normalize.identity import normal_forms
from transforms.normalize.options import NormalizeOptions
from transforms.records import Record

TEXTS = st.text(st.sampled_from([*" \t\n\x0b\x1f", "\xa0", "a", "Z", "É", "ﬁ", "ß", "…", "“", "\u0301", "\ud800"]))


def normal_form(text: str) -> bytes:
    return normal_forms([[text.encode("utf-8", "surrogatepass")]])[0]


@given(TEXTS)
def test_the_normal_form_is_nfkc_with_small_letters_and_single_spaces(text):
    plain = "".join(c.lower() if c.isascii() else c for c in unicodedata.normalize("NFKC", text))
    assert normal_form(text).decode("utf-8", "surrogatepass") == " ".join(re.split(r"\s+", plain)).strip()


@given(st.lists(TEXTS))
def test_the_normal_forms_of_many_texts_are_those_of_each(texts):
    encoded = [[line.encode("utf-8", "surrogatepass") for line in text.split("\n")] for text in texts]
    alone = list(map(normal_form, texts))
    with pytest.MonkeyPatch.context() as few_at_a_time:
        assert normal_forms(encoded) == alone
        few_at_a_time.setattr(identity, "_CHUNK", 3)
        assert normal_forms(encoded) == alone


def test_texts_that_differ_in_case_or_white_space_alone_are_one():
    assert normal_form("The  tide\n\nTURNED\xa0late ") == normal_form("the Tide turned late")
    assert normal_form("The tide turned") != normal_form("The tides turned")


def id_of(**row: str) -> str:
    return make_article(Record("x#0", "jsonl", row, {"url": row.get("url")}), NormalizeOptions())["article_id"]


def test_an_address_tells_apart_what_is_the_same_text_and_raw_bytes_stand_for_a_missing_one():
    assert id_of(url="https://a.example/1", text="Late.") == id_of(url="https://a.example/1", text=" LATE. ", more="x")
    assert id_of(url="https://a.example/1", text="Late.") != id_of(url="https://a.example/2", text="Late.")
    assert id_of(text="Late.") == id_of(text="Late.") != id_of(text="Late.", more="x")
