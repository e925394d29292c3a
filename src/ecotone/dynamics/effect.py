"""What a policy changes, how sure that is, what carries it, and which assumptions it rests on: one question, three answers.

Everything is drawn from the same ranges. What a policy adds is the difference of paired runs; what carries it are the
loops by `loops.carrying_loops`; what it rests on are Sobol' total indices of that difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

import ecotone
from ecotone.answer import Answer, Column, Method, Table
from ecotone.dynamics import sensitivity
from ecotone.dynamics.loops import carrying_loops
from ecotone.dynamics.policies import BASELINE, Comparison, Scenario, compare, drawn
from ecotone.errors import InputError
from ecotone.estimate import Estimate
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from ecotone.dynamics.loops import Loops
    from ecotone.dynamics.model import Model
    from ecotone.work import Work

LEVEL: Final = 0.9
LOOP_DRAWS: Final = 64
"""Draws over which loops are scored."""
SAMPLES: Final = 256
"""Rows of the base design of Sobol' indices."""
MOST: Final = 5
"""Loops and assumptions that are told one by one."""


@dataclass(frozen=True)
class Carrier:
    """A loop, or the loops of one name, and the share of the difference that it carries."""

    name: str
    kind: str
    loops: int
    share: Estimate
    variables: tuple[str, ...]


@dataclass(frozen=True)
class Weight:
    """An assumption, and how much of the uncertainty of the difference it has a part in; `rises` tells its direction."""

    name: str
    low: float
    high: float
    total: Estimate
    rises: bool


@dataclass(frozen=True)
class Effect:
    """What a policy changes.

    Parameters
    ----------
    scenario : Scenario
        The policy.
    comparison : Comparison
        Baseline and policy, draw by draw.
    carriers : tuple of Carrier
        Loops, the strongest first.
    weights : tuple of Weight
        Assumptions, the weightiest first.
    seed : int
        Of all draws.
    units : dict
        Unit of each output.
    stocks : frozenset of str
        The model's stocks.
    """

    scenario: Scenario
    comparison: Comparison
    carriers: tuple[Carrier, ...]
    weights: tuple[Weight, ...]
    seed: int
    units: Mapping[str, str]
    stocks: frozenset[str] = frozenset()

    def answers(self) -> tuple[Answer, Answer, Answer]:
        """Return what changes, which loops carry it, and which assumptions matter."""
        return (self._changes(), self._carried(), self._rests_on())

    def _method(self, name: str, reference: str | None = None, **parameters: Any) -> Method:
        return Method(name, ecotone.__version__, {"policy": self.scenario.name, **parameters}, seed=self.seed, reference=reference)

    def _changes(self) -> Answer:
        import polars as pl

        found, name = self.comparison, self.scenario.name
        rows = [
            {
                "output": output,
                "unit": self.units.get(output, ""),
                "baseline": found.last(BASELINE, output, level=LEVEL),
                "policy": found.last(name, output, level=LEVEL),
                "difference": found.effect(name, output, level=LEVEL),
                "more": found.holds(name, output),
            }
            for output in found.outputs
        ]
        frame = pl.DataFrame({key: pl.Series([row[key] for row in rows], dtype=_dtype(key)) for key in rows[0]})
        until, start = found.time[-1], self.scenario.start or 0.0
        columns = (
            Column("output", "Output"),
            Column("unit", "Unit"),
            Column("baseline", f"Without, at {until:g}", "estimate"),
            Column("policy", f"With, at {until:g}", "estimate"),
            Column("difference", "Difference, paired", "estimate", caveat="The same draw with and without; the range is over the draws."),
            Column("more", "Draws in which it is more", "percent"),
        )
        first = found.effect(name, found.outputs[0], level=LEVEL)
        cost = self.scenario.cost(float(found.time[0]), float(until))
        summary = f"Started at {start:g}, '{name}' changes {found.outputs[0]} at {until:g} by {_said(first)}"
        summary += f"; it costs about {cost:,.0f} million in all." if cost else "."
        return Answer(
            question=f"What would '{name}' change?",
            summary=summary,
            tables=(Table("Effect", frame, columns, "Medians, in brackets the range of nine in ten draws."),),
            method=self._method("paired runs of one model", members=found.members, start=start, level=LEVEL),
            warnings=("The model is illustrative and its assumptions are wide: read directions and ranges, not single figures.",),
        )

    def _carried(self) -> Answer:
        import polars as pl

        shown = self.carriers[:MOST]
        frame = pl.DataFrame(
            {
                "loop": [each.name for each in shown],
                "kind": [KINDS[each.kind] for each in shown],
                "share": pl.Series([each.share for each in shown], dtype=pl.Object),
                "loops": pl.Series([each.loops for each in shown], dtype=pl.Int64),
                "variables": [" → ".join(each.variables) for each in shown],
            },
            schema_overrides={"loop": pl.String, "kind": pl.String, "variables": pl.String},
        )
        columns = (
            Column("loop", "Loop"),
            Column("kind", "Kind"),
            Column("share", "Share of the difference", "estimate", caveat="Mean over time from the start; only shares compare."),
            Column("loops", "Ways", "integer", caveat="Loops of that name, which go different ways; their shares are added up."),
            Column("variables", "The strongest way"),
        )
        return Answer(
            question="Which feedback loops carry the difference?",
            summary=f"Most is carried by: {'; '.join(each.name for each in shown[:3])}." if shown else "No loop carries it.",
            tables=(Table("Loops", frame, columns),),
            method=self._method(
                "loops that matter, from baseline to policy",
                "Schoenberg, Davidsen and Eberlein 2020, doi 10.1002/sdr.1658, applied to a difference of scenarios",
                members=LOOP_DRAWS,
            ),
        )

    def _rests_on(self) -> Answer:
        import polars as pl

        shown = self.weights[:MOST]
        frame = pl.DataFrame(
            {
                "assumption": [each.name for each in shown],
                "low": [each.low for each in shown],
                "high": [each.high for each in shown],
                "total": pl.Series([each.total for each in shown], dtype=pl.Object),
                "direction": ["larger" if each.rises else "smaller" for each in shown],
            },
            schema_overrides={"assumption": pl.String, "low": pl.Float64, "high": pl.Float64, "direction": pl.String},
        )
        columns = (
            Column("assumption", "Assumption"),
            Column("low", "From", "number"),
            Column("high", "To", "number"),
            Column("total", "Part in the uncertainty", "estimate", caveat="Sobol' total index: alone and together with others."),
            Column("direction", "The more of it, the difference is"),
        )
        output = self.comparison.outputs[0]
        return Answer(
            question="Which assumptions matter most?",
            summary=f"Of {len(self.weights)} the difference in {output} rests most on {_listed([each.name for each in shown])}."
            if shown
            else "No assumption has a range.",
            tables=(Table("Assumptions that matter most", frame, columns, "To learn more about these is worth most."),),
            method=self._method(
                "Sobol' total indices", "Jansen 1999; Saltelli et al. 2010", samples=SAMPLES, scale="inverse hyperbolic sine"
            ),
        )


KINDS: Final = {"R": "reinforcing", "B": "balancing", "U": "of changing polarity"}


def _dtype(key: str) -> Any:
    import polars as pl

    return {"output": pl.String, "unit": pl.String, "more": pl.Float64}.get(key, pl.Object)


def _said(estimate: Estimate) -> str:
    if estimate.value is None:
        return "an amount that is not finite in every draw"
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:+.3g}"
    return f"{estimate.value:+.3g} ({estimate.low:+.3g} to {estimate.high:+.3g} in nine of ten draws)"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def policy_effect(
    model: Model,
    scenario: Scenario,
    outputs: Sequence[str],
    *,
    ranges: Mapping[str, tuple[float, float]],
    constants: Mapping[str, float] | None = None,
    name_of: Callable[[tuple[str, ...]], str] | None = None,
    members: int = 500,
    seed: int = 0,
    work: Work = SILENT,
) -> Effect:
    """Ask what a scenario changes.

    Parameters
    ----------
    model : Model
        The model.
    scenario : Scenario
        The policy.
    outputs : sequence of str
        Variables that count, the first above all.
    ranges : mapping
        Constants that are not known, with their ranges.
    constants : mapping, optional
        Constants that have another value, with and without the policy.
    name_of : callable, optional
        Names a loop by its variables; an empty name leaves the loop its number.
    members, seed : int
        How many draws, and their seed.

    Examples
    --------
    >>> from ecotone.dynamics.district import OUTPUTS, assumptions, innovation_district, scenario
    >>> spans = {each.name: (each.low, each.high) for each in assumptions()[:6]}
    >>> found = policy_effect(innovation_district().model(), scenario("accelerator", start=2), OUTPUTS, ranges=spans, members=40)
    >>> len(found.weights), found.comparison.holds("accelerator", OUTPUTS[0])
    (6, 1.0)
    """
    unknown = {name: ends for name, ends in ranges.items() if ends[0] < ends[1] and name not in (constants or {})}
    if not unknown:
        raise InputError("Nothing is unknown, so there is nothing to say how sure it is", remedy="Give ranges")
    fixed = {**{name: ends[0] for name, ends in ranges.items() if ends[0] == ends[1]}, **(constants or {})}
    comparison = compare(model, [scenario], outputs, ranges=unknown, constants=fixed, members=members, seed=seed, work=work)
    work.step(2, 4, "Scoring loops")
    draws = {**fixed, **drawn(unknown, LOOP_DRAWS, seed=seed + 2)}
    loops = carrying_loops(model, scenario.interventions, members=LOOP_DRAWS, constants={**draws, **scenario.constants}, seed=seed)
    work.step(3, 4, "Weighing assumptions")
    weights = _weighed(model, scenario, comparison, unknown, fixed, seed)
    units = {i.label: i.units for i in model.graph.instances if i.visible}
    carriers = _carriers(loops, scenario.start, name_of or (lambda _: ""))
    stocks = frozenset(instance.label for instance in model.graph.instances if instance.visible and instance.state >= 0)
    return Effect(scenario, comparison, carriers, weights, seed, {name: units.get(name, "") for name in comparison.outputs}, stocks)


def _carriers(loops: Loops, start: float | None, name_of: Callable[[tuple[str, ...]], str]) -> tuple[Carrier, ...]:
    """Add up the shares of loops of one name, strongest first."""
    after = loops.time > (start if start is not None else -np.inf)
    groups: dict[str, list[Any]] = {}
    for loop in loops.loops:
        if loop.partition == 0:
            groups.setdefault(name_of(loop.variables) or " → ".join(loop.variables), []).append(loop)
    found = []
    for name, members in groups.items():
        shares = [np.nan_to_num(np.abs(loop.relative.reshape(loops.time.size, -1)))[after].mean(axis=0) for loop in members]
        total = np.sum(shares, axis=0)
        low, middle, high = (float(value) for value in np.percentile(total, [5, 50, 95]))
        strongest = members[int(np.argmax([share.mean() for share in shares]))]
        share = Estimate(middle, low, high, LEVEL, f"range over {total.size} draws")
        found.append(Carrier(name, strongest.name[0], len(members), share, strongest.variables))
    return tuple(sorted(found, key=lambda each: (-(each.share.value or 0.0), each.name)))


def _weighed(
    model: Model,
    scenario: Scenario,
    comparison: Comparison,
    unknown: Mapping[str, tuple[float, float]],
    fixed: Mapping[str, float],
    seed: int,
) -> tuple[Weight, ...]:
    """Return every assumption with its part in the uncertainty of the first output's difference."""
    output = comparison.outputs[0]
    known = comparison.difference(scenario.name, output)[-1]
    scale = float(np.median(np.abs(known))) or 1.0

    def difference(inputs: NDArray[np.float64]) -> NDArray[np.float64]:
        given: dict[str, Any] = {**fixed, **{name: inputs[:, at] for at, name in enumerate(unknown)}}
        ends = [
            model.run(members=len(inputs), constants={**given, **more}, outputs=[output], interventions=items, seed=seed).values[-1, 0]
            for more, items in (({}, ()), (scenario.constants, scenario.interventions))
        ]
        # Effects grow by factors: on this scale a few extreme draws do not decide.
        found: NDArray[np.float64] = np.arcsinh((ends[1] - ends[0]) / scale)
        return found

    indices = sensitivity.sobol(difference, list(unknown.values()), samples=SAMPLES, seed=seed, level=LEVEL, points="latin")
    rises = sensitivity.rank_correlation(np.column_stack([comparison.draws[name] for name in unknown]), known) >= 0
    found = [Weight(name, low, high, indices.total[at], bool(rises[at])) for at, (name, (low, high)) in enumerate(unknown.items())]
    return tuple(sorted(found, key=lambda each: (-(each.total.value or 0.0), each.name)))
