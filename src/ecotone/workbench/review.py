"""The queue of matches that a person should look at, and what follows from a decision.

Two kinds of item stand in it: an actor that may be an organisation of the registry (its name in the queue is the actor's
number), and two actors that may be one (`15-12`). Each decision is one batch, so that it can be undone by itself, and is kept
so that the next match asks nothing twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from ecotone.answer import Answer, Column, Method, Table
from ecotone.errors import InputError, NotFoundError
from ecotone.matching.matcher import METHOD
from ecotone.workbench.match_decisions import ACCEPT, DECISION, MATCH, MERGE, NEW, REJECT, ROOM, SKIP, Decision, What, decisions, merge_name
from ecotone.workbench.rematch import FIELD, actors_of, claim_id, merge

if TYPE_CHECKING:
    from ecotone.ecosystem import Batch, Ecosystem

WHATS: Final[tuple[What, ...]] = ("accept", "reject", "new", "skip")
_COLUMNS: Final = (
    Column("item", "Item"),
    Column("kind", "Kind"),
    Column("actor", "Actor", "actor"),
    Column("name", "Name in the record"),
    Column("place", "Place"),
    Column("proposed", "May be"),
    Column("id", "Id"),
    Column("probability", "Probability", "number", caveat="That this is the right one, as fitted on affiliation strings of papers"),
    Column("reasons", "For (+) and against (-)", "list"),
    Column("skipped", "Skipped"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to decide.

    Parameters
    ----------
    item : str
        Its name in the queue.
    kind : {'match', 'merge'}
        An actor and an organisation of the registry, or two actors.
    actor : int
        The actor in question.
    name, place : str
        What the record calls it, and where it is.
    proposed : str
        Name of the organisation, or of the other actor.
    id : str or None
        Id of the organisation.
    probability : float
        That the proposal is right.
    reasons : tuple of str
        What speaks for (+) and against (-).
    skipped : bool
        Whether somebody put it off.
    into : int or None
        The other actor, of a merge.
    """

    item: str
    kind: str
    actor: int
    name: str
    place: str
    proposed: str
    id: str | None
    probability: float
    reasons: tuple[str, ...]
    skipped: bool = False
    into: int | None = None


def items(eco: Ecosystem) -> list[Item]:
    """Return what waits for a decision: the likeliest first, what was skipped last."""
    said = decisions(eco)
    actors = {row["id"]: row for row in eco.actors().iter_rows(named=True)}
    found = [*_matches(eco, said, actors), *_merges(eco, said, actors)]
    return sorted(found, key=lambda one: (one.skipped, -one.probability, one.kind, one.actor, one.item))


def _matches(eco: Ecosystem, said: dict[str, Decision], actors: dict[int, dict[str, Any]]) -> list[Item]:
    found = []
    for kept in eco.kept(ROOM, MATCH):
        decided, body, row = said.get(kept.name), kept.body, actors.get(int(kept.name))
        if body["outcome"] != "review" or row is None or (decided and (decided.what in {ACCEPT, NEW} or body["id"] in decided.rejected)):
            continue
        found.append(
            Item(
                kept.name, MATCH, row["id"], row["name"], _place(row), body["name"], body["id"], body["probability"],
                tuple(body["reasons"]), decided is not None and decided.what == SKIP,
            )
        )  # fmt: skip
    return found


def _merges(eco: Ecosystem, said: dict[str, Decision], actors: dict[int, dict[str, Any]]) -> list[Item]:
    found = []
    for kept in eco.kept(ROOM, MERGE):
        decided, body = said.get(kept.name), kept.body
        row, into = actors.get(body["actor"]), actors.get(body["into"])
        if row is None or into is None or (decided and decided.what != SKIP):
            continue
        other = ", ".join(part for part in (into["name"], _place(into)) if part)
        found.append(
            Item(
                kept.name, MERGE, row["id"], row["name"], _place(row), other, body["id"], body["probability"], tuple(body["reasons"]),
                decided is not None, into["id"],
            )
        )  # fmt: skip
    return found


def _place(row: dict[str, Any]) -> str:
    return ", ".join(part for part in (row["city"], row["country"]) if part)


def queue(eco: Ecosystem) -> Answer:
    """Return the queue as an answer."""
    waiting = items(eco)
    rows = [{column.name: getattr(one, column.name) for column in _COLUMNS} | {"reasons": list(one.reasons)} for one in waiting]
    schema: dict[str, Any] = {
        "item": pl.String, "kind": pl.String, "actor": pl.Int64, "name": pl.String, "place": pl.String, "proposed": pl.String,
        "id": pl.String, "probability": pl.Float64, "reasons": pl.List(pl.String), "skipped": pl.Boolean,
    }  # fmt: skip
    merges = sum(one.kind == MERGE for one in waiting)
    asked = bool(eco.kept(ROOM, MATCH) or eco.kept(ROOM, MERGE) or eco.kept(ROOM, DECISION))
    return Answer(
        question="Which matches need a look?",
        summary=f"{len(waiting) - merges:,} actors may be an organisation of the registry, and {merges:,} pairs of actors may be one.",
        tables=(Table("Waiting", pl.DataFrame(rows, schema=schema), _COLUMNS),),
        method=Method(METHOD, "1"),
        read_at=eco.read_at(),
        warnings=() if asked else ("The record was not matched with a registry yet: ecotone match RECORD --registry FILE",),
    )


def decide(eco: Ecosystem, item: str, what: str, *, registry_id: str | None = None, reason: str = "", author: str = "") -> int | None:
    """Decide one item of the queue, as one batch that can be undone.

    Parameters
    ----------
    eco : Ecosystem
        The record.
    item : str
        Its name in the queue.
    what : {'accept', 'reject', 'new', 'skip'}
        The decision; `new` is for matches only.
    registry_id : str, optional
        The organisation that it is, where it is another than the one proposed.
    reason, author : str
        Why, and who decided.

    Returns
    -------
    int or None
        The batch; None where it was so already.

    Raises
    ------
    NotFoundError
        If the queue has no such item.
    InputError
        If the decision is none, or does not fit the item.
    """
    if what not in WHATS:
        raise InputError("This is no decision", got=what, expected=", ".join(WHATS))
    waiting = {one.item: one for one in items(eco)}
    if item not in waiting:
        raise NotFoundError("Nothing of this name waits for a decision", got=item, remedy="Look at the queue: ecotone review RECORD --list")
    one = waiting[item]
    if one.kind == MERGE and what == NEW:
        raise InputError("Two actors are one or are not", got=what, expected="accept, reject, skip", where=f"item {item}")
    if registry_id is not None and (what != ACCEPT or one.kind == MERGE or not registry_id.strip()):
        raise InputError("An id is only given to accept another organisation than the one proposed", got=registry_id, where=f"item {item}")
    batch = eco.batch(_said(one, what), author)
    with batch:
        before = decisions(eco).get(item)
        if one.kind == MERGE:
            _decide_merge(eco, batch, one, what, reason, author)
        else:
            _decide_match(eco, batch, one, what, registry_id, before, reason, author)
    return batch.id


def _said(one: Item, what: str) -> str:
    verb = {ACCEPT: "is", REJECT: "is not", NEW: "is new, not", SKIP: "is put off:"}[what]
    return f"Review: {one.name} {verb} {one.proposed}"[:500]


def _decide_match(
    eco: Ecosystem, batch: Batch, one: Item, what: str, registry_id: str | None, before: Decision | None, reason: str, author: str
) -> None:
    rejected = before.rejected if before else ()
    own, name = (registry_id, None) if registry_id and registry_id != one.id else (one.id, one.proposed)
    if what == REJECT and one.id:
        rejected = tuple(dict.fromkeys((*rejected, one.id)))
    accepted = (own, name) if what == ACCEPT else (None, None)
    _keep(batch, one.item, Decision(_what(what), *accepted, rejected, author, reason))
    if what != ACCEPT:
        return
    frame = eco.claims()
    held = frame.filter(frame["field"] == FIELD)
    for row in held.filter(held["actor"] == one.actor).iter_rows(named=True):
        batch.remove("claim", row["id"])
    claim_id(batch, one.actor, own, 1.0, name)
    for row in held.filter((held["value"] == own) & (held["actor"] != one.actor)).unique("actor").sort("actor").iter_rows(named=True):
        body = {
            "actor": one.actor, "into": row["actor"], "names": [one.name, ""], "id": own, "name": name, "probability": row["confidence"],
            "reasons": [f"+ both are {name or own}"],
        }  # fmt: skip
        batch.keep(ROOM, MERGE, merge_name(one.actor, row["actor"]), body)


def _decide_merge(eco: Ecosystem, batch: Batch, one: Item, what: str, reason: str, author: str) -> None:
    _keep(batch, one.item, Decision(_what(what), one.id, one.proposed, (), author, reason))
    if what == ACCEPT and one.into is not None:
        gone = actors_of(eco, [one.actor])[one.actor]
        merge(batch, gone, one.into, reason=reason or f"a person decided that it is {one.proposed}", decided_by=author or "user")


def _keep(batch: Batch, item: str, decision: Decision) -> None:
    batch.keep(ROOM, DECISION, item, decision.body(), private=True)


def _what(what: str) -> What:
    return next(one for one in WHATS if one == what)
