"""Pictures of the map and of charts held against those kept here: coarse, so that another machine's fonts and edges pass.

Each picture is scaled down to blocks of some twenty pixels, and the mean colour of each block is compared. A circle that is
gone, another colour, or another place shows; how a letter is smoothed does not. After a change that is meant, look at the new
pictures: `ECOTONE_PICTURES=keep` writes them.
"""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

TOKEN = "a-token-for-tests"
KEPT = Path(__file__).parent / "baselines"
BLOCKS = (48, 30)
KEPT_SIZE = (240, 150)
MEAN_OFF = 4.0
"""Steps of 256 that the colours may differ on average."""
BLOCK_OFF = 40.0
SHARE_OFF = 0.02
"""Share of the blocks that may differ by more than BLOCK_OFF."""

SCALE = """async ([png, width, height]) => {
  const bytes = Uint8Array.from(atob(png), letter => letter.charCodeAt(0));
  let image = await createImageBitmap(new Blob([bytes], {type: 'image/png'}));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d', {willReadFrequently: true});
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, width, height);
  return [canvas.toDataURL('image/png').split(',')[1], [...context.getImageData(0, 0, width, height).data]];
}"""


def scaled(page: Page, png: bytes, size: tuple[int, int]) -> tuple[bytes, list[int]]:
    """Return a picture scaled down, as PNG and as red, green, blue and alpha of each point."""
    text, points = page.evaluate(SCALE, [base64.b64encode(png).decode(), *size])
    return base64.b64decode(text), points


def compare(page: Page, name: str, png: bytes) -> None:
    """Hold a picture against the kept one of its name."""
    small, _ = scaled(page, png, KEPT_SIZE)
    path = KEPT / f"{name}.png"
    if os.environ.get("ECOTONE_PICTURES") == "keep":
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(small)
    assert path.exists(), f"{path} is not kept yet: run with ECOTONE_PICTURES=keep, and look at it"
    now, before = (scaled(page, picture, BLOCKS)[1] for picture in (small, path.read_bytes()))
    off = [abs(one - other) for one, other in zip(now, before, strict=True)]
    blocks = [max(off[at : at + 3]) for at in range(0, len(off), 4)]
    mean, share = sum(off) / len(off), sum(one > BLOCK_OFF for one in blocks) / len(blocks)
    if mean > MEAN_OFF or share > SHARE_OFF:
        seen = KEPT / f"{name}.seen.png"
        seen.write_bytes(small)
        pytest.fail(f"{name} looks otherwise: off by {mean:.1f} on average, {share:.1%} of its blocks far off; see {seen}")


MAPS = {
    "map": "labels=few",
    "map-groups": "group=sector&open=academia&labels=few",
    "map-compared": "before=2018&after=2024&labels=few",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", sorted(MAPS))
def test_the_map_looks_as_it_did(chromium: Browser, open_page: Callable[..., Any], houston_served: str, name: str, scheme: str) -> None:
    with open_page(chromium, f"/map?token={TOKEN}&{MAPS[name]}", base=houston_served, color_scheme=scheme) as page:
        expect(page.locator("[data-drawn]")).to_be_attached()
        if name == "map-compared":
            expect(page.locator(".compare .legend")).to_be_visible()
        page.wait_for_timeout(700)
        compare(page, f"{name}-{scheme}", page.locator(".map-stage").screenshot())


def test_the_plain_canvas_draws_what_webgl_draws(without_webgl: Browser, open_page: Callable[..., Any], houston_served: str) -> None:
    if os.environ.get("ECOTONE_PICTURES") == "keep":
        pytest.skip("held against the pictures of WebGL")
    with open_page(without_webgl, f"/map?token={TOKEN}&{MAPS['map']}", base=houston_served, color_scheme="light") as page:
        expect(page.locator('[data-drawn="canvas"]')).to_be_attached()
        page.wait_for_timeout(700)
        compare(page, "map-light", page.locator(".map-stage").screenshot())


CHARTS = {
    "chart-bars": ("/network?ask=central&top=8", "Central actors"),
    "chart-brokers": ("/network?ask=brokers&top=8", "Brokers"),
}


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_charts_look_as_they_did(chromium: Browser, open_page: Callable[..., Any], houston_served: str, name: str) -> None:
    path, title = CHARTS[name]
    with open_page(chromium, f"{path}&token={TOKEN}", base=houston_served, color_scheme="light") as page:
        page.get_by_role("group", name=f"{title}: table or chart").get_by_role("button", name="Chart").click()
        chart = page.get_by_role("img").first
        expect(chart).to_be_visible()
        page.wait_for_timeout(300)
        compare(page, name, chart.screenshot())


def test_another_picture_is_told_apart(chromium: Browser, open_page: Callable[..., Any], houston_served: str) -> None:
    with open_page(chromium, f"/map?token={TOKEN}&{MAPS['map']}&hide=industry", base=houston_served, color_scheme="light") as page:
        expect(page.locator("[data-drawn]")).to_be_attached()
        page.wait_for_timeout(700)
        hidden = page.locator(".map-stage").screenshot()
        with pytest.raises(pytest.fail.Exception, match="looks otherwise"):
            compare(page, "map-groups-light", hidden)
        (KEPT / "map-groups-light.seen.png").unlink()
