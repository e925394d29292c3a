"""The one door in: an initiative by its name, the sessions that are kept, and how long steps took in this record.

A step's days are counted from the event that starts it to the event that ends it, of initiatives of its kinds; what has not ended by
the day on which the record was last renewed runs on, and counts as longer. A date known to the month counts as its 15th.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from ecotone.dates import Date
from ecotone.errors import InputError, NotFoundError
from ecotone.pathways.session import KIND, ROOM, Session
from ecotone.velocity.spells import Markers, Spells

if TYPE_CHECKING:
    from ecotone.ecosystem import Ecosystem
    from ecotone.pathways.steps import Step

MIDDLE: Final = "15"
FEWEST: Final = 5
"""Spells below which a record says nothing of how long a step takes."""


@dataclass(frozen=True, slots=True)
class Initiative:
    """An initiative of the record."""

    number: int
    title: str
    kind: str
    id_in_source: str


@dataclass(frozen=True, slots=True, eq=False)
class StepSpells:
    """How long a step took, by initiative.

    Parameters
    ----------
    items : tuple of int
        The initiatives.
    spells : Spells
        One for each, with its markers.
    """

    items: tuple[int, ...]
    spells: Spells


def initiative(eco: Ecosystem, text: str) -> Initiative:
    """Find an initiative by its id, its id in its source, or its title where only one has it.

    Raises
    ------
    NotFoundError
        If there is none.
    InputError
        If several have the title.
    """
    frame = eco.initiatives()
    by_number = pl.col("id") == int(text) if text.isdigit() and len(text) < 19 else pl.lit(value=False)
    found = frame.filter(by_number)
    if not found.height:
        found = frame.filter((pl.col("id_in_source") == text) | (pl.col("title") == text))
    if not found.height:
        raise NotFoundError("No initiative has this id or title", got=text, remedy="Give its id in its source, such as NCT00360438")
    if found.height > 1:
        raise InputError(
            "Several initiatives have this title",
            got=text,
            expected=", ".join(str(number) for number in found["id"].head(5)),
            remedy="Give an id",
        )
    row = found.row(0, named=True)
    return Initiative(row["id"], row["title"] or row["id_in_source"], row["kind"], row["id_in_source"])


def sessions(eco: Ecosystem, name: str | None = None) -> list[Session]:
    """Return the sessions that are kept, by name.

    Raises
    ------
    NotFoundError
        If a name is given and no session has it.
    """
    kept = eco.kept(ROOM, KIND, name)
    if name is not None and not kept:
        there = ", ".join(each.name for each in eco.kept(ROOM, KIND)[:8])
        raise NotFoundError("No session of this name is kept", got=name, expected=there or "none is kept yet")
    return [Session.read(each.name, each.body) for each in kept]


def events_of(eco: Ecosystem, number: int) -> pl.DataFrame:
    """Return the actual events of an initiative by day: `kind`, `date`, `day`."""
    frame = eco.events().filter((pl.col("initiative") == number) & pl.col("actual") & pl.col("date").is_not_null())
    return frame.select("kind", "date", _day("date").alias("day")).unique().drop_nulls("day").sort("day", "kind")


def step_spells(eco: Ecosystem, step: Step) -> StepSpells | None:
    """Return how long a step took in this record, or None where it has no markers or too few initiatives went through it."""
    if not step.start or not step.end:
        return None
    items = eco.initiatives().filter(pl.col("kind").is_in(step.kinds))["id"]
    events = eco.events().filter(pl.col("actual") & pl.col("initiative").is_in(items.to_list()) & pl.col("date").is_not_null())
    renewed = events["known_from"].max()
    if not events.height or not isinstance(renewed, str):
        return None
    read_on = Date(renewed[:10]).last
    marks = events.select("initiative", "kind", _day("date").alias("day")).drop_nulls("day").filter(pl.col("day") <= read_on)
    starts = marks.filter(pl.col("kind") == step.start).group_by("initiative").agg(pl.col("day").min().alias("start"))
    ends = marks.filter(pl.col("kind") == step.end).group_by("initiative").agg(pl.col("day").min().alias("end"))
    table = starts.join(ends, on="initiative", how="left").filter(pl.col("end").is_null() | (pl.col("end") >= pl.col("start")))
    table = table.sort("start", "initiative")
    if table.height < FEWEST:
        return None
    days = (table["end"].fill_null(read_on) - table["start"]).dt.total_days()
    markers = Markers(step.start, step.end, step.owner, f"steps that still ran on {read_on} count as longer")
    spells = Spells.of(days.to_numpy(), table["end"].is_not_null().cast(pl.Int64).to_numpy(), markers=markers)
    return StepSpells(tuple(table["initiative"].to_list()), spells)


def _day(column: str) -> pl.Expr:
    """Return the day as which a date counts; one known to the year only is none."""
    text = pl.col(column)
    month = pl.when(text.str.len_chars() == 7).then(text + f"-{MIDDLE}").otherwise(text)
    return month.str.to_date("%Y-%m-%d", strict=False)
