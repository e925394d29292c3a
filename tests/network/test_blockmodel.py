"""Blockmodels: the least inconsistency of all partitions, planted models, and Karrer and Newman's karate club."""

from __future__ import annotations

import itertools

import networkx as nx
import numpy as np
import polars as pl
import pytest

from ecotone.errors import GraphError
from ecotone.network import Graph
from ecotone.network.blockmodel import blockmodel, inconsistencies
from ecotone.network.groups import adjusted_rand
from ecotone.network.stochastic import _costs, _terms, stochastic


def of(matrix: np.ndarray, *, directed: bool = True) -> Graph:
    """Return a matrix of ties as a graph."""
    tails, heads = np.nonzero(matrix if directed else np.triu(matrix))
    ties = pl.DataFrame({"source": tails, "target": heads})
    return Graph.from_frames(ties, pl.DataFrame({"id": np.arange(matrix.shape[0])}), directed=directed, weight="strength")


@pytest.mark.parametrize("allowed", [("null", "complete"), ("null", "regular"), ("null", "complete", "regular")])
@pytest.mark.parametrize("seed", range(4))
def test_no_other_partition_has_fewer_inconsistencies(seed: int, allowed: tuple[str, ...]) -> None:
    x = np.random.default_rng(seed).random((6, 6)) < 0.4
    np.fill_diagonal(x, val=False)
    found = blockmodel(of(x), 2, allowed=allowed, starts=40, seed=seed)  # type: ignore[arg-type]
    least = min(
        sum(
            min(inconsistencies(x[np.ix_(a, b)], kind, diagonal=a is b) for kind in allowed)  # type: ignore[arg-type,misc]
            for a, b in itertools.product(parts, parts)
        )
        for size in (1, 2, 3)
        for one in itertools.combinations(range(6), size)
        for parts in [(list(one), [k for k in range(6) if k not in one])]
    )
    assert found.errors == least
    assert found.block_errors.sum() == found.errors


def test_a_planted_model_fits_without_error() -> None:
    image = np.array([[1, 1, 0], [0, 0, 1], [0, 0, 1]], bool)
    place = np.repeat([0, 1, 2], [6, 5, 4])
    x = image[np.ix_(place, place)]
    np.fill_diagonal(x, val=False)
    found = blockmodel(of(x), 3, starts=20, seed=1)
    assert found.errors == 0
    assert adjusted_rand(found.position, place) == 1
    assert found.image == (("complete", "complete", "null"), ("null", "null", "complete"), ("null", "null", "complete"))
    assert blockmodel(of(x), 3, starts=20, seed=1).position.tolist() == found.position.tolist()


def test_a_regular_block_needs_a_tie_in_every_row_and_column() -> None:
    block = np.array([[1, 0, 0], [0, 1, 1]], bool)
    assert inconsistencies(block, "regular", diagonal=False) == 0
    assert inconsistencies(np.array([[1, 0, 0], [0, 1, 0]], bool), "regular", diagonal=False) == 2  # one column of two rows
    assert inconsistencies(block, "complete", diagonal=False) == 3
    assert inconsistencies(block, "null", diagonal=False) == 3


def test_the_karate_club_splits_as_karrer_and_newman_found() -> None:
    karate = nx.karate_club_graph()
    faction = np.array([karate.nodes[k]["club"] == "Officer" for k in range(34)]).astype(int)
    faction[8] = 1  # of the officers' faction, though he joined the other club (Zachary 1977, table 1)
    plain = nx.to_numpy_array(nx.Graph(karate.edges), nodelist=range(34)) != 0
    found = stochastic(of(plain, directed=False), 2, starts=30, seed=1)
    wrong = [np.flatnonzero(found.group != which).tolist() for which in (faction, 1 - faction)]
    assert min(wrong, key=len) == [9]  # the factions except for one member: Karrer and Newman 2011, figure 1
    assert found.rates[0, 0] > 1 > found.rates[0, 1]


def test_planted_groups_with_hubs_are_found() -> None:
    rng = np.random.default_rng(5)
    place = np.repeat([0, 1, 2], 20)
    pull = rng.pareto(2.5, 60) + 0.5
    chance = np.where(place[:, None] == place[None, :], 0.35, 0.02) * np.outer(pull, pull)
    x = np.triu(rng.random((60, 60)) < chance, 1)
    found = stochastic(of(x | x.T, directed=False), 3, starts=8, seed=2)
    tied = (x | x.T).any(axis=1)
    assert adjusted_rand(found.group[tied], place[tied]) > 0.8


def test_limits_are_said() -> None:
    small = of(np.ones((3, 3)) - np.eye(3))
    for wrong in (lambda: blockmodel(small, 4), lambda: blockmodel(small, 2, allowed=()), lambda: stochastic(small, 0)):
        with pytest.raises(GraphError):
            wrong()
    many = Graph.from_frames(
        pl.DataFrame({"source": [0], "target": [1]}), pl.DataFrame({"id": range(301)}), directed=True, weight="strength"
    )
    with pytest.raises(GraphError, match="Too many"):
        blockmodel(many, 2)


def planted(seed: int, actors: int, groups: int, ratio: float, *, apart: bool = False) -> tuple[Graph, np.ndarray]:
    """Return a network with planted groups and hubs, ties within a group `ratio` times as likely as between (`apart`: between)."""
    rng = np.random.default_rng(seed)
    place = rng.integers(0, groups, actors)
    pull = np.minimum(rng.pareto(2.5, actors) + 0.5, 6.0)
    same = place[:, None] == place[None, :]
    chance = np.where(same != apart, ratio, 1.0) * np.outer(pull, pull)
    chance *= 12.0 * actors / chance.sum()
    x = np.triu(rng.random((actors, actors)) < chance, 1)
    return of(x | x.T, directed=False), place


@pytest.mark.kernel
@pytest.mark.parametrize(("groups", "ratio", "apart", "least"), [(4, 12.0, False, 0.95), (4, 6.0, False, 0.75), (3, 25.0, True, 0.85)])
def test_planted_groups_of_a_thousand_are_found(groups: int, ratio: float, apart: bool, least: float) -> None:
    graph, place = planted(3, 1000, groups, ratio, apart=apart)
    found = stochastic(graph, groups, starts=5, seed=1)
    tied = graph.degree() > 0
    assert adjusted_rand(found.group[tied], place[tied]) > least
    truth = stochastic_likelihood(graph, place)
    assert found.log_likelihood >= truth - 1e-6  # no likelier groups are known than those found
    again = stochastic(graph, groups, starts=5, seed=1)
    assert again.group.tolist() == found.group.tolist()


def stochastic_likelihood(graph: Graph, group: np.ndarray) -> float:
    """Return L by its definition."""
    matrix = graph.around.matrix().toarray()
    which = np.eye(int(group.max()) + 1)[group]
    between = which.T @ matrix @ which
    return _terms(between, between.sum(axis=1))


@pytest.mark.kernel
def test_the_search_for_large_networks_finds_karrer_and_newmans_karate_club(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecotone.network.stochastic.EVERY_MOVE", 0)
    karate = nx.karate_club_graph()
    plain = nx.to_numpy_array(nx.Graph(karate.edges), nodelist=range(34)) != 0
    graph = of(plain, directed=False)
    by_annealing = stochastic(graph, 2, starts=30, seed=1)
    monkeypatch.undo()
    by_every_move = stochastic(graph, 2, starts=30, seed=1)
    assert by_annealing.group.tolist() == by_every_move.group.tolist()
    assert by_annealing.log_likelihood == pytest.approx(by_every_move.log_likelihood)
    assert by_annealing.log_likelihood == pytest.approx(stochastic_likelihood(graph, by_annealing.group))


def test_the_cost_of_joining_two_groups_is_the_fall_of_the_likelihood() -> None:
    rng = np.random.default_rng(1)
    between = rng.integers(0, 9, (5, 5)).astype(float)
    between += between.T
    kappa = between.sum(axis=1)
    cost = _costs(between, kappa)
    for a, b in itertools.combinations(range(5), 2):
        name = np.arange(5)
        name[b] = a
        which = np.eye(5)[name]
        joined = which.T @ between @ which
        assert cost[a, b] == pytest.approx(_terms(between, kappa) - _terms(joined, joined.sum(axis=1)))
    assert np.isinf(np.diag(cost)).all()
