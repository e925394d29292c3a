"""Weights from pairwise comparisons (analytic hierarchy process), and how consistent the judge was.

Weights are the principal eigenvector (Saaty) or the row geometric mean (Crawford & Williams: the least squares of the
logarithms). An incomplete matrix is completed so that its largest eigenvalue is least, or solved by logarithmic least squares over
what was compared. The consistency ratio divides by the index of random matrices; published tables of it differ, so
the one that was used is part of the answer.

References
----------
Saaty (1980), The Analytic Hierarchy Process. McGraw-Hill.
Crawford & Williams (1985), A note on the analysis of subjective judgment matrices. J. Math. Psychol. 29.
Bozóki, Fülöp & Rónyai (2010), On optimal completion of incomplete pairwise comparison matrices. Math. Comput. Model. 52.
Donegan & Dodd (1991), A note on Saaty's random indexes. Math. Comput. Model. 15.
Alonso & Lamata (2006), Consistency in the analytic hierarchy process: a new approach. Int. J. Uncertain. Fuzz. 14.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from ecotone.errors import DecisionError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ecotone.partnerships.judgements import Judgements

Weighting = Literal["eigenvector", "geometric"]
"""How weights follow from a matrix."""

RandomIndex = Literal["Saaty", "Donegan-Dodd", "Alonso-Lamata"]
"""Whose index of random matrices a consistency ratio is divided by."""

TABLES: dict[RandomIndex, tuple[float, ...]] = {
    "Saaty": (0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49),
    "Donegan-Dodd": (
        0.4914, 0.8286, 1.0591, 1.1797, 1.2519, 1.3171, 1.3733, 1.4055, 1.4213,
        1.4497, 1.4643, 1.4822, 1.4969, 1.5078, 1.5153, 1.5262, 1.5313, 1.5371,
    ),
}  # fmt: skip
"""Random indices from three items up; Alonso and Lamata give a line instead, for any number."""

ACCEPTABLE = 0.10
"""Above this consistency ratio Saaty advises to ask again."""


def random_index(items: int, table: RandomIndex = "Saaty") -> float:
    """Return the mean consistency index of random matrices.

    Examples
    --------
    >>> random_index(4), random_index(4, "Donegan-Dodd"), round(random_index(4, "Alonso-Lamata"), 4)
    (0.9, 0.8286, 0.9094)
    """
    if table == "Alonso-Lamata":
        return (2.7699 * items - 4.3513 - items) / (items - 1)
    if table not in TABLES:
        raise DecisionError("There is no such table of random indices", got=str(table), expected="Saaty, Donegan-Dodd or Alonso-Lamata")
    if not 3 <= items < 3 + len(TABLES[table]):
        raise DecisionError(
            f"The table of {table} ends before that many items",
            got=f"{items} items",
            expected=f"3 to {2 + len(TABLES[table])}",
            remedy='Pass random_index="Alonso-Lamata"',
        )
    return TABLES[table][items - 3]


@dataclass(frozen=True, eq=False)
class Priorities:
    """Weights that follow from one judge's comparisons, or from a group's.

    Parameters
    ----------
    items : tuple of str
        What was compared.
    weights : ndarray of float, shape (n,)
        Sum to 1.
    largest_eigenvalue : float
        Of the matrix, completed where comparisons were missing; n for a consistent judge. For the geometric mean, its
        usual estimate from those weights: the mean over items of (A w) / w.
    consistency_index : float
        (λ − n) / (n − 1).
    consistency_ratio : float
        The index divided by that of random matrices; 0 for two items.
    random_index : RandomIndex
        Whose table that is.
    method : Weighting
        How the weights follow.
    matrix : ndarray of float, shape (n, n)
        The matrix, completed.
    """

    items: tuple[str, ...]
    weights: NDArray[np.float64]
    largest_eigenvalue: float
    consistency_index: float
    consistency_ratio: float
    random_index: RandomIndex
    method: Weighting
    matrix: NDArray[np.float64]

    @property
    def acceptable(self) -> bool:
        """Whether the consistency ratio is at most 0.10."""
        return self.consistency_ratio <= ACCEPTABLE


def priorities(judgements: Judgements, *, method: Weighting = "eigenvector", table: RandomIndex | None = None) -> Priorities:
    """Derive weights from pairwise comparisons.

    Parameters
    ----------
    judgements : Judgements
        The comparisons, complete or not.
    method : Weighting
        Principal eigenvector, or row geometric mean.
    table : RandomIndex, optional
        Whose random index; by default Saaty's up to ten items, and Alonso and Lamata's beyond.

    Examples
    --------
    >>> from ecotone.partnerships import Judgements
    >>> found = priorities(Judgements.from_upper(["reach", "trust", "cost"], [3, 5, 2]))
    >>> found.weights.round(3).tolist(), round(found.consistency_ratio, 3)
    ([0.648, 0.23, 0.122], 0.003)
    """
    n = len(judgements.items)
    matrix = judgements.matrix
    if method == "geometric":
        weights = _logarithmic_least_squares(matrix)
        matrix = np.where(np.isnan(matrix), weights[:, None] / weights[None, :], matrix)
        largest = float(((matrix @ weights) / weights).mean())
    elif method == "eigenvector":
        if not judgements.complete:
            matrix = _complete(matrix)
        largest, weights = _principal(matrix)
    else:
        raise DecisionError("There is no such way from judgements to weights", got=str(method), expected="eigenvector or geometric")
    used: RandomIndex = table or ("Saaty" if n <= 10 else "Alonso-Lamata")
    # A completed or rounded matrix may come out a hair below n.
    index = max(0.0, (largest - n) / (n - 1))
    ratio = index / random_index(n, used) if n > 2 else 0.0
    return Priorities(judgements.items, weights, largest, index, ratio, used, method, matrix)


@dataclass(frozen=True, slots=True)
class AtOdds:
    """The comparison that the others contradict most: what was said of it, and the ratio of the weights that follow from all."""

    first: str
    second: str
    said: float
    follows: float


def at_odds(judgements: Judgements, found: Priorities) -> AtOdds | None:
    """Return the comparison that lies farthest, as a factor, from the weights; None where all agree with them.

    Of a pair the item that was said to outweigh comes first.

    Examples
    --------
    >>> from ecotone.partnerships import Judgements
    >>> judged = Judgements.from_upper(["reach", "trust", "cost"], [2, 2, 4])
    >>> said = at_odds(judged, priorities(judged))
    >>> said.first, said.second, said.said, round(said.follows, 2)
    ('trust', 'cost', 4.0, 2.52)
    """
    n = len(found.items)
    ratios = found.weights[:, None] / found.weights[None, :]
    made = np.triu(~np.isnan(judgements.matrix), 1)
    off = np.where(made, np.abs(np.log(np.where(made, judgements.matrix, 1.0) / ratios)), 0.0)
    # Of factors that are alike but for rounding the strongest statement is shown.
    strength = np.abs(np.log(np.where(made, judgements.matrix, 1.0)))
    worst = max(((i, j) for i in range(n) for j in range(i + 1, n)), key=lambda at: (round(float(off[at]), 9), float(strength[at])))
    if off[worst] < 1e-6:
        return None
    i, j = worst if judgements.matrix[worst] >= 1 else worst[::-1]
    return AtOdds(found.items[i], found.items[j], float(judgements.matrix[i, j]), float(ratios[i, j]))


def hierarchy(
    top: Judgements, below: Mapping[str, Judgements], *, method: Weighting = "eigenvector", table: RandomIndex | None = None
) -> tuple[dict[str, float], dict[str, Priorities]]:
    """Weigh the leaves of a hierarchy of comparisons.

    Parameters
    ----------
    top : Judgements
        Comparison of the topmost criteria.
    below : mapping of str to Judgements
        For a criterion that is broken down further, or under which alternatives are compared: what lies below it.
    method, table
        As for `priorities`.

    Returns
    -------
    dict of str to float
        Weight of each leaf, summed over the branches it hangs on.
    dict of str to Priorities
        Each comparison's own priorities and consistency ratio; the topmost under the name "".

    Examples
    --------
    >>> from ecotone.partnerships import Judgements
    >>> top = Judgements.from_upper(["reach", "cost"], [3])
    >>> leaves, _ = hierarchy(top, {name: Judgements.from_upper(["A", "B"], [ratio]) for name, ratio in [("reach", 4), ("cost", 1)]})
    >>> {name: round(weight, 3) for name, weight in leaves.items()}
    {'A': 0.725, 'B': 0.275}
    """
    found = {name: priorities(judged, method=method, table=table) for name, judged in {"": top, **below}.items()}
    leaves: dict[str, float] = {}

    def descend(name: str, share: float, above: tuple[str, ...]) -> None:
        if name in above:
            raise DecisionError("The hierarchy goes in a circle", got=" → ".join([*above, name]))
        if name not in found:
            leaves[name] = leaves.get(name, 0.0) + share
            return
        for item, weight in zip(found[name].items, found[name].weights, strict=True):
            descend(item, share * float(weight), (*above, name))

    descend("", 1.0, ())
    return leaves, found


def _principal(matrix: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
    """Return the Perron root and its vector, made to sum to 1."""
    values, vectors = np.linalg.eig(matrix)
    place = int(np.argmax(values.real))
    vector = np.abs(vectors[:, place].real)
    return float(values[place].real), vector / vector.sum()


def _logarithmic_least_squares(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Solve the normal equations over the comparisons made; for a complete matrix this is the row geometric mean."""
    made = ~np.isnan(matrix)
    degree = made.sum(axis=1) - 1.0
    laplacian = np.diag(degree + 1.0) - made
    logs = np.log(np.where(made, matrix, 1.0)).sum(axis=1)
    # Adding 1 everywhere fixes the free constant (logs sum to 0) without touching the solution.
    weights = np.exp(np.linalg.solve(laplacian + 1.0, logs))
    return np.asarray(weights / weights.sum())


def _complete(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fill what was not compared so that the largest eigenvalue is least: convex in the logarithms, with a known gradient."""
    from scipy.optimize import minimize

    rows, columns = np.nonzero(np.triu(np.isnan(matrix), 1))
    start = _logarithmic_least_squares(matrix)

    def filled(logs: NDArray[np.float64]) -> NDArray[np.float64]:
        full = matrix.copy()
        full[rows, columns], full[columns, rows] = np.exp(logs), np.exp(-logs)
        return full

    def objective(logs: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        full = filled(logs)
        largest, right = _principal(full)
        _, left = _principal(full.T)
        change = left[rows] * full[rows, columns] * right[columns] - left[columns] * full[columns, rows] * right[rows]
        return float(np.log(largest)), change / (left @ right) / largest

    best = minimize(objective, np.log(start[rows] / start[columns]), jac=True, method="BFGS", options={"gtol": 1e-10})
    return filled(best.x)
