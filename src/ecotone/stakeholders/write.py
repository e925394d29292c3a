"""The one door out: ratings, needs, offers, goals, expectations and categories, written as claims.

Each call is one batch with its reason and author, so that the history tells it and undo takes it back. A claim has evidence (an
address) or is marked as the user's own statement. See `read` for how each is laid down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from ecotone.dates import Date, today
from ecotone.ecosystem import Evidence
from ecotone.errors import InputError, NotFoundError
from ecotone.stakeholders import read
from ecotone.stakeholders.capabilities import NEED_LEVELS, OFFER_LEVELS, capability
from ecotone.stakeholders.categories import CATEGORIES
from ecotone.stakeholders.scales import scale

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecotone.ecosystem import Ecosystem

LONGEST: Final = 2_000
"""Characters of a goal or an expectation."""


def rate(
    eco: Ecosystem,
    actor: int,
    ratings: Mapping[str, float],
    *,
    rater: str,
    on: Date | None = None,
    evidence: str | None = None,
    author: str = "",
) -> int:
    """Write what a rater thinks of an actor, and return the batch.

    Parameters
    ----------
    eco : Ecosystem
        The record.
    actor : int
        Who is rated; one that was merged away stands for the other.
    ratings : mapping of str to float
        Values by the name of their scale.
    rater : str
        Whose judgement it is.
    on : Date, optional
        The day of the judgement; today where not given.
    evidence : str, optional
        Web address of what it rests on; without it, it is the rater's own word.
    author : str
        As the history shows it.

    Raises
    ------
    InputError
        If a value lies outside its scale, the rater has no name, or nothing is rated.
    """
    name = _named(rater)
    if not ratings:
        raise InputError("Nothing is rated", expected="at least one scale with its value")
    number = eco.actor(actor).actor.id
    checked = [(scale(each), scale(each).checked(value, f"actor {number}")) for each, value in ratings.items()]
    with eco.batch(f"Rate actor {number}: {', '.join(each.name for each, _ in checked)}", author) as batch:
        for each, value in checked:
            batch.add_claim(
                each.name, value, actor=number, unit=f"of {each.high}", as_of=on or today(), assessor=name, evidence=_evidence(evidence),
                own_statement=evidence is None,
            )  # fmt: skip
    assert batch.id is not None
    return batch.id


def need(
    eco: Ecosystem,
    actor: int,
    what: str,
    *,
    level: int = 2,
    said_by: str | None = None,
    on: Date | None = None,
    evidence: str | None = None,
    author: str = "",
) -> int:
    """Write that an actor needs a capability; level 0 says that it no longer does. Return the batch."""
    return _capability(eco, read.NEED, actor, what, level, said_by, on, evidence, author)


def offer(
    eco: Ecosystem,
    actor: int,
    what: str,
    *,
    level: int = 2,
    said_by: str | None = None,
    on: Date | None = None,
    evidence: str | None = None,
    author: str = "",
) -> int:
    """Write that an actor offers a capability; level 0 says that it no longer does. Return the batch."""
    return _capability(eco, read.OFFER, actor, what, level, said_by, on, evidence, author)


def _capability(
    eco: Ecosystem, field: str, actor: int, what: str, level: int, said_by: str | None, on: Date | None, evidence: str | None, author: str
) -> int:
    levels = NEED_LEVELS if field == read.NEED else OFFER_LEVELS
    if level not in levels:
        raise InputError(
            f"There is no such level of {field}", got=str(level), expected="; ".join(f"{n}: {means}" for n, means in levels.items())
        )
    meant = capability(what)
    number = eco.actor(actor).actor.id
    reason = f"{field} of {meant.name}" if level else f"no {field} of {meant.name} any more"
    return _claim(eco, field, meant.id, number, f"level {level}", said_by, on, None, evidence, author, reason)


def goal(
    eco: Ecosystem,
    actor: int,
    text: str,
    *,
    until: Date | None = None,
    said_by: str | None = None,
    on: Date | None = None,
    evidence: str | None = None,
    author: str = "",
) -> int:
    """Write what an actor aims at, and until when. Return the batch."""
    number = eco.actor(actor).actor.id
    return _claim(eco, read.GOAL, _sentence(text), number, None, said_by, on, until, evidence, author, "a goal")


def expect(
    eco: Ecosystem,
    actor: int,
    text: str,
    *,
    of: int | None = None,
    due: Date | None = None,
    said_by: str | None = None,
    on: Date | None = None,
    evidence: str | None = None,
    author: str = "",
) -> int:
    """Write what an actor expects of a partner, or of the ecosystem where none is named. Return the batch."""
    number = eco.actor(actor).actor.id
    other = None if of is None else eco.actor(of).actor.id
    if other == number:
        raise InputError("An actor expects something of another, not of itself", got=f"actor {number}")
    unit = read.OF_ECOSYSTEM if other is None else f"of actor {other}"
    return _claim(eco, read.EXPECTATION, _sentence(text), number, unit, said_by, on, due, evidence, author, f"an expectation {unit}")


def met(
    eco: Ecosystem,
    claim: int,
    outcome: str,
    *,
    said_by: str | None = None,
    on: Date | None = None,
    evidence: str | None = None,
    author: str = "",
) -> int:
    """Write whether an expectation was met; what was said before stays in the history. Return the batch.

    Parameters
    ----------
    eco : Ecosystem
        The record.
    claim : int
        The expectation's claim, as `read.expectations` and the answers show it.
    outcome : {'yes', 'partly', 'no'}
        What came of it.
    said_by, on, evidence, author
        As in `rate`.

    Raises
    ------
    NotFoundError
        If there is no such expectation.
    """
    if outcome not in read.OUTCOMES:
        raise InputError("An expectation was met or not", got=outcome, expected=", ".join(read.OUTCOMES))
    found = read.expectations(eco).filter(pl.col("claim") == claim)
    if not found.height:
        raise NotFoundError("No expectation has this number", got=str(claim), remedy="`ecotone stakeholders expectations` lists them")
    number = int(found["actor"][0])
    return _claim(eco, read.MET, outcome, number, f"claim {claim}", said_by, on, None, evidence, author, f"expectation {claim}: {outcome}")


def classify(
    eco: Ecosystem,
    actor: int,
    category: str,
    *,
    said_by: str | None = None,
    on: Date | None = None,
    evidence: str | None = None,
    author: str = "",
) -> int:
    """Put an actor in one of the nine Cs; an actor may be in several. Return the batch."""
    name = category.strip().casefold()
    if name not in CATEGORIES:
        raise InputError("There is no such category of stakeholders", got=category, expected=", ".join(CATEGORIES))
    number = eco.actor(actor).actor.id
    return _claim(eco, read.CATEGORY, name, number, None, said_by, on, None, evidence, author, f"category {name}")


def _claim(
    eco: Ecosystem,
    field: str,
    value: str,
    actor: int,
    unit: str | None,
    said_by: str | None,
    on: Date | None,
    until: Date | None,
    evidence: str | None,
    author: str,
    what: str,
) -> int:
    said = None if said_by is None else _named(said_by)
    with eco.batch(f"Actor {actor}: {what}", author) as batch:
        batch.add_claim(
            field, value, actor=actor, unit=unit, as_of=on or today(), valid_to=until, assessor=said, evidence=_evidence(evidence),
            own_statement=evidence is None,
        )  # fmt: skip
    assert batch.id is not None
    return batch.id


def _named(rater: str) -> str:
    """Return a rater's name, which must be one."""
    name = " ".join(rater.split())
    if not name or len(name) > 200 or not name.isprintable():
        raise InputError("A judgement needs the name of who makes it", got=repr(rater), expected="1 to 200 characters")
    return name


def _sentence(text: str) -> str:
    clean = " ".join(text.split())
    if not clean or len(clean) > LONGEST:
        raise InputError("This needs a sentence", got=repr(text), expected=f"1 to {LONGEST:,} characters")
    return clean


def _evidence(address: str | None) -> Evidence | None:
    """Return a web address as evidence."""
    return None if address is None else Evidence("web", address, address, read_on=today())
