"""Published figures on velocity as dated, sourced data, and the comparison with one's own on the same definition only.

"Seventeen years" and "128 days" cannot be compared before it is clear what each counts: which items, from which marker to which,
whose days, and what is done with them. Each series in `published.yaml` says so. `compare` gives the figure and one's own beside each other
where all of it agrees, and otherwise the list of what differs.

References
----------
Morris, Wooding & Grant (2011), The answer is 17 years, what is the question. J. R. Soc. Med. 104.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from ecotone.dates import Date
from ecotone.errors import DateError, InputError, NotFoundError
from ecotone.estimate import Estimate
from ecotone.velocity.competing import aalen_johansen
from ecotone.velocity.survival import kaplan_meier

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecotone.velocity.spells import Spells

SHIPPED: Final = Path(__file__).with_name("published.yaml")
STATISTICS: Final = (
    "mean of the decided",
    "percentile of the decided",
    "median of the decided",
    "share within",
    "target",
    "count",
    "share",
)


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure counts.

    Parameters
    ----------
    of : str
        Which items.
    start, end : str
        The markers.
    days_of : str
        Whose days count.
    """

    of: str
    start: str
    end: str
    days_of: str

    def differences(self, other: Definition) -> tuple[str, ...]:
        """Say in what another definition differs, in words; empty where it does not.

        Examples
        --------
        >>> ours = Definition("approved originals", "received", "approval", "FDA and applicant")
        >>> ours.differences(Definition("originals", "received", "decision", "FDA and applicant"))
        ('other items: approved originals, not originals', 'another end: approval, not decision')
        """
        told = []
        for what, mine, theirs in (
            ("other items", self.of, other.of),
            ("another start", self.start, other.start),
            ("another end", self.end, other.end),
            ("other days", self.days_of, other.days_of),
        ):
            if _plain(mine) != _plain(theirs):
                told.append(f"{what}: {mine}, not {theirs}")
        return tuple(told)


@dataclass(frozen=True, slots=True)
class Series:
    """A published series.

    Parameters
    ----------
    name, label : str
        Short and in words.
    definition : Definition
        What it counts.
    statistic : str
        One of `STATISTICS`.
    unit, cohort : str
        Of the figures, and what tells them apart.
    figures : mapping of str to float
        By cohort.
    open : tuple of str
        Cohorts whose figure leaves out the slow ones.
    source : str
        Who published it.
    as_of : Date
        When.
    verified : bool
        Whether it was checked at its source.
    address, note : str or None
        Where, and what to know.
    share, within_days : float or None
        Of a percentile, and of a share within.
    """

    name: str
    label: str
    definition: Definition
    statistic: str
    unit: str
    cohort: str
    figures: Mapping[str, float]
    source: str
    as_of: Date
    verified: bool
    open: tuple[str, ...] = ()
    address: str | None = None
    note: str | None = None
    share: float | None = None
    within_days: float | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A published figure beside one's own, or why there is no comparison.

    Parameters
    ----------
    series : Series
        The published one.
    cohort : str
        Of it.
    figure : float
        As published.
    own : Estimate
        One's own on the same definition; without a value where they differ.
    reasons : tuple of str
        Why not.
    """

    series: Series
    cohort: str
    figure: float
    own: Estimate
    reasons: tuple[str, ...] = field(default=())


def read_series(path: Path) -> dict[str, Series]:
    """Read published series from a YAML file.

    Parameters
    ----------
    path : Path
        Of the shape of `published.yaml`.

    Raises
    ------
    InputError
        If a series lacks its definition, source or date.

    Examples
    --------
    >>> len(read_series(SHIPPED)) >= 30
    True
    """
    if not path.is_file():
        raise NotFoundError("No such file of published figures", got=str(path))
    try:
        tables = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError("The published figures are no YAML", where=path.name, got=str(error)) from None
    if not isinstance(tables, dict):
        raise InputError("The published figures are no table of series", where=path.name, expected="name: {label, of, start, end …}")
    return {str(name): _series(str(name), table, path.name) for name, table in tables.items()}


def _series(name: str, table: Any, where: str) -> Series:
    """Make a series of its table, and check it."""
    try:
        figures = {str(cohort): float(value) for cohort, value in table["figures"].items()}
        made = Series(
            name,
            str(table["label"]),
            Definition(*(str(table[key]) for key in ("of", "start", "end", "days_of"))),
            str(table["statistic"]),
            str(table["unit"]),
            str(table["cohort"]),
            figures,
            str(table["source"]),
            Date(str(table["as_of"])),
            bool(table["verified"]),
            tuple(str(cohort) for cohort in table.get("open", ())),
            table.get("address"),
            table.get("note"),
            table.get("share"),
            table.get("within_days"),
        )
    except (KeyError, TypeError, AttributeError, ValueError, DateError) as error:
        raise InputError(
            "A published series lacks a part",
            where=f"{where}, {name}",
            got=str(error),
            expected="label, of, start, end, days_of, statistic, unit, cohort, figures, source, as_of, verified",
        ) from None
    if made.statistic not in STATISTICS:
        raise InputError("No such statistic", where=f"{where}, {name}", got=made.statistic, expected=", ".join(STATISTICS))
    if lost := [cohort for cohort in made.open if cohort not in figures]:
        raise InputError("An open cohort has no figure", where=f"{where}, {name}", got=", ".join(lost))
    return made


@functools.cache
def shipped() -> dict[str, Series]:
    """Return the published series that come with Ecotone."""
    return read_series(SHIPPED)


def series(name: str) -> Series:
    """Return a shipped series by its name.

    Raises
    ------
    NotFoundError
        If there is none such.
    """
    if name not in shipped():
        raise NotFoundError("No such published series", got=name, expected=", ".join(shipped()))
    return shipped()[name]


def compare(spells: Spells, definition: Definition, published: Series, cohort: str) -> Compared:
    """Put one's own spells beside a published figure, where both count the same.

    Parameters
    ----------
    spells : Spells
        Days, some of which may still run.
    definition : Definition
        What they count.
    published : Series
        The series.
    cohort : str
        Which of its figures.

    Raises
    ------
    NotFoundError
        If the series has no such cohort.

    Notes
    -----
    A mean of what was decided has no counterpart while own spells still run, and none in an open cohort: both leave out the slow ones.

    Examples
    --------
    >>> from ecotone.velocity.spells import Spells
    >>> goal = series("uk-trial-setup")
    >>> days = Spells.of(range(100, 200), [1] * 100)
    >>> compare(days, goal.definition, goal, "2026-03").own.value.__round__(2)
    0.51
    >>> compare(days, Definition("studies of Houston", "registered", "started", "sponsor"), goal, "2026-03").own.value is None
    True
    """
    if cohort not in published.figures:
        raise NotFoundError("The series has no such cohort", where=published.name, got=cohort, expected=", ".join(published.figures))
    figure = published.figures[cohort]
    reasons = list(definition.differences(published.definition))
    if cohort in published.open:
        reasons.append(f"the published cohort of {cohort} was still open: its figure leaves out the slow ones")
    if published.statistic == "mean of the decided" and spells.running:
        reasons.append(f"a mean of the decided leaves out what still runs: {spells.running:,} of {len(spells):,} of one's own")
    if published.statistic in {"count", "share"}:
        reasons.append(f"the figure is a {published.statistic}, no duration")
    if published.unit not in {"days", "share"} and published.statistic not in {"count", "share"}:
        reasons.append(f"the figure is in {published.unit}, not in days")
    if not len(spells):
        reasons.append("there is no spell of one's own")
    if reasons:
        return Compared(published, cohort, figure, Estimate.none("; ".join(reasons)), tuple(reasons))
    return Compared(published, cohort, figure, _own(spells, published, figure))


def _own(spells: Spells, published: Series, figure: float) -> Estimate:
    """Return one's own figure of the same statistic."""
    if published.statistic == "percentile of the decided":
        return kaplan_meier(spells).quantile(published.share or 0.5)
    if published.statistic == "median of the decided":
        return kaplan_meier(spells).quantile(0.5)
    if published.statistic in {"share within", "target"}:
        within = published.within_days if published.statistic == "share within" else figure
        return aalen_johansen(spells).at(float(within or 0.0), spells.outcomes[0])
    mean = float(spells.durations.mean())
    return Estimate.exact(mean, f"a count of {len(spells):,} spells, all of which have ended")


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
