"""Where a copy says that it comes from: credit lines, wire marks, datelines and copyright lines, in many languages.

A credit is recognised by its form, not by a list of phrases: a *subject* that means this article ("This story", "Der
Beitrag …", or none, at the start of a line), a *verb phrase* of first publication, permission or provision, and a *slot*
that holds a publisher-like name. All languages share the code and differ in words only, so a wording that was not seen
before matches when its parts are known. What looks alike fails in one of the three: "Cases first appeared in Michigan"
has no such subject, "first appeared on the landscape" no name in the slot, "told Reuters" no such verb.

Position counts as much as words: the head of an article, its first paragraphs, its last ones and what follows them are
read, the run of prose between is not. A mark that needs no verb ("(AP)", "© Reuters") counts at the very ends only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from wordfreq import zipf_frequency

from transforms.normalize.sites import (
    Publisher,
    domain_of_name,
    fold,
    is_domain,
    publisher_of,
    same_as_any,
    same_publisher,
    site_of,
)
from transforms.records import Credit


@dataclass(frozen=True, slots=True)
class Origin:
    """What an article states of its origin: the best candidate, all of them (best first), and the body without credits.

    `body` holds the paragraphs that came in, less the lines that are nothing but a credit or a copyright.
    """

    best: Credit | None
    candidates: list[Credit]
    body: list[str]


# How many paragraphs of the body are read at either end: the credits of the attribution dev set stand in the first two
# and the last three; the rest leaves room for furniture that stayed in the body.
OPENING = 3
ENDING = 8
HEAD_LINES = 40
TAIL_LINES = 60
MAX_LINE = 900

# Confidence of each rule: (right + 1) / (fired + 2) on the attribution dev set, and a reading of samples of the stories
# set; see the tests of this module for how each is drawn.
CONFIDENCE = {
    "appeared-first": 0.97,
    "republished": 0.93,
    "distributed": 0.95,
    "provided": 0.9,
    "wire-tag": 0.93,
    "copyright": 0.9,
    "source-label": 0.88,
    "dateline": 0.94,
    "byline": 0.92,
    "source-link": 0.8,
}


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the document with its place: `zone` head, body or tail; `final`: no prose follows it."""

    text: str
    zone: str
    paragraph: int
    opening: bool
    final: bool
    alone: bool  # it is a paragraph of its own


@dataclass(frozen=True, slots=True)
class _Hit:
    """A credit found in a line: `start` and `end` bound the words to cut from it; `strong`: sure enough to be cut."""

    rule: str
    names: tuple[str, ...]
    start: int
    end: int
    cut: bool = True
    confidence: float | None = None


# --- Words -------------------------------------------------------------------------------------------------------

# What an article calls itself. Sorted by language: en, de, fr, es, it, pt, nl, sv, da/no, fi, pl, cs/sk, ro, hu, tr,
# ru/uk/bg/sr, el, id/ms, vi, hr/sl, ca, baltic; scripts without words parted by blanks have templates of their own.
_NOUN = (
    r"(?:posts?|articles?|story|stories|pieces?|columns?|essays?|op-?ed|commentary|interviews?|reports?|reviews?|version|"
    r"excerpts?|features?|contents?|texts?|editorial|opinion|analysis|entry|(?:press|news) release|transcript|blog(?:post)?|"
    r"investigation|materials?|Q&A|explainer|item|dispatch|"
    r"beitrag|artikels?|bericht|kommentar|meldung|kolumne|gastbeitrag|gastkommentar|blogbeitrag|geschichte|analyse|"
    r"aufsatz|essay|inhalt|"
    r"billet|texte|publication|entretien|tribune|contenu|reportage|chronique|dépêche|"
    r"entrada|artículo|articulo|publicación|publicacion|nota|texto|noticia|columna|reportaje|entrevista|contenido|"
    r"articolo|testo|intervista|contenuto|pezzo|artigo|conteúdo|matéria|reportagem|notícia|publicação|coluna|"
    r"verhaal|opiniestuk|tekst|stuk|"
    r"inlägget|inlägg|artikeln|texten|krönikan|krönika|nyheten|"
    r"indlægget|indlæg|innlegget|innlegg|artiklen|artikkelen|artikkel|kronikken|kronikk|teksten|posten|saken|nyheden|"
    r"artikkeli|kirjoitus|julkaisu|postaus|juttu|viesti|teksti|uutinen|"
    r"artykuł|wpis|materiał|felieton|wywiad|článek|příspěvek|článok|príspevok|rozhovor|"
    r"articolul|postarea|materialul|textul|interviul|știrea|bejegyzés|bejegyzést|cikk|írás|poszt|interjú|"
    r"yazısı|yazı|makale|makalesi|içerik|içeriği|haberi|haber|gönderisi|gönderi|"
    r"сообщение|запись|статья|материал|текст|пост|публикация|заметка|интервью|новость|"
    r"запис|стаття|допис|матеріал|публікація|повідомлення|новина|публикацията|материалът|статията|постът|новината|"
    r"чланак|објава|вест|άρθρο|δημοσίευση|κείμενο|ανάρτηση|"
    r"postingan|berita|tulisan|pos|konten|bài viết|bài đăng|bài báo|objava|članak|prispevek|"
    r"įrašas|straipsnis|raksts|ziņa|postitus)"
)
_THIS = (
    r"(?:this|these|dieser?|dieses|cet|cette|ce|est[ea]|esto|quest[oaie]|dit|deze|denna|detta|denne|dette|tämä|ten|ta|to|"
    r"tento|toto|táto|tato|acest|această|ez a|bu|эта|этот|это|данн\w+|ця|цей|цю|тази|този|αυτό|το παρόν|ini|ovaj|ta|"
    r"aquest|aquesta|šis|see)"
)
_SUBJECT = re.compile(
    rf"(?:^|(?<=[.!?…:;•|·*\"”»)\]–—\n-])\s)[\W_]{{0,6}}(?P<words>(?:[^\W_]{{1,16}}[ '’(]{{1,2}}\)?\s?){{0,6}})(?P<noun>{_NOUN})\b",
    re.IGNORECASE,
)
_NOUN_BEFORE = re.compile(rf"\b{_NOUN}\W{{0,4}}$", re.IGNORECASE)
_HAS_THIS = re.compile(rf"\b{_THIS}\b|['’]article|ini\b", re.IGNORECASE)
_PRONOUN = re.compile(r"(?:^|[.!?]\s+)(?:It|They|Sie|Er|Es|Il|Elle|Ze|Het|Den|Det)\s+$")
_ANY_NOUN = re.compile(rf"\b{_NOUN}\b", re.IGNORECASE)

# adverbs, verbs, prepositions; a language's verb phrase is an adverb and a verb within three words of each other.
_FIRST: dict[str, tuple[str, str, str]] = {
    "en": (
        r"first|originally|initially|previously|1st",
        r"appear(?:ed|s)|published|posted|ran|aired|printed|released|featured|broadcast|written|produced|shared|"
        r"distributed|issued|commissioned|created|syndicated|seen",
        r"on|in|at|by|with|via|for|from|through|to",
    ),
    "de": (
        r"zuerst|zunächst|ursprünglich|erstmals|erstmalig|als erstes|im Original",
        r"erschien(?:en)?|erscheint|veröffentlicht|publiziert|abgedruckt|gepostet|gedruckt|verfasst",
        r"auf|bei|beim|in|im|von|vom|durch|am|an|über",
    ),
    "fr": (
        r"en premier|d['’]abord|initialement|originellement|à l['’]origine|pour la première fois|originalement|premièrement|"
        r"précédemment",
        r"apparue?s?|parue?s?|publiée?s?|diffusée?s?|posté|apparaît|écrit",
        r"sur|dans|par|chez|en|au|à|le site",
    ),
    "es": (
        r"primero|originalmente|por primera vez|inicialmente|originariamente|antes|primeramente|en primer lugar",
        r"public(?:ó|ado|ada|a|amos)|aparec(?:ió|e|ido|ida)|apareci[oó]|difundid[oa]|escrit[oa]|salió",
        r"en|por|a través de",
    ),
    "it": (
        r"per la prima volta|originariamente|originalmente|inizialmente|prima|in origine|il primo|per primo|in precedenza",
        r"appars[oa]|pubblicat[oa]|uscit[oa]|appare|essere|apparve|compars[oa]",
        r"su|sul|sulla|sulle|sull['’]|in|nel|nella|da|dal|dalla|dall['’]|a cura di",
    ),
    "pt": (
        r"primeiro|originalmente|pela primeira vez|inicialmente|antes|primeiramente|em primeiro lugar",
        r"apareceu|aparece|publicad[oa]|publicou|veiculad[oa]|divulgad[oa]|postad[oa]|escrit[oa]|surgiu",
        r"em|no|na|nos|nas|por|pelo|pela|n['’]",
    ),
    "nl": (
        r"eerst|oorspronkelijk|als eerste|voor het eerst|eerder|origineel|aanvankelijk",
        r"verscheen|verschenen|gepubliceerd|geplaatst|gepost|geschreven|verschijnt",
        r"op|in|bij|door|via|voor",
    ),
    "sv": (
        r"först|ursprungligen|från början|för första gången|tidigare",
        r"dök upp|dök|publicera(?:d|t|des|ts)|publicerades|visades|införd|kom|syntes",
        r"upp på|på|i|hos|av|till",
    ),
    "da": (
        r"først|oprindeligt?|oprindelig|opprinnelig|for første gang|tidligere|opprinneleg",
        r"dukkede|dukket|publicere(?:t|des)|publiser(?:t|te)|udgivet|vist|bragt|offentliggjort|postet|skrevet|trykt|lagt ut|"
        r"kom|sto|stod|utgitt|visades",
        r"op på|opp på|på|i|hos|af|av|hjå",
    ),
    "fi": (
        r"ensin|ensimmäisenä|ensimmäisen kerran|alun perin|alunperin|ensi kertaa",
        r"julkaistiin|julkaistu|ilmestyi|ilmestynyt|näkyi|esiintyi|nähtiin",
        r"sivustolla|sivustossa|sivuilla|lehdessä|blogissa|verkkosivuilla|palvelussa|verkkolehdessä",
    ),
    "pl": (
        r"po raz pierwszy|pocz[ąa]tkowo|pierwotnie|najpierw|pierwszy raz|oryginalnie|pierwszy",
        r"pojawił(?:a|o)? się|pojawił(?:a|o)?|opublikowan[yaoe]|ukazał(?:a|o)? się|ukazał|publikowany|zamieszczony",
        r"na|w|we|przez|u",
    ),
    "cs": (
        r"nejdříve|nejprve|původně|poprvé|nejdřív|najskôr|najprv|pôvodne|prvýkrát|ako prvý|po prvý ?krát|prvně|jako první",
        r"objevil[ao]?|publikován[ao]?|zveřejněn[ao]?|vyšel|vyšlo|vydán|uveřejněn|zobrazen[ýáoa]?|publikovan[ýáé]|uverejnen[ýáé]|"
        r"zverejnen[ýáé]|objaví|otištěn|napsán",
        r"na|v|ve|u|webu|vo",
    ),
    "ro": (
        r"prima dată|prima data|inițial|iniţial|pentru prima dată|pentru prima oară|mai întâi|original|prima oară",
        r"apare|apărut|aparut|publicat[ăe]?|postat",
        r"în|in|pe|de|la",
    ),
    "ru": (
        r"сначала|впервые|первоначально|изначально|вперше|спочатку|спершу|первісно|первым|раніше|за първи път|за пръв път|"
        r"първоначално|първо|први пут|прво|најпре|ранее",
        r"появил(?:[ао]сь|ись|ся)|появится|опубликован[аоы]?|вышл[аои]|вышел|напечатан[аоы]?|размещен[аоы]?|з['’ʼ`]явил(?:ася|ося|ися)|"
        r"з['’ʼ`]явився|з['’ʼ`]явиться|опублікован[аоийі]+|оприлюднен[аоийі]+|надрукован[аоийі]+|появи|появява|публикуван[ао]?|"
        r"појав(?:ио|ила|ило|љује)|објављен[ао]?",
        r"на|в|во|у|от|від|на сайте|на сайті|от страна на|изданием|виданням",
    ),
    "el": (
        r"πρώτα|αρχικά|για πρώτη φορά|πρώτη φορά|πρωτίστως|πρώτο",
        r"εμφανίστηκε|εμφανίσθηκε|δημοσιεύ[θτ]ηκε|πρωτοδημοσιεύ[θτ]ηκε|αναρτήθηκε|εμφανίζεται",
        r"στο|στον|στη|στην|στις|στα|από",
    ),
    "id": (
        r"pertama kali|pertama|awalnya|mulanya|lebih dulu|telah|sebelumnya|asalnya",
        r"tampil|muncul|diterbitkan|dipublikasikan|tayang|terbit|dimuat|diposting|ditayangkan|disiarkan|keluar",
        r"di|pada|oleh|dalam|melalui",
    ),
    "vi": (
        r"đầu tiên|lần đầu tiên|lần đầu|trước tiên|gốc",
        r"xuất hiện|được đăng|đăng|được xuất bản|xuất bản|công bố",
        r"trên|tại|vào ngày|ở|bởi|trong",
    ),
    "hr": (
        r"prvi puta?|po prvi puta?|najprije|prvo|izvorno|najprej|prvič|prvotno|pirmą kartą|pirmoreiz|pirmo reizi|esmalt|esmakordselt|"
        r"fyrst|primer|originalment|originàriament|per primera vegada|lehenik|lehen aldiz",
        r"pojavila?|pojavil[ao]?|pojavio|objavljena?o?|objavljen|izašao|prikazan[ao]?|pasirodė|paskelbta?s?|publicēts|parādījās|"
        r"ilmus|avaldati|birtist|ha aparegut|aparegut|publicat|publicada|va aparèixer|apareix|agertu|argitaratu|birt",
        r"na|u|v|od|pri|portalu|tinklalapyje|vietnē|á|í|a|en|al|per|per",
    ),
}


def _words(alternatives: str) -> str:
    # Longer alternatives first, so that "po raz pierwszy" is not read as its beginning.
    return (
        "|".join(sorted(dict.fromkeys(alternatives.split("|")), key=len, reverse=True))
        if "(" not in alternatives
        else alternatives
    )


def _verb_phrase(adverbs: str, verbs: str) -> str:
    gap = r"\W{1,3}(?:[\w'’-]{1,20}\W{1,2}){0,3}?"
    return rf"\b(?:(?:{adverbs}){gap}(?:{verbs})|(?:{verbs}){gap}(?:{adverbs}))\b"


_FIRST_PATTERNS = {
    lang: (
        re.compile(_verb_phrase(adverbs, verbs), re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{_words(preps)})(?:\s+|(?<=['’]))", re.IGNORECASE),
        # the verb at the end: "ist zuerst bei Y erschienen"
        re.compile(rf"\b(?:{adverbs})\W+(?=[^.!?]{{3,90}}?\b(?:{verbs})\b)", re.IGNORECASE),
    )
    for lang, (adverbs, verbs, preps) in _FIRST.items()
}


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A credit's verb phrase, ending where the slot begins. `needs` says what must stand before it.

    subject: a word for this article, or nothing, at the start of the sentence; anything: nothing is asked for;
    start: the phrase begins the line. `gate` are literals of which one must be in the lower-case line.
    """

    rule: str
    pattern: re.Pattern[str]
    needs: str
    gate: tuple[str, ...]


def _phrase(rule: str, needs: str, gate: str, *alternatives: str) -> _Phrase:
    return _Phrase(rule, re.compile("|".join(alternatives), re.IGNORECASE), needs, tuple(gate.split("|")))


_PHRASES = (
    # Permission and republication.
    _phrase(
        "republished",
        "anything",
        "permission",
        r"\b(?:re-?(?:published|printed|posted|produced|blogged)|reproduced|used|syndicated|cross-?posted|shared|published|"
        r"appears?|adapted|excerpted|translated|run|carried|presented)\b[^.!?]{0,60}?\b(?:with|by)\s+(?:the\s+)?(?:kind\s+|express\s+|full\s+|"
        r"special\s+|exclusive\s+)?permissions?\s+(?:from|of|by|granted by)\s+",
        r"^\W{0,3}(?:with|by)\s+(?:the\s+)?(?:kind\s+)?permission\s+(?:from|of)\s+",
    ),
    _phrase(
        "republished",
        "subject",
        "republished|reprinted|reposted|reproduced|cross|syndicated|courtesy|reblogged|excerpt|adapted",
        r"\b(?:re-?(?:published|printed|posted|blogged)|reproduced|cross-?posted|syndicated|excerpted)\s+(?:\w+\s+){0,3}?"
        r"(?:from|courtesy of|via)\s+",
        r"\b(?:is|was|comes?|appears?|provided|\bused)?\s*(?:here\s+)?(?:by\s+)?courtesy\s+(?:of|from)\s+",
    ),
    _phrase(
        "republished",
        "subject",
        "genehmigung|erlaubnis|übernommen|nachdruck|stammt|entnommen",
        r"\bmit\s+(?:freundlicher\s+)?(?:genehmigung|erlaubnis)\s+(?:von|der|des|vom|durch|aus)\s+",
        r"\b(?:übernommen|nachdruck|nachgedruckt|entnommen)\s+(?:von|aus)\s+",
        r"\b(?:von|vom|aus)\s+(?=[^.!?]{3,80}?\b(?:übernommen|entnommen)\b)",
        r"\bstammt\s+(?:ursprünglich\s+)?(?:von|vom|aus)\s+",
    ),
    _phrase(
        "republished",
        "subject",
        "republi|reprodui|repris|autorisation|tiré|issu|provient",
        r"\b(?:republiée?s?|reproduite?s?|reprise?s?|publiée?s?)\b[^.!?]{0,50}?\b(?:à partir d[eu]|depuis|de la|du site|d[eu]|"
        r"(?:avec|par)\s+l['’](?:aimable\s+)?autorisation\s+d[eu])\s+",
        r"\b(?:avec\s+)?l['’](?:aimable\s+)?autorisation\s+d[eu]\s+",
        r"\b(?:est|été)\s+(?:tirée?|issue?|extraite?)\s+d[eu]\s+",
        r"\bprovient\s+d[eu]\s+",
    ),
    _phrase(
        "republished",
        "subject",
        "republica|reproduc|tomado|permiso|autoriza|cortes|proviene|extra|retirad|permiss",
        r"\b(?:republicad[oa]s?|reproducid[oa]s?|reproduzid[oa]s?|publicad[oa]s?|tomad[oa]s?|retirad[oa]s?|extraíd[oa]s?)\b[^.!?]{0,50}?\b(?:desde|"
        r"a partir d[eoa]|(?:con|com)\s+(?:el\s+|la\s+|a\s+)?(?:permiso|autorización|permissão|autorização)\s+d[eoa]l?|d[eoa]l?)\s+",
        r"^\W{0,3}(?:con|por|com)\s+(?:el\s+|la\s+|a\s+)?(?:permiso|autorización|cortesía|permissão|autorização|cortesia)\s+d[eoa]l?\s+",
        r"\b(?:es|por)?\s*cortes[íi]a\s+d[eoa]l?\s+",
        r"\bproviene\s+d[e]l?\s+",
    ),
    _phrase(
        "republished",
        "subject",
        "ripubblica|riprodott|concessione|permesso|proviene|tratto|tratta|ripreso",
        r"\b(?:ripubblicat[oa]|riprodott[oa]|pubblicat[oa]|ripres[oa])\b[^.!?]{0,50}?\b(?:da|dal|dalla|dall['’]|(?:con|su|per)\s+(?:il\s+|la\s+)?(?:gentile\s+)?"
        r"(?:permesso|autorizzazione|concessione)\s+d(?:i|el|ella|ell['’]))\s*",
        r"\bper\s+gentile\s+concessione\s+d(?:i|el|ella)\s+",
        r"\b(?:proviene|è\s+tratt[oa]|è\s+ripres[oa])\s+da(?:l|lla|ll['’])?\s*",
    ),
    _phrase(
        "republished",
        "subject",
        "overgenomen|toestemming|afkomstig|med tillstånd|tilladelse|tillatelse|kommer fr|hentet|hämta|luvalla|peräisin",
        r"\b(?:overgenomen|afkomstig)\s+(?:van|uit)\s+",
        r"\bmet\s+(?:vriendelijke\s+)?toestemming\s+(?:overgenomen\s+)?(?:van|uit)\s+",
        r"\bmed\s+(?:\w+\s+)?(?:tillstånd|tilladelse|tillatelse)\s+(?:av|fra|från|af)\s+",
        r"\b(?:kommer|hentet|hämtad|hämtat)\s+(?:från|fra)\s+",
        r"\bon\s+peräisin\s+",
    ),
    _phrase(
        "republished",
        "subject",
        "pochodzi|przedruk|zgod|pochází|pochádza|převzat|prevzat|preluat|provine|svolením|súhlasom|lupa",
        r"\bpochodzi\s+(?:z|ze|od)\s+",
        r"\b(?:przedruk|przedrukowan[yoa]|opublikowan[yoa])\s+(?:za\s+zgodą|z|ze)\s+",
        r"\bza\s+zgodą\s+",
        r"\b(?:pochází|pochádza)\s+(?:z|ze|zo|od)\s+",
        r"\b(?:převzat[oýáa]|prevzat[éýáa])\s+(?:z|ze|zo|od|s\s+(?:laskavým\s+)?svolením|so\s+súhlasom)\s+",
        r"\b(?:preluat|provine)\s+(?:de\s+(?:pe|la)|din|dela)\s+",
    ),
    _phrase(
        "republished",
        "subject",
        "перепечат|разрешени|взят|заимствован|передрук|дозвол|воспроизв|републик|переопублік|препечат",
        r"\b(?:перепечатан[оаы]?|перепечатка|заимствован[оаы]?|взят[оаы]?|передруковано|передрук|взято|препечатано|републикувано|републикован[оа])\s+"
        r"(?:из|с|со|з|із|от|у)\s+",
        r"\b(?:с|со|з)\s+(?:любезного\s+)?(?:разрешения|дозволу|согласия)\s+",
    ),
    _phrase(
        "republished",
        "subject",
        "telah tayang|dikutip|diterbitkan ulang|dilansir|disadur|izin",
        r"\btelah\s+tayang\s+di\s+",
        r"\b(?:dikutip|disadur|diambil)\s+dari\s+",
        r"\bditerbitkan\s+ulang\s+(?:dari|atas izin)\s+",
    ),
    # Provision and production: only of this article.
    _phrase(
        "provided",
        "subject",
        "provided|produced|supplied|distributed|contributed|brought|comes|came|made available|prepared|created|furnished|powered",
        r"\b(?:provided|produced|supplied|distributed|contributed|furnished|brought\s+to\s+you|made\s+available|prepared|created|"
        r"commissioned\s+and\s+(?:produced|published))\s+(?:\w+\s+){0,2}?(?:by|courtesy\s+of)\s+",
        r"\b(?:comes?|came)\s+(?:to\s+(?:us|you)\s+)?(?:courtesy\s+of|from|via)\s+",
    ),
    _phrase(
        "provided",
        "subject",
        "bereitgestellt|verfügung gestellt|erstellt|geliefert|fourni|propos|produit|proporciona|produc|fornec|fornit|geleverd|"
        "aangeboden|leveret|levere|tillhandah|предоставлен|подготовлен|надано|підготовлен|disediakan|dostarcz|poskyt|furnizat",
        r"\b(?:von|vom|durch)\s+(?=[^.!?]{3,80}?\b(?:bereitgestellt|zur\s+verfügung\s+gestellt|geliefert|verbreitet)\b)",
        r"\b(?:bereitgestellt|zur\s+verfügung\s+gestellt|geliefert)\s+(?:von|vom|durch)\s+",
        r"\b(?:fournie?s?|proposée?s?|produite?s?)\s+par\s+",
        r"\b(?:proporcionad[oa]|producid[oa]|elaborad[oa]|suministrad[oa]|fornecid[oa]|produzid[oa])\s+(?:por|pel[oa])\s+",
        r"\b(?:fornit[oa]|prodott[oa]|realizzat[oa])\s+da(?:l|lla|ll['’])?\s*",
        r"\b(?:geleverd|aangeboden|verzorgd)\s+door\s+",
        r"\b(?:leverera[ts]|leveret|levert|tillhandahålls|produceret|producerats)\s+(?:av|af)\s+",
        r"\b(?:предоставлен[оаы]?|подготовлен[оаы]?|надано|підготовлен[оаы]?)\s+",
        r"\bdisediakan\s+oleh\s+",
        r"\bdostarcz\w+\s+przez\s+",
        r"\bposkyt\w+\s+",
        r"\bfurnizat\s+de\s+",
    ),
)

# Scripts in which words are not parted by blanks, and languages whose verb ends the sentence: whole templates with the
# slot in them. The subject is part of each, or optional where the line must begin with the template.
_TEMPLATES = tuple(
    (rule, re.compile(pattern), gate)
    for rule, gate, pattern in (
        # Turkish: "X yazısı ilk önce Y üzerinde ortaya çıktı."
        (
            "appeared-first",
            "ilk ",
            r"(?i:\bilk\s+(?:önce|olarak|kez|defa)\s+(?P<slot>\S[^.!?]{1,80}?(?:\.\w{2,3}[^.!?]{0,20}?)?)\s*(?:['’]?(?:de|da|te|ta|nde|nda)|üzerinde|sitesinde|"
            r"adresinde|tarafından|gazetesinde|dergisinde)\s+(?:\w+\s+){0,2}?(?:ortaya|yayı[nm]|görün|çık|paylaş|beliri))",
        ),
        (
            "republished",
            "alın",
            r"(?i:\b(?:yazı|haber|makale|içerik)\w*\s+(?P<slot>\S[^.!?]{1,60}?)\s*['’]?(?:den|dan|ten|tan|nden|ndan|sitesinden)\s+alın(?:mıştır|dı))",
        ),
        # Hungarian: "A X bejegyzés először Y-n jelent meg."
        (
            "appeared-first",
            "jelent",
            r"(?i:\b(?:először|eredetileg|elsőként)\s+(?:a\s+|az\s+)?(?P<slot>\S.{1,80}?)\s*(?:-?(?:[oöea]n|n|on|ban|ben|nál|nél))?\s+(?:oldal\w*\s+|weboldal\w*\s+|portál\w*\s+|blog\w*\s+)?(?:jelent|volt|került|publikál|közöl))",
        ),
        # Japanese
        (
            "appeared-first",
            "初",
            r"[はが、]\s*(?P<slot>[^はがを、。]{2,50}?)\s*(?:に|で|にて|において)\s*(?:最初に|初めて|はじめて|初)(?:表示|掲載|公開|投稿|登場|現れ|発表|出)",
        ),
        (
            "appeared-first",
            "最初",
            r"最初に\s*(?P<slot>[^はがを、。]{2,50}?)\s*(?:に|で|にて)(?:表示|掲載|公開|投稿|登場|現れ|発表)",
        ),
        ("republished", "転載", r"(?P<slot>[^\s。、はがを]{2,40}?)\s*(?:より|から)(?:の)?(?:許可を得て)?転載"),
        ("provided", "提供", r"^[\s(（【]{0,3}(?:記事)?提供[:：]\s*(?P<slot>[^\s)）】。]{2,40})"),
        # Chinese
        (
            "appeared-first",
            "最|首|原",
            r"(?:最先|最早|最初|首先|首次|首|率先)(?:出现|出現|发布|發佈|發布|发表|發表|刊登|刊載|刊载|刊于|刊於|发|發|见|見)(?:在|於|于)?\s*[《「『〈“]?(?P<slot>[^，。》」』〉”\s][^，。》」』〉”]{1,40})",
        ),
        (
            "appeared-first",
            "原",
            r"(?:原文?|本文)[载載刊](?:于|於|自)?[:：]?\s*[《「『〈“]?(?P<slot>[^，。》」』〉”\s][^，。》」』〉”]{1,40})",
        ),
        (
            "republished",
            "转|轉|摘",
            r"^\W{0,3}(?:本文|文章)?(?:系|为|為)?(?:转载|轉載|转自|轉自|摘自|摘编自)(?:自|于|於|：|:)?\s*[《「『〈“]?(?P<slot>[^，。》」』〉”\s][^，。》」』〉”]{1,40})",
        ),
        # Korean
        (
            "appeared-first",
            "처음|최초|먼저",
            r"(?P<slot>[^\s,.][^,.]{1,40}?)\s*(?:에서|에)\s*(?:처음|최초로|먼저)(?:으로)?\s*(?:등장|게시|게재|발행|소개|출판|나타|실|공개)",
        ),
        # Arabic, Persian, Hebrew
        (
            "appeared-first",
            "ظهر|نشر|نُشر",
            r"(?:ظهرت?|نُ?شرت?|تم نشر)\b.{0,260}?\s(?:أولا?ً?ا?|اولا?ً?|لأول مرة|للمرة الأولى|في الأصل|بالأصل)\s+(?:على|في|عبر|لدى)\s+(?:موقع\s+|صحيفة\s+|مجلة\s+|مدونة\s+)?(?P<slot>\S.{1,60})",
        ),
        (
            "appeared-first",
            "اولین|نخستین",
            r"(?:اولین|نخستین)\s+(?:بار|مرتبه)\s+(?:در|بر)\s+(?P<slot>\S.{1,50}?)\s*\.?\s*(?:پدیدار|منتشر|ظاهر|نمایان)",
        ),
        (
            "appeared-first",
            "הופיע|פורסם|פורסמה",
            r"(?:הופיעה?|פורסמ?ם?ה?|ראה אור)\s+(?:לראשונה|ראשון|תחילה|במקור)\s+(?:באתר\s+|בעיתון\s+|בבלוג\s+|על\s+|ב[-־]?\s?)(?P<slot>\S.{1,50})",
        ),
        ("republished", "بإذن|نقلا", r"(?:بإذن من|نقلا? ?ً?ا? عن)\s+(?P<slot>\S.{1,50})"),
    )
)

_LABEL = re.compile(
    r"^[\s\W_]{0,4}(?:(?:article|story|news|content|original|text|primary)\s+)?"
    r"(?:sources?|source article|original (?:article|source|post|story|publication|link|url)|credit|via|"
    r"quellen?|originalquelle|originalartikel|originalbeitrag|fuentes?|artículo original|fontes?|fonte originale|articolo originale|bron|"
    r"article original|lien original|källor|källa|kilder?|lähteet|lähde|źródło|źródła|zdroj|zdroje|surs[aă]|forrás|kaynak|"
    r"источник|источники|оригинал(?: (?:статьи|публикации|материала))?|джерело|оригінал(?: статті)?|източник|извор|izvor|vir|"
    r"πηγή|sumber|nguồn|theo|šaltinis|avots|allikas|heimild|font|iturria|स्रोत|"
    r"(?:(?:文章|本文|信息|稿件|新闻|新聞|内容|資料|资料)?(?:来源|來源))|出典|引用元|元記事|原文(?:链接|連結|地址|出处)?|情報源|初出|출처|원문|"
    r"المصدر|المصادر|מקור|המקור|منبع|ที่มา)"
    r"(?:\s?[:：=]\s*|\s+[-–—]\s+)(?P<slot>\S.{0,160})$",
    re.IGNORECASE,
)
# What a picture's credit says, in the languages above: such a line is about the picture.
_PICTURE = re.compile(
    r"\b(?:photos?|photograph\w*|pictures?|images?|graphics?|illustrations?|video|screenshots?|screengrab|map|chart|infographic|artwork|"
    r"foto\w*|bild(?:er|quelle|nachweis|rechte)?|bild|grafik\w*|abbildung|abb|illu|titelbild|beitragsbild|symbolbild|"
    r"crédits?|créditos?|imágen(?:es)?|imagen|imagens?|gráfico|fotografía|fotografia|immagin[ei]|afbeelding|beeld|zdjęci[ea]|fot|grafika|rysunek|"
    r"obrázek|obrázok|kép|fénykép|görsel|kuva|kuvat|фото\w*|снимок|изображени[ея]|иллюстрация|зображення|ілюстрація|снимка|"
    r"φωτογραφί[αε]ς?|εικόνα|gambar|ảnh|hình|slika|fotografija)\b|[写寫]真|図|图片?|圖片?|사진|그래픽|صورة|الصورة|תמונה|צילום|عکس",
    re.IGNORECASE,
)
_SITEWIDE = re.compile(
    r"\b(?:materials?|some content|portions?|contents?|data|quotes|news)\s+(?:\w+\s+){0,3}?(?:from|of|by|copyright|may be|is provided)\b|"
    r"\btemplates?\b|\bthemes?\b|\bpowered by\b|\bdesigned by\b|\bcookies?\b|\bcontribut|\bwith files\b",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:[™®℗\s&]{0,6}(?:©|ⓒ|\(c\)|&copy;)|\bcopyright\b|저작권자|版权所有|版權所有|著作権)"
    r"(?:\s*(?:copyright|©|ⓒ|\(c\)|\(ⓒ\)|by|by the|[:：,;-]|(?:19|20)\d\d(?:\s*[-–—/]\s*(?:(?:19|20)?\d\d)?)?))*\s*",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"rights? reserved|may not be|redistribut|alle rechte|tous droits|derechos reservados|diritti|all rights", re.I
)
_DISTRIBUTED = re.compile(r"\bdistributed\s+by\s+(?P<by>[^.;\n]{3,60})", re.IGNORECASE)
_VISIT = re.compile(
    r"\bvisit\s+(?:(?P<name>[^.;\n]{2,60}?)\s+(?:online\s+)?at\s+)?(?P<url>(?:https?://)?(?:[\w-]+\.){1,4}[a-z]{2,6})\b",
    re.IGNORECASE,
)
_PROVIDED_LINE = re.compile(
    r"^\W{0,3}(?P<sign>©\s*)?(?:story\s+)?provided\s+by:?\s+(?P<slot>\S.{1,80})$", re.IGNORECASE
)
_CITY_NOTE = re.compile(r"^\s*\((?:[A-Z][\w. ]+, )?[A-Z][\w.]+\)")

_MONTHS = re.compile(
    r"^(?:jan|feb|mar|apr|may|mai|maj|mag|jun|jul|aug|sep|set|oct|okt|out|ott|nov|dec|dez|dic|déc|fév|avr|août|juin|juil|ene|ago|abr|gen|giu|"
    r"lug|январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр|mon|tue|wed|thu|fri|sat|sun|mär|"
    r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
    r"(?:[a-zа-яéû]{0,7})\.?,?$",
    re.IGNORECASE,
)
_MONTH_NAMES = frozenset(("may", "mar", "march", "mai", "sun", "sat", "set", "out", "gen"))
_NUMERIC = re.compile(r"^[\d.,:/–—-]+(?:st|nd|rd|th|s|pm|am|p\.m\.?|a\.m\.?|h)?[.,]?$", re.IGNORECASE)
_LANGUAGES = frozenset(
    "english german french spanish italian portuguese dutch swedish danish norwegian finnish polish czech russian ukrainian arabic hebrew "
    "chinese japanese korean hindi turkish greek deutsch englisch français anglais español inglés italiano inglese".split()
)
_CONNECTORS = frozenset(
    "of the and & de la le les du des di del della dello dei da do dos das für der die und van von voor het et y e i in for on to och og à al "
    "el los las en na w u z и в на the's et al' a og".split()
)
_OWN = frozenset(
    "our my this here unser unserer unserem unsere unserm meinem meiner notre nos mon ma nuestro nuestra nuestros mi nostro nostra nosso nossa meu "
    "onze ons mijn vår vårt våra min vores vår naszym nasz naszej moim naší našem noastr nostru nostră нашем нашей нашому нашій моем мне".split()
)
_KIND_OF_PLACE = frozenset(
    # what a publication is called before its name; German nouns are capitalised
    "website websites site sites web webseite website webpage homepage internetseite blog blogs weblog blogg bloggen bloggpost portal portale portalu "
    "portál portálu newspaper newspapers paper magazine magazin journal journals newsletter page pages channel platform plattform edition issue daily "
    "weekly monthly agency nachrichtenagentur agence agencia agenzia agência agentur zeitung zeitschrift tageszeitung wochenzeitung fachzeitschrift "
    "onlinemagazin online-magazin fachmagazin nachrichtenportal kundenmagazin wochenmagazin ausgabe seite seiten revista periódico diario sitio página "
    "rivista giornale sito quotidiano pagina revue site média journal quotidien hebdomadaire magazine jornal página serwisu serwisie stronie portalu "
    "blogu gazecie gazety magazynu tygodniku tygodnika miesięczniku serwis strony witryny witrynie serveru serveri webu webe časopise deníku denníku "
    "denníka stránce stránke stránkách stránkach tidskriften tidningen sajten webbplatsen hemsidan bladet avisen avisa nettsiden hjemmesiden magasinet "
    "nettstedet siden bloggen sivustolla sivuilla lehdessä blogissa lehti газете газеты журнале журнала сайте сайта портале портала издании издания "
    "блоге сайті сайту порталі виданні газеті журналі сайта портала вестник situs laman portal media koran majalah harian trang báo web website krant "
    "tijdschrift weekblad dagblad nieuwssite ιστοσελίδα ιστότοπο εφημερίδα περιοδικό σελίδα blogja oldal oldalon revistei revista ziarul ziarului site-ul "
    "sitesi site'i gazetesi dergisi news nieuwsbrief nachrichtenseite opinion section op-ed new".split()
)
_DETERMINERS = frozenset(
    "the a an der die das dem den des le la les l un une el los las il lo i gli un uno una o a os as um uma het de een den det en ett et "
    "to pe ons la ta το τα η ο την τον".split()
)
_LEGAL_WORD = re.compile(r"^(?:inc|llc|ltd|l\.p|lp|corp|co|gmbh|ag|plc|s\.a|limited|lllp)\.?,?$", re.IGNORECASE)
_QUOTES = {
    "“": "”",
    "„": '“”"',
    "«": "»",
    "»": "«",
    '"': '"',
    "‘": "’",
    "‚": "‘’",
    "《": "》",
    "「": "」",
    "『": "』",
    "〈": "〉",
    "”": "”",
    "'": "'",
}
_UNCASED = re.compile(r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ABBREVIATION = re.compile(r"^(?:[A-Z]\.){1,4}$|^(?:St|Dr|Mr|Mrs|Ms|No|Nr|U\.S|U\.K|vs|Jr|Inc|Co|Corp|Ltd)\.$")
_EDGE = " \t\u00a0\u200b.,;:!?…-–—|•·*_~/\\'\"“”„«»‘’()[]{}<>《》「」『』〈〉。，、："
_ISSUE = re.compile(
    r"\s+(?:\d{1,2}\s?[/.]\s?\d{2,4}|(?:Nr|No|Issue|Heft|Ausgabe|vol)\.?\s.*|#\d+|\d{4})$", re.IGNORECASE
)
_URL = re.compile(
    r"(?:https?://)?(?:[^\W_](?:[\w-]{0,62}[^\W_])?\.){1,5}[^\W\d_]{2,24}(?=[\s/:?#,;.!)\]\"'”’»>]|$)[^\s,;)\]>\"”»]{0,300}"
)
_EMOJI = re.compile(r"[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F\u200d]+")


def _proper(token: str) -> bool:
    """Whether a word can be part of a name: capitalised, of a script without capitals, a number, a sign or a domain."""
    core = token.lstrip(_EDGE)
    if not core:
        return False
    first = core[0]
    return (
        first.isupper()
        or first.isdigit()
        or (first.isalpha() and not first.islower())
        or any(c.isupper() for c in core[1:4])  # iPolitics, eNCA
        or is_domain(core.rstrip(_EDGE))
    )


def _dateish(token: str) -> bool:
    core = token.strip(_EDGE)
    return bool(_NUMERIC.match(token)) or bool(_MONTHS.match(core) and core.casefold() not in _MONTH_NAMES)


def _tidy(name: str) -> str:
    name = _EMOJI.sub("", name).strip(_EDGE)
    name = _ISSUE.sub("", name).strip(_EDGE)
    return " ".join(name.split())


def _slot(text: str, language: str | None, *, lower: bool = False) -> tuple[str, int] | None:
    """The publisher-like name at the start of `text`, cleaned, and where it ends in it; None where there is none.

    `lower` allows one lower-case word, if it is no word of the language: names such as "taz" or a site's own spelling.
    """
    offset = len(text) - len(text.lstrip(" \t\u00a0\u200b*_([<"))
    rest = text[offset : offset + 200]
    skipped = 0
    while True:
        if rest[:1] in _QUOTES:
            closing = min((i for i in (rest.find(c, 1, 90) for c in _QUOTES[rest[0]]) if i > 0), default=-1)
            if closing > 1:
                name = _tidy(rest[1:closing])
                return (name, offset + closing + 1) if name and not _dateish(name) else None
            rest, offset = rest[1:], offset + 1
            continue
        word = re.match(r"[^\s]+", rest)
        if not word or skipped > 4:
            return None
        token = word[0]
        bare = token.strip(_EDGE).casefold()
        if bare in _OWN:
            return None
        following = rest[word.end() :].lstrip()
        elided = re.match(r"(?:l|d|dell|all|nell|sull)['’](?=\w)", token, re.IGNORECASE)
        if elided and token[0].islower():
            rest, offset = rest[elided.end() :], offset + elided.end()
            skipped += 1
            continue
        lower_word = token[0].islower()
        if (lower_word and (bare in _DETERMINERS or bare in _KIND_OF_PLACE or (skipped and bare in _CONNECTORS))) or (
            not lower_word
            and bare in _KIND_OF_PLACE
            and following
            and (following[0] in _QUOTES or (skipped and _proper(following.split()[0])))
        ):
            if token[-1] in ".!?;":
                return None
            step = len(rest) - len(rest[word.end() :].lstrip())
            rest, offset = rest[step:], offset + step
            skipped += 1
            continue
        break
    url = _URL.match(rest)
    if url and is_domain(re.split(r"[/?#:]", re.sub(r"^https?://", "", url[0]).rstrip(_EDGE))[0]):
        name = re.sub(r"^https?://(?:www\.)?", "", url[0].rstrip(_EDGE))
        return name.split("/")[0] if name.count("/") else name, offset + url.end()
    if rest[:1] and _UNCASED.match(rest[0]):
        name_match = re.match(r"[^。，、；：!！?？\n|()（）]{1,40}", rest)
        if not name_match:
            return None
        name = _tidy(re.split(r"\.\s|\.$|\s[-–—]\s", name_match[0])[0])
        return (name, offset + name_match.end()) if name and len(name.split()) <= 7 else None
    names: list[str] = []
    end = 0
    pending: list[str] = []
    for n, token_match in enumerate(re.finditer(r"\S+", rest)):
        token = token_match[0]
        core = token.strip(_EDGE)
        if n >= 10:
            break
        if not core:
            if token in ("&", "|", "+") and names:
                pending.append(token)
                continue
            if _EMOJI.fullmatch(token):
                end = token_match.end()
                continue
            break
        if token[0] in "([" or (n and token[0] in '“„«"'):
            break
        if _dateish(token) and (not names or pending or not token[0].isdigit()):
            after = rest[token_match.end() :].split()
            if names or not after or not _proper(after[0]) or _dateish(after[0]) or not token.isdigit():
                break
        if _proper(token):
            names.extend(pending)
            pending = []
            names.append(token)
            end = token_match.end()
        elif names and core.casefold() in _CONNECTORS and token == core:
            if core.casefold() in ("on", "in", "am", "en", "na", "w") and _dateish(
                (rest[token_match.end() :].split() or [""])[0]
            ):
                break
            pending.append(token)
            continue
        else:
            break
        if token[-1] in ",;":
            after_comma = (rest[token_match.end() :].split() or [""])[0]
            if not _LEGAL_WORD.match(after_comma):
                break
        elif token[-1] in ".!?…:" and not _ABBREVIATION.match(token):
            break
        elif token[-1] in ')]”»"':
            break
    if not names:
        token = rest.split()[0]
        core = token.strip(_EDGE)
        known = publisher_of(core)
        if core and core.isalpha() and (known or (lower and len(core) >= 3 and _no_word(core, language))):
            after = rest[len(token) :].split()
            if (
                known
                or token[-1] in ".!?)"
                or not after
                or after[0] in ("and", "und", "et", "y", "e", "en", "och", "og", "with", "under", "here")
            ):
                return core, offset + len(token)
        return None
    name = _tidy(" ".join(names))
    words = name.split()
    if not name or len(name) > 90 or not any(c.isalpha() for c in name) or fold(name) in _LANGUAGES or not fold(name):
        return None
    if len(words) == 1 and (_dateish(name) or len(name) == 1):
        return None
    return name, offset + end


def _no_word(word: str, language: str | None) -> bool:
    lang = (language or "en").split("-")[0].lower()
    try:
        return zipf_frequency(word, lang) < 2.0 and zipf_frequency(word, "en") < 2.0
    except LookupError:
        return zipf_frequency(word, "en") < 2.0


# --- Finding -----------------------------------------------------------------------------------------------------


def _subject(line: str, at: int, final: bool) -> tuple[int, bool] | None:
    """Where the credit's sentence starts that has its verb phrase at `at`, and whether its subject is surely this article.

    The subject is a word for an article at the start of a sentence, or right before the verb (verb-final languages), or
    a pronoun after such a word, or nothing, where the verb phrase begins the line.
    """
    before = line[:at]
    bare = before.strip(" \t\u00a0*_([-–—•·|:\"'“„«>#~")
    if not bare:
        return 0, True
    best = None
    for match in _SUBJECT.finditer(before):
        best = match
    if best is not None:
        start = best.start("words")
        # the post's own title stands between subject and verb, or it is "this" article
        title_between = len(before[best.end() :].split()) >= 2
        return start, bool(_HAS_THIS.search(best[0])) or title_between
    if _NOUN_BEFORE.search(before):
        return 0, True
    if _PRONOUN.search(before) and _ANY_NOUN.search(before):
        sentence = max(before.rstrip().rfind(". "), before.rstrip().rfind("! "), -2) + 2
        return sentence, True
    sentence = re.split(r"(?<=[.!?…])\s+", before)[-1]
    if final and len(sentence) < len(before) and not sentence.strip():
        return len(before) - len(sentence), True
    return None


def _first_published(line: _Line, low: str, language: str | None) -> Iterator[_Hit]:
    for lang, literals in _FIRST_GATE:
        if not any(a in low for a in literals):
            continue
        verb, prep, final_verb = _FIRST_PATTERNS[lang]
        for match in verb.finditer(line.text):
            window = line.text[match.end() : match.end() + 70]
            for p in prep.finditer(window):
                if re.search(r"[.!?;]\s+\S", window[: p.start()]) or p.start() > 55:
                    break
                if p.start() > 1 and not window[: p.start()].strip(" ,*_\"'") and p.start() > 4:
                    break
                hit = _first_hit(line, match.start(), match.end() + p.end(), language)
                if hit:
                    yield hit
                    break
            else:
                continue
            break
        else:
            for match in final_verb.finditer(line.text):
                p2 = prep.search(line.text[match.end() : match.end() + 40])
                if p2:
                    hit = _first_hit(line, match.start(), match.end() + p2.end(), language)
                    if hit:
                        yield hit
                        break


def _first_hit(line: _Line, at: int, slot_at: int, language: str | None) -> _Hit | None:
    subject = _subject(line.text, at, line.final)
    if subject is None:
        return None
    start, sure = subject
    if not sure and not (line.alone and (line.final or line.zone != "body") and len(line.text.split()) <= 40):
        return None
    found = _slot(line.text[slot_at:], language, lower=sure)
    if found is None:
        return None
    name, end = found
    return _Hit("appeared-first", (name,), start, slot_at + end)


def _phrases(line: _Line, low: str, language: str | None) -> Iterator[_Hit]:
    for phrase in _PHRASES:
        if not any(g in low for g in phrase.gate):
            continue
        for match in phrase.pattern.finditer(line.text):
            start = 0
            if phrase.needs == "subject":
                subject = _subject(line.text, match.start(), line.final)
                if subject is None:
                    continue
                start, sure = subject
                if match.start() - start > 160 or not (sure or line.final or line.zone != "body"):
                    continue
                if start == 0 and not line.text[: match.start()].strip(_EDGE) and phrase.rule == "provided":
                    continue  # "Provided by X" alone is read by the rule for lines
            elif not (line.final or line.zone != "body" or line.opening):
                continue
            if _PICTURE.search(line.text[start : match.end()]):
                continue
            found = _slot(line.text[match.end() :], language, lower=False)
            if found:
                yield _Hit(phrase.rule, (found[0],), start, match.end() + found[1])
                break


def _templates(line: _Line, low: str) -> Iterator[_Hit]:
    for rule, pattern, gate in _TEMPLATES:
        if not any(g in low for g in gate.split("|")):
            continue
        match = pattern.search(line.text)
        if match is None or not (line.final or line.zone != "body" or line.alone):
            continue
        if len(line.text) > 500 or _PICTURE.search(line.text[: match.end()][-200:]):
            continue
        found = _slot(match["slot"], None)
        if found and not _NUMERIC.match(found[0]):
            yield _Hit(rule, (found[0],), 0, len(line.text))


def _parts(text: str) -> list[str]:
    return [
        p for p in (_tidy(x) for x in re.split(r"\s*[/,;|+]\s*|\s+(?:und|and|et|y|e|en|och|og|i|a|и|та)\s+", text)) if p
    ]


def _known_parts(text: str, kinds: Sequence[str]) -> list[str]:
    """The names of `text` that the table knows, if what else it holds is only marks of desks or editors ("ino", "lno")."""
    out = []
    whole = publisher_of(text)
    if whole and whole.kind in kinds:
        return [_tidy(text)]
    for part in _parts(text):
        known = publisher_of(part)
        if known is None and part.startswith("dpa-"):
            known, part = publisher_of("dpa"), "dpa"
        if known is not None:
            if known.kind == "photo":
                return []
            if known.kind in kinds:
                out.append(part)
        elif not (part.islower() and len(part) <= 5):
            return []
    return out


_ALL_WIRES = ("agency", "publisher", "release")


def _label(line: _Line) -> Iterator[_Hit]:
    match = _LABEL.match(line.text)
    if match is None or not (line.final or line.zone != "body" or line.paragraph < 2):
        return
    slot = match["slot"].strip()
    if _PICTURE.search(line.text) or len(slot.split()) > 14:
        return
    parts = [p for p in (_tidy(x) for x in re.split(r"\s*[/,;|]\s*|\s+(?:und|and|et|y)\s+", slot)) if p]
    known = [(p, publisher_of(p)) for p in parts]
    if any(k and k.kind == "photo" for _, k in known):
        return
    names = [p for p, k in known if k and k.kind in _ALL_WIRES]
    names.sort(key=lambda p: (publisher_of(p) or _NOBODY).kind != "agency")
    if not names:
        theo = match[0].strip().casefold().startswith("theo")
        found = _slot(slot, None)
        if found is None or theo and not is_domain(found[0]):
            return
        name, end = found
        if len(slot[end:].strip(_EDGE).split()) > 3 or not (line.final or line.zone == "head"):
            return
        names = [name]
        yield _Hit("source-label", tuple(names), 0, len(line.text), confidence=CONFIDENCE["source-label"] - 0.1)
        return
    names = names + [p for p in parts if is_domain(p) and p not in names]
    yield _Hit("source-label", tuple(dict.fromkeys(names)), 0, len(line.text))


_NOBODY = Publisher("", (), (), "owner")

_PLACE_WORD = r"(?:[A-ZÀ-ÞŁŚŻČŠŽА-ЯЁІЇЄΑ-Ω\d][\w.'’-]{0,20}|of|de|del|la|le|el|am|an|der|den|di|da|do|and|i|мар[а-я]*|[а-яё]{3,9}|[a-z]{3,10}\.?)"
_DATELINE = re.compile(
    r"^[\s*\"“«„>-]{0,3}(?P<place>[^()\[\]/\n=]{0,70}?(?:/[A-Z][^()\[\]/\n=]{1,40}?)?)\s*(?P<open>[(\[/])\s?(?P<mark>(?<=[(\[])[^()\[\]\n=]{2,40}(?=[)\]])|(?<=/)[^()\[\]\n=/]{2,40}(?=/))[)\]/]"
    r"(?P<dash>\s{0,2}[-–—:•.]{1,3}|\s{0,2})\s*(?P<next>\S)"
)
_DASHED = re.compile(
    r"^(?P<place>[^()\[\]\n]{3,60}?)[.,]?\s{1,2}[-–—/]{1,2}\s?(?P<mark>[^()\[\],.:/–—\n-]{2,25})\s?[/.:,–—-]\s"
)
_EAST = re.compile(
    r"^\W{0,3}(?P<mark>新华社|新華社|中新社|中新网|中央社|法新社|路透社|共同社|韩联社|美联社)[^，。\n]{0,24}?(?:电|電|讯|訊|消息|报道|報導)"
)
_BRACKET = re.compile(r"^[【\[(（〔](?P<mark>[^】\])）〕\n]{2,40})[】\])）〕]")
_NO_MARK = frozenset(
    "usa uk eu un uae us ussr nato who usd eur pdf ceo tv dc ny ca tx fl il pa oh ga nc mi nj va wa az ma tn in mo md wi co mn sc al la ky or ok ct "
    "ut ia nv ar ms ks nm ne wv id hi nh me mt ri de sd nd ak vt wy nsw vic qld".split()
)


def _place(text: str) -> bool:
    """Whether a dateline's place and date stand before its mark: capitalised words, at most eleven."""
    text = text.strip(" ,.;:-–—*")
    if not text:
        return True
    words = text.split()
    return (
        len(words) <= 11
        and (text[0].isupper() or not text[0].islower())
        and sum(w[:1].islower() for w in words) <= 3
        and sum(w[:1].isupper() for w in words) >= 1
        and not re.search(r"[!?;]|\w{4,}\.\s\w", text)
    )


def _dateline(line: _Line) -> Iterator[_Hit]:
    text = line.text[:180]
    match = _DATELINE.match(text)
    if match and _place(match["place"]):
        place, mark = match["place"].strip(" ,.-–—"), match["mark"].strip()
        dashed = bool(match["dash"].strip())
        known = _known_parts(mark, _ALL_WIRES)
        head = _known_parts(re.split(r"\s", mark)[0], ("agency",)) if not known else []
        if match["open"] == "/" and not known:
            head = []
        names = known or (head if dashed else [])
        initials = "".join(w[0] for w in re.findall(r"[^\W\d_]+", place) if w[0].isupper())
        if names and (dashed or (len(place.split()) <= 4 and not match["next"].islower() and match["open"] == "(")):
            if (
                not publisher_of(place)
                and initials.casefold() != mark.casefold()
                and not (len(names[0]) < 4 and names[0].islower() and names[0] != "dpa" and not dashed)
            ):
                yield _Hit("dateline", tuple(names), 0, match.end() - 1, cut=False)
                return
        elif dashed and match["open"] == "(" and re.fullmatch(r"[A-Z][A-Z0-9]{2,7}(?:[ -](?:TV|News|NEWS))?", mark):
            upper = place.split(",")[0]
            if (
                upper
                and upper.isupper()
                and mark.casefold() not in _NO_MARK
                and initials.casefold() != mark.casefold()
                and len(upper) > 3
            ):
                yield _Hit("dateline", (mark,), 0, match.end() - 1, cut=False, confidence=0.75)
                return
    match = _DASHED.match(text)
    if (
        match
        and _place(match["place"])
        and (re.search(r"\d", match["place"]) or match["place"].split(",")[0].isupper())
    ):
        names = _known_parts(match["mark"], ("agency", "release"))
        if names and len(fold(names[0])) > 2:
            yield _Hit("dateline", tuple(names), 0, match.end(), cut=False)
            return
    match = _EAST.match(text)
    if match:
        yield _Hit("dateline", (match["mark"],), 0, match.end(), cut=False)
        return
    match = _BRACKET.match(text)
    if match:
        for part in reversed(re.split(r"[=\s・･／/|]|\d+日", match["mark"])):
            part = part.strip()
            east = bool(part) and not part.isascii()
            known_east = publisher_of(part) if east else None
            suffix = next((s for s in ("共同", "時事", "ロイター") if part.endswith(s)), None) if east else None
            if (known_east and known_east.kind == "agency") or suffix:
                yield _Hit("dateline", (suffix or part,), 0, match.end(), cut=False)
                return


_BY = re.compile(
    r"^\W{0,3}(?:(?:date\s+)?[\d/.:\s-]{6,20})?(?:by|von|par|por|di|door|av|af|text|texte|texto|testo|autor(?:en|es)?|autore|auteur|yazan|автор|przez|tekst|from)\b\s*[:：]?\s+(?P<rest>\S.{1,120})$",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"\s+(?:staff|wire|wires|wire services?|reports?|news|staff writers?|writers?|correspondents?|reporters?|news service|editors?|newswire|staff reports?|"
    r"(?:health|business|political|science|sports?|legal|medical|technology|food|music|national|white house|entertainment)\s+writers?)$",
    re.IGNORECASE,
)
_TRAILING_DATE = re.compile(
    r"\s*[|•·,–—-]?\s*(?:\b(?:(?:on|am|le|el|il|den|vom)\s+)?(?:(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?,?\s+)?"
    r"\(?\d|\b(?:updated|published|posted|aktualisiert|publié|publicado)\b).*$",
    re.IGNORECASE,
)


def _person(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 5 and all(
        w[0].isupper() or w.casefold() in ("von", "van", "de", "der", "den", "di", "da", "la", "le", "al", "bin", "el")
        for w in words
    )


def _byline(line: _Line) -> Iterator[_Hit]:
    text = line.text
    if len(text) > 150 or len(text.split()) > 18:
        return
    match = _BY.match(text)
    rest = _TRAILING_DATE.sub("", match["rest"] if match else text).strip(_EDGE + "(")
    if not rest or text.rstrip().endswith("?"):
        return
    pieces = [
        p
        for p in (
            x.strip(_EDGE)
            for x in re.split(
                r"\s*[,|/•·]\s*|\s+[-–—]\s+|\s+(?:und|and|et|y|e|en|och|og|for|of|für|with)\s+|[()]", rest
            )
        )
        if p
    ]
    if not pieces:
        return
    last = _STAFF.sub("", _STAFF.sub("", pieces[-1]))
    known = publisher_of(last)
    if known is None and match and len(pieces) == 1:
        # "By JANE DOE Associated Press": the longest end of the line that is an agency written out
        words = last.split()
        for n in (4, 3, 2):
            tail_name = " ".join(words[-n:])
            tail_known = publisher_of(tail_name)
            if len(words) > n and tail_known and tail_known.kind == "agency" and len(fold(tail_name).split()) >= 2:
                yield _Hit("byline", (tail_name,), 0, len(text), cut=False)
                return
        return
    if known is None or known.kind not in _ALL_WIRES:
        return
    others = pieces[:-1]
    if match:
        names = [p for p in (*others, last) if (k := publisher_of(p)) and k.kind in _ALL_WIRES]
        if known.kind == "agency" or others:
            yield _Hit("byline", tuple(dict.fromkeys(names)), 0, len(text), cut=False)
    elif (
        others and known.kind == "agency" and all(_person(p) or publisher_of(p) for p in others) and "," in text + "/|"
    ):
        if any(_person(p) and not publisher_of(p) for p in others) and re.search(
            rf"[,|/•·–—-]\s*{re.escape(last)}", rest
        ):
            yield _Hit("byline", (last,), 0, len(text), cut=False)
    elif (
        not others
        and known.kind == "agency"
        and line.zone in ("head", "body")
        and line.paragraph <= 1
        and len(fold(last).split()) >= 2
    ):
        yield _Hit("byline", (last,), 0, len(text), cut=False, confidence=0.8)


_TAG = re.compile(r"^[\s(\[/–—-]{0,4}(?P<mark>[^()\[\]\n]{2,40}?)[\s)\]/.]{0,4}$")
_TRAILING_TAG = re.compile(
    r"[.!?…”\"»]\s*[-–—]?\s?[(\[/](?P<mark>[^()\[\]/\n]{2,30}(?:/[^()\[\]/\n]{2,15}){0,3})[)\]/]\s*\.?$"
)
_TRAILING_DASH = re.compile(r"[.!?”\"»]\s*[-–—]{1,2}\s?(?P<mark>[A-Z][\w /-]{1,25})\.?$")
_PICTURE_GIANTS = frozenset(("The Associated Press", "Reuters", "Agence France-Presse", "EFE", "PA Media"))


def _wire_tag(line: _Line, prose: bool) -> Iterator[_Hit]:
    text = line.text
    wire = re.match(r"^\W{0,4}(?:The[- ])?CNN[- ]Wire\b", text, re.IGNORECASE)
    if wire and len(text) < 160:
        yield _Hit("wire-tag", ("CNN",), 0, len(text))
        return
    if not line.final or line.zone != "body":
        return
    if len(text) <= 40:
        match = _TAG.match(text)
        if match:
            names = _known_parts(match["mark"], ("agency",))
            if names:
                yield _Hit("wire-tag", tuple(names), 0, len(text), confidence=CONFIDENCE["wire-tag"] - 0.1)
        return
    match = _TRAILING_TAG.search(text[-60:]) or _TRAILING_DASH.search(text[-40:])
    if match:
        names = _known_parts(match["mark"], ("agency",))
        known = publisher_of(names[0]) if names else None
        if known and (prose or known.name not in _PICTURE_GIANTS):
            start = len(text) - len(match[0]) + 1
            yield _Hit("wire-tag", tuple(names), start, len(text), confidence=CONFIDENCE["wire-tag"] - 0.05)


def _longest_known(text: str) -> tuple[str, Publisher] | None:
    words = text.split()[:9]
    for n in range(len(words), 0, -1):
        candidate = " ".join(words[:n]).strip(_EDGE)
        known = publisher_of(candidate) if candidate else None
        if known:
            return candidate, known
    return None


def _copyright(line: _Line, distributed: bool) -> Iterator[_Hit]:
    """Copyright lines; a hit without names is a copyright of nobody that the table knows: it is cut, and no candidate."""
    text = line.text
    for match in _COPYRIGHT.finditer(text):
        rest = text[match.end() :]
        found_by = _DISTRIBUTED.search(rest)
        by = (
            publisher_of(_tidy(found_by["by"])) or publisher_of(_tidy(found_by["by"].split(",")[0]))
            if found_by
            else None
        )
        passes_on = bool(by and by.kind == "distributor")
        begins = not text[: match.start()].strip(_EDGE) or bool(
            re.match(r"^\W{0,4}(?:the[- ])?cnn[- ]wire\W*$", text[: match.start()], re.I)
        )
        has_year = bool(re.search(r"(?:19|20)\d\d", match[0] + rest[:60]))
        if not begins and not (has_year and _RIGHTS.search(rest)):
            continue
        if _SITEWIDE.search(text[: match.end()]) or _PICTURE.search(text):
            continue
        provided = re.match(r"provided by:?\s+", rest, re.IGNORECASE)
        if provided:
            found = _slot(rest[provided.end() :], None)
            if found and (publisher_of(found[0]) or _NOBODY).kind != "photo":
                yield _Hit("provided", (found[0],), match.start(), len(text))
            return
        if not (line.final or (line.zone != "body" and (passes_on or has_year))):
            continue
        name = re.split(
            r"\s+All rights|,\s(?!(?:inc|llc|ltd|l\.p)\b)|[.;]\s|\s+[–—|]\s+|\s{2,}|®|™",
            rest,
            maxsplit=1,
            flags=re.IGNORECASE,
        )[0]
        parts = re.split(r"\s*/\s*", name)
        if not has_year and len(parts) > 1 and not all(publisher_of(_tidy(p)) for p in parts):
            continue  # "© Agency / Photographer": a picture
        known = _longest_known(name.split(" via ")[0]) or _longest_known(_tidy(parts[0]))
        end = len(text)
        if known and known[1].kind in _ALL_WIRES:
            extra = name[len(known[0]) :].strip(_EDGE).split()
            if (
                not has_year
                and extra
                and not _LEGAL_WORD.match(extra[0])
                and not fold(extra[0]).startswith(fold(known[0]))
                and begins
                and len(extra) <= 4
            ):
                continue
            yield _Hit("copyright", (known[0],), match.start(), end)
            return
        if known and known[1].kind == "photo":
            continue
        visit = _VISIT.search(rest)
        if (
            passes_on
            or (distributed and has_year)
            or (visit and visit["name"] is None and has_year and not line.zone == "tail")
        ):
            found = _slot(rest, None)
            if found:
                note = _CITY_NOTE.match(rest[found[1] :])
                yield _Hit(
                    "distributed", (found[0],), match.start(), end, confidence=None if passes_on or note else 0.8
                )
                return
        if begins and line.final and len(text.split()) <= 45:
            yield _Hit("copyright", (), match.start(), end)
            return
    if distributed and line.final and re.match(r"^\W{0,3}(?:distributed by|visit)\b", text, re.IGNORECASE):
        yield _Hit("distributed", (), 0, len(text))


def _provided_line(line: _Line) -> Iterator[_Hit]:
    match = _PROVIDED_LINE.match(line.text)
    if match and (line.final or line.zone != "body") and len(line.text.split()) <= 10:
        found = _slot(match["slot"], None)
        if found and not match["slot"][found[1] :].strip(_EDGE) and (publisher_of(found[0]) or _NOBODY).kind != "photo":
            yield _Hit("provided", (found[0],), 0, len(line.text), confidence=CONFIDENCE["provided"] - 0.05)


# --- Reading a document ------------------------------------------------------------------------------------------


def _literals(alternatives: str) -> tuple[str, ...]:
    """The plain beginnings of a table's alternatives: what must be in a line for the pattern to match it."""
    out = []
    for part in re.sub(r"\([^)]*\)", "\0", alternatives).split("|"):
        literal = re.split(r"[\0\[\]?*+\\(.]", part)[0]
        if "?" in part and part.index("?") == len(literal):
            literal = literal[:-1]
        if len(literal) >= 2:
            out.append(literal.casefold())
    return tuple(dict.fromkeys(out))


_FIRST_GATE = tuple((lang, _literals(adverbs)) for lang, (adverbs, _, _) in _FIRST.items())
_LEGAL_HINT = re.compile(
    r"©|\(c\)|copyright|all rights reserved|permission|redistribut|creative commons", re.IGNORECASE
)


def _prose(paragraph: str) -> bool:
    """Whether a paragraph is a run of prose: long enough, ended like a sentence, and no legal line."""
    words = len(paragraph.split())
    if words < 18 and not (len(paragraph) > 60 and _UNCASED.search(paragraph[:40])):
        return False
    tail = paragraph.rstrip()[-3:]
    return any(c in tail for c in '.!?…。”"»)') and not (_LEGAL_HINT.search(paragraph) and words < 60)


def _lines(head: Sequence[str], body: Sequence[str], tail: Sequence[str]) -> list[_Line]:
    out = []
    for i, text in enumerate(head[-HEAD_LINES:]):
        for part in text.split("\n")[:20]:
            if part.strip():
                out.append(
                    _Line(
                        part.strip()[:MAX_LINE], "head", -1, len(head[-HEAD_LINES:]) - i <= 15, False, "\n" not in text
                    )
                )
    last_prose = next((i for i in range(len(body) - 1, -1, -1) if _prose(body[i])), -1)
    for i, text in enumerate(body):
        if OPENING <= i < len(body) - ENDING:
            continue
        parts = text.split("\n")
        for j, part in enumerate(parts):
            if 20 <= j < len(parts) - 20:
                continue
            line = part.strip()
            if len(line) > MAX_LINE:
                line = line[:200] if i < OPENING and j == 0 and i < len(body) - ENDING else line
            if line:
                final = i > last_prose or (i == last_prose and j == len(parts) - 1)
                out.append(_Line(line, "body", i, i < OPENING and j == 0, final, len(parts) == 1))
    for text in tail[:TAIL_LINES]:
        for part in text.split("\n")[:20]:
            if part.strip():
                out.append(_Line(part.strip()[:MAX_LINE], "tail", len(body), False, True, "\n" not in text))
    return out


def _hits(line: _Line, language: str | None, distributed: bool, prose: bool) -> list[_Hit]:
    low = line.text.casefold()
    if len(line.text) > MAX_LINE:
        return []
    hits: list[_Hit] = []
    hits.extend(_first_published(line, low, language))
    hits.extend(_phrases(line, low, language))
    hits.extend(_templates(line, low))
    if ":" in low or "：" in low or " - " in low or " – " in low or "—" in low:
        hits.extend(_label(line))
    if line.opening:
        if line.zone == "body":
            hits.extend(_dateline(line))
        if line.zone == "head" or line.paragraph <= 1:
            hits.extend(_byline(line))
    hits.extend(_wire_tag(line, prose))
    if (
        "©" in low
        or "copyright" in low
        or "(c)" in low
        or "distributed" in low
        or "visit" in low
        or "ⓒ" in low
        or "저작권" in low
        or "版" in low
    ):
        hits.extend(_copyright(line, distributed))
    if "provided" in low:
        hits.extend(_provided_line(line))
    return hits


_GENERIC_ANCHOR = frozenset(
    fold(x)
    for x in (
        "source|source link|original source|original article|original post|read the original article|read original article|read the original|the original article|"
        "read the original story|view original|original story|article source|quelle|originalartikel|zum originalartikel|fuente|artículo original|lea el original|"
        "lire l'article original|article original|fonte|articolo originale|leggi l'articolo originale|leia o artigo original|bron|lees het originele artikel|"
        "källa|kilde|źródło|zdroj|источник|оригинал|kaynak|sumber|原文|原文链接|出典|元記事|출처|원문|المصدر|מקור"
    ).split("|")
)


def _resolve(name: str, links: Sequence[tuple[str, str]]) -> str | None:
    """The registrable domain of a name: by the table, as written, by a link on it, else None."""
    domain = domain_of_name(name)
    if domain:
        return domain
    if is_domain(name):
        return site_of(name)
    folded = fold(name)
    compact = folded.replace(" ", "")
    for href, anchor in links:
        target = site_of(href) if href.startswith(("http://", "https://", "//")) else None
        if (
            target
            and folded
            and (
                fold(anchor) == folded or (len(compact) >= 5 and fold(target.split(".")[0]).replace(" ", "") == compact)
            )
        ):
            return target
    return None


def find_origin(
    head: Sequence[str],
    body: Sequence[str],
    tail: Sequence[str],
    *,
    title: str | None = None,
    site: str | None = None,
    site_names: Sequence[str] = (),
    language: str | None = None,
    links: Sequence[tuple[str, str]] = (),
    markup: Sequence[Credit] = (),
) -> Origin:
    """Read the original source that an article states, and take credit lines out of its body.

    `head`, `body`, `tail`: the lines before, the paragraphs of and the lines after the article. `site`: the registrable
    domain that published this copy; `site_names`: its names. `links`: (address, anchor text) near the article's end,
    which resolve names. `markup`: candidates that were found in markup, ranked with those found here. A credit that
    names the publishing site itself is cut from the body and is no candidate.
    """
    own = [x for x in (site, *site_names) if x]
    lines = _lines(head, body, tail)
    distributed = any("distributed by" in x.text.casefold() and _is_distributor(x.text) for x in lines)
    found: list[tuple[Credit, int]] = []
    cuts: dict[int, list[tuple[str, _Hit]]] = {}
    for order, line in enumerate(lines):
        prose = line.zone == "body" and _prose(line.text)
        for hit in _hits(line, language, distributed, prose):
            credits = list(_credits(hit, line, own, links))
            found.extend((c, order) for c in credits)
            if hit.cut and line.zone == "body":
                cuts.setdefault(line.paragraph, []).append((line.text, hit))
    for href, anchor in links:
        if fold(anchor) in _GENERIC_ANCHOR and href.startswith(("http://", "https://")):
            target = site_of(href)
            if target and not same_as_any(target, own) and target != "creativecommons.org":
                found.append(
                    (
                        Credit(target, target, "source-link", f"{anchor} {href}"[:300], CONFIDENCE["source-link"]),
                        len(lines),
                    )
                )
    found.extend((c, -1) for c in markup)
    ranked = _ranked(found)
    return Origin(ranked[0] if ranked else None, ranked, _cut(body, cuts))


def _is_distributor(text: str) -> bool:
    match = _DISTRIBUTED.search(text)
    by = (publisher_of(_tidy(match["by"])) or publisher_of(_tidy(match["by"].split(",")[0]))) if match else None
    return bool(by and by.kind == "distributor")


def _credits(hit: _Hit, line: _Line, own: Sequence[str], links: Sequence[tuple[str, str]]) -> Iterator[Credit]:
    base = CONFIDENCE[hit.rule] if hit.confidence is None else hit.confidence
    names = []
    for name in hit.names:
        known = publisher_of(name)
        domain = _resolve(name, links)
        if domain is None and hit.rule in ("distributed", "copyright", "provided"):
            visit = _VISIT.search(line.text)
            domain = site_of(visit["url"]) if visit else None
        if (
            (known and known.kind in ("photo", "owner"))
            or same_as_any(name, own)
            or (domain and same_as_any(domain, own))
        ):
            continue
        names.append((name, domain))
    for rank, (name, domain) in enumerate(names):
        evidence = line.text if len(line.text) <= 300 else line.text[max(0, hit.end - 300) : hit.end]
        yield Credit(name, domain, hit.rule, evidence, round(base - 0.03 * rank, 3))


def _ranked(found: Sequence[tuple[Credit, int]]) -> list[Credit]:
    """Best first: by confidence, then by place; of two candidates that mean one publisher the better is kept."""
    out: list[Credit] = []
    for credit, _ in sorted(found, key=lambda x: (-x[0].confidence, x[1], x[0].rule, x[0].name or x[0].domain or "")):
        mine = credit.domain or credit.name or ""
        for i, kept in enumerate(out):
            if (credit.name and kept.name and fold(credit.name) == fold(kept.name)) or same_publisher(
                mine, kept.domain or kept.name or ""
            ):
                if kept.domain is None and credit.domain is not None:
                    out[i] = replace(kept, domain=credit.domain)
                break
        else:
            out.append(credit)
    return out


_SHORT_REST = 90


def _cut(body: Sequence[str], cuts: dict[int, list[tuple[str, _Hit]]]) -> list[str]:
    """The body without its credits: whole lines, and sentences of their own at either end of a line."""
    if not cuts:
        return list(body)
    out = []
    for i, paragraph in enumerate(body):
        if i not in cuts:
            out.append(paragraph)
            continue
        kept = []
        for raw in paragraph.split("\n"):
            line = raw.strip()
            hits = [h for text, h in cuts[i] if text == line]
            if not hits:
                kept.append(raw)
                continue
            start, end = min(h.start for h in hits), max(h.end for h in hits)
            before, after = line[:start].strip(), line[end:].strip()
            if len(after) > _SHORT_REST and not _LEGAL_HINT.search(after):
                if before:
                    kept.append(raw)
                    continue
                sentence = re.search(r"[.!?]\s+(?=[^\W\d_a-z])", line[end:])
                rest = line[end + sentence.end() :].strip() if sentence else ""
                if len(rest) > _SHORT_REST:
                    kept.append(rest)
            elif before and (before[-1] in '.!?…”"»)。' or any(h.rule == "wire-tag" for h in hits)):
                kept.append(before)
        text = "\n".join(kept).strip()
        if text:
            out.append(text)
    return out
