"""Dates as people write them, in many languages: date lines of pages, bylines, time stamps of feeds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

from transforms.normalize.metadata import published_from_iso
from transforms.records import Published

# Month names and their usual short forms, January first, in some forty languages: Unicode CLDR (through babel 2.17),
# both the nominative and the form used in dates, case folded, without vowel points or final periods.
# fmt: off
_MONTHS = (
    "ean eanáir ene enero gen gener gennaio ian ianuarie ion ionawr jaan jaanuar jan janar janeiro januar januari "
    "januarie january januwari január januára janv janvier janvāris janyuwari janúar jän jänner led leden ledna "
    "oca ocak saus sausio sausis sij siječanj siječnja sty styczeń stycznia tammi tammikuu tammikuuta urt "
    "urtarrila xan xaneiro yan yanvar ιαν ιανουάριοσ ιανουαρίου сту студзень студзеня січ січень січня янв январь "
    "января яну януари јан јануар јануари ינואר يناير",
    "chw chwef chwefror feabh feabhra feb febbraio feber febr febreiro febrer febrero februar februari februarie "
    "february februwari február februára februāris febrúar fev fevereiro fevr fevral fevrier févr février helmi "
    "helmikuu helmikuuta lut lutego luty ots otsaila shk shkurt vas vasario vasaris veebr veebruar velj veljača "
    "veljače úno únor února şub şubat φεβ φεβρουάριοσ φεβρουαρίου лют лютага лютий лютого люты феб фебруар фев "
    "февр февраль февраля февруари פברואר فبراير",
    "bře březen března kov kovas kovo maalis maaliskuu maaliskuuta maart mac machi maerz mar marca march marco "
    "marec maret mars mart martie marts martxoa marz marzec marzo març março mas mashi mat matshi maw mawrth mrt "
    "mrz márc március márta mär märts märz ožu ožujak ožujka μάρ μάρτιοσ μαρ μαρτίου бер березень березня мар "
    "март марта сак сакавік сакавіка מרץ مارس",
    "abr abril aib aibreán api apirila apr aprel april aprile aprili aprilie aprill apríl apríla aprīlis avr "
    "avril bal balandis balandžio dub duben dubna ebr ebrill eph ephreli epr epreli huhti huhtikuu huhtikuuta kwi "
    "kwiecień kwietnia nis nisan pri prill tra travanj travnja ápr április απρ απρίλιοσ απριλίου апр апрель "
    "апреля април квіт квітень квітня кра красавік красавіка אפריל أبريل",
    "beal bealtaine geg gegužė gegužės kvě květen května mag maggio mai maiatza maig maijs maio maj maja may mayo "
    "mayıs maí mei mey meyi máj mája május svi svibanj svibnja touko toukokuu toukokuuta μάι μάιοσ май мая мај "
    "трав травень травня מאי مايو",
    "birž birželio birželis cze czerwca czerwiec eka ekaina giu giugno haz haziran iun iunie iyn iyun juin jun "
    "june junho juni junie junij junio juny juuni jún júna június júní jūn jūnijs kesä kesäkuu kesäkuuta lipanj "
    "lipnja meh mehefin meith meitheamh qer qershor xuño červen června čvn ιουν ιουνίου ιούν ιούνιοσ июн июнь "
    "июня черв червень червня чэр чэрвень чэрвеня юни јун јуни יוני يونيو",
    "gor gorff gorffennaf heinä heinäkuu heinäkuuta iul iulie iyl iyul iúil juil juillet jul julai julayi julho "
    "juli julie julij julio juliol july juuli júl júla július júlí jūl jūlijs korr korrik liep liepa liepos lipca "
    "lipiec lug luglio srpanj srpnja tem temmuz uzt uztaila xul xullo července červenec čvc ιουλ ιουλίου ιούλ "
    "ιούλιοσ июл июль июля лип липень липня ліп ліпень ліпеня юли јул јули יולי يوليو",
    "abu abuztua aga agasti ago agost agosti agosto agu agustus aout août aug august augusta augusti augusts "
    "augustus augusztus avg avgust avq avqust awst ağu ağustos elo elokuu elokuuta gush gusht kol kolovoz "
    "kolovoza lún lúnasa rugp rugpjūtis rugpjūčio sie sierpień sierpnia srpen srpna ágú ágúst αυγ αυγούστου αύγ "
    "αύγουστοσ авг август августа жні жнівень жніўня серп серпень серпня אוגוסט أغسطس",
    "eyl eylül ira iraila medi mfómh rugs rugsėjis rugsėjo ruj rujan rujna sen sent sentyabr sep sept septemba "
    "september septembra septembre septembrie septembris septhemba septiembre set setembre setembro setiembre "
    "settembre sht shtator syys syyskuu syyskuuta szept szeptember wrz wrzesień września zář září σεπ σεπτέμβριοσ "
    "σεπτεμβρίου вер верасень верасня вересень вересня сен сент сентябрь сентября сеп септембар септември ספטמבר "
    "سبتمبر",
    "dfómh eki ekim hyd hydref loka lokakuu lokakuuta oct october octobre octombrie octubre okt okthoba okthobha "
    "oktoba oktober oktobris oktoober oktyabr október októbra ott ottobre out outubro paź październik "
    "października spal spalio spalis tet tetor urr urria říj říjen října οκτ οκτωβρίου οκτώβριοσ жовт жовтень "
    "жовтня кас кастрычнік кастрычніка окт октобар октомври октябрь октября אוקטובר أكتوبر",
    "aza azaroa kas kasım lapkr lapkritis lapkričio listopadu marras marraskuu marraskuuta noi noiembrie nov "
    "novemba november novembra novembre novembris novembro noviembre noy noyabr nën nëntor nóv nóvember samh "
    "samhain stu studeni studenoga tach tachwedd νοέ νοέμβριοσ νοε νοεμβρίου лист листопад листопада ліс лістапад "
    "лістапада нов новембар ное ноември ноя нояб ноябрь ноября נובמבר نوفمبر",
    "abe abendua ara aralık dec december decembra decembre decembrie decembris decembro dek dekabr des desemba "
    "desember desembre dets detsember dez dezember dezembro dhj dhjetor dic dicembre diciembre dis disemba déc "
    "décembre gru grudnia grudzień gruod gruodis gruodžio joulu joulukuu joulukuuta noll nollaig pro prosinac "
    "prosinca prosince prosinec rhag rhagfyr δεκ δεκέμβριοσ δεκεμβρίου груд грудень грудня дек декабрь декабря "
    "декември дец децембар сне снежань снежня דצמבר ديسمبر",
)
# fmt: on
# Names that are different months in different languages: read only where the language is known.
_DISPUTED = {
    "lip": {"pl": 7, "hr": 6},
    "lis": {"pl": 11, "cs": 11, "hr": 10},
    "listopad": {"pl": 11, "cs": 11, "hr": 10},
    "listopada": {"pl": 11, "hr": 10},
    "srp": {"cs": 8, "hr": 7},
}
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}

# Scripts whose letters are not all word characters, names of two words and of Arabic without its marks: CLDR, and the
# Gregorian months of the Levant and the Maghreb. Thai years count from 543 BC.
_OTHER_MONTHS = (
    "كانون الثاني|جانفي|जनवरी|জানুয়ারি|มกราคม|ม.ค.|جنوری",
    "شباط|فيفري|फ़रवरी|फरवरी|ফেব্রুয়ারি|กุมภาพันธ์|ก.พ.|فروری",
    "آذار|اذار|मार्च|মার্চ|มีนาคม|มี.ค.|مارچ",
    "نيسان|ابريل|إبريل|أفريل|अप्रैल|এপ্রিল|เมษายน|เม.ย.|اپریل",
    "أيار|ايار|ماي|मई|মে|พฤษภาคม|พ.ค.|مئی",
    "حزيران|جوان|जून|জুন|มิถุนายน|มิ.ย.|جون",
    "تموز|جويلية|जुलाई|জুলাই|กรกฎาคม|ก.ค.|جولائی",
    "آب|اغسطس|أوت|अगस्त|আগস্ট|สิงหาคม|ส.ค.|اگست",
    "أيلول|ايلول|सितंबर|सितम्बर|সেপ্টেম্বর|กันยายน|ก.ย.|ستمبر",
    "تشرين الأول|تشرين الاول|اكتوبر|अक्टूबर|अक्तूबर|অক্টোবর|ตุลาคม|ต.ค.|اکتوبر",
    "تشرين الثاني|नवंबर|नवम्बर|নভেম্বর|พฤศจิกายน|พ.ย.|نومبر",
    "كانون الأول|كانون الاول|दिसंबर|दिसम्बर|ডিসেম্বর|ธันวาคม|ธ.ค.|دسمبر",
)
_OTHER_MONTH = {name: number for number, names in enumerate(_OTHER_MONTHS, 1) for name in names.split("|")}
_BUDDHIST = 543
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯๐๑๒๓๔๕๖๗๘๙", "0123456789" * 5)

# Hours east of UTC. CST and IST are left out: each names several zones.
_ZONES = {
    "gmt": 0.0, "utc": 0.0, "wet": 0.0, "bst": 1.0, "west": 1.0, "cet": 1.0, "mez": 1.0, "cest": 2.0, "mesz": 2.0,
    "sast": 2.0, "eet": 2.0, "eest": 3.0, "msk": 3.0, "мск": 3.0, "trt": 3.0, "pkt": 5.0, "wib": 7.0, "hkt": 8.0,
    "sgt": 8.0, "awst": 8.0, "jst": 9.0, "kst": 9.0, "aest": 10.0, "aedt": 11.0, "nzst": 12.0, "nzdt": 13.0,
    "est": -5.0, "edt": -4.0, "cdt": -5.0, "mst": -7.0, "mdt": -6.0, "pst": -8.0, "pdt": -7.0,
}  # fmt: skip
_US_ZONES = {"et": -5.0, "ct": -6.0, "mt": -7.0, "pt": -8.0}  # winter time; these names are used all year

_YEAR = r"((?:19|20)\d\d)(?!\d(?!\d?:\d\d))"
_NAME = r"([^\W\d_]{3,12})"
_DATED = re.compile(r"(?:19|20|25)\d\d|\d([./])\d\d?\1\d\d")
_ISO = re.compile(
    r"(?<!\d)((?:19|20)\d\d)-(\d\d?)-(\d\d?)(?!\d)"
    r"(?:(?:T|\s{1,2})(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?(?!\d)\s?(Z\b|[+-]\d\d(?::?\d\d)?(?!\d))?)?"
)
_YMD = re.compile(r"(?<![\d./])((?:19|20)\d\d)([./])\s?(\d\d?)\2\s?(\d\d?)(?!\d)\.?")
_EAST_ASIAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[年년]\s?(\d\d?)\s?[月월]\s?(\d\d?)\s?[日일]")
_DMY_NAME = re.compile(
    r"(?<![\d.,:/])(\d\d?)(?:st|nd|rd|th|er|re|ème|[ºª°]|\.)?,?[\s/-]{0,2}(?:(?:de|of|den|na|ta’|ka)\s{1,2}|d['’])?"
    + _NAME
    + r"\.?,?[\s/’'-]{0,2}(?:(?:de[l]?|of|do|roku|r\.|năm)\s{1,2})?"
    + _YEAR,
    re.IGNORECASE,
)
# After a comma a renderer may glue a count of comments to the year: "May 3, 20240".
_MDY_NAME = re.compile(
    r"(?:(?<![^\W\d_])|(?-i:(?<=[a-z])(?=[A-Z])))"
    + _NAME
    + r"\.?[\s-]{1,2}(?:the\s)?(\d\d?)(?:st|nd|rd|th|[ºª])?(?:,\s{0,2}((?:19|20)\d\d)|(?:[\s-]{1,2}|,?\sde\s)"
    + _YEAR
    + r")",
    re.IGNORECASE,
)
_YMD_NAME = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[.,]?(?:[\s-]?(?:m|gada|ko|e)\.?)?[\s,-]{1,2}" + _NAME + r"\.?[\s-]{1,2}(\d\d?)(?!\d)",
    re.IGNORECASE,
)
_VIETNAMESE = re.compile(r"(?<!\d)(\d\d?)\stháng\s(\d\d?),?\s(?:năm\s)?" + _YEAR, re.IGNORECASE)
_OTHER = re.compile(
    r"(?<!\d)(\d\d?)\s{1,2}("
    + "|".join(map(re.escape, sorted(_OTHER_MONTH, key=len, reverse=True)))
    + r")(?:\s?/\s?[^\W\d_]{2,12})?[،,]?\s{1,2}((?:19|20|25)\d\d)(?!\d)"
)
_DOTS = re.compile(r"(?<![\d.,])(\d\d?)\.\s?(\d\d?)\.\s?" + _YEAR + r"(?!\.\d)")
_SLASHES = re.compile(r"(?<![\d/-])(\d\d?)([/-])(\d\d?)\2" + _YEAR)
# A year of two digits is read only in a line that is nothing else; else it may be a score, a version, a share price.
_SHORT_YEAR = re.compile(r"^\W{0,4}(?:[^\W\d]{1,12}[.,:]?\s){0,3}(\d\d?)([./])(\d\d?)\2(\d\d)(?![\d./])(?=\W|$)")

_TIME = re.compile(
    r"[\s,.;|·•–—@(/-]{0,5}"
    r"(?:г\.,?\s)?(?:(?:um|at|om|à|a\sl[ae]s?|às|ás|as|alle|ore|ora|kl|klo|klokken|o|ob|u|saat|в|о|у|le|"
    r"time)\b[.:]?\s{0,2})?"
    r"(?:(?P<eastern>오전|오후|午前|午後|上午|下午)\s?)?"
    r"(?P<h>[01]?\d|2[0-3])(?:\s?[:.hH時时点]\s?|\s?시\s?)(?P<m>[0-5]\d)(?:[:.](?P<s>[0-5]\d))?\s?(?:分|분)?(?!\d)"
    r"(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"[\s,]{0,3}[(\[]?[^\W\d_]{1,14}[)\]]?\.?,?(?=[\s,]{1,3}\d)")
_BEFORE = re.compile(
    r"(?<!\d)(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?:\s?(?P<half>[ap])\.?m\b\.?)?", re.IGNORECASE
)
_OFFSET = re.compile(
    r"\s?\(?(?:(?:UTC|GMT)\s?(?P<a>[+\u2212-]\d\d?)(?::?(?P<b>\d\d))?|(?P<c>[+-]\d\d)(?P<d>\d\d))(?!\d)"
)
# In capitals, but for a capitalised word that a renderer glued on ("19.00 CETLast modified").
_ZONE = re.compile(
    r"\s{0,2}(?:Uhr|h|hrs)?\s?\(?(?P<zone>"
    + "|".join(sorted((name.upper() for name in (*_ZONES, *_US_ZONES)), key=lambda n: (-len(n), n)))
    + r")(?![^\W\d_a-z](?![a-z])|[a-z])"
)
# What stands before a date. German "Stand" is the state of a text: of its last change, or of its only day, so no label.
_MODIFIED = (
    r"updated?|modified|edited|revised|corrected|aktuali[sz]|geändert|bearbeitet|überarbeitet|zuletzt|mis\sà\sjour|modifi|"
    r"actuali|atualiz|aggiorna|modific|bijgewerkt|gewijzigd|uppdatera|ändrad|oppdatert|opdatere|päivite|aktualiz|zaktual|"
    r"обновл|изменен|оновлен|güncelle|actualizat|ενημ|frissít|更新|수정|업데이트|تحديث|अपडेट|अद्यतन|แก้ไข|อัปเดต|cập nhật"
)
_PUBLISHED = (
    r"publi|pubblicat|posted|created|first\sreleased|veröffentlicht|erschienen|erstellt|eingestellt|inserito|creato|"
    r"gepubliceerd|geplaatst|publicer|julkaist|opublik|dodan|опубл|yayın|eklenme|objavlj|vydán|közzétev|δημοσι|公開|発表|"
    r"発行|发布|发表|입력|등록|نشر|प्रकाशित|เผยแพร่"
)
_LABEL = re.compile(rf"(?P<modified>{_MODIFIED})|(?P<published>{_PUBLISHED})", re.IGNORECASE)
# Between a label and its date stand few words, or a time: "Updated: 1:15 pm, Mon May 6, 2024".
_LABELLED = re.compile(r"(?:[^\d]{0,10}\d?\d[:.]\d\d(?!\d))?[^\d]{0,30}$")
_BESIDE = re.compile(
    rf"\w*(?:{_MODIFIED}|{_PUBLISHED})\w*|(?<!\d)\d?\d[:.hH]\d\d(?::\d\d)?(?!\d)(?:\s?[ap]\.?m\b\.?)?|\buhr(?!\w)|\bstand:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A date at characters `start` to `end` of a text; `label`, by the words before: "published", "modified" or ""."""

    start: int
    end: int
    published: Published
    label: str


def parse_date(text: str, language: str | None = None) -> Published | None:
    """The date that a date line or time stamp names; None where it names none or where it can be read in two ways.

    `language` (ISO 639, "de" or "en-US") settles what is written alike: 03/04/2024 is the third of April but in
    English, where it stays None unless the region says it ("en-US", "en-GB"). A date given as published wins over one
    given as updated. The time is kept where its zone is given (converted to UTC); else the day alone, as written, at
    midnight with precision "day". Only the first 400 characters are read.

    >>> parse_date("Published Aug. 21, 2024 at 7:53pm EST").at.isoformat()
    '2024-08-22T00:53:00+00:00'
    """
    found = find_dates(text, language)
    if not found:
        return None
    best = min(found, key=lambda f: (f.label == "modified", f.label != "published", f.start))
    return best.published


def stated_date(value: str, where: str, language: str | None = None) -> Published | None:
    """The time that a field of data states, for machines or in words; `where` tells which field it is."""
    return published_from_iso(value, where) or parse_date(value, language)


def find_dates(text: str, language: str | None = None, limit: int = 400) -> list[Found]:
    """All dates in the first `limit` characters of `text`, in order, without those that can be read in two ways."""
    text = text[:limit]
    if not text.isascii():
        text = text.translate(_DIGITS)
    if not _DATED.search(text):  # every date has a year or two periods or slashes, nearly no line of prose
        return []
    found: list[Found] = []
    taken: list[tuple[int, int]] = []
    for start, end, day, iso in sorted(_days(text, language), key=lambda d: (d[0], -d[1])):
        if taken and start < taken[-1][1]:
            continue
        published, start, end = _with_time(text, start, end, day, iso, taken[-1][1] if taken else 0)
        before = text[taken[-1][1] if taken else 0 : start][-45:]
        taken.append((start, end))
        found.append(Found(start, end, published, date_label(before)))
    return found


def date_label(before: str) -> str:
    """What the words before a date say of it: "published", "modified" or ""."""
    *_, nearest = None, *_LABEL.finditer(before)
    return (nearest.lastgroup or "") if nearest and _LABELLED.match(before, nearest.end()) else ""


def beside_dates(text: str, dates: Sequence[Found]) -> str:
    """What a text says beside its dates, their times and labels such as "Published:".

    >>> text = "Posted: Sunday, May 5, 2024 10:00 am | Updated: 1:15 pm, Mon May 6, 2024"
    >>> beside_dates(text, find_dates(text))
    ': Sunday, | : , Mon'
    """
    ends, starts = [0, *(d.end for d in dates)], [*(d.start for d in dates), len(text)]
    rest = " ".join(text[i:j] for i, j in zip(ends, starts, strict=True))
    return " ".join(_BESIDE.sub(" ", rest).split())


def _days(text: str, language: str | None) -> list[tuple[int, int, date, re.Match[str] | None]]:
    out: list[tuple[int, int, date, re.Match[str] | None]] = []

    def add(match: re.Match[str], year: str, month: str | int | None, day: str, iso: bool = False) -> None:
        if month is not None and 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            try:
                out.append((match.start(), match.end(), date(int(year), int(month), int(day)), match if iso else None))
            except ValueError:  # 31 June: no such day, so no date
                return

    for m in _ISO.finditer(text):
        add(m, m[1], m[2], m[3], iso=True)
    for m in _YMD.finditer(text):
        add(m, m[1], m[3], m[4])
    for m in _EAST_ASIAN.finditer(text):
        add(m, m[1], m[2], m[3])
    for m in _DMY_NAME.finditer(text):
        add(m, m[3], _month(m[2], language), m[1])
    for m in _MDY_NAME.finditer(text):
        add(m, m[3] or m[4], _month(m[1], language), m[2])
    for m in _YMD_NAME.finditer(text):
        add(m, m[1], _month(m[2], language), m[3])
    for m in _VIETNAMESE.finditer(text):
        add(m, m[3], m[2], m[1])
    if not text.isascii():
        for m in _OTHER.finditer(text):
            add(m, str(int(m[3]) - (_BUDDHIST if m[3] > "2400" else 0)), _OTHER_MONTH[m[2]], m[1])
    for m in _DOTS.finditer(text):
        day, month = (m[2], m[1]) if int(m[2]) > 12 else (m[1], m[2])
        add(m, m[3], month, day)
    for m in _SLASHES.finditer(text):
        order = _order(int(m[1]), int(m[3]), language)
        if order:
            add(m, m[4], m[order[1]], m[order[0]])
    short = _SHORT_YEAR.match(text)
    if short and language:  # without a language, 25.05.15 can be read in two ways or three
        if language[:2] in ("ko", "ja", "zh"):
            add(short, f"20{short[1]:0>2}", short[3], short[4])
        elif int(short[4]) < 70 and (order := _order(int(short[1]), int(short[3]), language)):
            add(short, f"20{short[4]}", short[order[1]], short[order[0]])
    return out


def _order(first: int, second: int, language: str | None) -> tuple[int, int] | None:
    """Which groups of a date with slashes are day and month; None where both readings are possible."""
    if first > 12 or first == second:
        return 1, 3
    if second > 12:
        return 3, 1
    code = (language or "").replace("_", "-").casefold()
    if code in ("en-us", "en-ph"):
        return 3, 1
    if not code or code in ("en", "und") or code.startswith("en-ca"):
        return None
    return 1, 3


@lru_cache(maxsize=4096)
def _month(word: str, language: str | None) -> int | None:
    name = word.casefold().replace("ς", "σ")
    if name in _DISPUTED:
        return _DISPUTED[name].get((language or "")[:2].casefold())
    return _MONTH.get(name)


def _with_time(
    text: str, start: int, end: int, day: date, iso: re.Match[str] | None, floor: int
) -> tuple[Published, int, int]:
    """Adds the time beside a day, where its zone is stated. Returns the date and where its words start and end."""
    if iso is not None and iso[4]:
        hour, minute, second, zone = int(iso[4]), int(iso[5]), iso[6], iso[7]
        offset = _iso_offset(zone) if zone else None
        if zone is None:
            offset, end = _zone(text, end, day)
        return _publish(text, start, end, day, hour, minute, second, offset), start, end
    weekday = _WEEKDAY.match(text, end)
    match = _TIME.match(text, end) or (_TIME.match(text, weekday.end()) if weekday else None)
    if match and _plausible(match, text):
        offset, end = _zone(text, match.end(), day)
        hour = _hour(int(match["h"]), match["half"] or match["eastern"])
        return _publish(text, start, end, day, hour, int(match["m"]), match["s"], offset), start, end
    for before in _BEFORE.finditer(text, max(floor, start - 40), start):
        offset, stop = _zone(text, before.end(), day)
        # Between a time and its date stand a comma, a weekday, a word like "on".
        if offset is not None and stop <= start and len(text[stop:start].split()) <= 3:
            hour = _hour(int(before["h"]), before["half"])
            begin = before.start()
            return _publish(text, begin, end, day, hour, int(before["m"]), before["s"], offset), begin, end
    return _publish(text, start, end, day, None, 0, None, None), start, end


def _plausible(match: re.Match[str], text: str) -> bool:
    """A dot between hour and minute is a time only where it is not the start of another number or date."""
    after = text[match.end() : match.end() + 2]
    return not (after[:1] in (".", "/", "%") and after[1:].isdigit())


def _hour(hour: int, half: str | None) -> int:
    if not half:
        return hour
    late = half.casefold() in ("p", "오후", "午後", "下午")
    return hour % 12 + 12 if late else hour % 12 if hour == 12 else hour


def _iso_offset(zone: str) -> float:
    if zone == "Z":
        return 0.0
    digits = zone[1:].replace(":", "")
    hours = int(digits[:2]) + (int(digits[2:]) if digits[2:] else 0) / 60
    return -hours if zone[0] == "-" else hours


def _zone(text: str, at: int, day: date) -> tuple[float | None, int]:
    """The zone named at `at`, in hours east of UTC, and where its words end; (None, at) where none is named."""
    match = _OFFSET.match(text, at)
    if match:
        hours, minutes = match["a"] or match["c"], match["b"] or match["d"] or "0"
        value = int(hours.replace("\u2212", "-"))
        sign = -1 if hours[0] in "-\u2212" else 1
        offset = value + sign * int(minutes) / 60
        return (offset, match.end()) if abs(offset) <= 14 else (None, at)
    match = _ZONE.match(text, at)
    if match is None:
        return None, at
    name = match["zone"].casefold()
    if name in _US_ZONES:
        return _US_ZONES[name] + _us_summer(day), match.end()
    return (_ZONES[name], match.end()) if name in _ZONES else (None, at)


def _us_summer(day: date) -> int:
    """1 between the second Sunday of March and the first of November (the rule since 2007), else 0."""
    march, november = date(day.year, 3, 8), date(day.year, 11, 1)
    begin = march + timedelta(days=(6 - march.weekday()) % 7)
    end = november + timedelta(days=(6 - november.weekday()) % 7)
    return int(begin <= day < end)


def _publish(
    text: str, start: int, end: int, day: date, hour: int | None, minute: int, second: str | None, offset: float | None
) -> Published:
    words = text[start:end].strip(" ,;|(")
    if hour is None or offset is None or hour > 23 or minute > 59 or abs(offset) > 14:
        return Published(datetime(day.year, day.month, day.day, tzinfo=UTC), "day", words)
    seconds = min(int(second), 59) if second else 0
    zone = timezone(timedelta(hours=offset))
    at = datetime(day.year, day.month, day.day, hour, minute, seconds, tzinfo=zone).astimezone(UTC)
    return Published(at, "second" if second else "minute", words)
