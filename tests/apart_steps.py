"""Functions that tests run apart: they hang, crash, print and raise, as readers of hostile documents do."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from typing import Any

from transforms.isolate import Step


def count(n: int) -> Iterator[int]:
    yield from range(n)


def double(value: int) -> int:
    return 2 * value


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
