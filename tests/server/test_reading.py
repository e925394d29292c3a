"""Tables that are read once a batch: never of an earlier one, never more than there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecotone.dates import Date
from ecotone.ecosystem import Ecosystem
from ecotone.errors import NotARecordError
from ecotone.scope import Scope
from ecotone.server import questions
from ecotone.server.questions import Reader, look
from ecotone.server.reading import ReadOnce
from ecotone.work import SILENT

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from ecotone.server.opened import Opened
    from ecotone.work import Work


def test_a_table_is_read_once_and_says_what_the_record_says(record: Path) -> None:
    with Ecosystem.open(record) as eco:
        once = ReadOnce(eco).at(1)
        assert once.ties() is once.ties(Scope())
        assert once.ties().equals(eco.ties())
        narrow = Scope.of([("sector", "provider")])
        assert once.actors(narrow).equals(eco.actors(narrow))
        assert once.actors(narrow) is not once.actors()
        assert once.claims(as_of=Date("2020")).equals(eco.claims(as_of=Date("2020")))
        assert once.claims() is once.claims()
        assert once.events().equals(eco.events())
        assert once.evidence(1).equals(eco.evidence(1))
        assert once.evidence() is once.evidence()
        assert once.ties(kind="relation").equals(eco.ties(kind="relation"))
        assert once.title == eco.title
        before = once.ties()
        assert once.at(1).ties() is before
        assert once.at(2).ties() is not before


def test_no_more_is_kept_than_there_is_room_for(record: Path) -> None:
    with Ecosystem.open(record) as eco:
        actors, ties = int(eco.actors().estimated_size()), int(eco.ties().estimated_size())
        once = ReadOnce(eco, room=max(actors, ties)).at(1)
        first = once.actors()
        once.ties()
        assert once.size <= max(actors, ties)
        assert once.actors() is not first
        tiny = ReadOnce(eco, room=1).at(1)
        assert tiny.actors().equals(first)
        assert tiny.size == 0


def counted(opened: Opened, *, work: Work) -> dict[str, Any]:
    """Return how many ties there are, read and kept."""
    work.step(0)
    return {"ties": opened.use().ties().height, "kept": opened.at_batch("ties", lambda: opened.use().ties().height)}


def asked(record: Path) -> dict[str, Any]:
    return look(record=str(record), function=f"{__name__}:counted", arguments={}, state="", by="", work=SILENT)


def held() -> Reader | None:
    """Return what the process of questions has open."""
    return questions._reader


def test_the_process_of_questions_follows_the_record(record: Path, tmp_path: Path) -> None:
    try:
        assert asked(record) == {"ties": 4, "kept": 4}
        reader = held()
        assert reader
        with Ecosystem.open(record) as eco, eco.batch("one more", "Cy") as batch:
            batch.add_tie(3, 4, "relation", directed=False, own_statement=True)
        assert asked(record) == {"ties": 5, "kept": 5}
        assert held() is reader
        # A file that was taken away is said to be gone; one that is put back is opened anew.
        away = record.rename(tmp_path / "away.eco")
        with pytest.raises(NotARecordError):
            asked(record)
        assert held() is None
        away.rename(record)
        assert asked(record) == {"ties": 5, "kept": 5}
    finally:
        questions._forget()
