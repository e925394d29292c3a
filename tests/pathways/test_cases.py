"""Published examples beside the navigator: the expected outcome is the source's own, and each has its address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ecotone.dates import Date
from ecotone.pathways.navigator import take
from ecotone.pathways.product_codes import product_code
from ecotone.pathways.rules import load

CASES: list[dict[str, Any]] = yaml.load(Path(__file__).with_name("cases.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
DOCS = Path(__file__).resolve().parents[2] / "docs" / "pathways.md"

CODES = {
    # code: class, regulation, submission; as https://api.fda.gov/device/classification.json?search=product_code:… gives them
    "SIK": ("2", "870.2380", "510k"),
    "SCX": ("2", "866.3215", "510k"),
    "QAS": ("2", "892.2080", "510k"),
    "PYT": ("2", "884.5370", "510k"),
    "SDY": ("2", "870.2790", "510k"),
    "QDB": ("2", "870.2790", "510k"),
    "PIB": ("2", "886.1100", "510k"),
    "QFT": ("2", "882.5803", "510k"),
    "QFM": ("2", "892.2080", "510k"),
}
UNCLASSIFIED = "LHD"
"""Unclassified in openFDA as here. The classification marks it as one for which no requirement is enforced, yet 510(k)s are on file."""


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_published_example(case: dict[str, Any]) -> None:
    rules = load()
    known = rules.known()
    for name, answer in case["facts"].items():
        take(known, name, answer)
    possible = set(rules.decide(case["table"], known, Date(case.get("as-of", "2026-11-24"))).possible)
    expected = set(case["expected"])
    if case.get("agrees") == "no":
        assert possible != expected
        assert case["because"]
    elif case.get("any-of") == "yes":
        assert possible
        assert possible <= expected
    else:
        assert possible == expected


def test_there_are_enough_and_each_has_an_address() -> None:
    assert len(CASES) >= 20
    assert all(case["source"].startswith(("https://", "http://")) for case in CASES)
    assert {load().tables[case["table"]].jurisdiction for case in CASES} == {"US", "EU", "GB", "SG"}


def test_disagreements_are_listed_in_the_docs() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for case in CASES:
        assert (case["source"] in text) or case.get("agrees") != "no"


def test_a_code_without_class_stays_without_class() -> None:
    found = product_code(UNCLASSIFIED)
    assert (found.device_class, found.regulation) == ("U", "")


@pytest.mark.parametrize("code", CODES)
def test_a_product_code_is_as_fda_publishes_it(code: str) -> None:
    found = product_code(code)
    assert (found.device_class, found.regulation, found.submission) == CODES[code]
