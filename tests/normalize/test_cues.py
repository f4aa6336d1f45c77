"""Words are found where they stand, whole or by their start, and nowhere else."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from transforms.normalize.cues import Cues, parted

_PIECES = [
    "share",
    "shares",
    "a",
    "ran",
    "random",
    "_ran",
    "ran2",
    "’",
    "“",
    "…",
    "—",
    ".",
    " ",
    "\n",
    "é",
    "中",
    "\ud800",
]


def words_found(cues: Cues, data: bytes) -> list[bytes]:
    """The words at the places that were found, as they stand in the text."""
    return [data[start : data.index(b" ", start)] for _, start in cues.places(data)]


def test_parted_keeps_words_and_nothing_else():
    assert parted("“Shares,” she said…\nA.B_c 7").split() == [b"shares", b"she", b"said", b"a", b"b_c", b"7"]
    assert parted("Größe – “so”").split() == ["größe".encode(), "–".encode(), "“so”".encode()]


def test_words_that_share_a_blank_are_both_found():
    assert words_found(Cues([b"a", b"ran"]), parted("a ran a")) == [b"a", b"ran", b"a"]


@given(st.lists(st.sampled_from(_PIECES)).map("".join).filter(str.isascii))
def test_whole_words(text):
    words = re.findall(r"\w+", text.lower())
    assert words_found(Cues([b"a", b"ran", b"share"]), parted(text)) == [
        w.encode() for w in words if w in ("a", "ran", "share")
    ]


@given(st.lists(st.sampled_from(_PIECES)).map("".join).filter(str.isascii))
def test_words_by_their_start(text):
    words = re.findall(r"\w+", text.lower())
    assert words_found(Cues([b"ran", b"share"], start=5), parted(text)) == [
        w.encode() for w in words if w == "ran" or w.startswith("share")
    ]
