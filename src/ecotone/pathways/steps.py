"""What a route is made of: steps with their expected days, fees and documents, each dated and with its source.

A time says from which event to which, and whose clock; where only an average was published there is no interval, and it says why. A fee
is a row that ends: what was paid last year is not shown as this year's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ecotone.estimate import Estimate

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from ecotone.dates import Date
    from ecotone.pathways.reading import Entry
    from ecotone.pathways.table import DecisionTable

CALENDAR: Final = 7 / 5
"""Calendar days for a working day."""
_CITED: Final = ("citation", "source", "checked-on", "verified")
_STEP: Final = ("id", "table", "outcomes", "title", "owner", "optional", "time", "fees", "documents", "start", "end", "kinds", *_CITED)
_TIME: Final = ("id", "value", "low", "high", "share", "unit", "reason", "start", "end", "clock", "cohort", *_CITED)
_FEE: Final = ("id", "title", "currency", "amount", "small", "from", "to", *_CITED)


@dataclass(frozen=True, slots=True)
class Cited:
    """Where something stands, when that was last read, and whether a source of authority says it."""

    citation: str
    source: str
    checked_on: Date
    verified: bool


@dataclass(frozen=True, slots=True)
class Time:
    """How long something has taken, or is meant to take.

    Parameters
    ----------
    name : str
        What steps call it.
    days : Estimate
        In calendar days.
    unit : str
        What the source counts: `days` or `working days`.
    stated : str
        The figure as the source states it.
    start, end, clock, cohort : str
        The two markers, whose clock runs, and of what it was measured.
    cited : Cited
        The source.
    """

    name: str
    days: Estimate
    unit: str
    stated: str
    start: str
    end: str
    clock: str
    cohort: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee between two days.

    Parameters
    ----------
    name, title : str
        What steps call it, and what it is for.
    currency : str
        Three letters.
    amount, small : float or None
        The fee, and that of a small business.
    start, end : Date or None
        In force from this day, up to the day before that one.
    cited : Cited
        The source.
    """

    name: str
    title: str
    currency: str
    amount: float
    small: float | None
    start: Date | None
    end: Date | None
    cited: Cited

    def holds_on(self, day: dt.date) -> bool:
        """Tell whether the fee is that of a day."""
        return (self.start is None or self.start.first <= day) and (self.end is None or day < self.end.first)


@dataclass(frozen=True, slots=True)
class Step:
    """Something to be done on a route.

    Parameters
    ----------
    name, title : str
        Its name, and what is done.
    table, outcomes : str, tuple of str
        With which outcomes of which table it is needed.
    owner : str
        Whose turn it is.
    optional : bool
        Whether it may be left out.
    time : str
        The name of its expected time; empty where none is known.
    fees, documents : tuple of str
        Names of its fees, and what has to be handed in.
    start, end : str
        Kinds of event in the record that mark its start and end; empty where the record knows none.
    kinds : tuple of str
        Kinds of initiative in the record that went this way.
    cited : Cited
        The source.
    """

    name: str
    title: str
    table: str
    outcomes: tuple[str, ...]
    owner: str
    optional: bool
    time: str
    fees: tuple[str, ...]
    documents: tuple[str, ...]
    start: str
    end: str
    kinds: tuple[str, ...]
    cited: Cited


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """All steps, times and fees."""

    steps: tuple[Step, ...]
    times: Mapping[str, Time]
    fees: tuple[Fee, ...]

    def fee(self, name: str, day: dt.date) -> tuple[Fee | None, Fee | None]:
        """Return the fee of a day, and where there is none the last one known before it."""
        rows = [fee for fee in self.fees if fee.name == name]
        now = next((fee for fee in rows if fee.holds_on(day)), None)
        before = [fee for fee in rows if fee.end is not None and fee.end.first <= day]
        return now, None if now else max(before, key=lambda fee: fee.end.first if fee.end else day, default=None)


def read_steps(steps: Iterable[Entry], times: Iterable[Entry], fees: Iterable[Entry], tables: Mapping[str, DecisionTable]) -> Steps:
    """Read steps, times and fees; a step of an outcome, time or fee that is not there is refused."""
    known_times: dict[str, Time] = {}
    for entry in times:
        time = _time(entry)
        if time.name in known_times:
            entry.refuse("This time stands twice")
        known_times[time.name] = time
    known_fees = tuple(_fee(entry) for entry in fees)
    return Steps(tuple(_step(entry, known_times, {fee.name for fee in known_fees}, tables) for entry in steps), known_times, known_fees)


def _step(entry: Entry, times: Mapping[str, Time], fees: set[str], tables: Mapping[str, DecisionTable]) -> Step:
    """Read one step."""
    entry.only(_STEP)
    table = entry.text("table")
    if table not in tables:
        entry.refuse("There is no such table", got=table, expected=", ".join(tables))
    outcomes = entry.texts("outcomes")
    if unknown := [each for each in outcomes if each not in tables[table].outcomes.answers]:
        entry.refuse("The table has no such outcome", got=", ".join(unknown), expected=", ".join(tables[table].outcomes.answers))
    time = entry.text("time", "")
    if time and time not in times:
        entry.refuse("There is no such time", got=time, expected=", ".join(times))
    owed = entry.texts("fees")
    if unknown := [each for each in owed if each not in fees]:
        entry.refuse("There is no such fee", got=", ".join(unknown), expected=", ".join(sorted(fees)))
    return Step(
        entry.text("id"),
        entry.text("title"),
        table,
        outcomes,
        entry.text("owner"),
        entry.flag("optional", default=False),
        time,
        owed,
        entry.texts("documents"),
        entry.text("start", ""),
        entry.text("end", ""),
        entry.texts("kinds"),
        cited(entry),
    )


def _time(entry: Entry) -> Time:
    """Read one time."""
    entry.only(_TIME)
    unit = entry.text("unit", "days")
    if unit not in {"days", "working days"}:
        entry.refuse("The unit is not known", got=unit, expected="days, working days")
    factor = 1.0 if unit == "days" else CALENDAR
    value, low, high, share = (entry.number(key) for key in ("value", "low", "high", "share"))
    cohort, reason = entry.text("cohort"), entry.text("reason", "")
    if value is None:
        days, stated = Estimate.none(reason or "no figure was published"), reason
    elif low is None or high is None or share is None:
        days, stated = Estimate.exact(value * factor, reason or "no interval was published"), f"{value:g} {unit}"
    else:
        days = Estimate(value * factor, low * factor, high * factor, level=share, method=f"published quantiles, {cohort}")
        stated = f"{value:g} {unit}; {share:.0%} between {low:g} and {high:g}"
    return Time(entry.text("id"), days, unit, stated, entry.text("start"), entry.text("end"), entry.text("clock"), cohort, cited(entry))


def _fee(entry: Entry) -> Fee:
    """Read one fee."""
    entry.only(_FEE)
    amount, start, end = entry.number("amount"), entry.date("from"), entry.date("to")
    if amount is None or amount < 0:
        entry.refuse("A fee needs an amount of 0 or more", got=repr(entry.get("amount")))
    if start and end and end.first <= start.first:
        entry.refuse("The fee ends before it starts", got=f"{start} to {end}")
    return Fee(entry.text("id"), entry.text("title"), entry.text("currency"), amount, entry.number("small"), start, end, cited(entry))


def cited(entry: Entry) -> Cited:
    """Read citation, source, day of checking, and whether it is verified."""
    citation = entry.text("citation", "")
    if not citation:
        entry.refuse("A figure or step needs its citation", remedy="Add `citation:`")
    source = entry.text("source", "")
    if source and not source.startswith(("https://", "http://")):
        entry.refuse("The source is no address", got=source, expected="https://…")
    return Cited(citation, source, entry.past("checked-on"), entry.flag("verified", default=True))
