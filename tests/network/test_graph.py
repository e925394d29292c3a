"""The graph: what it keeps, what it merges, what it refuses."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.errors import GraphError
from ecotone.network import Graph
from ecotone.network.adjacency import build
from ecotone.network.kernels.csr import compress


def made(rows: list[tuple[object, object, float]], *, directed: bool = False, actors: pl.DataFrame | None = None) -> Graph:
    ties = pl.DataFrame(rows, schema=["source", "target", "weight"], orient="row")
    return Graph.from_frames(ties, actors, directed=directed, weight="strength")


def test_keeps_every_tie_as_given_and_merges_only_in_the_rows() -> None:
    graph = made([("a", "b", 1.0), ("b", "a", 2.0), ("a", "a", 7.0), ("c", "a", 4.0)])
    assert graph.tie_count == 4
    assert graph.actors["id"].to_list() == ["a", "b", "c"]
    assert graph.out.indices.tolist() == [1, 2, 0, 0]
    assert graph.out.weights.tolist() == [3.0, 4.0, 3.0, 4.0]
    assert graph.loops.tolist() == [7.0, 0.0, 0.0]
    assert graph.loop_counts.tolist() == [1, 0, 0]


def test_of_parallel_distances_the_least_counts() -> None:
    ties = pl.DataFrame({"source": [1, 1], "target": [2, 2], "weight": [5.0, 3.0]})
    graph = Graph.from_frames(ties, directed=True, weight="distance")
    assert graph.out.weights.tolist() == [3.0]
    assert graph.into.weights.tolist() == [3.0]


def test_directed_graph_has_rows_for_each_way_and_for_both() -> None:
    graph = made([("a", "b", 1.0), ("b", "a", 2.0), ("c", "b", 4.0)], directed=True)
    assert graph.degree("out").tolist() == [1, 1, 1]
    assert graph.degree("in").tolist() == [1, 2, 0]
    assert graph.degree().tolist() == [1, 2, 1]
    assert graph.strength("in").tolist() == [2.0, 5.0, 0.0]
    assert graph.strength().tolist() == [3.0, 7.0, 4.0]
    assert graph.undirected().out.weights.tolist() == graph.around.weights.tolist()


def test_an_undirected_tie_in_a_directed_graph_goes_both_ways() -> None:
    ties = pl.DataFrame({"source": ["a", "b"], "target": ["b", "c"], "directed": [False, True]})
    graph = Graph.from_frames(ties, directed=True, weight="strength")
    assert graph.degree("out").tolist() == [1, 2, 0]


def test_columns_of_the_record_and_attributes_are_kept() -> None:
    ties = pl.DataFrame({"id": [9], "source": [1], "target": [2], "kind": ["sponsor-site"], "valid_from": ["2020-05"], "phase": ["2"]})
    actors = pl.DataFrame({"id": [1, 2, 3], "name": ["A", "B", "C"], "sector": ["payer", None, "industry"]})
    graph = Graph.from_frames(ties, actors, directed=True, weight="strength")
    assert graph.relations == ("sponsor-site",)
    assert graph.ties.columns == ["source", "target", "weight", "relation", "directed", "valid_from", "valid_to", "id", "phase"]
    assert graph.actors["label"].to_list() == ["A", "B", "C"]
    assert graph.attribute("sector").to_list() == ["payer", None, "industry"]
    assert graph.positions([3, 1]).tolist() == [2, 0]


def test_parts() -> None:
    ties = pl.DataFrame({"source": list("abcd"), "target": list("bcda"), "relation": ["x", "y", "x", "y"]})
    graph = Graph.from_frames(ties, directed=True, weight="strength")
    assert graph.only("x").tie_count == 2
    assert len(graph.only("x")) == 4
    part = graph.keep_actors(np.array([False, True, True, True]))
    assert part.actors["id"].to_list() == ["b", "c", "d"]
    assert part.ties["source"].to_list() == ["b", "c"]
    assert part.tails.tolist() == [0, 1]
    assert part.heads.tolist() == [1, 2]
    assert graph.keep_actors(pl.col("id") != "a").tie_count == 2
    with pytest.raises(GraphError, match="no such relation"):
        graph.only("z")


def test_an_actor_without_a_label_is_called_by_its_id() -> None:
    actors = pl.DataFrame({"id": ["a", "b"], "label": [None, "Baylor"]})
    assert made([("a", "b", 1.0)], actors=actors).actors["label"].to_list() == ["a", "Baylor"]
    nobody = pl.DataFrame({"id": [1, 2], "label": [None, None]})
    assert made([(1, 2, 1.0)], actors=nobody).actors["label"].to_list() == ["1", "2"]


def test_ids_of_any_kind() -> None:
    names = ["with space", 'quo"te', "it's", "🏥", "مستشفى", "x" * 10_000, ""]
    ties = pl.DataFrame({"source": names, "target": names[1:] + names[:1]})
    graph = Graph.from_frames(ties, directed=False, weight="strength")
    assert graph.actors["id"].to_list() == names
    assert graph.degree().tolist() == [2] * 7


@pytest.mark.parametrize("weight", [float("nan"), float("inf"), float("-inf")])
def test_refuses_weights_that_mean_nothing(weight: float) -> None:
    with pytest.raises(GraphError, match=r"ties, row 1\)"):
        made([("a", "b", 1.0), ("b", "c", weight)])


def test_refuses_a_negative_distance_and_allows_a_negative_strength() -> None:
    ties = pl.DataFrame({"source": ["a"], "target": ["b"], "weight": [-1.0]})
    with pytest.raises(GraphError, match="0 or more"):
        Graph.from_frames(ties, directed=False, weight="distance")
    signed = Graph.from_frames(ties, directed=False, weight="strength")
    assert signed.signed
    with pytest.raises(GraphError, match="1 ties below 0"):
        signed.need_no_negative("Closeness")


def test_refuses_what_cannot_be_a_graph() -> None:
    ties = pl.DataFrame({"source": ["a"], "target": ["b"]})
    with pytest.raises(GraphError, match="does not exist"):
        Graph.from_frames(ties, pl.DataFrame({"id": ["a"]}), directed=False, weight="strength")
    with pytest.raises(GraphError, match="stands for two"):
        Graph.from_frames(ties, pl.DataFrame({"id": ["a", "b", "a"]}), directed=False, weight="strength")
    with pytest.raises(GraphError, match="different types"):
        Graph.from_frames(ties, pl.DataFrame({"id": [1, 2]}), directed=False, weight="strength")
    with pytest.raises(GraphError, match="column is missing"):
        Graph.from_frames(pl.DataFrame({"source": ["a"]}), directed=False, weight="strength")
    with pytest.raises(GraphError, match="strength or distance"):
        Graph.from_frames(ties, directed=False, weight="similarity")  # type: ignore[arg-type]
    with pytest.raises(GraphError, match="no such attribute"):
        Graph.from_frames(ties, directed=False, weight="strength").attribute("sector")


def test_two_mode_graph_refuses_ties_within_a_mode() -> None:
    ties = pl.DataFrame({"source": ["a", "b"], "target": ["e", "a"]})
    actors = pl.DataFrame({"id": ["a", "b", "e"], "mode": [0, 0, 1]})
    with pytest.raises(GraphError, match=r"row 1\). Got: b and a"):
        Graph.from_frames(ties, actors, directed=False, weight="strength", two_mode=True)
    with pytest.raises(GraphError, match="mode is 0 or 1"):
        Graph.from_frames(ties, actors.with_columns(mode=pl.lit(2)), directed=False, weight="strength", two_mode=True)
    assert Graph.from_frames(ties[:1], actors, directed=False, weight="strength", two_mode=True).two_mode


@pytest.mark.parametrize("actors", [[], ["a"]])
def test_empty_graph_and_one_actor(actors: list[str]) -> None:
    frame = pl.DataFrame({"id": pl.Series(actors, dtype=pl.String)})
    empty = pl.DataFrame(schema={"source": pl.String, "target": pl.String})
    for directed in (False, True):
        graph = Graph.from_frames(empty, frame, directed=directed, weight="strength")
        assert graph.degree().tolist() == [0] * len(actors)
        assert graph.strength("in").tolist() == [0.0] * len(actors)
        assert len(graph.around) == len(actors)


@pytest.mark.kernel
@settings(max_examples=50, deadline=None)
@given(
    st.integers(1, 8),
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(1, 9)), max_size=40),
    st.booleans(),
    st.booleans(),
)
def test_compiled_rows_equal_those_of_numpy(n: int, ties: list[tuple[int, int, int]], add: bool, both: bool) -> None:
    ties = [(a % n, b % n, w) for a, b, w in ties]
    tails, heads = np.array([t[0] for t in ties], np.int32), np.array([t[1] for t in ties], np.int32)
    weights = np.array([t[2] for t in ties], np.float64)
    expected = build(n, tails, heads, weights, parallel="sum" if add else "least", both_ways=both)
    indptr, indices, values = compress(n, tails, heads, weights, int(add), int(both))
    assert indptr.tolist() == expected.indptr.tolist()
    assert indices.tolist() == expected.indices.tolist()
    assert values.tolist() == expected.weights.tolist()
