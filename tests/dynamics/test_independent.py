"""The shortest independent loop set: by hand, against a second computation from its definition, and as a basis."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.dynamics import Model, read_model
from ecotone.dynamics.causes import Causes, components
from ecotone.dynamics.district import innovation_district
from ecotone.dynamics.formats.vensim import parse_vensim
from ecotone.dynamics.independent import independent_loops
from ecotone.dynamics.loops import find_loops

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

PREDATORS = """{UTF-8}
prey = INTEG(prey births - prey deaths, 10) ~~|
predators = INTEG(predator births - predator deaths, 5) ~~|
prey births = 0.3 * prey ~~|
prey deaths = 0.05 * prey * predators ~~|
predator births = 0.02 * prey * predators ~~|
predator deaths = 0.2 * predators ~~|
INITIAL TIME = 0~~|\nFINAL TIME = 8~~|\nTIME STEP = 0.125~~|\nSAVEPER = 1~~|
"""

Ring = tuple[int, ...]


def edges(ring: Sequence[int]) -> set[tuple[int, int]]:
    return set(zip(ring, (*ring[1:], ring[0]), strict=True))


def from_the_definition(inputs: Mapping[int, Sequence[int]], part: Sequence[int]) -> list[Ring]:
    """Work the set out the slow way: of all simple cycles those that are geodetic; again and again the one with the fewest new links."""
    graph = nx.DiGraph((source, target) for target in part for source in inputs[target] if source in part)
    far = dict(nx.all_pairs_shortest_path_length(graph))
    geodetic = []
    for found in nx.simple_cycles(graph):
        least = found.index(min(found))
        ring = tuple(found[least:] + found[:least])
        size = len(ring)
        pairs = combinations(range(size), 2)
        if size == 1 or any(far[ring[a]][ring[b]] == b - a and far[ring[b]][ring[a]] == size - (b - a) for a, b in pairs):
            geodetic.append(ring)
    taken: list[Ring] = []
    covered: set[tuple[int, int]] = set()
    while rest := [(len(edges(ring) - covered), len(ring), ring) for ring in geodetic if edges(ring) - covered]:
        taken.append(min(rest)[2])
        covered |= edges(taken[-1])
    return taken


def test_predator_and_prey_have_five_loops_by_hand() -> None:
    model = Model(parse_vensim(PREDATORS))
    found = find_loops(model, independent=True)
    assert (found.complete, found.independent) == (True, 5)  # ten links, six variables: 10 - 6 + 1
    kinds = {frozenset(loop.variables): loop.name[0] for loop in found.loops}
    assert kinds == {
        frozenset({"prey", "prey births"}): "R",
        frozenset({"prey", "prey deaths"}): "B",
        frozenset({"predators", "predator births"}): "R",
        frozenset({"predators", "predator deaths"}): "B",
        frozenset({"prey", "predator births", "predators", "prey deaths"}): "B",
    }
    # Every loop is there, so the shares are those of all loops.
    every = {frozenset(loop.variables): loop.relative for loop in find_loops(model).loops}
    for loop in found.loops:
        np.testing.assert_allclose(loop.relative, every[frozenset(loop.variables)])


def test_where_all_feed_all_the_set_falls_short_and_says_so() -> None:
    # Three variables that feed each other: pairs hold every link, yet 6 - 3 + 1 loops are independent.
    assert independent_loops({0: [1, 2], 1: [0, 2], 2: [0, 1]}, range(3)) == ([(0, 1), (0, 2), (1, 2)], 4)
    # The three-party arms race: own stock and both others drive each flow. Of eight loops (three balancing, five reinforcing) the two
    # through all three parties are no shortest ways; 12 - 6 + 1 are independent.
    race = {0: [3], 1: [4], 2: [5], 3: [0, 1, 2], 4: [0, 1, 2], 5: [0, 1, 2]}
    found, there = independent_loops(race, range(6))
    assert (sorted(map(len, found)), there) == ([2, 2, 2, 4, 4, 4], 7)


@given(st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=24))
def test_the_set_is_the_one_of_its_definition(pairs: set[tuple[int, int]]) -> None:
    inputs: dict[int, list[int]] = {v: sorted(a for a, b in pairs if b == v) for v in range(7)}
    for part in components(inputs):
        found, there = independent_loops(inputs, part)
        assert found == from_the_definition(inputs, part)
        _holds_every_link_once_more(inputs, part, found, there)


def _holds_every_link_once_more(inputs: Mapping[int, Sequence[int]], part: Sequence[int], found: list[Ring], there: int) -> None:
    every = sorted({(source, target) for target in part for source in inputs[target] if source in set(part)})
    assert set().union(*map(edges, found)) == set(every)
    matrix = np.array([[link in edges(ring) for link in every] for ring in found], dtype=float)
    assert np.linalg.matrix_rank(matrix) == len(found) <= there == len(every) - len(part) + 1


@pytest.mark.corpus
def test_models_have_a_whole_set(corpus: Path) -> None:
    for model in (innovation_district().model(), read_model(corpus / "sd_models" / "eco40.mdl")):
        causes = Causes(model.graph)
        for part in components(causes.inputs):
            found, there = independent_loops(causes.inputs, part)
            assert len(found) == there
            _holds_every_link_once_more(causes.inputs, part, found, there)
