"""What all input kinds share on their way to an article."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from transforms.normalize.article import normal_form, paragraphs

SPACES = [c for c in map(chr, range(0x110000)) if c.isspace()]
TEXTS = st.text(st.sampled_from([*SPACES, "a", "É", "ﬁ", "ß", "…", "\u0301"]))


@given(TEXTS)
def test_the_normal_form_is_nfkc_folded_with_single_spaces(text):
    assert normal_form(text) == " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def test_every_white_space_is_one_space():
    for space in SPACES:
        assert normal_form(f"{space}tide{space}{space}table{space}") == "tide table"


def test_paragraphs_lose_control_signs_and_any_line_end():
    assert paragraphs("The\x00 tide\r\n\r\nturned\x7f.\r\rLate.") == ["The tide", "turned.", "Late."]
    assert paragraphs("One line\neach \ud800") == ["One line", "each \ud800"]
