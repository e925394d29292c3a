"""Whose clock ran: parts of any overlapping spans add up to the whole exactly."""

from __future__ import annotations

import datetime as dt

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from ecotone.velocity.clocks import NOBODY, owned, split

SPANS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.sampled_from(["team", "regulator", "ethics"])), max_size=12)


@given(SPANS)
def test_parts_add_up_to_the_whole_exactly(spans: list[tuple[int, int, str]]) -> None:
    parts = split(spans)
    known = [(start, end) for start, end, _ in spans if end > start]
    whole = max(end for _, end in known) - min(start for start, _ in known) if known else 0
    assert sum(parts.values()) == whole
    assert all(days > 0 for days in parts.values())


@given(SPANS)
def test_each_day_goes_to_those_whose_clock_ran_on_it(spans: list[tuple[int, int, str]]) -> None:
    parts = split(spans)
    known = [each for each in spans if each[1] > each[0]]
    byhand: dict[str, int] = {}
    for day in range(min((start for start, _, _ in known), default=0), max((end for _, end, _ in known), default=0)):
        name = " and ".join(sorted({owner for start, end, owner in known if start <= day < end})) or NOBODY
        byhand[name] = byhand.get(name, 0) + 1
    assert parts == byhand


def test_what_still_runs_counts_to_the_day_it_is_known_to() -> None:
    stays = pl.DataFrame(
        {
            "item": [1, 1],
            "stage": ["ethics", "contract"],
            "start": [dt.date(2024, 1, 1), dt.date(2024, 1, 5)],
            "end": pl.Series([dt.date(2024, 1, 11), None], dtype=pl.Date),
            "known_to": [dt.date(2024, 1, 21)] * 2,
        }
    )
    assert owned(stays, {"ethics": "ethics", "contract": "contracts"}).rows() == [
        (1, "contracts", 10),
        (1, "contracts and ethics", 6),
        (1, "ethics", 4),
    ]
