"""Both engines, against each other, against published values and against what is known of integration."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ecotone.dynamics import Builder, Intervention, Model, read_model
from ecotone.dynamics.formats.vensim import parse_vensim
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.dynamics.syntax import Method

CONTROL = "INITIAL TIME = 0 ~~|FINAL TIME = 4 ~~|TIME STEP = 1 ~~|SAVEPER = TIME STEP ~~|"
MIXED = (
    """
dim: a, b, c ~~|
k[dim] = 1, 2, 3 ~~|
stock[dim] = INTEG(k[dim] - stock[dim] / 3, 10) ~~|
total = SUM(stock[dim!]) ~~|
order[dim] = VECTOR SORT ORDER(stock[dim], -1) ~~|
held = SAMPLE IF TRUE(MODULO(Time, 2) = 0, total, 0) ~~|
late = DELAY FIXED(total, 2, 5) ~~|
smooth = SMOOTH3(total, 2) ~~|
table([(0,0)-(50,1)],(0,0),(20,0.7),(50,1)) ~~|
read = table(total) + EXP(-Time) * SIN(total) ^ 2 ~~|
noise = RANDOM NORMAL(-3, 3, 0, 1, 7) ~~|
worst = MIN(noise, MAX(read, 0.1)) ~~|
"""
    + CONTROL
)


def model(text: str) -> Model:
    return Model(parse_vensim(text))


@pytest.mark.kernel
def test_engines_give_the_same_bits() -> None:
    mixed = model(MIXED)
    values = np.linspace(0.5, 2.0, 5)
    compiled = mixed.run(members=5, constants={"k[a]": values}, engine="compiled")
    plain = mixed.run(members=5, constants={"k[a]": values}, engine="numpy")
    np.testing.assert_array_equal(compiled.values, plain.values)


RARE = (
    """
d: a, b, c ~~|
want[d] = 5, 3, 4 ~~|
rank[d] = 3, 1, 1 ~~|
grow[d] = INTEG(got[d] - grow[d] / 4, 2) ~~|
got[d] = ALLOCATE BY PRIORITY(want[d], rank[d], ELMCOUNT(d), 1, supply) ~~|
supply = 6 + SUM(grow[d!]) / 10 ~~|
order[d] = VECTOR SORT ORDER(grow[d], 1) ~~|
luck = RANDOM POISSON(0, 9, 2, 0, 1, 3) ~~|
more = INTEG(luck + order[b] - SUM(got[d!]), 1) ~~|
"""
    + CONTROL
)


@pytest.mark.kernel
@pytest.mark.parametrize("method", ["euler", "rk4", "rk45"])
def test_the_interpreter_carries_on_after_a_rare_operation(method: Method) -> None:
    rare = model(RARE)
    wants = {"want[a]": [4, 5, 6]}
    compiled, plain = (rare.run(members=3, seed=2, constants=wants, method=method, engine=each) for each in ("compiled", "numpy"))
    np.testing.assert_array_equal(compiled.values, plain.values)
    np.testing.assert_allclose(compiled["got[a]"][0], [4, 5, 6])  # the highest in rank gets all of it
    assert compiled["supply"][0, 0] == pytest.approx(6.6)
    np.testing.assert_allclose(sum(compiled[f"got[{each}]"][0] for each in "abc"), 6.6)


@pytest.mark.kernel
@pytest.mark.parametrize("method", ["euler", "rk4", "rk45"])
@pytest.mark.parametrize("engine", ["compiled", "numpy"])
def test_a_stock_that_may_not_fall_below_zero_does_not_hide_what_is_no_number(method: Method, engine: str) -> None:
    builder = Builder("Floors", start=0, stop=2, step=1)
    builder.stock("broken", 1, inflows=["lost"], non_negative=True).flow("lost", "k").aux("k", 0)
    builder.stock("empty", 1, outflows=["leak"], non_negative=True).flow("leak", 3)
    run = builder.model().run(constants={"k": math.nan}, method=method, engine=engine)
    assert (run["empty"] >= 0).all()
    assert np.isnan(run["broken"][1:]).all()
    assert run.problems()


@pytest.mark.kernel
def test_a_member_runs_alike_alone_and_in_an_ensemble() -> None:
    mixed = model(MIXED)
    many = mixed.run(members=3, constants={"k[a]": [1.0, 1.5, 2.0]}, seed=4, engine="compiled")
    alone = mixed.run(seed=4, engine="compiled")
    np.testing.assert_array_equal(alone.values[:, :, 0], many.values[:, :, 0])


def test_seeds_differ_and_repeat() -> None:
    mixed = model(MIXED)
    first, again, other = (mixed.run(seed=seed, engine="numpy")["noise"] for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_smooth_with_an_integer_initial_value_keeps_its_fractions() -> None:
    # Vensim gives 1.90 at step 1; PySD 3.14.3, which makes an integer array of it, 1.50.
    assert model("k = 2.8 ~~|x = SMOOTHI(k, 2, 1) ~~|" + CONTROL).run()["x"][1] == pytest.approx(1.9)


def test_runge_kutta_is_of_fourth_order() -> None:
    text = "x = INTEG(-x, 1) ~~|INITIAL TIME = 0 ~~|FINAL TIME = 1 ~~|TIME STEP = {} ~~|SAVEPER = TIME STEP ~~|"
    errors = [abs(model(text.format(step)).run(method="rk4")["x"][-1] - math.exp(-1)) for step in (0.1, 0.05)]
    assert math.log2(errors[0] / errors[1]) == pytest.approx(4, abs=0.1)


def test_euler_of_exponential_decay() -> None:
    run = model("x = INTEG(-0.5 * x, 8) ~~|" + CONTROL).run()
    assert run["x"].tolist() == [8, 4, 2, 1, 0.5]


@pytest.mark.corpus
def test_world3_reproduces_vensim(corpus: Path, tmp_path: Path) -> None:
    from ecotone.dynamics import conformance

    folder = conformance.unpack(corpus / "sd_models" / "world3.zip", tmp_path)
    run = read_model(next(folder.rglob("*.mdl"))).run()
    wrong, missing = conformance.compare(run, next(folder.rglob("*.csv")), 1e-5)
    assert len(wrong) <= 5, wrong
    assert len(run.columns) - len(missing) > 200


def test_an_intervention_takes_a_variables_place_from_a_time_on() -> None:
    growing = model("births = 0.5 * x ~~|x = INTEG(births, 8) ~~|" + CONTROL)
    stopped = growing.run(interventions=[Intervention("births", 0.0, start=2)])
    assert stopped["x"].tolist() == [8, 12, 18, 18, 18]
    halved = growing.run(interventions=[Intervention("births", "#own / 2", start=2)])
    assert halved["x"].tolist() == [8, 12, 18, 22.5, 28.125]


def test_simultaneous_equations_are_named() -> None:
    with pytest.raises(ModelError, match=r"a → b → a|b → a → b"):
        model("a = b + 1 ~~|b = a / 2 ~~|" + CONTROL).run()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = births rte + 1 ~~|births rate = 2 ~~|", "Did you mean 'births rate'"),
        ("a = MAX(1) ~~|", "wrong number of arguments"),
        ("a = (1 + 2 ~~|", r"'\)' is missing"),
        ("a = DELAY CONVEYOR(1, 2, 3, 4, 5, 6) ~~|", "not supported"),
        ("a = WITH LOOKUP(Time, ((0,0),(2,1),(1,2))) ~~|", "rising order"),
        ("d: p, q ~~|a[d] = 1 ~~|b = a[r] ~~|", "bound to nothing"),
        ("a = NO SUCH THING(3) ~~|", "No such function"),
        ("a = GET DIRECT CONSTANTS('../x.csv', ',', 'B2') ~~|", "data file"),
    ],
)
def test_bad_equations_name_variable_and_place(text: str, message: str) -> None:
    with pytest.raises(ModelError, match=message) as caught:
        model(text + CONTROL).run()
    assert "line 1" in str(caught.value)


def test_csv_has_time_first_and_subscripts_in_brackets(tmp_path: Path) -> None:
    run = model("d: p, q ~~|a[d] = 1, 2 ~~|" + CONTROL).run(outputs=["a"])
    run.write_csv(tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text().splitlines()[:2] == ["time,a[p],a[q]", "0.0,1.0,2.0"]
    assert run.frame().columns == ["time", "a[p]", "a[q]"]


def test_a_division_by_zero_is_reported_with_variable_and_time() -> None:
    run = model("x = 1 / (Time - 2) ~~|y = 2 * x ~~|" + CONTROL).run()
    found = list(run.problems())
    assert {problem.column for problem in found} == {"x", "y"}
    assert all(problem.got == "inf at time 2" for problem in found)


@pytest.mark.parametrize(
    ("setting", "message"),
    [("TIME STEP = 0", "greater than 0"), ("FINAL TIME = -1", "ends before it starts"), ("TIME STEP = 1e-9", "too many steps")],
)
def test_control_settings_that_make_no_run_are_refused(setting: str, message: str) -> None:
    name = setting.partition(" =")[0]
    text = "".join(f"{part}|" for part in CONTROL.split("|")[:-1] if not part.startswith(name))
    with pytest.raises(ModelError, match=message):
        model(f"x = 1 ~~|{setting} ~~|{text}").run()


def test_entities_in_xmile_are_refused() -> None:
    from ecotone.dynamics.formats.xmile import parse_xmile
    from ecotone.errors import UnsafeFileError

    with pytest.raises(UnsafeFileError, match="entities"):
        parse_xmile(b'<!DOCTYPE x [<!ENTITY a "b">]><xmile><model/></xmile>')


def test_a_data_file_outside_the_models_folder_is_refused(tmp_path: Path) -> None:
    from ecotone.errors import UnsafeFileError

    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.csv").write_text("1,2\n")
    (inside / "m.mdl").write_text("a = GET DIRECT CONSTANTS('../secret.csv', ',', 'A1') ~~|" + CONTROL)
    with pytest.raises(UnsafeFileError, match="own folder"):
        read_model(inside / "m.mdl").run()


def test_a_conveyor_is_refused_with_its_variable_and_line() -> None:
    from ecotone.dynamics.formats.xmile import parse_xmile

    text = (
        b'<xmile><model><variables>\n<stock name="belt"><eqn>1</eqn><conveyor><len>3</len></conveyor></stock></variables></model></xmile>'
    )
    with pytest.raises(ModelError, match=r"conveyor.*belt.*line 2"):
        parse_xmile(text)


@pytest.mark.kernel
def test_stocks_that_are_each_others_rate_take_the_values_at_the_steps_beginning() -> None:
    builder = Builder("Two", start=0, stop=4, step=0.5)
    builder.stock("x", 1, inflows=["to x"]).stock("y", 2, inflows=["to y"]).flow("to x", "y").flow("to y", "x")
    model = builder.model()
    x, y = 1.0, 2.0
    for _ in range(8):
        x, y = x + 0.5 * y, y + 0.5 * x
    for engine in ("compiled", "numpy"):
        run = model.run(engine=engine, members=3, constants={})
        assert (run["x"][-1].tolist(), run["y"][-1].tolist()) == ([x] * 3, [y] * 3)
