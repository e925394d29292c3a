"""The interpreter's NumPy twin: the same bytecode, one array call for an instruction.

It needs no compiler, starts at once and serves small runs; where Numba is absent it serves all. Functions of the C
library are applied value by value, so that both engines give the same bits.
"""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ecotone.dynamics.interpreter.quantiles import binomial_quantile, normal_quantile, poisson_quantile
from ecotone.dynamics.interpreter.rows import row
from ecotone.dynamics.interpreter.tables import table_value
from ecotone.dynamics.operations import LOOKUPS, SCALAR, TINY, VECTORS, Op, power

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from ecotone.dynamics.program import Program

Array = Any


def plain(function: Any) -> Any:
    """Return a kernel as the plain Python it is written in, inner kernels too."""
    return function.function


def _quantile(p: float) -> float:
    return float(normal_quantile.function(p)) if 0.0 < p < 1.0 else math.nan


def _each(function: Callable[..., float]) -> Callable[..., None]:
    def apply(d: Array, *operands: Array) -> None:
        d[:] = [function(*values) for values in zip(*(operand.tolist() for operand in operands), strict=True)]

    return apply


def _zidz(d: Array, a: Array, b: Array) -> None:
    np.divide(a, b, out=d)
    d[np.abs(b) < TINY] = 0.0


def _xidz(d: Array, a: Array, b: Array, c: Array) -> None:
    d[:] = np.where(np.abs(b) < TINY, c, a / b)


def _quantum(d: Array, a: Array, b: Array) -> None:
    d[:] = np.where(b <= 0.0, a, b * np.trunc(a / b))


def _mod_floor(d: Array, a: Array, b: Array) -> None:
    d[:] = a - b * np.floor(a / b)


def _select(d: Array, a: Array, b: Array, c: Array) -> None:
    d[:] = np.where(a != 0.0, b, c)


def _and(d: Array, a: Array, b: Array) -> None:
    d[:] = (a != 0.0) & (b != 0.0)


def _or(d: Array, a: Array, b: Array) -> None:
    d[:] = (a != 0.0) | (b != 0.0)


def _minimum(d: Array, a: Array, b: Array) -> None:
    d[:] = np.where((a < b) | (a != a), a, b)  # noqa: PLR0124


def _maximum(d: Array, a: Array, b: Array) -> None:
    d[:] = np.where((a > b) | (a != a), a, b)  # noqa: PLR0124


def _round(d: Array, a: Array) -> None:
    np.floor(a + 0.5, out=d)


def _into(ufunc: Any) -> Callable[..., None]:
    def apply(d: Array, *operands: Array) -> None:
        ufunc(*operands, out=d)

    return apply


_APPLY: dict[Op, Callable[..., None]] = {
    Op.ADD: _into(np.add),
    Op.SUB: _into(np.subtract),
    Op.MUL: _into(np.multiply),
    Op.DIV: _into(np.divide),
    Op.POW: _each(power),
    Op.MIN: _minimum,
    Op.MAX: _maximum,
    Op.LT: _into(np.less),
    Op.LE: _into(np.less_equal),
    Op.GT: _into(np.greater),
    Op.GE: _into(np.greater_equal),
    Op.EQ: _into(np.equal),
    Op.NE: _into(np.not_equal),
    Op.AND: _and,
    Op.OR: _or,
    Op.MODULO: _into(np.fmod),
    Op.ZIDZ: _zidz,
    Op.ARCTAN2: _each(math.atan2),
    Op.QUANTUM: _quantum,
    Op.MOD_FLOOR: _mod_floor,
    Op.NEG: _into(np.negative),
    Op.NOT: lambda d, a: np.equal(a, 0.0, out=d),
    Op.ABS: _into(np.abs),
    Op.SQRT: _into(np.sqrt),
    Op.TRUNC: _into(np.trunc),
    Op.FLOOR: _into(np.floor),
    Op.ROUND: _round,
    Op.NORMAL: _each(_quantile),
    Op.SELECT: _select,
    Op.XIDZ: _xidz,
    Op.BINOMIAL: _each(lambda u, n, p: float(_plain_quantile(binomial_quantile, u, n, p))),
    Op.POISSON: _each(lambda u, mean, _: float(_plain_quantile(poisson_quantile, u, mean))),
    **{op: _each(function) for op, function in SCALAR.items()},
}
_DIRECT = {
    Op.ADD: np.add,
    Op.SUB: np.subtract,
    Op.MUL: np.multiply,
    Op.DIV: np.divide,
    Op.LT: np.less,
    Op.LE: np.less_equal,
    Op.GT: np.greater,
    Op.GE: np.greater_equal,
    Op.EQ: np.equal,
    Op.NE: np.not_equal,
}


VALUE_BY_VALUE = frozenset({Op.POW, Op.ARCTAN2, Op.NORMAL, Op.BINOMIAL, Op.POISSON, Op.ELEMENT, *SCALAR, *VECTORS, *LOOKUPS} - {Op.LOOKUP})
"""Operations that are applied one value at a time."""


def _plain_quantile(function: Any, *arguments: float) -> float:
    return float(function.function(*arguments))


def look_up(op: Op, x: float, tx: tuple[float, ...], ty: tuple[float, ...]) -> float:
    """Read a table at one value."""
    return float(table_value.function(int(op), x, np.array(tx), np.array(ty), 0, len(tx)))


def evaluate(op: Op, values: list[float]) -> float:
    """Apply an operation to numbers."""
    target = np.zeros(1)
    with np.errstate(all="ignore"):
        _APPLY[op](target, *(np.array([value]) for value in values))
    return float(target[0])


def apply_arrays(op: Op, inputs: list[Array], points: tuple[tuple[float, ...], tuple[float, ...]] | None = None) -> Array:
    """Apply an operation to whole arrays of any shape."""
    shape = inputs[0].shape
    flat = [np.ascontiguousarray(array).reshape(-1) for array in inputs]
    out = np.empty(flat[0].size)
    with np.errstate(all="ignore"):
        if points is not None:
            _table(int(op), out, flat[0], np.array(points[0]), np.array(points[1]))
        elif 100 <= op < 110:
            _many(int(op), out, flat)
        else:
            _APPLY[op](out, *flat)
    return out.reshape(shape)


def _table(op: int, d: Array, x: Array, tx: Array, ty: Array) -> None:
    if op == Op.LOOKUP:
        d[:] = np.interp(x, tx, ty) if tx.size > 1 else ty[0]
        if np.any(x != x):  # noqa: PLR0124
            d[x != x] = np.nan  # noqa: PLR0124
        return
    function = table_value.function
    d[:] = [function(op, value, tx, ty, 0, tx.size) for value in x.tolist()]


def _many(op: int, d: Array, operands: list[Array]) -> None:
    if op == Op.ELEMENT:
        for lane in range(d.size):
            x = operands[0][lane] + 0.5
            d[lane] = operands[1 + int(x)][lane] if 0.0 <= x < len(operands) - 1 else np.nan
        return
    d[:] = operands[0]
    for b in operands[1:]:
        if op == Op.SUM:
            d += b
        elif op == Op.PRODUCT:
            d *= b
        elif op == Op.SMALLEST:
            d[:] = np.where((b < d) | (b != b), b, d)  # noqa: PLR0124
        else:
            d[:] = np.where((b > d) | (b != b), b, d)  # noqa: PLR0124


def _vector(op: int, targets: list[Array], operands: list[Array], parameters: NDArray[np.int64]) -> None:
    out = np.empty(len(targets))
    apply = row.function if op in {Op.SORT_ORDER, Op.RANK, Op.REORDER, Op.INVERT} else row
    for lane in range(targets[0].size):
        apply(op, np.array([operand[lane] for operand in operands]), parameters, out)
        for k, target in enumerate(targets):
            target[lane] = out[k]


def compile_rows(code: NDArray[np.int64], r: Array, program: Program) -> list[Callable[[], Any]]:
    """Bind every instruction to the registers it reads and writes."""
    calls: list[Callable[[], Any]] = []
    rows = [r[number] for number in range(r.shape[0])]
    lists = program.lists
    for op, target, a, b, c in code.tolist():
        d = rows[target]
        if op in _DIRECT:
            calls.append(partial(_DIRECT[Op(op)], rows[a], rows[b], d))
        elif op < 40:
            calls.append(partial(_APPLY[Op(op)], d, rows[a], rows[b]))
        elif op < 70:
            calls.append(partial(_APPLY[Op(op)], d, rows[a]))
        elif op < 80:
            calls.append(partial(_APPLY[Op(op)], d, rows[a], rows[b], rows[c]))
        elif op < 100:
            first, last = program.table_start[b], program.table_start[b + 1]
            calls.append(partial(_table, op, d, rows[a], program.table_x[first:last], program.table_y[first:last]))
        elif op < 110:
            calls.append(partial(_many, op, d, [rows[number] for number in lists[a + 1 : a + 1 + b]]))
        else:
            operands = [rows[number] for number in lists[a + 1 : a + 1 + b]]
            calls.append(partial(_vector, op, rows[target : target + c], operands, lists[a + 1 + b : a + 5 + b]))
    return calls


def execute(program: Program, code: NDArray[np.int64], r: Array) -> None:
    """Run bytecode once."""
    with np.errstate(all="ignore"):
        for call in compile_rows(code, r, program):
            call()


def run_steps(
    program: Program,
    r: Array,
    buffer: Array,
    buffer_start: Array,
    lengths: Array,
    positions: Array,
    times: Array,
    steps: Array,
    saved: Array,
    noise: Array,
    out: Array,
    begin: int,
    end: int,
    save: int,
    method: int,
) -> int:
    """Do what the compiled `run_steps` does, one NumPy call for an instruction."""
    calls = compile_rows(program.step, r, program)
    first, count = program.first_state, program.state_kinds.size
    kinds, update = program.state_kinds, program.state_update
    stocks = np.flatnonzero(kinds == 0)
    holds, lines = np.flatnonzero(kinds == 1), np.flatnonzero(kinds == 2)
    state = r[first : first + count]
    floored = np.flatnonzero(program.state_floor)
    all_stocks = stocks.size == count
    lanes = np.arange(r.shape[1])
    with np.errstate(all="ignore"):
        for k in range(begin, end):
            dt = steps[k] if k < steps.size else (steps[k - 1] if k > 0 else 1.0)
            r[0] = times[k]
            r[1] = dt
            if noise.shape[1]:
                r[program.first_noise : program.first_noise + noise.shape[1]] = noise[k - begin]
            for call in calls:
                call()
            if saved[k]:
                out[save] = r[program.outputs]
                save += 1
            if k >= steps.size:
                break
            total = r[update]
            if method == 1 and stocks.size:
                before = state[stocks].copy()
                rates = total[stocks].copy()
                last = rates
                for stage in range(1, 4):
                    part = 1.0 if stage == 3 else 0.5
                    state[stocks] = before + part * dt * last
                    r[0] = times[k] + part * dt
                    for call in calls:
                        call()
                    last = r[update[stocks]]
                    rates = rates + (1.0 if stage == 3 else 2.0) * last
                state[stocks] = before + dt / 6.0 * rates
            elif all_stocks:
                state += dt * total
            elif stocks.size:
                state[stocks] += dt * total[stocks]
            if floored.size:
                state[floored] = np.maximum(state[floored], 0.0)
            if holds.size:
                state[holds] = total[holds]
            for s in lines:
                at = positions[s]
                buffer[buffer_start[s] + at, lanes] = total[s]
                positions[s] = np.where(at + 1 < lengths[s], at + 1, 0)
                state[s] = buffer[buffer_start[s] + positions[s], lanes]
    return save
