"""The other records in the folder of the one that is served: listed, begun, and taken in when somebody sent one."""

from dataclasses import asdict
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, File, Request, UploadFile
from pydantic import Field, StringConstraints
from starlette.concurrency import run_in_threadpool

from ecotone.server.beside import LISTED, NAME, Folder
from ecotone.server.imports import plain_name
from ecotone.server.schemas import Wire

router = APIRouter(prefix="/api/records", tags=["records"])


class RecordSeen(Wire):
    """A record in the folder."""

    file: str
    title: str = Field(description="Empty where it has none or cannot be read")
    size_bytes: int
    changed: str = Field(description="When it was last written")
    address: str = Field(description="Where its pages begin")
    here: bool = Field(description="Whether it is the one that is being looked at")
    served: bool = Field(description="Whether it is the one that the server was started with")
    problem: str | None = Field(description="Why it cannot be opened now, and what to do")


class Records(Wire):
    """The records in the folder."""

    offered: bool = Field(description="False where this server serves one record only; nothing is listed then")
    folder: str
    records: list[RecordSeen] = Field(max_length=LISTED)
    more: int = Field(description="Records that are not listed")


class Begin(Wire):
    """A new, empty record."""

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class Begun(Wire):
    """Where the pages of a new record begin."""

    address: str


def folder_of(request: Request) -> Folder:
    """Return the folder of the served record."""
    found: Folder = request.app.state.folder
    return found


FolderHere = Annotated[Folder, Depends(folder_of)]


@router.get("")
def list_records(request: Request, folder: FolderHere) -> Records:
    """List the records in the folder of the one that is served, the latest first."""
    if not folder.offered:
        return Records(offered=False, folder="", records=[], more=0)
    seen, more = folder.listed(request.scope.get(NAME))
    records = [
        RecordSeen(
            **{name: value for name, value in asdict(one).items() if name not in {"name", "changed"}},
            changed=one.changed.isoformat(),
            address="/" if one.served else address_of(one.name),
        )
        for one in seen
    ]
    return Records(offered=True, folder=str(folder.path), records=records, more=more)


@router.post("")
def begin_record(asked: Begin, folder: FolderHere) -> Begun:
    """Make a new, empty record in the folder; its file is called after the title."""
    return Begun(address=address_of(folder.begin(asked.title)))


@router.post("/receive")
async def receive_record(folder: FolderHere, file: Annotated[UploadFile, File()]) -> Begun:
    """Take in a record that was sent by mail or otherwise: checked as any that is opened, never over a file that is there."""
    name = await run_in_threadpool(folder.receive, plain_name(file.filename or "file"), file.file)
    return Begun(address=address_of(name))


def address_of(name: str) -> str:
    """Return where the pages of a record beside the served one begin.

    Examples
    --------
    >>> address_of("boston hub")
    '/beside/boston%20hub/'
    """
    return f"/beside/{quote(name, safe='')}/"
