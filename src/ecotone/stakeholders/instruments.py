"""Instruments: questionnaires with a name, a version and a range, without which a score says nothing.

The same questionnaire exists with answers from 0 to 4 and from 1 to 5, with other cut-offs; so an instrument whose version or range is
not given is refused, and an answer outside the range is never moved to its nearest end. Our own relational instrument asks three
questions on trust and three on value, after the dimensions of PARTNER, in our own words.

References
----------
Varda, Chandra, Stern & Lurie (2008), Core dimensions of connectivity in public health collaboratives. J. Public Health Management and
Practice 14 (PARTNER).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from ecotone.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LEVELS: Final[dict[int, tuple[str, str]]] = {
    1: ("awareness", "we know of each other and do nothing together"),
    2: ("cooperation", "we exchange information or help each other now and then"),
    3: ("coordination", "we plan together and fit our work to each other's"),
    4: ("integration", "we share money, staff or decisions for one aim"),
}
"""How intensely two members work together: number to name and meaning."""
TRUST: Final = "trust"
VALUE: Final = "value"


@dataclass(frozen=True, slots=True)
class Item:
    """One statement that a member agrees with or not.

    Parameters
    ----------
    key : str
        Column in files.
    dimension : str
        `trust` or `value`.
    text : str
        What is read.
    """

    key: str
    dimension: str
    text: str


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A questionnaire: name, version, and the range of its answers.

    Parameters
    ----------
    name, version : str
        Which one; neither may be empty.
    low, high : int
        Ends of the scale of answers.
    items : tuple of Item
        Its statements.
    anchors : mapping of int to str
        What the answers mean, where that is known.
    """

    name: str
    version: str
    low: int
    high: int
    items: tuple[Item, ...] = ()
    anchors: Mapping[int, str] | None = None

    @classmethod
    def of(cls, name: str | None, version: str | None, scale: str | None, items: Sequence[Item] = ()) -> Self:
        """Make an instrument from what an import was told.

        Parameters
        ----------
        name, version : str or None
            As given.
        scale : str or None
            The range of answers, such as `1-4`.
        items : sequence of Item
            Its statements.

        Raises
        ------
        InputError
            If name, version or range is not given, or the range is none.

        Examples
        --------
        >>> Questionnaire.of("PARTNER", "2", "1-4").high
        4
        >>> Questionnaire.of("VicHealth", None, "0-4")
        Traceback (most recent call last):
        ...
        ecotone.errors.InputError: An instrument needs its name, version and range. Got: no version. Expected: for example PARTNER, 2, 1-4.
        """
        given = {"name": name, "version": version, "range": scale}
        lacking = [what for what, value in given.items() if not (value or "").strip()]
        if lacking:
            raise InputError(
                "An instrument needs its name, version and range",
                got=" and ".join(f"no {what}" for what in lacking),
                expected="for example PARTNER, 2, 1-4",
            )
        assert name is not None
        assert version is not None
        assert scale is not None
        low, sign, high = scale.replace("–", "-").partition("-")
        if not (sign and low.strip().isdecimal() and high.strip().isdecimal() and int(low) < int(high) <= 100):
            raise InputError("This is no range of answers", where=name, got=scale, expected="lowest-highest, such as 1-4")
        return cls(name.strip(), version.strip(), int(low), int(high), tuple(items))

    def checked(self, value: object, where: str = "") -> int:
        """Return an answer as a number, or refuse it.

        Raises
        ------
        InputError
            If it is no whole number of the range.
        """
        number = _whole(value)
        if number is None or not self.low <= number <= self.high:
            raise InputError(
                "An answer lies outside the scale of its instrument",
                where=where or None,
                got=str(value),
                expected=f"a whole number from {self.low} to {self.high} ({self.name} {self.version}), or nothing",
            )
        return number


def level(value: object, where: str = "") -> int:
    """Return how intensely two members work together, from a number or its word; 0 or nothing is no relation.

    Raises
    ------
    InputError
        If it is neither.

    Examples
    --------
    >>> level("Coordination"), level(2), level("4 integration"), level("")
    (3, 2, 4, 0)
    """
    text = str(value if value is not None else "").strip().casefold()
    if text in {"", "none", "no", "-"}:
        return 0
    names = {name: number for number, (name, _) in LEVELS.items()}
    first, _, rest = text.partition(" ")
    number = names[text] if text in names else _whole(first) if not rest or rest.strip("() -:") in {*names, "none"} else None
    if number is None or number not in {0, *LEVELS}:
        raise InputError(
            "This is no level of working together",
            where=where or None,
            got=str(value),
            expected="0, or " + ", ".join(f"{number} {name}" for number, (name, _) in LEVELS.items()),
        )
    return number


def _whole(value: object) -> int | None:
    """Return a whole number that a form or a cell holds, None where it is none."""
    try:
        number = float(str(value).strip())
    except ValueError:
        return None
    return int(number) if math.isfinite(number) and number == int(number) else None


RELATIONAL: Final = Questionnaire(
    "Ecotone relational",
    "1",
    1,
    4,
    (
        Item("trust_open", TRUST, "We can raise a problem with them openly, and it is dealt with."),
        Item("trust_keeps", TRUST, "They do what they have promised, when they have promised it."),
        Item("trust_aims", TRUST, "What they want from the work fits with what the work is for."),
        Item("value_weight", VALUE, "Their word moves others whom we could not move ourselves."),
        Item("value_active", VALUE, "They take an active part, not one on paper."),
        Item("value_gives", VALUE, "They bring something that we would miss: money, people, data or access."),
    ),
    {1: "not at all", 2: "a little", 3: "mostly", 4: "fully"},
)
"""Our own instrument: three statements on trust, three on value, answered from 1 to 4."""
