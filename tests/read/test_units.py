"""Units of work: small files together, large ones dealt out, the same whatever the order of the inputs."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.read import units as module
from transforms.read.options import ReadOptions
from transforms.read.units import MOST_SHARDS, NoInput, Unit, units


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    for n in range(6):
        path = tmp_path / "crawl" / f"day{n % 2}" / f"page{n}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 1000)
    return tmp_path / "crawl"


def test_small_files_are_read_together(crawl: Path) -> None:
    (unit,) = units([str(crawl)], ReadOptions())
    assert [Path(p).name for p in unit.paths] == [f"page{n}.html" for n in (0, 2, 4, 1, 3, 5)]
    assert (unit.name, unit.shard, unit.shards) == ("000000", 0, 1)


def test_a_bundle_ends_by_size_and_by_count(crawl: Path) -> None:
    assert [len(u.paths) for u in units([str(crawl)], ReadOptions(unit_mb=0.0021))] == [2, 2, 2]
    assert [len(u.paths) for u in units([str(crawl)], ReadOptions(unit_files=4))] == [4, 2]


def test_a_large_file_is_dealt_out_between_its_neighbors(crawl: Path) -> None:
    (crawl / "day0" / "page2.html").write_bytes(b"x" * 7000)
    told = [
        (u.name, [Path(p).name for p in u.paths], u.shard, u.shards)
        for u in units([str(crawl)], ReadOptions(unit_mb=0.002))
    ]
    assert told[0] == ("000000", ["page0.html"], 0, 1)
    assert told[1:5] == [(f"{k + 1:06d}", ["page2.html"], k, 4) for k in range(4)]
    assert told[5][1:] == (["page4.html", "page1.html"], 0, 1)
    (crawl / "day0" / "page2.html").write_bytes(b"x" * 700_000)
    assert max(u.shards for u in units([str(crawl)], ReadOptions(unit_mb=0.002))) == MOST_SHARDS


def test_the_order_of_the_inputs_does_not_matter(crawl: Path) -> None:
    inputs = [str(p) for p in sorted(crawl.rglob("*.html"))]
    expected = units(inputs, ReadOptions(unit_files=2))
    for seed in range(5):
        mixed = random.Random(seed).sample(inputs, len(inputs))
        assert units(mixed, ReadOptions(unit_files=2)) == expected


def test_a_file_that_two_inputs_name_is_read_once(crawl: Path) -> None:
    (unit,) = units([str(crawl), str(crawl / "day0"), str(crawl / "*" / "page1.html")], ReadOptions())
    assert len(unit.paths) == len(set(unit.paths)) == 6


def test_globs_and_writers_own_files(crawl: Path) -> None:
    for name in ("_delta_log/0.json", ".DS_Store", "day0/_SUCCESS", ".git/config"):
        (crawl / name).parent.mkdir(exist_ok=True)
        (crawl / name).write_text("{}")
    (unit,) = units([str(crawl)], ReadOptions())
    assert len(unit.paths) == 6
    (unit,) = units([str(crawl / "day*")], ReadOptions())  # folders
    assert len(unit.paths) == 6
    (unit,) = units([str(crawl / "**" / "page[12].html")], ReadOptions())
    assert [Path(p).name for p in unit.paths] == ["page2.html", "page1.html"]


@pytest.mark.parametrize(
    ("name", "words"), [("nowhere", "no such file or folder"), ("empty", "holds no file"), ("*.warc", "no such file")]
)
def test_an_input_that_names_nothing_is_refused(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoInput, match=words):
        units([str(tmp_path / name)], ReadOptions())


@given(st.lists(st.integers(0, 30_000), min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_every_file_is_in_the_units_once(sizes: list[int], rnd: random.Random) -> None:
    """Each file in one unit, or in all shards of one, whatever the sizes and the order."""
    listed = [(f"f{n:02d}", size) for n, size in enumerate(sizes)]
    options = ReadOptions(unit_mb=0.01, unit_files=7)

    def cut(order: list[tuple[str, int]]) -> list[Unit]:
        by_name = dict(order)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module.files, "listing", lambda pattern: [(pattern, by_name[pattern])])
            return units([name for name, _ in order], options)

    found = cut(listed)
    assert found == cut(rnd.sample(listed, len(listed)))
    assert [u.name for u in found] == [f"{n:06d}" for n in range(len(found))]
    whole = [p for u in found for p in u.paths if u.shard == 0]
    assert whole == [name for name, _ in listed]
    for unit in found:
        assert unit.shards == 1 or len(unit.paths) == 1
        if unit.shards == 1:
            assert len(unit.paths) <= 7
            assert sum(dict(listed)[p] for p in unit.paths) <= 10_000


def test_a_packed_file_is_cut_in_fewer_shards_since_each_unpacks_it_all(tmp_path: Path) -> None:
    for name in ("plain.jsonl", "packed.jsonl.gz", "small.jsonl.gz"):
        (tmp_path / name).write_bytes(b" " * (1_100 if name.startswith("small") else 4_500))
    found = units([str(tmp_path)], ReadOptions(unit_mb=0.001))
    shards = {Path(u.paths[0]).name: u.shards for u in found}
    assert shards == {"plain.jsonl": 5, "packed.jsonl.gz": 3, "small.jsonl.gz": 2}
