"""How well a run follows data, and in what way it does not: Theil's statistics.

The mean squared error is split into the parts of unequal means (bias), of unequal variation, and of unequal covariation;
the parts add up to one. An error that lies in the last part alone is noise around the right behaviour.

References
----------
H. Theil: Applied Economic Forecasting. North-Holland 1966. J. D. Sterman: Appropriate summary statistics for evaluating the
historical fit of system dynamics models. Dynamica 10(2), 1984.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Quality:
    """How well one series is followed.

    Parameters
    ----------
    points : int
        How many values were compared.
    rmse : float
        Root of the mean squared error, in the unit of the series.
    relative : float or None
        The same of the relative error; None where a value is 0.
    r_squared : float or None
        Square of the correlation; None where one of both does not vary.
    bias, variation, covariation : float or None
        Theil's parts of the mean squared error, which add up to 1; None where there is no error.
    inequality : float or None
        Theil's U: 0 is a perfect fit, 1 the worst.
    """

    points: int
    rmse: float
    relative: float | None
    r_squared: float | None
    bias: float | None
    variation: float | None
    covariation: float | None
    inequality: float | None


def quality(simulated: Array, observed: Array) -> Quality:
    """Compare a simulated with an observed series; values that are missing in the latter are left out.

    Examples
    --------
    A run that is too high by one everywhere has bias and nothing else:

    >>> found = quality(np.array([2.0, 3.0, 5.0]), np.array([1.0, 2.0, 4.0]))
    >>> found.rmse, found.bias, found.variation
    (1.0, 1.0, 0.0)
    """
    known = np.isfinite(observed)
    s, a = simulated[known], observed[known]
    if not s.size:
        return Quality(0, math.nan, None, None, None, None, None, None)
    mse = float(np.mean((s - a) ** 2))
    sd_s, sd_a = float(s.std()), float(a.std())
    r = float(np.mean((s - s.mean()) * (a - a.mean())) / (sd_s * sd_a)) if sd_s > 0 and sd_a > 0 else None
    with np.errstate(over="ignore"):
        relative = float(np.sqrt(np.mean(((s - a) / a) ** 2))) if (a != 0).all() else None
    scale = math.sqrt(float(np.mean(s**2))) + math.sqrt(float(np.mean(a**2)))
    parts: tuple[float | None, float | None, float | None] = (None, None, None)
    if mse > 0:
        both = sd_s * sd_a * (r if r is not None else 0.0)
        parts = (float((s.mean() - a.mean()) ** 2) / mse, (sd_s - sd_a) ** 2 / mse, 2 * (sd_s * sd_a - both) / mse)
    return Quality(
        int(s.size), math.sqrt(mse), relative, None if r is None else r * r, *parts, math.sqrt(mse) / scale if scale > 0 else None
    )
