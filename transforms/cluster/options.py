"""Options of the cluster stage."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClusterOptions:
    """How verified links become stories."""

    core_jaccard: float = 0.5
    """Copies at least this alike are one core, whatever else is linked to them."""
    core_cover: float = 0.55
    """So are copies of which at least this share of both lies in shared runs."""
    support: float = 0.15
    """Two groups of cores join if at least this share of the verified pairs between them links. With all pairs of cores
    looked at, synthetic and wiki together: .3 .9760, .25 .9760, .2 to .1 .9775 (ARI)."""
    cross_pairs: int = 16
    """So many pairs of two cores of one component are verified, whatever the search found: what it finds depends on what
    else is there, and 30 daily runs then differ from one run by .0101 (ARI), with 4 by .0041, with 9 or more by .0040."""
    most_cores: int = 24
    """Components of more cores are taken as they were found. Of the dev sets' 491 the largest has 27 articles."""
    digest_cover: float = 0.5
    """An article that holds others, and of which none covers this share, may be a digest."""
    quoted_stories: int = 4
    """So may one that shares long passages with this many stories. synthetic: 3 gives .981, 4 and 5 .980."""
    quoted_cover: float = 0.35
    quoted_share: float = 0.08
    """Each of them covers between quoted_share and quoted_cover of it: less is furniture that many pages repeat (enc:wrap
    of synthetic, whose furniture sits in the text, .79 -> .97 with this). .05 to .12 give .980."""
    main_cover: float = 0.4
    """A digest stays with the group that covers most of it, if it is at least this share; it is of none otherwise.
    synthetic: .25 .978, .35, .4 and none at all .980; 30 daily runs and one run are as near with .25 as with .4."""
    same_facts: float = 0.07
    """Two texts whose facts signatures agree in this share are about the same: no digest made them meet. synthetic .980
    with .05 to .14; below .03 it holds by accident."""

    def __post_init__(self) -> None:
        if self.quoted_stories < 2:
            raise ValueError(f"quoted_stories {self.quoted_stories}: use 2 or more")
        if self.cross_pairs < 0 or self.most_cores < 0:
            raise ValueError(f"cross_pairs {self.cross_pairs}, most_cores {self.most_cores}: use 0 or more")
        for name in set(self.__slots__) - {"quoted_stories", "cross_pairs", "most_cores"}:
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} {getattr(self, name)}: use 0 to 1")
