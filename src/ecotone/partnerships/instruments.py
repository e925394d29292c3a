"""Answers to published questionnaires on partnerships, put together as each instrument says, under its own version and range.

The same instrument is used with different scales (1 to 5 here, 0 to 4 there), and its cut-offs hold for one of them only. So answers
without version and range are refused, and a score is put into words only where both are those of the cut-offs. Answers of fewer than
five people are never shown apart: no score, no item, no spread.

References
----------
Cronbach (1951), Coefficient alpha and the internal structure of tests. Psychometrika 16.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import yaml

from ecotone.errors import EcotoneError, InputError, UnreadableError
from ecotone.estimate import Estimate
from ecotone.partnerships.impact import number
from ecotone.problems import Problem
from ecotone.stakeholders.survey import FEWEST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ecotone.problems import Problems

SHIPPED: Final = Path(__file__).with_name("data") / "instruments.yaml"
NEEDED: Final = ("instrument", "version", "low", "high", "respondent", "item", "value")


@dataclass(frozen=True, slots=True)
class PublishedInstrument:
    """A published instrument, in facts.

    Parameters
    ----------
    id, name, version : str
        Which.
    low, high : float
        Range of an answer.
    score : str
        `sum` or `mean` of a person's answers.
    bands : mapping of float to str
        Words by the least score; none where none is published.
    verified : bool
        Whether the cut-offs were found in a source.
    source : str
        Its address.
    items : int or None
        How many, where known.
    """

    id: str
    name: str
    version: str
    low: float
    high: float
    score: str
    bands: Mapping[float, str]
    verified: bool
    source: str
    items: int | None = None

    def band(self, score: float) -> str | None:
        """Return the words for a score; None where there are none.

        Examples
        --------
        >>> instruments()["vichealth"].band(125.1), instruments()["vichealth"].band(141.2)
        ('moving in the right direction', 'a partnership in earnest')
        """
        reached = [least for least in self.bands if score >= least]
        return self.bands[max(reached)] if reached else None


@functools.cache
def instruments() -> dict[str, PublishedInstrument]:
    """Return the instruments that are known, by id."""
    tables: list[dict[str, Any]] = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    return {each["id"]: PublishedInstrument(**each) for each in tables}


@dataclass(frozen=True, eq=False)
class Answers:
    """What people answered to one instrument.

    Parameters
    ----------
    instrument, version : str
        As the file says.
    low, high : float
        Range of an answer.
    items : tuple of str
        What was asked.
    table : ndarray of float, shape (people, items)
        NaN where somebody did not answer.
    """

    instrument: str
    version: str
    low: float
    high: float
    items: tuple[str, ...]
    table: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Score:
    """What answers come to.

    Parameters
    ----------
    people, items : int
        How many answered, and how much was asked.
    score : Estimate
        Mean over people who answered everything, with its interval.
    alpha : Estimate
        Cronbach's, how far the items measure one thing.
    band : str or None
        The score in the instrument's words.
    caveat : str
        Why there are no words, or how far they can be trusted.
    """

    people: int
    items: int
    score: Estimate
    alpha: Estimate
    band: str | None
    caveat: str


def read_answers(path: Path, problems: Problems) -> Answers:
    """Read answers from a CSV file: `instrument, version, low, high, respondent, item, value`, a row for each answer.

    Raises
    ------
    InputError
        If version or range is missing, or the file mixes several.
    UnreadableError
        If the file has no such columns.
    """
    from ecotone.sources.delimited import header, rows
    from ecotone.sources.opened import open_files

    kinds: set[tuple[str, str, str, str]] = set()
    given: dict[tuple[str, str], float] = {}
    for opened in open_files([path], problems):
        plain = {column.strip().casefold(): column for column in header(opened.head)}
        if missing := [name for name in NEEDED if name not in plain]:
            if set(missing) & {"version", "low", "high"} and "item" in plain:
                raise InputError(
                    "An instrument comes with its version and range",
                    where=opened.name,
                    got=f"no column {', '.join(missing)}",
                    remedy="The same name is used with different scales, and cut-offs hold for one of them",
                )
            raise UnreadableError("The file has no answers", where=opened.name, expected=f"columns {', '.join(NEEDED)}")
        for row in rows(opened, problems):
            cells = {name: row[plain[name]].strip() for name in NEEDED}
            try:
                kind = _kind(cells)
                low, high, value = float(kind[2]), float(kind[3]), number(cells["value"], "value")
                if not low <= value <= high:
                    raise InputError("An answer lies outside the scale", got=cells["value"], expected=f"{low:g} to {high:g}")
                if not cells["respondent"] or not cells["item"]:
                    raise InputError("An answer has its person and its item", got="an empty cell")
            except EcotoneError as error:
                if isinstance(error, InputError) and "version and range" in error.what:
                    raise
                problems.add(Problem(error.what, file=opened.name, row=row.number, got=error.got, expected=error.expected))
                continue
            kinds.add(kind)
            given[cells["respondent"], cells["item"]] = value
    if len(kinds) > 1:
        raise InputError(
            "The file mixes instruments, versions or ranges", where=str(path), got="; ".join(" ".join(kind) for kind in sorted(kinds))
        )
    if not given:
        raise UnreadableError("The file has no answer that can be used", where=str(path))
    (kind,) = kinds
    people, items = tuple(dict.fromkeys(who for who, _ in given)), tuple(dict.fromkeys(item for _, item in given))
    table = np.array([[given.get((who, item), math.nan) for item in items] for who in people])
    return Answers(kind[0], kind[1], float(kind[2]), float(kind[3]), items, table)


def _kind(cells: Mapping[str, str]) -> tuple[str, str, str, str]:
    if not all(cells[name] for name in ("instrument", "version", "low", "high")):
        lacking = [name for name in ("instrument", "version", "low", "high") if not cells[name]]
        raise InputError("An instrument comes with its version and range", got=f"no {', '.join(lacking)}")
    low, high = number(cells["low"], "low"), number(cells["high"], "high")
    if not low < high:
        raise InputError(
            "An instrument comes with its version and range", got=f"{low:g} to {high:g}", expected="a lowest and a higher highest"
        )
    return cells["instrument"], cells["version"], f"{low:g}", f"{high:g}"


def score(answers: Answers) -> Score:
    """Put answers together.

    Examples
    --------
    >>> table = np.tile([[3.0], [4.0], [4.0], [5.0], [4.0]], 40)
    >>> found = score(Answers("wilder", "2001", 1, 5, tuple(map(str, range(40))), table))
    >>> found.score.value, found.band
    (4.0, 'a strength')
    """
    known = instruments().get(answers.instrument.strip().casefold())
    whole = answers.table[~np.isnan(answers.table).any(axis=1)]
    people, items = len(whole), len(answers.items)
    if people < FEWEST:
        why = f"{people} answered everything; answers of fewer than {FEWEST} people are not shown"
        return Score(people, items, Estimate.none(why), Estimate.none(why), None, why)
    way = known.score if known else "mean"
    each = whole.sum(axis=1) if way == "sum" else whole.mean(axis=1)
    from scipy.special import stdtrit

    mean, half = float(each.mean()), float(stdtrit(people - 1, 0.975) * each.std(ddof=1) / math.sqrt(people))
    found = Estimate(mean, mean - half, mean + half, level=0.95, method=f"{way} of {items} items, t over {people} people")
    words, caveat = _words(known, answers, mean)
    return Score(people, items, found, _alpha(whole), words, caveat)


def _alpha(whole: NDArray[np.float64]) -> Estimate:
    n = whole.shape[1]
    total = float(whole.sum(axis=1).var(ddof=1))
    if n < 2 or total == 0:
        return Estimate.none("one item, or nothing varies")
    value = n / (n - 1) * (1 - float(whole.var(axis=0, ddof=1).sum()) / total)
    return Estimate.exact(value, "it describes these people and items")


def _words(known: PublishedInstrument | None, answers: Answers, mean: float) -> tuple[str | None, str]:
    if known is None:
        return None, f"no cut-offs are known of {answers.instrument}"
    if not known.bands:
        return None, f"{known.name} has no published cut-offs"
    if (answers.low, answers.high) != (known.low, known.high):
        return None, f"its cut-offs are for answers from {known.low:g} to {known.high:g}, not {answers.low:g} to {answers.high:g}"
    if known.items is not None and len(answers.items) != known.items:
        return None, f"its cut-offs are for {known.items} items, not {len(answers.items)}"
    trust = "" if known.verified else "cut-offs commonly given, not found in a source that could be read; "
    return known.band(mean), f"{trust}version listed: {known.version}, answered: {answers.version}"
