"""Columns of attributes out of what a file says here and there.

Formats say attributes one node at a time, often for a few nodes only, and as text. `Sparse` collects them and
returns full columns; `typed` finds the narrowest type that loses nothing: `007` stays text, since 7 is not `007`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,17})")
_NUMBER = re.compile(r"-?(?:(?:0|[1-9]\d{0,14})(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")
_TRUTH = {"true": True, "false": False}
LOWEST, HIGHEST = -(1 << 63), (1 << 63) - 1
"""What a column of whole numbers holds."""


def whole(text: str) -> int:
    """Return a whole number, also one that is spelt with a point.

    Raises
    ------
    ValueError
        If it is none, or more than 64 bits hold.

    Examples
    --------
    >>> whole(" 12 "), whole("5.0"), whole("9223372036854775807")
    (12, 5, 9223372036854775807)
    """
    try:
        value = int(text)
    except ValueError:
        number = float(text)
        if not number.is_integer():
            raise
        value = int(number)
    if not LOWEST <= value <= HIGHEST:
        raise ValueError(text)
    return value


class Sparse:
    """Collect values of named attributes by row, and return them as columns."""

    def __init__(self) -> None:
        self.values: defaultdict[str, dict[int, Any]] = defaultdict(dict)

    def put(self, name: str, row: int, value: Any) -> None:
        """Say that a row has a value; the last one said holds."""
        self.values[name][row] = value

    def columns(self, height: int, *, dtypes: dict[str, pl.DataType | type[pl.DataType]] | None = None) -> list[pl.Series]:
        """Return one column for each attribute, null where nothing was said."""
        dtypes = dtypes or {}
        return [self._column(name, said, height, dtypes.get(name)) for name, said in self.values.items()]

    @staticmethod
    def _column(name: str, said: dict[int, Any], height: int, dtype: pl.DataType | type[pl.DataType] | None) -> pl.Series:
        full: list[Any] = [None] * height
        for row, value in said.items():
            full[row] = value
        if dtype is not None:
            return pl.Series(name, full, dtype=dtype, strict=False)
        return column(name, full)


def column(name: str, values: Sequence[Any]) -> pl.Series:
    """Make a column of Python values: whole numbers, numbers, truth values, lists of texts, or else texts.

    Examples
    --------
    >>> column("a", [1, 2.5, None]).dtype, column("a", [1, "x"]).to_list()
    (Float64, ['1', 'x'])
    """
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {bool}:
        return pl.Series(name, values, dtype=pl.Boolean) if kinds else pl.Series(name, values, dtype=pl.String)
    if kinds == {int} and all(value is None or LOWEST <= value <= HIGHEST for value in values):
        return pl.Series(name, values, dtype=pl.Int64)
    if kinds <= {int, float} and all(not isinstance(value, int) or LOWEST <= value <= HIGHEST for value in values):
        return pl.Series(name, [None if value is None else float(value) for value in values], dtype=pl.Float64)
    if list in kinds:
        lists = [None if value is None else [str(each) for each in (value if isinstance(value, list) else [value])] for value in values]
        return pl.Series(name, lists, dtype=pl.List(pl.String))
    return pl.Series(name, [None if value is None else str(value) for value in values], dtype=pl.String)


def typed(name: str, texts: Iterable[str | None]) -> pl.Series:
    """Make a column of texts, as numbers or truth values if every text that is there is one and none changes by it.

    Examples
    --------
    >>> typed("n", ["1", None, "12"]).dtype, typed("n", ["1", "2.5"]).dtype, typed("n", ["01", "2"]).dtype, typed("n", ["true"]).dtype
    (Int64, Float64, String, Boolean)
    """
    values = list(texts)
    there = [text for text in values if text is not None]
    if not there:
        return pl.Series(name, values, dtype=pl.String)
    if all(_WHOLE.fullmatch(text) for text in there):
        return pl.Series(name, [None if text is None else int(text) for text in values], dtype=pl.Int64)
    if all(_NUMBER.fullmatch(text) for text in there):
        return pl.Series(name, [None if text is None else float(text) for text in values], dtype=pl.Float64)
    if all(text.lower() in _TRUTH for text in there):
        return pl.Series(name, [None if text is None else _TRUTH[text.lower()] for text in values], dtype=pl.Boolean)
    return pl.Series(name, values, dtype=pl.String)
