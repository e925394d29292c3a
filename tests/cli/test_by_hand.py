"""Commands by which a person enters what no file tells."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from ecotone.cli.commands import app
from ecotone.ecosystem import Ecosystem

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


def run(*arguments: object, answer: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments], input=answer)


def made(*arguments: object) -> dict[str, Any]:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_an_actor_is_added_edited_tied_and_removed(tmp_path: Path) -> None:
    record = tmp_path / "x.eco"
    run("new", record)
    clinic = made("add", record, "New Clinic", "--sector", "provider", "--city", "Houston", "--by", "Ana")["actor"]
    other = made("add", record, "Rice University", "--source", "Own list")["actor"]
    made("edit", record, "New Clinic", "--sector", "connector", "--country", "US", "--evidence", "https://example.org", "--since", "2024")
    tied = made("tie", record, "New Clinic", other, "--kind", "relation", "--from", "2024", "--both-ways", "--by", "Ana")
    assert tied["actor"] == clinic
    made("say", record, clinic, "beds", "120", "--unit", "beds", "--by", "Ana")
    with Ecosystem.open(record) as eco:
        view = eco.actor(clinic)
        assert (view.actor.sector, view.actor.place.city, view.actor.place.country) == ("connector", "Houston", "US")
        assert view.claims.filter(field="sector").select("value", "valid_to").rows() == [("provider", "2024"), ("connector", None)]
        assert view.claims.filter(field="beds").select("number", "unit", "assessor").rows() == [(120.0, "beds", "Ana")]
        (tie,) = view.ties["id"]
    made("end", record, tie, "2025-03", "--by", "Ana")
    with Ecosystem.open(record) as eco:
        assert eco.ties()["valid_to"].to_list() == ["2025-03"]
        before = eco.export()
    assert run("remove", record, clinic, answer="n\n").exit_code == 1
    gone = made("remove", record, clinic, "--yes")
    assert "undone by" in run("undo", record, gone["batch"], "--yes").stdout
    with Ecosystem.open(record) as eco:
        assert eco.export() == before


def test_one_of_a_like_name_is_asked_about_first(tmp_path: Path) -> None:
    record = tmp_path / "x.eco"
    run("new", record)
    made("add", record, "Memorial Hermann", "--by", "Ana")
    asked = run("add", record, "Memorial Herman, Inc.", "--by", "Ana", answer="n\n")
    assert asked.exit_code == 1
    assert "May be the same: 1 Memorial Hermann (spelt nearly alike)" in asked.output
    assert made("add", record, "Memorial Herman, Inc.", "--by", "Ana", "--yes")["actor"] == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["edit", "1", "--sector", "payer"], "needs what it rests on"),
        (["edit", "1", "--by", "Ana"], "Nothing to change"),
        (["edit", "1", "--sector", "bakery", "--by", "Ana"], "No such sector"),
        (["tie", "1", "1", "--kind", "relation", "--by", "Ana"], "between two actors"),
        (["tie", "1", "9", "--kind", "relation", "--by", "Ana"], "No such actor"),
        (["say", "1", "beds", "1", "--from", "31/02/2020", "--by", "Ana"], "31/02/2020"),
        (["end", "7", "2020"], "No such tie"),
        (["add", "x", "--evidence", "javascript:alert(1)"], "web address"),
    ],
)
def test_what_cannot_be_is_one_message_and_exit_code_2(tmp_path: Path, arguments: list[str], message: str) -> None:
    record = tmp_path / "x.eco"
    run("new", record)
    made("add", record, "One", "--by", "Ana")
    done = run(arguments[0], record, *arguments[1:])
    assert done.exit_code == 2, done.output
    assert message in " ".join(done.output.split())
