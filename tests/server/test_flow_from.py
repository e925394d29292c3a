"""Where knowledge from one actor goes, asked over HTTP: sure chains, chances by hand, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def asked(client: TestClient, name: str, **more: float) -> Any:
    actors = client.get("/api/map").json()["actors"]
    number = actors["id"][actors["name"].index(name)]
    return client.get("/api/map/flow", params={"actor": number, **more}).json()


def test_what_is_always_passed_on_reaches_all_that_hang_together(client: TestClient) -> None:
    said = asked(client, "Gulf Fund", chance=1, draws=5)
    (whom, far, sectors) = said["tables"]
    assert [(row["label"], row["reached"], row["steps"], row["through"]) for row in whom["rows"]] == [
        ("Baylor College of Medicine", 1.0, 1, "Gulf Fund"),
        ("Memorial Hermann", 1.0, 2, "Baylor College of Medicine"),
        ("Texas Children's Hospital", 1.0, 2, "Baylor College of Medicine"),
    ]
    assert said["summary"].startswith("It would reach 3.0 of 4 others on average; most often Baylor")
    assert far["rows"][0]["size"]["value"] == 4.0
    # One actor, whose sector nobody said, has no tie: it is told, not hidden.
    assert {row["sector"]: row["reached"] for row in sectors["rows"]} == {"academia": 1.0, "provider": 1.0, "not known": 0.0}
    assert "not that anything was told" in said["warnings"][1]


def test_a_strong_tie_passes_on_more_often(client: TestClient) -> None:
    # The fund's only tie has weight 3: 1 - 0.8^3 = 0.488.
    rows = asked(client, "Gulf Fund", chance=0.2, draws=10_000)["tables"][0]["rows"]
    assert rows[0]["reached"] == pytest.approx(0.488, abs=0.02)


def test_a_scope_an_unknown_actor_and_a_chance_that_is_none_are_told(client: TestClient) -> None:
    gone = client.get("/api/map/flow", params={"actor": 99_999})
    assert gone.status_code == 404
    assert "not in this part of the record" in gone.json()["error"]["what"]
    assert client.get("/api/map/flow", params={"actor": 1, "chance": 0}).status_code == 422
    assert client.get("/api/map/flow").status_code == 422
    alone = asked(client, "<script>alert(1)</script> \u202eסורוקה")
    assert alone["tables"][0]["rows"] == []
    assert "no tie leads from it" in str(alone["summary"])
