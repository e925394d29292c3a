"""Importance passed on along ties: published values, NetworkX on random graphs, and what does not converge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import polars as pl
import pytest

from ecotone.errors import GraphError
from ecotone.network import Graph, spectral

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.network.conftest import Pair


def strong(pair: Pair) -> Graph:
    return pair.ours.as_meaning("strength")


def test_padgett_marriage(from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.florentine_families_graph())
    found = dict(zip(graph.actors["id"], spectral.eigenvector(graph), strict=True))
    assert round(found["Medici"], 4) == 0.4303


def test_pagerank_agrees_with_networkx(random_pairs: list[Pair]) -> None:
    rng = np.random.default_rng(1)
    for pair in random_pairs:
        for weight in (None, "weight"):
            expected = list(nx.pagerank(pair.theirs, weight=weight, tol=1e-13, max_iter=5000).values())
            assert spectral.pagerank(strong(pair), weighted=weight is not None) == pytest.approx(expected, abs=1e-9), pair.name
        personal = rng.integers(0, 4, len(pair.ours)).astype(float)
        personal[0] += 1
        given = dict(enumerate(personal.tolist()))
        expected = list(nx.pagerank(pair.theirs, personalization=given, dangling=given, tol=1e-13, max_iter=5000).values())
        assert spectral.pagerank(strong(pair), personal=personal) == pytest.approx(expected, abs=1e-9), pair.name


def test_pagerank_gives_isolated_actors_their_share(from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.disjoint_union(nx.complete_graph(3), nx.empty_graph(1)))
    # Solved by hand: p isolated = 0.15/4 + 0.85 p/4, the rest is shared by the three.
    isolated = (0.15 / 4) / (1 - 0.85 / 4)
    assert spectral.pagerank(graph) == pytest.approx([(1 - isolated) / 3] * 3 + [isolated], abs=1e-9)


def test_katz_agrees_with_networkx(random_pairs: list[Pair]) -> None:
    for pair in random_pairs:
        expected = list(nx.katz_centrality_numpy(pair.theirs, alpha=0.01, weight="weight").values())
        assert spectral.katz(strong(pair), alpha=0.01) == pytest.approx(expected, abs=1e-9), pair.name
        assert np.isfinite(spectral.katz(strong(pair))).all()


def test_eigenvector_agrees_with_lapack_where_it_is_unique(random_pairs: list[Pair]) -> None:
    compared = 0
    for pair in random_pairs:
        matrix = nx.to_numpy_array(pair.theirs, weight="weight").T
        values = np.sort(np.real(np.linalg.eigvals(matrix)))[::-1]
        connected = nx.is_strongly_connected(pair.theirs) if pair.theirs.is_directed() else nx.is_connected(pair.theirs)
        if not connected or values[0] - values[1] < 0.2:
            continue
        vectors = np.linalg.eig(matrix)
        expected = np.abs(np.real(vectors.eigenvectors[:, np.argmax(np.real(vectors.eigenvalues))]))
        assert spectral.eigenvector(strong(pair)) == pytest.approx(expected, abs=1e-7), pair.name
        compared += 1
    assert compared > 60


def test_eigenvector_by_lanczos_and_arnoldi_equals_iteration(random_pairs: list[Pair], monkeypatch: pytest.MonkeyPatch) -> None:
    for theirs in (nx.karate_club_graph(), nx.gnp_random_graph(60, 0.15, seed=2, directed=True)):
        ties = pl.DataFrame(list(theirs.edges), schema=["source", "target"], orient="row")
        graph = Graph.from_frames(ties, directed=theirs.is_directed(), weight="strength")
        expected = spectral.eigenvector(graph)
        with monkeypatch.context() as patch:
            patch.setattr(spectral, "SMALL", 10)
            assert spectral.eigenvector(graph) == pytest.approx(expected, abs=1e-8)


def test_hits_agrees_with_networkx(random_pairs: list[Pair]) -> None:
    compared = 0
    for pair in random_pairs:
        matrix = nx.to_numpy_array(pair.theirs)
        values = np.linalg.svd(matrix, compute_uv=False)
        if len(pair.ours) < 4 or values[0] - values[1] < 0.3:
            continue
        hubs, authorities = nx.hits(pair.theirs, tol=1e-12, max_iter=1000)
        ours = spectral.hubs_and_authorities(strong(pair))
        assert ours[0] == pytest.approx(list(hubs.values()), abs=1e-7), pair.name
        assert ours[1] == pytest.approx(list(authorities.values()), abs=1e-7), pair.name
        compared += 1
    assert compared > 100


def test_a_distance_counts_as_one_over_itself() -> None:
    ties = pl.DataFrame({"source": [0, 0], "target": [1, 2], "weight": [2.0, 4.0]})
    far = Graph.from_frames(ties, directed=True, weight="distance")
    near = Graph.from_frames(ties.with_columns(weight=1 / pl.col("weight")), directed=True, weight="strength")
    assert spectral.pagerank(far).tolist() == spectral.pagerank(near).tolist()
    assert spectral.katz(far, alpha=0.1).tolist() == spectral.katz(near, alpha=0.1).tolist()


def test_says_so_where_nothing_converges(from_networkx: Callable[..., Graph]) -> None:
    chain = from_networkx(nx.DiGraph([(0, 1), (1, 2)]), weight="strength")
    with pytest.raises(GraphError, match="no tie leads back"):
        spectral.eigenvector(chain)
    with pytest.raises(GraphError, match="Katz centrality does not converge"):
        spectral.katz(from_networkx(nx.complete_graph(5)), alpha=0.5)
    with pytest.raises(GraphError, match="no chance below 1"):
        spectral.pagerank(chain, damping=1.0)
    with pytest.raises(GraphError, match="one weight an actor"):
        spectral.pagerank(chain, personal=np.zeros(3))
    negative = Graph.from_frames(pl.DataFrame({"source": [0], "target": [1], "weight": [-1.0]}), directed=False, weight="strength")
    with pytest.raises(GraphError, match="negative"):
        spectral.pagerank(negative)


def test_eigenvector_of_a_two_mode_network_does_not_swing(from_networkx: Callable[..., Graph]) -> None:
    found = spectral.eigenvector(from_networkx(nx.star_graph(4)))
    assert found == pytest.approx([np.sqrt(0.5)] + [np.sqrt(0.125)] * 4, abs=1e-9)


@pytest.mark.parametrize("n", [0, 1, 3])
def test_without_ties_all_are_alike(n: int, from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.empty_graph(n))
    for found in (spectral.pagerank(graph), spectral.eigenvector(graph), spectral.katz(graph), *spectral.hubs_and_authorities(graph)):
        assert len(found) == n
        assert len(set(found.round(12).tolist())) <= 1
