"""The language of a text: what its script, its words and a model show, else what its page or format declares."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import product
from typing import Any

import numpy as np

from transforms.isolate import Shared

# On the bodies of the attribution data (126 texts) 200 characters gave no wrong language at .9 or more, and 4 none.
SAMPLE, SURE = 200, 0.9
_SHORT = 40  # characters
# Words that tell English at a glance, which most news is in: no other language has a sixth of its words among them.
_ENGLISH = frozenset("the of and to in that for is was with said on by from at his has were their which".split())  # noqa: SIM905
_ENGLISH_SHARE = 6
# So does a sixteenth of the words of the languages that can do without a letter beyond ASCII among these.
_LATIN_SHARE = 16
_LATIN = frozenset(
    "the of and und der die das ist het een van dan dat yang dan di ini untuk na ya wa kwa el la los del les des est il"  # noqa: SIM905
    " che per um os ang mga sa och att det som er og for ett en".split()
)


def _any_case(words: frozenset[str]) -> frozenset[str]:
    """What str.lower makes `words` of: looked up so, a text need not be made small."""
    letters = {"k": ("k", "K", "\N{KELVIN SIGN}")}
    return frozenset("".join(w) for word in words for w in product(*(letters.get(c, (c, c.upper())) for c in word)))


_ENGLISH_ANY, _LATIN_ANY = _any_case(_ENGLISH), _any_case(_LATIN)
_COMMON_ANY = _ENGLISH_ANY | _LATIN_ANY

# Frequent words of which no other language that the model knows has four together: these tell a language without the
# model, which takes .7 s of CPU and 68 MB. Measured on 1,100 articles of the data sets, 2,300 pieces of them and the
# 11,000 documents of the stories: of 13,700 answers one is not the model's at .9 or more (a list of Latin names in an
# English text). On 18,000 pieces of message catalogues in 90 languages only languages unknown to the model are taken for
# others (Asturian, Friulian, Crimean Tatar, Yiddish).
_TELLING = {
    word: code
    for code, words in {
        "en": "the and with from their which that this they said been has were would will when after who about"
        " monday tuesday wednesday thursday friday",
        "de": "und nicht für auch sich auf ist eine einen einer wird wurde sind haben aus über noch oder zum dass werden nach"
        " montag dienstag mittwoch donnerstag freitag",
        "fr": "une dans pour avec qui sont cette été mais ses aux leur être comme même deux ils elle après nous peut avait"
        " lundi mardi mercredi jeudi vendredi janvier février",
        "es": "los las el y más también según fue muy pero desde hasta años hace tiene así donde porque cuando año personas"
        " lunes miércoles jueves viernes enero febrero",
        "pt": "não uma são em também pelo pela até muito após já foram isso ainda quem um com às seu seus você"
        " janeiro fevereiro março outubro dezembro",
        "it": "della delle degli gli nel che più anche sono nella questo essere stato dalla hanno perché dopo suo di il è"
        " lunedì martedì mercoledì giovedì venerdì gennaio",
        "nl": "een het voor niet zijn wordt worden naar bij heeft werd deze nog hebben meer zou",
        "pl": "się jest że przez oraz tym są tylko może będzie jego które który tego już jednak",
        "cs": "jsou který které která není podle nebo ještě však protože jsem jejich před při jen bylo že jako",
        "sv": "och att är för inte till från ett också när mycket vara",
        "tr": "ve bir bu ile için olarak çok gibi değil göre yeni olduğu tarafından olduğunu ettiği dedi",
        "ru": "что это его как только был было если когда уже еще были также который которые чтобы после они может года"
        " января марта апреля мая июня июля",
    }.items()
    for word in words.split()
}
_TELLING_CHARS, _TELLING_SHARE, _TELLING_WORDS = 1000, 30, 4

# Scripts of one language each, by blocks of 128 characters; Han and kana tell Chinese from Japanese.
_BLOCKS = {0x07: "el", 0x0A: "hy", 0x0B: "he", 0x14: "pa", 0x15: "gu", 0x16: "or", 0x17: "ta", 0x18: "te", 0x19: "kn"}
_BLOCKS |= {0x1A: "ml", 0x1B: "si", 0x1C: "th", 0x1D: "lo", 0x21: "ka", 0x2F: "km", 0x60: "ja", 0x61: "ja"}
_BLOCKS |= dict.fromkeys(range(0x4E00 >> 7, 0xA000 >> 7), "zh") | dict.fromkeys(range(0xAC00 >> 7, 0xD7A4 >> 7), "ko")
_KANA_SHARE = 20  # one letter in so many is kana in any Japanese, and none in Chinese

_LETTER_BEYOND = re.compile(r"[^\x00-\xbf\u2000-\u206f]")
_CODE = re.compile(r"^\s*(?!(?i:utf|iso)-\d)([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*\s*$")


def declared_code(value: str | None) -> str | None:
    """ "en-US" -> "en"; None for what is no language tag (RFC 5646), says nothing ("und", "mul") or is a charset."""
    match = _CODE.match(value) if value else None
    code = match[1].lower() if match else None
    return None if code in ("und", "mul", "zxx") else code


def _unpacked() -> tuple:
    from py3langid.langid import MODEL_DIR, MODEL_FILE
    from py3langid.modelio import load_model

    scores, priors, languages, moves, rows, outputs = load_model(MODEL_DIR / MODEL_FILE)
    return scores, priors, languages, np.asarray(moves), rows, outputs


_MODEL = Shared(_unpacked)


@cache
def _identifier() -> Any:
    from py3langid.langid import LanguageIdentifier

    scores, priors, languages, moves, rows, outputs = _MODEL.value()
    return LanguageIdentifier(scores, priors, languages, memoryview(moves), outputs, norm_probs=True, tk_row=rows)


def differs(declared: str, text: str) -> str | None:
    """The language of `text` where it is clearly another than the declared one, else None.

    Templates declare the language of their author ("en-US"), whatever is written in them: 5 of the 458 pages of the
    measuring data. The second half may not show a third language, for a text may open with a quotation; a language that
    the model does not know is not to be told from its neighbours. Takes .1 ms, a page 20.
    """
    found = detect(text)
    same = _SAME.get(declared, {declared})
    if found is None or found in same or same.isdisjoint(_identifier().labels):
        return None
    return found if detect(text[len(text) // 2 :]) in (found, None) else None


# Codes of one language, and languages that a model takes for each other.
_SAME = {
    code: set(group.split())
    for group in ("nb no nn", "hr sr bs sh", "id in ms", "he iw", "fil tl", "zh yue wuu", "ro mo", "ca va", "fa prs")
    for code in group.split()
}


def detect(text: str) -> str | None:
    """ISO 639-1 code of `text`, None where it is short or unclear."""
    head = text[: SAMPLE * 2]
    words = head.split()
    if len(words) <= _SHORT // 2 and len(" ".join(words).lower()) < _SHORT:
        return None
    common = list(filter(_COMMON_ANY.__contains__, words))
    if sum(map(_ENGLISH_ANY.__contains__, common)) * _ENGLISH_SHARE >= len(words):
        return "en"
    few = sum(map(_LATIN_ANY.__contains__, common)) * _LATIN_SHARE < len(words)
    if few and (_is_plain(head) or not _LETTER_BEYOND.search(head)):
        return None  # no sentence of a language that is written without accents: a table, a list of names
    sample = " ".join(head.lower().split())[:SAMPLE]
    beyond = not sample.isascii() and _LETTER_BEYOND.search(sample) is not None
    if few and not beyond:
        return None
    told = (_by_script(sample) if beyond else None) or _by_words(text)
    if told:
        return told
    code, probability = _identifier().classify(sample)
    return code if probability >= SURE else None


def _is_plain(text: str) -> bool:
    """Whether quotation marks and dashes are all that is not ASCII in a text: a third of the time of the pattern."""
    if not text.isascii():
        for sign in "“”‘’–—…":
            text = text.replace(sign, "")
    return text.isascii()


def _by_script(sample: str) -> str | None:
    """The language that half of the letters can only be of."""
    letters = [ord(c) >> 7 for c in sample if c.isalpha()]
    counts = Counter(_BLOCKS[block] for block in letters if block in _BLOCKS)
    if counts["ja"] * _KANA_SHARE >= counts["ja"] + counts["zh"] > 0:
        counts["ja"] += counts.pop("zh", 0)
    code, count = max(counts.items(), key=lambda c: c[1], default=("", 0))
    return code if code and count * 2 > len(letters) else None


def _by_words(text: str) -> str | None:
    """The language of which four of the telling words stand in `text`, and hardly any of another."""
    words = text[:_TELLING_CHARS].lower().split()
    told = list(filter(_TELLING.__contains__, words))
    if len(told) < _TELLING_WORDS:
        return None
    counts = Counter(map(_TELLING.__getitem__, told)).most_common(2)
    code, count = counts[0]
    other = counts[1][1] if len(counts) > 1 else 0
    kinds = sum(_TELLING[word] == code for word in set(told))
    numbers = sum(word[0].isdigit() for word in words)
    sure = count * _TELLING_SHARE >= len(words) - numbers and other * 4 <= count and kinds >= _TELLING_WORDS
    return code if sure else None
