"""The shapes of the regulatory way: what may be asked, and what goes over the wire."""

from typing import Annotated

from pydantic import Field

from ecotone.ecosystem.kept import LONGEST_NAME
from ecotone.server import schemas
from ecotone.server.asked import Text
from ecotone.server.roles import Author
from ecotone.server.schemas import Wire

Fact = Annotated[str, Field(max_length=400)]


class Place(Wire):
    """A jurisdiction that has rules."""

    name: str
    label: str
    authority: str
    address: str


class PathwayQuery(Wire):
    """What is asked: where, what was answered so far, and the day of the law."""

    where: list[Text] = Field(default=[], description="Jurisdictions; all where none is named")
    fact: list[Fact] = Field(default=[], max_length=200, description="`question=answer`, in the order in which they were given")
    as_of: Text | None = Field(default=None, alias="as-of", description="The day of the law; today where not given")


class Choice(Wire):
    """A possible answer, and what would be left if it were given."""

    value: str
    label: str
    possible: bool = Field(description="Whether earlier answers leave it possible")
    leaves: int | None = Field(description="Outcomes that would still be possible, over all open tables")


class Coming(Wire):
    """The next question, and why it is asked."""

    name: str
    text: str
    explanation: str
    choices: list[Choice]
    about: list[str] = Field(description="What its answer helps to decide")
    bits: float = Field(description="What its answer is expected to tell, in bits")


class Given(Wire):
    """An answer that was given, or that follows from others."""

    name: str
    question: str
    answer: str
    label: str
    follows: bool
    why: str


class OutcomeState(Wire):
    """One outcome of a decision."""

    value: str
    label: str
    possible: bool
    certain: bool
    share: float | None = Field(description="Each combination of open answers counts the same; no probability")


class RuleShape(Wire):
    """A rule that decides, with its citation."""

    why: str
    citation: str
    source: str
    status: str
    checked: str
    verified: bool


class DecisionState(Wire):
    """What a decision table still allows."""

    table: str
    title: str
    jurisdiction: str
    question: str
    goal: bool
    decided: bool
    outcomes: list[OutcomeState]
    rules: list[RuleShape]


class FeeShape(Wire):
    """A fee of a step on the day, or the last that was known."""

    title: str
    currency: str
    amount: float | None
    small: float | None
    of_the_day: bool
    until: str
    citation: str
    source: str


class StepShape(Wire):
    """A step of the plan."""

    name: str
    title: str
    jurisdiction: str
    needed: str
    owner: str
    days: float | None
    low: float | None
    high: float | None
    no_days: str = Field(description="Why no days are told")
    own_days: float | None = Field(description="Median in this record")
    markers: str
    clock: str
    stated: str
    documents: list[str]
    fees: list[FeeShape]
    citation: str
    source: str
    checked: str
    verified: bool


class PathwayState(Wire):
    """What the rules say so far, what is asked next, and the plan."""

    notice: str
    as_of: str
    where: list[str]
    left_out: list[str]
    given: list[Given]
    decisions: list[DecisionState]
    next: Coming | None
    possible: int = Field(description="Outcomes that are still possible, over all open tables")
    decided: bool
    steps: list[StepShape]
    answer: schemas.Answer


class SessionLine(Wire):
    """A session that is kept."""

    name: str
    version: int
    asked_on: str
    as_of: str
    where: list[str]
    answers: list[list[str]] = Field(description="Pairs of question and answer, in order")
    open: int
    initiative: int | None


class Sessions(Wire):
    """The sessions that are kept in the record."""

    sessions: list[SessionLine]
    batch: int


class SessionWish(Wire):
    """A session to keep: a new one without `version`, a changed one with the version that was read."""

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
    where: list[Text] = Field(default=[])
    fact: list[Fact] = Field(default=[], max_length=200)
    as_of: Text | None = None
    initiative: Text | None = Field(
        default=None, description="The initiative of the record that this is about: id, id in its source, or title"
    )
    version: int | None = Field(default=None, ge=0)
    author: Author = ""


class SessionGone(Wire):
    """A session to take away."""

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
    version: int | None = Field(default=None, ge=0)
    author: Author = ""


class AgainQuery(Wire):
    """A session, and the day of the law under which to look at it again."""

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
    as_of: Text | None = Field(default=None, alias="as-of")


class CodeQuery(Wire):
    """Words of a type of device."""

    q: Annotated[str, Field(min_length=1, max_length=200)]
    limit: int = Field(default=12, ge=1, le=100)
