"""What-if: the changed network, and the change of every measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import polars as pl
import pytest

from ecotone.errors import GraphError
from ecotone.network import Graph, resample, whatif
from ecotone.network.whatif import Change, changed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.network.conftest import Pair


def test_adding_and_removing_gives_the_network_built_so(from_networkx: Callable[..., Graph]) -> None:
    theirs: Any = nx.path_graph(5)
    graph = from_networkx(theirs)
    after = changed(
        graph, Change(add_ties=(("0", "4", 2.0), ("9", "1")), remove_ties=(("2", "1"),), add_actors=("9",), remove_actors=("3",))
    )
    expected = nx.Graph([("0", "1"), ("0", "4"), ("9", "1")])
    expected.add_node("2")
    assert set(after.actors["id"]) == set(expected)
    assert {frozenset(t) for t in after.ties.select("source", "target").rows()} == {frozenset(e) for e in expected.edges}
    assert after.ties["weight"].to_list() == [1.0, 2.0, 1.0]
    assert graph.tie_count == 4


def test_adding_what_was_removed_gives_the_measures_back(random_pairs: list[Pair]) -> None:
    for pair in random_pairs[1:60:6]:
        graph = pair.ours.as_meaning("strength")
        if not graph.tie_count:
            continue
        source, target, weight = graph.ties.select("source", "target", "weight").row(0)
        without = changed(graph, Change(remove_ties=((source, target),)))
        again = changed(without, Change(add_ties=((source, target, weight),)))
        names = ["degree", "strength", "betweenness", "closeness", "core", "clustering", "cut"]
        assert whatif.actor_changes(graph, again, names).is_empty(), pair.name


def test_refuses_what_cannot_be(from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.path_graph(3))
    for change, words in (
        (Change(remove_ties=(("0", "2"),)), "does not exist"),
        (Change(add_actors=("1",)), "exists already"),
        (Change(remove_actors=("7",)), "does not exist"),
        (Change(add_ties=(("0", "7"),)), "does not exist"),
    ):
        with pytest.raises(GraphError, match=words):
            changed(graph, change)
    directed = from_networkx(nx.DiGraph([(0, 1)]))
    with pytest.raises(GraphError, match="does not exist"):
        changed(directed, Change(remove_ties=(("1", "0"),)))


def test_whole_and_actors(from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.star_graph(3))
    after = changed(graph, Change(remove_actors=("0",)))
    whole = {row["figure"]: row for row in whatif.whole_change(graph, after).to_dicts()}
    assert whole["isolated actors"]["after"] == 3
    assert whole["components"]["change"] == 2
    each = whatif.actor_changes(graph, after, ["degree", "constraint"])
    assert each.filter(pl.col("measure") == "degree")["change"].to_list() == [-1.0, -1.0, -1.0]
    assert each.filter(pl.col("measure") == "constraint").height == 3


def test_resampling_draws_ties_with_replacement(from_networkx: Callable[..., Graph]) -> None:
    import numpy as np

    graph = from_networkx(nx.karate_club_graph(), weight="strength")
    drawn = resample.bootstrap(graph, lambda g: g.strength(), draws=200, seed=1)
    assert drawn.shape == (200, 34)
    # The mean of a sum over draws with replacement is the sum itself; its spread is that of a multinomial sample.
    strength = graph.strength()
    weights, n = graph.weights, graph.tie_count
    own = np.array([[w if v in {t, h} else 0.0 for t, h, w in zip(graph.tails, graph.heads, weights, strict=True)] for v in range(34)])
    spread = np.sqrt(n * own.var(axis=1))
    assert (np.abs(drawn.mean(axis=0) - strength) < 5 * spread / np.sqrt(200)).all()
    assert drawn.std(axis=0) == pytest.approx(spread, rel=0.25)
    found = resample.interval(float(strength[0]), drawn[:, 0])
    assert found.low is not None
    assert found.high is not None
    assert found.low < strength[0] < found.high
    assert resample.interval(1.0, drawn[:5, 0]).low is None
    assert resample.top_share(np.array([[1.0, 2.0, 2.0], [3.0, 0.0, 1.0]]), 1).tolist() == [0.5, 0.5, 0.0]
