"""The questions of velocity over HTTP, and the stage models to ask them with; each question is a function of `ecotone.velocity.answers`."""

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import polars as pl
from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from ecotone.answer import Answer
from ecotone.errors import NotFoundError
from ecotone.scope import Scope
from ecotone.server import answers, questions, schemas
from ecotone.server.asked import ScopeQuery, Text
from ecotone.server.imports import JobsHere
from ecotone.server.opened import Opened, OpenedHere
from ecotone.server.schemas import Wire

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecotone.work import Work

router = APIRouter(prefix="/api/velocity", tags=["velocity"])

SENDS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": schemas.Answer, "description": "The answer"},
    202: {"model": schemas.Job, "description": "The job that looks for the answer"},
}

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
def ask_velocity(opened: OpenedHere, jobs: JobsHere, question: Question, query: Annotated[VelocityQuery, Query()]) -> Response:
    """Answer a question about how fast initiatives advance."""
    if query.model:
        _known(query.model)
    seed = query.seed if question == "forecasts" else 0
    found = questions.answer(
        opened, jobs, velocity_asked, "Look at how fast initiatives advance",
        question=question, scope=query.scope().pairs(), model=query.model, seed=seed,
    )  # fmt: skip
    return Response(answers.json_bytes(found), media_type="application/json")


def velocity_asked(
    opened: Opened, *, question: Question, scope: "Sequence[tuple[str, str]]", model: str | None, seed: int, work: "Work"
) -> dict[str, Any]:
    """Return the answer to a question about how fast initiatives advance, by the model with most initiatives where none is named."""
    work.step(0, 2, "Reading events")
    name = model or models(opened)[0].name
    work.step(1, 2, "Measuring stages")
    return answered(opened, question, Scope.of(scope), name, seed).as_dict()


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


def answered(opened: Opened, question: Question, scope: Scope, name: str, seed: int) -> Answer:
    """Answer one question."""
    from ecotone.velocity import answers as asking
    from ecotone.velocity import read
    from ecotone.velocity.answers import pictures
    from ecotone.velocity.answers.steps import handovers, steps
    from ecotone.velocity.read_log import event_log
    from ecotone.velocity.stages import shipped

    _known(name)
    model = shipped()[name]
    if question in {"process", "hand-overs"}:
        log, at = event_log(opened.use(), scope), opened.read_at(scope.as_of)
        ask = steps if question == "process" else handovers
        return ask(log, model.initiative, scope=scope, read_at=at)
    ways = read.ways(opened.use(), model, scope)
    if question == "curves":
        return pictures.curves(ways)
    if question == "cumulative":
        return pictures.cumulative(ways)
    if question == "forecasts":
        return asking.forecasts(ways, seed=seed)
    return asking.QUESTIONS[question.replace("-", "_")](ways)


def _known(name: str) -> None:
    from ecotone.velocity.stages import shipped

    if name not in shipped():
        raise NotFoundError("There is no such stage model", got=name, expected=", ".join(shipped()))
