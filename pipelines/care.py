"""Care of an archive: `wiretrace runs`, `check`, `maintain`, `forget`.

What changes an archive is a run like any other: files first, one journal, a row in `runs` that says what was done.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines import archive, cli, results
from transforms import files
from transforms.cluster.older import describe
from transforms.fingerprint.table import keys_of_ids
from transforms.normalize.sites import normalise_url, site_of
from transforms.schema import SCHEMA_VERSION, TABLES
from transforms.work import FOLDER
from transforms.write.delta import (
    FORGETTING,
    HISTORY,
    JOURNAL,
    Change,
    Written,
    active,
    drop_history,
    finish,
    journal,
    version_of,
    without_rows,
    write_table,
)
from transforms.write.tables import LAYOUTS, in_table_order

# Rows that `maintain` puts into one file: some 60 MB of fingerprints, and few enough that a day opens little it does
# not need.
_FULL = {"articles": 20_000, "fingerprints": 20_000, "stories": 50_000, "links": 200_000}
_FULL_OTHER = 1_000_000
_DAY = 86_400


def runs(args: argparse.Namespace) -> str:
    """The history of an archive, a line a run; as JSON with all that its summary told."""
    rows = results.runs(args.out)
    if args.json:
        told = [{**r, "summary": json.loads(r["summary"]), "versions": json.loads(r["versions"])} for r in rows]
        return "\n".join(json.dumps(r, ensure_ascii=False, default=str) for r in told)
    lines = [f"{'run':<28}{'kind':<10}{'as of':<18}{'committed':<18}{'articles':>9}{'stories':>9}{'rejected':>9}  more"]
    for r in rows:
        told = json.loads(r["summary"])
        names = (
            "known",
            "stories_joined",
            "stories_merged",
            "files_before",
            "files_after",
            "forgotten",
            "texts_removed",
        )
        more = ", ".join(_counted(told[n], *n.split("_")) for n in names if told.get(n))
        when = f"{r['as_of']:%Y-%m-%d %H:%M}  {r['committed_at']:%Y-%m-%d %H:%M}"
        counts = "".join(f"{r[n]:>9,}" for n in ("articles", "stories", "rejected"))
        lines.append(f"{r['run_id']:<28}{r['kind']:<10}{when}  {counts}  {more}".rstrip())
    return "\n".join(lines)


def _counted(count: int, what: str, *done: str) -> str:
    """3, "stories", "joined" -> "3 stories joined"."""
    one = {"stories": "story", "files": "file", "texts": "text"}
    return " ".join([f"{count:,}", one.get(what, what) if count == 1 else what, *done])


def check(args: argparse.Namespace) -> tuple[int, str]:
    """-> (exit code, what is wrong with an archive, a line each): 0 where nothing is."""
    found = list(problems(args.out))
    if args.json:
        return int(bool(found)), json.dumps({"ok": not found, "problems": found}, ensure_ascii=False)
    return int(bool(found)), "\n".join(found) if found else f"{args.out}: nothing is wrong"


def problems(out: str) -> Iterator[str]:
    """Reads all of an archive, texts included (for their checksums), and says what does not fit together."""
    if files.exists(files.join(out, JOURNAL)) or files.exists(files.join(out, FOLDER)):
        yield "a run died, or is at work: the next one finishes or undoes it"
    known_runs = Counter(r["run_id"] for r in results.runs(out))
    yield from (f"runs: {run} is there {n} times" for run, n in sorted(known_runs.items()) if n > 1)
    whole = True
    for table in TABLES:
        held = active(out, table)
        for name, row in held.items():
            wrong = list(_file_problems(files.join(out, table, name), row))
            whole &= not wrong
            yield from wrong
        strays = [n for n in files.children(files.join(out, table)) if not n.startswith("_") and n not in held]
        yield from (f"{table}/{name}: no run has committed this file" for name in strays)
    if whole:
        yield from _row_problems(out, set(known_runs))
    else:
        yield "the rows were not compared, since not all files can be read"


def _file_problems(path: str, told: dict[str, Any]) -> Iterator[str]:
    if not files.exists(path):
        yield f"{path}: is not there"
        return
    if files.size(path) != told["size_bytes"]:
        yield f"{path}: has {files.size(path)} bytes, {told['size_bytes']} were committed"
    try:
        with files.open_read(path) as f:
            rows = sum(b.num_rows for b in pq.ParquetFile(f, page_checksum_verification=True).iter_batches(2_000))
    except (OSError, pa.ArrowException) as e:
        yield f"{path}: cannot be read ({e})"
        return
    if rows != told["num_records"]:
        yield f"{path}: has {rows} rows, {told['num_records']} were committed"


def _row_problems(out: str, known_runs: set[str]) -> Iterator[str]:
    articles = results.dataset(out, "articles").to_table(columns=["article_id", "story_id", "derived_from", "run_id"])
    ids = set(articles["article_id"].to_pylist())
    if len(ids) < articles.num_rows:
        yield f"articles: {articles.num_rows - len(ids)} article_ids are there more than once"
    yield from (f"articles: run {r} is not in runs" for r in sorted(set(articles["run_id"].to_pylist()) - known_runs))
    gone = set(articles["derived_from"].drop_null().to_pylist()) - ids
    if gone:
        yield f"articles: {len(gone)} articles that others derive from are not there, {min(gone)} for one"
    now = results.aliases(out)
    story_of = {
        article: now.get(s, s)
        for article, s in zip(articles["article_id"].to_pylist(), articles["story_id"].to_pylist(), strict=True)
    }
    count = Counter(story_of.values())
    stories = results.dataset(out, "stories").to_table(columns=["story_id", "articles", "first_article_id", "members"])
    told: dict[str, int] = {}
    for row in stories.to_pylist():
        story = row["story_id"]
        if story in told:
            yield f"stories: {story} is there more than once"
        told[story] = row["articles"]
        members = [m["article_id"] for m in row["members"] or [{"article_id": row["first_article_id"]}]]
        if row["articles"] != count[story] or len(members) != count[story]:
            yield f"stories: {story} says {row['articles']} articles, lists {len(members)} and has {count[story]}"
        if row["first_article_id"] not in ids or not set(members) <= ids:
            yield f"stories: {story} names an article that is not there"
        elif any(story_of[m] != story for m in members):
            yield f"stories: {story} lists an article of another story"
    yield from (f"stories: {s} has articles and no row" for s in sorted(set(count) - set(told)))
    named = {"key": "article_id", "story_key": "story_id"}
    table = results.dataset(out, "fingerprints").to_table(columns=[*named, *named.values()])
    prints = table["article_id"].to_pylist()
    if len(prints) != len(ids) or set(prints) != ids:
        yield f"fingerprints: {len(set(prints) - ids)} of no article, {len(ids - set(prints))} are missing"
    for key, name in named.items():
        wrong = int((keys_of_ids(table[name].combine_chunks()) != table[key].to_numpy().view(np.uint64)).sum())
        if wrong:
            yield f"fingerprints: {wrong} with a {key} that is not that of their {name}"
    links = results.dataset(out, "links").to_table(columns=["article_a", "article_b"])
    ends = set(links["article_a"].to_pylist()) | set(links["article_b"].to_pylist())
    if not ends <= ids:
        yield f"links: {len(ends - ids)} articles at their ends are not there"


@contextmanager
def _writing(out: str, wait: float) -> Iterator[None]:
    if version_of(out, "runs") is None:
        raise archive.Refused(f"{out}: holds no finished run of wiretrace")
    with archive.Lock(out, wait).take():
        archive.prepare(out)
        archive.open_for(out)
        yield


class Rewrite:
    """Files of an archive that take the place of others, in one commit; `name` names them."""

    def __init__(self, out: str, kind: str) -> None:
        self.out, self.kind, self.started = out, kind, datetime.now(UTC)
        self.attempt = f"{int(self.started.timestamp() * 1e6):x}"
        self.adds: list[Written] = []
        self.removes: list[tuple[str, str]] = []

    def put(self, table: str, rows: pa.Table, names: Iterable[str]) -> None:
        """`rows` stand for what the files `names` of the table hold."""
        if rows.num_rows:
            name = f"{self.kind}-{self.attempt}-{len(self.adds):06d}"
            rows = in_table_order(table, rows.cast(TABLES[table]))
            self.adds.append(write_table(self.out, table, name, rows, **LAYOUTS.get(table, {})))
        self.removes += [(table, name) for name in names]

    def each(self, table: str, change: Callable[[pa.Table], pa.Table | None]) -> None:
        """Every file of a table is changed by a function, or (None) left as it is."""
        for name in active(self.out, table):
            rows = change(_read(self.out, table, name))
            if rows is not None:
                self.put(table, rows, [name])

    def commit(self, told: dict[str, Any]) -> str:
        """-> the id of the run."""
        last = max(results.runs(self.out), key=lambda r: r["committed_at"])
        taken = {r["run_id"] for r in results.runs(self.out)}
        number = 1
        run_id = base = f"{self.kind}-{self.started:%Y%m%dT%H%M%SZ}"
        while run_id in taken:
            run_id = f"{base}-{(number := number + 1)}"
        row = {
            "run_id": run_id,
            "kind": self.kind,
            "schema_version": SCHEMA_VERSION,
            "fingerprints": last["fingerprints"],
            "started_at": self.started,
            "as_of": self.started,
            **dict.fromkeys(("articles", "stories", "rejected"), 0),
            "summary": json.dumps(told, sort_keys=True),
        }
        self.adds += without_rows(self.out, Change(self.adds, self.removes), f"{self.kind}-{self.attempt}-none")
        journal(self.out, Change(self.adds, self.removes), self.attempt, row)
        finish(self.out)
        return run_id


def _read(out: str, table: str, name: str) -> pa.Table:
    with files.open_read(files.join(out, table, name)) as f:
        return pq.ParquetFile(f).read()


def maintain(args: argparse.Namespace) -> str:
    """Puts small files together, removes old texts where asked to, and files that no kept run needs."""
    with _writing(args.out, args.wait):
        files.write_json(files.join(args.out, FOLDER, "maintain.json"), {})  # whoever finds it knows that this died
        work = Rewrite(args.out, "maintain")
        told: dict[str, Any] = {"files_before": 0, "files_after": 0, "texts_removed": 0}
        if args.texts_after is not None:
            told["texts_removed"] = _remove_texts(work, datetime.now(UTC) - timedelta(days=args.texts_after))
        for table in TABLES:
            _compact(work, table, {n for t, n in work.removes if t == table})
        told["files_before"] = sum(len(active(args.out, table)) for table in TABLES)
        if work.adds:
            work.commit(told)
        told["files_after"] = sum(len(active(args.out, table)) for table in TABLES)
        if told["texts_removed"]:
            files.delete_tree(files.join(args.out, HISTORY, "articles"))
        told["expired"] = _expire(args.out, args.keep_days)
        files.delete_tree(files.join(args.out, FOLDER))
        _checkpoint(args.out)
    if args.json:
        return json.dumps(told)
    texts = f" Texts of {told['texts_removed']:,} articles were removed." if told["texts_removed"] else ""
    return (
        f"{args.out}: {told['files_before']} files are {told['files_after']} now; {told['expired']} files that only "
        f"earlier runs had were deleted, those of the last {args.keep_days:g} days are kept.{texts}"
    )


def _compact(work: Rewrite, table: str, taken: set[str]) -> None:
    limit = _FULL.get(table, _FULL_OTHER)
    group: list[str] = []
    rows = 0

    def flush() -> None:
        if len(group) > 1:
            work.put(table, pa.concat_tables([_read(work.out, table, name) for name in group]), group)
        group.clear()

    for name, told in sorted(active(work.out, table).items(), key=_when):
        if name in taken or told["num_records"] >= limit // 2:
            continue
        if rows + told["num_records"] > limit:
            flush()
            rows = 0
        group.append(name)
        rows += told["num_records"]
    flush()


def _when(item: tuple[str, dict[str, Any]]) -> tuple[str, str]:
    """Files of one time lie together, so that a day opens few of them."""
    name, told = item
    at = told.get("max.seen_at") or told.get("max.active_until") or told.get("max.ingested_at")
    return str(at or ""), name


def _remove_texts(work: Rewrite, before: datetime) -> int:
    removed = 0

    def change(rows: pa.Table) -> pa.Table | None:
        nonlocal removed
        old = pc.and_(
            pc.less(rows["ingested_at"], pa.scalar(before, rows["ingested_at"].type)), pc.not_equal(rows["text"], "")
        )
        if not pc.any(old).as_py():
            return None
        removed += pc.sum(old).as_py()
        rows = _set(rows, "text", pc.if_else(old, "", rows["text"]))
        # What was cut from a text, and the candidates that lost, are its words too.
        return _set(rows, "evidence", pc.if_else(old, '{"text": "removed by maintain"}', rows["evidence"]))

    work.each("articles", change)
    return removed


def _set(rows: pa.Table, name: str, values: Any) -> pa.Table:
    at = rows.schema.get_field_index(name)
    return rows.set_column(at, rows.schema.field(at), values)


def _expire(out: str, keep_days: float) -> int:
    old = [p for p, at in files.changed(files.join(out, HISTORY)) if at <= time.time() - keep_days * _DAY]
    files.delete_files(old)
    return len(old)


def _checkpoint(out: str) -> None:
    from deltalake import DeltaTable

    for table in TABLES:
        DeltaTable(files.join(out, table)).create_checkpoint()


def forget(args: argparse.Namespace) -> str:
    """Takes articles out of every table and of the history, for good; stories that lose some are told anew."""
    with _writing(args.out, args.wait):
        ids, urls = _named(args)
        files.write_json(files.join(args.out, FOLDER, FORGETTING), {})
        work = Rewrite(args.out, "forget")
        gone = pa.array(sorted(ids), pa.string())
        _forget_rows(work, gone, [s for s in (args.site, args.url, *urls) if s])
        if not work.removes:
            files.delete_tree(files.join(args.out, FOLDER))
            named = args.site or args.url or args.article
            raise results.NoResult(f"{args.out}: nothing there is of {named!r}; nothing was done")
        work.commit({"forgotten": len(ids)})
        drop_history(args.out)
        files.delete_tree(files.join(args.out, FOLDER))
    told = {"forgotten": len(ids)}
    if args.json:
        return json.dumps(told)
    what = "1 article was" if len(ids) == 1 else f"{len(ids):,} articles were"
    return f"{args.out}: {what} forgotten; states as of earlier runs can no longer be read"


def _named(args: argparse.Namespace) -> tuple[set[str], list[str]]:
    """-> ids and urls of the articles that are to be forgotten."""
    if not (args.site or args.url or args.article or "").strip():
        raise results.NoResult("--site, --url or --article is empty; name what is to be forgotten")
    columns = ["article_id", "url", "canonical_url", "source_site"]
    table = results.dataset(args.out, "articles").to_table(columns=columns)
    if args.site:
        site = site_of(args.site) or args.site
        keep = pc.fill_null(pc.equal(table["source_site"], site), False)
    elif args.url:
        wanted = normalise_url(args.url) or args.url
        keep = pa.array(
            [
                wanted in (normalise_url(u), c)
                for u, c in zip(table["url"].to_pylist(), table["canonical_url"].to_pylist(), strict=True)
            ]
        )
    else:
        keep = pc.starts_with(table["article_id"], args.article.lower())
        if pc.sum(keep).as_py() not in (0, 1, None):
            raise results.NoResult(f"{args.article} is the beginning of several ids; give more digits")
    found = table.filter(keep)
    return set(found["article_id"].to_pylist()), [u for u in found["url"].to_pylist() if u]


def _forget_rows(work: Rewrite, gone: pa.Array, words: list[str]) -> None:
    out = work.out

    def without(*columns: str) -> Callable[[pa.Table], pa.Table | None]:
        def change(rows: pa.Table) -> pa.Table | None:
            hit = pc.is_in(rows[columns[0]], value_set=gone)
            for column in columns[1:]:
                hit = pc.or_(hit, pc.is_in(rows[column], value_set=gone))
            return rows.filter(pc.invert(hit)) if pc.any(hit).as_py() else None

        return change

    work.each("fingerprints", without("article_id"))
    work.each("links", without("article_a", "article_b"))
    rejected = [w.encode() for w in words]

    def unmentioned(rows: pa.Table) -> pa.Table | None:
        said = zip(rows["source_uri"].to_pylist(), rows["error"].to_pylist(), rows["raw"].to_pylist(), strict=True)
        keep = [not any(w in " ".join(x[:2]).encode() or w in (x[2] or b"") for w in rejected) for x in said]
        return None if all(keep) else rows.filter(pa.array(keep, pa.bool_()))

    work.each("rejected", unmentioned)
    told = _forget_in_stories(work, set(gone.to_pylist()))
    now = results.aliases(out)

    def articles(rows: pa.Table) -> pa.Table | None:
        mine = pc.is_in(rows["article_id"], value_set=gone)
        # Rows that stay must not name what was forgotten: neither as their source nor as the first of their story.
        story = [now.get(s, s) for s in rows["story_id"].to_pylist()]
        touched = pa.array([s in told for s in story], pa.bool_())
        if not pc.any(mine).as_py() and not pc.any(touched).as_py():
            return None
        source = pc.fill_null(pc.is_in(rows["derived_from"], value_set=gone), False)
        rows = _set(rows, "derived_from", pc.if_else(source, pa.scalar(None, pa.string()), rows["derived_from"]))
        rows = _set(rows, "similarity", pc.if_else(source, pa.scalar(None, pa.float32()), rows["similarity"]))
        for column, name in (("first_seen_site", "first_site"), ("first_seen_at", "first_at")):
            kept = rows[column].to_pylist()
            values = [told[s][name] if s in told else k for s, k in zip(story, kept, strict=True)]
            rows = _set(rows, column, pa.array(values, rows.schema.field(column).type))
        return rows.filter(pc.invert(mine))

    work.each("articles", articles)


def _forget_in_stories(work: Rewrite, gone: set[str]) -> dict[str, dict[str, Any]]:
    """Tells stories anew without the forgotten articles; -> the rows of those that lost some and are left, by id."""
    titles: dict[str, str | None] = {}
    found: dict[str, dict[str, Any]] = {}

    def members(row: dict[str, Any]) -> list[dict[str, Any]]:
        return row["members"] or [{"article_id": row["first_article_id"]}]

    def change(rows: pa.Table) -> pa.Table | None:
        kept = []
        for row in rows.to_pylist():
            left = [m for m in members(row) if m["article_id"] not in gone]
            if len(left) < row["articles"]:
                if not left:
                    continue
                row = {**row, **describe(left)}
                if len(left) == 1:
                    row["members"] = None
                row["title"] = next(filter(None, (titles.get(a) for a in _by_age(row, left))), None)
                found[row["story_id"]] = row
            kept.append(row)
        return (
            None
            if len(kept) == rows.num_rows and not found.keys() & {r["story_id"] for r in kept}
            else pa.Table.from_pylist(kept, schema=TABLES["stories"])
        )

    table = results.dataset(work.out, "articles").to_table(columns=["article_id", "title"])
    titles.update(zip(table["article_id"].to_pylist(), table["title"].to_pylist(), strict=True))
    work.each("stories", change)
    return found


def _by_age(row: dict[str, Any], members: list[dict[str, Any]]) -> list[str]:
    """The ids of a story's articles, its first one first, undated ones last."""
    others = sorted(members, key=lambda m: (m.get("published_lo") is None, m.get("published_lo"), m["article_id"]))
    return [row["first_article_id"], *(m["article_id"] for m in others)]


def command(function: str) -> Callable[[argparse.Namespace, list[str]], int]:
    """The command line's way to a function of this module: prints what it says, -> exit code."""

    def run(args: argparse.Namespace, _rest: list[str]) -> int:
        try:
            files.check(args.out)
            told = globals()[function](args)
        except (results.NoResult, files.NoFileSystem, archive.Refused) as e:
            print(f"wiretrace: {e}", file=sys.stderr)
            return getattr(e, "exit_code", cli.USAGE_ERROR)
        code, text = told if isinstance(told, tuple) else (0, told)
        print(text)
        return code

    return run
