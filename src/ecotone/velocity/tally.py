"""How many spells lasted how long, and how they ended: all that survival curves are made from.

Few spells are sorted as NumPy sorts. Many are counted in one pass, without sorting, where their durations lie on a step: a
day, a tenth, an hour, a hundredth of a day. Each spell is looked at whether it does, to the last bit, so nothing is
rounded; where one does not, the next step is tried, and in the end all are sorted by their digits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ecotone.kernel import kernel
from ecotone.velocity.ordering import in_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.velocity.ordering import Ordered

PER_DAY: Final = (1, 10, 24, 100)
"""Steps a day on which durations may lie."""
MANY: Final = 100_000
"""Spells below which sorting costs nothing, and compiling a kernel would."""


class Tally(NamedTuple):
    """Counts of spells.

    Parameters
    ----------
    durations : ndarray of float, shape (m,)
        Increasing; among them may be some that no spell has.
    lasting : ndarray of int, shape (m,)
        Spells that lasted so long or longer.
    ends : ndarray of int, shape (k, m)
        Spells that ended then, by outcome.
    longest : float
        The longest duration of all; 0 without a spell.
    """

    durations: NDArray[np.float64]
    lasting: NDArray[np.int64]
    ends: NDArray[np.int64]
    longest: float


def tally(durations: NDArray[np.float64], outcome: NDArray[np.int64], kinds: int, *, at_ends: bool = False) -> Tally:
    """Count spells by duration and outcome.

    Parameters
    ----------
    durations : ndarray of float, shape (n,)
        Finite, 0 or more.
    outcome : ndarray of int, shape (n,)
        From 0, which still runs, to `kinds`.
    kinds : int
        Ways in which a spell can end.
    at_ends : bool
        Leave out durations at which no spell ends.

    Notes
    -----
    Counts are whole numbers, so the order of rows changes nothing.

    Examples
    --------
    >>> found = tally(np.array([3.5, 2.0, 3.5]), np.array([0, 1, 1]), 1)
    >>> found.durations.tolist(), found.lasting.tolist(), found.ends.tolist()
    ([2.0, 3.5], [3, 2], [[1, 1]])
    """
    longest = float(durations.max(initial=0.0))
    if len(durations) >= MANY:
        for step in PER_DAY:
            if longest * step >= len(durations):  # most buckets would stay empty
                break
            counts = np.zeros((kinds + 1, int(longest * step + 0.5) + 1), dtype=np.int64)
            if counted(durations, outcome, float(step), counts):
                return _of_counts(np.arange(counts.shape[1]) / step, counts, longest, at_ends=at_ends)
        if order := in_order(durations, outcome, kinds):
            return _of_order(order, kinds, longest, at_ends=at_ends)
    values, place = np.unique(durations, return_inverse=True)
    by_both = np.bincount(outcome * len(values) + place, minlength=(kinds + 1) * len(values))
    return _of_counts(values, by_both.reshape(kinds + 1, len(values)), longest, at_ends=at_ends)


def _of_counts(durations: NDArray[np.float64], counts: NDArray[np.int64], longest: float, *, at_ends: bool) -> Tally:
    """Add up counts by outcome, of which the first still runs."""
    lasting = np.cumsum(counts.sum(axis=0)[::-1])[::-1]
    rows = np.flatnonzero(counts[1:].any(axis=0)) if at_ends else slice(None)
    return Tally(durations[rows], lasting[rows], counts[1:, rows], longest)


def _of_order(order: Ordered, kinds: int, longest: float, *, at_ends: bool) -> Tally:
    """Count spells in order."""
    number = len(order.keys)
    durations, lasting = np.empty(number), np.empty(number, dtype=np.int64)
    counts = np.zeros((kinds + 1, number), dtype=np.int64)
    rows = grouped(order.keys, order.low, order.base, at_ends, durations.view(np.uint64), lasting, counts)
    return Tally(durations[:rows], lasting[:rows], counts[1:, :rows], longest)


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


@kernel
def grouped(
    keys: NDArray[np.uint64],
    low: np.uint64,
    base: np.uint64,
    at_ends: bool,  # noqa: FBT001  a kernel takes its arguments by place
    durations: NDArray[np.uint64],
    lasting: NDArray[np.int64],
    counts: NDArray[np.int64],
) -> int:
    """Count those of equal duration among spells in order, and return the number of rows filled.

    Parameters
    ----------
    keys, low, base
        As in `Ordered`.
    at_ends : bool
        Leave out durations at which no spell ends.
    durations, lasting : ndarray, shape (n,)
        Filled with the bits of each duration, and with the number of spells that lasted so long.
    counts : ndarray of int, shape (k + 1, n)
        Zeros, filled with the number of spells by outcome; where durations are left out, the row of what still runs means nothing.
    """
    mask = (np.uint64(1) << low) - np.uint64(1)
    row, wanted = -1, True
    before = ~np.uint64(0)
    for i in range(len(keys)):
        above, outcome = keys[i] >> low, keys[i] & mask
        if above != before:
            row += int(wanted)
            wanted = not at_ends
            durations[row] = above + base if above else above
            lasting[row] = len(keys) - i
            before = above
        counts[outcome, row] += 1
        wanted |= outcome > 0
    return row + int(wanted)
