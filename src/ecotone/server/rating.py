"""The page on which a rater rates a seeker's candidates by a personal link: no account, no script, and no more than this one form.

The link is the key: 256 random bits of which the server's own database holds a hash, beside the sessions but not among them, so that it
opens no other route. It ends, can be revoked, and never shows what was rated before, for a link may be passed on. Who declares an
interest in a candidate does not rate it: the sheet then says so in place of its questions.
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
OWN: Final = "interest"
"""Name of the fields in which an interest is declared, before the actor's number."""
WAYS: Final = {"interest": "I have an interest in it", "belongs": "I belong to it"}
INTERESTED: Final = (
    "An interest was declared for you in {name}, so that nothing you say of it is kept. If this is wrong, tell whoever sent you the link."
)


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
        ratings, declared = _ratings(eco, link, table, fields)
        before = _barred(eco, link)
        if declared:
            mine = {way: [number for number, said in declared.items() if said == way] for way in WAYS}
            write.declare(eco, link.name, interest=mine["interest"], belongs=mine["belongs"], author=link.name)
        barred = _barred(eco, link)
        # What is said of a candidate in the same breath as the interest in it is left out; later it is refused.
        ratings = [each for each in ratings if each.candidate not in barred - before]
        if refused := sorted({each.candidate for each in ratings} & barred):  # the record's own refusal tells in whose words it was said
            raise InputError(
                "Who has an interest in a candidate does not rate it", got=eco.actor(refused[0]).actor.name, remedy="Leave it out"
            )
        if ratings:
            write.keep_ratings(eco, eco.actor(link.seeker).actor.id, ratings, table, author=link.name)
    except EcotoneError as error:
        said = f"<p>{escape(str(error))}</p><p>Go back, change this and send again.</p>"
        return survey.page("Your ratings were not taken", said, failures.status_of(error))
    count = "1 rating was" if len(ratings) == 1 else f"{len(ratings)} ratings were"
    names = ", ".join(escape(eco.actor(number).actor.name) for number in sorted(barred))
    apart = f"<p>{INTERESTED.format(name=names)}</p>" if barred else ""
    return survey.page(
        "Thank you", f"<p>{count} kept. Until {link.ends[:10]} you may open your link and rate anew: the later ratings count.</p>{apart}"
    )


def _ratings(eco: "Ecosystem", link: "RaterLink", table: "Criteria", fields: "Mapping[str, str]") -> "tuple[list[Rating], dict[int, str]]":
    """Return what a form says, and the interests that it declares by actor; a part without a level is not rated."""
    from ecotone.partnerships.rated import Rating, web

    asked = (link.seeker, *link.candidates)
    known = {f"{what}-{number}" for number in link.candidates for what in ("source", *table.ids)} | {f"{OWN}-{one}" for one in asked}
    if unknown := sorted(set(fields) - known):
        raise InputError("The form holds what was not asked", got=", ".join(unknown[:3]), remedy="Reload the page and send it again")
    declared = {number: said for number in asked if (said := fields.get(f"{OWN}-{number}", ""))}
    if wrong := sorted(set(declared.values()) - set(WAYS)):
        raise InputError("An interest is of a kind that is not known", got=wrong[0][:40], expected=", ".join(WAYS))
    ratings = []
    for number in link.candidates:
        source = fields.get(f"source-{number}", "").strip()
        address = web(source) if source else None
        for part in table.parts:
            if level := fields.get(f"{part.id}-{number}", ""):
                candidate = eco.actor(number).actor.id
                ratings.append(Rating(candidate, part.id, link.name, part.checked(level), address=address, opinion=address is None))
    if not ratings and not declared:
        raise InputError("Nothing is rated", remedy="Choose a level of at least one part")
    return ratings, declared


def _barred(eco: "Ecosystem", link: "RaterLink") -> set[int]:
    """Return the candidates that the link's rater does not rate because of an interest."""
    from ecotone.partnerships import interests

    told = interests.declared(eco)
    candidates = [eco.actor(number).actor.id for number in link.candidates]
    house = interests.houses(eco, candidates) if link.name.casefold() in told else {}
    return {number for number in candidates if interests.barred(told, link.name, number, house) is not None}


def _form(eco: "Ecosystem", link: "RaterLink", table: "Criteria") -> str:
    """Return the sheet: of each candidate every part, each level with its sentence."""
    seeker = escape(eco.actor(link.seeker).actor.name)
    barred = _barred(eco, link)
    sheets = "".join(
        _apart(actor.name)
        if (actor := eco.actor(number).actor).id in barred
        else _sheet(number, actor.name, table, alone=len(link.candidates) == 1)
        for number in link.candidates
    )
    return (
        f"<p class=lead>For {escape(link.name)}, until {link.ends[:10]}: who would be a good partner of {seeker}?</p>"
        "<ul><li>Choose the sentence that fits best, and leave out what you do not know.</li>"
        "<li>Your name is kept with what you say; it is left out when the record is shared.</li>"
        "<li>Without a source, what you say counts as your opinion.</li>"
        "<li>Who has an interest in a candidate, or belongs to it, does not rate it: say so, and leave the rest of it out.</li></ul>"
        f"<form method=post>{_own(link.seeker, eco.actor(link.seeker).actor.name)}{sheets}<p><button>Send</button></p></form>"
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
    return f"<details{' open' if alone else ''}><summary>{escape(name)}</summary>{_own(number, name)}{groups}{source}</details>"


def _apart(name: str) -> str:
    """Stand in for the sheet of a candidate that is not rated; in whose words it was declared is not shown."""
    return f"<details open><summary>{escape(name)}</summary><p>{INTERESTED.format(name=escape(name))}</p></details>"


def _own(number: int, name: str) -> str:
    """Ask whether the rater is no stranger to an actor."""
    ways = "".join(f'<option value="{way}">{says}</option>' for way, says in WAYS.items())
    asks = f"<b>Do you have an interest of your own in {escape(name)}?</b><br>Shares, a seat on its board, a relative there"
    return f'<label><span>{asks}</span><select name="{OWN}-{number}"><option value="">no, or said before</option>{ways}</select></label>'


def _choice(part: "Part", number: int) -> str:
    levels = "".join(f'<option value="{level:g}">{level:g}: {escape(says)}</option>' for level, says in sorted(part.levels.items()))
    asks = f"<b>{escape(part.name)}</b><br>{escape(part.asks)}"
    return f'<label><span>{asks}</span><select name="{part.id}-{number}"><option value="">not known</option>{levels}</select></label>'


def _gone() -> HTMLResponse:
    """Say that a link opens nothing, whether it never did, has ended or was revoked."""
    return survey.page("This link opens nothing", "<p>It has ended or was withdrawn. Ask whoever sent it for a new one.</p>", 404)
