"""Partnerships: pairwise weights, rankings of a thousand candidates and acceptability over all weights, each beside another program."""

from __future__ import annotations

import time
import warnings
from typing import Any

import numpy as np

from ecotone.partnerships import DecisionProblem, Judgements
from ecotone.partnerships.additive import additive
from ecotone.partnerships.ahp import priorities
from ecotone.partnerships.groups import group_priorities
from ecotone.partnerships.promethee import Preference, promethee
from ecotone.partnerships.robustness import rank_reversals
from ecotone.partnerships.smaa import smaa
from ecotone.partnerships.topsis import topsis
from ecotone.partnerships.vikor import vikor


def clock(work: Any, repeats: int = 5) -> float:
    """Return the least CPU milliseconds of some runs."""
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best * 1000


def weighing() -> list[dict[str, Any]]:
    """Measure a group's weights with every judge's consistency ratio, pymcdm weighing each judge of the same group alone."""
    from pymcdm.weights.subjective import AHP

    random = np.random.Generator(np.random.Philox(1))
    names = [f"C{j}" for j in range(9)]
    judges = [Judgements.from_upper(names, random.choice([1 / 5, 1 / 3, 1, 3, 5], 36).tolist(), judge=f"J{k}") for k in range(20)]
    theirs = [AHP(matrix=one.matrix) for one in judges]
    value = clock(lambda: group_priorities(judges, method="eigenvector"))
    return [
        {
            "name": "AHP of 20 judges on 9 criteria, every judge's consistency ratio and the consensus",
            "value": value,
            "unit": "ms CPU",
            "bar": "<= 10",
            "peer": "pymcdm",
            "peer_value": clock(lambda: [(one(), one.get_cr()) for one in theirs]),
            "note": "pymcdm weighs each judge, without the group's weights and the consensus",
        }
    ]


def ranking(m: int, n: int) -> list[dict[str, Any]]:
    """Measure three methods, pymcdm in the same run on the same table, with what checking the problem takes."""
    from pymcdm import methods, normalizations

    random = np.random.Generator(np.random.Philox(2))
    values, weights, signs = random.uniform(1, 100, (m, n)), random.dirichlet(np.ones(n)), random.choice([-1, 1], n)
    directions = signs.tolist()
    q, p = np.full(n, 5.0), np.full(n, 30.0)
    preference = Preference("linear", q=5, p=30)

    def problem() -> DecisionProblem:
        return DecisionProblem.of(values, weights=weights, directions=directions)

    pairs: list[tuple[str, int, Any, Any]] = [
        ("Additive value", 0, lambda: additive(problem()), lambda: methods.WSM()(values, weights, signs)),
        ("TOPSIS", 50, lambda: topsis(problem()), lambda: methods.TOPSIS(normalizations.vector_normalization)(values, weights, signs)),
        ("VIKOR with compromise set", 50, lambda: vikor(problem()), lambda: methods.VIKOR()(values, weights, signs)),
        (
            "PROMETHEE II, linear",
            300,
            lambda: promethee(problem(), preference),
            lambda: methods.PROMETHEE_II("vshape_2", p=p, q=q)(values, weights, signs),
        ),
    ]
    figures = []
    for name, bar, ours, theirs in pairs:
        mine = clock(ours, 3)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            other = clock(theirs, 1 if name.startswith("PROMETHEE") else 3)
        figures.append(
            {
                "name": f"{name}, {m:,} alternatives × {n} criteria",
                "value": mine,
                "unit": "ms CPU",
                "bar": f"<= {bar}" if bar else None,
                "peer": "pymcdm",
                "peer_value": other,
                "note": "each with its own checks of the input, which is most of the time of the fast methods",
            }
        )
    return figures


def scanning(m: int, n: int) -> list[dict[str, Any]]:
    """Measure what a ranking hangs on: who changes places when another drops out, beside pymcdm's leave-one-out on the same table."""
    from pymcdm import correlations, helpers, methods, normalizations

    random = np.random.Generator(np.random.Philox(4))
    values, weights, signs = random.uniform(1, 100, (m, n)), random.dirichlet(np.ones(n)), random.choice([-1, 1], n)
    problem = DecisionProblem.of(values, weights=weights, directions=signs.tolist())
    theirs = methods.TOPSIS(normalizations.vector_normalization)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        other = clock(lambda: helpers.leave_one_out_rr(theirs, values, weights, signs, correlations.rs, only_rr=False), 1)
    return [
        {
            "name": f"Rank-reversal scan by TOPSIS, {m} alternatives × {n} criteria, each deleted in turn",
            "value": clock(lambda: rank_reversals(problem, topsis), 2),
            "unit": "ms CPU",
            "bar": None,
            "peer": "pymcdm",
            "peer_value": other,
            "note": "pymcdm gives the rankings and their correlation, we name the pairs that change places; pysensmcda deletes, but ranks nothing",
        }
    ]


def filling(n: int) -> list[dict[str, Any]]:
    """Measure weights from comparisons of which some are missing, beside ahpy on the same ones."""
    import ahpy

    random = np.random.Generator(np.random.Philox(5))
    names = [f"C{j}" for j in range(n)]
    true = random.dirichlet(np.ones(n))
    wanted = {
        (i, j): float(true[i] / true[j] * np.exp(random.normal(0, 0.2)))
        for i in range(n)
        for j in range(i + 1, n)
        if j == i + 1 or (i + j) % 2
    }
    upper = [wanted.get((i, j)) for i in range(n) for j in range(i + 1, n)]
    judged = Judgements.from_upper(names, upper)
    pairs = {(names[i], names[j]): value for (i, j), value in wanted.items()}
    return [
        {
            "name": f"AHP on {n} criteria with {len(upper) - len(wanted)} of {len(upper)} comparisons missing",
            "value": clock(lambda: priorities(judged), 3),
            "unit": "ms CPU",
            "bar": None,
            "peer": "ahpy",
            "peer_value": clock(lambda: ahpy.Compare("x", pairs, precision=6, random_index="dd", tolerance=1e-8), 2),
            "note": "both fill the gaps so that the largest eigenvalue is least, which the tests hold to each other",
        }
    ]


def accepting(draws: int, m: int, n: int) -> list[dict[str, Any]]:
    """Measure acceptability by drawing weights, beside pyrepo-mcda, which ranks each draw by VIKOR and not by the additive value."""
    from pyrepo_mcda.mcda_methods import VIKOR_SMAA

    random = np.random.Generator(np.random.Philox(3))
    values = random.uniform(0, 1, (m, n))
    value = clock(lambda: smaa(values, draws=draws), 2) / 1000
    peer = VIKOR_SMAA()
    other = clock(lambda: peer(values, random.dirichlet(np.ones(n), draws), np.ones(n)), 1) / 1000
    return [
        {
            "name": f"SMAA, {draws:,} draws × {m} alternatives × {n} criteria",
            "value": value,
            "unit": "s CPU",
            "bar": "<= 1",
            "peer": "pyrepo-mcda, VIKOR",
            "peer_value": other,
            "note": "all ranks, central weights and standard errors; pyrepo-mcda gives no errors and ranks by VIKOR; pymcdm has no SMAA",
        }
    ]


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Measure; `quick` takes small inputs."""
    return [
        *weighing(),
        *filling(9),
        *ranking(100 if quick else 1000, 20),
        *scanning(30 if quick else 200, 20),
        *accepting(5_000 if quick else 100_000, 20, 10),
    ]
