"""The registry's dump as a table: one row an organisation, lists within cells.

The table of schema 1 and that of schema 2 name their columns differently, and both write lists with `;`, a language before a name
(`en: Rice University`) and families as `parent: https://ror.org/…`. It says less of an organisation than the record does, so it
stands beside the record and takes nothing back from it.

References
----------
ROR data dump, CSV of schema 1 and 2 (ror.readme.io/docs/data-dump), data CC0.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ecotone.ecosystem.statements import Place
from ecotone.sources.columns import Columns
from ecotone.sources.values import clean

if TYPE_CHECKING:
    from ecotone.sources.delimited import Row
    from ecotone.sources.values import Where

_ID: Final = "id"
_NAME: Final = "name"
COLUMNS: Final = Columns(
    (
        _ID, _NAME, "types", "status", "links", "aliases", "labels", "acronyms", "established", "latitude", "longitude", "city", "region",
        "country", "relationships", "last modified",
    ),
    {
        "names.types.ror_display": _NAME, "names.types.alias": "aliases", "names.types.label": "labels", "names.types.acronym": "acronyms",
        "links.type.website": "links", "locations.geonames_details.name": "city", "locations.geonames_details.lat": "latitude",
        "locations.geonames_details.lng": "longitude", "locations.geonames_details.country_name": "country",
        "locations.geonames_details.country_subdivision_name": "region", "admin.last_modified.date": "last modified",
        "addresses[0].lat": "latitude", "addresses[0].lng": "longitude", "addresses[0].city": "city",
        "addresses[0].geonames_city.city": "city", "addresses[0].geonames_city.geonames_admin1.name": "region",
        "country.country_name": "country",
    },
)  # fmt: skip
REQUIRED: Final = frozenset({_ID, _NAME, "types", "relationships", "acronyms"})
_LANGUAGE: Final = re.compile(r"^(?:[a-z]{2,3}|no_lang_code): ?")
_FAMILY: Final = re.compile(r"(parent|child|related|predecessor|successor)s?: *([^;]*)", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"https://ror\.org/0[a-z0-9]{8}")


def names(cell: str) -> list[str]:
    """Return the names in a cell.

    Examples
    --------
    >>> names("en: Rice University; es: Universidad Rice")
    ['Rice University', 'Universidad Rice']
    """
    return [name for part in cell.split(";") if (name := clean(_LANGUAGE.sub("", part.strip())))]


def families(cell: str) -> list[tuple[str, str]]:
    """Return kind and id of each relative in a cell.

    Examples
    --------
    >>> families("Child: https://ror.org/00dqsbj20, https://ror.org/03evaaw16; parent: https://ror.org/02pttbw34")[0]
    ('child', 'https://ror.org/00dqsbj20')
    """
    return [(kind.lower(), address) for kind, rest in _FAMILY.findall(cell) for address in _ADDRESS.findall(rest)]


def place(row: Row, where: Where) -> Place:
    """Return where an organisation is: the first of several places."""
    first = {column: row[column].split(";")[0].strip() for column in ("city", "region", "country", "latitude", "longitude")}
    return Place(
        clean(first["city"]),
        clean(first["region"]),
        clean(first["country"]),
        where.amount(first["latitude"], "latitude"),
        where.amount(first["longitude"], "longitude"),
    )
