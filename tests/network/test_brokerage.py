"""Brokerage roles: R's `sna` on both reference graphs, chance by brute force, and the definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import polars as pl
import pytest

from ecotone.errors import GraphError
from ecotone.network import Graph, brokerage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.network.conftest import Pair


def reference(corpus: Path, name: str) -> tuple[Graph, list[int], Any]:
    folder = corpus / "network_reference"
    matrix = np.loadtxt(folder / f"{name}.csv", delimiter=",")
    tails, heads = np.nonzero(matrix)
    actors = pl.DataFrame({"id": np.arange(len(matrix))})
    graph = Graph.from_frames(pl.DataFrame({"source": tails, "target": heads}), actors, directed=True, weight="strength")
    groups = [int(line) for line in (folder / f"{name}.grp").read_text().split()]
    return graph, groups, np.loadtxt(folder / f"{name}.sna.csv", delimiter=",", skiprows=1, dtype=np.int64)


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["strike", "rand60"])
def test_equals_r_sna(corpus: Path, name: str, engine: str) -> None:
    graph, groups, expected = reference(corpus, name)
    found = brokerage.brokerage(graph, groups)
    assert found.counts.tolist() == expected.tolist()


@pytest.mark.corpus
def test_strike_names_and_z(corpus: Path) -> None:
    graph, groups, _ = reference(corpus, "strike")
    lines = (corpus / "network_reference/strike.paj").read_text("latin-1").splitlines()[2:26]
    names = [line.split('"')[1] for line in lines]
    found = brokerage.brokerage(graph, groups)
    rows = dict(zip(names, found.counts[:, :5].tolist(), strict=True))
    assert rows["Bob"] == [14, 0, 10, 10, 2]
    assert rows["Norm"] == [18, 0, 5, 5, 0]
    assert rows["John"] == [12, 0, 0, 0, 0]
    bob = found.z[names.index("Bob")]
    assert (round(bob[0], 4), round(bob[2], 4), round(bob[5], 4)) == (9.1949, 3.2423, 4.1945)


def by_definition(theirs: nx.DiGraph, group: list[int], b: int) -> list[int]:
    count = [0] * 5
    for a in theirs.predecessors(b):
        for c in theirs.successors(b):
            if len({a, b, c}) < 3 or theirs.has_edge(a, c):
                continue
            ga, gb, gc = group[a], group[b], group[c]
            role = 0 if ga == gb == gc else 1 if ga == gc else 2 if ga == gb else 3 if gb == gc else 4
            count[role] += 1
    return count


def test_agrees_with_the_definition_on_random_graphs(random_pairs: list[Pair], engine: str) -> None:
    rng = np.random.default_rng(5)
    for pair in random_pairs:
        group = rng.integers(0, 3, len(pair.ours)).tolist()
        theirs = pair.theirs if pair.theirs.is_directed() else pair.theirs.to_directed()
        found = brokerage.brokerage(pair.ours, group).counts
        assert found[:, :5].tolist() == [by_definition(theirs, group, b) for b in theirs], pair.name
        assert (found[:, 5] == found[:, :5].sum(axis=1)).all()


def test_expectation_and_spread_by_listing_every_digraph() -> None:
    # Four actors, d = 1/2: all 2^12 digraphs are equally likely, so mean and spread can be listed.
    group = np.array([0, 0, 1, 2], np.int32)
    pairs = [(a, b) for a in range(4) for b in range(4) if a != b]
    counts = []
    for code in range(2**12):
        matrix = np.zeros((4, 4), bool)
        for bit, (a, b) in enumerate(pairs):
            matrix[a, b] = code >> bit & 1
        b = 0
        count = [0] * 6
        for a in range(4):
            for c in range(4):
                if len({a, b, c}) == 3 and matrix[a, b] and matrix[b, c] and not matrix[a, c]:
                    ga, gb, gc = group[a], group[b], group[c]
                    count[0 if ga == gb == gc else 1 if ga == gc else 2 if ga == gb else 3 if gb == gc else 4] += 1
                    count[5] += 1
        counts.append(count)
    mean, spread = brokerage._by_chance(6, group, 3)
    assert mean[0] == pytest.approx(np.mean(counts, axis=0))
    assert spread[0] == pytest.approx(np.std(counts, axis=0))


def test_by_an_attribute_and_its_frame() -> None:
    ties = pl.DataFrame({"source": ["a", "b"], "target": ["b", "c"]})
    actors = pl.DataFrame({"id": ["a", "b", "c"], "sector": ["payer", "payer", None]})
    graph = Graph.from_frames(ties, actors, directed=True, weight="strength")
    frame = brokerage.brokerage(graph).frame(graph)
    assert frame.row(1, named=True)["representative"] == 1
    assert frame["group"].to_list() == ["payer", "payer", "not known"]
    with pytest.raises(GraphError, match="one group for each actor"):
        brokerage.brokerage(graph, [1, 2])
    assert brokerage.grouping(graph, [10, 9, 10])[1] == ("9", "10")


def test_one_group_makes_all_coordinators(random_pairs: list[Pair]) -> None:
    for pair in random_pairs[:40]:
        found = brokerage.brokerage(pair.ours, [1] * len(pair.ours))
        assert (found.counts[:, 1:5] == 0).all()
        assert (found.counts[:, 0] == found.counts[:, 5]).all()


def test_participation_and_within_group(from_networkx: Callable[..., Graph]) -> None:
    graph = from_networkx(nx.star_graph(4), weight="strength")
    group = [0, 0, 0, 1, 1]
    assert brokerage.participation(graph, group) == pytest.approx([0.5, 0, 0, 0, 0])
    assert brokerage.participation(graph, group, weighted=True) == pytest.approx([0.5, 0, 0, 0, 0])
    # Within group 0 the ties are 2, 1, 1: mean 4/3, spread sqrt(2/9).
    assert brokerage.within_group_z(graph, group) == pytest.approx([np.sqrt(2), -np.sqrt(0.5), -np.sqrt(0.5), 0, 0])
    assert brokerage.participation(from_networkx(nx.empty_graph(2)), [0, 1]).tolist() == [0.0, 0.0]
