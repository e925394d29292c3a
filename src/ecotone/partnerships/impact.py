"""The impact record of a partnership: what it was expected to bring, by which indicators one would see it, and what they show.

An indicator has a baseline, a target, a date, an owner and a source; one that lacks any of them is kept and named as incomplete. Readings
are dated and never overwritten. Reviews fall due at a stated pace. What was expected is written when the record is opened and is
not changed afterwards, so that the effect is held against what people believed then.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from ecotone.dates import Date
from ecotone.errors import DateError, InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

About = Literal["patients", "technology", "money", "people", "other"]
ABOUT: Final = ("patients", "technology", "money", "people", "other")
STATES: Final = ("running", "paused", "ended")
EXPECTED: Final[Mapping[str, str]] = {
    "ties": "new partners of the two",
    "reach": "actors within two steps of the two, more",
    "bridges": "ties of the two to other sectors, more",
    "days": "days that the median stage takes, more (below 0: faster)",
    "technologies": "initiatives of both, begun since",
}
"""What may be expected of a partnership, and what each counts."""
NEEDED: Final = ("baseline", "target", "date", "owner", "source")
EVERY: Final = 6
"""Months between reviews where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an indicator showed on a day, and where that is written."""

    date: Date
    value: float
    source: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing by which one would see the impact.

    Parameters
    ----------
    name : str
        What is measured.
    unit : str
        Of its values.
    baseline, target : float or None
        Where it stood, and where it should come.
    date : Date or None
        By when.
    owner, source : str
        Who reports it, and from where.
    about : About
        Whom or what it is about; `patients` for an outcome of patients.
    readings : tuple of Reading
        In order of time.
    """

    name: str
    unit: str = ""
    baseline: float | None = None
    target: float | None = None
    date: Date | None = None
    owner: str = ""
    source: str = ""
    about: About = "other"
    readings: tuple[Reading, ...] = ()

    @property
    def lacks(self) -> tuple[str, ...]:
        """Name what a complete indicator has and this one does not."""
        return tuple(name for name in NEEDED if getattr(self, name) in {None, ""})

    @property
    def latest(self) -> Reading | None:
        """Return the latest reading."""
        return self.readings[-1] if self.readings else None

    @property
    def share(self) -> float | None:
        """Return how much of the way from baseline to target the latest reading has gone; None where one of them is not known.

        Examples
        --------
        >>> Indicator("days to start", baseline=90, target=60, readings=(Reading(Date("2026-05"), 75.0),)).share
        0.5
        """
        if self.latest is None or self.baseline is None or self.target is None or self.target == self.baseline:
            return None
        return (self.latest.value - self.baseline) / (self.target - self.baseline)

    def state(self, on: dt.date, start: dt.date) -> str:
        """Say how it stands on a day, for a partnership that began on another.

        Examples
        --------
        >>> one = Indicator("sites", baseline=2, target=6, date=Date("2027-01"), readings=(Reading(Date("2026-06"), 3.0),))
        >>> one.state(dt.date(2026, 7, 1), dt.date(2026, 1, 1)), one.state(dt.date(2027, 3, 1), dt.date(2026, 1, 1))
        ('behind', 'missed')
        """
        share = self.share
        if share is None:
            return "no reading yet" if self.latest is None else "not judged: no baseline or target"
        if share >= 1:
            return "reached"
        if self.date is None or self.latest is None:
            return "under way, without a date"
        if on > self.date.last:
            return "missed"
        whole = (self.date.last - start).days
        gone = (self.latest.date.last - start).days
        return "on track" if whole <= 0 or share >= gone / whole - 1e-9 else "behind"


@dataclass(frozen=True, slots=True)
class Review:
    """One review that took place."""

    date: Date
    by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Impact:
    """The impact record of one partnership.

    Parameters
    ----------
    name : str
        Under which it is kept.
    seeker, partner : int
        The two actors.
    start : Date
        When the partnership began.
    expected : mapping of str to float
        What it was expected to bring, by the names in `EXPECTED`.
    indicators : tuple of Indicator
        By which one would see it.
    every : int
        Months between reviews.
    reviews : tuple of Review
        That took place, in order.
    state : str
        `running`, `paused` or `ended`.
    """

    name: str
    seeker: int
    partner: int
    start: Date
    expected: Mapping[str, float] = field(default_factory=dict)
    indicators: tuple[Indicator, ...] = ()
    every: int = EVERY
    reviews: tuple[Review, ...] = ()
    state: str = "running"

    @property
    def due(self) -> Date | None:
        """Return when the next review is due; None once it has ended.

        Examples
        --------
        >>> Impact("a", 1, 2, Date("2026-08-31"), every=6).due
        Date(iso='2027-02-28')
        """
        if self.state == "ended":
            return None
        last = self.reviews[-1].date if self.reviews else self.start
        return Date.of(months_later(last.last if last.precision != "day" else last.first, self.every))

    def indicator(self, name: str) -> Indicator:
        """Return the indicator of that name.

        Raises
        ------
        InputError
            If there is none.
        """
        for each in self.indicators:
            if each.name.casefold() == name.strip().casefold():
                return each
        expected = ", ".join(each.name for each in self.indicators) or "none is kept yet"
        raise InputError("The impact record has no such indicator", where=self.name, got=name, expected=expected)

    def with_reading(self, name: str, reading: Reading) -> Impact:
        """Return the record with one more reading; one of the same day and another value is refused."""
        one = self.indicator(name)
        for each in one.readings:
            if each.date == reading.date and each.value != reading.value:
                raise InputError(
                    "The indicator was read on that day with another value",
                    where=f"{self.name}, {one.name}",
                    got=f"{reading.value:g}",
                    expected=f"{each.value:g} on {each.date}",
                )
        readings = tuple(sorted({*one.readings, reading}, key=lambda each: (each.date.iso, each.value)))
        return replace(self, indicators=tuple(replace(one, readings=readings) if each is one else each for each in self.indicators))

    def body(self) -> dict[str, Any]:
        """Return it as plain data, as the record keeps it: of reviews the days alone, for what was said there is private."""
        return {
            "seeker": self.seeker,
            "partner": self.partner,
            "start": self.start.iso,
            "expected": dict(self.expected),
            "every": self.every,
            "state": self.state,
            "indicators": [
                {
                    "name": each.name, "unit": each.unit, "baseline": each.baseline, "target": each.target,
                    "date": None if each.date is None else each.date.iso, "owner": each.owner, "source": each.source, "about": each.about,
                    "readings": [{"date": one.date.iso, "value": one.value, "source": one.source} for one in each.readings],
                }
                for each in self.indicators
            ],
            "reviews": [{"date": each.date.iso} for each in self.reviews],
        }  # fmt: skip

    def said(self) -> dict[str, Any]:
        """Return what was said in reviews, and by whom, as plain data."""
        return {"reviews": [{"date": each.date.iso, "by": each.by, "note": each.note} for each in self.reviews]}


def of_body(name: str, body: Mapping[str, Any], where: str = "") -> Impact:
    """Read an impact record from plain data, a file's or the record's.

    Raises
    ------
    InputError
        If something cannot be meant; the message says which indicator.
    """
    at = where or name
    _only(body, {"seeker", "partner", "start", "expected", "every", "state", "indicators", "reviews"}, at)
    expected = body.get("expected") or {}
    if not isinstance(expected, dict):
        raise InputError("What is expected is a number for each name", where=at, got=str(expected)[:80], expected=", ".join(EXPECTED))
    _only(expected, set(EXPECTED), f"{at}, expected")
    state = str(body.get("state") or "running")
    if state not in STATES:
        raise InputError("A partnership has no such state", where=at, got=state, expected=", ".join(STATES))
    every = number(body.get("every", EVERY), f"{at}, every")
    if not 1 <= every <= 120:
        raise InputError("Reviews are some months apart", where=at, got=f"{every:g}", expected="1 to 120")
    made = Impact(
        name, int(body["seeker"]), int(body["partner"]), _date(body.get("start"), f"{at}, start") or _missing(at, "start"),
        {key: number(value, f"{at}, {key}") for key, value in expected.items()},
        tuple(_indicator(each, at) for each in _entries(body, "indicators", at)),
        int(every),
        tuple(Review(_date(each.get("date"), at) or _missing(at, "date"), str(each.get("by") or ""), str(each.get("note") or ""))
              for each in _entries(body, "reviews", at)),
        state,
    )  # fmt: skip
    names = [each.name.casefold() for each in made.indicators]
    if len(set(names)) < len(names):
        raise InputError("Two indicators have one name", where=at, got=", ".join(sorted({n for n in names if names.count(n) > 1})))
    return made


def _indicator(said: Mapping[str, Any], where: str) -> Indicator:
    if not str(said.get("name") or "").strip():
        raise InputError("An indicator has a name", where=where, got=str(said)[:80])
    name = str(said["name"]).strip()
    at = f"{where}, {name}"
    _only(said, {"name", "unit", "baseline", "target", "date", "owner", "source", "about", "readings"}, at)
    about = str(said.get("about") or "other")
    if about not in ABOUT:
        raise InputError("An indicator is about nothing of this kind", where=at, got=about, expected=", ".join(ABOUT))
    baseline, target = (None if _empty(said.get(key)) else number(said[key], f"{at}, {key}") for key in ("baseline", "target"))
    if baseline is not None and baseline == target:
        raise InputError("Target and baseline are the same, so nothing is to be seen", where=at, got=f"{baseline:g}")
    readings = [
        Reading(_date(each.get("date"), at) or _missing(at, "date"), number(each.get("value"), at), str(each.get("source") or ""))
        for each in _entries(said, "readings", at)
    ]
    return Indicator(
        name,
        str(said.get("unit") or ""),
        baseline,
        target,
        _date(said.get("date"), at),
        str(said.get("owner") or ""),
        str(said.get("source") or ""),
        cast("About", about),
        tuple(sorted(readings, key=lambda each: each.date.iso)),
    )


def indicator_of(text: str) -> Indicator:
    """Read an indicator from one line: `name=days to start; baseline=90; target=60; date=2027-06; owner=Ana; source=register`.

    Examples
    --------
    >>> indicator_of("name=sites; baseline=2; target=6; date=2027").lacks
    ('owner', 'source')
    """
    said: dict[str, str] = {}
    for piece in text.split(";"):
        key, sign, value = piece.partition("=")
        if not sign:
            raise InputError("An indicator is written as name=…; baseline=…; …", got=piece.strip(), expected=", ".join(("name", *NEEDED)))
        said[key.strip()] = value.strip()
    return _indicator(said, "the indicator")


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the day so many months later; the last of a shorter month where it has no such day."""
    at = day.year * 12 + day.month - 1 + months
    year, month = divmod(at, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _only(said: Mapping[str, Any], allowed: set[str], where: str) -> None:
    unknown = sorted(str(key) for key in said if key not in allowed)
    if unknown:
        raise InputError("This key is not known", where=where, got=", ".join(unknown), expected=", ".join(sorted(allowed)))


def _date(text: object, where: str) -> Date | None:
    if _empty(text):
        return None
    try:
        return Date.parse(str(text))
    except DateError as error:
        raise InputError(error.what, where=where, got=error.got, expected=error.expected) from None


def _empty(value: object) -> bool:
    return value is None or value == ""


def _entries(said: Mapping[str, Any], key: str, where: str) -> list[dict[str, Any]]:
    """Return a list of tables, empty where there is none."""
    found = said.get(key) or []
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise InputError(f"What stands under `{key}` is no list of tables", where=where, got=str(found)[:80])
    return found


def _missing(where: str, what: str) -> Date:
    raise InputError("A date is missing", where=where, expected=what)


def number(value: object, where: str) -> float:
    """Return a value as a finite number, or refuse it."""
    try:
        found = math.nan if isinstance(value, bool) else float(str(value))
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise InputError("This is no number", where=where, got=str(value))
    return found
