"""The models that are drawn in a record: which there are, and one of them as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ecotone.dynamics.drawn import Drawn
from ecotone.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from ecotone.ecosystem import Ecosystem

ROOM: Final = "dynamics"
KIND: Final = "model"
STATE: Final = "state"
"""A model as it stood when a run of it was kept."""
TOLD: Final = 8
"""Names of models that an error tells."""


@dataclass(frozen=True)
class KeptModel:
    """A model that is drawn in a record, with its version; `drawn` is None where it cannot be read."""

    name: str
    drawn: Drawn | None
    version: int


def drawn_models(eco: Ecosystem) -> list[KeptModel]:
    """Return the models that are drawn in a record, by name."""
    return [KeptModel(each.name, _read(each.body), each.version) for each in eco.kept(ROOM, KIND)]


def _read(body: dict[str, object]) -> Drawn | None:
    try:
        return Drawn.read(body)
    except InputError:
        return None


def drawn_model(eco: Ecosystem, name: str, state: str = "") -> tuple[Drawn, int]:
    """Return a model that is drawn in a record with its version, or as it stood in an earlier state.

    Raises
    ------
    NotFoundError
        If the record keeps none of the name, or no longer; those that it keeps are told.
    """
    found = eco.kept(ROOM, STATE if state else KIND, state or name)
    if found:
        return Drawn.read(found[0].body), found[0].version
    if state:
        raise NotFoundError("The record no longer keeps this state of the model", got=state[:80], remedy="Choose the model as it stands")
    there = [each.name for each in eco.kept(ROOM, KIND)]
    listed = ", ".join(there[:TOLD]) + (f" and {len(there) - TOLD} more" if len(there) > TOLD else "")
    raise NotFoundError(
        "The record keeps no model of this name",
        got=name[:80],
        expected=listed or None,
        remedy="Choose another model; undo brings back what was taken away",
    )
