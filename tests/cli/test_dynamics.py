"""Models at the command line: checked, run, and what is wrong with one said in one message."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from ecotone.cli import app
from ecotone.dynamics.conformance import expected
from ecotone.dynamics.data import series_key

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "{UTF-8}\n"
TAIL = "\nINITIAL TIME = 0~~|\nFINAL TIME = 4~~|\nTIME STEP = 1~~|\nSAVEPER = TIME STEP~~|\n"
DECAY = f"{HEAD}level = INTEG(-level * rate, 100)~item~|\nrate = 0.5~1/Month~|{TAIL}"


def run(*arguments: object) -> Any:
    """Run a command in this process; a traceback and a fault of our own are always a failure."""
    result: Any = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert "Traceback" not in result.output
    assert "Ecotone itself failed" not in result.output
    assert result.exit_code in {0, 1, 2}
    return result


@pytest.fixture
def decay(tmp_path: Path) -> Path:
    path = tmp_path / "decay.mdl"
    path.write_text(DECAY)
    return path


def write(folder: Path, equations: str, name: str = "model.mdl") -> Path:
    path = folder / name
    path.write_text(HEAD + equations + TAIL)
    return path


def test_a_run_is_written_with_time_first(decay: Path, tmp_path: Path) -> None:
    out = tmp_path / "run.csv"
    assert run("simulate", decay, "-o", out).exit_code == 0
    frame = pl.read_csv(out)
    assert frame.columns[0] == "time"
    # Euler's method by hand: half of what is there goes in every step.
    assert frame["level"].to_list() == [100.0, 50.0, 25.0, 12.5, 6.25]
    assert run("simulate", decay, "-o", tmp_path / "run.parquet").exit_code == 0
    assert pl.read_parquet(tmp_path / "run.parquet")["level"].to_list() == frame["level"].to_list()


def test_without_output_a_table_and_json(decay: Path) -> None:
    assert "6.25" in run("simulate", decay).stdout
    answer = json.loads(run("simulate", decay, "--set", "rate=1", "--json").stdout)
    row = next(row for row in answer["tables"][0]["rows"] if row["variable"] == "level")
    assert (row["first"], row["last"], row["before"]) == (100.0, 0.0, 6.25)


def test_check_counts_and_finds_units_that_do_not_fit(decay: Path, tmp_path: Path) -> None:
    assert json.loads(run("model", "check", decay, "--json").stdout)["problems"] == []
    wrong = write(tmp_path, "sales = 3~item/week~|\nprice = 2~euro/item~|\nrevenue = sales + price~euro/week~|")
    result = run("model", "check", wrong)
    assert result.exit_code == 1
    assert "revenue" in result.stdout


@pytest.mark.corpus
@pytest.mark.parametrize("case", ["tests/subscript_2d_arrays", "samples/teacup"])
def test_the_csv_is_what_the_suite_expects(corpus: Path, tmp_path: Path, case: str) -> None:
    with zipfile.ZipFile(corpus / "sd_models" / "test-models.zip") as archive:
        archive.extractall(tmp_path)
    folder = next(path for path in tmp_path.rglob(case.rpartition("/")[2]) if path.parent.name == case.partition("/")[0])
    output = next(path for path in sorted(folder.iterdir()) if path.name.startswith("output"))
    assert run("simulate", next(folder.glob("*.mdl")), "-o", tmp_path / "run.csv").exit_code == 0
    ours = pl.read_csv(tmp_path / "run.csv")
    columns = {series_key(name): name for name in ours.columns}
    head, rows = expected(output)
    compared = 0
    for at, name in enumerate(head[1:], 1):
        if series_key(name) in columns:
            np.testing.assert_allclose(ours[columns[series_key(name)]], [float(row[at]) for row in rows], rtol=1e-5, atol=1e-5)
            compared += 1
    assert compared >= 3


@pytest.mark.parametrize(
    ("equations", "parts"),
    [
        ("a = b + 1~~|", ["No such variable", "a", "line 2", "b"]),
        ("a = (1 + 2~~|", ["')' is missing", "line 2"]),
        ("a = DELAY CONVEYOR(1,2,3,4,5,6)~~|", ["DELAY CONVEYOR", "line 2"]),
        ("a = SMOOTH(1)~~|", ["SMOOTH", "line 2"]),
        ("a := GET XLS DATA('../secret.xlsx', 's', 'A', 'B2')~~|", ["own folder", "../secret.xlsx", "line 2"]),
        ("a := GET XLS DATA('none.xlsx', 's', 'A', 'B2')~~|", ["missing", "none.xlsx", "line 2"]),
        ("a = b~~|\nb = a~~|", ["a → b → a"]),
        (f"a = {'(' * 20_000}1{')' * 20_000}~~|", ["nested", "line 2"]),
        (f"a = {'+'.join(['1'] * 20_000)}~~|", ["nested too deeply"]),
        (":MACRO: M(x)\nM = M(x)~~|\n:END OF MACRO:\na = M(3)~~|", ["calls itself", "line"]),
    ],
)
def test_what_is_wrong_with_a_model_is_one_message(tmp_path: Path, equations: str, parts: list[str]) -> None:
    model = write(tmp_path, equations)
    for command in (["model", "check"], ["simulate"]):
        result = run(*command, model)
        if command == ["model", "check"] or result.exit_code:
            assert result.exit_code == 2
            assert len(result.stderr.strip().splitlines()) == 1
            assert all(part in result.stderr for part in parts), result.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.xmile", ""),
        ("page.stmx", "<html/>"),
        ("notes.txt", "a = 1"),
        ("entity.xmile", '<!DOCTYPE x [<!ENTITY a "b">]><xmile>&a;</xmile>'),
        (
            "time.xmile",
            "<xmile><sim_specs><start>x</start></sim_specs><model><variables><aux name='s'><eqn>1</eqn></aux></variables></model></xmile>",
        ),
    ],
)
def test_a_file_that_is_no_model_is_one_message(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    for command in ("check", "show", "loops"):
        result = run("model", command, path)
        assert result.exit_code == 2
        assert name in result.stderr


@pytest.mark.parametrize(
    "options",
    [
        ["--set", "rate"],
        ["--set", "rate=fast"],
        ["--set", "none=1"],
        ["--set", "level=1"],
        ["--vary", "rate=1"],
        ["--vary", "rate=2..1"],
        ["--outputs", "none"],
        ["--policy", "accelerator"],
        ["--policy-start", "1"],
        ["-o", "run.docx"],
        ["--members", "100000000"],
    ],
)
def test_options_that_cannot_be_are_one_message(decay: Path, options: list[str]) -> None:
    result = run("simulate", decay, *options)
    assert result.exit_code == 2
    assert result.stderr.startswith("ecotone: ")


def test_names_that_are_no_model_and_policies_that_are_none(tmp_path: Path) -> None:
    assert "district, startups, talent, trust, pipeline, diffusion" in run("simulate", "nothing").stderr
    assert run("simulate", tmp_path / "nothing.mdl").exit_code == 2
    assert "fast track" in run("simulate", "district", "--policy", "none").stderr
    assert run("simulate", "district", "--data", tmp_path / "none.tab").exit_code == 2


def test_a_scenario_file_says_what_is_different(decay: Path, tmp_path: Path) -> None:
    decay.write_text(DECAY.replace("level * rate", "level * rate * boost").replace("rate = 0.5", "boost = 1~~|\nrate = 0.5"))
    scenario = tmp_path / "scenario.json"
    scenario.write_text(json.dumps({"set": {"rate": 0.25}, "interventions": [{"variable": "boost", "value": "#own * 2", "start": 2}]}))
    assert run("simulate", decay, "--scenario", scenario, "-o", tmp_path / "run.csv").exit_code == 0
    # A quarter goes in each of two steps, then a half.
    assert pl.read_csv(tmp_path / "run.csv")["level"].to_list() == [100.0, 75.0, 56.25, 28.125, 14.0625]


@pytest.mark.parametrize(
    "content",
    [
        "[",
        "[]",
        '{"sett": {}}',
        '{"set": []}',
        '{"set": {"rate": true}}',
        '{"interventions": [{"variable": "rate"}]}',
        '{"policy": "accelerator"}',
    ],
)
def test_a_scenario_that_is_none_is_refused(decay: Path, tmp_path: Path, content: str) -> None:
    scenario = tmp_path / "scenario.json"
    scenario.write_text(content)
    assert run("simulate", decay, "--scenario", scenario).exit_code == 2


def test_members_are_drawn_from_ranges_and_the_seed_gives_the_same_bytes(decay: Path, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        assert run("simulate", decay, "--vary", "rate=0.2..0.4", "--members", 20, "--seed", 3, "-o", tmp_path / name).exit_code == 0
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    last = pl.read_csv(tmp_path / "a.csv").filter(pl.col("time") == 4)
    assert last.columns[:2] == ["time", "member"]
    np.testing.assert_allclose(last["level"], 100 * (1 - last["rate"].to_numpy()) ** 4, rtol=1e-12)
    row = json.loads(run("simulate", decay, "--vary", "rate=0.2..0.4", "--members", 60, "--outputs", "level", "--json").stdout)["tables"][
        0
    ]["rows"][0]
    # The 5 % and 95 % of an even draw from the range, carried by hand through the four steps.
    np.testing.assert_allclose([row["low"], row["high"]], [100 * 0.61**4, 100 * 0.79**4], rtol=0.02)


def test_a_value_that_is_not_finite_is_something_to_look_at(tmp_path: Path) -> None:
    result = run("simulate", write(tmp_path, "a = 1 / (Time - 2)~~|"), "-o", tmp_path / "run.csv")
    assert result.exit_code == 1
    assert "time 2" in result.stderr
    assert run("simulate", tmp_path / "model.mdl", "--strict").exit_code == 2


def test_equations_loops_and_the_way_to_xmile_and_back(decay: Path, tmp_path: Path) -> None:
    assert "rate = 0.5" in run("model", "show", decay).stdout
    rows = json.loads(run("model", "show", decay, "--json").stdout)["tables"][0]["rows"]
    assert [(row["variable"], row["line"]) for row in rows][:2] == [("level", 2), ("rate", 3)]
    (loop,) = json.loads(run("model", "loops", "diffusion", "--top", 1, "--json").stdout)["tables"][0]["rows"]
    assert loop["loop"][0] in "RBU"
    assert "adoption" in loop["variables"]
    assert run("model", "convert", "diffusion", "-o", tmp_path / "bass.xmile").exit_code == 0
    ours, back = (json.loads(run("simulate", model, "--json").stdout)["tables"] for model in ("diffusion", tmp_path / "bass.xmile"))
    assert {row["variable"]: row["last"] for row in back[0]["rows"]} == {row["variable"]: row["last"] for row in ours[0]["rows"]}
    assert run("model", "convert", decay, "-o", tmp_path / "decay.xmile").exit_code == 0
    tables = [json.loads(run("simulate", model, "--json").stdout)["tables"] for model in (decay, tmp_path / "decay.xmile")]
    ours, back = ({row["variable"]: row["last"] for row in table[0]["rows"]} for table in tables)
    assert ours["level"] == back["level"]
    told = run("model", "convert", "diffusion", tmp_path / "one.svg", "--loops", 1).stdout
    assert " 1 loop named." in told
    for only_drawn in (["--loops", 1], ["--constants"]):
        kept = run("model", "convert", decay, tmp_path / "not.xmile", *only_drawn)
        assert kept.exit_code == 2
        assert "Only a diagram is drawn so" in kept.stderr
        assert not (tmp_path / "not.xmile").exists()
    sample = write(tmp_path, "D: d1, d2~~| a[D] = 1, 2~~| b[D] = VECTOR SORT ORDER(a[D], 1)~~|", "sample.mdl")
    refused = run("model", "convert", sample, "-o", tmp_path / "sample.xmile")
    assert refused.exit_code == 2
    assert all(part in refused.stderr for part in ("VECTOR SORT ORDER", "line 2", "b, sample.mdl", "no such function of arrays"))


@pytest.mark.kernel
@pytest.mark.parametrize("method", ["sobol", "morris", "prcc"])
def test_the_constant_that_matters_comes_first(tmp_path: Path, method: str) -> None:
    # y = 100 + 3 a + b with a and b from 0..1: the variance is shared as 9 to 1, far from zero on purpose.
    model = write(tmp_path, "a = 0.5~~|\nb = 0.5~~|\ny = 100 + 3 * a + b~~|")
    options = ["--vary", "b=0..1", "--vary", "a=0..1", "--output", "y", "--method", method, "--samples", 256]
    rows = json.loads(run("sensitivity", model, *options, "--json").stdout)["tables"][0]["rows"]
    assert [row["constant"] for row in rows] == ["a", "b"]
    if method == "sobol":
        np.testing.assert_allclose([row["first"]["value"] for row in rows], [0.9, 0.1], atol=0.03)
    if method == "morris":
        np.testing.assert_allclose([row["effect"] for row in rows], [3.0, 1.0], rtol=1e-9)


@pytest.mark.parametrize("options", [["--method", "none"], ["--output", "none"], ["--vary", "none=0..1"], ["--vary", "rate=1..0"]])
def test_a_sensitivity_that_cannot_be_is_one_message(decay: Path, options: list[str]) -> None:
    wanted = ["--vary", "rate=0..1"] * ("--vary" not in options) + ["--output", "level"] * ("--output" not in options)
    assert run("sensitivity", decay, *wanted, *options).exit_code == 2


@pytest.mark.corpus
@pytest.mark.parametrize("archive", ["duggan_models", "metasd_models", "sdeverywhere_models", "world3"])
def test_genuine_models_of_every_family(corpus: Path, tmp_path: Path, archive: str) -> None:
    with zipfile.ZipFile(corpus / "sd_models" / f"{archive}.zip") as packed:
        packed.extractall(tmp_path)
    small = sorted((path for path in tmp_path.rglob("*.mdl") if path.stat().st_size < 60_000), key=lambda path: path.name)
    found = small[:: max(len(small) // 3, 1)][:3] or list(tmp_path.rglob("*.mdl"))
    assert found
    for path in found:
        result = run("model", "check", path, "--json")
        if path.name == "Theil_2011.mdl":  # its data do not lie beside it
            assert result.exit_code == 2
            assert "dummy simulation, Theil_2011.mdl, line 235" in result.stderr
            continue
        assert result.exit_code in {0, 1}, (path.name, result.stderr)
        assert json.loads(result.stdout)["variables"] > 0


def test_a_model_is_tested_in_the_fields_own_sense(decay: Path, tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("time,level\n0,100\n1,50\n2,25\n")
    result = run("model", "check", decay, "--against", tmp_path / "data.csv")
    assert result.exit_code == 0
    assert "Halving the step of 1" in result.stdout
    assert "Extreme conditions" in result.stdout
    assert "RMSE 0" in result.stdout
    tests = json.loads(run("model", "check", decay, "--json").stdout)["tests"]
    assert tests["integration"]["variable"] == "level"
    assert json.loads(run("model", "check", decay, "--quick", "--json").stdout)["tests"]["integration"] is None
    assert run("model", "check", decay, "--against", tmp_path / "none.csv").exit_code == 2
    assert run("model", "check", decay, "--against", decay).exit_code == 2


def test_a_tornado_moves_one_constant_at_a_time(decay: Path) -> None:
    told = json.loads(run("sensitivity", decay, "--vary", "rate=0.25..0.75", "--output", "level", "--method", "tornado", "--json").stdout)
    (row,) = told["tables"][0]["rows"]
    # Euler's method by hand, four steps.
    assert (row["at_low"], row["at_high"]) == (100 * 0.75**4, 100 * 0.25**4)


def test_independent_loops_and_a_search_say_what_they_are(tmp_path: Path) -> None:
    told = json.loads(run("model", "loops", "district", "--independent", "--json").stdout)
    assert "Oliva 2004" in told["method"]["reference"]
    assert told["summary"].startswith("35 independent loops of 35")
    refused = run("model", "loops", "district", "--independent", "--limit", 3)
    assert (refused.exit_code, "--limit is for the list of all loops" in refused.stderr) == (2, True)
    race = "0.1 * a + 0.1 * b + 0.1 * c"
    model = write(tmp_path, "".join(f"{name} = INTEG({race} - 0.4 * {name}, {at})~~|\n" for at, name in enumerate("abc", 1)))
    told = json.loads(run("model", "loops", model, "--independent", "--json").stdout)
    assert "would be independent of these" in told["warnings"][0]
    told = json.loads(
        run("model", "loops", "district", "--limit", 20, "--vary", "trust at start=0.1..0.6", "--members", 30, "--json").stdout
    )
    assert "16 of 30 draws" in told["warnings"][0]
    assert told["method"]["parameters"]["searched"] == 16


def test_one_none_and_units_are_said_as_one_says_them(tmp_path: Path) -> None:
    model = write(tmp_path, "level = INTEG(-level, 10)~~|")
    assert run("model", "loops", model).stdout.startswith("1 feedback loop;")
    assert run("model", "loops", model, "--independent").stdout.startswith("1 independent loop of 1;")
    assert run("model", "loops", write(tmp_path, "still = 3~~|")).stdout.startswith("The model has no feedback loops.")
    assert "changes nothing" in run("model", "check", write(tmp_path, "still = 3~~|")).stdout
    assert run("simulate", "diffusion").stdout.splitlines()[0].endswith("from 0 to 20 (time in year).")


def test_subscripts_stand_in_brackets_and_are_set_by_them(tmp_path: Path) -> None:
    model = write(tmp_path, "Who: young, old~~|\nshare[Who] = 1, 2~~|\npeople[Who] = INTEG(share[Who], 10)~~|")
    out = tmp_path / "run.csv"
    assert run("simulate", model, "--set", "share[old]=5", "-o", out).exit_code == 0
    frame = pl.read_csv(out)
    assert frame.columns[:5] == ["time", "share[young]", "share[old]", "people[young]", "people[old]"]
    # By hand: four steps of one and of five.
    assert (frame["people[young]"][-1], frame["people[old]"][-1]) == (14.0, 30.0)
    assert run("simulate", model, "--set", "share=3", "--outputs", "people", "--csv").stdout.splitlines()[1:] == [
        "people[young],10.0,22.0,14.0",
        "people[old],10.0,22.0,18.0",
    ]
    refused = run("simulate", model, "--set", "share[nobody]=1")
    assert refused.exit_code == 2
    assert "share[nobody]" in refused.stderr
