"""A large first import takes indexes away and builds them again: the record must not be able to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecotone.dates import Date
from ecotone.ecosystem import Claim, Ecosystem, Evidence, Initiative, Mention, Statement, Tie, late

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem import Batch

SCHEMA = "SELECT type, name, sql FROM sqlite_master ORDER BY name"


def fill(batch: Batch, start: int, number: int) -> None:
    for n in range(start, start + number):
        said = Statement(
            Evidence("made", str(n), date=Date("2020")),
            mentions=(Mention("a", f"A{n}", "site"), Mention("b", f"B{n % 7}", "site")),
            ties=(Tie("a", "b", "relation"),),
            claims=(Claim("i", "phase", n), Claim("a", "size", n)),
            initiative=Initiative("i", str(n), "study", str(n)),
        )
        for mention in batch.state(said).unassigned:
            batch.assign(mention, batch.add_actor(f"M{mention}"), reason="new", decided_by="test")


def schema(eco: Ecosystem) -> list[tuple[str, ...]]:
    with eco._store.read() as link:
        return link.rows(SCHEMA)


@pytest.mark.parametrize("large", [10, 40, 10_000])
def test_the_record_is_the_same_however_its_indexes_were_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    monkeypatch.setattr("ecotone.ecosystem.journal.FLUSH_ROWS", 10)
    with Ecosystem.create(tmp_path / "plain.eco") as plain, plain.batch("all") as batch:
        fill(batch, 0, 50)
    monkeypatch.setattr(late, "LARGE", large)
    path = tmp_path / "late.eco"
    with Ecosystem.create(path) as eco:
        before = schema(eco)
        with eco.batch("all") as batch:
            fill(batch, 0, 50)
            gone = set(before) - set(batch._link.rows(SCHEMA))
        assert bool(gone) == (large < 50)
        assert schema(eco) == before
        assert len(eco.actor(2).ties) == 8  # B0 was named by records 0, 7 ... 49
    with Ecosystem.open(path) as eco, Ecosystem.open(tmp_path / "plain.eco") as plain:  # refuses a record with another schema
        assert eco.check() == []
        assert eco.export() == plain.export()


def test_a_large_import_that_fails_leaves_the_indexes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecotone.ecosystem.journal.FLUSH_ROWS", 10)
    monkeypatch.setattr(late, "LARGE", 20)
    with Ecosystem.create(tmp_path / "x.eco") as eco:
        before, empty = schema(eco), eco.export()

        def broken_off() -> None:
            with eco.batch("all") as batch:
                fill(batch, 0, 50)
                raise RuntimeError

        with pytest.raises(RuntimeError):
            broken_off()
        assert (schema(eco), eco.export()) == (before, empty)


def test_a_later_import_keeps_the_indexes_that_are_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecotone.ecosystem.journal.FLUSH_ROWS", 10)
    monkeypatch.setattr(late, "LARGE", 20)
    with Ecosystem.create(tmp_path / "x.eco") as eco:
        before = schema(eco)
        with eco.batch("first") as batch:
            fill(batch, 0, 15)
        with eco.batch("second") as batch:
            fill(batch, 15, 50)
            assert batch._link.rows(SCHEMA) == before
        assert eco.check() == []
