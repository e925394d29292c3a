"""Velocity on the real server: pictures with their definitions, their table twins, their files, and no barrier to anyone."""

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


def test_a_curve_has_its_definition_a_table_and_files(
    chromium: Browser, open_page: Callable[..., Any], houston_served: str, tmp_path: Path
) -> None:
    with open_page(chromium, f"/velocity?token={TOKEN}", base=houston_served) as page:
        picture = page.get_by_role("img", name=re.compile("^Stage curves: chart of set-up, conduct"))
        expect(picture).to_contain_text("From “registered” to “started”")
        expect(picture).to_contain_text("Clock of sponsor")
        expect(picture).to_contain_text("half by 44 days")
        for item, suffix in (("Stage curves as CSV", "csv"), ("Stage curves: chart as SVG", "svg"), ("Stage curves: chart as PNG", "png")):
            page.get_by_role("button", name="Export", exact=True).click()
            with page.expect_download() as download:
                page.get_by_role("button", name=item).click()
            download.value.save_as(tmp_path / f"curves.{suffix}")
        assert (tmp_path / "curves.csv").read_text(encoding="utf-8-sig").startswith("Stage,Days since its start,Have left it,Low,High")
        assert "Read at: " in (tmp_path / "curves.svg").read_text()
        assert (tmp_path / "curves.png").read_bytes()[:4] == b"\x89PNG"
        page.get_by_role("group", name="Stage curves: table or chart").get_by_role("button", name="Table").click()
        expect(page.get_by_role("table", name="Stage curves")).to_contain_text("set-up")
        page.get_by_role("link", name="Forecasts").click()
        expect(page.get_by_role("table", name="Back-test: how often such promises were kept")).to_contain_text("conduct")
        expect(page.get_by_role("img", name=re.compile("^Forecasts: chart of"))).to_be_visible()
    # A refusal stands in the console too, which a page of the fixture may not have.
    page = chromium.new_context().new_page()
    page.goto(f"{houston_served}/velocity?token={TOKEN}")
    page.get_by_label("Stages").select_option("fda-pma")
    expect(page.get_by_role("alert")).to_contain_text("No initiative has an event of these stages")
    assert "model=fda-pma" in page.url
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_cut(
    chromium: Browser, open_page: Callable[..., Any], houston_served: str, violations: Callable[[Page], list[str]], scheme: str
) -> None:
    base = houston_served
    size = {"width": 640, "height": 400}
    with open_page(chromium, f"/velocity?token={TOKEN}", base=base, color_scheme=scheme, viewport=size, device_scale_factor=2) as page:
        for ask in ("curves", "process"):
            page.goto(f"{base}/velocity?ask={ask}")
            expect(page.get_by_role("img").first).to_be_visible()
            assert violations(page) == []
            assert page.evaluate("document.querySelector('main').scrollWidth") <= 640
