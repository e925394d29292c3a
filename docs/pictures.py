"""Take the pictures of the screens that the documentation shows, light and dark, into `docs/screens`.

`.venv/bin/python -m docs.pictures` takes all, `-m docs.pictures home map` some. The record is the sample, with what no
public source tells typed in: ratings, needs, a drawn model, doubtful matches. Look at each picture before you keep it:
nothing overlaps or is cut, one clear next step, legend and as-of date visible.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image

from ecotone.dynamics import Builder
from ecotone.dynamics.drawn import Drawn
from ecotone.dynamics.kept import KIND
from ecotone.dynamics.kept import ROOM as MODELS
from ecotone.server import create_app
from ecotone.server.accounts import Accounts
from ecotone.stakeholders import write
from ecotone.workbench import demo
from ecotone.workbench.match_decisions import MATCH, ROOM

if TYPE_CHECKING:
    from types import ModuleType

    from playwright.sync_api import Browser, Page

    from ecotone.ecosystem import Ecosystem

FOLDER: Final = Path(__file__).resolve().parent / "screens"
BESIDE: Final = FOLDER.parents[1] / "tests" / "browser"
PASSWORD: Final = "a picture's password"  # noqa: S105  of a server that lives as long as the pictures take
RANK: Final = "seeker=18&candidate=20&candidate=6&candidate=29"
SETTLED_MS: Final = 5_000
COLOURS: Final = 160
"""Enough for screens; the rare ones, such as a sector's dot, are kept."""

SCREENS: Final[dict[str, tuple[str, str]]] = {
    "home": ("/home", ""),
    "import": ("/import", ""),
    "review": ("/review", ""),
    "map": ("/map?overlay=brokers", ""),
    "map-compared": ("/map?before=2018&after=2022", ""),
    "map-groups": ("/map?group=sector&open=academia", ""),
    "map-flow": ("/map?actor=18&overlay=from", ""),
    "actors": ("/actors", ""),
    "actor": ("/actors/18", ""),
    "network": ("/network?ask=central", ""),
    "dynamics": ("/dynamics?policy=accelerator&draws=100", ""),
    "dynamics-loops": ("/dynamics?tab=diagram&policy=accelerator&loop=R1", ".dynamics-loops"),
    "dynamics-drawing": ("/dynamics?model=drawn:Beds&tab=diagram&variable=admissions", ""),
    "stakeholders": ("/stakeholders", ".grid-chart, svg[role=group], svg[role=img]"),
    "stakeholders-needs": ("/stakeholders?ask=needs", ""),
    "partnerships": (f"/partnerships?{RANK}", ".answer"),
    "partnerships-links": (f"/partnerships?ask=rate&{RANK}", "section:has(> h2:text('Ask others to rate')), h2:text('Ask others to rate')"),
    "velocity": ("/velocity?ask=cumulative", ".answer-table"),
    "velocity-process": ("/velocity?ask=process", ".answer-table"),
    "pathway": ("/pathway?where=US&fact=product%3Dsoftware&fact=function%3Ddecision&fact=audience%3Dprofessional", ""),
    "dossier": ("/dossier?section=map&section=sectors&section=velocity%3Astage_times", ""),
    "history": ("/history", ""),
}
"""Of each picture the address of its view, and what is scrolled to."""


def beside(name: str) -> ModuleType:
    """Load what lies beside the browser's tests."""
    spec = importlib.util.spec_from_file_location(f"pictures_{name}", BESIDE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def fill(eco: Ecosystem) -> None:
    """Type in what no public source tells."""
    actors = eco.actors()["id"].to_list()
    for place, (power, interest) in enumerate(((5, 4.5), (4.5, 2), (2, 5), (3.5, 4), (1.5, 2))):
        for rater, other in (("Ana", 0.0), ("Ben", 1.0 if place % 2 else 0.5)):
            write.rate(eco, actors[17 + place], {"power": power - other, "interest": interest}, rater=rater)
    for place, what in enumerate(("trial-design", "regulatory-strategy", "pilot-wards")):
        write.need(eco, actors[17 + place], what, level=3, said_by="Ana")
        write.offer(eco, actors[20 + place], what, level=2, said_by="Ben")
    beds = (
        Builder("Beds", start=0, stop=52, step=0.25)
        .stock("patients", initial="20", inflows=["admissions"], outflows=["discharges"])
        .flow("admissions", "beds_free / days_to_admit")
        .flow("discharges", "patients / days_of_stay")
        .aux("beds_free", "beds - patients")
        .aux("beds", "40")
        .aux("days_of_stay", "6")
        .aux("days_to_admit", "2")
        .document()
    )
    with eco.batch("New model: Beds", "Ana") as batch:
        batch.keep(MODELS, KIND, "Beds", Drawn.of(beds).body())
    with eco.batch("Match with a registry") as batch:
        named = dict(eco.actors().select("name", "id").iter_rows())
        for actor, sure in (("Houston Methodist Cancer Center", 0.71), ("Houston Methodist Research Institute", 0.64)):
            said = {"outcome": "review", "id": "https://ror.org/027zt9171", "name": "Houston Methodist", "probability": sure}
            batch.keep(ROOM, MATCH, str(named[actor]), {**said, "reasons": ["+ same city", "- more words"]})


def take(page: Page, name: str, base: str, scheme: str) -> None:
    """Take one picture, once the screen stands still."""
    path, to = SCREENS[name]
    page.goto(base + path)
    page.locator("main").wait_for()
    page.wait_for_timeout(SETTLED_MS)  # the page goes on listening to its server, so it is never without a request
    if to:
        page.locator(to).first.evaluate("one => one.scrollIntoView({block: 'start'})")
        page.wait_for_timeout(400)
    file = FOLDER / f"{name}-{scheme}.png"
    page.screenshot(path=file)
    with Image.open(file) as image:
        small = image.convert("RGB").quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE)
    small.save(file, optimize=True)


def all_of(browser: Browser, base: str, names: list[str]) -> None:
    """Sign in once a colour scheme, and take the pictures."""
    for scheme in ("light", "dark"):
        context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
        page = context.new_page()
        page.goto(f"{base}/signin")
        page.get_by_label("Name").fill("Ana")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("navigation").first.wait_for()
        for name in names:
            take(page, name, base, scheme)
        context.close()


def main() -> None:
    """Build the record, serve it with sign-in, and take the pictures that are named."""
    chromium = beside("chromium")
    chromium.use_the_wheels_node()
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  it looks for its node when it is imported

    names = sys.argv[1:] or list(SCREENS)
    with tempfile.TemporaryDirectory() as folder:
        record, state = Path(folder) / "houston.eco", Path(folder) / "state"
        with demo.build(record) as eco:
            fill(eco)
        accounts = Accounts(state, str(record))
        accounts.add("Ana", PASSWORD, "owner")
        app = create_app(record, state=state, accounts=accounts)
        app.state.jobs.start()
        with closing(app.state.opened), closing(app.state.jobs), beside("standin").Served(app) as base, sync_playwright() as driver:
            browser = driver.chromium.launch(**chromium.find().launch_options())
            all_of(browser, base, names)
            browser.close()


if __name__ == "__main__":
    main()
