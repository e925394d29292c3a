"""The page about partnerships shows what the code answers."""

from __future__ import annotations

import doctest
from pathlib import Path


def test_every_example_of_the_page_runs_as_shown() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "partnerships.md"
    failed, tried = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert tried > 20
    assert failed == 0
