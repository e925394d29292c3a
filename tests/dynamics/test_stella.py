"""What Stella's files say beyond XMILE's plain equations: its functions, stocks that do not fall below zero, methods."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ecotone.dynamics.formats.vensim import parse_vensim
from ecotone.dynamics.formats.xmile import parse_xmile
from ecotone.dynamics.model import Model
from ecotone.errors import ModelError

STOCK = "<stock name='{}'><eqn>{}</eqn>{}<non_negative/></stock>"


def xmile(body: str, *, stop: float = 4, step: float = 0.5, method: str = "Euler") -> Model:
    specs = f"<sim_specs method='{method}'><start>0</start><stop>{stop}</stop><dt>{step}</dt></sim_specs>"
    return Model(parse_xmile(f"<xmile>{specs}<model><variables>{body}</variables></model></xmile>".encode()))


def aux(**formulas: str) -> str:
    return "".join(f"<aux name='{name}'><eqn>{text}</eqn></aux>" for name, text in formulas.items())


def test_lookup_area_gives_the_examples_of_the_vensim_manual() -> None:
    tail = "INITIAL TIME = 0~~|FINAL TIME = 1~~|TIME STEP = 1~~|SAVEPER = 1~~|"
    formulas = "a = LOOKUP AREA(t, 0, 1)~~|b = LOOKUP AREA(t, 2, 4)~~|c = LOOKUP AREA(t, 0.5, 2.5)~~|d = LOOKUP AREA(t, -1, 0)~~|"
    run = Model(parse_vensim("t((0,1),(1,1),(2,2))~~|" + formulas + tail)).run()
    assert [float(run[name][0]) for name in "abcd"] == pytest.approx([1, 4, 3, 1])


def test_functions_of_stella_give_what_is_worked_out_by_hand() -> None:
    run = xmile(
        aux(
            factorial="FACTORIAL(5)",
            combinations="COMBINATIONS(5, 3)",
            permutations="PERMUTATIONS(5, 3)",
            logarithm="GAMMALN(6)",
            percent="PERCENT(0.65)",
            root="ROOTN(16, 4)",
            sine="SINWAVE(3, 8)",
            cosine="COSWAVE(3, 8)",
        )
    ).run()
    known = {"factorial": 120, "combinations": 10, "permutations": 60, "logarithm": math.log(120), "percent": 65, "root": 2}
    assert {name: float(run[name][0]) for name in known} == pytest.approx(known)
    # A quarter of the period is two units of time.
    assert [float(run["sine"][at]) for at in (0, 4, 8)] == pytest.approx([0, 3, 0], abs=1e-12)
    assert [float(run["cosine"][at]) for at in (0, 4, 8)] == pytest.approx([3, 0, -3], abs=1e-12)


def test_random_numbers_of_stella_have_their_moments() -> None:
    body = aux(log="LN(LOGNORMAL(5, 1, 12))", tri="TRIANGULAR(0, 1, 5)", wei="WEIBULL(2, 3)", bi="BINOMIAL(10, 0.3)")
    run = xmile(body, stop=4000, step=1).run(engine="numpy")
    weibull = 3 * math.gamma(1.5), 3 * math.sqrt(math.gamma(2) - math.gamma(1.5) ** 2)
    for name, mean, deviation in [("log", 5, 1), ("tri", 2, math.sqrt(21 / 18)), ("wei", *weibull), ("bi", 3, math.sqrt(2.1))]:
        assert run[name].mean() == pytest.approx(mean, abs=0.15), name
        assert run[name].std() == pytest.approx(deviation, abs=0.15), name


def test_previous_of_self_counts() -> None:
    run = xmile(aux(growth="PREVIOUS(SELF, 1) * 2")).run()
    assert run["growth"].tolist() == [2.0**n for n in range(1, 10)]


@pytest.mark.kernel
@pytest.mark.parametrize("engine", ["compiled", "numpy"])
def test_what_leaves_a_stock_was_in_it(engine: str) -> None:
    body = (
        STOCK.format("a", 10, "<inflow>in</inflow><outflow>first</outflow><outflow>second</outflow>")
        + STOCK.format("b", 0, "<inflow>first</inflow>")
        + STOCK.format("c", 0, "<inflow>second</inflow>")
        + "".join(f"<flow name='{name}'><eqn>{rate}</eqn></flow>" for name, rate in (("in", 1), ("first", 3), ("second", 4)))
    )
    run = xmile(body).run(engine=engine)
    np.testing.assert_allclose(run["a"] + run["b"] + run["c"], 10 + run.time)
    assert (run["a"] >= 0).all()
    # The first outflow is served first; what is left over of what flows in goes to nobody else.
    assert run["first"][-1] == pytest.approx(1)
    assert run["second"][-1] == 0


def test_two_stocks_that_feed_each_other_stay_above_zero_and_lose_nothing() -> None:
    body = (
        STOCK.format("a", 1, "<inflow>back</inflow><outflow>there</outflow>")
        + STOCK.format("b", 2, "<inflow>there</inflow><outflow>back</outflow>")
        + "<flow name='there'><eqn>5</eqn></flow><flow name='back'><eqn>1</eqn></flow>"
    )
    run = xmile(body).run()
    np.testing.assert_allclose(run["a"] + run["b"], 3)
    assert (run.values >= 0).all()


def test_what_would_run_to_other_values_is_refused() -> None:
    with pytest.raises(ModelError, match="time changes in the run") as caught:
        xmile(aux(late="DELAY(TIME, 1 + TIME / 4)")).run()
    assert "late" in str(caught.value)
    with pytest.raises(ModelError, match="No such method of integration"):
        xmile(aux(a="1"), method="Leapfrog")
    with pytest.raises(ModelError, match="DELAY INFORMATION is not supported"):
        Model(parse_vensim("a = DELAY INFORMATION(Time, 2, 0)~~|")).run()
    with pytest.raises(ModelError, match="No such function"):
        xmile(aux(a="COUNTER(1, 5)")).run()
