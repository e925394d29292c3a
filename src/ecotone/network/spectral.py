"""Who is tied to those who count: eigenvector, Katz and PageRank centrality, hubs and authorities.

All are fixed points of passing on importance along ties, found by iteration until they stand still; where they do not,
an error says so instead of giving the last step. Weights count as strengths (a distance as one over itself) unless
`weighted=False`; loops count, for importance may be passed to oneself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ecotone.errors import GraphError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.graph import Graph

MOST_STEPS: Final = 50_000
SMALL: Final = 1500


def strengths(graph: Graph, *, weighted: bool = True) -> Any:
    """Return who passes on to whom as a sparse matrix: entry (i, j) is the strength of the tie from i to j, loops included.

    Raises
    ------
    GraphError
        If a strength is negative.
    """
    from scipy.sparse import dia_array

    graph.need_no_negative("Passing on along ties")
    rows = graph.out
    if not weighted:
        values, own = np.ones(rows.indices.shape[0]), (graph.loop_counts > 0).astype(np.float64)
    else:
        values, own = graph.strengths_of(rows), graph.loops
        if graph.weight == "distance":
            own = np.divide(1.0, own, out=np.zeros_like(own), where=own > 0)
    matrix = rows.matrix(values)
    if own.any():
        matrix = (matrix + dia_array((own[None, :], [0]), shape=matrix.shape)).tocsr()
    return matrix


def pagerank(
    graph: Graph,
    *,
    damping: float = 0.85,
    weighted: bool = True,
    personal: NDArray[np.float64] | None = None,
    tolerance: float = 1e-10,
) -> NDArray[np.float64]:
    r"""Compute PageRank: where a walker is found who follows ties, and now and then starts anew.

    .. math:: p = d \, p W + (d \, p_{dangling} + 1 - d) \, v

    with `W` the strengths divided by their row sums and `v` uniform or `personal`. A walker at an actor without ties
    out starts anew, so that the values add up to 1.

    Parameters
    ----------
    graph : Graph
        Any graph without negative weights.
    damping : float
        Chance to follow a tie, in [0, 1).
    weighted : bool
        Whether strong ties are followed more often.
    personal : ndarray, optional
        Where the walker starts anew, one weight an actor.
    tolerance : float
        Most that one more step may change, summed over all actors; the error left is at most d / (1 - d) times as much.

    References
    ----------
    Brin, S. and Page, L. (1998). The anatomy of a large-scale hypertextual web search engine.
    """
    n = len(graph)
    if not n:
        return np.zeros(0)
    if not 0 <= damping < 1:
        raise GraphError("The damping is no chance below 1", got=str(damping), expected="0 or more, and less than 1")
    matrix = strengths(graph, weighted=weighted)
    sums = np.asarray(matrix.sum(axis=1)).ravel()
    again = np.full(n, 1.0 / n) if personal is None else np.asarray(personal, np.float64)
    if again.shape != (n,) or (again < 0).any() or not again.sum() > 0:
        raise GraphError("`personal` needs one weight an actor, none negative, not all 0", got=f"shape {again.shape}")
    again = again / again.sum()
    share = np.divide(damping, sums, out=np.zeros(n), where=sums > 0)
    back = matrix if not graph.directed else matrix.T.tocsr()
    here = again.copy() if graph.directed else _solved(back, sums, again, damping, tolerance)
    for _ in range(MOST_STEPS):
        there = back @ (here * share)
        there += again * (1.0 - there.sum())
        change = float(np.abs(there - here).sum())
        here = there
        if change < tolerance:
            return np.asarray(here / here.sum())
    raise GraphError("PageRank does not stand still", got=f"a change of {change:.3g} after {MOST_STEPS:,} steps")


def _solved(matrix: Any, sums: NDArray[np.float64], again: NDArray[np.float64], damping: float, tolerance: float) -> NDArray[np.float64]:
    """Return where a walker without direction is found, near enough that one more step changes less than the tolerance.

    Up to a factor that is the y with y - d W y = v. Where direction does not count, the matrix is symmetric and positive definite in
    the product that divides by strengths, so conjugate gradients find y, in two thirds of the steps that walking takes.

    References
    ----------
    Hestenes, M. R. and Stiefel, E. (1952). Methods of conjugate gradients for solving linear systems. J. Res. NBS 49, 409-436.
    """
    share = np.divide(damping, sums, out=np.zeros_like(sums), where=sums > 0)
    here = again.copy()
    left = matrix @ (here * share)
    way = left.copy()
    passed = way * share
    size = _product(left, passed)
    room = np.empty_like(here)
    # A step changes at most twice what is left, summed over actors; that is bounded by Cauchy and Schwarz, without another pass.
    most = damping * tolerance**2 / (4.0 * float(sums.sum()) or 1.0)
    for _ in range(MOST_STEPS):
        if size <= most * float(here.sum()) ** 2:
            break
        ahead = matrix @ passed
        np.subtract(way, ahead, out=ahead)
        step = size / _product(passed, ahead)
        here += np.multiply(way, step, out=room)
        ahead *= step
        left -= ahead
        np.multiply(left, share, out=passed)
        before, size = size, _product(left, passed)
        way *= size / before
        way += left
        np.multiply(way, share, out=passed)
    here /= here.sum()
    return here


def _product(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Return the inner product on one core: BLAS would take all, and its sum would depend on how many there are."""
    return float(np.einsum("i,i->", one, other))


def eigenvector(graph: Graph, *, weighted: bool = True, tolerance: float = 1e-10) -> NDArray[np.float64]:
    r"""Compute eigenvector centrality: each actor counts as much as those together that have a tie to it.

    .. math:: \lambda x_j = \sum_i A_{ij} x_i

    for the greatest eigenvalue, scaled to length 1. Of several components only the one with the greatest eigenvalue
    has values above 0.

    Raises
    ------
    GraphError
        If there is none (a directed network without any cycle), or the iteration does not converge.

    References
    ----------
    Bonacich, P. (1987). Power and centrality: a family of measures. American Journal of Sociology 92, 1170-1182.
    """
    n = len(graph)
    if not n:
        return np.zeros(0)
    matrix = strengths(graph, weighted=weighted)
    back = matrix if not graph.directed else matrix.T.tocsr()
    if not back.nnz:
        return np.full(n, 1.0 / np.sqrt(n))
    found = _large(back, directed=graph.directed) if n > SMALL else None
    if found is None:
        found = _power(back, tolerance)
    value = float(found @ (back @ found))
    if not value > 1e-9 * float(np.abs(back.data).max()):
        raise GraphError(
            "There is no eigenvector centrality where no tie leads back", remedy="Use katz(), or leave direction out of account"
        )
    return found


def _power(back: Any, tolerance: float) -> NDArray[np.float64]:
    """Iterate with a shift, which keeps a two-mode network from swinging to and fro."""
    shift = float(np.asarray(back.sum(axis=0)).mean()) or 1.0
    here = np.full(back.shape[0], 1.0 / np.sqrt(back.shape[0]))
    for _ in range(MOST_STEPS):
        there = back @ here + shift * here
        there /= np.linalg.norm(there)
        change = float(np.abs(there - here).max())
        here = there
        if change < tolerance / 100:
            return np.asarray(here)
    raise GraphError(
        "Eigenvector centrality does not converge: the two greatest eigenvalues are too close, or no tie leads back",
        got=f"a change of {change:.3g} after {MOST_STEPS:,} steps",
        remedy="Use katz() or pagerank()",
    )


def _large(back: Any, *, directed: bool) -> NDArray[np.float64] | None:
    """Find the vector by the method of Lanczos or Arnoldi, from the same start each time: all alike, passed on twice."""
    from scipy.sparse.linalg import ArpackError, eigs, eigsh

    start = back @ (back @ np.ones(back.shape[0]))
    try:
        if directed:
            _, vectors = eigs(back, k=1, which="LR", v0=start, tol=1e-11)
        else:
            # The residual is at most 1e-9 of the eigenvalue; Lanczos' vectors are usually a hundred times better.
            _, vectors = eigsh(back, k=1, which="LA", v0=start, tol=1e-9)
    except ArpackError:
        return None
    found = np.abs(np.real(vectors[:, 0]))
    return np.asarray(found / np.linalg.norm(found))


def katz(graph: Graph, *, alpha: float | None = None, weighted: bool = True, tolerance: float = 1e-12) -> NDArray[np.float64]:
    r"""Compute Katz centrality: all walks that end at an actor, each step making them count less by `alpha`.

    .. math:: x_j = \alpha \sum_i A_{ij} x_i + 1

    scaled to length 1. `alpha` must be below one over the greatest eigenvalue; 0.85 of that where not given.

    References
    ----------
    Katz, L. (1953). A new status index derived from sociometric analysis. Psychometrika 18, 39-43.
    """
    n = len(graph)
    if not n:
        return np.zeros(0)
    matrix = strengths(graph, weighted=weighted)
    back = matrix if not graph.directed else matrix.T.tocsr()
    if alpha is None:
        # A bound that needs no eigenvalue: the spectral radius is at most the geometric mean of greatest row and column sums.
        most = np.sqrt(float(np.asarray(back.sum(axis=0)).max()) * float(np.asarray(back.sum(axis=1)).max()))
        alpha = 0.85 / most if most else 0.0
    here = np.ones(n)
    for _ in range(MOST_STEPS):
        there = alpha * (back @ here) + 1.0
        change = float(np.abs(there - here).max())
        here = there
        if change < tolerance * float(here.max()):
            return np.asarray(here / np.linalg.norm(here))
        if not np.isfinite(change) or change > 1e12:
            break
    raise GraphError(
        "Katz centrality does not converge",
        got=f"alpha {alpha}",
        expected="less than one over the greatest eigenvalue",
        remedy="Lower alpha",
    )


def hubs_and_authorities(graph: Graph, *, weighted: bool = True) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Compute hubs (tied to good authorities) and authorities (tied to from good hubs), each adding up to 1.

    References
    ----------
    Kleinberg, J. M. (1999). Authoritative sources in a hyperlinked environment. Journal of the ACM 46, 604-632.
    """
    n = len(graph)
    matrix = strengths(graph, weighted=weighted)
    if not n or not matrix.nnz:
        even = np.full(n, 1.0 / max(n, 1))
        return even, even.copy()
    back = matrix.T.tocsr()
    hubs = np.full(n, 1.0 / n)
    for _ in range(MOST_STEPS):
        authorities = back @ hubs
        authorities /= authorities.sum()
        new = matrix @ authorities
        new /= new.sum()
        change = float(np.abs(new - hubs).max())
        hubs = new
        if change < 1e-14:
            return hubs, authorities
    raise GraphError(
        "Hubs and authorities do not converge: two groups are equally strong", got=f"a change of {change:.3g} after {MOST_STEPS:,} steps"
    )
