"""The map on the real server with the sample: filters, overlays, two years, paths, views, presentation, and what is taken along."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import fastexcel
import pytest
from playwright.sync_api import expect

from ecotone.ecosystem import Ecosystem
from ecotone.network import answers, formats, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

TOKEN = "a-token-for-tests"


def drawn(page: Page) -> None:
    expect(page.locator("[data-drawn]")).to_be_attached()


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_filters_stack_with_counts_and_stand_in_the_link(
    chromium: Browser, open_page: Callable[..., Any], houston_served: str, houston: Path
) -> None:
    with Ecosystem.open(str(houston)) as eco:
        graph = read.graph(eco)
    core = int((graph.measures("core")["core"] >= 2).sum())
    with open_page(chromium, f"/map?token={TOKEN}", base=houston_served) as page:
        drawn(page)
        page.get_by_label("Add a filter …").select_option("core")
        page.get_by_label("Partners", exact=True).fill("2")
        page.get_by_role("button", name="Filter", exact=True).click()
        # The core number is computed by the library in another way.
        expect(page.locator(".filter-stack li")).to_contain_text(["2-core"])
        expect(page.locator(".caption")).to_contain_text(f"{core} of 199 actors")
        page.get_by_label("Add a filter …").select_option("field")
        page.get_by_role("group", name="Terms to keep").get_by_label("Academia").check()
        page.get_by_role("button", name="Filter", exact=True).click()
        expect(page.locator(".filter-stack li")).to_have_count(2)
        assert query(page)["filter"] == ["core=2", "field.sector=academia"]
        page.reload()
        drawn(page)
        counts = [int(text) for text in page.locator(".filter-stack .number").all_inner_texts()]
        assert counts[0] == core
        assert 0 < counts[1] < counts[0]
        page.get_by_role("button", name="Remove 2-core").click()
        expect(page.locator(".filter-stack li")).to_have_count(1)


def test_any_registered_measure_sizes_colours_and_filters(chromium: Browser, open_page: Callable[..., Any], houston_served: str) -> None:
    with open_page(chromium, f"/map?token={TOKEN}&filter=range.constraint%3D0..0.2", base=houston_served) as page:
        drawn(page)
        expect(page.locator(".filter-stack li")).to_contain_text(["Constraint 0 to 0.2"])
        expect(page.locator(".caption")).to_contain_text(re.compile(r"^\d of 199 actors"))
        page.get_by_label("Size by").select_option("PageRank")
        page.get_by_label("Colour by").select_option("Community (Leiden)")
        expect(page.locator(".legend").first).to_contain_text("1")
        page.get_by_role("button", name="What PageRank means").click()
        expect(page.get_by_role("dialog")).to_contain_text("Source")


def test_overlays_single_out_brokers_and_gaps(chromium: Browser, open_page: Callable[..., Any], houston_served: str, houston: Path) -> None:
    with Ecosystem.open(str(houston)) as eco:
        first = answers.brokers(eco).table("Brokers").frame["label"][0]
    with open_page(chromium, f"/map?token={TOKEN}", base=houston_served) as page:
        drawn(page)
        page.get_by_role("combobox", name="Overlay").select_option("brokers")
        expect(page.locator(".overlay-list li").first).to_contain_text(first)
        page.locator(".overlay-list li").first.get_by_role("button").click()
        expect(page.locator(".selection h2")).to_have_text(first)
        page.keyboard.press("Escape")
        page.get_by_role("combobox", name="Overlay").select_option("gaps")
        pair = page.locator(".overlay-list li").first
        expect(pair).to_contain_text("academia – industry")
        pair.get_by_role("button").click()
        assert query(page)["sector"] == ["academia,industry"]
        expect(page.locator(".caption")).to_contain_text("90 of 199 actors")  # 25 of academia, 65 of industry


def test_two_years_are_compared_as_the_table_says(chromium: Browser, open_page: Callable[..., Any], houston_served: str) -> None:
    with open_page(chromium, f"/map?token={TOKEN}&before=2018&after=2024", base=houston_served) as page:
        drawn(page)
        legend = page.locator(".compare .legend")
        expect(legend).to_contain_text("Appeared")
        counts = [int(text) for text in legend.locator(".number").all_inner_texts()]
        expect(page.locator(".caption")).to_contain_text(f"{sum(counts)} of")
        page.locator(".compare").get_by_role("link", name="See as a table").click()
        words = ("appeared", "gone", "stronger", "weaker", "the same")
        said = ", ".join(f"{count} {word}" for count, word in zip(counts, words, strict=True))
        expect(page.locator(".answer-summary")).to_contain_text(said)


def test_the_years_run_until_they_are_stopped(chromium: Browser, open_page: Callable[..., Any], houston_served: str) -> None:
    with open_page(chromium, f"/map?token={TOKEN}&from=2015&to=2017", base=houston_served) as page:
        drawn(page)
        page.get_by_role("button", name="Let the years run").click()
        page.wait_for_url(re.compile("from=2017&to=2019"))
        page.get_by_role("button", name="Stop").click()
        stopped = page.url
        page.wait_for_timeout(1200)
        assert page.url == stopped


def test_a_path_leads_from_one_to_another(chromium: Browser, open_page: Callable[..., Any], houston_served: str) -> None:
    with open_page(chromium, f"/map?token={TOKEN}", base=houston_served) as page:
        drawn(page)
        for name in ("pfizer", "university of houston system"):
            page.keyboard.press("/")
            page.keyboard.type(name)
            expect(page.get_by_role("listbox").get_by_role("option").first).to_contain_text(re.compile(name, re.IGNORECASE))
            page.keyboard.press("Enter")
            expect(page.locator(".selection h2")).to_contain_text(re.compile(name, re.IGNORECASE))
            if name == "pfizer":
                page.keyboard.press("p")
        page.get_by_role("button", name="Path to Pfizer").click()
        steps = page.locator(".path-list li")
        expect(steps.first).to_have_text("University of Houston System")
        expect(steps.last).to_have_text("Pfizer")
        assert steps.count() > 3
        page.get_by_role("button", name="Clear the path").click()
        expect(steps).to_have_count(0)


def test_views_are_saved_presented_and_undone(
    chromium: Browser,
    open_page: Callable[..., Any],
    serving_jobs: Callable[[Path], str],
    houston_copy: Path,
    violations: Callable[[Page], list[str]],
) -> None:
    base = serving_jobs(houston_copy)
    with open_page(chromium, f"/map?token={TOKEN}&overlay=brokers", base=base) as page:
        drawn(page)
        for name, text in (("Who bridges", "Ten actors join the sectors."), ("<script>alert(1)</script>", "")):
            page.get_by_role("button", name="Views").click()
            page.get_by_label("Save what you see as").fill(name)
            page.get_by_label("Text for the presentation").fill(text)
            page.get_by_role("button", name="Save the view", exact=True).click()
            expect(page.locator(".view-list")).to_contain_text(name)
            assert violations(page) == []
            page.keyboard.press("Escape")
            page.get_by_role("combobox", name="Overlay").select_option("none")
        page.get_by_role("button", name="Views").click()
        page.get_by_role("button", name="Present").click()
        told = page.get_by_role("region", name="Presentation")
        expect(told).to_contain_text("Ten actors join the sectors.")
        expect(page.locator(".rail")).to_be_hidden()
        assert query(page)["overlay"] == ["brokers"]
        assert violations(page) == []
        page.keyboard.press("ArrowRight")
        expect(told).to_contain_text("2 of 2")
        assert "overlay" not in query(page)
        page.keyboard.press("Escape")
        expect(page.locator(".rail")).to_be_visible()
        page.get_by_role("button", name=re.compile("^Undo: Save the view “<script>")).click()
        expect(page.locator(".toast")).to_contain_text("Undone: Save the view")


def test_the_map_is_taken_along_in_every_form(
    chromium: Browser, open_page: Callable[..., Any], houston_served: str, tmp_path: Path
) -> None:
    with open_page(chromium, f"/map?token={TOKEN}&filter=part&overlay=gaps", base=houston_served) as page:
        drawn(page)
        expect(page.locator(".overlay-list li").first).to_be_visible()
        shown = int(page.locator(".filter-stack .number").inner_text())
        for label, suffix in (
            ("Picture (PNG)", "png"),
            ("Picture (SVG)", "svg"),
            ("Actors as CSV", "csv"),
            ("Workbook (XLSX)", "xlsx"),
            ("GEXF (Gephi)", "gexf"),
            ("GraphML", "graphml"),
            ("Pajek (.net)", "net"),
        ):
            page.get_by_role("button", name="Export").click()
            with page.expect_download() as download:
                page.get_by_role("button", name=label).click()
            download.value.save_as(tmp_path / f"map.{suffix}")
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")
    picture = (tmp_path / "map.svg").read_text()
    for said in (
        "Baylor College of Medicine",
        "Academia (",
        "as known now (batch 1)",
        "Sources: ClinicalTrials.gov",
        "Largest connected part",
    ):
        assert said in picture
    assert picture.count("stroke-dasharray") == 10  # the ten ties that would bring all nearer
    assert len((tmp_path / "map.csv").read_text(encoding="utf-8-sig").splitlines()) == shown + 1
    book = fastexcel.read_excel(tmp_path / "map.xlsx")
    assert book.sheet_names == ["Actors", "Ties", "About"]
    assert book.load_sheet("Actors").to_polars().height == shown
    for suffix in ("gexf", "graphml", "net"):
        assert formats.read(tmp_path / f"map.{suffix}").networks[0].nodes.height == shown


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_map(
    chromium: Browser, open_page: Callable[..., Any], houston_served: str, violations: Callable[[Page], list[str]], scheme: str
) -> None:
    link = f"/map?token={TOKEN}&overlay=gaps&filter=part&before=2018&after=2024&actor=2&path=6&size=pagerank"
    with open_page(chromium, link, base=houston_served, color_scheme=scheme) as page:
        drawn(page)
        expect(page.locator(".overlay-list li").first).to_be_visible()
        expect(page.locator(".compare .legend")).to_be_visible()
        page.get_by_label("Add a filter …").select_option("field")
        assert violations(page) == []
        page.get_by_role("button", name="Export").click()
        assert violations(page) == []


def test_a_link_to_what_is_gone_says_so(chromium: Browser, open_page: Callable[..., Any], houston_served: str) -> None:
    gone = "/map?actor=99999&path=99998&filter=core%3D99&filter=nonsense&overlay=weather&before=soon"
    with open_page(chromium, f"{gone}&token={TOKEN}", base=houston_served) as page:
        drawn(page)
        expect(page.get_by_text("names an actor (99999) that is not on this map")).to_be_visible()
        page.get_by_role("button", name="Clear the filters").click()
        expect(page.locator(".caption")).to_contain_text("199 actors, 173 ties")


def test_the_map_prints_in_light_colours_from_the_dark(chromium: Browser, open_page: Callable[..., Any], houston_served: str) -> None:
    with open_page(chromium, f"/map?token={TOKEN}&overlay=brokers", base=houston_served, color_scheme="dark") as page:
        drawn(page)
        expect(page.locator(".overlay-list li").first).to_be_visible()
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        page.emulate_media(media="print")
        expect(page.locator("html")).to_have_attribute("data-theme", "light")
        page.emulate_media(media="screen")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
