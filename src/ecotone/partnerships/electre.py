"""ELECTRE I: which alternatives remain when each that a better one clearly outranks is set aside.

One alternative outranks another where enough weight speaks for it (concordance) and nothing speaks too loudly against it
(discordance, in shares of the widest span of any scaled criterion, so the scaling is part of the method). The
kernel is the set in which nobody outranks another and which outranks everybody else; alternatives that
outrank each other in a circle count as one.

References
----------
Roy (1968), Classement et choix en présence de points de vue multiples. RIRO 2(8).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ecotone.errors import DecisionError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.partnerships.problem import DecisionProblem

Scaling = Literal["range", "sum", "none"]
"""Divide each criterion by its span, by its sum, or by nothing (one unit for all)."""


@dataclass(frozen=True, eq=False)
class Outranking:
    """What ELECTRE I found.

    Parameters
    ----------
    alternatives : tuple of str
        Names.
    concordance : ndarray of float, shape (m, m)
        Weight of the criteria on which the row's alternative is at least as good as the column's.
    discordance : ndarray of float, shape (m, m)
        The largest lead of the column's alternative, as a share of the widest span of any scaled criterion.
    outranks : ndarray of bool, shape (m, m)
        Whether the row's alternative outranks the column's.
    kernel : tuple of str
        The alternatives that remain.
    scaling : Scaling
        How criteria were made comparable.
    """

    alternatives: tuple[str, ...]
    concordance: NDArray[np.float64]
    discordance: NDArray[np.float64]
    outranks: NDArray[np.bool_]
    kernel: tuple[str, ...]
    scaling: Scaling


def electre(problem: DecisionProblem, *, concordance: float = 0.65, discordance: float = 0.35, scaling: Scaling = "range") -> Outranking:
    """Find the kernel.

    Parameters
    ----------
    problem : DecisionProblem
        Alternatives by criteria.
    concordance : float
        Least weight that must speak for an alternative to outrank another.
    discordance : float
        Largest lead of the other that is tolerated.
    scaling : Scaling
        How criteria are made comparable; the choice can change the kernel.

    Examples
    --------
    >>> from ecotone.partnerships import DecisionProblem
    >>> values = [[6, 5, 28, 5, 5], [4, 2, 25, 10, 9], [5, 7, 35, 9, 6], [6, 1, 27, 6, 7], [6, 8, 30, 7, 9], [5, 6, 26, 4, 8]]
    >>> problem = DecisionProblem.of(values, weights=[0.25, 0.25, 0.1, 0.2, 0.2], directions=[1, 1, -1, 1, 1])
    >>> electre(problem, scaling="sum").kernel
    ('A5',)
    """
    for name, threshold in (("concordance", concordance), ("discordance", discordance)):
        if not 0 <= threshold <= 1:
            raise DecisionError("A threshold is no share", where=name, got=str(threshold), expected="a number from 0 to 1")
    better = problem.oriented
    if scaling == "range":
        span = np.ptp(better, axis=0)
        better = better / np.where(span > 0, span, 1.0)
    elif scaling == "sum":
        total = problem.values.sum(axis=0)
        if np.any(total <= 0):
            raise DecisionError(
                "A criterion that does not sum to more than 0 cannot be divided by its sum",
                where=problem.criteria[int(np.argmin(total))].name,
                got=f"{total.min():g}",
                remedy='Pass scaling="range"',
            )
        better = better / total
    elif scaling != "none":
        raise DecisionError("There is no such scaling", got=str(scaling), expected="range, sum or none")
    m, n = better.shape
    weights = problem.weights
    agree, against = np.zeros((m, m)), np.zeros((m, m))
    for j in range(n):
        lead = better[:, j][None, :] - better[:, j][:, None]
        agree += weights[j] * (lead <= 0)
        np.maximum(against, lead, out=against)
    widest = float(np.ptp(better, axis=0).max())
    against = against / widest if widest > 0 else against
    over = (agree >= concordance - 1e-12) & (against <= discordance + 1e-12)
    np.fill_diagonal(over, val=False)
    kernel = tuple(problem.alternatives[i] for i in np.flatnonzero(_kernel(over)))
    return Outranking(problem.alternatives, agree, against, over, kernel, scaling)


def _kernel(over: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the kernel, circles taken as one: without circles it exists and is the only one."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    count, circle = connected_components(csr_array(over), directed=True, connection="strong")
    member = np.zeros((len(over), count), dtype=bool)
    member[np.arange(len(over)), circle] = True
    between = (member.T.astype(np.int64) @ over.astype(np.int64) @ member.astype(np.int64)) > 0
    np.fill_diagonal(between, val=False)
    kept, decided = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    while not decided.all():
        free = ~decided & ~between[~decided].any(axis=0)
        kept |= free
        decided |= free | between[free].any(axis=0)
    return np.asarray(kept[circle])
