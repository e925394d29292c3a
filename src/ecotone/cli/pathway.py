"""Commands on the regulatory way: which rules apply to a product, what they ask for, what to ask next, and what became of it."""

import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ecotone.cli.options import Author, Csv, Json, Record, opened

if TYPE_CHECKING:
    from ecotone.answer import Answer
    from ecotone.dates import Date
    from ecotone.ecosystem import Ecosystem
    from ecotone.pathways.asking import Next
    from ecotone.pathways.pathway import Pathway
    from ecotone.pathways.questions import Known
    from ecotone.pathways.rules import Rules

MaybeRecord = Annotated[str | None, typer.Argument(metavar="RECORD", help="The record in which the session is kept; none is needed.")]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--jurisdiction", metavar="NAME", help="Whose rules: US, EU, GB, SG, LOCAL; may be repeated or hold commas. Otherwise all."
    ),
]
Facts = Annotated[
    list[str] | None,
    typer.Option(
        "--facts",
        metavar="NAME=ANSWER",
        help="An answer; may be repeated or hold commas. `unknown` passes, `a|b` keeps both possible, product-code=QDA looks up FDA's.",
    ),
]
Answers = Annotated[Path | None, typer.Option("--answers", metavar="FILE", help="A YAML or JSON file of answers, NAME: ANSWER.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="The day of the law; today where not given.")]
OwnRules = Annotated[
    list[Path] | None,
    typer.Option("--rules", metavar="FILE", help="Rules of your own beside those shipped: a YAML file or a folder; may be repeated."),
]
Asking = Annotated[bool | None, typer.Option("--ask/--no-ask", help="Ask what is open, or do not; otherwise only on a terminal.")]
About = Annotated[str | None, typer.Option("--initiative", metavar="ID", help="The initiative of the record that this is about.")]
Name = Annotated[str | None, typer.Option("--session", metavar="NAME", help="Under which name the session is kept.")]
Uses = Annotated[
    list[str] | None, typer.Option("--uses", metavar="NAME", help="An instrument that is used on this way; may be repeated or hold commas.")
]
Top = Annotated[int, typer.Option("--limit", min=1, help="Show no more than so many codes.")]

SHOWN: Final = {
    "Outcomes": ("jurisdiction", "question", "outcome", "decided", "share"),
    "Answers": ("question", "label", "how"),
    "Next question": ("question", "name", "answer", "label"),
    "Steps": ("jurisdiction", "step", "needed", "owner", "days", "own", "citation"),
    "Documents": ("jurisdiction", "step", "document"),
    "Fees": ("jurisdiction", "fee", "amount", "small", "currency", "state", "citation"),
    "Instruments": ("jurisdiction", "instrument", "applies", "waits", "saves", "end", "name"),
    "What may change": ("what", "why", "citation", "source"),
    "Rows that decide": ("table", "row", "status", "citation", "checked", "verified", "source"),
}
"""Columns that a terminal has room for; JSON and CSV give all."""

group = typer.Typer(
    help="Lead a product through the regulatory decisions that its next step needs; orientation, not legal advice.",
    epilog="Example: ecotone pathway ask --jurisdiction US",
    no_args_is_help=True,
)


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group.command(epilog="Example: ecotone pathway ask --jurisdiction EU --facts product=software,function=decision,harm=serious")(ask)
    group.command(epilog="Example: ecotone pathway show houston.eco 'sepsis alert' --as-of 2026-01-05")(show)
    group.command(epilog="Example: ecotone pathway tables us-cds --as-of 2025-01-01")(tables)
    group.command(epilog="Example: ecotone pathway codes sepsis")(codes)
    group.command(epilog="Example: ecotone pathway effect houston.eco us-breakthrough us-510k-review")(effect)
    app.add_typer(group, name="pathway")


def ask(
    record: MaybeRecord = None,
    *,
    initiative: About = None,
    jurisdiction: Where = None,
    facts: Facts = None,
    answers: Answers = None,
    as_of: AsOf = None,
    rules: OwnRules = None,
    asking: Asking = None,
    session: Name = None,
    uses: Uses = None,
    author: Author = "",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Ask about one function of a product until each jurisdiction's way is clear: outcomes, steps, days, fees, documents, instruments."""
    from ecotone.errors import InputError
    from ecotone.pathways.navigator import navigate, take
    from ecotone.pathways.rules import load

    if record is None and (initiative or session or uses):
        raise InputError(
            "A session needs a record to be kept in", got="no RECORD", remedy="Name the record, as in: ecotone pathway ask houston.eco"
        )
    loaded = load(rules or ())
    day = _day(as_of)
    known = loaded.known()
    for name, answer in [*_from_file(answers), *_given(facts)]:
        take(known, name, answer)
    named = {name.casefold(): name for name in loaded.jurisdictions}
    places = [named.get(place.casefold(), place) for place in _parts(jurisdiction)] or list(loaded.jurisdictions)
    way = navigate(loaded, known, places, day)
    if asking or (asking is None and sys.stdin.isatty() and not as_json and not as_csv):
        _interview(loaded, list(way.goals), known, day)
        way = navigate(loaded, known, places, day)
    from ecotone.pathways.pathway import plan

    found = plan(way)
    if record is None:
        _print(found, None, as_json=as_json, as_csv=as_csv)
        return
    with opened(record) as eco:
        _keep(eco, found, initiative, session, tuple(_parts(uses)), author)
        _print(found, eco, as_json=as_json, as_csv=as_csv)


def show(
    record: Record,
    session: Annotated[str | None, typer.Argument(metavar="SESSION", help="The session; without it all are listed.")] = None,
    *,
    as_of: AsOf = None,
    rules: OwnRules = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Show a session again: the same answers under the law of another day, and what has happened beside what was expected."""
    from ecotone.cli import render
    from ecotone.pathways import looking_back, read
    from ecotone.pathways.rules import load

    loaded = load(rules or ())
    with opened(record) as eco:
        if session is None:
            answer = looking_back.listing(eco)
        else:
            answer = looking_back.session_again(eco, loaded, read.sessions(eco, session)[0], _day(as_of))
    render.show(answer, as_json=as_json, as_csv=as_csv)


def tables(
    name: Annotated[str | None, typer.Argument(metavar="TABLE", help="The table whose rows are shown; without it all are listed.")] = None,
    *,
    as_of: AsOf = None,
    rules: OwnRules = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """List the decision tables, or the rows of one with conditions, dates, status and citation."""
    from ecotone.cli import render
    from ecotone.pathways import listings
    from ecotone.pathways.rules import load

    loaded, day = load(rules or ()), _day(as_of)
    render.show(listings.table(loaded, name, day) if name else listings.tables(loaded, day), as_json=as_json, as_csv=as_csv)


def codes(
    words: Annotated[str, typer.Argument(metavar="WORDS", help="Words of the type of device, a code, or a section of 21 CFR.")],
    *,
    limit: Top = 20,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Find FDA product codes by words, with class, submission and regulation."""
    from ecotone.cli import render
    from ecotone.pathways import listings

    render.show(listings.codes(words, limit), as_json=as_json, as_csv=as_csv)


def effect(
    record: Record,
    instrument: Annotated[str, typer.Argument(metavar="INSTRUMENT", help="The instrument, as `ecotone pathway ask` names it.")],
    step: Annotated[str, typer.Argument(metavar="STEP", help="The step whose days are compared.")],
    *,
    rules: OwnRules = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Compare the days of a step with and without an instrument, by the sessions that say they use it."""
    from ecotone.cli import render
    from ecotone.errors import InputError
    from ecotone.pathways import looking_back
    from ecotone.pathways.rules import load

    loaded = load(rules or ())
    steps = {each.name: each for each in loaded.steps.steps}
    if step not in steps:
        raise InputError("There is no such step", got=step, expected=", ".join(name for name, each in steps.items() if each.start))
    with opened(record) as eco:
        answer = looking_back.effect(eco, loaded, instrument, steps[step])
    render.show(answer, as_json=as_json, as_csv=as_csv)


def _day(text: str | None) -> "Date":
    """Read the day of the law; today where none is given."""
    from ecotone.dates import Date, today

    return Date.parse(text) if text else today()


def _parts(texts: list[str] | None) -> list[str]:
    """Split options that may be repeated or hold commas."""
    return [part.strip() for text in texts or () for part in text.split(",") if part.strip()]


def _given(facts: list[str] | None) -> list[tuple[str, str]]:
    """Read answers from the command line."""
    from ecotone.errors import InputError

    found = []
    for part in _parts(facts):
        name, sign, answer = part.partition("=")
        if not sign or not answer.strip():
            raise InputError("An answer has a name and a value", where="--facts", got=part, expected="for example function=monitoring")
        found.append((name.strip(), answer.strip()))
    return found


def _from_file(path: Path | None) -> list[tuple[str, str]]:
    """Read answers from a file, YAML or JSON, which YAML includes."""
    from ecotone.errors import NotFoundError
    from ecotone.pathways.reading import read_yaml

    if path is None:
        return []
    if not path.is_file():
        raise NotFoundError("There is no such file of answers", got=str(path), expected="a YAML or JSON file, one NAME: ANSWER a line")
    entry = read_yaml(path)
    return [(name, entry.text(name)) for name in entry]


def _keep(eco: "Ecosystem", found: "Pathway", initiative: str | None, name: str | None, uses: tuple[str, ...], author: str) -> None:
    """Keep the session in the record, and say under which name."""
    from ecotone.cli.running import say
    from ecotone.pathways import read
    from ecotone.pathways.session import Session
    from ecotone.pathways.write import keep_session

    about = read.initiative(eco, initiative) if initiative else None
    chosen = name or (f"{about.id_in_source or about.title}, law of {found.way.as_of}" if about else f"a product, law of {found.way.as_of}")
    version = keep_session(eco, Session.of(chosen, found, initiative=about.number if about else None, uses=uses), author=author)
    say(f"Kept as session {chosen!r}, version {version}.")


def _print(found: "Pathway", eco: "Ecosystem | None", *, as_json: bool, as_csv: bool) -> None:
    """Show a pathway, beside the record's own days where there are any."""
    from ecotone.cli.render import show
    from ecotone.pathways import looking_back
    from ecotone.pathways.answers import pathway

    own = looking_back.own_days(eco, [planned.step for planned in found.steps]) if eco is not None else {}
    answer = pathway(found, eco.read_at() if eco else None, own)
    show(answer if as_json or as_csv else _narrow(answer), as_json=as_json, as_csv=as_csv)


def _narrow(answer: "Answer") -> "Answer":
    """Leave out the columns that a terminal has no room for, and the tables without rows."""
    tables = tuple(
        dataclasses.replace(table, columns=tuple(column for column in table.columns if column.name in SHOWN[table.title]))
        for table in answer.tables
        if table.frame.height
    )
    return dataclasses.replace(answer, tables=tables)


def _interview(rules: "Rules", goals: list[str], known: "Known", day: "Date") -> None:
    """Ask on the terminal; what is asked goes to standard error, so that the answer alone stands on standard output."""
    from ecotone.pathways.asking import interview

    interview(rules, goals, known, day, lambda coming: _reply(rules, known, coming))


def _reply(rules: "Rules", known: "Known", coming: "Next") -> str | None:
    """Ask one question, until the reply is one of its answers."""
    from ecotone.errors import EcotoneError
    from ecotone.pathways.navigator import PRODUCT_CODE, take

    question = rules.questions[coming.question]
    left = known.answers(question.name)
    print(f"\n{question.text}", file=sys.stderr)
    for number, answer in enumerate(left, 1):
        print(f"  {number}  {question.label(answer)}", file=sys.stderr)
    takes_code = question.name == "us-submission"
    print(f"  ?  what is meant   u  not known   q  stop here{'   or a product code, such as QDA' if takes_code else ''}", file=sys.stderr)
    if takes_code:
        print("     find a product code with: ecotone pathway codes WORDS", file=sys.stderr)
    while True:
        reply: str = typer.prompt("", prompt_suffix="> ", err=True).strip()
        if reply == "q":
            return None
        if reply == "u":
            return "unknown"
        if reply.isdigit() and 1 <= int(reply) <= len(left):
            return left[int(reply) - 1]
        if reply in left:
            return reply
        if takes_code and len(reply) == 3:
            try:
                take(known, PRODUCT_CODE, reply)
            except EcotoneError as error:
                print(str(error), file=sys.stderr)
                continue
            return known.answers(question.name)[0]
        print(
            question.explanation or "No more is meant than it says."
            if reply == "?"
            else f"Give a number from 1 to {len(left)}, ?, u or q.",
            file=sys.stderr,
        )
