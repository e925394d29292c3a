"""A dossier of what was chosen: its sections in their order, the same bytes again, and what is gone named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def page(client: TestClient, *sections: str, **query: str) -> str:
    said = client.get("/api/dossier", params={"section": list(sections), **query})
    assert said.status_code == 200, said.text
    return str(said.text)


def headings(text: str) -> list[str]:
    return re.findall(r"<h2[^>]*>(.*?)</h2>", text)


def test_sections_stand_in_the_order_of_the_choice(client: TestClient) -> None:
    text = page(client, "method", "map", "network:central")
    assert headings(text)[:2] == ["Method and parameters", "The map"]
    assert headings(text)[2].startswith("Who is central")
    assert headings(page(client, "sectors")) == ["Sectors"]


def test_the_same_choices_give_the_same_bytes(client: TestClient, app: Any) -> None:
    first = page(client, "map", "sectors", "network:brokers", "velocity:stage_times")
    app.state.opened.kept._results.clear()
    assert page(client, "map", "sectors", "network:brokers", "velocity:stage_times") == first


def test_it_loads_and_runs_nothing_and_may_be_saved(client: TestClient) -> None:
    said = client.get("/api/dossier", params={"section": "map", "title": "Board <b>, May", "download": "true"})
    assert 'filename="board-b-may.html"' in said.headers["content-disposition"]
    assert "sandbox" in said.headers["content-security-policy"]
    assert "<script" not in said.text
    assert not re.search(r'(?:src|href)="(?!https?://|#)', said.text)
    assert "Board &lt;b&gt;, May" in said.text


def test_saved_views_and_sessions_are_chosen_by_name(client: TestClient) -> None:
    client.post("/api/views", json={"name": "Houston only", "address": "/map?place=Houston", "text": "Who works\n\nwith whom."})
    client.post("/api/views", json={"name": "Brokers", "address": "/network?ask=brokers"})
    client.post("/api/views", json={"name": "List", "address": "/actors"})
    client.post("/api/pathway/sessions", json={"name": "Alert", "where": ["US"], "fact": ["product=software"], "as_of": "2026-01-05"})
    names = [choice["name"] for choice in client.get("/api/dossier/choices").json()["choices"]]
    assert {"view:Houston only", "view:Brokers", "pathway:Alert", "map", "velocity:forecasts", "partnerships:recommend"} <= set(names)
    text = page(client, "view:Houston only", "view:Brokers", "view:List", "pathway:Alert")
    assert headings(text) == ["Houston only", "Brokers", "List", "The regulatory way: Alert"]
    # Three of Houston are tied to each other; the funder of Austin is not among them.
    assert "3 actors and the 3 pairs that are tied" in text
    assert "<p>Who works</p>" in text
    assert "orientation, not legal advice" in text
    assert "As of 2026-01-05" in text


def test_a_scenario_and_a_ranking_are_views_that_a_page_shows(client: TestClient) -> None:
    run = '{"n":"Slow","c":{"innovation":0.01},"p":[],"t":2,"e":{}}'
    scenario = "/dynamics?model=diffusion&set=imitation%3D0.6&run=" + quote(run)
    views = {
        "Faster": scenario,
        "Between": f"{scenario}&difference=1&draws=20",
        "Loops": "/dynamics?model=diffusion&tab=diagram",
        "Gone": "/dynamics?model=drawn:gone",
        "File": "/dynamics?model=sent",
        "Rank": "/partnerships?seeker=1&candidate=2&candidate=3&weight=trust%3D2",
        "Decided": "/partnerships?ask=decisions",
        "Pace": "/velocity?ask=curves",
    }
    for name, address in views.items():
        assert client.post("/api/views", json={"name": name, "address": address, "text": f"About {name}."}).status_code == 200
    sections = [f"view:{name}" for name in views]
    text = page(client, *sections, "partnerships:decisions")
    assert [heading for heading in headings(text) if "continued" not in heading][: len(views)] == list(views)
    assert all(f"<p>About {name}.</p>" in text for name in views)
    # The scenario's end is what the screen shows, and the run that was kept stands beside it.
    body = {"model": "diffusion", "constants": {"imitation": 0.6}}
    adopters = client.post("/api/dynamics/run", json=body).json()["series"][0]
    assert f"In this scenario adopters is {adopters['values'][-1]:.4g} at" in text
    assert "Slow</th>" in text
    assert "middles of 20 draws" in text
    assert text.count("<svg") == 2
    assert "feedback loops." in text
    assert "keeps no model of this name" in text
    assert "the record does not hold it" in text
    assert "No decision is kept yet." in text
    assert page(client, *sections, "partnerships:decisions") == text


def test_what_the_record_cannot_answer_is_said_and_the_rest_is_shown(client: TestClient) -> None:
    text = page(client, "partnerships:recommend", "sectors", "velocity:forecasts")
    assert headings(text)[1] == "Sectors"
    assert len(headings(text)) == 3


@pytest.mark.parametrize(
    ("section", "status", "said"),
    [
        (["cake"], 422, "cannot hold this"),
        ([], 422, "something to show"),
        (["network:cake"], 422, "cannot hold this"),
        (["view:Gone"], 404, "No view of this name"),
        (["pathway:Gone"], 404, "No session of this name"),
        (["x" * 300], 422, ""),
    ],
)
def test_what_cannot_be_shown_is_refused(client: TestClient, section: list[str], status: int, said: str) -> None:
    refused = client.get("/api/dossier", params={"section": section})
    assert refused.status_code == status
    assert said in refused.json()["error"]["message"]
