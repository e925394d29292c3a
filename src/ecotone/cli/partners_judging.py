"""Commands by which people judge: levels for candidates, and weights by trade-off questions or a file."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from ecotone.cli.options import Author, Csv, Json, Record, opened
from ecotone.cli.running import LOOK, say
from ecotone.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecotone.ecosystem import Ecosystem
    from ecotone.partnerships.criteria import Criteria
    from ecotone.partnerships.rated import Rating
    from ecotone.partnerships.tradeoffs import Question
    from ecotone.problems import Problems

OwnCriteria = Annotated[
    Path | None, typer.Option("--criteria", metavar="FILE", help="A YAML file of criteria of your own, in place of the shipped ones.")
]
AddCriteria = Annotated[
    Path | None,
    typer.Option("--add", metavar="FILE", help="A YAML file whose parts are added to the criteria, or take the place of theirs."),
]
MOST: Final = 20
"""Questions that a judge is asked at most."""
SHOWN: Final = 8


def add_to(group: typer.Typer) -> None:
    """Add the commands to `ecotone partners`."""
    rate_example = (
        "Example: ecotone partners rate houston.eco --seeker 18 --candidate 29 --rater Ada trust=4 --evidence https://example.org/minutes"
    )
    group.command(epilog=rate_example)(rate)
    group.command(epilog="Example: ecotone partners weigh houston.eco --judge Ada")(weigh)
    interest_example = 'Example: ecotone partners interest houston.eco --rater Ada --in "Rice University" --what "sits on its board"'
    group.command(epilog=interest_example)(interest)


def table_of(own: Path | None, add: Path | None, drop: list[str] | None) -> "Criteria":
    """Return the criteria that are asked for: shipped or own, with parts added and dropped."""
    from ecotone.partnerships.criteria import read_criteria, shipped

    table = read_criteria(own) if own else shipped()
    if add:
        table = table.with_parts_of(read_criteria(add))
    dropped = [name.strip() for text in drop or () for name in text.split(",") if name.strip()]
    return table.without(dropped) if dropped else table


def rate(
    record: Record,
    levels: Annotated[
        list[str] | None, typer.Argument(metavar="[PART=LEVEL]...", help="What is rated, and the level: trust=4. See partners criteria.")
    ] = None,
    *,
    seeker: Annotated[str, typer.Option("--seeker", metavar="ACTOR", help="Whose partner it would be, by id or name.")],
    candidate: Annotated[str | None, typer.Option("--candidate", metavar="ACTOR", help="Who is rated, by id or name.")] = None,
    rater: Annotated[str | None, typer.Option("--rater", help="Whose judgement it is.")] = None,
    evidence: Annotated[str | None, typer.Option("--evidence", metavar="ADDRESS", help="The web address of what it rests on.")] = None,
    opinion: Annotated[bool, typer.Option("--opinion", help="It rests on nothing but the rater's word.")] = False,
    ratings: Annotated[Path | None, typer.Option("--ratings", metavar="FILE", help="Keep the ratings of a CSV or XLSX file.")] = None,
    own: OwnCriteria = None,
    add: AddCriteria = None,
    author: Author = "",
    as_json: Json = False,
) -> None:
    """Keep what raters say of a candidate, with evidence or marked as opinion; a file's bad rows are listed, and then it ends with 1."""
    from ecotone.answer import counted
    from ecotone.cli.render import show_json
    from ecotone.partnerships import write
    from ecotone.partnerships.rated import Rating, rater_name, read_ratings, web
    from ecotone.partnerships.read import candidates_of
    from ecotone.problems import Problems
    from ecotone.stakeholders import read as stakeholders

    table, problems = table_of(own, add, None), Problems()
    with opened(record) as eco:
        number = stakeholders.actor(eco, seeker)
        said: list[Rating] = []
        if ratings is not None:
            said += read_ratings(ratings, table, candidates_of(eco, number), problems)
        if levels:
            if candidate is None or rater is None:
                raise InputError("A level needs its candidate and its rater", expected="--candidate and --rater")
            other, who = stakeholders.actor(eco, candidate), rater_name(rater)
            address = web(evidence) if evidence else None
            for text in levels:
                name, sign, level = text.partition("=")
                if not sign:
                    raise InputError("A rating has a part and a level", got=text, expected="for example trust=4")
                part = table.part(name)
                if any((each.candidate, each.part, each.rater) == (other, part.id, who) for each in said):
                    raise InputError("A part is rated twice", got=", ".join(levels), remedy=f"Give one level for {part.id}")
                said.append(Rating(other, part.id, who, part.checked(level), address=address, opinion=opinion and address is None))
        if not said and not problems.count("refused"):
            if ratings is not None:
                raise InputError("The file has no row with a rating", got=str(ratings))
            raise InputError("Nothing is rated", expected="PART=LEVEL, or --ratings FILE")
        if ratings is not None:
            said = _free(eco, said, problems)
        kept = write.keep_ratings(eco, number, said, table, author=author) if said else None
    if as_json:
        show_json({"kept": len(said), "batch": kept, "problems": [problem.as_dict() for problem in problems]})
    else:
        print(f"Kept {counted(len(said), 'rating')}.")
        for problem in list(problems)[:SHOWN]:
            say(str(problem))
    if problems.count("refused"):
        raise typer.Exit(LOOK)


def _free(eco: "Ecosystem", said: "list[Rating]", problems: "Problems") -> "list[Rating]":
    """Leave out ratings of candidates in whom their rater has an interest; each becomes a problem."""
    from ecotone.partnerships import interests
    from ecotone.partnerships.write import conflict
    from ecotone.problems import Problem

    told = interests.declared(eco)
    house = interests.houses(eco, sorted({each.candidate for each in said})) if told else {}
    free = []
    for each in said:
        found = interests.barred(told, each.rater, each.candidate, house)
        if found is None:
            free.append(each)
        else:
            error = conflict(found, eco.actor(each.candidate).actor.name)
            problems.add(Problem(error.what, got=f"{error.got}: {each.part} {each.level:g}", remedy=error.remedy))
    return free


def interest(
    record: Record,
    *,
    rater: Annotated[str | None, typer.Option("--rater", help="Who declares it; without it all that was declared is shown.")] = None,
    in_: Annotated[list[str] | None, typer.Option("--in", metavar="ACTOR", help="In whom, by id or name; may be repeated.")] = None,
    belongs: Annotated[list[str] | None, typer.Option("--belongs-to", metavar="ACTOR", help="To whom; may be repeated.")] = None,
    what: Annotated[str, typer.Option("--what", help="What kind of interest, in the rater's words.")] = "",
    none: Annotated[bool, typer.Option("--none", help="Declare to have none; takes back what was declared.")] = False,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take away what was declared, as if never said.")] = False,
    author: Author = "",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Declare a rater's interest in an actor: such a rater does not rate it, and is set apart where it is compared."""
    from ecotone.cli.render import show
    from ecotone.partnerships import write
    from ecotone.partnerships.interest_answers import declared
    from ecotone.stakeholders import read as stakeholders

    with opened(record) as eco:
        named = [stakeholders.actor(eco, text) for text in in_ or ()], [stakeholders.actor(eco, text) for text in belongs or ()]
        asked = [bool(named[0] or named[1]), none, withdraw]
        if what and not asked[0]:
            raise InputError("An interest in nobody is described", got=f"--what {what}", expected="--in or --belongs-to")
        if rater is None and any(asked):
            raise InputError("An interest needs the name of whose it is", expected="--rater")
        if rater is not None:
            if sum(asked) != 1:
                raise InputError("Say one thing", expected="--in or --belongs-to, or --none, or --withdraw")
            if withdraw:
                write.withdraw(eco, rater, author=author)
            else:
                write.declare(eco, rater, interest=named[0], belongs=named[1], what=what, author=author)
        show(declared(eco), as_json=as_json, as_csv=as_csv)


def weigh(
    record: Record,
    *,
    judge: Annotated[
        str | None, typer.Option("--judge", help="Whose weights they are; without a file, trade-off questions are asked.")
    ] = None,
    weights: Annotated[Path | None, typer.Option("--weights", metavar="FILE", help="Keep the judges of a YAML file.")] = None,
    parts_of: Annotated[
        list[str] | None,
        typer.Option("--parts-of", metavar="CRITERION", help="Ask about the parts of this criterion too; may be repeated."),
    ] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Take away what is kept of this judge.")] = False,
    own: OwnCriteria = None,
    add: AddCriteria = None,
    author: Author = "",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Keep judges' weights: from a file, or by asking which of two partial profiles is better; without either show what is kept."""
    from ecotone.cli.render import show
    from ecotone.partnerships import write
    from ecotone.partnerships.answers import weighed
    from ecotone.partnerships.asking import kept_weights
    from ecotone.partnerships.rated import rater_name
    from ecotone.partnerships.weights import read_weights, table_weights

    table = table_of(own, add, None)
    with opened(record) as eco:
        if forget and (not judge or weights is not None):
            raise InputError("Weights are forgotten judge by judge", expected="--judge NAME --forget")
        if weights is not None:
            write.keep_judges(eco, read_weights(weights, table).judges, author=author)
        elif judge and forget:
            write.forget_judge(eco, rater_name(judge), author=author)
        elif judge:
            if not sys.stdin.isatty() and sys.stdin.closed:
                raise InputError("Nobody can answer", remedy="Give --weights FILE")
            write.keep_judges(eco, (_interview(rater_name(judge), table, parts_of or ()),), author=author)
        found = kept_weights(eco, table)
        show(weighed(found or table_weights(table), table, eco.read_at()), as_json=as_json, as_csv=as_csv)


def _interview(name: str, table: "Criteria", parts_of: "Sequence[str]") -> Any:
    """Ask trade-off questions until the weights are as good as decided; questions go to standard error."""
    from ecotone.partnerships import weighing
    from ecotone.partnerships.weights import judge

    by_name = {each.casefold(): each for each in table.names}
    groups = ["criteria", *(by_name.get(each.strip().casefold(), each) for each in parts_of)]
    for group in groups:
        weighing.choices([], table, group)  # refuses a name that is no criterion before anything is asked
    told: list[dict[str, Any]] = []
    print(
        "Which candidate would you rather have, if they are alike in all else? 1, 2, = (as good), q (go on to what is next)",
        file=sys.stderr,
    )
    for group in groups:
        asked = 0
        while asked < MOST and (question := weighing.choices(told, table, group).question) is not None:
            reply = _reply(question, table, len(told) + 1)
            if reply is None:
                break
            asked += 1
            told.append({"first": _words(question.first), "second": _words(question.second), "prefers": reply})
    if not told:
        raise InputError("No question was answered, so there are no weights to keep", remedy="Answer one, or give --weights FILE")
    return judge({"judge": name, "method": "trade-off", "choices": told}, table)


def _words(profile: Any) -> dict[str, str]:
    from ecotone.partnerships.weighing import WORDS

    return {name: WORDS[worth] for name, worth in profile.items()}


def _at(name: str, word: str, table: "Criteria") -> str:
    """Say what a criterion, or the level of a part, at its worst, middle or best means."""
    if name in table.meanings:
        return f"{name} at its {word} ({table.meanings[name]})"
    part = table.part(name)
    rising = sorted(part.levels, reverse=part.direction == "cost")
    if word == "middle" and len(rising) % 2 == 0:
        return f"{part.name} halfway between its worst and its best"
    at = {"worst": 0, "middle": len(rising) // 2, "best": len(rising) - 1}[word]
    return f"{part.name} at its {word} ({part.levels[rising[at]]})"


def _reply(question: "Question", table: "Criteria", number: int) -> str | None:
    print(f"\nQuestion {number}", file=sys.stderr)
    for at, profile in enumerate((question.first, question.second), 1):
        said = "; ".join(_at(name, word, table) for name, word in _words(profile).items())
        print(f"  {at}  {said}", file=sys.stderr)
    while True:
        reply: str = typer.prompt("", prompt_suffix="> ", err=True).strip()
        if reply in {"1", "2", "="}:
            return {"1": "first", "2": "second", "=": "equal"}[reply]
        if reply == "q":
            return None
        print("Give 1, 2, = or q.", file=sys.stderr)
