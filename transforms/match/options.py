"""Options of the match stage."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.fingerprint.options import FingerprintOptions

MATCHES = ("all", "copies")


@dataclass(frozen=True, slots=True)
class CandidateOptions:
    """How candidate pairs are searched. `match="copies"` searches by wording only, which misses rewrites."""

    match: str = "all"
    shingle_parts: int = 4
    """Tasks that the search by shared shingles is cut into, by hash."""
    shared_shingles: int = 2
    """Sampled shingles that two articles must share within one task."""
    neighbours: int = 2
    """Next members of a bucket, in order of date, that each member is paired with."""
    small_bucket: int = 4
    """Buckets up to this size give all their pairs."""
    largest_shingle_bucket: int = 2000
    """A shingle in more articles than this is furniture of the language; wording bands find copies all the same."""
    match_window_days: float = 30.0
    """Articles published further apart are never compared, nor, where a date is unknown, those ingested further apart."""

    def __post_init__(self) -> None:
        if self.match not in MATCHES:
            raise ValueError(f"match {self.match!r}: use one of {', '.join(MATCHES)}")
        for name in ("shingle_parts", "shared_shingles", "neighbours", "small_bucket"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} {getattr(self, name)}: use 1 or more")
        if self.match_window_days <= 0:
            raise ValueError(f"match_window_days {self.match_window_days}: use a number above 0")


@dataclass(frozen=True, slots=True)
class KeyTask:
    """One task of the search for candidates: which column of the fingerprints it reads, and how."""

    name: str
    kind: str
    column: str
    part: int = 0


@dataclass(frozen=True, slots=True)
class OlderTask:
    """Files of the archive, the `first` up to the `last` (exclusive) of those searched, that are looked through at once."""

    number: int
    first: int = 0
    last: int = 0


def key_tasks(options: CandidateOptions, fingerprints: FingerprintOptions) -> list[KeyTask]:
    """The tasks of one run's search; each reads one column of all fingerprints."""
    tasks = [KeyTask(f"wording_{g}", "wording", f"wording_{g}") for g in range(fingerprints.wording_groups)]
    tasks += [KeyTask(f"shingles_{p}", "shingles", "shingles", p) for p in range(options.shingle_parts)]
    tasks.append(KeyTask("title", "title", "title_key"))
    if options.match == "all":
        tasks += [KeyTask(f"facts_{g}", "facts", f"facts_{g}") for g in range(fingerprints.facts_groups)]
    return tasks


@dataclass(frozen=True, slots=True)
class VerifyOptions:
    """Thresholds of the rules in `verify`; shares and scores are 0 to 1, days are days between the dates' intervals.

    Counts in the comments are pairs of candidates of the stories dev set: right ones found / all, wrong ones.
    """

    sampled: int = 3
    sampled_share: float = 0.15
    """Sampled shingles (one in 8: fingerprint.sample) that two texts have in common if they are worth verifying, or this
    share of the smaller sample where that is less; or else facts or a title. A quotation of 40 words has 4.5 of them on
    average, a copy about half of the sample. Of 18,595 candidates of stories 10,934 are not verified, at a loss of 12
    quotes of 461 and no other link; with .35 it is 133 more, with three whatever the sample 3 copies of 3,719."""
    copy_cover: float = 0.55
    """Share of the shorter text in shared runs of 8 words."""
    short_words: int = 60
    short_cover: float = 0.7
    """Texts below short_words need more: two notes on one match share a sentence."""
    template_facts: float = 0.3
    template_run: int = 25
    """Alike in wording, but facts Jaccard under template_facts and no shared stretch of template_run words: a template
    (weather, prices, scores), whose fixed phrases are short. reuters 17 wrong copies go, 30 right ones of 4,000 too."""
    no_facts: float = 0.15
    no_facts_held: float = 0.35
    no_facts_run: int = 60
    """Nor with next to no facts in common: facts Jaccard under no_facts, and of the poorer text's facts under
    no_facts_held. 10 templates with a long fixed end go on the benchmark corpus, on the dev sets 7 right of 4,300."""
    serial_facts_held: float = 0.5
    serial_share: float = 0.5
    """Nor another day's number of a series, whose fixed part may be long: facts Jaccard under template_facts, and under
    serial_facts_held of the poorer text's, unless half of the text is one shared stretch."""
    distant_facts: float = 0.4
    distant_run: int = 35
    """The same where facts are under distant_facts and the title another, and for all more than near_days apart:
    reuters 25 wrong copies go, gva 0 right ones."""
    table_numbers: float = 4.0
    table_share: float = 0.05
    table_alike: float = 0.4
    table_cover: float = 0.7
    table_run: int = 80
    """Nor a table told in sentences (weather, scores, prices, notices of death), whose names may all be fixed: both texts
    have table_numbers numbers, and one in each 1 / table_share words; numbers Jaccard is at most table_alike; the shared
    runs are shorter than table_run words and fill about the same share of both (the smaller table_cover of the larger).
    Of 38 such pairs of our own writing 16 were joined, now none; gva 1 wrong copy goes, synthetic 1 and wiki 2 right ones."""
    passage_share: float = 0.95
    passage_cover: float = 0.8
    passage_outside: int = 30
    passage_facts: float = 0.8
    rest_weight: float = 60.0
    rest_shared: float = 0.15
    """Nor one passage and nothing else, which is furniture or a quotation: a single run holds passage_share of what is
    shared, under passage_cover of the shorter; either text has passage_outside words around it, with names and numbers
    of weight rest_weight of which the other holds at most rest_shared. synthetic: 8 of 24 wrong links go, 2 of 1,000 right
    ones; gva 1 wrong; with rest_weight 60 to 80 and rest_shared .12 to .15 the same."""
    other_title: float = 0.5
    far_days: float = 30.0
    far_cover: float = 0.8
    near_days: float = 3.0
    """Revisions and rewrites further apart in time than this are other news on the same subject."""
    revision_cover: float = 0.2
    revision_told: float = 2.1
    """order + alignment + shared + cover must reach revision_told + told_short / words of the shorter: with cover >= .2,
    wiki 188/333, gva 1 wrong, basil 0; at 2.0 223, 1 and 1. Without told_short ecbplus 252 pairs merged, with it 216."""
    rewrite_facts: float = 0.4
    rewrite_told: float = 2.1
    told_short: float = 40.0
    """order + alignment + shared + facts Jaccard must reach rewrite_told + told_short / words of the shorter: a short
    text is alike by chance. onestop 144/146, gva 2 wrong, reuters 0, basil 0; flat 2.3 instead: 143, 3, 4, 0."""
    rewrite_order: float = 0.2
    """Order alone, with the same addition for short texts: two reports of one event share facts, not the order."""
    held_facts: float = 0.3
    held_weight: float = 1.2
    held_both: float = 1.65
    held_short: float = 45.0
    held_far: float = 0.1
    """Or, however it is told, each holds the other's names and numbers: the share of the one's that the other mentions,
    plus held_weight times the other way round (the larger of the two counts more: a cut drops facts, but adds none), must
    reach held_both + held_short / words of the shorter, and held_far more where they are more than near_days apart.
    Of 58 pairs of whole articles rewritten for the purpose 6 were found, now 34 (of those over 220 words 12 of 16). basil
    reaches at most 1.66 at 220 to 300 words, 1.56 above; gva and reuters 1.67 and 1.70. 1.7 and 40 instead: 32; 1.65 and
    40: 36, but gva .951 for .965."""
    title_facts: float = 0.15
    title_cosine: float = 0.35
    title_cover: float = 0.05
    """Same title and site and no dates: versions of a page, unless nothing in them is alike ("Morning briefing")."""
    title_numbers: float = 0.3
    """Nor are they versions if both are full of numbers, as above, with numbers Jaccard of at most this: a serial headline.
    reuters without its dates .873 -> .916, wiki .976 -> .973."""
    quote_words: int = 40
    """A shared stretch of this many words is a quotation worth a link, though not one story."""

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if getattr(self, name) < 0:
                raise ValueError(f"{name} {getattr(self, name)}: use 0 or more")
