"""WordPress REST API posts (developer.wordpress.org/rest-api/reference/posts): every field that the format states."""

from __future__ import annotations

import html
import re
from typing import Any

from transforms.normalize.authors import people
from transforms.normalize.html import fragment_text
from transforms.normalize.metadata import canonical_credit, published_from_iso
from transforms.records import Draft, Published, Unreadable

_TAG = re.compile(r"<[^>]{0,2000}>")


def plain(value: Any) -> str | None:
    """Text of a short field that may hold tags and entities, which some sites encode twice."""
    if not isinstance(value, str):
        return None
    text = html.unescape(html.unescape(_TAG.sub("", value)))
    return " ".join(text.split()) or None


def _rendered(post: dict[str, Any], key: str) -> str | None:
    value = post.get(key)
    value = value.get("rendered") if isinstance(value, dict) else value
    return value if isinstance(value, str) and value.strip() else None


def _published(post: dict[str, Any]) -> Published | None:
    gmt = post.get("date_gmt")
    if isinstance(gmt, str) and gmt and not gmt.startswith("0000"):
        stated = gmt if re.search(r"(?:Z|[+-]\d\d:?\d\d)$", gmt) else gmt + "Z"
        return published_from_iso(stated, f'date_gmt "{gmt}"')
    date = post.get("date")
    # `date` is in the site's own zone, which the post does not state: its day is all that is known.
    return published_from_iso(date, f'date "{date}"') if isinstance(date, str) and date else None


def _authors(post: dict[str, Any]) -> tuple[list[str], list[str], str | None]:
    """The people of the first field that names some, and where; all that the fields hold, as written."""
    raw: list[str] = []
    people_of: dict[str, list[str]] = {}
    for where, values in (
        ("_embedded.author", _object(post, "_embedded").get("author")),
        ("authors", post.get("authors")),
        ("author", post.get("author")),
        ("yoast_head_json.author", _object(post, "yoast_head_json").get("author")),
    ):
        names = [v.get("name") or v.get("display_name") if isinstance(v, dict) else v for v in _list(values)]
        written = [name for n in names if isinstance(n, str) and not n.isdigit() and (name := plain(n))]
        raw += written
        people_of[where] = list(dict.fromkeys(p for name in written for p in people(name)))
    read = next(filter(people_of.get, people_of), None)
    return people_of[read] if read else [], raw, read


def _object(post: dict[str, Any], field: str) -> dict[str, Any]:
    value = post.get(field)
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def read_post(post: dict[str, Any]) -> Draft:
    """A post -> what it says. Raises Unreadable where it holds no text at all."""
    content, excerpt = _rendered(post, "content"), _rendered(post, "excerpt")
    body = fragment_text(content or "")
    summary = not body.text.strip()
    if summary:
        body = fragment_text(excerpt or "")
    if not body.text.strip():
        protected = _object(post, "content").get("protected")
        raise Unreadable("a post protected by a password" if protected else "a post without text")
    authors, bylines, where = _authors(post)
    link = post.get("link") if isinstance(post.get("link"), str) else None
    yoast = _object(post, "yoast_head_json")
    canonical = yoast["canonical"] if isinstance(yoast.get("canonical"), str) else None
    names = [yoast["og_site_name"]] if isinstance(yoast.get("og_site_name"), str) else []
    draft = Draft(
        text=body.text,
        title=plain(_rendered(post, "title")),
        authors=authors,
        bylines=bylines,
        published=_published(post),
        url=link,
        canonical_url=canonical,
        is_summary=summary,
        credits=body.credits + canonical_credit(link, canonical, names, "yoast_head_json.canonical"),
        links=body.links,
        evidence={"title": "title.rendered", "text": "excerpt.rendered" if summary else "content.rendered"},
    )
    if where:
        draft.evidence["authors"] = where
    if link:
        draft.evidence["url"] = "link"
    return draft
