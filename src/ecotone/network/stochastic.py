"""Stochastic blockmodels: groups of actors under which the ties are most likely, with each actor's degree accounted for.

Up to 300 actors the search is that of Karrer and Newman. Beyond, actors are moved by simulated annealing, a group drawn at a time, and
then to the best group while that is likelier; some starts are random, the first is what Leiden's communities become when the pairs of
them are joined that cost least.

References
----------
Karrer, B. and Newman, M. E. J. (2011). Stochastic blockmodels and community structure in networks. Physical Review E 83, 016107. Peixoto,
T. P. (2014). Efficient Monte Carlo and greedy heuristic for the inference of stochastic block models. Physical Review E 89, 012804.
Kirkpatrick, S., Gelatt, C. D. and Vecchi, M. P. (1983). Optimization by simulated annealing. Science 220, 671-680.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ecotone.errors import GraphError
from ecotone.network.groups import adjusted_rand, leiden, numbered, strengths
from ecotone.network.kernels.blocks import cool, settle
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.adjacency import Adjacency
    from ecotone.network.graph import Graph

EVERY_MOVE: Final = 300
"""Actors up to which every move of every actor is weighed against all others."""
STARTS: Final = (20, 8)
"""Random partitions from which the search begins, up to so many actors and beyond."""
HEAT: Final = np.geomspace(4.0, 0.05, 40)
"""Temperatures of the annealing, one round each, in units of the log-likelihood."""
MOST_JOINED: Final = 60
"""Communities from which a start is made; smaller ones begin in groups at random."""


@dataclass(frozen=True, slots=True, eq=False)
class Stochastic:
    """Groups under which the ties are most likely.

    Attributes
    ----------
    group : ndarray of int
        Of each actor, 0 the largest.
    log_likelihood : float
        Per Karrer and Newman, without constants; greater is likelier, comparable for one network and number of groups.
    rates : ndarray
        Ties between each two groups over what degrees alone would give.
    agreement : float
        Mean adjusted Rand index of the other starts with the best: low means that there is no clear answer.
    """

    group: NDArray[np.int64]
    log_likelihood: float
    rates: NDArray[np.float64]
    agreement: float


def stochastic(graph: Graph, count: int, *, starts: int | None = None, seed: int = 0, work: Work = SILENT) -> Stochastic:
    r"""Seek the groups of the degree-corrected stochastic blockmodel.

    .. math:: L = \sum_{rs} m_{rs} \log \frac{m_{rs}}{\kappa_r \kappa_s}

    with the ties m between groups and the degrees κ of groups. Up to 300 actors the search moves every actor once to the group that
    raises L most (or lowers it least), goes back to the best state on that way, and repeats until nothing rises, as Karrer and Newman
    describe; beyond, it anneals. Neither is sure to find the likeliest groups: read `agreement`.

    Parameters
    ----------
    graph : Graph
        Direction is left out of account; strengths count as numbers of ties.
    count : int
        Number of groups.
    starts : int, optional
        Partitions from which the search begins: 20 up to 300 actors, 8 beyond.
    seed : int
        Decides them.

    Raises
    ------
    GraphError
        If there are fewer actors than groups, or a strength is negative.
    """
    rows = strengths(graph)
    n = len(rows)
    if not 1 <= count <= max(n, 1):
        raise GraphError("Every group needs an actor", got=f"{count} groups", expected=f"1 to {n}")
    rng = np.random.Generator(np.random.Philox(seed))
    degree = rows.row_sums()
    results: list[tuple[float, NDArray[np.int64]]] = []
    starts = STARTS[n > EVERY_MOVE] if starts is None else starts
    for start in range(starts):
        group = rng.permutation(np.concatenate((np.arange(count), rng.integers(0, count, n - count)))).astype(np.int64)
        if n <= EVERY_MOVE:
            results.append(_climb(rows.indptr, rows.indices, rows.weights, degree, group, count))
        else:
            results.append(_anneal(rows, degree, _joined(rows, group, count, seed) if start == 0 else group, count, rng, heated=start > 0))
        work.step(start, starts, "stochastic blockmodel")
    value, best = max(results, key=lambda result: round(result[0], 9))
    best = numbered(best)
    agreement = float(np.mean([adjusted_rand(best, other) for _, other in results]))
    between = _between(rows.indptr, rows.indices, rows.weights, best, count)
    kappa = np.bincount(best, degree, minlength=count)
    expected = np.outer(kappa, kappa) / max(float(kappa.sum()), 1e-300)
    rates = np.divide(between, expected, out=np.zeros_like(between), where=expected > 0)
    return Stochastic(best, value, rates, agreement)


def _between(
    indptr: NDArray[np.int64], indices: NDArray[np.int32], weights: NDArray[np.float64], group: NDArray[np.int64], count: int
) -> NDArray[np.float64]:
    rows = np.repeat(group, np.diff(indptr))
    return np.bincount(rows * count + group[indices], weights, minlength=count * count).reshape(count, count).astype(np.float64)


def _terms(between: NDArray[np.float64], kappa: NDArray[np.float64]) -> float:
    """Return L: m log m summed, less twice κ log κ."""
    inside = between[between > 0]
    sums = kappa[kappa > 0]
    return float((inside * np.log(inside)).sum() - 2 * (sums * np.log(sums)).sum())


def _climb(
    indptr: NDArray[np.int64],
    indices: NDArray[np.int32],
    weights: NDArray[np.float64],
    degree: NDArray[np.float64],
    group: NDArray[np.int64],
    count: int,
) -> tuple[float, NDArray[np.int64]]:
    """Climb from a partition; return its likelihood and the partition."""
    between = _between(indptr, indices, weights, group, count)
    kappa = np.bincount(group, degree, minlength=count).astype(np.float64)
    value = _terms(between, kappa)
    while True:
        best_value, best_group = value, group.copy()
        waiting = np.ones(group.shape[0], bool)
        waiting[degree == 0] = False
        now = value
        while waiting.any():
            choice: tuple[float, int, int] | None = None
            for actor in np.flatnonzero(waiting).tolist():
                links = _links(indptr, indices, weights, group, actor, count)
                own = int(group[actor])
                for other in range(count):
                    if other == own:
                        continue
                    gain = _gain(between, kappa, links, float(degree[actor]), own, other)
                    if choice is None or gain > choice[0] + 1e-12:
                        choice = gain, actor, other
            if choice is None:
                break
            gain, actor, other = choice
            links = _links(indptr, indices, weights, group, actor, count)
            _shift(between, kappa, links, float(degree[actor]), int(group[actor]), other)
            group[actor] = other
            waiting[actor] = False
            now += gain
            if now > best_value + 1e-9:
                best_value, best_group = now, group.copy()
        group = best_group
        if best_value <= value + 1e-9:
            return value, group
        between = _between(indptr, indices, weights, group, count)
        kappa = np.bincount(group, degree, minlength=count).astype(np.float64)
        value = _terms(between, kappa)


def _links(
    indptr: NDArray[np.int64], indices: NDArray[np.int32], weights: NDArray[np.float64], group: NDArray[np.int64], actor: int, count: int
) -> NDArray[np.float64]:
    """Add up an actor's ties to each group."""
    part = slice(int(indptr[actor]), int(indptr[actor + 1]))
    return np.bincount(group[indices[part]], weights[part], minlength=count).astype(np.float64)


def _gain(
    between: NDArray[np.float64], kappa: NDArray[np.float64], links: NDArray[np.float64], degree: float, own: int, other: int
) -> float:
    moved, sums = between.copy(), kappa.copy()
    _shift(moved, sums, links, degree, own, other)
    return _terms(moved, sums) - _terms(between, kappa)


def _shift(
    between: NDArray[np.float64], kappa: NDArray[np.float64], links: NDArray[np.float64], degree: float, own: int, other: int
) -> None:
    """Move an actor's ties from one group to another, in both directions of the matrix."""
    between[own, :] -= links
    between[:, own] -= links
    between[other, :] += links
    between[:, other] += links
    kappa[own] -= degree
    kappa[other] += degree


def _anneal(
    rows: Adjacency, degree: NDArray[np.float64], group: NDArray[np.int64], count: int, rng: np.random.Generator, *, heated: bool
) -> tuple[float, NDArray[np.int64]]:
    """Move actors at random at falling temperatures (unless the start is good already), then to the likeliest group until all rest."""
    between = _between(rows.indptr, rows.indices, rows.weights, group, count)
    kappa = np.bincount(group, degree, minlength=count).astype(np.float64)
    state = (rows.indptr, rows.indices, rows.weights, degree, group, between, kappa)
    size = np.bincount(group, minlength=count)
    if heated:
        for heat in HEAT.tolist():
            order = rng.permutation(len(rows)).astype(np.int32)
            cool(*state, size, order, rng.integers(0, count, len(rows)), rng.random(len(rows)), heat)
    for _ in range(1000):
        if not settle(*state, size, rng.permutation(len(rows)).astype(np.int32)):
            break
    # Sums that were changed thousands of times have gathered rounding: the likelihood is taken of fresh ones.
    between = _between(rows.indptr, rows.indices, rows.weights, group, count)
    return _terms(between, between.sum(axis=1)), group


def _joined(rows: Adjacency, group: NDArray[np.int64], count: int, seed: int) -> NDArray[np.int64]:
    """Return Leiden's communities, joined two at a time, those first of which the likelihood falls least, until `count` are left."""
    found = leiden(rows, resolution=1.0, quality="modularity", seed=seed)
    known = min(int(found.max(initial=-1)) + 1, max(MOST_JOINED, count))
    large = found < known
    if known < count:
        return group
    part = np.where(large, found, group)
    between = _between(rows.indptr, rows.indices, rows.weights, part, known)
    kappa = between.sum(axis=1)
    name = np.arange(known)
    for left in range(known, count, -1):
        cost = _costs(between[:left, :left], kappa[:left])
        one, other = divmod(int(np.argmin(cost)), left)
        one, other = min(one, other), max(one, other)
        for axis in (between, between.T):
            axis[one] += axis[other]
            axis[other] = axis[left - 1]
        kappa[one] += kappa[other]
        kappa[other] = kappa[left - 1]
        # What was last takes the place that is free now.
        name = np.where(name == other, one, name)
        name = np.where(name == left - 1, other, name)
    return name[part].astype(np.int64)


def _costs(between: NDArray[np.float64], kappa: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each two groups how much L falls when they become one; infinity for a group and itself."""
    with np.errstate(divide="ignore", invalid="ignore"):

        def terms(x: NDArray[np.float64]) -> NDArray[np.float64]:
            return np.where(x > 0, x * np.log(x), 0.0)

        apart = terms(between)
        rows = apart.sum(axis=1)
        inside, joined = np.diag(between), np.diag(apart)
        lost = 2.0 * (rows[:, None] + rows[None, :]) - joined[:, None] - joined[None, :] - 2.0 * apart
        both = terms(between[:, None, :] + between[None, :, :])
        at = np.arange(between.shape[0])
        # The two rows as one, without the entries to either of the two, and then the block of both.
        gained = 2.0 * (both.sum(axis=2) - both[at[:, None], at[None, :], at[:, None]] - both[at[:, None], at[None, :], at[None, :]])
        gained += terms(inside[:, None] + inside[None, :] + 2.0 * between)
        sums = terms(kappa[:, None] + kappa[None, :]) - terms(kappa)[:, None] - terms(kappa)[None, :]
        cost = lost - gained + 2.0 * sums
    np.fill_diagonal(cost, np.inf)
    return np.asarray(cost)
