from __future__ import annotations

import json
import os
import sys
import time
import zipfile
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from ecotone.ecosystem import Ecosystem
from ecotone.errors import InputError, NotFoundError
from ecotone.server import create_app
from ecotone.server.jobs import RESUMED, Jobs, connected, state_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fastapi import FastAPI
    from starlette.testclient import TestClient

    from ecotone.server.schemas import Job

HERE = "tests_server_tasks"
TASKS = """
import os, time
from ecotone.errors import InputError

def count(*, steps, work):
    for step in range(steps):
        work.step(step, steps, "counting")
        time.sleep(0.05)
    work.say("counted")
    return {"steps": steps, "share": float("nan")}

def refuse(*, work):
    raise InputError("This cannot be", got="1", expected="2")

def fall(*, work):
    raise ZeroDivisionError

def die(*, work):
    os._exit(7)

def deaf(*, work):
    time.sleep(60)

def here(*, n, work):
    return {"process": os.getpid(), "n": n}
"""


@pytest.fixture
def tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a module of tasks where a job's own process finds it."""
    folder = tmp_path / "tasks"
    folder.mkdir()
    (folder / f"{HERE}.py").write_text(TASKS)
    monkeypatch.syspath_prepend(str(folder))
    assert sys.path[0] == str(folder)  # a spawned process takes over the path


@pytest.fixture
def jobs(tmp_path: Path, tasks: None) -> Iterator[Jobs]:
    found = Jobs(tmp_path / "state", "hub.eco", grace_s=0.5)
    found.start()
    yield found
    found.close()


def ended(read: Callable[[], Job | dict[str, Any]], patience: float = 60) -> Any:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        job = read()
        state = job["state"] if isinstance(job, dict) else job.state
        if state not in {"queued", "running"}:
            return job
        time.sleep(0.05)
    raise AssertionError(f"the job did not end: {read()}")


def test_jobs_run_one_after_the_other_and_keep_their_answer(jobs: Jobs) -> None:
    first = jobs.add("count", "Count", f"{HERE}:count", {"steps": 3})
    second = jobs.add("refuse", "Refuse", f"{HERE}:refuse", {})
    done = ended(lambda: jobs.get(first.id))
    assert (done.state, done.answer, done.messages) == ("done", {"steps": 3, "share": None}, ["counted"])
    assert done.created <= done.started <= done.ended
    refused = ended(lambda: jobs.get(second.id))
    assert (refused.state, refused.error.kind, refused.error.got) == ("failed", "InputError", "1")
    assert [job.id for job in jobs.all()] == [second.id, first.id]
    with pytest.raises(InputError):
        jobs.cancel(first.id)


def test_no_job_ends_in_silence(jobs: Jobs) -> None:
    fallen = jobs.add("fall", "Fall", f"{HERE}:fall", {})
    died = jobs.add("die", "Die", f"{HERE}:die", {})
    absent = jobs.add("absent", "Absent", "no_such_module:task", {})
    assert ended(lambda: jobs.get(fallen.id)).error.kind == "UnexpectedError"
    lost = ended(lambda: jobs.get(died.id))
    assert (lost.state, lost.error.got) == ("failed", "exit code 7")
    assert ended(lambda: jobs.get(absent.id)).state == "failed"


def test_a_job_stops_when_asked_whether_it_listens_or_not(jobs: Jobs) -> None:
    listening = jobs.add("count", "Count", f"{HERE}:count", {"steps": 2_000})
    waiting = jobs.add("count", "Count", f"{HERE}:count", {"steps": 1})
    assert jobs.cancel(waiting.id).state == "cancelled"
    until = time.monotonic() + 60
    while jobs.get(listening.id).progress.done == 0 and time.monotonic() < until:
        time.sleep(0.05)
    assert jobs.get(listening.id).progress.what == "counting"
    jobs.cancel(listening.id)
    assert ended(lambda: jobs.get(listening.id)).state == "cancelled"
    deaf = jobs.add("deaf", "Deaf", f"{HERE}:deaf", {})
    while jobs.get(deaf.id).state == "queued":
        time.sleep(0.05)
    jobs.cancel(deaf.id)
    assert ended(lambda: jobs.get(deaf.id), 30).state == "cancelled"


def test_a_job_that_a_stopped_server_left_is_told_to_have_failed(tmp_path: Path) -> None:
    before = Jobs(tmp_path, "hub.eco")
    before.start()
    before.close()
    with connected(before.path) as link:
        for state, server in (("running", os.getpid()), ("queued", 2**22 + 5), ("running", 2**22 + 5)):
            link.execute(
                "INSERT INTO job (record, kind, title, task, arguments, state, created, heartbeat, server)"
                " VALUES (?, 'import', 'Import', 'x:y', '{}', ?, '2026-01-01', ?, ?)",
                (before.record, state, time.time(), server),
            )
    after = Jobs(tmp_path, "hub.eco")
    after.start()
    try:
        assert [(job.state, job.error.kind if job.error else None) for job in after.all()] == [("failed", "InterruptedError")] * 3
        assert "The server stopped while the job ran" in str(after.get(1).error)
    finally:
        after.close()
    other = Jobs(tmp_path, "other.eco")
    other.start()
    try:
        assert other.all() == []
        with pytest.raises(NotFoundError):
            other.get(1)  # another record's job
    finally:
        other.close()


def test_questions_run_in_one_process_until_one_does_not_listen(jobs: Jobs) -> None:
    def answer(job: Job) -> dict[str, Any]:
        assert job.answer is not None
        return job.answer

    answers = [answer(jobs.wait(jobs.question("Q", f"{HERE}:here", {"n": n}).id, 60)) for n in (1, 2)]
    assert answers[0]["process"] == answers[1]["process"] != os.getpid()
    assert [one["n"] for one in answers] == [1, 2]
    # A change has a process of its own.
    change = jobs.add("here", "Here", f"{HERE}:here", {"n": 3})
    assert answer(ended(lambda: jobs.get(change.id)))["process"] != answers[0]["process"]
    deaf = jobs.question("Deaf", f"{HERE}:deaf", {})
    while jobs.get(deaf.id).state == "queued":
        time.sleep(0.02)
    jobs.cancel(deaf.id)
    assert ended(lambda: jobs.get(deaf.id), 30).state == "cancelled"
    died = jobs.question("Die", f"{HERE}:die", {})
    assert ended(lambda: jobs.get(died.id)).error.got == "exit code 7"
    after = jobs.question("Q", f"{HERE}:here", {"n": 4})
    assert answer(jobs.wait(after.id, 60))["process"] not in {answers[0]["process"], os.getpid()}


def test_a_question_that_nobody_waits_for_any_longer_holds_up_no_other(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecotone.server.jobs.LEFT_S", 1.0)
    left = jobs.question("Count", f"{HERE}:count", {"steps": 2_000})
    other = jobs.question("Q", f"{HERE}:here", {"n": 1})
    assert ended(lambda: jobs.get(other.id)).state == "done"
    assert jobs.get(left.id).state == "cancelled"
    # Where nobody is held up it goes on for longer, so that whoever comes back finds it.
    monkeypatch.setattr("ecotone.server.jobs.UNWANTED_S", 1.0)
    alone = jobs.question("Count", f"{HERE}:count", {"steps": 2_001})
    time.sleep(3)
    assert ended(lambda: jobs.get(alone.id)).state == "cancelled"


def test_a_question_goes_on_where_the_server_starts_anew_once(tmp_path: Path, tasks: None) -> None:
    before = Jobs(tmp_path / "state", "hub.eco", grace_s=0.5)
    before.start()
    asked = {"steps": 2_000}
    begun = before.question("Count", f"{HERE}:count", asked)
    while before.get(begun.id).progress.done == 0:
        time.sleep(0.02)
    before.close()
    assert before.get(begun.id).state == "queued"
    with connected(before.path) as link:
        link.execute("UPDATE job SET arguments = '{\"steps\": 1}' WHERE id = ?", (begun.id,))
    after = Jobs(tmp_path / "state", "hub.eco", grace_s=0.5)
    after.start()
    try:
        done = ended(lambda: after.get(begun.id))
        assert (done.state, done.answer["steps"], done.messages[-1]) == ("done", 1, "counted")
        # A server that was killed twice over the same question does not try it a third time.
        for messages in ("[]", json.dumps([RESUMED])):
            with connected(after.path) as link:
                link.execute(
                    "INSERT INTO job (record, kind, title, task, arguments, state, messages, created, heartbeat, server)"
                    " VALUES (?, 'question', 'Q', ?, '{\"n\": 5}', 'running', ?, '2026-01-01', ?, ?)",
                    (after.record, f"{HERE}:here", messages, time.time(), 2**22 + 5),
                )
    finally:
        after.close()
    last = Jobs(tmp_path / "state", "hub.eco", grace_s=0.5)
    last.start()
    try:
        states = [ended(partial(last.get, begun.id + n)) for n in (1, 2)]
        assert [job.state for job in states] == ["done", "failed"]
        assert "The server stopped while the job ran" in states[1].error.message
    finally:
        last.close()


def test_closing_the_server_ends_its_job(tmp_path: Path, tasks: None) -> None:
    jobs = Jobs(tmp_path / "state", "hub.eco", grace_s=0.5)
    jobs.start()
    job = jobs.add("deaf", "Deaf", f"{HERE}:deaf", {})
    while jobs.get(job.id).state == "queued":
        time.sleep(0.05)
    jobs.close()
    assert jobs.get(job.id).state == "cancelled"


def test_the_state_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ECOTONE_STATE", str(tmp_path))
    assert state_folder() == tmp_path
    monkeypatch.delenv("ECOTONE_STATE")
    assert "ecotone" in str(state_folder())


SHEET = b"<html><body>not a table</body></html>"
ROR = (
    b'[{"id":"https://ror.org/02pttbw34","admin":{"created":{"date":"2018-11-14","schema_version":"1.0"},"last_modified":{"date":"2024-12-11",'
    b'"schema_version":"2.1"}},"established":1900,"external_ids":[],"links":[],"domains":[],"relationships":[],"status":"active",'
    b'"types":["education"],"locations":[{"geonames_id":4699066,"geonames_details":{"name":"Houston","country_code":"US","country_name":'
    b'"United States","country_subdivision_name":"Texas","lat":29.76328,"lng":-95.36327}}],"names":[{"lang":"en","types":["label",'
    b'"ror_display"],"value":"Baylor College of Medicine"}]}]'
)


def test_an_upload_is_imported_in_a_job_and_leaves_nothing_behind(client: TestClient, record: Path, tmp_path: Path) -> None:
    queued = client.post("/api/import", files=[("files", ("../../ror.json", ROR, "application/json"))], data={"author": "Ana"})
    assert queued.status_code == 202, queued.text
    assert queued.json()["title"] == "Import ror.json"
    job = ended(lambda: client.get(f"/api/jobs/{queued.json()['id']}").json())
    assert job["state"] == "done", job
    assert {"read": 1, "kept": 1, "refused": 0}.items() <= job["answer"].items()
    assert client.get("/api/history").json()["batches"][0]["author"] == "Ana"
    assert client.get("/api/record").json()["batch"] == job["answer"]["batch"] == 3
    assert list((tmp_path / "state" / "uploads").iterdir()) == []
    with Ecosystem.open(record) as eco:
        assert "ror" in eco.evidence()["source"].to_list()


def test_a_file_of_the_wrong_kind_is_told_and_changes_nothing(client: TestClient) -> None:
    queued = client.post("/api/import", files=[("files", ("a.json", SHEET)), ("files", ("a.json", b""))]).json()
    assert queued["title"] == "Import a.json and 1 more"
    job = ended(lambda: client.get(f"/api/jobs/{queued['id']}").json())
    told = str(job["answer"]) + str(job["error"])
    assert job["state"] == "failed" or job["answer"]["refused"] >= 1
    assert "a.json" in told
    assert client.get("/api/record").json()["batch"] == 2
    assert client.post(f"/api/jobs/{queued['id']}/cancel").status_code == 422


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"content": b"x", "headers": {"content-type": "multipart/form-data"}}, 400),
        ({"json": {"files": []}}, 422),
        ({"data": {"files": "x"}}, 422),
    ],
)
def test_an_upload_that_is_none_is_refused(client: TestClient, options: dict[str, Any], status: int) -> None:
    answer = client.post("/api/import", **options)
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["message"]


def test_an_upload_beyond_the_limit_is_refused_and_not_kept(record: Path, tmp_path: Path, connect: Callable[[FastAPI], TestClient]) -> None:
    client = connect(create_app(record, token="t", state=tmp_path / "state", upload_limit=100_000))
    client.headers["authorization"] = "Bearer t"
    refused = client.post("/api/import", files={"files": ("big.csv", b"x" * 200_000)})
    assert (refused.status_code, refused.json()["error"]["kind"]) == (413, "TooLargeError")

    def parts() -> Iterator[bytes]:
        yield b'--b\r\ncontent-disposition: form-data; name="files"; filename="big.csv"\r\n\r\n'
        for _ in range(20):
            yield b"x" * 10_000

    unstated = client.post("/api/import", content=parts(), headers={"content-type": "multipart/form-data; boundary=b"})
    assert unstated.status_code == 413
    assert client.get("/api/jobs").json()["jobs"] == []
    assert not (tmp_path / "state" / "uploads").exists()


@pytest.mark.corpus
def test_a_genuine_archive_of_studies_is_imported(client: TestClient, corpus: Path, tmp_path: Path) -> None:
    archive = corpus / "clinicaltrials" / "api_v2_single_studies" / "snapshots_01.zip"
    small = tmp_path / "three.zip"
    with zipfile.ZipFile(archive) as whole, zipfile.ZipFile(small, "w") as out:
        for name in [n for n in whole.namelist() if n.endswith(".json") and "__MACOSX" not in n][:3]:
            out.writestr(name, whole.read(name))
    queued = client.post("/api/import", files={"files": ("three.zip", small.read_bytes())}).json()
    job = ended(lambda: client.get(f"/api/jobs/{queued['id']}").json())
    assert job["state"] == "done", job
    assert job["answer"]["kept"] == 3
    assert client.get("/api/record").json()["stats"]["initiatives"] == 4
