"""Main path of a citation network: the arcs through which most of the ways from first to last sources run.

Weights by search path count (SPC), search path link count (SPLC) and search path node pair (SPNP). Arcs go from the
cited to the citing, in the direction in which knowledge goes; a network of citing → cited is turned round first.

References
----------
Hummon, N. P. and Doreian, P. (1989). Connectivity in a citation network: the development of DNA theory. Social
Networks 11, 39-63. Batagelj, V. (2003). Efficient algorithms for citation network analysis. arXiv:cs/0309023.
Liu, J. S. and Lu, L. Y. Y. (2012). An integrated approach for main path analysis. JASIST 63, 528-542 (key routes).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from ecotone.network.acyclic import in_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.adjacency import Adjacency
    from ecotone.network.graph import Graph

Count = Literal["spc", "splc", "spnp"]


def traversal_weights(graph: Graph, count: Count = "spc") -> NDArray[np.float64]:
    """Compute for each arc (in the order of `graph.out`) how many search paths run along it.

    Parameters
    ----------
    graph : Graph
        A directed graph without cycles.
    count : {'spc', 'splc', 'spnp'}
        Paths from any first to any last actor; from any actor before the arc to any last; from any before to any after.

    Raises
    ------
    GraphError
        If the graph is undirected or has a cycle.
    """
    order = in_order(graph, "A main path")
    rows = graph.out
    before, after = np.zeros(len(rows)), np.zeros(len(rows))
    start = (graph.into.degrees == 0).astype(np.float64) if count == "spc" else np.ones(len(rows))
    end = (rows.degrees == 0).astype(np.float64) if count != "spnp" else np.ones(len(rows))
    for v in order.tolist():
        before[v] += start[v]
        reached = rows.indices[rows.indptr[v] : rows.indptr[v + 1]]
        before[reached] += before[v]
    for v in order[::-1].tolist():
        after[v] = end[v] + after[rows.indices[rows.indptr[v] : rows.indptr[v + 1]]].sum()
    return np.asarray(before[rows.rows] * after[rows.indices])


def main_path(graph: Graph, *, count: Count = "spc", search: Literal["local", "global", "key-route"] = "global") -> list[tuple[int, int]]:
    """Find the main path as arcs (positions of their ends), in the order of the network.

    Parameters
    ----------
    graph : Graph
        A directed graph without cycles.
    count : {'spc', 'splc', 'spnp'}
        The weights.
    search : {'local', 'global', 'key-route'}
        From the first actors always on along the heaviest arcs; the path of the greatest sum; or from the heaviest
        arc of all on in both directions.
    """
    rows, weights = graph.out, traversal_weights(graph, count)
    if not weights.shape[0]:
        return []
    if search == "global":
        return _heaviest(graph, rows, weights)
    onward, behind = _next_arcs(rows.rows, rows.indices), _next_arcs(rows.indices, rows.rows)
    if search == "local":
        from_first = graph.into.degrees[rows.rows] == 0
        best = weights[from_first].max()
        chosen = np.flatnonzero(from_first & (weights == best)).tolist()
        return _follow(rows, weights, chosen, onward)
    chosen = np.flatnonzero(weights == weights.max()).tolist()
    return sorted(set(_follow(rows, weights, chosen, onward)) | set(_follow(rows, weights, chosen, behind)))


def _next_arcs(tails: NDArray[np.int32], heads: NDArray[np.int32]) -> list[NDArray[np.int64]]:
    """Return for each arc those that begin where it ends."""
    order = np.argsort(tails, kind="stable")
    bounds = np.searchsorted(tails[order], np.stack((heads, heads + 1)))
    return [order[a:b] for a, b in bounds.T.tolist()]


def _follow(rows: Adjacency, weights: NDArray[np.float64], chosen: list[int], following: list[NDArray[np.int64]]) -> list[tuple[int, int]]:
    """Go on from arcs along the heaviest of the next ones until there are none."""
    seen, stack = set(chosen), list(chosen)
    while stack:
        arcs = following[stack.pop()]
        if arcs.shape[0]:
            for arc in arcs[weights[arcs] == weights[arcs].max()].tolist():
                if arc not in seen:
                    seen.add(arc)
                    stack.append(arc)
    return sorted((int(rows.rows[e]), int(rows.indices[e])) for e in seen)


def _heaviest(graph: Graph, rows: Adjacency, weights: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Find all arcs on paths of the greatest sum."""
    order = in_order(graph, "A main path")
    best = np.zeros(len(rows))
    for v in order[::-1].tolist():
        arcs = slice(rows.indptr[v], rows.indptr[v + 1])
        if rows.indptr[v] < rows.indptr[v + 1]:
            best[v] = (weights[arcs] + best[rows.indices[arcs]]).max()
    first = graph.into.degrees == 0
    stack = np.flatnonzero(first & (best == best[first].max())).tolist()
    seen: set[int] = set(stack)
    path = set()
    while stack:
        v = stack.pop()
        for e in range(int(rows.indptr[v]), int(rows.indptr[v + 1])):
            u = int(rows.indices[e])
            if weights[e] + best[u] == best[v]:
                path.add((v, u))
                if u not in seen:
                    seen.add(u)
                    stack.append(u)
    return sorted(path)
