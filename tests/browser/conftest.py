"""A browser for the tests, and pages that fail their test if anything leaves the machine or goes wrong in the console."""

from __future__ import annotations

import importlib.util
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from playwright.sync_api import Browser, Page, Playwright

HERE = Path(__file__).parent
AXE = HERE.parents[1] / "web" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def load(name: str) -> ModuleType:
    """Load a module that lies beside the tests."""
    known = f"browser_{name}"
    if known not in sys.modules:
        spec = importlib.util.spec_from_file_location(known, HERE / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[known] = module
        spec.loader.exec_module(module)
    return sys.modules[known]


@pytest.fixture(scope="session")
def beside() -> Callable[[str], ModuleType]:
    """Return the loader of what lies beside the tests."""
    return load


# Of a module, not of the session: the driver keeps an event loop running, and the server's own tests need none there.
@pytest.fixture(scope="module")
def playwright_driver() -> Iterator[Playwright]:
    load("chromium").use_the_wheels_node()
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=60_000)  # a busy machine is slow, not wrong; timings are benchmarks

    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="module")
def chromium(playwright_driver: Playwright) -> Iterator[Browser]:
    browser = playwright_driver.chromium.launch(**load("chromium").find().launch_options())
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def without_webgl(playwright_driver: Playwright) -> Iterator[Browser]:
    browser = playwright_driver.chromium.launch(**load("chromium").find().launch_options("--disable-software-rasterizer", "--disable-gpu"))
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def served() -> Iterator[str]:
    """Serve the small made record."""
    standin = load("standin")
    with standin.Served(standin.app(standin.small())) as address:
        yield address


@pytest.fixture
def open_page(served: str) -> Callable[..., Any]:
    """Return a context manager that opens a page and, when left, fails on any error or request to another host."""

    @contextmanager
    def opened(browser: Browser, path: str = "/", *, base: str = served, **options: Any) -> Iterator[Page]:
        wrong: list[str] = []
        options.setdefault("viewport", {"width": 1280, "height": 800})
        options.setdefault("reduced_motion", "reduce")
        context = browser.new_context(accept_downloads=True, **options)
        context.set_default_timeout(15_000)

        def watch(route: Any) -> None:
            address = route.request.url
            if address.startswith((base, "blob:", "data:")):
                route.continue_()
            else:
                wrong.append(f"request to another host: {address}")
                route.abort()

        context.route("**/*", watch)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"uncaught: {error}"))
        page.on("console", lambda said: wrong.append(f"console: {said.text} {said.location['url']}") if said.type == "error" else None)
        try:
            page.goto(base + path)
            yield page
        finally:
            context.close()
        assert wrong == []

    return opened


@pytest.fixture(scope="session")
def violations() -> Callable[[Page], list[str]]:
    """Return what axe-core finds wrong on a page, by WCAG 2.2 AA."""
    script = AXE.read_text(encoding="utf-8")

    def found(page: Page) -> list[str]:
        # The policy forbids inline scripts; the debugger's evaluate is not bound by it.
        page.evaluate(script)
        result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
        return [f"{v['id']}: {v['help']}: {[n['html'][:160] for n in v['nodes'][:3]]}" for v in result["violations"]]

    return found


@pytest.fixture(scope="session")
def barriers(violations: Callable[[Page], list[str]]) -> Callable[..., list[str]]:
    """Return what axe-core finds wrong on a page of the workbench, in light and in dark."""

    def found(page: Page, *schemes: str) -> list[str]:
        wrong = []
        for scheme in schemes or ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.locator(f":root[data-theme={scheme}]").wait_for()
            wrong += [f"{scheme}: {one}" for one in violations(page)]
        return wrong

    return found


TOKEN = "a-token-for-tests"


@contextmanager
def running(record: Path, state: Path) -> Iterator[str]:
    """Serve a record with its jobs, and say under which address."""
    from ecotone.server import create_app

    app = create_app(record, token=TOKEN, state=state)
    app.state.jobs.start()
    try:
        with load("standin").Served(app) as address:
            yield address
    finally:
        app.state.jobs.close()
        app.state.folder.close()
        app.state.opened.close()


@pytest.fixture
def serving_jobs(tmp_path: Path) -> Iterator[Callable[[Path], str]]:
    """Return what serves a record of its own."""
    with ExitStack() as stack:
        yield lambda record: stack.enter_context(running(record, tmp_path / "state"))


@pytest.fixture(scope="session")
def houston(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sample's record once; whoever changes it takes a copy."""
    from ecotone.workbench import demo

    path = tmp_path_factory.mktemp("houston") / "houston.eco"
    demo.build(path).close()
    return path


@pytest.fixture
def houston_copy(houston: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "houston.eco"
    copy.write_bytes(houston.read_bytes())
    return copy


@pytest.fixture(scope="session")
def houston_served(houston: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the sample's record to tests that only read."""
    folder = tmp_path_factory.mktemp("served")
    copy = folder / "houston.eco"
    copy.write_bytes(houston.read_bytes())
    with running(copy, folder / "state") as address:
        yield address
