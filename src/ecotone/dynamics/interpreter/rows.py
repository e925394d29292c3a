"""Operations on a whole row of values: orders, allocations, prices and inverses.

One function serves both engines: compiled inside the interpreter, and as plain Python in its NumPy twin. Definitions
follow the Vensim reference manual; a priority curve gives the share of a request that is met at a price, and the price
is found by bisection.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ecotone.dynamics.interpreter.codes import ALLOCATE, ALLOCATE_PRIORITY, INVERT, MARKET_PRICE, RANK, REORDER, SORT_ORDER
from ecotone.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@kernel
def share(kind: float, priority: float, width: float, extra: float, price: float) -> float:
    """Return the share of a request that is met at a price.

    Kinds: 0 all or nothing, 1 rectangular, 2 triangular, 3 normal, 4 exponential, 5 constant elasticity.
    """
    gap = priority - price
    if math.isnan(gap):
        return gap
    if kind == 0.0 or width <= 0.0:
        return 1.0 if gap >= 0.0 else 0.0
    if kind == 1.0:
        part = 0.5 + gap / width
        return min(max(part, 0.0), 1.0)
    if kind == 2.0:
        half = 0.5 * width
        z = gap / half
        if z <= -1.0:
            return 0.0
        if z >= 1.0:
            return 1.0
        if z < 0.0:
            return 0.5 * (1.0 + z) * (1.0 + z)
        return 1.0 - 0.5 * (1.0 - z) * (1.0 - z)
    if kind == 3.0:
        return 0.5 * math.erfc(-gap / width / math.sqrt(2.0))
    if kind == 4.0:
        if gap >= 0.0:
            return 1.0 - 0.5 * math.exp(-gap / width)
        return 0.5 * math.exp(gap / width)
    if price <= 0.0:
        return 1.0
    ratio = (priority / price) ** extra if priority > 0.0 else 0.0
    return min(ratio, 1.0)


@kernel
def met(amounts: NDArray[np.float64], profile: NDArray[np.float64], count: int, sign: float, price: float) -> float:
    """Return the total that is met at a price; a supplier's curve (sign 1) is a requester's turned round."""
    total = 0.0
    for i in range(count):
        kind, priority, width, extra = profile[4 * i], profile[4 * i + 1], profile[4 * i + 2], profile[4 * i + 3]
        if sign < 0.0:
            total += amounts[i] * share(kind, priority, width, extra, price)
        else:
            total += amounts[i] * share(kind, price, width, extra, priority)
    return total


@kernel
def row(kind: int, x: NDArray[np.float64], parameters: NDArray[np.int64], out: NDArray[np.float64]) -> None:
    """Apply an operation to a row of operands.

    Parameters
    ----------
    kind : int
        The operation's code.
    x : ndarray
        The operands.
    parameters : ndarray of int
        Sizes or signs that the operation needs.
    out : ndarray
        The results.
    """
    n = out.size
    if kind in (SORT_ORDER, RANK):
        # Insertion keeps equal values in their order, and rows are short.
        order = np.arange(n)
        for i in range(1, n):
            at = order[i]
            j = i - 1
            while j >= 0 and (x[order[j]] > x[at] if x[n] > 0.0 else x[order[j]] < x[at]):
                order[j + 1] = order[j]
                j -= 1
            order[j + 1] = at
        for i in range(n):
            if kind == SORT_ORDER:
                out[i] = order[i]
            else:
                out[order[i]] = i + 1.0
    elif kind == REORDER:
        for i in range(n):
            at = int(x[n + i] + 0.5)
            out[i] = x[at] if 0 <= at < n else math.nan
    elif kind == ALLOCATE:
        available = x[5 * n]
        amounts, profile = x[:n], x[n : 5 * n]
        wanted = 0.0
        for i in range(n):
            wanted += amounts[i]
        if available >= wanted:
            for i in range(n):
                out[i] = amounts[i]
            return
        if available <= 0.0:
            for i in range(n):
                out[i] = 0.0
            return
        if profile[0] == 0.0:  # fixed: everyone gets the same part of the request
            for i in range(n):
                out[i] = amounts[i] * available / wanted
            return
        low, high = profile[1], profile[1]
        for i in range(n):
            spread = 40.0 * abs(profile[4 * i + 2]) + 1.0
            low, high = min(low, profile[4 * i + 1] - spread), max(high, profile[4 * i + 1] + spread)
        for _ in range(200):
            price = 0.5 * (low + high)
            if met(amounts, profile, n, -1.0, price) > available:
                low = price
            else:
                high = price
        upper, lower = 0.0, 0.0
        for i in range(n):
            lower += amounts[i] * share(profile[4 * i], profile[4 * i + 1], profile[4 * i + 2], profile[4 * i + 3], high)
            upper += amounts[i] * share(profile[4 * i], profile[4 * i + 1], profile[4 * i + 2], profile[4 * i + 3], low)
        # Where a curve jumps, what is left at the jump is shared in proportion.
        mix = (available - lower) / (upper - lower) if upper > lower else 0.0
        for i in range(n):
            a = amounts[i] * share(profile[4 * i], profile[4 * i + 1], profile[4 * i + 2], profile[4 * i + 3], high)
            b = amounts[i] * share(profile[4 * i], profile[4 * i + 1], profile[4 * i + 2], profile[4 * i + 3], low)
            out[i] = a + mix * (b - a)
    elif kind == ALLOCATE_PRIORITY:
        width, supply = x[2 * n], x[2 * n + 1]
        total = 0.0
        for i in range(n):
            total += max(x[i], 0.0)
        if supply >= total:
            for i in range(n):
                out[i] = x[i]
            return
        # Supply fills the highest priorities first; within one width, requests are met side by side.
        low, high = x[n], x[n]
        for i in range(n):
            low, high = min(low, x[n + i]), max(high, x[n + i])
        low -= width
        high += width
        for _ in range(200):
            price = 0.5 * (low + high)
            used = 0.0
            for i in range(n):
                part = (x[n + i] - price) / width if width > 0.0 else (1.0 if x[n + i] >= price else 0.0)
                used += x[i] * min(max(part, 0.0), 1.0)
            if used > supply:
                low = price
            else:
                high = price
        for i in range(n):
            part = (x[n + i] - high) / width if width > 0.0 else (1.0 if x[n + i] >= high else 0.0)
            out[i] = x[i] * min(max(part, 0.0), 1.0)
    elif kind == INVERT:
        size = parameters[0]
        a = x.copy().reshape(size, size)
        b = np.zeros((size, size))
        for i in range(size):
            b[i, i] = 1.0
        for i in range(size):
            pivot = i
            for j in range(i + 1, size):
                if abs(a[j, i]) > abs(a[pivot, i]):
                    pivot = j
            for j in range(size):
                a[i, j], a[pivot, j] = a[pivot, j], a[i, j]
                b[i, j], b[pivot, j] = b[pivot, j], b[i, j]
            scale = a[i, i]
            for j in range(size):
                a[i, j] /= scale
                b[i, j] /= scale
            for other in range(size):
                factor = a[other, i]
                if other != i and factor != 0.0:
                    for j in range(size):
                        a[other, j] -= factor * a[i, j]
                        b[other, j] -= factor * b[i, j]
        for i in range(size):
            for j in range(size):
                out[i * size + j] = b[i, j]
    elif kind == MARKET_PRICE:
        demands, supplies = parameters[0], parameters[1]
        if x[demands] == 0.0:  # where demand does not bend there is no price to find
            out[0] = math.nan
            return
        demand, demand_profile = x[:demands], x[demands : 5 * demands]
        supply, supply_profile = x[5 * demands : 5 * demands + supplies], x[5 * demands + supplies :]
        low, high = demand_profile[1], demand_profile[1]
        for i in range(demands):
            spread = 40.0 * abs(demand_profile[4 * i + 2]) + 1.0
            low, high = min(low, demand_profile[4 * i + 1] - spread), max(high, demand_profile[4 * i + 1] + spread)
        for i in range(supplies):
            spread = 40.0 * abs(supply_profile[4 * i + 2]) + 1.0
            low, high = min(low, supply_profile[4 * i + 1] - spread), max(high, supply_profile[4 * i + 1] + spread)
        for _ in range(200):
            price = 0.5 * (low + high)
            if met(demand, demand_profile, demands, -1.0, price) > met(supply, supply_profile, supplies, 1.0, price):
                low = price
            else:
                high = price
        out[0] = 0.5 * (low + high)
    else:
        out[0] = met(x[:1], x[1:5], 1, float(parameters[0]), x[5])
