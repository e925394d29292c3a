"""The page of a policy: bands with and without it, the difference, the loops that carry it, what it rests on, and sources.

Everything is computed from the record and a seed: the same question gives the same page, to the byte.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

import ecotone
from ecotone.answer import Column, Table
from ecotone.dynamics.effect import KINDS, MOST
from ecotone.dynamics.policies import BASELINE
from ecotone.report.bands import Panel, Series, panels
from ecotone.report.page import Card, Link, Section, render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecotone.dynamics.effect import Effect
    from ecotone.report.figures import Figure
    from ecotone.workbench.bind import Bound

LINKS: Final = 6
SHARES: Final = (0.05, 0.5, 0.95)


def policy_page(effect: Effect, bound: Bound, *, title: str, sources: Mapping[int, Link] | None = None) -> str:
    """Write the page of a policy as self-contained HTML.

    Parameters
    ----------
    effect : Effect
        What the policy changes.
    bound : Bound
        The numbers of the model, and where each comes from.
    title : str
        Of the record or model.
    sources : mapping, optional
        Evidence id to the source record, for links.

    Returns
    -------
    str
        HTML that loads nothing and runs nothing.
    """
    changes, carried, rests_on = (replace(answer, read_at=bound.read_at, scope=bound.scope) for answer in effect.answers())
    name = effect.scenario.name
    sections = [
        Section(changes.question, figure=_main(effect), answer=replace(changes, tables=(_table(effect),))),
        Section("The other outcomes", figure=_others(effect)) if len(effect.comparison.outputs) > 1 else None,
        Section(carried.question, answer=replace(carried, tables=(_loops(effect),))),
        Section(rests_on.question, answer=rests_on),
        Section("Where the numbers come from", cards=_cards(bound, sources or {}), answer=bound.answer()),
        Section("How to read this page", _method(effect, bound)),
    ]
    read = f"Read from {bound.read_at.record} at batch {bound.read_at.batch}. " if bound.read_at else ""
    subtitle = f"{read}Policy: {name}. Model: the innovation district, which is illustrative."
    return render([section for section in sections if section is not None], f"{title}: {name}", subtitle=subtitle)


def _table(effect: Effect) -> Table:
    """Show medians with and without, and the difference with its range: a page is narrower than a terminal."""
    import polars as pl

    found, name = effect.comparison, effect.scenario.name
    outputs = list(found.outputs)
    frame = pl.DataFrame(
        {
            "output": [_with_unit(effect, output) for output in outputs],
            "without": [found.last(BASELINE, output).value for output in outputs],
            "with": [found.last(name, output).value for output in outputs],
            "difference": pl.Series([found.effect(name, output) for output in outputs], dtype=pl.Object),
            "more": [found.holds(name, output) for output in outputs],
        },
        schema_overrides={"without": pl.Float64, "with": pl.Float64},
    )
    until = found.time[-1]
    columns = (
        Column("output", "Output"),
        Column("without", f"Without, at {until:g}", "number"),
        Column("with", f"With, at {until:g}", "number"),
        Column("difference", "Difference, paired", "estimate"),
        Column("more", "More in", "percent"),
    )
    note = "Medians over the draws. The interval holds nine of ten draws. The last column is the share of draws in which it is more."
    return Table("Effect", frame, columns, note)


def _loops(effect: Effect) -> Table:
    """Show the loops with their shares, and of the strongest way its stocks alone."""
    import polars as pl

    shown = effect.carriers[:MOST]
    frame = pl.DataFrame(
        {
            "loop": [f"{each.name} ({KINDS[each.kind]})" for each in shown],
            "share": [each.share.value for each in shown],
            "low": [each.share.low for each in shown],
            "high": [each.share.high for each in shown],
            "way": [" → ".join(name for name in each.variables if name in effect.stocks) for each in shown],
        },
        schema_overrides={"loop": pl.String, "share": pl.Float64, "low": pl.Float64, "high": pl.Float64, "way": pl.String},
    )
    columns = (
        Column("loop", "Loop"),
        Column("share", "Share", "percent", caveat="Of the difference, mean over time from the start; only shares compare."),
        Column("low", "From", "percent"),
        Column("high", "To", "percent"),
        Column("way", "Through the stocks"),
    )
    return Table("Loops", frame, columns, "Loops of one name go different ways and are added up; of them the stocks of the strongest.")


def _with_unit(effect: Effect, output: str) -> str:
    unit = effect.units.get(output, "")
    return f"{output} ({unit})" if unit not in {"", "1"} else output


def _series(effect: Effect, output: str) -> tuple[list[Series], Series]:
    found, name = effect.comparison, effect.scenario.name
    both = [
        Series("without", "ink", *found.band(BASELINE, output, SHARES)),
        Series("with", "bar", *found.band(name, output, SHARES)),
    ]
    ends = np.percentile(found.difference(name, output), [100 * share for share in SHARES], axis=1)
    return both, Series("difference, paired", "bar", *ends)


def _main(effect: Effect) -> Figure:
    found, output = effect.comparison, effect.comparison.outputs[0]
    both, gap = _series(effect, output)
    caption = (
        f"{output[:1].upper()}{output[1:]}: on the left without and with the policy, on the right what it adds in the same draw. "
        f"Lines are medians, bands hold nine of ten of {found.members:,} draws. The upright line is the start of the policy."
    )
    parts = [Panel(_with_unit(effect, output), found.time, both), Panel("what the policy adds", found.time, [gap])]
    return panels(parts, mark=effect.scenario.start, x="Year", caption=caption)


def _others(effect: Effect) -> Figure:
    found = effect.comparison
    parts = [Panel(_with_unit(effect, output), found.time, _series(effect, output)[0]) for output in found.outputs[1:4]]
    return panels(parts, mark=effect.scenario.start, x="Year", caption="Without and with the policy; medians and nine of ten draws.")


def _cards(bound: Bound, sources: Mapping[int, Link]) -> tuple[Card, ...]:
    """Tell of each number that comes from the record, with source records behind it."""
    cards = []
    for each in bound.bindings:
        if each.basis == "record":
            span = f"{each.value:.4g} {each.units if each.units != '1' else ''}".strip()
            facts = (
                "",
                f"{span}, range {each.low:.4g} to {each.high:.4g}. {each.meaning}.",
                f"{each.source[:1].upper()}{each.source[1:]}.",
            )
            links = tuple(sources[number] for number in each.evidence[:LINKS] if number in sources)
            cards.append(Card(each.name, None, facts, links, max(len(each.evidence) - LINKS, 0)))
    return tuple(cards)


def _method(effect: Effect, bound: Bound) -> tuple[str, ...]:
    told = sum(each.basis == "record" for each in bound.bindings)
    return (
        (
            "The model is a set of equations about ideas, ventures, firms, talent, trust, data and capital; they are printed by "
            "“ecotone model show district” and explained in docs/district-model.md. No public model of this kind with data was "
            "found, so its structure is a hypothesis."
        ),
        (
            f"{told} of its numbers come from the record and {len(bound.bindings) - told} are assumptions with a range. All are drawn "
            f"evenly from their ranges {effect.comparison.members:,} times (Latin hypercube, seed {effect.seed}); with and without the "
            "policy run on the same draws. "
            "A band says what the ranges leave open. It is no forecast and no confidence interval."
        ),
        (
            "Shares of loops compare with each other only, and are zero where nothing changes. Loops of one name go different ways "
            "through the model and are added up."
        ),
        f"Made with Ecotone {ecotone.__version__}; the same record, question and seed give the same page, to the byte.",
    )
