"""Modules and arrays as Stella writes them: connections said twice, inputs of the model itself, subscripts that are computed."""

from __future__ import annotations

import numpy as np
import pytest

from ecotone.dynamics import Model, Run
from ecotone.dynamics.formats.xmile import parse_xmile
from ecotone.errors import ModelError


def model(inside: str, *, dimensions: str = "", after: str = "") -> Model:
    specification = "<sim_specs><start>0</start><stop>4</stop><dt>1</dt></sim_specs>"
    text = f"<xmile>{specification}<dimensions>{dimensions}</dimensions><model><variables>{inside}</variables></model>{after}</xmile>"
    return Model(parse_xmile(text.encode()))


def run(inside: str, *, dimensions: str = "", after: str = "") -> Run:
    return model(inside, dimensions=dimensions, after=after).run()


def aux(name: str, formula: str, *, over: str = "") -> str:
    dims = f"<dimensions><dim name='{over}'/></dimensions>" if over else ""
    return f"<aux name='{name}'>{dims}<eqn>{formula}</eqn></aux>"


def submodel(name: str, inside: str) -> str:
    return f"<model name='{name}'><variables>{inside}</variables></model>"


GIVER = submodel("giver", aux("made", "10 + TIME"))
TAKER = submodel("taker", aux("got", "0") + aux("twice", "2 * got"))


def test_a_connection_belongs_to_the_module_that_its_target_names() -> None:
    both = "<connect to='taker.got' from='giver.made'/><connect2 to='taker.got' from='giver.made'/>"
    found = run(f"<module name='giver'>{both}</module><module name='taker'>{both}</module>", after=GIVER + TAKER)
    np.testing.assert_allclose(found["taker.twice"], 2 * (10 + found.time))


@pytest.mark.parametrize("link", ["to='got' from='.level'", "to='taker.got' from='.level'", "to='taker.got' from='level'"])
def test_a_module_is_fed_by_the_model(link: str) -> None:
    found = run(aux("level", "3") + f"<module name='taker'><connect {link}/></module>", after=TAKER)
    assert found["taker.twice"][0] == 6


def test_a_variable_of_the_model_is_fed_by_a_module() -> None:
    links = "<connect to='.input' from='giver.made'/><connect2 to='input' from='giver.made'/>"
    found = run(aux("input", "giver") + aux("next", "input + 1") + f"<module name='giver'>{links}</module>", after=GIVER)
    np.testing.assert_allclose(found["input"], 10 + found.time)
    np.testing.assert_allclose(found["next"], 11 + found.time)


def test_modules_in_modules_are_fed_through_their_own() -> None:
    outer = submodel("outer", aux("inlet", "0") + "<module name='taker'><connect to='taker.got' from='inlet'/></module>")
    found = run(aux("level", "4") + "<module name='outer'><connect to='outer.inlet' from='.level'/></module>", after=outer + TAKER)
    assert found["outer.taker.twice"][0] == 8


def test_connections_in_a_circle_are_named() -> None:
    links = "<connect to='a.got' from='b.got'/><connect to='b.got' from='a.got'/>"
    with pytest.raises(ModelError, match="feed each other in a circle"):
        run(f"<module name='a' model='taker'>{links}</module><module name='b' model='taker'/>", after=TAKER)


def test_a_module_asks_whether_it_is_fed() -> None:
    smart = submodel("smart", aux("got", "NAN") + aux("value", "IF isModuleInput(got) THEN got ELSE 7"))
    fed = "<module name='fed' model='smart'><connect to='fed.got' from='.level'/></module>"
    found = run(aux("level", "3") + fed + "<module name='alone' model='smart'/>", after=smart)
    assert (found["fed.value"][0], found["alone.value"][0]) == (3, 7)


ROW = "<dim name='row'><elem name='a'/><elem name='b'/><elem name='c'/></dim>"
THREE = (
    "<aux name='x'><dimensions><dim name='row'/></dimensions>"
    "<element subscript='a'><eqn>5 + TIME</eqn></element><element subscript='b'><eqn>7</eqn></element><element subscript='c'><eqn>9</eqn></element></aux>"
)


def test_a_subscript_may_change_while_the_model_runs() -> None:
    inside = THREE + aux("at", "TIME + 1") + aux("picked", "x[INT(TIME MOD 2) + 1]") + aux("named", "x[at]")
    inside += aux("fixed", "x[1 + 1]") + aux("outside", "x[4]") + aux("first", "x[a]")
    found = run(inside, dimensions=ROW)
    np.testing.assert_allclose(found["picked"], [5, 7, 7, 7, 9])
    np.testing.assert_allclose(found["named"], [5, 7, 9, 0, 0])
    assert (found["fixed"][0], found["outside"][0], found["first"][0]) == (7, 0, 5)


def test_a_row_reads_the_one_before_it() -> None:
    found = run(THREE + aux("so far", "so_far[row - 1] + x[row]", over="row"), dimensions=ROW)
    assert [found[f"so far[{each}]"][0] for each in "abc"] == [5, 12, 21]


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("SUM(x[2:3])", 16),
        ("SUM(x[first:last])", 16),
        ("MEAN(x[first:last])", 8),
        ("MAX(x[1:first])", 7),
        ("MIN(x[first:last])", 7),
        ("SUM(x[4:5])", 0),
        ("MEAN(3, 5, first, last)", 3.25),
        ("row.c * row.b", 6),
        ("8 // last + 1 // (first - 2)", 8 / 3),
    ],
)
def test_spans_places_and_guarded_division(formula: str, wanted: float) -> None:
    found = run(THREE + aux("first", "2") + aux("last", "3") + aux("result", formula), dimensions=ROW)
    assert found["result"][0] == pytest.approx(wanted, abs=1e-12)


def test_an_array_of_single_elements_is_read_as_a_whole() -> None:
    found = run(THREE + aux("y", "x", over="row") + aux("z", "10 * x[row]", over="row"), dimensions=ROW)
    assert [found[f"y[{each}]"][0] for each in "abc"] == [5, 7, 9]
    assert [found[f"z[{each}]"][0] for each in "abc"] == [50, 70, 90]


def test_the_value_at_the_start_of_what_is_the_time_itself_is_kept() -> None:
    found = run(aux("now", "TIME") + aux("first", "INIT(now)") + aux("dice", "RANDOM(0, 1)") + aux("thrown", "INIT(dice)"))
    np.testing.assert_allclose(found["first"], 0)
    np.testing.assert_allclose(found["thrown"], found["dice"][0])
    assert len(set(found["dice"])) == 5


def test_functions_of_a_model_that_came_from_vensim_are_vensims() -> None:
    inside = "<aux name='whole'><eqn>INT(-1.5)</eqn></aux><aux name='wave'><eqn>PULSE(1, 2)</eqn></aux><aux name='log'><eqn>LOG(8, 2)</eqn></aux>"
    inside += "<aux name='slope'><eqn>LOOKUP(COS, 0)</eqn></aux><aux name='mod'><eqn>MOD(7, 4) + mod_2</eqn></aux><aux name='mod 2'><eqn>7 MOD 4</eqn></aux>"
    specification = "<sim_specs><start>0</start><stop>4</stop><dt>TIME_STEP=1</dt></sim_specs>"
    found = {
        vendor: Model(
            parse_xmile(
                f"<xmile><header><vendor>{vendor}</vendor></header>{specification}<model><variables>{inside}</variables></model></xmile>".encode()
            )
        ).run()
        for vendor in ("Ventana Systems, Inc.", "isee systems, inc.")
    }
    vensim, stella = found.values()
    assert (vensim["whole"][0], stella["whole"][0]) == (-1, -2)
    np.testing.assert_allclose(vensim["wave"], [0, 1, 1, 0, 0])
    np.testing.assert_allclose(stella["wave"], [0, 0, 1, 0, 0])
    assert (vensim["log"][0], vensim["slope"][0], vensim["mod"][0]) == (3, 1, 6)


@pytest.mark.parametrize(
    "lost",
    [
        "<aux name='a'><eqn>0{GET_DIRECT_DATA('data.csv',_',',_'A',_'B2')}</eqn></aux>",
        "<aux name='a'><eqn>TIME</eqn><gf><xpts>0,1</xpts><ypts>1,1</ypts></gf></aux>",
    ],
)
def test_data_that_a_converter_lost_are_no_number(lost: str) -> None:
    text = f"<xmile><header><vendor>Ventana Systems, xmutil</vendor></header><model><variables>{lost}</variables></model></xmile>"
    with pytest.raises(ModelError, match=r"could not carry over \(a, model.xmile, line 1\)"):
        parse_xmile(text.encode())
