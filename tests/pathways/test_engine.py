"""The engine beside a second implementation that lists every product: outcomes, shares, gains, gaps and overlaps."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.dates import Date
from ecotone.errors import InputError
from ecotone.pathways import compiled
from ecotone.pathways.asking import interview, next_question
from ecotone.pathways.boxes import meet, subtract, subtract_all, volume
from ecotone.pathways.rules import Rules, load

if TYPE_CHECKING:
    from pathlib import Path

DAY = Date("2026-01-01")
SIZES = st.lists(st.integers(2, 3), min_size=1, max_size=4)
OUTCOMES = ("red", "green", "blue")


def boxes(sizes: list[int]) -> st.SearchStrategy[tuple[int, ...]]:
    return st.tuples(*(st.integers(1, 2**size - 1) for size in sizes))


@given(st.data(), SIZES)
def test_a_box_less_a_box_is_what_is_left_of_its_products(data: st.DataObject, sizes: list[int]) -> None:
    one, other = data.draw(boxes(sizes)), data.draw(boxes(sizes))
    products = [
        point for point in itertools.product(*(range(size) for size in sizes)) if all(m >> p & 1 for m, p in zip(one, point, strict=True))
    ]
    inside = [point for point in products if all(m >> p & 1 for m, p in zip(other, point, strict=True))]
    parts = subtract(one, other)
    assert sum(map(volume, parts)) == len(products) - len(inside)
    assert all(meet(a, b) is None for a, b in itertools.combinations(parts, 2))
    assert volume(one) == len(products)
    assert not subtract_all([one], [one])


def written(sizes: list[int], rows: list[tuple[tuple[int, ...], str]], policy: str, constraints: str = "") -> str:
    """Write a table as YAML."""
    questions = "".join(
        f"  - id: q{number}\n    question: Question {number}?\n    answers: {{{', '.join(f'a{bit}: answer {bit}' for bit in range(size))}}}\n"
        for number, size in enumerate(sizes)
    )
    text = (
        f"jurisdictions:\n  - {{id: X, name: Nowhere, authority: nobody, address: nowhere}}\nquestions:\n{questions}{constraints}tables:\n"
    )
    text += (
        f"  - id: t\n    title: T\n    question: Which?\n    jurisdiction: X\n    goal: 'yes'\n    hit-policy: {policy}\n    from: 2020\n"
    )
    text += f"    checked-on: 2025-01-01\n    inputs: [{', '.join(f'q{n}' for n in range(len(sizes)))}]\n"
    text += f"    outcomes: {{{', '.join(f'{name}: {name}' for name in OUTCOMES)}}}\n    rows:\n"
    for number, (box, then) in enumerate(rows):
        when = ", ".join(f"q{n}: [{', '.join(f'a{bit}' for bit in range(sizes[n]) if mask >> bit & 1)}]" for n, mask in enumerate(box))
        text += f"      - {{id: r{number}, when: {{{when}}}, then: {then}, why: because, citation: law}}\n"
    return text


def read(folder: Path, text: str) -> Rules:
    path = folder / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    return load([path], shipped=False)


def hits(point: tuple[int, ...], rows: list[tuple[tuple[int, ...], str]]) -> list[int]:
    return [number for number, (box, _) in enumerate(rows) if all(mask >> p & 1 for mask, p in zip(box, point, strict=True))]


def verdict(sizes: list[int], rows: list[tuple[tuple[int, ...], str]], policy: str) -> str:
    """Say what is wrong with a table by listing every product."""
    points = list(itertools.product(*(range(size) for size in sizes)))
    found = [hits(point, rows) for point in points]
    if policy == "unique" and any(len(each) > 1 for each in found):
        return "overlap"
    if policy == "any" and any(len({rows[number][1] for number in each}) > 1 for each in found):
        return "overlap"
    if not all(found):
        return "gap"
    deciding = {min(each, key=lambda n: (OUTCOMES.index(rows[n][1]), n)) if policy == "priority" else each[0] for each in found}
    return "idle" if policy != "any" and deciding != set(range(len(rows))) else ""


def outcome(point: tuple[int, ...], rows: list[tuple[tuple[int, ...], str]], policy: str) -> str:
    each = hits(point, rows)
    return rows[min(each, key=lambda n: (OUTCOMES.index(rows[n][1]), n)) if policy == "priority" else each[0]][1]


@settings(max_examples=150, deadline=None)
@given(st.data(), st.lists(st.integers(2, 3), min_size=1, max_size=3), st.sampled_from(["unique", "any", "priority", "first"]))
def test_gaps_overlaps_and_idle_rows_are_those_that_listing_finds(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, sizes: list[int], policy: str
) -> None:
    rows = data.draw(st.lists(st.tuples(boxes(sizes), st.sampled_from(OUTCOMES)), min_size=1, max_size=4))
    expected = verdict(sizes, rows, policy)
    folder, text = tmp_path_factory.mktemp("r"), written(sizes, rows, policy)
    if not expected:
        assert read(folder, text).tables
        return
    said = {"overlap": "overlap", "gap": "has a gap", "idle": "can never decide"}
    with pytest.raises(InputError, match=said[expected]):
        read(folder, text)


def entropy(counts: Counter[str]) -> float:
    whole = sum(counts.values())
    return -sum(n / whole * math.log2(n / whole) for n in counts.values() if n)


@settings(max_examples=120, deadline=None)
@given(st.data(), st.lists(st.integers(2, 3), min_size=2, max_size=3), st.sampled_from(["priority", "first"]))
def test_possible_outcomes_shares_and_gains_are_those_that_listing_finds(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, sizes: list[int], policy: str
) -> None:
    rows = data.draw(st.lists(st.tuples(boxes(sizes), st.sampled_from(OUTCOMES)), min_size=0, max_size=4))
    whole = (tuple(2**size - 1 for size in sizes), "blue")
    rows = [*rows, whole]
    if verdict(sizes, rows, policy):
        return
    rules = read(tmp_path_factory.mktemp("r"), written(sizes, rows, policy))
    said = data.draw(boxes(sizes))
    known = rules.known({f"q{n}": "|".join(f"a{bit}" for bit in range(sizes[n]) if mask >> bit & 1) for n, mask in enumerate(said)})
    points = [point for point in itertools.product(*map(range, sizes)) if all(m >> p & 1 for m, p in zip(said, point, strict=True))]
    counts = Counter(outcome(point, rows, policy) for point in points)
    decision = rules.decide("t", known, DAY)
    assert set(decision.possible) == set(counts)
    assert decision.decided == (len(counts) == 1)
    assert decision.shares == pytest.approx({name: n / len(points) for name, n in counts.items()})
    gains: dict[str, float] = {}
    for number, mask in enumerate(said):
        parts = [[point for point in points if point[number] == bit] for bit in range(sizes[number]) if mask >> bit & 1]
        after = sum(len(part) / len(points) * entropy(Counter(outcome(point, rows, policy) for point in part)) for part in parts)
        if len(parts) > 1 and entropy(counts) - after > 1e-9:
            gains[f"q{number}"] = entropy(counts) - after
    got = {name: gain for name, gain in rules.compiled("t", DAY).gains(known).items() if gain > 1e-9}
    assert got == pytest.approx(gains)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.lists(st.integers(2, 3), min_size=2, max_size=3), st.sampled_from(["collect", "rule order", "output order"]))
def test_a_table_that_gives_all_that_hold_says_which_surely_do(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, sizes: list[int], policy: str
) -> None:
    rows = data.draw(st.lists(st.tuples(boxes(sizes), st.sampled_from(OUTCOMES)), min_size=1, max_size=4))
    rules = read(tmp_path_factory.mktemp("r"), written(sizes, rows, policy))
    said = data.draw(boxes(sizes))
    known = rules.known({f"q{n}": "|".join(f"a{bit}" for bit in range(sizes[n]) if mask >> bit & 1) for n, mask in enumerate(said)})
    points = [point for point in itertools.product(*map(range, sizes)) if all(m >> p & 1 for m, p in zip(said, point, strict=True))]
    holding = [set(hits(point, rows)) for point in points]
    order = sorted(range(len(rows)), key=lambda n: (OUTCOMES.index(rows[n][1]), n)) if policy == "output order" else range(len(rows))
    decision = rules.decide("t", known, DAY)
    assert list(decision.possible) == [f"r{n}" for n in order if any(n in each for each in holding)]
    assert list(decision.certain or ()) == [f"r{n}" for n in order if all(n in each for each in holding)]
    assert decision.decided == all(each == holding[0] for each in holding)

    def bits(part: list[set[int]]) -> float:
        return sum(entropy(Counter(str(n in each) for each in part)) for n in range(len(rows)))

    gains: dict[str, float] = {}
    for number, mask in enumerate(said):
        parts = [
            [each for point, each in zip(points, holding, strict=True) if point[number] == b] for b in range(sizes[number]) if mask >> b & 1
        ]
        gain = bits(holding) - sum(len(part) / len(points) * bits(part) for part in parts)
        if len(parts) > 1 and gain > 1e-9:
            gains[f"q{number}"] = gain
    got = {name: gain for name, gain in rules.compiled("t", DAY).gains(known).items() if gain > 1e-9}
    assert got == pytest.approx(gains)


def test_two_tables_in_a_row_give_no_outcome_that_no_product_has(tmp_path: Path) -> None:
    """Were the first table's outcomes taken one by one, `second` would be called possible together with q0=a0."""
    text = written([2, 2], [((1, 3), "red"), ((2, 3), "green")], "unique")
    text += """
  - id: u
    title: U
    question: And then?
    jurisdiction: X
    from: 2020
    checked-on: 2025-01-01
    inputs: [t, q0]
    outcomes: {first: first, second: second, third: third}
    rows:
      - {id: s0, when: {t: red, q0: a0}, then: first, why: because, citation: law}
      - {id: s1, when: {t: red, q0: a1}, then: second, why: because, citation: law}
      - {id: s2, when: {t: {not: red}}, then: third, why: because, citation: law}
"""
    rules = read(tmp_path, text)
    assert rules.decide("u", rules.known(), DAY).possible == ("first", "third")
    assert rules.decide("u", rules.known({"q0": "a0"}), DAY).outcome == "first"
    assert dict.fromkeys(name for name, _ in rules.decide("u", rules.known({"q0": "a1"}), DAY).rows) == {"u": None, "t": None}


CONSTRAINT = "constraints:\n  - {if: {q0: a0}, then: {q1: a0}, why: a0 goes with a0}\n"


def test_answers_that_exclude_each_other_are_taken_over_both_ways(tmp_path: Path) -> None:
    rules = read(tmp_path, written([2, 2], [((1, 1), "red"), ((2, 3), "green")], "unique", CONSTRAINT))
    assert rules.known({"q0": "a0"}).answers("q1") == ("a0",)
    assert rules.known({"q1": "a1"}).answers("q0") == ("a1",)
    assert rules.decide("t", rules.known(), DAY).shares == pytest.approx({"red": 1 / 3, "green": 2 / 3})
    known: Any = rules.known({"q0": "a0"})
    with pytest.raises(InputError, match="Answers contradict each other: a0 goes with a0"):
        known.answer("q1", "a1")
    assert known.given == {"q0": "a0"}


def test_where_no_single_answer_tells_anything_the_first_that_matters_is_asked(tmp_path: Path) -> None:
    """Exclusive or: each question alone leaves both outcomes as likely as before."""
    rules = read(tmp_path, written([2, 2], [((1, 1), "red"), ((2, 2), "red"), ((1, 2), "green"), ((2, 1), "green")], "unique"))
    known = rules.known()
    assert rules.compiled("t", DAY).gains(known) == {}
    coming = next_question(rules, ["t"], known, DAY)
    assert coming is not None
    assert (coming.question, coming.bits) == ("q0", 0.0)
    assert interview(rules, ["t"], known, DAY, lambda _: "a0") == ["q0", "q1"]
    assert rules.decide("t", known, DAY).outcome == "red"


def test_an_answer_may_be_narrowed_and_is_not_asked_for_again(tmp_path: Path) -> None:
    rules = read(tmp_path, written([3], [((1,), "red"), ((2,), "green"), ((4,), "blue")], "unique"))
    assert rules.known({"q0": "a0|a1"}).answer("q0", "a1").answers("q0") == ("a1",)
    assert interview(rules, ["t"], rules.known(), DAY, lambda _: "a0|a1") == ["q0"]


def test_a_table_that_falls_into_too_many_cells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "MOST_CELLS", 3)
    with pytest.raises(InputError, match="This table is too intricate"):
        read(tmp_path, written([2, 2], [((1, 1), "red"), ((2, 2), "red"), ((1, 2), "green"), ((2, 1), "green")], "unique"))
