"""The answers: where each figure comes from, what is only proposed, the plan, and its workbook."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import fastexcel

from ecotone.dates import Date
from ecotone.ecosystem import Event, Evidence, Initiative, Mention, Statement
from ecotone.scope import Scope
from ecotone.stakeholders import answers, steps, write
from ecotone.stakeholders.proposals import propose
from ecotone.stakeholders.workbook import workbook
from ecotone.vocabulary import Sector

if TYPE_CHECKING:
    import pytest

    from ecotone.answer import Answer
    from ecotone.ecosystem import Ecosystem


def rows(answer: Answer, title: str, key: str = "name") -> dict[str, dict[str, Any]]:
    return {row[key]: row for row in answer.table(title).frame.to_dicts()}


def rated(eco: Ecosystem, ids: dict[str, int]) -> None:
    write.rate(eco, ids["Gulf Fund"], {"power": 5, "interest": 2}, rater="Ana")
    write.rate(eco, ids["Gulf Fund"], {"power": 5, "interest": 4}, rater="Ben")
    write.rate(eco, ids["Heart Voices"], {"power": 1, "interest": 5, "legitimacy": 5, "urgency": 5, "position": -1}, rater="Ana")
    write.rate(eco, ids["Heart Voices"], {"engagement now": 1, "engagement wanted": 4}, rater="Ana")


def test_the_grid_shows_ratings_with_their_interval_and_marks_what_is_proposed(eco: Ecosystem, ids: dict[str, int]) -> None:
    rated(eco, ids)
    found = rows(answers.grid(eco, names="nhs"), "Stakeholders")
    fund, voices = found["Gulf Fund"], found["Heart Voices"]
    assert (fund["power"]["value"], fund["power"]["reason"]) == (5.0, "all 2 raters gave the same")
    assert (fund["interest"]["value"], fund["interest"]["low"], fund["interest"]["high"]) == (3.0, 2.0, 4.0)
    assert (fund["quadrant"], fund["unstable"], fund["raters"], fund["proposed"]) == ("Satisfy", "interest", 2, "")
    assert (voices["quadrant"], voices["salience"], voices["unstable"]) == ("Inform", "dependent", "")
    answer = answers.grid(eco)
    assert answer.table("Where raters disagree").frame.select("name", "low", "high", "raters").rows() == [
        ("Gulf Fund", 2.0, 4.0, "Ana – Ben")
    ]
    assert "154" not in answer.summary
    assert len(answer.evidence) == len(set(answer.evidence)) > 0
    assert answers.grid(eco, proposals=False).table("Stakeholders").frame["name"].to_list() == ["Gulf Fund", "Heart Voices"]


def test_the_record_proposes_with_its_reason_and_only_where_it_shows_something(eco: Ecosystem, ids: dict[str, int]) -> None:
    with eco.batch("a study") as batch:
        said = Statement(
            Evidence("clinicaltrials", "NCT1", date=Date("2024")),
            mentions=(Mention("s", "Bay University", "lead sponsor"),),
            initiative=Initiative("i", "NCT1", "study", "NCT1"),
            events=(Event("started", Date("2024"), actual=True, objects=(("i", "study"), ("s", "lead sponsor"))),),
        )
        batch.assign(next(iter(batch.state(said).mentions.values())), ids["Bay University"], reason="same name", decided_by="test")
    found = {(each.actor, each.scale): (each.value, each.reason) for each in propose(eco)}
    assert found[ids["Device Agency"], "power"] == (5, "decides what is allowed")
    assert found[ids["Device Agency"], "legitimacy"] == (5, "has a mandate by law")
    assert found[ids["Gulf Fund"], "power"] == (5, "gives 4 of 4 awards and investments recorded")
    assert found[ids["Bay University"], "power"] == (4, "stands between more others than 88% of actors")
    assert found[ids["Bay University"], "interest"][1].startswith("takes part in 1 initiative")
    assert not any(actor == ids["Nobody Knows"] for actor, _ in found), "not seen is not weak"
    assert not any(scale in {"urgency", "position", "engagement now"} for _, scale in found)


def test_a_rating_takes_the_place_of_a_proposal(eco: Ecosystem, ids: dict[str, int]) -> None:
    write.rate(eco, ids["Device Agency"], {"power": 2}, rater="Ana")
    write.rate(eco, ids["Device Agency"], {"interest": 2}, rater="Ana")
    row = rows(answers.grid(eco), "Stakeholders")["Device Agency"]
    assert (row["power"]["value"], row["proposed"]) == (2.0, "legitimacy: has a mandate by law")


def test_a_rater_who_rates_everything_5_is_named(eco: Ecosystem, ids: dict[str, int]) -> None:
    for name in list(ids)[:3]:
        write.rate(eco, ids[name], {"power": 5, "interest": 5}, rater="Generous Gil")
    assert "Generous Gil gave 5 to all of 6 ratings: that tells no two stakeholders apart." in answers.grid(eco).warnings
    assert "Only one person has rated: ask a second one, for there is no interval yet." in answers.grid(eco).warnings


def test_thin_and_empty_classes_are_named_only_where_a_source_could_have_shown_them(eco: Ecosystem) -> None:
    bare = answers.classes(eco)
    assert bare.table("Thin and empty classes").frame.height == 0
    assert "No source of this record says which sectors it could have shown, so no class is called empty." in bare.warnings
    with eco.batch("an award") as batch:
        batch.state(Statement(Evidence("nih", "R01", date=Date("2024")), mentions=(Mention("g", "Bay University", "grantee"),)))
    found = answers.classes(eco).table("Thin and empty classes").frame
    named = set(found.filter(found["scheme"] == "sectors")["name"].to_list())
    from ecotone.sources import SOURCES
    from ecotone.vocabulary import SECTORS

    assert named == {SECTORS[sector].label for sector in SOURCES["nih"].shows.sectors}, "each has fewer than three actors here"
    assert "Patients" not in named


def test_the_plan_says_why_how_by_when_and_who(eco: Ecosystem, ids: dict[str, int]) -> None:
    rated(eco, ids)
    write.need(eco, ids["Pulse Software"], "trial-sites", level=3)
    write.need(eco, ids["Pulse Software"], "mentoring")
    write.offer(eco, ids["Launch Hub"], "mentoring", level=3)
    write.expect(eco, ids["Nobody Knows"], "An answer", due=Date("2025"))
    steps.decide(eco, ids["Gulf Fund"], owner="Ana", by=Date("2026-03"))
    found = rows(answers.plan(eco), "Engagement plan")
    voices = found["Heart Voices"]
    assert voices["why"] == "in “Keep informed”; dependent; has doubts and says so; engaged less (1) than wanted (4)"
    assert voices["how"].startswith("hear its objections in person first; give it a voice")
    assert voices["how"].endswith("bring it from “does not know of it” to “should take part in the work”")
    assert (voices["by"], voices["owner"], voices["status"]) == ("2026-01-16", "", "proposed"), "urgent: within fourteen days"
    assert (found["Gulf Fund"]["by"], found["Gulf Fund"]["owner"], found["Gulf Fund"]["status"]) == ("2026-03", "Ana", "decided")
    assert found["Pulse Software"]["why"].endswith("needs clinical trial sites, which nobody offers")
    assert found["Launch Hub"]["why"].endswith("alone offers mentoring, needed by Pulse Software")
    assert found["Nobody Knows"]["why"] == "1 expectation overdue or not met"
    steps.decide(eco, ids["Gulf Fund"], done=True)
    last = answers.plan(eco).table("Engagement plan").frame.tail(1).row(0, named=True)
    assert (last["name"], last["status"], last["owner"]) == ("Gulf Fund", "done", "Ana")


def test_the_plan_stays_at_home_when_the_record_is_shared(eco: Ecosystem, ids: dict[str, int], tmp_path: Any) -> None:
    steps.decide(eco, ids["Gulf Fund"], owner="Olga Owner")
    eco.share(tmp_path / "given.eco")
    assert b"Olga Owner" not in (tmp_path / "given.eco").read_bytes()


def test_the_workbook_holds_the_plan_and_no_formula(eco: Ecosystem, ids: dict[str, int]) -> None:
    with eco.batch("a nasty name") as batch:
        nasty = batch.add_actor('=HYPERLINK("http://evil.example","click")', sector=Sector.PROVIDER)
    write.rate(eco, nasty, {"power": 5, "interest": 5}, rater="Ana")
    made = workbook(answers.plan(eco))
    assert made == workbook(answers.plan(eco)), "the same plan gives the same bytes"
    book = fastexcel.read_excel(made)
    assert book.sheet_names == ["Engagement plan", "About"]
    frame = book.load_sheet("Engagement plan").to_polars()
    assert frame.columns == ["Id", "Who", "Sector", "Quadrant", "Why", "How", "By when", "Owner", "Status"]
    assert frame["Who"][0] == '\'=HYPERLINK("http://evil.example","click")'
    # A day is a date, in a program that knows dates: it sorts and filters as one.
    typed = book.load_sheet("Engagement plan", dtypes={"By when": "date"}).to_polars()["By when"]
    assert typed.null_count() == 0
    assert str(typed[0]) == answers.plan(eco).tables[0].rows()[0]["by"]
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        first = archive.read("xl/worksheets/sheet1.xml")
        assert b'state="frozen"' in first
        assert b"customHeight" in first, "a row is as high as its wrapped texts, for programs that do not work it out"
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)


def test_needs_are_answered_with_gaps_single_points_and_words_unknown(eco: Ecosystem, ids: dict[str, int]) -> None:
    assert answers.needs(eco).warnings == ("Nobody has said what they need: that does not mean that they need nothing.",)
    write.need(eco, ids["Pulse Software"], "biobank", level=3)
    write.need(eco, ids["Pulse Software"], "founders", level=1)
    write.offer(eco, ids["Bay University"], "biobank", level=3)
    with eco.batch("a sheet") as batch:
        batch.add_claim("need", "bio bank samples", actor=ids["Heart Voices"], own_statement=True)
    answer = answers.needs(eco)
    assert (
        answer.summary
        == "2 needs of 1 actor, 75% met by offers; nobody offers founders and executives; 1 actor is the only one to meet some need."
    )
    assert rows(answer, "Needs nobody meets")["Pulse Software"]["capability"] == "Founders and executives"
    assert rows(answer, "Single points of failure")["Bay University"]["seekers"] == "Pulse Software"
    assert rows(answer, "Needs and who can meet them")["Pulse Software"]["tied"] == "Bay University"
    assert rows(answer, "Other words")["Heart Voices"]["near"].startswith("biobank")


def test_salience_names_the_class_and_what_would_change_it(eco: Ecosystem, ids: dict[str, int]) -> None:
    """The classes are those of Mitchell, Agle and Wood (1997), figure 2; there is what lies above the middle of the scale."""
    rated(eco, ids)
    answer = answers.attention(eco, proposals=False)
    found = rows(answer, "Stakeholders by salience")
    voices, fund = found["Heart Voices"], found["Gulf Fund"]
    assert (voices["class"], voices["changed_by"]) == ("dependent", "no single point")
    assert (fund["class"], fund["power"]["value"]) == ("one of 4 classes", 5.0)
    assert fund["changed_by"] == "a first rating of legitimacy; a first rating of urgency"
    counts = rows(answer, "Classes of salience", "class")
    assert (counts["dependent"]["actors"], counts["dependent"]["who"], counts["definitive"]["maybe"]) == (1, "Heart Voices", 1)
    write.rate(eco, ids["Heart Voices"], {"power": 5}, rater="Ben")  # the raters' interval of power is now 1 to 5
    moved = rows(answers.attention(eco, proposals=False), "Stakeholders by salience")["Heart Voices"]
    assert (moved["power"]["low"], moved["power"]["high"], moved["class"]) == (1.0, 5.0, "dependent")
    assert moved["changed_by"] == "one point more power: definitive"
    assert answer.summary.startswith("1 stakeholder has a class, 0 are definitive; 1 may be")


def test_an_answer_keeps_to_its_scope_and_day(eco: Ecosystem, ids: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    rated(eco, ids)
    only = answers.grid(eco, Scope(sectors=(Sector.PATIENTS,)))
    assert only.table("Stakeholders").frame["name"].to_list() == ["Heart Voices"]
    before = answers.grid(eco, Scope(as_of=Date("2025-12-31")), proposals=False)
    assert before.table("Stakeholders").frame.height == 0
    assert before.summary.startswith("Nobody is placed yet")


def test_a_record_without_actors_has_its_answers_too(tmp_path: Any) -> None:
    from ecotone.ecosystem import Ecosystem as Record

    with Record.create(tmp_path / "empty.eco") as empty:
        for ask in (answers.grid, answers.attention, answers.classes, answers.needs, answers.expectations, answers.plan):
            answer = ask(empty)
            assert answer.to_json()
            assert workbook(answer)
