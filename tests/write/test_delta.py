"""Commits: a run is seen whole or not at all, and once."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable

from transforms.schema import STORY_ALIASES
from transforms.write.delta import commit, valid_run_id, write_table


def rows(*pairs: tuple[str, str], run: str) -> pa.Table:
    return pa.Table.from_pylist(
        [{"old_story_id": a, "story_id": b, "run_id": run} for a, b in pairs], schema=STORY_ALIASES
    )


def seen(out: Path) -> list[str]:
    return sorted(r["old_story_id"] for r in DeltaTable(str(out / "story_aliases")).to_pyarrow_table().to_pylist())


def test_files_are_seen_once_they_are_committed(tmp_path: Path) -> None:
    written = write_table(str(tmp_path), "story_aliases", "one", rows(("a", "b"), run="r1"))
    assert not DeltaTable.is_deltatable(str(tmp_path / "story_aliases"))
    assert commit(str(tmp_path), "story_aliases", [written], [], "r1") == 0
    assert seen(tmp_path) == ["a"]


def test_a_second_run_adds_and_the_same_run_again_changes_nothing(tmp_path: Path) -> None:
    for run, old in (("r1", "a"), ("r2", "c")):
        written = write_table(str(tmp_path), "story_aliases", run, rows((old, "b"), run=run))
        assert commit(str(tmp_path), "story_aliases", [written], [], run) == int(run[1]) - 1
        assert commit(str(tmp_path), "story_aliases", [written], [], run) == int(run[1]) - 1
    assert seen(tmp_path) == ["a", "c"]


def test_a_table_without_rows_can_be_read(tmp_path: Path) -> None:
    written = write_table(str(tmp_path), "story_aliases", "none", STORY_ALIASES.empty_table())
    commit(str(tmp_path), "story_aliases", [written], [], "r1")
    assert seen(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "valid"),
    [
        ("20260101T000000Z", True),
        ("a.b-c:d+e_f", True),
        ("", False),
        ("a/b", False),
        (".a", False),
        ("a b", False),
        ("a\n", False),
    ],
)
def test_run_ids_are_names_of_files(name: str, valid: bool) -> None:
    assert valid_run_id(name) == valid
