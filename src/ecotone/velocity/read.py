"""From a record to spells: the one place where dated events of initiatives become durations that may still run.

Rules, each told with the answer. Planned dates are never counted as actual. Spells that have not ended are cut off on the
day of reading: the latest day on which a source record of these initiatives was renewed, or the scope's `to` if that is
earlier; never the day on which the question is asked. An item of which nothing was heard for a year is cut off a year after
its own source record was last renewed: that nothing happened to it since is not known. A date known to the month counts as
its 15th; where that puts an end before its start although both may be right, the spell lasts 0 days; where both cannot be
right, the spell is left out and told, and so is one without its end though the way went on behind it. A date known to the
year only is left out. Of an event told twice the earlier date counts. With a scope's `from`, spells come under observation on
that day (left truncation).

References
----------
Kalbfleisch & Prentice (2002), The statistical analysis of failure time data, 2nd ed., sec. 1.3 (censoring, truncation).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from ecotone.dates import Date
from ecotone.errors import SpellError
from ecotone.problems import Problem, Problems
from ecotone.scope import Scope
from ecotone.velocity.costs import costs
from ecotone.velocity.spells import Spells

if TYPE_CHECKING:
    import datetime as dt

    from ecotone.answer import ReadAt
    from ecotone.ecosystem import Ecosystem
    from ecotone.velocity.stages import Stage, StageModel

MIDDLE: Final = "15"
"""The day as which a month counts."""
SILENT_DAYS: Final = 365
"""How long an item's record may stay unchanged before its silence says nothing any more; sponsors renew theirs once a year."""


@dataclass(frozen=True, slots=True, eq=False)
class StageSpells:
    """The spells of one stage.

    Parameters
    ----------
    stage : Stage
        With its markers.
    spells : Spells
        Outcomes as the model names them, `advanced` first.
    stays : polars.DataFrame
        `item`, `label`, `stage`, `start`, `end` (null while it runs), `outcome`, `planned_end`, `imprecise`, `known_to` (the
        day to which the item's own record tells), `seen_from` (the day on which it came under observation).
    """

    stage: Stage
    spells: Spells
    stays: pl.DataFrame


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """The ways of a record's initiatives through the stages of a model.

    Parameters
    ----------
    model : StageModel
        The stages.
    stages : tuple of StageSpells
        One for each stage, in order; a stage that nothing entered has no spells.
    items : int
        Initiatives of the model's kind in the scope.
    first, read_on : datetime.date
        The first day under observation, and the day on which what still runs is cut off.
    planned : int
        Planned dates that were not counted.
    silent : int
        Items in progress whose own source record was last renewed more than a year before the day of reading: cut off then.
    problems : Problems
        Spells that were left out or changed.
    scope, read_at
        What was asked of, and where it was read.
    costs : polars.DataFrame
        What was spent on the items, as `stops.costs` gives it.
    """

    model: StageModel
    stages: tuple[StageSpells, ...]
    items: int
    first: dt.date
    read_on: dt.date
    planned: int
    silent: int
    problems: Problems
    scope: Scope
    read_at: ReadAt
    costs: pl.DataFrame

    @property
    def stays(self) -> pl.DataFrame:
        """Return the stays in all stages."""
        return pl.concat([each.stays for each in self.stages])


def ways(eco: Ecosystem, model: StageModel, scope: Scope | None = None) -> Ways:
    """Read the ways of a record's initiatives.

    Parameters
    ----------
    eco : Ecosystem
        The record.
    model : StageModel
        Whose stages to measure.
    scope : Scope, optional
        Sectors and places keep initiatives in which such an actor takes part; kinds of tie those whose record states
        one; `from` and `to` bound the observation; `as_of` asks what was known on a day.

    Raises
    ------
    SpellError
        If no initiative of the scope has an event of the model.
    """
    scope = scope or Scope()
    everything = eco.events(as_of=scope.as_of)
    objects = everything.filter(pl.col("kind").is_in(model.events))
    items = _items(eco, objects, model, scope)
    events = objects.filter(pl.col("initiative").is_in(items["id"].to_list()))
    if not events.height:
        kinds = eco.initiatives()["kind"].unique().sort().to_list()
        raise SpellError(
            "No initiative has an event of these stages",
            where=f"{model.name}: {scope.explain()}",
            got=f"initiatives of kind {', '.join(kinds)}" if kinds else "no initiative",
            expected=f"initiatives of kind {model.initiative} with {', '.join(model.events)}",
            remedy="Widen the filter, choose other stages (see `ecotone velocity stages`), or import a source that dates them",
        )
    problems = Problems()
    read_on = Date(str(events["known_from"].max())[:10]).last
    if scope.end is not None:
        read_on = min(read_on, scope.end.last)
    marks = _marks(events.filter("actual"), read_on, problems)
    plans = _marks(events.filter(~pl.col("actual")), None, Problems())
    stops = _stops(eco, model, scope, marks, items["id"].to_list(), read_on)
    first = scope.start.first if scope.start else marks["day"].min()
    if not isinstance(first, type(read_on)):
        raise SpellError("No initiative of the scope has an actual date", where=model.name, got=f"{plans.height:,} planned dates")
    renewed = events.group_by(pl.col("initiative").alias("item")).agg(pl.col("known_from").max().str.slice(0, 10).alias("renewed"))
    known_to = pl.min_horizontal(_dated(pl.col("renewed"))[2] + pl.duration(days=SILENT_DAYS), pl.lit(read_on)).alias("known_to")
    labels = items.select(pl.col("id").alias("item"), pl.col("id_in_source").alias("label")).join(
        renewed.select("item", known_to), on="item", how="left"
    )
    rule = f"spells that still run are cut off on {read_on}, or a year after their own record was last renewed"
    reading = _Reading(model, marks, plans, stops, labels, scope, read_on, rule, problems)
    found = tuple(_stage(each, reading) for each in model.stages)
    read_at = eco.read_at(scope.as_of)
    counted = events.filter(~pl.col("actual")).select("initiative", "kind").unique().height
    running = {item for each in found for item in each.stays.filter(pl.col("end").is_null())["item"]}
    old = set(labels.filter(pl.col("known_to") < read_on)["item"])
    wanted = items["id"].to_list()
    spent = costs(
        everything.filter(pl.col("initiative").is_in(wanted)),
        eco.claims(as_of=scope.as_of).filter(pl.col("initiative").is_in(wanted)),
    )
    return Ways(model, found, items.height, first, read_on, counted, len(running & old), problems, scope, read_at, spent)


def _items(eco: Ecosystem, objects: pl.DataFrame, model: StageModel, scope: Scope) -> pl.DataFrame:
    """Return the initiatives of the model's kind in the scope."""
    items = eco.initiatives().filter(
        (pl.col("kind") == model.initiative) & pl.col("id").is_in(objects["initiative"].drop_nulls().to_list())
    )
    if model.where is not None:
        said = eco.claims(as_of=scope.as_of).filter((pl.col("field") == model.where.field) & pl.col("value").is_in(model.where.values))
        items = items.filter(pl.col("id").is_in(said["initiative"].drop_nulls().to_list()))
    of_item = objects.filter(pl.col("initiative").is_not_null()).select("id", "initiative", "evidence").unique()
    if scope.sectors or scope.places:
        inside = eco.actors(Scope(sectors=scope.sectors, places=scope.places, as_of=scope.as_of))["id"].to_list()
        taken = objects.filter(pl.col("actor").is_in(inside))["id"].to_list()
        items = items.filter(pl.col("id").is_in(of_item.filter(pl.col("id").is_in(taken))["initiative"].to_list()))
    if scope.kinds:
        stated = eco.ties(Scope(kinds=scope.kinds, as_of=scope.as_of))["evidence"]
        stated = stated.explode() if isinstance(stated.dtype, pl.List) else stated
        items = items.filter(pl.col("id").is_in(of_item.filter(pl.col("evidence").is_in(stated.to_list()))["initiative"].to_list()))
    return items


def _dated(dates: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Return the day as which a date counts, and the first and the last day that it may mean."""
    exact = dates.str.len_chars() == 10
    first = pl.when(exact).then(dates).otherwise(dates + "-01").str.to_date("%Y-%m-%d", strict=False)
    day = pl.when(exact).then(dates).otherwise(dates + f"-{MIDDLE}").str.to_date("%Y-%m-%d", strict=False)
    return day, first, pl.when(exact).then(first).otherwise(first.dt.month_end())


def _marks(events: pl.DataFrame, read_on: dt.date | None, problems: Problems) -> pl.DataFrame:
    """Return one date for each kind of event of an item: the earliest of those that lie before the day of reading."""
    day, first, last = _dated(pl.col("date"))
    marks = events.filter(pl.col("initiative").is_not_null()).select(
        pl.col("initiative").alias("item"), "kind", "date", day.alias("day"), first.alias("first"), last.alias("last")
    )
    for row in marks.filter(pl.col("day").is_null()).rows(named=True):
        problems.add(Problem("The date is known to the year only, too little for a duration", column=row["kind"], got=row["date"]))
    marks = marks.drop_nulls("day")
    if read_on is not None:
        for row in marks.filter(pl.col("first") > read_on).rows(named=True):
            what = "An actual date lies after the day of reading and is not counted"
            problems.add(Problem(what, column=row["kind"], got=row["date"], severity="noted"))
        marks = marks.filter(pl.col("first") <= read_on).with_columns(pl.min_horizontal("day", pl.lit(read_on)).alias("day"))
    marks = marks.sort("item", "kind", "day", "date")
    kept = marks.group_by("item", "kind", maintain_order=True).agg(pl.all().first(), pl.col("date").n_unique().alias("dates"))
    for row in kept.filter(pl.col("dates") > 1).rows(named=True):
        problems.add(Problem("An event has several dates; the earliest counts", column=row["kind"], got=row["date"], severity="changed"))
    return kept.drop("dates")


def _stops(eco: Ecosystem, model: StageModel, scope: Scope, marks: pl.DataFrame, items: list[int], read_on: dt.date) -> pl.DataFrame:
    """Return the items that ended another way, which way, and when: null where no day is known."""
    schema = {"item": pl.Int64, "stop": pl.Date, "stop_last": pl.Date, "way": pl.Int64}
    claims = eco.claims(as_of=scope.as_of).filter(pl.col("initiative").is_in(items)) if model.stops else None
    found = [pl.DataFrame(schema=schema)]
    for stop in model.stops:
        assert claims is not None
        said = claims.filter((pl.col("field") == stop.field) & pl.col("value").is_in(stop.values))
        day, _, last = _dated(pl.col("as_of").cast(pl.String))
        claimed = said.select(pl.col("initiative").alias("item"), day.alias("told"), last.alias("told_last"))
        claimed = claimed.group_by("item").agg(pl.all().min())
        dated = marks.filter(pl.col("kind").is_in(stop.dated_by)).group_by("item").agg(pl.col("day").max(), pl.col("last").max())
        way = model.outcomes.index(stop.outcome) + 1
        found.append(
            claimed.join(dated, on="item", how="left").select(
                "item",
                pl.coalesce("day", "told").alias("stop"),
                pl.coalesce("last", "told_last").alias("stop_last"),
                pl.lit(way, pl.Int64).alias("way"),
            )
        )
    stops = pl.concat(found).sort("item", "stop", "way", nulls_last=True).unique("item", keep="first", maintain_order=True)
    return stops.filter(pl.col("stop").is_null() | (pl.col("stop") <= read_on))  # what stopped later still ran then


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """What all stages are made from."""

    model: StageModel
    marks: pl.DataFrame
    plans: pl.DataFrame
    stops: pl.DataFrame
    labels: pl.DataFrame
    scope: Scope
    read_on: dt.date
    rule: str
    problems: Problems


def _stage(stage: Stage, reading: _Reading) -> StageSpells:
    """Make the spells of one stage."""
    marks, scope, problems = reading.marks, reading.scope, reading.problems
    starts = marks.filter(pl.col("kind") == stage.start).select("item", pl.col("day").alias("start"), "first", pl.col("date").alias("from"))
    ends = marks.filter(pl.col("kind") == stage.end).select("item", pl.col("day").alias("done"), "last", pl.col("date").alias("until"))
    planned = reading.plans.filter(pl.col("kind") == stage.end).select("item", pl.col("day").alias("planned_end"))
    lost = ends.join(starts, on="item", how="anti").height
    for _ in range(lost):
        problems.add(Problem(f"Left out of {stage.name}: it has its end and no start", expected=f"{stage.start} before {stage.end}"))
    stopped = reading.stops.with_columns(pl.lit(value=True).alias("stopped"))
    table = (
        starts.join(ends, on="item", how="left")
        .join(stopped, on="item", how="left")
        .join(planned, on="item", how="left")
        .join(reading.labels, on="item")
        .with_columns(pl.col("stopped").fill_null(value=False), pl.col("stop").fill_null(pl.lit(None, pl.Date)))
        .filter(~pl.col("stopped") | pl.col("stop").is_null() | (pl.col("start") < pl.col("stop")))  # it stopped before this stage
        .with_columns(
            (pl.col("done").is_not_null() & (~pl.col("stopped") | pl.col("stop").is_null() | (pl.col("done") < pl.col("stop")))).alias("on")
        )
        .with_columns(
            pl.when("on").then("done").when("stopped").then("stop").alias("end"),
            pl.when("on").then("last").when("stopped").then("stop_last").alias("end_last"),
            pl.when("on").then(1).when("stopped").then("way").otherwise(0).alias("outcome"),
        )
    )
    beyond = marks.filter(pl.col("kind").is_in(reading.model.after(stage))).group_by("item").agg(pl.col("kind").first().alias("beyond"))
    table = table.join(beyond, on="item", how="left")
    skipped = (pl.col("outcome") == 0) & pl.col("beyond").is_not_null()
    for row in table.filter(skipped).sort("item").rows(named=True):
        problems.add(
            Problem(f"Left out of {stage.name}: {stage.end} is not dated, though the way went on", got=f"{row['label']}: {row['beyond']}")
        )
    table = table.filter(~skipped)
    unknown = (pl.col("outcome") > 1) & pl.col("end").is_null()
    wrong = pl.col("end_last") < pl.col("first")
    for row in table.filter(unknown | wrong).sort("item").rows(named=True):
        why = "it stopped, on a day that is not known" if row["end"] is None else f"{stage.end} lies before {stage.start}"
        problems.add(Problem(f"Left out of {stage.name}: {why}", got=f"{row['label']}: {row['from']} to {row['until']}"))
    table = table.filter(~unknown & wrong.not_().fill_null(value=True))
    table = table.with_columns(pl.max_horizontal("start", "end").alias("end") if table.height else pl.col("end"))
    table = table.with_columns(pl.when(pl.col("outcome") > 0).then("end").alias("end"))
    table = table.with_columns(pl.max_horizontal("known_to", "start", "end").alias("known_to") if table.height else pl.col("known_to"))
    table = table.with_columns(
        (pl.coalesce("end", "known_to") - pl.col("start")).dt.total_days().cast(pl.Float64).alias("days"),
        ((pl.col("from").str.len_chars() < 10) | (pl.col("until").str.len_chars() < 10).fill_null(value=False)).alias("imprecise"),
        pl.lit(stage.name).alias("stage"),
    )
    late = pl.lit(0.0)
    if scope.start is not None:
        late = (pl.lit(scope.start.first) - pl.col("start")).dt.total_days().clip(0, None).cast(pl.Float64)
    table = (
        table.with_columns(late.alias("entry")).filter((pl.col("entry") == 0) | (pl.col("days") > pl.col("entry"))).sort("start", "item")
    )
    table = table.with_columns((pl.col("start") + pl.duration(days=pl.col("entry").cast(pl.Int64))).alias("seen_from"))
    spells = Spells.of(
        table["days"].to_numpy(),
        table["outcome"].to_numpy(),
        entry=table["entry"].to_numpy(),
        outcomes=reading.model.outcomes,
        markers=stage.markers(reading.rule),
    )
    stays = table.select(
        "item", "label", "stage", "start", "end", pl.col("outcome").cast(pl.Int64), "planned_end", "imprecise", "known_to", "seen_from"
    )
    return StageSpells(stage, spells, stays)
