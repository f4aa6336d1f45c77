"""Words as 32-bit codes: all that matching knows of a text, in its order.

A code is (from the highest bit) 24 bits of the stem's hash, then flags: NUMBER, FACT, STARTS_SENTENCE (bits 6, 5, 4)
and the word's rarity (bits 0 to 3). Compare words by `codes >> 8`.
"""

from __future__ import annotations

import re
from array import array
from functools import cache
from importlib.metadata import version
from itertools import chain
from math import log10

import numpy as np
import wordfreq
import xxhash

RARITY, STARTS_SENTENCE, FACT, NUMBER = 0x0F, 0x10, 0x20, 0x40
RARITY_TABLE = f"wordfreq-{version('wordfreq')}-small"
RAREST = 15

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARKS = r"""[.!?…。！？]|\n|["“”«»„:•*|]"""


def _token(letter: str, other: str) -> re.Pattern[str]:
    # Words of two letters or more come first because most tokens are; "U.S." is one token.
    # Possessive, since nothing follows that could want a letter back: a tenth faster.
    tail = rf"(?:'{letter}+)*+"
    return re.compile(rf"{letter}{{2,}}+{tail}|{_MARKS}|\d+(?:[.,:]\d+)*|(?:[A-Za-z]\.){{2,}}|{letter}{tail}{other}")


_TOKEN = _token(rf"[^\W\d_{_UNSPACED}]", rf"|[{_UNSPACED}]")
_TOKEN_ASCII = _token("[A-Za-z]", "")  # the same for ASCII texts, three times as fast
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?:\D|$))")
_STEM_LETTERS = 8  # relations, relationship: one stem
_LONGEST = 64
_WORD, _NUMBER, _CAPITAL, _END, _SOFT, _ABBREVIATION, _LETTERS = 1, 2, 4, 8, 16, 32, 64
_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "sen",
        "rep",
        "gov",
        "gen",
        "lt",
        "col",
        "sgt",
        "capt",
        "jr",
        "sr",
        "no",
        "inc",
        "co",
        "corp",
        "ltd",
        "vs",
        "dept",
        "rev",
        "hon",
        "u.s",
        "u.k",
        "u.n",
        "a.m",
        "p.m",
        "jan",
        "feb",
        "mar",
        "apr",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
    ]
)
_NUMBER_WORDS = {
    word: str(value)
    for value, word in enumerate(
        [
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        start=2,
    )
} | {
    word: str(10 * value)
    for value, word in enumerate(["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=3)
}
_MAX_VOCABULARY = 400_000
_FACT_RARITY = 4  # a capitalised word more frequent than this ("The", "Monday" is 6) tells no story apart
_NOUN_RARITY = 10  # the same in a language that writes every noun with a capital ("Kritik" is 7, "Assad" 10)
_CAPITAL_NOUNS = frozenset(["de", "lb"])


@cache
def _frequencies(language: str) -> dict[str, float]:
    return wordfreq.get_frequency_dict(language, wordlist="small")


@cache
def _languages() -> frozenset[str]:
    return frozenset(wordfreq.available_languages("small"))


class Vocabulary(dict[str, int]):
    """Token -> index of its attributes, for one language; grows as tokens come, a pure function of each token."""

    def __init__(self, language: str) -> None:
        self.frequencies = _frequencies(language)
        self.fact_rarity = _NOUN_RARITY if language in _CAPITAL_NOUNS else _FACT_RARITY
        self.codes = array("I")
        self.kinds = array("B")

    def __missing__(self, token: str) -> int:
        if len(token) > _LONGEST:
            return self[token[:_LONGEST]]
        code, kind = self._look_up(token)
        self.codes.append(code)
        self.kinds.append(kind)
        self[token] = index = len(self.codes) - 1
        return index

    def _look_up(self, token: str) -> tuple[int, int]:
        first = token[0]
        if first in ".!?…。！？\n":
            if not token[1:]:
                return 0, _END
        elif first in '"“”«»„:•*|':
            return 0, _SOFT
        if first.isdigit():
            number = _THOUSANDS.sub("", token).replace(",", ".")
            if "." in number:
                number = number.rstrip("0").rstrip(".")  # 52.0 is 52
            digits = sum(c.isdigit() for c in number)
            year = len(number) == 4 and number[:2] in ("19", "20")
            rarity = 5 if year or digits == 1 else 8 if digits == 2 else 12
            return _stem_code(number, rarity), _WORD | _NUMBER
        word = token.lower().rstrip(".")
        if word.endswith("'s"):
            word = word[:-2]
        if word in _NUMBER_WORDS:
            return _stem_code(_NUMBER_WORDS[word], 5), _WORD | _NUMBER
        kind = _WORD
        if first.isupper() and len(word) > 1:
            kind |= _CAPITAL
        if len(word) == 1 or word in _ABBREVIATIONS:
            kind |= _ABBREVIATION
        if len(word) > 3:
            kind |= _LETTERS
        return _stem_code(word[:_STEM_LETTERS], self._rarity(word)), kind

    def _rarity(self, word: str) -> int:
        """0 ("the") to 15 (not among the some 30,000 frequent words of the language): 3 steps a factor of ten."""
        frequency = self.frequencies.get(word)
        if frequency is None:
            return RAREST
        zipf = log10(frequency) + 9
        return int(min(RAREST - 1, max(0, round(3 * (7.3 - zipf)))))


def _stem_code(stem: str, rarity: int) -> int:
    return (xxhash.xxh32_intdigest(stem.encode("utf-8", "surrogatepass")) & 0xFFFFFF) << 8 | rarity


_vocabularies: dict[str, Vocabulary] = {}


def vocabulary(language: str | None) -> Vocabulary:
    """The vocabulary of a language (ISO 639-1; English where unknown or where wordfreq has no list)."""
    code = (language or "en").split("-")[0].lower()
    if code not in _languages():
        code = "en"
    found = _vocabularies.get(code)
    if found is None or len(found.codes) > _MAX_VOCABULARY:
        found = _vocabularies[code] = Vocabulary(code)
    return found


def tokens(text: str, limit: int) -> list[str]:
    """Words, numbers and the marks that end sentences, in order; not many more than `limit`."""
    return (_TOKEN_ASCII if text.isascii() else _TOKEN).findall(text)[: limit + limit // 4]


def is_word(words: Vocabulary, token: str) -> bool:
    """Whether a token is a word or number, not a mark."""
    return bool(words.kinds[words[token]] & _WORD)


def encode(token_lists: list[list[str]], words: Vocabulary, limit: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Tokens of n texts of one language -> (codes, offsets, has_case).

    `codes`: uint32, all texts' words one after another; text i is codes[offsets[i]:offsets[i + 1]] (int64, n + 1).
    `has_case`: bool a text, False where capitals tell nothing (all capitals, all small, a script without case): there
    the rarest words stand for the names.
    """
    n = len(token_lists)
    lengths = np.fromiter(map(len, token_lists), np.int64, n)
    total = int(lengths.sum())
    index = np.fromiter(map(words.__getitem__, chain.from_iterable(token_lists)), np.int64, total)
    codes = np.frombuffer(words.codes, np.uint32)[index]
    kinds = np.frombuffer(words.kinds, np.uint8)[index]
    text = np.repeat(np.arange(n), lengths)

    before = np.empty_like(kinds)
    before[:1] = _END
    before[1:] = kinds[:-1]
    first = np.cumsum(lengths)[:-1]
    before[first[first < total]] = _END
    ends = (kinds & _END > 0) & (before & _ABBREVIATION == 0)
    after_end = np.empty(total, bool)
    after_end[:1] = True
    after_end[1:] = ends[:-1]
    after_end[first[first < total]] = True
    opens = after_end | (before & _SOFT > 0)

    is_word = kinds & _WORD > 0
    sentence = np.cumsum(after_end)[is_word]
    codes, kinds, text, opens = codes[is_word], kinds[is_word], text[is_word], opens[is_word]
    if n and limit and lengths.max() > limit:
        rank = np.arange(len(text)) - np.searchsorted(text, text)
        short = rank < limit
        codes, kinds, text, opens, sentence = codes[short], kinds[short], text[short], opens[short], sentence[short]
    starts = np.r_[True, sentence[1:] != sentence[:-1]] if len(sentence) else np.zeros(0, bool)
    codes = codes | np.where(starts, np.uint32(STARTS_SENTENCE), np.uint32(0))
    number = kinds & _NUMBER > 0
    facts, has_case = _facts(codes, kinds, text, opens, starts, n, words.fact_rarity)
    codes = codes | np.where(facts, np.uint32(FACT), np.uint32(0)) | np.where(number, np.uint32(NUMBER), np.uint32(0))
    return codes, np.searchsorted(text, np.arange(n + 1)), has_case


def _facts(
    codes: np.ndarray,
    kinds: np.ndarray,
    text: np.ndarray,
    opens: np.ndarray,
    starts: np.ndarray,
    n: int,
    fact_rarity: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Which words are names or numbers (bool a word), and in which texts capitals tell (bool a text)."""
    number, capital, letters = kinds & _NUMBER > 0, kinds & _CAPITAL > 0, kinds & _LETTERS > 0
    rarity = codes & RARITY
    if not len(codes):
        return np.zeros(0, bool), np.zeros(n, bool)
    long_words = np.bincount(text[letters], minlength=n)
    capitals = np.bincount(text[letters & capital], minlength=n)
    inside = np.bincount(text[letters & capital & ~opens], minlength=n)
    has_case = (inside >= 2) & (capitals < 0.6 * np.maximum(long_words, 1))
    # A headline In Title Case says nothing of which of its words are names.
    group = np.cumsum(starts) - 1
    in_sentence = np.bincount(group[letters])
    shouting = np.bincount(group[letters & capital], minlength=len(in_sentence)) > 0.6 * in_sentence
    titled = np.zeros(int(group[-1]) + 1, bool)
    titled[: len(in_sentence)] = shouting & (in_sentence >= 5)
    named = capital & ~opens & ~titled[group] & (rarity >= fact_rarity)
    # A name that opens a sentence is known by its other places, or by being no common word.
    place = (text.astype(np.uint64) << np.uint64(24)) | (codes >> 8)
    known = np.zeros(len(codes), bool)
    known[capital] = np.isin(place[capital], np.unique(place[named]))
    named |= capital & (known | (rarity == RAREST)) & ~(titled[group] & opens)
    caseless = ~has_case[text] & (rarity >= 13) & letters
    return number | np.where(has_case[text], named, caseless), has_case
