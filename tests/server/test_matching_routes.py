"""Matching with a registry over HTTP: a job whose doubts wait for review, registries that are kept, and what is refused."""

from __future__ import annotations

import gzip
import io
import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from ecotone.errors import UnreadableError
from ecotone.server import matching, trying
from ecotone.work import SILENT

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient


def organisation(number: int, name: str, city: str, kind: str) -> dict[str, Any]:
    """Return a record of ROR's schema 2.1."""
    return {
        "id": f"https://ror.org/0{number:08d}",
        "status": "active",
        "types": [kind],
        "names": [{"value": name, "types": ["ror_display", "label"], "lang": "en"}],
        "locations": [
            {
                "geonames_id": number,
                "geonames_details": {"name": city, "country_code": "US", "country_name": "United States", "lat": 29.7, "lng": -95.4},
            }
        ],
        "links": [],
        "external_ids": [],
        "relationships": [],
        "domains": [],
        "established": 1900,
        "admin": {
            "created": {"date": "2020-01-01", "schema_version": "2.1"},
            "last_modified": {"date": "2024-01-01", "schema_version": "2.1"},
        },
    }


# A word is rare only among many: the others are made up.
OTHERS = [
    organisation(
        number,
        f"{('Alba', 'Bero', 'Cima', 'Dora')[number % 4]}{'abcdefghij'[number % 10]}{'klmnopq'[number % 7]} {('College', 'Clinic')[number % 2]}",
        ("Denver", "Boston", "Tulsa")[number % 3],
        "education",
    )
    for number in range(100, 380)
]
REGISTRY = [
    *OTHERS,
    organisation(1, "Baylor College of Medicine", "Houston", "education"),
    organisation(2, "Texas Children's Hospital", "Houston", "healthcare"),
    organisation(3, "Memorial Hermann Health System", "Houston", "healthcare"),
    organisation(4, "Rice University", "Houston", "education"),
]
LINES = gzip.compress("\n".join(map(json.dumps, REGISTRY)).encode())


def ended(client: TestClient, answer: Any) -> dict[str, Any]:
    """Wait until a job has ended."""
    assert answer.status_code == 202, answer.text
    number = answer.json()["id"]
    for _ in range(600):
        job: dict[str, Any] = client.get(f"/api/jobs/{number}").json()
        if job["state"] not in {"queued", "running"}:
            return job
        time.sleep(0.1)
    raise AssertionError(job)


def test_a_registry_that_is_sent_matches_actors_and_is_kept_for_the_next_time(client: TestClient, record: Path) -> None:
    job = ended(client, client.post("/api/matching/registries", files={"files": ("registry.jsonl.gz", LINES)}, data={"author": "Ana"}))
    assert (job["kind"], job["title"], job["state"]) == ("match", "Match with registry.jsonl.gz", "done")
    done = job["answer"]
    assert done["matched"] == 2
    assert done["waiting"] == len(client.get("/api/review").json()["items"])
    latest = client.get("/api/history").json()["batches"][0]
    assert (latest["batch"], latest["author"]) == (done["batch"], "Ana")
    assert [each["name"] for each in client.get("/api/matching/registries").json()["registries"]] == ["registry.jsonl.gz"]
    # The same again changes nothing; undo takes all of it back.
    registry = matching.shelf(client.app.state.jobs.folder, str(record)) / "registry.jsonl.gz"  # type: ignore[attr-defined]
    told: dict[str, Any] = {"record": str(record), "registry": str(registry), "called": registry.name, "author": "", "work": SILENT}
    assert matching.match(**told, dry_run=False)["batch"] is None
    assert client.post("/api/undo", json={"batch": done["batch"]}).status_code == 200
    assert client.get("/api/review").json()["items"] == []
    tried = matching.match(**told, dry_run=True)
    assert (tried["matched"], tried["review"], tried["new"], tried["batch"]) == (done["matched"], done["review"], done["new"], None)
    assert client.get("/api/history").json()["batches"][0]["reason"].startswith("Undo")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", b"not json at all", "holds no organisation"),
        ("b.jsonl.gz", b"\x1f\x8b broken", "damaged"),
        ("c.json", b"[]", "holds no organisation"),
    ],
)
def test_what_is_no_registry_is_refused_and_not_kept(record: Path, tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableError, match=said):
        matching.match(record=str(record), registry=str(tmp_path / name), called=name, author="", dry_run=False, work=SILENT)
    assert not (tmp_path / name).exists()


def test_a_file_of_another_kind_is_refused_before_it_is_read(client: TestClient) -> None:
    answer = client.post("/api/matching/registries", files={"files": ("registry.xlsx", b"PK")})
    assert (answer.status_code, answer.json()["error"]["got"]) == (422, "registry.xlsx")
    assert client.get("/api/matching/registries").json() == {"registries": []}


def test_a_registry_that_is_not_there_or_two_at_once_are_refused(client: TestClient) -> None:
    gone = client.post("/api/matching", json={"registry": "../../hub.eco"})
    assert (gone.status_code, gone.json()["error"]["remedy"]) == (404, "Drop its file in again")
    two = client.post("/api/matching/registries", files=[("files", ("a.json", b"[]")), ("files", ("b.json", b"[]"))])
    assert two.status_code == 422
    assert "one registry" in two.json()["error"]["message"]


def test_only_the_few_latest_are_kept_and_an_imported_one_too(record: Path, tmp_path: Path) -> None:
    folder = tmp_path / "uploads" / "import-x"
    folder.mkdir(parents=True)
    (folder / "ror.jsonl.gz").write_bytes(LINES)
    (folder / "ties.csv").write_text("From,To\nBaylor College of Medicine,Gulf Fund\n")
    shelf = matching.shelf(tmp_path, str(record))
    for number in range(matching.KEPT):
        with (folder / "ties.csv").open("rb") as any_file:
            matching.keep(shelf, f"{number}.json", any_file)
    trying.import_tried(record=str(record), folder=str(folder), names=["ror.jsonl.gz", "ties.csv"], author="", work=SILENT)
    assert len(list(shelf.iterdir())) == matching.KEPT
    assert (shelf / "ror.jsonl.gz").read_bytes() == LINES
    assert not (shelf / "ties.csv").exists()


def test_a_registry_that_another_request_takes_away_meanwhile_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one.json", "two.json"):
        matching.keep(tmp_path, name, io.BytesIO(b"[]"))
    (tmp_path / "one.json").unlink()
    there = [tmp_path / "one.json", tmp_path / "two.json"]
    monkeypatch.setattr(type(tmp_path), "iterdir", lambda _folder: iter(there))
    assert matching._latest(tmp_path) == [(tmp_path / "two.json", 2)]
    monkeypatch.undo()
    assert matching._latest(tmp_path / "none") == []
