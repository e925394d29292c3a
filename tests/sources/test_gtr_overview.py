"""A project with all its partners: genuine, in the service's own case, and damaged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ecotone.dates import Date
from ecotone.errors import UnreadableError, UnsafeFileError
from ecotone.problems import Problems
from ecotone.sources import open_files, recognise

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem.statements import Statement

HEAD = '<gtr:projectOverview xmlns:gtr="http://gtr.ukri.org/api">'
ORGANISATION = "<gtr:id>{0}</gtr:id><gtr:name>{1}</gtr:name><gtr:address><gtr:line4>Nottingham</gtr:line4></gtr:address>"
ROLE = (
    "<gtr:organisationRole>" + ORGANISATION + "<gtr:roles><gtr:role><gtr:name>{2}</gtr:name></gtr:role></gtr:roles></gtr:organisationRole>"
)


def _read(path: Path, problems: Problems) -> list[Statement]:
    [opened] = list(open_files([path], problems))
    source = recognise(opened)
    assert source.name == "gtr-overview"
    return list(source.read(opened, problems))


@pytest.mark.corpus
def test_a_genuine_project_saved_as_a_web_page(corpus: Path) -> None:
    problems = Problems()
    [said] = _read(corpus / "gtr" / "project_overview_response.xml.txt", problems)
    assert len(problems) == 0
    assert {(m.name, m.role, m.place and m.place.city) for m in said.mentions} == {
        ("Queen's University of Belfast", "grantee", "Belfast"),
        ("AHRC", "funder", None),
        ("Watershed Media Centre", "partner", "Bristol"),
    }
    assert {(tie.kind, tie.valid_from, tie.valid_to) for tie in said.ties} == {
        (kind, Date("2015-09-01"), Date("2016-08-31")) for kind in ("funder-grantee", "project-partner")
    }
    assert ("amount", 39592.0, "GBP") in {(c.field, c.value, c.unit) for c in said.claims}
    assert [(e.kind, e.actual) for e in said.events] == [("project started", True), ("project ended", True)]
    for person in ("Ouzounian", "Born", "Bennett", "Haworth", "Pet Sounds"):
        assert person not in repr(said)


def _project(reference: str, lead: str, roles: str = "", fund: str = "") -> str:
    return (
        f"<gtr:projectComposition><gtr:collaborations/>{lead}<gtr:organisationRoles>{roles}</gtr:organisationRoles>"
        f"<gtr:project><gtr:status>Active</gtr:status><gtr:grantReference>{reference}</gtr:grantReference>{fund}</gtr:project>"
        "</gtr:projectComposition>"
    )


def test_projects_as_the_service_sends_them(tmp_path: Path) -> None:
    lead = f"<gtr:leadResearchOrganisation>{ORGANISATION.format('1', 'University of Nottingham')}</gtr:leadResearchOrganisation>"
    roles = (
        ROLE.format("1", "University of Nottingham", "LEAD_RO")
        + ROLE.format("2", "BioCity", "PROJECT_PARTNER")
        + ROLE.format("2", "BioCity", "COLLAB_ORG")
        + ROLE.format("3", "A Trust", "CO_FUNDER")
    )
    fund = "<gtr:fund><gtr:start>2020-01-01</gtr:start><gtr:end>2019-01-01</gtr:end><gtr:valuePounds>n</gtr:valuePounds></gtr:fund>"
    path = tmp_path / "a.xml"
    path.write_text('<?xml version="1.0"?>' + HEAD + _project("MR/1", lead, roles, fund) + _project("MR/2", "") + "</gtr:projectOverview>")
    problems = Problems()
    [said] = _read(path, problems)
    assert [(t.source, t.target, t.kind, t.directed) for t in said.ties] == [
        ("g", "p1", "project-partner", False),
        ("p3", "g", "funder-grantee", True),
    ]
    assert [(e.kind, str(e.date)) for e in said.events] == [("project started", "2020-01-01")]
    assert problems.by_kind() == {
        "The amount is no number": 1,
        "The project ends before it starts; its end was dropped": 1,
        "The project has no reference or no lead organisation": 1,
        "The project names no funder": 1,
    }


def test_damaged_and_unsafe_files(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(HEAD + "<gtr:projectComposition>")
    with pytest.raises(UnreadableError):
        _read(path, Problems())
    path.write_text('<!DOCTYPE a [<!ENTITY b "c">]>' + HEAD + "<gtr:projectComposition>&b;</gtr:projectComposition></gtr:projectOverview>")
    with pytest.raises(UnsafeFileError):
        _read(path, Problems())


COMPOSITION = {
    "project": {
        "grantReference": "EP/X1/1",
        "status": "Closed",
        "title": "t",
        "url": "http://gtr.ukri.org/projects?ref=EP%2FX1%2F1",
        "fund": {"valuePounds": 1000, "start": 1443657600000, "end": 1538265600000, "funder": {"id": "F", "name": "EPSRC"}},
    },
    "leadResearchOrganisation": {
        "id": "L",
        "name": "University of Nottingham",
        "address": {"line4": "Nottingham", "region": "East Midlands"},
    },
    "personRoles": [{"firstName": "Ana", "surname": "Lee", "roles": [{"name": "PRINCIPAL_INVESTIGATOR"}]}],
    "organisationRoles": [{"id": "P", "name": "Acme Ltd", "roles": [{"name": "PARTNER"}]}],
}
PROJECT = {
    "id": "0A0B0C0D-0000-1111-2222-333344445555",
    "href": "http://gtr.ukri.org/gtr/api/projects/0A0B0C0D-0000-1111-2222-333344445555",
    "identifiers": {"identifier": [{"value": "100001", "type": "RCUK"}]},
    "status": "Active",
    "grantCategory": "Feasibility Studies",
    "leadFunder": "Innovate UK",
    "start": 1443657600000,
    "participantValues": {
        "participant": [
            {"organisationId": "A", "organisationName": "Acme Ltd", "role": "LEAD_PARTICIPANT", "projectCost": 10, "grantOffer": 5},
            {"organisationId": "B", "organisationName": "University of Nottingham", "role": "PARTICIPANT"},
        ]
    },
}


@pytest.mark.parametrize(
    "answer",
    [
        {"projectOverview": {"projectComposition": COMPOSITION}},
        {"facetedSearchResultBean": {"results": [{"projectComposition": COMPOSITION}]}},
    ],
    ids=["one project", "a search"],
)
def test_an_overview_in_json_says_what_it_says_in_xml(tmp_path: Path, answer: object) -> None:
    (tmp_path / "a.json").write_text(json.dumps(answer))
    problems = Problems()
    [said] = _read(tmp_path / "a.json", problems)
    assert len(problems) == 0
    assert [(m.name, m.role) for m in said.mentions] == [
        ("University of Nottingham", "grantee"),
        ("EPSRC", "funder"),
        ("Acme Ltd", "partner"),
    ]
    assert {(tie.kind, str(tie.valid_from), str(tie.valid_to)) for tie in said.ties} == {
        ("funder-grantee", "2015-10-01", "2018-09-30"),
        ("project-partner", "2015-10-01", "2018-09-30"),
    }
    assert "Lee" not in repr(said)


def test_projects_and_organisations_of_the_api(tmp_path: Path) -> None:
    linked = {**PROJECT, "participantValues": None, "identifiers": {"identifier": [{"value": "EP/2"}]}}
    organisation = {
        "id": "B",
        "href": "http://gtr.ukri.org/gtr/api/organisations/B",
        "name": "University of Nottingham",
        "addresses": {"address": [{"city": "Nottingham", "postCode": "x"}]},
    }
    (tmp_path / "a.json").write_text(
        json.dumps({"page": 1, "project": [PROJECT, linked, {"id": 3, "grantCategory": "x", "identifiers": 7}]})
    )
    (tmp_path / "b.json").write_text(json.dumps({"page": 1, "organisation": [organisation]}))
    problems = Problems()
    said = _read(tmp_path / "a.json", problems)
    assert [one.evidence.id_in_source for one in said] == ["100001 (API)", "EP/2 (API)"]
    assert [(tie.kind, tie.source, tie.target) for tie in said[0].ties] == [("project-partner", "p0", "p1"), ("funder-grantee", "f", "p0")]
    assert set(problems.by_kind()) == {
        "Projects name their organisations only by links, so there are no ties to them",
        "The record has another shape than Gateway to Research gives it",
    }
    [organisation_] = _read(tmp_path / "b.json", problems)
    assert organisation_.mentions[0].place is not None
    assert organisation_.mentions[0].place.city == "Nottingham"
