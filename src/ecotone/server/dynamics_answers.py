"""Two answers on a model: which of its numbers moves an output most, and what its numbers rest on."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

import ecotone
from ecotone.answer import Answer, Column, Method, Table
from ecotone.errors import InputError
from ecotone.server.dynamics_subject import Asked, small_enough, with_policies

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.server.dynamics_shapes import TornadoWish

DRAWS: Final = 400
"""Draws over which all numbers move at once."""
MOST: Final = 30
"""Numbers that are told one by one."""


def tornado(asked: Asked, wish: "TornadoWish") -> Answer:
    """Move each number from one end of its range to the other, the others held; and all at once, by rank correlation."""
    from ecotone.dynamics.policies import drawn
    from ecotone.dynamics.sensitivity import one_at_a_time, rank_correlation
    from ecotone.server.dynamics import constants_of, outputs_of

    output = outputs_of(asked, [wish.output] if wish.output else [])[0]
    fixed = constants_of(asked, wish.constants)
    model, items = with_policies(asked, wish.policies, wish.start)
    ranges = {name: ends for name, ends in asked.ranges.items() if ends[0] < ends[1] and name not in wish.constants}
    if not ranges:
        raise InputError("No number of the model has a range", remedy="Put one of the sliders back")
    different = bool(items or wish.constants)
    if wish.difference and not different:
        raise InputError("Nothing is different from the baseline", remedy="Choose a policy, or move a slider")
    own = {name: fixed.get(name, model.constants[name]) for name in ranges}
    names = list(ranges)
    small_enough(model, 2 * len(names) + 1 + DRAWS)

    def last(given: dict[str, Any], members: int) -> "NDArray[np.float64]":
        """Return the output at the end, or what the scenario adds to it on the same numbers."""
        found = model.run(members=members, constants={**fixed, **given}, outputs=[output], interventions=items, seed=wish.seed)
        values: NDArray[np.float64] = found.values[-1, 0]
        if wish.difference:
            base = {name: value for name, value in {**asked.values, **given}.items() if name not in wish.constants}
            values = values - asked.model.run(members=members, constants=base, outputs=[output], seed=wish.seed).values[-1, 0]
        return values

    def ends(rows: "NDArray[np.float64]") -> "NDArray[np.float64]":
        return last({name: rows[:, at] for at, name in enumerate(names)}, len(rows))

    swings = one_at_a_time(ends, [ranges[name] for name in names], [own[name] for name in names])
    draws = drawn(ranges, DRAWS, seed=wish.seed)
    together = rank_correlation(np.column_stack([draws[name] for name in names]), last(dict(draws), DRAWS)).tolist()
    low, high, base = swings.low, swings.high, swings.middle
    swing = np.nan_to_num(np.abs(high - low))
    order = sorted(range(len(names)), key=lambda at: (-swing[at], names[at]))[:MOST]
    units = {each.label: each.units for each in model.graph.instances if each.visible}
    bindings = {each.name: each for each in asked.bound.bindings} if asked.bound else {}
    frame = pl.DataFrame(
        [
            (
                names[at],
                float(swing[at]),
                float(low[at]),
                float(high[at]),
                ranges[names[at]][0],
                ranges[names[at]][1],
                units.get(names[at], ""),
                together[at],
                bindings[names[at]].basis if names[at] in bindings else "model",
            )
            for at in order
        ],
        schema={
            "constant": pl.String,
            "swing": pl.Float64,
            "at_low": pl.Float64,
            "at_high": pl.Float64,
            "low": pl.Float64,
            "high": pl.Float64,
            "units": pl.String,
            "together": pl.Float64,
            "basis": pl.String,
        },
        orient="row",
    )
    what = f"what the scenario adds to {output}" if wish.difference else output
    unit = units.get(output) or None
    columns = (
        Column("constant", "Number"),
        Column("swing", "Swing", "number", unit, "By how much the output moves between the ends of the range, the others held."),
        Column("at_low", "Where it is low", "number", unit),
        Column("at_high", "Where it is high", "number", unit),
        Column("low", "From", "number"),
        Column("high", "To", "number"),
        Column("units", "Unit"),
        Column("together", "All at once", "number", caveat="Rank correlation over draws in which all numbers move; between −1 and 1."),
        Column("basis", "From"),
    )
    until = float(model.grid().times[-1])
    return Answer(
        question=f"Which number moves {what} most?",
        summary=f"{what[:1].upper()}{what[1:]} is {base:,.4g} at {until:g}; most is moved by {_names([names[at] for at in order[:3]])}.",
        tables=(Table("Tornado", frame, columns, f"The middle is {base:,.4g}: all numbers as they stand."),),
        method=Method(
            "one at a time; rank correlation over draws",
            ecotone.__version__,
            {"draws": DRAWS, "policies": ", ".join(wish.policies) or "none", "at": until, "middle": float(base)},
            seed=wish.seed,
            reference="Spearman 1904",
        ),
        read_at=asked.bound.read_at if asked.bound else None,
        warnings=() if asked.bound else ("The model gives no ranges: each number is moved by a fifth of itself where none is known.",),
    )


def assumptions(asked: Asked) -> Answer:
    """Say what the model's numbers rest on."""
    if asked.bound is not None:
        return asked.bound.answer()
    notes = {each.name.lower(): each.note for each in asked.model.document.equations}
    units = {each.label: each.units for each in asked.model.graph.instances if each.visible}
    frame = pl.DataFrame(
        [
            (name, asked.model.constants[name], low, high, units.get(name, ""), notes.get(name.lower(), ""))
            for name, (low, high) in asked.ranges.items()
        ],
        schema={"constant": pl.String, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "units": pl.String, "note": pl.String},
        orient="row",
    )
    columns = (
        Column("constant", "Number"),
        Column("value", "Value", "number"),
        Column("low", "From", "number"),
        Column("high", "To", "number"),
        Column("units", "Unit"),
        Column("note", "What the model says of it"),
    )
    told = sum(bool(note) for note in frame["note"])
    return Answer(
        question="What does the model rest on?",
        summary=f"{frame.height:,} numbers, {told:,} of them with a note; none comes from this record.",
        tables=(Table("Numbers", frame, columns),),
        method=Method("as the model says", ecotone.__version__),
    )


def _names(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
