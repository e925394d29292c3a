"""The dossier of a record: the map, the most connected actors with their evidence, what cannot be seen, and how it was made.

Everything in it is read from the record, the time included: the same record gives the same page, to the byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import ecotone
from ecotone.answer import Answer, Column, Method, ReadAt, Table, counted
from ecotone.report.page import Card, Link, Section, render, sector_label
from ecotone.scope import Scope
from ecotone.vocabulary import SECTORS
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import polars as pl

    from ecotone.ecosystem import Ecosystem
    from ecotone.network import Graph

MOST: Final = 10
"""Actors that are told of one by one."""
DRAWN: Final = 1500
"""Actors that a printed map can show; the most connected are drawn."""
LINKS: Final = 8
"""Source records that are linked for one actor; the rest are counted."""
SEED: Final = 1
OWN: Final = "Your own statements"
PARTS: Final = ("map", "connected", "sectors", "years", "sight", "method")
"""The parts of a dossier, in its own order."""


def dossier(eco: Ecosystem, scope: Scope | None = None, *, work: Work = SILENT) -> str:
    """Write the dossier of a record as one self-contained HTML page.

    Parameters
    ----------
    eco : Ecosystem
        An open record.
    scope : Scope, optional
        Which part of it; the whole record where not given.
    work : Work
        Told what is being done; may cancel.

    Returns
    -------
    str
        HTML that loads nothing and runs nothing.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from ecotone.ecosystem import Ecosystem
    >>> with TemporaryDirectory() as folder, Ecosystem.create(f"{folder}/x.eco", title="Harbour & Hill") as eco:
    ...     "Harbour &amp; Hill" in dossier(eco)
    True
    """
    asked = scope or Scope()
    parts = sections(eco, asked, work=work)
    work.step(3, 4, "Writing the page")
    return render(parts, eco.title or eco.read_at(asked.as_of).record, subtitle=subtitle(eco, asked))


def sections(eco: Ecosystem, scope: Scope, parts: Sequence[str] = PARTS, *, work: Work = SILENT) -> list[Section]:
    """Return parts of the dossier, in the order in which they are named.

    Parameters
    ----------
    eco : Ecosystem
        An open record.
    scope : Scope
        Which part of it.
    parts : sequence of str
        Names of `PARTS`; one that has nothing to show is left out.
    work : Work
        Told what is being done; may cancel.
    """
    from ecotone.network.read import graph as read

    work.step(0, 4, "Reading the record")
    graph, at, evidence = read(eco, scope), eco.read_at(scope.as_of), eco.evidence()
    makers: dict[str, Callable[[], Section | None]] = {
        "map": lambda: _map(graph),
        "connected": lambda: _connected(graph, evidence, scope, at),
        "sectors": lambda: _sectors(graph, scope, at),
        "years": lambda: _years(graph),
        "sight": lambda: _sight(graph, evidence, scope, at),
        "method": lambda: _method(graph, scope, at),
    }
    found = []
    for name in parts:
        work.step(1 if name == "map" else 2, 4, "Drawing the map" if name == "map" else "Collecting evidence")
        part = makers[name]()
        if part is not None:
            found.append(part)
    return found


def subtitle(eco: Ecosystem, scope: Scope) -> str:
    """Say from what a page was made."""
    newest, at = eco.history(limit=1), eco.read_at(scope.as_of)
    when = f", last changed {str(newest['time'][0])[:10]}" if len(newest) else ""
    known = f"As known on {scope.as_of}. " if scope.as_of else ""
    return f"{known}Read from {at.record} at batch {at.batch}{when}. {_upper(scope.explain())}."


def _upper(sentence: str) -> str:
    """Begin a sentence with a capital."""
    return sentence[:1].upper() + sentence[1:]


def _order(graph: Graph) -> list[int]:
    """Return rows of actors by number of partners, then strength, then name, then id."""
    degree, strength = graph.degree(), graph.strength()
    names, ids = graph.actors["label"].to_list(), graph.actors["id"].to_list()
    return sorted(range(len(graph)), key=lambda i: (-int(degree[i]), -float(strength[i]), str(names[i]), ids[i]))


def _map(graph: Graph) -> Section:
    """Draw the map, or its most connected part, with the sectors' legend."""
    import numpy as np

    from ecotone.report.figures import map_figure

    alone = int((graph.degree() == 0).sum())
    keep = np.zeros(len(graph), dtype=np.bool_)
    keep[[i for i in _order(graph)[:DRAWN] if graph.degree()[i] > 0]] = True
    drawn = graph.keep_actors(keep)
    caption = f"{len(drawn):,} actors and the {_pairs(drawn):,} pairs that are tied. Larger: more partners. The most connected are named."
    if len(drawn) < len(graph) - alone:
        caption += f" The {len(graph) - alone - len(drawn):,} least connected are not drawn."
    if alone:
        caption += f" {alone:,} actor{'s' if alone > 1 else ''} without a tie {'are' if alone > 1 else 'is'} not drawn."
    if not len(drawn):
        return Section("The map", ("There is no tie to draw yet.",))
    sectors = drawn.actors["sector"].to_list() if "sector" in drawn.actors.columns else [None] * len(drawn)
    order = [*(entry.value for entry in SECTORS), None]
    legend = tuple((name or "unknown", sector_label(name), sectors.count(name)) for name in order if name in sectors)
    return Section("The map", figure=map_figure(drawn, drawn.layout(seed=SEED), caption=caption), legend=legend)


def _pairs(graph: Graph) -> int:
    """Count the pairs of actors with at least one tie."""
    return len({(min(t, h), max(t, h)) for t, h in zip(graph.tails.tolist(), graph.heads.tolist(), strict=True)})


def _connected(graph: Graph, evidence: pl.DataFrame, scope: Scope, at: ReadAt) -> Section:
    """Tell of the most connected actors, each with partners and the source records behind its ties."""
    import polars as pl

    degree, strength = graph.degree(), graph.strength()
    top = [i for i in _order(graph)[:MOST] if degree[i] > 0]
    ids, names = graph.actors["id"].to_list(), [str(name) for name in graph.actors["label"].to_list()]
    sectors, rows = graph.actors["sector"].to_list(), {number: row for row, number in enumerate(ids)}
    known = {row["id"]: row for row in evidence.iter_rows(named=True)}
    cards, listed = [], []
    for i in top:
        ties = graph.ties.filter((pl.col("source") == ids[i]) | (pl.col("target") == ids[i]))
        records = sorted(
            {number for each in ties["evidence"].to_list() for number in (each if isinstance(each, list) else [each])} - {None}
        )
        weights: dict[int, float] = {}
        for tie in ties.iter_rows(named=True):
            other = tie["target"] if tie["source"] == ids[i] else tie["source"]
            weights[other] = weights.get(other, 0.0) + tie["weight"]
        partners = sorted(weights, key=lambda other: (-weights[other], names[rows[other]]))
        kinds = ", ".join(f"{row['relation']} {row['n']}" for row in _kinds(ties))
        place = ", ".join(str(graph.actors[c][i]) for c in ("city", "country") if c in graph.actors.columns and graph.actors[c][i])
        cards.append(
            Card(
                names[i],
                sectors[i] or "unknown",
                (
                    f"{sector_label(sectors[i])}{f', {place}' if place else ''}",
                    f"{degree[i]:,} partner{'' if degree[i] == 1 else 's'}; source records by kind of tie: {kinds}.",
                    f"Closest: {'; '.join(_short(names[rows[other]]) for other in partners[:5])}",
                ),
                tuple(_link(known[number]) for number in records[:LINKS] if number in known),
                max(len(records) - LINKS, 0),
            )
        )
        listed.append((ids[i], names[i], sectors[i], int(degree[i]), float(strength[i]), len(records)))
    frame = pl.DataFrame(
        listed,
        schema={"id": pl.Int64, "name": pl.String, "sector": pl.String, "partners": pl.Int64, "strength": pl.Float64, "records": pl.Int64},
        orient="row",
    )
    table = Table(
        "Most connected",
        frame,
        (
            Column("name", "Actor"),
            Column("sector", "Sector"),
            Column("partners", "Partners", "integer"),
            Column("strength", "Strength", "number"),
            Column("records", "Source records", "integer"),
        ),
        "Partners: actors tied to it by any kind of tie. Strength: the weights of all its ties added up, one for each source record.",
    )
    first = f"{_short(names[top[0]])} works with most: {degree[top[0]]:,} partners." if top else "No actor has a tie yet."
    warnings = ("Being connected in these sources is not being important: see what the sources cannot show.",)
    method = Method("number of partners (degree), ties of one pair added up", ecotone.__version__, {"most": MOST})
    answer = Answer("Who is most connected?", first, (table,), method, scope, at, warnings=warnings)
    return Section("The most connected actors", cards=tuple(cards), answer=answer)


def _kinds(ties: pl.DataFrame) -> list[dict[str, object]]:
    """Count source records by kind of tie, most first."""
    import polars as pl

    of_kind = ties.group_by("relation").agg(pl.col("records").sum().alias("n")).sort(["n", "relation"], descending=[True, False])
    return list(of_kind.iter_rows(named=True))


def _short(name: str) -> str:
    """Cut a name that would fill a paragraph."""
    from ecotone.errors import shorten

    return shorten(name, 80)


def _link(row: dict[str, object]) -> Link:
    """Name a source record as its source does."""
    title = str(row["title"] or f"{row['source']} {row['id_in_source']}")
    return Link(title, str(row["address"]) if row["address"] else None)


def _sectors(graph: Graph, scope: Scope, at: ReadAt) -> Section:
    """Count actors and ties by sector."""
    import polars as pl

    sectors = graph.actors["sector"].to_list()
    degree = graph.degree()
    across: dict[str | None, int] = {}
    total: dict[str | None, int] = {}
    for tail, head in {(min(t, h), max(t, h)) for t, h in zip(graph.tails.tolist(), graph.heads.tolist(), strict=True)}:
        for end, other in ((sectors[tail], sectors[head]), (sectors[head], sectors[tail])):
            total[end] = total.get(end, 0) + 1
            across[end] = across.get(end, 0) + (end != other)
    order = [*(entry.value for entry in SECTORS), None]
    rows = [
        (
            sector_label(name),
            sectors.count(name),
            sum(1 for s, d in zip(sectors, degree.tolist(), strict=True) if s == name and d > 0),
            total.get(name, 0),
            across.get(name, 0) / total[name] if total.get(name) else None,
        )
        for name in order
        if name is not None or None in sectors
    ]
    schema = {"sector": pl.String, "actors": pl.Int64, "tied": pl.Int64, "ends": pl.Int64, "across": pl.Float64}
    table = Table(
        "Actors and partnerships by sector",
        pl.DataFrame(rows, schema=schema, orient="row"),
        (
            Column("sector", "Sector"),
            Column("actors", "Actors", "integer"),
            Column("tied", "With a partner", "integer"),
            Column("ends", "Partnerships", "integer"),
            Column("across", "With other sectors", "percent"),
        ),
        "A partnership between two actors of one sector counts twice in that sector's row. “Not known” is counted as a sector of its own.",
    )
    thin = [sector_label(entry.value) for entry in SECTORS if sectors.count(entry.value) == 0]
    warnings = (
        (f"No actor of these sectors is in view: {', '.join(thin)}. The next section says whether the sources could show any.",)
        if thin
        else ()
    )
    summary = f"{len(sectors):,} actors; the sector of {len(sectors) - sectors.count(None):,} is known."
    answer = Answer("Which sectors are there?", summary, (table,), Method("counted", ecotone.__version__), scope, at, warnings=warnings)
    return Section("Sectors", answer=answer)


def _years(graph: Graph) -> Section | None:
    """Draw when the ties began, where that is known of enough of them."""
    from ecotone.report.figures import bars

    begun = [value[:4] for value in graph.ties["valid_from"].to_list() if value]
    if len(begun) < 10 or len(set(begun)) < 3:
        return None
    first, last = int(min(begun)), int(max(begun))
    years = [str(year) for year in range(max(first, last - 39), last + 1)]
    unknown = graph.ties.height - len(begun)
    caption = (
        f"Ties by the year in which they are first seen; of {unknown:,} the year is not known."
        if unknown
        else "Ties by the year in which they are first seen."
    )
    if first < int(years[0]):
        caption += f" {sum(1 for year in begun if int(year) < int(years[0])):,} began before {years[0]} and are not drawn."
    return Section("Over time", figure=bars(years, [begun.count(year) for year in years], x="Year", y="Ties that began", caption=caption))


def _sight(graph: Graph, evidence: pl.DataFrame, scope: Scope, at: ReadAt) -> Section:
    """Say what the record's sources can and cannot show."""
    import polars as pl

    from ecotone.sources import SOURCES

    of_each = (
        evidence.group_by(pl.col("source").cast(pl.String)).agg(pl.len().alias("n"), pl.col("date").max().alias("newest")).sort("source")
    )
    rows = []
    for row in of_each.iter_rows(named=True):
        source = SOURCES.get(row["source"])
        shows = source.shows if source else None
        can = (", ".join(shows.kinds) or "actors only") if shows else "what its author stated"
        where = shows.places if shows else ""
        cannot = shows.cannot if shows else "anything that its author did not state"
        label = source.label if source else OWN if row["source"] == "user" else row["source"]
        rows.append((label, row["n"], row["newest"], can, where, cannot))
    names = ("source", "n", "newest", "can", "where", "cannot")
    frame = pl.DataFrame(rows, schema={name: pl.Int64 if name == "n" else pl.String for name in names}, orient="row")
    table = Table(
        "Sources",
        frame,
        (
            Column("source", "Source"),
            Column("n", "Records", "integer"),
            Column("newest", "Newest state", "date"),
            Column("can", "Shows ties of kind"),
            Column("where", "Where"),
            Column("cannot", "Cannot show"),
        ),
        "What no source could have shown is not missing: it has not been looked at.",
    )
    undated = graph.ties["valid_from"].null_count()
    warnings = (f"{undated:,} of {counted(graph.ties.height, 'tie has', 'ties have')} no known beginning.",) if undated else ()
    summary = f"The record rests on {counted(evidence.height, 'source record')} of {counted(len(rows), 'source')}."
    answer = Answer(
        "What can the sources show?",
        summary,
        (table,),
        Method("declared by each source", ecotone.__version__),
        scope,
        at,
        warnings=warnings,
    )
    return Section("What the sources can and cannot show", answer=answer)


def _method(graph: Graph, scope: Scope, at: ReadAt) -> Section:
    """Say how the page was made, so that it can be made again."""
    return Section(
        "Method and parameters",
        (
            f"Read from {at.record} at batch {at.batch} with Ecotone {ecotone.__version__}; scope: {scope.explain()}.",
            (
                "One tie is stored for each source record that states it. For this page the ties of one pair and kind are added up "
                f"(rule “sum”), their direction left out of account: {graph.ties.height:,} ties between {len(graph):,} actors. "
                "Partners are counted over all kinds of tie; equal numbers are ordered by strength, then by name."
            ),
            f"The map is drawn by ForceAtlas2 with seed {SEED}. Distance on it suggests who works with whom and measures nothing.",
            "To make this page again, open the same record with the same version and ask for the same scope: it is the same to the byte.",
        ),
    )
