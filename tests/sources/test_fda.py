"""Device submissions in every form, and what each form is known to get wrong."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from ecotone.dates import Date
from ecotone.problems import Problems
from ecotone.sources import open_files, recognise
from ecotone.sources.fda import Number

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem.statements import Statement


def _read(path: Path, problems: Problems, most: int | None = None) -> list[Statement]:
    [opened] = list(open_files([path], problems))
    source = recognise(opened)
    assert source.name == "fda"
    return list(islice(source.read(opened, problems), most))


def _dates(said: Statement) -> dict[str, str]:
    return {event.kind: str(event.date) for event in said.events}


def _iso(american: str) -> str:
    month, day, year = american.split("/")
    return f"{year}-{month}-{day}"


def _days(row: dict[str, str]) -> int:
    return (dt.date.fromisoformat(row["date_decision"]) - dt.date.fromisoformat(row["date_start"])).days


@pytest.mark.corpus
@pytest.mark.parametrize(("name", "most"), [("pmn7680.txt", 3000), ("pmnlstmn_2020-09.txt", None)])
def test_genuine_510k_files(corpus: Path, name: str, most: int | None) -> None:
    path = corpus / "fda" / "510k" / name
    plain = [line.split("|") for line in path.read_text(encoding="cp1252").splitlines()]
    column = {title: place for place, title in enumerate(plain[0])}
    problems = Problems()
    said = _read(path, problems, most)
    wanted = plain[1:] if most is None else plain[1 : most + 1]
    assert problems.count("refused") == 0
    mended = {what for severity, what in problems.kinds if severity == "changed"}
    assert mended <= {"NUL characters were dropped"}  # four rows of the oldest file are filled up with them
    assert [one.evidence.id_in_source for one in said] == [row[column["KNUMBER"]] for row in wanted]
    assert [_dates(one) for one in said] == [
        {"received": _iso(row[column["DATERECEIVED"]]), "decision": _iso(row[column["DECISIONDATE"]])} for row in wanted
    ]
    assert [one.mentions[0].name for one in said] == [" ".join(row[column["APPLICANT"]].split()) for row in wanted]
    contacts = {" ".join(row[column["CONTACT"]].split()) for row in wanted} - {""}
    assert not contacts & {claim.value for one in said for claim in one.claims}


@pytest.mark.corpus
def test_old_letters_in_a_510k_file(corpus: Path) -> None:
    problems = Problems()
    said = _read(corpus / "fda" / "510k" / "pmnlstmn_2020-09.txt", problems)
    assert problems.by_kind() == {"Some letters are no UTF-8 and were read in an older encoding": 1}
    assert {one.initiative.kind for one in said if one.initiative} == {"product"}
    routes = [claim.value for one in said for claim in one.claims if claim.field == "route"]
    assert (routes.count("510(k)"), routes.count("De Novo")) == (368, 4)


@pytest.mark.corpus
def test_supplements_are_no_originals_and_1900_is_unknown(corpus: Path) -> None:
    path = corpus / "fda" / "derived" / "pma_1976_2026.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        plain = list(islice(csv.DictReader(stream), 4000))
    problems = Problems()
    said = _read(path, problems, 4000)
    unknown = sum(row["date_start"] == "1900-01-01" for row in plain)
    long = [row for row in plain if row["date_start"] != "1900-01-01" and _days(row) > 10_000]
    assert problems.by_kind() == {
        "This day is what programs write for 'unknown'": unknown,
        "More than 10,000 days lie between receipt and decision; check before counting it": len(long),
    }
    assert unknown > 0
    originals = {row["submission_number"] for row in plain if "/" not in row["submission_number"]}
    assert {one.initiative.id_in_source for one in said if one.initiative and one.initiative.kind == "product"} == originals
    assert sum(claim.field == "supplement of" for one in said for claim in one.claims) == 4000 - len(originals)
    assert not any(row["zip_code"] in repr(one) for row, one in zip(plain, said, strict=True) if len(row["zip_code"]) > 5)


@pytest.mark.corpus
def test_both_forms_of_the_list_of_ai_enabled_devices(corpus: Path) -> None:
    folder = corpus / "fda" / "ai_devices"
    plain = {entry["submission_id"]: entry for entry in json.loads((folder / "ai_devices_enriched_openfda_2025-12.json").read_text())}
    problems = Problems()
    joined = _read(folder / "ai_devices_enriched_openfda_2025-12.json", problems)
    listed = _read(folder / "ai-ml-enabled-devices_2025-12.xml", Problems())
    assert len(joined) == len(listed) == len(plain) == 1357
    for one in (*joined, *listed):
        assert one.initiative is not None
        entry = plain[one.initiative.id_in_source]
        assert _dates(one)["decision"] == _iso(entry["date"])
        assert ("AI-enabled", True) in {(claim.field, claim.value) for claim in one.claims}
    backwards = sum(bool(entry["received_date"]) and entry["received_date"] > _iso(entry["date"]) for entry in plain.values())
    twice = sum(bool(entry["decision_date_openfda"]) and entry["decision_date_openfda"] != _iso(entry["date"]) for entry in plain.values())
    assert problems.by_kind() == {
        "The list and openFDA give two days of decision; the list's was kept": twice,
        "The submission was decided before it was received; the day of receipt was dropped": backwards,
    }
    received = sum("received" in _dates(one) for one in joined)
    assert received == sum(bool(entry["received_date"]) for entry in plain.values()) - backwards


def test_the_fdas_own_pma_file_and_the_list_as_csv(tmp_path: Path) -> None:
    path = tmp_path / "pma.txt"
    path.write_bytes(
        b"PMANUMBER|SUPPLEMENTNUMBER|APPLICANT|CITY|STATE|ZIP|TRADENAME|DATERECEIVED|DECISIONDATE|DECISIONCODE|REVIEWGRANTEDYN\r\n"
        b'P030005|S010|Caf\xe9 Med|HOUSTON|TX|77030|3" "PUMP|01/02/2003|05/06/2004|APPR|Y\r\n'
        b"P030005||Caf\xe9 Med|HOUSTON|TX|77030|PUMP|01/01/1900|05/06/2004|APPR|N\r\n"
        b"X1||A|||||||\r\nP030006||||||||||\r\n"
    )
    problems = Problems()
    supplement, original = _read(path, problems)
    assert supplement.evidence.id_in_source == "P030005/S010"
    assert {("device", '3" "PUMP'), ("supplement of", "P030005"), ("expedited", True)} <= {(c.field, c.value) for c in supplement.claims}
    place = supplement.mentions[0].place
    assert place is not None
    assert (place.city, place.region, place.country, supplement.mentions[0].name) == ("Houston", "Texas", "United States", "Café Med")
    assert (_dates(original), original.evidence.date) == ({"decision": "2004-05-06"}, Date("2004-05-06"))
    assert problems.count("refused") == 2
    path = tmp_path / "list.csv"
    link = '"=HYPERLINK(""https://www.accessdata.fda.gov/x?ID=K252054"", ""K252054"")"'
    path.write_text(
        f"Date of Final Decision,Submission Number,Device,Company,Panel (Lead),Primary Product Code\n09/29/2025,{link},D,Co,Radiology,QIH\n"
    )
    [said] = _read(path, Problems())
    assert said.evidence.id_in_source == "K252054 (AI-enabled list)"
    assert ("panel", "Radiology") in {(claim.field, claim.value) for claim in said.claims}


def test_numbers() -> None:
    assert Number.of("p030005s010") == Number.of("P030005", "s010") == Number.of("P030005/S010")
    assert Number.of("K 252054") == Number.of("K252054")
    assert Number.of("n/a") is Number.of(None) is None


def test_a_list_with_something_else_in_it(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"submission_id": "K1", "company": "A", "date": "02/31/2020"}, 7]))
    problems = Problems()
    [said] = _read(path, problems)
    assert said.events == ()
    assert problems.by_kind() == {"No such day exists": 1, "The submission has another shape than the list gives it": 1}


def test_an_interval_longer_than_ten_thousand_days_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "KNUMBER|APPLICANT|DATERECEIVED|DECISIONDATE|DECISION\nK1|A|01/01/1970|01/01/2000|SESE\nK2|A|01/01/1999|01/01/2000|SESE\n"
    )
    problems = Problems()
    assert len(_read(path, problems)) == 2
    assert problems.by_kind() == {"More than 10,000 days lie between receipt and decision; check before counting it": 1}
