"""Commands that put velocity beside other figures: a place's applicants beside all others, and published series."""

import dataclasses
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ecotone.cli.networks import is_record
from ecotone.cli.options import Csv, Json, Record, opened, scoped
from ecotone.cli.running import working
from ecotone.errors import InputError
from ecotone.scope import Scope

if TYPE_CHECKING:
    from ecotone.answer import Answer, ReadAt
    from ecotone.velocity.submissions import Submissions

Sources = Annotated[
    list[str], typer.Argument(metavar="SOURCES...", help="A record with submissions to the FDA, or the FDA's own files (PMA, 510(k) …).")
]
Route = Annotated[str | None, typer.Option("--route", metavar="NAME", help="Only one route: PMA, 510(k), De Novo, HDE.")]
Days = Annotated[float, typer.Option("--days", min=1, help="To how many days the mean is restricted.")]
Ladder = Annotated[str, typer.Option("--ladder", metavar="NAME", help="cycle, trl, translation …; or a YAML file of your own.")]

SHOWN: Final = frozenset({"series", "label", "cohort", "figure", "unit", "open", "as_of"})
"""Columns of all published figures that a terminal has room for; JSON, CSV and one series alone give all."""


def add_to(group: typer.Typer) -> None:
    """Add the commands to the group of velocity."""
    group.command(epilog="Example: ecotone velocity benchmark pma.txt --place Houston")(benchmark)
    group.command(epilog="Example: ecotone velocity published mdufa-510k-total")(published)
    group.command(epilog="Example: ecotone velocity learning houston.eco")(learning)
    group.command(epilog="Example: ecotone velocity maturity houston.eco --ladder cycle")(maturity)
    group.command(epilog="Example: ecotone velocity ladders cycle")(ladders)


@scoped
def benchmark(
    sources: Sources,
    *,
    scope: Scope,
    route: Route = None,
    days: Days = 365.0,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Put the submissions of a place's applicants (--place) beside all others, with the test, the interval and what speaks against them."""
    from ecotone.cli.render import show
    from ecotone.velocity.answers import applicants

    if scope.kinds or scope.sectors:
        raise InputError(
            "Submissions are told apart by place and date of receipt only", got=scope.explain(), remedy="Leave --kind and --sector out"
        )
    with working("Reading"):
        submissions, read_at = _submissions(sources, scope)
    with working("Computing"):
        answer: Answer = applicants(submissions, scope.places, until=days, route=route, scope=scope, read_at=read_at)
    show(answer, as_json=as_json, as_csv=as_csv)


def _submissions(sources: list[str], scope: Scope) -> "tuple[Submissions, ReadAt | None]":
    """Read submissions from one record, or from files."""
    from ecotone.velocity.submissions import read_files, read_record

    records = [source for source in sources if is_record(source)]
    if not records:
        return read_files(sources), None
    if len(sources) > 1:
        raise InputError("One record is asked at a time, or files without a record", got=", ".join(sources))
    with opened(records[0]) as eco:
        return read_record(eco, scope), eco.read_at(scope.as_of)


def published(
    name: Annotated[str | None, typer.Argument(metavar="SERIES", help="One series; all, where it is left out.")] = None,
    *,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """List published figures with what each counts, from which marker to which, its source and its date."""
    from ecotone.cli.render import show
    from ecotone.velocity.answers import listings

    answer = listings.published(name)
    if not (name or as_json or as_csv):
        [table] = answer.tables
        narrow = tuple(column for column in table.columns if column.name in SHOWN)
        answer = dataclasses.replace(answer, tables=(dataclasses.replace(table, columns=narrow),))
    show(answer, as_json=as_json, as_csv=as_csv)


@scoped
def learning(record: Record, *, scope: Scope, as_json: Json = False, as_csv: Csv = False) -> None:
    """Say how long learning loops take and how many of ten changed a decision; list those that do not count, and why."""
    from ecotone.cli.render import show
    from ecotone.velocity.answers import learning as ask

    with opened(record) as eco, working("Computing"):
        answer = ask(eco, scope)
    show(answer, as_json=as_json, as_csv=as_csv)


@scoped
def maturity(record: Record, *, scope: Scope, ladder: Ladder = "cycle", as_json: Json = False, as_csv: Csv = False) -> None:
    """Say at which level each initiative stands, whether one domain runs ahead of the others, and how long each level takes."""
    from ecotone.cli.render import show
    from ecotone.velocity import ladders as data
    from ecotone.velocity.answers import maturity as ask

    with opened(record) as eco, working("Computing"):
        answer = ask(eco, data.ladder(ladder), scope)
    show(answer, as_json=as_json, as_csv=as_csv)


def ladders(
    name: Annotated[
        str | None, typer.Argument(metavar="LADDER", help="One ladder, with its crosswalks; all, where it is left out.")
    ] = None,
    *,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """List ladders of maturity: levels, what shows that one is reached in each domain, and what it can mean on other ladders."""
    from ecotone.cli.render import show
    from ecotone.velocity.answers import listings

    show(listings.ladders(name), as_json=as_json, as_csv=as_csv)
