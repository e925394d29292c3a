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
from ecotone.server.jobs import Jobs
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
    from ecotone.partnerships.criteria import Criteria
    from ecotone.partnerships.evaluation import Evaluation
    from ecotone.partnerships.weights import Weights
    from ecotone.work import Work

router = APIRouter(prefix="/api/partnerships", tags=["partnerships"])

ALIKE: Final = frozenset({"seeker", "candidate", "drop", "prefer", "as-of"})
"""What an evaluation reads the record for; its weights, draws and seed change nothing of that."""
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
    return Response(wire.json_bytes(_sent(*evaluated(opened, query, jobs=jobs))), media_type="application/json")


@router.get(
    "/dossier", response_class=HTMLResponse, responses={200: {"content": {"text/html": {}}, "description": "The dossier"}, **APART},
)  # fmt: skip
def partner_dossier_page(opened: OpenedHere, jobs: JobsHere, query: Annotated[EvaluateQuery, Query()]) -> Response:
    """Save the dossier of an evaluation: one self-contained page that can be laid before a board."""
    from ecotone.report.partner_dossier import partner_dossier

    found, answer = evaluated(opened, query, jobs=jobs)
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


@router.get("/recommend", response_class=Response, responses={**SENDS, **APART})
def recommend_partners(opened: OpenedHere, jobs: JobsHere, query: Annotated[RecommendQuery, Query()]) -> Response:
    """Say who should partner with whom, and why; or why the record cannot bear it."""
    asked = query.model_dump(mode="json", by_alias=True)
    return Response(
        wire.json_bytes(questions.answer(opened, jobs, partners_recommended, "Look for partners", times=5, query=asked)),
        media_type="application/json",
    )


@router.get("/what-if", response_class=Response, responses={**SENDS, **APART})
def what_if_partners(opened: OpenedHere, jobs: JobsHere, query: Annotated[WhatIfQuery, Query()]) -> Response:
    """Say what a partnership would change in the network, held against random ones of its kind."""
    asked = query.model_dump(mode="json", by_alias=True)
    found = questions.answer(opened, jobs, tie_tried, "Look at what one tie would change", times=query.draws / 100, query=asked)
    return Response(wire.json_bytes(found), media_type="application/json")


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
    from ecotone.stakeholders.read import actor

    eco, table, who = opened.use(), shipped(), rater_name(said.rater)
    seeker, candidate = actor(eco, str(said.seeker)), actor(eco, str(said.candidate))
    address = web(said.evidence) if said.evidence else None
    date = Date.parse(said.on).iso if said.on else None
    ratings = []
    for name, level in said.levels.items():
        part = table.part(name)
        opinion = said.opinion and address is None
        ratings.append(Rating(candidate, part.id, who, part.checked(level), address=address, opinion=opinion, date=date))
    return PartnershipWritten(batch=write.keep_ratings(eco, seeker, ratings, table, author=said.author))


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


def partners_recommended(opened: Opened, *, query: dict[str, Any], work: "Work") -> dict[str, Any]:
    """Return who should partner with whom."""
    from ecotone.partnerships.recommend import answers
    from ecotone.partnerships.recommend.read import find

    asked, eco = RecommendQuery(**query), opened.use()
    seeker = find(eco, asked.seeker) if asked.seeker else None
    return answers.recommend(eco, asked.scope(), seeker=seeker, top=asked.top, by=asked.by, seed=asked.seed, work=work).as_dict()


def tie_tried(opened: Opened, *, query: dict[str, Any], work: "Work") -> dict[str, Any]:
    """Return what a tie would change."""
    from ecotone.stakeholders import read as stakeholders
    from ecotone.workbench import whatif

    asked, eco = WhatIfQuery(**query), opened.use()
    pair = (stakeholders.actor(eco, asked.one), stakeholders.actor(eco, asked.other))
    return whatif.what_if(eco, [pair], asked.scope(), draws=asked.draws, seed=asked.seed, work=work).as_dict()


def candidates_gathered(opened: Opened, *, query: dict[str, Any], work: "Work") -> dict[str, Any]:
    """Return what the record says of candidates, before anything is weighed."""
    from ecotone.partnerships.asking import gather

    asked = EvaluateQuery(**query)
    as_of = Date.parse(asked.as_of) if asked.as_of else None
    return gather(
        opened.use(), asked.seeker, asked.candidate, criteria=_table(asked), prefer=asked.prefer, as_of=as_of, work=work
    ).as_dict()  # fmt: skip


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


def evaluated(opened: Opened, query: EvaluateQuery, work: "Work" = SILENT, *, jobs: Jobs | None = None) -> "tuple[Evaluation, Answer]":
    """Evaluate the candidates, as the command line does.

    What the record says of them is looked for once a batch, by a job where there are jobs; weights that change read nothing.
    """
    from ecotone.partnerships import answers
    from ecotone.partnerships.asking import Gathered, kept_weights, weigh
    from ecotone.partnerships.weights import table_weights

    table = _table(query)
    as_of = Date.parse(query.as_of) if query.as_of else None
    weights = _weights(query.weight, table)
    plain = {name: value for name, value in query.model_dump(mode="json", by_alias=True).items() if name in ALIKE}
    if jobs is None:
        said = candidates_gathered(opened, query=plain, work=work)
    else:
        title = f"Compare {len(query.candidate)} candidates"
        said = questions.answer(opened, jobs, candidates_gathered, title, query=plain)

    chosen = weights or kept_weights(opened.use(), table) or table_weights(table)
    found, notes = weigh(Gathered.of(said, table), chosen, draws=query.draws, seed=query.seed, work=work)
    return found, answers.evaluated(found, opened.read_at(as_of), notes)


def _table(query: EvaluateQuery) -> "Criteria":
    from ecotone.partnerships.criteria import shipped

    return shipped().without(query.drop) if query.drop else shipped()


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
    from ecotone.partnerships.told import whose

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
