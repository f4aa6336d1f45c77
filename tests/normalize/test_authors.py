from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.normalize.authors import organisation, people, starts_byline, unique_names


@pytest.mark.parametrize(
    ("byline", "want"),
    [
        ("By Mara Quill", ["Mara Quill"]),
        ("Von Jonas Feld und Mara Quill", ["Jonas Feld", "Mara Quill"]),
        ("MARA QUILL AND JONAS MCFELD", ["Mara Quill", "Jonas Mcfeld"]),
        ("Mara Quill, Jonas Feld & Ines de la Torre", ["Mara Quill", "Jonas Feld", "Ines de la Torre"]),
        ("Mara Quill, Political Editor", ["Mara Quill"]),
        ("Por Inés Rocha y Luis Prado", ["Inés Rocha", "Luis Prado"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Mara Quill in Oslo", ["Mara Quill"]),
        ("Quill, Mara", ["Mara Quill"]),
        ("Mara QuillMara Quill", ["Mara Quill"]),
        ("Mara Quill (Reuters)", ["Mara Quill"]),
        ("Mara Quill mara.quill@harbor.example @maraq", ["Mara Quill"]),
        ("Dr. Mara Quill", ["Mara Quill"]),
        ("Mara Quill, HARBOR NORTH", ["Mara Quill"]),
        ("كتب: سامي النجار", ["سامي النجار"]),
        ("लेखक: राजेश वर्मा", ["राजेश वर्मा"]),
        ("本报记者 王小红", ["王小红"]),
        ("記者／佐藤花子", ["佐藤花子"]),
        # Look-alikes: no people.
        ("Son Güncelleme: 13.03.2024", []),
        ("Обновлено Сегодня", []),
        ("The Associated Press", []),
        ("Harbor Daily Staff", []),
        ("dpa", []),
        ("harbordaily.example", []),
        ("https://harbor.example/authors/mara", []),
        ("5 min read", []),
        ("admin", []),
        ("", []),
    ],
)
def test_people_of_a_byline(byline: str, want: list[str]) -> None:
    assert people(byline) == want


def test_the_site_is_no_person() -> None:
    assert people("Harbor Lantern", ["Harbor Lantern"]) == []
    assert people("Harbor Lantern") == ["Harbor Lantern"]


def test_one_word_is_a_person_only_where_the_source_says_so() -> None:
    assert people("Quillon") == []
    assert people("Quillon", single=True) == ["Quillon"]
    assert people("김하늘 기자") == ["김하늘"]


def test_shorter_forms_of_a_name_go() -> None:
    assert unique_names(["Mara Quill", "Quill", "mara quill"]) == ["Mara Quill"]


def test_an_organisation_keeps_its_name() -> None:
    assert organisation("By The Associated Press") == "The Associated Press"
    assert organisation("admin") is None
    assert organisation("desk@harbor.example") is None


def test_what_opens_as_a_byline() -> None:
    assert starts_byline("Von: Jonas Feld")
    assert not starts_byline("Byron Bay reopens after the storm")


@given(st.text(max_size=400))
def test_any_text_gives_distinct_names_without_breaks(text: str) -> None:
    found = people(text)
    assert len(set(found)) == len(found)
    assert all(2 <= len(name) <= 60 for name in found)
