"""What the tests share: a run of the command line in this process, and the measuring data beside the repository."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parents[1]
# The only columns in which two runs over the same input may differ: which run it was, and its clock.
OF_THE_RUN = ("run_id", "ingested_at", "founded_at", "active_from", "active_until", "seen_at")

# Two cores are often busy: a slow example is no failure, and the same examples are tried each time.
settings.register_profile("wiretrace", deadline=None, derandomize=True, max_examples=60, database=None)
settings.load_profile("wiretrace")


@dataclass(frozen=True)
class Result:
    """One run of `wiretrace ingest`: its exit code, what it printed, and the tables of its output."""

    code: int
    out: Path
    stdout: str
    stderr: str

    def rows(self, table: str = "articles") -> list[dict[str, Any]]:
        """Rows of OUT/TABLE, in the order of its files; [] where the run left no such table."""
        return [row for path in sorted((self.out / table).glob("*.parquet")) for row in pq.read_table(path).to_pylist()]

    def by_source(self, root: Path) -> dict[str, dict[str, Any]]:
        """The articles by source_uri, told from `root`."""
        return {os.path.relpath(row["source_uri"], root): row for row in self.rows()}

    def told(self, table: str) -> list[dict[str, Any]]:
        """Rows of OUT/TABLE without what belongs to the run, in the order that they stand in."""
        return [{k: v for k, v in row.items() if k not in OF_THE_RUN} for row in self.rows(table)]


Ingest = Callable[..., Result]


def alive(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
    return bool(state) and not state.startswith("Z")


def ingest_into(out: Path, inputs: Iterable[Path | str], *options: str) -> Result:
    from pipelines import cli

    stdout, stderr = io.StringIO(), io.StringIO()
    arguments = ["ingest", *map(str, inputs), "--output", str(out), "--quiet", *options]
    with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
        try:
            code = cli.main(arguments)
        except SystemExit as e:  # argparse
            code = int(e.code or 0)
    return Result(code, out, stdout.getvalue(), stderr.getvalue())


@pytest.fixture(scope="session")
def ingest(tmp_path_factory: pytest.TempPathFactory) -> Ingest:
    """`ingest(inputs, *options)`: runs `wiretrace ingest` in this process, into a folder of its own (or `out`)."""

    def run(inputs: Iterable[Path | str], *options: str, out: Path | None = None) -> Result:
        return ingest_into(out or tmp_path_factory.mktemp("ingest") / "out", inputs, *options)

    return run


@pytest.fixture(scope="session")
def newsroom() -> Path:
    return REPOSITORY / "examples" / "newsroom"


@pytest.fixture(scope="session")
def newsroom_run(ingest: Ingest, newsroom: Path) -> Result:
    """One run over examples/newsroom, which many tests look at and none may change."""
    return ingest([newsroom], "--run-id", "newsroom")


@pytest.fixture(scope="session")
def golden() -> Path:
    return REPOSITORY / "tests" / "golden"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The measuring data, which third parties own and the repository does not hold."""
    folder = REPOSITORY.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("no measuring data: ../shared/data is not there")
    return folder
