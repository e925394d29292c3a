"""The regulatory way at the command line: answered from options or a file, asked on a terminal, kept, shown again, and refused."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from ecotone.cli import app

if TYPE_CHECKING:
    from pathlib import Path

SINGLE = "product=software,function=decision,audience=professional,input=information,output=single,urgent=no,reviewable=yes"


def run(*arguments: object, reply: str | None = None) -> Any:
    """Run a command in this process; a traceback is always a failure."""
    result: Any = CliRunner().invoke(app, ["pathway", *[str(argument) for argument in arguments]], input=reply)
    assert "Traceback" not in result.output
    assert "Ecotone itself failed" not in result.output
    return result


def table(said: dict[str, Any], title: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = next(each for each in said["tables"] if each["title"] == title)["rows"]
    return rows


def test_answers_from_options_decide_without_asking() -> None:
    result = run("ask", "--jurisdiction", "US", "--facts", SINGLE, "--as-of", "2026-11-24")
    assert result.exit_code == 0
    assert result.stdout.startswith("As of 2026-11-24, orientation, not legal advice: US: none is enforced.")
    assert "Next question" not in result.stdout
    assert "https://www.cov.com" in result.stdout


def test_the_day_of_the_law_changes_the_answer() -> None:
    before, after = (
        json.loads(run("ask", "--jurisdiction", "US", "--facts", SINGLE, "--as-of", day, "--json").stdout)
        for day in ("2025-12-31", "2026-01-06")
    )
    assert [row["value"] for row in table(before, "Outcomes") if row["table"] == "us-status"] == ["device"]
    assert [row["value"] for row in table(after, "Outcomes") if row["table"] == "us-status"] == ["discretion"]
    assert before["method"]["parameters"] == {"as_of": "2025-12-31"}


def test_four_jurisdictions_by_default_with_steps_fees_and_instruments() -> None:
    said = json.loads(run("ask", "--facts", "product=software,function=monitoring,vital=yes,product-code=QDB", "--json").stdout)
    assert {row["jurisdiction"] for row in table(said, "Outcomes")} == {"US", "EU", "GB", "SG", "LOCAL"}
    assert {row["title"] for row in said["tables"]} >= {"Steps", "Fees", "Instruments", "What may change", "Next question"}
    assert any(row["days"]["value"] == 142.85 for row in table(said, "Steps"))


def test_answers_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text("product: software\nfunction: conception\nai: no\n", encoding="utf-8")
    (tmp_path / "facts.json").write_text('{"product": "software", "function": "conception", "ai": "no"}', encoding="utf-8")
    answers = [
        run("ask", "--jurisdiction", "EU", "--answers", tmp_path / name, "--as-of", "2026-11-24").stdout
        for name in ("facts.yaml", "facts.json")
    ]
    assert answers[0] == answers[1]
    assert "EU, Conformity assessment: the manufacturer declares conformity" in answers[0]


def test_an_interview_takes_numbers_names_codes_and_passes(record: Path) -> None:
    replies = "?\n99\nsoftware\nmonitoring\nqda\nu\n"
    result = run("ask", record, "--jurisdiction", "US", "--ask", "--session", "watch", "--as-of", "2026-11-24", reply=replies)
    assert result.exit_code == 0
    assert "Kept as session 'watch', version 1." in result.stderr
    assert "Give a number from 1 to" in result.stderr
    assert "What is this function meant to do?" in result.stderr
    assert "Electrocardiograph Software For Over-The-Counter Use" in result.stdout


def test_an_interview_can_stop() -> None:
    result = run("ask", "--jurisdiction", "EU", "--ask", reply="q\n")
    assert result.exit_code == 0
    assert "outcomes still possible" in result.stdout


def test_a_session_is_kept_and_shown_again(record: Path) -> None:
    result = run("ask", record, "--initiative", "NCT00360438", "--jurisdiction", "US", "--facts", SINGLE, "--uses", "us-q-submission")
    assert result.exit_code == 0
    listed = json.loads(run("show", record, "--json").stdout)
    (row,) = table(listed, "Sessions")
    assert row["initiative"] == "NCT00360438"
    again = run("show", record, row["name"], "--as-of", "2025-06-01", "--json")
    changed = {each["table"]: each["changed"] for each in table(json.loads(again.stdout), "Then and now")}
    assert changed == {"us-status": "yes", "us-route": "yes"}


def test_tables_and_codes_are_listed() -> None:
    names = {row["name"] for row in table(json.loads(run("tables", "--json").stdout), "Tables")}
    assert {
        "us-cds",
        "us-status",
        "us-route",
        "eu-class",
        "eu-ai-act",
        "gb-route",
        "gb-adoption",
        "sg-class",
        "sg-route",
        "local-gates",
    } <= names
    rows = list(csv.reader(run("tables", "us-cds", "--as-of", "2025-01-01", "--csv").stdout.splitlines()))
    assert {row[3] for row in rows[1:]} == {"in force", "to come"}
    assert "SAK" in run("codes", "sepsis").stdout
    assert run("codes", "zebra").exit_code == 0


def test_rules_of_ones_own_are_added(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "jurisdictions:\n  - {id: CH, name: Switzerland, authority: Swissmedic, address: https://www.swissmedic.ch}\n"
        "tables:\n  - id: ch-route\n    title: Route\n    question: By which mark?\n    jurisdiction: CH\n    goal: 'yes'\n    from: 2021-05-26\n"
        "    inputs: [eu-class]\n    outcomes: {ce: CE, none: none}\n    rows:\n"
        "      - {id: device, when: {eu-class: {not: not-device}}, then: ce, why: w, citation: MedDO, checked-on: 2026-01-01}\n"
        "      - {id: no device, when: {eu-class: not-device}, then: none, why: w, citation: MedDO, checked-on: 2026-01-01}\n",
        encoding="utf-8",
    )
    result = run("ask", "--rules", tmp_path / "own.yaml", "--jurisdiction", "CH", "--facts", "product=software,function=conception")
    assert "CH: CE" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("ask", "--facts", "function=fame"), "The question function has no such answer"),
        (("ask", "--facts", "fame=yes"), "There is no such question"),
        (("ask", "--facts", "ai"), "An answer has a name and a value"),
        (("ask", "--facts", "ai=yes,ai=no"), "Two answers contradict each other"),
        (("ask", "--facts", "product-code=QDA,us-class=3"), "Two answers contradict each other"),
        (("ask", "--facts", "product-code=????"), "There is no such FDA product code"),
        (("ask", "--jurisdiction", "MOON"), "There are no rules for this jurisdiction"),
        (("ask", "--jurisdiction", "US", "--as-of", "2010"), "No rules of this day are known"),
        (("ask", "--as-of", "never"), "This is no date"),
        (("ask", "--answers", "none.yaml"), "There is no such file of answers"),
        (("ask", "--initiative", "NCT1"), "A session needs a record to be kept in"),
        (("ask", "none.eco"), "There is no such record"),
        (("tables", "fame"), "There is no such table"),
        (("show", "none.eco"), "There is no such record"),
    ],
)
def test_what_cannot_be_asked_is_one_message(arguments: tuple[str, ...], message: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("ecotone: ")
    assert message in result.stderr


def test_an_effect_without_sessions_is_refused(record: Path) -> None:
    assert "Too few initiatives" in run("effect", record, "us-breakthrough", "us-510k-review").stderr
    assert "There is no such step" in run("effect", record, "us-breakthrough", "fame").stderr
    assert "No session of this name is kept" in run("show", record, "fame").stderr


def test_a_jurisdiction_is_named_in_any_case() -> None:
    asked = ("--facts", SINGLE, "--as-of", "2026-11-24", "--json")
    assert run("ask", "--jurisdiction", "us", *asked).stdout == run("ask", "--jurisdiction", "US", *asked).stdout
