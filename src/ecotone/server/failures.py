"""How an error becomes an HTTP answer: one shape, a proper status, and nothing of the server's insides.

Every body that is not a success is `{"error": {kind, what, where, got, expected, remedy, message}}`, with the parts of
`ecotone.errors.EcotoneError`. What was not raised on purpose is written to the server's log and answered by a plain
500 that says so and no more.
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from ecotone import errors
from ecotone.errors import EcotoneError, sentence, shorten
from ecotone.server.schemas import Failure, FailureAnswer

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("ecotone.server")

STATUS: Final[tuple[tuple[type[EcotoneError], int], ...]] = (
    (errors.NotFoundError, 404),
    (errors.UnknownFormatError, 415),
    (errors.InputError, 422),
    (errors.StaleWriteError, 409),
    (errors.UndoRefusedError, 409),
    (errors.CancelledError, 409),
    (errors.LockedRecordError, 423),
    (errors.EvidenceError, 422),
    (errors.StorageError, 507),
    (errors.RecordError, 503),
    (errors.SourceError, 422),
    (errors.KernelError, 422),
    (errors.AccessError, 403),
)
"""The first class that an error is of decides its status."""


class TooLargeError(HTTPException):
    """A body beyond the limit; an HTTP exception so that the framework passes it on from inside its own readers."""

    def __init__(self, limit: int, got: int | None = None) -> None:
        super().__init__(413, f"The request is larger than this server takes ({limit:,} bytes)")
        self.failure = Failure(
            kind="TooLargeError",
            what="The request is larger than this server takes",
            got=f"{got:,} bytes" if got is not None else None,
            expected=f"at most {limit:,} bytes",
            remedy="Import the file at the command line instead: ecotone import",
            message=f"The request is larger than this server takes. Expected: at most {limit:,} bytes. "
            "Import the file at the command line instead: ecotone import.",
        )


def status_of(error: EcotoneError) -> int:
    """Return the HTTP status that an error is answered with."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def answer(status: int, failure: Failure, headers: dict[str, str] | None = None) -> Response:
    """Return a failure as an HTTP answer."""
    return JSONResponse(
        FailureAnswer(error=failure).model_dump(), status_code=status, headers={"cache-control": "no-store"} | (headers or {})
    )


def plain(status: int, what: str, *, kind: str = "HTTPError", remedy: str | None = None, headers: dict[str, str] | None = None) -> Response:
    """Return a failure that is a matter of HTTP, not of the record."""
    return answer(status, Failure(kind=kind, what=what, remedy=remedy, message=sentence(what, remedy=remedy)), headers)


def _ecotone(request: Request, error: Exception) -> Response:
    assert isinstance(error, EcotoneError)
    status = status_of(error)
    if status >= 500:
        log.warning("%s %s: %s", request.method, request.url.path, error)
    # Where users sign in, the server is no user's own machine: where its files lie is nobody's business.
    return answer(status, Failure.of(error, folders=request.app.state.accounts is None))


def _invalid(_request: Request, error: Exception) -> Response:
    """Turn what the wire types refused into one message that names the first fault and counts the rest."""
    assert isinstance(error, RequestValidationError)
    faults = error.errors()
    first = faults[0]
    where = ".".join(str(part) for part in first["loc"] if part not in {"query", "body", "path"})
    what = "The request cannot be read" + (f" ({len(faults)} faults, the first shown)" if len(faults) > 1 else "")
    got = first.get("input")
    parts = {
        "where": where or None,
        "got": shorten(repr(got)) if isinstance(got, str | int | float | bool | list) else None,
        "expected": str(first["msg"]).removesuffix("."),
    }
    return answer(422, Failure(kind="InputError", what=what, **parts, message=sentence(what, **parts)))


def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if isinstance(error, TooLargeError):
        return answer(413, error.failure, {"connection": "close"})
    headers = dict(error.headers or {})
    phrase = HTTPStatus(error.status_code).phrase
    what = "There is nothing at this address" if error.status_code == 404 else str(error.detail or phrase)
    return plain(error.status_code, what, headers=headers)


class Unexpected:
    """Answer what nobody expected with a plain 500, inside the guard so that the answer is as safe as any other."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and log and answer what was not raised on purpose."""
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception:
            if begun or scope["type"] != "http":
                raise
            log.exception("%s %s failed", scope["method"], scope["path"])
            refusal = plain(
                500,
                "The server met an error that it did not expect",
                kind="UnexpectedError",
                remedy="Look into the server's log; what was not finished was not kept",
            )
            await refusal(scope, receive, send)


def install(app: FastAPI) -> None:
    """Let an application answer every failure in the one shape."""
    app.add_exception_handler(EcotoneError, _ecotone)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
