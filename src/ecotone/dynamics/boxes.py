"""What has to be true for a policy to fail: boxes of inputs in which failures lie dense (PRIM).

From the whole of the draws, slices of one input are peeled off, each time the one that leaves failures densest, until the
box would hold too few draws; of the boxes on the way the one is chosen that still holds most failures where they are as
dense as wanted. An input whose bound could be chance (binomial test, Bryant and Lempert) is let go.

References
----------
J. H. Friedman, N. I. Fisher: Bump hunting in high-dimensional data. Statistics and Computing 9, 1999. B. P. Bryant,
R. J. Lempert: Thinking inside the box. Technological Forecasting and Social Change 77, 2010.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecotone.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Bound:
    """One side of a box: an input between two values, and how likely its being there is chance."""

    name: str
    low: float
    high: float
    chance: float


@dataclass(frozen=True, slots=True)
class Box:
    """A box of inputs.

    Parameters
    ----------
    bounds : tuple of Bound
        The inputs that matter; all others may be anything.
    density : float
        Share of the draws in it that fail.
    coverage : float
        Share of the failures that lie in it.
    draws : int
        How many draws lie in it.
    """

    bounds: tuple[Bound, ...]
    density: float
    coverage: float
    draws: int


def failure_box(
    draws: Mapping[str, Array], fails: Mask, *, peel: float = 0.05, fewest: float = 0.05, dense: float = 0.8, chance: float = 0.05
) -> Box | None:
    """Find the box of inputs in which failures lie dense; None where there is none to find.

    Parameters
    ----------
    draws : mapping
        Input to its value in every draw.
    fails : ndarray of bool
        Which draws fail.
    peel : float
        Share of the box that one step takes off.
    fewest : float
        Least share of all draws in the box.
    dense : float
        How dense failures should be in it.
    chance : float
        A bound that could be there by chance at this level is let go.

    Examples
    --------
    >>> x = np.random.Generator(np.random.Philox(1)).random((2, 2000))
    >>> box = failure_box({"a": x[0], "b": x[1]}, x[0] < 0.3)
    >>> [bound.name for bound in box.bounds], round(box.density, 1), round(box.coverage, 1)
    (['a'], 0.8, 1.0)
    """
    names = [name for name, values in draws.items() if np.ptp(values) > 0]
    if any(values.size != fails.size for values in draws.values()):
        raise InputError("Every draw needs a value of each input and a verdict", got=str(fails.size))
    if not names or not fails.any() or fails.all():
        return None
    x = np.stack([draws[name] for name in names])
    inside = np.ones(fails.size, dtype=np.bool_)
    ways: list[Mask] = [inside]
    while (step := _peeled(x, fails, inside, peel)) is not None and step.sum() >= max(fewest * fails.size, 2):
        inside = step
        ways.append(inside)
    densest = [way for way in ways if fails[way].mean() >= dense]
    best = densest[0] if densest else max(ways, key=lambda way: (float(fails[way].mean()), int(way.sum())))
    limits = {at: (float(x[at, best].min()), float(x[at, best].max())) for at in range(len(names))}
    held = [at for at, (low, high) in limits.items() if low > x[at].min() or high < x[at].max()]
    while held:
        bounds = {at: _chance(x, fails, limits, held, at) for at in held}
        worst = max(held, key=lambda at: bounds[at])
        if bounds[worst] <= chance:
            break
        held.remove(worst)
    if not held:
        return None
    box = _within(x, limits, held)
    found = sorted((Bound(names[at], *limits[at], bounds[at]) for at in held), key=lambda bound: (bound.chance, bound.name))
    return Box(tuple(found), float(fails[box].mean()), float(fails[box].sum() / fails.sum()), int(box.sum()))


def _peeled(x: Array, fails: Mask, inside: Mask, peel: float) -> Mask | None:
    """Take off the slice that leaves failures densest; None where no slice makes them denser."""
    best, density = None, float(fails[inside].mean())
    for values in x:
        low, high = np.quantile(values[inside], [peel, 1 - peel])
        for kept in (inside & (values > low), inside & (values < high)):
            if kept.any() and float(fails[kept].mean()) > density:
                best, density = kept, float(fails[kept].mean())
    return best


def _within(x: Array, limits: dict[int, tuple[float, float]], held: list[int]) -> Mask:
    inside = np.ones(x.shape[1], dtype=np.bool_)
    for at in held:
        inside &= (x[at] >= limits[at][0]) & (x[at] <= limits[at][1])
    return inside


def _chance(x: Array, fails: Mask, limits: dict[int, tuple[float, float]], held: list[int], at: int) -> float:
    """Return how likely so many failures in the box are, were this input of no consequence."""
    from scipy.stats import binom

    box = _within(x, limits, held)
    without = _within(x, limits, [other for other in held if other != at])
    return float(binom.sf(int(fails[box].sum()) - 1, int(box.sum()), float(fails[without].mean())))
