"""The loop over time steps: bytecode, saves, and what each kind of state carries on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ecotone.dynamics.interpreter.execute import execute
from ecotone.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@kernel
def run_steps(
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
    # An update that is itself a state must be read before any state is written; every other one stays where it was computed.
    copied = np.empty(states, dtype=np.bool_)
    for s in range(states):
        copied[s] = method == 1 or first_state <= update[s] < first_state + states
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
        execute(code, r, lists, table_start, tx, ty, slope)
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
                execute(code, r, lists, table_start, tx, ty, slope)
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
            for s in range(states):
                if copied[s]:
                    source = r[update[s]]
                    for i in range(lanes):
                        total[s, i] = source[i]
            for s in range(states):
                if kinds[s] == 0:
                    state = r[first_state + s]
                    rate = total[s] if copied[s] else r[update[s]]
                    if floor[s]:
                        for i in range(lanes):
                            value = state[i] + dt * rate[i]
                            state[i] = max(0.0, value)
                    else:
                        for i in range(lanes):
                            state[i] += dt * rate[i]
        for s in range(states):
            fresh = total[s] if copied[s] else r[update[s]]
            if kinds[s] == 1:
                for i in range(lanes):
                    r[first_state + s, i] = fresh[i]
            elif kinds[s] == 2:
                for i in range(lanes):
                    at = positions[s, i]
                    buffer[buffer_start[s] + at, i] = fresh[i]
                    at = at + 1 if at + 1 < lengths[s, i] else 0
                    positions[s, i] = at
                    r[first_state + s, i] = buffer[buffer_start[s] + at, i]
    return save
