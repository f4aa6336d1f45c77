"""The command line: wrong use is told before any work, and what is printed is safe to print."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from pipelines import cli
from tests.conftest import REPOSITORY, Ingest, Result, alive

TEXT = (
    "The last ferry to Port Ellis left at noon on Friday, the harbor master said, and nobody at all was on board of it."
)


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.jsonl").write_text(json.dumps({"url": "https://a.example/1", "title": "Ferry", "text": TEXT}) + "\n")
    return folder


def wiretrace(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipelines.cli", *arguments],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        timeout=120,
        **more,
    )


# --- help


@pytest.mark.parametrize("command", [[], ["ingest"], ["stories"], ["show"], ["explain"]])
def test_help_names_the_options(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main([*command, "--help"])
    assert stop.value.code == 0
    assert "wiretrace" in capsys.readouterr().out


def test_help_answers_at_once_and_without_beam() -> None:
    code = (
        "import sys, time; s = time.process_time()\n"
        "from pipelines import cli\n"
        "try: cli.main(['ingest', '--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'apache_beam', 'pyarrow', 'numpy', 'trafilatura', 'lxml', 'deltalake'} & set(sys.modules)\n"
        "print(time.process_time() - s, sorted(heavy), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=REPOSITORY, timeout=60)
    seconds, _, heavy = done.stderr.strip().splitlines()[-1].partition(" ")
    assert heavy == "[]"
    assert float(seconds) < 0.5  # of CPU, since other tests may keep the machine busy
    assert "exit codes" in done.stdout


# --- exit code 2: wrong use, nothing was done


def refused(run: Result, *words: str) -> None:
    assert run.code == cli.USAGE_ERROR, run.stderr
    for word in words:
        assert word in run.stderr
    assert run.stderr.startswith("wiretrace ingest: ")
    assert "Traceback" not in run.stderr
    assert run.stdout == ""


def test_missing_input(ingest: Ingest, tmp_path: Path) -> None:
    run = ingest([tmp_path / "nowhere"])
    refused(run, str(tmp_path / "nowhere"), "no such file or folder")
    assert not run.out.exists()


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("normalise: {}", ["unknown key normalise", "did you mean normalize?"]),
        ("normalize: {min_word: 3}", ["unknown key normalize.min_word", "did you mean min_words?"]),
        ("zebra: 1", ["unknown key zebra", "it may be max_rejected_share, read"]),
        ("max_rejected_share: lots", ["max_rejected_share", "'lots' is not a float"]),
        ("max_rejected_share: 3", ["max_rejected_share", "not between 0 and 1"]),
        ("read: {unit_files: 0}", ["read.unit_files", "not above 0"]),
        ("read: {unit_files: true}", ["read.unit_files", "is not a int"]),
        ("normalize: {extraction: magic}", ["normalize.extraction", "thorough, balanced, fast"]),
        ("read: 7", ["read must hold keys and values"]),
        ("[1, 2]", ["must hold keys and values"]),
        ("a: [1", ["not YAML"]),
    ],
)
def test_config_that_cannot_be_used(
    ingest: Ingest, inputs: Path, tmp_path: Path, config: str, words: list[str]
) -> None:
    (tmp_path / "c.yaml").write_text(config)
    run = ingest([inputs], "--config", str(tmp_path / "c.yaml"))
    refused(run, f"{tmp_path}/c.yaml", *words)
    assert not run.out.exists()


def test_config_that_is_not_there(ingest: Ingest, inputs: Path, tmp_path: Path) -> None:
    refused(ingest([inputs], "--config", str(tmp_path / "c.yaml")), "no such configuration file")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--strange-option", "7"], ["unknown option --strange"]),
        (["--streaming"], ["--streaming: ingest is a batch pipeline"]),
        (["--workers", "0"], ["--workers 0: use 1 or more"]),
        (["--run-id", "../other"], ["--run-id '../other'"]),
        (["--run-id", "x" * 101], ["--run-id"]),
        (["--runner", "NoSuchRunner"], ["NoSuchRunner"]),
    ],
)
def test_options_that_cannot_be_used(ingest: Ingest, inputs: Path, options: list[str], words: list[str]) -> None:
    run = ingest([inputs], *options)
    refused(run, *words)
    assert not run.out.exists()


def test_output_that_holds_something_else(ingest: Ingest, inputs: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine"
    out.mkdir()
    (out / "thesis.tex").write_text("years of work")
    refused(ingest([inputs], out=out), "holds something else (thesis.tex)", "new or empty folder")
    assert (out / "thesis.tex").read_text() == "years of work"


def test_output_that_is_a_file(ingest: Ingest, inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    refused(ingest([inputs], out=tmp_path / "file"), "is a file; name a folder")


@pytest.mark.parametrize(
    ("path", "remedy"),
    [
        ("https://a.example/1.html", "download it first"),
        ("s3://crawl/1", "apache-beam[aws]"),
        ("disk://a/1", "use s3, gs"),
    ],
)
def test_file_systems_that_cannot_be_read(
    ingest: Ingest, inputs: Path, capsys: pytest.CaptureFixture[str], path: str, remedy: str
) -> None:
    if path.startswith("s3") and find_spec("boto3"):
        pytest.skip("boto3 is installed")
    refused(ingest([path]), path, remedy)
    refused(ingest([inputs], out=path), path, remedy)  # type: ignore[arg-type]
    for command in ("stories", "runs", "check"):
        assert cli.main([command, path]) == cli.USAGE_ERROR
        assert remedy in capsys.readouterr().err


def test_output_that_cannot_be_written_to(ingest: Ingest, inputs: Path, tmp_path: Path) -> None:
    refused(ingest([inputs], out=tmp_path / "a%20b"), "a%20b: Delta Lake takes a %")
    refused(ingest([inputs], out=Path("/proc/wiretrace")), "/proc/wiretrace: cannot be written to")


@pytest.mark.parametrize("name", ["a b", "ü", "a#b?", "a%b"])
def test_an_output_of_any_name_is_read_again(
    ingest: Ingest, inputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    out = tmp_path / name
    assert f"wiretrace stories {shlex.quote(str(out))}" in ingest([inputs], out=out).stdout
    assert '"known": 1' in ingest([inputs], "--json", out=out).stdout
    for command in ("stories", "runs", "check", "maintain", "check"):
        assert cli.main([command, str(out)]) == 0
    assert cli.main(["forget", str(out), "--site", "a.example"]) == 0
    assert "1 article was forgotten" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["in", "in/out", "in/../in/out"])
def test_output_within_the_input(ingest: Ingest, inputs: Path, tmp_path: Path, name: str) -> None:
    refused(ingest([inputs], out=tmp_path / name), "--output")
    assert [p.name for p in inputs.iterdir()] == ["a.jsonl"]


def test_output_that_holds_this_run(ingest: Ingest, inputs: Path, newsroom_run: Result) -> None:
    before = {p: p.stat().st_mtime_ns for p in newsroom_run.out.rglob("*")}
    again = ingest([inputs], "--run-id", "newsroom", out=newsroom_run.out)
    assert again.code == 0
    assert "is in" in again.stdout
    assert "nothing was done" in again.stdout
    assert {p: p.stat().st_mtime_ns for p in newsroom_run.out.rglob("*")} == before


# --- exit code 1: the run failed


def test_too_many_rejected_fails_the_run_and_keeps_the_rejects(ingest: Ingest, inputs: Path, tmp_path: Path) -> None:
    (inputs / "b.jsonl").write_text('{"broken\n{"more broken\n7\n{"url": "u"}\n')
    run = ingest([inputs])
    assert run.code == cli.RUN_FAILED
    assert "4 of 5 documents were rejected, more than max_rejected_share (0.5) allows" in run.stderr
    assert "wiretrace stories" not in run.stdout, "there are none"
    assert [p.name for p in run.out.iterdir()] == ["rejected"]
    assert [r["source_uri"].rpartition("/")[2] for r in run.rows("rejected")] == [f"b.jsonl#{n}" for n in range(4)]
    (tmp_path / "c.yaml").write_text("max_rejected_share: 0.9\n")
    again = ingest([inputs], "--config", str(tmp_path / "c.yaml"), out=run.out)
    assert again.code == 0, "the same folder can be used again"
    assert (len(again.rows()), len(again.rows("rejected"))) == (1, 4)


def test_nothing_but_rejects_is_too_many(ingest: Ingest, tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_bytes(b"")
    assert ingest([tmp_path / "empty.html"]).code == cli.RUN_FAILED


def test_nothing_but_what_is_skipped_is_an_empty_result(ingest: Ingest, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n1,2\n3,4\n")
    run = ingest([tmp_path / "t.csv"])
    assert run.code == 0, run.stderr
    assert run.rows() == run.rows("stories") == run.rows("links") == []
    assert cli.main(["stories", str(run.out)]) == 0


# --- exit code 130: interrupted


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_run_leaves_nothing_behind(tmp_path: Path, by: signal.Signals) -> None:
    slow = "".join(
        f"<p>The river rose again on Monday, said Bob {n}, and the mayor agreed with him.</p>" for n in range(150_000)
    )
    (tmp_path / "page.html").write_text(f"<html><body>{slow}</body></html>")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "pipelines.cli", "ingest", str(tmp_path / "page.html"), "--output", str(out)]
    run = subprocess.Popen(
        command,
        cwd=REPOSITORY,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        children: list[int] = []
        until = time.monotonic() + 60
        while not any(_cpu_seconds(c) > 2 for c in children) and time.monotonic() < until:
            time.sleep(0.1)
            children = _children(run.pid)
        assert children
        assert run.poll() is None, "it works on the page"
        if by == signal.SIGINT:
            os.killpg(run.pid, by)  # as a terminal does
        else:
            run.send_signal(by)
        _, stderr = run.communicate(timeout=30)
    finally:
        run.kill()
        run.wait()
    assert run.returncode == cli.INTERRUPTED
    assert "interrupted; nothing was committed" in stderr
    assert "Traceback" not in stderr
    assert not out.exists() or list(out.iterdir()) == []
    until = time.monotonic() + 10
    while any(alive(c) for c in children) and time.monotonic() < until:
        time.sleep(0.1)
    assert not [c for c in children if alive(c)], "no child goes on"


def _children(pid: int) -> list[int]:
    """All below it: the template's children are not its own."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True)
    return [below for child in map(int, found.stdout.split()) for below in (child, *_children(child))]


def _cpu_seconds(pid: int) -> int:
    return int(subprocess.run(["ps", "-o", "cputimes=", "-p", str(pid)], capture_output=True, text=True).stdout or 0)


# --- what a run tells


def test_summary(newsroom_run: Result) -> None:
    told = newsroom_run.stdout
    assert newsroom_run.code == 0, newsroom_run.stderr
    assert newsroom_run.stderr == ""
    assert re.search(r"documents read +67 ", told)
    assert re.search(r"skipped +5 +no documents: 2 image, 1 csv, 1 warc request, 1 warc warcinfo", told)
    assert re.search(r"read again +1 ", told)
    assert re.search(r"articles +66 ", told)
    for word in ("rejected", "stories", "copies", "origin stated", "unknown", "documents a second", "wiretrace show"):
        assert word in told


def test_summary_as_json(ingest: Ingest, inputs: Path) -> None:
    run = ingest([inputs], "--json", "--run-id", "r-1")
    told = json.loads(run.stdout)
    assert told["run_id"] == "r-1"
    assert (told["articles"], told["stories"], told["too_many_rejected"]) == (1, 1, False)
    assert told["counts"] == {"read": {"jsonl": 1}, "rejected": {}, "skipped": {}}
    assert {r["run_id"] for r in run.rows()} == {"r-1"}
    assert not (run.out / "_work").exists()


def test_profile_tells_each_stage(ingest: Ingest, inputs: Path) -> None:
    told = ingest([inputs], "--profile").stdout
    for stage in ("normalize", "fingerprint", "match", "cluster", "write"):
        assert re.search(rf"^{stage} +\d", told, re.M)


# --- stories and show


def listed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert cli.main([*arguments, "--json"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines() if line]


def test_stories_come_largest_first(newsroom_run: Result, capsys: pytest.CaptureFixture[str]) -> None:
    rows = listed(capsys, "stories", str(newsroom_run.out), "--limit", "0")
    assert len(rows) == len(newsroom_run.rows("stories"))
    assert [r["articles"] for r in rows] == sorted((r["articles"] for r in rows), reverse=True)
    assert len(listed(capsys, "stories", str(newsroom_run.out), "--limit", "3")) == 3


def test_titles_are_cut_to_a_terminal_only(
    newsroom_run: Result, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    title = "Ferry runs aground off Port Ellis, all 214 aboard brought ashore"
    monkeypatch.delenv("COLUMNS", raising=False)
    assert cli.main(["stories", str(newsroom_run.out)]) == 0
    assert title in capsys.readouterr().out
    monkeypatch.setenv("COLUMNS", "100")
    assert cli.main(["stories", str(newsroom_run.out)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert title[:4] in lines[1]
    assert max(map(len, lines[:-1])) <= 100


def test_stories_by_site_origin_date_text_and_size(newsroom_run: Result, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(newsroom_run.out)
    articles = newsroom_run.rows()

    site = listed(capsys, "stories", out, "--site", "https://www.Quillgatenews.com/", "--limit", "0")
    assert {r["story_id"] for r in site} == {a["story_id"] for a in articles if a["source_site"] == "quillgatenews.com"}
    text = listed(capsys, "stories", out, "--text", "SEAGRASS", "--limit", "0")
    assert {r["story_id"] for r in text} == {
        a["story_id"] for a in articles if "seagrass" in (a["text"] + (a["title"] or "")).lower()
    }
    origin = listed(capsys, "stories", out, "--origin", "tidewater", "--limit", "0")
    assert origin
    assert all("tidewater" in f"{r['origin']} {r['stated_origin']}".lower() for r in origin)
    dated = listed(capsys, "stories", out, "--since", "2025-05-13", "--until", "2025-05-15", "--limit", "0")
    assert dated
    assert all("2025-05-13" <= r["first_at"] < "2025-05-15" for r in dated)
    assert all(r["articles"] >= 3 for r in listed(capsys, "stories", out, "--least", "3", "--limit", "0"))
    assert cli.main(["stories", out, "--text", "no such words anywhere"]) == 0
    assert "No story" in capsys.readouterr().out


def test_show_by_the_first_digits_of_an_id(newsroom_run: Result, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(newsroom_run.out)
    story = max(newsroom_run.rows("stories"), key=lambda r: r["articles"])
    assert cli.main(["show", out, story["story_id"][:10]]) == 0
    told = capsys.readouterr().out
    members = [a for a in newsroom_run.rows() if a["story_id"] == story["story_id"]]
    assert len(members) == story["articles"]
    for a in members:
        assert a["article_id"][:10] in told
    (row,) = listed(capsys, "show", out, story["story_id"][:10])
    times = [t["published_at"] for t in row["timeline"] if t["published_at"]]
    assert times == sorted(times)

    article = members[0]
    assert cli.main(["show", out, article["article_id"][:10]]) == 0
    told = capsys.readouterr().out
    for value in (article["title"], article["source_uri"], article["story_id"], article["text"].split()[0]):
        assert value in told
    (row,) = listed(capsys, "show", out, article["article_id"])
    assert isinstance(row["evidence"], dict)


def test_show_of_what_is_not_there(newsroom_run: Result, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(newsroom_run.out)
    story = newsroom_run.rows("stories")[0]["story_id"]
    for arguments, words in [
        (["explain", out, story, story], "is a story; `wiretrace show"),
        (["show", out, "zz"], "no story or article whose id begins with zz"),
        (["show", out, ""], "give more digits"),
        (["show", str(tmp_path / "none"), "a"], "no such folder"),
        (["stories", str(tmp_path)], "holds no finished run"),
    ]:
        assert cli.main(arguments) == cli.USAGE_ERROR
        assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["stories"],
        ["stories", "out", "--since", "May"],
        ["stories", "out", "--limit", "-1"],
        ["show", "out"],
        ["fly"],
        [],
        ["stories", "o", "--fly"],
        ["maintain", "out", "--keep-days", "-5"],
        ["maintain", "out", "--texts-after", "nan"],
        ["ingest", "in", "-o", "out", "--wait", "-3"],
    ],
)
def test_wrong_arguments(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(arguments)
    assert stop.value.code == cli.USAGE_ERROR
    assert "wiretrace" in capsys.readouterr().err


def test_hostile_words_do_not_reach_the_terminal(
    ingest: Ingest, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Escape sequences, a bell, right-to-left overrides and line breaks, in every field that a document fills."""
    monkeypatch.setenv("COLUMNS", "200")
    evil = "\x1b]0;owned\x07\x1b[2J\u202eFerry\u2066 sinks\x9b31m\r\n\x00"
    row = {
        "url": f"https://a.example/{evil}",
        "title": evil,
        "authors": [evil],
        "text": f"{TEXT}\n\n{evil} {TEXT}",
        "site": "a.example",
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n")
    (tmp_path / "b.jsonl").write_text(
        json.dumps({"url": "https://b.example/1", "title": evil, "text": row["text"]})
        + "\n"
        + json.dumps({"title": evil})
    )
    run = ingest([tmp_path / "a.jsonl", tmp_path / "b.jsonl"])
    assert run.code == 0, run.stderr
    told = [run.stdout, run.stderr]
    for arguments in (
        ["stories", str(run.out)],
        *(["show", str(run.out), r[k]] for r in run.rows() for k in ("article_id", "story_id")),
    ):
        assert cli.main(arguments) == 0
        told.append(capsys.readouterr().out)
    for text in told:
        assert not set(text) & set("\x1b\x07\x00\r\x9b\u202e\u2066")
    assert "Ferry sinks" in told[2]


def test_a_pipe_that_is_closed_is_no_error(newsroom_run: Result) -> None:
    command = f"{sys.executable} -m pipelines.cli stories {newsroom_run.out} --limit 0 --json | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, cwd=REPOSITORY, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["articles"] > 1


def test_installed_under_its_name() -> None:
    done = wiretrace("--version", env={**os.environ})
    assert (done.returncode, done.stdout.split()[0]) == (0, "wiretrace")
