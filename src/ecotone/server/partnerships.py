"""Partnerships over HTTP: whom there is to choose from and by what, who comes first and why, what was decided and what came of it.

An evaluation is a question: who seeks, who might be chosen and what weighs how much stand in the address, so that a link holds it all.
A rating and the weights of a judge are written; whoever is signed in rates and judges under the own name.
"""

import contextlib
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from ecotone.dates import Date, today
from ecotone.errors import InputError
from ecotone.server import answers as wire
from ecotone.server import questions, schemas
from ecotone.server.guard import DOCUMENT_POLICY
from ecotone.server.imports import JobsHere
from ecotone.server.opened import Opened, OpenedHere
from ecotone.server.partnership_shapes import (
    ChoicesSaid,
    ChoicesWish,
    Comparison,
    CriterionPart,
    CriterionShape,
    DecisionWish,
    EvaluateQuery,
    ImpactQuery,
    ImpactWish,
    JudgeGone,
    JudgeWeights,
    JudgeWish,
    PairsSaid,
    PairsWish,
    PartLevel,
    PartnerCriteria,
    PartnerEvaluation,
    PartnerRatings,
    PartnershipWritten,
    ProfileQuestion,
    RaterLevel,
    RaterQuery,
    RecommendQuery,
    ReviewWish,
    SureWeight,
    WhatIfQuery,
)
from ecotone.server.roles import acting
from ecotone.work import SILENT

if TYPE_CHECKING:
    from ecotone.answer import Answer
    from ecotone.partnerships.evaluation import Evaluation
    from ecotone.partnerships.weights import Weights
    from ecotone.work import Work

router = APIRouter(prefix="/api/partnerships", tags=["partnerships"])

DECIDE: Final = "ecotone.server.partnerships:decide_apart"
SENDS: Final[dict[int | str, dict[str, Any]]] = {200: {"model": schemas.Answer, "description": "The answer"}}
APART: Final[dict[int | str, dict[str, Any]]] = {202: {"model": schemas.Job, "description": "The job that sees to it: the record is large"}}


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


@router.get(
    "/evaluate", response_class=Response,
    responses={200: {"model": PartnerEvaluation, "description": "How the candidates stand"}, **APART},
)  # fmt: skip
def evaluate_partners(opened: OpenedHere, jobs: JobsHere, query: Annotated[EvaluateQuery, Query()]) -> Response:
    """Rank candidates: who comes first, why, how sure that is, and what would change it."""
    title = f"Compare {len(query.candidate)} candidates"
    found = questions.answer(opened, jobs, candidates_compared, title, query=query.model_dump(mode="json"))
    return Response(wire.json_bytes(found), media_type="application/json")


@router.get(
    "/dossier", response_class=HTMLResponse, responses={200: {"content": {"text/html": {}}, "description": "The dossier"}, **APART},
)  # fmt: skip
def partner_dossier_page(opened: OpenedHere, jobs: JobsHere, query: Annotated[EvaluateQuery, Query()]) -> Response:
    """Save the dossier of an evaluation: one self-contained page that can be laid before a board."""
    found = questions.answer(opened, jobs, dossier_written, "Write the dossier of partners", query=query.model_dump(mode="json"))
    headers = {
        "content-security-policy": DOCUMENT_POLICY,
        "cache-control": "no-store",
        "content-disposition": 'attachment; filename="partners.html"',
    }
    return HTMLResponse(found["page"], headers=headers)


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
    from ecotone.partnerships.weights import KEYS, judge

    ways = {"direct": wish.weights, "ahp": wish.comparisons, "trade-off": [each.model_dump() for each in wish.choices]}
    given = [way for way, told in ways.items() if told]
    if len(given) != 1:
        raise InputError("A judge weighs in one way", got=", ".join(given) or "nothing", expected="weights, comparisons or choices")
    made = judge({"judge": rater_name(wish.judge), "method": given[0], KEYS[given[0]]: ways[given[0]]}, shipped())
    write.keep_judges(opened.use(), [made], author=wish.author)
    return PartnershipWritten(batch=opened.batch())


@router.post("/weights/pairs")
def weigh_pairs(wish: PairsWish) -> PairsSaid:
    """Say what comparisons of pairs give so far, and what to ask next; nothing is kept."""
    import dataclasses

    from ecotone.partnerships import weighing
    from ecotone.partnerships.ahp import ACCEPTABLE
    from ecotone.partnerships.criteria import shipped

    found = weighing.pairs(wish.comparisons, wish.group, shipped())
    odds = Comparison(**dataclasses.asdict(found.at_odds)) if found.at_odds else None
    return PairsSaid(
        weights=dict(found.weights), ratio=found.ratio, acceptable=ACCEPTABLE, at_odds=odds, waiting=list(found.waiting)
    )  # fmt: skip


@router.post("/weights/choices")
def weigh_choices(wish: ChoicesWish) -> ChoicesSaid:
    """Say what choices between two partial profiles give so far, and what to ask next; nothing is kept."""
    from ecotone.partnerships import weighing
    from ecotone.partnerships.criteria import shipped

    found = weighing.choices([each.model_dump() for each in wish.choices], shipped(), wish.group)
    asked = found.question
    sides = [{name: weighing.WORDS[worth] for name, worth in side.items()} for side in (asked.first, asked.second)] if asked else []
    weights = {name: SureWeight(value=each.value, low=each.low, high=each.high) for name, each in found.weights.items()}
    return ChoicesSaid(weights=weights, level=0.9, question=ProfileQuestion(first=sides[0], second=sides[1]) if asked else None)


@router.post("/weights/forget")
def forget_judge_weights(gone: JudgeGone, opened: OpenedHere) -> PartnershipWritten:
    """Let the weights of a judge no longer count."""
    from ecotone.partnerships import write

    write.forget_judge(opened.use(), gone.judge, author=gone.author)
    return PartnershipWritten(batch=opened.batch())


@router.post("/decide", responses=APART)
def decide_partner(wish: DecisionWish, opened: OpenedHere, jobs: JobsHere) -> PartnershipWritten:
    """Keep a decision with how the candidates stood."""
    if questions.large(opened):
        asked = {"record": opened.address, "wish": wish.model_dump(mode="json")}
        raise questions.Underway(jobs.add("decide", f"Decide: {wish.name}", DECIDE, asked))
    return PartnershipWritten(batch=decided_on(opened, wish))


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


def candidates_compared(opened: Opened, *, query: dict[str, Any], work: "Work") -> dict[str, Any]:
    """Return how candidates stand, as it is sent."""
    return _sent(*evaluated(opened, EvaluateQuery(**query), work))


def dossier_written(opened: Opened, *, query: dict[str, Any], work: "Work") -> dict[str, Any]:
    """Return the page of an evaluation."""
    from ecotone.report.partner_dossier import partner_dossier

    found, answer = evaluated(opened, EvaluateQuery(**query), work)
    return {"page": partner_dossier(opened.use(), found, answer)}


def decide_apart(*, record: str, wish: dict[str, Any], work: "Work") -> dict[str, Any]:
    """Keep a decision in a job of its own."""
    with contextlib.closing(Opened(record)) as opened:
        return {"batch": decided_on(opened, DecisionWish(**wish), work)}


def decided_on(opened: Opened, wish: DecisionWish, work: "Work" = SILENT) -> int:
    """Keep a decision with how the candidates stood; return its batch."""
    from ecotone.partnerships import write

    found, _ = evaluated(opened, wish, work)
    write.decide(
        opened.use(), wish.name, found, wish.chosen, reasons=wish.reasons, dissent=wish.dissent, by=wish.by,
        on=Date.parse(wish.on) if wish.on else None, add_tie=wish.add_tie, author=wish.author,
    )  # fmt: skip
    return opened.batch()


def evaluated(opened: Opened, query: EvaluateQuery, work: "Work" = SILENT) -> "tuple[Evaluation, Answer]":
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
            as_of=as_of, draws=query.draws, seed=query.seed, work=work,
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
