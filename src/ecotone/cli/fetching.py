"""The command that asks services on the network: fetch."""

import ipaddress
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from ecotone.cli.importing import opened_or_made, report, summary, take_back
from ecotone.cli.options import Author, Json
from ecotone.cli.running import LOOK, say, working
from ecotone.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from ecotone.sources.live import Fetched, Service


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("fetch", epilog='Example: ecotone fetch houston.eco clinicaltrials --query "AREA[LocationCity]Houston" --limit 500')(fetch)


def fetch(
    record: Annotated[str, typer.Argument(metavar="RECORD", help="The record; a file that does not exist yet is made.")],
    service: Annotated[str, typer.Argument(metavar="SERVICE", help="clinicaltrials, nih, ror, openalex or openfda.")],
    *,
    query: Annotated[str, typer.Option("--query", "-q", help="What to ask for, in the service's own terms; see docs/sources.md.")],
    limit: Annotated[int, typer.Option("--limit", min=1, help="Stop at the page on which so many records are reached.")] = 10_000,
    fresh: Annotated[bool, typer.Option("--fresh", help="Ask anew instead of using answers of the last 24 hours.")] = False,
    keep: Annotated[Path | None, typer.Option("--keep", metavar="FOLDER", help="Where raw answers lie; else the user's cache.")] = None,
    only_fetch: Annotated[bool, typer.Option("--only-fetch", help="Keep the raw answers and leave the record alone.")] = False,
    address: Annotated[str | None, typer.Option("--address", help="Another address of the service, such as a mirror.")] = None,
    author: Author = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Fetch, read and report, and change nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Ask a public service and import its answers; what was fetched is kept, so that a broken attempt goes on where it stopped."""
    from ecotone.cli.render import show_json
    from ecotone.sources.live import SERVICES, Client
    from ecotone.sources.live import fetch as fetch_pages

    if service not in SERVICES:
        raise NotFoundError("There is no such service", got=service, expected=", ".join(SERVICES))
    asked = SERVICES[service]
    where = _checked(address) if address else asked.address
    key = os.environ.get(asked.key, "") if asked.key else ""
    client = Client(where, asked.pause_s, key, os.environ.get("ECOTONE_CONTACT", ""))
    with working("Fetching") as work:
        try:
            done = fetch_pages(asked, query, client, keep or _cache(), limit=limit, fresh=fresh, work=work)
        finally:
            client.close()
    if not as_json:
        _tell(asked, done, limit)
    if only_fetch or not done.files:
        if as_json:
            show_json({"fetched": _counts(done)})
        if not done.files:
            raise typer.Exit(LOOK)
        return
    eco, made = opened_or_made(record)
    try:
        with eco, working("Importing") as work:
            from ecotone.workbench.intake import import_files

            imported = import_files(eco, done.files, source=asked.source, author=author, dry_run=dry_run, work=work)
    except BaseException:
        if made:
            take_back(made)
        raise
    if made and (dry_run or not imported.kept):
        take_back(made)
    if as_json:
        show_json({"fetched": _counts(done), **summary(imported)})
    else:
        report(imported, record, as_json=False, dry_run=dry_run)
    if imported.refused and not imported.kept:
        raise typer.Exit(LOOK)


def _tell(service: "Service", done: "Fetched", limit: int) -> None:
    """Say what came, from where, and whether there is more."""
    from ecotone.answer import counted

    print(
        f"{service.label}: {counted(done.records, 'record')} on {counted(len(done.files), 'page')}, "
        f"{counted(done.asked, 'request')} made now; kept in {done.folder}"
    )
    if not done.records:
        say("Nothing was found. Look at the query: " + service.query)
    elif not done.complete and done.records >= limit:
        more = f" of {done.total:,}" if done.total is not None else ""
        say(f"There are more records{more}; raise --limit to fetch them too.")
    elif not done.complete:
        say(f"{service.label} hands out no more than these of {done.total:,}; ask narrower questions, such as year by year.")


def _counts(done: "Fetched") -> dict[str, object]:
    return {
        "folder": str(done.folder),
        "files": [path.name for path in done.files],
        "records": done.records,
        "total": done.total,
        "requests": done.asked,
        "complete": done.complete,
    }


def _cache() -> Path:
    from ecotone.kernel import cache_folder

    return cache_folder().parent / "fetched"


def _checked(address: str) -> str:
    """Refuse an address that would send the query, or a key, in the clear to another machine."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme == "https" and host:
        return address.rstrip("/")
    if parts.scheme == "http" and (host == "localhost" or _is_loopback(host)):
        return address.rstrip("/")
    raise InputError("A service is asked over https", got=address, expected="https://…, or http:// on this machine")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
