"""A kernel compiles once, is found again by content, and runs the same as the Python it is written in."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from ecotone import kernel as kernels

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """
import sys
import numpy as np
from ecotone import kernel as K
K.on_compile.append(lambda name: print("compiled", name))
assert "numba" not in sys.modules
from square import square
from total import total
assert "numba" not in sys.modules
print(total(np.arange(5.0)), "numba" in sys.modules)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "square.py").write_text("from ecotone.kernel import kernel\n@kernel\ndef square(x):\n    return x * x\n")
    (tmp_path / "total.py").write_text(
        "from ecotone.kernel import kernel\nfrom square import square\n@kernel\ndef total(a):\n    s = 0.0\n    for v in a:\n        s += square(v)\n    return s\n"
    )
    return tmp_path


def run(folder: Path, **env: str) -> str:
    extra = {"PYTHONPATH": str(folder), "ECOTONE_CACHE": str(folder / "cache"), "ECOTONE_KERNELS": ""} | env
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=os.environ | extra, capture_output=True, text=True, check=True)
    return done.stdout


def test_a_kernel_compiles_once_and_notices_a_changed_neighbour(folder: Path) -> None:
    first = run(folder)
    assert "compiled total" in first
    assert first.endswith("30.0 True\n")
    for path in folder.glob("*.py"):
        os.utime(path, (0, 0))
    assert run(folder) == "30.0 True\n"
    (folder / "square.py").write_text((folder / "square.py").read_text().replace("x * x", "x * x * x"))
    assert run(folder).endswith("100.0 True\n")


def test_plain_python_needs_no_numba(folder: Path) -> None:
    assert run(folder, ECOTONE_KERNELS="python") == "30.0 False\n"


def test_the_cache_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ECOTONE_CACHE", str(tmp_path))
    assert kernels.cache_folder() == tmp_path / "kernels"
    monkeypatch.delenv("ECOTONE_CACHE")
    assert kernels.cache_folder().name == "kernels"


@kernels.kernel
def _sum_of_squares(n: int) -> int:
    total = 0
    for i in range(n):
        total += i * i
    return total


@pytest.mark.kernel
def test_compiled_and_plain_agree_with_the_closed_form() -> None:
    n = 1000
    closed = (n - 1) * n * (2 * n - 1) // 6
    assert _sum_of_squares(n) == closed == _sum_of_squares.function(n)
