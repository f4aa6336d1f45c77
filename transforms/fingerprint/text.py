"""The text a fingerprint is made of: what two copies of one article have in common once the sites' marks are off.

This text is never shown or kept. It may lose a line that a reader would miss; it must not keep a line that two sites'
articles share by accident.
"""

from __future__ import annotations

import html
import re
import unicodedata

import ftfy

MAX_CHARS = 120_000  # twenty times the longest news article of the dev sets; a hostile document costs no more
_INVISIBLE = ("\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,1000}>")
_MOJIBAKE = ("â€", "Ã", "Â")
_DATELINE = re.compile(
    r"^\W{0,3}(?:[A-Z][\w.'-]{1,20}(?:[ ,/]{1,2}[\w.'-]{1,20}){0,5}[ ,]{0,2})?\([A-Z][\w .&]{1,30}\)\s{0,2}[-–—:]{1,2}\s{0,2}"
    r"|^[A-Z][A-Z.' ]{2,30}(?:, [A-Z][\w. ]{1,20})?(?:, [A-Z][a-z]{2,8}\.? \d{1,2})?\s{0,2}(?:\([A-Z][\w .&]{1,30}\)\s{0,2})?[-–—]{1,2}\s{1,2}"
)
_CREDIT = re.compile(
    r"(?:by|von|par|por|di|od|door|av)\s+[A-Z][\w.'-]{1,25}(?:,? (?:and |und |et |y |e )?[A-Z][\w.'-]{1,25}){0,6}\W*$"
    r"|(?:by|BY) [A-Z]{2,}|(?:this|the) (?:post|article|story|piece|column|report)\b.{0,300}\b(?:appeared|published|ran)\b"
    r"|(?:source|via|credits?|photos?|images?|pictures?|copyright|read more|see also|related|tags?|share this)\b\s*[:©]"
    r"|©|\(c\) ?\d{4}|copyright \d{4}|originally (?:published|appeared)|first (?:published|appeared) (?:on|in|at|by)"
    r"|\(?(?:additional |further )?(?:reporting|editing|writing) by|follow us|click here|sign up (?:for|to)|subscribe",
    re.IGNORECASE,
)
_PROSE_WORDS = 12
_MENU_COST = 5  # words of prose that one line of a menu outweighs: 8 and 3 gave the same figures on the dev sets


def clean(text: str) -> str:
    """Raw article text in, its prose out: one paragraph a line, encodings mended, datelines and credits off.

    After "Text before fingerprints" of the matching study: only the densest run of prose lines is kept (the run whose
    words of prose, less a cost for each menu-like line, sum highest).
    """
    text = text[:MAX_CHARS]
    if "&" in text and ";" in text:
        text = html.unescape(html.unescape(text))
    if not text.isascii():
        if any(sign in text for sign in _MOJIBAKE):
            text = ftfy.fix_encoding(text)
        for character in _INVISIBLE:
            if character in text:
                text = text.replace(character, "")
        if not unicodedata.is_normalized("NFKC", text):
            text = unicodedata.normalize("NFKC", text)
        text = text.replace("’", "'").replace("‘", "'")
    if "</" in text:
        text = _TAG.sub(" ", text).replace("\\n", " ")
    return "\n".join(_prose(_unwrap(text.splitlines())))


def _unwrap(lines: list[str]) -> list[str]:
    """Lines in, paragraphs out: a text broken at a fixed width is joined, any other is left as it is."""
    lengths = [len(line) for line in lines if line and not line.isspace()]
    if len(lengths) < 4 or not 30 <= max(lengths) <= 100:
        return [line.strip() for line in lines]
    widest = max(lengths)
    if sum(length >= 0.7 * widest for length in lengths) < 0.55 * len(lengths):
        return [line.strip() for line in lines]
    paragraphs: list[str] = []
    joining = False
    for line in lines:
        stripped = line.strip()
        if joining and stripped and not line.startswith(("   ", "\t")):
            paragraphs[-1] += " " + stripped
        elif stripped:
            paragraphs.append(stripped)
        joining = bool(stripped)
    return paragraphs


def _prose(lines: list[str]) -> list[str]:
    """The densest run of prose lines, less credits and datelines. All lines where none is prose."""
    kept, best, total, start, best_run = [], 0, 0, 0, (0, 0)
    for line in lines:
        if not line:
            continue
        words = line.count(" ") + 1
        if words < 4 and not line.isascii() and len(line) > 12:
            words = len(line) // 2  # a script without spaces
        if words < 30:
            if _CREDIT.match(line):
                continue
            if words < _PROSE_WORDS:
                prose = words >= 4 and line[-1] in ".!?\"'”»…。！？"
            else:
                prose = True
        else:
            prose = True
        kept.append(line)
        total += min(words, 80) if prose else -_MENU_COST
        if total <= 0:
            total, start = 0, len(kept)
        elif total > best:
            best, best_run = total, (start, len(kept))
    if not best:
        return kept
    run = kept[best_run[0] : best_run[1]]
    for i in range(min(3, len(run))):
        run[i] = _DATELINE.sub("", run[i], count=1)
    return run
