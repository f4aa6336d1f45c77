"""What the archive knows already of a run's articles: which it has, and which are new versions of a page it has.

Two columns of 8 bytes an article are read, of all fingerprint files; more only of files that hold a hit.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from transforms.archive import Stored, each, read_columns, spans
from transforms.arrays import Few, distinct
from transforms.normalize.reconcile import EDGES, edges_of

VERSIONS = "versions.arrow"  # in the work folder, as `look_up` returns it
VERSION = pa.schema([("key", pa.uint64()), ("path", pa.string()), ("row", pa.int64()), ("story_id", pa.string())])


def look_up(keys: np.ndarray, dropped: np.ndarray, stored: Sequence[Stored]) -> tuple[np.ndarray, pa.Table]:
    """reconcile.KEYS of a run and the mask of those dropped -> (mask of articles the archive has, VERSION).

    VERSION: for articles whose url is known with other content, where the fingerprint of its latest version stands. A
    url that several articles of the run share (entries of a feed) names none of them.
    """
    kept = np.flatnonzero(~dropped)
    known = np.zeros(len(keys), bool)
    urls, counts = np.unique(keys["url"][kept], return_counts=True)
    shared = (counts > 1) | (urls == 0)
    pages = Few(urls[~shared])
    ids = Few(keys["id_hi"][kept])

    def read(file: Stored) -> tuple[list[str], list[tuple[int, tuple[int, int, str, int, str]]]]:
        table = read_columns(file.path, ["key", "url_key"])
        key = table["key"].to_numpy().view(np.uint64)
        url = table["url_key"].fill_null(0).to_numpy().view(np.uint64)
        hit, rows = ids.among(key), pages.among(url)
        known_ids = read_columns(file.path, ["article_id"], hit)["article_id"].to_pylist() if len(hit) else []
        if not len(rows):
            return known_ids, []
        at = read_columns(file.path, ["ingested_at", "story_id"], rows)
        when = at["ingested_at"].cast(pa.int64()).to_pylist()
        found = zip(rows.tolist(), when, at["story_id"].to_pylist(), strict=True)
        return known_ids, [(int(url[row]), (t, int(key[row]), file.path, row, story)) for row, t, story in found]

    have: set[str] = set()
    latest: dict[int, tuple[int, int, str, int, str]] = {}
    for known_ids, found in each(read, stored):
        have.update(known_ids)
        for page, version in found:
            latest[page] = max(latest.get(page, version), version)
    versions = []
    for i in kept.tolist():
        if f"{int(keys['id_hi'][i]):016x}{int(keys['id_lo'][i]):016x}" in have:
            known[i] = True
        elif int(keys["url"][i]) in latest:
            _, _, path, row, story = latest[int(keys["url"][i])]
            versions.append({"key": int(keys["id_hi"][i]), "path": path, "row": row, "story_id": story})
    return known, pa.Table.from_pylist(versions, schema=VERSION)


def edges_before(edges: np.ndarray, stored: Sequence[Stored], clock: int, days: float) -> np.ndarray:
    """The edge lines (reconcile.EDGES) of the archive's recent articles, of those lines that this run has too."""
    wanted = Few(distinct(edges["line"]))
    found = [np.empty(0, EDGES)]
    around = spans(np.array([clock]), days)
    for file in stored:
        if file.touches(around):
            rows, _ = edges_of(read_columns(file.path, ["edges"])["edges"].combine_chunks())
            found.append(rows[wanted.among(rows["line"])])
    return np.concatenate(found)
