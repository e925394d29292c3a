"""Simulation on the real server: pull a slider and see, compare runs, change an equation, single out a loop, all by keyboard too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

TOKEN = "a-token-for-tests"
TEA = """<?xml version="1.0" encoding="utf-8"?>
<xmile version="1.0" xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0">
<header><vendor>x</vendor><product version="1">x</product><name>Tea</name></header>
<sim_specs time_units="minute"><start>0</start><stop>30</stop><dt>0.125</dt></sim_specs>
<model><variables>
<stock name="temperature"><eqn>180</eqn><outflow>loss</outflow><units>degree</units></stock>
<flow name="loss"><eqn>(temperature - room) / time_to_cool</eqn><units>degree/minute</units></flow>
<aux name="room"><eqn>70</eqn><units>degree</units></aux>
<aux name="time to cool"><eqn>10</eqn><units>minute</units></aux>
</variables></model></xmile>"""


def test_a_policy_a_slider_and_a_kept_run_are_seen_and_linked(
    chromium: Browser, open_page: Callable[..., Any], houston_served: str, tmp_path: Path
) -> None:
    with open_page(chromium, f"/dynamics?token={TOKEN}", base=houston_served) as page:
        chart = page.get_by_role("img", name=re.compile("^innovations reaching patients: chart of"))
        expect(chart).to_contain_text("Baseline")
        page.get_by_role("checkbox", name=re.compile("accelerator")).check()
        expect(page.locator(".answer-summary")).to_contain_text("against the baseline")
        page.get_by_role("textbox", name="Name of the run").fill("Mentors")
        page.get_by_role("button", name="Keep this run").click()
        slider = page.get_by_role("slider", name="connectors")
        before = page.locator(".answer-summary").inner_text()
        slider.focus()
        slider.press("End")
        expect(page).to_have_url(re.compile("set=connectors"))
        expect(page.locator(".dynamics-curves")).to_have_attribute("aria-busy", "false")
        expect(page.locator(".answer-summary")).not_to_have_text(before)
        for line in ("Scenario", "Baseline", "Mentors"):
            expect(chart).to_contain_text(line)
        # The link alone shows the same.
        summary, address = page.locator(".answer-summary").inner_text(), page.url
        page.goto(f"{houston_served}/home")
        page.goto(address)
        expect(page.locator(".answer-summary")).to_have_text(summary)
        for item, suffix in (("jobs as CSV", "csv"), ("jobs: chart as SVG", "svg")):
            page.get_by_role("button", name="Export", exact=True).click()
            with page.expect_download() as download:
                page.get_by_role("button", name=item).click()
            download.value.save_as(tmp_path / f"jobs.{suffix}")
        assert (tmp_path / "jobs.csv").read_text(encoding="utf-8-sig").startswith("year,Scenario (person),Baseline (person),Mentors")
        assert "Read at: " in (tmp_path / "jobs.svg").read_text()
        page.get_by_role("button", name=re.compile("^connectors back to")).click()
        page.get_by_role("button", name="Reset all").click()
        expect(page.locator(".answer-summary")).to_contain_text("As it stands")


def test_a_model_from_a_file_is_changed_by_keyboard_and_saved(
    chromium: Browser, open_page: Callable[..., Any], houston_served: str, tmp_path: Path
) -> None:
    (tmp_path / "tea.xmile").write_text(TEA)
    with open_page(chromium, f"/dynamics?token={TOKEN}", base=houston_served) as page:
        expect(page.get_by_role("img").first).to_be_visible()
        page.locator("input[type=file]").set_input_files(tmp_path / "tea.xmile")
        # 70 + 110 exp(-3), by Euler's steps
        expect(page.locator(".answer-summary")).to_contain_text("temperature is 75.4 at minute 30")
        page.get_by_role("link", name="Diagram and loops").click()
        node = page.get_by_role("button", name="temperature, stock")
        node.focus()
        node.press("ArrowDown")
        flow = page.get_by_role("button", name="loss, flow")
        expect(flow).to_be_focused()
        flow.press("Enter")
        editor = page.get_by_role("textbox", name="Equation of loss")
        editor.fill("(temperature - nowhere) / time_to_cool")
        expect(page.get_by_text("at character 16")).to_be_visible()
        expect(page.locator(".dynamics-wrong mark")).to_have_text("nowhere")
        expect(page.get_by_role("button", name="Use this equation")).to_be_disabled()
        editor.fill("temperature - time_to_cool")
        expect(page.get_by_text(re.compile("units differ"))).to_be_visible()
        editor.fill("2 * (temperature - ro")
        page.get_by_role("button", name="room", exact=True).first.click()
        expect(editor).to_have_value("2 * (temperature - room")
        editor.press_sequentially(") / time_to_cool")
        expect(page.get_by_text("The equation can be used.")).to_be_visible()
        editor.press("Control+Enter")
        page.get_by_role("link", name="Curves").click()
        expect(page.get_by_text("1 equation changed by you")).to_be_visible()
        expect(page.locator(".answer-summary")).to_contain_text("temperature is 70.3 at minute 30")
        page.get_by_role("button", name="Save the model as").click()
        with page.expect_download() as download:
            page.get_by_role("button", name="Save as XMILE").click()
        download.value.save_as(tmp_path / "saved.xmile")
        assert "2 * (temperature - room) / time_to_cool" in (tmp_path / "saved.xmile").read_text()


def test_loops_are_listed_singled_out_and_told_over_time(chromium: Browser, open_page: Callable[..., Any], houston_served: str) -> None:
    with open_page(chromium, f"/dynamics?tab=diagram&policy=accelerator&token={TOKEN}", base=houston_served) as page:
        loops = page.get_by_role("region", name="Feedback loops").first
        first = loops.get_by_role("listitem").first.get_by_role("button")
        first.press("Enter")
        expect(first).to_have_attribute("aria-pressed", "true")
        expect(page.locator(".dynamics-link.on").first).to_be_attached()
        expect(page.get_by_role("img", name=re.compile("^Which loop dominates when: chart of"))).to_be_visible()
        loops.get_by_role("button", name="what the policies change").click()
        expect(page).to_have_url(re.compile("carried=1"))
        page.get_by_role("group", name="Links: table or chart").get_by_role("button", name="Table").click()
        expect(page.get_by_role("table", name="Links")).to_contain_text("drains")


def test_what_matters_most_and_what_it_rests_on_are_tables_too(
    chromium: Browser, open_page: Callable[..., Any], houston_served: str
) -> None:
    with open_page(chromium, f"/dynamics?tab=matters&token={TOKEN}", base=houston_served) as page:
        expect(page.get_by_role("img", name=re.compile("^innovations reaching patients: chart of"))).to_be_visible()
        page.get_by_role("group", name="Tornado: table or chart").get_by_role("button", name="Table").click()
        expect(page.get_by_role("table", name="Tornado")).to_contain_text("venture share")
        page.get_by_role("link", name="What it rests on").click()
        expect(page.get_by_role("table", name="From the record")).to_contain_text("projects per year")
        page.goto(f"{houston_served}/dynamics?model=sent")
        expect(page.get_by_role("alert")).to_contain_text("Open the file again")


def test_axe_finds_nothing_and_nothing_is_cut(
    chromium: Browser, open_page: Callable[..., Any], houston_served: str, barriers: Callable[..., list[str]]
) -> None:
    base, size = houston_served, {"width": 640, "height": 400}
    with open_page(chromium, f"/dynamics?token={TOKEN}", base=base, viewport=size, device_scale_factor=2) as page:
        for ask in ("model=diffusion", "model=diffusion&tab=diagram&loop=R1&variable=adoption", "model=diffusion&tab=matters"):
            page.goto(f"{base}/dynamics?{ask}")
            expect(page.locator(".answer").first).to_be_visible()
            page.locator(".dynamics-panel > summary").click()
            assert barriers(page) == []
            assert page.evaluate("document.querySelector('main').scrollWidth") <= 640
