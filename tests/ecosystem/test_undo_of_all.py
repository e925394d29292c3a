"""Any sequence of edits, then undo of all in reverse order, gives back the original export byte for byte."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from ecotone.dates import Date
from ecotone.ecosystem import Claim, Ecosystem, Evidence, Mention, Statement, Tie
from ecotone.errors import EcotoneError, UndoRefusedError

NAMES = st.sampled_from(["Ärztehaus", "Mercy", "Novo", "Q"])


class Edits(RuleBasedStateMachine):
    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.eco = Ecosystem.create(Path(self.folder.name) / "x.eco")
        self.state("1", "2020", {"A", "B"})
        self.first = self.eco.export()
        self.done: list[tuple[int, bytes]] = []

    def keep(self, change: Any, *args: Any) -> None:
        """Make one batch of a change; a refused one must leave nothing."""
        before = self.eco.export()
        try:
            with self.eco.batch("edit") as batch:
                change(batch, *args)
        except EcotoneError:
            assert self.eco.export() == before
            return
        if batch.id is not None:
            self.done.append((batch.id, before))

    def state(self, number: str, day: str, names: set[str]) -> int | None:
        said = Statement(
            Evidence("a", number, date=Date(day)),
            (Mention("s", "S", "lead"), *(Mention(name, name, "site") for name in sorted(names))),
            ties=tuple(Tie("s", name, "sponsor-site") for name in sorted(names)),
            claims=(Claim("s", "size", len(names)),),
        )
        with self.eco.batch("import") as batch:
            stated = batch.state(said)
            for mention in stated.unassigned:
                batch.assign(mention, batch.add_actor(f"actor {mention}"), reason="new", decided_by="test")
        return batch.id

    @rule(number=st.sampled_from("12"), day=st.sampled_from(["2018", "2021-05", "2022"]), names=st.sets(st.sampled_from("ABCD")))
    def import_(self, number: str, day: str, names: set[str]) -> None:
        before = self.eco.export()
        if made := self.state(number, day, names):
            self.done.append((made, before))

    @rule(name=NAMES)
    def add(self, name: str) -> None:
        self.keep(lambda batch: batch.add_actor(name))

    @rule(number=st.integers(1, 6), name=NAMES)
    def edit(self, number: int, name: str) -> None:
        versions = dict(self.eco.actors().select("id", "version").iter_rows())
        self.keep(lambda batch: batch.edit_actor(number, version=versions.get(number, 0), name=name))

    @rule(one=st.integers(1, 5), other=st.integers(1, 5))
    def tie(self, one: int, other: int) -> None:
        self.keep(lambda batch: batch.add_tie(one, other, "relation", own_statement=True))

    @rule(number=st.integers(1, 8))
    def remove_tie(self, number: int) -> None:
        self.keep(lambda batch: batch.remove("tie", number))

    @rule(number=st.integers(1, 8), day=st.sampled_from(["2020", "2021-05"]))
    def end_tie(self, number: int, day: str) -> None:
        self.keep(lambda batch: batch.end("tie", number, Date(day)))

    @rule(number=st.integers(1, 6))
    def remove_actor(self, number: int) -> None:
        versions = dict(self.eco.actors().select("id", "version").iter_rows())
        self.keep(lambda batch: batch.remove_actor(number, version=versions.get(number, 1)))

    @rule(one=st.integers(1, 5), into=st.integers(1, 5))
    def merge(self, one: int, into: int) -> None:
        self.keep(lambda batch: batch.merge(one, into))

    @rule(mention=st.integers(1, 5))
    def unassign(self, mention: int) -> None:
        self.keep(lambda batch: batch.unassign(mention))

    @rule(number=st.integers(1, 4))
    def note(self, number: int) -> None:
        self.keep(lambda batch: batch.add_note(number, "seen"))

    @rule()
    def undo_and_redo_the_last(self) -> None:
        if self.done:
            now = self.eco.export()
            made = self.eco.undo(self.done[-1][0])
            assert self.eco.export() == self.done[-1][1]
            self.eco.undo(made)
            assert self.eco.export() == now

    @rule(which=st.integers(0, 5))
    def undo_some_earlier_one(self, which: int) -> None:
        """It is either refused and changes nothing, or it is one more edit."""
        if which < len(self.done):
            now = self.eco.export()
            try:
                made = self.eco.undo(self.done[which][0])
            except UndoRefusedError:
                assert self.eco.export() == now
                return
            self.done.append((made, now))

    def teardown(self) -> None:
        if not hasattr(self, "done"):
            return
        assert self.eco.check() == []
        for made, before in reversed(self.done):
            self.eco.undo(made)
            assert self.eco.export() == before
        assert self.eco.export() == self.first
        assert self.eco.check() == []
        self.eco.close()
        self.folder.cleanup()


TestEdits = Edits.TestCase
TestEdits.settings = settings(max_examples=10, stateful_step_count=12, deadline=None)
