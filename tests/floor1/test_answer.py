"""An answer carries what a reader needs to trust, repeat or doubt it, and gives the same bytes every time."""

from __future__ import annotations

import datetime as dt
import json

import polars as pl
import pytest

from ecotone.answer import Answer, Column, Method, ReadAt, Table
from ecotone.dates import Date
from ecotone.errors import InputError
from ecotone.estimate import Estimate
from ecotone.scope import Scope


@pytest.fixture
def answer() -> Answer:
    frame = pl.DataFrame(
        {"id": [1, 2], "name": ["Baylor", "Rice"], "degree": [3, 1], "seen": [dt.date(2020, 1, 1), None], "unused": [0, 0]}
    )
    table = Table(
        "Most connected",
        frame,
        (
            Column("id", "Actor", "actor"),
            Column("name", "Name"),
            Column("degree", "Partners", "integer", caveat="Counts partners, not ties."),
            Column("seen", "First seen", "date"),
        ),
    )
    return Answer(
        "Who is most connected?",
        "Baylor has the most partners.",
        (table,),
        Method("degree", "1", {"weight": "strength"}, seed=7, reference="Freeman 1978"),
        Scope.parse("sector=academia"),
        ReadAt("houston.eco", 4, Date("2024")),
        (11, 12),
        ("Two sources only.",),
    )


def test_explain_says_question_scope_method_and_cautions(answer: Answer) -> None:
    said = answer.explain()
    for words in (
        "Who is most connected?",
        "sectors academia",
        "houston.eco at batch 4, as known on 2024",
        "degree 1 (weight strength); seed 7",
        "Freeman 1978",
        "Counts partners, not ties.",
        "Careful: Two sources only.",
    ):
        assert words in said


def test_json_holds_only_what_the_table_shows_and_is_the_same_twice(answer: Answer) -> None:
    text = answer.to_json()
    assert text == answer.to_json()
    read = json.loads(text)
    assert read["tables"][0]["rows"][0] == {"id": 1, "name": "Baylor", "degree": 3, "seen": "2020-01-01"}
    assert read["read_at"] == {"record": "houston.eco", "batch": 4, "as_of": "2024"}
    assert read["scope"] == {"sector": "academia"}


def test_a_table_is_found_by_its_title(answer: Answer) -> None:
    assert answer.table("Most connected").frame.height == 2
    with pytest.raises(InputError, match="Least connected"):
        answer.table("Least connected")


def test_a_column_that_is_not_in_the_frame_is_refused() -> None:
    with pytest.raises(InputError, match="missing"):
        Table("t", pl.DataFrame({"a": [1]}), (Column("missing", "M"),))


def test_json_knows_estimates_and_dates() -> None:
    frame = pl.DataFrame({"e": [Estimate.none("too few")]}, schema={"e": pl.Object})
    parameters = {"day": Date("2020"), "estimate": Estimate(1.0, 0.5, 2.0, level=0.9, method="m")}
    bare = Answer("q", "s", (Table("t", frame, (Column("e", "E", "estimate"),)),), Method("m", "1", parameters))
    read = json.loads(bare.to_json())
    assert read["method"]["parameters"] == {"day": "2020", "estimate": {"value": 1.0, "low": 0.5, "high": 2.0, "level": 0.9, "method": "m"}}
    assert read["tables"][0]["rows"] == [{"e": {"reason": "too few"}}]
    assert "the whole record" in bare.explain()


def test_json_has_no_infinity() -> None:
    frame = pl.DataFrame({"d": [1.5, float("nan"), float("inf")]})
    answer = Answer("q", "s", (Table("t", frame, (Column("d", "D", "number"),)),), Method("m", "1"))
    assert [row["d"] for row in json.loads(answer.to_json())["tables"][0]["rows"]] == [1.5, None, None]
