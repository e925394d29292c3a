"""What capabilities keep: versions, undo, private things, and erasing, on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecotone.ecosystem import Ecosystem, Kept
from ecotone.errors import InputError, NotFoundError, StaleWriteError

if TYPE_CHECKING:
    from pathlib import Path


NAME = 'Rosalind "Roz" O\'Rater \\ Lab'
"""A name whose signs JSON escapes."""


def keep(eco: Ecosystem, name: str, body: dict[str, object], **options: object) -> int:
    """Keep a view in a batch of its own and return the batch's id."""
    with eco.batch("keep a view") as batch:
        batch.keep("views", "view", name, body, **options)  # type: ignore[arg-type]
    assert batch.id is not None
    return batch.id


def test_what_is_kept_comes_back_changed_and_undone(eco: Ecosystem) -> None:
    assert eco.kept("views") == []
    first = keep(eco, "West – über alles 🏥", {"b": [1, 2.5, None], "a": "x"})
    assert eco.kept("views") == [Kept("views", "view", "West – über alles 🏥", {"a": "x", "b": [1, 2.5, None]}, 1, private=False)]
    second = keep(eco, "West – über alles 🏥", {"a": "y"}, version=1)
    assert (eco.kept("views", "view")[0].body, eco.kept("views")[0].version) == ({"a": "y"}, 2)
    eco.undo(second)
    assert eco.kept("views", name="West – über alles 🏥")[0].body == {"a": "x", "b": [1, 2.5, None]}
    redo = eco.undo(int(eco.history()["batch"][0]))
    assert eco.kept("views")[0].body == {"a": "y"}
    eco.undo(redo)
    eco.undo(first)
    assert eco.kept("views") == []


def test_a_stale_write_is_refused_and_changes_nothing(eco: Ecosystem) -> None:
    keep(eco, "v", {"a": 1})
    keep(eco, "v", {"a": 2}, version=1)
    with pytest.raises(StaleWriteError, match="view changed since it was read"):
        keep(eco, "v", {"a": 3}, version=1)
    with pytest.raises(NotFoundError, match="No view of this name"):
        keep(eco, "w", {"a": 3}, version=1)
    assert [each.body for each in eco.kept("views")] == [{"a": 2}]


def test_what_is_forgotten_comes_back_by_undo(eco: Ecosystem) -> None:
    keep(eco, "v", {"a": 1}, private=True)
    keep(eco, "v", {"a": 2})
    with eco.batch("no more") as batch:
        batch.forget("views", "view", "v", version=2)
    assert eco.kept("views") == []
    assert batch.id is not None
    eco.undo(batch.id)
    assert [(each.body, each.private) for each in eco.kept("views")] == [({"a": 2}, True)]
    with pytest.raises(NotFoundError), eco.batch("none") as batch:
        batch.forget("views", "view", "w")


@pytest.mark.parametrize(
    ("room", "kind", "name", "body", "what"),
    [
        ("Views", "view", "v", {}, "no name of a room"),
        ("views", "a view", "v", {}, "no name of a kind"),
        ("views", "view", " ", {}, "needs a name"),
        ("views", "view", "v" * 201, {}, "needs a name"),
        ("views", "view", "v", {"a": float("nan")}, "plain JSON values"),
        ("views", "view", "v", {"a": object()}, "plain JSON values"),
        ("views", "view", "v", {"a": "x" * 10_000_001}, "too much to keep"),
    ],
)
def test_what_cannot_be_kept_is_said(eco: Ecosystem, room: str, kind: str, name: str, body: dict[str, object], what: str) -> None:
    with pytest.raises(InputError, match=what), eco.batch("bad") as batch:
        batch.keep(room, kind, name, body)
    assert eco.stats()["kept"] == 0


def test_private_things_and_the_names_of_erased_persons_stay_at_home(tmp_path: Path) -> None:
    with Ecosystem.create(tmp_path / "x.eco") as eco:
        with eco.batch("start") as batch:
            person = batch.add_actor(NAME, kind="person")
            batch.keep("partnerships", "ratings", "who said what", {"rater": "Paula Private"}, private=True)
            batch.keep("partnerships", "decision", "d1", {"owner": NAME})
            batch.keep("partnerships", "decision", "d2", {"owner": "the board"})
        eco.share(tmp_path / "y.eco")
        assert b"Paula Private" not in (tmp_path / "y.eco").read_bytes()
        with Ecosystem.open(tmp_path / "y.eco") as copy:
            assert [each.name for each in copy.kept("partnerships")] == ["d1", "d2"]
            assert copy.check() == []
        keep(eco, "changed", {"by": NAME})
        keep(eco, "changed", {"by": "nobody"})  # the journal holds who it was before
        eco.erase(person)
        assert [each.name for each in eco.kept("partnerships")] == ["d2", "who said what"]
    assert b"Rosalind" not in (tmp_path / "x.eco").read_bytes()
