"""The browser that comes with the pages' packages works where no other is installed, WebGL included."""

from __future__ import annotations

import platform
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Playwright

pytestmark = pytest.mark.browser


@pytest.mark.skipif(not (sys.platform == "linux" and platform.machine() == "x86_64"), reason="the package's browser is for Linux on x64")
def test_the_packages_browser_draws_the_map_with_its_own_fonts(
    playwright_driver: Playwright, open_page: Callable[..., Any], beside: Any
) -> None:
    found = beside("chromium").unpack()
    assert found.program.is_relative_to(beside("chromium").ROOT)
    browser = playwright_driver.chromium.launch(**found.launch_options())
    try:
        with open_page(browser, "/map") as page:
            page.wait_for_selector('[data-drawn="full"]', state="attached")
            width = page.evaluate(
                "(() => { const c = document.createElement('canvas').getContext('2d'); return c.measureText('Houston').width; })()"
            )
            assert width > 10, "there are no fonts"
    finally:
        browser.close()
