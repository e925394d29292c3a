"""Drawing a model on the real server: from nothing by keyboard and by mouse, changed, compared, by two people, and cut off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser

TOKEN = "a-token-for-tests"
HOSTILE = "<script>alert(1)</script> عدد المرضى"


@pytest.fixture
def base(houston_copy: Path, serving_jobs: Callable[[Path], str]) -> str:
    return serving_jobs(houston_copy)


def begin(page: Page, name: str) -> None:
    """Begin a model on an empty canvas, by keyboard."""
    page.get_by_role("button", name="New model…").press("Enter")
    dialog = page.get_by_role("dialog", name="New model")
    expect(dialog.get_by_role("textbox", name="Name of the model")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Nothing is drawn yet")).to_be_visible()


def fill(page: Page, title: str, name: str, equation: str = "", unit: str = "") -> None:
    """Fill the dialog that asks for a new variable, from its first field to its last, by keyboard."""
    dialog = page.get_by_role("dialog", name=title)
    expect(dialog.get_by_role("textbox", name="Name", exact=True)).to_be_focused()
    page.keyboard.type(name)
    if equation:
        dialog.locator("textarea").focus()
        page.keyboard.type(equation)
        expect(dialog.get_by_text("The equation can be used.")).to_be_visible()
    unit_field = dialog.get_by_role("textbox", name="Unit")
    unit_field.focus()
    page.keyboard.type(unit)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()


def box(page: Page, name: str) -> Locator:
    return page.locator(".drawing").get_by_role("button", name=re.compile(f"^{re.escape(name)},"))


def draw_beds(page: Page) -> None:
    """Draw a stock, what drains it, and what the drain is worked out from, without a mouse."""
    begin(page, "Beds")
    page.get_by_role("button", name="Add the first stock").press("Enter")
    fill(page, "Add a stock", "patients", "100", "person")
    expect(box(page, "patients")).to_be_focused()
    page.keyboard.press("f")
    dialog = page.get_by_role("dialog", name="Add a flow")
    expect(dialog.get_by_role("combobox", name="From")).to_have_value("patients")
    fill(page, "Add a flow", "discharges", "", "person/year")
    expect(box(page, "discharges")).to_be_focused()
    page.keyboard.press("a")
    fill(page, "Add an auxiliary", "stay", "2", "year")
    expect(page.get_by_text("1 variable without an equation")).to_be_visible()
    # A link by keyboard: from the box that has the focus to one that is chosen.
    expect(box(page, "stay")).to_be_focused()
    page.keyboard.press("l")
    linking = page.get_by_role("dialog", name="Link two variables")
    linking.get_by_role("combobox", name="To").select_option("discharges")
    linking.get_by_role("button", name="Link", exact=True).press("Enter")
    editor = page.get_by_role("textbox", name="Equation of discharges")
    expect(editor).to_be_focused()
    page.keyboard.type("patients / ")
    page.get_by_role("button", name="stay", exact=True).press("Enter")
    expect(editor).to_have_value("patients / stay")
    expect(page.get_by_text("The equation can be used.")).to_be_visible()
    editor.press("Control+Enter")
    expect(page.get_by_text("The model is finished")).to_be_visible()


def test_a_model_is_drawn_from_nothing_edited_run_and_compared_by_keyboard_alone(
    chromium: Browser, open_page: Callable[..., Any], base: str
) -> None:
    with open_page(chromium, f"/dynamics?token={TOKEN}", base=base) as page:
        expect(page.get_by_role("img").first).to_be_visible()
        draw_beds(page)
        page.get_by_role("link", name="Curves").press("Enter")
        # 100 exp(-10 / 2), by Euler's steps of an eighth: 100 (1 - 1/16)^80
        expect(page.locator(".answer-summary")).to_contain_text(f"patients is {100 * (15 / 16) ** 80:.3g} at year 10")
        page.get_by_role("textbox", name="Name of the run").fill("Before")
        page.get_by_role("button", name="Keep this run").press("Enter")
        expect(page.get_by_role("button", name="Before", exact=True)).to_be_visible()
        # Edit the stock: reached by arrows, opened by Enter.
        page.get_by_role("link", name="Diagram and loops").press("Enter")
        box(page, "discharges").focus()
        page.keyboard.press("Delete")
        expect(page.get_by_text("Deleted discharges; undo brings it back.")).to_be_visible()
        box(page, "patients").focus()
        page.keyboard.press("Control+z")
        expect(box(page, "discharges")).to_be_visible()
        box(page, "patients").focus()
        page.keyboard.press("Enter")
        editor = page.get_by_role("textbox", name="Initial value of patients")
        expect(editor).to_be_focused()
        editor.fill("200")
        expect(page.get_by_text("The equation can be used.")).to_be_visible()
        editor.press("Control+Enter")
        expect(page.get_by_role("button", name="Undo: Change the equation of “patients” (Beds)")).to_be_visible()
        page.get_by_role("link", name="Curves").press("Enter")
        expect(page.locator(".answer-summary")).to_contain_text(f"patients is {200 * (15 / 16) ** 80:.3g} at year 10")
        chart = page.get_by_role("img", name=re.compile("^patients: chart of"))
        expect(chart).to_contain_text("Before")
        page.get_by_role("button", name="Difference to baseline").press("Enter")
        page.get_by_role("combobox", name="Difference to").select_option("Before")
        expect(page.locator(".answer-summary")).to_contain_text(f"+{100 * (15 / 16) ** 80:.3g} against Before")
        # The link alone shows the same.
        summary, address = page.locator(".answer-summary").inner_text(), page.url
        page.goto(f"{base}/home")
        page.goto(address)
        expect(page.locator(".answer-summary")).to_have_text(summary)
        # A rename is followed by the equations, the curves and the undo.
        page.get_by_role("link", name="Diagram and loops").press("Enter")
        box(page, "stay").focus()
        expect(box(page, "stay")).to_be_focused()
        page.keyboard.press("F2")
        # The field of this variable, not still that of the one before; and all that was typed, before it counts.
        name = page.get_by_role("region", name=re.compile(r"\bstay\b")).get_by_role("textbox", name="Name", exact=True)
        expect(name).to_be_focused()
        expect(name).to_have_value("stay")
        page.keyboard.press("Control+a")
        page.keyboard.type("length of stay")
        expect(name).to_have_value("length of stay")
        page.keyboard.press("Enter")
        expect(box(page, "length of stay")).to_be_visible()
        box(page, "discharges").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("textbox", name="Equation of discharges")).to_have_value("patients / length_of_stay")


def centre(of: Locator) -> tuple[float, float]:
    """Return where something stands, once it stands still: the answer to a step moves what is below it."""
    before, found = None, of.bounding_box()
    while found != before:
        of.page.wait_for_timeout(150)
        before, found = found, of.bounding_box()
    assert found is not None
    return found["x"] + found["width"] / 2, found["y"] + found["height"] / 2


def pull(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    page.mouse.move(*end)
    page.mouse.up()


def test_a_model_is_drawn_by_mouse_and_its_curve_by_dragging_points(
    chromium: Browser, open_page: Callable[..., Any], base: str, barriers: Callable[..., list[str]]
) -> None:
    with open_page(chromium, f"/dynamics?token={TOKEN}", base=base, viewport={"width": 1360, "height": 1400}) as page:
        begin(page, "By mouse")
        page.get_by_role("button", name="Add the first stock").click()
        fill(page, "Add a stock", "waiting", "50")
        tools = page.get_by_role("toolbar", name="Add to the drawing")
        stock = box(page, "waiting").locator("rect")
        x, y = centre(stock)
        pull(page, centre(tools.get_by_role("button", name="Stock", exact=True)), (x + 420, y))
        fill(page, "Add a stock", "treated", "0")
        treated = box(page, "treated").locator("rect")
        assert abs(centre(treated)[0] - x - 420) < 6
        tools.get_by_role("button", name="Flow", exact=True).click()
        pull(page, (x, y), centre(treated))
        dialog = page.get_by_role("dialog", name="Add a flow")
        expect(dialog.get_by_role("combobox", name="To")).to_have_value("treated")
        fill(page, "Add a flow", "treatment", "waiting / 4")
        pull(page, centre(tools.get_by_role("button", name="Graphical function")), (x, y + 150))
        fill(page, "Add a graphical function", "crowding")
        # A drag moves a box, and the record keeps where it stands.
        before = centre(box(page, "crowding").locator("rect"))
        pull(page, before, (before[0] + 80, before[1] + 40))
        expect(page.get_by_role("button", name="Undo: Move “crowding” (By mouse)")).to_be_visible()
        after = centre(box(page, "crowding").locator("rect"))
        assert abs(after[0] - before[0] - 80) < 6
        tools.get_by_role("button", name="Link", exact=True).click()
        pull(page, after, centre(box(page, "treatment").locator("rect")))
        editor = page.get_by_role("textbox", name="Equation of treatment")
        expect(editor).to_be_focused()
        expect(page.locator(".dynamics-link.waiting")).to_have_count(1)
        editor.fill("waiting / 4 * crowding(waiting / 100)")
        expect(page.get_by_text("The equation can be used.")).to_be_visible()
        page.get_by_role("textbox", name="Note").click()  # left: kept
        expect(page.locator(".dynamics-link.waiting")).to_have_count(0)
        # The curve: a point is dragged, moved by key, typed, added, put out of order and sorted.
        box(page, "crowding").click()
        points = page.get_by_role("slider", name=re.compile("^Point"))
        expect(points).to_have_count(2)
        handle = centre(points.nth(1))
        pull(page, handle, (handle[0], handle[1] + 60))
        expect(page.get_by_role("button", name="Undo: Change the points of “crowding” (By mouse)")).to_be_visible()
        expect(page.get_by_role("spinbutton", name="y of point 2")).not_to_have_value("1")
        points.nth(0).focus()
        page.keyboard.press("Insert")
        expect(points).to_have_count(3)
        field = page.get_by_role("spinbutton", name="x of point 2")
        field.fill("1.5")
        expect(page.get_by_text("Point 3 does not rise in x: 1 after 1.5. Nothing is kept until it does.")).to_be_visible()
        page.get_by_role("button", name="Sort the points").click()
        expect(page.get_by_role("spinbutton", name="x of point 3")).to_have_value("1.5")
        points.nth(1).focus()
        y_before = page.get_by_role("spinbutton", name="y of point 2").input_value()
        page.keyboard.press("ArrowUp")
        expect(page.get_by_role("spinbutton", name="y of point 2")).not_to_have_value(y_before)
        page.get_by_role("button", name="Take out point 3").click()
        expect(points).to_have_count(2)
        # Loops and polarity: more waiting, more treatment, fewer waiting.
        loops = page.locator(".dynamics-loops")
        expect(loops).to_be_visible()
        page.get_by_role("button", name="Causes only").click()
        loops.get_by_role("listitem").first.get_by_role("button").click()
        expect(page.locator(".dynamics-link.on").first).to_be_attached()
        page.get_by_role("button", name="Tidy layout").click()
        expect(page.get_by_role("button", name="Undo: Tidy the layout (By mouse)")).to_be_visible()
        assert barriers(page) == []


def test_two_people_see_each_other_and_are_told_of_both_values(
    chromium: Browser, open_page: Callable[..., Any], base: str, violations: Callable[[Page], list[str]]
) -> None:
    with open_page(chromium, f"/dynamics?token={TOKEN}", base=base) as page:
        draw_beds(page)
        address = page.url.split("?", 1)[1].split("&variable")[0]
        with open_page(chromium, f"/dynamics?{address}&variable=stay&token={TOKEN}", base=base) as other:
            theirs = other.get_by_role("textbox", name="Equation of stay")
            expect(theirs).to_have_value("2")
            theirs.fill("3")
            box(page, "stay").click()
            mine = page.get_by_role("textbox", name="Equation of stay")
            mine.fill("5")
            expect(page.get_by_text("The equation can be used.")).to_be_visible()
            mine.press("Control+Enter")
            conflict = other.get_by_role("alert").filter(has_text="Somebody else changed this while you were at it")
            expect(conflict).to_contain_text("Theirs, as it stands")
            expect(conflict.locator("code").nth(0)).to_have_text("5")
            expect(conflict.locator("code").nth(1)).to_have_text("3")
            assert violations(other) == []
            conflict.get_by_role("button", name="Write mine").click()
            expect(mine).to_have_value("3")
            # What one deletes under the other's eyes is told there.
            box(page, "patients").focus()
            box(other, "discharges").click()
            expect(other.get_by_role("textbox", name="Equation of discharges")).to_be_visible()
            box(page, "discharges").focus()
            page.keyboard.press("Delete")
            expect(other.get_by_text("This variable is no longer in the model.")).to_be_visible()


def test_what_goes_wrong_while_drawing_is_said_and_nothing_is_lost(
    chromium: Browser, open_page: Callable[..., Any], houston_copy: Path, base: str, barriers: Callable[..., list[str]]
) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{base}/dynamics?token={TOKEN}")
    draw_beds(page)
    # What others read is not deleted, and says who reads it.
    box(page, "stay").focus()
    page.keyboard.press("Delete")
    refusal = page.get_by_role("alert")
    expect(refusal).to_contain_text("Others read this variable, so it stays")
    expect(refusal).to_contain_text("read by discharges")
    refusal.get_by_role("button", name="Close").press("Enter")
    # An equation that cannot be used is marked at the word that is wrong.
    box(page, "stay").click()
    editor = page.get_by_role("textbox", name="Equation of stay")
    editor.fill("2 + nobody")
    expect(page.locator(".dynamics-wrong mark")).to_have_text("nobody")
    assert barriers(page) == []
    page.get_by_role("button", name="Back to what stands in the model").click()
    # Names that are too long, from right to left, or a script.
    box(page, "stay").focus()
    page.keyboard.press("a")
    dialog = page.get_by_role("dialog", name="Add an auxiliary")
    dialog.get_by_role("textbox", name="Name", exact=True).fill("n" * 10_000)
    expect(dialog.get_by_role("alert")).to_contain_text("The name has 10,000 characters; 120 fit.")
    expect(dialog.get_by_role("button", name="Add", exact=True)).to_be_disabled()
    assert barriers(page) == []
    dialog.get_by_role("textbox", name="Name", exact=True).fill("time")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("This word means something else in equations")
    dialog.get_by_role("textbox", name="Name", exact=True).fill(HOSTILE)
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".dynamics-node").filter(has_text="alert(1)")).to_be_visible()
    expect(page.get_by_role("heading", name=f"Edit {HOSTILE}")).to_be_visible()
    # The network is cut in the middle of an edit: the text stays, and is sent when it can be.
    box(page, "stay").click()
    editor.fill("4")
    expect(page.get_by_text("The equation can be used.")).to_be_visible()
    context.set_offline(True)
    editor.press("Control+Enter")
    alert = page.get_by_role("alert").filter(has_text="The last step is not saved yet")
    expect(alert).to_be_visible()
    expect(page.get_by_text("Not saved", exact=True)).to_be_visible()
    expect(editor).to_have_value("4")
    context.set_offline(False)
    alert.get_by_role("button", name="Try again").click()
    expect(alert).to_be_hidden()
    expect(page.get_by_text("Saved in the record", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_role("textbox", name="Equation of stay")).to_have_value("4")
    # A link to a model that was taken away, and to a variable that is gone.
    page.goto(f"{base}/dynamics?model=drawn:Gone")
    expect(page.get_by_role("alert")).to_contain_text("The record keeps no model of this name")
    page.goto(f"{base}/dynamics?model=drawn:Beds&tab=diagram&variable=nowhere")
    expect(page.get_by_role("alert")).to_contain_text("This variable is no longer in the model.")
    # The record is deleted under the open page.
    box(page, "stay").click()
    houston_copy.rename(houston_copy.with_suffix(".away"))
    page.get_by_role("button", name="Tidy layout").click()
    expect(page.get_by_role("alert").filter(has_text="was moved, deleted or replaced while it was open").first).to_be_visible()
    context.close()


def test_a_copy_is_drawn_saved_as_a_file_and_opened_again(
    chromium: Browser, open_page: Callable[..., Any], base: str, tmp_path: Path, violations: Callable[[Page], list[str]]
) -> None:
    with open_page(chromium, f"/dynamics?model=diffusion&show=adopters&token={TOKEN}", base=base) as page:
        summary = page.locator(".answer-summary").inner_text()
        page.get_by_role("button", name="Change a copy…").click()
        dialog = page.get_by_role("dialog", name="New model")
        expect(dialog.get_by_role("radio", name=re.compile("^A copy of"))).to_be_checked()
        page.emulate_media(color_scheme="dark")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        assert violations(page) == []
        dialog.get_by_role("textbox", name="Name of the model").fill("Ours")
        dialog.get_by_role("button", name="Begin", exact=True).click()
        # At twice the size nothing is cut, and the dialog with the times is as good as the page.
        page.set_viewport_size({"width": 640, "height": 400})
        box(page, "adoption").click()
        assert page.evaluate("document.querySelector('main').scrollWidth") <= 640
        page.get_by_role("button", name="When it runs").click()
        expect(page.get_by_role("dialog", name="When the model runs")).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("Escape")
        page.set_viewport_size({"width": 1280, "height": 800})
        page.get_by_role("link", name="Curves").click()
        expect(page.locator(".answer-summary")).to_have_text(summary)
        page.get_by_role("button", name="Save the model as").click()
        with page.expect_download() as download:
            page.get_by_role("button", name="Save as XMILE").click()
        download.value.save_as(tmp_path / "ours.xmile")
        page.get_by_role("button", name="Save the model as").click()
        with page.expect_download() as download:
            page.get_by_role("button", name="Causal-loop project for Kumu").click()
        assert download.value.suggested_filename.endswith(".kumu.json")
        page.locator("input[type=file]").set_input_files(tmp_path / "ours.xmile")
        page.get_by_role("button", name="Hide potential adopters").click()
        expect(page.locator(".answer-summary")).to_have_text(summary)
        # A story: two views with their texts, walked one after the other.
        page.get_by_role("combobox", name="Model").select_option(label="Ours")
        for name, tab in (("How it grows", "Curves"), ("Why it grows", "Diagram and loops")):
            page.get_by_role("link", name=tab).click()
            page.get_by_role("button", name="Views").click()
            page.get_by_role("textbox", name="Save what you see as").fill(name)
            page.get_by_role("textbox", name="Text for the presentation").fill(f"{name}: told here.")
            page.get_by_role("button", name="Save the view", exact=True).click()
            expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
            page.keyboard.press("Escape")
        page.get_by_role("button", name="Views").click()
        page.get_by_role("button", name="Present").click()
        story = page.get_by_role("region", name="Presentation")
        expect(story).to_contain_text("How it grows: told here.")
        page.keyboard.press("ArrowRight")
        expect(story).to_contain_text("Why it grows: told here.")
        expect(box(page, "adoption")).to_be_visible()
        page.keyboard.press("Escape")
        expect(story).to_be_hidden()


def test_a_polarity_is_stated_first_and_what_the_equation_says_otherwise_is_shown(
    chromium: Browser, open_page: Callable[..., Any], base: str, barriers: Callable[..., list[str]]
) -> None:
    with open_page(chromium, f"/dynamics?token={TOKEN}", base=base) as page:
        begin(page, "Trust")
        # The first thing is dragged onto the canvas that is still empty.
        tool, empty = (
            place.bounding_box()
            for place in (
                page.get_by_role("button", name="Auxiliary", exact=True),
                page.get_by_role("heading", name="Nothing is drawn yet"),
            )
        )
        assert tool
        assert empty
        page.mouse.move(tool["x"] + 20, tool["y"] + 10)
        page.mouse.down()
        page.mouse.move(empty["x"] + 50, empty["y"] + 60, steps=5)
        page.mouse.up()
        fill(page, "Add an auxiliary", "trust", "5")
        expect(box(page, "trust")).to_be_focused()
        page.keyboard.press("a")
        fill(page, "Add an auxiliary", HOSTILE)
        expect(page.locator(".dynamics-node").filter(has_text="alert(1)")).to_be_focused()
        page.keyboard.press("a")
        fill(page, "Add an auxiliary", "joint work")
        expect(box(page, "joint work")).to_be_focused()
        # By keyboard, with its polarity, before anything is written.
        box(page, "trust").focus()
        page.keyboard.press("l")
        linking = page.get_by_role("dialog", name="Link two variables")
        linking.get_by_role("combobox", name="To").select_option("joint work")
        linking.get_by_role("combobox", name="Polarity").select_option("+ the same way")
        assert barriers(page) == []
        linking.get_by_role("button", name="Link", exact=True).press("Enter")
        stated = page.get_by_role("combobox", name="Stated polarity of the link from trust")
        expect(stated).to_have_value("+")
        editor = page.get_by_role("textbox", name="Equation of joint work")
        expect(editor).to_be_focused()
        page.keyboard.type("10 - trust")
        expect(page.get_by_text("The equation can be used.")).to_be_visible()
        page.keyboard.press("Control+Enter")
        # The model cannot run yet; both signs are shown all the same, and neither is written over.
        expect(page.get_by_text("Stated +, but its equation says −.")).to_be_visible()
        expect(page.get_by_role("status").get_by_text("1 link stated otherwise than its equation says")).to_be_visible()
        expect(page.locator(".drawing")).to_contain_text("+ ≠ −")
        expect(stated).to_have_value("+")
        assert barriers(page) == []
        stated.select_option("− the other way")
        expect(page.locator(".drawing")).not_to_contain_text("≠")
        # What is undone is the last step that the bar knows of.
        expect(page.get_by_role("button", name=re.compile("Undo: .*Polarity of .*: minus"))).to_be_visible()
        box(page, "trust").focus()
        page.keyboard.press("Control+z")
        expect(page.locator(".drawing")).to_contain_text("+ ≠ −")


def test_the_numbers_of_a_scenario_become_the_models_own_in_one_step(
    chromium: Browser, open_page: Callable[..., Any], base: str, barriers: Callable[..., list[str]]
) -> None:
    with open_page(chromium, f"/dynamics?token={TOKEN}", base=base) as page:
        draw_beds(page)
        page.get_by_role("button", name="See the curves").click()
        keep = page.get_by_role("button", name="Keep these numbers in the model")
        expect(keep).to_be_disabled()
        number = page.get_by_role("spinbutton", name="stay")
        number.fill("4")
        number.press("Enter")
        expect(page).to_have_url(re.compile("set=stay"))
        assert barriers(page) == []
        keep.click()
        expect(page.get_by_text("1 number kept in the model; undo takes it back.")).to_be_visible()
        expect(page).not_to_have_url(re.compile("set="))
        expect(number).to_have_value("4")
        page.keyboard.press("Control+z")
        expect(number).to_have_value("2")
