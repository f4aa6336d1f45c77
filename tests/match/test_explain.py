"""Why two articles are one story."""

from hypothesis import given
from hypothesis import strategies as st

from tests.match.newsroom import OTHER, REWRITE, STORY, fingerprints
from transforms.fingerprint.options import FingerprintOptions
from transforms.match.explain import compare, compare_facts, facts, shared_passages
from transforms.match.options import VerifyOptions


def test_a_rewrite_is_explained():
    told = compare(fingerprints({"text": " ".join(STORY)}, {"text": REWRITE}), VerifyOptions())
    assert (told["rule"], told["joins"]) == ("rewrite", True)
    assert list(told["checks"]) == ["copy", "revision", "rewrite", "rewrite by facts", "title", "quote"]
    assert all(check["holds"] for check in told["checks"]["rewrite"])
    cover = told["checks"]["copy"][0]
    assert cover["value"] < cover["threshold"]
    assert told["scores"]["days"] is None


def test_whether_a_run_verifies_the_pair_is_told():
    texts = [" ".join(STORY), " ".join(OTHER), " ".join(STORY[:4])]
    whole, other, cut = ({"text": text} for text in texts)
    assert compare(fingerprints(whole, cut), VerifyOptions())["verified"]
    assert not compare(fingerprints(whole, other), VerifyOptions())["verified"]
    # Few articles ask for so much that a copy is passed over: explain says both.
    told = compare(
        fingerprints(whole, cut), VerifyOptions(sampled=10_000, sampled_share=2, rewrite_facts=1, held_facts=1)
    )
    assert (told["rule"], told["verified"]) == ("copy", False)


def test_shared_passages_are_shown_in_both_texts():
    a = "Before all that. " + " ".join(STORY[:2]) + " " + OTHER[0]
    b = OTHER[1] + " " + " ".join(STORY[:2]).replace("bell", "BELL")
    (passage,) = shared_passages(a, b)
    assert a[passage.start_a : passage.end_a].lower() == b[passage.start_b : passage.end_b].lower()
    assert passage.words == len(" ".join(STORY[:2]).split())


@given(st.text(alphabet="ab ", max_size=80), st.text(alphabet="ab ", max_size=80), st.integers(1, 4))
def test_passages_are_shared_and_do_not_overlap(a, b, least):
    end = -1
    for p in shared_passages(a, b, least):
        assert p.start_a > end
        assert a[p.start_a : p.end_a].split() == b[p.start_b : p.end_b].split()
        assert p.words >= least
        end = p.end_a


def test_facts_are_named():
    told = compare_facts(
        *(facts(t, "en", FingerprintOptions()) for t in (" ".join(STORY), REWRITE + " Mayor Vash wept."))
    )
    assert {"Karolina", "Okoro", "112", "Velmont"} <= set(told["shared"])
    assert "Vash" in told["only_b"]
    assert "Hask" not in told["only_a"]
