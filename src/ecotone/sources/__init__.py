"""The world's records in: one module a source, found by looking at a file's name and first bytes.

`open_files` opens what lies under some paths, `recognise` says whose format a file has, and the source's `read` gives
a stream of statements, each with its evidence; what could not be read is in a list of problems.
"""

from __future__ import annotations

from typing import Final

from ecotone.errors import NotFoundError
from ecotone.sources.bibliography import PubMed, Scopus, WebOfScience
from ecotone.sources.clinicaltrials import ClinicalTrials
from ecotone.sources.cordis import Cordis
from ecotone.sources.crunchbase import Crunchbase
from ecotone.sources.exporter import Exporter
from ecotone.sources.fda import Fda
from ecotone.sources.fda_mdufa import Mdufa
from ecotone.sources.grants import Nserc, Nsf
from ecotone.sources.gtr_overview import GatewayOverview
from ecotone.sources.kumu import Kumu
from ecotone.sources.limits import Limits
from ecotone.sources.looks import unknown
from ecotone.sources.network_file import NetworkFile
from ecotone.sources.nih import Nih
from ecotone.sources.openalex import OpenAlex
from ecotone.sources.opened import Opened, open_files
from ecotone.sources.registers import REGISTERS
from ecotone.sources.reporter import Reporter
from ecotone.sources.ror import Ror
from ecotone.sources.sbir import Sbir
from ecotone.sources.source import Between, Shows, Source
from ecotone.sources.spreadsheet import Spreadsheet
from ecotone.sources.workbook import is_workbook, saved_as_workbook
from ecotone.sources.yc import YCombinator

SOURCES: Final[dict[str, Source]] = {
    source.name: source
    for source in (
        ClinicalTrials(),
        Nih(),
        Reporter(),
        Exporter(),
        OpenAlex(),
        PubMed(),
        WebOfScience(),
        Scopus(),
        Ror(),
        Cordis(),
        *REGISTERS,
        Crunchbase(),
        Sbir(),
        Fda(),
        Mdufa(),
        GatewayOverview(),
        Nsf(),
        Nserc(),
        YCombinator(),
        Kumu(),
        NetworkFile(),
        Spreadsheet(),
    )
}
"""Every source by its name, the most particular first: a file is given to the first that recognises it."""


_SAME: Final = {"nih-reporter": "nih", "nih-exporter": "nih", "gtr-overview": "gtr"}
"""Readers whose records are another's records in another form: their evidence bears the other's name."""


_NEVER_IN_SHEETS: Final = frozenset({"kumu", "network-file", "spreadsheet"})
"""What reads a workbook as a whole, or no table of a source."""


def speaking_as(name: str) -> tuple[Source, ...]:
    """Return the readers whose evidence bears a name; none for what a user stated.

    Examples
    --------
    >>> [source.name for source in speaking_as("gtr")], speaking_as("user")
    (['gtr', 'gtr-overview'], ())
    """
    return tuple(source for own, source in SOURCES.items() if name in {own, _SAME.get(own)})


def named(name: str) -> Source:
    """Return the source of a name.

    Raises
    ------
    NotFoundError
        If there is no source of that name.
    """
    if name not in SOURCES:
        raise NotFoundError("There is no such source", got=name, expected=", ".join(SOURCES))
    return SOURCES[name]


def recognise(opened: Opened, name: str | None = None) -> Source:
    """Find the source that reads a file.

    Parameters
    ----------
    opened : Opened
        The file.
    name : str, optional
        A source to use whatever the file looks like.

    Raises
    ------
    UnknownFormatError
        If no source recognises the file.
    NotFoundError
        If there is no source of that name.
    """
    if name is not None:
        return named(name)
    if is_workbook(opened):
        tables = (source for source in SOURCES.values() if source.name not in _NEVER_IN_SHEETS)
        if found := saved_as_workbook(opened, tables):
            return found
    for source in SOURCES.values():
        if source.recognises(opened):
            return source
    raise unknown(opened, SOURCES)


__all__ = ["SOURCES", "Between", "Limits", "Opened", "Shows", "Source", "named", "open_files", "recognise", "speaking_as"]
