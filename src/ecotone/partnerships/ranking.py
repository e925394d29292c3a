"""From scores to ranks, with ties kept as ties, and one line on whether several methods agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecotone.errors import DecisionError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

TIED = 1e-12
"""Scores closer than this, relative to the largest, are one rank: what differs by rounding is no order."""


@dataclass(frozen=True, eq=False)
class Ranking:
    """Alternatives with their scores; the larger the better.

    Parameters
    ----------
    method : str
        What made the scores.
    alternatives : tuple of str
        Names.
    scores : ndarray of float, shape (m,)
        In the order of the alternatives.
    """

    method: str
    alternatives: tuple[str, ...]
    scores: NDArray[np.float64]

    @property
    def ranks(self) -> NDArray[np.float64]:
        """Ranks from 1 for the best; ties share the mean of theirs."""
        return ranks(self.scores)

    @property
    def order(self) -> tuple[str, ...]:
        """Names, best first; ties in the order given."""
        return tuple(self.alternatives[i] for i in np.argsort(self.ranks, kind="stable"))

    @property
    def best(self) -> tuple[str, ...]:
        """The best, or all that tie for it."""
        place = self.ranks
        return tuple(name for name, rank in zip(self.alternatives, place, strict=True) if rank == place.min())


def ranks(scores: ArrayLike) -> NDArray[np.float64]:
    """Rank scores from 1 for the largest; ties share the mean of their ranks.

    Examples
    --------
    >>> ranks([0.2, 0.9, 0.2, 0.5]).tolist()
    [3.5, 1.0, 3.5, 2.0]
    """
    given = np.asarray(scores, dtype=np.float64)
    order = np.argsort(-given, kind="stable")
    ordered = given[order]
    fresh = np.r_[True, ordered[:-1] - ordered[1:] > TIED * max(1.0, float(np.abs(given).max()))]
    group = np.cumsum(fresh) - 1
    size = np.bincount(group)
    mean = np.cumsum(size) - (size - 1) / 2
    found = np.empty(len(given))
    found[order] = mean[group]
    return found


def rank_correlation(first: ArrayLike, second: ArrayLike) -> float:
    """Return Spearman's correlation of two lists of scores, ties at their mean ranks; NaN where one is all ties.

    Examples
    --------
    >>> round(rank_correlation([1, 2, 3, 4], [1, 3, 2, 4]), 3)
    0.8
    """
    a, b = ranks(first), ranks(second)
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / size if size > 0 else float("nan")


def accord(rankings: Mapping[str, Ranking]) -> str:
    """Say in one line whether methods agree on the best and on the order.

    Examples
    --------
    >>> one = Ranking("TOPSIS", ("A", "B"), np.array([0.9, 0.1]))
    >>> accord({"TOPSIS": one, "additive": Ranking("additive", ("A", "B"), np.array([0.6, 0.4]))})
    'Both methods put A first; their orders are the same.'
    """
    if len(rankings) < 2:
        raise DecisionError("There is nothing to compare", got=f"{len(rankings)} ranking", expected="two rankings or more")
    found = list(rankings.values())
    if any(one.alternatives != found[0].alternatives for one in found):
        raise DecisionError("The rankings are of different alternatives")
    table = np.array([one.ranks for one in found])
    best = {name: ", ".join(one.best) for name, one in rankings.items()}
    if len(set(best.values())) == 1:
        opening = f"{'Both' if len(found) == 2 else f'All {len(found)}'} methods put {next(iter(best.values()))} first"
    else:
        opening = "The methods disagree on the best: " + "; ".join(f"{name} {first}" for name, first in best.items())
    if np.array_equal(table, np.broadcast_to(table[0], table.shape)):
        return f"{opening}; their orders are the same."
    flat = [name for name, places in zip(rankings, table, strict=True) if np.ptp(places) == 0]
    apart = f"; {' and '.join(flat)} tell{'s' if len(flat) == 1 else ''} no two apart" if flat else ""
    ordered = table[np.ptp(table, axis=1) > 0]
    if len(ordered) < 2:
        return f"{opening}{apart}."
    whose = "the orders of the others" if flat else "their orders"
    if np.array_equal(ordered, np.broadcast_to(ordered[0], ordered.shape)):
        return f"{opening}{apart}; {whose} are the same."
    least = min(rank_correlation(a, b) for i, a in enumerate(ordered) for b in ordered[i + 1 :])
    return f"{opening}{apart}; {whose} correlate at {least:.2f} or more (Spearman)."
