"""The work of one search and of one block of pairs, on the fingerprint files. Runs in a process apart, without Beam."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby, pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms import files
from transforms.archive import HOUR, Stored, fingerprint_pieces, micros, read_fingerprints, snapshot, spans
from transforms.arrays import distinct
from transforms.fingerprint.parts import Part
from transforms.match.candidates import UNDATED, Keyed, Near, Shared, candidate_pairs, search_order
from transforms.match.options import CandidateOptions, KeyTask, OlderTask, VerifyOptions
from transforms.match.verify import (
    JOINING,
    LINKS,
    NONE,
    READS,
    REVISION,
    SIGNS,
    undated_namesakes,
    verify,
    worth_verifying,
)
from transforms.normalize.known import VERSION, VERSIONS
from transforms.schema import TIMESTAMP
from transforms.tables import read_array, read_arrow, take_sorted, write_array, write_arrow
from transforms.work import Work

PARTS, OLDER, PLACES, MET, NEAR = "parts.json", "older.json", "places.npy", "met.npy", "near.arrow"
AGAIN = "again.npy"
# Of the archive's, that one task looks through, or as many as are new, whose keys it needs as well.
OLDER_ROWS = 100_000
LOOK = 20_000  # rows of the archive whose keys are looked up at once: the table of a band stays in the cache meanwhile
BLOCK = 4_000  # row ids of a block, at least; with the articles that they pair with some 15,000
BLOCK_POWER = 0.75  # and this power of all: more partners stand in other blocks then, and are read once for each
PAIRS, VERIFIED = 80_000, 20_000  # that are asked whether they are worth it, and whose words are read, at once
# Row ids whose files are mapped at once when some are picked: to pick from each file alone costs more than verification
# itself, and of a million articles they are 2.5 GB.
TAKEN = 50_000
NO_BLOCK = -1
_NO_KEYS = pa.schema([("published_lo", pa.int64()), ("key", pa.uint64())]).empty_table()
_MORE = [name for name in READS if name not in (*SIGNS, "source_site")]
_TOLD = pa.schema(
    [
        ("key", pa.uint64()),
        ("story_key", pa.uint64()),
        ("published_lo", pa.int64()),
        ("published_hi", pa.int64()),
        ("ingested_at", TIMESTAMP),
        ("word_count", pa.int32()),
    ]
)
TOLD = _TOLD.names
"""The columns that are told of all of the archive's articles that were looked through."""


@dataclass(frozen=True, slots=True)
class Older:
    """A committed file of fingerprints whose rows take part; not `searched`: only versions of known pages are read in it.

    Its articles were seen within `seen` (microseconds; None where not known), and, where one of two articles is undated,
    those of today are near if it is `recent`; `undated`: whether some of its own are.
    """

    fingerprints: str
    rows: int
    searched: bool
    seen: tuple[int, int] | None = None
    recent: bool = False
    undated: bool = False


def parts_of(work: Work) -> list[Part]:
    return [Part(**{**p, "counts": tuple(map(tuple, p["counts"]))}) for p in files.read_json(work.path(PARTS))]


def all_parts(work: Work) -> list[Part | Older]:
    """The run's parts and then the archive's, in order of row ids: a run's own articles have the lower ones."""
    return [*parts_of(work), *_older_of(work)]


def first_older(parts: Sequence[Part | Older]) -> int:
    """The row id at which the archive's begin."""
    return sum(part.rows for part in parts if isinstance(part, Part))


def _older_of(work: Work) -> list[Older]:
    return [Older(**{**p, "seen": p["seen"] and tuple(p["seen"])}) for p in files.read_json(work.path(OLDER))]


def plan(parts: list[Part], work: Work, window_days: float) -> list[OlderTask]:
    """Numbers the rows of all parts and of the archive's files that may hold a match; -> the tasks that look through these.

    A file of the archive takes part where an article of it was published within the window of one of the run's, or,
    one of the two being undated, ingested within the window of the run.
    """
    published = [read_arrow(p.fingerprints, ["published_lo", "key"]) for p in parts]
    mine = pa.concat_tables([*published, _NO_KEYS])
    clock = micros(work.clock)
    undated = mine["published_lo"].null_count > 0
    around = spans(distinct(mine["published_lo"].fill_null(clock).to_numpy()), window_days)
    today = spans(np.array([clock]), window_days)
    stored = snapshot(work).get("fingerprints", []) if parts else []
    recent = [s.ingested is None or Stored(s.path, s.rows, s.ingested).touches(today) for s in stored]
    known = [Older(s.path, s.rows, True, s.seen, r, s.undated > 0) for s, r in zip(stored, recent, strict=True)]
    taken = [s.touches(around) or (o.recent and (undated or o.undated)) for s, o in zip(stored, known, strict=True)]
    versions = read_arrow(work.path(VERSIONS)) if stored else VERSION.empty_table()
    named = set(versions["path"].to_pylist())
    older = [o for o, yes in zip(known, taken, strict=True) if yes]
    searched = {o.fingerprints for o in older}
    older += [Older(s.path, s.rows, False) for s in stored if s.path in named - searched]
    files.write_json(work.path(PARTS), [{name: getattr(p, name) for name in Part.__slots__} for p in parts])
    files.write_json(work.path(OLDER), [asdict(o) for o in older])
    starts = np.cumsum([mine.num_rows, *(o.rows for o in older)]).tolist()
    start_of = dict(zip([o.fingerprints for o in older], starts, strict=False))
    row_of = dict(zip(mine["key"].to_pylist(), range(mine.num_rows), strict=True))
    pairs = [
        row_of[v["key"]] << 32 | start_of[v["path"]] + v["row"] for v in versions.to_pylist() if v["key"] in row_of
    ]
    write_array(work.path(AGAIN), np.array(sorted(pairs), "<u8"))
    return _older_tasks(work)


def _older_tasks(work: Work) -> list[OlderTask]:
    """The archive's searched files, dealt out."""
    parts, older = _searched(work)
    most = max(OLDER_ROWS, sum(p.rows for p in parts))
    ends = np.cumsum([o.rows for o in older])
    starts = np.flatnonzero(np.diff(ends // most, prepend=-1))
    return [OlderTask(n, *span) for n, span in enumerate(pairwise([*starts.tolist(), len(older)]))]


def versions_of(work: Work) -> np.ndarray:
    """Pairs (row id << 32 | row id of the archive's latest version of the same page), sorted (uint64)."""
    return read_array(work.path(AGAIN))


@dataclass(frozen=True, slots=True)
class Found:
    """Pairs of one block that one search task found: so many from the `start`th on in the file that it wrote.

    Pairs wait in files and only this travels: an engine in one process keeps what travels several times over.
    """

    path: str
    start: int
    pairs: int

    def read(self) -> np.ndarray:
        """-> smaller row id << 32 | larger row id (uint64)."""
        with files.open_read(self.path) as f:
            f.seek(8 * self.start)
            return np.frombuffer(f.read(8 * self.pairs), "<u8")


def _searched(work: Work) -> tuple[list[Part], list[Older]]:
    return parts_of(work), [o for o in _older_of(work) if o.searched]


def look_through(task: OlderTask, work: Work, tasks: Sequence[KeyTask], options: CandidateOptions) -> None:
    """Leaves for each of the search's tasks, of the archive's rows in these files, those that share a key with a new one;
    of all rows TOLD, and whether they are among those (`met`)."""
    parts, older = _searched(work)
    start = sum(p.rows for p in parts) + sum(o.rows for o in older[: task.first])
    columns = dict.fromkeys(t.column for t in tasks)
    mine = older[task.first : task.last]
    near = [_near(p, mine, options.match_window_days) for p in parts]
    own = [_read(p, [*columns], rows) for p, rows in zip(parts, near, strict=True)]
    shared = [Shared([t for t in tasks if t.column == name], (of[name] for of in own), options) for name in columns]
    told = []
    paths = [o.fingerprints for o in mine]
    first = start
    for piece in fingerprint_pieces(paths, [*columns, *TOLD], LOOK):
        for of, name in zip(shared, columns, strict=True):
            of.look(piece[name], start)
        told.append(piece.select(TOLD))
        start += piece.num_rows
    met = np.zeros(start - first, bool)
    every: list[pa.Table] = []
    for of in shared:
        for key_task, found in zip(of.tasks, of.found(), strict=True):
            ends = pa.array(np.concatenate([[0], np.cumsum(found.counts)]).astype(np.int32))
            lists = {n: pa.ListArray.from_arrays(ends, pa.array(getattr(found, n))) for n in ("key", "row")}
            every.append(pa.table({"task": [key_task.name] * len(found.counts), **lists}))
            met[found.row.astype(np.int64) - first] = True
    write_arrow(_shared_path("found", task, work), pa.concat_tables(every))
    write_arrow(_shared_path("told", task, work), pa.concat_tables(told).append_column("met", pa.array(met)))


def told_of_searched(work: Work) -> pa.Table:
    """TOLD and `met` of each of the archive's articles that were looked through, in order of row id."""
    none = _TOLD.append(pa.field("met", pa.bool_())).empty_table()
    return pa.concat_tables([none, *(read_arrow(_shared_path("told", task, work)) for task in _older_tasks(work))])


def _near(part: Part, older: Sequence[Older], window_days: float) -> np.ndarray:
    """The rows (int64) of a part that may be published within the window of an article in these files."""
    published = _read(part, ["published_lo"])["published_lo"]
    at, dated = published.fill_null(0).to_numpy(), published.is_valid().to_numpy()
    reach = int(window_days * 24 + 2) * HOUR  # the search counts whole hours
    near = np.zeros(part.rows, bool)
    for file in older:
        low, high = file.seen or (at.min(), at.max())
        near |= dated & (at >= low - reach) & (at <= high + reach)
        if file.recent:
            near |= ~dated | file.undated
    return np.flatnonzero(near)


def _shared_path(name: str, older: OlderTask, work: Work) -> str:
    return work.path("shared", f"{name}-{older.number:06d}.arrow")


def rank(work: Work, window_days: float) -> None:
    """Puts the run's articles, and those of the archive that share a key with one, in order for the search."""
    clock, hours = micros(work.clock), int(window_days * 24)
    own = pa.concat_tables([*(read_arrow(p.fingerprints, _NO_KEYS.column_names) for p in parts_of(work)), _NO_KEYS])
    searched = told_of_searched(work)
    met = np.flatnonzero(searched["met"].to_numpy())
    others = searched.select([*own.column_names, "ingested_at"]).take(pa.array(met))
    table = pa.concat_tables([own, others.select(own.column_names)])
    ingested = [np.full(own.num_rows, clock), others["ingested_at"].cast(pa.int64()).to_numpy()]
    hour = np.concatenate(ingested) // HOUR
    place = search_order(table["published_lo"], table["key"], hour)
    write_array(work.path(PLACES), place.astype("<i8"))
    write_array(work.path(MET), (met + own.num_rows).astype("<i8"))
    dates = table["published_lo"].drop_null().to_numpy() // HOUR
    if searched.num_rows or (len(dates) and dates.max() - dates.min() > hours):
        by_place = np.argsort(place)
        published = np.full(len(place), UNDATED)
        published[table["published_lo"].is_valid().to_numpy()] = dates
        fresh = np.arange(len(place)) < own.num_rows
        near = {"published": published[by_place], "ingested": hour[by_place], "fresh": fresh[by_place]}
        write_arrow(work.path(NEAR), pa.table(near))


def _shared(task: KeyTask, work: Work, first: int, met: np.ndarray) -> list[Keyed]:
    """What was found for the task in the archive, its rows by where they stand in `met`, counted on from `first`."""
    found = []
    stands = np.zeros(met[-1] - first + 1 if len(met) else 0, np.uint32)
    stands[met - first] = np.arange(first, first + len(met))
    for older in _older_tasks(work):
        table = read_arrow(_shared_path("found", older, work))
        bands = np.flatnonzero(pc.equal(table["task"], task.name).to_numpy())
        table = table.slice(bands[0], len(bands))  # a task's stand together
        key, row = (table[n].chunk(0) for n in ("key", "row"))
        at = stands[row.flatten().to_numpy() - np.uint32(first)]
        found.append(Keyed(key.flatten().to_numpy(), at, np.diff(key.offsets.to_numpy())))
    return found


def search_column(task: KeyTask, work: Work, options: CandidateOptions) -> list[tuple[int, Found]]:
    """The pairs of one task, by block."""
    parts = parts_of(work)
    # Sent along whatever is found, so that a run without any pair ends like another.
    nothing = [(NO_BLOCK, Found("", 0, 0))]
    if not parts:
        return nothing
    own = (_read(p, [task.column])[task.column] for p in parts)
    place = read_array(work.path(PLACES))
    near = None
    if files.exists(work.path(NEAR)):
        known = read_arrow(work.path(NEAR))
        published, ingested, fresh = (known[name].to_numpy() for name in ("published", "ingested", "fresh"))
        near = Near(published, ingested, fresh, int(options.match_window_days * 24))
    met = read_array(work.path(MET))
    n = len(place) - len(met)
    a, b = candidate_pairs(task, own, place, options, near, _shared(task, work, n, met))
    ids = np.concatenate([np.arange(n), met])
    a, b = ids[a], ids[b]
    packed = np.minimum(a, b).astype(np.uint64) << np.uint64(32) | np.maximum(a, b).astype(np.uint64)
    if task.kind == "title":
        packed = np.concatenate([packed, versions_of(work)])
    if not len(packed):
        return nothing
    packed.sort()
    block = _block_of(packed, n, sum(part.rows for part in all_parts(work)))
    if len(met):
        order = np.argsort(block, kind="stable")
        packed, block = packed[order], block[order]
    path = work.path("pairs", f"{task.name}.u64")
    files.write_bytes(path, packed.astype("<u8").tobytes())
    blocks, starts = np.unique(block, return_index=True)
    sizes = np.diff(np.append(starts, len(packed)))
    found = zip(blocks.tolist(), starts.tolist(), sizes.tolist(), strict=True)
    return nothing + [(block, Found(path, start, size)) for block, start, size in found]


def _block_of(pairs: np.ndarray, own: int, all_: int) -> np.ndarray:
    """The block of each pair of row ids: of two of the run's `own` articles by the smaller id, else by the larger, that of
    the archive's, so that a file of the archive is read for one block. The archive's newest come first, which have most
    pairs: what is begun last should be small."""
    rows = max(BLOCK, int(own**BLOCK_POWER))
    small, large = (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
    return np.where(large < own, small // rows, own // rows + 1 + (all_ - 1 - large) // OLDER_ROWS)


def verify_pairs(block: int, found: Sequence[Found], work: Work, options: VerifyOptions) -> tuple[str, int]:
    """Checks each pair of a block once and writes those that link; -> (path, links)."""
    pairs = distinct(np.concatenate([f.read() for f in found]))
    # By the larger id, so that what is read at once stands together: else each reading opens all files for a few rows each.
    pairs = pairs[np.argsort(pairs & np.uint64(0xFFFFFFFF), kind="stable")]
    again = np.isin(pairs, versions_of(work))
    links = look_at(pairs, all_parts(work), options, again)
    # One page at two times is one story, however little of it is left.
    rules = links["rule"].to_numpy()
    rules = np.where(again & ~np.isin(rules, JOINING), REVISION, rules).astype(np.int8)
    links = links.set_column(links.schema.get_field_index("rule"), "rule", pa.array(rules))
    links = links.filter(pa.array(rules != NONE))
    path = work.path("links", f"{block:06d}.arrow")
    write_arrow(path, links)
    return path, links.num_rows


def look_at(
    pairs: np.ndarray, parts: Sequence[Part | Older], options: VerifyOptions, certain: np.ndarray | None = None
) -> pa.Table:
    """Pairs of row ids (uint64, smaller id << 32 | larger id, each once) -> LINKS by row id, a row a pair, in the same
    order; the smaller key is `a`, so that a link is written the same way whatever the order of the input.

    Where two articles have too little in common to be verified (and are not `certain`, bool), the rule is NONE, the score 0,
    and the rest null.
    """
    certain = np.zeros(len(pairs), bool) if certain is None else certain
    tables = [_look_at(pairs[cut], parts, options, certain[cut]) for cut in _cuts(len(pairs), PAIRS)]
    return pa.concat_tables([LINKS.empty_table(), *tables])


def _cuts(n: int, size: int) -> Iterator[slice]:
    """Slices of about `size`, of 0 to n."""
    edges = np.linspace(0, n, max(1, round(n / size)) + 1).astype(int).tolist()
    return (slice(start, stop) for start, stop in pairwise(edges) if start < stop)


def _look_at(pairs: np.ndarray, parts: Sequence[Part | Older], options: VerifyOptions, certain: np.ndarray) -> pa.Table:
    rows, a, b = _ends((pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64))
    table = rows_of(parts, rows, [*SIGNS, "key"]).combine_chunks()
    key = table["key"].to_numpy()
    swap = key[a] > key[b]
    a, b = np.where(swap, b, a), np.where(swap, a, b)
    table = table.append_column("source_site", _sites(a, b, table, rows, parts))
    worth = certain | worth_verifying(a, b, table, options)
    found = [LINKS.empty_table()]
    for cut in _cuts(int(worth.sum()), VERIFIED):
        some, mine, other = _ends(a[worth][cut], b[worth][cut])
        both = take_sorted(table, some)
        for name, column in zip(_MORE, rows_of(parts, rows[some], _MORE).combine_chunks().itercolumns(), strict=True):
            both = both.append_column(name, column)
        found.append(verify(mine, other, both, options))
    links = pa.concat_tables(found).take(pa.array(np.cumsum(worth) - 1, mask=~worth))  # the others' rows are null
    columns = {
        "a": pa.array(rows[a]),
        "b": pa.array(rows[b]),
        "rule": links["rule"].fill_null(NONE),
        "score": links["score"].fill_null(0),
    }
    return pa.table({name: columns.get(name, links[name]) for name in LINKS.names})


def _sites(a: np.ndarray, b: np.ndarray, table: pa.Table, rows: np.ndarray, parts: Sequence[Part | Older]) -> pa.Array:
    """The sites of rows where they tell something, null of the others: read for all they would take a third of the time."""
    same = undated_namesakes(a, b, table)
    asked = distinct(np.concatenate([a[same], b[same]]))
    at = np.full(len(rows), -1)
    at[asked] = np.arange(len(asked))
    if not len(asked):
        return pa.nulls(len(rows), pa.string())
    sites = rows_of(parts, rows[asked], ["source_site"])["source_site"].combine_chunks()
    return sites.take(pa.array(at, mask=at < 0))


def _ends(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of ids -> the ids in them (sorted), and where among these the two of each pair stand."""
    ids, at = np.unique(np.concatenate([a, b]), return_inverse=True)
    return ids, at[: len(a)], at[len(a) :]


def rows_of(parts: Sequence[Part | Older], rows: np.ndarray, columns: Sequence[str]) -> pa.Table:
    """Rows (sorted row ids) of the fingerprints of all parts; only the files that hold some are opened."""
    starts = np.cumsum([0] + [p.rows for p in parts])
    cuts = np.searchsorted(rows, starts).tolist()
    spans = zip(parts, starts.tolist(), cuts, cuts[1:], strict=False)
    chosen = [(part, rows[low:high] - start, start) for part, start, low, high in spans if low < high]
    found: list[pa.Table] = []
    for _, some in groupby((c for c in chosen if isinstance(c[0], Part)), key=lambda c: c[2] // TAKEN):
        tables, wanted, before = [], [], 0
        for part, mine, _ in some:
            tables.append(_read(part, columns))
            wanted.append(mine + before)
            before += part.rows
        found.append(take_sorted(pa.concat_tables(tables), np.concatenate(wanted)))
    found += [_read(part, columns, mine) for part, mine, _ in chosen if isinstance(part, Older)]
    return pa.concat_tables(found)


def _read(part: Part | Older, columns: Sequence[str], rows: np.ndarray | None = None) -> pa.Table:
    if isinstance(part, Older):
        return read_fingerprints(part.fingerprints, columns, rows)
    table = read_arrow(part.fingerprints, columns)
    return table if rows is None else take_sorted(table, rows)
