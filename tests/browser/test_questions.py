"""A large record in a real browser: while a job looks for the answer its progress shows, it can be stopped, and the answer follows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from ecotone.server import questions
from ecotone.server.jobs import connected

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

TOKEN = "a-token-for-tests"


def test_partners_of_a_large_record_are_compared_by_a_job_that_can_be_stopped(
    chromium: Browser,
    open_page: Callable[..., Any],
    serving_jobs: Callable[[Path], str],
    houston_copy: Path,
    monkeypatch: pytest.MonkeyPatch,
    barriers: Callable[..., list[str]],
) -> None:
    monkeypatch.setattr(questions, "LARGE", 0)
    base = serving_jobs(houston_copy)
    with open_page(chromium, f"/home?token={TOKEN}", base=base) as page:
        page.goto(f"{base}/partnerships?seeker=18&candidate=20&candidate=6")
        job = page.locator(".job")
        expect(job).to_contain_text("Reading the record, which is large")
        assert barriers(page, "light") == []
        expect(page.get_by_role("img", name=re.compile("^Ranking of 2 candidates"))).to_be_visible()
        expect(job).to_have_count(0)
        # The decision, too, is written by a job.
        page.get_by_label("What the decision is called").fill("Imaging")
        page.get_by_label("Who is chosen").select_option(index=1)
        page.get_by_label("Reasons, one a line").fill("Starts soonest")
        page.get_by_role("button", name="Keep the decision").press("Enter")
        expect(page.get_by_role("table", name="Decisions")).to_contain_text("Starts soonest")


def test_a_slow_question_shows_its_progress_goes_on_after_a_reload_and_is_stopped(
    chromium: Browser,
    open_page: Callable[..., Any],
    serving_jobs: Callable[[Path], str],
    houston_copy: Path,
    tmp_path: Path,
    barriers: Callable[..., list[str]],
) -> None:
    def states() -> list[str]:
        with connected(tmp_path / "state" / "jobs.sqlite") as link:
            return [row["state"] for row in link.execute("SELECT state FROM job ORDER BY id").fetchall()]

    base = serving_jobs(houston_copy)
    with open_page(chromium, f"/home?token={TOKEN}", base=base) as page:
        page.goto(f"{base}/network?ask=null&draws=10000")
        job = page.locator(".job")
        expect(job).to_contain_text("of 10,000", timeout=60_000)
        assert barriers(page) == []
        page.reload()
        expect(job).to_contain_text("of 10,000")
        assert states() == ["running"], "the same job goes on"
        page.get_by_role("button", name="Stop", exact=True).press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("This was stopped before it was done")
        page.get_by_role("button", name="Try again").press("Enter")
        expect(job).to_contain_text("of 10,000")
        # Who goes to another screen waits no longer: the question is stopped, and the next one is answered.
        page.get_by_role("link", name="Actors").first.click()
        page.goto(f"{base}/network?ask=null&draws=10")
        expect(page.get_by_role("table").first).to_be_visible()
    assert states() == ["cancelled", "cancelled"]
