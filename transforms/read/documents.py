"""From a file, whatever is in it, to raw documents: one Record for each, a Rejection for what cannot be read, a Skip
for what is no document.

Containers (JSON lines, WARC, Parquet) hold documents of any other kind; those go through `document` again, so that a
feed inside a WARC record is read like a feed in a file.
"""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import msgspec

from transforms import files
from transforms.read import feeds, sniff, unpack
from transforms.read.charsets import decode
from transforms.read.options import ReadOptions
from transforms.records import Record

KEEP_RAW = 65_536  # bytes of a rejected document that are kept in `rejected`; `source_uri` says where the rest is
ROW_KEYS = ("url", "site", "title", "authors", "author", "published", "date", "text", "html", "raw")


@dataclass(frozen=True, slots=True)
class Rejection:
    """A raw document that could not be read, or that no article could be made of."""

    source_uri: str
    stage: str
    error: str
    raw: bytes | None = None


@dataclass(frozen=True, slots=True)
class Skip:
    """Something that is no document; counted under `what`."""

    source_uri: str
    what: str


Item = Record | Rejection | Skip


@dataclass(slots=True)
class _Source:
    """Where a document comes from: what its rows in `rejected` and its articles' source_uri say."""

    uri: str
    options: ReadOptions
    container: str = ""
    hints: dict[str, Any] = field(default_factory=dict)
    depth: int = 0
    shard: int = 0
    shards: int = 1

    def mine(self, number: int) -> bool:
        return self.shards == 1 or (number // self.options.block_records) % self.shards == self.shard

    def kind(self, inner: str) -> str:
        return f"{self.container}/{inner}" if self.container else inner

    def reject(self, error: str, raw: bytes | str | None = None) -> Rejection:
        data = raw.encode("utf-8", "replace") if isinstance(raw, str) else raw
        return Rejection(self.uri, "read", error, data[:KEEP_RAW] if data is not None else None)

    def uri_of(self, number: int) -> str:
        return f"{self.uri}{'.' if '#' in self.uri else '#'}{number}"

    def at(self, number: int) -> _Source:
        return _Source(self.uri_of(number), self.options, self.container, self.hints, self.depth + 1)


def read_file(path: str, options: ReadOptions, shard: int = 0, shards: int = 1) -> Iterator[Item]:
    """The documents of one file, in the order in which they stand there. Never raises for what the file holds.

    Of several shards each gets its blocks of the records of JSON lines, WARC and Parquet; the first gets all else.
    """
    source = _Source(path, options, shard=shard, shards=shards)
    try:
        with files.open_read(path) as raw:
            stream, packings = unpack.unpacked(raw)
            head = stream.peek(sniff.HEAD)
            if head.startswith(sniff.PARQUET):
                yield from _parquet(source, path)
            elif head or not any(p.error for p in packings):
                yield from _stream(source, stream, head, packings)
            for packing in packings:
                if packing.error and not shard:
                    yield source.reject(f"cannot be unpacked to its end: {packing.error}")
    except OSError as e:
        if not shard:
            yield source.reject(f"cannot be read: {e.strerror or e}")


def _stream(
    source: _Source, stream: io.BufferedReader, head: bytes, packings: Sequence[unpack.Unpacking] = ()
) -> Iterator[Item]:
    if not head:
        if not source.shard:
            yield source.reject("empty file")
        return
    if head[:5] == b"WARC/":
        yield from _warc(source, stream, packings)
        return
    what = sniff.binary_kind(head)
    if what:
        if not source.shard:
            yield Skip(source.uri, what)
        return
    if sniff.text_kind(decode(head), whole=False) == "jsonl":
        yield from _json_lines(source, stream, packings=packings)
        return
    limit = source.options.max_document_bytes
    first = b""
    if head.lstrip()[:1] == b"{" and b"\n" not in head.strip():
        # An object on a line that goes on beyond what was looked at: JSON lines, if another line follows.
        first = stream.readline(limit + 1)
        if stream.peek(1).strip():
            yield from _json_lines(source, stream, first, packings)
            return
    if source.shard:
        return
    data = first + stream.read(limit + 1 - len(first))
    if len(data) > limit:
        yield source.reject(f"larger than read.max_document_mb ({source.options.max_document_mb:g} MB)", data)
        return
    if any(p.error for p in packings):
        return  # half a page is no article; lines and records that came whole are
    yield from document(source, data)


def document(source: _Source, data: bytes | str) -> Iterator[Item]:
    """The records of one document that is no container of files: a page, a feed, posts, a dump."""
    if isinstance(data, bytes):
        what = sniff.binary_kind(data[: sniff.HEAD])
        if what:
            yield Skip(source.uri, what)
            return
    text = data if isinstance(data, str) else decode(data, source.hints.get("charset"))
    kind = sniff.text_kind(text[: sniff.HEAD], whole=len(text) <= sniff.HEAD)
    if kind == "empty":
        yield source.reject("empty", data)
    elif kind in sniff.NO_ARTICLE:
        yield Skip(source.uri, kind)
    elif kind == "feed":
        yield from _feed(source, data)
    elif kind == "jsonl":
        yield from _json_lines(source, io.BufferedReader(io.BytesIO(text.encode("utf-8", "surrogatepass"))))  # type: ignore[arg-type]
    elif kind == "json":
        try:
            value = json.loads(text.lstrip("\ufeff"))
        except (ValueError, RecursionError) as e:
            yield source.reject(f"broken JSON: {e}", data)
            return
        yield from _json(source, value, data)
    elif kind == "html":
        yield Record(source.uri, source.kind("html"), data, source.hints)
    else:
        yield Record(source.uri, source.kind("text"), text, source.hints)


def _feed(source: _Source, data: bytes | str) -> Iterator[Item]:
    try:
        entries = feeds.entries(data, source.hints.get("url"))
    except feeds.BrokenFeed as e:
        yield source.reject(str(e), data)
        return
    for n, entry in enumerate(entries):
        yield Record(source.at(n).uri, source.kind("feed"), entry, source.hints)


def _json(source: _Source, value: Any, data: bytes | str) -> Iterator[Item]:
    if isinstance(value, list):
        if not value:
            yield source.reject("an empty list", data)
        for n, one in enumerate(value):
            yield from _object(source.at(n), one)
    elif isinstance(value, dict) and "jsonfeed.org" in str(value.get("version", "")):
        for n, entry in enumerate(feeds.json_entries(value)):
            yield Record(source.at(n).uri, source.kind("feed"), entry, source.hints)
    else:
        yield from _object(source, value)


def _object(source: _Source, value: Any) -> Iterator[Item]:
    """One JSON object: a WordPress post, or a row."""
    if not isinstance(value, dict):
        yield source.reject(f"a JSON {type(value).__name__}, not an object", json.dumps(value)[:KEEP_RAW])
        return
    content = value.get("content")
    if isinstance(content, dict) and "rendered" in content:
        yield Record(source.uri, source.kind("wordpress"), value, source.hints)
    elif "code" in value and "message" in value and "data" in value and not value.keys() & set(ROW_KEYS):
        yield source.reject(f"a WordPress error, not a post: {str(value['message'])[:200]}", json.dumps(value))
    else:
        yield from _row(source, value, source.container or "jsonl")


def _row(source: _Source, row: dict[str, Any], container: str) -> Iterator[Item]:
    """A row of JSON lines or Parquet: its own text, or a document of another kind inside it."""
    record = _own_text(source.uri, row, container)
    if record is not None:
        yield record
        return
    hints = _hints(row)
    inner, where = row.get("html"), "html"
    if not inner:
        inner, where = row.get("raw"), "raw"
    if not isinstance(inner, (str, bytes)) or not inner.strip():
        if row.keys() & {"text", "html", "raw"}:
            missing = "text, html and raw are empty in this row"
        else:
            missing = f"no text, html or raw in this row: it has {', '.join(map(str, row))[:500] or 'no keys'}"
        yield source.reject(missing, json.dumps(row, default=str)[:KEEP_RAW])
        return
    if source.depth > 3:
        yield source.reject("documents nested more than three deep")
        return
    nested = _Source(source.uri, source.options, container, {**source.hints, **hints}, source.depth + 1)
    if where == "html":
        yield Record(nested.uri, nested.kind("html"), inner, nested.hints)
    else:
        yield from document(nested, inner)


def _own_text(uri: str, row: dict[str, Any], container: str) -> Record | None:
    """The record of a row that holds its article's text itself, as nearly all of JSON lines do."""
    text = row.get("text")
    return Record(uri, container, row, _hints(row)) if isinstance(text, str) and text.strip() else None


def _hints(row: dict[str, Any]) -> dict[str, Any]:
    """What a row says about its document, as strings, but for the list of its authors."""
    hints: dict[str, Any] = {}
    for key in _HINTS:
        value = row.get(key)
        if value and (type(value) is str or (value := _plain_hint(key, value))):
            hints[key] = value
    for other, name in (("date", "published"), ("author", "authors")):
        if other in hints:
            hints.setdefault(name, hints.pop(other))
    return hints


_HINTS = ("url", "site", "title", "authors", "author", "published", "date", "language")


def _plain_hint(key: str, value: Any) -> str | list[str] | None:
    """A value that is no string as one, a name where it is an object that has one; None for what says nothing."""
    if key in ("authors", "author"):
        names = [v.get("name") if isinstance(v, dict) else v for v in (value if isinstance(value, list) else [value])]
        return [n for n in names if isinstance(n, str)]
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("rendered")
    if key in ("published", "date") and isinstance(value, (int, float)):
        value = str(value)
    return value if isinstance(value, str) else None


def _json_lines(
    source: _Source, stream: io.BufferedReader, first: bytes = b"", packings: Sequence[unpack.Unpacking] = ()
) -> Iterator[Item]:
    limit, number = source.options.max_document_bytes, -1
    while True:
        line, first = first or stream.readline(limit + 1), b""
        if not line:
            return
        if not line.strip():
            continue
        if not line.endswith(b"\n") and len(line) <= limit and any(p.error for p in packings):
            return  # cut in two where the packed data broke off, which is told once, by the file
        number += 1
        if not source.mine(number):
            while line and not line.endswith(b"\n"):
                line = stream.readline(limit)
            continue
        if len(line) > limit:
            yield source.at(number).reject(
                f"a line longer than read.max_document_mb ({source.options.max_document_mb:g} MB)", line
            )
            while line and not line.endswith(b"\n"):
                line = stream.readline(limit)
            continue
        try:
            value = _value(line)
        except UnicodeDecodeError:
            try:
                value = json.loads(decode(line))
            except (ValueError, RecursionError) as e:
                yield source.at(number).reject(f"broken JSON: {e}", line)
                continue
        except (ValueError, RecursionError) as e:
            yield source.at(number).reject(f"broken JSON: {e}", line)
            continue
        record = None
        if isinstance(value, dict) and not isinstance(value.get("content"), dict):  # else perhaps a WordPress post
            record = _own_text(source.uri_of(number), value, source.container or "jsonl")
        if record is not None:
            yield record
        elif isinstance(value, list):
            yield from _json(source.at(number), value, line)
        else:
            yield from _object(source.at(number), value)


_quick = msgspec.json.Decoder().decode


def _value(line: bytes) -> Any:
    """What json.loads makes of a line, in a third of the time; what RFC 8259 does not allow is left to json itself."""
    try:
        return _quick(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return json.loads(line)


class _Forward:
    """A stream that can only be read onwards: what FastWARC takes for seekable it seeks in, and unpacked data is not."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream, self._at = stream, 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._at += len(data)
        return data

    def tell(self) -> int:
        return self._at


def _warc(source: _Source, stream: io.BufferedReader, packings: Sequence[unpack.Unpacking] = ()) -> Iterator[Item]:
    from fastwarc.warc import ArchiveIterator

    limit = source.options.max_document_bytes
    number = -1
    try:
        for record in ArchiveIterator(
            cast(Any, _Forward(stream)), auto_decode="all", quirks_mode=True, stream_detect=False
        ):
            number += 1
            if not source.mine(number):
                continue
            here = source.at(number)
            kind = record.record_type.name if hasattr(record.record_type, "name") else str(record.record_type)
            if kind != "response":
                yield Skip(here.uri, f"warc {kind}")
                continue
            status = record.http_headers.status_code if record.http_headers is not None else None
            if status is not None and status != 200:
                yield Skip(here.uri, f"warc response {status}")
                continue
            payload = record.reader.read(limit + 1)
            if len(payload) > limit:
                yield here.reject(f"larger than read.max_document_mb ({source.options.max_document_mb:g} MB)", payload)
                continue
            if _cut_short(record, len(payload)):
                if not any(p.error for p in packings):  # else the file tells it
                    yield here.reject("the WARC file ends in the middle of this record", payload)
                return
            hints = {"url": record.headers.get("WARC-Target-URI"), "charset": record.http_charset}
            hints["fetched"] = record.headers.get("WARC-Date")
            nested = _Source(here.uri, source.options, "warc", {k: v for k, v in hints.items() if v}, 1)
            yield from document(nested, payload)
    except (KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as e:  # a panic of the library's Rust code is no Exception
        if not source.shard:
            yield source.reject(f"broken WARC: after record {number}, what came before is read: {e}")
        return
    if number < 0 and not source.shard:
        yield source.reject("a WARC file without records")


def _cut_short(record: Any, size: int) -> bool:
    """Whether fewer bytes came than the record states: half a page is no article. What was encoded cannot be told."""
    http = record.http_headers
    if http is not None and (http.get("Content-Encoding") or http.get("Transfer-Encoding")):
        return False
    return size < record.content_length


def _parquet(source: _Source, path: str) -> Iterator[Item]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        # By its path, unless a file system of Beam's must be asked: Parquet is read from its end.
        where: Any = path if files.is_local(path) else pa.PythonFile(files.open_read(path), mode="r")
        table = pq.ParquetFile(where)
        names = [c for c in table.schema_arrow.names if c in (*ROW_KEYS, "language", "published_at")]
        if not {"text", "html", "raw"} & set(names):
            if source.shard:
                return
            yield source.reject(f"no column text, html or raw; it has {', '.join(table.schema_arrow.names)[:500]}")
            return
        number = -1
        for batch in table.iter_batches(batch_size=256, columns=names):
            for row in batch.to_pylist():
                number += 1
                if source.mine(number):
                    yield from _row(source.at(number), _plain(row), "parquet")
    except (pa.ArrowException, OSError) as e:
        if not source.shard:
            yield source.reject(f"broken Parquet: {e}")


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A Parquet row as a JSON row: times as ISO strings, and our own output's `published_at` as `published`."""
    out = {}
    for key, value in row.items():
        if isinstance(value, datetime.date):
            value = value.isoformat()
        out[key] = value
    if out.get("published_at") and not out.get("published"):
        out["published"] = out.pop("published_at")
    return out
