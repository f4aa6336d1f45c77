from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.normalize.titles import choose_title, clean_title, plain_title


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


@given(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=3))
def test_a_title_never_grows_and_never_vanishes(title: str, names: list[str]) -> None:
    cleaned = clean_title(title, names)
    assert len(cleaned) <= max(len(title) * 4, len(title))
    assert bool(cleaned) == bool(title)


def test_long_lines_take_no_time() -> None:
    assert len(clean_title("a - " * 500_000, ["Harbor Daily"])) <= 1000
