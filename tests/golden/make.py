"""Write the raw test inputs that are not plain text: `python tests/golden/make.py`. Same bytes each time."""

from __future__ import annotations

import gzip
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).parent

PIKE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">
<title>Ring found in pike</title></head><body><h1>Ring found in pike</h1>
<p>A wedding ring lost in Lake Ambrel in 1998 was found on Saturday in the belly of a pike of nine kilos.</p>
<p>Angler Rosamund Teal read the date in the ring and called the registry. “They were still married,” she said,
“and he had never told her.”</p>
<p>The couple, Ivo and Carlotta Penhale, came by bicycle to fetch it and were given half of the fish.</p>
</body></html>
"""

CAFE = """<!DOCTYPE html><html lang="de"><head><meta charset="utf-8">
<title>Café Löwe öffnet nach dem Brand wieder</title>
</head><body><h1>Café Löwe öffnet nach dem Brand wieder</h1>
<p>Sieben Monate nach dem Küchenbrand öffnet das Café Löwe in Grünmühl am Samstag wieder seine Türen. Die Wirtin
Käthe Fürbringer verspricht jedem Gast ein Stück Käsekuchen.</p>
<p>Der Schaden betrug 180.000 Euro. Für die neue Küche spendeten die Nachbarn über 22.000 Euro, „und drei Öfen“,
wie Fürbringer sagte.</p>
<p>Geöffnet ist täglich außer montags von 9 bis 18 Uhr.</p></body></html>
"""


def warc_record(kind: str, number: int, url: str, content_type: str, block: bytes) -> bytes:
    head = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>",
        "WARC-Date: 2025-12-01T00:00:00Z",
        *([f"WARC-Target-URI: {url}"] if url else []),
        f"Content-Type: {content_type}",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def make_warc() -> None:
    body = (HERE / "html_plain.html").read_text(encoding="utf-8").encode("cp1252")
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1252\r\nContent-Length: {len(body)}\r\n\r\n"
    records = [
        warc_record("warcinfo", 0, "", "application/warc-fields", b"software: made-up crawler\r\n"),
        warc_record(
            "response",
            1,
            "http://www.hollinmessenger.com/bees.htm",
            "application/http; msgtype=response",
            head.encode() + body,
        ),
    ]
    (HERE / "page.warc").write_bytes(b"".join(records))


def make_parquet() -> None:
    rows = [json.loads(line) for line in (HERE / "rows.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [rows[0], rows[3]]
    table = pa.table(
        {
            "url": [r["url"] for r in rows],
            "title": [r["title"] for r in rows],
            "authors": pa.array([r.get("authors") for r in rows], pa.list_(pa.string())),
            "published": pa.array([datetime(2024, 2, 29, 16, 20, tzinfo=UTC), None], pa.timestamp("us", tz="UTC")),
            "text": [r["text"] for r in rows],
        }
    )
    pq.write_table(table, HERE / "rows.parquet", compression="zstd")


def make_bad() -> None:
    bad = HERE / "bad"
    rows = (HERE / "rows.jsonl").read_bytes()
    whole = gzip.compress(rows, mtime=0)
    (bad / "truncated.jsonl.gz").write_bytes(whole[: len(whole) * 2 // 3])
    noise = b"".join(hashlib.sha256(bytes([n])).digest() + b"\0" for n in range(64))
    (bad / "binary.html").write_bytes(noise)
    (bad / "utf16_no_bom.html").write_bytes(PIKE.encode("utf-16-le"))
    (bad / "latin1_declared_utf8.html").write_bytes(CAFE.replace("„", '"').replace("“", '"').encode("latin-1"))


if __name__ == "__main__":
    make_warc()
    make_parquet()
    make_bad()
