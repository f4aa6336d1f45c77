"""One part file of articles -> one part file of fingerprints. Runs in a process apart, which does without Beam."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.fingerprint.options import FingerprintOptions
from transforms.fingerprint.table import fingerprint_table
from transforms.normalize.parts import PartTask
from transforms.normalize.reconcile import cut_furniture, drop_rows, edges_of, table_counts
from transforms.tables import read_array, read_arrow, write_arrow
from transforms.work import Work

PRECISION_MICROSECONDS = {"second": 1_000_000, "minute": 60_000_000, "day": 86_400_000_000}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the run: its number, its articles' and its fingerprints' files, the articles and their bytes, and what the
    summary counts."""

    number: int
    articles: str
    fingerprints: str
    rows: int
    size: int
    counts: tuple[tuple[str, int], ...]


def fingerprint_part(task: PartTask, work: Work, options: FingerprintOptions) -> Part:
    """Drops what is read again, cuts furniture by frequency, writes the fingerprints."""
    articles = read_arrow(task.path)
    path = task.path
    kept = drop_rows(articles, np.frombuffer(task.dropped, np.uint32))
    kept = _without_furniture(kept, read_array(work.path("furniture.npy")))
    if kept is not articles:
        path = work.path("articles", f"kept-{task.number:06d}.arrow")
        write_arrow(path, kept, packed=True)
    out = work.path("fingerprints", f"{task.number:06d}.arrow")
    table = fingerprint_table(with_intervals(kept), options)
    known = {"edges": kept["edges"], "url_key": kept["url_key"], "word_count": pc.list_value_length(table["words"])}
    for name, column in known.items():
        table = table.append_column(name, column)
    write_arrow(out, table)
    return Part(task.number, path, out, kept.num_rows, kept.nbytes, tuple(sorted(table_counts(kept).items())))


def _without_furniture(articles: pa.Table, lines: np.ndarray) -> pa.Table:
    """What cut_furniture makes of articles, which is given only the few that have one of these lines at an edge."""
    if not len(lines):
        return articles
    edges, starts = edges_of(articles["edges"].combine_chunks())
    counts = np.concatenate([[0], np.cumsum(np.isin(edges["line"], lines))])[starts]
    mask = pa.array(counts[1:] > counts[:-1])
    some = articles.filter(mask)
    cut = cut_furniture(some, lines)
    if cut is some:
        return articles
    for name in ("text", "evidence"):
        at = articles.schema.get_field_index(name)
        column = pc.replace_with_mask(articles[name], mask, cut[name].combine_chunks())
        articles = articles.set_column(at, articles.schema.field(at), column)
    return articles


def with_intervals(articles: pa.Table) -> pa.Table:
    """Adds published_lo and published_hi: first and last microsecond of what the precision leaves open."""
    low = pc.cast(articles["published_at"], pa.timestamp("us")).cast(pa.int64())
    widths = pa.array(
        [PRECISION_MICROSECONDS.get(p, 1) - 1 for p in articles["published_precision"].to_pylist()], pa.int64()
    )
    return articles.append_column("published_lo", low).append_column("published_hi", pc.add(low, widths))
