"""What all input kinds share on their way to an article."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from transforms.normalize.article import normal_form, paragraphs

TEXTS = st.text(st.sampled_from([*" \t\n\x0b\x1f", "\xa0", "a", "Z", "É", "ﬁ", "ß", "…", "\u0301"]))


@given(TEXTS)
def test_the_normal_form_is_nfkc_with_small_letters_and_single_spaces(text):
    plain = "".join(c.lower() if c.isascii() else c for c in unicodedata.normalize("NFKC", text))
    assert normal_form(text).decode() == " ".join(re.split(r"\s+", plain)).strip()


def test_texts_that_differ_in_case_or_white_space_alone_are_one():
    assert normal_form("The  tide\n\nTURNED\xa0late ") == normal_form("the Tide turned late")
    assert normal_form("The tide turned") != normal_form("The tides turned")


def test_paragraphs_lose_control_signs_and_any_line_end():
    assert paragraphs("The\x00 tide\r\n\r\nturned\x7f.\r\rLate.") == ["The tide", "turned.", "Late."]
    assert paragraphs("One line\neach \ud800") == ["One line", "each \ud800"]
