"""Learning loops: a hypothesis with its fail criterion written down before, the evidence, and the decision that it changed or did not.

Experiments are easy to count and easy to multiply. What counts is a decision that came out otherwise because of one. A loop
whose fail criterion was written after its evidence, or never, cannot fail and is not counted: it is listed as such.

In the record a loop is an initiative of kind `learning loop` with the events `hypothesis registered` (its field `fail criterion`
says what would refute it), `evidence` and `decided` (its field `changed` says whether the decision came out otherwise).

References
----------
Popper (1959), The logic of scientific discovery. Nosek et al. (2018), The preregistration revolution. PNAS 115.
Toma (2020), Experiment velocity vs. learning velocity. https://the-aim.co/index.php/2020/04/30/experiment-velocity-vs-learning-velocity/
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from ecotone.dates import Date
from ecotone.estimate import Estimate, wilson
from ecotone.velocity.spells import Markers, Spells
from ecotone.velocity.survival import kaplan_meier

if TYPE_CHECKING:
    import datetime as dt

KIND: Final = "learning loop"
REGISTERED: Final = "hypothesis registered"
EVIDENCE: Final = "evidence"
DECIDED: Final = "decided"
CRITERION: Final = "fail criterion"
CHANGED: Final = "changed"
MARKERS: Final = Markers(REGISTERED, DECIDED, "team", "loops without a decision count as longer")
COUNTED: Final = "counted"
_SAID: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
"""How a table says that a decision changed or did not."""
_SCHEMA: Final = {
    "loop": pl.Int64,
    "label": pl.String,
    "registered": pl.Date,
    "evidence": pl.Date,
    "decided": pl.Date,
    "changed": pl.Boolean,
    "state": pl.String,
}


@dataclass(frozen=True, slots=True, eq=False)
class Loops:
    """The learning loops of a record.

    Parameters
    ----------
    table : polars.DataFrame
        `loop`, `label`, `registered`, `evidence`, `decided` (dates or null), `changed`, `state`: `counted`, or why not.
    spells : Spells
        Days from hypothesis to decision of those that count.
    """

    table: pl.DataFrame
    spells: Spells

    @property
    def counted(self) -> pl.DataFrame:
        """Return the loops that count."""
        return self.table.filter(pl.col("state") == COUNTED)

    def median(self) -> Estimate:
        """Return the time in which half of the loops are decided."""
        return kaplan_meier(self.spells).quantile(0.5) if len(self.spells) else Estimate.none("no loop counts")

    def changed_per_ten(self) -> Estimate:
        """Return how many of ten decided loops changed a decision."""
        told = self.counted.filter(pl.col("decided").is_not_null())["changed"].drop_nulls()
        if not told.len():
            return Estimate.none("no loop that counts says whether its decision changed")
        share = float(told.sum()) / told.len()
        low, high = wilson(share, told.len())
        return Estimate(10 * share, 10 * low, 10 * high, level=0.95, method=f"Wilson, {told.len():,} decided loops")


def loops(events: pl.DataFrame, labels: dict[int, str], read_on: dt.date) -> Loops:
    """Make learning loops of dated events.

    Parameters
    ----------
    events : polars.DataFrame
        `initiative`, `kind`, `date`, `actual`, `fields` (JSON), of loops only; planned ones are not counted.
    labels : dict of int to str
        What each loop is called.
    read_on : datetime.date
        Cuts off loops that are not decided.

    Examples
    --------
    >>> import datetime as dt
    >>> events = pl.DataFrame({
    ...     "initiative": [1, 1, 1], "kind": ["hypothesis registered", "evidence", "decided"], "actual": [True] * 3,
    ...     "date": ["2024-01-01", "2024-01-20", "2024-02-01"],
    ...     "fields": ['{"fail criterion": "fewer than 3 of 10"}', None, '{"changed": true}']})
    >>> found = loops(events, {1: "reminders"}, dt.date(2024, 3, 1))
    >>> found.table["state"].to_list(), found.changed_per_ten().value
    (['counted'], 10.0)
    """
    rows = []
    for (loop,), part in events.filter("actual").sort("date").group_by("initiative", maintain_order=True):
        number = int(str(loop))
        first: dict[str, dict[str, Any]] = {}
        for row in part.iter_rows(named=True):
            first.setdefault(row["kind"], row)
        days = {kind: _day(first[kind]["date"]) if kind in first else None for kind in (REGISTERED, EVIDENCE, DECIDED)}
        criterion = _fields(first.get(REGISTERED)).get(CRITERION)
        changed = _fields(first.get(DECIDED)).get(CHANGED)
        state = _state(days, criterion)
        told = changed if isinstance(changed, bool) else _SAID.get(str(changed).strip().lower())
        rows.append((number, labels.get(number, str(number)), *days.values(), told, state))
    table = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    counted = table.filter(pl.col("state") == COUNTED).with_columns(pl.lit(read_on).alias("read_on"))
    lasted = counted.select((pl.coalesce("decided", "read_on") - pl.col("registered")).dt.total_days().clip(0, None)).to_series()
    return Loops(table, Spells.of(lasted.to_numpy(), counted["decided"].is_not_null().to_numpy(), outcomes=(DECIDED,), markers=MARKERS))


def _state(days: dict[str, dt.date | None], criterion: object) -> str:
    """Say whether a loop counts, or why not."""
    registered, evidence, decided = days[REGISTERED], days[EVIDENCE], days[DECIDED]
    if registered is None:
        return "no hypothesis was registered"
    if not isinstance(criterion, str) or not criterion.strip():
        return "no fail criterion was registered"
    if evidence is not None and evidence < registered:
        return "the evidence is older than its hypothesis"
    if decided is not None and evidence is None:
        return "decided without evidence"
    if decided is not None and evidence is not None and decided < evidence:
        return "decided before the evidence"
    return COUNTED


def _fields(row: dict[str, Any] | None) -> dict[str, Any]:
    found = json.loads(row["fields"]) if row and row["fields"] else {}
    return found if isinstance(found, dict) else {}


def _day(text: str) -> dt.date:
    """Return the day as which a date counts: a month as its 15th."""
    date = Date(text)
    return date.first if date.precision == "day" else date.first.replace(day=15)
