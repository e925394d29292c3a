"""The tables of a planned way: steps, fees, instruments, and what may change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from ecotone.answer import Column, Table
from ecotone.estimate import Estimate, struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecotone.pathways.pathway import Pathway, UsableInstrument

NO_TIME: Final = Estimate.none("no figure found")


def frame(rows: Sequence[Mapping[str, Any]], columns: tuple[Column, ...]) -> pl.DataFrame:
    """Return rows as a frame whose types follow from the columns' formats, also where there are no rows."""
    kinds: dict[str, pl.DataType | type[pl.DataType]] = {
        "estimate": struct(),
        "money": pl.Float64,
        "integer": pl.Int64,
        "days": pl.Float64,
        "percent": pl.Float64,
    }
    schema = {column.name: kinds.get(column.format, pl.String) for column in columns}
    plain = [{name: value.as_dict() if isinstance(value, Estimate) else value for name, value in row.items()} for row in rows]
    return pl.DataFrame(plain, schema=schema)


def step_table(found: Pathway, own: Mapping[str, Estimate]) -> Table:
    """Return the steps with their expected days, beside the record's own where it has any."""
    rows = [
        {
            "jurisdiction": planned.jurisdiction,
            "step": planned.step.title,
            "needed": "optional" if planned.step.optional else planned.needed,
            "owner": planned.step.owner,
            "days": planned.time.days if planned.time else NO_TIME,
            "markers": f"{planned.time.start} to {planned.time.end}" if planned.time else "",
            "clock": planned.time.clock if planned.time else "",
            "stated": f"{planned.time.stated}; {planned.time.cohort}" if planned.time else "",
            "own": own.get(planned.step.name, Estimate.none("the record has too few")),
            "citation": planned.step.cited.citation,
            "source": planned.time.cited.source if planned.time else planned.step.cited.source,
            "checked": str(planned.step.cited.checked_on),
        }
        for planned in found.steps
    ]
    columns: tuple[Column, ...] = (
        Column("jurisdiction", "Where"),
        Column("step", "Step"),
        Column("needed", "Needed"),
        Column("owner", "Turn of"),
        Column("days", "Expected", "estimate", "days", caveat="calendar days between the two markers; preparing is not in it"),
        Column("markers", "From and to"),
        Column("clock", "Clock of"),
        Column("own", "Median in this record", "estimate", "days"),
        Column("stated", "As published"),
        Column("citation", "Citation"),
        Column("checked", "Checked on", "date"),
        Column("source", "Source", "link"),
    )
    if not own:
        columns = tuple(column for column in columns if column.name != "own")
    needed = (planned.time for planned in found.steps if planned.needed == "needed" and not planned.step.optional)
    known = [time.days.value for time in needed if time and time.days.value]
    note = f"The figures known for needed steps add up to {sum(known):,.0f} days; steps may run side by side." if len(known) > 1 else None
    return Table("Steps", frame([{c.name: row[c.name] for c in columns} for row in rows], columns), columns, note)


def document_table(found: Pathway) -> Table:
    """Return what has to be handed in, step by step."""
    rows = [
        {"jurisdiction": planned.jurisdiction, "step": planned.step.title, "document": document}
        for planned in found.steps
        for document in planned.step.documents
    ]
    columns = (Column("jurisdiction", "Where"), Column("step", "Step"), Column("document", "Document"))
    return Table("Documents", frame(rows, columns), columns)


def fee_table(found: Pathway) -> Table:
    """Return the fees of the day; where none is known, the last one that was, with its end."""
    rows: list[dict[str, Any]] = []
    for planned in found.steps:
        for owed in planned.fees:
            fee = owed.now or owed.last
            rows.append(
                {
                    "jurisdiction": planned.jurisdiction,
                    "step": planned.step.title,
                    "fee": fee.title if fee else owed.name,
                    "amount": owed.now.amount if owed.now else None,
                    "small": owed.now.small if owed.now else None,
                    "currency": fee.currency if fee else "",
                    "start": str(fee.start or "") if fee else "",
                    "end": str(fee.end or "") if fee else "",
                    "state": _state(owed.now is not None, fee is not None and fee.cited.verified, fee.amount if fee else None),
                    "citation": fee.cited.citation if fee else "",
                    "checked": str(fee.cited.checked_on) if fee else "",
                    "source": fee.cited.source if fee else "",
                }
            )
    columns = (
        Column("jurisdiction", "Where"),
        Column("step", "Step"),
        Column("fee", "Fee for"),
        Column("amount", "Amount", "money"),
        Column("small", "Small business", "money"),
        Column("currency", "Currency"),
        Column("state", "State"),
        Column("start", "From", "date"),
        Column("end", "To", "date"),
        Column("citation", "Citation"),
        Column("checked", "Checked on", "date"),
        Column("source", "Source", "link"),
    )
    return Table("Fees", frame(rows, columns), columns)


def _state(now: bool, verified: bool, last: float | None) -> str:  # noqa: FBT001  both are said by name where it is called
    """Say whether a fee is that of the day, and whether it was confirmed."""
    if now:
        return "of the day" if verified else "of the day, unverified"
    return "not known for this day" if last is None else f"not known for this day; last {last:,.0f}{'' if verified else ', unverified'}"


def instrument_table(found: Pathway) -> Table:
    """Return the instruments whose scope holds or may hold."""
    rows = [
        {
            "jurisdiction": each.instrument.jurisdiction,
            "instrument": each.instrument.title,
            "kind": each.instrument.kind,
            "applies": each.applies,
            "waits": _waits(found, each),
            "benefit": each.instrument.benefit,
            "saves": each.instrument.saves or "not measured",
            "conditions": "; ".join(each.instrument.conditions),
            "evidence": "; ".join(each.instrument.evidence),
            "places": each.instrument.places,
            "start": str(each.row.start or ""),
            "end": str(each.row.end or ""),
            "name": each.instrument.name,
            "citation": each.row.citation,
            "checked": str(each.row.checked_on),
            "source": each.row.source,
        }
        for each in found.instruments
    ]
    columns = (
        Column("jurisdiction", "Where"),
        Column("instrument", "Instrument"),
        Column("kind", "Kind"),
        Column("applies", "Applies"),
        Column("waits", "Hangs on"),
        Column("benefit", "Clears"),
        Column("saves", "Saves"),
        Column("conditions", "Conditions"),
        Column("evidence", "Evidence"),
        Column("places", "Places", "integer"),
        Column("start", "From", "date"),
        Column("end", "To", "date"),
        Column("name", "Name"),
        Column("citation", "Citation"),
        Column("checked", "Checked on", "date"),
        Column("source", "Source", "link"),
    )
    return Table("Instruments", frame(rows, columns), columns)


def _waits(found: Pathway, each: UsableInstrument) -> str:
    """Return what an instrument hangs on, as the questions are asked."""
    rules = found.way.rules
    return "; ".join(rules.tables[name].question if name in rules.tables else rules.questions[name].text for name in each.waits_for)


def change_table(found: Pathway) -> Table:
    """Return rules to come, proposed or about to end, that could touch this product."""
    rows = [
        {
            "what": each.what,
            "then": found.way.rules.tables[each.table].outcomes.label(each.row.then),
            "why": each.row.why,
            "table": each.table,
            "row": each.row.name,
            "citation": each.row.citation,
            "checked": str(each.row.checked_on),
            "source": each.row.source,
        }
        for each in found.changes
    ]
    columns = (
        Column("what", "When"),
        Column("why", "Rule"),
        Column("then", "Outcome"),
        Column("table", "Table"),
        Column("row", "Row"),
        Column("citation", "Citation"),
        Column("checked", "Checked on", "date"),
        Column("source", "Source", "link"),
    )
    return Table("What may change", frame(rows, columns), columns)
