"""Learning loops and levels of maturity: what was learnt, how fast, and whether one domain runs ahead of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

import ecotone
from ecotone.answer import Answer, Column, Method, Table
from ecotone.dates import Date
from ecotone.errors import SpellError
from ecotone.problems import Problems
from ecotone.scope import Scope
from ecotone.velocity import ladders
from ecotone.velocity import loops as kernel
from ecotone.velocity.answers.asking import QUANTILES, frame_of, quantile

if TYPE_CHECKING:
    import datetime as dt

    from ecotone.ecosystem import Ecosystem
    from ecotone.velocity.ladders import Ladder


def learning(eco: Ecosystem, scope: Scope | None = None) -> Answer:
    """Say how long learning loops take and how many of ten changed a decision; list those that cannot count, and why.

    Parameters
    ----------
    eco : Ecosystem
        The record: loops are initiatives of kind `learning loop`.
    scope : Scope, optional
        `as_of`; `to` cuts off.

    Raises
    ------
    SpellError
        If the record holds no loop.
    """
    scope = scope or Scope()
    initiatives = eco.initiatives().filter(pl.col("kind") == kernel.KIND)
    labels = dict(initiatives.select("id", "title").iter_rows())
    events = eco.events(as_of=scope.as_of).filter(pl.col("initiative").is_in(list(labels)))
    if not events.height:
        raise SpellError(
            "The record holds no learning loop",
            expected=f"initiatives of kind {kernel.KIND} with events {kernel.REGISTERED}, {kernel.EVIDENCE}, {kernel.DECIDED}",
            remedy="Import an event log of them; see docs/velocity.md",
        )
    read_on = _read_on(events, scope)
    found = kernel.loops(events, labels, read_on)
    states = found.table.group_by("state").len("loops").sort(["loops", "state"], descending=[True, False])
    counted = found.counted
    figures = frame_of(
        [
            {
                "loops": found.table.height,
                "counted": counted.height,
                "decided": int(counted["decided"].is_not_null().sum()),
                "median": quantile(found.spells, 0.5),
                "p85": quantile(found.spells, 0.85),
                "changed": found.changed_per_ten(),
            }
        ],
        ("median", "p85", "changed"),
    )
    changed = found.changed_per_ten()
    told = (
        f"{changed.value:.1f} of ten changed a decision"
        if changed.value is not None
        else f"how many changed a decision is not known: {changed.reason}"
    )
    tables = (
        Table(
            "Learning loops",
            figures,
            (
                Column("loops", "Loops", "integer"),
                Column(
                    "counted", "That count", "integer", caveat="with a hypothesis and a fail criterion written down before the evidence"
                ),
                Column("decided", "Decided", "integer"),
                Column("median", "Loop time, P50", "estimate", "days"),
                Column("p85", "Loop time, P85", "estimate", "days"),
                Column("changed", "Decisions changed per ten loops", "estimate"),
            ),
            f"{kernel.MARKERS}.",
        ),
        Table("Why loops do not count", states, (Column("state", "State"), Column("loops", "Loops", "integer"))),
        Table(
            "Loops",
            found.table.sort("registered", "loop", nulls_last=True),
            (
                Column("label", "Loop"),
                Column("registered", "Hypothesis", "date"),
                Column("evidence", "Evidence", "date"),
                Column("decided", "Decided", "date"),
                Column("changed", "Changed the decision"),
                Column("state", "State"),
            ),
        ),
    )
    summary = f"{counted.height:,} of {found.table.height:,} learning loops count; {told}."
    return Answer(
        "How fast do we learn, and does it change what we do?",
        summary,
        tables,
        Method("Kaplan–Meier; share of decided loops", ecotone.__version__, {"read on": str(read_on)}, None, "Nosek et al. (2018)"),
        scope,
        eco.read_at(scope.as_of),
        warnings=("How many experiments were run is not shown: it says nothing about what was learnt.",),
    )


def maturity(eco: Ecosystem, ladder: Ladder, scope: Scope | None = None) -> Answer:
    """Say at which level each initiative stands, whether one domain runs ahead of the others, and how long each level takes.

    Parameters
    ----------
    eco : Ecosystem
        The record: a level is a dated claim about an initiative, such as `clinical level` = 3.
    ladder : Ladder
        Whose levels.
    scope : Scope, optional
        `as_of`; `to` cuts off.

    Raises
    ------
    SpellError
        If no initiative has a level of the ladder.
    """
    scope = scope or Scope()
    problems = Problems()
    levels = ladders.readings(eco.claims(as_of=scope.as_of), ladder, problems)
    if scope.end is not None:
        levels = levels.filter(pl.col("day") <= scope.end.last)
    if not levels.height:
        raise SpellError(
            "No initiative has a level of this ladder",
            where=ladder.name,
            expected=", ".join(ladder.field(domain) for domain in ladder.domains),
            remedy="State levels as dated claims of an initiative; see docs/velocity.md",
        )
    last = levels["day"].max()
    read_on = Date(str(last)).last if scope.end is None else scope.end.last
    titles = dict(eco.initiatives().select("id", "title").iter_rows())
    rows: list[dict[str, Any]] = []
    for each in ladders.standing(levels, ladder):
        at = ", ".join(f"{domain} {level}" for domain, level in each.levels.items())
        rows.append(
            {
                "label": titles.get(each.item, str(each.item)),
                "levels": at,
                "gap": each.gap,
                "alarm": each.alarm or "",
                "unrated": ", ".join(each.unrated),
                **_across(ladder, each.levels),
            }
        )
    crossed = tuple(sorted(ladder.crosswalk))
    standing = Table(
        "Where initiatives stand",
        pl.DataFrame(rows),
        (
            Column("label", "Initiative"),
            Column("levels", "Levels"),
            Column("gap", "Highest less lowest", "integer"),
            Column("alarm", "Imbalance", caveat=f"shown from {ladders.ALARM} levels on"),
            Column("unrated", "Not rated"),
            *(Column(f"as {other}", f"As {other}", caveat="of the lowest domain; our reading, no standard") for other in crossed),
        ),
    )
    times = []
    for domain in ladder.domains:
        for number, spells in ladders.level_spells(levels, ladder, domain, read_on, problems).items():
            if len(spells):
                name = next(level.name for level in ladder.levels if level.number == number)
                counts = {"spells": len(spells), "running": spells.running}
                quantiles = {key: quantile(spells, share) for key, share in QUANTILES.items()}
                times.append({"domain": domain, "level": number, "name": name, **counts, **quantiles})
    spent = Table(
        "Days at each level",
        frame_of(times, tuple(QUANTILES)),
        (
            Column("domain", "Domain"),
            Column("level", "Level", "integer"),
            Column("name", "Called"),
            Column("spells", "Spells", "integer"),
            Column("running", "Still there", "integer"),
            *(Column(name, name.upper(), "estimate", "days") for name in QUANTILES),
        ),
        f"From the first reading at a level to the first above it; cut off on {read_on}. A reading may come later than the level.",
    )
    alarms = sum(bool(row["alarm"]) for row in rows)
    summary = f"{alarms:,} of {len(rows):,} initiatives are out of balance by {ladders.ALARM} levels or more."
    if len(ladder.domains) == 1:
        summary = f"{len(rows):,} initiatives have a level of {ladder.label}."
    parameters = {
        "ladder": f"{ladder.name}: {ladder.label}",
        "read on": str(read_on),
        "levels checked at their source": "yes" if ladder.verified else "no",
    }
    return Answer(
        "How mature are initiatives, and is one domain ahead of the others?",
        summary,
        (standing, spent),
        Method("last dated level; Kaplan–Meier", ecotone.__version__, parameters, None, ladder.source),
        scope,
        eco.read_at(scope.as_of),
        warnings=tuple(f"{what}: {number:,}." for what, number in problems.by_kind().items()),
    )


def _across(ladder: Ladder, levels: Any) -> dict[str, str]:
    """Return what the lowest level means on other ladders."""
    lowest = min(levels.values())
    found = {}
    for other, spans in ladder.crosswalk.items():
        low, high = spans.get(lowest, (None, None))
        found[f"as {other}"] = "–" if low is None else str(low) if low == high else f"{low} to {high}"
    return found


def _read_on(events: pl.DataFrame, scope: Scope) -> dt.date:
    """Return the day to which the record tells."""
    last = Date(str(events["known_from"].max())[:10]).last
    return min(last, scope.end.last) if scope.end is not None else last
