"""Users sign in with a real browser, whose forms say where they come from only if the page's policy lets them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from ecotone.server import create_app
from ecotone.server.accounts import Accounts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"


def test_users_sign_in_by_the_form(
    chromium: Browser,
    houston: Path,
    tmp_path: Path,
    beside: Callable[[str], ModuleType],
    violations: Callable[[Any], list[str]],
    barriers: Callable[..., list[str]],
) -> None:
    record = tmp_path / "houston.eco"
    shutil.copy(houston, record)
    accounts = Accounts(tmp_path / "state", str(record))
    accounts.add("ana", PASSWORD, "owner")
    app = create_app(record, state=tmp_path / "state", accounts=accounts)
    with beside("standin").Served(app) as address:
        page = chromium.new_page()
        page.goto(address)
        assert violations(page) == []
        for password in ("a wrong one", PASSWORD):
            page.get_by_label("Name").fill("ana")
            page.get_by_label("Password").fill(password)
            page.get_by_role("button", name="Sign in").click()
            if password != PASSWORD:
                assert "do not go together" in page.get_by_role("alert").inner_text()
        page.wait_for_url(f"{address}/**", wait_until="load")
        page.get_by_role("navigation").first.wait_for()
        assert page.evaluate("fetch('/api/record').then(answer => answer.status)") == 200
        # The shell says who it is; one press signs out, and the record is shut.
        page.locator("header").get_by_text("Signed in as ana (owner)").wait_for()
        assert barriers(page) == []
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url(f"{address}/signin")
        assert page.request.get(f"{address}/api/record").status == 401
        page.close()
