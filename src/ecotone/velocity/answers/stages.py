"""How long each stage takes, what becomes of an initiative, and where its days go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from ecotone.answer import Column, Table
from ecotone.estimate import Estimate
from ecotone.velocity.answers.asking import EMPTY, MARKED, QUANTILES, answer, frame_of, markers, quantile
from ecotone.velocity.competing import aalen_johansen
from ecotone.velocity.published import Definition, compare, series

if TYPE_CHECKING:
    from ecotone.answer import Answer
    from ecotone.velocity.read import Ways

HORIZONS: Final = (180, 365, 730, 1095)


def stage_times(ways: Ways) -> Answer:
    """Say how long each stage takes: the days by which 15, 50 and 85 % of its spells have ended, those that run counted as longer."""
    rows: list[dict[str, Any]] = []
    for each in ways.stages:
        times = {name: quantile(each.spells, share) for name, share in QUANTILES.items()}
        counts = {"spells": len(each.spells), "running": each.spells.running, "imprecise": int(each.stays["imprecise"].sum())}
        rows.append({**markers(each), **counts, **times})
    columns = (
        *MARKED,
        Column("owner", "Clock of"),
        Column("spells", "Spells", "integer"),
        Column("running", "Still running", "integer"),
        *(Column(name, name.upper(), "estimate", "days") for name in QUANTILES),
        Column("imprecise", "With a date known to the month", "integer", caveat="such a date counts as the 15th, so up to 16 days off"),
    )
    known = [f"{row['stage']} {row['p50'].value:,.0f} days" for row in rows if row["p50"].value is not None]
    summary = f"Median times of {ways.items:,} initiatives: {'; '.join(known) or 'none is known yet'}."
    table = Table("Stage times", frame_of(rows, tuple(QUANTILES)), columns, "A spell ends when its stage is left, by advance or by stop.")
    tables = [table, *_published(ways)]
    return answer(ways, "How long does each stage take?", summary, tables, "Kaplan–Meier quantiles", "Brookmeyer & Crowley (1982)")


def _published(ways: Ways) -> list[Table]:
    """Return published figures on such stages beside one's own where both count the same, else why they are not compared."""
    rows = []
    for each in ways.stages:
        own = Definition(ways.model.label, each.stage.start, each.stage.end, each.stage.owner)
        for name in each.stage.near:
            found = series(name)
            cohort = [name for name in found.figures if name not in found.open][-1]
            compared = compare(each.spells, own, found, cohort)
            rows.append(
                {
                    "stage": each.stage.name,
                    "series": found.label,
                    "cohort": cohort,
                    "figure": compared.figure,
                    "unit": found.unit,
                    "statistic": found.statistic,
                    "own": compared.own if not compared.reasons else Estimate.none("the definitions differ"),
                    "reasons": "; ".join(compared.reasons),
                    "source": found.source,
                    "as_of": str(found.as_of),
                }
            )
    columns = (
        Column("stage", "Stage"),
        Column("series", "Published"),
        Column("cohort", "For"),
        Column("figure", "Figure", "number"),
        Column("unit", "Unit"),
        Column("statistic", "Which is a"),
        Column("own", "Own, on the same definition", "estimate"),
        Column("reasons", "Why it is not compared"),
        Column("source", "Source"),
        Column("as_of", "As of"),
    )
    return [Table("Published figures on such stages", frame_of(rows, ("own",)), columns)] if rows else []


def outcomes(ways: Ways) -> Answer:
    """Say what has become of those that entered each stage, by when: shares that add up with what still runs to one."""
    rows: list[dict[str, Any]] = []
    for each in ways.stages:
        incidence = aalen_johansen(each.spells) if len(each.spells) else None
        for outcome in each.spells.outcomes:
            shares = {f"d{days}": incidence.at(days, outcome) if incidence else Estimate.none(EMPTY) for days in HORIZONS}
            ended = int((each.stays["outcome"] == each.spells.outcomes.index(outcome) + 1).sum())
            rows.append({**markers(each), "outcome": outcome, "ended": ended, **shares})
    columns = (
        *MARKED,
        Column("outcome", "Outcome"),
        Column("ended", "So far", "integer"),
        *(Column(f"d{days}", f"Share after {days:,} days", "estimate") for days in HORIZONS),
    )
    others = {name: sum(row["ended"] for row in rows if row["outcome"] == name) for name in ways.model.outcomes[1:]}
    table = Table("Outcomes by stage", frame_of(rows, tuple(f"d{days}" for days in HORIZONS)), columns)
    told = ", ".join(f"{number:,} {name}" for name, number in others.items()) or "nothing tells that one ended otherwise"
    summary = f"Of {ways.items:,} initiatives, besides those that advanced: {told}."
    return answer(ways, "What becomes of an initiative?", summary, [table], "Aalen–Johansen", "Aalen & Johansen (1978)")


def bottleneck(ways: Ways) -> Answer:
    """Rank the stages by their share of all days spent so far, those of what still runs included."""
    rows = []
    for each in ways.stages:
        spent = float((each.spells.durations - each.spells.entry).sum())
        rows.append({**markers(each), "spells": len(each.spells), "running": each.spells.running, "days": spent})
    total = sum(row["days"] for row in rows)
    frame = frame_of(rows).with_columns((pl.col("days") / (total or 1.0)).alias("share")).sort("days", descending=True, maintain_order=True)
    columns = (
        *MARKED,
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
    return answer(ways, "Where does it stick?", summary, [Table("Bottleneck", frame, columns)], "share of all days spent so far", None)
