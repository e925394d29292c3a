"""Which part of the record a question is about: one filter, one parser for command line, address and HTTP.

A scope is a set of conditions that all must hold; an empty one is the whole record. Its text form is a query string
with its keys in a fixed order, so that a deep link, an HTTP request and a command mean the same and compare equal.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import parse_qsl, urlencode

from ecotone.dates import Date
from ecotone.errors import DateError, ScopeError
from ecotone.vocabulary import Sector

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KEYS: Final = ("kind", "sector", "place", "from", "to", "as-of")
"""The keys of the text form, in their order. `kind`, `sector` and `place` may be repeated or hold commas."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Restrict a question to kinds of tie, sectors, places and a span of time.

    Parameters
    ----------
    kinds : tuple of str
        Kinds of tie; empty means all.
    sectors : tuple of Sector
        Sectors that an actor may be of; a tie counts if both its ends do. Empty means all, the unknown included.
    places : tuple of str
        Places, each a country, region or city as written in the record, compared without case.
    start, end : Date or None
        Keep ties that held at some time in `[start, end]`, both ends included to their precision.
    as_of : Date or None
        Answer as the record was known on that day; None is now.

    Examples
    --------
    >>> scope = Scope.parse("sector=provider,academia&from=2019&kind=funder-grantee")
    >>> scope.sectors
    (<Sector.ACADEMIA: 'academia'>, <Sector.PROVIDER: 'provider'>)
    >>> str(scope)
    'kind=funder-grantee&sector=academia%2Cprovider&from=2019'
    >>> Scope.parse(str(scope)) == scope
    True
    """

    kinds: tuple[str, ...] = ()
    sectors: tuple[Sector, ...] = ()
    places: tuple[str, ...] = ()
    start: Date | None = None
    end: Date | None = None
    as_of: Date | None = None

    def __post_init__(self) -> None:
        for name in ("kinds", "sectors", "places"):
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))
        if self.start and self.end and self.end.last < self.start.first:
            raise ScopeError("The scope ends before it starts", got=f"from {self.start} to {self.end}")

    @classmethod
    def parse(cls, query: str) -> Self:
        """Read the text form; a leading question mark is ignored."""
        return cls.of(parse_qsl(query.lstrip("?"), keep_blank_values=True))

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str | None]] | Mapping[str, str | None]) -> Self:
        """Read keys and values as command-line options or an HTTP query give them; empty values mean no condition.

        Raises
        ------
        ScopeError
            If a key or a sector is unknown, or a date is no date.
        """
        items = pairs.items() if hasattr(pairs, "items") else pairs
        lists: dict[str, list[str]] = {"kind": [], "sector": [], "place": []}
        dates: dict[str, Date] = {}
        for key, value in items:
            if key not in KEYS:
                raise ScopeError("No such condition", got=key, expected=", ".join(KEYS))
            if not value:
                continue
            if key in lists:
                lists[key] += [part.strip() for part in value.split(",") if part.strip()]
            else:
                try:
                    dates[key] = Date.parse(value)
                except DateError as error:
                    raise ScopeError(
                        f"The condition {key} needs a date",
                        got=value,
                        expected=error.expected or "a date that exists, such as 2024-05-17, 2024-05 or 2024",
                    ) from None
        try:
            sectors = tuple(Sector(name.lower()) for name in lists["sector"])
        except ValueError:
            unknown = next(name for name in lists["sector"] if name.lower() not in set(Sector))
            raise ScopeError("No such sector", got=unknown, expected=", ".join(Sector)) from None
        return cls(tuple(lists["kind"]), sectors, tuple(lists["place"]), dates.get("from"), dates.get("to"), dates.get("as-of"))

    def pairs(self) -> list[tuple[str, str]]:
        """Return the conditions as keys and values, in the fixed order."""
        values = {
            "kind": ",".join(self.kinds),
            "sector": ",".join(self.sectors),
            "place": ",".join(self.places),
            "from": str(self.start or ""),
            "to": str(self.end or ""),
            "as-of": str(self.as_of or ""),
        }
        return [(key, values[key]) for key in KEYS if values[key]]

    def __str__(self) -> str:
        return urlencode(self.pairs())

    def __bool__(self) -> bool:
        return any(getattr(self, f.name) for f in fields(self))

    def explain(self) -> str:
        """Say in words what the scope keeps."""
        words = {
            "kind": "ties of kind {}",
            "sector": "sectors {}",
            "place": "places {}",
            "from": "from {}",
            "to": "to {}",
            "as-of": "as known on {}",
        }
        return "; ".join(words[key].format(value.replace(",", ", ")) for key, value in self.pairs()) or "the whole record"
