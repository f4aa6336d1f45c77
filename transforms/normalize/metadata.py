"""What a page declares about itself: JSON-LD, OpenGraph, meta tags, microdata, links; and its traces of another CMS."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.etree import XPath
from lxml.html import HtmlElement

from transforms.normalize.sites import normalise_url, same_publisher, site_of
from transforms.records import Credit, Published

MAX_JSON = 2_000_000  # characters of one JSON-LD script; a longer one is no article's description
MAX_NODES = 2_000
_EARLIEST, _LATEST = 1981, 2100  # 1970-01-01 and 1980-01-01 are clocks that were never set

# --- times -----------------------------------------------------------------------------------------------------------

_ISO = re.compile(
    r"^\s*(?P<y>\d{4})(?P<s>[-/.]?)(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
    r"(?:(?:\s*[T_]\s*|\s+)(?P<H>\d{1,2})[:.](?P<M>\d{2})(?:[:.](?P<S>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(?P<z>Z|UTC|GMT|(?:GMT|UTC)?[+-−]\d{1,2}:?(?:\d{2})?|[A-Z]{3,4})?)?\s*(?:\[[\w/]{1,40}\])?\s*$",
    re.IGNORECASE,
)
_JS_DATE = re.compile(r"^\w{3} (\w{3}) (\d{1,2}) (\d{4}) (\d{2}:\d{2}:\d{2}) GMT([+-]\d{4})")
_RFC = re.compile(r"^\s*(?:[A-Za-z]{3,9},?\s+)?\d{1,2}\s+[A-Za-z]{3,9}\s+\d{4}(?:\s|$)")
_EPOCH = re.compile(r"^\s*(\d{10}|\d{13})(?:\.0{1,3})?\s*$")
# RFC 5322, section 4.3, and the zones of Europe that have one meaning.
_ZONES = {"EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420}
_ZONES |= {"WET": 0, "WEST": 60, "CET": 60, "MEZ": 60, "CEST": 120, "MESZ": 120, "EET": 120, "EEST": 180, "JST": 540}
_ZONES |= {"Z": 0, "UTC": 0, "GMT": 0, "MSK": 180, "KST": 540, "SAST": 120}
_AFTER_SECONDS = ("Z", "+", "-", ".")
_FARTHEST = timedelta(hours=15)  # a zone from Greenwich
_OFFSET = re.compile(r"^(?:GMT|UTC)?([+\-−])(\d{1,2}):?(\d{2})?$", re.IGNORECASE)


def published_from_iso(value: str | None, evidence: str) -> Published | None:
    """A machine-readable time (ISO 8601 and near it, RFC 5322, seconds or milliseconds since 1970) in UTC.

    None for anything else, and for years outside 1981 to 2100. Without a zone, or without a time, the precision is
    `day`; so is midnight to the second, which is what programs write for a day without a time.
    """
    if not value or len(value) > 80:
        return None
    if value[10:11] == "T" and value[16:17] == ":" and value[19:20] in _AFTER_SECONDS:
        with suppress(ValueError):  # "2024-08-01T12:30:00Z", "….000+01:00": most are so, and the library is faster
            at = datetime.fromisoformat(value)
            return _from_clock(at.replace(microsecond=0) if at.microsecond else at, evidence)
    epoch = _EPOCH.match(value)
    if epoch:
        seconds = int(epoch[1]) / (1000 if len(epoch[1]) == 13 else 1)
        return _published(datetime.fromtimestamp(int(seconds), UTC), "second", evidence)
    iso = _ISO.match(value)
    if iso:
        return _from_iso(iso, evidence)
    script = _JS_DATE.match(value)
    if script:
        value = f"{script[2]} {script[1]} {script[3]} {script[4]} {script[5]}"
    if script or _RFC.match(value):
        try:
            at = parsedate_to_datetime(value)
        except (ValueError, TypeError, OverflowError):
            return None
        if not re.search(r"\d:\d\d", value):
            return _published(at.replace(tzinfo=UTC), "day", evidence)
        if at.tzinfo is None:  # RFC 5322: -0000 is UTC; no zone at all is unknown
            stated = value.rstrip().endswith("-0000")
            return _published(at.replace(tzinfo=UTC), "second" if stated else "day", evidence)
        precision = "second" if re.search(r"\d:\d\d:\d\d", value) else "minute"
        return _published(_to_utc(at), precision, evidence)
    return None


def _from_iso(match: re.Match[str], evidence: str) -> Published | None:
    if not match["s"] and len(match["m"] + match["d"]) != 4:
        return None
    try:
        clock = int(match["H"] or 0), int(match["M"] or 0), int(match["S"] or 0)
        at = datetime(int(match["y"]), int(match["m"]), int(match["d"]), *clock, tzinfo=UTC)
    except ValueError:
        return None
    minutes = _offset(match["z"])
    if match["H"] is None or minutes is None:
        return _published(at, "day", evidence)
    zone = timezone(timedelta(minutes=minutes))
    return _from_clock(at.replace(tzinfo=zone), evidence, "minute" if match["S"] is None else "second")


def _from_clock(at: datetime, evidence: str, precision: str = "second") -> Published | None:
    """A time with its zone; midnight in Greenwich is a day."""
    if at.tzinfo is UTC:
        return _published(at, precision if at.hour or at.minute or at.second else "day", evidence)
    offset = at.utcoffset()
    if offset is None or abs(offset) > _FARTHEST:
        return _published(at.replace(tzinfo=UTC), "day", evidence)
    if not offset and (at.hour, at.minute, at.second) == (0, 0, 0):
        precision = "day"
    try:
        return _published(at.astimezone(UTC), precision, evidence)
    except (OverflowError, ValueError):
        return None


def _offset(zone: str | None) -> int | None:
    """Minutes east of Greenwich; None where no zone is stated or its letters have several meanings."""
    if not zone:
        return None
    if zone.upper() in _ZONES:
        return _ZONES[zone.upper()]
    match = _OFFSET.match(zone)
    if not match:
        return None
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    return minutes * (1 if match[1] == "+" else -1) if timedelta(minutes=minutes) <= _FARTHEST else None


def _to_utc(at: datetime) -> datetime:
    try:
        return at.astimezone(UTC)
    except (OverflowError, ValueError):
        return at.replace(tzinfo=UTC)


def _published(at: datetime, precision: str, evidence: str) -> Published | None:
    if not _EARLIEST <= at.year <= _LATEST:
        return None
    if precision == "day" and (at.hour or at.minute or at.second or at.microsecond):
        at = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return Published(at, precision, evidence)


# --- JSON-LD ---------------------------------------------------------------------------------------------------------

_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|^Report|SocialMediaPosting|Review|^NewsItem)$")
_CDATA = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s{0,200}[}\]])")
_RESCUE = re.compile(r'"(datePublished|headline|articleBody)"\s{0,20}:\s{0,20}"((?:[^"\\]|\\.){1,200000})"')


def _nodes(tree: HtmlElement) -> tuple[list[dict[str, Any]], dict[str, dict[str, Any]]]:
    """All JSON-LD objects that describe the page itself, in document order, and the same by their @id."""
    nodes: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        kind = script.get("type") or ""
        if "ld+json" not in kind.lower() or not script.text or len(script.text) > MAX_JSON:
            continue
        data = _json(script.text)
        stack = [data]
        while stack and len(nodes) < MAX_NODES:
            value = stack.pop()
            if isinstance(value, list):
                stack.extend(reversed(value))
            elif isinstance(value, dict):
                nodes.append(value)
                for key in ("mainEntity", "mainEntityOfPage", "@graph"):
                    if isinstance(value.get(key), dict | list):
                        stack.append(value[key])
    by_id: dict[str, dict[str, Any]] = {}
    for node in nodes:
        if isinstance(node.get("@id"), str) and len(node) > 1:
            by_id.setdefault(node["@id"], node)
    return nodes, by_id


def _json(text: str) -> Any:
    for attempt in (text, _CDATA.sub("", _CDATA.sub("", text)), _TRAILING_COMMA.sub(r"\1", text), html.unescape(text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    # Broken beyond these: what stands between the quotes of the keys that matter.
    found: dict[str, Any] = {}
    for match in _RESCUE.finditer(text):
        try:
            found.setdefault(match[1], json.loads(f'"{match[2]}"', strict=False))
        except ValueError:
            continue
    return found | {"@type": "Article"} if found else None


def _types(node: dict[str, Any]) -> list[str]:
    kind = node.get("@type")
    return [str(k).rpartition("/")[2] for k in (kind if isinstance(kind, list) else [kind]) if k]


def _text(value: Any) -> str | None:
    """The text of a JSON-LD value: a string, {"@value": …}, the first of a list."""
    if isinstance(value, list):
        value = next((v for v in value if v), None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or value.get("@id")
    if isinstance(value, str) and value.strip():
        return html.unescape(value).strip() if "&" in value else value.strip()
    return None


def _things(value: Any, by_id: dict[str, dict[str, Any]]) -> Iterator[tuple[str | None, str | None, str | None]]:
    """(type, name, url) of the persons or organisations of a JSON-LD value; references are followed."""
    for item in (value if isinstance(value, list) else [value])[:40]:
        if isinstance(item, str):
            known = by_id.get(item)
            if known is not None:
                yield from _things({k: v for k, v in known.items() if k != "@id"}, by_id)
            else:
                yield None, item, None
        elif isinstance(item, dict):
            if "name" not in item and isinstance(item.get("@id"), str) and item["@id"] in by_id:
                item = by_id[item["@id"]]
            name = item.get("name")
            if isinstance(name, list):
                name = "; ".join(n for n in name if isinstance(n, str))
            elif isinstance(name, dict):
                name = _text(name)
            if not name and isinstance(item.get("familyName"), str):
                name = " ".join(str(item[k]) for k in ("givenName", "additionalName", "familyName") if item.get(k))
            kinds = _types(item)
            address = item.get("url") if isinstance(item.get("url"), str) else None
            yield (kinds[0] if kinds else None), (html.unescape(name) if isinstance(name, str) else None), address


# --- the page --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Declared:
    """What a page says of itself, each value with the place where it was read; the most trusted place first.

    `titles`: (place, text). `bylines`: (place, text, whether the place says that it is one person). `published` and
    `modified`: times. `bodies`: the texts of JSON-LD articleBody. `names`: what the site calls itself.
    `organisations`: bylines that are declared organisations.
    """

    titles: list[tuple[str, str]] = field(default_factory=list)
    bylines: list[tuple[str, str, bool]] = field(default_factory=list)
    published: list[Published] = field(default_factory=list)
    modified: list[Published] = field(default_factory=list)
    unread_dates: list[tuple[str, str]] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    descriptions: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    site_name: str | None = None
    sections: list[str] = field(default_factory=list)
    organisations: list[str] = field(default_factory=list)
    copyright: list[str] = field(default_factory=list)
    canonical: str | None = None
    canonical_place: str | None = None
    urls: list[tuple[str, str]] = field(default_factory=list)
    language: str | None = None
    language_place: str | None = None
    sources: list[tuple[str, str, str | None, str | None]] = field(default_factory=list)  # rule, evidence, name, url
    is_live: bool = False


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_META_PUBLISHED = _words(
    "article:published_time og:article:published_time og:published_time og:pubdate article:published "
    "article:published_date datepublished publishdate publish_date publish-date published_time published_at "
    "published publication_date publicationdate publication-date pubdate pub_date pub-date parsely-pub-date "
    "sailthru.date dc.date.issued dc.date.created dcterms.created dcterms.date dcterms.issued dc.date dc.created "
    "date.created date.available dcterms.available article_date_original article.published article.created "
    "rnews:datepublished cxenseparse:recs:publishtime cxenseparse:publishtime cxenseparse:recs:published_time "
    "cxenseparse:published_time content:publishdate prism.publicationdate citation_publication_date citation_date "
    "originalpublicationdate displaydate display_date release_date article:post_date firstpublished first_published "
    "published-date iso-8601-publish-date datecreated date pdate article.date shareaholic:article_published_time"
)
_PUBLISHED_RANK = {name: i for i, name in enumerate(_META_PUBLISHED)}
_META_MODIFIED = frozenset(
    _words(
        "article:modified_time og:updated_time article:modified datemodified last-modified dcterms.modified "
        "date.modified date.updated updated-date article_date_updated lastmod"
    )
)
_META_AUTHOR = _words(
    "author authors article:author article:author_name og:author og:article:author byl dc.creator dcterms.creator "
    "parsely-author sailthru.author cxenseparse:author article_author articleauthor dcsext.author citation_author "
    "dc.creator.aut rbauthors shareaholic:article_author_name content-creator creator twitter:data1"
)
_AUTHOR_RANK = {name: i for i, name in enumerate(_META_AUTHOR)}
_META_TITLE = _words(
    "og:title twitter:title headline parsely-title sailthru.title cxenseparse:title dc.title dcterms.title "
    "citation_title title fb_title rbtitle shareaholic:title article.origheadline fulltitle mrf:title"
)
_TITLE_RANK = {name: i for i, name in enumerate(_META_TITLE)}
_META_NAMES = frozenset(
    _words(
        "og:site_name application-name apple-mobile-web-app-title al:ios:app_name al:android:app_name "
        "twitter:app:name:iphone twitter:app:name:ipad twitter:app:name:googleplay sitename article_publication_name "
        "dc.publisher prism.publicationname publisher page.site article_publisher sailthru_pubname"
    )
)
_META_SOURCE = frozenset(
    _words(
        "original-source syndication-source original_source originalsource article:original_source article_source "
        "content-original-source source-url dc.source dcterms.source"
    )
)
_META_LANGUAGE = ("content-language", "language", "dc.language", "inlanguage", "dcterms.language", "og:language")
_ITEMPROP = XPath("//*[@itemprop]")
_REL_AUTHOR = XPath("//a[contains(@rel, 'author')] | //*[contains(@class, 'yline') or contains(@class, 'uthor')]")
_SCHEMA_ARTICLE = re.compile(r"schema\.org/\w*(?:Article|BlogPosting|Report)", re.IGNORECASE)
_MODIFIED_WORD = re.compile(r"modif|updat|edit|change", re.IGNORECASE)


def read_declared(tree: HtmlElement, url: str | None = None) -> Declared:
    """What `tree` (a whole page; not changed) declares; `url` tells which JSON-LD object is the page's article."""
    page = Declared()
    metas: list[tuple[str, str]] = []
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        if not content or len(content) > 5000:
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = element.get(attribute)
            if name:
                metas.append((name.strip().lower(), content))
                break
    _read_links(tree, url, page)
    nodes, by_id = _nodes(tree)
    article = _article_of(nodes, url, page)
    if article is not None:
        _read_article(article, by_id, page)
    _read_site_nodes(nodes, page)
    _read_metas(metas, page)
    _read_microdata(tree, page)
    root = tree.getroottree().getroot()
    if root.get("lang") or root.get("xml:lang"):
        page.language, page.language_place = (root.get("lang") or root.get("xml:lang")), "html lang"
    if not page.language:
        found = dict(reversed(metas))
        for name in _META_LANGUAGE:
            if found.get(name):
                page.language, page.language_place = found[name].split(",")[0], f"meta {name}"
                break
        else:
            if found.get("og:locale"):
                page.language, page.language_place = found["og:locale"].replace("_", "-"), "og:locale"
    return page


def _read_links(tree: HtmlElement, url: str | None, page: Declared) -> None:
    for element in tree.iter("link"):
        relations = (element.get("rel") or "").lower().split()
        address = (element.get("href") or "").strip()
        if not address or not relations:
            continue
        if "canonical" in relations and page.canonical is None:
            whole = _absolute(address, url)
            if whole:
                page.canonical, page.canonical_place = whole, "link rel=canonical"
        if "syndication-source" in relations or "original-source" in relations:
            page.sources.append(("original-source", f'link rel={relations[0]} "{address[:300]}"', None, address))


def _absolute(address: str, url: str | None) -> str | None:
    try:
        whole = urljoin(url, address) if url else address
        return whole if urlsplit(whole).scheme in ("http", "https") and site_of(whole) else None
    except ValueError:
        return None


def _article_of(nodes: Sequence[dict[str, Any]], url: str | None, page: Declared) -> dict[str, Any] | None:
    """The JSON-LD object of the page's own article: of an article's type, best the one that names the page."""
    articles = [n for n in nodes if any(_ARTICLE_TYPE.search(k) for k in _types(n))]
    if not articles:
        return None
    own = {normalise_url(u) for u in (url, page.canonical) if u} - {None}

    def score(node: dict[str, Any]) -> tuple[int, int]:
        entity = node.get("mainEntityOfPage")
        places = [node.get("url"), node.get("@id"), entity if isinstance(entity, str) else None]
        if isinstance(entity, dict):
            places += [entity.get("@id"), entity.get("url")]
        names_page = any(isinstance(p, str) and normalise_url(p.split("#")[0]) in own for p in places)
        filled = sum(bool(node.get(k)) for k in ("datePublished", "headline", "author", "articleBody"))
        return int(names_page), filled

    # max keeps the first of equals: the order of the page.
    return max(articles, key=score)


def _read_article(node: dict[str, Any], by_id: dict[str, dict[str, Any]], page: Declared) -> None:
    page.is_live = "LiveBlogPosting" in _types(node)
    for key in ("headline", "name"):
        text = _text(node.get(key))
        if text:
            page.titles.append((f"json-ld {key}", text))
            break
    for key, into in (
        ("datePublished", page.published),
        ("dateCreated", page.published),
        ("dateModified", page.modified),
    ):
        text = _text(node.get(key))
        if not text:
            continue
        at = published_from_iso(text, f'json-ld {key} "{text[:80]}"')
        if at and (into is page.modified or key == "datePublished" or not page.published):
            into.append(at)
        elif into is page.published and not at:
            page.unread_dates.append((f"json-ld {key}", text[:80]))
    for kind, name, _ in _things(node.get("author") or node.get("creator"), by_id):
        if not name or name.startswith("http"):
            continue
        if kind and kind.lower().endswith("organization"):
            page.organisations.append(name)
        else:
            page.bylines.append(("json-ld author", name, kind == "Person"))
    body = node.get("articleBody")
    if isinstance(body, str) and body.strip():
        page.bodies.append(body)
    for key in ("description", "alternativeHeadline"):
        text = _text(node.get(key))
        if text:
            page.descriptions.append(text)
    section = node.get("articleSection")
    page.sections += [s for s in (section if isinstance(section, list) else [section]) if isinstance(s, str)][:5]
    for _, name, address in _things(node.get("publisher"), by_id):
        if name and not name.startswith("http"):
            page.names.append(name)
        if address:
            page.urls.append(("json-ld publisher url", address))
    for key in ("sourceOrganization", "isBasedOn", "isBasedOnUrl"):
        value = node.get(key)
        if not value:
            continue
        for _, name, address in _things(value, by_id):
            if isinstance(value, dict) and not address and isinstance(value.get("@id"), str):
                address = value["@id"]
            if name and re.match(r"https?://", name):
                name, address = None, name
            if name or address:
                page.sources.append((f"json-ld-{key.lower()}", f"json-ld {key} {name or address}"[:300], name, address))
    for key in ("creditText", "copyrightNotice"):
        text = _text(node.get(key))
        if text and len(text) < 300:
            page.copyright.append(text)
    if isinstance(node.get("inLanguage"), str):
        page.language, page.language_place = node["inLanguage"], "json-ld inLanguage"


def _read_site_nodes(nodes: Iterable[dict[str, Any]], page: Declared) -> None:
    for node in nodes:
        if any(k in ("WebSite", "Organization", "NewsMediaOrganization", "Corporation") for k in _types(node)):
            for key in ("name", "alternateName", "legalName"):
                name = node.get(key)
                page.names += [n for n in (name if isinstance(name, list) else [name]) if isinstance(n, str)][:3]


def _read_metas(metas: Sequence[tuple[str, str]], page: Declared) -> None:
    titles: list[tuple[int, str, str]] = []
    bylines: list[tuple[int, str, str]] = []
    dates: list[tuple[int, Published]] = []
    for name, content in metas:
        if name in _TITLE_RANK:
            titles.append((_TITLE_RANK[name], f"meta {name}", content))
        if name in _AUTHOR_RANK and not content.startswith(("http", "www.", "/")):
            bylines.append((_AUTHOR_RANK[name], f"meta {name}", content))
        if name in _PUBLISHED_RANK:
            at = published_from_iso(content, f'meta {name} "{content[:80]}"')
            if at:
                dates.append((_PUBLISHED_RANK[name], at))
            else:
                page.unread_dates.append((f"meta {name}", content[:80]))
        elif name in _META_MODIFIED:
            at = published_from_iso(content, f'meta {name} "{content[:80]}"')
            if at:
                page.modified.append(at)
        if name == "og:site_name" and not page.site_name:
            page.site_name = content[:200]
        if name in _META_NAMES:
            page.names.append(content[:200])
        elif name == "twitter:site" and len(content) < 40:
            page.names.append(content.lstrip("@"))
        elif name in ("article:section", "section", "cxenseparse:section"):
            page.sections.append(content[:100])
        elif (
            name in ("copyright", "dcterms.rightsholder", "dc.rights", "copyrightholder", "dc.copyright")
            and len(content) < 200
        ):
            page.copyright.append(content)
        elif name in ("description", "og:description"):
            page.descriptions.append(content)
        elif name == "og:url":
            page.urls.append(("og:url", content))
        if name in _META_SOURCE:
            is_url = re.match(r"https?://", content)
            # A source of letters alone is a publisher; "Example 2026, 12:3" is a bibliographic reference.
            if not is_url and (name.startswith("dc") or len(content) > 60 or re.search(r"\d", content)):
                continue
            page.sources.append(
                (
                    "original-source",
                    f'meta {name} "{content[:300]}"',
                    None if is_url else content[:120],
                    content if is_url else None,
                )
            )
    page.titles += [(place, text) for _, place, text in sorted(titles, key=lambda t: t[0])]
    page.bylines += [(place, text, False) for _, place, text in sorted(bylines, key=lambda t: t[0])]
    page.published += [at for _, at in sorted(dates, key=lambda t: t[0])]
    if page.site_name:
        page.names.insert(0, page.site_name)


def _read_microdata(tree: HtmlElement, page: Declared) -> None:
    """Schema.org properties in the markup of the page, of the first article only."""
    seen: set[str] = set()
    for element in _ITEMPROP(tree)[:400]:
        name = element.get("itemprop")
        if element.tag == "meta" and element.getparent() is not None and element.getparent().tag == "head":
            continue
        if name == "datePublished" and name not in seen:
            text = element.get("datetime") or element.get("content") or " ".join(element.itertext())
            text = text.strip()[:80]
            at = published_from_iso(text, f'microdata datePublished "{text}"')
            if at:
                page.published.append(at)
            elif text:
                page.unread_dates.append(("microdata datePublished", text))
            seen.add(name)
        elif name == "headline" and name not in seen:
            text = " ".join((element.get("content") or " ".join(element.itertext())).split())
            if text:
                page.titles.append(("microdata headline", text[:1000]))
            seen.add(name)
        elif name == "author" and len(seen) < 40:
            inner = element.find(".//*[@itemprop='name']")
            source = inner if inner is not None else element
            text = source.get("content") or " ".join(" ".join(source.itertext()).split())
            if text and len(text) < 300:
                page.bylines.append(("microdata author", text, False))


# --- another publisher? ----------------------------------------------------------------------------------------------

CONFIDENCE = {"canonical": 0.95, "original-source": 0.9, "cms-trace": 0.9, "json-ld-isbasedon": 0.85}
# Hosts on which publishers run their own content systems: the same path there is the page's own back end.
_BACKENDS = frozenset(
    _words(
        "wordpress.com wpengine.com wpcomstaging.com pantheonsite.io herokuapp.com netlify.app vercel.app "
        "cloudfront.net arcpublishing.com amazonaws.com azurewebsites.net"
    )
)
_LABEL_WORD = re.compile(r"[^\W\d_]{4,}")
# Hosts that keep or serve the pages of others; a canonical link to one of them names no publisher.
_PLATFORMS = frozenset(
    _words("ampproject.org googleusercontent.com archive.org archive.is feedburner.com google.com bit.ly t.co")
)


def other_publisher(page_url: str | None, other_url: str | None, page_names: Sequence[str] = ()) -> str | None:
    """The registrable domain of `other_url` where it is another publisher than that of `page_url`; else None.

    None too where either is no address, where the two are plainly one publisher (sites.same_publisher: one label under
    two suffixes, one owner), where the site calls itself (`page_names`) by the name of both, and where a site was
    renamed or serves its own back end: the same path on a host whose name shares a word or that hosts content systems.
    Without `page_url` the answer is None: whether it is another publisher cannot be known. Measured on
    attribution/gold_canonical.csv: 11 of 11.
    """
    site, other = site_of(page_url), site_of(other_url)
    if not site or not other or other in _PLATFORMS or site in _PLATFORMS or same_publisher(site, other):
        return None
    if any(same_publisher(n, other) and same_publisher(n, site) for n in page_names if n):
        return None
    if _path(page_url) == _path(other_url) and len(_path(page_url)) >= 12:
        if other in _BACKENDS:
            return None
        words = [set(_LABEL_WORD.findall(s.rsplit(".", 1)[0])) for s in (site, other)]
        if words[0] & words[1]:
            return None
    return other


def _path(url: str | None) -> str:
    try:
        return urlsplit(url or "").path.rstrip("/")
    except ValueError:
        return ""


def canonical_credit(
    url: str | None, canonical: str | None, names: Sequence[str] = (), place: str = "link rel=canonical"
) -> list[Credit]:
    """The publisher of the address that a page gives as the first of its copies, where that is another one."""
    other = other_publisher(url, canonical, names)
    return [Credit(None, other, "canonical", f'{place} "{canonical}"'[:340], CONFIDENCE["canonical"])] if other else []


def declared_credits(page: Declared, url: str | None) -> list[Credit]:
    """Other publishers that the head of a page names as its source."""
    found = canonical_credit(url, page.canonical, page.names)
    own = site_of(url) or site_of(page.canonical)
    for rule, evidence, name, address in page.sources:
        confidence = CONFIDENCE.get(rule, 0.8)
        if address:
            other = other_publisher(url or page.canonical, address, page.names)
            if other:
                found.append(Credit(name, other, rule, evidence, confidence))
        elif (
            name and own and not same_publisher(name, own) and not any(same_publisher(name, n) for n in page.names if n)
        ):
            found.append(Credit(name, None, rule, evidence, confidence))
    return list(dict.fromkeys(found))


_CMS_URI = re.compile(
    r"^(?:https?:)?(?://)?(?:cms|cms-\w{1,20}|editor|content-cms)\.((?:[\w-]{1,63}\.){1,3}[a-z]{2,12})(?:[/:?]|$)", re.I
)
_CMS_HINT = re.compile(r'\sdata-[a-z-]{0,40}ur[il]="(?:https?:)?(?://)?(?:cms|editor|content-cms)[.-]', re.I)


def _addressed(source: str, word: str, after: str) -> bool:
    """Whether a value or a host in `source` begins with `word`, maybe behind a prefix of its own ("content-")."""
    at = source.find(word)
    while at >= 0:
        if source[at + len(word) : at + len(word) + 1] in after and source[at - 1] in '"/-':
            return True
        at = source.find(word, at + 1)
    return False


def cms_traces(source: str, url: str | None = None) -> list[Credit]:
    """Traces of another publisher's content system in the attributes of HTML source ("data-uri=cms.example.com/…")."""
    found: dict[str, Credit] = {}
    # Two passes over the source, where the pattern takes as long as ten.
    if not _addressed(source, "cms", ".-") and not _addressed(source, "editor", "."):
        return []
    for hit in _CMS_HINT.finditer(source):
        value = source[hit.start() : hit.start() + 400].split('"', 2)
        match = _CMS_URI.match(value[1]) if len(value) > 2 else None
        domain = site_of(match[1]) if match else None
        if domain and domain not in found and (url is None or other_publisher(url, f"https://{domain}/")):
            evidence = f'{value[0].strip()}"{value[1][:120]}"'
            found[domain] = Credit(None, domain, "cms-trace", evidence, CONFIDENCE["cms-trace"])
        if len(found) > 3:
            break
    return list(found.values())
