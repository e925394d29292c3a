"""Older forms of the registry say what API v2 says, in its words."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from ecotone.errors import UnreadableError, UnsafeFileError
from ecotone.problems import Problems
from ecotone.sources import SOURCES, open_files, recognise
from ecotone.sources.clinicaltrials.tables import site

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem.statements import Statement

V2_STATUS = {
    "RECRUITING", "COMPLETED", "UNKNOWN", "NOT_YET_RECRUITING", "ACTIVE_NOT_RECRUITING", "TERMINATED", "WITHDRAWN", "ENROLLING_BY_INVITATION",
    "SUSPENDED", "AVAILABLE", "NO_LONGER_AVAILABLE", "APPROVED_FOR_MARKETING", "TEMPORARILY_NOT_AVAILABLE", "WITHHELD", "UNKNOWN_STATUS",
}  # fmt: skip
V2_PHASES = {"NA", "EARLY_PHASE1", "PHASE1", "PHASE2", "PHASE3", "PHASE4"}
V2_TYPES = {"INTERVENTIONAL", "OBSERVATIONAL", "EXPANDED_ACCESS"}


def _read(path: Path, problems: Problems) -> list[Statement]:
    found = []
    for opened in open_files([path], problems):
        assert recognise(opened).name == "clinicaltrials"
        found += list(SOURCES["clinicaltrials"].read(opened, problems))
    return found


@pytest.mark.corpus
@pytest.mark.parametrize("form", ["api_v1_json", "legacy_xml", "old_tsv_27col", "download_csv", "api_v2_hub_studies"])
def test_every_form_speaks_the_words_of_v2(corpus: Path, form: str) -> None:
    seen: dict[str, set[object]] = {}
    for one in _read(corpus / "clinicaltrials" / form, Problems()):
        for claim in one.claims:
            seen.setdefault(claim.field, set()).add(claim.value)
    assert seen["status"] <= V2_STATUS
    assert seen["phase"] <= V2_PHASES
    assert seen["study type"] <= V2_TYPES


@pytest.mark.corpus
def test_v1_counts_are_those_of_a_plain_reading(corpus: Path) -> None:
    path = corpus / "clinicaltrials" / "api_v1_json" / "full_studies_ALL_1-100.json"
    said = _read(path, Problems())
    plain = [entry["Study"]["ProtocolSection"] for entry in json.loads(path.read_text())["FullStudiesResponse"]["FullStudies"]]
    assert len(said) == len(plain) == 100
    for one, study in zip(said, plain, strict=True):
        parties = study["SponsorCollaboratorsModule"]
        assert one.evidence.id_in_source == study["IdentificationModule"]["NCTId"]
        assert one.mentions[0].name == " ".join(parties["LeadSponsor"]["LeadSponsorName"].split())
        names = {entry["CollaboratorName"] for entry in parties.get("CollaboratorList", {}).get("Collaborator", ())}
        assert len([mention for mention in one.mentions if mention.role == "collaborator"]) == len(names)


@pytest.mark.corpus
def test_a_v1_file_among_v2_files_is_read_by_what_it_holds(corpus: Path) -> None:
    assert len(_read(corpus / "clinicaltrials" / "api_v2_single_misc", Problems())) == 3


@pytest.mark.corpus
def test_xml_counts_are_those_of_a_plain_reading(corpus: Path) -> None:
    folder = corpus / "clinicaltrials" / "legacy_xml"
    said = {one.evidence.id_in_source: one for one in _read(folder, Problems())}
    assert len(said) == 48
    for path in folder.glob("*.xml"):
        root = etree.parse(str(path)).getroot()
        one = said[str(root.findtext("id_info/nct_id"))]
        assert one.mentions[0].name == root.findtext("sponsors/lead_sponsor/agency")
        assert len([tie for tie in one.ties if tie.kind == "sponsor-collaborator"]) == len(root.findall("sponsors/collaborator"))
        conditions = {str(entry.text) for entry in root.findall("condition")}
        assert {claim.value for claim in one.claims if claim.field == "condition"} == conditions
        started = root.find("start_date")
        assert len([event for event in one.events if event.kind == "started"]) == (started is not None)


def test_xml_with_entities_is_refused_and_damaged_xml_says_so(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xml"
    bomb.write_text(
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><clinical_study><id_info><nct_id>&b;</nct_id></id_info></clinical_study>'
    )
    with pytest.raises(UnsafeFileError, match="entities"):
        _read(bomb, Problems())
    cut = tmp_path / "cut.xml"
    cut.write_text("<clinical_study><id_info>")
    with pytest.raises(UnreadableError, match="damaged"):
        _read(cut, Problems())


def test_xml_without_an_id_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<clinical_study><brief_title>x</brief_title></clinical_study>")
    problems = Problems()
    assert _read(path, problems) == []
    assert problems.count("refused") == 1


@pytest.mark.corpus
def test_the_classic_table_counts_are_those_of_a_plain_reading(corpus: Path) -> None:
    path = corpus / "clinicaltrials" / "old_tsv_27col" / "covid_20200701.tsv"
    problems = Problems()
    said = _read(path, problems)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        plain = list(csv.DictReader(stream, delimiter="\t"))
    assert len(said) == len(plain) == 2405
    assert problems.count("refused") == 0
    for one, row in zip(said, plain, strict=True):
        parties = [name.strip() for name in row["Sponsor/Collaborators"].split("|")]
        assert one.evidence.id_in_source == row["NCT Number"]
        assert [m.name for m in one.mentions if m.role in {"lead sponsor", "collaborator"}] == list(
            dict.fromkeys(" ".join(p.split()) for p in parties)
        )
        assert {e.kind for e in one.events} >= ({"started"} if row["Start Date"] else set())


@pytest.mark.corpus
def test_a_table_without_sponsors_says_so_and_keeps_the_rest(corpus: Path) -> None:
    problems = Problems()
    said = _read(corpus / "clinicaltrials" / "download_csv", problems)
    assert len(said) == 1605
    assert problems.by_kind() == {"The table has no column for sponsors": 1}
    assert {one.evidence.id_in_source[-8:] for one in said} == {" (table)"}
    assert not any(one.ties for one in said)


@pytest.mark.parametrize(
    ("text", "name", "city", "region", "country"),
    [
        ("Massachusetts General Hospital, Boston, Massachusetts, United States", "Massachusetts General Hospital", "Boston", "Massachusetts", "United States"),
        ("King's College London, London, United Kingdom", "King's College London", "London", None, "United Kingdom"),
        ("Department of Medicine, Noble Hospitals Pvt. Ltd, Pune, Maharashtra, India", "Department of Medicine, Noble Hospitals Pvt. Ltd", "Pune", "Maharashtra", "India"),
        ("Kermanshah University of Medical Sciences, Kermanshah, Iran, Islamic Republic of", "Kermanshah University of Medical Sciences", "Kermanshah", None, "Iran, Islamic Republic of"),
        ("UTMB, Galveston, Texas, 77555, United States", "UTMB", "Galveston", "Texas", "United States"),
        ("Seoul National University Hospital, Seoul, Korea, Republic of", "Seoul National University Hospital", "Seoul", None, "Korea, Republic of"),
        ("Department of Infectiology, Raymond Poincaré Hospital, APHP, Garches, France", "Department of Infectiology, Raymond Poincaré Hospital, APHP", "Garches", None, "France"),
        ("Renmin Hospital, Wuhan, Wuhan, China", "Renmin Hospital", "Wuhan", "Wuhan", "China"),
        ("Online", "Online", None, None, None),
    ],
)  # fmt: skip
def test_locations_are_taken_apart_from_their_end(text: str, name: str, city: str | None, region: str | None, country: str | None) -> None:
    found = site(text)
    assert (found.name, found.place.city, found.place.region, found.place.country) == (name, city, region, country)


@pytest.mark.corpus
def test_a_recording_of_traffic_is_refused_for_what_it_is(corpus: Path) -> None:
    from ecotone.errors import UnknownFormatError

    [opened] = list(open_files([corpus / "clinicaltrials" / "recorded_http"], Problems()))
    with pytest.raises(UnknownFormatError, match="recording"):
        recognise(opened)
