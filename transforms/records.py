"""The records that travel between the functions of Read and Normalize."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

PRECISIONS = ("second", "minute", "day")


@dataclass(frozen=True, slots=True)
class Record:
    """One raw document, as Read hands it to Normalize.

    `content` is what `kind` says: the parsed object of a `wordpress` post, the entry of a `feed`, the bytes or text of
    an `html` page or a `text` dump, the row (a dict) of `jsonl` and `parquet`. `hints` is what the container says about
    it (a JSONL row's or a WARC record's url, say); it counts as evidence, but the document's own words come first.
    """

    source_uri: str
    kind: str
    content: Any
    hints: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Published:
    """When a document says it was published. `at` is in UTC; `precision` is one of PRECISIONS.

    A time without a zone is read as UTC with precision `day`, unless the format states the zone.
    """

    at: datetime
    precision: str
    evidence: str

    def __post_init__(self) -> None:
        if self.precision not in PRECISIONS:
            raise ValueError(f"precision {self.precision!r}: use one of {', '.join(PRECISIONS)}")
        if self.at.tzinfo is not UTC:
            raise ValueError(f"published at {self.at!r}: convert to UTC first (datetime.astimezone(UTC))")


@dataclass(frozen=True, slots=True)
class Credit:
    """One candidate for the original source that a copy states.

    `name` is as written ("The Associated Press"), `domain` the registrable domain where it can be resolved, `rule` names
    the rule that fired, `evidence` quotes the words that prove it, `confidence` is the rule's measured precision (0 to 1).
    """

    name: str | None
    domain: str | None
    rule: str
    evidence: str
    confidence: float


@dataclass(slots=True)
class Draft:
    """What a reader of one input kind found in a raw document, before it is made an article.

    `text` is the article's body, paragraphs parted by a blank line. `head` and `tail` are the lines next to the body
    that are not the article but may carry a byline, a credit or a copyright; origins and sites are read there too.
    `bylines`: the fields that name an author, as written, agencies and desks included.
    `quoted`: paragraphs of the body that are quotations. `evidence` maps a field to where its value was read and which
    candidates lost, with their values.
    """

    text: str
    title: str | None = None
    authors: list[str] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    published: Published | None = None
    url: str | None = None
    canonical_url: str | None = None
    language: str | None = None
    site: str | None = None
    site_evidence: str | None = None
    is_summary: bool = False
    head: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    quoted: frozenset[str] = frozenset()
    credits: list[Credit] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    evidence: dict[str, Any] = field(default_factory=dict)


class Unreadable(Exception):
    """A raw document that no article can be made of; the message says why and becomes a row in `rejected`."""
