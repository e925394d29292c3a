"""A decision problem: candidates (alternatives), criteria with direction and weight, and one value for each pair.

What cannot be decided is refused here, so that no method needs to guard against it: fewer than two alternatives, a
value that is not a number, weights that are negative or sum to 0, and a criterion on which all alternatives are
equal (it decides nothing, yet its weight dilutes the others; keep it with `constant="keep"` if that is meant).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, Self

import numpy as np

from ecotone.errors import DecisionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

LARGEST: Final = 1e150
"""Values beyond this, squared or subtracted, can no longer be held."""
Direction = Literal["benefit", "cost"]
"""Whether more of it is better (`benefit`) or worse (`cost`)."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """What alternatives are judged by.

    Parameters
    ----------
    name : str
        Name of the criterion.
    direction : Direction
        Whether more of it is better or worse.
    weight : float
        Weight relative to the other criteria, 0 or more.
    """

    name: str
    direction: Direction = "benefit"
    weight: float = 1.0

    def __post_init__(self) -> None:
        if self.direction not in {"benefit", "cost"}:
            raise DecisionError("A criterion has no such direction", where=self.name, got=str(self.direction), expected="benefit or cost")
        if not (np.isfinite(self.weight) and self.weight >= 0):
            raise DecisionError("A weight is no number from 0 up", where=self.name, got=str(self.weight), expected="0 or more")


@dataclass(frozen=True, eq=False)
class DecisionProblem:
    """Alternatives by criteria.

    Parameters
    ----------
    alternatives : tuple of str
        Names, each once.
    criteria : tuple of Criterion
        Names, directions and weights.
    values : ndarray of float, shape (m, n)
        The value of each alternative on each criterion, in the criterion's own unit.
    constant : "refuse" or "keep"
        What to do with a criterion on which all alternatives are equal.
    ends : ndarray of float, shape (2, n), or None
        The least and the most value that each criterion's scale knows, whoever the alternatives are; by default the ends are
        those of the alternatives at hand.

    Raises
    ------
    DecisionError
        If the problem cannot be decided; the message says which alternative or criterion is at fault.

    Examples
    --------
    >>> problem = DecisionProblem.of([[3, 200], [5, 400]], weights=[3, 1], directions=["benefit", "cost"])
    >>> problem.weights.tolist(), problem.oriented.tolist()
    ([0.75, 0.25], [[3.0, -200.0], [5.0, -400.0]])
    """

    alternatives: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    values: NDArray[np.float64]
    constant: Literal["refuse", "keep"] = "refuse"
    ends: NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        shape = (len(self.alternatives), len(self.criteria))
        if self.values.shape != shape:
            raise DecisionError(
                "The values do not fit the alternatives and criteria",
                got="×".join(map(str, self.values.shape)),
                expected=f"{shape[0]} alternatives × {shape[1]} criteria",
            )
        if shape[0] < 2:
            raise DecisionError("There is nothing to choose between", got=f"{shape[0]} alternative", expected="two alternatives or more")
        if not shape[1]:
            raise DecisionError("There is nothing to judge by", got="0 criteria", expected="one criterion or more")
        _once(self.alternatives, "alternative")
        _once([criterion.name for criterion in self.criteria], "criterion")
        wrong = np.argwhere(~np.isfinite(self.values))
        if len(wrong):
            row, column = wrong[0]
            raise DecisionError(
                "A value is not a number",
                where=f"alternative {self.alternatives[row]}, criterion {self.criteria[column].name}",
                got=str(self.values[row, column]),
                remedy="Rate it, leave the alternative or the criterion out, or bound the scores with `robustness.score_bounds`",
            )
        beyond = np.argwhere(np.abs(self.values) > LARGEST)
        if len(beyond):
            row, column = beyond[0]
            raise DecisionError(
                "A value is too large to be compared",
                where=f"alternative {self.alternatives[row]}, criterion {self.criteria[column].name}",
                got=f"{self.values[row, column]:g}",
                expected=f"{-LARGEST:g} to {LARGEST:g}",
                remedy="Look for a slip, or give the criterion another unit",
            )
        if not sum(criterion.weight for criterion in self.criteria) > 0:
            raise DecisionError("The weights sum to 0", expected="at least one weight above 0", remedy="Weigh the criteria")
        if self.ends is not None:
            self._check_ends(self.ends)
        equal = [self.criteria[j].name for j in np.flatnonzero(np.ptp(self.values, axis=0) == 0)]
        if equal and self.constant == "refuse":
            raise DecisionError(
                "All alternatives are equal on a criterion, so it decides nothing",
                where=", ".join(equal),
                remedy='Leave it out, or pass constant="keep" to let it dilute the weights of the others',
            )

    def _check_ends(self, ends: NDArray[np.float64]) -> None:
        if ends.shape != (2, len(self.criteria)) or not np.isfinite(ends).all() or np.any(ends[0] >= ends[1]):
            raise DecisionError("The ends of the scales do not fit the criteria", expected="a least and a greater most value for each")
        outside = np.argwhere((self.values < ends[0] - 1e-12) | (self.values > ends[1] + 1e-12))
        if len(outside):
            row, column = outside[0]
            raise DecisionError(
                "A value lies outside its scale",
                where=f"alternative {self.alternatives[row]}, criterion {self.criteria[column].name}",
                got=f"{self.values[row, column]:g}",
                expected=f"{ends[0, column]:g} to {ends[1, column]:g}",
            )

    @classmethod
    def of(
        cls,
        values: ArrayLike,
        *,
        weights: ArrayLike | None = None,
        directions: Sequence[Direction | int] | None = None,
        alternatives: Sequence[str] | None = None,
        criteria: Sequence[str] | None = None,
        constant: Literal["refuse", "keep"] = "refuse",
        ends: ArrayLike | None = None,
    ) -> Self:
        """Build a problem from arrays; names default to A1, A2 … and C1, C2 …; directions may be given as 1 and -1."""
        table = np.array(values, dtype=np.float64)
        if table.ndim != 2:
            raise DecisionError("The values are no table", got=f"{table.ndim} dimensions", expected="alternatives × criteria")
        m, n = table.shape
        given = np.ones(n) if weights is None else np.asarray(weights, dtype=np.float64)
        ways: list[Direction | int] = ["benefit"] * n if directions is None else list(directions)
        names = [f"C{j + 1}" for j in range(n)] if criteria is None else list(criteria)
        if not (given.shape == (n,) and len(ways) == n and len(names) == n):
            raise DecisionError(
                "Every criterion needs one name, one weight and one direction",
                got=f"{len(names)} names, {given.size} weights, {len(ways)} directions",
                expected=f"{n} of each",
            )
        made = tuple(Criterion(name, direction_of(way, name), float(weight)) for name, way, weight in zip(names, ways, given, strict=True))
        named = tuple(alternatives) if alternatives is not None else tuple(f"A{i + 1}" for i in range(m))
        return cls(named, made, table, constant, None if ends is None else np.array(ends, dtype=np.float64))

    @property
    def weights(self) -> NDArray[np.float64]:
        """Weights, made to sum to 1."""
        weights = np.array([criterion.weight for criterion in self.criteria])
        return np.asarray(weights / weights.sum())

    @property
    def signs(self) -> NDArray[np.float64]:
        """Return 1 for a benefit, -1 for a cost."""
        return np.array([1.0 if criterion.direction == "benefit" else -1.0 for criterion in self.criteria])

    @property
    def oriented(self) -> NDArray[np.float64]:
        """Values with the costs negated, so that more is better everywhere."""
        return self.values * self.signs

    @property
    def normalised(self) -> NDArray[np.float64]:
        """Min–max values: 0 for the worst and 1 for the best alternative of each criterion (0 for all on a constant one), or scale end."""
        better = self.oriented
        if self.ends is not None:
            worst = np.where(self.signs > 0, self.ends[0], -self.ends[1])
            return np.asarray((better - worst) / (self.ends[1] - self.ends[0]))
        span = np.ptp(better, axis=0)
        return np.asarray((better - better.min(axis=0)) / np.where(span > 0, span, 1.0))

    def with_weights(self, weights: ArrayLike) -> Self:
        """Return the same problem under other weights."""
        given = np.asarray(weights, dtype=np.float64)
        if given.shape != (len(self.criteria),):
            raise DecisionError("Every criterion needs one weight", got=f"{given.size}", expected=f"{len(self.criteria)}")
        made = tuple(replace(criterion, weight=float(weight)) for criterion, weight in zip(self.criteria, given, strict=True))
        return replace(self, criteria=made)

    def without(self, alternative: int) -> Self:
        """Return the problem with one alternative deleted; a criterion that no longer decides is kept."""
        return replace(
            self,
            alternatives=self.alternatives[:alternative] + self.alternatives[alternative + 1 :],
            values=np.delete(self.values, alternative, axis=0),
            constant="keep",
        )


def direction_of(way: Direction | int, name: str) -> Direction:
    """Read a direction given as a word or as 1 and -1."""
    if way in {1, "benefit"}:
        return "benefit"
    if way in {-1, "cost"}:
        return "cost"
    raise DecisionError("A criterion has no such direction", where=name, got=str(way), expected="benefit or cost, 1 or -1")


def _once(names: Sequence[str], kind: str) -> None:
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        raise DecisionError(f"Two of one name ({kind})", got=", ".join(twice), remedy="Give each a name of its own")
