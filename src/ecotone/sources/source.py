"""What a source is: a reader of one kind of records, and what those records can and cannot show.

What no source could have shown is not a gap in an ecosystem. Each source therefore declares the kinds of tie and between
which sectors it shows them, the sectors, places and years that it covers, and what it is blind to, in words that the demo,
the map and the reports use. `ecotone.network` asks these declarations where it looks for gaps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.ecosystem.statements import Statement
    from ecotone.problems import Problems
    from ecotone.sources.opened import Opened
    from ecotone.vocabulary import Sector
    from ecotone.work import Work


@dataclass(frozen=True, slots=True)
class Between:
    """A kind of tie that a source can show, and the sectors of its two ends.

    Parameters
    ----------
    kind : str
        Kind of tie.
    one, other : tuple of Sector
        Sectors of the ends, in the direction of the tie; both empty where the source shows whatever its author lists.
    """

    kind: str
    one: tuple[Sector, ...] = ()
    other: tuple[Sector, ...] = ()

    def pairs(self) -> frozenset[tuple[Sector, Sector]]:
        """Return the pairs of sectors, each in alphabetical order, for a gap has no direction.

        Examples
        --------
        >>> from ecotone.vocabulary import Sector
        >>> sorted(Between("funder-grantee", (Sector.INVESTOR,), (Sector.ACADEMIA, Sector.PROVIDER)).pairs())
        [(<Sector.ACADEMIA: 'academia'>, <Sector.INVESTOR: 'investor'>), (<Sector.INVESTOR: 'investor'>, <Sector.PROVIDER: 'provider'>)]
        """
        return frozenset((min(one, other), max(one, other)) for one in self.one for other in self.other)


@dataclass(frozen=True, slots=True)
class Shows:
    """What the records of a source can show.

    Parameters
    ----------
    ties : tuple of Between
        Kinds of tie and the sectors between which they are shown; empty for a source of actors only.
    sectors : tuple of Sector
        Sectors whose actors it can hold.
    places : str
        Where, in words.
    years : tuple of (int or None, int or None)
        First and last year; None is open.
    cannot : str
        What it is blind to, in words.
    """

    ties: tuple[Between, ...]
    sectors: tuple[Sector, ...]
    places: str
    years: tuple[int | None, int | None]
    cannot: str

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of tie, each once."""
        return tuple(dict.fromkeys(tie.kind for tie in self.ties))


@runtime_checkable
class Source(Protocol):
    """Read one kind of records."""

    name: str
    label: str
    licence: str
    shows: Shows

    def recognises(self, opened: Opened) -> bool:
        """Tell from the name and the first bytes whether the file is of this kind."""

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read statements one by one, and report what could not be read."""
