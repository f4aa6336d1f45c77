"""Runs a generator function in a process apart, which can be ended whatever it is doing.

The open web holds pages on which a parser hangs or crashes, inside C code where no exception and no signal handler
reaches. `Apart` keeps one child process and streams what the function yields; the child says before each step what it
begins, so that the parent knows which document to blame. A Dask worker is a daemonic process and may not start
`multiprocessing` children, hence `subprocess` and a pipe. It also keeps the cores of a laptop busy, since the
in-process runner's threads share one interpreter lock.

A run on one machine has a template (`prepare`): a process that imports what children need once and forks them, so that
a child, also one that replaces another, costs some 20 ms instead of a second of imports, and shares what is loaded.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import importlib
import mmap
import os
import pickle
import queue
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import IO, Any

_LENGTH = struct.Struct("<Q")
_NUMBER = struct.Struct("<q")
# NumPy asks for and gives back arrays of some 100 KB all the time. glibc then asks the system for each anew, which costs a
# fifth of a run; with these it keeps some. Other C libraries do not know the names. Arrow has an allocator of its own,
# which keeps as much again: verification peaks at 330 MB with it, at 260 MB with the system's for both, in the same time.
# One arena, or each of two threads that read keeps what it has read: 640 MB for 460, measured with groups of 10,000 rows.
# One thread for NumPy's BLAS: helpers keep the cores busy, and a template forks best while it has no threads.
_ENVIRONMENT = {
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(64 << 20),
    "MALLOC_ARENA_MAX": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "OPENBLAS_NUM_THREADS": "1",
}
_IDLE_SECONDS = 0.2
_PR_SET_PDEATHSIG = 1  # of Linux: the signal that a process gets when its parent dies
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
        self._child: _Child | None = None
        self._answers: queue.SimpleQueue = queue.SimpleQueue()

    def stream(self, function: str, *args: Any, step_seconds: float | None = None) -> Iterator[Any]:
        """What `function` ("package.module:name", a generator function) yields for `args`.

        A yielded `Step(what)` is not passed on: it starts the clock of `step_seconds` anew and names what is being
        done; where it is not `timed`, and before the first, START_SECONDS is the limit.
        Raises StepTimeout, StepCrash or ApartError.
        """
        child = self.start()
        step: Any = None
        limit = None if step_seconds is None else max(step_seconds, START_SECONDS)
        done = False
        try:
            with suppress(BrokenPipeError):  # the queue below tells how the child ended
                _send(child.stdin, (function, args))
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
                    raise StepCrash(step, f"the process that read it died ({_how_it_ended(child)})")
        finally:
            if not done:
                self.close()

    def call(self, function: str, *args: Any) -> Any:
        """What the plain function `function` ("package.module:name") returns for `args`."""
        (value,) = self.stream("transforms.isolate:_once", function, args)
        return value

    def start(self, modules: Sequence[str] = ()) -> _Child:
        """Its child; where there is none, or it has died, a new one, which imports `modules` without being waited for."""
        if self._child is None or not self._child.reader.is_alive():
            self.close()
            self._answers = queue.SimpleQueue()
            self._child = _new_child(self._answers, modules)
        return self._child

    def close(self) -> None:
        """Ends the child, whatever it is doing."""
        child, self._child = self._child, None
        if child is not None:
            child.end()
            child.close()


class _Child:
    """A process that serves the pipes `stdin` and `stdout`, started for itself."""

    def __init__(self, answers: queue.SimpleQueue, modules: Sequence[str] = ()) -> None:
        self._process = _python("serve", modules, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._serves(self._process.stdin, self._process.stdout, answers)

    def _serves(self, stdin: IO[bytes], stdout: IO[bytes], answers: queue.SimpleQueue) -> None:
        self.stdin, self.stdout = stdin, stdout
        self.reader = threading.Thread(target=_collect, args=(stdout, answers), daemon=True)
        self.reader.start()
        _children.add(self)

    def end(self) -> int:
        """Kills it, whatever it is doing; -> how it ended (as Popen.returncode), which may have been before."""
        self._process.kill()
        return self._process.wait()

    def close(self) -> None:
        _children.discard(self)
        for pipe in (self.stdin, self.stdout):
            with suppress(OSError):
                pipe.close()


class _Forked(_Child):
    """A child that the template has forked. Only the template, whose child it is, can say how it ended."""

    def __init__(self, answers: queue.SimpleQueue, template: _Template) -> None:
        self._template = template
        self._ended: int | None = None
        self._ending = threading.Lock()  # a task and `close_all` may both end it, but its number may be told once only
        (inbox, stdin), (stdout, outbox) = os.pipe(), os.pipe()
        try:
            self._pid = template.ask(0, [inbox, outbox])
        except OSError:
            os.close(stdin)
            os.close(stdout)
            raise
        finally:
            os.close(inbox)
            os.close(outbox)
        self._serves(os.fdopen(stdin, "wb"), os.fdopen(stdout, "rb"), answers)

    def end(self) -> int:
        with self._ending:
            if self._ended is None:
                try:
                    self._ended = self._template.ask(self._pid)
                except OSError:
                    self._ended = -signal.SIGKILL  # with the template, see `_fork_when_asked`
            return self._ended


class _Template:
    """A process that imports `modules`, and forks children for which all is loaded."""

    def __init__(self, modules: Sequence[str]) -> None:
        self.modules = modules
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(START_SECONDS)
        with theirs:
            self._process = _python("fork", modules, stdin=theirs.fileno())

    def ask(self, pid: int, pipes: Sequence[int] = ()) -> int:
        """pid 0: forks a child that serves `pipes`, -> its pid; else ends that child, -> how it ended.

        Raises OSError where the template does not answer, then and ever after.
        """
        with self._lock:
            try:
                socket.send_fds(self._control, [_NUMBER.pack(pid)], pipes)
                answer = self._control.recv(_NUMBER.size)
                if not answer:
                    raise ConnectionResetError("the process that starts children has died")
            except BaseException:  # also where it is interrupted: the answer to come would be taken for another's
                self._control.close()
                raise
        return int(_NUMBER.unpack(answer)[0])

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._control.close()


def _python(role: str, modules: Sequence[str], **pipes: Any) -> subprocess.Popen:
    env = dict(_ENVIRONMENT, **os.environ) | {
        "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
        "PYTHONHASHSEED": "0",
    }
    return subprocess.Popen([sys.executable, "-m", "transforms.isolate", role, *modules], env=env, **pipes)


_children: set[_Child] = set()
_idle: list[Apart] = []
_template: _Template | None = None
_template_lock = threading.Lock()


def _new_child(answers: queue.SimpleQueue, modules: Sequence[str]) -> _Child:
    global _template
    with _template_lock:
        if _template is None:
            return _Child(answers, modules)
        try:
            return _Forked(answers, _template)
        except OSError:
            _template.close()
            _template = _Template(_template.modules)
            return _Forked(answers, _template)


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
    """Has `modules` imported for children ahead of their first task, beside the imports of the caller.

    On Linux once, by a template that forks them; a fork is not safe with the libraries of other systems (macOS: those
    below NumPy may have started threads), where each child imports them for itself.
    """
    global _template
    if sys.platform == "linux":
        with _template_lock:
            _template = _template or _Template(modules)
        return
    for _ in range(children):
        apart = Apart()
        apart.start(modules)
        _idle.append(apart)


def _once(function: str, args: tuple) -> Iterator[Any]:
    yield _resolve(function)(*args)


def _resolve(name: str) -> Any:
    module, attribute = name.split(":")
    return getattr(importlib.import_module(module), attribute)


@atexit.register
def close_all() -> None:
    """Ends all children of this process."""
    global _template
    _idle.clear()
    for child in list(_children):
        child.end()
        _children.discard(child)
    with _template_lock:
        template, _template = _template, None
    if template:
        template.close()


class Shared:
    """A value of large arrays (NumPy) that the children of one template make once between them and have in memory once.

    The module that holds it must be one that the template imports; elsewhere each process makes its own.
    """

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._file = os.memfd_create("shared") if sys.platform == "linux" else -1

    def value(self) -> Any:
        if self._file < 0:
            return self._make()
        import fcntl  # not on every system

        fcntl.lockf(self._file, fcntl.LOCK_EX)  # the system takes it from a process that dies
        try:
            if not self._index():
                self._write(self._make())
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN)
        memory = memoryview(mmap.mmap(self._file, 0, access=mmap.ACCESS_READ))
        value, places = pickle.loads(memory[self._index() :])
        return pickle.loads(value, buffers=[memory[at : at + size] for at, size in places])

    def _index(self) -> int:
        """Where in the file is written what is where; 0 until all is."""
        index: int = _LENGTH.unpack(os.pread(self._file, _LENGTH.size, 0) or bytes(_LENGTH.size))[0]
        return index

    def _write(self, value: Any) -> None:
        arrays: list[pickle.PickleBuffer] = []
        pickled = pickle.dumps(value, protocol=5, buffer_callback=arrays.append)
        places = []
        with open(self._file, "wb", closefd=False) as file:
            file.seek(_LENGTH.size)
            for array in arrays:
                file.seek(-file.tell() % 64, os.SEEK_CUR)  # aligned, as NumPy's own
                places.append((file.tell(), file.write(array)))
            index = file.tell()
            pickle.dump((pickled, places), file)
        os.pwrite(self._file, _LENGTH.pack(index), 0)


class Step:
    """Yielded by a function that runs apart: what it begins now, and whether `step_seconds` hold for it."""

    def __init__(self, what: Any, timed: bool = True) -> None:
        self.what, self.timed = what, timed


def _collect(pipe: IO[bytes], answers: queue.SimpleQueue) -> None:
    # A thread of its own reads, since a pipe has no time limit of its own that works on every platform.
    while True:
        try:
            message = _receive(pipe)
        except (EOFError, OSError, ValueError):
            answers.put(("dead", None))
            return
        answers.put(message)


def _how_it_ended(child: _Child) -> str:
    # It has closed its pipe, which is the last that a process does: a kill no longer changes how it ends.
    code = child.end()
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


def _fork_when_asked(modules: Sequence[str]) -> None:
    """The template: reads (pid or 0, pipes) as `_Template.ask` sends them, until its parent has closed the socket or died."""
    control = socket.socket(fileno=0)
    os.dup2(2, 1)
    # A scheduler reaches every process of a run: the template has to be there until its parent has ended the rest.
    ended = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _import(modules)
    gc.freeze()  # else a search for cycles in a child would write to all that it shares
    while True:
        asked, pipes, _, _ = socket.recv_fds(control, _NUMBER.size, 2)
        if not asked:
            return
        (pid,) = _NUMBER.unpack(asked)
        if pid:
            os.kill(pid, signal.SIGKILL)  # not reaped yet, so that the number is no other process's
            answer = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        else:
            answer = os.fork()
            if not answer:
                ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)  # nobody else could end it safely
                signal.signal(signal.SIGTERM, ended)
                control.detach()
                for pipe, place in zip(pipes, (0, 1), strict=True):
                    os.dup2(pipe, place)
                    os.close(pipe)
                return _serve()
            for pipe in pipes:
                os.close(pipe)
        control.send(_NUMBER.pack(answer))


def _import(modules: Sequence[str]) -> None:
    for module in modules:
        importlib.import_module(module)


def _serve(modules: Sequence[str] = ()) -> None:
    """The child: reads (function, args), answers with ("step" | "item" | "end" | "error", value)."""
    inbox, outbox = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # What is made here are arrays and rows without cycles: looking for some among thousands of rows finds none.
    gc.set_threshold(100_000)
    os.dup2(2, 1)  # whatever a library prints must not get into the answers
    _import(modules)
    before: Any = None
    while True:
        if not select.select([inbox], [], [], _IDLE_SECONDS)[0]:
            give_back()
        try:
            name, args = _receive(inbox)
        except EOFError:
            return
        task = args[0] if name == "transforms.isolate:_once" else name
        if task != before:
            give_back()
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


def give_back() -> None:
    """Returns to the system what earlier tasks have freed: a child lives as long as the run, and what comes may need less.

    Not after each task: asking for the same memory anew costs a twentieth of a run.
    """
    with suppress(OSError, AttributeError):  # only glibc has it
        ctypes.CDLL(None).malloc_trim(0)


@contextmanager
def without(*modules: str) -> Iterator[None]:
    """Has modules for which the libraries used have a way to do without taken to be missing, for a while.

    pandas: pyarrow and Beam import it, where it is installed, to see whether what they are given is of pandas, which takes
    half a second and 35 MB.
    """
    finder = _Without(modules)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _Without:
    def __init__(self, modules: Sequence[str]) -> None:
        self.modules = modules

    def find_spec(self, name: str, *_: Any) -> None:
        if name in self.modules:
            raise ModuleNotFoundError(f"{name} is not used here", name=name)


if __name__ == "__main__":
    # Ctrl-C reaches every process of a run; whoever started this one ends it, and says so in one line.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BrokenPipeError), without("pandas"):  # who asked is gone
        # Through the package, so that what is pickled here and there are the same classes.
        isolate = importlib.import_module("transforms.isolate")
        {"serve": isolate._serve, "fork": isolate._fork_when_asked}[sys.argv[1]](sys.argv[2:])
