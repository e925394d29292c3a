"""Loops that matter: which feedback loops drive a model's behaviour, when, and how strongly.

Link and loop scores after Schoenberg, Davidsen and Eberlein (2020), with the flow score of Schoenberg, Hayward and
Eberlein (2023). The score of a link x → z over one step is |Dx z / Dz| with the sign of Dx z / Dx, where Dx z is the
change of z if x alone had changed; a loop's score is the product of its links', and its relative score its share of all
loops in the same cycle partition. Scores are computed over all steps at once: every equation is evaluated again on whole
trajectories with one input moved on, so that an ensemble is only a longer trajectory.

Scores are zero at equilibrium and unbounded where a variable turns; only relative scores within a partition compare.

References
----------
W. Schoenberg, P. Davidsen, R. Eberlein: Understanding model behavior using the Loops that Matter method. System
Dynamics Review 36(2), 2020, doi 10.1002/sdr.1658. W. Schoenberg, J. Hayward, R. Eberlein: Improving Loops that Matter.
System Dynamics Review 39(2), 2023, doi 10.1002/sdr.1728.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np

from ecotone.dynamics.causes import Causes, components, cycles
from ecotone.dynamics.independent import independent_loops
from ecotone.dynamics.program import time_grid
from ecotone.dynamics.scores import Moves, trajectories

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ecotone.dynamics.causes import Vertex
    from ecotone.dynamics.interventions import Intervention
    from ecotone.dynamics.model import Model
    from ecotone.dynamics.spread import Engine

MAX_LOOPS: Final = 1000
"""Up to this many loops are listed one and all; of more, those that a search finds to be strong, and the answer says so."""
SEARCHED: Final = 200_000
"""Loops that the search for strong ones finds at most."""
BLOCK: Final = 32
"""Members whose trajectories are worked on at once, so that they stay in the cache."""
WORTH: Final = 0.001
"""Share of the behaviour that a loop must reach at some time to be listed after a search."""

SAMPLE: Final = 16
"""Members of an ensemble whose strong loops are searched: the first, and others drawn by the seed."""
ROOM: Final = 40_000_000
"""Scores that are kept of an ensemble whose loops are searched; the weakest loops are left out beyond it."""

Array: TypeAlias = "NDArray[np.float64]"


@dataclass(frozen=True)
class Loop:
    """One feedback loop with its scores.

    Parameters
    ----------
    name : str
        `R1`, `B2`, `U1`: reinforcing, balancing or of changing polarity, numbered by importance.
    variables : tuple of str
        The variables in order of causation, the first not repeated.
    score : ndarray, shape (steps,) or (steps, members)
        The loop score over the step that ends at each time.
    relative : ndarray
        Its share of all loops in its partition, between -1 and 1.
    partition : int
        The cycle partition, numbered from 0.
    """

    name: str
    variables: tuple[str, ...]
    score: Array
    relative: Array
    partition: int


@dataclass(frozen=True)
class Loops:
    """The loops of a model over a run.

    Parameters
    ----------
    time : ndarray
        The end of each step.
    loops : tuple of Loop
        The most important first.
    complete : bool
        Whether these are all that were asked for; False if there were too many, or if a set of independent ones falls short.
    searched : int
        In how many members strong loops were searched, where there were too many to list; else 0.
    independent : int
        How many independent loops there are, where only such were asked for; else 0.
    """

    time: Array
    loops: tuple[Loop, ...]
    complete: bool
    searched: int = 0
    independent: int = 0

    def dominant(self, share: float = 0.5) -> list[tuple[float, float, tuple[str, ...]]]:
        """Return the intervals of time in which the same smallest set of loops makes up `share` of the behaviour.

        Only for a single run, within the largest partition.
        """
        loops = [loop for loop in self.loops if loop.partition == 0]
        found: list[tuple[float, float, tuple[str, ...]]] = []
        for at, time in enumerate(self.time):
            ranked = sorted(loops, key=lambda loop: -abs(loop.relative[at]))
            total, chosen = 0.0, []
            for loop in ranked:
                if total >= share or not abs(loop.relative[at]) > 0:
                    break
                total += abs(loop.relative[at])
                chosen.append(loop.name)
            names = tuple(sorted(chosen))
            if found and found[-1][2] == names:
                found[-1] = (found[-1][0], float(time), names)
            else:
                found.append((float(time), float(time), names))
        return found

    def how_sure(self) -> Array:
        """Return the share of members in which each loop is the strongest of its partition, shape (loops, times).

        Where nothing moves no loop is the strongest.

        Examples
        --------
        >>> from ecotone.dynamics.diffusion import technology_diffusion
        >>> found = find_loops(technology_diffusion().model(), members=2, constants={"innovation": [0.01, 0.02]})
        >>> found.how_sure().shape[0] == len(found.loops)
        True
        """
        sure = np.zeros((len(self.loops), self.time.size))
        for part in {loop.partition for loop in self.loops}:
            rows = [at for at, loop in enumerate(self.loops) if loop.partition == part]
            sizes = np.stack([np.abs(self.loops[at].relative).reshape(self.time.size, -1) for at in rows])
            strongest = np.argmax(np.nan_to_num(sizes), axis=0)
            moves = np.nan_to_num(sizes).max(axis=0) > 0
            for place, at in enumerate(rows):
                sure[at] = ((strongest == place) & moves).mean(axis=1)
        return sure

    def strongest(self, partition: int = 0) -> list[tuple[float, float, str, float]]:
        """Return from, to, loop and least certainty of the intervals in which one loop is strongest in most members.

        The certainty is the smallest share of members, over the interval, in which that loop is the strongest.
        """
        rows = [at for at, loop in enumerate(self.loops) if loop.partition == partition]
        if not rows:
            return []
        sure = self.how_sure()[rows]
        found: list[tuple[float, float, str, float]] = []
        for at, time in enumerate(self.time):
            best = int(np.argmax(sure[:, at]))
            name, share = (self.loops[rows[best]].name, float(sure[best, at])) if sure[best, at] > 0 else ("", 1.0)
            if found and found[-1][2] == name:
                found[-1] = (found[-1][0], float(time), name, min(found[-1][3], share))
            else:
                found.append((float(time), float(time), name, share))
        return found


def find_loops(
    model: Model,
    *,
    members: int = 1,
    constants: Mapping[str, Any] | None = None,
    seed: int = 0,
    limit: int = MAX_LOOPS,
    independent: bool = False,
    engine: Engine = "auto",
) -> Loops:
    """Find the feedback loops of a model and score them over a run or an ensemble.

    Parameters
    ----------
    model : Model
        The model; integrated by Euler's method, to which the scores belong.
    members, constants, seed
        As in `Model.run`.
    limit : int
        How many loops are listed at most; an independent set is not cut.
    independent : bool
        Whether only the shortest independent loop set of each partition is wanted (see `independent`); shares are then among it.
    """
    causes = Causes(model.graph)
    wanted, parts = _needed(causes)
    if not wanted:
        return Loops(np.zeros(0), (), complete=True)
    grid = time_grid(model.graph, model.lowered.settings)
    found = trajectories(model, model.graph, wanted, grid, members, constants or {}, seed, engine)
    before, after = ({vertex: values[ends] for vertex, values in found.items()} for ends in (slice(None, -1), slice(1, None)))
    moves = Moves(causes, before, after, (grid.times[:-1], grid.times[1:]), grid.steps, before[wanted[0]].shape)
    if independent:
        return _independent(moves, parts, grid.times[1:])
    return _scored(moves, parts, grid.times[1:], limit, seed)


def carrying_loops(
    model: Model,
    interventions: Sequence[Intervention],
    *,
    members: int = 1,
    constants: Mapping[str, Any] | None = None,
    seed: int = 0,
    limit: int = MAX_LOOPS,
    engine: Engine = "auto",
) -> Loops:
    """Find the loops that carry what interventions change: scores from one scenario to the other, not from step to step.

    The score of a link x → z is that of Loops that Matter with the change from baseline to scenario at the same moment in
    the place of the change over one step: the part of z's difference that x's difference alone would make. The method is
    our own extension of the published one; before the interventions start all scores are 0.

    Parameters
    ----------
    model : Model
        The model, integrated by Euler's method.
    interventions : sequence of Intervention
        The scenario.
    members, constants, seed, limit
        As in `find_loops`.
    """
    # The baseline is the same program with interventions that never start, so that both number their variables alike.
    never = [replace(item, start=1e300, end=None) for item in interventions]
    base, changed = model.changed(never), model.changed(interventions)
    causes, same = Causes(changed.graph), Causes(base.graph)
    wanted, parts = _needed(causes)
    if not wanted:
        return Loops(np.zeros(0), (), complete=True)
    grid = time_grid(changed.graph, changed.settings)
    before = trajectories(model, same.graph, wanted, grid, members, constants or {}, seed, engine)
    after = trajectories(model, causes.graph, wanted, grid, members, constants or {}, seed, engine)
    steps = np.append(grid.steps, grid.steps[-1:])
    moves = Moves(causes, before, after, (grid.times, grid.times), steps, before[wanted[0]].shape)
    return _scored(moves, parts, grid.times, limit, seed)


def _needed(causes: Causes) -> tuple[list[Vertex], list[list[Vertex]]]:
    """Return the variables whose trajectories scores need, and the partitions."""
    parts = components(causes.inputs)
    return sorted({vertex for part in parts for vertex in part} | {i for part in parts for v in part for i in causes.inputs[v]}), parts


def _scored(moves: Moves, parts: list[list[Vertex]], time: Array, limit: int, seed: int) -> Loops:
    """Enumerate the loops of every partition, or where there are too many search the strongest; multiply their links' scores."""
    members = moves.shape[1] if len(moves.shape) > 1 else 1
    rings: list[tuple[tuple[Vertex, ...], int]] = []
    searched = 0
    sample: Moves | None = None
    for number, part in enumerate(parts):
        found, whole = cycles(moves.causes.inputs, part, limit - len(rings) if len(rings) < limit else 1)
        if not whole:
            sample = sample or moves.some(_sample(members, seed))
            searched = sample.shape[-1] if members > 1 else 1
            most = limit if members == 1 else max(min(limit, ROOM // (moves.shape[0] * members)), 1)
            found = _search(sample, part, most)
        rings += [(ring, number) for ring in found]
    return Loops(time, _named(moves.causes, _multiplied(moves, rings)), not searched, searched)


def _independent(moves: Moves, parts: list[list[Vertex]], time: Array) -> Loops:
    """Score the shortest independent loop set of every partition."""
    rings: list[tuple[tuple[Vertex, ...], int]] = []
    there = 0
    for number, part in enumerate(parts):
        found, count = independent_loops(moves.causes.inputs, part)
        rings += [(ring, number) for ring in found]
        there += count
    return Loops(time, _named(moves.causes, _multiplied(moves, rings)), len(rings) == there, independent=there)


def _multiplied(moves: Moves, rings: list[tuple[tuple[Vertex, ...], int]]) -> list[tuple[tuple[Vertex, ...], int, Array]]:
    """Return loops with the products of their links' scores, a block of members after the other."""
    scores = np.ones((len(rings), *moves.shape))
    members = moves.shape[1] if len(moves.shape) > 1 else 1
    for begin in range(0, members, BLOCK):
        block = moves.few(begin, begin + BLOCK)
        links: dict[tuple[Vertex, Vertex], Array] = {}
        for at, (ring, _) in enumerate(rings):
            score = scores[at] if len(moves.shape) == 1 else scores[at, :, begin : begin + BLOCK]
            for link in zip(ring, (*ring[1:], ring[0]), strict=True):
                if link not in links:
                    links[link] = block.link(*link)
                score *= links[link]
    return [(ring, part, scores[at]) for at, (ring, part) in enumerate(rings)]


def _sample(members: int, seed: int) -> NDArray[np.int64]:
    """Return the members in which strong loops are searched: the first, and others drawn by the seed."""
    drawn = np.random.Generator(np.random.Philox(seed)).permutation(np.arange(1, members))[: SAMPLE - 1]
    return np.sort(np.append(drawn, 0)).astype(np.int64)


def _search(moves: Moves, part: list[Vertex], limit: int) -> list[tuple[Vertex, ...]]:
    """Search strong loops of a partition in every member, and keep those that somewhere make up a part of the behaviour worth telling."""
    from ecotone.dynamics.interpreter.strongest import strongest

    place = {vertex: at for at, vertex in enumerate(part)}
    pairs = sorted((place[source], place[target]) for target in part for source in moves.causes.inputs[target] if source in place)
    steps = moves.shape[0]
    signed = np.stack([moves.link(part[one], part[other]).reshape(steps, -1) for one, other in pairs])
    first = np.searchsorted([a for a, _ in pairs], np.arange(len(part) + 1)).astype(np.int64)
    target = np.array([b for _, b in pairs], dtype=np.int64)
    stocks = np.array([at for at, vertex in enumerate(part) if vertex in moves.causes.state_of], dtype=np.int64)
    marks = np.random.Generator(np.random.Philox(0)).integers(1, 2**61, len(pairs))
    pieces: dict[frozenset[int], NDArray[np.int64]] = {}
    for member in range(signed.shape[2]):
        with np.errstate(over="ignore"):  # only plain Python notices that the marks are meant to overflow
            found, ends = strongest(stocks, first, target, np.ascontiguousarray(np.abs(signed[:, :, member]).T), marks, SEARCHED)
        for piece in np.split(found, ends[:-1]) if ends.size else []:
            pieces.setdefault(frozenset(piece.tolist()), piece)
    listed = list(pieces.values())
    weight, mean = (np.zeros(len(listed)) for _ in range(2))
    for member in range(signed.shape[2]):
        sizes = np.stack([np.abs(np.prod(signed[piece, :, member], axis=0)) for piece in listed]) if listed else np.zeros((0, steps))
        with np.errstate(all="ignore"):
            shares = np.nan_to_num(sizes / sizes.sum(axis=0))
        weight = np.maximum(weight, shares.max(axis=1, initial=0.0))
        mean += shares.mean(axis=1)
    keep = [at for at in np.argsort(-mean, kind="stable") if weight[at] >= WORTH][:limit]
    return [tuple(part[pairs[link][0]] for link in listed[at]) for at in keep]


def _named(causes: Causes, loops: list[tuple[tuple[Vertex, ...], int, Array]]) -> tuple[Loop, ...]:
    """Work out relative scores, and name the loops by polarity and importance."""
    totals: dict[int, Array] = {}
    for _, part, score in loops:
        totals[part] = totals.get(part, np.zeros_like(score)) + np.abs(score)
    found = []
    for ring, part, score in loops:
        # Where scores are beyond all numbers no loop has a share.
        with np.errstate(all="ignore"):
            relative = np.nan_to_num(np.where(totals[part] > 0, score / totals[part], 0.0))
        found.append((float(np.abs(relative).mean()), ring, part, score, relative))
    counts = {"R": 0, "B": 0, "U": 0}
    named = []
    for _, ring, part, score, relative in sorted(found, key=lambda item: (-item[0], item[1])):
        up, down = float(np.nansum(np.maximum(score, 0) > 0)), float(np.nansum(np.minimum(score, 0) < 0))
        kind = "R" if down == 0 and up > 0 else "B" if up == 0 and down > 0 else "U"
        counts[kind] += 1
        labels = tuple(causes.graph.instances[vertex].label for vertex in ring)
        named.append(Loop(f"{kind}{counts[kind]}", labels, score, relative, part))
    return tuple(named)
