"""Build the made-up newsroom: every raw document of this folder, and `expected.csv`, from the prose in `stories.py`.

    python examples/build.py

writes the same bytes each time (with the same versions of pyarrow and zstandard). Each document is placed by one call
that also says what is to be expected of it, so that documents and `expected.csv` cannot drift apart.
"""

from __future__ import annotations

import csv
import gzip
import html
import json
import re
import struct
import sys
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

sys.path.insert(0, str(Path(__file__).parent))
from stories import STORIES

HERE = Path(__file__).parent
NEWSROOM = HERE / "newsroom"
SITE_NAMES = {
    "basaltledger.com": "Basalt Ledger",
    "brightquayreport.com": "Bright Quay Report",
    "copperfieldcapitalnews.com": "Copperfield Capital News",
    "costaclaradigital.es": "Costa Clara Digital",
    "dailybraxton.com": "Daily Braxton",
    "diariovaldemora.es": "Diario de Valdemora",
    "eveningpelham.com": "Evening Pelham",
    "harborviewcourier.com": "Harborview Courier",
    "investorlanternhub.com": "Investor Lantern Hub",
    "kestrelheightsgazette.com": "Kestrel Heights Gazette",
    "lenzekurier.de": "Lenze-Kurier",
    "marlowtribune.net": "Marlow Tribune",
    "mnwsnews.com": "Meridian News Wire Service",
    "nordlichtpresse.de": "Nordlicht Presse",
    "northmerewatch.co.uk": "Northmere Watch",
    "noticiasaltura.com.mx": "Noticias Altura",
    "quillgatenews.com": "Quillgate News",
    "rheinblickaktuell.de": "Rheinblick aktuell",
    "routeninenews.com": "Route Nine News",
    "saltmarshdaily.com": "Saltmarsh Daily",
    "tamsinvalleypost.com": "Tamsin Valley Post",
    "tidewaterreview.org": "The Tidewater Review",
    "vellmarkherald.com": "Vellmark Herald",
    "wealthpierinsights.com": "Wealth Pier Insights",
    "worldbriefcentral.net": "World Brief Central",
}
CEST = timezone(timedelta(hours=2))


@dataclass(frozen=True)
class Doc:
    """One document of the newsroom and what is expected of it.

    `story` is a label of `stories.STORIES`; `first` keeps that many of its paragraphs. `relation` and `origin` are the
    expectations (`origin` lists accepted values parted by `|`). `at` is the time of publication, `precision` what is
    left of it in the document (empty: the document does not say). `credit` is HTML; other kinds take its text.
    """

    site: str
    story: str
    relation: str
    at: datetime
    precision: str = "second"
    origin: str = ""
    title: str = ""
    dateline: str = ""
    credit: tuple[str, ...] = ()
    first: int | None = None
    path: str = ""
    lang: str = "en"
    byline: str | None = None
    canonical: str = ""

    @property
    def headline(self) -> str:
        return self.title or STORIES[self.story].title

    @property
    def author(self) -> str:
        return STORIES[self.story].author if self.byline is None else self.byline

    @property
    def slug(self) -> str:
        words = re.findall(r"[a-z0-9]+", self.headline.lower())
        return "-".join(words[:8])

    @property
    def url(self) -> str:
        return f"https://www.{self.site}/{self.path or f'{self.at:%Y/%m/%d}/{self.slug}/'}"

    @property
    def body(self) -> list[str]:
        lead, *rest = STORIES[self.story].paragraphs[: self.first]
        return [self.dateline + lead, *rest]

    @property
    def content(self) -> str:
        """The body and its credit as an HTML fragment."""
        return "\n".join([*(f"<p>{html.escape(p, quote=False)}</p>" for p in self.body), *self.credit])

    @property
    def plain(self) -> str:
        """The body and its credit as text."""
        return "\n\n".join([*self.body, *map(strip_tags, self.credit)])

    @property
    def name(self) -> str:
        return SITE_NAMES[self.site]


EXPECTED: list[list[str]] = []


def strip_tags(fragment: str) -> str:
    return html.unescape(re.sub(r"<[^<>]{1,300}>", "", fragment))


def expect(
    file: str,
    doc: Doc,
    precision: str | None = None,
    site: str | None = None,
    url: str | None = None,
    relation: str | None = None,
    story: str | None = None,
) -> None:
    """Note what is expected of `doc` in `file`; arguments replace what the document's kind cannot show."""
    precision = doc.precision if precision is None else precision
    day = f"{doc.at:%Y-%m-%d}"
    stamp = f"{doc.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    published = {"": "", "day": day}.get(precision, stamp)
    EXPECTED.append(
        [
            file,
            doc.url if url is None else url,
            doc.story.split(".")[0] if story is None else story,
            doc.relation if relation is None else relation,
            doc.origin,
            published,
            precision,
            doc.site if site is None else site,
        ]
    )


def write(file: str, content: bytes | str) -> None:
    path = NEWSROOM / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def at(day: int, hour: int = 0, minute: int = 0, second: int = 0, zone: timezone = UTC) -> datetime:
    """A time in May 2025."""
    return datetime(2025, 5, day, hour, minute, second, tzinfo=zone)


# --- Furniture: what pages have around the article -------------------------------------------------------------------

WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "menu": ["Home", "News", "Business", "Sport", "Opinion", "Weather", "Obituaries", "Jobs"],
        "related": "You may also like",
        "latest": "Most read",
        "teasers": [
            ("Council votes on parking fees for the old harbor", "January 7, 2026"),
            ("Ten soups for a cold week", "December 2, 2025"),
            ("Bakery marks a century with free rolls", "November 19, 2025"),
        ],
        "letter": "Sign up for our free newsletter and never miss a story. Enter your email address.",
        "share": ["Share", "Tweet", "Email", "Print"],
        "comments": "Leave a Reply",
        "by": "By",
        "published": "Published",
    },
    "de": {
        "menu": ["Startseite", "Lokales", "Politik", "Wirtschaft", "Sport", "Kultur", "Anzeigen", "Abo"],
        "related": "Das könnte Sie auch interessieren",
        "latest": "Meistgelesen",
        "teasers": [
            ("Stadtrat streitet über den neuen Busbahnhof", "8. Januar 2026"),
            ("So gelingt der Apfelkuchen vom Blech", "3. Dezember 2025"),
            ("Chor sucht Stimmen für das Sommerkonzert", "21. November 2025"),
        ],
        "letter": "Jetzt den kostenlosen Newsletter abonnieren und nichts mehr verpassen.",
        "share": ["Teilen", "Drucken", "Merken"],
        "comments": "Kommentar schreiben",
        "by": "Von",
        "published": "Veröffentlicht am",
    },
    "es": {
        "menu": ["Inicio", "Local", "Política", "Economía", "Deportes", "Cultura", "Opinión", "Suscríbete"],
        "related": "También te puede interesar",
        "latest": "Lo más leído",
        "teasers": [
            ("El mercado viejo reabre con treinta puestos", "9 de enero de 2026"),
            ("Cómo conservar los tomates todo el año", "4 de diciembre de 2025"),
            ("La banda municipal busca trompetas", "20 de noviembre de 2025"),
        ],
        "letter": "Apúntate a nuestro boletín gratuito y recibe las noticias cada mañana.",
        "share": ["Compartir", "Imprimir", "Enviar"],
        "comments": "Deja una respuesta",
        "by": "Por",
        "published": "Publicado el",
    },
}
MONTH = {"de": "Mai", "es": "mayo"}


def written_day(doc: Doc) -> str:
    """The day as the language writes it."""
    if doc.lang == "de":
        return f"{doc.at.day}. {MONTH['de']} {doc.at.year}"
    if doc.lang == "es":
        return f"{doc.at.day} de {MONTH['es']} de {doc.at.year}"
    return f"{doc.at:%B} {doc.at.day}, {doc.at.year}"


def page(doc: Doc, look: str) -> str:
    """An HTML page: `look` is `jsonld` (a modern theme), `og` (an older one) or `plain` (no metadata at all)."""
    words = WORDS[doc.lang]
    title = html.escape(doc.headline, quote=False)
    menu = "".join(f'<li><a href="/{i}/">{entry}</a></li>' for i, entry in enumerate(words["menu"]))
    teasers = "".join(
        f'<li><a href="/t/{i}">{headline}</a> <time>{day}</time></li>'
        for i, (headline, day) in enumerate(words["teasers"])
    )
    share = " ".join(f'<a href="#" class="share">{entry}</a>' for entry in words["share"])
    head = [f'<meta charset="utf-8">\n<title>{title} - {doc.name}</title>']
    if look != "plain":
        head.append(f'<link rel="canonical" href="{doc.canonical or doc.url}">')
    if look == "jsonld":
        ld = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": doc.headline,
            "datePublished": doc.at.isoformat(),
            "dateModified": (doc.at + timedelta(hours=3, minutes=11)).isoformat(),
            "author": [{"@type": "Person", "name": n} for n in re.split(r" and ", doc.author) if n],
            "publisher": {"@type": "NewsMediaOrganization", "name": doc.name, "url": f"https://www.{doc.site}/"},
            "mainEntityOfPage": doc.url,
        }
        if not ld["author"]:
            del ld["author"]
        head.append(f'<script type="application/ld+json">{json.dumps(ld, ensure_ascii=False)}</script>')
    if look in ("jsonld", "og"):
        head.append(f'<meta property="og:title" content="{html.escape(doc.headline)}">')
        head.append('<meta property="og:type" content="article">')
        head.append(f'<meta property="og:site_name" content="{doc.name}">')
        head.append(f'<meta property="og:url" content="{doc.url}">')
    if look == "og" and doc.precision == "second":
        head.append(f'<meta property="article:published_time" content="{doc.at.isoformat()}">')
    if look == "og" and doc.author:
        head.append(f'<meta name="author" content="{doc.author}">')
    byline = f"{words['by']} {doc.author}" if doc.author else ""
    dated = "" if not doc.precision else f"{words['published']} {written_day(doc)}"
    if look == "plain":
        return f"""<html><head>
{chr(10).join(head)}
</head><body bgcolor="#ffffff">
<table width="900"><tr><td colspan="2"><b>{doc.name}</b><br><ul>{menu}</ul></td></tr>
<tr><td width="650">
<h1>{title}</h1>
<p><i>{byline}</i><br>{dated}</p>
{doc.content}
<p>{share}</p>
</td><td width="250"><b>{words["latest"]}</b><ul>{teasers}</ul></td></tr>
<tr><td colspan="2"><small>&copy; 2026 {doc.name}</small></td></tr></table>
</body></html>
"""
    return f"""<!DOCTYPE html>
<html lang="{doc.lang}">
<head>
{chr(10).join(head)}
</head>
<body>
<header><a href="/" class="logo">{doc.name}</a><nav><ul>{menu}</ul></nav></header>
<main>
<article>
<h1>{title}</h1>
<div class="meta"><span class="byline">{byline}</span> <span class="date">{dated}</span></div>
<div class="article-body">
{doc.content}
</div>
<div class="share-tools">{share}</div>
</article>
<section class="related"><h2>{words["related"]}</h2><ul>{teasers}</ul></section>
<section class="newsletter"><p>{words["letter"]}</p></section>
</main>
<aside class="sidebar"><h3>{words["latest"]}</h3><ol>{teasers}</ol></aside>
<footer><p>&copy; 2026 {doc.name}</p></footer>
</body>
</html>
"""


def dump(doc: Doc, look: str, caption: str = "", footer: bool = True) -> str:
    """The visible text of a page, as text renderers leave it: `look` is `bullets`, `stacked` or `bare`."""
    words = WORDS[doc.lang]
    byline = f"{words['by']} {doc.author}" if doc.author else ""
    day = written_day(doc) if doc.precision else ""
    teasers = [line for headline, when in words["teasers"] for line in (headline, when, "")]
    body = "\n\n".join([*doc.body, *map(strip_tags, doc.credit)])
    captions = f"{caption}\n{caption}\n" if caption else ""
    if look == "bullets":
        menu = "\n".join(f"  • {entry}" for entry in words["menu"])
        share = "\n".join(f"  • {entry}" for entry in words["share"])
        end = (
            f"Disclaimer: {doc.site} is a private publication. Its owners and staff vouch for no offer that is shown "
            "on this page, and what is written here replaces no adviser of your own."
            f"\n\nCopyright © 2026 {doc.site} | All Rights Reserved\n"
            if footer
            else ""
        )
        lines = [
            f"{doc.name}\n{menu}\n{menu}\n\n{doc.name}\n\n{words['menu'][1]}\n\n{doc.headline}\n",
            f"{byline or words['by'].lower()} {day}\n{day}\n{doc.headline}\n".lstrip(),
            f"{captions}\n{body}\n\n{share}\n\nprevious post\n{words['teasers'][0][0]}\n",
            f"next post\n{words['teasers'][1][0]}\n\n{words['related']}\n",
            "\n".join(teasers),
            f"{words['letter']}\n\n{end}",
        ]
        return "\n".join(lines)
    if look == "stacked":
        crumbs = "".join(words["menu"][:4])
        end = f"© 2026 {doc.name}. www.{doc.site}\n" if footer else ""
        lines = [
            f"Skip to content\n{crumbs}\n\n{doc.headline}\n",
            f"{byline}\n{day}\n" if byline or day else "",
            f"{captions}\n{doc.headline}\n\n{body}\n\nRead also:\n",
            "\n".join(f"  • {headline}" for headline, _ in words["teasers"]),
            f"\n{words['comments']}\n\nLatest\n\n" + "\n".join(teasers),
            end,
        ]
        return "\n".join(lines)
    return f"{doc.headline}\n\n{byline}\n{day}\n\n{captions}{body}\n"


# --- Kinds -----------------------------------------------------------------------------------------------------------


def wordpress(doc: Doc, number: int) -> dict[str, Any]:
    """A post as WordPress's REST API gives it, with `_embedded` author."""
    local = f"{doc.at:%Y-%m-%dT%H:%M:%S}"
    gmt = f"{doc.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"
    modified = f"{doc.at.astimezone(UTC) + timedelta(days=2):%Y-%m-%dT%H:%M:%S}"
    post: dict[str, Any] = {
        "id": number,
        "date": local,
        "date_gmt": gmt,
        "guid": {"rendered": f"https://www.{doc.site}/?p={number}"},
        "modified": modified,
        "modified_gmt": modified,
        "slug": doc.slug,
        "status": "publish",
        "type": "post",
        "link": doc.url,
        "title": {"rendered": html.escape(doc.headline, quote=False).replace("’", "&#8217;")},
        "content": {"rendered": doc.content + "\n", "protected": False},
        "excerpt": {"rendered": f"<p>{html.escape(doc.body[0][:140])} [&hellip;]</p>\n", "protected": False},
        "author": 3,
        "categories": [1],
    }
    if doc.author:
        post["_embedded"] = {"author": [{"id": 3, "name": doc.author, "slug": doc.author.lower().replace(" ", "-")}]}
    return post


def rss_item(doc: Doc, full: bool = True, source: tuple[str, str] | None = None) -> str:
    rows = [
        f"<title>{html.escape(doc.headline, quote=False)}</title>",
        f"<link>{doc.url}</link>",
        f'<guid isPermaLink="true">{doc.url}</guid>',
        f"<pubDate>{format_datetime(doc.at)}</pubDate>",
        f"<description><![CDATA[{doc.body[0][:150]} [&#8230;]]]></description>",
    ]
    if doc.author:
        rows.append(f"<dc:creator><![CDATA[{doc.author}]]></dc:creator>")
    if full:
        rows.append(f"<content:encoded><![CDATA[{doc.content}]]></content:encoded>")
    if source:
        rows.append(f'<source url="{source[0]}">{source[1]}</source>')
    return "<item>\n" + "\n".join(rows) + "\n</item>"


def rss(site: str, items: Sequence[str]) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>{SITE_NAMES[site]}</title>
<link>https://www.{site}/</link>
<description>All stories</description>
<lastBuildDate>Thu, 08 Jan 2026 06:00:00 +0000</lastBuildDate>
{chr(10).join(items)}
</channel>
</rss>
"""


def atom(site: str, docs: Iterable[Doc]) -> str:
    entries = "\n".join(
        f"""<entry>
<id>tag:{d.site},2025:{d.slug}</id>
<title>{html.escape(d.headline, quote=False)}</title>
<link rel="alternate" href="/{d.url.split("/", 3)[3]}"/>
<published>{d.at.isoformat()}</published>
<updated>{(d.at + timedelta(days=1)).isoformat()}</updated>
{f"<author><name>{d.author}</name></author>" if d.author else ""}
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
{d.content}
</div></content>
</entry>"""
        for d in docs
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://www.{site}/">
<id>https://www.{site}/</id>
<title>{SITE_NAMES[site]}</title>
<updated>2026-01-08T06:00:00Z</updated>
<link rel="self" href="/feed.atom"/>
{entries}
</feed>
"""


def rdf(site: str, docs: Sequence[Doc]) -> str:
    listed = "".join(f'<rdf:li rdf:resource="{d.url}"/>' for d in docs)
    items = "\n".join(
        f"""<item rdf:about="{d.url}">
<title>{html.escape(d.headline, quote=False)}</title>
<link>{d.url}</link>
<dc:date>{d.at.isoformat()}</dc:date>
{f"<dc:creator>{d.author}</dc:creator>" if d.author else ""}
<content:encoded><![CDATA[{d.content}]]></content:encoded>
</item>"""
        for d in docs
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="https://www.{site}/rdf">
<title>{SITE_NAMES[site]}</title>
<link>https://www.{site}/</link>
<description>Latest</description>
<items><rdf:Seq>{listed}</rdf:Seq></items>
</channel>
{items}
</rdf:RDF>
"""


def json_feed(site: str, docs: Iterable[Doc]) -> str:
    items = []
    for d in docs:
        item: dict[str, Any] = {
            "id": d.url,
            "url": d.url,
            "title": d.headline,
            "content_html": d.content,
            "date_published": d.at.isoformat(),
            "date_modified": (d.at + timedelta(days=3)).isoformat(),
        }
        if d.author:
            item["authors"] = [{"name": d.author}]
        items.append(item)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": SITE_NAMES[site],
        "home_page_url": f"https://www.{site}/",
        "language": "en",
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"


def row(doc: Doc, kind: str = "text", content: str = "", published: str = "published") -> dict[str, Any]:
    """A row of a crawl: `kind` says which column holds the document; the date as precise as the document says."""
    stamps = {
        "second": f"{doc.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "minute": f"{doc.at.astimezone(UTC):%Y-%m-%dT%H:%MZ}",
        "day": f"{doc.at:%Y-%m-%d}",
        "": None,
    }
    if kind == "raw":
        return {"url": doc.url, "raw": content}
    value: dict[str, Any] = {"url": doc.url, "title": doc.headline, published: stamps[doc.precision]}
    if doc.author:
        value["authors"] = [doc.author]
    value[kind] = content or (doc.plain if kind == "text" else doc.content)
    return {k: v for k, v in value.items() if v is not None}


def jsonl(rows: Iterable[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows).encode()


def warc_record(kind: str, number: int, url: str, content_type: str, block: bytes) -> bytes:
    """One WARC 1.0 record (ISO 28500). The crawl's date is months after the articles': it is not theirs."""
    head = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>",
        "WARC-Date: 2025-11-30T03:00:00Z",
        *([f"WARC-Target-URI: {url}"] if url else []),
        f"Content-Type: {content_type}",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def http_response(body: bytes, content_type: str) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def png(width: int = 8, height: int = 8) -> bytes:
    """A small grey image."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + bytes(range(row * 8, row * 8 + width)) for row in range(height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


# --- The newsroom ----------------------------------------------------------------------------------------------------

MERIDIAN = "MNWS|Meridian News Wire Service|mnwsnews.com"
FERRY = Doc("mnwsnews.com", "ferry", "original", at(12, 10, 42, 5), dateline="PORT ELLIS (MNWS) — ")
LITHIUM = Doc("basaltledger.com", "lithium", "original", at(14, 11, 30))
SEAGRASS = Doc("tidewaterreview.org", "seagrass", "original", at(13, 12, 0))
CHESS = Doc("vellmarkherald.com", "chess", "original", at(11, 18, 20, 0))
HOSPITAL = Doc("mnwsnews.com", "hospital", "original", at(16, 15, 5, 30), dateline="KESTREL HEIGHTS (MNWS) — ")
FLOOD = Doc("nordlichtpresse.de", "hochwasser", "original", at(13, 12, 15, zone=CEST), lang="de")
DROUGHT = Doc("diariovaldemora.es", "sequia", "original", at(15, 13, 40, 12, CEST), lang="es")
BRIDGE = Doc("harborviewcourier.com", "bridge-courier", "original", at(16, 9, 45))
MILLRACE = Doc("tamsinvalleypost.com", "bridge-post", "original", at(16, 14, 20))


def copy(of: Doc, site: str, when: datetime, **changes: Any) -> Doc:
    """A copy of `of` on another site: same language, `changes` on top."""
    return Doc(**{"site": site, "story": of.story, "relation": "copy", "at": when, "lang": of.lang, **changes})


def link(to: Doc, words: str = "") -> str:
    return f'<a href="{to.url}">{words or to.name}</a>'


def build_wordpress() -> None:
    credit = (
        f"<p>The post {link(FERRY, FERRY.headline)} appeared first on "
        '<a href="https://www.mnwsnews.com">Meridian News Wire Service</a>.</p>'
    )
    quillgate = copy(
        FERRY, "quillgatenews.com", at(12, 17, 5, 22), origin="mnwsnews.com", credit=(credit,), byline="Newsdesk"
    )
    array = [
        copy(
            LITHIUM,
            "investorlanternhub.com",
            at(14, 19, 12, 41),
            title="Lithium shake-up: Corvane strikes deal for Aldergate",
            origin="basaltledger.com",
            credit=("<p>This post appeared first on basaltledger.com</p>",),
            byline="",
        ),
        copy(
            HOSPITAL,
            "investorlanternhub.com",
            at(17, 4, 30, 0),
            dateline=HOSPITAL.dateline,
            origin=MERIDIAN,
            credit=("<p>© 2025 Meridian News Wire Service. All rights reserved.</p>",),
            byline="",
        ),
        copy(
            CHESS,
            "investorlanternhub.com",
            at(12, 8, 1, 9),
            relation="excerpt",
            title="Teenage outsider beats the grandmasters",
            origin="vellmarkherald.com",
            first=3,
            credit=(f"<p>This story was first published by {link(CHESS)}. Read the full story there.</p>",),
            byline="",
        ),
        Doc("investorlanternhub.com", "shares-14", "original", at(14, 20, 31, 0)),
    ]
    tribune = copy(
        HOSPITAL,
        "marlowtribune.net",
        at(17, 6, 0, 3),
        title="Mothers-to-be face 47-mile trip as hospital shuts ward",
        dateline=HOSPITAL.dateline,
        origin=MERIDIAN,
    )
    valdemora = [
        DROUGHT,
        Doc("diariovaldemora.es", "sequia.revision", "revision", at(17, 18, 2, 44, CEST), lang="es"),
    ]
    altura = copy(
        DROUGHT,
        "noticiasaltura.com.mx",
        at(16, 15, 22, 10),
        origin="diariovaldemora.es",
        credit=(
            f"<p>La entrada {link(DROUGHT, DROUGHT.headline)} se publicó primero en "
            '<a href="https://www.diariovaldemora.es">Diario de Valdemora</a>.</p>',
        ),
        byline="Redacción",
    )
    number = 4100
    for file, docs in [
        ("wordpress/quillgate-ferry.json", [quillgate]),
        ("wordpress/investorlantern-posts.json", array),
        ("wordpress/marlowtribune-hospital.json", [tribune]),
        ("wordpress/diariovaldemora-posts.json", valdemora),
        ("wordpress/noticiasaltura-sequia.json", [altura]),
    ]:
        posts = []
        for index, doc in enumerate(docs):
            number += 17
            posts.append(wordpress(doc, number))
            expect(file if len(docs) == 1 else f"{file}#{index}", doc)
        write(file, json.dumps(posts if len(posts) > 1 else posts[0], ensure_ascii="quillgate" in file) + "\n")


def build_html() -> None:
    pages = [
        ("mnws-ferry", FERRY, "jsonld"),
        (
            "mnws-ferry-update",
            Doc("mnwsnews.com", "ferry.revision", "revision", at(13, 13, 20), dateline="PORT ELLIS (MNWS) — "),
            "jsonld",
        ),
        (
            "harborview-ferry",
            copy(
                FERRY,
                "harborviewcourier.com",
                at(12, 13, 15),
                dateline=FERRY.dateline,
                origin=MERIDIAN,
                canonical=FERRY.url,
            ),
            "og",
        ),
        ("basaltledger-lithium", LITHIUM, "jsonld"),
        ("tidewaterreview-seagrass", SEAGRASS, "jsonld"),
        ("harborview-bridge", BRIDGE, "jsonld"),
        ("tamsinvalley-bridge", MILLRACE, "og"),
        ("northmere-library", Doc("northmerewatch.co.uk", "library", "original", at(14), "day"), "plain"),
        ("nordlicht-hochwasser", FLOOD, "jsonld"),
        (
            "lenzekurier-hochwasser",
            copy(
                FLOOD,
                "lenzekurier.de",
                at(14),
                precision="day",
                title="Hochwasser in Altwiek: 1.300 Menschen in Sicherheit gebracht",
                origin="Nordlicht Presse|nordlichtpresse.de",
                credit=("<p>Quelle: Nordlicht Presse</p>",),
            ),
            "plain",
        ),
        (
            "dailybraxton-lithium",
            copy(
                LITHIUM,
                "dailybraxton.com",
                at(14, 21, 40),
                origin="mnwsnews.com",
                credit=(
                    '<p><em>This story was originally published by <a href="https://www.mnwsnews.com/">'
                    "Meridian News Wire Service</a>.</em></p>",
                ),
            ),
            "og",
        ),
        ("harborview-weather-13", Doc("harborviewcourier.com", "weather-13", "original", at(13), "day"), "plain"),
    ]
    for name, doc, look in pages:
        file = f"html/{name}.html"
        write(file, page(doc, look))
        # A saved file does not say where it was saved from; a page that names itself (og:url) does. A canonical link
        # to another publisher is no site of its own.
        names_itself = look in ("jsonld", "og")
        expect(file, doc, url="", site=doc.site if names_itself else "")


def build_dumps() -> None:
    dumps = [
        (
            "copperfield-ferry",
            {"look": "bullets", "caption": "Rescuers beside the listing ferry on the Gannet Shoal off Port Ellis."},
            copy(
                FERRY,
                "copperfieldcapitalnews.com",
                at(13),
                precision="day",
                origin="mnwsnews.com",
                credit=("<p>This post appeared first on mnwsnews.com</p>",),
                byline="",
            ),
        ),
        (
            "ferry-retold",
            {"look": "stacked", "footer": False, "caption": "The Lady Marrable, stuck on a sandbank, on Monday."},
            Doc("brightquayreport.com", "ferry.rewrite", "rewrite", at(13), ""),
        ),
        (
            "wealthpier-lithium",
            {"look": "bullets"},
            copy(
                LITHIUM,
                "wealthpierinsights.com",
                at(15),
                precision="day",
                origin="basaltledger.com",
                credit=("<p>This post appeared first on basaltledger.com</p>",),
                byline="",
            ),
        ),
        (
            "saltmarsh-seagrass",
            {"look": "stacked", "caption": "Eelgrass in shallow water. Photo: Lonnie Beck"},
            copy(
                SEAGRASS,
                "saltmarshdaily.com",
                at(15),
                precision="day",
                origin="The Tidewater Review|tidewaterreview.org",
                credit=(
                    "<p>This article was originally published by The Tidewater Review and is republished here under a "
                    "Creative Commons license.</p>",
                ),
            ),
        ),
        (
            "rheinblick-hochwasser",
            {"look": "stacked"},
            copy(
                FLOOD,
                "rheinblickaktuell.de",
                at(14),
                precision="day",
                origin="Nordlicht Presse|nordlichtpresse.de",
                credit=(f"<p>Der Beitrag {FLOOD.headline} erschien zuerst auf Nordlicht Presse.</p>",),
                byline="",
            ),
        ),
        (
            "costaclara-sequia",
            {"look": "stacked"},
            copy(
                DROUGHT,
                "costaclaradigital.es",
                at(16),
                precision="day",
                title="Cortes de agua nocturnos en Valdemora por la sequía",
                origin="diariovaldemora.es",
                credit=("<p>Este artículo fue publicado originalmente en diariovaldemora.es</p>",),
            ),
        ),
        (
            "hospital-later",
            {"look": "bare"},
            Doc(
                "kestrelheightsgazette.com",
                "hospital.revision",
                "revision",
                at(28),
                "",
                # Whose page this is the dump does not show, so the mark may be the site's own: no origin.
                dateline="KESTREL HEIGHTS (MNWS) — ",
            ),
        ),
        (
            "worldbrief-chess",
            {"look": "bullets"},
            copy(
                CHESS,
                "worldbriefcentral.net",
                at(12),
                precision="day",
                title="Girl, 15, wins Vellmark Open",
                origin="Vellmark Herald|vellmarkherald.com",
                credit=("<p>(First published in the Vellmark Herald)</p>",),
            ),
        ),
        (
            "routenine-millrace",
            {"look": "stacked"},
            copy(
                MILLRACE,
                "routeninenews.com",
                at(18),
                precision="day",
                origin="Tamsin Valley Post|tamsinvalleypost.com",
                credit=("<p>Originally published by the Tamsin Valley Post on May 16, 2025.</p>",),
            ),
        ),
    ]
    for name, options, doc in dumps:
        file = f"dumps/{name}.txt"
        text = dump(doc, **options)  # type: ignore[arg-type]
        write(file, text)
        # Only a footer that spells its domain shows whose page a dump is.
        expect(file, doc, url="", site=doc.site if doc.site in text else "")


def build_feeds() -> None:
    meridian = ("https://www.mnwsnews.com/feed/", "Meridian News Wire Service")
    rescue = copy(
        FERRY,
        "worldbriefcentral.net",
        at(12, 20, 1, 0),
        title="214 saved from stranded ferry",
        origin="mnwsnews.com",
    )
    excerpt = copy(
        SEAGRASS,
        "worldbriefcentral.net",
        at(14, 7, 30, 0),
        relation="excerpt",
        origin="tidewaterreview.org",
        first=4,
        credit=(f"<p>Originally published at {link(SEAGRASS, 'tidewaterreview.org')}.</p>",),
    )
    hospital = copy(HOSPITAL, "worldbriefcentral.net", at(17, 9, 0, 0), origin="mnwsnews.com")
    file = "feeds/worldbriefcentral.rss"
    items = [
        rss_item(rescue, source=meridian),
        rss_item(excerpt),
        rss_item(hospital, source=meridian),
    ]
    write(file, rss("worldbriefcentral.net", items))
    for index, doc in enumerate([rescue, excerpt, hospital]):
        expect(f"{file}#{index}", doc)

    file = "feeds/vellmarkherald.rss"
    teaser = copy(LITHIUM, "vellmarkherald.com", at(14, 16, 0, 0), relation="original", byline="")
    write(file, rss("vellmarkherald.com", [rss_item(CHESS), rss_item(teaser, full=False)]))
    expect(f"{file}#0", CHESS)
    expect(f"{file}#1", teaser, story="lithium-teaser")

    # A feed of teasers whose first link is also a page in warc/: the fuller text wins, the teaser is no row.
    file = "feeds/mnws-headlines.rss"
    van = Doc("mnwsnews.com", "library", "original", at(15, 7, 0, 0), path="features/van/", byline="")
    briefs = [HOSPITAL, van]
    write(file, rss("mnwsnews.com", [rss_item(d, full=False) for d in briefs]))
    expect(f"{file}#0", HOSPITAL, relation="superseded")
    expect(f"{file}#1", van, story="library-teaser")

    file = "feeds/harborview-weather.atom"
    forecasts = [Doc("harborviewcourier.com", f"weather-{day}", "original", at(day, 9, 0, 0)) for day in (12, 14)]
    write(file, atom("harborviewcourier.com", forecasts))
    for index, doc in enumerate(forecasts):
        expect(f"{file}#{index}", doc)

    file = "feeds/routenine.atom"
    bridge = copy(
        BRIDGE,
        "routeninenews.com",
        at(16, 18, 30, 0),
        origin="harborviewcourier.com",
        credit=(f"<p>This story first appeared in the {link(BRIDGE)}.</p>",),
    )
    write(file, atom("routeninenews.com", [bridge]))
    expect(f"{file}#0", bridge)

    file = "feeds/marlowtribune.rdf"
    chess = copy(
        CHESS,
        "marlowtribune.net",
        at(12, 5, 45, 0),
        origin="vellmarkherald.com",
        credit=(f"<p>Republished with permission from {link(CHESS)}.</p>",),
    )
    stock = Doc("marlowtribune.net", "shares-15", "original", at(15, 20, 31, 0))
    write(file, rdf("marlowtribune.net", [chess, stock]))
    for index, doc in enumerate([chess, stock]):
        expect(f"{file}#{index}", doc)

    file = "feeds/eveningpelham.json"
    local = [
        copy(
            SEAGRASS,
            "eveningpelham.com",
            at(13, 17, 25, 0),
            title="Pelham scientist tells how Orrin Bay got its meadow back",
            origin="tidewaterreview.org",
            credit=(f"<p>This article first appeared in {link(SEAGRASS)}.</p>",),
        ),
        copy(CHESS, "eveningpelham.com", at(12, 6, 10, 0)),
    ]
    write(file, json_feed("eveningpelham.com", local))
    for index, doc in enumerate(local):
        expect(f"{file}#{index}", doc)


def build_jsonl() -> None:
    ferry_excerpt = copy(
        FERRY,
        "eveningpelham.com",
        at(12, 15, 0),
        relation="excerpt",
        dateline=FERRY.dateline,
        origin=MERIDIAN,
        first=4,
        precision="minute",
    )
    lithium_html = copy(
        LITHIUM,
        "quillgatenews.com",
        at(14, 16, 20, 7),
        origin="basaltledger.com",
        credit=(f"<p>The post {link(LITHIUM, LITHIUM.headline)} appeared first on {link(LITHIUM)}.</p>",),
    )
    retold = Doc("brightquayreport.com", "lithium.rewrite", "rewrite", at(15), "day")
    digest = Doc("quillgatenews.com", "digest", "original", at(15, 6, 0, 0))
    wrapped_post = copy(
        HOSPITAL, "brightquayreport.com", at(17, 11, 48, 20), origin="mnwsnews.com", dateline=HOSPITAL.dateline,
        credit=('<p>Source: <a href="https://www.mnwsnews.com/">Meridian News Wire Service</a></p>',), byline="",
    )  # fmt: skip
    wrapped_page = copy(
        SEAGRASS,
        "dailybraxton.com",
        at(14, 10, 0, 0),
        origin="tidewaterreview.org",
        credit=(f"<p>Originally published by {link(SEAGRASS)} under a Creative Commons license.</p>",),
    )
    undated = copy(BRIDGE, "worldbriefcentral.net", at(17), relation="excerpt", precision="", first=3, byline="")
    file = "jsonl/crawl.jsonl"
    rows = [
        row(ferry_excerpt),
        row(lithium_html, "html"),
        row(retold),
        row(digest, published="date"),
        row(wrapped_post, "raw", json.dumps(wordpress(wrapped_post, 88))),
        row(wrapped_page, "raw", page(wrapped_page, "jsonld")),
        row(undated),
    ]
    write(file, jsonl(rows))
    for index, doc in enumerate([ferry_excerpt, lithium_html, retold, digest, wrapped_post, wrapped_page, undated]):
        expect(f"{file}#{index}", doc)

    gz = [
        copy(FERRY, "tamsinvalleypost.com", at(12, 12, 30, 0), dateline=FERRY.dateline, origin=MERIDIAN),
        copy(FERRY, "dailybraxton.com", at(12, 14, 0), precision="minute", dateline=FERRY.dateline, origin=MERIDIAN),
        copy(
            FERRY,
            "saltmarshdaily.com",
            at(13),
            precision="day",
            title="Ferry captain blames steering pump",
            origin=MERIDIAN,
            credit=("<p>This story was provided by the Meridian News Wire Service.</p>",),
        ),
        copy(CHESS, "quillgatenews.com", at(12), precision="day", relation="excerpt", first=3, byline=""),
        copy(
            DROUGHT,
            "quillgatenews.com",
            at(16),
            precision="day",
            origin="Diario de Valdemora|diariovaldemora.es",
            credit=("<p>Fuente: Diario de Valdemora</p>",),
        ),
    ]
    write("jsonl/archive.jsonl.gz", gzip.compress(jsonl(map(row, gz)), mtime=0))
    zst = [
        copy(HOSPITAL, "dailybraxton.com", at(17), precision="day", dateline=HOSPITAL.dateline, origin=MERIDIAN),
        copy(
            LITHIUM,
            "marlowtribune.net",
            at(15),
            precision="day",
            title="Aldergate to be swallowed by larger rival",
            byline="Wes Hathersage",
            credit=("<p>Courtesy of the Basalt Ledger</p>",),
            origin="Basalt Ledger|basaltledger.com",
        ),
        copy(
            FLOOD,
            "quillgatenews.com",
            at(14),
            precision="day",
            credit=("<p>Zuerst erschienen auf nordlichtpresse.de</p>",),
            origin="nordlichtpresse.de",
        ),
        Doc("harborviewcourier.com", "shares-15", "copy", at(16, 5, 0, 0), path="markets/corvane-thursday/"),
    ]
    write("jsonl/archive.jsonl.zst", zstandard.ZstdCompressor(level=10).compress(jsonl(map(row, zst))))
    for name, docs in (("gz", gz), ("zst", zst)):
        for index, doc in enumerate(docs):
            expect(f"jsonl/archive.jsonl.{name}#{index}", doc)


def build_warc() -> None:
    gazette = copy(
        HOSPITAL,
        "kestrelheightsgazette.com",
        at(16, 19, 30),
        title="Our maternity ward is to close",
        dateline=HOSPITAL.dateline,
        origin=MERIDIAN,
        canonical=HOSPITAL.url,
    )
    ferry = copy(
        FERRY,
        "northmerewatch.co.uk",
        at(13, 6, 0),
        title="Passengers rescued from grounded ferry",
        dateline=FERRY.dateline,
        origin=MERIDIAN,
        credit=("<p>Copyright 2025 Meridian News Wire Service. All rights reserved.</p>",),
        byline="",
    )
    agency = b"software: made-up crawler\r\nformat: WARC File Format 1.0\r\n"
    records = [warc_record("warcinfo", 0, "", "application/warc-fields", agency)]
    asked = f"GET / HTTP/1.1\r\nHost: www.{HOSPITAL.site}\r\n\r\n".encode()
    records.append(warc_record("request", 1, HOSPITAL.url, "application/http; msgtype=request", asked))
    http = "application/http; msgtype=response"
    bodies = [(HOSPITAL, "jsonld"), (gazette, "og"), (ferry, "jsonld")]
    for doc, look in bodies[:2]:
        block = http_response(page(doc, look).encode(), "text/html; charset=utf-8")
        records.append(warc_record("response", len(records), doc.url, http, block))
    image = http_response(png(), "image/png")
    records.append(warc_record("response", len(records), "https://www.mnwsnews.com/logo.png", http, image))
    block = http_response(page(ferry, "jsonld").encode(), "text/html; charset=utf-8")
    records.append(warc_record("response", len(records), ferry.url, http, block))
    file = "warc/crawl.warc.gz"
    write(file, b"".join(gzip.compress(record, mtime=0) for record in records))
    for index, doc in zip((2, 3, 5), (HOSPITAL, gazette, ferry), strict=True):
        expect(f"{file}#{index}", doc)


def build_parquet() -> None:
    docs = [
        copy(FERRY, "kestrelheightsgazette.com", at(12, 16, 45, 0), dateline=FERRY.dateline, origin=MERIDIAN),
        copy(
            SEAGRASS,
            "northmerewatch.co.uk",
            at(16, 8, 0, 0),
            title="The bay that grew its meadow back",
            origin="The Tidewater Review|tidewaterreview.org",
            credit=("<p>This piece was originally published in The Tidewater Review.</p>",),
        ),
        copy(
            LITHIUM,
            "eveningpelham.com",
            at(14, 18, 0, 0),
            relation="excerpt",
            first=4,
            credit=("<p>Originally published at basaltledger.com</p>",),
            origin="basaltledger.com",
        ),
        Doc("investorlanternhub.com", "shares-14", "copy", at(15, 1, 0, 0), path="daily/corvane-wednesday/"),
    ]
    table = pa.table(
        {
            "url": [d.url for d in docs],
            "title": [d.headline for d in docs],
            "authors": pa.array([[d.author] if d.author else [] for d in docs], pa.list_(pa.string())),
            "published": pa.array([d.at for d in docs], pa.timestamp("us", tz="UTC")),
            "text": [d.plain for d in docs],
        }
    )
    path = NEWSROOM / "parquet/partner.parquet"
    path.parent.mkdir(exist_ok=True)
    pq.write_table(table, path, compression="zstd")
    for index, doc in enumerate(docs):
        expect(f"parquet/partner.parquet#{index}", doc)


def build_other() -> None:
    write("other/circulation.csv", "paper,copies\nHarborview Courier,18200\nTamsin Valley Post,6400\n")
    write("other/logo.png", png())


def main() -> None:
    for build in (build_wordpress, build_html, build_dumps, build_feeds, build_jsonl, build_warc, build_parquet):
        build()
    build_other()
    columns = "file url story relation_expected appeared_first_on_expected published_expected precision_expected"
    with open(HERE / "expected.csv", "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([*columns.split(), "source_site_expected"])
        writer.writerows(EXPECTED)
    print(f"{len(EXPECTED)} documents of {len({r[2] for r in EXPECTED})} stories")


if __name__ == "__main__":
    main()
