"""Interests of raters over HTTP: a rater declares their own, and is told which candidates they do not rate because of it.

Whoever is signed in asks and declares under the own name, whatever the request says. A declared conflict forbids a rating: the
record refuses it, wherever it comes from.
"""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from ecotone.server.asked import Text
from ecotone.server.opened import Opened, OpenedHere
from ecotone.server.roles import Author
from ecotone.server.schemas import Wire
from ecotone.server.stakeholders import Who

router = APIRouter(prefix="/api/partnerships/interests", tags=["partnerships"])

Way = Literal["belongs", "interest"]


class InterestsQuery(Wire):
    """Whose interests are asked for, and in which candidates they would matter."""

    rater: Who = ""
    candidate: list[Text] = Field(default=[], max_length=100, description="By id or name")


class RaterInterest(Wire):
    """What a rater declared of one actor."""

    actor: int
    name: str
    way: Way
    what: str


class Barred(Wire):
    """A candidate that the rater does not rate, and why."""

    candidate: int
    why: str


class RaterInterests(Wire):
    """What a rater has declared so far."""

    declared: bool = Field(description="Whether anything was declared, be it to have none")
    interests: list[RaterInterest]
    barred: list[Barred]
    batch: int = Field(description="The record's latest batch")


class InterestWish(Wire):
    """An interest in an actor, or, with no actor, that there is none."""

    rater: Who = ""
    actor: Text | None = Field(default=None, description="By id or name; where not given, the rater declares to have no interest")
    way: Way = "interest"
    what: str = Field(default="", max_length=500, description="In the rater's words")
    candidate: list[Text] = Field(default=[], max_length=100, description="Of whom is asked whether they are barred now")
    author: Author = ""


@router.get("")
def rater_interests(opened: OpenedHere, query: Annotated[InterestsQuery, Query()]) -> RaterInterests:
    """Return what one rater declared, and which candidates they do not rate."""
    return told(opened, query.rater, query.candidate)


@router.post("")
def declare_interest(wish: InterestWish, opened: OpenedHere) -> RaterInterests:
    """Declare an interest in an actor, to belong to it, or to have none."""
    from ecotone.partnerships import write
    from ecotone.stakeholders.read import actor

    eco = opened.use()
    found = [] if wish.actor is None else [actor(eco, wish.actor)]
    belongs, interest = (found, []) if wish.way == "belongs" else ([], found)
    write.declare(eco, wish.rater, interest=interest, belongs=belongs, what=wish.what, author=wish.author)
    return told(opened, wish.rater, wish.candidate)


def told(opened: Opened, rater: str, candidates: list[str]) -> RaterInterests:
    """Gather what a rater declared, with the reason for each candidate that they do not rate."""
    from ecotone.partnerships import interests
    from ecotone.partnerships.rated import rater_name
    from ecotone.stakeholders.read import actor

    eco, who = opened.use(), rater_name(rater)
    known = interests.declared(eco)
    mine = known.get(who.casefold(), ())
    asked = [actor(eco, text) for text in candidates]
    house = interests.houses(eco, asked) if mine else {}
    barred = [
        Barred(candidate=candidate, why=found.told(eco.actor(found.actor).actor.name))
        for candidate in asked
        if (found := interests.barred(known, who, candidate, house)) is not None
    ]
    return RaterInterests(
        declared=who.casefold() in known,
        interests=[
            RaterInterest(
                actor=each.actor,
                name=eco.actor(each.actor).actor.name,
                way="belongs" if each.way == interests.BELONGS else "interest",
                what=each.what,
            )
            for each in mine
        ],
        barred=barred,
        batch=opened.batch(),
    )
