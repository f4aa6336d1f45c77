"""A plain loop around trafilatura, the afternoon's script that HTML is measured against.

    python -m benchmarks.pages PAGES.jsonl[.gz] OUT [--fast]

Reads rows {"url", "html"}, one page after another in one process, and writes OUT/articles/part-0.parquet.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
from trafilatura import bare_extraction

SCHEMA = pa.schema(
    [
        ("source_uri", pa.string()),
        ("url", pa.string()),
        ("title", pa.string()),
        ("authors", pa.list_(pa.string())),
        ("published_at", pa.timestamp("us", tz="UTC")),
        ("text", pa.string()),
    ]
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages")
    parser.add_argument("out")
    parser.add_argument("--fast", action="store_true", help="trafilatura's fast=True")
    args = parser.parse_args()
    found = []
    with gzip.open(args.pages, "rt") if args.pages.endswith(".gz") else open(args.pages, encoding="utf-8") as lines:
        for n, line in enumerate(lines):
            row = json.loads(line)
            try:
                page = bare_extraction(row["html"], url=row["url"], with_metadata=True, fast=args.fast)
            except Exception as e:  # a yardstick must not stop at one page
                print(f"{row['url']}: {e!r}")
                continue
            if page is not None:
                found.append(_article(n, row["url"], page if isinstance(page, dict) else page.as_dict()))
    os.makedirs(os.path.join(args.out, "articles"), exist_ok=True)
    pq.write_table(pa.Table.from_pylist(found, schema=SCHEMA), os.path.join(args.out, "articles", "part-0.parquet"))


def _article(n: int, url: str, page: dict) -> dict:
    try:
        at = datetime.fromisoformat(page["date"]).replace(tzinfo=UTC) if page.get("date") else None
    except ValueError:
        at = None
    authors = [name.strip() for name in (page.get("author") or "").split(";") if name.strip()]
    return {
        "source_uri": f"#{n}",
        "url": url,
        "title": page.get("title"),
        "authors": authors,
        "published_at": at,
        "text": page.get("text") or page.get("raw_text"),
    }


if __name__ == "__main__":
    main()
