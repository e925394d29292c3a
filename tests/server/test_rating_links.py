"""Links of raters: they open one sheet for one rater until they end, and nothing else."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from ecotone import dates
from ecotone.cli import app as commands
from ecotone.ecosystem import Ecosystem
from ecotone.errors import InputError
from ecotone.partnerships.interests import declared
from ecotone.server import create_app
from ecotone.server.accounts import Accounts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fastapi import FastAPI
    from starlette.testclient import TestClient

BASE = "http://127.0.0.1:8123"
BAYLOR, CHILDREN, HERMANN, FUND = 1, 2, 3, 4


@pytest.fixture
def accounts(tmp_path: Path, record: Path) -> Accounts:
    return Accounts(tmp_path / "state", str(record))


@pytest.fixture
def secret(accounts: Accounts) -> str:
    return accounts.link("Ada", BAYLOR, [CHILDREN, HERMANN])


@pytest.fixture
def signed_app(record: Path, pages: Path, tmp_path: Path, accounts: Accounts) -> FastAPI:
    return create_app(record, state=tmp_path / "state", static=pages, patience_s=0.3, accounts=accounts)


@pytest.fixture
def rater(signed_app: FastAPI, connect: Callable[[FastAPI], TestClient]) -> TestClient:
    """Return a client that nobody signed in."""
    return connect(signed_app)


def send(client: TestClient, secret: str, fields: dict[str, str], origin: str | None = BASE) -> tuple[int, str]:
    said = client.post(f"/rate/{secret}", data=fields, headers={"origin": origin} if origin else {})
    return said.status_code, said.text


def given(record: Path) -> list[tuple[Any, ...]]:
    with Ecosystem.open(record) as eco:
        said = eco.claims().filter(eco.claims()["field"].str.starts_with("partner "))
        return sorted(said.select("actor", "field", "assessor", "number").rows())


def test_a_link_shows_one_sheet_and_takes_its_ratings(rater: TestClient, record: Path, secret: str, accounts: Accounts) -> None:
    page = rater.get(f"/rate/{secret}")
    assert page.status_code == 200
    assert set(re.findall(r'name="source-(\d+)"', page.text)) == {str(CHILDREN), str(HERMANN)}
    assert "Gulf Fund" not in page.text
    assert "<script" not in page.text
    assert "script-src" not in page.headers["content-security-policy"]
    assert (page.headers["cache-control"], page.headers["x-robots-tag"]) == ("no-store", "noindex")
    fields = {
        f"trust-{CHILDREN}": "4",
        f"trust-{HERMANN}": "2",
        f"source-{HERMANN}": "https://example.org/minutes",
        f"mistrust-{CHILDREN}": "",
    }
    status, text = send(rater, secret, fields)
    assert (status, "2 ratings were kept" in text) == (200, True)
    with Ecosystem.open(record) as eco:
        said = eco.claims().filter(eco.claims()["assessor"] == "Ada").sort("actor")
        assert said.select("actor", "number").rows() == [(CHILDREN, 4.0), (HERMANN, 2.0)]
        assert eco.history(1)["author"].to_list() == ["Ada"]
    # A link may be passed on: what was said before is not shown.
    assert "selected" not in rater.get(f"/rate/{secret}").text
    assert {who for _, who, _, _ in accounts.readings()} == {"Ada (link)"}
    assert not any(secret in path for _, _, _, path in accounts.readings())


def rated(eco: Ecosystem) -> list[tuple[Any, ...]]:
    return eco.claims().filter(eco.claims()["assessor"] == "Ada").select("actor", "number").rows()


def test_who_declares_an_interest_in_a_candidate_does_not_rate_it_and_is_told_why(rater: TestClient, record: Path, secret: str) -> None:
    assert f'name="interest-{BAYLOR}"' in rater.get(f"/rate/{secret}").text
    status, text = send(
        rater,
        secret,
        {f"interest-{CHILDREN}": "interest", f"trust-{CHILDREN}": "5", f"interest-{BAYLOR}": "belongs", f"trust-{HERMANN}": "2"},
    )
    assert (status, "1 rating was kept" in text) == (200, True)
    assert "An interest was declared for you in Texas Children" in text
    with Ecosystem.open(record) as eco:
        assert rated(eco) == [(HERMANN, 2.0)]
        assert {(each.actor, each.way) for each in declared(eco)["ada"]} == {(CHILDREN, "interest"), (BAYLOR, "belongs")}
    # The sheet says so from then on, and a form that was open before is refused its rating of that candidate.
    page = rater.get(f"/rate/{secret}").text
    assert "nothing you say of it is kept" in page
    assert f'name="trust-{CHILDREN}"' not in page
    status, text = send(rater, secret, {f"trust-{CHILDREN}": "5"})
    assert (status, "does not rate it" in text) == (422, True)
    with Ecosystem.open(record) as eco:
        assert rated(eco) == [(HERMANN, 2.0)]
    assert send(rater, secret, {f"interest-{CHILDREN}": "shares"})[0] == 422
    assert send(rater, secret, {f"interest-{FUND}": "interest"})[0] == 422


def test_every_other_route_is_denied_to_a_link(rater: TestClient, signed_app: FastAPI, secret: str) -> None:
    walked = 0
    cookie = {"cookie": f"ecotone-session-8123={secret}"}
    for path, methods in signed_app.openapi()["paths"].items():
        for method in methods:
            if path == "/api/health":
                continue
            at = re.sub(r"\{[^}]*\}", "1", path)
            for carried in ({"authorization": f"Bearer {secret}"}, {"authorization": f"Bearer eco_{secret}"}, cookie):
                refused = rater.request(method, at, json={}, headers={"origin": BASE, **carried})
                assert refused.status_code == 401, (method, path)
            walked += 1
    assert walked > 60
    for path in ("/map", f"/map?token={secret}", f"/survey/{secret}"):
        assert rater.get(path, headers=cookie).status_code in {401, 404}
    assert rater.get(f"/rate/{secret}", headers=cookie).status_code == 200


def test_a_link_ends_is_revoked_and_is_of_one_record(
    rater: TestClient, record: Path, tmp_path: Path, accounts: Accounts, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert secret.encode() not in accounts.path.read_bytes()
    assert secret.encode() not in record.read_bytes()
    assert Accounts(tmp_path / "state", str(tmp_path / "other.eco")).linked(secret) is None
    for wrong in ("x", secret[:-1], secret.swapcase()):
        assert rater.get(f"/rate/{wrong}").status_code == 404
    now = dates.now()
    with monkeypatch.context() as later:
        later.setattr("ecotone.server.accounts.dates.now", lambda: now + dt.timedelta(days=15))
        assert rater.get(f"/rate/{secret}").status_code == 404
        assert send(rater, secret, {f"trust-{CHILDREN}": "4"})[0] == 404
    assert rater.get(f"/rate/{secret}").status_code == 200
    assert accounts.unlink("Ada") == 1
    assert send(rater, secret, {f"trust-{CHILDREN}": "4"})[0] == 404
    assert given(record) == []


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({f"trust-{FUND}": "4"}, "what was not asked"),
        ({"rater": "Ben", f"trust-{CHILDREN}": "4"}, "what was not asked"),
        ({f"trust-{CHILDREN}": "9"}, "scale"),
        ({f"trust-{CHILDREN}": "nan"}, ""),
        ({f"trust-{CHILDREN}": "4", f"source-{CHILDREN}": "javascript:alert(1)"}, "must be a web address"),
        ({f"trust-{CHILDREN}": ""}, "Nothing is rated"),
    ],
)
def test_what_the_sheet_does_not_ask_is_refused(rater: TestClient, record: Path, secret: str, fields: dict[str, str], what: str) -> None:
    status, text = send(rater, secret, fields)
    assert (status, what in text) == (422, True), text
    assert given(record) == []


def test_another_site_cannot_rate_and_an_interest_bars(rater: TestClient, record: Path, secret: str) -> None:
    for origin in (None, "https://evil.example"):
        assert send(rater, secret, {f"trust-{CHILDREN}": "4"}, origin)[0] == 403
    declared = ["partners", "interest", str(record), "--rater", "Ada", "--in", str(CHILDREN), "--what", "sits on its board"]
    assert CliRunner().invoke(commands, declared).exit_code == 0
    status, text = send(rater, secret, {f"trust-{CHILDREN}": "4"})
    assert (status >= 400, "interest" in text) == (True, True), text
    assert given(record) == []


def test_links_that_cannot_be_are_refused(accounts: Accounts) -> None:
    accounts.add("Vera", "correct horse battery", "owner")
    for name, candidates, days in (("Vera", [2], 14), ("Ada", [], 14), ("Ada", [BAYLOR, 2], 14), ("Ada", [2], 91), ("", [2], 14)):
        with pytest.raises(InputError):
            accounts.link(name, BAYLOR, candidates, days)
    assert accounts.links() == []


@pytest.fixture
def as_(signed_app: FastAPI, connect: Callable[[FastAPI], TestClient], accounts: Accounts) -> Callable[[str], TestClient]:
    """Return a client for somebody of a role."""

    def client(role: str) -> TestClient:
        accounts.add(role, "several words here", role)  # type: ignore[arg-type]
        found = connect(signed_app)
        found.headers["authorization"] = f"Bearer {accounts.token(role, 'test')}"
        return found

    return client


WISH = {"name": "Ben", "seeker": str(BAYLOR), "candidates": [str(CHILDREN), "Memorial Hermann"], "days": 7}


def test_an_editor_makes_a_link_that_is_told_once_and_revokes_it(
    as_: Callable[[str], TestClient], rater: TestClient, accounts: Accounts
) -> None:
    accounts.add("olga", "several words here", "owner")
    editor = as_("editor")
    made = editor.post("/api/links", json=WISH)
    assert made.status_code == 200, made.text
    path = made.json()["path"]
    assert re.fullmatch(r"/rate/[A-Za-z0-9_-]{43}", path)
    ends = dt.datetime.fromisoformat(made.json()["ends"]) - dates.now()
    assert dt.timedelta(days=6, hours=23) < ends <= dt.timedelta(days=7)
    assert "Ben" in rater.get(path).text
    # Told once: neither the list nor the database gives it again.
    listed = editor.get("/api/links")
    assert listed.json() == {
        "possible": True,
        "links": [
            {
                "name": "Ben",
                "seeker": "Baylor College of Medicine",
                "candidates": ["Texas Children's Hospital", "Memorial Hermann"],
                "ends": made.json()["ends"],
            }
        ],
    }
    assert path.removeprefix("/rate/").encode() not in accounts.path.read_bytes()
    assert editor.post("/api/links/revoke", json={"name": "Ben"}).json() == {"revoked": 1}
    assert rater.get(path).status_code == 404
    assert editor.get("/api/links").json()["links"] == []


def test_who_rates_or_looks_neither_makes_nor_sees_links(as_: Callable[[str], TestClient], accounts: Accounts) -> None:
    accounts.add("olga", "several words here", "owner")
    for role in ("viewer", "rater"):
        client = as_(role)
        assert client.get("/api/links").status_code == 403
        assert client.post("/api/links", json=WISH).status_code == 403
        assert client.post("/api/links/revoke", json={"name": "Ada"}).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"name": "olga"}, "A user has this name"),
        ({"candidates": [str(BAYLOR)]}, "A link is for rating a seeker's candidates"),
        ({"seeker": "nobody at all"}, "nobody at all"),
        ({"days": 91}, "90"),
        ({"candidates": []}, "candidates"),
    ],
)
def test_links_that_cannot_be_are_refused_with_the_reason(
    as_: Callable[[str], TestClient], accounts: Accounts, wrong: dict[str, Any], what: str
) -> None:
    accounts.add("olga", "several words here", "owner")
    refused = as_("editor").post("/api/links", json={**WISH, **wrong})
    assert refused.status_code in {400, 404, 422}
    assert what in refused.text
    assert accounts.links() == []


def test_a_server_for_one_makes_no_links_and_says_so(client: TestClient) -> None:
    assert client.get("/api/links").json() == {"possible": False, "links": []}
    refused = client.post("/api/links", json=WISH)
    assert refused.status_code == 422
    assert "lets nobody in by a link" in refused.json()["error"]["message"]


def test_the_commands_make_list_and_revoke(record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ECOTONE_STATE", str(tmp_path / "own"))

    def run(*words: object) -> Any:
        return CliRunner().invoke(commands, ["users", *map(str, words)])

    assert "No link holds" in run("links", record).stdout
    made = run(
        "link", record, "Ada", "--seeker", "Baylor College of Medicine", "--candidates", "2; Memorial Hermann", "--address", BASE + "/"
    )
    assert made.exit_code == 0, made.stderr
    path = made.stdout.strip().removeprefix(BASE + "/rate/")
    found = Accounts(tmp_path / "own", str(record)).linked(path)
    assert found is not None
    assert (found.name, found.seeker, found.candidates) == ("Ada", BAYLOR, (CHILDREN, HERMANN))
    assert "Ada: 2 candidates of actor 1" in run("links", record).stdout
    assert path not in run("links", record, "--json").stdout
    assert "1 link of Ada revoked" in run("unlink", record, "Ada").stdout
    nobody = run("unlink", record, "Adda")
    assert (nobody.exit_code, nobody.stdout) == (1, "")
    assert "users links" in nobody.stderr
    bare = run("link", record, "Ada", "--seeker", "1", "--candidates", "2")
    assert bare.stdout.startswith("/rate/")
    assert "--address" in bare.stderr
    assert run("link", record, "Ada", "--seeker", "1", "--candidates", "77").exit_code != 0
