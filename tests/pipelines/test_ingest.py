"""End to end: examples/newsroom as expected, the same rows on every runner, and the measuring data if it is there."""

from __future__ import annotations

import csv
import json
import logging
import random
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REPOSITORY, Ingest, Result
from transforms.read.documents import read_file
from transforms.read.options import ReadOptions

TABLES = ("articles", "stories", "links", "fingerprints", "rejected", "story_aliases")
EXPECTED = list(csv.DictReader((REPOSITORY / "examples" / "expected.csv").open(encoding="utf-8")))

# --- examples/newsroom against expected.csv

_COMES_OUT = [row for row in EXPECTED if row["relation_expected"] != "superseded"]


@pytest.fixture(scope="module")
def rows(newsroom_run: Result, newsroom: Path) -> dict[str, dict[str, Any]]:
    return newsroom_run.by_source(newsroom)


def test_every_document_comes_out_once(rows: dict[str, dict[str, Any]], newsroom_run: Result) -> None:
    assert sorted(rows) == sorted(row["file"] for row in _COMES_OUT)
    assert len(newsroom_run.rows()) == len(rows)
    assert newsroom_run.rows("rejected") == []


@pytest.mark.parametrize("expected", _COMES_OUT, ids=lambda row: row["file"])
def test_document(rows: dict[str, dict[str, Any]], expected: dict[str, str]) -> None:
    row = rows[expected["file"]]
    at = row["published_at"]
    form = "%Y-%m-%d" if expected["precision_expected"] == "day" else "%Y-%m-%dT%H:%M:%SZ"
    given = {
        "url": row["url"] if expected["url"] else "",
        "published_at": at.strftime(form) if at else "",
        "published_precision": row["published_precision"] or "",
        "source_site": row["source_site"] or "",
        "relation": row["relation"],
    }
    wanted = {
        "url": expected["url"],
        "published_at": expected["published_expected"],
        "published_precision": expected["precision_expected"],
        "source_site": expected["source_site_expected"],
        "relation": expected["relation_expected"],
    }
    assert given == wanted
    assert (row["appeared_first_on"] or "") in expected["appeared_first_on_expected"].split("|")


def test_documents_of_one_label_are_one_story_and_of_two_labels_two(rows: dict[str, dict[str, Any]]) -> None:
    labels, stories = defaultdict(set), defaultdict(set)
    for expected in _COMES_OUT:
        found = rows[expected["file"]]["story_id"]
        labels[expected["story"]].add(found)
        stories[found].add(expected["story"])
    assert {label: len(ids) for label, ids in labels.items() if len(ids) > 1} == {}, "split"
    assert [sorted(told) for told in stories.values() if len(told) > 1] == [], "merged"


def test_rows_agree_with_each_other(newsroom_run: Result) -> None:
    """What the contract says of every result, whatever the input."""
    articles, stories, links = (newsroom_run.rows(t) for t in ("articles", "stories", "links"))
    by_id = {a["article_id"]: a for a in articles}
    assert len(by_id) == len(articles)
    members = defaultdict(list)
    for a in articles:
        members[a["story_id"]].append(a)
        original = a["relation"] == "original"
        assert original == (a["derived_from"] is None) == (a["similarity"] is None)
        if not original:
            parent = by_id[a["derived_from"]]
            assert parent["story_id"] == a["story_id"]
            assert 0 < a["similarity"] <= 1
        seen, at = set(), a
        while at["derived_from"]:
            assert at["article_id"] not in seen, "a circle"
            seen.add(at["article_id"])
            at = by_id[at["derived_from"]]
    assert {s["story_id"]: s["articles"] for s in stories} == {k: len(v) for k, v in members.items()}
    for s in stories:
        mine = members[s["story_id"]]
        assert s["first_article_id"] in {a["article_id"] for a in mine}
        assert s["sites"] == len({a["source_site"] for a in mine} - {None})
        assert {(a["first_seen_site"], a["first_seen_at"]) for a in mine} == {(s["first_site"], s["first_at"])}
        assert sum(a["relation"] == "original" for a in mine) == 1
        assert not any(a["is_summary"] for a in mine) or len(mine) == 1, "a teaser is never linked"
    for link in links:
        a, b = by_id[link["article_a"]], by_id[link["article_b"]]
        assert link["article_a"] != link["article_b"]
        assert link["same_story"] == (a["story_id"] == b["story_id"])
    fingerprints = [f["article_id"] for f in newsroom_run.rows("fingerprints")]
    assert sorted(fingerprints) == sorted(by_id)


# --- the same rows whatever the order, the workers and the engine


def test_the_same_input_gives_the_same_bytes_in_another_order(
    ingest: Ingest, newsroom: Path, newsroom_run: Result
) -> None:
    paths = [p for p in newsroom.rglob("*") if p.is_file()]
    mixed = random.Random(3).sample(paths, len(paths))
    again = ingest(mixed, "--run-id", "newsroom", "--workers", "1")
    assert again.code == 0, again.stderr
    for table in TABLES:
        assert again.told(table) == newsroom_run.told(table), table


@pytest.fixture(scope="module")
def small_parts(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Options that cut the newsroom into many units and parts, as a large crawl is."""
    path = tmp_path_factory.mktemp("config") / "small.yaml"
    path.write_text("read: {unit_files: 6}\nnormalize: {part_rows: 5}\n")
    return ["--config", str(path)]


def in_any_order(run: Result, table: str) -> list[str]:
    return sorted(repr(sorted(row.items())) for row in run.told(table))


@pytest.fixture(scope="module")
def in_parts(ingest: Ingest, newsroom: Path, small_parts: list[str]) -> Result:
    return ingest([newsroom], "--run-id", "newsroom", "--workers", "3", *small_parts)


def test_many_parts_and_workers_give_the_same_rows(in_parts: Result, newsroom_run: Result) -> None:
    assert in_parts.code == 0, in_parts.stderr
    assert len(list((in_parts.out / "articles").glob("*.parquet"))) > 5
    for table in TABLES:
        assert in_any_order(in_parts, table) == in_any_order(newsroom_run, table), table


def test_small_units_share_a_file(ingest: Ingest, newsroom: Path, newsroom_run: Result, tmp_path: Path) -> None:
    config = tmp_path / "units.yaml"
    config.write_text("read: {unit_files: 6}\n")
    run = ingest([newsroom], "--run-id", "newsroom", "--config", str(config))
    assert run.code == 0, run.stderr
    for table in ("articles", "fingerprints", "stories"):
        assert len(list((run.out / table).glob("*.parquet"))) == 1
        assert in_any_order(run, table) == in_any_order(newsroom_run, table), table


@pytest.fixture(scope="module")
def dask() -> Iterator[str]:
    """The address of a scheduler with two workers in processes of their own."""
    distributed = pytest.importorskip("distributed", reason="Dask is not installed: pip install 'wiretrace[dask]'")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=logging.CRITICAL
    ) as cluster:
        yield cluster.scheduler_address
        # The runner leaves its client open, which would go on calling for a scheduler that is gone.
        for client in list(distributed.Client._instances):
            client.close()


def test_dask_gives_the_same_rows(
    dask: str, ingest: Ingest, newsroom: Path, small_parts: list[str], in_parts: Result
) -> None:
    options = ["--runner", "DaskRunner", "--dask_client_address", dask, "--run-id", "newsroom"]
    run = ingest([newsroom], *options, *small_parts)
    assert run.code == 0, run.stderr
    for table in TABLES:
        assert run.told(table) == in_parts.told(table), table


# --- the measuring data: counts and facts, no text of which is kept here


@pytest.fixture(scope="module")
def seeds(ingest: Ingest, shared: Path) -> dict[str, dict[str, Any]]:
    run = ingest([shared / "inputs" / "seeds"])
    assert run.code == 0, run.stderr
    return {Path(r["source_uri"]).name[:3]: r for r in run.rows()}


@pytest.mark.parametrize(
    ("seed", "site", "at", "precision", "origin", "relation"),
    [
        ("000", "digitaltradecenter.com", "2024-08-21T11:40:11", "second", "cnn.com", "copy"),
        ("001", None, None, None, None, "rewrite"),
        ("002", "whalelargecapital.com", "2024-08-21T00:00:00", "day", "cnn.com", "copy"),
        ("003", "investmentintellecthub.com", None, None, "cnn.com", "revision"),
        ("004", None, "2024-08-20T00:00:00", "day", "cnn.com", "original"),
    ],
)
def test_seed(
    seeds: dict[str, dict[str, Any]], seed: str, site: str, at: str, precision: str, origin: str, relation: str
) -> None:
    row = seeds[seed]
    published = row["published_at"].strftime("%Y-%m-%dT%H:%M:%S") if row["published_at"] else None
    given = (row["source_site"], published, row["published_precision"], row["appeared_first_on"], row["relation"])
    assert given == (site, at, precision, origin, relation)
    assert bool(row["source_site_evidence"]) == (site is not None)
    assert bool(row["published_evidence"]) == (at is not None)
    assert bool(row["appeared_first_on_evidence"]) == (origin is not None)


def test_seeds_are_one_story(seeds: dict[str, dict[str, Any]]) -> None:
    assert len(seeds) == 5
    assert len({r["story_id"] for r in seeds.values()}) == 1
    assert seeds["004"]["authors"] == ["Simone McCarthy"]
    paragraphs = Counter(p for r in seeds.values() for p in set(r["text"].split("\n\n")))
    for row in seeds.values():
        mine = row["text"].split("\n\n")
        assert len(mine) == len(set(mine)), "nothing twice"
        assert not [p for p in mine if p.lower().startswith(("you may also like", "share this", "subscribe"))]
    assert paragraphs.most_common(1)[0][1] >= 3


def test_every_feed_item_comes_out(ingest: Ingest, shared: Path) -> None:
    run = ingest([shared / "inputs" / "feeds"])
    assert run.code == 0, run.stderr
    given = Counter(Path(r["source_uri"].partition("#")[0]).name for r in run.rows())
    wanted = {r["file"]: int(r["items"]) for r in csv.DictReader((shared / "inputs" / "feeds_items.csv").open())}
    # 46 entries stand in both feeds of one link blog: they are read again, and one of the two stands.
    both = sum(wanted.pop(name) for name in ("DaringFireball.json", "DaringFireball.atom"))
    assert given.pop("DaringFireball.json", 0) + given.pop("DaringFireball.atom", 0) == both - 46
    assert dict(given) == wanted
    assert run.rows("rejected") == []
    rows = {r["source_uri"]: r for r in run.rows()}
    for path in (shared / "inputs" / "feeds").iterdir():
        for record in read_file(str(path), ReadOptions()):
            row = rows.get(record.source_uri)
            if row:
                assert row["text"].strip()
                assert row["url"] in (record.content.link, *record.content.related)
                assert bool(row["title"]) == bool(record.content.title)
                assert bool(row["published_at"]) == bool(record.content.published_words), record.source_uri
                assert bool(row["authors"]) <= bool(record.content.authors)


def test_every_wordpress_post_comes_out(ingest: Ingest, shared: Path) -> None:
    import html

    run = ingest([shared / "inputs" / "wordpress"])
    assert run.code == 0, run.stderr
    given = {(r["url"], r["published_at"].strftime("%Y-%m-%dT%H:%M:%S"), r["title"]) for r in run.rows()}
    wanted = csv.DictReader((shared / "inputs" / "wordpress_posts.csv").open(encoding="utf-8"))
    assert given == {(r["url"], r["date_gmt"], html.unescape(r["title"])) for r in wanted}
    assert all(len(r["text"].split()) > 50 for r in run.rows())


# --- our own output is an input too


def test_own_output_is_read_again_as_the_same_articles(ingest: Ingest, newsroom_run: Result, tmp_path: Path) -> None:
    shutil.copytree(newsroom_run.out / "articles", tmp_path / "articles")
    again = ingest([tmp_path / "articles"])
    assert again.code == 0, again.stderr
    assert len(again.rows()) == len(newsroom_run.rows())
    by_url = {row["url"]: row for row in again.rows() if row["url"]}
    for row in newsroom_run.rows():
        if row["url"]:
            same = by_url[row["url"]]
            for name in ("title", "text", "article_id", "authors", "published_at", "source_site"):
                assert same[name] == row[name], (name, row["source_uri"])


def test_a_story_whose_first_article_has_no_title_bears_that_of_the_next(ingest: Ingest, tmp_path: Path) -> None:
    text = "\n\n".join(
        f"The ferry to Ostrel was late for the {n}th time this winter, the harbour office of Merrow said on Friday, and "
        f"some {n * 41} passengers spent the night in the hall of the old fish market near quay {n}."
        for n in range(4, 10)
    )
    copies = [("merrow", None), ("ostrel", "Passengers sleep in fish market"), ("quay", "Ferry late again")]
    for day, (site, title) in enumerate(copies, start=1):
        row = {"url": f"https://{site}.example/ferry", "text": text, "published": f"2024-03-0{day}", "title": title}
        (tmp_path / f"{site}.jsonl").write_text(json.dumps(row), encoding="utf-8")
    config = tmp_path / "small.yaml"
    config.write_text("read: {unit_files: 1}\n")  # the title and the first article are of different parts
    (story,) = ingest(sorted(tmp_path.glob("*.jsonl")), "--config", str(config)).rows("stories")
    assert (story["first_site"], story["title"]) == ("merrow.example", "Passengers sleep in fish market")
