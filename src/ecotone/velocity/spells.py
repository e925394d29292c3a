"""Spells: how long something lasted, or has lasted so far, and how it ended.

A spell starts at one marker and ends at another, or is cut off by the day of reading (censored). It may come under
observation late (left truncation: `late`), as where a record begins after the stage did. Outcomes are whole numbers: 0 is
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
from ecotone.velocity.tally import tally

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
    late : ndarray of float, shape (n,), or None
        How old the spell was when it came under observation, less than its duration; None where all were seen from their start.
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
    late: NDArray[np.float64] | None = None
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
        late = None if entry is None else np.ascontiguousarray(entry, dtype=np.float64)
        _check(lasted, ended, late, len(outcomes))
        return cls(lasted, ended, late, outcomes, markers or Markers("start", "end"))

    def __len__(self) -> int:
        return len(self.durations)

    @property
    def entry(self) -> NDArray[np.float64]:
        """Return how old each spell was when it came under observation."""
        return np.zeros(len(self)) if self.late is None else self.late

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
        late = None if self.late is None else self.late[which]
        return Spells(self.durations[which], self.outcome[which], late, self.outcomes, self.markers)


def _check(durations: NDArray[np.float64], outcome: NDArray[np.int64], late: NDArray[np.float64] | None, outcomes: int) -> None:
    """Refuse spells that are none."""
    shapes = [part.shape for part in (durations, outcome, late) if part is not None]
    if durations.ndim != 1 or len(set(shapes)) != 1:
        raise SpellError("Durations, outcomes and entries differ in length", got=", ".join(map(str, shapes)))
    if _sound(durations, outcome, late, outcomes):
        return
    entry = np.zeros(len(durations)) if late is None else late
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


def _sound(durations: NDArray[np.float64], outcome: NDArray[np.int64], late: NDArray[np.float64] | None, outcomes: int) -> bool:
    """Say whether nothing is wrong, from the extremes alone: not a number makes each comparison false."""
    if not len(durations):
        return True
    bounded = 0 <= durations.min() <= durations.max() < np.inf and 0 <= outcome.min() <= outcome.max() <= outcomes
    return bool(bounded and (late is None or not late.any()))


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
    found = tally(spells.durations, spells.outcome, len(spells.outcomes), at_ends=times is None)
    if times is None:
        times, at_risk, ends = found.durations, found.lasting, found.ends
    else:
        rows = np.searchsorted(found.durations, times)
        inside = rows < len(found.durations)
        ends = np.zeros((len(spells.outcomes), len(times)), dtype=np.int64)
        same = np.flatnonzero(inside)[found.durations[rows[inside]] == times[inside]]
        ends[:, same] = found.ends[:, rows[same]]
        at_risk = np.append(found.lasting, 0)[rows]  # beyond the last, none
    if spells.late is not None:
        late = np.sort(spells.late[spells.late > 0])
        at_risk -= len(late) - np.searchsorted(late, times, side="left")
    return RiskTable(times, at_risk, ends, found.longest)
