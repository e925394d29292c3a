"""How fast the pages draw a map, how smoothly it moves, and how large they are.

A made record is served by the tests' stand-in in the wire types of the real server, so that what is measured is the
browser's part: reading, filtering, drawing. Headless Chromium draws WebGL in software here; a graphics card is faster.
"""

from __future__ import annotations

import gzip
import importlib.util
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecotone.server import pages

if TYPE_CHECKING:
    from types import ModuleType

    from playwright.sync_api import Browser, CDPSession, Page

BESIDE = Path(__file__).resolve().parents[1] / "tests" / "browser"
SHELL_KB, MAP_KB, CHUNK_KB = 100, 150, 250

PAN = """async () => {
  const stage = document.querySelector('.map-drawing canvas:last-of-type') ?? document.querySelector('.map-canvas');
  const target = document.querySelector('.sigma-mouse') ?? document.querySelector('.map-canvas');
  const box = target.getBoundingClientRect();
  const fire = (type, x, y) => {
    const at = {bubbles: true, clientX: box.x + x, clientY: box.y + y, pointerId: 1, isPrimary: true, button: 0, buttons: 1};
    target.dispatchEvent(new PointerEvent('pointer' + type, at));
    (type === 'down' ? target : document).dispatchEvent(new MouseEvent('mouse' + type, at));
  };
  HTMLElement.prototype.setPointerCapture = () => {};
  fire('down', 400, 300);
  const frames = [];
  let last = performance.now();
  for (let step = 0; step < 60; step++) {
    fire('move', 400 + 2 * step, 300 + step);
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    frames.push(now - last);
    last = now;
  }
  fire('up', 520, 360);
  return frames.slice(5);
}"""


def load(name: str) -> ModuleType:
    """Load a module of the browser tests."""
    spec = importlib.util.spec_from_file_location(f"bench_{name}", BESIDE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def figure(name: str, value: float, unit: str, bar: str | None = None, note: str | None = None) -> dict[str, Any]:
    return {"name": name, "value": round(value, 4), "unit": unit, "bar": bar, "peer": None, "peer_value": None, "note": note}


def drawn_after(page: Page, address: str, limit_s: float = 60) -> float:
    """Open the map and return the seconds from navigation to the first frame with it."""
    page.goto(f"{address}/map")
    until = time.monotonic() + limit_s
    while time.monotonic() < until:
        marks = page.evaluate("performance.getEntriesByName('ecotone:map-drawn').map(mark => mark.startTime)")
        if marks:
            return float(marks[0]) / 1000
        time.sleep(0.05)
    message = f"the map was not drawn in {limit_s} s"
    raise TimeoutError(message)


def tasks(tools: CDPSession) -> float:
    """Return the processor seconds that the page's main thread has used."""
    metrics = tools.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


def measure(browser: Browser, address: str, name: str, bar: str | None, runs: int) -> list[dict[str, Any]]:
    """Draw one record a few times, recolour it, and move it."""
    times: list[float] = []
    frames: list[float] = []
    busy: list[float] = []
    filters: list[float] = []
    tier = ""
    for _ in range(runs):
        context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        page = context.new_page()
        times.append(drawn_after(page, address))
        tier = str(page.locator(".map-stage").get_attribute("data-drawn"))
        tools = context.new_cdp_session(page)
        # Processor time, not the clock: what else the machine does must not count.
        tools.send("Performance.enable", {"timeDomain": "threadTicks"})
        before = tasks(tools)
        moved = page.evaluate(PAN)
        busy.append(1000 * (tasks(tools) - before) / (len(moved) + 5))
        frames += moved
        page.wait_for_timeout(600)
        filters.append(
            page.evaluate(
                """async () => {
                const row = document.querySelector('.legend-row');
                const start = performance.now();
                row.click();
                await new Promise(requestAnimationFrame);
                await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
                return performance.now() - start;
                }"""
            )
        )
        context.close()
    note = f"median of {runs}; drawn as '{tier}'"
    return [
        figure(f"{name}: drawn after navigation", statistics.median(times), "s", bar, note),
        figure(
            f"{name}: frames a second while it is moved",
            1000 / statistics.median(frames),
            "1/s",
            ">= 40" if tier == "canvas" else None,
            note,
        ),
        figure(
            f"{name}: main thread a frame while it is moved", statistics.median(busy), "ms", "<= 8" if tier == "fast" else "<= 25", note
        ),
        figure(f"{name}: a sector hidden", statistics.median(filters), "ms", None, note),
    ]


def sizes() -> list[dict[str, Any]]:
    """Return the sizes of what is loaded, as gzip sends it."""
    folder = pages.STATIC / "assets"
    scripts = {path.name: path for path in folder.glob("*.js")}
    packed = {name: len(gzip.compress(path.read_bytes(), 9)) / 1000 for name, path in scripts.items()}
    index = (pages.STATIC / "index.html").read_text(encoding="utf-8")
    shell = [name for name in packed if name in index]
    # What the map's own part and its drawing import, the shell left out.
    names = [n for n in packed if n.startswith(("MapScreen", "sigma-drawing"))]
    route = set(names)
    while names:
        text = scripts[names.pop()].read_text(encoding="utf-8")
        found = {n for n in packed if n in text and n not in route and n not in shell and not n.startswith("canvas-drawing")}
        route |= found
        names += found
    return [
        figure("Shell: scripts, gzip", sum(packed[name] for name in shell), "kB", f"<= {SHELL_KB}"),
        figure("Map: scripts beyond the shell, gzip", sum(packed[name] for name in route), "kB", f"<= {MAP_KB}"),
        figure("Largest script, unpacked", max(path.stat().st_size for path in scripts.values()) / 1000, "kB", f"<= {CHUNK_KB}"),
    ]


def run(quick: bool = False) -> list[dict[str, Any]]:  # noqa: FBT001, FBT002  the benchmarks' own signature
    """Measure the pages; `quick` takes the small record only."""
    chromium, standin = load("chromium"), load("standin")
    chromium.use_the_wheels_node()
    from playwright.sync_api import sync_playwright

    figures = sizes()
    records = [("2,000 actors, 10,000 ties", 2000, 10_000, "<= 2")]
    if not quick:
        records.append(("20,000 actors, 100,000 ties", 20_000, 100_000, "<= 5"))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(**chromium.find().launch_options())
        plain = driver.chromium.launch(**chromium.find().launch_options("--disable-gpu", "--disable-software-rasterizer"))
        for name, actors, ties, bar in records:
            world = standin.large(actors, ties)
            with standin.Served(standin.app(world)) as address:
                drawn_after(browser.new_page(), address)  # the server keeps its answers from here on
                figures += measure(browser, address, name, bar, 1 if quick else 3)
                if actors == 2000:
                    figures += measure(plain, address, f"{name}, no WebGL", bar, 1 if quick else 3)
        browser.close()
        plain.close()
    return figures
