"""Markdown tables, plain SVG plots, and what they were measured on."""

from __future__ import annotations

import html
import math
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

OURS = ("apache-beam", "datasketch", "trafilatura", "pyarrow", "numpy", "lxml", "deltalake")
_PATHS = ("--shared", "--docs-file")
MET, MISSED = "yes", "**no**"


def table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A Markdown table; the first column is set left, the others right. None is shown as a dash."""
    cells = [[_cell(v) for v in row] for row in [head, *rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    padded = [
        [v.ljust(w) if i == 0 else v.rjust(w) for i, (v, w) in enumerate(zip(row, widths, strict=True))]
        for row in cells
    ]
    lines = ["| " + " | ".join(row) + " |" for row in padded]
    rule = "|" + "|".join("-" * (w + 1) + ("-" if i == 0 else ":") for i, w in enumerate(widths)) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, int):
        return f"{value:,}"
    return str(value).replace("|", "\\|").replace("\n", " ")


@dataclass(frozen=True, slots=True)
class Target:
    """What an issue asks of a figure: at least `at_least`, at most `at_most`, or both."""

    at_least: float | None = None
    at_most: float | None = None

    def __post_init__(self) -> None:
        if self.at_least is None and self.at_most is None:
            raise ValueError("target: give at_least or at_most")

    def met(self, value: float | None) -> bool:
        if value is None:
            return False
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)

    def __str__(self) -> str:
        if self.at_least is not None and self.at_least == self.at_most:
            return f"= {self.at_least:g}"
        bounds = (("≥", self.at_least), ("≤", self.at_most))
        return ", ".join(f"{sign} {bound:g}" for sign, bound in bounds if bound is not None)


def verdict(value: float | None, target: Target | None) -> tuple[str, str]:
    """The two last cells of a row: the target, and whether it is met."""
    if target is None:
        return "", ""
    return str(target), MET if target.met(value) else MISSED


def size(n: float) -> str:
    """Bytes for a reader, in powers of 1,000."""
    for unit in ("B", "kB", "MB"):
        if n < 1000:
            return f"{n:.0f} {unit}" if unit == "B" else f"{n:.1f} {unit}"
        n /= 1000
    return f"{n:.2f} GB"


def machine() -> str:
    """The kind of machine, without its name."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        named = [
            line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")
        ]
        model = named[0] if named else model
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return (
        f"{os.cpu_count()} cores ({model}), {memory / 1e9:.0f} GB of memory, {platform.system()} {platform.machine()}"
    )


def versions(more: Mapping[str, str] | None = None) -> str:
    """wiretrace and what it stands on, then `more` (peers: name to version)."""
    found = {"Python": platform.python_version()}
    for name in ("wiretrace", *OURS):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return ", ".join(f"{name} {v}" for name, v in {**found, **(more or {})}.items())


def stamp(module: str, argv: Sequence[str], more: Mapping[str, str] | None = None) -> str:
    """The lines at the end of a report: what made it (without the paths of this machine), when, where, with what."""
    shown, skip = ["python -m", module], False
    for word in argv:
        path = word.partition("=")[0] in _PATHS
        if not path and not skip:
            shown.append(word)
        skip = path and "=" not in word
    return (
        f"Made by `{' '.join(shown)}` on {datetime.now(UTC):%Y-%m-%d}, on {machine()}, with {versions(more)}. "
        "benchmarks/README.md tells how to read it."
    )


_COLOURS = ("#1b6ca8", "#d1495b", "#66803a", "#8d6a9f", "#c98b2b", "#555555")
_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 600, 340, 64, 190, 36, 48


def plot(
    title: str,
    x_name: str,
    y_name: str,
    lines: Mapping[str, Sequence[tuple[float, float]]],
    *,
    log_y: bool = False,
    y_range: tuple[float, float] | None = None,
) -> str:
    """A line plot as SVG: `lines` maps a name to its points (x, y); x is on a logarithmic axis.

    Drawn by hand, since a plotting library would be a dependency for four lines. Points are marked, so that one alone
    is seen. Raises ValueError when there is no point.
    """
    points = [p for line in lines.values() for p in line]
    if not points:
        raise ValueError(f"plot {title!r}: no points")
    x_ticks = sorted({x for x, _ in points})
    low, high = y_range or (min(y for _, y in points), max(y for _, y in points))
    y_ticks = _ticks(low, high, log_y)
    x_at = _scale(x_ticks[0], x_ticks[-1], _LEFT, _WIDTH - _RIGHT, log=True)
    y_at = _scale(min(low, y_ticks[0]), max(high, y_ticks[-1]), _HEIGHT - _BOTTOM, _TOP, log=log_y)
    right, floor, middle = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM, (_TOP + _HEIGHT - _BOTTOM) / 2
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}"',
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        _text(_LEFT, 20, title, weight="bold"),
        _text((_LEFT + right) / 2, _HEIGHT - 8, x_name, anchor="middle"),
        f'<g transform="rotate(-90 14 {middle:.1f})">{_text(14, middle, y_name, anchor="middle")}</g>',
    ]
    for y in y_ticks:
        out.append(f'<path d="M{_LEFT} {y_at(y):.1f}H{right}" stroke="#ddd"/>')
        out.append(_text(_LEFT - 6, y_at(y) + 4, f"{y:,g}", anchor="end"))
    for x in x_ticks:
        out.append(f'<path d="M{x_at(x):.1f} {floor}v5" stroke="#555"/>')
        out.append(_text(x_at(x), floor + 18, f"{x:,.0f}", anchor="middle"))
    out.append(f'<path d="M{_LEFT} {_TOP}V{floor}H{right}" fill="none" stroke="#555"/>')
    for i, (name, line) in enumerate(lines.items()):
        colour = _COLOURS[i % len(_COLOURS)]
        dash = "" if i < len(_COLOURS) else ' stroke-dasharray="5 3"'
        at = [(x_at(x), y_at(y)) for x, y in sorted(line)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in at)
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
        out += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in at]
        out.append(f'<rect x="{right + 12}" y="{_TOP + 18 * i}" width="12" height="12" fill="{colour}"/>')
        out.append(_text(right + 30, _TOP + 18 * i + 10, name))
    return "\n".join([*out, "</svg>", ""])


def _text(x: float, y: float, words: str, *, anchor: str = "start", weight: str = "normal") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}">{html.escape(words)}</text>'


def _scale(low: float, high: float, start: float, end: float, *, log: bool) -> Callable[[float], float]:
    position = math.log10 if log else float
    a, b = position(low), position(high)
    # A single value lies in the middle.
    return lambda v: start + (end - start) * ((position(v) - a) / (b - a) if b > a else 0.5)


def _ticks(low: float, high: float, log: bool) -> list[float]:
    """Round values that enclose low and high."""
    if log:
        first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
        return [10.0**e for e in range(first, max(last, first + 1) + 1)]
    step = 10.0 ** math.floor(math.log10((high - low) or 1.0))
    step *= next(m for m in (0.1, 0.2, 0.5, 1, 2) if (high - low) / (step * m) <= 8)
    first = math.floor(low / step + 1e-9)
    return [round(first * step + i * step, 10) for i in range(math.ceil((high - first * step) / step - 1e-9) + 1)]
