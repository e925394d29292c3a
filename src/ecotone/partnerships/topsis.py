"""TOPSIS: the nearer to the ideal and the farther from its opposite, the better.

References
----------
Hwang & Yoon (1981), Multiple Attribute Decision Making. Springer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from ecotone.errors import DecisionError
from ecotone.partnerships.ranking import Ranking

if TYPE_CHECKING:
    from ecotone.partnerships.problem import DecisionProblem

Scaling = Literal["vector", "minmax"]
"""Divide each criterion by its Euclidean length (Hwang & Yoon), or stretch it from 0 for the worst to 1 for the best."""


def topsis(problem: DecisionProblem, *, scaling: Scaling = "vector") -> Ranking:
    """Rank by relative closeness to the ideal.

    Parameters
    ----------
    problem : DecisionProblem
        Alternatives by criteria.
    scaling : Scaling
        How criteria are made comparable; the choice can change the order.

    Returns
    -------
    Ranking
        Scores from 0 (worst on every criterion) to 1 (best on every one).

    Examples
    --------
    >>> from ecotone.partnerships import DecisionProblem
    >>> topsis(DecisionProblem.of([[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]], weights=[0.3, 0.4, 0.3])).scores.round(4).tolist()
    [0.5037, 0.6581, 0.7482, 0.334]
    """
    if scaling == "vector":
        # Taken from the largest of each criterion: the squares of very large and very small values cannot be held.
        largest = np.abs(problem.values).max(axis=0)
        better = problem.oriented / np.where(largest > 0, largest, 1.0)
        length = np.sqrt((better**2).sum(axis=0))
        scaled = better / np.where(length > 0, length, 1.0)
    elif scaling == "minmax":
        scaled = problem.normalised
    else:
        raise DecisionError("There is no such scaling", got=str(scaling), expected="vector or minmax")
    weighted = scaled * problem.weights
    to_best = np.sqrt(((weighted - weighted.max(axis=0)) ** 2).sum(axis=1))
    to_worst = np.sqrt(((weighted - weighted.min(axis=0)) ** 2).sum(axis=1))
    both = to_best + to_worst
    # Both distances are 0 only where no criterion with weight tells any two apart: then all are equal.
    return Ranking("TOPSIS", problem.alternatives, np.where(both > 0, to_worst / np.where(both > 0, both, 1.0), 0.5))
