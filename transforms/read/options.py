"""Options of Read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadOptions:
    """`max_document_mb`: a page, a line, an entry above it is rejected, also when it only grows so large unpacked.
    `unit_mb`, `unit_files`: small files are read together until either is reached; a larger file is dealt out by blocks
    of `block_records` records to one task for each `unit_mb`, eight at most.
    """

    max_document_mb: float = 20.0
    unit_mb: float = 8.0
    unit_files: int = 1000
    block_records: int = 200

    def __post_init__(self) -> None:
        for name in ("max_document_mb", "unit_mb", "unit_files", "block_records"):
            if not getattr(self, name) > 0:
                raise ValueError(f"read.{name}: {getattr(self, name)!r} is not above 0")

    @property
    def max_document_bytes(self) -> int:
        return int(self.max_document_mb * 1_000_000)
