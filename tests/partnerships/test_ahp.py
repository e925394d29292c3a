"""AHP against published hierarchies, the analytic case, and Bozóki's incomplete matrix."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.errors import DecisionError
from ecotone.partnerships import Judgements
from ecotone.partnerships.ahp import TABLES, hierarchy, priorities, random_index

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Saaty (2008), IJSSCI 1(1) 83-98: how many times more of each drink is consumed.
DRINKS = ["coffee", "wine", "tea", "beer", "soda", "milk", "water"]
SAATY = [9, 5, 2, 1, 1, 1 / 2, 1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9, 1 / 3, 1 / 4, 1 / 3, 1 / 9, 1 / 2, 1, 1 / 3, 2, 1 / 2, 1 / 3]

# Papathanasiou & Ploskas (2018), doi 10.1007/978-3-319-91648-4_5.
SITES = [f"S{i}" for i in range(1, 7)]
SITE_CRITERIA: list[list[float]] = [[1, 1, 5, 3], [1, 1, 5, 3], [1 / 5, 1 / 5, 1, 1 / 3], [1 / 3, 1 / 3, 3, 1]]
SITE_MATRICES = {
    "C1": [5, 1, 1, 1 / 3, 3, 1 / 3, 1 / 5, 1 / 7, 1, 1 / 3, 1 / 5, 1, 1 / 3, 3, 7],
    "C2": [7, 3, 1 / 3, 1 / 3, 1 / 3, 1 / 3, 1 / 7, 1 / 9, 1 / 7, 1 / 5, 1 / 5, 1 / 5, 1, 1, 1],
    "C3": [1 / 9, 1 / 7, 1 / 9, 1, 1 / 5, 1, 1, 5, 3, 1, 5, 1, 7, 3, 1 / 3],
    "C4": [1 / 5, 1 / 5, 1 / 3, 1 / 7, 1 / 5, 1, 3, 1 / 3, 1, 1, 1 / 3, 1, 1 / 7, 1, 5],
}

# Wątróbski, Bączkiewicz & Rudawska, areas of a healthcare system, arXiv 2306.00718.
AREAS: list[list[float]] = [
    [1, 1, 5, 3, 9],
    [1, 1, 3, 5, 7],
    [1 / 5, 1 / 3, 1, 1, 9],
    [1 / 3, 1 / 5, 1, 1, 7],
    [1 / 9, 1 / 7, 1 / 9, 1 / 7, 1],
]


def test_saaty_drinks() -> None:
    found = priorities(Judgements.from_upper(DRINKS, SAATY), table="Saaty")
    assert found.weights.round(3).tolist() == [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327]
    assert round(found.largest_eigenvalue, 4) == 7.1766
    assert round(found.consistency_index, 5) == 0.02944
    assert round(found.consistency_ratio, 4) == 0.0223
    assert found.acceptable
    assert found.random_index == "Saaty"


def test_six_sites_through_four_criteria() -> None:
    top = Judgements.of(SITE_CRITERIA, ["C1", "C2", "C3", "C4"])
    below = {name: Judgements.from_upper(SITES, upper) for name, upper in SITE_MATRICES.items()}
    leaves, found = hierarchy(top, below)
    assert found[""].weights.round(4).tolist() == [0.3899, 0.3899, 0.0679, 0.1524]
    assert round(found[""].consistency_ratio, 4) == 0.0161
    assert [round(found[name].consistency_ratio, 4) for name in SITE_MATRICES] == [0.0335, 0.0264, 0.0221, 0.0398]
    assert [round(leaves[name], 3) for name in SITES] == [0.117, 0.071, 0.095, 0.212, 0.350, 0.155]


def test_the_column_mean_shortcut_is_not_what_we_do() -> None:
    # The trap named with the example: averaging normalised columns gives other third decimals.
    def shortcut(judged: Judgements) -> NDArray[np.float64]:
        return np.asarray((judged.matrix / judged.matrix.sum(axis=0)).mean(axis=1))

    names = ["C1", "C2", "C3", "C4"]
    below = [Judgements.from_upper(SITES, SITE_MATRICES[name]) for name in names]
    trap = shortcut(Judgements.of(SITE_CRITERIA, names)) @ np.array([shortcut(each) for each in below])
    assert trap.round(4).tolist() == [0.1185, 0.0720, 0.0964, 0.2108, 0.3476, 0.1546]
    leaves, _ = hierarchy(Judgements.of(SITE_CRITERIA, names), dict(zip(names, below, strict=True)))
    assert [round(leaves[name], 3) for name in SITES] != trap.round(3).tolist()


def test_areas_of_a_healthcare_system() -> None:
    found = priorities(Judgements.of(AREAS))
    assert found.weights.round(4).tolist() == [0.3689, 0.3546, 0.1292, 0.1191, 0.0282]
    assert round(found.largest_eigenvalue, 4) == 5.3685
    assert round(found.consistency_index, 4) == 0.0921
    assert round(found.consistency_ratio, 4) == 0.0822


@pytest.mark.parametrize("method", ["eigenvector", "geometric"])
@pytest.mark.parametrize("n", [2, 4, 9, 12])
def test_one_item_x_times_all_others(method: str, n: int) -> None:
    # Goepel (2018): the weight is x / (x + n - 1).
    x = 9.0
    found = priorities(Judgements.from_upper([str(i) for i in range(n)], [x] * (n - 1) + [1.0] * ((n - 1) * (n - 2) // 2)), method=method)  # type: ignore[arg-type]
    assert found.weights[0] == pytest.approx(x / (x + n - 1), abs=1e-12)
    assert found.consistency_ratio == pytest.approx(0, abs=1e-12)


def test_beyond_ten_items_the_line_of_alonso_and_lamata_is_used_and_said() -> None:
    upper = [float(1 + (i % 5)) for i in range(66)]
    found = priorities(Judgements.from_upper([str(i) for i in range(12)], upper))
    n = 12
    assert found.random_index == "Alonso-Lamata"
    assert found.consistency_ratio == pytest.approx((found.largest_eigenvalue - n) / (2.7699 * n - 4.3513 - n))


def test_incomplete_matrix_of_bozoki() -> None:
    judged = Judgements.from_upper(["a", "b", "c", "d"], [1, 5, 2, 3, 4, None])
    found = priorities(judged, table="Donegan-Dodd")
    assert round(float(found.matrix[2, 3]), 4) == 0.7303
    assert found.weights.round(4).tolist() == [0.3738, 0.3920, 0.0985, 0.1357]
    assert round(found.consistency_ratio, 4) == 0.0372
    assert found.random_index == "Donegan-Dodd"
    assert round(priorities(judged, table="Saaty").consistency_ratio, 4) == 0.0342


def test_incomplete_geometric_follows_the_chain_of_what_was_compared() -> None:
    found = priorities(Judgements.from_upper(["a", "b", "c"], [2, None, 3]), method="geometric")
    assert found.weights == pytest.approx(np.array([6, 3, 1]) / 10)
    assert found.matrix[0, 2] == pytest.approx(6)
    assert found.consistency_ratio == pytest.approx(0, abs=1e-12)


@given(st.integers(4, 10), st.integers(0, 10**6))
@settings(max_examples=15, deadline=None)
def test_a_completed_matrix_has_the_least_eigenvalue_of_its_neighbours(n: int, seed: int) -> None:
    rng = np.random.Generator(np.random.Philox(seed))
    full = rng.choice([1 / 9, 1 / 5, 1 / 2, 1, 3, 7], n * (n - 1) // 2)
    rows, columns = np.triu_indices(n, 1)
    # The first row stays, so that everything hangs together.
    upper = [None if i > 0 and rng.random() < 0.4 else float(v) for v, i in zip(full, rows, strict=True)]
    found = priorities(Judgements.from_upper([str(i) for i in range(n)], upper))
    gone = [(i, j) for value, i, j in zip(upper, rows, columns, strict=True) if value is None]
    for i, j in gone:
        for factor in (0.98, 1.02):
            other = found.matrix.copy()
            other[i, j] *= factor
            other[j, i] /= factor
            assert np.linalg.eigvals(other).real.max() >= found.largest_eigenvalue - 1e-9


def test_ahpy_agrees_on_incomplete_matrices() -> None:
    import ahpy

    rng = np.random.Generator(np.random.Philox(7))
    for _ in range(5):
        names = list("abcde")
        pairs = {(names[i], names[j]): float(rng.integers(1, 10)) for i in range(5) for j in range(i + 1, 5)}
        for gone in [("a", "c"), ("d", "e")]:
            del pairs[gone]
        ours = priorities(Judgements.from_pairs(pairs), table="Donegan-Dodd")
        theirs = ahpy.Compare("x", pairs, precision=6, random_index="dd", tolerance=1e-8)
        weights = dict(zip(ours.items, ours.weights, strict=True))
        assert [weights[name] for name in names] == pytest.approx([theirs.target_weights[name] for name in names], abs=1e-4)
        assert ours.consistency_ratio == pytest.approx(theirs.consistency_ratio, abs=1e-4)


@given(st.lists(st.floats(0.2, 5), min_size=3, max_size=9))
@settings(max_examples=30, deadline=None)
def test_a_consistent_judge_gets_back_the_weights_he_had(raw: list[float]) -> None:
    weights = np.array(raw) / sum(raw)
    judged = Judgements.of(weights[:, None] / weights[None, :])
    for method in ("eigenvector", "geometric"):
        found = priorities(judged, method=method)
        assert found.weights == pytest.approx(weights, abs=1e-9)
        assert found.consistency_ratio == pytest.approx(0, abs=1e-9)


def test_random_index_tables_are_named_and_bounded() -> None:
    assert [random_index(n) for n in (3, 4, 5, 7)] == [0.58, 0.90, 1.12, 1.32]
    assert random_index(20, "Donegan-Dodd") == 1.5371
    assert set(TABLES) == {"Saaty", "Donegan-Dodd"}
    with pytest.raises(DecisionError, match="ends before that many items"):
        random_index(11, "Saaty")
    with pytest.raises(DecisionError, match="no such table"):
        random_index(4, "Crawford")  # type: ignore[arg-type]
    with pytest.raises(DecisionError, match="no such way"):
        priorities(Judgements.from_upper(["a", "b"], [2]), method="mean")  # type: ignore[arg-type]


def test_a_judge_with_a_consistency_ratio_of_nine_tenths_is_told() -> None:
    judged = Judgements.from_upper(["a", "b", "c", "d"], [9, 1 / 5, 3, 7, 1 / 3, 5])
    found = priorities(judged)
    assert found.consistency_ratio > 0.9
    assert not found.acceptable
    assert ("a", "b", "c") in judged.cycles()


def test_contradictory_judgements_are_refused() -> None:
    with pytest.raises(DecisionError, match=re.escape("a over b and the reverse (Ada). Got: 3 and 2")):
        Judgements.of([[1, 3], [2, 1]], ["a", "b"], judge="Ada")
    with pytest.raises(DecisionError, match="contradict"):
        Judgements.from_pairs({("a", "b"): 3, ("b", "a"): 3})


def test_reverses_rounded_to_two_digits_are_no_contradiction() -> None:
    found = priorities(Judgements.of(np.array([[1, 7, 3], [0.14, 1, 0.5], [0.33, 2, 1]])))
    exact = priorities(Judgements.from_upper(["1", "2", "3"], [7, 3, 0.5]))
    assert found.weights == pytest.approx(exact.weights, abs=0.005)


def test_disconnected_judgements_are_refused_and_their_parts_named() -> None:
    with pytest.raises(DecisionError, match=re.escape("a, b | c, d")):
        Judgements.from_pairs({("a", "b"): 3, ("c", "d"): 2})


@pytest.mark.parametrize(
    ("matrix", "said"),
    [
        ([[1, -3], [-1 / 3, 1]], "no ratio above 0"),
        ([[1, 0], [np.inf, 1]], "no ratio above 0"),
        ([[1, 3], [np.nan, 1]], "lacks its reverse"),
        ([[2, 3], [1 / 3, 1]], "contradict"),
        ([[1]], "square table"),
        ([[1, 2, 3], [0.5, 1, 2]], "square table"),
    ],
)
def test_matrices_that_are_none(matrix: list[list[float]], said: str) -> None:
    with pytest.raises(DecisionError, match=said):
        Judgements.of(matrix)


def test_items_and_numbers_of_judgements_are_checked() -> None:
    with pytest.raises(DecisionError, match="3 for 3 items"):
        Judgements.from_upper(["a", "b", "c"], [1, 2])
    with pytest.raises(DecisionError, match="one name"):
        Judgements.from_upper(["a", "a"], [1])


def test_a_hierarchy_in_a_circle_is_refused() -> None:
    with pytest.raises(DecisionError, match="goes in a circle"):
        hierarchy(Judgements.from_upper(["a", "b"], [1]), {"a": Judgements.from_upper(["a", "c"], [1])})
