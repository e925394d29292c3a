"""An evaluation from values to ranking, against a table worked by hand; what is unknown, equal, or turns the order is said."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.errors import DecisionError
from ecotone.partnerships.answers import evaluated
from ecotone.partnerships.criteria import Criteria, Part, shipped
from ecotone.partnerships.evaluation import Evaluation, evaluation
from ecotone.partnerships.measured import Measured
from ecotone.partnerships.promethee import Preference
from ecotone.partnerships.rated import Rating
from ecotone.partnerships.values import Value, value
from ecotone.partnerships.weights import inline, table_weights

LEVELS = {1.0: "none", 3.0: "some", 5.0: "all"}
TABLE = Criteria(
    (Part("reach", "Reach", "Strategy", "How far?", LEVELS), Part("trust", "Trust", "Culture", "How much?", LEVELS)),
    {"Strategy": 1.0, "Culture": 1.0},
    {"Strategy": "", "Culture": ""},
)
NAMES = {1: "Seeker", 2: "Alpha", 3: "Beta", 4: "Gamma"}


def exact(candidate: int, part: str, worth: float | None, low: float | None = None, high: float | None = None) -> Value:
    if worth is None:
        return Value(candidate, part, None, 0.0, 1.0, "unknown", "nobody knows")
    return Value(candidate, part, worth, worth if low is None else low, worth if high is None else high, "record", "counted", (candidate,))


def ranked(table: list[list[Any]], weights: str | None = None, ratings: Any = (), **options: Any) -> Evaluation:
    candidates = list(range(2, 2 + len(table)))
    values = [
        each if isinstance(each, Value) else exact(candidate, part.id, each)
        for candidate, row in zip(candidates, table, strict=True)
        for part, each in zip(TABLE.parts, row, strict=True)
    ]
    chosen = inline(weights, TABLE) if weights else table_weights(TABLE)
    return evaluation(1, candidates, NAMES, TABLE, chosen, values, ratings, **{"draws": 2000, **options})


def test_three_candidates_by_hand() -> None:
    found = ranked([[1.0, 0.0], [0.0, 1.0], [0.6, 0.6]], "Strategy=3,Culture=1")
    assert found.ranking.scores == pytest.approx([0.75, 0.25, 0.6])
    assert found.order == (2, 4, 3)
    assert found.shares(2) == pytest.approx({"reach": 0.75, "trust": 0.0})
    # Over any weights: the published exact shares .4, .4, .2.
    assert found.anyone.first == pytest.approx([0.4, 0.4, 0.2])
    assert found.anyone.exact
    assert found.own.first.tolist() == [1, 0, 0]
    # Alpha leads Gamma while .4 w > .6 (1 - w).
    first = found.criteria_stability[0]
    assert (first.criterion, round(first.low, 6), first.below) == ("Strategy", 0.6, "Gamma")
    assert found.turns == ()
    assert found.unknown == ()


def test_whose_choice_each_would_be_is_told_by_published_central_weights() -> None:
    rows = evaluated(ranked([[1.0, 0.0], [0.0, 1.0], [0.6, 0.6]])).table("Whose choice each would be").rows()
    told = {row["candidate"]: (round(row["Strategy"], 6), round(row["Culture"], 6), row["confidence"]) for row in rows}
    assert told == {"Alpha": (0.8, 0.2, 1.0), "Beta": (0.2, 0.8, 1.0), "Gamma": (0.5, 0.5, 1.0)}


def test_parts_with_preference_functions_of_their_own_give_the_flows_of_promethee() -> None:
    own = (Preference("gauss", s=0.3), Preference("v", p=0.4))
    parts = tuple(dataclasses.replace(part, preference=one) for part, one in zip(TABLE.parts, own, strict=True))
    table = dataclasses.replace(TABLE, parts=parts)
    values = [exact(n, part.id, worth) for n, row in ((2, (0.9, 0.2)), (3, (0.4, 0.5))) for part, worth in zip(parts, row, strict=True)]
    found = evaluation(1, [2, 3], NAMES, table, table_weights(table), values, [], draws=100)
    # Half each: 1 - exp(-.5² / (2 · .3²)) for Alpha on reach, .3 / .4 for Beta on trust.
    assert found.flows.net[0] == pytest.approx((1 - np.exp(-0.25 / 0.18) - 0.75) / 2)
    assert "gauss, q 0, p 0, s 0.3 (1 part)" in evaluated(found).method.parameters["PROMETHEE"]


def test_judges_who_weigh_criteria_agree_on_criteria() -> None:
    from ecotone.partnerships.groups import consensus
    from ecotone.partnerships.weights import judge, together

    told = [{"judge": name, "method": "direct", "weights": {"Cultural fit": weight}} for name, weight in (("Ada", 1), ("Bo", 9))]
    found = together([judge(each, shipped()) for each in told], shipped())
    assert found.consensus == pytest.approx(consensus([[0.25] * 4, [1 / 12, 1 / 12, 9 / 12, 1 / 12]]))


def test_scores_do_not_depend_on_who_else_is_a_candidate() -> None:
    two, three = ranked([[0.8, 0.4], [0.6, 0.5]]), ranked([[0.8, 0.4], [0.6, 0.5], [0.0, 0.1]])
    assert two.ranking.scores == pytest.approx(three.ranking.scores[:2])


def test_an_unknown_value_is_an_interval_and_may_turn_the_order() -> None:
    found = ranked([[0.8, 0.5], [0.7, None]])
    assert found.ranking.scores == pytest.approx([0.65, 0.6])
    assert found.bounds == pytest.approx(np.array([[0.65, 0.65], [0.35, 0.85]]))
    assert not found.sure.any()
    # Beta leads where .7 + t > 1.3: four draws of ten.
    assert found.own.first[1] == pytest.approx(0.4, abs=0.04)
    (turn,) = found.turns
    assert (turn.candidate, turn.part, turn.from_level, turn.then) == (3, "trust", 3.0, 3)
    assert turn.to_level == pytest.approx(1 + 4 * 0.6)
    said = evaluated(found)
    assert any("1 value is unknown" in warning for warning in said.warnings)
    assert said.table("What would change it").rows()[0]["then"] == "Beta"


def test_what_nobody_knows_of_anybody_is_left_out_and_said() -> None:
    found = ranked([[0.8, None], [0.7, None]])
    assert found.unknown == ("trust",)
    assert found.ranking.scores == pytest.approx([0.8, 0.7])
    assert any("Trust" in warning and "left out" in warning for warning in evaluated(found).warnings)
    with pytest.raises(DecisionError, match="Nothing is known of any candidate"):
        ranked([[None, None], [None, None]])
    with pytest.raises(DecisionError, match="All weight lies on parts that nobody knows"):
        ranked([[0.8, None], [0.7, None]], "Strategy=0,Culture=1")


def test_a_criterion_without_variance_decides_nothing_and_that_is_said() -> None:
    found = ranked([[0.8, 0.5], [0.7, 0.5]])
    assert found.flat == ("trust",)
    assert any("equal on Trust" in warning for warning in evaluated(found).warnings)
    tie = ranked([[0.5, 0.5], [0.5, 0.5]])
    assert tie.ranking.best == ("Alpha", "Beta")
    assert "share the first place" in evaluated(tie).summary
    assert tie.own.first == pytest.approx([0.5, 0.5])


def test_a_cost_treated_as_a_benefit_is_warned_of() -> None:
    table = dataclasses.replace(TABLE, parts=(dataclasses.replace(TABLE.parts[0], name="Waiting days"), TABLE.parts[1]))
    values = [
        exact(n, part.id, worth) for n, row in ((2, (1.0, 0.2)), (3, (0.1, 0.4))) for part, worth in zip(table.parts, row, strict=True)
    ]
    found = evaluation(1, [2, 3], NAMES, table, table_weights(table), values, [], draws=100)
    assert found.lint.suspicions[0].criterion == "Waiting days"
    assert any("direction may be wrong" in warning for warning in evaluated(found).warnings)


def test_one_who_is_better_everywhere_is_first_whatever_happens() -> None:
    found = ranked([[0.9, 0.8], [0.5, 0.4], [0.2, 0.1]])
    assert found.dominance == (("Alpha", "Beta"), ("Alpha", "Gamma"), ("Beta", "Gamma"))
    assert found.anyone.first.tolist() == [1, 0, 0]
    assert "whatever the uncertain values are" in evaluated(found).summary
    assert found.accord.startswith(f"All {len(found.rankings)} methods put Alpha first")


def test_raters_and_judges_each_have_their_own_first() -> None:
    ada = [Rating(2, "trust", "Ada", 1, address="https://a.example"), Rating(3, "trust", "Ada", 5, address="https://a.example")]
    bo = [Rating(2, "trust", "Bo", 5, address="https://a.example"), Rating(3, "trust", "Bo", 2, address="https://a.example")]
    said = [*ada, *bo]
    rows = [[0.6, value(TABLE.parts[1], candidate, None, [each for each in said if each.candidate == candidate])] for candidate in (2, 3)]
    found = ranked(rows, ratings=said)
    assert found.raters_first == {"Ada": "Beta", "Bo": "Alpha"}
    answer = evaluated(found)
    assert {row["who"]: row["first"] for row in answer.table("Judges and raters").rows()} == {"Ada": "Beta", "Bo": "Alpha"}
    assert answer.table("Where raters differ").frame.height == 2


@given(st.integers(2, 3), st.integers(0, 10**6))
@settings(max_examples=10, deadline=None)
def test_every_share_and_score_lies_within_its_bounds(m: int, seed: int) -> None:
    random = np.random.Generator(np.random.Philox(seed))
    rows = []
    for candidate in range(2, 2 + m):
        ends = np.sort(random.random((2, 3)), axis=1)
        rows.append([exact(candidate, part.id, *(float(e) for e in end[[1, 0, 2]])) for part, end in zip(TABLE.parts, ends, strict=True)])
    found = ranked(rows, draws=300, seed=seed)
    scores = found.ranking.scores
    assert np.all((found.bounds[:, 0] <= scores + 1e-12) & (scores <= found.bounds[:, 1] + 1e-12))
    assert found.own.ranks.sum(axis=0) == pytest.approx(np.ones(m))
    for candidate, score in zip(found.candidates, scores, strict=True):
        assert sum(found.shares(candidate).values()) == pytest.approx(score)


def test_the_same_inputs_and_seed_give_the_same_answer_and_another_seed_another() -> None:
    rows = [[exact(2, "reach", 0.5, 0.1, 0.9), 0.5], [exact(3, "reach", 0.5, 0.3, 0.7), 0.52]]
    one, two, other = (evaluated(ranked(rows, seed=seed)).to_json() for seed in (4, 4, 5))
    assert one == two
    assert one != other


TRUST = shipped().part("trust")


def test_a_value_from_record_and_raters() -> None:
    counted = Measured(0.25, "counted", (7,))
    said = [Rating(2, "trust", "Ada", 4, evidence=9), Rating(2, "trust", "Bo", 5, address="https://b.example")]
    record = value(TRUST, 2, counted, said)
    assert (record.worth, record.basis, record.evidence, record.differs) == (0.25, "record", (7,), "raters say 4.5, the record 2.0")
    raters = value(TRUST, 2, counted, said, prefer="raters")
    assert (raters.worth, raters.low, raters.high, raters.basis) == (0.875, 0.75, 1.0, "raters")
    assert (raters.evidence, raters.addresses) == ((9,), ("https://b.example",))
    opinion = value(TRUST, 2, Measured(None, "no text"), [Rating(2, "trust", "Cy", 3, opinion=True, reason="a feeling")])
    assert (opinion.worth, opinion.low, opinion.high, opinion.basis) == (0.5, 0.25, 0.75, "opinion")
    assert re.fullmatch("opinion: Cy 3. Cy: a feeling", opinion.reason)
    assert value(TRUST, 2, Measured(None, "no text"), []).reason == "no text"
    assert value(TRUST, 2, None, []).reason == "nobody has rated it"


def test_the_summary_never_rounds_to_all_or_none() -> None:
    told = evaluated(ranked([[1.0, 0.0], [0.0, 0.003]])).summary
    assert "in over 99% under any weights." in told


def test_the_summary_says_on_how_much_it_rests() -> None:
    told = evaluated(ranked([[1.0, None], [0.0, None]], "Strategy=1,Culture=3")).summary
    assert told.endswith("This rests on 1 of 2 parts, which have 25% of the weight; the others nobody knows.")
    assert evaluated(ranked([[0.5, None], [0.5, None]])).summary.endswith("which have 50% of the weight; the others nobody knows.")
    assert "rests on" not in evaluated(ranked([[1.0, 0.0], [0.0, 1.0]], "Strategy=3,Culture=1")).summary


def test_nobody_is_called_better_whatever_the_weights_where_a_value_may_be_otherwise() -> None:
    assert ranked([[1.0, 0.5], [0.5, 0.5]]).dominance == (("Alpha", "Beta"),)
    assert ranked([[1.0, 0.5], [0.5, None]]).dominance == ()
    assert ranked([[1.0, exact(2, "trust", 0.8, 0.6, 1.0)], [0.5, exact(3, "trust", 0.5, 0.4, 0.6)]]).dominance == (("Alpha", "Beta"),)


def test_who_is_first_more_often_than_the_first_is_named() -> None:
    # Beta is worth a little less than Alpha, but may be worth far more and hardly less.
    may = Value(3, "reach", 0.5, 0.45, 1.0, "record", "counted", (3,))
    told = evaluated(ranked([[0.55, 0.5], [may, 0.5]])).summary
    assert told.startswith("Alpha comes first")
    assert re.search(r"Yet Beta is first in more of them, [5-9]\d%: the order is open\.", told)
    assert "Yet" not in evaluated(ranked([[0.55, 0.5], [0.5, 0.5]])).summary
