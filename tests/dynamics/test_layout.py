"""Places of a drawing in the view of an XMILE file and back; views of other programs as they are."""

from __future__ import annotations

import io
import itertools
import math
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ecotone.dynamics import to_xmile
from ecotone.dynamics.drawn import Drawn, Part
from ecotone.dynamics.formats.vensim import parse_vensim
from ecotone.dynamics.formats.view import BOX, angle, pipe, read_view
from ecotone.dynamics.formats.xmile import parse_xmile
from ecotone.dynamics.redraw import FURTHEST, settled, written
from ecotone.dynamics.syntax import fold
from ecotone.errors import EcotoneError, InputError, ModelError

if TYPE_CHECKING:
    from pathlib import Path

HEAD = '<xmile xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0" version="1.0"><header><name>m</name></header>'
SPECS = "<sim_specs><start>0</start><stop>5</stop><dt>1</dt></sim_specs>"
TWO = (
    "<variables><stock name='tea'><eqn>180</eqn><outflow>loss</outflow></stock>"
    "<flow name='loss'><eqn>tea / slow</eqn></flow><aux name='slow'><eqn>9</eqn></aux></variables>"
)


def foreign(views: str, variables: str = TWO, more: str = "") -> Drawn:
    """Return the drawing of a file that another program might have written."""
    return Drawn.of(parse_xmile(f"{HEAD}{SPECS}<model>{variables}{views}</model>{more}</xmile>".encode()))


def again(drawn: Drawn) -> Drawn:
    """Return a drawing written to a file and read."""
    return Drawn.of(parse_xmile(to_xmile(drawn.document("again"))))


def placed(drawn: Drawn) -> list[object]:
    """Return what a layout says of each variable."""
    return [(part.name, part.at, part.stated) for part in drawn.variables]


def covering(drawn: Drawn) -> list[tuple[str, str]]:
    """Return the pairs of boxes that cover each other."""
    boxes = [(part.name, part.at or (0, 0)) for part in drawn.variables]
    return [
        (one, other)
        for at, (one, (x, y)) in enumerate(boxes)
        for other, (u, v) in boxes[:at]
        if abs(x - u) < BOX[0] and abs(y - v) < BOX[1]
    ]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, FURTHEST), st.integers(0, FURTHEST)), min_size=3, max_size=3), st.sampled_from(["", "+", "-"]))
def test_a_drawing_stands_where_it_stood_after_a_way_through_a_file(places: list[tuple[int, int]], sign: str) -> None:
    stated = (("slow", sign),) if sign else ()
    drawn = Drawn(
        (
            Part("tea", "stock", "180", outflows=("loss",), at=places[0]),
            Part("loss", "flow", "tea / slow", stated=stated, at=places[1]),
            Part("slow", "aux", "9", at=places[2]),
        )
    )
    assert placed(again(drawn)) == placed(drawn)


def test_a_flow_has_the_points_of_its_pipe_and_an_arrow_its_angle() -> None:
    drawn = Drawn((Part("tea", "stock", "180", outflows=("loss",), at=(0, 0)), Part("loss", "flow", "tea / 9", at=(300, 0))))
    view = next(etree.fromstring(to_xmile(drawn.document("t"))).iter("{*}view"))
    (flow,) = view.iter("{*}flow")
    assert [(point.get("x"), point.get("y")) for point in flow.iter("{*}pt")] == [("188.5", "84"), ("536", "84")]
    (arrow,) = view.iter("{*}connector")
    assert (arrow.get("angle"), arrow.findtext("{*}from"), arrow.findtext("{*}to")) == ("0", "tea", "loss")


places = st.tuples(st.integers(-500, 500), st.integers(-500, 500)).map(lambda pair: (float(pair[0]), float(pair[1])))


@given(places, st.none() | places, st.none() | places)
def test_a_pipe_is_level_or_upright(
    valve: tuple[float, float], source: tuple[float, float] | None, sink: tuple[float, float] | None
) -> None:
    way = pipe(valve, source, sink)
    assert all(math.isclose(a, c) or math.isclose(b, d) for (a, b), (c, d) in itertools.pairwise(way))


def test_of_several_views_each_stands_below_and_interfaces_say_nothing() -> None:
    views = (
        '<views><view name="one"><stock name="tea" x="200" y="100"/></view>'
        '<view name="two"><flow name="loss" x="200" y="100"/><stock name="tea" x="0" y="0"/></view>'
        '<view type="interface"><aux name="slow" x="1" y="1"/></view>'
        '<view name="interface"><aux name="slow" x="1" y="1"/></view></views>'
    )
    found = read_view(views).at
    assert found == {"tea": (200.0, 100.0), "loss": (200.0, 320.0)}
    drawn = settled(foreign(views))
    assert drawn["slow"].at is not None
    assert covering(drawn) == []


def test_a_ghost_is_no_place_and_its_arrow_begins_at_what_it_stands_for() -> None:
    views = (
        '<views><view><alias uid="7" x="900" y="900"><of>slow</of></alias><stock name="tea" x="200" y="100"/>'
        '<flow name="loss" x="400" y="100"/><aux name="slow" x="400" y="300"/>'
        '<connector angle="1" polarity="-"><from><alias uid="7"/></from><to>loss</to></connector></view></views>'
    )
    drawn = foreign(views)
    assert drawn["slow"].at == (400 - 166, 300 - 84)
    assert drawn["loss"].stated == (("slow", "-"),)


@pytest.mark.parametrize(
    "views",
    [
        "",
        "<views/>",
        "<views><view/></views>",
        "<views><view><stock name='tea'/></view></views>",
        "<views><view><stock name='tea' x='no' y='1'/><stock name='loss' x='nan' y='inf'/></view></views>",
        "<views><view><stock name='someone else' x='1' y='1'/><connector polarity='+'><from>x</from></connector></view></views>",
        "<views><view><stock name='tea' x='1e300' y='-1e300'/><aux name='slow' x='5' y='5'/></view></views>",
        "<views><view><stock name='tea' x='1' y='1'/></view></views><views><view><aux name='slow' x='9' y='9'/></view></views>",
    ],
)
def test_a_view_that_says_little_or_nonsense_still_gives_a_picture(views: str) -> None:
    drawn = settled(foreign(views))
    assert all(part.at is not None and 0 <= min(part.at) <= max(part.at) <= FURTHEST for part in drawn.variables)
    assert covering(drawn) == []
    assert placed(again(drawn)) == placed(drawn)


def test_modules_are_refused_with_their_reason_and_their_views_do_no_harm() -> None:
    model = "<model name='inner'><variables><aux name='x'><eqn>1</eqn></aux></variables><views><view><aux name='x' x='1' y='1'/></view></views></model>"
    with pytest.raises(EcotoneError, match="modules cannot be drawn"):
        foreign("<views><view><module name='inner' x='9' y='9'/></view></views>", "<variables><module name='inner'/></variables>", model)


def test_symbols_that_stand_close_are_drawn_apart_the_same_both_ways() -> None:
    variables = "<variables>" + "".join(f"<aux name='a{at}'><eqn>1</eqn></aux>" for at in range(9)) + "</variables>"
    views = (
        "<views><view>" + "".join(f"<aux name='a{at}' x='{100 + at % 3 * 80}' y='{at // 3 * 80}'/>" for at in range(9)) + "</view></views>"
    )
    drawn = foreign(views, variables)
    assert covering(drawn) == []
    right, down = (drawn["a1"].at or (0, 0))[0], (drawn["a3"].at or (0, 0))[1]
    left, top = drawn["a0"].at or (0, 0)
    assert right - left == down - top > BOX[0]


def test_a_sketch_gives_places_signs_and_prefers_a_variable_to_its_shadow() -> None:
    text = (
        "tea = INTEG(-loss, 180)~~|loss = tea / slow~~|slow = 9~~|INITIAL TIME=0~~|FINAL TIME=5~~|TIME STEP=1~~|SAVEPER=1~~|\n"
        "\\\\\\---/// Sketch information - do not modify anything except names\nV300  Do not put anything below this section\n"
        "*View 1\n$0\n10,1,tea,100,100,40,20,3,3,0,0,0,0,0,0\n10,2,slow,500,100,40,20,8,2,0,3,-1,0,0,0\n"
        "*View 2\n$0\n10,1,loss,100,50,40,20,40,3,0,0,0,0,0,0\n10,2,slow,500,50,40,20,8,3,0,0,0,0,0,0\n1,3,2,1,1,0,45,0,0,64,0,-1--1--1,,1|(1,1)|\n"
    )
    drawn = Drawn.of(parse_vensim(text))
    assert {part.name: part.at for part in drawn.variables} == {"tea": (0, 16), "loss": (0, 186), "slow": (400, 186)}
    assert drawn["loss"].stated == (("slow", "-"),)


def test_a_model_without_a_layout_is_written_with_a_tidy_one() -> None:
    view = read_view(parse_xmile(to_xmile(parse_xmile(f"{HEAD}{SPECS}<model>{TWO}</model></xmile>".encode()))).layout)
    assert set(view.at) == {"tea", "loss", "slow"}
    assert view.roomy


def _members(corpus: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO((corpus / "sd_models" / "test-models.zip").read_bytes())) as packed:
        return [(name, packed.read(name)) for name in packed.namelist() if name.lower().endswith((".stmx", ".xmile", ".mdl"))]


@pytest.mark.corpus
def test_genuine_layouts_are_read_whole_and_come_back(corpus: Path) -> None:
    came = 0
    straight = []
    for name, raw in _members(corpus):
        try:
            document = parse_vensim(raw.decode("utf-8", "replace"), file=name) if name.endswith(".mdl") else parse_xmile(raw, file=name)
            view = read_view(document.layout)
            drawn = settled(Drawn.of(document))
            back = again(drawn)
        except EcotoneError:
            continue
        if view.at:
            assert {fold(part.name) for part in drawn.variables} <= view.at.keys(), name
            root = etree.fromstring(document.layout)
            for arrow in root.iter("{*}connector"):
                ends = [fold(arrow.findtext(f"{{*}}{end}") or "") for end in ("from", "to")]
                if arrow.get("angle") and set(ends) <= view.at.keys():
                    found = angle(view.at[ends[0]], view.at[ends[1]])
                    straight.append(abs((float(arrow.get("angle") or 0) - found + 180) % 360 - 180))
        assert placed(back) == placed(drawn), name
        assert covering(drawn) == [], name
        came += 1
    assert came >= 130
    # Arrows that the other program drew straight leave at the angle that is written here.
    assert sorted(straight)[len(straight) // 2] < 0.01


@pytest.mark.parametrize(
    "change",
    [
        {"name": 7},
        {"kind": "conveyor"},
        {"equation": None},
        {"inflows": [1]},
        {"at": [1]},
        {"at": ["a", "b"]},
        {"low": "0"},
        {"stated": [["a"]]},
        {"stated": [["a", "±"]]},
        {"points": [[1, "x"]]},
        {"surprise": 1},
    ],
)
def test_a_record_that_came_by_mail_may_hold_no_model(change: dict[str, object]) -> None:
    body = Drawn((Part("a", "aux", "1"),)).body()
    body["variables"][0] |= change
    with pytest.raises(InputError, match="no drawn model"):
        Drawn.read(body)


def test_what_xml_cannot_hold_is_said_and_not_a_fault() -> None:
    drawn = Drawn((Part("a", "aux", "1", units="\x01"),))
    with pytest.raises(ModelError, match="XML cannot hold"):
        to_xmile(drawn.document("a"))
    with pytest.raises(InputError, match="A unit may not hold this mark"):
        written(drawn, "a", {"units": "\x02"})
    # Joiners of Persian and of emoji are no control characters.
    assert written(drawn, "a", {"units": "", "note": "می‌خواهم 👩‍⚕️"})["a"].note
    text = '"bad\x01name" = 1~~|INITIAL TIME=0~~|FINAL TIME=5~~|TIME STEP=1~~|SAVEPER=1~~|\x1a'
    assert b"bad name" in to_xmile(parse_vensim(text))
