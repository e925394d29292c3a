"""An actor that is taken out, and a tie that ends, in a file and in PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecotone.dates import Date
from ecotone.errors import InputError, NotFoundError, StaleWriteError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecotone.ecosystem import Ecosystem


def test_an_actor_goes_with_what_hangs_on_it_and_undo_brings_it_back(new_record: Callable[[], Ecosystem]) -> None:
    eco = new_record()
    with eco.batch("two", "Ana") as batch:
        one, other, twin = (batch.add_actor(name) for name in ("One", "Other", "Twin"))
        batch.add_tie(one, other, "relation", own_statement=True)
        batch.add_claim("beds", 3.0, actor=one, own_statement=True)
        batch.add_note(one, "seen")
    eco.merge(twin, one, reason="same")
    assert eco.actor(one).evidence["said_by"].unique().to_list() == ["Ana"]
    goes = eco.removal(twin)
    assert (goes.ties, goes.claims, goes.notes, goes.merged, goes.waiting, goes.stated) == (1, 1, 1, 1, 0, 0)
    before = eco.export()
    with pytest.raises(StaleWriteError, match="name 'One'"), eco.batch("stale") as batch:
        batch.remove_actor(one, version=9)
    with pytest.raises(InputError, match="merged away"), eco.batch("a pointer") as batch:
        batch.remove_actor(twin, version=2)
    assert eco.export() == before
    with eco.batch("gone") as batch:
        batch.remove_actor(one, version=eco.actor(one).actor.version)
    assert batch.id is not None
    assert eco.check() == []
    assert eco.actors()["name"].to_list() == ["Other"]
    assert eco.ties().is_empty()
    assert eco.search("twin").is_empty()
    with pytest.raises(NotFoundError):
        eco.actor(twin)
    eco.undo(batch.id)
    assert eco.export() == before
    assert eco.search("twin")["id"].to_list() == [one]


def test_a_tie_of_ones_own_ends_and_notes_do_not(new_record: Callable[[], Ecosystem]) -> None:
    eco = new_record()
    with eco.batch("two") as batch:
        one, other = batch.add_actor("One"), batch.add_actor("Other")
        tie = batch.add_tie(one, other, "relation", valid_from=Date("2020"), own_statement=True)
    with eco.batch("end") as batch:
        batch.end("tie", tie, Date("2024-05"), version=1)
    assert eco.actor(other).ties.select("valid_to", "version").rows() == [("2024-05", 2)]
    for table, message in (("note", "Only ties and claims end"), ("claim", "No such claim")):
        with pytest.raises(InputError, match=message), eco.batch("no") as batch:
            batch.end(table, 77, Date("2024"))
