"""The one door out: ratings as claims, judges' weights, decisions and impact records as what this room keeps.

Each call is one batch with reason and author, so that the history tells it and undo takes it back. Who judged and who dissented is
private: a shared copy holds neither. A decision and an impact record are not, since they are what a partnership is reported by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ecotone.dates import Date, today
from ecotone.ecosystem import Evidence
from ecotone.errors import DecisionError, EvidenceError, InputError
from ecotone.partnerships.read import RATING, ROOM

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecotone.ecosystem import Ecosystem
    from ecotone.partnerships.criteria import Criteria
    from ecotone.partnerships.rated import Rating
    from ecotone.partnerships.weights import Judge

WEIGHTS: Final = "weights"
DECISION: Final = "decision"
DISSENT: Final = "dissent"
IMPACT: Final = "impact"


def keep_ratings(eco: Ecosystem, seeker: int, ratings: Sequence[Rating], criteria: Criteria, *, author: str = "") -> int:
    """Write ratings as claims about candidates, and return the batch.

    Raises
    ------
    DecisionError
        If the seeker itself is rated.
    EvidenceError
        If a rating has no evidence and is not marked as opinion.
    """
    for each in ratings:
        if each.candidate == seeker:
            raise DecisionError("A partner cannot be the seeker itself", got=f"actor {seeker}", remedy="Rate its candidates")
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


def keep(
    eco: Ecosystem, kind: str, name: str, body: Mapping[str, Any], *, reason: str, version: int | None = None, author: str = ""
) -> int:
    """Keep a decision or an impact record, and return its version."""
    with eco.batch(reason[:200], author) as batch:
        kept: int = batch.keep(ROOM, kind, name, dict(body), version=version)
    return kept
