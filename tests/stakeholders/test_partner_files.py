"""Surveys that were made elsewhere: members and relations as PARTNER-style CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ecotone.errors import InputError, UnreadableError
from ecotone.problems import Problems
from ecotone.stakeholders import answers, partner_files, survey

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem import Ecosystem

MEMBERS = """Name,Organization,Label,Sector,Email
Ann Private,Harbour Hospital,HH,Provider,ann@example.org
Bob,BAY UNIVERSITY,BU,Academia,bob@example.org
Cid,New Clinic,NC,,cid@example.org
Dee,,,,
"""
RELATIONS = """From,To,Intensity,Open to discussion,Reliability,Shared mission,Power/Influence,Level of involvement,Resource contribution
HH,BU,3,4,3,4,2,2,2
HH,New Clinic,Cooperation,9,3,,,,
BU,HH,Integration,,,,,,
BU,BU,2,,,,,,
BU,XX,2,,,,,,
NC,HH,7,,,,,,
NC,BU,0,,,,,,
HH,BU,1,,,,,,
"""


def take(
    eco: Ecosystem, folder: Path, problems: Problems, members: str = MEMBERS, relations: str = RELATIONS, **more: Any
) -> partner_files.Taken:
    (folder / "m.csv").write_text(members)
    (folder / "r.csv").write_text(relations)
    asked = {"instrument": "PARTNER", "version": "2", "scale": "1-4", **more}
    return partner_files.take(eco, "Wave 1", folder / "m.csv", folder / "r.csv", problems=problems, **asked)


def test_members_are_found_by_name_and_relations_taken(eco: Ecosystem, ids: dict[str, int], tmp_path: Path) -> None:
    problems = Problems()
    taken = take(eco, tmp_path, problems)
    assert (taken.members, taken.added, taken.relations, taken.answered) == (3, 1, 3, 3)
    clinic = eco.search("New Clinic")["id"][0]
    hospital, university = ids["Harbour Hospital"], ids["Bay University"]
    ties = sorted(eco.ties(kind=survey.TIE).select("source", "target", "weight").rows())
    assert ties == sorted([(hospital, university, 3.0), (hospital, clinic, 2.0), (university, hospital, 4.0)])
    assert eco.actor(clinic).actor.sector == "provider"
    assert [(each.what, each.row, each.got) for each in problems] == [
        ("The member has no organisation", 5, None),
        ("An answer lies outside the scale of its instrument", 3, "9"),
        ("A member says nothing of itself", 5, "BU"),
        ("This is none of the members", 6, "XX"),
        ("This is no level of working together", 7, "7"),
        ("The relation stands above already", 9, "BU"),
    ]
    assert b"ann@example.org" not in eco.export()
    assert b"Ann Private" not in eco.export()
    said = survey.answers(eco, survey.survey(eco, "Wave 1"))
    assert {each.member: len(each.relations) for each in said} == {hospital: 2, university: 1, clinic: 0}
    assert answers.report(eco, "Wave 1").table("Trust and value of members").frame.height == 0, "one rater is not shown"
    eco.undo(taken.batch)
    assert eco.ties(kind=survey.TIE).height == 0
    assert survey.surveys(eco) == []


@pytest.mark.parametrize("lacking", [{"version": None}, {"scale": None}, {"instrument": ""}])
def test_without_version_or_range_nothing_is_read(eco: Ecosystem, tmp_path: Path, lacking: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="An instrument needs its name, version and range"):
        take(eco, tmp_path, Problems(), **lacking)
    assert survey.surveys(eco) == []


def test_a_file_without_its_columns_is_refused(eco: Ecosystem, tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"A column is missing \(r\.csv\)\. Got: A, B\. Expected: from: from, source"):
        take(eco, tmp_path, Problems(), relations="A,B\n1,2\n")
    with pytest.raises(UnreadableError, match="fewer than two members"):
        take(eco, tmp_path, Problems(), members="Organization\nHarbour Hospital\n")


def test_a_name_that_several_actors_have_is_refused_with_their_ids(eco: Ecosystem, ids: dict[str, int], tmp_path: Path) -> None:
    with eco.batch("a namesake") as batch:
        other = batch.add_actor("Bay University")
    problems = Problems()
    take(eco, tmp_path, problems)
    first = next(iter(problems))
    assert (first.what, first.expected) == ("Several actors have this name", f"{ids['Bay University']}, {other}")
