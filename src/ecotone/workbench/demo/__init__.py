"""The demo: the real collaboration map of Houston and the Texas Medical Center, through the real importers.

The files beside this module hold facts cut from genuine records, each in its source's own shape; `PROVENANCE.md` says
where they come from and `cut.py` is how they were cut. Building the demo is an import like any other.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from ecotone.ecosystem import Ecosystem
from ecotone.sources import SOURCES
from ecotone.work import SILENT
from ecotone.workbench.intake import import_files

if TYPE_CHECKING:
    from ecotone.work import Work

TITLE: Final = "Houston and the Texas Medical Center"
FOLDER: Final = Path(__file__).parent
FILES: Final = {"ror": "ror_houston.jsonl", "clinicaltrials": "clinicaltrials_houston.json", "nih": "nih_awards_houston.csv"}
"""The data file of each source."""


def build(path: str | Path, *, work: Work = SILENT) -> Ecosystem:
    """Make the demo's record and return it open.

    Parameters
    ----------
    path : str or Path
        A file that does not exist yet, or the address of an empty database.
    work : Work
        Takes progress; may cancel.

    Returns
    -------
    Ecosystem
        The record; close it, or use it in a `with` block.

    Raises
    ------
    InputError
        If there is something at the path already.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, build(Path(folder) / "houston.eco") as eco:
    ...     "Baylor College of Medicine" in set(eco.actors()["name"])
    True
    """
    eco = Ecosystem.create(path, title=TITLE)
    try:
        import_files(eco, [FOLDER / name for name in FILES.values()], author="Ecotone demo", work=work)
    except BaseException:
        eco.close()
        raise
    return eco


def explain() -> str:
    """Say in words what the demo's sources can show and cannot.

    Examples
    --------
    >>> "unnamed" in explain()
    True
    """
    lines = []
    for name in FILES:
        source = SOURCES[name]
        first, last = source.shows.years
        years = f"from {first or 'the beginning'} to {last or 'today'}"
        kinds = ", ".join(source.shows.kinds) or "actors only"
        lines.append(f"{source.label} ({source.shows.places}, {years}) can show: {kinds}. It cannot show: {source.shows.cannot}.")
    return "\n".join(lines)
