"""Files for other programs: every form, formulas escaped, whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import TYPE_CHECKING

import fastexcel
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.dates import Date
from ecotone.ecosystem import Ecosystem
from ecotone.errors import InputError
from ecotone.scope import Scope
from ecotone.workbench.export import TABLES, csv_of, export, replacing, safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")')


@pytest.fixture
def eco(tmp_path: Path) -> Iterator[Ecosystem]:
    with Ecosystem.create(tmp_path / "x.eco", title="X") as made:
        with made.batch("start") as batch:
            ids = [batch.add_actor(name) for name in (*FORMULAS, 'St. Luke\'s, "East"')]
            batch.add_tie(ids[0], ids[1], "relation", own_statement=True)
        yield made


@given(st.text(max_size=20))
def test_no_text_begins_like_a_formula_and_none_is_lost(text: str) -> None:
    safe = safe_cell(text)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert safe.removeprefix("'") == text.removeprefix("'")


@given(
    st.lists(
        st.lists(
            st.one_of(st.integers(), st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)),
            min_size=2,
            max_size=2,
        ),
        max_size=5,
    )
)
def test_csv_is_read_back_as_it_was_written(rows: list[list[object]]) -> None:
    read = list(csv.reader(io.StringIO(csv_of(["a", "b"], rows), newline="")))
    assert read[1:] == [[str(safe_cell(value)) for value in row] for row in rows]


def test_numbers_stay_numbers() -> None:
    assert csv_of(["n"], [[-3], [-2.5], [None]]).splitlines() == ["n", "-3", "-2.5", '""']


def test_csv_of_actors(eco: Ecosystem, tmp_path: Path) -> None:
    assert export(eco, tmp_path / "a.csv") == {"actors": 8}
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_bytes().decode(), newline="")))
    assert {row["name"] for row in rows} == {f"'{name}" for name in FORMULAS} | {'St. Luke\'s, "East"'}


def test_zip_and_workbook_hold_every_table(eco: Ecosystem, tmp_path: Path) -> None:
    export(eco, tmp_path / "a.zip")
    export(eco, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.namelist() == [f"{name}.csv" for name in TABLES]
    counts = export(eco, tmp_path / "a.xlsx")
    book = fastexcel.read_excel(tmp_path / "a.xlsx")
    assert (tuple(book.sheet_names), counts["ties"]) == (TABLES, 1)
    names = book.load_sheet("actors").to_polars()["name"].to_list()
    assert "'=1+1" in names
    with zipfile.ZipFile(tmp_path / "a.xlsx") as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        assert b'state="frozen"' in parts.read("xl/worksheets/sheet1.xml")


def test_days_are_dates_in_a_workbook_and_months_stay_texts(tmp_path: Path) -> None:
    with Ecosystem.create(tmp_path / "d.eco") as eco:
        with eco.batch("dates") as batch:
            ids = [batch.add_actor(name) for name in ("A", "B", "C")]
            batch.add_tie(ids[0], ids[1], "relation", valid_from=Date("2024-05-17"), own_statement=True)
            batch.add_tie(ids[0], ids[2], "relation", valid_from=Date("2024-05"), own_statement=True)
        export(eco, tmp_path / "d.xlsx")
    sheet = fastexcel.read_excel(tmp_path / "d.xlsx").load_sheet("ties", dtypes={"valid_from": "date"}).to_polars()
    assert [str(value) for value in sheet["valid_from"]] == ["2024-05-17", "None"]
    text = fastexcel.read_excel(tmp_path / "d.xlsx").load_sheet("ties", dtypes={"valid_from": "string"}).to_polars()["valid_from"]
    assert text[1] == "2024-05"


def test_json_is_the_whole_record(eco: Ecosystem, tmp_path: Path) -> None:
    export(eco, tmp_path / "a.json")
    assert (tmp_path / "a.json").read_bytes() == eco.export()
    assert json.loads(eco.export())


def test_what_cannot_be_written_is_refused_and_leaves_nothing(eco: Ecosystem, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    for path, more in (("a.doc", {}), ("a.csv", {"table": "people"}), ("no/a.csv", {})):
        with pytest.raises(InputError):
            export(eco, tmp_path / path, **more)  # type: ignore[arg-type]
    with pytest.raises(InputError):
        export(eco, tmp_path / "a.json", scope=Scope.parse("sector=payer"))
    assert sorted(tmp_path.iterdir()) == before


def test_a_full_disk_keeps_the_older_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("older")

    def write() -> None:
        with replacing(path) as out:
            out.write(b"newer")
            raise OSError(28, "full")

    with pytest.raises(OSError, match="full"):
        write()
    assert (path.read_text(), list(tmp_path.iterdir())) == ("older", [path])
