"""The configuration of a run: one frozen dataclass a stage, read from YAML. configs/default.yaml lists all of it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from transforms import files
from transforms.cluster.options import ClusterOptions
from transforms.fingerprint.options import FingerprintOptions
from transforms.match.options import CandidateOptions, VerifyOptions
from transforms.normalize.options import NormalizeOptions
from transforms.read.options import ReadOptions


class ConfigError(Exception):
    """A configuration that cannot be used; the message names the file, the key and the remedy."""


@dataclass(frozen=True)
class Config:
    """All options of a run."""

    max_rejected_share: float = 0.5
    """A run with a larger share of its documents rejected fails, and its rejects are kept."""
    read: ReadOptions = field(default_factory=ReadOptions)
    normalize: NormalizeOptions = field(default_factory=NormalizeOptions)
    fingerprint: FingerprintOptions = field(default_factory=FingerprintOptions)
    candidates: CandidateOptions = field(default_factory=CandidateOptions)
    verify: VerifyOptions = field(default_factory=VerifyOptions)
    cluster: ClusterOptions = field(default_factory=ClusterOptions)

    def __post_init__(self) -> None:
        if not 0 <= self.max_rejected_share <= 1:
            raise ValueError(f"max_rejected_share: {self.max_rejected_share!r} is not between 0 and 1")


def load(path: str | None) -> Config:
    """The configuration in a YAML file, defaults where it is silent; all defaults without a file. Raises ConfigError."""
    if path is None:
        return Config()
    import yaml

    try:
        data = yaml.safe_load(files.read_bytes(path))
    except FileNotFoundError:
        raise ConfigError(f"{path}: no such configuration file") from None
    except yaml.YAMLError as e:
        raise ConfigError(f"{path}: not YAML: {e}") from None
    return from_dict(data or {}, path)


def from_dict(data: Any, path: str) -> Config:
    """Raises ConfigError for an unknown key or a value that its stage refuses.

    `match: copies` is short for `candidates: {match: copies}`, the one choice that most users make there.
    """
    if isinstance(data, dict) and "match" in data:
        candidates = data.get("candidates") or {}
        data = {k: v for k, v in data.items() if k != "match"} | {"candidates": {**candidates, "match": data["match"]}}
    config: Config = _build(Config, data, path, "")
    return config


_DEFAULTS: dict[Any, Any] = {}


def _build(kind: Any, data: Any, path: str, where: str) -> Any:
    if not isinstance(data, dict):
        raise ConfigError(f"{path}: {where or 'the file'} must hold keys and values, not {data!r}")
    known = {f.name: f for f in fields(kind)}
    values: dict[str, Any] = {}
    for key, value in data.items():
        name = f"{where}.{key}" if where else str(key)
        if key not in known:
            near = difflib.get_close_matches(str(key), known, 1)
            hint = f"did you mean {near[0]}?" if near else f"it may be {', '.join(known)}"
            raise ConfigError(f"{path}: unknown key {name}; {hint}")
        default = getattr(_DEFAULTS.setdefault(kind, kind()), key)
        if is_dataclass(default):
            values[key] = _build(type(default), value, path, name)
        else:
            values[key] = _checked(value, default, path, name)
    try:
        return kind(**values)
    except (TypeError, ValueError) as e:
        raise ConfigError(f"{path}: {where + ': ' if where else ''}{e}") from None


def _checked(value: Any, default: Any, path: str, name: str) -> Any:
    if isinstance(default, bool) or isinstance(value, bool):
        fits = isinstance(default, bool) and isinstance(value, bool)
    elif isinstance(default, float):
        fits, value = isinstance(value, (int, float)), float(value) if isinstance(value, (int, float)) else value
    else:
        fits = isinstance(value, type(default)) or default is None
    if not fits:
        raise ConfigError(f"{path}: {name}: {value!r} is not a {type(default).__name__}, such as {default!r}")
    return value


def as_yaml() -> str:
    """All keys with their defaults and what they mean, as configs/default.yaml holds them (a test keeps it so)."""
    lines = [
        "# How to run: wiretrace ingest INPUT --output OUT --config configs/default.yaml",
        "# What it makes: the same as without --config. Every key is here with its default; a file may name only a few.",
        "# Made by: python -m pipelines.config > configs/default.yaml",
        "",
        *_comment(_about(Config).get("max_rejected_share", ""), ""),
        f"max_rejected_share: {Config.max_rejected_share}",
    ]
    for stage in fields(Config):
        options = getattr(Config(), stage.name)
        if not is_dataclass(options):
            continue
        lines += ["", f"{stage.name}:"]
        about = _about(type(options))
        for key in fields(options):
            lines += _comment(about.get(key.name, ""), "  ")
            lines.append(f"  {key.name}: {getattr(options, key.name)}")
    return "\n".join(lines) + "\n"


def _about(kind: Any) -> dict[str, str]:
    """What is said of each field in the string below it."""
    import ast
    import inspect

    body = ast.parse(inspect.getsource(kind)).body[0]
    assert isinstance(body, ast.ClassDef)
    said: dict[str, str] = {}
    for field_, below in zip(body.body, body.body[1:], strict=False):
        if isinstance(field_, ast.AnnAssign) and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            assert isinstance(field_.target, ast.Name)
            said[field_.target.id] = str(below.value.value)
    return {name: " ".join(text.split()) for name, text in said.items()}


def _comment(text: str, indent: str) -> list[str]:
    import textwrap

    return [f"{indent}# {line}" for line in textwrap.wrap(text, 110)]


if __name__ == "__main__":
    print(as_yaml(), end="")
