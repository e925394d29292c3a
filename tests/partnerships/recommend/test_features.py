"""The eight features and the baselines: worked pairs, NetworkX, and pairs that look the same from both sides."""

from __future__ import annotations

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.partnerships.recommend import features, scorers
from ecotone.partnerships.recommend.history import Capabilities, History, Texts
from ecotone.partnerships.recommend.landscape import landscape
from ecotone.partnerships.recommend.text import counts, weighted

PAIRS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] != pair[1]), min_size=1, max_size=30)


def known(pairs: list[tuple[int, int]], n: int = 12) -> History:
    actors = pl.DataFrame(
        {
            "id": list(range(n)),
            "sector": [("provider", "industry", None)[i % 3] for i in range(n)],
            "city": [("Houston", "Austin", None, "Houston")[i % 4] for i in range(n)],
            "region": ["Texas" if i % 4 < 2 else None for i in range(n)],
            "country": [("US", "US", "GB", "GB")[i % 4] for i in range(n)],
        }
    )
    ties = pl.DataFrame({"source": [a for a, _ in pairs], "target": [b for _, b in pairs]}, schema={"source": pl.Int64, "target": pl.Int64})
    ties = ties.with_columns(day=pl.int_range(pl.len()).cast(pl.Float64), funds=pl.int_range(pl.len()) % 2 == 0)
    counted, words = counts(["lung cancer imaging", "heart failure", "lung imaging", "melanoma"])
    texts = Texts(counted, tuple(words), np.arange(8, dtype=np.int32), np.arange(8, dtype=np.int32) % 4, np.zeros(8) - 1)
    capabilities = Capabilities(
        np.array([0, 0, 1, 2], np.int32),
        np.array([0, 1, 0, 1], np.int32),
        np.array([False, False, True, True]),
        np.zeros(4) - 1,
        ("a", "b"),
    )
    return History.of(actors, ties, texts=texts, capabilities=capabilities)


@settings(max_examples=40, deadline=None)
@given(PAIRS)
def test_a_pair_looks_the_same_from_both_sides(pairs: list[tuple[int, int]]) -> None:
    values = features.table(landscape(known(pairs)), np.arange(12))
    assert np.allclose(values, values.transpose(0, 2, 1), atol=1e-6)


@settings(max_examples=40, deadline=None)
@given(PAIRS)
def test_partners_in_common_and_steps_are_those_of_networkx(pairs: list[tuple[int, int]]) -> None:
    land = landscape(known(pairs))
    graph = nx.Graph()
    graph.add_nodes_from(range(12))
    graph.add_edges_from(pairs)
    values = features.table(land, np.arange(12))
    hops = dict(nx.all_pairs_shortest_path_length(graph))
    untied = [(a, b) for a in range(12) for b in range(12) if a != b and not graph.has_edge(a, b)]
    for a, b, score in nx.adamic_adar_index(graph, untied):
        assert np.expm1(values[0, a, b]) == pytest.approx(score, rel=1e-5, abs=1e-6)
        steps = hops[a].get(b)
        assert values[1, a, b] == pytest.approx(0 if steps is None else 1 / min(steps, 4))
    allocation = scorers.resource_allocation(land, np.arange(12), seed=0)
    for a, b, score in nx.resource_allocation_index(graph, untied):
        assert allocation[a, b] == pytest.approx(score)
    for a, b, score in nx.preferential_attachment(graph, untied):
        assert scorers.degree_product(land, np.arange(12), seed=0)[a, b] == score


def test_pagerank_and_katz_are_those_of_networkx() -> None:
    graph = nx.karate_club_graph()
    land = landscape(known([(a, b) for a, b in graph.edges], 34))
    rank = scorers.personalised_pagerank(land, np.array([5]), seed=0)[0]
    other = nx.pagerank(graph, alpha=0.85, personalization={5: 1.0}, weight=None, tol=1e-12)
    assert rank == pytest.approx([other[node] for node in range(34)], abs=0.02)
    full = np.linalg.inv(np.eye(34) - scorers.KATZ * nx.to_numpy_array(graph, weight=None)) - np.eye(34)
    walks = scorers.katz(land, np.array([5]), seed=0)[0] + scorers.KATZ * nx.to_numpy_array(graph, weight=None)[5]
    assert walks == pytest.approx(full[5], abs=1e-5)


def test_places_capabilities_funders_and_sectors_of_worked_pairs() -> None:
    history = known([(3, 0), (4, 5), (3, 1)])
    value = dict(zip(features.NAMES, features.table(landscape(history), np.array([0]))[:, 0], strict=True))
    assert value["geography"][4] == 1  # both in Houston, Texas
    assert value["geography"][1] == pytest.approx(2 / 3)  # Houston and Austin, Texas
    assert value["geography"][3] == 0  # the other Houston lies in another country
    assert value["geography"][2] == 0
    # 0 needs a and b; 1 offers a, 2 offers b.
    assert value["complementarity"][:4].tolist() == [0, 0.5, 0.5, 0]
    assert value["shared_funder"][1] == pytest.approx(np.log(2))  # the first and the third tie pay
    assert value["sector_bridge"][:4].tolist() == [0, 1, 0, 0]
    assert value["text"][2] > 0 == value["text"][3]
    assert value["activity"][0] == pytest.approx(2 * np.log(2))


def test_a_day_hides_what_came_later() -> None:
    history = known([(0, 1), (1, 2), (2, 3)])
    land = landscape(history, 1.0)
    assert land.degrees.tolist()[:4] == [1, 1, 0, 0]
    assert landscape(history, -5.0).words is None
    assert landscape(history, -5.0).needs is None
    assert landscape(history).degrees.tolist()[:4] == [1, 2, 2, 1]


def test_a_cosine_is_that_of_a_second_implementation() -> None:
    texts = ["lung cancer imaging lung", "heart failure imaging", "lung trial", ""]
    made = weighted(counts(texts)[0]).toarray()
    words = [["lung", "cancer", "imaging", "lung"], ["heart", "failure", "imaging"], ["lung"], []]
    every = list(dict.fromkeys(word for text in words for word in text))
    rare = {word: np.log(4 / sum(word in text for text in words)) for word in every}
    rows = np.array([[(1 + np.log(text.count(w))) * rare[w] if w in text else 0.0 for w in every] for text in words])
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    expected = np.divide(rows, length, out=np.zeros_like(rows), where=length > 0)
    assert made @ made.T == pytest.approx(expected @ expected.T)


def test_equal_features_give_equal_scores_to_the_last_bit() -> None:
    values = np.full((8, 3, 1001), 0.1, np.float32)
    assert len(np.unique(features.weigh(values, np.linspace(0.1, 0.9, 8)))) == 1
