"""What one more tie would do over time, in the district model that is bound to a record.

Binding the model anew with the tie in the record would be wrong: trust is read from the share of partnerships that were repeated
(Gulati 1995), and a new tie is one that was not yet, so that every tie would lower trust and look harmful. So all numbers
stay as bound, trust at the start too, and the tie changes one thing only: joint work. Of N partnerships across sectors one more
is one Nth more joint work, for as long as the model runs. With and without it the model runs on the same draws, and the
difference is taken draw by draw.

What this cannot tell is said: the model knows sectors but no single actors, so all ties across sectors have the same effect; it knows
no joint work within a sector; and that more joint work is good is its structure, no finding. An effect that is smaller than what
halving the model's step changes in the same draws is below what the model resolves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from ecotone.answer import Column, Table, counted
from ecotone.dynamics.district import OUTPUTS, innovation_district
from ecotone.dynamics.interventions import Intervention
from ecotone.dynamics.policies import BASELINE, Comparison, Scenario, compare
from ecotone.errors import InputError
from ecotone.estimate import estimates
from ecotone.work import SILENT
from ecotone.workbench import bind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecotone.ecosystem import Ecosystem
    from ecotone.scope import Scope
    from ecotone.work import Work

MEMBERS: Final = 500
LEVEL: Final = 0.9
STEP: Final = 0.125
"""Of the model, in years."""
JOINT_WORK: Final = "collaboration"
"""The model's variable that a tie adds to."""
TITLE: Final = "Effect over time, simulated"
COLUMNS: Final = (
    Column("output", "Output"),
    Column("unit", "Unit"),
    Column("without", "Without the tie", "estimate", caveat="Median, with the range of nine in ten draws."),
    Column("change", "Change", "estimate", caveat="With less without the tie in the same draw; the range is over the draws."),
    Column("resolved", "Resolved from", "number", caveat="What halving the model's step changes in the same draws (median)."),
    Column("reading", "Reading"),
)


@dataclass(frozen=True, slots=True)
class TieEffect:
    """What one tie across sectors does in the model.

    Parameters
    ----------
    partnerships : int
        Across sectors, in the record; the tie adds one.
    comparison : Comparison
        Without and with it, draw by draw.
    resolved : mapping of str to float
        For each output what the model resolves.
    bound, numbers : int
        How many of the model's numbers come from the record, and how many there are.
    units : mapping of str to str
        Of the outputs.
    """

    partnerships: int
    comparison: Comparison
    resolved: Mapping[str, float]
    bound: int
    numbers: int
    units: Mapping[str, str]

    def below(self, output: str) -> bool:
        """Tell whether the effect is smaller than what the model resolves."""
        return abs(float(np.median(self.comparison.difference(TIE, output)[-1]))) <= self.resolved[output]

    def table(self) -> Table:
        """Return the effect on every output at the end."""
        outputs = self.comparison.outputs
        frame = pl.DataFrame(
            {
                "output": list(outputs),
                "unit": [self.units.get(output, "") for output in outputs],
                "without": estimates([self.comparison.last(BASELINE, output, level=LEVEL) for output in outputs]),
                "change": estimates([self.comparison.effect(TIE, output, level=LEVEL) for output in outputs]),
                "resolved": [self.resolved[output] for output in outputs],
                "reading": [self._reading(output) for output in outputs],
            }
        )
        draws = "1 draw" if self.comparison.members == 1 else f"{self.comparison.members:,} draws"
        years = self.comparison.time[-1] - self.comparison.time[0]
        note = (
            f"After {years:g} years. The tie is one more of {self.partnerships:,} partnerships across sectors, so joint work is "
            f"1/{self.partnerships:,} more, all else held, trust at the start too; {draws} of what is not known; "
            f"{self.bound} of {self.numbers} numbers of the model come from the record."
        )
        return Table(TITLE, frame, COLUMNS, note)

    def told(self) -> str:
        """Say the effect on the first output in one sentence."""
        output = self.comparison.outputs[0]
        found = self.comparison.effect(TIE, output, level=LEVEL)
        if self.below(output):
            return f"Simulated, its effect on {output} is smaller than what the district model resolves."
        if found.value is None or found.low is None or found.high is None:
            return f"Simulated, its effect on {output} is not finite in every draw."
        unit = f"; {self.units[output]}" if self.units.get(output) else ""
        ends = f"{found.low:+.2g} to {found.high:+.2g} in nine of ten draws{unit}"
        return f"Simulated over {self.comparison.time[-1]:g} years, {output} change by {found.value:+.2g} ({ends})."

    def _reading(self, output: str) -> str:
        """Say which way the effect goes, where that can be said."""
        if self.below(output):
            return "below what the model resolves"
        change = self.comparison.effect(TIE, output, level=LEVEL)
        if change.low is not None and change.high is not None and change.low < 0 < change.high:
            return "more or less, by the assumptions"
        return "more" if (change.value or 0.0) > 0 else "less"


TIE: Final = "the tie"
CAREFUL: Final = (
    "The model knows sectors but no single actors: in it every tie across sectors has the same effect, as one more partnership of middling "
    "weight that lasts. That more joint work is good is how the model is built, no finding."
)


def tie_effect(eco: Ecosystem, scope: Scope, *, members: int = MEMBERS, seed: int = 0, work: Work = SILENT) -> TieEffect:
    """Run the district model, bound to a record, without and with one more tie across sectors.

    Raises
    ------
    InputError
        If the record tells too little to bind the model.
    """
    partnerships = len(bind.across_sectors(eco, scope)[0])
    if partnerships < bind.FEWEST_PARTNERSHIPS:
        raise InputError(
            "The record tells too little of joint work across sectors to simulate one more tie",
            got=f"{counted(partnerships, 'partnership')} between known sectors",
            expected=f"{bind.FEWEST_PARTNERSHIPS} or more",
        )
    bound = bind.district(eco, scope)
    ranges = {name: ends for name, ends in bound.ranges.items() if ends[0] < ends[1]}
    fixed = {name: value for name, value in bound.values.items() if name not in ranges}
    more = Scenario(TIE, interventions=(Intervention(JOINT_WORK, f"#own * (1 + 1 / {partnerships})"),))
    model = innovation_district(step=STEP).model()
    found = compare(model, [more], OUTPUTS, ranges=ranges, constants=fixed, members=members, seed=seed, work=work)
    finer = compare(innovation_district(step=STEP / 2).model(), [], OUTPUTS, ranges=ranges, constants=fixed, members=members, seed=seed)
    resolved = {each: float(np.median(np.abs(found.of(BASELINE, each)[-1] - finer.of(BASELINE, each)[-1]))) for each in OUTPUTS}
    units = {instance.label: instance.units for instance in model.graph.instances if instance.visible and instance.label in OUTPUTS}
    told = sum(each.basis == "record" for each in bound.bindings)
    return TieEffect(partnerships, found, resolved, told, len(bound.bindings), units)
