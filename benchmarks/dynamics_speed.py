"""Three models in all engines in one run: ensembles, first runs, single runs, the NumPy twin, and compilation from nothing."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks import generated_c
from ecotone.dynamics import Model, compiled, read_model
from ecotone.dynamics.simulate import prepare

if TYPE_CHECKING:
    from collections.abc import Callable

BARS = {"eco40": (0.06, 0.15, None, None), "world3": (0.25, 0.6, 4, 0.8), "eco11": (0.8, 2.5, None, None)}
"""Seconds of an ensemble, seconds of a first run, milliseconds of a single run, seconds of an ensemble on NumPy."""
CONTROL = {"initial time", "final time", "time step", "saveper"}
ROWS = ("{} members, 5 outputs, s", "one run, all variables, ms", "read, build and first run, s")


def clock(work: Callable[[], object], repeats: int = 3) -> float:
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
    free = [name for number, name in enumerate(model.constants) if number % 4 == 0 and name.lower() not in CONTROL]
    return {name: model.constants[name] * (0.9 + 0.2 * generator.random(members)) for name in free}


def first_stocks(model: Model) -> list[str]:
    """Return the five stocks that an ensemble keeps."""
    return [instance.label for instance in model.graph.instances if instance.state >= 0 and instance.visible][:5]


def pysimlin(path: Path, constants: dict[str, Any], outputs: list[str], members: int) -> dict[str, float]:
    """Return pysimlin's seconds for the members, for one run with all variables, and for the first with reading."""
    try:
        import simlin

        start = time.process_time()
        loaded = simlin.load(str(path))
        loaded.run(analyze_loops=False).results  # noqa: B018  the frame is made when asked for
        first = time.process_time() - start
        single = clock(lambda: loaded.run(analyze_loops=False).results)
        start = time.process_time()
        with loaded.simulate() as run:
            for member in range(members):
                run.reset()
                for name, values in constants.items():
                    run.set_value(name.lower().replace(" ", "_"), float(values[member]))
                run.run_to_end()
                for name in outputs:
                    run.get_series(name.lower().replace(" ", "_"))
        return {"members": time.process_time() - start, "single": 1000 * single, "first": first}
    except Exception:  # noqa: BLE001  a peer that cannot run the model has no figure
        return {}


def pysd(path: Path, outputs: list[str], members: int, seconds: int = 240) -> dict[str, float]:
    """Return PySD's CPU time for one run and for the first with reading; that of the members is one run's times their number."""

    def late(_number: int, _frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    found: dict[str, float] = {}
    try:
        import pysd as engine

        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            copy = Path(shutil.copy(path, folder))  # it writes a module beside the model
            start = time.process_time()
            loaded = engine.read_vensim(str(copy))
            read = time.process_time() - start
            start = time.process_time()
            loaded.run()
            single = time.process_time() - start
            found = {"single": 1000 * single, "first": read + single}
            start = time.process_time()
            loaded.run(return_columns=outputs)
            found["members"] = (time.process_time() - start) * members
    except Exception:  # noqa: BLE001  a peer that cannot run the model in that time has no figure
        pass
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    return found


def compiled_c(model: Model, outputs: list[str], constants: dict[str, Any], members: int) -> dict[str, Any]:
    """Return the seconds of C generated for the model, of generating and compiling it, and how far its values differ from ours."""
    program, grid = model.program(outputs)
    registers = prepare(program, grid, model.given(program, model.graph, members, constants), members)
    compiled.execute(program, program.start, registers)
    count = program.state_kinds.size
    registers[program.first_state : program.first_state + count] = registers[program.state_initial]
    try:
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        start = time.process_time()
        library = generated_c.build(generated_c.emit(program, grid))
        build = time.process_time() - start + resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    except (KeyError, OSError) as error:
        return {"why": f"{type(error).__name__}: {error}"}
    values = generated_c.run(library, program, grid, registers)
    ours = model.run(members=members, outputs=outputs, constants=constants, engine="compiled").values
    one = np.ascontiguousarray(registers[:, :1])
    return {
        "members": clock(lambda: generated_c.run(library, program, grid, registers)),
        "single": 1000 * clock(lambda: generated_c.run(library, program, grid, one)),
        "first": build,
        "difference": float(np.max(np.abs(values - ours))),
    }


def cold_seconds(path: Path) -> float:
    """Return the CPU seconds that a first run takes on a machine on which nothing was compiled, beyond those of the next process."""
    script = (
        "import sys, time; from ecotone.dynamics import read_model; model = read_model(sys.argv[1]); start = time.process_time();"
        "model.run(engine='compiled'); print(time.process_time() - start)"
    )
    with tempfile.TemporaryDirectory() as folder:
        settings = {**os.environ, "ECOTONE_CACHE": folder}
        command = [sys.executable, "-c", script, str(path)]
        return float(subprocess.run(command, check=True, capture_output=True, text=True, env=settings).stdout)


def import_seconds(statement: str) -> float:
    """Return the CPU seconds that an import takes in a process of its own."""
    script = f"import time; start = time.process_time(); {statement}; print(time.process_time() - start)"
    return min(float(subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout) for _ in range(5))


def measured(name: str, path: Path, members: int) -> tuple[list[dict[str, Any]], list[list[str]]]:
    """Measure one model in every engine; return the figures and the rows of the table."""
    full = members >= 1000
    start = time.process_time()
    read_model(path).run(engine="numpy")
    first = time.process_time() - start
    model = read_model(path)
    stocks = first_stocks(model)
    constants = varied(model, members)
    model.run(members=2, outputs=stocks, constants={k: v[:2] for k, v in constants.items()}, engine="compiled")
    model.run(engine="compiled")
    ours = {
        "members": clock(lambda: model.run(members=members, outputs=stocks, constants=constants, engine="compiled")),
        "single": 1000 * clock(lambda: model.run(engine="compiled"), 5),
        "first": first,
    }
    plain = {
        "members": clock(lambda: model.run(members=members, outputs=stocks, constants=constants, engine="numpy")),
        "single": 1000 * clock(lambda: model.run(engine="numpy")),
    }
    c = compiled_c(model, stocks, constants, members)
    simlin = pysimlin(path, constants, stocks, members)
    slow = pysd(path, stocks, members) if full else {}
    engines: dict[str, dict[str, Any]] = {
        "Ecotone": ours,
        "Ecotone on NumPy alone": plain,
        "generated C": c,
        "pysimlin": simlin,
        "PySD": slow,
    }
    bars = BARS[name] if full else (None, BARS[name][1], None, None)
    figures = [
        figure(f"{name}: {members:,} members, 5 outputs", ours["members"], "s CPU", bars[0], "pysimlin", simlin.get("members")),
        figure(f"{name}: read, build and first run", first, "s CPU", bars[1], "PySD", slow.get("first")),
        figure(f"{name}: one run, all variables", ours["single"], "ms CPU", bars[2], "PySD", slow.get("single")),
        figure(f"{name}: {members:,} members on NumPy alone", plain["members"], "s CPU", bars[3]),
    ]
    if "members" in c:
        note = f"C {c['members']:.3f} s; largest difference {c['difference']:.1g}"
        figures.append({**figure(f"{name}: times generated C", ours["members"] / c["members"], "", 2), "note": note})
    else:
        figures.append({"name": f"{name}: generated C", "value": None, "unit": "s", "note": c["why"]})
    rows = [
        [
            f"{name}: {what.format(f'{members:,}')}",
            *(cell(each.get(key), approximate=each is slow and key == "members") for each in engines.values()),
        ]
        for key, what in zip(("members", "single", "first"), ROWS, strict=True)
    ]
    return figures, rows


def figure(name: str, value: float, unit: str, most: float | None, peer: str = "", theirs: float | None = None) -> dict[str, Any]:
    """Make a figure with its bar and its peer."""
    bar = f"<= {most:g}" if most is not None else None
    return {"name": name, "value": value, "unit": unit, "bar": bar, "peer": peer if theirs else None, "peer_value": theirs}


def cell(value: float | None, *, approximate: bool) -> str:
    """Write a figure with three digits that matter; one that was extrapolated from a single run says so."""
    if value is None:
        return "–"
    text = f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
    return f"about {text}" if approximate else text


def speed(paths: dict[str, Path], members: int) -> list[dict[str, Any]]:
    """Measure the models in every engine, and tell it as figures and one table."""
    figures: list[dict[str, Any]] = []
    head = ["CPU time", "Ecotone", "Ecotone on NumPy alone", "generated C, -O2", "pysimlin", "PySD (about: one run × members)"]
    rows = [head]
    for name, path in paths.items():
        more, lines = measured(name, path, members)
        figures += more
        rows += lines
    figures.append(figure("Compiling the interpreter, once on a machine", cold_seconds(paths["eco40"]), "s CPU", 12))
    for statement in ("import ecotone.dynamics", "from ecotone.dynamics import read_model"):
        figures.append(
            {**figure(statement, import_seconds(statement), "s CPU", 0.4), "note": f"NumPy alone {import_seconds('import numpy'):.2f} s"}
        )
    figures.append({"name": "All engines in one run", "value": None, "unit": "", "table": rows})
    return figures
