"""Made-up wire stories for the tests of archives: any number, each with its own names, numbers and order of telling."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

START = datetime(2025, 3, 1, 6, tzinfo=UTC)
_SYLLABLES = ("bar", "cal", "dor", "fen", "gil", "hol", "jor", "kas", "lom", "mar", "nev", "ost", "pel", "quin", "ros")
_ENDINGS = ("a", "en", "or", "ick", "um", "ovar", "eth", "ia")
_SUBJECTS = ("bridge", "harbour", "school", "ferry", "orchard", "factory", "library", "reservoir", "tramway", "market")
_SENTENCES = [
    "{name} of {place} said on {day} that the {thing} would need {number} crowns before the work could begin.",
    "The council of {place} voted {number} to 11 for the plan, after a debate that lasted until midnight.",
    "Engineer {name} had warned since {year} that the old {thing} could not carry the traffic of today.",
    "Neighbours counted {number} lorries in one week and sent photographs of the damage to {place}.",
    "A report by {name}, {number} pages long, blames the frost of {year} and a cheap kind of cement.",
    "Opponents led by {name} want the money for the {thing} in {place}, which closed {number} days ago.",
    "Work is to start in {month} and to end before the harvest of {year}, if the weather allows it.",
    "The owner, {name}, laughed at the offer of {number} crowns and invited everybody to a concert.",
    "Children from {place} painted {number} tiles, which will hang at the entrance of the new {thing}.",
    "Minister {name} will visit {place} in {month} and has promised an answer to the petition.",
    "Historians remember that the first {thing} of {place} was built by {number} sailors in {year}.",
    "Insurers refuse to pay, because a letter from {name} of {year} was never answered by the mayor.",
]


def _name(r: random.Random) -> str:
    return (r.choice(_SYLLABLES) + r.choice(_SYLLABLES) + r.choice(_ENDINGS)).capitalize()


def story(number: int) -> dict[str, Any]:
    """A title and some 10 paragraphs; two numbers give two stories that share neither names nor numbers."""
    r = random.Random(f"wire {number}")

    def sentence(form: str) -> str:
        return form.format(
            name=f"{_name(r)} {_name(r)}",
            place=_name(r),
            day=r.choice(["Monday", "Tuesday", "Friday"]),
            thing=r.choice(_SUBJECTS),
            number=r.randrange(13, 9_900),
            year=r.randrange(1890, 2020),
            month=r.choice(["May", "June", "October"]),
        )

    forms = r.sample(_SENTENCES, 10)
    title = f"{_name(r)} argues over its {r.choice(_SUBJECTS)} after {r.randrange(100, 999)} days"
    return {"title": title, "paragraphs": [sentence(f) for f in forms]}


def row(
    site: str, number: int, hours: float | None = 0, *, cut: int = 10, note: str = "", slug: str = ""
) -> dict[str, Any]:
    """A JSONL row: this site's copy of a story, `hours` after START (None: undated), of `cut` paragraphs and a note."""
    made = story(number)
    published = None if hours is None else (START + timedelta(hours=hours)).isoformat()
    text = "\n\n".join([*made["paragraphs"][:cut], *([note] if note else [])])
    return {"url": f"https://www.{site}/{slug or number}", "title": made["title"], "published": published, "text": text}


def write(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return path
