from __future__ import annotations

import csv
import io
import json
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecotone.ecosystem import Ecosystem
from ecotone.server import create_app
from ecotone.server.openapi import description

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.testclient import TestClient

ROOT = Path(__file__).resolve().parents[2]


def test_the_committed_description_is_what_the_application_says() -> None:
    assert (ROOT / "web" / "openapi.json").read_text(encoding="utf-8") == description(), (
        "run: python -m ecotone.server.openapi > web/openapi.json, then `npm run api` in web/"
    )


def test_the_record_is_told_in_figures(client: TestClient) -> None:
    record = client.get("/api/record").json()
    assert (record["title"], record["batch"]) == ("Test Hub", 2)
    assert {"actors": 5, "ties": 4, "initiatives": 1, "batches": 2}.items() <= record["stats"].items()
    counts = {entry["sector"]: entry["count"] for entry in record["sectors"] if entry["count"]}
    assert counts == {"provider": 2, "academia": 1, "investor": 1, None: 1}
    assert [(kind["name"], kind["count"]) for kind in record["kinds"]] == [
        ("relation", 2),
        ("funder-grantee", 1),
        ("sponsor-collaborator", 1),
    ]
    assert record["years"] == {"min": 2019, "max": 2022}
    trials = next(source for source in record["sources"] if source["name"] == "clinicaltrials")
    assert (trials["records"], trials["as_of"], trials["label"]) == (1, "2024-03-01", "ClinicalTrials.gov")
    fields = {field["name"]: (field["type"], field["values"], field["actors"]) for field in record["fields"]}
    assert fields == {
        "city": ("category", 2, 4),
        "region": ("category", 1, 4),
        "country": ("category", 1, 4),
        "beds": ("number", 1, 1),
    }
    assert any("1 of 4 ties have no start date" in warning for warning in record["warnings"])


def test_measures_are_those_of_the_library(client: TestClient) -> None:
    from ecotone.network.measures import MEASURES

    told = client.get("/api/measures").json()
    assert [entry["name"] for entry in told] == list(MEASURES)
    assert all(entry["caveat"] and entry["reference"] for entry in told)


def test_the_map_is_the_graph_in_columns(client: TestClient) -> None:
    answer = client.get("/api/map?seed=7").json()
    actors, ties = answer["actors"], answer["ties"]
    assert answer["read_at"] == {"record": "Test Hub", "batch": 2, "as_of": None}
    assert {len(column) for name, column in actors.items() if name not in {"measures", "fields"}} == {5}
    assert {len(column) for column in ties.values()} == {4}
    degree = dict(zip(actors["name"], actors["measures"]["degree"], strict=True))
    assert degree == {
        "Baylor College of Medicine": 3,
        "Texas Children's Hospital": 2,
        "Memorial Hermann": 2,
        "Gulf Fund": 1,
        "<script>alert(1)</script> \u202eסורוקה": 0,
    }
    strength = dict(zip(actors["name"], actors["measures"]["strength"], strict=True))
    assert (strength["Baylor College of Medicine"], strength["Gulf Fund"]) == (5.0, 3.0)
    # Only the funder's two ways to the others pass an actor between: 2 of the 6 pairs of the other four actors.
    between = dict(zip(actors["name"], actors["measures"]["betweenness"], strict=True))
    assert between["Baylor College of Medicine"] == pytest.approx(2 / 6)
    assert actors["component"][0] == actors["component"][3] != actors["component"][4]
    assert all(-1 <= value <= 1 for axis in "xy" for value in actors[axis])
    assert actors["fields"]["beds"] == [None, 973.0, None, None, None]
    ends = {
        (actors["name"][s][:6], actors["name"][t][:6], kind, start)
        for s, t, kind, start in zip(ties["source"], ties["target"], ties["kind"], ties["from"], strict=True)
    }
    assert ("Baylor", "Texas ", "sponsor-collaborator", "2019-05") in ends
    assert ("Gulf F", "Baylor", "funder-grantee", "2022") in ends
    assert ties["evidence"] == [1, 1, 1, 1]


def test_the_same_seed_draws_the_same_map_and_the_browser_is_not_sent_it_twice(client: TestClient, record: Path) -> None:
    first = client.get("/api/map?seed=3")
    again = client.get("/api/map?seed=3", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/api/map?seed=3", headers={"accept-encoding": "identity"}).content == first.content
    with Ecosystem.open(record) as eco, eco.batch("another process", "Cy") as batch:
        batch.add_actor("New Lab")
    changed = client.get("/api/map?seed=3", headers={"if-none-match": first.headers["etag"]})
    assert changed.status_code == 200
    assert "New Lab" in changed.json()["actors"]["name"]


def test_a_scope_keeps_what_it_says(client: TestClient) -> None:
    houston = client.get("/api/map", params={"place": "houston", "kind": "relation"}).json()
    assert houston["scope"] == {"kind": "relation", "place": "houston"}
    assert len(houston["actors"]["id"]) == 3
    assert houston["ties"]["kind"] == ["relation", "relation"]
    early = client.get("/api/map?to=2019&kind=sponsor-collaborator,funder-grantee").json()
    assert early["ties"]["kind"] == ["sponsor-collaborator"]
    assert client.get("/api/map?sector=provider&sector=academia").json()["ties"]["kind"].count("funder-grantee") == 0


def test_the_actors_are_an_answer_like_any_other(client: TestClient) -> None:
    answer = client.get("/api/actors").json()
    assert set(answer) == {"question", "summary", "scope", "read_at", "method", "tables", "evidence", "warnings"}
    rows = answer["tables"][0]["rows"]
    assert [column["name"] for column in answer["tables"][0]["columns"]] == list(rows[0])
    assert [(row["name"][:6], row["degree"]) for row in rows[:2]] == [("Baylor", 3), ("Texas ", 2)]
    assert answer["summary"] == "5 actors, 4 ties between them."


def test_an_actors_page_shows_the_evidence_behind_it(client: TestClient) -> None:
    page = client.get("/api/actors/1").json()
    assert page["actor"]["name"] == "Baylor College of Medicine"
    assert page["actor"]["place"]["city"] == "Houston"
    mention = next(entry for entry in page["mentions"] if entry["role"] == "lead sponsor")
    assert mention["decision"] == {"probability": 1.0, "reason": "same name", "decided_by": "test", "batch": None}
    tie = next(entry for entry in page["ties"] if entry["kind"] == "sponsor-collaborator")
    assert (tie["other"]["name"], tie["other"]["sector"], tie["direction"]) == ("Texas Children's Hospital", "provider", "out")
    assert {entry["direction"] for entry in page["ties"]} == {"out", "in", "both"}
    source = next(entry for entry in page["evidence"] if entry["id"] == tie["evidence"])
    assert source["address"] == "https://clinicaltrials.gov/study/NCT00000001"
    assert source == client.get(f"/api/evidence/{source['id']}").json()
    assert [event["kind"] for event in page["events"]] == ["registered"]
    assert page["events"][0]["role"] == "lead sponsor"
    assert page["initiatives"][0]["id"] == page["events"][0]["initiative"]
    claim = client.get("/api/actors/2").json()["claims"][0]
    assert (claim["field"], claim["value"], claim["as_of"]) == ("beds", 973.0, "2023")


def test_a_search_finds_beginnings_of_words_and_bears_any_text(client: TestClient) -> None:
    assert [found["name"] for found in client.get("/api/search?q=herm mem").json()["found"]] == ["Memorial Hermann"]
    assert client.get("/api/search", params={"q": "\x00"}).json()["found"] == []
    assert client.get("/api/search", params={"q": "' OR 1=1 --\" * NEAR("}).status_code == 200
    assert client.get("/api/search", params={"q": "x" * 1001}).status_code == 422
    assert client.get("/api/search", params={"q": "x" * 20_000}).status_code == 414
    assert client.get("/api/search").json()["error"]["where"] == "q"


def test_a_stale_edit_is_refused_with_both_values(client: TestClient) -> None:
    done = client.patch("/api/actors/1", json={"version": 1, "name": "Baylor", "sector": None, "city": "Dallas", "author": "Ana"})
    assert done.status_code == 200
    assert done.json()["actor"]["name"] == "Baylor"
    assert done.json()["actor"]["sector"] is None
    assert (done.json()["actor"]["place"]["city"], done.json()["actor"]["place"]["region"]) == ("Dallas", "Texas")
    stale = client.patch("/api/actors/1", json={"version": 1, "name": "Baylor Medicine"})
    assert stale.status_code == 409
    error = stale.json()["error"]
    assert error["kind"] == "StaleWriteError"
    assert "Baylor Medicine" in error["message"]
    assert "Baylor" in error["message"].replace("Baylor Medicine", "")
    assert client.get("/api/history").json()["batches"][0]["author"] == "Ana"


def test_undo_takes_back_and_is_refused_where_later_batches_build_on_it(client: TestClient) -> None:
    before = client.get("/api/map").json()["actors"]["name"]
    refused = client.post("/api/undo", json={"batch": 1})
    assert (refused.status_code, refused.json()["error"]["kind"]) == (409, "UndoRefusedError")
    assert client.post("/api/undo", json={"batch": 2}).json() == {"batch": 3}
    assert len(client.get("/api/map").json()["actors"]["name"]) == 2
    assert client.get("/api/history").json()["batches"][1]["undone_by"] == 3
    assert client.post("/api/undo", json={"batch": 3}).json() == {"batch": 4}
    assert client.get("/api/map").json()["actors"]["name"] == before


def test_a_merge_leads_the_old_address_to_the_one_actor(client: TestClient) -> None:
    assert client.post("/api/merge", json={"actor": 2, "into": 1, "reason": "same house"}).status_code == 200
    assert client.get("/api/actors/2").json()["actor"]["id"] == 1
    assert client.post("/api/merge", json={"actor": 1, "into": 1, "reason": "itself"}).status_code == 422
    assert client.post("/api/merge", json={"actor": 1, "into": 999, "reason": "nobody"}).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/api/actors/999", None, 404),
        ("GET", "/api/actors/99999999999999999999999", None, 422),
        ("GET", "/api/actors/-1", None, 422),
        ("GET", "/api/actors/one", None, 422),
        ("GET", "/api/evidence/999", None, 404),
        ("POST", "/api/undo", {"batch": 999}, 404),
        ("POST", "/api/undo", {"batch": True, "x": 1}, 422),
        ("POST", "/api/undo", {}, 422),
        ("PATCH", "/api/actors/999", {"version": 1, "name": "x"}, 404),
        ("PATCH", "/api/actors/1", {"version": 1, "nmae": "x"}, 422),
        ("PATCH", "/api/actors/1", {"version": 1, "name": ""}, 422),
        ("PATCH", "/api/actors/1", {"version": 1, "name": None}, 422),
        ("PATCH", "/api/actors/1", {"version": 1, "sector": "hospital"}, 422),
        ("PATCH", "/api/actors/1", {"version": 1, "latitude": 91}, 422),
        ("GET", "/api/map?sector=hospital", None, 422),
        ("GET", "/api/map?from=31/02/2020", None, 422),
        ("GET", "/api/map?from=2021&to=2020", None, 422),
        ("GET", "/api/map?colour=red", None, 422),
        ("GET", "/api/map?seed=-1", None, 422),
        ("GET", "/api/history?limit=0", None, 422),
        ("GET", "/api/jobs/1", None, 404),
    ],
)
def test_what_cannot_be_done_is_told_in_one_shape(client: TestClient, method: str, path: str, body: Any, status: int) -> None:
    answer = client.request(method, path, json=body)
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert set(error) == {"kind", "what", "where", "got", "expected", "remedy", "message"}
    assert error["message"].startswith(error["what"])
    assert client.get("/api/record").json()["batch"] == 2  # nothing was written


def test_an_error_of_our_own_shows_nothing_of_the_inside(app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.state.opened, "use", lambda: 1 / 0)
    answer = client.get("/api/history")
    assert answer.status_code == 500
    assert answer.json()["error"]["kind"] == "UnexpectedError"
    assert "division" not in answer.text
    assert answer.headers["content-security-policy"]


def test_a_deleted_record_is_told_and_takes_no_edits(client: TestClient, record: Path, tmp_path: Path) -> None:
    assert client.get("/api/record").status_code == 200
    record.rename(tmp_path / "moved.eco")
    for answer in (client.get("/api/record"), client.post("/api/undo", json={"batch": 2})):
        assert answer.status_code == 503
        assert "moved, deleted or replaced" in answer.json()["error"]["what"]
    assert client.get("/api/health").json()["status"] == "unwell"
    (tmp_path / "moved.eco").rename(record)
    assert client.get("/api/record").status_code == 200


def test_a_locked_record_can_be_read_and_says_that_it_is_locked(client: TestClient, record: Path) -> None:
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with Ecosystem.open(record) as eco, eco.batch("long work") as batch:
            batch.add_actor("Slow")
            entered.set()
            leave.wait(20)

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert entered.wait(10)
        assert client.get("/api/actors").status_code == 200
        refused = client.post("/api/undo", json={"batch": 2})
        assert (refused.status_code, refused.json()["error"]["kind"]) == (423, "LockedRecordError")
    finally:
        leave.set()
        holder.join()
    assert client.get("/api/record").json()["stats"]["actors"] == 6


def test_a_record_that_is_none_is_refused(tmp_path: Path, connect: Any) -> None:
    (tmp_path / "x.eco").write_bytes(b"PK\x03\x04 no record at all" * 100)
    client = connect(create_app(tmp_path / "x.eco", token="t", state=tmp_path / "state"))
    client.headers["authorization"] = "Bearer t"
    answer = client.get("/api/record")
    assert (answer.status_code, answer.json()["error"]["kind"]) == (503, "NotARecordError")


def test_others_changes_are_told_while_a_request_waits(client: TestClient, record: Path) -> None:
    assert client.get("/api/changes?since=2&wait=0").json() == {"batch": 2, "changed": False}

    def change() -> None:
        time.sleep(0.3)
        with Ecosystem.open(record) as eco, eco.batch("elsewhere") as batch:
            batch.add_actor("New Lab")

    other = threading.Thread(target=change)
    other.start()
    told = client.get("/api/changes?since=2&wait=20").json()
    other.join()
    assert told == {"batch": 3, "changed": True}


def test_what_is_saved_opens_elsewhere_and_runs_nothing(client: TestClient) -> None:
    client.patch("/api/actors/4", json={"version": 1, "name": '=HYPERLINK("http://evil.example")'})
    saved = client.get("/api/export.csv")
    assert "attachment" in saved.headers["content-disposition"]
    assert "test-hub.csv" in saved.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(saved.content.decode("utf-8-sig"))))
    assert len(rows) == 6
    assert not [cell for row in rows for cell in row if cell.startswith("=")]
    assert client.get("/api/export.xlsx").content[:2] == b"PK"


def test_the_dossier_can_run_nothing(client: TestClient) -> None:
    shown = client.get("/api/report?place=Houston")
    policy = shown.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox" in policy
    assert "Baylor College of Medicine" in shown.text
    assert "content-disposition" not in shown.headers
    saved = client.get("/api/report?download=true")
    assert saved.headers["content-disposition"] == 'attachment; filename="test-hub.html"'
    assert "<script>alert(1)</script>" not in saved.text


def test_large_answers_travel_packed_and_small_ones_plain(client: TestClient) -> None:
    assert client.get("/api/record", headers={"accept-encoding": "gzip"}).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.get("/api/health", headers={"accept-encoding": "gzip"}).headers


def test_a_body_beyond_the_limit_is_refused_whether_or_not_it_says_so(client: TestClient) -> None:
    big = json.dumps({"batch": 2, "author": "x" * 2_000_000}).encode()
    stated = client.post("/api/undo", content=big, headers={"content-type": "application/json"})
    unstated = client.post("/api/undo", content=iter([big[:1_000_000], big[1_000_000:]]), headers={"content-type": "application/json"})
    for answer in (stated, unstated):
        assert (answer.status_code, answer.json()["error"]["kind"]) == (413, "TooLargeError")
    assert client.get("/api/record").json()["batch"] == 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
BODIES = st.fixed_dictionaries(
    {},
    optional={
        "version": JSON,
        "batch": JSON,
        "name": JSON,
        "sector": JSON,
        "latitude": JSON,
        "actor": JSON,
        "into": JSON,
        "reason": JSON,
        "author": JSON,
    },
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=BODIES | JSON, target=st.sampled_from(["POST /api/undo", "POST /api/merge", "PATCH /api/actors/1"]))
def test_no_body_makes_the_server_fail(client: TestClient, body: Any, target: str) -> None:
    method, path = target.split()
    answer = client.request(method, path, json=body)
    assert answer.status_code in {200, 404, 409, 422}, answer.text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(["/api/map", "/api/actors", "/api/search", "/api/history", "/api/changes", "/api/export.csv"]),
    query=st.dictionaries(
        st.sampled_from(["kind", "sector", "place", "from", "to", "as-of", "seed", "q", "limit", "since", "wait", "token"]),
        st.text(max_size=30) | st.integers().map(str) | st.dates().map(str),
        max_size=3,
    ),
)
def test_no_query_makes_the_server_fail(client: TestClient, path: str, query: dict[str, str]) -> None:
    assert client.get(path, params={**query, **({"wait": "0"} if "changes" in path else {})}).status_code in {200, 404, 422}
