"""A place's applicants beside all others: the genuine PMA file, the same rows in a record, and what is refused."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from lifelines import KaplanMeierFitter
from lifelines.statistics import logrank_test

from ecotone.ecosystem import Ecosystem
from ecotone.errors import NotFoundError, SpellError
from ecotone.scope import Scope
from ecotone.velocity.answers import applicants
from ecotone.velocity.published import Definition, compare, series
from ecotone.velocity.spells import Spells
from ecotone.velocity.submissions import read_files, read_record
from ecotone.workbench.intake import import_files

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.velocity.submissions import Submissions

PMA = ("fda", "derived", "pma_1976_2026.csv.gz")


@pytest.fixture(scope="module")
def pma(corpus: Path) -> Submissions:
    return read_files([corpus.joinpath(*PMA)])


@pytest.mark.corpus
def test_houston_beside_all_others(pma: Submissions, corpus: Path) -> None:
    with gzip.open(corpus.joinpath(*PMA), "rt", encoding="utf-8") as stream:
        plain = [row for row in csv.DictReader(stream) if row["date_start"] != "1900-01-01"]
    days = np.array([(dt.date.fromisoformat(row["date_decision"]) - dt.date.fromisoformat(row["date_start"])).days for row in plain])
    inside = np.array([row["city"].lower() == "houston" for row in plain])
    answer = applicants(pma, ["Houston"])
    rows = {row["what"]: row for row in answer.tables[0].rows()}
    whole = rows["all rows"]
    assert (whole["rows"], whole["rows_others"]) == (275, len(plain) - 275)
    test = logrank_test(days[inside], days[~inside])
    assert whole["statistic"] == pytest.approx(test.test_statistic, rel=1e-9)
    assert whole["median"]["value"] == KaplanMeierFitter().fit(days[inside]).median_survival_time_
    cut = np.minimum(days, 365)
    assert whole["difference"]["value"] == pytest.approx(cut[inside].mean() - cut[~inside].mean())
    error = np.sqrt(cut[inside].var(ddof=1) / 275 + cut[~inside].var(ddof=1) / (len(plain) - 275))
    assert whole["difference"]["high"] - whole["difference"]["value"] == pytest.approx(1.959964 * error, rel=1e-6)
    assert {row["original"]: row["rows"] for row in answer.tables[1].rows()} == {
        "P970003": 238,
        "P890001": 18,
        "P010023": 15,
        "P250013": 3,
        "P820073": 1,
    }
    assert any("238 of the 275 rows of Houston are about one device" in warning for warning in answer.warnings)
    assert any("Only 5 of the 275 rows are originals" in warning for warning in answer.warnings)
    assert "5 of the group have ended; 20 are needed" in rows["originals"]["reason"]
    assert rows["originals"]["p"] is None
    tested = [row for row in answer.tables[0].rows() if row["corrected"] is not None]
    assert all(row["corrected"] >= row["p"] for row in tested)
    assert len(tested) == 5


@pytest.mark.corpus
def test_stratified_by_track_as_lifelines_by_hand(pma: Submissions) -> None:
    """The stratified statistic is the sum of observed less expected over tracks, squared, over the sum of variances."""
    row = applicants(pma, ["Houston"]).tables[0].rows()[1]
    rows = pma.rows
    inside = pma.within(["Houston"]).to_numpy()
    track = np.array([value or ("originals" if kind == "original" else "none") for value, kind in rows.select("track", "kind").iter_rows()])
    difference = variance = 0.0
    days = rows["days"].to_numpy()
    for name in np.unique(track[inside]):
        first, second = days[(track == name) & inside], days[(track == name) & ~inside]
        for time in np.unique(np.concatenate([first, second])):
            n1, n2 = (first >= time).sum(), (second >= time).sum()
            d = (first == time).sum() + (second == time).sum()
            n = n1 + n2
            difference += (first == time).sum() - d * n1 / n
            variance += d * n1 / n * n2 / n * (n - d) / (n - 1) if n > 1 else 0.0
    assert row["statistic"] == pytest.approx(difference**2 / variance, rel=1e-9)


@pytest.mark.corpus
def test_too_few_rows_are_refused(pma: Submissions) -> None:
    with pytest.raises(SpellError, match=r"Too few rows to compare.*of the group have ended; 20 are needed"):
        applicants(pma, ["Lubbock"])
    with pytest.raises(SpellError, match="Too few rows"):
        applicants(pma, ["Houston"], scope=Scope.parse("from=2025-06"))
    with pytest.raises(NotFoundError, match="No applicant wrote this place"):
        applicants(pma, ["Atlantis"])
    with pytest.raises(NotFoundError, match="was not said"):
        applicants(pma, [])
    with pytest.raises(NotFoundError, match="No submission took this route"):
        applicants(pma, ["Houston"], route="fast")


@pytest.mark.corpus
def test_pipe_files_and_a_record_of_them_give_the_same_rows(corpus: Path, tmp_path: Path) -> None:
    path = corpus / "fda" / "510k" / "pmnlstmn_2020-09.txt"
    files = read_files([path])
    with Ecosystem.create(tmp_path / "x.eco") as eco:
        import_files(eco, [path])
        record = read_record(eco)
        assert json.loads(applicants(record, ["China", "CN"]).to_json())["summary"] == applicants(files, ["China", "CN"]).summary
    columns = [name for name in files.rows.columns if name != "applicant"]
    assert record.rows.select(columns).sort("number").equals(files.rows.select(columns).sort("number"))
    assert sorted(record.rows["applicant"]) == sorted(files.rows["applicant"])


def test_what_holds_no_submission(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("From,To\nA,B\n")
    with pytest.raises(SpellError, match="no submissions to the FDA"):
        read_files([path])
    with Ecosystem.create(tmp_path / "x.eco") as eco, pytest.raises(SpellError, match="no submission"):
        read_record(eco)


def test_days_that_are_none_are_left_out_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    head = "PMANUMBER|SUPPLEMENTNUMBER|APPLICANT|CITY|STATE|TRADENAME|DATERECEIVED|DECISIONDATE|DECISIONCODE\n"
    row = "P0{}||A|HOUSTON|TX|D|{}|{}|APPR\n"
    dates = (
        ("01/01/2000", "02/01/2000"),
        ("01/01/1900", "02/01/2000"),
        ("01/01/2000", ""),
        ("01/02/2000", "01/01/2000"),
        ("01/01/2000", "01/01/2000"),
    )
    path.write_text(head + "".join(row.format(10001 + number, *each) for number, each in enumerate(dates)))
    found = read_files([path, path])
    assert found.rows["days"].to_list() == [31.0, 0.0]
    told = found.problems.by_kind()
    assert told["Left out: the day of receipt is not known"] == 2  # unknown, and received after its decision
    assert told["Left out: the day of decision is not known"] == 1
    assert told["A submission stands in several files; the first counts"] == 5


@pytest.mark.corpus
def test_the_definition_trap_of_2018_is_refused(corpus: Path) -> None:
    """263.0 days to a MDUFA decision and 307.8 to the approval (velocity.md 1.4e): other items and another end, so no comparison."""
    with (corpus / "velocity_reference" / "fda_pma_originals.csv").open(encoding="utf-8") as stream:
        rows = [
            row
            for row in csv.DictReader(stream)
            if "2017-10-01" <= row["date_start"] < "2018-10-01" and row["decision_code"] in {"APPR", "APRL", "APWD", "APCV", "APCB"}
        ]
    days = [(dt.date.fromisoformat(row["date_decision"]) - dt.date.fromisoformat(row["date_start"])).days for row in rows]
    assert (len(days), round(float(np.mean(days)), 1)) == (32, 307.8)
    found = series("mdufa-pma-total")
    assert round(found.figures["2018"], 1) == 263.0
    own = Definition("approved PMA originals", "received", "approval", "FDA and applicant")
    compared = compare(Spells.of(days, [1] * len(days)), own, found, "2018")
    assert compared.own.value is None
    assert [reason.split(":")[0] for reason in compared.reasons] == ["other items", "another end", "other days"]
    same = compare(Spells.of(days, [1] * len(days)), found.definition, found, "2018")
    assert round(same.own.value or 0, 1) == 307.8
