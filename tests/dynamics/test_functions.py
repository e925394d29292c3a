"""Every function of the language once: both engines agree, and known values are met."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ecotone.dynamics.formats.vensim import parse_vensim
from ecotone.dynamics.formats.xmile import parse_xmile
from ecotone.dynamics.model import Model

CONTROL = "INITIAL TIME = 0 ~~|FINAL TIME = 3 ~~|TIME STEP = 0.5 ~~|SAVEPER = TIME STEP ~~|"
ALL = (
    """
u = Time - 1.2 ~~|t(  (0,1),(1,3),(2,2.5),(4,7)) ~~|
f01 = ABS(u) + SQRT(ABS(u)) + EXP(u) + LN(2 + u) + LOG(3 + u, 10) ~~|
f02 = SIN(u) + COS(u) + TAN(u) + ARCSIN(u / 9) + ARCCOS(u / 9) + ARCTAN(u) ~~|
f03 = SINH(u) + COSH(u) + TANH(u) + GAMMA LN(3 + u) + INTEGER(u * 3) ~~|
f04 = MODULO(u, 0.7) + QUANTUM(u, 0.4) + POWER(3 + u, 1.7) + ZIDZ(u, Time) + XIDZ(u, Time, 5) ~~|
f05 = IF THEN ELSE(u > 0 :AND: u < 1 :OR: :NOT: (u <= 0.5), u >= 0.1, (u = 0.3) + (u <> 0.3)) ~~|
f06 = LOOKUP EXTRAPOLATE(t, u * 3) + LOOKUP BACKWARD(t, u) + LOOKUP FORWARD(t, u) + LOOKUP INVERT(t, 2 + u) + LOOKUP SLOPE(t, u) + LOOKUP AREA(t, -1, u * 3) ~~|
f07 = t(u * 3) + WITH LOOKUP(u, ((0,0),(1,1))) + MIN(u, 0.2) - MAX(u, 0.1) + -u ~~|
f08 = STEP(2, 1) + RAMP(1, 0.5, 2) + PULSE(1, 1) + PULSE TRAIN(0, 0.5, 1, 3) ~~|
f09 = SMOOTH(u, 2) + SMOOTHI(u, 2, 1) + SMOOTH3(u, 2) + SMOOTH3I(u, 2, 1) + SMOOTH N(u, 2, 1, 2) ~~|
f10 = DELAY1(u, 2) + DELAY1I(u, 2, 1) + DELAY3(u, 2) + DELAY3I(u, 2, 1) + DELAY N(u, 2, 1, 2) + DELAY FIXED(u, 1, 4) ~~|
f11 = TREND(3 + u, 2, 0.1) + FORECAST(3 + u, 2, 1) + NPV(u, 0.1, 0, 1) + INITIAL(u) + SAMPLE IF TRUE(u > 0, u, 2) ~~|
f12 = RANDOM UNIFORM(0, 1, 1) + RANDOM NORMAL(-9, 9, 0, 1, 2) + RANDOM EXPONENTIAL(0, 9, 0, 1, 3) + RANDOM TRIANGULAR(0, 9, 1, 2, 4, 4) ~~|
f13 = RANDOM WEIBULL(0, 9, 2, 0, 1, 5) + RANDOM POISSON(0, 99, 4, 0, 1, 6) + RANDOM BINOMIAL(0, 9, 0.4, 5, 0, 1, 7) + RANDOM 0 1() ~~|
d: a, b, c ~~|e: x, y ~~|
v2[d] = u + 1 ~~|
w[a] = 3 + u ~~|w[b] = 1 ~~|w[c] = 2 - u ~~|m[x, x] = 4 + u ~~|m[x, y] = 7 ~~|m[y, x] = 2 ~~|m[y, y] = 6 ~~|
g01 = SUM(w[d!]) + PROD(w[d!]) + VMIN(w[d!]) + VMAX(w[d!]) + ELMCOUNT(d) ~~|
g02[d] = VECTOR SORT ORDER(w[d], 1) + VECTOR RANK(w[d], -1) + VECTOR ELM MAP(w[a], d - 1) ~~|
g03[d] = VECTOR REORDER(w[d], order[d]) ~~|order[d] = VECTOR SORT ORDER(w[d], 1) ~~|
g04 = VECTOR SELECT(w[d!], v2[d!], -1, 0, 0) + VECTOR SELECT(w[d!], v2[d!], -1, 3, 0) ~~|
k: ktype, kpriority, kwidth, kextra ~~|p[d, ktype] = 1, 3, 4 ~~|p[d, kpriority] = 2, 3, 1 ~~|p[d, kwidth] = 1 ~~|p[d, kextra] = 0 ~~|
g05[d] = ALLOCATE AVAILABLE(w[d], p[d, ktype], 2) ~~|q[d] = 1, 2, 3 ~~|
g06[d] = ALLOCATE BY PRIORITY(w[d], q[d], 3, 2, 2 + u) ~~|
f <-> e ~~|z[e, f] = INVERT MATRIX(m[e, f], 2) ~~|
"""
    + CONTROL
)


def vensim(text: str) -> Model:
    return Model(parse_vensim(text))


@pytest.mark.kernel
@pytest.mark.parametrize("method", ["euler", "rk4"])
def test_engines_agree_on_every_function(method: str) -> None:
    everything = vensim(ALL)
    compiled = everything.run(members=2, engine="compiled", method=method)  # type: ignore[arg-type]
    plain = everything.run(members=2, engine="numpy", method=method)  # type: ignore[arg-type]
    for at, name in enumerate(compiled.columns):
        # To the last bit, but for the logarithm of gamma, which Python computes itself.
        tolerance = 1e-12 if name == "f03" else 0.0
        np.testing.assert_allclose(compiled.values[:, at], plain.values[:, at], rtol=tolerance, err_msg=name)
    assert np.isfinite(compiled.values).all()


def test_known_values() -> None:
    run = vensim(
        "dim: a, b, c ~~|r[dim] = 3, 1, 2 ~~|s[dim] = VECTOR SORT ORDER(r[dim], 1) ~~|k[dim] = VECTOR RANK(r[dim], 1) ~~|"
        "g = GAMMA LN(10) ~~|q = QUANTUM(-1.9, 1) ~~|m = MODULO(-7, 3) ~~|" + CONTROL
    ).run()
    assert [run[f"s[{e}]"][0] for e in "abc"] == [1, 2, 0]
    assert [run[f"k[{e}]"][0] for e in "abc"] == [3, 1, 2]
    assert run["g"][0] == pytest.approx(math.log(math.factorial(9)))
    assert (run["q"][0], run["m"][0]) == (-1, -1)


def test_random_numbers_have_their_moments() -> None:
    run = vensim(
        "n = RANDOM NORMAL(-9, 9, 5, 2, 1) ~~|e = RANDOM EXPONENTIAL(0, 99, 0, 3, 1) ~~|p = RANDOM POISSON(0, 99, 4, 0, 1, 1) ~~|"
        "b = RANDOM BINOMIAL(0, 99, 0.3, 10, 0, 1, 1) ~~|INITIAL TIME = 0 ~~|FINAL TIME = 4000 ~~|TIME STEP = 1 ~~|SAVEPER = 1 ~~|"
    ).run(engine="numpy")
    for name, mean, deviation in [("n", 4.9, 1.9), ("e", 3, 3), ("p", 4, 2), ("b", 3, math.sqrt(2.1))]:
        assert run[name].mean() == pytest.approx(mean, abs=0.15)
        assert run[name].std() == pytest.approx(deviation, abs=0.15)


def test_xmile_functions() -> None:
    formulas = {
        "a": ("SAFEDIV(1, 0, 7)", 7),
        "b": ("INT(-1.5) + ROUND(2.5)", 1),
        "c": ("LOG10(1000) + PI", 3 + math.pi),
        "d": ("PREVIOUS(TIME, 9)", 9),
        "e": ("DELAY(TIME, 1, 4)", 4),
        "f": ("SMTH1(3, 2) + SMTH3(3, 2) + SMTHN(3, 2, 4)", 9),
        "g": ("DELAY1(3, 2) + DELAY3(3, 2) + DELAYN(3, 2, 4)", 9),
        "h": ("STEP(2, STARTTIME) + PULSE(4, 0, 0) * DT", 6),
        "i": ("MIN(3, 1, 2) + MAX(3, 1, 2)", 4),
        "j": ("-7 MOD 3", -1),
        "k": ("INIT(TIME) + STOPTIME", 2),
    }
    body = "".join(f"<aux name='{name}'><eqn>{text}</eqn></aux>" for name, (text, _) in formulas.items())
    text = f"<xmile><sim_specs><start>0</start><stop>2</stop><dt>0.5</dt></sim_specs><model><variables>{body}</variables></model></xmile>"
    run = Model(parse_xmile(text.encode())).run()
    assert {name: float(run[name][0]) for name in formulas} == pytest.approx({name: value for name, (_, value) in formulas.items()})
