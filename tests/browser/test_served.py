"""The pages on the real server with a real record: the start-up token, the map, an actor's page, undo, an empty record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from ecotone.dates import Date
from ecotone.ecosystem import Ecosystem
from ecotone.ecosystem.statements import Place
from ecotone.server import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

TOKEN = "a-token-for-tests"


@pytest.fixture
def serving(beside: Any, tmp_path: Path) -> Iterator[Callable[[Path], str]]:
    """Return what serves a record and says under which address."""
    running: list[Any] = []

    def start(path: Path) -> str:
        running.append(beside("standin").Served(create_app(path, token=TOKEN, state=tmp_path / "state")))
        return str(running[-1].__enter__())

    yield start
    for served in running:
        served.__exit__()


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "three.eco"
    with Ecosystem.create(str(path), title="Three of Houston") as eco, eco.batch("first actors", author="a person") as batch:
        houston = Place(city="Houston", country="United States")
        hospital = batch.add_actor("Houston Hospital", sector="provider", place=houston)
        school = batch.add_actor("=Rice School", sector="academia", place=houston)
        batch.add_actor("<script>alert(1)</script>", sector="technology")
        batch.add_tie(hospital, school, "project-partner", valid_from=Date.parse("2019-05"), own_statement=True)
    return path


def test_the_token_opens_the_record_and_leaves_the_address(
    chromium: Browser, open_page: Callable[..., Any], serving: Any, record: Path
) -> None:
    base = serving(record)
    with open_page(chromium, f"/map?token={TOKEN}&size=strength", base=base) as page:
        expect(page.locator("[data-drawn]")).to_be_attached()
        assert "token" not in page.url
        expect(page.locator(".caption")).to_contain_text("3 actors, 1 tie, as known now (batch 1)")
        expect(page.locator(".bar")).to_contain_text("Three of Houston")
        page.get_by_role("button", name="What Volume of ties means").first.click()
        expect(page.get_by_role("dialog")).to_contain_text("How it is computed")
        page.goto(f"{base}/actors")
        page.get_by_role("link", name="Houston Hospital").click()
        page.locator("summary", has_text="=Rice School").click()
        expect(page.get_by_text("Stated by a person").first).to_be_visible()
        page.goto(f"{base}/actors")
        expect(page.get_by_role("link", name="<script>alert(1)</script>")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("button", name="Export CSV").click()
        assert "\n'=Rice School," in download.value.path().read_text(encoding="utf-8-sig").replace("\r", "")


def test_a_batch_is_undone_in_the_record(chromium: Browser, open_page: Callable[..., Any], serving: Any, record: Path) -> None:
    with Ecosystem.open(str(record)) as eco, eco.batch("one more") as batch:
        batch.add_actor("Late Clinic")
    base = serving(record)
    with open_page(chromium, f"/history?token={TOKEN}", base=base) as page:
        page.get_by_role("row", name="one more").get_by_role("button", name="Undo").click()
        page.get_by_role("dialog").get_by_role("button", name="Undo").click()
        expect(page.get_by_role("status")).to_contain_text("Undone, by batch 3.")
        page.goto(f"{base}/actors")
        expect(page.locator(".actors-head")).to_contain_text("3 actors")
        expect(page.get_by_role("link", name="Late Clinic")).to_have_count(0)


def test_a_record_without_actors_says_how_to_begin(chromium: Browser, open_page: Callable[..., Any], serving: Any, tmp_path: Path) -> None:
    Ecosystem.create(str(tmp_path / "empty.eco"), title="Empty").close()
    base = serving(tmp_path / "empty.eco")
    with open_page(chromium, f"/map?token={TOKEN}", base=base) as page:
        expect(page.get_by_role("heading", name="Nothing to draw yet")).to_be_visible()
        page.goto(f"{base}/actors")
        expect(page.get_by_role("heading", name="No actors yet")).to_be_visible()


def test_who_has_no_token_is_told_where_to_find_it(chromium: Browser, serving: Any, record: Path) -> None:
    # The browser itself logs a refused request as an error, so this page is watched by hand.
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{serving(record)}/map")
    expect(page.get_by_role("alert")).to_contain_text("Open the address that Ecotone printed when the server started")
    context.close()
