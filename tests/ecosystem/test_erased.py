"""An erasure is remembered without the person: the next import of the same file does not bring them back."""

from __future__ import annotations

import io
import json
from hashlib import blake2b, scrypt
from typing import TYPE_CHECKING
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.dates import Date
from ecotone.ecosystem import Claim, Ecosystem, Event, Evidence, Initiative, Mention, Statement, Tie
from ecotone.ecosystem.erased import COST, SIEVE, plain
from ecotone.errors import InputError, NotFoundError
from ecotone.sources.opened import LIMITS, Opened
from ecotone.workbench.intake import LEFT_OUT, import_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PEOPLE = """From,To,Type
Jane Quxfoo,Memorial Hermann,advises
"Quxfoo, Jane",Rice University,advises
Rice University,Memorial Hermann,works with
"""


@pytest.fixture(params=["file", pytest.param("postgres", marks=pytest.mark.postgres)])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Ecosystem]:
    """Make a record of each kind."""
    if request.param == "file":
        return lambda: Ecosystem.create(tmp_path / "x.eco")
    url, schema = request.getfixturevalue("postgres_url"), f"erased_{crc32(request.node.name.encode())}"
    return lambda: Ecosystem.create(f"{url}&schema={schema}")


def study(*, date: str | None = "2024-01-01", person: str = "Jane Quxfoo") -> Statement:
    """Say of a study who leads it, and where."""
    return Statement(
        Evidence("registry", "S1", date=Date(date) if date else None, title="S1"),
        (Mention("p", person, "lead"), Mention("h", "Memorial Hermann", "site"), Mention("u", "Research Site", "site", unnamed_of="p")),
        ties=(Tie("p", "h", "relation"),),
        claims=(Claim("p", "orcid", "0000"), Claim("h", "beds", 12.0)),
        initiative=Initiative("i", "S1", "study", "S1"),
        events=(Event("started", Date("2024"), True, (("i", "study"), ("p", "lead"))), Event("born", Date("1970"), True, (("p", "who"),))),
    )


def state(eco: Ecosystem, said: Statement) -> tuple[str, int, int | None]:
    """Take a statement, with an actor for each new mention."""
    batch = eco.batch("import")
    with batch:
        stated = batch.state(said)
        for key, mention in stated.mentions.items():
            if mention in stated.unassigned:
                name = next(one.name for one in said.mentions if one.key == key)
                batch.assign(mention, batch.add_actor(name), reason="test", decided_by="test")
    return stated.outcome, stated.left_out, batch.id


def named(eco: Ecosystem, name: str) -> int:
    return int(eco.actors().filter(eco.actors()["name"] == name)["id"][0])


@pytest.mark.parametrize("date", ["2024-01-01", None])
def test_saying_the_same_again_does_not_bring_a_person_back(make: Callable[[], Ecosystem], date: str | None) -> None:
    with make() as eco:
        state(eco, study(date=date))
        eco.erase(named(eco, "Jane Quxfoo"))
        before = eco.export()
        assert state(eco, study(date=date)) == ("unchanged", 1, None)
        assert before == eco.export()
        assert eco.actors()["name"].to_list() == ["Memorial Hermann"]
        assert eco.claims()["field"].to_list() == ["beds"]
        assert eco.events()["kind"].to_list() == ["started"]
        later = study(date="2025-01-01", person="QUXFOO, Jané")
        outcome, left_out, _ = state(eco, later)
        assert (outcome, left_out) == ("changed", 1)
        assert b"uxfoo" not in eco.export().lower()
        assert eco.check() == []


def test_a_short_name_takes_nothing_along_that_merely_holds_its_letters(make: Callable[[], Ecosystem]) -> None:
    said = Statement(
        Evidence("registry", "N1", "https://clinicaltrials.example/N1", Date("2024"), title="A clinical study"),
        (Mention("p", "Li", "lead"), Mention("h", "Memorial Hermann", "site"), Mention("u", "Rice University", "sponsor")),
        ties=(Tie("p", "h", "relation"), Tie("u", "h", "sponsor-site")),
        claims=(Claim("h", "beds", 12.0),),
    )
    with make() as eco:
        state(eco, said)
        with eco.batch("Two views") as batch:
            batch.keep("map", "view", "Listed", {"note": "Lines of all"})
            batch.keep("map", "view", "one", {"note": "of all\nLi, and more"})
        eco.erase(named(eco, "Li"))
        assert (eco.ties()["kind"].to_list(), eco.claims()["field"].to_list()) == (["sponsor-site"], ["beds"])
        assert [each.name for each in eco.kept("map")] == ["Listed"]
        assert state(eco, said)[:2] == ("unchanged", 1)
        assert eco.check() == []


def test_a_table_read_again_leaves_the_person_out_and_keeps_the_rest(tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text(PEOPLE, encoding="utf-8")
    with Ecosystem.create(tmp_path / "x.eco") as eco:
        import_files(eco, [table])
        for name in ("Jane Quxfoo", "Quxfoo, Jane"):
            eco.erase(named(eco, name))
        assert "Quxfoo" not in repr(eco.evidence().rows())
        again = import_files(eco, [table])
        assert (again.kept, again.refused, again.changed, again.batch) == (1, 2, 0, None)
        assert "uxfoo" not in repr([problem.what for problem in again.problems.kept])
        assert sorted(eco.actors()["name"]) == ["Memorial Hermann", "Rice University"]
    assert b"uxfoo" not in (tmp_path / "x.eco").read_bytes().lower()
    with Ecosystem.create(tmp_path / "y.eco") as fresh:
        assert import_files(fresh, [table]).kept == 3


def test_an_import_says_whom_it_left_out_of_a_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = Opened("study.json", b"{}", 2, LIMITS, lambda: io.BytesIO(b"{}"))
    monkeypatch.setattr("ecotone.workbench.intake._statements", lambda *_: iter([("registry", file, study())]))
    with Ecosystem.create(tmp_path / "x.eco") as eco:
        import_files(eco, [])
        eco.erase(named(eco, "Jane Quxfoo"))
        done = import_files(eco, [])
        assert (done.kept, done.refused, done.batch) == (1, 0, None)
        assert done.problems.by_kind() == {LEFT_OUT: 1}


def test_another_of_the_same_name_who_is_in_the_record_stays(make: Callable[[], Ecosystem]) -> None:
    other = Statement(Evidence("registry", "S2"), (Mention("p", "Jane Quxfoo", "site lead", "orcid 2"),))
    with make() as eco:
        state(eco, study())
        person = named(eco, "Jane Quxfoo")
        state(eco, other)
        eco.erase(person)
        assert state(eco, other) == ("unchanged", 0, None)
        assert state(eco, study())[:2] == ("unchanged", 1)
        assert eco.mentions().filter(eco.mentions()["name"] == "Jane Quxfoo")["id_in_source"].to_list() == ["orcid 2"]


def test_a_name_can_be_let_in_again_and_a_user_may_always_enter_one(make: Callable[[], Ecosystem]) -> None:
    alone = Statement(Evidence("registry", "S3"), (Mention("p", "Jane Quxfoo", "lead"),))
    with make() as eco:
        state(eco, alone)
        eco.erase(named(eco, "Jane Quxfoo"))
        assert eco.evidence().is_empty()
        with pytest.raises(InputError, match="erased from this record"):
            state(eco, alone)
        with pytest.raises(NotFoundError, match="Nobody of this name"):
            eco.readmit("John Quxfoo")
        with eco.batch("by hand") as batch:
            batch.add_actor("Jane Quxfoo", kind="person")
        made = eco.readmit("jane quxfoo")
        assert state(eco, alone)[:2] == ("new", 0)
        eco.undo(eco.history()["batch"].to_list()[0])
        eco.undo(made)
        with pytest.raises(InputError, match="erased from this record"):
            state(eco, alone)


def test_what_is_kept_is_a_salted_slow_digest_and_no_name(tmp_path: Path) -> None:
    with Ecosystem.create(tmp_path / "x.eco") as eco, eco.batch("own") as batch:
        first, second = batch.add_actor("Jane Quxfoo", kind="person"), batch.add_actor("Bo Zanbar", kind="person")
    with Ecosystem.open(tmp_path / "x.eco") as eco:
        eco.erase(first)
        eco.erase(second)
        kept = eco.kept("ecosystem", "erased")
        assert [one.private for one in kept] == [True, True]
        [salt] = {one.body["salt"] for one in kept}
        own = bytes.fromhex(salt)
        # A second implementation, from what docs/record.md says.
        expected = {
            scrypt(name, salt=own, n=16_384, r=8, p=1, maxmem=2**26, dklen=16).hex(): int.from_bytes(
                blake2b(name, key=own, digest_size=4).digest(), "big"
            )
            % 1024
            for name in (b"jane quxfoo", b"bo zanbar")
        }
        assert {one.name: one.body["sieve"] for one in kept} == expected
        assert (COST, SIEVE) == (16_384, 1024)
        eco.backup(tmp_path / "backup.eco")
        eco.share(tmp_path / "shared.eco")
    with Ecosystem.open(tmp_path / "backup.eco") as copy:
        assert len(copy.kept("ecosystem", "erased")) == 2
    assert salt.encode() not in (tmp_path / "shared.eco").read_bytes()
    with Ecosystem.create(tmp_path / "z.eco") as eco:
        with eco.batch("own") as batch:
            person = batch.add_actor("Jane Quxfoo", kind="person")
        eco.erase(person)
        assert {one.name for one in eco.kept("ecosystem", "erased")}.isdisjoint(expected)


def test_names_of_unnamed_parts_and_acronyms_are_not_remembered(tmp_path: Path) -> None:
    said = Statement(Evidence("registry", "S1"), (Mention("p", "Jane Quxfoo Ltd", "lead"), Mention("a", "JQL", "acronym")))
    with Ecosystem.create(tmp_path / "x.eco") as eco:
        with eco.batch("import") as batch:
            stated = batch.state(said)
            actor = batch.add_actor("Jane Quxfoo Ltd")
            for mention in stated.mentions.values():
                batch.assign(mention, actor, reason="test", decided_by="test")
        eco.erase(actor)
        assert len(eco.kept("ecosystem", "erased")) == 1
        site = Statement(Evidence("registry", "S2"), (Mention("a", "JQL", "acronym"),))
        assert state(eco, site)[:2] == ("new", 0)


@given(
    st.lists(st.text("abcdé", min_size=1, max_size=5), min_size=1, max_size=4).flatmap(
        lambda words: st.tuples(st.just(words), st.permutations(words))
    )
)
def test_a_plain_name_does_not_depend_on_case_accents_or_order(both: tuple[list[str], list[str]]) -> None:
    words, other = both
    assert plain(" ".join(words)) == plain(", ".join(other).upper())
    assert plain(plain(" ".join(words))) == plain(" ".join(words))


def test_the_digest_stands_in_no_journal(tmp_path: Path) -> None:
    with Ecosystem.create(tmp_path / "x.eco") as eco:
        with eco.batch("own") as batch:
            person = batch.add_actor("Jane Quxfoo", kind="person")
        eco.erase(person)
        assert eco.history()["entries"].to_list()[0] == 0
        assert json.loads(eco.export())["title"] == ""
