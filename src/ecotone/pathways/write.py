"""The one door out: sessions are kept in the record, journalled and undone like everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecotone.pathways.session import KIND, ROOM

if TYPE_CHECKING:
    from ecotone.ecosystem import Ecosystem
    from ecotone.pathways.session import Session


def keep_session(eco: Ecosystem, session: Session, *, author: str = "") -> int:
    """Keep a session under its name, and return its version.

    Parameters
    ----------
    eco : Ecosystem
        The record.
    session : Session
        What to keep; a session of the same name becomes an earlier version that undo brings back.
    author : str
        As the history shows it.
    """
    with eco.batch(f"a session on the regulatory way: {session.name}", author) as batch:
        return batch.keep(ROOM, KIND, session.name, session.body())
