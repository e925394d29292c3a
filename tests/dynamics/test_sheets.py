"""Subscripts, constants and matrices from files beside a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from ecotone.dynamics import read_model
from ecotone.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

TAIL = "INITIAL TIME = 0~~|\nFINAL TIME = 1~~|\nTIME STEP = 1~~|\nSAVEPER = 1~~|\n"


def written(folder: Path, text: str, **files: str) -> Path:
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content)
    path = folder / "model.mdl"
    path.write_text("{UTF-8}\n" + text + TAIL)
    return path


@pytest.mark.parametrize(
    ("cells", "elements"),
    [
        ("'A2', 'A'", ["n1", "n2", "n3"]),  # down a column
        ("'A2', '2'", ["n1", "x", "y"]),  # along a row
        ("'A2', 'A3'", ["n1", "n2"]),
        ("'B2', 'C3'", ["x", "y", "z"]),
    ],
)
def test_subscripts_run_down_a_column_or_along_a_row(tmp_path: Path, cells: str, elements: list[str]) -> None:
    text = f"names: GET DIRECT SUBSCRIPT('names.csv', ',', {cells}, '')~~|\na[names] = 1~~|\n"
    model = read_model(written(tmp_path, text, names="name,other,more\nn1,x,y\nn2,z,\nn3,,\n"))
    assert [name for name in model.variables if name.startswith("a[")] == [f"a[{each}]" for each in elements]


def test_a_matrix_is_read_and_inverted_once_for_all_its_elements(tmp_path: Path) -> None:
    size = 12
    matrix = np.eye(size) * 3 + np.arange(size * size).reshape(size, size) / 100
    names = ", ".join(f"r{number}" for number in range(size))
    text = (
        f"row: {names}~~|\ncolumn: row <-> row~~|\n".replace("column: row <-> row~~|", "column <-> row~~|")
        + "m[row, column] = GET DIRECT CONSTANTS('m.csv', ',', 'A1')~~|\ninverse[row, column] = INVERT MATRIX(m[row, column], ELMCOUNT(row))~~|\n"
    )
    model = read_model(written(tmp_path, text, m="\n".join(",".join(map(str, line)) for line in matrix)))
    run = model.run()
    found = np.array([[run[f"inverse[r{i},r{j}]"][0] for j in range(size)] for i in range(size)])
    np.testing.assert_allclose(found @ matrix, np.eye(size), atol=1e-9)
    assert len(model.graph.vectors) == 1
    again = read_model(written(tmp_path, text.replace("MATRIX(m[row, column]", "MATRIX(m[row, row]"))).run()
    assert again["inverse[r1,r2]"][0] == run["inverse[r1,r2]"][0] != run["inverse[r2,r2]"][0]


@pytest.mark.parametrize("function", ["VECTOR SORT ORDER(v[r], 1)", "VECTOR RANK(v[r], 1)", "ALLOCATE BY PRIORITY(v[r], v[r], 2, 1, 3)"])
def test_a_row_is_not_read_at_a_place_that_nobody_named(tmp_path: Path, function: str) -> None:
    path = written(tmp_path, f"r: a, b~~|\ns: c, d~~|\nv[r] = 3, 1~~|\nx[s] = {function}~~|\n")
    with pytest.raises(ModelError, match=r"range that the variable has not \(x\[(c|d)\], model.mdl, line 5\)"):
        read_model(path).run()


def test_a_file_that_is_not_there_names_the_variable_and_the_remedy(tmp_path: Path) -> None:
    path = written(tmp_path, "a := GET XLS DATA('?my data', 'sheet', 'A', 'B2')~~|\n")
    with pytest.raises(ModelError, match=r"named by a tag .*Put the workbook into .* under the name 'my data.xlsx'"):
        read_model(path).run()
    path = written(tmp_path, "r: one, two~~|\na[r] = GET DIRECT CONSTANTS('m.xlsx', 'sheet', 'A1')~~|\n")
    (tmp_path / "m.xlsx").write_bytes(b"no workbook")
    with pytest.raises(ModelError, match=r"cannot be read \(a\[(one|two)\], model.mdl, line 3\)"):
        read_model(path).run()
