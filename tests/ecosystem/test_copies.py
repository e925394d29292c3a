"""Copies to keep, copies to give away, and erasing a person: tested in the bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecotone.dates import Date
from ecotone.ecosystem import Claim, Ecosystem, Evidence, Mention, Place, Statement, Tie, copies
from ecotone.errors import InputError, NotFoundError, StorageError, UndoRefusedError
from ecotone.matching import METHOD, matcher

if TYPE_CHECKING:
    from pathlib import Path

SECRETS = (
    "Rosalind Assessor",
    "a private remark",
    "Ana Author",
    "why we did it",
    "Passing Name Ltd",
    "secret verdict",
    "intranet.example.org",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a record with everything that must not be given away."""
    path = tmp_path / "x.eco"
    with Ecosystem.create(path, title="Houston") as eco:
        with eco.batch("why we did it", "Ana Author") as batch:
            a = batch.add_actor("Old Name Ltd", place=Place("Houston"))
            b = batch.add_actor("Memorial Hermann")
            batch.add_tie(a, b, "relation", own_statement=True)
            batch.add_note(a, "a private remark")
            batch.add_claim("secret verdict", 3, actor=a, assessor="Rosalind Assessor", own_statement=True)
            page = Evidence("web", "https://intranet.example.org/minutes", "https://intranet.example.org/minutes")
            batch.add_claim("second verdict", 4, actor=a, assessor="Rosalind Assessor", evidence=page)
            batch.add_claim("beds", 3, actor=a, own_statement=True)
        with eco.batch("renamed", "Ana Author") as batch:
            batch.edit_actor(a, version=1, name="Passing Name Ltd")
        with eco.batch("renamed again", "Ana Author") as batch:
            batch.edit_actor(a, version=2, name="New Name Ltd")
    return path


def test_a_backup_is_the_whole_record(path: Path, tmp_path: Path) -> None:
    with Ecosystem.open(path) as eco:
        eco.backup(tmp_path / "copy.eco")
        with pytest.raises(StorageError, match="already"):
            eco.backup(tmp_path / "copy.eco")
        with Ecosystem.open(tmp_path / "copy.eco") as copy:
            assert copy.export() == eco.export()
            assert copy.history().equals(eco.history())


def test_a_shared_copy_holds_no_judgements_notes_authors_or_journal(path: Path, tmp_path: Path) -> None:
    shared = tmp_path / "y.eco"
    with Ecosystem.open(path) as eco:
        eco.share(shared)
        with pytest.raises(StorageError, match="already"):
            eco.share(shared)
    data = shared.read_bytes()
    for secret in SECRETS:
        assert secret.encode() not in data, secret
    with Ecosystem.open(shared) as copy:
        assert copy.check() == []
        assert sorted(copy.actors()["name"]) == ["Memorial Hermann", "New Name Ltd"]
        assert copy.ties().height == 1
        assert copy.claims()["field"].to_list() == ["beds"]
        assert copy.history().select("reason", "author").rows() == [("Shared copy", "")]
        with pytest.raises(UndoRefusedError, match="no journal"):
            copy.undo(int(copy.history()["batch"][0]))
        with copy.batch("goes on") as batch:
            batch.add_actor("Another")
        assert copy.stats()["actors"] == 3


def test_a_person_is_erased_everywhere(tmp_path: Path) -> None:
    path = tmp_path / "x.eco"
    with Ecosystem.create(path) as eco:
        with eco.batch("own") as batch:
            kept = batch.add_actor("Memorial Hermann")
            person = batch.add_actor("Jane Quxfoo", kind="person")
            batch.add_tie(person, kept, "relation", own_statement=True)
            batch.add_note(person, "plays the viola")
        with eco.batch("import") as batch:
            stated = batch.state(
                Statement(
                    Evidence("a", "1", date=Date("2020")),
                    (Mention("p", "Quxfoo, J.", "author"), Mention("h", "Memorial Hermann", "site")),
                    ties=(Tie("p", "h", "relation"),),
                    claims=(Claim("p", "orcid", "0000-quxfoo"),),
                )
            )
            batch.assign(stated.mentions["p"], person, reason="Jane Quxfoo", decided_by="user")
            batch.assign(stated.mentions["h"], kept, reason="name", decided_by="user")
        with eco.batch("about Jane Quxfoo") as batch:
            batch.edit_actor(person, version=1, name="Jane Quxfoo-Bar")
        eco.undo(3)
        eco.erase(person, author="Ana")
        with pytest.raises(NotFoundError):
            eco.actor(person)
        assert eco.search("quxfoo").is_empty()
        assert eco.actors()["name"].to_list() == ["Memorial Hermann"]
        assert eco.evidence()["source"].to_list() == ["user", "a"]
        assert eco.check() == []
        assert eco.history(limit=1)["reason"].to_list() == ["Erasure of an actor"]
        with pytest.raises(NotFoundError):
            eco.erase(person)
    for text in (b"uxfoo", b"viola"):
        assert text not in path.read_bytes().lower()


def test_reasons_of_persons_stay_at_home_and_those_of_a_method_go_along(tmp_path: Path) -> None:
    with Ecosystem.create(tmp_path / "x.eco") as eco:
        with eco.batch("import", "Ana Author") as batch:
            names = ("By Method", "By Person", "By User")
            stated = batch.state(
                Statement(Evidence("a", "1", date=Date("2020")), tuple(Mention(str(n), name, "site") for n, name in enumerate(names)))
            )
            actors = [batch.add_actor(name) for name in names]
            batch.add_actor("Entered by Hand")
            for n, who, why in (
                (0, METHOD, "same normal form and place"), (1, "Bo Decider", "Bo knows their dean"), (2, "user", "told at dinner")
            ):  # fmt: skip
                batch.assign(stated.mentions[str(n)], actors[n], reason=why, decided_by=who)
        eco.share(tmp_path / "y.eco")
    data = (tmp_path / "y.eco").read_bytes()
    assert not [secret for secret in (b"Bo Decider", b"their dean", b"at dinner", b"Ana Author") if secret in data]
    with Ecosystem.open(tmp_path / "y.eco") as copy:
        assert sorted(copy.mentions().select("name", "decided_by", "reason").rows()) == [
            ("By Method", METHOD, "same normal form and place"),
            ("By Person", "user", ""),
            ("By User", "user", ""),
            ("Entered by Hand", "user", "entered by the user"),
        ]


@pytest.mark.postgres
def test_a_record_in_postgresql_is_copied_into_a_file(postgres_url: str, tmp_path: Path) -> None:
    with Ecosystem.create(f"{postgres_url}&schema=copying", title="Team") as eco:
        with eco.batch("first", "Ana Author") as batch:
            a = batch.add_actor("Universität Köln", sector="academia", place=Place("Köln", None, "DE", 50.9, 6.9))
            b = batch.add_actor("Memorial Hermann")
            tie = batch.add_tie(a, b, "relation", weight=1 / 3, own_statement=True)
            batch.add_note(a, "a private remark")
        with eco.batch("second") as batch:
            batch.edit_actor(b, version=1, name="Hermann")
            batch.remove("tie", tie)
        eco.backup(tmp_path / "copy.eco")
        eco.share(tmp_path / "shared.eco")
        exported, history = eco.export(), eco.history()
        eco.undo(2)
        undone = eco.export()
    assert {path.name for path in tmp_path.iterdir()} == {"copy.eco", "shared.eco"}
    with Ecosystem.open(tmp_path / "copy.eco") as copy:
        assert copy.title == "Team"
        assert copy.check() == []
        assert copy.export() == exported
        assert copy.history().equals(history)
        assert copy.search("univ koln")["id"].to_list() == [a]
        copy.undo(2)
        assert copy.export() == undone
        with copy.batch("goes on") as batch:
            assert batch.add_actor("C") == 3
    assert b"private remark" not in (tmp_path / "shared.eco").read_bytes()
    with Ecosystem.open(tmp_path / "shared.eco") as shared:
        assert shared.check() == []
        assert shared.actors()["name"].to_list() == ["Universität Köln", "Hermann"]


@pytest.mark.postgres
def test_a_person_is_erased_from_postgresql(postgres_url: str) -> None:
    with Ecosystem.create(f"{postgres_url}&schema=erasing") as eco:
        with eco.batch("own") as batch:
            person, other = batch.add_actor("Jane Quxfoo", kind="person"), batch.add_actor("B")
            batch.add_tie(person, other, "relation", own_statement=True)
        eco.erase(person)
        assert b"Quxfoo" not in eco.export()
        assert eco.ties().is_empty()
        assert eco.check() == []


def test_a_copy_that_cannot_be_written_is_said_of_the_copy(path: Path, tmp_path: Path) -> None:
    with Ecosystem.open(path) as eco, pytest.raises(StorageError, match="copy cannot be written") as caught:
        eco.backup(tmp_path / "no such folder" / "copy.eco")
    assert (caught.value.where or "").endswith("copy.eco")


def test_a_number_beyond_64_bits_is_no_row(path: Path) -> None:
    with Ecosystem.open(path) as eco:
        for ask in (lambda: eco.actor(10**30), lambda: eco.undo(10**30), lambda: eco.evidence(10**30)):
            with pytest.raises(InputError, match="larger than a record can hold"):
                ask()
        assert eco.evidence(1)["id"].to_list() == [1]


def test_every_method_of_matching_is_known_as_one() -> None:
    assert set(copies.METHODS) == {METHOD, matcher.METHOD}  # else its reasons would be taken for a person's
