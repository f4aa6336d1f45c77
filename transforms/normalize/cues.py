"""Which of many words stand in a text: one pass over its bytes for all of them (Aho and Corasick, 1975)."""

from __future__ import annotations

from collections.abc import Iterable

from ahocorasick_rs import BytesAhoCorasick, Implementation

# The bytes of signs within words and around them: most texts that are not ASCII hold nothing else beyond it.
_TYPOGRAPHY = bytes(set("“”‘’–—…".encode()))
# ASCII letters made small, what is no letter, digit or underscore a blank; bytes beyond ASCII stay.
_WORDS = bytes(i if i > 127 else ord(chr(i).lower()) if chr(i).isalnum() or chr(i) == "_" else 32 for i in range(256))
_WORDS_AND_TYPOGRAPHY = bytes(32 if i in _TYPOGRAPHY else _WORDS[i] for i in range(256))


def parted(text: str) -> bytes:
    """A text in bytes, ASCII letters small, with a blank for each sign that is no part of a word, and at both ends.

    Signs beyond ASCII are made blanks where they are all typography, as in most texts that are not ASCII.
    """
    data = text.encode("utf-8", "replace")
    if not text.isascii() and data.translate(None, _TYPOGRAPHY).isascii():
        return b" " + data.translate(_WORDS_AND_TYPOGRAPHY) + b" "
    return b" " + data.translate(_WORDS) + b" "


class Cues:
    """Words (ASCII, small letters) to look for in what `parted` gives; one of `start` letters stands for all that begin so."""

    def __init__(self, words: Iterable[bytes], start: int | None = None) -> None:
        patterns = [b" " + word + (b"" if len(word) == start else b" ") for word in sorted(words) if word.isascii()]
        self._search = BytesAhoCorasick(patterns, implementation=Implementation.DFA).find_matches_as_indexes

    def within(self, data: bytes) -> list[bytes]:
        """The words that were found, as they stand in the text; one that is there twice twice."""
        found = self._search(data, True)  # overlapping: two words share the blank between them
        return [data[start + 1 : data.index(b" ", start + 1)] for _, start, _ in found]
