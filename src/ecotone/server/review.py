"""The queue of matches that a person should look at, and decisions on its items, each one batch that undo takes back."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path
from pydantic import Field

from ecotone.server.opened import Opened, OpenedHere
from ecotone.server.roles import Author
from ecotone.server.schemas import Wire
from ecotone.workbench.review import Item, decide, items, queue

router = APIRouter(prefix="/api/review", tags=["review"])

Number = Annotated[str, Path(pattern=r"^\d{1,19}(-\d{1,19})?$", description="Name of the item: an actor, or two actors that may be one")]


class ReviewItem(Wire):
    """One thing to decide."""

    item: str = Field(description="Its name in the queue")
    kind: Literal["match", "merge"] = Field(description="An actor and an organisation of a registry, or two actors")
    actor: int
    name: str
    place: str
    proposed: str = Field(description="The organisation, or the other actor")
    id: str | None = Field(description="Id of the organisation in the registry")
    probability: float
    reasons: list[str] = Field(description="What speaks for (+) and against (-)")
    skipped: bool
    into: int | None = Field(description="The other actor, of a merge")


class Review(Wire):
    """What waits for a decision, the likeliest first and what was skipped last."""

    items: list[ReviewItem]
    summary: str
    warnings: list[str]
    batch: int = Field(description="The record's latest batch")
    decided: int | None = Field(default=None, description="The batch that this decision is; undo takes it back")


class ReviewDecision(Wire):
    """A decision: take the proposal, it is not that one, the registry does not have it, or later."""

    decision: Literal["accept", "reject", "new", "skip"]
    id: str | None = Field(default=None, min_length=1, max_length=500, description="To accept another organisation than the one proposed")
    reason: str = Field(default="", max_length=10_000)
    author: Author = ""


@router.get("")
def review(opened: OpenedHere) -> Review:
    """Return what waits for a decision."""
    return waiting(opened)


@router.post("/{number}")
def decide_review(number: Number, made: ReviewDecision, opened: OpenedHere) -> Review:
    """Decide an item, and return what still waits."""
    done = decide(opened.use(), number, made.decision, registry_id=made.id, reason=made.reason, author=made.author)
    return waiting(opened, done)


def waiting(opened: Opened, decided: int | None = None) -> Review:
    """Return the queue with the batch it stands at."""
    eco = opened.use()
    answer = queue(eco)
    return Review(
        items=[_wire(one) for one in items(eco)],
        summary=answer.summary,
        warnings=list(answer.warnings),
        batch=opened.batch(),
        decided=decided,
    )


def _wire(one: Item) -> ReviewItem:
    return ReviewItem(
        item=one.item,
        kind="merge" if one.kind == "merge" else "match",
        actor=one.actor,
        name=one.name,
        place=one.place,
        proposed=one.proposed,
        id=one.id,
        probability=one.probability,
        reasons=list(one.reasons),
        skipped=one.skipped,
        into=one.into,
    )
