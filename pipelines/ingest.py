"""The batch pipeline: raw documents in, stories with provenance out. `wiretrace ingest`, or `python -m pipelines.ingest`.

    units ─Normalize▶ part tasks ─Fingerprint▶ parts ─Match▶ links ─Cluster▶ placed parts ─Write▶ one commit

One line of stages, no side inputs, one leaf: such a pipeline runs unchanged on every Beam runner.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import logging
import os
import signal
import sys
from datetime import UTC, datetime
from typing import Any

from pipelines import archive, cli, config, progress, summary
from transforms import files, isolate
from transforms.archive import take_snapshot
from transforms.read.units import NoInput, Unit, units
from transforms.work import FOLDER, Work
from transforms.write.delta import valid_run_id

log = logging.getLogger("wiretrace")

# Imported for the helper processes while this one still imports Beam.
_NEEDED = (
    "tldextract",
    "wordfreq",
    "transforms.normalize.article",
    "transforms.fingerprint.parts",
    "transforms.cluster.parts",
    "transforms.write.parts",
)
_RUNNERS = {"DaskRunner": "apache_beam.runners.dask.dask_runner.DaskRunner"}


class Misuse(Exception):
    """Wrong use, found before any work is done; the message says the remedy."""


def run(args: argparse.Namespace, beam_options: list[str]) -> int:
    """Runs `wiretrace ingest`; -> its exit code. Parses and checks everything before any work starts."""
    _logging(args.verbose, args.quiet)
    started = datetime.now(UTC)
    clock = args.as_of or started
    try:
        settings = config.load(args.config)
        if args.workers is not None and args.workers < 1:
            raise Misuse(f"--workers {args.workers}: use 1 or more")
        if args.run_id and not valid_run_id(args.run_id):
            raise Misuse(f"--run-id {args.run_id!r}: use letters, digits and _ . : + -, a hundred at most")
        files.check(args.output)
        work_units = units(args.inputs, settings.read)
        workers = args.workers or (1 if _is_small(work_units) else os.cpu_count() or 1)
        archive.check_folder(args.output)
        _check_not_within(args.inputs, args.output)
        if not cli.names_runner(beam_options):
            isolate.prepare(workers, _NEEDED)
        options = _pipeline_options(beam_options, workers)
        lock = archive.Lock(args.output, args.wait).take()
    except (Misuse, NoInput, files.NoFileSystem, config.ConfigError, archive.Refused) as e:
        isolate.close_all()
        print(f"wiretrace ingest: {e}", file=sys.stderr)
        return e.exit_code if isinstance(e, archive.Refused) else cli.USAGE_ERROR
    with lock:
        return _run(args, settings, work_units, options, started, clock, lock)


def _run(
    args: argparse.Namespace,
    settings: config.Config,
    work_units: list[Unit],
    options: Any,
    started: datetime,
    clock: datetime,
    lock: archive.Lock,
) -> int:
    # An engine prints the traceback of whatever fails, several times over; who wants it asks with -v.
    hush = contextlib.nullcontext() if args.verbose else contextlib.redirect_stderr(io.StringIO())
    held = contextlib.ExitStack()
    interrupted = _Interrupted()
    try:
        repaired = archive.prepare(args.output)
        if repaired:
            log.warning("%s: %s", args.output, repaired)
        known = archive.open_for(args.output, settings.fingerprint)
        run_id = args.run_id or known.new_run_id(clock)
        if run_id in known.run_ids:
            isolate.close_all()
            result = known.result(run_id) | {"already_done": True}
            print(
                summary.as_json(result)
                if args.json
                else f"wiretrace: run {run_id} is in {args.output} already; nothing was done"
            )
            return 0
        work = Work(args.output, run_id, clock, f"{int(started.timestamp() * 1e6):x}")
        files.write_json(work.path("run.json"), {"run_id": run_id, "started": str(started)})
        if known.run_ids:
            take_snapshot(work)
        held.enter_context(progress.Watch(work, len(work_units), quiet=args.quiet or not sys.stderr.isatty()))
        with hush, held:
            _run_pipeline(work_units, work, settings, options, started)
    except archive.Refused as e:
        print(f"wiretrace ingest: {e}", file=sys.stderr)
        return e.exit_code
    except (KeyboardInterrupt, Exception) as e:
        if interrupted.yes:  # whatever an engine makes of it on its way
            isolate.close_all()
            left = archive.after_failure(args.output)
            print(f"\nwiretrace ingest: interrupted; {left[0].lower()}{left[1:]}", file=sys.stderr)
            sys.stderr.flush()
            lock.release()
            os._exit(cli.INTERRUPTED)  # threads of the engine that still wait must not hold the terminal
        log.debug("the run failed", exc_info=True)
        print(
            f"wiretrace ingest: the run failed: {_cause(e)}\n{archive.after_failure(args.output)} -v shows where it failed.",
            file=sys.stderr,
        )
        return cli.RUN_FAILED
    finally:
        isolate.close_all()
    result = files.read_json(work.path("result.json"))
    result["seconds"] = round((datetime.now(UTC) - started).total_seconds(), 2)
    profile = progress.profile(work) if args.profile else None
    files.delete_tree(files.join(args.output, FOLDER))
    print(summary.as_json(result) if args.json else summary.as_text(result, args.output))
    if profile:
        print(profile)
    if result["too_many_rejected"]:
        print(summary.too_many(result, settings.max_rejected_share, args.output), file=sys.stderr)
        return cli.RUN_FAILED
    return 0


def _run_pipeline(work_units: list[Unit], work: Work, settings: config.Config, options: Any, started: datetime) -> None:
    import apache_beam as beam

    from transforms.cluster.stage import Cluster
    from transforms.fingerprint.stage import Fingerprint
    from transforms.match.stage import Match
    from transforms.normalize.stage import Normalize
    from transforms.write.stage import Write

    with beam.Pipeline(runner=_runner(options), options=options) as pipeline:
        (
            pipeline
            | "Units" >> beam.Create(work_units, reshuffle=False)
            | "Normalize"
            >> Normalize(
                work,
                settings.read,
                settings.normalize,
                settings.max_rejected_share,
                settings.candidates.match_window_days,
            )
            | "Fingerprint" >> Fingerprint(work, settings.fingerprint)
            | "Match" >> Match(work, settings.fingerprint, settings.candidates, settings.verify)
            | "Cluster"
            >> Cluster(
                work,
                settings.cluster,
                settings.verify,
                settings.candidates.match_window_days,
                settings.normalize.part_rows,
            )
            | "Write" >> Write(work, started, archive.fingerprint_kind(settings.fingerprint))
        )


def _is_small(work_units: list[Unit]) -> bool:
    """Whether one helper process is done before a second one would have started."""
    paths = [path for unit in work_units for path in unit.paths]
    return len(work_units) == 1 and len(paths) < 200 and sum(files.size(path) for path in paths) < 1_000_000


def _pipeline_options(beam_options: list[str], workers: int) -> Any:
    """Beam's options. Raises Misuse for one that no part of Beam knows, which Beam itself would only log."""
    from apache_beam.options.pipeline_options import DirectOptions, PipelineOptions, StandardOptions, TypeOptions

    if any("dask" in option.lower() for option in beam_options):
        try:
            import apache_beam.runners.dask.dask_runner  # noqa: F401  # registers its options
            import distributed  # noqa: F401
        except ImportError:
            raise Misuse("DaskRunner needs Dask: pip install '.[dask]' in wiretrace's folder") from None
    options = PipelineOptions(beam_options)
    known = set(options.get_all_options())
    unknown = [k for k in options.get_all_options(retain_unknown_options=True) if k not in known]
    stray = [
        o for o in beam_options if not o.startswith("-") and f"--{o}" not in beam_options and _is_stray(o, beam_options)
    ]
    if unknown or stray:
        raise Misuse(
            f"unknown option --{unknown[0]}; see --help, and the runner's own" if unknown else f"what is {stray[0]!r}?"
        )
    standard = options.view_as(StandardOptions)
    if standard.streaming:
        raise Misuse("--streaming: ingest is a batch pipeline; leave the option out")
    standard.runner = _RUNNERS.get(standard.runner, standard.runner)
    direct = options.view_as(DirectOptions)
    if _is_direct(standard.runner):
        # A tenth of a second; on other runners Beam does compare the stages' types, in tests as well.
        options.view_as(TypeOptions).pipeline_type_check = False
        direct.direct_num_workers = workers
        direct.direct_running_mode = "multi_threading" if direct.direct_num_workers > 1 else "in_memory"
    _runner(options)  # raises where there is none of that name
    return options


def _is_stray(word: str, options: list[str]) -> bool:
    at = options.index(word)
    return at == 0 or not options[at - 1].startswith("--") or "=" in options[at - 1]


def _is_direct(runner: str | None) -> bool:
    return runner in (None, "DirectRunner", "FnApiRunner", "SwitchingDirectRunner")


def _runner(options: Any) -> Any:
    """The runner by name. DirectRunner is a switch that first asks the internet for another one: name what it ends at."""
    from apache_beam.options.pipeline_options import StandardOptions

    name = options.view_as(StandardOptions).runner
    if _is_direct(name):
        from apache_beam.runners.portability.fn_api_runner.fn_runner import FnApiRunner

        return FnApiRunner()
    from apache_beam.runners.runner import create_runner

    try:
        return create_runner(name)
    except (ValueError, ImportError, AttributeError) as e:
        raise Misuse(f"--runner {name}: {e}") from None


def _check_not_within(inputs: list[str], out: str) -> None:
    for pattern in inputs:
        if files.is_local(pattern) and files.is_local(out) and os.path.isdir(pattern):
            inner, outer = os.path.realpath(out), os.path.realpath(pattern)
            if inner == outer or inner.startswith(outer + os.sep):
                raise Misuse(f"--output {out}: lies within the input {pattern}; name a folder outside it")


class _Interrupted:
    """Whether the run was told to stop, by Ctrl-C or by a scheduler."""

    def __init__(self) -> None:
        self.yes = False
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, self._stop)

    def _stop(self, *_: Any) -> None:
        self.yes = True
        raise KeyboardInterrupt


def _logging(verbose: int, quiet: bool) -> None:
    level = logging.WARNING - 10 * min(verbose, 2)
    logging.basicConfig(
        level=logging.ERROR if quiet else level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    if verbose < 2:
        # An engine's own log is no use to somebody who only wants stories; what fails is told by our own message.
        for name in (
            "apache_beam",
            "root",
            "distributed",
            "trafilatura",
            "htmldate",
            "feedparser",
            "charset_normalizer",
        ):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        logging.getLogger().addFilter(lambda record: record.name != "root")


def _cause(error: BaseException) -> str:
    """The last line of what went wrong, without the engine's layers around it."""
    text = str(error).strip() or type(error).__name__
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next((line for line in reversed(lines) if ":" in line and not line.startswith("File ")), lines[-1])[:500]


if __name__ == "__main__":
    sys.exit(cli.main(["ingest", *sys.argv[1:]]))
