"""Every computation on a record against a value worked by hand, and what it says where the record cannot tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ecotone.partnerships.alignment import Texts
from ecotone.partnerships.measured import MEASURES, Known, Said, shares_below

SEEKER, CANDIDATE = 1, 2
NOBODY = Known(
    names={1: "Seeker", 2: "Candidate"}, sectors={1: None, 2: None}, partners={}, position={}, needs={}, offers={}, goals={}, texts={},
    data_terms={}, sponsors={}, indicators={}, corpus=Texts([]),
)  # fmt: skip
FULL = replace(
    NOBODY,
    sectors={1: "provider", 2: "industry", 3: "industry", 4: "academia", 5: "payer"},
    partners={1: {3: (31,), 4: (32,), 5: (33,), 2: (34, 35)}, 2: {1: (34, 35), 3: (36,), 6: (37,)}},
    position={2: 0.75},
    needs={1: (Said("trial-sites", 11, 3.0), Said("imaging", 12, 2.0), Said("capital", 13, 1.0)), 2: (Said("data", 14, 2.0),)},
    offers={
        2: (Said("trial-sites", 15, 2.0), Said("imaging", 16, 3.0), Said("ai", 17, 1.0)),
        1: (Said("data", 18, 1.0), Said("ai", 19, 2.0)),
    },
    goals={
        1: (Said("Halve sepsis deaths", 21, until=2028.0), Said("Train nurses", 22, until=2030.0)),
        2: (Said("Halve the deaths of sepsis", 23, until=2031.5), Said("Open a plant", 24)),
    },
    data_terms={1: (Said("case by case", 25, 2.0),), 2: (Said("open", 26, 5.0),)},
    sponsors={2: (Said("named", 27),)},
    indicators={frozenset({1, 2}): ("baseline", "target", "owner")},
)


@pytest.mark.parametrize(
    ("measure", "worth", "says", "evidence"),
    [
        # min(3, 2) + min(2, 3) + 0 of 3 + 2 + 1.
        ("gaps filled", 4 / 6, "covers 67% of the need of Seeker, 2 of 3 capabilities: imaging, Clinical trial sites", (12, 16, 11, 15)),
        ("resource fit", 1 / 2, "Seeker covers 50% of the need of Candidate", (14, 18)),
        # Offers {sites, imaging, ai} and {data, ai}: one of four in common.
        ("novelty", 3 / 4, "3 of 4 capabilities", (16, 15)),
        # Other partners 3 (industry), 4, 5: one of three is of the candidate's sector.
        ("sector bridge", 2 / 3, "from provider to industry, of which 1 of the seeker's 3 other partners are", (31,)),
        ("past collaboration", 0.5, "2 source records tie them", (34, 35)),
        # Its other partners are 3, whom the seeker knows, and 6.
        ("new contacts", 1 / 2, "1 of its 2 other partners are new", (37,)),
        ("network position", 0.75, "above that of 75%", (34, 36, 37)),
        # One goal of three is shared.
        ("shared goals", 1 / 3, "1 of 3 goals are held by both: Halve sepsis deaths", (21, 23)),
        # Medians 2029 and 2031.5: 2.5 of 5 years.
        ("horizon match", 1 / 2, "2.5 years apart", (21, 22, 23)),
        ("data sharing", 1 / 4, "seeker: case by case; candidate: open", (25, 26)),
        ("executive sponsor", 1.0, "a sponsor is named", (27,)),
        ("indicator", 3 / 5, "lacks date, source", ()),
    ],
)
def test_by_hand(measure: str, worth: float, says: str, evidence: tuple[int, ...]) -> None:
    found = MEASURES[measure](FULL, SEEKER, CANDIDATE)
    assert found.worth == pytest.approx(worth)
    assert says in found.reason
    assert found.evidence == evidence
    assert found.ends == pytest.approx((worth, worth))


@pytest.mark.parametrize("measure", [name for name in MEASURES if name != "past collaboration"])
def test_a_record_that_says_nothing_gives_no_value_but_the_reason(measure: str) -> None:
    found = MEASURES[measure](NOBODY, SEEKER, CANDIDATE)
    assert found.worth is None
    assert found.reason
    assert found.ends == (0.0, 1.0)


def test_no_work_together_in_the_record_may_be_work_elsewhere() -> None:
    found = MEASURES["past collaboration"](NOBODY, SEEKER, CANDIDATE)
    assert found.worth == 0
    assert found.ends == (0.0, 0.25)


def test_one_sector_bridges_nothing_and_a_seeker_without_partners_everything() -> None:
    same = replace(NOBODY, sectors={1: "payer", 2: "payer"})
    assert MEASURES["sector bridge"](same, SEEKER, CANDIDATE).worth == 0
    apart = replace(NOBODY, sectors={1: "payer", 2: "patients"})
    assert MEASURES["sector bridge"](apart, SEEKER, CANDIDATE).worth == 1


def test_terms_of_one_side_alone_are_the_most_that_it_can_be() -> None:
    found = MEASURES["data sharing"](replace(FULL, data_terms={2: (Said("open", 26, 5.0),)}), SEEKER, CANDIDATE)
    assert (found.worth, found.ends) == (1.0, (0.0, 1.0))


def test_alignment_is_worth_nothing_where_chance_gives_as_much() -> None:
    corpus = Texts([f"{a} {b}" for a in ("stroke", "sepsis", "insulin", "robot", "nurse") for b in ("trial", "device", "school", "fund")])
    known = replace(NOBODY, corpus=corpus, texts={1: (Said("stroke trial", 1),), 2: (Said("stroke trials", 2),)})
    near = MEASURES["text alignment"](known, SEEKER, CANDIDATE)
    far = MEASURES["text alignment"](replace(known, texts={1: (Said("stroke trial", 1),), 2: (Said("zygote", 2),)}), SEEKER, CANDIDATE)
    assert near.worth is not None
    assert near.worth > 0.8
    assert near.evidence == (1, 2)
    assert far.worth == 0


def test_shares_below_are_mid_ranks() -> None:
    assert shares_below({}) == {}
    assert shares_below({4: 1.0}) == {4: 0.5}
    assert shares_below({1: 3.0, 2: 1.0, 3: 2.0}) == {1: 1.0, 2: 0.0, 3: 0.5}
