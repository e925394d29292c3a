"""Actors added and edited in the browser: each change a named step, refused when stale, worked by keyboard alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

TOKEN = "a-token-for-tests"


def dialog(page: Page) -> Any:
    return page.get_by_role("dialog")


def toast(page: Page, text: str) -> None:
    expect(page.locator(".toast")).to_contain_text(text)


def test_an_actor_is_added_tied_corrected_and_undone_by_keyboard(
    chromium: Browser,
    open_page: Callable[..., Any],
    serving_jobs: Callable[[Path], str],
    houston_copy: Path,
    barriers: Callable[..., list[str]],
) -> None:
    base = serving_jobs(houston_copy)
    with open_page(chromium, f"/actors?token={TOKEN}", base=base) as page:
        key, write = page.keyboard.press, page.keyboard.type
        page.get_by_role("button", name="Add an actor").focus()
        key("Enter")
        # The name has the focus. What is wrong is told at its field, and the first such field is gone to.
        write("x" * 1001)
        expect(dialog(page)).to_contain_text("This has 1,001 characters; 1,000 are the most.")
        key("Control+a")
        write("Texas Childrens Hospital")
        expect(dialog(page)).to_contain_text("These actors may be the same:")
        expect(dialog(page)).to_contain_text("the same name but for its spelling")
        key("Control+a")
        write("<script>alert(1)</script> סורוקה")
        key("Enter")
        expect(dialog(page).get_by_label("Your name")).to_be_focused()
        expect(dialog(page)).to_contain_text("Give a source, its web address, or your name.")
        assert barriers(page) == []
        write("Ana")
        key("Enter")
        toast(page, "Added: <script>alert(1)</script> סורוקה.")
        expect(page.get_by_role("heading", level=1)).to_have_text("<script>alert(1)</script> סורוקה")
        expect(page.locator(".actor")).to_contain_text("Not known")

        page.get_by_role("button", name="Add a tie").focus()
        key("Enter")
        write("Baylor College of Med")
        expect(page.get_by_role("option").first).to_contain_text("Baylor College of Medicine")
        key("Enter")
        expect(dialog(page).locator(".chip")).to_contain_text("Baylor College of Medicine")
        dialog(page).get_by_label("Held from").focus()
        write("2021-13")
        key("Enter")
        expect(dialog(page)).to_contain_text("This is no date.")
        expect(dialog(page).get_by_label("Held from")).to_be_focused()
        key("Control+a")
        write("2021-05")
        assert barriers(page) == []
        key("Enter")
        toast(page, "Tie to Baylor College of Medicine added.")
        expect(page.locator(".tie-kind")).to_contain_text("since 2021")

        page.get_by_role("button", name="Edit", exact=True).focus()
        key("Enter")
        dialog(page).get_by_label("Sector", exact=True).select_option("provider")
        dialog(page).get_by_label("Source in a few words").focus()
        write("Annual report 2025")
        key("Enter")
        toast(page, "Saved:")
        expect(page.locator(".kind-line")).to_contain_text("Provider")
        claims = page.locator("section", has=page.get_by_role("heading", name="What is said of it"))
        expect(claims.locator("li", has_text="provider")).to_contain_text("Annual report 2025")
        expect(claims.locator("li", has_text="name")).to_contain_text("Said by Ana")
        assert barriers(page) == []

        for reason in (": sector changed", ": tie added", "Add <script>"):
            expect(page.get_by_role("button", name=re.compile(f"^Undo: .*{reason}"))).to_be_enabled()
            if reason.startswith("Add"):  # its page goes with it
                page.get_by_role("link", name="All actors").click()
                expect(page.get_by_role("button", name="Add an actor")).to_be_visible()
            page.keyboard.press("Control+z")
            expect(page.locator(".toast")).to_contain_text("Undone:")
            expect(page.locator(".toast")).to_contain_text(reason)
        assert page.request.get(f"{base}/api/search?q=alert").json()["found"] == []


def test_a_stale_edit_is_refused_with_both_values_and_may_be_written_over(
    chromium: Browser, serving_jobs: Callable[[Path], str], houston_copy: Path, violations: Callable[[Page], list[str]]
) -> None:
    base = serving_jobs(houston_copy)
    # The server's refusal is logged by the browser itself as an error, so these two pages are watched by hand.
    contexts = [chromium.new_context(reduced_motion="reduce") for _ in range(2)]
    ana, ben = (context.new_page() for context in contexts)
    wrong: list[str] = []
    for page in (ana, ben):
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{base}/actors/1?token={TOKEN}")
        page.get_by_role("button", name="Edit", exact=True).click()
    for page, city in ((ana, "Dallas"), (ben, "Austin")):
        dialog(page).get_by_label("City").fill(city)
        dialog(page).get_by_label("Your name").fill("Ana" if page is ana else "Ben")
    dialog(ana).get_by_role("button", name="Save").click()
    expect(ana.locator(".kind-line")).to_contain_text("Dallas")
    # Ben's page has heard of it behind the form; what he writes is still on what he read.
    expect(ben.locator(".toast")).to_contain_text("Someone changed the record.")
    dialog(ben).get_by_role("button", name="Save").click()
    refused = ben.get_by_role("alert")
    expect(refused).to_contain_text("Somebody else changed this while you did.")
    expect(refused.get_by_role("row", name="City")).to_contain_text("Dallas")
    expect(refused.get_by_role("row", name="City")).to_contain_text("Austin")
    assert violations(ben) == []
    refused.get_by_role("button", name="Write mine over it").click()
    expect(ben.locator(".kind-line")).to_contain_text("Austin")
    expect(ana.locator(".kind-line")).to_contain_text("Austin")
    for context in contexts:
        context.close()
    assert wrong == []


def test_an_actor_is_parted_merged_and_removed(
    chromium: Browser, open_page: Callable[..., Any], serving_jobs: Callable[[Path], str], houston_copy: Path
) -> None:
    base = serving_jobs(houston_copy)
    with open_page(chromium, f"/actors?token={TOKEN}&q=baylor", base=base) as page:
        page.get_by_role("link", name="Baylor College of Medicine", exact=True).click()
        page.get_by_role("button", name="More", exact=True).click()
        page.get_by_role("button", name="Part names from it").click()
        dialog(page).get_by_role("button", name="Part", exact=True).click()
        expect(dialog(page)).to_contain_text("Choose at least one name.")
        dialog(page).get_by_role("checkbox", name="BCM").check()
        expect(dialog(page).get_by_label("What the other actor is called")).to_have_value("BCM")
        dialog(page).get_by_label("Why").fill("another BCM")
        dialog(page).get_by_role("button", name="Part", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("BCM")
        page.get_by_role("button", name="More", exact=True).click()
        page.get_by_role("button", name="Merge with another actor").click()
        dialog(page).get_by_role("combobox", name="The other entry").fill("Baylor College of Medicine")
        page.get_by_role("option").first.click()
        dialog(page).get_by_label("Which entry stays").select_option("other")
        dialog(page).get_by_role("button", name="Merge", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Baylor College of Medicine")
        page.get_by_role("button", name="More", exact=True).click()
        page.get_by_role("button", name="Remove this actor").click()
        expect(dialog(page)).to_contain_text("1 earlier entry that was merged into it")
        expect(dialog(page)).to_contain_text("names in sources then have no actor")
        dialog(page).get_by_role("button", name="Remove", exact=True).click()
        toast(page, "Removed: Baylor College of Medicine.")
        expect(page.get_by_role("link", name="Baylor College of Medicine", exact=True)).to_have_count(0)
        page.locator(".toast").get_by_role("button", name="Undo").click()
        expect(page.get_by_role("link", name="Baylor College of Medicine", exact=True)).to_be_visible()
