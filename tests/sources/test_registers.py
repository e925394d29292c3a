"""Registers that come as one table, against the genuine files, with the traps that each is known for."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from ecotone.dates import Date
from ecotone.problems import Problems
from ecotone.sources import open_files, recognise
from ecotone.vocabulary import TIE_KINDS

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem.statements import Statement


def _read(path: Path, name: str, problems: Problems) -> list[Statement]:
    [opened] = list(open_files([path], problems))
    source = recognise(opened)
    assert source.name == name
    said = list(source.read(opened, problems))
    assert {tie.kind for one in said for tie in one.ties} <= set(source.shows.kinds) <= set(TIE_KINDS)
    return said


@pytest.mark.corpus
def test_gateway_to_research_has_no_ends(corpus: Path) -> None:
    path = corpus / "gtr" / "gtr_projectsearch_ahrc_2021.csv.gz"
    problems = Problems()
    said = _read(path, "gtr", problems)
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        plain = list(csv.DictReader(stream))
    assert len(said) == sum(bool(row["LeadROName"]) for row in plain)
    same = sum(row["StartDate"] == row["EndDate"] != "" for row in plain if row["LeadROName"])
    assert problems.by_kind()["The project ends on the day it starts; its end was dropped"] == same
    assert {tie.valid_to for one in said for tie in one.ties} == {None}
    surnames = {row["PISurname"] for row in plain if len(row["PISurname"]) > 6}
    assert not surnames & {mention.name for one in said for mention in one.mentions}


@pytest.mark.corpus
def test_hospitals_keep_their_zeros_and_lose_their_telephones(corpus: Path) -> None:
    path = corpus / "hospitals" / "cms_hospital_general_information.csv.gz"
    said = _read(path, "cms", Problems())
    assert len(said) == 5334
    assert said[0].evidence.id_in_source == "CCN 010005"
    assert "2565938310" not in repr(said[0])
    houston = [one for one in said if (place := one.mentions[0].place) and (place.city, place.region) == ("Houston", "Texas")]
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        assert len(houston) == sum(row["City"] == "HOUSTON" and row["State"] == "TX" for row in csv.DictReader(stream))


@pytest.mark.corpus
def test_products_have_one_maker_a_line(corpus: Path) -> None:
    said = _read(corpus / "hsa_singapore" / "listing-of-registered-therapeutic-products.csv", "hsa", Problems())
    assert len({one.evidence.id_in_source for one in said}) == len(said) == 5633
    bracco = next(one for one in said if one.evidence.id_in_source == "SIN12349P")
    makers = {mention.name: mention.place and mention.place.country for mention in bracco.mentions if mention.role == "manufacturer"}
    assert makers == {"BRACCO SUISSE SA": "Switzerland", "Vetter Pharma-Fetigung GmbH & Co.KG (Solvent manufacturer)": "Germany"}
    first = next(one for one in said if one.evidence.id_in_source == "SIN10209P")
    assert first.events[0].date == Date("1998-10-08")  # 8/10/1998 is day, month, year in Singapore


@pytest.mark.corpus
def test_acquisitions_drop_years_that_cannot_be(corpus: Path) -> None:
    path = corpus / "crunchbase" / "acquisitions_2015.csv.gz"
    problems = Problems()
    said = _read(path, "crunchbase", problems)
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        plain = list(csv.DictReader(stream))
    assert len(said) == sum(bool(row["company_name"] and row["acquirer_name"]) for row in plain)
    slips = Counter(problem.got for problem in problems if problem.what == "The year is outside what a record can mean")
    assert {"3201-10-21", "1201-11-03 00:00:00"} <= set(slips)


def test_rows_without_a_name_are_refused(tmp_path: Path) -> None:
    tables = {
        "cordis": "orgId,name,country,activityType\n1,,DE,PRC\n,X,DE,PRC\n2,Y,DE,PRC\n",
        "gtr": "FundingOrgName,ProjectReference,LeadROName,StartDate,EndDate\nMRC,A,,2020-01-01,\nMRC,B,X,2020-01-01,2019-01-01\n",
        "cms": "Provider ID,Hospital Name,Hospital Type,Hospital Ownership\n1,,a,b\n2,X,a,b\n",
        "hsa": "registration_number,product_registrant,approval_date\n,X,1/1/2000\nA,X,31/02/2020\n",
        "crunchbase": "company_permalink,acquirer_permalink,acquired_at,company_name,acquirer_name\na,b,,X,\na,b,,X,Y\n",
    }
    for name, text in tables.items():
        path = tmp_path / f"{name}.csv"
        path.write_text(text)
        problems = Problems()
        [opened] = list(open_files([path], problems))
        said = list(recognise(opened).read(opened, problems))
        assert len(said) == 1, name
        assert problems.count("refused") >= 1, name
