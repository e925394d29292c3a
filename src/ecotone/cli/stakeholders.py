"""Commands on stakeholders: whom to engage and how closely, who is missing, what is needed, what was expected, and the plan."""

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from ecotone.cli import stakeholder_survey
from ecotone.cli.network_page import PAGE, Questions
from ecotone.cli.options import Author, Csv, Json, Record, number_of, opened, scoped
from ecotone.cli.running import working
from ecotone.errors import InputError
from ecotone.scope import Scope

if TYPE_CHECKING:
    from ecotone.answer import Answer
    from ecotone.dates import Date

Actor = Annotated[str, typer.Argument(metavar="ACTOR", help="Who is meant: an id, or a name that one actor alone has.")]
Names = Annotated[str, typer.Option("--names", help="What the quadrants are called: mendelow, nhs or nes.")]
Top = Annotated[int, typer.Option("--top", min=1, help="How many rows a list shows; JSON and CSV give all.")]
Rated = Annotated[bool, typer.Option("--rated-only", help="Leave out what the record proposes where nobody has rated.")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Whose word it is; left out when the record is shared.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="When it was said; today where not given.")]
Evidence = Annotated[
    str | None, typer.Option("--evidence", metavar="ADDRESS", help="Web address that it rests on; otherwise it is your own statement.")
]
Level = Annotated[int, typer.Option("--level", min=0, max=3, help="1, 2 or 3, the more the higher; 0 takes it back.")]
Capability = Annotated[str, typer.Argument(metavar="CAPABILITY", help="See `ecotone stakeholders capabilities`.")]
an_expectation = number_of("number of an expectation", "`ecotone stakeholders expectations RECORD` lists them with their numbers.")

SHOWN: Final = {
    "Stakeholders": ("name", "sector", "power", "interest", "quadrant", "salience", "unstable", "raters", "proposed"),
    "Classes": ("scheme", "name", "actors", "status"),
    "Needs and who can meet them": ("name", "capability", "need", "offer", "share", "tied", "untied"),
    "Capabilities": (),
}
"""Columns of the page's tables that a terminal has room for; JSON and CSV give all. None: the table is left out."""
LISTS: Final = frozenset({"Stakeholders", "Needs and who can meet them", "Where raters disagree", "Needs nobody meets", "Other words"})

group = typer.Typer(
    cls=Questions,
    help="Map stakeholders: whom to engage, who is missing, what is needed; `ecotone stakeholders RECORD` prints the page of all.",
    epilog="Example: ecotone stakeholders houston.eco --names nhs",
    no_args_is_help=True,
)


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group.command(PAGE, epilog="Example: ecotone stakeholders houston.eco --names nhs")(page)
    rate_example = 'Example: ecotone stakeholders rate houston.eco "Rice University" power=4 interest=5 --by "Ana Ruiz"'
    group.command(epilog=rate_example)(rate)
    group.command(epilog='Example: ecotone stakeholders classify houston.eco "Rice University" collaborators')(classify)
    group.command(epilog='Example: ecotone stakeholders need houston.eco "Rhodium Scientific (United States)" trial-sites --level 3')(need)
    group.command(epilog='Example: ecotone stakeholders offer houston.eco "Baylor College of Medicine" trial-sites')(offer)
    group.command(epilog='Example: ecotone stakeholders goal houston.eco "Rice University" "Twenty spin-outs" --until 2030')(goal)
    expect_example = (
        'Example: ecotone stakeholders expect houston.eco "Houston Methodist" "A pilot on two wards" --of "Rice University" --due 2027-06'
    )
    group.command(epilog=expect_example)(expect)
    group.command(epilog="Example: ecotone stakeholders met houston.eco 4711 partly")(met)
    group.command(epilog="Example: ecotone stakeholders expectations houston.eco")(expectations)
    group.command(epilog="Example: ecotone stakeholders needs houston.eco --csv")(needs)
    group.command(epilog="Example: ecotone stakeholders salience houston.eco")(salience)
    group.command(epilog='Example: ecotone stakeholders engage houston.eco "Rice University" --owner "Ana Ruiz" --by 2027-03-01')(engage)
    group.command(epilog="Example: ecotone stakeholders plan houston.eco -o plan.xlsx")(plan)
    group.command(epilog="Example: ecotone stakeholders capabilities --family data")(capabilities)
    stakeholder_survey.add_to(group)
    app.add_typer(group, name="stakeholders")


@scoped
def page(
    record: Record,
    *,
    scope: Scope,
    names: Names = "mendelow",
    rated_only: Rated = False,
    top: Top = 15,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Print the grid, the classes, thin categories, needs nobody meets, and single points of failure."""
    from ecotone.cli.render import csv_text, show, show_json, terminal
    from ecotone.cli.running import write_out
    from ecotone.stakeholders import answers
    from ecotone.stakeholders.gathered import gather

    with opened(record) as eco, working("Computing"):
        found = gather(eco, scope, proposals=not rated_only)
        given = {
            "grid": answers.grid(found, names=names, proposals=not rated_only),
            "classes": answers.classes(found),
            "needs": answers.needs(found),
            "expectations": answers.expectations(found),
        }
    if as_json:
        show_json({"record": record, "answers": {name: json.loads(answer.to_json()) for name, answer in given.items()}})
    elif as_csv:
        write_out("\n".join(csv_text(answer) for answer in given.values()))
    else:
        console = terminal()
        for name, answer in given.items():
            if name != "expectations" or found.expectations.height or found.goals.height:
                console.print(f"\n{answer.question}\n{'=' * len(answer.question)}\n", style="bold")
                show(_short(answer, top))


def _short(answer: "Answer", top: int) -> "Answer":
    """Leave out columns and rows that a terminal has no room for, and tables with nothing in them, and say so."""
    tables = []
    for table in answer.tables:
        chosen = SHOWN.get(table.title, tuple(column.name for column in table.columns))
        if not chosen or (table.frame.is_empty() and table.title in {"Where raters disagree", "Other words", "Goals"}):
            continue
        note = table.note
        if table.title in LISTS and table.frame.height > top:
            note = f"{note or ''} {top:,} of {table.frame.height:,} rows; --top, --json or --csv give more.".strip()
        columns = tuple(column for column in table.columns if column.name in chosen)
        frame = table.frame.head(top) if table.title in LISTS else table.frame
        tables.append(dataclasses.replace(table, frame=frame, columns=columns, note=note))
    return dataclasses.replace(answer, tables=tuple(tables))


def rate(
    record: Record,
    actor: Actor,
    ratings: Annotated[
        list[str],
        typer.Argument(
            metavar="SCALE=VALUE...",
            help="power, interest, legitimacy, urgency, engagement-now, engagement-wanted: 1 to 5; position: -2 to 2.",
        ),
    ],
    *,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who rates; left out when the record is shared.")],
    on: On = None,
    evidence: Evidence = None,
    author: Author = "",
    as_json: Json = False,
) -> None:
    """Rate a stakeholder; several people's ratings make an interval, and your own latest one counts."""
    from ecotone.stakeholders import read, write

    pairs = dict(_pair(text) for text in ratings)
    with opened(record) as eco:
        number = read.actor(eco, actor)
        batch = write.rate(eco, number, pairs, rater=by, on=_date(on), evidence=evidence, author=author)
        name = eco.actor(number).actor.name
    _done(f"{by} rated {name}: {', '.join(f'{scale} {value:g}' for scale, value in pairs.items())}.", number, batch, as_json=as_json)


def _pair(text: str) -> tuple[str, float]:
    """Read one rating as it is written at the command line."""
    scale, sign, value = text.partition("=")
    try:
        return scale, float(value)
    except ValueError:
        got = text if sign else f"{text} without a value"
        raise InputError("A rating is a scale and a number", got=got, expected="for example power=4") from None


def classify(
    record: Record,
    actor: Actor,
    category: Annotated[
        str,
        typer.Argument(
            metavar="CATEGORY",
            help="commissioners, customers, collaborators, contributors, channels, commentators, consumers, champions or competitors.",
        ),
    ],
    *,
    by: By = None,
    on: On = None,
    evidence: Evidence = None,
    author: Author = "",
    as_json: Json = False,
) -> None:
    """Put a stakeholder in one of the nine Cs; what you say goes before what its sector suggests."""
    _write("classify", record, actor, category, by, on, evidence, author, as_json=as_json)


def need(
    record: Record,
    actor: Actor,
    capability: Capability,
    *,
    level: Level = 2,
    by: By = None,
    on: On = None,
    evidence: Evidence = None,
    author: Author = "",
    as_json: Json = False,
) -> None:
    """Say that an actor needs a capability: 1 would help, 2 matters, 3 cannot go on without it."""
    _write("need", record, actor, capability, by, on, evidence, author, as_json=as_json, level=level)


def offer(
    record: Record,
    actor: Actor,
    capability: Capability,
    *,
    level: Level = 2,
    by: By = None,
    on: On = None,
    evidence: Evidence = None,
    author: Author = "",
    as_json: Json = False,
) -> None:
    """Say that an actor offers a capability: 1 can advise, 2 can do part of it, 3 can do all of it."""
    _write("offer", record, actor, capability, by, on, evidence, author, as_json=as_json, level=level)


def goal(
    record: Record,
    actor: Actor,
    text: Annotated[str, typer.Argument(metavar="GOAL", help="What it aims at, as a sentence.")],
    *,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Until when.")] = None,
    by: By = None,
    on: On = None,
    evidence: Evidence = None,
    author: Author = "",
    as_json: Json = False,
) -> None:
    """Say what an actor aims at."""
    _write("goal", record, actor, text, by, on, evidence, author, as_json=as_json, until=_date(until))


def expect(
    record: Record,
    actor: Actor,
    text: Annotated[str, typer.Argument(metavar="EXPECTATION", help="What it expects, as a sentence.")],
    *,
    of: Annotated[str | None, typer.Option("--of", metavar="ACTOR", help="Of which partner; of the ecosystem where not given.")] = None,
    due: Annotated[str | None, typer.Option("--due", metavar="DATE", help="By when.")] = None,
    by: By = None,
    on: On = None,
    evidence: Evidence = None,
    author: Author = "",
    as_json: Json = False,
) -> None:
    """Say what an actor expects of the ecosystem, or of a partner."""
    _write("expect", record, actor, text, by, on, evidence, author, as_json=as_json, of=of, due=_date(due))


def _write(
    what: str,
    record: str,
    actor: str,
    value: str,
    by: str | None,
    on: str | None,
    evidence: str | None,
    author: str,
    *,
    as_json: bool,
    **more: Any,
) -> None:
    """Write one claim, and say what was written."""
    from ecotone.stakeholders import read, write

    with opened(record) as eco:
        number = read.actor(eco, actor)
        if more.get("of") is not None:
            more["of"] = read.actor(eco, more["of"])
        batch = getattr(write, what)(eco, number, value, said_by=by, on=_date(on), evidence=evidence, author=author, **more)
        name, said = eco.actor(number).actor.name, eco.history(limit=1)["reason"][0]
    _done(f"{name}: {said.partition(': ')[2]}.", number, batch, as_json=as_json)


def met(
    record: Record,
    expectation: Annotated[
        int, typer.Argument(metavar="NUMBER", parser=an_expectation, help="Its number in `ecotone stakeholders expectations`.")
    ],
    outcome: Annotated[str, typer.Argument(metavar="OUTCOME", help="yes, partly or no.")],
    *,
    by: By = None,
    on: On = None,
    evidence: Evidence = None,
    author: Author = "",
    as_json: Json = False,
) -> None:
    """Say whether an expectation was met; what was said before stays in the history."""
    from ecotone.stakeholders import write

    with opened(record) as eco:
        batch = write.met(eco, expectation, outcome, said_by=by, on=_date(on), evidence=evidence, author=author)
    _done(f"Expectation {expectation}: {outcome}.", None, batch, as_json=as_json)


def _done(message: str, actor: int | None, batch: int | None, *, as_json: bool) -> None:
    """Say what was written, and how it is taken back."""
    from ecotone.cli.render import show_json

    if as_json:
        show_json({"written": message, "actor": actor, "batch": batch})
    else:
        print(f"{message} (batch {batch}; `ecotone undo` takes it back)" if batch else "Nothing changed: this was said before.")


def _date(text: str | None) -> "Date | None":
    from ecotone.dates import Date

    return None if text is None else Date.parse(text)


@scoped
def expectations(record: Record, *, scope: Scope, as_json: Json = False, as_csv: Csv = False) -> None:
    """List what stakeholders expect, what is overdue and what was met; and their goals."""
    _ask("expectations", record, scope, as_json=as_json, as_csv=as_csv)


@scoped
def needs(record: Record, *, scope: Scope, as_json: Json = False, as_csv: Csv = False) -> None:
    """Hold needs against offers: gaps nobody fills, single points of failure, who could meet whose need."""
    _ask("needs", record, scope, as_json=as_json, as_csv=as_csv)


@scoped
def salience(record: Record, *, scope: Scope, rated_only: Rated = False, as_json: Json = False, as_csv: Csv = False) -> None:
    """Say whose claim deserves attention first, by power, legitimacy and urgency, and what would change that."""
    _ask("attention", record, scope, as_json=as_json, as_csv=as_csv, proposals=not rated_only)


def _ask(question: str, record: str, scope: Scope, *, as_json: bool, as_csv: bool, **options: Any) -> None:
    from ecotone.cli.render import show
    from ecotone.stakeholders import answers

    with opened(record) as eco, working("Computing"):
        answer: Answer = getattr(answers, question)(eco, scope, **options)
    show(answer, as_json=as_json, as_csv=as_csv)


def engage(
    record: Record,
    actor: Actor,
    *,
    owner: Annotated[str | None, typer.Option("--owner", metavar="NAME", help="Who sees to it.")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="DATE", help="By when.")] = None,
    how: Annotated[str | None, typer.Option("--how", help="How, where the plan's proposal is not taken.")] = None,
    done: Annotated[bool | None, typer.Option("--done/--not-done", help="Whether it was done.")] = None,
    author: Author = "",
    as_json: Json = False,
) -> None:
    """Decide who engages a stakeholder, how and by when; stays at home when the record is shared."""
    from ecotone.stakeholders import read, steps

    with opened(record) as eco:
        number = read.actor(eco, actor)
        batch = steps.decide(eco, number, owner=owner, by=_date(by), how=how, done=done, author=author)
        name = eco.actor(number).actor.name
    _done(f"{name}: the engagement plan was changed.", number, batch, as_json=as_json)


@scoped
def plan(
    record: Record,
    *,
    scope: Scope,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write it as a workbook, FILE.xlsx.")] = None,
    names: Names = "mendelow",
    rated_only: Rated = False,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Draw up the engagement plan: who, why, how, by when, owner."""
    from ecotone.cli.render import show
    from ecotone.stakeholders import answers
    from ecotone.stakeholders.workbook import workbook

    if output is not None and output.suffix.lower() != ".xlsx":
        raise InputError("The plan is written as a workbook", got=output.name, expected="a name that ends in .xlsx")
    with opened(record) as eco, working("Computing"):
        answer = answers.plan(eco, scope, names=names, proposals=not rated_only)
    if output is None:
        show(answer, as_json=as_json, as_csv=as_csv)
        return
    output.write_bytes(workbook(answer))
    if as_json:
        show(answer, as_json=True)
    else:
        print(f"Wrote {output}: {answer.summary}")


def capabilities(
    *,
    family: Annotated[str | None, typer.Option("--family", help="Only those of this family.")] = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """List what actors can need and offer, with definitions."""
    from ecotone.cli.render import show
    from ecotone.stakeholders import answers

    show(answers.capabilities(family), as_json=as_json, as_csv=as_csv)
