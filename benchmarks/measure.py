"""Runs a command and says what it cost: wall time, CPU and peak memory of the whole process tree. Linux only."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SAMPLE_SECONDS = 0.2
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of <linux/prctl.h>


class Failed(RuntimeError):
    """A measured command ended with an error; the message holds the command and the end of its output."""


@dataclass(frozen=True, slots=True)
class Cost:
    """`wall` and `cpu` (user + system) in seconds; `peak` is the largest sum of PSS seen, in bytes."""

    wall: float
    cpu: float
    peak: int
    output: str


def run(command: Sequence[str | os.PathLike[str]], cwd: Path | None = None, env: dict[str, str] | None = None) -> Cost:
    """Runs `command` to its end in a session of its own; raises Failed for an exit code other than 0.

    A process's CPU reaches its parent's account when the parent waits for it. A parent that leaves its children behind
    would hide their cost, so that this process adopts and waits for them (prctl(2), PR_SET_CHILD_SUBREAPER); the
    account of all our children then holds the whole tree, helpers of helpers included. Not for several commands at
    once in one process.
    """
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    # A file, not a pipe: a pipe that an orphan holds open would keep us waiting after the command has ended.
    with tempfile.TemporaryFile() as printed:
        before, started = _children_cpu(), time.perf_counter()
        process = subprocess.Popen(
            [str(c) for c in command],
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        memory = _Memory(process.pid)
        memory.start()
        try:
            process.wait()
            wall = time.perf_counter() - started
        finally:
            _end_session(process)
            memory.stop()
        printed.seek(0)
        output = printed.read().decode("utf-8", "replace")
    if process.returncode:
        shown = " ".join(str(c) for c in command)
        raise Failed(f"{shown}: exit code {process.returncode}\n{output[-2000:]}")
    return Cost(wall, _children_cpu() - before, memory.peak, output)


def _children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _end_session(process: subprocess.Popen[bytes]) -> None:
    """Ends and reaps what is left of the session: orphans, dead ones too, and the command if we were interrupted."""
    for pid in session(process.pid, dead=True):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
        if pid != process.pid:
            with contextlib.suppress(ChildProcessError):  # its own parent waits for it
                os.waitpid(pid, 0)
    process.wait()


def session(leader: int, dead: bool = False) -> list[int]:
    """The ids of the processes of the session that `leader` leads, in order; `dead`: also those nobody waited for."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", "rb") as f:
                    # The name of the program, in parentheses, may hold anything: fields are counted from its end.
                    state, _parent, _group, of = f.read().rpartition(b")")[2].split()[:4]
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(of) == leader and (dead or state != b"Z"):
                found.append(int(name))
    return sorted(found)


def pss(pid: int) -> int:
    """Proportional set size of a process in bytes (a page shared by n processes counts 1/n); 0 if it is gone."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", "rb") as f:
            for line in f:
                if line.startswith(b"Pss:"):
                    return int(line.split()[1]) * 1024
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        pass
    return 0


class _Memory:
    """Samples the sum of PSS of a session until told to stop."""

    def __init__(self, leader: int) -> None:
        self.peak, self._leader, self._end = 0, leader, threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._end.set()
        self._thread.join()

    def _sample(self) -> None:
        while True:
            self.peak = max(self.peak, sum(map(pss, session(self._leader))))
            if self._end.wait(SAMPLE_SECONDS):
                return
