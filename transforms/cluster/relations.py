"""Who comes first within a story, and what each other article is to it. Written rules, no guesses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from transforms.normalize.sites import is_domain, same_publisher

# Measured on the verified links of the synthetic dev set to verbatim copies, quartiles of the share covered: verbatim
# .93 to 1 of both; updated .72 to .88 of itself and .59 to .78 of the other; abridged .88 to 1 and .32 to .53.
COPY_COVER = 0.8
HELD_COVER = 0.75
SHORTER = 0.75  # an excerpt has at most this share of the words (abridged: .34 to .58, updated .77 to .98)
REWRITE_COVER = 0.3  # a rewrite keeps less than this share of either text


class Member(NamedTuple):
    """What ranking knows of an article: `lo` and `hi` are the first and last microsecond it may be published at."""

    key: int
    site: str | None
    lo: int | None
    hi: int | None
    states: str | None
    holds: float  # how much more it holds of its neighbours than they of it, -1 to 1


def one_name(stated: Iterable[str | None], sites: Iterable[str | None]) -> dict[str, str]:
    """The names and domains that a story's copies state -> for each the one by which its publisher goes in the story.

    "MNWS", "Meridian News Wire Service" and mnwsnews.com are one publisher; a domain stands before a name, a stated
    domain before that of a site which carries the story.
    """
    names = sorted({s for s in stated if s}, key=lambda s: (not is_domain(s), s))
    known = [s for s in names if is_domain(s)] + sorted({s for s in sites if s} - set(names)) if names else []
    chosen: dict[str, str] = {}
    for name in names:
        initials = _initials(name)
        same = (o for o in known if same_publisher(name, o) or (initials and _begins_with(initials, o)))
        chosen[name] = next(same, name)
        if chosen[name] == name and name not in known:
            known.append(name)
    return chosen


def _initials(name: str) -> str:
    """The initials, three or more, of a name of several words, in small letters; else nothing."""
    initials = "".join(word[0] for word in name.split() if word[0].isupper())
    return initials.casefold() if len(initials) >= 3 else ""


def _begins_with(initials: str, other: str) -> bool:
    """Whether `other` ("MNWS", mnwsnews.com) begins with these initials."""
    return " " not in other and other.casefold().startswith(initials)


def reconciled(members: Sequence[Member]) -> tuple[list[Member], list[int], str | None, float]:
    """The members of a story, each publisher by one name; their indexes, the original first; the origin that copies state,
    and its share of them."""
    names = one_name((m.states for m in members), (m.site for m in members))
    known = [m._replace(states=names.get(m.states or "")) for m in members] if names else list(members)
    origin, share = stated_origin(known)
    return known, ranking(known, origin), origin, share


def stated_origin(members: Sequence[Member]) -> tuple[str | None, float]:
    """The origin that most members state (first by name if equal), and its share of those that state one."""
    votes = Counter(m.states for m in members if m.states and m.states != m.site)
    if not votes:
        return None, 0.0
    origin = min(votes, key=lambda name: (-votes[name], name))
    return origin, votes[origin] / sum(votes.values())


def ranking(members: Sequence[Member], origin: str | None) -> list[int]:
    """Indexes of members, the original first.

    An article whose interval ends before another's begins comes before it, always. Among those that no remaining dated
    one precedes: the stated origin's own, then dated before undated, then who holds the others' text, then by key.
    """
    preference = [(m.site is None or m.site != origin, m.lo is None, round(-m.holds, 3), m.key) for m in members]
    undated = sorted((i for i, m in enumerate(members) if m.lo is None), key=preference.__getitem__)
    dated = sorted((i for i, m in enumerate(members) if m.lo is not None), key=lambda i: members[i].lo or 0)
    ends = sorted(dated, key=lambda i: members[i].hi or 0)
    taken = [False] * len(members)
    order: list[int] = []
    open_: list[tuple[tuple[bool, bool, float, int], int]] = []
    at_dated = at_end = at_undated = 0
    while len(order) < len(members):
        while at_end < len(ends) and taken[ends[at_end]]:
            at_end += 1
        if at_end < len(ends):
            first_end = members[ends[at_end]].hi or 0
            while at_dated < len(dated) and (members[dated[at_dated]].lo or 0) <= first_end:
                i = dated[at_dated]
                heappush(open_, (preference[i], i))
                at_dated += 1
        best = open_[0][1] if open_ else None
        if at_undated < len(undated) and (best is None or preference[undated[at_undated]] < preference[best]):
            best = undated[at_undated]
            at_undated += 1
        else:
            heappop(open_)
        assert best is not None
        taken[best] = True
        order.append(best)
    return order


def relation(rule: str, cover: float, cover_of_earlier: float, words: int, words_of_earlier: int) -> str:
    """What an article is to the earlier one it derives from: copy, excerpt, revision or rewrite.

    `cover` is the share of its own words in shared runs, `cover_of_earlier` that of the earlier one's.
    """
    if max(cover, cover_of_earlier) < REWRITE_COVER and rule in ("rewrite", "revision"):
        return "rewrite"
    if min(cover, cover_of_earlier) >= COPY_COVER:
        return "copy"
    if cover >= HELD_COVER and words <= SHORTER * words_of_earlier:
        return "excerpt"
    return "revision"
