"""Match: fingerprints -> links, pairs of articles that were verified.

    Part ─(all)▶ Plan ▶ OlderTask ─LookThrough─(all)▶ Rank ▶ KeyTask ─Search▶ (block, Found) ─(by block)▶ Verify ▶ (block, links)

A row id counts the articles of all parts in order, then those of the archive's files that may hold a match; pairs of two
of the latter were verified by an earlier run and are left out. Each of the archive's files is looked through once, for the
rows that share a key with an article of the run. A search task reads one key column of the run's own fingerprint files and
what was found for it, and leaves pairs of row ids in a file; what travels is where they stand in it. A block is a run of
row ids: its task verifies the pairs whose smaller id, or that of an article of the archive, lies in it.
"""

from __future__ import annotations

from collections.abc import Iterable

import apache_beam as beam

from transforms.fingerprint.options import FingerprintOptions
from transforms.fingerprint.parts import Part
from transforms.isolate import borrowed
from transforms.match.blocks import NO_BLOCK, Found
from transforms.match.options import CandidateOptions, KeyTask, OlderTask, VerifyOptions, key_tasks
from transforms.normalize.parts import NO_PART
from transforms.spread import Spread
from transforms.work import Work


class Match(beam.PTransform):
    """PCollection[Part] -> PCollection[(block, path of its links)]"""

    def __init__(
        self, work: Work, fingerprint: FingerprintOptions, candidates: CandidateOptions, verify: VerifyOptions
    ) -> None:
        super().__init__()
        self.work, self.fingerprint, self.candidates, self.verify = work, fingerprint, candidates, verify

    def expand(self, parts: beam.PCollection) -> beam.PCollection:
        return (
            parts
            | "All parts" >> beam.WithKeys(0)
            | "Gather parts" >> beam.GroupByKey()
            | "Plan the search" >> beam.FlatMap(plan, self.work, self.candidates)
            | "Spread the archive" >> Spread()
            | "Look through the archive" >> beam.Map(look_through, self.work, self.fingerprint, self.candidates)
            | "All looked through" >> beam.GroupByKey()
            | "Rank" >> beam.FlatMap(rank, self.work, self.fingerprint, self.candidates)
            | "Spread searches" >> Spread()
            | "Search" >> beam.FlatMap(search, self.work, self.candidates)
            | "By block" >> beam.GroupByKey()
            | "Verify" >> beam.Map(verify_block, self.work, self.verify)
        )


def plan(all_parts: tuple[int, Iterable[Part]], work: Work, options: CandidateOptions) -> list[OlderTask]:
    """Puts the parts and the archive's files in order, and deals the latter out."""
    parts = sorted((p for p in all_parts[1] if p.number != NO_PART and p.rows), key=lambda p: p.number)
    with work.task("match", "plan"), borrowed() as apart:
        tasks: list[OlderTask] = apart.call("transforms.match.blocks:plan", parts, work, options.match_window_days)
    return tasks or [OlderTask(0)]


def look_through(
    task: OlderTask, work: Work, fingerprint: FingerprintOptions, options: CandidateOptions
) -> tuple[int, int]:
    """Nothing travels on but that it is done."""
    if task.last > task.first:
        with work.task("match", f"older_{task.number}"), borrowed() as apart:
            apart.call("transforms.match.blocks:look_through", task, work, key_tasks(options, fingerprint), options)
    return 0, task.number


def rank(
    _all_done: tuple[int, Iterable[int]], work: Work, fingerprint: FingerprintOptions, options: CandidateOptions
) -> list[KeyTask]:
    """Ranks all articles that may be paired; -> the tasks of the search."""
    with work.task("match", "rank"), borrowed() as apart:
        apart.call("transforms.match.blocks:rank", work, options.match_window_days)
    return key_tasks(options, fingerprint)


def search(task: KeyTask, work: Work, options: CandidateOptions) -> list[tuple[int, Found]]:
    with work.task("match", task.name) as notes, borrowed() as apart:
        found: list[tuple[int, Found]] = apart.call("transforms.match.blocks:search_column", task, work, options)
        notes["items"] = sum(of.pairs for _, of in found)
    return found


def verify_block(block_and_found: tuple[int, Iterable[Found]], work: Work, options: VerifyOptions) -> tuple[int, str]:
    block, found = block_and_found
    if block == NO_BLOCK:
        return NO_BLOCK, ""
    with work.task("verify", f"{block:06d}") as notes, borrowed() as apart:
        path, links = apart.call("transforms.match.blocks:verify_pairs", block, list(found), work, options)
        notes["items"] = links
    return block, path
