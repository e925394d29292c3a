"""Where initiatives stop, how soon, how many late, and what had been spent by then; and whose clock ran."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from ecotone.answer import Column, Table
from ecotone.velocity import clocks as splitting
from ecotone.velocity.answers.asking import MARKED, answer, frame_of, markers
from ecotone.velocity.costs import spent_by
from ecotone.velocity.stops import late_share
from ecotone.velocity.stops import stops as counted

if TYPE_CHECKING:
    from ecotone.answer import Answer
    from ecotone.velocity.read import Ways

FEW_STOPS: Final = 0.05
"""A share of stops among what ended below which it is said that few stops are no success by themselves."""


def stops(ways: Ways) -> Answer:
    """Say how many stop in each stage, by when, how many of them late, and what had been spent on them."""
    rows: list[dict[str, Any]] = []
    for each in ways.stages:
        found = counted(each.spells)
        late = "yes" if each.stage.name in ways.model.late else "no"
        counts = {"entered": found.entered, "ended": found.ended, "stopped": found.stopped}
        rows.append({**markers(each), **counts, "share": found.share, "half_by": found.half_by, "late": late})
    columns = (
        *MARKED,
        Column("entered", "Entered", "integer"),
        Column("ended", "Ended", "integer"),
        Column("stopped", "Ended otherwise than by advancing", "integer"),
        Column("share", "Share that ends so", "estimate", caveat="of those that enter, within the longest time observed; Aalen–Johansen"),
        Column("half_by", "Half of these came by", "days"),
        Column("late", "Late stage"),
    )
    spent, sums = _spent(ways)
    share = late_share(ways.stages, ways.model.late)
    overall = frame_of([{"late": share, "from": ways.model.late_from or "–"}], ("late",))
    tables = (
        Table("Stops by stage", frame_of(rows, ("share",)), columns),
        Table("Late stops", overall, (Column("from", "Late from stage"), Column("late", "Share of stops that are late", "estimate"))),
        Table(
            "Spend at stop",
            spent,
            (
                Column("label", "Item"),
                Column("stage", "Stage"),
                Column("outcome", "Ended as"),
                Column("stopped_on", "On", "date"),
                Column("spent", "Spent by then", "money"),
                Column("currency", "Currency"),
            ),
            "Costs of events up to that day, or the last reading of the claim spend.",
        ),
    )
    stopped, ended = sum(row["stopped"] for row in rows), sum(row["ended"] for row in rows)
    late_text = f"{share.value:.0%} of them late" if share.value is not None else f"late or not is not known: {share.reason}"
    summary = f"{stopped:,} of {ways.items:,} initiatives ended otherwise than by advancing, {late_text}. {sums}"
    warnings = []
    if ways.model.stops and ended and stopped / ended < FEW_STOPS:
        warnings.append(
            "Few stops are no success by themselves: compare with what ends elsewhere (`ecotone velocity published phase-success-2011`)."
        )
    if not ways.model.stops:
        warnings.append("The stage model names no claim that tells a stop, so none can be seen.")
    return answer(ways, "Where do initiatives stop, and how late?", summary, tables, "Aalen–Johansen", "Aalen & Johansen (1978)", warnings)


def _spent(ways: Ways) -> tuple[pl.DataFrame, str]:
    """Return what had been spent on each item that stopped, and the sum in words."""
    rows: list[tuple[Any, ...]] = []
    totals: dict[str, float] = {}
    unknown = 0
    for each in ways.stages:
        for row in each.stays.filter(pl.col("outcome") > 1).sort("end", "item").iter_rows(named=True):
            found = spent_by(ways.costs, row["item"], row["end"])
            unknown += not found
            head = (row["label"], each.stage.name, each.spells.outcomes[row["outcome"] - 1], row["end"])
            rows += [(*head, amount, currency) for currency, amount in found.items()] or [(*head, None, None)]
            for currency, amount in found.items():
                totals[currency] = totals.get(currency, 0.0) + amount
    schema = {
        "label": pl.String,
        "stage": pl.String,
        "outcome": pl.String,
        "stopped_on": pl.Date,
        "spent": pl.Float64,
        "currency": pl.String,
    }
    told = ", ".join(f"{amount:,.0f} {currency}".strip() for currency, amount in totals.items())
    words = f"Spent on them by then: {told}" if told else "What had been spent on them is not in the record"
    words += f"; of {unknown:,} it is not known." if told and unknown else "."
    return pl.DataFrame(rows, schema=schema, orient="row"), words


def clocks(ways: Ways) -> Answer:
    """Split the days of each initiative, from its first marker to its last or the day of reading, among those whose clock ran."""
    parts = splitting.owned(ways.stays, {stage.name: stage.owner for stage in ways.model.stages})
    whole = int(parts["days"].sum())
    items = parts["item"].n_unique()
    by_owner = (
        parts.group_by("owner")
        .agg(pl.col("days").sum().alias("days"), pl.col("item").n_unique().alias("items"))
        .with_columns((pl.col("days") / (whole or 1)).alias("share"))
        .sort(["days", "owner"], descending=[True, False])
    )
    labels = ways.stays.select("item", "label").unique("item")
    by_item = parts.join(labels, on="item", how="left").with_columns(pl.col("days").sum().over("item").alias("elapsed"))
    by_item = by_item.sort(["elapsed", "item", "days", "owner"], descending=[True, False, True, False])
    tables = (
        Table(
            "Clock ownership",
            by_owner,
            (
                Column("owner", "Clock of"),
                Column("items", "Items", "integer"),
                Column("days", "Days", "days"),
                Column("share", "Share of all", "percent"),
            ),
            f"The parts add up to the {whole:,} days elapsed of {items:,} items, exactly. Where several clocks ran at once, the days are "
            "theirs together; where none did, nobody's.",
        ),
        Table(
            "Clock ownership by item",
            by_item,
            (
                Column("label", "Item"),
                Column("owner", "Clock of"),
                Column("days", "Days", "days"),
                Column("elapsed", "Elapsed, all parts", "days"),
            ),
        ),
    )
    top = by_owner.row(0, named=True) if by_owner.height else {"owner": "nobody", "share": 0.0}
    split = any("not split" in stage.owner for stage in ways.model.stages)
    warnings = ["Some stages are owned by several who cannot be told apart by the events that the source dates."] if split else []
    summary = f"Of {whole:,} days elapsed, {top['share']:.0%} ran on the clock of {top['owner']}."
    return answer(ways, "Whose turn was it?", summary, tables, "days between markers, in whole days", "Hanney et al. (2015)", warnings)
