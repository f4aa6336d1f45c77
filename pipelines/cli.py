"""The command line: `wiretrace ingest`, `stories`, `show`, `explain`.

Beam, pyarrow and the stages are imported by the command that needs them, so that `--help` answers at once.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

USAGE_ERROR, RUN_FAILED, BUSY, INTERRUPTED = 2, 1, 3, 130

_DESCRIPTION = """\
Finds the news articles in raw crawled documents, groups all that tell one story from one original, and writes
Parquet that says for each: which site carried it, when, what it says of its origin ("This post appeared first on
…") and who in the corpus really had it first.

  wiretrace ingest crawl/ --output out     read, group, write
  wiretrace stories out                    list the stories, largest first
  wiretrace show out 3f9a2c                one story as a time line, or one article with its evidence
"""

_INGEST = """\
INPUT may mix WordPress REST posts, HTML, text dumps of pages, RSS/Atom/JSON feeds, JSON lines, WARC and Parquet, also
packed with gzip or zstd; each is recognised by its content. What cannot be read becomes a row in OUT/rejected; what is
no document (images, CSV, …) is skipped and counted.

examples:
  wiretrace ingest crawl/ --output out
  wiretrace ingest 'crawl/2024-08-*.jsonl.gz' pages/ --output out --config configs/default.yaml
  wiretrace ingest crawl/ --output out --runner DaskRunner --dask_client_address tcp://head:8786

Options that are not listed here go to Apache Beam (--runner and those of the runner).
exit codes: 0 done, or the run id is known; 1 the run failed; 2 wrong use, nothing was done; 3 another run writes to the
archive, try later; 130 interrupted
"""


def parser() -> argparse.ArgumentParser:
    wide = argparse.RawDescriptionHelpFormatter
    top = argparse.ArgumentParser(prog="wiretrace", description=_DESCRIPTION, formatter_class=wide)
    top.add_argument("--version", action="version", version="wiretrace 0.1.0")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)

    ingest = commands.add_parser(
        "ingest",
        help="read documents, group them into stories, write Parquet",
        formatter_class=wide,
        description="Reads raw documents and writes articles, stories and links.",
        epilog=_INGEST,
        allow_abbrev=False,
    )
    ingest.add_argument(
        "inputs",
        nargs="+",
        metavar="INPUT",
        help="a file, a folder, a glob (in quotes) or a file-system path that Beam knows (gs://…)",
    )
    ingest.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="OUT",
        help="the archive to write: a new folder, or one that earlier runs have written and this one adds to",
    )
    ingest.add_argument(
        "-c", "--config", metavar="FILE", help="YAML; configs/default.yaml lists every key with its default"
    )
    ingest.add_argument(
        "--run-id", metavar="ID", help="name of this run in the output (default: the time of its start)"
    )
    ingest.add_argument(
        "--as-of",
        type=_time,
        metavar="TIME",
        help="the run's clock, to replay past days: 2024-08-21 or 2024-08-21T06:00:00, UTC (default: now)",
    )
    ingest.add_argument(
        "--wait",
        type=_from_0(float),
        default=0,
        metavar="SECONDS",
        help="how long to wait for another run on the archive to end (default: not at all)",
    )
    ingest.add_argument("--workers", type=int, metavar="N", help="tasks at once on this machine (default: its cores)")
    ingest.add_argument("--json", action="store_true", help="print the summary as one line of JSON")
    ingest.add_argument("--profile", action="store_true", help="print seconds, articles and bytes by stage")
    ingest.add_argument("-q", "--quiet", action="store_true", help="no progress")
    ingest.add_argument("-v", "--verbose", action="count", default=0, help="more log (-vv: Beam's as well)")

    stories = commands.add_parser(
        "stories",
        help="list stories, largest first",
        formatter_class=wide,
        description="Lists the stories of OUT, largest first.",
        epilog="example: wiretrace stories out --origin cnn.com --since 2024-08-01 --least 3",
    )
    stories.add_argument("out", metavar="OUT")
    stories.add_argument("--site", help="carried by this site, for example example.com")
    stories.add_argument("--origin", help="whose origin (stated or found) has this in its name")
    stories.add_argument("--since", type=_day, metavar="DATE", help="first seen on DATE or later (YYYY-MM-DD)")
    stories.add_argument("--until", type=_day, metavar="DATE", help="first seen before DATE")
    stories.add_argument("--text", help="with this phrase in a title or a text")
    stories.add_argument("--least", type=_from_0(int), default=1, metavar="N", help="of N articles or more (default 1)")
    stories.add_argument("--limit", type=_from_0(int), default=20, metavar="N", help="show N (default 20; 0: all)")
    stories.add_argument("--json", action="store_true", help="one JSON object a line")

    show = commands.add_parser(
        "show",
        help="one story as a time line, or one article with its evidence",
        description="Shows one story as a time line, or one article with all its evidence.",
    )
    show.add_argument("out", metavar="OUT")
    show.add_argument("id", metavar="ID", help="of a story or an article; its first digits are enough")
    show.add_argument("--json", action="store_true", help="as JSON")

    explain = commands.add_parser(
        "explain",
        help="why two articles are, or are not, one story",
        description="Says why two articles are, or are not, one story: shared passages, facts, each score beside its threshold.",
    )
    explain.add_argument("out", metavar="OUT")
    explain.add_argument("a", metavar="A", help="an article's id; its first digits are enough")
    explain.add_argument("b", metavar="B", help="the other's")
    explain.add_argument("--json", action="store_true", help="as JSON")
    care = {
        "runs": (
            "list the runs of an archive",
            "Lists the runs of ARCHIVE: when, how many articles, what else was done.",
        ),
        "check": (
            "say whether an archive is whole",
            "Reads all of ARCHIVE and says what is wrong with it (exit code 1).",
        ),
        "maintain": (
            "put small files together, delete old ones",
            "Puts small files together and deletes what only earlier states need.",
        ),
        "forget": ("take articles out for good", "Takes articles out of every table and of the history, for good."),
    }
    for name, (short, long) in care.items():
        command = commands.add_parser(name, help=short, description=long)
        command.add_argument("out", metavar="ARCHIVE")
        command.add_argument("--json", action="store_true", help="as JSON")
        if name in ("maintain", "forget"):
            command.add_argument(
                "--wait", type=_from_0(float), default=0, metavar="SECONDS", help="for another run to end"
            )
        if name == "maintain":
            command.add_argument(
                "--keep-days",
                type=_from_0(float),
                default=7,
                metavar="N",
                help="keep files that earlier states need for N days (default 7)",
            )
            command.add_argument(
                "--texts-after",
                type=_from_0(float),
                metavar="N",
                help="remove the texts of articles ingested more than N days ago",
            )
        if name == "forget":
            which = command.add_mutually_exclusive_group(required=True)
            which.add_argument("--site", help="all articles of this site, for example example.com")
            which.add_argument("--url", help="all versions of this page")
            which.add_argument("--article", metavar="ID", help="this article")
    for command in (stories, show):
        command.add_argument("--run", metavar="ID", help="as of this run (`wiretrace runs` lists them)")
    return top


def _from_0(kind: type[int] | type[float]) -> Callable[[str], float]:
    def number(value: str) -> float:
        try:
            read = kind(value)
        except ValueError:
            read = None
        if read is None or not read >= 0:
            raise argparse.ArgumentTypeError(f"{value!r} is not a number of 0 or more")
        return read

    return number


def _day(value: str) -> datetime:
    try:
        return datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is not a date such as 2024-08-21") from None


def _time(value: str) -> datetime:
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is not a time such as 2024-08-21 or 2024-08-21T06:00:00") from None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def main(argv: Sequence[str] | None = None) -> int:
    arguments = list(sys.argv[1:] if argv is None else argv)
    top = parser()
    args, rest = top.parse_known_args(arguments)
    args.alone = argv is None  # else in another program, which may want more of Beam than we do
    if rest and args.command != "ingest":
        top.error(f"unknown option {rest[0]}; `wiretrace {args.command} --help` lists them")
    try:
        return _COMMANDS[args.command](args, rest)
    except BrokenPipeError:
        # Whoever read our output (head, less) has closed it: nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("\nwiretrace: interrupted", file=sys.stderr)
        return INTERRUPTED


# Which Beam imports on its own, a sixth of its time, and nothing here uses: MongoDB's (bson) and Google's.
_CONNECTORS = ("bson", "apache_beam.io.gcp.bigquery")


def _ingest(args: argparse.Namespace, beam_options: list[str]) -> int:
    from pipelines.ingest import run
    from transforms.isolate import without

    # Beam's modules and the pipeline's objects stay until the end: looking for cycles among them finds none.
    before = gc.get_threshold()
    gc.set_threshold(100_000)
    try:
        with without("pandas", *(_CONNECTORS if args.alone and not names_runner(beam_options) else ())):
            return run(args, beam_options)
    finally:
        gc.set_threshold(*before)


def names_runner(beam_options: list[str]) -> bool:
    return any("runner" in option.lower() for option in beam_options)


def _reading(name: str) -> Callable[[argparse.Namespace, list[str]], int]:
    """A command that prints what a function ("module:name" of this package) makes of its arguments."""

    def command(args: argparse.Namespace, _rest: list[str]) -> int:
        from importlib import import_module

        import pyarrow as pa

        from pipelines.results import AsOf, NoResult
        from transforms.files import NoFileSystem

        module, function = name.split(":")
        if getattr(args, "run", None):
            args.out = AsOf(args.out, args.run)
        try:
            print(getattr(import_module(f"pipelines.{module}"), function)(args))
        except pa.ArrowInvalid as e:
            print(f"wiretrace: {args.out}: a file of it is broken ({e}); `wiretrace check` says which", file=sys.stderr)
            return RUN_FAILED
        except (NoResult, NoFileSystem) as e:
            print(f"wiretrace: {e}", file=sys.stderr)
            return USAGE_ERROR
        return 0

    return command


def _caring(function: str) -> Callable[[argparse.Namespace, list[str]], int]:
    def command(args: argparse.Namespace, rest: list[str]) -> int:
        from pipelines import care

        return care.command(function)(args, rest)

    return command


_COMMANDS: dict[str, Callable[[argparse.Namespace, list[str]], int]] = {
    "ingest": _ingest,
    "stories": _reading("show:stories"),
    "show": _reading("show:show"),
    "explain": _reading("explain:explain"),
    **{name: _caring(name) for name in ("runs", "check", "maintain", "forget")},
}

if __name__ == "__main__":
    sys.exit(main())
