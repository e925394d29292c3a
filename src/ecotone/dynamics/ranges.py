"""Subscript ranges: what their elements are, and which element of one range stands for an element of another.

An element is its folded name, since Vensim gives an element one meaning however many ranges list it; XMILE's
dimensions fit the same scheme. A reference's range is resolved against the elements bound on the left side in this
order: the same range, a mapping, the same element in another range.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ecotone.dynamics.syntax import display, fold
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ecotone.dynamics.syntax import Call, Range


@dataclass
class Ranges:
    """All subscript ranges of a model.

    Parameters
    ----------
    members : dict
        Folded range name to its elements, folded, in order.
    names : dict
        Folded range or element name to the way people write it.
    maps : dict
        (source, target), folded, to one tuple of target elements for every element of the source.
    """

    members: dict[str, tuple[str, ...]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    maps: dict[tuple[str, str], tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    family: dict[str, str] = field(default_factory=dict)

    @classmethod
    def build(cls, ranges: Sequence[Range], read: Callable[[Call, str], list[str]], file: str) -> Ranges:
        """Expand ranges of ranges, aliases and ranges read from files, then the mappings.

        Raises
        ------
        ModelError
            If ranges are defined by each other in a circle, or a mapping's sides differ in length.
        """
        self = cls()
        known = {fold(item.name): item for item in ranges}
        opened: list[str] = []

        def expand(name: str) -> tuple[str, ...]:
            if name in self.members:
                return self.members[name]
            item = known[name]
            if name in opened:
                raise ModelError(
                    "Subscript ranges are defined by each other", where=f"{file}, line {item.line}", got=" → ".join([*opened, name])
                )
            opened.append(name)
            self.names.setdefault(name, display(item.name))
            if item.alias_of:
                other = fold(item.alias_of)
                if other not in known:
                    raise ModelError("No such subscript range", where=f"{display(item.name)}, {file}, line {item.line}", got=item.alias_of)
                found = list(expand(other))
            else:
                found = []
                written = read(item.source, f"{display(item.name)}, {file}, line {item.line}") if item.source else list(item.members)
                for member in written:
                    folded = fold(member)
                    if folded in known and folded != name:
                        found += expand(folded)
                    else:
                        self.names.setdefault(folded, display(member))
                        found.append(folded)
            opened.pop()
            self.members[name] = tuple(dict.fromkeys(found))
            return self.members[name]

        for name in known:
            expand(name)
        for item in ranges:
            for mapping in item.mappings:
                self._map(fold(item.name), fold(mapping.target), [fold(part) for part in mapping.members], f"{file}, line {item.line}")
        for name in sorted(self.members, key=lambda n: -len(self.members[n])):
            for element in self.members[name]:
                self.family.setdefault(element, name)
        return self

    def _map(self, source: str, target: str, listed: list[str], where: str) -> None:
        if target not in self.members:
            return  # a mapping to a range that does not exist is harmless until it is needed
        parts: list[tuple[str, ...]]
        parts = [self.members.get(part, (part,)) for part in listed] if listed else [(element,) for element in self.members[target]]
        if len(parts) != len(self.members[source]):
            # A subrange listed as one element covers as many of the source as it has elements.
            flat: list[tuple[str, ...]] = [(element,) for part in parts for element in part]
            if len(flat) != len(self.members[source]):
                raise ModelError(
                    "The sides of a subscript mapping differ in length",
                    where=f"{self.names[source]}, {where}",
                    got=f"{len(self.members[source])} and {len(parts)} elements",
                )
            parts = flat
        self.maps[(source, target)] = tuple(parts)

    def is_range(self, name: str) -> bool:
        """Tell whether a folded name is a range."""
        return name in self.members

    def is_element(self, name: str) -> bool:
        """Tell whether a folded name is an element of some range."""
        return name in self.family

    def position(self, element: str, within: str | None = None) -> int | None:
        """Return the position of an element in a range, or in the largest range that has it, counted from 0."""
        where = within or self.family.get(element)
        if where is None or element not in self.members.get(where, ()):
            return None
        return self.members[where].index(element)

    def carry(self, bound: str, element: str, wanted: str) -> str | None:
        """Return the element of range `wanted` that stands for `element` of the bound range, or None.

        Parameters
        ----------
        bound : str
            Folded range on the left side; the element itself where the left side names one.
        element : str
            The element it has at the moment.
        wanted : str
            Folded range in the reference.
        """
        # An explicit mapping of the bound range, then of any range that holds the element, from either side.
        sources = [bound, *(name for name in self.members if name != bound and element in self.members[name])]
        for source in sources:
            if element not in self.members.get(source, ()):
                continue
            at = self.members[source].index(element)
            if (source, wanted) in self.maps:
                return self.maps[(source, wanted)][at][0]
        for source in sources:
            parts = self.maps.get((wanted, source))
            if parts is not None:
                for number, part in enumerate(parts):
                    if element in part:
                        return self.members[wanted][number]
        for source in sources:  # a mapping to a range that `wanted` is part of
            if element not in self.members.get(source, ()):
                continue
            at = self.members[source].index(element)
            for (start, target), parts in self.maps.items():
                if start == source and parts[at][0] in self.members[wanted] and set(self.members[wanted]) <= set(self.members[target]):
                    return parts[at][0]
        return element if element in self.members[wanted] else None
