"""The causal-loop diagram of a model: polarities by hand, and files that the programs they are for understand."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from scipy.optimize import isotonic_regression
from typer.testing import CliRunner

from ecotone.cli import app
from ecotone.dynamics import Builder, Model, read_model
from ecotone.dynamics.causal_map import CausalMap, causal_map, dot, kumu
from ecotone.dynamics.causal_svg import _laid_out, _on, _pieces, svg
from ecotone.dynamics.diagram import diagram
from ecotone.dynamics.district import innovation_district
from ecotone.dynamics.formats.vensim import parse_vensim
from ecotone.dynamics.layered import _rising, layers, rows, straightened
from ecotone.ecosystem import Ecosystem
from ecotone.network import formats
from ecotone.workbench import kumu as kumu_files
from ecotone.workbench.intake import import_files

if TYPE_CHECKING:
    from pathlib import Path

TAIL = "INITIAL TIME = 0~~|\nFINAL TIME = 8~~|\nTIME STEP = 0.5~Month~|\nSAVEPER = 1~~|\n"
SVG = "{http://www.w3.org/2000/svg}"
# The chickens that cross the road: Sterman, Business Dynamics, figure 5-2.
CHICKENS = """{UTF-8}
Chickens = INTEG(hatching - losses, 100)~chicken~|
hatching = Eggs / time to hatch~~|
Eggs = INTEG(laying - hatching, 50)~egg~|
laying = Chickens * eggs per chicken~~|
Road crossings = Chickens * crossings per chicken~~|
losses = Road crossings * risk~~|
time to hatch = 3~~|eggs per chicken = 0.2~~|crossings per chicken = 1~~|risk = 0.05~~|
"""
DELAYS = """{UTF-8}
x = 3 + Time~~|
smoothed = SMOOTH(x, 2)~~|
late = DELAY3(x, 2)~~|
fixed = DELAY FIXED(x, 2, 0)~~|
below = 5 - SMOOTH3(x, 2)~~|
either = SIN(x)~~|
ordered[n] = VECTOR SORT ORDER(given[n], 1)~~|
given[a] = x~~|
given[b] = 4~~|
n: a, b~~|
"""


def of(text: str, **options: Any) -> CausalMap:
    return causal_map(Model(parse_vensim(text + TAIL)), **options)


def polarities(found: CausalMap) -> dict[tuple[str, str], tuple[str, bool]]:
    return {(link.source, link.target): (link.polarity, link.delayed) for link in found.links}


def test_the_chickens_of_the_textbook() -> None:
    found = of(CHICKENS)
    assert polarities(found) == {
        ("hatching", "Chickens"): ("+", False),
        ("losses", "Chickens"): ("-", False),
        ("Eggs", "hatching"): ("+", False),
        ("laying", "Eggs"): ("+", False),
        ("hatching", "Eggs"): ("-", False),
        ("Chickens", "laying"): ("+", False),
        ("Chickens", "Road crossings"): ("+", False),
        ("Road crossings", "losses"): ("+", False),
    }
    kinds = {frozenset(ring.variables): ring.name[0] for ring in found.loops}
    assert kinds[frozenset({"Chickens", "laying", "Eggs", "hatching"})] == "R"
    assert kinds[frozenset({"Chickens", "Road crossings", "losses"})] == "B"
    # Constants are drawn where asked for: a longer time to hatch means fewer hatchings.
    assert polarities(of(CHICKENS, still=True))[("time to hatch", "hatching")] == ("-", False)


def test_delays_are_marked_their_signs_carried_on_and_what_is_not_known_is_said() -> None:
    found = polarities(of(DELAYS))
    assert found[("x", "smoothed")] == ("+", True)
    assert found[("x", "late")] == ("+", True)
    assert found[("x", "fixed")] == ("+", True)
    assert found[("x", "below")] == ("-", True)
    assert found[("x", "either")] == ("±", False)
    assert found[("given", "ordered")] == ("", False)
    types = {c["attributes"]["connection type"] for c in kumu(of(DELAYS))["connections"]}
    assert types == {"+", "-", "±", "?"}


def test_kumu_reads_the_map_and_so_does_the_record(tmp_path: Path) -> None:
    whole = kumu(of(CHICKENS, still=True))
    path = tmp_path / "chickens.json"
    kumu_files.save(whole, path)
    with Ecosystem.create(tmp_path / "chickens.eco") as eco:
        done = import_files(eco, [path])
        assert done.refused == 0
        again = kumu_files.project(eco)
    assert {e["attributes"]["label"] for e in again["elements"]} == {e["attributes"]["label"] for e in whole["elements"]}

    def ties(project: dict[str, Any]) -> set[tuple[str, str, str, bool]]:
        label = {e["_id"]: e["attributes"]["label"] for e in project["elements"]}
        return {(label[c["from"]], label[c["to"]], c["attributes"]["connection type"], c["delayed"]) for c in project["connections"]}

    assert ties(again) == ties(whole)
    assert again["loops"] == whole["loops"]


@pytest.mark.corpus
def test_the_map_has_the_shape_of_kumus_own_backups(corpus: Path) -> None:
    genuine = json.loads((corpus / "kumu" / "kumu-omidyarnetwork-us-financial-inclusion-BACKUP.json").read_text(encoding="utf-8"))
    ours = kumu(of(CHICKENS))
    for name in ("elements", "connections", "loops"):
        assert set(genuine[name][0]) == set(ours[name][0]), name
    ids = {c["_id"] for c in ours["connections"]}
    assert all(ids.issuperset(loop["connections"]) for loop in ours["loops"])


def test_graphviz_gets_every_link(tmp_path: Path) -> None:
    found = of(DELAYS.replace("smoothed", '"a \\"quoted\\" name"'))
    path = tmp_path / "delays.dot"
    path.write_text(dot(found), encoding="utf-8")
    (network,) = formats.read(path).networks
    names = network.nodes["id"].to_list()
    assert set(names) == {v.name for v in found.variables}
    read = {(names[row["source"]], names[row["target"]]): row["label"] for row in network.edges.iter_rows(named=True)}
    expected = {ends: (sign or "?").replace("-", "−") + (" ‖" if delayed else "") for ends, (sign, delayed) in polarities(found).items()}
    assert read == expected


@pytest.mark.parametrize("model", [innovation_district().model(), Model(parse_vensim(CHICKENS + TAIL)), Model(parse_vensim(DELAYS + TAIL))])
def test_the_picture_is_whole_and_nothing_lies_over_a_name(model: Model) -> None:
    found = causal_map(model)
    text = svg(found)
    assert text == svg(causal_map(model))
    root = etree.fromstring(text.encode())
    width, height = (float(root.get(name, "")) for name in ("width", "height"))
    links = [e for e in root.iter(f"{SVG}path") if (e.get("class") or "").startswith("link")]
    signs = [e for e in root.iter(f"{SVG}text") if (e.get("class") or "").startswith("sign")]
    assert len(links) == len(signs) == len(found.links)
    assert sum((e.get("class") or "") == "bar" for e in root.iter(f"{SVG}path")) == 2 * sum(link.delayed for link in found.links)
    boxes = [tuple(float(e.get(k, "")) for k in ("x", "y", "width", "height")) for e in root.iter(f"{SVG}rect") if e.get("class") != "page"]
    assert len(boxes) == len(found.variables)
    for at, (x, y, w, h) in enumerate(boxes):
        assert 0 <= x <= x + w <= width
        assert 0 <= y <= y + h <= height
        for x2, y2, w2, h2 in boxes[at + 1 :]:
            assert x + w < x2 or x2 + w2 < x or y + h < y2 or y2 + h2 < y
    placed, routes = _laid_out(found)
    for ends, route in routes.items():
        passed = [_on(piece, at / 20) for piece in _pieces(route) for at in range(21)]
        behind = {name for name, box in placed.items() if name not in ends and any(box.holds(point, -3) for point in passed)}
        assert not behind, f"{ends} runs behind {behind}"
    # One file, nothing from elsewhere, and colours for light, dark and print.
    assert not re.search(r"(?:href|src|url\()\s*=?", text)
    assert "prefers-color-scheme:dark" in text
    assert "@media print" in text


def test_names_that_are_markup_stay_text(tmp_path: Path) -> None:
    made = Builder("<b>&", start=0, stop=4, step=1).stock("a<b>&c", 1, inflows=["up"]).flow("up", '"a<b>&c" * 0.1')
    found = causal_map(made.model())
    root = etree.fromstring(svg(found).encode())
    assert {"a<b>&c", "up"} <= {e.text for e in root.iter(f"{SVG}tspan")}
    path = tmp_path / "a.dot"
    path.write_text(dot(found), encoding="utf-8")
    assert set(formats.read(path).networks[0].nodes["id"]) == {"a<b>&c", "up"}


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(0.1, 10)), min_size=1, max_size=30))
def test_pooling_is_isotonic_regression(points: list[tuple[float, float]]) -> None:
    wish, weight = (list(each) for each in zip(*points, strict=True))
    np.testing.assert_allclose(_rising(wish, weight), isotonic_regression(wish, weights=weight).x, atol=1e-9)


@given(st.sets(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30))
def test_straightening_keeps_order_and_room(pairs: set[tuple[int, int]]) -> None:
    layer, forward = layers(12, {ends: 1 for ends in pairs if ends[0] != ends[1]})
    assert all(layer[a] < layer[b] for a, b in forward)
    sizes = [1.0 + at % 3 for at in range(12)]
    before = rows(layer, forward, sizes)
    after = straightened(layer, forward, before, sizes, 12)
    for number in set(layer):
        column = sorted((v for v in range(12) if layer[v] == number), key=lambda v: before[v])
        for a, b in pairwise(column):
            assert after[b] - after[a] >= (sizes[a] + sizes[b]) / 2 - 1e-9


def test_the_command_writes_by_the_ending_and_says_what_it_cannot(tmp_path: Path) -> None:
    model = tmp_path / "chickens.mdl"
    model.write_text(CHICKENS + TAIL)

    def run(*arguments: object) -> Any:
        return CliRunner().invoke(app, ["model", "convert", str(model), *map(str, arguments)])

    for name in ("c.json", "c.kumu.xlsx", "c.dot", "c.gv", "c.svg", "c.xmile"):
        result = run(tmp_path / name)
        assert result.exit_code == 0, result.output
        assert (tmp_path / name).stat().st_size > 0
    assert json.loads(run("-o", tmp_path / "c.svg", "--json", "--loops", 1).stdout)["loops named"] == 1
    assert read_model(tmp_path / "c.xmile").variables
    for arguments, said in [
        ((), "no file to write"),
        ((tmp_path / "a.svg", "-o", tmp_path / "b.svg"), "two files"),
        ((tmp_path / "a.png",), ".svg"),
        ((tmp_path / "a.svg", "--set", "none=1"), "none"),
        ((tmp_path / "a.xmile", "--set", "risk=1"), "--set"),
    ]:
        result = run(*arguments)
        assert result.exit_code == 2
        assert said in result.stderr
    assert not (tmp_path / "a.svg").exists()


def test_a_model_in_which_nothing_reads_anything_has_a_picture_without_links() -> None:
    alone = Builder("alone", start=0, stop=1, step=1).stock("water", "1").model()
    found = diagram(alone)
    assert ([each.name for each in found.variables], found.links) == (["water"], ())


@pytest.mark.parametrize("name", ["x" * 10_000, "word " * 2_000, "卫生系统创新能力建设计划书", "<script>alert(1)</script>"])
def test_a_hostile_name_makes_a_picture_that_can_be_looked_at(name: str) -> None:
    model = Model(
        parse_vensim(f'"{name}" = INTEG(rate, 10)~~|rate = "{name}"*0.1~~|INITIAL TIME=0~~|FINAL TIME=5~~|TIME STEP=1~~|SAVEPER=1~~|')
    )
    drawn = etree.fromstring(svg(causal_map(model)).encode())
    assert float(drawn.get("width") or 0) < 2_000
    assert float(drawn.get("height") or 0) < 1_000
    assert not list(drawn.iter("{*}script"))
