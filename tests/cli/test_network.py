"""The network's questions at the command line, on a record and on a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from ecotone.cli import app
from ecotone.network import formats

if TYPE_CHECKING:
    from pathlib import Path

TRIANGLE = '*Vertices 4\n 1 "Clinic"\n 2 "University"\n 3 "Start-up"\n 4 "Payer"\n*Edges\n 1 2\n 2 3\n 1 3\n 3 4\n'


def run(*arguments: object) -> Any:
    """Run a command in this process; a traceback is always a failure."""
    result: Any = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    assert "Ecotone itself failed" not in result.output
    return result


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
def test_a_record_answers(question: list[object], built: Path) -> None:
    name, *options = question
    answer = json.loads(run("network", name, built, *options, "--json").stdout)
    assert answer["tables"]
    assert answer["method"]["name"]


def test_a_scope_is_a_question_to_a_record_only(file: Path, built: Path) -> None:
    assert run("network", "describe", file, "--sector", "payer").exit_code == 2
    assert json.loads(run("network", "describe", built, "--kind", "funder-grantee", "--json").stdout)["scope"] == {"kind": "funder-grantee"}


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


def test_a_record_alone_asks_for_the_leaders_page(built: Path) -> None:
    text = run("network", built, "--draws", 2).stdout
    for heading in ("The whole", "Central", "Brokers between sectors", "Groups", "Emerging", "Gaps and single points of failure"):
        assert f"\n{heading}\n{'=' * len(heading)}\n" in text
    assert "Single points of failure" in text
    answers = json.loads(run("network", built, "--draws", 2, "--kind", "funder-grantee", "--json").stdout)["answers"]
    assert list(answers) == ["describe", "central", "brokers", "groups", "emerging", "gaps"]
    assert all(answer["scope"] == {"kind": "funder-grantee"} for answer in answers.values())


def test_the_page_of_a_file_says_what_it_cannot_answer(file: Path) -> None:
    answers = json.loads(run("network", file, "--draws", 2, "--json").stdout)["answers"]
    assert "no tie has a date" in answers["emerging"]["unanswered"]
    # By hand: without the start-up the payer is cut off; no other actor holds parts together.
    assert [row["label"] for row in answers["gaps"]["tables"][-1]["rows"]] == ["Start-up"]
    assert "Not answered: Nothing can be said of emergence" in run("network", file, "--draws", 2).stdout


def figures(stdout: str) -> dict[str, Any]:
    """Return the first table of an answer by its figures."""
    return {row["figure"]: row for row in json.loads(stdout)["tables"][0]["rows"]}


def test_what_would_change(file: Path) -> None:
    added = figures(run("network", "what-if", file, "--add", "clinic—Payer", "--draws", 5, "--json").stdout)
    assert (added["ties between pairs"]["before"], added["ties between pairs"]["after"]) == (4, 5)
    assert added["density"]["after"] == pytest.approx(5 / 6)
    gone = figures(
        run("network", "what-if", file, "--remove", "Start-up", "--remove", "Clinic - University", "--draws", 5, "--json").stdout
    )
    assert (gone["actors"]["after"], gone["ties between pairs"]["after"], gone["isolated actors"]["after"]) == (3, 0, 3)


def test_names_with_dashes_are_parted_where_both_sides_are_actors(file: Path) -> None:
    for text in ("Start-up-Payer", "Payer--Start-up", "Payer – Start-up"):
        after = figures(run("network", "what-if", file, "--remove", text, "--draws", 5, "--json").stdout)
        assert after["ties between pairs"]["change"] == -1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "No change is named"),
        (["--add", "Clinic"], "A tie needs two actors"),
        (["--add", "Clinic—Clinic"], "two different actors"),
        (["--add", "Clinic—Univ"], "for example"),
        (["--remove", "Clinic—Payer"], "does not exist"),
        (["--remove", "Nobody—<script>"], "no such actor"),
    ],
)
def test_a_change_that_cannot_be_is_one_message(options: list[str], said: str, file: Path) -> None:
    result = run("network", "what-if", file, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_two_networks_side_by_side(file: Path, tmp_path: Path, built: Path) -> None:
    other = tmp_path / "path.net"
    other.write_text(TRIANGLE.replace(" 1 3\n", ""))
    rows = figures(run("network", "compare", file, other, "--draws", 5, "--json").stdout)
    assert (rows["pairs tied"]["one"], rows["pairs tied"]["other"]) == (4, 3)
    # Every dated tie began before 2016 or goes on in or after it.
    times = run("network", "compare", built, built, "--to", "2015", "--other-from", "2016", "--draws", 2, "--json")
    assert json.loads(times.stdout)["scope"] == {"to": "2015"}
    assert figures(times.stdout)["ties"]["one"] < figures(times.stdout)["ties"]["other"]


def test_what_is_neither_command_nor_network_is_an_error_of_usage() -> None:
    result = run("network", "centrality")
    assert result.exit_code == 2
    assert "No such command" in result.stderr


def test_layout_writes_a_table_and_a_file_that_stays_recognisable(built: Path, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        assert run("network", "layout", built, "-o", tmp_path / name, "--seed", "3").exit_code == 0
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    done = run("network", "layout", built, "-o", tmp_path / "c.gexf", "--start", tmp_path / "a.csv", "--json")
    assert json.loads(done.stdout)["problems"] == []
    nodes = formats.read(tmp_path / "c.gexf").networks[0].nodes
    first = pl.read_csv(tmp_path / "a.csv")
    moved = np.hypot(nodes["viz:x"] - first["x"], nodes["viz:y"] - first["y"])
    assert moved.max() < 0.05 * np.hypot(np.ptp(first["x"].to_numpy()), np.ptp(first["y"].to_numpy()))
    assert "A column is missing" in run("network", "layout", built, "-o", tmp_path / "d.csv", "--start", _table(tmp_path)).stderr
    for row, said in (("abc,1,2", "column id. Got: abc"), ("1,left,2", "column x. Got: left")):
        (tmp_path / "f.csv").write_text(f"id,x,y\n{row}\n")
        refused = run("network", "layout", built, "-o", tmp_path / "d.csv", "--start", tmp_path / "f.csv")
        assert (refused.exit_code, said in refused.stderr.replace(")", "")) == (2, True)


def _table(folder: Path) -> Path:
    (folder / "e.csv").write_text("id,lat\n1,2\n")
    return folder / "e.csv"


def test_periods_and_places_answer_on_a_record(built: Path) -> None:
    said = json.loads(run("network", "periods", built, "--bounds", "2005,2015,2020,2026", "--json").stdout)
    assert [table["title"] for table in said["tables"]][:2] == ["Ties from period to period", "Communities and what became of them"]
    assert "Periods follow each other" in run("network", "periods", built, "--bounds", "2020,2010").stderr
    assert "This is no date. Got: soon." in run("network", "periods", built, "--bounds", "2015,2020,soon").stderr
    places = run("network", "places", built, "--count", "4")
    assert (places.exit_code, "4 places of" in places.stdout) == (0, True)


def test_an_edge_table_is_measured_without_a_record(tmp_path: Path) -> None:
    (tmp_path / "ties.csv").write_text("source,target,w\n1,2,2\n2,3,1\n1,3,1\n3,4,1\n")
    done = run("network", "table", tmp_path / "ties.csv", "--measure", "degree,core_number", "-o", tmp_path / "m.csv")
    assert (done.exit_code, pl.read_csv(tmp_path / "m.csv").rows()) == (0, [(1, 2, 2), (2, 2, 2), (3, 3, 2), (4, 1, 1)])
    assert run("network", "table", tmp_path / "ties.csv", "--measure", "strength", "--weight", "w").stdout.splitlines()[1] == "1,3.0"
    pairs = json.loads(run("network", "table", tmp_path / "ties.csv", "--measure", "common_neighbours", "--json").stdout)
    assert pairs["first"] == [{"source": 1, "target": 4, "value": 1}, {"source": 2, "target": 4, "value": 1}]
    for options in (["--measure", "beauty"], ["--measure", "degree,common_neighbours"], ["-o", tmp_path / "m.xls"], ["--engine", "x://"]):
        assert run("network", "table", tmp_path / "ties.csv", *options).exit_code == 2


def test_names_that_are_formulas_are_escaped_in_tables_of_positions_and_pairs(tmp_path: Path) -> None:
    (tmp_path / "x.net").write_text('*Vertices 2\n 1 "=HYPERLINK(1)"\n 2 "b"\n*Edges\n 1 2\n')
    assert run("network", "layout", tmp_path / "x.net", "-o", tmp_path / "x.csv").exit_code == 0
    assert "'=HYPERLINK(1)" in (tmp_path / "x.csv").read_text()
    (tmp_path / "t.csv").write_text("source,target\n=1+1,b\nb,c\n")
    assert "'=1+1" in run("network", "table", tmp_path / "t.csv", "--measure", "degree").stdout
    no_table = run("network", "table", tmp_path / "x.net", "--measure", "degree")
    assert (no_table.exit_code, "cannot be read as Parquet" in no_table.stderr) == (2, True)
    assert run("network", "layout", tmp_path / "x.net", "-o", tmp_path / "no" / "x.csv").exit_code == 2


def test_descent_of_a_work_and_of_all(tmp_path: Path) -> None:
    path = tmp_path / "cited.net"
    path.write_text('*Vertices 4\n 1 "Old"\n 2 "Other"\n 3 "Middle"\n 4 "New"\n*Arcs\n 1 3\n 2 3\n 2 4\n 3 4\n')
    result = run("network", "descent", path, "--of", "New", "--json")
    shares = {row["label"]: row["share"] for row in json.loads(result.stdout)["tables"][0]["rows"]}
    assert shares == {"Other": 0.75, "Old": 0.25}
    everything = run("network", "descent", path, "--csv")
    assert everything.exit_code == 0
    assert "Middle" in everything.stdout
    assert "leads back to New" in run("network", "descent", path, "--of", "Old", "--cites").stdout
    unknown = run("network", "descent", path, "--of", "Nobody")
    assert unknown.exit_code == 2
    assert "The network has no such actor. Got: Nobody." in unknown.stderr


def test_descent_says_where_ties_are_no_citations_and_counts_in_words(built: Path, tmp_path: Path) -> None:
    assert "Careful: Ties of the kinds funder-grantee, part-of, sponsor-collaborator" in run("network", "descent", built).stdout
    (tmp_path / "two.csv").write_text("source,target\na,b\n")
    two = run("network", "descent", tmp_path / "two.csv").stdout
    assert two.startswith("2 works in 2 generations. a has the most descendants, 1. The longest line has 1 step.")
    assert "of the kinds" not in two
    (tmp_path / "cited.csv").write_text("source,target,relation\na,b,cited by\nb,c,cites\n")
    assert "of the kinds" not in run("network", "descent", tmp_path / "cited.csv").stdout


def test_descent_needs_direction(file: Path) -> None:
    result = run("network", "descent", file)
    assert result.exit_code == 2
    assert "A genealogy needs directed ties. Got: an undirected graph." in result.stderr


def test_an_answer_names_some_of_its_evidence_and_where_the_rest_is(built: Path) -> None:
    shown = run("network", "describe", built).stdout
    named = json.loads(run("network", "describe", built, "--json").stdout)["evidence"]
    assert f"Evidence: source records {named[0]}, {named[1]}, {named[2]} and {len(named) - 3} more" in shown
    assert "Evidence" not in run("network", "describe", built, "--sector", "regulator").stdout


def test_the_page_goes_to_a_spreadsheet_whole(file: Path) -> None:
    tables = run("network", file, "--draws", 5, "--csv").stdout.replace("\r\n", "\n").split("\n\n")
    assert [table.split(",")[0] for table in tables][:3] == ["Figure", "Id", "Id"]
    assert any(table.startswith("Id,Broker") for table in tables)


def test_a_record_is_not_converted_but_laid_out(built: Path, tmp_path: Path) -> None:
    result = run("network", "convert", built, tmp_path / "houston.gexf")
    assert result.exit_code == 2
    assert "network layout" in result.stderr


def test_a_picture_is_drawn_elsewhere(file: Path, tmp_path: Path) -> None:
    result = run("network", "layout", file, "-o", tmp_path / "map.svg")
    assert result.exit_code == 2
    assert "ecotone report" in result.stderr
