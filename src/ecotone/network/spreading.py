"""Knowledge that is learnt and may be lost again (SIR), and what wanders along ties step by step (a random walk).

References
----------
Newman, M. E. J. (2002). Spread of epidemic disease on networks. Physical Review E 66, 016128. Kemeny, J. G. and Snell, J. L. (1976).
Finite Markov Chains, ch. 3. Springer. Newman, M. E. J. (2005). A measure of betweenness centrality based on random walks. Social
Networks 27, 39-54.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ecotone.errors import GraphError
from ecotone.estimate import Estimate
from ecotone.network.flow import chances

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.graph import Graph


@dataclass(frozen=True, slots=True, eq=False)
class Epidemic:
    """What comes of a piece of knowledge that is passed on for a while.

    Attributes
    ----------
    size : Estimate
        Mean number of actors that ever had it, with the 95 % interval of the mean over draws.
    active : ndarray of shape (steps,)
        Mean number that pass it on in each step, the first at 0.
    ever : ndarray
        For each actor the share of draws in which it ever had it.
    """

    size: Estimate
    active: NDArray[np.float64]
    ever: NDArray[np.float64]


def sir(
    graph: Graph, seeds: NDArray[np.int32], *, chance: float = 0.1, loss: float = 0.2, steps: int = 200, draws: int = 500, seed: int = 0
) -> Epidemic:
    """Spread knowledge step by step: who has it passes it on along each tie, and may stop caring for good.

    Parameters
    ----------
    graph : Graph
        Things go along ties in their direction.
    seeds : ndarray of int
        Positions of the actors where it starts.
    chance : float
        Chance in each step that one unit of strength passes it on.
    loss : float
        Chance in each step, after passing on, that an actor stops.
    steps : int
        Number of steps at most.
    draws : int
        Number of draws.
    seed : int
        Decides them.
    """
    if draws < 2 or steps < 1:
        raise GraphError("A spread needs at least two draws and a step", got=f"{draws} draws, {steps} steps")
    if not 0 <= loss <= 1:
        raise GraphError("A chance lies between 0 and 1", got=str(loss))
    rows = graph.out
    pass_on = chances(graph, rows, chance)
    tails = rows.rows
    rng = np.random.Generator(np.random.Philox(seed))
    n = len(rows)
    ever = np.zeros(n, np.int64)
    active = np.zeros(steps + 1)
    sizes = np.zeros(draws)
    for draw in range(draws):
        has, passes = np.zeros(n, bool), np.zeros(n, bool)
        has[seeds] = passes[seeds] = True
        active[0] += passes.sum()
        for step in range(1, steps + 1):
            live = passes[tails]
            hit = rows.indices[live][rng.random(int(live.sum())) < pass_on[live]]
            passes &= rng.random(n) >= loss
            new = np.zeros(n, bool)
            new[hit] = True
            new &= ~has
            has |= new
            passes |= new
            active[step] += passes.sum()
            if not passes.any():
                break
        ever += has
        sizes[draw] = has.sum()
    mean, error = float(sizes.mean()), float(sizes.std(ddof=1)) / np.sqrt(draws)
    size = Estimate(mean, mean - 1.96 * error, mean + 1.96 * error, level=0.95, method=f"normal, {draws:,} draws")
    return Epidemic(size, active / draws, ever / draws)


def visits(graph: Graph, source: Any, targets: list[Any]) -> NDArray[np.float64]:
    """Compute how often a walk that leaves an actor along ties by their strength comes by each other before it reaches a target.

    Parameters
    ----------
    graph : Graph
        Ties in their direction; the source must be able to reach a target.
    source : id
        Where the walk begins; its start counts as a visit.
    targets : list of id
        Where the walk ends: patients, payers, a regulator. They are visited once or not at all: the chance to end there.

    Returns
    -------
    ndarray
        Expected visits of each actor.

    Raises
    ------
    GraphError
        If a walk may never end: it can come to where no target is reached from.

    Examples
    --------
    >>> import polars as pl
    >>> from ecotone.network import Graph
    >>> ties = pl.DataFrame({"source": ["a", "b"], "target": ["b", "c"]})
    >>> visits(Graph.from_frames(ties, directed=False, weight="strength"), "a", ["c"]).tolist()
    [2.0, 2.0, 1.0]
    """
    from scipy.sparse import csc_array, eye_array
    from scipy.sparse.csgraph import breadth_first_order
    from scipy.sparse.linalg import splu

    if not targets:
        raise GraphError("A walk needs a target to end at")
    graph.need_no_negative("A walk")
    rows = graph.out
    values = graph.strengths_of(rows)
    start = int(graph.positions([source])[0])
    ends = np.zeros(len(rows), bool)
    ends[graph.positions(targets)] = True
    found = np.zeros(len(rows))
    if ends[start]:
        found[start] = 1.0
        return found
    from_here = rows.with_weights(np.where(ends[rows.rows], 0.0, values)).matrix()
    from_here.eliminate_zeros()
    seen = breadth_first_order(from_here, start, directed=True, return_predecessors=False)
    inner = np.sort(seen[~ends[seen]])
    back = from_here.T.tocsr()
    leads = np.zeros(len(rows), bool)
    for end in np.flatnonzero(ends):
        leads[breadth_first_order(back, int(end), directed=True, return_predecessors=False)] = True
    if not leads[inner].all():
        lost = int(inner[~leads[inner]][0])
        raise GraphError(
            "The walk may never end: from some actor that it can come to, no target is reached",
            got=str(graph.actors["label"][lost]),
            remedy="Leave direction out of account (graph.undirected()), or name more targets",
        )
    out = np.asarray(from_here.sum(axis=1)).ravel()
    step = from_here[inner][:, inner].multiply((1.0 / out[inner])[:, None])
    begin = (inner == start).astype(np.float64)
    found[inner] = splu(csc_array(eye_array(inner.shape[0]) - step.T)).solve(begin)
    reached = np.flatnonzero(ends)
    found[reached] = from_here[inner][:, reached].multiply((1.0 / out[inner])[:, None]).T @ found[inner]
    return found
