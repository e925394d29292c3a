"""Actors edited over HTTP: one door to a batch, refused when stale, undone as one step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ecotone.ecosystem import Ecosystem

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient


def latest(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/history").json()["batches"][0]
    return found


def test_an_actor_is_added_tied_corrected_and_undone_step_by_step(client: TestClient, record: Path) -> None:
    with Ecosystem.open(record) as eco:
        before = eco.export()
    added = client.post(
        "/api/actors",
        json={"name": "Rice University", "sector": "academia", "city": "Houston", "source": "Own list", "author": "Ana"},
    ).json()
    number = added["actor"]["id"]
    assert added["actor"] | {"version": 1} == {
        "id": number, "name": "Rice University", "kind": "organisation", "sector": "academia", "version": 1, "fields": {},
        "place": {"city": "Houston", "region": None, "country": None, "latitude": None, "longitude": None},
    }  # fmt: skip
    assert {claim["field"]: claim["value"] for claim in added["claims"]} == {
        "name": "Rice University",
        "sector": "academia",
        "place": "Houston",
    }
    assert added["batch"] == latest(client)["batch"]
    tied = client.patch(
        f"/api/actors/{number}",
        json={"steps": [{"do": "tie", "other": 1, "kind": "relation", "direction": "both", "valid_from": "May 2020"}], "author": "Ana"},
    ).json()
    (tie,) = tied["ties"]
    assert (tie["other"]["name"], tie["direction"], tie["valid_from"], tie["version"]) == (
        "Baylor College of Medicine",
        "both",
        "2020-05",
        1,
    )
    assert next(one for one in tied["evidence"] if one["id"] == tie["evidence"])["said_by"] == "Ana"
    corrected = client.patch(
        f"/api/actors/{number}", json={"version": 1, "sector": "connector", "author": "Ana", "address": "https://example.org/rice"}
    ).json()
    assert corrected["actor"]["sector"] == "connector"
    said = [claim for claim in corrected["claims"] if claim["field"] == "sector"]
    assert [claim["value"] for claim in said] == ["academia", "connector"]
    assert next(one for one in corrected["evidence"] if one["id"] == said[1]["evidence"])["address"] == "https://example.org/rice"
    assert [step["reason"] for step in client.get("/api/history").json()["batches"][:3]] == [
        "Rice University: sector changed", "Rice University: tie added", "Add Rice University",
    ]  # fmt: skip
    for step in client.get("/api/history").json()["batches"][:3]:
        assert client.post("/api/undo", json={"batch": step["batch"]}).status_code == 200
    with Ecosystem.open(record) as eco:
        assert eco.export() == before


def test_a_stale_end_of_a_tie_is_refused_with_both_dates(client: TestClient) -> None:
    page = client.get("/api/actors/3").json()
    tie = next(one for one in page["ties"] if one["valid_from"] == "2020-01-15")
    end = {"do": "end", "table": "tie", "id": tie["id"], "version": tie["version"], "on": "2023"}
    assert client.patch("/api/actors/3", json={"steps": [end]}).status_code == 200
    stale = client.patch("/api/actors/3", json={"steps": [end | {"on": "2024"}]})
    assert stale.status_code == 409
    assert "'2023' (version 2)" in stale.json()["error"]["expected"]
    assert "'2024' (on version 1)" in stale.json()["error"]["got"]


def test_likely_actors_are_shown_before_one_is_added_twice(client: TestClient) -> None:
    found = client.get("/api/alike", params={"name": "memorial herman inc"}).json()["alike"]
    assert [(one["name"], one["city"], one["reason"]) for one in found] == [("Memorial Hermann", "Houston", "spelt nearly alike")]
    assert client.get("/api/alike", params={"name": "x" * 10_000}).json()["alike"] == []


def test_notes_are_kept_and_taken_away(client: TestClient) -> None:
    (note,) = client.post("/api/actors/1/note", json={"text": "Ask again", "author": "Ana"}).json()["notes"]
    assert (note["text"], note["author"]) == ("Ask again", "Ana")
    gone = client.patch("/api/actors/1", json={"steps": [{"do": "remove", "table": "note", "id": note["id"], "version": note["version"]}]})
    assert gone.json()["notes"] == []


def test_an_actor_is_parted_and_removed_with_what_goes_told_before(client: TestClient) -> None:
    page = client.get("/api/actors/1").json()
    (given,) = [one["id"] for one in page["mentions"] if not one["own"]]
    parted = client.post(
        "/api/actors/1/split", json={"version": page["actor"]["version"], "mentions": [given], "name": "Baylor Site", "reason": "another"}
    ).json()
    assert [tie["other"]["name"] for tie in parted["ties"]] == ["Texas Children's Hospital"]
    assert client.get("/api/actors/4/removal").json() == {"ties": 1, "claims": 0, "notes": 0, "merged": 0, "waiting": 0, "stated": 0}
    assert client.post("/api/actors/4/remove", json={"version": 2}).status_code == 409
    gone = client.post("/api/actors/4/remove", json={"version": 1})
    assert gone.status_code == 200
    assert client.get("/api/actors/4").status_code == 404
    assert latest(client)["reason"] == "Remove Gulf Fund"
    client.post("/api/undo", json=gone.json())
    assert client.get("/api/actors/4").json()["counts"]["ties"] == 1


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        ({"sector": "payer"}, "needs the version"),
        ({"version": 1, "name": None}, "needs a name"),
        ({"version": 1, "latitude": 91}, "less than or equal to 90"),
        ({"version": 1, "sector": "bakery"}, "'provider'"),
        ({"version": 1, "sector": "payer", "address": "javascript:alert(1)"}, "web address"),
        ({"version": 1, "sector": "payer", "since": "31/02/2020", "author": "Ana"}, "31/02/2020"),
        ({"steps": [{"do": "tie", "other": 2, "kind": "relation", "valid_from": "2024", "valid_to": "2020"}]}, "2020"),
        ({"steps": [{"do": "tie", "other": 1, "kind": "relation"}]}, "between two actors"),
        ({"steps": [{"do": "end", "table": "note", "id": 1, "version": 1, "on": "2020"}]}, "'tie'"),
        ({"steps": [{"do": "shout"}]}, "'claim'"),
    ],
)
def test_what_cannot_be_is_refused_in_words(client: TestClient, edit: dict[str, Any], message: str) -> None:
    before = latest(client)
    refused = client.patch("/api/actors/1", json=edit)
    assert refused.status_code == 422, refused.text
    assert message in refused.json()["error"]["message"]
    assert latest(client) == before


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "\u202eסורוקה"])
def test_any_name_is_kept_as_it_is_written(client: TestClient, name: str) -> None:
    assert client.post("/api/actors", json={"name": name}).json()["actor"]["name"] == name
    assert client.post("/api/actors", json={"name": name * 10_000}).status_code == 422
    assert client.post("/api/actors", json={"name": "x" * 10_000}).status_code == 422
    assert client.post("/api/actors", json={"name": "  "}).status_code == 422
