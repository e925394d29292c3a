"""The batch interpreter: one compiled loop over bytecode serves every model.

Members run in blocks of lanes: each instruction is applied to a whole block, so that its dispatch is paid once for the
block and its arithmetic is vectorised. Nothing is compiled for a model. Both engines follow the same formulas in the
same order; there is no fast-math and no fused multiply-add.

The loops over steps, stages and instructions are one kernel: a kernel that calls another is compiled with a copy of it,
and the instructions are by far the largest part of the compilation. What is small or seldom used is a kernel of its own.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ecotone.dynamics.interpreter.codes import (
    ABS,
    ADD,
    AND,
    ARCTAN2,
    BINOMIAL,
    DIV,
    ELEMENT,
    EQ,
    EXP,
    FLOOR,
    GE,
    GT,
    LE,
    LN,
    LOOKUP,
    LT,
    MANY_OPERANDS,
    MANY_RESULTS,
    MAX,
    MIN,
    MODULO,
    MUL,
    NE,
    NEG,
    NOT,
    ONE_OPERAND,
    OR,
    POISSON,
    POW,
    PRODUCT,
    QUANTUM,
    ROUND,
    SELECT,
    SMALLEST,
    SQRT,
    SUB,
    SUM,
    TABLES,
    THREE_OPERANDS,
    TRUNC,
    ZIDZ,
)
from ecotone.dynamics.interpreter.scalars import scalar
from ecotone.dynamics.interpreter.steps import RUNGE_KUTTA, begin_stage, end_stage, end_step
from ecotone.dynamics.interpreter.tables import table_value
from ecotone.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

ONCE = 2
"""A method beside those of `steps`: the instructions are computed once; time, noise and states are left alone."""


@kernel
def execute(
    code: NDArray[np.int64],
    r: NDArray[np.float64],
    lists: NDArray[np.int64],
    table_start: NDArray[np.int64],
    tx: NDArray[np.float64],
    ty: NDArray[np.float64],
    slope: NDArray[np.float64],
    first_state: int,
    kinds: NDArray[np.int64],
    update: NDArray[np.int64],
    floor: NDArray[np.bool_],
    buffer: NDArray[np.float64],
    buffer_start: NDArray[np.int64],
    lengths: NDArray[np.int64],
    positions: NDArray[np.int64],
    times: NDArray[np.float64],
    steps: NDArray[np.float64],
    saved: NDArray[np.bool_],
    noise: NDArray[np.float64],
    first_noise: int,
    outputs: NDArray[np.int64],
    out: NDArray[np.float64],
    begin: int,
    end: int,
    method: int,
    before: NDArray[np.float64],
    total: NDArray[np.float64],
    rate: NDArray[np.float64],
    place: NDArray[np.int64],
) -> bool:
    """Run the steps of a block of lanes up to `end`, or up to an instruction that is not done here.

    Parameters
    ----------
    code : ndarray, shape (instructions, 5)
        Operation, target, three operands.
    r : ndarray, shape (registers, lanes)
        The registers.
    lists, table_start, tx, ty, slope : ndarray
        Operand lists; the points of all tables, and the slope from each point to the next.
    first_state, kinds, update, floor : int and ndarrays, one for each state
        The register of the first state; stock (0), held value (1) or delay line (2); the register of what changes it;
        whether it stays at zero or above.
    buffer, buffer_start, lengths, positions : ndarray
        The delay lines one after the other, where each begins, how long each is in each lane, and where each lane stands.
    times, steps, saved : ndarray
        The grid, the steps between its times, and whether a time is saved.
    noise : ndarray, shape (steps from `begin`, streams, lanes)
        Random numbers, for the registers from `first_noise` on.
    outputs : ndarray
        Registers that are saved in `out`, of shape (saves, outputs, lanes).
    begin, end : int
        Steps that `noise` serves.
    method : int
        One of `steps`, or `ONCE`.
    before, total, rate : ndarray, shape (states, lanes)
        Room for the stages of a step.
    place : ndarray of four
        Step, stage and instruction to carry on from, and the next save; written when the kernel returns.

    Returns
    -------
    bool
        Whether nothing is left to do; otherwise the instruction in `place` is a rare one.
    """
    lanes = r.shape[1]
    first_step, first_stage, at, save = place[0], place[1], place[2], place[3]
    stages = 4 if method == RUNGE_KUTTA else 1
    for k in range(first_step, end):
        dt = steps[k] if k < steps.size else (steps[k - 1] if k > 0 else 1.0)
        for stage in range(first_stage, stages):
            if at == 0 and method != ONCE:
                begin_stage(r, stage, times[k], dt, noise, k - begin, first_noise, first_state, kinds, update, before, rate)
            while at < code.shape[0]:
                op = code[at, 0]
                if op >= MANY_RESULTS or BINOMIAL <= op <= POISSON:  # left to `execute_rare`
                    place[0], place[1], place[2], place[3] = k, stage, at, save
                    return False
                d = code[at, 1]
                if op < ONE_OPERAND:
                    a = code[at, 2]
                    b = code[at, 3]
                    if op == MUL:
                        for i in range(lanes):
                            r[d, i] = r[a, i] * r[b, i]
                    elif op == ADD:
                        for i in range(lanes):
                            r[d, i] = r[a, i] + r[b, i]
                    elif op == SUB:
                        for i in range(lanes):
                            r[d, i] = r[a, i] - r[b, i]
                    elif op == DIV:
                        for i in range(lanes):
                            r[d, i] = r[a, i] / r[b, i]
                    elif op == POW:
                        for i in range(lanes):
                            r[d, i] = r[a, i] ** r[b, i]
                    elif op == MIN:
                        for i in range(lanes):
                            r[d, i] = r[a, i] if r[a, i] < r[b, i] or r[a, i] != r[a, i] else r[b, i]
                    elif op == MAX:
                        for i in range(lanes):
                            r[d, i] = r[a, i] if r[a, i] > r[b, i] or r[a, i] != r[a, i] else r[b, i]
                    elif op == LT:
                        for i in range(lanes):
                            r[d, i] = 1.0 if r[a, i] < r[b, i] else 0.0
                    elif op == LE:
                        for i in range(lanes):
                            r[d, i] = 1.0 if r[a, i] <= r[b, i] else 0.0
                    elif op == GT:
                        for i in range(lanes):
                            r[d, i] = 1.0 if r[a, i] > r[b, i] else 0.0
                    elif op == GE:
                        for i in range(lanes):
                            r[d, i] = 1.0 if r[a, i] >= r[b, i] else 0.0
                    elif op == EQ:
                        for i in range(lanes):
                            r[d, i] = 1.0 if r[a, i] == r[b, i] else 0.0
                    elif op == NE:
                        for i in range(lanes):
                            r[d, i] = 1.0 if r[a, i] != r[b, i] else 0.0
                    elif op == AND:
                        for i in range(lanes):
                            r[d, i] = 1.0 if r[a, i] != 0.0 and r[b, i] != 0.0 else 0.0
                    elif op == OR:
                        for i in range(lanes):
                            r[d, i] = 1.0 if r[a, i] != 0.0 or r[b, i] != 0.0 else 0.0
                    elif op == MODULO:
                        for i in range(lanes):
                            r[d, i] = np.fmod(r[a, i], r[b, i])
                    elif op == ZIDZ:
                        for i in range(lanes):
                            r[d, i] = 0.0 if abs(r[b, i]) < 1e-6 else r[a, i] / r[b, i]
                    elif op == ARCTAN2:
                        for i in range(lanes):
                            r[d, i] = math.atan2(r[a, i], r[b, i])
                    elif op == QUANTUM:
                        for i in range(lanes):
                            r[d, i] = r[a, i] if r[b, i] <= 0.0 else r[b, i] * np.trunc(r[a, i] / r[b, i])
                    else:
                        for i in range(lanes):
                            r[d, i] = r[a, i] - r[b, i] * np.floor(r[a, i] / r[b, i])
                elif op < THREE_OPERANDS:
                    a = code[at, 2]
                    if op == NEG:
                        for i in range(lanes):
                            r[d, i] = -r[a, i]
                    elif op == NOT:
                        for i in range(lanes):
                            r[d, i] = 1.0 if r[a, i] == 0.0 else 0.0
                    elif op == ABS:
                        for i in range(lanes):
                            r[d, i] = abs(r[a, i])
                    elif op == EXP:
                        for i in range(lanes):
                            r[d, i] = math.exp(r[a, i])
                    elif op == LN:
                        for i in range(lanes):
                            r[d, i] = math.log(r[a, i])
                    elif op == SQRT:
                        for i in range(lanes):
                            r[d, i] = math.sqrt(r[a, i])
                    elif op == TRUNC:
                        for i in range(lanes):
                            r[d, i] = float(np.trunc(r[a, i]))
                    elif op == FLOOR:
                        for i in range(lanes):
                            r[d, i] = float(np.floor(r[a, i]))
                    elif op == ROUND:
                        for i in range(lanes):
                            r[d, i] = float(np.floor(r[a, i] + 0.5))
                    else:
                        for i in range(lanes):
                            r[d, i] = scalar(op, r[a, i])
                elif op < TABLES:
                    a = code[at, 2]
                    b = code[at, 3]
                    c = code[at, 4]
                    if op == SELECT:
                        for i in range(lanes):
                            r[d, i] = r[b, i] if r[a, i] != 0.0 else r[c, i]
                    else:
                        for i in range(lanes):
                            r[d, i] = r[c, i] if abs(r[b, i]) < 1e-6 else r[a, i] / r[b, i]
                elif op < MANY_OPERANDS:
                    a = code[at, 2]
                    first = table_start[code[at, 3]]
                    last = table_start[code[at, 3] + 1]
                    if op == LOOKUP:
                        left, right, below, above = tx[first], tx[last - 1], ty[first], ty[last - 1]
                        scale = (last - 1 - first) / (right - left) if right > left else 0.0
                        for i in range(lanes):
                            x = r[a, i]
                            if x <= left:
                                r[d, i] = (
                                    below
                                    if x < left or last - first == 1 or tx[first + 1] > left
                                    else table_value(op, x, tx, ty, first, last)
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
                else:
                    start = code[at, 2] + 1
                    count = code[at, 3]
                    if op == ELEMENT:
                        for i in range(lanes):
                            x = r[lists[start], i] + 0.5
                            r[d, i] = r[lists[start + 1 + int(x)], i] if 0.0 <= x < count - 1 else math.nan
                    else:
                        a = lists[start]
                        for i in range(lanes):
                            r[d, i] = r[a, i]
                        for term in range(start + 1, start + count):
                            b = lists[term]
                            if op == SUM:
                                for i in range(lanes):
                                    r[d, i] += r[b, i]
                            elif op == PRODUCT:
                                for i in range(lanes):
                                    r[d, i] *= r[b, i]
                            elif op == SMALLEST:
                                for i in range(lanes):
                                    r[d, i] = r[b, i] if r[b, i] < r[d, i] or r[b, i] != r[b, i] else r[d, i]
                            else:
                                for i in range(lanes):
                                    r[d, i] = r[b, i] if r[b, i] > r[d, i] or r[b, i] != r[b, i] else r[d, i]
                at += 1
            at = 0
            if method == ONCE:
                return True
            if stage == 0:
                if saved[k]:
                    for o in range(outputs.size):
                        source = r[outputs[o]]
                        target = out[save, o]
                        for i in range(lanes):
                            target[i] = source[i]
                    save += 1
                if k >= steps.size:
                    break
            if method == RUNGE_KUTTA:
                end_stage(r, stage, first_state, kinds, update, before, total)
        first_stage = 0
        if k < steps.size:
            end_step(r, method, dt, first_state, kinds, update, floor, before, total, buffer, buffer_start, lengths, positions)
    place[0], place[1], place[2], place[3] = end, 0, 0, save
    return True
