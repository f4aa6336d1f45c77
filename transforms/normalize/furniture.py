"""Lines of a page that are not the article: told by their form first, by small lists of words in many languages second.

A kind is a statement about a line alone; whether it is cut is decided by its place (strip_edges here, dump.py there).
"""

from __future__ import annotations

import re
from functools import lru_cache

from transforms.normalize.cues import Cues, parted
from transforms.normalize.dates import beside_dates, find_dates

KINDS = (
    "ad", "audio", "caption", "comment", "cookie", "copyright", "credit", "date", "disclaimer", "menu", "navigation",
    "newsletter", "paywall", "related", "share", "tags",
)  # fmt: skip

_SHORT = 240  # characters; longer lines are prose whatever words they hold, but for legal and newsletter boxes
_LONG = 2000
_BOX_LINE = 80  # of scripts without spaces
_READ = 600  # of a longer line only the beginning's words are looked up
_BULLET = re.compile(r"^\s{0,40}(?:[•·▪►▸‣⁃*○■◦➤→›»]|-(?=\s))\s{0,4}(?=\S)")
_LETTER = re.compile(r"[^\W\d_]")
_STOP = re.compile(r"[.!?…。！？؟।]['\"”’»“)\]」』]{0,2}$")


# Cues: a pattern that may match anywhere is tried only where one of its words stands (a tenth of the cost).
_TOKEN = re.compile(r"\w+")


def _cues(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _starts(*phrases: str) -> re.Pattern[str]:
    """A line that starts with one of `phrases` (regexes parted by "|"), as whole words."""
    return re.compile(rf"^\W{{0,4}}(?:{'|'.join(phrases)})(?!\w)")


def _holds(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)")


# A share row: nothing is left of it when the names of networks and the words around them are taken out.
_NETWORK = re.compile(
    r"facebook|twitter|whats\s?app|linked\s?in|pinterest|reddit|telegram|instagram|you\s?tube|tik\s?tok|tumblr|bluesky|"
    r"mastodon|flipboard|messenger|snapchat|google\s?(?:\+|plus|news)|e-?mails?|xing|vkontakte|odnoklassniki|viber|"
    r"weibo|"
    r"wechat|kakao\s?talk|evernote|instapaper|stumble\s?upon|copy\slink|copied",
)
_SHARE = re.compile(
    r"(?:\b|(?<=_))(?:shares?|sharing|tweet|post|pin\s?it|pin|send|save|like|follow(?:\sus)?|options?|more|show|close|"
    r"article|story|this|on|to|via|by|the|in|a|an|new|window|opens?|clipboard|click|us|it|link|url|print|copy|threads|"
    r"pocket|line|rss|mail|sms|teilen|artikel|drucken|senden|kopieren|auf|per|folgen|merken|bei|partager|imprimer|"
    r"envoyer|copier|le|lien|sur|par|compartir|imprimir|enviar|copiar|en|por|el|enlace|condividi|stampa|invia|copia|su|"
    r"compartilhar?|partilhar|deel|delen|afdrukken|op|dela|skriv|ut|del|på|kopiera|jaa|tulosta|udostępnij|drukuj|"
    r"podziel|się|na|поделиться|отправить|печать|paylaş|yazdır|sdílet|distribuie|поділитися|مشاركة|x|fb|vk|\d{1,5})"
    r"(?:\b|(?=_))|共有|シェア|ツイート|印刷|分享|打印|공유|인쇄|복사|하기|스크랩",
)
_SHARE_START = _starts(
    r"share (?:this|on|via|your|the)\b.{0,40}|share|tweet|teilen|diesen artikel (?:teilen|drucken)|artikel (?:teilen|"
    r"drucken)",
    r"partager(?: sur.{0,20}| l['’]article)?|compartir(?: en.{0,20})?|condividi(?: su.{0,20})?|compartilhe?|delen|dela",
    r"udostępnij|поделиться|поділитися|paylaş|sdílet|sdílejte článek|distribuie|copy link|follow us.{0,40}",
    r"مشاركة|شارك|シェアする|分享到?|공유하기|शेयर करें|साझा करें|chia sẻ|แชร์|bagikan",
)
_RELATED = _starts(
    r"you (?:may|might|could) (?:also )?(?:like|enjoy|be interested)|may also like|see also|also read|also on|also see",
    r"read (?:also|more|next|now|this next|the full|full story|on\b)|related|more (?:on|from|in|stories|news|like|"
    r"coverage|for you)",
    r"recommended|most (?:read|popular|viewed|recent|commented|watched|shared)|trending|popular (?:now|posts?|stories|"
    r"on)",
    r"latest(?: \w{1,12}){0,3}$|top stories|up next|next up|don['’]t miss|what to read next|keep reading|continue "
    r"reading",
    r"editors?['’]?s? (?:picks?|choice)|(?:from )?around the (?:web|site)|promoted|sponsored|other (?:stories|news|"
    r"articles)",
    r"watch(?: \w{1,10})?:|watch (?:next|more|now)|in case you missed|must read|in this (?:story|article)|on this page",
    r"mehr (?:zum thema|zu|aus|von|über|lesen|news|nachrichten|artikel|erfahren|dazu|zur)|lesen sie|lies auch|lesen:",
    r"das könnte (?:sie|dich|euch)|auch interessant|weiterlesen|weitere \w{3,20}|meist ?gelesen\w*|zum thema|passend "
    r"dazu",
    r"ähnliche \w{3,20}|verwandte \w{3,20}|empfohlene?r?|empfehlungen|neueste \w{3,20}|auf dieser seite|siehe auch|"
    r"mehr zu",
    r"à lire|lire (?:aussi|également|la suite|plus|l['’]article)|voir aussi|sur le même (?:sujet|thème)|articles? "
    r"(?:liés|similaires)",
    r"les plus lus|vous aimerez|à découvrir|dans la même|plus d['’]\w{3,20}|nos articles|dernières (?:infos|actus)",
    r"lea? (?:también|más|además)|leer más|lee (?:también|más|además)|te (?:puede|podría) interesar|también (?:te|le) "
    r"(?:puede|interesa)",
    r"noticias relacionadas|más (?:noticias|información|sobre|leíd[oa]s)|lo más (?:leído|visto)|ver también|"
    r"relacionad[oa]s?",
    r"artículos relacionados|te recomendamos|sigue leyendo|le puede interesar|mira también|últimas noticias",
    r"leggi (?:anche|tutto|di più)|potrebbe(?: anche)? interessarti|articoli correlati|vedi anche|più lett[ei]|ultime "
    r"notizie",
    r"leia (?:também|mais)|veja (?:também|mais)|saiba mais|mais (?:lidas|notícias)|llegeix també|relacionats",
    r"lees (?:ook|meer|verder)|meer (?:over|nieuws|van)|meest gelezen|gerelateerd\w{0,2}|bekijk ook|ook interessant",
    r"läs (?:också|även|mer)|mer om|mest läst|les (?:også|mer|mere)|læs (?:også|mere)|mest (?:lest|læst)|lue (?:myös|"
    r"lisää)|luetuimmat",
    r"czytaj (?:też|także|więcej|również|dalej)|zobacz (?:też|także|również)|przeczytaj|najczęściej czytane|powiązane|"
    r"polecane",
    r"читайте|читать далее|по теме|материалы по теме|смотрите также|читати далі|за темою|ещё по теме|популярное",
    r"ilgili (?:haber|konu)\w*|bunlar da ilgi\w*|son dakika haber\w*|çok okunan\w*|čtěte (?:také|dále)|přečtěte si|"
    r"související\w*",
    r"další články|mohlo by vás|nejčtenější|čítajte|súvisiace|citește (?:și|mai)|vezi și|articole similare|știri "
    r"similare",
    r"olvasta már|kapcsolódó\w*|διαβάστε|σχετικά|baca juga|artikel terkait|berita terkait|xem thêm|tin liên quan|اقرأ "
    r"أيضا\w*|קראו גם",
)
_RELATED_CJK = re.compile(
    r"^\W{0,3}(?:関連(?:記事|ニュース|リンク|キーワード)|あわせて読みたい|おすすめ|人気記事|アクセスランキング|続きを読む|相关(?:阅读|新闻|链接|报道)|"
    r"推荐阅读|延伸閱讀|相關(?:新聞|報導|文章)|관련\s?(?:기사|뉴스)|많이\s?본|인기\s?(?:기사|뉴스)|추천\s?(?:기사|뉴스))"
)
_COMMENT = re.compile(
    r"^\W{0,3}(?:\d{1,6}\s)?(?:no |nessun |aucun |keine |sin |nenhum |inga |ingen |geen |0 )?(?:comments?|kommentare?|"
    r"commentaires?|"
    r"comentarios?|comment[io]|comentários?|reacties?|kommentar(?:er)?|kommentit|komentarze|komentáře|комментарии|"
    r"коментарі|"
    r"yorum(?:lar)?|comentarii|hozzászólások|diskuze|diskussion|コメント|评论|댓글|تعليقات)\W{0,3}(?:\(?\d{0,6}\)?)\W{0,3}$|"
    r"^\W{0,3}(?:(?:leave|post|add|write|submit)\s(?:a|your)\s(?:comment|reply)|join the (?:conversation|discussion)|"
    r"view (?:all )?comments|"
    r"show comments|comments are closed|"
    r"report (?:a|an) (?:typo|error|mistake)\W{0,3}$|you must be (?:logged|signed) in|log ?in to (?:comment|reply)|schreiben sie|"
    r"kommentar "
    r"(?:schreiben|verfassen)|laisser un commentaire|(?:deja|dejar?) (?:un|tu) comentario|lascia un commento|deixe um "
    r"comentário|"
    r"skriv en kommentar|plaats een reactie|dodaj komentarz|reply to|antworten$)",
)
_NEWSLETTER = _holds(
    r"newsletters?|newsletteru|subscribe|sign up|signing up|your inbox|opt(?:ing)? in|unsubscribe|mailing list",
    r"morning briefing|abonnieren|(?:jetzt )?anmelden|registrieren|postfach|s['’]inscrire|inscrivez-vous|abonnez-vous",
    r"suscr[ií]b\w{1,8}|boletín|iscriviti|inscreva-se|assine|nieuwsbrief|schrijf je in|nyhetsbrev\w{0,3}|"
    r"uutiskirje\w{0,4}",
    r"get the (?:\w{1,12} ){0,3}app|zapisz się|newsletter\w{0,4}|"
    r"подпи(?:шитесь|ска|саться)\w{0,4}|підпи\w{3,9}|рассылк\w{1,3}|abone ol\w{0,4}|"
    r"bülten\w{0,6}",
    r"odběr|odebírat|abonează-te|iratkozz\w{0,4}|download (?:our|the) app|get (?:our|the) (?:app|latest)|telegram "
    r"channel",
    r"whatsapp[- ](?:channel|kanal)|push[- ](?:notifications?|nachrichten)|alerts",
)
# In scripts without spaces, or with marks that part words, no word of a line is a cue.
_LETTER_OTHER = re.compile(
    "メールマガジン|メルマガ|ニュースレター|电子报|電子報|뉴스레터|न्यूज़?लेटर|النشرة|نشرتنا|จดหมายข่าว"
)
_SUBSCRIBE_OTHER = re.compile("登録|購読|订阅|訂閱|구독|सदस्यता|सब्सक्राइब|اشترك|สมัคร")
_YOU = _cues(
    "you your us our now here today free email e-mail sie ihr ihre ihrem ihren ihrer dich dein deine deinen jetzt hier "
    "uns unsere unseren vous votre vos notre nos te tu tus su sus nuestro nuestra aquí tua tuo qui ora nostra nostro "
    "você seu sua je jouw uw onze hier din ditt här vår våra ваш вашу вашей наш нашу нашей вас нас twój twoją nasz "
    "nasze svou svůj vaše náš sen bize bizi szym на do kayıt"
)
# A call to follow or support the publisher: an imperative that opens a sentence, and a network or a channel of "ours".
_CALL = (
    r"(?:^|[.!?:|–-]\s)[^\w“”„«\"'‘]{0,6}(?:(?:please|and|also|bitte|und|jetzt|dann|et|y|e|en) )?"
    r"(?:you can (?:also )?|sie können (?:auch )?)?"
)
_FOLLOW_WORDS = (
    "follow join like find visit subscribe connect folgen folge folgt abonnieren abonniert besuchen besuche besucht suivez "
    "rejoignez retrouvez abonnez síguenos siguenos síganos sigue únete suscríbete encuéntranos seguici segui iscriviti "
    "unisciti siga entre receba participe inscreva acompanhe volg abonneer bezoek"
)
_FOLLOW = re.compile(rf"{_CALL}(?:{'|'.join(_FOLLOW_WORDS.split())})\b")
_OURS = re.compile(
    r"(?<!\w)(?:us|me|uns|nous|nos|ons|síguenos|siguenos|síganos|encuéntranos|seguici|(?:our|unser\w{0,2}|notre|"
    r"nuestr[oa]s?|noss[oa]s?|nostr[oi]|onze)(?= ))(?!\w)"
)
_CHANNEL = re.compile(
    r"(?:our|unser\w{0,2}|notre|nos|nuestr[oa]s?|noss[oa]s?|nostr[oi]|ons|onze|iscriviti al|únete al) (?:\w{1,12} )?"
    r"(?:channels?|kan[aä]le?n?|kanaal|chaînes?|canal|canale|canali|canales|canais|groups?|gruppen?|groupes?|grup[op]s?|"
    r"community)\b"
)
_SUPPORT = re.compile(
    _CALL
    + r"(?:support (?:us|our (?:work|journalism|newsroom|reporting))|donate (?:now|today|here)|unterstütz(?:en sie|e|t) "
    r"(?:uns|unsere)|spenden sie|soutenez(?:-nous| notre)|faites un don|apóyanos|apoya nuestro|sostienici|sostieni il "
    r"nostro|steun ons|apoie o nosso)\b"
)
_CALL_WORDS = 25
_CONTACT = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{2,20}){1,4}|\b(?:have|got) (?:a|any) (?:\w{1,12} )?(?:tips?|story|"
    r"stories)(?: (?:for us|to (?:share|tell)))?\?"
)
CONTACT_LINES = 3  # paragraphs at the end of a text in which an address is the reporter's or the newsroom's
_DISCLAIMER = re.compile(
    r"^\W{0,3}(?:disclaimers?|haftungsausschluss|avertissement|descargo de responsabilidad|aviso legal|avvertenz[ae]|"
    r"zastrzeżenie|отказ от ответственности|risk (?:warning|disclosure)|legal (?:notice|disclaimer)|editor['’]s "
    r"disclosure)\b|"
    r"(?:views|opinions)(?: and (?:views|opinions))? expressed (?:in|by|here|on|are)\b|(?:not|no|nor) (?:constitute|"
    r"intended as|be construed as|"
    r"considered) (?:\w{1,12} ){0,3}(?:advice|recommendation)|affiliate (?:links?|commission)|earn (?:a|an) "
    r"(?:\w{1,12} )?commission|"
    r"information provided (?:by|on) this (?:web)?site|material may not be (?:published|reproduced)|"
    r"(?:redistribution|reproduction) (?:\w{1,12} ){0,6}(?:prohibited|permission)",
)
_COPYRIGHT = re.compile(
    r"^\W{0,4}(?:copyright\b|\(c\)\s?\d{4}|[™®]? ?&? ?©|all rights reserved|alle rechte vorbehalten|tous droits "
    r"réservés|"
    r"todos los derechos reservados|tutti i diritti riservati|todos os direitos reservados|alle rechten voorbehouden|"
    r"все права защищены|wszelkie prawa zastrzeżone|всі права захищені|tüm hakları saklıdır|všechna práva vyhrazena)|"
    r"(?:©|\(c\)|copyright)\s{0,3}(?:©\s?)?(?:19|20)\d\d|(?:19|20)\d\d\s{0,2}©|all rights reserved\W{0,2}$|alle rechte "
    r"vorbehalten\W{0,2}$|"
    r"無断転載|无断转载|未经授权|版权所有|무단\s?전재|무단전재",
)
# Credits of origin stand last; what they say is read by origins.py, here they only leave the body.
_CREDIT = re.compile(
    r"^(?:the |this )?(?:post|article|story|piece|report|news)\b.{0,200}\b(?:appeared|published|posted|originated) "
    r"(?:first |originally )?(?:on|in|at|by)\b|"
    r"^(?:this |the )?(?:(?:post|article|story|piece|report|text|interview|essay|column|content|version) )?(?:was |"
    r"has been )?"
    r"(?:originally|first) (?:appeared|published|posted|reported) (?:on|in|at|by)\b|"
    r"\berschien (?:zuerst|erstmals)\b|"
    r"\bapareció primero en\b|\best apparu en premier\b|\bproviene da\b|\bapareceu primeiro\b|\bverscheen eerst\b|"
    r"^the[ -]\w[\w&. ]{1,20}[ -]wire\W{0,3}$|\b(?:re)?published with (?:the )?permission\b|^\W{0,3}(?:source|quelle|"
    r"fuente|fonte|bron|źródło|"
    r"zdroj|источник|джерело|kaynak|sursa|källa|kilde|lähde|forrás|πηγή|sumber|nguồn|来源|出典)\s{0,2}[:：]",
)
_AD = re.compile(
    r"^\W{0,4}(?:advertis(?:e?ment|ing)|ads?|ad feedback|paid content|sponsored(?: content)?|anzeige|werbung|publicité|"
    r"publicidade?|pubblicità|"
    r"advertentie|annons|annonse|annonce|mainos|reklama?|реклама|hirdetés|publicitate|διαφήμιση|iklan|quảng cáo|広告|"
    r"廣告|"
    r"广告|광고|إعلان|"
    r"story continues (?:below|after)(?: (?:the |this )?(?:ads?|advertisement|video))?|la suite (?:de l['’]article )?après "
    r"(?:cette|la) (?:publicité|vidéo)|article continues (?:below|after).{0,30}|scroll to continue.{0,20}|"
    r"remove ads|report (?:this )?ad|"
    r"(?:la )?(?:nota|noticia) continúa.{0,30})\W{0,4}$",
)
_AUDIO = re.compile(
    r"^\W{0,3}(?:listen(?: to (?:this )?(?:article|story))?|(?:text|artikel|beitrag|jetzt)? ?(?:vor|an)(?:lesen|hören)|"
    r"artikel anhören|écouter|"
    r"escuchar?|ascolta|luister|lyssna|слушать|dinle|play|pause|loading|video player|"
    r"watch(?: (?:the|this|our))? (?:full )?(?:video|clip|live ?stream)|(?:estimated )?reading time|read "
    r"time|lesezeit|"
    r"lesedauer|temps de lecture|tiempo de lectura|tempo di lettura|tempo de leitura|leestijd|lästid|czas czytania|"
    r"время чтения|"
    r"okuma süresi)\b.{0,30}$|^\W{0,3}(?:\d{1,3}:)?\d{1,3}[: ]?(?:\d\d)? ?(?:mins?|minutes?|minuten|minutos|minuti|"
    r"мин\w{0,3}|dakika|sec|sek)?\.?"
    r"(?: ?(?:read|to read|listen|lesezeit|de lecture|de lectura|di lettura|de leitura|leestijd|min))?\W{0,3}$",
)
_COOKIE = re.compile(
    r"\b(?:cookies?|cookie-\w{2,20})\b.{0,300}\b(?:use|we|our|accept|consent|policy|privacy|settings|verwenden|nutzen|"
    r"akzeptieren|einwilligung|"
    r"utilis\w{1,6}|accepter|utiliza\w{0,4}|acept\w{1,4}|utilizz\w{1,6}|accett\w{1,4}|plaatsen|gebruik\w{0,3}|"
    r"uży\w{1,6}|kullan\w{1,6})\b|"
    r"\b(?:we|our|partners?|wir|nous|utilizamos|usamos|utilizziamo)\b.{0,120}\bcookies?\b|\b(?:privacy policy|terms of "
    r"(?:use|service)|datenschutz"
    r"(?:erklärung|bestimmungen)|politique de confidentialité|política de privacidad|informativa sulla "
    r"privacy)\b.{0,200}\b(?:apply|agree|"
    r"accept|accept[ae]|erkläre|stimm\w{1,3}|einverstanden|widerruf|acepta)\b|protected by recaptcha|enable javascript",
)
_PAYWALL_START = re.compile(
    r"\W{0,3}(?:(?:already|bereits) (?:a |have )?(?:subscriber|subscribed|member|an account|abonnent|registriert)|déjà "
    r"(?:abonné|inscrit)|"
    r"¿?ya (?:eres|tienes)|log ?in|sign ?in|register|subscribe|subscribers? only|for subscribers|premium|article "
    r"réservé|contenu réservé|"
    r"se connecter|s['’]abonner|exclusivo para|contenido exclusivo|anmelden|einloggen|abo(?:nnieren| testen)?|inloggen|"
    r"logga in|logg inn|"
    r"zaloguj się|войти|přihlásit|accedi|abbonati|entrar|iniciar sesión)\b.{0,80}$"
)
_PAYWALL = re.compile(
    r"\b(?:il vous reste|to continue reading|to read the full|um weiterzulesen|weiterlesen mit|la suite est réservée|"
    r"para seguir leyendo|"
    r"per continuare a leggere|subscribe to (?:read|continue)|remaining to read|réservée? aux abonnés|nur für "
    r"abonnenten)\b"
)
_NAVIGATION = re.compile(
    r"^\W{0,3}(?:skip to (?:\w{1,12} ?){1,3}|(?:previous|next|prev|older|newer)(?: (?:post|article|story|page|posts|"
    r"entry))?|zum (?:inhalt|seitenanfang).{0,20}|"
    r"nach oben|back to (?:top|home).{0,20}|scroll to top|zurück(?: zur startseite)?|vorheriger (?:artikel|beitrag)|"
    r"nächster (?:artikel|beitrag)|"
    r"article (?:précédent|suivant)|(?:artículo|entrada|noticia) (?:anterior|siguiente)|articolo (?:precedente|"
    r"successivo)|(?:post|artigo|notícia) "
    r"(?:anterior|seguinte|próximo)|vorige|volgende|föregående|nästa|poprzedni|następny|предыдущ\w{1,4}|следующ\w{1,4}|"
    r"aller au contenu.{0,20}|"
    r"saltar al contenido|(?:main )?menu|menü(?: schließen)?|menú|search|suche|buscar|cerca|rechercher|home|startseite|"
    r"accueil|inicio|close|"
    r"schließen|fermer|cerrar|show more|load more|view (?:all|more)|see (?:all|more)|mehr anzeigen|alle anzeigen|voir "
    r"plus|ver más|mostrar más|"
    r"vedi tutti|toon meer|visa mer|zobacz więcej|показать ещё|zobrazit (?:vše|další).{0,20}|breadcrumbs?|you are "
    r"here.{0,40}|sie (?:sind|befinden sich) hier.{0,40}|"
    r"standort|hauptinhalt|neuer abschnitt)\W{0,3}$",
)
_TAGS = re.compile(
    r"^\W{0,3}(?:tags?|topics?|filed under|categories|category|in this article|schlagw(?:orte?|örter)|stichw(?:orte?|"
    r"örter)|themen|thema|mots[- ]clés|"
    r"sujets|étiquettes|thèmes?|etiquetas|temas|argomenti|assuntos|tópicos|onderwerpen|trefwoorden|ämnen|tagi|tagy|"
    r"témata|související témata|"
    r"теги|темы|метки|теми|etiketler|etichete|címkék|ετικέτες|タグ|标签|태그|キーワード)\s{0,2}(?:[:：]|$)",
)
_AGENCY = (
    r"getty(?: images)?|afp|reuters|a\.?p\.?|associated press|epa(?:-efe)?|efe|ansa|dpa|apa|keystone|anp|tt|ntb|ritzau|"
    r"pap|čtk|ctk|tass|тасс|риа новости|"
    r"xinhua|kyodo|yonhap|belga|lusa|mti|shutterstock|i?stock(?:photo)?|imago(?:[ -]images?)?|picture[ -]alliance|"
    r"alamy|unsplash|pixabay|pexels|bloomberg|"
    r"zuma(?: press)?|nurphoto|sipa(?: usa)?|pa|pa wire|press association|usa today sports|cover images|instagram|"
    r"twitter|youtube|facebook|handout|courtesy"
)
_CAPTION_START = re.compile(
    r"\W{0,3}(?:photos?|foto(?:s|graf|grafie|grafía)?|fotó|image(?: source| credit)?|images|bild(?:er|quelle|rechte|"
    r"nachweis)?|symbolbild|symbolfoto|picture|"
    r"pictures|crédits?(?: photo)?|credits?|file photo|file image|file|archivbild|kuva|фото|imagen|imagem|immagine|"
    r"fotografía|zdjęcie|zdj|fot|写真|"
    r"图片|사진|illustration|grafik|graphic|video|caption|photo(?:graph)? (?:by|courtesy)|rechte)\s{0,2}(?:[:©/|]|by |"
    r"via |"
    r"– |- |courtesy |credit)|"
    r"(?:file|archiv)\b\W{1,4}\w|\W{0,2}©\s{0,2}[^\d\W]|(?:©\s{0,2})?(?:" + _AGENCY + r")\W{0,2}$"
)
_CAPTION_BRACKET = re.compile(
    r"\((?:file )?(?:photos?|foto|image|bild|symbolfoto|symbolbild|picture|fot\.|фото|photo credit|credit|quelle|imago|"
    r"ap photo|getty|reuters|afp|archiv)\b"
    r"[^()]{0,120}\)?\W{0,2}$"
)
_CAPTION_END = re.compile(
    r"(?:[/|©—–-]|\bvia|\bby|\(|,)\s{0,2}(?:" + _AGENCY + r")(?:\s{0,2}[/|,-]\s{0,2}[\w .]{1,30})?\)?\W{0,2}$"
)
_CAPTION_WORDS = re.compile(
    r"\b(?:bildrechte|photo credit|image credit|photo by|photograph by|foto[:©]|image source)\W"
)

# Who stands where in a picture.
_CAPTION_SIDES = re.compile(
    r"\((?:(?:pictured|seen|standing|de|da|von|fra|från|van|from|i) )?(?:left|right|cent(?:er|re)|l-r|l to r|li(?:nks)?\.?|"
    r"re(?:chts)?\.?|mitte|gauche|droite|izquierda|derecha|sinistra|destra|слева|справа|v\. ?l\.|vlnr|g\. à d\.)"
    r"(?: (?:to|nach|à|a|till|til|naar|n\.) ?(?:right|re(?:chts)?\.?|droite|derecha|destra|r\.)|n\. ?r\.)?\)"
)


_CREDIT_CUES = _cues(
    "appeared published posted originated reported republished erschien apareció apparu proviene apareceu verscheen "
    "wire source quelle fuente "
    "fonte bron źródło zdroj источник джерело kaynak sursa källa kilde lähde forrás πηγή sumber nguồn 来源 出典"
)
_CALL_CUES = _cues(
    f"{_FOLLOW_WORDS} support donate unterstützen unterstützt unterstütze spenden soutenez faites apóyanos apoya sostienici "
    "sostieni steun apoie"
)
_COPYRIGHT_CUES = _cues("copyright c rights rechte droits derechos diritti direitos rechten права prawa hakları práva")
_COPYRIGHT_SIGNS = ("©", "copyright", "(c)", "無断転載", "无断转载", "未经授权", "版权所有", "무단")
_CAPTION_CUES = _cues("bildrechte photo image photograph foto")
_DISCLAIMER_CUES = _cues(
    "disclaimer disclaimers haftungsausschluss avertissement descargo aviso avvertenze avvertenza zastrzeżenie отказ "
    "risk legal disclosure views "
    "opinions advice recommendation affiliate commission website site published reproduced redistribution reproduction"
)
_NEWSLETTER_CUES = _cues(
    "newsletter newsletters newsletteru newslettera newsletterów subscribe unsubscribe inbox mailing briefing "
    "abonnieren anmelden registrieren postfach inscrire "
    "inscrivez abonnez boletín iscriviti inscreva assine nieuwsbrief nyhetsbrev nyhetsbrevet uutiskirje uutiskirjeen "
    "zapisz odběr odebírat abonează iratkozz "
    "iratkozzon abone bülten bültenimize bültenine app telegram whatsapp push alerts sign signing opt opting in "
    "подпишитесь подписка подписаться "
    "підпишіться підписка підписатися рассылка рассылку рассылки suscríbete suscribirse suscríbase suscribete schrijf"
) - {"in"}
_COOKIE_CUES = _cues(
    "cookie cookies privacy terms datenschutz datenschutzerklärung datenschutzbestimmungen confidentialité privacidad "
    "recaptcha javascript"
)
_PAYWALL_CUES = _cues(
    "reste continue read weiterzulesen weiterlesen réservée réservé leyendo leggere subscribe remaining abonnenten"
)

# What calls for a pattern in a line longer than _SHORT.
_BOX_WORDS = _DISCLAIMER_CUES | _NEWSLETTER_CUES | _COOKIE_CUES | _COPYRIGHT_CUES
_BOX_CUES = Cues((x.encode() for x in _BOX_WORDS), parts=(b"copyright",))
_SHORT_CUES = (
    _CREDIT_CUES
    | _COPYRIGHT_CUES
    | _CAPTION_CUES
    | _PAYWALL_CUES
    | _cues("facebook twitter instagram linkedin youtube tiktok bluesky google donate donation spende spenden soutenez")
    | _cues(  # a caption's first word
        "photos fotos fotograf fotografie fotografía fotó images bild bilder bildquelle bildnachweis symbolbild "
        "symbolfoto picture pictures crédit crédits credit credits file archivbild archiv kuva фото imagen imagem "
        "immagine zdjęcie zdj fot 写真 图片 사진 illustration grafik graphic video caption rechte"
    )
)
_AGENCY_CUES = frozenset(  # what a caption may end with
    x.encode()
    for x in _cues(
        "getty afp reuters ap p "
        "associated epa efe ansa dpa apa keystone anp tt ntb ritzau pap čtk ctk tass тасс риа xinhua kyodo yonhap "
        "belga lusa mti shutterstock istock stock istockphoto stockphoto imago alamy unsplash pixabay pexels "
        "bloomberg zuma nurphoto sipa pa press usa cover instagram twitter youtube facebook handout courtesy"
    )
)
_CAPTION_TAIL = 70  # characters in which _CAPTION_END may stand
_PLAIN_CUES = Cues((x.encode() for x in _SHORT_CUES | _BOX_WORDS), parts=(b"copyright",))
_PAYWALL_FIRST = _cues(
    "already bereits déjà ya log login sign signin register subscribe subscribers subscriber for premium article "
    "contenu se s exclusivo contenido anmelden einloggen abo abonnieren inloggen logga logg zaloguj войти přihlásit "
    "accedi abbonati entrar iniciar"
)
_PAYWALL_CHARS = 110  # _PAYWALL_START ends 80 characters behind its words


def kind_of(line: str) -> str | None:
    """What kind of furniture a line is by its form, one of KINDS; None for prose, headings and all that is unsure.

    >>> kind_of("FacebookTwitterWhatsApp"), kind_of("Comments (12)"), kind_of("He likes to share.")
    ('share', 'comment', None)
    """
    if len(line) > _LONG:
        return None
    return _known(line) if len(line) <= _SHORT else _kind(line)


def _kind(line: str) -> str | None:
    bullet = _BULLET.match(line)
    text = line[bullet.end() :].strip() if bullet else line.strip()
    if not text:
        return None
    words = text.count(" ") + 1
    if (words > 12 or len(text) > _SHORT) and _is_plain(text):
        return None
    lower = text.lower()
    tokens = _tokens(lower[:_READ])
    if len(text) <= _SHORT:
        kind = _short_kind(text, lower, tokens, words)
        if kind:
            return kind
        if bullet and words <= 6 and not _STOP.search(text):
            return "menu"
    return _box_kind(lower, tokens, words)


def _tokens(lower: str) -> frozenset[str]:
    data = parted(lower)  # a third of the pattern's time, for the same words where no letter is beyond ASCII
    return frozenset(data.decode().split() if data.isascii() else _TOKEN.findall(lower))


# Menus come again on every page of a site; of the lines at the ends of the made corpus's articles two fifths come again,
# nearly all within 1,000 articles.
_known = lru_cache(maxsize=8192)(_kind)


_DATE_WORDS = 20  # two dates with weekdays, times and labels


def _short_kind(text: str, lower: str, tokens: frozenset[str], words: int) -> str | None:
    """Kinds of lines shorter than a paragraph."""
    if words <= 12:
        if _AD.match(lower):
            return "ad"
        if _NAVIGATION.match(lower):
            return "navigation"
        if _is_share(lower):
            return "share"
        if _COMMENT.match(lower):
            return "comment"
        if _AUDIO.match(lower):
            return "audio"
    if words <= _DATE_WORDS and _is_date(text):
        return "date"
    if not tokens.isdisjoint(_CREDIT_CUES) and _CREDIT.search(lower):
        return "credit"
    if _is_copyright(lower, tokens):
        return "copyright"
    if words <= 40 and _TAGS.match(lower):
        return "tags"
    if (_RELATED.match(lower) or _RELATED_CJK.match(lower)) and not (
        words > 4 and _STOP.search(text) and ":" not in text
    ):
        return "related"
    if _is_caption(lower, tokens) or (words <= 40 and "(" in lower and _CAPTION_SIDES.search(lower)):
        return "caption"
    if (_PAYWALL_START.match(lower) or (not tokens.isdisjoint(_PAYWALL_CUES) and _PAYWALL.search(lower))) and (
        words <= 12 or not tokens.isdisjoint(_YOU)
    ):
        return "paywall"
    return None


def _is_plain(text: str) -> bool:
    """Whether a line of more than 12 words, or a long one, is a sentence in which none of the patterns below can match.

    None of their words and signs is in it; most lines of prose end here, at an eighth of the cost.
    """
    data = parted(text[:_READ])
    if not data.isascii() or (len(text) > _READ and not text.isascii()):
        return False
    if len(text) > _SHORT:
        return not _BOX_CUES.places(data)
    return (
        ":" not in text
        and "(" not in text
        and _STOP.search(text, len(text) - 4) is not None
        and (
            len(text) > _PAYWALL_CHARS
            or not (first := _TOKEN.search(text[:40].lower()))
            or first[0] not in _PAYWALL_FIRST
        )
        and not _PLAIN_CUES.places(data)
        and _AGENCY_CUES.isdisjoint(data[-1 - _CAPTION_TAIL * (1 if text.isascii() else 3) :].split())
    )


def _is_copyright(lower: str, tokens: frozenset[str]) -> bool:
    if tokens.isdisjoint(_COPYRIGHT_CUES) and (
        lower.isascii() or (len(lower) <= _READ and not any(sign in lower for sign in _COPYRIGHT_SIGNS))
    ):
        return False
    return bool(_COPYRIGHT.search(lower))


def _is_caption(lower: str, tokens: frozenset[str]) -> bool:
    if _CAPTION_START.match(lower) or _CAPTION_END.search(lower, max(0, len(lower) - _CAPTION_TAIL)):
        return True
    bracket = lower.rfind("(")
    if bracket >= 0 and _CAPTION_BRACKET.match(lower, bracket):
        return True
    return not tokens.isdisjoint(_CAPTION_CUES) and bool(_CAPTION_WORDS.search(lower))


def _is_call(lower: str) -> bool:
    """Whether a line asks to follow or support its publisher: no line of the gold texts of the measuring data does so.

    "Follow us on Facebook", "Entre no nosso grupo do WhatsApp"; not "Follow him on Twitter", which may be of the article.
    """
    if _SUPPORT.search(lower):
        return True
    ours = _FOLLOW.search(lower) and (_CHANNEL.search(lower) or _OURS.search(lower))
    return bool(ours and (_CHANNEL.search(lower) or _NETWORK.search(lower)))


def is_contact(line: str) -> bool:
    """Whether a line tells how to reach its reporter or newsroom; so it does among the last lines of a text alone."""
    return line.count(" ") < _CALL_WORDS and len(line) <= _SHORT and _CONTACT.search(line.lower()) is not None


def _box_kind(lower: str, tokens: frozenset[str], words: int) -> str | None:
    """Kinds of boxes that may run on like a paragraph."""
    if not tokens.isdisjoint(_DISCLAIMER_CUES) and _DISCLAIMER.search(lower):
        return "disclaimer"
    if (
        not lower.isascii()
        and len(lower) <= _BOX_LINE
        and _LETTER_OTHER.search(lower)
        and _SUBSCRIBE_OTHER.search(lower)
    ):
        return "newsletter"
    if words <= 90 and not tokens.isdisjoint(_NEWSLETTER_CUES) and _NEWSLETTER.search(lower):
        spoken_to = sum(1 for t in _TOKEN.findall(lower[:_READ]) if t in _YOU)
        if words <= 6 or spoken_to >= 1 + words // 20:
            return "newsletter"
    if words <= _CALL_WORDS and not tokens.isdisjoint(_CALL_CUES) and _is_call(lower):
        return "newsletter"
    if words <= 120 and not tokens.isdisjoint(_COOKIE_CUES) and _COOKIE.search(lower[:800]):
        return "cookie"
    if words <= 80 and _is_copyright(lower, tokens):
        return "copyright"
    return None


def _is_share(lower: str) -> bool:
    if _SHARE_START.match(lower) and not _STOP.search(lower):
        return True
    rest, networks = _NETWORK.subn(" ", lower)
    return networks > 0 and not _LETTER.search(_SHARE.sub(" ", rest))


def _is_date(text: str) -> bool:
    """A line that is a date and nearly nothing else (a weekday, "by", a place)."""
    found = find_dates(text)
    return bool(found) and len(beside_dates(text, found)) <= 24


_EDGE_HEAD = frozenset({"navigation", "menu", "share", "ad", "audio", "date", "cookie", "paywall", "comment"})
_EDGE_TAIL = frozenset(
    {"navigation", "share", "ad", "copyright", "credit", "disclaimer", "newsletter", "cookie", "comment", "related"}
    | {"tags", "paywall", "audio"}
)
_EDGE_LINES = 12  # lines looked at from either end


def strip_edges(paragraphs: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Parts the paragraphs of a text into (head furniture, body, tail furniture).

    Only lines that are clear furniture, and only from the ends inwards up to the first line that is none; a text that
    is nothing else stays whole. The body's own paragraphs are never cut.
    """
    start, end = 0, len(paragraphs)
    while start < min(end, _EDGE_LINES) and _cheap_kind(paragraphs[start]) in _EDGE_HEAD:
        start += 1
    while end > max(start, len(paragraphs) - _EDGE_LINES) and (
        _cheap_kind(paragraphs[end - 1]) in _EDGE_TAIL
        or (end > len(paragraphs) - CONTACT_LINES and is_contact(paragraphs[end - 1]))
    ):
        end -= 1
    if start >= end:
        return [], paragraphs, []
    return paragraphs[:start], paragraphs[start:end], paragraphs[end:]


def _cheap_kind(line: str) -> str | None:
    return kind_of(line) if line.strip() else "navigation"
