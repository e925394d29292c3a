"""Units: a consistent model has none to report, a broken one names the equation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecotone.dynamics import conformance, read_model
from ecotone.dynamics.formats.vensim import parse_vensim
from ecotone.dynamics.model import Model
from ecotone.dynamics.units import check_units

if TYPE_CHECKING:
    from pathlib import Path

TEA = """
temperature = INTEG(-loss, 180) ~ degrees ~|
loss = (temperature - room) / characteristic time ~ {} ~|
room = 70 ~ degree ~|
characteristic time = 10 ~ Minutes ~|
INITIAL TIME = 0 ~ Minute ~|FINAL TIME = 3 ~ Minute ~|TIME STEP = 1 ~ Minute ~|SAVEPER = TIME STEP ~ Minute ~|
"""


def test_consistent_units_are_quiet() -> None:
    assert list(check_units(Model(parse_vensim(TEA.format("degrees/Minute"))))) == []


def test_wrong_units_name_the_equation_and_both_units() -> None:
    found = list(check_units(Model(parse_vensim(TEA.format("degrees")))))
    assert [problem.column for problem in found] == ["temperature", "loss"]
    assert "degree / minute" in found[1].what
    assert found[1].row == 3


@pytest.mark.corpus
def test_a_textbook_model_is_consistent(corpus: Path, tmp_path: Path) -> None:
    folder = conformance.unpack(corpus / "sd_models" / "sdeverywhere_models.zip", tmp_path)
    assert list(check_units(read_model(folder / "sir" / "sir.mdl"))) == []
