"""Projects of RePORTER, with and without institutions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from ecotone.dates import Date
from ecotone.problems import Problems
from ecotone.sources import open_files, recognise

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem.statements import Statement

FULL: dict[str, Any] = {
    "appl_id": 10000001, "project_num": "5R01CA123456-03", "fiscal_year": 2024, "award_amount": 500000, "direct_cost_amt": 320000,
    "indirect_cost_amt": 180000, "award_notice_date": "2024-03-05T00:00:00", "project_start_date": "2022-04-01T00:00:00",
    "project_end_date": "2027-03-31T00:00:00", "project_title": "A secret title", "abstract_text": "Prose",
    "contact_pi_name": "DOE, JANE", "principal_investigators": [{"full_name": "Jane Doe"}],
    "organization": {"org_name": "BAYLOR COLLEGE OF MEDICINE", "org_city": "HOUSTON", "org_state": "TX", "org_country": "UNITED STATES", "org_ipf_code": "481201"},
    "agency_ic_admin": {"code": "CA", "abbreviation": "NCI", "name": "National Cancer Institute"},
}  # fmt: skip


def _read(path: Path, problems: Problems) -> list[Statement]:
    [opened] = list(open_files([path], problems))
    source = recognise(opened)
    assert source.name == "nih-reporter"
    return list(source.read(opened, problems))


def test_a_response_gives_money_dates_and_a_tie(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"meta": {"total": 1}, "results": [FULL]}))
    [said] = _read(path, Problems())
    assert said.evidence.id_in_source == "5R01CA123456-03"
    assert {(c.field, c.value) for c in said.claims if c.unit == "USD"} == {
        ("amount", 500000.0),
        ("direct cost", 320000.0),
        ("indirect cost", 180000.0),
    }
    assert [(e.kind, str(e.date), e.actual) for e in said.events] == [
        ("awarded", "2024-03-05", True),
        ("project started", "2022-04-01", True),
        ("project ended", "2027-03-31", False),
    ]
    [tie] = said.ties
    assert (tie.kind, tie.valid_from) == ("funder-grantee", Date("2023-10-01"))
    assert said.mentions[1].id_in_source == "IPF 481201"
    assert "DOE" not in repr(said)
    assert "secret" not in repr(said)


@pytest.mark.corpus
def test_the_genuine_sample_lacks_institutions_and_says_so(corpus: Path) -> None:
    problems = Problems()
    path = corpus / "nih" / "reporter_v2_projects_sample.json"
    said = _read(path, problems)
    plain = json.loads(path.read_text())
    assert [one.evidence.id_in_source for one in said] == [entry["project_num"] for entry in plain]
    assert [one.claims[0].value for one in said] == [entry["award_amount"] for entry in plain]
    assert problems.by_kind() == {"Projects name no institution, so there is no tie to one": 1}


def test_a_damaged_project_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([FULL, {"fiscal_year": 2024}, {**FULL, "project_num": "x", "fiscal_year": "soon"}]))
    problems = Problems()
    assert len(_read(path, problems)) == 1
    assert problems.count("refused") == 2
