"""The configurations that come along: each can be used, and default.yaml says what the options themselves say."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines import config
from tests.conftest import REPOSITORY

CONFIGS = sorted((REPOSITORY / "configs").glob("*.yaml"))


def test_the_default_configuration_is_the_one_that_the_options_make() -> None:
    path = REPOSITORY / "configs" / "default.yaml"
    assert path.read_text(encoding="utf-8") == config.as_yaml()
    assert config.load(str(path)) == config.Config()


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.name)
def test_each_configuration_can_be_used_and_says_how(path: Path) -> None:
    config.load(str(path))
    assert f"--config configs/{path.name}" in path.read_text(encoding="utf-8")
