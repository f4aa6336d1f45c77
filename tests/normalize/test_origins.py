"""Credits in many languages, each with the look-alike that is none. All lines and names are made up here."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.normalize.test_cues import words_found
from transforms.normalize import origins
from transforms.normalize.cues import Cues, parted
from transforms.normalize.origins import CONFIDENCE, SURE, find_origin
from transforms.records import Credit

PARAGRAPHS = [
    "The harbour council met on Tuesday evening to discuss the new ferry line, which is to run twice a day from the "
    "old pier to the island.",
    "The line would be the first since the war, and it would shorten the way to the school by an hour, said the mayor "
    "of the island on Monday.",
    "Some fishermen are against it, because the quay is narrow and their boats leave at the same time as the ferry "
    "would in the morning.",
    "A vote is planned for the end of the month, when the report of the engineers on the old pier is to be ready for "
    "the members.",
]
SITE = "quietbay.example"


def at_the_end(line: str, **options):
    return find_origin([], [*PARAGRAPHS, line], [], **{"site": SITE, **options})


def in_the_middle(line: str):
    return find_origin([], [*PARAGRAPHS, *PARAGRAPHS, line, *PARAGRAPHS, *PARAGRAPHS], [], site=SITE)


CREDITS = [
    ("The post Ferry Returns to the Bay appeared first on Harbor Gazette.", "Harbor Gazette"),
    ("This story was originally published by Tidewater Daily.", "Tidewater Daily"),
    ("This article first ran in the Northern Star and is reprinted here with permission.", "Northern Star"),
    ("A version of this story first appeared in The Lantern Weekly.", "Lantern Weekly"),
    ("This essay was first published on March 3, 2021, in The Salt Review.", "Salt Review"),
    ("Originally published Oct. 5, 2020 in the Bridgewater Herald", "Bridgewater Herald"),
    ("Originally published at harborlights.org.", "harborlights.org"),
    ("First published by Coastal Wire", "Coastal Wire"),
    ("(This article was originally published on Seaside Observer)", "Seaside Observer"),
    ("*This piece originally appeared on Marsh & Moor.*", "Marsh & Moor"),
    ("This story is republished from Openwater News under a Creative Commons licence.", "Openwater News"),
    ("Reprinted with permission from The Cove Journal.", "Cove Journal"),
    ("Republished with the kind permission of Lighthouse Media.", "Lighthouse Media"),
    ("Used by permission of Windmill Press.", "Windmill Press"),
    ("This story was produced by Islands Desk, a nonprofit newsroom.", "Islands Desk"),
    ("This content was provided by Ferry Times.", "Ferry Times"),
    ("This article was provided by The Associated Press.", "Associated Press"),
    ("Story courtesy of Harbor Radio.", "Harbor Radio"),
    ("Courtesy of the Harbor Gazette", "Harbor Gazette"),
    ("Source: Reuters", "Reuters"),
    ("Source: Harbor Gazette", "Harbor Gazette"),
    ("Source: Harbor City Press", "Harbor City Press"),
    ("Source: University Times", "University Times"),
    ("Quelle: Universität Hafenstadt", "Universität Hafenstadt"),  # its press release
    ("Source: Harbor County Star", "Harbor County Star"),
    ("Quelle: Hafenstadt Stadtanzeiger", "Hafenstadt Stadtanzeiger"),
    ("Source: CBS", "CBS"),
    ("(Source: AFP)", "AFP"),
    ("Cove News first published this story.", "Cove News"),
    ("The Harbor Gazette originally published this article on May 4, 2024.", "Harbor Gazette"),
    ("This story is from Cove News, a nonprofit newsroom.", "Cove News"),
    ("This story comes to you from the Harbor Gazette.", "Harbor Gazette"),
    ("This report by Harbor Gazette was first published May 4, 2024.", "Harbor Gazette"),
    ("Read the original article by Jane Doe at Cove News.", "Cove News"),
    ("To read the original story, visit Cove News.", "Cove News"),
    ("Erstveröffentlichung: Hafenbote, 4. Mai 2024", "Hafenbote"),
    ("Zum Originalartikel auf Hafenbote", "Hafenbote"),
    ("Lesen Sie den Originalbeitrag bei Hafenbote.", "Hafenbote"),
    ("Dieser Text ist zuerst am 4. Mai 2024 auf hafenbote.de erschienen.", "hafenbote.de"),
    ("Première publication : Écho du Port, mai 2024", "Écho du Port"),
    ("Article paru dans L’Écho du Port le 4 mai 2024.", "Écho du Port"),
    ("Texte publié sur Écho du Port", "Écho du Port"),
    ("Retrouvez l’article original sur Écho du Port", "Écho du Port"),
    ("Nota original: Eco del Puerto", "Eco del Puerto"),
    ("Lea la nota completa en Eco del Puerto", "Eco del Puerto"),
    ("Leia a matéria original no Eco do Porto", "Eco do Porto"),
    ("Confira a reportagem completa no Eco do Porto", "Eco do Porto"),
    ("Leggi l'articolo completo su Eco del Porto", "Eco del Porto"),
    ("Articolo originale su Eco del Porto", "Eco del Porto"),
    ("Eerder verschenen in Havenbode", "Havenbode"),
    ("Oorspronkelijk artikel: Havenbode", "Havenbode"),
    ("Lees het originele artikel op Havenbode", "Havenbode"),
    ("© 2022 The Canadian Press", "Canadian Press"),
    ("Copyright 2023 NPR. To see more, visit https://www.npr.org.", "NPR"),
    ("Copyright (c) 2024 by The Associated Press. All rights reserved.", "Associated Press"),
    (
        "(c)2019 The Cove Journal (Coveport, Ore.). Visit www.covejournal.com. Distributed by Tribune Content Agency.",
        "Cove Journal",
    ),
    ("© Provided by Harbor Gazette", "Harbor Gazette"),
    ("This report by The Canadian Press was first published Jan. 4, 2024.", "Canadian Press"),
    ("This story has been published from a PTI feed without changes.", "PTI"),
    ("This post was first seen on Harbor Gazette", "Harbor Gazette"),
    ("This article originally appeared on Harbor Gazette: Ferry returns to the bay", "Harbor Gazette"),
    ("Cross-posted from Harbor Gazette", "Harbor Gazette"),
    ("— Reuters", "Reuters"),
    ("Der Beitrag Die Fähre kommt zurück erschien zuerst auf Küstenbote.", "Küstenbote"),
    ("Dieser Artikel erschien zuerst bei Hafenblick.de.", "hafenblick.de"),
    ("Dieser Text ist zuerst im Magazin Leuchtfeuer erschienen.", "Leuchtfeuer"),
    ("Dieser Beitrag wurde ursprünglich auf Hafenblick veröffentlicht.", "Hafenblick"),
    ("Zuerst erschienen in der Küsten-Rundschau.", "Küsten-Rundschau"),
    ("Erstmals veröffentlicht auf hafenblick.de", "hafenblick.de"),
    ("Mit freundlicher Genehmigung von Hafenblick", "Hafenblick"),
    ("Quelle: dpa", "dpa"),
    ("Quelle: AFP/dpa", "AFP"),
    ("Quelle: Küstenbote", "Küstenbote"),
    ("Diese Meldung wurde von der Nachrichtenagentur AFP übernommen.", "AFP"),
    ("Dieser Inhalt wurde von Küstenbote bereitgestellt.", "Küstenbote"),
    ("L’article Le retour du ferry est apparu en premier sur Le Phare.", "Le Phare"),
    ("Cet article a été publié initialement sur Le Phare.", "Le Phare"),
    ("Cet article est paru à l'origine dans La Vigie.", "La Vigie"),
    (
        "Cet article est republié à partir de The Conversation sous licence Creative Commons. Lire l’article original.",
        "The Conversation",
    ),
    ("Source : AFP", "AFP"),
    ("La entrada Vuelve el ferri se publicó primero en El Faro Diario.", "El Faro"),
    ("La entrada Vuelve el ferri aparece primero en El Faro Diario.", "El Faro"),
    ("Este artículo fue publicado originalmente en El Faro.", "El Faro"),
    ("Publicado originalmente en El Faro", "El Faro"),
    ("Fuente: EFE", "EFE"),
    ("Tomado de El Faro", "El Faro"),
    ("L'articolo Torna il traghetto proviene da Il Faro.", "Il Faro"),
    ("L'articolo Torna il traghetto sembra essere il primo su Il Faro.", "Il Faro"),
    ("Questo articolo è stato pubblicato originariamente su Il Faro.", "Il Faro"),
    ("Fonte: ANSA", "ANSA"),
    ("O post A balsa voltou apareceu primeiro em O Farol.", "O Farol"),
    ("O conteúdo A balsa voltou aparece primeiro em O Farol.", "O Farol"),
    ("Este artigo foi publicado originalmente no O Farol.", "O Farol"),
    ("Fonte: Agência Brasil", "Agência Brasil"),
    ("Het bericht De veerboot is terug verscheen eerst op De Vuurtoren.", "De Vuurtoren"),
    ("Dit artikel verscheen eerder in De Vuurtoren.", "De Vuurtoren"),
    ("Dit artikel is oorspronkelijk gepubliceerd door De Vuurtoren.", "De Vuurtoren"),
    ("Bron: ANP", "ANP"),
    ("Inlägget Färjan är tillbaka dök först upp på Kustbladet.", "Kustbladet"),
    ("Artikeln publicerades först i Kustbladet.", "Kustbladet"),
    ("Källa: TT", "TT"),
    ("Indlægget Færgen er tilbage blev først udgivet på Havnens Avis.", "Havnens Avis"),
    ("Indlægget Færgen er tilbage dukkede først op på Havnens Avis.", "Havnens Avis"),
    ("Innlegget Fergen er tilbake dukket først opp på Havnebladet.", "Havnebladet"),
    ("Denne artikkelen ble først publisert i Havnebladet.", "Havnebladet"),
    ("Artikkeli Lautta palaa julkaistiin ensimmäisenä sivustolla Rannikon Sanomat.", "Rannikon"),
    ("Juttu julkaistiin alun perin Rannikon Sanomissa.", "Rannikon"),
    ("Lähde: STT", "STT"),
    ("Artykuł Prom wraca pochodzi z serwisu Latarnia.", "Latarnia"),
    ("Post Prom wraca pojawił się poczatkowo na Latarnia.", "Latarnia"),
    ("Artykuł ukazał się pierwotnie w Kurierze Portowym.", "Kurierze"),
    ("Źródło: PAP", "PAP"),
    ("Příspěvek Přívoz se vrací pochází z Majákové noviny", "Majákové"),
    ("Článek Přívoz se vrací se nejdříve objevil na Maják.", "Maják"),
    ("Zdroj: ČTK", "ČTK"),
    ("Príspevok Trajekt sa vracia zobrazený najskôr Maják.", "Maják"),
    ("Článok bol pôvodne uverejnený na portáli Maják.", "Maják"),
    ("Articolul Feribotul revine apare prima dată în Farul Zilei.", "Farul"),
    ("Acest articol a fost publicat inițial pe Farul.", "Farul"),
    ("Sursa: Agerpres", "Agerpres"),
    ("A Visszatér a komp bejegyzés először a Világítótorony-n jelent meg.", "Világítótorony"),
    ("Az írás eredetileg a Kikötői Hírek oldalán jelent meg.", "Kikötői"),
    ("Forrás: MTI", "MTI"),
    ("Feribot geri döndü yazısı ilk önce Liman Haber üzerinde ortaya çıktı.", "Liman Haber"),
    ("Bu yazı ilk olarak Liman Haber'de yayınlandı.", "Liman Haber"),
    ("Kaynak: AA", "AA"),
    ("Сообщение Паром вернулся появились сначала на Маяк Новости.", "Маяк"),
    ("Запись Паром вернулся впервые появилась Маяк.", "Маяк"),
    ("Материал впервые опубликован в журнале «Маяк».", "Маяк"),
    ("Эта статья была первоначально опубликована на сайте Маяк.", "Маяк"),
    ("Источник: ТАСС", "ТАСС"),
    ("Источник: Портовая газета", "Портовая"),
    ("Допис Пором повернувся спочатку з’явився на Маяк.", "Маяк"),
    ("Стаття вперше опублікована на сайті «Маяк».", "Маяк"),
    ("Джерело: Укрінформ", "Укрінформ"),
    ("Το άρθρο Το φέρι επέστρεψε εμφανίστηκε πρώτα στο Ο Φάρος.", "Φάρος"),
    ("Πηγή: ΑΠΕ-ΜΠΕ", "ΑΠΕ"),
    ("Artikel Feri kembali pertama kali tampil pada Mercusuar.", "Mercusuar"),
    ("Artikel ini telah tayang di Mercusuar.com dengan judul Feri kembali", "mercusuar"),
    ("Postingan Feri kembali muncul pertama kali di Mercusuar.", "Mercusuar"),
    ("Sumber: Antara", "Antara"),
    ("投稿 フェリーが戻る は 灯台新聞 に最初に表示されました。", "灯台新聞"),
    ("出典：共同通信", "共同"),
    ("渡轮归来最先出现在灯塔日报。", "灯塔日报"),
    ("〈渡輪歸來〉這篇文章最早發佈於《燈塔日報》。", "燈塔日報"),
    ("来源：新华网", "新华网"),
    ("本文转载自灯塔日报", "灯塔日报"),
    ("原载于《灯塔日报》", "灯塔日报"),
    ("페리가 돌아왔다 게시물이 등대신문에 처음 등장했습니다.", "등대신문"),
    ("출처: 연합뉴스", "연합뉴스"),
    ("ظهرت المقالة عودة العبارة أولاً على جريدة المنارة.", "المنارة"),
    ("نُشر هذا المقال لأول مرة في موقع المنارة", "المنارة"),
    ("المصدر: رويترز", "رويترز"),
    ("הפוסט המעבורת חוזרת הופיע לראשונה ב-המגדלור.", "המגדלור"),
    ("מקור: רויטרס", "רויטרס"),
    ("Публикацията Фериботът се върна се появи първо на Фар.", "Фар"),
    ("Objava Trajekt se vraća pojavila se prvi puta na Svjetionik.", "Svjetionik"),
    ("Bài viết Phà trở lại đã xuất hiện đầu tiên trên Hải Đăng.", "Hải Đăng"),
    ("نوشته کشتی بازگشت اولین بار در فانوس. پدیدار شد.", "فانوس"),
    ("La entrada El ferri torna ha aparegut primer a El Far.", "El Far"),
    ("Įrašas Keltas grįžta pirmą kartą pasirodė Švyturys.", "Švyturys"),
    ("(©NTB)", "NTB"),
    ("Riproduzione riservata © Copyright ANSA", "ANSA"),
    ("<저작권자(c) 연합뉴스, 무단 전재-재배포 금지>", "연합뉴스"),
    ("(c)AFP", "AFP"),
    ("Verwendete Quellen: Nachrichtenagentur dpa", "dpa"),
    ("mrc/dpa/AFP", "dpa"),
    ("Our Standards: The Thomson Reuters Trust Principles.", "Reuters"),
    ("dpa:240501-99-1234/3", "dpa"),
    ("(PAP)", "PAP"),
    ("Quelle: red/dpa", "dpa"),
    ("(APA, 3.5.2024)", "APA"),
    ("Source: Agence France-Presse", "Agence"),
    ("PTI ABC XYZ", "PTI"),
    ("--IANS", "IANS"),
    ("This article first appeared on https://www.covenews.com/2020/ferry", "covenews.com"),
    ("The story was first published on Harbor Gazette", "Harbor Gazette"),
    ("Editor's note: This story was originally published in the Harbor Gazette.", "Harbor Gazette"),
    ("Note: This article originally appeared in Harbor Gazette", "Harbor Gazette"),
    ("This article, written by Jane Doe, was originally published in Harbor Gazette on May 5.", "Harbor Gazette"),
    ("This is an excerpt from an article originally published in Harbor Gazette", "Harbor Gazette"),
    ("Story originally appeared on Harbor Gazette", "Harbor Gazette"),
    ("Article originally published by Harbor Gazette", "Harbor Gazette"),
    ("Originally posted on Harbor Gazette.", "Harbor Gazette"),
    ("As originally published in Harbor Gazette", "Harbor Gazette"),
    ("Appeared first on Harbor Gazette", "Harbor Gazette"),
    ("Posted first on Harbor Gazette", "Harbor Gazette"),
    ("Diese Geschichte erschien im Original bei Hafenblick.", "Hafenblick"),
    ("Der Artikel ist im Original auf Hafenblick erschienen", "Hafenblick"),
    ("Dieser Artikel erschien ursprünglich auf Englisch bei Hafenblick.", "Hafenblick"),
    ("Der Beitrag „Fähre“ erschien erstmals im Hafenblick-Magazin", "Hafenblick"),
    ("Cet article a d'abord été publié dans La Vigie.", "La Vigie"),
    ("Article initialement publié sur Le Phare", "Le Phare"),
    ("Publié à l'origine sur Le Phare", "Le Phare"),
    ("Esta nota se publicó originalmente en El Faro.", "El Faro"),
    ("Este texto apareció por primera vez en la revista El Faro", "El Faro"),
    ("Artículo publicado originalmente en El Faro. Leer el original", "El Faro"),
    ("Questo articolo è apparso originariamente su Il Faro", "Il Faro"),
    ("Articolo pubblicato in origine su Il Faro", "Il Faro"),
    ("Este texto foi publicado pela primeira vez em O Farol", "O Farol"),
    ("Publicado originalmente em O Farol", "O Farol"),
    ("Dit verhaal verscheen oorspronkelijk op De Vuurtoren", "De Vuurtoren"),
    ("Dit artikel werd eerst gepubliceerd op De Vuurtoren", "De Vuurtoren"),
    ("Texten publicerades ursprungligen i Kustbladet", "Kustbladet"),
    ("Denna artikel är tidigare publicerad i Kustbladet", "Kustbladet"),
    ("Artiklen er oprindeligt bragt i Havnens Avis", "Havnens Avis"),
    ("Artikkelen ble opprinnelig publisert på Havnebladet", "Havnebladet"),
    ("Tekst został pierwotnie opublikowany na stronie Latarnia.pl", "Latarnia.pl"),
    ("Tekst ukazał się po raz pierwszy w „Kurierze”", "Kurierze"),
    ("Wpis Prom wraca pojawił się po raz pierwszy w Latarnia.", "Latarnia"),
    ("Text původně vyšel v Maják", "Maják"),
    ("Článek byl původně publikován na webu Maják.", "Maják"),
    ("Převzato z Majáku", "Majáku"),
    ("Text a apărut inițial în Farul", "Farul"),
    ("Preluat de pe Farul", "Farul"),
    ("A cikk eredetileg a Kikötő oldalon jelent meg", "Kikötő"),
    ("Bu haber ilk olarak Liman Haber sitesinde yayımlandı", "Liman Haber"),
    ("Статья впервые опубликована в газете «Маяк»", "Маяк"),
    ("Оригинал статьи: Маяк", "Маяк"),
    ("Текст был впервые опубликован на сайте Маяк.ру", "Маяк"),
    ("Оригінал: Маяк", "Маяк"),
    ("Вперше опубліковано на Маяк", "Маяк"),
    ("Το κείμενο δημοσιεύτηκε αρχικά στην εφημερίδα Ο Φάρος", "Φάρος"),
    ("Tulisan ini pertama kali diterbitkan di Mercusuar", "Mercusuar"),
    ("Artikel ini sudah tayang di Mercusuar.com", "mercusuar"),
    ("この記事は灯台新聞に掲載されたものです", "灯台"),
    ("この記事は最初に灯台新聞で公開されました。", "灯台"),
    ("初出：灯台新聞", "灯台"),
    ("本文首发于灯塔日报", "灯塔"),
    ("文章来源：灯塔日报", "灯塔"),
    ("本文原载《灯塔日报》", "灯塔"),
    ("이 글은 등대신문에 처음 게재되었습니다.", "등대신문"),
    ("이 기사는 등대신문에 먼저 실렸습니다.", "등대신문"),
    ("تم نشر هذا المقال أولاً على موقع المنارة", "المنارة"),
    ("הכתבה פורסמה לראשונה באתר המגדלור", "המגדלור"),
    ("Der Beitrag Die Fähre kommt erschien zuerst auf h4fen.", "h4fen"),
    ("Zuerst erschienen in: Küsten-Rundschau", "Küsten-Rundschau"),
    ("Mit freundlicher Genehmigung übernommen aus: Hafenblick", "Hafenblick"),
    ("Dieser Artikel wurde von Hafenblick unter einer freien Lizenz neu veröffentlicht.", "Hafenblick"),
    ("Artykuł Prom wraca pojawił się poraz pierwszy w Latarnia.", "Latarnia"),
    ("Przedruk za zgodą redakcji Latarnia.press", "latarnia"),
    ("Feribot geri döndü adlı gönderi ilk Liman Haber üzerinde göründü.", "Liman Haber"),
    ("This story was reported by Harbor Radio and is reproduced with permission.", "Harbor Radio"),
    ("Story via Harbor Gazette", "Harbor Gazette"),
    ("Source: VOA News. Republished under public domain.", "VOA"),
    ("This report has been published as part of the syndicated wire feed from ANI.", "ANI"),
    ("Except for the headline, this story has not been edited and is published from a syndicated feed of PTI.", "PTI"),
    ("This story first appeared in the March 2021 issue of Harbor Gazette.", "Harbor Gazette"),
    ("This article appeared in Harbor Gazette.", "Harbor Gazette"),
    ("Cet article est paru dans La Vigie.", "La Vigie"),
    ("Tratto da Il Faro", "Il Faro"),
    ("Fonte: Il Molo 24 Ore", "Il Molo 24 Ore"),
    ("本文来自微信公众号“灯塔日报”", "灯塔日报"),
    ("Visit Harbor Gazette at www.harborgazette.com Distributed by Tribune Content Agency.", "Harbor Gazette"),
    (
        "(c)2022 the Cove Journal Visit the Cove Journal at www.covejournal.com Distributed by Tribune Content Agency, LLC.",
        "Cove Journal",
    ),
    ("Read more at bloomberg.com ©2024 Bloomberg L.P.", "Bloomberg"),
    ("© 2024 Fortune Media IP Limited. All Rights Reserved.", "Fortune"),
    ("c.2023 The New York Times Company", "New York Times"),
    ("© 2021 dpa Deutsche Presse-Agentur GmbH", "dpa"),
    ("COPYRIGHT © ANTARA 2023", "ANTARA"),
    ("ab-cd/ef © Agence France-Presse", "Agence France-Presse"),
    ("/ATS", "ATS"),
    ("Lusa/Fim", "Lusa"),
    ("(PAP) abcd/ efg/", "PAP"),
    ("--IANS ab/cd", "IANS"),
    ("【時事通信社】", "時事"),
    ("(서울=연합뉴스)", "연합뉴스"),
    ("Theo TTXVN", "TTXVN"),
    ("The Ferry Returns to the Bay was originally published on Harbor Gazette.", "Harbor Gazette"),
    ("On Ferries was originally published in Harbor Notes on Medium, where people go on talking.", "Harbor Notes"),
    ("The Ferry Returns to the Bay is a post from Harbor Gazette", "Harbor Gazette"),
    ("This story is published in partnership with Harbor Radio, where it first ran.", "Harbor Radio"),
    ("This story about old piers was produced by Islands Desk, a nonprofit newsroom.", "Islands Desk"),
    ("Indlægget Færgen er tilbage blev først udgivet den Havnens Avis.", "Havnens Avis"),
    ("Впервые опубликовано: Маяк", "Маяк"),
    ("Copyright, Tideout. Reprinted with permission.", "Tideout"),
    ("Originally published by The 21st. Your paper of the bay.", "The 21st"),
    ("Door: ANP", "ANP"),
]


@pytest.mark.parametrize(("line", "name"), CREDITS)
def test_a_credit_at_the_end_is_read_and_cut(line, name):
    origin = at_the_end(line, title="The Ferry Returns to the Bay")
    assert origin.best is not None
    assert name.casefold() in (origin.best.name or "").casefold()
    assert origin.best.evidence in line
    assert origin.body == PARAGRAPHS


DATELINES = [
    ("HARBOR CITY (AP) —", "AP"),
    ("(Reuters) -", "Reuters"),
    ("BERLIN, March 7 (Reuters) -", "Reuters"),
    ("Kiel (dpa/lno) -", "dpa"),
    ("Paris, 12 mars 2024 (AFP) -", "AFP"),
    ("MADRID, 12 Mar. (EUROPA PRESS) -", "EUROPA"),
    ("(ANSA) - ROMA, 12 MAR -", "ANSA"),
    ("Jakarta (ANTARA) -", "ANTARA"),
    ("МОСКВА, 12 мар — РИА Новости.", "РИА"),
    ("МОСКВА, 12 марта. /ТАСС/.", "ТАСС"),
    ("新华社北京3月12日电", "新华社"),
    ("(서울=연합뉴스) 홍길동 기자 =", "연합뉴스"),
    ("【ワシントン共同】", "共同"),
    ("Praha 12. března (ČTK) -", "ČTK"),
    ("NEW DELHI: (PTI)", "PTI"),
    ("Dhaka [Bangladesh], May 5 (ANI):", "ANI"),
    ("NEW YORK, Jan. 5, 2024 /PRNewswire/ --", "PRNewswire"),
    ("TORONTO, Jan. 5, 2024 (GLOBE NEWSWIRE) --", "GLOBE"),
    ("BEIJING, Jan. 5 (Xinhua) --", "Xinhua"),
    ("Hong Kong (CNN)", "CNN"),
    ("(CNN)", "CNN"),
    ("London (CNN Business)", "CNN"),
    ("Lisboa, 12 mar 2024 (Lusa) –", "Lusa"),
    ("SEOUL, March 3 (Yonhap) --", "Yonhap"),
    ("Kuala Lumpur, 3 March (Bernama) –", "Bernama"),
    ("PARIS (AFP) -", "AFP"),
    ("AMSTERDAM (ANP) -", "ANP"),
    ("Zürich (awp/sda) -", "sda"),
    ("WASHINGTON – (AP) –", "AP"),
    ("ISTANBUL (AA) -", "AA"),
    ("CNN —", "CNN"),
    ("New York CNN —", "CNN"),
    ("AGI -", "AGI"),
    ("【3月12日 AFP】", "AFP"),
    ("［東京 12日 ロイター］ -", "ロイター"),
    ("[東京 12日 ロイター] -", "ロイター"),
    ("中新网北京3月12日电 (记者 王小明)", "中新网"),
    ("КИЕВ. 12 марта. УНН.", "УНН"),
    ("Bratislava 12. marca (TASR) -", "TASR"),
    ("Budapest, 2020. január 3., péntek (MTI) -", "MTI"),
    ("BUENOS AIRES (AP) _", "AP"),
    ("Roma, 12 mar. (askanews) -", "askanews"),
    ("By Jane Doe HARBOR CITY (Reuters) -", "Reuters"),
    ("Москва. 12 марта. INTERFAX.RU -", "INTERFAX"),
    ("COVE CITY (covejournal.com) —", "covejournal.com"),
]


@pytest.mark.parametrize(("mark", "name"), DATELINES)
def test_a_dateline_is_read_and_stays(mark, name):
    body = [f"{mark} {PARAGRAPHS[0]}", *PARAGRAPHS[1:]]
    origin = find_origin([], body, [], site=SITE)
    assert origin.best is not None
    assert name.casefold() in (origin.best.name or "").casefold()
    assert origin.body == body


LOOK_ALIKES = [
    "The story first appeared in The Washington Post on Tuesday, officials said, and was later denied by the ministry.",
    "The band first appeared on Broadway in 2014.",
    "It first appeared in Paris in 1999.",
    "The report was produced by the Ministry of Harbours.",
    "First published on 3 May 2020",
    "Photo courtesy of Harbor Gazette",
    "Image: Reuters",
    "Ferry at dusk. (AP)",
    "The mayor told Reuters that the ferry is late.",
    "The ferry is late, the Associated Press reported.",
    "Associated Press writer Jane Doe contributed to this report.",
    "With files from The Canadian Press",
    "Mit Material von dpa",
    "Avec AFP",
    "This story was published in partnership with Harbor Gazette.",
    "© Reuters / Jane Doe",
    "© 2024 Quiet Bay Media. All rights reserved.",
    "Chart: Statista",
    "Source: Getty Images",
    "Bildquelle: dpa",
    "Foto: dpa",
    "Dieses Buch erschien zuerst im Jahr 1999 in Berlin.",
    "Das Virus trat erstmals in Wuhan auf.",
    "Provided by the company, the figures show a rise.",
    "This service is provided by Harbor Bank.",
    "La película apareció por primera vez en Cannes.",
    "Esta historia comenzó en Madrid.",
    "El informe fue publicado originalmente en inglés",
    "This article was originally published in 2014.",
    "This article was originally published at 2:05 p.m.",
    "This post originally appeared on our website.",
    "This story was first published on our sister site.",
    "The European Commission (EC) — the Union's executive — said so.",
    "Press Trust of India (PTI) Chairman John Doe spoke.",
    "ATHENS (GA) - The town has a new ferry.",
    "Le film est sorti en premier sur Netflix.",
    "The show first aired on NBC in 1990.",
    "Additional reporting by Reuters",
    "Read more at Harbor Gazette",
    "Text: Jane Doe",
    "By Jane Doe",
    "By Jane Doe, Harbor City",
    "Get the latest news from Reuters",
    "The article written by John Smith in The Nation first drew attention.",
    "Follow us: Facebook, Twitter",
    "He previously worked at The New York Times and Reuters.",
    "Jane Doe is a reporter. Her work has appeared in The Guardian, Wired and Slate.",
    "The novel, first published by Penguin in 1949, is set in London.",
    "Copyright © 2020 Theme by WordPress",
    "Jane Doe's column appears in the Harbor Gazette.",
    "This post was first published in May 2020 and has been updated.",
    "This article was originally published in English.",
    "Published in collaboration with Harbor Gazette.",
    "This story has been updated.",
    "The film first appeared at the Berlin Film Festival.",
    "Jane Doe first published the recipe in Paris.",
    "Her essay first appeared in 1999 in Paris, where she lived.",
    "Diese Seite wurde zuletzt am 3. Mai geändert.",
    "Zuerst gesehen in Berlin.",
    "L'article 3 de la loi a été publié en 2010.",
    "El libro fue publicado originalmente por Planeta en 1990 y se agotó.",
    "L'album è uscito per la prima volta in Italia.",
    "Source of the fire was a candle, said Reuters.",
    "Sources: company filings, author's calculations",
    "Source: U.S. Census Bureau photo",
    "Image source: Harbor Gazette",
    "Image credit: AP Photo/Jane Doe",
    "(Getty Images)",
    "AP Photo/Jane Doe",
    "© Getty Images",
    "© dpa/Jane Doe",
    "(Bild: dpa)",
    "Reuters/Jane Doe",
    "Photo: AFP",
    "The Conversation is free to read.",
    "Distributed by Warner Bros. Pictures",
    "A film produced by Universal Pictures",
    "This program is produced by Jane Doe.",
    "Video provided by Reuters",
    "This event is courtesy of Harbor Bank",
    "Used with permission.",
    "Contact us for permission to republish.",
    "Follow Reuters on Twitter",
    "Sign up for the AP newsletter.",
    "AP Top News",
    "Like us on Facebook",
    "Copyright 2020 - All Rights Reserved",
    "Reprints and Permissions",
    "This article originally appeared in print under the headline Ferry returns",
    "This story was originally reported in March",
    "According to the story, which first appeared in The Guardian, the ferry sank.",
    "The ad first aired on Fox News on Tuesday and has been viewed a million times.",
    "The op-ed was first published in The Wall Street Journal on Monday, days before the vote, and drew criticism.",
    "This material is copyright and may not be used.",
    "This content is not available in your region.",
    "The article originally appeared to suggest that the mayor was guilty.",
    "Correction: A previous version of this article misstated the date.",
    "Den här artikeln publicerades först den 3 maj.",
    "Tento článek byl poprvé publikován 3. května 2020.",
    "Artykuł opublikowany po raz pierwszy 3 maja 2020",
    "Статья впервые опубликована 3 мая 2020",
    "Bu yazı ilk olarak 3 Mayıs 2020'de yayınlandı.",
    "この記事は2020年3月に最初に公開されました。",
    "本文首发于2020年3月",
    "이 글은 2020년에 처음 게시되었습니다.",
    "Der Artikel wurde zuerst am Montag um 10 Uhr veröffentlicht.",
    "Jane Doe, AP",
    "Photo: Jane Doe, AP",
    "(Jane Doe / Associated Press)",
    "Source: Ministry of Harbours, May 3, 2020",
    "Kilde: Store havneleksikon",
    "This copy is for personal use only; under copyright law, order reprints from Dow Jones.",
    "The ferry at its pier on Monday, 3 May 2020. (Photo: Jane Doe / Harbor Archive. Courtesy of the Harbor Museum)",
    "© 2025 Independent Online and affiliated companies. All rights reserved.",
    "Previously her work has appeared in Cove Games, and she lives in Harbor City.",
    "The mayor waves on Monday, May 3. Copyright 2024 The AP. All rights reserved in the picture.",
    "Der Film erschien zuerst auf b3.",
    "Zuerst erschienen: Montag, 3. Mai 2020",
    "Dieser Artikel wurde im Original veröffentlicht auf Englisch",
    "Sanatçı ilk Liman Tiyatrosu sahnesinde göründü.",
    "This story was reported by Jane Doe and John Roe.",
    "Story via email",
    "Source: Census Bureau",
    "This story is from Jane Doe, a fisherman of the island.",
    "This story is from Harbor Museum.",
    "This report by Jane Doe was first published May 4, 2024.",
    "She first published this story of a ferry and its crew as a book of three hundred pages.",
    "Eerder verschenen op maandag 3 mei",
    "Article paru le 3 mai",
    "To read the original letter, visit Harbor Museum.",
    "Source: Harbor County Health Department",
    "Source: City of Port Ellis",
    "Source: Bank of Port Ellis",
    "Sources: Centers for Sea Studies",
    "Source: YouTube",
    "Source: www.youtube.com",
    "Source: X",
    "Source: NOAA",
    "Quelle: Institut für Seekunde",
    "Quelle: Hans-Muster-Institut",
    "Quelle: Polizeipräsidium Hafenstadt",
    "Source : Ministère de la Mer",
    "Fuente: Ayuntamiento de Puerto Viejo",
    "Fonte: Prefeitura de Porto Velho",
    "Fonte: Comune di Portovecchio",
    "Fonte: Ministero del Mare",
    "Bron: Gemeente Havenstad",
    "Bron: CBS",
    "Quelle: Statistisches Amt",
    "A feed of fish was thrown from Harbor Pier.",
    "The case appeared in Harbor Court.",
    "This article appeared on Monday, May 3, 2021.",
    "La mayor atracción del día es el faro.",
    "该视频最早发布于灯塔网,随后被删除。",
    "動画は最初に灯台ネットに投稿された。",
    "Visit Harbor Gazette at www.harborgazette.com for more.",
    "Courtesy of Jane Doe",
    "Courtesy of the Harbor Museum",
    "(Courtesy of Jane Doe)",
    "Jane Doe is a producer who tells stories of the sea. Her work previously appeared in Harbor Gazette and Cove News.",
    "COVE CITY (Jane Doe) — The ferry is back on the water after a year at the yard, said its captain on Monday.",
    "Quelle: Infografik Hafen",
    "The Ferry Leaves the Bay was originally published on Harbor Gazette, and won a prize for its pictures of the sea.",
    "This story is published in partnership with Harbor Radio.",
    "A poster about old piers was produced by Islands Desk.",
    "Indlægget blev først udgivet den 3. maj.",
    "Впервые опубликовано: 3 мая 2020",
    "Copyright 2021 by Jane Doe. Reprinted with permission.",
    "Originally published by the 21st of May.",
]


@pytest.mark.parametrize("line", LOOK_ALIKES)
def test_a_look_alike_is_no_origin(line):
    assert at_the_end(line).best is None
    assert in_the_middle(line).best is None
    assert find_origin([], [line, *PARAGRAPHS], [], site=SITE).best is None


BYLINES = [
    ("By Jane Doe, AP", "apnews.com"),
    ("By JANE DOE Associated Press", "apnews.com"),
    ("By Jane Doe and John Roe | Reuters", "reuters.com"),
    ("By: CNN Wire", "cnn.com"),
    ("Von Max Muster, dpa", "dpa.com"),
    ("Max Muster und Eva Muster, dpa", "dpa.com"),
    ("Von dpa 03.05.2024, 10:12", "dpa.com"),
    ("Par AFP", "afp.com"),
    ("Por Juana Pérez, EFE", "efe.com"),
    ("Jane Doe | The Associated Press", "apnews.com"),
    ("By PA Reporter, Press Association", "pa.media"),
    ("Por Agência Brasil - Brasília", "ebc.com.br"),
    ("EFE | Madrid", "efe.com"),
    ("di Redazione ANSA", "ansa.it"),
    ("By City News Service", "socalnews.com"),
    ("Originally Published: 14 MAY 24 10:02 ET By Jane Doe, CNN", "cnn.com"),
    ("(APA)", "apa.at"),
    ("dpa/tmn", "dpa.com"),
    ("By Jane Doe, KFF Health News", "kffhealthnews.org"),
    ("By Jane Doe, AP Science Writer", "apnews.com"),
]


@pytest.mark.parametrize(("line", "domain"), BYLINES)
def test_a_byline_names_its_agency(line, domain):
    for origin in (
        find_origin(["Home", "Ferry returns", line], PARAGRAPHS, [], site=SITE),
        find_origin([], [line, *PARAGRAPHS], [], site=SITE),
    ):
        assert origin.best is not None
        assert origin.best.domain == domain
        assert origin.best.rule == "byline"


@pytest.mark.parametrize("line", ["Quiet Bay Herald avec AFP", "Jane Doe, London", "Reuters says no", "By Jane Doe"])
def test_a_byline_without_an_agency_is_no_origin(line):
    assert find_origin([line], PARAGRAPHS, [], site=SITE).best is None


@pytest.mark.parametrize(
    ("author", "domain"),
    [
        ("Reuters", "reuters.com"),
        ("PTI", "ptinews.com"),
        ("By Associated Press", "apnews.com"),
        ("Dana Ross, Associated Press", "apnews.com"),
        ("Dana Ross | AP", "apnews.com"),
        ("Dana Ross / dpa", "dpa.com"),
        ("Dana Ross - ProPublica", "propublica.org"),
        ("desk@quietbay.example (Reuters Staff)", "reuters.com"),
        ("Dana Ross, KFF Health News", "kffhealthnews.org"),
    ],
)
def test_an_agency_that_is_declared_as_author_is_the_origin(author, domain):
    origin = find_origin([], PARAGRAPHS, [], site=SITE, bylines=["Dana Ross", author])
    assert origin.best is not None
    assert (origin.best.domain, origin.best.rule) == (domain, "byline")


@pytest.mark.parametrize(
    "author", ["Dana Ross", "Reuters, Dana Ross", "Dana Ross of Reuters fame", "Quiet Bay News", "Getty Images", ""]
)
def test_another_author_is_no_origin(author):
    assert find_origin([], PARAGRAPHS, [], site=SITE, site_names=["Quiet Bay News"], bylines=[author]).best is None


def test_a_paper_that_is_declared_as_author_on_its_own_site_is_no_origin():
    assert find_origin([], PARAGRAPHS, [], site="reuters.com", bylines=["Reuters", "Dana Ross, Reuters"]).best is None


def test_a_mark_behind_the_last_sentence_is_read_and_cut():
    origin = find_origin([], [*PARAGRAPHS[:3], PARAGRAPHS[3] + " (dpa/lno)"], [], site=SITE)
    assert origin.best is not None
    assert (origin.best.domain, origin.best.rule) == ("dpa.com", "wire-tag")
    assert origin.body == PARAGRAPHS


def test_a_mark_of_its_own_counts_next_to_the_article_only():
    assert find_origin([], PARAGRAPHS, ["The ferry at dusk", "AP"], site=SITE).best is None
    near = find_origin([], PARAGRAPHS, ["dpa"], site=SITE).best
    assert near is not None
    assert near.domain == "dpa.com"
    assert find_origin([], PARAGRAPHS, [*(f"More {i}" for i in range(9)), "dpa"], site=SITE).best is None


def test_a_mark_behind_a_caption_is_no_origin():
    assert find_origin([], [PARAGRAPHS[0], "The ferry at dusk. (AP)", *PARAGRAPHS[1:]], [], site=SITE).best is None


def test_the_mark_of_an_agency_is_the_first_line_of_an_article():
    for line, name in (("AFP", "AFP"), ("ČTK", "ČTK")):
        origin = find_origin([], [line, *PARAGRAPHS], [], site=SITE)
        assert origin.best is not None
        assert (origin.best.name, origin.best.rule, origin.body) == (name, "byline", PARAGRAPHS)
    for line in ("AA", "Mehr", "TT"):  # the size of letters, a link, initials
        assert find_origin([line], PARAGRAPHS, [], site=SITE).best is None
    assert find_origin(["AFP"], PARAGRAPHS, [], site=SITE).best is None  # before the article: of a picture


def test_a_line_that_ends_with_an_agency_is_no_byline_for_that():
    assert at_the_end("from AA.").best is None


def test_a_sign_off_is_that_of_reuters_and_stays():
    signed = PARAGRAPHS[3] + " (Reporting by Jane Doe in Portside; Editing by John Roe)"
    origin = find_origin([], [*PARAGRAPHS[:3], signed], [], site=SITE)
    assert origin.best is not None
    assert (origin.best.name, origin.best.rule) == ("Reuters", "wire-tag")
    assert origin.body == [*PARAGRAPHS[:3], signed]
    assert find_origin([], [*PARAGRAPHS[:3], signed], [], site="reuters.com").best is None
    assert at_the_end("(Reporting by Jane Doe)").best is None


def test_a_credit_may_be_the_last_sentence_of_a_paragraph():
    origin = find_origin([], [*PARAGRAPHS[:3], PARAGRAPHS[3] + " This story was first published by Cove News."], [])
    assert origin.best is not None
    assert origin.best.name == "Cove News"
    assert origin.body == PARAGRAPHS


SENTENCE = "The book on old harbours has been read by many in the town, and it is now in its third printing. "


@pytest.mark.parametrize("chars", range(150, 262, 7))
def test_a_long_opening_paragraph_is_cut_within_no_name(chars):
    lead = (SENTENCE * 4)[:chars].rsplit(" ", 1)[0]
    first = f"{lead}. This essay first appeared in the Lindholm Evening Courier. " + SENTENCE * 5
    origin = find_origin([], [first, *PARAGRAPHS], [], site=SITE)
    assert origin.best is not None
    assert origin.best.name == "Lindholm Evening Courier"


def test_a_name_at_the_cut_of_a_long_sentence_is_whole_or_none():
    for words in range(32, 60):
        lead = "This essay, which " + "we read " * (words // 2) + "so " * (words % 2)
        first = f"{lead}was first published in the Tidewater Quarterly Review and " + "then again " * 40 + "elsewhere."
        found = find_origin([], [first, *PARAGRAPHS], [], site=SITE).candidates
        assert {c.name for c in found} <= {"Tidewater Quarterly Review"}


def test_a_credit_before_furniture_is_read():
    body = [*PARAGRAPHS, "This post appeared first on covenews.com", *(f"More about ferry {i}" for i in range(30))]
    origin = find_origin([], [*body, *PARAGRAPHS], [], site=SITE)
    assert origin.best is not None
    assert origin.best.domain == "covenews.com"


def test_the_copyright_with_a_distributor_names_the_paper_and_not_the_distributor():
    lines = [
        "©2019 The Cove Journal",
        "Visit The Cove Journal at www.covejournal.com",
        "Distributed by Tribune Content Agency, LLC.",
    ]
    origin = find_origin([], [*PARAGRAPHS, *lines], [], site=SITE)
    assert origin.best is not None
    assert origin.best.name == "The Cove Journal"
    assert origin.body == PARAGRAPHS


def test_wire_tag_and_copyright_of_the_wire_are_one_candidate():
    lines = ["The-CNN-Wire", "™ & © 2021 Cable News Network, Inc. All rights reserved."]
    origin = find_origin([], ["Quiet Bay (CNN) — " + PARAGRAPHS[0], *PARAGRAPHS[1:], *lines], [])
    assert [c.domain for c in origin.candidates] == ["cnn.com"]
    assert origin.body == ["Quiet Bay (CNN) — " + PARAGRAPHS[0], *PARAGRAPHS[1:]]


@pytest.mark.parametrize(
    ("line", "site"),
    [
        ("The post Ferry returns appeared first on Cove News.", "covenews.com"),
        ("© 2021 Cable News Network. All rights reserved.", "cnn.com"),
        ("Copyright 2021 Guardian News & Media Limited", "theguardian.com"),
        ("This story was originally published by Reuters.", "reuters.com"),
    ],
)
def test_a_site_that_credits_itself_states_no_origin_but_the_line_is_cut(line, site):
    origin = at_the_end(line, site=site)
    assert origin.candidates == []
    assert origin.body == PARAGRAPHS


def test_the_names_of_a_site_count_as_the_site():
    line = "This article first appeared in The Cove Journal."
    assert at_the_end(line, site="cj.example", site_names=("The Cove Journal",)).best is None
    assert at_the_end(line, site="cj.example").best is not None


def test_a_link_resolves_a_name_and_shows_a_credit_to_oneself():
    line = "The post Ferry returns appeared first on The Lantern."
    origin = at_the_end(line, links=[("https://www.lantern-weekly.com/", "The Lantern")])
    assert origin.best is not None
    assert (origin.best.name, origin.best.domain) == ("The Lantern", "lantern-weekly.com")
    assert at_the_end(line, links=[("https://quietbay.example/", "The Lantern")]).best is None


def test_a_link_to_the_source_is_an_origin():
    origin = find_origin([], PARAGRAPHS, [], site=SITE, links=[("https://covenews.com/ferry", "Source link")])
    assert origin.best is not None
    assert (origin.best.domain, origin.best.rule) == ("covenews.com", "source-link")


LINK_LINES = [
    ("Read the full story here", "here"),
    ("Original article", "Original article"),
    ("Full story »", "Full story"),
    ("(Source)", "Source"),
    ("This article was originally published here.", "here"),
    ("Read the original here.", "here"),
    ("Originally appeared here", "here"),
    ("Click here to view the original story", "Click here"),
    ("Zum Originalartikel", "Zum Originalartikel"),
    ("Den vollständigen Artikel lesen Sie hier.", "hier"),
    ("Lire l’article original ici", "ici"),
    ("Leer el artículo completo aquí", "aquí"),
    ("Leia a matéria completa aqui", "aqui"),
    ("Leggi l'articolo originale qui", "qui"),
    ("Lees het hele verhaal hier", "hier"),
    ("Read more", "Read more"),
    ("Continue reading →", "Continue reading"),
    ("Weiterlesen", "Weiterlesen"),
    ("Read more on Cove News", "Cove News"),
    ("(via Cove News)", "Cove News"),
    ("Weiterlesen auf covenews.com", "covenews.com"),
]


@pytest.mark.parametrize(("line", "anchor"), LINK_LINES)
def test_a_line_that_only_leads_to_the_original_is_a_credit_and_cut(line, anchor):
    links = [("https://www.covenews.com/ferry", anchor)]
    origin = at_the_end(line, links=links)
    assert origin.best is not None
    assert (origin.best.domain, origin.best.rule) == ("covenews.com", "source-link")
    assert origin.body == PARAGRAPHS
    assert find_origin([], PARAGRAPHS, [line], site=SITE, links=links).best is not None
    for before in (f"{PARAGRAPHS[0]} {line}", f"Sign up for tickets: {line}", "Cove News"):
        assert at_the_end(before, links=[("https://www.covenews.com/ferry", "nowhere")]).best is None


@pytest.mark.parametrize(
    "href",
    [
        "https://www.facebook.com/quietbay",
        "https://www.amazon.co.uk/dp/1",
        "https://news.quietbay.example/1",
        "https://www.health.gov/1",
        "http://syndigate.info",
        "/ferry",
        "mailto:desk@covenews.com",
    ],
)
def test_a_link_to_a_platform_a_shop_an_office_or_the_own_site_is_no_origin(href):
    origin = at_the_end("Read the original article here", links=[(href, "here")])
    assert (origin.candidates, origin.body[-1]) == ([], "Read the original article here")


def test_read_more_counts_where_it_is_the_only_link_that_leads_elsewhere():
    links = [("https://covenews.com/ferry", "Read more"), ("https://pierlog.com/", "the report of the engineers")]
    assert at_the_end("Read more", links=links[:1]).best is not None
    assert at_the_end("Read more", links=links).best is None
    assert at_the_end("Read more", links=links[:1], site=None).best is None
    assert at_the_end("Click here", links=[("https://covenews.com/ferry", "here")]).best is None
    assert at_the_end("Read the full report here", links=[("https://covenews.com/1", "here")]).best is None


def test_conflicts_are_kept_best_first():
    markup = Credit("covenews.com", "covenews.com", "canonical", "rel=canonical", 0.9)
    origin = at_the_end("This story was originally published by Tidewater Daily.", markup=[markup])
    assert [c.name for c in origin.candidates] == ["Tidewater Daily", "covenews.com"]
    assert origin.best == origin.candidates[0]
    assert [c.confidence for c in origin.candidates] == sorted((c.confidence for c in origin.candidates), reverse=True)


def test_a_station_mark_is_kept_and_never_best():
    origin = find_origin([], ["PORTSIDE, Ore. (KXQZ) — " + PARAGRAPHS[0], *PARAGRAPHS[1:]], [], site=SITE)
    assert origin.best is None
    assert [c.name for c in origin.candidates] == ["KXQZ"]
    assert find_origin([], ["PORTSIDE (KXQZ) — " + PARAGRAPHS[0]], [], site="kxqz.com").candidates == []
    assert find_origin([], ["PORTSIDE (KXQZ.com) — " + PARAGRAPHS[0]], [], site="kxqz.com").candidates == []


def test_names_are_clean():
    for line, name in (
        ("This article first appeared in The Salt Review on August 9, 2021 - August 15, 2021", "The Salt Review"),
        ("This post appeared first on “Cove Security Blog”. Read the entire article here", "Cove Security Blog"),
        ("This article first appeared on CoveCode 🐧", "CoveCode"),
        ("This story is republished from Openwater News under a Creative Commons license.", "Openwater News"),
        ("Dieser Artikel erschien zuerst in der SALZLUFT 10/22.", "SALZLUFT"),
        ("This piece first appeared on the Cove Design blog, edited by Jane Doe.", "Cove Design"),
        (
            "This article was originally published on smorlipa and has been republished here with permission.",
            "smorlipa",
        ),
    ):
        origin = at_the_end(line)
        assert origin.best is not None, line
        assert origin.best.name == name


def test_the_copyright_in_the_footer_of_an_unknown_site_is_its_own():
    footer = ["Copyright © 2019, Los Angeles Times | Terms of Service"]
    assert find_origin([], PARAGRAPHS, footer, site=None).best is None
    assert find_origin([], PARAGRAPHS, footer, site=SITE).best is not None


def test_a_paper_in_the_byline_of_an_unknown_site_may_be_its_own():
    origin = find_origin(["By Jane Doe, KFF Health News"], PARAGRAPHS, [])
    assert (origin.best, [c.domain for c in origin.candidates]) == (None, ["kffhealthnews.org"])
    origin = find_origin(["By Jane Doe, Reuters"], PARAGRAPHS, [])
    assert origin.best is not None


def test_the_post_of_another_title_counts_right_behind_the_article_only():
    line = "The post Seven Ways to Cook a Crab appeared first on Cove News."
    for title, before, name in (
        ("Ferry Returns to the Bay", 4, None),
        ("Ferry Returns to the Bay", 1, "Cove News"),
        ("Seven Ways to Cook Crab", 4, "Cove News"),
        (None, 4, "Cove News"),
    ):
        best = find_origin([], PARAGRAPHS, [*["More"] * before, line], title=title, site=SITE).best
        assert (best.name if best else None) == name


def test_a_quotation_is_no_credit():
    quotation = "This story was first published by Cove News in 1957."
    body = [*PARAGRAPHS[:2], quotation, *PARAGRAPHS[2:]]
    assert find_origin([], body, [], site=SITE).best is not None
    origin = find_origin([], body, [], site=SITE, quoted={quotation})
    assert (origin.candidates, origin.body) == ([], body)


def test_a_dateline_may_follow_lines_that_are_no_prose():
    body = ["Ferry returns", "Pier at dusk", "Share this", "Harbor desk", "HARBOR CITY (AP) — " + PARAGRAPHS[0]]
    origin = find_origin([], body + PARAGRAPHS[1:], [], site=SITE)
    assert origin.best is not None
    assert origin.best.domain == "apnews.com"


def test_confidences_are_shares():
    assert all(0 < c < 1 for c in CONFIDENCE.values())
    assert 0 < SURE < 1


def test_hostile_lines_end_quickly():
    for text in (
        "(" * 50_000,
        "The post " * 20_000,
        "first appeared on " * 9_000,
        "© " * 30_000,
        "a" * 2_000_000,
        "—" * 90_000,
    ):
        find_origin([text], [text, *PARAGRAPHS, text], [text], site=SITE)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=120), max_size=8), st.sampled_from([c for c, _ in CREDITS]))
def test_any_text_is_read_without_an_error_and_nothing_is_added(lines, credit):
    body = [*lines, credit]
    first = find_origin(lines, body, lines, site=SITE)
    assert first == find_origin(lines, body, lines, site=SITE)
    text = "\n".join(body)
    assert all(row.strip() in text for paragraph in first.body for row in paragraph.split("\n"))


PICTURED = [
    "photo",
    "Fotos",
    "photography",
    "map",
    "©",
    "写",
    "фотографии",
    "crédits",
    "mapped",
    "’s",
    "☀",
    "_",
    "—",
    "é",
]


@given(st.lists(st.sampled_from([*PICTURED, " ", ", "])).map("".join))
def test_a_word_for_a_picture_is_found_wherever_the_pattern_finds_one(text):
    assert origins._pictured(text) == bool(origins._PICTURE.search(text))


@given(st.text(st.sampled_from("a :：=()（[/–—-讯報“’é☀")))
def test_what_bears_no_sign_among_its_bytes_bears_none(text):
    if len(data := text.encode()) == len(data.translate(None, origins._SIGN_BYTES)):
        assert not origins._ANY_SIGN.search(text)


def test_every_pattern_compiles():
    for first in origins._FIRST.values():
        origins._pattern(first.phrase)
        origins._pattern(first.preposition)
        assert first.verb_last is None or origins._pattern(first.verb_last)
    for *_, pattern in origins._PHRASES:
        origins._pattern(pattern)
    for _, _, pattern, _ in origins._TEMPLATES:
        assert "slot" in origins._pattern(pattern, 0).groupindex


@given(
    st.lists(
        st.sampled_from(
            [
                "first",
                "firstly",
                "fir",
                "via",
                "viable",
                "Größe",
                "“",
                "’",
                "\u2029",
                "İ",
                "_a",
                "впервые",
                "Größe".upper(),
                " ",
                "-",
                "\ud800",
            ]
        )
    ).map("".join)
)
def test_words_start_as_the_pattern_says(text):
    plain = {start.encode("utf-8") for start in re.findall(r"\b\w{1,5}", text.casefold())}
    looked_for = {b"first", b"fir", b"via", b"viabl", "größe".encode(), "вперв".encode()}
    data = parted(text)
    found = {word[:5] for word in words_found(Cues(looked_for, start=5), data) if word.isascii()}
    assert found.union(origins._beyond_ascii(origins._not_ascii(data))) & looked_for == plain & looked_for


@pytest.mark.parametrize(
    ("line", "calls"),
    [
        ("Herring gulls first circled the quay", True),
        ("Herring gulls circled the quay", False),
        ("“first”", True),
        ("Der Text stand zunächst woanders", True),
        ("Впервые", True),
    ],
)
def test_words_call_for_the_patterns_that_need_them(line, calls):
    called = origins._called(["Nothing here.", line, "Nor there."])
    assert bool(called.get(1, origins._NOTHING).groups) == calls
    assert not called.keys() & {0, 2}


def test_what_a_line_calls_for_depends_on_no_other_line():
    line = "“First” of all"
    for other in ("Nothing here.", "Ein Größenvergleich – nur so", "Впервые"):
        assert origins._called([other, line])[1] == origins._called([line])[0]
