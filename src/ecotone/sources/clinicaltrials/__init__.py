"""Studies of ClinicalTrials.gov, in every form in which the registry has delivered them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ecotone.errors import InputError, UnreadableError
from ecotone.sources.clinicaltrials import v2
from ecotone.sources.clinicaltrials.study import NAME, statement
from ecotone.sources.json_stream import is_json, records
from ecotone.sources.source import Shows
from ecotone.sources.values import Where
from ecotone.vocabulary import Sector
from ecotone.work import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.ecosystem.statements import Statement
    from ecotone.problems import Problems
    from ecotone.sources.opened import Opened
    from ecotone.work import Work

_LISTS: Final = ("studies",)


class ClinicalTrials:
    """Sponsors, collaborators and sites of clinical studies."""

    name = NAME
    label = "ClinicalTrials.gov"
    licence = "US public domain; say that the data are from ClinicalTrials.gov (National Library of Medicine), and as of when"
    shows = Shows(
        kinds=("sponsor-collaborator", "sponsor-site"),
        sectors=(Sector.INDUSTRY, Sector.PROVIDER, Sector.ACADEMIA, Sector.INVESTOR, Sector.REGULATOR, Sector.CONNECTOR, Sector.TECHNOLOGY),
        places="worldwide, the United States best",
        years=(1999, None),
        cannot=(
            "care, commerce and research that is no registered clinical study; patients' groups and payers, which are rarely named; "
            "who stands behind an unnamed 'Research Site'"
        ),
    )

    def recognises(self, opened: Opened) -> bool:
        """Tell by the words that every study has near its beginning."""
        return is_json(opened.start) and b'"protocolSection"' in opened.start

    def read(self, opened: Opened, problems: Problems, *, work: Work = SILENT) -> Iterator[Statement]:
        """Read the studies of a file.

        Raises
        ------
        UnreadableError
            If the file holds an error message of the service, or no study at all.
        """
        found = False
        for number, record in records(opened, problems, under=_LISTS):
            work.step(number, None, opened.name)
            where = Where(problems, opened.name, number)
            if not isinstance(record, dict) or "protocolSection" not in record:
                where.refused("The record is no study", got=_shape(record))
                continue
            said = _said(record, where)
            if said:
                found = True
                yield said
        if not found and not problems.count("refused"):
            raise UnreadableError("The file holds no study", where=opened.name)


def _said(record: dict[str, Any], where: Where) -> Statement | None:
    try:
        return statement(v2.study(record, where))
    except (KeyError, TypeError, AttributeError, ValueError, InputError) as error:
        where.refused("The study has another shape than the registry gives it", got=f"{type(error).__name__}: {error}")
        return None


def _shape(record: Any) -> str:
    return f"an object with {', '.join(list(record)[:5])}" if isinstance(record, dict) else type(record).__name__
