"""From bytes to text: one way for pages, dumps and rows."""

from __future__ import annotations

import re
from collections import Counter

BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
# What is meant by names that stand for an older or smaller set (encoding.spec.whatwg.org has the same table).
_MEANT = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "iso-8859-9": "cp1254",
    "tis-620": "cp874",
}
_SAMPLE = 200_000  # bytes that detection looks at
_WORD = re.compile(rb"[A-Za-z\x80-\xff]{3,}")
# Of words with a byte beyond ASCII in Latin script these are a third, in Cyrillic and Arabic all, in Shift JIS two thirds.
_OTHER_SCRIPT = 0.55
# Letters beyond ASCII by the languages that the charset is for; the web's default first, which wins where all fit.
_LATIN = {
    "windows-1252": "äöüß àâçéèêëîïôùûüœæÿ áéíóúñü áâãàçéêíóôõú àèéìòù éëïóöü åäöé æøåé áðéíóúýþæö àçèéíïòóú·",
    "windows-1250": "ąćęłńóśźż áčďéěíňóřšťúůýž áäčďéíĺľňóôŕšťúýž áéíóöőúüű ăâîşţ čćđšž äöüß",
    "windows-1254": "çğıöşüâîûi̇",
    "windows-1257": "ąčęėįšųūž āčēģīķļņšūž äöõüšž",
    "iso-8859-2": "ąćęłńóśźż áčďéěíňóřšťúůýž áäčďéíĺľňóôŕšťúýž áéíóöőúüű ăâîşţ čćđšž",
}
_ALPHABETS = {charset: [set(x) for x in letters.split()] for charset, letters in _LATIN.items()}
_SIGNS = frozenset("’‘“”„‚«»‹›–—…·•°§©®™€£½¿¡´\xa0\xad")  # of text in any language


def utf16_without_mark(sample: bytes) -> str | None:
    even, odd = sample[0::2], sample[1::2]
    if len(sample) >= 16:
        if odd.count(0) > 0.4 * len(odd) and even.count(0) < 0.05 * len(even):
            return "utf-16-le"
        if even.count(0) > 0.4 * len(even) and odd.count(0) < 0.05 * len(odd):
            return "utf-16-be"
    return None


def decode(data: bytes, *stated: str | None) -> str:
    """Text of `data`: by byte order mark, as UTF-8, by the first of the `stated` charsets that fits, then by detection.

    Never raises: bad bytes become U+FFFD.
    """
    for bom, name in BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(name, errors="replace")
    without = utf16_without_mark(data[:8192])
    if without:
        return data.decode(without, errors="replace")
    # Seven-bit encodings of Japanese are valid UTF-8 to the byte: the escape tells them.
    if b"\x1b$" not in data and b"\x1b(" not in data:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as e:
            # A few broken bytes in a long UTF-8 text (or one cut in a character) do not make it another charset.
            text = data.decode("utf-8", errors="replace")
            if text.count("\ufffd") <= max(1, len(text) // 2000) and any(b >= 0x80 for b in data[: e.start]):
                return text
    for charset in filter(None, stated):
        try:
            text = data.decode(_MEANT.get(charset.lower(), charset), "replace")
        except LookupError:
            continue
        # A text of another charset than is stated shows in the characters that could not be read.
        if text.count("\ufffd") <= len(text) // 200:
            return text
    return data.decode(_detected(data[:_SAMPLE]), "replace")


def _detected(data: bytes) -> str:
    """The charset of bytes that are no UTF-8: by the share of letters beyond ASCII, and by which letters these are.

    On the first 200, 600 and 3,000 characters of the pages of the measuring data, put into the charsets of their
    languages (1,500 texts), 5 are read otherwise; by the library alone, that takes five times as long, 130.
    """
    words = [word for word in _WORD.findall(data) if not word.isascii()]
    high = sum(len(word.translate(None, _ASCII)) for word in words)
    if b"\x1b" in data or high > _OTHER_SCRIPT * sum(map(len, words)):
        from charset_normalizer import from_bytes

        best = from_bytes(data).best()
        name = best.encoding if best else "windows-1252"
        # Kana are at the same bytes in the Chinese set, and no Chinese text has them.
        kana = len(_KANA.findall(data.decode(name, "replace"))) if name.startswith("gb") else 0
        return "euc_jp" if kana * 40 > len(data) else name
    signs = bytes(data.translate(None, _ASCII))
    return max(_LATIN, key=lambda charset: _fit(signs, charset))


_ASCII = bytes(range(128))
_KANA = re.compile("[\u3041-\u30f6]")


def _fit(signs: bytes, charset: str) -> int:
    """How many of `signs` are letters of one language that `charset` is for, or punctuation, less those that no text has."""
    counts = Counter(signs.decode(charset, "replace").lower())
    plain = sum(counts[c] for c in _SIGNS)
    strange = sum(n for c, n in counts.items() if not c.isalpha()) - plain
    return max(sum(counts[c] for c in letters) for letters in _ALPHABETS[charset]) + plain - strange
