"""What could not be read or done: data that is collected, counted and shown, not an error that stops.

A source that meets a bad row reports a problem and goes on. `Problems` keeps the first of each kind in full and
counts the rest, so that ten million bad rows cost no memory and still show as ten million.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from ecotone.errors import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

KEPT: Final = 1000
"""How many problems are kept in full; the rest are counted."""

Severity = Literal["refused", "changed", "noted"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that could not be read or done.

    Parameters
    ----------
    what : str
        What is wrong, in words that count alike for every such row (put the particular value into `got`).
    file, row, column : optional
        Where. Rows count from 1, the header included where there is one, as a spreadsheet shows them.
    got, expected, remedy : str, optional
        What was found, what would have been right, what to do.
    severity : {'refused', 'changed', 'noted'}
        Whether the row was left out, was kept with this value dropped or mended, or is kept as it is.

    Examples
    --------
    >>> print(Problem("The date is no date", file="a.csv", row=3, column="Start", got="31/02/2020", severity="changed"))
    The date is no date (a.csv, row 3, column Start). Got: 31/02/2020.
    """

    what: str
    file: str | None = None
    row: int | None = None
    column: str | None = None
    got: str | None = None
    expected: str | None = None
    remedy: str | None = None
    severity: Severity = "refused"

    @property
    def where(self) -> str | None:
        """Return file, row and column in words."""
        parts = [self.file, f"row {self.row}" if self.row is not None else None, f"column {self.column}" if self.column else None]
        return ", ".join(part for part in parts if part) or None

    def as_dict(self) -> dict[str, Any]:
        """Return the fields for JSON, empty ones left out."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    def __str__(self) -> str:
        return sentence(self.what, where=self.where, got=self.got, expected=self.expected, remedy=self.remedy)


@dataclass(slots=True)
class Problems:
    """Collect problems, keep the first thousand in full, count all.

    Examples
    --------
    >>> found = Problems()
    >>> found.add(Problem("Empty name", row=2))
    >>> len(found), found.count("refused"), found.by_kind()
    (1, 1, {'Empty name': 1})
    """

    kept: list[Problem] = field(default_factory=list)
    kinds: Counter[tuple[Severity, str]] = field(default_factory=Counter)

    def add(self, problem: Problem) -> None:
        """Count a problem, and keep it while there is room."""
        self.kinds[(problem.severity, problem.what)] += 1
        if len(self.kept) < KEPT:
            self.kept.append(problem)

    def extend(self, others: Problems) -> None:
        """Add what another collection holds."""
        self.kinds.update(others.kinds)
        self.kept.extend(others.kept[: KEPT - len(self.kept)])

    def count(self, severity: Severity | None = None) -> int:
        """Count problems of one severity, or all."""
        return sum(number for (kind, _), number in self.kinds.items() if severity in (None, kind))

    def by_kind(self) -> dict[str, int]:
        """Count problems by what is wrong, most frequent first, then by name."""
        totals: Counter[str] = Counter()
        for (_, what), number in self.kinds.items():
            totals[what] += number
        return dict(sorted(totals.items(), key=lambda item: (-item[1], item[0])))

    def __len__(self) -> int:
        return self.kinds.total()

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.kept)
