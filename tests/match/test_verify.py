"""Which pairs are one story, and why."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.match.newsroom import (
    FURNITURE,
    OTHER,
    OTHER_ANGLE,
    OWN_REPORT,
    RETOLD,
    REWRITE,
    STORY,
    fingerprints,
    tides,
    weather,
)
from transforms.match.features import Lists, Wording, held, in_common, in_runs, overlap, stretches, telling
from transforms.match.options import VerifyOptions
from transforms.match.verify import LINKS, RULES, verify, worth_verifying

DAY = 86_400_000_000


def rule(one, other, **columns):
    """The rule that joins two articles; columns give a pair of values."""
    a, b = ({"text": text} | {name: pair[i] for name, pair in columns.items()} for i, text in enumerate((one, other)))
    table = fingerprints(a, b)
    links = verify(np.array([0, 1]), np.array([1, 0]), table)
    assert links.schema.equals(LINKS)
    assert links["rule"][0] == links["rule"][1]
    return RULES[links["rule"][0].as_py()]


def dates(a, b):
    return {"published_lo": (a * DAY, b * DAY), "published_hi": (a * DAY + DAY - 1, b * DAY + DAY - 1)}


def test_a_copy_is_a_copy_under_any_title_and_date_near():
    text = " ".join(STORY)
    assert rule(text, text) == "copy"
    assert rule(text, "\n".join([*STORY[:9], "Home", "Sport"]), title=("A bell", "Old ship"), **dates(0, 9)) == "copy"


def test_an_excerpt_is_found_in_the_whole():
    assert rule(" ".join(STORY), " ".join(STORY[:4])) == "copy"


def test_a_revision_keeps_passages():
    revised = [OWN_REPORT, *STORY[2:7]]
    assert rule(" ".join(STORY[:7]), " ".join(revised)) in ("revision", "copy")
    mixed = [*OTHER[:3], *STORY[:4]]  # what surrounds the passage tells of something else
    assert rule(" ".join(STORY[:7]), " ".join(mixed)) == "quote"


def test_a_rewrite_keeps_facts_and_order():
    assert rule(" ".join(STORY), REWRITE) == "rewrite"
    assert rule(" ".join(STORY), REWRITE, **dates(0, 2)) == "rewrite"


def test_a_rewrite_holds_every_fact_whatever_its_order():
    assert rule(" ".join(STORY), RETOLD) == "rewrite"
    assert rule(REWRITE, RETOLD) == "rewrite"
    assert rule(" ".join(STORY), RETOLD, **dates(0, 9)) == "rewrite"
    assert rule(" ".join(STORY), RETOLD, **dates(0, 40)) == "none"
    assert rule(" ".join(STORY), OTHER_ANGLE, **dates(0, 0)) == "none"
    assert rule(RETOLD, OTHER_ANGLE) == "none"


def test_half_of_the_facts_are_no_rewrite():
    half = " ".join(RETOLD.split()[: len(RETOLD.split()) // 2])
    assert rule(" ".join(STORY), half + " " + OTHER_ANGLE) == "none"


def test_a_short_text_is_alike_by_chance():
    # The same facts in two notes of three sentences may be all there was to say.
    short = " ".join(RETOLD.split(". ")[2:5])
    assert rule(" ".join(STORY[3:5]), short) == "none"


def test_another_outlets_own_report_of_one_event_is_no_rewrite():
    assert rule(" ".join(STORY), OWN_REPORT) == "none"
    assert rule(REWRITE, OWN_REPORT) == "none"
    assert rule(RETOLD, OWN_REPORT) == "none"


def test_a_table_told_in_sentences_is_no_story():
    monday = tides("3 March", "6.14", "18.52", (2.41, 2.37), 12)
    tuesday = tides("4 March", "7.03", "19.40", (2.58, 2.49), 17)
    for columns in ({}, dates(0, 1), dates(0, 0), {"title": ("Tides", "Tides"), "source_site": ("a.example",) * 2}):
        assert rule(monday, tuesday, **columns) in ("none", "quote")
        assert rule(monday, monday, **columns) == "copy"
    # The same table with a correction is the same table.
    assert rule(monday, monday.replace("18.52", "18.53"), **dates(0, 0)) == "copy"


def test_furniture_around_two_articles_is_no_story():
    bell, apples = " ".join(STORY[:4]), " ".join(OTHER[:4])
    assert rule(f"{bell} {FURNITURE}", f"{apples} {FURNITURE}") == "quote"
    assert rule(f"{apples} {FURNITURE}", f"{bell} {FURNITURE}", source_site=("a.example",) * 2) == "quote"
    assert rule(f"{bell} {FURNITURE}", f"{' '.join(STORY[:3])} {FURNITURE}") == "copy"
    assert rule(f"{bell} {FURNITURE}", f"{bell} {OTHER[4]} {OTHER[5]}") == "copy"


def test_templates_are_not_copies():
    today, tomorrow = weather("Velmont", "Monday", 21, 9, 30), weather("Sandvik", "Tuesday", 17, 4, 12)
    assert rule(today, tomorrow) == "none"
    assert rule(today, tomorrow, title=("Weather", "Weather"), **dates(0, 1)) == "none"
    assert rule(today, today, title=("Weather", "Weather"), **dates(0, 0)) == "copy"


def test_a_series_with_a_long_fixed_end_is_no_story():
    end = (
        "The figures are collected every morning by the port office and corrected in the evening if a captain sends a late "
        "report. Readers who find a mistake may write to the desk or call before noon."
    )
    monday = (
        "Nine ships lie in Velmont on 3 May: Morning Star from Arden, Okoro and Vest. Water stands at 41 metres. Two wait "
        "for coal, one for 60 sheep, and Hask sails with 12 sailors at noon. "
    )
    tuesday = (
        "Four ships lie in Velmont on 4 May: Lomm from Sandvik, Holm and Torv. Water stands at 38 metres. Three wait for "
        "salt, none for timber, and Dahl sails with 31 guests in the evening. "
    )
    monday, tuesday = monday + end, tuesday + end
    assert rule(monday, tuesday, source_site=("a.example", "a.example"), **dates(0, 1)) == "none"


def test_copies_of_a_note_without_names_are_copies():
    note = (
        "the water was cold and the boats stayed where they were because nobody wanted to go out in such a storm again"
    )
    assert rule(note, note) == "copy"


def test_versions_of_a_page_need_more_than_a_title():
    same = {"title": ("Velmont", "Velmont"), "source_site": ("a.example", "a.example")}
    assert rule(" ".join(STORY), " ".join(OTHER), **same) == "none"
    assert rule(" ".join(STORY), OWN_REPORT, **same) == "title"
    assert rule(" ".join(STORY), OWN_REPORT, **same | {"source_site": ("a.example", "b.example")}) == "none"
    assert rule(" ".join(STORY), OWN_REPORT, **same, **dates(0, 0)) == "none"


def test_a_long_quotation_is_no_story():
    text = " ".join([*OTHER, *STORY[2:5], *OTHER[::-1], *[s.replace(" the ", " some ") for s in OTHER * 3]])
    assert rule(" ".join(STORY * 1), text) == "quote"


def test_empty_texts_and_no_pairs():
    assert rule("", "") == "none"
    table = fingerprints({"text": "x"})
    assert verify(np.zeros(0, np.int64), np.zeros(0, np.int64), table).num_rows == 0


SEQUENCES = st.lists(st.lists(st.integers(0, 30), max_size=60), min_size=2, max_size=8)


def lists(sequences):
    return Lists.of(pa.array([[v << 8 for v in s] for s in sequences], pa.list_(pa.uint32())))


@settings(deadline=None)
@given(SEQUENCES, st.randoms())
def test_a_pair_has_the_same_scores_in_any_company(sequences, random):
    sequences = [*sequences, *random.sample(sequences, 2)]  # copies
    words = lists(sequences)
    pairs = [(i, j) for i in range(len(sequences)) for j in range(i)]
    random.shuffle(pairs)
    a, b = (np.array(column) for column in zip(*pairs, strict=True))
    together = Wording(words).compare(a, b)
    for k in range(len(pairs)):
        alone = Wording(lists([sequences[a[k]], sequences[b[k]]])).compare(np.array([0]), np.array([1]))
        assert all(together[name][k] == alone[name][0] for name in together)


@given(st.lists(st.integers(0, 400), min_size=12, max_size=80, unique=True), st.integers(0, 4))
def test_cover_of_a_text_in_itself_and_in_another(words, start):
    known = Wording(lists([words, words[start : start + 8], [w + 1000 for w in words]]))
    same = known.compare(np.array([0, 1, 0]), np.array([0, 0, 2]))
    assert same["cov_a"][:2].tolist() == [1, 1]
    # A word beside a run is taken for one of it by accident now and then, since its shingle is known by a few bits only.
    assert 8 / len(words) - 1e-6 <= same["cov_b"][1] <= 10 / len(words) + 1e-6
    assert same["longest"][0] == len(words)
    assert 8 <= same["longest"][1] <= 10
    assert same["jaccard"][0] == 1


@given(st.lists(st.booleans(), max_size=60))
def test_runs_against_plain_python(hits):
    expected = [
        any(s >= 0 and s + 4 <= len(hits) and all(hits[s : s + 4]) for s in range(i - 7, i + 1))
        for i in range(len(hits))
    ]
    assert in_runs(np.array(hits, bool)).tolist() == expected


@given(st.lists(st.lists(st.booleans(), max_size=20), min_size=1, max_size=5))
def test_stretches_against_plain_python(owners):
    marked = np.array([m for items in owners for m in (*items, False)], bool)
    begins = np.cumsum([0, *(len(items) + 1 for items in owners[:-1])])
    texts = ["".join("x" if m else " " for m in items) for items in owners]
    inside, longest = stretches(marked, begins)
    assert inside.tolist() == [text.count("x") for text in texts]
    assert longest.tolist() == [max((len(run) for run in text.split()), default=0) for text in texts]


def test_overlap_weighs_what_is_shared():
    sets = lists([[1, 2, 3], [3, 4], []])
    weights = np.array([5, 1, 4, 4, 2], np.float32)
    shared, of_a, of_b = overlap(sets, weights, np.array([0, 0]), np.array([1, 2]))
    assert (shared.tolist(), of_a.tolist(), of_b.tolist()) == ([4, 0], [10, 10], [6, 0])


@given(
    st.lists(st.frozensets(st.integers(0, 200), max_size=60), min_size=2, max_size=6),
    st.integers(0, 4),
    st.integers(0, 2**32 - 201),
)
def test_values_in_common_against_plain_python(sets, least, start):
    lists = Lists.of(pa.array([sorted(start + v for v in values) for values in sets], pa.list_(pa.uint32())))
    pairs = [(i, j) for i in range(len(sets)) for j in range(len(sets))]
    a, b = (np.array(column) for column in zip(*pairs, strict=True))
    found = in_common(lists, a, b, np.full(len(pairs), least))
    assert found.tolist() == [len(sets[i] & sets[j]) >= least for i, j in pairs]


def test_what_has_nothing_in_common_is_not_verified():
    whole, other = " ".join(STORY), " ".join(OTHER)
    texts = [whole, other, REWRITE, " ".join(STORY[:4]), " ".join([*OTHER[:3], *STORY[:4]]), OTHER_ANGLE, FURNITURE]
    phrases = "At the end of the day, the rest of the world looked on as one of the most important parts of it went."
    table = fingerprints(
        *({"text": text} for text in texts),
        *({"text": f"{text} {phrases}"} for text in (whole, other)),
        *({"text": text, "title": "A bell", "source_site": "a.example"} for text in (whole, other)),
    )
    pairs = [(i, j) for i in range(table.num_rows) for j in range(i)]
    a, b = (np.array(column) for column in zip(*pairs, strict=True))
    worth = worth_verifying(a, b, table)
    rules = verify(a, b, table)["rule"].to_numpy()
    assert worth[rules != RULES.index("none")].all()
    looked_at = dict(zip(pairs, worth.tolist(), strict=True))
    assert not looked_at[1, 0]
    assert not looked_at[8, 7]  # a phrase or two that anybody writes
    assert looked_at[10, 9]  # one heading of one site
    assert worth_verifying(a, b, table, VerifyOptions(sampled_share=0)).all()


def test_facts_are_held_by_any_word():
    table = fingerprints(
        {"text": "He saw Prime Minister Olavi Venn in Port Arden with 40 men, Venn said."}, {"text": REWRITE}
    )
    facts, words = Lists.of(table["facts"]), Lists.of(table["words"])
    weights = np.ones(len(facts.flat), np.float32)
    share = held(facts, weights, words, np.array([0, 0, 1]), np.array([0, 1, 1]))
    assert share[0] == share[2] == 1
    assert 0 < share[1] < 0.5
    alone = held(facts, weights, words, np.array([0]), np.array([1]))
    assert alone[0] == share[1]


def test_what_surrounds_a_passage():
    passage = " ".join(STORY[:4])
    table = fingerprints(
        {"text": f"{passage} {' '.join(STORY[5:8])}"},
        {"text": f"{passage} {' '.join(OTHER[:4])}"},
        {"text": f"{RETOLD} {passage}"},
        {"text": passage},
    )
    weight, shared = Wording(Lists.of(table["words"])).rest(np.array([0, 0, 3]), np.array([1, 2, 0]))
    assert weight[0] > 100
    assert shared[0] < 0.4
    assert shared[1] > 0.7
    assert weight[2] == 0


def test_order_tells_a_shuffled_story():
    table = fingerprints({"text": " ".join(STORY)}, {"text": " ".join(STORY[::-1])}, {"text": REWRITE})
    words = Lists.of(table["words"])
    assert telling(words[0], words[0]).order > 0.75
    assert telling(words[0], words[1]).order < 0.3
    assert telling(words[0], words[2]).order > 0.5
    assert telling(words[0], words[1]).alignment == pytest.approx(1, abs=0.01)


def test_options_are_checked():
    with pytest.raises(ValueError, match="near_days"):
        VerifyOptions(near_days=-1)
