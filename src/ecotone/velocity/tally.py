"""How many spells lasted how long, and how they ended: all that survival curves are made from.

Few spells are sorted. Many are counted in one pass, without sorting, where their durations lie on a step: a day, a tenth, an hour, a
hundredth of a day. Each spell is looked at whether it does, to the last bit, so nothing is rounded; where one does not, the
next step is tried, and in the end all are sorted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ecotone.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

PER_DAY: Final = (1, 10, 24, 100)
"""Steps a day on which durations may lie."""
MANY: Final = 100_000
"""Spells below which sorting costs nothing, and compiling a kernel would."""


class Tally(NamedTuple):
    """Counts of spells.

    Parameters
    ----------
    durations : ndarray of float, shape (m,)
        Increasing, the longest last; among them may be some that no spell has.
    counts : ndarray of int, shape (k + 1, m)
        Spells that lasted so long, by outcome; 0 still runs.
    """

    durations: NDArray[np.float64]
    counts: NDArray[np.int64]


def tally(durations: NDArray[np.float64], outcome: NDArray[np.int64], kinds: int) -> Tally:
    """Count spells by duration and outcome.

    Parameters
    ----------
    durations : ndarray of float, shape (n,)
        Finite, 0 or more.
    outcome : ndarray of int, shape (n,)
        From 0 to `kinds`.
    kinds : int
        Ways in which a spell can end.

    Notes
    -----
    Counts are whole numbers, so the order of rows changes nothing.

    Examples
    --------
    >>> found = tally(np.array([3.5, 2.0, 3.5]), np.array([0, 1, 1]), 1)
    >>> found.durations.tolist(), found.counts.tolist()
    ([2.0, 3.5], [[0, 1], [1, 1]])
    """
    if len(durations) >= MANY:
        longest = float(durations.max())
        for step in PER_DAY:
            if longest * step >= len(durations):  # most buckets would stay empty
                break
            counts = np.zeros((kinds + 1, int(longest * step + 0.5) + 1), dtype=np.int64)
            if counted(durations, outcome, float(step), counts):
                return Tally(np.arange(counts.shape[1]) / step, counts)
    values, place = np.unique(durations, return_inverse=True)
    by_both = np.bincount(outcome * len(values) + place, minlength=(kinds + 1) * len(values))
    return Tally(values, by_both.reshape(kinds + 1, len(values)))


@kernel
def counted(durations: NDArray[np.float64], outcome: NDArray[np.int64], step: float, counts: NDArray[np.int64]) -> bool:
    """Count spells by the step on which they end, until one lies between two steps.

    Parameters
    ----------
    durations, outcome : ndarray, shape (n,)
        The spells.
    step : float
        Steps a unit of time.
    counts : ndarray of int, shape (k + 1, b)
        Filled with the number of spells by outcome.
    """
    for i in range(len(durations)):
        bucket = np.uint64(durations[i] * step + 0.5)  # no sign, so no look whether to count from the end
        if bucket / step != durations[i]:
            return False
        counts[np.uint64(outcome[i]), bucket] += 1
    return True
