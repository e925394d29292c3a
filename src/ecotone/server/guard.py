"""Who may ask: the start-up token, Host and Origin, and the headers that keep a page from being misused.

The server speaks for whoever started it, so it trusts nobody else on the machine and no page of another site. It follows
Jupyter's way: the address that opens the browser carries a token; the first page moves it into a cookie that scripts
cannot read and that no other site can send, and takes it out of the address. Everything is denied unless allowed:
only `/api/health` and the pages themselves (which hold no data) need no token.

References
----------
OWASP, Cross-Site Request Forgery Prevention and HTTP Headers cheat sheets.
W3C, Content Security Policy Level 3; W3C, Fetch Metadata Request Headers.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response

from ecotone.server import beside, failures, signing
from ecotone.server.roles import EXPORTS, acting

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ecotone.server.accounts import Accounts, Signed

API: Final = "/api"
OPEN: Final = frozenset({"/api/health"})
"""What needs no token."""
WAITING: Final = frozenset({"/api/changes", "/api/me"})
"""What pages ask all the time, and what tells nothing of the record: no reading that is written down."""
LINKED: Final = ("/survey/", "/rate/")
"""Pages that a personal link opens, to whoever has it and to nobody else; it opens nothing besides."""

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
SAFE: Final = frozenset({"GET", "HEAD"})
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PATCH"})

# The pages set styles through the object model alone, which a policy lets pass; style attributes and elements in markup are refused.
PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
DOCUMENT_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
"""For a page in one piece, such as a dossier: it looks as it should and can run nothing."""

HEADERS: Final = {
    "content-security-policy": PAGE_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

REFUSED_PAGE: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Ecotone: wrong token</title>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem">
<h1>This address does not open the record</h1>
<p>Its token is not the one of the server that is running now. Use the address that Ecotone printed when it started.</p>
"""


def new_token() -> str:
    """Return a start-up token of 256 bits."""
    return secrets.token_urlsafe(32)


def split_host(host: str) -> tuple[str, str]:
    """Split a Host header into name and port, brackets of an IPv6 address taken off.

    Examples
    --------
    >>> split_host("localhost:8000"), split_host("[::1]:8000"), split_host("127.0.0.1")
    (('localhost', '8000'), ('::1', '8000'), ('127.0.0.1', ''))
    """
    if host.startswith("["):
        name, _, rest = host[1:].partition("]")
        return name.lower(), rest.removeprefix(":")
    name, _, port = host.partition(":")
    return name.lower(), port


class Guard:
    """Let through only what is allowed, and put the safety headers on every answer.

    Parameters
    ----------
    app : ASGIApp
        What is guarded.
    token : str
        The start-up token.
    hosts : frozenset of str
        Names under which the server may be addressed; any other is a rebound DNS name.
    accounts : Accounts, optional
        Users who sign in; the start-up token then opens nothing.
    """

    def __init__(self, app: ASGIApp, *, token: str, hosts: frozenset[str] = LOOPBACK, accounts: Accounts | None = None) -> None:
        self.app = app
        self.hosts = hosts
        self.accounts = accounts
        self._token = token.encode()
        # The cookie is not the token itself, so that a cookie that leaks opens no other browser by its address.
        self.cookie_value = hmac.new(self._token, b"ecotone cookie", hashlib.sha256).hexdigest()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check a request and pass it on, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # no web sockets
            await send({"type": "websocket.close", "code": 1008})
            return
        scope = beside.split(scope)
        headers = Headers(scope=scope)
        send = self._with_headers(send)
        refusal = self._refuse(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        signed: Signed | None = scope.get("ecotone.signed")
        if signed is None:
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]
        if path.startswith(EXPORTS) or (signed.role != "owner" and path.startswith(API + "/") and path not in WAITING):
            assert self.accounts is not None
            await run_in_threadpool(self.accounts.note, signed.name, scope["method"], path)
        mark = acting.set(signed.name)
        try:
            await self.app(scope, receive, send)
        finally:
            acting.reset(mark)

    def _refuse(self, scope: Scope, headers: Headers) -> Response | None:
        """Return the refusal of a request, a redirect that takes the token out of its address, or None if it may pass."""
        path: str = scope["path"]
        hosts = headers.getlist("host")
        if len(hosts) != 1 or split_host(hosts[0])[0] not in self.hosts:
            return failures.plain(
                421, "This server does not answer to that name", kind="AccessError", remedy="Use the address that Ecotone printed"
            )
        if scope["method"] not in METHODS:
            return failures.plain(405, "This method is not used here", headers={"allow": ", ".join(sorted(METHODS))})
        if foreign := self._foreign(scope, headers, hosts[0]):
            return failures.plain(403, foreign, kind="AccessError")
        if self.accounts is not None:
            return self._signed_in(scope, headers, hosts[0])
        named = beside.NAME in scope  # nothing opens a record that an address names but the token
        if not (path == API or path.startswith(API + "/") or (named and path.startswith(LINKED))):
            return self._page(scope, hosts[0])
        if path in OPEN and not named:
            scope["ecotone.known"] = self.known(headers, hosts[0])
            return None
        if not self.known(headers, hosts[0]):
            return failures.plain(
                401,
                "This request carries no valid token",
                kind="AccessError",
                remedy="Open the address that Ecotone printed when it started",
                headers={"www-authenticate": "Bearer"},
            )
        scope["ecotone.known"] = True
        return None

    def _signed_in(self, scope: Scope, headers: Headers, host: str) -> Response | None:
        """Let those pass who are signed in; show others the page to sign in, or refuse."""
        assert self.accounts is not None
        path: str = scope["path"]
        is_api = path == API or path.startswith(API + "/")
        if path in signing.PATHS or path in OPEN or path.startswith(LINKED):
            scope["ecotone.known"] = False
            return None
        secret = signing.secret(headers, host)
        signed = self.accounts.known(secret) if secret else None
        if signed is not None:
            scope["ecotone.signed"] = signed
            scope["ecotone.known"] = True
            return None
        if is_api:
            return failures.plain(
                401, "Nobody is signed in", kind="AccessError", remedy="Sign in again", headers={"www-authenticate": "Bearer"}
            )
        if "/assets/" in path or path.rsplit("/", 1)[-1].count("."):  # scripts and styles hold no data
            return None
        return signing.page(scope)

    def _foreign(self, scope: Scope, headers: Headers, host: str) -> str | None:
        """Say why a request is not this server's own page's doing, or return None."""
        site = headers.get("sec-fetch-site")
        origin = headers.get("origin")
        if origin is not None and origin.lower() not in {f"http://{host.lower()}", f"https://{host.lower()}"}:
            return "This request comes from another site"
        api = scope["path"].startswith(API)
        if api and site is not None and site not in {"same-origin", "none"}:
            return "This request comes from another site"
        if scope["method"] in SAFE or "authorization" in headers:
            return None
        if origin is None and site != "same-origin":
            return "This request does not say which page it comes from"
        return None

    def _page(self, scope: Scope, host: str) -> Response | None:
        """Move a token from a page's address to the cookie."""
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = [value for key, value in query if key == "token"]
        if not given:
            return None
        if not self._same(given[0]):
            alone = {"cache-control": "no-store", "content-security-policy": DOCUMENT_POLICY}
            return Response(REFUSED_PAGE, 403, media_type="text/html", headers=alone)
        rest = urlencode([(key, value) for key, value in query if key != "token"])
        # A path such as //host would leave this server: exactly one slash leads.
        path = "/" + scope.get("raw_path", scope["path"].encode()).decode("latin-1").split("?")[0].replace("\\", "/").lstrip("/")
        response = RedirectResponse(path + (f"?{rest}" if rest else ""), status_code=303, headers={"cache-control": "no-store"})
        response.set_cookie(self.cookie_name(host), self.cookie_value, path="/", httponly=True, samesite="strict")
        return response

    @staticmethod
    def cookie_name(host: str) -> str:
        """Return the cookie's name: browsers share cookies between ports, so the port is part of it."""
        return f"ecotone-{split_host(host)[1] or '80'}"

    def known(self, headers: Headers, host: str) -> bool:
        """Tell whether a request carries the token, as a Bearer header or as the cookie."""
        scheme, _, credential = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self._same(credential.strip()):
            return True
        name = self.cookie_name(host)
        parts = (part.strip().partition("=") for line in headers.getlist("cookie") for part in line.split(";"))
        return any(key == name and hmac.compare_digest(value.encode(), self.cookie_value.encode()) for key, _, value in parts)

    def _same(self, given: str) -> bool:
        """Compare a token in constant time."""
        return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), self._token)

    @staticmethod
    def _with_headers(send: Send) -> Send:
        """Add the safety headers that the answer does not set itself."""

        async def safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        return safe
