"""The review queue over HTTP: what waits, decisions, undo, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecotone.ecosystem import Ecosystem
from ecotone.matching.matcher import Matcher
from ecotone.matching.registry import LABEL, Organisation, Registry
from ecotone.workbench.rematch import match_record

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

HERMANN = 3


@pytest.fixture
def waiting(record: Path, client: TestClient) -> TestClient:
    """Return a client of a record in which one actor waits for a decision."""
    names = ("Memorial Hermann", "Tsinghua University", "Zan College", "Mebur College")
    registry = Registry.build(
        Organisation(f"r{n}", name, ((name, LABEL),), frozenset({"healthcare"}), "active", "", "", (), 5) for n, name in enumerate(names)
    )
    with Ecosystem.open(record) as eco:
        match_record(eco, Matcher(registry, matched_from=1.0, new_below=0.0))
    return client


def test_the_queue_says_what_waits_and_why(waiting: TestClient) -> None:
    answer = waiting.get("/api/review").json()
    item = next(one for one in answer["items"] if one["actor"] == HERMANN)
    assert (item["item"], item["kind"], item["name"], item["proposed"], item["id"]) == (
        "3",
        "match",
        "Memorial Hermann",
        "Memorial Hermann",
        "r0",
    )
    assert all(reason[0] in "+-" for reason in item["reasons"])
    assert answer["warnings"] == []


def test_a_decision_takes_the_item_away_and_undo_brings_it_back(waiting: TestClient) -> None:
    before = waiting.get("/api/review").json()
    answer = waiting.post(f"/api/review/{HERMANN}", json={"decision": "accept", "author": "Ana", "reason": "asked them"})
    assert answer.status_code == 200, answer.text
    assert [one["item"] for one in answer.json()["items"]] == [one["item"] for one in before["items"] if one["actor"] != HERMANN]
    entry = waiting.get("/api/history").json()["batches"][0]
    assert (entry["batch"], entry["author"]) == (answer.json()["decided"], "Ana")
    assert waiting.post("/api/undo", json={"batch": answer.json()["decided"]}).status_code == 200
    assert waiting.get("/api/review").json()["items"] == before["items"]


@pytest.mark.parametrize(
    ("item", "body", "status"),
    [
        ("3", {"decision": "maybe"}, 422),
        ("3", {"decision": "reject", "id": "r1"}, 422),
        ("3", {}, 422),
        ("999", {"decision": "accept"}, 404),
        ("3-1", {"decision": "accept"}, 404),
        ("x", {"decision": "accept"}, 422),
    ],
)
def test_what_is_no_decision_changes_nothing(waiting: TestClient, item: str, body: dict[str, str], status: int) -> None:
    before = waiting.get("/api/review").json()
    assert waiting.post(f"/api/review/{item}", json=body).status_code == status
    assert waiting.get("/api/review").json() == before


def test_a_record_that_was_not_matched_says_how(client: TestClient) -> None:
    answer = client.get("/api/review").json()
    assert (answer["items"], "ecotone match" in answer["warnings"][0]) == ([], True)


def test_a_stranger_sees_no_queue(stranger: TestClient) -> None:
    assert stranger.get("/api/review").status_code == 401
