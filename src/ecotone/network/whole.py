"""The network as a whole: components, density, reciprocity, transitivity, distances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ecotone.network.kernels import structure
from ecotone.network.small_paths import fits

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
    n = len(graph)
    if not n:
        return np.zeros(0, np.int64)
    rows = graph.around if connection == "weak" else graph.out
    if connection == "weak" and not fits(rows):
        label = structure.parts(rows.indptr, rows.indices)
    else:
        from scipy.sparse.csgraph import connected_components

        _, label = connected_components(rows.ones(), directed=connection == "strong", connection="strong")
    sizes = np.bincount(label)
    first = np.full(sizes.shape[0], n)
    np.minimum.at(first, label, np.arange(n))
    rank = np.empty(sizes.shape[0], np.int64)
    rank[np.lexsort((first, -sizes))] = np.arange(sizes.shape[0])
    found: NDArray[np.int64] = rank[label]
    return found


def density(graph: Graph) -> float:
    """Compute the share of possible ties that exist; in a two-mode graph, of those between the modes.

    References
    ----------
    Wasserman, S. and Faust, K. (1994). Social Network Analysis, p. 101. Cambridge University Press.
    """
    n = len(graph)
    possible = n * (n - 1)
    if graph.two_mode:
        second = int((graph.attribute("mode").to_numpy() == 1).sum())
        possible = second * (n - second) * (1 if graph.directed else 2)
    return graph.out.indices.shape[0] / possible if possible else 0.0


def reciprocity(graph: Graph) -> float:
    """Compute the share of ties from i to j that are answered by one from j to i; 1 where ties have no direction.

    NaN without ties.
    """
    rows = graph.out
    if not rows.indices.shape[0]:
        return float("nan")
    both = rows.ones().multiply(rows.ones().T)
    return float(both.nnz / rows.indices.shape[0])


def transitivity(graph: Graph) -> float:
    """Compute the share of connected triples that are closed, whatever the direction; 0 without triples.

    References
    ----------
    Newman, M. E. J., Strogatz, S. H. and Watts, D. J. (2001). Physical Review E 64, 026118.
    """
    from ecotone.network.cohesion import triangles

    degrees = graph.around.degrees
    triples = int((degrees * (degrees - 1)).sum()) / 2
    return float(triangles(graph).sum() / triples) if triples else 0.0


@dataclass(frozen=True, slots=True)
class Distances:
    """How far actors are from each other, over the ordered pairs that have a path.

    Parameters
    ----------
    mean, diameter : float
        Mean and greatest distance; NaN where no pair has a path.
    efficiency : float
        Mean of one over the distance over all pairs, those without a path counting 0 (Latora and Marchiori 2001).
    connected_pairs : float
        Share of pairs that have a path.
    """

    mean: float
    diameter: float
    efficiency: float
    connected_pairs: float


def distances(graph: Graph, *, by: Literal["hops", "weights"] = "hops") -> Distances:
    """Measure the distances between all pairs.

    References
    ----------
    Latora, V. and Marchiori, M. (2001). Efficient behavior of small-world networks. Physical Review Letters 87, 198701.
    """
    from ecotone.network.paths import sweep

    found = sweep(graph, by=by)
    pairs, n = float(found.reached.sum()), len(graph)
    possible = n * (n - 1)
    if not pairs:
        return Distances(float("nan"), float("nan"), 0.0, 0.0)
    return Distances(float(found.total.sum()) / pairs, float(found.greatest.max()), float(found.inverse.sum()) / possible, pairs / possible)


def centralisation(values: NDArray[np.float64] | NDArray[np.int64], most: float) -> float:
    """Compute how far a network is centred on one actor: the sum of differences to the greatest value, over the most possible.

    Parameters
    ----------
    values : ndarray
        A centrality of each actor.
    most : float
        The greatest that the sum can be: (n-1)(n-2) for degree, n-1 for normalised betweenness, each reached by a star.

    References
    ----------
    Freeman, L. C. (1978). Social Networks 1, 215-239.
    """
    return float((values.max() - values).sum() / most) if values.shape[0] and most > 0 else 0.0
