"""How tightly actors hang together: core numbers, triangles and clustering, cut actors and bridges.

Direction is left out of account unless said otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from ecotone.network.kernels import structure
from ecotone.network.small_paths import fits, pick

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.adjacency import Adjacency
    from ecotone.network.graph import Graph


def core_number(graph: Graph) -> NDArray[np.int32]:
    """Compute the greatest k such that the actor belongs to a part in which everybody has k partners.

    References
    ----------
    Seidman, S. B. (1983). Network structure and minimum degree. Social Networks 5, 269-287.
    """
    rows = graph.around
    return pick(structure.core_numbers, rows)(rows.indptr, rows.indices)


def triangles(graph: Graph) -> NDArray[np.int64]:
    """Count the triangles that each actor is part of; a triangle counts once for each of its three."""
    rows = graph.around
    if fits(rows):
        two = rows.ones()
        return np.rint(np.asarray((two @ two).multiply(two).sum(axis=1)).ravel() / 2).astype(np.int64)
    return structure.triangles(rows.indptr, rows.indices)


def clustering(graph: Graph, weights: Literal["ignored", "onnela", "barrat"] = "ignored") -> NDArray[np.float64]:
    r"""Compute the share of an actor's pairs of partners that are tied to each other; 0 with fewer than two partners.

    Parameters
    ----------
    graph : Graph
        Any graph; the weighted forms need strengths of 0 or more.
    weights : {'ignored', 'onnela', 'barrat'}
        Onnela: mean over pairs of the geometric mean of the three strengths, each over the greatest in the graph.
        Barrat: pairs weighted by the mean strength of the actor's two ties. The two differ by a factor of about 2 on
        real networks; programs that give "weighted clustering" without a name give either.

    References
    ----------
    Watts, D. J. and Strogatz, S. H. (1998). Nature 393, 440-442. Onnela, J.-P. et al. (2005). Physical Review E 71,
    065103. Barrat, A. et al. (2004). PNAS 101, 3747-3752.
    """
    rows = graph.around
    degrees = rows.degrees.astype(np.float64)
    pairs = degrees * (degrees - 1)
    if weights == "ignored":
        closed = 2.0 * triangles(graph)
    else:
        graph.need_no_negative("Weighted clustering")
        if weights == "onnela":
            root = rows.matrix(np.cbrt(rows.weights / (rows.weights.max(initial=0.0) or 1.0)))
            closed = np.asarray((root @ root).multiply(root).sum(axis=1)).ravel()
        else:
            shut = (rows.matrix() @ rows.ones()).multiply(rows.ones())
            closed = np.asarray(shut.sum(axis=1)).ravel()
            pairs = rows.row_sums() * (degrees - 1)
    return np.asarray(np.divide(closed, pairs, out=np.zeros(len(rows)), where=pairs > 0))


def cut_actors(graph: Graph) -> NDArray[np.int32]:
    """Count for each actor into how many more parts the network would fall without it: single points of failure.

    References
    ----------
    Tarjan, R. E. (1974). A note on finding the bridges of a graph. Information Processing Letters 2, 160-161.
    """
    rows = graph.around
    parts, _ = pick(structure.cuts, rows)(rows.indptr, rows.indices)
    return parts


def bridges(graph: Graph) -> list[tuple[int, int]]:
    """Return the pairs of actors (as positions, ascending) whose tie is the only way between two parts.

    Several source records of one pair are one tie here: what is asked is which relation, if it ended, would part the network.
    """
    rows: Adjacency = graph.around
    _, entries = pick(structure.cuts, rows)(rows.indptr, rows.indices)
    tails, heads = rows.rows[entries], rows.indices[entries]
    once = tails < heads
    return list(zip(tails[once].tolist(), heads[once].tolist(), strict=True))
