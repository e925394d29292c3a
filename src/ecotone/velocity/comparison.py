"""Log-rank test: do groups of spells take equally long? Stratified where a third thing should not decide.

References
----------
Mantel (1966), Evaluation of survival data and two new rank order statistics. Cancer Chemother. Rep. 50.
Peto & Peto (1972), Asymptotically efficient rank invariant test procedures. J. R. Statist. Soc. A 135.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecotone.errors import SpellError
from ecotone.velocity.spells import risk_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from ecotone.velocity.spells import Spells


@dataclass(frozen=True, eq=False)
class LogRank:
    """What a log-rank test found.

    Parameters
    ----------
    groups : tuple of str
        In the order of the arrays.
    number, observed : ndarray of int, shape (g,)
        Spells, and those that have ended.
    expected : ndarray of float, shape (g,)
        Ends to be expected if all groups took equally long.
    statistic : float
        Chi-square.
    degrees : int
        Of freedom.
    p : float
        Probability of such a statistic or a larger one.
    strata : int
        How many strata were added up.
    """

    groups: tuple[str, ...]
    number: NDArray[np.int64]
    observed: NDArray[np.int64]
    expected: NDArray[np.float64]
    statistic: float
    degrees: int
    p: float
    strata: int


def log_rank(spells: Spells, groups: Sequence[str] | ArrayLike, *, strata: Sequence[str] | ArrayLike | None = None) -> LogRank:
    """Test whether groups of spells take equally long; any outcome is an end.

    Parameters
    ----------
    spells : Spells
        The spells.
    groups : sequence of str, shape (n,)
        The group of each.
    strata : sequence of str, shape (n,), optional
        Only spells of the same stratum are compared with each other.

    Raises
    ------
    SpellError
        If there are fewer than two groups, or no spell has ended.

    Examples
    --------
    >>> from ecotone.velocity.spells import Spells
    >>> found = log_rank(Spells.of([1, 2, 3, 10, 12, 14], [1, 1, 1, 1, 1, 1]), list("aaabbb"))
    >>> round(found.statistic, 3), found.degrees
    (5.052, 1)
    """
    names, member = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    layer_names, layer = np.unique(
        np.zeros(len(spells), dtype=str) if strata is None else np.asarray(strata, dtype=str), return_inverse=True
    )
    if len(member) != len(spells) or len(layer) != len(spells):
        raise SpellError("Every spell needs its group and its stratum", got=f"{len(member)} and {len(layer)} for {len(spells)} spells")
    size = len(names)
    if size < 2:
        raise SpellError("There is nothing to compare", got=f"{size} group", expected="two groups or more")
    if spells.running == len(spells):
        raise SpellError("No spell has ended, so nothing can be compared", got=f"{len(spells):,} spells that still run")
    observed = np.zeros(size, dtype=np.int64)
    expected = np.zeros(size)
    spread = np.zeros((size, size))
    for stratum in range(len(layer_names)):
        inside = layer == stratum
        _add_stratum(spells.select(inside), member[inside], observed, expected, spread)
    distance = (observed - expected)[:-1]
    # A group that was never at risk together with another has no variance: the generalised inverse leaves it out.
    inner = spread[:-1, :-1]
    statistic = float(distance @ np.linalg.pinv(inner) @ distance)
    degrees = int(np.linalg.matrix_rank(inner))
    number = np.bincount(member, minlength=size).astype(np.int64)
    return LogRank(
        tuple(names.tolist()), number, observed, expected, statistic, degrees, _chi_square_tail(statistic, degrees), len(layer_names)
    )


def _add_stratum(
    spells: Spells, member: NDArray[np.int64], observed: NDArray[np.int64], expected: NDArray[np.float64], spread: NDArray[np.float64]
) -> None:
    """Add observed and expected ends and their covariance (hypergeometric at each time) of one stratum."""
    size = len(observed)
    times = np.unique(spells.durations[spells.outcome > 0])
    if not len(times):
        return
    tables = [risk_table(spells.select(member == group), times) for group in range(size)]
    n_g = np.array([table.at_risk for table in tables], dtype=np.float64)
    d_g = np.array([table.all_ends for table in tables])
    n, d = n_g.sum(axis=0), d_g.sum(axis=0).astype(np.float64)
    share = n_g / n
    observed += d_g.sum(axis=1)
    expected += (share * d).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(n > 1, d * (n - d) / (n - 1), 0.0)
    spread -= (share * factor) @ share.T
    spread[np.diag_indices(size)] += (share * factor).sum(axis=1)


def _chi_square_tail(statistic: float, degrees: int) -> float:
    from scipy.special import chdtrc

    return float(chdtrc(degrees, statistic)) if degrees else 1.0
