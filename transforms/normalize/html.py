"""HTML: the article of a page, and the text of a content fragment.

A page is parsed once. Its visible text is cut into blocks; what the page declares (metadata.py), trafilatura and the
form of the blocks decide together which blocks are the article.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from itertools import islice, pairwise
from typing import Any

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.utils import load_html, repair_faulty_html

from transforms.normalize.authors import organisation, people, starts_byline, unique_names
from transforms.normalize.dates import beside_dates, date_label, find_dates, parse_date
from transforms.normalize.furniture import CONTACT_LINES, is_contact, kind_of
from transforms.normalize.metadata import (
    Declared,
    cms_traces,
    declared_credits,
    published_from_iso,
    read_declared,
)
from transforms.normalize.sites import fold, normalise_url, publisher_of, site_of
from transforms.normalize.titles import choose_title, longer_heads
from transforms.read import charsets
from transforms.records import Credit, Draft, Published, Unreadable

EXTRACTIONS = ("thorough", "balanced", "fast")
MAX_SOURCE = 20_000_000  # characters of one page; trafilatura's own limit


@dataclass(frozen=True)
class PageOptions:
    """`extraction`: how much work goes into finding the body (docs/extraction.md has each one's quality and cost).

    `fast`: the form of the page and its JSON-LD alone. `balanced`: also trafilatura's fast path where these two do not
    settle it. `thorough`: trafilatura with its fallbacks on every page.
    """

    extraction: str = "balanced"

    def __post_init__(self) -> None:
        if self.extraction not in EXTRACTIONS:
            raise ValueError(f"extraction: {self.extraction!r} is not one of {', '.join(EXTRACTIONS)}")


# --- bytes -> text ---------------------------------------------------------------------------------------------------

_META_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w-]{2,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"^\s{0,20}<\?xml[^>]{0,200}?encoding=[\"']([\w-]{2,40})")


def decode(data: bytes, charset: str | None = None) -> str:
    """The text of a page: as charsets.decode says, by the charset that the transport states and the one of the page."""
    found = [pattern.search(data[:4096]) for pattern in (_XML_CHARSET, _META_CHARSET)]
    return charsets.decode(data, charset, *(m[1].decode("ascii", "replace") for m in found if m))


# --- page -> blocks --------------------------------------------------------------------------------------------------

_SKIP = frozenset(
    ["script", "style", "noscript", "template", "svg", "iframe", "button", "select", "textarea", "input", "option",
     "video", "audio", "object", "embed", "canvas", "map", "head", "link", "meta", "title", "datalist", "progress",
     "picture", "img", "math", "dialog", "menu",
     etree.Comment, etree.ProcessingInstruction, etree.Entity]
)  # fmt: skip
_INLINE = frozenset(
    ["a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
     "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
     "var", "wbr", "center", "nobr", "ruby", "rb", "rt", "rp"]
)  # fmt: skip
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_LINES = _HEADINGS | {"p", "li", "pre"}  # these are no boxes
_KINDS = _LINES | {"blockquote", "td", "th", "dt", "dd", "figcaption", "caption"}
_ZONE_TAGS = {
    "aside": "aside",
    "nav": "nav",
    "footer": "footer",
    "form": "form",
    "figcaption": "caption",
    "figure": "caption",
}
_ZONE_ROLES = frozenset(["navigation", "complementary", "contentinfo", "dialog", "banner", "search"])
# Words of class and id that name furniture. Whole words of the name count ("related" in "story-related__list", not in
# "unrelated"); measured on the pages dev set, each with its look-alikes ("body--has-share").
_KIND_WORDS = {
    "related": (
        "related recirc recirculation recommended readmore recommendation recommendations outbrain taboola "
        "popular trending mostread teasers crosslink inline-related morestories upnext"
    ),
    "share": ("share sharing social shares addthis sharedaddy sociable follow"),
    "promo": (
        "newsletter subscribe signup promo promotion donate donation advert advertisement ad ads sponsor "
        "sponsored cta login register poll quiz"
    ),
    "comment": ("comment comments disqus commentlist"),
    "caption": ("caption credit copyright wp-caption imagecaption gallery slideshow carousel photo"),
    "notice": ("cookie consent gdpr disclaimer correction"),
    "nav": ("breadcrumb breadcrumbs menu navigation nav pagination sidebar toolbar"),
    "footer": ("footer"),
    "byline": ("byline author authors bio contributor meta timestamp dateline"),
    "tags": ("tags tag keywords topics"),
}
_ZONE_WORDS = {word: kind for kind, words in _KIND_WORDS.items() for word in words.split()}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WORDS_ONLY = re.compile(r"[\W_]+")
_LOWER = bytes(range(256)).lower()
_NO_WORDS = bytes(i for i in range(128) if not chr(i).isalnum())
MAX_DEPTH = 400
MAX_GAP = 200.0
LITTLE = 250  # characters of prose under which an extraction counts as failed (trafilatura's own minimum)


@dataclass(slots=True)
class Block:
    """A run of visible text that the page shows as one paragraph, heading, list item or cell.

    `kind`: the tag that makes it so, `name` its class. `linked`: characters inside links. `box`: the nearest element
    that is no paragraph itself, as a number in document order. `zones`: numbers of the furniture elements that hold it.
    `path`: the boxes around it, outermost first.
    """

    text: str
    kind: str
    linked: int
    box: int
    zones: tuple[int, ...]
    path: tuple[int, ...]
    name: str = ""
    key: str = ""

    @property
    def prose(self) -> bool:
        """Long enough to be a sentence or two, and no list of links."""
        size = len(self.text)
        return (size >= 80 and self.linked * 2 < size) or (size >= 35 and self.linked * 2 < size and _wide(self.text))


def _wide(text: str) -> bool:
    """Scripts in which a sentence takes half as many characters: Chinese, Japanese, Korean."""
    middle = text[len(text) // 2]
    return "\u3040" <= middle <= "\u9fff" or "\uac00" <= middle <= "\ud7a3"


@dataclass(slots=True)
class Layout:
    """The blocks of a page; the kind of furniture of each zone; the element of each box."""

    blocks: list[Block] = field(default_factory=list)
    zones: list[str] = field(default_factory=list)
    boxes: list[HtmlElement] = field(default_factory=list)
    void: set[int] = field(default_factory=set)
    bodies: set[int] = field(default_factory=set)  # boxes that are named as the body of an article
    _names: dict[int, tuple[str, str]] = field(default_factory=dict)
    _articles: dict[tuple[int, ...], int] = field(default_factory=dict)

    def box_name(self, box: int) -> tuple[str, str]:
        """Tag and class of a box."""
        name = self._names.get(box)
        if name is None:
            element = self.boxes[box]
            name = self._names[box] = element.tag, (element.get("class") or "").strip()
        return name

    def article_of(self, block: Block) -> int:
        """The outermost <article> around a block, as the number of its box; 0 outside of any."""
        article = self._articles.get(block.path)
        if article is None:
            article = next((box for box in block.path if self.boxes[box].tag == "article"), 0)
            self._articles[block.path] = article
        return article

    def furniture(self, block: Block) -> str | None:
        """The kind of furniture that a block is inside of, None where it is not."""
        for zone in block.zones:
            if zone not in self.void:
                return self.zones[zone]
        return None


def _zone_of(element: HtmlElement, tag: str) -> str | None:
    """The kind of furniture that an element is by its own account."""
    get = element.get
    style = get("style")
    if get("hidden") is not None or get("aria-hidden") == "true" or (style and _HIDDEN_STYLE.search(style)):
        return "hidden"
    kind = _ZONE_TAGS.get(tag)
    if kind:
        return kind
    if get("role") in _ZONE_ROLES:
        return "nav"
    name = get("class")
    kind = _zone_of_name(name) if name else None
    if kind is None and (name := get("id")):
        kind = _zone_of_name(name)
    return kind if kind != "body" else None


@lru_cache(maxsize=65536)
def _zone_of_name(name: str) -> str | None:
    """The kind of furniture that a class or id names; "body" where it names the body of an article."""
    if len(name) > 400:
        return None
    # Every fifth name is met for the first time, so that this must be quick: the patterns are for the few.
    low = name.lower()
    if ("body" in low or "content" in low or "text" in low or "main" in low or "copy" in low) and _BODY_NAME.search(
        low
    ):
        return "body"
    cased = low != name
    for token in name.replace("_", "-").replace(":", "-").split():
        words = (
            [w.lower() for w in _CAMEL.sub("-", token).split("-") if w] if cased else [w for w in token.split("-") if w]
        )
        # "has-sidebar", "with-share", "no-comments" say what the element lies beside, not what it is.
        if not words or words[0] in _MODIFIERS:
            continue
        kind = _ZONE_WORDS.get(words[0]) or _ZONE_WORDS.get(words[-1])
        if kind is None and len(words) > 2:
            kind = next((_ZONE_WORDS[word] for word in words if word in _ANYWHERE), None)
        if kind:
            return kind
    return None


_BODY_NAME = re.compile(
    r"(?:article|story|post|entry|page|news)[-_]{0,2}(?:body|content|text|main|copy)(?![-_]?(?:footer|bottom|after|meta|aside))"
    r"|body[-_]?text|text[-_]body|main[-_]content|rich[-_]?text"
)
# Kinds of furniture whose names also stand on what lies around an article ("layout-with-sidebar", "tags-wrapper").
_WRAPPERS = frozenset(["nav", "promo", "share", "tags", "byline", "caption", "hidden"])
# These name furniture wherever they stand in a name.
_ANYWHERE = frozenset(["comment", "comments", "related", "newsletter", "recommendation", "recommendations", "recirc"])
_MODIFIERS = frozenset(["has", "with", "no", "is", "not", "without", "hide", "show", "js", "u", "page", "body"])


def lay_out(tree: HtmlElement) -> Layout:
    """The visible blocks of a page in document order. One walk without recursion; `tree` is not changed.

    It visits all elements of a page, a thousand on average: hence no calls for what most of them do not need.
    """
    layout = Layout()
    blocks, boxes = layout.blocks, layout.boxes
    body = tree if tree.tag == "body" else tree.find(".//body")
    element = body if body is not None else tree
    boxes.append(element)
    parts: list[str] = [element.text] if element.text else []
    linked = 0
    # Of the element that the walk is in, and on the stack of those around it: its children still to come, whether it is a
    # block of its own, and what its text is.
    children: Iterator[HtmlElement] = iter(element)
    own, kind, box, in_link, name = True, "div", 0, False, ""
    zones: tuple[int, ...] = ()
    path: tuple[int, ...] = (0,)
    stack: list[tuple[Any, ...]] = []

    def flush() -> None:
        nonlocal linked
        text = " ".join("".join(parts).split())
        if text:
            blocks.append(Block(text, kind, min(linked, len(text)), box, zones, path, name))
        parts.clear()
        linked = 0

    while True:
        child = next(children, None)
        if child is None:
            if own and parts:
                flush()
            if not stack:
                break
            tail = element.tail
            element, children, own, kind, box, in_link, name, zones, path = stack.pop()
            # Half of all texts are the white space between two blocks.
            if tail and (parts or in_link or not tail.isspace()):
                parts.append(tail)
                if in_link:
                    linked += len(tail)
            continue
        tag = child.tag
        if tag in _SKIP or tag == "br" or len(stack) >= MAX_DEPTH:
            tail = child.tail
            if tag == "br":
                # Two in a row part paragraphs.
                following = child.getnext()
                if following is not None and following.tag == "br" and not (tail or "").strip():
                    if parts:
                        flush()
                else:
                    parts.append(" ")
            elif tag == "hr":
                parts.append(" ")
            if tail and (parts or not tail.isspace()):
                parts.append(tail)
            continue
        inline = tag in _INLINE
        zone = _zone_of(child, tag) if not inline or tag == "span" else None
        text = child.text
        if inline and not zone and not len(child):
            if text:
                parts.append(text)
                if in_link or tag == "a":
                    linked += len(text)
            tail = child.tail
            if tail:
                parts.append(tail)
                if in_link:
                    linked += len(tail)
            continue
        if parts and (zone or not inline):
            flush()
        stack.append((element, children, own, kind, box, in_link, name, zones, path))
        element, children, own = child, iter(child), bool(zone) or not inline
        if zone:
            layout.zones.append(zone)
            zones = (*zones, len(layout.zones) - 1)
        if inline:
            in_link = in_link or tag == "a"
        else:
            name = child.get("class") or ""
            kind = tag if tag in _KINDS else "div"
            if tag not in _LINES:
                boxes.append(child)
                box = len(boxes) - 1
                path = (*path, box)
                if (name and _zone_of_name(name) == "body") or child.get("itemprop") == "articleBody":
                    layout.bodies.add(box)
                    layout.void.update(z for z in zones if layout.zones[z] in _WRAPPERS)
        if text and (parts or in_link or not text.isspace()):
            parts.append(text)
            if in_link:
                linked += len(text)
    _void_zones(layout)
    return layout


def _void_zones(layout: Layout) -> None:
    """A zone that holds much of the page's prose is no furniture, whatever its class says ("main-with-sidebar")."""
    sizes = [0] * len(layout.zones)
    total = 0
    for block in layout.blocks:
        if block.prose and block.kind != "li":
            total += len(block.text)
            for zone in block.zones:
                sizes[zone] += len(block.text)
    layout.void |= {i for i, size in enumerate(sizes) if size > 0.4 * total and layout.zones[i] != "comment"}


def squash(text: str) -> str:
    """Letters and digits only, in lower case: the form in which two readings of one text compare."""
    if text.isascii():  # a tenth of the pattern's time
        return text.encode().translate(_LOWER, _NO_WORDS).decode()
    return _WORDS_ONLY.sub("", text).lower()


# --- which blocks are the article ------------------------------------------------------------------------------------


def _seeded(blocks: Sequence[Block], text: str) -> tuple[set[int], float]:
    """Numbers of the blocks whose words stand in `text`, in its order, and the share of `text` that they make."""
    whole = squash(text)
    if not whole:
        return set(), 0.0
    kept: set[int] = set()
    at = covered = 0
    for i, block in enumerate(blocks):
        key = block.key
        if not key:
            continue
        place = whole.find(key) if len(key) >= 30 else whole.find(key, at, at + 200 + len(key))
        if place >= 0:
            kept.add(i)
            if place >= at or len(key) >= 30:
                at = place + len(key)
            covered += len(key)
    return kept, min(1.0, covered / len(whole))


def _weight(block: Block, zone: str | None, member: bool) -> float:
    """What a block adds to a run of article text, in characters; below zero for what parts articles."""
    size = len(block.text)
    if zone:
        return -40.0 if zone in ("caption", "byline", "embed", "share") else -max(60.0, min(size, 200.0))
    if block.kind in _HEADINGS:
        return -60.0 if block.kind == "h1" else -15.0
    if block.linked * 2 >= size:
        return -40.0
    if block.prose:
        return min(size - 2.0 * block.linked, 500.0) if member else -min(size, 100.0)
    return min(size * 0.3, 15.0) if member else -15.0


def _run(layout: Layout, members: set[int] | None) -> tuple[int, int]:
    """First and last block of the run of blocks with the highest sum of weights (maximum subsequence segmentation,
    Pasternack and Roth, WWW 2009); (0, -1) where the page has none."""
    best, span = 0.0, (0, -1)
    total, start, gap = 0.0, 0, 0.0
    for i, block in enumerate(layout.blocks):
        if total <= 0:
            total, start = 0.0, i
        weight = _weight(block, layout.furniture(block), members is None or i in members)
        if weight >= 0:
            gap = 0.0
        elif members is not None and block.kind != "h1":
            # However much an advertisement between two paragraphs says, it parts them once.
            weight = min(0.0, max(weight, -MAX_GAP - gap))
            gap += weight
        total += weight
        if total > best:
            best, span = total, (start, i)
    return span


def _void_by(layout: Layout, seeds: set[int]) -> None:
    """A zone of which most prose was taken for the article, and that holds a good part of it, is no furniture."""
    inside, taken, total = [0] * len(layout.zones), [0] * len(layout.zones), 0
    for i, block in enumerate(layout.blocks):
        if not block.prose:
            continue
        total += len(block.text) * (i in seeds)
        for zone in block.zones:
            inside[zone] += len(block.text)
            taken[zone] += len(block.text) * (i in seeds)
    for number, chars in enumerate(taken):
        if chars > 0.2 * total and chars > 0.5 * inside[number]:
            layout.void.add(number)


def _members(layout: Layout, seeds: set[int]) -> set[int]:
    """The seeds, and the prose that stands in the same boxes or in boxes of the same name: a body is often cut in
    pieces by advertisements, and an extractor takes the first."""
    boxes: set[int] = set()
    names: set[tuple[str, str]] = set()
    articles: set[int] = set()
    for i in seeds:
        block = layout.blocks[i]
        if block.prose and not layout.furniture(block):
            boxes.add(block.box)
            articles.add(layout.article_of(block))
            name = layout.box_name(block.box)
            if name[1]:
                names.add(name)
    # Another <article> with a heading of its own is another article.
    others: set[int] = set()
    opened: set[int] = set()
    for block in layout.blocks:
        article = layout.article_of(block)
        if article not in opened and block.kind in ("h1", "h2") and article not in articles:
            others.add(article)
        if block.prose:
            opened.add(article)
    return {
        i
        for i, block in enumerate(layout.blocks)
        if i in seeds
        or (block.prose and not layout.furniture(block) and (block.box in boxes or layout.box_name(block.box) in names))
    }


def _pick(layout: Layout, seeds: set[int], titles: frozenset[str] = frozenset()) -> list[int]:
    """The blocks of the article, given those that another reader of the page took for it."""
    _void_by(layout, seeds)
    members = _members(layout, seeds)
    first, last = _run(layout, members)
    for i in range(last, first, -1):
        # The headline inside the run: what stands before it is not the article, unless it is most of the prose.
        if layout.blocks[i].key in titles and layout.blocks[i].kind in _HEADINGS:
            before, after = _paragraphs(layout, range(first, i)), _paragraphs(layout, range(i, last + 1))
            if 4 * before < after:
                first = i
                break
    picked = []
    for i in range(first, last + 1):
        block = layout.blocks[i]
        if layout.furniture(block) or block.kind == "h1":
            continue
        if block.kind in _HEADINGS or (
            i in members and (block.linked * 2 < len(block.text) or (block.kind == "p" and i in seeds))
        ):
            picked.append(i)
    while picked and layout.blocks[picked[-1]].kind in _HEADINGS:
        picked.pop()
    return picked


# --- the page --------------------------------------------------------------------------------------------------------


def read_page(
    html: bytes | str, url: str | None = None, charset: str | None = None, options: PageOptions = PageOptions()
) -> Draft:
    """The article of an HTML page.

    `url`: where the page was; it tells the publisher, and which of several declared articles is the page's. `charset`:
    what the transport stated. Raises Unreadable for what is no page and for a page without article text.
    """
    source = html if isinstance(html, str) else decode(html, charset)
    if len(source) > MAX_SOURCE:
        raise Unreadable(f"page of {len(source)} characters: more than {MAX_SOURCE}")
    tree = parse(source)
    page = read_declared(tree, url)
    layout = lay_out(tree)
    if not any(block.prose for block in layout.blocks) and (state := _show_state(tree)) is not None:
        layout = lay_out(state)
    for block in layout.blocks:
        block.key = squash(block.text)
    picked, how = _body(tree, layout, page, url, options)
    draft = Draft(text="", url=url)
    _fill_title(draft, tree, layout, page, url)
    picked = _tidy(layout, picked, draft.title, page)
    if not picked:
        raise Unreadable("no article text on the page")
    body = picked
    picked = _standfirst(layout, body, page, _title_keys(layout, page)) + body
    draft.text = "\n\n".join(layout.blocks[i].text for i in picked)
    draft.evidence["text"] = how
    _fill_edges(draft, layout, picked, body[0], page)
    _fill_authors(draft, layout, body, page, url)
    _fill_published(draft, layout, body[0], page)
    draft.canonical_url = normalise_url(page.canonical) if page.canonical else None
    if draft.canonical_url:
        draft.evidence["canonical_url"] = page.canonical_place
    own = url
    if url is None:
        # A copy's canonical link may name the original; what it gives as its own address on social networks does not.
        declared = [(place, address) for place, address in page.urls if site_of(address)]
        if page.canonical and page.canonical_place:
            declared.append((page.canonical_place, page.canonical))
        place, own = declared[0] if declared else ("", None)
        draft.site = site_of(own)
        draft.site_evidence = f"{place} {own}"[:400] if draft.site else None
    draft.language = page.language
    if page.language:
        draft.evidence["language"] = f"{page.language_place} {page.language}"[:80]
    if page.site_name:
        draft.evidence["site_name"] = page.site_name
    draft.credits = declared_credits(page, own) + cms_traces(source, own)
    draft.links = _credit_links(tree, [*draft.head, *(layout.blocks[i].text for i in picked[-3:]), *draft.tail], own)
    return draft


_STATE_PARAGRAPHS = 3
_LITERAL = re.compile(r'(?<!\\)"((?:[^"\\]|\\.){400,}+)"', re.DOTALL)


def _show_state(tree: HtmlElement) -> HtmlElement | None:
    """Puts the article of a page that is drawn by its scripts into the tree, as one element: the longest string of
    paragraphs in the data that the scripts hold."""
    marked: list[str] = []
    for script in tree.iter("script"):
        if script.text and "ld+json" not in (script.get("type") or ""):
            for text in _literals(script.text):
                marked += _literals(text) or [text]  # data is often JSON in a string of JSON
    if not marked:
        return None
    try:
        state = lxml_html.fragment_fromstring(max(marked, key=len), create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    body = tree.find(".//body")
    (tree if body is None else body).append(state)
    return state


def _literals(text: str) -> list[str]:
    """The strings of a piece of JSON or JavaScript that hold some paragraphs."""
    found = []
    for literal in _LITERAL.findall(text):
        try:
            value = json.loads(f'"{literal}"', strict=False)
        except ValueError:
            continue
        if value.count("<p") >= _STATE_PARAGRAPHS:
            found.append(value)
    return found


def _credit_links(tree: HtmlElement, lines: Sequence[str], own: str | None) -> list[tuple[str, str]]:
    """(address, words) of links to other sites whose words stand in one of `lines`."""
    found: list[tuple[str, str]] = []
    text = "\n".join(lines)
    for anchor in tree.iter("a"):
        address = (anchor.get("href") or "").strip()
        if not address.startswith(("http://", "https://", "//")) or len(found) >= _MAX_LINKS:
            continue
        if anchor.text and " ".join(anchor.text.split()) not in text:
            continue  # most anchors end here, before all their text is put together
        words = " ".join(" ".join(anchor.itertext()).split())
        if 2 < len(words) <= 120 and words in text and site_of(address) != site_of(own):
            found.append((address[:2000], words))
    return found


# Elements of one class for all tags: lxml.html's own parser asks a Python function for the class of each element that is
# touched, a fifth of the time of all who read the tree.
_PARSER = etree.HTMLParser(
    collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True
)
_PARSER.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
_OPENING = re.compile(r"\s{0,100}(?:<!doctype[^>]{0,1000}>\s{0,100})?<html[^>]{0,4000}>", re.IGNORECASE)
_NOT_IN_XML = bytes(i for i in range(32) if i not in b"\t\n\r")


def parse(source: str) -> HtmlElement:
    """The tree of a page. Raises Unreadable where there is none."""
    opening = _OPENING.match(source)
    try:
        if opening:
            start = repair_faulty_html(opening[0], opening[0].lower())
            # libxml2 reads UTF-8 as it is, and any other form of a string through a converter.
            data = (start + source[opening.end() :]).encode("utf-8", "replace").translate(None, _NOT_IN_XML)
            tree = etree.fromstring(data, _PARSER)
        else:
            tree = load_html(source)  # a piece of a page, or none: looked at with more care
    except (ValueError, TypeError, etree.LxmlError) as error:
        raise Unreadable(f"not a page that can be parsed: {error}") from error
    if tree is None or not isinstance(tree, HtmlElement):
        raise Unreadable("not an HTML page")
    return tree


# What trafilatura drops from each of the five copies that it makes of a tree: taken off it once, before all of them.
_DROPPED = ("script", "style", "noscript", "template", "iframe", "link", "meta")
_SHORT, _PART = 3000, 0.2  # characters of a text that may be too little, and its part of the page: trafilatura's own
_AGREES = 1.2  # a run of prose that is no longer than this, by the text
_LIST = 3  # lines
_CELLS = frozenset(["td", "th", "tr", "dt", "dd"])


def _trafilatura_fast(tree: HtmlElement, layout: Layout, url: str | None, expected: int) -> str:
    """What trafilatura's fast path takes for the text, without the lists of links where these make no difference;
    `expected`: the characters of the best run of prose (dev set: half the time, one page of 105 differs)."""
    with _taken_out(_link_lists(layout)):
        text = _trafilatura(tree, url, fast=True)
    # Of a short text trafilatura weighs how much of the page it is, menus and all, and may try again.
    enough = min(_SHORT, _PART * sum(len(block.text) for block in layout.blocks))
    if len(text) >= enough or 0 < expected < _AGREES * len(text):
        return text
    return _trafilatura(tree, url, fast=True)


def _trafilatura(tree: HtmlElement, url: str | None, *, fast: bool) -> str:
    try:
        found = bare_extraction(tree, url=url, fast=fast, include_comments=False, with_metadata=False)
    except _STUMBLES:  # the page's own form is left to decide
        return ""
    return (found.text or "") if found is not None and not isinstance(found, dict) else ""


def _link_lists(layout: Layout) -> list[HtmlElement]:
    """The outermost elements that hold links and no prose: menus, lists of teasers, tags. Half of a page is such."""
    places: dict[tuple[int, ...], list[Block]] = {}
    for block in layout.blocks:
        places.setdefault(block.path, []).append(block)
    size, linked, lines, around = ([0] * len(layout.boxes) for _ in range(4))
    prose: set[int] = set()
    for path, blocks in places.items():
        chars, chars_linked = sum(len(b.text) for b in blocks), sum(b.linked for b in blocks)
        for outer, box in pairwise(path):
            around[box] = outer
            size[box] += chars
            linked[box] += chars_linked
            lines[box] += len(blocks)
        if any(b.prose for b in blocks):
            prose.update(path)
    found: list[HtmlElement] = []
    inside: set[int] = set()
    for box in range(1, len(layout.boxes)):
        if around[box] in inside:
            inside.add(box)
        elif size[box] and linked[box] * 2 >= size[box] and box not in prose:
            element = layout.boxes[box]
            inside.add(box)
            if lines[box] >= _LIST and element.tag not in _CELLS and not (element.tail or "").strip():
                found.append(element)
    return found


@contextmanager
def _taken_out(elements: Sequence[HtmlElement]) -> Iterator[None]:
    """Takes elements out of their tree for a while."""
    places: list[tuple[HtmlElement, int, HtmlElement]] = []
    for element in elements:
        parent = element.getparent()
        if parent is not None:
            places.append((parent, parent.index(element), element))
            parent.remove(element)
    try:
        yield
    finally:
        for parent, index, element in reversed(places):
            parent.insert(index, element)


# What trafilatura raises on markup that it did not expect.
_STUMBLES = (ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError, etree.LxmlError)


def _paragraphs(layout: Layout, numbers: Iterable[int]) -> int:
    """Characters of prose that stand in paragraphs of their own, rather than in lists."""
    return sum(len(b.text) for i in numbers if (b := layout.blocks[i]).prose and b.kind != "li")


def _prose(layout: Layout, numbers: Iterable[int]) -> int:
    return sum(len(layout.blocks[i].text) for i in numbers if layout.blocks[i].prose)


def _title_keys(layout: Layout, page: Declared) -> frozenset[str]:
    keys = {squash(text) for _, text in page.titles} | {b.key for b in layout.blocks if b.kind == "h1"}
    return frozenset(k for k in keys if len(k) >= 15)


def _body(
    tree: HtmlElement, layout: Layout, page: Declared, url: str | None, options: PageOptions
) -> tuple[list[int], str]:
    """Numbers of the blocks of the article, and what decided."""
    titles = _title_keys(layout, page)
    for body in page.bodies:
        if "<" in body or "&" in body:
            body = _ANY_TAG.sub(" ", unescape(unescape(body)))
        seeds, share = _seeded(layout.blocks, body)
        if share < 0.85 or len(body) < 400:
            continue
        picked = _pick(layout, seeds, titles)
        inside = _prose(layout, [i for i in picked if i in seeds])
        # Where the boxes of its paragraphs hold more than it does, it is a teaser.
        if inside > 0.8 * _prose(layout, picked) > 0:
            return picked, "json-ld articleBody"
    own = _own(layout)
    if options.extraction == "fast" or (options.extraction == "balanced" and _settled(layout, own)):
        return _pick(layout, own, titles), "form of the page"
    fast = options.extraction == "balanced"
    expected = _prose(layout, own)
    etree.strip_elements(tree, *_DROPPED, with_tail=False)
    text = _trafilatura_fast(tree, layout, url, expected) if fast else _trafilatura(tree, url, fast=False)
    seeds, _ = _seeded(layout.blocks, text)
    how = "trafilatura fast" if fast else "trafilatura"
    picked = _pick(layout, seeds, titles)
    found = _prose(layout, picked)
    if found < LITTLE and found * 2 < expected and fast:
        again, _ = _seeded(layout.blocks, _trafilatura(tree, url, fast=False))
        more = _pick(layout, again, titles)
        if _prose(layout, more) > 2 * found:
            picked, how, found = more, "trafilatura", _prose(layout, more)
    named = _prose(layout, [i for i in own if layout.bodies.intersection(layout.blocks[i].path)])
    if found * 2 < expected and (found < LITTLE or found * 2 < named > 0.8 * expected):
        more = _pick(layout, own, titles)
        if _prose(layout, more) > 2 * found:
            picked, how = more, "form of the page"
    return picked, how


# Shares at which another reader adds nothing. Of the 380 pages of the dev set whose JSON-LD does not settle the body, 275
# pass; text F1 .975 and share of .9 or more .950, of .974 and .945 with trafilatura on all (before boxes of one name counted
# as one: 240 of them, .974 and .950).
_ONE_RUN, _ONE_NAME = 0.75, 0.9


def _settled(layout: Layout, own: set[int]) -> bool:
    """Whether the form of the page leaves no doubt: nearly all the prose of its best run stands in one box or in boxes of
    one name, and little prose stands elsewhere."""
    names: Counter[tuple[str, str] | int] = Counter()
    everywhere = 0
    for i, block in enumerate(layout.blocks):
        if block.prose:
            if i in own:
                named = layout.box_name(block.box)
                names[named if named[1] else block.box] += len(block.text)
            everywhere += len(block.text) * (block.kind != "li" and not layout.furniture(block))
    run = names.total()
    if run < max(LITTLE, _ONE_RUN * everywhere):
        return False
    name, most = names.most_common(1)[0]
    return name != 0 and most >= _ONE_NAME * run  # box 0 is the whole page


def _own(layout: Layout) -> set[int]:
    """The blocks of the best run of prose, without another reader's help."""
    first, last = _run(layout, None)
    own = {
        i
        for i in range(first, last + 1)
        if layout.blocks[i].linked * 2 < len(layout.blocks[i].text) and not layout.furniture(layout.blocks[i])
    }
    # A short line in a box of its own, in no paragraph or list, is a date, a label, a button.
    held = {layout.blocks[i].box for i in own if layout.blocks[i].prose}
    names = {name for box in held if (name := layout.box_name(box))[1]}
    own = {
        i
        for i in own
        if (block := layout.blocks[i]).prose
        or block.kind != "div"
        or block.box in held
        or layout.box_name(block.box) in names
    }
    named = {i for i in own if layout.bodies.intersection(layout.blocks[i].path)}
    return named if _prose(layout, named) > 0.8 * _prose(layout, own) else own


# Names of the element that holds the sentence or two under a headline, in the languages of the news.
_STANDFIRST = re.compile(
    r"stand-?first|(?:^|[\s_-])(?:dek|deck|lede?|lead|leadtext|intro(?:duction|text)?|ingress|manchet|perex|vorspann|anriss|anrei(?:ss|ß)er|"
    r"chap[oô]|chapeau|entradilla|bajada|sommario|occhiello|catenaccio|sapo|summary|excerpt|subtit(?:le|ular|ulo)|"
    r"sub-?(?:head(?:line|ing)?|deck|line|title)|teaser-?text|teaser|bajante|copete|underrubrik|preamble)(?=$|[\s_-])|SubHead|Subtitle|Standfirst|Intro|Lead|Excerpt|Summary|Deck",
)
_PHOTO = re.compile(r"\b(?:Foto|Photo|Bild|Image|Picture|Photograph)s?\s?(?::|/|by\b)|©|Getty", re.IGNORECASE)
_REACH = 30  # blocks above the body among which headline and standfirst are looked for


def _alike(text: str, page: Declared) -> bool:
    """Whether a line is the headline in other words."""
    words = set(fold(text).split())
    for _, title in page.titles[:6]:
        others = set(fold(title).split())
        if len(words & others) > 0.5 * max(len(words), len(others)):
            return True
    return False


def _standfirst(layout: Layout, picked: Sequence[int], page: Declared, titles: frozenset[str]) -> list[int]:
    """The standfirst above the body, where the extractors left it out: given as the page's description, or named as a
    standfirst, or right under the headline (pages dev set: text F1 .969 -> .972)."""
    first = picked[0]
    above = range(max(0, first - _REACH), first)
    head = next((i for i in above if layout.blocks[i].kind == "h1" or layout.blocks[i].key in titles), None)
    if head is None and layout.blocks[first].key in titles:
        return []
    body = "".join(layout.blocks[i].key for i in picked[:4])
    descriptions = [k for d in page.descriptions if len(k := squash(d)[:400]) >= 30]
    for i in range(above[0] if head is None else head + 1, first) if above else ():
        block = layout.blocks[i]
        size, zone = len(block.text), layout.furniture(block)
        if not 30 <= size <= 900 or block.kind in ("li", "td", "th") or block.linked * 2 > size:
            continue
        if zone in ("caption", "comment", "hidden") or block.key in body or _PHOTO.search(block.text):
            continue
        if any(t in block.key or block.key in t for t in titles) or _alike(block.text, page):
            continue
        described = any(d[:60].startswith(block.key[:60]) or block.key.startswith(d[:60]) for d in descriptions)
        named = zone is None and _STANDFIRST.search(f"{layout.box_name(block.box)[1]} {block.name}")
        headed = any(b.kind == "h1" or b.key in titles for b in layout.blocks[max(0, i - 2) : i])
        under = headed and zone is None and block.prose and block.kind in ("p", "h2", "div")
        if described or named or under:
            found = [i]
            for after in range(i + 1, first):
                other = layout.blocks[after]
                if (other.box, other.name, other.kind) != (block.box, block.name, block.kind) or other.key in body:
                    break
                if layout.furniture(other) or other.linked * 2 > len(other.text):
                    break
                found.append(after)
            return found
    return []


def _tidy(layout: Layout, picked: Sequence[int], title: str | None, page: Declared) -> list[int]:
    """Drops what stands among the blocks and is not the article's text: the headline, lines that a page repeats, the
    whole text once more, headings that are links, headings with nothing under them."""
    name = squash(title or "")
    counts: dict[str, int] = {}
    for block in layout.blocks:
        counts[block.key] = counts.get(block.key, 0) + 1
    kept: list[int] = []
    seen: set[str] = set()
    for i in picked:
        block = layout.blocks[i]
        if not any(layout.blocks[k].prose for k in kept) and name and block.key == name:
            continue
        again = counts[block.key] >= 3 and len(block.key) >= 6 and block.kind not in ("li", "td", "th", "dd")
        if again or (block.prose and block.key in seen):
            continue
        if block.kind in _HEADINGS and block.linked > 0.9 * len(block.text):
            continue
        if block.kind in ("p", "div") and _is_note(block.text, block.linked):
            continue
        # The whole text once more, for readers without a subscription or for machines.
        if (
            len(block.key) > 2000
            and sum(layout.blocks[k].key in block.key for k in kept if layout.blocks[k].prose) >= 2
        ):
            continue
        seen.add(block.key)
        kept.append(i)
    ends = [i for i in kept[-CONTACT_LINES:] if is_contact(layout.blocks[i].text)]
    kept = [i for i in kept if i not in ends]
    return [i for at, i in enumerate(kept) if layout.blocks[i].kind not in _HEADINGS or _heads_text(layout, kept, at)]


_NOTE = 150  # characters; a longer note is a paragraph by its form
_NOTES = frozenset(["share", "newsletter", "audio", "ad", "comment", "cookie", "paywall"])


def _is_note(text: str, linked: int) -> bool:
    """Whether a line between paragraphs is a note of the site: an advertisement, a share row, a link to another article.

    "Read more" opens sentences of articles as well: there most of the line is no link, or a colon and a quotation follow.
    """
    if len(text) > _NOTE or text.strip(".)").isdigit():  # the numbers of a list look like minutes of reading time
        return False
    kind = kind_of(text)
    label = text.endswith((":", "：")) and text.count(" ") < _LABEL_WORDS
    return kind in _NOTES or (kind == "related" and (label or linked * 2 >= len(text)))


_LABEL_WORDS = 3


def _heads_text(layout: Layout, kept: Sequence[int], at: int) -> bool:
    """Whether a heading has text or a lower heading under it."""
    if at + 1 >= len(kept):
        return False
    heading, following = layout.blocks[kept[at]].kind, layout.blocks[kept[at + 1]].kind
    return following not in _HEADINGS or following > heading


def _site_names(page: Declared, url: str | None) -> list[str]:
    names = list(dict.fromkeys(n for n in page.names if 2 <= len(n) <= 80))
    site = site_of(url or page.canonical)
    return [*names, site] if site else names


def page_titles(html: str, url: str | None = None) -> tuple[list[tuple[str, str]], list[str]]:
    """What choose_title chooses from on a page: (place, text) of its titles, and the names of its site."""
    tree = parse(html)
    page = read_declared(tree, url)
    layout = lay_out(tree)
    for block in layout.blocks:
        block.key = squash(block.text)
    return _titles(tree, layout, page), _site_names(page, url)


def _titles(tree: HtmlElement, layout: Layout, page: Declared) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for heading in list(tree.iter("h1"))[:3]:
        text = " ".join(" ".join(heading.itertext()).split())
        if text and len(text) < 500:
            found.append(("path" if _in_path(heading) else "h1", text))
    found += page.titles
    element = tree.find(".//title")
    if element is not None and element.text_content().strip():
        title = element.text_content().strip()
        keys = {block.key for block in layout.blocks if block.linked * 2 < len(block.text)}
        # Whose name stands behind the headline is not always declared; the page shows the headline without it.
        found += [("line", head) for head in longer_heads(title) if squash(head) in keys]
        found.append(("title element", title))
    return found


def _fill_title(draft: Draft, tree: HtmlElement, layout: Layout, page: Declared, url: str | None) -> None:
    candidates = _titles(tree, layout, page)
    draft.title, place = choose_title(candidates, _site_names(page, url))
    if draft.title:
        draft.evidence["title"] = {"read": place, "others": _others(candidates, draft.title)}


def _in_path(heading: HtmlElement) -> bool:
    """Whether a heading ends the path of links from the start page to the article. Sites put a title for search engines
    there; the headline stands below in a heading of another rank."""
    around = islice(heading.iterancestors(), _PATH_DEPTH)
    return any(e.tag in ("nav", "li") or "crumb" in (e.get("class") or "").lower() for e in (heading, *around))


_PATH_DEPTH = 4


def _others(candidates: Sequence[tuple[str, str]], chosen: str) -> list[str]:
    """The candidates that lost, each once."""
    lost = [f"{place}: {' '.join(text.split())[:200]}" for place, text in candidates if fold(text) != fold(chosen)]
    return list(dict.fromkeys(lost))[:6]


_EDGE = 12  # lines on either side of the body that may carry a byline, a credit or a copyright


def _fill_edges(draft: Draft, layout: Layout, picked: Sequence[int], first: int, page: Declared) -> None:
    """Lines next to the body, which begins at `first`, and lines inside it that were left out."""
    taken = set(picked)
    last = picked[-1]
    start = max(0, min(first, picked[0]) - _EDGE)
    before = [b for i, b in enumerate(layout.blocks[start:first], start) if i not in taken]
    after = [(i, b) for i, b in enumerate(layout.blocks[first : last + 1 + _EDGE], first) if i not in taken]
    head = [b.text for b in before if len(b.text) <= 300]
    # An empty line keeps the place of one that is of others: how near a line is to the article counts.
    tail = [
        "" if layout.furniture(b) in _OF_OTHERS or (i < last and _quoted(layout, b)) else b.text
        for i, b in after
        if len(b.text) <= 400
    ]
    closing = [b.text for b in layout.blocks[last + 1 + _EDGE :] if len(b.text) <= 300 and _COPYRIGHT.search(b.text)]
    draft.head = head
    # A picture's credit is named alike ("image-credit"), and two letters ("AA") are a switch for the size of letters.
    shown = [
        b.text
        for b in before
        if len(b.text) > 2 and publisher_of(b.text) and _AUTHOR_BOX.search(f"{layout.box_name(b.box)[1]} {b.name}")
    ]
    draft.bylines = [*page.organisations, *(text for _, text, _ in page.bylines), *shown]
    # A quotation may be all of a note before the article or after it, not one between its paragraphs.
    draft.quoted = frozenset(
        layout.blocks[i].text for i in picked[1:-1] if layout.blocks[i].text and _quoted(layout, layout.blocks[i])
    )
    draft.tail = [*tail, *closing[:4], *page.copyright]


# What stands there is said of another article, or by a reader.
_OF_OTHERS = frozenset(["comment", "related", "nav", "aside"])


def _quoted(layout: Layout, block: Block) -> bool:
    return any(layout.box_name(box)[0] == "blockquote" for box in block.path)


_AUTHOR_BOX = re.compile(r"by-?line|author|writer", re.IGNORECASE)
_COLUMNS = re.compile(r"\s*[|•·]\s*")
_COPYRIGHT = re.compile(r"©|\(c\)|copyright", re.IGNORECASE)


def _fill_authors(draft: Draft, layout: Layout, picked: Sequence[int], page: Declared, url: str | None) -> None:
    """The people that the page declares as authors, else those of its byline, else those whose names are a paragraph of
    the body at one of its ends; else the organisation declared."""
    names = _site_names(page, url)
    by_place: dict[str, list[str]] = {}
    for place, text, is_person in page.bylines:
        found = people(text, names, single=is_person)
        if found:
            by_place[place] = unique_names(by_place.get(place, []) + found)
    shown = _byline_shown(layout, picked[0], names)
    if not shown and not by_place:
        shown = _name_line(layout, picked, names)
    if shown:
        by_place["byline"] = shown
    if by_place:
        place = next(iter(by_place))
        draft.authors = by_place[place]
        draft.evidence["authors"] = {"read": place, "others": {k: v for k, v in by_place.items() if k != place}}
        return
    declared = [*page.organisations, *(text for _, text, _ in page.bylines)]
    found = [name for text in declared if (name := organisation(text))]
    if found:
        draft.authors = found[:1]
        draft.evidence["authors"] = {"read": "declared organisation", "others": {}}


def _byline_shown(layout: Layout, first: int, names: Sequence[str]) -> list[str]:
    """The people of the byline that the page shows near the top of the article."""
    found: list[str] = []
    for i in range(max(_headline(layout, first), first - 2 * _EDGE), min(first + 3, len(layout.blocks))):
        block = layout.blocks[i]
        if len(block.text) > 160 or _PHOTO.match(block.text):
            continue
        columns = _COLUMNS.split(block.text)
        opening = next((p for p in columns if starts_byline(p)), None)
        if opening:
            found += people(_UNDATED.match(opening)[0], names)  # type: ignore[index]
        elif found:
            continue
        elif layout.furniture(block) == "byline" and len(block.text) < 80:
            found += people(block.text, names)
        elif len(columns) > 1 and any(c.isdigit() for c in columns[1]) and find_dates(columns[1]):
            found += _only_people(columns[0], names)
    return unique_names(found)


# A byline up to the date or the word for "published" that goes on with it, often glued to it.
_UNDATED = re.compile(
    r"(?:[^\d\W]|\W)*?(?=\d|(?<=[a-zà-ÿ])\s?(?:Publi|Posted|Updated|Mis à|Aktuali|Veröff|Stand)|$)", re.DOTALL
)


def _headline(layout: Layout, first: int) -> int:
    """Number of the block of the lowest h1 above the body, of the first where it stands there again."""
    headings = [i for i, b in enumerate(layout.blocks[:first]) if b.kind == "h1"]
    if not headings:
        return max(0, first - _EDGE)
    key = layout.blocks[headings[-1]].key
    return next(i for i in headings if layout.blocks[i].key == key)


_LAST_LINES = 2


def _name_line(layout: Layout, picked: Sequence[int], names: Sequence[str]) -> list[str]:
    """The people of a paragraph of names alone, right above the first paragraph of the body or below its last."""
    prose = [i for i in picked if layout.blocks[i].prose]
    if not prose:
        return []
    first, last = prose[0], prose[-1]
    for i in (first - 1, *range(last + 1, last + 1 + _LAST_LINES)):
        if 0 <= i < len(layout.blocks):
            block = layout.blocks[i]
            beside = layout.blocks[first if i < first else last]
            if block.kind == "p" and block.box == beside.box and not block.linked and len(block.text) <= 80:
                found = _only_people(block.text, names)
                if found:
                    return found
    return []


def _only_people(text: str, names: Sequence[str]) -> list[str]:
    """The people of a text that says little else."""
    found = people(text, names)
    return found if sum(map(len, found)) > 0.8 * len(text) else []


def _fill_published(draft: Draft, layout: Layout, first: int, page: Declared) -> None:
    """The time that the page declares; else the one in its address; else the one that it shows above its body. The time
    of a <time> makes a day exact."""
    candidates = list(page.published)
    for place, text in page.unread_dates:
        at = parse_date(text, page.language)
        if at:
            candidates.append(Published(at.at, at.precision, f'{place} "{text}"'))
    times = _times_shown(layout, first) if not candidates or candidates[0].precision == "day" else []
    exact = [(day, at) for label, day, at in times if label != "modified" and at.precision != "day"]
    if not candidates:
        candidates = _date_of_url(draft.url or page.canonical) + [at for _, at in exact]
        candidates += _dates_shown(layout, first, page) or [at for _, _, at in times]
    if candidates and candidates[0].precision == "day":
        candidates = [at for day, at in exact if day == candidates[0].at.date().isoformat()][:1] + candidates
    if candidates:
        draft.published = candidates[0]
        draft.evidence["published"] = {"others": [c.evidence for c in candidates[1:]]}


_PUBLISHED_NAME = re.compile(r"publi|posted|entry-date|created", re.IGNORECASE)
_MODIFIED_NAME = re.compile(r"updat|modif|edited", re.IGNORECASE)
_DATED_LINES, _MAX_TIMES = 3, 20
_NOT_ITS_OWN = frozenset(["related", "comment", "aside", "nav", "footer", "promo", "caption"])


def _times_shown(layout: Layout, first: int) -> list[tuple[str, str, Published]]:
    """(label, day as written, time) of each <time datetime> between the headline and the body, what is labelled as
    published first, as modified last. The words that it shows may be "2 hours ago"."""
    found: list[tuple[str, str, Published]] = []
    blocks = layout.blocks
    opening = [b for b in blocks[first : first + _DATED_LINES] if b.prose]  # the date line may be picked as text
    for element in _between(layout, blocks[_headline(layout, first)], (opening or blocks[first:])[0]):
        value = element.get("datetime", "").strip()
        at = published_from_iso(value, f'time datetime "{value}"')
        if at:
            parent = element.getparent()
            label = _label_of_name(element) or date_label(_words_before(element)[-45:]) or _label_of_name(parent)
            found.append((label, value[:10], at))
    return sorted(found, key=lambda f: ("published", "", "modified").index(f[0]))


def _between(layout: Layout, headline: Block, start: Block) -> list[HtmlElement]:
    """The <time> elements with a `datetime` between two blocks, outside of what belongs to other articles."""
    body, box = layout.boxes[0], layout.boxes[start.box]
    if headline.kind != "h1" or not any(e.get("datetime") for e in body.iter("time")):
        return []
    found: list[HtmlElement] = []
    below = False
    tag = box.tag if start.kind == "div" else start.kind
    for element in body.iter("h1", "time", tag):
        if element.tag == "time":
            found += [element] if below and element.get("datetime") else []
        elif not below:
            below = element.tag == "h1" and squash("".join(element.itertext())) == headline.key
        elif element is box or (tag == start.kind and squash("".join(element.itertext())).startswith(start.key)):
            around = set(element.iterancestors())
            return [e for e in found[:_MAX_TIMES] if not _is_others(e, around)]
    return []


def _is_others(element: HtmlElement, around: set[HtmlElement]) -> bool:
    """Whether an element is in furniture or in an <article> that the elements `around` the body do not hold."""
    own = (e for e in element.iterancestors() if e not in around)
    return any(e.tag == "article" or _zone_of(e, e.tag) in _NOT_ITS_OWN for e in own)


def _words_before(element: HtmlElement) -> str:
    """The text of the element that holds another, up to that."""
    nearest = islice(element.itersiblings(preceding=True), 3)
    before = ["".join(e.itertext()) + (e.tail or "") for e in nearest]
    return " ".join([element.getparent().text or "", *reversed(before)])


def _label_of_name(element: HtmlElement) -> str:
    name = element.get("class") or ""
    return "published" if _PUBLISHED_NAME.search(name) else "modified" if _MODIFIED_NAME.search(name) else ""


_URL_DATE = re.compile(r"/((?:19|20)\d\d)([/-])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?=[/_-]|$)")


def _date_of_url(url: str | None) -> list[Published]:
    """The day in an address ("/2024/03/05/"), which content systems write when an article is published."""
    match = _URL_DATE.search(url or "")
    at = published_from_iso(f"{match[1]}-{match[3]}-{match[4]}", f"url {url}"[:300]) if match else None
    return [at] if at else []


def _dates_shown(layout: Layout, first: int, page: Declared) -> list[Published]:
    """Dates of the lines between the page's heading and its body, or right under its first paragraph; what is given as
    published first."""
    start = _headline(layout, first)
    found: list[tuple[bool, int, Published]] = []
    for i in range(max(start - 3, first - 2 * _EDGE, 0), min(first + 2, len(layout.blocks))):
        block = layout.blocks[i]
        if len(block.text) > 160 or layout.furniture(block) in ("related", "comment", "caption"):
            continue
        for column in _COLUMNS.split(block.text):
            dates = find_dates(column, page.language, 200)
            # A date line says little else; a caption or a sentence with a date in it is about another day.
            rest = len(beside_dates(column, dates)) if dates else 0
            for date in dates:
                if not date.label and rest > (80 if starts_byline(column) else 40):
                    continue
                at = Published(date.published.at, date.published.precision, f'line "{block.text[:120]}"')
                found.append((date.label == "modified", i, at))
    return [at for _, _, at in sorted(found, key=lambda f: f[:2])]


# --- fragments -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fragment:
    """The text of a content fragment (paragraphs parted by a blank line), the publishers whose content system left
    traces in it, and (address, words) of the links in its last paragraphs, those that were dropped included."""

    text: str
    credits: list[Credit] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)


_TAG = re.compile(r"<[a-zA-Z!/]")
_MAX_LINKS = 20
_LAST_PARAGRAPHS = 4


def fragment_text(html: str) -> Fragment:
    """The text of an HTML fragment: the content of a WordPress post, of a feed's entry or of a JSON row.

    Headings, lists and quotes stay; scripts, embeds, captions, share rows, lists of related links and forms go, and the
    notes between paragraphs that a page loses as well. Of text without markup the entities are resolved. Never raises.
    """
    html = html[:MAX_SOURCE]
    if not _TAG.search(html):
        lines = [" ".join(x.split()) for x in _PARAGRAPH.split(unescape(html))]
        return Fragment(_joined((line, _is_note(line, 0)) for line in lines))
    try:
        root = lxml_html.fragment_fromstring(html.replace("\x00", ""), create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return Fragment(" ".join(_ANY_TAG.sub(" ", html).split()))
    layout = lay_out(root)
    blocks = [b for b in layout.blocks if not layout.furniture(b)]
    text = _joined(
        (b.text, b.kind in _NOTE_TAGS and _is_note(b.text, b.linked))
        for b in blocks
        if b.kind == "p" or b.linked < 0.9 * len(b.text)
    )
    credits = cms_traces(html) if "data-" in html else []
    return Fragment(text, credits, _last_links(root))


_PARAGRAPH = re.compile(r"\n\s*\n")
_ANY_TAG = re.compile(r"<[^<>]{0,2000}>")


# Marks of WordPress plug-ins that were left unread; the words of an editor in brackets ("[sic]") are none.
_SHORTCODE = re.compile(
    r"\[(embed|caption|video|audio|gallery|playlist)\b[^\[\]]{0,2000}\](?:[^\[\]]{0,2000}\[/\1\])?"
    r"|\[/?[a-z]+(?:[_-]\w+)+(?:\s[^\[\]]{0,2000})?\]|\[[a-z]+\s[^\[\]]{0,2000}=[^\[\]]{0,2000}\]"
)
_ADDRESS_ONLY = re.compile(r"https?://\S+")


_NOTE_TAGS = _HEADINGS | {"p", "div"}


def _joined(lines: Iterable[tuple[str, bool]]) -> str:
    """The lines of a fragment, each with whether it is a note, without those that are no text; all of them where nothing
    else is there."""
    found = [(text, note) for text, note in lines if text]
    kept = []
    for text, note in found:
        if "[" in text:
            text = " ".join(_SHORTCODE.sub(" ", text).split())
        if text and not note and not _ADDRESS_ONLY.fullmatch(text):
            kept.append(text)
    return "\n\n".join(kept or [text for text, _ in found])


def _last_links(root: HtmlElement) -> list[tuple[str, str]]:
    """(address, words) of the links in the last paragraphs, in the order of the text."""
    anchors = list(root.iter("a"))[-_MAX_LINKS:]
    if not anchors:
        return []
    paragraphs = [e for e in root.iter("p", "li", "div", "blockquote", "h2", "h3", "h4", "footer") if len(e) or e.text]
    last = {id(e) for e in paragraphs[-_LAST_PARAGRAPHS:]} or {id(root)}
    found = []
    for anchor in anchors:
        address = (anchor.get("href") or "").strip()
        if address and (len(anchors) <= 4 or any(id(e) in last for e in anchor.iterancestors())):
            found.append((address[:2000], " ".join(" ".join(anchor.itertext()).split())[:300]))
    return found
