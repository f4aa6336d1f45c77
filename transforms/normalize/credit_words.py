"""The words of credit lines, by language; how they are put together is in origins.py.

Made by hand: the feed footer of WordPress plug-ins ("The post X appeared first on Y") as it is translated into the
languages of its users, and the ways in which newsrooms of each language say that a text was first published elsewhere,
is reprinted, or was provided. Verbs and adverbs are listed apart, so that pairs which were never seen match too.
"""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What an article calls itself.
NOUNS = (
    r"posts?|articles?|story|stories|pieces?|columns?|essays?|op-ed|oped|commentary|interviews?|reports?|reviews?|version|"
    r"excerpts?|features?|contents?|texts?|editorial|opinion|analysis|entry|press release|news release|transcript|"
    r"blog|blogpost|investigation|materials?|Q&A|explainer|item|dispatch|"
    r"beitrag|artikels?|bericht|kommentar|meldung|nachricht|kolumne|gastbeitrag|gastkommentar|blogbeitrag|geschichte|"
    r"analyse|aufsatz|inhalt|billet|texte|publication|entretien|tribune|contenu|reportage|chronique|dépêche|"
    r"entrada|artículo|articulo|publicación|publicacion|nota|texto|noticia|columna|reportaje|entrevista|contenido|"
    r"articolo|testo|intervista|contenuto|pezzo|artigo|conteúdo|matéria|reportagem|notícia|publicação|coluna|"
    r"verhaal|opiniestuk|tekst|stuk|inlägget|inlägg|artikeln|texten|krönikan|krönika|nyheten|"
    r"indlægget|indlæg|innlegget|innlegg|artiklen|artikkelen|artikkel|kronikken|kronikk|teksten|posten|saken|nyheden|"
    r"artikkeli|kirjoitus|julkaisu|postaus|juttu|viesti|teksti|uutinen|greinin|færslan|fréttin|"
    r"artykuł|wpis|materiał|felieton|wywiad|článek|příspěvek|článok|príspevok|rozhovor|"
    r"articol|articolul|postarea|materialul|textul|interviul|știrea|bejegyzést?|cikk|írás|poszt|interjú|"
    r"yazısı|yazı|makale|makalesi|içerik|içeriği|haberi|haber|gönderisi|gönderi|"
    r"сообщение|запись|статья|материал|текст|пост|публикация|заметка|интервью|новость|"
    r"запис|стаття|допис|матеріал|публікація|повідомлення|новина|публикацията|материалът|статията|постът|новината|"
    r"чланак|објава|објавата|написот|вест|άρθρο|δημοσίευση|κείμενο|ανάρτηση|"
    r"postingan|berita|tulisan|pos|konten|bài viết|bài đăng|bài báo|objava|članak|prispevek|postimi|artikulli|shkrimi|"
    r"įrašas|straipsnis|raksts|ziņa|postitus"
)
THIS = (
    r"this|these|dieser?|dieses|cet|cette|ce|est[ea]|esto|quest[oaie]|dit|deze|denna|detta|denne|dette|tämä|ten|ta|to|"
    r"tento|toto|táto|tato|acest|această|bu|эта|этот|это|данн\w+|ця|цей|цю|тази|този|αυτό|το παρόν|ini|ovaj|"
    r"aquest|aquesta|šis|see"
)
# With these before it a word for an article is somebody else's: "According to the story, which first appeared in …".
NO_SUBJECTS = (
    r"according|after|when|since|in|her|his|their|its|laut|nach|seine?|ihre?|selon|d['’]après|son|sa|según|su|sus|"
    r"secondo|suo|sua|segundo|seu|volgens|zijn|haar|enligt|hans|hennes|ifølge|według|jego|jej|podle|jeho|potrivit|"
    r"согласно|по|его|её|за|його|menurut|theo"
)
# A pronoun may take the article up again: "… This is part of a series. It was first published by Y".
PRONOUNS = r"It|They|Sie|Er|Es|Il|Elle|Ze|Het|Den|Det"

# First publication. Language: (adverbs, verbs, prepositions before the name). Where the last is "", or ends in "|", the
# name may follow the verb at once.
FIRST: dict[str, tuple[str, str, str]] = {
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
        r"en premier|d['’]abord|initialement|originellement|à l['’]origine|pour la première fois|originalement|"
        r"premièrement|précédemment",
        r"apparue?s?|parue?s?|publiée?s?|diffusée?s?|posté|apparaît|écrit",
        r"sur|dans|par|chez|en|au|à",
    ),
    "es": (
        r"primero|originalmente|por primera vez|inicialmente|originariamente|primeramente|en primer lugar",
        r"public(?:ó|ado|ada|a|amos)|aparec(?:ió|e|ido|ida)|apareci[oó]|difundid[oa]|escrit[oa]|salió",
        r"en|por|a través de",
    ),
    "it": (
        r"per la prima volta|originariamente|originalmente|inizialmente|prima|in origine|il primo|per primo",
        r"appars[oa]|pubblicat[oa]|uscit[oa]|appare|essere|apparve|compars[oa]",
        r"su|sul|sulla|sulle|sull['’]|in|nel|nella|da|dal|dalla|dall['’]",
    ),
    "pt": (
        r"primeiro|originalmente|pela primeira vez|inicialmente|primeiramente|em primeiro lugar",
        r"apareceu|aparece|publicad[oa]|publicou|veiculad[oa]|divulgad[oa]|postad[oa]|escrit[oa]|surgiu",
        r"em|no|na|nos|nas|por|pelo|pela|en",
    ),
    "nl": (
        r"eerst|oorspronkelijk|als eerste|voor het eerst|eerder|origineel|aanvankelijk|eerste",
        r"verscheen|verschenen|gepubliceerd|geplaatst|gepost|geschreven|verschijnt|verskyn",
        r"op|in|bij|door|via|voor",
    ),
    "sv": (
        r"först|ursprungligen|från början|för första gången|tidigare",
        r"dök upp|dök|publicera(?:d|t|des|ts)|visades|införd|kom|syntes",
        r"upp på|på|i|hos|av",
    ),
    "da": (
        r"først|oprindeligt?|opprinnelig|for første gang|tidligere|opprinneleg",
        r"dukkede|dukket|publicere(?:t|des)|publiser(?:t|te)|udgivet|vist|bragt|offentliggjort|postet|skrevet|trykt|"
        r"lagt ut|kom|sto|stod|utgitt|visades",
        r"op på|opp på|på|i|hos|af|av|den",
    ),
    "fi": (
        r"ensin|ensimmäisenä|ensimmäisen kerran|alun perin|alunperin|ensi kertaa",
        r"julkaistiin|julkaistu|ilmestyi|ilmestynyt|näkyi|esiintyi|nähtiin",
        r"sivustolla|sivustossa|sivuilla|lehdessä|blogissa|verkkosivuilla|palvelussa|verkkolehdessä|",
    ),
    "pl": (
        r"po ?raz pierwszy|początkowo|poczatkowo|pierwotnie|najpierw|pierwszy raz|oryginalnie",
        r"pojawił(?:a|o)? się|pojawił(?:a|o)?|opublikowan[yaoe]|ukazał(?:a|o)? się|ukazał|publikowany|zamieszczony",
        r"na|w|we|przez|u",
    ),
    "cs": (
        r"nejdříve|nejprve|původně|poprvé|nejdřív|najskôr|najprv|pôvodne|prvýkrát|ako prvý|po prvý ?krát|jako první",
        r"objevil[ao]?|publikován[ao]?|zveřejněn[ao]?|vyšel|vyšlo|vydán|uveřejněn|zobrazen[ýáoa]?|publikovan[ýáé]|"
        r"uverejnen[ýáé]|zverejnen[ýáé]|objaví|otištěn|napsán",
        r"na|v|ve|u|vo|",
    ),
    "ro": (
        r"prima dată|prima data|inițial|iniţial|pentru prima dată|pentru prima oară|mai întâi|original|prima oară",
        r"apare|apărut|aparut|publicat[ăe]?|postat",
        r"în|in|pe|de|la",
    ),
    "ru": (
        r"сначала|впервые|первоначально|изначально|вперше|спочатку|спершу|первісно|раніше|за първи път|за пръв път|"
        r"първоначално|първо|први пут|прво|најпре|ранее",
        r"появил(?:[ао]сь|ись|ся)|появится|опубликован[аоы]?|вышл[аои]|вышел|напечатан[аоы]?|размещен[аоы]?|"
        r"з['’ʼ`]явил(?:ася|ося|ися)|з['’ʼ`]явився|з['’ʼ`]явиться|опублікован[аоийі]+|оприлюднен[аоийі]+|"
        r"надрукован[аоийі]+|появи|появява|публикуван[ао]?|појав(?:ио|ила|ило|љује|и)|објављен[ао]?",
        r"на|в|во|у|от|від|",
    ),
    "el": (
        r"πρώτα|αρχικά|για πρώτη φορά|πρώτη φορά|πρώτο",
        r"εμφανίστηκε|εμφανίσθηκε|δημοσιεύ[θτ]ηκε|πρωτοδημοσιεύ[θτ]ηκε|αναρτήθηκε|εμφανίζεται",
        r"στο|στον|στη|στην|στις|στα|από",
    ),
    "id": (
        r"pertama kali|pertama|awalnya|mulanya|lebih dulu|telah|sudah|sebelumnya|asalnya|unang",
        r"tampil|muncul|diterbitkan|dipublikasikan|tayang|terbit|dimuat|diposting|ditayangkan|disiarkan|lumabas|nalathala",
        r"di|pada|oleh|dalam|melalui|sa",
    ),
    "vi": (
        r"đầu tiên|lần đầu tiên|lần đầu|trước tiên|gốc",
        r"xuất hiện|được đăng|đăng|được xuất bản|xuất bản|công bố",
        r"trên|tại|vào ngày|ở|bởi|trong",
    ),
    "sh": (
        r"prvi puta?|najprije|prvo|izvorno|najprej|prvič|prvotno|fillimisht|së pari",
        r"pojavil[ao]?|pojavio|objavljen[ao]?|izašao|prikazan[ao]?|shfaq|shfaqet|botua|publikua",
        r"na|u|v|od|pri|në|nga",
    ),
    "lt": (
        r"pirmą kartą|pirmiausia|pirmoreiz|pirmo reizi|esmalt|esmakordselt|fyrst",
        r"pasirodė|paskelbt[aiso]+|publicēts|parādījās|ilmus|avaldati|birtist",
        r"á|í|",
    ),
    "ca": (
        r"primer|originalment|per primera vegada|originàriament",
        r"aparegut|publicat|publicada|aparèixer|apareix|publicar",
        r"en|a|al|per",
    ),
}
# The participle may end the sentence: "ist zuerst bei Y erschienen".
VERB_LAST = ("de", "nl")
# "Before" is no claim to be first without a subject: "Previously posted in Rio" is a correspondent's life.
EARLIER = r"previously|tidigare|eerder|tidligere|раніше|ранее|précédemment|sebelumnya|telah"

# Permission, republication, provision. (rule, what must stand before, words of which one must be there, patterns). The
# pattern ends where the name begins. Before: "subject", a word for this article, or nothing, at the start of the
# sentence; "direct": such a word and at most an auxiliary; "any": nothing is asked for. A word that ends in "-" is the
# beginning of words.
PHRASES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    (
        "republished",
        "any",
        "permission permissions",
        (
            r"\b(?:re-?(?:published|printed|posted|produced|blogged)|reproduced|used|syndicated|cross-?posted|shared|"
            r"published|appears?|adapted|excerpted|translated|run|carried|presented)\b[^.!?]{0,60}?\b(?:with|by)\s+"
            r"(?:the\s+)?(?:kind\s+|express\s+|full\s+|special\s+|exclusive\s+)?permissions?\s+"
            r"(?:from|of|by|granted by)\s+",
            r"^\W{0,3}(?:with|by)\s+(?:the\s+)?(?:kind\s+)?permission\s+(?:from|of)\s+",
            r"\b(?:reported|written|produced|published|posted)\s+by\s+(?=[^.!?]{3,80}?\bwith\s+(?:\w+\s+)?permission\b)",
        ),
    ),
    (
        "republished",
        "subject",
        "republ- repri- repos- repro- cross cross- syndi- court- reblo- excer-",
        (
            r"\b(?:re-?(?:published|printed|posted|blogged)|reproduced|cross-?posted|syndicated|excerpted)\s+"
            r"(?:\w+\s+){0,3}?(?:from|courtesy of|via)\s+",
            r"\bcourtesy\s+(?:of|from)\s+",
        ),
    ),
    (
        "republished",
        "subject",
        "geneh- erlau- übern- nachd- stamm- entno- veröf- wiede- zweit-",
        (
            r"\bmit\s+(?:freundlicher\s+)?(?:genehmigung|erlaubnis)\s+(?:von|der|des|vom|durch|aus)\s+",
            r"^\W{0,3}mit\s+(?:freundlicher\s+)?(?:genehmigung|erlaubnis)\s+(?:übernommen|nachgedruckt|entnommen)\s+(?:von|aus)\s+",
            r"\b(?:übernommen|nachdruck|nachgedruckt|entnommen)\s+(?:von|aus)\s+",
            r"\b(?:von|vom|aus)\s+(?=[^.!?]{3,80}?\b(?:übernommen|entnommen)\b)",
            r"\b(?:von|vom|aus)\s+(?=[^.!?]{3,100}?\b(?:neu|erneut|wieder|zweit)\s?veröffentlicht\b)",
            r"\bstammt\s+(?:ursprünglich\s+)?(?:von|vom|aus)\s+",
        ),
    ),
    (
        "republished",
        "subject",
        "republ- repro- repri- autor- tiré tirée issu issue extrait extraite provi-",
        (
            r"\b(?:republiée?s?|reproduite?s?|reprise?s?|publiée?s?)\b[^.!?]{0,50}?\b(?:à partir d[eu]|depuis|de la|"
            r"du site|d[eu]|(?:avec|par)\s+l['’](?:aimable\s+)?autorisation\s+d[eu])\s+",
            r"\b(?:avec\s+)?l['’](?:aimable\s+)?autorisation\s+d[eu]\s+",
            r"(?:\b(?:est|été)\s+|^\W{0,3})(?:tirée?|issue?|extraite?)\s+d[eu]\s+",
            r"\bprovient\s+d[eu]\s+",
        ),
    ),
    (
        "republished",
        "subject",
        "republ- repro- tomado tomada permi- autor- corte- provi- extra- retir-",
        (
            r"\b(?:republicad[oa]s?|reproducid[oa]s?|reproduzid[oa]s?|publicad[oa]s?|tomad[oa]s?|retirad[oa]s?|"
            r"extraíd[oa]s?)\b[^.!?]{0,50}?\b(?:desde|a partir d[eoa]|(?:con|com)\s+(?:el\s+|la\s+|a\s+)?(?:permiso|"
            r"autorización|permissão|autorização)\s+d[eoa]l?|d[eoa]l?)\s+",
            r"^\W{0,3}(?:con|por|com)\s+(?:el\s+|la\s+|a\s+)?(?:permiso|autorización|cortesía|permissão|autorização|"
            r"cortesia)\s+d[eoa]l?\s+",
            r"\bcortes[íi]a\s+d[eoa]l?\s+",
            r"\bproviene\s+d[e]l?\s+",
        ),
    ),
    (
        "republished",
        "subject",
        "ripub- ripro- ripre- conce- perme- autor- provi- tratt-",
        (
            r"\b(?:ripubblicat[oa]|riprodott[oa]|pubblicat[oa]|ripres[oa])\b[^.!?]{0,50}?\b(?:dal?|dalla|"
            r"(?:con|su|per)\s+(?:il\s+|la\s+|l['’])?(?:gentile\s+)?(?:permesso|autorizzazione|concessione)\s+"
            r"d(?:i|el|ella))\s+",
            r"\bper\s+gentile\s+concessione\s+d(?:i|el|ella)\s+",
            r"\b(?:proviene|tratt[oa]|è\s+ripres[oa])\s+(?:dal?|dalla)\s+",
        ),
    ),
    (
        "republished",
        "subject",
        "overg- toest- afkom- tills- tilla- tille- kommer hentet hämtat hämtad perä- peräi-",
        (
            r"\b(?:overgenomen|afkomstig)\s+(?:van|uit)\s+",
            r"\bmet\s+(?:vriendelijke\s+)?toestemming\s+(?:overgenomen\s+)?(?:van|uit)\s+",
            r"\bmed\s+(?:\w+\s+)?(?:tillstånd|tilladelse|tillatelse)\s+(?:av|fra|från|af)\s+",
            r"\b(?:kommer|hentet|hämtad|hämtat)\s+(?:från|fra)\s+",
            r"\bon\s+peräisin\s+",
        ),
    ),
    (
        "republished",
        "subject",
        "pocho- przed- zgodą pochá- převz- prevz- prelu- provi- svole- súhla-",
        (
            r"\bpochodzi\s+(?:z|ze|od)\s+",
            r"\b(?:przedruk|przedrukowan[yoa]|opublikowan[yoa])\s+(?:za\s+zgodą|z|ze)\s+",
            r"\bza\s+zgodą\s+",
            r"\b(?:pochází|pochádza)\s+(?:z|ze|zo|od)\s+",
            r"\b(?:převzat[oýáa]|prevzat[éýáa])\s+(?:z|ze|zo|od|s\s+(?:laskavým\s+)?svolením|so\s+súhlasom)\s+",
            r"\b(?:preluat|provine)\s+(?:de\s+(?:pe|la)|din|dela)\s+",
        ),
    ),
    (
        "republished",
        "subject",
        "переп- разре- взят- взято взята заимс- перед- дозво- респу- репуб- препе- согла-",
        (
            r"\b(?:перепечатан[оаы]?|перепечатка|заимствован[оаы]?|взят[оаы]?|передруковано|передрук|взято|"
            r"препечатано|републикувано|републикован[оа])\s+(?:из|с|со|з|із|от|у)\s+",
            r"\b(?:с|со|з)\s+(?:любезного\s+)?(?:разрешения|дозволу|согласия)\s+",
        ),
    ),
    (
        "republished",
        "subject",
        "tayang dikut- dilan- disad- diter- diamb-",
        (
            r"\btelah\s+tayang\s+di\s+",
            r"\b(?:dikutip|disadur|diambil)\s+dari\s+",
            r"\bditerbitkan\s+ulang\s+(?:dari|atas izin)\s+",
        ),
    ),
    (
        "provided",
        "direct",
        "provi- produ- suppl- distr- contr- brought comes came made prepa- creat- furni- publi- sourc- taken auto "
        "gener- recei-",
        (
            r"\b(?:provided|produced|supplied|distributed|contributed|furnished|brought\s+to\s+you|made\s+available|"
            r"prepared|created|commissioned\s+and\s+(?:produced|published))\s+(?:\w+\s+){0,2}?(?:by|courtesy\s+of)\s+",
            r"\b(?:comes?|came)\s+(?:to\s+(?:us|you)\s+)?(?:courtesy\s+of|from|via)\s+",
            r"\b(?:auto-?generated|published|sourced|taken|generated|received)\s+from\s+(?=.{2,60}\bfeed\b)",
        ),
    ),
    (
        "republished",
        "whole",
        "appea- ran paru parue ersch- publi- veröf-",
        (
            r"\b(?:appeared|ran)\s+(?:on|in|at)\s+",
            r"\best\s+parue?\s+(?:dans|sur|en)\s+",
            r"\b(?:ist|wurde)\s+(?:auf|bei|in|im)\s+(?!original)(?=[^.!?]{2,60}?\s(?:erschienen|veröffentlicht)\b)",
            r"\b(?:se publicó|fue publicad[oa]|foi publicad[oa])\s+(?:en|em|no|na)\s+",
        ),
    ),
    (
        "republished",
        "subject",
        "partn-",
        (r"\bin\s+partnership\s+with\s+(?=[^.!?]{2,80}?,\s+where\s+it\s+(?:was\s+)?(?:originally|first)\b)",),
    ),
    ("provided", "subject", "feed", (r"\bfeed\s+(?:from|of|by)\s+",)),
    (
        "provided",
        "subject",
        "berei- verfü- gelie- verbr-",
        (
            r"\b(?:von|vom|durch)\s+(?=[^.!?]{3,80}?\b(?:bereitgestellt|zur\s+verfügung\s+gestellt|geliefert|"
            r"verbreitet)\b)",
            r"\b(?:bereitgestellt|zur\s+verfügung\s+gestellt|geliefert)\s+(?:von|vom|durch)\s+",
        ),
    ),
    (
        "provided",
        "direct",
        "fourn- propo- produ- propor- elabo- sumin- forne- fornit- prodo- reali- gelev- aange- verzo- lever- tillh- "
        "предо- подго- надан- підго- dised- dosta- poskyt- posky- furni-",
        (
            r"\b(?:fournie?s?|proposée?s?|produite?s?)\s+par\s+",
            r"\b(?:proporcionad[oa]|producid[oa]|elaborad[oa]|suministrad[oa]|fornecid[oa]|produzid[oa])\s+(?:por|pel[oa])\s+",
            r"\b(?:fornit[oa]|prodott[oa]|realizzat[oa])\s+(?:dal?|dalla)\s+",
            r"\b(?:geleverd|aangeboden|verzorgd)\s+door\s+",
            r"\b(?:leverera[ts]|leveret|levert|tillhandahålls|produceret|producerats)\s+(?:av|af)\s+",
            r"\b(?:предоставлен[оаы]?|подготовлен[оаы]?|надано|підготовлен[оаы]?)\s+",
            r"\bdisediakan\s+oleh\s+",
            r"\bdostarcz\w+\s+przez\s+",
            r"\bposkyt\w+\s+",
            r"\bfurnizat\s+de\s+",
        ),
    ),
    (
        "source-link",
        "start",
        "read read- lire lea leer leia leggi lees origi- lesen retro- confi- veja ver",
        (
            r"\bread\s+(?:the\s+|this\s+)?(?:full\s+|original\s+){1,2}(?:article|story|post|report|piece|version)\s+(?:here\s+)?"
            r"(?:by\s+[^.!?]{3,50}?\s+)?(?:on|at|in|from)\s+",
            r"\b(?:to\s+)?(?:read|see|view)\s+(?:the\s+|this\s+)?(?:full\s+|original\s+){1,2}(?:article|story|post|piece|"
            r"version),?\s+(?:please\s+)?(?:visit|go\s+to)\s+",
            r"\b(?:lesen\s+sie\s+)?(?:zum|den)\s+original(?:artikel|beitrag|text)?\s+(?:auf|bei|in)\s+",
            r"\b(?:retrouvez|lisez|lire)\s+l['’]article\s+(?:original|complet|intégral)\s+sur\s+",
            r"\b(?:lea|leer|ver)\s+(?:el\s+|la\s+)?(?:artículo|nota|noticia)\s+(?:original|complet[oa]|íntegr[oa])\s+en\s+",
            r"\b(?:leia|confira|veja)\s+[ao]\s+(?:artigo|matéria|notícia|reportagem)\s+(?:original|complet[oa])\s+"
            r"(?:em|no|na)\s+",
            r"\b(?:leggi\s+)?(?:l['’])?articolo\s+(?:originale|completo)\s+su\s+",
            r"\blees\s+(?:hier\s+)?het\s+(?:originele|oorspronkelijke|volledige|hele)\s+(?:artikel|verhaal)\s+(?:op|bij|in)\s+",
            r"\b(?:the\s+)?original\s+(?:article|story|post|version|report)\s+(?:is|was|can be found|appeared|may be "
            r"found|published|available)\s+(?:\w+\s+){0,2}?(?:on|at|in|by)\s+",
        ),
    ),
)

# Scripts whose words are not parted by blanks, and languages whose verb ends the sentence: the name is the group
# "slot".
# (rule, words or signs of which one must be there, pattern).
TEMPLATES: tuple[tuple[str, str, str], ...] = (
    (
        "appeared-first",
        "ilk",
        r"(?i:(?:\bilk\s+(?:önce|olarak|kez|defa)|\b(?:gönderi|yazı|haber|makale|içerik)\w*\s+ilk(?!\s+(?:önce|olarak|kez|defa)))\s+(?P<slot>\S[^!?]{1,60}?)\s*(?:['’]?(?:de|da|te|ta|nde|nda)|üzerinde|"
        r"sitesinde|adresinde|tarafından|gazetesinde|dergisinde)\s+(?:\w+\s+){0,2}?(?:ortaya|yayı[nm]|görün|çık|paylaş|beliri))",
    ),
    ("appeared-first", "original", r"(?i:\bwas originally published in\s+)(?P<slot>\S.{1,60}?)\s+on Medium\b"),
    (
        "appeared-first",
        "first originally",
        r"^\W{0,3}(?P<slot>[^\W\da-z]\S.{1,50}?)\s+(?:first|originally)\s+published\s+this\s+"
        r"(?:story|article|report|piece|post|column|essay)\b(?=.{0,30}$)",
    ),
    (
        "appeared-first",
        "erstveröffentlichung erstpublikation première eerder paru publié",
        r"^\W{0,3}(?i:erst(?:veröffentlichung|publikation)\s*(?::|bei|in|auf)\s*|"
        r"première\s+publication\s*(?::|dans|sur)\s*|"
        r"eerder\s+(?:verschenen|gepubliceerd)\s+(?:in|op|bij)\s+|"
        r"(?:article|texte|tribune|entretien)\s+(?:paru|publié)e?\s+(?:dans|sur)\s+)(?P<slot>\S.{1,60})$",
    ),
    ("appeared-first", "post", r"(?i:\bis a post from:?\s+)(?P<slot>\S.{1,50})$"),
    (
        "republished",
        "via",
        r"^\W{0,3}(?i:story|article|post|content|report|text)\s+via:?\s+(?P<slot>\S.{1,50})$",
    ),
    (
        "republished",
        "alınmıştır alındı",
        r"(?i:\b(?:yazı|haber|makale|içerik)\w*\s+(?P<slot>\S[^!?]{1,60}?)\s*['’]?(?:n?[dt][ea]n|sitesinden)\s+alın)",
    ),
    (
        "appeared-first",
        "először eredetileg elsőként",
        r"(?i:\b(?:először|eredetileg|elsőként)\s+(?:a\s+|az\s+)?(?P<slot>\S.{1,80}?)(?:-(?:\w{1,2}n|n|b[ae]n|n[áé]l))?"
        r"\s+(?:oldal\w*\s+|weboldal\w*\s+|portál\w*\s+|blog\w*\s+)?(?:jelent|volt|került|publikál|közöl))",
    ),
    (
        "appeared-first",
        "初",
        r"[はが、」』]\s*(?P<slot>[^はがを、。]{2,50}?)\s*(?:に|で|にて|において)\s*(?:最初に|初めて|はじめて|初)"
        r"(?:表示|掲載|公開|投稿|登場|現れ|発表|出)",
    ),
    (
        "appeared-first",
        "初",
        r"(?:^|(?:記事|投稿|コラム|文章|原稿|本稿)は[、\s]*)\W{0,3}最初に\s*(?P<slot>[^はがを、。]{2,50}?)\s*(?:に|で|にて)(?:表示|掲載|公開|投稿|登場|現れ|発表)",
    ),
    (
        "appeared-first",
        "初 元々 もともと",
        r"(?:記事|投稿|コラム|文章|原稿)は[^。]{0,20}?(?P<slot>[^、。は]{2,40}?)\s*(?:に|で)(?:掲載|公開|発表)された",
    ),
    (
        "republished",
        "転載",
        r"^\W{0,3}(?:[^。]{0,20}[はを、])?(?P<slot>[^\s。、はがを]{2,40}?)\s*(?:より|から)(?:の)?(?:許可を得て)?転載",
    ),
    ("provided", "提供", r"^[\s(（【]{0,3}(?:記事)?提供[:：]\s*(?P<slot>[^\s)）】。]{2,40})"),
    (
        "appeared-first",
        "最 首 率",
        r"^(?!.{0,20}(?:[视視]频|[视視]頻|影片|照片|[图圖]片|病例|病毒|疫情))(?:.*?)(?:最先|最早|最初|首先|首次|首|率先)(?:出现|出現|发布|發佈|發布|发表|發表|刊登|刊載|刊载|刊于|刊於|发|發|见|見)"
        r"(?:在|於|于)\s*[《「『〈“]?(?P<slot>[^，。》」』〉”\s][^，,。》」』〉”]{1,40})",
    ),
    (
        "republished",
        "来自 來自 源",
        r"^\W{0,3}(?:本文|本篇|文章|稿件|内容)[^，。]{0,12}?(?:来自|來自|来源于|來源於|源自|出自)\s*(?:微信公[众眾][号號]|公[众眾][号號]|[网網]站|媒体)?"
        r"\s*[:：]?\s*[《「『〈“\"]?(?P<slot>[^，。》」』〉”\s][^，,。》」』〉”\"]{1,40})",
    ),
    (
        "appeared-first",
        "载 載 刊",
        r"(?:原文?|本文)[载載刊](?:(?:于|於|自)[:：]?\s*[《「『〈“]?|\s*[《「『〈“])(?P<slot>[^，。》」』〉”\s][^，。》」』〉”]{1,40})",
    ),
    (
        "republished",
        "转 轉 摘",
        r"^\W{0,3}(?:本文|文章)?(?:系|为|為)?(?:转载|轉載|转自|轉自|摘自|摘编自)(?:自|于|於|：|:)?\s*[《「『〈“]?"
        r"(?P<slot>[^，。》」』〉”\s][^，。》」』〉”]{1,40})",
    ),
    (
        "appeared-first",
        "처음 최초 먼저",
        r"(?:게시물|글|기사|포스트|포스팅|콘텐츠|문서|칼럼|원고)\S{0,3}\s+(?P<slot>[^\s,.][^,]{1,40}?)\s*(?:에서|에)\s*"
        r"(?:처음|최초로|먼저)(?:으로)?\s*(?:등장|게시|게재|발행|소개|출판|나타|실|공개|발표)",
    ),
    (
        "appeared-first",
        "ظهر نشر نُشر",
        r"(?:ظهرت?|نُ?شرت?|تم نشر)\b.{0,260}?\s(?:أولا?ً?ا?|اولا?ً?|لأول مرة|للمرة الأولى|في الأصل|بالأصل)\s+"
        r"(?:على|في|عبر|لدى)\s+(?:موقع\s+|صحيفة\s+|مجلة\s+|مدونة\s+)?(?P<slot>\S.{1,60})",
    ),
    (
        "appeared-first",
        "اولین نخستین",
        r"(?:اولین|نخستین)\s+(?:بار|مرتبه)\s+(?:در|بر)\s+(?P<slot>\S.{1,50}?)\s*\.?\s*(?:پدیدار|منتشر|ظاهر|نمایان)",
    ),
    (
        "appeared-first",
        "הופיע פורסם פורסמה הופיעה",
        r"(?:הופיעה?|פורסמ?ם?ה?|ראה אור)\s+(?:לראשונה|ראשון|תחילה|במקור)\s+(?:באתר\s+|בעיתון\s+|בבלוג\s+|"
        r"על\s+|ב[-־–]?\s?)(?P<slot>\S.{1,50})",
    ),
    ("republished", "بإذن نقلا نقلاً", r"^\W{0,3}(?:[^.]{0,40}\s)?(?:بإذن من|نقلا?ً?ا? عن)\s+(?P<slot>\S.{1,50})"),
    ("appeared-first", "ครั้งแรก", r"ครั้งแรก(?:ที่|บน|ใน|เมื่อ)\s*(?P<slot>\S.{1,50})"),
    ("appeared-first", "पहली पहले", r"पहल[ीे]\s+(?:बार\s+)?(?P<slot>\S.{1,50}?)\s+(?:पर|में)\s+(?:दिखाई|प्रकाशित|छप)"),
)

# "Source: Y", "Quelle: Y", …
LABELS = (
    r"(?:(?:article|story|news|content|original|text|primary)\s+)?(?:sources?|source article|via)|"
    r"original (?:article|source|post|story|publication|link|url)|"
    r"(?:verwendete )?quellen?|originalquelle|originalartikel|originalbeitrag|fuentes?|artículo original|"
    r"(?:nota|enlace|fuente|fonte) original|fontes?|"
    r"fonte originale|articolo originale|bron|oorspronkelijk artikel|"
    r"source de l['’]article|article original|lien original|källor|källa|kilder?|lähteet|lähde|"
    r"źródło|źródła|zdroje?|"
    r"surs[aă]|forrás|kaynak|источники?|оригинал(?: (?:статьи|публикации|материала))?|джерело|оригінал(?: статті)?|"
    r"източник|извор|izvor|vir|πηγή|sumber|nguồn|theo|šaltinis|avots|allikas|heimild|font|iturria|स्रोत|"
    r"(?:文章|本文|信息|稿件|新闻|新聞|内容|資料|资料)?(?:来源|來源)|出典|引用元|元記事|原文(?:链接|連結|地址|出处)?|情報源|初出|"
    r"출처|원문|المصدر|المصادر|מקור|המקור|منبع|ที่มา"
)
# Words of a link that leads to the original.
LINK_TEXTS = (
    "source|source link|original source|original article|original post|read the original article|read original article|"
    "read the original|the original article|read the original story|view original|original story|article source|quelle|"
    "originalartikel|zum originalartikel|fuente|artículo original|lea el original|lire l'article original|"
    "article original|fonte|articolo originale|leggi l'articolo originale|leia o artigo original|bron|"
    "lees het originele artikel|källa|kilde|źródło|zdroj|источник|оригинал|kaynak|sumber|"
    "原文|原文链接|出典|元記事|출처|"
    "원문|المصدر|מקור"
)
# A line of these words alone that is or holds a link leads to the original: of an original or a source, of reading or
# of an article, and what goes with them. No "report": that is more often an office's.
ORIGINAL_WORDS = _set(
    "source original originally originalartikel originalbeitrag originalquelle originaltext full complete via quelle "
    "ursprünglich vollständigen vollständiger ganzen ganze originale originaux complet intégral "
    "initialement fuente originalmente completo completa íntegro fonte originariamente originele oorspronkelijk "
    "oorspronkelijke volledige hele bron"
)
READ_WORDS = _set(
    "read reading article story post piece weiterlesen lesen artikel beitrag meldung lire suite leer "
    "seguir leyendo lea artículo nota noticia leia ler artigo matéria notícia leggi leggere continua articolo notizia "
    "lees verder lezen verhaal"
)
LINK_WORDS = _set(
    "first zuerst news more here view go to the this click continue link at on can be found was is published appeared "
    "posted see visit for a from website page your mehr hier zum zur den die das der dieser dieses ist wurde "
    "veröffentlicht erschienen finden sie auf im ici l le la cet cette est été publié paru sur voir plus aquí el "
    "este esta esa en más ver fue publicado publicada ir al aqui o foi mais veja no na em lendo qui il lo questo "
    "è stato pubblicato su di più vai dell all het dit meer op naar gepubliceerd verschenen klik cliquez haga "
    "clic clique clicca enlace lien"
)
# Hosts that sell, keep or show what others made, by domain's label.
SHOPS = _set(
    "amazon amzn ebay etsy apple spotify soundcloud patreon kickstarter gofundme paypal archive doi creativecommons "
    "wordpress substack mailchimp eventbrite ticketmaster bookshop audible netflix vimeo change github t bit youtu fb wa lnkd"
)
# A name with one of these is that of a newspaper or station, not of a person or museum.
PAPERS = (
    r"news|times|post|herald|gazette|tribune|journal|chronicle|courier|ledger|observer|sentinel|telegraph|examiner|register|"
    r"dispatch|bulletin|reporter|daily|weekly|magazine|newspaper|radio|tv|television|press|wire|mail|globe|zeitung|blatt"
)
MORE_PAPERS = (
    r"record|sun|star|independent|mirror|review|standard|advocate|leader|today|express|echo|voice|enterprise|democrat|"
    r"republican|argus|inquirer|monitor|gazeta|diario|diário|journaal|krant|courant"
)
# A label's "source" with one of these is where a fact comes from: an office, an institute, a company of the public.
OFFICES = (
    r"\b(?:statist\w*|census|bureau of|minist[reéè]\w*|police|policía|policia|polizei\w*|politie|"
    r"polizia|carabinieri|(?:feuer|berufsfeuer)wehr|fire (?:brigade|service|rescue)|sapeurs-pompiers|bombeiros|bomberos|"
    r"departments?|dept|county|city of|town of|stadt|landkreis|gemeente|gemeinde|ayuntamiento|prefeitura|comune|mairie|"
    r"municipal\w*|institut\w*|[\w-]+institut|agency for|centers? for|weather service|\w*wetterdienst|"
    r"météo|meteo|met office|protezione civile|banks?|\w+bank|banco|banca|banque|government|"
    r"gouvernement|gobierno|governo|bundesamt\w*|landesamt\w*|court|authority|gericht|staatsanwaltschaft)\b"
)
# Their short names, folded; that of Dutch statistics is also a broadcaster's, see origins.py.
OFFICE_MARKS = _set(
    "aaa cdc destatis dwd eurostat fbi ibge ine inps insee istat knmi noaa nws oms onu rivm rki usda usgs who"
)
# Where anybody can put something, by domain's label.
PLATFORMS = _set(
    "youtube instagram facebook twitter x imdb googlemaps google wikipedia tiktok reddit telegram pinterest flickr "
    "whatsapp linkedin wikimedia wikimediacommons snapchat threads"
)
# A line with one of these is about a picture, a chart or a film.
PICTURES = (
    r"\b(?:photos?|photograph\w*|pictures?|images?|graphics?|illustrations?|video|screenshots?|screengrab|map|chart|"
    r"infographic|infografik\w*|artwork|foto\w*|bild(?:er|quelle|nachweis|rechte)?|grafik\w*|abbildung|abb|illu|titelbild|beitragsbild|"
    r"symbolbild|crédits?|créditos?|imágen(?:es)?|imagen|imagens?|gráfico|fotografía|fotografia|immagin[ei]|afbeelding|"
    r"beeld|zdjęci[ea]|fot|grafika|rysunek|obrázek|obrázok|kép|fénykép|görsel|kuva|kuvat|фото\w*|снимок|изображени[ея]|"
    r"иллюстрация|зображення|ілюстрація|снимка|φωτογραφί[αε]ς?|εικόνα|gambar|ảnh|hình|slika|fotografija)\b|"
    r"[写寫]真|図|图片?|圖片?|사진|그래픽|صورة|الصورة|תמונה|צילום|عکس"
)
# Who helped is not who wrote it.
CONTRIBUTIONS = (
    r"contribut|\bwith (?:files?|inputs?|information|reporting|material|additional|agency)|additional reporting|"
    r"\bmit (?:material|informationen|agentur|hilfe|inhalten)|beigetragen|\bavec\b|\bcon informaci|\bcom informa|"
    r"\bcon informazion|"
    r"\bmet (?:informatie|medewerking)|partner|\btold\b|\bsaid\b|collaborat|kooperation|"
    r"nachrichtenagenturen|news agencies|agences"
)
# Names of months and days, with the abbreviations of the larger languages.
MONTHS = (
    r"(?:jan(?:uary|uar|vier|\.)?|feb(?:ruary|ruar|\.)?|mar(?:ch|s|zo|ço|zec|t|\.)|märz|mär|apr(?:il|ile|\.)?|abril|avril|avr|"
    r"mayo|maj|mai[so]?|maggio|may|jun[ei]?|juin|junho|junio|giugno|giu|jul[yi]?|juillet|juil|julho|julio|luglio|lug|"
    r"aug(?:ust|ustus|usti)?|agosto|ago|août|sept?(?:ember|embre|iembre|tembre|embro)?|set(?:tembre|embro)|"
    r"o[ck]t(?:ober|obre|ubre)?|oktober|ottobre|outubro|nov(?:ember|embre|iembre|embro)?|de[cz](?:ember|embre|embro)?|"
    r"dicembre|diciembre|dic|dezember|décembre|déc|enero|ene|gennaio|janeiro|febrero|febbraio|fevereiro|février|fév|"
    r"ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık|ianuarie|februarie|martie|aprilie|"
    r"iunie|iulie|septembrie|octombrie|noiembrie|decembrie|január|február|március|április|május|június|július|"
    r"augusztus|szeptember|október|maret|mei|agustus|desember|januar|februar|marts|juli|tháng|"
    r"(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuuta|"
    r"siječnja|veljače|ožujka|travnja|svibnja|lipnja|srpnja|kolovoza|rujna|listopada|studenog|prosinca|"
    r"Ιανουαρίου|Φεβρουαρίου|Μαρτίου|Απριλίου|Μαΐου|Ιουνίου|Ιουλίου|Αυγούστου|Σεπτεμβρίου|Οκτωβρίου|Νοεμβρίου|Δεκεμβρίου|"
    r"січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня|"
    r"januari|februari|augusti|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|"
    r"listopada|grudnia|ledna|února|března|dubna|května|června|července|srpna|září|října|prosince|"
    r"январ[ьяе]|феврал[ьяе]|март[ае]?|апрел[ьяе]|ма[йяе]|июн[ьяе]|июл[ьяе]|август[ае]?|сентябр[ьяе]|октябр[ьяе]|"
    r"ноябр[ьяе]|декабр[ьяе]|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sun)day|(?:mon|tue|wed|thu|fri)|"
    r"(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|"
    r"miércoles|jueves|viernes|sábado|domingo)"
)
LANGUAGES = _set(
    "english german french spanish italian portuguese dutch swedish danish norwegian finnish polish czech russian "
    "ukrainian arabic hebrew chinese japanese korean hindi turkish greek deutsch englisch französisch français "
    "anglais español inglés italiano inglese"
)
# Lower-case words within a name.
CONNECTORS = _set(
    "of the and & de la le les du des di del della dello dei da do dos das für der die und van von voor het et y e i "
    "in for on to och og à al el los las en na w u z и в на a"
)
# "our sister site": the publisher speaks of itself.
OWN = _set(
    "our my this here unser unserer unserem unsere unserm meinem meiner notre nos mon ma nuestro nuestra nuestros mi "
    "nostro nostra nosso nossa meu onze ons mijn vår vårt våra min vores vår naszym nasz naszej moim naší našem "
    "noastr nostru nostră нашем нашей нашому нашій моем мне"
)
DETERMINERS = _set(
    "the a an der die das dem den des le la les l un une el los las lo i gli uno una o os as um uma het de een det "
    "en ett et to pe ons ta το τα η ο την τον auf in im bei"
)
# What a publication is called before its name. German ones are capitalised.
PLACES = _set(
    "website websites site sites web webseite webpage homepage internetseite blog blogs weblog blogg bloggen portal "
    "portale portalu portáli portál portálu newspaper newspapers paper magazine magazin journal journals newsletter "
    "page pages channel platform plattform edition issue daily weekly monthly agency nachrichtenagentur agence "
    "agencia agenzia agência agentur zeitung zeitschrift tageszeitung wochenzeitung fachzeitschrift onlinemagazin "
    "online-magazin fachmagazin nachrichtenportal kundenmagazin wochenmagazin ausgabe seite seiten revista periódico "
    "diario sitio página rivista giornale sito quotidiano pagina revue média quotidien hebdomadaire jornal serwisu "
    "serwisie stronie blogu gazecie gazety magazynu tygodniku tygodnika miesięczniku serwis strony witryny witrynie "
    "serveru serveri webu webe časopise deníku denníku denníka stránce stránke stránkách tidskriften tidningen "
    "sajten webbplatsen hemsidan bladet avisen avisa nettsiden hjemmesiden magasinet nettstedet siden sivustolla "
    "sivuilla lehdessä blogissa lehti газета газете газеты журнал журнале журнала сайте сайта портале портала "
    "издании издания "
    "блоге сайті сайту порталі виданні газеті журналі вестник situs laman media koran majalah harian trang báo krant "
    "tijdschrift weekblad dagblad nieuwssite ιστοσελίδα ιστότοπο εφημερίδα περιοδικό σελίδα blogja oldal oldalon "
    "revistei ziarul ziarului site-ul sitesi gazetesi dergisi news nieuwsbrief nachrichtenseite opinion section "
    "op-ed new redaktion redakcji redakcja rédaction redacción redazione redação redactie redaksjonen redaktionen "
    "wydawnictwa verlags verlages"
)
# What a company's name adds to that of its publication in a copyright line.
COMPANY = _set(
    "inc llc ltd limited l.p lp co corp corporation company gmbh ag plc s.a s.a.s s.l s.r.l s.p.a pty bv media ip digital "
    "group publishing publications communications network networks holdings newspapers enterprises magazine news service "
    "all rights reserved and &"
)
# Agencies whose mark is written in small letters too; of others it would be a word ("map", "trend").
SMALL_MARKS = _set(
    "dpa afp ap sid epd kna apa sda ats belga lusa ots reuters rtr upi efe ansa anp ritzau ntb stt pap ctk dpa-afx"
)
