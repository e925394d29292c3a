"""Durations read from records made by hand, each rule for dates on its own, and from the demo beside its raw file."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest
from lifelines import KaplanMeierFitter

from ecotone.dates import Date
from ecotone.ecosystem import Ecosystem
from ecotone.ecosystem.statements import Claim, Event, Evidence, Initiative, Mention, Statement
from ecotone.errors import NotFoundError, SpellError
from ecotone.scope import Scope
from ecotone.velocity import answers
from ecotone.velocity.read import Ways, ways
from ecotone.velocity.stages import read_models, shipped, stage_model
from ecotone.vocabulary import Sector
from ecotone.workbench import demo

if TYPE_CHECKING:
    from pathlib import Path

RENEWED = "2024-12-31"
Study = tuple[dict[str, str], str | None]


def study(number: int, dates: dict[str, str], status: str | None = None) -> Statement:
    """Make a study; an event's date that starts with ~ is a plan."""
    events = tuple(
        Event(kind.rstrip("+"), Date(date.lstrip("~")), not date.startswith("~"), (("i", "study"), ("s", "lead sponsor")))
        for kind, date in dates.items()
    )
    sector = Sector.PROVIDER if number % 2 else Sector.INDUSTRY
    return Statement(
        Evidence("register", str(number), date=Date(RENEWED)),
        mentions=(Mention("s", f"Sponsor {number}", "lead sponsor", sector=sector),),
        claims=(Claim("i", "status", status, as_of=Date("2022-06-01")),) if status else (),
        initiative=Initiative("i", f"N{number}", "study", f"N{number}"),
        events=events,
    )


def made(folder: Path, studies: list[Study], query: str = "") -> Ways:
    """Make a record of studies and read its ways."""
    with Ecosystem.create(folder / "made.eco") as eco:
        with eco.batch("test") as batch:
            for number, (dates, status) in enumerate(studies):
                said = batch.state(study(number, dates, status))
                sector = Sector.PROVIDER if number % 2 else Sector.INDUSTRY
                for mention in said.unassigned:
                    batch.assign(
                        mention if isinstance(mention, int) else mention.id,
                        batch.add_actor(f"Sponsor {number}", sector=sector),
                        reason="test",
                        decided_by="rule",
                    )
        return ways(eco, stage_model("trials"), Scope.parse(query))


def spells(found: Ways, stage: str) -> list[tuple[float, int]]:
    each = next(each for each in found.stages if each.stage.name == stage)
    return list(zip(each.spells.durations.tolist(), each.spells.outcome.tolist(), strict=True))


@pytest.mark.parametrize(
    ("dates", "status", "expected"),
    [
        ({"started": "2020-01-01", "primary completion": "2020-01-11"}, None, [(10.0, 1)]),
        ({"started": "2024-12-01", "primary completion": "~2024-12-11"}, None, [(30.0, 0)]),  # a plan never ends anything
        ({"started": "~2020-01-01", "primary completion": "2020-01-11"}, None, []),  # nor starts it
        ({"started": "2020-01", "primary completion": "2020-01-31"}, None, [(16.0, 1)]),  # a month counts as its 15th
        ({"started": "2020-01-20", "primary completion": "2020-01"}, None, [(0.0, 1)]),  # both may be right: 0 days
        ({"started": "2020-02-01", "primary completion": "2020-01"}, None, []),  # both cannot
        ({"started": "2020-02-01", "primary completion": "2020-01-31"}, None, []),
        ({"started": "2020", "primary completion": "2020-03-31"}, None, []),  # a year is too little
        ({"started": "2020-01-05", "started+": "2020-01-01", "primary completion": "2020-01-11"}, None, [(10.0, 1)]),  # two starts
        ({"started": "2024-12-01", "primary completion": "2025-06-01"}, None, [(30.0, 0)]),  # "actual", but nobody can know yet
        ({"started": "2020-01-01", "primary completion": "2020-01-11"}, "TERMINATED", [(10.0, 2)]),
        ({"started": "2020-01-01", "primary completion": "2020-01-11"}, "WITHDRAWN", [(10.0, 3)]),
        ({"started": "2022-05-22"}, "UNKNOWN", [(10.0, 4)]),  # nobody has heard of it since: stalled
        ({"started": "2022-05-22"}, "TERMINATED", [(10.0, 2)]),  # dated by the claim where no event does
        ({"started": "2024-12-01"}, "SUSPENDED", [(30.0, 0)]),  # a pause is no end
    ],
)
def test_each_rule_for_dates(dates: dict[str, str], status: str | None, expected: list[tuple[float, int]], tmp_path: Path) -> None:
    usual = ({"started": "2020-01-01", "primary completion": "2020-04-10"}, None)
    found = spells(made(tmp_path, [(dates, status), usual]), "conduct")
    found.remove((100.0, 1))
    assert found == expected


def test_a_skipped_stage_is_left_out_and_told(tmp_path: Path) -> None:
    found = made(tmp_path, [({"started": "2020-01-01", "completed": "2020-06-01"}, None), ({"started": "2024-12-01"}, None)])
    assert spells(found, "conduct") == [(30.0, 0)]
    assert found.problems.by_kind()["Left out of conduct: primary completion is not dated, though the way went on"] == 1


def test_an_item_not_heard_of_for_a_year_is_cut_off_then(tmp_path: Path) -> None:
    with Ecosystem.create(tmp_path / "old.eco") as eco:
        with eco.batch("test") as batch:
            for number, renewed in enumerate(("2020-06-30", "2024-12-31")):
                said = study(number, {"started": "2020-01-01"})
                batch.state(dataclasses.replace(said, evidence=dataclasses.replace(said.evidence, date=Date(renewed))))
        found = ways(eco, stage_model("trials"))
    assert sorted(spells(found, "conduct")) == [(546.0, 0), (1826.0, 0)]  # to 30 June 2021, a year after it was heard of
    assert found.silent == 1


def test_a_study_that_stopped_goes_no_further(tmp_path: Path) -> None:
    dates = {"started": "2020-01-01", "primary completion": "2020-02-01", "completed": "2020-03-01", "results posted": "2021-01-01"}
    found = made(tmp_path, [(dates, "TERMINATED"), (dates, "COMPLETED")])
    assert spells(found, "conduct") == [(31.0, 1), (31.0, 1)]
    assert sorted(spells(found, "follow-up")) == [(29.0, 1), (29.0, 2)]
    assert spells(found, "reporting") == [(306.0, 1)]


def test_what_was_left_out_is_told(tmp_path: Path) -> None:
    found = made(tmp_path, [({"registered": "2020-02-01", "started": "2020-01-01", "completed": "2021-01-01"}, None)])
    told = found.problems.by_kind()
    assert told["Left out of set-up: started lies before registered"] == 1
    assert told["Left out of follow-up: it has its end and no start"] == 1
    assert found.read_on == dt.date(2024, 12, 31)


def test_a_window_cuts_off_and_comes_late(tmp_path: Path) -> None:
    dates = {"started": "2020-01-01", "primary completion": "2022-01-01"}
    early = {"started": "2019-01-01", "primary completion": "2020-06-01"}
    found = made(tmp_path, [(dates, None), (early, None)], "from=2021&to=2021-06")
    each = found.stages[1]
    assert each.spells.entry.tolist() == [366.0]  # 2020 was a leap year
    assert spells(found, "conduct") == [(546.0, 0)]  # to 30 June 2021


def test_sectors_keep_the_initiatives_they_take_part_in(tmp_path: Path) -> None:
    studies: list[Study] = [({"started": f"2020-01-0{number + 1}"}, None) for number in range(3)]
    assert made(tmp_path, studies, "sector=provider").items == 1


def test_nothing_to_measure_is_said(tmp_path: Path) -> None:
    with pytest.raises(SpellError, match="No initiative"):
        made(tmp_path, [({"awarded": "2020-01-01"}, None)])
    (tmp_path / "made.eco").unlink()
    with pytest.raises(SpellError, match="actual date"):
        made(tmp_path, [({"started": "~2020-01-01"}, None)])


@pytest.fixture(scope="module")
def houston(tmp_path_factory: pytest.TempPathFactory) -> Ways:
    with demo.build(tmp_path_factory.mktemp("demo") / "houston.eco") as eco:
        return ways(eco, stage_model("trials"))


def raw() -> list[dict[str, Any]]:
    text = (demo.FOLDER / demo.FILES["clinicaltrials"]).read_text(encoding="utf-8")
    return [each["protocolSection"]["statusModule"] for each in json.loads(text)]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text if len(text) == 10 else f"{text}-15")


def test_the_demo_agrees_with_lifelines_on_its_raw_file(houston: Ways) -> None:
    studies = raw()
    read_on = max(day(each["lastUpdatePostDateStruct"]["date"]) for each in studies)
    assert houston.read_on == read_on
    lasted, ended = [], []
    for each in studies:
        start, end = each.get("startDateStruct"), each.get("primaryCompletionDateStruct")
        if not start or start.get("type", "ACTUAL") != "ACTUAL":
            continue
        done = end is not None and end.get("type") == "ACTUAL"
        heard = min(read_on, day(each["lastUpdatePostDateStruct"]["date"]) + dt.timedelta(days=365))
        lasted.append(((day(end["date"]) if end and done else max(heard, day(start["date"]))) - day(start["date"])).days)
        ended.append(done)
    curve = KaplanMeierFitter().fit(lasted, ended).survival_function_["KM_estimate"]
    rows = {row["stage"]: row for row in answers.stage_times(houston).tables[0].rows()}
    assert (rows["conduct"]["spells"], rows["conduct"]["running"]) == (len(lasted), len(ended) - sum(ended))
    for name, share in answers.QUANTILES.items():
        assert rows["conduct"][name]["value"] == curve.index[curve <= 1 - share][0]
    assert houston.planned == sum(
        struct.get("type") == "ESTIMATED"
        for each in studies
        for struct in (each.get(f"{name}DateStruct", {}) for name in ("start", "primaryCompletion", "completion"))
    )
    terminated = sum(each["overallStatus"] == "TERMINATED" for each in studies)
    assert sum(int((each.stays["outcome"] == 2).sum()) for each in houston.stages) == terminated


@pytest.mark.parametrize("name", answers.QUESTIONS)
def test_every_answer_has_its_definitions_and_no_mean(name: str, houston: Ways) -> None:
    answer = answers.QUESTIONS[name](houston)
    said = json.loads(answer.to_json())
    assert str(houston.read_on) in said["method"]["parameters"]["read on"]
    assert any("planned dates are not counted" in warning for warning in said["warnings"])
    columns = [column for table in answer.tables for column in (*table.frame.columns, *(each.label for each in table.columns))]
    assert not [column for column in columns if "mean" in column.lower() or "average" in column.lower()]
    if name not in {"ageing", "forecasts", "clocks"}:
        assert {"start", "end"} <= {column.name for column in answer.tables[0].columns}


def test_shares_of_outcomes_and_of_days_add_up(houston: Ways) -> None:
    shares = answers.bottleneck(houston).tables[0].frame["share"]
    assert sum(shares) == pytest.approx(1)
    rows = answers.outcomes(houston).tables[0].rows()
    for stage in houston.stages:
        parts = [row["d180"]["value"] for row in rows if row["stage"] == stage.stage.name]
        assert 0 <= sum(parts) <= 1 + 1e-12


def test_all_answers_count_what_is_in_progress_alike(houston: Ways) -> None:
    told = {name: answers.QUESTIONS[name](houston) for name in ("stage_times", "flow", "ageing", "forecasts")}
    running = sum(told["stage_times"].tables[0].frame["running"])
    heard = sum(told["flow"].tables[0].frame["at_end"])
    assert heard < running == told["ageing"].tables[0].frame.height
    counted = f"{heard} items are in progress, and {running - heard} more may be"
    assert told["ageing"].summary.startswith(counted)
    assert told["forecasts"].summary.startswith(counted)
    assert f"of the {heard} have a 50 % date" in told["forecasts"].summary
    limits = dict(told["ageing"].tables[0].frame.select("stage", "limit_days").iter_rows())
    times = {row["stage"]: row["p85"]["value"] for row in told["stage_times"].tables[0].rows()}
    assert limits == {stage: times[stage] for stage in limits}


def test_a_date_of_an_item_lies_ahead_and_later_for_a_greater_share(houston: Ways) -> None:
    rows = answers.forecasts(houston).tables[0].rows()
    dated = [row for row in rows if row["p50"]]
    assert dated
    assert all(houston.read_on < row["p50"] for row in dated)
    assert all(row["p50"] <= row["p85"] for row in dated if row["p85"])
    assert all(row["reason"] for row in rows if not row["p95"])


def test_stage_models_are_data(tmp_path: Path) -> None:
    assert [stage.end for stage in shipped()["trials"].stages] == ["started", "primary completion", "completed", "results posted"]
    own = tmp_path / "own.yaml"
    own.write_text("mine: {initiative: study, stages: [{name: all, start: registered, end: completed, owner: team}]}")
    assert stage_model(str(own)).events == ("registered", "completed")
    assert stage_model(str(own)).outcomes == ("advanced",)
    stage = "{name: a, start: x, end: y, owner: team}"
    for text, told in (
        ("mine: [", "no YAML"),
        ("7", "no table of models"),
        ("mine: {initiative: study, stages: [{name: a, start: x, owner: team}]}", "lacks a part"),
        ("mine: {initiative: study, stages: [{name: a, start: x, end: ' ', owner: team}]}", "start marker"),
        ("mine: {initiative: study, stages: []}", "different names"),
        (f"mine: {{initiative: study, stages: [{stage}], late_from: b}}", "first late stage"),
        (f"mine: {{initiative: study, stages: [{stage}], stops: [{{field: x, values: [y]}}]}}", "lacks a part"),
        (f"mine: {{initiative: study, stages: [{stage}], stops: [{{outcome: advanced, field: x, values: [y]}}]}}", "called as advancing"),
    ):
        own.write_text(text)
        with pytest.raises(SpellError, match=told):
            read_models(own)
    own.write_text("{}")
    for name in (str(own), str(tmp_path / "no.yaml"), "fame"):
        with pytest.raises(NotFoundError):
            stage_model(name)
