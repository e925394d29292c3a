"""System dynamics: ensembles of three models beside generated C and pysimlin, first runs, and the conformance suite."""

from __future__ import annotations

import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import generated_c
from ecotone.dynamics import Model, conformance, read_model
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
    execute(program.start, registers, program.lists, program.table_start, program.table_x, program.table_y)
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
        {"name": f"{name}: one run, all variables", "value": 1000 * single, "unit": "ms CPU", "bar": "<= 4" if name == "world3" else None},
    ]
    return figures


def suite() -> dict[str, Any]:
    """Run the conformance suite."""
    folder = conformance.unpack(DATA / "test-models.zip", Path(tempfile.mkdtemp()))
    verdicts = [conformance.judge(path, outputs) for path, outputs in conformance.cases(folder)]
    passed = sum(v.passed for v in verdicts)
    wrong = sum(bool(v.wrong) for v in verdicts)
    note = f"of {len(verdicts)}; {wrong} differ from an output that is of another model, run or method; PySD 3.14.3 passes 228, pysimlin 158 by the same rule"
    return {"name": "Conformance: SDXorg/test-models cases passed", "value": passed, "unit": "", "bar": ">= 235", "note": note}


def run(*, quick: bool = False) -> list[dict[str, Any]]:
    """Measure."""
    if not DATA.exists():
        return [{"name": "dynamics", "value": None, "unit": "", "note": "the models are not on this machine"}]
    folder = Path(tempfile.mkdtemp())
    with zipfile.ZipFile(DATA / "world3.zip") as archive:
        archive.extractall(folder)
    paths = {"eco40": DATA / "eco40.mdl", "world3": next(folder.rglob("*.mdl")), "eco11": DATA / "eco11.mdl"}
    figures = [figure for name, path in paths.items() for figure in ensembles(name, path, 50 if quick else 1000)]
    return figures if quick else [*figures, suite()]
