"""The direction error of a public ranking of health systems, reproduced from its own files and caught."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ecotone.errors import DecisionError
from ecotone.partnerships import DecisionProblem
from ecotone.partnerships.direction_lint import lint
from ecotone.partnerships.topsis import topsis

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.partnerships.ranking import Ranking


def by_minmax(problem: DecisionProblem) -> Ranking:
    return topsis(problem, scaling="minmax")


@pytest.fixture(scope="module")
def systems(corpus: Path) -> tuple[DecisionProblem, dict[str, int], list[float]]:
    """Return 31 health systems by 15 criteria ranked as published (all benefits), the file's own directions, and its scores."""
    with (corpus / "scorecards" / "health_systems_indicators.csv").open(encoding="utf-8") as file:
        head, *rows = list(csv.reader(file))
    with (corpus / "scorecards" / "expected_pref.csv").open(encoding="utf-8") as file:
        published = {row["Country"]: float(row["TOPSIS"]) for row in csv.DictReader(file)}
    types = next(row for row in rows if row[0] == "Type")
    rows = [row for row in rows if row[0] != "Type"]
    values = np.array([[float(v) for v in row[1:]] for row in rows])
    # Its weights are CRITIC: spread times conflict, on min-max values.
    scaled = (values - values.min(axis=0)) / np.ptp(values, axis=0)
    weights = scaled.std(axis=0) * (1 - np.corrcoef(scaled.T)).sum(axis=0)
    names = [row[0] for row in rows]
    problem = DecisionProblem.of(values, weights=weights, alternatives=names, criteria=head[1:])
    return problem, {name: int(way) for name, way in zip(head[1:], types[1:], strict=True)}, [published[name] for name in names]


@pytest.mark.corpus
def test_the_published_scores_come_from_costs_taken_as_benefits(systems: tuple[DecisionProblem, dict[str, int], list[float]]) -> None:
    problem, _, published = systems
    found = by_minmax(problem)
    assert found.scores == pytest.approx(published, abs=1e-14)
    assert found.order[:4] == ("Belgium", "USA", "France", "Hungary")


@pytest.mark.corpus
def test_the_error_is_flagged_with_what_it_does_to_the_ranking(systems: tuple[DecisionProblem, dict[str, int], list[float]]) -> None:
    problem, declared, _ = systems
    found = lint(problem, declared=declared, method=by_minmax)
    assert [one.criterion for one in found.suspicions] == [f"C{j}" for j in range(1, 10)]
    assert all(one.certain and one.used == "benefit" and one.expected == "cost" for one in found.suspicions)
    assert found.correlation == pytest.approx(0.20, abs=0.005)
    assert found.best == ("Belgium",)
    assert found.best_expected == ("Sweden",)
    assert "correlate at 0.20" in found.explain()
    right = DecisionProblem.of(
        problem.values,
        weights=problem.weights,
        alternatives=problem.alternatives,
        criteria=[criterion.name for criterion in problem.criteria],
        directions=list(declared.values()),
    )
    ranking = by_minmax(right)
    assert ranking.order[:3] == ("Sweden", "Norway", "Belgium")
    assert ranking.order.index("USA") + 1 == 20
    assert ranking.order[-1] == "Latvia"
    assert lint(right, declared=declared).suspicions == ()


def test_names_tell_and_what_turns_them_round_is_left_alone() -> None:
    names = ["Waiting time (days)", "Trust", "Cost reduction", "C4", "Quality risk"]
    problem = DecisionProblem.of(np.eye(5)[:3] + np.eye(5)[2:], criteria=names, directions=[1, -1, 1, 1, 1], constant="keep")
    found = lint(problem)
    assert [(one.criterion, one.expected, one.certain) for one in found.suspicions] == [
        ("Waiting time (days)", "cost", False),
        ("Trust", "benefit", False),
    ]


def test_the_sources_own_word_outranks_a_name() -> None:
    problem = DecisionProblem.of([[1, 2], [2, 1]], criteria=["Waiting", "x"])
    assert lint(problem, declared={"Waiting": "benefit"}).explain() == "No direction is suspected."


def test_what_the_lint_refuses() -> None:
    problem = DecisionProblem.of([[1, 2], [2, 1]])
    with pytest.raises(DecisionError, match=r"not there\. Got: C3"):
        lint(problem, declared={"C3": 1})
    with pytest.raises(DecisionError, match="no such direction"):
        lint(problem, declared={"C1": 2})


def test_a_ranking_that_tells_nothing_apart_is_compared_with_none() -> None:
    said = lint(DecisionProblem.of([[1, 2], [2, 1]], criteria=["waiting", "reach"])).explain()
    assert said.endswith("As ranked, A1, A2 is first; with the directions expected, A1. One of the two rankings tells no two apart.")
