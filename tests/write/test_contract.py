"""The output contract, column for column, and who can read it: pyarrow, pandas, DuckDB, Polars, Delta Lake."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable

from tests.conftest import Result
from transforms import schema
from transforms.write.tables import ARTICLE_ORDER

AT = "timestamp[us, tz=UTC]"
# As DESIGN lists them: name, type, and `?` where it may be null.
ARTICLES = {
    **{"article_id": "string", "source_uri": "string", "input_kind": "string", "url": "string?"},
    **{"canonical_url": "string?", "source_site": "string?", "source_site_evidence": "string?", "title": "string?"},
    **{"authors": "list<string>?", "language": "string?", "text": "string", "is_summary": "bool"},
    **{"published_at": AT + "?", "published_precision": "string?", "published_evidence": "string?"},
    **{"appeared_first_on": "string?", "appeared_first_on_name": "string?", "appeared_first_on_rule": "string?"},
    **{"appeared_first_on_evidence": "string?", "appeared_first_on_confidence": "float?", "evidence": "string"},
    **{"story_id": "string", "relation": "string", "derived_from": "string?", "similarity": "float?"},
    **{"first_seen_site": "string?", "first_seen_at": AT + "?", "run_id": "string", "ingested_at": AT},
}
STORIES = {
    **{"story_id": "string", "title": "string?", "articles": "int32", "sites": "int32", "first_article_id": "string"},
    **{"first_site": "string?", "first_at": AT + "?", "stated_origin": "string?", "stated_origin_share": "float?"},
    **{"origin": "string?", "origin_confidence": "float?", "conflicts": "list<string>?"},
    # What a later run must know to add to a story (docs/scheduling.md).
    **{"active_from": AT, "active_until": AT, "founded_at": AT},
    **{"members": f"list<{schema.MEMBER}>?", "run_id": "string"},
}
REJECTED = {"source_uri": "string", "stage": "string", "error": "string", "raw": "binary?", "run_id": "string"}
ALIASES = {"old_story_id": "string", "story_id": "string", "run_id": "string"}
CONTRACT = {
    "articles": schema.ARTICLES,
    "stories": schema.STORIES,
    "links": schema.LINKS,
    "fingerprints": schema.FINGERPRINTS,
    "rejected": schema.REJECTED,
    "story_aliases": schema.STORY_ALIASES,
    "runs": schema.RUNS,
}


def told(given: pa.Schema) -> dict[str, str]:
    def name(kind: pa.DataType) -> str:
        return f"list<{kind.value_type}>" if pa.types.is_list(kind) else str(kind)

    return {f.name: name(f.type) + ("?" if f.nullable else "") for f in given}


@pytest.mark.parametrize(
    ("given", "design"),
    [
        (schema.ARTICLES, ARTICLES),
        (schema.STORIES, STORIES),
        (schema.REJECTED, REJECTED),
        (schema.STORY_ALIASES, ALIASES),
    ],
    ids=["articles", "stories", "rejected", "story_aliases"],
)
def test_schema_is_the_contract(given: pa.Schema, design: dict[str, str]) -> None:
    assert told(given) == design
    assert given.names == list(design), "in this order"


@pytest.mark.parametrize("table", CONTRACT)
def test_files_have_the_contract_s_columns(newsroom_run: Result, table: str) -> None:
    files = sorted((newsroom_run.out / table).glob("*.parquet"))
    assert files
    for path in files:
        assert told(pq.read_schema(path)) == told(CONTRACT[table])


@pytest.mark.parametrize("table", CONTRACT)
def test_what_may_not_be_null_is_never_null(newsroom_run: Result, table: str) -> None:
    rows = ds.dataset(sorted(map(str, (newsroom_run.out / table).glob("*.parquet")))).to_table()
    assert {f.name for f in CONTRACT[table] if not f.nullable and rows[f.name].null_count} == set()


def test_values_are_of_the_contract(newsroom_run: Result) -> None:
    for row in newsroom_run.rows():
        assert len(row["article_id"]) == len(row["story_id"]) == 32
        assert row["relation"] in ("original", "copy", "excerpt", "revision", "rewrite")
        assert row["published_precision"] in (None, "second", "minute", "day")
        assert (
            (row["published_at"] is None) == (row["published_precision"] is None) == (row["published_evidence"] is None)
        )
        assert isinstance(json.loads(row["evidence"]), dict)
        assert row["text"].strip()
        assert (row["appeared_first_on"] is None) == (row["appeared_first_on_rule"] is None)
        assert row["appeared_first_on"] is None or 0 < row["appeared_first_on_confidence"] <= 1
        assert (row["source_site"] is None) == (row["source_site_evidence"] is None)


# --- readers


@pytest.fixture(scope="module")
def committed_often(newsroom_run: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run's output as it looks after many commits: a Parquet checkpoint in each `_delta_log`."""
    import shutil

    out = tmp_path_factory.mktemp("often") / "out"
    shutil.copytree(newsroom_run.out, out)
    for table in CONTRACT:
        DeltaTable(str(out / table)).create_checkpoint()
        assert list((out / table / "_delta_log").glob("*.checkpoint*.parquet"))
    return out


@pytest.mark.parametrize("table", CONTRACT)
def test_all_readers_count_the_same_rows(committed_often: Path, newsroom_run: Result, table: str) -> None:
    duckdb, pandas, polars = (pytest.importorskip(name) for name in ("duckdb", "pandas", "polars"))
    pattern = f"{committed_often}/{table}/*.parquet"
    files = sorted(map(str, (committed_often / table).glob("*.parquet")))
    counts = {
        "pyarrow": ds.dataset(files).count_rows(),
        "pandas": len(pandas.concat([pandas.read_parquet(f) for f in files])),
        "duckdb": duckdb.sql(f"SELECT count(*) FROM '{pattern}'").fetchall()[0][0],
        "polars": polars.scan_parquet(pattern).select(polars.len()).collect().item(),
        "delta": ds.dataset(DeltaTable(str(committed_often / table)).file_uris()).count_rows(),
        "delta, a folder for pyarrow": ds.dataset(str(committed_often / table), format="parquet").count_rows(),
    }
    assert set(counts.values()) == {len(newsroom_run.rows(table))}, counts


def test_readers_agree_on_values(committed_often: Path, newsroom_run: Result) -> None:
    duckdb, pandas, polars = (pytest.importorskip(name) for name in ("duckdb", "pandas", "polars"))
    pattern = f"{committed_often}/articles/*.parquet"
    wanted = sorted((r["article_id"], r["title"], len(r["authors"]), len(r["text"])) for r in newsroom_run.rows())
    sql = f"SELECT article_id, title, len(authors), len(text) FROM '{pattern}' ORDER BY article_id"
    assert duckdb.sql(sql).fetchall() == wanted
    frame = polars.scan_parquet(pattern).sort("article_id").collect()
    assert (
        list(
            zip(
                frame["article_id"],
                frame["title"],
                frame["authors"].list.len(),
                frame["text"].str.len_chars(),
                strict=True,
            )
        )
        == wanted
    )
    files = sorted((committed_often / "articles").glob("*.parquet"))
    panda = pandas.concat([pandas.read_parquet(f) for f in files]).sort_values("article_id")
    assert [
        (a, t, len(u), len(x))
        for a, t, u, x in zip(panda.article_id, panda.title, panda.authors, panda.text, strict=True)
    ] == wanted


@pytest.mark.parametrize("table", CONTRACT)
def test_delta_readers_see_the_committed_rows(newsroom_run: Result, table: str) -> None:
    delta = DeltaTable(str(newsroom_run.out / table))
    assert delta.version() == 0, "one commit"
    assert sorted(delta.file_uris()) == sorted(map(str, (newsroom_run.out / table).glob("*.parquet"))), "no stale file"
    assert [f.name for f in delta.schema().fields] == CONTRACT[table].names
    assert delta.history()[0]["attempt"], "a commit says which attempt made it"


# --- layout


def test_rows_come_in_the_order_that_is_written_down(newsroom_run: Result) -> None:
    def key(row: dict) -> tuple:
        day = row["published_at"] and row["published_at"].date()
        return tuple((v is None, v if v is not None else 0) for v in (day, *(row[name] for name in ARTICLE_ORDER)))

    for path in (newsroom_run.out / "articles").glob("*.parquet"):
        rows = pq.read_table(path).to_pylist()
        assert rows == sorted(rows, key=key)
    for path in (newsroom_run.out / "stories").glob("*.parquet"):
        rows = pq.read_table(path).to_pylist()
        assert rows == sorted(rows, key=lambda r: (-r["articles"], r["story_id"]))


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("articles", ["article_id", "story_id", "url", "source_site"]),
        ("stories", ["story_id"]),
        ("fingerprints", ["article_id"]),
        ("links", ["article_a", "article_b"]),
    ],
)
def test_single_values_are_found_by_bloom_filters_and_statistics(
    newsroom_run: Result, table: str, columns: list[str]
) -> None:
    for path in (newsroom_run.out / table).glob("*.parquet"):
        group = pq.ParquetFile(path).metadata.row_group(0)
        by_name = {group.column(i).path_in_schema: group.column(i) for i in range(group.num_columns)}
        for name in columns:
            assert by_name[name].is_stats_set
        # Written into the footer's thrift: the flags that pyarrow reads back, where it does.
        filters = [getattr(by_name[name], "bloom_filter_offset", 1) for name in columns]
        assert all(filters)


def test_fingerprints_of_large_stories_stand_first(newsroom_run: Result) -> None:
    stories = ds.dataset(newsroom_run.out / "stories", format="parquet").to_table(columns=["story_id", "articles"])
    size = dict(zip(*(stories[name].to_pylist() for name in ("story_id", "articles")), strict=True))
    (path,) = (newsroom_run.out / "fingerprints").glob("*.parquet")
    sizes = [size[story] for story in pq.read_table(path, columns=["story_id"])["story_id"].to_pylist()]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 1 == sizes[-1]


def test_delta_statistics_let_readers_skip_files(newsroom_run: Result) -> None:
    log = newsroom_run.out / "articles" / "_delta_log" / f"{0:020d}.json"
    (add,) = [json.loads(line)["add"] for line in log.read_text().splitlines() if '"add"' in line]
    stats = json.loads(add["stats"])
    rows = newsroom_run.rows()
    assert stats["numRecords"] == len(rows)
    sites = sorted(r["source_site"] for r in rows if r["source_site"])
    assert (stats["minValues"]["source_site"], stats["maxValues"]["source_site"]) == (sites[0], sites[-1])
    assert stats["nullCount"]["published_at"] == sum(r["published_at"] is None for r in rows)
    assert add["size"] == (newsroom_run.out / "articles" / add["path"]).stat().st_size


def test_fingerprints_hold_little_endian_numbers(newsroom_run: Result) -> None:
    for row in newsroom_run.rows("fingerprints"):
        for name in ("wording_0", "facts_0"):
            if row[name] is not None:
                assert len(np.frombuffer(row[name], "<u4")) * 4 == len(row[name])
        assert row["fingerprint_version"]
        assert row["minhash_scheme"]


def test_nothing_else_is_left_in_the_output(newsroom_run: Result) -> None:
    assert sorted(p.name for p in newsroom_run.out.iterdir()) == sorted(CONTRACT)
    strange = [p for p in newsroom_run.out.rglob("*") if p.is_file() and p.suffix not in (".parquet", ".json")]
    assert strange == []
