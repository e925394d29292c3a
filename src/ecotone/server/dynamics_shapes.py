"""The shapes of simulation on the wire: models, their structure, runs, loops, and equations that are tried."""

from typing import Annotated, Literal

from pydantic import Field

from ecotone.server.dynamics_subject import Formula, Name, Subject
from ecotone.server.schemas import AnswerReadAt, Wire


class ModelLine(Wire):
    """A model that can be opened."""

    name: str
    title: str
    text: str = Field(description="What it is of")
    variables: int


class Number(Wire):
    """What a constant is, and where it comes from."""

    value: float
    low: float
    high: float
    basis: Literal["record", "assumption", "model"]
    source: str
    evidence: list[int]


class ModelVariable(Wire):
    """A variable with its equation and its place in the diagram."""

    name: str
    kind: Literal["stock", "flow", "aux", "constant", "lookup", "data"]
    equation: str = Field(description="As it can be edited; of a stock its initial value")
    whole: str = Field(description="As people read it")
    editable: bool
    units: str
    note: str
    line: int
    number: Number | None = Field(description="Of a constant")
    points: list[list[float]] = Field(description="Of a graphical function")
    at: list[int] | None = Field(description="Place in the diagram without constants")
    at_all: list[int] = Field(description="Place in the diagram of all")


class ModelLink(Wire):
    """What an equation reads."""

    source: str
    target: str
    polarity: Literal["+", "-", "±", ""]
    flow: Literal[-1, 0, 1]
    delayed: bool = Field(description="Whether it is read through a delay or a smooth")


class UnitProblem(Wire):
    """An equation whose units do not fit."""

    variable: str
    line: int | None
    what: str


class PolicyLine(Wire):
    """A policy, what it moves, and what that is assumed to cost."""

    name: str
    changes: list[str]
    cost: float = Field(description="Millions a year")


class Structure(Wire):
    """All that a model says."""

    title: str
    time_units: str
    start: float
    stop: float
    step: float
    method: str
    variables: list[ModelVariable]
    links: list[ModelLink]
    units: list[UnitProblem]
    policies: list[PolicyLine]
    outputs: list[str] = Field(description="What is looked at first")
    from_record: int = Field(description="Numbers that come from the record")
    read_at: AnswerReadAt | None = Field(description="Which record they were read from, and at which batch")
    version: str = Field(description="Of Ecotone")


class Scenario(Subject):
    """A model with what is different."""

    constants: dict[Name, Annotated[float, Field(allow_inf_nan=False)]] = Field(default={}, max_length=500)
    policies: list[Name] = Field(default=[], max_length=20)
    start: float = Field(default=2.0, allow_inf_nan=False, description="When the policies begin")


class RunWish(Scenario):
    """A run: one, or many that are drawn from the ranges of what is not known."""

    outputs: list[Name] = Field(default=[], max_length=12, description="Variables; those that are looked at first where not given")
    members: int = Field(default=1, ge=1, le=1_000)
    seed: int = Field(default=0, ge=0, le=2**31 - 1)


class SeriesShape(Wire):
    """A variable over time: one run, or the middle of many with the ranges that hold half and nine in ten of them."""

    name: str
    units: str
    values: list[float | None]
    low: list[float | None]
    high: list[float | None]
    inner_low: list[float | None]
    inner_high: list[float | None]


class RunAnswer(Wire):
    """What a scenario leads to, what the model as it stands leads to, and what lies between, draw by draw."""

    time: list[float]
    series: list[SeriesShape]
    baseline: list[SeriesShape]
    difference: list[SeriesShape]
    members: int
    seed: int
    problems: list[str] = Field(description="Values that are not finite")


class LoopShape(Wire):
    """A feedback loop with its part in what happens."""

    name: str
    title: str
    kind: Literal["R", "B", "U"]
    variables: list[str]
    share: float = Field(description="Mean part in the behaviour of its partition")
    relative: list[float | None] = Field(description="Part at each time, negative where balancing")
    partition: int


class Stretch(Wire):
    """A stretch of time in which one loop is the strongest."""

    start: float
    end: float
    loop: str


class LoopsAnswer(Wire):
    """The loops of a model, strongest first."""

    time: list[float]
    loops: list[LoopShape]
    found: int
    complete: bool
    strongest: list[Stretch]
    carried: bool = Field(description="Whether the shares are of what the policies change, not of what happens")
    independent: int = Field(default=0, description="How many independent loops there are, where only such were asked for")


class LoopsWish(Scenario):
    """Loops of what happens, or of what the policies change; all, or the shortest independent loop set."""

    carried: bool = False
    independent: bool = False


class DiagramWish(Subject):
    """A causal-loop diagram as a file."""

    form: Literal["svg", "dot", "kumu"] = "svg"
    still: bool = Field(default=False, description="Whether constants, tables and data are in it too")


class TornadoWish(Scenario):
    """What is asked of which variable, and whether of its value or of what the scenario adds to it."""

    output: Name | None = None
    difference: bool = False
    seed: int = Field(default=0, ge=0, le=2**31 - 1)


class CheckWish(Subject):
    """An equation to try."""

    variable: Name
    equation: Formula


class Checked(Wire):
    """Whether an equation can be used, and what is wrong with it, at which place."""

    usable: bool
    what: str = ""
    column: int | None = Field(default=None, description="Counted from 1")
    remedy: str = ""
    units: str = Field(default="", description="Units that do not fit, in words")
