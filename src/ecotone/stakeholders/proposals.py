"""Ratings that the record proposes where nobody has rated, each marked as a proposal with its reason.

A proposal is a place to begin a discussion, not a judgement. It is made only of what the record shows, and only where it shows
something: an actor without a tie gets none, for not being seen is not the same as being weak.

* power: a regulator decides (5), a payer pays (4); who controls funding, by its share of the awards and investments recorded; who
  stands between others, by betweenness (degree in records of more than 2,000 actors). Position alone is never proposed above 4.
  Where several speak, the greatest is proposed and all are told.
* interest: how many initiatives it takes part in, against all actors that take part in any.
* legitimacy: mandate of the sector, where it has one.

Urgency, position and engagement leave no trace in registers, so nothing is proposed for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from ecotone.network import read as network_read
from ecotone.scope import Scope
from ecotone.vocabulary import Sector

if TYPE_CHECKING:
    from ecotone.ecosystem import Ecosystem
    from ecotone.network import Graph

LARGE: Final = 2_000
FUNDING: Final = ("funder-grantee", "invested-in")
POSITION_LIMIT: Final = 4
SHARES: Final = ((0.20, 5), (0.05, 4), (0.01, 3), (0.0, 2))
"""Share of all funding ties recorded, and the power it proposes."""
RANKS: Final = ((0.95, 5), (0.80, 4), (0.50, 3), (0.20, 2), (0.0, 1))
"""Share of actors that have less, and the level it proposes."""
POWER_OF: Final = {Sector.REGULATOR: (5, "decides what is allowed"), Sector.PAYER: (4, "decides what is paid for")}
LEGITIMACY_OF: Final = {
    Sector.REGULATOR: (5, "has a mandate by law"),
    Sector.PAYER: (4, "pays for care on behalf of others"),
    Sector.PROVIDER: (4, "answers for the care in which it would be used"),
    Sector.PATIENTS: (4, "speaks for those who are cared for"),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value that the record suggests, and why."""

    actor: int
    scale: str
    value: int
    reason: str


def propose(eco: Ecosystem, scope: Scope = Scope()) -> list[Proposal]:  # noqa: B008  frozen
    """Propose ratings from the record, by actor and scale.

    Parameters
    ----------
    eco : Ecosystem
        The record.
    scope : Scope
        Which part of it.
    """
    graph = network_read.graph(eco, scope)
    actors = eco.actors(scope).select("id", "sector")
    sectors = {number: Sector(sector) for number, sector in actors.iter_rows() if sector in set(Sector)}
    power: dict[int, list[tuple[int, str]]] = {}
    for number, sector in sectors.items():
        if sector in POWER_OF:
            power.setdefault(number, []).append(POWER_OF[sector])
    for number, level, reason in (*_funding(eco, scope), *_position(graph)):
        power.setdefault(number, []).append((level, reason))
    found = [
        Proposal(number, "power", max(each)[0], "; ".join(reason for _, reason in sorted(each, reverse=True)))
        for number, each in power.items()
    ]
    found += [Proposal(number, "interest", level, reason) for number, level, reason in _activity(eco, scope, set(actors["id"].to_list()))]
    found += [Proposal(number, "legitimacy", *LEGITIMACY_OF[sector]) for number, sector in sectors.items() if sector in LEGITIMACY_OF]
    return sorted(found, key=lambda each: (each.actor, each.scale))


def _funding(eco: Ecosystem, scope: Scope) -> list[tuple[int, int, str]]:
    """Return funders with the power that their share of all funding ties proposes."""
    ties = eco.ties(scope).filter(pl.col("kind").cast(pl.String).is_in(FUNDING))
    total = float(ties["weight"].sum())
    if not total > 0:
        return []
    given = ties.group_by("source").agg(pl.col("weight").sum()).filter(pl.col("weight") > 0).sort("source")
    return [
        (number, _level(weight / total, SHARES), f"gives {weight:,.0f} of {total:,.0f} awards and investments recorded")
        for number, weight in given.iter_rows()
    ]


def _position(graph: Graph) -> list[tuple[int, int, str]]:
    """Return actors with the power that their place in the network proposes."""
    small = len(graph) <= LARGE
    values = np.asarray(graph.betweenness() if small else graph.degree(), dtype=np.float64)
    what = "stands between more others than" if small else "has more ties than"
    return [
        (number, min(level, POSITION_LIMIT), f"{what} {below:.0%} of actors")
        for number, level, below in _ranked(dict(zip(graph.actors["id"].to_list(), values.tolist(), strict=True)))
    ]


def _activity(eco: Ecosystem, scope: Scope, actors: set[int]) -> list[tuple[int, int, str]]:
    """Return actors with the interest that the number of their initiatives proposes."""
    events = eco.events(as_of=scope.as_of)
    # An event's objects stand in rows of their own: the initiative in one, the actors in others.
    about = events.filter(pl.col("initiative").is_not_null()).select("id", "initiative").unique()
    who = events.filter(pl.col("actor").is_not_null()).select("id", "actor").unique()
    parts = who.join(about, on="id").select("actor", "initiative").unique().group_by("actor").len()
    counts = {number: float(count) for number, count in parts.iter_rows() if number in actors}
    return [
        (number, level, f"takes part in {_initiatives(counts[number])}, more than {below:.0%} of those that take part in any")
        for number, level, below in _ranked(counts)
    ]


def _initiatives(count: float) -> str:
    return "1 initiative" if count == 1 else f"{count:,.0f} initiatives"


def _ranked(values: dict[int, float]) -> list[tuple[int, int, float]]:
    """Return for each actor with a value above 0 its level, and the share of all values that are lower."""
    ordered = np.sort(np.array(list(values.values()), dtype=np.float64))
    return [
        (number, _level(below, RANKS), below)
        for number, value in sorted(values.items())
        if value > 0
        for below in (float(np.searchsorted(ordered, value, side="left")) / max(len(ordered), 1),)
    ]


def _level(share: float, steps: tuple[tuple[float, int], ...]) -> int:
    """Return the level of the first step that a share reaches."""
    return next(level for least, level in steps if share >= least)
