"""Write tests/golden/expected/*.json anew from what the code gives: `python -m tests.golden.regenerate`.

Look at the difference before you commit it: README.md says what is right. Fields that stand in defects.py keep
the value that the file holds, which is the right one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.golden.defects import DEFECTS
from transforms.normalize.article import make_article
from transforms.normalize.options import NormalizeOptions
from transforms.read.documents import Record, read_file
from transforms.read.options import ReadOptions

HERE = Path(__file__).parent
INPUTS = tuple(sorted(p.name for p in HERE.iterdir() if p.is_file() and p.suffix not in (".py", ".md")))
ENDS = 6  # words of a text's beginning and of its end that are written down
COLUMNS = (
    *("input_kind", "url", "canonical_url", "title", "authors", "published_at", "published_precision", "source_site"),
    *("appeared_first_on", "appeared_first_on_name", "is_summary", "language"),
)


def golden_rows(path: Path) -> dict[str, dict[str, Any]]:
    """What the code makes of one raw file: for each of its articles (`#N`, or "" for a file that is one) the columns
    that matter, and of the text its ends and its number of words. Rejections raise."""
    out: dict[str, dict[str, Any]] = {}
    for item in read_file(str(path), ReadOptions()):
        if not isinstance(item, Record):
            assert type(item).__name__ == "Skip", item
            continue
        row = make_article(item, NormalizeOptions())
        words = row["text"].split()
        told = {name: row[name] for name in COLUMNS}
        told["published_at"] = row["published_at"].isoformat() if row["published_at"] else None
        told |= {"text_begins": " ".join(words[:ENDS]), "text_ends": " ".join(words[-ENDS:]), "words": len(words)}
        out[item.source_uri.removeprefix(str(path))] = told
    return out


def expected(name: str) -> dict[str, dict[str, Any]]:
    return json.loads((HERE / "expected" / f"{name}.json").read_text(encoding="utf-8"))


def main() -> None:
    for name in INPUTS:
        rows = golden_rows(HERE / name)
        target = HERE / "expected" / f"{name}.json"
        for file, record, column in DEFECTS:
            if file == name and target.exists():
                rows[record][column] = expected(name)[record][column]
        target.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
