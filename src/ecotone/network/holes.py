"""Structural holes: how free an actor is among partners who know each other, or do not.

All measures are Burt's, on the strengths of ties whatever their direction (ties both ways are added up); a distance
counts as one over itself. An actor without partners has none of them: NaN, not 0, for 0 would say that it is free.

References
----------
Burt, R. S. (1992). Structural Holes: The Social Structure of Competition. Harvard University Press, ch. 2.
Borgatti, S. P. (1997). Structural holes: unpacking Burt's redundancy measures. Connections 20, 35-38.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecotone.network.kernels import structure
from ecotone.network.small_paths import fits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.adjacency import Adjacency
    from ecotone.network.graph import Graph


def _invested(graph: Graph, *, weighted: bool) -> Adjacency:
    """Return the share of its ties' strength that each actor has with each partner."""
    rows = graph.around
    if not weighted:
        weights = np.ones(rows.indices.shape[0])
        if graph.directed:
            # A tie both ways counts twice, as a sum of the two directions does.
            both = (graph.out.ones() + graph.into.ones()).tocsr()
            both.sort_indices()
            weights = both.data
    else:
        graph.need_no_negative("A measure of structural holes")
        weights = graph.strengths_of(rows)
    return rows.with_weights(weights)


def _through_common(rows: Adjacency, each: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each entry (i, j) the sum over common partners q of strength(i, q) * each(q) * strength(q, j)."""
    if not fits(rows):
        return structure.through_common(rows.indptr, rows.indices, rows.weights, each)
    product = rows.matrix(rows.weights * each[rows.indices]) @ rows.matrix()
    marks = rows.matrix(np.arange(1, rows.indices.shape[0] + 1, dtype=np.float64))
    inside = product.multiply(marks.astype(bool)).tocsr()
    inside.sort_indices()
    at = marks.multiply(inside.astype(bool)).tocsr()
    at.sort_indices()
    total = np.zeros(rows.indices.shape[0])
    if inside.nnz == at.nnz:
        total[at.data.astype(np.int64) - 1] = inside.data
    return total


def _one_over(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return one over each value, and 0 for 0."""
    return np.divide(1.0, values, out=np.zeros_like(values), where=values > 0)


def _by_tie(graph: Graph, *, weighted: bool) -> tuple[Adjacency, NDArray[np.float64]]:
    """Return the constraint that each partner puts on each actor."""
    rows = _invested(graph, weighted=weighted)
    # p(i, q) p(q, j) summed over q is a(i, q) a(q, j) / s(q), all over s(i): what is summed is the same for (i, j) and (j, i).
    inverse = _one_over(rows.row_sums())
    return rows, np.asarray(((rows.weights + _through_common(rows, inverse)) * inverse[rows.rows]) ** 2)


def _or_nan(rows: Adjacency, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give NaN to actors without partners."""
    return np.where(rows.degrees > 0, values, np.nan)


def constraint(graph: Graph, *, weighted: bool = True) -> NDArray[np.float64]:
    r"""Compute constraint: how far an actor's ties all lead back to the same partner.

    .. math:: C_i = \sum_j \Bigl(p_{ij} + \sum_q p_{iq} p_{qj}\Bigr)^2

    Parameters
    ----------
    graph : Graph
        Any graph without negative weights.
    weighted : bool
        Whether strengths count.
    """
    rows, parts = _by_tie(graph, weighted=weighted)
    return _or_nan(rows, rows.row_sums(parts))


def effective_size(graph: Graph, *, weighted: bool = True) -> NDArray[np.float64]:
    r"""Compute effective size: the number of partners less what they have in common.

    .. math:: S_i = \sum_j \Bigl(1 - \sum_{q \ne i, j} p_{iq} m_{jq}\Bigr)

    with `m` a partner's strengths over its strongest. Unweighted it is Borgatti's n - 2t/n.
    """
    rows = _invested(graph, weighted=weighted)
    strongest = np.zeros(len(rows))
    np.maximum.at(strongest, rows.rows, rows.weights)
    common = _through_common(rows, np.ones(len(rows))) * _one_over(strongest)[rows.indices]
    return _or_nan(rows, rows.degrees - _one_over(rows.row_sums()) * rows.row_sums(common))


def efficiency(graph: Graph, *, weighted: bool = True) -> NDArray[np.float64]:
    """Compute efficiency: effective size over the number of partners; 1 where no two partners know each other."""
    size = effective_size(graph, weighted=weighted)
    return np.asarray(size / np.maximum(graph.around.degrees, 1))


def hierarchy(graph: Graph, *, weighted: bool = True) -> NDArray[np.float64]:
    r"""Compute hierarchy: how far constraint comes from one partner rather than from all alike (0 to 1).

    .. math:: H_i = \frac{\sum_j \frac{c_{ij}}{C_i/N} \ln \frac{c_{ij}}{C_i/N}}{N \ln N}

    For an actor with one partner it is 1, as Burt sets it.
    """
    rows, parts = _by_tie(graph, weighted=weighted)
    degrees = rows.degrees
    mean = np.divide(rows.row_sums(parts), degrees, out=np.ones(len(rows)), where=degrees > 0)[rows.rows]
    ratio = np.divide(parts, mean, out=np.ones_like(parts), where=mean > 0)
    entropy = rows.row_sums(ratio * np.log(np.maximum(ratio, 1e-300)))
    scale = degrees * np.log(np.maximum(degrees, 1))
    return _or_nan(rows, np.divide(entropy, scale, out=np.ones(len(rows)), where=degrees > 1))
