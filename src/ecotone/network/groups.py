"""Which actors belong together: communities by Leiden's method, how stable they are, and how alike two partitions are.

Direction is left out of account; weights count as strengths. One run of any such method is one draw: `communities`
repeats it over seeds and says for each actor how often it fell together with its group.

References
----------
Traag, V. A., Waltman, L. and van Eck, N. J. (2019). From Louvain to Leiden: guaranteeing well-connected communities.
Scientific Reports 9, 5233. Newman, M. E. J. and Girvan, M. (2004). Physical Review E 69, 026113 (modularity).
Lancichinetti, A. and Fortunato, S. (2012). Consensus clustering in complex networks. Scientific Reports 2, 336.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ecotone.errors import GraphError
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.adjacency import Adjacency
    from ecotone.network.graph import Graph

Quality = Literal["modularity", "cpm"]
Edges = list[tuple[str, str, float]]


@dataclass(frozen=True, slots=True, eq=False)
class Communities:
    """A partition of the actors into communities.

    Parameters
    ----------
    group : ndarray of int
        Community of each actor, 0 the largest; an actor without ties is one of its own.
    modularity : float
        Of the partition, at resolution 1.
    stability : ndarray
        For each actor, how often the runs put it together with the members of its community (mean share, 1 is always).
    agreement : float
        Mean adjusted Rand index of each run with the partition.
    runs : int
        Number of seeds.
    """

    group: NDArray[np.int64]
    modularity: float
    stability: NDArray[np.float64]
    agreement: float
    runs: int


def communities(
    graph: Graph, *, resolution: float = 1.0, quality: Quality = "modularity", runs: int = 20, seed: int = 0, work: Work = SILENT
) -> Communities:
    """Find communities by Leiden's method: the best of several runs, with the runs' agreement on each actor.

    Parameters
    ----------
    graph : Graph
        Any graph without negative weights.
    resolution : float
        Above 1 more and smaller communities, below 1 fewer; for CPM the density that a community must have.
    quality : {'modularity', 'cpm'}
        What is made as great as possible.
    runs : int
        Number of runs, each with a seed of its own.
    seed : int
        Decides the seeds.
    """
    rows = strengths(graph)
    n = len(rows)
    if runs < 1 or resolution <= 0:
        raise GraphError("Communities need at least one run and a resolution above 0", got=f"{runs} runs, resolution {resolution}")
    seeds = np.random.SeedSequence(seed).generate_state(runs) >> 1
    found: list[tuple[float, NDArray[np.int64]]] = []
    edges = _edges(rows)
    for number, one in enumerate(seeds.tolist()):
        group = leiden(rows, resolution=resolution, quality=quality, seed=one, edges=edges)
        found.append((_quality(rows, group, resolution, quality), group))
        work.step(number, runs, "communities")
    best = max(range(runs), key=lambda run: (round(found[run][0], 12), -run))
    group = found[best][1]
    together = np.zeros(n)
    agreement = 0.0
    size = np.bincount(group, minlength=int(group.max(initial=0)) + 1)
    for _, other in found:
        pair = group * (int(other.max(initial=0)) + 1) + other
        _, back, count = np.unique(pair, return_inverse=True, return_counts=True)
        alone = size[group] == 1
        share = (count[back] - 1) / np.maximum(size[group] - 1, 1)
        together += np.where(alone, count[back] == 1, share)
        agreement += adjusted_rand(group, other)
    return Communities(group, modularity(graph, group), together / runs, agreement / runs, runs)


def _edges(rows: Adjacency) -> Edges:
    """List the ties that carry something as Leiden's library takes them, each once."""
    names = [str(v) for v in range(len(rows))]
    once = (rows.rows < rows.indices) & (rows.weights > 0)
    ends = zip(rows.rows[once].tolist(), rows.indices[once].tolist(), rows.weights[once].tolist(), strict=True)
    return [(names[u], names[v], w) for u, v, w in ends]


def leiden(rows: Adjacency, *, resolution: float, quality: Quality, seed: int, edges: Edges | None = None) -> NDArray[np.int64]:
    """Run Leiden's method once and number the communities by size, then by first actor; `edges` as `_edges` lists them, if at hand."""
    import graspologic_native

    group = np.arange(len(rows), dtype=np.int64)
    edges = _edges(rows) if edges is None else edges
    if edges:
        _, of = graspologic_native.leiden(
            edges=edges,
            starting_communities=None,
            resolution=resolution,
            randomness=0.001,
            iterations=2,
            use_modularity=quality == "modularity",
            seed=seed,
            trials=1,
        )
        # Actors without ties are not in the answer; they keep groups of their own above all others.
        group += len(rows)
        group[np.fromiter(map(int, of), np.int64, len(of))] = np.fromiter(of.values(), np.int64, len(of))
    return numbered(group)


def numbered(group: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give groups numbers by size, the largest 0, then by their first member."""
    _, first, back, count = np.unique(group, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(first.shape[0], np.int64)
    rank[np.lexsort((first, -count))] = np.arange(first.shape[0])
    return np.asarray(rank[back], np.int64)


def modularity(graph: Graph, group: NDArray[np.int64], *, resolution: float = 1.0) -> float:
    r"""Compute modularity: the share of strength within groups less what chance would put there.

    .. math:: Q = \sum_g \Bigl(\frac{w_g}{W} - \gamma \bigl(\frac{s_g}{2W}\bigr)^2\Bigr)

    Loops do not count; 0 without ties.
    """
    return _quality(strengths(graph), group, resolution, "modularity")


def _quality(rows: Adjacency, group: NDArray[np.int64], resolution: float, quality: Quality) -> float:
    """Return modularity, or the constant Potts model's quality per unit of strength."""
    total = float(rows.weights.sum())
    if not total:
        return 0.0
    number = int(group.max()) + 1
    within = float(rows.weights[group[rows.rows] == group[rows.indices]].sum())
    if quality == "modularity":
        strength = np.bincount(group, rows.row_sums(), minlength=number) / total
        return within / total - resolution * float(strength @ strength)
    size = np.bincount(group, minlength=number).astype(np.float64)
    return (within - resolution * float((size * (size - 1)).sum())) / total


def strengths(graph: Graph) -> Adjacency:
    """Return ties at both ends with weights as strengths."""
    graph.need_no_negative("Communities")
    return graph.around.with_weights(graph.strengths_of(graph.around))


def _counts(one: NDArray[np.int64], other: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Count the actors in each group of the one, in each of the other, and in both of each two that share some."""
    if one.shape != other.shape:
        raise GraphError("Two partitions need the same actors", got=f"{one.shape[0]} and {other.shape[0]}")
    _, a, rows = np.unique(one, return_inverse=True, return_counts=True)
    _, b, columns = np.unique(other, return_inverse=True, return_counts=True)
    both = np.unique(a * max(columns.shape[0], 1) + b, return_counts=True)[1]
    return rows.astype(np.float64), columns.astype(np.float64), both.astype(np.float64)


def adjusted_rand(one: NDArray[np.int64], other: NDArray[np.int64]) -> float:
    """Compute the adjusted Rand index: 1 for the same partition, 0 as alike as by chance.

    References
    ----------
    Hubert, L. and Arabie, P. (1985). Comparing partitions. Journal of Classification 2, 193-218.
    """

    def pairs(counts: NDArray[np.float64]) -> float:
        return float((counts * (counts - 1)).sum() / 2)

    rows, columns, both = (pairs(counts) for counts in _counts(one, other))
    every = one.shape[0] * (one.shape[0] - 1) / 2
    expected = rows * columns / every if every else 0.0
    most = (rows + columns) / 2
    return float((both - expected) / (most - expected)) if most != expected else 1.0


def information(one: NDArray[np.int64], other: NDArray[np.int64]) -> tuple[float, float]:
    """Compute normalised mutual information (over the mean entropy) and variation of information (in nats).

    References
    ----------
    Meilă, M. (2007). Comparing clusterings: an information based distance. Journal of Multivariate Analysis 98, 873-895.
    """

    def entropy(counts: NDArray[np.float64]) -> float:
        p = counts / one.shape[0]
        return float(-(p * np.log(p)).sum())

    h_one, h_other, h_both = (entropy(counts) for counts in _counts(one, other))
    mutual = h_one + h_other - h_both
    nmi = 2 * mutual / (h_one + h_other) if h_one + h_other > 0 else 1.0
    return nmi, max(h_one + h_other - 2 * mutual, 0.0)
