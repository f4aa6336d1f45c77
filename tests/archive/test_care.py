"""The care of an archive: its history, its integrity, maintenance, forgetting, and what all kinds of readers see of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable

from pipelines import archive, cli, results
from pipelines.care import _counted
from tests.archive.readers import seen_by_all
from tests.archive.wire import row, write
from tests.conftest import ingest_into
from transforms.schema import SCHEMA_VERSION, TABLES
from transforms.write.delta import FORGETTING, Change, active, finish, journal, write_table
from transforms.write.tables import LAYOUTS

DAYS = 4


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of four days, each of which adds copies to the stories of the first; nobody changes it."""
    folder = tmp_path_factory.mktemp("care")
    for day in range(DAYS):
        rows = [row(f"site{day}.com", n, 24 * day + n, cut=10 - day % 2) for n in range(3)] + [
            row("own.com", 10 + day, 24 * day)
        ]
        path = write(folder / f"{day}.jsonl", rows)
        options = ("--run-id", f"day-{day}", "--as-of", f"2025-03-0{day + 2}")
        assert ingest_into(folder / "out", [path], *options).code == 0
    return folder / "out"


@pytest.fixture
def out(grown: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(grown, tmp_path / "out"))


def told(capsys: pytest.CaptureFixture[str], *command: str) -> tuple[int, str]:
    code = cli.main(list(command))
    return code, capsys.readouterr().out


def test_all_readers_see_the_committed_rows(grown: Path) -> None:
    assert seen_by_all(grown, "articles") == 4 * DAYS
    assert seen_by_all(grown, "stories") == 3 + DAYS
    assert seen_by_all(grown, "runs") == DAYS
    for table in TABLES:
        seen_by_all(grown, table)


def test_filters_of_delta_readers_find_what_is_there(grown: Path) -> None:
    for table in TABLES:
        delta = DeltaTable(str(grown / table)).to_pyarrow_dataset()
        rows = delta.to_table()
        for column in rows.schema:
            if pa.types.is_nested(column.type) or rows[column.name].null_count == rows.num_rows:
                continue
            for value in (rows[column.name].drop_null()[0], rows[column.name].drop_null()[-1]):
                wanted = pc.sum(pc.fill_null(pc.equal(rows[column.name], value), False)).as_py()
                assert delta.to_table(filter=pc.field(column.name) == value).num_rows == wanted, (table, column.name)


def test_check_finds_nothing_wrong(grown: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "check", str(grown)) == (0, f"{grown}: nothing is wrong\n")


def test_check_finds_what_is_wrong(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = sorted((out / "articles").glob("*.parquet"))[:2]
    data = bytearray(first.read_bytes())
    data[30] ^= 0xFF  # within the first page
    first.write_bytes(data)
    (out / "links" / "stray.parquet").write_bytes(second.read_bytes())
    sorted((out / "fingerprints").glob("*.parquet"))[0].unlink()
    code, said = told(capsys, "check", str(out), "--json")
    found = json.loads(said)
    assert (code, found["ok"]) == (1, False)
    text = "\n".join(found["problems"])
    assert f"{first}: cannot be read" in text, text
    assert "links/stray.parquet: no run has committed this file" in text
    assert "is not there" in text


def test_check_compares_the_rows_of_the_tables(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stories, prints = (results.dataset(str(out), t).to_table().to_pylist() for t in ("stories", "fingerprints"))
    alone = next(s for s in stories if s["articles"] == 1)
    grown = next(s for s in stories if s["articles"] > 1)
    grown["members"][-1]["article_id"] = alone["first_article_id"]
    prints[0]["key"] += 1
    prints[1]["story_key"] += 1
    adds = [
        write_table(str(out), table, "by-hand", pa.Table.from_pylist(rows, schema=TABLES[table]), **LAYOUTS[table])
        for table, rows in (("stories", stories), ("fingerprints", prints))
    ]
    removes = [(of.table, name) for of in adds for name in active(str(out), of.table)]
    last = results.runs(str(out))[-1]
    run = {k: v for k, v in last.items() if k not in ("committed_at", "versions")} | {"run_id": "by-hand"}
    journal(str(out), Change(adds, removes), "by-hand", run)
    finish(str(out))
    code, said = told(capsys, "check", str(out))
    assert code == 1
    assert said.splitlines() == [
        f"stories: {grown['story_id']} lists an article of another story",
        "fingerprints: 1 with a key that is not that of their article_id",
        "fingerprints: 1 with a story_key that is not that of their story_id",
    ]


def test_runs_are_listed_with_their_counts(grown: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = told(capsys, "runs", str(grown), "--json")
    rows = [json.loads(line) for line in said.splitlines()]
    assert code == 0
    assert [(r["run_id"], r["kind"], r["articles"]) for r in rows] == [(f"day-{d}", "ingest", 4) for d in range(DAYS)]
    assert "3 stories joined" in told(capsys, "runs", str(grown))[1]


def test_the_archive_is_read_as_of_an_earlier_run(grown: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for day in range(DAYS):
        at = results.AsOf(str(grown), f"day-{day}")
        assert results.dataset(at, "articles").count_rows() == 4 * (day + 1)
        rows = results.dataset(at, "stories").to_table().to_pylist()
        assert sorted(r["articles"] for r in rows) == sorted([1] * (day + 1) + [day + 1] * 3)
    _, said = told(capsys, "stories", str(grown), "--run", "day-1", "--least", "2", "--json")
    assert [json.loads(line)["articles"] for line in said.splitlines()] == [2, 2, 2]


def test_maintain_puts_files_together_and_the_archive_goes_on(
    out: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    before = {t: seen_by_all(out, t) for t in TABLES if t != "runs"}
    assert told(capsys, "maintain", str(out))[0] == 0
    assert {t: seen_by_all(out, t) for t in TABLES if t != "runs"} == before
    assert len(list((out / "articles").glob("*.parquet"))) == 1
    assert told(capsys, "check", str(out))[0] == 0
    assert results.dataset(results.AsOf(str(out), "day-1"), "articles").count_rows() == 8
    path = write(tmp_path / "next.jsonl", [row("next.com", 0, 100), row("site0.com", 1, 1)])
    done = ingest_into(out, [path], "--as-of", "2025-03-06", "--json")
    assert json.loads(done.stdout)["stories_joined"] == 1
    assert json.loads(done.stdout)["known"] == 1
    assert told(capsys, "check", str(out))[0] == 0
    assert told(capsys, "maintain", str(out), "--keep-days", "0")[0] == 0
    assert not list((out / "_history").rglob("*.parquet"))
    assert told(capsys, "check", str(out))[0] == 0
    assert cli.main(["stories", str(out), "--run", "day-1"]) == cli.USAGE_ERROR
    assert "not kept any more" in capsys.readouterr().err


def test_maintain_removes_old_texts_and_provenance_stays(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "maintain", str(out), "--texts-after", "1")[0] == 0
    rows = results.dataset(str(out), "articles").to_table().to_pylist()
    assert {r["text"] for r in rows} == {""}
    assert {r["source_site"] for r in rows} == {"own.com", *(f"site{d}.com" for d in range(DAYS))}
    said = b"".join(p.read_bytes() for p in out.rglob("*") if p.is_file())
    assert b"would need" not in said
    assert told(capsys, "check", str(out))[0] == 0
    assert cli.main(["explain", str(out), rows[0]["article_id"], rows[1]["article_id"]]) == cli.USAGE_ERROR
    assert "is not there (`maintain --texts-after` removes texts)" in capsys.readouterr().err


def _words(out: Path, word: str) -> list[str]:
    """The files in which a word stands, in any row of any table or in a log."""
    found = [str(p) for p in out.rglob("*") if p.is_file() and word.encode() in p.read_bytes()]
    for path in out.rglob("*.parquet"):
        if "_delta_log" not in str(path) and word in str(pq.read_table(path).to_pylist()):
            found.append(str(path))
    return found


def test_a_site_is_forgotten_everywhere_and_stories_stay_consistent(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _words(out, "site0.com")
    assert told(capsys, "forget", str(out), "--site", "site0.com")[0] == 0
    assert _words(out, "site0.com") == []
    assert told(capsys, "check", str(out)) == (0, f"{out}: nothing is wrong\n")
    stories = results.dataset(str(out), "stories").to_table().to_pylist()
    assert sorted(s["articles"] for s in stories) == [1] * DAYS + [DAYS - 1] * 3
    assert {s["first_site"] for s in stories if s["articles"] > 1} == {"site1.com"}
    for table in TABLES:
        seen_by_all(out, table)


@pytest.mark.parametrize("by", ["url", "article"])
def test_one_article_is_forgotten(out: Path, by: str, capsys: pytest.CaptureFixture[str]) -> None:
    rows = results.dataset(str(out), "articles").to_table(columns=["article_id", "url", "source_site"]).to_pylist()
    wanted: dict[str, Any] = next(r for r in rows if r["source_site"] == "own.com")
    value = wanted["url"] if by == "url" else wanted["article_id"][:12]
    assert told(capsys, "forget", str(out), f"--{by}", value)[0] == 0
    assert results.dataset(str(out), "articles").count_rows() == len(rows) - 1
    assert told(capsys, "check", str(out))[0] == 0


def test_a_story_that_loses_its_first_article_takes_the_title_of_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [row("first.com", 1, 0), row("bare.com", 1, 1), row("second.com", 1, 2)]
    rows[1] |= {"title": None}
    out = tmp_path / "out"
    assert ingest_into(out, [write(tmp_path / "a.jsonl", rows)]).code == 0
    (before,) = results.stories(str(out))
    assert told(capsys, "forget", str(out), "--site", "first.com")[0] == 0
    (after,) = results.stories(str(out))
    assert after["first_site"] == "bare.com"
    assert after["title"] == before["title"]


def test_an_earlier_state_that_is_forgotten_says_so(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "forget", str(out), "--site", "own.com")[0] == 0
    assert cli.main(["stories", str(out), "--run", "day-0"]) == cli.USAGE_ERROR
    assert "its state as of run day-0 is not kept any more" in capsys.readouterr().err


def test_a_broken_file_is_told_without_a_traceback(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = min((out / "articles").glob("*.parquet"))
    file.write_bytes(file.read_bytes()[:-100])
    assert cli.main(["stories", str(out), "--text", "bridge"]) == cli.RUN_FAILED
    assert "`wiretrace check` says which" in capsys.readouterr().err
    file.unlink()
    assert cli.main(["stories", str(out), "--text", "bridge"]) == cli.USAGE_ERROR
    assert f"articles/{file.name} is not there" in capsys.readouterr().err


def test_forgetting_leaves_an_archive_that_can_be_read_whatever_its_version(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = results.dataset(str(out), "articles").to_table(columns=["article_id"])["article_id"].to_pylist()
    for n, article in enumerate(sorted(ids)[:11], 1):  # Delta does something at every tenth version of a table
        assert told(capsys, "forget", str(out), "--article", article)[0] == 0, n
        assert results.dataset(str(out), "articles").count_rows() == len(ids) - n
        assert told(capsys, "check", str(out)) == (0, f"{out}: nothing is wrong\n")
    for table in TABLES:
        seen_by_all(out, table)


@pytest.mark.parametrize("named", [("--site", "typo.com"), ("--url", "https://site0.com/none"), ("--site", "")])
def test_what_is_not_there_is_not_forgotten_and_history_stays(
    out: Path, named: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(p.relative_to(out) for p in out.rglob("*") if p.is_file())
    assert cli.main(["forget", str(out), *named]) == cli.USAGE_ERROR
    said = capsys.readouterr().err
    assert ("nothing was done" if named[1] else "--site, --url or --article is empty") in said
    assert sorted(p.relative_to(out) for p in out.rglob("*") if p.is_file()) == before
    assert results.dataset(results.AsOf(str(out), "day-0"), "articles").count_rows() == 4


def test_a_forgetting_that_died_after_its_commit_is_finished(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert list((out / "_history").rglob("*.parquet"))
    (out / "_work").mkdir()
    (out / "_work" / FORGETTING).write_text("{}")
    assert told(capsys, "maintain", str(out))[0] == 0
    for table in ("links", "rejected"):  # which `maintain` has not changed since
        assert len([p for p in (out / table / "_delta_log").glob("*.json") if p.name[0].isdigit()]) <= 2, table
    assert cli.main(["stories", str(out), "--run", "day-1"]) == cli.USAGE_ERROR
    assert told(capsys, "check", str(out))[0] == 0


def test_rejects_of_a_run_that_failed_make_way_for_those_of_the_next_attempt(out: Path, tmp_path: Path) -> None:
    bad, good = tmp_path / "bad.jsonl", write(tmp_path / "good.jsonl", [row("next.com", 0, 100)])
    bad.write_text('{"text": \n{"url": \n')
    for _ in range(2):
        assert ingest_into(out, [bad], "--run-id", "day-9").code == cli.RUN_FAILED
        assert DeltaTable(str(out / "rejected")).to_pyarrow_table().num_rows == 1
        assert len(list((out / "rejected").glob("day-9-*.parquet"))) == 1
    assert ingest_into(out, [good], "--run-id", "day-9").code == 0
    assert seen_by_all(out, "rejected") == 0


def test_an_archive_of_another_version_is_refused(out: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(archive, "SCHEMA_VERSION", 99)
    done = ingest_into(out, [write(tmp_path / "x.jsonl", [row("x.com", 1)])])
    assert done.code == cli.USAGE_ERROR
    assert f"is an archive of schema version {SCHEMA_VERSION}, this wiretrace writes 99" in done.stderr


def test_two_writers_at_once(out: Path, tmp_path: Path) -> None:
    with archive.Lock(str(out)).take():
        done = ingest_into(out, [write(tmp_path / "x.jsonl", [row("x.com", 1)])])
        assert done.code == cli.BUSY
        assert "another run writes to this archive" in done.stderr
    assert results.dataset(str(out), "runs").count_rows() == DAYS


@pytest.mark.parametrize(("count", "said"), [(1, "1 story joined"), (1_200, "1,200 stories joined")])
def test_counts_of_a_run_are_said_in_words(count: int, said: str) -> None:
    assert _counted(count, "stories", "joined") == said
