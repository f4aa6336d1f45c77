"""Options of Normalize."""

from __future__ import annotations

from dataclasses import dataclass

EXTRACTIONS = ("thorough", "balanced", "fast")


@dataclass(frozen=True)
class NormalizeOptions:
    """How the article is found in a document."""

    extraction: str = "balanced"
    """How much work goes into a page: thorough, balanced or fast (docs/extraction.md: quality and cost of each)."""
    time_limit_seconds: float = 20.0
    """A document that takes longer is rejected, and the process that reads it ended."""
    min_words: int = 5
    """A page or dump with less text holds no article."""
    part_rows: int = 10_000
    """Articles in one file, between stages (or a few more) and in the tables; the memory of a task follows it."""

    def __post_init__(self) -> None:
        if self.extraction not in EXTRACTIONS:
            raise ValueError(f"normalize.extraction: {self.extraction!r} is not one of {', '.join(EXTRACTIONS)}")
        for name in ("time_limit_seconds", "part_rows"):
            if not getattr(self, name) > 0:
                raise ValueError(f"normalize.{name}: {getattr(self, name)!r} is not above 0")
        if self.min_words < 0:
            raise ValueError(f"normalize.min_words: {self.min_words!r} is below 0")
