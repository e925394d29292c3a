"""What happens around the instructions of a step: time and noise before them, the states' next values after them.

Euler's method computes the instructions once a step; the classical method of Runge and Kutta four times, its stages 0 to 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecotone.kernel import kernel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EULER = 0
RUNGE_KUTTA = 1
"""Methods."""


@kernel
def begin_stage(
    r: NDArray[np.float64],
    stage: int,
    time: float,
    dt: float,
    noise: NDArray[np.float64],
    row: int,
    first_noise: int,
    first_state: int,
    kinds: NDArray[np.int64],
    update: NDArray[np.int64],
    before: NDArray[np.float64],
    rate: NDArray[np.float64],
) -> None:
    """Write time, step and noise into their registers; for a later stage, move time and stocks a part of the step ahead."""
    lanes = r.shape[1]
    if stage == 0:
        for i in range(lanes):
            r[0, i] = time
            r[1, i] = dt
        for s in range(noise.shape[1]):
            for i in range(lanes):
                r[first_noise + s, i] = noise[row, s, i]
        return
    part = 1.0 if stage == 3 else 0.5
    for s in range(kinds.size):
        if kinds[s] == 0:
            for i in range(lanes):
                rate[s, i] = r[update[s], i]
    for s in range(kinds.size):
        if kinds[s] == 0:
            for i in range(lanes):
                r[first_state + s, i] = before[s, i] + part * dt * rate[s, i]
    for i in range(lanes):
        r[0, i] = time + part * dt


@kernel
def end_stage(
    r: NDArray[np.float64],
    stage: int,
    first_state: int,
    kinds: NDArray[np.int64],
    update: NDArray[np.int64],
    before: NDArray[np.float64],
    total: NDArray[np.float64],
) -> None:
    """Keep what the step began with, or add the rates of a later stage to their weighted total."""
    lanes = r.shape[1]
    if stage == 0:
        # What is replaced at the step's end must use the values at its beginning.
        for s in range(kinds.size):
            for i in range(lanes):
                before[s, i] = r[first_state + s, i]
                total[s, i] = r[update[s], i]
        return
    weight = 1.0 if stage == 3 else 2.0
    for s in range(kinds.size):
        if kinds[s] == 0:
            for i in range(lanes):
                total[s, i] += weight * r[update[s], i]


@kernel
def end_step(
    r: NDArray[np.float64],
    method: int,
    dt: float,
    first_state: int,
    kinds: NDArray[np.int64],
    update: NDArray[np.int64],
    floor: NDArray[np.bool_],
    before: NDArray[np.float64],
    total: NDArray[np.float64],
    buffer: NDArray[np.float64],
    buffer_start: NDArray[np.int64],
    lengths: NDArray[np.int64],
    positions: NDArray[np.int64],
) -> None:
    """Give every state its next value: stocks (kind 0) by their rates, held values (1) and delay lines (2) by what replaces them."""
    lanes = r.shape[1]
    states = kinds.size
    if method == EULER:
        # An update that is itself a state must be read before any state is written; every other one stays where it was computed.
        for s in range(states):
            if first_state <= update[s] < first_state + states:
                source = r[update[s]]
                for i in range(lanes):
                    total[s, i] = source[i]
    for s in range(states):
        state = r[first_state + s]
        fresh = total[s] if method != EULER or first_state <= update[s] < first_state + states else r[update[s]]
        if kinds[s] == 0:
            if method != EULER:
                for i in range(lanes):
                    value = before[s, i] + dt / 6.0 * fresh[i]
                    state[i] = 0.0 if floor[s] and value <= 0.0 else value
            elif floor[s]:
                for i in range(lanes):
                    value = state[i] + dt * fresh[i]
                    state[i] = 0.0 if value <= 0.0 else value  # noqa: FURB136  max would make 0 of what is no number
            else:
                for i in range(lanes):
                    state[i] += dt * fresh[i]
        elif kinds[s] == 1:
            for i in range(lanes):
                state[i] = fresh[i]
        else:
            for i in range(lanes):
                at = positions[s, i]
                buffer[buffer_start[s] + at, i] = fresh[i]
                at = at + 1 if at + 1 < lengths[s, i] else 0
                positions[s, i] = at
                state[i] = buffer[buffer_start[s] + at, i]
