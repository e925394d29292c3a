"""Aalen–Johansen: what became of spells that can end in several ways (advance, stop, withdraw), and how likely each is by when.

One minus Kaplan–Meier on one outcome, with the others taken as censored, overstates it: it pretends that what was stopped
could still advance. Cumulative incidences add up with the share that still runs to one.

References
----------
Aalen & Johansen (1978), An empirical transition matrix for non-homogeneous Markov chains. Scand. J. Statist. 5.
Marubini & Valsecchi (1995), Analysing survival data, sec. 10.2 (the variance).
Andersen (2013), Decomposition of number of life years lost according to causes of death. Statist. Med. 32.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecotone.errors import SpellError
from ecotone.estimate import Estimate
from ecotone.velocity.survival import normal_quantile, step_areas

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.velocity.spells import Spells


@dataclass(frozen=True, eq=False)
class Incidence:
    """Cumulative incidence of each outcome.

    Parameters
    ----------
    times : ndarray of float, shape (m,)
        Of the steps, increasing.
    incidence : ndarray of float, shape (k, m)
        Share that has ended in each way by each time.
    variance : ndarray of float, shape (k, m)
        Of the incidence.
    running : ndarray of float, shape (m,)
        Share that still runs.
    outcomes : tuple of str
        Names of the ways to end.
    last : float
        The longest duration.
    """

    times: NDArray[np.float64]
    incidence: NDArray[np.float64]
    variance: NDArray[np.float64]
    running: NDArray[np.float64]
    outcomes: tuple[str, ...]
    last: float

    def _row(self, outcome: str) -> int:
        if outcome not in self.outcomes:
            raise SpellError("No spell can end this way", got=outcome, expected=", ".join(self.outcomes))
        return self.outcomes.index(outcome)

    def at(self, time: float, outcome: str, *, level: float = 0.95) -> Estimate:
        """Return the share that has ended in a way by a time.

        Parameters
        ----------
        time : float
            At most the longest duration.
        outcome : str
            By its name.
        level : float
            Coverage of the log-log interval.
        """
        row = self._row(outcome)
        if time > self.last:
            return Estimate.none(f"no spell was observed so long; the longest is {self.last:g}")
        place = int(np.searchsorted(self.times, time, side="right")) - 1
        share = float(self.incidence[row, place]) if place >= 0 else 0.0
        if share in {0.0, 1.0}:
            return Estimate.exact(share, "none or all ended so by then")
        bend = normal_quantile(level) * float(np.sqrt(self.variance[row, place])) / (share * np.log(share))
        low, high = share ** np.exp(-bend), share ** np.exp(bend)
        return Estimate(share, float(min(low, high)), float(max(low, high)), level=level, method="Aalen–Johansen, log-log")

    def restricted_mean(self, until: float) -> dict[str, float]:
        """Return the mean time spent up to a time in each state: still running (`running`), and ended in each way.

        The parts add up to `until`.
        """
        if until <= 0 or until > self.last:
            raise SpellError(
                "The mean can be restricted only to a time that was observed", got=f"{until:g}", expected=f"above 0, at most {self.last:g}"
            )
        means = {"running": float(step_areas(self.times, self.running, until)[0].sum())}
        for row, outcome in enumerate(self.outcomes):
            means[outcome] = float(step_areas(self.times, self.incidence[row], until, 0.0)[0].sum())
        return means


def aalen_johansen(spells: Spells) -> Incidence:
    """Estimate the cumulative incidence of each outcome.

    Parameters
    ----------
    spells : Spells
        With their outcomes.

    Raises
    ------
    SpellError
        If there is no spell.

    Notes
    -----
    F_k(t) is the sum over t_i <= t of S(t_i-) d_ki / n_i.

    Examples
    --------
    >>> from ecotone.velocity.spells import Spells
    >>> found = aalen_johansen(Spells.of([1, 2, 3, 4], [1, 2, 1, 0], outcomes=("advance", "stop")))
    >>> found.incidence[:, -1].tolist(), float(found.running[-1])
    ([0.5, 0.25], 0.25)
    """
    if not len(spells):
        raise SpellError("There is no spell to estimate from", remedy="Widen the filter")
    table = spells.table
    n, d_k = table.at_risk.astype(np.float64), table.ends.astype(np.float64)
    d = d_k.sum(axis=0)
    after = np.cumprod((n - d) / n)
    before = np.concatenate(([1.0], after[:-1]))[: len(n)]
    incidence = np.cumsum(before * d_k / n, axis=1)
    return Incidence(table.times, incidence, _variance(incidence, before, n, d, d_k), after, spells.outcomes, table.last)


def _variance(
    incidence: NDArray[np.float64], before: NDArray[np.float64], n: NDArray[np.float64], d: NDArray[np.float64], d_k: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the delta-method variance, its sums over earlier steps written as cumulative ones."""
    with np.errstate(divide="ignore", invalid="ignore"):
        a = np.where(n > d, d / (n * (n - d)), 0.0)  # after a step that ends all, the incidence stays as it is
    b = before**2 * (n - d_k) * d_k / n**3
    c = before * d_k / n**2
    f = incidence
    first = f**2 * np.cumsum(a) - 2 * f * np.cumsum(f * a, axis=1) + np.cumsum(f**2 * a, axis=1)
    third = f * np.cumsum(c, axis=1) - np.cumsum(f * c, axis=1)
    variance: NDArray[np.float64] = np.maximum(first + np.cumsum(b, axis=1) - 2 * third, 0.0)
    return variance
