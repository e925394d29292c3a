"""Groups on the map, records too large to draw tie by tie, knowledge from one actor, marking by keyboard: on the real server."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from ecotone.ecosystem import Ecosystem
from ecotone.server import mapping

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


def test_groups_hold_what_the_record_counts_and_open_by_mouse_and_by_key(
    chromium: Browser, open_page: Callable[..., Any], houston_served: str, houston: Path, tmp_path: Path
) -> None:
    with Ecosystem.open(str(houston)) as eco:
        actors = dict(eco.actors().select("id", "sector").iter_rows())
        pairs = {(min(one, other), max(one, other), kind) for one, other, kind in eco.ties().select("source", "target", "kind").iter_rows()}
    academia = [one for one, sector in actors.items() if sector == "academia"]
    inside = sum(actors[one] == actors[other] == "academia" for one, other, _ in pairs)
    outside = sum((actors[one] == "academia") != (actors[other] == "academia") for one, other, _ in pairs)
    with open_page(chromium, f"/map?token={TOKEN}", base=houston_served) as page:
        drawn(page)
        page.get_by_role("combobox", name="Gather into groups by").select_option("sector")
        expect(page.locator(".caption")).to_contain_text("199 actors, 173 ties, in 7 groups")
        page.get_by_role("button", name="See the groups as tables").click()
        row = page.get_by_role("dialog", name="Groups").get_by_role("row", name="Academia").first
        assert row.get_by_role("cell").all_inner_texts()[:3] == [str(len(academia)), str(inside), str(outside)]
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Academia", exact=True).click()
        chosen = page.get_by_role("complementary", name="Chosen group")
        expect(chosen).to_contain_text(f"{len(academia)} actors, {inside} ties among them")
        assert query(page)["at"] == ["academia"]
        page.locator(".map-keys").focus()
        page.keyboard.press("o")
        expect(page.locator(".caption")).to_contain_text("in 6 groups and 1 opened group")
        assert query(page)["open"] == ["academia"]
        page.get_by_role("button", name="Open Provider").click()
        page.reload()  # the link holds what is open
        drawn(page)
        expect(page.locator(".caption")).to_contain_text("in 5 groups and 2 opened groups")
        page.get_by_role("button", name="Close Academia").click()
        expect(page.locator(".caption")).to_contain_text("in 6 groups and 1 opened group")
        page.get_by_role("button", name="Close all").click()
        expect(page.locator(".caption")).to_contain_text("in 7 groups,")
        page.get_by_role("button", name="Export").click()
        with page.expect_download() as download:
            page.get_by_role("button", name="Actors as CSV").click()
        rows = list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
        assert sum(int(one["Actors"]) for one in rows) == 199


def test_filters_and_the_search_reach_into_groups(chromium: Browser, open_page: Callable[..., Any], houston_served: str) -> None:
    with open_page(chromium, f"/map?token={TOKEN}&group=sector&filter=field.sector%3Dacademia|investor", base=houston_served) as page:
        drawn(page)
        expect(page.locator(".caption")).to_contain_text("57 of 199 actors")
        expect(page.get_by_role("list", name="Groups").get_by_role("listitem")).to_have_count(2)
        page.keyboard.press("/")
        page.keyboard.type("rice university")
        expect(page.get_by_role("listbox").get_by_role("option").first).to_contain_text("Rice University")
        page.keyboard.press("Enter")
        # Whoever is looked for is let out of the group.
        expect(page.locator(".selection h2")).to_have_text("Rice University")
        assert query(page)["open"] == ["academia"]
        page.get_by_role("button", name="Close its group").click()
        expect(page.get_by_role("complementary", name="Chosen group")).to_contain_text("Academia")
        page.get_by_role("combobox", name="Gather into groups by").select_option("community")
        expect(page.get_by_role("list", name="Groups").get_by_role("listitem").first).to_contain_text("Around ")


def test_a_record_too_large_to_draw_opens_in_groups_and_is_drilled_into(
    chromium: Browser,
    open_page: Callable[..., Any],
    serving_jobs: Callable[[Path], str],
    houston_copy: Path,
    monkeypatch: pytest.MonkeyPatch,
    violations: Callable[[Page], list[str]],
) -> None:
    monkeypatch.setattr(mapping, "MOST_TIES", 120)
    base = serving_jobs(houston_copy)
    with open_page(chromium, f"/map?token={TOKEN}", base=base) as page:
        drawn(page)
        panel = page.locator(".panel")
        expect(panel).to_contain_text(re.compile(r"199 actors and \d+ ties are too many to draw one by one"))
        expect(page.locator(".caption")).to_contain_text("in 7 groups")
        assert violations(page) == []
        expect(page.get_by_role("combobox", name="Overlay")).to_have_count(0)
        page.get_by_role("button", name="Open Academia").click()
        expect(page.locator(".caption")).to_contain_text("in 6 groups and 1 opened group")
        page.keyboard.press("/")
        page.keyboard.type("rice university")
        expect(page.get_by_role("listbox").get_by_role("option").first).to_contain_text("Rice University")
        page.keyboard.press("Enter")
        expect(page.locator(".selection h2")).to_have_text("Rice University")
        page.keyboard.press("Escape")
        page.get_by_role("combobox", name="Gather into groups by").select_option("community")
        expect(page.get_by_role("list", name="Groups").get_by_role("listitem").first).to_contain_text("Around ")
        page.goto(f"{base}/map?actor=2")
        drawn(page)
        expect(page.get_by_text("The actor is inside one of the groups.")).to_be_visible()
        # Years that leave few enough ties are drawn tie by tie.
        page.goto(f"{base}/map?from=2010&to=2010")
        expect(page.get_by_role("combobox", name="Overlay")).to_be_visible()


def test_knowledge_from_one_actor_is_drawn_and_listed_with_what_it_does_not_mean(
    chromium: Browser, open_page: Callable[..., Any], houston_served: str
) -> None:
    with open_page(chromium, f"/map?token={TOKEN}&overlay=from", base=houston_served) as page:
        drawn(page)
        expect(page.get_by_text("Choose an actor on the map, or by the search")).to_be_visible()
        page.keyboard.press("/")
        page.keyboard.type("gulf coast")
        page.keyboard.press("Escape")
        page.keyboard.press("/")
        page.keyboard.type("rice university")
        expect(page.get_by_role("listbox").get_by_role("option").first).to_contain_text("Rice University")
        page.keyboard.press("Enter")
        first = page.locator(".overlay-list li").first
        expect(first).to_contain_text(re.compile(r"reached in \d+"))
        panel = page.locator(".panel")
        expect(panel).to_contain_text(re.compile(r"It would reach [\d.]+ of 198 others on average"))
        expect(panel).to_contain_text("It does not say that knowledge did or will go there")
        seldom = panel.get_by_text(re.compile("It would reach")).inner_text()
        chance = page.get_by_label("Chance that a tie of weight 1 passes it on")
        chance.fill("1")
        chance.press("Enter")
        expect(panel.get_by_text(re.compile("It would reach"))).not_to_have_text(seldom)
        assert query(page)["chance"] == ["1"]
        # What is always passed on reaches all that hang together with the first.
        expect(first).to_contain_text("reached in 100%")


def test_actors_are_marked_by_box_and_by_key_and_kept_alone(chromium: Browser, open_page: Callable[..., Any], houston_served: str) -> None:
    with open_page(chromium, f"/map?token={TOKEN}&filter=part", base=houston_served) as page:
        drawn(page)
        page.get_by_role("button", name="Mark actors with a box").click()
        expect(page.locator(".lasso")).to_be_focused()
        for _ in range(30):
            page.keyboard.press("Shift+ArrowRight")
            page.keyboard.press("ArrowUp")
        for _ in range(40):
            page.keyboard.press("Shift+ArrowDown")
        page.keyboard.press("Enter")
        note = page.get_by_role("status").filter(has_text="marked")
        expect(note).to_be_visible()
        boxed = int(re.search(r"(\d+) actor", note.inner_text()).group(1))  # type: ignore[union-attr]
        assert boxed > 0
        page.get_by_role("button", name="Show only these").click()
        expect(page.locator(".caption")).to_contain_text(re.compile(rf"^{boxed} of 199 actors"))
        page.goto(f"{houston_served}/map?actor=2")
        drawn(page)
        page.locator(".map-keys").focus()
        page.keyboard.press("m")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("m")
        page.get_by_role("button", name="Show only these").click()
        expect(page.locator(".caption")).to_contain_text("2 of 199 actors")


def test_a_path_is_found_by_keyboard_alone(chromium: Browser, open_page: Callable[..., Any], houston_served: str) -> None:
    with open_page(chromium, f"/map?token={TOKEN}&actor=2", base=houston_served) as page:
        drawn(page)
        page.get_by_role("combobox", name="Path to", exact=True).focus()
        page.keyboard.type("pfizer")
        expect(page.get_by_role("listbox").get_by_role("option").first).to_contain_text("Pfizer")
        page.keyboard.press("Enter")
        expect(page.locator(".path-list li").last).to_have_text("Pfizer")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_groups(
    chromium: Browser, open_page: Callable[..., Any], houston_served: str, violations: Callable[[Page], list[str]], scheme: str
) -> None:
    link = f"/map?token={TOKEN}&group=sector&open=academia&at=industry&before=2018&after=2024"
    with open_page(chromium, link, base=houston_served, color_scheme=scheme) as page:
        drawn(page)
        expect(page.get_by_role("complementary", name="Chosen group")).to_be_visible()
        expect(page.locator(".compare .legend")).to_be_visible()
        assert violations(page) == []
        page.get_by_role("button", name="See the groups as tables").click()
        expect(page.get_by_role("dialog", name="Groups")).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Mark actors with a box").click()
        assert violations(page) == []
        page.goto(f"{houston_served}/map?overlay=from&actor=2")
        drawn(page)
        expect(page.locator(".overlay-list li").first).to_be_visible()
        assert violations(page) == []


@pytest.mark.parametrize("link", ["group=sector&at=industry", "overlay=from&actor=2"])
def test_nothing_runs_over_the_edge_at_200_per_cent(
    chromium: Browser, open_page: Callable[..., Any], houston_served: str, link: str
) -> None:
    size = {"width": 640, "height": 400}
    with open_page(chromium, f"/map?token={TOKEN}&{link}", base=houston_served, viewport=size, device_scale_factor=2) as page:
        drawn(page)
        expect(page.locator(".selection")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 640
        assert page.evaluate("document.querySelector('main').scrollWidth") <= 640
