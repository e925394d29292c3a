"""Run the server in this process, on loopback unless told otherwise, until it is stopped."""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import socket
import threading
import webbrowser
from typing import TYPE_CHECKING
from urllib.parse import quote

import uvicorn

from ecotone.errors import InputError, StorageError
from ecotone.server.accounts import Accounts
from ecotone.server.app import create_app
from ecotone.server.jobs import state_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ecotone.server.organisation import Organisation


def serve(
    record: str | Path,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    open_browser: bool = True,
    once: bool = False,
    beyond_loopback: bool = False,
    token: str | None = None,
    users: bool = False,
    organisation: Organisation | None = None,
    names: frozenset[str] = frozenset(),
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve a record until interrupted.

    Parameters
    ----------
    record : str or Path
        The record's file, or its address in PostgreSQL. It is opened before the server listens, so that a wrong one
        is refused at once.
    host : str
        Address to listen on.
    port : int
        Port to listen on; 0 takes a free one.
    open_browser : bool
        Open the address in the user's browser.
    once : bool
        Stop after `ready` has returned.
    beyond_loopback : bool
        Allow an address that other machines can reach without users: whoever has the token may do all.
    token : str, optional
        The start-up token; a new one where not given.
    users : bool
        Let users sign in, each with a role (`ecotone users`); the start-up token then opens nothing.
    organisation : Organisation, optional
        Through which users may sign in too.
    names : frozenset of str
        Names under which the server is addressed from elsewhere, such as `hub.example.org` behind a proxy.
    ready : callable, optional
        Told the address with its token once the server answers; an error that it raises stops the server and is raised.

    Raises
    ------
    InputError
        If the address is not loopback and neither `users` nor `beyond_loopback` was given; or there are no users.
    StorageError
        If nothing can listen there.
    RecordError
        If the record cannot be opened.
    """
    if not beyond_loopback and not users and not is_loopback(host):
        raise InputError(
            "This address can be reached from other machines",
            got=host,
            expected="127.0.0.1, ::1 or localhost",
            remedy="Keep to loopback, let users sign in (--users), or ask for it explicitly and see that the network is yours",
        )
    accounts = _accounts(str(record)) if users else None
    known = names if is_loopback(host) else names | {host, socket.gethostname()}
    app = create_app(record, token=token, hosts=known, accounts=accounts, organisation=organisation)
    app.state.opened.use()
    try:
        listening = _listen(host, port)
    except BaseException:
        app.state.opened.close()
        raise
    name = f"[{host}]" if ":" in host else host
    address = f"http://{name}:{listening.getsockname()[1]}/" + ("" if users else f"?token={quote(app.state.token)}")
    # No access log: its lines would hold the token.
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=3)
    server = _Server(config)
    failed: list[BaseException] = []

    def announce() -> None:
        server.answering.wait()
        if not server.started:
            return
        try:
            if ready is not None:
                ready(address)
            if open_browser:
                webbrowser.open(address)
        except BaseException as error:  # noqa: BLE001  raised again in the caller's thread
            failed.append(error)
        if once or failed:
            server.should_exit = True

    telling = threading.Thread(target=announce, name="ecotone-ready", daemon=True)
    telling.start()
    try:
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listening])
    finally:
        server.answering.set()
        listening.close()
    telling.join(timeout=5)
    if failed:
        raise failed[0]


def _accounts(record: str) -> Accounts:
    """Open the accounts of a record, which must have an owner."""
    accounts = Accounts(state_folder(), record)
    if not any(role == "owner" for _, role in accounts.users()):
        raise InputError(
            "Nobody could sign in: the record has no owner",
            where=record,
            remedy="Add one first: ecotone users add RECORD NAME --role owner",
        )
    return accounts


class _Server(uvicorn.Server):
    """A server that says when it answers."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.answering = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.answering.set()


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach an address.

    Examples
    --------
    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0"), is_loopback("hub.example")
    (True, True, False, False)
    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listen(host: str, port: int) -> socket.socket:
    """Take the port, or say why it cannot be had."""
    if not 0 <= port <= 65535:  # the system would take it modulo 65,536
        raise InputError("There is no such port", got=str(port), expected="0 to 65535; 0 takes a free one")
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except (OSError, OverflowError) as error:
        raise StorageError("There is no such address here", got=f"{host}:{port}", expected=str(error)) from None
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(where)
        listening.listen(128)
    except OSError as error:
        listening.close()
        logging.getLogger("ecotone.server").debug("cannot listen", exc_info=error)
        raise StorageError(
            "Nothing can listen at this address",
            got=f"{host}:{port}",
            expected="a free port",
            remedy="Choose another port, or 0 for any free one",
        ) from None
    return listening
