"""The house keeps its floors, its words and its list of dependencies."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import ecotone
from ecotone.vocabulary import SECTORS, TIE_KINDS, Sector

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())

NEVER = ("pm4py", "scikit-survival", "pymerkle", "krippendorff", "pingouin", "pydecision", "leidenalg", "fa2")
SECOND_OPINIONS = ("igraph", "networkx", "lifelines", "pymcdm", "ahpy", "salib", "pysd", "pysimlin")


def name_of(requirement: str) -> str:
    return re.split(r"[<>=\[;! ]", requirement, maxsplit=1)[0].lower()


def test_no_room_uses_a_room_beside_or_above_it() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_public_names_are_there() -> None:
    assert sorted(ecotone.__all__) == ecotone.__all__ or set(ecotone.__all__) == {
        name for name in ecotone.__all__ if hasattr(ecotone, name)
    }
    assert ecotone.__version__ == PROJECT["project"]["version"]


def test_run_dependencies_hold_no_second_opinion_and_nothing_forbidden() -> None:
    run = {name_of(r) for r in PROJECT["project"]["dependencies"]}
    for extra in PROJECT["project"]["optional-dependencies"].values():
        run |= {name_of(r) for r in extra}
    assert not run & set(SECOND_OPINIONS)
    everything = run | {name_of(r) for group in PROJECT["dependency-groups"].values() for r in group if isinstance(r, str)}
    assert not everything & set(NEVER)


def test_every_dependency_says_why_it_is_here() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    block = text.split("\ndependencies = [", 1)[1].split("\n]", 1)[0]
    lines = [line for line in block.splitlines() if line.strip().startswith('"')]
    assert len(lines) == len(PROJECT["project"]["dependencies"])
    assert [line for line in lines if "#" not in line] == []


def test_every_sector_has_its_row() -> None:
    assert set(SECTORS) == set(Sector)
    assert all(kind.name == name for name, kind in TIE_KINDS.items())


@pytest.mark.parametrize("module", ["ecotone", "ecotone.ecosystem", "ecotone.network", "ecotone.dynamics", "ecotone.cli"])
def test_importing_a_room_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; heavy = {{'numba', 'altair', 'vl_convert', 'alembic', 'uvicorn', 'duckdb', 'networkx'}} & set(sys.modules); assert not heavy, heavy"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "manager", "base"])
def test_no_file_is_named_after_nothing(name: str) -> None:
    assert list((ROOT / "src").rglob(f"{name}.py")) == []


def contrast(a: str, b: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, relative luminance)."""

    def luminance(colour: str) -> float:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("sector", Sector)
def test_sector_colours_can_be_seen(sector: Sector) -> None:
    # WCAG 2.2, 1.4.11: graphics need 3:1 against what is beside them.
    assert contrast(SECTORS[sector].light, "#ffffff") >= 3
    assert contrast(SECTORS[sector].dark, "#111820") >= 3
