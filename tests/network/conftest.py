"""Graphs that many tests of measures use: 300 random ones beside their NetworkX twins, and the classics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import networkx as nx
import numpy as np
import polars as pl
import pytest

from ecotone.network import Graph

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Pair:
    """The same graph twice; actor i is node i."""

    ours: Graph
    theirs: Any
    name: str


def twin(theirs: Any, *, weight: Literal["strength", "distance"] = "distance", attribute: str | None = "weight") -> Graph:
    """Make our graph of a NetworkX graph whose nodes become ids as text, in their order."""
    nodes = list(theirs)
    rows = [(str(u), str(v), float(data.get(attribute, 1.0)) if attribute else 1.0) for u, v, data in theirs.edges(data=True)]
    ties = pl.DataFrame(rows, schema={"source": pl.String, "target": pl.String, "weight": pl.Float64}, orient="row")
    actors = pl.DataFrame({"id": [str(v) for v in nodes]}, schema={"id": pl.String})
    return Graph.from_frames(ties, actors, directed=theirs.is_directed(), weight=weight)


@pytest.fixture(scope="session")
def from_networkx() -> Callable[..., Graph]:
    """Return the function that makes our graph of a NetworkX graph."""
    return twin


@pytest.fixture(scope="session")
def random_pairs() -> list[Pair]:
    """Return 300 random graphs: directed or not, sparse to dense, with integer weights, loops and isolated actors."""
    rng = np.random.default_rng(20240501)
    pairs = []
    for number in range(300):
        n = int(rng.integers(2, 15))
        directed = number % 2 == 1
        theirs: Any = nx.DiGraph() if directed else nx.Graph()
        theirs.add_nodes_from(range(n))
        chance = float(rng.choice([0.1, 0.2, 0.35, 0.6]))
        for u in range(n):
            for v in range(n) if directed else range(u, n):
                if rng.random() < (chance if u != v else 0.08):
                    theirs.add_edge(u, v, weight=int(rng.integers(1, 5)))
        pairs.append(Pair(twin(theirs), theirs, f"{number}: {theirs}"))
    return pairs


@pytest.fixture(params=["numpy", pytest.param("compiled", marks=pytest.mark.kernel)])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a test with the NumPy paths of small graphs, and again with the kernels of large ones."""
    chosen: str = request.param
    if chosen == "compiled":
        from ecotone.network import small_paths

        monkeypatch.setattr(small_paths, "ACTORS", -1)
    return chosen
