"""From files to raw documents: each container, packed or nested, and what hostile files leave."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from tests.golden.make import warc_record
from transforms.read import unpack
from transforms.read.documents import KEEP_RAW, Record, Rejection, Skip, document, read_file
from transforms.read.options import ReadOptions

PAGE = b"<!DOCTYPE html><html><body><h1>Ferry late</h1><p>The ferry to Port Ellis left at noon.</p></body></html>"
POST = {"link": "https://a.example/1", "title": {"rendered": "T"}, "content": {"rendered": "<p>Body</p>"}}
ROW = {"url": "https://a.example/2", "text": "The ferry to Port Ellis left at noon."}
RSS = b"<rss version='2.0'><channel><item><title>One</title></item><item><title>Two</title></item></channel></rss>"


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., list[Any]]:
    """Writes bytes under a name that says nothing, reads them back; source_uris are told from the folder."""

    def run(data: bytes, name: str = "blob.dat", **options: Any) -> list[Any]:
        (tmp_path / name).write_bytes(data)
        return list(read_file(str(tmp_path / name), ReadOptions(**options)))

    return run


def told(items: list[Any]) -> list[tuple[str, str, str]]:
    """(R, J or S; what follows the file's name; kind, error or what)."""
    short = {Record: ("R", "kind"), Rejection: ("J", "error"), Skip: ("S", "what")}
    out = []
    for item in items:
        letter, field = short[type(item)]
        out.append((letter, item.source_uri.rpartition("/")[2].partition("blob.dat")[2], getattr(item, field)))
    return out


def lines(*rows: Any) -> bytes:
    return b"".join((r if isinstance(r, bytes) else json.dumps(r).encode()) + b"\n" for r in rows)


def warc(*records: tuple[str, bytes]) -> bytes:
    """WARC of (type or HTTP status, payload) records."""
    out = []
    for n, (what, payload) in enumerate(records):
        if not what.isdigit():
            out.append(warc_record(what, n, "", "application/warc-fields", payload))
            continue
        head = f"HTTP/1.1 {what} X\r\nContent-Type: text/html\r\nContent-Length: {len(payload)}\r\n\r\n".encode()
        url = f"https://w.example/{n}"
        out.append(warc_record("response", n, url, "application/http; msgtype=response", head + payload))
    return b"".join(out)


# --- each kind, whatever the file is called


@pytest.mark.parametrize("name", ["blob.dat", "blob.dat.html", "blob.dat.jsonl", "blob.dat.txt.gz", "blob.dat.parquet"])
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (PAGE, [("R", "", "html")]),
        (b"Ferry late\n\nThe ferry left at noon.", [("R", "", "text")]),
        (RSS, [("R", "#0", "feed"), ("R", "#1", "feed")]),
        (json.dumps(POST).encode(), [("R", "", "wordpress")]),
        (json.dumps([POST, POST]).encode(), [("R", "#0", "wordpress"), ("R", "#1", "wordpress")]),
        (json.dumps(ROW).encode(), [("R", "", "jsonl")]),
        (lines(ROW, ROW), [("R", "#0", "jsonl"), ("R", "#1", "jsonl")]),
        (warc(("200", PAGE)), [("R", "#0", "warc/html")]),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), [("S", "", "image")]),
        (b"a,b\n1,2\n3,4\n", [("S", "", "csv")]),
        (b"{\\rtf1\\ansi Ferry late}", [("S", "", "rtf")]),
        (b"From: a\r\nSubject: Ferry\r\nDate: x\r\n\r\nIt left at noon.", [("S", "", "mail")]),
        (b"<?xml version='1.0'?><urlset/>", [("S", "", "xml")]),
        (b"", [("J", "", "empty file")]),
        (b" \n\n ", [("J", "", "empty")]),
    ],
    ids=lambda v: v[0][2] if isinstance(v, list) else "",
)
def test_kind_by_content(read: Callable, data: bytes, name: str, expected: list) -> None:
    found = [(a, b.removeprefix(name.removeprefix("blob.dat")), c) for a, b, c in told(read(data, name))]
    assert found == expected


def test_json_feed(read: Callable) -> None:
    feed = {"version": "https://jsonfeed.org/version/1", "items": [{"id": 1, "content_text": "x"}, 7]}
    assert told(read(json.dumps(feed).encode())) == [("R", "#0", "feed"), ("R", "#1", "feed")]


def test_row_with_one_line_longer_than_what_is_looked_at(read: Callable) -> None:
    long = {**ROW, "text": "word " * 40_000}
    assert told(read(lines(long, ROW))) == [("R", "#0", "jsonl"), ("R", "#1", "jsonl")]
    assert told(read(lines(long))) == [("R", "", "jsonl")]


def test_rows_may_hold_any_other_kind(read: Callable) -> None:
    rows = lines(
        {"url": "u", "html": PAGE.decode()},
        {"url": "u", "raw": json.dumps(POST)},
        {"url": "u", "raw": RSS.decode()},
        {"url": "u", "raw": json.dumps([POST, POST])},
        {"url": "u", "raw": "Ferry late\n\nIt left at noon."},
        {"url": "u", "raw": json.dumps({"raw": PAGE.decode()})},
        [ROW, POST],
    )
    items = read(rows)
    assert told(items) == [
        ("R", "#0", "jsonl/html"),
        ("R", "#1", "jsonl/wordpress"),
        *[("R", f"#2.{n}", "jsonl/feed") for n in range(2)],
        *[("R", f"#3.{n}", "jsonl/wordpress") for n in range(2)],
        ("R", "#4", "jsonl/text"),
        ("R", "#5", "jsonl/html"),
        ("R", "#6.0", "jsonl"),
        ("R", "#6.1", "wordpress"),
    ]
    assert all(item.hints.get("url") == "u" for item in items[:8])


def test_a_row_is_known_by_text_before_html_before_raw(read: Callable) -> None:
    both = {"text": "The ferry left at noon.", "html": PAGE.decode(), "raw": "x"}
    (item,) = read(json.dumps(both).encode())
    assert item.kind == "jsonl"
    (item,) = read(json.dumps({**both, "text": "  "}).encode())
    assert item.kind == "jsonl/html"


def test_documents_nested_without_end_are_refused(read: Callable) -> None:
    inner: Any = {"text": "The ferry left at noon."}
    for _ in range(40):
        inner = {"raw": json.dumps(inner)}
        if len(json.dumps(inner)) > 1_000_000:
            break
    (item,) = read(json.dumps(inner).encode())
    assert isinstance(item, Rejection)
    assert "nested" in item.error


# --- one bad record among good ones


def test_broken_lines_cost_themselves(read: Callable) -> None:
    deep = b'{"text": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    items = read(lines(ROW, b'{"text": "cut', b"", b"7", b"not json", deep, b'{"text": NaN}', {"url": "u"}, {}, ROW))
    found = told(items)
    assert found[0] == ("R", "#0", "jsonl")
    assert found[-1] == ("R", "#8", "jsonl")
    assert [(a, b) for a, b, _ in found[1:-1]] == [("J", f"#{n}") for n in range(1, 8)]
    assert all(item.stage == "read" and item.raw for item in items[1:-1])
    assert "broken JSON" in found[1][2]
    assert "not an object" in found[2][2]


def test_a_line_in_another_charset_is_read(read: Callable) -> None:
    items = read(lines(ROW) + '{"url": "u", "text": "Café Löwe"}\n'.encode("latin-1") + lines(ROW))
    assert told(items) == [("R", f"#{n}", "jsonl") for n in range(3)]
    assert items[1].content["text"] == "Café Löwe"


def test_rows_and_posts_that_hold_nothing(read: Callable) -> None:
    error = {"code": "rest_post_invalid_id", "message": "Invalid post ID.", "data": {"status": 404}}
    (item,) = read(json.dumps(error).encode())
    assert item.error == "a WordPress error, not a post: Invalid post ID."
    (item,) = read(b"[]")
    assert item.error == "an empty list"
    assert told(read(json.dumps([POST, None, POST]).encode())) == [
        ("R", "#0", "wordpress"),
        ("J", "#1", "a JSON NoneType, not an object"),
        ("R", "#2", "wordpress"),
    ]
    (item,) = read(b'{"url": "u", "body": "Ferry late", "content": "x"}')
    assert item.error == "no text, html or raw in this row: it has url, body, content"
    (item,) = read(b'{"url": "u", "text": " "}')
    assert item.error == "text, html and raw are empty in this row"


def test_a_line_of_50_mb_is_rejected_and_its_neighbors_come_out(tmp_path: Path) -> None:
    path = tmp_path / "blob.dat"
    with path.open("wb") as f:
        f.write(lines(ROW))
        f.write(b'{"text": "')
        for _ in range(50):
            f.write(b"x" * 1_000_000)
        f.write(b'"}\n')
        f.write(lines(ROW))
    tracemalloc.start()
    try:
        items = list(read_file(str(path), ReadOptions(max_document_mb=2)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert told(items) == [
        ("R", "#0", "jsonl"),
        ("J", "#1", "a line longer than read.max_document_mb (2 MB)"),
        ("R", "#2", "jsonl"),
    ]
    assert len(items[1].raw) == KEEP_RAW
    assert peak < 20_000_000, "what is too long is not kept"


def test_a_page_above_the_limit_is_rejected(read: Callable) -> None:
    (item,) = read(PAGE + b"<p>more</p>" * 200_000, max_document_mb=1)
    assert item.error == "larger than read.max_document_mb (1 MB)"
    assert len(item.raw) == KEEP_RAW


# --- gzip and zstd


def zst(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


@pytest.mark.parametrize("pack", [gzip.compress, zst, lambda d: gzip.compress(zst(d)), lambda d: zst(gzip.compress(d))])
@pytest.mark.parametrize("data", [PAGE, lines(ROW, ROW), RSS, warc(("200", PAGE), ("200", PAGE))])
def test_packed_once_or_twice_reads_the_same(read: Callable, pack: Callable, data: bytes) -> None:
    assert told(read(pack(data))) == told(read(data))


def test_several_members_and_padding(read: Callable) -> None:
    for pack in (gzip.compress, zst):
        assert told(read(pack(lines(ROW)) + pack(lines(ROW, ROW)))) == [("R", f"#{n}", "jsonl") for n in range(3)]
    assert told(read(gzip.compress(lines(ROW, ROW)) + bytes(512))) == [("R", "#0", "jsonl"), ("R", "#1", "jsonl")]


@pytest.mark.parametrize("pack", [gzip.compress, zst])
def test_whole_rows_before_a_break_come_out(read: Callable, pack: Callable) -> None:
    rows = [{**ROW, "text": f"Ferry {n} of {n * n} left {'abcdefghijklmnop'[n % 16] * (n % 50)}."} for n in range(3000)]
    whole = pack(lines(*rows))
    items = read(whole[: len(whole) * 2 // 3])
    records, rest = items[:-1], items[-1]
    assert [r.content for r in records] == rows[: len(records)]
    assert len(records) > (1000 if pack is gzip.compress else -1)
    assert rest.error.startswith("cannot be unpacked to its end")
    assert rest.source_uri.endswith("blob.dat")


@pytest.mark.parametrize("pack", [gzip.compress, zst])
def test_half_a_page_is_no_article(read: Callable, pack: Callable) -> None:
    import random

    noise = "".join(random.Random(7).choices("abcdefghij ", k=200_000))
    (item,) = read(pack(PAGE + f"<p>{noise}</p>".encode())[:-9000])
    assert isinstance(item, Rejection)
    assert item.error.startswith("cannot be unpacked to its end")


def test_broken_packings(read: Callable) -> None:
    for data in (
        b"\x1f\x8b",
        b"\x1f\x8b\x08garbage that is no deflate",
        b"\x28\xb5\x2f\xfdgarbage",
        gzip.compress(PAGE)[:-4],
    ):
        items = read(data)
        assert [type(i) for i in items] == [Rejection], items
        assert items[0].stage == "read"


@pytest.mark.parametrize("pack", [gzip.compress, zst])
def test_a_bomb_is_rejected_without_being_unpacked_whole(read: Callable, pack: Callable) -> None:
    bomb = pack(b"<html><body>" + b" " * 100_000_000)
    for packed in (bomb, pack(bomb)):
        tracemalloc.start()
        try:
            (item,) = read(packed, max_document_mb=2)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert item.error == "larger than read.max_document_mb (2 MB)"
        assert peak < 150_000_000


@given(st.binary(max_size=3000), st.sampled_from(["gzip", "zstd"]))
def test_unpacking_gives_back_what_was_packed(data: bytes, kind: str) -> None:
    packed = gzip.compress(data) if kind == "gzip" else zst(data)
    stream, packings = unpack.unpacked(io.BytesIO(packed))
    if data[:2] != b"\x1f\x8b" and data[:4] != b"\x28\xb5\x2f\xfd":
        assert stream.read() == data
        assert [p.error for p in packings] == [None]


@given(st.binary(max_size=300), st.integers(0, 2000))
def test_no_packed_bytes_raise(noise: bytes, at: int) -> None:
    packed = gzip.compress(lines(ROW, ROW)) + zst(PAGE)
    at %= len(packed)
    stream, _ = unpack.unpacked(io.BytesIO(packed[:at] + noise + packed[at:]))
    stream.read()


# --- WARC


def test_warc_counts_every_record_and_reads_answers_only(read: Callable) -> None:
    data = warc(
        *[("warcinfo", b"software: x\r\n"), ("request", b"GET / HTTP/1.1\r\n\r\n"), ("200", PAGE), ("404", PAGE)],
        *[
            ("301", b""),
            ("200", b"\x89PNG\r\n\x1a\n" + bytes(64)),
            ("200", RSS),
            ("metadata", b"x: y\r\n"),
            ("200", PAGE),
        ],
    )
    items = read(data)
    assert told(items) == [
        ("S", "#0", "warc warcinfo"),
        ("S", "#1", "warc request"),
        ("R", "#2", "warc/html"),
        ("S", "#3", "warc response 404"),
        ("S", "#4", "warc response 301"),
        ("S", "#5", "image"),
        ("R", "#6.0", "warc/feed"),
        ("R", "#6.1", "warc/feed"),
        ("S", "#7", "warc metadata"),
        ("R", "#8", "warc/html"),
    ]
    assert items[2].hints == {"url": "https://w.example/2", "fetched": "2025-12-01T00:00:00Z"}


def test_warc_that_ends_in_the_middle_of_a_page(read: Callable) -> None:
    whole = warc(("200", PAGE), ("200", PAGE))
    assert told(read(whole[:-40])) == [
        ("R", "#0", "warc/html"),
        ("J", "#1", "the WARC file ends in the middle of this record"),
    ]
    packed = told(read(gzip.compress(whole)[:-40]))
    assert [(a, b) for a, b, _ in packed if a == "J"] == [("J", "")]


def test_warc_with_content_packed_by_the_server(read: Callable) -> None:
    body = gzip.compress(PAGE)
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    data = warc_record("response", 1, "https://w.example/", "application/http; msgtype=response", head.encode() + body)
    (item,) = read(data)
    assert item.content == PAGE


def test_warc_record_above_the_limit(read: Callable) -> None:
    data = warc(("200", PAGE + b"x" * 1_500_000), ("200", PAGE))
    assert told(read(data, max_document_mb=1)) == [
        ("J", "#0", "larger than read.max_document_mb (1 MB)"),
        ("R", "#1", "warc/html"),
    ]


def test_noise_behind_the_mark_of_a_warc(read: Callable) -> None:
    items = read(b"WARC/1.0\r\nnothing of the kind\x00\xff" * 20)
    assert items
    assert not [i for i in items if isinstance(i, Record)]


# --- Parquet


def parquet(**columns: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def test_parquet_rows(read: Callable) -> None:
    from datetime import UTC, datetime

    data = parquet(
        url=["u0", "u1", "u2"],
        date=pa.array([datetime(2024, 5, 6, tzinfo=UTC), None, None], pa.timestamp("us", tz="UTC")),
        text=["The ferry left at noon.", None, ""],
        raw=pa.array([None, PAGE, None], pa.binary()),
        other=[1, 2, 3],
    )
    items = read(data)
    assert told(items) == [
        ("R", "#0", "parquet"),
        ("R", "#1", "parquet/html"),
        ("J", "#2", "text, html and raw are empty in this row"),
    ]
    assert items[0].hints == {"url": "u0", "published": "2024-05-06T00:00:00+00:00"}


def test_parquet_that_is_none_or_says_nothing(read: Callable) -> None:
    (item,) = read(parquet(a=[1], b=[2]))
    assert item.error == "no column text, html or raw; it has a, b"
    (item,) = read(b"PAR1" + bytes(100))
    assert item.error.startswith("broken Parquet")
    (item,) = read(parquet(text=["x" * 500])[:-20])
    assert item.error.startswith("broken Parquet")
    assert read(parquet(text=pa.array([], pa.string()))) == []


# --- shards and the rest


@pytest.mark.parametrize(
    "make", [lambda: lines(*[{**ROW, "n": n} for n in range(950)]), lambda: warc(*[("200", PAGE)] * 950)]
)
def test_shards_together_read_every_record_once(tmp_path: Path, make: Callable) -> None:
    path = tmp_path / "blob.dat"
    path.write_bytes(make() + (b"" if make().startswith(b"WARC") else b'{"broken'))
    whole = told(list(read_file(str(path), ReadOptions(block_records=100))))
    shards = [told(list(read_file(str(path), ReadOptions(block_records=100), k, 4))) for k in range(4)]
    assert sorted(item for shard in shards for item in shard) == sorted(whole)
    assert all(shards)
    assert [item[1] for item in shards[1][:2]] == ["#100", "#101"]


@pytest.mark.parametrize(
    "data", [PAGE, b"", RSS, b"\x89PNG", gzip.compress(PAGE)[:-9], b"PAR1xx", json.dumps([POST]).encode()]
)
def test_shards_of_what_is_no_container_read_it_once(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "blob.dat"
    path.write_bytes(data)
    assert told(list(read_file(str(path), ReadOptions(), 1, 2))) == []
    assert told(list(read_file(str(path), ReadOptions(), 0, 2))) == told(list(read_file(str(path), ReadOptions())))


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    (item,) = read_file(str(tmp_path / "gone"), ReadOptions())
    assert item == Rejection(str(tmp_path / "gone"), "read", "cannot be read: No such file or directory")


@given(st.binary(max_size=600))
def test_document_never_raises(data: bytes) -> None:
    from transforms.read.documents import _Source

    for item in document(_Source("x", ReadOptions()), data):
        assert isinstance(item, (Record, Rejection, Skip))


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=20),
        lambda x: (
            st.lists(x, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["text", "html", "raw", "url", "content", "rendered", "items", "version", "code", "message", "data"]
                ),
                x,
                max_size=4,
            )
        ),
    )
)
def test_any_json_is_read_or_rejected(value: Any) -> None:
    from transforms.read.documents import _Source

    items = list(document(_Source("x", ReadOptions()), json.dumps(value)))
    assert all(isinstance(item, (Record, Rejection, Skip)) for item in items)


JSON_TEXT = st.text(st.characters() | st.characters(categories=["Cs"]), max_size=10)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.integers(2**62, 2**90) | st.floats() | JSON_TEXT,
    lambda x: st.lists(x, max_size=3) | st.dictionaries(JSON_TEXT, x, max_size=3),
)


@given(
    JSON_VALUES, st.booleans(), st.sampled_from([b"", b"\xef\xbb\xbf", b" ", b"\0", b"1", b",", b"\xff"]), st.booleans()
)
def test_a_line_is_what_json_makes_of_it(value: Any, ascii_only: bool, stray: bytes, first: bool) -> None:
    from transforms.read.documents import _value

    line = json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    line = stray + line if first else line + stray
    try:
        expected = repr(json.loads(line))
    except ValueError as e:
        with pytest.raises(type(e)):
            _value(line)
    else:
        assert repr(_value(line)) == expected
