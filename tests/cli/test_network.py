"""The network's questions at the command line, on a record and on a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from ecotone.cli import app
from ecotone.workbench import demo

if TYPE_CHECKING:
    from pathlib import Path

TRIANGLE = '*Vertices 4\n 1 "Clinic"\n 2 "University"\n 3 "Start-up"\n 4 "Payer"\n*Edges\n 1 2\n 2 3\n 1 3\n 3 4\n'


def run(*arguments: object) -> Any:
    """Run a command in this process; a traceback is always a failure."""
    result: Any = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    assert "Ecotone itself failed" not in result.output
    return result


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "houston.eco"
    demo.build(path).close()
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "triangle.net"
    path.write_text(TRIANGLE)
    return path


def test_a_file_says_what_it_holds(file: Path) -> None:
    described = json.loads(run("network", "describe", file, "--json").stdout)
    first = described["networks"][0]
    assert (first["nodes"], first["ties"], first["directed"]) == (4, 4, False)
    assert not first["two_mode"]
    assert "relations" in first


def test_the_most_central_of_a_file(file: Path) -> None:
    result = run("network", "central", file, "--by", "degree", "--top", 1, "--draws", 5, "--json")
    assert json.loads(result.stdout)["tables"][0]["rows"][0]["label"] == "Start-up"


@pytest.mark.parametrize("question", [["central", "--draws", 5], ["emerging", "--since", "2022"], ["groups", "--runs", 3]])
def test_a_record_answers(question: list[object], record: Path) -> None:
    name, *options = question
    answer = json.loads(run("network", name, record, *options, "--json").stdout)
    assert answer["tables"]
    assert answer["method"]["name"]


def test_a_scope_is_a_question_to_a_record_only(file: Path, record: Path) -> None:
    assert run("network", "describe", file, "--sector", "payer").exit_code == 2
    assert json.loads(run("network", "describe", record, "--kind", "funder-grantee", "--json").stdout)["scope"] == {
        "kind": "funder-grantee"
    }


def test_what_is_no_network_is_one_message(tmp_path: Path, file: Path) -> None:
    wrong = tmp_path / "x.gexf"
    wrong.write_text("no network at all")
    for arguments in (
        ["describe", wrong],
        ["describe", tmp_path / "no.net"],
        ["central", file, "--network", 9],
        ["central", file, "--by", "fame"],
    ):
        result = run("network", *arguments)
        assert (result.exit_code, result.stdout) == (2, "")


def test_convert(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "t.gexf"
    assert run("network", "convert", file, out).exit_code in {0, 1}
    assert json.loads(run("network", "describe", out, "--json").stdout)["networks"][0]["nodes"] == 4
    assert run("network", "convert", tmp_path / "no.net", out).exit_code == 2
