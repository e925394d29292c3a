"""The questions of velocity over HTTP, the stage models to ask them with, and what its two pictures are drawn from.

Each question is a function of `ecotone.velocity.answers`. The curves and the cumulative flow are the same spells told point by
point, so that a picture and the table beside it never differ.
"""

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import polars as pl
from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from ecotone.answer import Answer, Column, Table
from ecotone.errors import NotFoundError
from ecotone.server import answers, schemas
from ecotone.server.asked import ScopeQuery, Text
from ecotone.server.opened import Opened, OpenedHere
from ecotone.server.schemas import Wire

if TYPE_CHECKING:
    from ecotone.scope import Scope
    from ecotone.velocity.read import Ways

router = APIRouter(prefix="/api/velocity", tags=["velocity"])

SENDS: Final[dict[int | str, dict[str, Any]]] = {200: {"model": schemas.Answer, "description": "The answer"}}
POINTS: Final = 120
"""Points in time of the cumulative flow; the days between are not told one by one."""

Question = Literal[
    "curves",
    "stage-times",
    "outcomes",
    "stops",
    "cumulative",
    "flow",
    "bottleneck",
    "process",
    "hand-overs",
    "clocks",
    "ageing",
    "forecasts",
]


class Stage(Wire):
    """A stage with its definition: the figure beside it means this and nothing else."""

    name: str
    start: str = Field(description="The event that starts it")
    end: str = Field(description="The event that ends it")
    owner: str = Field(description="Whose clock runs")


class StageModel(Wire):
    """A way divided into stages."""

    name: str
    label: str
    stages: list[Stage]
    source: str = Field(description="Who defines the markers")
    caveat: str = Field(description="What to be careful about")
    items: int = Field(description="Initiatives of its kind in the record")


class VelocityQuery(ScopeQuery):
    """A scope, the stages to measure, and the seed of the forecasts' draws."""

    model: Text = Field(default="", description="A stage model; the first that the record has initiatives of where not given")
    seed: int = Field(default=0, ge=0, le=2**31 - 1, description="Decides the draws of the forecasts")


@router.get("/models")
def list_stage_models(opened: OpenedHere) -> list[StageModel]:
    """List the stage models with the definition of each stage, those first of which the record has initiatives."""
    found: list[StageModel] = opened.at_batch("stage models", lambda: models(opened))
    return found


@router.get("/ask/{question}", response_class=Response, responses=SENDS)
def ask_velocity(opened: OpenedHere, question: Question, query: Annotated[VelocityQuery, Query()]) -> Response:
    """Answer a question about how fast initiatives advance."""
    scope, name, seed = query.scope(), query.model or models(opened)[0].name, query.seed
    key = ("velocity", question, scope, name, seed if question == "forecasts" else 0)
    body: bytes = opened.at_batch(key, lambda: answers.json_bytes(answered(opened, question, scope, name, seed).as_dict()))
    return Response(body, media_type="application/json")


def models(opened: Opened) -> list[StageModel]:
    """Return the shipped models, the one with most initiatives in the record first."""
    from ecotone.velocity.stages import shipped

    eco = opened.use()
    dated = eco.events().filter(pl.col("actual")).select("initiative", pl.col("kind")).unique()
    kinds = dict(eco.initiatives().select("id", "kind").iter_rows())
    seen: dict[str, set[int]] = {}
    for initiative, event in dated.iter_rows():
        seen.setdefault(f"{kinds.get(initiative)}\n{event}", set()).add(initiative)
    found = [
        StageModel(
            name=model.name,
            label=model.label,
            stages=[Stage(name=each.name, start=each.start, end=each.end, owner=each.owner) for each in model.stages],
            source=model.source,
            caveat=model.caveat or "",
            items=len(set().union(*(seen.get(f"{model.initiative}\n{event}", set()) for event in model.events))),
        )
        for model in shipped().values()
    ]
    # Of models with as many, the one that is listed first; a model of more stages tells more of the same initiatives.
    order = {model.name: place for place, model in enumerate(found)}
    return sorted(found, key=lambda model: (model.items == 0, order[model.name]))


def answered(opened: Opened, question: Question, scope: "Scope", name: str, seed: int) -> Answer:
    """Answer one question."""
    from ecotone.velocity import answers as questions
    from ecotone.velocity import read
    from ecotone.velocity.answers.steps import handovers, steps
    from ecotone.velocity.read_log import event_log
    from ecotone.velocity.stages import shipped

    if name not in shipped():
        raise NotFoundError("There is no such stage model", got=name, expected=", ".join(shipped()))
    model = shipped()[name]
    if question in {"process", "hand-overs"}:
        log, at = event_log(opened.use(), scope), opened.read_at(scope.as_of)
        ask = steps if question == "process" else handovers
        return ask(log, model.initiative, scope=scope, read_at=at)
    ways = read.ways(opened.use(), model, scope)
    if question == "curves":
        return curves(ways)
    if question == "cumulative":
        return cumulative(ways)
    if question == "forecasts":
        return questions.forecasts(ways, seed=seed)
    return questions.QUESTIONS[question.replace("-", "_")](ways)


def curves(ways: "Ways") -> Answer:
    """Tell each stage's curve point by point: the share that has left it by so many days, with its interval and how many are left."""
    from ecotone.velocity.answers.asking import answer
    from ecotone.velocity.survival import FEWEST, kaplan_meier

    parts: list[pl.DataFrame] = []
    told: list[str] = []
    few: list[str] = []
    for each in ways.stages:
        if not len(each.spells):
            continue
        curve = kaplan_meier(each.spells)
        low, high = curve.band()
        # The curve begins at nought, and ends where the longest spell does: beyond that it is not known.
        days, left = [0.0, *curve.times], [0.0, *(1 - curve.survival)]
        lows, highs = [0.0, *(1 - high)], [0.0, *(1 - low)]
        at_risk = [len(each.spells), *curve.at_risk.tolist()]
        if curve.last > days[-1]:
            days.append(curve.last)
            for values in (left, lows, highs):
                values.append(values[-1])
            at_risk.append(int((each.spells.durations >= curve.last).sum()))
        if int(curve.ends.sum()) < FEWEST:
            lows = highs = [float("nan")] * len(days)
            few.append(each.stage.name)
        parts.append(
            pl.DataFrame(
                {
                    "stage": [each.stage.name] * len(days),
                    "days": days,
                    "left": left,
                    "left_low": lows,
                    "left_high": highs,
                    "at_risk": pl.Series(at_risk, dtype=pl.Int64),
                }
            ).with_columns(pl.col("left", "left_low", "left_high").fill_nan(None))
        )
        median = curve.quantile(0.5)
        told.append(f"{each.stage.name} after {median.value:,.0f} days" if median.value is not None else f"{each.stage.name} not yet")
    columns = (
        Column("stage", "Stage"),
        Column("days", "Days since its start", "days"),
        Column(
            "left", "Have left it", "percent", caveat="one minus the Kaplan–Meier curve: what still runs counts as longer, never as done"
        ),
        Column("left_low", "Low", "percent"),
        Column("left_high", "High", "percent"),
        Column("at_risk", "Still in it just before", "integer"),
    )
    schema = {
        "stage": pl.String,
        "days": pl.Float64,
        "left": pl.Float64,
        "left_low": pl.Float64,
        "left_high": pl.Float64,
        "at_risk": pl.Int64,
    }
    frame = pl.concat(parts) if parts else pl.DataFrame(schema=schema)
    table = Table("Stage curves", frame, columns, "Interval: 95 %, pointwise, log-log, Greenwood. A step at each day on which one left.")
    warnings = [f"{', '.join(few)}: fewer than {FEWEST} have left, so no interval is drawn."] if few else []
    return answer(
        ways,
        "How long does each stage take, from its first day on?",
        f"Half have left: {'; '.join(told)}.",
        [table],
        "Kaplan–Meier",
        "Kaplan & Meier (1958); Greenwood (1926)",
        warnings,
        {"interval": "95 %"},
    )


def cumulative(ways: "Ways") -> Answer:
    """Tell the cumulative flow of each stage: how many entered and left so far, and how many are in it."""
    from ecotone.velocity.answers.asking import answer
    from ecotone.velocity.flow import flow

    first = ways.first
    parts = []
    for each in ways.stages:
        daily = flow(each.stays, first, ways.read_on).daily
        step = max(1, daily.height // POINTS)
        rows = sorted({*range(daily.height - 1, -1, -step), 0})
        kept = daily[rows]
        start = int(daily["in_progress"][0] - daily["arrived"][0] + daily["departed"][0])
        parts.append(
            kept.select(
                pl.lit(each.stage.name).alias("stage"),
                pl.col("day"),
                (pl.col("arrived") + start).cast(pl.Int64).alias("entered"),
                pl.col("departed").cast(pl.Int64).alias("left"),
                pl.col("in_progress").cast(pl.Int64),
            )
        )
    columns = (
        Column("stage", "Stage"),
        Column("day", "Day", "date"),
        Column("entered", "Have entered", "integer"),
        Column("left", "Have left", "integer", caveat="by advance or otherwise"),
        Column("in_progress", "In it", "integer", caveat="the gap between the two lines"),
    )
    frame = pl.concat(parts)
    days = (ways.read_on - first) / dt.timedelta(days=1)
    note = f"Every {max(1, int(days) // POINTS):,} days from {first} to {ways.read_on}; the gap between the lines is what is in progress."
    now = [f"{part['in_progress'][-1]:,} in {part['stage'][0]}" for part in parts if part.height]
    return answer(
        ways,
        "How does work pile up and drain, stage by stage?",
        f"On {ways.read_on}: {'; '.join(now)}.",
        [Table("Cumulative flow", frame, columns, note)],
        "cumulative flow",
        "Little (1961)",
    )
