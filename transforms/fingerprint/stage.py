"""Fingerprint: part files of articles -> part files of fingerprints, which are all that matching reads.

PartTask ─Fingerprint▶ Part
"""

from __future__ import annotations

import apache_beam as beam

from transforms.fingerprint.options import FingerprintOptions
from transforms.fingerprint.parts import Part
from transforms.isolate import borrowed
from transforms.normalize.parts import NO_PART, PartTask
from transforms.spread import Spread
from transforms.work import Work


class Fingerprint(beam.PTransform):
    """PCollection[PartTask] -> PCollection[Part]"""

    def __init__(self, work: Work, options: FingerprintOptions) -> None:
        super().__init__()
        self.work, self.options = work, options

    def expand(self, tasks: beam.PCollection) -> beam.PCollection:
        return (
            tasks | "Spread parts" >> Spread() | "Fingerprint parts" >> beam.Map(fingerprint, self.work, self.options)
        )


def fingerprint(task: PartTask, work: Work, options: FingerprintOptions) -> Part:
    if task.number == NO_PART:
        return Part(NO_PART, "", "", 0, 0, ())
    with work.task("fingerprint", f"{task.number:06d}") as notes, borrowed() as apart:
        part = apart.call("transforms.fingerprint.parts:fingerprint_part", task, work, options)
        notes["items"] = part.rows
    return part
