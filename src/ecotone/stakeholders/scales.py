"""The scales on which stakeholders are judged, each level anchored by a sentence so that raters mean the same by a number.

Power, interest, legitimacy and urgency run from 1 to 5, position from -2 (against) to 2 (for), engagement from 1 to 5. A rating is
a claim of the record: its field is the scale's name, its value the number, its assessor the rater. A value outside its scale is
refused when it is written and set aside when it was imported, never moved to the nearest end.

References
----------
Mendelow (1981), Environmental scanning: the impact of the stakeholder concept. ICIS 1981 Proceedings, 20.
Mitchell, Agle & Wood (1997), Toward a theory of stakeholder identification and salience. Academy of Management Review 22.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ecotone.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale of ratings.

    Parameters
    ----------
    name : str
        Field of the claim that holds a rating.
    label : str
        As the reader sees it.
    question : str
        What the rater is asked.
    levels : mapping of int to str
        Each level with the sentence that anchors it.
    """

    name: str
    label: str
    question: str
    levels: Mapping[int, str]

    @property
    def low(self) -> int:
        """Return the lowest level."""
        return min(self.levels)

    @property
    def high(self) -> int:
        """Return the highest level."""
        return max(self.levels)

    def holds(self, value: object) -> bool:
        """Tell whether a value is a number on this scale; halves are, infinities and NaN are not."""
        return (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and math.isfinite(value)
            and self.low <= value <= self.high
            and (2 * value) == int(2 * value)
        )

    def checked(self, value: object, where: str = "") -> float:
        """Return a rating as a number, or refuse it.

        Raises
        ------
        InputError
            If it is no number, or lies outside the scale.

        Examples
        --------
        >>> SCALES["power"].checked(4)
        4.0
        >>> SCALES["power"].checked(6)
        Traceback (most recent call last):
        ...
        ecotone.errors.InputError: A rating of power lies on its scale. Got: 6. Expected: 1 to 5, in steps of a half.
        """
        if not self.holds(value):
            raise InputError(
                f"A rating of {self.name} lies on its scale",
                where=where or None,
                got=str(value),
                expected=f"{self.low} to {self.high}, in steps of a half",
            )
        assert isinstance(value, int | float)
        return float(value)


SCALES: Final[dict[str, Scale]] = {
    scale.name: scale
    for scale in (
        Scale(
            "power",
            "Power",
            "How far can it make the work happen, or stop it?",
            {
                1: "can neither help nor hinder it",
                2: "can slow it down or speed it up a little",
                3: "can change a part of it",
                4: "can stop or enable an important part",
                5: "nothing happens without it",
            },
        ),
        Scale(
            "interest",
            "Interest",
            "How much does the outcome matter to it?",
            {
                1: "would not notice",
                2: "follows it from afar",
                3: "gains or loses something by it",
                4: "gains or loses much by it",
                5: "its own aims depend on it",
            },
        ),
        Scale(
            "legitimacy",
            "Legitimacy",
            "How far is its claim to be heard accepted by others?",
            {
                1: "nobody would expect it to be asked",
                2: "a few would",
                3: "asked as a matter of courtesy",
                4: "a decision without it would be criticised",
                5: "has a right to be heard, by law, contract or mandate",
            },
        ),
        Scale(
            "urgency",
            "Urgency",
            "How soon must what it asks be answered?",
            {
                1: "can wait for years",
                2: "within the year",
                3: "within a quarter",
                4: "within weeks",
                5: "now; delay does harm",
            },
        ),
        Scale(
            "position",
            "Position",
            "Is it for or against?",
            {
                -2: "works against it",
                -1: "has doubts and says so",
                0: "undecided, or silent",
                1: "in favour",
                2: "works for it and says so",
            },
        ),
        Scale(
            "engagement now",
            "Engagement now",
            "How closely is it engaged today?",
            {
                1: "does not know of it",
                2: "is told about it",
                3: "is asked before decisions",
                4: "takes part in the work",
                5: "decides with us",
            },
        ),
        Scale(
            "engagement wanted",
            "Engagement wanted",
            "How closely should it be engaged?",
            {
                1: "need not know of it",
                2: "should be told about it",
                3: "should be asked before decisions",
                4: "should take part in the work",
                5: "should decide with us",
            },
        ),
    )
}
"""Every scale by the field of its claims."""


def scale(name: str) -> Scale:
    """Return a scale by its name, with or without hyphens.

    Raises
    ------
    InputError
        If there is no such scale.

    Examples
    --------
    >>> scale("engagement-now").question
    'How closely is it engaged today?'
    """
    found = SCALES.get(name.strip().casefold().replace("-", " "))
    if found is None:
        raise InputError("There is no such scale", got=name, expected=", ".join(each.replace(" ", "-") for each in SCALES))
    return found
