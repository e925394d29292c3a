"""What is left when actors go, beside NetworkX taking them out one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest

from ecotone.errors import GraphError
from ecotone.network import robustness

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecotone.network import Graph


def left(theirs: nx.Graph, order: list[int]) -> list[float]:
    shares = []
    for gone in range(len(order) + 1):
        rest = theirs.subgraph(set(theirs) - set(order[:gone]))
        shares.append(max((len(part) for part in nx.connected_components(rest)), default=0) / len(theirs))
    return shares


def test_parts_left_agree_with_networkx(from_networkx: Callable[..., Graph]) -> None:
    for seed in range(10):
        theirs = nx.gnp_random_graph(15, 0.15, seed=seed)
        order = np.random.default_rng(seed).permutation(15)
        assert robustness.largest_parts(from_networkx(theirs), order) == pytest.approx(left(theirs, order.tolist()))
        degrees = sorted(theirs, key=lambda v: (-theirs.degree(v), v))
        assert robustness.robustness(from_networkx(theirs), "degree").share == pytest.approx(left(theirs, degrees))
        central = nx.betweenness_centrality(theirs)
        between = sorted(theirs, key=lambda v: (-round(central[v], 12), v))
        assert robustness.robustness(from_networkx(theirs), "betweenness").share == pytest.approx(left(theirs, between))


def test_a_star_falls_to_an_attack_and_a_clique_to_none(from_networkx: Callable[..., Graph]) -> None:
    n = 20
    star = from_networkx(nx.star_graph(n - 1))
    assert robustness.robustness(star, "degree").mean == pytest.approx((n - 1) / n / n)
    chance = robustness.robustness(star, draws=400, seed=3)
    # The hub goes at a place drawn evenly: by hand, the mean share after q removals is (n - q)/n · (n - q)/n + q/n · 1/n.
    q = np.arange(n)
    assert chance.share[:-1] == pytest.approx(((n - q) ** 2 + q) / n**2, abs=0.08)
    assert (chance.low <= chance.share + 1e-12).all()
    assert (chance.share <= chance.high + 1e-12).all()
    # Schneider et al.: R is at most 1/2, which a complete network reaches as it grows.
    assert robustness.robustness(from_networkx(nx.complete_graph(n)), "degree").mean == pytest.approx(0.5 - 0.5 / n)


def test_direction_decides_nothing(from_networkx: Callable[..., Graph]) -> None:
    theirs = nx.gnp_random_graph(15, 0.12, seed=2, directed=True)
    one, other = from_networkx(theirs), from_networkx(nx.Graph(theirs))
    assert robustness.robustness(one, "betweenness").share.tolist() == robustness.robustness(other, "betweenness").share.tolist()


def test_nobody_and_no_such_attack(from_networkx: Callable[..., Graph]) -> None:
    assert robustness.robustness(from_networkx(nx.empty_graph(0))).mean == 0
    with pytest.raises(GraphError, match="No such attack"):
        robustness.robustness(from_networkx(nx.path_graph(3)), "fire")  # type: ignore[arg-type]
