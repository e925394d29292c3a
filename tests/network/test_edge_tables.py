"""Edge tables in DuckDB (and Spark, where it and Java are) against the kernels and against definitions in plain Python."""

from __future__ import annotations

import importlib.util
import shutil
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import polars as pl
import pytest

from ecotone.errors import GraphError, NotFoundError
from ecotone.network import Graph, cohesion, position, spectral, whole
from ecotone.network.edge_tables import EdgeTable, connect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SPARK = importlib.util.find_spec("pyspark") is not None and shutil.which("java") is not None


@pytest.fixture(
    scope="module",
    params=["duckdb://", pytest.param("spark://local[1]", marks=pytest.mark.skipif(not SPARK, reason="Spark needs pyspark and Java 17"))]
    if SPARK
    else ["duckdb://"],
)
def engine(request: pytest.FixtureRequest) -> Iterator[Any]:
    """Return a connection to an engine."""
    made = connect(request.param)
    yield made
    made.disconnect()


def frames(seed: int) -> tuple[pl.DataFrame, Graph, nx.Graph]:
    """Return ties with loops and parallels, and the same as a graph of the kernels and of NetworkX."""
    rng = np.random.default_rng(seed)
    ends = rng.integers(0, 25, (60, 2))
    ties = pl.DataFrame({"source": ends[:, 0], "target": ends[:, 1], "weight": rng.integers(1, 5, 60).astype(float)})
    proper = ties.filter(pl.col("source") != pl.col("target"))
    ids = np.unique(proper.select("source", "target").to_numpy())
    graph = Graph.from_frames(proper, pl.DataFrame({"id": ids}), directed=False, weight="strength")
    theirs: Any = nx.Graph()
    for u, v, w in proper.rows():
        theirs.add_edge(u, v, weight=w + (theirs[u][v]["weight"] if theirs.has_edge(u, v) else 0.0))
    return ties, graph, theirs


@pytest.mark.parametrize("seed", range(3))
def test_measures_equal_the_kernels(engine: Any, seed: int) -> None:
    ties, graph, theirs = frames(seed)
    table = EdgeTable.of(engine, ties, weight="weight")
    expected = {
        "degree": position.degree(graph),
        "strength": position.strength(graph),
        "pagerank": spectral.pagerank(graph),
        "core_number": cohesion.core_number(graph),
        "triangles": cohesion.triangles(graph),
        "clustering": cohesion.clustering(graph),
    }
    for name, values in expected.items():
        found = getattr(table, name)()
        assert found["id"].to_list() == graph.actors["id"].to_list()
        assert found["value"].to_numpy() == pytest.approx(values, abs=1e-9), name
    parts = whole.components(graph)
    found = table.components()["value"].to_numpy()
    least = {part: graph.actors["id"].to_numpy()[parts == part].min() for part in set(parts.tolist())}
    assert found.tolist() == [least[part] for part in parts.tolist()]
    assert sorted(theirs) == graph.actors["id"].to_list()


def test_pairs_equal_networkx(engine: Any) -> None:
    ties, _, theirs = frames(5)
    table = EdgeTable.of(engine, ties, weight="weight")
    counts = {(u, v): len(list(nx.common_neighbors(theirs, u, v))) for u in theirs for v in theirs if u < v and not theirs.has_edge(u, v)}
    best = sorted(((-count, *pair) for pair, count in counts.items() if count))[:10]
    assert table.common_neighbours(10).rows() == [(u, v, -count) for count, u, v in best]
    group = {node: "ab"[node % 2] for node in theirs if node != 3}
    expected: dict[tuple[str, str], list[float]] = {}
    for u, v, data in theirs.edges(data=True):
        if u in group and v in group:
            cell = expected.setdefault((min(group[u], group[v]), max(group[u], group[v])), [0, 0.0])
            cell[0] += 1
            cell[1] += data["weight"]
    mixed = table.mixing(pl.DataFrame({"id": list(group), "group": list(group.values())}))
    assert {(a, b): [n, w] for a, b, n, w in mixed.rows()} == expected


def test_label_propagation_is_its_definition(engine: Any) -> None:
    ties, _, theirs = frames(7)
    label = {node: node for node in theirs}
    for _ in range(20):
        new = {}
        for node in theirs:
            weights = [data["weight"] for data in theirs[node].values()]
            votes: dict[int, float] = {label[node]: sum(weights) / len(weights)}
            for other, data in theirs[node].items():
                votes[label[other]] = votes.get(label[other], 0.0) + data["weight"]
            new[node] = min(votes, key=lambda one: (-round(votes[one], 9), one))
        if new == label:
            break
        label = new
    found = EdgeTable.of(engine, ties, weight="weight").label_propagation()
    assert dict(found.rows()) == label


def test_files_and_what_is_wrong_with_them(engine: Any, tmp_path: Path) -> None:
    ties, graph, _ = frames(1)
    ties.rename({"source": "from", "target": "to"}).write_parquet(tmp_path / "a.parquet")
    ties.write_csv(tmp_path / "a.csv")
    named = EdgeTable.read(engine, tmp_path / "a.parquet", source="from", target="to", weight="weight")
    assert named.degree().equals(EdgeTable.read(engine, tmp_path / "a.csv", weight="weight").degree())
    assert named.degree()["value"].to_numpy() == pytest.approx(position.degree(graph))
    with pytest.raises(NotFoundError, match="No such file"):
        EdgeTable.read(engine, tmp_path / "b.parquet")
    with pytest.raises(GraphError, match="column is missing"):
        EdgeTable.read(engine, tmp_path / "a.parquet")
    (tmp_path / "no.parquet").write_bytes(b"garbage")
    with pytest.raises(GraphError, match="cannot be read as Parquet"):
        EdgeTable.read(engine, tmp_path / "no.parquet")


def test_no_ties_and_no_engine() -> None:
    table = EdgeTable.of(connect(), pl.DataFrame(schema={"source": pl.Int64, "target": pl.Int64}))
    for name in ("degree", "components", "pagerank", "core_number", "triangles", "label_propagation"):
        assert getattr(table, name)().height == 0
    with pytest.raises(NotFoundError, match="no such engine"):
        connect("postgres://")
