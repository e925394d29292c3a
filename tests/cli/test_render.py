"""The one renderer: every format of a value, hostile names, estimates, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import polars as pl
import pytest

from ecotone.answer import Answer, Column, Method, ReadAt, Table
from ecotone.cli.render import cell, csv_text, show, visible
from ecotone.dates import Date
from ecotone.estimate import Estimate
from ecotone.scope import Scope

HOSTILE = (
    "=1+1",
    "<script>alert(1)</script>",
    "[bold red]x[/]",
    "\x1b[31mred\x07",
    "\u202eevil",
    "مستشفى",
    "a" * 10_000,
    "one\ntwo",
    "-5",
    "@x",
)


def answer() -> Answer:
    """Return an answer with a bit of everything."""
    fields = {
        name: pl.String if name in {"method", "reason"} else pl.Float64 for name in ("value", "low", "high", "level", "method", "reason")
    }
    frame = pl.DataFrame(
        {
            "name": list(HOSTILE),
            "money": [float(i) * 1_000_000 for i in range(len(HOSTILE))],
            "gain": [Estimate(2.0, 1.0, 3.0, level=0.9, method="bootstrap").as_dict()]
            + [Estimate.none("too few").as_dict()]
            + [Estimate.exact(5.0, "a count").as_dict()] * (len(HOSTILE) - 2),
            "tags": [["a", "b"]] * len(HOSTILE),
        },
        schema_overrides={"gain": pl.Struct(fields)},
    )
    columns = (
        Column("name", "Name"),
        Column("money", "Awarded", "money", unit="USD", caveat="Not adjusted for prices"),
        Column("gain", "Gain", "estimate"),
        Column("tags", "Tags", "list"),
    )
    empty = Table("Nothing", frame.clear(), columns)
    return Answer(
        "Who gains?", "Some do.", (Table("Gains", frame, columns, "A note."), empty), Method("m", "1", {"k": 3}, 7, "Author (2020)"),
        Scope.parse("from=2019"), ReadAt("x.eco", 4, Date("2024")), (1, 2), ("Take care.",),
    )  # fmt: skip


def test_a_reader_sees_units_caveats_intervals_warnings_and_method(capsys: pytest.CaptureFixture[str]) -> None:
    show(answer())
    text = capsys.readouterr().out
    for part in (
        "Some do.", "Gains", "Awarded (USD)¹", "¹ Not adjusted for prices", "2 (1 to 3)", "90 % interval, bootstrap", "no interval: a count",
        "not estimated: too few", "a, b", "A note.", "(none)", "Careful: Take care.", "k 3", "seed 7", "Author (2020)", "from 2019",
        "x.eco at batch 4", "as known on 2024", "9,000,000",
    ):  # fmt: skip
        assert part in text


def test_names_from_outside_are_shown_and_never_obeyed(capsys: pytest.CaptureFixture[str]) -> None:
    show(answer())
    text = capsys.readouterr().out
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[bold red]x[/]" in text
    assert "one\\ntwo" in text
    assert "مستشفى" in text
    assert "a" * 201 not in text


def test_json_is_the_answer_whole(capsys: pytest.CaptureFixture[str]) -> None:
    show(answer(), as_json=True)
    data = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in data["tables"][0]["rows"]] == list(HOSTILE)


def test_csv_escapes_formulas_and_keeps_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    show(answer(), as_csv=True)
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows[0] == ["Name", "Awarded (USD)", "Gain", "Tags"]
    assert rows[1] == ["'=1+1", "0.0", "2.0", "a; b"]
    assert [row[0] for row in rows if row and row[0][:1] in "=+-@"] == []
    assert csv_text(answer()).count("Awarded (USD)") == 2


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (None, "text", "–"),
        (1234, "integer", "1,234"),
        (0.5, "percent", "50 %"),
        (2.5, "percent", "250 %"),
        (float("nan"), "number", "not defined"),
        (float("inf"), "number", "∞"),
        (1234567.8, "number", "1,234,568"),
        (0.123456, "number", "0.1235"),
        (True, "text", "yes"),
        (1999, "actor", "1999"),
        (12.6, "days", "13"),
        ({"a": 1, "b": None}, "text", "a 1"),
        (Estimate(2, 1, 3, level=0.5, method="m"), "estimate", "2 (1 to 3)"),
    ],
)
def test_each_format(value: Any, form: Any, expected: str) -> None:
    assert cell(value, Column("x", "X", form)) == expected


def test_visible_leaves_plain_text_alone() -> None:
    assert visible("Universität Zürich 東京 🏥") == "Universität Zürich 東京 🏥"


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_names_are_read_at_any_width(width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    frame = pl.DataFrame({"id": [18], "label": ["Baylor College of Medicine"], **{f"n{k}": [0.12345678] for k in range(7)}})
    columns = (
        Column("id", "Id", "actor"),
        Column("label", "Actor"),
        *(Column(f"n{k}", f"Betweenness number {k}", "number") for k in range(7)),
    )
    monkeypatch.setenv("COLUMNS", str(width))
    show(Answer("Who?", "One.", (Table("Central", frame, columns),), Method("m", "1")))
    shown = " ".join(capsys.readouterr().out.split())
    assert "Baylor College of Medicine" in shown
    assert shown.count("0.1235") == 7
    assert " 18 " in f" {shown} "
