"""Reference values and traps that no other file of this folder asserts, and the rest of what NetworkX has on the 300 random graphs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import polars as pl
import pytest

from ecotone.network import Graph, cliques, formats, groups, louvain, paths, position
from ecotone.network.clubs import rich_club

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.network.conftest import Pair


def without_loops(theirs: Any) -> Any:
    """Return a copy without ties of nodes with themselves."""
    plain = theirs.copy()
    plain.remove_edges_from(list(nx.selfloop_edges(plain)))
    return plain


def test_degree_and_strength_agree_with_networkx(random_pairs: list[Pair]) -> None:
    for pair in random_pairs:
        theirs, graph = without_loops(pair.theirs), pair.ours.as_meaning("strength")
        either = nx.Graph(theirs)
        assert position.degree(graph).tolist() == [d for _, d in either.degree()], pair.name
        assert position.strength(graph) == pytest.approx([d for _, d in theirs.degree(weight="weight")]), pair.name
        if theirs.is_directed():
            assert position.degree(graph, "out").tolist() == [d for _, d in theirs.out_degree()], pair.name
            assert position.degree(graph, "in").tolist() == [d for _, d in theirs.in_degree()], pair.name
            assert position.strength(graph, "out") == pytest.approx([d for _, d in theirs.out_degree(weight="weight")]), pair.name
            assert position.strength(graph, "in") == pytest.approx([d for _, d in theirs.in_degree(weight="weight")]), pair.name


def test_krackhardt_kite_degree(from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.krackhardt_kite_graph())
    assert round(float(position.degree(graph)[3]) / 9, 4) == 0.6667  # Diane


def test_cliques_and_rich_clubs_agree_with_networkx(random_pairs: list[Pair]) -> None:
    for pair in random_pairs:
        theirs = nx.Graph(without_loops(pair.theirs))
        ours = {tuple(sorted(clique)) for clique in cliques.cliques(pair.ours, least=1)}
        assert ours == {tuple(sorted(clique)) for clique in nx.find_cliques(theirs)}, pair.name
        club, expected = rich_club(pair.ours), nx.rich_club_coefficient(theirs, normalized=False) if theirs.size() else {}
        assert [club[k] for k in expected] == pytest.approx(list(expected.values())), pair.name


def test_measures_agree_with_igraph(random_pairs: list[Pair]) -> None:
    """Hold those measures against a second library whose conventions NetworkX does not share: harmonic, distances both ways."""
    import igraph

    for pair in random_pairs:
        n = len(pair.ours)
        theirs = igraph.Graph(n=n, edges=list(pair.theirs.edges), directed=pair.theirs.is_directed())
        weights = [data["weight"] for _, _, data in pair.theirs.edges(data=True)]
        # igraph divides by n - 1, as we do, and NetworkX does not; its "in" are paths to the actor.
        expected = theirs.harmonic_centrality(mode="in", weights=weights or None)
        assert paths.harmonic(pair.ours, by="weights") == pytest.approx(np.nan_to_num(expected)), pair.name
        assert paths.eccentricity(pair.ours).tolist() == theirs.eccentricity(mode="out"), pair.name
        raw = paths.betweenness(pair.ours, by="weights", normalised=False)
        assert raw == pytest.approx(theirs.betweenness(weights=weights or None, directed=pair.theirs.is_directed()), abs=1e-9), pair.name


@pytest.mark.corpus
def test_networks_of_the_textbook_have_their_sizes(corpus: Path) -> None:
    folder = corpus / "network_reference"
    galesburg = formats.read(folder / "Galesburg.paj").networks[0].graph(weight="strength")
    assert (len(galesburg), galesburg.tie_count) == (17, 35)
    assert {len(network.graph(weight="strength")) for network in formats.read(folder / "ModMath.paj").networks} == {38}


@pytest.mark.corpus
def test_health_networks_have_their_sizes_and_leaders(corpus: Path) -> None:
    folder = corpus / "classic_r/derived"
    actors, ties = pl.read_csv(folder / "ICTS_G10_nodes.csv"), pl.read_csv(folder / "ICTS_G10_edges.csv")
    graph = Graph.from_frames(
        ties.rename(dict(zip(ties.columns[:2], ("source", "target"), strict=True))).select("source", "target"),
        actors.select("id", pl.col("vertex.names").cast(pl.String).alias("label")),
        directed=False,
        weight="strength",
    )
    assert (len(graph), graph.tie_count) == (493, 1359)
    assert actors["DiscCol"].n_unique() == 18
    raw = paths.betweenness(graph, normalised=False)
    assert (graph.actors["label"][int(raw.argmax())], round(float(raw.max()), 2)) == ("380", 10189.38)
    assert {pl.read_csv(folder / f"TC_TC{tie}_nodes.csv").height for tie in ("cnt", "coll", "diss", "dist")} == {25}


@pytest.mark.corpus
def test_adoption_of_the_physicians(corpus: Path) -> None:
    toa = pl.read_csv(corpus / "classic_r/derived/medInnovations.csv", infer_schema_length=None, null_values=["NA", ""])["toa"]
    assert (toa.min(), toa.filter(toa < 18).max(), toa.filter(toa == 18).len()) == (1, 17, 16)


def test_leiden_finds_what_was_planted_and_louvain_no_more() -> None:
    """Trap: without refinement Louvain stays below; Leiden reaches the modularity of the groups that were planted."""
    rng = np.random.default_rng(4)
    place = np.repeat(np.arange(12), 25)
    chance = np.where(place[:, None] == place[None, :], 0.22, 0.008)
    tails, heads = np.nonzero(np.triu(rng.random(chance.shape) < chance, 1))
    graph = Graph.from_frames(
        pl.DataFrame({"source": tails, "target": heads}), pl.DataFrame({"id": np.arange(300)}), directed=False, weight="strength"
    )
    found = groups.communities(graph, runs=5, seed=1)
    assert found.modularity >= groups.modularity(graph, place) - 1e-9
    assert found.modularity >= max(groups.modularity(graph, louvain.louvain(graph, seed=seed)) for seed in range(3)) - 1e-9
