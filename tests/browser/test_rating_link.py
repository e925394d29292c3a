"""A rater's sheet in a real browser, whose form says where it comes from only if the page's policy lets it; without a barrier."""

from __future__ import annotations

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
