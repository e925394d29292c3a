"""Drawing over HTTP: each step is kept under its name, undone, refused with its reason, and told from what another wrote since."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

TEA = "Tea"
SENT = {
    "model": "sent",
    "file": "tea.xmile",
    "text": """<xmile version="1.0" xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0">
<header><vendor>x</vendor><product version="1">x</product><name>Tea</name></header>
<sim_specs time_units="minute"><start>0</start><stop>30</stop><dt>0.125</dt></sim_specs>
<model><variables>
<stock name="temperature"><eqn>180</eqn><outflow>loss</outflow></stock>
<flow name="loss"><eqn>(temperature - room) / time_to_cool</eqn></flow>
<aux name="room"><eqn>70</eqn></aux><aux name="time to cool"><eqn>10</eqn></aux>
</variables></model></xmile>""",
}


def said(client: TestClient, path: str, body: dict[str, Any], status: int = 200) -> Any:
    answer = client.post(f"/api/dynamics/{path}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json() if status == 200 else answer.json()["error"]


def change(client: TestClient, status: int = 200, /, **step: Any) -> Any:
    return said(client, "drawn/change", {"name": TEA, "step": step}, status)


@pytest.fixture
def tea(client: TestClient) -> TestClient:
    """A model drawn from nothing, in the steps of a person."""
    begun = said(client, "drawn", {"name": f" {TEA} "})
    assert (begun["variables"], begun["missing"], begun["name"]) == ([], [], TEA)
    change(client, do="time", start=0, stop=30, step=0.125, time_units="minute", method="rk4")
    change(client, do="add", kind="stock", name="tea", equation="180", units="degree", at=[40, 40])
    change(client, do="add", kind="flow", name="loss", source="tea")
    change(client, do="add", kind="aux", name="room", equation="70", units="degree")
    change(client, do="link", source="room", target="loss")
    change(client, do="write", name="loss", equation="(tea - room) / 10", was={"equation": ""})
    return client


def test_a_model_drawn_from_nothing_runs_and_each_step_has_a_name(tea: TestClient) -> None:
    run = said(tea, "run", {"model": f"drawn:{TEA}", "outputs": ["tea"]})
    assert run["series"][0]["values"][-1] == pytest.approx(70 + 110 * math.exp(-3), rel=1e-5)
    drawn = tea.get("/api/dynamics/drawn", params={"name": TEA}).json()
    signs = {(each["source"], each["target"]): (each["polarity"], each["flow"], each["waiting"]) for each in drawn["links"]}
    assert signs == {("loss", "tea"): ("-", -1, False), ("tea", "loss"): ("+", 0, False), ("room", "loss"): ("-", 0, False)}
    history = tea.get("/api/history").json()["batches"]
    assert [each["reason"] for each in history[:3]] == [
        "Change the equation of “loss” (Tea)",
        "Link “room” and “loss” (Tea)",
        "Add the auxiliary “room” (Tea)",
    ]
    tea.post("/api/undo", json={"batch": history[0]["batch"]}).raise_for_status()
    drawn = tea.get("/api/dynamics/drawn", params={"name": TEA}).json()
    assert (drawn["missing"], drawn["variables"][1]["waiting"]) == (["loss"], ["room"])
    # What is not finished does not run, and says which equation lacks.
    refused = said(tea, "run", {"model": f"drawn:{TEA}"}, 422)
    assert (refused["what"], refused["where"]) == ("The model is not finished", "loss")
    lines = tea.get("/api/dynamics/models").json()
    assert [each["name"] for each in lines[:2]] == ["record", f"drawn:{TEA}"]


def test_two_people_at_one_equation_are_told_of_each_other(tea: TestClient) -> None:
    change(tea, do="write", name="room", equation="65", was={"equation": "70"})
    refused = change(tea, 409, do="write", name="room", equation="60", was={"equation": "70"})
    assert refused["got"] == "equation '60'"
    assert refused["expected"] == "'65', as it stands now"
    # Another place of the same variable is not in dispute.
    assert change(tea, do="write", name="room", units="°F", was={"units": "degree"})["variables"][2]["equation"] == "65"
    assert change(tea, 409, do="remove", name="room", was={"equation": "70"})["kind"] == "StaleWriteError"
    assert change(tea, 422, do="remove", name="room", was={"equation": "65"})["got"] == "read by loss"


def test_an_equation_is_tried_before_anything_else_is_finished(tea: TestClient) -> None:
    change(tea, do="add", kind="flow", name="sips")
    wish = {"name": TEA, "variable": "sips"}
    fine = said(tea, "drawn/check", {**wish, "equation": "loss / 2", "units": "degree"})
    assert (fine["usable"], fine["units"]) == (True, "")
    wrong = said(tea, "drawn/check", {**wish, "equation": "2 * mlik"})
    assert (wrong["usable"], wrong["column"]) == (False, 5)
    clash = said(tea, "drawn/check", {"name": TEA, "variable": "room", "equation": "tea * tea", "units": "degree"})
    assert clash["usable"]
    assert "degree" in clash["units"]
    assert not said(tea, "drawn/check", {"name": TEA, "variable": "n" * 10_000})["usable"]
    round_about = said(tea, "drawn/check", {**wish, "equation": "sips + 1"})
    assert not round_about["usable"]
    refused = change(tea, 422, do="write", name="sips", equation="2 * mlik")
    assert refused["kind"] == "ModelError"


def test_a_copy_holds_the_record_s_numbers_and_runs_the_same(client: TestClient) -> None:
    copy = said(client, "drawn", {"name": "District", "of": {"model": "record"}})
    assert copy["missing"] == []
    one, other = (said(client, "run", {"model": model, "outputs": ["jobs"]}) for model in ("record", "drawn:District"))
    assert one["series"][0]["values"] == other["series"][0]["values"]
    told = said(client, "structure", {"model": "drawn:District"})
    own = said(client, "structure", {"model": "record"})
    ends = [
        {each["name"]: (each["number"]["low"], each["number"]["high"]) for each in s["variables"] if each["number"]} for s in (own, told)
    ]
    shared = {name for name, (low, high) in ends[0].items() if low < high}
    assert {name: ends[0][name] for name in shared} == {name: ends[1][name] for name in shared}
    assert said(client, "drawn", {"name": "District"}, 422)["remedy"].startswith("Choose another name")
    sent = said(client, "drawn", {"name": "From a file", "of": {**SENT, "edits": {"room": "60"}}})
    assert {each["name"]: each["equation"] for each in sent["variables"]}["room"] == "60"
    assert len({tuple(each["at"]) for each in sent["variables"]}) == 4


def test_a_run_of_an_earlier_state_stays_what_it_was(tea: TestClient) -> None:
    state = said(tea, "drawn/state", {"name": TEA})["state"]
    change(tea, do="write", name="tea", equation="90", was={"equation": "180"})
    now = said(tea, "run", {"model": f"drawn:{TEA}", "outputs": ["tea"]})
    then = said(tea, "run", {"model": f"drawn:{TEA}", "state": state, "outputs": ["tea"]})
    assert (now["series"][0]["values"][0], then["series"][0]["values"][0]) == (90, 180)
    assert "no longer keeps this state" in said(tea, "run", {"model": f"drawn:{TEA}", "state": "nonsense"}, 404)["what"]


def test_points_are_kept_rising_and_read_by_the_engine(tea: TestClient) -> None:
    change(tea, do="add", kind="lookup", name="comfort", points=[[0, 0], [100, 1]])
    change(tea, do="add", kind="aux", name="felt", equation="comfort(tea)")
    assert change(tea, 422, do="write", name="comfort", points=[[0, 0], [50, 1], [50, 2]])["where"] == "comfort, point 3"
    change(tea, do="write", name="comfort", points=[[0, 0], [180, 0.5]], was={"points": [[0, 0], [100, 1]]})
    run = said(tea, "run", {"model": f"drawn:{TEA}", "outputs": ["felt"]})
    assert run["series"][0]["values"][0] == pytest.approx(0.5)
    assert (
        change(tea, 409, do="write", name="comfort", points=[[0, 0], [9, 9]], was={"points": [[0, 0], [100, 1]]})["kind"]
        == "StaleWriteError"
    )


def test_what_is_gone_or_unheard_of_is_said(tea: TestClient) -> None:
    assert change(tea, 404, do="write", name="milk", equation="1")["remedy"].startswith("Choose another")
    assert "10,000 characters" in change(tea, 422, do="add", kind="aux", name="n" * 10_000)["got"]
    assert change(tea, 422, do="dance")["kind"] == "InputError"
    said(tea, "drawn/forget", {"name": TEA})
    gone = said(tea, "run", {"model": f"drawn:{TEA}"}, 404)
    assert (gone["what"], gone["got"]) == ("The record keeps no model of this name", TEA)
    assert change(tea, 404, do="tidy")["what"] == "The record keeps no model of this name"
    last = tea.get("/api/history").json()["batches"][0]
    assert last["reason"] == "Take away the model “Tea”"
    tea.post("/api/undo", json={"batch": last["batch"]}).raise_for_status()
    assert len(change(tea, do="tidy")["variables"]) == 3


def links(drawn: dict[str, Any]) -> dict[tuple[str, str], tuple[str, str, bool, bool]]:
    return {
        (each["source"], each["target"]): (each["stated"], each["polarity"], each["contradicts"], each["waiting"])
        for each in drawn["links"]
    }


def test_a_polarity_is_stated_before_the_equation_and_a_contradiction_is_told_not_written_over(client: TestClient) -> None:
    said(client, "drawn", {"name": TEA})
    for name in ("trust", "joint work", "cost"):
        change(client, do="add", kind="aux", name=name)
    change(client, do="link", source="trust", target="joint work", polarity="+")
    drawn = change(client, do="link", source="cost", target="joint work")
    assert links(drawn) == {("trust", "joint work"): ("+", "", False, True), ("cost", "joint work"): ("", "", False, True)}
    drawn = change(client, do="polarity", source="cost", target="joint work", polarity="+", was="")
    assert links(drawn)["cost", "joint work"] == ("+", "", False, True)
    # The model cannot run yet; the equation alone tells both signs, and one of them is not what was stated.
    drawn = change(client, do="write", name="joint work", equation="trust / cost", was={"equation": ""})
    assert drawn["missing"] == ["trust", "cost"]
    assert links(drawn) == {("trust", "joint work"): ("+", "+", False, False), ("cost", "joint work"): ("+", "-", True, False)}
    # Once it can, a run tells the same.
    change(client, do="write", name="trust", equation="2 + time")
    drawn = change(client, do="write", name="cost", equation="3")
    assert links(drawn)["cost", "joint work"] == ("+", "-", True, False)
    # What is stated stays where the equation no longer reads the variable: the link waits again.
    drawn = change(client, do="write", name="joint work", equation="trust")
    assert links(drawn)["cost", "joint work"] == ("+", "", False, True)
    drawn = change(client, do="rename", name="cost", new="price")
    assert links(drawn)["price", "joint work"] == ("+", "", False, True)
    refused = change(client, 409, do="polarity", source="price", target="joint work", polarity="-", was="")
    assert (refused["got"], refused["expected"]) == ("-", "+, as it stands now")
    history = client.get("/api/history").json()["batches"]
    assert [each["reason"] for each in history if "Polarity" in each["reason"]] == ["Polarity of “cost” to “joint work”: plus (Tea)"]
    drawn = change(client, do="unlink", source="price", target="joint work")
    assert ("price", "joint work") not in links(drawn)
    refused = change(client, 422, do="polarity", source="price", target="joint work", polarity="-")
    assert refused["what"] == "There is no link to state a polarity of"


def test_the_numbers_of_a_scenario_are_kept_in_one_step_unless_somebody_else_changed_them(tea: TestClient) -> None:
    change(tea, do="add", kind="aux", name="time to cool", equation="10", units="minute")
    kept = change(tea, do="numbers", values={"room": 20.5, "tea": 95}, was={"room": "70", "tea": "180"})
    assert {each["name"]: each["equation"] for each in kept["variables"]} == {
        "tea": "95", "loss": "(tea - room) / 10", "room": "20.5", "time to cool": "10",
    }  # fmt: skip
    history = tea.get("/api/history").json()["batches"]
    assert history[0]["reason"] == "Keep 2 numbers of the scenario (Tea)"
    refused = change(tea, 409, do="numbers", values={"room": 30}, was={"room": "70"})
    assert (refused["got"], refused["expected"]) == ("30.0", "'20.5', as it stands now")
    assert change(tea, 422, do="numbers", values={"loss": 1})["what"] == "This is no number of the model"
    assert change(tea, 404, do="numbers", values={"gone": 1})["what"].startswith("The model has no variable of this name")
    tea.post("/api/undo", json={"batch": history[0]["batch"]}).raise_for_status()
    drawn = tea.get("/api/dynamics/drawn", params={"name": TEA}).json()
    assert [each["equation"] for each in drawn["variables"]] == ["180", "(tea - room) / 10", "70", "10"]


def test_a_model_is_written_with_its_places_and_opened_with_them(tea: TestClient) -> None:
    change(tea, do="move", at={"tea": [240, 300], "room": [500, 20]})
    change(tea, do="polarity", source="room", target="loss", polarity="-")
    written = tea.post("/api/dynamics/xmile", json={"model": f"drawn:{TEA}"})
    sent = {"model": "sent", "file": "tea.xmile", "text": written.text}
    copy = said(tea, "drawn", {"name": "Copy", "of": sent})
    before = tea.get("/api/dynamics/drawn", params={"name": TEA}).json()
    # The copy has ranges of its own.
    own = {"low": None, "high": None}
    assert [{**each, **own} for each in copy["variables"]] == [{**each, **own} for each in before["variables"]]
    assert copy["links"] == before["links"]
