"""Countries by any of their usual names and by ISO 3166-1 code.

References
----------
ISO 3166-1 alpha-2 country codes, with the short English names of the public-domain time zone database.
"""

from __future__ import annotations

import csv
import functools
from importlib import resources


@functools.cache
def _table() -> tuple[dict[str, str], dict[str, str]]:
    """Return codes by name in lower case, and names by code."""
    text = resources.files("ecotone.matching").joinpath("countries.csv").read_text(encoding="utf-8")
    codes: dict[str, str] = {}
    names: dict[str, str] = {}
    for row in csv.DictReader(text.splitlines()):
        names[row["code"]] = row["name"]
        for name in (row["code"], row["name"], *row["aliases"].split("|")):
            if name:
                codes.setdefault(name.casefold(), row["code"])
    return codes, names


def country_code(name: str | None) -> str | None:
    """Return the code of a country, or None where the name is no country's.

    Examples
    --------
    >>> country_code("Korea, Republic of"), country_code("us"), country_code("Houston")
    ('KR', 'US', None)
    """
    return _table()[0].get(name.strip().casefold()) if name else None


def country_name(name: str | None) -> str | None:
    """Return the usual English name of a country; what is no country stays as it is.

    Examples
    --------
    >>> country_name("US"), country_name("Viet Nam"), country_name("Atlantis")
    ('United States', 'Vietnam', 'Atlantis')
    """
    code = country_code(name)
    return _table()[1][code] if code else name


def country_names() -> dict[str, str]:
    """Return the code of every name and alias, in lower case."""
    return dict(_table()[0])
