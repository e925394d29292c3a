"""Models and runs that are at fault: each is one message that says what, where and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecotone.dynamics import Builder, Model, check_units, read_model
from ecotone.dynamics.formats.vensim import parse_vensim
from ecotone.dynamics.model_tests import findings_of_run
from ecotone.errors import EcotoneError, ModelError

if TYPE_CHECKING:
    from pathlib import Path

TAIL = "\nINITIAL TIME = 0~~|\nFINAL TIME = 4~~|\nTIME STEP = 1~~|\nSAVEPER = TIME STEP~~|\n"


@pytest.mark.parametrize(
    ("equations", "parts"),
    [
        ("a = b + 1~~|", ["No such variable", "line 2", "b"]),
        ("a = MAX(1)~~|", ["MAX", "wrong number of arguments", "line 2"]),
        ("a = (1 + 2~~|", ["')' is missing", "line 2"]),
        ("a = 1 + 2)~~|", ["line 2"]),
        ("a = b~~|\nb = c~~|\nc = a~~|", ["a → b → c → a", "Put a stock"]),
        ("a = INTEG(1, b)~~|\nb = INTEG(1, a)~~|", ["initial values depend on each other"]),
        ("t((0,0),(2,1),(1,2))~~|\na = t(1)~~|", ["not in rising order", "0, 2, 1", "Sort"]),
        ("t((3,7))~~|\na = t(1)~~|", ["one point only", "(3, 7)", "Give two"]),
        ("r: x, y~~|\nb[r] = 1~~|\na = b[z]~~|", ["z", "line 4"]),
        ("r: x, y~~|\nb[x] = 1~~|\na = b[y]~~|", ["no such element", "b[y]"]),
        ("a := GET XLS DATA('none.xlsx', 's', 'A', 'B2')~~|", ["missing", "none.xlsx"]),
        ("a := GET XLS DATA('../secret.xlsx', 's', 'A', 'B2')~~|", ["own folder", "../secret.xlsx"]),
        ("r: x, y~~|\nb[r] = 1~~|\na = SUM(b[*:~~|", ["',' is missing", "line 4, column 9"]),
        ("a = b[~~|", ["operand is missing", "line 2, column 3"]),
        ("b = A FUNCTION OF(c)~~|\na = b~~|", ["drawn, but has no equation", "a, model.mdl, line 3", "b"]),
        ("a = 1\x00~~|", ["UTF-8", "model.mdl"]),
        ("a = CONVEYOR(1)~~|", ["CONVEYOR", "line 2"]),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, equations: str, parts: list[str]) -> None:
    path = tmp_path / "model.mdl"
    path.write_text("{UTF-8}\n" + equations + TAIL)
    with pytest.raises(EcotoneError) as raised:
        read_model(path).run()
    assert all(part in str(raised.value) for part in parts), str(raised.value)


@pytest.mark.parametrize("setting", ["FINAL TIME = 4", "TIME STEP = 1", "INITIAL TIME = 0"])
def test_a_time_that_is_not_finite_is_refused(tmp_path: Path, setting: str) -> None:
    path = tmp_path / "model.mdl"
    path.write_text("{UTF-8}\na = 1~~|" + TAIL.replace(setting, setting.partition("=")[0] + "= 1e400"))
    with pytest.raises(ModelError, match=r"no finite number|ends before it starts"):
        read_model(path).run()


def test_a_file_of_nothing_but_a_sketch_and_one_too_large_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "sketch.mdl"
    path.write_text(
        "\\\\\\---/// Sketch information - do not modify anything except names\nV300\n*View 1\n10,1,level,1,2,3,4,3,3,0,0\n///---\\\\\\\n"
    )
    with pytest.raises(EcotoneError):
        read_model(path).run()
    with path.open("wb") as file:
        file.truncate(60_000_000)
    with pytest.raises(EcotoneError, match="too large"):
        read_model(path)


def test_units_that_do_not_fit_name_the_equation() -> None:
    shop = Builder("Shop", start=0, stop=1, step=1, time_units="week").aux("sales", 3, units="item/week").aux("price", 2, units="euro/item")
    (problem,) = check_units(shop.aux("revenue", "sales + price", units="euro/week").model())
    assert problem.column == "revenue"
    assert "item" in problem.what


def test_a_value_that_is_not_finite_stops_the_run_or_not_as_chosen() -> None:
    text = "{UTF-8}\nshare = part / whole~~|\npart = 3~~|\nwhole = 2 - Time~~|\nthen = share * 2~~|" + TAIL
    model = Model(parse_vensim(text))
    (one, other) = model.run().problems()
    assert (one.column, one.got) == ("share", "inf at time 2")
    assert other.column == "then"
    with pytest.raises(ModelError) as raised:
        model.run(strict=True)
    assert all(part in str(raised.value) for part in ("share, time 2", "inf from part = 3, whole = 0")), str(raised.value)
    overflow = Model(parse_vensim("{UTF-8}\na = INTEG(a * 1e200, 1)~~|" + TAIL))
    with pytest.raises(ModelError, match="a, time"):
        overflow.run(strict=True)


def test_a_step_that_does_not_divide_and_a_negative_stock_are_noted() -> None:
    shop = Builder("Shop", start=0, stop=4.5, step=1).stock("goods", 2, outflows=["sales"]).flow("sales", "1").model()
    step, negative = findings_of_run(shop, shop.run())
    assert step.got == "a step of 1, the last time is 4 and not 4.5"
    assert (negative.column, negative.got) == ("goods", "-1 at time 3")
    whole = Builder("Shop", start=0, stop=2, step=1).stock("goods", 2, outflows=["sales"]).flow("sales", "1").model()
    assert len(findings_of_run(whole, whole.run())) == 0


def test_an_ensemble_of_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.mdl"
    path.write_text("{UTF-8}\na = 1~~|" + TAIL)
    with pytest.raises(ModelError, match="at least one member"):
        read_model(path).run(members=0)


@pytest.mark.parametrize(
    ("function", "part"),
    [
        ("<xscale min='0' max='2'/><ypts>0,->1,2</ypts>", "->1"),
        ("<xscale max='2'/><ypts>0,1,2</ypts>", "min of <xscale>"),
        ("<xpts>0,nan</xpts><ypts>0,1</ypts>", "nan"),
    ],
)
def test_points_that_are_no_numbers_are_named(tmp_path: Path, function: str, part: str) -> None:
    path = tmp_path / "model.xmile"
    path.write_text(f"<xmile><model><variables><aux name='a'><eqn>TIME</eqn><gf>{function}</gf></aux></variables></model></xmile>")
    with pytest.raises(ModelError) as caught:
        read_model(path)
    assert part in str(caught.value)
    assert "line 1" in str(caught.value)
