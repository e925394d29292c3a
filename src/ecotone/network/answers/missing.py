"""Where the gaps are: thin pairs of groups, the ties that would close them, single points of failure, who is cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ecotone.answer import Answer, Column, Table, counted
from ecotone.network import gaps as kernel
from ecotone.network.answers.asking import WHOLE, Asked, ask, table
from ecotone.network.answers.observable import observable as could_show
from ecotone.network.cohesion import cut_actors
from ecotone.network.link_scores import link_scores
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecotone.network.answers.observable import Observable
    from ecotone.network.graph import Graph
    from ecotone.network.read import Record
    from ecotone.scope import Scope

REACH: tuple[str, ...] = ("regulator", "payer", "patients")
"""Sectors that an innovation has to reach."""


def gaps(
    source: Record | Graph,
    scope: Scope = WHOLE,
    *,
    by: str = "sector",
    top: int = 10,
    draws: int = 200,
    seed: int = 0,
    observable: Sequence[tuple[str, str]] | None = None,
    work: Work = SILENT,
) -> Answer:
    """Answer where the gaps are, and which new tie would close each.

    Parameters
    ----------
    source : Ecosystem or Graph
        What is asked.
    scope : Scope
        Which part of a record.
    by : str
        Attribute whose groups are looked at.
    top : int
        How many gaps and new ties are shown.
    draws : int
        Random networks that the ties between groups are compared with.
    seed : int
        Decides them.
    observable : sequence of pairs, optional
        Pairs of groups between which the sources of the record could have shown a tie. Pairs that are not observable
        are no gaps. Where this is not given, the sources of a record declare it (`ecotone.network.answers.observable`);
        of a file all pairs are.
    """
    asked = ask(source, scope)
    graph, attribute = asked.graph, asked.by(by)
    tables: list[Table] = []
    warnings: list[str] = []
    candidates = link_scores(graph, "resource_allocation", top=2000)
    summary = ""
    shown: Observable | None = None
    if attribute:
        if observable is None and asked.record is not None:
            shown = could_show(asked.record, graph, attribute, scope)
            observable = shown.pairs
        thin = kernel.thin_pairs(graph, attribute, draws=draws, seed=seed, observable=observable, work=work)
        judged = thin.filter(pl.col("observable") & (pl.col("ties") < pl.col("expected"))).head(top)
        closing = [_closing(asked, attribute, one, other, candidates) for one, other in judged.select("one", "other").rows()]
        judged = judged.with_columns(pl.Series("closed_by", closing, dtype=pl.String))
        tables.append(
            table("Thin pairs of groups", judged, _THIN, "Fewer ties than networks with the same number of partners for each actor have.")
        )
        sure = judged.filter(pl.col("q") < 0.05)
        named = "; ".join(f"{a} – {b}" for a, b in sure.select("one", "other").head(3).rows())
        never = thin.filter(~pl.col("observable"))
        summary = "No pair of groups can be judged: no source could have shown ties between them. "
        if never.height < thin.height:
            summary = (
                f"Fewer ties than by chance between: {named}. "
                if named
                else "No pair of groups has surely fewer ties than chance gives (5 % false discoveries). "
            )
        if never.height:
            pairs = "; ".join(f"{a} – {b}" for a, b in never.select("one", "other").rows())
            said = counted(never.height, "pair of groups is", "pairs of groups are")
            warnings.append(f"{said} not judged. No source could have shown ties between them: {pairs}.")
        if shown is not None and (unseen := shown.unseen()):
            warnings.append(f"No source of the record shows ties of {_listed(unseen)}: that there are none is no gap that it could find.")
        tables.append(_cut_off(asked, attribute))
        warnings += asked.groups_known(attribute)
    else:
        warnings.append(f"The actors have no {by}: gaps between groups cannot be asked.")
    best = kernel.best_new_ties(graph, candidates, top=top)
    tables.append(_new_ties(asked, best))
    cut = cut_actors(graph)
    first = np.argsort(-cut, kind="stable")[:top]
    first = first[cut[first] > 0]
    frame = pl.DataFrame(
        {
            "id": graph.actors["id"].gather(first),
            "label": graph.actors["label"].gather(first),
            "parts": cut[first],
            "partners": graph.degree()[first],
        }
    )
    tables.append(
        table(
            "Single points of failure",
            frame,
            (
                Column("id", "Id", "actor"),
                Column("label", "Actor"),
                Column("parts", "More parts without it", "integer", caveat="In a record with gaps many look indispensable."),
                Column("partners", "Partners", "integer"),
            ),
        )
    )
    if shown is not None and shown.sources:
        tables.append(shown.table())
    holding = int((cut > 0).sum())
    said = counted(holding, "actor holds", "actors hold") if holding else "No actor holds"
    summary += f"{said} together parts that have no other way to each other."
    return asked.answer(
        "Where are the gaps?",
        summary,
        tables,
        method="ties between groups against rewiring; exact gain in efficiency of new ties",
        parameters={"by": by, "draws": draws},
        seed=seed,
        reference="Maslov and Sneppen 2002; Latora and Marchiori 2001; Tarjan 1974",
        evidence=asked.evidence(first.tolist()),
        warnings=warnings,
    )


def _listed(words: Sequence[str]) -> str:
    """Join words as a sentence does: a, b or c."""
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


_THIN = (
    Column("one", "One"),
    Column("other", "Other"),
    Column("ties", "Pairs tied", "integer"),
    Column("expected", "By chance", "number"),
    Column("low", "2.5 %", "number"),
    Column("high", "97.5 %", "number"),
    Column("z", "z", "number"),
    Column("q", "False-discovery rate", "number", caveat="Of calling this pair and all thinner ones gaps."),
    Column("closed_by", "A tie that would begin to close it", caveat="The two actors of these groups with most partners in common."),
)


def _closing(asked: Asked, attribute: str, one: str, other: str, candidates: pl.DataFrame) -> str:
    """Name the two actors of a pair of groups that have most in common, or else the best tied of each."""
    graph = asked.graph
    kinds = dict(zip(graph.actors["id"].to_list(), graph.attribute(attribute).cast(pl.String).to_list(), strict=True))
    names = dict(zip(graph.actors["id"].to_list(), graph.actors["label"].to_list(), strict=True))
    for source, target in candidates.select("source", "target").rows():
        if sorted((kinds[source] or "", kinds[target] or "")) == sorted((one, other)):
            return f"{names[source]} – {names[target]}"
    degree = graph.degree()
    ends: list[int] = []
    for kind in (one, other):
        members = [at for at, value in enumerate(kinds.values()) if value == kind]
        order = sorted(members, key=lambda at: (-int(degree[at]), at))
        ends.append(order[1] if one == other and ends and len(order) > 1 else order[0])
    return " – ".join(asked.labels(ends)) if ends[0] != ends[1] else ""


def _new_ties(asked: Asked, best: pl.DataFrame) -> Table:
    """Show the new ties that bring all nearest to each other."""
    names = asked.graph.actors.select("id", "label")
    frame = best.join(names, left_on="source", right_on="id", how="left", maintain_order="left").join(
        names, left_on="target", right_on="id", how="left", suffix="_target", maintain_order="left"
    )
    frame = frame.with_columns(rise=pl.when(pl.col("efficiency_before") > 0).then(pl.col("gain") / pl.col("efficiency_before")))
    columns = (
        Column("source", "Id", "actor"),
        Column("label", "One"),
        Column("target", "Id", "actor"),
        Column("label_target", "Other"),
        Column("gain", "Gain in global efficiency", "number", caveat="Exact, for this one tie; of the 200 pairs with most in common."),
        Column("rise", "Rise", "percent"),
    )
    return table("New ties that would bring all nearer", frame, columns)


def _cut_off(asked: Asked, attribute: str) -> Table:
    """Count actors without any path to the sectors that an innovation has to reach, and isolated ones, by group."""
    graph = asked.graph
    kinds = graph.attribute(attribute).cast(pl.String)
    columns = {"group": kinds.fill_null("not known"), "isolated": pl.Series(graph.around.degrees == 0)}
    present = [sector for sector in REACH if bool((kinds == sector).any())]
    for sector in present:
        columns[f"no_{sector}"] = pl.Series(kernel.without_path(graph, (kinds == sector).fill_null(value=False).to_numpy()))
    counted = (
        pl.DataFrame(columns)
        .group_by("group")
        .agg(pl.len().alias("actors"), pl.col([c for c in columns if c != "group"]).sum())
        .sort("group")
    )
    shown = [Column("group", attribute.capitalize()), Column("actors", "Actors", "integer"), Column("isolated", "Isolated", "integer")]
    shown += [
        Column(f"no_{sector}", f"No path to a {sector}", "integer", caveat="Whatever the direction and number of steps.")
        for sector in present
    ]
    absent = [sector for sector in REACH if sector not in present]
    note = f"No actor of the scope is of the sector {_listed(absent)}." if absent else None
    return table("Who is cut off", counted, shown, note)
