"""Articles in, fingerprints out: everything that matching and clustering ever read."""

from __future__ import annotations

import re
from collections import defaultdict

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import xxhash

from transforms.fingerprint import minhash
from transforms.fingerprint.options import FINGERPRINT_VERSION, FingerprintOptions
from transforms.fingerprint.text import clean
from transforms.fingerprint.words import FACT, NUMBER, RARITY, RARITY_TABLE, encode, vocabulary

_BATCH = 1000
_HEX = re.compile(r"[0-9a-f]{16}")
_DIGITS = 32  # of an article_id
_NIBBLES = np.full(256, 255, np.uint8)
_NIBBLES[np.frombuffer(b"0123456789abcdef", np.uint8)] = np.arange(16)
_TITLE_WORDS = 40
_NO_CODES = np.zeros(0, np.uint32)
_DEFAULT = FingerprintOptions()
COLUMNS = (
    "title",
    "text",
    "language",
    "source_site",
    "published_lo",
    "published_hi",
    "is_summary",
    "appeared_first_on",
)


def fingerprint_schema(options: FingerprintOptions) -> pa.Schema:
    """The columns of a fingerprints table. Metadata names the version, MinHash scheme and rarity table.

    The part of a signature that an article lacks is all zeros, not null: Parquet does not read back null fixed lists.
    """
    codes = pa.list_(pa.uint32())
    wording = pa.list_(pa.uint32(), options.permutations // options.wording_groups)
    facts = pa.list_(pa.uint32(), options.facts_permutations // options.facts_groups)
    return pa.schema(
        [
            ("article_id", pa.string()),
            ("key", pa.uint64()),  # of the article_id; breaks ties
            ("source_site", pa.string()),
            ("published_lo", pa.int64()),
            ("published_hi", pa.int64()),
            ("appeared_first_on", pa.string()),
            ("is_summary", pa.bool_()),
            ("has_case", pa.bool_()),
            ("title", codes),
            ("title_key", pa.uint64()),
            ("words", codes),
            ("facts", codes),
            ("shingles", codes),
            *((f"wording_{g}", wording) for g in range(options.wording_groups)),
            *((f"facts_{g}", facts) for g in range(options.facts_groups)),
        ],
        metadata={
            "fingerprint_version": str(FINGERPRINT_VERSION),
            "minhash_scheme": minhash.SCHEME,
            "rarity_table": RARITY_TABLE,
        },
    )


def article_key(article_id: str) -> int:
    """The article_id as 64 bits: its first 16 hexadecimal digits, or its hash where it has none."""
    return int(article_id[:16], 16) if _HEX.match(article_id) else xxhash.xxh3_64_intdigest(article_id.encode())


def keys_of_ids(ids: pa.Array) -> np.ndarray:
    """article_key of each of many (uint64): those of 32 digits by their bytes, at a hundredth of the time."""
    n = len(ids)
    if n and pc.all(pc.equal(pc.binary_length(ids), _DIGITS)).as_py():
        start = np.frombuffer(ids.buffers()[1], np.int32)[ids.offset]
        text = np.frombuffer(ids.buffers()[2], np.uint8)[start : start + n * _DIGITS].reshape(n, _DIGITS)
        nibbles = _NIBBLES[text[:, :16]]
        if nibbles.max() < 16:
            return np.ascontiguousarray(nibbles[:, ::2] << 4 | nibbles[:, 1::2]).view(">u8").ravel().astype(np.uint64)
    return np.array([article_key(x) for x in ids.to_pylist()], np.uint64)


def fingerprint_table(articles: pa.Table, options: FingerprintOptions = _DEFAULT) -> pa.Table:
    """One row an article, in the order given; see fingerprint_schema.

    `articles` has `article_id` (string), `text` (string) and any of COLUMNS: published_lo and published_hi are the
    first and last microsecond (UTC, inclusive) of the publication's precision; a column that lacks is read as null.
    """
    schema = fingerprint_schema(options)
    blocks = [_block(articles.slice(at, _BATCH), schema, options) for at in range(0, articles.num_rows, _BATCH)]
    return pa.Table.from_batches(blocks, schema=schema)


def _block(articles: pa.Table, schema: pa.Schema, options: FingerprintOptions) -> pa.RecordBatch:
    n = articles.num_rows
    given = {name: articles[name].to_pylist() if name in articles.column_names else [None] * n for name in COLUMNS}
    ids = articles["article_id"].to_pylist()
    by_language: dict[str | None, list[int]] = defaultdict(list)
    for i, language in enumerate(given["language"]):
        by_language[language].append(i)
    words, titles = [_NO_CODES] * n, [_NO_CODES] * n
    has_case = np.zeros(n, bool)
    for language, rows in by_language.items():
        known = vocabulary(language)
        codes, offsets, has_case[rows] = encode([clean(given["text"][i] or "") for i in rows], known, options.max_words)
        headings = [(given["title"][i] or "")[:500].replace("’", "'") for i in rows]
        title_codes, title_offsets, _ = encode(headings, known, _TITLE_WORDS)
        for j, i in enumerate(rows):
            words[i] = codes[offsets[j] : offsets[j + 1]]
            titles[i] = title_codes[title_offsets[j] : title_offsets[j + 1]]

    size = options.permutations // options.wording_groups
    facts_size = options.facts_permutations // options.facts_groups
    flat, lengths = np.concatenate(words), np.array([len(w) for w in words])
    whole = (lengths >= options.min_words) & ~np.array([bool(x) for x in given["is_summary"]])
    grams = minhash.scramble(minhash.shingles(flat >> np.uint32(8)))
    starts = np.cumsum(lengths) - lengths
    wording = minhash.signatures(grams, starts, np.where(whole, starts + lengths - 4, starts), options.permutations)

    owner = np.repeat(np.arange(n), lengths)
    inside = np.arange(len(grams)) < (starts + lengths - 4)[owner[: len(grams)]]
    picked = np.flatnonzero((grams & np.uint32(options.sample - 1) == 0) & inside & whole[owner[: len(grams)]])
    samples = _sets(owner[picked], grams[picked], n)

    facts = _sets(*_distinct_facts(owner, flat), n)
    of, fact_codes = facts
    weights = (fact_weights(fact_codes) + 2) // 4
    copies = np.concatenate([[0], np.cumsum(weights)])[np.concatenate([[0], np.cumsum(of)])]
    telling = whole & (of >= options.min_facts)
    fact_values = minhash.signatures(
        minhash.weighted(fact_codes >> np.uint32(8), weights),
        copies[:-1],
        np.where(telling, copies[1:], copies[:-1]),
        options.facts_permutations,
    )
    title_keys = [None if summary else _title_key(t) for t, summary in zip(titles, given["is_summary"], strict=True)]

    columns: dict[str, pa.Array] = {
        "article_id": pa.array(ids, pa.string()),
        "key": pa.array(keys_of_ids(articles["article_id"].combine_chunks())),
        "has_case": pa.array(has_case),
        "is_summary": pa.array([bool(x) for x in given["is_summary"]], pa.bool_()),
        "title": _lists(np.array([len(t) for t in titles]), np.concatenate(titles)),
        "title_key": pa.array(title_keys, pa.uint64()),
        "words": _lists(lengths, flat),
        "facts": _lists(*facts),
        "shingles": _lists(*samples),
    }
    for name in ("source_site", "published_lo", "published_hi", "appeared_first_on"):
        columns[name] = pa.array(given[name], schema.field(name).type)
    for g in range(options.wording_groups):
        columns[f"wording_{g}"] = _fixed(wording[:, g * size : (g + 1) * size])
    for g in range(options.facts_groups):
        columns[f"facts_{g}"] = _fixed(fact_values[:, g * facts_size : (g + 1) * facts_size])
    return pa.RecordBatch.from_arrays([columns[name] for name in schema.names], schema=schema)


def fact_weights(facts: np.ndarray) -> np.ndarray:
    """Codes of facts -> their weights by rarity (int64, 4 to 15)."""
    return np.maximum(facts & RARITY, 4).astype(np.int64)


def _distinct_facts(owner: np.ndarray, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Codes of texts' words -> each fact of a text once (by its stem; the rarest of its codes), with its owner."""
    at = np.flatnonzero(codes & FACT)
    facts = codes[at] & np.uint32(0xFFFFFF00 | NUMBER | RARITY)
    keys = np.sort(owner[at].astype(np.uint64) << np.uint64(32) | facts)
    last = np.ones(len(keys), bool)
    last[:-1] = keys[1:] >> np.uint64(8) != keys[:-1] >> np.uint64(8)
    keys = keys[last]
    return (keys >> np.uint64(32)).astype(np.int64), keys.astype(np.uint32)


def _sets(owner: np.ndarray, values: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Values (uint32) of n owners -> the number of distinct ones of each, and these, by owner and in order."""
    keys = np.sort(owner.astype(np.uint64) << np.uint64(32) | values)
    first = np.ones(len(keys), bool)
    first[1:] = keys[1:] != keys[:-1]
    keys = keys[first]
    return np.bincount((keys >> np.uint64(32)).astype(np.int64), minlength=n), keys.astype(np.uint32)


def _title_key(title: np.ndarray) -> int | None:
    """A hash of the whole title's words; None without one."""
    if not len(title):
        return None
    return xxhash.xxh3_64_intdigest((title >> np.uint32(8)).tobytes())


def _lists(lengths: np.ndarray, flat: np.ndarray) -> pa.ListArray:
    offsets = np.zeros(len(lengths) + 1, np.int32)
    np.cumsum(lengths, out=offsets[1:])
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(flat))


def _fixed(values: np.ndarray) -> pa.FixedSizeListArray:
    return pa.FixedSizeListArray.from_arrays(pa.array(np.ascontiguousarray(values).ravel()), values.shape[1])
