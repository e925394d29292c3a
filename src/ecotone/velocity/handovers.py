"""Hand-overs between actors: whose hands a case passes from and to, how long each takes, and which tie is slow for what it does.

A hand-over is two events of a case in a row that different actors did. Some steps take longer than others whoever does
them, so a tie is slow only if it takes longer than others take for the same steps: its excess is its waiting less what the
same steps take elsewhere, and the test compares within steps.

References
----------
van der Aalst (2016), Process mining: data science in action, 2nd ed., sec. 9.3 (handover of work).
Mantel (1966), Cancer Chemother. Rep. 50 (the test within steps).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from ecotone.errors import SpellError
from ecotone.velocity.comparison import log_rank
from ecotone.velocity.spells import Spells

if TYPE_CHECKING:
    from ecotone.velocity.eventlog.log import EventLog, Flat

FEWEST: Final = 10
"""Hand-overs of a tie, and of others in the same steps, below which it is not tested."""
RESOURCE: Final = "org:resource"
"""Who did an event, as XES says it."""
_DAY: Final = 86_400_000_000


def doers(log: EventLog, *, role: str | None = None, actor_type: str = "actor") -> pl.DataFrame:
    """Return who did each event: the object of a type in a role, or what XES names as its resource.

    Parameters
    ----------
    log : EventLog
        The log.
    role : str, optional
        The role that counts; else the first object of the type.
    actor_type : str
        The type of objects that do things.

    Returns
    -------
    polars.DataFrame
        `event`, `doer`.

    Raises
    ------
    SpellError
        If no event says who did it.
    """
    actors = log.objects.filter(pl.col("type") == actor_type).select("object")
    links = log.links.join(actors, on="object", how="semi")
    if role is not None:
        links = links.filter(pl.col("role") == role)
    named = links.unique("event", keep="first", maintain_order=True).select("event", pl.col("object").alias("doer"))
    if not named.height and role is None:
        said = log.event_values.filter(pl.col("name") == RESOURCE)
        named = said.unique("event", keep="first", maintain_order=True).select("event", pl.col("value").alias("doer"))
    if not named.height:
        raise SpellError(
            "No event says who did it",
            expected=f"objects of type {actor_type} in a role, or the value {RESOURCE}",
            got=", ".join(log.types()),
            remedy=f"Of a table, name the column of who did it, as in: --object employee={actor_type}",
        )
    return named


def handovers(flat: Flat, who: pl.DataFrame) -> pl.DataFrame:
    """Return the ties that cases pass through, most excess waiting first.

    Parameters
    ----------
    flat : Flat
        A log by one type of object.
    who : polars.DataFrame
        `event`, `doer`.

    Returns
    -------
    polars.DataFrame
        `source`, `target`, `times`, `cases`, `total_days`, `median_days`, `expected_days` (what the same steps took elsewhere; null where
        nobody else does them), `excess_days`, `p` (log-rank within steps; null where there are too few).
    """
    schema = {
        "source": pl.String,
        "target": pl.String,
        "times": pl.UInt32,
        "cases": pl.UInt32,
        "total_days": pl.Float64,
        "median_days": pl.Float64,
        "expected_days": pl.Float64,
        "excess_days": pl.Float64,
        "p": pl.Float64,
    }
    events = flat.events.join(who, on="event", how="inner").sort("case", "time", maintain_order=True)
    after = ("doer", "type", "time")
    pairs = events.with_columns(pl.col(name).shift(-1).over("case").alias(f"next_{name}") for name in after)
    pairs = pairs.filter(pl.col("next_doer").is_not_null() & (pl.col("doer") != pl.col("next_doer"))).select(
        "case",
        pl.col("doer").alias("source"),
        pl.col("next_doer").alias("target"),
        (pl.col("type") + " → " + pl.col("next_type")).alias("step"),
        ((pl.col("next_time") - pl.col("time")).dt.total_microseconds() / _DAY).alias("days"),
    )
    if not pairs.height:
        return pl.DataFrame(schema=schema)
    step = pairs.group_by("step").agg(pl.col("days").sum().alias("step_days"), pl.len().cast(pl.Int64).alias("step_times"))
    tie = pairs.group_by("source", "target", "step").agg(pl.col("days").sum().alias("tie_days"), pl.len().cast(pl.Int64).alias("tie_times"))
    expected = (
        tie.join(step, on="step")
        .with_columns((pl.col("step_times") - pl.col("tie_times")).alias("others"))
        .with_columns(
            pl.when(pl.col("others") > 0)
            .then(pl.col("tie_times") * (pl.col("step_days") - pl.col("tie_days")) / pl.col("others"))
            .alias("expected")
        )
        .group_by("source", "target")
        .agg(
            pl.when(pl.col("expected").is_null().all()).then(None).otherwise(pl.col("expected").sum()).alias("expected_days"),
            pl.col("tie_days").filter(pl.col("expected").is_not_null()).sum().alias("compared_days"),
        )
    )
    found = (
        pairs.group_by("source", "target")
        .agg(
            pl.len().alias("times"),
            pl.col("case").n_unique().alias("cases"),
            pl.col("days").sum().alias("total_days"),
            pl.col("days").median().alias("median_days"),
        )
        .join(expected, on=["source", "target"])
        .with_columns((pl.col("compared_days") - pl.col("expected_days")).alias("excess_days"))
        .sort(["excess_days", "total_days", "source", "target"], descending=[True, True, False, False], nulls_last=True)
    )
    tests = [_tested(pairs, row["source"], row["target"]) for row in found.iter_rows(named=True)]
    return found.with_columns(pl.Series("p", tests, dtype=pl.Float64)).select(list(schema)).cast(schema)  # type: ignore[arg-type]


def _tested(pairs: pl.DataFrame, source: str, target: str) -> float | None:
    """Test a tie against others in the steps that it does, or None where there are too few."""
    mine = (pl.col("source") == source) & (pl.col("target") == target)
    part = pairs.filter(pl.col("step").is_in(pairs.filter(mine)["step"].unique().to_list()))
    inside = part.select(mine).to_series().to_numpy()
    if min(int(inside.sum()), int((~inside).sum())) < FEWEST:
        return None
    spells = Spells.of(part["days"].to_numpy(), np.ones(part.height, dtype=np.int64))
    found = log_rank(spells, np.where(inside, "tie", "others"), strata=part["step"].to_list())
    return found.p if found.degrees else None
