"""The dossier composed in the browser: what can be chosen, and the page of what was chosen."""

import re
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import HTMLResponse, Response

from ecotone.server.asked import ReportQuery
from ecotone.server.guard import DOCUMENT_POLICY
from ecotone.server.opened import OpenedHere
from ecotone.server.schemas import Wire

router = APIRouter(prefix="/api/dossier", tags=["dossier"])

Section = Annotated[str, Field(max_length=260)]


class DossierChoice(Wire):
    """Something that a dossier can hold."""

    name: str
    label: str
    room: Literal["record", "views", "network", "velocity", "partnerships", "pathway"]
    detail: str


class DossierChoices(Wire):
    """What a dossier of this record can hold."""

    title: str
    choices: list[DossierChoice]


class DossierQuery(ReportQuery):
    """What was chosen, in its order, and the page's title."""

    section: list[Section] = Field(default=[], max_length=60, description="Choices in their order, such as `map` or `network:brokers`")
    title: str = Field(default="", max_length=200, description="The record's title where not given")


@router.get("/choices")
def list_choices(opened: OpenedHere) -> DossierChoices:
    """List what a dossier of this record can hold."""
    from ecotone.report.chosen import choices

    eco = opened.use()
    found = [DossierChoice(name=each.name, label=each.label, room=each.room, detail=each.detail[:300]) for each in choices(eco)]
    return DossierChoices(title=eco.title, choices=found)


@router.get("", response_class=HTMLResponse, responses={200: {"content": {"text/html": {}}, "description": "The dossier"}})
def compose_dossier(opened: OpenedHere, query: Annotated[DossierQuery, Query()]) -> Response:
    """Return a dossier of what was chosen: one self-contained page, the same choices to the same byte."""
    from ecotone.report.chosen import chosen
    from ecotone.server.dossier_views import screens

    scope = query.scope()
    key = ("dossier", tuple(query.section), query.title, scope)
    text: str = opened.at_batch(key, lambda: chosen(opened.use(), query.section, scope, title=query.title, screens=screens(opened)))
    headers = {"content-security-policy": DOCUMENT_POLICY, "cache-control": "private, no-cache"}
    if query.download:
        name = re.sub(r"[^a-z0-9]+", "-", (query.title or opened.use().title or "ecosystem").lower()).strip("-")[:60] or "dossier"
        headers["content-disposition"] = f'attachment; filename="{name}.html"'
    return HTMLResponse(text, headers=headers)
