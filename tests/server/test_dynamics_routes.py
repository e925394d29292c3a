"""The routes of simulation: runs are the library's own, loops and polarity are those of the Bass model, errors say where."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from ecotone.dynamics import policies, read_model

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

TEA = """<?xml version="1.0" encoding="utf-8"?>
<xmile version="1.0" xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0">
<header><vendor>x</vendor><product version="1">x</product><name>Tea</name></header>
<sim_specs method="RK4" time_units="minute"><start>0</start><stop>30</stop><dt>0.125</dt></sim_specs>
<model><variables>
<stock name="temperature"><eqn>180</eqn><outflow>loss</outflow><units>degree</units></stock>
<flow name="loss"><eqn>(temperature - room) / time_to_cool</eqn><units>degree/minute</units></flow>
<aux name="room"><eqn>70</eqn><units>degree</units></aux>
<aux name="time to cool"><eqn>10</eqn><units>minute</units></aux>
</variables></model></xmile>"""
SENT = {"model": "sent", "file": "tea.xmile", "text": TEA}


def asked(client: TestClient, what: str, body: dict[str, Any], status: int = 200) -> Any:
    said = client.post(f"/api/dynamics/{what}", json=body)
    assert said.status_code == status, said.text
    return said.json() if status == 200 else said.json()["error"]


def last(said: Any, which: str = "series", at: int = 0) -> float:
    value = said[which][at]["values"][-1]
    assert isinstance(value, float)
    return value


def test_a_sent_model_runs_to_the_solution_of_its_equation(client: TestClient) -> None:
    said = asked(client, "run", {**SENT, "outputs": ["temperature"]})
    assert last(said) == pytest.approx(70 + 110 * math.exp(-3), rel=1e-5)
    cold = asked(client, "run", {**SENT, "outputs": ["temperature"], "constants": {"room": 20}})
    assert last(cold) == pytest.approx(20 + 160 * math.exp(-3), rel=1e-5)
    assert last(cold, "baseline") == pytest.approx(last(said))
    assert last(cold, "difference") == pytest.approx(last(cold) - last(said), rel=1e-6)


def test_an_edited_equation_runs_and_its_file_reads_back_to_the_same(client: TestClient, tmp_path: Path) -> None:
    changed = {**SENT, "edits": {"time to cool": "5 * 2 ^ 0", "room": "60"}}
    said = asked(client, "run", {**changed, "outputs": ["temperature"]})
    assert last(said) == pytest.approx(60 + 120 * math.exp(-6), rel=1e-4)
    written = client.post("/api/dynamics/xmile", json=changed)
    assert "attachment" in written.headers["content-disposition"]
    (tmp_path / "back.xmile").write_bytes(written.content)
    assert float(read_model(tmp_path / "back.xmile").run()["temperature"][-1]) == pytest.approx(last(said), rel=1e-6)


def test_the_structure_tells_kinds_flows_and_polarity(client: TestClient) -> None:
    told = asked(client, "structure", SENT)
    assert {each["name"]: each["kind"] for each in told["variables"]} == {
        "temperature": "stock",
        "loss": "flow",
        "room": "constant",
        "time to cool": "constant",
    }
    links = {(each["source"], each["target"]): (each["polarity"], each["flow"]) for each in told["links"]}
    # By hand: loss = (temperature - room) / time to cool, and it drains the temperature.
    assert links == {
        ("temperature", "loss"): ("+", 0),
        ("room", "loss"): ("-", 0),
        ("time to cool", "loss"): ("-", 0),
        ("loss", "temperature"): ("-", -1),
    }
    assert (told["time_units"], told["stop"], told["units"]) == ("minute", 30, [])
    assert next(each["at"] for each in told["variables"] if each["name"] == "room") is None
    spots = [tuple(each["at_all"]) for each in told["variables"]]
    assert len(set(spots)) == len(spots)


def test_the_one_loop_of_the_cup_is_balancing_and_carries_all(client: TestClient) -> None:
    told = asked(client, "loops", SENT)
    assert [(each["kind"], sorted(each["variables"]), each["share"]) for each in told["loops"]] == [
        ("B", ["loss", "temperature"], pytest.approx(1.0))
    ]
    assert (told["complete"], told["strongest"]) == (True, [{"start": 0.125, "end": 30.0, "loop": "B1"}])


def test_the_diagram_goes_out_as_a_picture_for_graphviz_and_for_kumu(client: TestClient) -> None:
    made = {form: client.post("/api/dynamics/diagram", json=SENT | {"form": form, "still": True}) for form in ("svg", "dot", "kumu")}
    assert {form: answer.status_code for form, answer in made.items()} == dict.fromkeys(made, 200)
    assert made["svg"].headers["content-type"].startswith("image/svg+xml")
    assert "time to cool" in made["svg"].text
    assert '"room" -> "loss" [label="−"' in made["dot"].text
    whole = made["kumu"].json()
    assert (len(whole["elements"]), len(whole["connections"]), whole["loops"][0]["attributes"]["label"]) == (4, 4, "B1")


def test_independent_loops_are_told_beside_how_many_there_are(client: TestClient) -> None:
    told = asked(client, "loops", {"model": "diffusion", "independent": True})
    assert (told["independent"], told["found"], told["complete"]) == (2, 2, True)
    assert client.post("/api/dynamics/loops", json={"independent": True, "carried": True, "policies": ["accelerator"]}).status_code == 422


def test_bass_is_driven_by_imitation_first_and_by_saturation_then(client: TestClient) -> None:
    told = asked(client, "loops", {"model": "diffusion"})
    first, then = told["strongest"][0]["loop"], told["strongest"][-1]["loop"]
    assert (first[0], then[0]) == ("R", "B")


@pytest.mark.parametrize(
    ("equation", "what", "column"),
    [
        ("(temperature - room", "", 20),
        ("temperature ? 2", "This character has no meaning in an equation", 13),
        ("temperature - nowhere", "nowhere", 15),
        ("loss + 1", "", None),
    ],
)
def test_a_wrong_equation_says_what_and_where(client: TestClient, equation: str, what: str, column: int | None) -> None:
    said = asked(client, "check", {**SENT, "variable": "loss", "equation": equation})
    assert said["usable"] is False
    assert what in said["what"]
    assert said["what"]
    if column is not None:
        assert said["column"] == column


def test_units_are_checked_as_an_equation_is_tried(client: TestClient) -> None:
    said = asked(client, "check", {**SENT, "variable": "loss", "equation": "temperature - time_to_cool"})
    assert said["usable"] is True
    assert "degree" in said["units"]
    assert "minute" in said["units"]
    assert asked(client, "check", {**SENT, "variable": "loss", "equation": "(temperature - room) / time_to_cool"})["units"] == ""


def test_the_district_is_filled_from_the_record_and_policies_raise_what_reaches_patients(client: TestClient) -> None:
    told = asked(client, "structure", {})
    numbers = {each["name"]: each["number"] for each in told["variables"] if each["number"]}
    # The made record: one investor with a place and a tie, and no connector.
    assert (numbers["investors"]["value"], numbers["investors"]["basis"]) == (1, "record")
    assert numbers["connectors"]["basis"] == "assumption"
    assert told["units"] == []
    said = asked(client, "run", {"policies": ["accelerator"]})
    assert last(said, "difference") > 0
    assert all(each["values"][0] == 0 for each in said["difference"])
    more = asked(client, "run", {"constants": {"investors": 5}})
    assert last(more, "difference") > 0


def test_draws_give_bands_that_hold_the_middle_and_the_same_seed_the_same(client: TestClient) -> None:
    wish = {"policies": ["challenge grants"], "members": 40, "outputs": ["trust"], "seed": 3}
    said = asked(client, "run", wish)
    (band,) = said["series"]
    for low, inner, middle, upper, high in zip(*(band[key] for key in ("low", "inner_low", "values", "inner_high", "high")), strict=True):
        assert low <= inner <= middle <= upper <= high
    assert asked(client, "run", wish) == said


def test_bands_are_the_percentiles_of_the_same_draws_and_each_slider_has_its_own_baseline(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "tea.xmile").write_text(TEA)
    ranges = {"room": (56.0, 84.0), "time to cool": (8.0, 12.0)}
    draws = policies.drawn(ranges, 50, seed=2)
    runs = read_model(tmp_path / "tea.xmile").run(members=50, constants=draws, outputs=["temperature"])["temperature"]
    wish = {**SENT, "members": 50, "seed": 2, "outputs": ["temperature"]}
    said = asked(client, "run", wish)
    kept = np.unique(np.linspace(0, runs.shape[0] - 1, len(said["time"])).round().astype(int))
    for name, share in (("low", 5), ("inner_low", 25), ("values", 50), ("inner_high", 75), ("high", 95)):
        np.testing.assert_allclose(said["series"][0][name], np.percentile(runs[kept], share, axis=1), rtol=1e-6)
    moved = asked(client, "run", {**wish, "constants": {"room": 70.0}})
    assert moved["baseline"][0]["high"] != said["baseline"][0]["high"]  # the room's temperature is no longer drawn
    assert asked(client, "run", {**wish, "constants": {"room": 75.0}})["baseline"] == moved["baseline"]


def test_the_tornado_moves_one_number_at_a_time(client: TestClient) -> None:
    said = asked(client, "tornado", {**SENT, "output": "temperature"})
    rows = {row["constant"]: row for row in said["tables"][0]["rows"]}
    # Without ranges each number moves by a fifth of itself; by hand from the solution.
    assert rows["room"]["at_low"] == pytest.approx(56 + 124 * math.exp(-3), rel=1e-4)
    assert rows["time to cool"]["at_high"] == pytest.approx(70 + 110 * math.exp(-30 / 12), rel=1e-4)
    assert rows["room"]["together"] > 0.9
    assert said["tables"][0]["rows"][0]["constant"] == "room"


def test_assumptions_say_what_the_record_tells(client: TestClient) -> None:
    said = asked(client, "assumptions", {})
    assert [table["title"] for table in said["tables"]] == ["From the record", "Assumptions"]
    assert said["read_at"]["batch"] == 2
    assert asked(client, "assumptions", SENT)["tables"][0]["rows"][0]["constant"] == "room"


def test_a_model_that_was_sent_reads_no_file_of_the_server(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("time,value\n0,1\n")
    text = (
        f"x = GET DIRECT CONSTANTS('{tmp_path}/secret.csv', ',', 'B2') ~~|\nFINAL TIME = 1 ~~|\nINITIAL TIME = 0 ~~|\nTIME STEP = 1 ~~|\n"
    )
    said = asked(client, "run", {"model": "sent", "file": "x.mdl", "text": text}, 422)
    assert "data file" in said["what"]


@pytest.mark.parametrize(
    ("what", "body", "status", "expected"),
    [
        ("run", {"model": "moon"}, 404, "record, sent, district"),
        ("run", {"model": "sent", "file": "x.mdl"}, 422, "Vensim or XMILE"),
        ("structure", {"model": "sent", "file": "x.docx", "text": "hello"}, 415, ".mdl"),
        ("structure", {"model": "sent", "file": "x.xmile", "text": "<html></html>"}, 422, ""),
        ("run", {"constants": {"gravity": 1}}, 404, ""),
        ("run", {"constants": {"trust": 1}}, 404, ""),
        ("run", {"outputs": ["gravity"]}, 404, ""),
        ("run", {"model": "diffusion", "policies": ["accelerator"]}, 422, ""),
        ("run", {"policies": ["magic"]}, 404, "accelerator"),
        ("run", {"members": 5000}, 422, ""),
        ("loops", {"carried": True}, 422, ""),
        ("tornado", {"difference": True}, 422, ""),
        ("structure", {"edits": {"gravity": "1"}}, 404, ""),
    ],
)
def test_what_cannot_be_asked_is_refused(client: TestClient, what: str, body: dict[str, Any], status: int, expected: str) -> None:
    said = asked(client, what, body, status)
    assert said["what"]
    assert expected in (said["expected"] or "")


def test_a_run_that_would_never_end_is_refused(client: TestClient) -> None:
    endless = TEA.replace("<stop>30</stop>", "<stop>30000000</stop>")
    said = asked(client, "run", {**SENT, "text": endless}, 422)
    assert "steps" in said["what"] or "larger" in said["what"]


def test_values_that_are_no_numbers_are_told(client: TestClient) -> None:
    said = asked(client, "run", {**SENT, "outputs": ["loss"], "edits": {"time to cool": "10 - TIME"}})
    assert any("loss" in problem for problem in said["problems"])
