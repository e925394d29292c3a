"""Fetch all pages of a query into a folder of raw answers, and go on where an earlier attempt stopped.

The folder holds one file a page, as it came, and `fetch.json`: what was asked, when, how many records, and what comes next.
A page is written under another name first, so that a crash leaves no half page; keys are never written.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ecotone import dates
from ecotone.errors import FetchError, InputError
from ecotone.sources.live.services import Request, ShapeError
from ecotone.work import SILENT

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from ecotone.sources.live.client import Client, Reply
    from ecotone.sources.live.services import Page, Service
    from ecotone.work import Work

BOOK: Final = "fetch.json"
FRESH_HOURS: Final = 24.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a fetch brought.

    Attributes
    ----------
    folder : Path
        Where the raw answers lie.
    files : tuple of Path
        One a page, in order.
    records : int
        Records on these pages.
    total : int or None
        Records that the service has for the query, where it says so.
    asked : int
        Requests that were made now; the other pages were there already.
    complete : bool
        Whether all came that the service has for the query; false where the limit stopped it, or the service hands out no more.
    """

    folder: Path
    files: tuple[Path, ...]
    records: int
    total: int | None
    asked: int
    complete: bool


def fetch(
    service: Service,
    query: str,
    client: Client,
    cache: Path,
    *,
    limit: int = 10_000,
    fresh: bool = False,
    fresh_hours: float = FRESH_HOURS,
    work: Work = SILENT,
) -> Fetched:
    """Ask a service for all that a query finds, page by page.

    Parameters
    ----------
    service : Service
        Whom to ask.
    query : str
        What for, in the service's own terms.
    client : Client
        How to ask.
    cache : Path
        Folder of raw answers; each service and query has a folder of its own below it.
    limit : int
        Stop at the page on which so many records are reached.
    fresh : bool
        Ask anew, whatever lies there.
    fresh_hours : float
        How old answers may be that are used again.
    work : Work
        Takes progress; may cancel, and the next attempt goes on there.

    Returns
    -------
    Fetched
        The folder, its files and counts.

    Raises
    ------
    InputError
        If there is no query.
    FetchError
        If the service cannot be reached, refuses, or answers in another shape than it should; pages that came are kept.
    """
    if not query.strip():
        raise InputError("A query is needed", where=service.label, expected=service.query)
    if limit < 1:
        raise InputError("At least one record is to be fetched", got=str(limit))
    first = service.first(query.strip(), limit, bool(client.key))
    folder = cache / service.name / _digest(service, client.address, query, first)
    book = None if fresh else _opened(folder, fresh_hours, dates.now())
    if book is None:
        _clear(folder)
        book = {"service": service.label, "query": query, "begun": dates.now().isoformat(), "pages": [], "next": _as_json(first)}
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / BOOK, json.dumps(book, indent=1).encode())
    asked = 0
    while book["next"] is not None and (held := _held(book)) < limit:
        work.step(held, min(limit, book.get("total") or limit), f"asking {service.label}")
        request = Request(**book["next"])
        reply = client.ask(request, work=work)
        asked += 1
        page = _page(service, request, reply, client.address)
        if page.records:
            name = f"{len(book['pages']) + 1:05d}.json"
            _write(folder / name, reply.body)
            book["pages"].append({"file": name, "records": page.records, "at": dates.now().isoformat()})
        book["total"] = page.total if page.total is not None else book.get("total")
        book["next"] = None if page.following is None else _as_json(page.following)
        _write(folder / BOOK, json.dumps(book, indent=1).encode())
    files = tuple(folder / entry["file"] for entry in book["pages"])
    held, total = _held(book), book.get("total")
    return Fetched(folder, files, held, total, asked, complete=book["next"] is None and (total is None or held >= total))


def _page(service: Service, request: Request, reply: Reply, address: str) -> Page:
    """Look at an answer, and say clearly what is wrong with it."""
    from ecotone.sources.live.services import Page

    where = f"{address}{request.path}"
    if reply.status in service.nothing:
        return Page(0, 0, None)
    shown = reply.body[:300].decode("utf-8", "replace").strip()
    if reply.status in {401, 403}:
        raise FetchError(
            f"{service.label} wants a key, or does not accept this one",
            where=where,
            got=f"status {reply.status}: {shown}",
            remedy=f"Set {service.key} to a key of the service" if service.key else "Ask the service's keepers",
        )
    if reply.status != 200:
        raise FetchError(
            f"{service.label} refuses the query", where=where, got=f"status {reply.status}: {shown}", expected=service.query,
            remedy="Mend the query",
        )  # fmt: skip
    try:
        return service.page(request, json.loads(reply.body), reply.link)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FetchError(
            f"{service.label} answered with what is no JSON, or with half of it",
            where=where,
            got=f"{error}: {shown}"[:300],
            remedy="Run the same command again; what was fetched is kept",
        ) from None
    except ShapeError as error:
        raise FetchError(
            f"{service.label} answers in another shape than it used to",
            where=where,
            got=str(error),
            remedy="Look for a newer Ecotone, or fetch the files by hand and import them",
        ) from None


def _opened(folder: Path, hours: float, now: dt.datetime) -> dict[str, Any] | None:
    """Return the book of an earlier attempt that is whole and young enough."""
    import datetime as dt

    try:
        book: dict[str, Any] = json.loads((folder / BOOK).read_bytes())
        age = now - dt.datetime.fromisoformat(book["begun"])
        whole = all((folder / entry["file"]).is_file() for entry in book["pages"])
        if book["next"] is not None:
            Request(**book["next"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return book if whole and age.total_seconds() < hours * 3600 else None


def _held(book: dict[str, Any]) -> int:
    return sum(int(entry["records"]) for entry in book["pages"])


def _as_json(request: Request) -> dict[str, Any]:
    return dataclasses.asdict(request)


def _digest(service: Service, address: str, query: str, first: Request) -> str:
    """Name the folder of a query: its words, and enough of a hash to tell it from others."""
    text = json.dumps([service.name, address, query, _as_json(first)], sort_keys=True)
    words = "-".join("".join(c if c.isalnum() else " " for c in query.lower()).split())[:40]
    return f"{words}-{hashlib.sha256(text.encode()).hexdigest()[:12]}".lstrip("-")


def _clear(folder: Path) -> None:
    if folder.is_dir():
        for path in folder.iterdir():
            if path.name == BOOK or path.suffix in {".json", ".part"}:
                path.unlink()


def _write(path: Path, data: bytes) -> None:
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)
