"""Paths in time against trying every order of ties."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from ecotone.errors import GraphError
from ecotone.network import Graph
from ecotone.network.temporal import arrivals, reach_in_time


def random(seed: int, *, directed: bool) -> tuple[Graph, list[tuple[int, int, float, float]]]:
    """Return a small network whose ties hold for a while."""
    rng = np.random.default_rng(seed)
    ends = [(int(u), int(v)) for u, v in rng.integers(0, 6, (9, 2)) if u != v]
    ties = [(u, v, float(low), float(low + rng.integers(0, 3))) for (u, v), low in zip(ends, rng.integers(0, 8, len(ends)), strict=True)]
    frame = pl.DataFrame(ties, schema=["source", "target", "valid_from", "valid_to"], orient="row")
    return Graph.from_frames(frame, pl.DataFrame({"id": range(6)}), directed=directed, weight="strength"), ties


@pytest.mark.parametrize("delay", [0.0, 1.0])
@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("seed", range(15))
def test_first_arrivals_are_those_of_all_paths(seed: int, directed: bool, delay: float) -> None:
    graph, ties = random(seed, directed=directed)
    steps = ties if directed else [*ties, *((v, u, low, high) for u, v, low, high in ties)]
    best = [np.inf] * 6

    def walk(at: int, now: float, seen: set[int]) -> None:
        best[at] = min(best[at], now)
        for u, v, low, high in steps:
            if u == at and v not in seen and max(now, low) <= high:
                walk(v, max(now, low) + delay, seen | {v})

    walk(0, 0.0, {0})  # nobody gains by coming back to where it was
    assert arrivals(graph, 0, since=0.0, delay=delay).tolist() == best


def test_a_chain_against_time_passes_nothing_on() -> None:
    ties = pl.DataFrame(
        {"source": ["a", "b", "c"], "target": ["b", "c", "d"], "valid_from": ["2003", "2002", "2001"], "valid_to": ["2003", "2002", "2001"]}
    )
    graph = Graph.from_frames(ties, directed=False, weight="strength")
    found = reach_in_time(graph)
    assert found["reaches"].to_list() == [1 / 3, 2 / 3, 1.0, 1.0]
    # Nine ordered pairs: d to a goes by c and b, d to b by c, c to a by b.
    assert found["between"].to_list() == [0.0, 2 / 9, 2 / 9, 0.0]


def test_months_count_to_their_last_day_and_open_ties_always() -> None:
    ties = pl.DataFrame({"source": ["a", "b"], "target": ["b", "c"], "valid_from": ["2020-05-20", None], "valid_to": [None, "2020-05"]})
    graph = Graph.from_frames(ties, directed=True, weight="strength")
    assert np.isfinite(arrivals(graph, "a")).tolist()[1:] == [True, True]
    late = pl.DataFrame({"source": ["a", "b"], "target": ["b", "c"], "valid_from": ["2020-06-01", None], "valid_to": [None, "2020-05"]})
    assert arrivals(Graph.from_frames(late, directed=True, weight="strength"), "a")[2] == np.inf
    with pytest.raises(GraphError, match="negative time"):
        arrivals(graph, "a", delay=-1)
