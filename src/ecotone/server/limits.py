"""How large a request may be: bodies are counted as they come, so a false or absent length helps nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers

from ecotone.server import failures
from ecotone.server.failures import TooLargeError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY: Final = 1024 * 1024
"""Bytes of a body of JSON."""
UPLOAD: Final = 512 * 1024 * 1024
"""Bytes of an upload; larger files are imported at the command line, which streams them in place."""
LONG_PATHS: Final = frozenset({"/api/import", "/api/matching/registries", "/api/records/receive"})
ADDRESS: Final = 16 * 1024
"""Bytes of an address with its query."""


class Limits:
    """Refuse what is too large, before it is read where its length is stated, while it is read where not."""

    def __init__(self, app: ASGIApp, *, body: int = BODY, upload: int = UPLOAD) -> None:
        self.app = app
        self.body = body
        self.upload = upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count the body of a request on its way in."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if len(scope.get("raw_path", b"")) + len(scope["query_string"]) > ADDRESS:
            await failures.plain(414, "The address is longer than this server reads")(scope, receive, send)
            return
        limit = self.upload if scope["path"] in LONG_PATHS else self.body
        stated = Headers(scope=scope).get("content-length", "0")
        if not stated.isdecimal() or int(stated) > limit:
            error = TooLargeError(limit, int(stated) if stated.isdecimal() else None)
            await failures.answer(413, error.failure, {"connection": "close"})(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise TooLargeError(limit)
            return message

        await self.app(scope, counted, send)
