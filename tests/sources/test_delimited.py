"""Tables of every dialect give the same rows; a ragged row costs itself at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecotone.errors import UnreadableError
from ecotone.problems import Problems
from ecotone.sources.columns import Columns
from ecotone.sources.delimited import header, rows
from ecotone.sources.limits import Limits
from ecotone.sources.opened import open_files

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.sources.delimited import Row


def _read(folder: Path, data: bytes, problems: Problems, limits: Limits | None = None) -> list[Row]:
    path = folder / "a.csv"
    path.write_bytes(data)
    [opened] = list(open_files([path], Problems(), limits=limits or Limits()))
    return list(rows(opened, problems))


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_separator_and_line_end(tmp_path: Path, sign: str, end: str) -> None:
    text = end.join([sign.join(["Name", "City"]), sign.join(['"Baylor, Inc.; a|b\t"', "Houston"]), sign.join(["Rice", "Houston"])])
    found = _read(tmp_path, b"\xef\xbb\xbf" + text.encode(), Problems())
    assert [(row.number, row["Name"], row["City"]) for row in found] == [(2, "Baylor, Inc.; a|b", "Houston"), (3, "Rice", "Houston")]


def test_a_cell_of_several_lines_is_one_cell(tmp_path: Path) -> None:
    [row] = _read(tmp_path, b'a,b\n"x\ny","z ""q"""\n', Problems())
    assert row.cells == {"a": "x\ny", "b": 'z "q"'}


def test_ragged_rows_short_ones_kept_and_noted_long_ones_refused(tmp_path: Path) -> None:
    problems = Problems()
    found = _read(tmp_path, b"a,b\n1\n1,2\n1,2,3\n1,2,,\n\n4,5\n", problems)
    assert [row.cells for row in found] == [{"a": "1"}, {"a": "1", "b": "2"}, {"a": "1", "b": "2"}, {"a": "4", "b": "5"}]
    assert [(problem.what, problem.row, problem.severity) for problem in problems] == [
        ("The row has fewer cells than the header", 2, "noted"),
        ("The row has more cells than the header", 4, "refused"),
    ]


def test_columns_without_or_with_the_same_name_stay_apart(tmp_path: Path) -> None:
    [row] = _read(tmp_path, b"a,,a,a\n1,2,3,4\n", Problems())
    assert row.cells == {"a": "1", "column 2": "2", "a (2)": "3", "a (3)": "4"}


def test_a_cell_beyond_the_limit_is_a_problem(tmp_path: Path) -> None:
    problems = Problems()
    data = b'a,b\n1,2\n"' + b"x\n" * 3000 + b'",3\n4,5\n'
    found = _read(tmp_path, data, problems, Limits(record_bytes=1000))
    assert found[0].cells == {"a": "1", "b": "2"}
    assert "The row cannot be read" in problems.by_kind()


def test_a_table_without_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="no header"):
        _read(tmp_path, b"\n\n \n", Problems())


def test_the_header_is_read_from_the_first_bytes() -> None:
    assert header("a;b\r\n1;2".encode("utf-16")) == ["a", "b"]
    assert header(b"\x00\x01") == []
    assert header(b"") == []


@pytest.mark.parametrize("above", [b"\n\n", b"Members of 2024\nAs of;May\n\n", b"sep=;\n", b'"sep=;"\n', b"\x00\n"])
def test_what_stands_above_the_header_is_left_aside(tmp_path: Path, above: bytes) -> None:
    found = _read(tmp_path, above + b"Name;City;State;Since;Is\nRice;Houston;TX;1912;a\nUTMB;Galveston;TX;1891;b\n", Problems())
    assert [(row.number, row["Name"]) for row in found] == [(above.count(b"\n") + 2, "Rice"), (above.count(b"\n") + 3, "UTMB")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_encoding(tmp_path: Path, encoding: str) -> None:
    [row] = _read(tmp_path, "Name,Ort\nKlinikum,Köln\n".encode(encoding), Problems())
    assert row.cells == {"Name": "Klinikum", "Ort": "Köln"}


def test_a_quotation_mark_that_is_never_closed_costs_nothing(tmp_path: Path) -> None:
    problems = Problems()
    found = _read(tmp_path, b'a;b\n1;"x\n2;y\n3;z\n', problems)
    assert [(row["a"], row["b"]) for row in found] == [("1", '"x'), ("2", "y"), ("3", "z")]
    assert problems.by_kind() == {"A quotation mark is never closed; it was read as a letter": 1}


def test_two_stray_quotation_marks_swallow_no_rows(tmp_path: Path) -> None:
    found = _read(tmp_path, b'a;b;c\n1;"x;0\n2;y;0\n3;"z;0\n4;w;0\n', Problems())
    assert [row["a"] for row in found] == ["1", "2", "3", "4"]


def test_names_of_rows_in_front_get_a_column(tmp_path: Path) -> None:
    found = _read(tmp_path, b'"Name","City"\n"1","Rice","Houston"\n"2","UTMB","Galveston"\n', Problems())
    assert [(row["column 1"], row["Name"]) for row in found] == [("1", "Rice"), ("2", "UTMB")]


def test_a_known_column_is_known_in_any_letters(tmp_path: Path) -> None:
    known = Columns(["Facility ID", "Name"], {"Provider Number": "Facility ID"})
    path = tmp_path / "a.csv"
    path.write_bytes(b"provider_number, NAME ,name\n010001,Rice,x\n")
    [opened] = list(open_files([path], Problems()))
    assert header(opened.head, known) == ["Facility ID", "Name", "name"]
    assert [row.cells for row in rows(opened, Problems(), known=known)] == [{"Facility ID": "010001", "Name": "Rice", "name": "x"}]
