"""The shell, Home, Import and the answers on the real server: from an empty record to answers, by keyboard and by pointer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import fastexcel
import pytest
from playwright.sync_api import FilePayload, expect

from ecotone.ecosystem import Ecosystem
from ecotone.network import formats
from ecotone.workbench.match_decisions import MATCH, MERGE, ROOM

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

TOKEN = "a-token-for-tests"


def command(page: Page, text: str) -> None:
    """Do something by the command palette."""
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="What do you want to do?").fill(text)
    page.keyboard.press("Enter")


def test_an_empty_record_is_filled_with_the_sample_undone_and_done_again(
    chromium: Browser, open_page: Callable[..., Any], serving_jobs: Callable[[Path], str], tmp_path: Path
) -> None:
    Ecosystem.create(str(tmp_path / "empty.eco"), title="Empty").close()
    base = serving_jobs(tmp_path / "empty.eco")
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
        # A drop-down has the focus and nothing is being typed: the keys still undo.
        page.goto(f"{base}/actors")
        page.get_by_role("combobox", name="Sector").focus()
        page.keyboard.press("Control+z")
        expect(page.locator(".toast")).to_contain_text("Undone: Import of 3 files.")


def test_what_another_changes_is_seen_and_named_as_new(
    chromium: Browser, open_page: Callable[..., Any], serving_jobs: Callable[[Path], str], houston_copy: Path
) -> None:
    base = serving_jobs(houston_copy)
    with open_page(chromium, f"/home?token={TOKEN}", base=base) as page:
        expect(page.get_by_role("heading", name="What was done so far")).to_be_visible()
        page.get_by_role("button", name="Mark as seen").click()
        expect(page.get_by_text("Nothing has changed.")).to_be_visible()
        with Ecosystem.open(str(houston_copy)) as eco, eco.batch("A clinic joins", "Ben") as batch:
            batch.add_actor("<script>alert(1)</script> \u202eסורוקה")
        expect(page.get_by_text("Someone changed the record.")).to_be_visible()
        expect(page.locator(".home-list").first).to_contain_text("A clinic joins")


def test_a_question_is_asked_drawn_and_taken_along(
    chromium: Browser, open_page: Callable[..., Any], houston_served: str, tmp_path: Path
) -> None:
    with open_page(chromium, f"/home?token={TOKEN}", base=houston_served) as page:
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
    houston_served: str,
    violations: Callable[[Page], list[str]],
    scheme: str,
) -> None:
    base = houston_served
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
        page.goto(f"{base}/import")
        expect(page.get_by_role("heading", name="Drop files here")).to_be_visible()
        assert violations(page) == []
        page.goto(f"{base}/review")
        # Nothing waits because nothing was asked, not because all is sure.
        expect(page.get_by_text("Once names are matched with a registry")).to_be_visible()
        expect(page.get_by_text("Every match is sure")).to_have_count(0)
        assert violations(page) == []


@pytest.mark.parametrize(
    ("path", "seen"),
    [
        ("/home", "Median times of 51 initiatives"),
        ("/network?ask=brokers", "Baylor College of Medicine"),
        ("/history", "Import of 3 files"),
        ("/import", "Drop files here"),
        ("/review", "Nothing waits for a decision"),
    ],
)
def test_nothing_runs_over_the_edge_at_200_per_cent(
    chromium: Browser, open_page: Callable[..., Any], houston_served: str, path: str, seen: str
) -> None:
    join = "&" if "?" in path else "?"
    size = {"width": 640, "height": 400}
    with open_page(chromium, f"{path}{join}token={TOKEN}", base=houston_served, viewport=size, device_scale_factor=2) as page:
        expect(page.locator("main").get_by_text(seen).first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 640
        assert page.evaluate("document.querySelector('main').scrollWidth") <= 640


def test_the_screens_speak_a_second_language(chromium: Browser, open_page: Callable[..., Any], houston_served: str) -> None:
    with open_page(chromium, f"/home?token={TOKEN}", base=houston_served) as page:
        expect(page.locator(".home-questions li")).to_have_count(6)
        command(page, "Deutsch")
        expect(page.get_by_role("navigation", name="Ansichten").get_by_role("link", name="Karte")).to_be_visible()
        assert page.evaluate("document.documentElement.lang") == "de"
        expect(page.get_by_role("heading", name="Sechs Fragen")).to_be_visible()
        # What is not translated yet is said in English.
        page.get_by_role("navigation", name="Ansichten").get_by_role("link", name="Einlesen").click()
        expect(page.get_by_role("heading", name="Drop files here")).to_be_visible()


def test_a_page_prints_without_the_shell(chromium: Browser, open_page: Callable[..., Any], houston_served: str) -> None:
    with open_page(chromium, f"/network?ask=brokers&token={TOKEN}", base=houston_served, color_scheme="dark") as page:
        expect(page.get_by_role("table", name="Brokers")).to_be_visible()
        page.emulate_media(media="print")
        for hidden in (".bar", ".rail", ".parameters"):
            expect(page.locator(hidden)).to_be_hidden()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


OWN = "Organisation,City,Founded,Notes\nNew Clinic,Houston,soon,=1+1\nסורוקה,Houston,1999,<script>alert(1)</script>\n,Austin,2001,nobody\n"


def chosen(page: Page, *files: tuple[str, bytes]) -> None:
    """Give files to the import, as the file dialog would."""
    page.locator("input[type=file]").set_input_files([FilePayload(name=name, mimeType="text/csv", buffer=data) for name, data in files])


def test_bad_files_and_hostile_names_are_told_and_listed(
    chromium: Browser, open_page: Callable[..., Any], serving_jobs: Callable[[Path], str], houston_copy: Path
) -> None:
    rtl, script = "\u202eסורוקה", "<script>document.title = 'caught'</script>"
    base = serving_jobs(houston_copy)
    with open_page(chromium, f"/import?token={TOKEN}", base=base) as page:
        chosen(page, ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(2000)))
        expect(page.get_by_text("Nothing in these files can be imported.")).to_be_visible()
        expect(page.get_by_role("cell", name="choose that under “Read all files as”")).to_be_visible()
        expect(page.get_by_role("main")).not_to_contain_text("--as")
        # More than the server takes is refused before a byte is sent; 200 MB is taken, told how far, and can be stopped.
        page.get_by_role("button", name="Give up").click()
        drop = """size => { const data = new DataTransfer(); data.items.add(new File([new Uint8Array(size).fill(10)], "big.csv"));
            document.querySelector(".drop-zone").dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true})) }"""
        page.locator(".drop-zone").wait_for()
        page.evaluate("Object.defineProperty(File.prototype, 'size', { configurable: true, get: () => 6e8 })")
        page.evaluate(drop, 1000)
        expect(page.get_by_role("alert")).to_contain_text("command line")
        page.evaluate("delete File.prototype.size")
        page.evaluate(drop, 200_000_000)
        page.get_by_role("button", name="Stop").click()
        page.goto(f"{base}/import")
        chosen(page, ("names.csv", f"name,kind\n{'x' * 10_000},hospital\n{rtl},hospital\n{script},university\n".encode()))
        expect(page.get_by_role("cell", name=script).first).to_be_visible()
        expect(page.get_by_role("cell", name="סורוקה").first).to_be_visible()
        assert page.evaluate("document.querySelector('main').scrollWidth <= document.querySelector('main').clientWidth")
        page.get_by_role("button", name="Import 3 source records").click()
        expect(page.get_by_role("heading", name="Imported")).to_be_visible()
        page.goto(f"{base}/actors?sort=name")
        expect(page.get_by_role("link", name=script)).to_be_visible()
        assert "caught" not in page.title()


def test_files_are_tried_mapped_and_imported_and_the_step_is_undone(
    chromium: Browser,
    open_page: Callable[..., Any],
    serving_jobs: Callable[[Path], str],
    houston_copy: Path,
    violations: Callable[[Page], list[str]],
) -> None:
    base = serving_jobs(houston_copy)
    with open_page(chromium, f"/import?token={TOKEN}", base=base) as page:
        expect(page.get_by_role("heading", name="Drop files here")).to_be_visible()
        assert violations(page) == []
        chosen(page, ("own.csv", OWN.encode()), ("page.html", b"<!doctype html><p>Not found"))
        expect(page.get_by_role("heading", name="What the import would do")).to_be_visible()
        expect(page.get_by_text("2 source records would be new or changed")).to_be_visible()
        files = page.locator(".import-files")
        expect(files).to_contain_text("not recognised")
        expect(files).to_contain_text("a web page; the service may have answered with an error page")
        expect(page.get_by_role("table", name=re.compile("problem"))).to_contain_text("page.html")
        assert violations(page) == []
        page.reload()  # the trial stands in the address
        meaning = page.get_by_label("Meaning of Founded")
        expect(meaning).to_have_value("")
        meaning.select_option("start")
        page.get_by_role("button", name="Try with this").click()
        expect(page.get_by_label("Meaning of Founded")).to_have_value("start")
        go = page.get_by_role("button", name="Import 2 source records")
        expect(go).to_be_visible()  # the second trial has taken the place of the first
        page.get_by_label("Your name, for the history").fill("Ana")
        go.click()
        expect(page.get_by_text("2 source records are new or changed, as batch 2.")).to_be_visible()
        page.get_by_role("button", name="Undo: Import of 2 files").click()
        expect(page.locator(".toast")).to_contain_text("Undone: Import of 2 files.")
        page.goto(f"{base}/history")
        expect(page.get_by_role("row", name=re.compile("Import of 2 files Ana"))).to_contain_text("undone by batch 3")


def test_what_cannot_be_imported_says_what_to_do(
    chromium: Browser, open_page: Callable[..., Any], serving_jobs: Callable[[Path], str], houston_copy: Path
) -> None:
    base = serving_jobs(houston_copy)
    with open_page(chromium, f"/import?token={TOKEN}", base=base) as page:
        chosen(page, ("x" * 300 + ".csv", b"%PDF-1.7"), ("empty.csv", b""))
        expect(page.get_by_text("Nothing in these files can be imported.")).to_be_visible()
        expect(page.locator(".import-files")).to_contain_text("a PDF document")
        expect(page.get_by_role("button", name=re.compile("^Import "))).to_have_count(0)
        page.get_by_role("button", name="Give up").click()
        expect(page.get_by_role("heading", name="Drop files here")).to_be_visible()
        # Too large a drop is told before anything is sent.
        page.evaluate(
            """() => { const zone = document.querySelector('.drop-zone'); const file = new File(['x'], 'large.csv');
            Object.defineProperty(file, 'size', {value: 600 * 1024 * 1024}); const data = new DataTransfer(); data.items.add(file);
            const drop = new DragEvent('drop', {bubbles: true, cancelable: true}); Object.defineProperty(drop, 'dataTransfer',
            {value: {items: [], files: [file]}}); zone.dispatchEvent(drop); }"""
        )
        expect(page.get_by_role("alert")).to_contain_text("Import them at the command line")


def test_by_keyboard_alone_from_import_to_actor_to_neighbourhood_to_export(
    chromium: Browser, open_page: Callable[..., Any], serving_jobs: Callable[[Path], str], houston_copy: Path, tmp_path: Path
) -> None:
    base = serving_jobs(houston_copy)
    rows = b"From,To,Since\nKeyboard Clinic,Baylor College of Medicine,2020\nKeyboard Clinic,Rice University,2021\n"

    def reach(page: Page, text: str) -> None:
        """Go on by Tab until what has the focus says the text."""
        for _ in range(40):
            if page.evaluate("document.activeElement.innerText?.trim() || document.activeElement.ariaLabel || ''") == text:
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"{text} is not reached by Tab")

    with open_page(chromium, f"/home?token={TOKEN}", base=base) as page:
        expect(page.locator(".home-questions li")).to_have_count(6)
        page.keyboard.press("g")
        page.keyboard.press("i")
        expect(page.get_by_role("heading", name="Drop files here")).to_be_visible()
        reach(page, "Choose files")
        chosen(page, ("clinic.csv", rows))  # the dialog that Enter opens here is the browser's own
        expect(page.get_by_role("button", name="Import 2 source records")).to_be_visible()
        reach(page, "Import 2 source records")
        page.keyboard.press("Enter")
        expect(page.get_by_text("as batch 2")).to_be_visible()
        page.keyboard.press("Enter")  # the next step has the focus
        expect(page.locator("[data-drawn]")).to_be_attached()
        page.keyboard.press("/")
        page.keyboard.type("keyboard clinic")
        expect(page.get_by_role("listbox").get_by_role("option").first).to_contain_text("Keyboard Clinic")
        page.keyboard.press("Enter")
        expect(page.locator(".selection h2")).to_have_text("Keyboard Clinic")
        page.keyboard.press("1")
        expect(page.locator(".caption")).to_contain_text("3 of 200 actors")
        page.keyboard.press("Control+k")
        expect(page.get_by_role("dialog", name="Commands")).to_be_visible()
        page.keyboard.type("gexf")
        expect(page.get_by_role("option", name=re.compile("GEXF"))).to_be_visible()
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        download.value.save_as(tmp_path / "ego.gexf")
    network = formats.read(tmp_path / "ego.gexf").networks[0]
    assert set(network.nodes["label"]) == {"Keyboard Clinic", "Baylor College of Medicine", "Rice University"}


def test_a_record_deleted_or_a_server_gone_under_an_open_page_says_so(
    chromium: Browser, serving_jobs: Callable[[Path], str], houston_copy: Path
) -> None:
    # What fails here is meant to, so the page is watched by hand.
    base = serving_jobs(houston_copy)
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{base}/home?token={TOKEN}")
    expect(page.locator(".home-questions li")).to_have_count(6)
    away = houston_copy.with_suffix(".away")
    houston_copy.rename(away)
    page.get_by_role("link", name="Actors").click()
    expect(page.get_by_role("alert")).to_contain_text("was moved, deleted or replaced while it was open")
    expect(page.get_by_role("alert")).to_contain_text("Put it back")
    away.rename(houston_copy)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("tbody tr").first).to_be_visible()
    context.set_offline(True)
    page.get_by_role("link", name="Network").click()
    expect(page.get_by_role("alert")).to_contain_text("The server does not answer.")
    context.set_offline(False)  # the screen asks again by itself
    expect(page.get_by_role("table", name="Central actors")).to_be_visible()
    context.clear_cookies()
    page.get_by_role("link", name="Map", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("This browser is not let in.")
    context.close()


def doubtful(record: Path) -> list[str]:
    """Put two doubtful matches and a doubtful pair into the review queue, as a match with a registry leaves them."""
    with Ecosystem.open(str(record)) as eco, eco.batch("Match with a registry") as batch:
        one, two, three = eco.actors()["id"].to_list()[:3]
        for actor, name, probability in ((one, "First Institute", 0.71), (two, "<script>alert(1)</script>", 0.64)):
            said = {
                "outcome": "review",
                "id": f"https://ror.org/0{actor}",
                "name": name,
                "probability": probability,
                "reasons": ["+ same city", "- another word"],
            }
            batch.keep(ROOM, MATCH, str(actor), said)
        pair = {
            "actor": two,
            "into": three,
            "names": ["", ""],
            "id": None,
            "name": None,
            "probability": 0.6,
            "reasons": ["+ both are one"],
        }
        batch.keep(ROOM, MERGE, f"{two}-{three}", pair)
        return [str(name) for name in eco.actors()["name"].to_list()[:3]]


def test_doubtful_matches_are_decided_by_key_and_taken_back(
    chromium: Browser,
    open_page: Callable[..., Any],
    serving_jobs: Callable[[Path], str],
    houston_copy: Path,
    violations: Callable[[Page], list[str]],
) -> None:
    names = doubtful(houston_copy)
    base = serving_jobs(houston_copy)
    with open_page(chromium, f"/home?token={TOKEN}", base=base) as page:
        expect(page.locator(".home-questions li")).to_have_count(6)
        expect(page.get_by_text("3 matches with a registry wait for a person to look.")).to_be_visible()
        page.keyboard.press("g")
        page.keyboard.press("r")
        item = page.locator(".review-item")
        expect(item).to_contain_text(names[0])
        expect(item).to_contain_text("First Institute")
        expect(item).to_contain_text("71 % likely")
        assert violations(page) == []
        page.keyboard.press("a")
        expect(page.locator(".toast")).to_contain_text(f"Accepted: {names[0]}.")
        expect(item).to_contain_text("<script>alert(1)</script>")
        expect(page.locator(".review-list")).to_contain_text("2 items left")
        page.keyboard.press("u")
        expect(page.locator(".review-list")).to_contain_text("3 items left")
        page.keyboard.press("ArrowUp")
        expect(item).to_contain_text("First Institute")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("s")
        expect(page.locator(".review-list")).to_contain_text("put off")
        expect(item).to_contain_text("Are these two actors one?")
        expect(item.get_by_role("button", name="New")).to_have_count(0)
        page.goto(f"{base}/history")
        expect(page.get_by_role("row", name=re.compile("(AM|PM) Review: .* is First Institute"))).to_contain_text("undone by batch")
