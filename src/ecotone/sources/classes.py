"""Sectors that follow from a source's own classes, kept in a table that a user can read and edit.

A class is not a guess from a name: `INDUSTRY` was written by the registry. Classes that say nothing about the sector
(`OTHER`, `UNKNOWN`, `facility`, `nonprofit`) are left out, and the name decides later.
"""

from __future__ import annotations

import csv
import functools
from importlib import resources

from ecotone.vocabulary import Sector


@functools.cache
def classes(source: str) -> dict[str, Sector]:
    """Return the sector of each class of a source.

    Examples
    --------
    >>> classes("clinicaltrials")["NIH"]
    <Sector.INVESTOR: 'investor'>
    """
    text = resources.files("ecotone.sources").joinpath("classes.csv").read_text(encoding="utf-8")
    return {row["class"]: Sector(row["sector"]) for row in csv.DictReader(text.splitlines()) if row["source"] == source}
