"""The regulatory way on the real server: asked by keyboard alone, narrowed with each answer, kept, opened and undone."""

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
SINGLE = [
    "product=software",
    "function=decision",
    "audience=professional",
    "input=information",
    "output=single",
    "urgent=no",
    "reviewable=yes",
]


def possible(page: Page) -> int:
    said = page.get_by_role("region", name="Question").get_by_role("status").inner_text()
    found = re.match(r"(\d+) outcomes? still possible", said)
    assert found, said
    return int(found[1])


def test_a_way_is_asked_by_keyboard_kept_and_opened_again(
    chromium: Browser, open_page: Callable[..., Any], serving_jobs: Callable[[Path], str], houston_copy: Path
) -> None:
    base = serving_jobs(houston_copy)
    with open_page(chromium, f"/pathway?where=US&token={TOKEN}", base=base) as page:
        expect(page.get_by_text("Orientation, not legal advice.")).to_be_visible()
        question = page.get_by_role("region", name="Question")
        expect(question).to_contain_text("What is the product?")
        before = possible(page)
        # The focus follows the question: Tab reaches the first answer, Enter gives it.
        question.get_by_role("button", name=re.compile("^software alone")).focus()
        page.keyboard.press("Enter")
        expect(question).to_contain_text("What is this function meant to do?")
        expect(page.locator(".pathway-text")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name=re.compile("^Change the answer to"))).to_have_count(2)
        assert possible(page) <= before
        page.get_by_role("button", name="Take back the last answer").focus()
        page.keyboard.press("Enter")
        expect(question).to_contain_text("What is this function meant to do?")
        question.get_by_text("Why this is asked").click()
        expect(question).to_contain_text("It helps to decide")
        page.get_by_label("Name").fill("Sepsis alert")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Open Sepsis alert")).to_be_visible()
        page.get_by_role("button", name="Then and now: Sepsis alert").click()
        expect(page.get_by_role("dialog", name="Then and now: Sepsis alert")).to_contain_text("outcomes differ")
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Start again").click()
        expect(question).to_contain_text("What is the product?")
        page.get_by_role("button", name="Open Sepsis alert").click()
        expect(page.get_by_role("region", name="Your answers")).to_contain_text("software alone")


def test_the_day_of_the_law_the_plan_and_answers_that_contradict(
    chromium: Browser, open_page: Callable[..., Any], houston_served: str, tmp_path: Path
) -> None:
    base = houston_served
    facts = "&".join(f"fact={fact.replace('=', '%3D')}" for fact in SINGLE)
    with open_page(chromium, f"/pathway?where=US&{facts}&as-of=2026-01-05&token={TOKEN}", base=base) as page:
        still = page.get_by_role("region", name="What is still possible")
        expect(still.locator("[data-certain]").first).to_have_text("a device that FDA oversees")
        page.get_by_label("Law of").fill("2026-01-06")
        expect(still.locator("[data-certain]").first).to_have_text("FDA enforces no requirement")
        still.get_by_text("Decided by").first.click()
        expect(still.locator(".rules a").first).to_have_attribute("href", re.compile("^https://"))
        page.goto(f"{base}/pathway?where=US&fact=product%3Dsoftware")
        expect(page.get_by_role("img", name=re.compile("^Time line: chart of US"))).to_be_visible()
        page.get_by_role("button", name="Export", exact=True).click()
        with page.expect_download() as download:
            page.get_by_role("button", name="Time line: chart as SVG").click()
        download.value.save_as(tmp_path / "plan.svg")
        assert "Orientation, not legal advice" in (tmp_path / "plan.svg").read_text()
        page.get_by_role("group", name="The plan").get_by_role("button", name="Steps").click()
        expect(page.locator(".steps-list")).to_contain_text("Documents")
        expect(page.locator(".steps-list")).to_contain_text("USD")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_cut(
    chromium: Browser, open_page: Callable[..., Any], houston_served: str, violations: Callable[[Page], list[str]], scheme: str
) -> None:
    size = {"width": 640, "height": 400}
    path = f"/pathway?where=US,EU&fact=product%3Dsoftware&token={TOKEN}"
    with open_page(chromium, path, base=houston_served, color_scheme=scheme, viewport=size, device_scale_factor=2) as page:
        expect(page.get_by_role("img")).to_be_visible()
        assert violations(page) == []
        page.get_by_role("group", name="The plan").get_by_role("button", name="Steps").click()
        assert violations(page) == []
        assert page.evaluate("document.querySelector('main').scrollWidth") <= 640
