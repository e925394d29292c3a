"""The shapes of partnerships on the wire: what is asked, what is sent back, and what is written."""

from typing import Annotated, Final, Literal

from pydantic import Field

from ecotone.server import schemas
from ecotone.server.asked import Id, ScopeQuery, Text
from ecotone.server.roles import Author
from ecotone.server.schemas import Wire
from ecotone.server.stakeholders import Address, Day, Who

MOST: Final = 40
"""Candidates that one evaluation compares."""
Name = Annotated[str, Field(min_length=1, max_length=200)]
Many = Annotated[list[Text], Field(max_length=MOST)]
Told = Annotated[str, Field(max_length=2_000)]


class PartLevel(Wire):
    """A level of a part with the sentence that anchors it."""

    level: float
    says: str


class CriterionPart(Wire):
    """What candidates are judged by, in one question."""

    id: str
    name: str
    asks: str
    levels: list[PartLevel]
    measure: str | None = Field(description="The computation by which the record answers; null where only raters can")
    weight: float = Field(description="Share of all, by default")
    cost: bool = Field(description="Whether a higher level is worse")


class CriterionShape(Wire):
    """A criterion with its parts."""

    name: str
    means: str
    weight: float
    parts: list[CriterionPart]


class JudgeWeights(Wire):
    """What a judge said of the weights, part by part."""

    name: str
    way: str
    shares: dict[str, float]


class PartnerCriteria(Wire):
    """By what partners are judged, and whose weights are kept."""

    me: str = Field(description="Who is signed in; empty where nobody signs in")
    criteria: list[CriterionShape]
    judges: list[JudgeWeights]


class EvaluateQuery(Wire):
    """Who looks for a partner, who might be chosen, and what weighs how much."""

    seeker: Text
    candidate: Many = Field(default=[], description="Ids or names, two or more")
    weight: list[Text] = Field(default=[], max_length=100, description="`name=number` of a criterion or a part; all alike where not given")
    drop: list[Text] = Field(default=[], max_length=100, description="Parts or criteria to leave out")
    prefer: Literal["record", "raters"] = Field(default="record", description="Which stands where both tell")
    draws: int = Field(default=20_000, ge=1, le=100_000)
    seed: int = Field(default=0, ge=0, le=2**31 - 1)
    as_of: Text | None = Field(default=None, alias="as-of")


class PartnerCandidate(Wire):
    """A candidate with what each part is worth: from 0 for the worst to 1 for the best."""

    id: int
    name: str
    rank: float
    score: float
    low: float
    high: float
    first: float = Field(description="Share of draws in which it comes first, under these weights")
    anyone: float = Field(description="The same with all weights equally likely")
    places: list[float] = Field(description="Share of draws in which it takes the first place, the second and so on")
    worths: dict[str, float] = Field(description="By the parts that rank; unknown ones at their middle")


class PartnerEvaluation(Wire):
    """How the candidates stand, as numbers for the picture and as the answer that tells it."""

    seeker: int
    name: str
    candidates: list[PartnerCandidate] = Field(description="Best first")
    weights: dict[str, float] = Field(description="Of the parts that rank, summing to 1")
    whose: str
    answer: schemas.Answer


class RaterQuery(Wire):
    """Whose ratings of whom are asked for."""

    seeker: Text
    candidate: Text
    rater: Text


class RaterLevel(Wire):
    """A level that a rater gave."""

    part: str
    level: float
    opinion: bool
    address: str | None
    date: str | None


class RecommendQuery(ScopeQuery):
    """For whom partners are looked for, and by what."""

    seeker: Text | None = Field(default=None, description="By id or name; the best pairs of all where not given")
    top: int = Field(default=10, ge=1, le=100)
    by: Literal["model", "adamic-adar"] = "model"
    seed: int = Field(default=0, ge=0, le=2**31 - 1)


class WhatIfQuery(ScopeQuery):
    """Which tie is added."""

    one: Text
    other: Text
    draws: int = Field(default=1_000, ge=20, le=10_000)
    seed: int = Field(default=0, ge=0, le=2**31 - 1)


class PartnerRatings(Wire):
    """What a rater says of a candidate, with evidence or marked as opinion."""

    seeker: Id | Text = Field(description="Id or name")
    candidate: Id | Text = Field(description="Id or name")
    rater: Who = ""
    levels: Annotated[dict[str, float], Field(min_length=1, max_length=100)]
    evidence: Address = None
    opinion: bool = False
    on: Day = None
    author: Author = ""


Ratio = Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]
Compared = Annotated[
    dict[Told, Ratio], Field(default={}, max_length=200, description="How many times the first outweighs the second, by `first > second`")
]
Profile = Annotated[dict[Name, Literal["worst", "middle", "best"]], Field(min_length=2, max_length=10)]


class ProfileChoice(Wire):
    """Which of two partial profiles a judge would rather have, all else being equal."""

    first: Profile
    second: Profile
    prefers: Literal["first", "second", "equal"]


Chosen = Annotated[list[ProfileChoice], Field(default=[], max_length=200)]


class JudgeWish(Wire):
    """Weights that a judge gives: as numbers, by comparing pairs, or by choosing between profiles; one of the three."""

    judge: Who = ""
    weights: Annotated[dict[str, float], Field(default={}, max_length=100, description="Of criteria or parts")]
    comparisons: Compared
    choices: Chosen
    author: Author = ""


class PairsWish(Wire):
    """What a judge said of pairs so far."""

    group: Name = Field(default="criteria", description="`criteria`, or the criterion whose parts are compared")
    comparisons: Compared


class ChoicesWish(Wire):
    """What a judge chose so far."""

    group: Name = Field(default="criteria", description="`criteria`, or the criterion whose parts are weighed")
    choices: Chosen


class Comparison(Wire):
    """A comparison that the others contradict most."""

    first: str
    second: str
    said: float = Field(description="How many times the first outweighs the second, as it was said")
    follows: float = Field(description="The same as the weights have it, which follow from all comparisons")


class PairsSaid(Wire):
    """What comparisons give."""

    weights: dict[str, float] = Field(description="Empty while the items are not linked by comparisons")
    ratio: float | None = Field(description="Consistency ratio")
    acceptable: float = Field(description="Above this ratio it is worth asking again")
    at_odds: Comparison | None
    waiting: list[tuple[str, str]] = Field(description="Pairs that were not compared, those to ask first leading")


class SureWeight(Wire):
    """A weight with what choices leave open."""

    value: float
    low: float
    high: float


class ProfileQuestion(Wire):
    """The choice to ask about next."""

    first: Profile
    second: Profile


class ChoicesSaid(Wire):
    """What choices give."""

    weights: dict[str, SureWeight] = Field(description="Of the group's criteria or parts")
    level: float = Field(description="Share of the possible weights that lie between low and high")
    question: ProfileQuestion | None = Field(description="Null where all is as good as decided")


class JudgeGone(Wire):
    """A judge whose weights no longer count."""

    judge: Name
    author: Author = ""


class DecisionWish(EvaluateQuery):
    """A decision to keep: who was chosen, why, who dissented; how the candidates stand is kept with it."""

    name: Name
    chosen: Id | None = Field(description="Null for none of them")
    reasons: Annotated[list[Told], Field(max_length=50)]
    dissent: Annotated[list[Told], Field(max_length=50)] = Field(default=[], description="`WHO: WHAT`")
    by: Who = ""
    on: Day = None
    add_tie: bool = Field(default=False, description="Put the partnership on the map, as your own statement")
    author: Author = ""


class ImpactWish(Wire):
    """A partnership to follow: what it should bring, and how often it is reviewed."""

    name: Name
    seeker: Id
    partner: Id
    start: Text
    expected: Annotated[dict[str, float], Field(max_length=20)] = Field(default={}, description="ties, reach, bridges, days, technologies")
    indicators: Annotated[list[Told], Field(max_length=50)] = Field(
        default=[], description="`name=…; unit=…; baseline=…; target=…; date=…`"
    )
    every: Annotated[int, Field(ge=1, le=120)] = Field(default=6, description="Months between reviews")
    author: Author = ""


class ReviewWish(Wire):
    """A review of a partnership."""

    name: Name
    readings: Annotated[dict[str, str], Field(max_length=50)] = Field(default={}, description="What indicators show")
    source: Told = ""
    note: Told = ""
    by: Who = ""
    state: Literal["running", "paused", "ended"] | None = None
    on: Day = None
    author: Author = ""


class PartnershipWritten(Wire):
    """Under which batch it was written."""

    batch: int


class ImpactQuery(Wire):
    """Which partnership."""

    name: Name
