"""What is left when actors go: the share of the largest part as actors are removed, at random or the important ones first.

References
----------
Albert, R., Jeong, H. and Barabási, A.-L. (2000). Error and attack tolerance of complex networks. Nature 406, 378-382.
Schneider, C. M. et al. (2011). Mitigation of malicious attacks on networks. PNAS 108, 3838-3841 (the figure R).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ecotone.errors import GraphError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.graph import Graph

Attack = Literal["random", "degree", "betweenness"]


@dataclass(frozen=True, slots=True, eq=False)
class Robustness:
    """How a network falls apart.

    Parameters
    ----------
    share : ndarray, shape (n + 1,)
        Share of all actors in the largest part after 0, 1, ... n were removed; at random the mean over draws.
    low, high : ndarray
        The middle 95 % of the draws; the same as `share` where the order is fixed.
    mean : float
        Schneider's R: the mean share after 1 ... n removals, at most 1/2.
    """

    share: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    mean: float


def robustness(graph: Graph, attack: Attack = "random", *, draws: int = 50, seed: int = 0) -> Robustness:
    """Remove one actor after another and measure the largest part that is left.

    Parameters
    ----------
    graph : Graph
        Any graph; direction is left out of account.
    attack : {'random', 'degree', 'betweenness'}
        Who goes first. Degree and betweenness are those of the whole network, not computed anew; equals go in the
        order of the actors.
    draws : int
        Random orders.
    seed : int
        Decides them.
    """
    n = len(graph)
    if attack == "random":
        generator = np.random.Generator(np.random.Philox(seed))
        curves = np.array([largest_parts(graph, generator.permutation(n)) for _ in range(max(draws, 1))])
    elif attack in {"degree", "betweenness"}:
        value = graph.around.degrees if attack == "degree" else graph.undirected().betweenness()
        # Values that differ by rounding alone are equals.
        curves = largest_parts(graph, np.argsort(-np.round(np.asarray(value, np.float64), 12), kind="stable"))[None, :]
    else:
        raise GraphError("No such attack", got=str(attack), expected="random, degree or betweenness")
    low, high = np.quantile(curves, (0.025, 0.975), axis=0)
    share = curves.mean(axis=0)
    return Robustness(share, low, high, float(share[1:].mean()) if n else 0.0)


def largest_parts(graph: Graph, order: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the share of all actors in the largest part after 0, 1, ... n removals in an order."""
    rows, n = graph.around, len(graph)
    indptr, indices = rows.indptr.tolist(), rows.indices.tolist()
    root, size, there = list(range(n)), [1] * n, [False] * n
    largest, share = 0, np.zeros(n + 1)
    # Backwards, actors come instead of going, and parts only grow together.
    for at in range(n - 1, -1, -1):
        v = int(order[at])
        there[v] = True
        largest = max(largest, 1)
        for u in indices[indptr[v] : indptr[v + 1]]:
            if not there[u]:
                continue
            a, b = _top(root, u), _top(root, v)
            if a != b:
                small, large = (a, b) if size[a] < size[b] else (b, a)
                root[small] = large
                size[large] += size[small]
                largest = max(largest, size[large])
        share[at] = largest / n
    return share


def _top(root: list[int], v: int) -> int:
    """Return the representative of a part, and shorten the way to it."""
    while root[v] != v:
        root[v] = root[root[v]]
        v = root[v]
    return v
