"""Questions to a large record: a job looks for the answer, says how far it is, can be stopped, and tells what went wrong."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from ecotone.ecosystem import Ecosystem
from ecotone.server import create_app, mapping, questions
from ecotone.server.accounts import Accounts
from ecotone.server.jobs import QUESTION, Jobs, connected

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fastapi import FastAPI
    from starlette.testclient import TestClient

BASE = "http://127.0.0.1:8123"
ASKED = {"seeker": "1", "candidate": ["2", "3"], "draws": 500}
EVALUATE = "/api/partnerships/evaluate"


def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "LARGE", -1)
    monkeypatch.setattr(questions, "AT_ONCE_S", 0)


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every record for a large one, and every question for one that takes its time."""
    apart(monkeypatch)


def ended(client: TestClient, said: Any, patience_s: float = 90) -> dict[str, Any]:
    """Wait for the job that a request was answered with."""
    assert said.status_code == 202, said.text
    number, until = said.json()["id"], time.monotonic() + patience_s
    while time.monotonic() < until:
        job: dict[str, Any] = client.get(f"/api/jobs/{number}").json()
        if job["state"] not in {"queued", "running"}:
            return job
        time.sleep(0.05)
    raise AssertionError(f"the job did not end: {job}")


def forget(client: TestClient) -> None:
    """Take from the server what it keeps."""
    client.app.state.opened.kept._results.clear()  # type: ignore[attr-defined]


def test_a_large_record_is_asked_by_a_job_and_says_the_same(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = client.get(EVALUATE, params=ASKED).json()
    at_once_page = client.get("/api/partnerships/dossier", params=ASKED).text
    apart(monkeypatch)
    forget(client)
    first = client.get(EVALUATE, params=ASKED)
    assert (first.json()["kind"], first.json()["title"]) == (QUESTION, "Compare 2 candidates")
    # Asked twice, looked for once.
    assert client.get(EVALUATE, params=ASKED).json()["id"] == first.json()["id"]
    job = ended(client, first)
    assert (job["state"], job["error"]) == ("done", None)
    told = client.get(EVALUATE, params=ASKED)
    assert told.status_code == 200
    assert told.json() == at_once
    # The answer is kept in memory and stands no longer in the table; questions are no work to be listed.
    assert client.get(EVALUATE, params=ASKED).json() == at_once
    assert client.get(f"/api/jobs/{job['id']}").json()["answer"] is None
    assert client.get("/api/jobs").json()["jobs"] == []
    # What was gathered for it bears other weights, another seed and the dossier: nothing is read for them.
    pulled = client.get(EVALUATE, params={**ASKED, "weight": ["position=3", "new-contacts=0"], "seed": 3})
    assert pulled.status_code == 200, pulled.text
    assert pulled.json()["weights"] != at_once["weights"]
    page = client.get("/api/partnerships/dossier", params=ASKED)
    assert page.headers["content-type"].startswith("text/html")
    assert page.text == at_once_page


LONG: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/api/network/ask/describe", {}),
    ("/api/network/ask/gaps", {"draws": 20, "seed": 2}),
    ("/api/network/ask/descent", {"of": "Memorial Hermann"}),
    ("/api/network/measure/betweenness", {}),
    ("/api/network/communities", {}),
    ("/api/network/changes", {"before": "2019", "after": "2022", "sector": "provider,academia"}),
    ("/api/map/flow", {"actor": "1", "draws": 20}),
    ("/api/velocity/ask/ageing", {}),
    ("/api/partnerships/recommend", {"by": "adamic-adar", "from": "2018"}),
    ("/api/partnerships/what-if", {"one": "4", "other": "2", "draws": 20}),
)
"""What may take long, beside the evaluation."""


def test_every_long_question_is_looked_into_by_a_job_and_says_the_same(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = [client.get(path, params=asked) for path, asked in LONG]
    assert {said.status_code for said in at_once} == {200}, [said.text[:300] for said in at_once]
    forget(client)
    apart(monkeypatch)
    for (path, asked), before in zip(LONG, at_once, strict=True):
        first = client.get(path, params=asked)
        job = ended(client, first)
        assert (job["state"], job["kind"], job["error"]) == ("done", QUESTION, None), path
        assert client.get(path, params=asked).json() == before.json(), path
    # The process that has read the record is still there: what it finds at once is sent at once.
    monkeypatch.setattr(questions, "AT_ONCE_S", 60)
    assert client.get("/api/network/ask/describe", params={"by": "city"}).status_code == 200


def test_an_answer_is_of_the_record_as_it_is_now(client: TestClient, record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "LARGE", -1)
    monkeypatch.setattr(questions, "AT_ONCE_S", 60)
    before = client.get("/api/network/ask/describe").json()
    with Ecosystem.open(record) as eco, eco.batch("one more", "Cy") as batch:
        batch.add_tie(3, 4, "relation", directed=False, own_statement=True)
    after = client.get("/api/network/ask/describe").json()
    assert after["read_at"]["batch"] == before["read_at"]["batch"] + 1
    assert after["summary"] != before["summary"]


def test_few_draws_on_a_small_record_are_quick_and_many_are_not(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "AT_ONCE_S", 0)
    monkeypatch.setattr(questions, "LARGE", 100)
    few = client.get("/api/network/ask/null", params={"draws": 10})
    assert few.status_code == 200, few.text
    many = client.get("/api/network/ask/null", params={"draws": 2_000})
    assert many.json()["title"] == "Compare with random networks"
    assert client.post(f"/api/questions/{many.json()['id']}/cancel", json={}, headers={"origin": BASE}).status_code == 200
    assert ended(client, many)["state"] in {"cancelled", "done"}


@pytest.mark.usefixtures("large")
def test_a_decision_on_a_large_record_is_written_by_a_job_under_the_asker(client: TestClient, record: Path) -> None:
    wish = {**ASKED, "name": "Imaging", "chosen": 2, "reasons": ["Starts soonest"], "by": "Ana", "author": "Ana"}
    job = ended(client, client.post("/api/partnerships/decide", json=wish))
    assert (job["state"], job["kind"], job["error"]) == ("done", "decide", None)
    with Ecosystem.open(record) as eco:
        latest = eco.history(1).row(0, named=True)
    assert (latest["batch"], latest["author"]) == (job["answer"]["batch"], "Ana")
    assert "Starts soonest" in client.get("/api/partnerships/decisions").text


@pytest.mark.usefixtures("large")
def test_what_is_wrong_with_a_question_is_told_by_its_job_and_asking_again_asks_anew(client: TestClient) -> None:
    wrong = {**ASKED, "candidate": ["2", "nobody of that name"]}
    first = ended(client, client.get(EVALUATE, params=wrong))
    assert first["state"] == "failed"
    assert "nobody of that name" in first["error"]["message"]
    assert client.get(EVALUATE, params=wrong).json()["id"] != first["id"]


@pytest.mark.usefixtures("large")
def test_communities_are_gathered_by_a_job(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapping, "MOST_TIES", 3)
    assert client.get("/api/map").status_code == 200  # sectors need no job
    first = client.get("/api/map", params={"group": "community"})
    assert first.json()["title"] == "Look for communities"
    assert ended(client, first)["state"] == "done"
    said = client.get("/api/map", params={"group": "community"}).json()
    # Four actors hang together; the fifth has no tie, and so no community.
    assert (said["groups"]["of_actors"], sum(said["groups"]["actors"])) == (5, 5)
    assert said["groups"]["key"][-1] == "-"


def test_a_large_map_is_laid_out_by_a_job_and_lies_the_same(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = client.get("/api/map", params={"seed": 3})
    assert at_once.status_code == 200
    forget(client)
    apart(monkeypatch)
    assert client.get("/api/map", params={"seed": 3}).status_code == 200, "a quick map needs no job, however large its record"
    monkeypatch.setattr(mapping, "AT_ONCE", 3)
    forget(client)
    assert client.get("/api/map", params={"layout": "bands"}).status_code == 200  # rings are always quick
    first = client.get("/api/map", params={"seed": 3})
    assert first.json()["title"] == "Lay out the map"
    job = ended(client, first)
    assert (job["state"], job["error"]) == ("done", None)
    assert client.get("/api/map", params={"seed": 3}).json() == at_once.json()


def test_questions_do_not_wait_behind_an_import(tmp_path: Path) -> None:
    """Jobs that change the record wait for each other; questions for questions."""
    jobs = Jobs(tmp_path / "state", "hub.eco", grace_s=0.3)
    jobs.start()
    try:
        slow = jobs.add("slow", "Slow", "time:sleep_of_no_such_kind", {})
        asked = [jobs.question("Q", "no_such_module:task", {"n": number}) for number in (1, 2, 1)]
        assert asked[0].id == asked[2].id != asked[1].id
        until = time.monotonic() + 60
        while {jobs.get(one.id).state for one in (slow, *asked)} != {"failed"} and time.monotonic() < until:
            time.sleep(0.05)
        with connected(jobs.path) as link:
            started = dict(link.execute("SELECT id, started FROM job").fetchall())
            ends = dict(link.execute("SELECT id, ended FROM job").fetchall())
        assert started[asked[0].id] <= ends[slow.id], "both are known to the second"
        assert started[asked[1].id] >= ends[asked[0].id]
    finally:
        jobs.close()


@pytest.mark.usefixtures("large")
def test_who_may_ask_may_stop_the_question_and_nothing_else(
    record: Path, pages: Path, tmp_path: Path, connect: Callable[[FastAPI], TestClient]
) -> None:
    accounts = Accounts(tmp_path / "state", str(record))
    accounts.add("olga", "several words here", "owner")
    accounts.add("vera", "other words there", "viewer")
    viewer = connect(create_app(record, state=tmp_path / "state", static=pages, accounts=accounts))
    viewer.headers["authorization"] = f"Bearer {accounts.token('vera', 'test')}"
    asked = viewer.get(EVALUATE, params={**ASKED, "draws": 20_000})
    assert asked.status_code == 202, asked.text
    own = {"origin": BASE}
    stopped = viewer.post(f"/api/questions/{asked.json()['id']}/cancel", json={}, headers=own)
    assert stopped.status_code == 200, stopped.text
    assert ended(viewer, asked)["state"] in {"cancelled", "done"}
    # An import is another matter: who may not begin one may not stop it.
    jobs: Jobs = viewer.app.state.jobs  # type: ignore[attr-defined]
    slow = jobs.add("import", "Import", "no_such_module:task", {})
    assert viewer.post(f"/api/jobs/{slow.id}/cancel", json={}, headers=own).status_code == 403
    assert viewer.post(f"/api/questions/{slow.id}/cancel", json={}, headers=own).status_code == 404
