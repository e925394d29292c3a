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
    chromium: Browser, houston: Path, tmp_path: Path, beside: Callable[[str], ModuleType], violations: Callable[[Any], list[str]]
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
        assert page.get_by_role("navigation").first.is_visible()
        assert page.evaluate("fetch('/api/record').then(answer => answer.status)") == 200
        page.close()
