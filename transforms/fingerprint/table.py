"""Articles in, fingerprints out: everything that matching and clustering ever read."""

from __future__ import annotations

import re
from collections import defaultdict

import numpy as np
import pyarrow as pa
import xxhash

from transforms.fingerprint import minhash
from transforms.fingerprint.options import FINGERPRINT_VERSION, FingerprintOptions
from transforms.fingerprint.text import clean
from transforms.fingerprint.words import FACT, NUMBER, RARITY, RARITY_TABLE, encode, tokens, vocabulary

_BATCH = 256
_HEX = re.compile(r"[0-9a-f]{16}")
_TITLE_WORDS = 40
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
    words: list[np.ndarray] = [np.zeros(0, np.uint32)] * n
    titles: list[np.ndarray] = [np.zeros(0, np.uint32)] * n
    has_case = np.zeros(n, bool)
    for language, rows in by_language.items():
        known = vocabulary(language)
        found = [tokens(clean(given["text"][i] or ""), options.max_words) for i in rows]
        codes, offsets, cased = encode(found, known, options.max_words)
        headings = [tokens((given["title"][i] or "")[:500].replace("’", "'"), _TITLE_WORDS) for i in rows]
        title_codes, title_offsets, _ = encode(headings, known, _TITLE_WORDS)
        for j, i in enumerate(rows):
            words[i] = codes[offsets[j] : offsets[j + 1]]
            titles[i] = title_codes[title_offsets[j] : title_offsets[j + 1]]
            has_case[i] = cased[j]

    size = options.permutations // options.wording_groups
    facts_size = options.facts_permutations // options.facts_groups
    wording = np.zeros((n, options.permutations), np.uint32)
    fact_values = np.zeros((n, options.facts_permutations), np.uint32)
    samples, facts = [], []
    title_keys: list[int | None] = []
    for i in range(n):
        code = words[i]
        fact = _distinct_facts(code)
        facts.append(fact)
        sample = np.zeros(0, np.uint32)
        if not given["is_summary"][i] and len(code) >= options.min_words:
            grams = minhash.shingles(code >> np.uint32(8))
            mixed = minhash.scramble(grams)
            wording[i] = minhash.signature(mixed, options.permutations)
            sample = np.sort(mixed[mixed & np.uint32(options.sample - 1) == 0])
            sample = sample[np.concatenate(([True], sample[1:] != sample[:-1]))[: len(sample)]]
            if len(fact) >= options.min_facts:
                weights = fact_weights(fact)
                fact_values[i] = minhash.signature(
                    minhash.weighted(fact >> np.uint32(8), (weights + 2) // 4), options.facts_permutations
                )
        samples.append(sample)
        title_keys.append(_title_key(titles[i]) if not given["is_summary"][i] else None)

    columns: dict[str, pa.Array] = {
        "article_id": pa.array(ids, pa.string()),
        "key": pa.array([article_key(x) for x in ids], pa.uint64()),
        "has_case": pa.array(has_case),
        "is_summary": pa.array([bool(x) for x in given["is_summary"]], pa.bool_()),
        "title": _lists(titles),
        "title_key": pa.array(title_keys, pa.uint64()),
        "words": _lists(words),
        "facts": _lists(facts),
        "shingles": _lists(samples),
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


def _distinct_facts(codes: np.ndarray) -> np.ndarray:
    """Each fact of a text once (by its stem; the rarest of its codes), as codes in order of hash."""
    facts = np.sort(codes[codes & FACT > 0] & np.uint32(0xFFFFFF00 | NUMBER | RARITY))
    if not len(facts):
        return facts
    return facts[np.concatenate((facts[1:] >> 8 != facts[:-1] >> 8, [True]))]


def _title_key(title: np.ndarray) -> int | None:
    """A hash of the whole title's words; None without one."""
    if not len(title):
        return None
    return xxhash.xxh3_64_intdigest((title >> np.uint32(8)).tobytes())


def _lists(arrays: list[np.ndarray]) -> pa.ListArray:
    offsets = np.zeros(len(arrays) + 1, np.int32)
    np.cumsum([len(a) for a in arrays], out=offsets[1:])
    flat = np.concatenate(arrays) if arrays else np.zeros(0)
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(flat.astype(np.uint32, copy=False)))


def _fixed(values: np.ndarray) -> pa.FixedSizeListArray:
    return pa.FixedSizeListArray.from_arrays(pa.array(np.ascontiguousarray(values).ravel()), values.shape[1])
