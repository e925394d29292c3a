"""A project with all its partners: genuine, in the service's own case, and damaged."""

from __future__ import annotations

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
