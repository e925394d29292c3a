"""Polarity told from an equation alone, held against what runs of genuine models tell."""

from __future__ import annotations

import warnings
import zipfile
from typing import TYPE_CHECKING

import pytest

from ecotone.dynamics import Model
from ecotone.dynamics.diagram import diagram
from ecotone.dynamics.drawn import Drawn
from ecotone.dynamics.formats.expression import parse_expression
from ecotone.dynamics.formats.vensim import parse_vensim
from ecotone.dynamics.signs import polarity
from ecotone.dynamics.syntax import Table, fold
from ecotone.errors import EcotoneError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("equation", "name", "expected"),
    [
        ("a", "a", "+"),
        ("-a", "a", "-"),
        ("b - a", "a", "-"),
        ("a * (1 - b)", "a", ""),
        ("a * -2", "a", "-"),
        ("b / a", "a", "-"),
        ("b / (1 + a / c)", "c", "+"),
        ("a ^ 2", "a", "+"),
        ("a ^ -1", "a", "-"),
        ("2 ^ a", "a", ""),
        ("a - a ^ 2", "a", ""),
        ("MAX(0, b - a)", "a", "-"),
        ("EXP(-a)", "a", "-"),
        ("SMTH3(a, b)", "a", "+"),
        ("SMTH3(a, b)", "b", ""),
        ("IF b > 1 THEN a ELSE 2 * a", "a", "+"),
        ("IF a > 1 THEN 1 ELSE 0", "a", ""),
        ("IF b > 1 THEN a ELSE -a", "a", ""),
        ("curve(a)", "a", "-"),
        ("0 * a", "a", ""),
        ("SIN(a)", "a", ""),
    ],
)
def test_a_sign_is_told_where_the_equation_decides_it(equation: str, name: str, expected: str) -> None:
    tables = {"curve": Table((0, 1, 2), (5, 5, 1))}
    assert polarity(parse_expression(equation, "xmile", where="x"), name, tables) == expected
    flat = {"+": "-", "-": "+", "": ""}[expected]
    assert polarity(parse_expression(equation, "xmile", where="x"), name, tables, behind=Table((0, 1), (1, 0))) == flat


@pytest.mark.corpus
def test_runs_of_genuine_models_tell_the_same(corpus: Path) -> None:
    same = other = 0
    with zipfile.ZipFile(corpus / "sd_models" / "duggan_models.zip") as packed, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name in packed.namelist():
            if not name.endswith(".mdl"):
                continue
            try:
                document = Drawn.of(parse_vensim(packed.read(name).decode("utf-8", "replace"), file=name)).document("x")
                found = diagram(Model(document)).links
            except EcotoneError:
                continue
            equations = {fold(each.name): each for each in document.equations}
            for link in found:
                equation = equations[fold(link.target)]
                if link.flow or equation.expression is None or equation.table or link.polarity not in {"+", "-"}:
                    continue
                told = polarity(equation.expression, link.source)
                same += told == link.polarity
                other += told not in {"", link.polarity}
    assert same > 300
    # Of what moves the other way, some quantity is below zero, which the equation alone does not tell.
    assert other <= same / 100
