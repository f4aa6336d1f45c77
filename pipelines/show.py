"""What `stories`, `show` and `explain` print. Texts come from the open web: control characters never reach a terminal."""

from __future__ import annotations

import argparse
import json
import shutil
import textwrap
import unicodedata
from datetime import datetime
from typing import Any

from pipelines import results

ID = 10  # digits of an id that are shown: enough to tell a million apart


def stories(args: argparse.Namespace) -> str:
    found = results.stories(
        args.out,
        site=args.site,
        origin=args.origin,
        since=args.since,
        until=args.until,
        text=args.text,
        least=args.least,
    )
    shown = found[: args.limit] if args.limit else found
    if args.json:
        return "\n".join(_json(row) for row in shown)
    if not found:
        return f"No story in {args.out} fits these filters."
    # Cut to a terminal's width only: in a file or another program's hands titles are whole.
    width = max(60, shutil.get_terminal_size((100_000, 24)).columns)
    firsts, origins = ([_fit(clean(row[c]) or "–", 26) for row in shown] for c in ("first_site", "origin"))
    site, origin = (max(map(len, ["first site", *column])) for column in (firsts, origins))
    head = (
        f"{'story':<{ID}}  {'articles':>8}  {'sites':>5}  {'first seen':<16}  {'first site':<{site}}  "
        f"{'origin':<{origin}}  title"
    )
    lines = [head[:width]]
    for row, first, of in zip(shown, firsts, origins, strict=True):
        line = (
            f"{row['story_id'][:ID]:<{ID}}  {row['articles']:>8,}  {row['sites']:>5,}  {when(row['first_at'], None):<16}  "
            f"{first:<{site}}  {of:<{origin}}  {clean(row['title']) or '(no title)'}"
        )
        lines.append(_fit(line, width))
    if len(shown) < len(found):
        lines.append(
            f"… {len(found) - len(shown):,} more; --limit 0 shows all, --least 2 only those of several articles"
        )
    return "\n".join(lines)


def show(args: argparse.Namespace) -> str:
    kind, whole = results.resolve(args.out, args.id)
    if kind == "story":
        row, articles = results.story(args.out, whole)
        return _json({**row, "timeline": articles}) if args.json else _story(row, articles)
    row = results.article(args.out, whole)
    return _json({**row, "evidence": json.loads(row["evidence"])}) if args.json else _article(row)


def _story(row: dict[str, Any], articles: list[dict[str, Any]]) -> str:
    lines = [clean(row["title"]) or "(no title)", f"story {row['story_id']}", ""]
    origin = clean(row["origin"]) or "unknown"
    confidence = f" (confidence {row['origin_confidence']:.2f})" if row["origin_confidence"] is not None else ""
    stated = ""
    if row["stated_origin"]:
        stated = f"; {clean(row['stated_origin'])} is stated by {100 * row['stated_origin_share']:.0f} % of those that state one"
    lines.append(f"origin      {origin}{confidence}{stated}")
    first = f"{clean(row['first_site']) or 'an unknown site'}, {when(row['first_at'], None)}"
    lines.append(f"first seen  {first}")
    lines.append(f"carried by  {row['articles']:,} articles on {row['sites']:,} known sites")
    lines += [f"conflict    {clean(c)}" for c in row["conflicts"] or []]
    lines += ["", f"{'published (UTC)':<20}  {'site':<28}  {'relation':<9}  {'alike':>5}  {'states':<22}  article"]
    for a in articles:
        alike = f"{a['similarity']:.2f}" if a["similarity"] is not None else ""
        states = clean(a["appeared_first_on"]) or ""
        published = when(a["published_at"], a["published_precision"])
        site = clean(a["source_site"]) or clean(a["source_uri"]).rpartition("/")[2]
        lines.append(
            f"{published:<20}  {_fit(site, 28):<28}  {a['relation']:<9}  {alike:>5}  "
            f"{_fit(states, 22):<22}  {a['article_id'][:ID]}"
        )
    return "\n".join(lines)


_SHOWN = ("url", "canonical_url", "source_uri", "input_kind", "source_site", "authors", "language", "is_summary")


def _article(row: dict[str, Any]) -> str:
    evidence = json.loads(row["evidence"])
    lines = [clean(row["title"]) or "(no title)", f"article {row['article_id']}", ""]

    def field(name: str, value: Any, why: Any = None) -> None:
        shown = ", ".join(map(str, value)) if isinstance(value, list) else "–" if value is None else str(value)
        lines.append(f"{name + ' ':<16}{clean(shown) or '–'}")
        if why:
            words = why if isinstance(why, str) else json.dumps(why, ensure_ascii=False)
            for line in textwrap.wrap(clean(words), 96)[:12]:
                lines.append(f"{'':<16}  {line}")

    field("published", f"{when(row['published_at'], row['published_precision'])}", row["published_evidence"])
    field("source_site", row["source_site"], row["source_site_evidence"])
    confidence = row["appeared_first_on_confidence"]
    states = row["appeared_first_on"]
    if states:
        states += f" (rule {row['appeared_first_on_rule']}, confidence {confidence:.2f})"
    field("states", states, row["appeared_first_on_evidence"])
    for name in _SHOWN:
        if name != "source_site":
            field(name, row[name], evidence.get(name))
    field("story", row["story_id"])
    similarity = f" {row['similarity']:.2f}" if row["similarity"] is not None else ""
    field("relation", f"{row['relation']}{similarity}" + (f" of {row['derived_from']}" if row["derived_from"] else ""))
    field("first seen", f"{row['first_seen_site'] or 'an unknown site'}, {when(row['first_seen_at'], None)}")
    rest = {k: v for k, v in evidence.items() if k not in _SHOWN and v not in (None, [], {})}
    if rest:
        lines += ["", "evidence"]
        for name, value in sorted(rest.items()):
            field(f"  {name}", value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    lines += ["", *(clean(p) + "\n" for p in row["text"].split("\n\n"))]
    return "\n".join(lines).rstrip()


def clean(value: Any) -> str:
    """Text that is safe to print: without control, bidirectional and private characters, on one line."""
    if value is None:
        return ""
    kept = (c if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs") else " " for c in str(value))
    return " ".join("".join(kept).split())


def _fit(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def when(at: datetime | None, precision: str | None) -> str:
    if at is None:
        return "date unknown"
    if precision == "day":
        return f"{at:%Y-%m-%d}"
    return f"{at:%Y-%m-%d %H:%M:%S}" if precision == "second" else f"{at:%Y-%m-%d %H:%M}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
