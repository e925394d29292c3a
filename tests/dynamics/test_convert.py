"""Vensim models written as XMILE: read back, they run alike, and stand where they stood."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import numpy as np
import pytest
from lxml import etree

from ecotone.dynamics import Model, read_model, to_xmile
from ecotone.dynamics.formats.vensim import parse_vensim
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


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a = PULSE(1, 2)~~|", ["PULSE", "a", "line 2"]),
        ("a = RANDOM NORMAL(0, 1, 0.5, 0.1, 1)~~|", ["RANDOM NORMAL", "line 2"]),
        (":MACRO: M(x)\nM = x~~|\n:END OF MACRO:\na = M(3)~~|", ["Macros"]),
    ],
)
def test_what_does_not_is_named(text: str, parts: list[str]) -> None:
    with pytest.raises(ModelError) as raised:
        to_xmile(parse_vensim("{UTF-8}\n" + text + "\n" + TAIL))
    assert all(part in str(raised.value) for part in parts)
