"""What both benchmarks need: the measuring data, the cache, made corpora, and peers in an environment of their own."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPO = Path(__file__).resolve().parent.parent
CACHE = Path(__file__).resolve().parent / "out"
SHARED = REPO.parent / "shared"

# A peer is run as its own script asks, in the newest versions that run it (measured 2026-11: datatrove 0.10.1 fails
# with xxhash 4). Neither environment is wiretrace's, so that no peer's needs bind ours.
PEERS = {
    "rensa": ("rensa_script.py", "peers"),
    "datasketch": ("datasketch_script.py", "peers"),
    "datatrove": ("datatrove_minhash.py", "datatrove"),
}
PINS = {
    "peers": ("rensa==0.5.0", "datasketch==2.0.0", "numpy==2.4.6", "pyarrow==25.0.1", "xxhash==4.1.0"),
    "datatrove": (
        *("datatrove==0.10.1", "numpy==2.4.6", "orjson==3.13.0", "pyarrow==25.0.1", "regex==2026.11.15"),
        *("spacy==3.8.18", "tokenizers==0.23.3", "xxhash==3.8.2"),
    ),
}


class Absent(Exception):
    """Something that the benchmark needs is not there; the message says what and where it was looked for."""


def shared(path: str | os.PathLike[str], need: Sequence[str]) -> Path:
    """The folder of the measuring data. Raises Absent if one of `need` is not in it."""
    root = Path(path).resolve()
    lacking = [n for n in need if not (root / n).exists()]
    if lacking:
        raise Absent(
            f"{path}: no {', '.join(lacking)} there. The measuring data and the peers' scripts are not part of this "
            "repository (they hold third parties' texts); name the folder that holds them with --shared."
        )
    return root


def corpus(root: Path, docs: int, cache: Path = CACHE) -> Path:
    """The folder of the made corpus of `docs` documents (part-*.jsonl, truth.csv); made once."""
    script = root / "bench" / "make_corpus.py"
    return made(cache / "corpora" / f"{docs}-{digest([script])[:8]}", lambda folder: _make(script, docs, folder))


def _make(script: Path, docs: int, folder: Path) -> None:
    tell(f"making a corpus of {docs:,} documents")
    command = [sys.executable, str(script), "--docs", str(docs), "--out", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def made(folder: Path, make: Callable[[Path], None], fresh: bool = False) -> Path:
    """`folder`, filled by `make` unless it is there already; it appears whole or not at all."""
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    if not folder.exists():
        part = folder.with_name(folder.name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        make(part)
        part.rename(folder)
    return folder


def unpacked(packed: Path, cache: Path = CACHE) -> Path:
    """A folder with the rows of a .jsonl.gz as plain JSON lines, as the peers' scripts read them."""

    def unpack(folder: Path) -> None:
        with gzip.open(packed, "rb") as source, open(folder / packed.name.removesuffix(".gz"), "wb") as target:
            shutil.copyfileobj(source, target)

    return made(cache / "unpacked" / f"{packed.stem.partition('.')[0]}-{digest([packed])[:8]}", unpack)


def digest(paths: Sequence[Path], *more: str) -> str:
    """A name for the content of files, and of whatever else a cached result depends on."""
    h = hashlib.sha256("\0".join(more).encode())
    for path in paths:
        with open(path, "rb") as f:
            h.update(hashlib.file_digest(f, "sha256").digest())
    return h.hexdigest()


def python(environment: str, cache: Path = CACHE) -> Path:
    """The interpreter of "peers" or "datatrove", made with pip on first use."""
    pins = PINS[environment]
    folder = cache / f"{environment}-venv"
    mark = folder / "pins.txt"
    if not mark.exists() or mark.read_text() != "\n".join(pins):
        tell(f"installing {', '.join(pins)}")
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *pins]
        subprocess.run(pip, check=True)
        mark.write_text("\n".join(pins))
    return folder / "bin" / "python"


def peer_command(root: Path, peer: str, source: Path, target: Path) -> list[str | Path]:
    """The command that groups the *.jsonl of `source` by a peer and writes `target`."""
    script, environment = PEERS[peer]
    return [python(environment), root / "bench" / "peers" / script, source, target]


def peer_versions(peers: Sequence[str]) -> dict[str, str]:
    pins = dict(pin.split("==") for peer in peers for pin in PINS[PEERS[peer][1]])
    return {peer: pins[peer] for peer in peers}


def ingest_command(inputs: Sequence[str | Path], out: Path, *more: str | Path) -> list[str | Path]:
    return [sys.executable, "-m", "pipelines.cli", "ingest", *inputs, "--output", out, "--quiet", "--json", *more]


def scored(script: Path, *arguments: str | Path) -> dict[str, Any]:
    """What a scorer says: the JSON of its last line. Raises Absent with its message if it fails."""
    command = [sys.executable, script, *arguments]
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Absent(f"{script.name}: {done.stderr.strip()[-500:]}")
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


@dataclass(frozen=True, slots=True)
class Grouping:
    """A contender's clusters against the truth of a made corpus (score.py)."""

    ari: float
    precision: float
    recall: float
    f1: float


def grouping(root: Path, result: Path, folder: Path) -> Grouping:
    """`result`: a folder or file with the columns url and story_id; `folder`: the corpus, with its truth.csv."""
    s = scored(root / "bench" / "score.py", result, folder / "truth.csv")
    return Grouping(s["ari"], s["pair_precision"], s["pair_recall"], s["pair_f1"])


def rows(path: Path) -> list[dict[str, str]]:
    with open(path, newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))


def tell(what: str) -> None:
    """Progress, apart from the tables on standard output."""
    print(f"[{what}]", file=sys.stderr, flush=True)
