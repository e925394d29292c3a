"""Importing the states of a record in any order ends with the same content, now and as known on any day."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.dates import Date
from ecotone.ecosystem import Claim, Ecosystem, Event, Evidence, Initiative, Mention, Statement, Tie
from ecotone.scope import Scope

NAMES = ("A", "B", "C")
DAYS = ("2019", "2019-05", "2019-05-02", "2020-01-01", "2021", "2022-07")

states = st.fixed_dictionaries(
    {"ties": st.sets(st.sampled_from(NAMES)), "claims": st.sets(st.integers(0, 2)), "events": st.sets(st.sampled_from(DAYS), max_size=2)}
)


def said(day: str, content: dict[str, Any]) -> Statement:
    return Statement(
        Evidence("a", "1", f"https://example.org/{day}", Date(day)),
        mentions=(Mention("s", "S", "lead"), *(Mention(name, name, "site") for name in sorted(content["ties"]))),
        ties=tuple(Tie("s", name, "sponsor-site") for name in sorted(content["ties"])),
        claims=tuple(Claim("i", "beds", number) for number in sorted(content["claims"])),
        initiative=Initiative("i", "1", "study", f"title {day}"),
        events=tuple(Event("started", Date(d), actual=True, objects=(("i", "study"),)) for d in sorted(content["events"])),
    )


def answers(history: list[tuple[str, dict[str, Any]]]) -> list[Any]:
    """Return what a record answers now and as known on each day, after these states."""
    with tempfile.TemporaryDirectory() as folder, Ecosystem.create(Path(folder) / "x.eco") as eco:
        for day, content in history:
            with eco.batch("import") as batch:
                stated = batch.state(said(day, content))
                names = {number: key for key, number in stated.mentions.items()}
                for mention in stated.unassigned:
                    batch.assign(mention, batch.add_actor(names[mention]), reason="new", decided_by="test")
        names_of = dict(eco.actors().select("id", "name").iter_rows())
        found: list[Any] = [eco.evidence().drop("id").rows(), eco.initiatives().select("title").rows()]
        for known_on in (None, *DAYS, "2018", "2019-05-01", "2030"):
            as_of = Date(known_on) if known_on else None
            found.append(sorted(names_of[i] for i in eco.ties(Scope(as_of=as_of))["target"]))
            found.append(sorted(eco.claims(as_of=as_of)["number"].to_list()))
            found.append(sorted(eco.events(as_of=as_of)["date"].to_list()))
        assert eco.check() == []
        before = eco.export()
        for day, content in history:
            with eco.batch("again") as batch:
                assert batch.state(said(day, content)).outcome == "unchanged"
        assert eco.export() == before
        return found


@settings(max_examples=12, deadline=None)
@given(st.lists(states, min_size=2, max_size=4).flatmap(lambda c: st.tuples(st.just(c), st.permutations(range(len(c))))))
def test_the_order_of_states_does_not_matter(case: tuple[list[dict[str, Any]], list[int]]) -> None:
    contents, order = case
    history = list(zip(DAYS, contents, strict=False))
    in_order = answers(history)
    assert answers([history[i] for i in order]) == in_order
    # And the answers are those of the states themselves: a second, plain account of the same history.
    known = [content for day, content in history if day <= "2030"]
    assert in_order[2] == sorted(known[-1]["ties"])
    for position, day in enumerate((*DAYS, "2018", "2019-05-01", "2030")):
        last = Date(day).last.isoformat()
        before = [content for state, content in history if state <= last]
        expected: tuple[list[Any], ...] = ([], [], [])
        if before:
            expected = (sorted(before[-1]["ties"]), sorted(before[-1]["claims"]), sorted(before[-1]["events"]))
        assert tuple(in_order[5 + 3 * position : 8 + 3 * position]) == expected, day


def test_of_two_states_of_one_day_the_later_to_come_holds(tmp_path: Path) -> None:
    with Ecosystem.create(tmp_path / "x.eco") as eco:
        for claims in ({1}, {2}, {1, 2}):
            with eco.batch("import") as batch:
                batch.state(said("2020", {"ties": (), "claims": claims, "events": ()}))
        assert sorted(eco.claims()["number"].to_list()) == [1, 2]
        assert sorted(eco.claims(as_of=Date("2020"))["number"].to_list()) == [1, 2]
