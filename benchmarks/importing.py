"""Import of studies: how many API v2 studies a second, on one core, into a record in SQLite, and in how much memory.

The genuine studies of the corpus are written again and again with other NCT ids into zip archives of single-study files,
as a user would download them, until there are 50,000. Seconds are seconds of one core (processor time, so that a shared
machine measures alike). The import runs in a process of its own, so that its peak of memory
is its own. The peer is the least that any importer does: `json.loads` of every file in the same archives.
"""

from __future__ import annotations

import json
import multiprocessing
import re
import resource
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "data" / "clinicaltrials" / "api_v2_single_studies"
STUDIES = 50_000
A_ZIP = 5_000
_ID = re.compile(rb"NCT\d{8}")
Figure = dict[str, Any]


def genuine() -> list[bytes]:
    """Return the genuine studies, as bytes."""
    found = []
    for path in sorted(CORPUS.glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            found += [archive.read(name) for name in sorted(archive.namelist())]
    return found


def replicate(folder: Path, number: int) -> list[Path]:
    """Write so many studies with ids of their own into archives of 5,000."""
    originals = genuine()
    paths = []
    for start in range(0, number, A_ZIP):
        path = folder / f"studies_{start // A_ZIP:03}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for at in range(start, min(start + A_ZIP, number)):
                name = b"NCT9%07d" % at
                archive.writestr(f"{name.decode()}.json", _ID.sub(name, originals[at % len(originals)]))
        paths.append(path)
    return paths


def measured(paths: list[str], record: str) -> tuple[int, float, float]:
    """Import, and return studies, seconds and the peak of memory in MB."""
    from ecotone.ecosystem import Ecosystem
    from ecotone.workbench.intake import import_files

    start = time.process_time()
    with Ecosystem.create(record) as eco:
        kept = import_files(eco, paths).kept
    return kept, time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def parsed(paths: list[str]) -> tuple[int, float]:
    """Parse every file in the archives, and return their number and the seconds."""
    start = time.process_time()
    count = 0
    for path in paths:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                json.loads(archive.read(name))
                count += 1
    return count, time.process_time() - start


def run(*, quick: bool = False) -> list[Figure]:
    """Measure an import of 50,000 studies, or of 2,000 where it should be quick."""
    if not CORPUS.exists():
        return []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [str(path) for path in replicate(folder, 2_000 if quick else STUDIES)]
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            kept, seconds, memory = pool.apply(measured, (paths, str(folder / "x.eco")))
            count, plain = pool.apply(parsed, (paths,))
        size = (folder / "x.eco").stat().st_size / 2**20
    note = f"{kept:,} studies in {seconds:.0f} s, one core, record of {size:.0f} MB"
    return [
        {
            "name": "Import of API v2 studies into SQLite",
            "value": round(kept / seconds),
            "unit": "studies/s",
            "bar": "≥ 500",
            "peer": "json.loads of the same files",
            "peer_value": round(count / plain),
            "note": note,
        },
        {
            "name": "Peak memory of that import",
            "value": round(memory),
            "unit": "MB",
            "bar": "< 600",
            "peer": None,
            "peer_value": None,
            "note": f"{kept:,} studies",
        },
    ]


if __name__ == "__main__":
    for figure in run():
        print(figure)
