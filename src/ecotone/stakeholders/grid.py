"""The power/interest grid: four quadrants under the names of three schools, and how firmly an actor stands in one.

High is above the middle of the scale (more than 3 of 5). An actor stands firmly where no rating, moved by one point, would put it into
another quadrant, and no end of the raters' interval does; otherwise its place is unstable, and what would move it is named.

References
----------
Mendelow (1981), Environmental scanning: the impact of the stakeholder concept. ICIS 1981 Proceedings, 20.
NHS Institute for Innovation and Improvement, Stakeholder analysis. NHS Education for Scotland, Stakeholder analysis (Turas 27433).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from ecotone.errors import InputError
from ecotone.stakeholders.scales import SCALES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ecotone.estimate import Estimate

Quadrant = Literal["HH", "HL", "LH", "LL"]
"""Power, then interest: high or low."""

CUT: Final = 3.0
POINT: Final = 1.0

QUADRANT_NAMES: Final[dict[str, dict[Quadrant, str]]] = {
    "mendelow": {"HH": "Key player", "HL": "Keep satisfied", "LH": "Keep informed", "LL": "Minimal effort"},
    "nhs": {"HH": "Manage", "HL": "Satisfy", "LH": "Inform", "LL": "Monitor"},
    "nes": {"HH": "Involve", "HL": "Engage", "LH": "Keep engaged", "LL": "Keep informed"},
}
"""What each school calls its quadrants."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an actor stands in a classification, and what would move it.

    Parameters
    ----------
    of : str
        The class.
    moved_by : tuple of str
        Scales on which one point, or an end of the raters' interval, would make it another; empty where it stands firmly.
    """

    of: str
    moved_by: tuple[str, ...]

    @property
    def unstable(self) -> bool:
        """Tell whether one point would move it."""
        return bool(self.moved_by)


def high(value: float) -> bool:
    """Tell whether a value lies above the middle of a scale from 1 to 5."""
    return value > CUT


def quadrant(power: float, interest: float) -> Quadrant:
    """Return the quadrant of two values.

    Examples
    --------
    >>> quadrant(5, 2), quadrant(3, 4)
    ('HL', 'LH')
    """
    if high(power):
        return "HH" if high(interest) else "HL"
    return "LH" if high(interest) else "LL"


def name_of(found: str, names: str = "mendelow") -> str:
    """Return what a school calls a quadrant.

    Raises
    ------
    InputError
        If there is no such school.
    """
    if names not in QUADRANT_NAMES:
        raise InputError("No such names of the quadrants", got=names, expected=", ".join(QUADRANT_NAMES))
    return {str(key): value for key, value in QUADRANT_NAMES[names].items()}[found]


def moved_by(estimates: Mapping[str, Estimate], classify: Callable[[dict[str, float]], str]) -> Place:
    """Classify, and find which values would change the class: moved by one point, or to an end of their interval.

    Parameters
    ----------
    estimates : mapping of str to Estimate
        A value for each scale that the classification uses.
    classify : callable
        Takes the values by scale and returns the class.
    """
    values = {scale: each.value for scale, each in estimates.items() if each.value is not None}
    here = classify(values)
    movers = []
    for scale, each in estimates.items():
        assert each.value is not None
        limits = SCALES[scale]
        ends = [each.value - POINT, each.value + POINT, *(end for end in (each.low, each.high) if end is not None)]
        tried = {min(max(end, limits.low), limits.high) for end in ends}
        if any(classify({**values, scale: end}) != here for end in tried):
            movers.append(scale)
    return Place(here, tuple(movers))


def place(power: Estimate, interest: Estimate) -> Place:
    """Place an actor in the grid.

    Parameters
    ----------
    power, interest : Estimate
        On scales from 1 to 5.

    Examples
    --------
    >>> from ecotone.stakeholders.ratings import together
    >>> place(together([5]), together([2]))
    Place(of='HL', moved_by=())
    >>> place(together([5]), together([3])).moved_by
    ('interest',)
    """
    return moved_by({"power": power, "interest": interest}, lambda values: quadrant(values["power"], values["interest"]))
