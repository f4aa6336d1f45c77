"""Lines that are no article, each kind with a look-alike that is one."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.normalize import furniture
from transforms.normalize.furniture import KINDS, kind_of, strip_edges

PROSE = (
    "The harbour council voted on Tuesday to keep the old ferry running for another winter, after residents of the "
    "two islands said that the new bridge would not open before the spring."
)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("  • Sports", "menu"),
        ("FacebookTwitterWhatsAppPinterest", "share"),
        ("Share on Facebook", "share"),
        ("Teilen", "share"),
        ("Copy Link", "share"),
        ("You may also like", "related"),
        ("Lesen Sie auch: Der Hafen bleibt offen", "related"),
        ("Lire aussi : Le port reste ouvert", "related"),
        ("Читайте также: Порт останется открытым", "related"),
        ("関連記事", "related"),
        ("Comments (12)", "comment"),
        ("3 Kommentare", "comment"),
        ("Leave a comment", "comment"),
        ("Sign up for our newsletter and get the harbour news in your inbox every day", "newsletter"),
        ("Disclaimer: harbourpost.example, nor its staff, gives advice.", "disclaimer"),
        ("Copyright © 2026 harbourpost.example | All Rights Reserved", "copyright"),
        ("™ & © 2024 Harbour Network, Inc. All rights reserved.", "copyright"),
        ("This post appeared first on harbourwire.example", "credit"),
        ("The-Harbour-Wire", "credit"),
        ("The ferry leaves the pier. (Photo: Ann Reporter)", "caption"),
        ("The ferry leaves the pier. Ann Reporter/Getty Images", "caption"),
        ("Foto: Hafenamt", "caption"),
        ("シェアする", "share"),
        ("شارك", "share"),
        ("メールマガジンに登録して最新ニュースを受け取る", "newsletter"),
        ("اشترك في النشرة البريدية ليصلك كل جديد", "newsletter"),
        ("港のメールマガジンは昨年、千号を迎えた。", None),
        ("분享하지 않은 이야기가 남았다고 선장은 말했다.", None),
        ("Der Vorstand (von li. nach re.): Ann Reporter, Jo Day, Eva Stein", "caption"),
        ("Ann Reporter (left) and Jo Day at the pier", "caption"),
        ("The mayor (right-wing) voted with the (far) left on Tuesday.", None),
        ("Advertisement", "ad"),
        ("Anzeige", "ad"),
        ("5 min read", "audio"),
        ("Listen to this article", "audio"),
        ("Next post", "navigation"),
        ("Skip to content", "navigation"),
        ("Tags: ferry, harbour", "tags"),
        ("August 21, 2024", "date"),
        ("We use cookies to improve our service. Please accept our policy.", "cookie"),
        ("Already a subscriber? Log in", "paywall"),
        ("Síguenos en Google News", "newsletter"),
        ("Folgen Sie uns auf Facebook und Instagram", "newsletter"),
        ("Suivez-nous sur Google News", "newsletter"),
        ("Rejoignez-nous sur WhatsApp", "newsletter"),
        ("Volg ons op Instagram", "newsletter"),
        ("📲 Entre no nosso grupo do WhatsApp", "newsletter"),
        ("Iscriviti al canale", "newsletter"),
        ("Únete a nuestro canal de noticias", "newsletter"),
        (
            "Did you like this? Find us on Facebook and tell your neighbours on the two islands what the ferry did",
            "newsletter",
        ),
        ("Hat Ihnen der Text gefallen? Dann unterstützen Sie uns mit einer Spende.", "newsletter"),
        ("Support our journalism today.", "newsletter"),
        ("CLICK HERE TO GET THE COVE NEWS APP", "newsletter"),
        ("Story continues below video", "ad"),
        ("La suite après cette publicité", "ad"),
        ("Watch the video below", "audio"),
        ("Report a typo", "comment"),
        ("Comments are closed.", "comment"),
    ],
)
def test_kinds_by_form(line: str, kind: str) -> None:
    assert kind_of(line) == kind


@pytest.mark.parametrize(
    "line",
    [
        PROSE,
        "He likes to share his boat with the neighbours.",
        "Related work has begun on the pier, he said.",
        "More than 40 people came",
        "Follow him on Twitter",
        "Follow the canal to our village and join us for the boat race.",
        "“Follow me,” he said, and left Twitter for good.",
        "Join us for the race on Sunday.",
        "Story continues below gallery",
        "A record winter",
        "The comments of the mayor made them laugh.",
        "The song first appeared on Broadway in 1998, long before the film that made its singer known to everyone.",
        "The ferry was built by Reuters' grandfather.",
        "She wrote a newsletter for the guild for twenty years, until the printer closed.",
        "Cookies and tea were served on the pier at four.",
        "The photo shows the pier in 1912, when it was still of wood.",
        "On August 21, 2024, the council met for the first time since the storm had closed the harbour.",
        "",
        "   ",
    ],
)
def test_the_look_alikes_are_prose(line: str) -> None:
    assert kind_of(line) is None


def test_edges_are_cut_and_the_body_stays() -> None:
    body = [PROSE, "Read more", PROSE]
    head, kept, tail = strip_edges(
        ["Share on Facebook", *body, "This post appeared first on harbourwire.example", "Tags: a"]
    )
    assert (head, kept) == (["Share on Facebook"], body)
    assert tail == ["This post appeared first on harbourwire.example", "Tags: a"]


@pytest.mark.parametrize(
    "line",
    ["Ann Reporter can be reached at ann@cove.example.", "a.reporter@cove.example", "Got a news tip? Write to us."],
)
def test_how_to_reach_a_reporter_is_no_text_at_the_end(line: str) -> None:
    assert strip_edges([PROSE, line]) == ([], [PROSE], [line])
    assert strip_edges([PROSE, line, PROSE, PROSE, PROSE])[1] == [PROSE, line, PROSE, PROSE, PROSE]


def test_a_text_of_furniture_alone_stays_whole() -> None:
    assert strip_edges(["Advertisement", "Read more"]) == ([], ["Advertisement", "Read more"], [])
    assert strip_edges([]) == ([], [], [])


@given(st.lists(st.text(max_size=80)))
def test_nothing_is_lost(paragraphs: list[str]) -> None:
    head, body, tail = strip_edges(paragraphs)
    assert head + body + tail == paragraphs


@given(st.text(max_size=400))
def test_any_line_has_a_known_kind(line: str) -> None:
    assert kind_of(line) is None or kind_of(line) in KINDS


@pytest.mark.parametrize(
    "evil",
    ["a " * 900, "© " * 900, "cookies " * 240, "(photo " * 34, "share " * 40, "x" * 240, "the post " * 26, "- " * 120],
)
def test_hostile_lines_are_fast(evil: str) -> None:
    start = time.process_time()
    kind_of(evil)
    assert time.process_time() - start < 0.05


@given(st.text(st.sampled_from("ab1_ .,-'“’—…é☀写")))
def test_the_words_of_a_line_are_those_of_the_pattern(line):
    assert furniture._tokens(line) == set(furniture._TOKEN.findall(line))
