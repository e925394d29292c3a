"""From a record to the district model: every number with its evidence, nothing claimed that the record does not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecotone.dates import Date
from ecotone.dynamics.district import assumptions, innovation_district
from ecotone.ecosystem import Ecosystem
from ecotone.ecosystem.statements import Claim, Event, Evidence, Initiative, Mention, Statement
from ecotone.scope import Scope
from ecotone.workbench import bind, demo

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def houston(tmp_path_factory: pytest.TempPathFactory) -> Ecosystem:
    return demo.build(tmp_path_factory.mktemp("bind") / "houston.eco")


def test_every_number_of_the_model_is_bound_or_marked(houston: Ecosystem) -> None:
    found = bind.district(houston)
    assert [each.name for each in found.bindings] == [each.name for each in assumptions()]
    assert {each.basis for each in found.bindings} == {"record", "assumption"}
    for each in found.bindings:
        assert each.low <= each.value <= each.high
        assert bool(each.evidence) == (each.basis == "record")
    assert set(found.evidence) <= set(houston.evidence()["id"])
    model = innovation_district(years=2).model()
    assert set(found.values) <= set(model.constants)
    assert model.run(constants=found.values)["ideas"][0] == found.values["ideas at start"]


def test_numbers_are_those_that_a_second_count_gives(houston: Ecosystem) -> None:
    found = {each.name: each for each in bind.district(houston).bindings}
    awarded = {row["initiative"] for row in houston.events().rows(named=True) if row["kind"] == "awarded" and row["initiative"]}
    assert found["projects per year"].value == len(awarded)  # all within one year
    amounts = [row["number"] for row in houston.claims().rows(named=True) if row["field"] == "amount"]
    assert found["cost per idea"].value == pytest.approx(sum(amounts) / len(amounts) / 1e6)
    sector = {row["id"]: row["sector"] for row in houston.actors().rows(named=True)}
    place = {row["id"] for row in houston.actors().rows(named=True) if row["city"] or row["country"] or row["region"]}
    tied = {end for row in houston.ties().rows(named=True) for end in (row["source"], row["target"]) if row["source"] != row["target"]}
    assert found["connectors"].value == sum(sector[i] == "connector" for i in place & tied)
    assert found["connectors"].high == sum(sector[i] == "connector" for i in place)
    running = [row["value"] for row in houston.claims().rows(named=True) if row["field"] == "status"]
    # A study under way has started and is neither completed nor stopped; a few that recruit have passed primary completion.
    assert found["trials at start"].value <= sum(value in {"RECRUITING", "ACTIVE_NOT_RECRUITING", "SUSPENDED"} for value in running)


def test_what_a_narrower_scope_cannot_tell_stays_an_assumption(houston: Ecosystem) -> None:
    nowhere = {each.name: each for each in bind.district(houston, Scope(places=("Galveston",))).bindings}
    assert nowhere["firms at start"].basis == "assumption"
    assert "The record does not tell" in nowhere["firms at start"].source


def test_an_empty_record_gives_assumptions_only(tmp_path: Path) -> None:
    with Ecosystem.create(tmp_path / "empty.eco") as eco:
        found = bind.district(eco)
    assert {each.basis for each in found.bindings} == {"assumption"}
    assert found.values == {each.name: each.value for each in assumptions()}
    assert [table.title for table in found.answer().tables] == ["Assumptions"]


def test_the_answer_says_how_much_is_assumed(houston: Ecosystem) -> None:
    answer = bind.district(houston).answer()
    assert {table.title for table in answer.tables} == {"From the record", "Assumptions"}
    assert "assumptions" in answer.warnings[0]
    assert answer.read_at is not None


def test_a_withdrawn_study_did_not_end_as_planned_and_one_lost_sight_of_counts_neither_way(tmp_path: Path) -> None:
    with Ecosystem.create(tmp_path / "studies.eco") as eco, eco.batch("studies") as batch:
        for number, status in enumerate([None] * 12 + ["TERMINATED"] * 2 + ["WITHDRAWN"] * 2 + ["UNKNOWN"] * 4):
            days = {"started": "2020-01-01"} | ({} if status == "UNKNOWN" else {"primary completion": "2021-01-01"})
            statement = Statement(
                Evidence("register", str(number), date=Date("2021-06-30")),
                mentions=(Mention("s", f"Sponsor {number}", "lead sponsor"),),
                claims=(Claim("i", "status", status or "COMPLETED", as_of=Date("2020-06-01")),),
                initiative=Initiative("i", f"N{number}", "study", f"N{number}"),
                events=tuple(Event(kind, Date(day), True, (("i", "study"), ("s", "lead sponsor"))) for kind, day in days.items()),
            )
            for mention in batch.state(statement).unassigned:
                batch.assign(
                    mention if isinstance(mention, int) else mention.id,
                    batch.add_actor(f"Sponsor {number}"),
                    reason="test",
                    decided_by="rule",
                )
    with Ecosystem.open(tmp_path / "studies.eco") as eco:
        found = {each.name: each for each in bind.district(eco).bindings}["trial completion"]
    # By hand: all that ended did so on one day, 12 of 16 as planned.
    assert found.value == pytest.approx(12 / 16)
    assert "of 16 studies that have ended 4 were stopped or withdrawn" in found.source
