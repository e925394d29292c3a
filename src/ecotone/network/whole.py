"""The network as a whole: components, density, reciprocity, transitivity, distances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.graph import Graph


def components(graph: Graph, connection: Literal["weak", "strong"] = "weak") -> NDArray[np.int64]:
    """Find the parts of the graph that have no tie to each other, and number them, the largest 0.

    Parameters
    ----------
    graph : Graph
        Any graph.
    connection : {'weak', 'strong'}
        Whether direction is left out of account, or a part needs a path each way between all its actors.

    Returns
    -------
    ndarray of int
        For each actor the number of its component. Components of one size are numbered by their first actor.

    References
    ----------
    Pearce, D. J. (2005). An improved algorithm for finding the strongly connected components of a directed graph.
    """
    from scipy.sparse.csgraph import connected_components

    n = len(graph)
    if not n:
        return np.zeros(0, np.int64)
    rows = graph.around if connection == "weak" else graph.out
    _, label = connected_components(rows.ones(), directed=connection == "strong", connection="strong")
    sizes = np.bincount(label)
    first = np.full(sizes.shape[0], n)
    np.minimum.at(first, label, np.arange(n))
    rank = np.empty(sizes.shape[0], np.int64)
    rank[np.lexsort((first, -sizes))] = np.arange(sizes.shape[0])
    found: NDArray[np.int64] = rank[label]
    return found
