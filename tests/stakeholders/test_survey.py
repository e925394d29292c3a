"""The survey: links, answers, both sides' views, and figures of fewer than five people that are never shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import fastexcel
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.dates import Date
from ecotone.errors import AccessError, InputError, NotFoundError, UnreadableError
from ecotone.problems import Problems
from ecotone.stakeholders import answers, steps, survey, survey_files
from ecotone.stakeholders.answers.relations import groups
from ecotone.stakeholders.survey import Relation

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.ecosystem import Ecosystem

TRUST = {"trust_open": 4, "trust_keeps": 3, "trust_aims": 2}


@pytest.fixture
def members(eco: Ecosystem, ids: dict[str, int]) -> list[int]:
    return sorted(ids.values())


def make(eco: Ecosystem, members: list[int]) -> tuple[survey.Survey, dict[int, str]]:
    links = survey.make(eco, " Spring  2026 ", members, closes=Date("2026-02"))
    return survey.survey(eco, "Spring 2026"), links


def report(eco: Ecosystem, title: str) -> list[dict[str, Any]]:
    return answers.report(eco, "Spring 2026").table(title).frame.to_dicts()


def everybody_answers(eco: Ecosystem, found: survey.Survey, of: int, count: int, items: dict[str, int]) -> None:
    for member in [each for each in found.members if each != of][:count]:
        survey.take(eco, found, member, [Relation(of, 2, items)], way="test")


def test_a_link_opens_one_survey_for_one_member_and_the_record_holds_its_hash_alone(eco: Ecosystem, members: list[int]) -> None:
    found, links = make(eco, members)
    assert set(links) == set(members)
    assert survey.invited(eco, links[members[0]]) == (found, members[0])
    assert not any(secret.encode() in eco.export() for secret in links.values())
    with pytest.raises(NotFoundError, match="This link leads to no survey"):
        survey.invited(eco, "x" * 43)


def test_a_link_expires_with_the_survey(eco: Ecosystem, members: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    found, links = make(eco, members)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772323199")  # 2026-02-28, the last second of the last day
    assert survey.invited(eco, links[members[0]])[1] == members[0]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772323200")
    with pytest.raises(AccessError, match="The survey is closed"):
        survey.invited(eco, links[members[0]])
    with pytest.raises(AccessError, match="The survey is closed"):
        survey.take(eco, found, members[0], [], way="test")


def test_the_closing_day_is_moved_and_the_history_tells_it(eco: Ecosystem, members: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    found, links = make(eco, members)
    batch = survey.move(eco, "Spring 2026", Date("2026-03-10"), author="Zoe")
    last = eco.history(limit=1).row(0, named=True)
    assert (last["batch"], last["author"]) == (batch, "Zoe")
    assert last["reason"] == "Survey Spring 2026: answered until 2026-03-10, before until 2026-02"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772323200")  # 2026-03-01
    assert survey.invited(eco, links[members[0]])[0].closes == Date("2026-03-10")
    with pytest.raises(InputError, match=r"would close before today.*Close it instead"):
        survey.move(eco, "Spring 2026", Date("2026-02-27"))
    with pytest.raises(InputError, match="closes on that day already"):
        survey.move(eco, "Spring 2026", Date("2026-03-10"))
    eco.undo(batch)
    assert survey.survey(eco, "Spring 2026") == found


def test_a_survey_that_is_over_opens_again_only_while_no_mean_was_seen(
    eco: Ecosystem, members: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    found, _ = make(eco, members)
    everybody_answers(eco, found, members[0], 4, TRUST)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772323200")
    survey.move(eco, "Spring 2026", Date("2026-03"))
    everybody_answers(eco, survey.survey(eco, "Spring 2026"), members[0], 5, TRUST)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1775001600")  # 2026-04-01
    with pytest.raises(InputError, match="figures may have been seen"):
        survey.move(eco, "Spring 2026", Date("2026-05"))
    survey.close(eco, "Spring 2026")
    with pytest.raises(InputError, match="was closed, and its figures may have been seen"):
        survey.move(eco, "Spring 2026", Date("2026-05"))


def test_answers_become_ties_with_both_sides_views_and_a_later_one_replaces(eco: Ecosystem, members: list[int]) -> None:
    found, _ = make(eco, members)
    a, b, c = members[:3]
    survey.take(eco, found, a, [Relation(b, 3, TRUST), Relation(c, 1, {})], way="test")
    survey.take(eco, found, b, [Relation(a, 4, {})], way="test")
    ties = eco.ties(kind=survey.TIE).select("source", "target", "weight", "directed", "valid_from")
    assert sorted(ties.rows()) == [(a, b, 3.0, True, "2026-01-02"), (a, c, 1.0, True, "2026-01-02"), (b, a, 4.0, True, "2026-01-02")]
    again = survey.take(eco, found, a, [Relation(b, 2, {})], way="test")
    assert sorted(eco.ties(kind=survey.TIE).select("source", "target", "weight").rows()) == [(a, b, 2.0), (b, a, 4.0)]
    assert [(each.member, len(each.relations)) for each in survey.answers(eco, found)] == [(a, 1), (b, 1)]
    assert again is not None
    eco.undo(again)
    assert sorted(eco.ties(kind=survey.TIE).select("source", "target", "weight").rows()) == [(a, b, 3.0), (a, c, 1.0), (b, a, 4.0)]
    assert eco.check() == []


def test_reciprocity_is_judged_only_where_both_sides_answered(eco: Ecosystem, members: list[int]) -> None:
    found, _ = make(eco, members)
    a, b, c, d = members[:4]
    survey.take(eco, found, a, [Relation(b, 3, {}), Relation(c, 3, {}), Relation(d, 1, {})], way="test")
    survey.take(eco, found, b, [Relation(a, 3, {})], way="test")
    survey.take(eco, found, c, [], way="test")
    counts = {row["what"]: (row["count"], row["share"]) for row in report(eco, "Reciprocity")}
    assert counts["Pairs named by at least one side"] == (3, None)
    assert counts["of them, where one side did not answer"] == (1, None)
    assert counts["Pairs where both sides answered"] == (2, None)
    assert counts["of them, named by both sides"] == (1, 0.5)
    assert counts["of them, at the same level"] == (1, 0.5)
    assert [(row["one_says"], row["other_says"]) for row in report(eco, "Both sides' views")] == [
        ("coordination", "coordination"),
        ("coordination", "none"),
        ("awareness", ""),
    ]
    assert report(eco, "Response")[0] == {"group": "All", "members": 8, "answered": 3, "rate": 0.375}


def test_trust_and_value_are_shown_when_closed_and_of_five_or_more_only(eco: Ecosystem, members: list[int]) -> None:
    found, links = make(eco, members)
    everybody_answers(eco, found, members[0], 4, TRUST)
    titles = [table.title for table in answers.report(eco, "Spring 2026").tables]
    assert titles == ["Response", "Reciprocity", "Both sides' views"]
    four = survey.close(eco, "Spring 2026")
    assert report(eco, "Trust and value of members") == []
    assert report(eco, "Trust and value by members' sector") == []
    assert eco.claims().filter(pl.col("field") == "trust").height == 0
    eco.undo(four)
    everybody_answers(eco, found, members[0], 5, TRUST)
    survey.close(eco, "Spring 2026")
    [row] = report(eco, "Trust and value of members")
    assert (row["dimension"], row["people"], row["mean"], row["share"]) == ("trust", 5, 3.0, 0.75)
    assert [(row["group"], row["people"]) for row in report(eco, "Trust and value by members' sector")] == [("All", 5)]
    claim = eco.claims().filter(pl.col("field") == "trust").row(0, named=True)
    assert (claim["actor"], claim["number"], claim["unit"], claim["assessor"]) == (
        members[0],
        3.0,
        "of 4",
        "5 members in survey Spring 2026",
    )
    with pytest.raises(AccessError):
        survey.invited(eco, links[members[1]])
    with pytest.raises(InputError, match="The survey was closed before"):
        survey.close(eco, "Spring 2026")


def test_no_single_answer_on_trust_is_anywhere_but_in_what_is_private(eco: Ecosystem, members: list[int], tmp_path: Path) -> None:
    found, _ = make(eco, members)
    everybody_answers(eco, found, members[0], 6, {"trust_open": 1})
    survey.close(eco, "Spring 2026")
    shown = answers.report(eco, "Spring 2026").to_json() + json.dumps(eco.claims().to_dicts(), default=str)
    assert "trust_open" not in shown
    eco.share(tmp_path / "given.eco")
    assert b"trust_open" not in (tmp_path / "given.eco").read_bytes()
    assert b"survey-link" not in (tmp_path / "given.eco").read_bytes()


@given(st.dictionaries(st.sampled_from("ABCDEFGHI"), st.integers(1, 12), min_size=1))
def test_no_group_that_is_shown_or_left_by_subtraction_has_fewer_than_five(sizes: dict[str, int]) -> None:
    shown = groups(sizes)
    if sum(sizes.values()) < 5:
        assert shown == {}
        return
    assert set(shown) == set(sizes)
    totals: dict[str, int] = {}
    for name, label in shown.items():
        totals[label] = totals.get(label, 0) + sizes[name]
    assert min(totals.values()) >= 5
    assert all(shown[name] == name or "," in shown[name] for name in sizes)


@pytest.mark.parametrize(
    ("relations", "what"),
    [
        ([(0, 3, {})], "A member says nothing of itself"),
        ([(1, 3, {}), (1, 2, {})], "A partner is named twice"),
        ([(1, 5, {})], "This is no level of working together"),
        ([(1, 3, {"trust_open": 7})], r"An answer lies outside the scale .*Got: 7\. Expected: a whole number from 1 to 4"),
        ([(1, 3, {"charm": 3})], "The survey has no such question"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_as_a_whole(eco: Ecosystem, members: list[int], relations: list[Any], what: str) -> None:
    found, _ = make(eco, members)
    with pytest.raises(InputError, match=what):
        survey.take(eco, found, members[0], [Relation(members[p], level, items) for p, level, items in relations], way="test")
    assert survey.answers(eco, found) == []
    assert eco.ties(kind=survey.TIE).height == 0


def test_partners_that_were_merged_are_one_and_a_stranger_is_refused(eco: Ecosystem, members: list[int]) -> None:
    found, _ = make(eco, members[:4])
    with pytest.raises(InputError, match="The partner is not of the survey"):
        survey.take(eco, found, members[0], [Relation(members[5], 3, {})], way="test")
    with pytest.raises(InputError, match="This actor is not asked in the survey"):
        survey.take(eco, found, members[5], [], way="test")
    eco.merge(members[1], members[2], reason="the same")
    merged = survey.survey(eco, "Spring 2026")
    assert merged.members == (members[0], members[2], members[3])
    with pytest.raises(InputError, match="A partner is named twice"):
        survey.take(eco, merged, members[0], [Relation(members[1], 3, {}), Relation(members[2], 3, {})], way="test")
    with pytest.raises(InputError, match="says nothing of itself"):
        survey.take(eco, merged, members[2], [Relation(members[1], 3, {})], way="test")


@pytest.mark.parametrize(
    ("name", "count", "closes", "what"),
    [
        ("", 3, "2027", "A survey needs a name"),
        ("a/b", 3, "2027", "A survey needs a name"),
        ("x" * 81, 3, "2027", "A survey needs a name"),
        ("One", 1, "2027", "members who can work with each other"),
        ("Past", 3, "2026-01-01", "would close before it opens"),
    ],
)
def test_a_survey_that_cannot_be_is_refused(eco: Ecosystem, members: list[int], name: str, count: int, closes: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        survey.make(eco, name, members[:count], closes=Date(closes))
    assert survey.surveys(eco) == []


def test_a_second_survey_of_a_name_is_refused_and_an_unknown_one_not_found(eco: Ecosystem, members: list[int]) -> None:
    make(eco, members)
    with pytest.raises(InputError, match="There is a survey of this name already"):
        make(eco, members)
    with pytest.raises(NotFoundError, match=r"No survey has this name\. Got: Autumn\. Expected: Spring 2026"):
        survey.survey(eco, "Autumn")


def filled(path: Path, blank: bytes, cells: list[list[object]], about: dict[str, str] | None = None) -> Path:
    """Fill in a blank workbook the way a member would."""
    import xlsxwriter

    book = fastexcel.read_excel(blank)
    made = xlsxwriter.Workbook(path)
    for name in book.sheet_names:
        sheet = made.add_worksheet(name)
        rows = [list(row) for row in book.load_sheet(name, header_row=None, dtypes="string").to_polars().iter_rows()]
        for at, row in enumerate(rows):
            given = cells[at - 1] if name == "Answers" and 0 < at <= len(cells) else []
            mended = [*row[:2], *given] if given else row
            if name == "About" and about and row[0] in about:
                mended = [row[0], about[row[0]]]
            for place, value in enumerate(mended):
                if value is not None:
                    sheet.write(at, place, value)
    made.close()
    return path


def test_an_answered_workbook_comes_back_good_rows_kept_bad_rows_listed(eco: Ecosystem, members: list[int], tmp_path: Path) -> None:
    found, _ = make(eco, members)
    names = {number: eco.actor(number).actor.name for number in found.members}
    blank = survey_files.blank(found, members[0], names)
    assert blank == survey_files.blank(found, members[0], names)
    path = filled(
        tmp_path / "renamed.xlsx",
        blank,
        [["3 coordination", 4, 3, 2, None, None, 1], ["often", 1], [None, 3], ["2", 9, 3], [None], ["awareness"]],
    )
    problems = Problems()
    got, member, relations = survey_files.read(eco, path, problems)
    assert (got.name, member) == ("Spring 2026", members[0])
    assert [(each.level, dict(each.items)) for each in relations] == [
        (3, {"trust_open": 4, "trust_keeps": 3, "trust_aims": 2, "value_gives": 1}),
        (2, {"trust_keeps": 3}),
        (1, {}),
    ]
    assert [(each.what, each.row, each.got) for each in problems] == [
        ("This is no level of working together", 3, "often"),
        ("Statements are answered, but no level of working together", 4, None),
        ("An answer lies outside the scale of its instrument", 5, "9"),
    ]
    survey.take(eco, got, member, relations, way="workbook")
    assert eco.ties(kind=survey.TIE).height == 3


def test_a_workbook_that_is_none_of_a_survey_is_refused(eco: Ecosystem, members: list[int], tmp_path: Path) -> None:
    found, _ = make(eco, members[:4])
    names = {number: eco.actor(number).actor.name for number in found.members}
    blank = survey_files.blank(found, members[0], names)
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"no workbook")
    with pytest.raises(UnreadableError, match="damaged or of an unknown kind"):
        survey_files.read(eco, bad, Problems())
    with pytest.raises(NotFoundError, match="No survey has this name"):
        survey_files.read(eco, filled(tmp_path / "a.xlsx", blank, [], {"Survey": "Another"}), Problems())
    with pytest.raises(InputError, match="This member is not asked"):
        survey_files.read(eco, filled(tmp_path / "b.xlsx", blank, [], {"Member": f"{members[6]} x"}), Problems())
    with pytest.raises(UnreadableError, match="does not say whose answers"):
        survey_files.read(eco, filled(tmp_path / "c.xlsx", blank, [], {"Member": "me"}), Problems())
    from ecotone.stakeholders.workbook import workbook

    bad.write_bytes(workbook(answers.capabilities()))
    with pytest.raises(UnreadableError, match="This is no workbook of a survey"):
        survey_files.read(eco, bad, Problems())


def test_whom_members_work_with_stays_at_home_when_the_record_is_shared(eco: Ecosystem, members: list[int], tmp_path: Path) -> None:
    from ecotone.ecosystem import Ecosystem as Record

    found, _ = make(eco, members)
    everybody_answers(eco, found, members[0], len(members) - 1, TRUST)
    assert eco.ties().filter(pl.col("kind") == "works-with").height > 0
    eco.share(tmp_path / "given.eco")
    with Record.open(tmp_path / "given.eco") as given:
        assert given.ties().filter(pl.col("kind") == "works-with").height == 0
        assert "survey" not in given.evidence()["source"].cast(pl.String).to_list()
        # That somebody answered, or was named in an answer, is nobody else's business.
        assert "survey" not in given.mentions()["source"].cast(pl.String).to_list()
        assert given.actors()["name"].to_list() == eco.actors()["name"].to_list()
        assert given.kept("stakeholders") == [each for each in eco.kept("stakeholders") if not each.private]
        assert given.check() == []


def test_no_answer_can_be_read_off_by_closing_undoing_and_closing_again(eco: Ecosystem, members: list[int]) -> None:
    found, links = make(eco, members)
    everybody_answers(eco, found, members[0], 5, TRUST)
    last = eco.history(limit=1)["batch"][0]
    closing = survey.close(eco, "Spring 2026")
    assert report(eco, "Trust and value of members")
    assert eco.history(limit=1)["batch"][0] == closing, "no batch beside it that could be undone too"
    eco.undo(closing)
    again = survey.survey(eco, "Spring 2026")
    assert not again.is_open()
    with pytest.raises(AccessError, match="closed"):
        survey.take(eco, again, members[6], [Relation(members[0], 2, TRUST)], way="test")
    with pytest.raises(AccessError, match="closed"):
        survey.invited(eco, links[members[6]])
    with pytest.raises(InputError, match="was closed before"):
        survey.close(eco, "Spring 2026")
    # One answer less would move the means by what it said.
    eco.undo(last)
    told = answers.report(eco, "Spring 2026")
    assert "Trust and value of members" not in [each.title for each in told.tables]
    assert any("the difference would tell what one member said" in each for each in told.warnings)


def test_a_survey_that_is_over_shows_no_means_until_somebody_closes_it(
    eco: Ecosystem, members: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    found, _ = make(eco, members)
    everybody_answers(eco, found, members[0], 5, TRUST)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772323200")  # 2026-03-01
    told = answers.report(eco, "Spring 2026")
    assert "Trust and value of members" not in [each.title for each in told.tables]
    assert "The survey is over since 2026-02: trust and value are shown once somebody closes it" in " ".join(told.warnings)


def test_a_member_that_was_erased_is_asked_and_counted_no_more(eco: Ecosystem, members: list[int]) -> None:
    found, links = make(eco, members)
    gone, there, other = members[0], members[1], members[2]
    survey.take(eco, found, there, [Relation(gone, 2, TRUST), Relation(other, 3, TRUST)], way="test")
    survey.take(eco, found, gone, [Relation(there, 2, TRUST)], way="test")
    steps.decide(eco, gone, owner="Ana")
    eco.erase(gone)
    left = survey.survey(eco, "Spring 2026")
    assert left.members == tuple(members[1:])
    assert [each.partner for given in survey.answers(eco, left) for each in given.relations] in ([], [other])
    assert f"of {len(members) - 1} members answered" in answers.report(eco, "Spring 2026").summary
    assert answers.plan(eco).tables
    with pytest.raises(NotFoundError, match="This link leads to no survey"):
        survey.invited(eco, links[gone])
