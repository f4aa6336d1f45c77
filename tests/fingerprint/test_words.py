"""Words as codes: tokens, sentences, names and numbers."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from transforms.fingerprint import words
from transforms.fingerprint.words import _TOKEN, FACT, NUMBER, RARITY, STARTS_SENTENCE, encode, tokens, vocabulary


def words_of(text, language="en", limit=1000):
    known = vocabulary(language)
    codes, offsets, has_case = encode([text], known, limit)
    assert offsets.tolist() == [0, len(codes)]
    return codes, bool(has_case[0])


def facts_of(text, language="en"):
    known = vocabulary(language)
    codes, _ = words_of(text, language)
    hashes = {int(c) >> 8 for c in codes if c & FACT}
    return lambda word: known[word] >> 16 in hashes


TEXT = (
    "Ferries stopped on Monday. Yesterday Mayor Tomlin Vash met Captain Okoro in Velmont. Vash said seven boats, worth "
    "1,200,000 crowns, were lost. The storm was the worst since 1987."
)


def test_names_and_numbers_are_facts_and_common_words_are_not():
    is_fact = facts_of(TEXT)
    assert all(is_fact(w) for w in ("Vash", "Okoro", "Velmont", "7", "1200000", "1987"))
    assert not any(is_fact(w) for w in ("Ferries", "Yesterday", "storm", "The", "said"))


def test_words_and_digits_are_one_number():
    a, _ = words_of("They lost seven boats and 1,200 nets")
    b, _ = words_of("They lost 7 boats and 1200 nets")
    assert (a >> 8).tolist() == (b >> 8).tolist()
    assert (a & NUMBER > 0).sum() == 2


def test_a_number_does_not_end_in_noughts_behind_the_point():
    a, _ = words_of("Banks held 52.0 and 3.80 of 1,200 and 10.05")
    b, _ = words_of("Banks held 52 and 3.8 of 1200 and 10.05")
    assert (a >> 8).tolist() == (b >> 8).tolist()


def test_common_nouns_with_a_capital_are_no_names():
    known = vocabulary("de")
    text = "Am Ende kam die Kritik der Wahl in Velmont. Dort nahm Tomlin Vash die Frage nach der Grenze und dem Wasser auf."
    codes, _, _ = encode([text], known, 100)
    named = {int(c) >> 8 for c in codes if c & FACT}
    stems = {w: known[w] >> 16 for w in ("Velmont", "Tomlin", "Vash", "Kritik", "Ende", "Frage", "Wasser")}
    assert {w for w, stem in stems.items() if stem in named} == {"Velmont", "Tomlin", "Vash"}


def test_case_possessive_and_quotes_do_not_matter():
    a, _ = words_of("Velmont's mayor left")
    b, _ = words_of("VELMONT mayor left")
    assert (a >> 8).tolist() == (b >> 8).tolist()


def test_abbreviations_do_not_end_a_sentence():
    codes, _ = words_of("Mr. Vash left. He met Dr. Okoro of the U.S. Navy.")
    assert (codes & STARTS_SENTENCE > 0).sum() == 2


def test_a_headline_in_capitals_names_nobody():
    is_fact = facts_of("Storm Destroys Seven Fishing Boats Near Harbour. " + TEXT)
    assert not is_fact("Fishing")


def test_without_case_the_rarest_words_stand_for_names():
    _codes, has_case = words_of(TEXT.lower())
    assert not has_case
    assert facts_of(TEXT.lower())("okoro")
    assert words_of(TEXT)[1]


def test_rarity_rises_from_the_to_unknown_words():
    codes, _ = words_of("the government zyxgarble")
    assert (np.diff((codes & RARITY).astype(int)) > 0).all()


def test_scripts_without_spaces_are_read_by_character():
    codes, _ = words_of("今日は晴れです", "ja")
    assert len(codes) == 7


def test_a_code_does_not_depend_on_what_was_read_before():
    alone, _ = words_of("Okoro met Vash in Velmont", "fr")
    known = vocabulary("fr")
    codes, offsets, _ = encode(["Un autre texte.", "Okoro met Vash in Velmont"], known, 99)
    assert codes[offsets[1] :].tolist() == alone.tolist()


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=200))
def test_the_pattern_for_ascii_reads_the_same_tokens(text):
    assert tokens(text) == _TOKEN.findall(text)


@given(st.lists(st.text(st.one_of(st.characters(), st.sampled_from(" \n\t.'’7今ไa")), max_size=80), max_size=5))
def test_texts_read_piece_by_piece_have_the_tokens_of_the_whole(texts):
    known = vocabulary("en")
    codes, _, sizes = known.read(texts)
    assert sizes.tolist() == [len(tokens(t)) for t in texts]
    assert codes.tolist() == [known[token] >> 8 for t in texts for token in tokens(t)]


def test_pieces_are_found_again_when_the_table_grows_and_when_it_is_full(monkeypatch):
    monkeypatch.setattr(words, "_FEWEST_SLOTS", 1 << 4)
    monkeypatch.setattr(words, "_MAX_PIECES", 300)
    known = words.Vocabulary("en")
    texts = [" ".join(f"word{k}, a-b-{k} x" for k in range(at, at + 40)) for at in range(0, 400, 20)]
    for _ in range(2):
        for text in texts:
            codes, kinds, _ = known.read([text])
            expected = [known[token] for token in tokens(text)]
            assert codes.tolist() == [value >> 8 for value in expected]
            assert kinds.tolist() == [value & 0xFF for value in expected]


@given(st.lists(st.text(max_size=60), max_size=6), st.integers(0, 30))
def test_any_texts_encode(texts, limit):
    codes, offsets, has_case = encode(texts, vocabulary("en"), limit)
    assert offsets[0] == 0
    assert offsets[-1] == len(codes)
    assert len(offsets) == len(texts) + 1
    assert len(has_case) == len(texts)
    assert (np.diff(offsets) <= limit).all() or not limit
