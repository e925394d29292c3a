"""Process view: which activity follows which, how long it waits in between, and what goes round again.

Computed on a flat log (`eventlog.flatten`), so each figure says of which object. Waiting is the time from one event of a
case to its next; where a log has only the ends of activities, the work itself is in it, and that is said.

References
----------
van der Aalst (2016), Process mining: data science in action, 2nd ed., ch. 6 (directly-follows graphs).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from ecotone.errors import SpellError

if TYPE_CHECKING:
    from ecotone.velocity.eventlog.log import Flat


@dataclass(frozen=True, slots=True, eq=False)
class Process:
    """What follows what.

    Parameters
    ----------
    steps : polars.DataFrame
        `source`, `target`, `times`, `cases`, `total_days`, `median_days`, `share` of all waiting; longest total first.
    starts, ends : polars.DataFrame
        `type` and `cases` that start, or stand last so far, with it.
    rework : polars.DataFrame
        `type`, `cases` in which it happens again, and `repeats`; most cases first.
    caveat : str
        What waiting holds here.
    """

    steps: pl.DataFrame
    starts: pl.DataFrame
    ends: pl.DataFrame
    rework: pl.DataFrame
    caveat: str = "waiting runs from one event to the next, so the work on the next activity is in it"


def process(flat: Flat) -> Process:
    """Count what directly follows what, and how long it waits.

    Parameters
    ----------
    flat : Flat
        A log by one type of object.

    Raises
    ------
    SpellError
        If the log has no event.

    Notes
    -----
    The waiting of a case's steps adds up to the time from its first event to its last, exactly.
    """
    if not flat.events.height:
        raise SpellError("The log has no event", expected=f"events of objects of type {flat.object_type}")
    events = flat.events.select("case", "type", "time").with_columns(
        pl.col("type").shift(-1).over("case").alias("target"), (pl.col("time").shift(-1).over("case") - pl.col("time")).alias("wait")
    )
    pairs = events.filter(pl.col("target").is_not_null()).with_columns(
        (pl.col("wait").dt.total_microseconds() / 86_400_000_000).alias("days")
    )
    total = pairs["days"].sum() or 1.0
    steps = (
        pairs.group_by(pl.col("type").alias("source"), "target")
        .agg(
            pl.len().alias("times"),
            pl.col("case").n_unique().alias("cases"),
            pl.col("days").sum().alias("total_days"),
            pl.col("days").median().alias("median_days"),
        )
        .with_columns((pl.col("total_days") / total).alias("share"))
        .sort(["total_days", "source", "target"], descending=[True, False, False])
    )
    first = flat.events.group_by("case", maintain_order=True).agg(
        pl.col("type").first().alias("first"), pl.col("type").last().alias("last")
    )
    again = flat.events.group_by("case", "type").len().filter(pl.col("len") > 1)
    rework = again.group_by("type").agg(pl.len().alias("cases"), (pl.col("len") - 1).sum().alias("repeats"))
    return Process(steps, _counted(first, "first"), _counted(first, "last"), rework.sort(["cases", "type"], descending=[True, False]))


def _counted(first: pl.DataFrame, column: str) -> pl.DataFrame:
    """Return how many cases have each type in a column."""
    return first.group_by(pl.col(column).alias("type")).len("cases").sort(["cases", "type"], descending=[True, False])


def split_by_owner(flat: Flat, owner_after: dict[str, str], *, otherwise: str = "team") -> pl.DataFrame:
    """Split the elapsed time of each case among those whose turn it was.

    Parameters
    ----------
    flat : Flat
        A log by one type of object.
    owner_after : dict of str to str
        Whose turn it is after each type of event, until the next: `{"submitted": "regulator", "question": "team"}`.
    otherwise : str
        Whose turn it is after any other event.

    Returns
    -------
    polars.DataFrame
        `case`, `owner`, `microseconds` (whole numbers, so that the parts add up to the whole exactly) and `days`.
    """
    events = flat.events.select("case", "type", "time").with_columns(
        (pl.col("time").shift(-1).over("case") - pl.col("time")).dt.total_microseconds().alias("microseconds"),
        pl.col("type").replace_strict(owner_after, default=otherwise, return_dtype=pl.String).alias("owner"),
    )
    owned = events.filter(pl.col("microseconds").is_not_null()).group_by("case", "owner").agg(pl.col("microseconds").sum())
    return owned.with_columns((pl.col("microseconds") / 86_400_000_000).alias("days")).sort("case", "owner")
