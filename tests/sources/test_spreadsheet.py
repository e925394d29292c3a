"""A user's tables: guessed columns, banners, merged cells, several values, damage."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from ecotone.dates import Date
from ecotone.ecosystem import Ecosystem
from ecotone.ecosystem.statements import Place
from ecotone.errors import InputError, UnreadableError
from ecotone.problems import Problems
from ecotone.sources import open_files, recognise
from ecotone.vocabulary import Sector
from ecotone.workbench.intake import import_files

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem.statements import Statement


def _read(path: Path, problems: Problems) -> list[Statement]:
    [opened] = list(open_files([path], problems))
    source = recognise(opened)
    assert source.name == "spreadsheet"
    return list(source.read(opened, problems))


def _book(path: Path, sheets: dict[str, list[list[str]]], merge: tuple[str, str, str] | None = None) -> Path:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if merge and merge[0] == name:
            sheet.merge_range(merge[1], merge[2])
    book.close()
    path.write_bytes(held.getvalue())
    return path


def test_a_table_of_actors_with_a_semicolon_and_decimal_commas(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Label;Type;City;Country;Tags;Ziel\nRice;Academia;Houston;US;ai | cancer;1,5\n;Academia;;;;\n")
    problems = Problems()
    [said] = _read(path, problems)
    assert said.mentions[0].name == "Rice"
    assert said.mentions[0].place == Place("Houston", None, "US")
    assert said.mentions[0].sector == Sector.ACADEMIA
    assert [(claim.field, claim.value) for claim in said.claims] == [
        ("Tags", "ai"),
        ("Tags", "cancer"),
        ("Ziel", "1,5"),
        ("type", "Academia"),
    ]
    assert problems.count("refused") == 1


def test_a_table_of_ties(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "From,To,Type,Weight,Start,End,Direction,Note\n"
        "A,B,Funds,2.5,April 2020,2021,directed,x|y\nA,A,,,l978,,mutual,\nA,,,,,,,\nB,C,,,2022,2020,,\n"
    )
    problems = Problems()
    said = _read(path, problems)
    first, second, third = (one.ties[0] for one in said)
    assert (first.kind, first.weight, first.valid_from, first.valid_to, first.fields) == (
        "Funds",
        2.5,
        Date("2020-04"),
        Date("2021"),
        {"Note": "x | y"},
    )
    assert (second.source, second.target, second.directed, second.valid_from) == ("a", "a", False, None)
    assert (third.valid_from, third.valid_to) == (None, None)
    assert problems.by_kind() == {
        "Columns were understood by their names": 1,
        "The row lacks one of its two ends": 1,
        "The tie ends before it starts; its dates were dropped": 1,
        "This is no date": 1,
    }


def test_banner_rows_and_merged_cells_of_a_workbook(tmp_path: Path) -> None:
    banner = [[f"Report {n}"] for n in range(8)]
    rows = [*banner, ["From", "To"], ["Hub", "A"], ["", "B"], ["", "C"], ["Other", "D"]]
    path = _book(tmp_path / "a.xlsx", {"Ties": rows, "Notes": [["just text"]]}, ("Ties", "A10:A12", "Hub"))
    problems = Problems()
    said = _read(path, problems)
    assert [tuple(mention.name for mention in one.mentions) for one in said] == [("Hub", "A"), ("Hub", "B"), ("Hub", "C"), ("Other", "D")]
    assert problems.by_kind()["The sheet lists neither actors nor ties"] == 1


def test_a_formula_is_text_and_never_runs(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('Label,Type\n"=HYPERLINK(""http://x"",""Rice"")",Academia\n')
    [said] = _read(path, Problems())
    assert said.mentions[0].name == '=HYPERLINK("http://x","Rice")'


def test_a_damaged_workbook_and_one_that_lists_nothing(tmp_path: Path) -> None:
    whole = _book(tmp_path / "a.xlsx", {"S": [["From", "To"], ["A", "B"]]}).read_bytes()
    damaged = tmp_path / "b.xlsx"
    damaged.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnreadableError, match="damaged"):
        _read(damaged, Problems())
    damaged.write_bytes(b"\xd7\x00junk, and no workbook at all\x00" * 9)
    with pytest.raises(UnreadableError, match="save it as"):
        _read(damaged, Problems())
    empty = _book(tmp_path / "c.xlsx", {"S": [["x"], ["y"]]})
    with pytest.raises(UnreadableError, match="No sheet"):
        _read(empty, Problems())


@pytest.mark.corpus
@pytest.mark.parametrize(("name", "elements", "connections"), [("paypal-mafia.xlsx", 35, 50), ("snap-to-tutorial-data.xlsx", 52, 114)])
def test_kumus_import_sheets(corpus: Path, name: str, elements: int, connections: int) -> None:
    problems = Problems()
    said = _read(corpus / "kumu" / name, problems)
    ties = [one for one in said if one.ties]
    # The provenance file counts rows with the header, and rows that are empty.
    assert elements - 2 <= len(said) - len(ties) <= elements
    assert connections - 2 <= len(ties) <= connections
    assert len({one.evidence.id_in_source for one in said}) == len(said)


def test_columns_that_the_user_names_mean_what_the_user_says(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("Firm,HQ,From,What\nProcyrion,Houston,2005,pump\nMoleculin,Houston,2015,drug\n")
    with Ecosystem.create(tmp_path / "x.eco") as eco:
        done = import_files(eco, [table], columns={"name": "Firm", "city": "HQ"})
        assert (done.kept, done.refused) == (2, 0)
        assert sorted(eco.actors().select("name", "city").rows()) == [("Moleculin", "Houston"), ("Procyrion", "Houston")]
        assert sorted(set(eco.claims()["field"])) == ["From", "What"]
        assert import_files(eco, [table], columns={"name": "Firm", "city": "HQ"}).changed == 0


def test_the_ends_of_ties_may_be_named_too(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("Name,Investor,Company,Year\nround A,Mercury Fund,Procyrion,2013\n")
    with Ecosystem.create(tmp_path / "x.eco") as eco:
        import_files(eco, [table], columns={"from": "Investor", "to": "Company", "start": "Year"})
        assert eco.ties()["valid_from"].to_list() == ["2013"]
        assert sorted(eco.actors()["name"]) == ["Mercury Fund", "Procyrion"]


def test_named_columns_below_a_banner_are_found(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Members")
        for number, row in enumerate((["Our members"], [], ["Firm", "Town"], ["Procyrion", "Houston"])):
            sheet.write_row(number, 0, row)
        book.add_worksheet("Notes").write_row(0, 0, ["Remark", "By"])
    with Ecosystem.create(tmp_path / "x.eco") as eco:
        done = import_files(eco, [tmp_path / "a.xlsx"], columns={"name": "Firm", "city": "Town"})
        assert (done.kept, done.refused, eco.actors()["city"].to_list()) == (1, 0, ["Houston"])


def test_columns_that_are_not_there_or_mean_nothing_are_said(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("Firm,HQ\nProcyrion,Houston\n")
    with Ecosystem.create(tmp_path / "x.eco") as eco:
        done = import_files(eco, [table], columns={"name": "Frim"})
        assert (done.kept, done.problems.kept[-1].what, done.problems.kept[-1].got) == (
            0,
            "No sheet has the columns that were named",
            "Frim",
        )
        with pytest.raises(InputError, match="no such meaning"):
            import_files(eco, [table], columns={"label": "Firm"})
        with pytest.raises(InputError, match="two ends"):
            import_files(eco, [table], columns={"from": "Firm"})
