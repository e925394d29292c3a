"""Every measure that gives one number an actor, registered once: command line, docs, tooltips and the map read it here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from ecotone.errors import GraphError
from ecotone.network import cohesion, holes, influence, paths, position, spectral
from ecotone.work import SILENT, Work

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import polars as pl
    from numpy.typing import NDArray

    from ecotone.network.graph import Graph

WeightUse = Literal["ignored", "strength", "length"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that describes an actor's place in the network.

    Parameters
    ----------
    name : str
        As the function is called, and as columns, options and addresses name it.
    label : str
        What a reader sees.
    meaning : str
        What a high value says, in plain words.
    formula : str
        In the notation of its source.
    weight : {'ignored', 'strength', 'length'}
        Whether weights are left out of account, count as strengths, or as lengths of paths (1/strength).
    direction : str
        Which ties of a directed graph count.
    caveat : str
        What the figure does not mean.
    reference : str
        The paper or book that defines it.
    compute : callable
        Takes a graph, returns one number for each of its actors.
    """

    name: str
    label: str
    meaning: str
    formula: str
    weight: WeightUse
    direction: str
    caveat: str
    reference: str
    compute: Callable[[Graph], NDArray[Any]]


def _hubs_and_authorities(graph: Graph) -> tuple[NDArray[Any], NDArray[Any]]:
    """Compute hubs and authorities once for both."""
    found: tuple[NDArray[Any], NDArray[Any]] | None = graph.memo.get("hubs and authorities")
    if found is None:
        found = graph.memo["hubs and authorities"] = spectral.hubs_and_authorities(graph)
    return found


def _micmac(graph: Graph) -> influence.Influence:
    """Compute influence and dependence once for both."""
    found: influence.Influence | None = graph.memo.get("micmac")
    if found is None:
        found = graph.memo["micmac"] = influence.micmac(graph)
    return found


MEASURES: Final[dict[str, Measure]] = {
    measure.name: measure
    for measure in (
        Measure(
            "degree",
            "Partners",
            "Works with many others.",
            "d(i) = number of j ≠ i tied to i",
            "ignored",
            "either way",
            "Counts partners, not how much is done with each.",
            "Freeman 1978",
            position.degree,
        ),
        Measure(
            "strength",
            "Volume of ties",
            "Does much together with others.",
            "s(i) = sum of the weights of i's ties",
            "strength",
            "either way",
            "One very strong tie weighs as much as many weak ones.",
            "Barrat et al. 2004",
            position.strength,
        ),
        Measure(
            "betweenness",
            "Betweenness",
            "Lies on the shortest ways between others: can pass on, or hold up.",
            "B(i) = Σ σ_st(i)/σ_st, over the number of pairs",
            "ignored",
            "along the ties",
            "Assumes that things take shortest ways; a tie missing from the record can change it much.",
            "Freeman 1977; Brandes 2001",
            paths.betweenness,
        ),
        Measure(
            "closeness",
            "Closeness",
            "Reaches the others in few steps.",
            "C(i) = (r/(n-1)) · (r/Σ d(j, i)) over the r actors with a path",
            "ignored",
            "towards the actor",
            "Hardly differs between actors of a dense network.",
            "Freeman 1978; Wasserman and Faust 1994",
            paths.closeness,
        ),
        Measure(
            "harmonic",
            "Harmonic centrality",
            "Is near to many; unreachable others count nothing.",
            "H(i) = Σ 1/d(j, i) / (n-1)",
            "ignored",
            "towards the actor",
            "Near ones count most.",
            "Marchiori and Latora 2000",
            paths.harmonic,
        ),
        Measure(
            "eccentricity",
            "Eccentricity",
            "Is far from the remotest actor it can reach (low is central).",
            "e(i) = max d(i, j)",
            "ignored",
            "from the actor",
            "One remote actor decides it.",
            "Hage and Harary 1995",
            paths.eccentricity,
        ),
        Measure(
            "reach",
            "Reach in two steps",
            "Gets to many within two steps: a partner, and a partner's partner.",
            "share of others at distance 1 or 2",
            "ignored",
            "from the actor",
            "Two steps are a habit, not a law.",
            "Borgatti 2006",
            lambda graph: paths.reach(graph, 2),
        ),
        Measure(
            "reach_efficiency",
            "Reach efficiency",
            "Has partners whose circles do not overlap.",
            "others within two steps / sum of the partners' degrees",
            "ignored",
            "from the actor",
            "High for an actor with one partner: read it beside the reach.",
            "Kumu, social network analysis metrics",
            paths.reach_efficiency,
        ),
        Measure(
            "eigenvector",
            "Eigenvector centrality",
            "Is tied to those who are themselves well tied.",
            "λ x(j) = Σ A(i, j) x(i), length 1",
            "strength",
            "towards the actor",
            "0 outside the component with the greatest eigenvalue; not defined without cycles.",
            "Bonacich 1987",
            spectral.eigenvector,
        ),
        Measure(
            "katz",
            "Katz centrality",
            "Is reached by many walks, long ones counting less.",
            "x(j) = α Σ A(i, j) x(i) + 1, length 1",
            "strength",
            "towards the actor",
            "Depends on α; here 0.85 of a bound on what converges.",
            "Katz 1953",
            spectral.katz,
        ),
        Measure(
            "pagerank",
            "PageRank",
            "Is where a walker along the ties is often found.",
            "p = d p W + (d p_dangling + 1 - d) v",
            "strength",
            "towards the actor",
            "Without direction nearly the volume of ties.",
            "Brin and Page 1998",
            spectral.pagerank,
        ),
        Measure(
            "hub",
            "Hub",
            "Turns to those to whom many good hubs turn.",
            "h = A a, sum 1",
            "strength",
            "from the actor",
            "Without direction the same as authority.",
            "Kleinberg 1999",
            lambda graph: _hubs_and_authorities(graph)[0],
        ),
        Measure(
            "authority",
            "Authority",
            "Is turned to by good hubs.",
            "a = Aᵀ h, sum 1",
            "strength",
            "towards the actor",
            "Without direction the same as hub.",
            "Kleinberg 1999",
            lambda graph: _hubs_and_authorities(graph)[1],
        ),
        Measure(
            "core",
            "Core number",
            "Belongs to a part in which everybody has that many partners.",
            "greatest k of a k-core with i",
            "ignored",
            "either way",
            "One large joint project puts all its members into a high core.",
            "Seidman 1983",
            cohesion.core_number,
        ),
        Measure(
            "clustering",
            "Clustering",
            "Has partners who work with each other.",
            "triangles / pairs of partners",
            "ignored",
            "either way",
            "High for actors with two partners; read it beside their number.",
            "Watts and Strogatz 1998",
            cohesion.clustering,
        ),
        Measure(
            "cut",
            "Parts without it",
            "Holds parts together that have no other way to each other.",
            "components without i, less those with it",
            "ignored",
            "either way",
            "In a record with gaps many look indispensable.",
            "Tarjan 1974",
            cohesion.cut_actors,
        ),
        Measure(
            "constraint",
            "Constraint",
            "Is tied down by partners who all know each other (low is free).",
            "Σ_j (p(i,j) + Σ_q p(i,q) p(q,j))²",
            "strength",
            "either way",
            "Not defined without partners.",
            "Burt 1992",
            holes.constraint,
        ),
        Measure(
            "effective_size",
            "Effective size",
            "Has many partners who do not know each other.",
            "Σ_j (1 - Σ_q p(i,q) m(j,q))",
            "strength",
            "either way",
            "Not defined without partners.",
            "Burt 1992",
            holes.effective_size,
        ),
        Measure(
            "efficiency",
            "Efficiency",
            "Has partners who bring different things.",
            "effective size / number of partners",
            "strength",
            "either way",
            "1 for an actor with one partner.",
            "Burt 1992",
            holes.efficiency,
        ),
        Measure(
            "hierarchy",
            "Hierarchy",
            "Depends on one partner rather than on all alike.",
            "Σ_j r ln r / (N ln N), r = c(i,j)/(C/N)",
            "strength",
            "either way",
            "1 for an actor with one partner, as Burt sets it.",
            "Burt 1992",
            holes.hierarchy,
        ),
        Measure(
            "influence",
            "Influence (MICMAC)",
            "Drives others, also through those whom it drives.",
            "Share of all chains of k ties that begin with i; k raised until the order rests",
            "strength",
            "from the actor",
            "In a network without direction it says the same as dependence.",
            "Duperrin and Godet 1973",
            lambda graph: _micmac(graph).influence,
        ),
        Measure(
            "dependence",
            "Dependence (MICMAC)",
            "Is driven by others, also through those who drive them.",
            "Share of all chains of k ties that end with i; k raised until the order rests",
            "strength",
            "towards the actor",
            "In a network without direction it says the same as influence.",
            "Duperrin and Godet 1973",
            lambda graph: _micmac(graph).dependence,
        ),
    )
}


def measure(name: str) -> Measure:
    """Return a measure by its name.

    Raises
    ------
    GraphError
        If there is none of that name.
    """
    if name not in MEASURES:
        raise GraphError("No such measure", got=name, expected=", ".join(MEASURES))
    return MEASURES[name]


def table(graph: Graph, names: Sequence[str] | None = None, *, work: Work = SILENT) -> pl.DataFrame:
    """Return a frame with `id`, `label` and a column for each measure, in the order of `graph.actors`.

    Parameters
    ----------
    graph : Graph
        Any graph.
    names : sequence of str, optional
        Names of measures; all where not given.

    Examples
    --------
    >>> import polars as pl
    >>> from ecotone.network import Graph
    >>> graph = Graph.from_frames(pl.DataFrame({"source": ["a", "b"], "target": ["b", "c"]}), directed=False, weight="strength")
    >>> table(graph, ["degree", "betweenness"]).rows()
    [('a', 'a', 1, 0.0), ('b', 'b', 2, 1.0), ('c', 'c', 1, 0.0)]
    """
    asked = [measure(name) for name in (names if names is not None else MEASURES)]
    columns = {}
    for done, one in enumerate(asked):
        work.step(done, len(asked), one.label)
        columns[one.name] = one.compute(graph)
    return graph.actors.select("id", "label").with_columns(**columns)
