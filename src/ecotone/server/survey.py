"""The page on which a member answers a survey by a personal link: no sign-in, no script, and no more than this one form.

The link is the key: 256 random bits of which the record holds a hash. It opens one survey for one member until the survey closes, shows
the names of the other members and nothing else of the record, and never shows what was answered before, for a link may be passed on.
"""

import base64
import hashlib
from html import escape
from importlib import resources
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request
from starlette.responses import HTMLResponse

from ecotone.errors import AccessError, EcotoneError, InputError, NotFoundError
from ecotone.server import failures
from ecotone.server.opened import OpenedHere
from ecotone.stakeholders import survey
from ecotone.stakeholders.instruments import LEVELS, level
from ecotone.stakeholders.survey_files import CONFIDENTIAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecotone.ecosystem import Ecosystem
    from ecotone.stakeholders.instruments import Item

PATH: Final = "/survey/"
router = APIRouter(include_in_schema=False)

MOST_FIELDS: Final = 7 * survey.MOST_MEMBERS + 10
STYLE: Final = (resources.files("ecotone.server") / "survey.css").read_text(encoding="utf-8")
_HASH: Final = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    # With `no-referrer` a browser would not say which page a form comes from, and the guard would refuse it.
    "referrer-policy": "same-origin",
    "x-robots-tag": "noindex",
}


async def _fields(request: Request) -> dict[str, str]:
    """Read a form; the limit on bodies has been watched already."""
    try:
        return dict(parse_qsl((await request.body()).decode(), max_num_fields=MOST_FIELDS))
    except ValueError:
        raise InputError("The form cannot be read", remedy="Reload the page and send it again") from None


@router.get("/survey/{secret}")
def ask(secret: str, opened: OpenedHere) -> HTMLResponse:
    """Show the questionnaire to whoever holds the link."""
    eco = opened.use()
    try:
        found, member = survey.invited(eco, secret)
    except (NotFoundError, AccessError) as error:
        return _refused(error)
    return page(f"Survey {found.name}", _form(eco, found, member))


@router.post("/survey/{secret}")
def take(secret: str, opened: OpenedHere, fields: Annotated[dict[str, str], Depends(_fields)]) -> HTMLResponse:
    """Take the answers of whoever holds the link."""
    eco = opened.use()
    try:
        found, member = survey.invited(eco, secret)
        survey.take(eco, found, member, _relations(found, member, fields), way="page")
    except (NotFoundError, AccessError) as error:
        return _refused(error)
    except EcotoneError as error:
        return page(
            "Your answers were not taken",
            f"<p>{escape(str(error))}</p><p>Go back, change this and send again.</p>",
            failures.status_of(error),
        )
    body = f"<p>Your answers to the survey {escape(found.name)} were taken. Until {found.closes} you may open your link and answer anew:"
    return page("Thank you", f"{body} the later answers replace the earlier ones.</p>")


def _relations(found: survey.Survey, member: int, fields: "Mapping[str, str]") -> list[survey.Relation]:
    """Return what a form says; a member without a level is no relation."""
    relations = []
    for partner in found.members:
        strength = level(fields.get(f"level-{partner}", ""))
        given = {item.key: fields.get(f"{item.key}-{partner}", "") for item in found.instrument.items}
        items = {key: found.instrument.checked(value) for key, value in given.items() if value}
        if items and not strength:
            raise InputError(
                "Trust and value are said of a member with whom you do not work", remedy="Choose how closely you work together"
            )
        if not strength or partner == member:
            continue
        relations.append(survey.Relation(partner, strength, items))
    known = {f"{name}-{partner}" for partner in found.members for name in ("level", *(item.key for item in found.instrument.items))}
    if unknown := sorted(set(fields) - known):
        raise InputError(
            "The form holds answers to what was not asked", got=", ".join(unknown[:3]), remedy="Reload the page and send it again"
        )
    return relations


def _form(eco: "Ecosystem", found: survey.Survey, member: int) -> str:
    """Return the questionnaire."""
    names = {number: eco.actor(number).actor.name for number in found.members}
    others = sorted((number for number in found.members if number != member), key=lambda each: (names[each].casefold(), each))
    levels = "".join(f"<dt>{name}</dt><dd>{escape(means)}</dd>" for name, means in LEVELS.values())
    notes = "".join(f"<li>{escape(line)}</li>" for line in CONFIDENTIAL)
    return (
        f"<p class=lead>For {escape(names[member])}, until {found.closes}. About one minute for each member that you work with.</p>"
        f"<ul>{notes}</ul><h2>How closely do you work together?</h2><dl>{levels}</dl>"
        f"<h2>The other members</h2><form method=post>{''.join(_member(found, number, names[number]) for number in others)}"
        "<p><button>Send</button></p></form>"
    )


def _member(found: survey.Survey, number: int, name: str) -> str:
    made = found.instrument
    levels = [("", "no, or not known"), *((str(value), word) for value, (word, _) in LEVELS.items())]
    anchors = made.anchors or {}
    answers = [("", "cannot say"), *((str(v), f"{v} {anchors.get(v, '')}".strip()) for v in range(made.low, made.high + 1))]
    statements = "".join(_choice(_key(item, number), item.text, answers) for item in made.items)
    return (
        f"<fieldset><legend>{escape(name)}</legend>{_choice(f'level-{number}', 'We work together', levels)}"
        f"<details><summary>Trust and value (confidential)</summary>{statements}</details></fieldset>"
    )


def _key(item: "Item", number: int) -> str:
    return f"{item.key}-{number}"


def _choice(name: str, label: str, options: list[tuple[str, str]]) -> str:
    chosen = "".join(f'<option value="{value}">{escape(text)}</option>' for value, text in options)
    return f'<label><span>{escape(label)}</span><select name="{name}">{chosen}</select></label>'


def _refused(error: EcotoneError) -> HTMLResponse:
    """Say why a link opens nothing: it is none, or the survey is closed."""
    closed = isinstance(error, AccessError)
    return page(error.what, f"<p>{escape(error.remedy or '')}.</p>", 410 if closed else 404)


def page(title: str, body: str, status: int = 200) -> HTMLResponse:
    """Return a page that a personal link opens: no script, kept by nobody."""
    text = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style><body><main><h1>{escape(title)}</h1>{body}</main>"
    )
    return HTMLResponse(text, status, headers=HEADERS)
