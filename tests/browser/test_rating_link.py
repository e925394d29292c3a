"""A rater's sheet in a real browser, whose form says where it comes from only if the page's policy lets it; without a barrier."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from ecotone.server import create_app
from ecotone.server.accounts import Accounts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"


def test_a_sheet_is_filled_in_and_sent(
    chromium: Browser,
    open_page: Callable[..., Any],
    houston_copy: Path,
    tmp_path: Path,
    beside: Callable[[str], ModuleType],
    violations: Callable[[Page], list[str]],
) -> None:
    accounts = Accounts(tmp_path / "state", str(houston_copy))
    secret = accounts.link("Ada", 18, [20, 6])
    app = create_app(houston_copy, state=tmp_path / "state", accounts=accounts)
    size = {"width": 640, "height": 900}
    with beside("standin").Served(app) as base, open_page(chromium, f"/rate/{secret}", base=base, viewport=size) as page:
        first = page.locator("details").first
        first.locator("summary").click()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 640
        first.get_by_label("Trust", exact=False).first.select_option(index=3)
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
        expect(page.locator("main")).to_contain_text("1 rating was kept")


def test_an_editor_makes_a_link_in_the_browser_that_opens_a_sheet_until_it_is_revoked(
    chromium: Browser,
    open_page: Callable[..., Any],
    houston_copy: Path,
    tmp_path: Path,
    beside: Callable[[str], ModuleType],
    barriers: Callable[..., list[str]],
) -> None:
    accounts = Accounts(tmp_path / "state", str(houston_copy))
    for name, role in (("olga", "owner"), ("vera", "viewer")):
        accounts.add(name, PASSWORD, role)  # type: ignore[arg-type]
    app = create_app(houston_copy, state=tmp_path / "state", accounts=accounts)
    rate = "/partnerships?ask=rate&seeker=18&candidate=20&candidate=6"
    app.state.jobs.start()
    with contextlib.closing(app.state.jobs), beside("standin").Served(app) as base:
        with open_page(chromium, "/signin", base=base) as page:
            sign_in(page, "olga", base + rate)
            links = page.get_by_role("region", name="Ask others to rate")
            links.get_by_label("Who is to rate").fill("Ada")
            page.keyboard.press("Enter")
            link = links.get_by_label("Link of Ada")
            expect(link).to_be_focused()
            address = link.input_value()
            assert address.startswith(f"{base}/rate/")
            assert barriers(page) == []
            # The sheet opens to whoever has the link; a reload of the screen does not tell it again.
            assert "For Ada" in page.request.get(address).text()
            page.reload()
            expect(links.get_by_role("listitem")).to_have_count(1)
            expect(link).to_have_count(0)
            links.get_by_role("button", name="Revoke the links of Ada").press("Enter")
            expect(links.get_by_role("listitem")).to_have_count(0)
            assert page.request.get(address).status == 404
        # A viewer is offered nothing that would be refused, and is told which role it takes.
        with open_page(chromium, "/signin", base=base) as page:
            sign_in(page, "vera", base + rate)
            expect(page.get_by_role("note")).to_contain_text("Rate a candidate: this needs the role rater")
            expect(page.get_by_role("region", name="Ask others to rate")).to_have_count(0)
            expect(page.get_by_role("button", name="Undo", exact=False)).to_have_count(0)
            page.goto(f"{base}/import")
            expect(page.get_by_role("note")).to_contain_text("Import: this needs the role editor")
            page.goto(f"{base}/stakeholders?actor=18")
            expect(page.get_by_role("note")).to_contain_text("needs the role rater")
            assert barriers(page) == []


def sign_in(page: Page, name: str, address: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("navigation").first.wait_for()
    page.goto(address)
