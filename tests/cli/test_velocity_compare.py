"""Velocity beside other figures at the command line: applicants, published series, loops, levels, and what is refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from ecotone.cli import app

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: object) -> Any:
    """Run a command in this process; a traceback is always a failure."""
    result: Any = CliRunner().invoke(app, ["velocity", *[str(argument) for argument in arguments]])
    assert "Traceback" not in result.output
    assert "Ecotone itself failed" not in result.output
    return result


@pytest.mark.corpus
def test_houston_beside_all_others_of_the_fdas_own_file(corpus: Path) -> None:
    path = corpus / "fda" / "derived" / "pma_1976_2026.csv.gz"
    result = run("benchmark", path, "--place", "Houston")
    assert result.exit_code == 0
    assert result.stdout.startswith("275 submissions from Houston beside 56,715 others")
    for text in ("Log-rank", "Difference of means, restricted", "20 are needed on each side", "The FDA's own figures", "other items"):
        assert text in result.stdout
    assert "238 of the 275 rows of Houston are about one device" in result.stdout


@pytest.mark.corpus
def test_too_few_rows_end_with_one_message(corpus: Path) -> None:
    result = run("benchmark", corpus / "fda" / "510k" / "pmn7680.txt", "--place", "Houston")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Too few rows to compare (Houston). Got: 3 of the group have ended; 20 are needed on each side" in result.stderr


def test_a_record_of_submissions_is_asked_the_same(tmp_path: Path) -> None:
    path = tmp_path / "pma.txt"
    head = "PMANUMBER|SUPPLEMENTNUMBER|APPLICANT|CITY|STATE|TRADENAME|DATERECEIVED|DECISIONDATE|DECISIONCODE|TRACK\n"
    rows = [
        f"P{200000 + number}||{'Gulf' if number < 30 else 'Others'} {number % 30}|{'HOUSTON' if number < 30 else 'BOSTON'}|"
        f"{'TX' if number < 30 else 'MA'}|D|01/01/2020|{1 + number % 12:02}/{2 + number % 26:02}/2020|APPR|Normal\n"
        for number in range(90)
    ]
    path.write_text(head + "".join(rows))
    eco = tmp_path / "x.eco"
    assert CliRunner().invoke(app, ["import", str(eco), str(path)]).exit_code == 0
    of_record, of_file = (json.loads(run("benchmark", source, "--place", "Houston", "--json").stdout) for source in (eco, path))
    assert of_record["tables"][0]["rows"] == of_file["tables"][0]["rows"]
    assert of_record["read_at"]["batch"] == 1
    assert of_file["read_at"] is None
    assert run("benchmark", eco, path, "--place", "Houston").exit_code == 2
    assert run("benchmark", path, "--sector", "provider").exit_code == 2
    assert run("benchmark", path).exit_code == 2
    pages = json.loads(run(eco, "--stage-model", "fda-pma", "--json").stdout)["answers"]
    assert pages["stage_times"]["tables"][0]["rows"][0]["spells"] == 90


def test_published_series_are_listed_with_their_definitions() -> None:
    said = json.loads(run("published", "mdufa-510k-total", "--json").stdout)
    row = next(row for row in said["tables"][0]["rows"] if row["cohort"] == "2025")
    assert (row["figure"], row["open"], row["start"], row["end"], row["days_of"]) == (
        105.48,
        "yes",
        "received",
        "MDUFA decision",
        "FDA and industry",
    )
    assert "30 series" in run("published").stdout
    assert run("published", "fame").exit_code == 2


def test_ladders_are_listed() -> None:
    said = json.loads(run("ladders", "cycle", "--json").stdout)
    assert len(said["tables"][0]["rows"]) == 40
    assert "Crosswalks" in run("ladders").stdout


def test_what_the_demo_does_not_hold_is_one_message(built: Path) -> None:
    for arguments in (
        ("learning", built),
        ("maturity", built),
        ("maturity", built, "--ladder", "fame"),
        ("benchmark", built, "--place", "Houston"),
    ):
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
