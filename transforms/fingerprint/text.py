"""The text a fingerprint is made of: what two copies of one article have in common once the sites' marks are off.

This text is never shown or kept. It may lose a line that a reader would miss; it must not keep a line that two sites'
articles share by accident.
"""

from __future__ import annotations

import html
import re
import unicodedata

MAX_CHARS = 120_000  # twenty times the longest news article of the dev sets; a hostile document costs no more
_INVISIBLE = ("\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff")
_PLAIN = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"))  # most texts are ASCII then
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,1000}>")
_MOJIBAKE = ("â€", "Ã", "Â")
_ENDS = frozenset(".!?\"'”»…。！？:;")  # of sentences
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
# How a credit's first word begins: a tenth of the time of the pattern, which most lines fail.
_CREDIT_STARTS = frozenset(
    start
    for small in "ad av by cl co cr di do ed fi fo im od or pa ph pi po re se sh si so su ta th vi vo wr".split()  # noqa: SIM905
    for start in (small, small.title(), small.upper(), small[0] + small[1].upper())
)
_BROKEN_WORD = re.compile(r"([^\W\d_])- (?=[a-z])")
_WIDEST_LINE = 100
_LEAST_PROSE = 30  # words; with less prose than that, a list or a table is the article
_PROSE_WORDS = 12
_MENU_COST = 20  # words of prose that a menu's line outweighs; 5, 10, 20: F1 of synthetic .866, .883, .891
_MENU_BLOCK_COST = 120  # and a whole menu, so that a list or table does not cut an article in two (wiki .874 -> .877)


def clean(text: str) -> str:
    """Raw article text in, its prose out: one paragraph a line, encodings mended, datelines and credits off.

    After "Text before fingerprints" of the matching study: only the densest run of prose lines is kept (the run whose
    words of prose, less a cost for each menu-like line, sum highest).
    """
    text = text[:MAX_CHARS]
    if "&" in text and ";" in text:
        text = html.unescape(html.unescape(text))
    if not text.isascii():
        text = _mended(text)
    if "<" in text and "</" in text:  # one character is found at a twentieth of the time of two
        text = _TAG.sub(" ", text).replace("\\n", " ")
    lines = text.splitlines()
    apart = not any(lines[1::2])  # no two lines in a row without a blank one between
    return "\n".join(_prose(list(filter(None, map(str.strip, lines[::2]))) if apart else _unwrap(lines)))


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
        if len(line) > _WIDEST_LINE:
            paragraphs.append(stripped)
        elif stripped:
            run.append(stripped)
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


def _prose(lines: list[str]) -> list[str]:
    """The densest run of prose lines, less credits and datelines. All lines where none is prose."""
    kept: list[str] = []
    best, total, menu, start, best_run = 0.0, 0.0, 0, 0, (0, 0)
    for line in lines:
        words = line.count(" ") + 1
        if words < 30:
            if words < 4 and not line.isascii() and len(line) > 12:
                words = len(line) // 2  # a script without spaces
            if words < 30 and (line[:2] in _CREDIT_STARTS or line[0] in "©(") and _CREDIT.match(line):
                continue
        kept.append(line)
        end = line[-1]
        ends = end in _ENDS or line[-2:] == ".)"
        # Looks like a menu's: short, or cut off.
        if words < 4 or (words < _PROSE_WORDS and not ends) or (end in ".…" and line.endswith(("...", "…"))):
            menu += _MENU_COST
            if menu <= _MENU_BLOCK_COST:
                total -= _MENU_COST
        else:
            menu = 0
            total += min(words, 60) if ends else words / 4
        if total <= 0:
            total, start = 0.0, len(kept)
        elif total > best:
            best, best_run = total, (start, len(kept))
    if best < _LEAST_PROSE:
        return kept
    run = kept[best_run[0] : best_run[1]]
    for i in range(min(3, len(run))):
        dateline = _DATELINE.match(run[i])
        if dateline:
            run[i] = run[i][dateline.end() :]
    return run
