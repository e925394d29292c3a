"""Raters with an interest: refused where they would rate the candidate, set apart where it is compared, and all of it in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecotone.ecosystem import Ecosystem
from ecotone.errors import DecisionError, NotFoundError
from ecotone.partnerships import interests, write
from ecotone.partnerships.answers import evaluated
from ecotone.partnerships.asking import evaluate
from ecotone.partnerships.criteria import shipped
from ecotone.partnerships.interest_answers import declared
from ecotone.partnerships.rated import Rating
from ecotone.partnerships.weights import judge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SEEKER, ALPHA, BETA, WARD = 1, 2, 3, 4
RATINGS = [
    Rating(candidate, "trust", rater, level, opinion=True)
    for rater, levels in {"Ada": (5, 1), "Bo": (2, 4), "Cy": (3, 3)}.items()
    for candidate, level in zip((ALPHA, BETA), levels, strict=True)
]


@pytest.fixture
def eco(tmp_path: Path, still_clock: None) -> Iterator[Ecosystem]:
    with Ecosystem.create(tmp_path / "x.eco", title="X") as made:
        with made.batch("made up") as batch:
            for name in ("Seeker", "Alpha", "Beta", "Alpha ward"):
                batch.add_actor(name, sector="provider")
            batch.add_tie(WARD, ALPHA, "part-of", own_statement=True)
        yield made


def trust(eco: Ecosystem, ratings: list[Rating] = RATINGS) -> tuple[list[float | None], list[tuple[str, int]], list[str]]:
    """Return what trust is worth of both, whose ratings are set apart, and what is said."""
    found, notes = evaluate(eco, "Seeker", ["Alpha", "Beta"], ratings=ratings, draws=100)
    return (
        [found.value(number, "trust").worth for number in (ALPHA, BETA)],
        [(each.rating.rater, each.rating.candidate) for each in found.apart],
        list(notes),
    )


def test_without_a_declaration_all_ratings_count_and_nothing_is_said(eco: Ecosystem) -> None:
    worths, apart, notes = trust(eco)
    assert worths == [pytest.approx((1 + 0.25 + 0.5) / 3), pytest.approx((0 + 0.75 + 0.5) / 3)]
    assert not apart
    assert not notes


def test_an_interest_in_a_candidate_sets_apart_all_that_the_rater_says_of_the_choice(eco: Ecosystem) -> None:
    write.declare(eco, "ada", interest=[ALPHA], what="sits on its board")
    write.declare(eco, "Bo")
    worths, apart, notes = trust(eco)
    assert worths == [pytest.approx((0.25 + 0.5) / 2), pytest.approx((0.75 + 0.5) / 2)]
    assert apart == [("Ada", ALPHA), ("Ada", BETA)]
    assert notes == [
        "ada has an interest in Alpha (sits on its board): 2 ratings are set apart.",
        "Cy has not declared whether there is an interest in any candidate.",
    ]
    found, said = evaluate(eco, "Seeker", ["Alpha", "Beta"], ratings=RATINGS, draws=100)
    table = evaluated(found, None, said).tables[-1]
    assert table.title == "Set apart"
    assert [(row["rater"], row["level"]) for row in table.rows()] == [("Ada", 5), ("Ada", 1)]
    assert "Ada" not in found.agreement.raters


def test_who_belongs_to_a_unit_belongs_to_its_house(eco: Ecosystem) -> None:
    write.declare(eco, "Ada", belongs=[WARD])
    assert [rater for rater, _ in trust(eco)[1]] == ["Ada", "Ada"]
    assert any("Ada belongs to Alpha" in note for note in trust(eco)[2])


def test_the_seekers_own_side_counts_only_where_nobody_independent_has_rated(eco: Ecosystem) -> None:
    write.declare(eco, "Ada", belongs=[SEEKER])
    ratings = [*RATINGS, Rating(ALPHA, "mistrust", "Ada", 1, opinion=True)]
    worths, apart, notes = trust(eco, ratings)
    assert worths == [pytest.approx((0.25 + 0.5) / 2), pytest.approx((0.75 + 0.5) / 2)]
    assert apart == [("Ada", ALPHA), ("Ada", BETA)]
    assert "Ada belongs to Seeker; somebody independent has rated the same: 2 ratings are set apart." in notes
    assert "Ada belongs to Seeker: what nobody independent has rated rests on that side's word." in notes


def test_a_rating_of_a_candidate_in_whom_the_rater_has_an_interest_is_not_kept(eco: Ecosystem) -> None:
    write.declare(eco, "Ada", interest=[ALPHA])
    with pytest.raises(DecisionError, match=r"has an interest in the candidate, and does not rate it\. Got: Ada has an interest in Alpha"):
        write.keep_ratings(eco, SEEKER, RATINGS, shipped())
    assert write.keep_ratings(eco, SEEKER, RATINGS[1:], shipped())  # of Beta: kept, and set apart where Alpha is compared


def test_a_judge_with_an_interest_is_named(eco: Ecosystem) -> None:
    write.declare(eco, "Ada", interest=[BETA])
    write.keep_judges(eco, [judge({"judge": "Ada", "method": "direct", "weights": {"trust": 1}}, shipped())])
    assert any("Ada has an interest in Beta, and the weights of Ada count" in note for note in trust(eco, RATINGS[2:])[2])


def test_it_is_journalled_private_and_can_be_undone(eco: Ecosystem, tmp_path: Path) -> None:
    first = write.declare(eco, "Ada", interest=[ALPHA], author="Zoe")
    last = eco.history(limit=1).row(0, named=True)
    assert (last["batch"], last["author"], last["reason"]) == (first, "Zoe", "Interests declared by Ada")
    write.declare(eco, "Ada", belongs=[BETA])
    assert {(each.actor, each.way) for each in interests.declared(eco)["ada"]} == {(ALPHA, "interest"), (BETA, "belongs")}
    assert all(kept.private for kept in eco.kept(interests.ROOM, interests.INTEREST))
    eco.share(tmp_path / "shared.eco")
    with Ecosystem.open(tmp_path / "shared.eco") as shared:
        assert interests.declared(shared) == {}
    write.declare(eco, "Ada")
    assert interests.declared(eco) == {"ada": ()}
    assert declared(eco).summary == "1 rater declared, 0 of them an interest."
    gone = write.withdraw(eco, "Ada")
    assert interests.declared(eco) == {}
    eco.undo(gone)
    assert interests.declared(eco) == {"ada": ()}
    with pytest.raises(NotFoundError):
        write.withdraw(eco, "Nobody")


def test_a_merger_moves_an_interest(eco: Ecosystem) -> None:
    write.declare(eco, "Ada", interest=[WARD])
    eco.merge(WARD, BETA, reason="the same")
    assert interests.declared(eco)["ada"][0].actor == BETA
