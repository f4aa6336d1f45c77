"""What only all articles of a run together can tell: which are read twice, and which lines are a site's furniture.

Both work on small columns that travel; the texts stay in their part files.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import xxhash

from transforms.normalize.sites import normalise_url

# One row an article: who it is, and how full its text. `id` is the article_id as 16 bytes; `feed` names the feed it
# is an entry of (0: none).
KEYS = np.dtype([("url", "<u8"), ("id_hi", "<u8"), ("id_lo", "<u8"), ("whole", "?"), ("words", "<u4"), ("feed", "<u8")])
# One row an edge line: the line on its site, and which body and title it stands with.
EDGES = np.dtype([("line", "<u8"), ("body", "<u8"), ("title", "<u8")])

HEAD_LINES, TAIL_LINES = 2, 4  # furniture that form did not find stands next to the body; deeper is the body
# A line is furniture where so many distinct bodies of one site, with so many titles, carry it at their edge. Three would
# be reached by an article in two revisions beside another that quotes its last line.
DISTINCT = 4


def _hash(*parts: str) -> int:
    return xxhash.xxh3_64_intdigest("\x00".join(parts).encode("utf-8", "surrogatepass"))


def _line_key(site: str, line: bytes) -> int:
    """A line (UTF-8) on its site, as 64 bits."""
    return xxhash.xxh3_64_intdigest(site.encode() + b"\0" + line)


def url_key(url: str | None) -> int:
    """A url as 64 bits, the same however it is written; 0 for none."""
    # With its fragment: some sites' articles are anchors on one page.
    return _hash((normalise_url(url) or "") + "#" + url.partition("#")[2]) if url else 0


def article_keys(rows: list[dict[str, Any]], texts: pa.StringArray | None = None) -> np.ndarray:
    """Rows of schema.NORMALIZED -> KEYS; `url` 0 stands for none. `texts`: of the rows, where there is the column."""
    out = np.zeros(len(rows), KEYS)
    ids = np.frombuffer(bytes.fromhex("".join([row["article_id"] for row in rows])), ">u8").reshape(-1, 2)
    out["url"] = [url_key(row["url"]) for row in rows]
    out["id_hi"], out["id_lo"] = ids[:, 0], ids[:, 1]
    out["whole"] = [not row["is_summary"] for row in rows]
    out["words"] = _word_counts(pa.array([row["text"] for row in rows], pa.string()) if texts is None else texts)
    out["feed"] = [
        _hash(row["source_uri"].rpartition("#")[0]) if row["input_kind"].endswith("feed") else 0 for row in rows
    ]
    return out


def _word_counts(texts: pa.StringArray) -> np.ndarray:
    """How many blanks and line ends each of some texts has, plus one."""
    counts = np.ones(len(texts), np.uint32)
    offsets, data = (np.frombuffer(b or b"", t) for b, t in zip(texts.buffers()[1:], (np.int32, np.uint8), strict=True))
    offsets = offsets[texts.offset : texts.offset + len(texts) + 1]
    full = np.flatnonzero(offsets[1:] > offsets[:-1])
    for rows in np.array_split(full, 1 + len(data) // 4_000_000):  # a few MB at a time, however long the texts
        if len(rows):
            start, end = offsets[rows[0]], offsets[rows[-1] + 1]
            parts = (data[start:end] == ord(" ")) | (data[start:end] == ord("\n"))
            counts[rows] += np.add.reduceat(parts, offsets[rows] - start, dtype=np.uint32)
    return counts


def _edge_counts(n: int) -> tuple[int, int]:
    """How many of n paragraphs are edge lines at its head and at its tail; the middle one never is."""
    heads = min(HEAD_LINES, (n - 1) // 2)
    return heads, min(TAIL_LINES, n - 1 - heads)


def edge_lines(rows: list[dict[str, Any]], texts: list[list[bytes]] | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Rows of schema.NORMALIZED -> EDGES of the articles whose site is known, and how many each row has (int64).

    `texts`: the paragraphs of each in UTF-8, where the caller has them.
    """
    if texts is None:
        texts = [row["text"].encode("utf-8", "surrogatepass").split(b"\n\n") for row in rows]
    found: list[int] = []
    bodies: list[tuple[int, int]] = []
    counts = np.zeros(len(rows), np.int64)
    for i, (row, lines) in enumerate(zip(rows, texts, strict=True)):
        site = row["source_site"]
        if not site or len(lines) < 2:
            continue
        heads, tails = _edge_counts(len(lines))
        inner = len(lines) - tails
        # The smallest paragraph hash names the body: copies and revisions share most paragraphs, so mostly this one.
        body = min(map(xxhash.xxh3_64_intdigest, lines[heads:inner]))
        bodies.append((body, _hash(row["title"]) if row["title"] else body))
        of_site = site.encode() + b"\0"  # as _line_key
        # From outside in.
        found += map(xxhash.xxh3_64_intdigest, map(of_site.__add__, (*lines[:heads], *lines[: inner - 1 : -1])))
        counts[i] = heads + tails
    edges = np.empty(len(found), EDGES)
    edges["line"] = np.array(found, np.uint64)
    of_bodies = np.array(bodies, np.uint64).reshape(-1, 2)
    edges["body"], edges["title"] = np.repeat(of_bodies, counts[counts > 0], axis=0).T
    return edges, counts


def edge_column(edges: np.ndarray, counts: np.ndarray) -> pa.Array:
    """What edge_lines gives -> the edge lines of each row, as bytes."""
    offsets = np.concatenate([[0], np.cumsum(counts * EDGES.itemsize)]).astype(np.int32)
    return pa.Array.from_buffers(pa.binary(), len(counts), [None, pa.py_buffer(offsets), pa.py_buffer(edges)])


def edges_of(column: pa.BinaryArray) -> tuple[np.ndarray, np.ndarray]:
    """What edge_column gives -> EDGES of all rows, and where among them those of each row start (int32, one more at the
    end)."""
    if not len(column):
        return np.empty(0, EDGES), np.zeros(1, np.int32)
    _, offsets, data = column.buffers()
    ends = np.frombuffer(offsets, np.int32)[column.offset : column.offset + len(column) + 1]
    edges = np.frombuffer(data or b"", np.uint8)[ends[0] : ends[-1]].view(EDGES)
    return edges, (ends - ends[0]) // EDGES.itemsize


def furniture(edges: np.ndarray) -> np.ndarray:
    """EDGES of a run -> the line keys that are furniture, sorted."""
    if not len(edges):
        return np.empty(0, np.uint64)
    lines, counts = np.unique(edges["line"], return_counts=True)
    edges = edges[np.isin(edges["line"], lines[counts >= DISTINCT])]
    kept = []
    for column in ("body", "title"):
        pairs = np.unique(np.stack([edges["line"], edges[column]], axis=1), axis=0)
        lines, counts = np.unique(pairs[:, 0], return_counts=True)
        kept.append(lines[counts >= DISTINCT])
    return np.intersect1d(kept[0], kept[1])


def cut_furniture(articles: pa.Table, lines: np.ndarray) -> pa.Table:
    """Cuts lines found by `furniture` off the two ends of the texts; what was cut goes into `evidence`."""
    if not len(lines):
        return articles
    known = set(lines.tolist())
    texts, evidence = articles["text"].to_pylist(), articles["evidence"].to_pylist()
    sites = articles["source_site"].to_pylist()
    changed = False
    for i, (site, text) in enumerate(zip(sites, texts, strict=True)):
        paragraphs = text.encode().split(b"\n\n")
        if not site or len(paragraphs) < 2:
            continue
        heads, tails = _edge_counts(len(paragraphs))
        first, last = 0, len(paragraphs)
        while first < heads and _line_key(site, paragraphs[first]) in known:
            first += 1
        while last > len(paragraphs) - tails and _line_key(site, paragraphs[last - 1]) in known:
            last -= 1
        if last - first < len(paragraphs):
            changed = True
            cut = [line.decode() for line in paragraphs[:first] + paragraphs[last:]]
            texts[i] = b"\n\n".join(paragraphs[first:last]).decode()
            evidence[i] = json.dumps(
                {**json.loads(evidence[i]), "furniture_by_frequency": cut}, ensure_ascii=False, sort_keys=True
            )
    if not changed:
        return articles
    for name, values in (("text", texts), ("evidence", evidence)):
        at = articles.schema.get_field_index(name)
        articles = articles.set_column(at, articles.schema.field(at), pa.array(values, pa.string()))
    return articles


def read_again(keys: np.ndarray) -> np.ndarray:
    """KEYS of a run, in its order -> a mask of the rows that are dropped because another stands for them.

    The rule: of articles with one url (normalised) the one with a whole text stands before a summary, then the longer
    one, then the one of smaller article_id, then the one read first; but two entries of one feed are two articles,
    since a feed names its entries by more than their link. Of one article_id, the one read first stands.
    """
    place = np.arange(len(keys))
    fullness = (place, keys["id_lo"], keys["id_hi"], -keys["words"].astype(np.int64), ~keys["whole"], keys["url"])
    order = np.lexsort(fullness)
    ranked = keys[order]
    starts = np.ones(len(keys), bool)
    starts[1:] = (ranked["url"][1:] != ranked["url"][:-1]) | (ranked["url"][1:] == 0)
    best = ranked[np.maximum.accumulate(np.where(starts, place, 0))]
    sibling = (ranked["feed"] == best["feed"]) & (ranked["feed"] != 0)
    dropped = np.zeros(len(keys), bool)
    dropped[order] = ~starts & ~sibling
    kept = np.flatnonzero(~dropped)
    _, first = np.unique(keys[kept][["id_hi", "id_lo"]], return_index=True)
    again = np.ones(len(kept), bool)
    again[first] = False
    dropped[kept[again]] = True
    return dropped


def drop_rows(articles: pa.Table, rows: np.ndarray) -> pa.Table:
    if not len(rows):
        return articles
    keep = np.ones(articles.num_rows, bool)
    keep[rows] = False
    return articles.filter(pa.array(keep))


def table_counts(articles: pa.Table) -> dict[str, int]:
    """What the run's summary says of its articles."""
    return {
        "articles": articles.num_rows,
        "summaries": int(pc.sum(articles["is_summary"]).as_py() or 0),
        "without_date": articles["published_at"].null_count,
        "without_site": articles["source_site"].null_count,
        "without_title": articles["title"].null_count,
        "origin_stated": articles.num_rows - articles["appeared_first_on"].null_count,
    }
