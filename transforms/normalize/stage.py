"""Normalize: units of input -> part files of articles, each article once, without its site's furniture.

units ─NormalizeUnits▶ UnitDone ─(all)▶ Reconcile ▶ PartTask, one for each part file that matching reads
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import apache_beam as beam
import numpy as np

from transforms import files
from transforms.archive import micros, snapshot
from transforms.isolate import borrowed
from transforms.normalize import reconcile
from transforms.normalize.known import VERSIONS, edges_before, look_up
from transforms.normalize.options import NormalizeOptions
from transforms.normalize.parts import NO_PART, PLAN, PartTask, UnitDone, write_parts
from transforms.read.options import ReadOptions
from transforms.read.units import Unit
from transforms.spread import Spread
from transforms.tables import read_array, write_array, write_arrow
from transforms.work import Work


class Normalize(beam.PTransform):
    """PCollection[Unit] -> PCollection[PartTask]"""

    def __init__(
        self, work: Work, read: ReadOptions, options: NormalizeOptions, max_rejected_share: float, window_days: float
    ) -> None:
        super().__init__()
        self.work, self.read, self.options = work, read, options
        self.max_rejected_share, self.window_days = max_rejected_share, window_days

    def expand(self, units: beam.PCollection) -> beam.PCollection:
        return (
            units
            | "Spread units" >> Spread()
            | "Normalize units" >> beam.Map(normalize, self.work, self.read, self.options)
            | "All units" >> beam.WithKeys(0)
            | "Gather units" >> beam.GroupByKey()
            | "Reconcile" >> beam.FlatMap(gather, self.work, self.max_rejected_share, self.window_days)
        )


def normalize(unit: Unit, work: Work, read: ReadOptions, options: NormalizeOptions) -> UnitDone:
    with work.task("normalize", unit.name) as notes, borrowed() as apart:
        done = write_parts(unit, read, options, work.path("articles"), apart)
        notes["items"] = sum(rows for _, rows in done.parts)
        notes["bytes"] = len(done.keys)
    return done


def gather(
    all_units: tuple[int, Iterable[UnitDone]], work: Work, max_rejected_share: float, window_days: float
) -> Iterator[PartTask]:
    """Numbers the parts, drops what is read again or known, finds furniture by frequency, and writes the run's plan."""
    done = sorted(all_units[1], key=lambda unit: unit.name)
    keys = np.concatenate([np.frombuffer(unit.keys, reconcile.KEYS) for unit in done])
    edges = np.concatenate([read_array(unit.edges) for unit in done])
    dropped = reconcile.read_again(keys)
    again, known = int(dropped.sum()), 0
    stored = snapshot(work).get("fingerprints")
    if stored:
        edges = np.concatenate([edges, edges_before(edges, stored, micros(work.clock), window_days)])
        have, versions = look_up(keys, dropped, stored)
        write_arrow(work.path(VERSIONS), versions)
        known = int(have.sum())
        dropped |= have
    lines = reconcile.furniture(edges)
    parts = [part for unit in done for part in unit.parts]
    counts: dict[str, dict[str, int]] = {"read": {}, "rejected": {}, "skipped": {}}
    for unit in done:
        for name, by in unit.counts.items():
            for what, n in by.items():
                counts[name][what] = counts[name].get(what, 0) + n
    rejected, articles = sum(counts["rejected"].values()), len(keys)
    plan = {
        "parts": [{"path": path, "articles": rows} for path, rows in parts],
        "rejected": [unit.rejected for unit in done if unit.rejected],
        "counts": counts,
        "read_again": again,
        "known": known,
        "too_many_rejected": bool(rejected > max_rejected_share * (rejected + articles)),
    }
    write_array(work.path("furniture.npy"), lines.astype("<u8"))
    files.write_json(work.path(PLAN), plan)
    if plan["too_many_rejected"]:
        parts = []  # nothing more is done; the commit keeps the rejects, and whoever started the run says why it failed
    at = 0
    for number, (path, rows) in enumerate(parts):
        yield PartTask(number, path, np.flatnonzero(dropped[at : at + rows]).astype(np.uint32).tobytes())
        at += rows
    if not parts:
        yield PartTask(NO_PART, "", b"")
