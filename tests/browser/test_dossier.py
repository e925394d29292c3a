"""The dossier on the real server: chosen, put in order, looked at, saved to the byte, and printed."""

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


def test_a_dossier_is_composed_saved_and_printed(
    chromium: Browser, open_page: Callable[..., Any], houston_served: str, tmp_path: Path
) -> None:
    base = houston_served
    with open_page(chromium, f"/dossier?token={TOKEN}", base=base) as page:
        page.get_by_label("Sectors").check()
        page.get_by_label("Where does it stick?").check()
        preview = page.locator(".dossier-page")
        expect(preview.get_by_role("heading", level=2)).to_have_text(["Sectors", "Where does it stick?"])
        page.get_by_role("button", name="Move up: Where does it stick?").click()
        expect(preview.get_by_role("heading", level=2)).to_have_text(["Where does it stick?", "Sectors"])
        page.get_by_label("Title").fill("Board, May")
        page.keyboard.press("Enter")
        expect(preview.get_by_role("heading", level=1)).to_have_text("Board, May")
        for name in ("one.html", "two.html"):
            with page.expect_download() as download:
                page.get_by_role("link", name="Save as one HTML file").click()
            download.value.save_as(tmp_path / name)
        assert download.value.suggested_filename == "board-may.html"
        assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
        page.emulate_media(media="print")
        assert not page.get_by_role("navigation", name="Screens").is_visible()
        assert preview.is_visible()
        assert page.pdf()[:4] == b"%PDF"
        page.emulate_media(media="screen")
        # The link holds the choices; a section that is gone is named, with what to do.
        assert page.url.endswith("section=velocity:bottleneck&section=sectors")
        page.get_by_role("link", name="Where does it stick?").click()
        assert "section=sectors" in page.url


def test_a_section_that_is_gone_is_named(chromium: Browser, houston_served: str) -> None:
    # A refusal stands in the console too, which a page of the fixture may not have.
    page = chromium.new_context().new_page()
    page.goto(f"{houston_served}/dossier?section=view:Gone&token={TOKEN}")
    expect(page.get_by_role("alert")).to_contain_text("No view of this name is saved")
    page.get_by_role("button", name="Take away: view:Gone (gone)").click()
    expect(page.get_by_role("button", name="Take the usual sections")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_cut(
    chromium: Browser, open_page: Callable[..., Any], houston_served: str, violations: Callable[[Page], list[str]], scheme: str
) -> None:
    size = {"width": 640, "height": 400}
    path = f"/dossier?section=map&section=velocity:stage_times&token={TOKEN}"
    with open_page(chromium, path, base=houston_served, color_scheme=scheme, viewport=size, device_scale_factor=2) as page:
        expect(page.locator(".dossier-page").get_by_role("heading", level=1)).to_be_visible()
        assert violations(page) == []
        assert page.evaluate("document.querySelector('main').scrollWidth") <= 640
