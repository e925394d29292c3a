"""Partnerships over HTTP: whom there is to choose from and by what, who comes first and why, what was decided and what came of it.

An evaluation is a question: who seeks, who might be chosen and what weighs how much stand in the address, so that a link holds it all.
A rating and the weights of a judge are written; whoever is signed in rates and judges under the own name.
"""

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import HTMLResponse, Response

from ecotone.dates import Date, today
from ecotone.errors import InputError
from ecotone.server import answers as wire
from ecotone.server import schemas
from ecotone.server.asked import Id, ScopeQuery, Text
from ecotone.server.guard import DOCUMENT_POLICY
from ecotone.server.opened import Opened, OpenedHere
from ecotone.server.roles import Author, acting
from ecotone.server.schemas import Wire
from ecotone.server.stakeholders import Address, Day, Who

if TYPE_CHECKING:
    from ecotone.answer import Answer
    from ecotone.partnerships.evaluation import Evaluation
    from ecotone.partnerships.weights import Weights

router = APIRouter(prefix="/api/partnerships", tags=["partnerships"])

SENDS: Final[dict[int | str, dict[str, Any]]] = {200: {"model": schemas.Answer, "description": "The answer"}}
MOST: Final = 40
"""Candidates that one evaluation compares."""
Name = Annotated[str, Field(min_length=1, max_length=200)]
Many = Annotated[list[Text], Field(max_length=MOST)]
Told = Annotated[str, Field(max_length=2_000)]


class PartLevel(Wire):
    """A level of a part with the sentence that anchors it."""

    level: float
    says: str


class CriterionPart(Wire):
    """What candidates are judged by, in one question."""

    id: str
    name: str
    asks: str
    levels: list[PartLevel]
    measure: str | None = Field(description="The computation by which the record answers; null where only raters can")
    weight: float = Field(description="Share of all, by default")
    cost: bool = Field(description="Whether a higher level is worse")


class CriterionShape(Wire):
    """A criterion with its parts."""

    name: str
    means: str
    weight: float
    parts: list[CriterionPart]


class JudgeWeights(Wire):
    """What a judge said of the weights, part by part."""

    name: str
    way: str
    shares: dict[str, float]


class PartnerCriteria(Wire):
    """By what partners are judged, and whose weights are kept."""

    me: str = Field(description="Who is signed in; empty where nobody signs in")
    criteria: list[CriterionShape]
    judges: list[JudgeWeights]


class EvaluateQuery(Wire):
    """Who looks for a partner, who might be chosen, and what weighs how much."""

    seeker: Text
    candidate: Many = Field(default=[], description="Ids or names, two or more")
    weight: list[Text] = Field(default=[], max_length=100, description="`name=number` of a criterion or a part; all alike where not given")
    drop: list[Text] = Field(default=[], max_length=100, description="Parts or criteria to leave out")
    prefer: Literal["record", "raters"] = Field(default="record", description="Which stands where both tell")
    draws: int = Field(default=20_000, ge=1, le=100_000)
    seed: int = Field(default=0, ge=0, le=2**31 - 1)
    as_of: Text | None = Field(default=None, alias="as-of")


class PartnerCandidate(Wire):
    """A candidate with what each part is worth: from 0 for the worst to 1 for the best."""

    id: int
    name: str
    rank: float
    score: float
    low: float
    high: float
    first: float = Field(description="Share of draws in which it comes first, under these weights")
    anyone: float = Field(description="The same with all weights equally likely")
    places: list[float] = Field(description="Share of draws in which it takes the first place, the second and so on")
    worths: dict[str, float] = Field(description="By the parts that rank; unknown ones at their middle")


class PartnerEvaluation(Wire):
    """How the candidates stand, as numbers for the picture and as the answer that tells it."""

    seeker: int
    name: str
    candidates: list[PartnerCandidate] = Field(description="Best first")
    weights: dict[str, float] = Field(description="Of the parts that rank, summing to 1")
    whose: str
    answer: schemas.Answer


class RaterQuery(Wire):
    """Whose ratings of whom are asked for."""

    seeker: Text
    candidate: Text
    rater: Text


class RaterLevel(Wire):
    """A level that a rater gave."""

    part: str
    level: float
    opinion: bool
    address: str | None
    date: str | None


class RecommendQuery(ScopeQuery):
    """For whom partners are looked for, and by what."""

    seeker: Text | None = Field(default=None, description="By id or name; the best pairs of all where not given")
    top: int = Field(default=10, ge=1, le=100)
    by: Literal["model", "adamic-adar"] = "model"
    seed: int = Field(default=0, ge=0, le=2**31 - 1)


class WhatIfQuery(ScopeQuery):
    """Which tie is added."""

    one: Text
    other: Text
    draws: int = Field(default=1_000, ge=20, le=10_000)
    seed: int = Field(default=0, ge=0, le=2**31 - 1)


class PartnerRatings(Wire):
    """What a rater says of a candidate, with evidence or marked as opinion."""

    seeker: Id
    candidate: Id
    rater: Who = ""
    levels: Annotated[dict[str, float], Field(min_length=1, max_length=100)]
    evidence: Address = None
    opinion: bool = False
    on: Day = None
    author: Author = ""


class JudgeWish(Wire):
    """Weights that a judge gives to criteria or parts."""

    judge: Who = ""
    weights: Annotated[dict[str, float], Field(min_length=1, max_length=100)]
    author: Author = ""


class JudgeGone(Wire):
    """A judge whose weights no longer count."""

    judge: Name
    author: Author = ""


class DecisionWish(EvaluateQuery):
    """A decision to keep: who was chosen, why, who dissented; how the candidates stand is kept with it."""

    name: Name
    chosen: Id | None = Field(description="Null for none of them")
    reasons: Annotated[list[Told], Field(max_length=50)]
    dissent: Annotated[list[Told], Field(max_length=50)] = Field(default=[], description="`WHO: WHAT`")
    by: Who = ""
    on: Day = None
    add_tie: bool = Field(default=False, description="Put the partnership on the map, as your own statement")
    author: Author = ""


class ImpactWish(Wire):
    """A partnership to follow: what it should bring, and how often it is reviewed."""

    name: Name
    seeker: Id
    partner: Id
    start: Text
    expected: Annotated[dict[str, float], Field(max_length=20)] = Field(default={}, description="ties, reach, bridges, days, technologies")
    indicators: Annotated[list[Told], Field(max_length=50)] = Field(
        default=[], description="`name=…; unit=…; baseline=…; target=…; date=…`"
    )
    every: Annotated[int, Field(ge=1, le=120)] = Field(default=6, description="Months between reviews")
    author: Author = ""


class ReviewWish(Wire):
    """A review of a partnership."""

    name: Name
    readings: Annotated[dict[str, str], Field(max_length=50)] = Field(default={}, description="What indicators show")
    source: Told = ""
    note: Told = ""
    by: Who = ""
    state: Literal["running", "paused", "ended"] | None = None
    on: Day = None
    author: Author = ""


class PartnershipWritten(Wire):
    """Under which batch it was written."""

    batch: int


class ImpactQuery(Wire):
    """Which partnership."""

    name: Name


@router.get("/criteria")
def partner_criteria(opened: OpenedHere) -> PartnerCriteria:
    """Say by what partners are judged, with the sentence of each level, and whose weights are kept."""
    from ecotone.partnerships.asking import kept_weights
    from ecotone.partnerships.criteria import shipped

    table = shipped()
    weights, kept = table.default_weights(), kept_weights(opened.use(), table)
    return PartnerCriteria(
        me=acting.get(),
        criteria=[
            CriterionShape(
                name=name,
                means=table.meanings[name],
                weight=table.weights[name],
                parts=[
                    CriterionPart(
                        id=part.id,
                        name=part.name,
                        asks=part.asks,
                        levels=[PartLevel(level=level, says=part.levels[level]) for level in sorted(part.levels)],
                        measure=part.measure,
                        weight=weights[part.id],
                        cost=part.direction == "cost",
                    )
                    for part in table.parts
                    if part.criterion == name
                ],
            )
            for name in table.names
        ],
        judges=[
            JudgeWeights(name=judge.name, way=judge.way, shares=dict(zip(table.ids, map(float, judge.shares), strict=True)))
            for judge in (kept.judges if kept else ())
        ],
    )


@router.get("/evaluate", response_class=Response, responses={200: {"model": PartnerEvaluation, "description": "How the candidates stand"}})
def evaluate_partners(opened: OpenedHere, query: Annotated[EvaluateQuery, Query()]) -> Response:
    """Rank candidates: who comes first, why, how sure that is, and what would change it."""
    key = ("evaluation sent", query.model_dump_json())
    body: bytes = opened.at_batch(key, lambda: wire.json_bytes(_sent(*evaluated(opened, query))))
    return Response(body, media_type="application/json")


@router.get("/dossier", response_class=HTMLResponse, responses={200: {"content": {"text/html": {}}, "description": "The dossier"}})
def partner_dossier_page(opened: OpenedHere, query: Annotated[EvaluateQuery, Query()]) -> Response:
    """Save the dossier of an evaluation: one self-contained page that can be laid before a board."""
    from ecotone.report.partner_dossier import partner_dossier

    found, answer = evaluated(opened, query)
    headers = {
        "content-security-policy": DOCUMENT_POLICY,
        "cache-control": "no-store",
        "content-disposition": 'attachment; filename="partners.html"',
    }
    return HTMLResponse(partner_dossier(opened.use(), found, answer), headers=headers)


@router.get("/ratings")
def partner_ratings(opened: OpenedHere, query: Annotated[RaterQuery, Query()]) -> list[RaterLevel]:
    """Return what one rater said of a candidate so far, part by part."""
    from ecotone.partnerships import read
    from ecotone.partnerships.criteria import shipped
    from ecotone.stakeholders import read as stakeholders

    eco = opened.use()
    pair = [stakeholders.actor(eco, text) for text in (query.seeker, query.candidate)]
    found = read.Field(pair[0], (pair[1],), {number: eco.actor(number).actor.name for number in pair}, ())
    asked = acting.get() or query.rater
    kept, _ = read.ratings(eco, found, shipped())
    return [
        RaterLevel(part=each.part, level=each.level, opinion=each.opinion, address=each.address, date=each.date)
        for each in kept
        if each.rater == asked
    ]


@router.get("/recommend", response_class=Response, responses=SENDS)
def recommend_partners(opened: OpenedHere, query: Annotated[RecommendQuery, Query()]) -> Response:
    """Say who should partner with whom, and why; or why the record cannot bear it."""
    from ecotone.partnerships.recommend import answers
    from ecotone.partnerships.recommend.read import find

    def asked() -> bytes:
        eco = opened.use()
        seeker = find(eco, query.seeker) if query.seeker else None
        found = answers.recommend(eco, query.scope(), seeker=seeker, top=query.top, by=query.by, seed=query.seed)
        return wire.json_bytes(found.as_dict())

    body: bytes = opened.at_batch(("recommend", query.model_dump_json()), asked)
    return Response(body, media_type="application/json")


@router.get("/what-if", response_class=Response, responses=SENDS)
def what_if_partners(opened: OpenedHere, query: Annotated[WhatIfQuery, Query()]) -> Response:
    """Say what a partnership would change in the network, held against random ones of its kind."""
    from ecotone.stakeholders import read as stakeholders
    from ecotone.workbench import whatif

    def asked() -> bytes:
        eco = opened.use()
        pair = (stakeholders.actor(eco, query.one), stakeholders.actor(eco, query.other))
        return wire.json_bytes(whatif.what_if(eco, [pair], query.scope(), draws=query.draws, seed=query.seed).as_dict())

    body: bytes = opened.at_batch(("what if", query.model_dump_json()), asked)
    return Response(body, media_type="application/json")


@router.get("/decisions", response_class=Response, responses=SENDS)
def partner_decisions(opened: OpenedHere) -> Response:
    """List what was decided, with reasons, dissent and how the candidates stood then."""
    from ecotone.partnerships.following import decisions
    from ecotone.partnerships.impact_answers import decided

    return _answer(decided(decisions(opened.use()), opened.read_at()))


@router.get("/impacts", response_class=Response, responses=SENDS)
def partner_impacts(opened: OpenedHere) -> Response:
    """List the partnerships that are followed, and whose review is due."""
    from ecotone.partnerships import following
    from ecotone.partnerships.impact_answers import listed

    eco = opened.use()
    known = following.impacts(eco)
    names = {number: eco.actor(number).actor.name for one, _ in known for number in (one.seeker, one.partner)}
    return _answer(listed(known, names, today(), opened.read_at()))


@router.get("/impact", response_class=Response, responses=SENDS)
def partner_impact(opened: OpenedHere, query: Annotated[ImpactQuery, Query()]) -> Response:
    """Hold what a partnership has brought against what was expected."""
    from ecotone.partnerships import following
    from ecotone.partnerships.impact_answers import effect

    eco = opened.use()
    return _answer(effect(following.follow(eco, *following.impact(eco, query.name), today()), opened.read_at()))


@router.post("/rate")
def rate_partner(said: PartnerRatings, opened: OpenedHere) -> PartnershipWritten:
    """Keep what a rater says of a candidate, with evidence or marked as opinion."""
    from ecotone.partnerships import write
    from ecotone.partnerships.criteria import shipped
    from ecotone.partnerships.rated import Rating, rater_name, web

    table, who = shipped(), rater_name(said.rater)
    address = web(said.evidence) if said.evidence else None
    date = Date.parse(said.on).iso if said.on else None
    ratings = []
    for name, level in said.levels.items():
        part = table.part(name)
        opinion = said.opinion and address is None
        ratings.append(Rating(said.candidate, part.id, who, part.checked(level), address=address, opinion=opinion, date=date))
    return PartnershipWritten(batch=write.keep_ratings(opened.use(), said.seeker, ratings, table, author=said.author))


@router.post("/weights")
def keep_judge_weights(wish: JudgeWish, opened: OpenedHere) -> PartnershipWritten:
    """Keep the weights that a judge gives; they take the place of earlier ones."""
    from ecotone.partnerships import write
    from ecotone.partnerships.criteria import shipped
    from ecotone.partnerships.rated import rater_name
    from ecotone.partnerships.weights import judge

    made = judge({"judge": rater_name(wish.judge), "method": "direct", "weights": wish.weights}, shipped())
    write.keep_judges(opened.use(), [made], author=wish.author)
    return PartnershipWritten(batch=opened.batch())


@router.post("/weights/forget")
def forget_judge_weights(gone: JudgeGone, opened: OpenedHere) -> PartnershipWritten:
    """Let the weights of a judge no longer count."""
    from ecotone.partnerships import write

    write.forget_judge(opened.use(), gone.judge, author=gone.author)
    return PartnershipWritten(batch=opened.batch())


@router.post("/decide")
def decide_partner(wish: DecisionWish, opened: OpenedHere) -> PartnershipWritten:
    """Keep a decision with how the candidates stood."""
    from ecotone.partnerships import write

    found, _ = evaluated(opened, wish)
    write.decide(
        opened.use(), wish.name, found, wish.chosen, reasons=wish.reasons, dissent=wish.dissent, by=wish.by,
        on=Date.parse(wish.on) if wish.on else None, add_tie=wish.add_tie, author=wish.author,
    )  # fmt: skip
    return PartnershipWritten(batch=opened.batch())


@router.post("/impacts")
def open_impact_record(wish: ImpactWish, opened: OpenedHere) -> PartnershipWritten:
    """Follow a partnership: what it should bring is written down before it is looked at."""
    import dataclasses

    from ecotone.partnerships import write
    from ecotone.partnerships.impact import indicator_of, of_body

    body = {"every": wish.every, "seeker": wish.seeker, "partner": wish.partner, "start": wish.start, "expected": wish.expected}
    made = dataclasses.replace(of_body(wish.name, body, wish.name), indicators=tuple(indicator_of(text) for text in wish.indicators))
    write.open_impact(opened.use(), made, author=wish.author)
    return PartnershipWritten(batch=opened.batch())


@router.post("/review")
def review_partnership(wish: ReviewWish, opened: OpenedHere) -> PartnershipWritten:
    """Keep a review: readings of indicators, a note, a change of state."""
    from ecotone.partnerships import write

    write.review(
        opened.use(), wish.name, list(wish.readings.items()), on=Date.parse(wish.on) if wish.on else today(), source=wish.source,
        note=wish.note, by=wish.by, state=wish.state, author=wish.author,
    )  # fmt: skip
    return PartnershipWritten(batch=opened.batch())


def evaluated(opened: Opened, query: EvaluateQuery) -> "tuple[Evaluation, Answer]":
    """Evaluate the candidates, as the command line does."""
    from ecotone.partnerships import answers
    from ecotone.partnerships.asking import evaluate
    from ecotone.partnerships.criteria import shipped

    table = shipped().without(query.drop) if query.drop else shipped()
    as_of = Date.parse(query.as_of) if query.as_of else None
    asked = {name: getattr(query, name) for name in EvaluateQuery.model_fields}

    def ask() -> "tuple[Evaluation, Answer]":
        found, notes = evaluate(
            opened.use(), query.seeker, query.candidate, criteria=table, weights=_weights(query.weight, table), prefer=query.prefer,
            as_of=as_of, draws=query.draws, seed=query.seed,
        )  # fmt: skip
        return found, answers.evaluated(found, opened.read_at(as_of), notes)

    made: tuple[Evaluation, Answer] = opened.at_batch(("evaluation", repr(asked)), ask)
    return made


def _weights(texts: list[str], table: Any) -> "Weights | None":
    from ecotone.partnerships.weights import judge, together

    said: dict[str, str] = {}
    for text in texts:
        name, sign, value = text.rpartition("=")
        if not sign or not name.strip():
            raise InputError("A weight has a name and a number", where="weight", got=text, expected="for example trust=3")
        said[name.strip()] = value.strip()
    return together([judge({"judge": "this link", "method": "direct", "weights": said}, table)], table) if said else None


def _sent(found: "Evaluation", answer: "Answer") -> dict[str, Any]:
    """Return an evaluation as it is sent."""
    from ecotone.partnerships.answers import whose

    parts = [criterion.name for criterion in found.problem.criteria]
    candidates = []
    for number in found.order:
        row = found.row(number)
        candidates.append(
            {
                "id": number,
                "name": found.names[number],
                "rank": float(found.ranking.ranks[row]),
                "score": float(found.ranking.scores[row]),
                "low": float(found.bounds[row, 0]),
                "high": float(found.bounds[row, 1]),
                "first": float(found.own.first[row]),
                "anyone": float(found.anyone.first[row]),
                "places": [float(share) for share in found.own.ranks[row]],
                "worths": {part: float(found.value(number, part).middle) for part in parts},
            }
        )
    return {
        "seeker": found.seeker,
        "name": found.names[found.seeker],
        "candidates": candidates,
        "weights": {part: float(weight) for part, weight in zip(parts, found.problem.weights, strict=True)},
        "whose": whose(found),
        "answer": answer.as_dict(),
    }


def _answer(answer: "Answer") -> Response:
    return Response(wire.json_bytes(answer.as_dict()), media_type="application/json")
