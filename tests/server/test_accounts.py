"""Users, roles and sessions: every route with an allowed and a denied case, and what an attacker would try."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import sqlite3
import threading
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from typer.testing import CliRunner

from ecotone import dates
from ecotone.cli import app as commands
from ecotone.errors import AccessError, InputError, NotFoundError
from ecotone.server import create_app
from ecotone.server.accounts import ROLES, Accounts
from ecotone.server.roles import WRITE, needed
from ecotone.server.signing import AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fastapi import FastAPI
    from starlette.testclient import TestClient

PASSWORD = "correct horse battery"
BASE = "http://127.0.0.1:8123"


@pytest.fixture
def accounts(tmp_path: Path, record: Path) -> Accounts:
    """Return accounts with a user for each role."""
    made = Accounts(tmp_path / "state", str(record))
    for role in ROLES:
        made.add(f"the {role}", PASSWORD, role)
    return made


@pytest.fixture
def signed_app(record: Path, pages: Path, tmp_path: Path, accounts: Accounts) -> FastAPI:
    return create_app(record, state=tmp_path / "state", static=pages, patience_s=0.3, accounts=accounts)


@pytest.fixture
def as_(signed_app: FastAPI, connect: Callable[[FastAPI], TestClient], accounts: Accounts) -> Callable[[str], TestClient]:
    """Return a function that gives the client the token of a role's user."""
    client = connect(signed_app)

    def use(role: str) -> TestClient:
        client.headers["authorization"] = f"Bearer {accounts.token(f'the {role}', 'test')}"
        return client

    return use


def test_a_password_signs_in_and_nothing_else_does(accounts: Accounts) -> None:
    secret = accounts.sign_in("the editor", PASSWORD)
    found = accounts.known(secret)
    assert found is not None
    assert (found.name, found.role) == ("the editor", "editor")
    for name, password in (("the editor", "wrong"), ("nobody", PASSWORD), ("", ""), ("the editor", PASSWORD * 100)):
        with pytest.raises(AccessError, match="do not go together"):
            accounts.sign_in(name, password)
    for given in ("", "x", secret[:-1], secret.swapcase(), "\udc80"):
        assert accounts.known(given) is None
    accounts.revoke(secret)
    assert accounts.known(secret) is None


def test_neither_passwords_nor_secrets_stand_in_the_database(accounts: Accounts) -> None:
    secret, token = accounts.sign_in("the owner", PASSWORD), accounts.token("the owner", "nightly")
    stored = accounts.path.read_bytes()
    for text in (PASSWORD, secret, token, token.removeprefix("eco_")):
        assert text.encode() not in stored
    assert b"$argon2id$" in stored
    assert accounts.path.stat().st_mode & 0o077 == 0


def test_wrong_tries_make_a_name_wait(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        with pytest.raises(AccessError, match="do not go together"):
            accounts.sign_in("the rater", "wrong password")
    with pytest.raises(AccessError, match="too many"):
        accounts.sign_in("the rater", PASSWORD)
    later = dates.now() + dt.timedelta(seconds=6)
    monkeypatch.setattr("ecotone.server.accounts.dates.now", lambda: later)
    assert accounts.known(accounts.sign_in("the rater", PASSWORD)) is not None


def test_a_name_that_nobody_has_waits_just_so(accounts: Accounts) -> None:
    said = []
    for name in ("the rater", "nobody"):
        for _ in range(6):
            with pytest.raises(AccessError) as caught:
                accounts.sign_in(name, "wrong password")
            said.append((name, caught.value.what))
    assert [what for name, what in said if name == "nobody"] == [what for name, what in said if name == "the rater"]
    assert "too many" in said[-1][1]


def test_nobody_waits_for_a_password_to_be_looked_at(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    held = accounts.token("the editor", "")

    def verify(_hashed: str, _password: str) -> bool:
        accounts.note("the editor", "GET", "/api/map")  # another writes meanwhile
        return accounts.known(held) is not None

    monkeypatch.setattr("ecotone.server.accounts._verify", verify)
    assert accounts.sign_in("the rater", PASSWORD)
    assert len(accounts.readings()) == 1


def test_few_passwords_are_looked_at_together(signed_app: FastAPI, accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each takes much memory, and whoever floods the page to sign in is not known."""
    lock, together, most = threading.Lock(), 0, 0

    def verify(_hashed: str, _password: str) -> bool:
        nonlocal together, most
        with lock:
            together += 1
            most = max(most, together)
        time.sleep(0.02)
        with lock:
            together -= 1
        return False

    monkeypatch.setattr("ecotone.server.accounts._verify", verify)

    async def flood() -> set[int]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(signed_app), base_url=BASE, headers={"origin": BASE}) as client:
            form = {"password": PASSWORD}
            said = await asyncio.gather(*(client.post("/signin", data=form | {"name": f"nobody {n}"}) for n in range(8)))
            return {answer.status_code for answer in said}

    assert asyncio.run(flood()) == {401}
    assert most == AT_ONCE


def test_sessions_and_tokens_end(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    secret, token = accounts.sign_in("the viewer", PASSWORD), accounts.token("the viewer", "", days=2)
    now = dates.now()
    monkeypatch.setattr("ecotone.server.accounts.dates.now", lambda: now + dt.timedelta(hours=13))
    assert accounts.known(secret) is None
    assert accounts.known(token) is not None
    monkeypatch.setattr("ecotone.server.accounts.dates.now", lambda: now + dt.timedelta(days=3))
    assert accounts.known(token) is None


def test_a_record_is_the_same_however_its_path_is_written(accounts: Accounts, record: Path, tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    again = Accounts(tmp_path / "state", str(tmp_path / "x" / ".." / record.relative_to(tmp_path)))
    assert again.users() == accounts.users()


def test_a_role_is_of_one_record(accounts: Accounts, tmp_path: Path) -> None:
    other = Accounts(tmp_path / "state", str(tmp_path / "other.eco"))
    secret = accounts.sign_in("the owner", PASSWORD)
    assert other.known(secret) is None
    assert other.users() == []


def test_a_new_password_or_removal_ends_sessions_at_once(accounts: Accounts) -> None:
    secret = accounts.sign_in("the editor", PASSWORD)
    accounts.add("the editor", "another long one", "editor")
    assert accounts.known(secret) is None
    again = accounts.sign_in("the editor", "another long one")
    accounts.remove("the editor")
    assert accounts.known(again) is None
    with pytest.raises(NotFoundError):
        accounts.token("the editor", "")


def test_a_record_keeps_an_owner_and_users_have_proper_names(accounts: Accounts) -> None:
    with pytest.raises(InputError, match="at least one owner"):
        accounts.remove("the owner")
    with pytest.raises(InputError, match="at least one owner"):
        accounts.give("the owner", "viewer")
    with pytest.raises(InputError, match="at least one owner"):
        accounts.add("the owner", "another long one", "viewer")
    assert accounts.known(accounts.sign_in("the owner", PASSWORD)) is not None  # nothing was changed
    for name, password, role in (
        ("", PASSWORD, "viewer"),
        ("a\u202eb", PASSWORD, "viewer"),
        ("ana", "short", "viewer"),
        ("ana", PASSWORD, "king"),
    ):
        with pytest.raises(InputError):
            accounts.add(name, password, role)  # type: ignore[arg-type]
    accounts.give("the viewer", "owner")
    accounts.remove("the owner")


def test_every_route_is_refused_without_a_session_and_below_its_role(as_: Callable[[str], TestClient], signed_app: FastAPI) -> None:
    described = signed_app.openapi()["paths"]
    walked = 0
    for path, methods in described.items():
        for method in methods:
            if path == "/api/health":
                continue
            walked += 1
            at = path.replace("{number}", "1").replace("{question}", "who").replace("{name}", "degree")
            while "{" in at:
                at = at[: at.index("{")] + "x" + at[at.index("}") + 1 :]
            role = needed(method.upper(), path)
            client = as_("viewer")
            own = {"origin": BASE}
            if role != "viewer":
                refused = client.request(method, at, json={}, headers=own)
                assert refused.status_code == 403, (method, path, refused.text)
                below = as_(ROLES[ROLES.index(role) - 1]).request(method, at, json={}, headers=own)
                assert below.status_code == 403, (method, path)
            allowed = as_(role).request(method, at, json={}, headers=own)
            assert allowed.status_code not in {401, 403}, (method, path, allowed.text)
            client.headers["authorization"] = "Bearer nobody"
            assert client.request(method, at, json={}, headers=own).status_code == 401, (method, path)
    assert walked > 20


def test_a_valid_change_is_refused_to_those_who_may_not(as_: Callable[[str], TestClient]) -> None:
    wish = {"version": 1, "city": "Dallas", "author": "somebody else"}
    assert as_("rater").patch("/api/actors/1", json=wish).status_code == 403
    assert as_("editor").patch("/api/actors/1", json=wish).status_code == 200
    newest = as_("viewer").get("/api/history").json()["batches"][0]
    assert newest["author"] == "the editor"  # whatever the request says


def test_notes_are_for_those_who_work_on_the_record(as_: Callable[[str], TestClient]) -> None:
    wish = {"text": "Ask again", "author": "somebody else"}
    assert as_("viewer").post("/api/actors/1/note", json=wish).status_code == 403
    kept = as_("commenter").post("/api/actors/1/note", json=wish).json()["notes"]
    assert [(note["text"], note["author"]) for note in kept] == [("Ask again", "the commenter")]
    assert as_("viewer").get("/api/actors/1").json()["notes"] == []
    assert len(as_("rater").get("/api/actors/1").json()["notes"]) == 1


def test_an_upload_carries_the_name_of_whoever_is_signed_in(as_: Callable[[str], TestClient], signed_app: FastAPI) -> None:
    upload = {"files": ("x.csv", b"Label,Type\nNew Clinic,provider\n")}
    client = as_("editor")
    assert client.post("/api/import", files=upload, data={"author": "somebody else"}, headers={"origin": BASE}).status_code == 202
    (given,) = sqlite3.connect(signed_app.state.jobs.path).execute("SELECT arguments FROM job").fetchone()
    assert json.loads(given)["author"] == "the editor"


def test_the_start_up_token_opens_nothing_where_users_sign_in(signed_app: FastAPI, connect: Callable[[FastAPI], TestClient]) -> None:
    client = connect(signed_app)
    client.headers["authorization"] = f"Bearer {signed_app.state.token}"
    assert client.get("/api/record").status_code == 401
    assert client.get(f"/?token={signed_app.state.token}").status_code == 401
    assert client.get("/api/health").status_code == 200


def test_the_page_signs_in_with_a_cookie_that_scripts_and_other_sites_cannot_use(
    signed_app: FastAPI, connect: Callable[[FastAPI], TestClient]
) -> None:
    client = connect(signed_app)
    page = client.get("/map")
    assert (page.status_code, "Sign in" in page.text, "script-src" in page.headers["content-security-policy"]) == (401, True, False)
    form = {"name": "the owner", "password": PASSWORD}
    assert client.post("/signin", data=form, headers={"origin": "https://evil.example"}).status_code == 403
    assert client.post("/signin", data=form).status_code == 403  # it does not say where it comes from
    wrong = client.post("/signin", data=form | {"password": "<script>"}, headers={"origin": BASE})
    assert (wrong.status_code, "do not go together" in wrong.text, "<script>" in wrong.text) == (401, True, False)
    done = client.post("/signin", data=form, headers={"origin": BASE})
    cookie = done.headers["set-cookie"].lower()
    assert (done.status_code, "httponly" in cookie, "samesite=strict" in cookie) == (303, True, True)
    assert client.get("/map").status_code == 200
    assert client.get("/api/record").status_code == 200
    client.post("/signout", headers={"origin": BASE})
    assert client.get("/api/record").status_code == 401


def test_reads_by_others_and_all_exports_are_written_down(as_: Callable[[str], TestClient], accounts: Accounts) -> None:
    as_("viewer").get("/api/actors/1")
    for path in ("/map", "/assets/index-Ab12Cd34.js", "/api/changes?since=0"):  # a page without data, a script, a number
        assert as_("viewer").get(path).status_code == 200
    as_("owner").get("/api/actors/1")
    as_("owner").get("/api/export.csv")
    assert [(who, path) for _, who, _, path in accounts.readings()] == [("the owner", "/api/export.csv"), ("the viewer", "/api/actors/1")]


def test_the_record_that_is_mailed_holds_no_users(accounts: Accounts, record: Path) -> None:
    accounts.sign_in("the owner", PASSWORD)
    tables = {row[0] for row in sqlite3.connect(record).execute("SELECT name FROM sqlite_master")}
    assert not tables & {"user", "session", "role", "reading"}


def test_writes_that_nobody_declared_need_an_owner() -> None:
    assert needed("POST", "/api/anything/new") == "owner"
    assert set(WRITE.values()) <= set(ROLES)


def test_the_commands(record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ECOTONE_STATE", str(tmp_path / "own"))

    def run(*words: object, given: str = "") -> Any:
        return CliRunner().invoke(commands, ["users", *map(str, words)], input=given)

    assert "no users" in run("list", record).stdout
    assert run("add", record, "ana", "--role", "owner", given=f"{PASSWORD}\n").exit_code == 0
    assert run("add", record, "ben", given="short\n").exit_code == 2
    assert run("add", record, "ben", given=f"{PASSWORD}\n").exit_code == 0
    assert run("list", record).stdout.splitlines() == ["owner      ana", "viewer     ben"]
    assert run("role", record, "ben", "--role", "rater").exit_code == 0
    token = run("token", record, "ben", "--label", "script")
    made = token.stdout.strip()
    assert "only this once" in token.stderr
    assert Accounts(tmp_path / "own", str(record)).known(made) is not None
    assert "1 session or token of ben ended" in run("revoke", record, "ben").stdout
    assert run("remove", record, "ana").exit_code == 2
    assert "Nobody read yet" in run("log", record).stdout
    assert "no such user" in run("remove", record, "eve").stderr
    serve = CliRunner().invoke(commands, ["serve", str(record), "--host", "0.0.0.0", "--once"])
    assert "other machines" in serve.stderr
