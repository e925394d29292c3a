"""Run a compiled program: start values, blocks of members, either engine, saved values out.

The engines give the same bits, so which one runs is a matter of time only: small runs start at once on NumPy, larger
ones on the compiled interpreter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from ecotone.dynamics import adaptive, compiled, twin
from ecotone.dynamics.noise import uniforms
from ecotone.errors import ModelError
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from ecotone.dynamics.program import Program, TimeGrid
    from ecotone.work import Work

Engine = Literal["auto", "compiled", "numpy"]
LANES: Final = 128
PATIENCE: Final = 1.5
"""Seconds that NumPy may take in all before the interpreter is worth loading, and at worst compiling."""

loaded = {"compiled": False}
spent = {"numpy": 0.0}


def numpy_seconds(program: Program, steps: int, members: int) -> float:
    """Estimate what a run takes on NumPy: a call for each instruction, and slow work for what is done value by value."""
    codes = program.step[:, 0]
    slow = int(np.isin(codes, list(twin.VALUE_BY_VALUE)).sum())
    return steps * (codes.size * (1e-6 + 1e-9 * members) + slow * 2e-7 * members)


def blocks(
    program: Program,
    grid: TimeGrid,
    members: int,
    *,
    values: Mapping[int, NDArray[np.float64]],
    seed: int,
    method: str,
    which: Engine = "auto",
    begin: int = 0,
    work: Work = SILENT,
) -> Iterator[tuple[int, int, NDArray[np.float64]]]:
    """Yield first member, last member and saved values of shape (saves, outputs, lanes), block by block.

    Parameters
    ----------
    program : Program
        What to run.
    grid : TimeGrid
        When.
    members : int
        How many runs.
    values : mapping
        Register of a constant to its value for every member.
    seed : int
        Of the noise.
    method : {'euler', 'rk4', 'rk45'}
        How stocks are integrated.
    which : {'auto', 'compiled', 'numpy'}
        The engine.
    begin : int
        The first member to run; `values` then starts with its.
    """
    numpy = which == "numpy"
    if which == "auto" and not loaded["compiled"]:
        cost = numpy_seconds(program, grid.times.size, members - begin) * (4 if method == "rk4" else 1)
        numpy = spent["numpy"] + cost <= PATIENCE
        spent["numpy"] += cost if numpy else 0.0
    # Registers of a block should stay in the second-level cache, and the last block should not be a small one.
    most = 1024 if numpy else LANES if program.registers < 4000 else LANES // 2
    width = -(-(members - begin) // -(-(members - begin) // most))
    for first in range(begin, members, width):
        last = min(first + width, members)
        own = {register: given[first - begin : last - begin] if given.size > 1 else given for register, given in values.items()}
        yield first, last, _block(program, grid, range(first, last), own, seed, method, numpy=numpy, work=work)
        work.step(last, members, "members")
    if not numpy:
        loaded["compiled"] = True


def prepare(program: Program, grid: TimeGrid, values: Mapping[int, NDArray[np.float64]], lanes: int) -> NDArray[np.float64]:
    """Return registers with constants, time and time step in them."""
    r = np.zeros((program.registers, lanes))
    for register, number in program.constants:
        r[register] = number
    for register, given in values.items():
        r[register] = given
    r[0] = grid.times[0]
    r[1] = grid.steps[0] if grid.steps.size else 1.0
    return r


def _block(
    program: Program,
    grid: TimeGrid,
    members: range,
    values: Mapping[int, NDArray[np.float64]],
    seed: int,
    method: str,
    *,
    numpy: bool,
    work: Work,
) -> NDArray[np.float64]:
    lanes = len(members)
    r = prepare(program, grid, values, lanes)
    count = program.state_kinds.size
    streams = len(program.streams)
    chunk = max(grid.times.size, 1) if not streams else max(4_000_000 // max(lanes * streams, 1), 1)
    if streams:
        start_noise = uniforms(program.streams, seed=seed, members=members, begin=0, end=1)
        r[program.first_noise : program.first_noise + streams] = start_noise[0]
    execute, run_steps = (twin.execute, twin.run_steps) if numpy else (compiled.execute, compiled.run_steps)
    execute(program, program.start, r)
    initial = r[program.state_initial] if count else np.zeros((0, lanes))
    floor = program.state_floor
    r[program.first_state : program.first_state + count] = np.where(floor[:, None], np.maximum(initial, 0.0), initial) if count else initial
    buffer, buffer_start, lengths = _lines(program, grid, r, initial)
    positions = np.zeros((max(count, 1), lanes), dtype=np.int64)
    out = np.empty((int(grid.saved.sum()), program.outputs.size, lanes))
    code = 1 if method == "rk4" else 0
    save = 0
    for begin in range(0, grid.times.size, chunk):
        end = min(begin + chunk, grid.times.size)
        noise = uniforms(program.streams, seed=seed, members=members, begin=begin, end=end) if streams else np.zeros((1, 0, lanes))
        if method == "rk45":
            save = _adaptive(program, grid, r, (buffer, buffer_start, lengths, positions), noise, out, begin, end, save, numpy=numpy)
        else:
            save = run_steps(
                program, r, buffer, buffer_start, lengths, positions, grid.times, grid.steps, grid.saved, noise, out, begin, end, save, code
            )
        work.step(end, grid.times.size, "steps")
    return out


def _adaptive(
    program: Program,
    grid: TimeGrid,
    r: NDArray[np.float64],
    lines: tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]],
    noise: NDArray[np.float64],
    out: NDArray[np.float64],
    begin: int,
    end: int,
    save: int,
    *,
    numpy: bool,
) -> int:
    """Run steps `begin` to `end` with adaptive steps in between; what is held or delayed changes on the grid."""
    calls = twin.compile_rows(program.step, r, program) if numpy else []

    def evaluate() -> None:
        if numpy:
            for call in calls:
                call()
        else:
            compiled.execute(program, program.step, r)

    buffer, starts, lengths, positions = lines
    lanes = np.arange(r.shape[1])
    stocks, holds, delays = (np.flatnonzero(program.state_kinds == kind) for kind in range(3))
    size = np.full(r.shape[1], grid.steps[begin] if begin < grid.steps.size else 1.0)
    with np.errstate(all="ignore"):
        for k in range(begin, end):
            r[0] = grid.times[k]
            r[1] = grid.steps[min(k, grid.steps.size - 1)] if grid.steps.size else 1.0
            if noise.shape[1]:
                r[program.first_noise : program.first_noise + noise.shape[1]] = noise[k - begin]
            evaluate()
            if grid.saved[k]:
                out[save] = r[program.outputs]
                save += 1
            if k >= grid.steps.size:
                break
            total = r[program.state_update].copy()
            if stocks.size:
                size = adaptive.across(program, r, evaluate, float(grid.times[k]), float(grid.steps[k]), size, total[stocks])
            r[program.first_state + holds] = total[holds]
            for s in delays:
                at = positions[s]
                buffer[starts[s] + at, lanes] = total[s]
                positions[s] = np.where(at + 1 < lengths[s], at + 1, 0)
                r[program.first_state + s] = buffer[starts[s] + positions[s], lanes]
    return save


def _lines(
    program: Program, grid: TimeGrid, r: NDArray[np.float64], initial: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Make room for the delay lines, whose lengths are known once the start has been computed."""
    count, lanes = program.state_kinds.size, r.shape[1]
    lengths = np.ones((max(count, 1), lanes), dtype=np.int64)
    starts = np.zeros(max(count, 1), dtype=np.int64)
    total = 0
    step = grid.steps[0] if grid.steps.size else 1.0
    for s in range(count):
        starts[s] = total
        if program.state_kinds[s] == 2:
            delay = r[program.state_delay[s]]
            if not np.all(np.isfinite(delay)):
                raise ModelError("The length of a fixed delay is no number", got=str(delay[0]))
            lengths[s] = np.clip(np.floor(delay / step + 0.5), 1, grid.times.size + 1)
            total += int(lengths[s].max())
    if total * lanes > 500_000_000:
        raise ModelError("The fixed delays are too long to keep", got=f"{total:,} steps")
    buffer = np.zeros((max(total, 1), lanes))
    for s in range(count):
        if program.state_kinds[s] == 2:
            buffer[starts[s] : starts[s] + int(lengths[s].max())] = initial[s]
    return buffer, starts, lengths
