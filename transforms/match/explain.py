"""Why two articles are, or are not, one story: each score beside its threshold, and what their texts share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from transforms.fingerprint.options import FingerprintOptions
from transforms.fingerprint.text import clean
from transforms.fingerprint.words import FACT, encode, is_word, tokens, vocabulary
from transforms.match.features import RUN_WORDS
from transforms.match.options import VerifyOptions
from transforms.match.verify import JOINING, RULES, checks, decide, features, worth_verifying

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that two texts share word for word: text_a[start_a:end_a] and text_b[start_b:end_b] (characters)."""

    start_a: int
    end_a: int
    start_b: int
    end_b: int
    words: int


def compare(fingerprints: pa.Table, options: VerifyOptions) -> dict[str, Any]:
    """Two rows of fingerprints (match.verify.READS and SIGNS) -> what verification says of them.

    `verified`: whether a run would look at the pair; `rule` (RULES), `joins`, `score`, `scores` (every feature, None where
    unknown), and `checks`: for each rule, in the order in which they are tried, its conditions as {"name", "value",
    "threshold", "holds"}.
    """
    known = features(np.array([0]), np.array([1]), fingerprints, options, read_all=True)
    rule, score = decide(known, options)
    return {
        "verified": bool(worth_verifying(np.array([0]), np.array([1]), fingerprints, options)[0]),
        "rule": RULES[rule[0]],
        "joins": int(rule[0]) in JOINING,
        "score": float(score[0]),
        "scores": {name: _plain(value[0]) for name, value in known.items()},
        "checks": {
            name: [
                {
                    "name": c.name,
                    "value": _plain(c.value[0]),
                    "threshold": _plain(c.threshold),
                    "holds": bool(c.holds[0]),
                }
                for c in conditions
            ]
            for name, conditions in checks(known, options).items()
        },
    }


def _plain(value: Any) -> Any:
    value = np.asarray(value).reshape(-1)[0].item()
    return None if isinstance(value, float) and value != value else value


def shared_passages(text_a: str, text_b: str, least: int = RUN_WORDS) -> list[Passage]:
    """Passages of at least `least` words in both texts (case and punctuation aside), in the order of text_a.

    Greedy from the left, each word of text_a once; of several places in text_b the first is taken.
    """
    words_a, words_b = list(_WORD.finditer(text_a)), list(_WORD.finditer(text_b))
    a, b = [m[0].lower() for m in words_a], [m[0].lower() for m in words_b]
    places: dict[tuple[str, ...], int] = {}
    for j in range(len(b) - least, -1, -1):
        places[tuple(b[j : j + least])] = j
    found, i = [], 0
    while i + least <= len(a):
        j = places.get(tuple(a[i : i + least]), -1)
        if j < 0:
            i += 1
            continue
        n = least
        while i + n < len(a) and j + n < len(b) and a[i + n] == b[j + n]:
            n += 1
        found.append(
            Passage(words_a[i].start(), words_a[i + n - 1].end(), words_b[j].start(), words_b[j + n - 1].end(), n)
        )
        i += n
    return found


def facts(text: str, language: str | None, options: FingerprintOptions) -> dict[int, str]:
    """Names and numbers of a text as matching sees them: {hash: as first written}, in order of appearance."""
    words = vocabulary(language)
    prose = clean(text)
    codes, _, _ = encode([prose], words, options.max_words)
    written = [token for token in tokens(prose) if is_word(words, token)]
    named: dict[int, str] = {}
    for code, token in zip(codes.tolist(), written, strict=False):  # codes end at max_words
        if code & FACT:
            named.setdefault(code >> 8, token)
    return named


def compare_facts(a: Mapping[int, str], b: Mapping[int, str]) -> dict[str, list[str]]:
    """Facts of two texts -> {"shared", "only_a", "only_b"}, each in its text's order."""
    return {
        "shared": [name for key, name in a.items() if key in b],
        "only_a": [name for key, name in a.items() if key not in b],
        "only_b": [name for key, name in b.items() if key not in a],
    }
