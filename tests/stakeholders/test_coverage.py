"""Needs held against offers."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.stakeholders.capabilities import CAPABILITIES
from ecotone.stakeholders.coverage import coverage

Said = tuple[int, str, int]
NAMES = list(CAPABILITIES)[:4]
SAID = st.lists(st.tuples(st.integers(1, 6), st.sampled_from(NAMES), st.integers(1, 3)), max_size=12)


def said(rows: list[Said]) -> pl.DataFrame:
    schema = {"actor": pl.Int64, "capability": pl.String, "level": pl.Int64, "evidence": pl.Int64}
    return pl.DataFrame([(*row, None) for row in rows], schema=schema, orient="row")


def test_the_share_is_that_of_the_levels_that_an_offer_reaches() -> None:
    # Sum over needs of min(need, offer) / total need.
    found = coverage(
        said([(1, "biobank", 3), (1, "mentoring", 2), (1, "founders", 1)]),
        said([(2, "biobank", 2), (3, "biobank", 1), (2, "mentoring", 3)]),
    )
    assert found.share == pytest.approx((2 + 2 + 0) / 6)
    assert found.needs.select("capability", "state", "offered_by").rows() == [
        ("biobank", "partly met", [2, 3]),
        ("founders", "nobody offers it", []),
        ("mentoring", "met", [2]),
    ]
    assert found.single_points.rows() == [(2, ["mentoring"], [1])]
    assert found.gaps["capability"].to_list() == ["founders"]
    assert found.capabilities.select("capability", "suppliers", "only").rows() == [
        ("biobank", 2, None),
        ("founders", 0, None),
        ("mentoring", 1, 2),
    ]


def test_an_own_offer_meets_no_own_need_and_ties_are_told() -> None:
    found = coverage(said([(1, "biobank", 2)]), said([(1, "biobank", 3), (2, "biobank", 2)]), [(2, 1)])
    assert found.needs.select("offered_by", "tied").rows() == [([2], [2])]
    assert found.single_points["actor"].to_list() == [2]


def test_several_words_on_one_need_make_their_median() -> None:
    found = coverage(said([(1, "biobank", 1), (1, "biobank", 3), (1, "biobank", 3)]), said([]))
    assert found.needs["need"].to_list() == [3.0]
    assert coverage(said([]), said([(1, "biobank", 1)])).share is None


@given(SAID, SAID, st.tuples(st.integers(1, 6), st.sampled_from(NAMES), st.integers(1, 3)))
def test_an_offer_more_never_lowers_what_is_met(needs: list[Said], offers: list[Said], more: Said) -> None:
    # An actor's word on one capability is one word here: several would be averaged.
    offers = list({(actor, name): (actor, name, level) for actor, name, level in offers if (actor, name) != more[:2]}.values())
    before, after = coverage(said(needs), said(offers)), coverage(said(needs), said([*offers, more]))
    assert before.needs["share"].is_between(0, 1).all()
    if before.share is not None and after.share is not None:
        assert after.share >= before.share - 1e-12
    assert set(after.gaps.select("actor", "capability").rows()) <= set(before.gaps.select("actor", "capability").rows())
