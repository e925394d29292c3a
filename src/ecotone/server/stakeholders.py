"""Stakeholders over HTTP: the questions, the matrix of needs and offers, the plan as a workbook, and what people say of actors.

A rating is written as a claim whose assessor is who rates. Whoever is signed in rates under the own name, whatever the request says;
where nobody signs in, the request names the rater.
"""

import dataclasses
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from fastapi import APIRouter, Query
from pydantic import AfterValidator, Field
from starlette.responses import Response

from ecotone.dates import Date, today
from ecotone.server import answers as wire
from ecotone.server import schemas
from ecotone.server.asked import Id, ScopeQuery, Text
from ecotone.server.opened import Opened, OpenedHere
from ecotone.server.roles import Author, acting
from ecotone.server.saving import WORKBOOK
from ecotone.server.schemas import MAX_ID, Wire

if TYPE_CHECKING:
    from ecotone.answer import Answer
    from ecotone.scope import Scope
    from ecotone.stakeholders.gathered import Gathered

router = APIRouter(prefix="/api/stakeholders", tags=["stakeholders"])

SENDS: Final[dict[int | str, dict[str, Any]]] = {200: {"model": schemas.Answer, "description": "The answer"}}
Question = Literal["grid", "attention", "classes", "needs", "plan", "expectations", "surveys"]
School = Literal["mendelow", "nhs", "nes"]
Who = Annotated[str, Field(max_length=200, validate_default=True), AfterValidator(lambda given: acting.get() or given)]
"""Whose judgement it is: whoever is signed in, whatever the request says."""
Day = Annotated[Text | None, Field(description="The day of the judgement; today where not given")]
Address = Annotated[str | None, Field(max_length=2_000, description="Web address of what it rests on")]


class ScaleLevel(Wire):
    """A level with the sentence that anchors it."""

    level: int
    says: str


class RatingScale(Wire):
    """A scale that stakeholders are rated on."""

    name: str
    label: str
    question: str
    levels: list[ScaleLevel]


class CapabilityChoice(Wire):
    """Something that an actor can need or offer."""

    id: str
    name: str
    family: str
    means: str


class StakeholderChoices(Wire):
    """What can be said of a stakeholder."""

    me: str = Field(description="Who is signed in; empty where nobody signs in")
    scales: list[RatingScale]
    quadrants: dict[str, dict[str, str]] = Field(description="By school: what it calls each quadrant, power before interest")
    cut: float = Field(description="High is above this value")
    capabilities: list[CapabilityChoice]
    need: list[ScaleLevel]
    offer: list[ScaleLevel]
    categories: list[str]


class StakeholderQuery(ScopeQuery):
    """A scope, whose names the quadrants have, and whether places may be proposed from the record."""

    names: School = "mendelow"
    rated: bool = Field(default=False, description="Leave out what is only proposed from the record")


class MatrixCell(Wire):
    """What one actor needs and offers of one capability."""

    actor: int
    capability: str
    need: float | None
    offer: float | None
    share: float | None = Field(description="How far the best offer of another meets the need")
    by: list[str] = Field(description="Who else offers it")


class MatrixActor(Wire):
    """An actor of the matrix."""

    id: int
    name: str


class NeedsMatrix(Wire):
    """Who needs and offers what; only actors and capabilities of which something is said."""

    actors: list[MatrixActor]
    capabilities: list[CapabilityChoice]
    cells: list[MatrixCell]


class StakeholderRatings(Wire):
    """What a rater thinks of an actor, by the names of the scales."""

    actor: Id
    ratings: Annotated[dict[str, float], Field(min_length=1, max_length=20)]
    rater: Who = ""
    on: Day = None
    evidence: Address = None
    author: Author = ""


class CapabilitySaid(Wire):
    """That an actor needs or offers something; level 0 says that it no longer does."""

    actor: Id
    what: Literal["need", "offer"]
    capability: Text
    level: Annotated[int, Field(ge=0, le=3)] = 2
    said_by: Who = ""
    on: Day = None
    evidence: Address = None
    author: Author = ""


class CategorySaid(Wire):
    """In which of the nine Cs an actor is."""

    actor: Id
    category: Text
    said_by: Who = ""
    author: Author = ""


class EngagementStep(Wire):
    """Who engages a stakeholder, how and by when; what is left out stays as it was."""

    actor: Id
    owner: Annotated[str | None, Field(max_length=200)] = None
    by: Text | None = None
    how: Annotated[str | None, Field(max_length=2_000)] = None
    done: bool | None = None
    author: Author = ""


class ExpectationSaid(Wire):
    """What an actor expects of another, or of the ecosystem, and by when."""

    actor: Id
    text: Annotated[str, Field(min_length=1, max_length=2_000)]
    of: Annotated[int | None, Field(ge=0, le=MAX_ID, description="Of the ecosystem where not given")] = None
    due: Day = None
    said_by: Who = ""
    evidence: Address = None
    author: Author = ""


class ExpectationMet(Wire):
    """What came of an expectation."""

    claim: Id
    outcome: Literal["yes", "partly", "no"]
    said_by: Who = ""
    author: Author = ""


class SurveyWish(Wire):
    """A survey to make: who is asked, and until when."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    members: Annotated[list[Text], Field(min_length=1, max_length=1_000, description="Ids or names")]
    closes: Text
    author: Author = ""


class SurveyLink(Wire):
    """The personal link of one member; it is told this once."""

    id: int
    name: str
    path: str


class SurveyMade(Wire):
    """A new survey with the links of its members."""

    batch: int
    name: str
    closes: str
    links: list[SurveyLink]


class SurveyEnd(Wire):
    """A survey to close, by its name."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    author: Author = ""


class StakeholderWritten(Wire):
    """Under which batch it was written; null where nothing changed."""

    batch: int | None


@router.get("/choices")
def stakeholder_choices() -> StakeholderChoices:
    """Say what can be said of a stakeholder: scales with their sentences, capabilities, categories, names of the quadrants."""
    from ecotone.stakeholders.capabilities import CAPABILITIES, NEED_LEVELS, OFFER_LEVELS
    from ecotone.stakeholders.categories import CATEGORIES
    from ecotone.stakeholders.grid import CUT, QUADRANT_NAMES
    from ecotone.stakeholders.scales import SCALES

    return StakeholderChoices(
        me=acting.get(),
        scales=[RatingScale(name=one.name, label=one.label, question=one.question, levels=_levels(one.levels)) for one in SCALES.values()],
        quadrants={school: {str(key): name for key, name in names.items()} for school, names in QUADRANT_NAMES.items()},
        cut=CUT,
        capabilities=[_choice(each) for each in CAPABILITIES.values()],
        need=_levels(NEED_LEVELS),
        offer=_levels(OFFER_LEVELS),
        categories=list(CATEGORIES),
    )


@router.get("/ask/{question}", response_class=Response, responses=SENDS)
def ask_stakeholders(opened: OpenedHere, question: Question, query: Annotated[StakeholderQuery, Query()]) -> Response:
    """Answer a question about the stakeholders."""
    scope = query.scope()
    key = ("stakeholders", question, scope, query.names, query.rated, today() if question == "surveys" else None)
    body: bytes = opened.at_batch(key, lambda: wire.json_bytes(answered(opened, question, query, scope).as_dict()))
    return Response(body, media_type="application/json")


@router.get("/matrix")
def needs_matrix(opened: OpenedHere, query: Annotated[ScopeQuery, Query()]) -> NeedsMatrix:
    """Show who needs and who offers what, and which needs nobody meets."""
    scope = query.scope()
    found: NeedsMatrix = opened.at_batch(("needs matrix", scope), lambda: matrix(gathered(opened, scope, rated=True)))
    return found


@router.get(
    "/plan.xlsx", response_class=Response, responses={200: {"content": {WORKBOOK: {}}, "description": "The engagement plan as a workbook"}}
)
def save_plan(opened: OpenedHere, query: Annotated[StakeholderQuery, Query()]) -> Response:
    """Save the engagement plan as a workbook."""
    from ecotone.stakeholders.workbook import workbook

    body = workbook(answered(opened, "plan", query, query.scope()))
    headers = {"content-disposition": 'attachment; filename="engagement-plan.xlsx"', "cache-control": "no-store"}
    return Response(body, media_type=WORKBOOK, headers=headers)


@router.post("/rate")
def rate_stakeholder(said: StakeholderRatings, opened: OpenedHere) -> StakeholderWritten:
    """Write what a rater thinks of an actor; several raters make an interval."""
    from ecotone.stakeholders import write

    on = Date.parse(said.on) if said.on else None
    batch = write.rate(opened.use(), said.actor, said.ratings, rater=said.rater, on=on, evidence=said.evidence, author=said.author)
    return StakeholderWritten(batch=batch)


@router.post("/capability")
def say_capability(said: CapabilitySaid, opened: OpenedHere) -> StakeholderWritten:
    """Write that an actor needs or offers something."""
    from ecotone.stakeholders import write

    written = write.need if said.what == "need" else write.offer
    batch = written(
        opened.use(), said.actor, said.capability, level=said.level, said_by=said.said_by or None,
        on=Date.parse(said.on) if said.on else None, evidence=said.evidence, author=said.author,
    )  # fmt: skip
    return StakeholderWritten(batch=batch)


@router.post("/category")
def say_category(said: CategorySaid, opened: OpenedHere) -> StakeholderWritten:
    """Put an actor in one of the nine Cs."""
    from ecotone.stakeholders import write

    return StakeholderWritten(
        batch=write.classify(opened.use(), said.actor, said.category, said_by=said.said_by or None, author=said.author)
    )


@router.post("/engage")
def decide_step(step: EngagementStep, opened: OpenedHere) -> StakeholderWritten:
    """Decide who engages a stakeholder, how and by when."""
    from ecotone.stakeholders import steps

    by = Date.parse(step.by) if step.by else None
    batch = steps.decide(opened.use(), step.actor, owner=step.owner, by=by, how=step.how, done=step.done, author=step.author)
    return StakeholderWritten(batch=batch)


@router.post("/expect")
def say_expectation(said: ExpectationSaid, opened: OpenedHere) -> StakeholderWritten:
    """Write what an actor expects of a partner, or of the ecosystem."""
    from ecotone.stakeholders import write

    batch = write.expect(
        opened.use(), said.actor, said.text, of=said.of, due=Date.parse(said.due) if said.due else None, said_by=said.said_by or None,
        evidence=said.evidence, author=said.author,
    )  # fmt: skip
    return StakeholderWritten(batch=batch)


@router.post("/met")
def say_what_came(said: ExpectationMet, opened: OpenedHere) -> StakeholderWritten:
    """Write whether an expectation was met."""
    from ecotone.stakeholders import write

    batch = write.met(opened.use(), said.claim, said.outcome, said_by=said.said_by or None, author=said.author)
    return StakeholderWritten(batch=batch)


@router.post("/surveys")
def make_survey(wish: SurveyWish, opened: OpenedHere) -> SurveyMade:
    """Make a survey of members, and tell each one's personal link this once."""
    from ecotone.server.survey import PATH
    from ecotone.stakeholders import read, survey

    eco = opened.use()
    members = [read.actor(eco, text) for text in wish.members]
    links = survey.make(eco, wish.name, members, closes=Date.parse(wish.closes), author=wish.author)
    made = survey.survey(eco, survey.checked_name(wish.name))
    told = [SurveyLink(id=number, name=eco.actor(number).actor.name, path=f"{PATH}{secret}") for number, secret in links.items()]
    return SurveyMade(batch=opened.batch(), name=made.name, closes=str(made.closes), links=told)


@router.get("/surveys/report", response_class=Response, responses=SENDS)
def report_survey(opened: OpenedHere, name: Annotated[str, Query(min_length=1, max_length=200)]) -> Response:
    """Report a survey: response, both sides' views, reciprocity; trust and value of five or more people once it is closed."""
    from ecotone.stakeholders import answers

    def told() -> bytes:
        body: bytes = wire.json_bytes(dataclasses.replace(answers.report(opened.use(), name), read_at=opened.read_at()).as_dict())
        return body

    return Response(opened.at_batch(("survey report", name, today()), told), media_type="application/json")


@router.post("/surveys/close")
def close_survey(end: SurveyEnd, opened: OpenedHere) -> StakeholderWritten:
    """Close a survey: nobody answers any more, and means of trust and value are shown, each of five or more people.

    Told is the last batch: where means may now be seen, a batch of its own keeps that after the closing.
    """
    from ecotone.stakeholders import survey

    survey.close(opened.use(), end.name, author=end.author)
    return StakeholderWritten(batch=opened.batch())


def gathered(opened: Opened, scope: "Scope", *, rated: bool) -> "Gathered":
    """Read the stakeholders of a scope, once for all questions of a batch."""
    from ecotone.stakeholders.gathered import gather

    found: Gathered = opened.at_batch(
        ("stakeholders gathered", scope, rated),
        lambda: dataclasses.replace(gather(opened.use(), scope, proposals=not rated), read_at=opened.read_at(scope.as_of)),
    )
    return found


def answered(opened: Opened, question: Question, query: StakeholderQuery, scope: "Scope") -> "Answer":
    """Answer a question; the table that the screen draws comes first."""
    from ecotone.stakeholders import answers

    if question == "plan":
        plan = answers.plan(opened.use(), scope, names=query.names, proposals=not query.rated)
        return dataclasses.replace(plan, read_at=opened.read_at(scope.as_of))
    if question == "surveys":
        return dataclasses.replace(answers.surveys(opened.use()), read_at=opened.read_at())
    found = gathered(opened, scope, rated=query.rated or question == "needs")
    if question == "grid":
        grid = answers.grid(found, names=query.names, proposals=not query.rated)
        first = ("Stakeholders", "Grid", "Where raters disagree")
        return dataclasses.replace(grid, tables=tuple(sorted(grid.tables, key=lambda table: first.index(table.title))))
    if question == "attention":
        return answers.attention(found, proposals=not query.rated)
    asked: Answer = getattr(answers, question)(found)
    return asked


def matrix(found: "Gathered") -> NeedsMatrix:
    """Put needs and offers side by side: a row an actor, a column a capability."""
    from ecotone.stakeholders.capabilities import CAPABILITIES
    from ecotone.stakeholders.coverage import matrix as offered

    needs = {(row["actor"], row["capability"]): row for row in found.coverage.needs.iter_rows(named=True)}
    offers = {(actor, what): level for actor, what, level, _ in offered(found.offers).iter_rows() if actor in found.stakeholders}
    cells = []
    for actor, what in sorted({*needs, *offers}):
        need = needs.get((actor, what))
        cells.append(
            MatrixCell(
                actor=actor,
                capability=what,
                need=need and need["need"],
                offer=offers.get((actor, what)),
                share=need and need["share"],
                by=[found.label(each) for each in need["offered_by"]] if need else [],
            )
        )
    actors, used = {cell.actor for cell in cells}, {cell.capability for cell in cells}
    return NeedsMatrix(
        actors=[
            MatrixActor(id=number, name=found.label(number))
            for number in sorted(actors, key=lambda one: (found.label(one).casefold(), one))
        ],
        capabilities=[_choice(each) for each in CAPABILITIES.values() if each.id in used],
        cells=cells,
    )


def _levels(levels: Any) -> list[ScaleLevel]:
    return [ScaleLevel(level=level, says=says) for level, says in sorted(levels.items())]


def _choice(each: Any) -> CapabilityChoice:
    return CapabilityChoice(id=each.id, name=each.name, family=each.family, means=each.means)
