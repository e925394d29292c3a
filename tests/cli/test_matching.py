"""Matching at the command line: a file of names in, a file of answers out, and what cannot be asked."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

from typer.testing import CliRunner

from ecotone.cli import app

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: object) -> Any:
    """Run a command in this process; a traceback is always a failure."""
    result: Any = CliRunner().invoke(app, ["match", *[str(argument) for argument in arguments]])
    assert "Traceback" not in result.output
    assert "Ecotone itself failed" not in result.output
    return result


def test_answers_stand_in_the_order_of_the_names(tmp_path: Path) -> None:
    registry, names, output = tmp_path / "registry.jsonl", tmp_path / "names.csv", tmp_path / "matches.csv"
    records = [
        {"id": own, "names": [{"value": name, "types": ["ror_display", "label"]}], "types": ["education"]}
        for own, name in (("r1", "Rice University"), ("r2", "Tsinghua University"), ("r3", "Baylor College of Medicine"))
    ]
    registry.write_text("\n".join(json.dumps(one) for one in records) + "\nno record\n")
    names.write_text("affiliation\nTsinghua Univ.\nHospital\nRICE UNIVERSITY\n")
    result = run("--names", names, "--column", "affiliation", "--registry", registry, "-o", output)
    assert result.exit_code == 0
    assert "The line is no JSON" in result.output
    with output.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == ["input", "id", "name", "probability", "outcome"]
    assert [(row[0], row[1]) for row in rows[1:]] == [("Tsinghua Univ.", "r2"), ("Hospital", ""), ("RICE UNIVERSITY", "r1")]
    assert rows[2][4] == "new"


def test_a_wrong_column_is_one_message_and_nothing_is_written(tmp_path: Path) -> None:
    registry, names = tmp_path / "registry.json", tmp_path / "names.csv"
    registry.write_text('[{"id": "r1", "name": "Rice University"}]')
    names.write_text("name\nRice\n")
    result = run("--names", names, "--column", "affiliation", "--registry", registry, "-o", tmp_path / "out.csv")
    assert result.exit_code == 2
    assert "no such column" in result.output
    assert not (tmp_path / "out.csv").exists()
