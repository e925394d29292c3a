"""The one serialiser of every answer, and of everything large: JSON bytes, numbers that are none sent as null."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from ecotone.estimate import Estimate

if TYPE_CHECKING:
    import polars as pl


def json_bytes(value: object) -> bytes:
    """Write plain data as JSON; NaN and infinities, which JSON does not have, become null.

    Examples
    --------
    >>> json_bytes({"a": [1.5, float("nan")]})
    b'{"a":[1.5,null]}'
    """
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain)
    except ValueError:
        text = json.dumps(_finite(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain)
    return text.encode("utf-8", "replace")


def _plain(value: object) -> object:
    if isinstance(value, Estimate):
        return _finite(value.as_dict())
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _finite(value: object) -> object:
    """Replace numbers that are none, everywhere inside."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(inner) for inner in value]
    return value


def column(series: pl.Series) -> list[Any]:
    """Return a column as a list, NaN as None."""
    return (series.fill_nan(None) if series.dtype.is_float() else series).to_list()
