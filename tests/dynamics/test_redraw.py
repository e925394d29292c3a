"""A model drawn step by step: names follow, holes are refused with their reason, and what is drawn runs as its equations say."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.dynamics import Model, redraw, to_xmile
from ecotone.dynamics.diffusion import technology_diffusion
from ecotone.dynamics.drawn import Drawn, Part
from ecotone.dynamics.formats.vensim import parse_vensim
from ecotone.dynamics.formats.xmile import parse_xmile
from ecotone.errors import EcotoneError, InputError, ModelError


def tea() -> Drawn:
    """A cup of tea: it loses warmth to the room at a rate that a person drew."""
    drawn = redraw.added(Drawn(stop=30, step=0.125, time_units="minute", method="rk4"), Part("tea", "stock", "180", "degree"))
    drawn = redraw.added(drawn, Part("room", "aux", "70", "degree"))
    drawn = redraw.added(drawn, Part("time to cool", "aux", "10", "minute"))
    return redraw.added(drawn, Part("loss", "flow", "(tea - room) / time_to_cool", "degree/minute"), source="tea")


def test_what_is_drawn_runs_to_the_solution_of_its_equation() -> None:
    drawn = tea()
    assert drawn["tea"].outflows == ("loss",)
    # Newton's law of cooling: 70 + 110 exp(-t/10)
    assert float(Model(drawn.document("Tea")).run()["tea"][-1]) == pytest.approx(70 + 110 * math.exp(-3), rel=1e-6)
    again = Drawn.of(parse_xmile(to_xmile(drawn.document("Tea")), file="tea.xmile"))
    assert [part.body() | {"at": None} for part in again.variables] == [part.body() | {"at": None} for part in drawn.variables]


def test_names_follow_a_rename_in_equations_pipes_and_links() -> None:
    drawn = redraw.linked(tea(), "time to cool", "room")
    after = redraw.renamed(redraw.renamed(drawn, "Time_to_Cool", "<script>"), "loss", "warmth lost")
    assert after["warmth lost"].equation == '(tea - room) / "<script>"'
    assert (after["tea"].outflows, after["room"].waiting) == (("warmth lost",), ("<script>",))
    # The case of a name may be changed; one that is taken may not.
    assert redraw.renamed(after, "tea", "Tea").variables[0].name == "Tea"
    with pytest.raises(InputError, match="has a variable of this name already"):
        redraw.renamed(after, "tea", "ROOM")


def test_a_function_keeps_its_name_where_a_variable_of_that_name_is_renamed() -> None:
    drawn = redraw.added(Drawn(), Part("delay", "aux", "2"))
    drawn = redraw.added(drawn, Part("late", "aux", "delay1(time, delay)"))
    assert redraw.renamed(drawn, "delay", "wait").variables[1].equation == "delay1(time, wait)"
    drawn = redraw.added(drawn, Part("smaller", "aux", "min(late, 3)"))
    drawn = redraw.added(drawn, Part("min", "aux", "4"))
    assert redraw.renamed(drawn, "min", "least")["smaller"].equation == "min(late, 3)"


def test_what_others_read_is_not_deleted_and_a_flow_leaves_its_stocks() -> None:
    with pytest.raises(InputError, match=r"Others read this variable.*room.*read by loss"):
        redraw.removed(tea(), "room")
    after = redraw.removed(tea(), "loss")
    assert after["tea"].outflows == ()
    assert [part.name for part in redraw.removed(after, "room").variables] == ["tea", "time to cool"]


def test_a_link_waits_until_it_stands_in_the_equation() -> None:
    drawn = redraw.linked(redraw.added(tea(), Part("lid", "aux", "0.5")), "lid", "loss")
    assert drawn["loss"].waiting == ("lid",)
    assert ("lid", "loss") in {(each.source, each.target) for each in redraw.links(drawn)}
    used = redraw.written(drawn, "loss", {"equation": "lid * (tea - room) / time_to_cool"})
    assert used["loss"].waiting == ()
    with pytest.raises(InputError, match="The equation makes this link"):
        redraw.unlinked(used, "lid", "loss")
    assert redraw.unlinked(drawn, "lid", "loss")["loss"].waiting == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: redraw.added(d, Part(" _ ", "aux")), "has no name"),
        (lambda d: redraw.added(d, Part("n" * 10_000, "aux")), "10,000 characters"),
        (lambda d: redraw.added(d, Part('say "aah"', "aux")), "may not hold this mark"),
        (lambda d: redraw.added(d, Part("a\u202eb", "aux")), r"U\+202E"),
        (lambda d: redraw.added(d, Part("Time", "aux")), "means something else in equations"),
        (lambda d: redraw.linked(d, "tea", "tea"), "not linked to itself"),
        (lambda d: redraw.linked(d, "tea", "loss"), "there already"),
        (lambda d: redraw.piped(d, "loss", source="tea", sink="tea"), "cannot fill the stock that it drains"),
        (lambda d: redraw.piped(d, "loss", sink="room"), "runs between stocks"),
        (lambda d: redraw.piped(d, "room", sink="tea"), "Only a flow"),
        (lambda d: redraw.written(d, "gone", {"equation": "1"}), "no variable of this name, or no longer"),
        (lambda d: redraw.written(d, "room", {"points": ((0.0, 1.0), (2.0, 1.0), (1.0, 5.0))}), "point 3.*1 after 2.*Sort"),
        (lambda d: redraw.written(d, "room", {"low": 3.0, "high": 3.0}), "The range is none"),
        (lambda d: redraw.timed(d, start=5, stop=5), "must end after it begins"),
        (lambda d: redraw.timed(d, step=0), "step does not fit"),
        (lambda d: redraw.added(d, Part("late", "flow")).document(), "not finished.*late"),
        (lambda _: Drawn().document(), "no variables yet.*Add a stock"),
    ],
)
def test_bad_steps_are_refused_in_words(change: object, said: str) -> None:
    with pytest.raises((InputError, ModelError), match=said):
        change(tea())  # type: ignore[operator]


def test_scripts_and_names_from_right_to_left_are_names_like_others() -> None:
    drawn = Drawn()
    for name in ("<script>alert(1)</script>", "عدد المرضى", "בית חולים", "2020 plan", "รายได้"):
        drawn = redraw.added(drawn, Part(name, "aux", "2"))
    names = [f'"{part.name}"' for part in drawn.variables]
    drawn = redraw.added(drawn, Part("all", "aux", " + ".join(names)))
    assert float(Model(drawn.document("x")).run()["all"][-1]) == 10.0


def test_what_has_no_place_on_a_canvas_is_refused_and_the_rest_is_drawn() -> None:
    arrays = "size: a, b ~~|\nbeds[size] = 3 ~~|\nINITIAL TIME = 0 ~~|\nFINAL TIME = 1 ~~|\nTIME STEP = 1 ~~|\n"
    with pytest.raises(ModelError, match=r"subscripts cannot be drawn.*Open it from its file"):
        Drawn.of(parse_vensim(arrays, file="beds.mdl"))
    shipped = technology_diffusion(years=4, step=0.25)
    drawn = Drawn.of(shipped.document())
    own, drawing = shipped.model().run(), Model(drawn.document("Bass")).run()
    assert own["adopters"].tolist() == drawing["adopters"].tolist()
    assert Drawn.read(json.loads(json.dumps(drawn.body()))) == drawn
    assert len({part.at for part in redraw.tidied(drawn).variables}) == len(drawn.variables)


NAMES = ("a", "b c", "D", "ή", "<e>", "max")
STEPS = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(NAMES), st.sampled_from(("stock", "flow", "aux")), st.sampled_from(("", "1", '2 * "b c"'))),
    st.tuples(st.just("rename"), st.sampled_from(NAMES), st.sampled_from(NAMES), st.none()),
    st.tuples(st.just("remove"), st.sampled_from(NAMES), st.none(), st.none()),
    st.tuples(st.just("link"), st.sampled_from(NAMES), st.sampled_from(NAMES), st.none()),
    st.tuples(st.just("pipe"), st.sampled_from(NAMES), st.sampled_from(NAMES), st.none()),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, max_size=14))
def test_no_row_of_steps_leaves_a_hole(steps: list[tuple[str, str, str, str]]) -> None:
    drawn = Drawn()
    for do, one, other, text in steps:
        try:
            if do == "add":
                drawn = redraw.added(drawn, Part(one, other, "" if "b c" in text and "b c" not in drawn.by_name else text))  # type: ignore[arg-type]
            elif do == "pipe":
                drawn = redraw.piped(drawn, one, sink=other)
            else:
                drawn = (
                    redraw.removed(drawn, one)
                    if do == "remove"
                    else (redraw.renamed if do == "rename" else redraw.linked)(drawn, one, other)
                )
        except EcotoneError:
            continue
        names = set(drawn.by_name)
        assert len(names) == len(drawn.variables)
        for part in drawn.variables:
            assert {each.lower() for each in (*part.inflows, *part.outflows, *part.waiting)} <= names
            assert not set(part.waiting) & set(redraw.read_by(drawn, part))
        places = [part.at for part in drawn.variables]
        assert len(set(places)) == len(places)
        if drawn.variables:
            Model(drawn.document(blanks=True)).program()
        assert Drawn.read(json.loads(json.dumps(drawn.body()))) == drawn
