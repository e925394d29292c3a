"""What is written as claims comes back as frames: ratings, needs, offers, goals, expectations."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import polars as pl
import pytest

from ecotone.dates import Date
from ecotone.errors import InputError, NotFoundError
from ecotone.stakeholders import read, write

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem import Ecosystem


def test_a_rater_s_latest_rating_counts_and_undo_brings_back_the_one_before(eco: Ecosystem, ids: dict[str, int]) -> None:
    write.rate(eco, ids["Gulf Fund"], {"power": 2, "interest": 3.5}, rater="Ana", on=Date("2025"))
    write.rate(eco, ids["Gulf Fund"], {"power": 4}, rater="Ben", on=Date("2025"))
    later = write.rate(eco, ids["Gulf Fund"], {"power": 5}, rater="Ana", on=Date("2026-01"))
    frame, aside = read.ratings(eco)
    assert frame.select("scale", "rater", "value").rows() == [("interest", "Ana", 3.5), ("power", "Ana", 5.0), ("power", "Ben", 4.0)]
    assert aside == []
    eco.undo(later)
    assert read.ratings(eco)[0].filter((pl.col("rater") == "Ana") & (pl.col("scale") == "power"))["value"].to_list() == [2.0]


@pytest.mark.parametrize("value", [0, 6, 4.3, math.nan, math.inf, True])
def test_a_rating_outside_its_scale_is_refused_and_nothing_is_kept(eco: Ecosystem, ids: dict[str, int], value: float) -> None:
    before = eco.stats()["claims"]
    with pytest.raises(InputError, match=r"A rating of power lies on its scale \(actor \d+\)\. Got: .*Expected: 1 to 5"):
        write.rate(eco, ids["Gulf Fund"], {"interest": 3, "power": value}, rater="Ana")
    assert eco.stats()["claims"] == before


def test_an_imported_rating_outside_its_scale_is_set_aside_and_said(eco: Ecosystem, ids: dict[str, int]) -> None:
    with eco.batch("as a sheet would say it") as batch:
        batch.add_claim("Power", 9.0, actor=ids["Gulf Fund"], own_statement=True)
        batch.add_claim("Power", "4", actor=ids["Bay University"], own_statement=True)
        batch.add_claim("power", "very high", actor=ids["Launch Hub"], own_statement=True)
    frame, aside = read.ratings(eco)
    assert frame.select("actor", "value", "rater").rows() == [(ids["Bay University"], 4.0, read.UNNAMED)]
    assert aside == ["2 ratings that lie outside their scale, or are no number, were set aside."]


@pytest.mark.parametrize("rater", ["", "  ", "x" * 201, "a\x1b[31mb"])
def test_a_rater_without_a_name_is_refused(eco: Ecosystem, ids: dict[str, int], rater: str) -> None:
    with pytest.raises(InputError, match="needs the name of who makes it"):
        write.rate(eco, ids["Gulf Fund"], {"power": 3}, rater=rater)


def test_needs_and_offers_have_level_evidence_and_whose_word(eco: Ecosystem, ids: dict[str, int]) -> None:
    a, b = ids["Pulse Software"], ids["Harbour Hospital"]
    write.need(eco, a, "trial sites", level=3, said_by="Carla, CEO", evidence="https://pulse.example/needs")
    write.offer(eco, b, "trial-sites", level=2)
    assert read.needs(eco).select("actor", "capability", "level", "said_by").rows() == [(a, "trial-sites", 3, "Carla, CEO")]
    number = read.needs(eco)["evidence"][0]
    assert eco.evidence(number)["address"].to_list() == ["https://pulse.example/needs"]
    assert read.offers(eco).select("actor", "capability", "level", "said_by", "date").rows() == [(b, "trial-sites", 2, None, "2026-01-02")]
    write.offer(eco, b, "trial-sites", level=0)
    assert read.offers(eco).height == 0


def test_words_that_are_none_of_the_vocabulary_s_are_kept_as_written(eco: Ecosystem, ids: dict[str, int]) -> None:
    with eco.batch("a sheet") as batch:
        batch.add_claim("Needs", "Biobank; a good canteen", actor=ids["Bay University"], own_statement=True)
    assert read.needs(eco).select("capability", "words").rows() == [(None, "a good canteen"), ("biobank", "Biobank")]
    with pytest.raises(InputError, match=r"No capability has this name\. Got: bio bnk\. Expected: for example .*biobank"):
        write.need(eco, ids["Bay University"], "bio bnk")
    with pytest.raises(InputError, match=r"no such level of need\. Got: 4\. Expected: .*3: cannot go on without it"):
        write.need(eco, ids["Bay University"], "biobank", level=4)


def test_an_expectation_is_followed_to_its_outcome(eco: Ecosystem, ids: dict[str, int]) -> None:
    a, b = ids["Pulse Software"], ids["Harbour Hospital"]
    write.expect(eco, a, "  A pilot on two wards ", of=b, due=Date("2026-06"), said_by="Carla", on=Date("2025-11"))
    write.expect(eco, a, "Introductions to payers")
    first, second = read.expectations(eco)["claim"].to_list()
    write.met(eco, first, "no", said_by="Carla", on=Date("2026-07"))
    write.met(eco, first, "partly", said_by="Carla", on=Date("2026-09"))
    rows = read.expectations(eco).select("claim", "of", "expectation", "date", "due", "met", "met_on", "met_by").rows()
    assert rows[0] == (first, b, "A pilot on two wards", "2025-11", "2026-06", "partly", "2026-09", "Carla")
    assert rows[1] == (second, None, "Introductions to payers", "2026-01-02", None, None, None, None)
    with pytest.raises(NotFoundError, match="No expectation has this number"):
        write.met(eco, 999, "yes")
    with pytest.raises(InputError, match="of another, not of itself"):
        write.expect(eco, a, "x", of=a)
    with pytest.raises(InputError, match="was met or not"):
        write.met(eco, first, "maybe")


def test_what_is_said_of_a_merged_actor_is_said_of_the_one_that_stands_for_it(eco: Ecosystem, ids: dict[str, int]) -> None:
    a, b = ids["Nobody Knows"], ids["Launch Hub"]
    write.expect(eco, ids["Pulse Software"], "Mentors", of=a)
    write.goal(eco, a, "Twenty spin-outs", until=Date("2028"))
    eco.merge(a, b, reason="the same")
    write.rate(eco, a, {"power": 3}, rater="Ana")
    assert read.ratings(eco)[0]["actor"].to_list() == [b]
    assert read.expectations(eco)["of"].to_list() == [b]
    assert read.goals(eco).select("actor", "goal", "until").rows() == [(b, "Twenty spin-outs", "2028")]
    assert read.actor(eco, str(a)) == b


def test_judgements_stay_at_home_when_the_record_is_shared(eco: Ecosystem, ids: dict[str, int], tmp_path: Path) -> None:
    write.rate(eco, ids["Gulf Fund"], {"power": 2}, rater="Rosalind Rater")
    write.need(eco, ids["Gulf Fund"], "founders")
    eco.share(tmp_path / "given.eco")
    assert b"Rosalind" not in (tmp_path / "given.eco").read_bytes()
    with type(eco).open(tmp_path / "given.eco") as given:
        assert read.ratings(given)[0].height == 0
        assert read.needs(given)["capability"].to_list() == ["founders"]
