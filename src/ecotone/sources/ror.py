"""Organisations of the Research Organization Registry: names, places, kinds, families.

Reads records of schema 1 and schema 2, as single files or lists, and lines of one shape that join both. Every name
of a record (label, alias, in any language) is a mention with the same id, so that a matcher can recognise each; acronyms
are mentions of their own role, since many organisations share them. Withdrawn records are refused with their successor.

References
----------
Lammey (2020), Solutions for identification problems: a look at the Research Organization Registry. Science Editing 7(1).
ROR schema 1.0 and 2.1 (ror.readme.io), data CC0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ecotone.ecosystem.statements import Claim, Evidence, Mention, Place, Statement, Tie
from ecotone.errors import InputError
from ecotone.sources import ror_table
from ecotone.sources.classes import classes
from ecotone.sources.delimited import Row, header, rows
from ecotone.sources.json_stream import is_json, plain_records
from ecotone.sources.source import Between, Shows
from ecotone.sources.values import MISSHAPEN, Where, clean
from ecotone.vocabulary import Sector
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ecotone.dates import Date
    from ecotone.problems import Problems
    from ecotone.sources.opened import Opened
    from ecotone.work import Work

NAME: Final = "ror"

_PUBLIC: Final = (Sector.ACADEMIA, Sector.PROVIDER, Sector.REGULATOR, Sector.INVESTOR)
"""Sectors whose organisations the registry says to be parts of each other, and related."""
_TYPE_ORDER: Final = ("healthcare", "education", "company", "government", "funder")
"""Which of several types decides the sector: a hospital that teaches is a hospital; `funder` only where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another organisation of a record's family: `parent`, `child`, `related`, `predecessor` or `successor`."""

    kind: str
    ror_id: str
    label: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """One record in the shape that all forms share."""

    ror_id: str
    status: str
    name: str
    names: tuple[str, ...]
    acronyms: tuple[str, ...]
    types: tuple[str, ...]
    place: Place
    established: int | None
    websites: tuple[str, ...]
    related: tuple[Related, ...]
    modified: str | None


class Ror:
    """Research organisations, hospitals, companies and funders."""

    name = NAME
    label = "Research Organization Registry"
    licence = "CC0 1.0"
    shows = Shows(
        ties=(
            Between("part-of", _PUBLIC, (Sector.ACADEMIA, Sector.PROVIDER, Sector.REGULATOR)),
            Between("part-of", (Sector.INDUSTRY, Sector.PROVIDER), (Sector.INDUSTRY,)),
            *(Between("succeeded-by", (sector,), (sector,)) for sector in (*_PUBLIC, Sector.INDUSTRY)),
            Between("relation", _PUBLIC, _PUBLIC),
            Between("relation", (Sector.INDUSTRY,), (Sector.INDUSTRY, Sector.ACADEMIA)),
        ),
        sectors=(*_PUBLIC, Sector.INDUSTRY, Sector.CONNECTOR),
        places="worldwide",
        years=(None, None),
        cannot="who works with whom; organisations that neither publish nor fund research; most start-ups",
    )

    def recognises(self, opened: Opened) -> bool:
        """Tell by the address that is every record's id, or by the columns of the dump."""
        head = opened.start
        if not is_json(head):
            return b"https://ror.org/" in head and set(header(opened.head, ror_table.COLUMNS)) >= ror_table.REQUIRED
        return b"https://ror.org/" in head and b'"relationships"' in head and b'"protocolSection"' not in head

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read one statement an organisation."""
        table = not is_json(opened.start)
        if table and opened.beside(f"{opened.name.rpartition('/')[2].removesuffix('.csv')}.json"):
            Where(problems, opened.name).noted("The records themselves stand beside the table, which was left out: it says less")
            return
        found_in = (
            ((row.number, row) for row in rows(opened, problems, known=ror_table.COLUMNS)) if table else plain_records(opened, problems)
        )
        for number, record in found_in:
            work.step(number, None, opened.name)
            where = Where(problems, opened.name, number)
            try:
                found = _of_row(record, where) if isinstance(record, Row) else organisation(record)
            except MISSHAPEN as error:
                where.misshapen("The record has another shape than the registry gives it", error)
                continue
            if found.status == "withdrawn":
                successor = next((other.ror_id for other in found.related if other.kind == "successor"), None)
                where.refused("The registry has withdrawn this record", got=found.ror_id, expected=successor)
                continue
            try:
                yield _statement(found, where, part=" (table)" if table else "")
            except MISSHAPEN as error:
                where.misshapen("The record has another shape than the registry gives it", error)


def organisation(record: dict[str, Any]) -> Organisation:
    """Bring a record of either schema to one shape.

    Raises
    ------
    LookupError, TypeError, AttributeError, ValueError
        If it is of neither.

    Examples
    --------
    >>> organisation({"id": "https://ror.org/02pttbw34", "name": "Baylor College of Medicine", "types": ["Education"],
    ...     "country": {"country_name": "United States", "country_code": "US"}, "addresses": [{"city": "Houston"}]}).place.city
    'Houston'
    """
    return _schema_2(record) if "names" in record else _schema_1(record)


def _schema_2(record: dict[str, Any]) -> Organisation:
    names = record["names"]
    shown = next((entry["value"] for entry in names if "ror_display" in entry["types"]), names[0]["value"])
    if "locations" in record:
        details = record["locations"][0]["geonames_details"] if record["locations"] else {}
        place = Place(
            details.get("name"),
            details.get("country_subdivision_name"),
            details.get("country_name"),
            details.get("lat"),
            details.get("lng"),
        )
        websites = [link["value"] for link in record.get("links", ()) if link.get("type") == "website"]
    else:
        place = Place(record.get("city"), None, record.get("country_code"), record.get("lat"), record.get("lng"))
        websites = record.get("websites") or []
    return Organisation(
        ror_id=record["id"],
        status=record.get("status", "active"),
        name=shown,
        names=tuple(dict.fromkeys(entry["value"] for entry in names if set(entry["types"]) - {"acronym"})),
        acronyms=tuple(dict.fromkeys(entry["value"] for entry in names if "acronym" in entry["types"])),
        types=tuple(kind.lower() for kind in record.get("types", ())),
        place=place,
        established=record.get("established"),
        websites=tuple(websites),
        related=_related(record),
        modified=record.get("admin", {}).get("last_modified", {}).get("date"),
    )


def _schema_1(record: dict[str, Any]) -> Organisation:
    address = (record.get("addresses") or [{}])[0]
    admin = (address.get("geonames_city") or {}).get("geonames_admin1") or {}
    labels = [entry["label"] for entry in record.get("labels", ())]
    return Organisation(
        ror_id=record["id"],
        status=record.get("status", "active"),
        name=record["name"],
        names=tuple(dict.fromkeys([record["name"], *labels, *record.get("aliases", ())])),
        acronyms=tuple(dict.fromkeys(record.get("acronyms", ()))),
        types=tuple(kind.lower() for kind in record.get("types", ())),
        place=Place(
            address.get("city"),
            _region(address.get("state") or admin.get("name")),
            record.get("country", {}).get("country_name"),
            address.get("lat"),
            address.get("lng"),
        ),
        established=record.get("established"),
        websites=tuple(record.get("links", ())),
        related=_related(record),
        modified=None,
    )


def _region(name: str | None) -> str | None:
    """Leave out what is a code of a place and no name of one (`SG.01`)."""
    return name if name and "." not in name else None


def _related(record: dict[str, Any]) -> tuple[Related, ...]:
    return tuple(
        Related(entry["type"].lower(), entry["id"], entry.get("label") or entry["id"]) for entry in record.get("relationships", ())
    )


def sector_of_types(types: Collection[str]) -> Sector | None:
    """Return the sector that an organisation's types mean, by the table `classes.csv`.

    Examples
    --------
    >>> sector_of_types({"education", "funder"}), sector_of_types(["facility"])
    (<Sector.ACADEMIA: 'academia'>, None)
    """
    table = classes(NAME)
    return next(
        (table[kind] for kind in _TYPE_ORDER if kind in types and (kind != "funder" or set(types) <= {"funder", "nonprofit"})), None
    )


def _of_row(row: Row, where: Where) -> Organisation:
    """Bring a row of the dump's table to the shape of a record."""
    if not re.fullmatch(r"https://ror\.org/0[a-z0-9]{8}", row["id"]):
        raise InputError("The row has no ROR id", got=row["id"][:60], expected="for example https://ror.org/02pttbw34")
    shown = clean(row["name"])
    if shown is None:
        raise InputError("The organisation has no name", got=row["id"])
    year = where.amount(row["established"], "established")
    return Organisation(
        ror_id=row["id"],
        status=row["status"].lower() or "active",
        name=shown,
        names=tuple(dict.fromkeys([shown, *ror_table.names(row["labels"]), *ror_table.names(row["aliases"])])),
        acronyms=tuple(dict.fromkeys(ror_table.names(row["acronyms"]))),
        types=tuple(kind.lower() for kind in ror_table.names(row["types"])),
        place=ror_table.place(row, where),
        established=int(year) if year else None,
        websites=tuple(site.strip() for site in row["links"].split(";") if site.strip()),
        related=tuple(Related(kind, ror_id, ror_id) for kind, ror_id in ror_table.families(row["relationships"])),
        modified=row["last modified"] or None,
    )


def _statement(found: Organisation, where: Where, *, part: str = "") -> Statement:
    sector = sector_of_types(found.types)
    mentions = [Mention("o", found.name, "organisation", found.ror_id, found.place, sector)]
    others = [name for name in found.names if name != found.name]
    mentions += [Mention(f"n{number}", name, "also known as", found.ror_id, found.place, sector) for number, name in enumerate(others)]
    mentions += [Mention(f"a{number}", name, "acronym", found.ror_id, found.place, sector) for number, name in enumerate(found.acronyms)]
    ties = []
    for number, other in enumerate(found.related):
        if other.ror_id == found.ror_id:
            where.noted("An organisation is said to be its own relative", got=other.ror_id)
            continue
        key = f"r{number}"
        ends = {
            "parent": ("o", key, "part-of"),
            "child": (key, "o", "part-of"),
            "successor": ("o", key, "succeeded-by"),
            "predecessor": (key, "o", "succeeded-by"),
        }.get(other.kind, ("o", key, "relation"))
        # The table names relatives by id alone, which must never win over a name.
        mentions.append(Mention(key, other.label, "relative" if other.label == other.ror_id else "organisation", other.ror_id))
        ties.append(Tie(*ends, directed=ends[2] != "relation"))
    claims = [Claim("o", "type", kind) for kind in found.types]
    if found.established:
        claims.append(Claim("o", "established", float(found.established), "year"))
    claims += [Claim("o", "website", site) for site in found.websites if site.startswith(("http://", "https://"))]
    if found.status != "active":
        claims.append(Claim("o", "status", found.status))
    modified: Date | None = where.date(found.modified, "last_modified")
    short = found.ror_id.rsplit("/", 1)[-1]
    evidence = Evidence(NAME, f"{found.ror_id}{part}", found.ror_id, modified, title=f"ROR {short}")
    return Statement(evidence, tuple(mentions), tuple(ties), tuple(claims))
