"""Runs that add to an archive: what new articles become, and what becomes of the stories that were there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines import summary
from tests.archive.wire import START, row, story, write
from tests.conftest import Ingest, Result


class Archive:
    """An archive that grows by rows; `day` counts runs."""

    def __init__(self, folder: Path, ingest: Ingest) -> None:
        self.folder, self.out, self._ingest, self.day = folder, folder / "out", ingest, 0

    def add(self, *rows: dict[str, Any], options: tuple[str, ...] = ()) -> dict[str, Any]:
        self.day += 1
        path = write(self.folder / f"day-{self.day}.jsonl", rows)
        done = self._ingest([path], "--run-id", f"day-{self.day}", "--json", *options, out=self.out)
        assert done.code == 0, done.stderr
        result: dict[str, Any] = json.loads(done.stdout)
        return result

    def rows(self, table: str = "articles") -> list[dict[str, Any]]:
        return Result(0, self.out, "", "").rows(table)

    def by_url(self) -> dict[str, dict[str, Any]]:
        return {r["url"].removeprefix("https://www."): r for r in self.rows()}

    def today(self) -> dict[str, str]:
        """Each url's story, merges followed."""
        step = {a["old_story_id"]: a["story_id"] for a in self.rows("story_aliases")}
        found = {}
        for url, article in self.by_url().items():
            story_id = article["story_id"]
            while story_id in step:
                story_id = step[story_id]
            found[url] = story_id
        return found


@pytest.fixture
def archive(tmp_path: Path, ingest: Ingest) -> Archive:
    return Archive(tmp_path, ingest)


def test_a_copy_of_a_later_run_joins_the_story_and_old_rows_stay(archive: Archive) -> None:
    archive.add(row("wire.com", 1, 0), row("alone.com", 2, 1))
    before = archive.by_url()
    told = archive.add(row("copy.com", 1, 5, cut=9), row("other.com", 3, 6))
    after = archive.by_url()
    assert {u: after[u] for u in before} == before
    assert after["copy.com/1"]["story_id"] == before["wire.com/1"]["story_id"]
    assert after["copy.com/1"]["derived_from"] == before["wire.com/1"]["article_id"]
    assert after["copy.com/1"]["relation"] in ("copy", "excerpt")
    assert after["copy.com/1"]["first_seen_site"] == "wire.com"
    stories = {s["story_id"]: s for s in archive.rows("stories")}
    assert len(stories) == len(archive.rows("stories")) == 3
    grown = stories[before["wire.com/1"]["story_id"]]
    assert (grown["articles"], grown["sites"], grown["run_id"]) == (2, 2, "day-2")
    assert grown["title"] == story(1)["title"]
    assert told["stories_joined"] == 1
    assert told["stories"] == 1
    said = [line.split(maxsplit=3) for line in summary.as_text(told, "out").splitlines()]
    assert ["stories", "joined", "1", "that the archive had"] in said
    assert [r["run_id"] for r in archive.rows("runs")] == ["day-1", "day-2"]


def test_a_publisher_that_copies_of_several_runs_call_by_different_names_is_one(archive: Archive) -> None:
    archive.add(row("first.com", 1, 0, note="This article originally appeared in the Meridian Gazette."))
    archive.add(row("second.com", 1, 5, note="This article was first published on meridiangazette.com."))
    (told,) = archive.rows("stories")
    stated = {a["appeared_first_on"] for a in archive.rows()}
    assert stated == {"Meridian Gazette", "meridiangazette.com"}
    assert (told["stated_origin"], told["stated_origin_share"], told["conflicts"]) == ("meridiangazette.com", 1, [])


def test_known_documents_are_counted_and_skipped(archive: Archive) -> None:
    archive.add(row("wire.com", 1, 0), row("copy.com", 1, 2))
    before = [archive.rows(t) for t in ("articles", "stories", "links", "fingerprints")]
    told = archive.add(row("wire.com", 1, 0), row("copy.com", 1, 2))
    assert (told["known"], told["articles"]) == (2, 0)
    said = [line.split(maxsplit=2) for line in summary.as_text(told, "out").splitlines()]
    assert ["known", "2", "in the archive already; passed over"] in said
    assert [archive.rows(t) for t in ("articles", "stories", "links", "fingerprints")] == before


def test_other_content_under_a_known_url_is_a_revision(archive: Archive) -> None:
    archive.add(row("wire.com", 1, 0))
    archive.add(row("wire.com", 1, 0, cut=6, note="The mayor has resigned, it was announced late in the evening."))
    first, second = sorted(archive.rows(), key=lambda r: r["run_id"])
    assert second["relation"] == "revision"
    assert second["derived_from"] == first["article_id"]
    assert second["story_id"] == first["story_id"]


def test_a_page_written_anew_is_a_revision_though_nothing_of_it_is_left(archive: Archive) -> None:
    archive.add(row("wire.com", 1, 0, slug="page"))
    archive.add(row("wire.com", 2, 1, slug="page"))
    first, second = sorted(archive.rows(), key=lambda r: r["run_id"])
    assert (second["relation"], second["story_id"]) == ("revision", first["story_id"])
    assert [s["articles"] for s in archive.rows("stories")] == [2]


def test_a_late_article_that_is_earlier_corrects_the_story(archive: Archive) -> None:
    archive.add(row("copy.com", 1, 10))
    archive.add(row("first.com", 1, 2))
    (told,) = archive.rows("stories")
    assert (told["first_site"], told["run_id"]) == ("first.com", "day-2")
    assert told["first_article_id"] == archive.by_url()["first.com/1"]["article_id"]
    assert archive.by_url()["copy.com/1"]["first_seen_site"] == "copy.com"


def test_two_stories_shown_to_be_one_are_merged_and_the_earlier_id_stays(archive: Archive) -> None:
    whole = row("wire.com", 1, 3)
    paragraphs = whole["text"].split("\n\n")
    head = {**row("head.com", 1, 0, slug="head"), "text": "\n\n".join(paragraphs[:5])}
    tail = {
        **row("tail.com", 1, 1, slug="tail"),
        "text": "\n\n".join(paragraphs[5:]),
        "title": "Another heading altogether",
    }
    archive.add(head)
    archive.add(tail)
    assert len(archive.rows("stories")) == 2
    told = archive.add(whole, row("more.com", 1, 4))
    kept, gone = archive.by_url()["head.com/head"]["story_id"], archive.by_url()["tail.com/tail"]["story_id"]
    assert archive.rows("story_aliases") == [{"old_story_id": gone, "story_id": kept, "run_id": "day-3"}]
    assert told["stories_merged"] == 1
    assert set(archive.today().values()) == {kept}
    assert [(s["story_id"], s["articles"], s["sites"]) for s in archive.rows("stories")] == [(kept, 4, 4)]


def test_what_a_digest_quotes_is_remembered_when_a_run_brings_nothing_of_it(archive: Archive) -> None:
    quoted = range(2, 8)
    digest = row("digest.com", 1, 5, cut=4) | {"title": "The morning in brief"}
    digest["text"] = "\n\n".join([digest["text"], *("\n\n".join(story(n)["paragraphs"][:3]) for n in quoted)])
    archive.add(row("brief.com", 1, 0, cut=4), *(row("wire.com", n, 1) for n in quoted), digest)
    assert len(set(archive.today().values())) == 2 + len(quoted)
    archive.add(row("copy.com", 1, 6, cut=4))
    today = archive.today()
    assert today["copy.com/1"] == today["brief.com/1"] != today["digest.com/1"]


def test_articles_out_of_the_window_are_not_compared(archive: Archive) -> None:
    archive.add(row("wire.com", 1, 0), options=("--as-of", "2025-03-01"))
    archive.add(row("year.com", 1, 24 * 40), options=("--as-of", "2025-04-10"))
    archive.add(row("near.com", 1, 24 * 65), options=("--as-of", "2025-05-05"))
    today = archive.today()
    assert today["wire.com/1"] != today["year.com/1"] == today["near.com/1"]


def test_undated_articles_are_within_the_window_of_their_ingestion(archive: Archive) -> None:
    archive.add(row("wire.com", 1, 0), options=("--as-of", "2026-03-01"))
    archive.add(row("soon.com", 1, None), options=("--as-of", "2026-03-20"))
    archive.add(row("late.com", 1, None, slug="late", cut=9), options=("--as-of", "2026-09-20"))
    today = archive.today()
    assert today["wire.com/1"] == today["soon.com/1"] != today["late.com/late"]


def test_as_of_is_the_clock_of_the_run(archive: Archive) -> None:
    archive.add(row("wire.com", 1, 0), options=("--as-of", "2025-03-01T12:00:00"))
    (article,), (run,) = archive.rows(), archive.rows("runs")
    assert article["ingested_at"] == run["as_of"] == START.replace(hour=12)


def test_the_same_run_id_again_changes_nothing_and_says_so(archive: Archive, ingest: Ingest) -> None:
    archive.add(row("wire.com", 1, 0))
    path = write(archive.folder / "more.jsonl", [row("copy.com", 1, 2)])
    again = ingest([path], "--run-id", "day-1", out=archive.out)
    assert again.code == 0
    assert "nothing was done" in again.stdout
    assert len(archive.rows()) == 1
    assert json.loads(ingest([path], "--run-id", "day-1", "--json", out=archive.out).stdout)["already_done"]


def test_small_files_and_many_shares_of_the_work_say_the_same(tmp_path: Path, ingest: Ingest) -> None:
    config = tmp_path / "small.yaml"
    config.write_text("read: {unit_files: 1}\nnormalize: {part_rows: 2}\n")
    days = [
        [row(f"site{n}.com", n % 6, n) for n in range(12)],
        [row(f"copy{n}.com", n % 6, 20 + n, cut=9) for n in range(6)] + [row("alone.com", 9, 30)],
    ]
    for day, rows in enumerate(days):
        (tmp_path / f"{day}").mkdir()
        for n, one in enumerate(rows):
            write(tmp_path / f"{day}" / f"{n:02d}.jsonl", [one])

    def told(name: str, *options: str) -> tuple[int, dict[str, list[str]]]:
        out = tmp_path / name
        for day in range(2):
            when = f"2025-03-0{day + 1}T00:00:00Z"
            run = ingest([tmp_path / f"{day}"], "--run-id", f"day-{day}", "--as-of", when, *options, out=out)
            assert run.code == 0, run.stderr
        tables = ("articles", "stories", "links", "story_aliases")
        files = len(list((out / "fingerprints").glob("*.parquet")))
        return files, {t: sorted(map(repr, Result(0, out, "", "").rows(t))) for t in tables}

    large, once = told("large")
    small, again = told("small", "--config", str(config))
    assert (large, small) == (2, 10)
    assert again == once
    assert len(once["stories"]) == 7
