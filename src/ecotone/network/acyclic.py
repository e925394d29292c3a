"""Networks in which no way leads back: works that cite, patents, descent. Their actors have an order, and with it a depth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecotone.errors import GraphError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.graph import Graph


def in_order(graph: Graph, what: str) -> NDArray[np.int64]:
    """Return the actors so that arcs go forward.

    Raises
    ------
    GraphError
        If the graph is undirected or has a cycle.
    """
    if not graph.directed:
        raise GraphError(f"{what} needs directed ties", got="an undirected graph")
    rows = graph.out
    waiting = graph.into.degrees.copy()
    order: list[int] = np.flatnonzero(waiting == 0).tolist()
    for v in order:
        for u in rows.indices[rows.indptr[v] : rows.indptr[v + 1]].tolist():
            waiting[u] -= 1
            if waiting[u] == 0:
                order.append(u)
    if len(order) < len(rows):
        caught = np.flatnonzero(waiting > 0)
        raise GraphError(
            f"{what} needs a network without cycles",
            got=f"{caught.shape[0]:,} actors on or behind a cycle, the first {graph.actors['label'][int(caught[0])]}",
            remedy="Leave out the ties that go back in time, or all within a strong component with acyclic.without_cycles()",
        )
    return np.array(order, np.int64)


def depth(graph: Graph, order: NDArray[np.int64] | None = None, *, what: str = "A depth") -> NDArray[np.int64]:
    """Compute how many steps the longest way to each actor has: 0 for the first ones, whom nothing comes before.

    Parameters
    ----------
    graph : Graph
        A directed graph without cycles.
    order : ndarray, optional
        As `in_order` gives it, where it is at hand.
    what : str
        What the order is needed for, as an error says it.

    References
    ----------
    de Nooy, W., Mrvar, A. and Batagelj, V. (2018). Exploratory Social Network Analysis with Pajek, 3rd ed., ch. 11 (acyclic depth).

    Examples
    --------
    >>> import polars as pl
    >>> from ecotone.network import Graph
    >>> ties = pl.DataFrame({"source": ["a", "a", "b"], "target": ["b", "c", "c"]})
    >>> depth(Graph.from_frames(ties, directed=True, weight="strength")).tolist()
    [0, 1, 2]
    """
    order = in_order(graph, what) if order is None else order
    rows, found = graph.out, np.zeros(len(graph), np.int64)
    for v in order.tolist():
        after = rows.indices[rows.indptr[v] : rows.indptr[v + 1]]
        found[after] = np.maximum(found[after], found[v] + 1)
    return found


def without_cycles(graph: Graph) -> tuple[Graph, int]:
    """Leave out the ties between actors that each lead to the other (works that cite each other before print), and say how many.

    Ties of an actor with itself stay: they are in no order's way.

    References
    ----------
    Batagelj, V. (2003). Efficient algorithms for citation network analysis. arXiv:cs/0309023 (strong components).

    Examples
    --------
    >>> import polars as pl
    >>> from ecotone.network import Graph
    >>> ties = pl.DataFrame({"source": ["a", "b", "b"], "target": ["b", "a", "c"]})
    >>> mended, left_out = without_cycles(Graph.from_frames(ties, directed=True, weight="strength"))
    >>> mended.tie_count, left_out
    (1, 2)
    """
    part = graph.components("strong")
    caught = (part[graph.tails] == part[graph.heads]) & (graph.tails != graph.heads)
    return (graph.keep_ties(~caught), int(caught.sum())) if caught.any() else (graph, 0)
