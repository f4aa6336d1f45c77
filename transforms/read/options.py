"""Options of Read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadOptions:
    """How inputs are cut into tasks, and how large a document may be."""

    max_document_mb: float = 20.0
    """A page, a line, an entry above it is rejected, also when it only grows so large unpacked."""
    unit_mb: float = 8.0
    """Small files are read together up to this size; a larger file is dealt out to one task for each (a packed one for
    every two, since each task unpacks it anew), eight at most."""
    unit_files: int = 1000
    """Small files are read together up to this number."""
    block_records: int = 200
    """A large file is dealt out by blocks of so many records."""

    def __post_init__(self) -> None:
        for name in ("max_document_mb", "unit_mb", "unit_files", "block_records"):
            if not getattr(self, name) > 0:
                raise ValueError(f"read.{name}: {getattr(self, name)!r} is not above 0")

    @property
    def max_document_bytes(self) -> int:
        return int(self.max_document_mb * 1_000_000)
