"""Golden cases: each raw file of tests/golden gives the rows that stand in tests/golden/expected.

tests/golden/README.md says why each is right; `python -m tests.golden.regenerate` writes the expectations anew.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Ingest, Result
from tests.golden.defects import DEFECTS
from tests.golden.regenerate import HERE, INPUTS, expected, golden_rows


@pytest.fixture(scope="module")
def given() -> dict[str, dict[str, dict[str, Any]]]:
    return {name: golden_rows(HERE / name) for name in INPUTS}


def _fields() -> list[Any]:
    cases = []
    for name in INPUTS:
        for record, row in expected(name).items():
            for column, value in row.items():
                defect = DEFECTS.get((name, record, column))
                marks = [pytest.mark.xfail(strict=True, reason=defect)] if defect else []
                cases.append(pytest.param(name, record, column, value, marks=marks, id=f"{name}{record}-{column}"))
    return cases


@pytest.mark.parametrize(("name", "record", "column", "value"), _fields())
def test_row_is_as_expected(given: dict, name: str, record: str, column: str, value: Any) -> None:
    assert given[name][record][column] == value


@pytest.mark.parametrize("name", INPUTS)
def test_no_row_is_missing_or_too_many(given: dict, name: str) -> None:
    assert list(given[name]) == list(expected(name))


def test_a_row_is_the_same_article_in_jsonl_and_parquet(ingest: Ingest, golden: Path) -> None:
    run = ingest([golden / "rows.jsonl", golden / "rows.parquet"])
    assert sorted(run.by_source(golden)) == ["rows.jsonl#0", "rows.jsonl#1", "rows.jsonl#2", "rows.jsonl#3"]
    assert '"read_again"' not in run.stdout  # told in the summary's words
    assert "read again" in run.stdout


# --- bad/: what cannot be read costs itself and nothing else


@pytest.fixture(scope="module")
def bad(ingest: Ingest, golden: Path) -> Result:
    return ingest([golden / "bad"])


def test_each_bad_record_is_one_row_in_rejected(bad: Result, golden: Path) -> None:
    assert bad.code == 0, bad.stderr
    told = {(r["source_uri"].removeprefix(f"{golden}/bad/"), r["stage"]): r["error"] for r in bad.rows("rejected")}
    assert len(told) == len(bad.rows("rejected")), "one row for each"
    beginnings = {
        ("array_one_broken.json#1", "normalize"): "a post without text",
        ("array_one_broken.json#2", "read"): "a JSON str, not an object",
        ("broken.json", "read"): "broken JSON",
        ("broken_line.jsonl#1", "read"): "broken JSON",
        ("empty.txt", "read"): "empty",
        ("truncated.jsonl.gz", "read"): "cannot be unpacked to its end: gzip data ends in the middle",
    }
    assert sorted(told) == sorted(beginnings)
    for key, beginning in beginnings.items():
        assert told[key].startswith(beginning), key


def test_what_stands_around_a_bad_record_comes_out(bad: Result, golden: Path) -> None:
    assert sorted(bad.by_source(golden / "bad")) == [
        *("array_one_broken.json#0", "broken_line.jsonl#0", "broken_line.jsonl#2", "latin1_declared_utf8.html"),
        *("truncated.jsonl.gz#0", "truncated.jsonl.gz#1", "utf16_no_bom.html"),
    ]


def test_what_is_rejected_keeps_its_raw_bytes(bad: Result, golden: Path) -> None:
    raw = {r["source_uri"].removeprefix(f"{golden}/bad/"): r["raw"] for r in bad.rows("rejected")}
    assert raw["broken.json"] == (golden / "bad" / "broken.json").read_bytes()
    assert raw["broken_line.jsonl#1"] == (golden / "bad" / "broken_line.jsonl").read_bytes().splitlines(True)[1]


def test_wrong_charsets_cost_no_letters(bad: Result, golden: Path) -> None:
    rows = bad.by_source(golden / "bad")
    café = rows["latin1_declared_utf8.html"]
    assert café["title"] == "Café Löwe öffnet nach dem Brand wieder"
    assert "Grünmühl" in café["text"]
    pike = rows["utf16_no_bom.html"]
    assert pike["title"] == "Ring found in pike"
    for row in rows.values():
        assert not set("\x00\ufffd") & set(row["text"] + (row["title"] or "")), row["source_uri"]
        assert "Ã" not in row["text"]


def test_noise_under_the_name_of_a_page_is_skipped_and_counted(bad: Result) -> None:
    assert "1 binary" in bad.stdout


def test_no_document_is_lost(bad: Result, golden: Path) -> None:
    """Every record of bad/ is an article, a rejection, or skipped."""
    files = Counter(r["source_uri"].partition("#")[0] for r in bad.rows() + bad.rows("rejected"))
    there = {str(p) for p in (golden / "bad").iterdir()}
    assert there - set(files) == {str(golden / "bad" / "binary.html")}
