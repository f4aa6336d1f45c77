"""The article in a text dump: the whole visible text of a web page, a line a block, as text browsers print it.

A dump has no markup, so the article is found by form and place: every line gets the log-odds that it belongs to the
article, from its own form and that of its neighbours; the article is the run of lines with the greatest sum (maximum
subarray; the same idea on HTML tokens is in Pasternack and Roth, "Extracting Article Text from the Web with Maximum
Subsequence Segmentation", WWW 2009). Lines of another form inside the run are left out. Title, byline and date are
read from the lines before the run and its edges, never from beyond them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import mul

import numpy as np

from transforms.normalize.authors import people
from transforms.normalize.dates import Found, find_dates
from transforms.normalize.furniture import kind_of
from transforms.normalize.language import detect
from transforms.normalize.sites import is_domain, publisher_of, site_of
from transforms.records import Draft, Unreadable

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_WORD = re.compile(r"[^\W_]")
_LONGER = re.compile(r"[^\W_]{4,}")
_HANGUL = re.compile("(?<![\uac00-\ud7a3])[\uac00-\ud7a3]{2}")  # two syllables say as much as six letters
_BULLET = re.compile(r"^(?:[•·▪►▸‣⁃*○■◦➤→]|[+-](?=\s))\s{0,4}")
_MARKS = re.compile(r"^#{1,6}\s+|^>\s+")
_STOP = re.compile(r"[.!?…。！？؟।:]['\"”’»“)\]」』*]{0,2}$")
_WRAPPED = 5  # so many lines broken at one width are no chance
_MIN_WIDTH, _MAX_WIDTH = 60, 132  # columns; wrapped dumps are 72 to 80 wide, terminals at most 132
_NO_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")

_SYLLABLE = re.compile("[\uac00-\ud7a3]")

_FOLD = re.compile(r"[\W_]+")
_BY = r"(?:story |words |written |reported )?by"
_VON = r"(?:(?:ein \w{3,20}|(?:gast)?(?:kommentar|beitrag)|kolumne|analyse|interview|reportage|glosse|essay) )?von"
_BYLINE = re.compile(
    rf"^\W{{0,3}}(?:date\s.{{4,30}}\s)?(?:(?:{_BY}|{_VON}|"
    r"par|por|di|de|door|av|af|przez|autor\w{0,3}|"
    r"auteur|автор\w?|كتبت?|بقلم|लेखक|(?:本报)?(?:记者|記者|作者|撰文))\s|(?:author|by|autor\w{0,3}|auteur|автор\w?|yazan|yazar|"
    r"haber|text|tekst|texte|كتبت?|بقلم|लेखक|(?:本报)?(?:记者|記者|作者|撰文))\s?[:：])\s{0,3}"
    r"(?=[^\W\d_])",
    re.IGNORECASE,
)
_BYLINE_WORDS = 14
# A byline whose name, or next name, is still to come.
_OPEN_BYLINE = re.compile(
    rf"^\W{{0,3}}(?:{_BY}|{_VON}|por|par|di|door|av|af|przez)(?:\s.{{2,80}}\s(?:and|&|und|y|e|et|en|och|og|i))?\s?:?$",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?:\s[:–—|»>/-]\s{0,2}|[^\W_])$")  # not "Kicker: Headline", which sites count as one
_CONTINUED = re.compile(r"[:–—]\s")
_NUMERIC = re.compile(r"(?<!\d)\d\d?([./-])\d\d?\1(?:20)?\d\d(?!\d)")
_ABOVE_TITLE = 6
_BELOW_BODY = 12
_BESIDE_DATE = 70  # characters of a line beside its date: a weekday, a place, a name, "3 minute read"
_DOMAIN = re.compile(
    r"(?<![\w@.-])(?:www\.)?((?:[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?\.){1,3}[a-z]{2,12})(?![\w@-])", re.IGNORECASE
)
_MAKER = re.compile(r"\b(?:powered|theme|designed?|built|hosted|developed|created) (?:by|with|on)\b", re.IGNORECASE)
_TEASER_WORDS = 80
_LONE_WORDS = 20
_HEAD_LINES, _TAIL_LINES = 24, 10  # lines kept beside the body for bylines and credits
_TITLE_LINES = 60  # lines above the first paragraph in which the headline is looked for
_TITLE_SURE = 0.3  # of dumps and rendered pages: under it none of 2 was right, between it and 0.4 8 of 18
# Measured with the weights (pages dev set, five renderers): any of 3 to 10, 0.05 to 0.5, 3 to 6, -2 to -0.5 is as good.
_INSET, _INSET_LINE = 4.0, 0.2
_CLIP = 4.0
_DROP = -1.0
_STANDFIRST = _CROSSHEAD = -2.5
# Measured on the dumps and the pages rendered as plain blocks: of 17 paragraphs right above the run 13 were the lead, of
# 21 over a gap 13; any bound of -1.5 to -2.5 is as good.
_LEAD, _LEAD_GAP, _LEAD_GAP_WORDS = -2.0, 3, 6
_DATELINES = frozenset({"date", "byline"})


@dataclass(frozen=True)
class DumpOptions:
    """`max_chars`: what is read of a dump. `min_words`: fewer words are no article."""

    max_chars: int = 2_000_000
    min_words: int = 8

    def __post_init__(self) -> None:
        if self.max_chars < 1:
            raise ValueError(f"max_chars {self.max_chars}: use 1 or more")
        if self.min_words < 1:
            raise ValueError(f"min_words {self.min_words}: use 1 or more")


@dataclass(slots=True)
class Line:
    """A block of a dump: one line, or several that a renderer wrapped."""

    text: str
    bullet: bool
    heading: bool  # marked as one by the renderer ("## ")
    gap: bool  # a blank line stands before it
    words: float
    stop: bool
    kind: str | None
    twice: bool = False  # the same text stands elsewhere in the dump
    prose: bool = False


_NONE = Line("", False, False, True, 0.0, False, None)


def read_lines(text: str) -> list[Line]:
    """The blocks of a dump, white space tidied, lines that a renderer wrapped at a width put together again."""
    rows = [row.rstrip() for row in _CONTROL.sub("", text.replace("\xa0", " ").replace("\t", " ")).splitlines()]
    width = _wrap_width(rows)
    lines: list[Line] = []
    gap, last = True, ""
    for row in rows:
        stripped = " ".join(row.split())
        if not _WORD.search(stripped):
            gap, last = True, ""
            continue
        bullet = _BULLET.match(stripped)
        marks = _MARKS.match(stripped)
        if width and last and not bullet and not marks and len(last) + 1 + len(stripped.split(" ", 1)[0]) > width:
            lines[-1].text += " " + stripped
        else:
            plain = _BULLET.sub("", _MARKS.sub("", stripped)) if bullet or marks else stripped
            if plain:
                lines.append(Line(plain, bool(bullet), bool(marks), gap, 0.0, False, None))
        gap, last = False, row
    lines = _join_pieces(lines)
    counts = Counter(line.text for line in lines)
    kinds: dict[tuple[str, bool], str | None] = {}
    for line in lines:
        line.words = count_words(line.text)
        line.stop = bool(_STOP.search(line.text))
        key = (line.text, line.bullet)
        if key not in kinds:
            kinds[key] = kind_of("• " + line.text if line.bullet else line.text)
        line.kind = kinds[key]
        line.twice = counts[line.text] > 1
        if line.kind in (None, "caption", "date") and line.words <= _BYLINE_WORDS and _named(line.text):
            line.kind = "byline"
        line.prose = not line.kind and ((line.words >= 12 and line.stop) or line.words >= 28)
    return lines


def _join_pieces(lines: list[Line]) -> list[Line]:
    """Puts sentences together that a renderer broke at every link: "The firm", "Acme", "said on Monday"; and a lone
    "By" and the name below it. Bylines, and what stands below a date, are lines of their own."""
    out: list[Line] = []
    for i, line in enumerate(lines):
        last = out[-1] if out else None
        if last and _OPEN_BYLINE.search(last.text) and line.text[0].isupper() and _is_name(line.text):
            last.text += f" {line.text}"
            continue
        if last and not line.gap and not line.bullet and not line.heading and not _STOP.search(last.text):
            after = lines[i + 1] if i + 1 < len(lines) else None
            goes_on = _goes_on(line.text) or (
                after is not None and not after.gap and not after.bullet and _goes_on(after.text)
                and last.text.count(" ") >= 5
            )  # fmt: skip
            if goes_on and last.text.count(" ") >= 2 and not _stands_apart(line.text) and kind_of(last.text) != "date":
                last.text += line.text if line.text[0] in ",.;:)!?’”" else " " + line.text
                continue
        out.append(line)
    return out


def _is_name(text: str) -> bool:
    return count_words(text) <= _NAME_WORDS and bool(people(text))


def _stands_apart(text: str) -> bool:
    """Whether a line is furniture or a byline; "by the council" goes on with a sentence."""
    start = _BYLINE.match(text) if count_words(text) <= _BYLINE_WORDS else None
    return kind_of(text) is not None or bool(start and text[start.end()].isupper() and _named(text))


def _goes_on(text: str) -> bool:
    return text[0].islower() or text[0] in ",.;:)!?’”"


def count_words(text: str) -> float:
    """Words, where scripts without spaces count two characters a word."""
    if text.isascii():
        return text.count(" ") + 1
    dense, spaced = len(_NO_SPACES.findall(text)), text.count(" ") + 1
    # A Korean word says more than one of other spaced scripts.
    return spaced + dense / 2 if dense else max(spaced, len(_SYLLABLE.findall(text)) / 2)


def _wrap_width(rows: list[str]) -> int:
    """The width at which a renderer wrapped its lines; 0 where it did not.

    Wrapped lines pile up just below a width that few exceed, and the first word of the next line would not have fitted.
    """
    # Only lines that go on directly in the next one can be wrapped ones.
    pairs = [
        (len(row), len(after.split(None, 1)[0]))
        for row, after in pairwise(rows)
        if row and after and not _BULLET.match(after.lstrip()) and not _MARKS.match(row)
    ]
    count = [0] * (_MAX_WIDTH + 26)
    for length, _ in pairs:
        if length < len(count):
            count[length] += 1
    total = [0, *accumulate(count)]
    full, narrow = max(
        (total[w + 1] - total[w - 11] - 2 * (total[w + 13] - total[w + 1]), -w)
        for w in range(_MIN_WIDTH, _MAX_WIDTH + 1)
    )
    width = -narrow
    if full < _WRAPPED:
        return 0
    long = [(length, word) for length, word in pairs if length >= width // 2]
    breaks = sum(length <= width < length + 1 + word for length, word in long)
    return width if breaks >= _WRAPPED and breaks > 2 * (len(long) - breaks) else 0


_BOXES = frozenset({"cookie", "disclaimer", "newsletter", "paywall", "copyright", "comment"})
_NAVIGATION = frozenset({"menu", "navigation", "share", "tags", "audio"})
_KINDS = ("related", "caption", "date", "ad", "credit", "byline")
FEATURES = (
    "one", "words", "few", "stop", "short_stop", "long_stop", "title_like", "comma", "bullet", "twice", "beside_twin",
    "heading", "lower", "place", "place_words", "box", "navigation", *_KINDS, "prev_prose", "next_prose", "both_prose",
    "prev_bullet", "next_bullet", "prev_related", "prev_date", "next_date", "prev_box", "next_box", "prev_caption",
    "prev_title", "next_title", "near", "far", "mass_back", "mass_on", "furniture_near", "prose_near", "other_near",
    "topic", "prose_topic",
)  # fmt: skip


def features(lines: list[Line]) -> np.ndarray:
    """(lines, FEATURES), float64: a line's own form, the forms around it, the words it shares with the other prose."""
    n = len(lines)
    kinds = [line.kind for line in lines]
    words = np.minimum([line.words for line in lines], 64.0)
    prose, bullet, stop, twice, heading = (
        np.array([getattr(line, name) for line in lines], float)
        for name in ("prose", "bullet", "stop", "twice", "heading")
    )
    box, navigation = (np.array([k in group for k in kinds], float) for group in (_BOXES, _NAVIGATION))
    kind = {name: np.array([k == name for k in kinds], float) for name in _KINDS}
    plain = np.array([k is None for k in kinds], float)
    title = plain * (1 - stop) * (words >= 4) * (words <= 20)
    comma = np.array([any(c in line.text for c in ",，、") for line in lines], float)
    lower = np.array([line.text[0].islower() for line in lines], float)
    twin = np.array([a.text == b.text for a, b in pairwise(lines)], float)
    beside_twin = np.minimum(np.append(twin, 0) + np.append(0, twin), 1)
    mass = np.minimum(words, 60) * prose
    so_far = np.append(0, np.cumsum(mass))
    near, far = (_around(prose, 4) - prose) / 8, (_around(prose, 12) - prose) / 24
    junk = np.maximum(1 - plain, bullet)
    topic = np.array(_topic(lines))
    at = np.arange(n)
    columns = {
        "one": np.ones(n), "words": np.log2(1 + words), "few": words <= 3, "stop": stop,
        "short_stop": stop * (words < 8), "long_stop": stop * (words >= 12), "title_like": title, "comma": comma,
        "bullet": bullet, "twice": twice,
        "beside_twin": beside_twin, "heading": heading, "lower": lower, "place": at / n,
        "place_words": so_far[:-1] / (so_far[-1] or 1.0), "box": box, "navigation": navigation, **kind,
        "prev_prose": _before(prose), "next_prose": _after(prose), "both_prose": _before(prose) * _after(prose),
        "prev_bullet": _before(bullet), "next_bullet": _after(bullet), "prev_related": _before(kind["related"]),
        "prev_date": _before(kind["date"]), "next_date": _after(kind["date"]), "prev_box": _before(box),
        "next_box": _after(box), "prev_caption": _before(kind["caption"]), "prev_title": _before(title),
        "next_title": _after(title), "near": near, "far": far,
        "mass_back": np.log2(1 + so_far[at] - so_far[np.maximum(0, at - 6)]) / 8,
        "mass_on": np.log2(1 + so_far[np.minimum(n, at + 7)] - so_far[at + 1]) / 8,
        "furniture_near": (_around(junk, 4) - junk) / 8, "prose_near": prose * near, "other_near": (1 - prose) * near,
        "topic": topic, "prose_topic": prose * topic,
    }  # fmt: skip
    return np.column_stack([columns[name] for name in FEATURES]).astype(float)


def _before(values: np.ndarray) -> np.ndarray:
    return np.append(0.0, values[:-1])


def _after(values: np.ndarray) -> np.ndarray:
    return np.append(values[1:], 0.0)


def _around(values: np.ndarray, reach: int) -> np.ndarray:
    """Sums over each value and `reach` values on either side."""
    sums, at = np.append(0.0, np.cumsum(values)), np.arange(len(values))
    return sums[np.minimum(len(values), at + reach + 1)] - sums[np.maximum(0, at - reach)]


def _topic(lines: list[Line]) -> list[float]:
    """For each line the share of its longer words that two other lines of prose have: teasers speak of other things."""
    stems = [_stems(line.text) if line.words >= 4 else frozenset() for line in lines]
    known = Counter(w for line, words in zip(lines, stems, strict=True) if line.prose and not line.twice for w in words)
    return [
        sum(1 for w in words if known[w] > 1 + line.prose) / len(words) if words else 0.5
        for line, words in zip(lines, stems, strict=True)
    ]


# Logistic regression on the lines of the pages dev set in five renderings (the dumps, Inscriptis, html2text at 80
# columns, Beautiful Soup, plain blocks: 1,944 dumps, gold by shared 4-grams). By five folds over sites, text F1 / share
# of .9 and more: dumps .933/.83, plain blocks .914/.78, Inscriptis .910/.77, html2text .901/.77, Beautiful Soup
# .891/.70. `python -m benchmarks.fit dumps` learns from two of the renderings, and is no better: .934/.81 on the dumps.
LINE_WEIGHTS: dict[str, float] = {
    "one": -5.82, "words": 0.67, "few": 0.36, "stop": 1.62, "short_stop": 0.17, "long_stop": -0.01,
    "title_like": 0.50, "comma": 0.54, "bullet": -0.30, "twice": -0.70, "beside_twin": -2.55, "heading": 0.55,
    "lower": 0.64, "place": -0.42, "place_words": -1.49, "box": -2.03, "navigation": -0.03, "related": -2.10,
    "caption": -3.25, "date": -2.00, "ad": -0.27, "credit": -0.56, "byline": -1.17, "prev_prose": 0.91,
    "next_prose": 1.08, "both_prose": -0.52, "prev_bullet": -0.31, "next_bullet": -0.38, "prev_related": -0.86,
    "prev_date": -0.85, "next_date": -0.68, "prev_box": -0.95, "next_box": -0.67, "prev_caption": 0.94,
    "prev_title": 0.26, "next_title": 0.26, "near": 0.72, "far": 1.69, "mass_back": 1.27, "mass_on": -0.01,
    "furniture_near": -0.84, "prose_near": 0.62, "other_near": 0.09, "topic": 1.49, "prose_topic": -0.32,
}  # fmt: skip


def read_dump(text: str, url: str | None = None, options: DumpOptions = DumpOptions()) -> Draft:
    """Finds the article in the visible text of a page. Raises Unreadable where there is none.

    The draft's `text` is the body with its headings, paragraphs parted by blank lines; `head` and `tail` are the lines
    before and after it, where bylines and credits stand.
    """
    lines = read_lines(text[: options.max_chars])
    if not lines:
        raise Unreadable("no words: no article in this text")
    scores = score(lines)
    body = article_lines(lines, scores)
    if not body:
        raise Unreadable("no run of prose: no article in this text")
    title, body, losers = _title(lines, body)
    if title is not None:
        folded = _fold(title.text)
        body = [i for i in body if _fold(lines[i].text) != folded]
        body = _with_lead(lines, body, title.index, scores)
        body = _with_standfirst(lines, body, title.index, scores)
    if sum(lines[i].words for i in body) < options.min_words:
        raise Unreadable(f"fewer than {options.min_words} words of prose: no article in this text")
    begin, end = body[0], body[-1] + 1
    evidence: dict[str, object] = {"text": f"run of {len(body)} of {len(lines)} lines"}
    draft = Draft(text="\n\n".join(lines[i].text for i in body), url=url, evidence=evidence)
    if title is not None:
        draft.title = title.text
        evidence["title"] = title.where
        if losers:
            evidence["title_lost"] = losers
    top = title.index if title is not None else max(0, begin - _HEAD_LINES)
    draft.head = [line.text for line in lines[max(0, top - 2) : begin]][-_HEAD_LINES:]
    draft.tail = [line.text for line in lines[end : end + _TAIL_LINES]]
    draft.is_summary = _is_teaser(lines, body)
    _byline_and_date(draft, lines, top, body)
    _site(draft, lines, end)
    return draft


def score(lines: list[Line]) -> list[float]:
    """The log-odds of each line to belong to the article."""
    weights = np.array([LINE_WEIGHTS[name] for name in FEATURES])
    return [float(x) for x in features(lines) @ weights]


def article_lines(lines: list[Line], scores: list[float]) -> list[int]:
    """Numbers of the lines of the article, by the scores of all lines."""
    return _without_twins(lines, best_run(lines, scores) or _lone_paragraph(lines))


def best_run(lines: list[Line], scores: list[float]) -> list[int]:
    """The lines of the article: the run of the greatest sum of scores, each weighed by the root of its words.

    An inset (a box of links or a gallery between two paragraphs) costs `_INSET` and `_INSET_LINE` a line, however many
    menu-like lines it holds, so that it does not break an article in two. Ties go to the earlier state.
    """
    best, last = 0.0, -1
    body = inset = -math.inf
    came_body, came_inset = [], []  # the state before each line, if the line is body and if it is inset
    for i, (line, value) in enumerate(zip(lines, scores, strict=True)):
        came_body.append("start" if body <= 0 and inset <= 0 else "body" if body >= inset else "inset")
        came_inset.append("body" if body - _INSET >= inset else "inset")
        entered = max(body - _INSET, inset) - _INSET_LINE
        body = max(0.0, body, inset) + max(-_CLIP, min(_CLIP, value)) * math.sqrt(min(line.words, 60))
        inset = entered
        if body > best:
            best, last = body, i
    chosen: list[int] = []
    state, i = "body", last
    while i >= 0 and state != "start":
        if state == "body":
            chosen.append(i)
        state, i = (came_body[i] if state == "body" else came_inset[i]), i - 1
    run = chosen[::-1]
    if not run:
        return []
    inside = {i for i in run if scores[i] > _DROP}
    # A crosshead stands right above a paragraph of the body; the last paragraph has little text around it.
    for i in range(run[0], last):
        if i + 1 in inside and scores[i] > _CROSSHEAD and _is_crosshead(lines[i], lines[i + 1]):
            inside.add(i)
    goes_on = [line.prose and not line.twice and value > _DROP for line, value in zip(lines, scores, strict=True)]
    i = last + 1
    while i < len(lines):
        if goes_on[i]:
            inside.add(i)
        elif not (lines[i].kind in _INSETS and goes_on[i + 1 : i + 3] == [True, True]):
            break
        i += 1
    return _with_opening(lines, sorted(inside), scores)


_INSETS = frozenset({"related", "ad", "newsletter", "share"})  # one of these between paragraphs ends no article


def _lone_paragraph(lines: list[Line]) -> list[int]:
    """The longest paragraph of a page that has none together: a teaser, a flash; none where it is short."""
    longest = max(range(len(lines)), key=lambda i: (lines[i].prose * lines[i].words, -i))
    return [longest] if lines[longest].prose and lines[longest].words >= _LONE_WORDS else []


def _is_crosshead(line: Line, after: Line) -> bool:
    return line.kind is None and not line.bullet and not line.twice and line.words <= 12 and after.prose


def _is_teaser(lines: list[Line], body: list[int]) -> bool:
    """Whether a short text breaks off, or a line behind it says that the rest is elsewhere or to be paid for."""
    if sum(lines[i].words for i in body) > _TEASER_WORDS:
        return False
    behind = lines[body[-1] + 1 : body[-1] + 4]
    return lines[body[-1]].text.endswith(("…", "...", "[…]", "[...]")) or any(line.kind == "paywall" for line in behind)


def _with_opening(lines: list[Line], body: list[int], scores: list[float], top: int = 0) -> list[int]:
    """Adds the paragraphs right above the body, below line `top`. The lead has a low score for the byline or the date
    right above it, though that is where leads stand."""
    first = body[0] if body else 0
    while first - 1 > top and lines[first - 1].prose and not lines[first - 1].twice:
        if scores[first - 1] <= (_LEAD if lines[first - 2].kind in _DATELINES else _DROP):
            break
        first -= 1
    return [*range(first, body[0]), *body] if body else body


def _with_lead(lines: list[Line], body: list[int], title: int, scores: list[float]) -> list[int]:
    """Adds the paragraphs below the headline that stand right above the body, or that only a few short lines part from
    it: a byline, a place, a date."""
    body = _with_opening(lines, body, scores, title)
    for i in range(body[0] - 1, max(title, body[0] - _LEAD_GAP - 2), -1) if body else ():
        line = lines[i]
        if line.prose:
            return [i, *body] if scores[i] > _DROP and not line.twice else body
        if line.kind not in _DATELINES and (line.kind or line.stop or line.words > _LEAD_GAP_WORDS):
            break
    return body


def _with_standfirst(lines: list[Line], body: list[int], title: int, scores: list[float]) -> list[int]:
    """Adds the paragraph that stands right below the headline, where other lines part it from the body, or between the
    headline's byline and date and the body."""
    for below in (title + 1, body[0] - 1) if body else ():
        line = lines[below]
        below_title = title < below < body[0] and all(lines[i].kind in _DATELINES for i in range(title + 1, below))
        plain = line.kind is None and not line.twice and not line.bullet and 8 <= line.words <= 80
        if below_title and plain and (line.stop or line.words >= 14) and scores[below] > _STANDFIRST:
            return [below, *body]
    return body


def _without_twins(lines: list[Line], body: list[int]) -> list[int]:
    """Leaves out lines printed twice in a row: pictures' captions, once as the text that stands in for the picture."""
    twins = {j for i, k in pairwise(range(len(lines))) if lines[i].text == lines[k].text for j in (i, k)}
    kept = [i for i in body if i not in twins]
    return kept if len(kept) * 2 >= len(body) else body


@dataclass(frozen=True, slots=True)
class Title:
    text: str
    index: int
    where: str


def _fold(text: str) -> str:
    return _FOLD.sub(" ", text.casefold()).strip()


@lru_cache(maxsize=1024)
def _stems(text: str) -> frozenset[str]:
    """The longer words of a line, cut to six letters against inflection; characters in scripts without spaces."""
    stems = {word[:6] for word in _LONGER.findall(text.casefold())}
    if not text.isascii():
        stems.update(_NO_SPACES.findall(text))
        stems.update(_HANGUL.findall(text))
    return frozenset(stems)


TITLE_FEATURES = (
    "share", "words", "few", "long", "stop", "question", "comma", "heading", "bullet", "twice", "ends_path", "far",
    "rank_down", "rank_up", "after_furniture", "before_byline", "near_byline", "before_prose", "in_body", "digits",
    "kicker", "topmost", "lead_share", "contains", "first_good", "goods_before", "next_longer",
)  # fmt: skip


_PATH_LINES = 6  # above a headline, among which the path to the article is looked for, which may end with it


def title_candidates(lines: list[Line], body: list[int]) -> list[tuple[int, tuple[float, ...]]]:
    """The lines that may be the headline, in their order, each with a row of TITLE_FEATURES."""
    # A line that is repeated may be a long headline; a paragraph is not.
    prose = [i for i in body if lines[i].prose and not lines[i].twice] or body
    anchor = prose[0]
    words = Counter(w for i in body[:40] for w in _stems(lines[i].text))
    first = max(0, anchor - _TITLE_LINES - 40)
    folded = {i: _fold(lines[i].text) for i in range(first, min(len(lines), anchor + 60))}
    counts = Counter(folded.values())
    inside = set(body)
    places = []
    for i in range(max(0, anchor - _TITLE_LINES), anchor):
        line = lines[i]
        if line.kind is None and 2 <= line.words <= 40 and len(line.text) <= 260 and not _dated(line.text):
            places.append(i)
    lead = frozenset().union(*(_stems(lines[i].text) for i in prose[:3]))
    all_stems = {i: _stems(lines[i].text) for i in places}
    shares = {i: sum(1 for w in all_stems[i] if words[w]) / len(all_stems[i]) if all_stems[i] else 0.0 for i in places}
    good = [i for i in places if shares[i] >= 0.5 and lines[i].words >= 4 and not lines[i].bullet]
    out: list[tuple[int, tuple[float, ...]]] = []
    for rank, i in enumerate(places):
        line = lines[i]
        stems = all_stems[i]
        before, after = lines[i - 1] if i else _NONE, lines[i + 1]
        near = [lines[j].kind in ("date", "byline") for j in range(i + 1, min(len(lines), i + 6))]
        run = next((j for j in range(i - 1, -1, -1) if lines[j].kind or lines[j].bullet), -1)
        above = (folded.get(j, "") for j in range(i - _PATH_LINES, i))
        ends_path = len(folded[i]) > 12 and any(
            f.endswith(f" {folded[i]}") and len(f) < len(folded[i]) + 60 for f in above
        )
        out.append((i, (
            shares[i], math.log2(1 + min(line.words, 32)),
            float(line.words < 4), float(line.words > 18), float(line.stop), float(line.text.endswith(("?", "!"))),
            float("," in line.text or ":" in line.text), float(line.heading), float(line.bullet),
            float(counts[folded[i]] > 1), float(ends_path), math.log2(anchor - i), math.log2(len(places) - rank),
            math.log2(1 + min(rank, 30)),
            float(before.kind is not None or before.bullet), float(near[:1] == [True]), float(any(near)),
            float(after.prose), float(i in inside), float(any(map(str.isdigit, line.text))),
            float(before.words <= 3 and not before.kind), math.log2(i - run),
            len(stems & lead) / len(stems) if stems else 0.0,
            float(any(len(folded[j]) > 12 and folded[j] in folded[i] and folded[j] != folded[i] for j in good)),
            float(i in good and not any(i - 8 <= j < i for j in good)), float(sum(i - 8 <= j < i for j in good)),
            float(after.words > 1.3 * line.words and (shares.get(i + 1, 0) >= 0.5 or after.prose)),
        )))  # fmt: skip
    return out


# Conditional logit over the candidates of one dump (`python -m benchmarks.fit dumps`, on the dumps and the pages rendered
# as plain blocks): .91 equal on the dumps, .88 by folds over sites; .69 on the rendered pages, of which a sixth do not
# show the gold title.
TITLE_WEIGHTS: dict[str, float] = {
    "share": 2.28, "words": 1.33, "few": -1.31, "long": -1.77, "stop": -2.36, "question": 1.44, "comma": 0.61,
    "heading": 2.10, "bullet": 1.64, "twice": 1.13, "ends_path": 1.90, "far": 0.31, "rank_down": -0.04,
    "rank_up": -0.20, "after_furniture": 0.19, "before_byline": -0.16, "near_byline": 1.04,
    "before_prose": 0.72, "in_body": -1.49, "digits": -0.67, "kicker": 0.46, "topmost": 0.16,
    "lead_share": 2.12, "contains": -0.55, "first_good": 0.80, "goods_before": -0.34, "next_longer": 0.62,
}  # fmt: skip


def _dated(text: str) -> bool:
    """Whether a line is a date with a place, a section, a count of views beside it."""
    return any(len(text) - (date.end - date.start) <= 60 for date in find_dates(text))


def _title(lines: list[Line], body: list[int]) -> tuple[Title | None, list[int], list[str]]:
    """The headline, the body without what stands before it, and the candidates that lost."""
    weights = tuple(TITLE_WEIGHTS.values())
    ranked = sorted((-sum(map(mul, weights, row)), i) for i, row in title_candidates(lines, body))
    if not ranked:
        return None, body, []
    # The share of the best in a softmax over the candidates, the model that the weights were fitted with.
    if 1 / sum(math.exp(ranked[0][0] - cost) for cost, _ in ranked) < _TITLE_SURE:
        return None, body, [lines[j].text for _, j in ranked[:3]]
    i = ranked[0][1]
    text, last = lines[i].text, i
    for j, line in enumerate(lines):  # a kicker or a path of sections glued on: the headline alone stands elsewhere
        fits = 2 <= line.words <= lines[i].words and 12 <= len(line.text) < len(text) and line.kind in (None, "menu")
        if fits and text.endswith(line.text) and _GLUED.search(text[: -len(line.text)][-4:]):
            text, last = line.text, max(last, j) if j <= i + 3 else last
            break
    if i + 1 < len(lines) and _CONTINUED.match(lines[i + 1].text):
        text, last = text + lines[i + 1].text, i + 1
    elif i and _CONTINUED.match(text):
        text = lines[i - 1].text + text
    elif i and lines[i - 1].text.endswith(":") and lines[i - 1].words <= 6 and lines[i - 1].kind is None:
        text = f"{lines[i - 1].text} {text}"
    losers = [lines[j].text for _, j in ranked[1:4]]
    return Title(text, i, f"line {i + 1}"), [n for n in body if n > last], losers


def _named(text: str) -> list[str]:
    """The people of a byline: a line that starts with "by" in some language and goes on with names."""
    start = _BYLINE.match(text)
    if start is None and len(text) <= _NAME_LINE and text.endswith(("기자", "특파원", "記者")):
        return people(text)
    return people(text[start.end() :]) if start else []


_NAME_LINE = 12  # characters of "김하늘 기자"


def _byline_and_date(draft: Draft, lines: list[Line], top: int, body: list[int]) -> None:
    """Authors and date, from the lines around the headline and the first paragraphs; never from beyond the body.

    After the body only a date that says that it is the day of publication counts: the others are other articles'.
    """
    prose = [i for i in body if lines[i].prose][:3] or body[:1]
    below = range(body[-1], min(len(lines), body[-1] + _BELOW_BODY))
    language = None
    upper = range(max(0, top - _ABOVE_TITLE), min(len(lines), prose[-1] + 1))
    if any(_NUMERIC.search(lines[i].text) for i in (*upper, *below) if not lines[i].prose):
        language = detect(draft.text[:2000]) or "und"  # which of 03/04 is the day
    found: list[tuple[tuple[bool, bool, int], Found, str]] = []
    modified: list[tuple[tuple[bool, bool, int], Found, str]] = []
    for i in upper:
        line = lines[i]
        if line.prose or line.words > 40:
            continue
        byline = line.kind == "byline"
        for date in find_dates(line.text, language):
            rest = len(line.text) - (date.end - date.start)
            if rest <= _BESIDE_DATE or byline or date.label == "published":
                order = (date.label != "published", i < top, abs(i - top))
                if date.label == "modified":
                    draft.evidence["modified"] = date.published.evidence
                    modified.append((order, date, line.text))
                else:
                    found.append((order, date, line.text))
        if not draft.authors and byline:
            draft.authors = _named(line.text)
            draft.evidence["authors"] = line.text
    if not draft.authors:
        _name_beside_date(draft, lines, range(top + 1, prose[0]))
    if not found:
        for i in below:
            for date in find_dates(lines[i].text, language):
                if date.label == "published" and lines[i].words <= 40:
                    found.append(((False, False, i), date, lines[i].text))
    found = found or modified  # the last resort, as on pages
    if found:
        found.sort(key=lambda f: f[0])
        date = found[0][1]
        draft.published = date.published
        draft.evidence["published"] = found[0][2]
        lost = [f[1].published.evidence for f in found[1:5] if f[1].published != date.published]
        if lost:
            draft.evidence["published_lost"] = lost


_NAME_WORDS = 6
_GLUED_NAME = re.compile(r"@|[^\W\d_A-Z]{3}[A-Z]")


def _name_beside_date(draft: Draft, lines: list[Line], between: range) -> None:
    """The author where a line below the headline is a name alone, right above or below a line that is a date."""
    for i in between:
        line = lines[i]
        lone = line.kind is None and not line.bullet and not line.twice and 2 <= line.words <= _NAME_WORDS
        if lone and " " in line.text and not _GLUED_NAME.search(line.text):
            beside = [lines[j] for j in (i - 1, i + 1) if j in between]
            if any(other.kind == "date" for other in beside) and " ".join(people(line.text)) == line.text:
                draft.authors = [line.text]
                draft.evidence["authors"] = line.text
                return


def _site(draft: Draft, lines: list[Line], end: int) -> None:
    """Whose page it is, where a copyright line or a disclaimer names a domain."""
    for kinds in (("copyright",), ("disclaimer",)):
        for line in [*lines[end:][::-1], *lines[:end]]:
            if line.kind in kinds:
                match = _DOMAIN.search(line.text[:200])
                if (
                    match
                    and is_domain(match[1].lower())
                    and not _MAKER.search(line.text, 0, match.start())
                    and not _is_agency(match[1])
                ):
                    draft.site = site_of(match[1].lower())
                    draft.site_evidence = line.text[:200]
                    return


def _is_agency(domain: str) -> bool:
    """A wire's copyright stands under its stories on all sites, so it names no site."""
    known = publisher_of(domain)
    return known is not None and known.kind == "agency"
