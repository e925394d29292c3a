"""Tests of a model in the field's own sense: integration error, extreme conditions, behaviour reproduction.

Integration error: the step is halved, and what changes is reported as a share of each variable's own range. Extreme
conditions: every constant is put to nothing and to ten times its value; no value may cease to be finite, and no stock that
was never negative may become so. Behaviour reproduction: a run is held to data by Theil's statistics. Dimensional
consistency is `units.check_units`.

References
----------
J. W. Forrester, P. M. Senge: Tests for building confidence in system dynamics models. TIMS Studies in the Management
Sciences 14, 1980. J. D. Sterman: Business Dynamics. McGraw-Hill 2000, chapter 21 and appendix A (halving the step).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from ecotone.dynamics.lower import CONTROL
from ecotone.dynamics.quality import Quality, quality
from ecotone.dynamics.syntax import fold
from ecotone.problems import Problem, Problems
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ecotone.dynamics.calibration import Observations
    from ecotone.dynamics.model import Model, Run
    from ecotone.work import Work

MOST: Final = 30_000_000
"""Numbers that the runs under extreme conditions may keep."""
FACTORS: Final = (0.0, 10.0)


@dataclass(frozen=True, slots=True)
class IntegrationError:
    """What halving the step changes: the largest share of a variable's range, of which variable and when; or why not known."""

    step: float
    share: float | None
    variable: str = ""
    time: float = 0.0
    reason: str = ""


def integration_error(model: Model) -> IntegrationError:
    """Halve the step, and say by how much of its range the variable that changes most changes.

    Examples
    --------
    >>> from ecotone.dynamics.builder import Builder
    >>> cup = Builder("Cup", start=0, stop=10, step=1).stock("heat", 100, outflows=["loss"]).flow("loss", "heat / 5")
    >>> found = integration_error(cup.model())
    >>> found.variable, round(found.share, 2)
    ('heat', 0.02)
    """
    grid = model.grid()
    step = float(grid.steps[0]) if grid.steps.size else 0.0
    if not grid.steps.size:
        return IntegrationError(step, None, reason="the model has no steps")
    if not np.all(grid.steps == grid.steps[0]):
        return IntegrationError(step, None, reason="the step changes with time")
    if model.graph.streams:
        return IntegrationError(step, None, reason="the model draws random numbers at every step")
    if any(state.kind == "line" for state in model.graph.states):
        return IntegrationError(step, None, reason="the model has a fixed delay, which counts steps")
    whole = model.run()
    half = _halved(model, step, float(grid.times[grid.saved][1] - grid.times[0]) if grid.saved.sum() > 1 else step)
    # A save of both that is at the same time; the finer run may have more.
    at = np.searchsorted(half.time, whole.time - 1e-9 * max(step, 1e-300))
    at = np.minimum(at, half.time.size - 1)
    keep = np.abs(half.time[at] - whole.time) <= 1e-6 * step
    places = {name: number for number, name in enumerate(half.columns)}
    changed: list[tuple[float, str, float]] = []
    for number, name in enumerate(whole.columns):
        if name not in places or fold(name) in CONTROL:
            continue
        one, two = whole.values[keep, number, 0], half.values[at[keep], places[name], 0]
        span = float(np.ptp(two)) if np.isfinite(two).all() else 0.0
        if span > 1e-12 * float(np.abs(two).max(initial=0.0)) and np.isfinite(one).all():
            gap = np.abs(one - two) / span
            changed.append((float(gap.max()), name, float(whole.time[keep][int(np.argmax(gap))])))
    if not changed:
        return IntegrationError(step, 0.0, reason="nothing changes")
    share, name, time = max(changed, key=lambda item: item[0])
    return IntegrationError(step, share, name, time)


def _halved(model: Model, step: float, save: float) -> Run:
    if any(instance.key[0] == "time step" for instance in model.graph.instances):
        settings = {"time step": step / 2}
        if any(instance.key[0] == "saveper" and instance.visible for instance in model.graph.instances) and "saveper" in {
            fold(name) for name in model.constants
        }:
            settings["saveper"] = save
        return model.run(constants=settings)
    given = model.document.specification
    finer = replace(model.document, specification=replace(given, step=step / 2, save_every=given.save_every or step))
    return type(model)(finer, model.data).run()


def extreme_conditions(model: Model, *, work: Work = SILENT) -> Problems:
    """Put every constant to nothing and to ten times its value, and list what becomes not finite or negative.

    Examples
    --------
    >>> from ecotone.dynamics.builder import Builder
    >>> shop = Builder("Shop", start=0, stop=9, step=1).stock("goods", 20, outflows=["sales"]).flow("sales", "demand").aux("demand", 1)
    >>> [(problem.column, problem.got) for problem in extreme_conditions(shop.model())]
    [('goods', '-10 at time 3, with demand = 10')]
    """
    found = Problems()
    constants = {name: value for name, value in model.constants.items() if fold(name) not in CONTROL and np.isfinite(value)}
    stocks = [i.label for i in model.graph.instances if i.visible and i.state >= 0]
    flagged = stocks or list(model.variables)
    cases = [(name, factor * value) for name, value in constants.items() if value != 0 for factor in FACTORS]
    saves = int(model.grid().saved.sum())
    if not cases or not flagged:
        return found
    if len(cases) * saves * len(flagged) > MOST:
        what = "The model is too large to run every constant under extreme conditions"
        found.add(Problem(what, got=f"{len(cases):,} runs, {len(flagged):,} variables", severity="noted"))
        return found
    rows = {name: np.full(len(cases) + 1, value) for name, value in constants.items()}
    for at, (name, value) in enumerate(cases, 1):
        rows[name][at] = value
    varied = {name: values for name, values in rows.items() if values.min() < values.max()}
    run = model.run(members=len(cases) + 1, constants=varied, outputs=flagged, work=work)
    usual = run.values[:, :, 0]
    needed = []
    for at, (name, value) in enumerate(cases, 1):
        values = run.values[:, :, at]
        broken = ~np.isfinite(values) & np.isfinite(usual)
        below = (values < -1e-9 * np.abs(usual).max(axis=0)) & (usual.min(axis=0) >= 0)
        if broken.any() and value == 0:
            needed.append(name)  # a time to divide by, as a rule
        elif broken.any():
            found.add(_first("A value ceases to be finite under an extreme condition", run, values, broken, name, value))
        elif stocks and below.any():
            found.add(_first("A stock becomes negative under an extreme condition", run, values, below, name, value))
    if needed:
        what = "With these constants at 0 the model cannot be computed"
        found.add(Problem(what, got=", ".join(needed), remedy="ZIDZ or XIDZ protects a division", severity="noted"))
    return found


def _first(what: str, run: Run, values: NDArray[np.float64], bad: NDArray[np.bool_], name: str, value: float) -> Problem:
    """Name the variable that goes wrong first."""
    when, column = (int(place) for place in np.unravel_index(int(np.argmax(bad)), bad.shape))
    got = f"{values[when, column]:g} at time {run.time[when]:g}, with {name} = {value:g}"
    return Problem(what, column=run.columns[column], got=got, severity="noted")


def findings_of_run(model: Model, run: Run) -> Problems:
    """List what a run shows: a step that does not divide the horizon, and stocks that become negative.

    Examples
    --------
    >>> from ecotone.dynamics.builder import Builder
    >>> shop = Builder("Shop", start=0, stop=9.5, step=1).stock("goods", 5, outflows=["sales"]).flow("sales", "1").model()
    >>> [problem.what for problem in findings_of_run(shop, shop.run())]
    ['The step does not divide the run, which ends early', 'A stock becomes negative']
    """
    from ecotone.dynamics.scalar import Evaluator

    found = Problems()
    grid = model.grid()
    end = Evaluator(model.graph, float(grid.times[0]), 0.0, initial=False).value(model.lowered.settings["final time"])
    if grid.steps.size and np.all(grid.steps == grid.steps[0]) and end - grid.times[-1] > 1e-6 * grid.steps[0]:
        got = f"a step of {grid.steps[0]:g}, the last time is {grid.times[-1]:g} and not {end:g}"
        found.add(Problem("The step does not divide the run, which ends early", got=got, severity="noted"))
    places = {name: at for at, name in enumerate(run.columns)}
    for instance in model.graph.instances:
        if instance.visible and instance.state >= 0 and instance.label in places:
            values = run.values[:, places[instance.label], 0]
            if values[0] >= 0 and (values < -1e-9 * np.abs(values[np.isfinite(values)]).max(initial=0.0)).any():
                when = int(np.argmax(values < 0))
                got = f"{values[when]:g} at time {run.time[when]:g}"
                found.add(Problem("A stock becomes negative", row=instance.line, column=instance.label, got=got, severity="noted"))
    return found


def reproduction(model: Model, data: Observations) -> Mapping[str, Quality]:
    """Hold a run to data: Theil's statistics of each series.

    Examples
    --------
    >>> from ecotone.dynamics.calibration import Observations
    >>> from ecotone.dynamics.diffusion import technology_diffusion
    >>> run = (model := technology_diffusion(years=4, step=0.5).model()).run()
    >>> reproduction(model, Observations(run.time, {"adopters": run["adopters"] + 1}))["adopters"].bias
    1.0
    """
    run = model.run(outputs=list(data.series))
    found = {}
    for name, observed in data.series.items():
        series = run[name]
        inside = (data.time >= run.time[0]) & (data.time <= run.time[-1])
        found[name] = quality(np.interp(data.time[inside], run.time, series), observed[inside])
    return found
