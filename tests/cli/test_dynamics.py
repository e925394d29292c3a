"""Models at the command line: checked, run, and what is wrong with one said in one message."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from ecotone.cli import app
from ecotone.dynamics.conformance import expected
from ecotone.dynamics.data import series_key

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "{UTF-8}\n"
TAIL = "\nINITIAL TIME = 0~~|\nFINAL TIME = 4~~|\nTIME STEP = 1~~|\nSAVEPER = TIME STEP~~|\n"
DECAY = f"{HEAD}level = INTEG(-level * rate, 100)~item~|\nrate = 0.5~1/Month~|{TAIL}"


def run(*arguments: object) -> Any:
    """Run a command in this process; a traceback and a fault of our own are always a failure."""
    result: Any = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    assert "Ecotone itself failed" not in result.output
    assert result.exit_code in {0, 1, 2}
    return result


@pytest.fixture
def decay(tmp_path: Path) -> Path:
    path = tmp_path / "decay.mdl"
    path.write_text(DECAY)
    return path


def write(folder: Path, equations: str, name: str = "model.mdl") -> Path:
    path = folder / name
    path.write_text(HEAD + equations + TAIL)
    return path


def test_a_run_is_written_with_time_first(decay: Path, tmp_path: Path) -> None:
    out = tmp_path / "run.csv"
    assert run("simulate", decay, "-o", out).exit_code == 0
    frame = pl.read_csv(out)
    assert frame.columns[0] == "time"
    # Euler's method by hand: half of what is there goes in every step.
    assert frame["level"].to_list() == [100.0, 50.0, 25.0, 12.5, 6.25]
    assert run("simulate", decay, "-o", tmp_path / "run.parquet").exit_code == 0
    assert pl.read_parquet(tmp_path / "run.parquet")["level"].to_list() == frame["level"].to_list()


def test_without_output_a_table_and_json(decay: Path) -> None:
    assert "6.25" in run("simulate", decay).stdout
    answer = json.loads(run("simulate", decay, "--set", "rate=1", "--json").stdout)
    row = next(row for row in answer["tables"][0]["rows"] if row["variable"] == "level")
    assert (row["first"], row["last"], row["before"]) == (100.0, 0.0, 6.25)


def test_check_counts_and_finds_units_that_do_not_fit(decay: Path, tmp_path: Path) -> None:
    assert json.loads(run("model", "check", decay, "--json").stdout)["problems"] == []
    wrong = write(tmp_path, "sales = 3~item/week~|\nprice = 2~euro/item~|\nrevenue = sales + price~euro/week~|")
    result = run("model", "check", wrong)
    assert result.exit_code == 1
    assert "revenue" in result.stdout


@pytest.mark.corpus
@pytest.mark.parametrize("case", ["tests/subscript_2d_arrays", "samples/teacup"])
def test_the_csv_is_what_the_suite_expects(corpus: Path, tmp_path: Path, case: str) -> None:
    with zipfile.ZipFile(corpus / "sd_models" / "test-models.zip") as archive:
        archive.extractall(tmp_path)
    folder = next(path for path in tmp_path.rglob(case.rpartition("/")[2]) if path.parent.name == case.partition("/")[0])
    output = next(path for path in sorted(folder.iterdir()) if path.name.startswith("output"))
    assert run("simulate", next(folder.glob("*.mdl")), "-o", tmp_path / "run.csv").exit_code == 0
    ours = pl.read_csv(tmp_path / "run.csv")
    columns = {series_key(name): name for name in ours.columns}
    head, rows = expected(output)
    compared = 0
    for at, name in enumerate(head[1:], 1):
        if series_key(name) in columns:
            np.testing.assert_allclose(ours[columns[series_key(name)]], [float(row[at]) for row in rows], rtol=1e-5, atol=1e-5)
            compared += 1
    assert compared >= 3
