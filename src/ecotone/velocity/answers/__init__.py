"""The questions that velocity answers of a record, each a function of its `Ways` that returns an `Answer`.

No answer holds a mean over the spells that have ended: while some still run it would leave out the slow ones. Every answer
shows the two markers of its stages, whose clock runs, and what was left out.

References
----------
Kaplan & Meier (1958); Aalen & Johansen (1978); Little (1961): see the modules that compute them.
"""

from typing import Final

from ecotone.velocity.answers.ahead import forecasts
from ecotone.velocity.answers.applicants import applicants
from ecotone.velocity.answers.asking import QUANTILES
from ecotone.velocity.answers.flow import ageing, flow
from ecotone.velocity.answers.loops import learning, maturity
from ecotone.velocity.answers.stages import bottleneck, outcomes, stage_times
from ecotone.velocity.answers.stops import clocks, stops

QUESTIONS: Final = {
    "stage_times": stage_times,
    "outcomes": outcomes,
    "stops": stops,
    "flow": flow,
    "bottleneck": bottleneck,
    "clocks": clocks,
    "ageing": ageing,
    "forecasts": forecasts,
}
"""Every question by its name, in the order of the page."""

__all__ = [
    "QUANTILES",
    "QUESTIONS",
    "ageing",
    "applicants",
    "bottleneck",
    "clocks",
    "flow",
    "forecasts",
    "learning",
    "maturity",
    "outcomes",
    "stage_times",
    "stops",
]
