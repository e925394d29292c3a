"""Stage models as data: which events start and end each stage of an initiative's way, and whose clock runs in between.

A model is a table in `stage_models.toml`, or in a file of a user's own of the same shape, so a new way of dividing the
road needs no code. The stages need not follow each other without a gap: each stands on its own two markers. Ladders of
names alone (technology readiness, T0 to T4) are not shipped: a name without a dated event that marks it measures nothing.

References
----------
ClinicalTrials.gov, Protocol registration data element definitions (the markers of `trials`).
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ecotone.errors import NotFoundError, SpellError
from ecotone.velocity.spells import Markers

SHIPPED: Final = Path(__file__).with_name("stage_models.toml")


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the way between two events.

    Parameters
    ----------
    name : str
        What the stage is called.
    start, end : str
        Kinds of event that start and end it.
    owner : str
        Whose clock it is.
    """

    name: str
    start: str
    end: str
    owner: str

    def markers(self, censoring: str) -> Markers:
        """Return the stage's markers with the rule for what still runs."""
        return Markers(self.start, self.end, self.owner, censoring)


@dataclass(frozen=True, slots=True)
class Stop:
    """How an item is known to have stopped for good.

    Parameters
    ----------
    field : str
        The claim that says so.
    values : tuple of str
        Its values that do.
    dated_by : tuple of str
        Events of which the latest actual one dates the stop; where there is none, the day of the claim does.
    """

    field: str
    values: tuple[str, ...]
    dated_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StageModel:
    """A way with its stages.

    Parameters
    ----------
    name, label : str
        Short and in words.
    initiative : str
        The kind of initiative that goes this way.
    stages : tuple of Stage
        In order.
    stop : Stop or None
        How an item stops; None where nothing tells.
    source : str
        Where the markers are defined.
    """

    name: str
    label: str
    initiative: str
    stages: tuple[Stage, ...]
    stop: Stop | None
    source: str

    @property
    def events(self) -> tuple[str, ...]:
        """Return the kinds of event that mark the way, in order."""
        return tuple(dict.fromkeys(kind for stage in self.stages for kind in (stage.start, stage.end)))


def read_models(path: Path) -> dict[str, StageModel]:
    """Read stage models from a TOML file.

    Parameters
    ----------
    path : Path
        Of the shape of `stage_models.toml`.

    Raises
    ------
    SpellError
        If the file is no TOML, or a model lacks a part or gives two stages one name.

    Examples
    --------
    >>> [stage.name for stage in read_models(SHIPPED)["trials"].stages]
    ['set-up', 'conduct', 'follow-up', 'reporting']
    """
    if not path.is_file():
        raise NotFoundError("No such file of stage models", got=str(path))
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SpellError("The stage models are no TOML", where=path.name, got=str(error)) from None
    return {name: _model(name, table, path.name) for name, table in tables.items()}


def _model(name: str, table: Any, where: str) -> StageModel:
    """Make a model of its table, and check it."""
    try:
        stages = tuple(Stage(**stage) for stage in table["stages"])
        stop = table.get("stop")
        ends = Stop(stop["field"], tuple(stop["values"]), tuple(stop.get("dated_by", ()))) if stop else None
        model = StageModel(name, table.get("label", name), table["initiative"], stages, ends, table.get("source", "own definition"))
    except (KeyError, TypeError, AttributeError) as error:
        raise SpellError(
            "A stage model lacks a part",
            where=f"{where}, {name}",
            got=str(error),
            expected="initiative; stages with name, start, end, owner",
        ) from None
    if not stages or len({stage.name for stage in stages}) < len(stages):
        raise SpellError("A stage model needs stages of different names", where=f"{where}, {name}", got=f"{len(stages)} stages")
    for stage in stages:
        stage.markers("as the reading says")  # a stage without both its markers is refused here
    return model


@functools.cache
def shipped() -> dict[str, StageModel]:
    """Return the stage models that come with Ecotone."""
    return read_models(SHIPPED)


def stage_model(name: str) -> StageModel:
    """Return a stage model by its name, or the only one of a TOML file.

    Parameters
    ----------
    name : str
        `trials`, or a path that ends in `.toml`.

    Raises
    ------
    NotFoundError
        If there is none such.
    """
    if name.endswith(".toml"):
        models = read_models(Path(name))
        if len(models) != 1:
            raise NotFoundError("The file must hold one stage model", where=name, got=", ".join(models) or "none")
        return next(iter(models.values()))
    if name not in shipped():
        raise NotFoundError("No such stage model", got=name, expected=f"{', '.join(shipped())}, or a file that ends in .toml")
    return shipped()[name]
