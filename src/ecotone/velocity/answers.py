"""The questions that velocity answers of a record, each a function of its `Ways` that returns an `Answer`.

`stage_times`, `outcomes`, `flow`, `ageing`, `bottleneck`, `forecasts`. No answer holds a mean over the spells that have ended:
while some still run it would leave out the slow ones. Every answer shows the two markers of its stages, whose clock runs, and
what was left out.

References
----------
Kaplan & Meier (1958); Aalen & Johansen (1978); Little (1961): see the modules that compute them.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any, Final

import polars as pl

import ecotone
from ecotone.answer import Answer, Column, Method, Table
from ecotone.errors import SpellError
from ecotone.estimate import Estimate
from ecotone.velocity import flow as flows
from ecotone.velocity.competing import aalen_johansen
from ecotone.velocity.forecast import DRAWS, SHARES
from ecotone.velocity.hindsight import coverage, curve_on, forecasts_of, running_on
from ecotone.velocity.survival import FEWEST, kaplan_meier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecotone.velocity.read import StageSpells, Ways

QUANTILES: Final = {"p15": 0.15, "p50": 0.5, "p85": 0.85}
HORIZONS: Final = (180, 365, 730, 1095)
WINDOW_DAYS: Final = 3 * 365
"""The window of the flow, unless the scope gives one."""
EMPTY: Final = "nothing entered this stage"
_ESTIMATE: Final = pl.Struct(
    {"value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "level": pl.Float64, "method": pl.String, "reason": pl.String}
)
_MARKED: Final = (
    Column("stage", "Stage"),
    Column("start", "From"),
    Column("end", "To"),
)


def stage_times(ways: Ways) -> Answer:
    """Say how long each stage takes: the days by which 15, 50 and 85 % of its spells have ended, those that run counted as longer."""
    rows: list[dict[str, Any]] = []
    for each in ways.stages:
        times = {name: _quantile(each, share) for name, share in QUANTILES.items()}
        counts = {"spells": len(each.spells), "running": each.spells.running, "imprecise": int(each.stays["imprecise"].sum())}
        rows.append({**_markers(each), **counts, **times})
    columns = (
        *_MARKED,
        Column("owner", "Clock of"),
        Column("spells", "Spells", "integer"),
        Column("running", "Still running", "integer"),
        *(Column(name, name.upper(), "estimate", "days") for name in QUANTILES),
        Column("imprecise", "With a date known to the month", "integer", caveat="such a date counts as the 15th, so up to 16 days off"),
    )
    known = [f"{row['stage']} {row['p50'].value:,.0f} days" for row in rows if row["p50"].value is not None]
    summary = f"Median times of {ways.items:,} initiatives: {'; '.join(known) or 'none is known yet'}."
    table = Table("Stage times", _frame(rows, tuple(QUANTILES)), columns, "A spell ends when its stage is left, by advance or by stop.")
    return _answer(ways, "How long does each stage take?", summary, [table], "Kaplan–Meier quantiles", "Brookmeyer & Crowley (1982)")


def outcomes(ways: Ways) -> Answer:
    """Say what has become of those that entered each stage, by when: shares that add up with what still runs to one."""
    rows: list[dict[str, Any]] = []
    for each in ways.stages:
        incidence = aalen_johansen(each.spells) if len(each.spells) else None
        for outcome in each.spells.outcomes:
            shares = {f"d{days}": incidence.at(days, outcome) if incidence else Estimate.none(EMPTY) for days in HORIZONS}
            ended = int((each.stays["outcome"] == each.spells.outcomes.index(outcome) + 1).sum())
            rows.append({**_markers(each), "outcome": outcome, "ended": ended, **shares})
    columns = (
        *_MARKED,
        Column("outcome", "Outcome"),
        Column("ended", "So far", "integer"),
        *(Column(f"d{days}", f"Share after {days:,} days", "estimate") for days in HORIZONS),
    )
    stopped = sum(row["ended"] for row in rows if row["outcome"] == "stopped")
    table = Table("Outcomes by stage", _frame(rows, tuple(f"d{days}" for days in HORIZONS)), columns)
    summary = f"{stopped:,} of {ways.items:,} initiatives have stopped for good."
    return _answer(ways, "What becomes of an initiative?", summary, [table], "Aalen–Johansen", "Aalen & Johansen (1978)")


def flow(ways: Ways) -> Answer:
    """Say what came in, waits and went out in a window, and whether these agree by Little's law."""
    first = ways.first if ways.scope.start else max(ways.first, ways.read_on - dt.timedelta(days=WINDOW_DAYS - 1))
    rows: list[dict[str, Any]] = []
    warnings: list[str] = []
    for each in ways.stages:
        found = flows.flow(each.stays, first, ways.read_on)
        warnings += [f"{each.stage.name}: {warning}." for warning in found.warnings]
        length = (ways.read_on - first).days + 1
        if found.days.value is not None and found.days.value > length / 2:
            warnings.append(f"{each.stage.name}: items take so long that a window of {length:,} days is too short for Little's law.")
        counts = {"arrivals": found.arrivals, "departures": found.departures, "at_start": found.at_start, "at_end": found.at_end}
        check = {
            "expected": found.check.expected,
            "observed": found.check.observed,
            "residual": found.check.observed - found.check.expected,
        }
        rows.append({**_markers(each), **counts, **check, "steady": "yes" if found.steady else "no"})
    columns = (
        *_MARKED,
        Column("arrivals", "In", "integer"),
        Column("departures", "Out", "integer"),
        Column("at_start", "In progress before", "integer"),
        Column("at_end", "In progress after", "integer"),
        Column("observed", "In progress, over the days", "number"),
        Column("expected", "Expected by Little's law", "number"),
        Column("residual", "Residual", "number", caveat="a check only where flow is steady"),
        Column("steady", "Steady"),
    )
    waiting = max(rows, key=lambda row: row["at_end"])
    summary = f"From {first} to {ways.read_on} most wait in {waiting['stage']}: {waiting['at_end']:,} in progress."
    table = Table("Flow", _frame(rows), columns, f"Window {first} to {ways.read_on}, both days included.")
    parameters = {"window": f"{first} to {ways.read_on}"}
    return _answer(ways, "What comes in, waits and goes out?", summary, [table], "Little's law", "Little (1961)", warnings, parameters)


def ageing(ways: Ways) -> Answer:
    """List what is in progress with its age against the 85 % time of its stage, oldest first, and plans whose day has passed."""
    aged = flows.ageing(ways.stays, ways.read_on)
    more = ways.stays.select("item", "stage", "label", "planned_end")
    frame = aged.join(more, on=["item", "stage"], how="left", maintain_order="left").with_columns(
        pl.when("over")
        .then(pl.lit("yes"))
        .when(pl.col("limit_days").is_null())
        .then(pl.lit("not known"))
        .otherwise(pl.lit("no"))
        .alias("over"),
        pl.when(pl.col("planned_end") < ways.read_on).then(pl.lit("yes")).otherwise(pl.lit("")).alias("overdue"),
    )
    columns = (
        Column("label", "Item"),
        Column("stage", "Stage"),
        Column("start", "Since", "date"),
        Column("age_days", "Age", "days"),
        Column("limit_days", "P85 of the stage", "days"),
        Column("over", "Older than P85"),
        Column("planned_end", "Planned end", "date", caveat="a plan, never counted as an end"),
        Column("overdue", "Plan has passed"),
    )
    over = int((frame["over"] == "yes").sum())
    passed = int((frame["overdue"] == "yes").sum())
    summary = (
        f"{frame.height:,} items are in progress; {over:,} are older than their stage's P85; of {passed:,} the planned end has passed."
    )
    return _answer(ways, "What is older than it should be?", summary, [Table("Ageing items", frame, columns)], "age against P85", None)


def bottleneck(ways: Ways) -> Answer:
    """Rank the stages by their share of all days spent so far, those of what still runs included."""
    rows = []
    for each in ways.stages:
        spent = float((each.spells.durations - each.spells.entry).sum())
        rows.append({**_markers(each), "spells": len(each.spells), "running": each.spells.running, "days": spent})
    total = sum(row["days"] for row in rows)
    frame = _frame(rows).with_columns((pl.col("days") / (total or 1.0)).alias("share")).sort("days", descending=True, maintain_order=True)
    columns = (
        *_MARKED,
        Column("owner", "Clock of"),
        Column("spells", "Spells", "integer"),
        Column("running", "Still running", "integer"),
        Column("days", "Days spent by all", "days"),
        Column("share", "Share of all", "percent", caveat="work and waiting are not told apart: only the markers are dated"),
    )
    top = frame.row(0, named=True)
    summary = (
        f"{top['share']:.0%} of all days are spent in {top['stage']}, from {top['start']} to {top['end']}; the clock of {top['owner']}."
    )
    return _answer(ways, "Where does it stick?", summary, [Table("Bottleneck", frame, columns)], "share of all days spent so far", None)


def forecasts(ways: Ways, *, draws: int = DRAWS, seed: int = 0) -> Answer:
    """Say by which date each item in progress leaves its stage, at 50, 85 and 95 %, with how often such forecasts came true."""
    promised = [f"p{share * 100:.0f}" for share in SHARES]
    items: list[dict[str, Any]] = []
    kept: list[dict[str, Any]] = []
    for each in ways.stages:
        curve, open_ = curve_on(each.stays, ways.read_on), running_on(each.stays, ways.read_on)
        judged = coverage(each.stays, ways.read_on, draws=draws, seed=seed)
        kept.append({"stage": each.stage.name, **dict(zip(promised, judged.values(), strict=True))})
        made = forecasts_of(curve, open_["age"].to_list(), draws=draws, seed=seed)
        for row, forecast in zip(open_.iter_rows(named=True), made, strict=True):
            days = forecast.days if forecast else (None,) * len(SHARES)
            dates = {
                name: None if day is None else ways.read_on + dt.timedelta(days=math.ceil(day))
                for name, day in zip(promised, days, strict=True)
            }
            reason = (
                f"fewer than {FEWEST} ended at a greater age"
                if forecast is None
                else ""
                if days[-1] is not None
                else "too many of those as old still run"
            )
            items.append({"label": row["label"], "stage": row["stage"], "age": float(row["age"]), **dates, "reason": reason})
    schema = {"label": pl.String, "stage": pl.String, "age": pl.Float64, **dict.fromkeys(promised, pl.Date), "reason": pl.String}
    dated = pl.DataFrame(items, schema=schema, orient="row")
    labels = [f"{share:.0%} by" for share in SHARES]
    columns = (
        Column("label", "Item"),
        Column("stage", "Stage"),
        Column("age", "Age", "days"),
        *(Column(name, label, "date") for name, label in zip(promised, labels, strict=True)),
        Column("reason", "Why a date is missing"),
    )
    tests = (
        Column("stage", "Stage"),
        *(Column(name, f"{share:.0%} kept", "estimate") for name, share in zip(promised, SHARES, strict=True)),
    )
    tables = [
        Table("Forecasts: leaving the present stage", dated, columns, "By advance or by stop."),
        Table(
            "Back-test: how often such promises were kept",
            _frame(kept, tuple(promised)),
            tests,
            "Made on the same day 1 to 5 years before.",
        ),
    ]
    known = int(dated["p50"].is_not_null().sum())
    untested = [row["stage"] for row in kept if all(row[name].value is None for name in promised)]
    warnings = [f"Forecasts for {', '.join(untested)} could not be back-tested: too few promises have come due."] if untested else []
    warnings += [
        f"{row['stage']}: {share:.0%} dates were kept in {row[name].value:.0%} of cases, fewer than promised; take the dates as too early."
        for row in kept
        for name, share in zip(promised, SHARES, strict=True)
        if row[name].high is not None and row[name].high < share
    ]
    summary = f"{known:,} of {dated.height:,} items in progress have a 50 % date; read them with the back-test."
    parameters = {"draws": draws}
    return _answer(
        ways, "When will it be done?", summary, tables, "draws from the stage's curve, given the age", None, warnings, parameters, seed
    )


QUESTIONS: Final = {
    "stage_times": stage_times,
    "outcomes": outcomes,
    "flow": flow,
    "bottleneck": bottleneck,
    "ageing": ageing,
    "forecasts": forecasts,
}
"""Every question by its name, in the order of the page."""


def _quantile(each: StageSpells, share: float) -> Estimate:
    """Return a quantile whose interval, where it has no upper end, says so in words: JSON knows no infinity."""
    if not len(each.spells):
        return Estimate.none(EMPTY)
    found = kaplan_meier(each.spells).quantile(share)
    if found.value is not None and found.high is not None and math.isinf(found.high):
        return Estimate.exact(found.value, f"from {found.low:g} without an upper end: too many still run")
    return found


def _markers(each: StageSpells) -> dict[str, Any]:
    """Return the columns that say what a stage is."""
    return {"stage": each.stage.name, "start": each.stage.start, "end": each.stage.end, "owner": each.stage.owner}


def _frame(rows: Sequence[dict[str, Any]], estimates: tuple[str, ...] = ()) -> pl.DataFrame:
    """Return rows as a frame, estimates as structs."""
    plain = pl.DataFrame([{name: value for name, value in row.items() if name not in estimates} for row in rows])
    made = [
        pl.Series(name, [{field.name: row[name].as_dict().get(field.name) for field in _ESTIMATE.fields} for row in rows], dtype=_ESTIMATE)
        for name in estimates
    ]
    return plain.with_columns(made)


def _answer(
    ways: Ways,
    question: str,
    summary: str,
    tables: Sequence[Table],
    method: str,
    reference: str | None,
    warnings: Sequence[str] = (),
    parameters: dict[str, Any] | None = None,
    seed: int | None = None,
) -> Answer:
    """Put an answer together, with the definitions and what was left out."""
    if not any(len(each.spells) for each in ways.stages):
        raise SpellError("No stage has a spell", where=ways.scope.explain(), remedy="Widen the filter")
    told = {
        "stages": f"{ways.model.name}: {ways.model.label}",
        "read on": str(ways.read_on),
        "what still runs": f"is cut off on {ways.read_on} and counts as longer",
        "dates known to the month": "count as the 15th",
        **({"under observation from": str(ways.first)} if ways.scope.start else {}),
        **(parameters or {}),
    }
    left = [f"{what}: {number:,}." for what, number in ways.problems.by_kind().items()]
    if ways.silent:
        what = "items in progress come from source records not renewed in the year before; that nothing happened to them is assumed"
        left.append(f"{ways.silent:,} {what}.")
    planned = [f"{ways.planned:,} planned dates are not counted as actual."] if ways.planned else []
    return Answer(
        question,
        summary,
        tuple(tables),
        Method(method, ecotone.__version__, told, seed, reference),
        ways.scope,
        ways.read_at,
        warnings=(*warnings, *left, *planned),
    )
