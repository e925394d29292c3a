"""Velocity at the command line: the page, its JSON and CSV, and what cannot be asked."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

from typer.testing import CliRunner

from ecotone.cli import app
from ecotone.velocity.answers import QUESTIONS

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: object) -> Any:
    """Run a command in this process; a traceback is always a failure."""
    result: Any = CliRunner().invoke(app, ["velocity", *[str(argument) for argument in arguments]])
    assert "Traceback" not in result.output
    assert "Ecotone itself failed" not in result.output
    return result


def test_a_record_alone_prints_the_page(built: Path) -> None:
    result = run(built, "--top", 3)
    assert result.exit_code == 0
    for title in ("Stage times", "Outcomes by stage", "Flow", "Bottleneck", "Ageing items", "Forecasts", "Back-test"):
        assert title in result.stdout
    assert "3 of 37 items" in result.stdout
    assert "Clock of" in result.stdout


def test_json_holds_every_answer_in_full(built: Path) -> None:
    said = json.loads(run(built, "--stage-model", "trials", "--json").stdout)["answers"]
    assert list(said) == list(QUESTIONS)
    assert said["ageing"]["tables"][0]["rows"]
    assert said["forecasts"]["method"]["seed"] == 0


def test_csv_holds_numbers(built: Path) -> None:
    rows = list(csv.reader(run(built, "--csv").stdout.splitlines()))
    assert any(row[:1] == ["conduct"] for row in rows)


def test_a_scope_narrows(built: Path) -> None:
    whole, part = (json.loads(run(built, *more, "--json").stdout)["answers"]["stage_times"] for more in ((), ("--sector", "provider")))
    conduct = [next(row for row in each["tables"][0]["rows"] if row["stage"] == "conduct")["spells"] for each in (whole, part)]
    assert conduct[1] < conduct[0]
    assert part["scope"] == {"sector": "provider"}


def test_what_cannot_be_asked_is_one_message(built: Path, tmp_path: Path) -> None:
    for arguments in ((built, "--stage-model", "fame"), (built, "--place", "Atlantis"), (tmp_path / "no.eco",), (built, "--from", "never")):
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")


def test_stages_are_listed_with_their_markers() -> None:
    rows = json.loads(run("stages", "--json").stdout)["tables"][0]["rows"]
    assert rows[0]["start"] == "registered"
    assert all(row["owner"] and row["end"] for row in rows)
