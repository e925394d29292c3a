"""Saved views: kept in the record, in order, undoable, and refused where stale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def names(answer: dict[str, list[dict[str, str]]]) -> list[str]:
    return [view["name"] for view in answer["views"]]


def save(client: TestClient, name: str, **more: object) -> dict[str, list[dict[str, str]]]:
    answer = client.post("/api/views", json={"name": name, "address": "/map?colour=city", **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, list[dict[str, str]]] = answer.json()
    return found


def test_views_keep_their_order_and_make_room(client: TestClient) -> None:
    assert client.get("/api/views").json()["views"] == []
    save(client, "One", text="first")
    save(client, "Two")
    assert names(save(client, "Three", place=0)) == ["Three", "One", "Two"]
    two = next(view for view in client.get("/api/views").json()["views"] if view["name"] == "Two")
    assert names(save(client, "Two", place=0, version=two["version"], text="now first")) == ["Two", "Three", "One"]
    assert [view["place"] for view in client.get("/api/views").json()["views"]] == [0, 1, 2]


def test_a_saved_view_is_undone_and_done_again(client: TestClient) -> None:
    save(client, "One")
    batch = client.get("/api/history").json()["batches"][0]
    assert batch["reason"] == "Save the view “One”"
    undone = client.post("/api/undo", json={"batch": batch["batch"]}).json()["batch"]
    assert client.get("/api/views").json()["views"] == []
    client.post("/api/undo", json={"batch": undone})
    assert names(client.get("/api/views").json()) == ["One"]


def test_a_view_is_forgotten(client: TestClient) -> None:
    save(client, "One")
    assert client.post("/api/views/forget", json={"name": "One"}).json() == {"views": [], "batch": 4}
    assert client.post("/api/views/forget", json={"name": "One"}).status_code == 404


def test_a_stale_view_and_a_name_that_is_taken_are_refused(client: TestClient) -> None:
    version = save(client, "One")["views"][0]["version"]
    save(client, "One", version=version, text="by another")
    stale = client.post("/api/views", json={"name": "One", "address": "/map", "version": version})
    assert (stale.status_code, stale.json()["error"]["kind"]) == (409, "StaleWriteError")
    taken = client.post("/api/views", json={"name": "One", "address": "/map"})
    assert (taken.status_code, taken.json()["error"]["what"]) == (422, "A view of this name is there already")


@pytest.mark.parametrize("address", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/api/undo", ""])
def test_a_view_never_leads_out(client: TestClient, address: str) -> None:
    assert client.post("/api/views", json={"name": "Bad", "address": address}).status_code == 422
    assert client.get("/api/views").json()["views"] == []


def test_long_and_foreign_names_are_kept_as_they_are(client: TestClient) -> None:
    assert client.post("/api/views", json={"name": "x" * 10_000, "address": "/map"}).status_code == 422
    for name in ("מפה", "<script>alert(1)</script>"):
        assert name in names(save(client, name))
