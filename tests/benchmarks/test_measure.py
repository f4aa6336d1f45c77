"""The cost of a command holds its whole process tree."""

import subprocess
import sys
import time

import pytest

from benchmarks import measure

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
BUSY = "import time; t = time.process_time()\nwhile time.process_time() - t < {}: pass"


def test_cpu_of_a_child_that_its_parent_waits_for_counts():
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BUSY.format(0.3)!r}])"
    assert measure.run([sys.executable, "-c", parent]).cpu >= 0.3


def test_cpu_of_an_orphan_counts_and_it_does_not_outlive_the_measurement():
    spawn = (
        f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {BUSY.format(600)!r}]); time.sleep(1)"
    )
    started = time.monotonic()
    cost = measure.run([sys.executable, "-c", spawn])
    assert time.monotonic() - started < 30
    assert cost.cpu >= 0.1


def test_time_asleep_is_wall_and_not_cpu():
    cost = measure.run([sys.executable, "-c", "import time; time.sleep(0.5)"])
    assert cost.wall >= 0.5
    assert cost.cpu < 0.4


def test_peak_is_of_the_tree_in_bytes():
    hold = "x = bytearray(60_000_000); x[::4096] = b'1' * len(x[::4096]); import time; time.sleep(1)"
    both = f"import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', {hold!r}]); {hold}; p.wait()"
    assert 120e6 < measure.run([sys.executable, "-c", both]).peak < 250e6


def test_a_command_that_fails_says_what_it_printed():
    with pytest.raises(measure.Failed, match=r"(?s)exit code 3.*no such luck"):
        measure.run([sys.executable, "-c", "print('no such luck'); raise SystemExit(3)"])


def test_a_session_holds_no_stranger():
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    try:
        assert measure.session(stranger.pid) == [stranger.pid]
    finally:
        stranger.kill()
        stranger.wait()
    assert measure.pss(stranger.pid) == 0
