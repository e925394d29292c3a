"""Adaptive integration: Dormand and Prince's pair of orders five and four, each member with steps of its own.

Between two times of the model's grid a member takes as many steps as its error needs; what is held or delayed changes on
the grid, as with the other methods. Members do not share their steps, so that a member alone gives the same bytes as the
same member among a thousand.

References
----------
J. R. Dormand, P. J. Prince: A family of embedded Runge-Kutta formulae. Journal of Computational and Applied Mathematics
6(1), 1980. E. Hairer, S. P. Nørsett, G. Wanner: Solving Ordinary Differential Equations I. Springer 1993, II.4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from ecotone.dynamics.program import Program

    Array = NDArray[np.float64]

RELATIVE: Final = 1e-6
ABSOLUTE: Final = 1e-9
SHORTEST: Final = 1e-5
"""Part of a grid step that is taken whatever its error: a jump in an equation has no small error."""

_TIMES: Final = (0.0, 0.2, 0.3, 0.8, 8 / 9, 1.0, 1.0)
_STAGES: Final = (
    (),
    (0.2,),
    (3 / 40, 9 / 40),
    (44 / 45, -56 / 15, 32 / 9),
    (19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729),
    (9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656),
    (35 / 384, 0.0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84),
)
_ERROR: Final = (71 / 57600, 0.0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40)


def across(program: Program, r: Array, evaluate: Callable[[], None], begin: float, step: float, size: Array, rates: Array) -> Array:
    """Carry the stocks from one time of the grid to the next.

    Parameters
    ----------
    program : Program
        Whose registers `r` holds.
    r : ndarray, shape (registers, lanes)
        Registers, evaluated at `begin`; the stocks are changed.
    evaluate : callable
        Fills the registers anew for the stocks and times in them.
    begin, step : float
        The time, and how far.
    size : ndarray, shape (lanes,)
        The step that each lane tries first.
    rates : ndarray, shape (stocks, lanes)
        Rates of the stocks at `begin`.

    Returns
    -------
    ndarray, shape (lanes,)
        The step that each lane tries first next time.
    """
    stocks = np.flatnonzero(program.state_kinds == 0)
    rows, update = program.first_state + stocks, program.state_update[stocks]
    floor = program.state_floor[stocks][:, None]
    done = np.zeros(r.shape[1])
    size = np.minimum(size, step)
    y, first = r[rows].copy(), rates.copy()
    least = SHORTEST * step
    while True:
        # What is left is taken whole where a remainder would be a rounding error.
        left = step - done
        if not (left > 0).any():
            break
        h = np.where(size >= left * (1 - 1e-9), left, size)
        k = [first]
        for stage in range(1, 7):
            moved = y + h * sum((weight * k[at] for at, weight in enumerate(_STAGES[stage]) if weight), np.zeros_like(y))
            r[rows] = moved
            r[0] = begin + done + _TIMES[stage] * h
            evaluate()
            k.append(r[update].copy())
        error = h * sum((weight * k[at] for at, weight in enumerate(_ERROR) if weight), np.zeros_like(y))
        scale = ABSOLUTE + RELATIVE * np.maximum(np.abs(y), np.abs(moved))
        ratio = np.max(np.abs(error) / scale, axis=0, initial=0.0)
        good = (~(ratio > 1.0) | (h <= least)) & (left > 0)
        y = np.where(good, np.where(floor, np.maximum(moved, 0.0), moved), y)
        first = np.where(good, k[6], first)
        done = np.where(good, np.where(h == left, step, done + h), done)
        with np.errstate(divide="ignore"):
            factor = np.clip(0.9 * np.where(ratio > 0, ratio, 1e-10) ** -0.2, 0.2, 5.0)
        size = np.where(left > 0, np.clip(h * factor, least, step), size)
    r[rows] = y
    return size
