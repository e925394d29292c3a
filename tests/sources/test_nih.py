"""The awards list with its traps, against the genuine file and sums that must come out."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from ecotone.dates import Date
from ecotone.problems import Problems
from ecotone.sources import SOURCES, open_files, recognise
from ecotone.vocabulary import Sector

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem.statements import Statement

COLUMNS = (
    "ORGANIZATION ID (IPF),PROJECT NUMBER,FUNDING MECHANISM,NIH REFERENCE,PI NAME,PROJECT TITLE,DIRECT COST,INDIRECT COST,FUNDING,"
    "CITY,STATE OR COUNTRY NAME,MEDICAL SCHOOL LOCATION,INSTITUTION TYPE,AWARD NOTICE DATE"
)


def _read(path: Path, problems: Problems) -> list[Statement]:
    [opened] = list(open_files([path], problems))
    assert recognise(opened).name == "nih"
    return list(SOURCES["nih"].read(opened, problems))


def _row(tmp_path: Path, *rows: str, problems: Problems | None = None) -> list[Statement]:
    path = tmp_path / "awards.csv"
    path.write_text("\n".join([COLUMNS, *rows]))
    return _read(path, problems if problems is not None else Problems())


def _amounts(said: Statement) -> dict[str, object]:
    return {claim.field: claim.value for claim in said.claims if claim.unit == "USD"}


def _award(number: str, costs: str, date: str = "09.07.18") -> str:
    return f'481201,{number},RPGs,9536820,"DOE, JANE",Secret Title,{costs},HOUSTON,TEXAS,BAYLOR COLLEGE OF MEDICINE,Domestic Higher Education,{date}'


@pytest.mark.corpus
def test_every_award_is_read_once_and_its_sums_come_out(corpus: Path) -> None:
    path = corpus / "nih" / "nih_awards_2018.csv"
    problems = Problems()
    said = _read(path, problems)
    with path.open(encoding="utf-8") as stream:
        plain = list(csv.DictReader(stream))
    numbers = {row["PROJECT NUMBER"] for row in plain} - {"NA"}
    assert {one.evidence.id_in_source for one in said} <= numbers
    assert problems.by_kind()["The row holds no award"] == sum(row["PROJECT NUMBER"] == "NA" for row in plain)
    assert len(said) == len(numbers) == 10_170
    costs = {row["PROJECT NUMBER"]: row["DIRECT COST"] + row["INDIRECT COST"] for row in plain}
    pointed = [one for one in said if "." in costs[one.evidence.id_in_source]]
    assert len(pointed) > 150
    for one in pointed:
        amounts = _amounts(one)
        if {"amount", "direct cost"} <= set(amounts):
            assert amounts["amount"] == float(str(amounts["direct cost"])) + float(str(amounts.get("indirect cost", 0))), (
                one.evidence.id_in_source
            )
    assert not {row["PI NAME"] for row in plain if len(row["PI NAME"]) > 5} & {mention.name for one in said for mention in one.mentions}


@pytest.mark.corpus
def test_houston_has_348_awards(corpus: Path) -> None:
    said = _read(corpus / "nih" / "nih_awards_2018.csv", Problems())
    cities = [mention.place.city for one in said for mention in one.mentions if mention.place]
    assert cities.count("Houston") == 348


@pytest.mark.parametrize(
    ("costs", "direct", "indirect", "total"),
    [
        ("354825,174709,529534", 354825, 174709, 529534),
        ("2e+05,130000,330000", 200000, 130000, 330000),
        ("$7.840,NA,$7.840", 7840, None, 7840),
        ("404.72,118.588,523308", 404720, 118588, 523308),
        ("314.746,135.254,450", 314746, 135254, 450000),
        ("227.878,122.982,35086", 227878, 122982, 350860),
        ("1.234.567,NA,1234567", 1234567, None, 1234567),
        ("NA,NA,1000", None, None, 1000),
    ],
)
def test_amounts_of_every_saving(tmp_path: Path, costs: str, direct: float | None, indirect: float | None, total: float) -> None:
    [said] = _row(tmp_path, _award("5R01GM082837-11", costs))
    expected = {"amount": total, "direct cost": direct, "indirect cost": indirect}
    assert _amounts(said) == {field: value for field, value in expected.items() if value is not None}


@pytest.mark.parametrize(("written", "meant"), [("09.07.18", "2018-07-09"), ("9/7/2018", "2018-09-07"), ("12/29/2017", "2017-12-29")])
def test_dates_of_every_saving(tmp_path: Path, written: str, meant: str) -> None:
    [said] = _row(tmp_path, _award("5R01GM082837-11", "1,2,3", written))
    assert said.evidence.date == Date(meant)
    [tie] = said.ties
    assert (tie.kind, tie.valid_from, tie.valid_to) == ("funder-grantee", Date("2017-10-01"), Date("2018-10-01"))


def test_the_funder_is_the_institute_in_the_number(tmp_path: Path) -> None:
    [said] = _row(tmp_path, _award("5R01CA224432-01A1", "1,2,3"))
    funder = said.mentions[0]
    assert (funder.name, funder.role, funder.sector) == ("National Cancer Institute", "funder", Sector.INVESTOR)


def test_a_repeated_award_is_one_and_rows_without_one_are_listed(tmp_path: Path) -> None:
    problems = Problems()
    award = _award("5R01GM082837-11", "1,2,3")
    empty = ",".join(["NA"] * 14)
    said = _row(tmp_path, award, award, empty, _award("5R01GM082838-11", "x,2,3", "l978"), problems=problems)
    assert len(said) == 2
    assert problems.by_kind() == {
        "The amount is no number": 1,
        "The award was read before; the row repeats it for another department": 1,
        "The row holds no award": 1,
        "This is no date": 1,
    }


def test_an_award_without_institution_takes_the_name_known_by_its_id(tmp_path: Path) -> None:
    named = _award("5R01GM082837-11", "1,2,3")
    bare = _award("5R01GM082838-11", "1,2,3").replace("BAYLOR COLLEGE OF MEDICINE", "NA")
    nobody = bare.replace("481201", "NA").replace("082838", "082839")
    problems = Problems()
    said = _row(tmp_path, named, bare, nobody, problems=problems)
    assert [one.mentions[1].name for one in said] == ["BAYLOR COLLEGE OF MEDICINE"] * 2
    assert problems.by_kind() == {"The award names no institution": 1}


def test_persons_and_titles_are_dropped(tmp_path: Path) -> None:
    [said] = _row(tmp_path, _award("5R01GM082837-11", "1,2,3"))
    assert "DOE" not in repr(said)
    assert "Secret" not in repr(said)
