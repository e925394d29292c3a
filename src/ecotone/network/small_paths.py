"""Shortest paths in small graphs by NumPy and SciPy alone: the first map is on the screen before anything is compiled.

The same three steps as `kernels.paths`, for many sources at once. Hops go ring by ring, a sparse product for each. With
lengths, the ties that lie on shortest paths are one flat list of pairs of source and tie, and counts go along them in
rounds, an actor's turn coming when all ties into it have been added up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from ecotone.kernel import Kernel
    from ecotone.network.adjacency import Adjacency

P = ParamSpec("P")
R = TypeVar("R")

ACTORS: Final = 1500
ENTRIES: Final = 15_000
ROOM: Final = 4_000_000
"""Pairs of source and tie that are looked at together."""


def fits(rows: Adjacency) -> bool:
    """Tell whether a graph is small enough to need no compiled kernel."""
    return len(rows) <= ACTORS and rows.indices.shape[0] <= ENTRIES


def pick(kernel: Kernel[P, R], rows: Adjacency) -> Callable[P, R]:
    """Return the plain Python of a kernel where the graph is so small that compiling would take longer than running."""
    return kernel.function if fits(rows) else kernel


def distances(rows: Adjacency, sources: NDArray[np.int32], *, by: str) -> NDArray[np.float64]:
    """Return the distance from each source to each actor, infinity where there is no path."""
    if not len(rows) or not sources.shape[0]:
        return np.zeros((sources.shape[0], len(rows)))
    if by == "weights":
        from scipy.sparse.csgraph import dijkstra

        found: NDArray[np.float64] = dijkstra(rows.matrix(), indices=sources)
        return found
    far = np.full((len(rows), sources.shape[0]), np.inf)
    for hops, (ring, _) in enumerate(_rings(rows, sources)):
        far[ring] = hops
    return far.T


def _rings(rows: Adjacency, sources: NDArray[np.int32]) -> list[tuple[NDArray[np.bool_], NDArray[np.float64]]]:
    """Return for each number of hops which actors (rows) are that far from each source (columns), and by how many paths."""
    paths = np.zeros((len(rows), sources.shape[0]))
    paths[sources, np.arange(sources.shape[0])] = 1.0
    step = rows.ones().T.tocsr()
    unseen = np.ones(paths.shape, bool)
    rings = []
    while (ring := (paths > 0) & unseen).any():
        unseen &= ~ring
        paths = np.where(ring, paths, 0.0)
        rings.append((ring, paths))
        paths = step @ paths
    return rings


def sweep(rows: Adjacency, *, by: str) -> NDArray[np.float64]:
    """Return for each actor: others reached, sum of distances, sum of their inverses, greatest."""
    far = distances(rows, np.arange(len(rows), dtype=np.int32), by=by)
    np.fill_diagonal(far, np.inf)
    reached = np.isfinite(far)
    near = np.where(reached, far, 0.0)
    return np.column_stack((reached.sum(axis=1), near.sum(axis=1), (1.0 / far).sum(axis=1), near.max(axis=1, initial=0.0))).astype(
        np.float64
    )


def between(
    rows: Adjacency, sources: NDArray[np.int32], *, by: str, tolerance: float, ties: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the dependencies of actors and of row entries, added up over the sources."""
    through = np.zeros(len(rows))
    along = np.zeros(rows.indices.shape[0] if ties else 0)
    block = max(1, ROOM // max(rows.indices.shape[0], len(rows), 1))
    for start in range(0, sources.shape[0], block):
        if by == "hops":
            _add_rings(rows, sources[start : start + block], through, along)
            continue
        _add_block(rows, sources[start : start + block], tolerance, through, along)
    return through, along


def _add_rings(rows: Adjacency, sources: NDArray[np.int32], through: NDArray[np.float64], along: NDArray[np.float64]) -> None:
    """Add what paths from these sources contribute, ring by ring from the outside in."""
    rings = _rings(rows, sources)
    step = rows.ones()
    share = np.zeros((len(rows), sources.shape[0]))
    for hops in range(len(rings) - 2, -1, -1):
        ring, paths = rings[hops + 1]
        share = np.divide(1.0 + share, paths, out=np.zeros(paths.shape), where=ring)
        nearer = rings[hops][1]
        if along.shape[0]:
            along += np.einsum("ks,ks->k", nearer[rows.rows], share[rows.indices])
        share = nearer * (step @ share)
        if hops:
            through += share.sum(axis=1)


def _add_block(
    rows: Adjacency,
    sources: NDArray[np.int32],
    tolerance: float,
    through: NDArray[np.float64],
    along: NDArray[np.float64],
) -> None:
    """Add what paths from these sources contribute."""
    n = len(rows)
    far = distances(rows, sources, by="weights")
    tails, heads = rows.rows, rows.indices
    reach, bound = far[:, tails] + rows.weights, far[:, heads] * (1.0 + tolerance)
    which, entry = np.nonzero((reach <= bound) & np.isfinite(reach))
    tail, head = which * n + tails[entry], which * n + heads[entry]
    size = sources.shape[0] * n
    waiting = np.bincount(head, minlength=size)
    by_tail = np.concatenate(([0], np.cumsum(np.bincount(tail, minlength=size))))
    paths = np.zeros(size)
    ready = np.arange(sources.shape[0]) * n + sources
    paths[ready] = 1.0
    rounds: list[NDArray[np.int64]] = []
    # `tail` ascends, so the pairs out of each actor are one run; a round takes the runs of all actors that are ready.
    while ready.shape[0]:
        counts = by_tail[ready + 1] - by_tail[ready]
        arcs = np.repeat(by_tail[ready] - np.concatenate(([0], np.cumsum(counts)[:-1])), counts) + np.arange(counts.sum())
        if not arcs.shape[0]:
            break
        rounds.append(arcs)
        paths += np.bincount(head[arcs], paths[tail[arcs]], minlength=size)
        waiting -= np.bincount(head[arcs], minlength=size)
        touched = np.unique(head[arcs])
        ready = touched[waiting[touched] == 0]
    share = np.divide(1.0, paths, out=np.zeros(size), where=paths > 0)
    depend = np.zeros(size)
    for arcs in reversed(rounds):
        part = paths[tail[arcs]] * (share[head[arcs]] + share[head[arcs]] * depend[head[arcs]])
        if along.shape[0]:
            along += np.bincount(entry[arcs], part, minlength=along.shape[0])
        depend += np.bincount(tail[arcs], part, minlength=size)
    depend[np.arange(sources.shape[0]) * n + sources] = 0.0
    through += depend.reshape(sources.shape[0], n).sum(axis=0)
