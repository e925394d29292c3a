"""The rules that come with Ecotone: proved, cited, dated, and counted beside the files that they were made from."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from ecotone.dates import Date
from ecotone.errors import InputError
from ecotone.pathways.asking import interview
from ecotone.pathways.product_codes import possible, product_code, product_codes, search
from ecotone.pathways.questions import Known
from ecotone.pathways.reading import WRITTEN_ON
from ecotone.pathways.rules import DATA, Rules, load

TODAY = Date("2026-11-24")


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load()


def test_every_row_step_fee_and_time_is_cited_and_dated(rules: Rules) -> None:
    for table in rules.tables.values():
        for row in table.rows:
            assert row.citation
            assert row.source or row.where.startswith(("local.yaml", "instruments.yaml", "sg.yaml")), row.where
    cited = [step.cited for step in rules.steps.steps] + [fee.cited for fee in rules.steps.fees]
    cited += [time.cited for time in rules.steps.times.values()]
    assert all(each.citation and each.source for each in cited)


def test_a_clock_that_stands_before_the_last_check_refuses_nothing(still_clock: None) -> None:
    assert load(sorted(DATA.glob("*.yaml")), shipped=False).fingerprint == load().fingerprint
    latest = max(row.checked_on for table in load().tables.values() for row in table.rows)
    assert latest == WRITTEN_ON


def test_four_jurisdictions_and_the_ecosystem_itself(rules: Rules) -> None:
    assert sorted(rules.jurisdictions) == ["EU", "GB", "LOCAL", "SG", "US"]
    assert all(rules.goals([place]) for place in rules.jurisdictions)


@pytest.mark.parametrize("name", ["us-cds", "eu-class", "gb-class", "eu-ai-act", "us-route"])
def test_every_product_has_exactly_the_outcome_of_its_first_row(rules: Rules, name: str) -> None:
    """A second implementation: list every combination of a table's own inputs and look for the first row that holds."""
    table = rules.tables[name]
    axes = [rules.tables[each].outcomes if each in rules.tables else rules.questions[each] for each in table.inputs]
    for day in table.turning_days():
        rows = table.rows_on(day)
        for point in itertools.product(*(range(len(axis.answers)) for axis in axes)):
            at = dict(zip(table.inputs, point, strict=True))
            holding = [row for row in rows if all(mask >> at[question] & 1 for question, mask in row.when.items())]
            assert len(holding) == 1, (day, at)


CHANGES = [
    (
        "us-cds",
        {"audience": "professional", "input": "information", "output": "single", "urgent": "no", "reviewable": "yes"},
        "2026-01-05",
        "2026-01-06",
        "device",
        "discretion",
    ),
    (
        "eu-ai-act",
        {"product": "software", "function": "decision", "harm": "less", "ai": "yes"},
        "2026-06-28",
        "2026-06-29",
        "high-risk-2027",
        "high-risk-2028",
    ),
    (
        "gb-route",
        {"product": "software", "function": "monitoring", "vital": "yes", "gb-mark": "ce-mdr"},
        "2030-06-30",
        "2030-07-01",
        "ce",
        "ukca-body",
    ),
    ("gb-route", {"product": "software", "function": "coaching", "gb-mark": "ce-directive"}, "2028-06-30", "2028-07-01", "ce", "ukca-self"),
    (
        "sg-route",
        {"product": "software", "function": "therapy", "situation": "non-serious", "ai": "yes", "sg-public": "yes", "sg-approvals": "one"},
        "2026-02-12",
        "2026-02-13",
        "abridged-B",
        "exempt-public",
    ),
]


@pytest.mark.parametrize(("table", "facts", "before", "after", "old", "new"), CHANGES)
def test_the_day_of_the_law_changes_the_answer(
    rules: Rules, table: str, facts: dict[str, str], before: str, after: str, old: str, new: str
) -> None:
    known = rules.known(facts)
    assert rules.decide(table, known, Date(before)).outcome == old
    assert rules.decide(table, known, Date(after)).outcome == new


def test_a_day_before_the_table_is_refused(rules: Rules) -> None:
    with pytest.raises(InputError, match="does not know the law of this day"):
        rules.decide("us-route", rules.known(), Date("2022-09-27"))


def test_what_is_proposed_never_decides(rules: Rules) -> None:
    for table in rules.tables.values():
        proposed = [row for row in table.rows if row.status == "proposed"]
        assert not any(row.holds_on(Date(day).first) for row in proposed for day in ("2021-01-01", "2026-11-24", "2040-01-01"))
    assert rules.tables["eu-class"].rows[-1].status_on(TODAY.first) == "proposed"


def test_contradictions_among_answers_are_named(rules: Rules) -> None:
    with pytest.raises(InputError, match="ai=yes and ai=no"):
        Known(rules.questions).answer("ai", "yes").answer("ai", "no")
    with pytest.raises(InputError, match="can cost a life the situation is at least serious"):
        rules.known({"harm": "death", "situation": "non-serious"})
    assert rules.known({"function": "therapy"}).answers("significance") == ("treat-or-diagnose",)


def test_unanswered_is_not_no(rules: Rules) -> None:
    open_ones = rules.decide("eu-class", rules.known({"product": "software", "function": "monitoring"}), TODAY)
    assert open_ones.possible == ("IIa", "IIb")
    assert {row for _, row in open_ones.rows} == {"monitoring of vital parameters", "other monitoring"}
    passed = rules.known({"product": "software", "function": "monitoring", "vital": "unknown"})
    assert rules.decide("eu-class", passed, TODAY).possible == ("IIa", "IIb")


CLASSES = ("III", "IIb", "IIa", "I")
SUB = {"fluids": "eu-fluids", "injured": "eu-wound", "orifice": "eu-orifice", "surgical": "eu-surgical", "implant": "eu-implant"}
"""Which question follows from how a device meets the body."""


def test_the_strictest_rule_that_applies_gives_the_class_of_a_device(rules: Rules) -> None:
    """MDR Annex VIII, 3.5. A second implementation: the class of each answer by itself, and the strictest of them."""
    table = rules.tables["eu-device-class"]
    of_answer = {
        (question, answer): row.then
        for row in table.rows
        for question in [max(row.when, key=lambda name: name != "eu-contact")]
        for place, answer in enumerate(rules.questions[question].answers)
        if row.when[question] >> place & 1
    }
    draw = np.random.Generator(np.random.Philox(11))
    for _ in range(300):
        facts = {name: str(draw.choice(rules.questions[name].answers)) for name in table.inputs}
        asked = ["eu-special", "eu-energy", SUB.get(facts["eu-contact"], "eu-contact")]
        found = [of_answer[name, facts[name]] for name in asked if (name, facts[name]) in of_answer]
        expected = min(found, key=CLASSES.index)
        assert rules.decide("eu-device-class", rules.known(facts), TODAY).outcome == expected, facts


def test_every_rule_of_the_annex_is_cited_by_a_row(rules: Rules) -> None:
    cited = " ".join(row.citation for name in ("eu-device-class", "eu-class") for row in rules.tables[name].rows)
    numbers = {number for number in range(1, 23) if re.search(rf"(rule|and) {number}\b", cited)}
    assert numbers == set(range(1, 23))


def test_software_is_asked_nothing_about_bodies_and_specimens(rules: Rules) -> None:
    known = rules.known({"product": "software", "function": "decision", "ai": "yes"})
    for goal in rules.goals(["EU"]):
        assert set(rules.compiled(goal, TODAY).gains(known)) <= {"harm"}


def test_a_device_takes_few_questions(rules: Rules) -> None:
    known = rules.known({"product": "device", "ai": "no"})
    replies = {"eu-special": "none", "eu-energy": "none", "eu-contact": "surgical", "eu-surgical": "instrument"}
    asked = interview(rules, rules.goals(["EU"]), known, TODAY, lambda coming: replies[coming.question])
    assert sorted(asked) == sorted(replies)
    assert rules.decide("eu-route", known, TODAY).outcome == "aspects"


def test_a_test_before_its_regulation_applied_is_not_covered(rules: Rules) -> None:
    known = rules.known({"product": "in-vitro", "eu-test": "companion"})
    assert rules.decide("eu-route", known, Date("2022-05-25")).outcome == "not-covered"
    assert rules.decide("eu-route", known, Date("2022-05-26")).outcome == "test-body"
    assert all(not row.verified for row in rules.tables["eu-test-class"].rows if row.status == "in force")


def test_product_codes_are_counted_as_published() -> None:
    """Counts of FDA's classification as the project's notes state them."""
    assert len(product_codes()) == 7088
    counts = possible(np.ones(7088, dtype=bool))
    assert counts["1", "exempt"] == 2154
    assert counts["1", "510k"] == 155
    assert counts["2", "510k"] == 2996
    assert counts["2", "exempt"] == 484
    assert counts["3", "pma"] == 500
    assert sum(n for (_, submission), n in counts.items() if submission == "discretion") == 306
    assert sum(n for (_, submission), n in counts.items() if submission == "hde") == 57
    assert sum(each.third_party == "yes" for each in product_codes().values()) == 1568


def test_sections_of_the_code_keep_their_four_digits() -> None:
    assert all(len(each.regulation.partition(".")[2]) == 4 for each in product_codes().values() if each.regulation)
    assert product_code("BSE").regulation == "868.1640"


def test_codes_that_fit_words_leave_only_their_outcomes_possible() -> None:
    found = {each.code for each in search("electrocardiograph software")}
    assert "QDA" in found
    mask = np.array([code in found for code in product_codes()])
    assert set(possible(mask)) == {(product_code(code).device_class, product_code(code).submission) for code in found}
    assert search("") == []
    assert [each.code for each in search("qda")] == ["QDA"]


def test_a_code_that_is_not_there() -> None:
    with pytest.raises(InputError, match="There is no such FDA product code"):
        product_code("???")


def test_the_pattern_in_the_docs_is_read_and_decides(tmp_path: Path) -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "pathways.md").read_text(encoding="utf-8")
    (tmp_path / "swiss.yaml").write_text(text.split("```yaml\n", 1)[1].split("```", 1)[0], encoding="utf-8")
    rules = load([tmp_path])
    known = rules.known({"product": "software", "function": "conception", "ch-representative": "yes"})
    assert rules.decide("ch-market", known, TODAY).outcome == "free"


@pytest.mark.corpus
def test_the_shipped_codes_are_those_of_the_file(corpus: Path) -> None:
    with (corpus / "velocity_reference" / "fda_product_codes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["product_code"] for row in sorted(rows, key=lambda row: row["product_code"])] == list(product_codes())
    for row in rows:
        each = product_code(row["product_code"])
        assert (each.name, each.device_class) == (row["device_type_name"], row["device_class"].upper())
        assert not row["regulation"] or float(each.regulation) == float(row["regulation"])
    assert (
        Counter(row["submission_type"] for row in rows)["510(k)"] == Counter(each.submission for each in product_codes().values())["510k"]
    )


@pytest.mark.corpus
def test_published_days_are_those_of_the_reports(corpus: Path, rules: Rules) -> None:
    with (corpus / "velocity_reference" / "fda_mdufa_metrics.csv").open(encoding="utf-8", newline="") as file:
        text = file.read()
    for name, value in (("us-510k", "142.85"), ("us-de-novo", "246.44"), ("us-pma", "299.6"), ("us-presub", "61.33")):
        assert rules.steps.times[name].days.value == float(value)
        assert value in text
