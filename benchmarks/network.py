"""Network analysis beside python-igraph and NetworkX in the same process run: CPU seconds on one core, compiled cache warm."""

from __future__ import annotations

import resource
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from benchmarks import graph_b
from ecotone.network import Graph, cohesion, forceatlas, holes, layout, paths, sampled, spectral, whole
from ecotone.network.adjacency import build
from ecotone.network.brokerage import brokerage
from ecotone.network.link_scores import link_scores
from ecotone.network.measures import MEASURES
from ecotone.network.whatif import Change, changed

if TYPE_CHECKING:
    from collections.abc import Callable


def cpu(work: Callable[[], Any], repeat: int = 3) -> float:
    """Return the least CPU seconds of a few runs."""
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def row(
    name: str,
    value: float,
    bar: float | None,
    peer: str | None = None,
    peer_value: float | None = None,
    unit: str = "s",
    note: str | None = None,
) -> dict[str, Any]:
    """Return one figure."""
    return {
        "name": name,
        "value": round(value, 4),
        "unit": unit,
        "bar": None if bar is None else f"<= {bar}",
        "peer": peer,
        "peer_value": None if peer_value is None else round(peer_value, 4),
        "note": note,
    }


def run(quick: bool = False) -> list[dict[str, Any]]:  # noqa: FBT001, FBT002  as all benchmarks are called
    """Measure graph B (a tenth of it where quick), the layouts, and a network of an ecosystem's size."""
    actors, number = (10_000, 100_000) if quick else (100_000, 1_000_000)
    return [*_graph_b(actors, number), *_distances(quick=quick), *_layouts(quick=quick), *_ecosystem(), *_beside_networkx()]


def _graph_b(actors: int, number: int) -> list[dict[str, Any]]:
    """Measure what is asked of graph B."""
    import igraph

    ties, group = graph_b.ties(actors, number)
    frame = pl.DataFrame({"id": np.arange(actors)})
    graph = Graph.from_frames(ties, frame, directed=False, weight="strength")
    tails, heads, weights = graph.tails, graph.heads, graph.weights
    build(actors, tails, heads, weights, both_ways=True)  # compiled, or read from the cache
    edges = np.column_stack((tails, heads)).tolist()
    theirs = igraph.Graph(n=actors, edges=edges)
    theirs.es["weight"] = weights.tolist()
    rows = graph.around
    sources = np.random.Generator(np.random.Philox(2)).choice(actors, 100, replace=False).astype(np.int32)
    pairs: list[tuple[str, float | None, Callable[[], Any], Callable[[], Any] | None]] = [
        (
            "Build compressed rows",
            0.1,
            lambda: build(actors, tails, heads, weights, both_ways=True),
            lambda: igraph.Graph(n=actors, edges=edges),
        ),
        ("PageRank", 0.2, lambda: spectral.pagerank(graph), lambda: theirs.pagerank(weights="weight")),
        ("Components", 0.06, lambda: whole.components(graph), theirs.connected_components),
        ("Core numbers", 0.08, lambda: cohesion.core_number(graph), theirs.coreness),
        ("Cut actors", 0.05, lambda: cohesion.cut_actors(graph), theirs.articulation_points),
        ("Eigenvector", 0.4, lambda: spectral.eigenvector(graph), lambda: theirs.eigenvector_centrality(weights="weight")),
        ("Clustering", 0.12, lambda: cohesion.clustering(graph), lambda: theirs.transitivity_local_undirected(mode="zero")),
        ("Constraint", 1.0, lambda: holes.constraint(graph), lambda: theirs.constraint(weights="weight")),
        ("Gould–Fernandez roles", 2.5, lambda: brokerage(graph, group), None),
        ("Adamic–Adar, best 1,000 of all pairs", 1.5, lambda: link_scores(graph, top=1000), None),
        (
            "Betweenness from 100 sources",
            4.0,
            lambda: paths.betweenness(graph, sources=sources),
            lambda: theirs.betweenness(sources=sources.tolist()),
        ),
    ]
    figures = []
    for name, bar, ours, peer in pairs:
        ours()
        slow = bar is not None and bar >= 1
        peer_value = None if peer is None else cpu(peer, 1)
        figures.append(row(f"{name} ({actors:,}/{number:,})", cpu(ours, 1 if slow else 3), bar, "igraph" if peer else None, peer_value))
    total = sum(figure["value"] for figure in figures if not figure["name"].startswith("Adamic"))
    figures.append(row("All of these but Adamic–Adar together", total, 12.0))
    figures.append(
        row("Peak memory of the process, peer included", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, None, unit="MB")
    )
    assert rows is graph.around
    return figures


def _distances(*, quick: bool) -> list[dict[str, Any]]:
    """Measure what asks for all pairs: distances, and betweenness of a record in which most actors have one partner."""
    import igraph

    actors = 5_000 if quick else 20_000
    ties, _ = graph_b.ties(actors, actors * 5, seed=3)
    frame = pl.DataFrame({"id": np.arange(actors)})
    graph = Graph.from_frames(ties, frame, directed=False, weight="strength")
    theirs = igraph.Graph(n=actors, edges=list(zip(graph.tails.tolist(), graph.heads.tolist(), strict=True)))
    # A tenth of the ties, and to each actor without one its only partner: two thirds end in a single tie, as in records of projects.
    rng = np.random.Generator(np.random.Philox(6))
    thin = ties.gather_every(10)
    alone = np.setdiff1d(np.arange(actors), np.concatenate((thin["source"].to_numpy(), thin["target"].to_numpy())))
    leaves = pl.DataFrame({"source": rng.permutation(thin["source"].to_numpy())[: alone.shape[0]], "target": alone[: thin.height]})
    sparse = Graph.from_frames(pl.concat([thin.select("source", "target"), leaves]), frame, directed=False, weight="strength")
    sparse_theirs = igraph.Graph(n=actors, edges=list(zip(sparse.tails.tolist(), sparse.heads.tolist(), strict=True)))
    small = Graph.from_frames(ties.head(9000), None, directed=False, weight="strength")
    whole.distances(small), paths.betweenness(small), sparse.out  # compiled, or read from the cache

    def anew(of: Graph) -> Graph:
        of.memo.clear()
        return of

    return [
        row(
            f"Distances of all pairs ({actors:,}/{actors * 5:,})",
            cpu(lambda: whole.distances(anew(graph)), 1),
            None,
            "igraph",
            cpu(theirs.path_length_hist, 1),
        ),
        row(
            f"Betweenness, exact, most actors with one partner ({actors:,}/{sparse.tie_count:,})",
            cpu(lambda: paths.betweenness(sparse), 1),
            None,
            "igraph",
            cpu(sparse_theirs.betweenness, 1),
        ),
    ]


def _layouts(*, quick: bool) -> list[dict[str, Any]]:
    """Measure 100 iterations of ForceAtlas2."""
    figures = []
    for actors, number, bar in ((20_000, 100_000, 2.5), (100_000, 400_000, 18.0)):
        if quick and actors > 20_000:
            continue
        ties, _ = graph_b.ties(actors, number, seed=3)
        rows = Graph.from_frames(ties, pl.DataFrame({"id": np.arange(actors)}), directed=False, weight="strength").around
        start = np.random.Generator(np.random.Philox(4)).standard_normal((actors, 2)) * 100
        forceatlas.settle(rows, start, iterations=2)
        begin = time.process_time()
        forceatlas.settle(rows, start, iterations=100)
        figures.append(row(f"ForceAtlas2, 100 iterations ({actors:,}/{number:,})", time.process_time() - begin, bar))
        if actors == 20_000:
            graph = Graph.from_frames(ties, pl.DataFrame({"id": np.arange(actors)}), directed=False, weight="strength")
            sampled.betweenness(graph, paths=10)
            begin = time.process_time()
            drawn = sampled.betweenness(graph, paths=200_000)
            note = f"no value off by more than {drawn.error:.4f} with a chance of {1 - drawn.risk:.0%}"
            figures.append(row(f"Sampled betweenness, 200,000 paths ({actors:,}/{number:,})", time.process_time() - begin, 3.0, note=note))
    return figures


def _ecosystem() -> list[dict[str, Any]]:
    """Measure a network of an ecosystem's size."""
    import networkx as nx

    ties, _ = graph_b.ties(2000, 10_000, groups=9, seed=5)
    frame = pl.DataFrame({"id": np.arange(2000)})
    graph = Graph.from_frames(ties, frame, directed=False, weight="strength")
    theirs = nx.Graph(list(zip(graph.tails.tolist(), graph.heads.tolist(), strict=True)))
    graph.measures()
    first = ties.row(0)

    def what_if() -> None:
        changed(graph, Change(remove_ties=((first[0], first[1]),))).measures()

    return [
        row(
            f"Panel of {len(MEASURES)} measures with exact betweenness (2,000/10,000)",
            cpu(lambda: Graph.from_frames(ties, frame, directed=False, weight="strength").measures()),
            2.0,
            "NetworkX, betweenness alone",
            cpu(lambda: nx.betweenness_centrality(theirs), 1),
        ),
        row("What-if: a tie removed, the panel anew (2,000/10,000)", cpu(what_if), 0.5),
        row("Map (2,000/10,000)", cpu(lambda: layout.positions(graph, seed=1), 1), None),
    ]


def _beside_networkx() -> list[dict[str, Any]]:
    """Measure single measures beside NetworkX, at a size at which it answers within a minute."""
    import networkx as nx

    ties, _ = graph_b.ties(2000, 10_000, groups=9, seed=5)
    graph = Graph.from_frames(ties, pl.DataFrame({"id": np.arange(2000)}), directed=False, weight="strength")
    theirs = nx.Graph()
    theirs.add_nodes_from(range(2000))
    theirs.add_weighted_edges_from(zip(graph.tails.tolist(), graph.heads.tolist(), graph.weights.tolist(), strict=True))
    pairs: list[tuple[str, Callable[[], Any], Callable[[], Any]]] = [
        ("PageRank", lambda: spectral.pagerank(graph), lambda: nx.pagerank(theirs, tol=1e-10 / 2000, max_iter=500)),
        ("Components", lambda: whole.components(graph), lambda: list(nx.connected_components(theirs))),
        ("Core numbers", lambda: cohesion.core_number(graph), lambda: nx.core_number(theirs)),
        ("Cut actors", lambda: cohesion.cut_actors(graph), lambda: list(nx.articulation_points(theirs))),
        (
            "Eigenvector",
            lambda: spectral.eigenvector(graph),
            lambda: nx.eigenvector_centrality(theirs, weight="weight", tol=1e-10, max_iter=5000),
        ),
        ("Clustering", lambda: cohesion.clustering(graph), lambda: nx.clustering(theirs)),
        ("Constraint", lambda: holes.constraint(graph), lambda: nx.constraint(theirs, weight="weight")),
        ("Betweenness, exact", lambda: paths.betweenness(graph), lambda: nx.betweenness_centrality(theirs)),
    ]
    figures = []
    for name, ours, peer in pairs:
        ours()
        figures.append(row(f"{name} (2,000/10,000)", cpu(ours), None, "NetworkX", cpu(peer, 1)))
    return figures
