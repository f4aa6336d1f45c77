"""Articles to fingerprints."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from transforms.fingerprint.options import FINGERPRINT_VERSION, FingerprintOptions
from transforms.fingerprint.table import article_key, fingerprint_schema, fingerprint_table, keys_of_ids

BODY = (
    "Divers found the bell of the Karolina Vest near Ostrel on Tuesday, 112 years after she sank with 38 sailors. "
    "Captain Ines Okoro of the Velmont Museum said the find settled an old quarrel about the route of the ship. "
    "The bell, 60 centimetres high, will be shown in Velmont from May, together with letters by Aldo Ferrin."
)


def table(**columns):
    n = len(columns["text"])
    return pa.table({"article_id": [f"{i:032x}" for i in range(n)], **columns})


def test_a_fingerprint_has_the_columns_that_are_promised(tmp_path):
    options = FingerprintOptions()
    made = fingerprint_table(table(text=[BODY, "Too short.", ""], title=["Bell found", None, ""]), options)
    assert made.schema.equals(fingerprint_schema(options), check_metadata=True)
    assert made.schema.metadata[b"fingerprint_version"] == str(FINGERPRINT_VERSION).encode()
    assert made.schema.metadata[b"minhash_scheme"] == b"affine32"
    pq.write_table(made, tmp_path / "f.parquet")
    assert pq.read_table(tmp_path / "f.parquet").equals(made)


def test_short_texts_and_summaries_have_no_wording_keys():
    made = fingerprint_table(table(text=[BODY, BODY, "Too short."], is_summary=[False, True, False]))
    assert [any(x) for x in made["wording_0"].to_pylist()] == [True, False, False]
    assert [any(x) for x in made["facts_1"].to_pylist()] == [True, False, False]
    assert [len(x) > 0 for x in made["shingles"].to_pylist()] == [True, False, False]


def test_a_fingerprint_does_not_depend_on_its_neighbours():
    texts = [BODY, BODY.replace("bell", "anchor"), "Muller ging nach Velmont. " * 9]
    together = fingerprint_table(table(text=texts, language=["en", "en", "de"]))
    for i, text in enumerate(texts):
        alone = fingerprint_table(
            pa.table({"article_id": [f"{i:032x}"], "text": [text], "language": [["en", "en", "de"][i]]})
        )
        assert alone.equals(together.slice(i, 1))


def test_many_rows_are_read_in_blocks():
    made = fingerprint_table(table(text=[BODY] * 600))
    assert made.num_rows == 600
    assert len(set(map(tuple, made["wording_3"].to_pylist()))) == 1


def test_furniture_and_encodings_leave_no_mark():
    noisy = "Home\nSport\nBy Tom Ardel\n" + BODY.replace("Captain", "Cap\u00adtain") + "\nShare\nNewsletters"
    made = fingerprint_table(table(text=[BODY, noisy]))
    assert made["wording_0"][0] == made["wording_0"][1]
    assert made["facts"][0] == made["facts"][1]


def test_keys_follow_the_article_id():
    assert article_key("00000000000000ff" + "0" * 16) == 255
    assert article_key("not a hash") == article_key("not a hash") != article_key("another")


def test_keys_of_many_articles_are_those_of_each():
    ids = [f"{n * 0x9E3779B97F4A7C15 % 2**64:016x}{n:016x}" for n in range(50)]
    for some in (ids, ids[3:], [*ids, "not a hash"], [*ids, "G" * 32], []):
        array = pa.array(["0" * 32, *some], pa.string()).slice(1)
        assert keys_of_ids(array).tolist() == [article_key(x) for x in some]


def test_no_articles_make_an_empty_table():
    assert fingerprint_table(table(text=pa.array([], pa.string()))).num_rows == 0


@pytest.mark.parametrize("wrong", [{"permutations": 30}, {"sample": 3}, {"max_words": 5}, {"facts_permutations": 4}])
def test_options_are_checked(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        FingerprintOptions(**wrong)
