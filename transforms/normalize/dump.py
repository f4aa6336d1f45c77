"""The article in a text dump: the whole visible text of a web page, a line a block, as text browsers and scrapers print.

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
from itertools import accumulate
from operator import itemgetter, mul

from transforms.normalize.authors import people
from transforms.normalize.dates import Found, find_dates
from transforms.normalize.furniture import kind_of
from transforms.normalize.language import detect
from transforms.normalize.sites import is_domain, site_of
from transforms.records import Draft, Published, Unreadable

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")
_BULLET = re.compile(r"^(?:[•·▪►▸‣⁃*○■◦➤→]|[+-](?=\s))\s{0,4}")
_MARKS = re.compile(r"^#{1,6}\s+|^>\s+")
_STOP = re.compile(r"[.!?…。！？؟।:]['\"”’»“)\]」』*]{0,2}$")
_MIN_WIDTH, _MAX_WIDTH = 40, 132  # columns; wrapped dumps are 72 to 80 wide, terminals at most 132
_NO_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True)
class DumpOptions:
    """`max_chars`: what is read of a dump. `min_words`: an article of fewer words is none (teasers of a page included)."""

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
        stripped = _SPACES.sub(" ", row).strip()
        if not any(c.isalnum() for c in stripped):
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
        if line.kind in (None, "caption", "date") and line.words <= 14 and _named(line.text):
            line.kind = "byline"
        line.prose = not line.kind and ((line.words >= 12 and line.stop) or line.words >= 28)
    return lines


def count_words(text: str) -> float:
    """Words, where scripts without spaces count two characters a word."""
    if text.isascii():
        return text.count(" ") + 1
    dense = len(_NO_SPACES.findall(text))
    return text.count(" ") + 1 + dense / 2 if dense else text.count(" ") + 1


def _wrap_width(rows: list[str]) -> int:
    """The width at which a renderer wrapped its lines; 0 where it did not.

    Wrapped lines pile up just below a width that few exceed, and the first word of the next line would not have fitted.
    """
    count = [0] * (_MAX_WIDTH + 26)
    for row in rows:
        if 0 < len(row) < len(count):
            count[len(row)] += 1
    total = [0]
    for n in count:
        total.append(total[-1] + n)
    piles = [
        (total[w + 1] - total[w - 11] - 2 * (total[w + 13] - total[w + 1]), w) for w in range(_MIN_WIDTH, _MAX_WIDTH + 1)
    ]
    full, width = max(piles)
    if full < 8:
        return 0
    fits = breaks = 0
    for row, after in zip(rows, rows[1:], strict=False):
        if len(row) >= width // 2 and after and not _BULLET.match(after.lstrip()):
            wrapped = len(row) <= width < len(row) + 1 + len(after.strip().split(" ", 1)[0])
            breaks += wrapped
            fits += not wrapped
    return width if breaks >= 8 and breaks > 2 * fits else 0


_BOXES = frozenset({"cookie", "disclaimer", "newsletter", "paywall", "copyright", "comment"})
_NAVIGATION = frozenset({"menu", "navigation", "share", "tags", "audio"})
_KINDS = ("related", "caption", "date", "ad", "credit", "byline")
FEATURES = (
    "one", "words", "few", "stop", "short_stop", "long_stop", "title_like", "comma", "bullet", "twice", "beside_twin", "heading",
    "lower", "place", "place_words",
    "box", "navigation", *_KINDS,
    "prev_prose", "next_prose", "both_prose", "prev_bullet", "next_bullet", "prev_related", "prev_date", "next_date",
    "prev_box", "next_box", "prev_caption", "prev_title", "next_title", "near", "far", "mass_back", "mass_on", "furniture_near",
    "prose_near", "other_near", "topic", "prose_topic",
)  # fmt: skip


def features(lines: list[Line]) -> list[tuple[float, ...]]:
    """One row of FEATURES a line: its own form, the forms around it, how far it shares the words of the other prose."""
    n = len(lines)
    prose = [float(line.prose) for line in lines]
    mass = [min(line.words, 60) * p for line, p in zip(lines, prose, strict=True)]
    title = [float(not line.kind and not line.stop and 4 <= line.words <= 20) for line in lines]
    junk = [float(line.kind is not None or line.bullet) for line in lines]
    box = [float(line.kind in _BOXES) for line in lines]
    sum_prose, sum_mass, sum_junk = _running(prose), _running(mass), _running(junk)
    all_mass = sum_mass[n] or 1.0
    topic = _topic(lines)
    rows = []
    for i, line in enumerate(lines):
        kind, words, p = line.kind, min(line.words, 64.0), prose[i]
        prev = lines[i - 1] if i else _NONE
        after = lines[i + 1] if i + 1 < n else _NONE
        p0, p1 = prose[i - 1] if i else 0.0, prose[i + 1] if i + 1 < n else 0.0
        lo, hi, lo10, hi10 = max(0, i - 4), min(n, i + 5), max(0, i - 12), min(n, i + 13)
        near = (sum_prose[hi] - sum_prose[lo] - p) / 8
        far = (sum_prose[hi10] - sum_prose[lo10] - p) / 24
        rows.append((
            1.0, math.log2(1 + words), float(words <= 3), float(line.stop), float(line.stop and words < 8),
            float(line.stop and words >= 12), title[i], float("," in line.text or "，" in line.text or "、" in line.text),
            float(line.bullet), float(line.twice), float(line.text in (prev.text, after.text)), float(line.heading),
            float(line.text[0].islower()), i / n, sum_mass[i] / all_mass,
            box[i], float(kind in _NAVIGATION), *(float(kind == k) for k in _KINDS),
            p0, p1, p0 * p1, float(prev.bullet), float(after.bullet), float(prev.kind == "related"), float(prev.kind == "date"),
            float(after.kind == "date"), box[i - 1] if i else 0.0, box[i + 1] if i + 1 < n else 0.0,
            float(prev.kind == "caption"), title[i - 1] if i else 0.0, title[i + 1] if i + 1 < n else 0.0,
            near, far, math.log2(1 + sum_mass[i] - sum_mass[max(0, i - 6)]) / 8,
            math.log2(1 + sum_mass[min(n, i + 7)] - sum_mass[i + 1]) / 8, (sum_junk[hi] - sum_junk[lo] - junk[i]) / 8,
            p * near, (1 - p) * near, topic[i], p * topic[i],
        ))  # fmt: skip
    return rows


def _running(values: list[float]) -> list[float]:
    """Sums of the first 0, 1, … n values."""
    return [0.0, *accumulate(values)]


def _topic(lines: list[Line]) -> list[float]:
    """For each line the share of its longer words that two other lines of prose have: teasers speak of other things."""
    stems = [_stems(line.text) if line.words >= 4 else frozenset() for line in lines]
    known = Counter(w for line, words in zip(lines, stems, strict=True) if line.prose and not line.twice for w in words)
    return [
        sum(1 for w in words if known[w] > 1 + line.prose) / len(words) if words else 0.5
        for line, words in zip(lines, stems, strict=True)
    ]


_WEIGHTS: dict[str, float] = {
    "one": -4.92, "words": 0.67, "few": 0.19, "stop": 1.66, "short_stop": 0.23, "long_stop": -0.56,
    "title_like": 0.74, "comma": 0.60, "bullet": -0.08, "twice": -1.23, "beside_twin": -2.06, "heading": 0.19,
    "lower": 2.05, "place": 0.02, "place_words": -1.59, "box": -3.01, "navigation": -0.04, "related": -1.74,
    "caption": -3.48, "date": -2.05, "ad": -0.24, "credit": -0.57, "byline": -1.47, "prev_prose": 0.90,
    "next_prose": 1.04, "both_prose": -0.54, "prev_bullet": -0.22, "next_bullet": -0.41, "prev_related": -0.71,
    "prev_date": -0.60, "next_date": -0.63, "prev_box": -0.93, "next_box": -0.62, "prev_caption": 0.86,
    "prev_title": 0.16, "next_title": 0.33, "near": 0.83, "far": 1.43, "mass_back": 0.96, "mass_on": -0.27,
    "furniture_near": -1.67, "prose_near": 0.82, "other_near": 0.01, "topic": 0.60, "prose_topic": 0.46,
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
    body = best_run(lines, scores)
    title, body, losers = _title(lines, body)
    if title is not None:
        folded = _fold(title.text)
        body = [i for i in body if _fold(lines[i].text) != folded]
    if sum(lines[i].words for i in body) < options.min_words:
        raise Unreadable("no run of prose: no article in this text")
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
    _byline_and_date(draft, lines, top, body)
    _site(draft, lines, end)
    return draft


def score(lines: list[Line]) -> list[float]:
    """The log-odds of each line to belong to the article."""
    weights = tuple(_WEIGHTS.values())
    return [sum(map(mul, weights, row)) for row in features(lines)]


def best_run(lines: list[Line], scores: list[float]) -> list[int]:
    """The lines of the article: the run of the greatest sum of scores, each weighed by the root of its words.

    An inset (a box of links or a gallery between two paragraphs) costs `_INSET` and `_INSET_LINE` a line, however many
    menu-like lines it holds, so that it does not break an article in two. Ties go to the earlier line.
    """
    best, last = 0.0, -1
    body = inset = -math.inf
    came: list[tuple[str, str]] = []  # for each line, the state before it if it is body, if it is inset
    for i, (line, value) in enumerate(zip(lines, scores, strict=True)):
        gain = max(-_CLIP, min(_CLIP, value)) * math.sqrt(min(line.words, 60))
        before = max((0.0, "start"), (body, "body"), (inset, "inset"), key=_first)
        between = max((body - _INSET, "body"), (inset, "inset"), key=_first)
        came.append((before[1], between[1]))
        body, inset = before[0] + gain, between[0] - _INSET_LINE
        if body > best:
            best, last = body, i
    chosen: list[int] = []
    state, i = "body", last
    while i >= 0 and state != "start":
        if state == "body":
            chosen.append(i)
        state, i = came[i][0 if state == "body" else 1], i - 1
    return [i for i in reversed(chosen) if scores[i] > _DROP]


@dataclass(frozen=True, slots=True)
class Title:
    text: str
    index: int
    where: str


_HEAD_LINES = 24
_TAIL_LINES = 10
# Measured with the weights (pages dev set, five renderers): any of 3 to 10, 0.05 to 0.5, 3 to 6, -2 to -0.5 is as good.
_INSET, _INSET_LINE = 4.0, 0.2
_CLIP = 4.0
_DROP = -1.0
_first = itemgetter(0)
_FOLD = re.compile(r"[\W_]+")
_PARTS = re.compile(r"\s+[|–—·»:-]\s+|\s*\|\s*")


def _fold(text: str) -> str:
    return _FOLD.sub(" ", text.casefold()).strip()


def _stems(text: str) -> frozenset[str]:
    """The longer words of a line, cut to six letters against inflection; characters in scripts without spaces."""
    words = _FOLD.split(text.casefold())
    stems = {w[:6] for w in words if len(w) > 3}
    if not text.isascii():
        stems.update(_NO_SPACES.findall(text))
        stems.update(w[:2] for w in words if "\uac00" <= w[:1] <= "\ud7a3")  # Hangul: two syllables say as much as six letters
    return frozenset(stems)


TITLE_FEATURES = (
    "share", "words", "few", "long", "stop", "question", "comma", "heading", "bullet", "twice", "within", "far", "rank_down",
    "rank_up", "after_furniture", "before_byline", "near_byline", "before_prose", "in_body", "digits", "kicker", "topmost",
    "lead_share", "contains", "first_good", "goods_before", "next_longer",
)  # fmt: skip


def title_candidates(lines: list[Line], body: list[int]) -> list[tuple[int, tuple[float, ...]]]:
    """The lines that may be the headline, in their order, each with a row of TITLE_FEATURES."""
    prose = [i for i in body if lines[i].prose] or body
    anchor = prose[0]
    words = Counter(w for i in body[:40] for w in _stems(lines[i].text))
    folded = [_fold(line.text) for line in lines[: anchor + 60]]
    counts = Counter(folded)
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
    out = []
    for rank, i in enumerate(places):
        line = lines[i]
        stems = all_stems[i]
        before, after = lines[i - 1] if i else _NONE, lines[i + 1]
        near = [lines[j].kind in ("date", "byline") for j in range(i + 1, min(len(lines), i + 6))]
        run = next((j for j in range(i - 1, -1, -1) if lines[j].kind or lines[j].bullet), -1)
        within = len(folded[i]) > 12 and any(folded[i] in f and f != folded[i] for f in folded[max(0, i - 40) : i + 20])
        out.append((i, (
            shares[i], math.log2(1 + min(line.words, 32)),
            float(line.words < 4), float(line.words > 18), float(line.stop), float(line.text.endswith(("?", "!"))),
            float("," in line.text or ":" in line.text), float(line.heading), float(line.bullet), float(counts[folded[i]] > 1),
            float(within), math.log2(anchor - i), math.log2(len(places) - rank), math.log2(1 + min(rank, 30)),
            float(before.kind is not None or before.bullet), float(near[:1] == [True]), float(any(near)),
            float(after.prose), float(i in inside), float(any(map(str.isdigit, line.text))),
            float(before.words <= 3 and not before.kind), math.log2(i - run),
            len(stems & lead) / len(stems) if stems else 0.0,
            float(any(len(folded[j]) > 12 and folded[j] in folded[i] and folded[j] != folded[i] for j in good)),
            float(i in good and not any(i - 8 <= j < i for j in good)), float(sum(i - 8 <= j < i for j in good)),
            float(after.words > 1.3 * line.words and (shares.get(i + 1, 0) >= 0.5 or after.prose)),
        )))  # fmt: skip
    return out


_TITLE_LINES = 60
_TITLE_WEIGHTS: dict[str, float] = {
    "share": 2.14, "words": 1.49, "few": -2.04, "long": -1.74, "stop": -2.68, "question": 2.10, "comma": 0.44,
    "heading": 2.64, "bullet": 1.73, "twice": 1.08, "within": 1.98, "far": 0.53, "rank_down": -0.14,
    "rank_up": -0.13, "after_furniture": 0.69, "before_byline": 0.38, "near_byline": 1.01, "before_prose": 1.11,
    "in_body": -2.30, "digits": -0.45, "kicker": 0.72, "topmost": 0.14, "lead_share": 2.48, "contains": 0.61,
    "first_good": 0.60, "goods_before": -0.17, "next_longer": 1.08,
}  # fmt: skip


def _dated(text: str) -> bool:
    """Whether a line is a date with a place, a section, a count of views beside it."""
    return any(len(text) - (date.end - date.start) <= 60 for date in find_dates(text))


def _title(lines: list[Line], body: list[int]) -> tuple[Title | None, list[int], list[str]]:
    """The headline, the body without what stands before it, and the candidates that lost."""
    weights = tuple(_TITLE_WEIGHTS.values())
    ranked = sorted((-sum(map(mul, weights, row)), i) for i, row in title_candidates(lines, body))
    if not ranked:
        return None, body, []
    value, i = ranked[0]
    if -value < _TITLE_FLOOR:
        return None, body, [lines[i].text]
    whole = _fold(lines[i].text)
    for _, j in ranked[1:]:  # a kicker or a path of sections glued on: the headline alone stands elsewhere
        part = _fold(lines[j].text)
        if abs(i - j) <= 25 and len(part) >= 12 and whole.endswith(" " + part) and lines[j].words >= 2:
            i = j
            break
    text, last = lines[i].text, i
    if i + 1 < len(lines) and _CONTINUED.match(lines[i + 1].text):
        text, last = text + lines[i + 1].text, i + 1
    elif i and _CONTINUED.match(text):
        text = lines[i - 1].text + text
    elif i and lines[i - 1].text.endswith(":") and lines[i - 1].words <= 6 and lines[i - 1].kind is None:
        text = f"{lines[i - 1].text} {text}"
    losers = [lines[j].text for _, j in ranked[1:4]]
    return Title(text, i, f"line {i + 1}"), [n for n in body if n > last], losers


_TITLE_FLOOR = -2.5
_CONTINUED = re.compile(r"[:–—]\s")


_BYLINE = re.compile(
    r"^\W{0,3}(?:date\s.{4,30}\s)?(?:(?:story |words |written |reported )?by|(?:ein \w{3,20} )?von|par|por|di|de|door|av|af|przez|"
    r"(?:author|autor\w{0,3}|auteur|автор\w?|yazan|yazar|text|tekst|texte)\s?:)\s{0,3}(?=[^\W\d_])",
    re.IGNORECASE,
)


def _named(text: str) -> list[str]:
    """The people of a byline: a line that starts with "by" in some language and goes on with names."""
    start = _BYLINE.match(text)
    return people(text[start.end() :]) if start else []




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
    found: list[tuple[tuple[bool, bool, bool, int], Found, str]] = []
    for i in upper:
        line = lines[i]
        if line.prose or line.words > 40:
            continue
        byline = line.kind == "byline"
        for date in find_dates(line.text, language):
            rest = len(line.text) - (date.end - date.start)
            if rest <= _BESIDE_DATE or byline or date.label == "published":
                order = (date.label == "modified", date.label != "published", i < top, abs(i - top))
                found.append((order, date, line.text))
        if not draft.authors and byline:
            draft.authors = _named(line.text)
            draft.evidence["authors"] = line.text
    if not found:
        for i in below:
            for date in find_dates(lines[i].text, language):
                if date.label == "published" and lines[i].words <= 40:
                    found.append(((False, False, False, i), date, lines[i].text))
    if found:
        found.sort(key=lambda f: f[0])
        date = found[0][1]
        draft.published = date.published
        draft.evidence["published"] = found[0][2]
        lost = [f[1].published.evidence for f in found[1:5] if f[1].published != date.published]
        if lost:
            draft.evidence["published_lost"] = lost


_NUMERIC = re.compile(r"(?<!\d)\d\d?([./-])\d\d?\1(?:20)?\d\d(?!\d)")
_ABOVE_TITLE = 6
_BELOW_BODY = 12
_BESIDE_DATE = 70  # characters of a line beside its date: a weekday, a place, a name, "3 minute read"
_DOMAIN = re.compile(r"(?<![\w@.-])(?:www\.)?((?:[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?\.){1,3}[a-z]{2,12})(?![\w@-])", re.IGNORECASE)


def _site(draft: Draft, lines: list[Line], end: int) -> None:
    """Whose page it is, where a copyright line or a disclaimer names a domain."""
    for kinds in (("copyright",), ("disclaimer",)):
        for line in [*lines[end:][::-1], *lines[:end]]:
            if line.kind in kinds:
                match = _DOMAIN.search(line.text[:200])
                if match and is_domain(match[1].lower()):
                    draft.site = site_of(match[1].lower())
                    draft.site_evidence = line.text[:200]
                    return
