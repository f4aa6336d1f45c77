"""The output contract: the tables that a run writes, column for column. DESIGN and docs/output.md say what they mean."""

from __future__ import annotations

import pyarrow as pa

from transforms.match.verify import LINKS as VERIFIED

SCHEMA_VERSION = 2
TIMESTAMP = pa.timestamp("us", tz="UTC")


def _required(name: str, kind: pa.DataType) -> pa.Field:
    return pa.field(name, kind, nullable=False)


# What Normalize writes for an article. `published_lo` and `published_hi` say the interval that the precision leaves.
ARTICLE_FIELDS = [
    _required("article_id", pa.string()),
    _required("source_uri", pa.string()),
    _required("input_kind", pa.string()),
    pa.field("url", pa.string()),
    pa.field("canonical_url", pa.string()),
    pa.field("source_site", pa.string()),
    pa.field("source_site_evidence", pa.string()),
    pa.field("title", pa.string()),
    pa.field("authors", pa.list_(pa.string())),
    pa.field("language", pa.string()),
    _required("text", pa.string()),
    _required("is_summary", pa.bool_()),
    pa.field("published_at", TIMESTAMP),
    pa.field("published_precision", pa.string()),
    pa.field("published_evidence", pa.string()),
    pa.field("appeared_first_on", pa.string()),
    pa.field("appeared_first_on_name", pa.string()),
    pa.field("appeared_first_on_rule", pa.string()),
    pa.field("appeared_first_on_evidence", pa.string()),
    pa.field("appeared_first_on_confidence", pa.float32()),
    _required("evidence", pa.string()),
]
NORMALIZED = pa.schema(ARTICLE_FIELDS)

ARTICLES = pa.schema(
    [
        *ARTICLE_FIELDS,
        _required("story_id", pa.string()),
        _required("relation", pa.string()),
        pa.field("derived_from", pa.string()),
        pa.field("similarity", pa.float32()),
        pa.field("first_seen_site", pa.string()),
        pa.field("first_seen_at", TIMESTAMP),
        _required("run_id", pa.string()),
        _required("ingested_at", TIMESTAMP),
    ]
)

MEMBER = pa.struct(
    [
        ("article_id", pa.string()),
        ("source_site", pa.string()),
        ("published_lo", pa.int64()),
        ("published_hi", pa.int64()),
        ("appeared_first_on", pa.string()),
        ("holds", pa.float32()),  # how much more it holds of the others than they of it, -1 to 1
    ]
)
STORIES = pa.schema(
    [
        _required("story_id", pa.string()),
        pa.field("title", pa.string()),
        _required("articles", pa.int32()),
        _required("sites", pa.int32()),
        _required("first_article_id", pa.string()),
        pa.field("first_site", pa.string()),
        pa.field("first_at", TIMESTAMP),
        pa.field("stated_origin", pa.string()),
        pa.field("stated_origin_share", pa.float32()),
        pa.field("origin", pa.string()),
        pa.field("origin_confidence", pa.float32()),
        pa.field("conflicts", pa.list_(pa.string())),
        # What later runs need of a story: when its articles are from (ingestion where unknown), since when the archive
        # has it, and, of a story of several, its articles as ranking sees them.
        _required("active_from", TIMESTAMP),
        _required("active_until", TIMESTAMP),
        _required("founded_at", TIMESTAMP),
        pa.field("members", pa.list_(MEMBER)),
        _required("run_id", pa.string()),  # of the run that changed the row last
    ]
)

# Pairs of articles that were verified, a before b by key. Scores: docs/matching.md; null where not needed or not known.
LINKS = pa.schema(
    [
        _required("article_a", pa.string()),
        _required("article_b", pa.string()),
        _required("same_story", pa.bool_()),
        _required("joins", pa.bool_()),
        _required("rule", pa.string()),
        *(pa.field(name, pa.float32()) for name in VERIFIED.names if name not in ("a", "b", "rule")),
        _required("seen_at", TIMESTAMP),  # of the later of the two
        _required("key_a", pa.int64()),  # the ids' first 64 bits, as `key` in fingerprints: read in a tenth of the time
        _required("key_b", pa.int64()),
        _required("run_id", pa.string()),
    ]
)

# Arrays are bytes (little-endian unsigned 32-bit numbers), since Delta Lake knows no unsigned integers. What they hold
# and how they are compared: docs/matching.md.
FINGERPRINTS = pa.schema(
    [
        _required("article_id", pa.string()),
        _required("key", pa.int64()),
        _required("story_id", pa.string()),  # as known when the row was written, as in `articles`
        _required("story_key", pa.int64()),  # its first 64 bits
        pa.field("url_key", pa.int64()),  # a hash of the normalised url
        _required("seen_at", TIMESTAMP),  # published, or ingested where that is unknown
        _required("ingested_at", TIMESTAMP),
        pa.field("source_site", pa.string()),
        pa.field("published_lo", pa.int64()),
        pa.field("published_hi", pa.int64()),
        pa.field("appeared_first_on", pa.string()),
        _required("is_summary", pa.bool_()),
        _required("has_case", pa.bool_()),
        pa.field("title", pa.binary()),
        pa.field("title_key", pa.int64()),
        pa.field("words", pa.binary()),
        _required("word_count", pa.int32()),
        pa.field("facts", pa.binary()),
        pa.field("shingles", pa.binary()),
        *(pa.field(f"wording_{g}", pa.binary()) for g in range(4)),
        *(pa.field(f"facts_{g}", pa.binary()) for g in range(2)),
        pa.field("facts_minhash", pa.binary()),
        pa.field("edges", pa.binary()),  # reconcile.EDGES of its outermost lines, for finding a site's furniture
        _required("fingerprint_version", pa.string()),
        _required("minhash_scheme", pa.string()),
        _required("rarity_table", pa.string()),
        _required("run_id", pa.string()),
    ]
)

RUNS = pa.schema(
    [
        _required("run_id", pa.string()),
        _required("kind", pa.string()),  # ingest, maintain, forget
        _required("schema_version", pa.int32()),
        _required("fingerprints", pa.string()),  # what its fingerprints compare with
        _required("started_at", TIMESTAMP),
        _required("as_of", TIMESTAMP),
        _required("committed_at", TIMESTAMP),
        _required("articles", pa.int64()),
        _required("stories", pa.int64()),
        _required("rejected", pa.int64()),
        _required("summary", pa.string()),  # JSON, as `ingest --json` prints it
        _required("versions", pa.string()),  # JSON: of each table, the Delta version that this run made
    ]
)

REJECTED = pa.schema(
    [
        _required("source_uri", pa.string()),
        _required("stage", pa.string()),
        _required("error", pa.string()),
        pa.field("raw", pa.binary()),
        _required("run_id", pa.string()),
    ]
)

STORY_ALIASES = pa.schema(
    [_required("old_story_id", pa.string()), _required("story_id", pa.string()), _required("run_id", pa.string())]
)

# All tables of an archive, in the order of a run's commits: `runs` last, so that a run is known when all of it is there.
TABLES = {
    "rejected": REJECTED,
    "fingerprints": FINGERPRINTS,
    "links": LINKS,
    "story_aliases": STORY_ALIASES,
    "stories": STORIES,
    "articles": ARTICLES,
    "runs": RUNS,
}
