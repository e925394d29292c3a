"""Main paths beside the published weights of the test network, and by listing every path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from ecotone.errors import GraphError
from ecotone.network import main_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ecotone.network import Graph


def pajek_arcs(path: Path) -> nx.DiGraph:
    """Read the vertices and arcs of the three small reference files."""
    names: dict[str, str] = {}
    made: Any = nx.DiGraph()
    part = ""
    for line in path.read_text("latin-1").splitlines():
        if line.startswith("*"):
            part = line.split()[0].lower()
        elif part == "*vertices" and (match := re.match(r'\s*(\d+)\s+"([^"]*)"', line)):
            names[match[1]] = match[2]
            made.add_node(match[2])
        elif part == "*arcs" and len(fields := line.split()) >= 2:
            made.add_edge(names[fields[0]], names[fields[1]])
    return made


def weights(graph: Graph, count: Any) -> dict[str, float]:
    ids, rows = graph.actors["id"].to_list(), graph.out
    found = main_path.traversal_weights(graph, count)
    return {f"{ids[u]}-{ids[v]}": w for u, v, w in zip(rows.rows, rows.indices, found.tolist(), strict=True)}


@pytest.mark.corpus
def test_published_weights(corpus: Path, from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(pajek_arcs(corpus / "network_reference/Test.net"))
    assert (len(graph), graph.tie_count) == (7, 9)
    spc = {"3-5": 3, "5-12": 3, "12-20": 2, "21-22": 2, "3-21": 1, "12-15": 1, "20-21": 1, "20-22": 1, "15-22": 1}
    assert weights(graph, "spc") == spc
    splc, spnp = weights(graph, "splc"), weights(graph, "spnp")
    assert (splc["3-5"], splc["5-12"], splc["21-22"]) == (3, 6, 6)
    assert (spnp["3-5"], spnp["5-12"]) == (8, 14)


def listed(theirs: nx.DiGraph, count: str) -> dict[tuple[Any, Any], int]:
    """Count search paths by listing them."""
    found = dict.fromkeys(theirs.edges, 0)
    first = [v for v in theirs if count != "spc" or theirs.in_degree(v) == 0]
    last = [v for v in theirs if count == "spnp" or theirs.out_degree(v) == 0]
    for u in first:
        for v in last:
            if u != v:
                for path in nx.all_simple_edge_paths(theirs, u, v):
                    for arc in path:
                        found[arc] += 1
    return found


@pytest.mark.parametrize("count", ["spc", "splc", "spnp"])
def test_agrees_with_a_list_of_all_paths(count: Any, from_networkx: Callable[..., Graph]) -> None:
    for seed in range(25):
        theirs = nx.DiGraph((u, v) for u, v in nx.gnp_random_graph(8, 0.35, seed=seed, directed=True).edges if u < v)
        graph = from_networkx(theirs)
        expected = {f"{u}-{v}": c for (u, v), c in listed(theirs, count).items()}
        assert weights(graph, count) == expected


def test_global_path_has_the_greatest_sum_and_key_routes_the_heaviest_arc(from_networkx: Callable[..., Graph]) -> None:
    for seed in range(25):
        theirs = nx.DiGraph((u, v) for u, v in nx.gnp_random_graph(9, 0.35, seed=seed, directed=True).edges if u < v)
        if not theirs.number_of_edges():
            continue
        graph = from_networkx(theirs)
        nodes = list(theirs)
        count = {(nodes.index(u), nodes.index(v)): c for (u, v), c in listed(theirs, "spc").items()}
        first = [v for v in theirs if theirs.in_degree(v) == 0]
        last = [v for v in theirs if theirs.out_degree(v) == 0]
        every = [
            [(nodes.index(a), nodes.index(b)) for a, b in path]
            for u in first
            for v in last
            for path in nx.all_simple_edge_paths(theirs, u, v)
        ]
        most = max(sum(count[arc] for arc in path) for path in every)
        best = {arc for path in every if sum(count[arc] for arc in path) == most for arc in path}
        assert set(main_path.main_path(graph)) == best
        heaviest = {arc for arc, c in count.items() if c == max(count.values())}
        assert heaviest <= set(main_path.main_path(graph, search="key-route"))
        local = main_path.main_path(graph, search="local")
        assert any(theirs.in_degree(nodes[u]) == 0 for u, _ in local)
        assert any(theirs.out_degree(nodes[v]) == 0 for _, v in local)


def test_refuses_cycles_and_undirected_networks(from_networkx: Callable[..., Graph]) -> None:
    with pytest.raises(GraphError, match="without cycles"):
        main_path.main_path(from_networkx(nx.DiGraph([(0, 1), (1, 2), (2, 1)])))
    with pytest.raises(GraphError, match="directed ties"):
        main_path.main_path(from_networkx(nx.path_graph(3)))
    assert main_path.main_path(from_networkx(nx.DiGraph(nx.empty_graph(2, create_using=nx.DiGraph)))) == []
