"""Functions that tests run apart: they hang, crash, print and raise, as readers of hostile documents do."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from transforms.isolate import Shared, Step


def count(n: int) -> Iterator[int]:
    yield from range(n)


def double(value: int) -> int:
    return 2 * value


SHARED = Shared(lambda: (os.getpid(), np.arange(100_000), np.full((3, 5), 0.5, np.float16)))


def shared() -> tuple[int, int, float]:
    """Who made it, and what shows that it is whole."""
    pid, numbers, halves = SHARED.value()
    return pid, int(numbers.sum()), float(halves.sum())


def shared_in_part() -> None:
    """Dies when all but the last is written."""
    os.pwrite = lambda *_: os._exit(3)
    SHARED.value()


def work_on(names: list[str]) -> Iterator[Any]:
    """Yields each name after the step of its own; some names do harm."""
    for name in names:
        yield Step(name, timed=name != "load")
        if name == "hang":
            time.sleep(600)
        elif name == "hang in C":
            sum(range(10**13))
        elif name == "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        elif name == "exit":
            os._exit(3)
        elif name == "load":
            time.sleep(1)
        elif name == "raise":
            raise ValueError("no such page")
        elif name == "print":
            print("a library says hello")
            sys.stdout.flush()
            os.write(1, b"and so does its C code\n")
        yield name
