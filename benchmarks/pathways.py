"""The navigator: how long it takes to say what is still possible, to choose the next question, and to read and prove all rules."""

from __future__ import annotations

import random
import statistics
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from ecotone.dates import Date
from ecotone.errors import InputError
from ecotone.pathways.asking import interview, next_question
from ecotone.pathways.product_codes import possible, product_codes
from ecotone.pathways.rules import DATA, Rules, load

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecotone.pathways.asking import Next

DAY = Date("2026-11-24")
PLACES = ("US", "EU", "GB", "SG")
IDLE = {"administrative", "lifestyle", "wellness", "records", "transfer", "reference"}
"""Functions that are no device, or left alone, almost everywhere: few questions clear their way."""


def milliseconds(work: Any, repeats: int) -> float:
    """Return the median CPU milliseconds of a call."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times) * 1e3


def product(rules: Rules, draw: random.Random) -> dict[str, str]:
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


def answering(whole: dict[str, str]) -> Callable[[Next], str]:
    """Return what answers as a product does."""
    return lambda coming: whole[coming.question]


def questions(rules: Rules, count: int) -> tuple[list[int], list[int]]:
    """Count the questions that random complete products take in all four jurisdictions: of all, and of those with a medical function."""
    draw = random.Random(1)
    goals = rules.goals(PLACES)
    found, medical = [], []
    for _ in range(count):
        whole = product(rules, draw)
        known = rules.known()
        found.append(len(interview(rules, goals, known, DAY, answering(whole))))
        if whole["function"] not in IDLE:
            medical.append(found[-1])
    return found, medical


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Measure all."""
    repeats = 20 if quick else 500
    rules = load()
    largest = max(rules.tables, key=lambda name: len(rules.compiled(name, DAY).masks))
    compiled = rules.compiled(largest, DAY)
    route = rules.compiled("sg-route", DAY)
    nothing, some = rules.known(), rules.known({"product": "software", "function": "decision"})
    fits = np.arange(len(product_codes())) % 3 == 0
    size = f"{len(compiled.masks):,} cells, {len(compiled.axes)} questions"
    counts, medical = questions(rules, 20 if quick else 2000)
    note = f"{len(counts)} products, answers drawn with equal chances; most {max(counts)}"
    of_medical = f"the {len(medical)} of them that do more than administration, lifestyle, wellness, records, transfer and reference"
    return [
        {"name": f"possible outcomes, largest table ({largest})", "value": milliseconds(lambda: compiled.decide(nothing), repeats), "unit": "ms CPU", "bar": "<= 1", "note": size},
        {"name": "possible outcomes, largest table of routes (sg-route)", "value": milliseconds(lambda: route.decide(some), repeats), "unit": "ms CPU", "bar": "<= 1"},
        {"name": "possible outcomes, 7,088 product codes", "value": milliseconds(lambda: possible(fits), repeats), "unit": "ms CPU", "bar": "<= 1"},
        {"name": "next question, four jurisdictions", "value": milliseconds(lambda: next_question(rules, rules.goals(PLACES), some, DAY), max(5, repeats // 20)), "unit": "ms CPU"},
        {"name": "all rules read and proved", "value": milliseconds(lambda: load(DATA.glob("*.yaml"), shipped=False), 3), "unit": "ms CPU"},
        {"name": "questions, median of random complete products", "value": statistics.median(counts), "unit": "questions", "bar": "<= 8", "note": note},
        {"name": "questions, median of those with a medical function", "value": statistics.median(medical), "unit": "questions", "bar": "<= 8", "note": of_medical},
    ]  # fmt: skip
