from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.normalize.titles import choose_title, clean_title, plain_title, says_error


@pytest.mark.parametrize(
    ("title", "names", "want"),
    [
        ("Ferry aground off Skerry Point | Harbor Daily", ["Harbor Daily"], "Ferry aground off Skerry Point"),
        ("Ferry aground - harbordaily.example", ["harbordaily.example"], "Ferry aground"),
        ("Harbor Daily: Ferry aground - Harbor Daily News", ["Harbor Daily"], "Harbor Daily: Ferry aground"),
        ("渡船が座礁：港日報", ["港日報"], "渡船が座礁"),
        # Look-alikes: a dash, a colon and a bar of the headline itself.
        ("Live: storm nears - what we know", ["Harbor Daily"], "Live: storm nears - what we know"),
        ("Harbor Daily Cup - Skerry win", ["Harbor Gazette"], "Harbor Daily Cup - Skerry win"),
        ("Well-known ferry aground", ["Harbor Daily"], "Well-known ferry aground"),
    ],
)
def test_the_name_of_the_site_goes_and_the_headline_stays(title: str, names: list[str], want: str) -> None:
    assert clean_title(title, names) == want


def test_a_section_goes_where_another_title_of_the_page_does_without_it() -> None:
    assert clean_title("Ferry aground - Islands", [], ["Ferry aground"]) == "Ferry aground"
    assert clean_title("Ferry aground - Islands", [], ["Ferry refloated"]) == "Ferry aground - Islands"
    assert clean_title("渡船·座礁-海事 | 港日報", ["港日報"], ["渡船·座礁"]) == "渡船·座礁"
    assert clean_title("Ferry · aground-again | Harbor Daily", ["Harbor Daily"], ["Ferry"]) == "Ferry"
    assert clean_title("Ferry aground--Islands--Harbor", [], ["Ferry aground"]) == "Ferry aground"


def test_markup_and_entities_are_no_part_of_a_title() -> None:
    assert plain_title("  Tom &amp;amp; Ann <b>row</b>\n home ") == "Tom & Ann row home"
    assert plain_title("<script>") is None
    assert plain_title("5 < 6 and 7 > 6") == "5 < 6 and 7 > 6"


def test_sources_that_agree_win_and_a_masthead_is_no_headline() -> None:
    candidates = [
        ("h1", "Harbor Daily"),
        ("meta og:title", "Ferry aground | Harbor Daily"),
        ("title element", "Ferry aground"),
    ]
    assert choose_title(candidates, ["Harbor Daily"]) == ("Ferry aground", "meta og:title")
    assert choose_title([], []) == (None, None)


H1, LD, OG, TWITTER, ELEMENT = "h1", "json-ld headline", "meta og:title", "meta twitter:title", "title element"


@pytest.mark.parametrize(
    ("titles", "want"),
    [
        # The heading and one declaration agree against the other, which was written for sharing or for search.
        ({H1: "Ferry aground", LD: "Why ferries run aground", OG: "Ferry aground", ELEMENT: "Why ferries run aground"}, OG),
        ({H1: "Ferry aground", LD: "Ferry aground", OG: "You won't believe this ferry | Harbor Daily"}, LD),
        # Two declarations agree against the heading, which says more than the headline.
        ({H1: "Islands: Ferry aground", LD: "Ferry aground", OG: "Ferry aground", ELEMENT: "Islands: Ferry aground"}, OG),
        # twitter:title is og:title once more, and stands for it where there is none.
        ({H1: "Ferry aground", LD: "Ferry aground", OG: "Look at that", TWITTER: "Look at that", ELEMENT: "Ferry aground"}, LD),
        ({H1: "Ferry aground Harbor Daily Isles", TWITTER: "Ferry aground", ELEMENT: "Ferry aground"}, TWITTER),
        # A heading in a path of links speaks against its wording, unless all agree with it.
        ({"path": "Ferries: What to know", LD: "Ferries: What to know", OG: "Ferry aground"}, OG),
        ({"path": "Ferry aground", LD: "Ferry aground", OG: "Ferry aground"}, OG),
        # Nothing declared: the heading.
        ({H1: "Ferry aground", ELEMENT: "Ferry aground :: Islands :: Start"}, H1),
    ],
)  # fmt: skip
def test_places_that_agree_choose_the_headline(titles: dict[str, str], want: str) -> None:
    chosen, _ = choose_title(list(titles.items()), ["Harbor Daily"])
    assert chosen == titles[want]


@given(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=3))
def test_a_title_never_grows_and_never_vanishes(title: str, names: list[str]) -> None:
    cleaned = clean_title(title, names)
    assert len(cleaned) <= max(len(title) * 4, len(title))
    assert bool(cleaned) == bool(title)


def test_long_lines_take_no_time() -> None:
    assert len(clean_title("a - " * 500_000, ["Harbor Daily"])) <= 1000


@pytest.mark.parametrize(
    "title",
    [
        "404 Not Found",
        "Page not found - The Harbor Courier",
        "Just a moment...",
        "Attention Required! | Cloudflare",
        "Error 503 Service Unavailable",
        "Oops! That page can’t be found.",
        "Seite nicht gefunden | Nordlichtpresse",
        "Página no encontrada",
        "Access Denied",
    ],
)
def test_notices_of_servers_are_told(title: str) -> None:
    assert says_error(title)


@pytest.mark.parametrize(
    "title",
    [
        "500 people march in Port Ellis",
        "Page not found in the archive after a century",
        "Access denied to reporters at ferry trial",
        "Not found: the plane of the mayor",
        "Forbidden City reopens",
        "Error in the vote count",
        "502 new ferries",
    ],
)
def test_headlines_are_no_notices(title: str) -> None:
    assert not says_error(title)
