"""Commands that put velocity beside other figures: a place's applicants beside all others, and published series."""

from typing import TYPE_CHECKING, Annotated

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
    from ecotone.answer import ReadAt
    from ecotone.velocity.submissions import read_files, read_record

    records = [source for source in sources if is_record(source)]
    if not records:
        return read_files(sources), None
    if len(sources) > 1:
        raise InputError("One record is asked at a time, or files without a record", got=", ".join(sources))
    with opened(records[0]) as eco:
        history = eco.history(limit=1)
        read_at = ReadAt(str(eco.address), int(history["batch"][0]) if history.height else 0, scope.as_of)
        return read_record(eco, scope), read_at


def published(
    name: Annotated[str | None, typer.Argument(metavar="SERIES", help="One series; all, where it is left out.")] = None,
    *,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """List published figures with what each counts, from which marker to which, its source and its date."""
    import polars as pl

    import ecotone
    from ecotone.answer import Answer, Column, Method, Table
    from ecotone.cli.render import show
    from ecotone.velocity.published import series, shipped

    found = [series(name)] if name else list(shipped().values())
    rows = [
        {
            "series": each.name,
            "label": each.label,
            "of": each.definition.of,
            "start": each.definition.start,
            "end": each.definition.end,
            "days_of": each.definition.days_of,
            "statistic": each.statistic,
            "cohort": cohort,
            "figure": value,
            "unit": each.unit,
            "open": "yes" if cohort in each.open else "",
            "source": each.source,
            "as_of": str(each.as_of),
            "verified": "yes" if each.verified else "no",
            "address": each.address,
            "note": each.note,
        }
        for each in found
        for cohort, value in each.figures.items()
    ]
    labels = {
        "series": "Series",
        "label": "In words",
        "of": "Of",
        "start": "From",
        "end": "To",
        "days_of": "Days of",
        "statistic": "Which is a",
        "cohort": "For",
        "figure": "Figure",
        "unit": "Unit",
        "open": "Still open",
        "source": "Source",
        "as_of": "As of",
        "verified": "Checked at its source",
        "address": "Address",
        "note": "Note",
    }
    shown = (
        labels
        if name or as_json or as_csv
        else {key: labels[key] for key in ("series", "label", "cohort", "figure", "unit", "open", "as_of")}
    )
    caveats = {"open": "many were pending then, so the figure leaves out the slow ones"}
    columns = tuple(Column(key, label, "number" if key == "figure" else "text", caveat=caveats.get(key)) for key, label in shown.items())
    table = Table("Published figures", pl.DataFrame(rows, infer_schema_length=None), columns)
    unchecked = sum(not each.verified for each in found)
    answer = Answer(
        "What has been published on velocity, and what does it count?",
        f"{len(found):,} series, {len(rows):,} figures; {unchecked:,} series were not checked at their source.",
        (table,),
        Method("read from the published series", ecotone.__version__),
        warnings=("Figures whose definitions differ are not compared: see the columns From, To, Of and Days of.",),
    )
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
    import polars as pl

    import ecotone
    from ecotone.answer import Answer, Column, Method, Table
    from ecotone.cli.render import show
    from ecotone.velocity import ladders as data

    found = [data.ladder(name)] if name else list(data.shipped().values())
    rows = [
        {
            "ladder": each.name,
            "level": level.number,
            "name": level.name,
            "domain": domain,
            "reached": level.reached[domain],
            "source": each.source,
        }
        for each in found
        for level in each.levels
        for domain in each.domains
    ]
    labels = {"ladder": "Ladder", "level": "Level", "name": "Called", "domain": "Domain", "reached": "Reached when", "source": "Source"}
    crossed = [
        {"ladder": each.name, "level": level, "other": other, "low": low, "high": high}
        for each in found
        for other, spans in each.crosswalk.items()
        for level, (low, high) in spans.items()
    ]
    cross_labels = {"ladder": "Ladder", "level": "Level", "other": "On the ladder", "low": "From", "high": "To"}
    schema = {"ladder": pl.String, "level": pl.Int64, "other": pl.String, "low": pl.Int64, "high": pl.Int64}
    tables = (
        Table(
            "Levels",
            pl.DataFrame(rows),
            tuple(Column(key, label, "integer" if key == "level" else "text") for key, label in labels.items()),
        ),
        Table(
            "Crosswalks",
            pl.DataFrame(crossed, schema=schema, orient="row"),
            tuple(Column(key, label, "text" if key in {"ladder", "other"} else "integer") for key, label in cross_labels.items()),
            "Our reading, no standard.",
        ),
    )
    unchecked = [each.name for each in found if not each.verified]
    answer = Answer(
        "Which levels of maturity are told apart?",
        f"{len(found):,} of {len(data.shipped()):,} ladders, {sum(len(each.levels) for each in found):,} levels.",
        tables,
        Method("read from the ladders", ecotone.__version__),
        warnings=(f"Levels in our own words, not checked at their source: {', '.join(unchecked)}.",) if unchecked else (),
    )
    show(answer, as_json=as_json, as_csv=as_csv)
