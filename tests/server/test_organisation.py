"""Sign-in through an organisation: a provider inside the test, honest at first and then in every way that an attacker would like."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from typer.testing import CliRunner

from ecotone.cli import app as commands
from ecotone.errors import AccessError, InputError
from ecotone.server import create_app, organisation
from ecotone.server.accounts import Accounts
from ecotone.server.organisation import BACK, BEGIN, Organisation

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fastapi import FastAPI
    from starlette.testclient import TestClient

ISSUER = "https://login.example.org/hub"
PASSWORD = "correct horse battery"


def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """A provider of OpenID Connect: what it says can be changed by each test."""

    def __init__(self) -> None:
        self.key, self.kid = key(), "one"
        self.said: dict[str, Any] = {}
        self.header: dict[str, Any] = {}
        self.published: dict[str, Any] = {}
        self.challenges: dict[str, tuple[str, str]] = {}
        self.sign: Callable[[dict[str, Any]], str] = self.by_key
        self.down = False

    def by_key(self, said: dict[str, Any]) -> str:
        return jwt.encode(said, self.key, algorithm="RS256", headers={"kid": self.kid})

    def lead_back(self, address: str) -> dict[str, str]:
        """Do as the provider's page does once somebody has signed in there."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        self.challenges["the code"] = (asked["code_challenge"], asked["nonce"])
        return {"state": asked["state"], "code": "the code"}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectError("no route", request=request)
        if request.url.path.endswith("/.well-known/openid-configuration"):
            found = {
                "issuer": ISSUER,
                "authorization_endpoint": f"{ISSUER}/ask",
                "token_endpoint": f"{ISSUER}/token",
                "jwks_uri": f"{ISSUER}/keys",
            }
            return httpx.Response(200, json={**found, **self.published})
        if request.url.path.endswith("/keys"):
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return httpx.Response(200, json={"keys": [{**public, "kid": self.kid, "use": "sig", "alg": "RS256"}]})
        sent = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        challenge, nonce = self.challenges.pop(sent["code"], ("", ""))
        digest = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if digest != challenge or request.headers["authorization"] != "Basic " + base64.b64encode(b"hub:s3cret").decode():
            return httpx.Response(400, json={"error": "invalid_grant"})
        now = int(time.time())
        said = {"iss": ISSUER, "aud": "hub", "sub": "ana-1", "iat": now, "exp": now + 300, "nonce": nonce}
        said |= {"email": "ana@example.org", "email_verified": True, **self.said}
        return httpx.Response(200, json={"id_token": self.sign({name: value for name, value in said.items() if value is not None})})


@pytest.fixture
def provider() -> Provider:
    return Provider()


@pytest.fixture
def accounts(tmp_path: Path, record: Path) -> Accounts:
    made = Accounts(tmp_path / "state", str(record))
    made.add("the owner", PASSWORD, "owner")
    made.expect("Ana@example.org", "editor")
    return made


@pytest.fixture
def client(
    record: Path, pages: Path, tmp_path: Path, accounts: Accounts, provider: Provider, connect: Callable[[FastAPI], TestClient]
) -> TestClient:
    through = Organisation(ISSUER, "hub", "s3cret", transport=httpx.MockTransport(provider))
    client = connect(create_app(record, state=tmp_path / "state", static=pages, patience_s=0.3, accounts=accounts, organisation=through))
    client.headers.pop("authorization", None)
    client.follow_redirects = False
    return client


def come_back(client: TestClient, provider: Provider) -> httpx.Response:
    begun = client.get(BEGIN)
    assert begun.status_code == 303, begun.text
    came: httpx.Response = client.get(BACK, params=provider.lead_back(begun.headers["location"]))
    return came


def test_who_was_added_comes_in_and_stays_known_by_the_lasting_identifier(
    client: TestClient, provider: Provider, accounts: Accounts
) -> None:
    assert 'href="/signin/organisation"' in client.get("/").text
    assert client.get("/api/record").status_code == 401
    came = come_back(client, provider)
    assert came.status_code == 200, came.text
    assert "strict" in came.headers["set-cookie"].lower()
    assert client.get("/api/record").status_code == 200
    assert client.get("/api/me").json() == {"name": "Ana@example.org", "role": "editor"}
    provider.said = {"email": "ana.new@example.org"}  # another name, the same person
    assert come_back(client, provider).status_code == 200
    provider.said = {"sub": "another person"}  # the old name, another person
    refused = come_back(client, provider)
    assert refused.status_code == 401
    assert "does not know you" in refused.text
    accounts.remove("Ana@example.org")
    assert client.get("/api/record").status_code == 401


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"email": "eve@example.org"}, "does not know you"),
        ({"email": "the owner"}, "does not know you"),  # a user with a password is nobody's to take over
        ({"email": "<script>"}, "does not know you"),
        ({"email_verified": False}, "has not verified"),
        ({"email_verified": "true"}, "has not verified"),
        ({"email_verified": None}, "has not verified"),
        ({"email": None}, "does not say who you are"),
        ({"aud": "another program"}, "cannot be trusted"),
        ({"aud": ["hub", "another program"]}, "another program"),
        ({"azp": "another program"}, "another program"),
        ({"iss": "https://evil.example.org"}, "cannot be trusted"),
        ({"exp": 1}, "cannot be trusted"),
        ({"exp": None}, "cannot be trusted"),
        ({"sub": None}, "cannot be trusted"),
        ({"nonce": "another"}, "another sign-in"),
        ({"nonce": None}, "another sign-in"),
    ],
)
def test_what_the_provider_says_must_be_right_in_every_part(
    client: TestClient, provider: Provider, said: dict[str, Any], told: str
) -> None:
    provider.said = said
    refused = come_back(client, provider)
    assert refused.status_code == 401
    assert told in refused.text
    assert "<script>" not in refused.text
    assert client.get("/api/record").status_code == 401


def test_only_the_providers_own_signature_counts(client: TestClient, provider: Provider) -> None:
    public = provider.key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    other = key()
    forged: list[Callable[[dict[str, Any]], str]] = [
        lambda said: jwt.encode(said, "", algorithm="none", headers={"kid": "one"}),
        lambda said: jwt.encode(said, other, algorithm="RS256", headers={"kid": "one"}),
        lambda said: jwt.encode(said, other, algorithm="RS256", headers={"kid": "unknown"}),
        # The oldest trick: the public key, which all know, taken for a shared secret.
        lambda said: jwt.api_jws.PyJWS().encode(
            json.dumps(said).encode(), hashlib.sha256(public).digest(), algorithm="HS256", headers={"kid": "one"}
        ),
        lambda _said: "no token",
    ]
    for sign in forged:
        provider.sign = sign
        refused = come_back(client, provider)
        assert refused.status_code == 401
        assert "cannot be trusted" in refused.text


def test_a_provider_may_change_its_keys(client: TestClient, provider: Provider) -> None:
    assert come_back(client, provider).status_code == 200
    provider.key, provider.kid = key(), "two"
    assert come_back(client, provider).status_code == 200


def test_only_the_browser_that_began_may_end_and_only_once(client: TestClient, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    back = provider.lead_back(client.get(BEGIN).headers["location"])
    kept = dict(client.cookies)
    client.cookies.clear()  # a link that an attacker began and sent on
    assert "not begun here" in client.get(BACK, params=back).text
    client.cookies.update(kept)
    assert "not begun here" in client.get(BACK, params=back).text  # spent by the first try
    assert "not begun here" in client.get(BACK, params={"state": "x", "code": "y"}).text
    assert "let nobody in (access_denied)" in client.get(BACK, params={"error": "access_denied"}).text
    back = provider.lead_back(client.get(BEGIN).headers["location"])
    late = time.monotonic() + 601
    monkeypatch.setattr(time, "monotonic", lambda: late)
    assert "too long ago" in client.get(BACK, params=back).text


def test_sign_ins_under_way_are_bounded(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(organisation, "WAITING", 3)
    through = Organisation(ISSUER, "hub", "s3cret", transport=httpx.MockTransport(provider))
    begun = [through.begin("http://127.0.0.1/back") for _ in range(4)]
    with pytest.raises(AccessError, match="not begun here"):
        through.finish(provider.lead_back(begun[0][0])["state"], "the code", begun[0][1])
    back = provider.lead_back(begun[3][0])
    assert through.finish(back["state"], back["code"], begun[3][1]) == ("ana-1", "ana@example.org")


def test_a_provider_that_is_away_or_another_is_said(client: TestClient, provider: Provider) -> None:
    provider.down = True
    assert "does not answer" in client.get(BEGIN).text
    provider.down = False
    provider.published = {"issuer": "https://evil.example.org"}
    assert "another name" in client.get(BEGIN).text
    provider.published = {"token_endpoint": "http://login.example.org/token"}
    assert "no such address" in come_back(client, provider).text


def test_who_comes_through_the_organisation_has_no_password(accounts: Accounts) -> None:
    for password in ("", PASSWORD):
        with pytest.raises(AccessError, match="do not go together"):
            accounts.sign_in("Ana@example.org", password)
    with pytest.raises(InputError, match="with a password"):
        accounts.expect("the owner", "viewer")


@pytest.mark.parametrize(
    "issuer", ["http://login.example.org", "login.example.org", "https://login.example.org/?a=b", "javascript:alert(1)", ""]
)
def test_an_address_that_is_not_encrypted_is_refused(issuer: str) -> None:
    with pytest.raises(InputError, match="no address of a provider"):
        Organisation(issuer, "hub")


def test_the_command_line_adds_and_refuses(record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ECOTONE_STATE", str(tmp_path / "own"))
    run = CliRunner().invoke
    added = run(commands, ["users", "add", str(record), "ana@example.org", "--role", "owner", "--organisation"])
    assert added.exit_code == 0, added.output
    assert "through the organisation" in added.output
    assert "Add --users" in run(commands, ["serve", str(record), "--oidc", ISSUER, "--once"]).output
    assert "--oidc-client" in run(commands, ["serve", str(record), "--users", "--oidc", ISSUER, "--once"]).output
    for alone in (["--oidc-client", "hub"], ["--oidc-claim", "upn"]):
        refused = run(commands, ["serve", str(record), "--users", *alone, "--once"])
        assert refused.exit_code == 2
        assert "The provider is missing" in refused.output
