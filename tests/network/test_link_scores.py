"""Scores of pairs at distance two, beside NetworkX; and Pajek's islands and main paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx
import polars as pl
import pytest

from ecotone.errors import GraphError
from ecotone.network import link_scores

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecotone.network import Graph
    from tests.network.conftest import Pair

THEIRS: dict[str, Callable[..., Any]] = {
    "jaccard": nx.jaccard_coefficient,
    "adamic_adar": nx.adamic_adar_index,
    "resource_allocation": nx.resource_allocation_index,
    "common": lambda g, pairs: ((u, v, len(list(nx.common_neighbors(g, u, v)))) for u, v in pairs),
}


@pytest.mark.parametrize("score", list(THEIRS))
def test_agrees_with_networkx(random_pairs: list[Pair], engine: str, score: Any) -> None:
    for pair in random_pairs[:150]:
        theirs = nx.Graph(pair.theirs)
        theirs.remove_edges_from(list(nx.selfloop_edges(theirs)))
        apart = [(u, v) for u in theirs for v in theirs if u < v and not theirs.has_edge(u, v) and list(nx.common_neighbors(theirs, u, v))]
        expected = {(str(u), str(v)): s for u, v, s in THEIRS[score](theirs, apart)}
        found = link_scores.link_scores(pair.ours, score)
        assert {(u, v): s for u, v, s in found.rows()} == pytest.approx(expected), pair.name
        assert found["score"].is_sorted(descending=True)
        few = link_scores.link_scores(pair.ours, score, top=3)
        assert few["score"].to_list() == pytest.approx(sorted(expected.values(), reverse=True)[:3]), pair.name
        assert few.equals(found[:3]) or len(set(found["score"].round(9))) < len(found), pair.name


def test_ties_at_the_end_are_broken_by_the_order_of_actors(engine: str, from_networkx: Callable[..., Graph]) -> None:
    star = from_networkx(nx.star_graph(6))
    assert link_scores.link_scores(star, "common", top=4).rows() == [("1", str(v), 1.0) for v in (2, 3, 4, 5)]
    assert link_scores.link_scores(star, "common", top=0).is_empty()
    with pytest.raises(GraphError, match="No such score"):
        link_scores.link_scores(star, "katz")  # type: ignore[arg-type]
    assert link_scores.link_scores(from_networkx(nx.empty_graph(0))).schema["score"] == pl.Float64
