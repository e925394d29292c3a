"""The shell, Home, Import and the answers on the real server: from an empty record to answers, by keyboard and by pointer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import fastexcel
import pytest
from playwright.sync_api import expect

from ecotone.ecosystem import Ecosystem
from ecotone.server import create_app
from ecotone.workbench import demo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

TOKEN = "a-token-for-tests"


@pytest.fixture
def serving(beside: Any, tmp_path: Path) -> Iterator[Callable[[Path], str]]:
    """Return what serves a record, with its jobs, and says under which address."""
    running: list[Any] = []

    def start(path: Path) -> str:
        app = create_app(path, token=TOKEN, state=tmp_path / "state")
        app.state.jobs.start()
        running.append((app, beside("standin").Served(app)))
        return str(running[-1][1].__enter__())

    yield start
    for app, served in running:
        served.__exit__()
        app.state.jobs.close()


@pytest.fixture(scope="module")
def houston(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sample's record once; each test takes a copy."""
    path = tmp_path_factory.mktemp("houston") / "houston.eco"
    demo.build(path).close()
    return path


@pytest.fixture
def record(houston: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "houston.eco"
    copy.write_bytes(houston.read_bytes())
    return copy


def command(page: Page, text: str) -> None:
    """Do something by the command palette."""
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="What do you want to do?").fill(text)
    page.keyboard.press("Enter")


def test_an_empty_record_is_filled_with_the_sample_undone_and_done_again(
    chromium: Browser, open_page: Callable[..., Any], serving: Callable[[Path], str], tmp_path: Path
) -> None:
    Ecosystem.create(str(tmp_path / "empty.eco"), title="Empty").close()
    base = serving(tmp_path / "empty.eco")
    with open_page(chromium, f"/?token={TOKEN}", base=base) as page:
        expect(page.get_by_text("Nobody yet: import a file")).to_be_visible()
        page.get_by_role("button", name="Fill with the sample").click()
        expect(page.get_by_text("Baylor College of Medicine joins most actors")).to_be_visible()
        expect(page.locator(".home-questions li")).to_have_count(6)
        expect(page.get_by_text("Median times of 51 initiatives")).to_be_visible()
        page.keyboard.press("Control+z")
        expect(page.locator(".toast")).to_contain_text("Undone: Import of 3 files.")
        expect(page.get_by_text("Nobody yet: import a file")).to_be_visible()
        page.get_by_role("button", name="Redo: Import of 3 files").click()
        expect(page.get_by_text("Baylor College of Medicine joins most actors")).to_be_visible()
        page.get_by_role("button", name="Steps").click()
        expect(page.get_by_role("dialog", name="Steps")).to_contain_text("Import of 3 files")


def test_what_another_changes_is_seen_and_named_as_new(
    chromium: Browser, open_page: Callable[..., Any], serving: Callable[[Path], str], record: Path
) -> None:
    base = serving(record)
    with open_page(chromium, f"/home?token={TOKEN}", base=base) as page:
        expect(page.get_by_role("heading", name="What was done so far")).to_be_visible()
        page.get_by_role("button", name="Mark as seen").click()
        expect(page.get_by_text("Nothing has changed.")).to_be_visible()
        with Ecosystem.open(str(record)) as eco, eco.batch("A clinic joins", "Ben") as batch:
            batch.add_actor("<script>alert(1)</script> \u202eסורוקה")
        expect(page.get_by_text("Someone changed the record.")).to_be_visible()
        expect(page.locator(".home-list").first).to_contain_text("A clinic joins")


def test_a_question_is_asked_drawn_and_taken_along(
    chromium: Browser, open_page: Callable[..., Any], serving: Callable[[Path], str], record: Path, tmp_path: Path
) -> None:
    with open_page(chromium, f"/home?token={TOKEN}", base=serving(record)) as page:
        expect(page.locator(".home-questions li")).to_have_count(6)
        command(page, "network")
        expect(page.get_by_role("heading", name="Network", level=1)).to_be_visible()
        page.get_by_role("link", name="Who brokers?").click()
        expect(page.get_by_role("table", name="Brokers")).to_contain_text("Baylor College of Medicine")
        page.get_by_label("How many").fill("3")
        page.keyboard.press("Enter")
        expect(page.get_by_role("table", name="Brokers").locator("tbody tr")).to_have_count(3)
        assert "top=3" in page.url
        page.get_by_role("group", name="Brokers: table or chart").get_by_role("button", name="Chart").click()
        expect(page.get_by_role("img", name=re.compile("^Brokers: chart of"))).to_be_visible()
        for item, suffix in (("All tables as a workbook (XLSX)", "xlsx"), ("Brokers as CSV", "csv"), ("Brokers: chart as SVG", "svg")):
            page.get_by_role("button", name="Export", exact=True).click()
            with page.expect_download() as download:
                page.get_by_role("button", name=item).click()
            download.value.save_as(tmp_path / f"brokers.{suffix}")
        book = fastexcel.read_excel(tmp_path / "brokers.xlsx")
        assert book.sheet_names == ["Brokers", "About"]
        rows = book.load_sheet("Brokers").to_polars()
        assert (rows.height, rows["Broker"][0]) == (3, "Baylor College of Medicine")
        assert "Gould–Fernandez" in str(book.load_sheet("About", header_row=None).to_polars().rows())
        assert (tmp_path / "brokers.csv").read_text(encoding="utf-8-sig").splitlines()[0].startswith("Id,Broker,Sector")
        picture = (tmp_path / "brokers.svg").read_text()
        assert "Baylor College of Medicine" in picture
        assert "Read at: " in picture
        assert "class=" not in picture


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    chromium: Browser,
    open_page: Callable[..., Any],
    serving: Callable[[Path], str],
    record: Path,
    violations: Callable[[Page], list[str]],
    scheme: str,
) -> None:
    base = serving(record)
    with open_page(chromium, f"/home?token={TOKEN}", base=base, color_scheme=scheme) as page:
        expect(page.get_by_text("Median times of 51 initiatives")).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("Control+k")
        expect(page.get_by_role("dialog", name="Commands")).to_be_visible()
        assert violations(page) == []
        command_box = page.get_by_role("combobox", name="What do you want to do?")
        command_box.fill("high contrast")
        page.keyboard.press("Enter")
        assert page.evaluate("document.documentElement.dataset.contrast") == "high"
        assert violations(page) == []
        page.goto(f"{base}/network?ask=central")
        page.get_by_role("group", name="Central actors: table or chart").get_by_role("button", name="Chart").click()
        expect(page.get_by_role("img")).to_be_visible()
        assert violations(page) == []
        page.goto(f"{base}/network?ask=gaps")
        expect(page.get_by_role("table", name="Thin pairs of groups")).to_be_visible()
        page.locator("details summary").first.click()
        assert violations(page) == []


@pytest.mark.parametrize("path", ["/home", "/network?ask=brokers", "/history"])
def test_nothing_runs_over_the_edge_at_200_per_cent(
    chromium: Browser, open_page: Callable[..., Any], serving: Callable[[Path], str], record: Path, path: str
) -> None:
    join = "&" if "?" in path else "?"
    size = {"width": 640, "height": 400}
    with open_page(chromium, f"{path}{join}token={TOKEN}", base=serving(record), viewport=size, device_scale_factor=2) as page:
        expect(page.locator("h1").first).to_be_visible()
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= 640
        assert page.evaluate("document.querySelector('main').scrollWidth") <= 640


def test_the_screens_speak_a_second_language(
    chromium: Browser, open_page: Callable[..., Any], serving: Callable[[Path], str], record: Path
) -> None:
    with open_page(chromium, f"/home?token={TOKEN}", base=serving(record)) as page:
        expect(page.locator(".home-questions li")).to_have_count(6)
        command(page, "Deutsch")
        expect(page.get_by_role("navigation", name="Ansichten").get_by_role("link", name="Karte")).to_be_visible()
        assert page.evaluate("document.documentElement.lang") == "de"
        # What is not translated yet is said in English.
        expect(page.get_by_role("heading", name="Six questions")).to_be_visible()


def test_a_page_prints_without_the_shell(
    chromium: Browser, open_page: Callable[..., Any], serving: Callable[[Path], str], record: Path
) -> None:
    with open_page(chromium, f"/network?ask=brokers&token={TOKEN}", base=serving(record), color_scheme="dark") as page:
        expect(page.get_by_role("table", name="Brokers")).to_be_visible()
        page.emulate_media(media="print")
        for hidden in (".bar", ".rail", ".parameters"):
            expect(page.locator(hidden)).to_be_hidden()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
