"""The regulatory way over HTTP: answers in the request, what is left, sessions that a second writer cannot overwrite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

# A recommendation to a professional: FDA's guidances of 2022 and of 6 January 2026 (docs/pathways.md names the sources).
SINGLE = [
    "product=software",
    "function=decision",
    "audience=professional",
    "input=information",
    "output=single",
    "urgent=no",
    "reviewable=yes",
]


def ask(client: TestClient, *facts: str, where: str = "US", **query: str) -> dict[str, Any]:
    said = client.get("/api/pathway/ask", params={"where": where, "fact": list(facts), **query})
    assert said.status_code == 200, said.text
    found: dict[str, Any] = said.json()
    return found


def decision(found: dict[str, Any], table: str) -> list[str]:
    wanted = next(each for each in found["decisions"] if each["table"] == table)
    return [outcome["value"] for outcome in wanted["outcomes"] if outcome["possible"]]


@pytest.mark.parametrize(("day", "outcome"), [("2026-01-05", "device"), ("2026-01-06", "discretion")])
def test_the_day_of_the_law_decides(client: TestClient, day: str, outcome: str) -> None:
    found = ask(client, *SINGLE, **{"as-of": day})
    assert decision(found, "us-status") == [outcome]
    assert (found["as_of"], found["notice"]) == (day, "orientation, not legal advice")
    rules = next(each for each in found["decisions"] if each["table"] == "us-status")["rules"]
    assert all(rule["citation"] and rule["source"].startswith("https://") for rule in rules)
    assert rules


def test_a_question_is_asked_with_why_and_what_each_answer_would_leave(client: TestClient) -> None:
    found = ask(client)
    coming = found["next"]
    assert coming["about"] == ["US: Does FDA oversee this function as a device?"]
    assert coming["bits"] > 0
    for choice in coming["choices"]:
        after = ask(client, f"{coming['name']}={choice['value']}")
        assert after["possible"] == choice["leaves"] <= found["possible"]


def test_no_answer_opens_what_was_closed_and_unknown_leaves_all(client: TestClient) -> None:
    before = None
    for count in range(len(SINGLE) + 1):
        left = decision(ask(client, *SINGLE[:count]), "us-route")
        assert before is None or set(left) <= set(before)
        before = left
    assert decision(ask(client, "product=unknown"), "us-route") == decision(ask(client), "us-route")


def test_steps_carry_days_fees_documents_and_citation(client: TestClient) -> None:
    steps = ask(client)["steps"]
    assert all(step["citation"] and step["source"].startswith("https://") for step in steps)
    assert any(step["days"] for step in steps)
    assert any(fee["amount"] for step in steps for fee in step["fees"])
    assert all(step["days"] is not None or step["no_days"] for step in steps)
    body = next(
        step for step in ask(client, "product=software", "function=decision", where="EU")["steps"] if step["name"] == "eu-certificate"
    )
    assert (body["days"], body["no_days"]) == (None, "mostly 13 to 18 months")


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"where": "MARS"}, "no rules for this jurisdiction"),
        ({"fact": "function"}, "name and a value"),
        ({"fact": "shape=round"}, "no such question"),
        ({"fact": "product=cake"}, "no such answer"),
        ({"fact": ["product=software", "product=hardware"]}, "answer"),
        ({"fact": ["audience=patient", "audience=professional"]}, "contradict"),
        ({"as-of": "soon"}, ""),
        ({"where": "US", "as-of": "1990-01-01"}, "No rules of this day"),
    ],
)
def test_what_cannot_be_asked_is_refused(client: TestClient, params: dict[str, Any], said: str) -> None:
    refused = client.get("/api/pathway/ask", params=params)
    assert refused.status_code == 422
    assert said in refused.json()["error"]["message"]


def test_a_session_is_kept_opened_looked_at_again_and_undone(client: TestClient) -> None:
    wish = {"name": "Sepsis alert <script>", "where": ["US"], "fact": SINGLE, "as_of": "2026-01-05", "initiative": "NCT00000001"}
    saved = client.post("/api/pathway/sessions", json=wish).json()
    line = saved["sessions"][0]
    assert (line["name"], line["as_of"], line["where"]) == ("Sepsis alert <script>", "2026-01-05", ["US"])
    assert [f"{question}={answer}" for question, answer in line["answers"]] == SINGLE
    again = client.get("/api/pathway/again", params={"name": wish["name"], "as-of": "2026-01-06"}).json()
    changed = [row for row in again["tables"][0]["rows"] if row["changed"] == "yes"]
    assert any(row["table"] == "us-status" for row in changed)
    client.post("/api/undo", json={"batch": saved["batch"]})
    assert client.get("/api/pathway/sessions").json()["sessions"] == []


def test_a_stale_session_is_refused_and_a_name_is_not_taken_twice(client: TestClient) -> None:
    wish = {"name": "One", "where": ["US"], "fact": SINGLE[:2]}
    version = client.post("/api/pathway/sessions", json=wish).json()["sessions"][0]["version"]
    assert client.post("/api/pathway/sessions", json=wish).status_code == 422
    assert client.post("/api/pathway/sessions", json={**wish, "fact": SINGLE, "version": version}).status_code == 200
    stale = client.post("/api/pathway/sessions", json={**wish, "version": version})
    assert stale.status_code == 409
    assert client.post("/api/pathway/sessions", json={**wish, "name": "Two", "initiative": "NCT9"}).status_code == 404
    assert client.post("/api/pathway/sessions/forget", json={"name": "One"}).json()["sessions"] == []
    assert client.get("/api/pathway/again", params={"name": "One"}).status_code == 404


def test_product_codes_are_found_by_words(client: TestClient) -> None:
    rows = client.get("/api/pathway/codes", params={"q": "sepsis"}).json()["tables"][0]["rows"]
    assert rows
    assert client.get("/api/pathway/codes", params={"q": ""}).status_code == 422
