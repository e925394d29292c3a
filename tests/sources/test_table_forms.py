"""Tables and JSON rows of the forms in which the sources deliver: the right source, the right counts, nobody's contacts."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from ecotone.dates import Date
from ecotone.ecosystem import Ecosystem
from ecotone.problems import Problems
from ecotone.sources import SOURCES, open_files, recognise
from ecotone.workbench.intake import import_files

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem.statements import Statement

PERSON = {"Contact Name": "Ana Lee", "Contact Phone": "(713) 555-0100", "Contact Email": "ana@x.example"}
ROR = "https://ror.org/0"
FORMS: dict[str, tuple[str, list[dict[str, Any]], list[str], list[str]]] = {
    "exporter": (
        "nih-exporter",
        [
            {"APPLICATION_ID": 1, "ACTIVITY": "R01", "FULL_PROJECT_NUM": "5R01CA123456-03", "FY": 2018, "IC_NAME": "NATIONAL CANCER INSTITUTE",
             "ORG_NAME": "RICE UNIVERSITY", "ORG_CITY": "HOUSTON", "ORG_STATE": "TX", "ORG_COUNTRY": "UNITED STATES",
             "AWARD_NOTICE_DATE": "12/04/2017", "PROJECT_START": "1/1/2016", "PI_NAMEs": "LEE, ANA", "TOTAL_COST": 450000},
            {"APPLICATION_ID": 2, "FULL_PROJECT_NUM": "P30CA1-01", "SUBPROJECT_ID": 77, "FY": 2018, "ORG_NAME": "", "TOTAL_COST_SUB_PROJECT": 9},
        ],
        ["5R01CA123456-03", "P30CA1-01/77"],
        ["National Cancer Institute", "RICE UNIVERSITY"],
    ),
    "reporter export": (
        "nih-exporter",
        [{"Application ID": "3", "Contact PI / Project Leader": "LEE, ANA", "Project Number": "1R21HL000001-01", "Fiscal Year": "2020",
          "Administering IC": "NHLBI", "Organization Name": "RICE UNIVERSITY", "Total Cost": "$1,000"}],
        ["1R21HL000001-01"],
        ["National Heart, Lung, and Blood Institute", "RICE UNIVERSITY"],
    ),
    "sbir": (
        "sbir",
        [{"Company": "Acme Bio, Inc.", "Award Title": "t", "Agency": "HHS", "Branch": "NIH", "Phase": "Phase I", "Program": "STTR",
          "Agency Tracking Number": "R41", "Contract": "1R41X", "Proposal Award Date": "9/1/2020", "Contract End Date": "8/31/2021",
          "Award Year": 2020, "Award Amount": "$250,000.00", "UEI": "ABC", "City": "HOUSTON", "State": "TX", **PERSON, "PI Name": "Ana Lee",
          "PI Email": "ana@x.example", "RI Name": "Rice University", "RI POC Name": "Ana Lee"}],
        ["1R41X"],
        ["Department of Health and Human Services", "Acme Bio, Inc.", "Rice University"],
    ),
    "nsf export": (
        "nsf",
        [{"AwardNumber": "0012345", "Title": "t", "StartDate": "09/01/2001", "PrincipalInvestigator": "Ana Lee", "State": "TX",
          "Organization": "Rice University", "EndDate": "08/31/2004", "AwardedAmountToDate": "$12,500.00", "PIEmailAddress": "ana@x.example",
          "OrganizationCity": "HOUSTON", "OrganizationState": "TX", "OrganizationPhone": "7135550100"}],
        ["0012345"],
        ["National Science Foundation", "Rice University"],
    ),
    "nsf by year": (
        "nsf",
        [{"awd_id": "2012345", "awd_titl_txt": "t", "awd_eff_date": "09/01/2020", "awd_exp_date": "08/31/2023", "awd_amount": 5, "po_email": "a@x.example",
          "inst": {"inst_name": "Rice University", "inst_city_name": "HOUSTON", "inst_state_name": "Texas", "inst_country_name": "United States",
                   "inst_phone_num": "7135550100"}, "pi": [{"pi_full_name": "Ana Lee", "pi_email_addr": "ana@x.example"}]}],
        ["2012345"],
        ["National Science Foundation", "Rice University"],
    ),
    "nserc": (
        "nserc",
        [{"ApplicationID": "501", "Name-Nom": "Lee, Ana", "OrganizationID": "1", "Institution-Établissement": "McGill University", "ProvinceEN": "Québec",
          "CountryEN": "CANADA", "FiscalYear-Exercice financier": "2014", "AwardAmount": "24000", "ProgramNaneEN": "Discovery Grants"}],
        ["501, award 2014"],
        ["Natural Sciences and Engineering Research Council of Canada", "McGill University"],
    ),
    "co-applicants": (
        "nserc",
        [{"Cle": "501", "CoApplicantName-NomCoApplicant": name, "CoAppOrganizationID": own, "CoAppInstitution-Établissement": institution,
          "CountryEN": "CANADA", "FiscalYear-Exercice financier": "2012"}
         for name, own, institution in (("Lee, Ana", 1, "McGill University"), ("Ana, Wu", 2, "Queen's University"), ("Ana", 2, "Queen's University"))],
        ["501, 2012 (co-applicants)"],
        ["McGill University", "Queen's University"],
    ),
    "awards whose header lost a letter": (
        "nserc",
        [{"Cle": "7", "Name-Nom": "Lee, Ana", "OrganizationID": "1", "Institution-ï¿½tablissement": "McGill University",
          "FiscalYear-Exercice financier": "1994", "AwardAmount": "24000"}],
        ["7, award 1994"],
        ["Natural Sciences and Engineering Research Council of Canada", "McGill University"],
    ),
    "investments": (
        "crunchbase",
        [{"company_permalink": "/organization/acme", "company_name": "Acme", "company_category_list": "A|B", "company_city": "Houston",
          "company_country_code": "USA", "company_state_code": "TX", "investor_permalink": investor, "investor_name": "Inv",
          "funding_round_permalink": "/funding-round/1", "funding_round_type": "seed", "funded_at": "2014-03-01", "raised_amount_usd": "1000000"}
         for investor in ("/organization/inv", "/person/ana-lee")],
        ["/organization/inv in /funding-round/1"],
        ["Inv", "Acme"],
    ),
    "rounds": (
        "crunchbase",
        [{"company_permalink": "/organization/acme", "company_name": "Acme", "funding_round_permalink": "/funding-round/1", "funded_at": "2014-03-01",
          "funding_round_type": "venture", "raised_amount_usd": " 1,000,000 "}],
        ["/funding-round/1"],
        ["Acme"],
    ),
    "companies": (
        "crunchbase",
        [{"permalink": "/organization/acme", "name": "Acme 713-555-0100", "homepage_url": "http://acme.example", "category_list": "A",
          "funding_total_usd": "-", "status": "operating", "country_code": "USA", "state_code": "TX", "city": "Houston", "founded_at": "2010"}],
        ["/organization/acme"],
        ["Acme"],
    ),
    "hospitals of 2008": (
        "cms",
        [{"Provider Number": "'450289'", "Hospital Name": "HARRIS HEALTH", "City": "HOUSTON", "State": "TX", "Phone Number": "7135550100",
          "Hospital Type": "Acute Care", "Hospital Owner": "Government"}],
        ["CCN 450289"],
        ["HARRIS HEALTH"],
    ),
    "hospitals of 2024": (
        "cms",
        [{"facility_id": "10001", "facility_name": "SOUTHEAST", "citytown": "DOTHAN", "state": "AL", "telephone_number": "(334) 793-8701",
          "hospital_type": "Acute Care Hospitals", "hospital_ownership": "Government", "hospital_overall_rating": "3"}],
        ["CCN 010001"],
        ["SOUTHEAST"],
    ),
    "products of 2024": (
        "hsa",
        [{"licence_no": "SIN1P", "product_name": "P", "license_holder": "ACME PTE LTD", "approval_d": "1/2/2020", "manufacturer": "ACME GMBH",
          "country_of_manufacturer": "GERMANY"}],
        ["SIN1P"],
        ["ACME PTE LTD", "ACME GMBH"],
    ),
    "registry of schema 2": (
        "ror",
        [{"id": f"{ROR}2pttbw34", "locations.geonames_details.name": "Houston", "locations.geonames_details.country_name": "United States",
          "names.types.acronym": "BCM", "names.types.alias": "", "names.types.label": "en: Baylor College of Medicine; es: Colegio Baylor",
          "names.types.ror_display": "Baylor College of Medicine", "relationships": f"child: {ROR}0dqsbj20", "status": "active", "types": "education; funder"}],
        [f"{ROR}2pttbw34 (table)"],
        ["Baylor College of Medicine", "Colegio Baylor", "BCM", f"{ROR}0dqsbj20"],
    ),
    "openFDA": (
        "fda",
        [{"k_number": "K201234", "applicant": "ACME", "contact": "Ana Lee", "city": "HOUSTON", "state": "TX", "country_code": "US",
          "date_received": "2020-05-01", "decision_date": "2020-09-01", "decision_code": "SESE", "product_code": "LLZ"}],
        ["K201234"],
        ["ACME"],
    ),
}  # fmt: skip
IN_JSON_TOO = sorted(set(FORMS) - {"registry of schema 2", "co-applicants"})
IN_JSON_ONLY = {"nsf by year"}


def _table(rows: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys(key for row in rows for key in row)), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _read(path: Path) -> tuple[str, list[Statement], Problems]:
    problems = Problems()
    [opened] = list(open_files([path], problems))
    source = recognise(opened)
    return source.name, list(source.read(opened, problems)), problems


def _check(form: str, path: Path) -> None:
    name, _, ids, names = FORMS[form]
    found, said, problems = _read(path)
    assert found == name
    assert [one.evidence.id_in_source for one in said] == ids
    assert [mention.name for mention in said[0].mentions] == names
    assert problems.count("refused") == 0
    assert not [word for word in ("Ana", "555", "@x", "AI-enabled") if word in repr(said)]


@pytest.mark.parametrize("form", sorted(set(FORMS) - IN_JSON_ONLY))
def test_a_table_goes_to_its_source(tmp_path: Path, form: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(_table(FORMS[form][1]), encoding="utf-8")
    _check(form, path)


@pytest.mark.parametrize("form", IN_JSON_TOO)
def test_rows_in_json_go_to_the_same_source(tmp_path: Path, form: str) -> None:
    path = tmp_path / "rows.json"
    path.write_text(json.dumps({"meta": {"total": 1}, "results": FORMS[form][1]}), encoding="utf-8")
    _check(form, path)


@pytest.mark.parametrize(
    "columns",
    [
        "id|nct_id|agency_class|lead_or_collaborator|name",
        "Project Number,Fiscal Year,Organization Name",
        "Funder,ProjectRef,LeadOrganisation",
    ],
)
def test_what_only_resembles_a_source_is_nobody_s(tmp_path: Path, columns: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"{columns}\n{columns}\n", encoding="utf-8")
    [opened] = list(open_files([path], Problems()))
    assert [name for name, source in SOURCES.items() if name != "spreadsheet" and source.recognises(opened)] == []


def test_what_the_rows_say(tmp_path: Path) -> None:
    for form in ("exporter", "sbir", "nsf export", "investments"):
        (tmp_path / f"{form}.csv").write_text(_table(FORMS[form][1]), encoding="utf-8")
    _, [award, part], problems = _read(tmp_path / "exporter.csv")
    assert award.evidence.date == Date("2017-12-04")
    assert (award.ties[0].valid_from, award.ties[0].valid_to) == (Date("2017-10-01"), Date("2018-10-01"))
    assert ("amount", 450000.0) in {(claim.field, claim.value) for claim in award.claims}
    assert part.ties == ()
    assert "Projects name no institution, so there is no tie to one" in problems.by_kind()
    _, [award], _ = _read(tmp_path / "sbir.csv")
    assert [(tie.source, tie.target, tie.kind, str(tie.valid_to)) for tie in award.ties] == [
        ("f", "g", "funder-grantee", "2021-08-31"),
        ("g", "p", "project-partner", "2021-08-31"),
    ]
    _, [award], _ = _read(tmp_path / "nsf export.csv")
    place = award.mentions[1].place
    assert place is not None
    assert (place.city, place.region, place.country) == ("Houston", "Texas", "United States")
    _, [round_], problems = _read(tmp_path / "investments.csv")
    assert round_.ties[0].fields == {"round": "seed", "raised in the round": 1000000.0}
    assert problems.by_kind()["The investor is a person, who is not kept"] == 1


def test_two_rows_of_one_number_are_both_kept_and_reading_again_changes_nothing(tmp_path: Path) -> None:
    row = FORMS["companies"][1][0]
    (tmp_path / "companies.csv").write_text(_table([row, {**row, "city": "Austin"}, row]), encoding="utf-8")
    name, said, problems = _read(tmp_path / "companies.csv")
    assert (name, [one.evidence.id_in_source for one in said]) == (
        "crunchbase",
        ["/organization/acme", "/organization/acme (2)", "/organization/acme"],
    )
    assert problems.by_kind()["The record stands in the file twice"] == 1
    with Ecosystem.create(tmp_path / "x.eco") as eco:
        first = import_files(eco, [tmp_path / "companies.csv"])
        again = import_files(eco, [tmp_path / "companies.csv"])
    assert (first.changed, again.changed, again.batch) == (2, 0, None)


@pytest.mark.parametrize("form", ["sbir", "hospitals of 2008", "openFDA", "reporter export"])
def test_a_source_s_table_that_was_saved_as_a_workbook(tmp_path: Path, form: str) -> None:
    rows = FORMS[form][1]
    names = list(dict.fromkeys(key for row in rows for key in row))
    path = tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        sheet.write(0, 0, "Export of today")
        for number, line in enumerate([names, *([str(row.get(name, "")) for name in names] for row in rows)], start=2):
            sheet.write_row(number, 0, line)
        book.add_worksheet("Notes").write(0, 0, "read me")
    _check(form, path)
