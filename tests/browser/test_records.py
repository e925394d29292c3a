"""The records beside the served one in the browser: opened, begun, brought in, and each apart from the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import FilePayload, expect

from ecotone.ecosystem import Ecosystem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

TOKEN = "a-token-for-tests"


def make(path: Path, title: str, actor: str) -> Path:
    with Ecosystem.create(path, title=title) as eco, eco.batch("begin", "Ana") as batch:
        batch.add_actor(actor, sector="provider")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "records"
    folder.mkdir()
    make(folder / "houston.eco", "Houston", "Memorial Hermann")
    make(folder / "boston.eco", "Boston", "Beth Israel")
    (folder / "broken.eco").write_text("no record")
    return folder


def choose(page: Page, name: str, content: bytes) -> None:
    page.locator("input[type=file]").set_input_files(FilePayload(name=name, mimeType="application/octet-stream", buffer=content))


def test_two_records_are_open_in_two_tabs_and_never_touch_each_other(
    chromium: Browser,
    open_page: Callable[..., Any],
    serving_jobs: Callable[[Path], str],
    barriers: Callable[..., list[str]],
    folder: Path,
) -> None:
    base = serving_jobs(folder / "houston.eco")
    with open_page(chromium, f"/home?token={TOKEN}", base=base) as page:
        rows = page.locator(".records-list li")
        expect(rows).to_have_count(3)
        expect(rows.filter(has_text="houston.eco")).to_contain_text("You are here")
        expect(rows.filter(has_text="broken.eco")).to_contain_text("no record of Ecotone")
        assert barriers(page) == []
        page.get_by_role("link", name="Boston").click()
        page.wait_for_url(f"{base}/beside/boston/home")
        expect(page.get_by_role("heading", name="Boston", level=1)).to_be_visible()
        page.get_by_role("link", name="Actors", exact=True).click()
        expect(page.get_by_text("Beth Israel")).to_be_visible()
        assert page.url == f"{base}/beside/boston/actors"
        page.get_by_text("Beth Israel").click()
        page.wait_for_url(f"{base}/beside/boston/actors/1")
        page.reload()  # a deep link of the other record
        expect(page.get_by_role("heading", name="Beth Israel", level=1)).to_be_visible()

        other = page.context.new_page()
        other.goto(f"{base}/actors/1")
        expect(other.get_by_role("heading", name="Memorial Hermann", level=1)).to_be_visible()
        with Ecosystem.open(folder / "boston.eco") as eco, eco.batch("renamed elsewhere", "Ben") as batch:
            batch.edit_actor(1, version=1, name="Beth Israel Deaconess")
        page.bring_to_front()
        expect(page.locator(".toast")).to_contain_text("Someone changed the record.")
        page.get_by_role("button", name="Undo: renamed elsewhere").click()
        expect(page.locator(".toast").last).to_contain_text("Undone: renamed elsewhere.")
        expect(other.locator(".toast")).to_have_count(0)
        expect(other.get_by_role("button", name="Undo: begin")).to_be_visible()

        page.keyboard.press("Control+k")
        page.get_by_role("combobox", name="What do you want to do?").fill("open houston")
        expect(page.get_by_role("option", name="Open Houston")).to_be_visible()
        page.keyboard.press("Enter")
        page.wait_for_url(f"{base}/home")
        expect(page.get_by_role("link", name="Boston")).to_be_visible()
        (folder / "boston.eco").unlink()
        # The list looks anew by itself too: then there is nothing left to press.
        page.get_by_role("link", name="Boston").evaluate_all("links => links.forEach(link => link.click())")
        expect(rows.filter(has_text="boston.eco")).to_contain_text("no longer in the folder")
        assert page.url == f"{base}/home"


def test_a_record_is_begun_from_the_sample_and_one_that_was_sent_is_brought_in(
    chromium: Browser, open_page: Callable[..., Any], serving_jobs: Callable[[Path], str], folder: Path, tmp_path: Path
) -> None:
    base = serving_jobs(folder / "houston.eco")
    sent = make(tmp_path / "sent", "Sent to us", "Mass General").read_bytes()
    with open_page(chromium, f"/home?token={TOKEN}", base=base) as page:
        choose(page, "notes.csv", b"Label")
        expect(page.get_by_role("alert")).to_contain_text("“notes.csv” is no record")
        choose(page, "sent.eco", sent)
        page.wait_for_url(f"{base}/beside/sent/home")
        expect(page.get_by_role("heading", name="Sent to us", level=1)).to_be_visible()
        page.keyboard.press("Control+k")
        page.get_by_role("combobox", name="What do you want to do?").fill("begin or bring")
        expect(page.get_by_role("option", name="Open, begin or bring in a record")).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Records")).to_be_focused()
        page.get_by_label("What it is about").fill("Second hub")
        page.get_by_role("button", name="From the sample").click()
        page.wait_for_url(f"{base}/beside/second-hub/home?sample=*")
        expect(page.get_by_text("Baylor College of Medicine joins most actors")).to_be_visible()
        assert page.request.get(f"{base}/api/record").json()["stats"]["actors"] == 1
