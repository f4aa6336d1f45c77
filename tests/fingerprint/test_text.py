"""The text that fingerprints are made of."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.fingerprint.text import clean, clean_all

PARAGRAPHS = [
    "The harbour of Velmont will close for nine days in October while divers replace the old lock gates, it said.",
    "Captain Ines Okoro told reporters that ferries to the outer islands would leave from the northern quay instead.",
    "Traders fear a loss of 4.5 million crowns, but the mayor called the repair long overdue and promised help.",
]
MENU = ["Home", "Politics", "Weather", "Sport", "Sign in", "Newsletters"]


def test_menus_around_the_article_are_cut():
    assert clean("\n".join([*MENU, *PARAGRAPHS, "Share", *MENU])) == "\n".join(PARAGRAPHS)


def test_a_short_list_inside_the_article_is_kept():
    text = clean("\n".join([*PARAGRAPHS, "Closed quays", "North pier", *PARAGRAPHS]))
    assert "North pier" in text


def test_a_list_without_prose_is_kept_whole():
    assert clean("Islands:\nVarn\nOstrel\nLomm").splitlines() == ["Islands:", "Varn", "Ostrel", "Lomm"]


LINES = [
    *PARAGRAPHS,
    *MENU,
    "(Reporting by Tom Ardel)",
    "VELMONT (NW) - All is well there.",
    "And so on…",
    ".",
    " " * 120,
    "",
]


@given(
    st.lists(st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=20)), max_size=12).map("\n".join), max_size=6)
)
def test_a_text_does_not_depend_on_those_beside_it(texts):
    assert clean_all(texts) == [clean(text) for text in texts]


@pytest.mark.parametrize(
    ("dateline", "rest"),
    [
        ("VELMONT (Northwire) — ", PARAGRAPHS[0]),
        ("Port Velmont (NW) - ", PARAGRAPHS[0]),
        ("VELMONT, Oct. 3 — ", PARAGRAPHS[0]),
    ],
)
def test_datelines_are_off(dateline, rest):
    assert clean("\n\n".join([dateline + rest, *PARAGRAPHS[1:]])).startswith(rest)


@pytest.mark.parametrize(
    "credit",
    [
        "By Ines Okoro, Northwire",
        "Source: Northwire",
        "© 2031 Northwire. All rights reserved.",
        "This article originally appeared on the Velmont Gazette.",
        "(Reporting by Tom Ardel; editing by Mia Korv)",
    ],
)
def test_credit_lines_are_off(credit):
    assert credit not in clean("\n".join([PARAGRAPHS[0], credit, *PARAGRAPHS[1:]]))


@pytest.mark.parametrize(
    "sentence",
    [
        "By noon the water had fallen far enough for the divers to begin.",
        "The report published on Monday said the lock gates were unsafe.",
        "This story of neglect has a long history in the town.",
    ],
)
def test_sentences_that_look_like_credits_stay(sentence):
    assert sentence in clean("\n".join([PARAGRAPHS[0], sentence, *PARAGRAPHS[1:]]))


def test_hard_wrapped_lines_are_joined():
    words = " ".join(PARAGRAPHS).split()
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > 45:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    assert clean("\n".join([*lines, line])) == " ".join(words)


def test_a_word_broken_at_the_end_of_a_line_is_mended():
    assert "harbour master" in clean(
        "\n".join(
            ["Divers are to start work in the har-", "bour master said that nothing was decided yet on that day."]
        )
    )


def test_encodings_are_mended():
    plain = clean("\n".join(PARAGRAPHS)).replace("Okoro", "Oko'ro")
    curly = plain.replace("'", "’")
    assert clean(curly) == plain
    assert clean(curly.encode().decode("cp1252", "replace")) == plain
    assert clean(plain.replace("mayor", "ma\u00adyor\u200b")) == plain
    assert clean(plain.replace("'", "&amp;#39;")) == plain


@given(st.text(max_size=400))
def test_any_text_is_cleaned_and_stays_clean_in_form(text):
    assert all(line.strip() for line in clean(text).splitlines())


@pytest.mark.parametrize(
    "hostile", ["a" * 3_000_000, "by " * 500_000, "A, " * 500_000, "<a " * 500_000, "\n" * 2_000_000]
)
def test_hostile_texts_take_no_time(hostile):
    started = time.process_time()
    clean(hostile)
    assert time.process_time() - started < 2
