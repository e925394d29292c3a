"""The page of a survey: opened by its link alone, by no other key, and taking nothing but an answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ecotone.dates import Date
from ecotone.ecosystem import Ecosystem
from ecotone.server import create_app
from ecotone.server import survey as page
from ecotone.server.accounts import Accounts
from ecotone.stakeholders import survey

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fastapi import FastAPI
    from starlette.testclient import TestClient

BASE = "http://127.0.0.1:8123"


@pytest.fixture
def links(record: Path, still_clock: None) -> dict[int, str]:
    with Ecosystem.open(record) as eco:
        return survey.make(eco, "Spring", eco.actors()["id"].to_list(), closes=Date("2026-02-01"))


def post(client: TestClient, secret: str, fields: dict[str, str], origin: str | None = BASE) -> tuple[int, str]:
    answer = client.post(f"/survey/{secret}", data=fields, headers={"origin": origin} if origin else {})
    return answer.status_code, answer.text


def given(record: Path) -> list[survey.Answered]:
    with Ecosystem.open(record) as eco:
        return survey.answers(eco, survey.survey(eco, "Spring"))


def test_a_link_needs_no_token_and_shows_the_other_members_and_nothing_else(stranger: TestClient, links: dict[int, str]) -> None:
    first, secret = next(iter(links.items()))
    answer = stranger.get(f"/survey/{secret}")
    assert answer.status_code == 200
    assert set(re.findall(r'name="level-(\d+)"', answer.text)) == {str(number) for number in links if number != first}
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
    assert "<script" not in answer.text
    for path in ("/api/actors", "/api/views", "/api/record"):
        assert stranger.get(path, headers={"authorization": f"Bearer {secret}"}).status_code == 401


def test_the_page_is_kept_from_caches_searches_and_scripts(stranger: TestClient, links: dict[int, str]) -> None:
    answer = stranger.get(f"/survey/{next(iter(links.values()))}")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "script-src" not in policy
    assert (answer.headers["cache-control"], answer.headers["x-robots-tag"]) == ("no-store", "noindex")
    assert answer.headers["referrer-policy"] == "same-origin", "else a browser would not say where the form comes from"
    assert f"<style>{page.STYLE}</style>" in answer.text, "the policy's hash is of this very text"


def test_an_answer_is_taken_and_never_shown_again(stranger: TestClient, links: dict[int, str], record: Path) -> None:
    (first, secret), (second, _) = list(links.items())[:2]
    status, text = post(stranger, secret, {f"level-{second}": "3", f"trust_open-{second}": "4", f"value_gives-{second}": ""})
    assert (status, "Thank you" in text) == (200, True)
    [answered] = given(record)
    assert (answered.member, answered.way) == (first, "page")
    assert [(each.partner, each.level, dict(each.items)) for each in answered.relations] == [(second, 3, {"trust_open": 4})]
    assert "selected" not in stranger.get(f"/survey/{secret}").text
    post(stranger, secret, {})
    assert [each.relations for each in given(record)] == [()]


@pytest.mark.parametrize("secret", ["x" * 43, "%00", "a" * 5000, "é", "../api/record"])
def test_a_link_that_is_none_opens_nothing(stranger: TestClient, links: dict[int, str], secret: str) -> None:
    answer = stranger.get(f"/survey/{secret}")
    assert answer.status_code in {401, 404}
    assert "level-" not in answer.text


def test_a_closed_survey_takes_no_answer(
    stranger: TestClient, links: dict[int, str], record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = next(iter(links.values()))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772323200")
    assert stranger.get(f"/survey/{secret}").status_code == 410
    assert post(stranger, secret, {"level-2": "3"})[0] == 410
    assert given(record) == []


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"level-2": "9"}, "This is no level of working together"),
        ({"level-2": "3", "trust_open-2": "5"}, "An answer lies outside the scale of its instrument"),
        ({"level-2": "3", "trust_open-2": "nan"}, "An answer lies outside the scale of its instrument"),
        ({"trust_open-2": "3"}, "Trust and value are said of a member with whom you do not work"),
        ({"level-999": "3"}, "The form holds answers to what was not asked"),
        ({"level-1": "3"}, None),
    ],
)
def test_what_no_form_of_ours_sends_is_refused_or_passed_over(
    stranger: TestClient, links: dict[int, str], record: Path, fields: dict[str, str], what: str | None
) -> None:
    assert next(iter(links)) == 1
    status, text = post(stranger, links[1], fields)
    if what is None:
        assert (status, [each.relations for each in given(record)]) == (200, [()])  # about itself: nothing is said
        return
    assert (status, what in text) == (422, True)
    assert given(record) == []


def test_with_users_a_link_still_needs_no_sign_in_and_is_written_down_nowhere(
    record: Path, pages: Path, tmp_path: Path, connect: Callable[[FastAPI], TestClient], links: dict[int, str]
) -> None:
    accounts = Accounts(tmp_path / "own", str(record))
    accounts.add("Vera", "correct horse battery", "viewer")
    client = connect(create_app(record, state=tmp_path / "own", static=pages, patience_s=0.3, accounts=accounts))
    (first, secret), (second, _) = list(links.items())[:2]
    assert 'name="level-' in client.get(f"/survey/{secret}").text
    client.headers["authorization"] = f"Bearer {accounts.token('Vera', 'test')}"
    assert post(client, secret, {f"level-{second}": "2"})[0] == 200
    assert [each.member for each in given(record)] == [first]
    assert secret.encode() not in accounts.path.read_bytes()


def test_another_site_cannot_answer_for_a_member(stranger: TestClient, links: dict[int, str], record: Path) -> None:
    secret = next(iter(links.values()))
    assert post(stranger, secret, {"level-2": "3"}, origin="https://evil.example")[0] == 403
    assert post(stranger, secret, {"level-2": "3"}, origin=None)[0] == 403
    assert given(record) == []
