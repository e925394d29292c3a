"""What a person decided about a match, kept in the record so that it survives the next match.

Decisions are private: a shared copy shows what holds (claims, assignments) and not who decided it, as for every decision
that a person makes about who is who.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from ecotone.ecosystem import Ecosystem

ROOM: Final = "matching"
MATCH, MERGE, DECISION = "match", "merge", "decision"
ACCEPT, REJECT, NEW, SKIP = "accept", "reject", "new", "skip"
What = Literal["accept", "reject", "new", "skip"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of one item of the queue.

    Parameters
    ----------
    what : {'accept', 'reject', 'new', 'skip'}
        Take the proposal; it is not that one; the registry does not have it; later.
    id, name : str or None
        The organisation that was accepted.
    rejected : tuple of str
        Organisations that the actor is not.
    by, reason : str
        Who decided, and why.
    """

    what: What
    id: str | None = None
    name: str | None = None
    rejected: tuple[str, ...] = ()
    by: str = ""
    reason: str = ""

    def told(self) -> str:
        """Say who decided and why.

        Examples
        --------
        >>> Decision("new", by="Ana", reason="opened last year").told()
        'decided by Ana: opened last year'
        """
        return f"decided by {self.by or 'a person'}" + (f": {self.reason}" if self.reason else "")

    def body(self) -> dict[str, Any]:
        """Return what is kept."""
        return {"what": self.what, "id": self.id, "name": self.name, "rejected": list(self.rejected), "by": self.by, "reason": self.reason}


def decisions(eco: Ecosystem) -> dict[str, Decision]:
    """Return what was decided, by the name of the item."""
    return {one.name: Decision(**{**one.body, "rejected": tuple(one.body.get("rejected") or ())}) for one in eco.kept(ROOM, DECISION)}


def merge_name(gone: int, into: int) -> str:
    """Return the name of the item that proposes to merge an actor into another.

    Examples
    --------
    >>> merge_name(15, 12)
    '15-12'
    """
    return f"{gone}-{into}"
