"""What named raters say of candidates: from a file or from the record's claims, each with evidence or marked as opinion.

A rating names the candidate, the part of a criterion, the rater and the level; it rests on evidence (a web address) or is marked
as opinion. One with neither is refused: a number nobody can check is no ground for a decision. A level outside its scale is
refused, never moved to the nearest end.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from ecotone.errors import DateError, EcotoneError, InputError, UnreadableError
from ecotone.estimate import Estimate
from ecotone.partnerships.agreement import kendall, krippendorff
from ecotone.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ecotone.partnerships.agreement import Concordance
    from ecotone.partnerships.criteria import Criteria
    from ecotone.problems import Problems
    from ecotone.sources.delimited import Row
    from ecotone.sources.opened import Opened

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "candidate": ("candidate", "partner", "actor", "organisation", "organization"),
    "part": ("part", "criterion", "criteria", "sub-criterion"),
    "rater": ("rater", "judge", "assessor", "by"),
    "level": ("level", "value", "rating", "score"),
    "evidence": ("evidence", "address", "source", "link"),
    "opinion": ("opinion",),
    "reason": ("reason", "why", "comment"),
    "date": ("date", "on"),
}
"""What a column of a file of ratings may be called."""
NEEDED: Final = ("candidate", "part", "rater", "level")
YES: Final = frozenset({"yes", "y", "true", "1", "x", "opinion"})
LONGEST: Final = 500
"""Characters of a reason."""
FLAT: Final = 4
"""From so many ratings on, a rater who gives all of them the same level is named."""


@dataclass(frozen=True, slots=True)
class Rating:
    """One rater's level for one part of one candidate.

    Parameters
    ----------
    candidate : int
        The actor.
    part : str
        Id of the part.
    rater : str
        Who says so.
    level : float
        On the part's scale.
    evidence : int or None
        Id of the evidence in the record, where the rating is a claim there.
    address : str or None
        Web address that it rests on.
    opinion : bool
        Whether it rests on nothing but the rater's word.
    reason : str
        In the rater's words.
    date : str or None
        When it was given.
    """

    candidate: int
    part: str
    rater: str
    level: float
    evidence: int | None = None
    address: str | None = None
    opinion: bool = False
    reason: str = ""
    date: str | None = None

    @property
    def key(self) -> tuple[int, str, str]:
        """Return what a later rating replaces: the same rater's, however the name is capitalised, of the same."""
        return self.candidate, self.part, self.rater.casefold()


def latest(ratings: Iterable[Rating]) -> list[Rating]:
    """Return the last word of each rater on each part of each candidate, every rater's name in its first spelling.

    Examples
    --------
    >>> found = latest([Rating(1, "trust", "Ada", 4), Rating(1, "reach", "ADA", 2), Rating(1, "trust", "ada", 5)])
    >>> [(each.rater, each.part, each.level) for each in found]
    [('Ada', 'trust', 5), ('Ada', 'reach', 2)]
    """
    found: dict[tuple[int, str, str], Rating] = {}
    spelled: dict[str, str] = {}
    for each in ratings:
        found[each.key] = replace(each, rater=spelled.setdefault(each.rater.casefold(), each.rater))
    return list(found.values())


def read_ratings(path: Path, criteria: Criteria, actor: Callable[[str], int], problems: Problems) -> list[Rating]:
    """Read ratings from a CSV file or a workbook; what cannot be used becomes a problem, all else is kept.

    Parameters
    ----------
    path : Path
        Columns `candidate`, `part`, `rater`, `level`, then `evidence` (a web address) or `opinion` (`yes`), `reason`, `date`.
    criteria : Criteria
        Whose parts are rated.
    actor : callable
        Turns a name or id into an actor; raises where there is none.
    problems : Problems
        Takes rows that were refused.

    Raises
    ------
    UnreadableError
        If the file has no such columns.
    """
    found: dict[tuple[int, str, str], Rating] = {}
    for sheet, row, known in _rows(path, problems):
        cells = {meaning: row[column] for meaning, column in known.items()}
        if not any(cells.get(name) for name in NEEDED):
            continue
        try:
            rating = _rating(cells, criteria, actor)
        except EcotoneError as error:
            problems.add(Problem(error.what, file=sheet, row=row.number, got=error.got, expected=error.expected, remedy=error.remedy))
            continue
        key = rating.key
        if key in found and found[key].level != rating.level:
            problems.add(
                Problem(
                    "A rater rates the same twice; the later row counts",
                    file=sheet,
                    row=row.number,
                    got=f"{rating.rater}, {rating.part}: {found[key].level:g}, then {rating.level:g}",
                    severity="changed",
                )
            )
        found[key] = rating
    return list(found.values())


def _rating(cells: Mapping[str, str], criteria: Criteria, actor: Callable[[str], int]) -> Rating:
    for name in NEEDED:
        if not cells.get(name):
            raise InputError("A cell that is needed is empty", expected=name)
    part = criteria.part(cells["part"])
    level = part.checked(cells["level"])
    address = cells.get("evidence") or None
    opinion = cells.get("opinion", "").strip().casefold() in YES
    if address is None and not opinion:
        raise InputError(
            "A rating has no evidence and is not marked as opinion",
            got=f"{cells['rater']}, {part.id}: {level:g}",
            remedy="Give a web address in `evidence`, or `yes` in `opinion`",
        )
    return Rating(
        actor(cells["candidate"]), part.id, rater_name(cells["rater"]), level, None, None if address is None else web(address),
        opinion and address is None, cells.get("reason", "")[:LONGEST], _date(cells.get("date")),
    )  # fmt: skip


def rater_name(text: str) -> str:
    """Return a rater's name, which must be one.

    Examples
    --------
    >>> rater_name("  Ada  Okoye ")
    'Ada Okoye'
    """
    name = " ".join(text.split())
    if not name or len(name) > 200 or not name.isprintable():
        raise InputError("This cannot be a rater's name", got=repr(text), expected="1 to 200 characters, all of which can be seen")
    return name


def web(address: str) -> str:
    """Return an address of evidence, which must be a web address."""
    if not address.lower().startswith(("https://", "http://")) or any(sign.isspace() for sign in address):
        raise InputError("An address of evidence must be a web address", got=address, expected="https://… or http://…")
    return address


def _date(text: str | None) -> str | None:
    from ecotone.dates import Date

    if not text:
        return None
    try:
        return Date.parse(text).iso
    except DateError as error:
        raise InputError(error.what, got=error.got, expected=error.expected) from None


def _rows(path: Path, problems: Problems) -> Iterator[tuple[str, Row, dict[str, str]]]:
    """Yield rows of every sheet that has the columns, with what its columns are called."""
    from ecotone.sources.delimited import header, rows
    from ecotone.sources.opened import open_files

    seen: list[str] = []
    any_found = False
    for opened in open_files([path], problems):
        if opened.head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            sheets = _sheets(opened)
        else:
            sheets = iter([(opened.name, header(opened.head), rows(opened, problems))])
        for name, columns, table in sheets:
            known = _known(columns)
            if any(meaning not in known for meaning in NEEDED):
                seen += columns
                continue
            any_found = True
            for row in table:
                yield name, row, known
    if not any_found:
        raise UnreadableError(
            "The file has no ratings",
            where=str(path),
            got=", ".join(seen)[:200] or "no columns",
            expected="columns candidate, part, rater, level, and evidence or opinion",
        )


def _known(columns: Sequence[str]) -> dict[str, str]:
    plain = {column.strip().casefold(): column for column in columns if column}
    return {meaning: plain[name] for meaning, names in COLUMNS.items() for name in names[::-1] if name in plain}


def _sheets(opened: Opened) -> Iterator[tuple[str, list[str], Iterator[Row]]]:
    from ecotone.sources import workbook
    from ecotone.sources.delimited import Row

    for name, cells in workbook.sheets(opened):
        top = next((at for at, row in enumerate(cells) if set(NEEDED) <= set(_known(row))), None)
        columns = cells[top or 0] if cells else []
        below = cells[top + 1 :] if top is not None else []
        yield (
            f"{opened.name}, sheet {name}",
            columns,
            (Row(number, dict(zip(columns, row, strict=False))) for number, row in enumerate(below, start=(top or 0) + 2)),
        )


@dataclass(frozen=True, slots=True)
class Agreement:
    """Whether raters saw the same thing.

    Parameters
    ----------
    raters : tuple of str
        In alphabetical order.
    alpha : Estimate
        Krippendorff's, over all that was rated, levels taken as their worth (interval).
    concordance : Concordance or None
        Kendall's W over the candidates; None where fewer than two raters rated all of them on the same parts.
    whole : tuple of str
        The raters whom W is about.
    parts : tuple of str
        The parts that W is about.
    flat : tuple of str
        Raters who gave everything the same level.
    widest : tuple of (int, str, float, float)
        Candidate, part, lowest and highest level, where two raters lie furthest apart; the widest first.
    """

    raters: tuple[str, ...]
    alpha: Estimate
    concordance: Concordance | None
    whole: tuple[str, ...]
    parts: tuple[str, ...]
    flat: tuple[str, ...]
    widest: tuple[tuple[int, str, float, float], ...]


def agreement(ratings: Sequence[Rating], criteria: Criteria, candidates: Sequence[int], *, seed: int = 0) -> Agreement:
    """Measure how far raters agree, on each value and on the order of the candidates."""
    raters = tuple(sorted({each.rater for each in ratings}))
    units = sorted({(each.candidate, each.part) for each in ratings})
    table = np.full((len(raters), len(units)), math.nan)
    for each in ratings:
        table[raters.index(each.rater), units.index((each.candidate, each.part))] = criteria.part(each.part).worth(each.level)
    alpha = Estimate.none("fewer than two raters") if len(raters) < 2 else krippendorff(table, level="interval", seed=seed)
    flat = tuple(
        rater
        for rater in raters
        if len(levels := [each.level for each in ratings if each.rater == rater]) >= FLAT and len(set(levels)) == 1
    )
    given = {(each.rater, each.candidate, each.part): each for each in ratings}
    complete = {
        rater: frozenset(part for part in criteria.ids if all((rater, candidate, part) in given for candidate in candidates))
        for rater in raters
    }
    whole = tuple(rater for rater in raters if complete[rater])
    common = frozenset.intersection(*(complete[rater] for rater in whole)) if whole else frozenset()
    concordance = None
    if len(whole) > 1 and len(candidates) > 1 and common:
        sums = [
            [sum(criteria.part(part).worth(given[rater, candidate, part].level) for part in sorted(common)) for candidate in candidates]
            for rater in whole
        ]
        concordance = kendall(np.round(sums, 12))
    spreads = []
    for candidate, part in units:
        levels = [each.level for each in ratings if (each.candidate, each.part) == (candidate, part)]
        if len(levels) > 1 and max(levels) > min(levels):
            spreads.append((candidate, part, min(levels), max(levels)))
    spans = {part.id: part.high - part.low for part in criteria.parts}
    spreads.sort(key=lambda each: (-(each[3] - each[2]) / spans[each[1]], criteria.ids.index(each[1]), each[0]))
    parts = tuple(part for part in criteria.ids if part in common)
    return Agreement(raters, alpha, concordance, whole if concordance else (), parts, flat, tuple(spreads))
