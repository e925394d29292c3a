"""From a record to the district model: every number with its evidence, nothing claimed that the record does not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecotone.dynamics.district import assumptions, innovation_district
from ecotone.ecosystem import Ecosystem
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


def test_wilson_gives_the_published_interval() -> None:
    # Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662 without, and 15 of 148 gives 0.0624 to 0.1605.
    assert bind.wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert bind.wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
