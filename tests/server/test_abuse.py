"""What a user of bad will tries: to read what is private, to stop or flood what others ask, to break a page for everybody."""

from __future__ import annotations

import gzip
import json
import sqlite3
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from ecotone.ecosystem import Ecosystem
from ecotone.errors import InputError, RecordError, UnreadableError
from ecotone.matching import registry
from ecotone.server import create_app, jobs, questions
from ecotone.server.accounts import ROLES, Accounts
from ecotone.workbench import by_hand

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fastapi import FastAPI
    from starlette.testclient import TestClient

BASE = "http://127.0.0.1:8123"
BAYLOR, CHILDREN, HERMANN, FUND = 1, 2, 3, 4


@pytest.fixture
def accounts(tmp_path: Path, record: Path) -> Accounts:
    made = Accounts(tmp_path / "state", str(record))
    for role in ROLES:
        made.add(f"the {role}", "correct horse battery", role)
    return made


@pytest.fixture
def as_(
    record: Path, pages: Path, tmp_path: Path, accounts: Accounts, connect: Callable[[FastAPI], TestClient]
) -> Callable[[str], TestClient]:
    """Return a function that gives the client the token of a role's user."""
    client = connect(create_app(record, state=tmp_path / "state", static=pages, accounts=accounts))
    tokens: dict[str, str] = {role: accounts.token(f"the {role}", "test") for role in ROLES}

    def use(role: str) -> TestClient:
        client.headers["authorization"] = f"Bearer {tokens[role]}"
        return client

    return use


def test_the_history_tells_nobody_in_whom_a_rater_has_an_interest(as_: Callable[[str], TestClient]) -> None:
    wish = {"actor": str(FUND), "what": "holds shares"}
    assert as_("rater").post("/api/partnerships/interests", json=wish).status_code == 200
    text = as_("viewer").get("/api/history").text
    assert "Interests declared by the rater" in text
    assert "Gulf Fund" not in text
    assert "holds shares" not in text


def test_a_link_that_was_passed_on_does_not_tell_the_words_of_an_interest(
    as_: Callable[[str], TestClient], accounts: Accounts, record: Path
) -> None:
    from ecotone.partnerships import write

    with Ecosystem.open(record) as eco:
        write.declare(eco, "Ada", interest=[CHILDREN], what="her brother leads it")
    secret = accounts.link("Ada", BAYLOR, [CHILDREN, HERMANN])
    said = as_("viewer").post(f"/rate/{secret}", data={f"trust-{CHILDREN}": "5"}, headers={"origin": BASE})
    assert said.status_code == 422
    assert "does not rate it. Got: Texas Children" in said.text
    assert "brother" not in said.text


def test_an_editor_with_an_interest_finds_no_back_door_to_a_rating(as_: Callable[[str], TestClient]) -> None:
    assert as_("editor").post("/api/partnerships/interests", json={"actor": str(FUND)}).status_code == 200
    for field in ("partner trust", " Partner  TRUST"):
        step = {"do": "claim", "field": field, "value": 5, "unit": f"of actor {BAYLOR}"}
        refused = as_("editor").patch(f"/api/actors/{FUND}", json={"steps": [step]})
        assert (refused.status_code, "not rated as a claim" in refused.text) == (422, True)
    step = {"do": "claim", "field": "partner since", "value": 2019, "unit": "year"}
    assert as_("editor").patch(f"/api/actors/{FUND}", json={"steps": [step]}).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/dynamics?model=diffusion&seed=99999999999999",
        "/dynamics?model=diffusion&tab=matters&seed=99999999999999",
        "/dynamics?model=diffusion&" + "&".join(f"policy=p{number}" for number in range(30)),
        '/dynamics?model=diffusion&run={"n":"x","c":{"a":"many"}}',
        "/velocity?ask=cake",
        "/partnerships?" + "&".join(f"candidate={number}" for number in range(100)),
    ],
)
def test_a_view_that_no_screen_makes_does_not_take_the_dossier_from_others(client: TestClient, address: str) -> None:
    assert client.post("/api/views", json={"name": "Odd", "address": address}).status_code == 200
    said = client.get("/api/dossier", params={"section": ["view:Odd", "sectors"]})
    assert said.status_code == 200, said.text
    assert "The address of this view cannot be read" in said.text
    assert "Sectors" in said.text


def test_a_question_is_stopped_by_whoever_asked_and_by_no_other_viewer(
    as_: Callable[[str], TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "LARGE", -1)
    monkeypatch.setattr(questions, "AT_ONCE_S", 0)
    asked = as_("commenter").get("/api/network/ask/null", params={"draws": 10_000}).json()
    other, own = "/api/questions/{}/cancel".format(asked["id"]), {"origin": BASE}
    assert as_("viewer").post(other, json={}, headers=own).status_code == 404
    assert as_("viewer").get("/api/network/ask/null", params={"draws": 10_000}).json()["id"] != asked["id"]
    assert as_("commenter").post(other, json={}, headers=own).status_code == 200


def test_nobody_fills_the_queue_of_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MOST_WAITING", 3)
    queue = jobs.Jobs(tmp_path / "state", "hub.eco")
    queue.start()
    queue.close()  # what is asked now waits
    for number in range(3):
        queue.question("Q", "no_such_module:task", {"n": number, "by": "eve"})
    with pytest.raises(RecordError, match="Too many questions"):
        queue.question("Q", "no_such_module:task", {"n": 3, "by": "eve"})
    assert queue.question("Q", "no_such_module:task", {"n": 0, "by": "eve"}).state == "queued"  # it waits already
    assert queue.question("Q", "no_such_module:task", {"n": 3, "by": "ada"}).state == "queued"


def test_an_answer_is_never_of_another_file_that_took_the_records_place(
    record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Batches are counted in each file; a backup put back may come to the same number on another way."""
    monkeypatch.setattr(questions, "LARGE", -1)
    monkeypatch.setattr(questions, "AT_ONCE_S", 0)
    asked: list[dict[str, Any]] = []

    class Listening(jobs.Jobs):
        def question(self, title: str, task: str, arguments: dict[str, Any]) -> Any:
            asked.append(arguments)
            return super().question(title, task, arguments)

    from ecotone.server.network import communities_listed
    from ecotone.server.opened import Opened

    queue = Listening(tmp_path / "state", str(record))
    queue.start()
    queue.close()
    for day in ("2026-01-01", "2026-01-02"):
        moment = datetime.fromisoformat(f"{day}T00:00:00+00:00")
        monkeypatch.setattr("ecotone.dates.now", lambda moment=moment: moment)
        record.unlink()
        with Ecosystem.create(record, title="Hub") as eco, eco.batch("begin") as batch:
            batch.add_actor("Clinic")
        opened = Opened(record)
        with pytest.raises(questions.Underway):
            questions.answer(opened, queue, communities_listed, "Q", scope=[])
        opened.close()
    assert [told["state"].split()[0] for told in asked] == ["1", "1"]
    assert asked[0] != asked[1]


def test_where_the_servers_files_lie_is_told_to_nobody_who_signs_in(
    as_: Callable[[str], TestClient], record: Path, client: TestClient, tmp_path: Path
) -> None:
    record.rename(record.with_name("moved.eco"))
    said = as_("viewer").get("/api/record")
    assert (said.status_code, said.json()["error"]["where"]) == (404, "hub.eco")
    assert str(tmp_path) not in said.text
    assert client.get("/api/record").json()["error"]["where"] == str(record)  # whoever started it is told


def test_a_job_tells_a_file_by_its_name(tmp_path: Path) -> None:
    from ecotone.server.schemas import Failure

    error = UnreadableError("The file is damaged", where=str(tmp_path / "x.json"), remedy="Fetch it again")
    told = Failure.of(error, folders=False)
    assert (told.where, told.message) == ("x.json", "The file is damaged (x.json). Fetch it again.")
    assert Failure.of(RecordError("No", where="postgresql://me:secret@db/x"), folders=False).where == "the record"
    assert Failure.of(InputError("No", where="job 3"), folders=False).where == "job 3"


@pytest.mark.parametrize("content", [b"[" + b" " * 5000, b'{"id": "x"}' + b" " * 5000, b'{"id": "x"}\n' * 500])
def test_a_registry_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(registry, "MOST_BYTES", 4000)
    monkeypatch.setattr(registry, "LONGEST_LINE", 1000)
    path = tmp_path / "bomb.json.gz"
    path.write_bytes(gzip.compress(content))
    with pytest.raises(UnreadableError, match="larger than any"):
        registry.read_registry(path)


def test_nothing_of_an_actor_that_was_removed_or_erased_leaves(tmp_path: Path) -> None:
    """Its names, earlier ones and those of actors merged into it, and notes on them."""
    said = by_hand.Said(by="Ana")
    path = tmp_path / "own.eco"
    with Ecosystem.create(path, title="Own") as eco:
        gone, _ = by_hand.add(eco, "Zquuxold", values={"sector": "provider"}, said=said)
        by_hand.edit(eco, gone, version=1, values={"name": "Zquuxnew"}, said=said)
        merged, _ = by_hand.add(eco, "Zquuxmerged", values={}, said=said)
        with eco.batch("notes") as batch:
            batch.add_note(gone, "Zquuxnote")
            batch.add_note(merged, "Zquuxnote")
        eco.merge(merged, gone, reason="Zquuxreason")
        before = eco.export()
        removed = by_hand.remove(eco, gone, version=eco.actor(gone).actor.version)
        eco.share(tmp_path / "shared.eco")
        assert b"Zquux" not in (tmp_path / "shared.eco").read_bytes()
        eco.undo(removed)
        assert json.loads(eco.export()) == json.loads(before)
        assert eco.check() == []
        eco.erase(gone)
    for word in (b"Zquuxold", b"Zquuxnew", b"Zquuxmerged", b"Zquuxnote"):
        assert word not in path.read_bytes()


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE actor SET name = x'fffe' WHERE id = 3",
        "UPDATE tie SET weight = 'much' WHERE id = 1",
        "INSERT INTO kept (id, room, kind, name, body, private, version) VALUES (9, 'views', 'view', 'x', 'no json', 0, 1)",
        "INSERT INTO kept (id, room, kind, name, body, private, version) VALUES (9, 'views', 'view', 'x', '[1]', 0, 1)",
    ],
)
def test_a_record_that_was_sent_with_values_of_the_wrong_kind_is_not_taken_in(
    client: TestClient, record: Path, tmp_path: Path, harm: str
) -> None:
    sent = tmp_path / "sent"
    sent.write_bytes(record.read_bytes())
    whole = client.post("/api/records/receive", files={"file": ("whole.eco", sent.read_bytes())})
    assert whole.status_code == 200, whole.text
    with closing(sqlite3.connect(sent)) as link:
        link.execute(harm)
        link.commit()
    refused = client.post("/api/records/receive", files={"file": ("harm.eco", sent.read_bytes())})
    assert (refused.status_code, "of the wrong kind" in refused.text) == (503, True), refused.text
    assert not (tmp_path / "harm.eco").exists()
