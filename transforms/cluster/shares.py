"""A run's links, and what the archive has of the stories that they touch -> shares that can be grouped apart.

A share is of whole components: of links of any rule, and of the archive's stories, which are never parted.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms import files
from transforms.arrays import distinct
from transforms.cluster.components import components
from transforms.cluster.older import NOTHING, Touched, touched
from transforms.match.blocks import all_parts, first_older
from transforms.match.verify import LINKS
from transforms.tables import read_arrow, write_arrow
from transforms.work import Work

REPLACED = "replaced.json"
# Each share opens all parts once more: few shares, each of twice the articles of a file if there are as many.
SHARES, FILES = 8, 2


def share_out(blocks: list[tuple[int, str]], work: Work, file_rows: int) -> list[int]:
    """Writes the shares, and which files hold the archive's stories that are touched; -> the shares' numbers."""
    parts = all_parts(work)
    first = first_older(parts)
    links = pa.concat_tables([LINKS.empty_table(), *(read_arrow(path) for _, path in blocks if path)])
    ends = distinct(np.concatenate([links["a"].to_numpy(), links["b"].to_numpy()]))
    before, held_in = touched(work, parts, ends[ends >= first])
    files.write_json(work.path(REPLACED), held_in)
    rows = distinct(np.concatenate([ends, before.rows]))

    def places(table: pa.Table) -> tuple[np.ndarray, np.ndarray]:
        a, b = (np.searchsorted(rows, table[name].to_numpy()) for name in ("a", "b"))
        return a, b

    new, old = places(links), places(before.links)
    at, story = np.searchsorted(rows, before.rows), np.zeros(0, np.int64)
    one = story
    if before.articles is not None:
        names = before.articles["story"].combine_chunks().dictionary_encode()
        story = names.indices.to_numpy().astype(np.int64)
        one = at[np.unique(story, return_index=True)[1]]  # an article of each story
    edges = [np.concatenate(side) for side in zip(new, old, (at, one[story]), strict=True)]
    share = shares_of(components(edges[0], edges[1], len(rows)), FILES * file_rows)
    numbers = distinct(share[: np.searchsorted(rows, first)]).tolist()
    for number in numbers:
        mine = share == number
        write_arrow(_path(work, number, "links"), links.filter(pa.array(mine[new[0]])))
        if before.articles is None:
            continue
        write_arrow(_path(work, number, "articles"), before.articles.filter(pa.array(mine[at])))
        write_arrow(_path(work, number, "known"), before.links.filter(pa.array(mine[old[0]])))
        of = names.dictionary.filter(pa.array(mine[one]))
        write_arrow(_path(work, number, "stories"), before.stories.filter(pc.is_in(before.stories["story_id"], of)))
    return numbers


def shares_of(component: np.ndarray, size: int, most: int = SHARES) -> np.ndarray:
    """Each node's component, named by its smallest node -> its share (int64): `most` shares at most, alike in size, of about
    `size` nodes where that makes fewer. Some numbers may have none. It follows from the components alone, not from the
    machine."""
    sizes, n = np.bincount(component, minlength=1), max(len(component), 1)
    shares = min(most, -(-n // size))
    return ((np.cumsum(sizes) - sizes) // -(-n // shares))[component]


def _path(work: Work, number: int, name: str) -> str:
    return work.path("shares", f"{number:06d}-{name}.arrow")


def read_share(number: int, work: Work) -> tuple[pa.Table, Touched]:
    """-> match LINKS of the run, and what the archive has, of one share."""
    links = read_arrow(_path(work, number, "links"))
    if not files.exists(_path(work, number, "articles")):
        return links, NOTHING
    return links, Touched(*(read_arrow(_path(work, number, name)) for name in ("articles", "known", "stories")))
