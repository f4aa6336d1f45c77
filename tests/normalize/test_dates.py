"""Dates as people write them; what can be read in two ways is no date."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.normalize.dates import beside_dates, find_dates, parse_date


@pytest.mark.parametrize(
    "text",
    [
        "2024-08-21",
        "2024/08/21",
        "August 21, 2024",
        "Aug. 21st, 2024",
        "Wednesday 21 August 2024",
        "21st of August 2024",
        "21-Aug-2024",
        "21. August 2024",
        "Mittwoch, 21.08.2024, 14:30 Uhr",
        "le 21 août 2024 à 14h52",
        "21 de agosto de 2024",
        "21 agosto 2024",
        "21 augustus 2024",
        "21 augusti 2024",
        "21 sierpnia 2024",
        "21 августа 2024 г.",
        "21 серпня 2024",
        "21 Ağustos 2024 Çarşamba",
        "21. srpna 2024",
        "21. 8. 2024",
        "21 august 2024",
        "2024. augusztus 21.",
        "2024 m. rugpjūčio 21 d.",
        "21 tháng 8, 2024",
        "2024年8月21日 水曜日",
        "2024년 8월 21일",
        "21 Αυγούστου 2024",
        "21/08/2024",
        "08/21/2024",
        "by Ann ReporterAugust 21, 20240",
    ],
)
def test_a_day_in_many_languages(text: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.at, found.precision) == (datetime(2024, 8, 21, tzinfo=UTC), "day")
    assert found.evidence in text


@pytest.mark.parametrize(
    ("text", "at", "precision"),
    [
        ("2024-08-21T11:40:11+02:00", "2024-08-21T09:40:11", "second"),
        ("2024-08-21T11:40Z", "2024-08-21T11:40:00", "minute"),
        ("Wed, 21 Aug 2024 10:15:00 +0000", "2024-08-21T10:15:00", "second"),
        ("21 Aug 2024 10:15 GMT", "2024-08-21T10:15:00", "minute"),
        ("10:15 p.m. ET, August 20, 2024", "2024-08-21T02:15:00", "minute"),
        ("January 20, 2024 10:15 a.m. ET", "2024-01-20T15:15:00", "minute"),
        ("Aug 20, 2024 10:15 p.m. CT", "2024-08-21T03:15:00", "minute"),
        ("Jan 20, 2024 10:15 a.m. MT", "2024-01-20T17:15:00", "minute"),
        ("21.08.2024, 14:30 MESZ", "2024-08-21T12:30:00", "minute"),
        ("Wed 21 Aug 2024 19.00 BSTLast modified on Thu 22 Aug 2024 20.00 BST", "2024-08-21T18:00:00", "minute"),
    ],
)
def test_a_time_counts_where_its_zone_is_stated(text: str, at: str, precision: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.at.isoformat()[:19], found.precision) == (at, precision)


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2024",  # April or March
        "21 listopada 2024",  # October in Zagreb, November in Warsaw
        "25.05.15",
        "31 June 2024",
        "May 1968",
        "2 hours ago",
        "Liverpool won 2-1 in 2024",
        "version 1.12.2024.7",
        "call 030 555 2024",
        "",
    ],
)
def test_what_is_unsure_is_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_the_language_settles_the_order() -> None:
    days = {code: parse_date("03/04/2024", code) for code in ("de", "fr", "en-US", "en-GB", "en")}
    read = {code: found.at.isoformat()[5:10] if found else None for code, found in days.items()}
    assert read == {"de": "04-03", "fr": "04-03", "en-US": "03-04", "en-GB": "04-03", "en": None}
    korean, german = parse_date("25.05.15 19:47", "ko"), parse_date("15.10.24 23:35", "de")
    assert korean is not None
    assert german is not None
    assert (korean.at.year, german.at.year) == (2025, 2024)
    polish = parse_date("21 listopada 2024", "pl")
    assert polish is not None
    assert polish.at.month == 11


def test_published_wins_over_updated() -> None:
    text = "Updated Aug 23, 2024; Published Aug 21, 2024"
    assert [f.label for f in find_dates(text)] == ["modified", "published"]
    found = parse_date(text)
    assert found is not None
    assert found.evidence == "Aug 21, 2024"


@given(st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(2049, 12, 31)))
def test_iso_and_named_dates_come_back(moment: datetime) -> None:
    for pattern in ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d.%m.%Y"):
        found = parse_date(f"Posted {moment.strftime(pattern)} in Springfield")
        assert found is not None
        assert found.at.date() == moment.date()


@given(st.text(max_size=600))
def test_no_text_breaks_it(text: str) -> None:
    for found in find_dates(text, "de"):
        assert text[found.start : found.end].strip(" ,;|(") == found.published.evidence


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("13 मार्च 2024, 10:25", "2024-03-13"),
        ("१३ मार्च २०२४", "2024-03-13"),
        ("الأربعاء 13 آذار/مارس 2024", "2024-03-13"),
        ("١٣ مارس ٢٠٢٤", "2024-03-13"),
        ("2 كانون الثاني 2024", "2024-01-02"),
        ("13 มีนาคม 2567", "2024-03-13"),
        ("13 มี.ค. 2567", "2024-03-13"),
        # Look-alikes: a word that is no month, a number of four digits that is no year.
        ("13 मामले 2024", None),
        ("13 มีนาคม 3567", None),
    ],
)
def test_months_of_other_scripts(text: str, want: str | None) -> None:
    found = parse_date(text)
    assert (found and found.at.date().isoformat()) == want


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Pubblicato il 21 agosto 2024", ["published"]),
        ("Erstellt: 21.08.2024 Aktualisiert: 23.08.2024", ["published", "modified"]),
        ("Eingestellt am 21.08.2024", ["published"]),
        ("Inserito il 21 agosto 2024", ["published"]),
        ("Updated: 1:15 pm, Wed Aug 21, 2024", ["modified"]),
        ("Updated | Published Aug 21, 2024", ["published"]),  # the nearer label
        ("21.08.2024, 18:30 Uhr Stand: 23.08.2024, 07:15 Uhr", ["", ""]),
    ],
)
def test_labels(text: str, labels: list[str]) -> None:
    assert [f.label for f in find_dates(text)] == labels


def test_what_a_date_line_says_beside_its_dates() -> None:
    line = "Posted: Sunday, May 5, 2024 10:00 am | Updated: 1:15 pm, Mon May 6, 2024."
    assert beside_dates(line, find_dates(line)) == ": Sunday, | : , Mon ."
    assert beside_dates("The ferry sank on 5 May 2024 at noon", find_dates("The ferry sank on 5 May 2024 at noon")) == (
        "The ferry sank on at noon"
    )
