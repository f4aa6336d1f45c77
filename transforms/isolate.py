"""Runs a generator function in a process apart, which can be ended whatever it is doing.

The open web holds pages on which a parser hangs or crashes, inside C code where no exception and no signal handler
reaches. `Apart` keeps one child process and streams what the function yields; the child says before each step what it
begins, so that the parent knows which document to blame. A Dask worker is a daemonic process and may not start
`multiprocessing` children, hence `subprocess` and a pipe. It also keeps the cores of a laptop busy, since the
in-process runner's threads share one interpreter lock.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import importlib
import os
import pickle
import queue
import select
import struct
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO, Any

_LENGTH = struct.Struct("<Q")
# NumPy asks for and gives back arrays of some 100 KB all the time. glibc then asks the system for each anew, which costs a
# fifth of a run; with these it keeps some. Other C libraries do not know the names. Arrow has an allocator of its own,
# which keeps as much again: verification peaks at 330 MB with it, at 260 MB with the system's for both, in the same time.
_MALLOC = {
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(64 << 20),
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}
_IDLE_SECONDS = 0.2
START_SECONDS = 120.0  # for a child's start and its imports, on a machine however busy


class Stopped(Exception):
    """The child ended without an answer; `step` is what it had said it was doing, `why` is fit for a reader."""

    def __init__(self, step: Any, why: str) -> None:
        super().__init__(why)
        self.step, self.why = step, why


class StepTimeout(Stopped):
    """A step took longer than its limit and the child was killed."""


class StepCrash(Stopped):
    """The child died in a step (a crash in C code, or killed for want of memory)."""


class ApartError(RuntimeError):
    """The function raised; the message holds the child's traceback."""


class Apart:
    """One child process that runs functions given by name, one at a time."""

    def __init__(self) -> None:
        self._child: subprocess.Popen | None = None
        self._answers: queue.SimpleQueue = queue.SimpleQueue()
        self._warming = False

    def warm(self, modules: Sequence[str]) -> None:
        """Starts the child and has it import `modules`, without waiting for it."""
        self._start()
        assert self._child is not None
        assert self._child.stdin is not None
        _send(self._child.stdin, ("transforms.isolate:_imported", (modules,)))
        self._warming = True

    def stream(self, function: str, *args: Any, step_seconds: float | None = None) -> Iterator[Any]:
        """What `function` ("package.module:name", a generator function) yields for `args`.

        A yielded `Step(what)` is not passed on: it starts the clock of `step_seconds` anew and names what is being
        done; where it is not `timed`, and before the first, START_SECONDS is the limit.
        Raises StepTimeout, StepCrash or ApartError.
        """
        self._start()
        assert self._child is not None
        assert self._child.stdin is not None
        step: Any = None
        limit = None if step_seconds is None else max(step_seconds, START_SECONDS)
        done = False
        while self._warming:
            self._warming = self._answers.get()[0] not in ("end", "error", "dead")
        try:
            with suppress(BrokenPipeError):  # the queue below tells how the child ended
                _send(self._child.stdin, (function, args))
            while True:
                try:
                    kind, value = self._answers.get(timeout=limit)
                except queue.Empty:
                    raise StepTimeout(step, f"took longer than {limit:g} s") from None
                if kind == "step":
                    step, timed = value
                    limit = step_seconds if timed or limit is None else max(step_seconds or 0, START_SECONDS)
                elif kind == "item":
                    yield value
                elif kind == "end":
                    done = True
                    return
                elif kind == "error":
                    done = True
                    raise ApartError(value)
                else:
                    raise StepCrash(step, f"the process that read it died ({_how_it_ended(self._child)})")
        finally:
            if not done:
                self.close()

    def call(self, function: str, *args: Any) -> Any:
        """What the plain function `function` ("package.module:name") returns for `args`."""
        (value,) = self.stream("transforms.isolate:_once", function, args)
        return value

    def _start(self) -> None:
        if self._child is not None and self._child.poll() is None:
            return
        self.close()
        env = dict(_MALLOC, **os.environ) | {
            "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
            "PYTHONHASHSEED": "0",
        }
        self._child = subprocess.Popen(
            [sys.executable, "-m", "transforms.isolate"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env
        )
        self._answers = queue.SimpleQueue()
        threading.Thread(target=_collect, args=(self._child, self._answers), daemon=True).start()
        _children.add(self._child)

    def close(self) -> None:
        """Ends the child, whatever it is doing."""
        child, self._child = self._child, None
        self._warming = False
        if child is None:
            return
        child.kill()
        child.wait()
        _children.discard(child)
        for pipe in (child.stdin, child.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()


_children: set[subprocess.Popen] = set()
_idle: list[Apart] = []


@contextmanager
def borrowed() -> Iterator[Apart]:
    """A child that nobody uses now, started if there is none: as many live as tasks run at once, not one for each stage."""
    try:
        apart = _idle.pop()
    except IndexError:
        apart = Apart()
    try:
        yield apart
    finally:
        _idle.append(apart)


def prepare(children: int, modules: Sequence[str]) -> None:
    """Starts children ahead of their first task, so that their imports run beside those of the caller."""
    for _ in range(children):
        apart = Apart()
        apart.warm(modules)
        _idle.append(apart)


def _imported(modules: Sequence[str]) -> Iterator[Any]:
    for module in modules:
        importlib.import_module(module)
    yield from ()


def _once(function: str, args: tuple) -> Iterator[Any]:
    yield _resolve(function)(*args)


def _resolve(name: str) -> Any:
    module, attribute = name.split(":")
    return getattr(importlib.import_module(module), attribute)


@atexit.register
def close_all() -> None:
    """Ends all children of this process."""
    _idle.clear()
    for child in list(_children):
        child.kill()
        child.wait()
        _children.discard(child)


class Step:
    """Yielded by a function that runs apart: what it begins now, and whether `step_seconds` hold for it."""

    def __init__(self, what: Any, timed: bool = True) -> None:
        self.what, self.timed = what, timed


def _collect(child: subprocess.Popen, answers: queue.SimpleQueue) -> None:
    # A thread of its own reads, since a pipe has no time limit of its own that works on every platform.
    assert child.stdout is not None
    while True:
        try:
            message = _receive(child.stdout)
        except (EOFError, OSError, ValueError):
            answers.put(("dead", None))
            return
        answers.put(message)


def _how_it_ended(child: subprocess.Popen) -> str:
    try:
        code = child.wait(timeout=5)
    except subprocess.TimeoutExpired:
        return "still running"
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def _send(pipe: IO[bytes], message: Any) -> None:
    data = pickle.dumps(message, protocol=5)
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    size = _LENGTH.unpack(head)[0]
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return pickle.loads(data)


def _serve() -> None:
    """The child: reads (function, args), answers with ("step" | "item" | "end" | "error", value)."""
    inbox, outbox = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # What is made here are arrays and rows without cycles: looking for some among thousands of rows finds none.
    gc.set_threshold(100_000)
    os.dup2(2, 1)  # whatever a library prints must not get into the answers
    before: Any = None
    while True:
        if not select.select([inbox], [], [], _IDLE_SECONDS)[0]:
            _give_back()
        try:
            name, args = _receive(inbox)
        except EOFError:
            return
        task = args[0] if name == "transforms.isolate:_once" else name
        if task != before:
            _give_back()
            gc.freeze()  # modules and dictionaries stay, and need not be looked through again and again
        before = task
        try:
            for item in _resolve(name)(*args):
                _send(outbox, ("step", (item.what, item.timed)) if isinstance(item, Step) else ("item", item))
            _send(outbox, ("end", None))
        except BrokenPipeError:
            return
        except BaseException:
            _send(outbox, ("error", traceback.format_exc()))


def _give_back() -> None:
    """Returns to the system what earlier tasks have freed: a child lives as long as the run, and what comes may need less.

    Not after each task: asking for the same memory anew costs a twentieth of a run.
    """
    with suppress(OSError, AttributeError):  # only glibc has it
        ctypes.CDLL(None).malloc_trim(0)


@contextmanager
def without_pandas() -> Iterator[None]:
    """Keeps pandas out of this process for a while: pyarrow and Beam import it, where it is installed, to see whether what
    they are given is of pandas, which takes half a second and 35 MB."""
    finder = _WithoutPandas()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _WithoutPandas:
    @staticmethod
    def find_spec(name: str, *_: Any) -> None:
        if name == "pandas":
            raise ModuleNotFoundError("pandas is not used here", name=name)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt), without_pandas():
        # Through the package, so that what is pickled here and there are the same classes.
        importlib.import_module("transforms.isolate")._serve()
