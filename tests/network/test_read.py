"""From a record to a graph: which ties count, and how those of several source records become one."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from ecotone.errors import GraphError
from ecotone.network import Graph, read
from ecotone.scope import Scope

ACTORS = pl.DataFrame({"id": [1, 2, 3], "name": ["Baylor", "Rice", "NIH"], "sector": ["academia", "academia", "investor"]})
TIES = pl.DataFrame(
    {
        "id": [1, 2, 3, 4, 5],
        "source": [1, 2, 1, 3, 3],
        "target": [2, 1, 2, 1, 9],
        "kind": ["co-authorship", "co-authorship", "sponsor-site", "funder-grantee", "funder-grantee"],
        "weight": [1.0, 2.0, 4.0, 8.0, 1.0],
        "directed": [False, False, True, True, True],
        "valid_from": ["2021", "2019-05", None, "2020", "2020"],
        "valid_to": ["2022", "2020", None, "2021", "2021"],
        "evidence": [11, 12, 13, 14, 15],
    }
)


class Recorded:
    title = "Houston"
    path = None

    def actors(self, scope: Scope = Scope()) -> pl.DataFrame:  # noqa: B008
        return ACTORS

    def ties(self, scope: Scope = Scope()) -> pl.DataFrame:  # noqa: B008
        return TIES if not scope.kinds else TIES.filter(pl.col("kind").is_in(scope.kinds))


def rows(graph: Graph) -> list[tuple[Any, ...]]:
    return graph.ties.select("source", "target", "relation", "weight", "valid_from", "valid_to", "evidence").rows()


def test_sum_adds_up_the_records_of_a_pair_and_kind() -> None:
    graph = read.graph(Recorded())
    assert rows(graph) == [
        (1, 2, "co-authorship", 3.0, "2019-05", "2022", [11, 12]),
        (1, 2, "sponsor-site", 4.0, None, None, [13]),
        (3, 1, "funder-grantee", 8.0, "2020", "2021", [14]),
    ]
    assert graph.ties["records"].to_list() == [2, 1, 1]
    assert graph.name == "Houston"
    assert graph.actors["label"].to_list() == ["Baylor", "Rice", "NIH"]
    assert graph.strength().tolist() == [15.0, 7.0, 8.0]


def test_other_rules() -> None:
    assert read.graph(Recorded(), rule="count").ties["weight"].to_list() == [2.0, 1.0, 1.0]
    assert read.graph(Recorded(), rule="latest").ties["weight"].to_list() == [1.0, 4.0, 8.0]
    each = read.graph(Recorded(), rule="each")
    assert each.tie_count == 4
    assert each.degree().tolist() == [2, 1, 1]
    with pytest.raises(GraphError, match="No such rule"):
        read.graph(Recorded(), rule="mean")  # type: ignore[arg-type]


def test_scope_is_passed_on_and_isolated_actors_stay() -> None:
    graph = read.graph(Recorded(), Scope(kinds=("funder-grantee",)), directed=True)
    assert graph.tie_count == 1
    assert len(graph) == 3
    assert graph.degree("in").tolist() == [1, 0, 0]
