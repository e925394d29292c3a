"""Fit the weights of the matcher on the development rows and write `src/ecotone/matching/weights.json`.

`python -m benchmarks.matching_fit` cross-validates first: rows that share a gold organisation stay in one fold, so that no
organisation is seen in both fitting and judging. Every row is used twice, once as it is and once with its gold
organisations taken out of the registry, when "none of them" is right.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, logsumexp

from ecotone.matching.blocking import Index
from ecotone.matching.calibrate import Weights, evidence, shares
from ecotone.matching.parts import parts
from ecotone.matching.registry import Registry, read_registry
from ecotone.matching.scoring import FEATURES, KEPT, Scored, score

if TYPE_CHECKING:
    from numpy.typing import NDArray

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
WEIGHTS = Path(__file__).resolve().parents[1] / "src" / "ecotone" / "matching" / "weights.json"
FOLDS = 5
SET_ASIDE = 0.35
OPENED = 0.4
NEGATIVE_WEIGHT = 0.2  # in the choice among candidates ...
NEGATIVE_WEIGHT_OF_CURVE = 0.5  # ... and in the probability that it is right
RIDGE = 0.5
EXACTLY = {"maxiter": 20_000, "maxfun": 50_000, "ftol": 1e-15, "gtol": 1e-7}  # to more digits than are kept


@dataclass(frozen=True, slots=True)
class Case:
    """A string, its right organisations (none for a negative) and its candidates."""

    text: str
    gold: frozenset[int]
    scored: Scored


def rows() -> list[tuple[str, list[str]]]:
    with (DATA / "affiliation_matching" / "train.csv").open(encoding="utf-8") as stream:
        return [(row["affiliation"], row["ror_ids"].split("|")) for row in csv.DictReader(stream)]


def cases(index: Index) -> tuple[list[Case], list[Case]]:
    """Return every row as it is, and with its gold organisations taken out."""
    number = {each: place for place, each in enumerate(index.registry.ids)}
    positive, negative = [], []
    for text, ids in rows():
        gold = frozenset(number[one] for one in ids)
        found = parts(text)
        positive.append(Case(text, gold, score(index, found, index.find(found))))
        negative.append(Case(text, frozenset(), score(index, found, index.find(found, gold))))
    return positive, negative


def groups(positive: list[Case]) -> list[int]:
    """Return the group of each row: rows that share a gold organisation are one group."""
    parent: dict[int, int] = {}

    def root(one: int) -> int:
        parent.setdefault(one, one)
        while parent[one] != one:
            one = parent[one]
        return one

    for case in positive:
        first, *others = sorted(case.gold)
        for other in others:
            parent[root(other)] = root(first)
    return [root(min(case.gold)) for case in positive]


def folds(positive: list[Case], seed: int = 7) -> NDArray[np.int64]:
    """Deal rows into folds; those of one group stay together."""
    mine = groups(positive)
    dealt = dict(zip(sorted(set(mine)), np.random.Generator(np.random.Philox(seed)).integers(0, FOLDS, len(set(mine))), strict=True))
    return np.array([dealt[group] for group in mine])


def set_aside_rows(positive: list[Case]) -> NDArray[np.bool_]:
    """Return which rows are set aside: errors are looked at among the others only.

    More were set aside once. Those of organisations with several rows, and a part of the others, have been opened since.
    """
    mine = groups(positive)
    count = Counter(mine)
    once = _dealt(sorted(set(mine)), 2026)
    first = sorted(group for group, share in once.items() if share < SET_ASIDE)
    closed = {group for group, share in _dealt(first, 99).items() if share >= OPENED and count[group] == 1}
    return np.array([group in closed for group in mine])


def _dealt(groups: list[int], seed: int) -> dict[int, float]:
    return dict(zip(groups, np.random.Generator(np.random.Philox(seed)).random(len(groups)).tolist(), strict=True))


def packed(given: list[Case]) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    features = np.zeros((len(given), KEPT, len(FEATURES)))
    there = np.zeros((len(given), KEPT), dtype=bool)
    right = np.zeros((len(given), KEPT), dtype=bool)
    for place, case in enumerate(given):
        count = len(case.scored.organisations)
        features[place, :count] = case.scored.features
        there[place, :count] = True
        right[place, :count] = [one in case.gold for one in case.scored.organisations]
    return features, there, right


def fit(positive: list[Case], negative: list[Case], relations: Registry) -> Weights:
    """Fit the conditional logit, then the curve on its winners."""
    features, there, right = packed(positive + negative)
    weight = np.concatenate([np.ones(len(positive)), np.full(len(negative), NEGATIVE_WEIGHT)])
    none = np.asarray(~right.any(axis=1))
    answers = np.concatenate([none[:, None], right], axis=1)

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        # einsum, not @: its sums do not depend on the number of threads
        strength = np.concatenate(
            [np.zeros((len(weight), 1)), np.where(there, np.einsum("nkf,f->nk", features, values[1:]) - values[0], -1e30)], axis=1
        )
        every = logsumexp(strength, axis=1)
        good = np.where(answers, strength, -1e30)
        of_right = logsumexp(good, axis=1)
        slope = (np.exp(strength - every[:, None]) - np.where(answers, np.exp(good - of_right[:, None]), 0.0))[:, 1:] * weight[:, None]
        gradient = np.concatenate([[-slope.sum()], np.einsum("nk,nkf->f", slope, features) + RIDGE * values[1:]])
        return float((weight * (every - of_right)).sum() + RIDGE * values[1:] @ values[1:] / 2), gradient

    values = minimize(loss, np.zeros(len(FEATURES) + 1), jac=True, method="L-BFGS-B", options=EXACTLY).x
    raw = Weights(float(values[0]), values[1:], np.zeros(len(FEATURES)), (0.0, 1.0, 0.0))
    weight_of_curve = [1.0] * len(positive) + [NEGATIVE_WEIGHT_OF_CURVE] * len(negative)
    won = [(judge(case, raw, relations), share) for case, share in zip(positive + negative, weight_of_curve, strict=True)]
    signs = np.array([(1.0, one[1], one[2]) for one, _ in won if one is not None])
    good = np.array([one[0] for one, _ in won if one is not None], dtype=float)
    share = np.array([share for one, share in won if one is not None])

    def misfit(curve: NDArray[np.float64]) -> float:
        likely = np.clip(expit(signs @ curve), 1e-9, 1 - 1e-9)
        return float(-(share * (good * np.log(likely) + (1 - good) * np.log(1 - likely))).sum() + 0.01 * curve @ curve)

    curve = minimize(misfit, np.array([0.0, 0.5, 0.5]), method="L-BFGS-B", options=EXACTLY).x
    winners = [case.scored.features[int(shares(case.scored.features, raw).argmax())] for case in positive if case.scored.organisations]
    return Weights(raw.none, raw.features, np.mean(winners, axis=0), (float(curve[0]), float(curve[1]), float(curve[2])))


def judge(case: Case, given: Weights, registry: Registry) -> tuple[bool, float, float] | None:
    """Return whether the winner is right and its evidence; None where there is no candidate."""
    if not case.scored.organisations:
        return None
    best, own, related = evidence(case.scored, shares(case.scored.features, given), registry)
    return case.scored.organisations[best] in case.gold, own, related


def held_out(
    positive: list[Case], negative: list[Case], registry: Registry, *, by_organisation: bool = True
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64]]:
    """Cross-validate: probability and truth of each row's winner, and the probability where the gold was taken out."""
    fold = folds(positive) if by_organisation else np.random.Generator(np.random.Philox(7)).integers(0, FOLDS, len(positive))
    likely, right, likely_none = np.zeros(len(positive)), np.zeros(len(positive), dtype=bool), np.zeros(len(positive))
    for number in range(FOLDS):
        inside = np.flatnonzero(fold != number)
        given = fit([positive[one] for one in inside], [negative[one] for one in inside], registry)
        for one in np.flatnonzero(fold == number):
            for case, into in ((positive[one], likely), (negative[one], likely_none)):
                found = judge(case, given, registry)
                if found is not None:
                    into[one] = expit(given.curve[0] + given.curve[1] * found[1] + given.curve[2] * found[2])
                    if into is likely:
                        right[one] = found[0]
    return likely, right, likely_none


def as_json(given: Weights) -> dict[str, Any]:
    named = {name: round(float(value), 4) for name, value in zip(FEATURES, given.features, strict=True)}
    average = {name: round(float(value), 4) for name, value in zip(FEATURES, given.average, strict=True)}
    return {"none": round(given.none, 4), "features": named, "average": average, "curve": [round(one, 4) for one in given.curve]}


def main() -> None:
    registry = read_registry(DATA / "ror" / "registry_51k.jsonl.gz")
    positive, negative = cases(Index(registry))
    likely, right, likely_none = held_out(positive, negative, registry)
    print(f"first answer right, held out by organisation: {right.mean():.4f} of {len(right)}")
    for limit in (0.4, 0.6, 0.8, 0.9):
        print(
            limit,
            "taken",
            (likely >= limit).mean().round(3),
            "of them right",
            right[likely >= limit].mean().round(3),
            "negatives taken",
            (likely_none >= limit).mean().round(3),
        )
    WEIGHTS.write_text(json.dumps(as_json(fit(positive, negative, registry)), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
