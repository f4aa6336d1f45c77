"""The article inside the visible text of a page, as several renderers print it."""

import re
import textwrap
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.normalize.dump import DumpOptions, read_dump, read_lines
from transforms.records import Unreadable

TITLE = "Old ferry to run for one more winter"
BODY = [
    "The harbour council voted on Tuesday to keep the old ferry running for another winter, after residents of the two "
    "islands said that the new bridge would not open before the spring.",
    "“We have waited nine years for that bridge, and we can wait for one more winter,” said the mayor, who had first "
    "spoken against the ferry because its engine burns forty litres of diesel an hour.",
    "The ferry was built in 1961 and carries up to sixty passengers. Its captain, who is to retire in May, told the "
    "council that she would stay until the first car has crossed the bridge.",
    "A second vote, on the price of the tickets, was put off until the harbour office has counted how many of the "
    "islanders still use the ferry every day.",
    "The council meets again in November. The bridge company did not answer questions about the delay on Tuesday.",
]
TEASERS = [
    ("Market hall gets a new roof", "October 2, 2026"),
    ("Storm closes three schools on the coast", "October 1, 2026"),
    ("Choir looks for low voices", "September 30, 2026"),
]


def page(*, byline: str = "By Ann Miller", date: str = "August 21, 2024", caption: bool = True) -> str:
    blocks = [
        "Harbour Post",
        "  • News\n  • Sport\n  • Culture\n  • Weather",
        "Harbour Post",
        "News",
        TITLE,
        byline,
        date,
    ]
    if caption:
        blocks += ["The ferry at the pier in a picture of last winter."] * 2
    blocks += [*BODY[:3], "Advertisement", "A vote put off", *BODY[3:]]
    blocks += ["This post appeared first on harbourwire.example", "FacebookTwitterPinterest", "You may also like"]
    blocks += [part for teaser in TEASERS for part in teaser]
    blocks += [
        "Subscribe today to receive our newsletter. Your email stays with us.",
        "Copyright © 2026 HarbourPost.com | All Rights Reserved",
    ]
    return "\n\n".join(block for block in blocks if block)


def test_the_article_and_nothing_else() -> None:
    draft = read_dump(page())
    assert draft.text.split("\n\n") == [*BODY[:3], "A vote put off", *BODY[3:]]
    assert draft.title == TITLE
    assert draft.authors == ["Ann Miller"]
    assert draft.published is not None
    assert (draft.published.at, draft.published.precision) == (datetime(2024, 8, 21, tzinfo=UTC), "day")
    assert draft.published.evidence == "August 21, 2024"
    assert draft.site == "harbourpost.com"
    assert draft.site_evidence == "Copyright © 2026 HarbourPost.com | All Rights Reserved"
    assert draft.tail[0] == "This post appeared first on harbourwire.example"
    assert not draft.is_summary


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("Ann Miller", ["Ann Miller"]),
        # Look-alikes: a place, a name glued to a handle or to a house, a name that says more.
        ("Harbour", []),
        ("Ann Miller@annm", []),
        ("Ann MillerThe Harbour Post", []),
        ("Ann Miller wins", []),
    ],
)
def test_a_name_alone_beside_the_date_is_the_author(line: str, want: list[str]) -> None:
    assert read_dump(page(byline=line)).authors == want


@pytest.mark.parametrize(
    ("lines", "want"),
    [
        ("mayo 8, 2024\npor Juana Pérez", ["Juana Pérez"]),
        ("8 May 2024\nby Juana Pérez\nand the newsroom", ["Juana Pérez"]),
        ("8 May 2024\n\nBy\n\nJuana Pérez", ["Juana Pérez"]),
        ("8 May 2024\nBy\nJuana Pérez\nand\nNils Dahl", ["Juana Pérez", "Nils Dahl"]),
        ("Kommentar von\nJuana Pérez\n8. Mai 2024", ["Juana Pérez"]),
        # Look-alike: a lone word above a line that is no name.
        ("8 May 2024\n\nBy\n\nthe harbour", []),
    ],
)
def test_a_byline_is_a_line_of_its_own(lines: str, want: list[str]) -> None:
    draft = read_dump(page(byline="", date=lines, caption=False))
    assert draft.published is not None
    assert (draft.authors, draft.published.at.date().isoformat()) == (want, "2024-05-08")
    assert draft.text.split("\n\n")[0] == BODY[0]


def test_a_sentence_goes_on_with_the_one_who_acts() -> None:
    assert [line.text for line in read_lines("The old ferry is run\nby the harbour office\nof the two islands.")] == [
        "The old ferry is run by the harbour office of the two islands."
    ]


def test_a_name_alone_away_from_the_date_is_no_author() -> None:
    assert read_dump(page(byline="Ann Miller", date="")).authors == []


@pytest.mark.parametrize(
    ("above", "want"),
    [
        (f"HomeNewsIslands{TITLE}", TITLE),
        (f"Home » Islands » {TITLE}", TITLE),
        # Look-alike: the headline of another article.
        ("Old mill to run for one more harvest", TITLE),
    ],
)
def test_the_path_to_the_article_is_no_headline(above: str, want: str) -> None:
    assert read_dump(page().replace(f"\n\n{TITLE}", f"\n\n{above}\n\n{TITLE}", 1)).title == want


def test_a_teaser_between_paragraphs_ends_no_article() -> None:
    short = page().replace(f"{BODY[0]}\n\n", "").replace("\n\nA vote put off", "")
    assert (
        read_dump(short.replace("Advertisement", "Read also: Market hall gets a new roof")).text.split("\n\n")
        == BODY[1:]
    )


def test_dates_of_neighbours_are_never_taken() -> None:
    draft = read_dump(page(date=""))
    assert draft.published is None


LEAD = "Two islands keep their boat for now, which pleases nobody but its captain."
STANDFIRST = (
    "The council has voted to keep the old boat, which was built in 1961, until a bridge that nine years of work have "
    "not brought to its end is open to the islanders"
)


@pytest.mark.parametrize(
    ("above", "want"),
    [
        (["By Nils Dahl\n12 May 2025", LEAD], [LEAD, *BODY[2:]]),
        (["By Nils Dahl", "12 May 2025", STANDFIRST], [STANDFIRST, *BODY[2:]]),
        (["12 May 2025", "Updated 13 May 2025", BODY[0], "Harbour Town"], [BODY[0], *BODY[2:]]),
        # Look-alikes: a teaser, a paragraph that a caption parts from the body.
        (["12 May 2025", "Read now: the market hall gets a new roof, and nobody has to pay for it."], BODY[2:]),
        (["12 May 2025", BODY[0], "Photo: Nils Dahl", "Harbour Town"], BODY[2:]),
    ],
)
def test_the_lead_stays_below_byline_and_date(above: list[str], want: list[str]) -> None:
    draft = read_dump("\n\n".join([TITLE, *above, *BODY[2:]]) + "\n")
    assert (draft.title, draft.text.split("\n\n")) == (TITLE, want)


def test_a_dump_without_headline_has_no_title() -> None:
    draft = read_dump("date 2024-08-20 By Ann Miller, HNN\n\n" + "\n\n".join(BODY) + "\n\nThe-HNN-Wire\n")
    assert (draft.title, draft.authors) == (None, ["Ann Miller"])
    assert draft.published is not None
    assert draft.published.at.day == 20
    assert draft.text.split("\n\n") == BODY
    assert draft.tail == ["The-HNN-Wire"]


def test_a_site_is_read_from_the_disclaimer_but_not_from_the_maker_of_the_theme() -> None:
    plain = page().rsplit("\n\n", 1)[0]
    assert read_dump(plain).site is None
    assert read_dump(plain + "\n\nDisclaimer: HarbourPost.com, nor its staff, gives advice.").site == (
        "harbourpost.com"
    )
    assert read_dump(plain + "\n\n© 2026 Harbour Post. Powered by wordpress.com").site is None


def test_published_wins_over_updated_and_a_date_behind_the_body_counts_where_it_says_so() -> None:
    draft = read_dump(page(date="Updated August 23, 2024 | Published August 21, 2024"))
    assert draft.published is not None
    assert draft.published.at.day == 21
    for line in (
        "Updated August 23, 2024",
        "Posted: Sunday, August 23, 2024 10:00 am | Updated: 1:15 pm, Mon Aug 24, 2024.",
    ):
        draft = read_dump(page(byline="", date=line, caption=False))
        assert draft.published is not None
        assert (draft.published.at.day, draft.text.split("\n\n")[0]) == (23, BODY[0])
    late = "\n\n".join([TITLE, *BODY, "First published on August 21, 2024", "Storm closes schools", "October 1, 2026"])
    draft = read_dump(late)
    assert draft.published is not None
    assert draft.published.at.month == 8


def blocks_without_blank_lines(text: str) -> str:
    return re.sub(r"\n+", "\n", text).replace("  • ", "")


def indented(text: str) -> str:
    return "\n".join("    " + line if line else line for line in text.split("\n"))


def wrapped(text: str) -> str:
    return "\n\n".join(
        "\n".join(textwrap.wrap(b, 78)) if "•" not in b else b.replace("•", "*") for b in text.split("\n\n")
    )


def broken_at_links(text: str) -> str:
    return (
        blocks_without_blank_lines(text).replace(" the mayor, ", "\nthe mayor\n, ").replace(" in May, ", "\nin May\n, ")
    )


@pytest.mark.parametrize("render", [blocks_without_blank_lines, indented, wrapped, broken_at_links])
def test_other_renderers_give_the_same_words(render) -> None:  # type: ignore[no-untyped-def]
    draft = read_dump(render(page()))
    words = re.findall(r"\w+", draft.text)
    assert words == re.findall(r"\w+", " ".join([*BODY[:3], "A vote put off", *BODY[3:]]))
    assert draft.title == TITLE
    assert draft.published is not None
    assert draft.published.at.year == 2024


def test_a_german_date_is_no_numbered_list() -> None:
    assert [line.text for line in read_lines("21. Mai 2026\n\n• Politik\n\n## Kopf")] == [
        "21. Mai 2026",
        "Politik",
        "Kopf",
    ]


def test_a_teaser_is_a_summary() -> None:
    text = "\n\n".join(["Harbour Post", TITLE, "August 21, 2024", BODY[0], "Already a subscriber? Log in"])
    assert read_dump(text).is_summary


@pytest.mark.parametrize("text", ["", "\n\n \x00", "• News\n• Sport\n• Culture", "Home\n\nMenu\n\nLog in"])
def test_no_article(text: str) -> None:
    with pytest.raises(Unreadable, match="no article"):
        read_dump(text)


def test_options_are_checked() -> None:
    with pytest.raises(ValueError, match="min_words"):
        DumpOptions(min_words=0)
    with pytest.raises(ValueError, match="max_chars"):
        DumpOptions(max_chars=0)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([*BODY, TITLE, "• News", "", "August 21, 2024", "Share", "\x00 ?", "名前 " * 20, "a" * 500])
    )
)
def test_any_text_is_read_or_refused_and_always_alike(blocks: list[str]) -> None:
    text = "\n".join(blocks)
    try:
        first = read_dump(text)
    except Unreadable:
        return
    second = read_dump(text)
    assert (first.text, first.title, first.evidence) == (second.text, second.title, second.evidence)
    assert first.text


def test_a_line_of_megabytes_is_read_in_time() -> None:
    read_dump("word " * 400_000)
