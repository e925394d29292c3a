"""Calibration: the constants with which a model follows data best, how sure they are, and which cannot be told.

Least squares on residuals that a noise model has made comparable: errors of one size in each series (`normal`), in
proportion to the value (`relative`), or of counts (`poisson`, deviance residuals). Constants stay within bounds; many starts
are tried at once, the best are followed (trust region, SciPy), and every Jacobian is one small ensemble. Intervals are
profile likelihoods: a constant is moved off its best value and all others fitted again, until the fit is worse than chance
allows; where it never is before a bound, the data do not tell that constant.

References
----------
A. Raue et al.: Structural and practical identifiability analysis of partially observed dynamical models by exploiting the
profile likelihood. Bioinformatics 25, 2009, doi 10.1093/bioinformatics/btp358. D. M. Bates, D. G. Watts: Nonlinear
Regression Analysis. Wiley 1988 (the F threshold where the size of the noise is estimated).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from ecotone.dynamics.quality import Quality, quality
from ecotone.dynamics.sensitivity import design
from ecotone.errors import InputError, ModelError
from ecotone.estimate import Estimate
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from ecotone.dynamics.model import Model
    from ecotone.dynamics.spread import Engine
    from ecotone.work import Work

    Array = NDArray[np.float64]
    Places = NDArray[np.int64]

Noise = Literal["normal", "relative", "poisson"]


@dataclass(frozen=True)
class Observations:
    """Data to follow: `series` holds a value of each variable at every time, NaN where there is none."""

    time: Array
    series: Mapping[str, Array]

    def part(self, *, until: float | None = None, after: float | None = None) -> Observations:
        """Return the observations up to a time, or after it."""
        keep = np.ones(self.time.size, dtype=np.bool_)
        if until is not None:
            keep &= self.time <= until
        if after is not None:
            keep &= self.time > after
        return Observations(self.time[keep], {name: values[keep] for name, values in self.series.items()})


def read_observations(path: Path) -> Observations:
    """Read observations from CSV: the first column is the time, the others are variables; an empty cell has no value."""
    import polars as pl

    try:
        frame = pl.read_csv(path)
        columns = [frame[name].cast(pl.Float64).to_numpy() for name in frame.columns]
    except (pl.exceptions.PolarsError, OSError) as error:
        raise InputError("The data cannot be read", where=path.name, got=str(error).splitlines()[0], expected="numbers in CSV") from None
    if len(columns) < 2 or not columns[0].size:
        raise InputError("The data hold nothing to follow", where=path.name, expected="a column of times, then one for each variable")
    if not np.isfinite(columns[0]).all():
        raise InputError("A time is missing", where=f"{path.name}, row {int(np.argmin(np.isfinite(columns[0]))) + 2}")
    order = np.argsort(columns[0], kind="stable")
    return Observations(columns[0][order], {name: values[order] for name, values in zip(frame.columns[1:], columns[1:], strict=True)})


@dataclass
class Problem:
    """A model, data and bounds as residuals that least squares can take."""

    model: Model
    data: Observations
    bounds: Mapping[str, tuple[float, float]]
    constants: Mapping[str, float] = field(default_factory=dict)
    noise: Noise = "normal"
    scale: dict[str, float] = field(default_factory=dict)
    seed: int = 0
    engine: Engine = "auto"
    runs: int = 0

    def __post_init__(self) -> None:
        if not self.bounds:
            raise InputError("There is no constant to fit", remedy="Give at least one with its bounds")
        for name, (low, high) in self.bounds.items():
            if not low < high:
                raise InputError("Bounds must rise", where=name, got=f"{low:g} to {high:g}")
        self.names = list(self.bounds)
        self.low, self.high = (np.array(ends, dtype=np.float64) for ends in zip(*self.bounds.values(), strict=True))
        self.outputs = [self._one(name) for name in self.data.series]
        self.known = {name: np.isfinite(values) for name, values in self.data.series.items()}
        self.points = sum(int(known.sum()) for known in self.known.values())
        grid = self.model.grid()
        saved = grid.times[grid.saved]
        if self.data.time.size and (self.data.time[0] < saved[0] - 1e-9 or self.data.time[-1] > saved[-1] + 1e-9):
            got = f"{self.data.time[0]:g} to {self.data.time[-1]:g}"
            raise InputError("The data lie outside the run", got=got, expected=f"{saved[0]:g} to {saved[-1]:g}")
        if self.points <= len(self.names):
            raise InputError("There are not more data than constants to fit", got=f"{self.points} values, {len(self.names)} constants")
        if self.noise == "poisson" and any((values[self.known[name]] < 0).any() for name, values in self.data.series.items()):
            raise InputError("Counts cannot be negative", where="noise model poisson")
        if self.noise == "relative" and any((values[self.known[name]] == 0).any() for name, values in self.data.series.items()):
            raise InputError("An error in proportion to a value of 0 has no size", where="noise model relative", remedy="Use normal")

    def _one(self, name: str) -> str:
        labels = self.model.program([name])[0].labels
        if len(labels) != 1:
            raise InputError("A column of the data means several variables", got=name, expected=f"one, for example {labels[0]}")
        return labels[0]

    def simulated(self, points: Array) -> Array:
        """Return the outputs at the times of the data for rows of constants, shape (rows, outputs, times)."""
        rows = np.atleast_2d(points)
        self.runs += rows.shape[0]
        given: dict[str, Array | float] = {**self.constants, **{name: rows[:, at] for at, name in enumerate(self.names)}}
        run = self.model.run(members=rows.shape[0], constants=given, outputs=self.outputs, seed=self.seed, engine=self.engine)
        at = np.clip(np.searchsorted(run.time, self.data.time, side="right") - 1, 0, max(run.time.size - 2, 0))
        if run.time.size < 2:
            raise ModelError("The run has too few saved times to compare", got=str(run.time.size))
        part = ((self.data.time - run.time[at]) / (run.time[at + 1] - run.time[at]))[:, None, None]
        # A value that is exactly on a saved time is that save's; the one after it may not be finite.
        values = np.where(part == 0, run.values[at], run.values[at] * (1 - part) + run.values[at + 1] * part)
        found: Array = np.ascontiguousarray(values.transpose(2, 1, 0))
        return found

    def residuals(self, points: Array) -> Array:
        """Return residuals for rows of constants, shape (rows, points); a run that is not finite has huge ones."""
        simulated = self.simulated(points)
        parts = []
        for at, (name, values) in enumerate(self.data.series.items()):
            known = self.known[name]
            m, y = simulated[:, at, known], values[known]
            if self.noise == "poisson":
                m = np.maximum(m, 1e-9)
                with np.errstate(all="ignore"):
                    deviance = np.where(y > 0, y * np.log(y / m), 0.0) - (y - m)
                part = np.sign(m - y) * np.sqrt(2 * np.maximum(deviance, 0))
            else:
                part = (m - y) / (np.abs(y) if self.noise == "relative" else self.scale.get(name) or _spread(y))
            parts.append(part)
        joined = np.concatenate(parts, axis=1)
        found: Array = np.where(np.isfinite(joined), np.clip(joined, -1e12, 1e12), 1e12)
        return found

    def jacobian(self, point: Array, free: Places) -> Array:
        """Return how residuals change with each free constant: one ensemble, each constant moved a little into its bounds."""
        steps = np.maximum(1e-6 * np.abs(point), 1e-8 * (self.high - self.low))
        steps = np.where(point + steps > self.high, -steps, steps)
        rows = np.repeat(point[None, :], free.size + 1, axis=0)
        rows[np.arange(1, free.size + 1), free] += steps[free]
        found = self.residuals(rows)
        moved = rows[np.arange(1, free.size + 1), free] - point[free]
        slopes: Array = ((found[1:] - found[0]) / moved[:, None]).T
        return slopes

    def follow(self, start: Array, free: Places | None = None, *, close: float = 1e-9) -> tuple[Array, float]:
        """Return the best constants near a start (only `free` ones move) and their sum of squares, to a part of `close`."""
        from scipy.optimize import least_squares

        columns = np.arange(len(self.names), dtype=np.int64) if free is None else free
        if not columns.size:
            return start, float((self.residuals(start)[0] ** 2).sum())
        full = start.copy()
        inside = 1e-9 * (self.high - self.low)[columns]

        def put(x: Array) -> Array:
            full[columns] = x
            return full

        result = least_squares(
            lambda x: self.residuals(put(x))[0],
            np.clip(full[columns], self.low[columns] + inside, self.high[columns] - inside),
            jac=lambda x: self.jacobian(put(x), columns),
            bounds=(self.low[columns], self.high[columns]),
            x_scale=(self.high - self.low)[columns],
            method="trf",
            ftol=close,
            xtol=close,
            gtol=close,
            max_nfev=60,
        )
        return put(np.asarray(result.x)).copy(), float(2 * result.cost)


def _spread(values: Array) -> float:
    spread = float(values.std())
    return spread if spread > 0 else max(abs(float(values.mean())), 1.0)


@dataclass(frozen=True)
class Fitted:
    """One constant with its profile interval; `told` is False where the data do not bound it on both sides."""

    name: str
    estimate: Estimate
    low: float
    high: float
    told: bool


@dataclass(frozen=True)
class Fit:
    """A calibration.

    Parameters
    ----------
    constants : tuple of Fitted
        Best values with intervals.
    squares : float
        Sum of squared residuals.
    points, runs : int
        How many values were followed, and how many runs that took.
    starts : tuple of float
        Sums of squares that the starts led to, best first: far-off ones tell of other valleys.
    followed, held_out : dict
        How well each series is followed where it was fitted, and after.
    together : tuple of (str, str, float)
        Pairs of constants that the data tell only together, with their correlation.
    noise : str
        The noise model.
    """

    constants: tuple[Fitted, ...]
    squares: float
    points: int
    runs: int
    starts: tuple[float, ...]
    followed: Mapping[str, Quality]
    held_out: Mapping[str, Quality]
    together: tuple[tuple[str, str, float], ...]
    noise: Noise

    @property
    def values(self) -> dict[str, float]:
        """Return the best values by name."""
        return {each.name: float(each.estimate.value or 0.0) for each in self.constants}


def calibrate(
    model: Model,
    data: Observations,
    bounds: Mapping[str, tuple[float, float]],
    *,
    constants: Mapping[str, float] | None = None,
    noise: Noise = "normal",
    hold_out: float | None = None,
    starts: int = 64,
    followed: int = 3,
    level: float = 0.95,
    seed: int = 0,
    engine: Engine = "auto",
    work: Work = SILENT,
) -> Fit:
    """Fit constants to data.

    Parameters
    ----------
    model : Model
        The model.
    data : Observations
        What to follow.
    bounds : mapping
        Constant to the bounds in which it is looked for.
    constants : mapping, optional
        Other constants that have another value.
    noise : {'normal', 'relative', 'poisson'}
        What errors of the data are like.
    hold_out : float, optional
        Data after this time are not fitted; the fit is judged on them.
    starts, followed : int
        How many starts are tried, and how many of the best are followed.
    level : float
        Coverage of the intervals.
    seed : int
        Of the starts.

    Examples
    --------
    >>> from ecotone.dynamics.diffusion import technology_diffusion
    >>> model = technology_diffusion(years=10, step=0.25).model()
    >>> run = model.run()
    >>> data = Observations(run.time[::4], {"adopters": run["adopters"][::4]})
    >>> found = calibrate(model, data, {"innovation": (0.001, 0.1), "imitation": (0.1, 0.9)}).values
    >>> round(found["innovation"], 4), round(found["imitation"], 4)
    (0.03, 0.38)
    """
    if noise not in {"normal", "relative", "poisson"}:
        raise InputError("There is no such noise model", got=noise, expected="normal, relative or poisson")
    inside = data if hold_out is None else data.part(until=hold_out)
    problem = Problem(model, inside, bounds, constants or {}, noise, seed=seed, engine=engine)
    work.step(0, 3, "Trying starts")
    tried = design(list(bounds.values()), starts, seed=seed, method="latin")
    known = model.constants
    middle = np.array([known.get(name, math.nan) for name in problem.names])
    usual = np.where(np.isfinite(middle), np.clip(middle, problem.low, problem.high), (problem.low + problem.high) / 2)
    tried = np.vstack([usual, tried])
    best, squares, led = _followed(problem, tried, followed)
    if noise == "normal" and len(inside.series) > 1:
        # Series weigh by their own noise, which is known once they have been followed.
        problem.scale = _noise(problem, best)
        best, squares, again = _followed(problem, np.vstack([best, tried]), 1)
        led = (squares, *led[1:]) if again else led
    work.step(1, 3, "Profiling")
    fitted = tuple(_profiled(problem, at, best, squares, level) for at in range(len(problem.names)))
    work.step(2, 3, "Judging")
    inside_quality = _judged(problem, best)
    outside: dict[str, Quality] = {}
    if hold_out is not None:
        later = data.part(after=hold_out)
        if later.time.size:
            judge = Problem(model, later, bounds, constants or {}, "normal", seed=seed, engine=engine)
            outside = _judged(judge, best)
    return Fit(fitted, squares, problem.points, problem.runs, led, inside_quality, outside, _together(problem, best), noise)


def _followed(problem: Problem, starts: Array, count: int) -> tuple[Array, float, tuple[float, ...]]:
    squares = (problem.residuals(starts) ** 2).sum(axis=1)
    order = np.argsort(squares, kind="stable")[:count]
    found = sorted((problem.follow(starts[at]) for at in order), key=lambda pair: pair[1])
    if not found[0][1] < 1e20:
        raise ModelError("No start gives a finite run", got=f"{starts.shape[0]} starts", remedy="Narrow the bounds")
    return found[0][0], found[0][1], tuple(each[1] for each in found)


def _noise(problem: Problem, best: Array) -> dict[str, float]:
    simulated = problem.simulated(best)[0]
    found = {}
    for at, (name, values) in enumerate(problem.data.series.items()):
        known = problem.known[name]
        rest = simulated[at, known] - values[known]
        found[name] = max(float(np.sqrt(np.mean(rest**2))), 1e-9 * _spread(values[known]))
    return found


def _judged(problem: Problem, best: Array) -> dict[str, Quality]:
    simulated = problem.simulated(best)[0]
    return {name: quality(simulated[at], values) for at, (name, values) in enumerate(problem.data.series.items())}


def threshold(problem: Problem, squares: float, level: float) -> float:
    """Return the sum of squares up to which a fit is no worse than chance allows."""
    from scipy.stats import chi2, f

    freedom = problem.points - len(problem.names)
    if problem.noise == "poisson":
        return squares + float(chi2.ppf(level, 1))
    # Where the fit is exact, the noise is what rounding leaves.
    floor = problem.points * 1e-20
    return max(squares, floor) * (1 + float(f.ppf(level, 1, freedom)) / freedom)


def _profiled(problem: Problem, at: int, best: Array, squares: float, level: float) -> Fitted:
    """Walk off the best value on both sides, all other constants fitted again, to where the fit is worse than chance allows."""
    limit = threshold(problem, squares, level)
    inverse = _covariance(problem, best)
    whole = float(problem.high[at] - problem.low[at])
    # The curvature guesses the half width, and how the others move along: a linear model's profile is a parabola.
    width = float(np.sqrt(max(inverse[at, at] * (limit - squares), 0.0)))
    along = inverse[:, at] / inverse[at, at] if inverse[at, at] > 0 else np.zeros(best.size)
    ends, told = [], []
    for sign, bound in ((-1.0, problem.low[at]), (1.0, problem.high[at])):
        walk = _Walk(problem, at, best, squares, limit, along, sign, float(bound))
        end, crossed = walk.end(min(max(width, 1e-5 * whole), whole))
        ends.append(end)
        told.append(crossed)
    value = float(best[at])
    low, high = min(ends[0], value), max(ends[1], value)
    method = "profile likelihood"
    if not all(told):
        open_ = " and ".join(word for word, known in zip(("below", "above"), told, strict=True) if not known)
        method += f", not bounded by the data {open_}"
    return Fitted(problem.names[at], Estimate(value, low, high, level, method), float(problem.low[at]), float(problem.high[at]), all(told))


@dataclass(frozen=True)
class _Walk:
    """A walk of one constant to one side."""

    problem: Problem
    at: int
    best: Array
    squares: float
    limit: float
    along: Array
    sign: float
    bound: float

    def end(self, step: float) -> tuple[float, bool]:
        """Return where the fit becomes worse than chance allows, and whether it does so before the bound."""
        problem, at, limit = self.problem, self.at, self.limit
        free = np.array([other for other in range(self.best.size) if other != at], dtype=np.int64)
        x, inner_squares, outer, outer_squares = self.best, self.squares, math.nan, math.nan
        for _ in range(32):
            inner = float(x[at])
            if math.isnan(outer):
                wanted = inner + self.sign * step
            else:
                wanted = _between(inner, inner_squares, outer, outer_squares, self.squares, limit)
            reached = self.sign * (wanted - self.bound) >= 0
            goal = self.bound if reached else wanted
            start = np.clip(x + self.along * (goal - inner), problem.low, problem.high)
            start[at] = goal
            moved, found = problem.follow(start, free, close=1e-5)
            if abs(found - limit) <= 0.02 * (limit - self.squares):
                return goal, True
            if found < limit:
                if reached and math.isnan(outer):
                    return self.bound, False
                x, inner_squares = moved, found
                step *= 1.6 if math.isnan(outer) else 1.0
            else:
                outer, outer_squares = goal, found
            if abs(outer - float(x[at])) <= 1e-3 * abs(outer - float(self.best[at])):
                break
        return (float(x[at]) if math.isnan(outer) else outer), not math.isnan(outer)


def _between(inner: float, inner_squares: float, outer: float, outer_squares: float, squares: float, limit: float) -> float:
    """Guess where the limit lies: the root of the rise is nearly straight."""
    rises = [math.sqrt(max(value - squares, 0.0)) for value in (inner_squares, outer_squares, limit)]
    part = (rises[2] - rises[0]) / (rises[1] - rises[0]) if rises[1] > rises[0] else 0.5
    return inner + min(max(part, 0.15), 0.85) * (outer - inner)


def _covariance(problem: Problem, best: Array) -> Array:
    """Return the inverse of the curvature, worked out in parts of the bounds: constants differ in size by far."""
    width = problem.high - problem.low
    jacobian = problem.jacobian(best, np.arange(best.size, dtype=np.int64)) * width
    found: Array = np.linalg.pinv(jacobian.T @ jacobian, rcond=1e-13, hermitian=True) * np.outer(width, width)
    return found


def _together(problem: Problem, best: Array) -> tuple[tuple[str, str, float], ...]:
    """Return pairs of constants whose estimates move together almost completely."""
    inverse = _covariance(problem, best)
    spread = np.sqrt(np.maximum(np.diag(inverse), 0.0))
    pairs = []
    for one in range(best.size):
        for other in range(one + 1, best.size):
            if spread[one] > 0 and spread[other] > 0:
                r = float(inverse[one, other] / (spread[one] * spread[other]))
                if abs(r) > 0.98:
                    pairs.append((problem.names[one], problem.names[other], r))
    return tuple(pairs)
