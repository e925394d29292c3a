"""CORDIS: who was in which project with whom, and the table of organisations without projects.

The rows of `PUBLISHED` are facts (ids, names, places, roles, amounts) from `organization.csv` of CORDIS's Horizon 2020,
Horizon Europe and FP7 archives, CC BY 4.0, European Union; addresses and contacts are left out. Projects with several
organisations are made up in the same columns.
"""

from __future__ import annotations

import csv
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.dates import Date
from ecotone.ecosystem import Ecosystem
from ecotone.errors import UnreadableError
from ecotone.problems import Problems
from ecotone.sources import open_files, recognise
from ecotone.sources.cordis import Part, Project, _taking_part
from ecotone.sources.values import Where
from ecotone.vocabulary import Sector
from ecotone.workbench.intake import import_files

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem.statements import Statement

COLUMNS = (
    "projectID;projectAcronym;organisationID;vatNumber;name;shortName;SME;activityType;street;postCode;city;country;nutsCode;"
    "geolocation;organizationURL;contactForm;contentUpdateDate;rcn;order;role;ecContribution;netEcContribution;totalCost;"
    "endOfParticipation;active"
)
PROJECT_COLUMNS = (
    "id;acronym;status;title;startDate;endDate;totalCost;ecMaxContribution;legalBasis;topics;ecSignatureDate;frameworkProgramme;"
    "masterCall;subCall;fundingScheme;nature;objective;contentUpdateDate;rcn;grantDoi"
)
PUBLISHED = (
    (
        "633053;EUROfusion;999643007;;ETHNIKO KAI KAPODISTRIAKO PANEPISTIMIO ATHINON;UOA;false;HES;;;ATHINA;EL;;;;;"
        "2017-09-11 10:25:16;1906280;14;thirdParty;0;528340.97;960619,95;false;"
    ),
    (
        "633413;MIROCALS;937808902;;MOTOR NEURONE DISEASE ASSOCIATION;Motor Neurone Disease Association;false;OTH;;;Northampton;UK;;;;;"
        "2023-12-07 16:55:20;2391735;11;participant;0;0;51611,25;false;"
    ),
    (
        "690850;RUBICON;997352934;;THE UNIVERSITY OF HONG KONG;UHK;false;HES;;;Pokfulam;HK;;;;;"
        "2022-08-16 00:44:17;1907437;9;partner;;0;81000;false;"
    ),
    (
        "792210;GeoFit;928228018;;COMET GLOBAL INNOVATION, SL;COMET;true;PRC;;;Barcelona;ES;;;;;"
        "2023-07-23 18:32:55;1947059;20;participant;284812.5;284812.5;406875;false;"
    ),
    (
        "101060884;DIVINE;999654356;;EREVNITIKO PANEPISTIMIAKO INSTITOUTO SYSTIMATON EPIKOINONION KAI YPOLOGISTON;ICCS;false;REC;;;"
        "ATHINA;EL;;;;;2026-06-03 12:20:56;1917133;1;coordinator;520625;520625;520625;false;"
    ),
)


def _row(project: str, pic: str, name: str, role: str, **more: str) -> str:
    cells = dict.fromkeys(COLUMNS.split(";"), "")
    cells |= {"projectID": project, "projectAcronym": f"P{project}", "organisationID": pic, "name": name, "role": role}
    cells |= {"activityType": "HES", "city": "Nottingham", "country": "UK", "endOfParticipation": "false"} | more
    return ";".join(f'"{cell}"' for cell in cells.values())


def _projects_table(*rows: tuple[str, str, str, str]) -> str:
    lines = [PROJECT_COLUMNS]
    for own_id, status, start, end in rows:
        cells = dict.fromkeys(PROJECT_COLUMNS.split(";"), "")
        cells |= {"id": own_id, "acronym": f"P{own_id}", "status": status, "title": "A sentence", "startDate": start, "endDate": end}
        cells |= {"ecMaxContribution": "1500000,5", "contentUpdateDate": "2024-02-01 10:00:00", "objective": "Another sentence"}
        lines.append(";".join(cells.values()))
    return "\n".join(lines) + "\n"


ROWS = (
    COLUMNS,
    _row("7", "100", "University of Nottingham", "coordinator", contentUpdateDate="2023-05-01 08:00:00", ecContribution="500000"),
    _row("8", "103", "Centre Alone", "hostInstitution", activityType="REC"),
    _row("7", "101", "Small Diagnostics Ltd", "participant", activityType="PRC", ecContribution="120000,25", endOfParticipation="true"),
    _row("7", "102", "Ministry of Health", "associatedPartner", activityType="PUB"),
    _row("7", "102", "Ministry of Health", "thirdParty", activityType="PUB"),
    _row("9", "104", "One of two", "participant"),
    _row("9", "105", "Other of two", "participant"),
)


def _said(path: Path, problems: Problems) -> dict[str, Statement]:
    found: dict[str, Statement] = {}
    for opened in open_files([path], problems):
        source = recognise(opened)
        assert source.name == "cordis"
        found |= {one.evidence.id_in_source: one for one in source.read(opened, problems)}
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    into = tmp_path / "cordis-HORIZONprojects-csv"
    into.mkdir()
    (into / "organization.csv").write_text("\n".join(ROWS) + "\n", encoding="utf-8")
    projects = _projects_table(("7", "CLOSED", "2019-01-01", "2022-12-31"), ("9", "SIGNED", "2024-06-01", "2023-01-01"))
    (into / "project.csv").write_text(projects, encoding="utf-8")
    return into


def test_the_coordinator_is_tied_to_each_other_and_nobody_else(folder: Path) -> None:
    problems = Problems()
    said = _said(folder, problems)
    seven = said["7"]
    names = {mention.key: mention.name for mention in seven.mentions}
    assert {(names[tie.source], names[tie.target], tie.kind, tie.directed) for tie in seven.ties} == {
        ("University of Nottingham", "Small Diagnostics Ltd", "project-partner", False),
        ("University of Nottingham", "Ministry of Health", "project-partner", False),
    }
    assert {(tie.valid_from, tie.valid_to) for tie in seven.ties} == {(Date("2019-01-01"), Date("2022-12-31"))}
    assert [(m.role, m.sector) for m in seven.mentions] == [
        ("coordinator", Sector.ACADEMIA),
        ("participant", Sector.INDUSTRY),
        ("associated partner", Sector.REGULATOR),
    ]
    assert seven.evidence.date == Date("2024-02-01")
    assert seven.evidence.address == "https://cordis.europa.eu/project/id/7"
    assert [(c.field, c.value) for c in seven.claims if c.about == "o1"] == [
        ("EU contribution", 120_000.25),
        ("left the project early", True),
    ]
    assert said["8"].ties == said["9"].ties == ()
    assert problems.by_kind()["The project names no coordinator, so nobody in it is tied"] == 1


def test_the_table_of_projects_gives_the_initiative_its_events(folder: Path) -> None:
    problems = Problems()
    said = _said(folder, problems)
    seven, nine = said["7 (project)"], said["9 (project)"]
    assert [(event.kind, event.date.iso, event.actual) for event in seven.events] == [
        ("project started", "2019-01-01", True),
        ("project ended", "2022-12-31", True),
    ]
    assert seven.initiative == said["7"].initiative
    assert ("amount", 1_500_000.5, "EUR") in {(c.field, c.value, c.unit) for c in seven.claims}
    assert [(event.kind, event.actual) for event in nine.events] == [("project started", False)]
    assert problems.by_kind()["The project ends before it starts; its end was dropped"] == 1
    assert "sentence" not in repr(said)


def test_an_archive_is_dated_like_a_folder_and_twice_is_once(folder: Path, tmp_path: Path) -> None:
    archive = tmp_path / "cordis.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for file in sorted(folder.iterdir()):
            packed.write(file, f"csv/{file.name}")
    assert _said(archive, Problems()) == _said(folder, Problems())
    with Ecosystem.create(tmp_path / "x.eco") as eco:
        done = import_files(eco, [archive])
        assert (done.kept, done.refused) == (5, 0)
        ties = eco.ties(kind="project-partner")
        assert ties["valid_from"].to_list() == ["2019-01-01"] * 2
        assert import_files(eco, [folder]).batch is None
        assert eco.initiatives().height == 3


def test_without_the_table_of_projects_ties_have_no_dates(folder: Path) -> None:
    (folder / "project.csv").unlink()
    problems = Problems()
    assert {tie.valid_from for tie in _said(folder, problems)["7"].ties} == {None}
    assert problems.by_kind()["There is no table of projects beside the file, so its ties have no dates"] == 1
    (folder / "project.csv").write_text("<html>", encoding="utf-8")
    [opened] = [one for one in open_files([folder], Problems()) if one.name == "organization.csv"]
    assert {tie.valid_from for one in recognise(opened).read(opened, Problems()) for tie in one.ties} == {None}


def test_published_rows_are_read_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "organization.csv"
    path.write_text("\n".join((COLUMNS, *PUBLISHED)), encoding="utf-8")
    problems = Problems()
    said = _said(path, problems)
    assert [one.mentions[0].role for one in said.values()] == ["third party", "participant", "partner", "participant", "coordinator"]
    assert said["633413"].initiative is not None
    assert said["633413"].initiative.title == "MIROCALS"
    assert said["792210"].mentions[0].id_in_source == "PIC 928228018"
    assert {c.value for c in said["792210"].claims} == {284_812.5}
    assert problems.count("refused") == 0


def test_the_tables_of_2017_name_their_columns_otherwise(tmp_path: Path) -> None:
    organisations = "projectRcn;projectID;projectAcronym;role;id;name;shortName;activityType;endOfParticipation;ecContribution;country;city"
    rows = (
        "1;7;P7;coordinator;100;University of Nottingham;UON;HES;false;5;UK;NOTTINGHAM",
        "1;7;P7;participant;101;Maker;M;PRC;false;;FR;Lyon",
    )
    (tmp_path / "cordis-h2020organizations.csv").write_text("\n".join((organisations, *rows)), encoding="utf-8")
    projects = "rcn;id;acronym;status;programme;topics;title;startDate;endDate;projectUrl;objective;totalCost;ecMaxContribution;call"
    (tmp_path / "cordis-h2020projects.csv").write_text(
        f"{projects}\n1;7;P7;SIGNED;H2020;T;;2016-01-01;2018-12-31;;;9;9;C\n", encoding="utf-8"
    )
    said = _said(tmp_path, Problems())
    assert [(tie.valid_from, tie.valid_to) for tie in said["7"].ties] == [(Date("2016-01-01"), Date("2018-12-31"))]
    assert said["7"].mentions[0].place is not None
    assert said["7"].mentions[0].place.city == "Nottingham"


def test_rows_without_a_project_or_a_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "organization.csv"
    path.write_text("\n".join((COLUMNS, _row("", "1", "A", "participant"), _row("7", "1", "", "participant"))), encoding="utf-8")
    problems = Problems()
    assert _said(path, problems) == {}
    assert [(problem.row, problem.column) for problem in problems.kept if problem.severity == "refused"] == [(2, "projectID"), (3, "name")]


def test_another_table_read_as_cordis_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Label,City\nMemorial Hermann,Houston\n", encoding="utf-8")
    [opened] = list(open_files([path], Problems()))
    with pytest.raises(UnreadableError, match="none of CORDIS's tables"):
        list(recognise(opened, "cordis").read(opened, Problems()))


ROLES = ("coordinator", "participant", "partner", "thirdParty", "internationalPartner")


@given(st.lists(st.tuples(st.integers(1, 40), st.sampled_from(ROLES)), min_size=1, max_size=60))
def test_ties_grow_with_participants_and_not_with_their_pairs(rows: list[tuple[int, str]]) -> None:
    parts = [Part(str(pic), f"Organisation {pic}", None, "", None, role, None, left=False) for pic, role in rows]
    said = _taking_part("7", Project("P7", parts=parts), Where(Problems(), "organization.csv"))
    organisations = {part.identity for part in parts}
    leads = {part.identity for part in parts if part.role == "coordinator"}
    assert len({frozenset((tie.source, tie.target)) for tie in said.ties}) == len(said.ties)
    assert len(said.ties) == len(leads) * (len(organisations) - len(leads)) + len(leads) * (len(leads) - 1) // 2
    assert len(said.mentions) == len(organisations)


@pytest.mark.corpus
def test_the_list_of_organisations_mends_its_mangled_names(corpus: Path) -> None:
    path = corpus / "cordis" / "h2020_organisations_2017.csv"
    said = _said(path, Problems())
    with path.open(encoding="utf-8") as stream:
        plain = list(csv.DictReader(stream))
    assert len(said) == sum(bool(row["orgId"]) for row in plain)
    names = {one.mentions[0].name for one in said.values()}
    assert {"ASOCIACION ESPAÑOLA DE NORMALIZACION Y CERTIFICACION", "Bilkent Üniversitesi"} <= names
    assert not [name for name in names if "√" in name]
    assert ("H2020 money", 15_392_100.0, "EUR") in {(c.field, c.value, c.unit) for c in said["PIC 999850781"].claims}
    assert not any(one.ties for one in said.values())


def test_tables_in_json_and_fields_of_science(tmp_path: Path) -> None:
    organisations = [
        {
            "projectID": "1",
            "organisationID": "10",
            "name": "A",
            "role": "coordinator",
            "activityType": "HES",
            "ecContribution": 5.5,
            "contactForm": "x@y.org",
        },
        {"projectID": "1", "organisationID": "11", "name": "B", "role": "participant", "activityType": "PRC", "city": None},
    ]
    projects = [{"id": "1", "acronym": "ONE", "startDate": "2021-01-01", "endDate": "2024-12-31", "ecMaxContribution": "1500000"}]
    fields = '"projectID";"euroSciVocCode";"euroSciVocPath";"euroSciVocTitle"\n1;"/25";"/medical and health sciences/oncology";"oncology"\n'
    (tmp_path / "organization.json").write_text(json.dumps(organisations))
    (tmp_path / "project.json").write_text(json.dumps(projects))
    (tmp_path / "project.csv").write_text("id;acronym;startDate;endDate;ecMaxContribution\n1;ONE;2021-01-01;2024-12-31;1500000\n")
    (tmp_path / "euroSciVoc.csv").write_text(fields)
    problems = Problems()
    said = {
        one.evidence.id_in_source: one for opened in open_files([tmp_path], problems) for one in recognise(opened).read(opened, problems)
    }
    assert set(said) == {"1", "1 (project)", "1 (fields)"}
    assert [(tie.kind, str(tie.valid_from), str(tie.valid_to)) for tie in said["1"].ties] == [
        ("project-partner", "2021-01-01", "2024-12-31")
    ]
    assert [(claim.field, claim.value) for claim in said["1 (fields)"].claims] == [("field of science", "oncology")]
    assert "@" not in repr(said)
    with Ecosystem.create(tmp_path / "x.eco") as eco:
        import_files(eco, [tmp_path / name for name in ("organization.json", "project.csv", "euroSciVoc.csv")])
        before = eco.export()
        again = import_files(eco, [tmp_path / name for name in ("euroSciVoc.csv", "project.csv", "organization.json")])
        assert (again.changed, eco.export()) == (0, before)
        assert eco.initiatives()["title"].to_list() == ["ONE"]


def test_a_table_of_projects_alone_ties_whom_it_names(tmp_path: Path) -> None:
    projects = (
        "rcn;id;acronym;status;startDate;endDate;totalCost;ecMaxContribution;coordinator;coordinatorCountry;participants;participantCountries\n"
        '1;700;ONE;SIGNED;2016-01-01;2018-12-31;"10,5";"10,5";RICE;US;"UTMB;RICE;ACME SRL";US;IT\n'
    )
    organisations = "projectID;id;name;role;activityType\n700;9;RICE;coordinator;HES\n700;8;UTMB;participant;HES\n"
    (tmp_path / "cordis-h2020projects.csv").write_text(projects.replace(";US;IT", ";US"))
    problems = Problems()
    [opened] = list(open_files([tmp_path], problems))
    [said] = list(recognise(opened).read(opened, problems))
    assert [mention.name for mention in said.mentions] == ["RICE", "UTMB", "ACME SRL"]
    assert [(tie.source, tie.target, str(tie.valid_from)) for tie in said.ties] == [("o0", "o1", "2016-01-01"), ("o0", "o2", "2016-01-01")]
    (tmp_path / "cordis-h2020organizations.csv").write_text(organisations)
    said_by_id = {
        one.evidence.id_in_source: one for opened in open_files([tmp_path], problems) for one in recognise(opened).read(opened, problems)
    }
    assert [len(said_by_id[own_id].ties) for own_id in ("700", "700 (project)")] == [1, 0]
