"""What each role is offered in a real browser: nothing that the server would refuse, and a reason where something lacks."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from ecotone.ecosystem import Ecosystem
from ecotone.server import create_app
from ecotone.server.accounts import Accounts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import ModuleType

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"
ROLES = ("viewer", "commenter", "rater", "editor")
SCREENS = ("home", "map", "actors", "network", "dynamics", "stakeholders", "partnerships", "velocity", "pathway", "dossier", "history")


def draw(record: Path) -> None:
    """Draw a model that lacks an equation."""
    from ecotone.dynamics import redraw
    from ecotone.dynamics.drawn import Drawn, Part

    tea = redraw.added(Drawn(), Part("tea", "stock", equation="180"))
    tea = redraw.added(tea, Part("loss", "flow"), source="tea")
    with Ecosystem.open(record) as eco, eco.batch("Draw", "olga") as batch:
        batch.keep("dynamics", "model", "Tea", tea.body())


@pytest.fixture
def signing(houston_copy: Path, tmp_path: Path, beside: Callable[[str], ModuleType]) -> Iterator[str]:
    """Serve a record with a person in each role, who is called like it."""
    draw(houston_copy)
    accounts = Accounts(tmp_path / "state", str(houston_copy))
    for role in ROLES:
        accounts.add(role, PASSWORD, role)  # type: ignore[arg-type]
    app = create_app(houston_copy, state=tmp_path / "state", accounts=accounts)
    app.state.jobs.start()
    with contextlib.closing(app.state.jobs), beside("standin").Served(app) as base:
        yield base


def sign_in(page: Page, name: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("navigation").first.wait_for()


def test_no_screen_asks_for_what_is_refused_and_none_is_offered_where_nothing_can_be_done(
    chromium: Browser, open_page: Callable[..., Any], signing: str
) -> None:
    # A page that asks for what its role may not have says so in the console, and that fails the test.
    for role in ROLES[:-1]:
        with open_page(chromium, "/signin", base=signing) as page:
            sign_in(page, role)
            walk(page, signing)


def walk(page: Page, base: str) -> None:
    """Look for what cannot be done in the rail, on the first page, by name, by key and in the sheet of keys; open each screen."""
    rail = page.get_by_role("navigation", name="Screens")
    expect(rail.get_by_role("link")).to_have_count(len(SCREENS))
    assert not {"Import", "Review"} & set(rail.get_by_role("link").all_inner_texts())
    expect(page.locator("main a[href='/import'], main a[href='/review']")).to_have_count(0)
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="What do you want to do?").fill("review")
    expect(page.get_by_role("option", name="Review")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("Go to Map")
    expect(keys).not_to_contain_text("Go to Review")
    assert page.url.endswith("/home")
    page.keyboard.press("Escape")
    for screen in SCREENS:
        rail.locator(f"a[href='/{screen}']").click()
        expect(page.locator("#main :is(h1, canvas)").first).to_be_attached()
    # By a link that somebody sent, the screen says what it takes.
    page.goto(f"{base}/import")
    expect(page.get_by_role("note")).to_contain_text("Import: this needs the role editor")


def test_those_who_may_not_draw_see_an_unfinished_model_and_what_it_lacks(
    chromium: Browser, open_page: Callable[..., Any], signing: str, barriers: Callable[..., list[str]]
) -> None:
    with open_page(chromium, "/signin", base=signing, viewport={"width": 640, "height": 900}) as page:
        sign_in(page, "viewer")
        for tab in ("curves", "diagram"):
            page.goto(f"{signing}/dynamics?model=drawn%3ATea&tab={tab}")
            lacks = page.get_by_role("region", name="Unfinished")
            expect(lacks).to_contain_text("1 variable without an equation: the model runs once each has one.")
            picture = page.get_by_role("group", name="Drawing of Tea: 2 variables")
            expect(picture.get_by_role("button", name="loss, flow, no equation yet")).to_be_visible()
            expect(page.get_by_role("alert")).to_have_count(0)
        lacks.get_by_role("button", name="loss").press("Enter")
        expect(page.get_by_role("region", name="loss")).to_contain_text("no equation yet")
        picture.get_by_role("button", name="loss").press("ArrowUp")
        expect(page.get_by_role("button", name="New model")).to_have_count(0)
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_a_rater_declares_an_interest_which_stands_in_place_of_the_sheet(
    chromium: Browser, open_page: Callable[..., Any], signing: str, barriers: Callable[..., list[str]]
) -> None:
    with open_page(chromium, "/signin", base=signing) as page:
        sign_in(page, "rater")
        page.goto(f"{signing}/partnerships?ask=rate&seeker=18&candidate=20&candidate=6")
        sheet = page.get_by_role("region", name="Rate a candidate")
        own = sheet.locator(".partner-interests")
        expect(own.locator("summary")).to_contain_text("not declared yet")
        own.locator("summary").click()
        own.get_by_label("What it is").fill("sits on its board")
        own.get_by_role("button", name="Declare").press("Enter")
        expect(sheet.get_by_role("note")).to_contain_text("You do not rate this candidate: rater has an interest in")
        expect(sheet.get_by_role("note")).to_contain_text("(sits on its board)")
        expect(sheet.get_by_role("radio")).to_have_count(0)
        assert barriers(page) == []
        sheet.get_by_label("Candidate").select_option(index=1)
        expect(sheet.get_by_role("radio").first).to_be_visible()
        sheet.get_by_label("Candidate").select_option(index=0)
        own.get_by_role("button", name="Take back: I have none").click()
        expect(sheet.get_by_role("note")).to_have_count(0)
        expect(own.locator("summary")).to_contain_text("none")


def test_the_report_of_a_survey_is_read_and_kept_back_while_it_is_open(
    chromium: Browser, open_page: Callable[..., Any], houston_copy: Path, signing: str, barriers: Callable[..., list[str]]
) -> None:
    from ecotone.dates import Date
    from ecotone.stakeholders import survey

    with Ecosystem.open(houston_copy) as eco:
        members = eco.actors()["id"].to_list()[:7]
        survey.make(eco, "Spring", members, closes=Date("2099-02-01"))
        for member in members[1:]:
            survey.take(eco, survey.survey(eco, "Spring"), member, [survey.Relation(members[0], 3, {"trust_open": 3})], way="page")
    with open_page(chromium, "/signin", base=signing, viewport={"width": 640, "height": 900}) as page:
        sign_in(page, "editor")
        page.goto(f"{signing}/stakeholders?ask=surveys")
        page.get_by_role("link", name="Report of the survey Spring").press("Enter")
        report = page.get_by_role("region", name="Report of the survey Spring")
        expect(report).to_contain_text("6 of 7 members answered (86%)")
        expect(report.get_by_role("heading", name="Both sides' views")).to_be_visible()
        # What would tell of a command leads to the screen; trust and value wait for the closing.
        expect(report).to_contain_text("shown once somebody closes it (the screen “Stakeholders”)")
        expect(report.get_by_role("link", name="Go to Stakeholders")).to_be_visible()
        expect(report.get_by_role("heading", name="Trust and value of members")).to_have_count(0)
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 640
        page.get_by_role("button", name="Close the survey Spring").click()
        page.get_by_role("dialog").get_by_role("button", name="Close the survey").click()
        expect(report.get_by_role("heading", name="Trust and value of members")).to_be_visible()
        with page.expect_download():
            report.get_by_role("button", name="Export").click()
            page.get_by_role("button", name="Response as CSV").click()
        report.get_by_role("link", name="Close the report").click()
        expect(report).to_have_count(0)


def test_a_registry_is_dropped_in_matched_with_and_undone_and_what_is_none_is_told(
    chromium: Browser, open_page: Callable[..., Any], signing: str, tmp_path: Path, barriers: Callable[..., list[str]]
) -> None:
    registry = tmp_path / "registry.jsonl"
    registry.write_text("\n".join(json.dumps(each) for each in organisations()))
    (tmp_path / "none.json").write_text("[]")
    with open_page(chromium, "/signin", base=signing) as page:
        sign_in(page, "editor")
        page.goto(f"{signing}/review")
        match = page.get_by_role("region", name="Match with a registry")
        assert barriers(page) == []
        match.get_by_label("Choose a file").set_input_files(tmp_path / "none.json")
        expect(match.get_by_role("alert")).to_contain_text("The registry holds no organisation")
        match.get_by_role("link", name="Match again").click()
        match.get_by_label("Choose a file").set_input_files(registry)
        expect(match).to_contain_text("actors were matched")
        match.get_by_role("button", name="Undo the match").click()
        match.get_by_role("link", name="Match again").click()
        expect(match.get_by_label("A registry that is kept")).to_contain_text("registry.jsonl")


def organisations() -> Iterator[dict[str, Any]]:
    """Make a registry in which one organisation is of the sample; a word is rare only among many."""
    names = [
        "Baylor College of Medicine",
        *(f"{'ABCDEFGHIJ'[n % 10]}l{'aeiou'[n % 5]}{'bcdfgklmnp'[n // 10 % 10]}{'aeo'[n // 100]} Clinic" for n in range(300)),
    ]
    for number, name in enumerate(names, 1):
        yield {
            "id": f"https://ror.org/0{number:08d}",
            "status": "active",
            "types": ["education"],
            "names": [{"value": name, "types": ["ror_display", "label"], "lang": "en"}],
            "locations": [{"geonames_details": {"name": "Houston", "country_code": "US", "country_name": "United States"}}],
            "relationships": [],
        }
