"""Additive value: the weighted mean of what each criterion is worth, from 0 for its worst to 1 for its best level.

The default way to rank, since its result can be explained: each criterion's share of an alternative's score is a number of its own.

References
----------
Keeney & Raiffa (1976), Decisions with Multiple Objectives. Wiley.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecotone.partnerships.ranking import Ranking

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ecotone.partnerships.problem import DecisionProblem


def additive(problem: DecisionProblem) -> Ranking:
    """Rank by weighted min–max values.

    Examples
    --------
    >>> from ecotone.partnerships import DecisionProblem
    >>> problem = DecisionProblem.of([[1, 30], [3, 20], [2, 10]], weights=[1, 1], directions=["benefit", "cost"])
    >>> additive(problem).scores.tolist(), additive(problem).order
    ([0.0, 0.75, 0.75], ('A2', 'A3', 'A1'))
    """
    return Ranking("additive", problem.alternatives, contributions(problem).sum(axis=1))


def contributions(problem: DecisionProblem) -> NDArray[np.float64]:
    """Return what each criterion adds to each alternative's score; rows sum to the scores."""
    return problem.normalised * problem.weights
