"""What was spent on an initiative by a day, as the record says: costs of events, or readings of all spent so far.

A field `cost` of an event, with `currency` beside it, is money spent at that event; a claim `spend` is a reading of all spent by
its day. Where there is a reading, costs of single events are taken to be in it. Currencies are never added together.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    import datetime as dt

COST: Final = "cost"
CURRENCY: Final = "currency"
SPEND: Final = "spend"


def costs(events: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """Return what was spent on each item, dated.

    Parameters
    ----------
    events : polars.DataFrame
        `initiative`, `date`, `actual`, `fields` (JSON): a field `cost`, with `currency`, is money spent at the event.
    claims : polars.DataFrame
        `initiative`, `field`, `number`, `unit`, `as_of`: a claim `spend` is a reading of all spent by then.

    Returns
    -------
    polars.DataFrame
        `item`, `date` (text, as precise as given), `amount`, `currency`, `reading` (whether it is all spent by then).
    """
    rows: list[tuple[int, str, float, str, bool]] = []
    dated = events.filter(pl.col("initiative").is_not_null() & pl.col("actual") & pl.col("fields").is_not_null())
    for item, date, text in dated.unique(["id", "initiative"], maintain_order=True).select("initiative", "date", "fields").iter_rows():
        said = json.loads(text)
        cost = _number(said.get(COST)) if isinstance(said, dict) else None
        if cost is not None:
            rows.append((item, date, cost, str(said.get(CURRENCY, "")), False))
    spent = claims.filter((pl.col("field") == SPEND) & pl.col("initiative").is_not_null() & pl.col("number").is_not_null())
    for item, date, amount, unit in spent.select("initiative", "as_of", "number", "unit").iter_rows():
        if date is not None:
            rows.append((item, date, float(amount), unit or "", True))
    schema = {"item": pl.Int64, "date": pl.String, "amount": pl.Float64, "currency": pl.String, "reading": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def spent_by(costs: pl.DataFrame, item: int, day: dt.date) -> dict[str, float]:
    """Return what was spent on an item by a day, by currency; the last reading counts before added costs.

    Parameters
    ----------
    costs : polars.DataFrame
        Of `costs`.
    item : int
        The initiative.
    day : datetime.date
        The day of the stop; a cost known to the month counts if its month has begun by then.
    """
    known = costs.filter((pl.col("item") == item) & (pl.col("date") <= day.isoformat()))
    found: dict[str, float] = {}
    for (currency,), part in known.group_by("currency", maintain_order=True):
        readings = part.filter("reading").sort("date")
        name = str(currency)
        found[name] = float(readings["amount"][-1]) if readings.height else float(part["amount"].sum())
    return found


def _number(value: object) -> float | None:
    """Return an amount as a log or a table writes it, or None where it is none."""
    try:
        return float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else None
    except ValueError:
        return None
