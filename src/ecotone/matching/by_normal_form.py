"""Decide who is who by ids, normal form and place, and by nothing else.

Names that a source gives under one of its own ids are one actor. Names of one normal form in one city are one actor,
unless a source has given them different ids. A name without a place is the one actor of that name where there is only
one place, and an actor of its own otherwise. An unnamed site belongs to its sponsor. The result does not depend on
the order of the mentions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ecotone.matching.countries import country_code
from ecotone.matching.normal_form import is_generic, normal_form, without_bracket

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecotone.ecosystem.statements import Place
    from ecotone.vocabulary import Sector

METHOD: Final = "normal form and place"

_NodeKey = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A mention to decide on, or one that is decided already (it has an actor)."""

    mention: int
    name: str
    role: str
    source: str
    id_in_source: str | None = None
    place: Place | None = None
    sector: Sector | None = None
    unnamed_of: int | None = None
    actor: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Mentions that are one actor: an actor of the record, or a new one where `actor` is None."""

    actor: int | None
    mentions: tuple[Named, ...]
    reason: str
    unnamed_of: int | None = None
    """Number of the group in the result whose unnamed sites these are."""


@dataclass(slots=True)
class _Node:
    """A set of mentions so far taken for one actor."""

    actors: set[int] = field(default_factory=set)
    ids: set[tuple[str, str]] = field(default_factory=set)
    mentions: list[Named] = field(default_factory=list)
    reasons: set[str] = field(default_factory=set)


def group(named: Iterable[Named]) -> list[Group]:
    """Put mentions together that are one actor.

    Parameters
    ----------
    named : iterable of Named
        New mentions, and those of the record that have an actor.

    Returns
    -------
    list of Group
        Groups that hold at least one new mention, in a fixed order; only the new mentions are listed.

    Examples
    --------
    >>> found = group([Named(1, "M.D. Anderson Cancer Center", "lead sponsor", "a"), Named(2, "MD Anderson Cancer Center", "site", "b")])
    >>> [[one.mention for one in each.mentions] for each in found]
    [[1, 2]]
    """
    ordered = sorted(named, key=lambda one: (one.name, one.source, one.id_in_source or "", one.role, one.mention))
    sets = _Sets()
    home: dict[int, _NodeKey] = {}
    for one in ordered:
        if one.unnamed_of is None:
            home[one.mention] = sets.add(one)
    sets.join_names()
    sets.join_placeless()
    return _unnamed(ordered, home, sets, _groups(sets))


def _groups(sets: _Sets) -> list[tuple[_NodeKey, Group]]:
    found = []
    for key in sorted(sets.roots()):
        node = sets.nodes[key]
        new = tuple(one for one in node.mentions if one.actor is None)
        actor = min(node.actors) if node.actors else None
        reason = "; ".join(sorted(node.reasons)) or "the only mention of this name"
        if new:
            found.append((key, Group(actor, new, reason)))
    return found


def _unnamed(ordered: list[Named], home: dict[int, _NodeKey], sets: _Sets, named: list[tuple[_NodeKey, Group]]) -> list[Group]:
    """Add one group of unnamed sites for each sponsor that has some."""
    position = {key: number for number, (key, _) in enumerate(named)}
    sites: dict[_NodeKey, list[Named]] = defaultdict(list)
    for one in ordered:
        if one.unnamed_of is not None and one.unnamed_of in home:
            sites[sets.root(home[one.unnamed_of])].append(one)
    groups = [each for _, each in named]
    for key in sorted(sites):
        known = {one.actor for one in sites[key] if one.actor is not None}
        new = tuple(one for one in sites[key] if one.actor is None)
        if not new:
            continue
        if key not in position:  # the sponsor itself is known already and has no new mention
            position[key] = len(groups)
            node = sets.nodes[key]
            groups.append(Group(min(node.actors) if node.actors else None, (), "known before"))
        groups.append(Group(min(known) if known else None, new, "a site that its sponsor does not name", position[key]))
    return groups


class _Sets:
    """Disjoint sets of ids and names."""

    def __init__(self) -> None:
        self.nodes: dict[_NodeKey, _Node] = {}
        self._parent: dict[_NodeKey, _NodeKey] = {}
        self._links: dict[_NodeKey, set[_NodeKey]] = defaultdict(set)
        self._places: dict[str, set[_NodeKey]] = defaultdict(set)

    def root(self, key: _NodeKey) -> _NodeKey:
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def roots(self) -> list[_NodeKey]:
        return [key for key, parent in self._parent.items() if key == parent]

    def _node(self, key: _NodeKey) -> _Node:
        if key not in self.nodes:
            self.nodes[key] = _Node()
            self._parent[key] = key
        return self.nodes[key]

    def add(self, one: Named) -> _NodeKey:
        """Put a mention under its id, where it has one, and under its name and place otherwise."""
        form = normal_form(without_bracket(one.name)) if one.role in {"organisation", "also known as"} else normal_form(one.name)
        where = _where(one.place)
        by_name: _NodeKey = ("name", form, where)
        by_id: _NodeKey | None = ("id", one.source, one.id_in_source) if one.id_in_source else None
        key = by_id or by_name
        node = self._node(key)
        node.mentions.append(one)
        if one.actor is not None:
            node.actors.add(one.actor)
        if by_id:
            node.ids.add((one.source, str(one.id_in_source)))
            node.reasons.add(f"one id in {one.source}")
            if one.role != "acronym" and form and (where or not is_generic(form)):
                self._links[by_name].add(by_id)
                self._node(by_name)
        if key == by_name or (one.role != "acronym" and where):
            self._places[form].add(by_name)
        return key

    def join_names(self) -> None:
        """Join a name in a place with the id that bears it, unless several ids of one source do."""
        for name in sorted(self._links):
            ids = sorted(self._links[name])
            counts = Counter(source for _, source, _ in ids)
            if max(counts.values()) == 1:
                for by_id in ids:
                    self._union(name, by_id, "same normal form and place")

    def join_placeless(self) -> None:
        """Join a name without a place with the one place that has the name."""
        for form, names in sorted(self._places.items()):
            placed = {self.root(name) for name in names if name[2]}
            bare: _NodeKey = ("name", form, "")
            if bare in self.nodes and len(placed) == 1 and not is_generic(form):
                self._union(bare, placed.pop(), "same normal form, and one place only")

    def _union(self, one: _NodeKey, other: _NodeKey, reason: str) -> None:
        """Join two sets, unless that would say that two ids of one source, or two actors, are the same."""
        first, second = sorted((self.root(one), self.root(other)))
        if first == second:
            return
        a, b = self.nodes[first], self.nodes[second]
        sources = {source for source, _ in a.ids} & {source for source, _ in b.ids}
        if len(a.actors | b.actors) > 1 or any(
            {i for s, i in a.ids if s == source} != {i for s, i in b.ids if s == source} for source in sources
        ):
            return
        self._parent[second] = first
        if a.mentions and b.mentions:
            a.reasons.add(reason)
        a.actors |= b.actors
        a.ids |= b.ids
        a.mentions += b.mentions
        a.reasons |= b.reasons


def _where(place: Place | None) -> str:
    """Return city and country as one text to compare; empty where the city is not known."""
    if place is None or not place.city:
        return ""
    return f"{normal_form(place.city)}, {country_code(place.country) or (place.country or '').casefold()}"
