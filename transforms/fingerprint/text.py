"""The text a fingerprint is made of: what two copies of one article have in common once the sites' marks are off.

This text is never shown or kept. It may lose a line that a reader would miss; it must not keep a line that two sites'
articles share by accident.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from itertools import chain

import numpy as np

MAX_CHARS = 120_000  # twenty times the longest news article of the dev sets; a hostile document costs no more
_INVISIBLE = ("\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff")
_PLAIN = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"))  # most texts are ASCII then
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,1000}>")
_MOJIBAKE = ("â€", "Ã", "Â")
_ENDS = frozenset(".!?\"'”»…。！？:;")  # of sentences
_ENDS_ASCII = np.zeros(256, bool)
_ENDS_ASCII[[ord(end) for end in _ENDS if end.isascii()]] = True
_DATELINE = re.compile(
    r"(?=[^(]{0,150}+\()"  # else no line would fail at once
    r"\W{0,3}(?:[A-Z][\w.'-]{1,20}(?:[ ,/]{1,2}[\w.'-]{1,20}){0,5}[ ,]{0,2})?"
    r"\([A-Z][\w .&]{1,30}\)\s{0,2}[-–—:]{1,2}\s{0,2}"
    r"|[A-Z][A-Z.' ]{2,30}(?:, [A-Z][\w. ]{1,20})?(?:, [A-Z][a-z]{2,8}\.? \d{1,2})?\s{0,2}"
    r"(?:\([A-Z][\w .&]{1,30}\)\s{0,2})?[-–—]{1,2}\s{1,2}"
)
_CREDIT = re.compile(
    r"(?:by|von|par|por|di|od|door|av)\s+[A-Z][\w.'-]{1,25}(?:,? (?:and |und |et |y |e )?[A-Z][\w.'-]{1,25}){0,6}\W*$"
    r"|(?:this|the) (?:post|article|story|piece|column)\b.{0,300}"
    r"\b(?:(?:first|originally) (?:appeared|published|ran)|(?:appeared|published|ran) (?:first|originally))\b"
    r"|(?:source|via|credits?|photos?|images?|pictures?|copyright|read more|see also|related|tags?|share this)\b\s*[:©]"
    r"|©|\(c\) ?\d{4}|copyright \d{4}|originally (?:published|appeared)|first (?:published|appeared) (?:on|in|at|by)"
    r"|\(?(?:additional |further )?(?:reporting|editing|writing) by|follow us|click here|sign up (?:for|to)|subscribe",
    re.IGNORECASE,
)
# How a credit begins, two bytes of UTF-8 as a number: a tenth of the time of the pattern, which most lines fail.
_MAY_BE_CREDIT = np.zeros(1 << 16, bool)
_MAY_BE_CREDIT[ord("(") << 8 : (ord("(") + 1) << 8] = True
_MAY_BE_CREDIT[int.from_bytes("©".encode(), "big")] = True
_MAY_BE_CREDIT[
    [
        int.from_bytes(start.encode(), "big")
        for small in "ad av by cl co cr di do ed fi fo im od or pa ph pi po re se sh si so su ta th vi vo wr".split()  # noqa: SIM905
        for start in (small, small.title(), small.upper(), small[0] + small[1].upper())
    ]
] = True
_BROKEN_WORD = re.compile(r"([^\W\d_])- (?=[a-z])")
_WIDEST_LINE = 100
_LEAST_PROSE = 30  # words; with less prose than that, a list or a table is the article
_PROSE_WORDS = 12
_MENU_COST = 20  # words of prose that a menu's line outweighs; 5, 10, 20: F1 of synthetic .866, .883, .891
_MENU_BLOCK_COST = 120  # and a whole menu, so that a list or table does not cut an article in two (wiki .874 -> .877)


def clean(text: str) -> str:
    """What clean_all makes of one text."""
    return clean_all([text])[0]


def clean_all(texts: Iterable[str]) -> list[str]:
    """Raw article texts in, the prose of each out: one paragraph a line, encodings mended, datelines and credits off.

    After "Text before fingerprints" of the matching study: only the densest run of prose lines is kept (the run whose
    words of prose, less a cost for each menu-like line, sum highest).
    """
    return _prose([_paragraphs(text[:MAX_CHARS]) for text in texts])


def _paragraphs(text: str) -> list[str]:
    if "&" in text and ";" in text:
        text = html.unescape(html.unescape(text))
    if not text.isascii():
        text = _mended(text)
    if "<" in text and "</" in text:  # one character is found at a twentieth of the time of two
        text = _TAG.sub(" ", text).replace("\\n", " ")
    lines = text.splitlines()
    apart = not any(lines[1::2])  # no two lines in a row without a blank one between
    return list(filter(None, map(str.strip, lines[::2]))) if apart else _unwrap(lines)


def _mended(text: str) -> str:
    plain = _plain(text)
    if plain.isascii():  # most are then, and have nothing left to mend
        return plain
    if any(sign[0] in text and sign in text for sign in _MOJIBAKE):
        import ftfy  # late: .05 s that the process with Beam has no use for

        text = ftfy.fix_encoding(text)
    for character in _INVISIBLE:
        if character in text:
            text = text.replace(character, "")
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return _plain(text)


def _plain(text: str) -> str:
    for mark, plain in _PLAIN:
        text = text.replace(mark, plain)
    return text


def _unwrap(lines: list[str]) -> list[str]:
    """Lines in, paragraphs out: runs of lines broken at a fixed width are joined, any other line is left as it is."""
    paragraphs: list[str] = []
    run: list[str] = []
    for line in lines:
        stripped = line.strip()
        if run and (not stripped or line.startswith(("   ", "\t")) or len(line) > _WIDEST_LINE):
            _join_run(run, paragraphs)
            run = []
        if stripped:
            (paragraphs if len(line) > _WIDEST_LINE else run).append(stripped)
    if run:
        _join_run(run, paragraphs)
    return paragraphs


def _join_run(run: list[str], paragraphs: list[str]) -> None:
    """Appends a run of lines without a blank one between: as one paragraph if all but the last are about as wide."""
    if len(run) > 2:
        lengths = [len(line) for line in run[:-1]]
        widest = max(lengths)
        if widest >= 30 and sum(length >= 0.75 * widest for length in lengths) >= 0.75 * len(lengths):
            paragraphs.append(_BROKEN_WORD.sub(r"\1", " ".join(run)))
            return
    before = ""
    for line in run:
        # A line that goes on in small letters was broken, whatever its width.
        if len(before) >= 25 and before[-1] not in '.!?:;"”»' and line[0].islower():
            paragraphs[-1] = paragraphs[-1][:-1] + line if before[-1] == "-" else paragraphs[-1] + " " + line
        else:
            paragraphs.append(line)
        before = line


def _prose(texts: list[list[str]]) -> list[str]:
    """The densest run of prose lines of each text, less credits and datelines. All lines where none is prose.

    All lines of all texts are looked at together, by their UTF-8.
    """
    lines = list(chain.from_iterable(texts))
    words, ended, cut_off, like_credit = _looks(lines)
    owner = np.repeat(np.arange(len(texts)), list(map(len, texts)))
    credits_ = [i for i in np.flatnonzero(like_credit).tolist() if _CREDIT.match(lines[i])]
    if credits_:
        kept = np.delete(np.arange(len(lines)), credits_)
        lines = [lines[i] for i in kept.tolist()]
        words, ended, cut_off, owner = words[kept], ended[kept], cut_off[kept], owner[kept]
    first = np.searchsorted(owner, np.arange(len(texts) + 1))
    here, start_of = np.arange(len(lines)), first[owner]

    menu = (words < 4) | ((words < _PROSE_WORDS) & ~ended) | cut_off  # short, or broken off
    nth = here - np.maximum.accumulate(np.where(menu, start_of - 1, here))  # of the menu lines in a row
    change = np.where(ended, np.minimum(words, 60), words / 4)
    change[menu] = np.where(nth * _MENU_COST <= _MENU_BLOCK_COST, -_MENU_COST, 0)[menu]
    so_far = np.cumsum(change)
    so_far -= (so_far - change)[start_of]
    # The sum begins anew where it is not above 0, that is, from the lowest so far on; texts are kept apart by a deep step.
    step = (2 * np.abs(change).sum() + 1) * owner
    total = so_far - np.minimum(np.minimum.accumulate(so_far - step) + step, 0)
    begin = np.maximum.accumulate(np.where(total > 0, start_of, here + 1))
    some = np.flatnonzero(np.diff(first))
    best = np.zeros(len(texts))
    best[some] = np.maximum.reduceat(total, first[some]) if len(some) else 0
    highest = np.flatnonzero(total == best[owner])
    last = highest[np.unique(owner[highest], return_index=True)[1]]

    spans = zip(first[some].tolist(), first[some + 1].tolist(), begin[last].tolist(), last.tolist(), strict=True)
    found = [""] * len(texts)
    for i, (low, high, a, b) in zip(some.tolist(), spans, strict=True):
        if best[i] < _LEAST_PROSE:
            found[i] = "\n".join(lines[low:high])
            continue
        run = lines[a : b + 1]
        for k, line in enumerate(run[:3]):
            dateline = _DATELINE.match(line)
            if dateline:
                run[k] = line[dateline.end() :]
        found[i] = "\n".join(run)
    return found


def _looks(lines: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Lines -> how many words each has, whether it ends as a sentence does, whether it is cut off with dots, and whether it
    may be a credit."""
    data = np.frombuffer("\n".join(["", *lines, ""]).encode("utf-8", "surrogatepass"), np.uint8)
    breaks = np.flatnonzero(data == ord("\n"))
    begins, ends = breaks[:-1] + 1, breaks[1:]
    words = np.diff(np.searchsorted(np.flatnonzero(data == ord(" ")), breaks)) + 1
    for i in np.flatnonzero(words < 4).tolist():
        if not lines[i].isascii() and len(lines[i]) > 12:
            words[i] = len(lines[i]) // 2  # a script without spaces
    last, before = data[ends - 1], data[ends - 2]
    ended = _ENDS_ASCII[last] | ((last == ord(")")) & (before == ord(".")))
    cut_off = (last == ord(".")) & (before == ord(".")) & (data[ends - 3] == ord("."))
    for i in np.flatnonzero(last > 127).tolist():
        ended[i], cut_off[i] = lines[i][-1] in _ENDS, lines[i][-1] == "…"
    pair = data[begins].astype(np.uint16) << np.uint16(8) | data[begins + 1]
    return words, ended, cut_off, (words < 30) & _MAY_BE_CREDIT[pair]
