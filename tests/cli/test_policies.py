"""What a policy would change, asked at the command line of a record; and calibration."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from ecotone.cli import app
from ecotone.dynamics.diffusion import technology_diffusion
from ecotone.dynamics.district import POLICIES

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: object) -> Any:
    """Run a command in this process; a traceback and a fault of our own are always a failure."""
    result: Any = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    assert "Ecotone itself failed" not in result.output
    assert result.exit_code in {0, 1, 2}
    return result


@pytest.mark.parametrize("policy", list(POLICIES))
def test_each_policy_gives_one_page_and_the_same_bytes_again(built: Path, tmp_path: Path, policy: str) -> None:
    names = ("a.html", "b.html") if policy == "accelerator" else ("a.html",)
    for name in names:
        assert run("simulate", built, "--policy", policy, "--members", 30, "-o", tmp_path / name).exit_code == 0
    page = (tmp_path / "a.html").read_text()
    assert {(tmp_path / name).read_text() for name in names} == {page}
    for heading in (
        "change?",
        "Which feedback loops carry the difference?",
        "Which assumptions matter most?",
        "Where the numbers come from",
    ):
        assert heading in page
    assert page.count("<svg") == 2
    assert "<script" not in page
    assert "https://clinicaltrials.gov" in page  # a source record behind a number
    assert "success after completion" in page


def test_the_tables_say_the_same_as_the_page(built: Path) -> None:
    answers = json.loads(run("simulate", built, "--policy", "accelerator", "--members", 60, "--json").stdout)
    effect, loops, weights, numbers = answers
    first = effect["tables"][0]["rows"][0]
    assert first["difference"]["low"] <= first["difference"]["value"] <= first["difference"]["high"]
    assert len(loops["tables"][0]["rows"]) == 5
    assert len(weights["tables"][0]["rows"]) == 5
    assert numbers["evidence"]
    assert {answer["read_at"]["record"] for answer in answers} == {"houston.eco"}


def test_every_draw_can_be_had_as_a_table(built: Path, tmp_path: Path) -> None:
    assert run("simulate", built, "--policy", "accelerator", "--members", 20, "-o", tmp_path / "a.parquet").exit_code == 0
    frame = pl.read_parquet(tmp_path / "a.parquet")
    assert frame.columns[:3] == ["time", "scenario", "member"]
    assert frame["scenario"].unique(maintain_order=True).to_list() == ["baseline", "accelerator"]
    early = frame.filter(pl.col("time") <= 2.0)
    base, changed = (early.filter(pl.col("scenario") == name)["trust"].to_numpy() for name in ("baseline", "accelerator"))
    np.testing.assert_array_equal(base, changed)


def test_policies_are_compared_with_their_regret_and_when_they_fail(built: Path) -> None:
    answer = json.loads(run("policy", "compare", built, "--members", 100, "--wanted", 4, "--json").stdout)
    rows = answer["tables"][0]["rows"]
    assert {row["scenario"] for row in rows} == {"baseline", *POLICIES}
    assert [row["regret"] for row in rows] == sorted(row["regret"] for row in rows)
    assert answer["tables"][1]["title"] == "When it fails"


def test_scenario_files_of_any_model_are_compared(tmp_path: Path) -> None:
    (tmp_path / "push.json").write_text(json.dumps({"name": "push", "set": {"innovation": 0.06}, "cost_once": 3}))
    options = ["--scenario", tmp_path / "push.json", "--output", "adopters", "--vary", "imitation=0.2..0.5", "--members", 40]
    rows = json.loads(run("policy", "compare", "diffusion", *options, "--json").stdout)["tables"][0]["rows"]
    assert [(row["scenario"], row["cost"]) for row in rows] == [("push", 3.0), ("baseline", 0.0)]


def test_levers_are_found_within_the_budget(built: Path) -> None:
    answer = json.loads(run("policy", "optimise", built, "--budget", 6, "--members", 40, "--json").stdout)
    rows = answer["tables"][0]["rows"]
    assert sum(row["cost"] for row in rows) <= 6 + 1e-9
    assert all(0 <= row["value"] <= row["most"] for row in rows)


def test_a_fit_is_shown_and_written_as_a_scenario(tmp_path: Path) -> None:
    model = technology_diffusion().model().run(constants={"innovation": 0.02, "imitation": 0.4})
    lines = [f"{time:g},{value!r}" for time, value in zip(model.time[::64].tolist(), model["adopters"][::64].tolist(), strict=True)]
    (tmp_path / "data.csv").write_text("\n".join(["year,adopters", *lines]))
    options = ["--to", tmp_path / "data.csv", "--fit", "innovation=0.001..0.1", "--fit", "imitation=0.1..0.9", "--hold-out", 14]
    answer = json.loads(run("calibrate", "diffusion", *options, "-o", tmp_path / "fit.json", "--json").stdout)
    assert [row["value"]["value"] for row in answer["tables"][0]["rows"]] == pytest.approx([0.02, 0.4], rel=1e-3)
    assert [table["title"] for table in answer["tables"]][1:] == [
        "How well the data are followed",
        "How well the data held out are followed",
    ]
    assert json.loads((tmp_path / "fit.json").read_text())["set"]["imitation"] == pytest.approx(0.4, rel=1e-3)
    assert run("simulate", "diffusion", "--scenario", tmp_path / "fit.json").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["simulate", "RECORD", "--policy", "tax"], "no such policy"),
        (["simulate", "RECORD", "-o", "x.html"], "needs a policy"),
        (["simulate", "diffusion", "-o", "x.html"], "written of a record"),
        (["simulate", "none.eco", "--policy", "accelerator"], "no such record"),
        (["simulate", "RECORD", "--policy", "accelerator", "--vary", "none=1..2"], "no such variable"),
        (["policy", "compare", "diffusion"], "nothing to compare"),
        (["policy", "compare", "RECORD", "--output", "none"], "no such variable"),
        (["policy", "compare", "RECORD", "--data", "x.csv"], "no data files"),
        (["policy", "optimise", "RECORD", "--budget", "0"], "nothing to choose"),
        (["policy", "optimise", "RECORD", "--budget", "1", "--aim", "luck"], "no such aim"),
        (["policy", "optimise", "diffusion", "--budget", "1"], "no lever"),
        (["policy", "optimise", "diffusion", "--budget", "1", "--lever", "market"], "name=most@cost"),
        (["calibrate", "diffusion", "--to", "none.csv", "--fit", "market=1..2"], "no such data file"),
    ],
)
def test_what_cannot_be_asked_is_one_message(built: Path, arguments: list[str], message: str) -> None:
    result = run(*(str(built) if word == "RECORD" else word for word in arguments))
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_record_that_tells_nothing_is_said_with_the_figures(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from ecotone.cli import app
    from ecotone.ecosystem import Ecosystem

    Ecosystem.create(tmp_path / "empty.eco").close()
    shown = CliRunner().invoke(app, ["simulate", str(tmp_path / "empty.eco"), "--members", "20"])
    assert "0 of 47 numbers come from the record" in " ".join(shown.stdout.split())
