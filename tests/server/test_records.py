"""The records beside the served one: apart from each other in all they do, and nothing but that folder's files."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.ecosystem import Ecosystem, migrate
from ecotone.server import beside, create_app
from ecotone.server.accounts import Accounts

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI
    from starlette.testclient import TestClient

TOKEN = "a-token-for-tests"
BASE = "http://127.0.0.1:8123"
OFFERED = "This server serves one record"


@pytest.fixture
def boston(record: Path) -> Path:
    """Return a record beside the served one, with one actor."""
    path = record.with_name("boston.eco")
    with Ecosystem.create(path, title="Boston") as eco, eco.batch("begin", "Ana") as batch:
        batch.add_actor("Beth Israel", sector="provider")
    return path


def listed(client: TestClient, base: str = "") -> dict[str, dict[str, Any]]:
    """Return the list by the names of the files."""
    return {one["file"]: one for one in client.get(f"{base}/api/records").json()["records"]}


def send(client: TestClient, name: str, content: bytes) -> Any:
    return client.post("/api/records/receive", files={"file": (name, content)})


def test_the_folder_is_listed_and_each_record_answers_for_itself(client: TestClient, boston: Path) -> None:
    found = listed(client)
    assert {name: (one["title"], one["address"], one["here"], one["served"]) for name, one in found.items()} == {
        "hub.eco": ("Test Hub", "/", True, True),
        "boston.eco": ("Boston", "/beside/boston/", False, False),
    }
    assert found["boston.eco"]["size_bytes"] == boston.stat().st_size
    assert client.get("/beside/boston/api/record").json()["title"] == "Boston"
    assert client.get("/api/record").json()["title"] == "Test Hub"
    assert [name for name, one in listed(client, "/beside/boston").items() if one["here"]] == ["boston.eco"]
    assert client.get("/beside/boston/map").text == client.get("/map").text  # a deep link: the same pages


def test_many_records_may_be_looked_at_at_once(record: Path, boston: Path) -> None:
    """A page asks for its record, its history and the list together, before anything was opened."""
    migrate._made.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        titles = list(pool.map(Ecosystem.look, [record, boston] * 8))
    assert titles == ["Test Hub", "Boston"] * 8


def test_changes_undo_and_jobs_of_one_never_touch_the_other(client: TestClient, boston: Path) -> None:
    edit = {"version": 1, "city": "Boston"}
    assert client.patch("/beside/boston/api/actors/1", json=edit).status_code == 200
    assert client.get("/api/changes?since=2").json() == {"batch": 2, "changed": False}
    assert client.get("/beside/boston/api/changes?since=1").json() == {"batch": 2, "changed": True}
    assert client.post("/beside/boston/api/undo", json={"batch": 2}).json() == {"batch": 3}
    assert len(client.get("/api/history").json()["batches"]) == 2
    upload = {"files": ("x.csv", b"Label,Type\nNew Clinic,provider\n")}
    job = client.post("/beside/boston/api/import", files=upload).json()
    assert client.get(f"/api/jobs/{job['id']}").status_code == 404
    until = time.monotonic() + 60
    while client.get(f"/beside/boston/api/jobs/{job['id']}").json()["state"] in {"queued", "running"} and time.monotonic() < until:
        time.sleep(0.1)
    assert client.get(f"/beside/boston/api/jobs/{job['id']}").json()["state"] == "done"
    assert client.get("/beside/boston/api/record").json()["stats"]["actors"] == 2
    assert (client.get("/api/jobs").json()["jobs"], client.get("/api/record").json()["batch"]) == ([], 2)


def test_the_served_record_keeps_one_set_of_jobs_by_whatever_name(client: TestClient, app: FastAPI) -> None:
    assert client.get("/beside/hub/api/record").json()["title"] == "Test Hub"
    assert app.state.folder._held == {}


@pytest.mark.parametrize(
    "path", ["/beside/boston/api/record", "/beside/boston/api/health", "/beside/boston/survey/x", "/beside/boston/api"]
)
def test_nothing_but_the_token_opens_a_record_beside(stranger: TestClient, app: FastAPI, boston: Path, path: str) -> None:
    for headers in ({}, {"authorization": "Bearer wrong"}, {"cookie": "ecotone-8123=wrong"}):
        assert stranger.get(path, headers=headers).status_code == 401
    assert app.state.folder._held == {}
    own = {"authorization": f"Bearer {TOKEN}"}
    assert stranger.get("/beside/boston/api/record", headers=own | {"host": "evil.example"}).status_code == 421
    assert stranger.get("/beside/boston/api/record", headers=own | {"origin": "http://evil.example"}).status_code == 403
    assert stranger.post("/beside/boston/api/undo", json={"batch": 1}, headers={"cookie": "x=y"}).status_code == 403
    moved = stranger.get(f"/beside/boston/map?token={TOKEN}&from=2019")
    assert (moved.status_code, moved.headers["location"]) == (303, "/beside/boston/map?from=2019")


def test_every_route_is_denied_beside_as_it_is_of_the_served_record(stranger: TestClient, app: FastAPI, boston: Path) -> None:
    for path, methods in app.openapi()["paths"].items():
        at = "/beside/boston" + path.replace("{number}", "1").replace("{", "").replace("}", "")
        for method in methods:
            assert stranger.request(method, at, json={}, headers={"origin": BASE}).status_code == 401, at
    assert app.state.folder._held == {}


@pytest.mark.parametrize("name", ["none", "..%2Fhub", ".hidden", "%2e%2e", "link", "folder", "a%00b", "outside", "x" * 5000, "..%5Chub"])
def test_only_plain_files_of_the_folder_are_reached(client: TestClient, record: Path, tmp_path: Path, name: str) -> None:
    other = tmp_path / "elsewhere"
    other.mkdir()
    Ecosystem.create(other / "outside.eco", title="Outside").close()
    Ecosystem.create(record.with_name(".hidden.eco"), title="Hidden").close()
    record.with_name("link.eco").symlink_to(other / "outside.eco")
    record.with_name("folder.eco").mkdir()
    said = client.get(f"/beside/{name}/api/record")
    assert said.status_code in {404, 200}, said.text
    assert "application/json" not in said.headers["content-type"] or said.json()["error"]["kind"] in {"NotFoundError", "HTTPError"}
    assert set(listed(client)) == {"hub.eco"}


@given(name=st.text(min_size=1).filter(lambda text: "/" not in text))
def test_a_name_leads_nowhere_but_to_a_file_of_the_folder(name: str) -> None:
    if beside.plain(name):
        assert Path("/records", name + ".eco").resolve().parent == Path("/records")
    assert beside.plain(beside.name_of(name))


def test_a_file_with_a_second_name_is_told_apart(client: TestClient, record: Path, boston: Path) -> None:
    os.link(boston, record.with_name("again.eco"))
    assert "second name" in listed(client)["again.eco"]["problem"]
    assert client.get("/beside/again/api/record").status_code == 422


def test_a_record_is_begun_empty_and_opened_where_it_lies(client: TestClient, record: Path) -> None:
    made = client.post("/api/records", json={"title": " Boston: hubs & <script> "})
    assert made.json() == {"address": "/beside/boston-hubs-script/"}
    path = record.with_name("boston-hubs-script.eco")
    assert path.stat().st_mode & 0o077 == 0
    there = client.get("/beside/boston-hubs-script/api/record").json()
    assert (there["title"], there["stats"]["actors"]) == ("Boston: hubs & <script>", 0)
    again = client.post("/api/records", json={"title": "Boston hubs script"})
    assert (again.status_code, "of this name already" in again.json()["error"]["what"]) == (422, True)
    for title in ("", "  ", "x" * 10_000):
        assert client.post("/api/records", json={"title": title}).status_code == 422


def test_a_record_that_was_sent_is_taken_in_and_never_over_another(client: TestClient, record: Path, tmp_path: Path) -> None:
    with contextlib.closing(Ecosystem.create(tmp_path / "sent", title="Sent")):
        pass
    content = (tmp_path / "sent").read_bytes()
    assert send(client, "../../Sent to us.eco", content).json() == {"address": "/beside/Sent%20to%20us/"}
    assert client.get("/beside/Sent%20to%20us/api/record").json()["title"] == "Sent"
    for name in ("Sent to us.eco", "hub.eco"):
        before = record.with_name(name).read_bytes()
        refused = send(client, name, content)
        assert (refused.status_code, "of this name already" in refused.json()["error"]["what"]) == (422, True)
        assert record.with_name(name).read_bytes() == before
    record.with_name("left.eco-wal").write_bytes(b"left behind")
    assert send(client, "left.eco", content).status_code == 422


def test_what_is_no_record_of_ours_is_not_taken_in(client: TestClient, record: Path, boston: Path, tmp_path: Path) -> None:
    harmful = tmp_path / "harmful"
    harmful.write_bytes(boston.read_bytes())
    with contextlib.closing(sqlite3.connect(harmful)) as link:
        link.execute("CREATE TRIGGER t AFTER INSERT ON actor BEGIN DELETE FROM actor; END")
        link.commit()
    before = set(record.parent.iterdir())
    content = boston.read_bytes()
    for name, sent, status, said in (
        ("x.csv", content, 422, "not the name of a record"),
        ("x.eco", b"Label,Type\n", 503, ""),
        ("x.eco", b"", 503, "empty"),
        ("x.eco", content[: len(content) // 2], 503, ""),
        ("x.eco", harmful.read_bytes(), 503, "trigger"),
    ):
        refused = send(client, name, sent)
        assert (refused.status_code, said in refused.json()["error"]["what"]) == (status, True), refused.text
        assert "receiving" not in refused.text
    assert set(record.parent.iterdir()) == before


def test_too_large_a_file_is_refused(record: Path, pages: Path, tmp_path: Path, connect: Callable[[FastAPI], TestClient]) -> None:
    client = connect(create_app(record, token=TOKEN, state=tmp_path / "state", static=pages, upload_limit=10_000))
    client.headers["authorization"] = f"Bearer {TOKEN}"
    assert send(client, "large.eco", b"x" * 20_000).status_code == 413
    assert client.post("/beside/hub/api/records/receive", files={"file": ("large.eco", b"x" * 20_000)}).status_code == 413


def test_a_row_says_what_is_wrong_with_its_record(client: TestClient, record: Path, boston: Path) -> None:
    record.with_name("damaged.eco").write_bytes(boston.read_bytes()[:5000])
    record.with_name("notes.eco").write_text("no record")
    with contextlib.closing(sqlite3.connect(boston, isolation_level=None)) as link:
        link.execute("PRAGMA locking_mode=EXCLUSIVE")
        link.execute("BEGIN EXCLUSIVE")
        found = listed(client)
        assert found["boston.eco"]["problem"] is not None
    assert found["damaged.eco"]["problem"] is not None
    assert found["notes.eco"]["problem"] is not None
    assert str(record.parent) not in found["notes.eco"]["problem"]
    assert listed(client)["boston.eco"]["problem"] is None


def test_a_record_deleted_or_replaced_under_its_page_says_so(client: TestClient, app: FastAPI, boston: Path, tmp_path: Path) -> None:
    assert client.get("/beside/boston/api/record").status_code == 200
    boston.unlink()
    gone = client.get("/beside/boston/api/record")
    assert (gone.status_code, gone.json()["error"]["what"]) == (404, "There is no such record in this folder")
    assert app.state.folder._held == {}
    Ecosystem.create(boston, title="Another").close()
    assert client.get("/beside/boston/api/record").json()["title"] == "Another"
    Ecosystem.create(tmp_path / "third", title="Third").close()
    (tmp_path / "third").replace(boston)
    assert client.get("/beside/boston/api/record").json()["title"] == "Third"
    assert client.get("/api/record").json()["title"] == "Test Hub"


def test_few_records_are_kept_open_and_none_that_is_in_use(
    client: TestClient, app: FastAPI, boston: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "OPEN_AT_ONCE", 2)
    folder: beside.Folder = app.state.folder
    for name in ("one", "two"):
        client.post("/api/records", json={"title": name})
    held = folder.enter("boston")
    for name in ("one", "two"):
        assert client.get(f"/beside/{name}/api/record").status_code == 200
    assert set(folder._held) == {"boston", "two"}
    folder._held["two"].jobs.add("import", "x", "ecotone.server.worker:import_files", {})  # what has a job is not idle
    monkeypatch.setattr(folder._held["two"].jobs, "busy", lambda: True)
    refused = client.get("/beside/one/api/record")
    assert (refused.status_code, refused.json()["error"]["what"]) == (503, "Too many records are in use")
    folder.leave(held)
    assert client.get("/beside/one/api/record").status_code == 200
    assert set(folder._held) == {"one", "two"}


def test_closing_the_server_closes_all(record: Path, boston: Path, pages: Path, tmp_path: Path) -> None:
    from starlette.testclient import TestClient

    app = create_app(record, token=TOKEN, state=tmp_path / "state", static=pages)
    with TestClient(app, base_url=BASE, headers={"authorization": f"Bearer {TOKEN}"}) as client:
        assert client.get("/beside/boston/api/record").status_code == 200
        assert boston.with_name("boston.eco-wal").exists()
    assert app.state.folder._held == {}
    assert not boston.with_name("boston.eco-wal").exists()


@pytest.mark.parametrize("how", ["sign-in", "beyond loopback"])
def test_a_server_for_others_serves_its_one_record(
    record: Path, boston: Path, pages: Path, tmp_path: Path, connect: Callable[[FastAPI], TestClient], how: str
) -> None:
    accounts = Accounts(tmp_path / "state", str(record)) if how == "sign-in" else None
    hosts = frozenset({"hub.example.org"}) if how != "sign-in" else frozenset()
    app = create_app(record, token=TOKEN, state=tmp_path / "state", static=pages, accounts=accounts, hosts=hosts)
    client = connect(app)
    secret = TOKEN
    if accounts is not None:
        accounts.add("the owner", "correct horse battery", "owner")
        secret = accounts.token("the owner", "")
    client.headers["authorization"] = f"Bearer {secret}"
    assert client.get("/api/records").json() == {"offered": False, "folder": "", "records": [], "more": 0}
    for refused in (
        client.post("/api/records", json={"title": "New"}),
        send(client, "sent.eco", boston.read_bytes()),
        client.get("/beside/boston/api/record"),
        client.get("/beside/hub/api/record"),
        client.get("/beside/boston/survey/x"),
        client.get("/beside/boston/api/health"),
    ):
        assert (refused.status_code, refused.json()["error"]["what"]) == (403, OFFERED)
    assert not record.with_name("new.eco").exists()
    assert app.state.folder._held == {}


def test_a_record_in_postgresql_has_nothing_beside_it(pages: Path, tmp_path: Path) -> None:
    app = create_app("postgresql://me@127.0.0.1:1/none?schema=hub", token=TOKEN, state=tmp_path / "state", static=pages)
    assert not app.state.folder.offered
