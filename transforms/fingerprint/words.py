"""Words as 32-bit codes: all that matching knows of a text, in its order.

A code is (from the highest bit) 24 bits of the stem's hash, then flags: NUMBER, FACT, STARTS_SENTENCE (bits 6, 5, 4)
and the word's rarity (bits 0 to 3). Compare words by `codes >> 8`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from math import log10

import numpy as np
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


_LETTER, _LETTER_ASCII = rf"[^\W\d_{_UNSPACED}]", "[A-Za-z]"
_TOKEN = _token(_LETTER, rf"|[{_UNSPACED}]")
_TOKEN_ASCII = _token(_LETTER_ASCII, "")  # the same for ASCII texts, three times as fast
_PARTED, _PARTED_ASCII = _token(_LETTER, rf"|[{_UNSPACED}]| "), _token(_LETTER_ASCII, "| ")  # spaces as well
_LONE = re.compile(f"[{_UNSPACED}]")
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
_MAX_PIECES = 400_000
_PIECE = np.dtype([("key", "<u8"), ("start", "<i4"), ("size", "<i4")])  # side by side: one miss of the cache finds all
_FEWEST_SLOTS = 1 << 14
_KEEP = np.array([(1 << 8 * n) - 1 for n in range(9)], np.uint64)  # the first n bytes of eight
_GAP = 1 << 40  # the value of a space: above those of all tokens
_MIX = np.uint64(0x9E3779B97F4A7C15)
_FACT_RARITY = 4  # a capitalised word more frequent than this ("The", "Monday" is 6) tells no story apart
_NOUN_RARITY = 10  # the same in a language that writes every noun with a capital ("Kritik" is 7, "Assad" 10)
_CAPITAL_NOUNS = frozenset(["de", "lb"])


@cache
def _frequencies(language: str) -> dict[str, float]:
    import wordfreq  # late: .15 s that the process with Beam has no use for

    return wordfreq.get_frequency_dict(language, wordlist="small")


@cache
def _languages() -> frozenset[str]:
    import wordfreq

    return frozenset(wordfreq.available_languages("small"))


class _Growing:
    """An array that grows at its end."""

    def __init__(self, dtype: np.dtype) -> None:
        self._room, self.count = np.zeros(1 << 12, dtype), 0

    def followed_by(self, more: np.ndarray, kept: bool) -> np.ndarray:
        """All items and `more`, which stay or (not `kept`) are forgotten when the next come."""
        end = self.count + len(more)
        if end > len(self._room):
            self._room = np.concatenate([self._room[: self.count], np.zeros(end, self._room.dtype)])
        self._room[self.count : end] = more
        if kept:
            self.count = end
        return self._room[:end]


class Vocabulary(dict[str, int]):
    """Token -> its code << 8 | its kind, for one language; grows as tokens come, a pure function of each token.

    Texts are read by the pieces between their spaces: most ("said", "Monday,") come again and again, so that each is taken
    apart into tokens once, and found again by a 64-bit hash of its bytes, in one table for many texts at a time.
    """

    def __init__(self, language: str) -> None:
        self.frequencies = _frequencies(language)
        self.fact_rarity = _NOUN_RARITY if language in _CAPITAL_NOUNS else _FACT_RARITY
        self[" "] = _GAP
        self._tokens = _Growing(np.dtype(np.uint64))  # of all pieces, as the values of this dictionary
        self._pieces = _Growing(_PIECE)
        self._table = np.zeros(_FEWEST_SLOTS, _PIECE)
        self._aside: dict[int, int] = {}  # key -> place among the pieces, of those whose slots are taken

    def read(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Texts -> codes (uint32) and kinds (uint8) of their tokens, one text after another, and tokens a text (int64)."""
        encoded = [_spaced(text).encode("utf-8", "surrogatepass") for text in texts]
        joined = b" ".join([*encoded, bytes(3 * 8)])
        data = np.frombuffer(joined, np.uint8)
        breaks = np.flatnonzero(data == 32)
        begins = np.concatenate([[0], breaks + 1])[: len(breaks)]
        written = np.flatnonzero(breaks > begins)  # not between two spaces
        begins, lengths = begins[written], (breaks - begins)[written]
        pieces, tokens = self._known(_piece_keys(data, begins, lengths), joined, begins, lengths)
        sizes = pieces["size"]
        ends = np.concatenate([np.zeros(1, np.int32), np.cumsum(sizes, dtype=np.int32)])
        at = np.repeat(pieces["start"] - ends[:-1], sizes)
        at += np.arange(ends[-1], dtype=np.int32)
        found = tokens.take(at, mode="wrap")
        text_ends = np.cumsum([len(text) + 1 for text in encoded])
        each = np.diff(ends[np.searchsorted(begins, text_ends)], prepend=0)
        return (found >> np.uint64(8)).astype(np.uint32), found.astype(np.uint8), each

    def _known(
        self, keys: np.ndarray, joined: bytes, begins: np.ndarray, lengths: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Pieces by key -> where their tokens are (_PIECE), and these."""
        slots = self._slots(keys)
        # Wrapped, though none is outside: to check that first is a pass more.
        pieces = self._table.take(slots, mode="wrap")
        absent = np.flatnonzero(pieces["key"] != keys)
        pieces[absent] = self._table[slots[absent] ^ 1]
        absent = absent[pieces["key"][absent] != keys[absent]]
        distinct, first, which = np.unique(keys[absent], return_index=True, return_inverse=True)
        places = np.array([self._aside.get(key, -1) for key in distinct.tolist()], np.int64)
        new = np.flatnonzero(places < 0)
        at = begins[absent[first[new]]]
        ends = at + lengths[absent[first[new]]]
        starts, sizes, tokens = self._taken_apart(
            [joined[b:e] for b, e in zip(at.tolist(), ends.tolist(), strict=True)]
        )
        found = np.empty(len(new), _PIECE)
        found["key"], found["size"], found["start"] = distinct[new], sizes, self._tokens.count + starts
        places[new] = self._pieces.count + np.arange(len(new))
        # Beyond the limit, what is new is forgotten again: of so many pieces it is next to never seen twice.
        kept = self._pieces.count + len(new) <= _MAX_PIECES
        every = self._pieces.followed_by(found, kept)
        pieces[absent] = every[places][which]
        if kept and len(new):
            self._enter(every, len(new))
        return pieces, self._tokens.followed_by(tokens, kept)

    def _taken_apart(self, pieces: list[bytes]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Pieces -> where the tokens of each start and how many it has (int32), and all of these as the values of this
        dictionary (uint64)."""
        starts, sizes = np.zeros(len(pieces), np.int32), np.zeros(len(pieces), np.int32)
        values = np.zeros(0, np.uint64)
        plain = np.fromiter(map(bytes.isascii, pieces), bool, len(pieces))
        for at, pattern in ((np.flatnonzero(plain), _PARTED_ASCII), (np.flatnonzero(~plain), _PARTED)):
            # All at once: a search in each takes longer than what it finds.
            text = b" ".join([*(pieces[i] for i in at.tolist()), b""]).decode("utf-8", "surrogatepass")
            found = np.array(list(map(self.__getitem__, pattern.findall(text))), np.uint64)
            gaps = found == _GAP
            ends = np.flatnonzero(gaps) - np.arange(len(at))
            sizes[at] = np.diff(ends, prepend=0)
            starts[at] = ends - sizes[at] + len(values)
            values = np.concatenate([values, found[~gaps]])
        return starts, sizes, values

    def _slots(self, keys: np.ndarray) -> np.ndarray:
        return (keys >> np.uint64(65 - len(self._table).bit_length())).view(np.int64)

    def _enter(self, every: np.ndarray, added: int) -> None:
        """Puts the last pieces into the table, each in its slot or that beside it, the first of those that share one; the
        rest aside."""
        if 2 * len(every) > len(self._table):
            self._table, self._aside = np.zeros(1 << (2 * len(every)).bit_length(), _PIECE), {}
            added = len(every)
        places = np.arange(len(every) - added, len(every))
        for beside in (0, 1):
            slots, one = np.unique(self._slots(every["key"][places]) ^ beside, return_index=True)
            free = self._table["key"][slots] == 0
            self._table[slots[free]] = every[places[one[free]]]
            places = np.delete(places, one[free])
        self._aside.update(zip(every["key"][places].tolist(), places.tolist(), strict=True))

    def __missing__(self, token: str) -> int:
        if len(token) > _LONGEST:
            return self[token[:_LONGEST]]
        code, kind = self._look_up(token)
        value = code << 8 | kind
        if not kind & _NUMBER and len(self) < _MAX_PIECES:
            self[token] = value
        return value

    def _look_up(self, token: str) -> tuple[int, int]:
        first = token[0]
        if not first.isalpha():
            if first in ".!?…。！？\n":
                return 0, _END
            if first in '"“”«»„:•*|':
                return 0, _SOFT
            if first.isdigit():
                number = token if token.isdigit() else _THOUSANDS.sub("", token).replace(",", ".")
                if "." in number:
                    number = number.rstrip("0").rstrip(".")  # 52.0 is 52
                digits = len(number) - number.count(".") - number.count(":")
                year = len(number) == 4 and number[:2] in ("19", "20")
                return _number_code(number, 5 if year or digits == 1 else 8 if digits == 2 else 12), _WORD | _NUMBER
        word = token.lower().rstrip(".")
        if word.endswith("'s"):
            word = word[:-2]
        if word in _NUMBER_WORDS:
            return _number_code(_NUMBER_WORDS[word], 5), _WORD | _NUMBER
        kind = _WORD
        if first.isupper() and len(word) > 1:
            kind |= _CAPITAL
        if len(word) == 1 or word in _ABBREVIATIONS:
            kind |= _ABBREVIATION
        if len(word) > 3:
            kind |= _LETTERS
        return _stem_code(word[:_STEM_LETTERS], _rarity(self.frequencies.get(word))), kind


@cache  # a list's frequencies are rounded: some hundred
def _rarity(frequency: float | None) -> int:
    """0 ("the") to 15 (not among the some 30,000 frequent words of the language): 3 steps a factor of ten."""
    if frequency is None:
        return RAREST
    zipf = log10(frequency) + 9
    return int(min(RAREST - 1, max(0, round(3 * (7.3 - zipf)))))


def _stem_code(stem: str, rarity: int) -> int:
    return (xxhash.xxh32_intdigest(stem.encode()) & 0xFFFFFF) << 8 | rarity


def _number_code(number: str, rarity: int) -> int:
    return _stem_code(number, rarity) | FACT | NUMBER


_vocabularies: dict[str, Vocabulary] = {}


def read_as(language: str | None) -> str:
    """The language (ISO 639-1) whose vocabulary stands for this one: English where unknown or where wordfreq has no list."""
    code = (language or "en").split("-")[0].lower()
    return code if code in _languages() else "en"


def vocabulary(language: str | None) -> Vocabulary:
    """The vocabulary of a language, as read_as has it."""
    code = read_as(language)
    if code not in _vocabularies:
        _vocabularies[code] = Vocabulary(code)
    return _vocabularies[code]


def tokens(text: str) -> list[str]:
    """Words, numbers and the marks that end sentences, in order: what Vocabulary.read reads, as written."""
    return (_TOKEN_ASCII if text.isascii() else _TOKEN).findall(text)


def _spaced(text: str) -> str:
    """`text` with spaces around what is a token wherever it stands: ends of lines, letters of scripts without spaces."""
    text = text.replace("\n", " \n ")
    return text if text.isascii() else _LONE.sub(r" \g<0> ", text)


def _piece_keys(data: np.ndarray, begins: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """64-bit hashes, never 0, of the pieces of `data` (uint8, with 24 bytes to spare): by eight bytes at a time, three at
    the most; of the few longer pieces by xxHash."""
    eights = np.ndarray(len(data) - 7, "<u8", data, strides=(1,))
    key = eights[begins] & _KEEP.take(lengths, mode="clip")
    longer = np.flatnonzero(lengths > 8)
    begins, lengths = begins[longer], lengths[longer]
    more = key[longer]
    for n in (8, 16):
        more *= _MIX
        more ^= more >> np.uint64(29)
        more ^= eights[begins + n] & _KEEP.take(lengths - n, mode="clip")
    for i in np.flatnonzero(lengths > 24).tolist():
        more[i] = xxhash.xxh3_64_intdigest(data[begins[i] : begins[i] + lengths[i]].tobytes())
    key[longer] = more
    key *= _MIX
    key ^= key >> np.uint64(32)
    return np.maximum(key, np.uint64(1), out=key)


def is_word(words: Vocabulary, token: str) -> bool:
    """Whether a token is a word or number, not a mark."""
    return bool(words[token] & _WORD)


def encode(texts: Sequence[str], words: Vocabulary, limit: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """n texts of one language -> (codes, offsets, has_case) of their first `limit` words.

    `codes`: uint32, all texts' words one after another; text i is codes[offsets[i]:offsets[i + 1]] (int64, n + 1).
    `has_case`: bool a text, False where capitals tell nothing (all capitals, all small, a script without case): there
    the rarest words stand for the names.
    """
    n = len(texts)
    codes, kinds, lengths = words.read(texts)
    firsts = (np.cumsum(lengths) - lengths)[lengths > 0]
    before = np.concatenate([[np.uint8(_END)], kinds[:-1]])[: len(kinds)]
    before[firsts] = _END
    ends = (kinds & _END > 0) & (before & _ABBREVIATION == 0)
    after_end = np.concatenate([[True], ends[:-1]])[: len(kinds)]
    after_end[firsts] = True
    opens = after_end | (before & _SOFT > 0)

    at = np.flatnonzero(kinds & _WORD > 0)
    text = np.repeat(np.arange(n, dtype=np.int32), lengths)[at]
    if n and limit and lengths.max() > limit:
        short = np.arange(len(text)) - np.searchsorted(text, text) < limit
        at, text = at[short], text[short]
    sentence = np.cumsum(after_end, dtype=np.int32)[at]
    starts = np.flatnonzero(np.concatenate([[True], sentence[1:] != sentence[:-1]])[: len(at)])
    codes, kinds = codes[at], kinds[at]
    offsets = np.searchsorted(text, np.arange(n + 1, dtype=np.int32))
    facts, has_case = _facts(codes, kinds, text, opens[at], starts, offsets, words.fact_rarity)
    codes[starts] |= np.uint32(STARTS_SENTENCE)
    codes |= facts * np.uint32(FACT)
    return codes, offsets, has_case


def _facts(
    codes: np.ndarray,
    kinds: np.ndarray,
    text: np.ndarray,
    opens: np.ndarray,
    starts: np.ndarray,
    offsets: np.ndarray,
    fact_rarity: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Which words are names (bool a word), and in which texts capitals tell (bool a text).

    `starts`: positions of the words that start a sentence; `opens`: words behind a mark, where a capital says nothing.
    """
    n = len(offsets) - 1
    letters = kinds & _LETTERS > 0
    before = np.concatenate([[0], np.cumsum(letters, dtype=np.int32)])
    in_sentence = np.diff(before[np.append(starts, len(codes))])
    # From here on only of the words with a capital, a tenth of all.
    at = np.flatnonzero(kinds & _CAPITAL > 0)
    of, opened, long, rarity = text[at], opens[at], letters[at], codes[at] & RARITY
    capitals = np.bincount(of[long], minlength=n)
    inside = np.bincount(of[long & ~opened], minlength=n)
    has_case = (inside >= 2) & (capitals < 0.6 * np.maximum(np.diff(before[offsets]), 1))
    # A headline In Title Case says nothing of which of its words are names.
    group = np.searchsorted(starts, at, "right") - 1
    shouting = np.bincount(group[long], minlength=len(starts)) > 0.6 * in_sentence
    titled = (shouting & (in_sentence >= 5))[group]
    named = ~opened & ~titled & (rarity >= fact_rarity)
    # A name that opens a sentence is known by its other places, or by being no common word.
    place = (of.astype(np.uint64) << np.uint64(24)) | (codes[at] >> 8)
    asked = np.flatnonzero(~named & ~(titled & opened))
    named[asked] = (rarity[asked] == RAREST) | _among(np.sort(place[named]), place[asked])
    facts = np.zeros(len(codes), bool)
    facts[at] = named & has_case[of]
    if not has_case.all():
        facts |= np.repeat(~has_case, np.diff(offsets)) & (codes & RARITY >= 13) & letters
    return facts, has_case


def _among(known: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Which are among the known ones, which are sorted. For some that come nearly in order faster than np.isin."""
    if not len(known):
        return np.zeros(len(asked), bool)
    found: np.ndarray = known[np.minimum(np.searchsorted(known, asked), len(known) - 1)] == asked
    return found
