"""Stage models as data: which events start and end each stage of an initiative's way, and whose clock runs in between.

A model is a table in `stage_models.yaml`, or in a file of a user's own of the same shape, so a new way of dividing the
road needs no code. The stages need not follow each other without a gap, and may overlap: each stands on its own two markers. Ladders
of levels (technology readiness, T0 to T4) have no dated events of their own; `ladders` reads them from dated claims.

References
----------
ClinicalTrials.gov, Protocol registration data element definitions (the markers of `trials`).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from ecotone.errors import NotFoundError, SpellError
from ecotone.velocity.spells import Markers

SHIPPED: Final = Path(__file__).with_name("stage_models.yaml")
ADVANCED: Final = "advanced"


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
    near : tuple of str
        Published series about such a stage.
    """

    name: str
    start: str
    end: str
    owner: str
    near: tuple[str, ...] = ()

    def markers(self, censoring: str) -> Markers:
        """Return the stage's markers with the rule for what still runs."""
        return Markers(self.start, self.end, self.owner, censoring)


@dataclass(frozen=True, slots=True)
class Stop:
    """How an item is known to have ended another way than by advancing.

    Parameters
    ----------
    outcome : str
        What that is called: `stopped`, `withdrawn`, `stalled`.
    field : str
        The claim that says so.
    values : tuple of str
        Its values that do.
    dated_by : tuple of str
        Events of which the latest actual one dates the stop; where there is none, the day of the claim does.
    """

    outcome: str
    field: str
    values: tuple[str, ...]
    dated_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """A claim that tells apart the items of a model.

    Parameters
    ----------
    field : str
        The claim.
    values : tuple of str
        Its values.
    """

    field: str
    values: tuple[str, ...]


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
    stops : tuple of Stop
        How an item ends another way; empty where nothing tells.
    source : str
        Where the markers are defined.
    where : Condition or None
        Which of the initiatives; None for all of the kind.
    late_from : str or None
        The first stage whose stop counts as late.
    address : str or None
        Of the source.
    caveat : str or None
        What every answer has to say of such a way.
    """

    name: str
    label: str
    initiative: str
    stages: tuple[Stage, ...]
    stops: tuple[Stop, ...]
    source: str
    where: Condition | None = None
    late_from: str | None = None
    address: str | None = None
    caveat: str | None = None

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Return the ways in which a stage can end, advancing first."""
        return (ADVANCED, *dict.fromkeys(stop.outcome for stop in self.stops))

    def after(self, stage: Stage) -> tuple[str, ...]:
        """Return the events behind a stage's end: those of the stages that start with it, and so on."""
        found: list[str] = []
        reached = [stage.end]
        while reached:
            marker = reached.pop()
            ends = [each.end for each in self.stages if each.start == marker and each.end not in found and each.end != stage.end]
            found += ends
            reached += ends
        return tuple(found)

    @property
    def late(self) -> tuple[str, ...]:
        """Return the names of the late stages."""
        names = [stage.name for stage in self.stages]
        return tuple(names[names.index(self.late_from) :]) if self.late_from else ()

    @property
    def events(self) -> tuple[str, ...]:
        """Return the kinds of event that mark the way, in order."""
        return tuple(dict.fromkeys(kind for stage in self.stages for kind in (stage.start, stage.end)))


def read_models(path: Path) -> dict[str, StageModel]:
    """Read stage models from a YAML file.

    Parameters
    ----------
    path : Path
        Of the shape of `stage_models.yaml`.

    Raises
    ------
    SpellError
        If the file is no YAML, or a model lacks a part or gives two stages one name.

    Examples
    --------
    >>> [stage.name for stage in read_models(SHIPPED)["trials"].stages]
    ['set-up', 'conduct', 'follow-up', 'reporting']
    """
    if not path.is_file():
        raise NotFoundError("No such file of stage models", got=str(path))
    try:
        tables = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SpellError("The stage models are no YAML", where=path.name, got=str(error)) from None
    if not isinstance(tables, dict):
        raise SpellError("The stage models are no table of models", where=path.name, expected="name: {initiative, stages …}")
    return {str(name): _model(str(name), table, path.name) for name, table in tables.items()}


def _model(name: str, table: Any, where: str) -> StageModel:
    """Make a model of its table, and check it."""
    try:
        stages = tuple(Stage(**{**stage, "near": tuple(stage.get("near", ()))}) for stage in table["stages"])
        stops = tuple(
            Stop(stop["outcome"], stop["field"], tuple(map(str, stop["values"])), tuple(stop.get("dated_by", ())))
            for stop in table.get("stops", ())
        )
        where_table = table.get("where")
        condition = Condition(where_table["field"], tuple(map(str, where_table["values"]))) if where_table else None
        model = StageModel(
            name,
            table.get("label", name),
            table["initiative"],
            stages,
            stops,
            table.get("source", "own definition"),
            condition,
            table.get("late_from"),
            table.get("address"),
            table.get("caveat"),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise SpellError(
            "A stage model lacks a part",
            where=f"{where}, {name}",
            got=str(error),
            expected="initiative; stages with name, start, end, owner; stops with outcome, field, values",
        ) from None
    names = [stage.name for stage in stages]
    if not stages or len(set(names)) < len(stages):
        raise SpellError("A stage model needs stages of different names", where=f"{where}, {name}", got=f"{len(stages)} stages")
    if model.late_from is not None and model.late_from not in names:
        raise SpellError("The first late stage is no stage", where=f"{where}, {name}", got=model.late_from, expected=", ".join(names))
    if ADVANCED in {stop.outcome for stop in stops}:
        raise SpellError("A stop cannot be called as advancing is", where=f"{where}, {name}", got=ADVANCED, expected="stopped, withdrawn …")
    for stage in stages:
        stage.markers("as the reading says")  # a stage without both its markers is refused here
    return model


@functools.cache
def shipped() -> dict[str, StageModel]:
    """Return the stage models that come with Ecotone."""
    return read_models(SHIPPED)


def stage_model(name: str) -> StageModel:
    """Return a stage model by its name, or the only one of a YAML file.

    Parameters
    ----------
    name : str
        `trials`, or a path that ends in `.yaml` or `.yml`.

    Raises
    ------
    NotFoundError
        If there is none such.
    """
    if name.endswith((".yaml", ".yml")):
        models = read_models(Path(name))
        if len(models) != 1:
            raise NotFoundError("The file must hold one stage model", where=name, got=", ".join(models) or "none")
        return next(iter(models.values()))
    if name not in shipped():
        raise NotFoundError("No such stage model", got=name, expected=f"{', '.join(shipped())}, or a file that ends in .yaml")
    return shipped()[name]
