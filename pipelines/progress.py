"""How far a run is, and where its time went: read from the marks that its tasks leave in the work folder."""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter

from transforms import files
from transforms.work import Work

_STAGES = ("normalize", "fingerprint", "match", "verify", "cluster", "write")
_SECONDS = 0.5  # between looks; a look lists one folder


class Watch:
    """A context that keeps one line on the terminal up to date, or writes a line now and then where there is none."""

    def __init__(self, work: Work, units: int, quiet: bool) -> None:
        self.work, self.units, self.quiet = work, units, quiet
        self.started = time.time()
        self._terminal = sys.stderr
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._items: Counter[str] = Counter()
        self._tasks: Counter[str] = Counter()
        self._seen: set[str] = set()

    def __enter__(self) -> Watch:
        if not self.quiet and files.is_local(self.work.out):
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        if self._thread.ident:
            self._thread.join()
            self._terminal.write("\r\x1b[K")
            self._terminal.flush()

    def _watch(self) -> None:
        while not self._end.wait(_SECONDS):
            self._look()
            line = self.line()
            if line:
                self._terminal.write(f"\r\x1b[K{line}")
                self._terminal.flush()

    def _look(self) -> None:
        for name in files.children(self.work.path("done")):
            if name in self._seen or not name.endswith(".json"):
                continue
            mark = files.read_json(self.work.path("done", name))
            self._seen.add(name)
            self._tasks[mark["stage"]] += 1
            self._items[mark["stage"]] += mark.get("items", 0)

    def line(self) -> str:
        done = [s for s in _STAGES if self._tasks[s]]
        if not done:
            return f"normalize: 0 of {self.units} units, {time.time() - self.started:.0f} s"
        parts = []
        for stage in done[-2:]:
            total = f" of {self.units} units" if stage == "normalize" else " tasks"
            parts.append(
                f"{stage}: {self._tasks[stage]}{total}, {self._items[stage]:,} {'links' if stage == 'verify' else 'articles'}"
            )
        return f"{' · '.join(parts)} · {time.time() - self.started:.0f} s"


def profile(work: Work) -> str:
    """A table by stage: tasks, articles, seconds of all tasks added up, the span from first to last, bytes that travel."""
    rows: dict[str, dict[str, float]] = {}
    for name in files.children(work.path("done")):
        mark = files.read_json(work.path("done", name))
        row = rows.setdefault(
            mark["stage"], {"tasks": 0, "items": 0, "seconds": 0, "first": 1e18, "last": 0, "bytes": 0}
        )
        row["tasks"] += 1
        row["items"] += mark.get("items", 0)
        row["bytes"] += mark.get("bytes", 0)
        row["seconds"] += mark["seconds"]
        row["first"] = min(row["first"], mark["started"])
        row["last"] = max(row["last"], mark["started"] + mark["seconds"])
    lines = [f"{'stage':<12}{'tasks':>7}{'items':>10}{'seconds':>10}{'span':>8}{'shuffled':>12}"]
    order = {s: i for i, s in enumerate(_STAGES)}
    for stage, r in sorted(rows.items(), key=lambda kv: order.get(kv[0], 99)):
        span = r["last"] - r["first"]
        lines.append(
            f"{stage:<12}{r['tasks']:>7.0f}{r['items']:>10,.0f}{r['seconds']:>10.1f}{span:>8.1f}{r['bytes'] / 1e6:>9.1f} MB"
        )
    return "\n".join(lines)
