"""Recommendation and back-test as a user gets them: a network with a known rule, one without, and all that is refused."""

from __future__ import annotations

import itertools
import json
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest

from ecotone.dates import Date
from ecotone.ecosystem import Ecosystem
from ecotone.errors import DecisionError, InputError, NotFoundError
from ecotone.partnerships.recommend import answers, read
from ecotone.partnerships.recommend.history import History, window
from ecotone.partnerships.recommend.protocol import split
from ecotone.partnerships.recommend.verdict import verdict
from ecotone.scope import Scope
from ecotone.stakeholders import write as stakeholders

if TYPE_CHECKING:
    from pathlib import Path

CITIES = ("Houston", "Boston", "Nottingham", "Singapore", "Leeds", "Lyon")


@cache
def ruled(seed: int, *, local: bool) -> History:
    """Return 120 actors who in six years find partners in their own city (or anywhere), never through partners in common."""
    random = np.random.Generator(np.random.Philox(seed))
    n = 120
    city = np.arange(n) % len(CITIES)
    rows: dict[tuple[int, int], float] = {}
    for k in range(900):
        a = int(random.integers(n))
        near = np.flatnonzero((city == city[a]) & (np.arange(n) != a))
        b = int(random.choice(near)) if local and random.random() < 0.9 else int(random.integers(n))
        if a != b:
            rows.setdefault((min(a, b), max(a, b)), k * 2190 / 900)
    actors = pl.DataFrame(
        {"id": list(range(n)), "city": [CITIES[c] for c in city], "country": ["X"] * n, "sector": ["provider", "industry"] * (n // 2)}
    )
    ties = pl.DataFrame(
        [(a, b, day) for (a, b), day in rows.items()], schema={"source": pl.Int64, "target": pl.Int64, "day": pl.Float64}, orient="row"
    )
    return History.of(actors, ties)


@cache
def report(*, local: bool) -> Any:
    return answers.backtest(ruled(1, local=local))


def figures(answer: Any, table: int = 0) -> dict[str, float]:
    return {row["method"]: row["ap"]["value"] for row in answer.tables[table].rows()}


def test_the_back_test_reports_what_was_promised() -> None:
    answer = report(local=True)
    first = answer.tables[0]
    assert [column.label for column in first.columns[:5]] == [
        "Ranked by",
        "Average precision",
        "Precision at 5",
        "Precision at 10",
        "Recall at 10",
    ]
    assert set(figures(answer)) == {
        "Model",
        "Random",
        "Degree product",
        "Adamic-Adar",
        "Resource allocation",
        "Katz",
        "Personalised PageRank",
    }
    assert all(row["ap"]["low"] <= row["ap"]["value"] <= row["ap"]["high"] for row in first.rows())
    assert any(table.title.startswith("Warm") for table in answer.tables)
    assert "two steps" in answer.table("New partners found among the first ten, by how far they were").frame.columns
    assert answer.method.parameters["new pairs"]


def test_a_rule_that_baselines_cannot_see_is_learnt() -> None:
    found = figures(report(local=True))
    assert found["Model"] > 1.5 * found["Random"]
    weights = {row["feature"]: row["coefficient"] for row in report(local=True).table("What counts").rows()}
    assert weights["Same place"] > 1


def test_random_is_worth_the_share_of_partners() -> None:
    made = ruled(1, local=True)
    cut = split(made)
    last = window(made, cut.windows[2].start, cut.windows[2].end)
    share = 2 * len(last.found) / (120 * 119)
    assert 0.3 * share < figures(report(local=True))["Random"] < 12 * share


def test_where_partners_are_found_at_random_it_is_off() -> None:
    found = verdict(ruled(3, local=False))
    assert not found.on
    assert "did not beat partners in common" in found.reason
    answer = answers.recommend(ruled(3, local=False), seeker=5)
    assert not answer.tables
    assert "Recommendation is off" in answer.summary
    assert "--by adamic-adar" in answer.summary


def test_candidates_come_with_reasons_and_without_partners() -> None:
    made = ruled(1, local=True)
    answer = answers.recommend(made, seeker=0, top=8)
    rows = answer.tables[0].rows()
    tied = {int(b) for a, b in made.pairs(made.dated) if a == 0} | {int(a) for a, b in made.pairs(made.dated) if b == 0}
    assert len(rows) == 8
    assert not tied & {row["partner"] for row in rows}
    assert 0 not in {row["partner"] for row in rows}
    assert "both in Houston" in rows[0]["reasons"]
    assert all(0 < row["score"] < 1 for row in rows)
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)


def test_the_whole_ecosystem_lists_each_pair_once() -> None:
    rows = answers.recommend(ruled(1, local=True), top=12).tables[0].rows()
    pairs = [frozenset((row["seeker"], row["partner"])) for row in rows]
    assert len(set(pairs)) == len(pairs) == 12
    assert [row["rank"] for row in rows] == list(range(1, 13))


def test_named_partners_restrict_the_candidates() -> None:
    made = ruled(1, local=True)
    untied = [b for b in range(1, 120) if not any({a, c} == {0, b} for a, c in made.pairs(made.dated).tolist())][:3]
    rows = answers.recommend(made, seeker=0, partners=untied).tables[0].rows()
    assert {row["partner"] for row in rows} == set(untied)


def test_who_is_kept_apart_is_never_recommended() -> None:
    made = ruled(1, local=True)
    first = answers.recommend(made, seeker=0, top=1).tables[0].rows()[0]["partner"]
    kept = History(made.actors, made.ties, np.array([[first, 0]], np.int32))
    assert first not in {row["partner"] for row in answers.recommend(kept, seeker=0, top=50).tables[0].rows()}


def test_partners_in_common_alone_need_no_test() -> None:
    made = ruled(3, local=False)
    rows = answers.recommend(made, seeker=5, by="adamic-adar").tables[0].rows()
    assert rows
    assert "partners in common" in rows[0]["reasons"] or "partner in common" in rows[0]["reasons"]


def test_the_same_seed_gives_the_same_bytes() -> None:
    made = ruled(1, local=True)
    assert answers.recommend(made, top=5).to_json() == answers.recommend(made, top=5).to_json()
    json.loads(answers.recommend(made, top=5).to_json())


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"seeker": 3, "partners": [3]}, "A partner cannot be the seeker itself"),
        ({"seeker": 999}, "no such actor in this scope"),
        ({"scope": Scope.parse("sector=payer")}, "A scope filters a record"),
    ],
)
def test_what_cannot_be_asked_is_said(options: dict[str, Any], message: str) -> None:
    with pytest.raises(DecisionError, match=message):
        answers.recommend(ruled(1, local=True), **options)


@pytest.fixture
def eco(tmp_path: Path, still_clock: None) -> Any:
    """Return a record of five actors with ties of every sort."""
    del still_clock
    with Ecosystem.create(tmp_path / "x.eco") as made:
        with made.batch("made up") as batch:
            ids = [batch.add_actor(name, sector="provider") for name in ("Clinic", "Lab", "Maker", "Maker Sub", "Payer")]
            batch.add_tie(ids[0], ids[1], "project-partner", valid_from=Date("2020-05"), own_statement=True)
            batch.add_tie(ids[1], ids[2], "funder-grantee", valid_from=Date("2021"), own_statement=True)
            batch.add_tie(ids[3], ids[2], "part-of", own_statement=True)
            batch.add_tie(ids[0], ids[4], "project-partner", valid_from=Date("2027"), own_statement=True)
            batch.add_tie(ids[1], ids[4], "conflict", own_statement=True)
            batch.add_claim("competitor", "maker; Nobody Ltd", actor=ids[0], own_statement=True)
            batch.add_claim("topic", "lung imaging", actor=ids[0], as_of=Date("2019"), own_statement=True)
        stakeholders.need(made, ids[0], "trial sites", said_by="A. Rater", on=Date("2020"))
        yield made


def test_a_record_is_read_with_its_dates_and_what_keeps_pairs_apart(eco: Any) -> None:
    asked = read.history(eco)
    ties = asked.history.ties
    assert ties.day.tolist()[:2] == [read.day_of("2020-05"), read.day_of("2021")]
    assert len(ties.day) == 3  # one house and a conflict are no partnerships
    assert ties.funds.tolist() == [False, True, False]
    assert asked.reasons == {(3, 4): "one house", (2, 5): "conflict of interest", (1, 3): "competitors"}
    assert {tuple(sorted(pair)) for pair in asked.history.apart.tolist()} == {(2, 3), (1, 4), (0, 2)}
    assert asked.unread == ("competitor of actor 1: Nobody Ltd",)
    assert asked.history.texts is not None
    assert set(asked.history.texts.vocabulary) == {"lung", "imaging"}


def test_needs_come_from_the_stakeholders(eco: Any) -> None:
    known = read.history(eco).history.capabilities
    assert known is not None
    assert known.actor.tolist() == [0]
    assert known.offers.tolist() == [False]
    assert known.day.tolist() == [read.day_of("2020")]


def test_actors_are_found_by_id_and_name(eco: Any) -> None:
    assert read.find(eco, "2") == read.find(eco, " lab ") == 2
    with pytest.raises(NotFoundError, match="No actor has this name"):
        read.find(eco, "Observatory")
    with pytest.raises(DecisionError, match="cannot be the seeker itself"):
        read.find_pair(eco, "2", "Lab")


def test_a_partner_merged_into_another_is_refused(eco: Any) -> None:
    eco.merge(4, 3, reason="the same")
    with pytest.raises(InputError, match=r"merged into another.*3 Maker"):
        read.find_pair(eco, "1", "4")


def test_a_thin_record_is_off_with_its_reason(eco: Any) -> None:
    answer = answers.recommend(eco)
    assert not answer.tables
    assert "fewer than 30 are too few" in answer.summary
    assert "names nobody of the record" in " ".join(answer.warnings)
    assert "fewer than 30 are too few" in answers.backtest(eco).summary


def test_a_registered_project_does_not_give_its_own_ties_away(tmp_path: Path) -> None:
    """The subject of a project is known from its first tie on, though it was registered before."""
    from ecotone.ecosystem.statements import Claim, Event, Evidence, Initiative, Mention, Statement, Tie

    said = Statement(
        Evidence("clinicaltrials", "NCT1", "https://example.org/NCT1", date=Date("2021-06")),
        mentions=(Mention("s", "Clinic", "lead sponsor"), Mention("c", "Lab", "collaborator")),
        ties=(Tie("s", "c", "sponsor-collaborator", valid_from=Date("2021-03")),),
        claims=(Claim("i", "condition", "melanoma"),),
        initiative=Initiative("i", "NCT1", "study", "NCT1"),
        events=(Event("registered", Date("2020-01-05"), actual=True, objects=(("i", "study"), ("s", "lead sponsor"))),),
    )
    with Ecosystem.create(tmp_path / "x.eco") as made:
        with made.batch("import") as batch:
            stated = batch.state(said)
            for name, mention in zip(("Clinic", "Lab"), sorted(stated.unassigned), strict=True):
                batch.assign(mention, batch.add_actor(name), reason="test", decided_by="test")
        texts = read.history(made).history.texts
    assert texts is not None
    assert set(texts.day.tolist()) == {read.day_of("2021-03")}
    assert len(list(itertools.chain(texts.actor))) == 2
