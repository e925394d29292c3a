"""The application: one record, its routes, and around them the guard that denies by default."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from ecotone import __version__
from ecotone.server import (
    actors,
    beside,
    changes,
    dossier,
    drawing,
    dynamics,
    editing,
    failures,
    home,
    imports,
    interests,
    links,
    mapping,
    matching,
    network,
    pages,
    partnerships,
    pathway,
    questions,
    rating,
    record,
    records,
    review,
    roles,
    saved_views,
    saving,
    signing,
    stakeholders,
    survey,
    velocity,
)
from ecotone.server.guard import LOOPBACK, Guard, new_token
from ecotone.server.jobs import Jobs, state_folder
from ecotone.server.limits import BODY, UPLOAD, Limits
from ecotone.server.opened import PATIENCE_S, Opened
from ecotone.server.schemas import FailureAnswer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from fastapi.routing import APIRoute

    from ecotone.server.accounts import Accounts
    from ecotone.server.organisation import Organisation


def create_app(
    record_address: str | Path,
    *,
    token: str | None = None,
    hosts: frozenset[str] = frozenset(),
    state: Path | None = None,
    static: Path = pages.STATIC,
    accounts: Accounts | None = None,
    organisation: Organisation | None = None,
    body_limit: int = BODY,
    upload_limit: int = UPLOAD,
    patience_s: float = PATIENCE_S,
) -> FastAPI:
    """Make the application that serves one record.

    Parameters
    ----------
    record_address : str or Path
        The record's file, or its address in PostgreSQL; opened when it is first asked for.
    token : str, optional
        The start-up token; a new one where not given, found under `app.state.token`.
    hosts : frozenset of str
        Names beside those of loopback under which the server may be addressed.
    state : Path, optional
        Folder of the server's own database (jobs); the user's state folder where not given.
    static : Path
        Folder of the built pages.
    accounts : Accounts, optional
        Users who sign in, each with a role; the start-up token then opens nothing.
    organisation : Organisation, optional
        Through which users may sign in too.
    body_limit, upload_limit : int
        Bytes that a body of JSON and an upload may have.
    patience_s : float
        Seconds to wait for another process that writes to the record.

    Returns
    -------
    FastAPI
        The application.

    Examples
    --------
    >>> app = create_app("houston.eco", token="secret")
    >>> app.state.token
    'secret'
    """
    secret = token or new_token()
    opened = Opened(record_address, patience_s=patience_s)
    jobs = Jobs(state or state_folder(), str(record_address))
    folder = beside.Folder(opened, jobs, offered=accounts is None and not hosts, patience_s=patience_s)

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        jobs.start()
        yield
        jobs.close()
        folder.close()
        opened.close()

    app = FastAPI(
        title="Ecotone",
        version=__version__,
        description="The record of a healthcare innovation ecosystem over HTTP. Every route but `/api/health` needs the start-up token.",
        openapi_url="/api/openapi.json",
        docs_url=None,  # its page would load scripts from another host
        redoc_url=None,
        lifespan=lifespan,
        dependencies=[Depends(roles.require)],
        generate_unique_id_function=_operation,
        responses={"default": {"model": FailureAnswer, "description": "What went wrong, where, and what to do"}},
        middleware=[
            Middleware(Guard, token=secret, hosts=LOOPBACK | {name.lower() for name in hosts}, accounts=accounts),
            Middleware(Limits, body=body_limit, upload=upload_limit),
            Middleware(GZipMiddleware, minimum_size=1024, compresslevel=1),
            Middleware(failures.Unexpected),
            Middleware(beside.Entered, folder=folder),
        ],
    )
    app.state.token = secret
    app.state.opened = opened
    app.state.jobs = jobs
    app.state.folder = folder
    app.state.accounts = accounts
    app.state.organisation = organisation
    if accounts is not None:
        app.state.passwords = asyncio.Semaphore(signing.AT_ONCE)
        app.include_router(signing.router)
        app.include_router(rating.router)
        if organisation is not None:
            from ecotone.server.organisation import router

            app.include_router(router)
    failures.install(app)
    app.add_exception_handler(questions.Underway, questions.tell)
    for room in (
        record,
        records,
        home,
        mapping,
        actors,
        editing,
        network,
        saved_views,
        review,
        matching,
        changes,
        imports,
        saving,
        velocity,
        pathway,
        dynamics,
        drawing,
        dossier,
        survey,
        stakeholders,
        partnerships,
        interests,
        links,
    ):
        app.include_router(room.router)
    pages.install(app, static)
    return app


def _operation(route: APIRoute) -> str:
    """Name an operation as its function, so that the generated types read well."""
    return route.name
