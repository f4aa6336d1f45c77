"""Verified links in, stories out: groups that hold together, their order in time, and who had each first."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from transforms.cluster.components import DisjointSets, components
from transforms.cluster.options import ClusterOptions
from transforms.cluster.relations import Member, reconciled, relation
from transforms.match.verify import COPY, JOINING, QUOTE, RULES

ASSIGNMENT = pa.schema(
    [
        ("id", pa.uint64()),
        ("story", pa.uint64()),  # id of the article that the story is named after
        ("relation", pa.string()),
        ("derived_from", pa.uint64()),
        ("similarity", pa.float32()),
        ("holds", pa.float32()),  # how much more it holds of its neighbours than they of it, -1 to 1
    ]
)
STORIES = pa.schema(
    [
        ("story", pa.uint64()),
        ("articles", pa.int64()),
        ("sites", pa.int64()),
        ("first_article", pa.uint64()),
        ("first_site", pa.string()),
        ("first_at", pa.int64()),
        ("stated_origin", pa.string()),
        ("stated_origin_share", pa.float32()),
        ("origin", pa.string()),
        ("origin_confidence", pa.float32()),
        ("conflicts", pa.list_(pa.string())),
    ]
)
ASSEMBLED = ["a", "b", "rule", "score", "cov_a", "cov_b", "jaccard"]
"""The columns of links that stories are made from."""

Facts: TypeAlias = "Callable[[np.ndarray], np.ndarray]"
"""Asked for some nodes, gives their facts signatures (uint32, a line each; all 0 where unknown), which tell whether two
held texts are about the same. Few are asked for, and a signature is longer than all else that is known of a node."""

_DEFAULT = ClusterOptions()
_MIX = np.uint64(0x9E3779B97F4A7C15)
_CLEARLY = 1.1  # a digest's main story makes up so much more of it than the next: parts of one size are a digest's own


def open_pairs(nodes: pa.Table, links: pa.Table, options: ClusterOptions = _DEFAULT) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of nodes (ids, a of the smaller key) that tell whether two cores belong together and have no link yet.

    Arguments as in `assemble`. Of any two cores of one component some pairs are looked at, chosen by key alone: so what
    is known of them does not depend on the order in which their articles came.
    """
    nodes = nodes.take(np.argsort(nodes["key"].to_numpy(), kind="stable"))
    ids, key = nodes["id"].to_numpy(), nodes["key"].to_numpy()
    table = _Links(links, ids)
    core = cores(table, len(ids), options)
    component = components(table.a[table.joins], table.b[table.joins], len(ids))
    members: dict[int, list[int]] = defaultdict(list)
    for node, name in enumerate(core.tolist()):
        members[name].append(node)
    within: dict[int, list[int]] = defaultdict(list)
    for name in members:
        within[int(component[name])].append(name)
    found: list[tuple[int, int]] = []
    for names in within.values():
        if len(names) > options.most_cores or not options.cross_pairs:
            continue
        for x, y in itertools.combinations(names, 2):
            a, b = (
                m.ravel() for m in np.meshgrid(members[x][: options.cross_pairs], members[y][: options.cross_pairs])
            )
            first = np.argsort((key[a] ^ key[b]) * _MIX, kind="stable")[: options.cross_pairs].tolist()
            found += {(min(p), max(p)) for p in zip(a[first].tolist(), b[first].tolist(), strict=True)}
    low, high = np.array(sorted(found), np.int64).reshape(-1, 2).T
    pairs, known = low << 32 | high, table.a << 32 | table.b  # both sorted
    at = np.searchsorted(known, pairs)
    new = np.append(known, -1)[at] != pairs
    return ids[low[new]], ids[high[new]]


def assemble(
    nodes: pa.Table, links: pa.Table, facts: Facts, options: ClusterOptions = _DEFAULT
) -> tuple[pa.Table, pa.Table]:
    """Articles and the verified pairs among them -> ASSIGNMENT (a row an article, in order of key) and STORIES.

    `nodes`: id (uint64), key (uint64, unique), words (int), source_site, published_lo, published_hi, appeared_first_on.
    `facts` is asked by id.
    `links`: ASSEMBLED of the match stage's LINKS, with ids (uint64) for a and b, each pair once; rows that do not join are
    evidence against joining. Neither order nor ids matter, ties are broken by key; a, b without a node raise ValueError.

    Where nodes have a column `fresh` (bool), only of those that are it is told what they are to others, and STORIES leaves
    out what holds none.
    """
    order = np.argsort(nodes["key"].to_numpy(), kind="stable")
    nodes = nodes.take(order)
    ids = nodes["id"].to_numpy()
    table = _Links(links, ids)
    label = group(table, len(ids), lambda some: facts(ids[some]), options)
    return _describe(nodes, table, label)


class _Links:
    """Links by ranks of nodes, a < b, sorted by (a, b)."""

    def __init__(self, links: pa.Table, ids: np.ndarray) -> None:
        by_id = np.argsort(ids)
        ends = []
        for name in ("a", "b"):
            value = links[name].to_numpy().astype(np.uint64)
            at = np.minimum(np.searchsorted(ids[by_id], value), max(len(ids) - 1, 0))
            if len(value) and (not len(ids) or (ids[by_id][at] != value).any()):
                raise ValueError(
                    f"links.{name} names an article that is not among the nodes: give the nodes of all links"
                )
            ends.append(by_id[at] if len(value) else np.zeros(0, np.int64))
        swap = ends[0] > ends[1]
        a, b = np.where(swap, ends[1], ends[0]), np.where(swap, ends[0], ends[1])
        order = np.argsort(a << 32 | b, kind="stable")  # a fifth of the time of sorting by two columns
        self.a, self.b = a[order], b[order]
        cov_a, cov_b = links["cov_a"].to_numpy(), links["cov_b"].to_numpy()
        self.cov_a, self.cov_b = np.where(swap, cov_b, cov_a)[order], np.where(swap, cov_a, cov_b)[order]
        self.rule = links["rule"].to_numpy()[order]
        self.score = links["score"].to_numpy()[order]
        self.jaccard = links["jaccard"].to_numpy()[order]
        self.joins = np.isin(self.rule, JOINING)


def group(links: _Links, n: int, facts: Facts, options: ClusterOptions) -> np.ndarray:
    """Links among n nodes -> each node's story, named by its smallest node.

    Near-identical articles are cores; the other links merge groups of cores, best first, where enough of the verified
    pairs between the two groups link; a digest (it holds parts of groups that do not touch) joins one of them at most.
    """
    core = cores(links, n, options)
    a, b = core[links.a], core[links.b]
    between = a != b
    joins = between & links.joins
    digests = _digests(core, links, facts, options)
    if digests:
        joins &= ~_cut(core, links, joins, digests, options)
    left, right = np.minimum(a, b), np.maximum(a, b)
    merged = DisjointSets(n)
    tally: dict[int, dict[int, list[int]]] = defaultdict(dict)
    for x, y, yes in zip(left[between].tolist(), right[between].tolist(), joins[between].tolist(), strict=True):
        count = tally[x].get(y)
        if count is None:
            count = tally[x][y] = tally[y][x] = [0, 0]
        count[0] += yes
        count[1] += 1
    at = np.flatnonzero(joins)
    best_first = at[np.lexsort((links.b[at], links.a[at], -links.score[at]))]
    waiting = list(zip(left[best_first].tolist(), right[best_first].tolist(), strict=True))
    while waiting:  # a pair refused for want of support may gain it when others have joined: until nothing joins
        refused = []
        for x, y in waiting:
            x, y = merged.find(x), merged.find(y)
            if x == y:
                continue
            linked, verified = tally[x][y]
            if linked < options.support * verified:
                refused.append((x, y))
                continue
            merged.join(x, y)
            kept = merged.find(x)
            gone = y if kept == x else x
            for other, count in tally.pop(gone).items():
                del tally[other][gone]
                if other == kept:
                    continue
                total = tally[kept].get(other)
                if total is None:
                    tally[kept][other] = tally[other][kept] = count
                else:
                    total[0] += count[0]
                    total[1] += count[1]
        if len(refused) == len(waiting):
            break
        waiting = refused
    final = np.fromiter(map(merged.find, core.tolist()), np.int64, n)
    return components(np.arange(n), final, n)


def cores(links: _Links, n: int, options: ClusterOptions) -> np.ndarray:
    """Each node's core, named by its smallest node."""
    held = np.minimum(links.cov_a, links.cov_b)
    strong = (links.rule == COPY) & ((links.jaccard >= options.core_jaccard) | (held >= options.core_cover))
    return components(links.a[strong], links.b[strong], n)


def _cut(core: np.ndarray, links: _Links, joins: np.ndarray, digests: set[int], options: ClusterOptions) -> np.ndarray:
    """Which joining links of digests do not count: all but those with the group that makes up most of it, and these
    too where that is little. An article that quotes others stays in its own story so."""
    at = np.flatnonzero(joins)
    near: dict[int, set[int]] = defaultdict(set)
    cover: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for a, b, cov_a, cov_b in zip(
        core[links.a[at]].tolist(),
        core[links.b[at]].tolist(),
        links.cov_a[at].tolist(),
        links.cov_b[at].tolist(),
        strict=True,
    ):
        near[a].add(b)
        near[b].add(a)
        for x, y, share in ((a, b, cov_a), (b, a, cov_b)):
            if x in digests:
                cover[x][y] = max(cover[x][y], share)
    kept: set[tuple[int, int]] = set()
    for x, of in cover.items():
        best = min(of, key=lambda y: (-of[y], y))
        sets = {y: {y, *near[y]} - digests for y in of}  # two that touch, or have a neighbour in common, are one group
        group, grown, mine = sets.pop(best), True, {(x, best)}
        while grown:
            grown = False
            for y in [y for y, touched in sets.items() if touched & group]:
                group |= sets.pop(y)
                mine.add((x, y))
                grown = True
        others = max((of[y] for y in sets), default=0.0)
        if of[best] >= max(options.main_cover, _CLEARLY * others):
            kept |= mine
    pairs = zip(core[links.a].tolist(), core[links.b].tolist(), strict=True)
    lost = [(a in digests and (a, b) not in kept) or (b in digests and (b, a) not in kept) for a, b in pairs]
    return np.array(lost, bool)


def _digests(core: np.ndarray, links: _Links, facts: Facts, options: ClusterOptions) -> set[int]:
    """Cores that hold text of several groups that have neither a link, a common neighbour nor facts in common.

    Two groups are enough where all of the links to them join; where some only quote, it takes more, since stories on one
    subject quote the same statement.
    """
    joins = links.joins & (core[links.a] != core[links.b])
    quotes = (links.joins | (links.rule == QUOTE)) & (core[links.a] != core[links.b])
    return _holders(core, links, joins, facts, options, 2, options.digest_cover) | (
        _holders(core, links, quotes, facts, options, options.quoted_stories, options.quoted_cover)
        & set(np.concatenate([core[links.a[joins]], core[links.b[joins]]]).tolist())
    )


def _holders(
    core: np.ndarray,
    links: _Links,
    used: np.ndarray,
    facts: Facts,
    options: ClusterOptions,
    least: int,
    most_cover: float,
) -> set[int]:
    """Cores of which `used` links to `least` or more unconnected groups cover under `most_cover` each."""
    node_a, node_b = links.a[used], links.b[used]
    a, b = core[node_a], core[node_b]
    cov_a, cov_b = links.cov_a[used], links.cov_b[used]
    near: dict[int, set[int]] = defaultdict(set)
    joined = links.joins[used]  # what two groups quote alike may be furniture
    for x, y in zip(a[joined].tolist(), b[joined].tolist(), strict=True):
        near[x].add(y)
        near[y].add(x)
    holds: dict[int, dict[int, int]] = defaultdict(dict)
    for holder, node, held, mine, other in ((a, node_b, b, cov_a, cov_b), (b, node_a, a, cov_b, cov_a)):
        # Between two groups that merely join, a digest is the longer text; where several quote each other, any may be.
        partly = (mine < most_cover) & ((mine >= options.quoted_share) if least > 2 else (other > mine))
        for x, y, z in zip(holder[partly].tolist(), held[partly].tolist(), node[partly].tolist(), strict=True):
            holds[x].setdefault(y, z)
    size = np.bincount(core, minlength=len(core))
    several = {x: held for x, held in holds.items() if len(held) >= least}
    asked = sorted({node for held in several.values() for node in held.values()})
    told = dict(zip(asked, facts(np.array(asked)), strict=True)) if asked else {}
    return {x for x, held in several.items() if _groups(x, held, near, size, told, options) >= least}


def _groups(
    x: int,
    held: dict[int, int],
    near: dict[int, set[int]],
    size: np.ndarray,
    facts: dict[int, np.ndarray],
    options: ClusterOptions,
) -> int:
    """How many of the groups that the cores in `held` (core -> one node of it) fall into when their common neighbour x is
    away are about different things, any two of them: one that is about two of the others (another digest, say) makes
    these no story, and what is counted does not shrink when it comes.

    Groups smaller than x do not count: a story is on more sites than the digest of it, and cuts of a story on many sites
    may have nothing in common either.
    """
    members = sorted(held)
    position = {y: i for i, y in enumerate(members)}
    sets = DisjointSets(len(members))
    through: dict[int, int] = {}
    for y in members:
        for z in sorted(near[y]):
            if z == x:
                continue
            if z in position:
                sets.join(position[y], position[z])
            elif z in through:
                sets.join(position[y], through[z])
            else:
                through[z] = position[y]
    articles: Counter[int] = Counter()
    for i, y in enumerate(members):
        articles[sets.find(i)] += int(size[y])
    signatures = np.stack([facts[held[y]] for y in members])
    known = np.asarray(signatures.any(axis=1))
    alike: dict[int, set[int]] = {g: set() for g in articles}
    for i in range(len(members)):
        same = np.equal(signatures, signatures[i]).mean(axis=1) >= options.same_facts
        for k in np.flatnonzero(same | ~known | ~known[i]).tolist():
            g, h = sets.find(i), sets.find(k)
            if g != h:
                alike[g].add(h)
                alike[h].add(g)
    left = {g for g, count in articles.items() if count >= size[x]}
    found = 0
    while left:  # the one with the fewest like it first, the usual way to many independent nodes of a graph
        g = min(left, key=lambda g: (len(alike[g] & left), g))
        left -= alike[g] | {g}
        found += 1
    return found


def _describe(nodes: pa.Table, links: _Links, label: np.ndarray) -> tuple[pa.Table, pa.Table]:
    n = len(label)
    ids = nodes["id"].to_numpy()
    words = nodes["words"].to_pylist()
    inside = np.flatnonzero(links.joins & (label[links.a] == label[links.b]))
    ends = np.concatenate([links.a[inside], links.b[inside]])
    gain = (links.cov_b - links.cov_a)[inside]
    sums = np.bincount(ends, np.concatenate([gain, -gain]), n)
    holds = (sums / np.maximum(np.bincount(ends, minlength=n), 1)).tolist()
    known = (
        nodes[name].to_pylist() for name in ("key", "source_site", "published_lo", "published_hi", "appeared_first_on")
    )
    everyone = list(map(Member, *known, holds))
    neighbours = _Neighbours(links, inside, n)
    fresh = nodes["fresh"].to_pylist() if "fresh" in nodes.column_names else [True] * n
    by_story = np.argsort(label, kind="stable")
    edges = np.flatnonzero(np.r_[True, np.diff(label[by_story]) != 0]) if n else np.zeros(0, np.int64)
    parts = np.split(by_story, edges[1:]) if n else []

    founder = np.zeros(n, np.int64)
    relations: list[str] = ["original"] * n
    derived: list[int | None] = [None] * n
    similarity: list[float | None] = [None] * n
    rows: list[dict[str, Any]] = []
    for part in parts:
        rank_of = part.tolist()
        founder[part] = rank_of[0]
        if not any(fresh[i] for i in rank_of):
            continue
        members, ranked, origin, share = reconciled([everyone[i] for i in rank_of])
        order = [rank_of[i] for i in ranked]
        founder[part] = order[0]
        rank = {i: r for r, i in enumerate(order)}
        for i in order[1:]:
            if not fresh[i]:
                continue
            source, link, certain = _best_earlier(i, rank, neighbours)
            if source is None:
                source = order[0]
            derived[i] = int(ids[source])
            if link is None:
                relations[i] = "revision"
                continue
            if certain:
                similarity[i] = float(links.score[link])
            first = links.a[link] == i
            cover = float(links.cov_a[link]), float(links.cov_b[link])
            mine, theirs = cover if first else cover[::-1]
            other = int((links.b if first else links.a)[link])
            relations[i] = relation(RULES[links.rule[link]], mine, theirs, words[i], words[other])
        rows.append(story_row([members[r] for r in ranked], order, ids, origin, share))
    assignment = pa.table(
        {
            "id": ids,
            "story": ids[founder] if n else ids,
            "relation": relations,
            "derived_from": pa.array(derived, pa.uint64()),
            "similarity": pa.array(similarity, pa.float32()),
            "holds": pa.array(holds, pa.float32()),
        },
        schema=ASSIGNMENT,
    )
    return assignment, pa.Table.from_pylist(rows, schema=STORIES)


class _Neighbours:
    """For each of n nodes, those that some of the links lead to, each with the link's number and score."""

    def __init__(self, links: _Links, chosen: np.ndarray, n: int) -> None:
        ends = np.concatenate([links.a[chosen], links.b[chosen]])
        order = np.argsort(ends, kind="stable")
        self._start = np.searchsorted(ends[order], np.arange(n + 1)).tolist()
        self._other = np.concatenate([links.b[chosen], links.a[chosen]])[order]
        self._link = np.concatenate([chosen, chosen])[order]
        self._score = links.score[self._link].astype(float)

    def __getitem__(self, i: int) -> Iterator[tuple[int, int, float]]:
        mine = slice(self._start[i], self._start[i + 1])
        return zip(self._other[mine].tolist(), self._link[mine].tolist(), self._score[mine].tolist(), strict=True)


def _best_earlier(i: int, rank: dict[int, int], neighbours: _Neighbours) -> tuple[int | None, int | None, bool]:
    """The earlier-ranked article that i matches best, the link that says how, and whether that link is between the two.

    Where i has links to later ones only, the earliest article linked with one of those: what i is to the one in
    between is then the best there is to say.
    """
    earlier = [(-score, rank[j], j, k) for j, k, score in neighbours[i] if rank[j] < rank[i]]
    if earlier:
        _, _, j, k = min(earlier)
        return j, k, True
    steps = [
        (-min(score, further), rank[j], j, k)
        for via, k, score in neighbours[i]
        for j, _, further in neighbours[via]
        if rank[j] < rank[i]
    ]
    if steps:
        _, _, j, k = min(steps)
        return j, k, False
    best = min(((-score, rank[j], k) for j, k, score in neighbours[i]), default=None)
    return None, best[2] if best else None, False


def story_row(
    ranked: list[Member], order: list[int], ids: np.ndarray, origin: str | None, share: float
) -> dict[str, Any]:
    """The row of STORIES: who had it first by date, what copies state, and the two reconciled."""
    first = next((r for r, m in enumerate(ranked) if m.lo is not None), 0)
    site, at = ranked[first].site, ranked[first].lo
    stating = [m for m in ranked if m.states and m.states != m.site]
    conflicts = []
    others = sorted({str(m.states) for m in stating if m.states != origin})
    if others:
        conflicts.append(f"copies state other origins: {', '.join(others)}")
    own = [m for m in ranked if m.site is not None and m.site == origin]
    dated_own = [m.lo for m in own if m.lo is not None]
    if (
        origin is not None
        and own
        and at is not None
        and site != origin
        and dated_own
        and min(dated_own) > (ranked[first].hi or 0)
    ):
        conflicts.append(f"{origin} is stated, but {site or 'an unknown site'} had it earlier")
    confidence = None
    whose = None
    if origin is not None:
        # One voice may be wrong, agreeing ones seldom are; the origin's own article in first place settles it.
        whose = origin
        confidence = share * (1 - 0.4 ** len({m.site or m.key for m in stating if m.states == origin}))
        if site == origin:
            confidence = 1 - (1 - confidence) * 0.3
        elif conflicts:
            confidence *= 0.7
    elif site is not None and at is not None and len({m.site for m in ranked}) > 1:
        # First seen is not first published: a crawl that misses the origin looks the same.
        later = sum(m.lo is not None and m.lo > (ranked[first].hi or 0) for m in ranked)
        if later:
            whose, confidence = site, 0.5 * later / (len(ranked) - 1)
    return {
        "story": int(ids[order[0]]),
        "articles": len(ranked),
        "sites": len({m.site for m in ranked if m.site}),
        "first_article": int(ids[order[first]]),
        "first_site": site,
        "first_at": at,
        "stated_origin": origin,
        "stated_origin_share": share if origin else None,
        "origin": whose,
        "origin_confidence": confidence,
        "conflicts": conflicts,
    }
