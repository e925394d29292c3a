"""Compare a model's run with the output that its author's program printed, by PySD's rule.

Every expected column must be there except control settings; |x - y| <= 1e-5 + 1e-5 |y| at the nearest saved time, with
the tolerances of single cases that the suite itself names. Of a folder's outputs the best counts.
"""

from __future__ import annotations

import csv
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecotone.dynamics.data import series_key
from ecotone.dynamics.model import read_model
from ecotone.errors import EcotoneError

if TYPE_CHECKING:
    from pathlib import Path

    from ecotone.dynamics.model import Run

TOLERANCE = {"allocate_available": 2e-2, "arguments": 1e-2}
CONTROL = {"initial time", "final time", "time step", "saveper", "time", "months", "dt", "starttime", "stoptime"}

UNPASSABLE = {
    "Query_file.mdl": "the output is of another version of the model: a constant differs",
    "roessler_chaos.mdl": "chaotic: engines agree with each other and sit 3e-3 off the printed output",
    "model_to_generate_data.mdl": "the output beside it is of the other model in the folder",
    "test_get_time_value.mdl": "the output beside it is of the other model in the folder",
    "test_logicals.stmx": "`false_input not THEN` is no expression",
    "test_zeroled_decimals.xmile": "the file asks for RK4, the output was made with Euler",
}
"""Cases of the suite that a run which does what the file says does not pass, each for its reason."""


def unpassable(name: str, error: str = "") -> str:
    """Return why a run that does what the file says does not pass a case of the suite; nothing where it should.

    Examples
    --------
    >>> unpassable("roessler_chaos.mdl")[:7], unpassable("test_abs.mdl")
    ('chaotic', '')
    """
    if "???" in error:
        return "`???` stands in the place of an equation"
    if "MACRO" in error:
        return "the macro that it calls is not in the file"
    return UNPASSABLE.get(name, "")


@dataclass(frozen=True)
class Verdict:
    """What came of one case: `passed`, `wrong` values, `missing` columns, or the `error`."""

    path: Path
    passed: bool
    wrong: tuple[tuple[str, float, float, float], ...] = ()
    missing: tuple[str, ...] = ()
    error: str = ""


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack a corpus archive of ours."""
    with zipfile.ZipFile(archive) as file:
        file.extractall(folder)
    return folder


def expected(path: Path) -> tuple[list[str], list[list[str]]]:
    """Read an expected output."""
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    rows = [row for row in csv.reader(text.splitlines(), delimiter="\t" if path.suffix == ".tab" else ",") if row]
    return [name.strip() for name in rows[0]], rows[1:]


def compare(run: Run, output: Path, tolerance: float) -> tuple[list[tuple[str, float, float, float]], list[str]]:
    """Return the columns that differ, and those that are missing."""
    head, rows = expected(output)
    columns = {series_key(name): at for at, name in enumerate(run.columns)}
    times, cells = [], []
    for row in rows:
        try:
            times.append(float(row[0]))
        except ValueError:
            continue
        cells.append(row)
    places = [int(np.argmin(np.abs(run.time - time))) for time in times]
    wrong: list[tuple[str, float, float, float]] = []
    missing: list[str] = []
    if times and abs(run.time[places[-1]] - times[-1]) > 1e-3 * max(1.0, abs(times[-1])):
        wrong.append(("time", times[-1], times[-1], float(run.time[-1])))
    for at, name in enumerate(head[1:], 1):
        key = series_key(name.strip('"').replace('\\"', '"'))
        if not key or key.split("[")[0] in CONTROL:
            continue
        column = columns.get(key, columns.get(series_key(name.rpartition(".")[2])))
        if column is None:
            missing.append(name)
            continue
        for time, place, row in zip(times, places, cells, strict=True):
            try:
                wanted = float(row[at])
            except (ValueError, IndexError):
                continue
            got = float(run.values[place, column, 0])
            if not abs(wanted - got) <= tolerance + tolerance * abs(wanted):
                wrong.append((name, time, wanted, got))
                break
    return wrong, missing


def cases(folder: Path) -> list[tuple[Path, list[Path]]]:
    """Return every model with an expected output, and its outputs."""
    found = []
    for path in sorted([*folder.rglob("*.mdl"), *folder.rglob("*.xmile"), *folder.rglob("*.stmx")]):
        outputs = sorted(p for p in path.parent.iterdir() if p.name.startswith("output") and p.suffix in {".csv", ".tab"})
        if outputs:
            found.append((path, outputs))
    return found


def judge(path: Path, outputs: list[Path]) -> Verdict:
    """Run one case."""
    try:
        run = read_model(path).run()
    except EcotoneError as error:
        return Verdict(path, passed=False, error=str(error))
    tolerance = TOLERANCE.get(path.parent.name, 1e-5)
    wrong, missing = min((compare(run, output, tolerance) for output in outputs), key=lambda found: len(found[0]) + len(found[1]))
    return Verdict(path, not wrong and not missing, tuple(wrong), tuple(missing))
