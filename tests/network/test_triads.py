"""Triads, beside NetworkX."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from ecotone.network.triads import KINDS, triad_census

if TYPE_CHECKING:
    from tests.network.conftest import Pair


def test_agrees_with_networkx(random_pairs: list[Pair]) -> None:
    for pair in random_pairs:
        theirs = nx.DiGraph(pair.theirs)
        theirs.remove_edges_from(list(nx.selfloop_edges(theirs)))
        if len(theirs) >= 3:
            expected = nx.triadic_census(theirs)
            assert triad_census(pair.ours) == {kind: expected[kind] for kind in KINDS}, pair.name
