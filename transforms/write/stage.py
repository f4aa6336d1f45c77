"""Write: placed parts -> Parquet files -> one commit, the pipeline's only leaf.

Placed ─WriteParts▶ PartFiles ─(all)▶ Commit ▶ the run's result
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import apache_beam as beam

from transforms.cluster.parts import CHANGED, Placed
from transforms.isolate import borrowed
from transforms.normalize.parts import NO_PART
from transforms.spread import Spread
from transforms.work import Work
from transforms.write.parts import PartFiles, commit_run


class Write(beam.PTransform):
    """PCollection[Placed] -> PCollection[dict], the result of the run"""

    def __init__(self, work: Work, started: datetime, fingerprints: str) -> None:
        super().__init__()
        self.work, self.started, self.fingerprints = work, started, fingerprints

    def expand(self, placed: beam.PCollection) -> beam.PCollection:
        return (
            placed
            | "Spread placed" >> Spread()
            | "Write parts" >> beam.Map(write, self.work)
            | "All parts written" >> beam.WithKeys(0)
            | "Gather files" >> beam.GroupByKey()
            | "Commit" >> beam.Map(finish, self.work, self.started, self.fingerprints)
        )


def write(placed: Placed, work: Work) -> PartFiles:
    """The files of some parts, or (NO_PART) of what belongs to none: links and rejects, or of the archive's stories that change
    (CHANGED) and of those that stood in one file with them; and what the summary counts."""
    if placed.held:
        kind, function = f"kept-{CHANGED - placed.number}", "write_kept"
    else:
        kinds = {NO_PART: ("rest", "write_rest"), CHANGED: ("changed", "write_changed")}
        kind, function = kinds.get(placed.number, (f"{placed.number:06d}", "write_placed"))
    name = work.file_name(kind)
    with work.task("write", name) as notes, borrowed() as apart:
        written, counts = apart.call(f"transforms.write.parts:{function}", placed, name, work)
        notes["items"] = counts.get("articles", 0)
    return written, counts


def finish(parts: tuple[int, Iterable[PartFiles]], work: Work, started: datetime, fingerprints: str) -> dict[str, Any]:
    return commit_run(list(parts[1]), work, started, fingerprints)
