"""The innovation pipeline: projects that pass stages, each with its time and its chance to go on.

Every stage is a stock of projects under way; a project leaves it after the stage's time and goes on with the stage's
chance of success, or stops. In a steady state the starts needed for one launch are one over the product of the chances,
which is how the model is tested.

References
----------
S. M. Paul et al.: How to improve R&D productivity: the pharmaceutical industry's grand challenge. Nature Reviews Drug
Discovery 9, 2010, doi 10.1038/nrd3078: chances and years of the eight stages of drug development.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ecotone.dynamics.builder import Builder

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a pipeline: chance to go on, and how long it takes."""

    name: str
    chance: float
    years: float


DRUG_DEVELOPMENT: Final = (
    Stage("target to hit", 0.80, 1.0),
    Stage("hit to lead", 0.75, 1.5),
    Stage("lead optimisation", 0.85, 2.0),
    Stage("preclinical", 0.69, 1.0),
    Stage("phase I", 0.54, 1.5),
    Stage("phase II", 0.34, 2.5),
    Stage("phase III", 0.70, 2.5),
    Stage("submission", 0.91, 1.5),
)
"""Paul et al. 2010."""


def innovation_pipeline(
    stages: Sequence[Stage] = DRUG_DEVELOPMENT, *, starts: float = 24.3, years: float = 60.0, step: float = 1 / 16
) -> Builder:
    """Return a pipeline model with a constant rate of starts.

    Parameters
    ----------
    stages : sequence of Stage
        The stages in order.
    starts : float
        New projects a year.
    years, step : float
        Horizon and time step in years.

    Examples
    --------
    >>> run = innovation_pipeline().model().run()
    >>> round(float(run["launches"][-1]), 2)
    1.0
    """
    builder = Builder("Innovation pipeline", start=0, stop=years, step=step, time_units="year")
    builder.aux("starts", starts, units="project/year", note="Assumption: as many as one launch a year needs.")
    entering = "starts"
    for stage in stages:
        into, out, stopped = f"entering {stage.name}", f"leaving {stage.name}", f"stopped in {stage.name}"
        builder.stock(f"in {stage.name}", 0, inflows=[into], outflows=[out, stopped], units="project")
        builder.flow(into, entering.replace(" ", "_"), units="project/year")
        name = stage.name.replace(" ", "_")
        builder.flow(out, f"in_{name} / years_of_{name} * chance_of_{name}", units="project/year")
        builder.flow(stopped, f"in_{name} / years_of_{name} * (1 - chance_of_{name})", units="project/year")
        builder.aux(f"chance of {stage.name}", stage.chance, note="Paul et al. 2010.")
        builder.aux(f"years of {stage.name}", stage.years, units="year", note="Paul et al. 2010.")
        entering = out
    builder.aux("launches", entering.replace(" ", "_"), units="project/year")
    return builder


def starts_per_launch(stages: Sequence[Stage] = DRUG_DEVELOPMENT) -> float:
    """Return how many projects must start for one to be launched.

    Examples
    --------
    >>> round(starts_per_launch(), 1)
    24.3
    """
    return 1.0 / math.prod(stage.chance for stage in stages)
