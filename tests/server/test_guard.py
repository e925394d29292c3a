from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecotone.server.guard import DOCUMENT_POLICY, HEADERS, Guard, new_token, split_host

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.testclient import TestClient

TOKEN = "a-token-for-tests"
BASE = "http://127.0.0.1:8123"

# An allowed request for each route of the API: path, body, status. The walk below fails for a route that is not here.
ALLOWED: dict[tuple[str, str], tuple[str, Any, int]] = {
    ("GET", "/api/health"): ("/api/health", None, 200),
    ("GET", "/api/record"): ("/api/record", None, 200),
    ("GET", "/api/measures"): ("/api/measures", None, 200),
    ("GET", "/api/map"): ("/api/map", None, 200),
    ("GET", "/api/actors"): ("/api/actors", None, 200),
    ("GET", "/api/actors/{number}"): ("/api/actors/1", None, 200),
    ("PATCH", "/api/actors/{number}"): ("/api/actors/1", {"version": 1, "city": "Dallas"}, 200),
    ("GET", "/api/home"): ("/api/home", None, 200),
    ("GET", "/api/home/{question}"): ("/api/home/who", None, 200),
    ("GET", "/api/network/ask/{question}"): ("/api/network/ask/describe", None, 200),
    ("GET", "/api/network/measure/{name}"): ("/api/network/measure/degree", None, 200),
    ("GET", "/api/network/communities"): ("/api/network/communities", None, 200),
    ("GET", "/api/network/changes"): ("/api/network/changes?before=2019&after=2022", None, 200),
    ("POST", "/api/network/file"): ("/api/network/file", {"format": "gexf"}, 200),
    ("GET", "/api/dossier/choices"): ("/api/dossier/choices", None, 200),
    ("GET", "/api/dossier"): ("/api/dossier?section=method", None, 200),
    ("GET", "/api/pathway/places"): ("/api/pathway/places", None, 200),
    ("GET", "/api/pathway/ask"): ("/api/pathway/ask?where=US", None, 200),
    ("GET", "/api/pathway/codes"): ("/api/pathway/codes?q=sepsis", None, 200),
    ("GET", "/api/pathway/sessions"): ("/api/pathway/sessions", None, 200),
    ("POST", "/api/pathway/sessions"): ("/api/pathway/sessions", {"name": "One", "where": ["US"]}, 200),
    ("GET", "/api/pathway/again"): ("/api/pathway/again?name=One", None, 200),
    ("POST", "/api/pathway/sessions/forget"): ("/api/pathway/sessions/forget", {"name": "One"}, 200),
    ("GET", "/api/dynamics/models"): ("/api/dynamics/models", None, 200),
    ("POST", "/api/dynamics/structure"): ("/api/dynamics/structure", {"model": "diffusion"}, 200),
    ("POST", "/api/dynamics/run"): ("/api/dynamics/run", {"model": "diffusion"}, 200),
    ("POST", "/api/dynamics/loops"): ("/api/dynamics/loops", {"model": "diffusion"}, 200),
    ("POST", "/api/dynamics/tornado"): ("/api/dynamics/tornado", {"model": "trust"}, 200),
    ("POST", "/api/dynamics/assumptions"): ("/api/dynamics/assumptions", {}, 200),
    ("POST", "/api/dynamics/check"): ("/api/dynamics/check", {"model": "diffusion", "variable": "market", "equation": "2"}, 200),
    ("POST", "/api/dynamics/xmile"): ("/api/dynamics/xmile", {"model": "diffusion"}, 200),
    ("POST", "/api/dynamics/diagram"): ("/api/dynamics/diagram", {"model": "diffusion"}, 200),
    ("GET", "/api/dynamics/drawn"): ("/api/dynamics/drawn?name=None", None, 404),  # past the guard; nothing is drawn
    ("POST", "/api/dynamics/drawn"): ("/api/dynamics/drawn", {"name": "Tea"}, 200),
    ("POST", "/api/dynamics/drawn/change"): ("/api/dynamics/drawn/change", {"name": "None", "step": {"do": "tidy"}}, 404),
    ("POST", "/api/dynamics/drawn/check"): ("/api/dynamics/drawn/check", {"name": "None", "variable": "tea", "equation": "1"}, 404),
    ("POST", "/api/dynamics/drawn/forget"): ("/api/dynamics/drawn/forget", {"name": "None"}, 404),
    ("POST", "/api/dynamics/drawn/state"): ("/api/dynamics/drawn/state", {"name": "None"}, 404),
    ("GET", "/api/stakeholders/choices"): ("/api/stakeholders/choices", None, 200),
    ("GET", "/api/stakeholders/ask/{question}"): ("/api/stakeholders/ask/grid", None, 200),
    ("GET", "/api/stakeholders/matrix"): ("/api/stakeholders/matrix", None, 200),
    ("GET", "/api/stakeholders/plan.xlsx"): ("/api/stakeholders/plan.xlsx", None, 200),
    # Past the guard, and refused for there is no such actor: what is written would forbid the undo below.
    ("POST", "/api/stakeholders/rate"): ("/api/stakeholders/rate", {"actor": 99, "ratings": {"power": 4}, "rater": "Ana"}, 404),
    ("POST", "/api/stakeholders/capability"): (
        "/api/stakeholders/capability",
        {"actor": 99, "what": "need", "capability": "trial-sites"},
        404,
    ),
    ("POST", "/api/stakeholders/category"): ("/api/stakeholders/category", {"actor": 99, "category": "champions"}, 404),
    ("POST", "/api/stakeholders/engage"): ("/api/stakeholders/engage", {"actor": 1, "owner": "Ana"}, 200),
    ("POST", "/api/stakeholders/expect"): ("/api/stakeholders/expect", {"actor": 99, "text": "A pilot"}, 404),
    ("POST", "/api/stakeholders/met"): ("/api/stakeholders/met", {"claim": 99, "outcome": "yes"}, 404),
    ("POST", "/api/stakeholders/surveys"): ("/api/stakeholders/surveys", {"name": "One", "members": ["1"], "closes": "2099"}, 422),
    ("GET", "/api/stakeholders/surveys/report"): ("/api/stakeholders/surveys/report?name=none", None, 404),
    ("GET", "/api/matching/registries"): ("/api/matching/registries", None, 200),
    ("POST", "/api/matching/registries"): ("/api/matching/registries", None, 422),
    ("POST", "/api/matching"): ("/api/matching", {"registry": "none"}, 404),
    ("GET", "/api/partnerships/interests"): ("/api/partnerships/interests?rater=Ada", None, 200),
    ("POST", "/api/partnerships/interests"): ("/api/partnerships/interests", {"rater": ""}, 422),
    ("POST", "/api/stakeholders/surveys/close"): ("/api/stakeholders/surveys/close", {"name": "One"}, 404),
    ("GET", "/api/links"): ("/api/links", None, 200),
    ("POST", "/api/links"): ("/api/links", {"name": "Ana", "seeker": "1", "candidates": ["2"]}, 422),  # past the guard; nobody signs in
    ("POST", "/api/links/revoke"): ("/api/links/revoke", {"name": "Ana"}, 422),
    ("POST", "/api/questions/{number}/cancel"): ("/api/questions/1/cancel", None, 404),  # past the guard; there is none
    ("GET", "/api/partnerships/criteria"): ("/api/partnerships/criteria", None, 200),
    ("GET", "/api/partnerships/evaluate"): ("/api/partnerships/evaluate?seeker=1", None, 422),  # past the guard; nobody to choose
    ("GET", "/api/partnerships/dossier"): ("/api/partnerships/dossier?seeker=1", None, 422),
    ("GET", "/api/partnerships/ratings"): ("/api/partnerships/ratings?seeker=1&candidate=2&rater=Ana", None, 200),
    ("GET", "/api/partnerships/recommend"): ("/api/partnerships/recommend?by=adamic-adar", None, 200),
    ("GET", "/api/partnerships/what-if"): ("/api/partnerships/what-if?one=2&other=4&draws=20", None, 200),
    ("GET", "/api/partnerships/decisions"): ("/api/partnerships/decisions", None, 200),
    ("GET", "/api/partnerships/impacts"): ("/api/partnerships/impacts", None, 200),
    ("GET", "/api/partnerships/impact"): ("/api/partnerships/impact?name=None", None, 404),
    ("POST", "/api/partnerships/rate"): (
        "/api/partnerships/rate",
        {"seeker": 1, "candidate": 1, "rater": "Ana", "levels": {"trust": 4}, "opinion": True},
        422,
    ),
    ("POST", "/api/partnerships/weights"): ("/api/partnerships/weights", {"judge": "Ana", "weights": {"trust": 2}}, 200),
    ("POST", "/api/partnerships/weights/pairs"): ("/api/partnerships/weights/pairs", {}, 200),
    ("POST", "/api/partnerships/weights/choices"): ("/api/partnerships/weights/choices", {}, 200),
    ("POST", "/api/partnerships/weights/forget"): ("/api/partnerships/weights/forget", {"judge": "Ana"}, 200),
    ("POST", "/api/partnerships/decide"): (
        "/api/partnerships/decide",
        {"seeker": "1", "candidate": ["2"], "name": "One", "chosen": 2, "reasons": ["soon"]},
        422,
    ),
    ("POST", "/api/partnerships/impacts"): ("/api/partnerships/impacts", {"name": "One", "seeker": 1, "partner": 2, "start": "2024"}, 200),
    ("POST", "/api/partnerships/review"): ("/api/partnerships/review", {"name": "One", "note": "well"}, 200),
    ("GET", "/api/velocity/models"): ("/api/velocity/models", None, 200),
    ("GET", "/api/velocity/ask/{question}"): ("/api/velocity/ask/flow", None, 200),
    ("GET", "/api/views"): ("/api/views", None, 200),
    ("POST", "/api/views"): ("/api/views", {"name": "One", "address": "/map"}, 200),
    ("POST", "/api/views/forget"): ("/api/views/forget", {"name": "One"}, 200),
    ("GET", "/api/review"): ("/api/review", None, 200),
    ("POST", "/api/review/{number}"): ("/api/review/1", {"decision": "skip"}, 404),  # past the guard; nothing waits
    ("GET", "/api/me"): ("/api/me", None, 200),
    ("GET", "/api/map/flow"): ("/api/map/flow?actor=1", None, 200),
    ("GET", "/api/search"): ("/api/search?q=bay", None, 200),
    ("GET", "/api/evidence/{number}"): ("/api/evidence/1", None, 200),
    ("GET", "/api/history"): ("/api/history", None, 200),
    ("GET", "/api/changes"): ("/api/changes?since=0", None, 200),
    ("POST", "/api/undo"): ("/api/undo", {"batch": 2}, 200),
    ("POST", "/api/merge"): ("/api/merge", {"actor": 2, "into": 1, "reason": "same"}, 200),
    ("GET", "/api/alike"): ("/api/alike?name=Baylor", None, 200),
    ("POST", "/api/actors"): ("/api/actors", {"name": "New Clinic"}, 200),
    ("GET", "/api/actors/{number}/removal"): ("/api/actors/1/removal", None, 200),
    ("POST", "/api/actors/{number}/note"): ("/api/actors/1/note", {"text": "Ask again"}, 200),
    ("POST", "/api/actors/{number}/split"): ("/api/actors/1/split", {"version": 1, "mentions": [99], "name": "X", "reason": "y"}, 422),
    ("POST", "/api/actors/{number}/remove"): ("/api/actors/99/remove", {"version": 1}, 404),
    ("GET", "/api/export.csv"): ("/api/export.csv", None, 200),
    ("GET", "/api/export.xlsx"): ("/api/export.xlsx", None, 200),
    ("GET", "/api/report"): ("/api/report", None, 200),
    ("POST", "/api/import"): ("/api/import", None, 422),  # no file: past the guard, refused by the route
    ("POST", "/api/import/{number}/again"): ("/api/import/1/again", {}, 404),  # past the guard; there is none
    ("POST", "/api/import/{number}/drop"): ("/api/import/1/drop", None, 404),
    ("GET", "/api/sources"): ("/api/sources", None, 200),
    ("GET", "/api/jobs"): ("/api/jobs", None, 200),
    ("GET", "/api/jobs/{number}"): ("/api/jobs/1", None, 404),  # past the guard; there is none
    ("POST", "/api/jobs/{number}/cancel"): ("/api/jobs/1/cancel", None, 404),
    ("POST", "/api/sample"): ("/api/sample", {}, 202),
    ("GET", "/api/records"): ("/api/records", None, 200),
    ("POST", "/api/records"): ("/api/records", {"title": "Boston"}, 200),
    ("POST", "/api/records/receive"): ("/api/records/receive", None, 422),  # no file: past the guard, refused by the route
}


def routes(app: FastAPI) -> set[tuple[str, str]]:
    described = app.openapi()["paths"]
    return {(method.upper(), path) for path, methods in described.items() for method in methods} | {("GET", "/api/openapi.json")}


def test_every_route_is_denied_without_the_token_and_allowed_with_it(app: FastAPI, stranger: TestClient) -> None:
    assert routes(app) == set(ALLOWED) | {("GET", "/api/openapi.json")}
    ALLOWED_HERE = ALLOWED | {("GET", "/api/openapi.json"): ("/api/openapi.json", None, 200)}
    for (method, route), (path, body, status) in ALLOWED_HERE.items():
        if (method, route) == ("GET", "/api/health"):
            continue
        for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": TOKEN}, {"cookie": "ecotone-8123=wrong"}):
            denied = stranger.request(method, path, json=body, headers={**headers, "origin": BASE})
            assert denied.status_code == 401, (method, path, headers)
            assert denied.json()["error"]["kind"] == "AccessError"
        allowed = stranger.request(method, path, json=body, headers={"authorization": f"Bearer {TOKEN}"})
        assert allowed.status_code == status, (method, path, allowed.text)
    assert stranger.get("/api/none", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 404
    assert stranger.get("/api/none").status_code == 401
    assert stranger.get("/api").status_code == 401


def test_health_needs_no_token_and_tells_a_stranger_no_title(stranger: TestClient) -> None:
    assert stranger.get("/api/health").json() == {"status": "ok", "version": "0.1.0", "title": None}
    assert stranger.get("/api/health", headers={"authorization": f"Bearer {TOKEN}"}).json()["title"] == "Test Hub"


def test_the_token_moves_from_the_address_to_a_cookie_that_opens_the_api(stranger: TestClient) -> None:
    moved = stranger.get("/actors/1?token=a-token-for-tests&from=2019")
    assert moved.status_code == 303
    assert moved.headers["location"] == "/actors/1?from=2019"
    cookie = moved.headers["set-cookie"]
    assert cookie.startswith("ecotone-8123=")
    assert {"httponly", "samesite=strict", "path=/"} <= {part.strip().lower() for part in cookie.split(";")}
    assert TOKEN not in cookie
    assert stranger.get("/api/record").status_code == 200
    assert stranger.post("/api/undo", json={"batch": 2}).status_code == 403  # a cookie alone is no word of the page
    assert stranger.post("/api/undo", json={"batch": 2}, headers={"origin": BASE}).status_code == 200


@pytest.mark.parametrize("token", ["wrong", "", "a-token-for-testsX", "é", "\x00", "a" * 5000])
def test_a_wrong_token_in_the_address_gives_no_cookie(stranger: TestClient, token: str) -> None:
    refused = stranger.get("/", params={"token": token})
    assert refused.status_code == 403
    assert "set-cookie" not in refused.headers


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "///evil.example"])
def test_the_redirect_never_leaves_the_server(app: FastAPI, path: str) -> None:
    guard = Guard(app, token=TOKEN)
    scope = {"path": path, "raw_path": path.encode(), "query_string": b"token=a-token-for-tests"}
    response = guard._page(scope, "127.0.0.1:8123")
    assert response is not None
    assert response.headers["location"].startswith("/")
    assert not response.headers["location"].startswith(("//", "/\\", "/%5C"))


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8123", "127.0.0.1.evil.example", "localhost.evil.example:8123", "", "0.0.0.0"]
)
def test_a_rebound_name_is_refused_on_pages_and_api(client: TestClient, host: str) -> None:
    for path in ("/", "/api/record", "/api/health", "/?token=a-token-for-tests"):
        refused = client.get(path, headers={"host": host})
        assert refused.status_code == 421
        assert "set-cookie" not in refused.headers


@pytest.mark.parametrize("host", ["localhost:8123", "127.0.0.1", "[::1]:8123", "LOCALHOST"])
def test_the_names_of_loopback_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/api/record", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://localhost:8123"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_site_can_neither_read_nor_write(client: TestClient, headers: dict[str, str]) -> None:
    for method, path in (("POST", "/api/undo"), ("GET", "/api/record"), ("PATCH", "/api/actors/1")):
        refused = client.request(method, path, json={"batch": 2} if method != "GET" else None, headers=headers)
        assert refused.status_code == 403
        assert "access-control-allow-origin" not in refused.headers
    assert len(client.get("/api/history").json()["batches"]) == 2


def test_methods_that_are_not_used_are_refused_everywhere(client: TestClient) -> None:
    for method in ("OPTIONS", "PUT", "DELETE", "TRACE"):
        assert client.request(method, "/api/record").status_code == 405
    assert client.get("/api/undo").status_code == 404  # nothing to read there


@pytest.mark.parametrize(
    "path", ["/", "/api/health", "/api/record", "/api/none", "/assets/index-Ab12Cd34.js", "/assets/none.js", "/?token=x"]
)
def test_every_answer_carries_the_safety_headers(client: TestClient, path: str) -> None:
    answer = client.get(path)
    alone = {"content-security-policy": DOCUMENT_POLICY} if path.startswith("/?token") else {}
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS | alone
    policy = answer.headers["content-security-policy"]
    assert alone or "script-src 'self'; style-src 'self';" in policy
    assert alone or "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "server" not in answer.headers


def test_tokens_are_long_and_never_the_same() -> None:
    assert len({new_token() for _ in range(50)}) == 50
    assert len(new_token()) >= 43


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given=st.text(max_size=60))
def test_no_other_text_is_the_token(app: FastAPI, given: str) -> None:
    assert Guard(app, token=TOKEN)._same(given) == (given == TOKEN)


@settings(max_examples=60, deadline=None)
@given(name=st.from_regex(r"[a-z0-9.-]{1,20}", fullmatch=True), port=st.integers(1, 65535))
def test_a_host_is_split_into_name_and_port(name: str, port: int) -> None:
    assert split_host(f"{name}:{port}") == (name, str(port))
    assert split_host(f"[fe80::1]:{port}") == ("fe80::1", str(port))
