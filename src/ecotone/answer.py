"""What every answer of Ecotone is, whoever asks: command line, HTTP, report or library.

An `Answer` carries its question, what it was asked of and when, how it was computed, its tables, the evidence behind
it and what to be careful about. One renderer in `cli`, one serialiser in `server`, one table component in `web` and
one layout in `report` serve every answer, so a capability writes none of these itself.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from ecotone.errors import InputError
from ecotone.estimate import Estimate
from ecotone.scope import Scope

if TYPE_CHECKING:
    import polars as pl

    from ecotone.dates import Date

Format = Literal["text", "integer", "number", "percent", "date", "days", "money", "estimate", "actor", "evidence", "link", "list"]
"""How a value is shown. `actor` and `evidence` are ids that screens turn into links; `estimate` is an `Estimate.as_dict`."""


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun, as summaries say it.

    Parameters
    ----------
    number : int
        How many.
    one : str
        What a single one is called, and what is said of it: `need`, `actor is`.
    many : str, optional
        The same of several, where it does not end in a mere s.

    Examples
    --------
    >>> counted(1, "need"), counted(1200, "need"), counted(0, "category", "categories")
    ('1 need', '1,200 needs', '0 categories')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def in_percent(share: float) -> str:
    """Say a share in whole percent; what is not quite all or not quite none is never rounded to it.

    Examples
    --------
    >>> in_percent(1.0), in_percent(0.997), in_percent(0.5), in_percent(0.0004), in_percent(0.0)
    ('100%', 'over 99%', '50%', 'under 1%', '0%')
    """
    if 0.995 <= share < 1 - 1e-12:
        return "over 99%"
    return "under 1%" if 1e-12 < share < 0.005 else f"{share:.0%}"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer's table: the frame's column it shows, and how to read it.

    Parameters
    ----------
    name : str
        Name of the frame's column.
    label : str
        What the reader sees as heading.
    format : Format
        How values are shown.
    unit : str, optional
        Unit of a number, as it is written after it.
    caveat : str, optional
        What the figure does not mean; shown with the heading.
    """

    name: str
    label: str
    format: Format = "text"
    unit: str | None = None
    caveat: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A frame with a title and a meaning for each of its columns."""

    title: str
    frame: pl.DataFrame
    columns: tuple[Column, ...]
    note: str | None = None

    def __post_init__(self) -> None:
        missing = [column.name for column in self.columns if column.name not in self.frame.columns]
        if missing:
            raise InputError(
                "A table's columns must be in its frame", where=self.title, got=", ".join(missing), expected=", ".join(self.frame.columns)
            )

    def rows(self) -> list[dict[str, Any]]:
        """Return the shown columns as rows, ready for JSON, which has no infinity and no NaN: they become None."""
        shown = self.frame.select([column.name for column in self.columns])
        return [
            {name: None if isinstance(value, float) and not math.isfinite(value) else value for name, value in row.items()}
            for row in shown.to_dicts()
        ]


@dataclass(frozen=True, slots=True)
class Method:
    """How an answer was computed: name, version, parameters, seed and the paper or standard behind it."""

    name: str
    version: str
    parameters: dict[str, Any] = field(default_factory=dict)
    seed: int | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class ReadAt:
    """Which record an answer was read from, at which batch, and as known on which day."""

    record: str
    batch: int
    as_of: Date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with everything a reader needs to trust, repeat or doubt it.

    Parameters
    ----------
    question : str
        The question in plain words.
    summary : str
        The answer in one or two sentences.
    tables : tuple of Table
        The figures.
    method : Method
        How they were computed.
    scope : Scope
        Which part of the record they are about.
    read_at : ReadAt or None
        Record and batch; None for an answer about a file or about arrays.
    evidence : tuple of int
        Ids of the evidence that the answer rests on, where it is few enough to name.
    warnings : tuple of str
        What to be careful about: what the sources cannot show, approximations, thin data.
    """

    question: str
    summary: str
    tables: tuple[Table, ...]
    method: Method
    scope: Scope = field(default_factory=Scope)
    read_at: ReadAt | None = None
    evidence: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()

    def table(self, title: str) -> Table:
        """Return the table of that title."""
        for table in self.tables:
            if table.title == title:
                return table
        raise InputError("The answer has no such table", got=title, expected=", ".join(t.title for t in self.tables))

    def explain(self) -> str:
        """Say in plain words what was asked, of what, how, and what to be careful about."""
        lines = [self.question, self.summary, f"Asked of: {self.scope.explain()}."]
        if self.read_at:
            known = f", as known on {self.read_at.as_of}" if self.read_at.as_of else ""
            lines.append(f"Read from {self.read_at.record} at batch {self.read_at.batch}{known}.")
        parameters = ", ".join(f"{name} {value}" for name, value in sorted(self.method.parameters.items()))
        seed = f"; seed {self.method.seed}" if self.method.seed is not None else ""
        lines.append(f"Method: {self.method.name} {self.method.version}{f' ({parameters})' if parameters else ''}{seed}.")
        if self.method.reference:
            lines.append(f"See {self.method.reference}.")
        lines += [f"{table.title}, {column.label}: {column.caveat}" for table in self.tables for column in table.columns if column.caveat]
        lines += [f"Careful: {warning}" for warning in self.warnings]
        return "\n".join(lines)

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as plain data: what `--json` prints and the HTTP API sends."""
        return {
            "question": self.question,
            "summary": self.summary,
            "scope": dict(self.scope.pairs()),
            "read_at": None
            if self.read_at is None
            else {
                "record": self.read_at.record,
                "batch": self.read_at.batch,
                "as_of": str(self.read_at.as_of) if self.read_at.as_of else None,
            },
            "method": {
                "name": self.method.name,
                "version": self.method.version,
                "parameters": self.method.parameters,
                "seed": self.method.seed,
                "reference": self.method.reference,
            },
            "tables": [
                {
                    "title": table.title,
                    "note": table.note,
                    "columns": [
                        {"name": c.name, "label": c.label, "format": c.format, "unit": c.unit, "caveat": c.caveat} for c in table.columns
                    ],
                    "rows": table.rows(),
                }
                for table in self.tables
            ],
            "evidence": list(self.evidence),
            "warnings": list(self.warnings),
        }

    def to_json(self) -> str:
        """Return the answer as JSON with keys in a fixed order: the same answer gives the same bytes."""
        return json.dumps(self.as_dict(), ensure_ascii=False, allow_nan=False, default=_plain, indent=2)


def _plain(value: object) -> object:
    """Turn what JSON does not know into what it does."""
    if isinstance(value, Estimate):
        return value.as_dict()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value)
