"""Links by which raters without an account rate a seeker's candidates: made, listed and revoked by whoever may edit the record.

The link itself is told once, when it is made; the server keeps a hash of it (`accounts`), and `rating` is the page that it opens.
"""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from ecotone.errors import InputError, NotFoundError
from ecotone.server.accounts import LONGEST_LINK_DAYS, MOST_CANDIDATES, Accounts
from ecotone.server.asked import Text
from ecotone.server.opened import Opened, OpenedHere
from ecotone.server.rating import PATH
from ecotone.server.schemas import Wire

router = APIRouter(prefix="/api/links", tags=["partnerships"])

Rater = Annotated[str, Field(min_length=1, max_length=200)]


class LinkWish(Wire):
    """Who is to rate whom, and how long the link holds."""

    name: Rater
    seeker: Text
    candidates: Annotated[list[Text], Field(min_length=1, max_length=MOST_CANDIDATES, description="Ids or names")]
    days: Annotated[int, Field(ge=1, le=LONGEST_LINK_DAYS)] = 14


class LinkMade(Wire):
    """A new link: its path is told this once."""

    name: str
    path: str
    ends: str


class LinkShape(Wire):
    """A link that holds: whom it asks about whom, never the link itself."""

    name: str
    seeker: str
    candidates: list[str]
    ends: str


class Links(Wire):
    """The links of a record."""

    possible: bool = Field(description="Whether this server lets people in by links: where users sign in")
    links: list[LinkShape]


class LinksGone(Wire):
    """Whose links no longer open anything."""

    name: Rater


class LinksRevoked(Wire):
    """How many there were."""

    revoked: int


@router.get("")
def list_rater_links(request: Request, opened: OpenedHere) -> Links:
    """List the links that hold, by the raters' names."""
    accounts: Accounts | None = request.app.state.accounts
    if accounts is None:
        return Links(possible=False, links=[])
    shapes = [
        LinkShape(
            name=each.name, seeker=_name(opened, each.seeker), candidates=[_name(opened, one) for one in each.candidates], ends=each.ends
        )
        for each in accounts.links()
    ]
    return Links(possible=True, links=shapes)


@router.post("")
def make_rater_link(request: Request, wish: LinkWish, opened: OpenedHere) -> LinkMade:
    """Make a link for one rater; it is told this once and kept as a hash."""
    from ecotone.partnerships.rated import rater_name
    from ecotone.stakeholders.read import actor

    eco, accounts, name = opened.use(), _accounts(request), rater_name(wish.name)
    candidates = [actor(eco, text) for text in wish.candidates]
    secret = accounts.link(name, actor(eco, wish.seeker), candidates, wish.days)
    made = accounts.linked(secret)
    assert made is not None
    return LinkMade(name=name, path=f"{PATH}{secret}", ends=made.ends)


@router.post("/revoke")
def revoke_rater_links(request: Request, gone: LinksGone) -> LinksRevoked:
    """Revoke all links of a rater, at once."""
    return LinksRevoked(revoked=_accounts(request).unlink(gone.name))


def _accounts(request: Request) -> Accounts:
    found: Accounts | None = request.app.state.accounts
    if found is None:
        raise InputError(
            "This server lets nobody in by a link: it serves the record to this machine alone",
            remedy="Serve the record with sign-in, then make links",
        )
    return found


def _name(opened: Opened, number: int) -> str:
    """Return an actor's name; one that is gone since is told by its number."""
    try:
        return opened.use().actor(number).actor.name
    except NotFoundError:
        return str(number)
