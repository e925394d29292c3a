"""Telephone numbers, e-mail addresses and the people behind them are dropped at the door.

A public source's own reader takes none of them. A table or map that somebody made can hold them in any column, so they are told by
the column's name and by what a value looks like.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD: Final = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+(?![a-z])")
_REACH: Final = frozenset({"email", "emails", "phone", "phones", "telephone", "telephones", "tel", "fax", "mobile", "cellphone"})
_ABOUT: Final = frozenset({"no", "nr", "number", "numbers", "address", "addresses"})
_OF_CONTACT: Final = frozenset({"name", "names", "person", "persons", "title", "role", "info", "details", *_ABOUT, *_REACH})
_MAIL: Final = re.compile(r"[^\s@<>;,|]+@[^\s@<>;,|]+\.[a-z]{2,}", re.IGNORECASE)
_PHONE: Final = re.compile(
    r"(?:tel\.?:?\s*)?(?:\+\d{1,3}[\s.-]?\(?\d|\(\d{2,4}\)\s?\d)[\d\s().-]{5,14}\d|\d{3}[-. ]\d{3}[-. ]\d{4}", re.IGNORECASE
)


def is_contact(column: str, value: str | None = None) -> bool:
    """Tell whether a column, or one value in it, says how to reach a person.

    Examples
    --------
    >>> [is_contact(column) for column in ("Contact Phone", "PIEmailAddress", "E-mail", "Contacts made", "Microphone")]
    [True, True, True, False, False]
    >>> is_contact("Notes", "Ask a.b@example.org"), is_contact("Notes", "+1 713 555 0100"), is_contact("Since", "2019-2020")
    (True, True, False)
    """
    words = [word.casefold() for word in _WORD.findall(re.sub(r"\be[-_ ]?mail", "email", column, flags=re.IGNORECASE))]
    while len(words) > 1 and words[-1] in _ABOUT:
        words.pop()
    if words and (words[-1] in _REACH or (words[0] in {"contact", "contacts"} and set(words[1:]) <= _OF_CONTACT)):
        return True
    return value is not None and (_MAIL.search(value) is not None or _PHONE.fullmatch(value.strip()) is not None)


def contacts(columns: Iterable[str]) -> list[str]:
    """Return the columns that say how to reach a person.

    Examples
    --------
    >>> contacts(["Label", "E-mail", "Fax"])
    ['E-mail', 'Fax']
    """
    return [column for column in columns if is_contact(column)]
