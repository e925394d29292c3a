"""Event logs at the command line: steps and hand-overs of files and records, out of a record and into one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from ecotone.cli import app

if TYPE_CHECKING:
    from pathlib import Path

LOOPS = """id,step,date,fail criterion,changed,by
L1,hypothesis registered,2024-01-01,fewer than 3 of 10,,Ann
L1,evidence,2024-01-20,,,Bob
L1,decided,2024-02-01,,true,Ann
"""


def run(*arguments: object) -> Any:
    """Run a command in this process; a traceback is always a failure."""
    result: Any = CliRunner().invoke(app, ["velocity", *[str(argument) for argument in arguments]])
    assert "Traceback" not in result.output
    assert "Ecotone itself failed" not in result.output
    return result


@pytest.mark.corpus
def test_steps_and_hand_overs_of_a_file(corpus: Path) -> None:
    path = corpus / "event_logs" / "running-example.xes"
    said = json.loads(run("process", path, "--json").stdout)
    assert said["summary"].startswith("6 cases, 42 events, 8 kinds of event, 6 ways")
    assert "Hand-overs" in run("handovers", path).stdout
    assert run("process", path, "--place", "Houston").exit_code == 2


def test_a_records_events_go_out_and_into_another(built: Path, tmp_path: Path) -> None:
    out = tmp_path / "log.json"
    assert "646 events" in run("export", built, "-o", out).stdout
    assert run("export", built, "-o", out).exit_code == 2
    other = tmp_path / "other.eco"
    result = run("import", other, out, "--case", "study")
    assert "51 initiatives of kind study" in result.stdout
    assert result.exit_code == 1  # awards are no events of a study, which is told
    again = json.loads(run("import", other, out, "--case", "study", "--json").stdout)
    assert (again["changed"], again["batch"]) == (0, None)
    whole, copy = (json.loads(run("process", record, "--case", "study", "--json").stdout) for record in (built, other))
    assert copy["tables"][0]["rows"] == whole["tables"][0]["rows"]
    assert run("process", built).exit_code == 2  # which of its types are cases was not said


def test_a_trackers_table_of_loops_is_asked_what_was_learnt(tmp_path: Path) -> None:
    table = tmp_path / "loops.csv"
    table.write_text(LOOPS)
    eco = tmp_path / "x.eco"
    result = run("import", eco, table, "--columns", "id,step,date", "--object", "by=actor", "--case", "learning loop")
    assert result.exit_code == 0
    assert "1 initiatives of kind learning loop, 1 new or changed, 2 new actors" in result.stdout
    said = json.loads(run("learning", eco, "--json").stdout)
    assert said["summary"] == "1 of 1 learning loops count; 10.0 of ten changed a decision."
    assert run("import", eco, table).exit_code == 2  # the columns were not named
    assert run("import", eco, tmp_path / "no.csv").exit_code == 2
    (tmp_path / "x.doc").write_text("x")
    assert run("process", tmp_path / "x.doc").exit_code == 2


def test_broken_logs_are_one_message(tmp_path: Path) -> None:
    for name, text in (("a.xes", "<log><trace></log>"), ("a.json", "{"), ("a.csv", "x,y\n1,2\n")):
        (tmp_path / name).write_text(text)
        result = run("process", tmp_path / name, "--columns", "id,step,date")
        assert (result.exit_code, result.stdout) == (2, "")
        assert name in result.stderr


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz", "log.json", "log.csv"])
def test_the_page_of_a_log_points_to_what_reads_logs(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("x")
    result = run(tmp_path / name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Ask it with: ecotone velocity process {tmp_path / name}" in " ".join(result.stderr.split())
