"""Sites: the registrable domain of an address, the canonical form of an address, and who is the same publisher."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

import idna

from transforms.normalize.cues import parted

if TYPE_CHECKING:
    from tldextract import TLDExtract
    from tldextract.tldextract import ExtractResult

KINDS = ("agency", "publisher", "release", "distributor", "owner", "photo")

_SCHEME = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]{0,20}):(?!\d{1,5}(?:[/?#]|$))(//)?")
_HOST = re.compile(r"^(?!-)[^\s/?#@:\\\[\]<>\"'(),;|%&=+*!$^`{}]{1,253}$")
# The host of an address that is in its DNS form as it stands: most are.
_PLAIN_HOST = re.compile(r"https?://([a-z\d](?:[a-z\d.-]{0,250}[a-z\d])?)(?:[/?#]|\Z)")
_HOST_END = re.compile(r"[/?#\\]")
_DEFAULT_PORT = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"^(?:utm_\w*|mtm_\w*|pk_\w*|hsa_\w*|_hs\w*|mc_[ce]id|(?:fb|g|y|dc|tt|tw)?clid|gclsrc|gbraid|wbraid|dclid|msclkid|igshid|"
    r"ocid|cmpid|ncid|cvid|icid|ito|s?srcref|guccounter|guce_\w*|__twitter_impression|at_(?:medium|campaign|custom"
    r"\d?)|mkt_tok|trk|spm|ref_?src|ref_url|smid|smtyp|sr_share|xtor|wt_mc\w*|vero_id|oly_\w*|_ga|_gl)$",
    re.IGNORECASE,
)
_SAFE_PATH = "/%:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Publisher:
    """One row of agencies.csv: `domains` holds the main registrable domain first; `kind` is one of KINDS."""

    name: str
    aliases: tuple[str, ...]
    domains: tuple[str, ...]
    kind: str

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"agencies.csv: kind {self.kind!r} of {self.name!r}: use one of {', '.join(KINDS)}")


def _host_of(url_or_host: str) -> str | None:
    """The host in lower case and in DNS form (punycode), without port and user; None where there is none."""
    plain = _PLAIN_HOST.match(url_or_host)
    if plain:
        return plain[1]
    text = url_or_host.strip()
    if len(text) > 4096:
        text = text[:4096]
    scheme = _SCHEME.match(text)
    if scheme:
        if not scheme[2]:
            return None  # mailto:, javascript:, data:
        text = text[scheme.end() :]
    elif text.startswith("//"):
        text = text[2:]
    end = _HOST_END.search(text)
    text = (text[: end.start()] if end else text).rsplit("@", 1)[-1]
    if text.startswith("["):
        return text[1:].split("]", 1)[0].lower() or None
    text = text.split(":", 1)[0].strip(".").lower()
    if not text or not _HOST.match(text):
        return None
    if not text.isascii():
        try:
            text = idna.encode(text, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            return None
    return text


def site_of(url_or_host: str | None) -> str | None:
    """The registrable domain of an address or host, in DNS form ("xn--…" for other scripts); None for no host.

    Private suffixes count ("a.blogspot.com" is a site). A host under an unknown suffix, an address of numbers and a
    host that is itself a public suffix stay whole, less "www.". Never downloads.
    """
    host = _host_of(url_or_host) if url_or_host else None
    return _site_of_host(host) if host else None


# A run meets a host as often as the site has articles, and each address once.
@lru_cache(maxsize=65536)
def _site_of_host(host: str) -> str | None:
    try:
        return str(ip_address(host)) if host[-1].isdigit() or ":" in host else _domain_of_host(host)
    except ValueError:
        return _domain_of_host(host)


def _domain_of_host(host: str) -> str | None:
    if "." not in host:
        return None
    return _extracted(host).top_domain_under_public_suffix or host.removeprefix("www.")


@cache
def _suffixes() -> TLDExtract:
    import tldextract  # late: .1 s that the process with Beam has no use for

    # Only the list that ships with it: nothing may be fetched at run time.
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


@lru_cache(maxsize=65536)
def _extracted(host: str) -> ExtractResult:
    return _suffixes().extract_str(host)


# An address that is in its canonical form as it stands: most are.
_CANONICAL = re.compile(r"https?://(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.){1,8}[a-z]{2,24}/[A-Za-z\d/._-]{0,400}")


def normalise_url(url: str | None) -> str | None:
    """The canonical form of a web address, for telling whether two are the same; None where it is no http(s) address.

    Scheme and host in lower case and DNS form; default port, user, fragment and tracking parameters dropped; the order
    of the other parameters, the path's case and its last slash kept.
    """
    if not url or len(url) > 4096:
        return None
    if _CANONICAL.fullmatch(url):
        return url
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    host = _host_of(parts.netloc)
    if scheme not in _DEFAULT_PORT or host is None:
        return None
    if ":" in host:
        host = f"[{host}]"
    netloc = host if port in (None, _DEFAULT_PORT[scheme]) else f"{host}:{port}"
    query = "&".join(p for p in parts.query.split("&") if p and not _TRACKING.match(p.split("=", 1)[0]))
    path = quote(parts.path, safe=_SAFE_PATH, errors="replace") or "/"
    return urlunsplit((scheme, netloc, path, quote(query, safe=_SAFE_PATH + "?", errors="replace"), ""))


_LEGAL = re.compile(
    r"(?:[\s,]+(?:inc|llc|l\.?l\.?c|l\.?p|lllp|ltd|limited|gmbh|corp|corporation|co|company|plc|ag|s\.?a|s\.?l|s\.?r\.?l"
    r"|b\.?v|pty|e\.?v)\b\.?){1,3}$",
    re.IGNORECASE,
)
_LEGAL_ENDS = frozenset("nc lc .c lp .p td ed bh rp on co ny ag sa .a sl .l rl bv .v ty ev".split())  # noqa: SIM905
_ARTICLE = re.compile(r"^the\s+(?=\S)", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_DOTTED = re.compile(r"\b(?:\w\.){2,6}")


@lru_cache(maxsize=16384)
def fold(name: str) -> str:
    """The comparable form of a name: lower case, no accents, "the", legal form or punctuation; words parted by a blank.

    >>> fold("The Los Angeles Times, LLC")
    'los angeles times'
    """
    text = (name if name.isascii() else unicodedata.normalize("NFKC", name)).strip().strip("\"'“”„«»‘’()[]")
    if "." in text:
        text = _DOTTED.sub(lambda m: m[0].replace(".", ""), text)
    if text.rstrip(".\n")[-2:].casefold() in _LEGAL_ENDS:
        text = _LEGAL.sub("", text)
    text = _ARTICLE.sub("", text).casefold()
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = unicodedata.normalize("NFC", text)
    return " ".join(_WORD.findall(text))


def _load() -> dict[str, Publisher]:
    table: dict[str, Publisher] = {}
    with resources.files(__package__).joinpath("agencies.csv").open(encoding="utf-8") as f:
        for row in csv.DictReader(line for line in f if not line.startswith("#")):
            aliases = tuple(a for a in row["aliases"].split("|") if a)
            publisher = Publisher(row["name"], aliases, tuple(row["domains"].split()), row["kind"])
            for name in (publisher.name, *aliases):
                table.setdefault(fold(name), publisher)  # the earlier row wins a name that two share
    return table


@lru_cache(maxsize=1)
def publishers() -> dict[str, Publisher]:
    """The table of agencies.csv, by folded name and alias."""
    return _load()


@lru_cache(maxsize=1)
def _by_domain() -> dict[str, tuple[Publisher, ...]]:
    out: dict[str, tuple[Publisher, ...]] = {}
    for publisher in dict.fromkeys(publishers().values()):
        for domain in publisher.domains:
            out[domain] = (*out.get(domain, ()), publisher)
    return out


_AGENCY_WORD = re.compile(
    r"^(?:die )?(?:nachrichtenagentur|presseagentur|agentur|agence(?: de presse)?|agencia(?: de noticias)?|"
    r"agenzia(?: di stampa)?|persbureau|nyhetsbyran|nyhedsbureauet|nyhetsbyraet|agencja|agentura|agentury|agentia|"
    r"информационное агентство|агентство|агентства|информагентство|інформагентство|агентство новостеи|kantor berita|"
    r"haber ajansi|news agency|newswire|wire service)\s+(?=\S)"
)


_NO_ADDRESS = frozenset("/?#\\@:[")  # without one of these, words with a blank between them hold no host


@lru_cache(maxsize=1)
def _last_words() -> frozenset[bytes]:
    """The last word of each name of the table, and what fold() drops from the end of one."""
    legal = "inc llc lp lllp ltd limited gmbh corp corporation co company plc ag sa sl srl bv pty ev"
    return frozenset(x.encode() for x in (*(name.rpartition(" ")[2] for name in publishers()), *legal.split()))


def may_name(text: str) -> bool:
    """False where no name of the table is in a text: a look at its words, in a tenth of the time of folding them."""
    words = parted(text)
    return not words.isascii() or "." in text.rstrip(" .") or not _last_words().isdisjoint(words.split())


@lru_cache(maxsize=16384)
def publisher_of(name: str | None) -> Publisher | None:
    """The table's row for a name, alias or domain; None where the table does not know it."""
    if not name or not may_name(name):
        return None
    folded = fold(name)
    known = publishers().get(folded) or publishers().get(_AGENCY_WORD.sub("", folded))
    if known is None and "." in name and (" " not in name.strip() or not _NO_ADDRESS.isdisjoint(name)):
        rows = _by_domain().get(site_of(name) or "", ())
        known = next((p for p in rows if p.domains[0] == site_of(name)), rows[0] if rows else None)
    return known


def domain_of_name(name: str | None) -> str | None:
    """The main registrable domain of a publisher's name, by agencies.csv; None where the table does not know it."""
    known = publisher_of(name)
    return known.domains[0] if known and known.domains else None


_DOMAIN = re.compile(r"^(?:https?://)?(?:[^\W_](?:[\w-]{0,62}[^\W_])?\.){1,5}[^\W\d_]{2,24}(?:/\S*)?$")


def is_domain(text: str) -> bool:
    """Whether a word is a host name under a public suffix, or an address of one ("dev.to", "www.cnn.com/world")."""
    if "." not in text or not _DOMAIN.match(text):
        return False
    host = _host_of(text)
    return bool(host and _extracted(host).suffix)


def _label(domain: str) -> str:
    """The part of a registrable domain that is a name: "bbc" of bbc.co.uk, without hyphens, in Unicode."""
    found = _extracted(domain)
    # Under an unknown suffix the last part is no name: early.example and wire.example are two sites.
    label = found.domain if found.suffix else domain.rsplit(".", 1)[0]
    if label.startswith("xn--"):
        try:
            label = idna.decode(label)
        except (idna.IDNAError, UnicodeError):
            return label
    return "".join(fold(label).split())


@lru_cache(maxsize=16384)
def _forms(publisher: str) -> tuple[str | None, str, str, frozenset[str]]:
    """A domain or name as (registrable domain, compact label, this without "the", that domain and the owner's)."""
    domain = site_of(publisher) if is_domain(publisher) or _host_like(publisher) else None
    known = publisher_of(publisher)
    rows = (*((known,) if known else ()), *_by_domain().get(domain or "", ()))
    domains = frozenset(d for d in (domain, *(d for row in rows for d in row.domains)) if d)
    label = _label(domain) if domain else "".join(fold(publisher).split())
    return domain, label, re.sub(r"^the(?=\w{3})", "", label), domains


def _host_like(text: str) -> bool:
    return " " not in text and bool(re.fullmatch(r"(?:[\w-]+\.)+[\w-]*[^\W\d_][\w-]*", text))


@lru_cache(maxsize=16384)
def same_publisher(a: str, b: str) -> bool:
    """Whether two domains or names are plainly one publisher.

    One registrable domain; one label under different suffixes ("example.com", "example.de"; hyphens, "the" and
    punycode do not count); a name that is the other's label ("Harbor Daily News", "harbordailynews.com"); two domains
    or names of one row of agencies.csv.
    """
    if not a.strip() or not b.strip():
        return False
    domain_a, label_a, short_a, domains_a = _forms(a)
    domain_b, label_b, short_b, domains_b = _forms(b)
    if domain_a and domain_a == domain_b:
        return True
    if label_a and label_a == label_b:
        return True
    if short_a and short_a == short_b:
        return True
    if not domains_a.isdisjoint(domains_b):
        return True
    # "Hawaii News Now" and hawaiinewsnow.com are equal above; "Ottawa Citizen" on "ottawacitizen" too. A label within
    # the other counts when what is left over is only a word that sites add to their name.
    long, short = (short_b, short_a) if len(short_b) > len(short_a) else (short_a, short_b)
    return len(short) >= 4 and short in long and bool(_ADDED.fullmatch(long.replace(short, " ", 1).strip()))


_ADDED = re.compile(
    r"(?:news|online|net|com|org|web|tv|media|mag|magazine|digital|live|app|amp|de|en|fr|es|it|uk|us|usa|daily|radio|"
    r"blog|www|m|mobile|paper|press)?"
)


def same_as_any(name: str, others: Iterable[str]) -> bool:
    """Whether a name or domain is plainly the same publisher as one of the others."""
    return any(same_publisher(name, other) for other in others if other)
