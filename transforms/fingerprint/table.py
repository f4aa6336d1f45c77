"""Articles in, fingerprints out: everything that matching and clustering ever read."""

from __future__ import annotations

import binascii
import re
from collections import defaultdict
from contextlib import suppress

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import xxhash

from transforms.fingerprint import minhash
from transforms.fingerprint.options import FINGERPRINT_VERSION, FingerprintOptions
from transforms.fingerprint.text import clean_all
from transforms.fingerprint.words import FACT, NUMBER, RARITY, RARITY_TABLE, encode, read_as, vocabulary

_BATCH = 1000
_HEX = re.compile(r"[0-9a-f]{16}")
_DIGITS = 32  # of an article_id
_TITLE_WORDS = 40
_NO_CODES = np.zeros(0, np.uint32)
_DEFAULT = FingerprintOptions()
READ = {
    "article_id": pa.string(),
    "title": pa.string(),
    "text": pa.string(),
    "language": pa.string(),
    "source_site": pa.string(),
    "published_lo": pa.int64(),
    "published_hi": pa.int64(),
    "is_summary": pa.bool_(),
    "appeared_first_on": pa.string(),
}


def fingerprint_schema(options: FingerprintOptions) -> pa.Schema:
    """The columns of a fingerprints table. Metadata names the version, MinHash scheme and rarity table.

    Of signatures the keys of their bands are kept, which is all that the search reads, and the first values of that of the
    facts. What an article lacks of these is all zeros, not null: Parquet does not read back null fixed lists.
    """
    codes = pa.list_(pa.uint32())
    wording = pa.list_(pa.uint32(), options.permutations // options.wording_rows // options.wording_groups)
    facts = pa.list_(pa.uint32(), options.facts_permutations // options.facts_rows // options.facts_groups)
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
            ("facts_minhash", pa.list_(pa.uint32(), options.facts_permutations // options.facts_groups)),
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
        digits = text[:, :16].tobytes()
        with suppress(binascii.Error):
            if digits.islower() or digits.isdigit():
                return np.frombuffer(binascii.unhexlify(digits), ">u8").astype(np.uint64)
    return np.array([article_key(x) for x in ids.to_pylist()], np.uint64)


def fingerprint_table(articles: pa.Table, options: FingerprintOptions = _DEFAULT) -> pa.Table:
    """One row an article, in the order given; see fingerprint_schema.

    `articles` has `article_id`, `text` and any other columns of READ: published_lo and published_hi are the first and
    last microsecond (UTC, inclusive) of the publication's precision; a column that lacks is read as null.
    """
    schema = fingerprint_schema(options)
    blocks = [_block(articles.slice(at, _BATCH), schema, options) for at in range(0, articles.num_rows, _BATCH)]
    return pa.Table.from_batches(blocks, schema=schema)


def _block(articles: pa.Table, schema: pa.Schema, options: FingerprintOptions) -> pa.RecordBatch:
    n = articles.num_rows
    column = {name: _column(articles, name, kind) for name, kind in READ.items()}
    texts, titles = column["text"].to_pylist(), column["title"].to_pylist()
    summary = column["is_summary"].fill_null(False)
    by_language: dict[str, list[int]] = defaultdict(list)
    for i, language in enumerate(column["language"].to_pylist()):
        by_language[read_as(language)].append(i)
    encoded, headings = [], []
    has_case = np.zeros(n, bool)
    for language, rows in by_language.items():
        known = vocabulary(language)
        codes, offsets, has_case[rows] = encode(clean_all(texts[i] or "" for i in rows), known, options.max_words)
        encoded.append((rows, codes, offsets))
        lines = [(titles[i] or "")[:500].replace("’", "'") for i in rows]
        headings.append((rows, *encode(lines, known, _TITLE_WORDS)[:2]))
    flat, lengths = _in_order(encoded, n)
    title, title_lengths = _in_order(headings, n)

    whole = (lengths >= options.min_words) & ~summary.to_numpy(zero_copy_only=False)
    grams = minhash.scramble(minhash.shingles(flat >> np.uint32(8)))
    starts = np.cumsum(lengths) - lengths
    wording = minhash.signatures(grams, starts, np.where(whole, starts + lengths - 4, starts), options.permutations)

    owner = np.repeat(np.arange(n), lengths)
    picked = np.flatnonzero(grams & np.uint32(options.sample - 1) == 0)
    picked = picked[whole[owner[picked]] & (picked < (starts + lengths - 4)[owner[picked]])]
    samples = _sets(owner[picked], grams[picked], n)

    of, fact_codes = _distinct_facts(owner, flat, n)
    weights = (fact_weights(fact_codes) + 2) // 4
    copies = np.concatenate([[0], np.cumsum(weights)])[np.concatenate([[0], np.cumsum(of)])]
    telling = whole & (of >= options.min_facts)
    fact_values = minhash.signatures(
        minhash.weighted(fact_codes >> np.uint32(8), weights),
        copies[:-1],
        np.where(telling, copies[1:], copies[:-1]),
        options.facts_permutations,
    )
    columns: dict[str, pa.Array] = {
        **column,
        "key": pa.array(keys_of_ids(column["article_id"])),
        "has_case": pa.array(has_case),
        "is_summary": summary,
        "title": _lists(title_lengths, title),
        "title_key": _title_keys(title, title_lengths, summary.to_pylist()),
        "words": _lists(lengths, flat),
        "facts": _lists(of, fact_codes),
        "shingles": _lists(*samples),
    }
    for name, keys, groups in (
        ("wording", minhash.band_keys(wording, options.wording_rows), options.wording_groups),
        ("facts", minhash.band_keys(fact_values, options.facts_rows), options.facts_groups),
    ):
        columns |= {f"{name}_{g}": _fixed(of) for g, of in enumerate(np.split(keys, groups, axis=1))}
    columns["facts_minhash"] = _fixed(fact_values[:, : options.facts_permutations // options.facts_groups])
    return pa.RecordBatch.from_arrays([columns[name] for name in schema.names], schema=schema)


def _column(articles: pa.Table, name: str, kind: pa.DataType) -> pa.Array:
    if name not in articles.column_names:
        return pa.nulls(articles.num_rows, kind)
    return articles[name].combine_chunks().cast(kind)


def _in_order(found: list[tuple[list[int], np.ndarray, np.ndarray]], n: int) -> tuple[np.ndarray, np.ndarray]:
    """Of n rows, those of each language with what `encode` made of their texts -> the codes of all by row, and how many
    each has."""
    if len(found) == 1:
        return found[0][1], np.diff(found[0][2])
    lists = [_NO_CODES] * n
    for rows, codes, offsets in found:
        for i, start, end in zip(rows, offsets.tolist(), offsets[1:].tolist(), strict=False):
            lists[i] = codes[start:end]
    return np.concatenate(lists), np.array([len(codes) for codes in lists])


def fact_weights(facts: np.ndarray) -> np.ndarray:
    """Codes of facts -> their weights by rarity (int64, 4 to 15)."""
    return np.maximum(facts & RARITY, 4).astype(np.int64)


def _distinct_facts(owner: np.ndarray, codes: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Codes of n texts' words -> how many facts each has, and these: each once (by its stem; the rarest of its codes)."""
    at = np.flatnonzero(codes & FACT > 0)
    facts = codes[at] & np.uint32(0xFFFFFF00 | NUMBER | RARITY)
    keys = np.sort(owner[at].astype(np.uint64) << np.uint64(32) | facts)
    last = np.ones(len(keys), bool)
    last[:-1] = keys[1:] >> np.uint64(8) != keys[:-1] >> np.uint64(8)
    return _parted(keys[last], n)


def _sets(owner: np.ndarray, values: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Values (uint32) of n owners -> the number of distinct ones of each, and these, by owner and in order."""
    keys = np.sort(owner.astype(np.uint64) << np.uint64(32) | values)
    first = np.ones(len(keys), bool)
    first[1:] = keys[1:] != keys[:-1]
    return _parted(keys[first], n)


def _parted(keys: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """owner << 32 | value (uint64, sorted) -> how many each of n owners has, and the values (uint32)."""
    return np.bincount((keys >> np.uint64(32)).astype(np.int64), minlength=n), keys.astype(np.uint32)


def _title_keys(titles: np.ndarray, lengths: np.ndarray, summary: list[bool]) -> pa.Array:
    """A hash of each whole title's words; null without one, and for a summary."""
    words = (titles >> np.uint32(8)).tobytes()
    ends = (4 * np.cumsum(lengths)).tolist()
    spans = zip([0, *ends[:-1]], ends, summary, strict=True)
    keys = [None if teaser or a == b else xxhash.xxh3_64_intdigest(words[a:b]) for a, b, teaser in spans]
    return pa.array(keys, pa.uint64())


def _lists(lengths: np.ndarray, flat: np.ndarray) -> pa.ListArray:
    offsets = np.zeros(len(lengths) + 1, np.int32)
    np.cumsum(lengths, out=offsets[1:])
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(flat))


def _fixed(values: np.ndarray) -> pa.FixedSizeListArray:
    return pa.FixedSizeListArray.from_arrays(pa.array(np.ascontiguousarray(values).ravel()), values.shape[1])
