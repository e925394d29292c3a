"""Two browsers on one record: each sees what the other changes, and a stale edit is refused with both values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

TOKEN = "a-token-for-tests"
VIEWS = "/api/views"


def change(page: Page, name: str, text: str) -> None:
    """Begin to change a view's text, without saving."""
    page.get_by_role("button", name=f"Change {name}", exact=True).click()
    page.get_by_label("Text for the presentation").fill(text)


def test_two_people_see_each_others_changes_and_lose_none(
    chromium: Browser,
    open_page: Callable[..., Any],
    serving_jobs: Callable[[Path], str],
    houston_copy: Path,
    violations: Callable[[Page], list[str]],
) -> None:
    base = serving_jobs(houston_copy)
    # The server's refusal is logged by the browser itself as an error, so these two pages are watched by hand.
    contexts = [chromium.new_context(reduced_motion="reduce") for _ in range(2)]
    ana, ben = (context.new_page() for context in contexts)
    wrong: list[str] = []
    for page in (ana, ben):
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{base}/map?token={TOKEN}")
        expect(page.locator("[data-drawn]")).to_be_attached()
        page.get_by_role("button", name="Views").click()
    ana.get_by_label("Save what you see as").fill("Ours")
    ana.get_by_label("Text for the presentation").fill("First words")
    ana.get_by_role("button", name="Save the view", exact=True).click()
    # Ben did nothing, and sees it.
    expect(ben.locator(".view-list")).to_contain_text("Ours")
    expect(ben.locator(".toast")).to_contain_text("Someone changed the record.")
    change(ana, "Ours", "What Ana wrote")
    change(ben, "Ours", "What Ben wrote")
    ana.get_by_role("button", name="Replace by what you see").click()
    expect(ana.locator(".toast")).to_contain_text("Saved: Ours.")
    ben.get_by_role("button", name="Replace by what you see").click()
    refused = ben.get_by_role("alert")
    expect(refused).to_contain_text("somebody else changed “Ours” while you did")
    expect(refused).to_contain_text("What Ana wrote")
    expect(refused).to_contain_text("What Ben wrote")
    assert violations(ben) == []
    assert [view["text"] for view in ben.request.get(base + VIEWS).json()["views"]] == ["What Ana wrote"]
    refused.get_by_role("button", name="Write mine over it").click()
    expect(ben.locator(".toast")).to_contain_text("Saved: Ours.")
    expect(ben.get_by_role("alert")).to_have_count(0)
    assert [view["text"] for view in ana.request.get(base + VIEWS).json()["views"]] == ["What Ben wrote"]
    for context in contexts:
        context.close()
    assert wrong == []


def test_two_tabs_of_one_browser_go_on_independently(chromium: Browser, open_page: Callable[..., Any], houston_served: str) -> None:
    with open_page(chromium, f"/map?token={TOKEN}&size=strength", base=houston_served) as page:
        expect(page.locator("[data-drawn]")).to_be_attached()
        other = page.context.new_page()
        other.goto(f"{houston_served}/map?group=sector")
        expect(other.locator(".caption")).to_contain_text("in 7 groups")
        page.bring_to_front()
        expect(page.get_by_label("Size by")).to_have_value("strength")
        assert "group" not in page.url
