"""The shapes of drawing on the wire: a model that is drawn, and the steps that change it."""

from typing import Annotated, Literal

from pydantic import Field

from ecotone.ecosystem.kept import LONGEST_NAME
from ecotone.server.dynamics_shapes import UnitProblem
from ecotone.server.dynamics_subject import Formula, Subject
from ecotone.server.roles import Author
from ecotone.server.schemas import Wire

ModelName = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
Variable = Annotated[str, Field(max_length=20_000, description="Name of a variable; a longer one than fits is refused with its reason")]
Real = Annotated[float, Field(allow_inf_nan=False)]
Points = Annotated[list[tuple[Real, Real]], Field(max_length=500)]
Kind = Literal["stock", "flow", "aux", "lookup"]
Between = Literal["clamped", "extrapolated", "stepped"]
Sign = Literal["+", "-", ""]


class DrawnVariable(Wire):
    """A variable of a drawing."""

    name: str
    kind: Kind
    equation: str
    units: str
    note: str
    inflows: list[str]
    outflows: list[str]
    points: list[tuple[float, float]]
    between: Between
    non_negative: bool
    low: float | None
    high: float | None
    waiting: list[str] = Field(description="Linked to it, but not in its equation yet")
    finished: bool
    at: list[int]


class DrawnLink(Wire):
    """What reads what; its polarity as a run of the finished model tells it, or as the equation alone does."""

    source: str
    target: str
    polarity: Literal["+", "-", "±", ""]
    stated: Sign = Field(description="The polarity that somebody stated, before or beside the equation")
    contradicts: bool = Field(description="Whether the equation says another polarity than was stated")
    flow: Literal[-1, 0, 1]
    waiting: bool
    delayed: bool


class DrawnModel(Wire):
    """A model that is drawn, as it stands in the record."""

    name: str
    version: int
    state: str = Field(description="A short name of exactly this state")
    batch: int = Field(description="The record's latest batch")
    start: float
    stop: float
    step: float
    time_units: str
    method: Literal["euler", "rk4", "rk45"]
    variables: list[DrawnVariable]
    links: list[DrawnLink]
    missing: list[str] = Field(description="Variables without an equation")
    problem: str = Field(description="Why the model cannot run though nothing is missing")
    units: list[UnitProblem]


class NewModel(Wire):
    """A model to begin: from nothing, or as a copy of one that is open."""

    name: ModelName
    of: Subject | None = Field(default=None, description="What is copied, with its edits; nothing where not given")
    author: Author = ""


class Was(Wire):
    """What a variable was when it was read; a change of anything else is refused."""

    equation: Formula | None = None
    units: Formula | None = None
    note: Formula | None = None
    points: Points | None = None


class Add(Wire):
    """Add a variable; a flow with its ends."""

    do: Literal["add"]
    name: Variable
    kind: Kind
    equation: Formula = ""
    units: Annotated[str, Field(max_length=200)] = ""
    note: Formula = ""
    points: Points = Field(default=[])
    at: tuple[int, int] | None = None
    source: Variable = ""
    sink: Variable = ""


class Write(Wire):
    """Give a variable another equation, unit, note, points or range; what is not given stays."""

    do: Literal["write"]
    name: Variable
    equation: Formula | None = None
    units: Annotated[str, Field(max_length=200)] | None = None
    note: Formula | None = None
    points: Points | None = None
    between: Between | None = None
    non_negative: bool | None = None
    range: tuple[Real, Real] | None = None
    was: Was | None = None


class Rename(Wire):
    """Give a variable another name."""

    do: Literal["rename"]
    name: Variable
    new: Variable


class Remove(Wire):
    """Delete a variable."""

    do: Literal["remove"]
    name: Variable
    was: Was | None = None


class LinkTwo(Wire):
    """Link two variables, or take away a link that waits."""

    do: Literal["link", "unlink"]
    source: Variable
    target: Variable
    polarity: Sign = ""


class StatePolarity(Wire):
    """State the polarity of a link, or take back what was stated."""

    do: Literal["polarity"]
    source: Variable
    target: Variable
    polarity: Sign
    was: Sign | None = None


class Numbers(Wire):
    """Give numbers the values with which a scenario was run."""

    do: Literal["numbers"]
    values: dict[Variable, Real] = Field(min_length=1, max_length=400)
    was: dict[Variable, Formula] = Field(default={}, max_length=400, description="The equations beside which the scenario was seen")


class Pipe(Wire):
    """Say out of which stock a flow runs, and into which."""

    do: Literal["pipe"]
    name: Variable
    source: Variable = ""
    sink: Variable = ""


class Move(Wire):
    """Put variables elsewhere."""

    do: Literal["move"]
    at: dict[Variable, tuple[int, int]] = Field(max_length=400)


class Tidy(Wire):
    """Lay the model out anew."""

    do: Literal["tidy"]


class Settle(Wire):
    """Say when the model runs, and how."""

    do: Literal["time"]
    start: Real
    stop: Real
    step: Real
    time_units: Annotated[str, Field(max_length=60)] = ""
    method: Literal["euler", "rk4", "rk45"] = "euler"


Step = Annotated[Add | Write | Rename | Remove | LinkTwo | StatePolarity | Numbers | Pipe | Move | Tidy | Settle, Field(discriminator="do")]


class ChangeWish(Wire):
    """One step that changes a drawn model."""

    name: ModelName
    step: Step
    author: Author = ""


class ModelGone(Wire):
    """A drawn model to take away."""

    name: ModelName
    version: int | None = Field(default=None, ge=0)
    author: Author = ""


class ModelNamed(Wire):
    """A drawn model that is meant."""

    name: ModelName
    author: Author = ""


class KeptState(Wire):
    """A state of a model that stays as it is, whatever becomes of the model."""

    state: str
    batch: int


class TryWish(Wire):
    """An equation, unit or name to try on a drawn model; a new variable where the model has none of the name."""

    name: ModelName
    variable: Variable
    kind: Kind = "aux"
    equation: Formula = ""
    units: Annotated[str, Field(max_length=200)] | None = None
