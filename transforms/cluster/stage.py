"""Cluster: links -> stories, dealt out to the files whose articles they are of.

(block, path of links) ─(all)▶ ShareOut ▶ number of a share ─Group▶ number ─(all)▶ Place ▶ Placed, one for each file of articles
"""

from __future__ import annotations

from collections.abc import Iterable

import apache_beam as beam

from transforms.cluster.options import ClusterOptions
from transforms.cluster.parts import Placed
from transforms.isolate import borrowed
from transforms.match.options import VerifyOptions
from transforms.spread import Spread
from transforms.work import Work

_NO_SHARE = -1  # sent along whatever there is, so that a run without any link ends like another


class Cluster(beam.PTransform):
    """PCollection[(block, path of its links)] -> PCollection[Placed]"""

    def __init__(
        self, work: Work, options: ClusterOptions, verify: VerifyOptions, window_days: float, file_rows: int
    ) -> None:
        super().__init__()
        self.work, self.options, self.verify = work, options, verify
        self.window_days, self.file_rows = window_days, file_rows

    def expand(self, blocks: beam.PCollection) -> beam.PCollection:
        return (
            blocks
            | "All blocks" >> beam.WithKeys(0)
            | "Gather links" >> beam.GroupByKey()
            | "Share out" >> beam.FlatMap(share_out, self.work, self.file_rows)
            | "Spread shares" >> Spread()
            | "Group into stories" >> beam.Map(group, self.work, self.options, self.verify, self.window_days)
            | "All shares" >> beam.GroupByKey()
            | "Place" >> beam.FlatMap(place, self.work, self.file_rows)
        )


def share_out(all_blocks: tuple[int, Iterable[tuple[int, str]]], work: Work, file_rows: int) -> list[int]:
    with work.task("cluster", "share_out"), borrowed() as apart:
        blocks = sorted(all_blocks[1])
        shares: list[int] = apart.call("transforms.cluster.shares:share_out", blocks, work, file_rows)
    return [*shares, _NO_SHARE]


def group(
    share: int, work: Work, options: ClusterOptions, verify: VerifyOptions, window_days: float
) -> tuple[int, int]:
    if share != _NO_SHARE:
        with work.task("cluster", f"{share:06d}") as notes, borrowed() as apart:
            grouped = "transforms.cluster.parts:group_share"
            notes["items"] = apart.call(grouped, share, work, options, verify, window_days)
    return 0, share


def place(all_shares: tuple[int, Iterable[int]], work: Work, file_rows: int) -> list[Placed]:
    shares = sorted(share for share in all_shares[1] if share != _NO_SHARE)
    with work.task("cluster", "place"), borrowed() as apart:
        placed: list[Placed] = apart.call("transforms.cluster.parts:place_articles", shares, work, file_rows)
    return placed
