"""What the network is like as a whole, how it differs from chance, and how it differs from another."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from ecotone.answer import Answer, Column, counted, in_percent
from ecotone.estimate import Estimate, estimates
from ecotone.network import mixing, whole
from ecotone.network.answers.asking import WHOLE, Asked, ask, table
from ecotone.network.clubs import SmallWorld, rich_club
from ecotone.network.groups import communities
from ecotone.network.null import ByChance, by_chance
from ecotone.network.similarity import qap_correlation
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ecotone.network.graph import Graph
    from ecotone.network.read import Record
    from ecotone.scope import Scope

MANY: Final = 5_000
"""Actors beyond which communities are counted in the best of three runs instead of ten."""
FIGURE_COLUMNS: Final = (
    Column("figure", "Figure"),
    Column("value", "Value", "number"),
    Column("meaning", "What it says"),
)


def describe(source: Record | Graph, scope: Scope = WHOLE, *, by: str = "sector", seed: int = 0, work: Work = SILENT) -> Answer:
    """Answer what the network is like as a whole.

    Parameters
    ----------
    source : Ecosystem or Graph
        What is asked.
    scope : Scope
        Which part of a record.
    by : str
        Attribute for the ties within and between groups, where the actors have it.
    seed : int
        Decides the runs of the communities' search.
    """
    asked = ask(source, scope)
    graph, attribute = asked.graph, asked.by(by)
    rows = _figures(asked, attribute, seed, work)
    frame = pl.DataFrame(rows, schema={"figure": pl.String, "value": pl.Float64, "meaning": pl.String}, orient="row")
    tables = [table("The network as a whole", frame, FIGURE_COLUMNS)]
    if attribute:
        mixed = mixing.mixing(graph.undirected(), attribute).frame(directed=False)
        tables.append(
            table(
                f"Ties between groups by {by}",
                mixed.with_columns(share=pl.col("ties") / pl.col("possible")),
                (
                    Column("source_group", "One"),
                    Column("target_group", "Other"),
                    Column("ties", "Pairs tied", "integer"),
                    Column("possible", "Possible", "integer"),
                    Column("share", "Share", "percent"),
                ),
            )
        )
    if len(graph.relations) > 1 or graph.relations != ("",):
        counts = graph.ties.group_by("relation").agg(pl.len().alias("ties"), pl.col("weight").sum()).sort("relation")
        tables.append(
            table(
                "Relations",
                counts,
                (Column("relation", "Relation"), Column("ties", "Ties", "integer"), Column("weight", "Total weight", "number")),
            )
        )
    isolated = int((graph.around.degrees == 0).sum())
    summary = f"{counted(len(graph), 'actor')} and no ties."
    if graph.tie_count:
        summary = (
            f"{counted(len(graph), 'actor')} and {counted(graph.around.indices.shape[0] // 2, 'pair')} with a tie; "
            f"{counted(isolated, 'actor has', 'actors have')} none, and the largest connected part holds "
            f"{in_percent(_largest(graph))} of all."
        )
    warnings = asked.groups_known(attribute) if attribute else []
    if graph.loop_counts.any():
        warnings.append(f"{int(graph.loop_counts.sum()):,} ties of actors with themselves are left out of account.")
    return asked.answer(
        "What is the network like?",
        summary,
        tables,
        method="whole-network figures",
        seed=seed,
        reference="Wasserman and Faust 1994",
        evidence=asked.evidence(range(len(graph))),
        warnings=warnings,
    )


def _largest(graph: Graph) -> float:
    """Return the share of actors in the largest component."""
    return float((whole.components(graph) == 0).mean()) if len(graph) else 0.0


def _figures(asked: Asked, attribute: str | None, seed: int, work: Work) -> list[tuple[str, float | None, str]]:
    """Return figures of the whole network with their meaning."""
    graph = asked.graph
    far = whole.distances(graph)
    label = whole.components(graph)
    found = communities(graph, runs=10 if len(graph) <= MANY else 3, seed=seed, work=work) if not graph.signed else None
    figures: list[tuple[str, float, str]] = [
        ("actors", float(len(graph)), "Everybody in the scope, with or without ties."),
        ("ties", float(graph.tie_count), "As given: parallel ties and loops included."),
        ("pairs tied", graph.around.indices.shape[0] / 2, "Pairs of different actors with at least one tie, whatever its direction."),
        ("density", whole.density(graph), "Share of possible ties that exist."),
        ("mean partners", float(graph.degree().mean()) if len(graph) else 0.0, "Partners of an actor on average."),
        ("isolated actors", float((graph.around.degrees == 0).sum()), "Actors without any tie in the scope."),
        ("components", float(label.max(initial=-1) + 1), "Parts without a tie to each other, isolated actors included."),
        ("largest component", _largest(graph), "Share of actors in the largest connected part."),
        ("mean distance", far.mean, "Steps between two connected actors on average."),
        ("diameter", far.diameter, "Steps between the two connected actors that are farthest apart."),
        ("global efficiency", far.efficiency, "Mean of one over the distance; 1 if all were tied to all."),
        ("transitivity", whole.transitivity(graph), "Share of partners of a partner who are tied themselves."),
        ("degree centralisation", _degree_centralisation(graph), "1 for a star, 0 where all have as many partners."),
        (
            "degree assortativity",
            mixing.numeric_assortativity(graph.undirected(), graph.degree()),
            "Above 0: well-tied actors are tied to well-tied ones.",
        ),
    ]
    if graph.directed:
        figures.append(("reciprocity", whole.reciprocity(graph), "Share of ties that are answered."))
        figures.append(
            ("strong components", float(whole.components(graph, "strong").max(initial=-1) + 1), "Parts with a way each way between all.")
        )
    if found is not None:
        figures.append(
            ("communities", float(found.group.max(initial=-1) + 1), "Groups that Leiden's method finds, isolated actors each its own.")
        )
        figures.append(("modularity", found.modularity, "How much more of the ties lie within communities than by chance."))
    if attribute:
        figures.append(
            (f"assortativity by {attribute}", mixing.assortativity(graph, attribute), "1: ties stay within; below 0: they seek others.")
        )
        figures.append(
            (f"E-I index by {attribute}", mixing.ei_index(graph, attribute), "1: all ties go to other groups; -1: all stay within.")
        )
    return [(name, value if math.isfinite(value) else None, meaning) for name, value, meaning in figures]


def _degree_centralisation(graph: Graph) -> float:
    """Return Freeman's degree centralisation."""
    n = len(graph)
    return whole.centralisation(graph.degree(), float((n - 1) * (n - 2)))


def _club(graph: Graph) -> float:
    """Return the rich club's density above the nine tenths of actors with the fewest partners."""
    densities = rich_club(graph)
    k = int(np.quantile(graph.degree(), 0.9)) if len(graph) else 0
    return float(densities[k]) if k < densities.shape[0] else float("nan")


def _small_world(rows: Sequence[tuple[str, str, ByChance]]) -> list[str]:
    """Say how far the network is a small world, from clustering and distance beside chance."""
    of = {name: chance for name, _, chance in reversed(rows)}
    sigma = SmallWorld(of["transitivity"], of["mean distance"]).sigma
    if not math.isfinite(sigma):
        return []
    return [f"Small world: sigma {sigma:.2f} (clustering over chance by distance over chance; above 1 a small world)."]


def null(
    source: Record | Graph, scope: Scope = WHOLE, *, by: str = "sector", draws: int = 200, seed: int = 0, work: Work = SILENT
) -> Answer:
    """Answer what about the network is more than chance: figures beside networks rewired at random and groups handed out at random.

    Parameters
    ----------
    source : Ecosystem or Graph
        What is asked.
    scope : Scope
        Which part of a record.
    by : str
        Attribute that is handed out at random, where the actors have it.
    draws : int
        Number of random networks.
    seed : int
        Decides them.
    """
    asked = ask(source, scope)
    graph, attribute = asked.graph.undirected(), asked.by(by)
    figures: dict[str, Callable[[Graph], float]] = {
        "transitivity": whole.transitivity,
        "global efficiency": lambda g: whole.distances(g).efficiency,
        "mean distance": lambda g: whole.distances(g).mean,
        "degree assortativity": lambda g: mixing.numeric_assortativity(g, g.degree()),
        "rich club: density among the best tied tenth": _club,
    }
    rows: list[tuple[str, str, ByChance]] = [
        (name, "ties rewired, partners kept", by_chance(graph, figure, draws=draws, seed=seed, work=work))
        for name, figure in figures.items()
    ]
    if attribute:
        name = f"assortativity by {attribute}"
        assort: Callable[[Graph], float] = lambda g: mixing.assortativity(g, attribute)  # noqa: E731  a named function would say no more
        rows.append((name, "ties rewired, partners kept", by_chance(graph, assort, draws=draws, seed=seed, work=work)))
        rows.append(
            (
                name,
                f"{attribute} handed out at random",
                by_chance(graph, assort, model="labels", label=attribute, draws=draws, seed=seed, work=work),
            )
        )
    frame = pl.DataFrame(
        [
            {
                "figure": name,
                "chance": how,
                "observed": _finite(c.observed),
                "expected": _finite(c.mean),
                "low": _finite(c.low),
                "high": _finite(c.high),
                "z": _finite(c.z),
                "p": c.p if math.isfinite(c.observed) and math.isfinite(c.mean) else None,
            }
            for name, how, c in rows
        ],
        schema_overrides=dict.fromkeys(("observed", "expected", "low", "high", "z", "p"), pl.Float64),
    )
    beyond = [name for name, _, c in rows if c.p < 0.05 and math.isfinite(c.z)]
    summary = f"More or less than chance: {', '.join(dict.fromkeys(beyond))}." if beyond else "Nothing differs surely from chance."
    if not graph.tie_count:
        summary = "Without ties there is nothing to compare with chance."
    summary = " ".join([summary, *_small_world(rows)])
    columns = [
        Column("figure", "Figure"),
        Column("chance", "What is random"),
        Column("observed", "Observed", "number"),
        Column("expected", "By chance", "number"),
        Column("low", "2.5 %", "number"),
        Column("high", "97.5 %", "number"),
        Column("z", "z", "number"),
        Column("p", "p", "number", caveat="Two-sided; each figure by itself."),
    ]
    return asked.answer(
        "What is more than chance?",
        summary,
        [table("Figures beside chance", frame, columns)],
        method="rewiring and label permutation",
        parameters={"draws": draws},
        seed=seed,
        reference="Maslov and Sneppen 2002; Phipson and Smyth 2010",
        evidence=asked.evidence(range(len(graph))),
    )


def _finite(value: float) -> float | None:
    """Return a number, or None for what is not one."""
    return value if math.isfinite(value) else None


def compare(
    source: Record | Graph,
    other: Record | Graph,
    scope: Scope = WHOLE,
    other_scope: Scope | None = None,
    *,
    draws: int = 200,
    seed: int = 0,
    work: Work = SILENT,
) -> Answer:
    """Answer how two networks differ: two files, two records, or one record in two scopes.

    Parameters
    ----------
    source, other : Ecosystem or Graph
        What is compared. Actors of one record are the same where their ids are; of others where their names are, for each record and
        file counts its actors in its own way. Names that several actors of one network bear decide nothing.
    scope, other_scope : Scope
        Which parts of the records; the same where one is given.
    draws : int
        Permutations of the correlation's test.
    seed : int
        Decides them.
    """
    one, two = ask(source, scope), ask(other, scope if other_scope is None else other_scope)
    first = {name: (value, meaning) for name, value, meaning in _figures(one, None, seed, work)}
    second = {name: value for name, value, _ in _figures(two, None, seed, work)}
    rows: list[dict[str, Any]] = [
        {"figure": name, "one": value, "other": second[name], "meaning": meaning}
        for name, (value, meaning) in first.items()
        if name in second
    ]
    kinds = {"one": pl.Float64, "other": pl.Float64}
    tables = [
        table(
            "Side by side",
            pl.DataFrame(rows, schema_overrides=kinds),
            (
                Column("figure", "Figure"),
                Column("one", "One", "number"),
                Column("other", "Other", "number"),
                Column("meaning", "What it says"),
            ),
        )
    ]
    key, alike, twice = _told_apart(one, two)
    names = [asked.graph.actors[key].cast(pl.String) for asked in (one, two)]
    common = set.intersection(*(set(found.filter(found.is_unique()).to_list()) for found in names))
    warnings = [f"{counted(twice, 'name is', 'names are')} borne by several actors of one network and decide nothing."] if twice else []
    summary = (
        f"{counted(len(common), 'actor is', 'actors are')} in both by {alike}, {len(one.graph) - len(common):,} in the one only, "
        f"{len(two.graph) - len(common):,} in the other only."
    )
    if len(common) > 3:
        a, b = (_only(asked.graph, key, common) for asked in (one, two))
        found = qap_correlation(a, b, draws=draws, seed=seed)
        estimate = (
            Estimate.exact(found.observed, f"QAP, p {found.p:.3g}")
            if np.isfinite(found.observed)
            else Estimate.none("one of them has no or all ties")
        )
        tables.append(
            table(
                "Likeness of the ties among the actors of both",
                pl.DataFrame({"figure": ["QAP correlation"], "value": estimates([estimate]), "p": [found.p]}),
                (Column("figure", "Figure"), Column("value", "Value", "estimate"), Column("p", "p", "number")),
            )
        )
    return one.answer(
        "How do the two networks differ?",
        summary,
        tables,
        method="figures side by side, QAP",
        parameters={"draws": draws},
        seed=seed,
        reference="Krackhardt 1988",
        warnings=warnings,
    )


def _told_apart(one: Asked, two: Asked) -> tuple[str, str, int]:
    """Say by which column actors are the same, what that is called, and how many names are of no use.

    Each record and each file counts its actors in its own way; only of one record do ids mean the same.
    """
    where = [getattr(asked.record, "address", None) or getattr(asked.record, "path", None) for asked in (one, two)]
    if where[0] is not None and where[0] == where[1]:
        return "id", "their ids", 0
    twice = [
        int((names.is_duplicated() & names.is_first_distinct()).sum()) for names in (one.graph.actors["label"], two.graph.actors["label"])
    ]
    return "label", "their names", sum(twice)


def _only(graph: Graph, key: str, kept: set[str]) -> Graph:
    """Return the graph of some actors, with what tells them apart as their ids."""
    name = pl.col(key).cast(pl.String)
    part = graph.keep_actors(name.is_in(list(kept)))
    return replace(part, actors=part.actors.with_columns(id=name))
