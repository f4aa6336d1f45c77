"""`wiretrace explain`: why two articles are, or are not, one story, from the evidence that verification weighed."""

from __future__ import annotations

import argparse
import json
import shutil
import textwrap
from collections import deque
from typing import Any

import pyarrow as pa

from pipelines import results
from pipelines.show import ID, clean, when
from transforms.fingerprint.options import FingerprintOptions
from transforms.fingerprint.parts import with_intervals
from transforms.fingerprint.table import fingerprint_table
from transforms.match import explain as matching
from transforms.match.options import VerifyOptions
from transforms.schema import NORMALIZED

PASSAGES, FACTS = 6, 24  # shown; `--json` has all


def explain(args: argparse.Namespace) -> str:
    """Compares two articles of args.out as their run did, with the default thresholds. Raises results.NoResult."""
    a, b = (_article(args.out, start) for start in (args.a, args.b))
    if a["article_id"] == b["article_id"]:
        raise results.NoResult("these are one and the same article; name two")
    for article in (a, b):
        if not article["text"]:
            raise results.NoResult(
                f"the text of {article['article_id'][:ID]} is not there (`maintain --texts-after` removes texts), so that there "
                "is nothing to compare; `wiretrace show` tells its story"
            )
    told = _compare(a, b)
    told["path"] = _path(args.out, a, b) if a["story_id"] == b["story_id"] else []
    return json.dumps(told, ensure_ascii=False, default=str) if args.json else _text(a, b, told)


def _article(out: str, start: str) -> dict[str, Any]:
    kind, whole = results.resolve(out, start, only="article")
    assert kind == "article"
    return results.article(out, whole)


def _compare(a: dict[str, Any], b: dict[str, Any]) -> dict[str, Any]:
    options = FingerprintOptions()
    rows = pa.Table.from_pylist([{name: row[name] for name in NORMALIZED.names} for row in (a, b)], schema=NORMALIZED)
    told = matching.compare(fingerprint_table(with_intervals(rows), options), VerifyOptions())
    named = [matching.facts(row["text"], row["language"], options) for row in (a, b)]
    passages = matching.shared_passages(a["text"], b["text"])
    passages.sort(key=lambda p: -p.words)
    return {
        **told,
        "a": a["article_id"],
        "b": b["article_id"],
        "same_story": a["story_id"] == b["story_id"],
        "facts": matching.compare_facts(*named),
        "passages": [
            {"words": p.words, "a": a["text"][p.start_a : p.end_a], "b": b["text"][p.start_b : p.end_b]}
            for p in passages
        ],
    }


def _path(out: str, a: dict[str, Any], b: dict[str, Any]) -> list[dict[str, Any]]:
    """The fewest links that join a and b within their story, as {"article", "rule", "score"} for each step."""
    _, members = results.story(out, a["story_id"])
    near: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for link in results.links(out, [m["article_id"] for m in members]):
        if link["joins"] and link["same_story"]:
            near.setdefault(link["article_a"], []).append((link["article_b"], link))
            near.setdefault(link["article_b"], []).append((link["article_a"], link))
    came: dict[str, tuple[str, dict[str, Any]] | None] = {a["article_id"]: None}
    queue = deque([a["article_id"]])
    while queue and b["article_id"] not in came:
        here = queue.popleft()
        for there, link in sorted(near.get(here, []), key=lambda n: (-n[1]["score"], n[0])):
            if there not in came:
                came[there] = (here, link)
                queue.append(there)
    steps: list[dict[str, Any]] = []
    at = b["article_id"]
    while (step := came.get(at)) is not None:
        here, link = step
        steps.append({"article": at, "rule": link["rule"], "score": round(link["score"], 3)})
        at = here
    return steps[::-1]


def _text(a: dict[str, Any], b: dict[str, Any], told: dict[str, Any]) -> str:
    lines = []
    for name, row in (("A", a), ("B", b)):
        site = clean(row["source_site"]) or clean(row["source_uri"]).rpartition("/")[2]
        published = when(row["published_at"], row["published_precision"])
        lines.append(f"{name}  {row['article_id'][:ID]}  {published}  {site}  {clean(row['title']) or '(no title)'}")
    lines += ["", _verdict(a, b, told), ""]
    lines.append("Rules, in the order in which they are tried (a rule fires when all its conditions hold):")
    fires = next((rule for rule, conditions in told["checks"].items() if all(c["holds"] for c in conditions)), None)
    for rule, conditions in told["checks"].items():
        fired = " ◀ fires" if rule == fires else ""
        lines.append(f"  {rule}{fired}")
        for c in conditions:
            value = "unknown" if c["value"] is None else _number(c["value"])
            lines.append(f"    {'✓' if c['holds'] else '✗'} {c['name']:<52} {value:>9}   {_number(c['threshold'])}")
    facts = told["facts"]
    lines += [
        "",
        f"Names and numbers: {len(facts['shared'])} shared, {len(facts['only_a'])} only in A, {len(facts['only_b'])} only in B",
    ]
    for name, label in (("shared", "shared"), ("only_a", "only A"), ("only_b", "only B")):
        shown = ", ".join(clean(f) for f in facts[name][:FACTS]) + (" …" if len(facts[name]) > FACTS else "")
        lines += textwrap.wrap(shown or "–", 100, initial_indent=f"  {label:<8}", subsequent_indent=" " * 10)
    passages = told["passages"]
    words = sum(p["words"] for p in passages)
    lines += ["", f"Shared passages of 8 words or more: {len(passages)}, {words} words in all"]
    lines += _side_by_side(passages[:PASSAGES])
    if len(passages) > PASSAGES:
        lines.append(f"  … {len(passages) - PASSAGES} shorter ones")
    return "\n".join(lines)


def _verdict(a: dict[str, Any], b: dict[str, Any], told: dict[str, Any]) -> str:
    rule, score = told["rule"], told["score"]
    if told["same_story"]:
        head = f"One story ({a['story_id'][:ID]}): A is {a['relation']}, B is {b['relation']}."
        if told["joins"]:
            return f"{head} The two link directly: rule {rule}, score {score:.2f}."
        steps = " ─ ".join(f"{s['rule']} {s['score']:.2f} ─ {s['article'][:ID]}" for s in told["path"])
        through = f"{a['article_id'][:ID]} ─ {steps}"
        return f"{head} The two do not link themselves ({rule}); they are joined through others:\n  {through}"
    head = f"Two stories ({a['story_id'][:ID]} and {b['story_id'][:ID]})."
    if rule != "none" and not told["verified"]:
        return (
            f"{head} A run does not verify the two, which have too few sampled phrases, names and numbers in common; if it "
            f"did, rule {rule} would fire, score {score:.2f}."
        )
    if told["joins"]:
        return (
            f"{head} The two would link (rule {rule}, score {score:.2f}), but their stories do not hold together: too few of "
            "the pairs between them link, or one is a digest of several."
        )
    if rule == "quote":
        return f"{head} They share a long passage, which is kept as a link `quote` and joins nothing."
    return f"{head} No rule fires."


def _number(value: Any) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _side_by_side(passages: list[dict[str, Any]]) -> list[str]:
    width = max(30, min(60, (shutil.get_terminal_size((110, 24)).columns - 6) // 2))
    lines = []
    for p in passages:
        left, right = (textwrap.wrap(clean(p[side]), width) for side in ("a", "b"))
        lines.append(f"  {p['words']} words")
        for k in range(max(len(left), len(right))):
            mine = left[k] if k < len(left) else ""
            lines.append(f"  {mine:<{width}}  {right[k] if k < len(right) else ''}")
    return lines
