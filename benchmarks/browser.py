"""How fast the pages draw a map, how smoothly it moves, how soon a change is seen, how large they are, and whether they grow.

Up to 20,000 actors a made record is served by the tests' stand-in in the wire types of the real server, so that what is
measured is the browser's part: reading, filtering, drawing. A record of 100,000 actors and 1,000,000 ties is a real one on
the real server, started anew, so that its aggregated view is timed with all that the server does for it; so are the model's
slider, the change that another makes, and the walk through all screens. Headless Chromium draws WebGL in software here; a
graphics card is faster.
"""

from __future__ import annotations

import gzip
import importlib.util
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecotone.ecosystem import Ecosystem
from ecotone.server import create_app, pages
from ecotone.vocabulary import Sector

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from playwright.sync_api import Browser, CDPSession, Page

BESIDE = Path(__file__).resolve().parents[1] / "tests" / "browser"
SHELL_KB, MAP_KB, CHUNK_KB = 100, 150, 250
TOKEN = "benchmark"
SCREENS = ("home", "map", "actors", "network", "velocity", "history")
SWITCHES = 30

PAN = """async () => {
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

SEEN = """async change => {
  // From the change to the frame after the one in which it is drawn.
  const seen = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  const before = document.querySelector('.legend').innerText + document.querySelector('.caption').innerText;
  const start = performance.now();
  if (change === 'hide') document.querySelector('.legend-row').click();
  else {
    const choice = [...document.querySelectorAll('.panel select')].find(one => [...one.options].some(o => o.value === 'measure:strength'));
    Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(choice, 'measure:strength');
    choice.dispatchEvent(new Event('change', {bubbles: true}));
  }
  do await seen(); while (document.querySelector('.legend').innerText + document.querySelector('.caption').innerText === before
    && performance.now() - start < 20000);
  return performance.now() - start;
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


def drawn_after(page: Page, address: str, limit_s: float = 90) -> float:
    """Open the map and return the seconds from navigation to the first frame with it."""
    page.goto(address)
    until = time.monotonic() + limit_s
    while time.monotonic() < until:
        marks = page.evaluate("performance.getEntriesByName('ecotone:map-drawn').map(mark => mark.startTime)")
        if marks:
            return float(marks[0]) / 1000
        time.sleep(0.05)
    message = f"the map was not drawn in {limit_s} s"
    raise TimeoutError(message)


def metric(tools: CDPSession, name: str) -> float:
    """Return one of the page's own figures."""
    metrics = tools.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == name))


def heap_mb(tools: CDPSession) -> float:
    """Return the megabytes that the page's scripts hold on to, after what they let go was collected."""
    tools.send("HeapProfiler.collectGarbage")
    return metric(tools, "JSHeapUsedSize") / 1e6


def measure(browser: Browser, address: str, name: str, bars: dict[str, str], runs: int) -> list[dict[str, Any]]:
    """Draw one record a few times, move it, recolour it, and hide a sector."""
    found: dict[str, list[float]] = {key: [] for key in ("drawn", "frames", "busy", "recolour", "hide", "heap")}
    tier = ""
    for _ in range(runs):
        context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        page = context.new_page()
        found["drawn"].append(drawn_after(page, f"{address}/map"))
        tier = str(page.locator(".map-stage").get_attribute("data-drawn"))
        tools = context.new_cdp_session(page)
        # Processor time, not the clock: what else the machine does must not count.
        tools.send("Performance.enable", {"timeDomain": "threadTicks"})
        before = metric(tools, "TaskDuration")
        moved = page.evaluate(PAN)
        found["busy"].append(1000 * (metric(tools, "TaskDuration") - before) / (len(moved) + 5))
        found["frames"] += moved
        page.wait_for_timeout(600)
        for change in ("recolour", "hide"):
            found[change].append(page.evaluate(SEEN, change))
            page.wait_for_timeout(300)
        found["heap"].append(heap_mb(tools))
        context.close()
    note = f"median of {runs}; drawn as '{tier}'"
    median = {key: statistics.median(values) for key, values in found.items()}
    return [
        figure(f"{name}: drawn after navigation", median["drawn"], "s", bars.get("drawn"), note),
        figure(f"{name}: frames a second while it is moved", 1000 / median["frames"], "1/s", bars.get("frames"), note),
        figure(f"{name}: main thread a frame while it is moved", median["busy"], "ms", bars.get("busy"), note),
        figure(f"{name}: coloured by another measure", median["recolour"], "ms", bars.get("seen"), note),
        figure(f"{name}: a sector hidden", median["hide"], "ms", bars.get("seen"), note),
        figure(f"{name}: heap of the page", median["heap"], "MB", None, note),
    ]


def sizes() -> list[dict[str, Any]]:
    """Return the sizes of what is loaded, as gzip sends it."""
    folder = pages.STATIC / "assets"
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.js")}
    index = (pages.STATIC / "index.html").read_text(encoding="utf-8")

    def named(start: set[str], without: tuple[str, ...] = ()) -> set[str]:
        """Return what scripts name, and what these name in turn."""
        found, front = set(start), set(start)
        while front:
            front = {name for name in texts if name not in found and not name.startswith(without) and any(name in texts[f] for f in front)}
            found |= front
        return found

    shell = {name for name in texts if name in index}
    # Leftovers of an earlier build lie beside this one: only what the page leads to counts.
    every = named(shell)
    packed = {name: len(gzip.compress(texts[name].encode(), 9)) / 1000 for name in every}
    # What the map's own part and its drawing import, the shell left out.
    own = {name for name in every if name.startswith(("MapScreen", "sigma-drawing"))}
    route = named(own, ("canvas-drawing", *shell)) - shell
    return [
        figure("Shell: scripts, gzip", sum(packed[name] for name in shell), "kB", f"<= {SHELL_KB}"),
        figure("Map: scripts beyond the shell, gzip", sum(packed[name] for name in route), "kB", f"<= {MAP_KB}"),
        figure("Largest script, unpacked", max(len(texts[name].encode()) for name in every) / 1000, "kB", f"<= {CHUNK_KB}"),
    ]


def huge(path: Path, actors: int, ties: int) -> None:
    """Write the record of `benchmarks/record.py`, its actors in sectors."""
    from benchmarks.record import statements

    sectors = list(Sector)
    with Ecosystem.create(path, title=f"{actors:,} actors") as eco, eco.batch("load", "benchmark") as batch:
        for statement in statements(actors, ties):
            stated = batch.state(statement)
            names = {stated.mentions[m.key]: m for m in statement.mentions}
            for mention in stated.unassigned:
                said = names[mention]
                actor = batch.add_actor(said.name, sector=sectors[int(said.key) % len(sectors)], place=said.place)
                batch.assign(mention, actor, reason="generated", decided_by="benchmark")


@contextmanager
def serving(standin: ModuleType, record: Path) -> Iterator[str]:
    """Serve a record by the real server, with nothing kept from before."""
    with tempfile.TemporaryDirectory() as state:
        app = create_app(record, token=TOKEN, state=Path(state))
        app.state.jobs.start()
        try:
            with standin.Served(app) as address:
                yield address
        finally:
            app.state.jobs.close()
            app.state.opened.close()


def aggregated(browser: Browser, standin: ModuleType, actors: int, ties: int) -> list[dict[str, Any]]:
    """Open a record too large to be drawn tie by tie, open one of its groups, and gather it another way."""
    name = f"{actors:,} actors, {ties:,} ties, aggregated"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "huge.eco"
        huge(path, actors, ties)
        times = []
        for _ in range(2):
            with serving(standin, path) as address:
                page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
                page.goto(f"{address}/api/health?token={TOKEN}")  # the browser is let in; nothing of the record is read
                times.append(drawn_after(page, f"{address}/map?token={TOKEN}"))
                again = drawn_after(page, f"{address}/map")
                start = time.perf_counter()
                said = page.locator(".caption").inner_text()
                page.locator(".group-list [aria-expanded=false]").first.click()
                while page.locator(".caption").inner_text() == said and time.perf_counter() - start < 120:
                    time.sleep(0.02)
                opened = time.perf_counter() - start
                page.close()
    note = "the real server, its first request"
    bar = "<= 5" if ties >= 1_000_000 else None
    return [
        figure(f"{name}: drawn after navigation", statistics.median(times), "s", bar, note),
        figure(f"{name}: drawn when the server has it", again, "s", None, None),
        figure(f"{name}: a group opened", opened, "s", None, "its communities or actors, gathered by the server"),
    ]


def workbench(browser: Browser, standin: ModuleType) -> list[dict[str, Any]]:
    """Walk through the screens of the sample, change it under an open page, and pull a slider of its model."""
    from ecotone.workbench import demo

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.eco"
        demo.build(path).close()
        with serving(standin, path) as address:
            return [*walked(browser, address), *changed(browser, address, path), *slid(browser, address)]


def walked(browser: Browser, address: str) -> list[dict[str, Any]]:
    """Return by how much the heap grows over thirty switches of the screen, each having been opened before."""
    page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable")
    page.goto(f"{address}/home?token={TOKEN}")

    def go(number: int, wait_ms: int) -> None:
        screen = SCREENS[number % len(SCREENS)]
        page.locator(f".rail a[href='/{screen}']").click()
        page.locator("main h1, main h2, [data-drawn]").first.wait_for(state="attached")
        page.locator("main .waiting-bar").first.wait_for(state="detached")
        if screen == "map":
            page.locator("[data-drawn]").wait_for(state="attached")
        page.wait_for_timeout(wait_ms)

    # Each screen five times first: answers are kept and scripts compiled, which is no growth.
    for number in range(5 * len(SCREENS)):
        go(number, 1200 if number < len(SCREENS) else 150)
    before = heap_mb(tools)
    for number in range(SWITCHES):
        go(number, 150)
    after = heap_mb(tools)
    page.close()
    note = f"{before:.1f} to {after:.1f} MB over {SWITCHES} switches among {len(SCREENS)} screens, each opened five times before"
    return [figure("Heap: growth over thirty switches of the screen", 100 * (after / before - 1), "%", "<= 10", note)]


def changed(browser: Browser, address: str, record: Path) -> list[dict[str, Any]]:
    """Return how long after another's change an open page shows it."""
    page = browser.new_page(reduced_motion="reduce")
    page.goto(f"{address}/history?token={TOKEN}")
    page.locator("tbody tr").first.wait_for()
    times = []
    for number in range(3):
        page.wait_for_timeout(700)
        with Ecosystem.open(str(record)) as eco, eco.batch(f"Change {number}", "another") as batch:
            batch.add_actor(f"New actor {number}")
        start = time.perf_counter()
        page.locator("tbody tr", has_text=f"Change {number}").first.wait_for()
        times.append(time.perf_counter() - start)
    page.close()
    return [figure("Another's change is seen after", statistics.median(times), "s", "<= 2", "median of 3; another process writes")]


def slid(browser: Browser, address: str) -> list[dict[str, Any]]:
    """Return how long after a step of a slider the curve of the district's model is another."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page.goto(f"{address}/dynamics?token={TOKEN}")
    slider = page.get_by_role("slider").first
    slider.wait_for()
    page.locator("svg path").first.wait_for(state="attached")
    page.wait_for_timeout(1500)
    slider.focus()
    times = []
    for _ in range(7):
        times.append(
            page.evaluate(
                """async () => {
                const drawn = () => [...document.querySelectorAll('main svg path')].map(one => one.getAttribute('d')).join();
                const before = drawn();
                const start = performance.now();
                document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}));
                const it = document.activeElement;
                if (it.tagName === 'INPUT') {
                  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(it, Number(it.value) + Number(it.step || 1));
                  it.dispatchEvent(new Event('input', {bubbles: true}));
                }
                while (drawn() === before && performance.now() - start < 5000) await new Promise(requestAnimationFrame);
                return performance.now() - start;
                }"""
            )
        )
        page.wait_for_timeout(300)
    page.close()
    return [figure("Slider to the new curve, the district's model", statistics.median(times), "ms", "<= 200", "median of 7, over HTTP")]


def run(quick: bool = False) -> list[dict[str, Any]]:  # noqa: FBT001, FBT002  the benchmarks' own signature
    """Measure the pages; `quick` takes small records only."""
    chromium, standin = load("chromium"), load("standin")
    chromium.use_the_wheels_node()
    from playwright.sync_api import sync_playwright

    figures = sizes()
    runs = 1 if quick else 3
    small = {"drawn": "<= 2", "seen": "<= 100", "busy": "<= 25"}
    large = {"drawn": "<= 5", "seen": "<= 400", "busy": "<= 8"}
    records = [(2_000, 10_000, small)] if quick else [(2_000, 10_000, small), (20_000, 100_000, large)]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(**chromium.find().launch_options())
        plain = driver.chromium.launch(**chromium.find().launch_options("--disable-gpu", "--disable-software-rasterizer"))
        for actors, ties, bars in records:
            name = f"{actors:,} actors, {ties:,} ties"
            world = standin.large(actors, ties)
            with standin.Served(standin.app(world)) as address:
                drawn_after(browser.new_page(), f"{address}/map")  # the server keeps its answers from here on
                figures += measure(browser, address, name, bars, runs)
                if actors == 2_000:
                    figures += measure(plain, address, f"{name}, no WebGL", {"drawn": "<= 2", "frames": ">= 40"}, runs)
        figures += aggregated(browser, standin, *((5_000, 150_000) if quick else (100_000, 1_000_000)))
        figures += workbench(browser, standin)
        browser.close()
        plain.close()
    return figures
