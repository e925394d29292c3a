"""Where knowledge from one actor goes: sure chains, chances by hand, and the likeliest way against all ways tried."""

from __future__ import annotations

from itertools import pairwise, permutations
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.network import Graph
from ecotone.network.flow import chances
from ecotone.server.flow_from import likeliest_ways

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


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 3)), min_size=1, max_size=12))
def test_no_way_is_likelier_than_the_one_shown(ties: list[tuple[int, int, int]]) -> None:
    frame = pl.DataFrame(ties, schema={"source": pl.Int64, "target": pl.Int64, "weight": pl.Float64}, orient="row")
    graph = Graph.from_frames(frame, pl.DataFrame({"id": range(6)}), directed=False, weight="strength")
    before, steps = likeliest_ways(graph, 0, 0.3)
    rows = graph.out
    chance = np.zeros((6, 6))
    chance[rows.rows, rows.indices] = chances(graph, rows, 0.3)
    for target in range(1, 6):
        ways = [(0, *inner, target) for count in range(5) for inner in permutations([v for v in range(1, 6) if v != target], count)]
        best = max(float(np.prod([chance[a, b] for a, b in pairwise(way)])) for way in ways)
        if best == 0:
            assert before[target] == -1
            continue
        shown, at, count = 1.0, target, 0
        while at != 0:
            shown *= chance[before[at], at]
            at, count = int(before[at]), count + 1
        assert shown == pytest.approx(best)
        assert count == steps[target]
