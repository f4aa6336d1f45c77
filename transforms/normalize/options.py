"""Options of Normalize."""

from __future__ import annotations

from dataclasses import dataclass

EXTRACTIONS = ("thorough", "balanced", "fast")


@dataclass(frozen=True)
class NormalizeOptions:
    """`extraction`: how much work goes into a page (docs/extraction.md has each one's quality and cost).
    `time_limit_seconds`: a document that takes longer is rejected and its process ended.
    `min_words`: a shorter text is no article (a cookie wall, an error page).
    `part_rows`: articles in one part file; memory of the later stages follows it.
    """

    extraction: str = "balanced"
    time_limit_seconds: float = 20.0
    min_words: int = 5
    part_rows: int = 10_000

    def __post_init__(self) -> None:
        if self.extraction not in EXTRACTIONS:
            raise ValueError(f"normalize.extraction: {self.extraction!r} is not one of {', '.join(EXTRACTIONS)}")
        for name in ("time_limit_seconds", "part_rows"):
            if not getattr(self, name) > 0:
                raise ValueError(f"normalize.{name}: {getattr(self, name)!r} is not above 0")
        if self.min_words < 0:
            raise ValueError(f"normalize.min_words: {self.min_words!r} is below 0")
