"""Paths and files, local or on any file system that Beam knows (s3://, gs://, hdfs://, …).

A local path is opened directly: Beam's import costs over a second, which `--help` and the helper processes do without.
"""

from __future__ import annotations

import glob
import importlib.util
import io
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+://")


class NoFileSystem(Exception):
    """A path that nothing here can read; the message says the remedy."""


# What Beam needs for each: it says so only when a file is opened, and by a traceback.
_NEEDS = {"s3": ("boto3", "aws"), "gs": ("google.cloud.storage", "gcp"), "az": ("azure.storage.blob", "azure")}
_NEEDS |= {"azfs": _NEEDS["az"], "hdfs": ("hdfs", "hadoop")}


def is_local(path: str) -> bool:
    return not _SCHEME.match(path)


def check(path: str) -> None:
    """Raises NoFileSystem where a path is of a kind that is not known or not installed."""
    if is_local(path):
        return
    scheme = path.partition("://")[0].lower()
    module, extra = _NEEDS.get(scheme, ("", ""))
    if extra:
        try:
            missing = importlib.util.find_spec(module) is None
        except ImportError:  # of its package
            missing = True
        if missing:
            raise NoFileSystem(f"{path}: {scheme}:// needs more of Beam: pip install 'apache-beam[{extra}]'")
    try:
        _beam().get_filesystem(path)
    except (ValueError, ImportError, OSError):
        remedy = (
            "download it first" if scheme in ("http", "https", "ftp") else f"use {', '.join(_NEEDS)} or a local path"
        )
        raise NoFileSystem(f"{path}: {scheme}:// is no file system that can be read here; {remedy}") from None


def _beam():
    from apache_beam.io.filesystems import FileSystems

    if FileSystems._pipeline_options is None:  # only a pipeline sets them, and S3 does not do without
        from apache_beam.options.pipeline_options import PipelineOptions

        FileSystems.set_options(PipelineOptions([]))
    return FileSystems


def join(*parts: str) -> str:
    head, *rest = (str(p) for p in parts)
    return "/".join([head.rstrip("/") or "/", *(p.strip("/") for p in rest)]) if rest else head


def open_read(path: str) -> IO[bytes]:
    if is_local(path):
        return open(path, "rb")
    from apache_beam.io.filesystem import CompressionTypes

    return _beam().open(path, compression_type=CompressionTypes.UNCOMPRESSED)


@contextmanager
def replacing(path: str) -> Iterator[IO[bytes]]:
    """A file that appears under `path` whole, at the end, or not at all.

    A task that an engine tries again writes the same bytes under the same name, so a second attempt does no harm.
    """
    if is_local(path):
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        mine = f"{path}.{os.getpid()}.{os.urandom(4).hex()}.tmp"
        try:
            with open(mine, "wb") as f:
                yield f
            os.replace(mine, path)
        finally:
            if os.path.exists(mine):
                os.remove(mine)
    else:
        from apache_beam.io.filesystem import CompressionTypes

        # An object store shows an object only once it is closed; one that failed midway must not be closed half full.
        buffer = io.BytesIO()
        yield buffer
        with _beam().create(path, compression_type=CompressionTypes.UNCOMPRESSED) as f:
            f.write(buffer.getbuffer())


def write_bytes(path: str, data: bytes) -> None:
    with replacing(path) as f:
        f.write(data)


def read_bytes(path: str) -> bytes:
    with open_read(path) as f:
        return f.read()


def write_json(path: str, value: Any) -> None:
    write_bytes(path, json.dumps(value, ensure_ascii=False, sort_keys=True).encode())


def read_json(path: str) -> Any:
    return json.loads(read_bytes(path))


def exists(path: str) -> bool:
    return os.path.exists(path) if is_local(path) else _beam().exists(path)


def size(path: str) -> int:
    """Bytes of a file."""
    return os.path.getsize(path) if is_local(path) else next(s for p, s in listing(path) if p == path)


def delete_tree(path: str) -> None:
    if is_local(path):
        import shutil

        shutil.rmtree(path, ignore_errors=True)
    elif exists(path):
        _beam().delete([path])


def move(path: str, to: str) -> None:
    """Moves a file; one that has been moved already is left alone."""
    if is_local(path):
        if os.path.exists(path):
            os.makedirs(os.path.dirname(to), exist_ok=True)
            os.replace(path, to)
            os.utime(to)  # when it was put away is when its age begins
    elif exists(path):
        _beam().copy([path], [to])
        _beam().delete([path])


def delete_files(paths: list[str]) -> None:
    for path in paths:
        if is_local(path):
            if os.path.exists(path):
                os.remove(path)
        elif exists(path):
            _beam().delete([path])


def listing(pattern: str) -> list[tuple[str, int]]:
    """(path, size in bytes) of the files that one input names: a file, a folder (all below it), or a glob; sorted.

    Names that begin with `.` or `_` below a folder or a glob are left out, as every reader of Hadoop's kind does:
    they are a writer's own (`_delta_log`, `.DS_Store`).
    """
    if not is_local(pattern):
        patterns = [pattern, pattern.rstrip("/") + "/**"] if not re.search(r"[*?\[]", pattern) else [pattern]
        found = {m.path: m.size_in_bytes for r in _beam().match(patterns) for m in r.metadata_list}
        root = re.split(r"[*?\[]", pattern)[0]
        return sorted((p, s) for p, s in found.items() if not _hidden(p[len(root) :]) and not p.endswith("/"))
    if os.path.isfile(pattern):
        return [(pattern, os.path.getsize(pattern))]
    if os.path.isdir(pattern):
        paths = [os.path.join(d, f) for d, _, names in os.walk(pattern) for f in names]
        paths = [p for p in paths if not _hidden(os.path.relpath(p, pattern))]
    else:
        paths = [p for p in glob.glob(pattern, recursive=True) if os.path.isfile(p)]
        paths += [q for p in glob.glob(pattern) if os.path.isdir(p) for q, _ in listing(p)]
    return sorted((p, os.path.getsize(p)) for p in set(paths) if os.path.isfile(p))


def _hidden(relative: str) -> bool:
    return any(part.startswith((".", "_")) for part in relative.replace(os.sep, "/").split("/") if part)


def changed(folder: str) -> list[tuple[str, float]]:
    """(path, seconds since 1970 of its last change) of all files below a folder, sorted."""
    if is_local(folder):
        found = [os.path.join(d, f) for d, _, names in os.walk(folder) for f in names]
        return sorted((path, os.path.getmtime(path)) for path in found)
    matched = _beam().match([folder.rstrip("/") + "/**"])
    return sorted((m.path, m.last_updated_in_seconds) for r in matched for m in r.metadata_list)


def children(folder: str) -> list[str]:
    """Names of what lies directly in a folder, sorted; [] where there is none."""
    if is_local(folder):
        return sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    prefix = folder.rstrip("/") + "/"
    found = (m.path[len(prefix) :] for r in _beam().match([prefix + "**"]) for m in r.metadata_list)
    return sorted({name.split("/")[0] for name in found if name})
