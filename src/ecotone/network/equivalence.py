"""Who stands in the same place: structural equivalence, and the tree of actors by it.

Two actors are structurally equivalent where they have the same ties to the same others. How far they are from it is measured
over rows and columns of the matrix of ties, leaving out their own two cells' difference: what the two have with each other is compared with
what each has with the other.

References
----------
Lorrain, F. and White, H. C. (1971). Structural equivalence of individuals in social networks. J. Math. Sociology 1, 49-80. Burt, R. S.
(1976). Positions in networks. Social Forces 55, 93-122. Batagelj, V., Ferligoj, A. and Doreian, P. (1992). Direct and indirect methods
for structural equivalence. Social Networks 14, 63-90.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from ecotone.errors import GraphError
from ecotone.network.groups import numbered

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.graph import Graph

LARGEST: Final = 5_000
"""Actors of which all pairs are compared."""


def matrix(graph: Graph) -> NDArray[np.float64]:
    """Return the matrix of ties, refused where it would be too large to compare all pairs.

    Raises
    ------
    GraphError
        If the graph has more than 5,000 actors.
    """
    if len(graph) > LARGEST:
        raise GraphError(
            "Too many actors to compare all pairs", got=f"{len(graph):,}", expected=f"at most {LARGEST:,}", remedy="Give a scope"
        )
    return np.asarray(graph.out.matrix().toarray(), np.float64)


def distances(graph: Graph, *, weights: bool = True) -> NDArray[np.float64]:
    r"""Compute how far each two actors are from structural equivalence.

    .. math:: d_{ij}^2 = \sum_{k \ne i,j} \bigl((x_{ik}-x_{jk})^2 + (x_{ki}-x_{kj})^2\bigr) + 2 (x_{ij}-x_{ji})^2 + 2 (x_{ii}-x_{jj})^2

    This is Batagelj's corrected Euclidean distance; ties with oneself do not count (the last term is 0).

    Parameters
    ----------
    graph : Graph
        At most 5,000 actors.
    weights : bool
        Compare strengths, or only whether there is a tie.

    Returns
    -------
    ndarray of shape (n, n)
        0 for equivalent actors.
    """
    x = matrix(graph)
    if not weights:
        x = (x != 0).astype(np.float64)
    profile = np.hstack((x, x.T))
    square = (profile**2).sum(axis=1)
    whole = square[:, None] + square[None, :] - 2 * profile @ profile.T
    # In the whole sum i and j are compared at the columns i and j: x_ij with x_jj = 0, and x_ii = 0 with x_ji; both twice.
    swapped = 2 * (x - x.T) ** 2
    own = 2 * (x**2 + x.T**2)
    found = np.sqrt(np.maximum(whole - own + swapped, 0.0))
    np.fill_diagonal(found, 0.0)
    return np.asarray(np.where(found < 1e-7 * max(float(found.max(initial=0)), 1.0), 0.0, found))


def tree(graph: Graph, *, weights: bool = True, linkage: Literal["ward", "complete", "average"] = "complete") -> NDArray[np.float64]:
    """Join actors step by step, the most alike first; as SciPy's linkage matrix, for a dendrogram.

    Raises
    ------
    GraphError
        If there are fewer than two actors.
    """
    from scipy.cluster.hierarchy import linkage as join
    from scipy.spatial.distance import squareform

    if len(graph) < 2:
        raise GraphError("Equivalence needs at least two actors", got=str(len(graph)))
    found = distances(graph, weights=weights)
    joined: Any = join(squareform((found + found.T) / 2, checks=False), method=linkage)
    return np.asarray(joined, np.float64)


def positions(
    graph: Graph, count: int, *, weights: bool = True, linkage: Literal["ward", "complete", "average"] = "complete"
) -> NDArray[np.int64]:
    """Cut the tree into so many positions, 0 the largest.

    Examples
    --------
    >>> import polars as pl
    >>> from ecotone.network import Graph
    >>> ties = pl.DataFrame({"source": list("aaab"), "target": list("cdec")})
    >>> positions(Graph.from_frames(ties, directed=True, weight="strength"), 3).tolist()
    [1, 0, 0, 0, 2]
    """
    from scipy.cluster.hierarchy import fcluster

    if not 1 <= count <= len(graph):
        raise GraphError("There are as many positions as actors at most", got=str(count), expected=f"1 to {len(graph)}")
    if len(graph) == 1:
        return np.zeros(1, np.int64)
    return numbered(np.asarray(fcluster(tree(graph, weights=weights, linkage=linkage), count, "maxclust"), np.int64))
