"""A run that dies at any moment leaves an archive that the next run repairs: as it was, or with the whole run in it."""

from __future__ import annotations

import gc
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipelines import archive
from tests.archive.wire import row, write
from tests.conftest import REPOSITORY, Ingest, ingest_into
from transforms.schema import TABLES

STAGES = ("normalize", "fingerprint", "match", "verify", "cluster", "write")
POINTS = [
    *(f"task:{stage}" for stage in STAGES),
    *(
        "journal:before",
        "journal:after",
        *(f"commit:{table}" for table in TABLES if table not in ("rejected", "story_aliases")),
        "moved",
        "finished",
    ),
]
RANDOM_KILLS = 25
DAY_1 = [row(f"site{s}.com", n, n + s) for n in range(6) for s in range(2)]
DAY_2 = [row("late.com", n, n + 5, cut=9) for n in range(8)]
OPTIONS = ("--run-id", "day-2", "--as-of", "2025-03-02")


def content(out: Path) -> dict[str, list[str]]:
    """What a plain reader sees of each table: its rows, in an order of their own; of `runs` the names."""
    found = {}
    for table in TABLES:
        rows = [r for p in (out / table).glob("*.parquet") for r in pq.read_table(p).to_pylist()]
        found[table] = sorted(str(r["run_id"] if table == "runs" else sorted(r.items())) for r in rows)
    return found


class Before:
    """An archive of one day, the next day's input, and what the archive holds before and after that day."""

    def __init__(self, folder: Path, ingest: Ingest) -> None:
        self.out, self.kept = folder / "out", folder / "kept"
        assert (
            ingest([write(folder / "1.jsonl", DAY_1)], "--run-id", "day-1", "--as-of", "2025-03-01", out=self.kept).code
            == 0
        )
        self.input = write(folder / "2.jsonl", DAY_2)
        self.before = content(self.kept)
        self.reset()
        assert ingest([self.input], *OPTIONS, out=self.out).code == 0
        self.after = content(self.out)
        self.reset()

    def reset(self) -> None:
        shutil.rmtree(self.out, ignore_errors=True)
        shutil.copytree(self.kept, self.out)

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        arguments = ["ingest", str(self.input), "--output", str(self.out), "--quiet", *OPTIONS]
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
        return subprocess.Popen(
            [sys.executable, "-m", *command, *arguments],
            env=environment,
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )

    def repaired(self) -> str:
        """-> "before" or "after": which of them the archive is once the next writer has looked at it."""
        with archive.Lock(str(self.out), 30).take():
            archive.prepare(str(self.out))
        found = content(self.out)
        assert found in (self.before, self.after)
        assert sorted(p.name for p in self.out.iterdir() if p.name.startswith("_")) in (
            [],
            ["_history"],
        )
        return "before" if found == self.before else "after"


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Before:
    def ingest(inputs: list[Path], *options: str, out: Path) -> Any:
        return ingest_into(out, inputs, *options)

    return Before(tmp_path_factory.mktemp("killed"), ingest)  # type: ignore[arg-type]


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_stage_or_within_the_commit(day: Before, point: str) -> None:
    day.reset()
    assert day.start("tests.archive.killed", point).wait() == -9
    decided = point == "journal:after" or point.startswith(("commit", "moved", "finished"))
    assert day.repaired() == ("after" if decided else "before")


def test_killed_at_random_moments_and_then_run_to_its_end(day: Before) -> None:
    """The seed is fixed, the moments are not: they are shares of the time that a run takes here and now."""
    day.reset()
    began = time.monotonic()
    assert day.start("pipelines.cli").wait() == 0
    whole = time.monotonic() - began
    assert day.repaired() == "after"
    day.reset()
    r = random.Random(7)
    for _ in range(RANDOM_KILLS):
        process = day.start("pipelines.cli")
        try:
            process.wait(r.uniform(0.15, 1) * whole)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if day.repaired() == "after":
            day.reset()
    assert day.start("pipelines.cli").wait() == 0
    assert content(day.out) == day.after


@contextmanager
def small_disk(path: Path, size: str) -> Iterator[Path]:
    path.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", path], capture_output=True).returncode:
        pytest.skip("no file system may be mounted here")
    try:
        yield path
    finally:
        gc.collect()  # the run was in this process: cycles may still hold files open
        subprocess.run(["umount", path], check=True)


@pytest.mark.parametrize("spare", [0, 40, 120, 200])
def test_a_full_disk_fails_the_run_and_leaves_the_archive_whole(day: Before, tmp_path: Path, spare: int) -> None:
    with small_disk(tmp_path / "disk", "3m") as disk:
        out = disk / "out"
        shutil.copytree(day.kept, out)
        free = shutil.disk_usage(disk).free
        (disk / "ballast").write_bytes(b"x" * max(0, free - spare * 1024))
        first = ingest_into(out, [day.input], *OPTIONS)
        (disk / "ballast").unlink()
        if first.code:
            assert first.stderr
            assert ingest_into(out, [day.input], *OPTIONS).code == 0
        assert content(out) == day.after
