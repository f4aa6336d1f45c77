"""Runs the command line and dies by SIGKILL at a named point: `python -m tests.archive.killed POINT COMMAND ...`

Points: `task:STAGE` (at a stage's end), `journal:before`, `journal:after`, `commit:TABLE` (once it is committed),
`moved` (the first file that left a table is put away), `finished` (before the work folder goes).
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import transforms.work
from pipelines import cli
from transforms import files
from transforms.write import delta, parts


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def after(function: Callable[..., Any], fits: Callable[..., bool] = lambda *_: True) -> Callable[..., Any]:
    def call(*args: Any, **more: Any) -> Any:
        result = function(*args, **more)
        if fits(*args):
            die()
        return result

    return call


def arm(point: str) -> None:
    what, _, which = point.partition(":")
    if what == "task":
        write_json = files.write_json

        def marked(path: str, value: Any) -> None:
            write_json(path, value)
            if isinstance(value, dict) and value.get("stage") == which:
                die()

        transforms.work.files.write_json = marked
    elif point == "journal:before":
        parts.journal = lambda *_: die()  # type: ignore[assignment]
    elif point == "journal:after":
        parts.journal = after(delta.journal)
    elif what == "commit":
        delta.commit = after(delta.commit, lambda _, table, *__: table == which)
    elif what == "moved":
        files.move = after(files.move)
    elif what == "finished":
        parts.finish = after(delta.finish)
    else:
        raise SystemExit(f"unknown point {point}")


if __name__ == "__main__":
    arm(sys.argv[1])
    sys.exit(cli.main(sys.argv[2:]))
