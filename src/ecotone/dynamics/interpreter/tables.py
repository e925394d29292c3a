"""Graphical functions: a table read at a value, by each rule of extrapolation."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ecotone.dynamics.interpreter.codes import (
    LOOKUP_AREA,
    LOOKUP_EXTRAPOLATE,
    LOOKUP_HOLD,
    LOOKUP_INVERT,
    LOOKUP_NEXT,
    LOOKUP_RAW,
    LOOKUP_SLOPE,
)
from ecotone.kernel import kernel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@kernel
def segment(x: float, tx: NDArray[np.float64], first: int, last: int) -> int:
    """Return the point at or before x: a guess as if the points were evenly spaced, then a walk."""
    low = first + int((x - tx[first]) / (tx[last - 1] - tx[first]) * (last - 1 - first))
    low = min(max(low, first), last - 2)
    while tx[low] > x:
        low -= 1
    while tx[low + 1] <= x:
        low += 1
    return low


@kernel
def table_value(op: int, x: float, tx: NDArray[np.float64], ty: NDArray[np.float64], first: int, last: int) -> float:
    """Read a table whose points are `first` to `last` (excluded): see `Op.LOOKUP` and its kin."""
    if op == LOOKUP_INVERT:  # the first x at which the table has the value
        for i in range(first, last - 1):
            if (ty[i] - x) * (ty[i + 1] - x) <= 0.0 and ty[i] != ty[i + 1]:
                return float(tx[i] + (x - ty[i]) * (tx[i + 1] - tx[i]) / (ty[i + 1] - ty[i]))
        rising = ty[last - 1] >= ty[first]
        return float(tx[first] if (x < ty[first]) == rising else tx[last - 1])
    if math.isnan(x):
        return math.nan
    if op == LOOKUP_AREA:  # the area from the first point to x, the ends held beyond them
        area = 0.0
        for i in range(first, last - 1):
            if x <= tx[i]:
                break
            end = min(x, tx[i + 1])
            if tx[i + 1] > tx[i]:
                height = ty[i] + (ty[i + 1] - ty[i]) / (tx[i + 1] - tx[i]) * (end - tx[i])
                area += 0.5 * (ty[i] + height) * (end - tx[i])
        if x < tx[first]:
            area = ty[first] * (x - tx[first])
        elif x > tx[last - 1]:
            area += ty[last - 1] * (x - tx[last - 1])
        return float(area)
    if op == LOOKUP_RAW:
        for i in range(first, last):
            if abs(tx[i] - x) <= 1e-9 * max(1.0, abs(x)):
                return float(ty[i])
        return -649037107316853453566312041152512.0
    if x < tx[first]:
        if op == LOOKUP_EXTRAPOLATE and last - first > 1:
            return float(ty[first] + (ty[first + 1] - ty[first]) / (tx[first + 1] - tx[first]) * (x - tx[first]))
        return 0.0 if op == LOOKUP_SLOPE else float(ty[first])
    if x >= tx[last - 1]:
        if op == LOOKUP_EXTRAPOLATE and last - first > 1 and x > tx[last - 1]:
            return float(ty[last - 2] + (ty[last - 1] - ty[last - 2]) / (tx[last - 1] - tx[last - 2]) * (x - tx[last - 2]))
        return 0.0 if op == LOOKUP_SLOPE else float(ty[last - 1])
    low = segment(x, tx, first, last)
    if op == LOOKUP_HOLD:
        return float(ty[low])
    if op == LOOKUP_NEXT:
        return float(ty[low] if x == tx[low] else ty[low + 1])
    slope = (ty[low + 1] - ty[low]) / (tx[low + 1] - tx[low])
    return float(slope if op == LOOKUP_SLOPE else slope * (x - tx[low]) + ty[low])
