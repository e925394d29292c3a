"""The commands that open a record in the browser: demo, serve.

The demo's record is built once into the user's data folder and found again as long as the data it is made of are the
same; the record before is kept beside it, for somebody may have worked in it.
"""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer

import ecotone
from ecotone.cli.options import Json, Record
from ecotone.cli.running import say, working
from ecotone.errors import FetchError, InputError

NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Do not open a browser; print the address only.")]
Host = Annotated[str, typer.Option("--host", help="The address to listen on; 127.0.0.1 is reached from this machine alone.")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="The port to listen on; 0 takes a free one.")]
Once = Annotated[bool, typer.Option("--once", help="Start, ask /api/health, print the counts and stop.")]

SHOWN = ("actors", "ties", "evidence", "initiatives")


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(epilog="Example: ecotone demo houston.eco")(demo)
    app.command(epilog="Example: ecotone serve houston.eco --port 8765")(serve)


def demo(
    record: Annotated[
        Path | None, typer.Argument(metavar="RECORD", help="Where the demo's record is made and found again; else in the user's folder.")
    ] = None,
    *,
    no_browser: NoBrowser = False,
    once: Once = False,
    port: Port = 0,
    as_json: Json = False,
) -> None:
    """Look at the real map of Houston and the Texas Medical Center."""
    path = record or _data_folder() / "houston.eco"
    ensure_demo(path, ours=record is None)
    _serve(str(path), once=once, open_browser=not (no_browser or once), as_json=as_json, port=port)


def serve(
    record: Record,
    *,
    host: Host = "127.0.0.1",
    port: Port = 0,
    no_browser: NoBrowser = False,
    once: Once = False,
    beyond_loopback: Annotated[
        bool, typer.Option("--beyond-loopback", help="Allow an address that other machines reach; whoever has the token may do all.")
    ] = False,
    users: Annotated[bool, typer.Option("--users", help="Let users sign in, each with a role; see ecotone users.")] = False,
    name: Annotated[
        list[str] | None, typer.Option("--name", help="A name under which others reach the server, such as hub.example.org.")
    ] = None,
    oidc: Annotated[
        str, typer.Option("--oidc", metavar="ISSUER", help="Let users sign in through this provider of OpenID Connect too; needs --users.")
    ] = "",
    oidc_client: Annotated[
        str,
        typer.Option("--oidc-client", metavar="ID", help="The provider's id for this server; its secret is read from ECOTONE_OIDC_SECRET."),
    ] = "",
    oidc_claim: Annotated[str, typer.Option("--oidc-claim", help="Which of the provider's claims is the user's name.")] = "email",
    as_json: Json = False,
) -> None:
    """Open a record in the browser, served to this machine alone; stop with Ctrl+C."""
    reached: dict[str, Any] = {
        "host": host,
        "port": port,
        "beyond_loopback": beyond_loopback,
        "users": users,
        "names": frozenset(name or ()),
    }
    if not oidc and (oidc_client or oidc_claim != "email"):
        raise InputError("The provider is missing", got="--oidc-client" if oidc_client else "--oidc-claim", remedy="Give it: --oidc ISSUER")
    if oidc:
        from ecotone.server.organisation import Organisation

        if not users:
            raise InputError("A provider is given, but nobody signs in", got=oidc, remedy="Add --users")
        reached["organisation"] = Organisation(oidc, oidc_client, os.environ.get("ECOTONE_OIDC_SECRET", ""), oidc_claim)
    _serve(record, once=once, open_browser=not (no_browser or once), as_json=as_json, **reached)


def _serve(record: str, *, once: bool, as_json: bool, **options: Any) -> None:
    """Run the server, and tell its address and the record's counts when it answers."""
    from ecotone.server import serve as run

    run(record, once=once, ready=_ready(record, once=once, as_json=as_json), **options)


def _ready(record: str, *, once: bool, as_json: bool) -> Callable[[str], None]:
    """Return what to do once the server answers."""

    def ready(address: str) -> None:
        from ecotone.cli.render import show_json

        health = _ask_health(address) if once else {}
        counts = _counts(record)
        if as_json:
            show_json({"address": None if once else address, "health": health or None, "counts": counts})
            return
        print(", ".join(f"{number:,} {name}" for name, number in counts.items()))
        if once:
            print(f"/api/health answers: {health.get('status', 'ok')}")
        else:
            print(f"Ecotone is at {address}\nStop it with Ctrl+C.", flush=True)

    return ready


def _ask_health(address: str) -> dict[str, Any]:
    """Ask the server that just started whether it is well."""
    import urllib.request

    parts = urlsplit(address)
    question = urllib.request.Request(f"{parts.scheme}://{parts.netloc}/api/health")  # noqa: S310  our own server's address
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(question, timeout=30) as reply:
            answer: dict[str, Any] = json.load(reply)
    except (OSError, ValueError) as error:
        raise FetchError("The server does not answer as it should", where="/api/health", got=str(error)) from None
    return answer


def _counts(record: str) -> dict[str, int]:
    """Count what the record holds, the four that a first look needs."""
    from ecotone.cli.options import opened

    with opened(record) as eco:
        counts = eco.stats()
    return {name: counts[name] for name in SHOWN}


def _data_folder() -> Path:
    """Return the user's data folder, made if need be."""
    from platformdirs import user_data_path

    return user_data_path("ecotone", appauthor=False, ensure_exists=True)


def ensure_demo(path: Path, *, ours: bool) -> None:
    """Build the demo's record, or leave it as it is where it was made of the same data.

    Parameters
    ----------
    path : pathlib.Path
        Where the record lies.
    ours : bool
        Whether the path is Ecotone's own choice; a file of the user's is never moved away.
    """
    stamp = path.with_name(f"{path.name}.made-of")
    wanted = _data_digest()
    if path.exists():
        if stamp.exists() and stamp.read_text() == wanted:
            return
        if not ours:
            raise InputError(
                "This file was not made of today's demo data", got=str(path), remedy="Open it with `ecotone serve`, or name another file"
            )
        before = path.with_name(f"{path.stem}.before.eco")
        path.replace(before)
        say(f"The demo's data changed; the record before is kept as {before}.")
    from ecotone.workbench import demo as room

    fresh = path.with_name(f"{path.stem}.building.eco")
    _remove(fresh)
    try:
        with working("Building the demo") as work:
            room.build(fresh, work=work).close()
        fresh.replace(path)
    except BaseException:
        _remove(fresh)
        raise
    stamp.write_text(wanted)


def _remove(record: Path) -> None:
    """Remove a record that was begun, with the files that SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm", "-journal"):
        record.with_name(record.name + ending).unlink(missing_ok=True)


def _data_digest() -> str:
    """Hash the files that the demo is made of, and the version that reads them."""
    from ecotone.workbench.demo import FILES, FOLDER

    total = hashlib.sha256(ecotone.__version__.encode())
    for name in sorted(FILES.values()):
        total.update(name.encode())
        total.update((FOLDER / name).read_bytes())
    return total.hexdigest()
