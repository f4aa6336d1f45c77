"""Plain rules that quality is measured against: what one writes in an hour for dumps, credits and relations."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

LONG_LINE = 12  # words, of the plain rule for dumps
_CREDIT = re.compile(
    r"(?:(?:first|originally) (?:appeared|published|posted) (?:on|in|by|at)|appeared first on|republished from) "
    r"(?:the )?([A-Z][\w.&’' -]{1,60}?)(?=[,;:)]|\.(?:\s|$)|\s*$|\n)|\((AP|AFP|Reuters|UPI|CNN)\)",
    re.MULTILINE,
)


def whole(text: str) -> str:
    """The whole dump."""
    return text


def longest_run(text: str) -> str:
    """The longest run of lines of LONG_LINE words or more, blank lines aside; the first of equally long ones."""
    runs: list[list[str]] = [[]]
    for line in text.splitlines():
        if not line.strip():
            continue
        if len(line.split()) >= LONG_LINE:
            runs[-1].append(line.strip())
        elif runs[-1]:
            runs.append([])
    return "\n\n".join(max(runs, key=lambda run: sum(map(len, run))))


def credit(text: str) -> str | None:
    """The name in the first English credit line, by one regular expression."""
    found = _CREDIT.search(text)
    return (found[1] or found[2]).strip() if found else None


def write(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, pa.DataType], out: Path) -> None:
    """Writes OUT/articles with `columns`, null where a row is silent."""
    os.makedirs(out / "articles", exist_ok=True)
    table = pa.Table.from_pylist([dict(r) for r in rows], schema=pa.schema(list(columns.items())))
    pq.write_table(table, out / "articles" / "part-0.parquet")


def relations_by_operator(
    labels: Iterable[Mapping[str, str]], relation_of: Mapping[str, str], chosen: str
) -> dict[str, Counter[str]]:
    """Operator -> how often which relation, over the documents of the set `chosen`.

    `labels`: rows with url, set and ops (operators joined by ";"; a document with several counts under each, one with
    none under "(untouched)"); `relation_of`: url to relation; a document that is not there counts as "missing".
    """
    found: dict[str, Counter[str]] = {}
    for row in labels:
        if row["set"] == chosen:
            relation = relation_of.get(row["url"], "missing")
            for operator in [o for o in row["ops"].split(";") if o] or ["(untouched)"]:
                found.setdefault(operator, Counter())[relation] += 1
    return dict(sorted(found.items()))
