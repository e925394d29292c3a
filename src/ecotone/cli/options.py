"""The options and arguments that many commands share, so that they mean the same everywhere.

`scoped` gives a command that takes a `Scope` the six options of one: `--kind`, `--sector`, `--place`, `--from`,
`--to` and `--as-of`, read by `Scope.of`, the same parser as that of a deep link and of an HTTP request.
"""

import functools
import inspect
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from ecotone.scope import Scope
from ecotone.vocabulary import Sector

if TYPE_CHECKING:
    from ecotone.ecosystem import Ecosystem

LARGEST_ID: Final = 2**63 - 1
"""No database gives a greater id; a greater number is no id, and would only overflow there."""
LONGEST_ID: Final = 19

Record = Annotated[str, typer.Argument(metavar="RECORD", help="The record: a file such as houston.eco, or a postgresql:// address.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Csv = Annotated[bool, typer.Option("--csv", help="Print CSV for a spreadsheet; formulas are escaped.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")]
Author = Annotated[str, typer.Option("--author", help="Who makes the change, as the history shows it.")]
Output = Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The file to write.")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, help="Show no more than so many rows.")]

_SCOPE_OPTIONS: dict[str, Any] = {
    "kind": Annotated[list[str] | None, typer.Option("--kind", help="Only ties of this kind; may be repeated or hold commas.")],
    "sector": Annotated[
        list[str] | None, typer.Option("--sector", help=f"Only actors of this sector ({', '.join(Sector)}); may be repeated.")
    ],
    "place": Annotated[list[str] | None, typer.Option("--place", help="Only actors of this city, region or country; may be repeated.")],
    "from_": Annotated[str | None, typer.Option("--from", metavar="DATE", help="Only what held on or after this date.")],
    "to": Annotated[str | None, typer.Option("--to", metavar="DATE", help="Only what held on or before this date.")],
    "as_of": Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Answer as the record was known on this day.")],
}


def scoped(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command with a keyword `scope` the six options of a scope in its place.

    Parameters
    ----------
    command : callable
        A command whose last keyword parameter is `scope: Scope`.

    Returns
    -------
    callable
        The command with the options instead, as Typer reads them.
    """

    @functools.wraps(command)
    def with_options(*args: Any, **kwargs: Any) -> None:
        given = {name: kwargs.pop(name) for name in _SCOPE_OPTIONS}
        command(*args, scope=read_scope(**given), **kwargs)

    keep = [p for name, p in inspect.signature(command).parameters.items() if name != "scope"]
    extra = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind) for name, kind in _SCOPE_OPTIONS.items()
    ]
    positional = [p for p in keep if p.kind is not inspect.Parameter.KEYWORD_ONLY]
    keywords = [p for p in keep if p.kind is inspect.Parameter.KEYWORD_ONLY]
    with_options.__signature__ = inspect.Signature([*positional, *keywords, *extra])  # type: ignore[attr-defined]
    with_options.__annotations__ = {p.name: p.annotation for p in (*keep, *extra)}
    return with_options


def read_scope(
    *,
    kind: list[str] | None = None,
    sector: list[str] | None = None,
    place: list[str] | None = None,
    from_: str | None = None,
    to: str | None = None,
    as_of: str | None = None,
) -> Scope:
    """Read the six options as a scope; a wrong date or sector is one message."""
    lists = [("kind", kind), ("sector", sector), ("place", place)]
    pairs = [(key, value) for key, values in lists for value in values or ()]
    return Scope.of([*pairs, ("from", from_), ("to", to), ("as-of", as_of)])


def opened(record: str) -> "Ecosystem":
    """Open a record, hardened: a file that came by mail is no more trusted than its sender."""
    from ecotone.ecosystem import Ecosystem

    return Ecosystem.open(record)


def number_of(what: str, remedy: str) -> Callable[[str], int]:
    """Return what reads a number that the record gave, such as an id; anything else is refused with what to do."""

    def read(text: str) -> int:
        if not text.isdecimal() or len(text) > LONGEST_ID or not 1 <= int(text) <= LARGEST_ID:
            raise typer.BadParameter(f"“{text}” is no {what}. {remedy}")
        return int(text)

    return read


def names_of(texts: Iterable[str]) -> list[str]:
    """Part names at semicolons, as names hold commas; ids may be parted by commas too.

    Examples
    --------
    >>> names_of(["Rice University; Arcus Biosciences, Inc.", "18, 29"])
    ['Rice University', 'Arcus Biosciences, Inc.', '18', '29']
    """
    found: list[str] = []
    for text in texts:
        ids = text.split(",")
        parts = ids if all(part.strip().isdecimal() for part in ids) else text.split(";")
        found += [part.strip() for part in parts if part.strip()]
    return found


def confirm(question: str, *, yes: bool) -> None:
    """Ask before something that is hard to take back; end with 1 where the user says no or nobody can answer."""
    if yes:
        return
    if not typer.confirm(question, err=True):
        raise typer.Exit(1)
