"""Single values as sources write them: dates, amounts, names.

A value that cannot be read is dropped and listed, and its record kept.
"""

from __future__ import annotations

import csv
import functools
import math
import re
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Final

from ecotone.dates import Date, Order
from ecotone.errors import DateError, EvidenceError, InputError
from ecotone.problems import Problem

if TYPE_CHECKING:
    from ecotone.problems import Problems

MISSHAPEN: Final = (LookupError, TypeError, AttributeError, ValueError, ArithmeticError, InputError, EvidenceError)
"""What reading a record of another shape than its source gives it raises; the record is listed, and the next one read."""

EMPTY: Final = frozenset({"", "na", "n/a", "nan", "none", "null", "-", "--", "#n/a", "unknown"})

_AMOUNT: Final = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_CURRENCY: Final = re.compile(r"[$€£¥₹\s\u00a0\u202f'’]|US(?=\$)|\b(?:USD|EUR|GBP|SGD|CAD|AUD|CHF|JPY|INR|CNY)\b")
_GROUPED: Final = re.compile(r"-?\d{1,3}(?:\.\d{3}){2,}")
_LINK: Final = re.compile(r"""\s*=\s*HYPERLINK\(.*?[,;]\s*(["'])(.*)\1\s*\)\s*""", re.IGNORECASE | re.DOTALL)
_YEAR_FIRST: Final = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[ T]\d.*)?")
_SHORT_MONTH: Final = re.compile(r"(\d{1,2})-([A-Za-z]{3})-(\d{2})")
_WITH_TIME: Final = re.compile(r"(.*\d)[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M)?", re.IGNORECASE)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LAST_WORDS: Final = re.compile(r"[A-Z]+")


@dataclass(frozen=True, slots=True)
class Where:
    """Where in a file values come from, and the collection that takes those that cannot be read."""

    problems: Problems
    file: str
    row: int | None = None

    def date(self, written: str | float | None, column: str, order: Order = "dmy") -> Date | None:
        """Read a date, or list it as a problem and return None; JSON may write a year as a number."""
        text = written if isinstance(written, str) or written is None else str(written)
        if not text or text.strip().lower() in EMPTY:
            return None
        found = _date(text, order)
        if isinstance(found, Date):
            return found
        self.changed(found, column, text, "for example 2024-05-17, 2024-05 or 17/05/2024")
        return None

    def amount(self, written: str | float | None, column: str, *, decimal: str = ".") -> float | None:
        """Read an amount of money, or list it as a problem and return None."""
        text = written if isinstance(written, str) or written is None else str(written)
        if not text or text.strip().lower() in EMPTY:
            return None
        value = amount(text, decimal=decimal)
        if value is None:
            self.changed("The amount is no number", column, text, "for example 12500 or 12,500.00")
        return value

    def changed(self, what: str, column: str, got: str, expected: str | None = None) -> None:
        """List a value that was dropped or mended."""
        self.problems.add(Problem(what, file=self.file, row=self.row, column=column, got=got, expected=expected, severity="changed"))

    def noted(self, what: str, column: str | None = None, got: str | None = None) -> None:
        """List something that is kept as it is."""
        self.problems.add(Problem(what, file=self.file, row=self.row, column=column, got=got, severity="noted"))

    def refused(self, what: str, column: str | None = None, got: str | None = None, expected: str | None = None) -> None:
        """List a record that was left out."""
        self.problems.add(Problem(what, file=self.file, row=self.row, column=column, got=got, expected=expected))

    def misshapen(self, what: str, error: Exception) -> None:
        """List a record of another shape than its source gives it, and say which field that is."""
        if isinstance(error, InputError | EvidenceError):
            self.refused(error.what, got=error.got, expected=error.expected)
            return
        got = f"no field {error}" if isinstance(error, KeyError) else f"a field of another kind: {error}"
        self.refused(what, got=got[:300], expected="the fields that the source documents")


@functools.lru_cache(maxsize=65_536)
def _date(text: str, order: Order) -> Date | str:
    """Return a date, or what is wrong with it; the same few thousand days come again and again."""
    try:
        return Date.parse(text, order=order)
    except DateError as error:
        respelled = _respelled(text.strip())
        if respelled is None:
            return error.what
        try:
            return Date.parse(respelled, order="dmy" if "-" in text else order)
        except DateError as again:
            return again.what


def _respelled(text: str) -> str | None:
    """Write a day as dates are read: the year first with other signs, a short month between hyphens, a time of day behind it.

    Examples
    --------
    >>> [_respelled(text) for text in ("2014/10/22 11:15:41.000", "1-Sep-20", "9/1/2020 12:00 AM", "soon")]
    ['2014-10-22', '1/9/20', '9/1/2020', None]
    """
    if found := _YEAR_FIRST.fullmatch(text):
        return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"
    if (found := _SHORT_MONTH.fullmatch(text)) and found[2].lower() in _MONTHS:
        return f"{found[1]}/{_MONTHS.index(found[2].lower()) + 1}/{found[3]}"
    found = _WITH_TIME.fullmatch(text)
    return found[1] if found else None


def amount(text: str, *, decimal: str = ".") -> float | None:
    """Read an amount with its currency sign and groups of thousands; None where it is none.

    Parameters
    ----------
    text : str
        `12500`, `$12,500.00`, `12.500,00 €`, `2e+05`.
    decimal : str
        The decimal sign of the file. With a comma, a point groups thousands.

    Examples
    --------
    >>> amount("$12,500.50"), amount("12.500,50 €"), amount("2e+05"), amount("plenty")
    (12500.5, 12500.5, 200000.0, None)
    >>> amount("12,500"), amount("12,50"), amount("1.234.567"), amount("US$ (1,000)"), amount("12,500", decimal=",")
    (12500.0, 12.5, 1234567.0, -1000.0, 12.5)
    """
    plain = _CURRENCY.sub("", text.strip())
    if plain.startswith("(") and plain.endswith(")"):  # what ledgers write for what is owed
        plain = f"-{plain[1:-1]}"
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and (point >= 0 or (plain.count(",") == 1 and len(plain) - comma != 4)):
        decimal = "," if comma > point else "."  # the last sign of two; a comma alone groups thousands before three digits only
    elif comma < 0 and _GROUPED.fullmatch(plain):
        decimal = ","
    plain = plain.replace(".", "").replace(",", ".") if decimal == "," else plain.replace(",", "")
    value = float(plain) if _AMOUNT.fullmatch(plain) and len(plain) < 25 else math.inf
    return value if math.isfinite(value) else None


@functools.lru_cache(maxsize=65_536)
def cased(name: str) -> str:
    """Write a name that is all capitals as places are written; others stay.

    Examples
    --------
    >>> cased("THE WOODLANDS"), cased("Houston"), cased("WINSTON-SALEM")
    ('The Woodlands', 'Houston', 'Winston-Salem')
    """
    return _LAST_WORDS.sub(lambda word: word[0].capitalize(), name) if name.isupper() and len(name) > 3 else name


@functools.cache
def _states() -> dict[str, str]:
    text = resources.files("ecotone.sources").joinpath("us_states.csv").read_text(encoding="utf-8")
    return {row["code"]: row["name"] for row in csv.DictReader(text.splitlines())}


def us_state(code: str | None) -> str | None:
    """Return the name of a state of the United States by its postal code; what is no code stays as it is.

    Examples
    --------
    >>> us_state("TX"), us_state("Bavaria"), us_state("")
    ('Texas', 'Bavaria', None)
    """
    return _states().get(code, code) if code else None


def clean(text: str | float | None) -> str | None:
    """Return a text with its spaces in order, or None where it is empty or says "not known"; a number is the text of itself.

    Examples
    --------
    >>> clean(" Rice  University "), clean("n/a")
    ('Rice University', None)
    """
    if text is None or text == "":
        return None
    plain = " ".join((text if isinstance(text, str) else _written(text)).split())
    return None if plain.lower() in EMPTY else plain


def _written(value: float) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{type(value).__name__} where a text is expected")
    return str(value)


def linked(text: str) -> str:
    """Return what a spreadsheet's link shows; any other text as it is.

    Examples
    --------
    >>> linked('=HYPERLINK("https://fda.gov/K252054", "K252054")'), linked("K252054")
    ('K252054', 'K252054')
    """
    found = _LINK.fullmatch(text) if "=" in text[:3] else None
    return found[2].replace('""', '"') if found else text
