"""The way of a product: steps, days, fees, instruments, what may change; and sessions kept in a record and looked at again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ecotone.dates import Date
from ecotone.ecosystem import Ecosystem
from ecotone.ecosystem.statements import Event, Evidence, Initiative, Statement
from ecotone.errors import InputError, NotFoundError
from ecotone.pathways import answers, looking_back, read
from ecotone.pathways.navigator import navigate, take
from ecotone.pathways.pathway import Pathway, plan
from ecotone.pathways.rules import Rules, load
from ecotone.pathways.session import KIND, ROOM, Session
from ecotone.pathways.write import keep_session

if TYPE_CHECKING:
    from pathlib import Path

TRIAGE = {
    "product": "software",
    "function": "decision",
    "audience": "professional",
    "input": "image-or-signal",
    "product-code": "QAS",
    "us-510k-form": "neither",
    "harm": "serious",
    "ai": "yes",
}


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load()


def way_of(rules: Rules, facts: dict[str, str], places: tuple[str, ...], day: str = "2026-11-24") -> Pathway:
    known = rules.known()
    for name, answer in facts.items():
        take(known, name, answer)
    return plan(navigate(rules, known, places, Date(day)))


def test_steps_carry_published_days_with_their_markers(rules: Rules) -> None:
    found = way_of(rules, TRIAGE, ("US",))
    review = next(step for step in found.steps if step.step.name == "us-510k-review")
    assert review.needed == "needed"
    assert review.time is not None
    assert (review.time.days.value, review.time.days.low, review.time.days.high, review.time.days.level) == (142.85, 58, 241, 0.6)
    assert (review.time.start, review.time.end) == ("received", "MDUFA decision")
    presub = next(step for step in found.steps if step.step.name == "us-presubmission")
    assert presub.step.optional
    assert presub.time is not None
    assert presub.time.days.low is None
    assert presub.time.days.reason == "only an average was published"


def test_working_days_become_calendar_days(rules: Rules) -> None:
    assert rules.steps.times["sg-full-B"].days.value == pytest.approx(160 * 7 / 5)
    assert rules.steps.times["sg-full-B"].stated == "160 working days"
    assert rules.steps.times["eu-notified-body"].days.value is None


@pytest.mark.parametrize(
    ("day", "amount", "last", "verified"),
    [("2025-03-01", 24335, None, True), ("2025-10-01", 26067, None, False), ("2026-11-24", None, 26067, False)],
)
def test_a_fee_is_that_of_its_day_or_said_to_be_unknown(
    rules: Rules, day: str, amount: float | None, last: float | None, verified: bool
) -> None:
    owed = next(step for step in way_of(rules, TRIAGE, ("US",), day).steps if step.step.name == "us-510k-review").fees[0]
    assert (owed.now.amount if owed.now else None) == amount
    assert (owed.last.amount if owed.last else None) == last
    row = owed.now or owed.last
    assert row is not None
    assert row.cited.verified is verified


def test_an_open_question_makes_steps_that_may_be_needed(rules: Rules) -> None:
    found = way_of(rules, {"product": "software", "function": "monitoring"}, ("US",))
    assert {step.needed for step in found.steps} == {"may be needed"}
    assert {"us-510k-review", "us-de-novo-review", "us-pma-review"} <= {step.step.name for step in found.steps}
    idle = way_of(rules, {"product": "software", "function": "administrative"}, ("US", "EU", "GB", "SG"))
    assert {step.step.name for step in idle.steps} == {"gb-dtac"}


def test_an_instrument_applies_or_says_what_it_hangs_on(rules: Rules) -> None:
    by_name = {each.instrument.name: each for each in way_of(rules, TRIAGE, ("US", "SG")).instruments}
    assert by_name["us-q-submission"].applies == "applies"
    assert by_name["us-pccp"].applies == "may apply"
    assert by_name["us-pccp"].waits_for == ("planned-changes",)
    assert "us-third-party" not in by_name  # the code is not eligible
    sure = {each.instrument.name: each.applies for each in way_of(rules, {**TRIAGE, "planned-changes": "yes"}, ("US",)).instruments}
    assert sure["us-pccp"] == "applies"
    assert by_name["sg-priority-review"].instrument.saves.startswith("40 working days in class B")


def test_an_instrument_is_there_between_its_days(rules: Rules) -> None:
    facts = {"product": "software", "function": "monitoring", "significance": "drive", "situation": "critical", "ai": "yes"}
    for day, there in (("2025-08-31", False), ("2025-09-01", True), ("2026-03-01", False)):
        names = {each.instrument.name for each in way_of(rules, facts, ("SG",), day).instruments}
        assert ("sg-malaysia-reliance" in names) is there
    assert "gb-ai-airlock" in {each.instrument.name for each in way_of(rules, facts, ("GB",), "2025-07-01").instruments}
    assert "gb-ai-airlock" not in {each.instrument.name for each in way_of(rules, facts, ("GB",)).instruments}


def test_what_may_change_is_listed_and_never_counted(rules: Rules) -> None:
    found = way_of(rules, {**TRIAGE, "gb-mark": "ce-mdr", "gb-direct": "yes"}, ("EU", "GB"))
    assert {(each.row.name, each.what) for each in found.changes} >= {
        ("reform of rule 11", "proposed, not law"),
        ("CE without end", "proposed, not law"),
        ("class IIa and IIb after CE", "from 2030-07-01"),
        ("CE under the regulations", "ends before 2030-07-01"),
    }
    assert found.way.decisions["gb-route"].outcome == "ce"


def test_every_answer_shows_its_day_and_that_it_is_no_advice(rules: Rules) -> None:
    answer = answers.pathway(way_of(rules, TRIAGE, ("US", "EU")))
    assert answer.summary.startswith("As of 2026-11-24, orientation, not legal advice: US: traditional 510(k)")
    assert json.loads(answer.to_json())["method"]["parameters"]["as_of"] == "2026-11-24"
    assert any("the last one known ended before 2026-10-01" in warning for warning in answer.warnings)
    assert answers.pathway(way_of(rules, {}, ("LOCAL",))).table("Next question").rows()
    local = answers.pathway(
        way_of(rules, {"local-research": "yes", "local-personal-data": "no", "local-network": "no", "local-trial": "no"}, ("LOCAL",))
    )
    assert "LOCAL: ethics review" in local.summary
    several = answers.pathway(way_of(rules, {"product": "software", "function": "decision"}, ("EU",)))
    assert "EU, Conformity assessment: a notified body; EU, AI Act: 2 outcomes still possible." in several.summary
    assert any(warning.startswith("Unverified") for warning in local.warnings)


def test_a_day_to_come_is_answered_as_the_law_is_written(rules: Rules, still_clock: None) -> None:
    answer = answers.pathway(way_of(rules, TRIAGE, ("US",), "2031-01-01"))
    assert any("is to come: the law as it is written today" in warning for warning in answer.warnings)


def test_rules_that_do_not_know_the_day_are_left_out_and_told(rules: Rules) -> None:
    found = way_of(rules, TRIAGE, ("US", "EU"), "2023-06-01")
    assert found.way.jurisdictions == ("US",)
    assert found.way.unknown == {"EU": "the table eu-ai-act begins on 2024-08-01"}
    with pytest.raises(InputError, match="No rules of this day are known"):
        way_of(rules, TRIAGE, ("EU",), "2020-01-01")
    with pytest.raises(InputError, match="There are no rules for this jurisdiction"):
        way_of(rules, TRIAGE, ("MOON",))


def submission(number: int, received: str, decided: str | None) -> Statement:
    key = (("i", "submission"),)
    events = [Event("received", Date(received), True, key)] + ([Event("decision", Date(decided), True, key)] if decided else [])
    return Statement(
        Evidence("register", str(number), date=Date("2026-06-30")),
        initiative=Initiative("i", f"K{number:06d}", "510(k)", f"Device {number}"),
        events=tuple(events),
    )


@pytest.fixture
def eco(tmp_path: Path) -> Ecosystem:
    """Return a record of twelve 510(k)s: 60 days for the first six, 100 for the others, the last still running."""
    made = Ecosystem.create(tmp_path / "made.eco")
    with made.batch("test") as batch:
        for number in range(12):
            decided = None if number == 11 else ("2026-03-02" if number < 6 else "2026-04-11")
            batch.state(submission(number, "2026-01-01", decided))
    return made


def test_a_session_is_kept_versioned_and_undone(eco: Ecosystem, rules: Rules) -> None:
    found = way_of(rules, TRIAGE, ("US",))
    about = read.initiative(eco, "K000003")
    session = Session.of("triage", found, initiative=about.number, uses=("us-q-submission",))
    assert keep_session(eco, session, author="me") == 1
    (kept,) = read.sessions(eco)
    assert kept == session
    assert kept.answers["product-code"] == "QAS"
    assert keep_session(eco, Session.of("triage", way_of(rules, {**TRIAGE, "ai": "no"}, ("US",)))) == 2
    eco.undo(int(eco.history(limit=1)["batch"][0]))
    assert read.sessions(eco, "triage")[0].answers["ai"] == "yes"
    with pytest.raises(NotFoundError, match="No session of this name is kept"):
        read.sessions(eco, "other")
    with pytest.raises(InputError, match="There is no such instrument"):
        Session.of("x", found, uses=("magic",))


def test_a_session_is_set_beside_what_happened(eco: Ecosystem, rules: Rules) -> None:
    for number, name in ((3, "done"), (11, "running")):
        keep_session(eco, Session.of(name, way_of(rules, TRIAGE, ("US", "EU")), initiative=read.initiative(eco, f"Device {number}").number))
    rows = looking_back.session_again(eco, rules, read.sessions(eco, "done")[0]).table("Expected and happened").rows()
    review = next(row for row in rows if row["step"].startswith("Submit the 510(k)"))
    assert (review["actual"], review["state"]) == (60.0, "done")
    assert review["expected"]["value"] == 142.85
    rows = looking_back.session_again(eco, rules, read.sessions(eco, "running")[0]).table("Expected and happened").rows()
    review = next(row for row in rows if row["step"].startswith("Submit the 510(k)"))
    assert review["actual"] is None
    assert review["state"].startswith("running for ")


def test_a_session_is_replayed_under_the_law_of_another_day(eco: Ecosystem, rules: Rules) -> None:
    keep_session(eco, Session.of("ai", way_of(rules, TRIAGE, ("EU",))))
    session = read.sessions(eco, "ai")[0]
    assert "0 of 3 outcomes differ" in looking_back.session_again(eco, rules, session, Date("2026-11-24")).summary
    then = looking_back.session_again(eco, rules, session, Date("2026-01-01"))
    assert "1 of 3 outcomes differ" in then.summary
    changed = [row for row in then.table("Then and now").rows() if row["changed"] == "yes"]
    assert [row["table"] for row in changed] == ["eu-ai-act"]
    assert looking_back.listing(eco).table("Sessions").rows()[0]["questions"] == 11  # eight given, three by the code


def test_an_answer_that_no_longer_fits_is_told(eco: Ecosystem, rules: Rules) -> None:
    body = {**Session.of("old", way_of(rules, TRIAGE, ("EU",))).body(), "answers": [["ai", "perhaps"], ["product", "software"]]}
    with eco.batch("test") as batch:
        batch.keep(ROOM, KIND, "old", body)
        batch.keep(ROOM, KIND, "broken", {"format": 1})
        batch.keep(ROOM, KIND, "newer", {"format": 9})
    answer = looking_back.session_again(eco, rules, read.sessions(eco, "old")[0])
    assert any("No longer fits: ai=perhaps" in warning for warning in answer.warnings)
    with pytest.raises(InputError, match="This session cannot be read"):
        read.sessions(eco, "broken")
    with pytest.raises(InputError, match="This session is of another version"):
        read.sessions(eco, "newer")


def test_days_of_the_record_itself_count_what_still_runs(eco: Ecosystem, rules: Rules) -> None:
    step = next(step for step in rules.steps.steps if step.name == "us-510k-review")
    found = read.step_spells(eco, step)
    assert found is not None
    assert (len(found.spells), found.spells.running) == (12, 1)
    assert "received to decision" in str(found.spells.markers)
    pma = next(step for step in rules.steps.steps if step.name == "us-pma-review")
    assert read.step_spells(eco, pma) is None
    declared = next(step for step in rules.steps.steps if step.name == "eu-declaration")
    assert read.step_spells(eco, declared) is None


def test_days_with_and_without_an_instrument(eco: Ecosystem, rules: Rules) -> None:
    step = next(step for step in rules.steps.steps if step.name == "us-510k-review")
    with pytest.raises(InputError, match="Too few initiatives went through this step to compare"):
        looking_back.effect(eco, rules, "us-q-submission", step)
    for number in range(6):
        about = read.initiative(eco, f"K{number:06d}").number
        keep_session(eco, Session.of(f"s{number}", way_of(rules, TRIAGE, ("US",)), initiative=about, uses=("us-q-submission",)))
    answer = looking_back.effect(eco, rules, "us-q-submission", step)
    medians = {row["group"]: row["median"]["value"] for row in answer.table("Days with and without").rows()}
    assert medians == {"with": 60.0, "without": 100.0}
    assert "a difference is no proof of a cause" in answer.summary
    with pytest.raises(InputError, match="There is no such instrument"):
        looking_back.effect(eco, rules, "magic", step)


def test_an_initiative_is_found_or_the_reader_told(eco: Ecosystem) -> None:
    assert read.initiative(eco, "K000001") == read.initiative(eco, str(read.initiative(eco, "Device 1").number))
    with pytest.raises(NotFoundError, match="No initiative has this id or title"):
        read.initiative(eco, "Device 99")
