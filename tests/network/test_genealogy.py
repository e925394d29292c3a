"""Genealogies of citation: an example by hand, NetworkX and lists of all lines, and the works that descend from Small and Griffith."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from ecotone.errors import GraphError
from ecotone.network import answers, formats
from ecotone.network.acyclic import depth
from ecotone.network.genealogy import generations, lineage, turned

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ecotone.network import Graph


def test_by_hand(from_networkx: Callable[..., Graph]) -> None:
    # e cites c and d; c cites a and b; d cites b: half of e is from c and half from d; of that a has 1/4 and b 1/4 + 1/2.
    graph = from_networkx(nx.DiGraph([("a", "c"), ("b", "c"), ("b", "d"), ("c", "e"), ("d", "e"), ("a", "f")]))
    found = lineage(graph, "e")
    rows = {row["id"]: row for row in found.ancestors.iter_rows(named=True)}
    assert {id_: row["share"] for id_, row in rows.items()} == {"a": 0.25, "b": 0.75, "c": 0.5, "d": 0.5}
    assert {id_ for id_, row in rows.items() if row["first"]} == {"a", "b"}
    assert (rows["b"]["nearest"], rows["b"]["farthest"], rows["b"]["lines"]) == (2, 2, 2)
    assert found.generation == 2
    assert found.descendants.is_empty()
    of_b = lineage(graph, "b").descendants
    assert dict(of_b.select("id", "share").rows()) == {"c": 0.5, "d": 1.0, "e": 0.75}
    assert dict(generations(graph).select("id", "generation").rows()) == {"a": 0, "b": 0, "c": 1, "d": 1, "e": 2, "f": 1}


def test_weights_share_descent(from_networkx: Callable[..., Graph]) -> None:
    theirs: Any = nx.DiGraph()
    theirs.add_weighted_edges_from([("a", "c", 3), ("b", "c", 1)])
    graph = from_networkx(theirs, weight="strength")
    assert dict(lineage(graph, "c", weighted=True).ancestors.select("id", "share").rows()) == {"a": 0.75, "b": 0.25}


def acyclic(seed: int, n: int = 12) -> nx.DiGraph:
    """Return a random network of citations that numbers its works anew, so that their order does not tell who is first."""
    drawn = nx.gnp_random_graph(n, 0.3, seed=seed, directed=True)
    kept = nx.DiGraph((u, v) for u, v in drawn.edges if u < v)
    kept.add_nodes_from(drawn)
    return nx.relabel_nodes(kept, {v: (v * 5 + 3) % n for v in kept}) if n % 5 else kept


@pytest.mark.parametrize("seed", range(25))
def test_agrees_with_networkx(seed: int, from_networkx: Callable[..., Graph]) -> None:
    theirs = acyclic(seed)
    graph = from_networkx(theirs)
    each = {row["id"]: row for row in generations(graph).iter_rows(named=True)}
    for v in theirs:
        row = each[str(v)]
        assert (row["ancestors"], row["descendants"]) == (len(nx.ancestors(theirs, v)), len(nx.descendants(theirs, v)))
        assert (row["parents"], row["children"]) == (theirs.in_degree(v), theirs.out_degree(v))
        assert row["younger"] == nx.dag_longest_path_length(theirs.subgraph({v} | nx.descendants(theirs, v)))
    layers = {str(v): number for number, layer in enumerate(nx.topological_generations(theirs)) for v in layer}
    assert {id_: row["generation"] for id_, row in each.items()} == layers


@pytest.mark.parametrize("seed", range(12))
def test_lineage_agrees_with_a_list_of_all_lines(seed: int, from_networkx: Callable[..., Graph]) -> None:
    theirs = acyclic(seed, 9)
    graph = from_networkx(theirs)
    for work in theirs:
        found = lineage(graph, str(work))
        rows = {int(row["id"]): row for row in found.ancestors.iter_rows(named=True)}
        assert set(rows) == nx.ancestors(theirs, work)
        for older, row in rows.items():
            lines = list(nx.all_simple_paths(theirs, older, work))
            share = sum((chance(theirs, line) for line in lines), Fraction(0))
            assert (row["nearest"], row["farthest"], row["lines"]) == (min(map(len, lines)) - 1, max(map(len, lines)) - 1, len(lines))
            assert row["share"] == pytest.approx(float(share), abs=1e-12)
            younger = dict(lineage(graph, str(older)).descendants.select("id", "share").rows())
            assert younger[str(work)] == pytest.approx(float(share), abs=1e-12)
        if rows:
            assert found.ancestors.filter("first")["share"].sum() == pytest.approx(1)


def chance(theirs: nx.DiGraph, line: list[Any]) -> Fraction:
    """Return the chance to go back along a line, each cited work alike."""
    product = Fraction(1)
    for citing in line[1:]:
        product /= theirs.in_degree(citing)
    return product


def test_turned_and_depth(from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.DiGraph([(0, 1), (1, 2), (0, 2)]))
    assert depth(graph).tolist() == [0, 1, 2]
    assert depth(turned(graph)).tolist() == [2, 1, 0]


def test_many_works_are_counted_in_blocks(from_networkx: Callable[..., Graph], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecotone.network.genealogy.BLOCK", 5)
    theirs = acyclic(3)
    found = generations(from_networkx(theirs))
    assert dict(found.select("id", "ancestors").rows()) == {str(v): len(nx.ancestors(theirs, v)) for v in theirs}


def test_refuses_cycles_and_undirected_networks(from_networkx: Callable[..., Graph]) -> None:
    with pytest.raises(GraphError, match="A genealogy needs a network without cycles"):
        generations(from_networkx(nx.DiGraph([(0, 1), (1, 0)])))
    with pytest.raises(GraphError, match="A genealogy needs directed ties"):
        lineage(from_networkx(nx.path_graph(3)), "0")
    with pytest.raises(GraphError, match="actor that does not exist"):
        lineage(from_networkx(nx.DiGraph([(0, 1)])), "9")
    assert generations(from_networkx(nx.DiGraph(nx.empty_graph(0, create_using=nx.DiGraph)))).is_empty()


@pytest.mark.corpus
def test_answer_on_small_and_griffith(corpus: Path) -> None:
    graph = formats.read(corpus / "network_reference/SmaGri.net").networks[0].graph(weight="strength")
    assert (len(graph), graph.tie_count) == (1059, 4922)
    theirs = nx.DiGraph(zip(graph.tails.tolist(), graph.heads.tolist(), strict=True))
    theirs.add_nodes_from(range(len(graph)))
    circles = [part for part in nx.strongly_connected_components(theirs) if len(part) > 1]
    caught = [arc for arc in theirs.edges if any(set(arc) <= part for part in circles)]
    theirs.remove_edges_from([*caught, *nx.selfloop_edges(theirs)])
    whole = answers.descent(graph)
    assert any(warning.startswith(f"{len(caught)} arcs between works") for warning in whole.warnings)
    assert whole.table("Generations").frame.height == nx.dag_longest_path_length(theirs) + 1
    top = whole.tables[0].frame.row(0, named=True)
    work = int(graph.positions([top["id"]])[0])
    assert top["descendants"] == max(len(nx.descendants(theirs, v)) for v in theirs) == len(nx.descendants(theirs, work))
    one = answers.descent(graph, of=top["id"], top=2000)
    assert one.table("Works that descend from it").frame.height == top["descendants"]
    # Citing → cited, turned round, says the same.
    again = answers.descent(turned(graph), of=top["id"], cites=True, top=2000)
    assert again.table("Works that descend from it").frame.equals(one.table("Works that descend from it").frame)
