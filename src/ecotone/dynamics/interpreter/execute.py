"""The batch interpreter: one compiled loop over bytecode serves every model.

Members run in blocks of lanes: each instruction is applied to a whole block, so that its dispatch is paid once for the
block and its arithmetic is vectorised. Nothing is compiled for a model. Both engines follow the same formulas in the
same order; there is no fast-math and no fused multiply-add.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ecotone.dynamics.interpreter.quantiles import binomial_quantile, normal_quantile, poisson_quantile
from ecotone.dynamics.interpreter.rows import row
from ecotone.dynamics.interpreter.tables import table_value
from ecotone.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@kernel
def execute(
    code: NDArray[np.int64],
    r: NDArray[np.float64],
    lists: NDArray[np.int64],
    table_start: NDArray[np.int64],
    tx: NDArray[np.float64],
    ty: NDArray[np.float64],
    slope: NDArray[np.float64],
) -> None:
    """Run bytecode over a block of lanes.

    Parameters
    ----------
    code : ndarray, shape (instructions, 5)
        Operation, target, three operands.
    r : ndarray, shape (registers, lanes)
        The registers.
    lists, table_start, tx, ty, slope : ndarray
        Operand lists; the points of all tables, and the slope from each point to the next.
    """
    lanes = r.shape[1]
    for at in range(code.shape[0]):
        op = code[at, 0]
        d = code[at, 1]
        if op < 40:
            a = code[at, 2]
            b = code[at, 3]
            if op == 12:
                for i in range(lanes):
                    r[d, i] = r[a, i] * r[b, i]
            elif op == 10:
                for i in range(lanes):
                    r[d, i] = r[a, i] + r[b, i]
            elif op == 11:
                for i in range(lanes):
                    r[d, i] = r[a, i] - r[b, i]
            elif op == 13:
                for i in range(lanes):
                    r[d, i] = r[a, i] / r[b, i]
            elif op == 14:
                for i in range(lanes):
                    r[d, i] = r[a, i] ** r[b, i]
            elif op == 15:
                for i in range(lanes):
                    r[d, i] = r[a, i] if r[a, i] < r[b, i] or r[a, i] != r[a, i] else r[b, i]
            elif op == 16:
                for i in range(lanes):
                    r[d, i] = r[a, i] if r[a, i] > r[b, i] or r[a, i] != r[a, i] else r[b, i]
            elif op == 17:
                for i in range(lanes):
                    r[d, i] = 1.0 if r[a, i] < r[b, i] else 0.0
            elif op == 18:
                for i in range(lanes):
                    r[d, i] = 1.0 if r[a, i] <= r[b, i] else 0.0
            elif op == 19:
                for i in range(lanes):
                    r[d, i] = 1.0 if r[a, i] > r[b, i] else 0.0
            elif op == 20:
                for i in range(lanes):
                    r[d, i] = 1.0 if r[a, i] >= r[b, i] else 0.0
            elif op == 21:
                for i in range(lanes):
                    r[d, i] = 1.0 if r[a, i] == r[b, i] else 0.0
            elif op == 22:
                for i in range(lanes):
                    r[d, i] = 1.0 if r[a, i] != r[b, i] else 0.0
            elif op == 23:
                for i in range(lanes):
                    r[d, i] = 1.0 if r[a, i] != 0.0 and r[b, i] != 0.0 else 0.0
            elif op == 24:
                for i in range(lanes):
                    r[d, i] = 1.0 if r[a, i] != 0.0 or r[b, i] != 0.0 else 0.0
            elif op == 25:
                for i in range(lanes):
                    r[d, i] = np.fmod(r[a, i], r[b, i])
            elif op == 26:
                for i in range(lanes):
                    r[d, i] = 0.0 if abs(r[b, i]) < 1e-6 else r[a, i] / r[b, i]
            elif op == 27:
                for i in range(lanes):
                    r[d, i] = math.atan2(r[a, i], r[b, i])
            elif op == 28:
                for i in range(lanes):
                    r[d, i] = r[a, i] if r[b, i] <= 0.0 else r[b, i] * np.trunc(r[a, i] / r[b, i])
            else:
                for i in range(lanes):
                    r[d, i] = r[a, i] - r[b, i] * np.floor(r[a, i] / r[b, i])
        elif op < 70:
            a = code[at, 2]
            if op == 40:
                for i in range(lanes):
                    r[d, i] = -r[a, i]
            elif op == 41:
                for i in range(lanes):
                    r[d, i] = 1.0 if r[a, i] == 0.0 else 0.0
            elif op == 42:
                for i in range(lanes):
                    r[d, i] = abs(r[a, i])
            elif op == 43:
                for i in range(lanes):
                    r[d, i] = math.exp(r[a, i])
            elif op == 44:
                for i in range(lanes):
                    r[d, i] = math.log(r[a, i])
            elif op == 45:
                for i in range(lanes):
                    r[d, i] = math.sqrt(r[a, i])
            elif op == 46:
                for i in range(lanes):
                    r[d, i] = math.sin(r[a, i])
            elif op == 47:
                for i in range(lanes):
                    r[d, i] = math.cos(r[a, i])
            elif op == 48:
                for i in range(lanes):
                    r[d, i] = math.tan(r[a, i])
            elif op == 49:
                for i in range(lanes):
                    r[d, i] = math.asin(r[a, i])
            elif op == 50:
                for i in range(lanes):
                    r[d, i] = math.acos(r[a, i])
            elif op == 51:
                for i in range(lanes):
                    r[d, i] = math.atan(r[a, i])
            elif op == 52:
                for i in range(lanes):
                    r[d, i] = math.sinh(r[a, i])
            elif op == 53:
                for i in range(lanes):
                    r[d, i] = math.cosh(r[a, i])
            elif op == 54:
                for i in range(lanes):
                    r[d, i] = math.tanh(r[a, i])
            elif op == 55:
                for i in range(lanes):
                    r[d, i] = float(np.trunc(r[a, i]))
            elif op == 56:
                for i in range(lanes):
                    r[d, i] = float(np.floor(r[a, i]))
            elif op == 57:
                for i in range(lanes):
                    r[d, i] = float(np.floor(r[a, i] + 0.5))
            elif op == 58:
                for i in range(lanes):
                    r[d, i] = math.log10(r[a, i])
            elif op == 59:
                for i in range(lanes):
                    r[d, i] = math.lgamma(r[a, i])
            else:
                for i in range(lanes):
                    r[d, i] = normal_quantile(r[a, i])
        elif op < 80:
            a = code[at, 2]
            b = code[at, 3]
            c = code[at, 4]
            if op == 70:
                for i in range(lanes):
                    r[d, i] = r[b, i] if r[a, i] != 0.0 else r[c, i]
            elif op == 71:
                for i in range(lanes):
                    r[d, i] = r[c, i] if abs(r[b, i]) < 1e-6 else r[a, i] / r[b, i]
            elif op == 72:
                for i in range(lanes):
                    r[d, i] = binomial_quantile(r[a, i], r[b, i], r[c, i])
            else:
                for i in range(lanes):
                    r[d, i] = poisson_quantile(r[a, i], r[b, i])
        elif op < 100:
            a = code[at, 2]
            first = table_start[code[at, 3]]
            last = table_start[code[at, 3] + 1]
            if op == 80:
                left, right, below, above = tx[first], tx[last - 1], ty[first], ty[last - 1]
                scale = (last - 1 - first) / (right - left) if right > left else 0.0
                for i in range(lanes):
                    x = r[a, i]
                    if x <= left:
                        r[d, i] = (
                            below if x < left or last - first == 1 or tx[first + 1] > left else table_value(op, x, tx, ty, first, last)
                        )
                    elif x >= right:
                        r[d, i] = above
                    elif math.isnan(x):
                        r[d, i] = x
                    else:
                        low = first + int((x - left) * scale)
                        low = min(low, last - 2)
                        while tx[low] > x:
                            low -= 1
                        while tx[low + 1] <= x:
                            low += 1
                        r[d, i] = slope[low] * (x - tx[low]) + ty[low]
            else:
                for i in range(lanes):
                    r[d, i] = table_value(op, r[a, i], tx, ty, first, last)
        elif op < 110:
            start = code[at, 2] + 1
            count = code[at, 3]
            if op == 104:
                for i in range(lanes):
                    x = r[lists[start], i] + 0.5
                    r[d, i] = r[lists[start + 1 + int(x)], i] if 0.0 <= x < count - 1 else math.nan
            else:
                a = lists[start]
                for i in range(lanes):
                    r[d, i] = r[a, i]
                for k in range(start + 1, start + count):
                    b = lists[k]
                    if op == 100:
                        for i in range(lanes):
                            r[d, i] += r[b, i]
                    elif op == 101:
                        for i in range(lanes):
                            r[d, i] *= r[b, i]
                    elif op == 102:
                        for i in range(lanes):
                            r[d, i] = r[b, i] if r[b, i] < r[d, i] or r[b, i] != r[b, i] else r[d, i]
                    else:
                        for i in range(lanes):
                            r[d, i] = r[b, i] if r[b, i] > r[d, i] or r[b, i] != r[b, i] else r[d, i]
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
