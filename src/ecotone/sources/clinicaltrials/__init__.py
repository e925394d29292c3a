"""Studies of ClinicalTrials.gov, in every form in which the registry has delivered them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ecotone.errors import UnreadableError
from ecotone.sources import xml_tree
from ecotone.sources.clinicaltrials import legacy_xml, tables, v1, v2
from ecotone.sources.clinicaltrials.study import NAME, statement
from ecotone.sources.delimited import header, rows
from ecotone.sources.json_stream import is_json, plain_records
from ecotone.sources.source import Between, Shows
from ecotone.sources.values import MISSHAPEN, Where
from ecotone.vocabulary import Sector
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ecotone.ecosystem.statements import Statement
    from ecotone.problems import Problems
    from ecotone.sources.clinicaltrials.study import Study
    from ecotone.sources.opened import Opened
    from ecotone.work import Work

_RUN_STUDIES: Final = (
    Sector.INDUSTRY, Sector.PROVIDER, Sector.ACADEMIA, Sector.INVESTOR, Sector.REGULATOR, Sector.CONNECTOR, Sector.TECHNOLOGY,
)  # fmt: skip
"""Who sponsors studies or works on them with a sponsor; patients' groups and payers are rarely named."""
_LISTS: Final = ("studies", "FullStudiesResponse", "FullStudies")


class ClinicalTrials:
    """Sponsors, collaborators and sites of clinical studies."""

    name = NAME
    label = "ClinicalTrials.gov"
    licence = "US public domain; say that the data are from ClinicalTrials.gov (National Library of Medicine), and as of when"
    shows = Shows(
        ties=(
            Between("sponsor-collaborator", _RUN_STUDIES, _RUN_STUDIES),
            Between("sponsor-site", _RUN_STUDIES, (Sector.PROVIDER, Sector.ACADEMIA)),
        ),
        sectors=_RUN_STUDIES,
        places="worldwide, the United States best",
        years=(1999, None),
        cannot=(
            "care, commerce and research that is no registered clinical study; patients' groups and payers, which are rarely named; "
            "who stands behind an unnamed 'Research Site'"
        ),
    )

    def recognises(self, opened: Opened) -> bool:
        """Tell by the words that every study has near its beginning, or by the column of its number."""
        head = opened.start
        if is_json(head):
            return b'"protocolSection"' in head or b'"ProtocolSection"' in head or b'"FullStudiesResponse"' in head
        return (head.lstrip()[:1] == b"<" and b"<clinical_study" in head) or tables.is_table(header(opened.head, tables.COLUMNS))

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read the studies of a file.

        Raises
        ------
        UnreadableError
            If the file holds an error message of the service, or no study at all.
        """
        head = opened.start
        if is_json(head):
            yield from _json(opened, problems, work)
        elif head.lstrip().startswith(b"<"):
            yield from _xml(opened, problems)
        else:
            yield from _table(opened, problems, work)


def _json(opened: Opened, problems: Problems, work: Work) -> Iterator[Statement]:
    found = False
    for number, record in plain_records(opened, problems, *_LISTS):
        work.step(number, None, opened.name)
        where = Where(problems, opened.name, number)
        reader: Callable[[Any, Where], Study] | None = _reader(record)
        if reader is None:
            where.refused("The record is no study", got=_shape(record))
            continue
        said = _said(reader, record, where)
        if said:
            found = True
            yield said
    if not found and not problems.count("refused"):
        raise UnreadableError("The file holds no study", where=opened.name)


def _reader(record: Any) -> Callable[[dict[str, Any], Where], Study] | None:
    """Choose the reader by the shape of the record."""
    if isinstance(record, dict):
        if "protocolSection" in record:
            return v2.study
        if "ProtocolSection" in record or "Study" in record:
            return v1.study
    return None


def _xml(opened: Opened, problems: Problems) -> Iterator[Statement]:
    found = xml_tree.records(opened, problems, "clinical_study")
    if not found:
        raise UnreadableError("The file holds no study", where=opened.name, expected="elements clinical_study")
    for number, record in enumerate(found, start=1):
        said = _said(legacy_xml.study, record, Where(problems, opened.name, number))
        if said:
            yield said


def _table(opened: Opened, problems: Problems, work: Work) -> Iterator[Statement]:
    columns = header(opened.head, tables.COLUMNS)
    lacks = tables.missing(columns)
    for part in lacks:
        Where(problems, opened.name, 1).noted(f"The table has no column for {part}", got=", ".join(columns)[:200])
    for row in rows(opened, problems, known=tables.COLUMNS):
        work.step(row.number, None, opened.name)
        where = Where(problems, opened.name, row.number)
        study = tables.study(row, where, partial=bool(lacks))
        if study:
            yield statement(study)


def _said(reader: Callable[[Any, Where], Study], record: Any, where: Where) -> Statement | None:
    try:
        return statement(reader(record, where))
    except MISSHAPEN as error:
        where.misshapen("The study has another shape than the registry gives it", error)
        return None


def _shape(record: Any) -> str:
    return f"an object with {', '.join(list(record)[:5])}" if isinstance(record, dict) else type(record).__name__
