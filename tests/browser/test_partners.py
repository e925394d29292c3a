"""Stakeholders and partnerships on the real server: rated, ranked and decided by keyboard alone, by two people, without a barrier."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import fastexcel
import pytest
from playwright.sync_api import expect

from ecotone.ecosystem import Ecosystem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

TOKEN = "a-token-for-tests"
BAYLOR, HEALTH, GALVESTON = "Baylor College of Medicine", "The University of Texas Health Science Center at Houston", "Galveston"


def pick(page: Page, label: str, text: str, name: str) -> None:
    """Choose an actor by part of its name, as the keyboard does."""
    page.get_by_role("combobox", name=label).focus()
    page.keyboard.type(text)
    expect(page.get_by_role("listbox", name=label).get_by_role("option", name=re.compile(name)).first).to_be_visible()
    page.keyboard.press("Enter")


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).focus()
    page.keyboard.press("Enter")


def test_stakeholders_are_rated_by_key_and_by_drag_by_two_people(
    chromium: Browser,
    open_page: Callable[..., Any],
    serving_jobs: Callable[[Path], str],
    houston_copy: Path,
    barriers: Callable[..., list[str]],
    tmp_path: Path,
) -> None:
    base = serving_jobs(houston_copy)
    with open_page(chromium, f"/stakeholders?token={TOKEN}", base=base, viewport={"width": 1280, "height": 1000}) as page:
        grid = page.get_by_role("group", name=re.compile("^Power and interest of"))
        panel = page.get_by_role("form", name="Rate a stakeholder")
        baylor = grid.get_by_role("button", name=re.compile(f"^{BAYLOR}"))
        expect(baylor).to_have_accessible_name(re.compile("power 4, interest 5, key player; .*proposed from the record"))
        # By key: chosen, moved down by two points, saved under a name.
        baylor.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        expect(panel.get_by_role("status").last).to_have_text("Not saved yet: power 2, interest 5.")
        expect(panel.get_by_label("Power", exact=True)).to_have_value("2")
        panel.get_by_label("Your name").fill("Ana")
        baylor.focus()
        page.keyboard.press("Enter")
        expect(baylor).to_have_accessible_name(re.compile("power 2, .*keep informed; .*rated by 1 person"))
        # By drag, as another person: two raters make an interval.
        panel.get_by_label("Your name").fill("Ben")
        grid.evaluate("drawn => drawn.scrollIntoView({block: 'center'})")  # the toast lies over the foot of the page
        box, frame = baylor.locator(".grid-dot").bounding_box(), grid.bounding_box()
        assert box is not None
        assert frame is not None
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] / 2, frame["y"] + frame["height"] * 0.27, steps=4)
        page.mouse.up()
        expect(panel.get_by_label("Power", exact=True)).to_have_value("4")
        panel.get_by_role("button", name="Save the rating").click()
        expect(baylor).to_have_accessible_name(re.compile("power 3, interest 5, .*rated by 2 people"))
        page.get_by_role("group", name="Stakeholders: table or chart").get_by_role("button", name="Table").click()
        expect(page.get_by_role("table", name="Stakeholders")).to_contain_text("3 (2–4)")
        # One that is not placed yet is found by name.
        page.get_by_role("group", name="Stakeholders: table or chart").get_by_role("button", name="Chart").click()
        page.get_by_label("Names of the quadrants").select_option("nhs")
        expect(grid).to_contain_text("Manage")
        # A need, its gap, and the plan with an owner as a workbook.
        page.get_by_role("link", name="Needs and offers").click()
        pick(page, "Find a stakeholder", "Baylor", BAYLOR)
        press(page, "Keep it")
        expect(page.get_by_role("table", name="Matrix of needs and offers")).to_contain_text("gap")
        page.get_by_role("link", name="Engagement plan").click()
        press(page, f"Decide how to engage {BAYLOR}")
        page.get_by_role("dialog").get_by_label("Who sees to it").fill("Ana Ruiz")
        page.keyboard.press("Enter")
        decided, done = (page.get_by_role("region", name=name, exact=True) for name in ("Decided", "Done"))
        expect(decided).to_contain_text("Ana Ruiz")
        # A card that is moved is a step that undo takes back; the table says the same.
        decided.get_by_role("listitem").drag_to(done)
        expect(done).to_contain_text(BAYLOR)
        assert barriers(page) == []
        press(page, f"The step for {BAYLOR} is not done")
        expect(decided).to_contain_text(BAYLOR)
        page.get_by_role("group", name="Engagement plan: table or chart").get_by_role("button", name="Table").click()
        expect(page.get_by_role("table", name="Engagement plan")).to_contain_text("Ana Ruiz")
        with page.expect_download() as download:
            page.get_by_role("link", name="Plan as workbook").click()
        download.value.save_as(tmp_path / "plan.xlsx")
    assert "Ana Ruiz" in fastexcel.read_excel(tmp_path / "plan.xlsx").load_sheet("Engagement plan").to_polars()["Owner"].to_list()
    with Ecosystem.open(houston_copy) as eco:
        rated = eco.claims().filter(field="power").select("assessor", "number").rows()
    assert rated == [("Ana", 2.0), ("Ben", 4.0)]


def test_an_expectation_is_said_and_judged_and_a_survey_asks_by_links(
    chromium: Browser,
    open_page: Callable[..., Any],
    serving_jobs: Callable[[Path], str],
    houston_copy: Path,
    barriers: Callable[..., list[str]],
) -> None:
    base = serving_jobs(houston_copy)
    with open_page(chromium, f"/stakeholders?ask=expectations&token={TOKEN}", base=base) as page:
        pick(page, "Find who expects something", "Baylor", BAYLOR)
        page.get_by_label("What it expects, as a sentence").fill("A pilot on two wards")
        press(page, "Keep it")
        table = page.get_by_role("table", name="Expectations")
        expect(table).to_contain_text("A pilot on two wards")
        press(page, re.compile("Was what .* expects met"))
        page.get_by_role("dialog").get_by_role("button", name="Partly met").press("Enter")
        expect(table).to_contain_text("partly met")
        page.get_by_role("link", name="Surveys").click()
        page.get_by_label("What the survey is called").fill("Spring")
        page.get_by_label("Until when it is answered").fill("2099-02-01")
        pick(page, "Add members, two or more", "Baylor", BAYLOR)
        expect(page.get_by_role("button", name=f"Take away {BAYLOR}")).to_be_visible()
        pick(page, "Add members, two or more", GALVESTON, GALVESTON)
        page.get_by_role("button", name="Make the survey").click()  # once the second member is there
        links = page.get_by_role("status", name="Personal links of the survey Spring")
        expect(links.get_by_role("code")).to_have_count(2)
        assert barriers(page) == []
        assert page.request.get(links.get_by_role("code").first.inner_text()).status == 200
        expect(page.get_by_role("table", name="Surveys")).to_contain_text("Spring")
        # Closed, once it was said what that means: the links open nothing any more.
        link = links.get_by_role("code").first.inner_text()
        press(page, "Close the survey Spring")
        dialog = page.get_by_role("dialog", name="Close the survey Spring")
        expect(dialog).to_contain_text("Nobody can answer any more")
        assert barriers(page) == []
        dialog.get_by_role("button", name="Close the survey").press("Enter")
        expect(page.get_by_role("table", name="Surveys")).to_contain_text("closed")
        expect(page.get_by_role("button", name="Close the survey Spring")).to_have_count(0)
        assert page.request.get(link).status == 410


def test_by_keyboard_alone_from_rating_to_ranking_to_the_decision(
    chromium: Browser, open_page: Callable[..., Any], serving_jobs: Callable[[Path], str], houston_copy: Path, tmp_path: Path
) -> None:
    base = serving_jobs(houston_copy)
    with open_page(chromium, f"/partnerships?ask=rate&token={TOKEN}", base=base) as page:
        pick(page, "Find the seeker", "Baylor", BAYLOR)
        expect(page.get_by_role("button", name=f"Take away {BAYLOR}")).to_be_visible()
        pick(page, "Add a candidate", "Texas Health Sci", "Houston")
        expect(page.get_by_role("button", name=f"Take away {HEALTH}")).to_be_visible()
        pick(page, "Add a candidate", GALVESTON, GALVESTON)
        expect(page.get_by_role("button", name=re.compile(f"^Take away .*{GALVESTON}"))).to_be_visible()
        sheet = page.get_by_role("region", name="Rate a candidate")
        sheet.get_by_label("Your name").focus()
        page.keyboard.type("Ana")
        trust = sheet.get_by_role("group", name=re.compile("^Trust:"))
        trust.get_by_role("radio").first.focus()
        page.keyboard.press("Space")
        expect(trust.get_by_role("radio").first).to_be_checked()
        page.keyboard.press("ArrowDown")
        expect(trust.get_by_role("radio").nth(1)).to_be_checked()
        press(page, "Save my ratings")
        expect(page.locator(".toast")).to_contain_text("1 rating of")
        # Ranked: a slider pulled by key changes the order at once, and the server agrees with it.
        page.get_by_role("link", name="Rank", exact=True).focus()
        page.keyboard.press("Enter")
        picture = page.get_by_role("img", name=re.compile("^Ranking of 2 candidates: chart of"))
        before = picture.get_attribute("aria-label")
        page.get_by_role("slider", name="Weight of Cultural fit").focus()
        page.keyboard.press("End")
        expect(picture).not_to_have_attribute("aria-label", before or "")
        live = picture.get_attribute("aria-label")
        page.wait_for_url(re.compile(r"weight=Cultural(\+|%20)fit%3D2"))
        expect(page.locator(".partner-two [aria-busy=false]")).to_be_visible()
        assert picture.get_attribute("aria-label") == live
        expect(picture).to_contain_text("first")
        with page.expect_download() as download:
            press(page, "Dossier")
        download.value.save_as(tmp_path / "partners.html")
        assert BAYLOR in (tmp_path / "partners.html").read_text()
        # Decided, and found among the decisions.
        page.get_by_label("What the decision is called").fill("Imaging")
        page.get_by_label("Who is chosen").focus()
        page.keyboard.press("ArrowDown")
        page.get_by_label("Reasons, one a line").fill("Starts soonest")
        page.get_by_label("Who disagrees").fill("Ben: too slow")
        press(page, "Keep the decision")
        expect(page.get_by_role("table", name="Decisions")).to_contain_text("Starts soonest")
        expect(page.get_by_role("table", name="Decisions")).to_contain_text("Ben: too slow")
        page.reload()
        expect(page.get_by_role("table", name="How the candidates stood then")).to_contain_text(HEALTH)


def test_a_partnership_is_followed_and_reviewed(
    chromium: Browser,
    open_page: Callable[..., Any],
    serving_jobs: Callable[[Path], str],
    houston_copy: Path,
    barriers: Callable[..., list[str]],
) -> None:
    base = serving_jobs(houston_copy)
    with open_page(chromium, f"/partnerships?ask=decisions&seeker=18&token={TOKEN}", base=base) as page:
        # Nothing is kept: one clear next step instead of empty tables.
        expect(page.get_by_role("link", name="rank candidates")).to_be_visible()
        expect(page.get_by_role("table")).to_have_count(0)
        form = page.get_by_role("form", name="Follow a partnership")
        form.get_by_label("What the partnership is called").fill("Imaging")
        pick(page, "The other side", "Galveston", GALVESTON)
        form.get_by_label("Since", exact=True).fill("2024-01-15")
        form.get_by_label("New partners of the two").fill("3")
        form.get_by_label("What is counted").fill("days to start")
        for label, text in {"Now": "90", "Target": "60", "By": "2027-01-01", "Unit": "days"}.items():
            form.get_by_label(label, exact=True).fill(text)
        press(page, "Begin to follow")
        # What was expected and what came stand open at once.
        opened = page.get_by_role("region", name="Imaging")
        expect(opened.get_by_role("table", name="Indicators")).to_contain_text("days to start")
        assert barriers(page) == []
        press(page, "Review it")
        dialog = page.get_by_role("dialog", name="Review Imaging")
        dialog.get_by_label("days to start, now, in days").fill("75")
        dialog.get_by_label("What was said").fill("On the way")
        assert barriers(page) == []
        dialog.get_by_role("button", name="Keep the review").press("Enter")
        # By hand: 15 of 30 days on the way from 90 to 60.
        expect(opened.get_by_role("table", name="Indicators")).to_contain_text("50 %")
        expect(opened.get_by_role("table", name="Reviews")).to_contain_text("On the way")
        page.reload()
        expect(opened.get_by_role("table", name="Reviews")).to_contain_text("On the way")


def test_weights_by_pairs_and_by_choices_with_the_keyboard_alone(
    chromium: Browser,
    open_page: Callable[..., Any],
    serving_jobs: Callable[[Path], str],
    houston_copy: Path,
    barriers: Callable[..., list[str]],
) -> None:
    base = serving_jobs(houston_copy)
    with open_page(chromium, f"/partnerships?seeker=18&candidate=20&candidate=6&token={TOKEN}", base=base) as page:
        press(page, "Compare pairs")
        dialog = page.get_by_role("dialog", name="Weigh by comparing pairs")
        # The chain that links all four: alike, three times, three times the other way.
        for ups, number in ((0, 5), (1, 4), (1, 3)):
            expect(dialog.get_by_role("radio", checked=True)).to_be_focused()
            for _ in range(ups):
                page.keyboard.press("ArrowUp")
            page.keyboard.press("Enter")
            expect(dialog).to_contain_text(f"{number} pairs open")
        expect(dialog).to_contain_text("Consistency ratio 0: your answers fit together")
        # 1, 1, 1/3 and 1/9 of 22/9: 40.9, 40.9, 13.6 and 4.5 %.
        for share in ("40.9 %", "13.6 %", "4.5"):
            expect(dialog.get_by_role("table")).to_contain_text(share)
        # An answer at odds with the others is named, and can be judged again.
        for _ in range(4):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(dialog).to_contain_text("contradict each other enough to think again")
        expect(dialog).to_contain_text("Most at odds with the rest: you said")
        assert barriers(page) == []
        dialog.get_by_label("Your name").fill("Ana")
        page.keyboard.press("Enter")
        expect(page.locator(".weights")).to_contain_text("Weights of Ana")
        press(page, "Choose between profiles")
        dialog = page.get_by_role("dialog", name="Weigh by choosing between profiles")
        for number in (1, 2):
            expect(dialog).to_contain_text(f"Question {number}:")
            expect(dialog.get_by_role("button", name=re.compile("^1 "))).to_be_focused()
            page.keyboard.press("1")
        expect(dialog).to_contain_text("Question 3:")
        expect(dialog.get_by_role("table")).to_contain_text("–")
        # The parts of a criterion are asked about by the sentences of their levels; what was said of the criteria stays.
        dialog.get_by_label("What is compared").select_option(label="The parts of Cultural fit")
        expect(dialog).to_contain_text("Question 1:")
        expect(dialog).to_contain_text("they told us unasked, in time to help")
        dialog.get_by_role("button", name=re.compile("^1 ")).press("1")
        expect(dialog.get_by_role("table")).to_contain_text("Trust")
        assert barriers(page) == []
        dialog.get_by_label("Your name").fill("Ben")
        page.keyboard.press("Enter")
        expect(page.locator(".weights")).to_contain_text("Weights of Ana, Ben")
        # What each of them said can be looked at, and taken away.
        page.get_by_text("What each of them said").click()
        expect(page.get_by_role("table", name="Weights of Ana")).to_contain_text("Cultural fit")
        assert barriers(page) == []
        press(page, "Take these weights away: Ben")
        expect(page.locator(".weights")).to_contain_text("Weights of Ana, until")
        page.get_by_role("link", name="Rate", exact=True).click()
        # A name that is typed after the levels, and a look at another candidate, lose none of them.
        page.get_by_label("Your name").fill("")
        chosen = page.locator(".partner-sheet").get_by_role("radio").nth(2)
        chosen.check()
        page.get_by_label("Your name").fill("Cy")
        page.get_by_label("Candidate", exact=True).select_option(index=1)
        expect(page.get_by_text("Chosen and not saved yet:")).to_be_visible()
        page.get_by_label("Candidate", exact=True).select_option(index=0)
        expect(chosen).to_be_checked()


def test_recommendations_and_what_one_tie_would_change(chromium: Browser, open_page: Callable[..., Any], houston_served: str) -> None:
    with open_page(chromium, f"/partnerships?ask=recommend&seeker=18&token={TOKEN}", base=houston_served) as page:
        expect(page.locator(".answer-summary")).to_contain_text("Recommendation is off")
        page.get_by_label("Ranked by").select_option("adamic-adar")
        expect(page.get_by_role("table", name="Candidates")).to_contain_text("partners in common")
        page.get_by_role("link", name="Compare the first 4").click()
        expect(page.get_by_role("img", name=re.compile("^Ranking of 4 candidates"))).to_be_visible()
        page.goto(f"{houston_served}/partnerships?ask=what-if&one=18&other=60")
        expect(page.locator(".answer-summary")).to_contain_text("global efficiency")


def test_axe_finds_nothing_in_light_and_dark_and_nothing_is_cut(
    chromium: Browser, open_page: Callable[..., Any], houston_served: str, barriers: Callable[..., list[str]]
) -> None:
    base, size = houston_served, {"width": 640, "height": 400}
    views = {
        "/stakeholders?actor=18": ".stakeholder-grid",
        "/stakeholders?ask=attention": ".salience",
        "/stakeholders?ask=needs": ".saying",
        "/stakeholders?ask=surveys": ".answer-summary",
        "/partnerships?seeker=18&candidate=20&candidate=6": ".partner-ranking",
        "/partnerships?ask=rate&seeker=18&candidate=20&candidate=6": ".partner-sheet",
    }
    with open_page(chromium, f"/stakeholders?token={TOKEN}", base=base, viewport=size, device_scale_factor=2) as page:
        for path, shown in views.items():
            page.goto(base + path)
            expect(page.locator(shown).first).to_be_visible()
            # An actor of the address is a number until its name has come.
            expect(page.locator(".chip a").filter(has_text=re.compile(r"^\d+$"))).to_have_count(0)
            assert page.evaluate("document.querySelector('main').scrollWidth") <= 640
            # Forms of one make, ninety levels long: one look is enough.
            assert barriers(page, *(["dark"] if shown in {".partner-sheet", ".saying"} else [])) == []
