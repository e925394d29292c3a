"""Imports that are tried first: what is looked at, what stays, what goes, and what the sample fills."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

import pytest

from ecotone.ecosystem import Ecosystem
from ecotone.errors import InputError, NotFoundError
from ecotone.server import trying
from ecotone.work import SILENT

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

TIES = "From,To,Since\nBaylor College of Medicine,Gulf Fund,2020\nNew Clinic,Gulf Fund,soon\n"
OWN = "Organisation name,Where\nNew Clinic,Houston\nOld Clinic,Austin\n"


def actors(record: Path) -> int:
    with Ecosystem.open(str(record)) as eco:
        return eco.stats()["actors"]


def tried(record: Path, tmp_path: Path, files: dict[str, bytes], **more: Any) -> dict[str, Any]:
    folder = tmp_path / "uploads" / "import-abc"
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return trying.try_files(record=str(record), folder=str(folder), names=list(files), work=SILENT, **more)


def test_a_trial_shows_source_columns_and_first_rows_and_writes_nothing(record: Path, tmp_path: Path) -> None:
    before = actors(record)
    told = tried(record, tmp_path, {"ties.csv": TIES.encode()})
    assert (told["read"], told["kept"], told["batch"]) == (2, 2, None)
    (look,) = told["looks"]
    assert (look["source"], look["label"], look["columns"]) == ("spreadsheet", "Spreadsheet", ["From", "To", "Since"])
    assert look["meanings"] == {"from": "From", "to": "To", "start": "Since"}
    assert look["rows"][0] == ["Baylor College of Medicine", "Gulf Fund", "2020"]
    (bad,) = [problem for problem in told["problems"]["first"] if problem["severity"] != "noted"]
    assert (bad["row"], bad["column"], bad["got"]) == (3, "Since", "soon")
    assert actors(record) == before
    assert (tmp_path / "uploads" / "import-abc" / "ties.csv").exists()


def test_columns_of_a_user_are_given_a_meaning(record: Path, tmp_path: Path) -> None:
    told = tried(record, tmp_path, {"own.csv": OWN.encode()}, columns={"name": "Organisation name", "city": "Where"})
    assert told["kept"] == 2
    assert told["looks"][0]["meanings"] == {"name": "Organisation name", "city": "Where"}


def test_a_file_that_nothing_recognises_is_told_apart(record: Path, tmp_path: Path) -> None:
    told = tried(record, tmp_path, {"page.csv": b"<!doctype html><p>Not found", "picture.png": b"\x89PNG\r\n", "ties.csv": TIES.encode()})
    problems = {look["file"]: look["problem"] for look in told["looks"]}
    assert "a web page" in problems["page.csv"]
    assert "a picture" in problems["picture.png"]
    assert problems["ties.csv"] is None
    assert told["kept"] == 2  # what is good in it is kept


def test_what_was_tried_is_imported_and_then_goes(record: Path, tmp_path: Path) -> None:
    told = tried(record, tmp_path, {"ties.csv": TIES.encode()})
    folder = trying.folder_of(tmp_path / "uploads", told["upload"])
    done = trying.import_tried(record=str(record), folder=str(folder), names=told["files"], author="Ana", work=SILENT)
    assert (done["changed"], done["batch"]) == (2, 3)
    with pytest.raises(NotFoundError, match="are gone"):
        trying.folder_of(tmp_path / "uploads", told["upload"])


@pytest.mark.parametrize("name", ["../jobs.sqlite", "import-", "import-a/../..", "/etc", "", "import-none"])
def test_no_other_folder_is_ever_taken_for_a_trial(tmp_path: Path, name: str) -> None:
    (tmp_path / "uploads").mkdir()
    with pytest.raises(NotFoundError):
        trying.folder_of(tmp_path / "uploads", name)


def test_uploads_that_nobody_came_back_to_are_cleared(tmp_path: Path) -> None:
    for name, age in (("import-old", 2 * trying.DAY_S), ("import-new", 10), ("other", 2 * trying.DAY_S)):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    trying.clear_old(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["import-new", "other"]


def test_the_sample_fills_an_empty_record_only(record: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not empty"):
        trying.fill_with_sample(record=str(record), author="", work=SILENT)
    Ecosystem.create(str(tmp_path / "empty.eco")).close()
    done = trying.fill_with_sample(record=str(tmp_path / "empty.eco"), author="Ana", work=SILENT)
    assert done["batch"] == 1
    assert actors(tmp_path / "empty.eco") > 100


def ended(client: TestClient, number: int) -> dict[str, Any]:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        job: dict[str, Any] = client.get(f"/api/jobs/{number}").json()
        if job["state"] not in {"queued", "running"}:
            return job
        time.sleep(0.05)
    raise AssertionError(job)


def test_over_http_a_trial_is_imported_without_being_sent_again(client: TestClient) -> None:
    sent = client.post("/api/import", files=[("files", ("ties.csv", TIES.encode()))], data={"dry_run": "true"})
    assert (sent.status_code, sent.json()["kind"]) == (202, "try")
    number = sent.json()["id"]
    assert ended(client, number)["answer"]["kept"] == 2
    assert client.get("/api/history").json()["batches"][0]["batch"] == 2
    done = ended(client, client.post(f"/api/import/{number}/again", json={"author": "Ana"}).json()["id"])
    assert (done["state"], done["answer"]["batch"]) == ("done", 3)
    gone = client.post(f"/api/import/{number}/again", json={})
    assert (gone.status_code, gone.json()["error"]["remedy"]) == (404, "Send them again")
    other = client.post(f"/api/import/{done['id']}/again", json={})
    assert other.status_code == 422


def test_sources_and_meanings_are_listed(client: TestClient) -> None:
    told = client.get("/api/sources").json()
    assert {"clinicaltrials", "nih", "ror", "spreadsheet"} <= {source["name"] for source in told["sources"]}
    assert {"from", "to", "name", "sector"} <= set(told["meanings"])
