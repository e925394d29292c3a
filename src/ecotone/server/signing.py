"""The page on which users sign in, and the routes behind it; it works without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Form, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from ecotone.errors import AccessError

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.types import Scope

    from ecotone.server.accounts import Accounts

router = APIRouter(include_in_schema=False)

PATHS: Final = frozenset({"/signin", "/signout", "/signin/organisation", "/signin/organisation/back"})
AT_ONCE: Final = 2
"""So many passwords are looked at together: each takes 64 MiB on purpose, and whoever asks is not known yet."""
HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    # With `no-referrer` a browser would not say which page the form comes from, and the guard would refuse it.
    "referrer-policy": "same-origin",
}
PAGE: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Ecotone: sign in</title><style>
:root {{ color-scheme: light dark }}
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 22rem; margin: 12vh auto; padding: 0 1rem }}
label {{ display: block; margin-top: 1rem }} input {{ font: inherit; width: 100%; box-sizing: border-box; padding: .5rem }}
button {{ font: inherit; margin-top: 1.5rem; padding: .5rem 1.5rem; cursor: pointer }} p[role=alert] {{ font-weight: 600 }}
</style><main><h1>Sign in</h1>{said}
<form method="post" action="/signin">
<label for="name">Name</label><input id="name" name="name" autocomplete="username" required autofocus maxlength="100">
<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required>
<button>Sign in</button></form>{through}</main>
"""
THROUGH: Final = '<p><a href="/signin/organisation">Sign in through your organisation</a></p>'


def page(scope: Scope, said: str = "", status: int = 401) -> Response:
    """Return the page to sign in, with what went wrong before (in HTML), and the way through an organisation where there is one."""
    shown = f'<p role="alert">{said}</p>' if said else ""
    through = THROUGH if scope["app"].state.organisation is not None else ""
    return Response(PAGE.format(said=shown, through=through), status, media_type="text/html", headers=HEADERS)


def cookie_name(host: str) -> str:
    """Return the cookie's name: browsers share cookies between ports, so the port is part of it."""
    return f"ecotone-session-{host.rpartition(':')[2] if ':' in host and not host.endswith(']') else '80'}"


def secret(headers: Headers, host: str) -> str:
    """Return the secret that a request carries: a Bearer token, or the session's cookie."""
    scheme, _, credential = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return credential.strip()
    name = cookie_name(host)
    parts = (part.strip().partition("=") for line in headers.getlist("cookie") for part in line.split(";"))
    return next((value for key, _, value in parts if key == name), "")


@router.post("/signin")
async def sign_in(
    request: Request, name: Annotated[str, Form(max_length=100)], password: Annotated[str, Form(max_length=2_000)]
) -> Response:
    """Begin a session, or show the page again with the reason."""
    accounts: Accounts = request.app.state.accounts
    try:
        async with request.app.state.passwords:
            made = await run_in_threadpool(accounts.sign_in, name, password)
    except AccessError as error:
        return page(request.scope, f"{error.what}. {error.remedy}.")
    response = RedirectResponse("/", status_code=303, headers={"cache-control": "no-store"})
    host = request.headers.get("host", "")
    secure = request.url.scheme == "https"
    response.set_cookie(cookie_name(host), made, path="/", httponly=True, samesite="strict", secure=secure)
    return response


@router.get("/signin")
def ask(request: Request) -> Response:
    """Show the page to sign in."""
    return page(request.scope, status=200)


@router.post("/signout")
def sign_out(request: Request) -> Response:
    """End the session."""
    accounts: Accounts = request.app.state.accounts
    host = request.headers.get("host", "")
    if given := secret(request.headers, host):
        accounts.revoke(given)
    response = RedirectResponse("/signin", status_code=303, headers={"cache-control": "no-store"})
    response.delete_cookie(cookie_name(host), path="/")
    return response
