"""Files to take along: the actors as CSV or the record as a workbook, and the dossier."""

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Query
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, HTMLResponse, Response

from ecotone.server.asked import ReportQuery, ScopeQuery
from ecotone.server.guard import DOCUMENT_POLICY
from ecotone.server.opened import Opened, OpenedHere

if TYPE_CHECKING:
    from ecotone.scope import Scope

router = APIRouter(prefix="/api", tags=["saving"])

WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/export.csv", response_class=Response, responses={200: {"content": {"text/csv": {}}, "description": "The actors"}})
def export_csv(opened: OpenedHere, query: Annotated[ScopeQuery, Query()]) -> Response:
    """Save the actors of a scope as CSV; a cell that a spreadsheet would run is escaped."""
    return _file(opened, query.scope(), ".csv", "text/csv; charset=utf-8")


@router.get("/export.xlsx", response_class=Response, responses={200: {"content": {WORKBOOK: {}}, "description": "The record"}})
def export_xlsx(opened: OpenedHere, query: Annotated[ScopeQuery, Query()]) -> Response:
    """Save the record of a scope as a workbook, a sheet a table."""
    return _file(opened, query.scope(), ".xlsx", WORKBOOK)


@router.get("/report", response_class=HTMLResponse, responses={200: {"content": {"text/html": {}}, "description": "The dossier"}})
def report(opened: OpenedHere, query: Annotated[ReportQuery, Query()]) -> Response:
    """Return the dossier of a scope: one self-contained page."""
    from ecotone.report import dossier

    scope = query.scope()
    text: str = opened.at_batch(("report", scope), lambda: dossier(opened.use(), scope))
    headers = {"content-security-policy": DOCUMENT_POLICY, "cache-control": "private, no-cache"}
    if query.download:
        headers["content-disposition"] = f'attachment; filename="{_name(opened)}.html"'
    return HTMLResponse(text, headers=headers)


def _file(opened: Opened, scope: "Scope", suffix: str, kind: str) -> Response:
    """Write an export to a temporary file and send it."""
    from ecotone.workbench import export

    folder = tempfile.TemporaryDirectory(prefix="ecotone-")
    path = Path(folder.name) / f"{_name(opened)}{suffix}"
    try:
        export.export(opened.use(), path, scope=scope)
    except BaseException:
        folder.cleanup()
        raise
    return FileResponse(
        path, media_type=kind, filename=path.name, headers={"cache-control": "no-store"}, background=BackgroundTask(folder.cleanup)
    )


def _name(opened: Opened) -> str:
    """Return a plain name for a file after the record's title."""
    title = opened.use().title or Path(opened.address).stem
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60] or "ecosystem"
