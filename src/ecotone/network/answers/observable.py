"""What the sources of a record could have shown: pairs of sectors between which a missing tie means something.

Each source declares the kinds of tie that it shows and between which sectors (`ecotone.sources.source.Between`). A pair of
sectors that no source of the record covers is not judged: that no payer is tied to a patients' group in a record made of
studies and awards says nothing of payers. Kinds of tie that nobody declares, such as those of a user's own table, could have been
shown where the kind has been seen to begin in the one sector and to end in the other, even if never between the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from ecotone.answer import Column
from ecotone.network.answers.asking import table
from ecotone.vocabulary import Sector

if TYPE_CHECKING:
    from ecotone.answer import Table
    from ecotone.network.graph import Graph
    from ecotone.network.read import Record
    from ecotone.scope import Scope
    from ecotone.sources import Source


@dataclass(frozen=True, slots=True)
class Observable:
    """What could have been shown.

    Parameters
    ----------
    pairs : tuple of pairs of str
        Pairs of groups, each in alphabetical order, between which a tie could have been shown.
    sources : tuple of Source
        The sources of the record that declare what they show.
    """

    pairs: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...] = ()

    def unseen(self) -> list[Sector]:
        """Return the sectors of which no declared source shows any tie."""
        seen = {sector for source in self.sources for tie in source.shows.ties for pair in tie.pairs() for sector in pair}
        return [sector for sector in Sector if sector not in seen] if self.sources else []

    def table(self) -> Table:
        """Show what each source can show, and what it is blind to."""
        shown = [
            {
                "source": source.label,
                "ties": "; ".join(sorted(source.shows.kinds)) or "actors only",
                "places": source.shows.places,
                "years": _years(source.shows.years),
                "cannot": source.shows.cannot,
            }
            for source in self.sources
        ]
        frame = pl.DataFrame(shown, schema=dict.fromkeys(("source", "ties", "places", "years", "cannot"), pl.String))
        columns = (
            Column("source", "Source"),
            Column("ties", "Ties"),
            Column("places", "Where"),
            Column("years", "When"),
            Column("cannot", "What it cannot show"),
        )
        return table("What the sources can show", frame, columns, "Where none of them could have shown a tie, a missing one is no gap.")


def observable(record: Record, graph: Graph, attribute: str, scope: Scope) -> Observable:
    """Find the pairs of groups between which a record could have shown a tie.

    Parameters
    ----------
    record : Ecosystem
        The record; one that does not know its sources declares nothing.
    graph : Graph
        Its ties, whose kinds that nobody declares are looked at instead.
    attribute : str
        What groups the actors. Sources declare sectors; of any other groups the ties themselves tell.
    scope : Scope
        Kinds of tie and span of time that are asked about: a source of other years could not have shown anything in it.
    """
    speaking = _speaking(record, graph, scope) if attribute == "sector" else ()
    declared: dict[str, set[tuple[str, str]]] = {}
    listed: set[str] = set()
    for source in speaking:
        for tie in source.shows.ties:
            if scope.kinds and tie.kind not in scope.kinds:
                continue
            if tie.one:
                declared.setdefault(tie.kind, set()).update((str(one), str(other)) for one, other in tie.pairs())
            else:
                listed.add(tie.kind)
    pairs = {pair for found in declared.values() for pair in found}
    undeclared = pl.Series(graph.ties["relation"].unique().to_list(), dtype=pl.String)
    undeclared = undeclared.filter(~undeclared.is_in(list(declared)) | undeclared.is_in(list(listed)))
    pairs |= set(shown_pairs(graph, attribute, undeclared.to_list()))
    return Observable(tuple(sorted(pairs)), speaking)


def _speaking(record: Record, graph: Graph, scope: Scope) -> tuple[Source, ...]:
    """Return the declared sources of a record that reach into the span of time that is asked about."""
    from ecotone.sources import speaking_as

    ask = getattr(record, "sources", None)
    if ask is None:
        return ()
    kinds = set(graph.ties["relation"].unique().to_list())
    found: list[Source] = []
    for name in ask()["source"].to_list():
        forms = speaking_as(name)
        found += forms[:1]
        # Another form of the same records counts where the record holds what only that form shows.
        found += [form for form in forms[1:] if (set(form.shows.kinds) - set(forms[0].shows.kinds)) & kinds]
    return tuple(source for source in found if _reaches(source.shows.years, scope))


def _reaches(years: tuple[int | None, int | None], scope: Scope) -> bool:
    first, last = years
    begins_after = first is not None and scope.end is not None and scope.end.last.year < first
    ended_before = last is not None and scope.start is not None and scope.start.first.year > last
    return not (begins_after or ended_before)


def _years(years: tuple[int | None, int | None]) -> str:
    first, last = years
    return f"{first or 'any'} to {last or 'today'}" if first or last else "any time"


def shown_pairs(graph: Graph, attribute: str, kinds: list[str] | None = None) -> list[tuple[str, str]]:
    """Return the pairs of groups between which some kind of tie of the graph was seen to begin and to end.

    Awards go from funders to grantees: where no payer was ever either, awards say nothing of payers.

    Parameters
    ----------
    graph : Graph
        The ties.
    attribute : str
        What groups the actors.
    kinds : list of str, optional
        Kinds of tie to look at; all where not given.
    """
    groups = graph.attribute(attribute).cast(pl.String).to_list()
    ends = pl.DataFrame(
        {"relation": graph.ties["relation"], "one": [groups[at] for at in graph.tails], "other": [groups[at] for at in graph.heads]}
    )
    if kinds is not None:
        ends = ends.filter(pl.col("relation").cast(pl.String).is_in(kinds))
    found: set[tuple[str, str]] = set()
    for one, other in ends.group_by("relation").agg(pl.col("one", "other").drop_nulls().unique()).select("one", "other").rows():
        found |= {(min(a, b), max(a, b)) for a in one for b in other}
    return sorted(found)
