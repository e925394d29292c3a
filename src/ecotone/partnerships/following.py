"""Following a partnership in the record: what is kept of it, and its effect against what was expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from ecotone.dates import Date, today
from ecotone.errors import NotFoundError, SpellError
from ecotone.partnerships import read
from ecotone.partnerships.effect import OnMap, OnStage, on_map, on_stage
from ecotone.partnerships.impact import Impact, of_body
from ecotone.partnerships.recommend.read import AGAINST, ONE_HOUSE
from ecotone.scope import Scope

if TYPE_CHECKING:
    from typing import Any

    from ecotone.ecosystem import Ecosystem


@dataclass(frozen=True, slots=True)
class Followed:
    """An impact record with what the ecosystem's record shows since.

    Parameters
    ----------
    impact : Impact
        What is kept.
    version : int
        Of what is kept.
    names : dict of int to str
        Of the two.
    on : Date
        The day of looking.
    on_map : tuple of OnMap
        Ties, reach and bridges.
    undated : int
        Ties of the two without a date.
    on_stage : tuple of OnStage
        Stages of the initiatives that either takes part in.
    together_before, together_since : int
        Initiatives of both that began before and since.
    kinds : dict of str to int
        Of those since, by kind.
    """

    impact: Impact
    version: int
    names: dict[int, str]
    on: Date
    on_map: tuple[OnMap, ...]
    undated: int
    on_stage: tuple[OnStage, ...]
    together_before: int
    together_since: int
    kinds: dict[str, int]


def impacts(eco: Ecosystem) -> list[tuple[Impact, int]]:
    """Return every impact record with its version, by name; actors that were merged appear as the one that stands for them.

    One of whose sides was erased is left out: what is left of it tells nothing.
    """
    found = []
    said = {kept.name: kept.body for kept in eco.kept(read.ROOM, read.REVIEWS)}
    for kept in eco.kept(read.ROOM, read.IMPACT):
        body = kept.body | said.get(kept.name, {})
        body |= {end: eco.standing(int(body[end])) for end in ("seeker", "partner")}
        if None in (body["seeker"], body["partner"]):
            continue
        found.append((of_body(kept.name, body), kept.version))
    return found


def impact(eco: Ecosystem, name: str) -> tuple[Impact, int]:
    """Return the impact record of that name.

    Raises
    ------
    NotFoundError
        If none is kept, with those that are.
    """
    known = impacts(eco)
    for found, version in known:
        if found.name.casefold() == name.strip().casefold():
            return found, version
    names = "; ".join(found.name for found, _ in known)
    raise NotFoundError(
        "No impact record has this name", got=name, expected=names or "none is kept yet", remedy="Open one by `ecotone partners impact`"
    )


def follow(eco: Ecosystem, found: Impact, version: int, on: Date | None = None) -> Followed:
    """Hold what the record shows since the start against what was before."""
    day = on or today()
    pair = (found.seeker, found.partner)
    actors = eco.actors()
    sectors = dict(zip(actors["id"].to_list(), actors["sector"].to_list(), strict=True))
    names = {number: eco.actor(number).actor.name for number in pair}
    ties = eco.ties().filter(~pl.col("kind").is_in([*ONE_HOUSE, *AGAINST]))
    changed, undated = on_map(ties, sectors, pair, found.start.first, day.last)
    items, firsts, both = _initiatives(eco, pair)
    since = [item for item in both if item in firsts and firsts[item] >= found.start.iso]
    kinds = dict(zip(*eco.initiatives().select("id", "kind"), strict=True))
    counted: dict[str, int] = {}
    for item in since:
        counted[str(kinds[item])] = counted.get(str(kinds[item]), 0) + 1
    return Followed(
        found, version, names, day, changed, undated, _stages(eco, items, found, day), len(both) - len(since), len(since),
        dict(sorted(counted.items())),
    )  # fmt: skip


def _initiatives(eco: Ecosystem, pair: tuple[int, int]) -> tuple[set[int], dict[int, str], set[int]]:
    """Return the initiatives that either takes part in, the first date of each, and those of both."""
    events = eco.events()
    item = events.filter(pl.col("initiative").is_not_null()).select("id", "initiative", "date", "actual")
    taking = events.filter(pl.col("actor").is_in(list(pair))).select("id", "actor").join(item, on="id")
    members: dict[int, set[int]] = {}
    for actor, initiative in taking.select("actor", "initiative").unique().iter_rows():
        members.setdefault(initiative, set()).add(actor)
    dated = item.filter("actual").group_by("initiative").agg(pl.col("date").min())
    firsts = dict(zip(dated["initiative"].to_list(), dated["date"].to_list(), strict=True))
    return set(members), firsts, {initiative for initiative, who in members.items() if len(who) == 2}


def _stages(eco: Ecosystem, items: set[int], found: Impact, day: Date) -> tuple[OnStage, ...]:
    from ecotone.velocity.read import ways
    from ecotone.velocity.stages import shipped

    made = []
    for model in shipped().values():
        try:
            told = ways(eco, model, Scope(end=day))
        except SpellError:
            continue
        for each in told.stages:
            one = on_stage(f"{model.name}: {each.stage.name}", each.stays, items, found.start.first)
            if one is not None:
                made.append(one)
    return tuple(made)


def decisions(eco: Ecosystem, name: str | None = None) -> list[tuple[str, dict[str, Any], list[dict[str, str]]]]:
    """Return decisions with their dissent: name, what was decided, who dissented; the latest first."""
    dissent = {kept.name: kept.body.get("dissent", []) for kept in eco.kept(read.ROOM, read.DISSENT)}
    found = [(kept.name, kept.body, dissent.get(kept.name, [])) for kept in eco.kept(read.ROOM, read.DECISION)]
    if name is not None:
        found = [each for each in found if each[0].casefold() == name.strip().casefold()]
        if not found:
            raise NotFoundError("No decision has this name", got=name, remedy="`ecotone partners decide RECORD` lists them")
    return sorted(found, key=lambda each: (str(each[1].get("date", "")), each[0]), reverse=True)
