"""Structural holes: published values, and NetworkX on random graphs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import polars as pl
import pytest

from ecotone.network import Graph, holes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.network.conftest import Pair


def test_borgattis_ego_network(engine: str, from_networkx: Callable[..., Graph]) -> None:
    # The ego network of Borgatti 1997, figure 1, as tested in NetworkX.
    theirs = nx.Graph(
        [("A", "B"), ("F", "A"), ("A", "G"), ("A", "E"), ("E", "G"), ("F", "G"), ("B", "G"), ("B", "D"), ("D", "G"), ("G", "C")]
    )
    graph = from_networkx(theirs)
    size = dict(zip(graph.actors["id"], holes.effective_size(graph), strict=True))
    tight = dict(zip(graph.actors["id"], holes.constraint(graph), strict=True))
    assert (round(size["G"], 3), round(size["A"], 2), round(size["B"], 3)) == (4.667, 2.5, 1.667)
    assert (round(tight["G"], 3), round(tight["A"], 3), round(tight["C"], 3)) == (0.400, 0.595, 1.0)


def test_padgett_marriage(engine: str, from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.florentine_families_graph())
    tight = dict(zip(graph.actors["id"], holes.constraint(graph), strict=True))
    assert (round(tight["Medici"], 4), round(tight["Guadagni"], 2)) == (0.2099, 0.25)


def test_karate_carries_weights(engine: str, from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.karate_club_graph(), weight="strength")
    assert round(holes.constraint(graph, weighted=False)[0], 4) == 0.1554
    assert round(holes.constraint(graph)[0], 4) == 0.1906


@pytest.mark.corpus
def test_sawmill_strike(corpus: Path, engine: str) -> None:
    folder = corpus / "network_reference"
    matrix = np.loadtxt(folder / "strike.csv", delimiter=",")
    names = [line.split('"')[1] for line in (folder / "strike.paj").read_text("latin-1").splitlines()[2:26]]
    tails, heads = np.nonzero(np.triu(matrix))
    ties = pl.DataFrame({"source": [names[t] for t in tails], "target": [names[h] for h in heads]})
    graph = Graph.from_frames(ties, pl.DataFrame({"id": names}), directed=False, weight="strength")
    tight = dict(zip(names, holes.constraint(graph), strict=True))
    assert sorted(tight, key=lambda name: tight[name])[:3] == ["Norm", "Bob", "Gill"]
    assert (round(tight["Norm"], 4), round(tight["Bob"], 4), round(tight["Gill"], 4)) == (0.1979, 0.2385, 0.3261)
    between = dict(zip(names, graph.betweenness(), strict=True))
    assert (round(between["Bob"], 4), round(between["Norm"], 4)) == (0.6153, 0.5718)


def test_agrees_with_networkx_on_random_graphs(random_pairs: list[Pair], engine: str) -> None:
    def same(ours: Any, theirs: dict[Any, float], name: str) -> None:
        assert ours == pytest.approx(list(theirs.values()), nan_ok=True, abs=1e-12), name

    for pair in random_pairs:
        theirs = pair.theirs.copy()
        theirs.remove_edges_from(list(nx.selfloop_edges(theirs)))
        graph = pair.ours.as_meaning("strength")
        same(holes.constraint(graph), nx.constraint(theirs, weight="weight"), pair.name)
        same(holes.constraint(graph, weighted=False), nx.constraint(theirs), pair.name)
        # With `nodes` NetworkX follows the definition, but leaves out actors without ties out; its sparse form gives
        # other values on some graphs.
        for weight in (None, "weight"):
            sizes = np.array(list(nx.effective_size(theirs, nodes=list(theirs), weight=weight).values()))
            ours = holes.effective_size(graph, weighted=weight is not None)
            given = np.isfinite(sizes)
            assert ours[given] == pytest.approx(sizes[given], abs=1e-12), pair.name
            assert (np.isnan(ours) == [nx.degree(theirs, v) == 0 for v in theirs]).all()


def test_an_isolated_actor_has_no_constraint(from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.empty_graph(1))
    for measure in (holes.constraint, holes.effective_size, holes.efficiency, holes.hierarchy):
        assert math.isnan(measure(graph)[0])


def test_efficiency_and_hierarchy(engine: str, from_networkx: Callable[..., Graph]) -> None:
    star = from_networkx(nx.star_graph(4))
    assert holes.efficiency(star).tolist() == [1.0] * 5
    assert holes.hierarchy(star) == pytest.approx([0.0, 1.0, 1.0, 1.0, 1.0])
    # Burt 1992, p. 71: hierarchy by its definition, for ego 0 of a graph in which one partner knows all others.
    wheel = from_networkx(nx.Graph([(0, 1), (0, 2), (0, 3), (1, 2), (1, 3)]))
    p = {(0, 1): 1 / 3, (0, 2): 1 / 3, (0, 3): 1 / 3, (1, 2): 1 / 3, (1, 3): 1 / 3, (1, 0): 1 / 3, (2, 1): 1 / 2, (3, 1): 1 / 2}
    c = [(1 / 3 + 2 * (1 / 3) * (1 / 2)) ** 2] + [(1 / 3 + (1 / 3) * p[1, j]) ** 2 for j in (2, 3)]
    mean = sum(c) / 3
    assert holes.constraint(wheel)[0] == pytest.approx(sum(c))
    assert holes.hierarchy(wheel)[0] == pytest.approx(sum(x / mean * math.log(x / mean) for x in c) / (3 * math.log(3)))
