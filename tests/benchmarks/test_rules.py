"""The plain rules, the table of relations, and what the commands say without the measuring data."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks import layout, quality, rules, speed

LONG = "The harbour of the made-up town was closed for a third day on Monday because of ice."


def test_longest_run_bridges_blank_lines_and_leaves_menus():
    assert rules.longest_run(f"Home\nSport\n{LONG}\n\n{LONG}\nShare\n{LONG}") == f"{LONG}\n\n{LONG}"
    assert rules.longest_run("Home\nSport") == ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("This post appeared first on the Tamsin Courier.", "Tamsin Courier"),
        ("PELHAM (AP) — Nobody was hurt.", "AP"),
        ("The play first appeared to wide applause.", None),
    ],
)
def test_plain_credit(text, name):
    assert rules.credit(text) == name


def test_relations_by_operator_counts_each_operator_of_a_document():
    labels = [
        {"url": "u1", "set": "s", "ops": "headline;byline"},
        {"url": "u2", "set": "s", "ops": "byline"},
        {"url": "u3", "set": "s", "ops": ""},
        {"url": "u4", "set": "other", "ops": "byline"},
    ]
    found = rules.relations_by_operator(labels, {"u1": "copy", "u2": "revision", "u4": "copy"}, "s")
    assert found == {
        "(untouched)": {"missing": 1},
        "byline": {"copy": 1, "revision": 1},
        "headline": {"copy": 1},
    }


@pytest.mark.parametrize("command", [quality.main, speed.main])
def test_absent_data_is_said_clearly(command, tmp_path, capsys):
    assert command(["--shared", str(tmp_path)]) == 1
    assert "not part of this repository" in capsys.readouterr().err


@pytest.mark.parametrize("command", [quality.main, speed.main])
def test_wrong_use_is_refused(command):
    with pytest.raises(SystemExit):
        command(["--only", "nothing", "--peers", "nobody"])


def test_a_fetch_reads_the_row_groups_that_fit_and_no_more(tmp_path, monkeypatch):
    rows = 4_000
    story = [f"s{n // 4:05}" for n in range(rows)]
    site = [f"{n % 7}.example" for n in range(rows)]
    at = pa.array([n * 3_600_000_000 for n in range(rows)], pa.timestamp("us", tz="UTC"))
    text = [f"{n * 7919 % 10007:05}" * 40 for n in range(rows)]
    table = pa.table({"story_id": story, "source_site": site, "published_at": at, "text": text})
    path = tmp_path / "part.parquet"
    pq.write_table(table, path, row_group_size=200, compression="none", use_dictionary=False)
    monkeypatch.setattr(layout, "files", lambda out, name: [path])
    found = {f.what: f for f in layout.fetches(tmp_path)}
    assert found["one story"].rows == 4
    assert found["one story"].read < 0.3 * found["one story"].whole
    assert found["one site"].read > 0.9 * found["one site"].whole  # a site is in every row group here


def test_gzipped_is_about_what_gzip_makes(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"the same line again and again\n" * 10_000)
    assert 0 < layout.gzipped([path]) < 5_000
