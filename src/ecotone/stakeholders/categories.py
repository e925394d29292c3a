"""Who is who among the stakeholders: sectors with their crosswalks, and the nine Cs, checked for completeness.

The nine Cs of the NHS come from the question who deals with an innovation: who commissions, buys, helps to make, supplies, carries,
comments on, uses, champions and competes with it. A sector suggests a category; what somebody said of an actor goes before it. Which
categories are empty or thin is told only where some source of the record could have shown such an actor: of the others nothing is
known, and that is what is said.

References
----------
NHS Institute for Innovation and Improvement, Stakeholder analysis (the 9 Cs).
Budden & Murray (2019), MIT's Stakeholder Framework for Building & Accelerating Innovation Ecosystems.
Carayannis & Campbell (2009), "Mode 3" and "Quadruple Helix". Int. J. Technology Management 46.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from ecotone.vocabulary import SECTORS, Sector

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Status = Literal["there", "thin", "empty", "not observable"]

THIN: Final = 3
"""A category with fewer actors is thin."""


@dataclass(frozen=True, slots=True)
class Category:
    """One of the nine Cs: who they are, and which sectors suggest it."""

    name: str
    means: str
    sectors: tuple[Sector, ...]


CATEGORIES: Final[dict[str, Category]] = {
    each.name: each
    for each in (
        Category("commissioners", "pay for the work, or ask for it to be done", (Sector.PAYER, Sector.INVESTOR)),
        Category("customers", "acquire the product or service and put it to use", (Sector.PROVIDER,)),
        Category("collaborators", "develop and deliver it together with us", (Sector.ACADEMIA,)),
        Category("contributors", "supply what goes into it", (Sector.TECHNOLOGY, Sector.INDUSTRY)),
        Category("channels", "open the way to those who will use it", (Sector.CONNECTOR,)),
        Category("commentators", "are listened to when they speak about it", (Sector.REGULATOR,)),
        Category("consumers", "are served by it in the end: patients, carers, communities", (Sector.PATIENTS,)),
        Category("champions", "believe in it and say so", ()),
        Category("competitors", "offer something like it, or want the same means", ()),
    )
}
"""The nine Cs in their usual order."""

_OF_SECTOR: Final = {sector: each.name for each in CATEGORIES.values() for sector in each.sectors}


@dataclass(frozen=True, slots=True)
class Count:
    """How many actors a class holds, and what that says.

    Parameters
    ----------
    scheme, name : str
        `sectors`, `MIT REAP`, `quadruple helix` or `nine Cs`, and the class in it.
    actors : int
        How many.
    status : Status
        `not observable` where nobody has named one and no source of the record could have shown one.
    """

    scheme: str
    name: str
    actors: int
    status: Status


def status(actors: int, *, observable: bool) -> Status:
    """Say what a count means.

    Examples
    --------
    >>> status(0, observable=False), status(0, observable=True), status(2, observable=True), status(3, observable=True)
    ('not observable', 'empty', 'thin', 'there')
    """
    if not actors:
        return "empty" if observable else "not observable"
    return "thin" if actors < THIN and observable else "there"


def category_of(sector: str | None, said: Collection[str] = (), position: float | None = None) -> tuple[str, ...]:
    """Return the categories of an actor: what somebody said, else what its sector suggests; who works for it is a champion too.

    Examples
    --------
    >>> category_of("provider"), category_of("provider", {"competitors"}), category_of(None), category_of("payer", position=2)
    (('customers',), ('competitors',), (), ('commissioners', 'champions'))
    """
    named = [name for name in CATEGORIES if name in said]
    suggested = _OF_SECTOR.get(Sector(sector)) if sector in set(Sector) else None
    found = named or ([suggested] if suggested else [])
    if position is not None and position >= 2 and "champions" not in found:
        found.append("champions")
    return tuple(found)


def completeness(
    sectors: Mapping[str, int], categories: Mapping[str, int], shown: Collection[Sector], named: Collection[str] = ()
) -> list[Count]:
    """Count every class of the four schemes, and say which are empty or thin.

    Parameters
    ----------
    sectors, categories : mapping of str to int
        Actors in each sector, and in each of the nine Cs.
    shown : collection of Sector
        Sectors of which some source of the record could have shown an actor.
    named : collection of str
        Categories that somebody has put an actor in: whoever looks for champions or competitors can see them.
    """
    observed = {Sector(each) for each in shown}
    found = [
        Count("sectors", str(each), sectors.get(each, 0), status(sectors.get(each, 0), observable=each in observed)) for each in SECTORS
    ]
    for scheme, attribute in (("MIT REAP", "reap"), ("quadruple helix", "helix")):
        classes = dict.fromkeys(name for entry in SECTORS.values() if (name := getattr(entry, attribute)))
        for name in classes:
            members = {each for each, entry in SECTORS.items() if getattr(entry, attribute) == name}
            count = sum(sectors.get(each, 0) for each in members)
            found.append(Count(scheme, name, count, status(count, observable=bool(members & observed))))
    for each in CATEGORIES.values():
        count = categories.get(each.name, 0)
        observable = bool(set(each.sectors) & observed) or each.name in named
        found.append(Count("nine Cs", each.name, count, status(count, observable=observable)))
    return found
