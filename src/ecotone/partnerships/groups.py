"""Weights of a group of judges, with every judge's own consistency beside the group's.

Judgements are put together before weighing (AIJ: the geometric mean of each comparison) or after (AIP: the mean of the judges'
weights). Averaging hides contradictions: four of six judges may fail the consistency test that their group passes.
So the group's answer carries each judge's ratio, and how far the judges agree on the weights (S*, from Shannon's entropies).

References
----------
Forman & Peniwati (1998), Aggregating individual judgments and priorities with the analytic hierarchy process. EJOR 108.
Goepel (2013), Implementing the AHP as a standard method for multi-criteria decision making in corporate enterprises. ISAHP.
Goepel (2018), Implementation of an online software tool for the AHP. IJAHP 10(3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ecotone.errors import DecisionError
from ecotone.partnerships.ahp import Priorities, RandomIndex, Weighting, priorities
from ecotone.partnerships.judgements import Judgements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

Aggregation = Literal["AIJ", "AIP geometric", "AIP arithmetic"]
"""Judgements together before weighing, or the judges' weights after it, by geometric or arithmetic mean."""

BANDS = ((0.50, "very low"), (0.65, "low"), (0.75, "moderate"), (0.85, "high"), (np.inf, "very high"))
"""Goepel's words for a consensus of up to 50 %, below 65 %, 75 % and 85 %, and from there on."""


@dataclass(frozen=True, eq=False)
class GroupPriorities:
    """What a group of judges weighs, and what each of its judges does.

    Parameters
    ----------
    items : tuple of str
        What was compared.
    weights : ndarray of float, shape (n,)
        The group's weights; sum to 1.
    aggregation : Aggregation
        How the judges were put together.
    group : Priorities
        Of the group's matrix (AIJ), which is where the group's consistency ratio is from.
    judges : tuple of (str, Priorities)
        Each judge's own.
    consensus : float or None
        S*, from 0 to 1; None for a single judge.
    """

    items: tuple[str, ...]
    weights: NDArray[np.float64]
    aggregation: Aggregation
    group: Priorities
    judges: tuple[tuple[str, Priorities], ...]
    consensus: float | None

    @property
    def inconsistent(self) -> tuple[str, ...]:
        """Name the judges whose consistency ratio is above 0.10."""
        return tuple(name for name, own in self.judges if not own.acceptable)

    def consistency(self) -> str:
        """Say the group's consistency ratio and every judge's in one line."""
        ratios = ", ".join(f"{name} {own.consistency_ratio:.3f}" for name, own in self.judges)
        failing = f"; {len(self.inconsistent)} of {len(self.judges)} judges are above 0.10" if self.inconsistent else ""
        group, whose = f"{self.group.consistency_ratio:.3f}", self.group.random_index
        return f"Consistency ratio of the group {group}, of the judges {ratios}{failing} ({whose})."


def group_priorities(
    judges: Sequence[Judgements],
    *,
    aggregation: Aggregation = "AIJ",
    method: Weighting = "geometric",
    table: RandomIndex | None = None,
    influence: ArrayLike | None = None,
) -> GroupPriorities:
    """Derive a group's weights.

    Parameters
    ----------
    judges : sequence of Judgements
        Over the same items, in any order; each may be incomplete.
    aggregation : Aggregation
        How to put the judges together.
    method, table
        As for `ahp.priorities`.
    influence : array of shape (k,), optional
        How much each judge counts; equal by default.

    Examples
    --------
    >>> one = Judgements.from_upper(["reach", "trust", "cost"], [4, 8, 2], judge="Ada")
    >>> two = Judgements.from_upper(["reach", "trust", "cost"], [1, 2, 2], judge="Bo")
    >>> found = group_priorities([one, two])
    >>> found.weights.round(3).tolist(), found.inconsistent
    ([0.571, 0.286, 0.143], ())
    """
    if not judges:
        raise DecisionError("There are no judges", expected="one or more")
    items = judges[0].items
    tables = np.array([_ordered(one, items) for one in judges])
    counts = np.ones(len(judges)) if influence is None else np.asarray(influence, dtype=np.float64)
    if counts.shape != (len(judges),) or not np.isfinite(counts).all() or np.any(counts < 0) or counts.sum() == 0:
        raise DecisionError(
            "The judges' influence is no list of weights", got=str(counts.tolist()), expected=f"{len(judges)} numbers from 0 up, not all 0"
        )
    made = ~np.isnan(tables)
    share = counts[:, None, None] * made
    total = share.sum(axis=0)
    logs = (share * np.log(np.where(made, tables, 1.0))).sum(axis=0)
    mean = np.where(total > 0, np.exp(logs / np.where(total > 0, total, 1.0)), np.nan)
    group = priorities(Judgements(items, mean, "the group"), method=method, table=table)
    names = [one.judge or f"judge {number}" for number, one in enumerate(judges, 1)]
    own = [priorities(Judgements(items, one, name), method=method, table=table) for one, name in zip(tables, names, strict=True)]
    each = np.array([one.weights for one in own])
    counts = counts / counts.sum()
    if aggregation == "AIJ":
        weights = group.weights
    elif aggregation == "AIP geometric":
        weights = np.exp(counts @ np.log(each))
    elif aggregation == "AIP arithmetic":
        weights = counts @ each
    else:
        raise DecisionError("There is no such aggregation", got=str(aggregation), expected="AIJ, AIP geometric or AIP arithmetic")
    agreed = consensus(each) if len(judges) > 1 else None
    return GroupPriorities(items, weights / weights.sum(), aggregation, group, tuple(zip(names, own, strict=True)), agreed)


def consensus(weights: ArrayLike, *, largest: float = 9.0) -> float:
    """Return Goepel's S*: 1 where all judges weigh alike, 0 where each puts all on another item as far as the scale lets him.

    Parameters
    ----------
    weights : array of shape (k, n)
        Each judge's weights.
    largest : float
        The largest ratio that the scale of judgements offers.

    Examples
    --------
    >>> consensus([[0.5, 0.3, 0.2], [0.5, 0.3, 0.2]])
    1.0
    """
    table = np.asarray(weights, dtype=np.float64)
    if table.ndim != 2 or len(table) < 2 or table.shape[1] < 2 or np.any(table < 0) or not np.allclose(table.sum(axis=1), 1):
        raise DecisionError("A consensus needs the weights of two judges or more over two items or more", expected="rows that sum to 1")
    k, n = table.shape
    alpha, gamma = float(np.mean([_entropy(row) for row in table])), _entropy(table.mean(axis=0))
    extreme = np.full((min(k, n), n), 1.0)
    np.fill_diagonal(extreme, largest)
    extreme /= n + largest - 1
    least = np.exp(_entropy(extreme[0]) - _entropy(extreme.mean(axis=0)))
    return float((np.exp(alpha - gamma) - least) / (1 - least))


def band(value: float) -> str:
    """Say in a word how high a consensus is.

    Examples
    --------
    >>> band(0.5), band(0.78), band(0.85)
    ('very low', 'high', 'very high')
    """
    return "very low" if value <= BANDS[0][0] else next(word for end, word in BANDS[1:] if value < end)


def _entropy(shares: NDArray[np.float64]) -> float:
    kept = shares[shares > 0]
    return float(-(kept * np.log(kept)).sum())


def _ordered(judgements: Judgements, items: tuple[str, ...]) -> NDArray[np.float64]:
    """Return the matrix with its items in the order of the first judge's."""
    if set(judgements.items) != set(items):
        raise DecisionError(
            "The judges did not compare the same items",
            where=judgements.judge or None,
            got=", ".join(judgements.items),
            expected=", ".join(items),
        )
    place = [judgements.items.index(name) for name in items]
    return judgements.matrix[np.ix_(place, place)]
