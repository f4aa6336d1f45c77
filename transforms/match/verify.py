"""Every candidate pair is checked on the evidence in two fingerprints before it may link."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from transforms.fingerprint.table import fact_weights
from transforms.fingerprint.words import RARITY
from transforms.match.features import Lists, Wording, overlap, telling
from transforms.match.options import VerifyOptions

RULES = ("none", "copy", "revision", "rewrite", "title", "quote")
"""What a pair is verified as. `none` and `quote` do not join; they are kept as evidence."""
NONE, COPY, REVISION, REWRITE, TITLE, QUOTE = range(6)
JOINING = (COPY, REVISION, REWRITE, TITLE)
READS = ("words", "facts", "title", "title_key", "published_lo", "published_hi", "source_site", "has_case")
"""The columns of fingerprints that verification reads."""
LINKS = pa.schema(
    [
        ("a", pa.int64()),
        ("b", pa.int64()),
        ("rule", pa.int8()),
        ("score", pa.float32()),
        ("cov_a", pa.float32()),
        ("cov_b", pa.float32()),
        ("jaccard", pa.float32()),
        ("longest", pa.float32()),
        ("facts_j", pa.float32()),
        ("facts_c", pa.float32()),
        ("title_j", pa.float32()),
        ("days", pa.float32()),
        ("order", pa.float32()),
        ("alignment", pa.float32()),
        ("shared", pa.float32()),
        ("cosine", pa.float32()),
        ("gap", pa.float32()),
    ]
)
_DAY = 86_400_000_000
_TOLD = ("order", "alignment", "shared", "cosine")


def verify(
    a: np.ndarray, b: np.ndarray, fingerprints: pa.Table, options: VerifyOptions = VerifyOptions()
) -> pa.Table:
    """Rows a and b (int64) of `fingerprints` (READS) of k pairs -> k rows of LINKS, in the order given.

    `rule` indexes RULES; `score` is 0 to 1; a feature that was not needed or not known is null.
    """
    known = _features(a, b, fingerprints, options)
    rule, score = decide(known, options)
    known["gap"] = np.full(len(a), np.nan, np.float32)
    columns: dict[str, Any] = {"a": a, "b": b, "rule": rule, "score": score} | known
    return pa.table(
        [pa.array(columns[f.name], f.type, from_pandas=True) for f in LINKS], schema=LINKS
    )


def _features(
    a: np.ndarray, b: np.ndarray, fingerprints: pa.Table, options: VerifyOptions
) -> dict[str, np.ndarray]:
    words = Lists.of(fingerprints["words"])
    known = Wording(words).compare(a, b)
    known["words_a"], known["words_b"] = words.lengths(a), words.lengths(b)

    facts = Lists.of(fingerprints["facts"])
    shared, of_a, of_b = overlap(facts, fact_weights(facts.flat).astype(np.float32), a, b)
    known["facts_j"] = shared / np.maximum(of_a + of_b - shared, 1)
    known["facts_c"] = shared / np.maximum(np.minimum(of_a, of_b), 1)
    known["facts_weight"] = np.minimum(of_a, of_b)

    titles = Lists.of(fingerprints["title"])
    shared, of_a, of_b = overlap(titles, (titles.flat & RARITY).astype(np.float32), a, b)
    known["title_j"] = np.where(
        np.minimum(of_a, of_b) > 0, np.minimum(1, shared / np.maximum(of_a + of_b - shared, 1)), np.nan
    )
    key = fingerprints["title_key"].fill_null(0).to_numpy()
    known["same_title"] = (key[a] == key[b]) & (key[a] != 0)
    site = fingerprints["source_site"].combine_chunks().dictionary_encode().indices.fill_null(-1).to_numpy()
    known["same_site"] = (site[a] == site[b]) & (site[a] >= 0)
    case = fingerprints["has_case"].to_numpy()
    known["both_case"] = case[a] & case[b]
    lo = fingerprints["published_lo"].to_numpy().astype(np.float64)
    hi = fingerprints["published_hi"].to_numpy().astype(np.float64)
    with np.errstate(invalid="ignore"):
        known["days"] = np.maximum(0, np.maximum(lo[a] - hi[b], lo[b] - hi[a])) / _DAY

    for name in _TOLD:
        known[name] = np.full(len(a), np.nan, np.float32)
    for i in np.flatnonzero(_worth_reading(known, options)):
        told = telling(words[a[i]], words[b[i]])
        for name in _TOLD:
            known[name][i] = getattr(told, name)
    return known


def _worth_reading(known: dict[str, np.ndarray], options: VerifyOptions) -> np.ndarray:
    """Pairs that wording does not decide, and that facts, wording or the title leave possible."""
    cover = _cover_of_shorter(known)
    near = ~(known["days"] > options.near_days)  # an unknown date matches any
    possible = (known["facts_j"] >= options.rewrite_facts) | (cover >= options.revision_cover)
    return near & ((cover < options.short_cover) & possible | _same_heading(known))


def _same_heading(known: dict[str, np.ndarray]) -> np.ndarray:
    return np.isnan(known["days"]) & known["same_title"] & known["same_site"]


def _cover_of_shorter(known: dict[str, np.ndarray]) -> np.ndarray:
    return np.where(known["words_a"] <= known["words_b"], known["cov_a"], known["cov_b"])


def decide(known: dict[str, np.ndarray], options: VerifyOptions) -> tuple[np.ndarray, np.ndarray]:
    """Features of k pairs -> (rule, an index into RULES; score). The first rule that fires, from copy to quote."""
    cover = _cover_of_shorter(known)
    shorter = np.minimum(known["words_a"], known["words_b"])
    days, facts = known["days"], known["facts_j"]
    rule = np.zeros(len(cover), np.int8)

    near = ~(days > options.near_days)  # an unknown date matches any
    distant = (known["title_j"] < 0.5) | ~near
    template = (facts < options.template_facts) & (known["longest"] < options.template_run)
    template |= distant & (facts < options.distant_facts) & (known["longest"] < options.distant_run)
    template |= ~near & (known["longest"] < options.distant_run)
    far = (days > options.far_days) & (cover < options.far_cover)
    copy = cover >= np.where(shorter < options.short_words, options.short_cover, options.copy_cover)
    copy &= ~template & ~far

    told = np.nan_to_num(known["order"] + known["alignment"] + known["shared"])
    revision = near & (cover >= options.revision_cover) & (told + cover >= options.revision_told) & ~template
    enough = options.rewrite_told + options.rewrite_told_short / np.maximum(shorter, 1)
    rewrite = near & (facts >= options.rewrite_facts) & (told + facts >= enough)
    rewrite &= known["order"] >= options.rewrite_order
    about_the_same = (
        (facts >= options.title_facts) | (known["cosine"] >= options.title_cosine) | (cover >= options.title_cover)
    )
    title = _same_heading(known) & about_the_same
    quote = known["longest"] >= options.quote_words
    for fires, name in ((quote, QUOTE), (title, TITLE), (rewrite, REWRITE), (revision, REVISION), (copy, COPY)):
        rule[fires] = name
    score = np.where(rule == COPY, np.maximum(cover, known["jaccard"]), np.maximum((told + facts) / 4, cover))
    return rule, np.minimum(score, 1).astype(np.float32)
