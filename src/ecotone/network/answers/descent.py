"""What a work descends from and what descends from it, in a network of citations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import polars as pl

from ecotone.answer import Answer, Column, Table, counted
from ecotone.network.acyclic import without_cycles
from ecotone.network.answers.asking import WHOLE, Asked, ask, table
from ecotone.network.genealogy import Lineage, generations, lineage, turned
from ecotone.network.main_path import main_path
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from ecotone.network.graph import Graph
    from ecotone.network.read import Record
    from ecotone.scope import Scope


def descent(
    source: Record | Graph,
    scope: Scope = WHOLE,
    *,
    of: Any = None,
    cites: bool = False,
    top: int = 20,
    work: Work = SILENT,
) -> Answer:
    """Answer what descends from what: the generations of a citation network, or the lineage of one work in it.

    Parameters
    ----------
    source : Ecosystem or Graph
        A network with direction, cited → citing. Arcs between works that each lead to the other are left out, and counted.
    scope : Scope
        Which part of a record.
    of : id, optional
        The work whose lineage is asked; the generations of all where not given.
    cites : bool
        Arcs go from the citing to the cited; they are turned round.
    top : int
        How many works are shown in each table.
    """
    asked = ask(source, scope, directed=True)
    graph, left_out = without_cycles(turned(asked.graph) if cites else asked.graph)
    asked = Asked(graph, asked.scope, asked.record, asked.read_at)
    warnings = _warnings(graph, left_out)
    work.step(0, 1, "lines of descent")
    return _all(asked, top, warnings) if of is None else _one(asked, of, top, warnings)


_PARAMETERS = {"arcs": "from the cited to the citing"}
_METHOD = "genealogy of citations"
_REFERENCE = "de Nooy, Mrvar and Batagelj 2018, ch. 11; Lacy 1989"


def _all(asked: Asked, top: int, warnings: list[str]) -> Answer:
    """Show the generations, and the works that most descends from."""
    graph = asked.graph
    each = generations(graph)
    by_generation = (
        each.group_by("generation")
        .agg(
            pl.len().alias("works"),
            (pl.col("ancestors") == 0).sum().alias("first"),
            (pl.col("descendants") == 0).sum().alias("last"),
            pl.col("label").sort_by("descendants", descending=True, maintain_order=True).head(3).str.join(", ").alias("leading"),
        )
        .sort("generation")
    )
    first = each.filter(pl.col("descendants") > 0).sort("descendants", "generation", descending=[True, False], maintain_order=True)
    names = graph.actors["label"].to_list()
    path = main_path(graph)
    stations = sorted({end for arc in path for end in arc}, key=lambda v: (each["generation"][v], v))
    lead = f"{first['label'][0]} has the most descendants, {first['descendants'][0]:,}. " if first.height else ""
    last = max(by_generation.height - 1, 0)
    return asked.answer(
        "What descends from what?",
        f"{counted(len(graph), 'work')} in {counted(by_generation.height, 'generation')}. {lead}"
        f"The longest line has {counted(last, 'step')}.",
        [
            table("Works from which most descends", first.head(top), (*_WORK, *_COUNTS)),
            table("Generations", by_generation, _GENERATIONS),
            table(
                "Works on the main path",
                pl.DataFrame(
                    {
                        "generation": [each["generation"][v] for v in stations],
                        "label": [names[v] for v in stations],
                        "descendants": [each["descendants"][v] for v in stations],
                    },
                    schema={"generation": pl.Int64, "label": pl.String, "descendants": pl.Int64},
                ),
                (Column("generation", "Generation", "integer"), Column("label", "Work"), Column("descendants", "Descendants", "integer")),
                "By search path counts, the path of the greatest sum.",
            ),
        ],
        method=_METHOD,
        parameters=_PARAMETERS,
        reference=f"{_REFERENCE}; Batagelj 2003",
        warnings=warnings,
    )


def _one(asked: Asked, of: Any, top: int, warnings: list[str]) -> Answer:
    """Show the lineage of one work."""
    graph = asked.graph
    at = int(graph.positions([of])[0])
    name = str(graph.actors["label"][at])
    found: Lineage = lineage(graph, of)
    older, younger = found.ancestors, found.descendants
    first = older.filter("first")
    lead = (
        f" Of its descent, {first['share'][0]:.0%} leads back to {first['label'][0]}."
        if first.height
        else " It cites nothing in this network: it is a first work."
    )
    tables: list[Table] = [
        table("First works it comes from", first.head(top), (*_WORK, *_LINES, _SHARE), "Their shares add up to 1."),
        table("Works it descends from", older.head(top), (*_WORK, *_LINES, _SHARE)),
        table("Works that descend from it", younger.head(top), (*_WORK, *_LINES, _SHARE_IN)),
    ]
    return asked.answer(
        f"What does {name} descend from?",
        f"{name} stands in generation {found.generation}, with {counted(older.height, 'ancestor')} and "
        f"{counted(younger.height, 'descendant')}.{lead}",
        tables,
        method=_METHOD,
        parameters=_PARAMETERS | {"of": name},
        reference=_REFERENCE,
        evidence=asked.evidence([at]),
        warnings=warnings,
    )


def _warnings(graph: Graph, left_out: int) -> list[str]:
    """Say what lines of citation do not say, and which arcs are in none."""
    said = ["A line says where citations lead, not what was taken from whom; what the network leaves out has no line."]
    kinds = sorted({kind for kind in graph.ties["relation"].cast(pl.String).unique().drop_nulls() if kind})
    if others := [kind for kind in kinds if not re.search(r"\bcit(e[sd]?|ing|ations?)\b", kind.lower())]:
        said.append(
            f"Ties of the kinds {', '.join(others)} are read as citations, and actors as works. Unless each tie leads from what was "
            "there before to what came of it, nothing here tells of descent; a scope of the right kind of tie leaves the others out."
        )
    if left_out:
        said.append(f"{left_out:,} arcs between works that each lead to the other are left out: they have no older and younger.")
    if loops := int(graph.loop_counts.sum()):
        said.append(f"Left out of account: {counted(loops, 'arc')} from a work to itself.")
    return said


_WORK = (Column("id", "Id", "actor"), Column("label", "Work"), Column("generation", "Generation", "integer"))
_COUNTS = (
    Column("parents", "Cites", "integer"),
    Column("ancestors", "Ancestors", "integer"),
    Column("children", "Cited by", "integer"),
    Column("descendants", "Descendants", "integer"),
)
_GENERATIONS = (
    Column("generation", "Generation", "integer", caveat="Steps of the longest line back to a work that cites nothing."),
    Column("works", "Works", "integer"),
    Column("first", "That cite nothing", "integer"),
    Column("last", "That nothing cites", "integer"),
    Column("leading", "Most descendants"),
)
_LINES = (
    Column("nearest", "Fewest steps", "integer"),
    Column("farthest", "Most steps", "integer"),
    Column("lines", "Lines", "number"),
)
_SHARE = Column("share", "Share", "percent", caveat="Chance to come through it, going back from cited to cited at random.")
_SHARE_IN = Column("share", "Share", "percent", caveat="Of that work's descent, what comes through this one.")
