"""Shortest paths: closeness, harmonic centrality, betweenness of actors and ties, eccentricity, reach.

`by="hops"` counts ties; `by="weights"` adds up lengths, and what a length is follows from what the graph's weights
mean: a distance is its own length, a strength s has the length 1/s, so that strong ties are short. Handing a strength
to a shortest-path method as if it were a length turns the meaning round; here it cannot happen. Pairs without a path
are left out of every sum, and each measure says what that means for it.

References
----------
Brandes, U. (2001). A faster algorithm for betweenness centrality. Journal of Mathematical Sociology 25, 163-177.
Brandes, U. (2008). On variants of shortest-path betweenness centrality. Social Networks 30, 136-145.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from ecotone.errors import GraphError
from ecotone.network import small_paths
from ecotone.network.kernels import paths as kernels
from ecotone.network.kernels import structure
from ecotone.network.kernels.folding import fold
from ecotone.network.kernels.rings import neighbours_together, sweep_rings
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.adjacency import Adjacency
    from ecotone.network.graph import Graph

By = Literal["hops", "weights"]

TOLERANCE: Final = 1e-9
"""Two paths are equally short if their lengths differ by less than this share."""

BLOCK: Final = 256
"""Sources between two reports of progress."""


@dataclass(frozen=True, slots=True, eq=False)
class Sweep:
    """What shortest paths from each actor add up to.

    Parameters
    ----------
    reached : ndarray
        Others that each actor has a path to.
    total, inverse : ndarray
        Sums of the distances to them, and of one over these.
    greatest : ndarray
        Distance to the farthest of them, 0 where there is none.
    """

    reached: NDArray[np.float64]
    total: NDArray[np.float64]
    inverse: NDArray[np.float64]
    greatest: NDArray[np.float64]


def lengths(graph: Graph, rows: Adjacency) -> Adjacency:
    """Turn weights into lengths of ties, by what they mean; ties of strength 0 carry nothing and are left out.

    Raises
    ------
    GraphError
        If a strength is negative or a distance is 0.
    """
    graph.need_no_negative("A shortest path")
    if graph.weight == "strength":
        if (rows.weights == 0).any():
            rows = rows.keep(rows.weights > 0)
        return rows.with_weights(1.0 / rows.weights)
    if (rows.weights == 0).any():
        raise GraphError(
            "A distance of 0 makes infinitely many shortest paths",
            got=f"{int((rows.weights == 0).sum())} entries",
            expected="distances above 0",
            remedy='Merge the actors, or use by="hops"',
        )
    return rows


def _rows(graph: Graph, by: By, direction: Literal["out", "in"]) -> Adjacency:
    """Return the rows to walk along, with lengths where these count."""
    if by not in {"hops", "weights"}:
        raise GraphError("Paths are measured in hops or in weights", got=str(by), expected="hops or weights")
    rows = graph.out if direction == "out" else graph.into
    return rows if by == "hops" else lengths(graph, rows)


def sweep(graph: Graph, *, by: By = "hops", direction: Literal["out", "in"] = "out", work: Work = SILENT) -> Sweep:
    """Add up the shortest paths from each actor (`out`) or to each actor (`in`)."""
    key = ("sweep", by, direction if graph.directed else "out")
    known: Sweep | None = graph.memo.get(key)
    if known is not None:
        return known
    rows = _rows(graph, by, direction)
    n = len(rows)
    sums = np.zeros((n, 4))
    if small_paths.fits(rows):
        sums = small_paths.sweep(rows, by=by)
    else:
        order = neighbours_together(rows.indptr, rows.indices)
        for start in range(0, n, BLOCK):
            sources = order[start : start + BLOCK]
            some = np.zeros((sources.shape[0], 4))
            if by == "hops":
                sweep_rings(rows.indptr, rows.indices, sources, some)
            else:
                kernels.sweep_lengths(rows.indptr, rows.indices, rows.weights, sources, some)
            sums[sources] = some
            work.step(start + sources.shape[0], n, "shortest paths")
    graph.memo[key] = found = Sweep(*np.ascontiguousarray(sums.T))
    return found


def closeness(graph: Graph, *, by: By = "hops", direction: Literal["out", "in"] = "in", work: Work = SILENT) -> NDArray[np.float64]:
    r"""Compute closeness: how near an actor is to the others, scaled by the share of them that it is connected with.

    .. math:: C(i) = \frac{r_i}{n-1} \cdot \frac{r_i}{\sum_j d(i, j)}

    with the sum over the `r_i` others that have a path; 0 for an isolated actor. In a connected graph it is Freeman's
    closeness; the factor is Wasserman and Faust's for graphs that are not.

    Parameters
    ----------
    graph : Graph
        Any graph without negative weights.
    by : {'hops', 'weights'}
        How the length of a path is measured.
    direction : {'in', 'out'}
        Paths to the actor or from it; the same where ties have no direction.

    References
    ----------
    Freeman, L. C. (1978). Social Networks 1, 215-239. Wasserman, S. and Faust, K. (1994), p. 201.
    """
    found = sweep(graph, by=by, direction=direction, work=work)
    with np.errstate(invalid="ignore", divide="ignore"):
        near = found.reached / found.total * (found.reached / (len(graph) - 1))
    return np.where(found.reached > 0, near, 0.0)


def harmonic(graph: Graph, *, by: By = "hops", direction: Literal["out", "in"] = "in", work: Work = SILENT) -> NDArray[np.float64]:
    r"""Compute harmonic centrality: the mean of one over the distance, a pair without a path counting 0.

    .. math:: H(i) = \frac{1}{n-1} \sum_{j \ne i} \frac{1}{d(i, j)}

    The sum without the division by n - 1, which some programs give, is `harmonic(...) * (n - 1)`.

    References
    ----------
    Marchiori, M. and Latora, V. (2000). Harmony in the small-world. Physica A 285, 539-546.
    """
    return sweep(graph, by=by, direction=direction, work=work).inverse / max(len(graph) - 1, 1)


def eccentricity(graph: Graph, *, by: By = "hops", work: Work = SILENT) -> NDArray[np.float64]:
    """Compute the distance from each actor to the farthest one that it can reach; 0 where it reaches none."""
    return sweep(graph, by=by, work=work).greatest


def reach(graph: Graph, k: int = 2, *, direction: Literal["out", "in"] = "out") -> NDArray[np.float64]:
    """Compute the share of all others that an actor reaches in at most k steps.

    References
    ----------
    Borgatti, S. P. (2006). Identifying sets of key players in a social network. Computational and Mathematical
    Organization Theory 12, 21-34 (m-reach).
    """
    rows = graph.out if direction == "out" else graph.into
    n = len(rows)
    if n < 2:
        return np.zeros(n)
    step = rows.ones()
    counts = np.zeros(n)
    for start in range(0, n, 1024):
        stop = min(start + 1024, n)
        front = step[start:stop]
        seen = front.copy()
        for _ in range(k - 1):
            front = front @ step
            seen = seen + front
            seen.data[:] = 1.0
        counts[start:stop] = np.diff(seen.indptr) - seen[np.arange(stop - start), np.arange(start, stop)]
    return counts / (n - 1)


def reach_efficiency(graph: Graph, *, direction: Literal["out", "in"] = "out") -> NDArray[np.float64]:
    """Compute how little the contacts of an actor overlap: others within two steps, over the sum of its contacts' degrees.

    1 where each contact brings in others that no other contact brings; near 0 where all know the same. 0 without contacts.

    References
    ----------
    Kumu, Social network analysis metrics: reach efficiency ("number of elements reached in two steps divided by the
    sum of the sizes of its neighbours").
    """
    rows = graph.out if direction == "out" else graph.into
    n = len(rows)
    two = reach(graph, 2, direction=direction) * max(n - 1, 1)
    sizes = np.bincount(rows.rows, rows.degrees[rows.indices], minlength=n)
    return np.divide(two, sizes, out=np.zeros(n), where=sizes > 0)


def betweenness(
    graph: Graph,
    *,
    by: By = "hops",
    normalised: bool = True,
    sources: NDArray[np.int32] | None = None,
    work: Work = SILENT,
) -> NDArray[np.float64]:
    r"""Compute betweenness: the share of shortest paths between all pairs of others that run through an actor.

    .. math:: B(i) = \sum_{s \ne i \ne t} \frac{\sigma_{st}(i)}{\sigma_{st}}

    Each unordered pair counts once where ties have no direction. Normalised, it is divided by the number of pairs of
    others. Exact; above a few thousand actors use `sampled.betweenness`, which comes with its error bound.

    Parameters
    ----------
    graph : Graph
        Any graph without negative weights; with `by="weights"` without distances of 0.
    by : {'hops', 'weights'}
        How the length of a path is measured; lengths tie within a relative tolerance of 1e-9.
    normalised : bool
        Divide by the number of pairs of other actors.
    sources : ndarray, optional
        Only paths from these actors.

    References
    ----------
    Freeman, L. C. (1977). A set of measures of centrality based on betweenness. Sociometry 40, 35-41; Brandes (2001).
    """
    through, _ = _between(graph, by, sources, ties=False, work=work)
    if not graph.directed:
        through /= 2
    n = len(graph)
    if normalised:
        through *= (1 if graph.directed else 2) / max((n - 1) * (n - 2), 1)
    return through


def tie_betweenness(graph: Graph, *, by: By = "hops", normalised: bool = True, work: Work = SILENT) -> NDArray[np.float64]:
    """Compute, for each tie of `graph.ties`, the share of shortest paths between all pairs that run along it.

    Parallel ties have the value of the one tie that they make together; a loop has 0.

    References
    ----------
    Girvan, M. and Newman, M. E. J. (2002). PNAS 99, 7821-7826; Brandes (2008).
    """
    _, along = _between(graph, by, None, ties=True, work=work)
    rows = _rows(graph, by, "out")
    n = len(graph)
    key = rows.rows.astype(np.int64) * n + rows.indices
    asked = graph.tails.astype(np.int64) * n + graph.heads
    at = np.searchsorted(key, asked)
    at[at == key.shape[0]] = 0
    found = key[at] == asked if key.shape[0] else np.zeros(asked.shape[0], bool)
    values = np.where(found, along[at] if key.shape[0] else 0.0, 0.0)
    if not normalised:
        return values
    return values * ((1 if graph.directed else 2) / max(n * (n - 1), 1))


def _between(
    graph: Graph, by: By, sources: NDArray[np.int32] | None, *, ties: bool, work: Work
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Add up dependencies of actors and, if asked, of row entries, over all sources."""
    rows = _rows(graph, by, "out")
    n = len(rows)
    asked = np.arange(n, dtype=np.int32) if sources is None else sources.astype(np.int32)
    if small_paths.fits(rows):
        return small_paths.between(rows, asked, by=by, tolerance=TOLERANCE, ties=ties)
    if by == "hops" and sources is None and not ties and not graph.directed:
        return _folded(rows, work), np.zeros(0)
    through = np.zeros(n)
    along = np.zeros(rows.indices.shape[0] if ties else 0)
    alike = np.ones(n)
    for start in range(0, asked.shape[0], BLOCK):
        block = asked[start : start + BLOCK]
        if by == "hops":
            kernels.between_hops(rows.indptr, rows.indices, block, alike, through, along)
        else:
            kernels.between_lengths(rows.indptr, rows.indices, rows.weights, block, TOLERANCE, through, along)
        work.step(start + block.shape[0], asked.shape[0], "betweenness")
    return through, along


def _folded(rows: Adjacency, work: Work) -> NDArray[np.float64]:
    """Add up dependencies over all sources where direction does not count, with trees folded into the actors they hang from.

    What runs through an actor is every pair of others in its part, less the pairs in one tree that hangs from it and those in the rest,
    and of the latter the paths in what is left after folding, where an actor counts for all that was folded into it.
    """
    weight, squares = np.ones(len(rows)), np.zeros(len(rows))
    left = fold(rows.indptr, rows.indices, weight, squares)
    part = structure.parts(rows.indptr, rows.indices)
    others = np.bincount(part)[part] - 1.0
    through: NDArray[np.float64] = others**2 - squares - (others - (weight - 1.0)) ** 2
    core = np.flatnonzero(left > 0)
    place = np.full(len(rows), -1, np.int32)
    place[core] = np.arange(core.shape[0])
    inside = (left[rows.rows] > 0) & (left[rows.indices] > 0)
    indptr = np.concatenate(([0], np.cumsum(left[core], dtype=np.int64)))
    indices, weight, found = place[rows.indices[inside]], weight[core], np.zeros(core.shape[0])
    for start in range(0, core.shape[0], BLOCK):
        block = np.arange(start, min(start + BLOCK, core.shape[0]), dtype=np.int32)
        kernels.between_hops(indptr, indices, block, weight, found, np.zeros(0))
        work.step(start + block.shape[0], core.shape[0], "betweenness")
    through[core] += found
    return through
