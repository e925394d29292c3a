"""The batch interpreter: one compiled loop over bytecode serves every model.

Members run in blocks of lanes: each instruction is applied to a whole block, so that its dispatch is paid once for the
block and its arithmetic is vectorised. Nothing is compiled for a model. Both engines follow the same formulas in the
same order; there is no fast-math and no fused multiply-add.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ecotone.dynamics.rows import row
from ecotone.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@kernel
def normal_quantile(p: float) -> float:
    """Return the standard normal quantile (Wichura 1988, algorithm AS 241, about 1e-16)."""
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        num = (
            (
                (
                    (((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r + 45921.953931549871457) * r
                    + 13731.693765509461125
                )
                * r
                + 1971.5909503065514427
            )
            * r
            + 133.14166789178437745
        ) * r + 3.387132872796366608
        den = (
            (
                (
                    (((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r + 21213.794301586595867) * r
                    + 5394.1960214247511077
                )
                * r
                + 687.1870074920579083
            )
            * r
            + 42.313330701600911252
        ) * r + 1.0
        return q * num / den
    r = p if q < 0.0 else 1.0 - p
    r = math.sqrt(-math.log(r))
    if r <= 5.0:
        r -= 1.6
        num = (
            (
                (
                    (((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r + 1.27045825245236838258)
                    * r
                    + 3.64784832476320460504
                )
                * r
                + 5.7694972214606914055
            )
            * r
            + 4.6303378461565452959
        ) * r + 1.42343711074968357734
        den = (
            (
                (
                    (
                        ((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r
                        + 0.14810397642748007459
                    )
                    * r
                    + 0.68976733498510000455
                )
                * r
                + 1.6763848301838038494
            )
            * r
            + 2.05319162663775882187
        ) * r + 1.0
    else:
        r -= 5.0
        num = (
            (
                (
                    (
                        ((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r
                        + 0.026532189526576123093
                    )
                    * r
                    + 0.29656057182850489123
                )
                * r
                + 1.7848265399172913358
            )
            * r
            + 5.4637849111641143699
        ) * r + 6.6579046435011037772
        den = (
            (
                (
                    (
                        ((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r
                        + 7.868691311456132591e-4
                    )
                    * r
                    + 0.0148753612908506148525
                )
                * r
                + 0.13692988092273580531
            )
            * r
            + 0.59983220655588793769
        ) * r + 1.0
    return -num / den if q < 0.0 else num / den


@kernel
def poisson_quantile(u: float, mean: float) -> float:
    """Return the Poisson quantile by summing probabilities."""
    if not mean > 0.0:
        return 0.0
    if mean > 600.0:  # exp(-mean) would vanish: the normal limit, to the nearest count
        return max(float(np.floor(mean + math.sqrt(mean) * normal_quantile(u) + 0.5)), 0.0)
    term = math.exp(-mean)
    total = term
    k = 0.0
    while total < u and k < 10000.0:
        k += 1.0
        term *= mean / k
        total += term
    return k


@kernel
def binomial_quantile(u: float, trials: float, chance: float) -> float:
    """Return the binomial quantile by summing probabilities."""
    n = float(np.floor(trials + 0.5))
    if not n > 0.0 or not chance > 0.0:
        return 0.0
    if chance >= 1.0:
        return n
    log_term = n * math.log1p(-chance)
    if log_term < -700.0:
        guess = float(np.floor(n * chance + math.sqrt(n * chance * (1.0 - chance)) * normal_quantile(u) + 0.5))
        return min(max(guess, 0.0), n)
    term = math.exp(log_term)
    total = term
    k = 0.0
    odds = chance / (1.0 - chance)
    while total < u and k < n:
        k += 1.0
        term *= odds * (n - k + 1.0) / k
        total += term
    return k


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
    if op == 85:  # the first x at which the table has the value
        for i in range(first, last - 1):
            if (ty[i] - x) * (ty[i + 1] - x) <= 0.0 and ty[i] != ty[i + 1]:
                return float(tx[i] + (x - ty[i]) * (tx[i + 1] - tx[i]) / (ty[i + 1] - ty[i]))
        rising = ty[last - 1] >= ty[first]
        return float(tx[first] if (x < ty[first]) == rising else tx[last - 1])
    if math.isnan(x):
        return math.nan
    if op == 84:
        for i in range(first, last):
            if abs(tx[i] - x) <= 1e-9 * max(1.0, abs(x)):
                return float(ty[i])
        return -649037107316853453566312041152512.0
    if x < tx[first]:
        if op == 81 and last - first > 1:
            return float(ty[first] + (ty[first + 1] - ty[first]) / (tx[first + 1] - tx[first]) * (x - tx[first]))
        return 0.0 if op == 86 else float(ty[first])
    if x >= tx[last - 1]:
        if op == 81 and last - first > 1 and x > tx[last - 1]:
            return float(ty[last - 2] + (ty[last - 1] - ty[last - 2]) / (tx[last - 1] - tx[last - 2]) * (x - tx[last - 2]))
        return 0.0 if op == 86 else float(ty[last - 1])
    low = segment(x, tx, first, last)
    if op == 82:
        return float(ty[low])
    if op == 83:
        return float(ty[low] if x == tx[low] else ty[low + 1])
    slope = (ty[low + 1] - ty[low]) / (tx[low + 1] - tx[low])
    return float(slope if op == 86 else slope * (x - tx[low]) + ty[low])


@kernel
def execute(
    code: NDArray[np.int64],
    r: NDArray[np.float64],
    lists: NDArray[np.int64],
    table_start: NDArray[np.int64],
    tx: NDArray[np.float64],
    ty: NDArray[np.float64],
) -> None:
    """Run bytecode over a block of lanes.

    Parameters
    ----------
    code : ndarray, shape (instructions, 5)
        Operation, target, three operands.
    r : ndarray, shape (registers, lanes)
        The registers.
    lists, table_start, tx, ty : ndarray
        Operand lists and tables.
    """
    lanes = r.shape[1]
    for at in range(code.shape[0]):
        op = code[at, 0]
        d = r[code[at, 1]]
        if op < 40:
            a = r[code[at, 2]]
            b = r[code[at, 3]]
            if op == 12:
                for i in range(lanes):
                    d[i] = a[i] * b[i]
            elif op == 10:
                for i in range(lanes):
                    d[i] = a[i] + b[i]
            elif op == 11:
                for i in range(lanes):
                    d[i] = a[i] - b[i]
            elif op == 13:
                for i in range(lanes):
                    d[i] = a[i] / b[i]
            elif op == 14:
                for i in range(lanes):
                    d[i] = a[i] ** b[i]
            elif op == 15:
                for i in range(lanes):
                    d[i] = a[i] if a[i] < b[i] or a[i] != a[i] else b[i]
            elif op == 16:
                for i in range(lanes):
                    d[i] = a[i] if a[i] > b[i] or a[i] != a[i] else b[i]
            elif op == 17:
                for i in range(lanes):
                    d[i] = 1.0 if a[i] < b[i] else 0.0
            elif op == 18:
                for i in range(lanes):
                    d[i] = 1.0 if a[i] <= b[i] else 0.0
            elif op == 19:
                for i in range(lanes):
                    d[i] = 1.0 if a[i] > b[i] else 0.0
            elif op == 20:
                for i in range(lanes):
                    d[i] = 1.0 if a[i] >= b[i] else 0.0
            elif op == 21:
                for i in range(lanes):
                    d[i] = 1.0 if a[i] == b[i] else 0.0
            elif op == 22:
                for i in range(lanes):
                    d[i] = 1.0 if a[i] != b[i] else 0.0
            elif op == 23:
                for i in range(lanes):
                    d[i] = 1.0 if a[i] != 0.0 and b[i] != 0.0 else 0.0
            elif op == 24:
                for i in range(lanes):
                    d[i] = 1.0 if a[i] != 0.0 or b[i] != 0.0 else 0.0
            elif op == 25:
                for i in range(lanes):
                    d[i] = np.fmod(a[i], b[i])
            elif op == 26:
                for i in range(lanes):
                    d[i] = 0.0 if abs(b[i]) < 1e-6 else a[i] / b[i]
            elif op == 27:
                for i in range(lanes):
                    d[i] = math.atan2(a[i], b[i])
            elif op == 28:
                for i in range(lanes):
                    d[i] = a[i] if b[i] <= 0.0 else b[i] * np.trunc(a[i] / b[i])
            else:
                for i in range(lanes):
                    d[i] = a[i] - b[i] * np.floor(a[i] / b[i])
        elif op < 70:
            a = r[code[at, 2]]
            if op == 40:
                for i in range(lanes):
                    d[i] = -a[i]
            elif op == 41:
                for i in range(lanes):
                    d[i] = 1.0 if a[i] == 0.0 else 0.0
            elif op == 42:
                for i in range(lanes):
                    d[i] = abs(a[i])
            elif op == 43:
                for i in range(lanes):
                    d[i] = math.exp(a[i])
            elif op == 44:
                for i in range(lanes):
                    d[i] = math.log(a[i])
            elif op == 45:
                for i in range(lanes):
                    d[i] = math.sqrt(a[i])
            elif op == 46:
                for i in range(lanes):
                    d[i] = math.sin(a[i])
            elif op == 47:
                for i in range(lanes):
                    d[i] = math.cos(a[i])
            elif op == 48:
                for i in range(lanes):
                    d[i] = math.tan(a[i])
            elif op == 49:
                for i in range(lanes):
                    d[i] = math.asin(a[i])
            elif op == 50:
                for i in range(lanes):
                    d[i] = math.acos(a[i])
            elif op == 51:
                for i in range(lanes):
                    d[i] = math.atan(a[i])
            elif op == 52:
                for i in range(lanes):
                    d[i] = math.sinh(a[i])
            elif op == 53:
                for i in range(lanes):
                    d[i] = math.cosh(a[i])
            elif op == 54:
                for i in range(lanes):
                    d[i] = math.tanh(a[i])
            elif op == 55:
                for i in range(lanes):
                    d[i] = float(np.trunc(a[i]))
            elif op == 56:
                for i in range(lanes):
                    d[i] = float(np.floor(a[i]))
            elif op == 57:
                for i in range(lanes):
                    d[i] = float(np.floor(a[i] + 0.5))
            elif op == 58:
                for i in range(lanes):
                    d[i] = math.log10(a[i])
            elif op == 59:
                for i in range(lanes):
                    d[i] = math.lgamma(a[i])
            else:
                for i in range(lanes):
                    d[i] = normal_quantile(a[i])
        elif op < 80:
            a = r[code[at, 2]]
            b = r[code[at, 3]]
            c = r[code[at, 4]]
            if op == 70:
                for i in range(lanes):
                    d[i] = b[i] if a[i] != 0.0 else c[i]
            elif op == 71:
                for i in range(lanes):
                    d[i] = c[i] if abs(b[i]) < 1e-6 else a[i] / b[i]
            elif op == 72:
                for i in range(lanes):
                    d[i] = binomial_quantile(a[i], b[i], c[i])
            else:
                for i in range(lanes):
                    d[i] = poisson_quantile(a[i], b[i])
        elif op < 100:
            a = r[code[at, 2]]
            first = table_start[code[at, 3]]
            last = table_start[code[at, 3] + 1]
            if op == 80:
                left, right, below, above = tx[first], tx[last - 1], ty[first], ty[last - 1]
                scale = (last - 1 - first) / (right - left) if right > left else 0.0
                for i in range(lanes):
                    x = a[i]
                    if x <= left:
                        d[i] = below if x < left or last - first == 1 or tx[first + 1] > left else table_value(op, x, tx, ty, first, last)
                    elif x >= right:
                        d[i] = above
                    elif math.isnan(x):
                        d[i] = x
                    else:
                        low = first + int((x - left) * scale)
                        low = min(low, last - 2)
                        while tx[low] > x:
                            low -= 1
                        while tx[low + 1] <= x:
                            low += 1
                        d[i] = (ty[low + 1] - ty[low]) / (tx[low + 1] - tx[low]) * (x - tx[low]) + ty[low]
            else:
                for i in range(lanes):
                    d[i] = table_value(op, a[i], tx, ty, first, last)
        elif op < 110:
            start = code[at, 2] + 1
            count = code[at, 3]
            if op == 104:
                for i in range(lanes):
                    x = r[lists[start], i] + 0.5
                    d[i] = r[lists[start + 1 + int(x)], i] if 0.0 <= x < count - 1 else math.nan
            else:
                a = r[lists[start]]
                for i in range(lanes):
                    d[i] = a[i]
                for k in range(start + 1, start + count):
                    b = r[lists[k]]
                    if op == 100:
                        for i in range(lanes):
                            d[i] += b[i]
                    elif op == 101:
                        for i in range(lanes):
                            d[i] *= b[i]
                    elif op == 102:
                        for i in range(lanes):
                            d[i] = b[i] if b[i] < d[i] or b[i] != b[i] else d[i]
                    else:
                        for i in range(lanes):
                            d[i] = b[i] if b[i] > d[i] or b[i] != b[i] else d[i]
        else:
            start = code[at, 2] + 1
            count = code[at, 3]
            results = code[at, 4]
            x_row = np.empty(count)
            out_row = np.empty(results)
            for i in range(lanes):
                for k in range(count):
                    x_row[k] = r[lists[start + k], i]
                row(op, x_row, lists[start + count : start + count + 4], out_row)
                for k in range(results):
                    r[code[at, 1] + k, i] = out_row[k]


@kernel
def run_steps(
    code: NDArray[np.int64],
    r: NDArray[np.float64],
    lists: NDArray[np.int64],
    table_start: NDArray[np.int64],
    tx: NDArray[np.float64],
    ty: NDArray[np.float64],
    first_state: int,
    kinds: NDArray[np.int64],
    update: NDArray[np.int64],
    floor: NDArray[np.bool_],
    buffer: NDArray[np.float64],
    buffer_start: NDArray[np.int64],
    lengths: NDArray[np.int64],
    times: NDArray[np.float64],
    steps: NDArray[np.float64],
    saved: NDArray[np.bool_],
    noise: NDArray[np.float64],
    first_noise: int,
    outputs: NDArray[np.int64],
    out: NDArray[np.float64],
    begin: int,
    end: int,
    save: int,
    method: int,
    positions: NDArray[np.int64],
) -> int:
    """Run steps `begin` to `end` of a block of lanes; method 0 is Euler, 1 the classical fourth-order Runge-Kutta.

    `out` has shape (saves, outputs, lanes); returns the number of the next save. `r` holds the states between calls.
    """
    lanes = r.shape[1]
    states = kinds.size
    streams = noise.shape[1]
    before = np.empty((states, lanes))
    total = np.empty((states, lanes))
    stage_rate = np.empty((states, lanes))
    for k in range(begin, end):
        for i in range(lanes):
            r[0, i] = times[k]
        dt = steps[k] if k < steps.size else (steps[k - 1] if k > 0 else 1.0)
        for i in range(lanes):
            r[1, i] = dt
        for s in range(streams):
            for i in range(lanes):
                r[first_noise + s, i] = noise[k - begin, s, i]
        execute(code, r, lists, table_start, tx, ty)
        if saved[k]:
            for o in range(outputs.size):
                source = r[outputs[o]]
                target = out[save, o]
                for i in range(lanes):
                    target[i] = source[i]
            save += 1
        if k >= steps.size:
            break
        if method == 1:
            # What is replaced at the step's end must use the values at its beginning.
            for s in range(states):
                for i in range(lanes):
                    before[s, i] = r[first_state + s, i]
                    total[s, i] = r[update[s], i]
            for stage in range(1, 4):
                part = 1.0 if stage == 3 else 0.5
                for s in range(states):
                    if kinds[s] == 0:
                        for i in range(lanes):
                            stage_rate[s, i] = r[update[s], i]
                for s in range(states):
                    if kinds[s] == 0:
                        for i in range(lanes):
                            r[first_state + s, i] = before[s, i] + part * dt * stage_rate[s, i]
                for i in range(lanes):
                    r[0, i] = times[k] + part * dt
                execute(code, r, lists, table_start, tx, ty)
                weight = 1.0 if stage == 3 else 2.0
                for s in range(states):
                    if kinds[s] == 0:
                        for i in range(lanes):
                            total[s, i] += weight * r[update[s], i]
            for s in range(states):
                if kinds[s] == 0:
                    for i in range(lanes):
                        value = before[s, i] + dt / 6.0 * total[s, i]
                        r[first_state + s, i] = max(value, 0.0) if floor[s] else value
        else:
            # All updates are read before any state is written: one state's update may be another state.
            for s in range(states):
                source = r[update[s]]
                for i in range(lanes):
                    total[s, i] = source[i]
            for s in range(states):
                if kinds[s] == 0:
                    state = r[first_state + s]
                    if floor[s]:
                        for i in range(lanes):
                            value = state[i] + dt * total[s, i]
                            state[i] = max(0.0, value)
                    else:
                        for i in range(lanes):
                            state[i] += dt * total[s, i]
        for s in range(states):
            if kinds[s] == 1:
                for i in range(lanes):
                    r[first_state + s, i] = total[s, i]
            elif kinds[s] == 2:
                for i in range(lanes):
                    at = positions[s, i]
                    buffer[buffer_start[s] + at, i] = total[s, i]
                    at = at + 1 if at + 1 < lengths[s, i] else 0
                    positions[s, i] = at
                    r[first_state + s, i] = buffer[buffer_start[s] + at, i]
    return save
