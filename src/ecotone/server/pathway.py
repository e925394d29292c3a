"""The regulatory way over HTTP: one question at a time with what each answer would leave, the plan, and sessions kept in the record.

What has been answered stands in the request, in order, so a link holds the whole state and a way back is a shorter request. A session
is kept under a name with the version that was read: who saves over another's later one is refused.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Query
from starlette.responses import Response

from ecotone.dates import Date, today
from ecotone.errors import InputError
from ecotone.server import answers as wire
from ecotone.server import schemas
from ecotone.server.opened import Opened, OpenedHere
from ecotone.server.pathway_shapes import (
    AgainQuery,
    Choice,
    CodeQuery,
    Coming,
    DecisionState,
    FeeShape,
    Given,
    OutcomeState,
    PathwayQuery,
    PathwayState,
    Place,
    RuleShape,
    SessionGone,
    SessionLine,
    Sessions,
    SessionWish,
    StepShape,
)

if TYPE_CHECKING:
    from ecotone.estimate import Estimate
    from ecotone.pathways.compiled import Decision
    from ecotone.pathways.navigator import Way
    from ecotone.pathways.pathway import Pathway, PlannedStep
    from ecotone.pathways.questions import Known
    from ecotone.pathways.rules import Rules

router = APIRouter(prefix="/api/pathway", tags=["pathway"])

SENDS: Final[dict[int | str, dict[str, Any]]] = {200: {"model": schemas.Answer, "description": "The answer"}}


@router.get("/places")
def list_places() -> list[Place]:
    """List the jurisdictions that have rules."""
    return [
        Place(name=each.name, label=each.label, authority=each.authority, address=each.address) for each in rules().jurisdictions.values()
    ]


@router.get("/ask")
def ask_pathway(opened: OpenedHere, query: Annotated[PathwayQuery, Query()]) -> PathwayState:
    """Say what is still possible, why the next question is asked, and what has to be done."""
    found = pathway_of(query.where, query.fact, query.as_of)
    return state(opened, found)


@router.get("/sessions")
def list_sessions(opened: OpenedHere) -> Sessions:
    """List the sessions that are kept."""
    return kept(opened)


@router.post("/sessions")
def save_session(wish: SessionWish, opened: OpenedHere) -> Sessions:
    """Keep a session under its name; a stale version is refused."""
    from ecotone.pathways import read
    from ecotone.pathways.session import KIND, ROOM, Session

    eco = opened.use()
    found = pathway_of(wish.where, wish.fact, wish.as_of)
    if wish.version is None and eco.kept(ROOM, KIND, wish.name):
        raise InputError(
            "A session of this name is kept already", got=wish.name, remedy="Choose another name, or open that one and change it"
        )
    about = read.initiative(eco, wish.initiative).number if wish.initiative else None
    session = Session.of(wish.name, found, initiative=about)
    with eco.batch(f"a session on the regulatory way: {wish.name}", wish.author) as batch:
        batch.keep(ROOM, KIND, wish.name, session.body(), version=wish.version)
    return kept(opened)


@router.post("/sessions/forget")
def forget_session(gone: SessionGone, opened: OpenedHere) -> Sessions:
    """Take a session away; undo brings it back."""
    from ecotone.pathways.session import KIND, ROOM

    with opened.use().batch(f"Take away the session “{gone.name}”", gone.author) as batch:
        batch.forget(ROOM, KIND, gone.name, version=gone.version)
    return kept(opened)


@router.get("/again", response_class=Response, responses=SENDS)
def look_again(opened: OpenedHere, query: Annotated[AgainQuery, Query()]) -> Response:
    """Show a session under the law of another day, and what has happened since."""
    from ecotone.pathways import looking_back, read

    eco = opened.use()
    found = looking_back.session_again(eco, rules(), read.sessions(eco, query.name)[0], day_of(query.as_of))
    return Response(wire.json_bytes(found.as_dict()), media_type="application/json")


@router.get("/codes", response_class=Response, responses=SENDS)
def find_codes(query: Annotated[CodeQuery, Query()]) -> Response:
    """Find FDA product codes by words, with class, submission and regulation."""
    from ecotone.pathways import listings

    return Response(wire.json_bytes(listings.codes(query.q, query.limit).as_dict()), media_type="application/json")


def rules() -> "Rules":
    """Return the shipped rules."""
    from ecotone.pathways.rules import load

    return load()


def day_of(text: str | None) -> Date:
    """Read the day of the law; today where none is given."""
    return Date.parse(text) if text else today()


def pathway_of(where: list[str], facts: list[str], as_of: str | None) -> "Pathway":
    """Return the way of a product from what was answered."""
    from ecotone.pathways.navigator import navigate, take
    from ecotone.pathways.pathway import plan

    loaded = rules()
    known = loaded.known()
    for fact in facts:
        name, sign, answer = fact.partition("=")
        if not sign or not answer.strip():
            raise InputError("An answer has a name and a value", where="fact", got=fact, expected="for example function=monitoring")
        take(known, name.strip(), answer.strip())
        if name.strip() in loaded.questions.questions and known.is_open(name.strip()):
            known.passed.add(name.strip())  # an answer that leaves several possible is not asked for again
    places = [part.strip() for text in where for part in text.split(",") if part.strip()]
    return plan(navigate(loaded, known, places or list(loaded.jurisdictions), day_of(as_of)))


def state(opened: Opened, found: "Pathway") -> PathwayState:
    """Return a pathway as the screen shows it."""
    from ecotone.pathways import answers
    from ecotone.pathways.navigator import NOTICE

    way = found.way
    own = own_days(opened)
    here = {planned.step.name: own[planned.step.name] for planned in found.steps if planned.step.name in own}
    said = answers.pathway(found, opened.read_at(), here)
    return PathwayState(
        notice=NOTICE,
        as_of=str(way.as_of),
        where=list(way.jurisdictions),
        left_out=[f"{place}: {why}" for place, why in way.unknown.items()],
        given=given(way),
        decisions=[decision_state(way, name, decision) for name, decision in way.decisions.items()],
        next=coming(way),
        possible=possible(way),
        decided=way.decided,
        steps=[step_shape(planned, here) for planned in found.steps],
        answer=schemas.Answer.model_validate_json(wire.json_bytes(said.as_dict())),
    )


def own_days(opened: Opened) -> Mapping[str, "Estimate"]:
    """Return the median days that steps took in the record, by step."""
    from ecotone.pathways import looking_back

    found: dict[str, Estimate] = opened.at_batch("days of steps", lambda: looking_back.own_days(opened.use(), rules().steps.steps))
    return found


def possible(way: "Way") -> int:
    """Count the outcomes that are still possible in what is to be decided."""
    return sum(len(way.decisions[name].possible) for name in way.goals)


def given(way: "Way") -> list[Given]:
    """Return the answers in the order in which they were given, then what follows from them."""
    from ecotone.pathways.answers import answer_table

    return [
        Given(
            name=row["name"],
            question=row["question"],
            answer=row["answer"],
            label=row["label"],
            follows=row["how"] == "follows",
            why=way.known.reasons.get(row["name"], "") if row["how"] == "follows" else "",
        )
        for row in answer_table(way).frame.iter_rows(named=True)
    ]


def decision_state(way: "Way", name: str, decision: "Decision") -> DecisionState:
    """Return what a table still allows, what it has ruled out, and the rules behind it once it is decided."""
    from ecotone.pathways.answers import outcome_label

    table = way.rules.tables[name]
    values = list(table.outcomes.answers) if table.single else [row.name for row in table.rows]
    certain = set(decision.certain or ()) if not table.single else set(decision.possible if decision.decided else ())
    rows = {(table_name, row.name): row for table_name in way.rules.tables for row in way.rules.tables[table_name].rows}
    deciding = [rows[key] for key in dict.fromkeys(decision.rows)] if decision.decided else []
    return DecisionState(
        table=name,
        title=table.title,
        jurisdiction=table.jurisdiction,
        question=table.question,
        goal=name in way.goals,
        decided=decision.decided,
        outcomes=[
            OutcomeState(
                value=value,
                label=outcome_label(table, value),
                possible=value in decision.possible,
                certain=value in certain,
                share=decision.shares.get(value),
            )
            for value in values
        ],
        rules=[
            RuleShape(
                why=row.why,
                citation=row.citation,
                source=row.source,
                status=row.status_on(way.as_of.last),
                checked=str(row.checked_on),
                verified=row.verified,
            )
            for row in deciding
        ],
    )


def coming(way: "Way") -> Coming | None:
    """Return the next question, why it is asked, and what each answer would leave."""
    if way.coming is None:
        return None
    question = way.rules.questions[way.coming.question]
    left = set(way.known.answers(question.name))
    about = [way.rules.tables[name] for name in way.coming.about]
    return Coming(
        name=question.name,
        text=question.text,
        explanation=question.explanation,
        choices=[
            Choice(
                value=value,
                label=label,
                possible=value in left,
                leaves=_leaves(way, way.known, question.name, value) if value in left else None,
            )
            for value, label in zip(question.answers, question.labels, strict=True)
        ],
        about=[f"{table.jurisdiction}: {table.question}" for table in about],
        bits=way.coming.bits,
    )


def _leaves(way: "Way", known: "Known", question: str, answer: str) -> int | None:
    """Count the outcomes that an answer would leave; None where it would contradict another."""
    try:
        tried = known.copy().answer(question, answer)
    except InputError:
        return None
    return sum(len(way.rules.decide(name, tried, way.as_of).possible) for name in way.goals)


def step_shape(planned: "PlannedStep", own: Mapping[str, "Estimate"]) -> StepShape:
    """Return a step with its days, fees and documents."""
    from ecotone.pathways.plan_tables import NO_TIME

    step, time = planned.step, planned.time
    days = time.days if time else NO_TIME
    mine = own.get(step.name)
    fees = []
    for owed in planned.fees:
        fee = owed.now or owed.last
        fees.append(
            FeeShape(
                title=fee.title if fee else owed.name,
                currency=fee.currency if fee else "",
                amount=fee.amount if fee else None,
                small=fee.small if fee else None,
                of_the_day=owed.now is not None,
                until=str(fee.end or "") if fee else "",
                citation=fee.cited.citation if fee else "",
                source=fee.cited.source if fee else "",
            )
        )
    return StepShape(
        name=step.name,
        title=step.title,
        jurisdiction=planned.jurisdiction,
        needed="optional" if step.optional else planned.needed,
        owner=step.owner,
        days=days.value,
        low=days.low,
        high=days.high,
        no_days="" if days.value is not None else days.reason or "",
        own_days=mine.value if mine else None,
        markers=f"{time.start} to {time.end}" if time else "",
        clock=time.clock if time else "",
        stated=f"{time.stated}; {time.cohort}" if time else "",
        documents=list(step.documents),
        fees=fees,
        citation=step.cited.citation,
        source=time.cited.source if time else step.cited.source,
        checked=str(step.cited.checked_on),
        verified=step.cited.verified,
    )


def kept(opened: Opened) -> Sessions:
    """Return the sessions that are kept, the latest first."""
    from ecotone.pathways.session import KIND, ROOM, Session

    lines = []
    for each in opened.use().kept(ROOM, KIND):
        session = Session.read(each.name, each.body)
        lines.append(
            SessionLine(
                name=each.name,
                version=each.version,
                asked_on=str(session.asked_on),
                as_of=str(session.as_of),
                where=list(session.jurisdictions),
                answers=[[question, answer] for question, answer in session.answers.items()],
                open=sum(len(outcomes) > 1 for outcomes in session.outcomes.values()),
                initiative=session.initiative,
            )
        )
    return Sessions(sessions=sorted(lines, key=lambda line: (line.asked_on, line.name), reverse=True), batch=opened.batch())
