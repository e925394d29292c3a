"""Fail-fast: where initiatives stop, how soon, how many late, and what had been spent by then.

Stopping is no failure where it comes early; stopping none is no success where little has been tried. The share that stops is
a cumulative incidence, since what still runs may yet stop. A stop is late from the stage on that commits the large money,
which the stage model names. What had been spent by then comes from `costs`.

References
----------
Aalen & Johansen (1978), Scand. J. Statist. 5. Hanley & Lippman-Hand (1983), If nothing goes wrong, is everything all right? JAMA 249.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ecotone.estimate import Estimate, wilson
from ecotone.velocity.competing import aalen_johansen

if TYPE_CHECKING:
    from ecotone.velocity.read import StageSpells
    from ecotone.velocity.spells import Spells

NONE_STOPPED: Final = "nothing of the kind ended so"


@dataclass(frozen=True, slots=True)
class Stops:
    """How a stage's items end other than by advancing.

    Parameters
    ----------
    entered, ended, stopped : int
        Items.
    share : Estimate
        Of those that enter, that ends so within the time observed.
    half_by : float or None
        Days by which half of these had ended so; None where none did.
    """

    entered: int
    ended: int
    stopped: int
    share: Estimate
    half_by: float | None


def stops(spells: Spells) -> Stops:
    """Return how a stage's spells end other than by the first of their outcomes.

    Parameters
    ----------
    spells : Spells
        The first outcome is advancing.

    Examples
    --------
    >>> from ecotone.velocity.spells import Spells
    >>> found = stops(Spells.of([1, 2, 3, 4, 9, 9], [2, 1, 2, 1, 0, 0], outcomes=("advanced", "stopped")))
    >>> found.stopped, round(found.share.value, 3), found.half_by
    (2, 0.333, 1.0)
    """
    stopped = int((spells.outcome > 1).sum())
    ended = len(spells) - spells.running
    if not len(spells):
        return Stops(0, 0, 0, Estimate.none("nothing entered this stage"), None)
    if not stopped:
        _, high = wilson(0.0, max(ended, 1))
        share = (
            Estimate(0.0, 0.0, high, level=0.95, method=f"Wilson, none of {ended:,} that ended")
            if ended
            else Estimate.none("none has ended")
        )
        return Stops(len(spells), ended, 0, share, None)
    both = type(spells)(spells.durations, spells.outcome.clip(0, 2), spells.late, (spells.outcomes[0], "stopped"), spells.markers)
    incidence = aalen_johansen(both)
    reached = incidence.incidence[1]
    half = float(incidence.times[int((reached >= reached[-1] / 2 - 1e-12).argmax())])
    return Stops(len(spells), ended, stopped, incidence.at(incidence.last, "stopped"), half)


def late_share(stages: tuple[StageSpells, ...], late: tuple[str, ...]) -> Estimate:
    """Return the share of all stops that came in a late stage.

    Parameters
    ----------
    stages : tuple of StageSpells
        Of a record.
    late : tuple of str
        Names of the late stages.
    """
    if not late:
        return Estimate.none("the stage model names no stage from which a stop is late")
    counts = {each.stage.name: int((each.spells.outcome > 1).sum()) for each in stages}
    total = sum(counts.values())
    if not total:
        return Estimate.none(NONE_STOPPED)
    share = sum(counts[name] for name in late) / total
    low, high = wilson(share, total)
    return Estimate(share, low, high, level=0.95, method=f"Wilson, {total:,} stops")
