"""The columns of a source's table, known again in whatever letters, signs and older names a file writes them.

The same export is `PROJECT NUMBER` from the service, `project_number` after a statistics program and `Project Number` after a
spreadsheet, and a source renames a column from one year to the next. A reader says each column once, under the name that it
reads by; everything else is brought to that name here.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SIGNS: Final = re.compile(r"[\W_]+")


def plain(name: str) -> str:
    """Return a column's name without what programs change in it: case, accents, spaces and signs.

    Examples
    --------
    >>> plain("Project Number"), plain("PROJECT_NUMBER"), plain("Institution-Établissement")
    ('projectnumber', 'projectnumber', 'institutionetablissement')
    """
    letters = unicodedata.normalize("NFKD", name.casefold())
    return _SIGNS.sub("", "".join(letter for letter in letters if not unicodedata.combining(letter)))


class Columns:
    """The columns that a reader knows.

    Parameters
    ----------
    names : iterable of str
        The names that the reader reads by.
    also : mapping of str to str, optional
        Other names that the source has given a column, each with the name that the reader reads by.

    Examples
    --------
    >>> Columns(["Facility ID"], {"Provider ID": "Facility ID"}).named(["provider_id", "City"])
    ['Facility ID', 'City']
    """

    def __init__(self, names: Iterable[str], also: Mapping[str, str] | None = None) -> None:
        self._own = frozenset([*names, *(also or {}).values()])
        self._by_plain = {plain(name): name for name in self._own}
        for other, name in (also or {}).items():
            self._by_plain.setdefault(plain(other), name)

    @property
    def names(self) -> frozenset[str]:
        """Return the names that the reader reads by."""
        return self._own

    def named(self, written: Iterable[str]) -> list[str]:
        """Return a header's names as the reader knows them; what it does not know stays as written, and each name is given once."""
        given = list(written)
        taken = self._own & set(given)
        found = []
        for name in given:
            own = name if name in self._own else self._by_plain.get(plain(name))
            if own is None or (own != name and own in taken):
                found.append(name)
                continue
            taken = taken | {own}
            found.append(own)
        return found
