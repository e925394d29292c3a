"""Bring files into a record: the one place where a source, the matcher and a batch meet.

One call is one batch: it is written whole or not at all, whether it ends by an error, by the user's wish or by a
power cut. Statements stream from the files into the record; only names that no actor is known for are held, and they are
decided together at the end, so that the order of the files does not matter.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ecotone.ecosystem.statements import Place
from ecotone.errors import InputError, SourceError
from ecotone.matching import METHOD, Named, country_name, group, sector_of
from ecotone.problems import Problem, Problems
from ecotone.sources import open_files, recognise
from ecotone.sources.spreadsheet import Spreadsheet
from ecotone.vocabulary import Sector
from ecotone.work import SILENT
from ecotone.workbench.first_read import FirstRead

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from ecotone.ecosystem import Batch, Ecosystem, Statement
    from ecotone.matching import Group
    from ecotone.sources import Opened
    from ecotone.work import Work

UNNAMED: Final = "Unnamed sites of {}"
LEFT_OUT: Final = "Somebody who was erased from this record was left out"
STEP: Final = 50
"""Statements between two reports of progress."""

_NAMING: Final = {"organisation": 0, "grantee": 2, "also known as": 3, "acronym": 4}


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an import.

    Parameters
    ----------
    read : int
        Source records that were read, refused ones included.
    kept : int
        Source records that the record now holds: new, changed or unchanged.
    refused : int
        Files and records that could not be kept; `problems` says why.
    changed : int
        Source records that are new or say something else than before.
    unchanged : int
        Source records that say what they said before.
    problems : Problems
        All that could not be read, was mended or is worth a note.
    batch : int or None
        The batch that was written; None after a dry run, or where nothing changed.
    by_source : dict of str to int
        Kept records by source.
    """

    read: int
    kept: int
    refused: int
    changed: int
    unchanged: int
    problems: Problems
    batch: int | None
    by_source: dict[str, int] = field(default_factory=dict)


class _DryRunError(Exception):
    """Roll back what was only tried."""


def import_files(
    eco: Ecosystem,
    paths: Iterable[str | Path],
    *,
    source: str | None = None,
    columns: Mapping[str, str] | None = None,
    author: str = "",
    dry_run: bool = False,
    work: Work = SILENT,
) -> Imported:
    """Read files of any known kind into a record, as one batch.

    Parameters
    ----------
    eco : Ecosystem
        The record.
    paths : iterable of str or Path
        Files, folders, zip or gz archives.
    source : str, optional
        Name of the source to read them as; found by looking at each file otherwise.
    columns : mapping, optional
        What columns of spreadsheets mean, meaning to name of column; the files are then read as spreadsheets.
    author : str
        Who imports; stands in the history.
    dry_run : bool
        Read and count everything, then write nothing.
    work : Work
        Takes progress; may cancel, which leaves the record as it was.

    Returns
    -------
    Imported
        Counts, problems and the batch.

    Raises
    ------
    NotFoundError
        If a path or the source does not exist.
    RecordError
        If the record cannot be written.
    CancelledError
        If `work` says so.

    Examples
    --------
    >>> import json
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from ecotone.ecosystem import Ecosystem
    >>> study = {"protocolSection": {"identificationModule": {"nctId": "NCT00000001"},
    ...     "statusModule": {"lastUpdateSubmitDate": "2024-05-01"},
    ...     "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Baylor College of Medicine", "class": "OTHER"}}}}
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "study.json"
    ...     _ = file.write_text(json.dumps(study))
    ...     with Ecosystem.create(Path(folder) / "x.eco") as eco:
    ...         done = import_files(eco, [file])
    ...         again = import_files(eco, [file])
    >>> done.kept, done.changed, again.unchanged, again.batch
    (1, 1, 1, None)
    """
    given = [str(path) for path in paths]
    problems = Problems()
    outcomes: Counter[str] = Counter()
    by_source: Counter[str] = Counter()
    waiting: dict[int, Named] = {}
    first_read = FirstRead(eco)
    batch = eco.batch(_reason(given), author)
    try:
        with batch:
            for name, opened, said in _statements(given, source, columns, problems, work):
                try:
                    stated = batch.state(first_read.dated(said, opened))
                except InputError as error:
                    problems.add(
                        Problem(error.what, file=said.evidence.id_in_source, got=error.got, expected=error.expected, remedy=error.remedy)
                    )
                    continue
                if stated.left_out:
                    problems.add(Problem(LEFT_OUT, file=said.evidence.id_in_source, got=f"{stated.left_out} mentions", severity="noted"))
                if stated.outcome != "unchanged":
                    first_read.note(said, opened)
                outcomes[stated.outcome] += 1
                by_source[name] += 1
                if stated.unassigned:
                    _wait(waiting, said, stated.mentions, set(stated.unassigned))
            if waiting:
                work.step(0, None, "deciding who is who")
                _decide(eco, batch, waiting)
            first_read.keep(batch)
            if dry_run:
                raise _DryRunError  # noqa: TRY301  the batch rolls back on any error
    except _DryRunError:
        pass
    kept = sum(outcomes.values())
    refused = problems.count("refused")
    return Imported(
        read=kept + refused,
        kept=kept,
        refused=refused,
        changed=outcomes["new"] + outcomes["changed"],
        unchanged=outcomes["unchanged"],
        problems=problems,
        batch=batch.id,
        by_source=dict(sorted(by_source.items())),
    )


def _reason(paths: list[str]) -> str:
    names = [path.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1] for path in paths]
    return f"Import of {names[0]}" if len(names) == 1 else f"Import of {len(names):,} files"


def _statements(
    paths: list[str], source: str | None, columns: Mapping[str, str] | None, problems: Problems, work: Work
) -> Iterator[tuple[str, Opened, Statement]]:
    """Stream the statements of all files; a file that cannot be read is a problem."""
    count = 0
    listed = Spreadsheet(columns) if columns else None
    for opened in open_files(paths, problems):
        try:
            reader = listed or recognise(opened, source)
            work.step(count, None, opened.name)
            for said in reader.read(opened, problems):
                count += 1
                if count % STEP == 0:
                    work.step(count, None, opened.name)
                yield reader.name, opened, said
        except SourceError as error:
            problems.add(Problem(error.what, file=error.where or opened.name, got=error.got, expected=error.expected, remedy=error.remedy))


def _wait(waiting: dict[int, Named], said: Statement, ids: dict[str, int], unassigned: set[int]) -> None:
    """Hold the mentions that no actor is known for, and the sponsors of unnamed sites among them."""
    sponsors = {mention.unnamed_of for mention in said.mentions if mention.unnamed_of and ids.get(mention.key) in unassigned}
    for mention in said.mentions:
        number = ids.get(mention.key)
        if number is None:  # somebody who was erased
            continue
        if number not in waiting and (number in unassigned or mention.key in sponsors):
            waiting[number] = Named(
                number,
                mention.name,
                mention.role,
                said.evidence.source,
                mention.id_in_source,
                mention.place,
                mention.sector,
                ids[mention.unnamed_of] if mention.unnamed_of else None,
            )


def _decide(eco: Ecosystem, batch: Batch, waiting: dict[int, Named]) -> None:
    """Decide who is who among the new names and those that the record knows, and assign."""
    known = {one.mention: one for one in _known(eco)}
    new = [one for number, one in waiting.items() if number not in known]
    actors: list[int] = []
    groups = group([*known.values(), *new])
    for each in groups:
        actor = each.actor if each.actor is not None else _add(batch, each, groups, known)
        actors.append(actor)
        for one in each.mentions:
            batch.assign(one.mention, actor, reason=each.reason, decided_by=METHOD)


def _known(eco: Ecosystem) -> Iterator[Named]:
    """Return the mentions of the record that have an actor."""
    frame = eco.mentions()
    for row in frame.filter(frame["actor"].is_not_null()).iter_rows(named=True):
        place = Place(row["city"], row["region"], row["country"]) if row["city"] or row["country"] else None
        sector = Sector(row["sector"]) if row["sector"] else None
        yield Named(row["id"], row["name"], row["role"], row["source"], row["id_in_source"], place, sector, row["unnamed_of"], row["actor"])


def _add(batch: Batch, each: Group, groups: list[Group], known: dict[int, Named]) -> int:
    """Add an actor for a group of mentions, named and placed as its best mention is."""
    if each.unnamed_of is not None:
        sponsor = groups[each.unnamed_of]
        names = [one for one in known.values() if sponsor.actor is not None and one.actor == sponsor.actor and one.unnamed_of is None]
        name = _best_name([*sponsor.mentions, *names])
        return batch.add_actor(UNNAMED.format(name), kind="unit", place=_common_place(each.mentions))
    guess = sector_of(
        [one.name for one in each.mentions if one.role != "acronym"], [one.sector for one in each.mentions if one.sector is not None]
    )
    return batch.add_actor(_best_name(each.mentions), sector=guess.sector if guess else None, place=_best_place(each.mentions))


def _best_name(mentions: Iterable[Named]) -> str:
    """Choose the name to show: a registry's, else the one most written, not in capitals; of equals the shortest."""
    counts = Counter((_NAMING.get(one.role, 1), one.name.isupper(), one.name[:1000]) for one in mentions)
    return min(counts, key=lambda key: (key[0], key[1], -counts[key], len(key[2]), key[2]))[2]


def _best_place(mentions: tuple[Named, ...]) -> Place | None:
    """Choose the place: a registry's, else the one most written, with coordinates if there are any."""
    places = Counter(
        (_NAMING.get(one.role, 1), one.place.latitude is None, one.place) for one in mentions if one.place is not None and one.place.city
    )
    if not places:
        return None
    place = min(places, key=lambda key: (key[0], key[1], -places[key], repr(key[2])))[2]
    return Place(place.city, place.region, country_name(place.country), place.latitude, place.longitude)


def _common_place(mentions: tuple[Named, ...]) -> Place | None:
    """Return the place of unnamed sites where they are all in one city."""
    cities = {(one.place.city, one.place.country) for one in mentions if one.place}
    return _best_place(mentions) if len(cities) == 1 else None
