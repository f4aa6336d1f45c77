"""Titles: the headline without the name of the site, and which of a page's several titles is the headline."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import mul

from transforms.normalize.sites import fold, is_domain, same_as_any, site_of

MAX_TITLE = 1000
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,400}>")
# Between a headline and the site's name: a bar, bullet or guillemet, or a dash or colons with white space around it.
_BREAK = re.compile(
    r"\s*[|｜ㅣ•·∣¦]\s*|\s*--\s*|\s+[-–—―−»«›‹~:/⋆*]{1,2}\s+|(?<=\S)\s*[—―：]\s*(?=\S)|\s*[>»]\s+|\s+::\s+"
)
_BREAK_SIGNS = frozenset("-|｜ㅣ•·∣¦–—―−»«›‹~:/⋆*：>")  # one is in whatever parts a title
_HYPHEN_END = re.compile(r"(?<=\S)-(?=[^-\s][^-]{1,40}$)")
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
    if not text.isascii():
        text = text.replace("\u00ad", "").replace("\u200b", "")
    text = " ".join(text.split())
    return text[:MAX_TITLE] or None


_ERROR = re.compile(
    r"(?:(?:https?\s)?error\W{0,3})?(?:40[0134]|410|429|50[0234]|52\d)(?:\W{0,4}(?:error|(?:page )?not found|forbidden|gone|"
    r"unauthori[sz]ed|bad (?:gateway|request)|too many requests|internal server error|service (?:temporarily )?unavailable|"
    r"gateway time-?out))?|"
    r"(?:oops\W{1,3})?(?:sorry\W{1,3})?(?:(?:the |this |that )?(?:requested )?page (?:was |is |could |can)?(?:no longer "
    r"|not |['’]?t )?(?:be )?(?:not )?(?:found|available|exist)|not found|forbidden|access (?:denied|to this page has been "
    r"denied)|service unavailable|bad gateway|internal server error)|"
    r"just a moment|attention required|one moment,? please|checking your browser.{0,40}|are you (?:a robot|human)|"
    r"(?:please )?verify (?:that )?you are (?:a )?human|security check(?:point)?|"
    r"(?:die )?(?:angeforderte )?seite (?:wurde )?nicht gefunden|page (?:introuvable|non trouvée)|"
    r"página no encontrada|página não encontrada|pagina non trovata|pagina niet gevonden|sidan hittades inte|"
    r"siden (?:ble )?ikke funnet|siden blev ikke fundet|sivua ei löytynyt|nie znaleziono strony|страница не найдена",
    re.IGNORECASE,
)


def says_error(title: str) -> bool:
    """Whether a title is that of a server's notice in place of a page: "404 Not Found", "Just a moment… | Cloudflare"."""
    return any(_ERROR.fullmatch(part.strip(" .!?…:")) for part in _BREAK.split(title))


def clean_title(title: str, site_names: Sequence[str] = (), witnesses: Iterable[str] = ()) -> str:
    """`title` without the site's name and section at its end (or the site's name at its start).

    `site_names` are names and domains of the publishing site. `witnesses` are other titles of the same page (its
    heading, say): a part is also cut where what is left is one of them. A part between separators that nobody vouches
    for stays: "Live: storm nears - what we know" is a headline. Returns `title` itself where nothing is to be cut.
    """
    text = plain_title(title) or ""
    if _BREAK_SIGNS.isdisjoint(text):
        return text or title
    names = _forms(site_names)
    seen = {fold(w) for w in witnesses if w} - {""}
    for _ in range(4):
        shorter = _cut_once(text, names, seen, site_names)
        if shorter is None:
            break
        text = shorter
    return text or title


def _cut_once(text: str, names: frozenset[str], seen: set[str], site_names: Sequence[str]) -> str | None:
    breaks = list(_BREAK.finditer(text))
    hyphens = list(_HYPHEN_END.finditer(text))  # without white space it parts little: only a witness vouches for it
    breaks, hyphens = breaks or hyphens, hyphens if breaks else []
    for found in (*reversed(breaks), *hyphens):
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


def longer_heads(title: str) -> list[str]:
    """What is left of a title where one part between separators, shorter than the rest, is cut from its end."""
    text = plain_title(title) or ""
    cuts = [(text[: found.start()].strip(), text[found.end() :].strip()) for found in _BREAK.finditer(text)]
    return [head for head, tail in cuts if len(head) > max(len(tail), _LEAST_HEAD)]


_LEAST_HEAD = 10  # characters: a section is shorter, most headlines are longer


def _forms(site_names: Sequence[str]) -> frozenset[str]:
    return _forms_of(tuple(site_names))


@lru_cache(maxsize=1024)
def _forms_of(site_names: tuple[str, ...]) -> frozenset[str]:
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


# What counts for a wording of a page's title: the places where it stands, which of them agree, whether og:title has the
# site's name or more on it (then it was made for sharing), whether it is the longer of two of which one holds the other.
TITLE_FEATURES = (
    *("h1", "path", "json-ld", "og", "title element", "other"),
    *("json-ld and og", "h1 and og", "og with more", "longer"),
)  # fmt: skip
# Conditional logit (`python -m benchmarks.fit titles`; pages dev set, 274 titles: .905 equal, .891 by folds over sites).
# Which places agree counts for more than which they are: one weight a place gave .869, .828 by folds. A heading alone is
# worth less than any declared title, one in a path of links speaks against its wording.
TITLE_WEIGHTS = (-0.39, -1.42, 1.33, 1.04, 0.22, 0.39, 0.92, 1.43, -1.20, -0.48)
_OG, _TWITTER = "meta og:title", "meta twitter:title"


@dataclass(frozen=True, slots=True)
class TitleForm:
    """One wording of a page's title: its text, the place where it was read first, and TITLE_FEATURES."""

    text: str
    place: str
    features: tuple[float, ...]


def title_forms(candidates: Sequence[tuple[str, str]], site_names: Sequence[str] = ()) -> list[TitleForm]:
    """The different wordings among (place, text), in their order, each cleaned with the others as witnesses."""
    texts = [(place, plain) for place, text in candidates if (plain := plain_title(text))]
    social = _OG if any(place == _OG for place, _ in texts) else _TWITTER
    cleaned = [
        (place, clean_title(text, site_names, [t for other, t in texts if other != place]), text)
        for place, text in texts
    ]
    names = _forms(site_names)
    # A page's only heading is often its masthead.
    kept = [c for c in cleaned if len(fold(c[1])) > 1 and fold(c[1]).replace(" ", "") not in names] or cleaned
    forms: dict[str, list[tuple[str, str, str]]] = {}
    for candidate in kept:
        forms.setdefault(fold(candidate[1]), []).append(candidate)
    found = []
    for form, read in forms.items():
        kinds = {_kind(place, social) for place, _, _ in read}
        more = any(place == social and len(fold(raw)) > len(form) for place, _, raw in read)
        longer = any(other != form and other in form for other in forms)
        agree = [{"json-ld", "og"} <= kinds, {"h1", "og"} <= kinds]
        features = [*(kind in kinds for kind in TITLE_FEATURES[:6]), *agree, more, longer]
        found.append(TitleForm(read[0][1], read[0][0], tuple(map(float, features))))
    return found


def _kind(place: str, social: str) -> str | None:
    if place in (_OG, _TWITTER):  # twitter:title repeats og:title where there is one
        return "og" if place == social else None
    if place == "line":  # a part of the title element, which it only vouches for
        return None
    if place.startswith("json-ld"):
        return "json-ld"
    return place if place in TITLE_FEATURES else "other"


def weigh(form: TitleForm) -> float:
    return sum(map(mul, form.features, TITLE_WEIGHTS))


def choose_title(
    candidates: Sequence[tuple[str, str]], site_names: Sequence[str] = ()
) -> tuple[str | None, str | None]:
    """The headline among a page's titles: (title, where it was read), or (None, None).

    `candidates` are (place, text); a heading that ends a path of links has the place "path", the beginning of the title
    element that the page shows as a line of its own the place "line". Where nothing is declared
    for others, the heading is the headline.
    """
    forms = title_forms(candidates, site_names)
    if not forms:
        return None, None
    declared = any(form.features[2] or form.features[3] for form in forms)
    best = max(forms, key=weigh if declared else lambda form: form.features[0] + sum(form.features[4:6]))
    return best.text, best.place
