"""Saved views: a name, the address that holds the whole state of a view, and a text to tell it by; kept in the record.

A presentation walks them in their order. They are journalled and undone like all else, and a stale write is refused.
"""

from typing import Annotated, Final

from fastapi import APIRouter
from pydantic import Field

from ecotone.ecosystem.kept import LONGEST_NAME
from ecotone.errors import InputError
from ecotone.server.opened import Opened, OpenedHere
from ecotone.server.roles import Author
from ecotone.server.schemas import Wire

router = APIRouter(prefix="/api/views", tags=["views"])

ROOM: Final = "views"
KIND: Final = "view"

Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
Address = Annotated[str, Field(max_length=8_000, description="Path and query inside Ecotone: `/map?colour=city`")]
Words = Annotated[str, Field(max_length=10_000)]


class View(Wire):
    """A saved view."""

    name: Name
    address: Address
    text: Words
    place: int = Field(description="Its place in the presentation, from 0")
    version: int


class Views(Wire):
    """The saved views in the order of the presentation."""

    views: list[View]
    batch: int = Field(description="The record's latest batch")


class ViewWish(Wire):
    """A view to save: a new one without `version`, a changed one with the version that was read."""

    name: Name
    address: Address
    text: Words = ""
    place: int | None = Field(default=None, ge=0, le=10_000, description="The last place where not given")
    version: int | None = Field(default=None, ge=0)
    author: Author = ""


class ViewGone(Wire):
    """A view to take away."""

    name: Name
    version: int | None = Field(default=None, ge=0)
    author: Author = ""


@router.get("")
def list_views(opened: OpenedHere) -> Views:
    """List the saved views in the order of the presentation."""
    return listed(opened)


@router.post("")
def save_view(wish: ViewWish, opened: OpenedHere) -> Views:
    """Save a view under its name; a stale version is refused."""
    if not wish.address.startswith("/") or wish.address.startswith(("//", "/\\", "/api")):
        raise InputError("A view is an address inside Ecotone", got=wish.address[:80], expected="/map?…")
    kept = found(opened)
    known = next((view for view in kept if view.name == wish.name), None)
    if known is not None and wish.version is None:
        raise InputError(
            "A view of this name is there already", got=wish.name, remedy="Choose another name, or change the one that is there"
        )
    place = wish.place if wish.place is not None else known.place if known else len(kept)
    order = [view for view in kept if view.name != wish.name]
    body = {"address": wish.address, "text": wish.text, "place": place}
    with opened.use().batch(f"{'Change' if known else 'Save'} the view “{wish.name}”", wish.author) as batch:
        batch.keep(ROOM, KIND, wish.name, body, version=wish.version)
        # Where a view moves, the others make room.
        order.insert(place, View(name=wish.name, version=0, **body))
        for number, view in enumerate(order):
            if view.name != wish.name and view.place != number:
                batch.keep(ROOM, KIND, view.name, {"address": view.address, "text": view.text, "place": number}, version=view.version)
    return listed(opened)


@router.post("/forget")
def forget_view(gone: ViewGone, opened: OpenedHere) -> Views:
    """Take a view away; undo brings it back."""
    with opened.use().batch(f"Take away the view “{gone.name}”", gone.author) as batch:
        batch.forget(ROOM, KIND, gone.name, version=gone.version)
    return listed(opened)


def listed(opened: Opened) -> Views:
    """Return the saved views with the batch they stand at."""
    return Views(views=found(opened), batch=opened.batch())


def found(opened: Opened) -> list[View]:
    """Return the saved views in their order."""
    views = [View(name=kept.name, version=kept.version, **kept.body) for kept in opened.use().kept(ROOM, KIND)]
    return sorted(views, key=lambda view: (view.place, view.name))
