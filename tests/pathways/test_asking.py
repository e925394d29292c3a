"""The interview: how many questions a product takes, and that what is asked is what decides."""

from __future__ import annotations

import random
import statistics
from typing import TYPE_CHECKING

import pytest

from ecotone.dates import Date
from ecotone.errors import InputError
from ecotone.pathways.asking import frontier, interview, next_question
from ecotone.pathways.rules import Rules, load

if TYPE_CHECKING:
    from ecotone.pathways.questions import Known

TODAY = Date("2026-11-24")
PLACES = ("US", "EU", "GB", "SG")
IDLE = {"administrative", "lifestyle", "wellness", "records", "transfer", "reference"}
"""Functions that are no device, or left alone, almost everywhere."""


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load()


def complete(rules: Rules, draw: random.Random) -> dict[str, str]:
    """Draw a software product with an answer to every question, none contradicting another."""
    while True:
        known = rules.known({"product": "software"})
        names = list(rules.questions.questions)
        draw.shuffle(names)
        try:
            for name in names:
                known.answer(name, draw.choice(known.answers(name)))
        except InputError:
            continue
        return {name: known.answers(name)[0] for name in names}


def asked_of(rules: Rules, product: dict[str, str], places: tuple[str, ...]) -> tuple[list[str], Known]:
    known = rules.known()
    return interview(rules, rules.goals(places), known, TODAY, lambda coming: product[coming.question]), known


def test_a_random_complete_product_takes_at_most_eight_questions_in_the_median(rules: Rules) -> None:
    """All four jurisdictions in one session, and each alone, over products whose answers are drawn with equal chances."""
    draw = random.Random(20261124)
    products = [complete(rules, draw) for _ in range(60)]
    counts = []
    for product in products:
        asked, known = asked_of(rules, product, PLACES)
        counts.append(len(asked))
        assert len(asked) == len(set(asked))
        assert all(rules.decide(goal, known, TODAY).decided for goal in rules.goals(PLACES))
    assert statistics.median(counts) <= 8
    for place in PLACES:
        medical = [product for product in products if product["function"] not in IDLE]
        assert statistics.median(len(asked_of(rules, product, (place,))[0]) for product in medical) <= 8


def test_the_outcome_after_the_interview_is_that_of_the_whole_product(rules: Rules) -> None:
    draw = random.Random(7)
    for _ in range(10):
        product = complete(rules, draw)
        _, known = asked_of(rules, product, PLACES)
        whole = rules.known(product)
        for goal in rules.goals(PLACES):
            assert rules.decide(goal, known, TODAY).outcome == rules.decide(goal, whole, TODAY).outcome


def test_whether_it_is_a_device_comes_before_its_route(rules: Rules) -> None:
    known = rules.known({"product": "software", "function": "decision"})
    assert frontier(rules, "us-route", known, TODAY) == "us-status"
    coming = next_question(rules, ["us-route"], known, TODAY)
    assert coming is not None
    assert coming.question == "output"
    assert coming.bits > 0


def test_who_passes_on_all_is_asked_each_question_once(rules: Rules) -> None:
    known = rules.known()
    asked = interview(rules, rules.goals(["EU"]), known, TODAY, lambda _: "unknown")
    assert len(asked) == len(set(asked))
    assert next_question(rules, rules.goals(["EU"]), known, TODAY) is None
    assert len(rules.decide("eu-route", known, TODAY).possible) == 8  # all but not covered


def test_who_stops_keeps_what_was_said(rules: Rules) -> None:
    known = rules.known()
    replies = iter(["software", None])
    assert len(interview(rules, ["us-status"], known, TODAY, lambda coming: next(replies) if coming.question == "product" else None)) <= 1
