"""Every candidate pair is checked on the evidence in two fingerprints before it may link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from transforms.fingerprint.table import fact_weights
from transforms.fingerprint.words import NUMBER, RARITY
from transforms.match.features import Lists, Wording, held, in_common, overlap, telling
from transforms.match.options import VerifyOptions

RULES = ("none", "copy", "revision", "rewrite", "title", "quote")
"""What a pair is verified as. `none` and `quote` do not join; they are kept as evidence."""
NONE, COPY, REVISION, REWRITE, TITLE, QUOTE = range(6)
JOINING = (COPY, REVISION, REWRITE, TITLE)
READS = ("words", "facts", "title", "title_key", "published_lo", "published_hi", "source_site")
"""The columns of fingerprints that verification reads."""
SIGNS = ("shingles", "facts", "title_key", "published_lo", "published_hi")
"""The columns that tell whether a pair is worth verifying, a third of the bytes: of few `source_site` as well."""
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
    ]
)
_DEFAULT = VerifyOptions()
_LEAST_FACTS = 20  # two or three names
_DAY = 86_400_000_000
_TOLD = ("order", "alignment", "shared", "cosine")


def verify(a: np.ndarray, b: np.ndarray, fingerprints: pa.Table, options: VerifyOptions = _DEFAULT) -> pa.Table:
    """Rows a and b (int64) of `fingerprints` (READS) of k pairs -> k rows of LINKS, in the order given.

    `rule` indexes RULES; `score` is 0 to 1; a feature that was not needed or not known is null.
    """
    known = features(a, b, fingerprints, options)
    rule, score = decide(known, options)
    columns: dict[str, Any] = {"a": a, "b": b, "rule": rule, "score": score} | known
    return pa.table([pa.array(columns[f.name], f.type, from_pandas=True) for f in LINKS], schema=LINKS)


def worth_verifying(
    a: np.ndarray, b: np.ndarray, fingerprints: pa.Table, options: VerifyOptions = _DEFAULT
) -> np.ndarray:
    """Which of k pairs of rows of `fingerprints` have so much in common that a rule is likely to fire, if any (bool).

    `fingerprints` has SIGNS, and `source_site` of the pairs that `undated_namesakes` names; of others it may be null.
    Most candidates met by chance: the more articles a month has, the more of them share two phrases of five words. Of what
    is in shared runs the sample of shingles holds enough to miss next to no link (VerifyOptions).
    """
    facts = Lists.of(fingerprints["facts"])
    known = _facts_in_common(facts, fact_weights(facts.flat).astype(np.float32), a, b) | _headings(fingerprints, a, b)
    worth: np.ndarray = (known["facts_j"] >= min(options.rewrite_facts, options.held_facts)) | known["same_heading"]
    samples = Lists.of(fingerprints["shingles"])
    a, b = a[~worth], b[~worth]
    least = np.minimum(options.sampled, options.sampled_share * np.minimum(samples.lengths(a), samples.lengths(b)))
    worth[~worth] = in_common(samples, a, b, least)
    return worth


def _facts_in_common(facts: Lists, weights: np.ndarray, a: np.ndarray, b: np.ndarray) -> dict[str, np.ndarray]:
    shared, of_a, of_b = overlap(facts, weights, a, b)
    either = of_a + of_b - shared
    told = either >= _LEAST_FACTS  # two notes without names are neither alike nor unlike in facts
    return {
        "facts_j": np.where(told, shared / np.maximum(either, 1), np.nan),
        "facts_c": np.where(told, np.minimum(shared / np.maximum(np.minimum(of_a, of_b), 1), 1), np.nan),
    }


def undated_namesakes(a: np.ndarray, b: np.ndarray, fingerprints: pa.Table) -> np.ndarray:
    """Which of k pairs of rows have one title and not two dates (bool): whether one site has both then tells."""
    key, dated = fingerprints["title_key"].fill_null(0).to_numpy(), fingerprints["published_lo"].is_valid().to_numpy()
    same: np.ndarray = (key[a] == key[b]) & (key[a] != 0) & ~(dated[a] & dated[b])
    return same


def _headings(fingerprints: pa.Table, a: np.ndarray, b: np.ndarray) -> dict[str, np.ndarray]:
    """How many days two dates are apart, and whether one site gave both one title, without dates."""
    site = fingerprints["source_site"].combine_chunks().dictionary_encode().indices.fill_null(-1).to_numpy()
    lo = fingerprints["published_lo"].to_numpy().astype(np.float64)
    hi = fingerprints["published_hi"].to_numpy().astype(np.float64)
    days = np.maximum(0, np.maximum(lo[a] - hi[b], lo[b] - hi[a])) / _DAY
    same = undated_namesakes(a, b, fingerprints) & (site[a] == site[b]) & (site[a] >= 0)
    return {"days": days, "same_heading": same}


def features(
    a: np.ndarray, b: np.ndarray, fingerprints: pa.Table, options: VerifyOptions, read_all: bool = False
) -> dict[str, np.ndarray]:
    """Everything the rules weigh, for k pairs of rows: arrays of length k by name, NaN where unknown.

    How the story is told (order, alignment, shared, cosine) is costly to see, and only looked at where it may decide,
    or everywhere with `read_all`.
    """
    words = Lists.of(fingerprints["words"])
    wording = Wording(words)
    known = wording.compare(a, b)
    words_a, words_b = words.lengths(a), words.lengths(b)
    known["cover"] = np.where(words_a <= words_b, known["cov_a"], known["cov_b"])
    known["words"] = np.minimum(words_a, words_b)
    known["outside"] = np.minimum((1 - known["cov_a"]) * words_a, (1 - known["cov_b"]) * words_b)

    facts = Lists.of(fingerprints["facts"])
    weights = fact_weights(facts.flat).astype(np.float32)
    known |= _facts_in_common(facts, weights, a, b)

    titles = Lists.of(fingerprints["title"])
    shared, of_a, of_b = overlap(titles, (titles.flat & RARITY).astype(np.float32), a, b)
    alike = np.minimum(1, shared / np.maximum(of_a + of_b - shared, 1))
    known["title_j"] = np.where(np.minimum(of_a, of_b) > 0, alike, np.nan)
    known |= _headings(fingerprints, a, b)

    for name in ("held_most", "held_least", "numbers", "numbers_j"):
        known[name] = np.full(len(a), np.nan, np.float32)
    at = np.flatnonzero(~np.isnan(known["facts_j"]) if read_all else _worth_asking(known, options))
    held_a, held_b = held(facts, weights, words, a[at], b[at]), held(facts, weights, words, b[at], a[at])
    known["held_most"][at], known["held_least"][at] = np.maximum(held_a, held_b), np.minimum(held_a, held_b)
    at = np.arange(len(a)) if read_all else np.flatnonzero(_maybe_table(known, options) | known["same_heading"])
    shared, of_a, of_b = overlap(facts, (facts.flat & NUMBER > 0).astype(np.float32), a[at], b[at])
    known["numbers"][at] = np.minimum(of_a, of_b)
    known["numbers_j"][at] = shared / np.maximum(of_a + of_b - shared, 1)

    known["rest"], known["rest_shared"] = (np.full(len(a), np.nan, np.float32) for _ in range(2))
    at = np.arange(len(a)) if read_all else np.flatnonzero(_one_passage(known, options))
    known["rest"][at], known["rest_shared"][at] = wording.rest(a[at], b[at])

    for name in _TOLD:
        known[name] = np.full(len(a), np.nan, np.float32)
    worth = np.ones(len(a), bool) if read_all else _worth_reading(known, options)
    for i in np.flatnonzero(worth):
        told = telling(words[a[i]], words[b[i]])
        for name in _TOLD:
            known[name][i] = getattr(told, name)
    return known


def _worth_reading(known: dict[str, np.ndarray], options: VerifyOptions) -> np.ndarray:
    """Pairs that wording does not decide, and that facts, wording or the title leave possible."""
    near = ~(known["days"] > options.near_days)
    template = _template(known, options)
    copy = (known["cover"] >= _needed_cover(known, options)) & ~template
    possible = ((known["facts_j"] >= options.rewrite_facts) | (known["cover"] >= options.revision_cover)) & ~template
    return near & ~copy & ((known["cover"] < options.short_cover) & possible | known["same_heading"])


def _needed_cover(known: dict[str, np.ndarray], options: VerifyOptions) -> np.ndarray:
    """What a copy must have in common."""
    needed = np.where(known["words"] < options.short_words, options.short_cover, options.copy_cover)
    return np.where(known["days"] > options.far_days, options.far_cover, needed)


def _template(known: dict[str, np.ndarray], options: VerifyOptions) -> np.ndarray:
    """Which pairs are alike in wording as two items of one template, or two texts around one passage: facts tell."""
    facts, days, longest = known["facts_j"], known["days"], known["longest"]
    far = days > options.near_days
    template = (facts < options.template_facts) & (longest < options.template_run)
    distant = (known["title_j"] < options.other_title) | far
    unlike = (facts < options.no_facts) & (known["facts_c"] < options.no_facts_held)
    template |= unlike & (longest < options.no_facts_run)
    serial = (days > 0) & (facts < options.template_facts) & (known["facts_c"] < options.serial_facts_held)
    template |= serial & (longest < options.serial_share * known["words"])
    unsure = (distant & (facts < options.distant_facts)) | far
    template |= unsure & (longest < options.distant_run)
    template |= _maybe_table(known, options) & _dense(known, options) & (known["numbers_j"] <= options.table_alike)
    template |= (
        _one_passage(known, options)
        & (known["rest"] >= options.rest_weight)
        & (known["rest_shared"] <= options.rest_shared)
    )
    return template


def _dense(known: dict[str, np.ndarray], options: VerifyOptions) -> np.ndarray:
    """Pairs of texts that are full of numbers."""
    return known["numbers"] >= np.maximum(options.table_numbers, options.table_share * known["words"])


def _worth_asking(known: dict[str, np.ndarray], options: VerifyOptions) -> np.ndarray:
    """Pairs that facts alone may join."""
    return (known["facts_j"] >= options.held_facts) & (known["cover"] < options.short_cover)


def _maybe_table(known: dict[str, np.ndarray], options: VerifyOptions) -> np.ndarray:
    """Pairs alike in wording, by passages that are short and fill the same share of both."""
    cov_a, cov_b, cover = known["cov_a"], known["cov_b"], known["cover"]
    even = np.minimum(cov_a, cov_b) >= options.table_cover * np.maximum(cov_a, cov_b)
    return even & (cover >= options.revision_cover) & (known["longest"] < options.table_run)


def _one_passage(known: dict[str, np.ndarray], options: VerifyOptions) -> np.ndarray:
    """Pairs whose wording in common is one passage, with facts apart enough for two articles around it."""
    cover = known["cover"]
    some = (cover >= options.revision_cover) & (cover < options.passage_cover)
    one = known["longest"] >= options.passage_share * cover * known["words"]
    return some & one & (known["outside"] >= options.passage_outside) & (known["facts_c"] < options.passage_facts)


@dataclass(frozen=True, slots=True)
class Check:
    """One condition of a rule for k pairs: the values that were compared with a threshold, and whether it holds."""

    name: str
    value: np.ndarray
    threshold: Any
    holds: np.ndarray


def checks(known: dict[str, np.ndarray], options: VerifyOptions) -> dict[str, list[Check]]:
    """The rules, in the order in which they are tried: a rule fires where all its conditions hold.

    What comes after " by " in a name tells two ways to the same rule apart.
    """

    def least(name: str, value: np.ndarray, threshold: Any) -> Check:
        return Check(f"{name} at least", value, threshold, value >= threshold)

    cover, facts, days, longest = known["cover"], known["facts_j"], known["days"], known["longest"]
    told = np.nan_to_num(known["order"] + known["alignment"] + known["shared"])
    # Not "at most": an unknown date matches any.
    near = Check("days apart at most", days, options.near_days, ~(days > options.near_days))
    other_numbers = _dense(known, options) & (known["numbers_j"] <= options.title_numbers)
    no_template = Check(
        "no template: facts, or a shared stretch of words", longest, options.template_run, ~_template(known, options)
    )
    by_chance = options.told_short / np.maximum(known["words"], 1)
    held_both = known["held_least"] + options.held_weight * known["held_most"]
    held_needed = options.held_both + options.held_short / np.maximum(known["words"], 1)
    held_needed = held_needed + np.where(near.holds, 0, options.held_far)
    about = (facts >= options.title_facts) | (known["cosine"] >= options.title_cosine) | (cover >= options.title_cover)
    return {
        "copy": [least("cover", cover, _needed_cover(known, options)), no_template],
        "revision": [
            near,
            least("cover", cover, options.revision_cover),
            least("order + alignment + shared + cover", told + cover, options.revision_told + by_chance),
            no_template,
        ],
        "rewrite": [
            near,
            least("facts", facts, options.rewrite_facts),
            least("order + alignment + shared + facts", told + facts, options.rewrite_told + by_chance),
            least("order", known["order"], options.rewrite_order + by_chance),
            no_template,
        ],
        "rewrite by facts": [
            Check("days apart at most", days, options.far_days, ~(days > options.far_days)),
            least("facts", facts, options.held_facts),
            least(f"facts held by the one + {options.held_weight:g} x by the other", held_both, held_needed),
        ],
        "title": [
            Check("same title and site, undated", known["same_heading"], True, known["same_heading"]),
            Check("alike in facts, subject or wording", facts, options.title_facts, about),
            Check("no table of other numbers", known["numbers_j"], options.title_numbers, ~other_numbers),
        ],
        "quote": [least("longest shared passage", longest, options.quote_words)],
    }


def decide(known: dict[str, np.ndarray], options: VerifyOptions) -> tuple[np.ndarray, np.ndarray]:
    """Features of k pairs -> (rule, an index into RULES, int8; score, float32): the first rule that fires decides."""
    rule = np.full(len(known["cover"]), NONE, np.int8)
    for name, conditions in reversed(checks(known, options).items()):
        fires = np.logical_and.reduce([c.holds for c in conditions])
        rule[fires] = RULES.index(name.partition(" by ")[0])
    told = np.nan_to_num(known["order"] + known["alignment"] + known["shared"]) + np.nan_to_num(known["facts_j"])
    alike = np.maximum(told / 4, np.nan_to_num(known["held_least"]) / 2)
    score = np.where(rule == COPY, np.maximum(known["cover"], known["jaccard"]), np.maximum(alike, known["cover"]))
    return rule, np.minimum(score, 1).astype(np.float32)
