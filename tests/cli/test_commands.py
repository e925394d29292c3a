"""Every command, run as a user runs it: what it prints, and how it ends when something is wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from ecotone.cli import app
from ecotone.ecosystem import Ecosystem

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = (
    "demo", "new", "import", "actors", "ties", "actor", "search", "history", "undo", "merge", "export", "check", "stats", "share", "erase",
    "report", "serve", "version", "add", "edit", "tie", "say", "end", "remove",
)  # fmt: skip


def run(*arguments: object, answer: str | None = None) -> Any:
    """Run a command in this process; a traceback is always a failure."""
    result: Any = CliRunner().invoke(app, [str(argument) for argument in arguments], input=answer)
    assert "Traceback" not in result.output
    assert "Ecotone itself failed" not in result.output
    return result


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"Example: ecotone {command}" in " ".join(result.output.split())
    assert "--json" in result.output


def test_the_help_names_every_command() -> None:
    output = run("--help").output
    assert all(f" {command} " in output for command in COMMANDS)


@pytest.mark.parametrize("arguments", [["nonsense"], ["actors"], ["actors", "x.eco", "--nonsense"], ["undo", "x.eco", "many"]])
def test_an_error_of_usage_ends_with_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_new_makes_a_record_and_never_overwrites_one(tmp_path: Path) -> None:
    path = tmp_path / "a.eco"
    assert run("new", path, "--title", "Harbour").exit_code == 0
    with Ecosystem.open(path) as eco:
        assert eco.title == "Harbour"
    again = run("new", path, "--json")
    assert (again.exit_code, again.stdout) == (2, "")
    assert again.stderr.count("\n") == 1


def test_stats_count_what_the_record_holds(built: Path) -> None:
    counts = json.loads(run("stats", built, "--json").stdout)
    with Ecosystem.open(built) as eco:
        assert len(eco.actors()) == counts["actors"]
        assert len(eco.evidence()) == counts["evidence"]
        assert len(eco.initiatives()) == counts["initiatives"]
    assert {"actors", "ties", "evidence", "events", "initiatives", "batches"} <= counts.keys()
    assert f"{counts['evidence']:,} source records" in run("stats", built).stdout


def test_actors_of_a_sector_and_place(built: Path) -> None:
    answer = json.loads(run("actors", built, "--sector", "academia", "--place", "Houston", "--json").stdout)
    rows = answer["tables"][0]["rows"]
    assert answer["scope"] == {"sector": "academia", "place": "Houston"}
    assert {("academia", "Houston")} == {(row["sector"], row["city"]) for row in rows}
    assert "Baylor College of Medicine" in {row["name"] for row in rows}


def test_ties_by_kind_time_and_sectors(built: Path) -> None:
    rows = json.loads(run("ties", built, "--kind", "funder-grantee", "--json").stdout)["tables"][0]["rows"]
    assert {"funder-grantee"} == {row["kind"] for row in rows}
    assert all(row["evidence"] for row in rows)
    some = json.loads(run("ties", built, "--between", "investor", "academia", "--json", "--limit", "3").stdout)
    assert len(some["tables"][0]["rows"]) == 3
    assert "Baylor" in run("ties", built, "--alive-on", "2020-06", "--csv").stdout


def test_one_actor_by_id_and_by_name(built: Path) -> None:
    by_name = json.loads(run("actor", built, "Rice University", "--json").stdout)
    number = by_name["method"]["parameters"]["actor"]
    assert by_name["tables"] == json.loads(run("actor", built, number, "--json").stdout)["tables"]
    assert "https://ror.org/008zs3103" in {row["address"] for row in by_name["tables"][-1]["rows"]}


def test_an_actor_that_is_not_there_or_not_one(built: Path) -> None:
    assert run("actor", built, 999_999).exit_code == 2
    assert "No actor has this name" in run("actor", built, "Zzyzx").stderr
    unclear = run("actor", built, "University")
    assert unclear.exit_code == 2
    assert "More than one actor" in unclear.stderr


def test_search_and_history(built: Path) -> None:
    found = json.loads(run("search", built, "md anderson", "--json").stdout)
    assert any("MD Anderson Cancer Center" in row["name"] for row in found["tables"][0]["rows"])
    batch = json.loads(run("history", built, "--json").stdout)["tables"][0]["rows"][0]
    with Ecosystem.open(built) as eco:
        made = eco.stats()
    assert batch["batch"] == 1
    assert batch["rows"] > sum(made[what] for what in ("actors", "ties", "claims", "events", "evidence"))


def test_merge_then_undo_gives_back_the_record(record: Path) -> None:
    with Ecosystem.open(record) as eco:
        before, (one, other) = eco.actors(), eco.actors()["id"].to_list()[:2]
    assert run("merge", record, one, "--into", other, answer="n\n").exit_code == 1
    made = json.loads(run("merge", record, one, "--into", other, "--yes", "--json").stdout)
    with Ecosystem.open(record) as eco:
        assert len(before) - 1 == len(eco.actors())
    assert run("undo", record, made["batch"], "--yes").exit_code == 0
    with Ecosystem.open(record) as eco:
        assert before.select("id", "name", "mentions").equals(eco.actors().select("id", "name", "mentions"))


def test_nothing_destructive_happens_without_a_yes(record: Path) -> None:
    with Ecosystem.open(record) as eco:
        whole = eco.export()
    assert run("undo", record, 1).exit_code == 1
    assert run("erase", record, 1, answer="n\n").exit_code == 1
    with Ecosystem.open(record) as eco:
        assert whole == eco.export()
    assert run("undo", record, 77, "--yes").exit_code == 2


def test_undo_says_what_it_would_take_back_before_it_asks(record: Path) -> None:
    asked = " ".join(run("undo", record, 1, answer="n\n").stderr.split())
    with Ecosystem.open(record) as eco:
        rows = eco.history().rows_by_key("batch", named=True, unique=True)[1]["rows"]
    assert f"Undo batch 1 (Import of 3 files; {rows:,} rows) of " in asked
    missing = run("undo", record, 77)
    assert missing.exit_code == 2
    assert "[y/N]" not in missing.stderr
    assert "history" in missing.stderr
    assert "“second” is no number of a batch" in " ".join(run("undo", record, "second").stderr.split())


def test_history_and_search_say_that_there_is_more(record: Path) -> None:
    with Ecosystem.open(record) as eco:
        for text in ("one", "two"):
            with eco.batch(f"Note {text}") as batch:
                batch.add_note(1, text)
    assert "3 batches; the newest 2 are shown." in run("history", record, "--limit", 2).stdout
    assert "3 batches.\n" in run("history", record).stdout
    assert "there may be more" in run("search", record, "Houston", "--limit", 2).stdout


@pytest.mark.parametrize("group", [["users"], ["stakeholders"], ["stakeholders", "survey"], ["partners"]])
def test_every_group_shows_an_example(group: list[str]) -> None:
    assert f"Example: ecotone {' '.join(group)}" in " ".join(run(*group, "--help").stdout.split())


def test_erase_leaves_no_trace_of_the_name(record: Path) -> None:
    with Ecosystem.open(record) as eco:
        row = eco.actors().filter(eco.actors()["name"] == "Rice University").row(0, named=True)
    assert run("erase", record, row["id"], "--yes").exit_code == 0
    with Ecosystem.open(record) as eco:
        assert "Rice University" not in set(eco.actors()["name"])


def test_an_import_does_not_bring_an_erased_person_back(tmp_path: Path) -> None:
    record, table = tmp_path / "x.eco", tmp_path / "people.csv"
    table.write_text("Label,City\nJane Quxfoo,Houston\nMemorial Hermann,Houston\n")
    run("import", record, table)
    assert run("erase", record, "--yes").exit_code == 2
    assert "leave it out" in run("erase", record, 1, "--yes").stdout
    again = run("import", record, table, "--json")
    assert (again.exit_code, json.loads(again.stdout)["changed"]) == (0, 0)
    assert "erased from this record" in again.stdout
    assert run("erase", record, "--readmit", "John Quxfoo").exit_code == 2
    assert "again" in run("erase", record, "--readmit", "Quxfoo, Jane").stdout
    assert json.loads(run("import", record, table, "--json").stdout)["changed"] == 1


def test_check_says_that_the_demo_is_sound(built: Path) -> None:
    assert json.loads(run("check", built, "--json").stdout) == {"sound": True, "problems": []}
    assert "Nothing is wrong" in run("check", built).stdout


def test_check_ends_with_1_where_it_found_problems(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ecotone.problems import Problem

    monkeypatch.setattr(Ecosystem, "check", lambda _self: [Problem("A tie ends before it starts", row=7)])
    assert run("check", built, "--json").exit_code == 1
    result = run("check", built)
    assert result.exit_code == 1
    assert "A tie ends before it starts" in result.stdout


def test_share_writes_a_copy_without_the_journal(record: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.eco"
    assert run("share", record, "-o", copy).exit_code == 0
    with Ecosystem.open(copy) as eco, Ecosystem.open(record) as own:
        assert len(own.actors()) == len(eco.actors())


@pytest.mark.parametrize("ending", [".csv", ".zip", ".xlsx", ".json"])
def test_export_writes_each_form(built: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"out{ending}"
    assert run("export", built, "-o", out, "--json").exit_code == 0
    assert out.stat().st_size > 1000
    assert [out] == list(tmp_path.iterdir())


def test_export_refuses_what_it_cannot_write(built: Path, tmp_path: Path) -> None:
    assert run("export", built, "-o", tmp_path / "x.docx").exit_code == 2
    assert run("export", built, "-o", tmp_path / "x.csv", "--table", "people").exit_code == 2
    assert run("export", built, "-o", tmp_path / "x.json", "--sector", "payer").exit_code == 2
    assert run("export", built, "-o", tmp_path / "no" / "x.csv").exit_code == 2
    assert run("report", built, "-o", tmp_path).exit_code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["report", "export"])
def test_no_output_replaces_a_record(command: str, record: Path, tmp_path: Path) -> None:
    whole, other = record.read_bytes(), tmp_path / "looks-harmless.csv"
    other.write_bytes(whole)
    for output in (record, other):
        assert run(command, record, "-o", output).exit_code == 2
        assert output.read_bytes() == whole


def test_export_says_that_events_have_a_row_for_each_object(built: Path, tmp_path: Path) -> None:
    with Ecosystem.open(built) as eco:
        rows = len(eco.events())
        assert rows > eco.stats()["events"]
    told = run("export", built, "-o", tmp_path / "events.csv", "--table", "events").stdout
    assert f"{rows:,} rows of events (one for each object of an event)" in told


def test_a_number_too_great_for_an_id_is_no_fault_of_the_program(built: Path) -> None:
    for arguments in (
        ["actor", built, 10**30],
        ["actor", built, 2**63],
        ["undo", built, 10**30, "--yes"],
        ["erase", built, 2**63, "--yes"],
    ):
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")


def test_a_name_where_an_id_is_needed_is_told_how_to_find_it(built: Path) -> None:
    for arguments in (["erase", built, "Rice", "--yes"], ["merge", built, "Rice", "--into", 1], ["merge", built, 1, "--into", "Rice"]):
        result = run(*arguments)
        said = " ".join(result.stderr.replace("│", " ").split())
        assert (result.exit_code, "“Rice” is no id of an actor" in said, "`ecotone search RECORD NAME` finds it" in said) == (2, True, True)


def test_a_kind_that_no_tie_has_names_those_there_are(built: Path) -> None:
    result = run("ties", built, "--kind", "funder-grante")
    assert "No tie of the record is of kind funder-grante; there are: funder-grantee" in result.stdout


def test_report_writes_one_page(built: Path, tmp_path: Path) -> None:
    out = tmp_path / "r.html"
    assert run("report", built, "-o", out).exit_code == 0
    assert "<svg" in out.read_text(encoding="utf-8")


def test_version() -> None:
    import ecotone

    assert f"ecotone {ecotone.__version__}\n" == run("version").stdout == run("--version").stdout == run("--version", "stats", "x").stdout
    assert ecotone.__version__ == json.loads(run("version", "--json").stdout)["ecotone"]


@pytest.mark.parametrize("text", ["31/02/2020", "1900-01-01", "3201-10-21", "soon"])
@pytest.mark.parametrize("option", ["--from", "--to", "--as-of"])
def test_a_wrong_date_is_one_message(built: Path, option: str, text: str) -> None:
    result = run("ties", built, option, text)
    assert (result.exit_code, result.stdout) == (2, "")
    assert text in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_wrong_sector_names_those_there_are(built: Path) -> None:
    result = run("actors", built, "--sector", "hospitals")
    assert result.exit_code == 2
    assert "provider" in result.stderr


@pytest.mark.parametrize("command", ["actors", "stats", "check", "history", "ties"])
def test_what_is_no_record_is_one_message(command: str, tmp_path: Path) -> None:
    text, folder = tmp_path / "notes.eco", tmp_path / "folder.eco"
    text.write_text("These are my notes, and no record at all. " * 40)
    folder.mkdir()
    for wrong in (text, folder, tmp_path / "missing.eco"):
        result = run(command, wrong)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.count("\n") == 1
    assert not (tmp_path / "missing.eco").exists()


def test_a_fault_of_the_program_says_so_and_where(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_self: Ecosystem) -> dict[str, int]:
        raise KeyError("actors")

    monkeypatch.setattr(Ecosystem, "stats", broken)
    result: Any = CliRunner().invoke(app, ["stats", str(built)])
    assert result.exit_code == 2
    assert "Ecotone itself failed: KeyError" in result.stderr
    monkeypatch.setenv("ECOTONE_TRACEBACK", "1")
    assert "Traceback" in CliRunner().invoke(app, ["stats", str(built)]).stderr


def test_a_place_where_nobody_is_may_be_misspelt_and_is_said(built: Path) -> None:
    for command in ("actors", "ties"):
        shown = " ".join(run(command, built, "--place", "Atlantis").stdout.split())
        assert "No actor of the record is in Atlantis: look at the spelling." in shown
    assert "spelling" not in run("actors", built, "--place", "houston").stdout


def test_export_says_that_it_names_raters(record: Path, tmp_path: Path) -> None:
    assert "who judged" not in run("export", record, "-o", tmp_path / "a.xlsx").stderr
    with Ecosystem.open(record) as eco, eco.batch("rate") as batch:
        batch.add_claim("verdict", 3, actor=1, assessor="Ada", own_statement=True)
    assert "who judged" not in run("export", record, "-o", tmp_path / "actors.csv").stderr
    for name in ("b.xlsx", "b.json", "b.zip"):
        assert "It says who judged what. To give it away: ecotone share" in run("export", record, "-o", tmp_path / name).stderr
