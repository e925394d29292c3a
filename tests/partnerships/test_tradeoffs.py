"""Weights from choices against regions whose mean is known, and contradictions named."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.errors import DecisionError
from ecotone.partnerships.tradeoffs import Choice, next_question, tradeoffs


def over(one: str, other: str, middle: float = 0.0) -> Choice:
    """Say that the one from `middle` to best matters more than the other from worst to best."""
    return Choice({one: 1.0, other: 0.0}, {one: middle, other: 1.0}, "first")


def test_no_choice_leaves_all_weights_alike() -> None:
    found = tradeoffs(["a", "b", "c"], [])
    assert found.weights == pytest.approx([1 / 3] * 3, abs=0.02)
    # Uniform on the triangle: a weight is below x with probability 1 - (1 - x)^2.
    assert float((found.draws[:, 0] < 0.5).mean()) == pytest.approx(0.75, abs=0.03)


def test_an_order_of_three_has_the_known_centre() -> None:
    # w_a >= w_b >= w_c on the triangle is the triangle (1,0,0), (1/2,1/2,0), (1/3,1/3,1/3).
    found = tradeoffs(["a", "b", "c"], [over("a", "b"), over("b", "c")], draws=8000)
    assert found.weights == pytest.approx([11 / 18, 5 / 18, 2 / 18], abs=0.02)
    assert (np.diff(found.draws, axis=1) <= 1e-9).all()


def test_a_middle_level_says_by_how_much() -> None:
    # Half of a's scale matters more than all of b's: w_a / 2 >= w_b, so w_a >= 2/3 of two.
    found = tradeoffs(["a", "b"], [over("a", "b", middle=0.5)])
    assert found.draws[:, 0].min() >= 2 / 3 - 1e-9
    assert found.weights[0] == pytest.approx(5 / 6, abs=0.01)


def test_equal_profiles_leave_a_band() -> None:
    found = tradeoffs(["a", "b"], [Choice({"a": 1.0, "b": 0.0}, {"a": 0.0, "b": 1.0}, "equal")])
    assert found.draws[:, 0] == pytest.approx(np.full(len(found.draws), 0.5), abs=0.0101)
    estimate = found.estimates()["a"]
    assert estimate.low is not None
    assert estimate.method.startswith("weights that fit 1 choices")


def test_contradictions_are_refused_and_only_they_are_named() -> None:
    said = [over("a", "b"), over("c", "d"), over("b", "c"), over("c", "a")]
    # a over b, b over c and c over a leave only equal weights, an edge without extent; with a margin there is nothing left.
    assert tradeoffs(["a", "b", "c", "d"], said).weights[:3] == pytest.approx([1 / 3] * 3, abs=0.1)
    # Half of a outweighs b and half of b outweighs a: neither has weight, though each outweighs all the others.
    said = [over("a", "b", 0.5), over("c", "d"), over("b", "a", 0.5), over("a", "c"), over("a", "d")]
    with pytest.raises(DecisionError, match="No weights satisfy these choices together") as refused:
        tradeoffs(["a", "b", "c", "d"], said)
    assert "{a: 1, b: 0} rather than {a: 0.5, b: 1}" in str(refused.value)
    assert "{c: 1, d: 0}" not in str(refused.value)


@given(st.integers(2, 5), st.integers(0, 10**6))
@settings(max_examples=15, deadline=None)
def test_draws_satisfy_every_choice_of_a_judge_with_weights(n: int, seed: int) -> None:
    random = np.random.Generator(np.random.Philox(seed))
    true = random.dirichlet(np.ones(n))
    names = [f"c{i}" for i in range(n)]
    said = []
    for _ in range(6):
        i, j = random.choice(n, 2, replace=False)
        middle = float(random.choice([0.0, 0.5]))
        first, second = {names[i]: 1.0, names[j]: 0.0}, {names[i]: middle, names[j]: 1.0}
        said.append(Choice(first, second, "first" if true[i] * (1 - middle) > true[j] else "second"))
    found = tradeoffs(names, said, draws=500, seed=seed)
    assert found.draws.sum(axis=1) == pytest.approx(np.ones(500))
    for choice in said:
        lead = sum((choice.first[name] - choice.second[name]) * found.draws[:, names.index(name)] for name in choice.first)
        assert np.all(lead * (1 if choice.preferred == "first" else -1) >= -1e-6)


def test_questions_narrow_the_weights_until_they_are_decided() -> None:
    true = {"a": 0.5, "b": 0.3, "c": 0.2}
    said: list[Choice] = []
    for _ in range(20):
        question = next_question(tradeoffs(list(true), said))
        if question is None:
            break
        assert 0.1 <= question.share <= 0.9
        lead = sum((question.first[name] - question.second[name]) * true[name] for name in question.first)
        said.append(Choice(question.first, question.second, "first" if lead > 0 else "second"))
    else:
        pytest.fail("questions never end")
    found = tradeoffs(list(true), said)
    assert found.weights == pytest.approx(list(true.values()), abs=0.12)
    assert list(np.argsort(-found.weights)) == [0, 1, 2]


@pytest.mark.parametrize(
    ("first", "second", "preferred", "said"),
    [
        ({"a": 1}, {"a": 0}, "first", "same two items"),
        ({"a": 1, "b": 0}, {"a": 0, "c": 1}, "first", "same two items"),
        ({"a": 1, "b": 0}, {"a": 0, "b": 2}, "first", "outside its scale"),
        ({"a": 1, "b": 0}, {"a": 0, "b": 1}, "both", "prefers one profile"),
    ],
)
def test_choices_that_are_none(first: dict[str, float], second: dict[str, float], preferred: str, said: str) -> None:
    with pytest.raises(DecisionError, match=said):
        Choice(first, second, preferred)  # type: ignore[arg-type]


def test_items_are_checked() -> None:
    with pytest.raises(DecisionError, match="two different items"):
        tradeoffs(["a"], [])
    with pytest.raises(DecisionError, match=r"not weighed\. Got: c"):
        tradeoffs(["a", "b"], [over("a", "c")])
