"""An archive as the commands that write to it need it: one writer at a time, repaired first, of a version that is known."""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pipelines import cli
from transforms import files
from transforms.fingerprint.options import FingerprintOptions
from transforms.schema import RUNS, SCHEMA_VERSION, TABLES
from transforms.work import FOLDER
from transforms.write.delta import HISTORY, JOURNAL, repair, version_of

LOCK = "_lock"
_BEAT, _STALE = 20.0, 300.0  # seconds: a lock on an object store that has not been renewed for so long is nobody's


class Refused(Exception):
    """An archive that a command cannot write to; the message says why and what to do."""

    def __init__(self, message: str, exit_code: int = cli.USAGE_ERROR) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class Lock:
    """The right to write to an archive. Locally the kernel's own (flock), which ends with the process that holds it; on
    an object store an object that is renewed while it is held."""

    def __init__(self, out: str, wait: float = 0) -> None:
        self.path, self.wait = files.join(out, LOCK), wait
        self._file: Any = None
        self._end = threading.Event()
        self._token = f"{socket.gethostname()} process {os.getpid()}"

    def take(self) -> Lock:
        """Raises Refused where another run holds it for longer than `wait` seconds."""
        until = time.monotonic() + self.wait
        while (holder := self._try()) is not None:
            if time.monotonic() >= until:
                raise Refused(
                    f"another run writes to this archive ({holder}); try again later, or --wait SECONDS", cli.BUSY
                )
            time.sleep(min(1.0, max(0.05, until - time.monotonic())))
        return self

    def _try(self) -> str | None:
        mine = json.dumps({"holder": self._token, "at": time.time()}).encode()
        if files.is_local(self.path):
            import fcntl

            try:
                os.makedirs(os.path.dirname(self.path) or ".", exist_ok=True)
                self._file = open(self.path, "a+b", buffering=0)  # noqa: SIM115  # held as long as the lock is
            except OSError as e:
                raise Refused(f"{os.path.dirname(self.path)}: cannot be written to ({e.strerror})") from None
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                self._file.seek(0)
                said = self._file.read()
                self._file.close()
                return str(json.loads(said)["holder"]) if said else "just started"
            if not os.path.exists(self.path) or os.stat(self.path).st_ino != os.fstat(self._file.fileno()).st_ino:
                self._file.close()
                return self._try()  # whoever held it has just ended, and taken the file with it
            try:
                self._file.truncate(0)
                self._file.write(mine)
                self._file.flush()
            except OSError:
                pass  # a full disk; the lock holds without a name
            return None
        if files.exists(self.path):
            held = files.read_json(self.path)
            if held["holder"] != self._token and time.time() - held["at"] < _STALE:
                return str(held["holder"])
        files.write_bytes(self.path, mine)
        time.sleep(2)  # whoever wrote last has it: of two that came at once one sees the other's name
        held = files.read_json(self.path)
        if held["holder"] != self._token:
            return str(held["holder"])
        threading.Thread(target=self._renew, daemon=True).start()
        return None

    def _renew(self) -> None:
        while not self._end.wait(_BEAT):
            files.write_bytes(self.path, json.dumps({"holder": self._token, "at": time.time()}).encode())

    def __enter__(self) -> Lock:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def release(self) -> None:
        """Gives the right back, and leaves no folder that was made for it alone."""
        self._end.set()
        files.delete_files([self.path])
        if self._file:
            self._file.close()
            with contextlib.suppress(OSError):
                os.rmdir(os.path.dirname(self.path))


def check_folder(out: str) -> None:
    """Raises Refused where a run must not write."""
    if files.is_local(out) and os.path.exists(out) and not os.path.isdir(out):
        raise Refused(f"--output {out}: is a file; name a folder")
    if files.is_local(out) and re.search("%[0-9A-Fa-f]{2}", os.path.abspath(out)):
        raise Refused(f"--output {out}: Delta Lake takes a % with two digits for another letter; name another folder")
    strange = [n for n in files.children(out) if n not in TABLES and n not in (FOLDER, JOURNAL, HISTORY, LOCK)]
    if strange:
        raise Refused(f"--output {out}: holds something else ({strange[0]}); name a new or empty folder, or an archive")


def prepare(out: str) -> str | None:
    """Finishes or undoes what a dead run left; -> what was done. Only for the holder of the lock."""
    done = repair(out)
    if not files.exists(files.join(out, "runs", "_delta_log")):
        # No run has ended yet: what is there are at most the rejects of one that failed.
        for name in TABLES:
            files.delete_tree(files.join(out, name))
    return done


def after_failure(out: str) -> str:
    """What a run that failed leaves, for the reader; undone at once where nothing was decided."""
    if files.exists(files.join(out, JOURNAL)):
        return "It had been decided: the next run on this archive completes it."
    prepare(out)
    return "Nothing was committed and the output is as it was."


def fingerprint_kind(options: FingerprintOptions) -> str:
    """What fingerprints compare with: only those of one kind do."""
    from transforms.fingerprint import minhash
    from transforms.fingerprint.options import FINGERPRINT_VERSION
    from transforms.fingerprint.words import RARITY_TABLE

    wording = f"{options.permutations} by {options.wording_rows}/{options.wording_groups}"
    facts = f"{options.facts_permutations} by {options.facts_rows}/{options.facts_groups}"
    sizes = f"{wording}, {facts}, 1 in {options.sample}"
    return f"version {FINGERPRINT_VERSION}, {minhash.SCHEME}, {RARITY_TABLE}, {sizes}, {options.max_words} words"


@dataclass(frozen=True, slots=True)
class Known:
    """The runs that an archive has had; none for a new folder."""

    out: str
    run_ids: frozenset[str]

    def new_run_id(self, clock: datetime) -> str:
        """The time as a name; with a number where an earlier run has it."""
        name = clock.strftime("%Y%m%dT%H%M%SZ")
        number = 2
        while name in self.run_ids:
            name, number = f"{clock:%Y%m%dT%H%M%SZ}-{number}", number + 1
        return name

    def result(self, run_id: str) -> dict[str, Any]:
        """What the summary of an earlier run said."""
        from transforms.archive import Stored, read_all
        from transforms.write.delta import active

        stored = [
            Stored(files.join(self.out, "runs", n), 1)
            for n, r in active(self.out, "runs").items()
            if r["min.run_id"] <= run_id <= r["max.run_id"]
        ]
        rows = read_all(stored, ["run_id", "summary"], RUNS).to_pylist()
        return json.loads(next(r["summary"] for r in rows if r["run_id"] == run_id))


def open_for(out: str, options: FingerprintOptions | None = None) -> Known:
    """The archive's runs. Raises Refused where its version, or its fingerprints' kind, is another than this program's."""
    if version_of(out, "runs") is None:
        return Known(out, frozenset())
    from transforms.archive import Stored, read_all
    from transforms.write.delta import active

    held = active(out, "runs")
    # Statistics tell the name of the run in a file of one row, so that a day opens one file, not one a run.
    run_ids = {told["min.run_id"] for told in held.values()}
    latest = max(held, key=lambda name: held[name]["max.committed_at"])
    several = [name for name, told in held.items() if told["num_records"] > 1 or name == latest]
    columns = ["run_id", "schema_version", "fingerprints", "committed_at"]
    rows = read_all([Stored(files.join(out, "runs", name), 1) for name in several], columns, RUNS).to_pylist()
    last = max(rows, key=lambda r: r["committed_at"])
    if last["schema_version"] != SCHEMA_VERSION:
        raise Refused(
            f"{out}: is an archive of schema version {last['schema_version']}, this wiretrace writes {SCHEMA_VERSION}; use the "
            "wiretrace that made it, or ingest its inputs into a new archive"
        )
    if options is not None and last["fingerprints"] != fingerprint_kind(options):
        raise Refused(
            f"{out}: its fingerprints ({last['fingerprints']}) do not compare with those of this configuration "
            f"({fingerprint_kind(options)}); use the options it was made with, or ingest its inputs into a new archive"
        )
    return Known(out, frozenset(run_ids | {r["run_id"] for r in rows}))


def utc(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
