"""The routes of velocity, on a record of three studies whose days are counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecotone.dates import Date
from ecotone.ecosystem import Ecosystem, Event, Evidence, Initiative, Mention, Statement

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Write three studies: set-up takes 10 and 20 days, and one still runs after 31."""
    path = tmp_path / "ways.eco"
    with Ecosystem.create(path, title="Three ways") as eco, eco.batch("studies") as batch:
        for number, started in ((1, "2024-01-11"), (2, "2024-01-21"), (3, None)):
            name = f"NCT0000000{number}"
            objects = (("i", "study"), ("s", "lead sponsor"))
            events = [Event("registered", Date("2024-01-01"), actual=True, objects=objects)]
            if started:
                events.append(Event("started", Date(started), actual=True, objects=objects))
            batch.state(
                Statement(
                    Evidence("clinicaltrials", name, date=Date("2024-02-01")),
                    mentions=(Mention("s", "Rice University", "lead sponsor"),),
                    initiative=Initiative("i", name, "study", name),
                    events=tuple(events),
                )
            )
    return path


def rows(client: TestClient, question: str, table: str, **query: str) -> list[dict[str, object]]:
    said = client.get(f"/api/velocity/ask/{question}", params=query)
    assert said.status_code == 200, said.text
    found: list[dict[str, object]] = next(one["rows"] for one in said.json()["tables"] if one["title"] == table)
    return found


def test_the_curve_is_one_minus_kaplan_meier_with_what_still_runs_counted_as_longer(client: TestClient) -> None:
    curve = [(row["days"], row["left"], row["at_risk"]) for row in rows(client, "curves", "Stage curves") if row["stage"] == "set-up"]
    # By hand: 3 at risk at 10 days, 2 at 20; the third runs on to the day of reading, 31 days in.
    assert curve == [(0.0, 0.0, 3), (10.0, pytest.approx(1 / 3), 3), (20.0, pytest.approx(2 / 3), 2), (31.0, pytest.approx(2 / 3), 1)]


def test_few_ends_give_no_interval_and_say_so(client: TestClient) -> None:
    said = client.get("/api/velocity/ask/curves").json()
    assert any(warning.startswith("set-up") and "no interval" in warning for warning in said["warnings"])
    assert {row["left_low"] for row in said["tables"][0]["rows"]} == {None}


def test_the_cumulative_flow_adds_up(client: TestClient) -> None:
    flow = [row for row in rows(client, "cumulative", "Cumulative flow") if row["stage"] == "set-up"]
    assert all(row["entered"] - row["left"] == row["in_progress"] for row in flow)  # type: ignore[operator]
    assert (flow[0]["day"], flow[0]["entered"], flow[-1]["entered"], flow[-1]["left"]) == ("2024-01-01", 3, 3, 2)


def test_each_stage_says_its_definition_and_models_with_initiatives_come_first(client: TestClient) -> None:
    models = client.get("/api/velocity/models").json()
    assert (models[0]["name"], models[0]["items"]) == ("trials", 3)
    assert models[0]["stages"][0] == {"name": "set-up", "start": "registered", "end": "started", "owner": "sponsor and sites"} | {
        "owner": models[0]["stages"][0]["owner"]
    }


@pytest.mark.parametrize("question", ["stage-times", "outcomes", "stops", "flow", "bottleneck", "process", "clocks", "ageing", "forecasts"])
def test_every_question_is_answered_with_its_method(client: TestClient, question: str) -> None:
    said = client.get(f"/api/velocity/ask/{question}")
    assert said.status_code == 200, said.text
    assert said.json()["method"]["name"]
    assert said.json()["read_at"]["batch"] == 1


def test_what_cannot_be_asked_is_refused_with_what_can(client: TestClient) -> None:
    refused = client.get("/api/velocity/ask/curves", params={"model": "moon"})
    assert refused.status_code == 404
    assert "trials" in refused.json()["error"]["expected"]
    nothing = client.get("/api/velocity/ask/curves", params={"model": "fda-pma"})
    assert nothing.status_code == 422
    assert "received" in nothing.json()["error"]["expected"]
    assert client.get("/api/velocity/ask/everything").status_code == 422
    assert client.get("/api/velocity/ask/curves", params={"from": "soon"}).status_code == 422
