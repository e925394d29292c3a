"""The page on which a rater rates a seeker's candidates by a personal link: no account, no script, and no more than this one form.

The link is the key: 256 random bits of which the server's own database holds a hash, beside the sessions but not among them, so that it
opens no other route. It ends, can be revoked, and never shows what was rated before, for a link may be passed on.
"""

from html import escape
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse

from ecotone.errors import EcotoneError, InputError
from ecotone.server import failures, survey
from ecotone.server.accounts import MOST_CANDIDATES
from ecotone.server.opened import OpenedHere

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecotone.ecosystem import Ecosystem
    from ecotone.partnerships.criteria import Criteria, Part
    from ecotone.partnerships.rated import Rating
    from ecotone.server.accounts import Accounts, RaterLink

PATH: Final = "/rate/"
router = APIRouter(include_in_schema=False)
MOST_FIELDS: Final = MOST_CANDIDATES * 60


def _linked(request: Request, secret: str) -> "RaterLink | None":
    """Return what the link opens, and write down that it was used."""
    accounts: Accounts = request.app.state.accounts
    found = accounts.linked(secret)
    if found is not None:
        accounts.note(f"{found.name} (link)", request.method, f"{PATH}…")
    return found


async def _fields(request: Request) -> dict[str, str]:
    """Read a form; the limit on bodies has been watched already."""
    try:
        return dict(parse_qsl((await request.body()).decode(), max_num_fields=MOST_FIELDS))
    except ValueError:
        raise InputError("The form cannot be read", remedy="Reload the page and send it again") from None


@router.get("/rate/{secret}")
def ask_rater(secret: str, request: Request, opened: OpenedHere) -> HTMLResponse:
    """Show the rating sheet to whoever holds the link."""
    from ecotone.partnerships.criteria import shipped

    link = _linked(request, secret)
    return _gone() if link is None else survey.page("Rate the candidates", _form(opened.use(), link, shipped()))


@router.post("/rate/{secret}")
def take_ratings(secret: str, request: Request, opened: OpenedHere, fields: Annotated[dict[str, str], Depends(_fields)]) -> HTMLResponse:
    """Take the ratings of whoever holds the link."""
    from ecotone.partnerships import write
    from ecotone.partnerships.criteria import shipped

    link = _linked(request, secret)
    if link is None:
        return _gone()
    try:
        eco, table = opened.use(), shipped()
        ratings = _ratings(eco, link, table, fields)
        write.keep_ratings(eco, eco.actor(link.seeker).actor.id, ratings, table, author=link.name)
    except EcotoneError as error:
        said = f"<p>{escape(str(error))}</p><p>Go back, change this and send again.</p>"
        return survey.page("Your ratings were not taken", said, failures.status_of(error))
    count = "1 rating was" if len(ratings) == 1 else f"{len(ratings)} ratings were"
    return survey.page(
        "Thank you", f"<p>{count} kept. Until {link.ends[:10]} you may open your link and rate anew: the later ratings count.</p>"
    )


def _ratings(eco: "Ecosystem", link: "RaterLink", table: "Criteria", fields: "Mapping[str, str]") -> "list[Rating]":
    """Return what a form says; a part without a level is not rated."""
    from ecotone.partnerships.rated import Rating, web

    known = {f"{what}-{number}" for number in link.candidates for what in ("source", *table.ids)}
    if unknown := sorted(set(fields) - known):
        raise InputError("The form holds what was not asked", got=", ".join(unknown[:3]), remedy="Reload the page and send it again")
    ratings = []
    for number in link.candidates:
        source = fields.get(f"source-{number}", "").strip()
        address = web(source) if source else None
        for part in table.parts:
            if level := fields.get(f"{part.id}-{number}", ""):
                candidate = eco.actor(number).actor.id
                ratings.append(Rating(candidate, part.id, link.name, part.checked(level), address=address, opinion=address is None))
    if not ratings:
        raise InputError("Nothing is rated", remedy="Choose a level of at least one part")
    return ratings


def _form(eco: "Ecosystem", link: "RaterLink", table: "Criteria") -> str:
    """Return the sheet: of each candidate every part, each level with its sentence."""
    seeker = escape(eco.actor(link.seeker).actor.name)
    sheets = "".join(_sheet(number, eco.actor(number).actor.name, table, alone=len(link.candidates) == 1) for number in link.candidates)
    return (
        f"<p class=lead>For {escape(link.name)}, until {link.ends[:10]}: who would be a good partner of {seeker}?</p>"
        "<ul><li>Choose the sentence that fits best, and leave out what you do not know.</li>"
        "<li>Your name is kept with what you say; it is left out when the record is shared.</li>"
        "<li>Without a source, what you say counts as your opinion.</li></ul>"
        f"<form method=post>{sheets}<p><button>Send</button></p></form>"
    )


def _sheet(number: int, name: str, table: "Criteria", *, alone: bool) -> str:
    groups = "".join(
        f"<fieldset><legend>{escape(criterion)}</legend>"
        + "".join(_choice(part, number) for part in table.parts if part.criterion == criterion)
        + "</fieldset>"
        for criterion in table.names
    )
    source = (
        f'<label><span>Web address of your source, if there is one</span><input type="url" name="source-{number}" maxlength="2000"></label>'
    )
    return f"<details{' open' if alone else ''}><summary>{escape(name)}</summary>{groups}{source}</details>"


def _choice(part: "Part", number: int) -> str:
    levels = "".join(f'<option value="{level:g}">{level:g}: {escape(says)}</option>' for level, says in sorted(part.levels.items()))
    asks = f"<b>{escape(part.name)}</b><br>{escape(part.asks)}"
    return f'<label><span>{asks}</span><select name="{part.id}-{number}"><option value="">not known</option>{levels}</select></label>'


def _gone() -> HTMLResponse:
    """Say that a link opens nothing, whether it never did, has ended or was revoked."""
    return survey.page("This link opens nothing", "<p>It has ended or was withdrawn. Ask whoever sent it for a new one.</p>", 404)
