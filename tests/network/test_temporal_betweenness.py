"""Betweenness on paths in time, against a list of all paths of small networks."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl
import pytest

from ecotone.errors import GraphError
from ecotone.network import Graph
from ecotone.network.temporal_betweenness import betweenness_in_time

Tie = tuple[int, int, float, float]
N = 6


def random(seed: int, *, directed: bool) -> tuple[Graph, list[Tie]]:
    """Return a small network whose ties hold for a while, parallel ones among them, and the ways to pass them."""
    rng = np.random.default_rng(seed)
    ends = [(int(u), int(v)) for u, v in rng.integers(0, N, (15, 2)) if u != v]
    ties = [(u, v, float(low), float(low + rng.integers(0, 4))) for (u, v), low in zip(ends, rng.integers(0, 7, len(ends)), strict=True)]
    frame = pl.DataFrame(ties, schema=["source", "target", "valid_from", "valid_to"], orient="row")
    graph = Graph.from_frames(frame, pl.DataFrame({"id": range(N)}), directed=directed, weight="strength")
    return graph, ties if directed else [*ties, *((v, u, low, high) for u, v, low, high in ties)]


def arrival(path: list[Tie], leave: float, delay: float) -> float:
    """Return when a path that leaves at a moment arrives; infinity if some tie is over by then."""
    now = leave
    for _, _, low, high in path:
        if max(now, low) > high:
            return np.inf
        now = max(now, low) + delay
    return now


def value(path: list[Tie], best: str, since: float, delay: float) -> tuple[float, int]:
    """Return what makes a path good: steps, arrival or duration, and then steps. Times are whole, so trying quarters is trying all."""
    if best == "shortest":
        return 0.0 if np.isfinite(arrival(path, since, delay)) else np.inf, len(path)
    if best == "first":
        return arrival(path, since, delay), len(path)
    moments = np.arange(since, 12, 0.25)
    return min((arrival(path, m, delay) - m for m in moments if m >= path[0][2]), default=np.inf), len(path)


def by_listing(ties: list[Tie], best: str, since: float, delay: float) -> list[float]:
    """Compute betweenness by its definition."""
    paths: dict[tuple[int, int], list[list[Tie]]] = {}

    def walk(source: int, at: int, path: list[Tie], seen: set[int]) -> None:
        for tie in ties:
            if tie[0] == at and tie[1] not in seen and np.isfinite(arrival([*path, tie], since, delay)):
                paths.setdefault((source, tie[1]), []).append([*path, tie])
                walk(source, tie[1], [*path, tie], seen | {tie[1]})

    for source in range(N):
        walk(source, source, [], {source})
    through = [Fraction(0)] * N
    for every in paths.values():
        values = [value(path, best, since, delay) for path in every]
        chosen = [path for path, worth in zip(every, values, strict=True) if worth == min(values)]
        for path in chosen:
            for _, v, _, _ in path[:-1]:
                through[v] += Fraction(1, len(chosen))
    return [float(share) / max(len(paths), 1) for share in through]


@pytest.mark.parametrize("best", ["shortest", "first", "fastest"])
@pytest.mark.parametrize("delay", [0.0, 1.0])
@pytest.mark.parametrize("directed", [False, True])
def test_agrees_with_a_list_of_all_paths(best: Any, delay: float, directed: bool) -> None:
    for seed in range(12):
        graph, ties = random(seed, directed=directed)
        for since in (0.0, 2.0):
            found = betweenness_in_time(graph, best, since=since, delay=delay)
            assert found == pytest.approx(by_listing(ties, best, since, delay), abs=1e-12), (seed, since)


def test_the_three_kinds_of_best_paths_differ() -> None:
    # From a to d: by b at once, but d is reached late; by c later, and without waiting; straight, at the very end.
    ties = pl.DataFrame(
        {
            "source": ["a", "b", "a", "c", "e", "a"],
            "target": ["b", "e", "c", "d", "d", "d"],
            "valid_from": [1.0, 2.0, 7.0, 7.0, 3.0, 9.0],
            "valid_to": [1.0, 2.0, 7.0, 7.0, 3.0, 9.0],
        }
    )
    graph = Graph.from_frames(ties, directed=True, weight="strength")
    at = {name: row for row, name in enumerate(graph.actors["id"])}
    pairs = 8  # a to all four; b to e and d; c to d; e to d

    def through(best: Any) -> dict[str, float]:
        return {name: round(betweenness_in_time(graph, best)[row] * pairs, 9) for name, row in at.items() if name in "bce"}

    assert through("shortest") == {"b": 1, "c": 0, "e": 1}  # b lies between a and e, e between b and d; a goes to d itself
    assert through("first") == {"b": 2, "c": 0, "e": 2}
    assert through("fastest") == {"b": 1, "c": 0, "e": 1}  # the straight tie and the way by c take no time; the one has fewer steps


def test_open_ties_take_no_time_and_what_is_asked_is_checked() -> None:
    ties = pl.DataFrame({"source": ["a", "b"], "target": ["b", "c"], "valid_from": [None, "2020"], "valid_to": ["2021-05", None]})
    graph = Graph.from_frames(ties, directed=False, weight="strength")
    for best in ("shortest", "first", "fastest"):
        assert betweenness_in_time(graph, best).tolist() == [0.0, pytest.approx(2 / 6), 0.0]
    with pytest.raises(GraphError, match="no such best paths"):
        betweenness_in_time(graph, "cheapest")  # type: ignore[arg-type]
    with pytest.raises(GraphError, match="negative time"):
        betweenness_in_time(graph, delay=-1)
    alone = Graph.from_frames(ties.head(0), pl.DataFrame({"id": ["a"]}), directed=False, weight="strength")
    assert betweenness_in_time(alone).tolist() == [0.0]
