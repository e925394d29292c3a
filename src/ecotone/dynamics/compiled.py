"""The compiled engine as Python calls it: its functions are those of the NumPy twin.

The interpreter stops at an operation that few models use, the kernel of rare operations does it, and the interpreter carries
on from there: so most models never wait for the rare ones to be compiled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from ecotone.dynamics.interpreter import execute as interpreter
from ecotone.dynamics.interpreter.rare import execute_rare

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.dynamics.program import Program

    Array = NDArray[np.float64]

_WHOLE: Final = np.zeros(0, dtype=np.int64)
_WHOLE_2: Final = np.zeros((0, 0), dtype=np.int64)
_YES: Final = np.zeros(0, dtype=np.bool_)
_REAL: Final = np.zeros(0)
_REAL_2: Final = np.zeros((0, 0))
_REAL_3: Final = np.zeros((0, 0, 0))
"""Arrays of nothing, each of a kind that the interpreter was compiled for: code that runs once has no states and no saves."""


def execute(program: Program, code: NDArray[np.int64], r: Array) -> None:
    """Run bytecode once on the registers as they are."""
    place = np.zeros(4, dtype=np.int64)
    while not interpreter.execute(
        code,
        r,
        program.lists,
        program.table_start,
        program.table_x,
        program.table_y,
        program.table_slope,
        0,
        _WHOLE,
        _WHOLE,
        _YES,
        _REAL_2,
        _WHOLE,
        _WHOLE_2,
        _WHOLE_2,
        _REAL,
        _REAL,
        _YES,
        _REAL_3,
        0,
        _WHOLE,
        _REAL_3,
        0,
        1,
        interpreter.ONCE,
        _REAL_2,
        _REAL_2,
        _REAL_2,
        place,
    ):
        place[2] = execute_rare(code, int(place[2]), r, program.lists)


def run_steps(
    program: Program,
    r: Array,
    buffer: Array,
    buffer_start: NDArray[np.int64],
    lengths: NDArray[np.int64],
    positions: NDArray[np.int64],
    times: Array,
    steps: Array,
    saved: NDArray[np.bool_],
    noise: Array,
    out: Array,
    begin: int,
    end: int,
    save: int,
    method: int,
) -> int:
    """Run steps `begin` to `end` of a block of lanes, and return the number of the next save.

    Parameters
    ----------
    program : Program
        What to run; its registers are `r`, which hold the states between calls.
    buffer, buffer_start, lengths, positions : ndarray
        The delay lines one after the other, where each begins, how long each is in each lane, and where each lane stands.
    times, steps, saved : ndarray
        The grid, the steps between its times, and whether a time is saved.
    noise : ndarray, shape (end - begin, streams, lanes)
        Random numbers.
    out : ndarray, shape (saves, outputs, lanes)
        Where saves go, from number `save` on.
    method : int
        0 is Euler's, 1 the classical one of Runge and Kutta.
    """
    place = np.array([begin, 0, 0, save])
    before, total, rate = np.empty((3, program.state_kinds.size, r.shape[1]))
    while not interpreter.execute(
        program.step,
        r,
        program.lists,
        program.table_start,
        program.table_x,
        program.table_y,
        program.table_slope,
        program.first_state,
        program.state_kinds,
        program.state_update,
        program.state_floor,
        buffer,
        buffer_start,
        lengths,
        positions,
        times,
        steps,
        saved,
        noise,
        program.first_noise,
        program.outputs,
        out,
        begin,
        end,
        method,
        before,
        total,
        rate,
        place,
    ):
        place[2] = execute_rare(program.step, int(place[2]), r, program.lists)
    return int(place[3])
