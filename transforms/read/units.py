"""Cuts the inputs of a run into units of work: by name and size alone, so that any number of workers gets the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transforms import files
from transforms.read.options import ReadOptions

MOST_SHARDS = 8  # a shard of a container reads all of it and uses one block in so many
# To read all of it is cheap, to unpack it is not: 458 pages, 28 MB of gzip, take .6 s for each shard and 11 s to extract.
PACKED = (".gz", ".zst")


@dataclass(frozen=True, slots=True)
class Unit:
    """Files that one task reads in order, or (shards > 1) one large file of which it uses each shards-th block."""

    name: str
    paths: tuple[str, ...]
    shard: int = 0
    shards: int = 1


class NoInput(Exception):
    """An input that names nothing; the message says which and what to do."""


def units(inputs: Sequence[str], options: ReadOptions) -> list[Unit]:
    """The units of a run, named in the order in which their articles will stand. Raises NoInput, files.NoFileSystem."""
    found: dict[str, int] = {}
    for pattern in inputs:
        files.check(pattern)
        listed = files.listing(pattern)
        if not listed:
            what = "no such file or folder" if not files.exists(pattern) else "holds no file"
            raise NoInput(f"{pattern}: {what}; give a file, a folder, a glob in quotes or a file-system path (gs://…)")
        found.update(listed)
    limit = options.unit_mb * 1_000_000
    groups: list[tuple[list[str], int, int]] = []
    group: list[str] = []
    size = 0
    for path, bytes_ in sorted(found.items()):
        if bytes_ > limit:
            shards = min(MOST_SHARDS, int(bytes_ // limit) + 1)
            if path.endswith(PACKED):
                shards = min(shards, max(2, int(bytes_ // (2 * limit)) + 1))
            if group:
                groups.append((group, 0, 1))
                group, size = [], 0
            groups += [([path], k, shards) for k in range(shards)]
            continue
        if group and (size + bytes_ > limit or len(group) >= options.unit_files):
            groups.append((group, 0, 1))
            group, size = [], 0
        group.append(path)
        size += bytes_
    if group:
        groups.append((group, 0, 1))
    return [Unit(f"{n:06d}", tuple(g), k, s) for n, (g, k, s) in enumerate(groups)]
