"""What a run tells at its end."""

from __future__ import annotations

import json
import shlex
from typing import Any


def as_json(result: dict[str, Any]) -> str:
    return json.dumps(result, ensure_ascii=False, sort_keys=True)


def as_text(result: dict[str, Any], out: str) -> str:
    counts = result["counts"]
    read = sum(counts["read"].values()) + _unread(counts)
    articles = result["articles"]
    rows = [("documents read", f"{read:,}", _by(counts["read"]))]
    if counts["skipped"]:
        rows.append(("skipped", f"{sum(counts['skipped'].values()):,}", f"no documents: {_by(counts['skipped'])}"))
    rejected = sum(counts["rejected"].values())
    rows.append(("rejected", f"{rejected:,}", _by(counts["rejected"], 4)))
    if result["read_again"]:
        rows.append(
            ("read again", f"{result['read_again']:,}", "the same url or the same bytes; the fuller text was kept")
        )
    if result["known"]:
        rows.append(("known", f"{result['known']:,}", "in the archive already; passed over"))
    rows.append(
        ("articles", f"{articles:,}", f"{result['summaries']:,} of them only teasers" if result["summaries"] else "")
    )
    several = (
        f"{result['stories_of_several']:,} of them told by several articles, the largest by {result['largest_story']:,}"
    )
    rows.append(("stories", f"{result['stories']:,}", several if result["stories_of_several"] else ""))
    if result["stories_joined"]:
        merged = f"{result['stories_merged']:,} more became one with another" if result["stories_merged"] else ""
        rows.append(("stories joined", f"{result['stories_joined']:,}", merged or "that the archive had"))
    relations = {k: v for k, v in result["relations"].items() if k != "original"}
    rows.append(("copies", f"{sum(relations.values()):,}", _by(relations)))
    rows.append(
        (
            "origin stated",
            f"{result['origin_stated']:,}",
            f"by {_share(result['origin_stated'], articles)} of the articles",
        )
    )
    unknown = {"date": result["without_date"], "site": result["without_site"], "title": result["without_title"]}
    rows.append(("unknown", f"{sum(unknown.values()):,}", _by({k: v for k, v in unknown.items() if v})))
    seconds = result["seconds"]
    rows.append(("time", f"{seconds:,.1f} s", f"{read / max(seconds, 0.01):,.0f} documents a second"))
    wide = max(len(row[1]) for row in rows)
    lines = [f"  {name:<15}{value:>{wide}}   {more}".rstrip() for name, value, more in rows]
    told = [f"wiretrace: run {result['run_id']}", *lines]
    if result["too_many_rejected"]:
        return "\n".join(told)
    name = shlex.quote(out)
    where = [
        f"Stories:   wiretrace stories {name}",
        f"One:       wiretrace show {name} {result['example'][:8] if result['example'] else 'ID'}",
        f"Tables:    {out}/articles/*.parquet, stories, links, rejected (docs/output.md)",
    ]
    return "\n".join([*told, "", *where])


def too_many(result: dict[str, Any], limit: float, out: str) -> str:
    counts = result["counts"]
    rejected = sum(counts["rejected"].values())
    return (
        f"wiretrace ingest: the run failed: {rejected:,} of {rejected + result['articles_read']:,} documents were rejected, more "
        f"than max_rejected_share ({limit:g}) allows. Nothing but the rejects was kept: {out}/rejected/*.parquet says "
        "which and why. Mend the input, or set max_rejected_share in the config."
    )


def _unread(counts: dict[str, dict[str, int]]) -> int:
    return sum(n for reason, n in counts["rejected"].items() if reason.startswith("read:"))


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "none"


def _by(counts: dict[str, int], most: int = 12) -> str:
    ranked = sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))
    text = ", ".join(f"{n:,} {name}" for name, n in ranked[:most])
    return text + (f", {sum(n for _, n in ranked[most:]):,} other" if len(ranked) > most else "")
