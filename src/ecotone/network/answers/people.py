"""Who is central, and who brokers between which groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from ecotone.answer import Answer, Column
from ecotone.estimate import Estimate, estimates
from ecotone.network.answers.asking import WHOLE, ask, percentiles, ranked, table
from ecotone.network.brokerage import ROLES, brokerage, grouping
from ecotone.network.holes import constraint
from ecotone.network.measures import Measure, measure
from ecotone.network.paths import betweenness
from ecotone.network.resample import bootstrap, interval, top_share
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecotone.network.graph import Graph
    from ecotone.network.read import Record
    from ecotone.scope import Scope


ROLES_MEAN: Final = (
    "Whom a broker joins: as coordinator two of its own group; as consultant two of one other group; as representative its own group to "
    "another; as gatekeeper another group to its own; as liaison two different other groups."
)


def central(
    source: Record | Graph,
    scope: Scope = WHOLE,
    *,
    by: str = "betweenness",
    top: int = 10,
    draws: int = 50,
    seed: int = 0,
    work: Work = SILENT,
) -> Answer:
    """Answer who is central, by which measure, through which ties, and how surely.

    Parameters
    ----------
    source : Ecosystem or Graph
        What is asked.
    scope : Scope
        Which part of a record.
    by : str
        Name of the measure that ranks.
    top : int
        How many are shown.
    draws : int
        Resampled networks, for the interval and the share of them in which the actor is among the first.
    seed : int
        Decides them.
    """
    asked = ask(source, scope)
    graph, ranking = asked.graph, measure(by)
    values = np.asarray(ranking.compute(graph), np.float64)
    first = ranked(values, top)
    degree, strength = graph.degree(), graph.strength()
    drawn = bootstrap(asked.each, lambda g: np.asarray(ranking.compute(g), np.float64), draws=draws, seed=seed, work=work)
    what = "source records" if not asked.of_file else "ties"
    frame = pl.DataFrame(
        {
            "id": graph.actors["id"].gather(first),
            "label": graph.actors["label"].gather(first),
            "value": values[first],
            "interval": estimates(
                [
                    interval(float(values[v]), drawn[:, v], what=what) if graph.tie_count else Estimate.none("no ties")
                    for v in first.tolist()
                ]
            ),
            "percentile": percentiles(values)[first],
            "sure": top_share(np.nan_to_num(drawn, nan=-np.inf), top)[first] if drawn.size else np.zeros(first.shape[0]),
            "partners": degree[first],
            "volume": strength[first],
            "carried_by": [asked.partners(v) for v in first.tolist()],
        }
    )
    if "sector" in graph.actors.columns:
        frame = frame.with_columns(sector=graph.actors["sector"].cast(pl.String).gather(first))
    columns = [
        Column("id", "Id", "actor"),
        Column("label", "Actor"),
        Column("sector", "Sector"),
        Column("value", ranking.label, "number", caveat=ranking.caveat),
        Column("interval", "Interval", "estimate"),
        Column("percentile", "Higher than", "percent", caveat="Share of actors with a lower value."),
        Column(
            "sure", f"Among the first {top}", "percent", caveat=f"Share of resampled networks in which the actor is among the first {top}."
        ),
        Column("partners", "Partners", "integer"),
        Column("volume", "Volume of ties", "number"),
        Column("carried_by", "Strongest ties"),
    ]
    return asked.answer(
        "Who is central?",
        _leading(ranking, values[first[:3]], asked.labels(first[:3])),
        [table("Central actors", frame, columns)],
        method=ranking.label,
        parameters={"measure": by, "weights": ranking.weight, "draws": draws},
        seed=seed,
        reference=ranking.reference,
        evidence=asked.evidence(first.tolist()),
        warnings=["An interval says how far the figure hangs on single records, not on records that no source holds."]
        if graph.tie_count
        else [],
    )


def _leading(ranking: Measure, values: NDArray[np.float64], names: list[str]) -> str:
    """Say who leads, and what the measure says of them; where nobody stands out, say that."""
    if not names:
        return "There is no actor."
    led = [name for name, value in zip(names, values.tolist(), strict=True) if value > 0]
    if not led:
        return f"Nobody stands out: no actor has a {ranking.label.lower()} above 0."
    verb = "leads" if len(led) == 1 else "lead"
    return f"{'; '.join(led)} {verb} by {ranking.label.lower()}. Each {ranking.meaning[0].lower()}{ranking.meaning[1:]}"


def brokers(
    source: Record | Graph, scope: Scope = WHOLE, *, by: str = "sector", top: int = 10, draws: int = 50, seed: int = 0, work: Work = SILENT
) -> Answer:
    """Answer who stands between groups: Gould and Fernandez' roles, which groups it joins, and how surely.

    Parameters
    ----------
    source : Ecosystem or Graph
        What is asked.
    scope : Scope
        Which part of a record.
    by : str
        Attribute whose groups are brokered between. Where the actors have none such, each is a group of its own and
        all brokers are liaisons.
    top : int
        How many are shown.
    draws : int
        Resampled networks.
    seed : int
        Decides them.
    """
    asked = ask(source, scope)
    graph, attribute = asked.graph, asked.by(by)
    partition: Any = attribute or np.arange(len(graph))
    roles = brokerage(graph, partition)
    across = (roles.counts[:, 5] - roles.counts[:, 0]).astype(np.float64)
    first = ranked(across, top)
    first = first[across[first] > 0]

    def figures(drawn: Graph) -> NDArray[np.float64]:
        counts = brokerage(drawn, partition).counts
        return np.asarray(counts[:, 5] - counts[:, 0], np.float64)

    sample = bootstrap(asked.each, figures, draws=draws, seed=seed, work=work)
    tight, between = constraint(graph), betweenness(graph, work=work)
    group, names = grouping(graph, partition)
    data: dict[str, Any] = {
        "id": graph.actors["id"].gather(first),
        "label": graph.actors["label"].gather(first),
        "group": [names[group[v]] for v in first.tolist()] if attribute else [None] * first.shape[0],
        "across": across[first].astype(np.int64),
        "sure": top_share(sample, top)[first] if sample.size else np.zeros(first.shape[0]),
        "z": [_number(z) for z in roles.z[first, 5].tolist()],
        "joins": [_joins(graph, v, group, names) if attribute else "" for v in first.tolist()],
        "constraint": [_number(c) for c in tight[first].tolist()],
        "betweenness": between[first],
    }
    data |= {role: roles.counts[first, at] for at, role in enumerate(ROLES[:5])}
    frame = pl.DataFrame(data, schema_overrides={"group": pl.String, "joins": pl.String, "z": pl.Float64, "constraint": pl.Float64})
    columns = [
        Column("id", "Id", "actor"),
        Column("label", "Broker"),
        Column("group", by.capitalize()),
        Column("joins", "Between", caveat="Pairs of groups that it joins most often where no direct tie does."),
        Column(
            "across",
            "Brokered across groups",
            "integer",
            caveat="Pairs with no direct tie, at least one of them of another group; both ways round.",
        ),
        Column("z", "Above chance", "number", unit="z", caveat="All roles together, against ties at random with the same density."),
        Column("sure", f"Among the first {top}", "percent", caveat="Share of resampled networks."),
        *[Column(role, role.capitalize(), "integer") for role in ROLES[:5]],
        Column("constraint", "Constraint", "number", caveat="Low is free."),
        Column("betweenness", "Betweenness", "number"),
    ]
    labels = asked.labels(first[:3])
    summary = (
        f"{'; '.join(labels)} {'joins' if len(labels) == 1 else 'join'} most pairs of actors across groups that have no direct tie."
        if labels
        else "Nobody brokers between groups."
    )
    warnings = asked.groups_known(attribute) if attribute else [f"The actors have no {by}; each counts as a group of its own."]
    return asked.answer(
        "Who are the brokers, and between which groups?",
        summary,
        [table("Brokers", frame, columns, ROLES_MEAN)],
        method="Gould–Fernandez brokerage",
        parameters={"by": by, "draws": draws},
        seed=seed,
        reference="Gould and Fernandez 1989; Burt 1992",
        evidence=asked.evidence(first.tolist()),
        warnings=warnings,
    )


def _number(value: float) -> float | None:
    """Return a number, or None for what is not one: JSON knows no NaN."""
    return value if np.isfinite(value) else None


def _joins(graph: Graph, broker: int, group: NDArray[np.int32], names: tuple[str, ...]) -> str:
    """Name the pairs of groups between which an actor brokers most often."""
    rows = graph.around
    near = rows.indices[rows.indptr[broker] : rows.indptr[broker + 1]]
    block = rows.matrix()[near][:, near].toarray() > 0
    open_ = ~block
    np.fill_diagonal(open_, val=False)
    a, b = np.nonzero(np.triu(open_))
    low, high = np.minimum(group[near[a]], group[near[b]]), np.maximum(group[near[a]], group[near[b]])
    pairs, counts = np.unique(low.astype(np.int64) * len(names) + high, return_counts=True)
    order = np.lexsort((pairs, -counts))[:3]
    return "; ".join(
        f"{names[p // len(names)]} – {names[p % len(names)]} ({c})"
        for p, c in zip(pairs[order].tolist(), counts[order].tolist(), strict=True)
    )
