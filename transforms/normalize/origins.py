"""Where a copy says that it comes from: credit lines, wire marks, datelines and copyright lines, in many languages.

A credit is recognised by its form, not by a list of phrases: a *subject* that means this article ("This story", "Der
Beitrag …", or none, at the start of a line), a *verb phrase* of first publication, permission or provision, and a
*slot* that holds a publisher-like name. All languages share the code and differ in words only (credit_words.py), so a
wording that was not seen before matches when its parts are known. What looks alike fails in one of the three: "Cases
first appeared in Michigan" has no such subject, "first appeared on the landscape" no name in the slot, "told Reuters"
no such verb.

Position counts as much as words: the head of an article, its first paragraphs, its last ones and what follows them are
read, the run of prose between is not. A mark that needs no verb ("(AP)", "© Reuters") counts at the very ends only.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import accumulate, compress
from typing import NamedTuple

from transforms.normalize import credit_words as words
from transforms.normalize.cues import Cues, in_words
from transforms.normalize.sites import (
    Publisher,
    domain_of_name,
    fold,
    is_domain,
    may_name,
    publisher_of,
    same_as_any,
    same_publisher,
    site_of,
)
from transforms.records import Credit


@dataclass(frozen=True, slots=True)
class Origin:
    """What an article states of its origin: the best candidate, all of them (best first), and the body without credits.

    `body` holds the paragraphs that came in, less the lines that are nothing but a credit or a copyright. `best` is
    None where no candidate reaches SURE.
    """

    best: Credit | None
    candidates: list[Credit]
    body: list[str]


# Confidence of each rule: (right + 1) / (fired + 2), over the attribution dev set and samples of up to 40 a rule that
# were read by hand in the stories and pages dev sets. Lines written for the purpose are easier than the web: their
# counts, the second ones (780 lines, each set first run unseen: .915, .930, .878 and .992 F1), raise no confidence.
CONFIDENCE = {
    "appeared-first": 0.97,  # 37 of 37; 228 of 228
    "republished": 0.88,  # 6 of 6; 61 of 62
    "provided": 0.80,  # 3 of 3; 13 of 14
    "distributed": 0.85,  # -; 1 of 1
    "dateline": 0.98,  # 53 of 53; 87 of 87
    "byline": 0.96,  # 29 of 29; 41 of 41; declared as author on 9 pages of the dev set, on one beside its own writer
    "copyright": 0.90,  # 28 of 29, and 4 of 7 in dumps whose site is unknown, see _credits; 59 of 59
    "wire-tag": 0.88,  # 11 of 11, once the marks of pictures were left out, 3 of 14; 58 of 58
    "source-label": 0.82,  # 8 of 9; 54 of 54
    "source-link": 0.75,
    "station-mark": 0.50,  # "(WXYZ)": a station's own site more often than not, which its domain need not show
}
# What an article says outranks a mark that it bears: a copy of a wire story may be republished from another paper.
_MARKS = frozenset(("dateline", "byline", "copyright", "wire-tag", "source-label", "station-mark"))
SURE = 0.6
# How much of a document is read: credits of the attribution dev set stand in the first two and the last three lines.
OPENING = 3
ENDING = 3
MAX_FINAL = 14
HEAD_LINES = 40
TAIL_LINES = 60
TAIL_MARKS = 3
CLOSE = 2
# Of a paragraph of prose only its beginning or its end can hold a credit.
OPENING_CHARS = 260
ENDING_CHARS = 420
MAX_LINE = 900
SHORT = 160
SHORT_BYLINE = 60  # at the end of an article

_WIRES = ("agency", "publisher", "release")
_NOBODY = Publisher("", (), (), "owner")


class _Line(NamedTuple):
    """One line of the document with its place.

    `zone` is head, body or tail; `row` is the line within its paragraph, `offset` where `text` starts in that line;
    `final`: no prose follows; `alone`: it is a whole paragraph; `prose`: it is part of the run of prose; `cut`: its
    sentence goes on; `far`: it does not follow the article closely.
    """

    text: str
    zone: str
    paragraph: int = -1
    row: int = 0
    offset: int = 0
    opening: bool = False
    final: bool = False
    alone: bool = True
    prose: bool = False
    cut: bool = False
    far: bool = False


@dataclass(frozen=True, slots=True)
class _Hit:
    """A credit found in a line: `names` as written, and its words from `start` to `end`.

    No names: a line to cut that credits nobody. `cut`: the words are no part of the article.
    """

    rule: str
    names: tuple[str, ...]
    start: int
    end: int
    cut: bool = True
    confidence: float | None = None


# --- Reading a document ------------------------------------------------------------------------------------------


def find_origin(
    head: Sequence[str],
    body: Sequence[str],
    tail: Sequence[str],
    *,
    title: str | None = None,
    site: str | None = None,
    site_names: Sequence[str] = (),
    language: str | None = None,
    links: Sequence[tuple[str, str]] = (),
    bylines: Sequence[str] = (),
    quoted: Set[str] = frozenset(),
    markup: Sequence[Credit] = (),
    encoded: Sequence[bytes] | None = None,
) -> Origin:
    """Read the original source that an article states, and take credit lines out of its body.

    `head`, `body`, `tail`: the lines before, the paragraphs of and the lines after the article. `title`: its headline,
    which a credit may quote. `site`: the registrable domain that published this copy; `site_names`: its names.
    `language`: its ISO code, where known. `links`: (address, anchor text) near the article's end, which resolve names.
    `bylines`: what the document declares as its authors. `markup`: candidates that were found in markup, ranked with
    those found here. `quoted`: paragraphs in which somebody else speaks, so that no credit is read there. `encoded`: the
    body in UTF-8, where the caller has it. A credit that names the publishing site itself is cut from the body and is no
    candidate.
    """
    own = [x for x in (site, *site_names) if x]
    found: list[tuple[Credit, int]] = [(credit, -1) for credit in markup]
    found.extend((credit, -1) for text in dict.fromkeys(bylines) for credit in _declared_byline(text, own, links))
    cuts: dict[tuple[int, int], list[_Hit]] = {}
    lines = _lines(head, body, tail, encoded)
    legal = [line.text for line, calls in lines if "legal" in calls.groups]
    distributed = bool(legal) and any("istributed by" in text for text in legal) and any(map(_distributor, legal))
    for order, (line, calls) in enumerate(lines):
        if quoted and line.zone == "body" and body[line.paragraph] in quoted:
            continue
        for hit in _hits(line, calls, title, language, distributed, len(body)):
            if line.cut and line.text.rstrip(_EDGE).endswith(hit.names):
                continue  # the name may go on
            found.extend((credit, order) for credit in _credits(hit, line, own, links, len(body)))
            if hit.cut and line.zone == "body":
                moved = replace(hit, start=hit.start + line.offset, end=hit.end + line.offset)
                cuts.setdefault((line.paragraph, line.row), []).append(moved)
    outer = [(href, anchor, target) for href, anchor in links if (target := _target(href, own))]
    for href, anchor, target in outer:
        if fold(anchor) in _LINK_TEXTS:
            evidence = f"{anchor} {href}"[:300]
            found.append((Credit(target, target, "source-link", evidence, CONFIDENCE["source-link"]), len(lines)))
    for paragraph, credit in _link_lines(body, tail, outer, bool(own)) if outer else ():
        found.append((credit, len(lines)))
        if paragraph < len(body):
            cuts[paragraph, 0] = [_Hit("source-link", (), 0, len(body[paragraph]))]
    ranked = _ranked(found) if found else []
    best = ranked[0] if ranked and ranked[0].confidence >= SURE else None
    return Origin(best, ranked, _without(body, cuts) if cuts else list(body))


_SENTENCE_SIGNS = frozenset('.!?…。！？」"”»)')
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


def _is_prose(paragraph: str, legal: bool = True) -> bool:
    """Whether a paragraph is a run of prose: long enough, ended like a sentence, and no legal line (if it may be one)."""
    if len(paragraph) < 60:
        return False
    if paragraph[-1] not in _SENTENCE_SIGNS and _SENTENCE_SIGNS.isdisjoint(paragraph.rstrip()[-2:]):
        return False
    count = paragraph.count(" ") + 1
    if count < 18 and ((start := paragraph[:40]).isascii() or not _UNSPACED.search(start)):
        return False
    return count >= 60 or not legal or not _is_legal(paragraph)


def _is_legal(text: str) -> bool:
    low = text.casefold()
    return (  # a third of the time of any() over a tuple
        "©" in low
        or "(c)" in low
        or "copyright" in low
        or "permission" in low
        or "rights reserved" in low
        or "redistribut" in low
        or "creative commons" in low
        or "alle rechte" in low
    )


def _lines(
    head: Sequence[str], body: Sequence[str], tail: Sequence[str], encoded: Sequence[bytes] | None
) -> list[tuple[_Line, _Calls]]:
    """The lines that may hold a credit, in the order of the document, and what their words call for."""
    count = len(body)
    ending = count - ENDING
    # Of most bodies these are all that is asked for below, besides the first and last paragraphs of prose.
    inside = range(OPENING, max(OPENING, ending))
    short = compress(inside, map(SHORT.__ge__, map(len, body[OPENING : inside.stop])))
    looked_at = [*range(min(OPENING, count)), *short, *range(inside.stop, count)]
    looked_at_in = list(map(encoded.__getitem__, looked_at)) if encoded else None
    some = _called(list(map(body.__getitem__, looked_at)), looked_at_in)
    called = dict.fromkeys(looked_at, _NOTHING)
    for k, calls in some.items():
        called[looked_at[k]] = calls
    known: dict[int, bool] = {}

    def is_prose(i: int) -> bool:
        if i not in known:
            known[i] = _is_prose(body[i], i not in called or called[i].legal)
        return known[i]

    last, first, opening_end = count - 1, 0, min(count, MAX_FINAL)
    while last >= 0 and not is_prose(last):
        last -= 1
    while first < opening_end and not is_prose(first):
        first += 1
    if first == opening_end:
        first = 0
    final_from = max(last, count - MAX_FINAL)
    read = {first, *range(min(count, OPENING)), *range(max(0, min(final_from, last - ENDING + 1)), count)}
    # Furniture that was left in the body may follow the credit: there it is a short line of its own.
    between = range(OPENING, max(last - ENDING + 1, count - MAX_FINAL))
    inner = [some[k] for k in some if looked_at[k] in between and len(body[looked_at[k]]) <= SHORT]
    if any(calls.groups for calls in inner) and any(calls.article or "uncased" in calls.groups for calls in inner):
        read.update(i for i in between if len(body[i]) <= SHORT)

    found: list[tuple[_Line, _Calls | None]] = []
    kept = head[-HEAD_LINES:]
    for i, text in enumerate(kept):
        found.extend((_Line(x, "head", opening=len(kept) - i <= 15), None) for x in _split(text))
    for i in sorted(read) if body else ():
        text, opening, final = body[i], i < OPENING or i == first, i >= final_from
        if len(text) <= ENDING_CHARS and text == text.strip() != "" and "\n" not in text:
            called_for, prose = called.get(i), is_prose(i)
            if not prose or called_for is None or _may_hold(text, opening or final, called_for):
                found.append((_Line(text, "body", i, 0, 0, opening, final, True, prose), called_for))
        else:
            found.extend((line, None) for line in _rows(text, i, opening, final, i > last, is_prose))
    for i, text in enumerate(tail[:TAIL_LINES]):
        far = i >= CLOSE
        found.extend((_Line(x, "tail", paragraph=count + i, final=True, far=far), None) for x in _split(text))
    parts = [line.text for line, calls in found if calls is None]  # lines that are no paragraph of the body
    if not parts:
        return found  # type: ignore[return-value]
    of_parts, numbers = _called(parts), iter(range(len(parts)))
    lines = [(x, calls or of_parts.get(next(numbers), _NOTHING)) for x, calls in found]
    return [(x, c) for x, c in lines if not x.prose or _may_hold(x.text, x.opening or x.final, c)]


def _may_hold(text: str, outer: bool, calls: _Calls) -> bool:
    """Whether a rule can find anything in a line of prose; `outer`: at one of the two ends of the article."""
    return bool(calls.groups) or calls.signed or (outer and not _is_unmarked(text))


def _rows(
    text: str, i: int, opening: bool, final: bool, after_prose: bool, is_prose: Callable[[int], bool]
) -> Iterator[_Line]:
    """The lines of paragraph `i` of the body; of its long lines the beginning and the end."""
    rows = text.split("\n")
    alone = len(rows) == 1
    for row, raw in enumerate(rows):
        if 12 <= row < len(rows) - 12:
            continue
        whole = raw.strip()
        if not whole:
            continue
        prose = is_prose(i) if alone else _is_prose(raw)
        line_final = final and (after_prose or row == len(rows) - 1)
        line_opening = opening and (row < OPENING or prose)
        start = len(raw) - len(raw.lstrip())
        if len(whole) <= (ENDING_CHARS if prose else MAX_LINE):
            yield _Line(whole, "body", i, row, start, line_opening, line_final, alone, prose)
            continue
        if line_opening:
            text, cut = _opening(whole)
            yield _Line(text, "body", i, row, start, True, False, False, prose, cut)
        if not line_opening or line_final:
            skip = len(whole) - ENDING_CHARS
            yield _Line(whole[skip:], "body", i, row, start + skip, False, line_final, False, prose)


def _opening(text: str) -> tuple[str, bool]:
    """The beginning of a long line, to the end of a sentence where one is near, else of a word; whether it goes on."""
    sentence = _LONG_WORD_END.search(text, OPENING_CHARS, OPENING_CHARS + ENDING_CHARS // 2)
    if sentence:
        return text[: sentence.end()].rstrip(), False
    word = text.rfind(" ", 0, OPENING_CHARS)
    return text[: word if word > 0 else OPENING_CHARS], True


# No abbreviation: "St. ".
_LONG_WORD_END = re.compile(r"\w{4}[.!?…][\"”»)]{0,2}\s")


def _split(text: str) -> list[str]:
    return [x.strip()[:MAX_LINE] for x in text.split("\n")[:24] if x.strip()]


def _not_ascii(data: bytes) -> list[bytes]:
    """The words of what `parted` gives that are not ASCII, in which signs may still part words."""
    return [] if data.isascii() else [word for word in data.split() if not word.isascii()]


def _beyond_ascii(words: Sequence[bytes]) -> list[bytes]:
    """The first five characters of each word in some that are not ASCII, case folded."""
    return [x.encode() for x in _WORD_START.findall(b" ".join(words).decode().casefold())] if words else []


class _Calls(NamedTuple):
    """What the words of a line call for.

    `groups`: of patterns; "uncased" where a script without capitals stands in it, which templates are tried on.
    `article`: a word for an article is among them. `signed`: a sign of copyright is in the line. `legal`: it may be a
    legal line.
    """

    groups: Set[str]
    article: bool
    signed: bool
    legal: bool


_NOTHING = _Calls(frozenset(), False, False, False)


def _is_signed(text: str) -> bool:
    """Whether a sign of copyright is in a text."""
    return (  # a fifth of the time of a pattern
        "©" in text or "(c)" in text or "(C)" in text or "ⓒ" in text or "c.20" in text or "c.19" in text
    )


def _called(texts: Sequence[str], encoded: Sequence[bytes] | None = None) -> dict[int, _Calls]:
    """What lines call for, by their number; those that call for nothing, as most do, are left out."""
    if encoded is None:
        encoded = [text.encode("utf-8", "replace") for text in texts]
    # One look at all of them; no cue has two blanks.
    data = in_words(b"".join((b" ", b"   ".join(encoded), b" ")))
    lines = [] if data.isascii() else [in_words(line) for line in encoded]
    called: dict[int, Set[str]] = {}
    found = _CUES.places(b" " + b"   ".join(lines) + b" " if lines else data)
    if found:
        starts = [*accumulate((len(line) + 3 for line in encoded), initial=1)]
        for number, at in found:
            line = bisect(starts, at) - 1
            called[line] = called.get(line, _NO_GROUPS) | _OF_CUE[number]
    for i, data in enumerate(lines):
        if not data.isascii():
            starts_of = _beyond_ascii(_not_ascii(data))
            called[i] = _NO_GROUPS.union(_BEYOND, called.get(i, ()), *(_OF_WORD.get(x, ()) for x in starts_of))
            if data.translate(None, _CASED_BYTES) and _UNCASED.search(texts[i]):
                called[i] |= {"uncased"}
    return {
        i: _Calls(groups - _MARKERS, "article" in groups, "sign" in groups and _is_signed(texts[i]), "law" in groups)
        for i, groups in called.items()
    }


def _names_article(text: str) -> bool:
    """Whether a word for an article is among the words of a text."""
    return 0 in (called := _called([text])) and called[0].article


def _is_unmarked(text: str) -> bool:
    """Whether a paragraph of prose bears no sign of a mark: of a dateline, a byline, a label or a tag at its end."""
    if len(text) <= 150 and text.count(" ") <= 17:
        return False
    ends = text if len(text) <= 190 else text[:110] + text[-80:]
    data = ends.encode()
    return (
        len(data.translate(None, _SIGN_BYTES)) == len(data) or not (ends.isascii() or _ANY_SIGN.search(ends))
    ) and not text[:4].isupper()


def _hits(
    line: _Line, calls: _Calls, title: str | None, language: str | None, distributed: bool, body_end: int
) -> Iterator[_Hit]:
    """The credits of one line.

    `calls`: what its words call for. `body_end`: the number of the body's paragraphs, where the tail begins.
    """
    text, groups = line.text, calls.groups
    # A sentence that names no article, within the run of prose, is no credit.
    if groups and (line.final or line.zone != "body" or not line.prose or calls.article):
        yield from _first_published(line, groups, title, language)
        yield from _phrases(line, groups, title, language)
        yield from _templates(line, groups)
    if (line.final or line.opening or line.zone != "body") and _may_label(text[:52] + text[-60:]):
        yield from _label(line)
    if line.opening:
        if line.zone == "body" and (text[:4].isupper() or _MARK_SIGN.search(text[:110])):
            yield from _dateline(line)
        if len(text) <= 150 and (line.zone == "head" or line.paragraph <= 1):
            yield from _byline(line)
    elif line.final and len(text) <= SHORT_BYLINE and may_name(text) and _BY.match(text) and text[:4].lower() != "from":
        yield from (replace(hit, cut=line.alone) for hit in _byline(line))
    if line.final or "wire" in groups:
        yield from _wire_tag(line, body_end)
    if calls.signed or "legal" in groups:
        yield from _copyright(line, distributed)
    if "provided" in groups:
        yield from _provided_line(line)
    if (
        line.final
        and line.zone == "body"
        and not line.prose
        and (calls.article if len(text) <= 120 else _names_article(text[:120]))
        and may_name(text)
        and _THIS.search(text[:60])
    ):
        yield from _this_of_agency(line)


# --- The parts of a credit line: subject, verb phrase, slot -----------------------------------------------------------


def _may_label(ends: str) -> bool:
    """Whether the ends of a line hold what parts a label from a name."""
    if ":" in ends or "=" in ends or "：" in ends:
        return True
    return ("-" in ends or "–" in ends or "—" in ends) and _DASH.search(ends) is not None


_DASH = re.compile(r"\s[–—-]\s")
_MARK_SIGN = re.compile(r"[(\[/【（〔［–—电電讯訊消报報-]")
_ANY_SIGN = re.compile(r"[:：=()（）\[\]/【】〔［–—电電讯訊消报報-]")
# Those in ASCII, and bytes that are in each of the others: a look at the bytes takes a third of the pattern's time.
_SIGN_BYTES = b":=()[]/-" + b"\x93\x94" + bytes(range(0xE3, 0x100))
_SUBJECT = re.compile(
    r"(?:^|(?<=[.!?…:;•|·*\"”»)\]–—\n-])\s|(?<=,)\s(?=(?:this|dieser?|cette?|est[ea]|quest[oa])\b))[\W_]{0,6}"
    rf"(?P<words>(?:[^\W_]{{1,16}}[ '’(]{{1,2}}\)?\s?){{0,6}})(?P<noun>{words.NOUNS})\b",
    re.IGNORECASE,
)
_NOUN_BEFORE = re.compile(rf"\b(?:{words.NOUNS})\W{{0,4}}$", re.IGNORECASE)
_ANY_NOUN = re.compile(rf"\b(?:{words.NOUNS})\b", re.IGNORECASE)
_THIS = re.compile(rf"\b(?:{words.THIS})\b", re.IGNORECASE)
_PAPER = re.compile(rf"\b(?:{words.PAPERS})\b", re.IGNORECASE)
# "Jane Doe edits our stories. Her work previously appeared in Y"
_SOMEBODYS = re.compile(
    r"\b(?:her|his|their|my)\s+(?:\w+\s+){0,2}?(?:work|writing|reporting|stories|articles|essays|columns|poems|photos)\b"
    r"[^.!?]{0,30}$",
    re.IGNORECASE,
)
_NO_SUBJECT = re.compile(rf"(?:{words.NO_SUBJECTS})\b", re.IGNORECASE)
_PRONOUN = re.compile(rf"(?:^|[.!?]\s+)(?:{words.PRONOUNS})\s+$")
_SENTENCE_END = re.compile(r"[.!?…][\"”»)]{0,2}\s+")
_PICTURE = re.compile(words.PICTURES, re.IGNORECASE)


def _pictured(text: str) -> bool:
    """Whether a word for a picture, a chart or a film is in a text."""
    data = in_words(text.encode("utf-8", "replace"))
    # The pattern's words have no sign within: a look at each word costs a twentieth.
    return any(map(_of_picture, data.split())) if data.isascii() else _PICTURE.search(text) is not None


@lru_cache(maxsize=4096)
def _of_picture(word: bytes) -> bool:
    return _PICTURE.fullmatch(word.decode()) is not None


_CONTRIBUTION = re.compile(words.CONTRIBUTIONS, re.IGNORECASE)
_EDGE = " \t\u00a0\u200b.,;:!?…-–—|•·*_~/\\'\"“”„«»‘’()[]{}<>《》「」『』〈〉。，、："


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a credit says it is about. `start`: where its sentence begins; `end`: where the subject's noun ends.

    `sure`: this article without doubt ("this …", its title between noun and verb, or nothing at a line's start).
    """

    start: int
    end: int
    sure: bool
    stated: bool = True


def _is_title(before: str, title: str | None) -> bool:
    """Whether what stands before a verb phrase is the article's own title: "Ferry Returns was first published in Y"."""
    quoted = _WAS.sub("", before).strip(_EDGE) if title else ""
    return bool(title and len(quoted) >= 12 and fold(quoted) == fold(title))


def _subject(line: str, at: int, title: str | None) -> _Subject | None:
    """The subject of the credit whose verb phrase is at `at` in the line; None where it is something else."""
    before = line[:at]
    bare = before.strip(_EDGE + "#>").casefold()
    if not bare or bare in ("as", "was"):
        return _Subject(0, at, True, stated=False)
    if _SOMEBODYS.search(before):
        return None
    best = None
    for match in _SUBJECT.finditer(before):
        best = match
    if best is not None and _NO_SUBJECT.match(best["words"]):
        return None
    if best is not None:
        between = before[best.end() :]
        titled = len(between.split()) >= 2 and (not title or fold(title)[:30] in fold(between) or len(between) < 250)
        return _Subject(best.start("words"), best.end(), titled or bool(_THIS.search(best[0]) or "’a" in best[0]))
    if _NOUN_BEFORE.search(before) or _is_title(before, title):
        return _Subject(0, at, True)
    sentence = max((m.end() for m in _SENTENCE_END.finditer(before)), default=0)
    if _PRONOUN.search(before) and _ANY_NOUN.search(before):
        return _Subject(sentence, at, True)
    if sentence and not before[sentence:].strip(_EDGE):
        return _Subject(sentence, at, True, stated=False)
    return None


_WAS = re.compile(r"\s+(?:was|is|has been|wurde|ist|a été|fue|foi|è stato)\s*$", re.IGNORECASE)
_MONTH = re.compile(rf"^{words.MONTHS}$", re.IGNORECASE)
_NUMERIC = re.compile(r"^\W*\d[\d.,:/–—-]*(?:st|nd|rd|th|s|pm|am|p\.m\.?|a\.m\.?|h)?\W*$", re.IGNORECASE)
_LEGAL_WORD = re.compile(r"^(?:inc|llc|ltd|l\.p|lp|corp|co|gmbh|ag|plc|s\.a|limited|lllp)\.?,?$", re.IGNORECASE)
_QUOTES = {
    "“": '”"',
    "„": '“”"',
    "«": "»",
    "»": "«",
    '"': '"”',
    "‘": "’",
    "‚": "‘’",
    "《": "》",
    "「": "」",
    "『": "』",
    "〈": "〉",
    "”": "”",
    "'": "'",
}
# Bytes of UTF-8 that begin no character of _UNCASED: a look at the bytes is ten times as fast as the pattern.
_CASED_BYTES = bytes((*range(0xD6), 0xE1, 0xE2, *range(0xEE, 0x100)))
_UNCASED = re.compile(r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ABBREVIATION = re.compile(
    r"^(?:[A-Z]\.){1,4}$|^(?:St|Dr|Mr|Mrs|Ms|No|Nr|vs|Jr|Inc|Co|Corp|Ltd|SPA|Int)\.$", re.IGNORECASE
)
_ISSUE = re.compile(
    r"\s+(?:\d{1,2}\s?[/.]\s?\d{2,4}|(?:Nr|No|Issue|Heft|Ausgabe|vol)\.?\s.*|#\d+|(?:19|20)\d\d)$", re.I
)
_ISSUE_OF = re.compile(  # "the March 2023 issue of Y"
    r"(?:[^\W_][\w/’'-]*\s+){0,4}(?:issue|edition|ausgabe|numéro|número|numero|nummer)\s+(?:\S*\d\S*\s+)?"
    r"(?:of|der|des|vom|von|de|du|di|del|della|da|do|van|av)\s+",
    re.IGNORECASE,
)
_URL = re.compile(
    r"(?:https?://)?(?:[^\W_](?:[\w-]{0,62}[^\W_])?\.){1,5}[^\W\d_]{2,24}(?=[\s/:?#,;.!)\]\"'”’»>|]|$)[^\s,;)\]>\"”»]{0,300}"
)
_EAST_DATE = re.compile(r"^\d+\s?[年月日년월일]")
_EMOJI = re.compile(r"[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F\u200d]+")
_ELISION = re.compile(r"(?:l|d|dell|all|nell|sull)['’](?=\w)")
_AND = ("and", "und", "et", "y", "e", "en", "och", "og", "with", "under", "here", "i", "a", "и", "та")


def _proper(token: str) -> bool:
    """Whether a word can be part of a name: capitalised, of a script without capitals, a number or a domain."""
    core = token.lstrip(_EDGE)
    if not core:
        return False
    first = core[0]
    return (
        first.isupper()
        or first.isdigit()
        or (first.isalpha() and not first.islower())
        or any(c.isupper() for c in core[1:4])
        or is_domain(core.rstrip(_EDGE))
    )


@lru_cache(maxsize=4096)
def _dateish(token: str) -> bool:
    core = token.strip(_EDGE)
    return bool(_NUMERIC.match(token)) or _MONTH.match(core) is not None


def _tidy(name: str) -> str:
    """A name without what surrounds it: quotes, punctuation, emoji, the number of an issue."""
    name = _EMOJI.sub("", name).strip(_EDGE)
    return " ".join(_ISSUE.sub("", name).strip(_EDGE).split())


def _slot(text: str, language: str | None = None, *, lower: bool = False) -> tuple[str, int] | None:
    """The publisher-like name at the start of `text`, cleaned, and where it ends; None where there is none.

    `lower` allows one lower-case word that is no word of the language: some sites write their name so.
    """
    rest = text.lstrip(" \t\u00a0\u200b*_([<")[:220]
    offset = len(text) - len(text.lstrip(" \t\u00a0\u200b*_([<"))
    issue = _ISSUE_OF.match(rest)
    if issue:
        rest, offset = rest[issue.end() :], offset + issue.end()
    for _ in range(6):
        if rest[:1] in _QUOTES:
            closing = min((i for c in _QUOTES[rest[0]] if (i := rest.find(c, 1, 90)) > 0), default=-1)
            if closing > 1:
                name = _tidy(rest[1:closing])
                return (name, offset + closing + 1) if name and not _dateish(name) else None
            rest, offset = rest[1:], offset + 1
            continue
        word = re.match(r"\S+", rest)
        if not word:
            return None
        step = _skipped(word[0], rest[word.end() :])
        if step is None:
            return None
        if not step:
            break
        step += len(rest[step:]) - len(rest[step:].lstrip())
        rest, offset = rest[step:], offset + step
    if not rest or rest[0].isspace():
        return None
    url = _URL.match(rest) if "." in rest else None
    if url and is_domain(re.split(r"[/?#:]", re.sub(r"^https?://", "", url[0]).rstrip(_EDGE))[0]):
        name = re.split(r"[/?#]", re.sub(r"^https?://(?:www\.)?", "", url[0].rstrip(_EDGE)))[0]
        return name, offset + url.end()
    if _UNCASED.match(rest[0]):
        run = re.match(r"[^。，、；：!！?？\n|()（）]{1,40}", rest)
        name = _tidy(re.split(r"\.\s|\.$|\s[-–—]\s", run[0])[0]) if run else ""
        return (name, offset + (run.end() if run else 0)) if name and len(name.split()) <= 7 else None
    if _EAST_DATE.match(rest):
        return None
    name, end = _capitalised_run(rest)
    if not name:
        return _lower_name(rest, offset, language, lower)
    if len(name) > 90 or not any(c.isalpha() for c in name) or not fold(name) or fold(name) in words.LANGUAGES:
        return None
    if _dateish(name) or len(name) == 1 or name.casefold() in words.DETERMINERS:
        return None
    return name, offset + end


def _skipped(token: str, following: str) -> int | None:
    """How many characters to skip before a name: an article or "the website of"; 0: the name starts; None: no name."""
    bare = token.strip(_EDGE).casefold()
    if bare in words.OWN:
        return None
    elided = _ELISION.match(token)
    if elided:
        return elided.end()
    after = following.lstrip()
    if token[0].islower():
        skip = bare in words.DETERMINERS or bare in words.PLACES or bare in words.CONNECTORS
    else:
        # German nouns: "im Magazin Y"; not the first word of a name, "Blog Action Network", unless a quotation follows
        skip = (
            bare in words.PLACES
            and bool(after)
            and (after[0] in _QUOTES or (bare[0] != "n" and _proper(after.split()[0])))
        )
    if not skip:
        return 0
    return len(token) if token[-1] not in ".!?;," else None


def _capitalised_run(rest: str) -> tuple[str, int]:
    """The run of name-like words at the start, lower-case connectors between them included."""
    names: list[str] = []
    pending: list[str] = []
    end = 0
    tokens = list(re.finditer(r"\S+", rest))[:12]
    for n, match in enumerate(tokens):
        token = match[0]
        core = token.strip(_EDGE)
        following = tokens[n + 1][0] if n + 1 < len(tokens) else ""
        if token in ("&", "|", "+") and names:
            pending.append(token)
            continue
        if not core:
            if _EMOJI.fullmatch(token):
                end = match.end()
                continue
            break
        if token[0] in "([" or (n and token[0] in '“„«"'):
            break
        inner = token.isdigit() and _proper(following) and not _dateish(following)  # "Il Sole 24 Ore", "20 Minutes"
        ordinal = (
            names == ["The"] and token[0].isdigit() and following != "of" and not _dateish(following)
        )  # "The 19th"
        if _dateish(token) and not ordinal and not (inner and (not names or len(token) < 4)):
            break
        if _proper(token):
            names.extend(pending)
            pending = []
            names.append(token)
            end = match.end()
        elif names and core.casefold() in words.CONNECTORS and token == core and not _dateish(following or "1"):
            pending.append(token)
            continue
        else:
            break
        if token[-1] in ",;":
            if not _LEGAL_WORD.match(following):
                break
        elif token[-1] in '.!?…:)]”»"' and not (_ABBREVIATION.match(token) and following[:1].isupper()):
            break
    return _tidy(" ".join(names)), end


def _lower_name(rest: str, offset: int, language: str | None, lower: bool) -> tuple[str, int] | None:
    token = rest.split()[0]
    core = token.strip(_EDGE)
    after = rest[len(token) :].split()
    known = publisher_of(core)
    ends = token[-1] in ".!?)" or not after or after[0] in _AND
    lettered = core.isalpha() and len(core) >= 4 and _no_word(core, language)
    numbered = len(core) >= 3 and core.isalnum() and any(c.isdigit() for c in core) and core[0].isalpha()  # "t3n"
    if known or (ends and lower and (lettered or numbered)):
        return core, offset + len(token)
    return None


def _no_word(word: str, language: str | None) -> bool:
    """Whether a word is rarer than one in ten million of its language and of English."""
    from wordfreq import zipf_frequency  # here, because few documents need its tables

    codes = dict.fromkeys([(language or "en").split("-")[0].lower(), "en"])
    # The small tables are read for the fingerprints in any case; the others take half a second of CPU.
    for wordlist in ("small", "best"):
        for code in codes:
            with suppress(LookupError):
                if zipf_frequency(word, code, wordlist) >= 2.0:
                    return False
    return True


# --- Rules with a verb ---------------------------------------------------------------------------------------------


def _verb_phrase(adverbs: str, verbs: str) -> str:
    gap = r"[^\w,.;!?]{1,3}(?:[\w'’-]{1,20}[^\w,.;!?]{1,2}){0,3}?"
    return rf"\b(?:(?:{adverbs}){gap}(?:{verbs})|(?:{verbs}){gap}(?:{adverbs}))\b"


@cache
def _pattern(text: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """Compiled when a document first calls for it: few runs meet all languages, and all take .15 s of CPU."""
    return re.compile(text, flags)


@dataclass(frozen=True, slots=True)
class _First:
    """The patterns of a language for "first published in": phrase, preposition, and adverb before a verb at the end."""

    phrase: str
    preposition: str
    verb_last: str | None
    bare: bool  # the name may follow without a preposition


_FIRST = {
    f"first-{lang}": _First(
        _verb_phrase(adverbs, verbs),
        rf"(?<!\w)(?:{preps.rstrip('|')})(?:\s*[:：]\s*|\s+|(?<=['’]))|\A\s?[:：]\s+",
        rf"\b(?:{adverbs})\W+(?=[^!?]{{3,90}}?\b(?:{verbs})\b)" if lang in words.VERB_LAST else None,
        preps.endswith("|"),
    )
    for lang, (adverbs, verbs, preps) in words.FIRST.items()
}
_EARLIER = re.compile(rf"\b(?:{words.EARLIER})\b", re.IGNORECASE)
_COLON = re.compile(r"\\s\+$")  # "übernommen aus: Y"
_PHRASES = tuple(
    (f"phrase{n}", rule, needs, "|".join(_COLON.sub(r"(?:\\s*[:：])?\\s+", x) for x in alternatives))
    for n, (rule, needs, _, alternatives) in enumerate(words.PHRASES)
)
_TEMPLATES = tuple(
    (f"template{n}", rule, pattern, bool(_UNCASED.search(pattern)))
    for n, (rule, _, pattern) in enumerate(words.TEMPLATES)
)
_TEMPLATE_GROUPS = frozenset(group for group, *_ in _TEMPLATES)
_WORD_START = re.compile(r"\b\w{1,5}")


def _longest_words(alternatives: str) -> list[str]:
    """Of each alternative of an adverb its longest word: one that must be in a line for the adverb to be there."""
    plain = re.sub(r"\([^()]*\)|\[[^\]]*\]", "\0", alternatives)
    return [max(re.findall(r"\w+", re.sub(r"\w\?|\0", " ", x)), key=len) for x in plain.split("|") if x.strip()]


def _gate() -> dict[bytes, frozenset[str]]:
    """Which groups of patterns a word calls for, by its first five letters.

    Most lines hold none of them; looking their words up costs less than one regular expression.
    """
    table: dict[bytes, set[str]] = {}

    def add(word: str, group: str) -> None:
        table.setdefault(word.casefold().rstrip("-")[:5].encode(), set()).add(group)

    for lang, (adverbs, _, _) in words.FIRST.items():
        for word in _longest_words(adverbs):
            add(word, f"first-{lang}")
    for n, (_, _, starts, _) in enumerate(words.PHRASES):
        for word in starts.split():
            add(word, f"phrase{n}")
    for n, (_, starts, _) in enumerate(words.TEMPLATES):
        for word in starts.split():
            if word.isascii() or not _UNCASED.match(word):
                add(word, f"template{n}")
    for word in ("copyright", "copyr", "distributed", "visit", "rights"):
        add(word, "legal")
    add("provided", "provided")
    add("wire", "wire")
    return {key: frozenset(groups) for key, groups in table.items()}


_NO_GROUPS: frozenset[str] = frozenset()
# Of more than one word the last; "posts?" has one beginning.
_NOUN_STARTS = frozenset(
    re.findall(r"\w+", x)[-1].casefold()[:5].encode() for x in words.NOUNS.replace("?", "").split("|")
)
# What else is told by the words of a line, beside the groups of patterns: that it names an article, that a sign of
# copyright or a legal line's word may be in it. Where it has letters beyond ASCII it is asked itself.
_MARKERS = frozenset(("article", "sign", "law"))
_BEYOND = frozenset(("sign", "law"))
_LEGAL_WORDS = (b"copyright", b"permission", b"rights reserved", b"redistribut", b"creative commons", b"alle rechte")


def _of_words() -> dict[bytes, frozenset[str]]:
    table = _gate()
    for start in _NOUN_STARTS:
        table[start] = table.get(start, _NO_GROUPS) | {"article"}
    return {**table, b"c": table.get(b"c", _NO_GROUPS) | _BEYOND}  # "(c)", "c.2024"


_OF_WORD = _of_words()
_CUES = Cues(_OF_WORD, start=5, parts=_LEGAL_WORDS)
_OF_CUE = [frozenset(("law",)) if cue in _LEGAL_WORDS else _OF_WORD[cue] for cue in _CUES.cues]


def _first_published(line: _Line, groups: Set[str], title: str | None, language: str | None) -> Iterator[_Hit]:
    for group, patterns in _FIRST.items():
        if group not in groups:
            continue
        hit = _first_hit(line, patterns, title, language)
        if hit:
            yield hit
            return


def _first_hit(line: _Line, patterns: _First, title: str | None, language: str | None) -> _Hit | None:
    preposition = _pattern(patterns.preposition)
    for match in _pattern(patterns.phrase).finditer(line.text):
        subject = _subject(line.text, match.start(), title)
        if subject is None or (not subject.stated and _EARLIER.search(match[0])):
            continue
        if line.far and _other_title(line.text[subject.end : match.start()], title):
            continue  # the teaser of another article
        window = line.text[match.end() : match.end() + 80]
        starts = [
            p.end()
            for p in preposition.finditer(window)
            if not re.search(r"[!?;]\s+\S|\w{5}\.\s+\S", window[: p.start()])
        ]
        if patterns.bare and re.match(r"\s+[\"“„«]?[^\W\d_]", window) and _proper(window.split()[0]):
            starts.insert(0, 1)
        for start in starts[:4]:
            hit = _published_in(line, subject, match.end() + start, language)
            if hit:
                return hit
        by = re.search(
            r"\b(?:by|from|von|par|por|di|van)\s+(?:the\s+)?(?P<slot>\S.{2,60}?)(?:\s+(?:was|is|wurde|a été|fue))?\s*$",
            line.text[subject.end : match.start()],
        )
        if subject.sure and by and (publisher_of(by["slot"]) or _slot_of_paper(by["slot"])):
            return _Hit("appeared-first", (by["slot"],), subject.start, len(line.text))
    for match in _pattern(patterns.verb_last).finditer(line.text) if patterns.verb_last else ():
        subject = _subject(line.text, match.start(), title)
        for before in preposition.finditer(line.text[match.end() : match.end() + 40]) if subject else ():
            hit = _published_in(line, subject, match.end() + before.end(), language) if subject else None
            if hit:
                return hit
    return None


def _other_title(between: str, title: str | None) -> bool:
    """Whether the words between "The post" and "appeared first on" are another title than the article's."""
    named = set(fold(between).split())
    return bool(title) and len(named) > 2 and len(named & set(fold(title or "").split())) * 2 < len(named)


def _slot_of_paper(text: str) -> bool:
    """Whether a text is a name and nothing else, that of a paper and not of a person."""
    found = _slot(text)
    return found is not None and found[0] == text and (is_domain(text) or _PAPER.search(text) is not None)


def _published_in(line: _Line, subject: _Subject, slot_at: int, language: str | None) -> _Hit | None:
    text = line.text
    if not subject.sure and not (line.alone and (line.final or line.zone != "body") and len(text.split()) <= 40):
        return None
    found = _slot(text[slot_at:], language, lower=subject.sure)
    if found is None:
        return None
    if not subject.stated and not (line.final or line.zone != "body") and len(text.split()) > 25:
        return None
    end = slot_at + found[1]
    agency = re.match(r"\s*[,|/]?\s*(?P<name>\S.{1,40}?)\W{0,2}$", text[end:])
    if agency and publisher_of(found[0]) is None and _is_person(found[0]) and _agency_mark(agency["name"]):
        return _Hit(
            "byline", (agency["name"],), subject.start, len(text), cut=False
        )  # "First published … by Jane Doe, AP"
    if not subject.sure and text[end - 1] not in ".!?)" and len(text[end:].split()) > 2:
        return None  # "The story first appeared in Y on Tuesday, officials said": the news, not this article
    return _Hit("appeared-first", (found[0],), subject.start, slot_at + found[1])


_ABOUT = re.compile(r"^\s*about\s+[^.!?]{2,90}?\s+(?=(?:was|is|has been)\b)", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"^[\s(]*(?:\w+\s+){0,2}?(?:is|was|were|are|has|been|wurde|wird|est|été|fue|es|foi|è|is|er|är|to|you)\b", re.I
)


def _phrases(line: _Line, groups: Set[str], title: str | None, language: str | None) -> Iterator[_Hit]:
    text = line.text
    for group, rule, needs, pattern in _PHRASES:
        if group not in groups:
            continue
        for match in _pattern(pattern).finditer(text):
            start, subject = 0, None
            if needs == "any":
                if not (line.final or line.zone != "body" or line.opening):
                    continue
            elif needs == "whole":
                # "This article appeared in Y": without a word of order it must be all that a closing line says
                subject = _subject(text, match.start(), title)
                if subject is None or not (line.alone and (line.final or line.zone != "body")):
                    continue
                if not (subject.stated and _THIS.search(text[: subject.end])) or len(text.split()) > 20:
                    continue
            elif needs == "start":
                if not line.final or text[: match.start()].strip(_EDGE):
                    continue
            else:
                subject = _subject(text, match.start(), title)
                if subject is None or match.start() - subject.start > 160:
                    continue
                if needs == "direct":
                    # "a report produced by X" is not "this report was produced by X"
                    between = _ABOUT.sub("", text[subject.end : match.start()])
                    first_word = not text[: subject.end].strip(_EDGE).count(" ")
                    if (
                        not subject.stated
                        or len(between.split()) > 5
                        or not (first_word or _AUXILIARY.match(between + " "))
                    ):
                        continue
                    if not (first_word or _THIS.search(text[subject.start : subject.end])):
                        continue
                if not (subject.sure or line.final or line.zone != "body"):
                    continue
                if not subject.stated and not (line.final or line.zone != "body"):
                    continue
                start = subject.start
            stated = needs not in ("subject", "direct") or subject is None or subject.stated
            if _pictured(text[start if stated else max(0, start - 160) : match.end()]):
                continue
            found = _slot(text[match.end() :], language)
            if (
                found
                and not stated
                and "courtesy" in match[0].lower()
                and not (publisher_of(found[0]) or is_domain(found[0]) or _PAPER.search(found[0]))
            ):
                continue  # "Courtesy of Jane Doe": of a picture
            if found:
                yield _Hit(rule, (found[0],), start, match.end() + found[1])
                break


def _templates(line: _Line, groups: Set[str]) -> Iterator[_Hit]:
    if not (line.final or line.zone != "body" or line.alone) or len(line.text) > 500:
        return
    if "uncased" not in groups and _TEMPLATE_GROUPS.isdisjoint(groups):
        return
    for group, rule, pattern, uncased in _TEMPLATES:
        if group not in groups and not (uncased and "uncased" in groups):
            continue
        match = _pattern(pattern, 0).search(line.text)
        if match is None or _pictured(line.text[: match.end()]):
            continue
        found = _slot(match["slot"])
        if found and not _NUMERIC.match(found[0]):
            yield _Hit(rule, (found[0],), 0, len(line.text))
            return


_AGENCY_TOKEN = re.compile(r"[^\s()\[\]]+(?:\s[^\s()\[\]]+){0,3}")


_IS_FROM = re.compile(r"\s+(?:is|comes|came)\s+(?:to\s+(?:you|us)\s+)?(?:from|courtesy\s+of)\s+", re.IGNORECASE)


def _this_of_agency(line: _Line) -> Iterator[_Hit]:
    """A closing line about this article that names one agency and nobody else: the wording is free."""
    text = line.text
    subject = _SUBJECT.search(text[:120])
    if subject is None or not _THIS.search(subject[0]) or len(text.split()) > 45 or _CONTRIBUTION.search(text):
        return
    origin = _IS_FROM.match(text, subject.end())
    found = _slot(text[origin.end() :]) if origin and len(text.split()) <= 20 else None
    if origin and found and _slot_of_paper(found[0]):
        yield _Hit("republished", (found[0],), 0, len(text))
        return
    if _pictured(text) or _is_legal(text) or "reprints" in text:
        return
    tokens = [t.strip(_EDGE) for t in text.split()]
    names = []
    for i in range(len(tokens)):
        for n in (4, 3, 2, 1):
            name = " ".join(tokens[i : i + n])
            if name and (name[0].isupper() or name in words.SMALL_MARKS) and _agency_mark(name):
                names.append(name)
                break
    if len({(publisher_of(x) or _NOBODY).name for x in names}) == 1:
        yield _Hit("provided", (names[0],), 0, len(text), confidence=0.75)


# --- Rules without a verb ------------------------------------------------------------------------------------------

_BIG_IN_PICTURES = frozenset(("The Associated Press", "Reuters", "Agence France-Presse", "EFE", "PA Media"))


def _agency_mark(text: str) -> Publisher | None:
    """The agency that a mark means, written as the agency writes it."""
    known = publisher_of(text)
    if known is None or known.kind != "agency":
        return None
    if text in (known.name, *known.aliases) or text in words.SMALL_MARKS:
        return known
    if text.isupper() and text.lower() in known.aliases:
        return known
    return known if len(fold(text)) >= 5 and text[:1].isupper() else None


_END_WORDS = frozenset(("fim", "fin", "fine", "end", "ends", "ende"))  # "Lusa/Fim"


def _marks(text: str, kinds: Sequence[str] = ("agency",)) -> list[str]:
    """The names in a mark such as "dpa/lno", if what else it holds is only the marks of desks and editors."""
    out = []
    pieces = (
        [text]
        if "/" not in text and publisher_of(text)
        else re.split(r"\s*[/,;|+]\s*|\s+(?:und|and|et|y|e|en|och|og|i|a|и|та)\s+", text)
    )
    for piece in pieces:
        part = piece.strip(_EDGE + "©")
        if _NUMERIC.match(part):
            continue  # "(APA, 3.5.2024)"
        known = publisher_of(part) if part else None
        if known is None and part.startswith("dpa-"):
            known, part = publisher_of("dpa"), "dpa"
        if known is None:
            if part and not (part.islower() and len(part) <= 5) and part.casefold() not in _END_WORDS:
                return []
        elif known.kind == "photo":
            return []
        elif known.kind in kinds and (
            known.kind != "agency" or _agency_mark(part) or (_agency_mark(part.upper()) and part in words.SMALL_MARKS)
        ):
            out.append(part)
        elif not (part.islower() and len(part) <= 5):
            return []
    return out


_LABEL = re.compile(
    rf"^[\s\W_]{{0,4}}(?:{words.LABELS})(?:\s?[:：=]\s*|\s+[-–—]\s+)(?P<slot>\S.{{0,160}})$", re.IGNORECASE
)
_LABEL_AT_END = re.compile(
    rf"[(（\[](?P<label>(?:{words.LABELS})\s?[:：]\s*[^()（）\[\]]{{2,60}})[)）\]]\W{{0,2}}$", re.IGNORECASE
)


_FIRST_SENTENCE = re.compile(r"(\S.{0,60}?\w{2})\.\s+(?=[^\W\d_a-z])")
_OFFICE = re.compile(words.OFFICES, re.IGNORECASE)
_NO_SOURCES = words.PLATFORMS | words.OFFICE_MARKS
_PAPER_AFTER = re.compile(rf"\b(?:{words.PAPERS}|{words.MORE_PAPERS})\b|zeitung|anzeiger|blatt\b", re.IGNORECASE)
_DUTCH_STATISTICS = re.compile(r"\W*bron(?:nen)?\s*[:：]\s*CBS\W*", re.IGNORECASE)


def _is_no_publisher(name: str) -> bool:
    """Whether a name that the table does not know is an office's, where a fact comes from, or a platform's.

    A paper's word behind the office's makes it a paper: "Harbor County Press".
    """
    if _compact(name) in words.PLATFORMS or fold(name) in _NO_SOURCES:
        return True
    office = _OFFICE.search(name)
    return office is not None and not _PAPER_AFTER.search(name, office.end())


def _label(line: _Line) -> Iterator[_Hit]:
    """ "Source: Y" on a line of its own, or in brackets at the end of the article."""
    text, start = line.text, 0
    match = _LABEL.match(text) if len(text) <= 220 else None
    if match is None and line.final and text[-1:] in ")）]." and (inner := _LABEL_AT_END.search(text[-120:])):
        match, start = _LABEL.match(inner["label"]), max(0, len(text) - 120) + inner.start()
        text = inner["label"]
    if match is None or _pictured(text) or not (line.final or line.zone != "body" or line.paragraph < 2):
        return
    slot = match["slot"].strip()
    sentence = _FIRST_SENTENCE.match(slot)
    if sentence and (publisher_of(sentence[1]) or _NOBODY).kind in _WIRES and len(slot.split()) <= 14:
        slot = sentence[1]  # "Source: Y. Republished under …"
    parts = [p for p in (_tidy(x) for x in re.split(r"\s*[/,;|]\s*|\s+(?:und|and|et|y)\s+", slot)) if p]
    known = {p: publisher_of(p) for p in parts}
    if len(slot.split()) > 14 or any(k and k.kind == "photo" for k in known.values()):
        return
    names = [p for p, k in known.items() if k and k.kind in _WIRES]
    if names and not _DUTCH_STATISTICS.fullmatch(text):
        names.sort(key=lambda p: (known[p] or _NOBODY).kind != "agency")
        names += [p for p in parts if is_domain(p) and p not in names]
        yield _Hit("source-label", tuple(names), start, len(line.text))
        return
    # A name that nobody knows: not in brackets, not "theo", which means "according to" as well.
    found = _slot(slot) if not start else None
    if found is None or (text.casefold().startswith("theo") and not is_domain(found[0])):
        return
    # "Source: Ministry of X, 3 May" is where a fact comes from.
    beyond = slot[found[1] :].casefold().strip(_EDGE).split()
    whole = all(x in words.PLACES for x in beyond) and len(found[0].split()) <= 6
    if not whole or not (line.final or line.zone == "head"):
        return
    if _is_no_publisher(found[0]) or names:
        yield _Hit("source-label", (found[0],), 0, len(text), cut=False, confidence=CONFIDENCE["station-mark"])
    else:
        yield _Hit("source-label", (found[0],), 0, len(text), confidence=CONFIDENCE["source-label"] - 0.1)


_DATELINE = re.compile(
    r"^[\s*\"“«„>-]{0,3}(?P<place>[^()\[\]/\n=]{0,70}?(?:/[A-Z][^()\[\]/\n=]{1,40}?)?)\s*"
    r"(?:[(\[]\s?(?P<mark>[^()\[\]\n=]{2,40}?)\s?[)\]]|/(?P<slashed>[^()\[\]\n=/]{2,40})/)"
    r"(?P<dash>\s{0,2}[-–—:•.]{1,3}|\s{0,2})\s*(?P<next>\S)"
)
_COUNTRY = re.compile(r"(?<=\w) ?\[[A-Z][^\[\]\n]{1,30}\](?=[,:])")  # "Dhaka [Bangladesh], May 5 (ANI): …"
_DASHED = re.compile(
    r"^(?P<place>[^()\[\]\n]{3,60}?)[.,]?\s{1,2}[-–—/|]{1,2}\s?(?P<mark>[^()\[\],.:/–—|\n-]{2,25})\s?[/.:,–—|-](?:\s|$)"
)
_STOPPED = re.compile(
    r"^(?P<place>[^\W\da-zа-я_][^()\n.]{2,30}\.\s\d{1,2}\s\w{3,10})\.\s/?(?P<mark>[^\W\d_]{2,12}(?:\.[A-Z]{2,3})?)/?(?:\.|\s[-–—])\s"
)
_PLAIN = re.compile(r"^(?:[A-Z][\w .,'’-]{2,40}\s)??(?P<mark>[A-Z]{3,5}(?: Business)?)\s{1,4}[-–—]\s{1,4}[^\W\da-z]")
_EAST = re.compile(
    r"^\W{0,3}(?P<mark>新华社|新華社|中新社|中新网|中央社|法新社|路透社|共同社|韩联社|美联社)[^，。\n]{0,24}?(?:电|電|讯|訊|消息|报道|報導)"
)
_BRACKET = re.compile(r"^[【\[(（〔［](?P<mark>[^】\])）〕］\n]{2,40})[】\])）〕］]")
_US_STATION = re.compile(r"^[WK][A-Z]{2,3}\b")  # as the Federal Communications Commission gives call signs
_CALL_SIGN = re.compile(r"^[A-Z][A-Z0-9]{2,7}(?:[ -](?:TV|News|NEWS))?$")


def _is_place(text: str) -> bool:
    """Whether a dateline's place and date stand before its mark: capitalised words, at most eleven."""
    text = text.strip(" ,.;:-–—*")
    tokens = text.split()
    return not text or (
        len(tokens) <= 11
        and not text[0].islower()
        and sum(w[:1].islower() for w in tokens) <= 3
        and any(w[:1].isupper() or _UNCASED.match(w) for w in tokens)
        and not re.search(r"[!?;]|[^\W\d_]{4,}\.\s\w{3}", text)
    )


def _dateline(line: _Line) -> Iterator[_Hit]:
    text = _COUNTRY.sub("", line.text[:180])
    if line.paragraph == 0 and len(text) <= 60 and text[-1] == ")" and text.partition("(")[0].isupper():
        text += " – X"  # the dateline is a paragraph of its own
    hit = _bracketed_mark(text) or _dashed_mark(text) or _eastern_mark(text)
    if hit:
        yield hit


def _bracketed_mark(text: str) -> _Hit | None:
    """ "PLACE, date (AP) — …", "(Reuters) - …", "Place /PRNewswire/ -- …"; without a dash "Place (CNN) The …"."""
    match = _DATELINE.match(text)
    if match is None or not _is_place(match["place"]):
        return None
    place = match["place"].strip(" ,.-–—")
    mark = (match["mark"] or match["slashed"]).strip()
    dashed = bool(match["dash"].strip())
    names = _marks(mark, _WIRES) or (_marks(mark.split()[0]) if dashed and match["mark"] else [])
    initials = "".join(w[0] for w in re.findall(r"[^\W\d_]+", place) if w[0].isupper())
    if initials.casefold() == mark.casefold() or publisher_of(place):
        return None  # "Press Trust of India (PTI) chairman …" explains a name
    if names and (dashed or (len(place.split()) <= 4 and not match["next"].islower() and match["mark"])):
        return _Hit("dateline", tuple(names), 0, match.end() - 1, cut=False)
    city = place.split(",")[0]
    if dashed and match["mark"] and (_CALL_SIGN.match(mark) or is_domain(mark)) and city.isupper() and len(city) > 3:
        return _Hit("station-mark", (mark,), 0, match.end() - 1, cut=False)
    return None


def _dashed_mark(text: str) -> _Hit | None:
    """ "МОСКВА, 12 мар — РИА Новости. …", "ROMA, 12 marzo - ANSA - …", "CNN — The …"."""
    match = _PLAIN.match(text)
    if match and _agency_mark(match["mark"]):
        return _Hit("dateline", (match["mark"],), 0, match.end() - 1, cut=False)
    match = _STOPPED.match(text) or _DASHED.match(text)
    if match is None or not _is_place(match["place"]):
        return None
    if not (re.search(r"\d", match["place"]) or match["place"].split(",")[0].isupper() or f"| {match['mark']}" in text):
        return None
    names = _marks(match["mark"], ("agency", "release"))
    return _Hit("dateline", tuple(names), 0, match.end(), cut=False) if names and len(fold(names[0])) > 2 else None


def _eastern_mark(text: str) -> _Hit | None:
    """ "新华社北京3月12日电", "【ワシントン共同】", "(서울=연합뉴스)"."""
    match = _EAST.match(text)
    if match:
        return _Hit("dateline", (match["mark"],), 0, match.end(), cut=False)
    match = _BRACKET.match(text)
    if match and not match["mark"].isascii():
        for part in reversed([p for p in re.split(r"[=\s・･／/|]|\d+日", match["mark"]) if p]):
            suffix = next((s for s in ("共同", "時事", "ロイター") if part.endswith(s)), None)
            if suffix or _agency_mark(part):
                return _Hit("dateline", (suffix or part,), 0, match.end(), cut=False)
    return None


_BY = re.compile(
    r"^\W{0,3}(?:(?:date\s+)?[\d/.:\s-]{6,20})?(?:by|von|par|por|di|da|do|dal|dalla|door|av|af|text|texte|texto|testo|autor(?:en|es)?|"
    r"autore|auteur|yazan|автор|przez|tekst|from)\b\s*[:：]?\s+(?P<rest>\S.{1,120})$",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"\s+(?:staff|wires?|wire services?|reports?|news|staff writers?|writers?|correspondents?|reporters?|editors?|"
    r"news service|newswire|(?:health|business|political|science|sports?|legal|medical|technology|food|music|national|"
    r"white house|entertainment)\s+writers?)$",
    re.IGNORECASE,
)
_TRAILING_DATE = re.compile(
    r"\s*[|•·,–—-]?\s*(?:\b(?:(?:on|am|le|el|il|den|vom)\s+)?(?:(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|"
    r"aug|sep|oct|nov|dec)\w*\.?,?\s+)?\(?\d|\b(?:updated|published|posted|aktualisiert|publié|publicado)\b).*$",
    re.IGNORECASE,
)
_DATE_SIGN = re.compile(r"\d|updat|publi|poste|aktua")  # what a trailing date must hold
_PIECES = re.compile(r"\s*[,|/•·]\s*|\s+[-–—]\s+|\s+(?:und|and|et|y|e|en|och|og|for|of|für)\s+|[()]")
_PARTICLES = frozenset(("von", "van", "de", "der", "den", "di", "da", "la", "le", "al", "bin", "el"))


def _is_person(text: str) -> bool:
    tokens = text.split()
    return 2 <= len(tokens) <= 5 and all(w[0].isupper() or w in _PARTICLES for w in tokens)


def _without_staff(name: str) -> str:
    """ "Reuters Staff" is Reuters; a word that is part of a name stays: "KFF Health News"."""
    for _ in range(2):
        if publisher_of(name) is None:
            name = _STAFF.sub("", name)
    return name


def _byline(line: _Line) -> Iterator[_Hit]:
    """ "By Jane Doe, AP", "Von Max Muster, dpa", "By: CNN Wire", "Max Muster und Eva Muster, dpa"."""
    text = line.text
    if text.count(" ") > 17 or text.endswith("?"):
        return
    by = _BY.match(text)
    if not by and not may_name(text):
        return
    if not by and len(text) <= 20 and (line.zone == "head" or line.paragraph == 0) and line.alone:
        # The agency's mark and nothing else. Before the article two letters are more often a switch for the size of
        # letters ("AA"), and the mark of one that sells pictures is a picture's.
        marks = _marks(text.strip(_EDGE))
        mark = marks[0] if marks else ""
        sure = line.zone == "body" or (publisher_of(mark) or _NOBODY).name not in _BIG_IN_PICTURES
        if sure and len(mark) >= 3 and (mark.isupper() or mark in words.SMALL_MARKS or len(mark) >= 5):
            yield _Hit("byline", tuple(marks), 0, len(text), confidence=0.7)
            return
    rest = by["rest"] if by else text
    if _DATE_SIGN.search(rest.lower()):
        rest = _TRAILING_DATE.sub("", rest)
    rest = rest.strip(_EDGE)
    pieces = [p for p in (x.strip(_EDGE) for x in _PIECES.split(rest)) if p]
    if not pieces:
        return
    others, last = pieces[:-1], pieces[-1]
    last = _without_staff(last)
    known = publisher_of(last)
    if known is None:
        # "By JANE DOE Associated Press": the line ends with an agency that is written out
        desk, _, mark = last.rpartition(" ")
        if by and desk.casefold() in words.PLACES and _agency_mark(mark):
            yield _Hit("byline", (mark,), 0, len(text), cut=False)  # "di Redazione ANSA"
            return
        if (by or "|" in text) and len(others) == 1 and _agency_mark(others[0]) and _is_place(last):
            yield _Hit("byline", (others[0],), 0, len(text), cut=False)  # "Por Agência Brasil - Brasília"
            return
        for n in (4, 3, 2):
            name = " ".join(last.split()[-n:])
            if by and len(last.split()) > n and " " in fold(name) and _agency_mark(name):
                yield _Hit("byline", (name,), 0, len(text), cut=False)
                return
        return
    agency = _agency_mark(last) is not None
    if by and (agency or (others and known.kind in _WIRES)):
        names = [p for p in (*others, last) if (k := publisher_of(p)) and k.kind in _WIRES]
        yield _Hit("byline", tuple(dict.fromkeys(names)), 0, len(text), cut=False)
    elif _pictured(text) or "(" in text or (len(others) == 1 and known.name in _BIG_IN_PICTURES and "|" not in text):
        return  # "Jane Doe, AP" without "by" is more often the photographer
    elif agency and others and all(_is_person(p) or publisher_of(p) for p in others):
        if any(_is_person(p) and not publisher_of(p) for p in others) and re.search(
            rf"[,|•·–—-]\s*{re.escape(last)}", rest
        ):
            yield _Hit("byline", (last,), 0, len(text), cut=False)
    elif agency and not others and " " in fold(last):
        yield _Hit("byline", (last,), 0, len(text), cut=False, confidence=0.8)


_PARTS_OF_AUTHOR = re.compile(r"\s*[,;|/•·()]\s*|\s+[-–—]\s+")


def _declared_byline(text: str, own: Sequence[str], links: Sequence[tuple[str, str]]) -> Iterator[Credit]:
    """A field for the author that is, or ends with, an agency or publisher of the table: "Jane Doe, Reuters"."""
    by = _BY.match(text[:MAX_AUTHOR])
    pieces = [p for p in (x.strip(_EDGE) for x in _PARTS_OF_AUTHOR.split(by["rest"] if by else text)) if p]
    name = _without_staff(pieces[-1]) if pieces and len(text) <= MAX_AUTHOR else ""
    known = publisher_of(name) if name else None
    if known and known.kind in _WIRES and (known.kind != "agency" or _agency_mark(name)):
        yield from _credits(_Hit("byline", (name,), 0, len(text)), _Line(text, "head"), own, links, 0)


MAX_AUTHOR = 120

_CNN_WIRE = re.compile(r"^\W{0,4}(?:the[- ])?cnn[- ]wire\b", re.IGNORECASE)
_TAG = re.compile(
    r"^[\s(\[/（【〔©–—-]{0,4}(?:(?:[Vv]ia|[Tt]heo)\s+)?(?P<mark>[^()\[\]（）\n]{2,40}?)(?P<codes>(?:\s[A-Z]{2,4}){0,5})[\s)\]）】〕/.]{0,4}"
    r"(?:(?:(?<=[)/])\s?|\s(?=[a-z]{2,6}/))(?:[a-z]{2,6}/?\s?){1,4})?$"
)
_TAG_AT_END = re.compile(
    r"[.!?…”\"»。」]\s*[-–—]?\s?[(\[/（]©?(?P<mark>[^()\[\]/（）\n]{2,50}(?:/[^()\[\]/\n]{2,15}){0,3})[)\]/）]\s*\.?$"
)
_CLOSING_SIGNS = frozenset(")]/）")
_DASH_SIGN = re.compile(r"[-–—]")
_DASH_AT_END = re.compile(r"[.!?”\"»]\s*[-–—]{1,2}\s?(?P<mark>[A-Z][\w /-]{1,25})\.?$")
# What an agency's system leaves behind: the number of the item, the standing last line.
_TRACES = (
    ("dpa", re.compile(r"^\W{0,3}dpa[:-]\w*:?\d")),
    ("AP", re.compile(r"^AP-[A-Z]{2}-\d\d")),
    ("Reuters", re.compile(r"^Our Standards:\s+The Thomson Reuters Trust Principles", re.IGNORECASE)),
)


# Only Reuters signs off so, and where its name was taken off this is left.
_SIGNED_OFF = re.compile(
    r"\((?:Additional )?Reporting by [^()]{3,160}[;,.]\s?(?:[^();]{3,80};\s?){0,3}[Ee]dit(?:ing|ed) by [^()]{3,80}\)\W{0,2}$"
)


def _wire_tag(line: _Line, body_end: int) -> Iterator[_Hit]:
    """ "The-CNN-Wire"; a mark on the last line of its own, or in brackets behind the last sentence."""
    text = line.text
    if len(text) < 160 and _CNN_WIRE.match(text):
        yield _Hit("wire-tag", ("CNN",), 0, len(text))
        return
    for name, trace in _TRACES if len(text) < 80 else ():
        if trace.match(text):
            yield _Hit("wire-tag", (name,), 0, len(text))
            return
    if not line.final or line.zone == "head" or (line.zone == "tail" and line.paragraph >= body_end + TAIL_MARKS):
        return
    if "eporting by" in text:
        signed = _SIGNED_OFF.search(text[-420:])
        if signed:
            start = max(0, len(text) - 420) + signed.start()
            yield _Hit("wire-tag", ("Reuters",), start, len(text), cut=False, confidence=CONFIDENCE["wire-tag"] - 0.1)
            return
    if len(text) <= 40:
        hit = None if text.isascii() else _eastern_mark(text)
        if hit and not text[hit.end :].strip(_EDGE):
            yield replace(hit, rule="wire-tag", cut=True)
            return
        match = _TAG.match(text) if may_name(text) else None
        names = _marks(match["mark"]) if match else []
        # After the article a bare mark is more often that of a picture, but for the line that follows at once.
        bare = line.zone == "tail" and line.paragraph > body_end and text.strip(".") == text.strip(_EDGE)
        if names and match and not bare and (not match["codes"] or names[0].isupper()):
            yield _Hit("wire-tag", tuple(names), 0, len(text), confidence=CONFIDENCE["wire-tag"] - 0.1)
        return
    match = _TAG_AT_END.search(text[-80:]) if text.rstrip(". \t\u00a0")[-1:] in _CLOSING_SIGNS else None
    match = match or (_DASH_AT_END.search(text[-40:]) if _DASH_SIGN.search(text[-40:]) else None)
    names = _marks(match["mark"]) if match else []
    known = publisher_of(names[0]) if names else None
    # A caption ends with the mark of the picture's agency too: then the text is shorter than a paragraph.
    if match and known and (line.prose or known.name not in _BIG_IN_PICTURES):
        start = len(text) - len(match[0]) + 1
        yield _Hit("wire-tag", tuple(names), start, len(text), confidence=CONFIDENCE["wire-tag"] - 0.05)


_SIGN = re.compile(
    r"(?:[™®℗\s&]{0,6}(?:©|ⓒ|\(c\)|&copy;|^c\.\s?(?=(?:19|20)\d\d))|\bcopyright\b|저작권자|版权所有|版權所有|著作権)"
    r"(?:\s*(?:copyright|©|ⓒ|\(c\)|\(ⓒ\)|by the\b|by\b|[:：,;-]|"
    r"(?:19|20)\d\d(?:\s*[-–—/]\s*(?:(?:19|20)?\d\d)?)?)){0,8}\s*",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAME_END = re.compile(
    r"\s+all rights|,\s(?!(?:inc|llc|ltd|l\.p)\b)|[.;]\s|\s+[–—|]\s+|\s{2,}|®|™|\s+(?:via|visit)\s", re.IGNORECASE
)
_RIGHTS = re.compile(
    r"rights? reserved|may not be|redistribut|alle rechte|tous droits|derechos reservados|diritti", re.I
)
_REPRINTED = re.compile(r"\bre-?(?:printed|published|produced)\s+(?:here\s+)?(?:with|by)\s+permission\b", re.IGNORECASE)
_DISTRIBUTED = re.compile(r"\bdistributed\s+by\s+(?P<by>[^.;\n]{3,60})", re.IGNORECASE)
_VISIT = re.compile(
    r"\bvisit\s+(?:(?P<name>[^.;\n]{2,60}?)\s+(?:online\s+)?at\s+)?"
    r"(?P<url>(?:https?://)?(?:[\w-]{1,63}\.){1,4}[a-z]{2,6})\b",
    re.IGNORECASE,
)
_PROVIDED = re.compile(r"^\W{0,3}(?:©\s*)?(?:story\s+)?provided\s+by:?\s+(?P<slot>\S.{1,80})$", re.IGNORECASE)
_ALL_RIGHTS = re.compile(
    r"^\W{0,3}(?:riproduzione riservata|tutti i diritti riservati|alle rechte vorbehalten|all rights reserved|"
    r"todos los derechos reservados|tous droits réservés|todos os direitos reservados)\W{0,4}$",
    re.IGNORECASE,
)
_SITEWIDE = re.compile(
    r"\b(?:materials?|some content|portions?|contents?|data|quotes|news)\s+(?:\w+\s+){0,3}?(?:from|of|by|copyright|"
    r"may be|is provided)\b|\b(?:templates?|themes?|cookies?)\b|\b(?:powered|designed) by\b|\bcontribut|\bwith files\b",
    re.IGNORECASE,
)


_INITIALS = re.compile(
    r"[a-z]{2,5}(?:[-/][a-z]{2,5}){1,4}\s*"
)  # of an agency's editors: "bur-jd/rl © Agence France-Presse"


def _distributor(text: str) -> bool:
    """Whether a line says "Distributed by" one who passes on the articles of others."""
    match = _DISTRIBUTED.search(text)
    by = (publisher_of(match["by"]) or publisher_of(match["by"].split(",")[0])) if match else None
    return bool(by and by.kind == "distributor")


def _longest_known(text: str) -> tuple[str, Publisher] | None:
    """The longest beginning of a text that the table knows, with its row."""
    tokens = text.split()[:9]
    for n in range(len(tokens), 0, -1):
        name = " ".join(tokens[:n]).strip(_EDGE)
        known = publisher_of(name) if name else None
        if known:
            return name, known
    return None


def _agency_like(rest: str) -> bool:
    """Whether what follows a sign of copyright is a name of the table and nothing else."""
    known = _longest_known(rest)
    return bool(known and known[1].kind in _WIRES and not _company_off(rest[len(known[0]) :].strip(_EDGE).split()))


def _company_off(tokens: list[str]) -> list[str]:
    """What follows a name in a copyright line without the words of a company's name and the years before it."""
    start = 0
    while start < len(tokens) and (
        tokens[start].strip(_EDGE).casefold() in words.COMPANY or _NUMERIC.match(tokens[start])
    ):
        start += 1
    return tokens[start:]


def _copyright(line: _Line, distributed: bool) -> Iterator[_Hit]:
    """Copyright lines. One of a name that the table does not know is cut and credits nobody: owners have many names.

    `distributed`: a line of the document says that a distributor passes it on, so the © names the original.
    """
    text = line.text
    for match in _SIGN.finditer(text):
        before, rest = text[: match.start()], text[match.end() :]
        begins = (
            not before.strip(_EDGE)
            or (len(before) < 20 and _CNN_WIRE.match(before) is not None)
            or _ALL_RIGHTS.match(before) is not None
            or _INITIALS.fullmatch(before) is not None
            or before.strip().upper() == "TM AND"
            or (line.final and before.rstrip()[-1] in '.!?…”"' and _YEAR.search(match[0]) is not None)
        )
        year = bool(_YEAR.search(match[0] + rest[:60]))
        if not begins and not (year and (_RIGHTS.search(rest) or (line.final and _agency_like(rest)))):
            continue
        if _SITEWIDE.search(text[: match.end()]) or _pictured(text):
            continue
        if _PROVIDED.match("©" + rest):
            return  # _provided_line reads it
        passed_on = _distributor(rest)
        if not (line.final or passed_on):
            continue
        name = _NAME_END.split(rest, maxsplit=1)[0]
        parts = [p for p in re.split(r"\s*/\s*", name) if p]
        if not year and len(parts) > 1 and not all(publisher_of(_tidy(p)) for p in parts):
            continue  # "© Agency / Photographer"
        known = _longest_known(name) or (_longest_known(parts[0]) if parts else None)
        if known and known[1].kind == "photo":
            continue
        if known and known[1].kind in _WIRES:
            beyond = name[name.find(known[0]) + len(known[0]) :]
            extra = [] if beyond.lstrip().startswith("(") else _company_off(beyond.strip(_EDGE).split())
            if extra and publisher_of(" ".join(extra).strip(_EDGE)) == known[1]:
                extra = []  # "© dpa Deutsche Presse-Agentur"
            if extra and _proper(extra[0]) and not _LEGAL_WORD.match(extra[0]) and not _marks(extra[0], _WIRES):
                continue  # "© AFP Jane Doe"; "Independent Online" is not The Independent
            yield _Hit("copyright", (known[0],), match.start(), len(text))
            return
        visit = _VISIT.search(rest)
        if passed_on or (year and (distributed or (visit and not visit["name"] and line.zone != "tail"))):
            found = _slot(_NAME_END.split(rest, maxsplit=1)[0] if visit and visit["name"] else rest)
            if found:
                yield _Hit("distributed", (found[0],), match.start(), len(text), confidence=None if passed_on else 0.8)
                return
        reprinted = _REPRINTED.search(rest) if begins and line.final and not match[0].rstrip().endswith("by") else None
        found = _slot(rest) if reprinted else None
        if found and reprinted and found[1] <= reprinted.start() and not _is_person(found[0]):
            yield _Hit("republished", (found[0],), match.start(), len(text))
            return
        sign = year or "copyright" not in match[0].casefold() or _RIGHTS.search(rest)
        if begins and sign and line.final and len(text.split()) <= 45:
            yield _Hit("copyright", (), match.start(), len(text))
            return
    if distributed and line.final and re.match(r"^\W{0,3}(?:distributed by|visit)\b", text, re.IGNORECASE):
        visit = _VISIT.search(text)
        name = _slot(visit["name"] or visit["url"]) if visit and _distributor(text) else None
        yield _Hit("distributed", (name[0],) if name else (), 0, len(text))


def _provided_line(line: _Line) -> Iterator[_Hit]:
    """ "Provided by Y" as a line of its own at the end, "© Provided by Y" anywhere."""
    match = _PROVIDED.match(line.text)
    if match and (line.final or line.zone != "body" or "©" in match[0]) and len(line.text.split()) <= 10:
        found = _slot(match["slot"])
        if found and not match["slot"][found[1] :].strip(_EDGE) and (publisher_of(found[0]) or _NOBODY).kind != "photo":
            yield _Hit("provided", (found[0],), 0, len(line.text), confidence=CONFIDENCE["provided"] - 0.05)


# --- From hits to candidates, and the body without them ---------------------------------------------------------------


def _folded(listed: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, listed))


_LINK_TEXTS = _folded(words.LINK_TEXTS.split("|"))
_ORIGINAL_WORDS, _READ_WORDS = _folded(words.ORIGINAL_WORDS), _folded(words.READ_WORDS)
_WORDS_AT_LINKS = _ORIGINAL_WORDS | _READ_WORDS | _folded(words.LINK_WORDS)
_NO_PUBLISHERS = words.SHOPS | words.PLATFORMS
MAX_LINK_LINE = 80


def _target(href: str, own: Sequence[str]) -> str | None:
    """The registrable domain that a link leads to, where that may be another publisher's."""
    target = site_of(href) if href.startswith(("http://", "https://")) else None
    labels = target.split(".") if target else []
    if not target or labels[0] in _NO_PUBLISHERS or "gov" in labels or same_as_any(target, own):
        return None
    known = publisher_of(target)
    return target if known is None or known.kind in _WIRES else None  # no distributor's


def _link_lines(
    body: Sequence[str], tail: Sequence[str], links: Sequence[tuple[str, str, str]], known_site: bool
) -> Iterator[tuple[int, Credit]]:
    """Of the last lines those that do nothing but lead to the original, by their number: "Read the full story here".

    "Read more" says less: it counts where no other link leads elsewhere, from a site that is known.
    """
    first = max(0, len(body) - CLOSE)
    last = [(i, text) for i, text in enumerate((*body[first:], *tail[:CLOSE]), first) if text]
    there = {target for _, anchor, target in links if any(anchor in text for _, text in last)}
    for i, text in last:
        targets = {target: (href, anchor) for href, anchor, target in links if anchor and anchor in text}
        if len(targets) != 1 or len(text) > MAX_LINK_LINE:
            continue
        ((target, (href, anchor)),) = targets.items()
        name = anchor if same_publisher(anchor, target) else target
        named = fold(text.replace(name, "")).split()
        if not named or not _WORDS_AT_LINKS.issuperset(named):
            continue
        original = not _ORIGINAL_WORDS.isdisjoint(named)
        if not (original or (known_site and len(there) == 1 and not _READ_WORDS.isdisjoint(named))):
            continue
        confidence = CONFIDENCE["source-link"] - (0 if original else 0.05)
        yield i, Credit(name, target, "source-link", f"{text} {href}"[:300], confidence)


def _resolve(name: str, links: Sequence[tuple[str, str]]) -> str | None:
    """The registrable domain of a name: by the table, as written, by a link on it, else None."""
    domain = domain_of_name(name)
    if domain:
        return domain
    if is_domain(name):
        return site_of(name)
    folded = fold(name)
    compact = folded.replace(" ", "")
    for href, anchor in links:
        target = site_of(href) if href.startswith(("http://", "https://", "//")) else None
        if target and folded:
            label = fold(target.split(".")[0]).replace(" ", "")
            if fold(anchor) == folded or (len(compact) >= 5 and label == compact):
                return target
    return None


def _compact(name: str) -> str:
    """A name or a domain's label without blanks; a sign that no name begins with where it is too short to compare."""
    site = site_of(name) if is_domain(name) else None
    compact = fold(site.split(".")[0] if site else name).replace(" ", "")
    return compact if len(compact) >= 3 else "\0"


def _credits(
    hit: _Hit, line: _Line, own: Sequence[str], links: Sequence[tuple[str, str]], body_end: int
) -> Iterator[Credit]:
    """The candidates of a hit, the publishing site itself left out."""
    base = CONFIDENCE[hit.rule] if hit.confidence is None else hit.confidence
    rank = 0
    for name in hit.names:
        known = publisher_of(name)
        domain = _resolve(name, links)
        if domain is None and hit.rule in ("distributed", "copyright", "provided"):
            visit = _VISIT.search(line.text)
            domain = site_of(visit["url"]) if visit else None
        if (
            (known and known.kind in ("photo", "owner"))
            or same_as_any(name, own)
            or (domain and same_as_any(domain, own))
        ):
            continue
        if hit.rule == "station-mark":
            if any(fold(name.split()[0])[1:] in x.lower() for x in own):
                continue
            if own and (is_domain(name) or not _US_STATION.match(name)):
                base = max(base, SURE)  # initials that are neither the site's nor a station's: an agency of its region
        if hit.rule == "source-label" and known is None and any(_compact(name).startswith(_compact(x)) for x in own):
            continue  # "Quelle: F.A.Z.Artikelrechte erwerben"
        footer = line.zone == "tail" and line.paragraph >= body_end + TAIL_MARKS
        if hit.rule in ("copyright", "wire-tag") and (
            (footer and not _agency_mark(name)) or (not own and (line.zone == "tail" or not _agency_mark(name)))
        ):
            # The copyright in a footer is the site's or its owner's; where the site is unknown, any copyright may be.
            base = min(base, CONFIDENCE["station-mark"])
        if hit.rule == "byline" and not own and known and known.kind == "publisher":
            base = min(base, CONFIDENCE["station-mark"])  # where the site is unknown, it may be this paper's own
        evidence = line.text if len(line.text) <= 300 else line.text[max(0, min(hit.start, hit.end - 300)) :][:300]
        yield Credit(name, domain, hit.rule, evidence, round(base - 0.03 * rank, 3))
        rank += 1


def _ranked(found: Sequence[tuple[Credit, int]]) -> list[Credit]:
    """Best first; of candidates that mean one publisher the best is kept.

    Sure before unsure, statements before marks, then by confidence, place, rule and name.
    """

    def key(item: tuple[Credit, int]) -> tuple[bool, bool, float, int, str, str]:
        credit, order = item
        name = credit.name or credit.domain or ""
        return credit.confidence < SURE, credit.rule in _MARKS, -credit.confidence, order, credit.rule, name

    out: list[Credit] = []
    for credit, _ in sorted(found, key=key):
        for i, kept in enumerate(out):
            if same_publisher(credit.name or credit.domain or "", kept.name or kept.domain or "") or (
                credit.domain and credit.domain == kept.domain
            ):
                if kept.domain is None and credit.domain is not None:
                    out[i] = replace(kept, domain=credit.domain)
                break
        else:
            out.append(credit)
    return out


# After a credit, "Read the original article." or a licence goes with it; a longer rest is the article.
_SHORT_REST = 90


def _without(body: Sequence[str], cuts: dict[tuple[int, int], list[_Hit]]) -> list[str]:
    """The body without its credits: whole lines, and sentences of their own at either end of a line."""
    touched = {paragraph for paragraph, _ in cuts}
    out = []
    for i, paragraph in enumerate(body):
        if i not in touched:
            out.append(paragraph)
            continue
        rows = paragraph.split("\n")
        kept = [x for row, raw in enumerate(rows) if (x := _without_hits(raw, cuts.get((i, row), []))) is not None]
        text = "\n".join(kept).strip("\n")
        if text.strip():
            out.append(text)
    return out


def _without_hits(raw: str, hits: Sequence[_Hit]) -> str | None:
    """A line without its credits: None where nothing is left, the line as it is where a credit is in a sentence."""
    if not hits:
        return raw
    start, end = min(h.start for h in hits), max(h.end for h in hits)
    before, after = raw[:start].strip(), raw[end:].strip()
    before = before if before.strip(_EDGE) else ""
    if len(after) > _SHORT_REST and not _is_legal(after):
        sentence = re.search(r"[.!?]\s+(?=[^\W\d_a-z])", raw[end:])
        rest = raw[end + sentence.end() :].strip() if sentence else ""
        return rest if not before and len(rest) > _SHORT_REST else raw
    ended = before[-1:] in tuple('.!?…”"»)。」') or any(h.rule == "wire-tag" for h in hits)
    if not before or (not ended and len(before.split()) <= 4):
        return None  # "Editor's note:", "Jane Doe •"
    return before if ended else raw
