"""Which group goes on with a story of the archive, where later evidence has parted its articles."""

from __future__ import annotations

import numpy as np

from transforms.cluster.parts import _homes


def test_a_story_goes_on_where_most_of_its_articles_are() -> None:
    groups = np.array([0, 0, 0, 3, 3])
    assert _homes(groups, {0: "a", 1: "a", 2: "a", 3: "a"}) == {"a": 0}


def test_an_article_that_joined_wrongly_draws_no_other_story_along() -> None:
    groups = np.array([0, 0, 2, 2, 2])  # article 2 is of story a, but belongs with those of story b
    assert _homes(groups, {0: "a", 1: "a", 2: "a", 3: "b", 4: "b"}) == {"a": 0, "b": 2}


def test_of_two_halves_the_one_with_the_first_article() -> None:
    assert _homes(np.array([1, 0]), {0: "a", 1: "a"}) == {"a": 0}
