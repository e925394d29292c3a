"""Interests of raters over HTTP: declared under the own name, told to nobody else, and forbidding the rating."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ecotone.server import create_app
from ecotone.server.accounts import Accounts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fastapi import FastAPI
    from starlette.testclient import TestClient

BASE = "http://127.0.0.1:8123"
PASSWORD = "correct horse battery"
BAYLOR, CHILDREN, HERMANN = 1, 2, 3
ASKED = "/api/partnerships/interests"


def said(client: TestClient, **wish: Any) -> Any:
    answer = client.post(ASKED, json=wish)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_an_interest_forbids_the_rating_with_its_reason_and_none_takes_it_back(client: TestClient) -> None:
    assert client.get(ASKED, params={"rater": "Ada"}).json()["declared"] is False
    told = said(client, rater=" Ada ", actor=str(CHILDREN), what="sits on its board", candidate=[str(CHILDREN), str(HERMANN)])
    why = "Ada has an interest in Texas Children's Hospital (sits on its board)"
    assert told["barred"] == [{"candidate": CHILDREN, "why": why}]
    rating = {"seeker": BAYLOR, "candidate": CHILDREN, "rater": "Ada", "levels": {"trust": 4}, "opinion": True}
    refused = client.post("/api/partnerships/rate", json=rating)
    assert (refused.status_code, why in refused.json()["error"]["message"]) == (422, True)
    assert said(client, rater="Ada", actor=str(CHILDREN), what="sits on its board")["batch"] == told["batch"]  # nothing new
    told = said(client, rater="Ada", actor="Memorial Hermann", way="belongs")
    assert [(one["name"], one["way"]) for one in told["interests"]] == [
        ("Texas Children's Hospital", "interest"),
        ("Memorial Hermann", "belongs"),
    ]
    none = said(client, rater="Ada", candidate=[str(CHILDREN)])
    assert (none["declared"], none["interests"], none["barred"]) == (True, [], [])
    assert client.post("/api/partnerships/rate", json=rating).status_code == 200


@pytest.mark.parametrize("wish", [{"rater": ""}, {"rater": "Ada", "actor": "Nobody"}, {"rater": "Ada", "actor": "1", "way": "owns"}])
def test_what_cannot_be_declared_is_refused(client: TestClient, wish: dict[str, str]) -> None:
    assert client.post(ASKED, json=wish).status_code in {404, 422}


def test_whoever_is_signed_in_declares_and_reads_their_own(
    record: Path, pages: Path, tmp_path: Path, connect: Callable[[FastAPI], TestClient]
) -> None:
    accounts = Accounts(tmp_path / "state", str(record))
    clients = {}
    for name in ("ada", "bo"):
        accounts.add(name, PASSWORD, "rater")
    client = connect(create_app(record, state=tmp_path / "state", static=pages, accounts=accounts))
    for name in ("ada", "bo"):
        clients[name] = {"authorization": f"Bearer {accounts.token(name, 'test')}"}
    told = client.post(ASKED, json={"rater": "bo", "actor": str(CHILDREN)}, headers={"origin": BASE, **clients["ada"]})
    assert told.status_code == 200, told.text
    assert client.get(ASKED, params={"rater": "ada"}, headers=clients["bo"]).json()["declared"] is False
    assert client.get(ASKED, headers=clients["ada"]).json()["declared"] is True
