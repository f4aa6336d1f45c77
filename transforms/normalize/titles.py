"""Titles: the headline without the name of the site, and which of a page's several titles is the headline."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from transforms.normalize.sites import fold, is_domain, same_as_any, site_of

MAX_TITLE = 1000
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,400}>")
# Between a headline and the site's name: a bar, bullet or guillemet, or a dash or colons with white space around it.
_BREAK = re.compile(r"\s*[|｜ㅣ•·∣¦]\s*|\s+[-–—―−»«›‹~:/⋆*]{1,2}\s+|(?<=\S)\s*[—―：]\s*(?=\S)|\s*[>»]\s+|\s+::\s+")
_HYPHEN_END = re.compile(r"(?<=\S)-(?=[^-\s][^-]{1,40}$)")
_SPACE = re.compile(r"\s+")
_OUTER = re.compile(r"^[\s|｜•·–—:-]{1,8}|[\s|｜•·–—-]{1,8}$")
_DOMAIN_WORDS = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")


def plain_title(text: str | None) -> str | None:
    """A title without markup, entities and doubled white space; None where nothing is left."""
    if not text:
        return None
    text = text[: 4 * MAX_TITLE]
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAG.sub(" ", text)
    text = _SPACE.sub(" ", text.replace("\u00ad", "").replace("\u200b", "")).strip()
    return text[:MAX_TITLE] or None


def clean_title(title: str, site_names: Sequence[str] = (), witnesses: Iterable[str] = ()) -> str:
    """`title` without the site's name and section at its end (or the site's name at its start).

    `site_names` are names and domains of the publishing site. `witnesses` are other titles of the same page (its
    heading, say): a part is also cut where what is left is one of them. A part between separators that nobody vouches
    for stays: "Live: storm nears - what we know" is a headline. Returns `title` itself where nothing is to be cut.
    """
    text = plain_title(title) or ""
    names = _forms(site_names)
    seen = {fold(w) for w in witnesses if w} - {""}
    for _ in range(4):
        shorter = _cut_once(text, names, seen, site_names)
        if shorter is None:
            break
        text = shorter
    return text or title


def _cut_once(text: str, names: frozenset[str], seen: set[str], site_names: Sequence[str]) -> str | None:
    breaks = list(_BREAK.finditer(text)) or list(_HYPHEN_END.finditer(text))
    for found in reversed(breaks):
        head, last = text[: found.start()].strip(), text[found.end() :].strip()
        if not head or not last or len(last) > 80:
            continue
        if fold(head) in seen:
            return _OUTER.sub("", head)
        if found is breaks[-1] and _is_site(last, names, site_names) and len(fold(head)) > 2:
            return _OUTER.sub("", head)
    if breaks:
        first, rest = text[: breaks[0].start()].strip(), text[breaks[0].end() :].strip()
        if rest and first and _is_site(first, names, site_names):
            return _OUTER.sub("", rest)
    return None


def _forms(site_names: Sequence[str]) -> frozenset[str]:
    """Compact forms of the site's names; of a domain its label too ("example" of example.co.uk)."""
    forms: set[str] = set()
    for name in site_names:
        if not name:
            continue
        compact = fold(name).replace(" ", "")
        forms.add(compact)
        domain = site_of(name) if "." in name and " " not in name.strip() else None
        if domain:
            forms.add(fold(domain).replace(" ", ""))
            forms.add(fold(domain.split(".", 1)[0]).replace(" ", ""))
    return frozenset(f for f in forms if len(f) >= 2)


def _is_site(part: str, names: frozenset[str], site_names: Sequence[str]) -> bool:
    """Whether a part of a title is the name of the site: "Example News", "EXAMPLE.com", "Example - Local News"."""
    compact = fold(part).replace(" ", "")
    if not compact:
        return True
    if compact in names or same_as_any(part, site_names):
        return True
    if is_domain(part) and _DOMAIN_WORDS.fullmatch(part):
        return any(n in compact for n in names) or len(part) <= 30
    # A longer form of the name, or a shorter one ("Example" of "Example News Network").
    return any(
        (len(n) >= 4 and n in compact and len(compact) <= len(n) + 16) or (len(compact) >= 4 and compact in n)
        for n in names
    )


def choose_title(
    candidates: Sequence[tuple[str, str]], site_names: Sequence[str] = ()
) -> tuple[str | None, str | None]:
    """The headline among a page's titles: (title, where it was read), or (None, None).

    `candidates` are (source, text), the most trusted first. Each is cleaned with the others as witnesses; the form that
    weighs most (WEIGHTS) wins, the earlier source where two weigh the same.
    """
    texts = [(source, plain) for source, text in candidates if (plain := plain_title(text))]
    cleaned = [(source, clean_title(text, site_names, [t for s, t in texts if s != source])) for source, text in texts]
    names = _forms(site_names)
    # A page's only heading is often its masthead.
    kept = [(s, t) for s, t in cleaned if len(fold(t)) > 1 and fold(t).replace(" ", "") not in names] or cleaned
    if not kept:
        return None, None
    votes: dict[str, float] = {}
    for kind, form in dict.fromkeys((_kind(source), fold(text)) for source, text in kept):
        votes[form] = votes.get(form, 0.0) + WEIGHTS[kind]
    best = max(range(len(kept)), key=lambda i: (votes[fold(kept[i][1])], -i))
    return kept[best][1], kept[best][0]


# How much a title of each place counts (pages dev set, 274 titles: .818 with equal votes, .850 with these). Where a
# heading and the declared titles differ, each is as often the one that the labels hold.
WEIGHTS = {"json-ld": 1.5, "meta og:title": 2.0, "h1": 1.0, "other": 1.0, "title element": 0.3}


def _kind(source: str) -> str:
    return "json-ld" if source.startswith("json-ld") else source if source in WEIGHTS else "other"
