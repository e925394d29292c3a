"""Betweenness of large networks from paths drawn at random, with a bound on its error.

Pairs of actors are drawn, and for each one of its shortest paths, all equally likely, found by a search from both ends
that meets in the middle. The share of the paths on which an actor lies estimates its betweenness, and with the chance
1 - `risk` no actor's is off by more than `error`, whatever the network: a bound by the Vapnik-Chervonenkis dimension of
shortest paths, which grows with the logarithm of the diameter only.

References
----------
Riondato, M. and Kornaropoulos, E. M. (2016). Fast approximation of betweenness centrality through sampling. Data Mining
and Knowledge Discovery 30, 438-475. Borassi, M. and Natale, E. (2019). KADABRA is an adaptive algorithm for betweenness
via random approximation. ACM Journal of Experimental Algorithmics 24, 1.2 (the search from both ends).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ecotone.errors import GraphError
from ecotone.network.kernels.paths import breadth_first, sample_paths
from ecotone.network.small_paths import pick
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.graph import Graph

BLOCK: Final = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """Betweenness estimated from paths drawn.

    Parameters
    ----------
    values : ndarray
        Normalised betweenness of each actor.
    error : float
        With the chance 1 - `risk` no value is off by more than this.
    risk : float
        Chance that the bound does not hold.
    paths : int
        Number of pairs drawn.
    """

    values: NDArray[np.float64]
    error: float
    risk: float
    paths: int


def betweenness(graph: Graph, *, paths: int = 200_000, risk: float = 0.1, seed: int = 0, work: Work = SILENT) -> Sampled:
    """Estimate betweenness by hops from paths drawn at random.

    Parameters
    ----------
    graph : Graph
        Any graph; weights do not count.
    paths : int
        Number of pairs drawn; four times as many halve the error.
    risk : float
        Chance that some value is off by more than the error given.
    seed : int
        Decides the pairs.
    """
    n = len(graph)
    if paths < 1 or not 0 < risk < 1:
        raise GraphError("Sampling needs at least one path and a risk between 0 and 1", got=f"{paths} paths, risk {risk}")
    if n < 3:
        return Sampled(np.zeros(n), 0.0, risk, 0)
    rng = np.random.Generator(np.random.Philox(seed))
    first = rng.integers(0, n, paths).astype(np.int32)
    second = rng.integers(0, n - 1, paths).astype(np.int32)
    second += (second >= first).astype(np.int32)
    pairs = np.column_stack((first, second)).astype(np.int32)
    seeds = rng.integers(0, 2**63, paths).astype(np.uint64)
    out, into = graph.out, graph.into
    hits = np.zeros(n)
    for start in range(0, paths, BLOCK):
        stop = min(start + BLOCK, paths)
        with np.errstate(over="ignore"):
            sample_paths(out.indptr, out.indices, into.indptr, into.indices, pairs[start:stop], seeds[start:stop], hits)
        work.step(stop, paths, "paths")
    # Of all ordered pairs drawn, those with an end at the actor itself can never count for it.
    values = hits / paths * (n / (n - 2))
    error = math.sqrt(0.5 / paths * (math.floor(math.log2(max(_most_inside(graph), 1))) + 1 + math.log(1 / risk)))
    return Sampled(values, error * n / (n - 2), risk, paths)


def _most_inside(graph: Graph) -> int:
    """Return a bound on the number of actors inside a shortest path: twice the depth of each part from one of its actors.

    Where ties have a direction no depth bounds the diameter, and the number of actors of the largest part does.
    """
    label = graph.components()
    sizes = np.bincount(label)
    if graph.directed:
        return int(sizes.max()) - 2
    rows = graph.around
    hops, order = np.full(len(rows), -1, np.int32), np.empty(len(rows), np.int32)
    deepest = 0
    run = pick(breadth_first, rows)
    for part in range(sizes.shape[0]):
        if sizes[part] <= 2 * deepest:
            break
        source = int(np.argmax(np.where(label == part, rows.degrees, -1)))
        found = run(rows.indptr, rows.indices, source, hops, order)
        deepest = max(deepest, int(hops[order[found - 1]]))
    return 2 * deepest - 1
