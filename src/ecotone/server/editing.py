"""Changes to actors by hand: add, correct, tie, note, part and remove, each one batch that undo takes back.

Who is signed in says what is said without a source, whatever the request tells; where nobody signs in, the request names the author.
"""

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field

from ecotone.dates import Date
from ecotone.ecosystem import Place
from ecotone.server import schemas
from ecotone.server.actors import page, sees_notes
from ecotone.server.asked import Id
from ecotone.server.opened import OpenedHere
from ecotone.server.roles import Author
from ecotone.server.schemas import ActorPage, Changed, Wire
from ecotone.vocabulary import Sector
from ecotone.workbench import by_hand

router = APIRouter(prefix="/api", tags=["actors"])

Kind = Literal["organisation", "unit", "community", "role", "person"]
Number = Annotated[int, Path(ge=0, le=schemas.MAX_ID)]
Line = Annotated[str, Field(max_length=1_000)]
Day = Annotated[str | None, Field(max_length=100, description="A year, a month or a day: 2024, 2024-05, 2024-05-17")]
PLACE: Final = ("city", "region", "country", "latitude", "longitude")


class Grounds(Wire):
    """What a change rests on: a source in words or by its web address, or else who says so."""

    source: str = Field(default="", max_length=200, description="The source in a few words")
    address: str = Field(default="", max_length=2_000, description="Its web address")
    author: Author = ""

    def said(self) -> by_hand.Said:
        """Return it as the record's rooms take it."""
        return by_hand.Said(self.author, self.source, self.address)


class PlaceGiven(Wire):
    """Where an actor is; left out means unchanged, null means not known."""

    city: Line | None = None
    region: Line | None = None
    country: Line | None = None
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)


class NewActor(Grounds, PlaceGiven):
    """An actor to add."""

    name: str = Field(max_length=100_000)
    kind: Kind = "organisation"
    sector: Sector | None = None


class ClaimStep(Wire):
    """Say something of the actor; `instead` corrects an own claim."""

    do: Literal["claim"]
    field: Line
    value: str | float | bool | None
    unit: Line = ""
    valid_from: Day = None
    valid_to: Day = None
    as_of: Day = None
    instead: Id | None = None
    version: Id = 0


class TieStep(Wire):
    """Tie the actor to another."""

    do: Literal["tie"]
    other: Id
    kind: Line
    direction: Literal["out", "in", "both"] = "out"
    weight: float = 1
    valid_from: Day = None
    valid_to: Day = None


class EndStep(Wire):
    """Say until when an own tie or claim held."""

    do: Literal["end"]
    table: Literal["tie", "claim"]
    id: Id
    version: Id
    on: Annotated[str, Field(max_length=100)]


class RemoveStep(Wire):
    """Take away an own tie or claim, or a note."""

    do: Literal["remove"]
    table: Literal["tie", "claim", "note"]
    id: Id
    version: Id


EditStep = Annotated[ClaimStep | TieStep | EndStep | RemoveStep, Field(discriminator="do")]


class ActorEdit(Grounds, PlaceGiven):
    """New values for an actor, and what else is said of it; left out means unchanged, null means not known."""

    version: Id | None = Field(default=None, description="The version that was read; needed to change the actor's own values")
    name: str | None = Field(default=None, min_length=1, max_length=1_000)
    kind: Kind | None = None
    sector: Sector | None = None
    since: Day = None
    steps: list[EditStep] = Field(default=[], max_length=100)
    reason: str = Field(default="", max_length=1_000)


class SplitActor(Wire):
    """Which names are another actor's."""

    version: Id
    mentions: list[Id] = Field(min_length=1, max_length=2_000)
    name: str = Field(max_length=100_000)
    reason: str = Field(min_length=1, max_length=1_000)
    author: Author = ""


class RemoveActor(Wire):
    """The version that was read."""

    version: Id
    author: Author = ""


class NewNote(Wire):
    """A note, which never leaves in a shared copy."""

    text: str = Field(min_length=1, max_length=10_000)
    author: Author = ""


class AlikeQuery(Wire):
    """The name that is about to be added."""

    name: str = Field(max_length=100_000)


class AlikeActor(Wire):
    """An actor that the name may mean."""

    id: int
    name: str
    sector: Sector | None
    city: str | None
    country: str | None
    matched: str
    reason: str


class AlikeActors(Wire):
    """Actors whose names are so like that the same may be meant, the likest first."""

    alike: list[AlikeActor]


class ActorRemoval(Wire):
    """What removing an actor takes along, and what then waits."""

    ties: int
    claims: int
    notes: int
    merged: int
    waiting: int
    stated: int


@router.get("/alike")
def alike_actors(opened: OpenedHere, query: Annotated[AlikeQuery, Query()]) -> AlikeActors:
    """Find actors that a new name may mean."""
    from ecotone.matching.alike import alike

    eco = opened.use()
    frames = opened.frames().actors()
    names: list[tuple[int, str]] = opened.at_batch(
        "names",
        lambda: [
            *frames.select("id", "name").iter_rows(),
            *eco.mentions().drop_nulls("actor").select("actor", "name").unique().iter_rows(),
        ],
    )
    found = alike(query.name, names)
    rows = {row["id"]: row for row in frames.filter(frames["id"].is_in([one.id for one in found])).iter_rows(named=True)}
    return AlikeActors(
        alike=[
            AlikeActor(
                **{key: rows[one.id][key] for key in ("id", "name", "sector", "city", "country")}, matched=one.name, reason=one.reason
            )
            for one in found
            if one.id in rows
        ]
    )


@router.post("/actors")
def add_actor(asked: NewActor, opened: OpenedHere, request: Request) -> ActorPage:
    """Add an actor, and say what it is."""
    place = Place(**{name: getattr(asked, name) for name in PLACE})
    values = {"kind": asked.kind, "sector": asked.sector, "place": place}
    number, batch = by_hand.add(opened.use(), asked.name, values=values, said=asked.said(), author=asked.author)
    return page(opened, number, notes=sees_notes(request), batch=batch)


@router.patch("/actors/{number}")
def edit_actor(edit: ActorEdit, opened: OpenedHere, number: Number, request: Request) -> ActorPage:
    """Change an actor and what is said of it in one batch; refused with both values if it changed since it was read."""
    eco = opened.use()
    given = edit.model_fields_set
    values: dict[str, Any] = {name: getattr(edit, name) for name in ("name", "kind", "sector") if name in given}
    if places := given & set(PLACE):
        now = eco.actor(number).actor.place
        values["place"] = Place(**{name: getattr(edit if name in places else now, name) for name in PLACE})
    said = edit.said()
    batch = by_hand.edit(
        eco, number,
        version=edit.version, values=values, said=said if said != by_hand.Said() else None, since=_day(edit.since),
        steps=[_step(one, said) for one in edit.steps], reason=edit.reason, author=edit.author,
    )  # fmt: skip
    return page(opened, number, notes=sees_notes(request), batch=batch)


@router.post("/actors/{number}/note")
def note_actor(asked: NewNote, opened: OpenedHere, number: Number, request: Request) -> ActorPage:
    """Keep a note about an actor."""
    eco = opened.use()
    actor = eco.actor(number).actor
    with eco.batch(f"Note on actor {actor.id}", asked.author) as batch:
        batch.add_note(actor.id, asked.text.replace("\x00", " "))
    return page(opened, actor.id, notes=sees_notes(request), batch=batch.id)


@router.post("/actors/{number}/split")
def split_actor(asked: SplitActor, opened: OpenedHere, number: Number, request: Request) -> ActorPage:
    """Make another actor of some of an actor's names, and return it."""
    new, batch = by_hand.split(
        opened.use(), number, asked.mentions, asked.name, version=asked.version, reason=asked.reason, author=asked.author
    )
    return page(opened, new, notes=sees_notes(request), batch=batch)


@router.get("/actors/{number}/removal")
def actor_removal(opened: OpenedHere, number: Number) -> ActorRemoval:
    """Say what removing an actor would take along."""
    going = opened.use().removal(number)
    return ActorRemoval(**{name: getattr(going, name) for name in ActorRemoval.model_fields})


@router.post("/actors/{number}/remove")
def remove_actor(asked: RemoveActor, opened: OpenedHere, number: Number) -> Changed:
    """Take an actor out with what the user said of it; undo brings it back."""
    return Changed(batch=by_hand.remove(opened.use(), number, version=asked.version, author=asked.author))


def _day(text: str | None) -> Date | None:
    return Date.parse(text) if text and text.strip() else None


def _step(step: EditStep, said: by_hand.Said) -> by_hand.Step:
    """Return a step as the workbench takes it."""
    match step:
        case ClaimStep():
            instead = None if step.instead is None else (step.instead, step.version)
            return by_hand.Claimed(
                step.field, step.value, said, step.unit, _day(step.valid_from), _day(step.valid_to), _day(step.as_of), instead
            )
        case TieStep():
            return by_hand.Tied(step.other, step.kind, said, step.direction, step.weight, _day(step.valid_from), _day(step.valid_to))
        case EndStep():
            return by_hand.Ended(step.table, step.id, step.version, Date.parse(step.on))
        case RemoveStep():
            return by_hand.Removed(step.table, step.id, step.version)
