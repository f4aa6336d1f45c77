"""Refits the weights of the article readers on the measuring data. See benchmarks/README.md.

    python -m benchmarks.fit titles | dumps

Prints weights in the code's order, and how well they do: those of the code, those fitted on everything, and by folds over
sites, which is what unseen sites may expect.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from benchmarks.data import SHARED, Absent, shared
from transforms.normalize import dump
from transforms.normalize.html import lay_out, page_titles, parse
from transforms.normalize.sites import fold, site_of
from transforms.normalize.titles import TITLE_FEATURES, TITLE_WEIGHTS, title_forms

FOLDS = 20
PENALTY = 0.3  # of the squared weights; from 0.1 to 0.6 the folds come out the same


@dataclass(frozen=True, slots=True)
class Choice:
    """Candidates of one document, a row of features each; which of them are right; the group that a fold keeps whole."""

    rows: np.ndarray
    right: np.ndarray
    group: str


def fit_choices(choices: Sequence[Choice], penalty: float = PENALTY) -> np.ndarray:
    """Weights of a conditional logit: the softmax over a document's candidates, the first right one being the chosen."""
    known = [(c.rows, int(np.argmax(c.right))) for c in choices if c.right.any() and len(c.rows) > 1]

    def cost(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = penalty * weights @ weights, 2 * penalty * weights
        for rows, chosen in known:
            scores = rows @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            total -= np.log(shares[chosen])
            slope = slope + shares @ rows - rows[chosen]
        return total, slope

    return minimize(cost, np.zeros(choices[0].rows.shape[1]), jac=True, method="L-BFGS-B").x


def right_share(choices: Sequence[Choice], weights: np.ndarray) -> float:
    return float(np.mean(_hits(choices, weights)))


def _hits(choices: Sequence[Choice], weights: np.ndarray) -> list[bool]:
    return [bool(len(c.rows)) and bool(c.right[int(np.argmax(c.rows @ weights))]) for c in choices]


def folded_share(choices: Sequence[Choice], penalty: float = PENALTY, counts: Sequence[bool] | None = None) -> float:
    """The share chosen right where each group's documents are chosen by weights fitted on the other groups; `counts`
    tells which documents count."""
    groups = sorted({c.group for c in choices})
    np.random.default_rng(0).shuffle(groups)
    hits: list[bool] = []
    for k in range(FOLDS):
        held = set(groups[k::FOLDS])
        inside = [c for i, c in enumerate(choices) if c.group in held and (counts is None or counts[i])]
        if inside:
            hits += _hits(inside, fit_choices([c for c in choices if c.group not in held], penalty))
    return float(np.mean(hits))


def title_choices(root: Path) -> Iterator[Choice]:
    """The wordings of each page's title, and which are the gold one."""
    with open(root / "data" / "pages" / "gold.jsonl", encoding="utf-8") as lines:
        gold = {row["url"]: row["title"] for row in map(json.loads, lines) if "title" in row}
    with gzip.open(root / "data" / "pages" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["url"] in gold:
                forms = title_forms(*page_titles(row["html"], row["url"]))
                rows = np.array([form.features for form in forms]).reshape(len(forms), len(TITLE_FEATURES))
                right = np.array([fold(form.text) == fold(gold[row["url"]]) for form in forms], bool)
                yield Choice(rows, right, site_of(row["url"]) or "")


def titles(root: Path) -> str:
    choices = list(title_choices(root))
    fitted = fit_choices(choices)
    reached = float(np.mean([c.right.any() for c in choices]))
    return "\n".join(
        [
            f"titles of {len(choices)} pages; the right one is among the candidates of {reached:.3f}",
            f"as they stand {right_share(choices, np.array(TITLE_WEIGHTS)):.3f}",
            f"fitted        {right_share(choices, fitted):.3f}, by folds over sites {folded_share(choices):.3f}",
            *(f"  {name:16} {weight:6.2f}" for name, weight in zip(TITLE_FEATURES, fitted, strict=True)),
        ]
    )


# --- dumps -----------------------------------------------------------------------------------------------------------

LINE_PENALTY = 3.0
SHINGLE = 4  # words that a line must share in a row with the gold text
DUMP_FOLDS = 5
DUMP_TITLE_PENALTY = 0.5  # of .1, .5 and 2 the best by folds


@dataclass(frozen=True, slots=True)
class Dump:
    """The lines of a dump, which of them are gold, and the gold title. Pages rendered as dumps are learnt from too, but
    only `real` dumps are measured. A dump's group is the site of the page with the same gold text."""

    lines: list[dump.Line]
    rows: np.ndarray
    right: np.ndarray
    gold: str
    title: str | None
    group: str
    real: bool


def read_dumps(root: Path) -> Iterator[Dump]:
    pages = root / "data" / "pages"
    gold = {row["url"]: row for row in _rows(pages / "gold.jsonl")}
    sites = {_key(row["text"]): site_of(url) or "" for url, row in gold.items()}
    for row in _rows(root / "data" / "dumps" / "gold.jsonl"):
        text = (root / "data" / "dumps" / row["file"]).read_text(encoding="utf-8")
        yield from _dump(text, row, sites.get(_key(row["text"]), row["file"]), real=True)
    for row in _rows(pages / "dev.jsonl.gz"):
        yield from _dump(render(row["html"]), gold[row["url"]], site_of(row["url"]) or "", real=False)


def _dump(text: str, gold: dict[str, Any], group: str, real: bool) -> Iterator[Dump]:
    lines = dump.read_lines(text)
    if lines:
        right = labels(lines, gold["text"])
        yield Dump(lines, dump.features(lines), right, gold["text"], gold.get("title"), group, real)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else open(path, encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _key(text: str) -> str:
    return "".join(text.split())[:300]


def render(html: str) -> str:
    """The visible text of a page, a block a line, as a text browser prints it. Headings are not marked, so the weights of
    `heading` are not learnt here: they stay as renderers that mark them ("## ") gave them."""
    layout = lay_out(parse(html))
    lines, before = [], ""
    for block in layout.blocks:
        if "hidden" in (layout.zones[zone] for zone in block.zones):
            continue
        item = block.kind == "li"
        lines.append(("" if item and before == "li" else "\n") + ("  • " if item else "") + block.text)
        before = block.kind
    return "\n".join(lines)


def labels(lines: Sequence[dump.Line], gold: str) -> np.ndarray:
    """Which lines stand in the gold text: by most of their shingles, short ones by a line of it."""
    known, whole = _shingles(gold), {fold(line) for line in gold.split("\n")}
    shingles = [_shingles(line.text) for line in lines]
    return np.array(
        [
            len(own & known) * 2 > len(own) if len(own) > 1 else fold(line.text) in whole
            for line, own in zip(lines, shingles, strict=True)
        ],
        bool,
    )


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = tokens(text)
    return {tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}


def tokens(text: str) -> list[str]:
    """Words, and the characters of scripts without spaces, as the scorer counts them."""
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())


_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(f"[{_UNSPACED}]|[^\\W_{_UNSPACED}]+")


def fit_lines(dumps: Sequence[Dump], penalty: float = LINE_PENALTY) -> np.ndarray:
    """Weights of a logistic regression: each document counts alike, each line by the root of its words, as in the sum
    that is maximised. (By folds text F1 / share of .9 and more: .935/.81; each line alike .928/.77.)"""
    rows = np.concatenate([d.rows for d in dumps])
    sign = np.where(np.concatenate([d.right for d in dumps]), 1.0, -1.0)
    weight = np.concatenate([_line_weights(d) for d in dumps])

    def cost(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (rows @ weights)
        slope = -(weight * sign / (1 + np.exp(np.clip(margin, -500, 500)))) @ rows
        return float(weight @ np.logaddexp(0, -margin) + penalty * weights @ weights), slope + 2 * penalty * weights

    return minimize(cost, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x


def _line_weights(d: Dump) -> np.ndarray:
    roots = np.sqrt(np.minimum([line.words for line in d.lines], 60))
    return 300 * roots / roots.sum()


def found_body(d: Dump, weights: np.ndarray) -> list[int]:
    scores = [float(x) for x in d.rows @ weights]
    return dump.article_lines(d.lines, scores)


def text_f1(d: Dump, weights: np.ndarray) -> float:
    got = Counter(tokens(" ".join(d.lines[i].text for i in found_body(d, weights))))
    want = Counter(tokens(d.gold))
    return 2 * sum((got & want).values()) / max(1, got.total() + want.total())


def line_titles(d: Dump, weights: np.ndarray) -> Choice:
    """The lines that may be the headline, and which are the gold title."""
    rows = dump.title_candidates(d.lines, found_body(d, weights)) if found_body(d, weights) else []
    right = np.array([fold(d.lines[i].text) == fold(d.title or "") for i, _ in rows], bool)
    return Choice(np.array([row for _, row in rows]).reshape(len(rows), len(dump.TITLE_FEATURES)), right, d.group)


def dumps(root: Path) -> str:
    known = list(read_dumps(root))
    now = np.array([dump.LINE_WEIGHTS[name] for name in dump.FEATURES])
    title_now = np.array([dump.TITLE_WEIGHTS[name] for name in dump.TITLE_FEATURES])
    fitted = fit_lines(known)
    groups = sorted({d.group for d in known})
    np.random.default_rng(0).shuffle(groups)
    folded: list[float] = []
    for k in range(DUMP_FOLDS):
        held = set(groups[k::DUMP_FOLDS])
        weights = fit_lines([d for d in known if d.group not in held])
        folded += [text_f1(d, weights) for d in known if d.real and d.group in held]
    titled = [(line_titles(d, now), d.real) for d in known if d.title]
    choices = [c for c, _ in titled]
    title_fitted = fit_choices(choices, DUMP_TITLE_PENALTY)
    real = [c for c, is_real in titled if is_real]
    out = [f"lines of {len(known)} dumps and rendered pages; text F1 and share of .9 and more on the dumps"]
    for name, shares in (("as they stand", _f1s(known, now)), ("fitted", _f1s(known, fitted)), ("by folds", folded)):
        out.append(f"  {name:14} {np.mean(shares):.3f} {np.mean([x >= 0.9 for x in shares]):.3f}")
    out += [f'    "{name}": {weight:.2f},' for name, weight in zip(dump.FEATURES, fitted, strict=True)]
    out.append(
        f"headlines of {len(choices)} of them; the right line chosen on the {len(real)} dumps (before lines are joined)"
    )
    out.append(f"  as they stand  {right_share(real, title_now):.3f}")
    out.append(f"  fitted         {right_share(real, title_fitted):.3f}")
    out.append(f"  by folds       {folded_share(choices, DUMP_TITLE_PENALTY, [r for _, r in titled]):.3f}")
    out += [f'    "{name}": {weight:.2f},' for name, weight in zip(dump.TITLE_FEATURES, title_fitted, strict=True)]
    return "\n".join(out)


def _f1s(known: Sequence[Dump], weights: np.ndarray) -> list[float]:
    return [text_f1(d, weights) for d in known if d.real]


MODELS: dict[str, Any] = {"titles": titles, "dumps": dumps}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fit", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("model", choices=list(MODELS))
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder of the measuring data")
    args = parser.parse_args(argv)
    try:
        print(MODELS[args.model](shared(args.shared, ["data/pages", "data/dumps"])))
    except Absent as e:
        print(f"benchmarks.fit: {e}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
