"""A figure with its uncertainty, or the reason why there is none.

References
----------
JCGM 100:2008, Guide to the expression of uncertainty in measurement.
Wilson (1927), Probable inference, the law of succession, and statistical inference. JASA 22.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from ecotone.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

FIELDS: Final = ("value", "low", "high", "level", "method", "reason")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its interval, or a value (or nothing) with the reason why there is no interval.

    Parameters
    ----------
    value : float or None
        The point estimate; None where nothing can be said.
    low, high : float or None
        Ends of the interval; both or neither.
    level : float or None
        Coverage of the interval in (0, 1), for example 0.95.
    method : str
        How the interval was made: `bootstrap over evidence, 1,000 draws`.
    reason : str or None
        Why there is no interval, or no value.

    Examples
    --------
    >>> print(Estimate(12.0, 9.5, 15.25, level=0.95, method="Greenwood, log-log"))
    12 (95 % interval 9.5 to 15.25; Greenwood, log-log)
    >>> print(Estimate.exact(3, "a count"))
    3 (no interval: a count)
    >>> print(Estimate.none("fewer than five spells"))
    not estimated: fewer than five spells
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    method: str = ""
    reason: str | None = None

    def __post_init__(self) -> None:
        if (self.low is None) != (self.high is None):
            raise InputError("An interval needs both its ends", got=f"low={self.low}, high={self.high}")
        if self.low is None:
            if not self.reason:
                raise InputError("A figure without an interval needs the reason why", remedy="Pass reason=, or low= and high=")
        elif self.value is None or self.level is None or not self.method or self.high is None:
            raise InputError("An interval needs a value, a level and a method", got=repr(self))
        elif not 0 < self.level < 1:
            raise InputError("The level is no coverage", got=str(self.level), expected="a number between 0 and 1")
        elif not (self.low <= self.high or math.isnan(self.low) or math.isnan(self.high)):
            raise InputError("The interval ends before it starts", got=f"{self.low} to {self.high}")

    @classmethod
    def exact(cls, value: float, reason: str) -> Self:
        """Make a figure that has no interval, with the reason."""
        return cls(value, reason=reason)

    @classmethod
    def none(cls, reason: str) -> Self:
        """Say why there is no figure."""
        return cls(None, reason=reason)

    def as_dict(self) -> dict[str, Any]:
        """Return the fields for JSON, empty ones left out."""
        fields = {name: getattr(self, name) for name in FIELDS}
        return {name: value for name, value in fields.items() if value not in (None, "")}

    def __str__(self) -> str:
        if self.value is None:
            return f"not estimated: {self.reason}"
        if self.low is None or self.high is None or self.level is None:
            return f"{self.value:g} (no interval: {self.reason})"
        return f"{self.value:g} ({self.level * 100:g} % interval {self.low:g} to {self.high:g}; {self.method})"


def struct() -> pl.Struct:
    """Return the type of a column of estimates: numbers, then the words of method and reason."""
    import polars as pl

    return pl.Struct({name: pl.String if name in {"method", "reason"} else pl.Float64 for name in FIELDS})


def estimates(values: Iterable[Estimate | None], name: str = "") -> pl.Series:
    """Return estimates as a column of a frame, empty cells for None.

    Examples
    --------
    >>> estimates([Estimate.exact(3, "a count"), None], "ties").to_list()[0]["value"], estimates([]).dtype == struct()
    (3.0, True)
    """
    import polars as pl

    rows = [None if value is None else {field: value.as_dict().get(field) for field in FIELDS} for value in values]
    return pl.Series(name, rows, dtype=struct())


def wilson(share: float, number: int, level: float = 0.95) -> tuple[float, float]:
    """Return Wilson's interval of a share that was counted in a number of cases.

    Raises
    ------
    InputError
        If there is no case, or the level is no coverage.

    Examples
    --------
    >>> [round(end, 4) for end in wilson(0.5, 10)]
    [0.2366, 0.7634]
    """
    from statistics import NormalDist

    if number < 1:
        raise InputError("A share of no case has no interval", got=str(number), expected="1 or more")
    if not 0 < level < 1:
        raise InputError("The level is no coverage", got=str(level), expected="a number between 0 and 1")
    z = NormalDist().inv_cdf(0.5 + level / 2)
    middle = (share + z * z / (2 * number)) / (1 + z * z / number)
    half = z / (1 + z * z / number) * (share * (1 - share) / number + z * z / (4 * number * number)) ** 0.5
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))
