"""The pages on velocity say what the program does: their examples are run."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("name", ["velocity.md", "forecasting.md"])
def test_the_pages_examples_run(name: str) -> None:
    found = doctest.testfile(str(DOCS / name), module_relative=False)
    assert found.attempted > 2
    assert found.failed == 0


def test_every_published_figure_and_command_of_the_page_exists() -> None:
    from ecotone.cli.velocity import group
    from ecotone.velocity.published import shipped

    text = (DOCS / "velocity.md").read_text(encoding="utf-8")
    assert f"{len(shipped())} series" in text
    for command in group.registered_commands:
        name = command.name or command.callback.__name__  # type: ignore[union-attr]
        assert name in text
