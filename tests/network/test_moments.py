"""Time: which ties held when, and what is emerging."""

from __future__ import annotations

import polars as pl
import pytest
from scipy.stats import fisher_exact

from ecotone.errors import GraphError
from ecotone.network import Graph, moments
from ecotone.network.emergence import emerging


def dated(rows: list[tuple[object, object]], kind: type[pl.DataType] | pl.DataType = pl.String) -> Graph:
    ties = pl.DataFrame(
        {
            "source": [0] * len(rows),
            "target": range(1, len(rows) + 1),
            "valid_from": pl.Series([r[0] for r in rows], dtype=kind),
            "valid_to": pl.Series([r[1] for r in rows], dtype=kind),
        }
    )
    return Graph.from_frames(ties, directed=False, weight="strength")


@pytest.mark.parametrize(
    ("start", "end", "low", "high", "expected"),
    [
        ("2020-01-01", "2021-01-01", "2021-01-01", None, False),
        ("2020-01-01", "2021-01-01", "2020-12-31", None, True),
        ("2020", "2021", "2021-06", None, True),
        ("2020", "2021", "2022", None, False),
        ("2020", "2021-05", "2021-05-20", None, True),
        ("2020", "2021-05", "2021-06", None, False),
        (None, None, "1990", "1991", True),
        ("2020-05", None, None, "2020", False),
        ("2020-05", None, None, "2021", True),
        (None, "2019", "2020", None, False),
    ],
)
def test_texts_of_any_precision(start: str | None, end: str | None, low: str | None, high: str | None, *, expected: bool) -> None:
    assert bool(moments.alive(dated([(start, end)]), low, high).tie_count) is expected


def test_numbers_are_half_open() -> None:
    graph = dated([(1.0, 3.0), (3.0, None)], pl.Float64)
    assert [moments.alive(graph, t, t + 1).ties["target"].to_list() for t in (0, 1, 2, 3)] == [[], [1], [1], [2]]


def test_spells_are_looked_up_and_their_hull_is_not() -> None:
    ties = pl.DataFrame(
        {
            "source": ["a", "b"],
            "target": ["b", "c"],
            "valid_from": [1.0, 5.0],
            "valid_to": [8.0, 6.0],
            "spells": [[{"start": 1.0, "end": 3.0}, {"start": 7.0, "end": 8.0}], []],
        }
    )
    graph = Graph.from_frames(ties, directed=False, weight="strength")
    assert [moments.alive(graph, t, t + 1).tie_count for t in (2.0, 4.0, 5.0, 7.0)] == [1, 0, 1, 1]


def test_snapshots_and_years() -> None:
    graph = dated([("2018", "2018"), ("2019-03", None), ("2020", None)])
    assert moments.years(graph) == [2018, 2019, 2020]
    assert [g.tie_count for g in moments.snapshots(graph, ["2018", "2019", "2020", "2021"])] == [1, 1, 2]
    assert [g.tie_count for g in moments.snapshots(graph, ["2018", "2019", "2020", "2021"], cumulative=True)] == [1, 2, 3]
    with pytest.raises(GraphError, match="ISO text"):
        moments.years(dated([(1.0, 2.0)], pl.Float64))
    with pytest.raises(GraphError, match="cannot be compared"):
        moments.alive(dated([(True, False)], pl.Boolean), 1, 2)


def test_emergence_is_fishers_exact_test() -> None:
    rows = [
        ("a", "b", "2015"),
        ("b", "c", "2016"),
        ("c", "d", "2015"),
        ("a", "d", "2020"),
        ("a", "c", "2021"),
        ("a", "b", "2020-05"),
        ("d", "d", "2020"),
        ("a", "c", None),
    ]
    ties = pl.DataFrame(rows, schema=["source", "target", "valid_from"], orient="row")
    actors = pl.DataFrame({"id": list("abcd"), "sector": ["x", "y", "y", None]})
    graph = Graph.from_frames(ties, actors, directed=False, weight="strength")
    found = {row["what"]: row for row in emerging(graph, "2020").to_dicts()}
    # Of 6 dated ties 3 are new; a has 4 of which 3 are new.
    assert (found["a"]["earlier"], found["a"]["later"], found["a"]["expected"]) == (1, 3, 2.0)
    assert found["a"]["p"] == pytest.approx(fisher_exact([[3, 0], [1, 2]], alternative="greater")[1])
    pairs = emerging(graph, "2020", of="pairs")
    assert set(pairs.select("one", "other").rows()) == {("a", "b"), ("b", "c"), ("c", "d"), ("a", "d"), ("a", "c")}
    between = emerging(graph, "2020", of="groups")
    assert {(r["one"], r["other"]): (r["earlier"], r["later"]) for r in between.to_dicts()} == {("x", "y"): (1, 2), ("y", "y"): (1, 0)}
    assert emerging(graph, "2020", before="2016")["earlier"].sum() == 2
    with pytest.raises(GraphError, match="actors, pairs or groups"):
        emerging(graph, "2020", of="sectors")  # type: ignore[arg-type]
    assert emerging(graph, "2020", before="2030").is_empty()
    assert emerging(graph, "2020", before="2030", of="pairs").is_empty()
