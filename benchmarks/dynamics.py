"""System dynamics: ensembles of three models beside generated C, pysimlin and PySD, first runs, calibration, loops, and the conformance suite."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import generated_c
from ecotone.dynamics import Model, Run, conformance, district, find_loops, read_model, sensitivity
from ecotone.dynamics.calibration import Observations, calibrate
from ecotone.dynamics.effect import policy_effect
from ecotone.dynamics.interpreter.execute import execute
from ecotone.dynamics.simulate import prepare

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "sd_models"
BARS = {"eco40": (0.06, 0.15), "world3": (0.25, 0.6), "eco11": (0.8, 2.5)}


def clock(work: Any, repeats: int = 3) -> float:
    """Return the least CPU seconds of some runs."""
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def varied(model: Model, members: int) -> dict[str, Any]:
    """Vary every fourth constant by 10 % either way."""
    generator = np.random.default_rng(0)
    control = {"initial time", "final time", "time step", "saveper"}
    free = [name for number, name in enumerate(model.constants) if number % 4 == 0 and name.lower() not in control]
    return {name: model.constants[name] * (0.9 + 0.2 * generator.random(members)) for name in free}


def peer(path: Path, constants: dict[str, Any], outputs: list[str], members: int) -> float | None:
    """Return pysimlin's seconds for the members, scaled from a tenth of them, or None where it cannot run them."""
    try:
        import simlin

        loaded = simlin.load(str(path))
        part = max(members // 10, 1)
        start = time.process_time()
        with loaded.simulate() as run:
            for member in range(part):
                run.reset()
                for name, values in constants.items():
                    run.set_value(name.lower().replace(" ", "_"), float(values[member]))
                run.run_to_end()
                for name in outputs:
                    run.get_series(name.lower().replace(" ", "_"))
        return (time.process_time() - start) * members / part
    except Exception:  # noqa: BLE001  a peer that cannot run the model has no figure
        return None


def pysd_run(path: Path, seconds: int = 120) -> float | None:
    """Return the CPU milliseconds of one run by PySD, or None where it cannot run the model in that time."""

    def late(_number: int, _frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        import pysd

        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            copy = Path(shutil.copy(path, folder))  # it writes a module beside the model
            loaded = pysd.read_vensim(str(copy))
            start = time.process_time()
            loaded.run()
            return 1000 * (time.process_time() - start)
    except Exception:  # noqa: BLE001  a peer that cannot run the model has no figure
        return None
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def import_seconds() -> float:
    """Return the CPU seconds that the library's import takes in a process of its own."""
    script = "import time; start = time.process_time(); import ecotone.dynamics; print(time.process_time() - start)"
    return min(float(subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout) for _ in range(5))


def ensembles(name: str, path: Path, members: int) -> list[dict[str, Any]]:
    """Measure one model."""
    bar, first_bar = BARS[name]
    start = time.process_time()
    read_model(path).run(engine="numpy")
    first = time.process_time() - start
    model = read_model(path)
    stocks = [instance.label for instance in model.graph.instances if instance.state >= 0 and instance.visible][:5]
    constants = varied(model, members)
    model.run(members=2, outputs=stocks, constants={k: v[:2] for k, v in constants.items()}, engine="compiled")
    ours = clock(lambda: model.run(members=members, outputs=stocks, constants=constants, engine="compiled"))
    single = clock(lambda: model.run(engine="compiled"), 5) if model.run(engine="compiled") else 0.0
    program, grid = model.program(stocks)
    registers = prepare(program, grid, model.given(program, model.graph, members, constants), members)
    execute(program.start, registers, program.lists, program.table_start, program.table_x, program.table_y, program.table_slope)
    count = program.state_kinds.size
    registers[program.first_state : program.first_state + count] = registers[program.state_initial]
    figures = []
    try:
        library = generated_c.build(generated_c.emit(program, grid))
        theirs = clock(lambda: generated_c.run(library, program, grid, registers))
        values = generated_c.run(library, program, grid, registers)
        difference = float(
            np.max(np.abs(values - model.run(members=members, outputs=stocks, constants=constants, engine="compiled").values))
        )
        figures.append(
            {
                "name": f"{name}: times generated C",
                "value": ours / theirs,
                "unit": "",
                "bar": "<= 2",
                "note": f"C {theirs:.3f} s; largest difference {difference:.1g}",
            }
        )
    except (KeyError, OSError) as error:
        figures.append({"name": f"{name}: generated C", "value": None, "unit": "s", "note": str(error)})
    other = peer(path, constants, stocks, members)
    pysd_single = pysd_run(path) if members == 1000 else None
    figures[:0] = [
        {
            "name": f"{name}: {members:,} members, 5 outputs",
            "value": ours,
            "unit": "s CPU",
            "bar": f"<= {bar}" if members == 1000 else None,
            "peer": "pysimlin" if other else None,
            "peer_value": other,
        },
        {"name": f"{name}: read, build and first run", "value": first, "unit": "s CPU", "bar": f"<= {first_bar}"},
        {
            "name": f"{name}: one run, all variables",
            "value": 1000 * single,
            "unit": "ms CPU",
            "bar": "<= 4" if name == "world3" else None,
            "peer": "PySD" if pysd_single else None,
            "peer_value": pysd_single,
        },
    ]
    return figures


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
        "from benchmarks.dynamics import varied\n"
        "from ecotone.dynamics import read_model\n"
        "from ecotone.dynamics.streamed import summarise\n"
        "model = read_model(sys.argv[1])\n"
        "stocks = [i.label for i in model.graph.instances if i.state >= 0 and i.visible][:5]\n"
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
    control = {"initial time", "final time", "time step", "saveper"}
    ranges = {name: (0.9 * value, 1.1 * value) for name, value in world.constants.items() if name.lower() not in control and value > 0}
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


def _pysd(path: Path) -> Run:
    import pysd

    model = pysd.read_vensim(str(path)) if path.suffix == ".mdl" else pysd.read_xmile(str(path))
    frame = model.run()
    cells = [[float(np.asarray(cell).reshape(-1)[0]) for cell in row] for row in frame.to_numpy()]
    return Run(frame.index.to_numpy(dtype=np.float64), tuple(map(str, frame.columns)), np.array(cells)[:, :, None])


def _simlin(path: Path) -> Run:
    import simlin

    frame = simlin.load(str(path)).run().results
    return Run(frame.index.to_numpy(dtype=np.float64), tuple(map(str, frame.columns)), frame.to_numpy(dtype=np.float64)[:, :, None])


def _peer_passes(folder: Path, runner: Any, seconds: int = 30) -> tuple[int, int] | None:
    """Count the cases that a peer passes by the same rule, and those with wrong values and no error."""

    def late(_number: int, _frame: object) -> None:
        raise TimeoutError

    passed = wrong = 0
    before = signal.signal(signal.SIGALRM, late)
    for path, outputs in conformance.cases(folder):
        signal.alarm(seconds)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found = runner(path)
            tolerance = conformance.TOLERANCE.get(path.parent.name, 1e-5)
            off, missing = min(
                (conformance.compare(found, output, tolerance) for output in outputs), key=lambda each: len(each[0]) + len(each[1])
            )
            passed += not off and not missing
            wrong += bool(off)
        except ImportError:
            return None
        except Exception:  # noqa: BLE001  a peer that fails on a case has not passed it
            pass
        finally:
            signal.alarm(0)
    signal.signal(signal.SIGALRM, before)
    return passed, wrong


def suite() -> list[dict[str, Any]]:
    """Run the conformance suite, beside PySD and pysimlin in the same run and by the same rule."""
    folder = conformance.unpack(DATA / "test-models.zip", Path(tempfile.mkdtemp()))
    verdicts = [conformance.judge(path, outputs) for path, outputs in conformance.cases(folder)]
    passed = sum(v.passed for v in verdicts)
    wrong = sum(bool(v.wrong) for v in verdicts)
    figures = []
    for name, runner in (("PySD", _pysd), ("pysimlin", _simlin)):
        peer = _peer_passes(conformance.unpack(DATA / "test-models.zip", Path(tempfile.mkdtemp())), runner)
        note = f"of {len(verdicts)}; {wrong} differ from an output that is of another model, run or method"
        if peer is not None:
            note += f"; {name} gives {peer[1]} wrong values without an error"
        figures.append(
            {
                "name": f"Conformance: SDXorg/test-models cases passed, beside {name}",
                "value": passed,
                "unit": "",
                "bar": ">= 235",
                "peer": name if peer else None,
                "peer_value": peer[0] if peer else None,
                "note": note,
            }
        )
    return figures


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Measure."""
    if not DATA.exists():
        return [{"name": "dynamics", "value": None, "unit": "", "note": "the models are not on this machine"}]
    folder = Path(tempfile.mkdtemp())
    with zipfile.ZipFile(DATA / "world3.zip") as archive:
        archive.extractall(folder)
    paths = {"eco40": DATA / "eco40.mdl", "world3": next(folder.rglob("*.mdl")), "eco11": DATA / "eco11.mdl"}
    figures = [figure for name, path in paths.items() for figure in ensembles(name, path, 50 if quick else 1000)]
    figures.append({"name": "import ecotone.dynamics", "value": import_seconds(), "unit": "s CPU", "bar": "<= 0.4"})
    figures += recovery(paths["eco40"], 2 if quick else 100)
    figures += streamed(paths["eco40"], 2_000 if quick else 100_000)
    figures += understanding(paths, 50 if quick else 1000)
    return figures if quick else [*figures, *suite()]
