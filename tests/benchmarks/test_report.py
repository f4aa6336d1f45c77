"""Tables, targets and plots."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.report import Target, plot, size, stamp, table, verdict


def test_a_table_shows_unknown_as_a_dash_and_keeps_bars_of_text_apart():
    lines = table(["", "F1"], [["a|b", 0.12345], ["c", None]]).splitlines()
    assert lines == ["|      |    F1 |", "|------|------:|", "| a\\|b | 0.123 |", "| c    |     – |"]


def test_a_target_is_met_at_its_bound():
    assert verdict(0.95, Target(at_least=0.95)) == ("≥ 0.95", "yes")
    assert verdict(0.9499, Target(at_least=0.95)) == ("≥ 0.95", "**no**")
    assert verdict(0.02, Target(at_most=0.02)) == ("≤ 0.02", "yes")
    assert verdict(None, Target(at_most=1)) == ("≤ 1", "**no**")
    assert verdict(3.0, None) == ("", "")


def test_a_target_without_a_bound_is_refused():
    with pytest.raises(ValueError, match="at_least or at_most"):
        Target()


def test_size_in_powers_of_a_thousand():
    assert [size(n) for n in (0, 999, 1500, 2_500_000, 3_210_000_000)] == [
        "0 B",
        "999 B",
        "1.5 kB",
        "2.5 MB",
        "3.21 GB",
    ]


_POINTS = st.lists(st.tuples(st.integers(1, 10**7).map(float), st.floats(1e-3, 1e6)), min_size=1, max_size=6)


@given(st.dictionaries(st.text("ab<&\"'é", max_size=8), _POINTS, min_size=1, max_size=8), st.booleans())
def test_a_plot_is_well_formed_and_marks_every_point_inside(lines, log_y):
    root = ET.fromstring(plot("a < b", "documents", "s & t", lines, log_y=log_y))
    circles = [e for e in root.iter() if e.tag.endswith("circle")]
    assert len(circles) == sum(len(points) for points in lines.values())
    assert all(0 <= float(c.get("cx")) <= 600 and 0 <= float(c.get("cy")) <= 340 for c in circles)


def test_a_plot_of_nothing_is_refused():
    with pytest.raises(ValueError, match="no points"):
        plot("t", "x", "y", {})


def test_a_report_names_no_path_of_the_machine():
    words = ["--shared", "/home/ada/shared", "--docs", "500", "--docs-file=/home/ada/x.md", "--html"]
    made_by = stamp("benchmarks.speed", words, {"peer": "1.2"})
    assert "`python -m benchmarks.speed --docs 500 --html`" in made_by
    assert "/home" not in made_by
    assert "peer 1.2" in made_by
