"""Weights from choices between two partial profiles: which one a judge would rather have, all else equal.

A choice between a candidate that is best on trust and worst on reach and one that is the other way round says which of the two
weighs more; with a level in between on one side it says by how much. Every choice cuts the space of weights; what is left are the
weights that this judge may have. Their mean is the judge's weight, their spread is what the choices leave open, and draws of
them serve SMAA. Choices that no weights can satisfy are refused, with the fewest that contradict each other.

References
----------
Hansen & Ombler (2008), A new method for scoring additive multi-attribute value models using pairwise rankings of alternatives.
Journal of Multi-Criteria Decision Analysis 15.
Smith (1984), Efficient Monte Carlo procedures for generating points uniformly distributed over bounded regions. Oper. Res. 32.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from ecotone.errors import DecisionError
from ecotone.estimate import Estimate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

Preferred = Literal["first", "second", "equal"]

SLACK: Final = 0.02
"""Two profiles called equal differ by no more than this in score."""
DRAWS: Final = 4_000
CHAINS: Final = 50
STEPS: Final = 400
"""Steps of each chain that are not kept, so that it forgets where it began."""
THIN: Final = 5
DECIDED: Final = 0.9
"""A question to which this share of the weights that are left gives one answer need not be asked."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a judge said of two partial profiles.

    Parameters
    ----------
    first, second : mapping of str to float
        The worth, from 0 to 1, of each profile on the same two items (or more); all else is equal.
    preferred : Preferred
        Which one the judge would rather have.
    """

    first: Mapping[str, float]
    second: Mapping[str, float]
    preferred: Preferred

    def __post_init__(self) -> None:
        if set(self.first) != set(self.second) or len(self.first) < 2:
            raise DecisionError(
                "A choice is between two profiles on the same two items", got=str(self), expected="for example {a: 1, b: 0} or {a: 0, b: 1}"
            )
        if self.preferred not in {"first", "second", "equal"}:
            raise DecisionError("A choice prefers one profile, or neither", got=str(self.preferred), expected="first, second or equal")
        if any(not 0 <= worth <= 1 for worth in [*self.first.values(), *self.second.values()]):
            raise DecisionError("A profile lies outside its scale", got=str(self), expected="a worth from 0 to 1")

    def __str__(self) -> str:
        sides = ["{" + ", ".join(f"{name}: {worth:g}" for name, worth in side.items()) + "}" for side in (self.first, self.second)]
        said = {"first": "rather than", "second": "less than", "equal": "as good as"}.get(self.preferred, "or")
        return f"{sides[0]} {said} {sides[1]}"


@dataclass(frozen=True, eq=False)
class Tradeoffs:
    """The weights that a judge may have.

    Parameters
    ----------
    items : tuple of str
        What is weighed.
    weights : ndarray of float, shape (n,)
        Their mean; sums to 1.
    draws : ndarray of float, shape (d, n)
        Equally likely weights.
    choices : tuple of Choice
        What the judge said.
    """

    items: tuple[str, ...]
    weights: NDArray[np.float64]
    draws: NDArray[np.float64]
    choices: tuple[Choice, ...]

    def estimates(self, level: float = 0.9) -> dict[str, Estimate]:
        """Return each weight with what the choices leave open."""
        low, high = np.quantile(self.draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
        method = f"weights that fit {len(self.choices)} choices, {len(self.draws):,} draws"
        ends = zip(self.items, self.weights, low, high, strict=True)
        return {
            name: Estimate(float(mean), float(min(a, mean)), float(max(b, mean)), level=level, method=method) for name, mean, a, b in ends
        }


def tradeoffs(items: Sequence[str], choices: Sequence[Choice], *, draws: int = DRAWS, seed: int = 0) -> Tradeoffs:
    """Derive weights from choices.

    Parameters
    ----------
    items : sequence of str
        What is weighed; two or more.
    choices : sequence of Choice
        What the judge said; none leaves all weights open.
    draws, seed : int
        Of the weights that are left (hit-and-run).

    Raises
    ------
    DecisionError
        If no weights satisfy all choices; the message names those that contradict each other.

    Examples
    --------
    >>> said = [Choice({"trust": 1, "reach": 0}, {"trust": 0, "reach": 1}, "first")]
    >>> found = tradeoffs(["trust", "reach"], said)
    >>> bool(abs(found.weights[0] - 0.75) < 0.01), bool((found.draws[:, 0] >= 0.5).all())
    (True, True)
    """
    names = tuple(items)
    if len(names) < 2 or len(set(names)) < len(names):
        raise DecisionError("Weights are of two different items or more", got=", ".join(names))
    unknown = sorted({name for choice in choices for name in choice.first} - set(names))
    if unknown:
        raise DecisionError("A choice is about an item that is not weighed", got=", ".join(unknown), expected=", ".join(names))
    sides, ends = _halfspaces(names, choices)
    start, room = _middle(sides, ends, len(names))
    if room < 1e-9:
        start, least = _evenest(sides, ends, len(names))
        if least < 1e-9:
            against = "; ".join(str(choice) for choice in _conflict(names, choices))
            raise DecisionError(f"No weights satisfy these choices together: {against}", remedy="Think one of them over")
        # The choices leave a set without extent (an edge): its most even weights are all that can be said.
        return Tradeoffs(names, start, np.tile(start, (draws, 1)), tuple(choices))
    found = _hit_and_run(sides, ends, start, draws, seed)
    mean = found.mean(axis=0)
    return Tradeoffs(names, mean / mean.sum(), found, tuple(choices))


def _halfspaces(names: tuple[str, ...], choices: Sequence[Choice]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the choices as rows a and ends b of a·w ≥ b."""
    rows, ends = [], []
    for choice in choices:
        lead = np.zeros(len(names))
        for name in choice.first:
            lead[names.index(name)] = choice.first[name] - choice.second[name]
        if choice.preferred == "equal":
            rows += [lead, -lead]
            ends += [-SLACK, -SLACK]
        else:
            rows.append(lead if choice.preferred == "first" else -lead)
            ends.append(0.0)
    return np.array(rows).reshape(-1, len(names)), np.array(ends)


def _middle(sides: NDArray[np.float64], ends: NDArray[np.float64], n: int) -> tuple[NDArray[np.float64], float]:
    """Return the weights that satisfy all with the most room, and that room; below 0 where none satisfy all."""
    from scipy.optimize import linprog

    length = np.linalg.norm(sides, axis=1) if len(sides) else np.zeros(0)
    above = np.vstack([np.column_stack([-sides, np.maximum(length, 1e-12)]), np.column_stack([-np.eye(n), np.ones(n)])])
    limit = np.r_[-ends, np.zeros(n)]
    found = linprog(
        np.r_[np.zeros(n), -1.0], A_ub=above, b_ub=limit, A_eq=np.r_[np.ones(n), 0.0][None], b_eq=[1.0],
        bounds=[(0, 1)] * n + [(-1, 1)], method="highs",
    )  # fmt: skip
    return np.asarray(found.x[:n]), float(found.x[n])


def _evenest(sides: NDArray[np.float64], ends: NDArray[np.float64], n: int) -> tuple[NDArray[np.float64], float]:
    """Return the weights that satisfy all with the least as large as can be, and that least.

    It is 0 where choices hold only because what they are about would weigh nothing: those contradict each other too.
    """
    from scipy.optimize import linprog

    above = np.vstack([np.column_stack([-sides, np.zeros(len(sides))]), np.column_stack([-np.eye(n), np.ones(n)])])
    found = linprog(
        np.r_[np.zeros(n), -1.0], A_ub=above, b_ub=np.r_[-ends, np.zeros(n)], A_eq=np.r_[np.ones(n), 0.0][None], b_eq=[1.0],
        bounds=[(0, 1)] * (n + 1), method="highs",
    )  # fmt: skip
    return (np.asarray(found.x[:n]), float(found.x[n])) if found.success else (np.zeros(n), 0.0)


def _conflict(names: tuple[str, ...], choices: Sequence[Choice]) -> list[Choice]:
    """Return the fewest choices that still contradict each other: each is dropped if the rest do without it."""
    kept = list(choices)
    for choice in choices:
        rest = [each for each in kept if each is not choice]
        if rest and _evenest(*_halfspaces(names, rest), len(names))[1] < 1e-9:
            kept = rest
    return kept


def _hit_and_run(
    sides: NDArray[np.float64], ends: NDArray[np.float64], start: NDArray[np.float64], draws: int, seed: int
) -> NDArray[np.float64]:
    """Walk through the weights that are left, each direction as likely, each point of the line through as likely."""
    generator = np.random.Generator(np.random.Philox(seed))
    n = len(start)
    rows, limits = np.vstack([sides, np.eye(n)]), np.r_[ends, np.zeros(n)]
    points = np.tile(start, (CHAINS, 1))
    kept: list[NDArray[np.float64]] = []
    needed = -(-draws // CHAINS)
    for step in range(STEPS + needed * THIN):
        way = generator.standard_normal((CHAINS, n))
        way -= way.mean(axis=1, keepdims=True)  # stays on weights that sum to 1
        slope, room = way @ rows.T, points @ rows.T - limits
        with np.errstate(divide="ignore", invalid="ignore"):
            reach = -room / slope
        low = np.where(slope > 1e-15, reach, -np.inf).max(axis=1)
        high = np.where(slope < -1e-15, reach, np.inf).min(axis=1)
        points = points + (low + (high - low) * generator.random(CHAINS))[:, None] * way
        points = np.maximum(points, 0.0)
        points /= points.sum(axis=1, keepdims=True)
        if step >= STEPS and (step - STEPS) % THIN == THIN - 1:
            kept.append(points)
    return np.vstack(kept)[:draws]


@dataclass(frozen=True, slots=True)
class Question:
    """The choice to ask about next, and the share of the weights left that would prefer its first profile."""

    first: Mapping[str, float]
    second: Mapping[str, float]
    share: float


def next_question(found: Tradeoffs) -> Question | None:
    """Return the question that divides the weights left most evenly; None where all are as good as decided.

    Examples
    --------
    >>> next_question(tradeoffs(["trust", "reach"], [])).share > 0.4
    True
    """
    best: Question | None = None
    asked = [(choice.first, choice.second) for choice in found.choices]
    for i, one in enumerate(found.items):
        for j, other in enumerate(found.items):
            if i == j:
                continue
            for middle in (0.0, 0.5):
                if middle == 0.0 and i > j:
                    continue  # the same two profiles the other way round
                first, second = {one: 1.0, other: 0.0}, {one: middle, other: 1.0}
                if (first, second) in asked:
                    continue
                share = float((found.draws[:, i] * (1 - middle) > found.draws[:, j]).mean())
                if best is None or abs(share - 0.5) < abs(best.share - 0.5) - 1e-12:
                    best = Question(first, second, share)
    return None if best is None or max(best.share, 1 - best.share) > DECIDED else best
