"""A process apart: it can be ended whatever it does, and says what it was doing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import alive
from transforms import isolate
from transforms.isolate import Apart, ApartError, StepCrash, StepTimeout

WORK = "tests.apart_steps:work_on"


linux = pytest.mark.skipif(sys.platform != "linux", reason="children are forked on Linux only")


@pytest.fixture
def template() -> Iterator[None]:
    isolate.prepare(1, ["tests.apart_steps"])
    yield
    isolate.close_all()


@pytest.fixture(params=["started", pytest.param("forked", marks=linux)])
def apart(request: pytest.FixtureRequest) -> Iterator[Apart]:
    if request.param == "forked":
        request.getfixturevalue("template")
    child = Apart()
    yield child
    child.close()


def test_streams_what_the_function_yields(apart: Apart) -> None:
    assert list(apart.stream("tests.apart_steps:count", 1000)) == list(range(1000))
    assert apart.call("tests.apart_steps:double", 21) == 42
    assert list(apart.stream(WORK, ["a", "b"], step_seconds=60)) == ["a", "b"]


@pytest.mark.parametrize("how", ["hang", "hang in C"])
def test_a_step_that_hangs_is_named_and_ended(apart: Apart, how: str) -> None:
    assert apart.call("tests.apart_steps:double", 1) == 2  # started: what follows is not the time of imports
    started = time.monotonic()
    with pytest.raises(StepTimeout, match=r"took longer than 0\.5 s") as stopped:
        list(apart.stream(WORK, ["a", how, "b"], step_seconds=0.5))
    assert stopped.value.step == how
    assert time.monotonic() - started < 20
    assert list(apart.stream(WORK, ["c"])) == ["c"], "a new child takes its place"


@pytest.mark.parametrize(("how", "why"), [("crash", "signal 11"), ("exit", "exit code 3")])
def test_a_step_that_crashes_is_named(apart: Apart, how: str, why: str) -> None:
    stream = apart.stream(WORK, ["a", how, "b"], step_seconds=60)
    assert next(stream) == "a"
    with pytest.raises(StepCrash, match=why) as stopped:
        next(stream)
    assert stopped.value.step == how
    assert list(apart.stream(WORK, ["c"])) == ["c"]


def test_imports_are_not_timed(apart: Apart) -> None:
    assert list(apart.stream(WORK, ["load", "a"], step_seconds=0.5)) == ["load", "a"]


def test_an_error_comes_with_its_traceback_and_the_child_lives(apart: Apart) -> None:
    assert apart.call("os:getpid") != os.getpid()
    child = apart.call("os:getpid")
    with pytest.raises(ApartError, match=r"(?s)Traceback.*no such page"):
        list(apart.stream(WORK, ["raise"]))
    assert apart.call("os:getpid") == child


def test_what_a_library_prints_is_no_answer(apart: Apart) -> None:
    assert list(apart.stream(WORK, ["print", "a"])) == ["print", "a"]


def test_a_stream_left_early_leaves_no_answers_behind(apart: Apart) -> None:
    stream = apart.stream("tests.apart_steps:count", 100_000)
    assert next(stream) == 0
    stream.close()
    assert apart.call("tests.apart_steps:double", 4) == 8


def test_a_child_that_died_while_idle_is_replaced(apart: Apart) -> None:
    child = apart.start()
    os.kill(apart.call("os:getpid"), signal.SIGKILL)
    child.reader.join(timeout=20)
    assert apart.call("tests.apart_steps:double", 2) == 4


@linux
def test_forked_children_have_what_the_template_imported_and_its_death_is_theirs(template: None) -> None:
    first, second = Apart(), Apart()
    parent, pids = first.call("os:getppid"), [first.call("os:getpid"), second.call("os:getpid")]
    assert parent == second.call("os:getppid") != os.getpid()
    assert len(set(pids)) == 2
    stream = first.stream(WORK, ["a", "hang in C"], step_seconds=60)
    assert next(stream) == "a"
    time.sleep(0.5)  # it hangs
    os.kill(parent, signal.SIGKILL)
    with pytest.raises(StepCrash, match="signal 9") as stopped:
        next(stream)
    assert stopped.value.step == "hang in C"
    wait_for_end(pids)
    assert second.call("os:getppid") == first.call("os:getppid") not in (parent, os.getpid()), "there is a new one"


def test_what_is_shared_is_made_by_the_first_that_lives_to_do_so(apart: Apart) -> None:
    with pytest.raises(StepCrash, match="exit code 3"):
        apart.call("tests.apart_steps:shared_in_part")
    others = Apart(), Apart()
    makers = [child.call("os:getpid") for child in others]
    found = [child.call("tests.apart_steps:shared") for child in (*others, *others)]
    assert {of[1:] for of in found} == {(4_999_950_000, 7.5)}
    forked = apart.call("os:getppid") != os.getpid()
    assert [of[0] for of in found] == (makers[:1] * 4 if forked else makers * 2)
    for child in others:
        child.close()


@linux
def test_children_end_with_a_process_that_is_killed(tmp_path: Path) -> None:
    script = (
        "from transforms import isolate; isolate.prepare(1, ['tests.apart_steps']); a = isolate.Apart()\n"
        "print(a.call('os:getppid'), a.call('os:getpid'), flush=True)\n"
        "list(a.stream('tests.apart_steps:work_on', ['hang in C']))"
    )
    run = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    pids = [int(pid) for pid in run.stdout.readline().split()]
    time.sleep(0.5)  # it hangs
    run.kill()
    run.wait()
    wait_for_end(pids)


def wait_for_end(pids: list[int]) -> None:
    until = time.monotonic() + 20
    while any(map(alive, pids)):
        assert time.monotonic() < until
        time.sleep(0.02)


def test_borrowed_children_are_used_again_and_ended_together() -> None:
    with isolate.borrowed() as first:
        pid = first.call("os:getpid")
        with isolate.borrowed() as second:
            assert second.call("os:getpid") != pid
    with isolate.borrowed() as one, isolate.borrowed() as two:
        assert pid in (one.call("os:getpid"), two.call("os:getpid"))
    isolate.close_all()
    assert not isolate._children
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
