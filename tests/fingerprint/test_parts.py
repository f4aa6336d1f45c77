"""Parts of articles on their way to fingerprints."""

import json

import numpy as np
import pyarrow as pa
import pytest

from transforms.fingerprint.parts import _without_furniture
from transforms.normalize import reconcile
from transforms.normalize.reconcile import EDGES, cut_furniture

TEASER = "Read our newsletter, every day at six."


def part(texts, edges):
    counts = np.array([len(e) for e in edges])
    lines = np.array([(line, 1, 1) for e in edges for line in e], EDGES)
    columns = {"source_site": ["a.example"] * len(texts), "text": texts, "evidence": ["{}"] * len(texts)}
    return pa.table({**columns, "edges": reconcile.edge_column(lines, counts)})


@pytest.mark.parametrize("lines", [[], [5], [3, 7]])
def test_only_articles_with_a_known_edge_line_are_looked_at_and_come_out_as_from_all(monkeypatch, lines):
    monkeypatch.setattr(reconcile, "_line_key", lambda site, line: 7 if line == TEASER.encode() else 5)
    body = "\n\n".join(f"Paragraph {k} tells what happened." for k in range(9))
    texts = [body, f"{body}\n\n{TEASER}", "One line.", f"{body}\n\n{body}\n\n{TEASER}"]
    table = part(texts, [[9, 8], [9, 7], [], [7]])
    known = np.array(lines, np.uint64)
    cut = _without_furniture(table, known)
    if 5 not in lines:  # which no edge holds, though a look at all texts would find it
        assert cut.equals(cut_furniture(table, known))
        assert _without_furniture(table.slice(1), known).equals(cut.slice(1))
    assert (cut is table) == (7 not in lines)
    assert [bool(json.loads(e)) for e in cut["evidence"].to_pylist()] == [False, 7 in lines, False, 7 in lines]
