"""Options of the fingerprint stage."""

from __future__ import annotations

from dataclasses import dataclass

FINGERPRINT_VERSION = 3
"""Raise it whenever the same article would get another fingerprint; fingerprints of two versions are never compared."""


@dataclass(frozen=True, slots=True)
class FingerprintOptions:
    """What a fingerprint holds. Changing any of these makes fingerprints that do not compare with earlier ones."""

    shingle_words: int = 5
    """Neighbouring words in a shingle. 5 is usual for news (passim, Smith et al. 2014): names alone do not fill it."""
    permutations: int = 128
    """Values of the wording signature."""
    wording_rows: int = 2
    """Signature values in a band. 2 in 64 bands: a pair of Jaccard .25 is found with .98, one of .1 with .47."""
    wording_groups: int = 4
    """Columns the bands' keys are split into; one candidate task reads one column."""
    facts_permutations: int = 90
    facts_rows: int = 3
    """Signature values in a band. 3 in 30 bands: facts Jaccard .5 is found with .98, .3 with .56, .05 with .004."""
    facts_groups: int = 2
    sample: int = 8
    """One in so many shingles is kept for the search for excerpts (FracMinHash; the shingle's hash decides)."""
    max_words: int = 6000
    """Later words of an article are not read: 99.9 % of articles are shorter, a dump of a site is not an article."""
    min_words: int = 20
    """Shorter texts get no wording keys: any two teasers of 15 words share a phrase."""
    min_facts: int = 6
    """Fewer names and numbers than this say nothing of which story it is."""

    def __post_init__(self) -> None:
        if self.shingle_words != 5:
            raise ValueError(f"shingle_words {self.shingle_words}: only 5 is supported")
        for name in ("wording_rows", "wording_groups", "facts_rows", "facts_groups"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} {getattr(self, name)}: use 1 or more")
        if self.permutations % (self.wording_rows * self.wording_groups):
            raise ValueError("permutations: use a multiple of wording_rows x wording_groups")
        if self.facts_permutations % (self.facts_rows * self.facts_groups):
            raise ValueError("facts_permutations: use a multiple of facts_rows x facts_groups")
        if self.sample < 1 or self.sample & (self.sample - 1):
            raise ValueError(f"sample {self.sample}: use a power of two")
        if not 20 <= self.max_words <= 60_000:
            raise ValueError(f"max_words {self.max_words}: use 20 to 60000")
