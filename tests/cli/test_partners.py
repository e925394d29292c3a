"""Partnerships at the command line, on the demo's record: evaluate, rate, weigh, decide, follow, review, and what is refused."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from ecotone.cli import app
from ecotone.ecosystem import Ecosystem

if TYPE_CHECKING:
    from pathlib import Path

SEEKER = "Baylor College of Medicine"
CANDIDATES = "Rice University; Novartis Pharmaceuticals; Houston Methodist"
RATINGS = """candidate,part,rater,level,evidence,opinion
Rice University,trust,Ada,4,https://example.org/minutes/3,
Rice University,trust,Bo,3,https://example.org/minutes/3,
Novartis Pharmaceuticals,trust,Ada,2,https://example.org/minutes/4,
Novartis Pharmaceuticals,trust,Bo,4,https://example.org/minutes/4,
Houston Methodist,trust,Ada,4,https://example.org/minutes/5,
Houston Methodist,trust,Bo,4,https://example.org/minutes/5,
Houston Methodist,expected-value,Ada,3,,yes
"""
JUDGES = """
judges:
  - {judge: Ada, method: swing, points: {Cultural fit: 100, Complementary capabilities: 80}}
  - judge: Bo
    method: ahp
    comparisons: {trust > mistrust: 3, trust > data-sharing: 9, mistrust > data-sharing: 1/9, trust > decision-speed: 1,
                  trust > transparency: 1, trust > past-collaboration: 1}
"""


def run(*arguments: object, reply: str | None = None) -> Any:
    """Run a command in this process; a traceback is always a failure."""
    result: Any = CliRunner().invoke(app, ["partners", *[str(argument) for argument in arguments]], input=reply)
    assert "Traceback" not in result.output
    assert "Ecotone itself failed" not in result.output
    return result


def table(said: dict[str, Any], title: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = next(each for each in said["tables"] if each["title"] == title)["rows"]
    return rows


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "ratings.csv").write_text(RATINGS, encoding="utf-8")
    (tmp_path / "judges.yaml").write_text(JUDGES, encoding="utf-8")
    return tmp_path


def test_an_evaluation_with_its_dossier_is_the_same_to_the_byte(built: Path, files: Path) -> None:
    asked = [built, "--seeker", SEEKER, "--candidates", CANDIDATES, "--ratings", files / "ratings.csv", "--weights", files / "judges.yaml"]
    pages = [files / "one.html", files / "two.html"]
    results = [run("evaluate", *asked, "--draws", "500", "-o", page) for page in pages]
    assert [result.exit_code for result in results] == [0, 0]
    assert results[0].stdout == results[1].stdout
    assert pages[0].read_bytes() == pages[1].read_bytes()
    assert "comes first with" in results[0].stdout
    assert "What would change it" in results[0].stdout
    assert "contradicts themselves: consistency ratio" in results[0].stdout
    page = pages[0].read_text(encoding="utf-8")
    assert "https://example.org/minutes/5" in page
    assert not re.search(r"<script|<link|\bsrc=", page)
    other = run("evaluate", *asked, "--draws", "500", "--seed", "1", "-o", files / "three.html")
    assert other.exit_code == 0
    assert (files / "three.html").read_bytes() != pages[0].read_bytes()


def test_json_gives_every_table_with_evidence(built: Path, files: Path) -> None:
    result = run("evaluate", built, "--seeker", "18", "--candidates", "29;176", "--candidates", "64", "--json", "--draws", "200")
    assert result.exit_code == 0
    said = json.loads(result.stdout)
    assert {row["candidate"] for row in table(said, "Ranking")} == {"Rice University", "Novartis Pharmaceuticals", "Houston Methodist"}
    assert said["evidence"]
    assert sum(row["own"] for row in table(said, "Ranking")) == pytest.approx(1)
    assert {row["basis"] for row in table(said, "Values")} == {"record", "unknown"}
    assert run("evaluate", built, "--seeker", "18", "--candidates", "29;176", "--csv", "--draws", "200").stdout.startswith("Rank,Candidate")


def test_criteria_are_listed_printed_changed_and_given_back(built: Path, files: Path) -> None:
    assert "we would let them decide for us" in run("criteria").stdout
    text = run("criteria", "--yaml").stdout
    (files / "own.yaml").write_text(text.replace("Similar mission", "Likeness"), encoding="utf-8")
    assert "Likeness" in run("criteria", "--criteria", files / "own.yaml", "--yaml").stdout
    options = ["--criteria", files / "own.yaml", "--drop", "Cultural fit,position", "--weights", "new-contacts=9"]
    result = run("evaluate", built, "--seeker", "18", "--candidates", "29;176", *options, "--json", "--draws", "200")
    parts = {row["part"] for row in table(json.loads(result.stdout), "Values")}
    assert "trust" not in parts
    assert "position" not in parts


def test_bad_rows_are_listed_and_the_rest_counts(built: Path, files: Path) -> None:
    (files / "bad.csv").write_text(RATINGS + "Rice University,trust,Cy,7,https://a.example,\nZulu,trust,Cy,3,,yes\n", encoding="utf-8")
    result = run("evaluate", built, "--seeker", "18", "--candidates", "29;176", "--ratings", files / "bad.csv", "--draws", "200")
    assert result.exit_code == 1
    assert "bad.csv, row 9" in result.stderr
    assert "lies on its scale" in result.stderr
    assert "2 rows of ratings could not be used" in result.stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--seeker", "18", "--candidates", "18;29"], "A candidate is the seeker itself"),
        (["--seeker", "18", "--candidates", "29"], "nothing to choose between"),
        (["--seeker", "18", "--candidates", "29; 29"], "named twice"),
        (["--seeker", "Nobody", "--candidates", "29;176"], "No actor has this name"),
        (["--seeker", "18", "--candidates", "29;176", "--weights", "trust=-1"], "no number from 0 up"),
        (["--seeker", "18", "--candidates", "29;176", "--weights", "gold"], "no such file of weights"),
        (["--seeker", "18", "--candidates", "29;176", "--ratings", "nothing.csv"], "no such file"),
        (["--seeker", "18", "--candidates", "29;176", "--drop", "charm"], "no such part of a criterion"),
    ],
)
def test_what_cannot_be_asked_is_one_message(built: Path, options: list[str], said: str) -> None:
    result = run("evaluate", built, *options)
    assert result.exit_code == 2
    assert said in result.stderr


def test_ratings_are_kept_with_evidence_or_as_opinion(record: Path, files: Path) -> None:
    result = run("rate", record, "--seeker", "18", "--ratings", files / "ratings.csv")
    assert (result.exit_code, result.stdout) == (0, "Kept 7 ratings.\n")
    told = ["rate", record, "--seeker", "18", "--candidate", "29", "--rater", "Cy", "trust=5"]
    assert "no evidence and is not marked as opinion" in run(*told).stderr
    assert run(*told, "--opinion").exit_code == 0
    assert "lies on its scale" in run("rate", record, "--seeker", "18", "--candidate", "29", "--rater", "Cy", "trust=9", "--opinion").stderr
    assert (
        "cannot be the seeker itself"
        in run("rate", record, "--seeker", "29", "--candidate", "29", "--rater", "C", "trust=4", "--opinion").stderr
    )
    assert "Nothing is rated" in run("rate", record, "--seeker", "18").stderr
    assert "needs its candidate and its rater" in run("rate", record, "--seeker", "18", "trust=4").stderr
    assert "has a part and a level" in run("rate", record, "--seeker", "18", "--candidate", "29", "--rater", "C", "trust").stderr
    said = json.loads(run("evaluate", record, "--seeker", "18", "--candidates", "29;64", "--json", "--draws", "200").stdout)
    row = next(each for each in table(said, "Values") if each["part"] == "trust" and each["candidate"] == "Rice University")
    assert (row["level"], row["basis"]) == (3.5, "raters")
    assert "set aside as opinion beside evidence: Cy 5" in row["why"]


def test_a_rater_with_an_interest_is_refused_and_the_others_are_kept(record: Path, files: Path) -> None:
    assert "Nobody has declared anything" in run("interest", record).stdout
    told = run("interest", record, "--rater", "Ada", "--in", "29", "--what", "sits on its board")
    assert "Rice University" in told.stdout
    assert "sits on its board" in told.stdout
    one = run("rate", record, "--seeker", "18", "--candidate", "29", "--rater", "Ada", "trust=4", "--opinion")
    assert one.exit_code == 2
    assert "has an interest in the candidate, and does not rate it" in one.stderr
    many = run("rate", record, "--seeker", "18", "--ratings", files / "ratings.csv")
    assert many.exit_code == 1
    assert "Ada has an interest in Rice University" in many.stderr
    assert "Say one thing" in run("interest", record, "--rater", "Ada").stderr
    assert "needs the name" in run("interest", record, "--none").stderr
    assert "An interest in nobody" in run("interest", record, "--what", "sits on its board").stderr
    assert "An interest in nobody" in run("interest", record, "--rater", "Ada", "--none", "--what", "x").stderr
    assert "all of which can be seen" in run("interest", record, "--rater", "Ada\u200f", "--in", "29").stderr
    assert "none" in run("interest", record, "--rater", "Ada", "--none").stdout
    assert "Nobody" in run("interest", record, "--rater", "Ada", "--withdraw").stdout


def test_weights_are_kept_from_a_file_and_by_questions(record: Path, files: Path) -> None:
    assert "weights of the table" in run("weigh", record).stdout
    result = run("weigh", record, "--weights", files / "judges.yaml")
    assert result.exit_code == 0
    assert "consensus S*" in result.stdout
    # Whoever always takes the first leaves no contradiction, and is asked until nothing is open.
    asked = run("weigh", record, "--judge", "Cy", reply="?\n1\n1\n1\n=\nq\n")
    assert asked.exit_code == 0
    assert "Question 1" in asked.stderr
    assert "Give 1, 2, = or q." in asked.stderr
    assert "Cy" in asked.stdout
    with Ecosystem.open(record) as eco:
        assert [(each.name, each.private) for each in eco.kept("partnerships", "weights")] == [("Ada", True), ("Bo", True), ("Cy", True)]
    assert "Cy" not in run("weigh", record, "--judge", "Cy", "--forget").stdout
    # Of the parts of a criterion each level is told by its sentence.
    parts = run("weigh", record, "--judge", "Di", "--parts-of", "cultural FIT", reply="q\n1\nq\n")
    assert parts.exit_code == 0
    assert "Openness at its best (they told us unasked, in time to help)" in parts.stderr
    assert "nothing to compare" in run("weigh", record, "--judge", "Di", "--parts-of", "Charm").stderr
    run("weigh", record, "--judge", "Di", "--forget")
    assert "No question was answered" in run("weigh", record, "--judge", "Di", reply="q\n").stderr


def test_a_decision_is_followed_to_its_effect(record: Path, files: Path) -> None:
    told = [
        "decide",
        record,
        "Imaging",
        "--seeker",
        "18",
        "--candidates",
        "29;64",
        "--chosen",
        "29",
        "--reason",
        "near",
        "--on",
        "2018-01-15",
    ]
    result = run(*told, "--dissent", "Bo: too small", "--by", "board", "--add-tie")
    assert result.exit_code == 0
    assert "is not the first by the ranking of that day" in result.stderr
    assert "Bo: too small" in result.stdout
    assert "kept already" in run(*told).stderr
    assert "has a name, a seeker and candidates" in run("decide", record, "--chosen", "29").stderr
    indicator = "name=days to start;unit=days;baseline=90;target=60;date=2020-01;owner=Ana;source=register;about=patients"
    opening = ["impact", record, "Imaging", "--seeker", "18", "--partner", "29", "--start", "2018-01", "--expect", "ties=3,days=-30"]
    assert run(*opening, "--indicator", indicator).exit_code == 0
    assert "kept already" in run(*opening).stderr
    assert "written when the record is opened" in run("impact", record, "Imaging", "--expect", "ties=9").stderr
    said = json.loads(
        run("review", record, "imaging", "--reading", "days to start=70", "--note", "fine", "--on", "2019-02-01", "--json").stdout
    )
    assert [(row["state"], round(row["share"], 3)) for row in table(said, "Indicators")] == [("on track", 0.667)]
    assert [row["expected"] for row in table(said, "Expected and found")] == [3, -30]
    assert table(said, "Velocity")
    assert table(said, "On the map")[0]["what"] == "partners of the two"
    assert "No impact record has this name" in run("review", record, "Nobody", "--note", "x").stderr
    listing = json.loads(run("impact", record, "--on", "2021-01-01", "--json").stdout)
    assert [(row["name"], row["late"], row["bad"]) for row in table(listing, "Partnerships")] == [("Imaging", "due", 1)]


def test_an_impact_record_from_a_file_and_a_score_of_an_instrument(record: Path, files: Path) -> None:
    (files / "impact.yaml").write_text(
        "every: 3\nexpected: {technologies: 1}\nindicators: [{name: sites, baseline: 1, target: 2}]\n", encoding="utf-8"
    )
    options = ["--seeker", "18", "--partner", "29", "--start", "2025-01", "--file", files / "impact.yaml"]
    assert run("impact", record, "Imaging", *options).exit_code == 0
    rows = [f"ours,1,1,5,p{p},{item},{1 + p % 5}" for p in range(5) for item in "ab"]
    (files / "answers.csv").write_text("instrument,version,low,high,respondent,item,value\n" + "\n".join(rows), encoding="utf-8")
    result = run("instrument", record, "Imaging", files / "answers.csv", "--on", "2025-06")
    assert result.exit_code == 0
    assert "ours: 3" in result.stdout
    assert "ours, 1, 1 to 5" in run("impact", record, "Imaging").stdout
    (files / "few.csv").write_text("instrument,version,low,high,respondent,item,value\n" + "\n".join(rows[:8]), encoding="utf-8")
    few = run("instrument", record, "Imaging", files / "few.csv")
    assert "not shown" in few.stdout
    (files / "none.csv").write_text("instrument,respondent,item,value\nwilder,p,a,3\n", encoding="utf-8")
    assert "comes with its version and range" in run("instrument", record, "Imaging", files / "none.csv").stderr


def test_an_impact_record_that_cannot_be_meant(record: Path, files: Path) -> None:
    opening = ["impact", record, "A", "--seeker", "18", "--start", "2025"]
    assert "has a name, two sides and a start" in run(*opening).stderr
    assert "A partner cannot be the seeker itself" in run(*opening, "--partner", "18").stderr
    assert "for example ties=3" in run(*opening, "--partner", "29", "--expect", "ties").stderr
    assert "not known" in run(*opening, "--partner", "29", "--expect", "joy=1").stderr
    (files / "x.yaml").write_text("- 1\n", encoding="utf-8")
    assert "no impact record" in run(*opening, "--partner", "29", "--file", files / "x.yaml").stderr


def test_a_file_s_bad_rows_never_cost_its_good_ones(record: Path, tmp_path: Path) -> None:
    """A row on the seeker itself is refused like any other, and one rater has one name however it is capitalised."""
    path = tmp_path / "ratings.csv"
    rows = ("29,trust,Ada,4", "18,trust,Ada,4", "64,trust,ADA,2", "64,trust,ada,3", "64,truts,Ada,3")
    path.write_text("\n".join(("candidate,part,rater,level,evidence", *(f"{row},https://a.example/1" for row in rows))), "utf-8")
    kept = run("rate", record, "--seeker", "18", "--ratings", path)
    assert kept.exit_code == 1
    assert "Kept 2 ratings." in kept.stdout
    assert "A rating is of the seeker itself" in kept.stderr
    found = json.loads(run("evaluate", record, "--seeker", "18", "--candidates", "29;64", "--draws", "100", "--json").stdout)
    voices = next(table for table in found["tables"] if table["title"] == "Judges and raters")
    assert [(row["who"], row["gave"]) for row in voices["rows"]] == [("Ada", "2 ratings")]
    given = run("evaluate", record, "--seeker", "18", "--candidates", "29;64", "--draws", "100", "--ratings", path)
    assert (given.exit_code, "A rating is of the seeker itself" in given.stderr) == (1, True)


def test_a_part_is_rated_once_at_a_time(record: Path, tmp_path: Path) -> None:
    twice = run("rate", record, "--seeker", "18", "--candidate", "29", "--rater", "Ada", "trust=4", "trust=2", "--opinion")
    assert (twice.exit_code, "A part is rated twice" in twice.stderr) == (2, True)
    path = tmp_path / "none.csv"
    path.write_text("candidate,part,rater,level,evidence\n", encoding="utf-8")
    empty = run("rate", record, "--seeker", "18", "--ratings", path)
    assert (empty.exit_code, "The file has no row with a rating" in empty.stderr) == (2, True)
    alone = run("weigh", record, "--forget")
    assert (alone.exit_code, "judge by judge" in alone.stderr) == (2, True)
