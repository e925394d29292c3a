"""Show any answer at the command line: as tables to read, as JSON for programs, as CSV for a spreadsheet.

One renderer serves every capability. A heading carries its unit and a mark for its caveat; an estimate is shown with
its interval or with the reason why it has none; under the tables stand the warnings and one line that says how the
figures were computed. Names come from outside: control characters, direction overrides and markup are shown, never
obeyed.
"""

import json
import math
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from ecotone.answer import Answer, Column, Table
from ecotone.cli.running import write_out
from ecotone.estimate import Estimate

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

LEAST_WORDS: Final = 18
"""Columns of words are not squeezed below this."""
LONGEST: Final = 200
"""Characters of a cell on a terminal; JSON and CSV give all."""
WIDE: Final = 2_000
"""Columns where there is no terminal: a file and a pipe wrap nothing."""
EVIDENCE: Final = 3
"""Source records that are named below an answer; JSON names all."""
NUMBERS: Final = frozenset({"integer", "number", "percent", "days", "money", "estimate"})
MARKS: Final = "¹²³⁴⁵⁶⁷⁸⁹"


def show(answer: Answer, *, as_json: bool = False, as_csv: bool = False) -> None:
    """Print an answer on standard output.

    Parameters
    ----------
    answer : Answer
        What to show.
    as_json : bool
        Print `Answer.to_json` and nothing else.
    as_csv : bool
        Print its tables as CSV, one empty line between two.
    """
    if as_json:
        write_out(answer.to_json() + "\n")
    elif as_csv:
        write_out(csv_text(answer))
    else:
        console = terminal()
        for part in _parts(answer, console.width):
            console.print(part)


def show_json(data: object) -> None:
    """Print plain data as JSON on standard output."""
    write_out(json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2, default=str) + "\n")


def csv_text(answer: Answer) -> str:
    """Return the tables as CSV with their headings, formulas escaped and numbers left numbers."""
    from ecotone.workbench.export import csv_of

    return "\n".join(csv_of([heading(c) for c in table.columns], _csv_rows(table)) for table in answer.tables)


def terminal() -> "Console":
    """Return a console that wraps at the terminal's width, and nowhere else."""
    from rich.console import Console

    class Reader(Console):
        """A console that leaves a closed pipe to the one place that knows what it means."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDE
    return Reader(width=width, highlight=False, markup=False, emoji=False, soft_wrap=not sys.stdout.isatty())


def heading(column: Column) -> str:
    """Return a column's label with its unit.

    Examples
    --------
    >>> heading(Column("amount", "Awarded", "money", unit="USD"))
    'Awarded (USD)'
    """
    return f"{column.label} ({column.unit})" if column.unit else column.label


def visible(text: str) -> str:
    r"""Show what a terminal would obey: control characters, escapes and direction overrides become their codes.

    Examples
    --------
    >>> visible("Bad\x1b[31m name")
    'Bad\\x1b[31m name'
    """
    return text if text.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def cell(value: Any, column: Column) -> str:
    """Write one value as a reader sees it.

    Parameters
    ----------
    value : object
        A value of the table's frame; None is shown as a dash.
    column : Column
        How to show it. A percentage is a share of one in the frame.

    Returns
    -------
    str
        The text, whole: cutting is the table's business.

    Examples
    --------
    >>> cell(1234567, Column("n", "Ties", "integer")), cell(0.125, Column("p", "Share", "percent"))
    ('1,234,567', '12.5 %')
    >>> cell({"value": 3.0, "low": 1.5, "high": 6.0}, Column("e", "Gain", "estimate"))
    '3 (1.5 to 6)'
    """
    if value is None:
        return "–"
    if column.format == "estimate":
        return _estimate(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return _number(value, column)
    if isinstance(value, (list, tuple)) or (hasattr(value, "to_list") and not isinstance(value, str)):
        return ", ".join(visible(str(part)) for part in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {visible(str(part))}" for name, part in value.items() if part is not None)
    return visible(str(value))


def _number(value: float, column: Column) -> str:
    """Write a number with the digits that mean something."""
    if isinstance(value, float) and not math.isfinite(value):
        return "not defined" if math.isnan(value) else ("∞" if value > 0 else "−∞")
    if column.format == "percent":
        return f"{value * 100:.3g} %" if abs(value) < 1 else f"{value * 100:,.0f} %"
    if column.format in {"actor", "evidence"}:
        return str(value)
    if column.format in {"money", "days"}:
        return f"{value:,.0f}"
    if isinstance(value, int) or (value == int(value) and abs(value) < 1e15):
        return f"{int(value):,}"
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.4g}"


def _estimate(value: Any) -> str:
    """Write an estimate with its interval, or the reason why there is none."""
    fields: dict[str, Any] = value.as_dict() if isinstance(value, Estimate) else dict(value)
    point, low, high, reason = (fields.get(name) for name in ("value", "low", "high", "reason"))
    if point is None:
        return f"not estimated: {visible(str(reason or 'no reason given'))}"
    if low is None or high is None:
        return f"{point:.4g}"
    return f"{point:.4g} ({low:.4g} to {high:.4g})"


def _parts(answer: Answer, width: int) -> "Iterable[RenderableType]":
    """Yield what to print, from the summary down to how it was computed."""
    from rich.text import Text

    yield Text(visible(answer.summary), style="bold")
    for table in answer.tables:
        yield Text("")
        yield from _table(table, width)
    if answer.warnings:
        yield Text("")
    for warning in answer.warnings:
        yield Text(f"Careful: {visible(warning)}", style="yellow")
    if answer.evidence:
        yield Text(f"\n{_evidence(answer.evidence)}", style="dim")
    yield Text(f"\n{_how(answer)}" if not answer.evidence else _how(answer), style="dim")


def _table(table: Table, width: int) -> "Iterable[RenderableType]":
    """Yield a table with its title above, its note and caveats below."""
    from rich import box
    from rich.table import Table as Grid
    from rich.text import Text

    yield Text(visible(table.title), style="bold cyan")
    if table.frame.is_empty():
        yield Text("  (none)")
    else:
        marks = _marks(table.columns)
        cells = [[cell(row[column.name], column) for column in table.columns] for row in table.rows()]
        least = [_least_width(column, [row[at] for row in cells]) for at, column in enumerate(table.columns)]
        if sum(least) + 2 * len(least) > width and len(least) > 2:
            yield from _stacked(table.columns, cells, marks)
        else:
            grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
            for column, narrowest in zip(table.columns, least, strict=True):
                right = column.format in NUMBERS
                title = Text(visible(heading(column)) + marks.get(column.name, ""))
                grid.add_column(title, justify="right" if right else "left", no_wrap=right, min_width=narrowest)
            for row in cells:
                grid.add_row(*map(_cut, row))
            yield grid
        for column in table.columns:
            if column.caveat:
                yield Text(f"{marks[column.name]} {visible(column.caveat)}", style="dim")
    if reason := _common_method(table):
        yield Text(reason, style="dim")
    if table.note:
        yield Text(visible(table.note), style="dim")


def _least_width(column: Column, cells: list[str]) -> int:
    """Return the width below which a column cannot be read: of numbers the widest, of words a few of them."""
    widest = min(max(map(len, cells), default=0), LONGEST)
    longest_word = max((len(word) for word in visible(heading(column)).split()), default=0)
    return max(widest, longest_word) if column.format in NUMBERS else min(max(widest, longest_word), LEAST_WORDS)


def _stacked(columns: tuple[Column, ...], rows: list[list[str]], marks: dict[str, str]) -> "Iterable[RenderableType]":
    """Yield a table that is too wide as one block a row: what it is about, then each figure on a line of its own."""
    from rich.text import Text

    about = next((at for at, column in enumerate(columns) if column.format not in NUMBERS and column.format != "actor"), 0)
    labels = [visible(heading(column)) + marks.get(column.name, "") for column in columns]
    across = max(len(label) for label in labels)
    for row in rows:
        yield Text(f"  {_cut(row[about])}", style="bold")
        for at, label in enumerate(labels):
            if at != about:
                yield Text(f"    {label:<{across}}  {_cut(row[at])}")


def _cut(text: str) -> "Text":
    """Return a cell's text without markup, cut where it would push all else off the screen."""
    from rich.text import Text

    return Text(text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…")


def _marks(columns: tuple[Column, ...]) -> dict[str, str]:
    """Give each column with a caveat a footnote mark."""
    with_caveat = [column.name for column in columns if column.caveat]
    return {name: MARKS[i] if i < len(MARKS) else "*" for i, name in enumerate(with_caveat)}


def _common_method(table: Table) -> str:
    """Say once under a table how its intervals were made, and why some estimates have none."""
    methods: set[str] = set()
    names = [column.name for column in table.columns if column.format == "estimate"]
    for value in (row[name] for row in table.rows() for name in names):
        fields: dict[str, Any] = {} if value is None else value.as_dict() if isinstance(value, Estimate) else dict(value)
        if fields.get("method") and fields.get("level"):
            methods.add(f"{fields['level'] * 100:g} % interval, {fields['method']}")
        elif fields.get("reason") and fields.get("value") is not None:
            methods.add(f"no interval: {fields['reason']}")
    return visible("In brackets: " + "; ".join(sorted(methods))) if methods else ""


def _evidence(ids: Sequence[int]) -> str:
    """Name some of the source records that an answer rests on, and say where the others are.

    Examples
    --------
    >>> _evidence((7,))
    'Evidence: source record 7.'
    >>> _evidence((3, 4, 8, 9, 12))
    'Evidence: source records 3, 4, 8 and 2 more; --json names them, `ecotone export --table evidence` shows them.'
    """
    if len(ids) == 1:
        return f"Evidence: source record {ids[0]}."
    some = ", ".join(map(str, ids[:EVIDENCE]))
    more = f" and {len(ids) - EVIDENCE:,} more" if len(ids) > EVIDENCE else ""
    return f"Evidence: source records {some}{more}; --json names them, `ecotone export --table evidence` shows them."


def _how(answer: Answer) -> str:
    """Say in one line what was asked of, and how it was computed."""
    method = answer.method
    parameters = ", ".join(f"{name} {value}" for name, value in sorted(method.parameters.items()))
    how = f"{method.name} {method.version}" + (f" ({parameters})" if parameters else "")
    parts = [how]
    if method.seed is not None:
        parts.append(f"seed {method.seed}")
    if method.reference:
        parts.append(method.reference)
    if answer.read_at or answer.scope.pairs():
        parts.append(answer.scope.explain())
    if answer.read_at:
        parts.append(f"{answer.read_at.record} at batch {answer.read_at.batch}")
        if answer.read_at.as_of:
            parts.append(f"as known on {answer.read_at.as_of}")
    return visible("How: " + "; ".join(parts))


def _csv_rows(table: Table) -> Iterable[list[Any]]:
    """Yield a table's rows for CSV: numbers stay numbers, an estimate is its value, a list is joined."""
    for row in table.rows():
        yield [_csv_value(row[column.name], column) for column in table.columns]


def _csv_value(value: Any, column: Column) -> Any:
    """Return one value as a spreadsheet wants it."""
    if column.format == "estimate" and value is not None:
        return value.value if isinstance(value, Estimate) else dict(value).get("value")
    if isinstance(value, (list, tuple)) or (hasattr(value, "to_list") and not isinstance(value, str)):
        return "; ".join(str(part) for part in value)
    return value
