"""Sign-in through one's organisation: OpenID Connect's authorization code flow with PKCE.

The provider says who somebody is; what they may do with a record is still said here alone, and whom no owner has added is refused.
The first sign-in ties the provider's lasting identifier (`sub`) to the user that an owner added by name; from then on the
identifier counts and not the name, which a provider may give to somebody else later.

References
----------
OpenID Connect Core 1.0, sec. 3.1. RFC 7636 (PKCE). RFC 9700 (Best current practice for OAuth 2.0 security).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import html
import secrets
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode, urlsplit

import httpx
from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from ecotone.errors import AccessError, InputError
from ecotone.server import signing

if TYPE_CHECKING:
    from ecotone.server.accounts import Accounts

router = APIRouter(include_in_schema=False)

BEGIN: Final = "/signin/organisation"
BACK: Final = "/signin/organisation/back"
MINUTES: Final = 10
"""So long may somebody take at the provider."""
WAITING: Final = 1_000
"""So many sign-ins may be under way; the oldest gives way."""
LARGEST: Final = 1_000_000
"""Bytes of a provider's answer."""
ALGORITHMS: Final = ["RS256", "PS256", "ES256"]
"""Signatures by a provider's private key: never one by a shared secret, never none."""
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
WELCOME: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/">
<title>Ecotone: signed in</title><main><p>You are signed in. <a href="/">Go on</a></p></main>
"""
"""A browser keeps the session's cookie back while another site leads it here; a page of our own leads on."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in under way: what the browser and the provider's answer must show again."""

    browser: str
    nonce: str
    verifier: str
    back: str
    until: float


class Organisation:
    """An organisation's provider.

    Parameters
    ----------
    issuer : str
        The provider's address, as it signs it: `https://login.example.org/realms/hub`. Plain HTTP on loopback alone.
    client : str
        The id under which the provider knows this server.
    secret : str
        The client's secret, where it has one.
    claim : str
        Which claim names the user. With `email` the provider must also say that it has verified the address.
    transport : httpx.BaseTransport, optional
        Stands in for the network in tests.

    Raises
    ------
    InputError
        If the issuer's address is none, or not encrypted; or the extra `oidc` is not installed.
    """

    def __init__(
        self, issuer: str, client: str, secret: str = "", claim: str = "email", *, transport: httpx.BaseTransport | None = None
    ) -> None:
        parts = urlsplit(issuer)
        if not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)) or parts.query or parts.fragment:
            raise InputError("This is no address of a provider", got=issuer, expected="https://…, as the provider gives its issuer")
        if not client:
            raise InputError("The provider's id for this server is missing", remedy="Give it: --oidc-client ID")
        try:
            import jwt
            import jwt.algorithms

            jwt.algorithms.RSAAlgorithm  # noqa: B018  absent without cryptography
        except (ImportError, AttributeError) as error:
            raise InputError("Sign-in through an organisation is not installed", remedy="Install ecotone[oidc]") from error
        self.issuer, self.client, self.claim = issuer, client, claim
        self._secret = secret
        self._http = httpx.Client(transport=transport, timeout=10, follow_redirects=False)
        self._found: dict[str, Any] = {}
        self._begun: dict[str, Begun] = {}
        self._lock = threading.Lock()

    def begin(self, back: str) -> tuple[str, str]:
        """Return the address of the provider's page, and what the browser is to keep until it comes back."""
        now = time.monotonic()
        state, browser, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(4))
        with self._lock:  # many begin at once, each in a thread of its own
            self._begun = {state: one for state, one in self._begun.items() if one.until > now}
            while len(self._begun) >= WAITING:
                del self._begun[next(iter(self._begun))]
            self._begun[state] = Begun(hashlib.sha256(browser.encode()).hexdigest(), nonce, verifier, back, now + 60 * MINUTES)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": self.client,
            "redirect_uri": back,
            "scope": "openid email profile",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        page = self._address("authorization_endpoint")
        return f"{page}{'&' if '?' in page else '?'}{urlencode(asked)}", browser

    def finish(self, state: str, code: str, browser: str) -> tuple[str, str]:
        """Return who came back from the provider: the lasting identifier and the name.

        Raises
        ------
        AccessError
            If this browser began no such sign-in, or the provider's answer is not what it must be.
        """
        with self._lock:
            one = self._begun.pop(state, None)
        if (
            one is None
            or one.until <= time.monotonic()
            or not hmac.compare_digest(one.browser, hashlib.sha256(browser.encode()).hexdigest())
        ):
            raise AccessError("This sign-in was not begun here, or too long ago", remedy="Begin again")
        sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": one.back, "code_verifier": one.verifier}
        if self._secret:
            answer = self._ask("POST", self._address("token_endpoint"), data=sent, auth=(self.client, self._secret))
        else:
            answer = self._ask("POST", self._address("token_endpoint"), data={**sent, "client_id": self.client})
        said = self._checked(answer.get("id_token"), one.nonce)
        name = said.get(self.claim)
        if not isinstance(name, str) or not name.strip():
            raise AccessError(
                "The provider does not say who you are",
                got=f"no {self.claim}",
                remedy="Ask whoever runs this server to look at --oidc-claim",
            )
        if self.claim == "email" and said.get("email_verified") is not True:
            raise AccessError(
                "The provider has not verified your address", got=name, remedy="Verify it there, or ask for another --oidc-claim"
            )
        return str(said["sub"]), name.strip()

    def _checked(self, token: object, nonce: str) -> dict[str, Any]:
        """Return what a token says, if the provider signed it for this server, for this sign-in, and not long ago."""
        import jwt

        try:
            if not isinstance(token, str):
                raise jwt.InvalidTokenError("no token")
            wanted = jwt.get_unverified_header(token).get("kid")
            keys = [key for key in self._keys().keys if wanted in {None, key.key_id}]
            if not keys:  # the provider has new ones
                self._found.pop("keys", None)
                keys = [key for key in self._keys().keys if wanted in {None, key.key_id}]
            if len(keys) != 1:
                raise jwt.InvalidTokenError("no key, or no one key, signed it")
            said: dict[str, Any] = jwt.decode(
                token,
                keys[0],
                algorithms=ALGORITHMS,
                audience=self.client,
                issuer=self.issuer,
                leeway=60,
                options={"require": ["exp", "iat", "sub", "aud", "iss"]},
            )
        except (jwt.PyJWTError, ValueError) as error:
            raise AccessError("The provider's answer cannot be trusted", got=str(error), remedy="Begin again") from error
        if not hmac.compare_digest(str(said.get("nonce", "")).encode(), nonce.encode()):
            raise AccessError("The provider's answer belongs to another sign-in", remedy="Begin again")
        several = isinstance(said["aud"], list) and len(said["aud"]) > 1
        if (several or "azp" in said) and said.get("azp") != self.client:
            raise AccessError("The provider's answer is meant for another program", remedy="Begin again")
        return said

    def _keys(self) -> Any:
        """Return the provider's public keys, asked for once."""
        import jwt

        if "keys" not in self._found:
            answer = self._ask("GET", self._address("jwks_uri"))
            try:
                self._found["keys"] = jwt.PyJWKSet.from_dict(answer)
            except jwt.PyJWTError as error:
                raise AccessError("The provider's keys cannot be read", got=str(error), remedy="Try again later") from error
        return self._found["keys"]

    def _address(self, name: str) -> str:
        """Return an address that the provider publishes."""
        if "published" not in self._found:
            published = self._ask("GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            if published.get("issuer") != self.issuer:
                raise AccessError(
                    "The provider gives itself another name", got=str(published.get("issuer")), expected=self.issuer,
                    remedy="Ask whoever runs this server to look at --oidc",
                )  # fmt: skip
            self._found["published"] = published
        address = str(self._found["published"].get(name, ""))
        if urlsplit(address).scheme != urlsplit(self.issuer).scheme:
            raise AccessError("The provider gives no such address", where=name, got=address, remedy="Ask whoever runs this server")
        return address

    def _ask(self, method: str, address: str, **given: Any) -> dict[str, Any]:
        """Ask the provider and return what it answers."""
        try:
            answer = self._http.request(method, address, headers={"accept": "application/json"}, **given)
            if answer.status_code != httpx.codes.OK or len(answer.content) > LARGEST:
                raise AccessError(
                    "The provider refused", where=urlsplit(address).netloc, got=f"status {answer.status_code}", remedy="Begin again"
                )
            found = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise AccessError(
                "The provider does not answer", where=urlsplit(address).netloc, got=str(error), remedy="Try again later"
            ) from error
        if not isinstance(found, dict):
            raise AccessError("The provider's answer is none", where=urlsplit(address).netloc, remedy="Try again later")
        return found


def _cookie(host: str) -> str:
    return signing.cookie_name(host).replace("session", "organisation")


def _refused(request: Request, error: AccessError) -> Response:
    """Show the page to sign in, with what went wrong."""
    got = f" ({error.got})" if error.got else ""
    return signing.page(request.scope, html.escape(f"{error.what}{got}. {error.remedy}."))


@router.get(BEGIN)
async def begin(request: Request) -> Response:
    """Lead to the provider's page."""
    organisation: Organisation = request.app.state.organisation
    host = request.headers.get("host", "")
    try:
        address, browser = await run_in_threadpool(organisation.begin, f"{request.url.scheme}://{host}{BACK}")
    except AccessError as error:
        return _refused(request, error)
    response = RedirectResponse(address, status_code=303, headers={"cache-control": "no-store"})
    # Lax, for it must come along when the provider leads back; it opens nothing by itself.
    response.set_cookie(
        _cookie(host), browser, path=BEGIN, max_age=60 * MINUTES, httponly=True, samesite="lax", secure=request.url.scheme == "https"
    )
    return response


@router.get(BACK)
async def back(request: Request, state: str = "", code: str = "", error: str = "") -> Response:
    """Begin a session for whoever the provider says has come."""
    organisation: Organisation = request.app.state.organisation
    accounts: Accounts = request.app.state.accounts
    host = request.headers.get("host", "")

    def signed_in() -> str:
        if error or not code:
            raise AccessError("The provider let nobody in", got=error[:100] or "no code", remedy="Begin again")
        subject, name = organisation.finish(state, code, request.cookies.get(_cookie(host), ""))
        return accounts.sign_in_from(organisation.issuer, subject, name)

    try:
        made = await run_in_threadpool(signed_in)
    except AccessError as refusal:
        return _refused(request, refusal)
    response = Response(WELCOME, media_type="text/html", headers=signing.HEADERS)
    secure = request.url.scheme == "https"
    response.set_cookie(signing.cookie_name(host), made, path="/", httponly=True, samesite="strict", secure=secure)
    response.delete_cookie(_cookie(host), path=BEGIN)
    return response
