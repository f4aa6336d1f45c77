"""Bylines: the people that a byline, a meta tag or a feed's creator names."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from transforms.normalize.sites import fold, publisher_of, same_as_any

MAX_BYLINE = 600
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,400}>")
_URL = re.compile(r"\bhttps?://\S{1,300}|\bwww\.\S{1,200}", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_HANDLE = re.compile(r"(?<!\w)@\w{1,40}")
_BRACKET = re.compile(r"\s*[(\[{（【][^()\[\]{}（）【】]{0,80}[)\]}）】]?\s*")
_SPACE = re.compile(r"\s+")

# "By", in the languages of the news, at the start of a byline; a colon may follow.
_BY = re.compile(
    r"^\W{0,3}(?:(?:article|story|report|analysis|opinion|words|text|tekst|texte|texto|testo|foto(?:s)?|photos?|video|"
    r"comment|commentary|review|interview|written|reported|posted|published|submitted|edited|compiled|created|authored|"
    r"geschrieben|verfasst|escrito|publicado|rédigé|publié|scritto|pubblicato|geschreven|skrevet|skriven|ein beitrag|"
    r"ein kommentar|eine analyse|ein gastbeitrag|interview)(?:\s+(?:and|und|et|y|&)\s+\w{3,12})?\s+)?"
    r"(?:by|von|par|por|di|door|av|af|autor(?:en|in|a|es|ka|zy|ami)?|auteurs?|autore|autori|authors?|writer|reporter|"
    r"text|tekst|texte|texto|testo|skrevet av|skriven av|автор(?:ы)?|текст|от|piše|pise|píše|napsal(?:a)?|tekst[:,]|"
    r"redaktör|journalist|yazan|haber|kirjoittaja|teksti|szerző|írta|oleh|penulis|bởi|tác giả|작성자|글|"
    r"كتب(?:ت)?|بقلم|إعداد|लेखक|द्वारा|autorin/autor|(?:本报|本報|本刊)?(?:记者|記者|作者|撰文|文字))"
    r"(?:\s*[:：/／]\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_BY_COLON = re.compile(r"^[^\W\d_]{2,14}(?:\s[^\W\d_]{2,14})?\s*[:：]\s*(?=\S)")
_SPLIT = re.compile(
    r"\s*[;|/•·\n、，؛،]\s*|\s*,\s*(?:and|und|et|y|e|og|och|en|&)\s+|\s*,\s*"
    r"|\s+(?:and|und|et|og|och|oraz|with|mit|avec|con|και|і|та|dan|và|ja|ve|și|és|&|\+)\s+|\s*&\s*",
    re.IGNORECASE,
)
# One letter or a word that is also part of names ("Ortega y Gasset"): parts two names only where both are whole.
_SPLIT_SHORT = re.compile(r"\s+(?:y|e|i|a|и|en)\s+")
# What follows a name: "in Berlin", "for Example News", "of The Example", "- Reuters", "Updated 3 May".
_AFTER = re.compile(
    r"\s+(?:in|for|of|from|at|via|für|aus|pour|à|para|desde|per|on|is|was|has|updated|published|last|posted|contributed|"
    r"writes|reports|berichtet|schreibt|published:)\s+.*$|\s+[-–—―]\s*.*$|\s*[–—―]\s+.*$|\s*[:：].*$",
    re.IGNORECASE | re.DOTALL,
)
_TITLES = re.compile(
    r"^(?:(?:dr|prof|professor|mr|mrs|ms|mx|sir|rev|hon|lt|col|gen|capt|sgt|ing|mag|dipl|drs|herr|frau|dott|avv)\.?\s+){1,3}"
    r"(?=\S)",
    re.IGNORECASE,
)
_DEGREE = re.compile(r"^(?:ph\.?\s?d|m\.?\s?d|jr|sr|ii|iii|esq|mba|ma|msc|rn|cpa|dds|obe|cbe)\.?$", re.IGNORECASE)

# Words of a role, a desk or a newsroom: a piece of a byline that holds one is no person.
_ROLE = re.compile(
    r"\b(?:editors?|reporters?|reporting|correspondents?|writers?|journalists?|columnists?|contributors?|contributing|"
    r"producers?|staff|bureau|desk|newsroom|news|team|editorial|board|agenc(?:y|ies)|press|media|magazine|times|"
    r"newspaper|wire|service|services|admin|administrator|webmaster|web|online|digital|redaktion|redakteur(?:in)?|"
    r"korrespondent(?:in|en)?|reporterin|chefredakteur(?:in)?|volont[äa]r(?:in)?|agentur(?:en)?|nachrichten|zeitung|"
    r"r[ée]daction|r[ée]dacteurs?|r[ée]dactrice|journaliste|redacci[óo]n|redactora?|periodista|corresponsal|agencias?|"
    r"redazione|redattore|redattrice|giornalista|redac[çc][ãa]o|rep[óo]rter|redactie|redacteur|verslaggever|redaksjonen|"
    r"redaktionen|redakcja|redakce|redakt[øo]r|journalisten|dziennikarz|redactioneel|toimitus|toimittaja|szerkeszt[őo]s[ée]g|"
    r"editoria|contribution|community|guest|author|authors|company|university|institute|inc|llc|ltd|gmbh|network|"
    r"studio|studios|channel|radio|television|tv|sports?|politics|business|department|office|group|foundation|"
    r"subscribe|newsletter|follow|updated?|published|minutes?|read|share|comments?|copyright|photograph(?:er|y)?|"
    r"getty|images?|founder|president|director|manager|professor|analyst|strategist|presenter|anchor|host|chief|"
    r"редакция|корреспондент|новости|агентство|обновлено|опубликовано|güncelleme(?:si)?|yayınlanma|giriş|atualizado|actualizado|"
    r"aggiornato|aktualisiert|veröffentlicht|bijgewerkt|gepubliceerd|oppdatert|publisert|opdateret|uppdaterad|publicerad|"
    r"zaktualizowano|опубликован)\b|تحديث|記者|编辑|編集|記者|通信社|新聞|기자$|뉴스|新闻|报道|编辑部|वार्ता|ข่าว",
    re.IGNORECASE,
)
_KOREAN_REPORTER = re.compile(r"\s*(?:기자|특파원|선임기자|논설위원|인턴기자|記者|记者)\s*$")


_KOREAN_LINE = 20  # characters of "김하늘 기자", perhaps with a paper before the name


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_PARTICLE = frozenset(
    _words(
        "von van der den de del della di da dos das do du la le el al bin ibn ben abu zu zum zur ter ten te af av y e "
        "i st mac mc o' d' dal dalla degli lo los las vom vande vander und"
    )
)
_LATIN_UPPER = re.compile(r"^[A-ZÀ-ÖØ-ÞĀ-Ž'’.\-\s]{4,}$")
_WORD = re.compile(r"[^\W\d_]")
_DIGITS = re.compile(r"\d")
_BAD_CHARS = re.compile(r"[!?#%$€£=<>{}\\*^~©®™…]")


def people(byline: str | None, site_names: Sequence[str] = (), *, single: bool = False) -> list[str]:
    """The people that a byline names, in its order, each once; [] where it names none.

    "By JANE DOE and John Roe, Political Editor (AP)" gives ["Jane Doe", "John Roe"]. Agencies (agencies.csv), desks,
    sites (`site_names`), addresses and roles are no people. `single` also takes a name of one word, for sources that
    say that it is a person.
    """
    if not byline:
        return []
    text = byline[:MAX_BYLINE]
    if "&" in text and ";" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub("; ", text)
    text = _EMAIL.sub(" ; ", _URL.sub(" ; ", text))
    text = _HANDLE.sub(" ; ", text)
    text = _BRACKET.sub(" ; ", text)
    found: list[str] = []
    lone = _inverted(text)
    pieces = [lone] if lone else _SPLIT.split(text)
    # "Jane Doe, EXAMPLE NORTH": among names in lower case, one in capitals is the house.
    mixed = any(
        not _LATIN_UPPER.match(p) and _is_person(n, site_names, single=False) for p in pieces for n in _names_of(p)
    )
    for piece in pieces:
        if mixed and _LATIN_UPPER.match(piece.strip()):
            continue
        for name in _names_of(_SPACE.sub(" ", piece).strip()):
            if _is_person(name, site_names, single=single):
                found.append(name)
    return unique_names(found)


def starts_byline(line: str) -> bool:
    """Whether a line opens as a byline does ("By …", "Von …", "Text: …")."""
    return bool(_BY.match(line[:200])) or (len(line) <= _KOREAN_LINE and bool(_KOREAN_REPORTER.search(line)))


def organisation(byline: str) -> str | None:
    """The desk, agency or publisher that a byline names where it names no person; None for addresses and the like."""
    text = _SPACE.sub(" ", _TAG.sub(" ", html.unescape(byline[:MAX_BYLINE]))).strip(" \t.,;:|-")
    text = _BY.sub("", text, count=1)
    if not 2 <= len(text) <= 60 or "@" in text or "/" in text or _URL.search(text) or not _WORD.search(text):
        return None
    return None if _NOBODY.match(text) else text


_NOBODY = re.compile(
    r"^(?:admin(?:istrator)?|webmaster|editor|author|staff|user|guest|null|none|undefined|unknown|root|"
    r"redaktion|redacción|rédaction|redazione|\W*)$",
    re.IGNORECASE,
)


def unique_names(names: Sequence[str]) -> list[str]:
    """`names` without those that repeat another, or are a part of a fuller one ("Doe" beside "Jane Doe")."""
    folded = [fold(n) for n in names]
    keep = []
    for i, name in enumerate(names):
        if not folded[i] or folded[i] in folded[:i]:
            continue
        words = set(folded[i].split())
        if any(words < set(other.split()) for other in folded):
            continue
        keep.append(name)
    return keep


def _inverted(text: str) -> str | None:
    """ "Doe, Jane" -> "Jane Doe"; a comma between two single words only."""
    match = re.fullmatch(r"\s*([^\W\d_][\w'’-]{1,30}),\s*([^\W\d_][\w'’-]{1,30})\s*", text)
    return f"{match[2]} {match[1]}" if match else None


def _names_of(piece: str) -> list[str]:
    piece = _BY.sub("", piece, count=1)
    piece = _BY.sub("", piece, count=1)
    piece = _KOREAN_REPORTER.sub("", piece)
    if _SPLIT_SHORT.search(piece):
        parts = _SPLIT_SHORT.split(piece)
        if all(len(p.split()) >= 2 for p in parts):
            return [n for p in parts for n in _names_of(p)]
    name = _AFTER.sub("", f" {piece}").strip(" \t.,;:'\"“”„«»-–—|")
    name = _TITLES.sub("", name)
    name = _undouble(name)
    if _LATIN_UPPER.match(name) and len(name.split()) >= 2:
        name = " ".join(_capital(w) for w in name.split())
    elif name.islower() and len(name.split()) >= 2:
        name = " ".join(w if w in _PARTICLE else w[:1].upper() + w[1:] for w in name.split())
    return [name] if name else []


def _capital(word: str) -> str:
    lower = word.lower()
    if lower in _PARTICLE and len(lower) <= 3:
        return lower
    if re.fullmatch(r"(?:[A-Z]\.?){1,2}", word):
        return word
    return re.sub(r"(^|[-'’.])(\w)", lambda m: m[1] + m[2].upper(), lower)


def _undouble(name: str) -> str:
    """ "Jane DoeJane Doe" and "Jane Doe Jane Doe" -> "Jane Doe"."""
    half, odd = divmod(len(name), 2)
    if half >= 5 and not odd and name[:half] == name[half:]:
        return name[:half].strip()
    if half >= 5 and odd and name[:half] == name[half + 1 :] and name[half] == " ":
        return name[:half].strip()
    return name


def _is_person(name: str, site_names: Sequence[str], *, single: bool) -> bool:
    words = name.split()
    if not 2 <= len(name) <= 60 or len(words) > 6 or not _WORD.search(name):
        return False
    if _DIGITS.search(name) or _BAD_CHARS.search(name) or _DEGREE.match(name) or _ROLE.search(name):
        return False
    if "." in name and " " not in name:  # a domain, or initials only
        return False
    if publisher_of(name) is not None:
        return False
    if site_names and same_as_any(name, site_names):
        return False
    if len(words) == 1:
        if not single and not _unspaced(name):
            return False
        return len(name) >= 3 or _unspaced(name)
    # Every word of a name is written with a capital, save particles; scripts without case pass.
    small = [w for w in words if w[:1].islower() and w.lower() not in _PARTICLE and "'" not in w and "’" not in w]
    return not small


def _unspaced(name: str) -> bool:
    """Scripts whose personal names are written without a space: Chinese, Japanese, Korean."""
    return 2 <= len(name) <= 6 and all(
        "\u3040" <= c <= "\u30ff" or "\u3400" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3" for c in name
    )
