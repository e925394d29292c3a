"""Models written in Python: against closed forms, and through XMILE and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecotone.dynamics import check_units, read_model
from ecotone.dynamics.builder import Builder
from ecotone.dynamics.diffusion import technology_diffusion
from ecotone.dynamics.formats.expression import parse_expression
from ecotone.dynamics.formats.xmile_write import to_xmile
from ecotone.dynamics.model import Model
from ecotone.dynamics.pipeline import innovation_pipeline
from ecotone.dynamics.printer import equations, formula
from ecotone.dynamics.syntax import Binary, Call, Name, Number, Unary

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.dynamics.syntax import Expression


def test_bass_peaks_when_and_as_high_as_published() -> None:
    # Bass 1969 with p .03, q .38: t* 6.19 years, F* .4605, peak .1106 of the market.
    run = technology_diffusion(market=1.0).model().run()
    peak = int(run["adoption"].argmax())
    assert run.time[peak] == pytest.approx(6.19, abs=0.02)
    assert run["adoption"][peak] == pytest.approx(0.1106, abs=5e-5)
    assert run["adopters"][peak] == pytest.approx(0.4605, abs=2e-3)


def test_xmile_round_trip_runs_alike(tmp_path: Path) -> None:
    builder = Builder("Round trip", start=0, stop=4, step=0.5)
    builder.stock("level of water", "10 + start", inflows=["inflow"], outflows=["out flow"], units="l")
    builder.flow("inflow", "IF time > 2 THEN 3 ELSE effect(level_of_water / 10)").flow("out flow", "MAX(0, level_of_water) / 4 ^ 2")
    builder.aux("start", 2).lookup("effect", [(0, 0), (1, 1.5), (2, 4)])
    path = tmp_path / "round.xmile"
    path.write_bytes(to_xmile(builder.document()))
    written, read = builder.model().run(), read_model(path).run()
    assert written.columns == read.columns
    np.testing.assert_array_equal(written.values, read.values)
    assert "level of water(t) = level of water(t - dt) + dt * (inflow - out flow)" in equations(read_model(path).document)


def expressions() -> st.SearchStrategy[Expression]:
    leaves = st.one_of(st.integers(0, 9).map(lambda n: Number(float(n))), st.sampled_from(["x", "birth rate"]).map(Name))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(Binary, st.sampled_from(["+", "-", "*", "/", "^", "<", "and", "or", "mod"]), inner, inner),
            st.builds(Unary, st.just("not"), inner),
            st.builds(lambda a, b: Call("MAX", (a, b)), inner, inner),
        ),
        max_leaves=12,
    )


@settings(max_examples=60, deadline=None)
@given(expressions())
def test_what_is_printed_reads_back_the_same(expression: Expression) -> None:
    printed = formula(expression)
    assert formula(parse_expression(printed, "xmile")) == printed


def test_both_runs_of_a_python_model_are_one_model() -> None:
    document = technology_diffusion().document()
    assert Model(document).constants == {"market": 1000.0, "innovation": 0.03, "imitation": 0.38}


def test_pipeline_needs_as_many_starts_as_published() -> None:
    # Paul et al. 2010: 24.3 target-to-hit projects for one launch.
    starts = 100.0
    run = innovation_pipeline(starts=starts, years=150.0).model().run()
    assert starts / run["launches"][-1] == pytest.approx(24.3, abs=0.05)


def test_shipped_models_have_consistent_units() -> None:
    for builder in (technology_diffusion(), innovation_pipeline()):
        assert list(check_units(builder.model())) == []
