"""Recommendation, its back-test and what-if at the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from typer.testing import CliRunner

from ecotone.cli import app
from ecotone.dates import Date
from ecotone.ecosystem import Ecosystem
from ecotone.ecosystem.statements import Place

if TYPE_CHECKING:
    from pathlib import Path

CITIES = ("Houston", "Boston", "Leeds", "Lyon", "Oslo", "Singapore")


def run(*arguments: object) -> Any:
    """Run a command in this process; a traceback is always a failure."""
    result: Any = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    assert "Ecotone itself failed" not in result.output
    return result


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a record in which partners are found in one's own city."""
    path = tmp_path_factory.mktemp("local") / "local.eco"
    random = np.random.Generator(np.random.Philox(5))
    with Ecosystem.create(path) as eco, eco.batch("made up") as batch:
        ids = [
            batch.add_actor(f"Actor {k}", sector=("provider", "industry")[k % 2], place=Place(city=CITIES[k % 6], country="X"))
            for k in range(120)
        ]
        for k in range(900):
            a = int(random.integers(120))
            b = int(random.integers(20)) * 6 + a % 6 if random.random() < 0.9 else int(random.integers(120))
            if a != b:
                batch.add_tie(ids[a], ids[b], "project-partner", valid_from=Date(f"{2018 + k // 150}-{k % 12 + 1:02d}"), own_statement=True)
    return path


def test_a_seeker_gets_candidates_with_reasons(local: Path) -> None:
    result = run("partners", "recommend", local, "--seeker", "Actor 4", "--top", 3, "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    rows = answer["tables"][0]["rows"]
    assert len(rows) == 3
    assert all("both in Oslo" in row["reasons"] for row in rows)
    assert answer["evidence"] or "partners in common" not in rows[0]["reasons"]


def test_the_back_test_is_a_table(local: Path) -> None:
    result = run("partners", "backtest", local, "--years", 1, "--csv")
    assert result.exit_code == 0
    assert "Ranked by,Average precision" in result.stdout
    assert "Personalised PageRank" in result.stdout


def test_the_demo_is_too_thin_and_says_so(built: Path) -> None:
    result = run("partners", "recommend", built)
    assert result.exit_code == 1
    assert "Recommendation is off" in result.stdout
    assert json.loads(run("partners", "backtest", built, "--json").stdout)["tables"] == []


def test_a_partnership_is_held_against_random_ones(built: Path) -> None:
    result = run("partners", "what-if", built, "--add", "Rice University—Johnson Space Center", "--draws", 50, "--json")
    assert result.exit_code == 0
    rows = json.loads(result.stdout)["tables"][0]["rows"]
    assert {row["figure"] for row in rows} >= {"Global efficiency", "Sector coverage", "Pairs of different sectors that hang on one broker"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["recommend", "--seeker", "Actor 4", "--partner", "Actor 4"], "A partner cannot be the seeker itself"),
        (["recommend", "--partner", "Actor 4"], "A partner needs a seeker"),
        (["recommend", "--seeker", "Nobody at all"], "No actor has this name"),
        (["recommend", "--by", "luck"], "luck"),
        (["what-if", "--add", "Actor 4"], "A tie needs two actors"),
        (["what-if", "--add", " "], "A tie needs two actors. Got: nothing."),
        (["what-if", "--add", "Actor 4—Actor 5", "--members", "99999999999"], "--members"),
        (["what-if", "--add", "Actor 4—Actor 4"], "two different actors"),
        (["what-if", "--add", "Actor 4—Nobody"], "no such actor"),
    ],
)
def test_what_cannot_be_asked_is_one_message(local: Path, arguments: list[str], message: str) -> None:
    result = run("partners", arguments[0], local, *arguments[1:])
    assert result.exit_code == 2
    assert message in result.output


def test_a_file_that_is_no_record_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.eco"
    wrong.write_text("no record")
    assert run("partners", "backtest", wrong).exit_code == 2
    assert run("partners", "recommend", tmp_path / "missing.eco").exit_code == 2


def test_a_partner_merged_into_another_is_refused(local: Path, tmp_path: Path) -> None:
    import shutil

    path = tmp_path / "merged.eco"
    shutil.copy(local, path)
    with Ecosystem.open(path) as eco:
        gone, into = (eco.search(name, 1)["id"][0] for name in ("Actor 10", "Actor 13"))
        eco.merge(gone, into, reason="the same")
    result = run("partners", "recommend", path, "--seeker", "Actor 4", "--partner", gone)
    assert result.exit_code == 2
    assert "merged into another" in result.output
