"""The way of a product: steps with days, fees and documents, instruments that may shorten it, and what may change the rules.

A step is needed where its outcome is decided, and may be needed while it is still possible. An instrument whose scope hangs on a question
that nobody answered may apply, and says which question decides it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ecotone.pathways.instruments import table_name

if TYPE_CHECKING:
    from ecotone.pathways.compiled import Decision
    from ecotone.pathways.instruments import PathwayInstrument
    from ecotone.pathways.navigator import Way
    from ecotone.pathways.steps import Fee, Step, Time
    from ecotone.pathways.table import Row

Needed = Literal["needed", "may be needed"]
Applies = Literal["applies", "may apply"]


@dataclass(frozen=True, slots=True)
class OwedFee:
    """A fee of a step on a day.

    Parameters
    ----------
    name : str
        What it is for.
    now : Fee or None
        The row of the day.
    last : Fee or None
        Where there is none, the last row known before it.
    """

    name: str
    now: Fee | None
    last: Fee | None


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step on the way of a product."""

    step: Step
    jurisdiction: str
    needed: Needed
    time: Time | None
    fees: tuple[OwedFee, ...]


@dataclass(frozen=True, slots=True)
class UsableInstrument:
    """An instrument whose scope holds, or may hold.

    Parameters
    ----------
    instrument : PathwayInstrument
        The instrument.
    row : Row
        Its dates and citation.
    applies : {'applies', 'may apply'}
        Whether what is known settles it.
    waits_for : tuple of str
        Open questions that its scope hangs on.
    """

    instrument: PathwayInstrument
    row: Row
    applies: Applies
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A rule that is proposed, adopted for later, or about to end, and that could touch this product."""

    table: str
    row: Row
    what: str


@dataclass(frozen=True, slots=True, eq=False)
class Pathway:
    """The way of a product.

    Parameters
    ----------
    way : Way
        What the rules say.
    steps : tuple of PlannedStep
        In order, by jurisdiction.
    instruments : tuple of UsableInstrument
        What may shorten it.
    changes : tuple of Change
        What may change.
    """

    way: Way
    steps: tuple[PlannedStep, ...]
    instruments: tuple[UsableInstrument, ...]
    changes: tuple[Change, ...]


def plan(way: Way) -> Pathway:
    """Return the way of a product from what the rules say of it."""
    return Pathway(way, tuple(_steps(way)), tuple(_instruments(way)), tuple(_changes(way)))


def _steps(way: Way) -> list[PlannedStep]:
    """Return the steps of all outcomes that are decided or still possible."""
    found: list[PlannedStep] = []
    for place in way.jurisdictions:
        for step in way.rules.steps.steps:
            table = way.rules.tables[step.table]
            if table.jurisdiction != place or step.table not in way.decisions:
                continue
            needed = _needed(way, step)
            if needed is None:
                continue
            fees = tuple(OwedFee(name, *way.rules.steps.fee(name, way.as_of.last)) for name in step.fees)
            time = way.rules.steps.times.get(step.time)
            found.append(PlannedStep(step, place, needed, time, fees))
    return found


def _needed(way: Way, step: Step) -> Needed | None:
    """Tell whether a step is needed, may be, or is not."""
    decision, table = way.decisions[step.table], way.rules.tables[step.table]
    if table.single:
        wanted = [outcome in step.outcomes for outcome in decision.possible]
        return "needed" if all(wanted) and wanted else "may be needed" if any(wanted) else None
    then = {row.name: row.then for row in table.rows}
    if any(then[name] in step.outcomes for name in decision.certain or ()):
        return "needed"
    return "may be needed" if any(then[name] in step.outcomes for name in decision.possible) else None


def _instruments(way: Way) -> list[UsableInstrument]:
    """Return the instruments whose scope holds or may hold on the day."""
    found: list[UsableInstrument] = []
    for place in way.jurisdictions:
        name = table_name(place)
        if name not in way.rules.tables or way.rules.starts(name).first > way.as_of.last:
            continue
        decision = way.rules.decide(name, way.known, way.as_of)
        for row in way.rules.tables[name].rows:
            if row.name in decision.possible:
                sure = row.name in (decision.certain or ())
                waits = () if sure else _waits(way, row, decision)
                found.append(UsableInstrument(way.rules.instruments[row.name], row, "applies" if sure else "may apply", waits))
    return found


def _waits(way: Way, row: Row, decision: Decision) -> tuple[str, ...]:
    """Return the open questions that a row hangs on; for another table's outcome, that table."""
    waits: list[str] = []
    for name, mask in row.when.items():
        if name in way.rules.tables:
            outcomes = way.rules.decide(name, way.known, way.as_of).possible
            if any(not mask >> way.rules.tables[name].outcomes.answers.index(outcome) & 1 for outcome in outcomes):
                waits.append(name)
        elif way.known.mask(name) & ~mask:
            waits.append(name)
    return tuple(waits) or tuple(dict.fromkeys(table for table, _ in decision.rows))


def _changes(way: Way) -> list[Change]:
    """Return rules to come, and rules that end, that could touch this product."""
    day = way.as_of.last
    found: list[Change] = []
    for name in way.decisions:
        table = way.rules.tables[name]
        deciding = {row for decision in way.decisions.values() for part, row in decision.rows if part == name}
        for row in table.rows:
            status = row.status_on(day)
            if status == "proposed" and _touches(way, row):
                found.append(Change(name, row, "proposed, not law"))
            elif status in {"adopted", "to come"} and _touches(way, row):
                found.append(Change(name, row, f"from {row.start}"))
            elif row.name in deciding and row.end is not None and row.end.first > day:
                found.append(Change(name, row, f"ends before {row.end}"))
    return found


def _touches(way: Way, row: Row) -> bool:
    """Tell whether a row's conditions can still hold for the product."""
    for name, mask in row.when.items():
        if name in way.rules.tables:
            answers = way.rules.tables[name].outcomes.answers
            if not any(mask >> answers.index(outcome) & 1 for outcome in way.rules.decide(name, way.known, way.as_of).possible):
                return False
        elif not way.known.mask(name) & mask:
            return False
    return True
