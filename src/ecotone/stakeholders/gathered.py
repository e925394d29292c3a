"""What all answers of this room rest on: actors, their ratings and proposals, categories, needs, offers and expectations, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from ecotone.estimate import Estimate
from ecotone.scope import Scope
from ecotone.stakeholders import categories, read
from ecotone.stakeholders import ratings as rated
from ecotone.stakeholders.coverage import Coverage, coverage
from ecotone.stakeholders.grid import Place, place
from ecotone.stakeholders.proposals import propose
from ecotone.stakeholders.salience import salience

if TYPE_CHECKING:
    from ecotone.answer import ReadAt
    from ecotone.ecosystem import Ecosystem
    from ecotone.vocabulary import Sector

WHOLE = Scope()


@dataclass(frozen=True)
class Stakeholder:
    """An actor with all that is known of its stake.

    Parameters
    ----------
    id, name, sector
        The actor.
    categories : tuple of str
        Which of the nine Cs it belongs to.
    values : dict of str to Estimate
        By scale: what raters say, or what the record proposes.
    raters : int
        How many people rated it on any scale.
    proposed : dict of str to str
        By scale: why the record proposes the value, where nobody rated it.
    """

    id: int
    name: str
    sector: str | None
    categories: tuple[str, ...]
    values: dict[str, Estimate]
    raters: int
    proposed: dict[str, str]

    @cached_property
    def place(self) -> Place | None:
        """Return where it stands in the grid, None where power or interest is not known."""
        power, interest = self.values.get("power"), self.values.get("interest")
        return None if power is None or interest is None else place(power, interest)

    @cached_property
    def salience(self) -> Place | None:
        """Return its class of salience."""
        return salience(self.values)

    def value(self, scale: str) -> float | None:
        """Return the middle of what is known on a scale."""
        found = self.values.get(scale)
        return None if found is None else found.value


@dataclass(frozen=True)
class Gathered:
    """All stakeholders of a part of a record, and what they need, offer and expect."""

    scope: Scope
    read_at: ReadAt
    stakeholders: dict[int, Stakeholder]
    names: dict[int, str]
    ratings: pl.DataFrame
    coverage: Coverage
    needs: pl.DataFrame
    offers: pl.DataFrame
    expectations: pl.DataFrame
    goals: pl.DataFrame
    named_categories: frozenset[str]
    shown: frozenset[Sector]
    warnings: tuple[str, ...]

    def label(self, number: int | None) -> str:
        """Return an actor's name."""
        return "" if number is None else self.names.get(number, f"actor {number}")

    def labels(self, numbers: list[int], most: int = 4) -> str:
        """Name actors, the first few of them."""
        shown = ", ".join(self.label(number) for number in numbers[:most])
        return shown if len(numbers) <= most else f"{shown} and {len(numbers) - most:,} more"


def gather(eco: Ecosystem, scope: Scope = WHOLE, *, proposals: bool = True) -> Gathered:
    """Read what a record says of its stakeholders.

    Parameters
    ----------
    eco : Ecosystem
        The record.
    scope : Scope
        Whose actors are meant, and as known on which day.
    proposals : bool
        Propose ratings from the record where nobody has rated.
    """
    actors = eco.actors(scope).select("id", "name", "sector")
    inside = set(actors["id"].to_list())
    everyone = dict(eco.actors().select("id", "name").iter_rows())
    known = read.claims(eco, as_of=scope.as_of)
    frame, aside = read.ratings(eco, known=known)
    frame = _inside(frame, inside)
    values = rated.by_actor(frame)
    raters = dict(frame.group_by("actor").agg(pl.col("rater").n_unique()).iter_rows())
    proposed: dict[int, dict[str, str]] = {}
    for each in propose(eco, scope) if proposals else []:
        if each.scale not in values.get(each.actor, {}):
            reason = f"proposed from the record: {each.reason}"
            values.setdefault(each.actor, {})[each.scale] = Estimate.exact(float(each.value), "proposed from the record, rated by nobody")
            proposed.setdefault(each.actor, {})[each.scale] = reason
    said = _inside(read.categories(eco, known=known), inside)
    named: dict[int, set[str]] = {}
    for row in said.iter_rows(named=True):
        named.setdefault(row["actor"], set()).add(row["category"])
    found = {}
    for number, name, sector in actors.iter_rows():
        mine = values.get(number, {})
        position = mine["position"].value if "position" in mine else None
        group = categories.category_of(sector, named.get(number, ()), position)
        found[number] = Stakeholder(number, name, sector, group, mine, raters.get(number, 0), proposed.get(number, {}))
    needs, offers = _inside(read.needs(eco, known=known), inside), read.offers(eco, known=known)
    ties = eco.ties(scope).select("source", "target").unique().iter_rows()
    return Gathered(
        scope,
        eco.read_at(scope.as_of),
        found,
        everyone,
        frame,
        coverage(needs, offers, ((int(a), int(b)) for a, b in ties)),
        needs,
        offers,
        _inside(read.expectations(eco, known=known), inside),
        _inside(read.goals(eco, known=known), inside),
        frozenset(said["category"].to_list()) | ({"champions"} if frame.filter(pl.col("scale") == "position").height else set()),
        shown_sectors(eco),
        (*aside, *_flat(frame)),
    )


def shown_sectors(eco: Ecosystem) -> frozenset[Sector]:
    """Return the sectors of which some source of the record could have shown an actor."""
    from ecotone.sources import SOURCES

    names = set(eco.evidence()["source"].cast(pl.String).unique().to_list())
    return frozenset(sector for name in names & set(SOURCES) for sector in SOURCES[name].shows.sectors)


def _inside(frame: pl.DataFrame, actors: set[int]) -> pl.DataFrame:
    return frame.filter(pl.col("actor").is_in(list(actors)))


def _flat(ratings: pl.DataFrame) -> list[str]:
    """Warn of raters who tell nothing apart."""
    return [
        f"{each.rater} gave {each.value:g} to all of {each.ratings:,} ratings: that tells no two stakeholders apart."
        for each in rated.flat_raters(ratings)
    ]
