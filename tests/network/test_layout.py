"""Maps: the same bytes for the same seed, no overlaps, nothing lost, and a changed map that is recognised."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import polars as pl
import pytest

from ecotone.errors import GraphError
from ecotone.network import Graph, forceatlas, layout, packing
from ecotone.network.kernels import layout as kernels

if TYPE_CHECKING:
    from collections.abc import Callable


def sample(seed: int = 3) -> nx.Graph:
    blocks = nx.random_partition_graph([25, 20, 15], 0.25, 0.01, seed=seed)
    return nx.disjoint_union_all([nx.Graph(blocks), nx.path_graph(5), nx.cycle_graph(4), nx.path_graph(2), nx.empty_graph(12)])


def places(frame: pl.DataFrame) -> Any:
    return frame.select("x", "y").to_numpy()


def test_same_seed_same_bytes_other_seed_other_map(from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(sample())
    first, second = layout.positions(graph, seed=5), layout.positions(graph, seed=5)
    assert places(first).tobytes() == places(second).tobytes()
    assert places(first).tobytes() != places(layout.positions(graph, seed=6)).tobytes()
    assert graph.layout(seed=5).equals(first)


def test_a_small_map_compiles_nothing() -> None:
    code = (
        "import sys, polars as pl; from ecotone.network import Graph;"
        "g = Graph.from_frames(pl.DataFrame({'source': [1, 2, 3, 5], 'target': [2, 3, 1, 6]}), directed=False, weight='strength');"
        "g.layout(seed=1); g.betweenness(); g.measures(); g.components(); print('numba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_nobody_overlaps_and_the_map_is_bounded(from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(sample())
    place = places(layout.positions(graph, seed=1))
    apart = np.hypot(*(place[:, None] - place).transpose(2, 0, 1)) + np.eye(len(graph)) * 1e9
    assert apart.min() > 5.0
    assert np.hypot(*place.T).max() == pytest.approx(1000.0, abs=0.02)


def test_components_stand_apart(from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(sample())
    place, component = places(layout.positions(graph, seed=1)), graph.components()
    largest = place[component == 0]
    for other in range(1, int(component.max()) + 1):
        gap = np.hypot(*(place[component == other][:, None] - largest).transpose(2, 0, 1)).min()
        assert gap > 10.0


def test_tied_actors_are_nearer_than_others(from_networkx: Callable[..., Graph]) -> None:
    theirs = nx.Graph(nx.random_partition_graph([25, 25], 0.4, 0.01, seed=2))
    place = places(layout.positions(from_networkx(theirs), seed=1))
    apart = np.hypot(*(place[:, None] - place).transpose(2, 0, 1))
    same = np.equal.outer(np.arange(50) < 25, np.arange(50) < 25)
    assert apart[same].mean() * 1.4 < apart[~same].mean()


def test_one_percent_new_actors_move_the_old_by_less_than_five_percent(from_networkx: Callable[..., Graph]) -> None:
    theirs = nx.barabasi_albert_graph(200, 2, seed=4)
    before = layout.positions(from_networkx(theirs), seed=1)
    theirs.add_edges_from([(200, 0), (200, 7), (201, 200), (0, 150)])
    theirs.add_node(202)
    after = layout.positions(from_networkx(theirs), seed=9, start=before)
    old, new = places(before), places(after)
    width = np.hypot(*(old[:, None] - old).transpose(2, 0, 1)).max()
    assert np.hypot(*(new[:200] - old).T).max() < 0.05 * width
    assert np.isfinite(new).all()
    assert np.hypot(*new.T).max() < 2 * np.hypot(*old.T).max()
    with pytest.raises(GraphError, match="none of the actors"):
        layout.positions(from_networkx(theirs), start=pl.DataFrame({"id": ["zz"], "x": [0.0], "y": [0.0]}))


def test_circle_and_bands_put_kinds_together(from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.barabasi_albert_graph(30, 2, seed=1))
    ties, actors = graph.ties, graph.actors.with_columns(sector=pl.Series(["payer", "industry", None] * 10))
    graph = Graph.from_frames(ties, actors, directed=False, weight="strength")
    circle = places(layout.positions(graph, method="circular"))
    assert np.ptp(np.hypot(*circle.T)) < 10
    bands = places(layout.positions(graph, method="bands"))
    radius = np.hypot(*(bands - bands.mean(axis=0)).T)
    spread = [np.ptp(radius[np.arange(30) % 3 == kind]) for kind in range(3)]
    assert max(spread) < np.ptp(radius) / 3
    with pytest.raises(GraphError, match="no such attribute"):
        layout.positions(graph, method="bands", by="colour")
    with pytest.raises(GraphError, match="No such layout"):
        layout.positions(graph, method="spring")  # type: ignore[arg-type]


def test_geography_shortens_parallels(from_networkx: Callable[..., Graph]) -> None:
    actors = pl.DataFrame({"id": ["a", "b", "c"], "longitude": [10.0, 11.0, None], "latitude": [60.0, 60.0, None]})
    ties = pl.DataFrame({"source": ["a"], "target": ["b"]})
    graph = Graph.from_frames(ties, actors, directed=False, weight="strength")
    found = layout.positions(graph, method="geographic")
    assert found["x"][1] - found["x"][0] == pytest.approx(0.5)
    assert found.row(2) == ("c", None, None)


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_tiny_maps(n: int, from_networkx: Callable[..., Graph]) -> None:
    for theirs in (nx.empty_graph(n), nx.path_graph(n)):
        place = places(layout.positions(from_networkx(theirs), seed=1))
        assert place.shape == (n, 2)
        assert np.isfinite(place).all()
        assert len({tuple(p) for p in place.tolist()}) == n


@pytest.mark.kernel
def test_quadtree_approximates_all_pairs() -> None:
    rng = np.random.default_rng(3)
    n = 150
    x, y, mass = rng.normal(size=n) * 10, rng.normal(size=n) * 10, rng.integers(1, 9, n).astype(float)
    x[3], y[3] = x[4], y[4]
    dx, dy = x[:, None] - x, y[:, None] - y
    square = dx**2 + dy**2
    push = np.divide(mass, square, out=np.zeros_like(square), where=square > 0)
    exact = np.column_stack(((dx * push).sum(1), (dy * push).sum(1))) * (2.0 * mass)[:, None]
    for theta, most in ((1e-9, 1e-9), (0.5, 0.02), (1.2, 0.1)):
        fx, fy = np.zeros(n), np.zeros(n)
        kernels.repulsion(x, y, mass, 2.0, theta, fx, fy)
        error = np.hypot(fx - exact[:, 0], fy - exact[:, 1])
        assert error.sum() <= most * np.hypot(*exact.T).sum()


@pytest.mark.kernel
@pytest.mark.parametrize("linlog", [False, True])
def test_compiled_forces_lead_where_those_of_numpy_lead(
    monkeypatch: pytest.MonkeyPatch, from_networkx: Callable[..., Graph], *, linlog: bool
) -> None:
    rows = from_networkx(nx.barabasi_albert_graph(40, 2, seed=1)).around
    start = np.random.default_rng(1).normal(size=(40, 2)) * 50
    forces = forceatlas.Forces(theta=1e-9, linlog=linlog)
    expected = forceatlas.settle(rows, start, iterations=5, forces=forces)
    monkeypatch.setattr(forceatlas, "ALL_PAIRS", 0)
    assert forceatlas.settle(rows, start, iterations=5, forces=forces) == pytest.approx(expected, rel=1e-9)


def test_part_holds_what_it_is_told_to_hold() -> None:
    place = np.array([[0.0, 0.0], [0.0, 0.0], [0.5, 0.0], [9.0, 9.0]])
    hold = np.array([True, False, False, False])
    parted = packing.part(place, np.full(4, 1.0), hold=hold, rounds=200)
    assert parted[0].tolist() == [0.0, 0.0]
    assert parted[3].tolist() == [9.0, 9.0]
    apart = np.hypot(*(parted[:, None] - parted).transpose(2, 0, 1)) + np.eye(4) * 9
    assert apart.min() > 1.99


def test_many_components_are_packed_without_overlap(from_networkx: Callable[..., Graph]) -> None:
    theirs = nx.disjoint_union_all([nx.cycle_graph(3 + k % 5) for k in range(100)])
    graph = from_networkx(theirs)
    place, component = places(layout.positions(graph, seed=1, iterations=10)), graph.components()
    middle = np.array([place[component == c].mean(axis=0) for c in range(100)])
    apart = np.hypot(*(middle[:, None] - middle).transpose(2, 0, 1)) + np.eye(100) * 1e9
    assert apart.min() > 20


@pytest.mark.kernel
def test_the_grid_parts_as_the_tree_does(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(8)
    place, radius = rng.normal(size=(120, 2)) * 6, rng.random(120) + 0.2
    place[7] = place[8]
    hold = rng.random(120) < 0.3
    by_tree = [packing.part(place, radius, rounds=rounds, hold=held) for rounds in (1, 3) for held in (None, hold)]
    monkeypatch.setattr(packing, "MANY", 0)
    by_grid = [packing.part(place, radius, rounds=rounds, hold=held) for rounds in (1, 3) for held in (None, hold)]
    for one, other in zip(by_tree, by_grid, strict=True):
        assert other == pytest.approx(one, abs=1e-9)
    line = np.column_stack((np.arange(50) * 100.0, np.zeros(50)))
    assert packing.part(line, np.ones(50)).tolist() == line.tolist()


def test_large_maps_settle_in_fewer_iterations() -> None:
    turns = [layout.turns_for(n) for n in (0, 100, 4_000, 20_000, 100_000)]
    assert turns == [200, 200, 200, 50, 30]
