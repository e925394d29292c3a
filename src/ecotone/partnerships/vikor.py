"""VIKOR: a compromise between the most for the majority of criteria (S) and the least regret on any one (R).

Its answer is a set: the best alternative alone where its lead is large enough and it is best by S or R too, and
otherwise all that are too near to it to be told apart.

References
----------
Opricovic & Tzeng (2007), Extended VIKOR method in comparison with outranking methods. EJOR 178(2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecotone.errors import DecisionError
from ecotone.partnerships.ranking import Ranking, ranks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.partnerships.problem import DecisionProblem


@dataclass(frozen=True, eq=False)
class Compromise:
    """What VIKOR found; in S, R and Q less is better.

    Parameters
    ----------
    alternatives : tuple of str
        Names.
    utility : ndarray of float, shape (m,)
        S: weighted distance from the best, summed over criteria.
    regret : ndarray of float, shape (m,)
        R: the largest such distance on one criterion.
    quotient : ndarray of float, shape (m,)
        Q: the two, each from 0 for the best to 1 for the worst, weighted by `strategy`.
    strategy : float
        v: the weight of the majority of criteria against the largest regret.
    chosen : tuple of str
        The compromise set, best first.
    advantage, stable : bool
        Whether the best leads by 1 / (m − 1), and whether it is best by S or by R too.
    """

    alternatives: tuple[str, ...]
    utility: NDArray[np.float64]
    regret: NDArray[np.float64]
    quotient: NDArray[np.float64]
    strategy: float
    chosen: tuple[str, ...]
    advantage: bool
    stable: bool

    @property
    def ranking(self) -> Ranking:
        """The order by Q, turned so that more is better."""
        return Ranking("VIKOR", self.alternatives, 1 - self.quotient)


def vikor(problem: DecisionProblem, *, strategy: float = 0.5) -> Compromise:
    """Find the compromise set.

    Parameters
    ----------
    problem : DecisionProblem
        Alternatives by criteria.
    strategy : float
        v, from 0 (least regret) to 1 (most for the majority of criteria).

    Examples
    --------
    >>> from ecotone.partnerships import DecisionProblem
    >>> values = [[8, 7, 2, 1], [5, 3, 7, 5], [7, 5, 6, 4], [9, 9, 7, 3], [11, 10, 3, 7], [6, 9, 5, 4]]
    >>> found = vikor(DecisionProblem.of(values, weights=[0.4, 0.3, 0.1, 0.2]), strategy=0.625)
    >>> found.quotient.round(3).tolist(), found.chosen
    ([0.64, 1.0, 0.693, 0.271, 0.0, 0.694], ('A5',))
    """
    if not 0 <= strategy <= 1:
        raise DecisionError("The weight of the majority is no share", got=str(strategy), expected="a number from 0 to 1")
    better = problem.oriented
    span = np.ptp(better, axis=0)
    distance = problem.weights * (better.max(axis=0) - better) / np.where(span > 0, span, 1.0)
    utility, regret = distance.sum(axis=1), distance.max(axis=1)
    quotient = strategy * _stretched(utility) + (1 - strategy) * _stretched(regret)
    order = np.lexsort((utility, ranks(-quotient)))
    gap = 1 / (len(quotient) - 1)
    lead = quotient[order] - quotient[order[0]]
    # A lead of exactly 1/(m - 1) counts; rounding must not take it away.
    advantage = bool(lead[1] >= gap - 1e-12)
    stable = bool(utility[order[0]] <= utility.min() + 1e-12 or regret[order[0]] <= regret.min() + 1e-12)
    too_near = order[lead < gap - 1e-12]
    unchallenged = order[:1] if stable else order[:2]
    chosen = unchallenged if advantage else too_near
    names = tuple(problem.alternatives[i] for i in chosen)
    return Compromise(problem.alternatives, utility, regret, quotient, strategy, names, advantage, stable)


def _stretched(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Map the least to 0 and the most to 1; where all are equal they are all 0."""
    span = float(np.ptp(values))
    return (values - values.min()) / span if span > 0 else np.zeros_like(values)
