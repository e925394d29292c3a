"""The demo's record, built once for all tests of the commands; who changes it takes a copy."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from ecotone.workbench import demo

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the demo's record, to read only."""
    path = tmp_path_factory.mktemp("demo") / "houston.eco"
    demo.build(path).close()
    return path


@pytest.fixture
def record(built: Path, tmp_path: Path) -> Path:
    """Return a copy of the demo's record to change."""
    path = tmp_path / "houston.eco"
    shutil.copy(built, path)
    return path
