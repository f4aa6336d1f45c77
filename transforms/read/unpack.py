"""Gzip and zstd, read as far as they go: what stands before the place where a download broke off is not lost."""

from __future__ import annotations

import io
import zlib
from typing import IO, Any

import zstandard

from transforms.read import sniff

_CHUNK = 256 * 1024
_ZSTD_CHUNK = (
    2048  # packed bytes; a bomb makes 64 MB of them at the most, and gzip is asked for no more than it may give
)
_WINDOW = 2**27  # bytes; the most that zstd needs for a window its command line makes (--ultra)


class Unpacking(io.RawIOBase):
    """The unpacked bytes of a stream of gzip members or zstd frames. Where it is broken it ends, and `error` says why."""

    def __init__(self, packed: IO[bytes], kind: str) -> None:
        self._packed, self._kind = packed, kind
        self._engine: Any = None
        self._ready = memoryview(b"")
        self._left = b""
        self.error: str | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready and self._fill():
            pass
        n = min(len(buffer), len(self._ready))
        buffer[:n] = self._ready[:n]
        self._ready = self._ready[n:]
        return n

    def _fill(self) -> bool:
        """Unpacks some more; False at the end."""
        if self.error:
            return False
        data = self._left or self._packed.read(_CHUNK if self._kind == "gzip" else _ZSTD_CHUNK)
        self._left = b""
        if not data:
            if self._engine is not None and not self._engine.eof:
                self.error = f"{self._kind} data ends in the middle"
            return False
        if self._engine is None or self._engine.eof:
            magic = sniff.GZIP if self._kind == "gzip" else sniff.ZSTD
            if self._engine is not None and not data.startswith(magic):
                return False  # padding after the last member, as some writers leave it
            self._engine = self._new_engine()
        try:
            self._ready = memoryview(self._unpack(data))
        except (zlib.error, zstandard.ZstdError) as e:
            self.error = f"broken {self._kind} data: {e}"
            return False
        return True

    def _unpack(self, data: bytes) -> bytes:
        if self._kind == "gzip":
            out = self._engine.decompress(data, 4 * _CHUNK)  # a bomb comes out in pieces
            self._left = self._engine.unconsumed_tail or self._engine.unused_data
        else:
            out = self._engine.decompress(data)
            self._left = self._engine.unused_data
        return out

    def _new_engine(self) -> Any:
        if self._kind == "gzip":
            return zlib.decompressobj(wbits=31)
        return zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()


def unpacked(raw: IO[bytes]) -> tuple[io.BufferedReader, list[Unpacking]]:
    """`raw` without its wrapping, two deep at most (some crawlers pack what a server sent packed), and the unpackings."""
    stream: Any = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(raw, sniff.HEAD)  # type: ignore[type-var]
    packings: list[Unpacking] = []
    for _ in range(2):
        magic = stream.peek(4)[:4]
        kind = "gzip" if magic.startswith(sniff.GZIP) else "zstd" if magic.startswith(sniff.ZSTD) else None
        if kind is None:
            break
        packings.append(Unpacking(stream, kind))
        stream = io.BufferedReader(packings[-1], sniff.HEAD)
    return stream, packings
