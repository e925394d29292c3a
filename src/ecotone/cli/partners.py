"""Commands on partnerships: by what candidates are judged, who comes out first and how sure that is, and what became of it."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ecotone.cli import partners_judging, partners_kept
from ecotone.cli.options import Csv, Json, Record, names_of, opened
from ecotone.cli.partners_judging import AddCriteria, OwnCriteria, table_of
from ecotone.cli.running import LOOK, say, working
from ecotone.errors import InputError

if TYPE_CHECKING:
    from ecotone.answer import Answer
    from ecotone.partnerships.alignment import Likeness
    from ecotone.partnerships.criteria import Criteria
    from ecotone.partnerships.weights import Weights
    from ecotone.problems import Problems

SHOWN: Final = 8
"""Refused rows that are told one by one; the rest are counted."""
NARROW: Final = ("Ranking", "Reasons", "Judges and raters", "What would change it")
"""Tables that a terminal shows; JSON, CSV and the dossier give all."""

group = typer.Typer(
    help="Choose partners by evidence, and follow what the partnership brings.",
    epilog="Example: ecotone partners criteria",
    no_args_is_help=True,
)


class Prefer(StrEnum):
    """Which stands where both the record and raters tell."""

    RECORD = "record"
    RATERS = "raters"


class Compare(StrEnum):
    """What compares the texts of what actors are for."""

    LETTERS = "letters"
    SENTENCES = "sentences"


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group.command(epilog="Example: ecotone partners criteria --yaml > ours.yaml")(criteria)
    example = 'Example: ecotone partners evaluate houston.eco --seeker 18 --candidates "Rice University; Houston Methodist" -o dossier.html'
    group.command(epilog=example)(evaluate)
    partners_judging.add_to(group)
    partners_kept.add_to(group)
    app.add_typer(group, name="partners")


def criteria(
    *,
    own: OwnCriteria = None,
    add: AddCriteria = None,
    as_yaml: Annotated[bool, typer.Option("--yaml", help="Print the file itself, to change and give back by --criteria.")] = False,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """List the criteria, their parts, and the sentence that each level stands for."""
    from ecotone.cli.render import show
    from ecotone.cli.running import write_out
    from ecotone.partnerships.answers import scales
    from ecotone.partnerships.criteria import SHIPPED

    if as_yaml:
        write_out((own or SHIPPED).read_text(encoding="utf-8"))
        return
    show(scales(table_of(own, add, None)), as_json=as_json, as_csv=as_csv)


def evaluate(
    record: Record,
    *,
    seeker: Annotated[str, typer.Option("--seeker", metavar="ACTOR", help="Who looks for a partner, by id or name.")],
    candidates: Annotated[
        list[str], typer.Option("--candidates", metavar="ACTORS", help="Names separated by semicolons, or ids by commas; may be repeated.")
    ],
    ratings: Annotated[
        list[Path] | None,
        typer.Option("--ratings", metavar="FILE", help="Ratings beside those of the record: CSV or XLSX; may be repeated."),
    ] = None,
    weights: Annotated[
        str | None, typer.Option("--weights", metavar="WEIGHTS", help="A YAML file of judges, or numbers: 'Cultural fit=2,trust=3'.")
    ] = None,
    own: OwnCriteria = None,
    add: AddCriteria = None,
    drop: Annotated[list[str] | None, typer.Option("--drop", help="Leave out a part or a whole criterion; may hold commas.")] = None,
    prefer: Annotated[Prefer, typer.Option("--prefer", help="Which stands where both the record and raters tell.")] = Prefer.RECORD,
    texts: Annotated[
        Compare, typer.Option("--texts", help="What compares texts: letter n-grams, or the sentence model of the extra `semantic`.")
    ] = Compare.LETTERS,
    draws: Annotated[int, typer.Option("--draws", min=1, help="Draws of uncertain values and weights.")] = 20_000,
    seed: Annotated[int, typer.Option("--seed", help="Decides the random draws: the same seed gives the same answer.")] = 0,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Answer as the record was known on this day.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the dossier, one page of HTML.")] = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Rank candidates as partners of a seeker: who comes first, why, how sure that is, and what would change it; 1 if rows were refused."""
    from ecotone.cli.render import show
    from ecotone.dates import Date
    from ecotone.partnerships.answers import evaluated
    from ecotone.partnerships.asking import evaluate as ask
    from ecotone.partnerships.rated import read_ratings
    from ecotone.partnerships.read import candidates_of
    from ecotone.problems import Problems
    from ecotone.stakeholders import read as stakeholders

    table = table_of(own, add, drop)
    names = names_of(candidates)
    problems = Problems()
    with opened(record) as eco, working("Evaluating") as work:
        candidate = candidates_of(eco, stakeholders.actor(eco, seeker))
        rated = [each for path in ratings or () for each in read_ratings(path, table, candidate, problems)]
        found, notes = ask(
            eco,
            seeker,
            names,
            criteria=table,
            weights=_weights(weights, table, seed),
            ratings=rated,
            prefer=prefer.value,
            meaning=_model(texts),
            as_of=Date.parse(as_of) if as_of else None,
            draws=draws,
            seed=seed,
            work=work,
        )
        answer = evaluated(found, eco.read_at(Date.parse(as_of) if as_of else None), (*notes, *_refused(problems)))
        if output is not None:
            from ecotone.report.partner_dossier import partner_dossier
            from ecotone.workbench.export import replacing

            page = partner_dossier(eco, found, answer).encode()
            with replacing(output) as out:
                out.write(page)
            say(f"Wrote {output}: one page of {len(page) / 1024:,.0f} KiB that loads nothing from elsewhere.")
    show(answer if as_json or as_csv else _narrow(answer), as_json=as_json, as_csv=as_csv)
    for problem in list(problems)[:SHOWN]:
        say(str(problem))
    if problems.count("refused"):
        raise typer.Exit(LOOK)


def _model(texts: Compare) -> "Likeness | None":
    """Return the sentence model where it is asked for."""
    if texts is Compare.LETTERS:
        return None
    from ecotone.partnerships.sentences import sentences

    return sentences()


def _refused(problems: "Problems") -> list[str]:
    from ecotone.answer import counted

    number = problems.count("refused")
    return [f"{counted(number, 'row of ratings', 'rows of ratings')} could not be used."] if number else []


def _weights(text: str | None, table: "Criteria", seed: int) -> "Weights | None":
    """Read weights from a file, or from the command line itself."""
    from ecotone.partnerships.weights import inline, read_weights

    if text is None:
        return None
    path = Path(text)
    if "=" in text and not path.exists():
        return inline(text, table)
    if not path.exists():
        raise InputError("There is no such file of weights", got=text, expected="a YAML file, or numbers such as trust=3")
    return read_weights(path, table, seed=seed)


def _narrow(answer: "Answer") -> "Answer":
    """Leave out the tables that a terminal has no room for."""
    import dataclasses

    return dataclasses.replace(answer, tables=tuple(table for table in answer.tables if table.title in NARROW))
