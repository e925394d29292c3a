"""A date with the precision its source gave it, and an interval of time.

`2024-05` is a month, not the first of May. A date is kept and stored as the ISO 8601 text of what is known
(`2024`, `2024-05`, `2024-05-17`); texts of different precision sort rightly as plain strings, which is why the
record can compare them in SQL. An interval is half open, `[start, end)`; an end known only to the month or the year
counts through that month or year, an open end counts for ever.
"""

from __future__ import annotations

import calendar
import datetime as dt
import os
import re
from dataclasses import dataclass
from typing import Final, Literal, Self

from ecotone.errors import DateError, shorten

Precision = Literal["year", "month", "day"]

UNKNOWN_DAYS: Final = frozenset({"1900-01-01", "1899-12-30", "1899-12-31", "0001-01-01", "9999-12-31"})
"""Days that programs write where they know none."""

EARLIEST_YEAR: Final = 1500
LATEST_YEAR: Final = 2200
"""Years outside are slips of the pen (1201, 3201), not dates."""

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ].*)?)?)?", re.ASCII)
_MONTHS: Final = {name[:3].lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH_DAY_YEAR = re.compile(r"([A-Za-z]{3,9})\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})", re.ASCII)
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})[\s-]([A-Za-z]{3,9})\.?[\s-](\d{4})", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)

Order = Literal["dmy", "mdy"]


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """A calendar date known to the year, the month or the day (proleptic Gregorian).

    Parameters
    ----------
    iso : str
        `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; use `Date.parse` for anything else.

    Raises
    ------
    DateError
        If the text is none of these, or no such day exists.

    Examples
    --------
    >>> Date("2024-05").precision
    'month'
    >>> Date("2024-02").first, Date("2024-02").last
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    >>> Date("2024-05") < Date("2024-05-12") < Date("2024-06")
    True
    """

    iso: str

    def __post_init__(self) -> None:
        length = len(self.iso)
        try:
            if length not in {4, 7, 10} or not self.iso.isascii():
                raise ValueError  # noqa: TRY301  one message for every way of being no date
            dt.date.fromisoformat(self.iso + "-01-01"[length - 4 :] if length < 10 else self.iso)
        except ValueError:
            raise DateError("This is no date", got=self.iso, expected="YYYY, YYYY-MM or YYYY-MM-DD") from None

    @property
    def precision(self) -> Precision:
        """Tell what is known: year, month or day."""
        return "year" if len(self.iso) == 4 else "month" if len(self.iso) == 7 else "day"

    @property
    def first(self) -> dt.date:
        """Return the first day that the date may mean."""
        return dt.date.fromisoformat((self.iso + "-01-01")[:10])

    @property
    def last(self) -> dt.date:
        """Return the last day that the date may mean."""
        first = self.first
        if self.precision == "year":
            return dt.date(first.year, 12, 31)
        if self.precision == "month":
            return dt.date(first.year, first.month, calendar.monthrange(first.year, first.month)[1])
        return first

    @property
    def year(self) -> int:
        """Return the calendar year."""
        return int(self.iso[:4])

    @classmethod
    def of(cls, day: dt.date) -> Self:
        """Make a date known to the day."""
        return cls(day.isoformat()[:10])

    @classmethod
    def parse(cls, text: str, *, order: Order = "dmy") -> Self:
        """Read a date as people and programs write it, keeping its precision.

        Parameters
        ----------
        text : str
            ISO (with or without a time of day), `April 2020`, `April 5, 2020`, `5 Apr 2020`, `31/12/2020`,
            `31.12.20`, `20201231` or a year.
        order : {'dmy', 'mdy'}
            How to read a numeric date in which both orders are possible. A number above 12 decides by itself.

        Raises
        ------
        DateError
            If the text is no date, names a day that does not exist (`31/02/2020`), stands for "unknown"
            (`1900-01-01`) or has a year outside 1500-2200 (`3201-10-21`).

        Examples
        --------
        >>> Date.parse("April 2020").iso, Date.parse("31.12.18").iso, Date.parse("2020-04-01T00:00").iso
        ('2020-04', '2018-12-31', '2020-04-01')
        >>> Date.parse("04/13/2020").iso, Date.parse("04/05/2020").iso, Date.parse("04/05/2020", order="mdy").iso
        ('2020-04-13', '2020-05-04', '2020-04-05')
        """
        clean = text.strip()
        parts = _parts(clean, order)
        if parts is None:
            raise DateError("This is no date", got=text, expected="for example 2024-05-17, 2024-05, May 2024 or 17/05/2024")
        year, month, day = parts
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            raise DateError(
                "The year is outside what a record can mean", got=text, expected=f"a year from {EARLIEST_YEAR} to {LATEST_YEAR}"
            )
        iso = f"{year:04d}" + (f"-{month:02d}" if month is not None else "") + (f"-{day:02d}" if day is not None else "")
        if iso in UNKNOWN_DAYS:
            raise DateError("This day is what programs write for 'unknown'", got=text, remedy="Leave the date empty if it is not known")
        try:
            return cls(iso)
        except DateError:
            raise DateError("No such day exists", got=text, expected="a day of the calendar, such as 2020-02-28") from None

    def __str__(self) -> str:
        return self.iso


def _parts(text: str, order: Order) -> tuple[int, int | None, int | None] | None:
    """Split a date text into year, month and day, or return None where it has no known shape."""
    if len(text) > 40:
        return None
    if match := _ISO.fullmatch(text):
        return int(match[1]), int(match[2]) if match[2] else None, int(match[3]) if match[3] else None
    if match := _COMPACT.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _MONTH_DAY_YEAR.fullmatch(text):
        month = _MONTHS.get(match[1][:3].lower())
        return (int(match[3]), month, int(match[2]) if match[2] else None) if month else None
    if match := _DAY_MONTH_YEAR.fullmatch(text):
        month = _MONTHS.get(match[2][:3].lower())
        return (int(match[3]), month, int(match[1])) if month else None
    if match := _NUMERIC.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), _century(match[4])
        day_first = first > 12 or (order == "dmy" and second <= 12)
        return (year, second, first) if day_first else (year, first, second)
    return None


def _century(digits: str) -> int:
    """Read a two-digit year as 1970-2069."""
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= 70 else 2000)


@dataclass(frozen=True, slots=True)
class Interval:
    """A span of time `[start, end)`; None is open.

    Raises
    ------
    DateError
        If the end cannot lie after the start.

    Examples
    --------
    >>> span = Interval(Date("2020-01"), Date("2021"))
    >>> span.holds(dt.date(2021, 6, 30)), span.holds(dt.date(2022, 1, 1))
    (True, False)
    >>> Interval(Date("2020-01-01"), Date("2021-01-01")).holds(dt.date(2021, 1, 1))
    False
    """

    start: Date | None = None
    end: Date | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.end.last < self.start.first:
            raise DateError("The interval ends before it starts", got=f"{self.start} to {self.end}")

    def holds(self, day: dt.date) -> bool:
        """Tell whether the interval may include the day: imprecise ends count through their month or year."""
        if self.start and day < self.start.first:
            return False
        if self.end is None:
            return True
        return day < self.end.last if self.end.precision == "day" else day <= self.end.last

    def __str__(self) -> str:
        return f"[{self.start or '…'}, {self.end or '…'})"


def today() -> Date:
    """Return the current day in UTC: the only clock in the package, so that a test can set it.

    The environment variable `SOURCE_DATE_EPOCH` (seconds, reproducible-builds.org) fixes it.
    """
    return Date.of(now().date())


def now() -> dt.datetime:
    """Return the current moment in UTC to the second, or `SOURCE_DATE_EPOCH` where that is set."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    if fixed is None:
        return dt.datetime.now(dt.UTC).replace(microsecond=0)
    try:
        return dt.datetime.fromtimestamp(int(fixed), dt.UTC)
    except ValueError:
        raise DateError("SOURCE_DATE_EPOCH is no number of seconds", got=shorten(fixed)) from None
