"""Spells: how long something lasted, or has lasted so far, and how it ended.

A spell starts at one marker and ends at another, or is cut off by the day of reading (censored). It may come under
observation late (left truncation: `entry`), as where a record begins after the stage did. Outcomes are whole numbers: 0 is
"not ended yet", 1, 2, ... are the ways in which it can end, named by `outcomes`. Durations are compared as they
are, without rounding or jitter: spells of equal length are tied, and ends come before censorings of the same length.

References
----------
Kalbfleisch & Prentice (2002), The statistical analysis of failure time data, 2nd ed., ch. 1 and 2.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ecotone.errors import SpellError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, eq=False)
class Markers:
    """What a duration runs from and to: without both it means nothing.

    Parameters
    ----------
    start, end : str
        The events that start and end the clock.
    owner : str
        Whose clock it is: team, partner, regulator, ethics, contracts.
    censoring : str
        What is done with what has not ended.

    Raises
    ------
    SpellError
        If either marker is missing.
    """

    start: str
    end: str
    owner: str = "not split"
    censoring: str = "spells that still run count as longer than they have lasted so far"

    def __post_init__(self) -> None:
        if not self.start.strip() or not self.end.strip():
            raise SpellError("A duration needs its start marker and its end marker", got=f"{self.start!r} to {self.end!r}")

    def __str__(self) -> str:
        return f"from {self.start} to {self.end}; clock of: {self.owner}; {self.censoring}"


@dataclass(frozen=True, eq=False)
class Spells:
    """Durations that may still run.

    Parameters
    ----------
    durations : ndarray of float, shape (n,)
        In days (or any one unit), finite, 0 or more.
    outcome : ndarray of int, shape (n,)
        0 while it runs, else how it ended.
    entry : ndarray of float, shape (n,), optional
        How old the spell was when it came under observation; less than its duration.
    outcomes : tuple of str
        Names of outcomes 1, 2, ...
    markers : Markers
        What the clock runs from and to.

    Raises
    ------
    SpellError
        If lengths differ, a duration is negative or no number, an outcome is out of range, or an entry is not before
        the end.

    Examples
    --------
    >>> spells = Spells.of([3, 5, 5, 8], [1, 1, 0, 0], markers=Markers("application", "approval"))
    >>> len(spells), spells.running
    (4, 2)
    """

    durations: NDArray[np.float64]
    outcome: NDArray[np.int64]
    entry: NDArray[np.float64]
    outcomes: tuple[str, ...] = ("ended",)
    markers: Markers = field(default_factory=lambda: Markers("start", "end"))

    @classmethod
    def of(
        cls,
        durations: ArrayLike,
        outcome: ArrayLike,
        *,
        entry: ArrayLike | None = None,
        outcomes: tuple[str, ...] = ("ended",),
        markers: Markers | None = None,
    ) -> Spells:
        """Make spells of anything like arrays, and check them."""
        lasted = np.ascontiguousarray(durations, dtype=np.float64)
        ended = np.ascontiguousarray(outcome).astype(np.int64, copy=False)
        late = np.zeros(len(lasted)) if entry is None else np.ascontiguousarray(entry, dtype=np.float64)
        _check(lasted, ended, late, len(outcomes))
        return cls(lasted, ended, late, outcomes, markers or Markers("start", "end"))

    def __len__(self) -> int:
        return len(self.durations)

    @property
    def running(self) -> int:
        """Count the spells that have not ended."""
        return int((self.outcome == 0).sum())

    @cached_property
    def table(self) -> RiskTable:
        """Count, at each time at which a spell ends, those at risk and those that end, by outcome."""
        return risk_table(self)

    def select(self, which: NDArray[np.bool_]) -> Spells:
        """Return some of the spells."""
        return Spells(self.durations[which], self.outcome[which], self.entry[which], self.outcomes, self.markers)


def _check(durations: NDArray[np.float64], outcome: NDArray[np.int64], entry: NDArray[np.float64], outcomes: int) -> None:
    """Refuse spells that are none."""
    if durations.ndim != 1 or not len(durations) == len(outcome) == len(entry):
        raise SpellError("Durations, outcomes and entries differ in length", got=f"{durations.shape}, {outcome.shape}, {entry.shape}")
    if _sound(durations, outcome, entry, outcomes):
        return
    for what, wrong in (
        ("A duration is no finite number", ~np.isfinite(durations)),
        ("A duration is negative: the end lies before the start", durations < 0),
        ("An outcome has no name", (outcome < 0) | (outcome > outcomes)),
        ("An entry is no finite number", ~np.isfinite(entry)),
        ("A spell ends before it comes under observation", (entry > 0) & (entry >= durations)),
    ):
        if wrong.any():
            row = int(np.flatnonzero(wrong)[0])
            got = f"duration {durations[row]}, outcome {outcome[row]}, entry {entry[row]}"
            raise SpellError(what, where=f"spell {row + 1} of {len(durations):,}", got=got, remedy="Leave the spell out, and say so")


def _sound(durations: NDArray[np.float64], outcome: NDArray[np.int64], entry: NDArray[np.float64], outcomes: int) -> bool:
    """Say whether nothing is wrong, from the extremes alone: not a number makes each comparison false."""
    if not len(durations):
        return True
    bounded = 0 <= durations.min() <= durations.max() < np.inf and 0 <= outcome.min() <= outcome.max() <= outcomes
    return bool(bounded and entry.min() == entry.max() == 0)


@dataclass(frozen=True, eq=False)
class RiskTable:
    """Counts at each distinct time at which a spell ends.

    Parameters
    ----------
    times : ndarray of float, shape (m,)
        Increasing.
    at_risk : ndarray of int, shape (m,)
        Spells under observation just before the time.
    ends : ndarray of int, shape (k, m)
        Spells that end then, by outcome.
    last : float
        The longest duration, ended or not: beyond it nothing is known.
    """

    times: NDArray[np.float64]
    at_risk: NDArray[np.int64]
    ends: NDArray[np.int64]
    last: float

    @property
    def all_ends(self) -> NDArray[np.int64]:
        """Return the number of ends of any kind at each time."""
        total: NDArray[np.int64] = self.ends.sum(axis=0)
        return total


def risk_table(spells: Spells, times: NDArray[np.float64] | None = None) -> RiskTable:
    """Count those at risk and those that end.

    Parameters
    ----------
    spells : Spells
        The spells.
    times : ndarray, optional
        Other times than those at which these spells end, increasing: for comparing groups.

    Notes
    -----
    A spell is at risk at `t` if `entry < t <= duration` (one that lasts 0 is at risk at 0). Counts are whole numbers,
    so the order of rows changes nothing.
    """
    if times is None and (counted := _counted(spells)) is not None:
        return counted
    kinds = len(spells.outcomes)
    parts = [np.sort(spells.durations[spells.outcome == kind]) for kind in range(kinds + 1)]  # sorted once, counted by bisection
    if times is None:
        times = np.unique(np.concatenate([part[np.flatnonzero(np.diff(part, prepend=-1.0))] for part in parts[1:]]))
    at_risk = sum(len(part) - np.searchsorted(part, times, side="left") for part in parts)
    late = np.sort(spells.entry[spells.entry > 0])
    if len(late):
        at_risk = at_risk - (len(late) - np.searchsorted(late, times, side="left"))
    ends = np.array([np.searchsorted(part, times, side="right") - np.searchsorted(part, times, side="left") for part in parts[1:]])
    last = max((float(part[-1]) for part in parts if len(part)), default=0.0)
    return RiskTable(times, np.asarray(at_risk, dtype=np.int64), ends.astype(np.int64), last)


def _counted(spells: Spells) -> RiskTable | None:
    """Count without sorting, as whole days allow; None where a duration is no whole number, or far longer than there are spells."""
    longest = float(spells.durations.max(initial=0.0))
    if not len(spells) or longest > max(4 * len(spells), 1_000) or spells.entry.any():
        return None
    width, kinds = int(longest) + 1, len(spells.outcomes)
    counts = np.zeros((kinds + 1) * width, dtype=np.int64)
    step = max(65_536, width)  # pieces that stay in the cache
    for start in range(0, len(spells), step):
        lasted = spells.durations[start : start + step]
        days = lasted.astype(np.int64)
        if not (days == lasted).all():
            return None
        days += spells.outcome[start : start + step] * width
        counts += np.bincount(days, minlength=len(counts))
    by_day = counts.reshape(kinds + 1, width)
    at_risk = np.cumsum(by_day.sum(axis=0)[::-1])[::-1]
    ends = by_day[1:]
    some = np.flatnonzero(ends.any(axis=0))
    return RiskTable(some.astype(np.float64), at_risk[some], np.ascontiguousarray(ends[:, some]), longest)
