"""Flow: cascades against exact chances, seeds against exhaustive search, adoption against an independent computation."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np
import polars as pl
import pytest

from ecotone.errors import GraphError
from ecotone.network import Graph, flow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def exact_reach(theirs: Any, seeds: set[int], chance: float) -> list[float]:
    """List every set of live arcs and add up the chance of those in which each actor is reached."""
    arcs = [(u, v) for u, v in theirs.edges] if theirs.is_directed() else [a for u, v in theirs.edges for a in ((u, v), (v, u))]
    reached = [0.0] * len(theirs)
    for code in range(2 ** len(arcs)):
        live = [arc for bit, arc in enumerate(arcs) if code >> bit & 1]
        p = chance ** len(live) * (1 - chance) ** (len(arcs) - len(live))
        made: Any = nx.DiGraph(live)
        made.add_nodes_from(theirs)
        for v in set(seeds).union(*(nx.descendants(made, s) for s in seeds)):
            reached[v] += p
    return reached


@pytest.mark.parametrize("compiled", [False, pytest.param(True, marks=pytest.mark.kernel)])
@pytest.mark.parametrize("theirs", [nx.DiGraph([(0, 1), (1, 2), (0, 2), (2, 3), (3, 1)]), nx.path_graph(4)])
def test_cascades_reach_each_actor_as_often_as_they_should(
    theirs: Any, *, compiled: bool, from_networkx: Callable[..., Graph], monkeypatch: pytest.MonkeyPatch
) -> None:
    if compiled:
        monkeypatch.setattr("ecotone.network.small_paths.ACTORS", -1)
    found = flow.cascade(from_networkx(theirs, weight="strength"), np.array([0]), chance=0.4, draws=4000, seed=2)
    expected = exact_reach(theirs, {0}, 0.4)
    assert found.reached == pytest.approx(expected, abs=4 * math.sqrt(0.25 / 4000))
    assert found.size.value == pytest.approx(sum(expected), abs=0.08)
    assert found.size.low is not None
    assert found.sizes.shape == (4000,)


def test_strength_counts_occasions(from_networkx: Callable[..., Graph]) -> None:
    ties = pl.DataFrame({"source": [0], "target": [1], "weight": [3.0]})
    graph = Graph.from_frames(ties, directed=True, weight="strength")
    assert flow.chances(graph, graph.out, 0.5).tolist() == [1 - 0.5**3]
    far = Graph.from_frames(ties.with_columns(weight=pl.lit(0.5)), directed=True, weight="distance")
    assert flow.chances(far, far.out, 0.5).tolist() == [0.75]
    with pytest.raises(GraphError, match="between 0 and 1"):
        flow.cascade(graph, np.array([0]), chance=1.5)
    with pytest.raises(GraphError, match="two draws"):
        flow.cascade(graph, np.array([0]), draws=1)


@pytest.mark.parametrize("model", ["cascade", "threshold"])
def test_greedy_seeds_keep_their_bound(model: Any, engine: str, from_networkx: Callable[..., Graph]) -> None:
    for seed in range(4):
        graph = from_networkx(nx.gnp_random_graph(9, 0.25, seed=seed, directed=True), weight="strength")
        found = flow.best_seeds(graph, 2, model=model, chance=0.3, sets=1500, seed=seed)
        bounds, members = flow.drawn_sets(graph, model=model, chance=0.3, sets=1500, seed=seed)
        sets = [set(members[a:b].tolist()) for a, b in itertools.pairwise(bounds.tolist())]
        cover = {pair: sum(bool(s & set(pair)) for s in sets) for pair in itertools.combinations(range(9), 2)}
        assert found.spread[1] == pytest.approx(9 * cover[tuple(sorted(found.chosen))] / 1500)  # type: ignore[index]
        assert found.spread[1] >= (1 - 1 / math.e) * 9 * max(cover.values()) / 1500
        single = max(range(9), key=lambda v: (sum(v in s for s in sets), -v))
        assert found.chosen[0] == single


def test_sets_estimate_what_cascades_reach(engine: str, from_networkx: Callable[..., Graph]) -> None:
    theirs = nx.DiGraph([(0, 1), (1, 2), (0, 2), (2, 3), (3, 1)])
    found = flow.best_seeds(from_networkx(theirs, weight="strength"), 1, chance=0.4, sets=6000, seed=1)
    best = max(range(4), key=lambda v: sum(exact_reach(theirs, {v}, 0.4)))
    assert found.chosen == (best,)
    assert found.spread[0] == pytest.approx(sum(exact_reach(theirs, {best}, 0.4)), abs=0.1)


def test_threshold_sets_by_hand(engine: str, from_networkx: Callable[..., Graph]) -> None:
    # Each actor listens to one of its ties in: on 0 → 1 → 2 seed 0 reaches all.
    found = flow.best_seeds(from_networkx(nx.DiGraph([(0, 1), (1, 2)]), weight="strength"), 3, model="threshold", sets=500)
    assert found.chosen[0] == 0
    assert found.spread[0] == 3.0
    with pytest.raises(GraphError, match="nobody"):
        flow.best_seeds(from_networkx(nx.empty_graph(0)), 1)


@pytest.mark.corpus
def test_medical_innovation_exposure_and_thresholds(corpus: Path) -> None:
    """Check Coleman, Katz and Menzel's physicians against the same quantities computed from their definition, row by row."""
    table = pl.read_csv(corpus / "classic_r/derived/medInnovations.csv", infer_schema_length=None, null_values=["NA", ""])
    nominations = [c for c in table.columns if c.startswith("net")]
    assert (table.height, len(nominations)) == (125, 9)
    city, number, toa = table["city"].to_list(), table["id"].to_list(), table["toa"].to_list()
    ids = [f"{c:g}-{i:g}" for c, i in zip(city, number, strict=True)]
    assert sorted(city.count(c) for c in set(city)) == [18, 21, 24, 62]
    assert sum(t == 18 for t in toa) == 16
    known = set(ids)
    assert len(known) == 125
    named = [(ids[row], f"{city[row]:g}-{v:g}") for row in range(125) for c in nominations if (v := table[c][row]) is not None]
    ties = sorted({(a, b) for a, b in named if b in known and a != b})
    graph = Graph.from_frames(
        pl.DataFrame(ties, schema=["source", "target"], orient="row"), pl.DataFrame({"id": ids}), directed=True, weight="strength"
    )
    assert len(ties) > 250
    adopted = np.array([float(t) if t < 18 else np.nan for t in toa])
    found = flow.thresholds(graph, adopted)
    at = dict(zip(ids, toa, strict=True))
    friends: dict[str, list[str]] = {a: [b for x, b in ties if x == a] for a in ids}
    for row, actor in enumerate(ids):
        if toa[row] == 18 or not friends[actor]:
            assert math.isnan(found[row])
        else:
            assert found[row] == pytest.approx(sum(at[b] < toa[row] for b in friends[actor]) / len(friends[actor]))
        exposed = flow.exposure(graph, np.array(toa) <= 9)[row]
        if friends[actor]:
            assert exposed == pytest.approx(sum(at[b] <= 9 for b in friends[actor]) / len(friends[actor]))
    # The first to adopt had nobody to follow.
    assert all(found[row] == 0 for row in range(125) if toa[row] == 1 and friends[ids[row]])
