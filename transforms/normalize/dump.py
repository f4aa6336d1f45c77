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

from transforms.normalize.authors import people
from transforms.normalize.dates import Found, find_dates
from transforms.normalize.furniture import kind_of
from transforms.normalize.sites import is_domain, site_of
from transforms.records import Draft, Published, Unreadable

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")
_BULLET = re.compile(r"^(?:[•·▪►▸‣⁃*○■◦➤→]|-(?=\s)|\+(?=\s)|\d{1,2}\.(?=\s))\s{0,4}")
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

    @property
    def prose(self) -> bool:
        return not self.kind and ((self.words >= 12 and self.stop) or self.words >= 28)


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


BOX = frozenset({"cookie", "disclaimer", "newsletter", "paywall", "copyright", "comment"})
NAV = frozenset({"menu", "navigation", "share", "tags", "audio"})


_WEIGHTS = {
    "one": -4.02,
    "log_words": 0.52,
    "short": -0.22,
    "stop": 1.09,
    "long_stop": -0.69,
    "comma": 0.63,
    "bullet": -0.24,
    "twice": -1.50,
    "heading": 0.17,
    "k_box": -3.59,
    "k_nav": -0.82,
    "k_related": -2.19,
    "k_caption": -4.17,
    "k_date": -2.58,
    "k_ad": -0.28,
    "k_credit": -0.60,
    "prev_prose": 0.53,
    "next_prose": 0.59,
    "both_prose": -0.40,
    "prev_bullet": -0.83,
    "next_bullet": -0.91,
    "prev_related": -1.16,
    "prev_date": -1.16,
    "next_date": -1.23,
    "prev_box": -1.59,
    "next_box": -1.34,
    "prev_caption": 0.49,
    "near": 1.47,
    "mass_back": 0.53,
    "mass_on": 0.75,
    "prose_x_near": 1.26,
    "nonprose_x_near": 0.21,
}


def features(lines: list[Line]) -> list[dict[str, float]]:
    n = len(lines)
    mass = [min(line.words, 60) if line.prose else 0.0 for line in lines]
    prose = [float(line.prose) for line in lines]
    head = [0.0]
    for p in prose:
        head.append(head[-1] + p)
    out = []
    for i, line in enumerate(lines):
        f: dict[str, float] = {"one": 1.0}
        w = line.words
        f["log_words"] = math.log2(1 + min(w, 64))
        f["short"] = float(w <= 3)
        f["stop"] = float(line.stop)
        f["long_stop"] = float(line.stop and w >= 12)
        f["comma"] = float("," in line.text or "、" in line.text or "，" in line.text)
        f["bullet"] = float(line.bullet)
        f["twice"] = float(line.twice)
        f["heading"] = float(line.heading)
        k = line.kind
        f["k_box"] = float(k in BOX)
        f["k_nav"] = float(k in NAV)
        f["k_related"] = float(k == "related")
        f["k_caption"] = float(k == "caption")
        f["k_date"] = float(k == "date")
        f["k_ad"] = float(k == "ad")
        f["k_credit"] = float(k == "credit")
        # neighbours
        prev = lines[i - 1] if i else None
        nxt = lines[i + 1] if i + 1 < n else None
        f["prev_prose"] = float(prev is not None and prev.prose)
        f["next_prose"] = float(nxt is not None and nxt.prose)
        f["both_prose"] = f["prev_prose"] * f["next_prose"]
        f["prev_bullet"] = float(prev is not None and prev.bullet)
        f["next_bullet"] = float(nxt is not None and nxt.bullet)
        f["prev_related"] = float(prev is not None and prev.kind == "related")
        f["prev_date"] = float(prev is not None and prev.kind == "date")
        f["next_date"] = float(nxt is not None and nxt.kind == "date")
        f["prev_box"] = float(prev is not None and prev.kind in BOX)
        f["next_box"] = float(nxt is not None and nxt.kind in BOX)
        f["prev_caption"] = float(prev is not None and prev.kind == "caption")
        f["near"] = (sum(prose[max(0, i - 4) : i]) + sum(prose[i + 1 : i + 5])) / 8
        f["mass_back"] = math.log2(1 + sum(mass[max(0, i - 6) : i])) / 8
        f["mass_on"] = math.log2(1 + sum(mass[i + 1 : i + 7])) / 8
        f["prose_x_near"] = float(line.prose) * f["near"]
        f["nonprose_x_near"] = float(not line.prose) * f["near"]
        out.append(f)
    return out


def read_dump(text: str, url: str | None = None, options: DumpOptions = DumpOptions()) -> Draft:
    """Finds the article in the visible text of a page. Raises Unreadable where there is none.

    The draft's `text` is the body with its headings, paragraphs parted by blank lines; `head` and `tail` are the lines
    before and after it, where bylines and credits stand.
    """
    lines = read_lines(text[: options.max_chars])
    if not lines:
        raise Unreadable("no words: no article in this text")
    scores = score(lines)
    begin, end = best_run(lines, scores)
    body = [i for i in range(begin, end) if scores[i] > _DROP]
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
    _byline_and_date(draft, lines, top, begin, end, title)
    _site(draft, lines, end)
    return draft


def score(lines: list[Line]) -> list[float]:
    return [sum(_WEIGHTS[k] * v for k, v in f.items()) for f in features(lines)]


def best_run(lines: list[Line], scores: list[float]) -> tuple[int, int]:
    """The run of lines [begin, end) of the greatest sum of scores, each weighed by the root of its words."""
    best, begin, end = 0.0, 0, 0
    total, start = 0.0, 0
    for i, (line, value) in enumerate(zip(lines, scores, strict=True)):
        if total <= 0:
            total, start = 0.0, i
        total += max(-_CLIP, min(_CLIP, value)) * math.sqrt(min(line.words, 60))
        if total > best:
            best, begin, end = total, start, i + 1
    return begin, end


@dataclass(frozen=True, slots=True)
class Title:
    text: str
    index: int
    where: str


_HEAD_LINES = 24
_TAIL_LINES = 10
_CLIP = 4.0
_DROP = -1.0
_FOLD = re.compile(r"[\W_]+")
_PARTS = re.compile(r"\s+[|–—·»:-]\s+|\s*\|\s*")


def _fold(text: str) -> str:
    return _FOLD.sub(" ", text.casefold()).strip()


def _stems(text: str) -> set[str]:
    return {w[:6] for w in _FOLD.split(text.casefold()) if len(w) > 3} or set(_NO_SPACES.findall(text))


def _title(lines: list[Line], body: list[int]) -> tuple[Title | None, list[int], list[str]]:
    """The headline, the body without what stands before it, and the candidates that lost."""
    first = next((n for n, i in enumerate(body) if lines[i].prose), 0)
    anchor = body[first] if body else 0
    words = Counter(w for i in body[:40] for w in _stems(lines[i].text))
    counts = Counter(_fold(line.text) for line in lines)
    candidates: list[tuple[float, int]] = []
    dates = {i for i in range(max(0, anchor - 40), min(len(lines), anchor + 1)) if lines[i].kind == "date" or _BYLINE.match(lines[i].text)}
    for i in range(max(0, anchor - 60), anchor):
        line = lines[i]
        if line.kind and not (line.kind == "related" and line.words > 5):
            continue
        if not 2 <= line.words <= 40 or len(line.text) > 260 or _BYLINE.match(line.text):
            continue
        stems = _stems(line.text)
        share = sum(1 for w in stems if words[w]) / len(stems) if stems else 0.0
        value = 3.0 * share + 2.0 * line.heading - 0.08 * (anchor - i) + min(line.words, 8) * 0.25
        value += 1.0 * (counts[_fold(line.text)] > 1) - 1.5 * line.bullet - 1.0 * (line.stop and not line.text.endswith(("?", "!")))
        value += 1.0 * any(j in dates for j in range(i + 1, i + 5))
        candidates.append((value, i))
    if not candidates:
        return None, body, []
    candidates.sort(key=lambda c: (-c[0], c[1]))
    value, i = candidates[0]
    if value < 2.0:
        return None, body, [lines[i].text]
    text, last = lines[i].text, i
    if i + 1 < anchor and re.match(r"[:–—]\s", lines[i + 1].text):
        text, last = text + lines[i + 1].text, i + 1
    elif i and re.match(r"[:–—]\s", text):
        text = lines[i - 1].text + text
    losers = [lines[j].text for _, j in candidates[1:4]]
    return Title(text, i, f"line {i + 1}"), [n for n in body if n > last], losers


_BYLINE = re.compile(
    r"^\W{0,3}(?:date\s.{4,30}\s)?(?:by|written by|reported by|von|text:|par|por|di|de|door|av|af|autor\w{0,3}:?|przez|автор\w?:?|yazan:?|"
    r"tekst:?|texte?:?|redaktion:?|from)\s+(?=[^\W\d_])",
    re.IGNORECASE,
)


def _byline_and_date(draft: Draft, lines: list[Line], top: int, begin: int, end: int, title: Title | None) -> None:
    after = title.index if title is not None else top
    found: list[tuple[tuple[int, int, int], Found, str]] = []
    # What stands between the headline and the body first, then the lines just above the headline.
    zone = [*range(after, begin), *range(max(0, after - 3), after)]
    for order, i in enumerate(zone):
        text = lines[i].text
        if lines[i].words > 30:
            continue
        byline = _BYLINE.match(text)
        for date in find_dates(text):
            rest = len(text) - (date.end - date.start)
            if rest <= 60 or byline:
                found.append(((date.label == "modified", date.label != "published", order), date, text))
        if byline and not draft.authors:
            names = people(text)
            if names:
                draft.authors = names
                draft.evidence["authors"] = text
    if found:
        found.sort(key=lambda f: f[0])
        date = found[0][1]
        draft.published = date.published
        draft.evidence["published"] = found[0][2]
        if len(found) > 1:
            draft.evidence["published_lost"] = [f[1].published.evidence for f in found[1:5]]


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
