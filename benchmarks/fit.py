"""Refits the weights of the article readers on the measuring data. See benchmarks/README.md.

    python -m benchmarks.fit titles

Prints the weights as they stand in the code's order, and how often they choose right: fitted on everything, and by folds
over sites, which is what unseen sites may expect.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from benchmarks.data import SHARED, Absent, shared
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


def folded_share(choices: Sequence[Choice], folds: int = FOLDS) -> float:
    """The share chosen right where each group's documents are chosen by weights fitted on the other groups."""
    groups = sorted({c.group for c in choices})
    np.random.default_rng(0).shuffle(groups)
    hits: list[bool] = []
    for k in range(folds):
        held = set(groups[k::folds])
        inside = [c for c in choices if c.group in held]
        if inside:
            hits += _hits(inside, fit_choices([c for c in choices if c.group not in held]))
    return float(np.mean(hits))


def title_choices(root: Path) -> Iterator[Choice]:
    """The wordings of each page's title, and which are the gold one."""
    from transforms.normalize.html import page_titles

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


MODELS: dict[str, Any] = {"titles": titles}


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
