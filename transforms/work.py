"""The folder in which a run's texts and fingerprints wait, and the marks by which it tells how far it is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from transforms import files

FOLDER = "_work"  # begins with `_`: readers of Hadoop's kind (Spark, DuckDB's globs in our docs, this one) pass over it


@dataclass(frozen=True, slots=True)
class Work:
    """OUT and the run that writes to it; the one thing, beside its options, that every stage is given."""

    out: str
    run_id: str
    clock: datetime  # of the run (UTC): when it takes what it reads to be ingested
    attempt: str = "0"  # in the names of what it writes: files of an earlier run of this name that failed are others

    @property
    def root(self) -> str:
        return files.join(self.out, FOLDER, self.run_id)

    def file_name(self, part: str) -> str:
        """The name, less its ending, of a file of this run in a table."""
        return f"{self.run_id}-{self.attempt}-{part}"

    def path(self, *parts: str) -> str:
        return files.join(self.root, *parts)

    @contextmanager
    def task(self, stage: str, name: str) -> Iterator[dict[str, Any]]:
        """Times a task; what the caller puts into the dict (`items`, `bytes`, …) is marked with it when it ends.

        Marks are files, so that progress and `--profile` work on every engine: Beam's metrics are missing on some.
        """
        notes: dict[str, Any] = {}
        wall, cpu = time.time(), time.thread_time()
        yield notes
        seconds = {"started": wall, "seconds": time.time() - wall, "cpu": time.thread_time() - cpu}
        files.write_json(self.path("done", f"{stage}-{name}.json"), {"stage": stage, **seconds, **notes})
