"""From a record to an evaluation: what it holds is measured, candidates are checked, and what is kept comes back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ecotone.dates import Date
from ecotone.ecosystem import Ecosystem, Evidence
from ecotone.errors import DecisionError, EvidenceError, InputError, NotFoundError, UndoRefusedError
from ecotone.partnerships import following, read, write
from ecotone.partnerships.answers import evaluated
from ecotone.partnerships.asking import Gathered, evaluate, gather, kept_weights, weigh
from ecotone.partnerships.criteria import shipped
from ecotone.partnerships.impact import of_body
from ecotone.partnerships.rated import Rating
from ecotone.partnerships.weights import judge, together
from ecotone.stakeholders import write as stakeholders

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = "https://example.org/minutes"


@pytest.fixture
def eco(tmp_path: Path, still_clock: None) -> Iterator[Ecosystem]:
    with Ecosystem.create(tmp_path / "x.eco", title="X") as made:
        with made.batch("made up") as batch:
            ids = [batch.add_actor(name, sector=sector) for name, sector in ACTORS]
            for one, other in ((1, 4), (1, 5), (2, 5), (2, 6), (3, 6)):
                batch.add_tie(ids[one - 1], ids[other - 1], "relation", evidence=Evidence("web", f"{one}-{other}", f"{PAGE}/{one}-{other}"))
            batch.add_claim("data sharing", "open", actor=2, evidence=Evidence("web", "terms", f"{PAGE}/terms"))
            batch.add_claim("data sharing", "agreement", actor=1, own_statement=True)
        stakeholders.need(made, 1, "trial-sites", level=3)
        stakeholders.offer(made, 2, "trial-sites", level=2, evidence=f"{PAGE}/offer")
        stakeholders.offer(made, 3, "FHIR", level=3)
        stakeholders.goal(made, 1, "Halve deaths of sepsis", until=Date("2028"))
        stakeholders.goal(made, 2, "Halve sepsis deaths", until=Date("2029"))
        yield made


ACTORS = (
    ("Seeker", "provider"),
    ("Alpha", "industry"),
    ("Beta", "provider"),
    ("Delta", "payer"),
    ("Echo", "payer"),
    ("Foxtrot", "academia"),
)


def test_the_record_answers_with_evidence(eco: Ecosystem) -> None:
    found, notes = evaluate(eco, "Seeker", ["Alpha", "3"], draws=500)
    assert notes == ()
    assert found.ranking.best == ("Alpha",)
    told = {value.part: value for value in found.values if value.candidate == 2 and value.basis == "record"}
    assert told["gaps-filled"].worth == pytest.approx(2 / 3)
    assert told["shared-goals"].worth == 1
    assert told["horizon"].worth == pytest.approx(0.8, abs=0.01)
    assert told["data-sharing"].worth == pytest.approx(3 / 4)
    assert told["sector-bridge"].worth == 1
    assert told["new-contacts"].worth == pytest.approx(1 / 2)
    addresses = {row["id"]: row["address"] for row in eco.evidence().iter_rows(named=True)}
    assert f"{PAGE}/offer" in {addresses[number] for number in told["gaps-filled"].evidence}
    assert "sponsor" in found.unknown


def test_what_is_gathered_once_is_weighed_often_and_survives_as_plain_data(eco: Ecosystem) -> None:
    table = shipped()
    write.declare(eco, "Bo", interest=[2], what="sits on its board")
    ratings = [
        Rating(2, "trust", "Ada", 4, address=PAGE),
        Rating(3, "trust", "Ada", 2, opinion=True),
        Rating(3, "trust", "Bo", 5, address=PAGE),
    ]
    gathered = gather(eco, "Seeker", ["Alpha", "3"], ratings=ratings)
    assert [each.rating.rater for each in gathered.apart] == ["Bo"]
    again = Gathered.of(json.loads(json.dumps(gathered.as_dict())), table)
    for said in ({"trust": 3.0}, {"data-sharing": 9.0}):
        weights = together([judge({"judge": "Cy", "method": "direct", "weights": said}, table)], table)
        found, notes = evaluate(eco, "Seeker", ["Alpha", "3"], ratings=ratings, weights=weights, draws=500)
        for kept in (gathered, again):
            made, told = weigh(kept, weights, draws=500)
            assert (evaluated(made, None, told).as_dict(), told) == (evaluated(found, None, notes).as_dict(), notes)


def test_candidates_that_cannot_be_compared(eco: Ecosystem) -> None:
    with pytest.raises(DecisionError, match=r"A candidate is the seeker itself\. Got: 1"):
        evaluate(eco, "Seeker", ["1", "Alpha"])
    with pytest.raises(DecisionError, match="named twice"):
        evaluate(eco, "Seeker", ["Alpha", "Alpha"])
    with pytest.raises(DecisionError, match="A candidate is named twice"):
        evaluate(eco, "Seeker", ["2", "Alpha"])
    with pytest.raises(DecisionError, match="nothing to choose between"):
        evaluate(eco, "Seeker", ["Alpha"])
    with pytest.raises(NotFoundError, match="No actor has this name"):
        evaluate(eco, "Seeker", ["Alpha", "Zulu"])


def test_merged_actors_stand_for_each_other(eco: Ecosystem) -> None:
    eco.merge(6, 3, reason="the same")
    _, notes = evaluate(eco, "Seeker", ["Alpha", "6"], draws=100)
    assert notes == ("Actor 6 was merged into Beta (actor 3), which stands for it.",)
    with pytest.raises(DecisionError, match="Two candidates are one actor since a merger"):
        evaluate(eco, "Seeker", ["3", "6"])
    eco.merge(4, 1, reason="the same")
    with pytest.raises(DecisionError, match="seeker itself since the two were merged"):
        evaluate(eco, "Seeker", ["4", "Alpha"])


def test_conflicts_are_told(eco: Ecosystem) -> None:
    with eco.batch("conflicts") as batch:
        batch.add_claim("conflict of interest", "Beta", actor=1, own_statement=True)
        batch.add_tie(2, 1, "competitor", own_statement=True)
    _, notes = evaluate(eco, "Seeker", ["Alpha", "Beta"], draws=100)
    assert notes == (
        "Alpha is tied to it as competitor: Seeker may not be free to choose it.",
        "Beta is named under conflict of interest: Seeker may not be free to choose it.",
    )


def test_ratings_are_claims_with_assessor_and_evidence(eco: Ecosystem) -> None:
    said = [Rating(2, "trust", "Ada", 4, address=PAGE), Rating(3, "trust", "Ada", 2, opinion=True)]
    write.keep_ratings(eco, 1, said, shipped())
    write.keep_ratings(eco, 4, [Rating(2, "trust", "Ada", 1, address=PAGE)], shipped())  # as a partner of somebody else
    found, _ = evaluate(eco, "Seeker", ["Alpha", "Beta"], draws=100)
    alpha, beta = found.value(2, "trust"), found.value(3, "trust")
    assert (alpha.worth, alpha.basis, beta.worth, beta.basis) == (0.75, "raters", 0.25, "opinion")
    assert eco.evidence(alpha.evidence[0])["address"].to_list() == [PAGE]
    # A later word of the same rater counts; a file beside the record goes before it.
    write.keep_ratings(eco, 1, [Rating(2, "trust", "Ada", 5, address=PAGE, date="2026-02-01")], shipped())
    assert evaluate(eco, "Seeker", ["Alpha", "Beta"], draws=100)[0].value(2, "trust").worth == 1
    fresh = [Rating(2, "trust", "Ada", 1, address=PAGE), Rating(5, "trust", "Ada", 1, opinion=True)]
    found, notes = evaluate(eco, "Seeker", ["Alpha", "Beta"], ratings=fresh, draws=100)
    assert found.value(2, "trust").worth == 0
    assert notes == ("1 rating is of an actor that is no candidate; it does not count.",)
    eco.undo(int(eco.history(limit=1)["batch"][0]))
    assert evaluate(eco, "Seeker", ["Alpha", "Beta"], draws=100)[0].value(2, "trust").worth == 0.75


def test_what_may_not_be_kept(eco: Ecosystem) -> None:
    with pytest.raises(EvidenceError, match="no evidence and is not marked as opinion"):
        write.keep_ratings(eco, 1, [Rating(2, "trust", "Ada", 4)], shipped())
    with pytest.raises(DecisionError, match="cannot be the seeker itself"):
        write.keep_ratings(eco, 1, [Rating(1, "trust", "Ada", 4, opinion=True)], shipped())
    with pytest.raises(DecisionError, match="A rating is of the seeker itself"):
        evaluate(eco, "Seeker", ["Alpha", "Beta"], ratings=[Rating(1, "trust", "Ada", 4, opinion=True)])


def test_a_rating_imported_from_outside_the_scale_is_set_aside_and_told(eco: Ecosystem) -> None:
    with eco.batch("odd") as batch:
        batch.add_claim("partner trust", 9, actor=2, unit="of actor 1", assessor="Ada", own_statement=True)
    found, notes = evaluate(eco, "Seeker", ["Alpha", "Beta"], draws=100)
    assert found.value(2, "trust").worth is None
    assert notes == ("1 rating that lies outside its scale was set aside.",)


def test_judges_are_kept_privately_and_weigh(eco: Ecosystem, tmp_path: Path) -> None:
    told = {"judge": "Ada", "method": "direct", "weights": {"Cultural fit": 3}}
    write.keep_judges(eco, [judge(told, shipped())])
    kept = kept_weights(eco, shipped())
    assert kept is not None
    found, _ = evaluate(eco, "Seeker", ["Alpha", "Beta"], draws=100)
    assert found.weights.shares.tolist() == kept.shares.tolist()
    assert found.judges_first == {"Ada": "Alpha"}
    write.decide(eco, "Trials", found, 3, reasons=["cheaper"], dissent=["Bo: too slow"], on=Date("2026-03"))
    eco.share(tmp_path / "shared.eco")
    with Ecosystem.open(tmp_path / "shared.eco") as shared:
        assert kept_weights(shared, shipped()) is None
        ((name, body, dissent),) = following.decisions(shared)
        assert (name, body["chosen_name"], body["dissenters"], dissent) == ("Trials", "Beta", 1, [])
        assert "Bo" not in shared.export().decode()
    write.forget_judge(eco, "Ada")
    assert kept_weights(eco, shipped()) is None


def test_a_decision_keeps_how_the_candidates_stood(eco: Ecosystem) -> None:
    found, _ = evaluate(eco, "Seeker", ["Alpha", "Beta"], draws=100)
    write.decide(
        eco, "Trials", found, 2, reasons=["trial sites", " "], dissent=["Bo: too slow"], by="board", on=Date("2026-03"), add_tie=True
    )
    ((_, body, dissent),) = following.decisions(eco, "trials")
    assert (body["reasons"], body["date"], body["ranking"][0]["candidate"]) == ("trial sites", "2026-03", "Alpha")
    assert dissent == [{"who": "Bo", "says": "too slow"}]
    assert eco.ties(kind="partnership").select("source", "target", "valid_from").rows() == [(1, 2, "2026-03")]
    with pytest.raises(InputError, match="kept already"):
        write.decide(eco, "Trials", found, 2, reasons=["again"])
    with pytest.raises(InputError, match="needs a reason"):
        write.decide(eco, "Other", found, 2, reasons=[" "])
    with pytest.raises(DecisionError, match="who was no candidate"):
        write.decide(eco, "Other", found, 5, reasons=["x"])
    with pytest.raises(InputError, match="Dissent names who"):
        write.decide(eco, "Other", found, None, reasons=["x"], dissent=["too slow"])
    with pytest.raises(InputError, match="no partner"):
        write.decide(eco, "Other", found, None, reasons=["x"], add_tie=True)
    with pytest.raises(NotFoundError, match="No decision has this name"):
        following.decisions(eco, "Nobody")


def test_an_impact_record_is_followed_and_its_expectation_stays(eco: Ecosystem) -> None:
    body = {"seeker": 1, "partner": 2, "start": "2026-01-01", "expected": {"ties": 1, "bridges": 5}, "indicators": [{"name": "sites"}]}
    write.open_impact(eco, of_body("Trials", body))
    with pytest.raises(InputError, match="kept already"):
        write.open_impact(eco, of_body("Trials", {**body, "expected": {}}))
    with pytest.raises(DecisionError, match="seeker itself"):
        write.open_impact(eco, of_body("Self", {**body, "partner": 1}))
    write.add_indicators(eco, "trials", ["name=sites; baseline=2; target=6; date=2027-01; owner=Ana; source=register"])
    with eco.batch("news") as batch:
        batch.add_tie(2, 3, "relation", valid_from=Date("2026-05"), own_statement=True)
    write.review(eco, "Trials", [("sites", "5")], on=Date("2026-06-30"), source=PAGE, note="fine", by="board", state="paused")
    found = following.follow(eco, *following.impact(eco, "TRIALS"), Date("2026-12-31"))
    assert found.impact.expected == {"ties": 1.0, "bridges": 5.0}
    assert found.impact.indicator("sites").state(Date("2026-12-31").last, Date("2026-01-01").first) == "on track"
    assert found.impact.state == "paused"
    assert {one.measure: one.change for one in found.on_map} == {"ties": 1, "reach": 0, "bridges": 1}
    # Now the record itself answers how complete the indicator is.
    assert evaluate(eco, "Seeker", ["Alpha", "Beta"], draws=100)[0].value(2, "indicator").worth == 1
    with pytest.raises(InputError, match="lies before the start"):
        write.review(eco, "Trials", [], on=Date("2025"), note="x")
    with pytest.raises(InputError, match="says nothing"):
        write.review(eco, "Trials", [], on=Date("2026-07"))
    with pytest.raises(NotFoundError, match="No impact record has this name"):
        following.impact(eco, "Nobody")


def test_what_is_kept_is_undone_like_all_else(eco: Ecosystem) -> None:
    found, _ = evaluate(eco, "Seeker", ["Alpha", "Beta"], draws=100)
    write.decide(eco, "Trials", found, None, reasons=["nobody fits"])
    last = int(eco.history(limit=1)["batch"][0])
    try:
        eco.undo(last)
    except UndoRefusedError as error:  # pragma: no cover
        pytest.fail(str(error))
    assert following.decisions(eco) == []
    assert eco.kept(read.ROOM) == []


def test_an_erased_actor_leaves_the_others_comparable(eco: Ecosystem) -> None:
    """What is kept of an actor that was erased must not fail what is asked of others."""
    write.declare(eco, "Ada", interest=[4])
    write.keep_ratings(eco, 4, [Rating(2, "trust", "Ada", 1, address=PAGE)], shipped())
    write.open_impact(eco, of_body("With four", {"seeker": 1, "partner": 4, "start": "2026-01"}))
    write.open_impact(eco, of_body("With two", {"seeker": 1, "partner": 2, "start": "2026-01"}))
    eco.erase(4)
    found, _ = evaluate(eco, "Seeker", ["Alpha", "Beta"], draws=100)
    assert found.agreement.raters == ()
    assert [each.name for each, _ in following.impacts(eco)] == ["With two"]
