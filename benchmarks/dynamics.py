"""System dynamics: three models in all engines, calibration, loops, policies, and the conformance suite, beside peers in the same run."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.dynamics_slider import slider
from benchmarks.dynamics_speed import CONTROL, clock, speed, varied
from benchmarks.dynamics_suite import suite
from ecotone.dynamics import district, find_loops, read_model, sensitivity
from ecotone.dynamics.calibration import Observations, calibrate
from ecotone.dynamics.effect import policy_effect

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "sd_models"

TRUTH = {
    "research productivity": 0.5,
    "translation rate": 0.02,
    "base approval": 0.35,
    "innovation coefficient": 0.03,
    "imitation coefficient": 0.38,
    "trial duration": 4.0,
}


def recovery(path: Path, seeds: int) -> list[dict[str, Any]]:
    """Recover six constants of eco40 from data with 1 % noise, and count how often the intervals hold the truth."""
    model = read_model(path)
    outputs = ["Knowledge", "Products", "Adopters", "Evidence"]
    run = model.run(outputs=outputs, engine="compiled")
    bounds = {name: (0.3 * value, 2.5 * value) for name, value in TRUTH.items()}
    inside = dict.fromkeys(TRUTH, 0)
    start = 0.0
    for seed in range(seeds + 1):
        generator = np.random.Generator(np.random.Philox(1000 + seed))
        noisy = {name: run[name] * (1 + 0.01 * generator.standard_normal(run.time.size)) for name in outputs}
        data = Observations(run.time, {name: np.where(values == 0, np.nan, values) for name, values in noisy.items()})
        found = calibrate(model, data, bounds, noise="relative", seed=seed, engine="compiled")
        if seed == 0:  # the first pays for what is loaded once
            start = time.process_time()
            continue
        for each in found.constants:
            low, high = each.estimate.low, each.estimate.high
            inside[each.name] += low is not None and high is not None and low <= TRUTH[each.name] <= high
    worst = min(inside.values())
    return [
        {
            "name": "Calibration: six constants of eco40, with profile intervals",
            "value": (time.process_time() - start) / seeds,
            "unit": "s CPU",
            "bar": "<= 1",
            "note": f"1 % noise, {seeds} data sets, mean of one",
        },
        {
            "name": "Calibration: truths inside the 95 % interval, the constant that fares worst",
            "value": 100 * worst / seeds,
            "unit": "of 100",
            "bar": ">= 90" if seeds >= 100 else None,
            "note": ", ".join(f"{name} {count}" for name, count in inside.items()) + f" of {seeds}",
        },
    ]


def streamed(path: Path, members: int) -> list[dict[str, Any]]:
    """Measure statistics of very many members in a process of its own, for its memory."""
    script = (
        "import sys, time\n"
        "from benchmarks.dynamics_speed import first_stocks, varied\n"
        "from ecotone.dynamics import read_model\n"
        "from ecotone.dynamics.streamed import summarise\n"
        "model = read_model(sys.argv[1])\n"
        "stocks = first_stocks(model)\n"
        "model.run(members=2, outputs=stocks, engine='compiled')\n"
        "constants = varied(model, int(sys.argv[2]))\n"
        "start = time.process_time()\n"
        "summarise(model, members=int(sys.argv[2]), constants=constants, outputs=stocks, engine='compiled')\n"
        "seconds = time.process_time() - start\n"
        # getrusage would tell the parent's memory where that was larger.
        "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "print(seconds, int(peak.split()[1]) / 1e6)\n"
    )
    command = [sys.executable, "-c", script, str(path), str(members)]
    root = Path(__file__).resolve().parents[1]
    seconds, gigabytes = map(float, subprocess.run(command, check=True, capture_output=True, text=True, cwd=root).stdout.split())
    bar = members == 100_000
    return [
        {"name": f"eco40: statistics of {members:,} members", "value": seconds, "unit": "s CPU", "bar": "<= 8" if bar else None},
        {"name": "the memory of that process", "value": gigabytes, "unit": "GB", "bar": "<= 1" if bar else None},
    ]


def understanding(paths: dict[str, Path], members: int) -> list[dict[str, Any]]:
    """Measure loops of a large model, loops over an ensemble, indices of many constants, and a policy's answer."""
    world = read_model(paths["world3"])
    find_loops(world)
    found = find_loops(world)
    world_seconds = clock(lambda: find_loops(world))
    eco = read_model(paths["eco40"])
    constants = varied(eco, members)
    many = clock(lambda: find_loops(eco, members=members, constants=constants), 1)
    ranges = {name: (0.9 * value, 1.1 * value) for name, value in world.constants.items() if name.lower() not in CONTROL and value > 0}
    samples = 1024 if members >= 1000 else 16
    indices = clock(
        lambda: sensitivity.sobol(lambda x: sensitivity.final(world, ranges, x, "Population"), list(ranges.values()), samples=samples), 1
    )
    model = district.innovation_district().model()
    spans = {each.name: (each.low, each.high) for each in district.assumptions()}
    plan = district.scenario("accelerator", start=2.0)
    effect = clock(lambda: policy_effect(model, plan, district.OUTPUTS, ranges=spans, name_of=district.loop_name), 1)
    slider = clock(lambda: model.run(members=200, outputs=district.OUTPUTS, constants={"policy mentoring": 0.3}), 3)
    whole = members >= 1000
    runs = samples * (len(ranges) + 2)
    return [
        {
            "name": "World3: loops that matter, scored and searched",
            "value": world_seconds,
            "unit": "s CPU",
            "bar": "<= 3",
            "note": f"{len(found.loops)} loops kept",
        },
        {"name": f"eco40: dominance over {members:,} members", "value": many, "unit": "s CPU", "bar": "<= 6" if whole else None},
        {
            "name": f"World3: Sobol' indices of {len(ranges)} constants",
            "value": indices,
            "unit": "s CPU",
            "bar": "<= 25" if whole else None,
            "note": f"{runs:,} runs, intervals included",
        },
        {"name": "District: what a policy changes, 500 draws, loops and assumptions", "value": effect, "unit": "s CPU"},
        {"name": "District: 200 runs after a slider moved", "value": 1000 * slider, "unit": "ms CPU", "bar": "<= 50"},
    ]


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Measure."""
    if not DATA.exists():
        return [{"name": "dynamics", "value": None, "unit": "", "note": "the models are not on this machine"}]
    folder = Path(tempfile.mkdtemp())
    with zipfile.ZipFile(DATA / "world3.zip") as archive:
        archive.extractall(folder)
    paths = {"eco40": DATA / "eco40.mdl", "world3": next(folder.rglob("*.mdl")), "eco11": DATA / "eco11.mdl"}
    figures = speed(paths, 50 if quick else 1000)
    figures += recovery(paths["eco40"], 2 if quick else 100)
    figures += streamed(paths["eco40"], 2_000 if quick else 100_000)
    figures += understanding(paths, 50 if quick else 1000)
    figures += slider(quick=quick)
    return figures if quick else [*figures, *suite(DATA / "test-models.zip")]
