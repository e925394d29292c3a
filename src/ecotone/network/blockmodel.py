"""Blockmodels: positions of actors such that between two positions there is all, nothing, or a rule.

Direct: the partition with the fewest inconsistencies with ideal blocks is sought itself, by moving and exchanging actors from many
starts. Stochastic: the partition is sought under which the ties are most likely, with each actor's degree accounted for.

References
----------
Doreian, P., Batagelj, V. and Ferligoj, A. (2005). Generalized Blockmodeling. Cambridge University Press. Karrer, B. and Newman, M. E. J.
(2011). Stochastic blockmodels and community structure in networks. Physical Review E 83, 016107.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from ecotone.errors import GraphError
from ecotone.network.equivalence import matrix
from ecotone.network.groups import numbered
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecotone.network.graph import Graph

Block = Literal["null", "complete", "regular"]
LARGEST: Final = 300
"""Actors up to which a direct blockmodel is sought."""


@dataclass(frozen=True, slots=True, eq=False)
class Blockmodel:
    """Positions, and what there is between each two.

    Attributes
    ----------
    position : ndarray of int
        Of each actor.
    image : tuple of tuple of str
        Kind of block from each position to each.
    errors : float
        Inconsistencies with ideal blocks; 0 is a perfect fit.
    block_errors : ndarray
        Inconsistencies of each block.
    found : int
        In how many of the starts this was the best that came out.
    """

    position: NDArray[np.int64]
    image: tuple[tuple[str, ...], ...]
    errors: float
    block_errors: NDArray[np.float64]
    found: int


def inconsistencies(block: NDArray[np.bool_], kind: Block, *, diagonal: bool) -> float:
    """Count what is missing from an ideal block, or too much in it; ties with oneself do not count.

    A regular block has a tie in every row and every column: each row without and each column without count as in Doreian et al. (2005,
    table 7.2), (rows without) x columns + (columns without) x rows with.
    """
    rows, columns = block.shape
    ones = int(block.sum())
    if kind == "null":
        return float(ones)
    if kind == "complete":
        return float(rows * columns - (rows if diagonal else 0) - ones)
    covered_rows, covered_columns = int(block.any(axis=1).sum()), int(block.any(axis=0).sum())
    return float((columns - covered_columns) * rows + (rows - covered_rows) * covered_columns)


def blockmodel(
    graph: Graph,
    count: int,
    *,
    allowed: Sequence[Block] = ("null", "complete"),
    starts: int = 30,
    seed: int = 0,
    work: Work = SILENT,
) -> Blockmodel:
    """Seek the partition into positions with the fewest inconsistencies.

    Parameters
    ----------
    graph : Graph
        At most 300 actors; only whether there is a tie counts.
    count : int
        Number of positions.
    allowed : sequence of str
        Kinds of ideal blocks; `null` and `complete` are structural equivalence, `null` and `regular` regular equivalence.
    starts : int
        Random partitions from which the search begins.
    seed : int
        Decides them.

    Raises
    ------
    GraphError
        If there are too many actors, or fewer actors than positions, or no kind of block.
    """
    n = len(graph)
    if n > LARGEST:
        raise GraphError("Too many actors for a direct blockmodel", got=f"{n:,}", expected=f"at most {LARGEST}", remedy="Give a scope")
    if not 1 <= count <= n:
        raise GraphError("Every position needs an actor", got=f"{count} positions", expected=f"1 to {n}")
    if not allowed or set(allowed) - {"null", "complete", "regular"}:
        raise GraphError("There are no such blocks", got=", ".join(allowed) or "none", expected="null, complete, regular")
    ties = matrix(graph) != 0
    rng = np.random.Generator(np.random.Philox(seed))
    best: tuple[float, list[int]] | None = None
    found = 0
    for start in range(starts):
        position = rng.permutation(np.concatenate((np.arange(count), rng.integers(0, count, n - count))))
        errors = _descend(ties, position, count, allowed)
        key = (errors, numbered(position).tolist())
        if best is None or key[0] < best[0] - 1e-9:
            best, found = key, 0
        found += abs(errors - best[0]) < 1e-9
        best = min(best, key)
        work.step(start, starts, "blockmodel")
    assert best is not None
    position = np.asarray(best[1], np.int64)
    kinds, each = _fit(ties, position, count, allowed)
    return Blockmodel(position, kinds, float(each.sum()), each, found)


def _descend(ties: NDArray[np.bool_], position: NDArray[np.int64], count: int, allowed: Sequence[Block]) -> float:
    """Move one actor, or exchange two, while that lowers the inconsistencies; changes `position`."""
    errors = float(_fit(ties, position, count, allowed)[1].sum())
    better = True
    while better and errors:
        better = False
        sizes = np.bincount(position, minlength=count)
        for actor in range(position.shape[0]):
            own = int(position[actor])
            for other in range(count):
                if other == own or sizes[own] == 1:
                    continue
                position[actor] = other
                now = float(_fit(ties, position, count, allowed)[1].sum())
                if now < errors - 1e-9:
                    errors, better = now, True
                    sizes[own] -= 1
                    sizes[other] += 1
                    own = other
                else:
                    position[actor] = own
        if better:
            continue
        for one in range(position.shape[0]):
            for other in range(one + 1, position.shape[0]):
                if position[one] == position[other]:
                    continue
                position[one], position[other] = position[other], position[one]
                now = float(_fit(ties, position, count, allowed)[1].sum())
                if now < errors - 1e-9:
                    errors, better = now, True
                else:
                    position[one], position[other] = position[other], position[one]
    return errors


def _fit(
    ties: NDArray[np.bool_], position: NDArray[np.int64], count: int, allowed: Sequence[Block]
) -> tuple[tuple[tuple[str, ...], ...], NDArray[np.float64]]:
    """Choose for each block the ideal kind with the fewest inconsistencies, the first of equals."""
    members = [np.flatnonzero(position == number) for number in range(count)]
    each = np.zeros((count, count))
    kinds: list[tuple[str, ...]] = []
    for one in range(count):
        line: list[str] = []
        for other in range(count):
            block = ties[np.ix_(members[one], members[other])]
            costs = [inconsistencies(block, kind, diagonal=one == other) for kind in allowed]
            cheapest = int(np.argmin(costs))
            each[one, other] = costs[cheapest]
            line.append(allowed[cheapest])
        kinds.append(tuple(line))
    return tuple(kinds), each


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


def stochastic(graph: Graph, count: int, *, starts: int = 20, seed: int = 0, work: Work = SILENT) -> Stochastic:
    r"""Seek the groups of the degree-corrected stochastic blockmodel.

    .. math:: L = \sum_{rs} m_{rs} \log \frac{m_{rs}}{\kappa_r \kappa_s}

    with the ties m between groups and the degrees κ of groups. The search moves every actor once to the group that raises L most (or
    lowers it least), goes back to the best state on that way, and repeats until nothing rises, as Karrer and Newman describe.

    Parameters
    ----------
    graph : Graph
        Direction is left out of account; strengths count as numbers of ties.
    count : int
        Number of groups.
    starts : int
        Random partitions from which the search begins.
    seed : int
        Decides them.
    """
    from ecotone.network.groups import adjusted_rand, strengths

    rows = strengths(graph)
    n = len(rows)
    if n > LARGEST:
        raise GraphError("Too many actors for a stochastic blockmodel", got=f"{n:,}", expected=f"at most {LARGEST}", remedy="Give a scope")
    if not 1 <= count <= max(n, 1):
        raise GraphError("Every group needs an actor", got=f"{count} groups", expected=f"1 to {n}")
    rng = np.random.Generator(np.random.Philox(seed))
    degree = rows.row_sums()
    results: list[tuple[float, NDArray[np.int64]]] = []
    for start in range(starts):
        group = rng.permutation(np.concatenate((np.arange(count), rng.integers(0, count, n - count)))).astype(np.int64)
        results.append(_climb(rows.indptr, rows.indices, rows.weights, degree, group, count))
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
