"""Structural balance of networks with positive and negative ties: balanced triangles, and the partition nearest to balance.

A triangle is balanced where the product of its signs is positive. A network is balanced where it falls into two camps,
positive within and negative between (Cartwright and Harary), and clusterable where it falls into several (Davis). How
far one is from that is counted by the ties that go against the best partition.

References
----------
Cartwright, D. and Harary, F. (1956). Structural balance: a generalization of Heider's theory. Psychological Review 63,
277-293. Davis, J. A. (1967). Clustering and structural balance in graphs. Human Relations 20, 181-187. Doreian, P. and
Mrvar, A. (1996). A partitioning approach to structural balance. Social Networks 18, 149-168.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecotone.errors import GraphError
from ecotone.network.groups import numbered

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.graph import Graph


def triangles(graph: Graph) -> tuple[int, int]:
    """Count the balanced and the unbalanced triangles, whatever the direction of ties.

    A pair tied both ways has the sign of the sum; where that is 0 the pair is in no triangle.
    """
    _need_strengths(graph)
    rows = graph.around
    sign = np.sign(rows.weights)
    signed, plain = rows.matrix(sign), rows.matrix(np.abs(sign))
    difference = float((signed @ signed).multiply(signed).sum()) / 6
    every = float((plain @ plain).multiply(plain).sum()) / 6
    return round((every + difference) / 2), round((every - difference) / 2)


def _need_strengths(graph: Graph) -> None:
    """Refuse distances, which have no sign."""
    if graph.weight != "strength":
        raise GraphError("Balance needs ties with signs", got="weights that are distances", expected="strengths, negative for ties against")


@dataclass(frozen=True, slots=True, eq=False)
class Camps:
    """A partition near to balance.

    Parameters
    ----------
    group : ndarray of int
        Group of each actor, 0 the largest.
    against : float
        What goes against it: `alpha` times the strength of negative ties within groups, and (1 - alpha) times that of
        positive ties between them.
    share : float
        `against` over what it would be if every tie went against it; 0 is balanced.
    """

    group: NDArray[np.int64]
    against: float
    share: float


def camps(graph: Graph, groups: int = 2, *, alpha: float = 0.5, runs: int = 30, seed: int = 0) -> Camps:
    """Find the partition into at most so many groups that the fewest ties go against, by moves and swaps from many starts.

    Parameters
    ----------
    graph : Graph
        Strengths, some of them negative; direction is left out of account. All pairs are held in memory: some thousands
        of actors, no more.
    groups : int
        Most groups: 2 asks for balance, more for clusterability.
    alpha : float
        Weight of negative ties within groups beside positive ones between them.
    runs : int
        Number of random starts; the search is no proof that there is no better partition.
    seed : int
        Decides them.
    """
    _need_strengths(graph)
    n, rows = len(graph), graph.around
    if groups < 1 or runs < 1 or not 0 < alpha < 1:
        raise GraphError("Camps need a group, a run, and alpha between 0 and 1", got=f"{groups} groups, {runs} runs, alpha {alpha}")
    # Cost of a pair when it is together: alpha for negative strength, less (1 - alpha) for positive, which would cost apart.
    together = rows.with_weights(np.where(rows.weights < 0, -alpha * rows.weights, (alpha - 1) * rows.weights))
    base = float((1 - alpha) * rows.weights[rows.weights > 0].sum() / 2)
    most = base + float(-alpha * rows.weights[rows.weights < 0].sum() / 2)
    generator = np.random.Generator(np.random.Philox(seed))
    best, cost = np.zeros(n, np.int64), np.inf
    pair: NDArray[np.float64] = together.matrix().toarray()
    for _ in range(runs if n else 0):
        group = _improved(pair, generator.integers(0, groups, n), groups)
        found = base + float(pair[group[:, None] == group].sum() / 2)
        if found < cost - 1e-12:
            best, cost = group, found
    return Camps(numbered(best), max(cost, 0.0) if n else 0.0, max(cost, 0.0) / most if n and most else 0.0)


def _improved(pair: NDArray[np.float64], group: NDArray[np.int64], groups: int) -> NDArray[np.int64]:
    """Move single actors, and swap two, as long as that lowers the cost."""
    n = group.shape[0]
    every = np.arange(n)
    member = np.eye(groups)[group]
    while True:
        cost = pair @ member
        gain = cost[every, group][:, None] - cost
        actor, to = np.unravel_index(int(np.argmax(gain)), gain.shape)
        if gain[actor, to] > 1e-12:
            group[actor] = to
            member[actor] = np.eye(groups)[to]
            continue
        # Gain of i into the group of j, and j into that of i; their own tie stays between groups, which neither gain knows.
        one = gain[:, group]
        swap = one + one.T + 2 * pair
        swap[group[:, None] == group] = 0
        i, j = np.unravel_index(int(np.argmax(swap)), swap.shape)
        if swap[i, j] <= 1e-12:
            return group
        group[i], group[j] = group[j], group[i]
        member[[i, j]] = member[[j, i]]
