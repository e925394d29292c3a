"""The commands on stakeholders, run as a user runs them on the demo's record."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import fastexcel
import pytest
from typer.testing import CliRunner

from ecotone.cli import app

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

RICE = "Rice University"
BAYLOR = "Baylor College of Medicine"


def run(*words: object, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["stakeholders", *map(str, words)])
    assert result.exit_code == code, result.output + result.stderr
    return result


def test_the_page_prints_grid_classes_thin_categories_and_unmet_needs(record: Path) -> None:
    run("need", record, BAYLOR, "trial-sites", "--level", 3)
    text = run(record, "--names", "nes").stdout
    for part in (
        "Grid",
        "Involve",
        "Keep engaged",
        "Thin and empty classes",
        "nine Cs",
        "Needs nobody meets",
        "Clinical trial sites",
        "Single points of failure",
    ):
        assert part in text
    assert "Not observable is not missing" in text
    given = json.loads(run("page", record, "--json").stdout)["answers"]
    assert set(given) == {"grid", "classes", "needs", "expectations"}
    assert given["grid"]["tables"][1]["rows"][0]["proposed"]
    assert run(record, "--csv").stdout.startswith("Quadrant,")


def test_ratings_of_two_people_make_an_interval_and_undo_takes_one_back(record: Path) -> None:
    run("rate", record, BAYLOR, "power=5", "interest=4", "--by", "Ana")
    said = run("rate", record, BAYLOR, "power=3", "interest=4", "--by", "Ben", "--evidence", "https://example.org/minutes").stdout
    assert said.startswith(f"Ben rated {BAYLOR}: power 3, interest 4. (batch 3;")
    rows = json.loads(run("page", record, "--json", "--rated-only").stdout)["answers"]["grid"]["tables"][1]["rows"]
    assert [(row["name"], row["power"]["low"], row["power"]["high"], row["raters"]) for row in rows] == [(BAYLOR, 3.0, 5.0, 2)]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("rate", BAYLOR, "power=9", "--by", "Ana"), "A rating of power lies on its scale"),
        (("rate", BAYLOR, "power=nan", "--by", "Ana"), "A rating of power lies on its scale"),
        (("rate", BAYLOR, "power", "--by", "Ana"), "A rating is a scale and a number. Got: power without a value"),
        (("rate", BAYLOR, "charm=3", "--by", "Ana"), "There is no such scale. Got: charm. Expected: power, interest"),
        (("rate", "Baylor", "power=3", "--by", "Ana"), "More than one actor may be meant. Got: Baylor"),
        (("rate", "Nobody at All", "power=3", "--by", "Ana"), "No actor has this name"),
        (("need", BAYLOR, "fame"), "No capability has this name. Got: fame"),
        (("classify", BAYLOR, "friends"), "There is no such category of stakeholders. Got: friends. Expected: commissioners"),
        (("expect", BAYLOR, "Money", "--of", BAYLOR), "An actor expects something of another"),
        (("engage", BAYLOR), "Nothing is decided"),
        (("met", "7", "yes"), "No expectation has this number"),
        (("plan", "-o", "plan.doc"), "The plan is written as a workbook. Got: plan.doc"),
        (("page", "--names", "kpmg"), "No such names of the quadrants. Got: kpmg. Expected: mendelow, nhs, nes"),
        (("survey", "report", "Spring"), "No survey has this name. Got: Spring. Expected: none is made yet"),
        (
            ("survey", "partner", "One", "--members", "m.csv", "--relations", "r.csv"),
            "An instrument needs its name, version and range. Got: no version and no range",
        ),
    ],
)
def test_what_cannot_be_done_is_one_message_and_changes_nothing(record: Path, words: tuple[str, ...], message: str) -> None:
    before = record.read_bytes()
    at = 2 if words[0] == "survey" else 1
    result = run(*words[:at], record, *words[at:], code=2)
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert record.read_bytes() == before


def test_needs_goals_expectations_and_plan_from_word_to_workbook(record: Path, tmp_path: Path) -> None:
    run("need", record, BAYLOR, "biobank", "--level", 3, "--by", "Ana")
    run("offer", record, RICE, "Biobank samples", "--level", 1)
    assert "50 %" not in run("needs", record).stdout
    assert "33.3 %" in run("needs", record).stdout
    run("goal", record, RICE, "Twenty spin-outs", "--until", "2030")
    run("expect", record, BAYLOR, "Samples by spring", "--of", RICE, "--due", "2025-05", "--on", "2024-11")
    listed = json.loads(run("expectations", record, "--json").stdout)["tables"]
    [expected] = listed[0]["rows"]
    assert (expected["state"], expected["of"]) == ("overdue", RICE)
    run("met", record, expected["claim"], "partly")
    assert json.loads(run("expectations", record, "--json").stdout)["tables"][0]["rows"][0]["state"] == "partly met"
    run("engage", record, RICE, "--owner", "Ana", "--by", "2027-03", "--how", "=1+1")
    assert "Nothing changed" in run("engage", record, RICE, "--owner", "Ana").stdout
    path = tmp_path / "plan.xlsx"
    assert f"Wrote {path}:" in run("plan", record, "-o", path).stdout
    frame = fastexcel.read_excel(path).load_sheet("Engagement plan").to_polars()
    row = frame.filter(frame["Who"] == RICE).row(0, named=True)
    assert (row["Owner"], row["How"], row["Status"]) == ("Ana", "'=1+1", "decided")


def test_a_survey_from_links_to_report(record: Path, tmp_path: Path) -> None:
    folder = tmp_path / "spring"
    members = [word for name in (BAYLOR, RICE, "Texas Medical Center") for word in ("--member", name)]
    made = run("survey", "make", record, "Spring", *members, "--until", "2099", "-o", folder, "--address", "https://hub.example.org/")
    assert "3 workbooks" in made.stdout
    assert "whoever has one answers in that member's name" in made.stderr
    with (folder / "links.csv").open(encoding="utf-8-sig") as file:
        links = list(csv.DictReader(file))
    assert all(row["link"].startswith("https://hub.example.org/survey/") for row in links)
    assert (folder / "links.csv").stat().st_mode & 0o077 == 0
    books = sorted(folder.glob("*.xlsx"))
    assert sorted(row["workbook"] for row in links) == [book.name for book in books]
    run("survey", "make", record, "Other", *members, "--until", "2099", "-o", folder, code=2)
    assert (
        "would close before it opens"
        in run("survey", "make", record, "Past", *members, "--until", "2001", "-o", tmp_path / "past", code=2).stderr
    )
    assert not (tmp_path / "past").exists()
    assert "is answered until 2098-06-30, before until 2099" in run("survey", "move", record, "Spring", "--until", "2098-06-30").stdout
    assert "No survey has this name" in run("survey", "move", record, "Autumn", "--until", "2098", code=2).stderr
    assert "works with 0 others" in run("survey", "read", record, books[0]).stdout
    bad = tmp_path / "bad.xlsx"
    bad.write_text("x")
    both = run("survey", "read", record, books[1], bad, tmp_path / "none.xlsx", code=1)
    assert "damaged or of an unknown kind (bad.xlsx)" in both.stderr
    assert "No such file" in both.stderr
    assert "2 of 3 members answered (67%)" in run("survey", "report", record, "Spring").stdout
    assert "is closed" in run("survey", "close", record, "Spring").stdout
    assert "Fewer than 5 members answered: nothing is shown of trust and value." in run("survey", "report", record, "Spring").stdout


def test_capabilities_are_listed_by_family() -> None:
    given = json.loads(run("capabilities", "--family", "data", "--json").stdout)
    assert {row["family"] for row in given["tables"][0]["rows"]} == {"data"}
    assert "There is no such family" in run("capabilities", "--family", "magic", code=2).stderr


def test_what_is_taken_back_is_said_so_and_a_word_is_no_number(record: Path) -> None:
    assert "no need of Clinical trial sites any more" in run("need", record, "29", "trial-sites", "--level", "0").stdout
    word = run("met", record, "first", "yes", code=2)
    assert "is no number of an expectation" in " ".join(word.stderr.replace("│", " ").split())
