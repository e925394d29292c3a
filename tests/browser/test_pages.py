"""Journeys through the pages in a real browser, on a record that is known to the last tie."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


def drawn(page: Page, tier: str = "full") -> None:
    expect(page.locator(f'[data-drawn="{tier}"]')).to_be_attached()


def query(page: Page) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def test_the_map_says_how_much_of_the_record_it_shows_and_where_it_comes_from(chromium: Browser, open_page: Callable[..., Any]) -> None:
    with open_page(chromium, "/map") as page:
        drawn(page)
        expect(page.locator(".caption")).to_contain_text("60 actors, 59 ties, as known now (batch 3)")
        expect(page.locator(".caption")).to_contain_text("NIH awards")
        page.get_by_role("button", name="Sources").click()
        expect(page.get_by_role("dialog", name="Where this comes from")).to_contain_text("Can show: funder and grantee; United States")


def test_the_legend_hides_a_sector_with_its_ties(chromium: Browser, open_page: Callable[..., Any]) -> None:
    with open_page(chromium, "/map") as page:
        drawn(page)
        # Of sixty actors every fifth is of each sector: twelve providers.
        page.get_by_role("button", name="Provider 12").click()
        expect(page.locator(".caption")).to_contain_text("48 of 60 actors")
        assert query(page)["hide"] == "provider"
        page.get_by_role("button", name="Provider 12").click()
        expect(page.locator(".caption")).to_contain_text("60 actors, 59 ties")


def test_years_and_kinds_sieve_ties(chromium: Browser, open_page: Callable[..., Any]) -> None:
    # Grants of 2001–2003, 2002–2004 … hold in 2003 if they began in 2001, 2002 or 2003; sites: 20 undated, 19 from 2010 on.
    with open_page(chromium, "/map?to=2003&from=2003") as page:
        drawn(page)
        expect(page.locator(".caption")).to_contain_text("23 of 59 ties")
        expect(page.locator(".panel")).to_contain_text("20 ties without dates are shown in every year.")
        page.get_by_label("Sponsor and site").uncheck()
        expect(page.locator(".caption")).to_contain_text("4 of 60 actors, 3 of 59 ties")
        page.get_by_role("slider", name="To year").focus()
        page.keyboard.press("ArrowRight")
        assert query(page) | {"cam": ""} == {"from": "2003", "to": "2004", "kind": "funder-grantee", "cam": ""}
        expect(page.locator(".caption")).to_contain_text("4 of 59 ties")


def test_by_keyboard_alone_from_search_to_actor_to_neighbourhood_to_table_to_export(
    chromium: Browser, open_page: Callable[..., Any]
) -> None:
    with open_page(chromium, "/map") as page:
        drawn(page)
        page.keyboard.press("/")
        page.keyboard.type("hub med")
        expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
        page.keyboard.press("Enter")
        chosen = page.get_by_role("complementary", name="Chosen actor")
        expect(chosen).to_contain_text("20 neighbours")
        expect(page.locator(".map-keys")).to_be_focused()
        page.keyboard.press("1")
        expect(page.locator(".caption")).to_contain_text("21 of 60 actors, 20 of 59 ties")
        page.keyboard.press("2")
        expect(page.locator(".caption")).to_contain_text("60 actors, 59 ties")
        page.keyboard.press("ArrowRight")  # the strongest tie is to the last clinic
        expect(page.locator(".map-middle [aria-live=polite]")).to_contain_text("Clinic 20, tie weight 20, 1 of 20")
        page.keyboard.press("p")
        assert query(page)["pin"] == "1"
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Clinic 20", level=1)).to_be_visible()
        page.keyboard.press("g")
        page.keyboard.press("a")
        box = page.get_by_role("searchbox", name="Filter", exact=True)
        expect(box).to_be_visible()
        for _ in range(20):
            if box.evaluate("element => element === document.activeElement"):
                break
            page.keyboard.press("Tab")
        page.keyboard.type("clinic galveston")
        expect(page.locator(".actors-head")).to_contain_text("6 of 60 actors")
        with page.expect_download() as download:
            for _ in range(10):
                page.keyboard.press("Tab")
                if page.evaluate("document.activeElement.textContent") == "Export CSV":
                    break
            page.keyboard.press("Enter")
        text = download.value.path().read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [f"Clinic {n:02d}" for n in (3, 6, 9, 12, 15, 18)] == [row["Name"] for row in rows]
        assert {"Galveston"} == {row["City"] for row in rows}


def test_a_deep_link_shows_the_same_after_a_reload(chromium: Browser, open_page: Callable[..., Any]) -> None:
    link = "/map?kind=sponsor-site&to=2012&colour=city&size=strength&hide=Galveston&actor=3&ego=1&pin=5,6&labels=few"
    with open_page(chromium, link) as page:
        for _ in range(2):
            drawn(page)
            expect(page.get_by_label("Colour by")).to_have_value("city")
            expect(page.get_by_label("Size by")).to_have_value("strength")
            expect(page.get_by_role("button", name="Few")).to_have_attribute("aria-pressed", "true")
            expect(page.get_by_role("button", name="1 step")).to_have_attribute("aria-pressed", "true")
            expect(page.get_by_label("Funder and grantee")).not_to_be_checked()
            expect(page.locator(".selection h2")).to_have_text("Clinic 02")
            assert link.split("?")[1].replace("&cam=", "") == urlsplit(page.url).query.split("&cam=")[0]
            page.reload()


def test_the_camera_is_part_of_the_link(chromium: Browser, open_page: Callable[..., Any]) -> None:
    with open_page(chromium, "/map") as page:
        drawn(page)
        page.get_by_role("button", name="Closer").click()
        page.wait_for_url(re.compile("cam="))
        before = query(page)["cam"].split(",")
        assert float(before[2]) == pytest.approx(1.5, abs=0.01)
        page.reload()
        drawn(page)
        page.wait_for_timeout(500)
        assert before == query(page)["cam"].split(",")


def test_the_card_under_the_pointer_names_measures_and_strongest_ties(chromium: Browser, open_page: Callable[..., Any]) -> None:
    with open_page(chromium, "/map?actor=1&ego=1") as page:
        drawn(page)
        page.locator(".near-row").first.hover()
        card = page.locator(".hover-card")
        expect(card).to_contain_text("Clinic 20")
        expect(card).to_contain_text("Degree")
        expect(card).to_contain_text("Hub Medical Center")


def test_escape_clears_and_back_returns(chromium: Browser, open_page: Callable[..., Any]) -> None:
    with open_page(chromium, "/map?actor=1") as page:
        drawn(page)
        expect(page.locator(".selection")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(".selection")).to_have_count(0)
        page.go_back()
        expect(page.locator(".selection")).to_be_visible()


def test_without_webgl_the_map_is_drawn_on_a_plain_canvas(without_webgl: Browser, open_page: Callable[..., Any]) -> None:
    with open_page(without_webgl, "/map?actor=1") as page:
        assert page.evaluate("document.createElement('canvas').getContext('webgl2')") is None
        drawn(page, "canvas")
        expect(page.locator(".caption")).to_contain_text("Drawn without WebGL")
        colours = page.evaluate(
            """() => { const c = document.querySelector('.map-canvas'); const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
            const seen = new Set(); for (let i = 0; i < d.length; i += 4) seen.add(d[i] << 16 | d[i + 1] << 8 | d[i + 2]); return seen.size; }"""
        )
        assert colours > 20, "nothing was drawn"
        page.keyboard.press("Escape")
        page.mouse.move(700, 400)
        page.mouse.wheel(0, -300)
        page.wait_for_url(re.compile("cam="))
        # The hub stands at the right end of the ring: of all clicks along the middle, from the right, the first that hits an actor chooses it.
        page.get_by_role("button", name="Fit what shows into the view").click()
        page.wait_for_timeout(400)
        box = page.locator(".map-stage").bounding_box()
        assert box is not None
        chosen = page.locator(".selection h2")
        for left in range(int(box["width"]) - 4, int(box["width"] / 2), -4):
            page.mouse.click(box["x"] + left, box["y"] + box["height"] / 2)
            if chosen.count():
                break
        expect(page.locator(".selection h2")).to_have_text("Hub Medical Center")


def test_a_lost_context_is_replaced_by_the_plain_canvas(chromium: Browser, open_page: Callable[..., Any]) -> None:
    with open_page(chromium, "/map") as page:
        drawn(page)
        page.evaluate("document.querySelector('.sigma-nodes').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext()")
        drawn(page, "canvas")


def test_the_actors_table_sorts_and_leads_to_a_page_with_evidence(chromium: Browser, open_page: Callable[..., Any]) -> None:
    with open_page(chromium, "/actors") as page:
        page.get_by_role("button", name="Strength").click()
        assert query(page)["sort"] == "-strength"
        first = page.locator("tbody tr").first
        expect(first).to_contain_text("Hub Medical Center")
        expect(first).to_contain_text("210")  # 1 + 2 + … + 20
        page.get_by_role("button", name="Columns").click()
        page.get_by_label("Country").uncheck()
        expect(page.get_by_role("columnheader", name="Country")).to_have_count(0)
        page.keyboard.press("Escape")
        page.get_by_role("link", name="Hub Medical Center").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Hub Medical Center")
        page.get_by_label("Filter ties by name").fill("clinic 05")
        page.locator("summary", has_text="Clinic 05").click()
        link = page.get_by_role("link", name="NIH awards R01-000004").first
        expect(link).to_have_attribute("href", "https://reporter.nih.gov/project-details/4")
        expect(link).to_have_attribute("rel", "noreferrer")
        page.get_by_label("Filter ties by name").fill("clinic 01")
        page.locator("summary", has_text="Clinic 01").click()
        assert page.locator("a[href^='javascript']").count() == 0


def test_what_is_not_there_is_said_with_a_way_on(chromium: Browser, open_page: Callable[..., Any], served: str) -> None:
    with open_page(chromium, "/map?actor=999") as page:
        drawn(page)
        expect(page.locator(".map-note")).to_contain_text("names an actor (999) that is not on this map")
    with open_page(chromium, "/nowhere") as page:
        expect(page.get_by_role("heading", name="There is no such page.")).to_be_visible()
        page.get_by_role("link", name="Go to the map").click()
        drawn(page)


def test_a_batch_is_undone_after_a_question(chromium: Browser, open_page: Callable[..., Any]) -> None:
    with open_page(chromium, "/history") as page:
        page.get_by_role("row", name="Import of file 2").get_by_role("button", name="Undo").click()
        dialog = page.get_by_role("dialog", name="Undo this batch?")
        expect(dialog).to_contain_text("“Import of file 2” added or changed 20 rows")
        dialog.get_by_role("button", name="Undo").click()
        expect(page.get_by_role("row", name="Import of file 2")).to_contain_text("undone by batch 9")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(chromium: Browser, open_page: Callable[..., Any], violations: Callable[[Page], list[str]], scheme: str) -> None:
    with open_page(chromium, "/map", color_scheme=scheme) as page:
        drawn(page)
        assert violations(page) == []
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("Escape")
        page.get_by_role("button", name="What Degree means").first.click()
        expect(page.get_by_role("dialog")).to_contain_text("Freeman (1978)")
        assert violations(page) == []
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()  # it gives the focus back to what opened it
        page.get_by_role("combobox", name="Find an actor").fill("clinic")
        expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(12)
        assert violations(page) == []
        page.goto(page.url.split("?")[0] + "?actor=1&ego=1&hide=provider")
        drawn(page)
        assert violations(page) == []
        for path, seen in (("/actors?sort=-degree", "tbody tr"), ("/actors/1", "summary"), ("/history", "tbody tr")):
            page.goto("/".join(page.url.split("/")[:3]) + path)
            expect(page.locator(seen).first).to_be_visible()
            assert violations(page) == []


def test_the_choice_of_colours_stays(chromium: Browser, open_page: Callable[..., Any]) -> None:
    with open_page(chromium, "/actors", color_scheme="light") as page:
        ground = "getComputedStyle(document.body).backgroundColor"
        light = page.evaluate(ground)
        page.get_by_role("button", name="Switch to light").click()
        page.get_by_role("button", name="Switch to dark").click()
        assert page.evaluate(ground) != light
        page.reload()
        expect(page.get_by_role("button", name="Colours: dark")).to_be_visible()
        assert page.evaluate(ground) != light


@pytest.mark.parametrize(("path", "seen"), [("/map", "[data-drawn]"), ("/actors", "tbody tr"), ("/actors/1", "summary")])
def test_nothing_runs_over_the_edge_at_200_per_cent(chromium: Browser, open_page: Callable[..., Any], path: str, seen: str) -> None:
    # A window of 1280 pixels at 200 % is one of 640 CSS pixels.
    with open_page(chromium, path, viewport={"width": 640, "height": 400}, device_scale_factor=2) as page:
        expect(page.locator(seen).first).to_be_attached()
        assert page.evaluate("document.documentElement.scrollWidth") <= 640
        # The screen scrolls in a box of its own, which would hide what runs over from the document.
        assert page.evaluate("document.querySelector('main').scrollWidth") <= 640
