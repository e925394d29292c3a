"""Models that are drawn in a record, at the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from ecotone.cli import app
from ecotone.dynamics import read_model
from ecotone.dynamics.drawn import Drawn, Part
from ecotone.dynamics.kept import KIND, ROOM, drawn_model
from ecotone.ecosystem import Ecosystem

if TYPE_CHECKING:
    from pathlib import Path

TEA = Drawn(
    (
        Part("tea", "stock", "180", outflows=("loss",), at=(8, 12)),
        Part("loss", "flow", "(tea - room) / 10", stated=(("room", "-"),), at=(400, 12)),
        Part("room", "aux", "70", at=(400, 300)),
    )
)


def run(*arguments: object) -> Any:
    """Run a command in this process; a traceback and a fault of our own are always a failure."""
    result: Any = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    assert "Ecotone itself failed" not in result.output
    return result


@pytest.fixture
def eco(tmp_path: Path) -> Path:
    """Return a record in which two models are drawn, one of them not finished."""
    path = tmp_path / "town.eco"
    with Ecosystem.create(path) as made, made.batch("draw") as batch:
        batch.keep(ROOM, KIND, "cup of <b>tea</b>", TEA.body())
        batch.keep(ROOM, KIND, "شاي", Drawn((Part("cup", "stock"),)).body())
        batch.keep(ROOM, KIND, "spoilt", {"variables": "none"})
    return path


def test_the_list_tells_what_can_run(eco: Path) -> None:
    found = json.loads(run("model", "list", eco, "--json").stdout)
    assert [(row["name"], row["variables"], row["missing"]) for row in found["tables"][0]["rows"]] == [
        ("cup of <b>tea</b>", 3, 0),
        ("spoilt", None, None),
        ("شاي", 1, 1),
    ]


def test_every_command_takes_a_model_of_a_record(eco: Path, tmp_path: Path) -> None:
    name = f"{eco}#cup of <b>tea</b>"
    out = tmp_path / "run.csv"
    assert run("simulate", name, "--set", "room=20", "-o", out).exit_code == 0
    assert out.read_text().splitlines()[1].startswith("0.0,180.0,16.0,20.0")
    assert "loss = (tea - room) / 10" in run("model", "show", name).stdout
    assert run("model", "check", name, "--quick").exit_code == 0
    assert "B1" in run("model", "loops", name).stdout
    assert run("sensitivity", name, "--vary", "room=10..90", "--output", "tea", "--method", "tornado").exit_code == 0


def test_a_model_is_written_with_its_places_and_kept_again(eco: Path, tmp_path: Path) -> None:
    path = tmp_path / "tea.xmile"
    assert run("model", "convert", f"{eco}#cup of <b>tea</b>", path).exit_code == 0
    # Euler's method by hand: in each of 80 steps an eightieth of the distance to the room goes.
    assert read_model(path).run()["tea"][-1] == pytest.approx(70 + 110 * (1 - 0.125 / 10) ** 80)
    assert run("model", "keep", path, f"{eco}#again", "--author", "Ada").exit_code == 0
    with Ecosystem.open(eco) as opened:
        assert drawn_model(opened, "again")[0] == TEA
        assert opened.history()["author"][0] == "Ada"


def test_what_cannot_be_opened_says_what_there_is(eco: Path, tmp_path: Path) -> None:
    cases = {
        ("model", "show", f"{eco}#coffee"): "The record keeps no model of this name. Got: coffee. Expected: cup of <b>tea</b>, spoilt, شاي",
        ("model", "show", f"{eco}#"): "No model is named behind the #",
        ("model", "show", eco): "A record is no model",
        ("model", "show", f"{eco}#spoilt"): "What is kept is no drawn model",
        ("simulate", f"{eco}#شاي"): "1 without an equation: cup",
        ("model", "show", f"{tmp_path}/nothing.eco#tea"): "There is no such record",
        ("model", "keep", f"{eco}#cup of <b>tea</b>", f"{eco}#شاي"): "has a model of this name already",
        ("model", "keep", "diffusion", eco): "This names no model in a record",
        ("model", "show", f"{eco}#cup of <b>tea</b>", "--data", eco): "A model that is drawn reads no data",
    }
    for arguments, message in cases.items():
        result = run(*arguments)
        assert result.exit_code == 2, arguments
        assert message in result.output, arguments
