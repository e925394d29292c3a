"""Shortest paths: published values, NetworkX on 300 random graphs, and sums of fractions that floating point loses."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import polars as pl
import pytest

from ecotone.errors import GraphError
from ecotone.network import Graph, paths

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.network.conftest import Pair


def values(result: dict[Any, float]) -> list[float]:
    return list(result.values())


def named(graph: Graph, result: np.ndarray[Any, Any]) -> dict[str, float]:
    return dict(zip(graph.actors["id"].to_list(), result.tolist(), strict=True))


def test_padgett_marriage(engine: str, from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.florentine_families_graph())
    between = named(graph, paths.betweenness(graph))
    expected = {"Medici": 0.5220, "Guadagni": 0.2546, "Albizzi": 0.2125, "Salviati": 0.1429, "Ridolfi": 0.1136}
    assert {name: round(between[name], 4) for name in expected} == expected
    assert named(graph, paths.betweenness(graph, normalised=False))["Medici"] == pytest.approx(47.5)
    assert named(graph, paths.closeness(graph))["Medici"] == pytest.approx(0.56)


def test_zachary_karate(engine: str, from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.karate_club_graph())
    raw = paths.betweenness(graph, normalised=False)
    expected = {0: 231.0714, 33: 160.5516, 32: 76.6905, 2: 75.8508, 31: 73.0095}
    assert {node: round(raw[node], 4) for node in expected} == expected
    assert round(paths.betweenness(graph)[0], 4) == 0.4376
    assert round(paths.betweenness(graph)[33], 4) == 0.3041


def test_krackhardt_kite(engine: str, from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.krackhardt_kite_graph())
    assert round(paths.betweenness(graph)[7], 4) == 0.3889  # Heather
    assert paths.closeness(graph)[5:7].round(4).tolist() == [0.6429, 0.6429]  # Fernando, Garth


@pytest.mark.corpus
def test_icts_grant_collaboration(corpus: Any) -> None:
    ties = pl.read_csv(corpus / "classic_r/derived/ICTS_G10_edges.csv")
    graph = Graph.from_frames(
        ties.rename(dict(zip(ties.columns[:2], ("source", "target"), strict=True))).select("source", "target"),
        directed=False,
        weight="strength",
    )
    raw = paths.betweenness(graph, normalised=False)
    assert round(float(raw.max()), 2) == 10189.38


@pytest.mark.parametrize("by", ["hops", "weights"])
def test_agrees_with_networkx_on_random_graphs(random_pairs: list[Pair], engine: str, by: paths.By) -> None:
    weight = "weight" if by == "weights" else None
    for pair in random_pairs:
        g, n = pair.ours, len(pair.ours)
        assert paths.betweenness(g, by=by) == pytest.approx(values(nx.betweenness_centrality(pair.theirs, weight=weight)), abs=1e-12), (
            pair.name
        )
        assert paths.closeness(g, by=by) == pytest.approx(values(nx.closeness_centrality(pair.theirs, distance=weight)), abs=1e-12), (
            pair.name
        )
        harmonic = values(nx.harmonic_centrality(pair.theirs, distance=weight))
        assert paths.harmonic(g, by=by) * (n - 1) == pytest.approx(harmonic, abs=1e-12), pair.name
        ties = nx.edge_betweenness_centrality(pair.theirs, weight=weight)
        asked = [ties[u, v] if u != v else 0.0 for u, v in pair.theirs.edges]
        assert paths.tie_betweenness(g, by=by) == pytest.approx(asked, abs=1e-12), pair.name
        far = dict(nx.all_pairs_dijkstra_path_length(pair.theirs, weight=weight or (lambda *_: 1)))
        assert paths.eccentricity(g, by=by).tolist() == [max(far[u].values()) for u in pair.theirs], pair.name


def test_reach_counts_who_is_within_k_steps(random_pairs: list[Pair]) -> None:
    for pair in random_pairs[:80]:
        n = len(pair.ours)
        for k in (1, 2, 3):
            near = [len(nx.single_source_shortest_path_length(pair.theirs, u, cutoff=k)) - 1 for u in pair.theirs]
            assert paths.reach(pair.ours, k) * (n - 1) == pytest.approx(near), pair.name


def test_reach_efficiency_of_a_star_and_a_clique(from_networkx: Callable[..., Graph]) -> None:
    star = paths.reach_efficiency(from_networkx(nx.star_graph(4)))
    assert star.tolist() == [1.0, 1.0, 1.0, 1.0, 1.0]
    assert paths.reach_efficiency(from_networkx(nx.complete_graph(5))).tolist() == [0.25] * 5
    assert paths.reach_efficiency(from_networkx(nx.empty_graph(2))).tolist() == [0.0, 0.0]


def between_in_fractions(ties: list[tuple[int, int, int]], n: int) -> list[Fraction]:
    """Compute betweenness by listing every shortest path, lengths being one over the strength, without floating point."""
    lengths = {(u, v): Fraction(1, s) for a, b, s in ties for u, v in ((a, b), (b, a))}
    found: list[list[tuple[Fraction, tuple[int, ...]]]] = [[] for _ in range(n * n)]
    for source in range(n):
        stack: list[tuple[Fraction, tuple[int, ...]]] = [(Fraction(0), (source,))]
        while stack:
            length, path = stack.pop()
            found[source * n + path[-1]].append((length, path))
            stack += [(length + more, (*path, v)) for (u, v), more in lengths.items() if u == path[-1] and v not in path]
    through = [Fraction(0)] * n
    for source in range(n):
        for target in range(source + 1, n):
            every = found[source * n + target]
            if not every:
                continue
            least = min(length for length, _ in every)
            shortest = [path for length, path in every if length == least]
            for path in shortest:
                for v in path[1:-1]:
                    through[v] += Fraction(1, len(shortest))
    return through


def test_tied_paths_of_unequal_strengths_are_seen(engine: str) -> None:
    # 1/2 + 1/3 + 1/6 is .9999999999999999 in floating point, so a program that compares exactly sees one shortest path.
    assert 1 / 2 + 1 / 3 + 1 / 6 != 1.0
    ties = [(0, 1, 2), (1, 2, 3), (2, 3, 6), (0, 3, 1)]
    frame = pl.DataFrame(ties, schema=["source", "target", "weight"], orient="row")
    graph = Graph.from_frames(frame, directed=False, weight="strength")
    expected = between_in_fractions(ties, 4)
    assert paths.betweenness(graph, by="weights", normalised=False).tolist() == pytest.approx([float(f) for f in expected], abs=1e-12)
    assert expected[1] == Fraction(1, 2) + 1


def test_agrees_with_fractions_on_random_strengths(engine: str) -> None:
    rng = np.random.default_rng(7)
    for _ in range(25):
        n = int(rng.integers(4, 7))
        ties = [(u, v, int(rng.integers(1, 7))) for u in range(n) for v in range(u + 1, n) if rng.random() < 0.6]
        frame = pl.DataFrame(ties, schema=["source", "target", "weight"], orient="row")
        graph = Graph.from_frames(frame, pl.DataFrame({"id": range(n)}), directed=False, weight="strength")
        expected = [float(f) for f in between_in_fractions(ties, n)]
        assert paths.betweenness(graph, by="weights", normalised=False) == pytest.approx(expected, abs=1e-12)


def test_strength_and_distance_turn_the_meaning_round(engine: str) -> None:
    ties = pl.DataFrame({"source": [0, 1, 0], "target": [1, 2, 2], "weight": [4.0, 4.0, 1.0]})
    strong = Graph.from_frames(ties, directed=False, weight="strength")
    assert paths.betweenness(strong, by="weights").tolist() == [0.0, 1.0, 0.0]
    assert paths.betweenness(strong.as_meaning("distance"), by="weights").tolist() == [0.0, 0.0, 0.0]


def test_weights_that_make_no_path(engine: str) -> None:
    ties = pl.DataFrame({"source": [0, 1], "target": [1, 2], "weight": [0.0, 1.0]})
    with pytest.raises(GraphError, match="distance of 0"):
        paths.betweenness(Graph.from_frames(ties, directed=False, weight="distance"), by="weights")
    cut = Graph.from_frames(ties, directed=False, weight="strength")
    assert paths.closeness(cut, by="weights").tolist() == [0.0, 0.5, 0.5]
    negative = Graph.from_frames(ties.with_columns(weight=pl.lit(-1.0)), directed=False, weight="strength")
    with pytest.raises(GraphError, match="negative"):
        paths.closeness(negative, by="weights")
    assert paths.closeness(negative, by="hops").max() == 1.0
    with pytest.raises(GraphError, match="hops or weights"):
        paths.closeness(cut, by="length")  # type: ignore[arg-type]


@pytest.mark.parametrize("n", [0, 1, 2])
def test_empty_graphs_have_no_paths(engine: str, n: int, from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.empty_graph(n))
    for measure in (paths.betweenness, paths.closeness, paths.harmonic, paths.eccentricity, paths.reach, paths.reach_efficiency):
        assert measure(graph).tolist() == [0.0] * n
    assert paths.tie_betweenness(graph).tolist() == []


def test_isolated_actors_have_zero_closeness_not_nan(engine: str, from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.disjoint_union(nx.path_graph(3), nx.empty_graph(1)))
    assert paths.closeness(graph).tolist() == pytest.approx([4 / 9, 2 / 3, 4 / 9, 0.0])


def test_direction_of_closeness(engine: str, from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.DiGraph([(0, 1), (1, 2)]))
    assert paths.closeness(graph).tolist() == pytest.approx([0.0, 0.5, 2 / 3])
    assert paths.closeness(graph, direction="out").tolist() == pytest.approx([2 / 3, 0.5, 0.0])
