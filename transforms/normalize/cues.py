"""Which of many words stand in a text: one pass over its bytes for all of them (Aho and Corasick, 1975)."""

from __future__ import annotations

from collections.abc import Iterable

from ahocorasick_rs import BytesAhoCorasick, Implementation

# The bytes of signs within words and around them: most texts that are not ASCII hold nothing else beyond it.
_TYPOGRAPHY = bytes(set("“”‘’–—…".encode()))
# ASCII letters made small, what is no letter, digit or underscore a blank; bytes beyond ASCII stay.
_WORDS = bytes(i if i > 127 else ord(chr(i).lower()) if chr(i).isalnum() or chr(i) == "_" else 32 for i in range(256))
_WORDS_AND_TYPOGRAPHY = bytes(32 if i in _TYPOGRAPHY else _WORDS[i] for i in range(256))


def in_words(data: bytes) -> bytes:
    """A line in UTF-8, ASCII letters small, with a blank for each sign that is no part of a word.

    Signs beyond ASCII are made blanks where they are all typography, as in most lines that are not ASCII.
    """
    words = data.translate(_WORDS_AND_TYPOGRAPHY)
    return words if words.isascii() else data.translate(_WORDS)


def parted(text: str) -> bytes:
    """What `in_words` gives for a text, with a blank at both ends."""
    return b" " + in_words(text.encode("utf-8", "replace")) + b" "


class Cues:
    """Words (ASCII, small letters) to look for in what `parted` gives; one of `start` letters stands for all that begin so.

    `parts` are found within words too. `cues` holds the words, then the parts, as they are numbered.
    """

    def __init__(self, words: Iterable[bytes], start: int | None = None, parts: Iterable[bytes] = ()) -> None:
        plain = [word for word in sorted(words) if word.isascii()]
        patterns = [b" " + word + (b"" if len(word) == start else b" ") for word in plain]
        self.cues = [*plain, *parts]
        self._words = len(plain)
        # Bytes that stand nowhere: with few first bytes the library searches for them first, at twice the time for blanks.
        automaton = BytesAhoCorasick([*patterns, *parts, b"\0", b"\1", b"\2"], implementation=Implementation.DFA)
        self._search = automaton.find_matches_as_indexes

    def places(self, data: bytes) -> list[tuple[int, int]]:
        """(number of the cue, where it starts) of all that were found."""
        # Overlapping: two words share the blank between them.
        return [(n, at + 1 if n < self._words else at) for n, at, _ in self._search(data, True)]
