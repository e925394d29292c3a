"""A group of six judges on seven criteria, as published; consensus at its ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.errors import DecisionError
from ecotone.partnerships import Judgements
from ecotone.partnerships.groups import band, consensus, group_priorities

if TYPE_CHECKING:
    from pathlib import Path

# Six judges' answers over 21 pairs of criteria, 5 for equal and below 5 for the first of the pair; their licence is not
# known, so they are read from where the examples are kept and not repeated here.
CRITERIA = ["TS", "AC", "BI", "HI", "RTO", "RPO", "MLS"]


@pytest.fixture(scope="module")
def judges(corpus: Path) -> list[Judgements]:
    text = (corpus.parent / "truth" / "mcda.md").read_text(encoding="utf-8")
    answers = {"E3": [5] * 21, **{name: [int(v) for v in row.split(",")] for name, row in re.findall(r"\b(E\d) ((?:\d,){20}\d)", text)}}
    assert sorted(answers) == ["E1", "E2", "E3", "E4", "E5", "E6"]
    ratio = [1, 3, 5, 7, 9]
    return [
        Judgements.from_upper(CRITERIA, [float(ratio[5 - v]) if v <= 5 else 1 / ratio[v - 5] for v in answers[name]], judge=name)
        for name in sorted(answers)
    ]


@pytest.mark.corpus
def test_six_judges_by_row_geometric_mean(judges: list[Judgements]) -> None:
    found = group_priorities(judges, method="geometric")
    published = {"TS": 0.262, "BI": 0.211, "AC": 0.189, "MLS": 0.131, "RTO": 0.083, "RPO": 0.077, "HI": 0.048}
    assert dict(zip(found.items, found.weights.round(3).tolist(), strict=True)) == published
    assert round(found.group.consistency_ratio, 4) == 0.0495
    mean = group_priorities(judges, method="geometric", aggregation="AIP arithmetic")
    assert mean.weights.round(3).tolist() == [0.264, 0.175, 0.208, 0.055, 0.087, 0.079, 0.133]


@pytest.mark.corpus
def test_six_judges_by_eigenvector(judges: list[Judgements]) -> None:
    found = group_priorities(judges, method="eigenvector")
    assert found.weights.round(3).tolist() == [0.265, 0.189, 0.207, 0.049, 0.080, 0.078, 0.133]


@pytest.mark.corpus
def test_four_of_six_judges_fail_while_the_group_passes(judges: list[Judgements]) -> None:
    found = group_priorities(judges, method="geometric")
    assert [round(own.consistency_ratio, 3) for _, own in found.judges] == [0.354, 0.106, 0, 0.079, 0.913, 0.233]
    assert found.group.acceptable
    assert found.inconsistent == ("E1", "E2", "E5", "E6")
    line = found.consistency()
    assert "E5 0.913" in line
    assert "4 of 6 judges are above 0.10 (Saaty)" in line


@given(st.integers(1, 5), st.integers(2, 7), st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_mean_of_weights_by_geometric_means_is_the_mean_of_judgements(k: int, n: int, seed: int) -> None:
    rng = np.random.Generator(np.random.Philox(seed))
    names = [str(i) for i in range(n)]
    group = [Judgements.from_upper(names, rng.choice([1 / 9, 1 / 3, 1, 2, 5], n * (n - 1) // 2).tolist()) for _ in range(k)]
    influence = rng.uniform(0.1, 1, k)
    before = group_priorities(group, influence=influence).weights
    after = group_priorities(group, aggregation="AIP geometric", influence=influence).weights
    assert after == pytest.approx(before, abs=1e-12)


def test_judges_may_differ_in_order_and_leave_gaps() -> None:
    one = Judgements.from_pairs({("a", "b"): 2, ("b", "c"): 3})
    two = Judgements.from_pairs({("c", "a"): 1 / 6, ("c", "b"): 1 / 3})
    found = group_priorities([one, two])
    assert found.items == ("a", "b", "c")
    assert found.weights == pytest.approx([0.6, 0.3, 0.1])
    assert [name for name, _ in found.judges] == ["judge 1", "judge 2"]


def test_consensus_at_its_ends_and_in_words() -> None:
    same = group_priorities([Judgements.from_upper(["a", "b"], [3])] * 3)
    assert same.consensus == pytest.approx(1)
    for k, n in ((2, 4), (4, 4), (3, 3)):
        apart = np.ones((k, n))
        np.fill_diagonal(apart, 9)
        assert consensus(apart / (n + 8)) == pytest.approx(0, abs=1e-12)
    assert [band(v) for v in (0.5, 0.51, 0.65, 0.749, 0.75, 0.849, 0.85, 1)] == [
        "very low",
        "low",
        "moderate",
        "moderate",
        "high",
        "high",
        "very high",
        "very high",
    ]
    assert group_priorities([Judgements.from_upper(["a", "b"], [3])]).consensus is None


def test_what_a_group_refuses() -> None:
    one, other = Judgements.from_upper(["a", "b"], [3]), Judgements.from_upper(["a", "c"], [3], judge="Bo")
    with pytest.raises(DecisionError, match="no judges"):
        group_priorities([])
    with pytest.raises(DecisionError, match=r"same items .Bo."):
        group_priorities([one, other])
    with pytest.raises(DecisionError, match="influence"):
        group_priorities([one], influence=[0])
    with pytest.raises(DecisionError, match="no such aggregation"):
        group_priorities([one], aggregation="mean")  # type: ignore[arg-type]
    with pytest.raises(DecisionError, match="two judges"):
        consensus([[1.0, 0.0]])
