"""Studies of the registry in the forms of API v2, against the genuine files and plain readings of them."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from ecotone.dates import Date
from ecotone.errors import UnreadableError
from ecotone.problems import Problems
from ecotone.sources import SOURCES, open_files, recognise
from ecotone.vocabulary import TIE_KINDS, TRIAL_EVENTS, Sector

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem.statements import Statement


def _read(paths: list[Path], problems: Problems | None = None) -> list[Statement]:
    found = problems if problems is not None else Problems()
    return [said for opened in open_files(paths, found) for said in SOURCES["clinicaltrials"].read(opened, found)]


def _study(**modules: Any) -> dict[str, Any]:
    protocol = {
        "identificationModule": {"nctId": "NCT00000001"},
        "statusModule": {"lastUpdateSubmitDate": "2024-05-01"},
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Baylor College of Medicine", "class": "OTHER"}},
        **modules,
    }
    return {"protocolSection": protocol}


def _one(tmp_path: Path, record: Any, problems: Problems | None = None) -> Statement:
    path = tmp_path / "study.json"
    path.write_text(json.dumps(record))
    [said] = _read([path], problems)
    return said


@pytest.mark.corpus
def test_all_snapshots_are_read_as_a_plain_reading_of_them_counts(corpus: Path) -> None:
    folder = corpus / "clinicaltrials" / "api_v2_single_studies"
    problems = Problems()
    said = _read([folder / "snapshots_01.zip", folder / "snapshots_02.zip"], problems)
    assert (len(said), len(problems)) == (694 + 87, 0)  # as the provenance file counts them
    plain = []
    for name in ("snapshots_01.zip", "snapshots_02.zip"):
        with zipfile.ZipFile(folder / name) as archive:
            plain += [json.loads(archive.read(entry))["protocolSection"] for entry in archive.namelist()]
    parties = [study["sponsorCollaboratorsModule"] for study in plain]
    roles = Counter(mention.role for one in said for mention in one.mentions)
    assert roles["lead sponsor"] == len(plain)
    assert roles["collaborator"] == sum(len({party["name"] for party in entry.get("collaborators", ())}) for entry in parties)
    assert {one.evidence.id_in_source for one in said} == {study["identificationModule"]["nctId"] for study in plain}
    started = Counter(event.actual for one in said for event in one.events if event.kind == "started")
    typed = Counter(study["statusModule"].get("startDateStruct", {}).get("type") for study in plain)
    assert started[True] >= typed["ACTUAL"]
    assert started[False] >= typed["ESTIMATED"]
    assert started.total() == typed.total() - typed[None] + sum(
        1 for study in plain if (start := study["statusModule"].get("startDateStruct")) and "type" not in start
    )


@pytest.mark.corpus
def test_research_sites_are_sites_of_their_sponsors_one_a_study_and_place(corpus: Path) -> None:
    path = corpus / "clinicaltrials" / "api_v2_single_studies" / "snapshots_02.zip"
    sites = [m for one in _read([path]) for m in one.mentions if m.role == "site" and m.name == "Research Site"]
    plain = set()
    with zipfile.ZipFile(path) as archive:
        for entry in archive.namelist():
            for site in json.loads(archive.read(entry))["protocolSection"].get("contactsLocationsModule", {}).get("locations", ()):
                if site.get("facility") == "Research Site":
                    plain.add((entry, site["city"], site.get("state"), site["country"], repr(site.get("geoPoint"))))
    assert len(sites) == len(plain) > 0
    assert {site.unnamed_of for site in sites} == {"s"}


@pytest.mark.corpus
def test_the_website_list_holds_128_studies(corpus: Path) -> None:
    assert len(_read([corpus / "clinicaltrials" / "download_json" / "ctg-studies_dtx.json"])) == 128


@pytest.mark.corpus
def test_nothing_that_a_source_wrote_as_prose_or_contact_is_taken(corpus: Path) -> None:
    path = corpus / "clinicaltrials" / "download_json" / "ctg-studies_dtx.json"
    text = repr(_read([path]))
    for study in json.loads(path.read_text())[:60]:
        protocol = study["protocolSection"]
        assert protocol["identificationModule"].get("officialTitle", "\0") not in text
        assert protocol["descriptionModule"]["briefSummary"] not in text
        for contact in protocol.get("contactsLocationsModule", {}).get("centralContacts", ()):
            assert contact.get("email", "\0") not in text


def test_kinds_of_tie_and_event_are_the_vocabulary_of_all(tmp_path: Path) -> None:
    record = _study(
        statusModule={
            "startDateStruct": {"date": "2024-01", "type": "ACTUAL"},
            "primaryCompletionDateStruct": {"date": "2026-01-15", "type": "ESTIMATED"},
            "completionDateStruct": {"date": "2027", "type": "ESTIMATED"},
            "studyFirstSubmitDate": "2023-12-01",
            "resultsFirstPostDateStruct": {"date": "2023-12-05", "type": "ESTIMATED"},
            "lastUpdatePostDateStruct": {"date": "2024-05-01", "type": "ACTUAL"},
        },
        sponsorCollaboratorsModule={
            "leadSponsor": {"name": "Acme", "class": "INDUSTRY"},
            "collaborators": [{"name": "NCI", "class": "NIH"}, {"name": "SWOG", "class": "NETWORK"}, {"name": "NCI", "class": "NIH"}],
        },
        contactsLocationsModule={
            "locations": [{"facility": "Texas Heart Institute", "city": "Houston", "country": "United States"}, {"city": "Rome"}]
        },
    )
    said = _one(tmp_path, record)
    assert {tie.kind for tie in said.ties} == {"sponsor-collaborator", "sponsor-site"} <= set(TIE_KINDS)
    assert {(tie.valid_from, tie.valid_to) for tie in said.ties} == {(Date("2024-01"), Date("2027"))}
    assert [(event.kind, str(event.date), event.actual) for event in said.events] == [
        ("registered", "2023-12-01", True),
        ("started", "2024-01", True),
        ("primary completion", "2026-01-15", False),
        ("completed", "2027", False),
        ("results posted", "2023-12-05", True),
    ]
    assert {event.kind for event in said.events} <= set(TRIAL_EVENTS)
    sectors = {mention.name: mention.sector for mention in said.mentions if mention.role != "site"}
    assert sectors == {"Acme": Sector.INDUSTRY, "NCI": Sector.INVESTOR, "SWOG": Sector.CONNECTOR}
    assert said.evidence.date == Date("2024-05-01")
    assert [mention.unnamed_of for mention in said.mentions if mention.role == "site"] == [None, "s"]


def test_dates_that_cannot_be_are_dropped_and_listed(tmp_path: Path) -> None:
    problems = Problems()
    record = _study(
        statusModule={
            "startDateStruct": {"date": "1900-01-01"},
            "primaryCompletionDateStruct": {"date": "3201-10-21"},
            "completionDateStruct": {"date": "31/02/2020"},
            "studyFirstSubmitDate": "April 2020",
            "lastUpdateSubmitDate": "2024-05-01",
        }
    )
    said = _one(tmp_path, record, problems)
    assert [(event.kind, str(event.date)) for event in said.events] == [("registered", "2020-04")]
    assert [(problem.column, problem.got, problem.severity) for problem in problems] == [
        ("startDateStruct", "1900-01-01", "changed"),
        ("primaryCompletionDateStruct", "3201-10-21", "changed"),
        ("completionDateStruct", "31/02/2020", "changed"),
    ]


def test_a_completion_before_the_start_leaves_the_tie_open(tmp_path: Path) -> None:
    record = _study(
        statusModule={"startDateStruct": {"date": "2024-06-01"}, "completionDateStruct": {"date": "2023-01"}},
        contactsLocationsModule={"locations": [{"facility": "Rice University", "city": "Houston"}]},
    )
    [tie] = _one(tmp_path, record).ties
    assert (tie.valid_from, tie.valid_to) == (Date("2024-06-01"), None)


def test_a_page_of_the_service_and_its_error_object(tmp_path: Path) -> None:
    page = tmp_path / "page.json"
    page.write_text(
        json.dumps({"studies": [_study(), {"odd": 1}, {"protocolSection": {"identificationModule": {}}}], "nextPageToken": "x"})
    )
    problems = Problems()
    assert len(_read([page], problems)) == 1
    assert problems.count("refused") == 2
    error = tmp_path / "error.json"
    error.write_text('{"error": {"code": 400, "message": "protocolSection is no field"}}')
    problems = Problems()
    assert _read([error], problems) == []
    assert problems.kept[0].what == "The record is no study"
    empty = tmp_path / "empty.json"
    empty.write_text('{"studies": []}')
    with pytest.raises(UnreadableError, match="no study"):
        _read([empty])


def test_a_file_is_recognised_by_its_content_and_a_page_of_html_is_not(tmp_path: Path) -> None:
    from ecotone.errors import NotFoundError, UnknownFormatError

    (tmp_path / "a.txt").write_text(json.dumps([_study()]))
    (tmp_path / "b.json").write_text("<!DOCTYPE html><html>protocolSection</html>")
    first, second = list(open_files([tmp_path], Problems()))
    assert recognise(first).name == "clinicaltrials"
    with pytest.raises(UnknownFormatError, match="web page"):
        recognise(second)
    with pytest.raises(NotFoundError, match="no such source"):
        recognise(first, "astrology")
