"""Learning loops and ladders: only what could have failed counts, and a domain that runs ahead raises the alarm."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import polars as pl
import pytest

from ecotone.dates import Date
from ecotone.ecosystem import Ecosystem
from ecotone.ecosystem.statements import Claim, Event, Evidence, Initiative, Statement
from ecotone.errors import InputError, NotFoundError, SpellError
from ecotone.problems import Problems
from ecotone.scope import Scope
from ecotone.velocity import ladders
from ecotone.velocity.answers import learning, maturity
from ecotone.velocity.loops import CRITERION, DECIDED, EVIDENCE, KIND, REGISTERED, loops

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2024, 12, 31)
Told = dict[str, tuple[str, dict[str, object]]]
GOOD: Told = {
    REGISTERED: ("2024-01-01", {CRITERION: "fewer than 3 of 10"}),
    EVIDENCE: ("2024-01-20", {}),
    DECIDED: ("2024-02-01", {"changed": True}),
}


def frame(told: list[Told]) -> pl.DataFrame:
    rows = [
        (number, kind, date.lstrip("~"), not date.startswith("~"), json.dumps(fields) if fields else None)
        for number, each in enumerate(told)
        for kind, (date, fields) in each.items()
    ]
    return pl.DataFrame(rows, schema=["initiative", "kind", "date", "actual", "fields"], orient="row")


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({}, "counted"),
        ({REGISTERED: ("2024-01-01", {})}, "no fail criterion was registered"),
        ({REGISTERED: ("2024-01-01", {CRITERION: " "})}, "no fail criterion was registered"),
        ({REGISTERED: ("2024-01-25", {CRITERION: "x"})}, "the evidence is older than its hypothesis"),
        ({REGISTERED: ("~2024-01-01", {CRITERION: "x"})}, "no hypothesis was registered"),
        ({EVIDENCE: ("~2024-01-20", {})}, "decided without evidence"),
        ({DECIDED: ("2024-01-10", {"changed": True})}, "decided before the evidence"),
    ],
)
def test_only_what_could_have_failed_counts(change: Told, state: str) -> None:
    assert loops(frame([{**GOOD, **change}]), {}, TODAY).table["state"].to_list() == [state]


def test_loop_time_counts_what_is_undecided_and_changes_count_per_ten() -> None:
    open_ = {REGISTERED: GOOD[REGISTERED], EVIDENCE: GOOD[EVIDENCE]}
    same: Told = {**GOOD, DECIDED: ("2024-02-01", {"changed": False})}
    unsaid: Told = {**GOOD, DECIDED: ("2024-02-01", {})}
    found = loops(frame([GOOD, GOOD, same, same, same, unsaid, open_]), {}, TODAY)
    assert sorted(found.spells.durations.tolist()) == [31.0] * 6 + [365.0]
    assert found.spells.running == 1
    assert found.median().value == 31.0
    assert found.changed_per_ten().value == pytest.approx(4.0)
    none = loops(frame([open_]), {}, TODAY)
    assert none.changed_per_ten().value is None
    assert loops(frame([{EVIDENCE: GOOD[EVIDENCE]}]), {}, TODAY).median().value is None


def record(path: Path, told: list[Told]) -> Ecosystem:
    eco = Ecosystem.create(path)
    with eco.batch("test") as batch:
        for number, each in enumerate(told):
            events = tuple(Event(kind, Date(date), True, (("i", "loop"),), fields) for kind, (date, fields) in each.items())
            claims = tuple(
                Claim("i", f"{domain} level", float(level), as_of=Date(date))
                for domain, level, date in (
                    ("technical", 3, "2024-01-01"),
                    ("technical", 6, "2024-03-01"),
                    ("clinical", 2, "2024-01-01"),
                    ("clinical", 1, "2024-02-01"),
                    ("market", 12, "2024-02-01"),
                )
            )
            batch.state(
                Statement(
                    Evidence("own", str(number), date=Date("2024-12-31")),
                    (),
                    (),
                    claims,
                    Initiative("i", str(number), KIND, f"L{number}"),
                    events,
                )
            )
    return eco


def test_the_answers_of_a_record(tmp_path: Path) -> None:
    with record(tmp_path / "x.eco", [GOOD, {**GOOD, REGISTERED: ("2024-01-01", {})}]) as eco:
        answer = learning(eco)
        assert "1 of 2 learning loops count; 10.0 of ten" in answer.summary
        assert {row["state"]: row["loops"] for row in answer.tables[1].rows()} == {"counted": 1, "no fail criterion was registered": 1}
        levels = maturity(eco, ladders.ladder("cycle"))
        [first, _] = levels.tables[0].rows()
        assert (first["gap"], first["alarm"], first["unrated"]) == (5, "technical at 6, clinical at 1", "market, regulatory")
        assert first["as trl"] == "1"
        told = " ".join(levels.warnings)
        for part in ("none of the ladder's: 2", "A level was skipped", "A level fell back"):
            assert part in told
        times = {(row["domain"], row["level"]): (row["spells"], row["running"]) for row in levels.tables[1].rows()}
        assert times == {("technical", 3): (2, 0), ("technical", 6): (2, 2), ("clinical", 2): (2, 2)}
        with pytest.raises(SpellError, match="No initiative has a level"):
            maturity(eco, ladders.ladder("trl"))
        assert maturity(eco, ladders.ladder("cycle"), Scope.parse("to=2024-02-15")).tables[0].rows()[0]["gap"] == 2
    with Ecosystem.create(tmp_path / "empty.eco") as eco, pytest.raises(SpellError, match="no learning loop"):
        learning(eco)


def test_the_cycle_has_ten_levels_in_four_domains_and_crosswalks_rise() -> None:
    cycle = ladders.ladder("cycle")
    assert [level.number for level in cycle.levels] == list(range(1, 11))
    assert cycle.domains == ("clinical", "market", "regulatory", "technical")
    assert len({text for level in cycle.levels for text in level.reached.values()}) == 40
    for each in ladders.shipped().values():
        for other, spans in each.crosswalk.items():
            known = {level.number for level in ladders.ladder(other).levels}
            assert set(spans) <= {level.number for level in each.levels}
            assert all(low in known and high in known and low <= high for low, high in spans.values())
            ordered = [spans[level] for level in sorted(spans)]
            assert ordered == sorted(ordered)
    with pytest.raises(NotFoundError, match="no crosswalk"):
        cycle.across(3, "fame")
    with pytest.raises(NotFoundError, match="leaves this level out"):
        cycle.across(1, "trial-phases")


def test_levels_without_a_date_are_told() -> None:
    claims = pl.DataFrame(
        {"initiative": [1], "field": ["trl level"], "number": [3.0], "value": ["3"], "as_of": pl.Series([None], dtype=pl.String)}
    )
    problems = Problems()
    assert ladders.readings(claims, ladders.ladder("trl"), problems).height == 0
    assert problems.by_kind() == {"The level has no date": 1}


def test_a_ladder_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        "mine: {label: x, source: y, verified: no, levels: [{level: 0, name: a, technology: b}, {level: 1, name: c, technology: d}]}"
    )
    assert ladders.ladder(str(path)).field("technology") == "mine level"
    for text, told in (
        ("mine: [", "no YAML"),
        ("7", "no table"),
        ("mine: {label: x}", "lacks a part"),
        ("mine: {label: x, source: y, verified: no, levels: [{level: 1, name: a, technology: b}]}", "rise by one"),
    ):
        path.write_text(text)
        with pytest.raises(InputError, match=told):
            ladders.read_ladders(path)
    path.write_text("{}")
    for name in (str(path), str(tmp_path / "no.yaml"), "fame"):
        with pytest.raises(NotFoundError):
            ladders.ladder(name)
