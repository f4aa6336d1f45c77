"""Three hundred runs on one archive, through the commit alone: who reads it sees exactly what they committed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipelines import cli, results
from tests.archive.readers import seen_by_all
from tests.archive.wire import row, write
from tests.conftest import ingest_into
from transforms.schema import TABLES
from transforms.write.delta import Change, active, finish, journal, write_table
from transforms.write.tables import LAYOUTS

RUNS = 300


class Days:
    """Commits as a daily run does: an article, its fingerprint, and the file of stories written anew with one more."""

    def __init__(self, out: Path) -> None:
        self.out = str(out)
        tables = {t: results.dataset(self.out, t).to_table().to_pylist() for t in TABLES}
        self.stories: list[dict[str, Any]] = tables["stories"]
        self.article, self.fingerprint, self.run = (tables[t][0] for t in ("articles", "fingerprints", "runs"))

    def commit(self, day: int) -> None:
        run, at = f"day-{day:03d}", datetime(2025, 3, 2, tzinfo=UTC) + timedelta(days=day)
        ids = {"article_id": f"{day:016x}" + "a" * 16, "story_id": f"{day:016x}" + "b" * 16, "run_id": run}
        article = {**self.article, **ids, "ingested_at": at}
        fingerprint = {**self.fingerprint, **ids, "key": day, "story_key": day, "ingested_at": at}
        told = {"first_article_id": ids["article_id"], "founded_at": at, "articles": 1, "members": None}
        self.stories.append({**self.stories[0], "story_id": ids["story_id"], "run_id": run, **told})
        rows = {"articles": [article], "fingerprints": [fingerprint], "stories": self.stories}
        adds = [self._write(table, run, of) for table, of in rows.items()]
        removes = [("stories", name) for name in active(self.out, "stories")]
        told = {**self.run, "run_id": run, "started_at": at, "as_of": at}
        journal(
            self.out,
            Change(adds, removes),
            run,
            {k: v for k, v in told.items() if k not in ("committed_at", "versions")},
        )
        finish(self.out)

    def _write(self, table: str, run: str, rows: list[dict[str, Any]]) -> Any:
        made = pa.Table.from_pylist(rows, schema=TABLES[table])
        return write_table(self.out, table, f"{run}-0-000000", made, **LAYOUTS[table])


def test_readers_see_the_committed_rows_after_300_runs_and_after_maintenance(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert ingest_into(out, [write(tmp_path / "1.jsonl", [row("wire.com", 1)])], "--run-id", "first").code == 0
    days = Days(out)
    for day in range(1, RUNS):
        days.commit(day)
    expected = {"articles": RUNS, "stories": RUNS, "fingerprints": RUNS, "runs": RUNS}
    assert {t: seen_by_all(out, t) for t in expected} == expected
    assert len(list((out / "articles").glob("*.parquet"))) == RUNS
    assert len(list((out / "stories").glob("*.parquet"))) == 1
    at = results.AsOf(str(out), "day-150")
    assert {results.dataset(at, t).count_rows() for t in ("articles", "stories")} == {151}

    assert cli.main(["maintain", str(out)]) == 0
    assert {t: seen_by_all(out, t) for t in expected} == {**expected, "runs": RUNS + 1}
    assert len(list((out / "articles").glob("*.parquet"))) == 1
    assert results.dataset(at, "articles").count_rows() == 151
    capsys.readouterr()
    assert cli.main(["check", str(out)]) == 0, capsys.readouterr().out

    more = ingest_into(out, [write(tmp_path / "2.jsonl", [row("copy.com", 1, 5, cut=9)])], "--as-of", "2025-03-02")
    assert more.code == 0, more.stderr
    assert seen_by_all(out, "articles") == RUNS + 1
