"""Commands on the regulatory way: which rules apply to a product, what they ask for, and what to ask next."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecotone.cli.options import Csv, Json

if TYPE_CHECKING:
    from ecotone.dates import Date
    from ecotone.pathways.asking import Next
    from ecotone.pathways.questions import Known
    from ecotone.pathways.rules import Rules

Where = Annotated[
    list[str] | None,
    typer.Option("--jurisdiction", metavar="NAME", help="Whose rules: US, EU, GB, SG, LOCAL; may be repeated or hold commas."),
]
Facts = Annotated[
    list[str] | None,
    typer.Option("--facts", metavar="NAME=ANSWER", help="An answer; may be repeated or hold commas; `unknown` passes, `a|b` keeps both."),
]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="The day of the law; today where not given.")]
OwnRules = Annotated[
    list[Path] | None, typer.Option("--rules", metavar="FILE", help="Rules of your own, a YAML file or a folder of them; may be repeated.")
]
Asking = Annotated[bool | None, typer.Option("--ask/--no-ask", help="Ask what is open, or do not; otherwise only on a terminal.")]

group = typer.Typer(
    help="Lead a product through the regulatory decisions that its next step needs; orientation, not legal advice.",
    epilog="Example: ecotone pathway ask --jurisdiction US",
    no_args_is_help=True,
)


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group.command(epilog="Example: ecotone pathway ask --jurisdiction EU --facts product=software,function=decision,harm=serious")(ask)
    app.add_typer(group, name="pathway")


def ask(
    *,
    jurisdiction: Where = None,
    facts: Facts = None,
    as_of: AsOf = None,
    rules: OwnRules = None,
    asking: Asking = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Ask about one function of a product until each jurisdiction's way is clear, and show it with its citations."""
    from ecotone.cli.render import show
    from ecotone.dates import Date, today
    from ecotone.pathways import answers
    from ecotone.pathways.navigator import navigate, take
    from ecotone.pathways.rules import load

    loaded = load(rules or ())
    day = Date.parse(as_of) if as_of else today()
    known = loaded.known()
    for name, answer in _given(facts):
        take(known, name, answer)
    places = [part.strip() for text in jurisdiction or () for part in text.split(",") if part.strip()] or list(loaded.jurisdictions)
    way = navigate(loaded, known, places, day)
    if asking or (asking is None and sys.stdin.isatty() and not as_json and not as_csv):
        _interview(loaded, list(way.goals), known, day)
        way = navigate(loaded, known, places, day)
    show(answers.outcomes(way), as_json=as_json, as_csv=as_csv)


def _given(facts: list[str] | None) -> list[tuple[str, str]]:
    """Read answers from the command line."""
    from ecotone.errors import InputError

    found = []
    for part in (part.strip() for text in facts or () for part in text.split(",") if part.strip()):
        name, sign, answer = part.partition("=")
        if not sign or not answer.strip():
            raise InputError("An answer has a name and a value", where="--facts", got=part, expected="for example function=monitoring")
        found.append((name.strip(), answer.strip()))
    return found


def _interview(rules: "Rules", goals: list[str], known: "Known", day: "Date") -> None:
    """Ask on the terminal; what is asked goes to standard error, so that the answer alone stands on standard output."""
    from ecotone.pathways.asking import interview

    interview(rules, goals, known, day, lambda coming: _reply(rules, known, coming))


def _reply(rules: "Rules", known: "Known", coming: "Next") -> str | None:
    """Ask one question, until the reply is one of its answers."""
    question = rules.questions[coming.question]
    left = known.answers(question.name)
    print(f"\n{question.text}", file=sys.stderr)
    for number, answer in enumerate(left, 1):
        print(f"  {number}  {question.label(answer)}", file=sys.stderr)
    print("  ?  what is meant   u  not known   q  stop here", file=sys.stderr)
    while True:
        reply: str = typer.prompt("", prompt_suffix="> ", err=True).strip()
        if reply == "q":
            return None
        if reply == "u":
            return "unknown"
        if reply == "?":
            print(question.explanation or "No more is said than the question.", file=sys.stderr)
        elif reply.isdigit() and 1 <= int(reply) <= len(left):
            return left[int(reply) - 1]
        elif reply in left:
            return reply
        else:
            print(f"Give a number from 1 to {len(left)}, ?, u or q.", file=sys.stderr)
