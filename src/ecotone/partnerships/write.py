"""The one door out: ratings as claims, judges' weights, decisions and impact records as what this room keeps.

Each call is one batch with reason and author, so that the history tells it and undo takes it back. Who judged and who dissented is
private: a shared copy holds neither. A decision and an impact record are not, since they are what a partnership is reported by.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ecotone.dates import Date, today
from ecotone.ecosystem import Evidence
from ecotone.errors import DecisionError, EvidenceError, InputError
from ecotone.partnerships.following import impact
from ecotone.partnerships.impact import STATES, Indicator, Reading, Review, indicator_of, number
from ecotone.partnerships.interests import BELONGS, INTEREST, OTHER, Interest, barred, declared, houses
from ecotone.partnerships.rated import rater_name
from ecotone.partnerships.read import DECISION, DISSENT, IMPACT, RATING, REVIEWS, ROOM, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecotone.ecosystem import Ecosystem
    from ecotone.partnerships.criteria import Criteria
    from ecotone.partnerships.evaluation import Evaluation
    from ecotone.partnerships.impact import Impact
    from ecotone.partnerships.instruments import Answers, Score
    from ecotone.partnerships.rated import Rating
    from ecotone.partnerships.weights import Judge

PARTNERSHIP: Final = "partnership"
"""Kind of the tie that a decision puts on the map."""


def keep_ratings(eco: Ecosystem, seeker: int, ratings: Sequence[Rating], criteria: Criteria, *, author: str = "") -> int:
    """Write ratings as claims about candidates, and return the batch.

    Raises
    ------
    DecisionError
        If the seeker itself is rated.
        Or if a rater has declared an interest in a candidate, or belongs to it.
    EvidenceError
        If a rating has no evidence and is not marked as opinion.
    """
    told = declared(eco)
    house = houses(eco, sorted({each.candidate for each in ratings})) if told else {}
    for each in ratings:
        if each.candidate == seeker:
            raise DecisionError("A partner cannot be the seeker itself", got=f"actor {seeker}", remedy="Rate its candidates")
        if (interest := barred(told, each.rater, each.candidate, house)) is not None:
            raise conflict(interest, eco.actor(each.candidate).actor.name)
        if each.address is None and not each.opinion:
            raise EvidenceError(
                "A rating has no evidence and is not marked as opinion",
                where=f"{each.rater}, {each.part}",
                got=f"{each.level:g}",
                remedy="Give the address of what it rests on, or mark it as opinion",
            )
    raters = ", ".join(sorted({each.rater for each in ratings}))
    with eco.batch(f"Rate partners of actor {seeker}: {raters}"[:200], author) as batch:
        for each in ratings:
            part = criteria.part(each.part)
            batch.add_claim(
                f"{RATING}{part.id}",
                each.level,
                actor=each.candidate,
                unit=f"of actor {seeker}",
                as_of=Date(each.date) if each.date else today(),
                assessor=each.rater,
                evidence=None if each.address is None else Evidence("web", each.address, each.address, read_on=today()),
                own_statement=each.opinion,
            )
    assert batch.id is not None
    return batch.id


def conflict(interest: Interest, name: str) -> DecisionError:
    """Return the error that a rater with an interest in a candidate meets."""
    return DecisionError(
        "A rater has an interest in the candidate, and does not rate it",
        got=interest.told(name),
        remedy="Ask somebody else, or withdraw what was declared in error",
    )


def declare(
    eco: Ecosystem, rater: str, *, interest: Sequence[int] = (), belongs: Sequence[int] = (), what: str = "", author: str = ""
) -> int | None:
    """Keep, privately, in whom a rater has an interest and to whom they belong, beside what they declared before.

    Without any actor they declare to have no interest, which takes back what was declared before. Returned is the batch; None where
    nothing is new.
    """
    who = rater_name(rater)
    added = [(eco.actor(number).actor.id, way) for way, numbers in ((OTHER, interest), (BELONGS, belongs)) for number in numbers]
    before = [{"actor": each.actor, "way": each.way, "what": each.what} for each in declared(eco).get(who.casefold(), ())]
    kept = [row for row in before if (row["actor"], row["way"]) not in added] if added else []
    rows = [*kept, *({"actor": number, "way": way, "what": " ".join(what.split())} for number, way in added)]
    # In whom is private, and the history is told to everybody.
    with eco.batch(f"Interests declared by {who}"[:200], author) as batch:
        batch.keep(ROOM, INTEREST, who, {"rater": who, "interests": rows}, private=True)
    return batch.id


def withdraw(eco: Ecosystem, rater: str, *, author: str = "") -> int:
    """Take away what a rater has declared; the history keeps it."""
    who = rater_name(rater)
    with eco.batch(f"Interests of {who} withdrawn"[:200], author) as batch:
        batch.forget(ROOM, INTEREST, who)
    assert batch.id is not None
    return batch.id


def keep_judges(eco: Ecosystem, judges: Sequence[Judge], *, author: str = "") -> None:
    """Keep what judges said of weights; a judge who is kept already takes the place of the earlier one."""
    if not judges:
        raise InputError("There are no judges to keep", expected="one or more")
    with eco.batch(f"Keep the weights of {', '.join(judge.name for judge in judges)}"[:200], author) as batch:
        for judge in judges:
            batch.keep(ROOM, WEIGHTS, judge.name, dict(judge.said), private=True)


def forget_judge(eco: Ecosystem, name: str, *, author: str = "") -> None:
    """Take away what is kept of a judge."""
    with eco.batch(f"Forget the weights of {name}"[:200], author) as batch:
        batch.forget(ROOM, WEIGHTS, name)


def _keep(eco: Ecosystem, made: Impact, *, reason: str, version: int | None = None, author: str = "") -> int:
    """Keep an impact record, and apart from it, as private, what was said in its reviews; return its version."""
    with eco.batch(reason[:200], author) as batch:
        kept: int = batch.keep(ROOM, IMPACT, made.name, made.body(), version=version)
        if made.reviews:
            batch.keep(ROOM, REVIEWS, made.name, made.said(), private=True)
    return kept


def decide(
    eco: Ecosystem,
    name: str,
    found: Evaluation,
    chosen: int | None,
    *,
    reasons: Sequence[str],
    dissent: Sequence[str] = (),
    by: str = "",
    on: Date | None = None,
    add_tie: bool = False,
    author: str = "",
) -> int:
    """Keep a decision with how the candidates stood, and return its version.

    Parameters
    ----------
    eco : Ecosystem
        The record.
    name : str
        What the decision is called; one of the same name is not overwritten.
    found : Evaluation
        How the candidates stood.
    chosen : int or None
        Who was chosen; None for nobody.
    reasons : sequence of str
        Why; at least one.
    dissent : sequence of str
        `WHO: WHAT`; kept apart, as private.
    by : str
        Who decided.
    on : Date, optional
        When; today where not given.
    add_tie : bool
        Whether to state the partnership as a tie of kind `partnership`, from that day on.
    author : str
        As the history shows it.

    Raises
    ------
    DecisionError
        If somebody was chosen who was no candidate.
    InputError
        If there is no reason, or the name is taken.
    """
    why = [" ".join(text.split()) for text in reasons if text.strip()]
    if not why:
        raise InputError("A decision needs a reason", remedy="Say why, so that it can be defended and learnt from")
    if chosen is not None and chosen not in found.candidates:
        raise DecisionError(
            "Somebody was chosen who was no candidate",
            got=str(chosen),
            expected=", ".join(f"{number} {found.names[number]}" for number in found.candidates),
        )
    if eco.kept(ROOM, DECISION, name):
        raise InputError("A decision of this name is kept already", got=name, remedy="Give it another name, or undo the earlier one")
    against = []
    for text in dissent:
        who, sign, says = text.partition(":")
        if not sign or not who.strip() or not says.strip():
            raise InputError("Dissent names who disagrees and with what", got=text, expected="for example Ada: too slow")
        against.append({"who": who.strip(), "says": says.strip()})
    day = on or today()
    if add_tie and chosen is None:
        raise InputError("There is no partnership to put on the map", got="nobody was chosen")
    body = {
        "question": f"Whom should {found.names[found.seeker]} partner with?",
        "seeker": found.seeker,
        "candidates": list(found.candidates),
        "chosen": chosen,
        "chosen_name": None if chosen is None else found.names[chosen],
        "reasons": "; ".join(why),
        "by": by,
        "date": day.iso,
        "dissenters": len(against),
        "weights": {part: round(float(share), 6) for part, share in zip(found.weights.parts, found.weights.shares, strict=True)},
        "ranking": [
            {
                "rank": float(found.ranking.ranks[found.row(number)]),
                "candidate": found.names[number],
                "score": round(float(found.ranking.scores[found.row(number)]), 6),
                "first": round(float(found.own.first[found.row(number)]), 6),
            }
            for number in found.order
        ],
    }
    with eco.batch(f"Decide: {name}"[:200], author) as batch:
        version: int = batch.keep(ROOM, DECISION, name, body)
        if against:
            batch.keep(ROOM, DISSENT, name, {"dissent": against}, private=True)
        if add_tie and chosen is not None:
            batch.add_tie(found.seeker, chosen, PARTNERSHIP, directed=False, valid_from=day, own_statement=True)
    return version


def open_impact(eco: Ecosystem, made: Impact, *, author: str = "") -> int:
    """Open an impact record; one of the same name is not overwritten, so that what was expected stays as it was written.

    Raises
    ------
    DecisionError
        If the two sides are one actor.
    InputError
        If the name is taken.
    """
    if made.seeker == made.partner:
        raise DecisionError("A partner cannot be the seeker itself", got=f"actor {made.partner}", remedy="Name another actor")
    if eco.kept(ROOM, IMPACT, made.name):
        raise InputError("An impact record of this name is kept already", got=made.name, remedy="Add to it by `ecotone partners review`")
    return _keep(eco, made, reason=f"Follow the partnership {made.name}", author=author)


def add_indicators(eco: Ecosystem, name: str, texts: Sequence[str], *, author: str = "") -> int:
    """Add indicators to an impact record, or complete those that are there; their readings stay."""
    found, version = impact(eco, name)
    known = {each.name.casefold(): each for each in found.indicators}
    for text in texts:
        one = indicator_of(text)
        before = known.get(one.name.casefold())
        known[one.name.casefold()] = one if before is None else replace(one, readings=before.readings)
    made = replace(found, indicators=tuple(known.values()))
    return _keep(eco, made, reason=f"Indicators of {found.name}", version=version, author=author)


def review(
    eco: Ecosystem,
    name: str,
    readings: Sequence[tuple[str, str]],
    *,
    on: Date,
    source: str = "",
    note: str = "",
    by: str = "",
    state: str | None = None,
    author: str = "",
) -> int:
    """Keep a review of a partnership, and return the version of its impact record.

    Raises
    ------
    InputError
        If a reading is no number, an indicator is not kept, or the day lies before the partnership's start.
    """
    found, version = impact(eco, name)
    if on.last < found.start.first:
        raise InputError("The review lies before the start of the partnership", got=str(on), expected=f"{found.start} or later")
    if not readings and not note.strip() and state is None:
        raise InputError("The review says nothing", expected="a reading, a note or a state")
    if state is not None and state not in STATES:
        raise InputError("A partnership has no such state", got=state, expected=", ".join(STATES))
    made = found
    for indicator, value in readings:
        made = made.with_reading(indicator, Reading(on, number(value, indicator), source))
    reviews = tuple(sorted((*made.reviews, Review(on, by, note)), key=lambda each: each.date.iso))
    made = replace(made, reviews=reviews, state=state or made.state)
    return _keep(eco, made, reason=f"Review of {found.name}", version=version, author=author)


def keep_score(eco: Ecosystem, name: str, answers: Answers, found: Score, *, on: Date, author: str = "") -> int:
    """Keep what answers to an instrument come to as a reading of an indicator of its name; the answers themselves are not kept."""
    kept, version = impact(eco, name)
    assert found.score.value is not None
    called = f"{answers.instrument}, {answers.version}, {answers.low:g} to {answers.high:g}"
    indicators = kept.indicators
    if called.casefold() not in {each.name.casefold() for each in indicators}:
        indicators = (*indicators, Indicator(called, unit="score", about="people", source=answers.instrument))
    made = replace(kept, indicators=indicators).with_reading(called, Reading(on, round(found.score.value, 6), f"{found.people} people"))
    return _keep(eco, made, reason=f"{answers.instrument} for {kept.name}", version=version, author=author)
