"""Judges' weights by four ways of asking, put together, and every way in which they can be wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import yaml

from ecotone.errors import DecisionError, InputError
from ecotone.partnerships.criteria import shipped
from ecotone.partnerships.weights import inline, judge, read_weights, table_weights, together

if TYPE_CHECKING:
    from pathlib import Path

TABLE = shipped()
CRITERIA = TABLE.names


def by_criterion(shares: Any) -> list[float]:
    return [float(sum(share for part, share in zip(TABLE.parts, shares, strict=True) if part.criterion == name)) for name in CRITERIA]


def ahp(name: str, upper: list[Any]) -> dict[str, Any]:
    pairs = [(a, b) for i, a in enumerate(CRITERIA) for b in CRITERIA[i + 1 :]]
    told = {f"{a} > {b}": value for (a, b), value in zip(pairs, upper, strict=True) if value is not None}
    return {"judge": name, "method": "ahp", "comparisons": told}


def test_the_table_itself_weighs() -> None:
    assert table_weights(TABLE).shares.sum() == pytest.approx(1)
    assert by_criterion(table_weights(TABLE).shares) == pytest.approx([0.25] * 4)


def test_numbers_of_criteria_and_of_parts_within_them() -> None:
    found = inline("cultural fit=2, trust=5, mistrust=0", TABLE)
    assert by_criterion(found.shares) == pytest.approx([1 / 5, 1 / 5, 2 / 5, 1 / 5])
    shares = dict(zip(TABLE.ids, found.shares, strict=True))
    assert shares["trust"] == pytest.approx(2 / 5 * 5 / 9)
    assert shares["mistrust"] == 0


def test_swing_points_of_parts_compare_across_criteria() -> None:
    found = judge({"judge": "Ada", "method": "swing", "points": {"trust": 100, "gaps-filled": 60, "Expected value": 40}}, TABLE)
    shares = dict(zip(TABLE.ids, found.shares, strict=True))
    assert [shares[part] for part in ("trust", "gaps-filled", "expected-value")] == pytest.approx([0.5, 0.3, 0.2])
    assert sum(shares.values()) == pytest.approx(1)


def test_comparisons_give_saatys_weights_and_ratio() -> None:
    # The areas of Wątróbski et al. without the last: a consistent judge instead, weights 8:4:2:1.
    found = judge(ahp("Ada", [2, 4, 8, 2, 4, 2]), TABLE)
    assert by_criterion(found.shares) == pytest.approx([8 / 15, 4 / 15, 2 / 15, 1 / 15])
    assert found.consistency_ratio == pytest.approx(0, abs=1e-9)
    # The four criteria of Papathanasiou & Ploskas: .3899 .3899 .0679 .1524, ratio .0161; fractions are read as they are written.
    known = judge(ahp("Bo", [1, 5, 3, "5", "3/1", "1/3"]), TABLE)
    assert np.round(by_criterion(known.shares), 4).tolist() == [0.3899, 0.3899, 0.0679, 0.1524]
    assert round(known.consistency_ratio or 0, 4) == 0.0161


def test_comparisons_of_parts_weigh_within_their_criterion_and_may_be_incomplete() -> None:
    parts = [part.id for part in TABLE.parts if part.criterion == "Complementary capabilities"]
    told = {f"{parts[0]} over {parts[1]}": 2, f"{parts[1]} > {parts[2]}": 2, f"{parts[2]} > {parts[3]}": 2}
    found = judge({"judge": "Ada", "method": "ahp", "comparisons": told}, TABLE)
    shares = dict(zip(TABLE.ids, found.shares, strict=True))
    assert [shares[part] * 4 for part in parts] == pytest.approx([8 / 15, 4 / 15, 2 / 15, 1 / 15], abs=1e-6)
    assert list(found.ratios) == ["Complementary capabilities"]


def test_a_group_shows_every_judges_ratio_and_how_far_they_agree() -> None:
    calm, wild = ahp("Ada", [2, 4, 8, 2, 4, 2]), ahp("Bo", [9, 1 / 9, 9, 9, 1, 9])
    found = together([judge(calm, TABLE), judge(wild, TABLE)], TABLE)
    assert found.aggregation == "AIJ"
    ratios = {each.name: each.consistency_ratio for each in found.judges}
    assert ratios["Ada"] == pytest.approx(0, abs=1e-9)
    assert ratios["Bo"] is not None
    assert ratios["Bo"] > 0.9
    assert found.group_ratios["criteria"] < ratios["Bo"]
    assert found.consensus is not None
    assert 0 <= found.consensus <= 1
    assert found.random_index == "Saaty, Alonso-Lamata beyond ten items"


def test_aij_by_geometric_means_is_aip_geometric_of_the_criteria() -> None:
    judges = [judge(ahp("Ada", [2, 4, 8, 2, 4, 2]), TABLE), judge(ahp("Bo", [3, 1, 1, 1 / 3, 1 / 3, 1]), TABLE)]
    first = together(judges, TABLE)
    second = together(judges, TABLE, "AIP geometric")
    assert by_criterion(first.shares) == pytest.approx(by_criterion(second.shares))


def test_choices_weigh_criteria_and_leave_draws(tmp_path: Path) -> None:
    first, second = {"Cultural fit": "best", "Impact measurement": "worst"}, {"Cultural fit": "worst", "Impact measurement": "best"}
    told = {
        "judges": [
            {"judge": "Ada", "method": "trade-off", "choices": [{"first": first, "second": second, "prefers": "first"}]},
            {"judge": "Bo", "method": "direct", "weights": {"Cultural fit": 1}},
        ]
    }
    (tmp_path / "w.yaml").write_text(yaml.safe_dump(told), encoding="utf-8")
    found = read_weights(tmp_path / "w.yaml", TABLE)
    assert found.aggregation == "AIP arithmetic"
    ada = found.judges[0]
    assert ada.draws is not None
    assert ada.draws.sum(axis=1) == pytest.approx(np.ones(len(ada.draws)))
    at = [CRITERIA.index("Cultural fit"), CRITERIA.index("Impact measurement")]
    drawn = np.array([by_criterion(row) for row in ada.draws[:200]])
    assert (drawn[:, at[0]] >= drawn[:, at[1]] - 1e-9).all()
    mixed = found.draw(500, np.random.Generator(np.random.Philox(0)))
    assert mixed.sum(axis=1) == pytest.approx(np.ones(500))


def test_choices_of_parts_speak_in_levels_of_their_scales() -> None:
    choice = {"first": {"trust": 5, "mistrust": 5}, "second": {"trust": 3, "mistrust": 1}, "prefers": "first"}
    found = judge({"judge": "Ada", "method": "trade-off", "choices": [choice]}, TABLE)
    shares = dict(zip(TABLE.ids, found.shares, strict=True))
    # Half of the scale of trust outweighs all of that of mistrust, whose best level is 1. Of six parts two weigh a third in the mean, of
    # which mistrust has up to a third; and Cultural fit weighs a quarter, whatever was said of its parts.
    assert shares["trust"] == pytest.approx(5 / 18 / 4, abs=0.01)
    assert shares["mistrust"] == pytest.approx(1 / 18 / 4, abs=0.005)
    assert by_criterion(found.shares) == pytest.approx([1 / 4] * 4)
    assert found.draws is not None
    assert found.draws.sum(axis=1) == pytest.approx(np.ones(len(found.draws)))


def test_choices_of_criteria_and_of_parts_weigh_each_at_its_level() -> None:
    best, worst = {"Cultural fit": "best", "Impact measurement": "worst"}, {"Cultural fit": "worst", "Impact measurement": "best"}
    within = {"trust": 5, "mistrust": 5}, {"trust": 1, "mistrust": 1}
    told = [{"first": best, "second": worst, "prefers": "first"}, {"first": within[0], "second": within[1], "prefers": "first"}]
    both = judge({"judge": "Ada", "method": "trade-off", "choices": told}, TABLE)
    alone = judge({"judge": "Ada", "method": "trade-off", "choices": told[:1]}, TABLE)
    # What is said of parts moves no criterion.
    assert by_criterion(both.shares) == pytest.approx(by_criterion(alone.shares))
    shares = dict(zip(TABLE.ids, both.shares, strict=True))
    assert shares["trust"] == pytest.approx(3 * shares["mistrust"], rel=0.1)


def test_choices_between_parts_of_different_criteria_weigh_those_alone() -> None:
    choice = {"first": {"trust": 5, "gaps-filled": 1}, "second": {"trust": 1, "gaps-filled": 5}, "prefers": "first"}
    found = judge({"judge": "Ada", "method": "trade-off", "choices": [choice]}, TABLE)
    shares = dict(zip(TABLE.ids, found.shares, strict=True))
    assert (shares["trust"], shares["gaps-filled"]) == pytest.approx((3 / 4, 1 / 4), abs=0.01)
    whole = {"first": {"Cultural fit": "best", "Impact measurement": "worst"}, "second": {"Cultural fit": "worst", "Impact measurement": "best"},
             "prefers": "first"}  # fmt: skip
    with pytest.raises(InputError, match=r"stand alone.*\(Ada\)"):
        judge({"judge": "Ada", "method": "trade-off", "choices": [choice, whole]}, TABLE)
    mixed = {"first": {"trust": 5, "Cultural fit": "worst"}, "second": {"trust": 1, "Cultural fit": "best"}, "prefers": "first"}
    with pytest.raises(InputError, match="not weighed against a part"):
        judge({"judge": "Ada", "method": "trade-off", "choices": [mixed]}, TABLE)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"method": "guess", "weights": {"trust": 1}}, "no such way of asking.*guess"),
        ({"method": "ahp", "weights": {"trust": 1}}, "stands under `comparisons`"),
        ({"method": "direct", "weights": {}}, "stands under `weights`"),
        ({"method": "direct", "weights": {"charm": 1}}, "no such part"),
        ({"method": "direct", "weights": {"trust": -1}}, "no number from 0 up"),
        ({"method": "direct", "weights": {"trust": float("nan")}}, "no number from 0 up"),
        ({"method": "direct", "weights": dict.fromkeys(CRITERIA, 0)}, "weights sum to 0"),
        ({"method": "swing", "points": {"trust": 0}}, "weights sum to 0"),
        ({"method": "swing", "points": {"trust": 101}}, "0 to 100"),
        ({"method": "ahp", "comparisons": {"trust": 3}}, "A comparison names two"),
        ({"method": "ahp", "comparisons": {"trust > Cultural fit": 3}}, "not compared with a part"),
        ({"method": "ahp", "comparisons": {"trust > gaps-filled": 3}}, "within their criterion"),
        ({"method": "ahp", "comparisons": {"trust > trust": 1}}, "compared with itself"),
        ({"method": "ahp", "comparisons": {"trust > mistrust": 0}}, "no ratio above 0"),
        ({"method": "ahp", "comparisons": {"trust > mistrust": "1/0"}}, "no ratio above 0"),
        # Contradictory: three times the one way, twice the other.
        (
            {"method": "ahp", "comparisons": {**ahp("", [1] * 6)["comparisons"], f"{CRITERIA[1]} > {CRITERIA[0]}": 3}},
            "contradict each other",
        ),
        # Disconnected: two pairs without a bridge.
        (ahp("", [3, None, None, None, None, 2]), "fall into parts"),
        ({"method": "trade-off", "choices": "a"}, "Choices are a list"),
        ({"method": "trade-off", "choices": [{"first": {"trust": 5}}]}, "two profiles"),
    ],
)
def test_what_a_judge_cannot_say(told: dict[str, Any], said: str) -> None:
    with pytest.raises((DecisionError, InputError), match=said):
        judge({"judge": "Ada", **{key: value for key, value in told.items() if key != "judge"}}, TABLE)


def test_contradictory_choices_name_the_judge() -> None:
    first, second = {"trust": 5, "mistrust": 5}, {"trust": 3, "mistrust": 1}
    third, fourth = {"mistrust": 1, "trust": 1}, {"mistrust": 3, "trust": 5}
    choices = [{"first": a, "second": b, "prefers": "first"} for a, b in ((first, second), (third, fourth))]
    with pytest.raises(DecisionError, match=r"No weights satisfy.*\(Ada\)"):
        judge({"judge": "Ada", "method": "trade-off", "choices": choices}, TABLE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("judges: [", "no YAML"),
        ("3", "has no weights"),
        ("judges: []", "has no weights"),
        ("judges: [3]", "no table"),
        ("judges: [{judge: A, method: direct, weights: {trust: 1}}]\nagregation: AIJ", "not known.*agregation"),
    ],
)
def test_files_that_hold_no_weights(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "w.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_weights(tmp_path / "w.yaml", TABLE)


def test_a_plain_file_of_numbers_is_one_judge(tmp_path: Path) -> None:
    (tmp_path / "w.yaml").write_text("Cultural fit: 2\n", encoding="utf-8")
    assert by_criterion(read_weights(tmp_path / "w.yaml", TABLE).shares) == pytest.approx([1 / 5, 1 / 5, 2 / 5, 1 / 5])


def test_groups_that_cannot_be_put_together() -> None:
    one = judge({"judge": "Ada", "method": "direct", "weights": {"mistrust": 0}}, TABLE)
    two = judge({"judge": "Bo", "method": "direct", "weights": {"trust": 2}}, TABLE)
    with pytest.raises(DecisionError, match="Two judges have one name"):
        together([one, one], TABLE)
    with pytest.raises(DecisionError, match="only be put together before weighing"):
        together([one, two], TABLE, "AIJ")
    with pytest.raises(DecisionError, match="no geometric mean"):
        together([one, two], TABLE, "AIP geometric")
    with pytest.raises(DecisionError, match="no such aggregation"):
        together([one, two], TABLE, "mean")  # type: ignore[arg-type]
    with pytest.raises(DecisionError, match="no judges"):
        together([], TABLE)
    for text in ("trust", "=3", "trust=x"):
        with pytest.raises(InputError, match=re.escape("A weight")):
            inline(text, TABLE)
