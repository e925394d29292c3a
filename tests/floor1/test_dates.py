"""Dates keep their precision, refuse what is no date, and sort as text."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.dates import Date, Interval, now, today
from ecotone.errors import DateError

days = st.dates(min_value=dt.date(1600, 1, 1), max_value=dt.date(2199, 12, 31)).filter(lambda d: d != dt.date(1900, 1, 1))


@st.composite
def dates(draw: st.DrawFn) -> Date:
    text = draw(days).isoformat()
    return Date(text[: draw(st.sampled_from([4, 7, 10]))])


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2020", "2020"),
        ("2020-04", "2020-04"),
        ("2020-4-5", "2020-04-05"),
        ("April 2020", "2020-04"),
        ("Apr. 2020", "2020-04"),
        ("April 5, 2020", "2020-04-05"),
        ("May 1st, 2020", "2020-05-01"),
        ("5 April 2020", "2020-04-05"),
        ("17-Sep-2019", "2019-09-17"),
        ("31/12/2020", "2020-12-31"),
        ("12/31/2020", "2020-12-31"),
        ("31.12.18", "2018-12-31"),
        ("01.07.71", "1971-07-01"),
        ("20201231", "2020-12-31"),
        ("2020-04-01T12:30:00Z", "2020-04-01"),
        (" 2020-04-01 ", "2020-04-01"),
    ],
)
def test_a_date_is_read_as_people_and_programs_write_it(text: str, iso: str) -> None:
    assert Date.parse(text).iso == iso


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1900-01-01",
        "3201-10-21",
        "1201",
        "31/02/2020",
        "l978",
        "2020-13",
        "2020-00-10",
        "Smarch 2020",
        "12 Smarch 2020",
        "n/a",
        "2020/04",
        "٢٠٢٠",
        "2" * 5000,
        "2020-02-30",
    ],
)
def test_what_is_no_date_is_refused_and_quoted(text: str) -> None:
    with pytest.raises(DateError) as error:
        Date.parse(text)
    assert len(str(error.value)) < 400


def test_an_order_decides_only_where_both_are_possible() -> None:
    assert Date.parse("04/05/2020").iso == "2020-05-04"
    assert Date.parse("04/05/2020", order="mdy").iso == "2020-04-05"
    assert Date.parse("25/05/2020", order="mdy").iso == "2020-05-25"


@pytest.mark.parametrize("text", ["20", "2020-1", "2020-01-01T", "abcd", "2020-01-1x", "२०२०"])
def test_only_iso_texts_make_a_date_directly(text: str) -> None:
    with pytest.raises(DateError):
        Date(text)


@given(dates())
def test_a_date_read_from_its_own_text_is_the_same(date: Date) -> None:
    assert Date.parse(str(date)) == date
    assert date.first <= date.last
    assert {"year": 4, "month": 7, "day": 10}[date.precision] == len(date.iso)
    assert date.year == date.first.year


@given(dates(), dates())
def test_text_order_never_contradicts_the_calendar(a: Date, b: Date) -> None:
    if a.last < b.first:
        assert a < b


@given(days)
def test_a_year_spans_its_days(day: dt.date) -> None:
    year = Date(f"{day.year:04d}")
    assert year.first <= day <= year.last
    assert Date.of(day).first == day


def test_february_ends_rightly_in_leap_years() -> None:
    # Gregorian rule: 2000 is a leap year, 1900 and 2023 are not.
    assert [Date(text).last.day for text in ("2000-02", "1900-02", "2023-02", "2024-02")] == [29, 28, 28, 29]


def test_an_interval_is_half_open_and_generous_with_what_is_not_known() -> None:
    exact = Interval(Date("2020-01-01"), Date("2021-01-01"))
    assert exact.holds(dt.date(2020, 12, 31))
    assert not exact.holds(dt.date(2021, 1, 1))
    assert Interval(None, Date("2021")).holds(dt.date(2021, 12, 31))
    assert Interval(Date("2020-05")).holds(dt.date(2999, 1, 1))
    assert not Interval(Date("2020-05")).holds(dt.date(2020, 4, 30))
    assert str(Interval(Date("2020"))) == "[2020, …)"


def test_an_interval_cannot_end_before_it_starts() -> None:
    with pytest.raises(DateError, match="ends before it starts"):
        Interval(Date("2021"), Date("2020-05"))
    assert Interval(Date("2020-06"), Date("2020"))


def test_the_clock_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert today() == Date("1970-01-01")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(DateError, match="SOURCE_DATE_EPOCH"):
        now()
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert abs(dt.datetime.now(dt.UTC) - now()) < dt.timedelta(minutes=1)
