"""Vensim models written as XMILE: read back, they run alike, and stand where they stood."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import numpy as np
import pytest
from lxml import etree
from scipy.stats import ks_2samp

from ecotone.dynamics import Model, read_model, to_xmile
from ecotone.dynamics.formats.vensim import parse_vensim
from ecotone.dynamics.formats.xmile import parse_xmile
from ecotone.dynamics.syntax import fold
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

TAIL = "INITIAL TIME = 0~~|\nFINAL TIME = 4~~|\nTIME STEP = 0.5~Month~|\nSAVEPER = 1~~|\n"
SKETCH = r"""
\\\---/// Sketch information - do not modify anything except names
V300  Do not put anything below this section - it will be ignored
*View 1
$192-192-192,0,Times New Roman|12||0-0-0|0-0-0|0-0-255|-1--1--1|-1--1--1|96,96,100,0
10,1,level,356,480,40,20,3,3,0,0,0,0,0,0
10,2,rate,200,300,40,20,8,3,0,0,0,0,0,0
10,3,loss,500,300,40,20,8,3,0,0,0,0,0,0
1,4,2,3,0,0,0,0,0,128,0,-1--1--1,,1|(0,0)|
///---\\\
"""
NAMESPACE = "{http://docs.oasis-open.org/xmile/ns/XMILE/v1.0}"


def same(path: Path, model: Model, tmp_path: Path) -> None:
    out = tmp_path / "written.xmile"
    out.write_bytes(to_xmile(model.document))
    before, after = model.run(), read_model(out).run()
    np.testing.assert_array_equal(before.time, after.time)
    for name in before.columns:
        if fold(name) not in {"initial time", "final time", "time step", "saveper"}:
            np.testing.assert_allclose(before[name], after[name], rtol=1e-12, atol=1e-12, err_msg=f"{path}: {name}")


@pytest.mark.corpus
def test_large_models_run_alike(corpus: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(corpus / "sd_models" / "world3.zip") as archive:
        archive.extractall(tmp_path)
    for path in (next(tmp_path.rglob("*.mdl")), corpus / "sd_models" / "eco40.mdl"):
        same(path, read_model(path), tmp_path)


def test_what_means_the_same_is_written_and_stands_where_it_stood(tmp_path: Path) -> None:
    text = (
        "level = INTEG(gain - loss, 100)~item~|\ngain = table(Time / FINAL TIME) * XIDZ(1, c, 2)~~|\nloss = level * rate~~|\nrate = 0.25~~|\nc = 0~~|\n"
        "table((0,0),(1,10))~~|\nother = INTEG(level * rate, LOG(100, 10))~item~|\nlate = SMOOTH3(level, 2)~~|\n"
        "curve = WITH LOOKUP(level, ([(0,0)-(200,5)],(0,0),(200,5)))~~|\nstep of it = TIME STEP + MODULO(7, 4)~~|\n"
    )
    model = Model(parse_vensim("{UTF-8}\n" + text + TAIL + SKETCH))
    same(tmp_path / "text.mdl", model, tmp_path)
    root = etree.fromstring(to_xmile(model.document))
    stocks = {e.get("name"): e for e in root.iter(f"{NAMESPACE}stock") if e.get("x") is None}
    assert [e.text for e in stocks["level"].iter(f"{NAMESPACE}inflow")] == ["gain"]
    assert [e.text for e in stocks["level"].iter(f"{NAMESPACE}outflow")] == ["loss"]
    assert [e.text for e in stocks["other"].iter(f"{NAMESPACE}inflow")] == ["other_net_flow"]
    view = next(root.iter(f"{NAMESPACE}view"))
    assert [(e.get("name"), e.get("x"), e.get("y")) for e in view.iter(f"{NAMESPACE}stock")] == [("level", "356", "480")]
    (arrow,) = view.iter(f"{NAMESPACE}connector")
    assert [child.text for child in arrow] == ["rate", "loss"]


ARRAYS = """
Dim: A1, A2, A3 ~~|
Sub: A2, A3 ~~|
Other: B1, B2, B3 -> Dim ~~|
x[Dim] :EXCEPT: [A2] = 3 ~~|
x[A2] = 7 ~~|
s[Dim] = INTEG(x[Dim] - s[Dim] * 0.1, 10) ~~|
t[A1] = INTEG(x[A1], 1) ~~|t[Sub] = INTEG(s[Sub] - x[Sub], 2) ~~|
part = SUM(x[Sub!]) + VMAX(x[Sub!]) + PROD(x[Dim!]) ~~|
all of them = SUM(x[Dim!]) ~~|
each[Dim] = x[Dim] + SUM(s[Dim!]) + SUM(table[Dim!]) ~~|
two[Dim, Other] = x[Dim] * listed[Dim] + Other ~~|
across[Dim] = SUM(two[Dim, Other!]) / ELMCOUNT(Sub) ~~|
mapped[Other] = x[Dim] * 2 ~~|
listed[Dim] = 1, 2, 3 ~~|
table[Dim] = 4, 5, 6 ~~|
some[Sub] = listed[Sub] ~~|
curve[A1]((0,0),(4,1)) ~~|curve[Sub]((0,0),(4,2)) ~~|
read[Dim] = curve[Dim](Time) ~~|
"""
MACROS = """
:MACRO: EXPECT(x, t)
EXPECT = INTEG((x - EXPECT) / t, begin) ~x~|
begin = x * 2 ~x~|
:END OF MACRO:
:MACRO: LATER(x)
LATER = x * now + Time$ ~~|
now = TIME STEP$ ~~|
:END OF MACRO:
a = EXPECT(3 + Time, 2) ~~|
b = LATER(a) + EXPECT(a, 4) ~~|
"""


@pytest.mark.parametrize(
    "text",
    [
        "a = PULSE(1, 2) + PULSE(2.5, 0)~~|",
        "a = PULSE TRAIN(0.5, 0.5, 1.5, 3)~~|\nb = PULSE TRAIN(1, 1, 0, 3)~~|",
        "a = QUANTUM(Time - 2.25, 0.5)~~|\nb = QUANTUM(Time, 0)~~|\nc = INTEGER(Time - 2.25)~~|",
        "a = SMOOTH N(Time, 2, 1, 2)~~|\nb = DELAY N(Time, 2, 1, 3)~~|",
        "d = 1 + Time~~|\na = DELAY FIXED(Time, d, -1)~~|",
        "a = TREND(1 + Time, 2, 0.1)~~|\nb = FORECAST(1 + Time, 2, 3)~~|",
        "mod = 3~~|\nif = mod + 1~~|",
        ARRAYS,
        MACROS,
    ],
)
def test_pulses_macros_and_arrays_mean_the_same_when_written(tmp_path: Path, text: str) -> None:
    model = Model(parse_vensim("{UTF-8}\n" + text + "\n" + TAIL))
    same(tmp_path / "text.mdl", model, tmp_path)
    # What was written is XMILE that is written again as it stands.
    again = read_model(tmp_path / "written.xmile")
    assert to_xmile(again.document) == (tmp_path / "written.xmile").read_bytes()


@pytest.mark.corpus
@pytest.mark.parametrize(
    "name",
    [
        "test_except.mdl",
        "test_subscript_individually_defined_stocks.mdl",
        "test_subscript_mapping_vensim.mdl",
        "test_macro_multi_expression.mdl",
        "test_subset_duplicated_coord.mdl",
        "sum.mdl",
        "pulsetrain.mdl",
        "quantum.mdl",
        "subscript_switching.mdl",
    ],
)
def test_models_of_the_suites_run_alike(corpus: Path, tmp_path: Path, name: str) -> None:
    for archive in ("test-models", "sdeverywhere_models"):
        with zipfile.ZipFile(corpus / "sd_models" / f"{archive}.zip") as packed:
            for item in packed.namelist():
                if item.endswith(f"/{name}"):
                    packed.extract(item, tmp_path)
    path = next(tmp_path.rglob(name))
    same(path, read_model(path), tmp_path)


@pytest.mark.parametrize(
    "call",
    [
        "RANDOM UNIFORM(2, 5, 3)",
        "RANDOM 0 1()",
        "RANDOM NORMAL(0, 8, 5, 2, 1)",
        "RANDOM EXPONENTIAL(0, 9, 1, 2, 4)",
        "RANDOM WEIBULL(0, 9, 2, 1, 3, 4)",
        "RANDOM POISSON(0, 50, 6, 1, 2, 7)",
    ],
)
def test_random_functions_draw_from_the_same_distribution(tmp_path: Path, call: str) -> None:
    model = Model(parse_vensim("{UTF-8}\na = " + call + "~~|\n" + TAIL))
    (tmp_path / "a.xmile").write_bytes(to_xmile(model.document))
    ours, theirs = (each.run(members=3000, seed=5)["a"].ravel() for each in (model, read_model(tmp_path / "a.xmile")))
    assert ours.tolist() != theirs.tolist()  # other draws
    assert ks_2samp(ours, theirs).pvalue > 0.01


def test_every_element_of_a_stock_has_its_own_flow() -> None:
    # Read as XMILE: the second element must not fill from the first one's flow.
    text = (
        '<xmile><sim_specs><start>0</start><stop>2</stop><dt>1</dt></sim_specs><dimensions><dim name="d"><elem name="a"/><elem name="b"/></dim>'
        '</dimensions><model><variables><stock name="s"><dimensions><dim name="d"/></dimensions><element subscript="a"><eqn>1</eqn></element>'
        '<element subscript="b"><eqn>10</eqn></element><inflow>f</inflow></stock><flow name="f"><dimensions><dim name="d"/></dimensions>'
        '<element subscript="a"><eqn>2</eqn></element><element subscript="b"><eqn>5</eqn></element></flow></variables></model></xmile>'
    )
    run = Model(parse_xmile(text.encode())).run()
    assert run["s[a]"].tolist() == [1, 3, 5]
    assert run["s[b]"].tolist() == [10, 15, 20]
    with pytest.raises(ModelError, match=r"no elements.*d, model.xmile, line 1"):
        parse_xmile(text.replace('<elem name="a"/><elem name="b"/>', "").encode())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a = RANDOM TRIANGULAR(0, 1, 0, 0.5, 1, 1)~~|", ["RANDOM TRIANGULAR", "line 2", "twice"]),
        ("a = INTEGER(RANDOM UNIFORM(0, 9, 1))~~|", ["INTEGER", "line 2"]),
        ("a = DELAY INFORMATION(Time, 2, 0)~~|", ["DELAY INFORMATION", "line 2", "keep their order"]),
        ("d = 1 + Time~~|\na = DELAY N(Time, d, 1, 3)~~|", ["DELAY N", "line 3", "constant"]),
        (":MACRO: M(x : y)\nM = x~~|\n:END OF MACRO:\na = M(3 : b)~~|", ["does not define its output", "M", "'y'"]),
        (":MACRO: M(x : y)\nM = x~~|\ny = x~~|\n:END OF MACRO:\na = M(3 : b, c)~~|", ["not so many outputs", "a, model.mdl, line 6"]),
        ("history ~~|\na = history~~|", ["neither an equation nor data", "history, model.mdl, line 2"]),
        ("a = GET XLS CONSTANTS('a.xlsx', 's', 'B2')~~|", ["reads a data file", "a, model.mdl, line 2"]),
        ('"a \\"b\\" c" = 1~~|', ["quotation marks", "line 2"]),
        ("dt = 1~~|", ["means something else in XMILE", "dt, model.mdl, line 2"]),
        ("a = SAVEPER~~|", ["SAVEPER", "line 2"]),
        ("r: x, y~~|\nq: u, v~~|\na[x, u] = 1~~|\na[y, v] = 2~~|", ["not every element", "a, model.mdl, line 4"]),
    ],
)
def test_what_does_not_is_named_with_the_reason(text: str, parts: list[str]) -> None:
    with pytest.raises(ModelError) as raised:
        to_xmile(parse_vensim("{UTF-8}\n" + text + "\n" + TAIL))
    assert all(part in str(raised.value) for part in parts), str(raised.value)


def test_a_saving_step_that_is_no_number_is_not_left_out() -> None:
    text = "{UTF-8}\na = 1~~|\n" + TAIL.replace("SAVEPER = 1", "SAVEPER = 2 * TIME STEP")
    with pytest.raises(ModelError, match="setting that is no number"):
        to_xmile(parse_vensim(text))


@pytest.mark.parametrize(
    "text",
    [
        "a = SAMPLE IF TRUE(Time > 2 :AND: Time < 4, Time, 9)~~|",
        "a = SAMPLE IF TRUE(Time > a + 1, Time, 0)~~|",
        "a = 2 * SAMPLE IF TRUE(Time > 2, Time, 0) + 1~~|\nb = a + SAMPLE IF TRUE(Time > 3, a, 0) + SAMPLE IF TRUE(Time > 1, a, 7)~~|",
        "r: x, y~~|\na[r] = SAMPLE IF TRUE(Time > s[r], a[r] + Time, s[r])~~|\ns[r] = 1, 3~~|\nb[r] = 1 + SAMPLE IF TRUE(Time > s[r], Time, 0)~~|",
        "r: x, y~~|\nc[x] = 1 + SAMPLE IF TRUE(Time > 1, Time, 0)~~|\nc[y] = SAMPLE IF TRUE(Time > 2, c[y] + 1, 0)~~|",
        (
            ":MACRO: M(x, k : y, z)\nM = INTEG(x - M / k, 1)~~|\ny = M * 2~~|\nz = SMOOTH(x, 2)~~|\n:END OF MACRO:\n"
            "a = M(Time, 2 : b, c) + 1~~|\ne = b + c~~|\nf = M(3, 4)~~|"
        ),
    ],
)
def test_samples_and_macros_of_several_outputs_run_alike(tmp_path: Path, text: str) -> None:
    path = tmp_path / "model.mdl"
    path.write_text("{UTF-8}\n" + text + "\n" + TAIL)
    same(path, read_model(path), tmp_path)


def test_a_macro_named_like_a_function_of_xmile_gets_another_name(tmp_path: Path) -> None:
    path = tmp_path / "model.mdl"
    path.write_text("{UTF-8}\n:MACRO: INIT(x)\nINIT = INITIAL(x) * 2~~|\n:END OF MACRO:\na = INIT(Time + 3)~~|\n" + TAIL)
    same(path, read_model(path), tmp_path)
    assert b'<macro name="INIT_macro">' in to_xmile(read_model(path).document)


def test_what_stood_in_files_stands_in_the_model_that_is_written(tmp_path: Path) -> None:
    (tmp_path / "data.dat").write_text("history\n0\t1\n2\t5\n3\t3\nsteps\n0\t1\n2\t5\nrow[x]\n0\t1\n4\t9\nrow[y]\n0\t2\n")
    (tmp_path / "cells.csv").write_text("name,value,points\nx,1,2\ny,3,4\n")
    path = tmp_path / "model.mdl"
    path.write_text(
        "{UTF-8}\nhistory~~|\nsteps:HOLD BACKWARD:~~|\nrow[r]~~|\na[r] = row[r] + history * steps~~|\n"
        "r: GET DIRECT SUBSCRIPT('cells.csv', ',', 'A2', 'A', '')~~|\nk[r] = GET DIRECT CONSTANTS('cells.csv', ',', 'B2*')~~|\n"
        "curve(GET DIRECT LOOKUPS('cells.csv', ',', 'B', 'C2'))~~|\nb = curve(Time)~~|\nnext = GET DATA BETWEEN TIMES(history, Time + 1, 0)~~|\n"
        + TAIL
    )
    model = read_model(path)
    assert model.run()["k[y]"][0] == 3
    alone = tmp_path / "alone"
    alone.mkdir()
    same(path, model, alone)
    ahead = Model(parse_vensim("{UTF-8}\nhistory:LOOK FORWARD:~~|\na = history~~|\n" + TAIL, folder=tmp_path))
    with pytest.raises(ModelError, match=r"straight lines or steps .*history, model.mdl, line 2.*LOOK FORWARD"):
        to_xmile(ahead.document)
