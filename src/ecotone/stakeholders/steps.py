"""Decided steps of the engagement plan: owner, day and way for one stakeholder each, kept in the record.

They say what we mean to do about others, so they stay at home when the record is shared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ecotone.dates import Date
from ecotone.errors import InputError
from ecotone.stakeholders.read import ROOM

if TYPE_CHECKING:
    from ecotone.ecosystem import Ecosystem

KIND: Final = "step"


@dataclass(frozen=True, slots=True)
class Step:
    """What was decided about engaging one stakeholder.

    Parameters
    ----------
    actor : int
        Whom.
    owner : str
        Who sees to it.
    by : Date or None
        By when.
    how : str or None
        How, where the proposal of the plan is not taken.
    done : bool
        Whether it was done.
    """

    actor: int
    owner: str = ""
    by: Date | None = None
    how: str | None = None
    done: bool = False


def steps(eco: Ecosystem) -> dict[int, Step]:
    """Return the decided steps by actor; that of an actor merged away belongs to the one that stands for it."""
    found: dict[int, Step] = {}
    for kept in eco.kept(ROOM, KIND):
        body = kept.body
        actor = eco.standing(int(kept.name))
        if actor is None:  # erased since
            continue
        by = Date(body["by"]) if body.get("by") else None
        found[actor] = Step(actor, str(body.get("owner", "")), by, body.get("how"), bool(body.get("done")))
    return found


def decide(
    eco: Ecosystem,
    actor: int,
    *,
    owner: str | None = None,
    by: Date | None = None,
    how: str | None = None,
    done: bool | None = None,
    author: str = "",
) -> int | None:
    """Decide on a step, or change it: what is not given stays as it was. Return the batch, None where nothing changed.

    Raises
    ------
    InputError
        If nothing is decided.
    """
    if owner is None and by is None and how is None and done is None:
        raise InputError("Nothing is decided", expected="an owner, a day, a way, or that it is done")
    number = eco.actor(actor).actor.id
    before = steps(eco).get(number, Step(number))
    body = {
        "owner": before.owner if owner is None else " ".join(owner.split()),
        "by": str(by or before.by or "") or None,
        "how": before.how if how is None else " ".join(how.split()) or None,
        "done": before.done if done is None else done,
    }
    with eco.batch(f"Engagement of actor {number}", author) as batch:
        batch.keep(ROOM, KIND, str(number), body, private=True)
    return batch.id
