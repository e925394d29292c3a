"""The conformance suite by three engines in one run: each in a process of its own, by the same rule, with a limit for each case."""

from __future__ import annotations

import multiprocessing
import shutil
import tempfile
import warnings
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ecotone.dynamics import Run, conformance, read_model
from ecotone.dynamics.data import series_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

SECONDS = 60
KINDS = ("passed", "wrong values", "variables missing", "refused", "no end")


@dataclass(frozen=True)
class Told:
    """What an engine made of a case: one of `KINDS`, and what it said."""

    kind: str
    detail: str = ""


def _data(path: Path) -> list[str]:
    """Return the data files that the suite gives PySD's reader for a case beside the model."""
    return [str(each) for each in sorted(path.parent.glob("data*.tab"))] if "data" in path.parent.name else []


def _ecotone(path: Path, _wanted: list[str]) -> Run:
    return read_model(path).run()


def _pysd(path: Path, wanted: list[str]) -> Run:
    import pysd

    read = pysd.read_vensim if path.suffix == ".mdl" else pysd.read_xmile
    model = read(str(path), data_files=_data(path)) if _data(path) else read(str(path))
    frame = model.run()
    found = {series_key(str(name)) for name in frame.columns}
    more = {name.partition("[")[0].strip().strip('"') for name in wanted if series_key(name) not in found}
    known = {str(name) for name in model.doc["Real Name"]} if more else set()
    columns = [name for name in known if series_key(name) in {series_key(each) for each in more}]
    if columns:  # what a run leaves out unless it is asked for
        frame = frame.join(model.run(return_columns=columns), rsuffix=" again")
    cells = [[float(np.asarray(cell).reshape(-1)[0]) for cell in row] for row in frame.to_numpy()]
    return Run(frame.index.to_numpy(dtype=np.float64), tuple(map(str, frame.columns)), np.array(cells)[:, :, None])


def _pysimlin(path: Path, _wanted: list[str]) -> Run:
    import simlin

    frame = simlin.load(str(path)).run().results
    return Run(frame.index.to_numpy(dtype=np.float64), tuple(map(str, frame.columns)), frame.to_numpy(dtype=np.float64)[:, :, None])


ENGINES: dict[str, Callable[[Path, list[str]], Run]] = {"Ecotone": _ecotone, "PySD": _pysd, "pysimlin": _pysimlin}


def judged(engine: str, path: Path, outputs: list[Path]) -> Told:
    """Run one case and hold it against the output."""
    wanted = [name for output in outputs for name in conformance.expected(output)[0][1:]]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            run = ENGINES[engine](path, wanted)
    except ImportError:
        raise
    except Exception as error:  # noqa: BLE001  whatever an engine raises, it has refused the case
        return Told("refused", f"{type(error).__name__}: {error}".splitlines()[0][:200])
    tolerance = conformance.TOLERANCE.get(path.parent.name, 1e-5)
    wrong, missing = min((conformance.compare(run, output, tolerance) for output in outputs), key=lambda each: len(each[0]) + len(each[1]))
    if wrong:
        return Told("wrong values", ", ".join(each[0] for each in wrong[:3]))
    return Told("variables missing", ", ".join(missing[:3])) if missing else Told("passed")


def _serve(engine: str, pipe: Connection) -> None:
    while True:
        path, outputs = pipe.recv()
        try:
            pipe.send(judged(engine, path, outputs))
        except ImportError:
            pipe.send(None)


def over(engine: str, archive: Path, seconds: float = SECONDS) -> dict[str, Told] | None:
    """Run every case of the suite in an engine, or return None where it is not installed."""
    context = multiprocessing.get_context("spawn")
    found: dict[str, Told] = {}
    process: SpawnProcess | None = None
    here: Connection | None = None
    folder = Path(tempfile.mkdtemp())
    conformance.unpack(archive, folder)
    for path, outputs in conformance.cases(folder):
        if process is None:
            here, there = context.Pipe()
            process = context.Process(target=_serve, args=(engine, there), daemon=True)
            process.start()
        assert here is not None
        name = path.relative_to(folder).as_posix()
        here.send((path, outputs))
        try:
            told = here.recv() if here.poll(seconds) else Told("no end", f"after {seconds:g} s")
            alive = told is None or told.kind != "no end"
        except EOFError:
            told, alive = Told("refused", "the engine ended"), False
        if told is None:
            process.kill()
            return None
        found[name] = told
        if not alive:
            process.kill()
            process.join()
            process = None
    if process is not None:
        process.kill()
        process.join()
    shutil.rmtree(folder)
    return found


def table(results: dict[str, dict[str, Told]]) -> list[list[str]]:
    """Return how many cases each engine passes, by the kind of file, and what became of the rest."""
    suffixes = (".mdl", ".xmile", ".stmx")
    names = list(next(iter(results.values())))
    counts = {suffix: sum(name.endswith(suffix) for name in names) for suffix in suffixes}
    head = ["engine", f"passed of {len(names)}", *(f"{suffix} of {counts[suffix]}" for suffix in suffixes), *KINDS[1:]]
    rows = [head]
    for engine, told in results.items():
        kinds = Counter(each.kind for each in told.values())
        passed = Counter(Path(name).suffix for name, each in told.items() if each.kind == "passed")
        rows.append(
            [engine, str(kinds["passed"]), *(str(passed[suffix]) for suffix in suffixes), *(str(kinds[kind]) for kind in KINDS[1:])]
        )
    return rows


def left_over(results: dict[str, dict[str, Told]]) -> list[list[str]]:
    """Return the cases that Ecotone does not pass, each with its reason, and what becomes of them elsewhere."""
    others = [name for name in results if name != "Ecotone"]
    grouped: dict[tuple[str, ...], list[str]] = {}
    for name, told in results["Ecotone"].items():
        if told.kind != "passed":
            path = Path(name)
            key = (conformance.unpassable(path.name, told.detail) or told.detail, told.kind, *(results[each][name].kind for each in others))
            grouped.setdefault(key, []).append(path.name)
    rows = [["cases", "why", "Ecotone", *others]]
    rows += [[", ".join(cases), *key] for key, cases in sorted(grouped.items())]
    return rows


def suite(archive: Path) -> list[dict[str, Any]]:
    """Run the suite in all engines, one after another, and tell it as figures and tables."""
    results = {engine: told for engine in ENGINES if (told := over(engine, archive)) is not None}
    passed = {engine: sum(each.kind == "passed" for each in told.values()) for engine, told in results.items()}
    silent = {engine: sum(each.kind == "wrong values" for each in told.values()) for engine, told in results.items()}
    unexplained = [
        name
        for name, told in results["Ecotone"].items()
        if told.kind == "wrong values" and not conformance.unpassable(Path(name).name, told.detail)
    ]
    figures: list[dict[str, Any]] = [
        {
            "name": f"Conformance: SDXorg/test-models cases passed, beside {engine}",
            "value": passed["Ecotone"],
            "unit": "",
            "bar": ">= 235",
            "peer": engine,
            "peer_value": count,
            "note": f"of {len(results['Ecotone'])}; {engine} gives {silent[engine]} wrong values without an error; a case may take {SECONDS} s",
        }
        for engine, count in passed.items()
        if engine != "Ecotone"
    ]
    figures.append(
        {
            "name": "Conformance: wrong values without an error that are not explained",
            "value": len(unexplained),
            "unit": "",
            "bar": "<= 0",
            "note": ", ".join(unexplained) or f"{silent['Ecotone']} cases differ from an output that is of another model, run or method",
        }
    )
    figures.append({"name": "Conformance, all engines in one run", "value": None, "unit": "", "table": table(results)})
    figures.append({"name": "Cases that Ecotone does not pass", "value": None, "unit": "", "table": left_over(results)})
    return figures
