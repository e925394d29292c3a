"""What every test may use: the corpus of genuine files, and a clock that stands still."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the corpus where it is absent, unless CI says that it must be there."""
    if CORPUS.exists() or os.environ.get("CI") == "true":
        return
    for item in items:
        if item.get_closest_marker("corpus"):
            item.add_marker(pytest.mark.skip(reason="the corpus of genuine files (../shared/data) is not on this machine"))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Return the folder of genuine files."""
    assert CORPUS.exists(), f"{CORPUS} is missing: tests marked `corpus` are required where CI=true"
    return CORPUS


@pytest.fixture
def still_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `dates.now()` answer 2026-01-02 03:04:05 UTC."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767323045")
