"""A unit of input becomes part files; a document that hangs or crashes its reader costs itself and nothing else."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tests.conftest import Ingest
from transforms.isolate import Apart, ApartError, Step, StepCrash, StepTimeout, Stopped
from transforms.normalize import parts
from transforms.normalize.options import NormalizeOptions
from transforms.normalize.parts import PART, batches, normalize_unit, reason, write_parts
from transforms.read.documents import Rejection
from transforms.read.options import ReadOptions
from transforms.read.units import Unit
from transforms.tables import read_arrow

At = tuple[str, tuple[int, int]]  # what is done, and of which document of which file
READ, OPTIONS = ReadOptions(), NormalizeOptions()


def page(n: int) -> str:
    return (
        f"<html><head><title>Well {n} runs dry</title></head><body><article><h1>Well {n} of Ostrel runs dry</h1>"
        f"<p>The well number {n} in Ostrel ran dry on Monday, the mayor said, after {n + 3} weeks without rain.</p>"
        f"<p>Some {n * 17 + 40} people carry water from the river, and the council has ordered {n + 2} pumps.</p>"
        "</article></body></html>"
    )


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    """Two files of pages: rows 0 to 4 in the first, 0 to 2 in the second, and a page of its own."""
    paths = []
    for name, rows in (("a.jsonl", 5), ("b.jsonl", 3)):
        lines = [json.dumps({"url": f"https://{name[0]}.example/{n}", "html": page(n)}) for n in range(rows)]
        (tmp_path / name).write_text("\n".join(lines) + "\n")
        paths.append(str(tmp_path / name))
    (tmp_path / "c.html").write_text(page(9))
    return Unit("000000", (*paths, str(tmp_path / "c.html")))


class FakeApart(Apart):
    """Runs `normalize_unit` here, and stops as a child would where a step says so: `trouble` maps a step to its end."""

    def __init__(self, trouble: dict[At, type[Stopped]], once: Sequence[At] = ()) -> None:
        super().__init__()
        self.trouble, self.once, self.calls = dict(trouble), once, 0

    def stream(self, function: str, *args: Any, step_seconds: float | None = None) -> Iterator[Any]:
        assert (function, step_seconds) == ("transforms.normalize.parts:normalize_unit", OPTIONS.time_limit_seconds)
        self.calls += 1
        assert self.calls < 50, "no end"
        for item in normalize_unit(*args):
            if not isinstance(item, Step):
                yield item
                continue
            doing, position, _ = item.what
            if (doing, position) in self.trouble:
                how = self.trouble[doing, position]
                if (doing, position) in self.once:
                    del self.trouble[doing, position]
                raise how(item.what, f"{doing} of {position} failed")


def outcome(unit: Unit, apart: Apart) -> tuple[list[str], list[tuple[str, str, str]]]:
    """(source_uris of the articles, (source_uri, stage, error) of the rejections), names only, in their order."""

    def name(uri: str) -> str:
        return uri.rpartition("/")[2]

    found = list(batches(unit, READ, OPTIONS, apart))
    stream = PART.serialize().to_pybytes() + b"".join(b.articles for b in found)
    articles = [name(uri) for uri in pa.ipc.open_stream(stream).read_all()["source_uri"].to_pylist()]
    return articles, [(name(r.source_uri), r.stage, r.error) for b in found for r in b.rejections]


ALL = [*(f"a.jsonl#{n}" for n in range(5)), *(f"b.jsonl#{n}" for n in range(3)), "c.html"]


def test_all_articles_come_out_in_order(unit: Unit) -> None:
    assert outcome(unit, FakeApart({})) == (ALL, [])


@pytest.mark.parametrize("small", [1, 2, 200])
@pytest.mark.parametrize("how", [StepTimeout, StepCrash])
@pytest.mark.parametrize("at", [(0, 0), (0, 2), (0, 4), (1, 0), (1, 2), (2, 0)])
def test_the_document_to_blame_is_rejected_and_all_else_comes_out(
    unit: Unit, at: tuple[int, int], how: type[Stopped], small: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "BATCH", small)
    apart = FakeApart({("normalize", at): how})
    articles, rejected = outcome(unit, apart)
    blamed = f"{'abc'[at[0]]}.jsonl#{at[1]}" if at[0] < 2 else "c.html"
    assert articles == [name for name in ALL if name != blamed]
    assert rejected == [(blamed, "normalize", f"normalize of {at} failed")]
    assert apart.calls == 2


def test_a_text_that_hangs_in_a_file_without_pages_costs_itself(tmp_path: Path) -> None:
    """Rows of text are not timed one by one, until one of them hangs: then the whole file is."""
    rows = [{"url": f"https://t.example/{n}", "text": f"Well {n} in Ostrel ran dry, the mayor said."} for n in range(5)]
    (tmp_path / "t.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    apart = FakeApart({("read", (0, -1)): StepTimeout, ("normalize", (0, 3)): StepTimeout}, once=[("read", (0, -1))])
    articles, rejected = outcome(Unit("000000", (str(tmp_path / "t.jsonl"),)), apart)
    assert articles == [f"t.jsonl#{n}" for n in (0, 1, 2, 4)]
    assert rejected == [("t.jsonl#3", "normalize", "normalize of (0, 3) failed")]


def test_every_document_may_be_to_blame(unit: Unit) -> None:
    trouble: dict[At, type[Stopped]] = {
        ("normalize", at): StepCrash for at in [(0, n) for n in range(5)] + [(1, n) for n in range(3)] + [(2, 0)]
    }
    articles, rejected = outcome(unit, FakeApart(trouble))
    assert articles == []
    assert [name for name, _, _ in rejected] == ALL


@pytest.mark.parametrize("small", [1, 200])
def test_a_file_whose_reading_hangs_is_left_and_the_next_is_read(
    unit: Unit, small: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "BATCH", small)
    articles, rejected = outcome(unit, FakeApart({("read", (1, -1)): StepTimeout}))
    assert articles == [name for name in ALL if not name.startswith("b")]
    assert rejected == [("b.jsonl", "read", "read of (1, -1) failed")]


@pytest.mark.parametrize("small", [1, 200])
def test_what_was_read_before_a_file_hangs_is_kept(unit: Unit, small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "BATCH", small)
    articles, rejected = outcome(unit, FakeApart({("read", (0, 2)): StepCrash}))
    assert articles[3:] == ALL[-4:]
    assert rejected == [("a.jsonl", "read", "read of (0, 2) failed")]
    assert articles[:3] == ALL[:3], "the records before the place where the file hangs"
    assert len(rejected) == 1


def test_an_error_of_ours_fails_the_run(unit: Unit) -> None:
    class Broken(FakeApart):
        def stream(self, *args: Any, **more: Any) -> Iterator[Any]:
            raise ApartError("Traceback: a bug")
            yield

    with pytest.raises(ApartError):
        list(batches(unit, READ, OPTIONS, Broken({})))


def test_a_child_that_never_starts_fails_the_run(unit: Unit) -> None:
    class Dead(FakeApart):
        def stream(self, *args: Any, **more: Any) -> Iterator[Any]:
            raise StepCrash(None, "the process that read it died (exit code 1)")
            yield

    with pytest.raises(StepCrash):
        list(batches(unit, READ, OPTIONS, Dead({})))


def test_part_files_hold_the_articles_in_order(unit: Unit, tmp_path: Path) -> None:
    folder = str(tmp_path / "work")
    done = write_parts(unit, READ, NormalizeOptions(part_rows=4), folder, _small_batches())
    assert [rows for _, rows in done.parts] == [4, 4, 1]
    read = [uri.rpartition("/")[2] for path, _ in done.parts for uri in read_arrow(path)["source_uri"].to_pylist()]
    assert read == ALL
    assert done.rejected is None
    assert done.counts == {"read": {"html": 1, "jsonl/html": 8}, "rejected": {}, "skipped": {}}


def _small_batches() -> Apart:
    class Small(FakeApart):
        def stream(self, function: str, *args: Any, step_seconds: float | None = None) -> Iterator[Any]:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(parts, "BATCH", 2)
                yield from (item for item in normalize_unit(*args) if not isinstance(item, Step))

    return Small({})


def test_halves_of_surrogate_pairs_are_replaced_wherever_they_stand(tmp_path: Path) -> None:
    text = "The river rose again on Monday, said the mayor of Ostrel. " * 3
    post = {
        "link": "https://c.example/\ud800",
        "title": {"rendered": "C \udfff"},
        "content": {"rendered": f"<p>{text}\udc01</p>"},
    }
    rows: list[dict[str, Any]] = [
        {"url": "https://a.example/\ud8001", "title": "A \ud800 title", "authors": ["Jane \udc00 Doe"], "text": text},
        {"url": "https://b.example/1", "title": "\ud83d\ude00 B", "text": f"{text}\n\nHalf \udfff a pair."},
        post,
        {"url": "https://d.example/1", "title": "no text \ud800"},
    ]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    unit = Unit("000000", (str(tmp_path / "rows.jsonl"),))
    done = write_parts(unit, READ, OPTIONS, str(tmp_path / "work"), _small_batches())
    found = pa.concat_tables(read_arrow(path) for path, _ in done.parts).to_pylist()
    assert [(r["url"], r["title"], r["authors"]) for r in found] == [
        ("https://a.example/\ufffd1", "A \ufffd title", ["Jane \ufffd Doe"]),
        ("https://b.example/1", "\U0001f600 B", []),
        ("https://c.example/\ufffd", "C \ufffd", []),
    ]
    assert found[1]["text"].endswith("\n\nHalf \ufffd a pair.")
    assert done.counts["rejected"] == {"read: no text, html or raw in this row": 1}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names of any bytes")
def test_a_file_whose_name_is_no_text_is_read(ingest: Ingest, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, content in ((b"caf\xe9.html", page(1)), (b"empty\xe9.html", "")):
        with open(os.fsencode(folder) + b"/" + name, "w") as f:
            f.write(content)
    run = ingest([folder])
    assert run.code == 0, run.stderr
    assert [r["source_uri"] for r in run.rows()] == [f"{folder}/caf\ufffd.html"]
    assert [r["source_uri"] for r in run.rows("rejected")] == [f"{folder}/empty\ufffd.html"]


def test_rejections_are_counted_by_reason_without_particulars() -> None:
    assert reason(Rejection("x", "read", "broken JSON: Expecting value: line 7")) == "read: broken JSON"
    assert len(reason(Rejection("x", "normalize", "w" * 500))) < 80


def test_a_page_that_takes_too_long_is_rejected_by_a_real_run(ingest: Ingest, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_text(page(1))
    paragraph = "<p>The river rose again on Monday, said Bob {}, and the mayor of Ostrel agreed with all of it.</p>"
    slow = "".join(paragraph.format(n) for n in range(100_000))
    (tmp_path / "in" / "b.html").write_text(f"<html><body>{slow}</body></html>")
    (tmp_path / "in" / "c.html").write_text(page(3))
    config = tmp_path / "quick.yaml"
    config.write_text("normalize: {time_limit_seconds: 1}\n")
    run = ingest([tmp_path / "in"], "--config", str(config))
    assert run.code == 0, run.stderr
    assert sorted(run.by_source(tmp_path / "in")) == ["a.html", "c.html"]
    assert [(r["stage"], r["error"]) for r in run.rows("rejected")] == [("normalize", "took longer than 1 s")]
    assert run.rows("rejected")[0]["raw"].startswith(b"<html><body><p>The river rose")


def test_a_rejected_row_is_kept_as_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"url": "u", "text": "Ferry late", "title": "é"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n" + json.dumps(row))

    def broken(*_: Any) -> None:
        raise ValueError

    monkeypatch.setattr("transforms.normalize.article.article_of", broken)
    unit = Unit("000", (str(tmp_path / "a.jsonl"),))
    found = list(normalize_unit(unit, ReadOptions(), NormalizeOptions(), (0, -1), parts.Trouble()))
    (batch,) = (b for b in found if isinstance(b, parts.Batch))
    assert [json.loads(r.raw or b"") for r in batch.rejections] == [row, row]
