"""Cluster: links -> stories, dealt out to the files whose articles they are of.

(block, path of links) ─(all)▶ Group ▶ Placed, one for each file of articles
"""

from __future__ import annotations

from collections.abc import Iterable

import apache_beam as beam

from transforms.cluster.options import ClusterOptions
from transforms.cluster.parts import Placed
from transforms.isolate import borrowed
from transforms.match.options import VerifyOptions
from transforms.work import Work


class Cluster(beam.PTransform):
    """PCollection[(block, path of its links)] -> PCollection[Placed]"""

    def __init__(
        self, work: Work, options: ClusterOptions, verify: VerifyOptions, window_days: float, file_rows: int
    ) -> None:
        super().__init__()
        self.arguments = work, options, verify, window_days, file_rows

    def expand(self, blocks: beam.PCollection) -> beam.PCollection:
        return (
            blocks
            | "All blocks" >> beam.WithKeys(0)
            | "Gather links" >> beam.GroupByKey()
            | "Group into stories" >> beam.FlatMap(cluster, *self.arguments)
        )


def cluster(
    all_blocks: tuple[int, Iterable[tuple[int, str]]],
    work: Work,
    options: ClusterOptions,
    verify: VerifyOptions,
    window_days: float,
    file_rows: int,
) -> list[Placed]:
    with work.task("cluster", "all") as notes, borrowed() as apart:
        place = "transforms.cluster.parts:place_articles"
        placed = apart.call(place, sorted(all_blocks[1]), work, options, verify, window_days, file_rows)
        notes["items"] = len(placed)
    return placed
