"""Commands on the relational survey: make it, read what came back, report, close it, and take one over from PARTNER."""

import csv
import os
from pathlib import Path
from typing import Annotated, Any

import typer

from ecotone.cli.options import Author, Csv, Json, Record, opened, scoped
from ecotone.cli.running import LOOK, say
from ecotone.errors import EcotoneError, InputError, StorageError
from ecotone.scope import Scope

Name = Annotated[str, typer.Argument(metavar="SURVEY", help="The survey's name.")]

group = typer.Typer(
    help="Ask members whom they work with, how closely, and how far they trust each other.",
    epilog="Example: ecotone stakeholders survey report houston.eco 'Spring 2027'",
    no_args_is_help=True,
)


def add_to(app: typer.Typer) -> None:
    """Add the commands to those on stakeholders."""
    make_example = "Example: ecotone stakeholders survey make houston.eco 'Spring 2027' --place Houston --until 2027-05-31 -o spring/"
    group.command(epilog=make_example)(make)
    group.command(epilog="Example: ecotone stakeholders survey read houston.eco spring/*.xlsx")(read)
    group.command(epilog="Example: ecotone stakeholders survey report houston.eco 'Spring 2027'")(report)
    group.command(epilog="Example: ecotone stakeholders survey move houston.eco 'Spring 2027' --until 2027-06-30")(move)
    group.command(epilog="Example: ecotone stakeholders survey close houston.eco 'Spring 2027'")(close)
    partner = "Example: ecotone stakeholders survey partner houston.eco 2026 --members m.csv --relations r.csv --version 2 --range 1-4"
    group.command("partner", epilog=partner)(partner_)
    app.add_typer(group, name="survey")


@scoped
def make(
    record: Record,
    name: Name,
    *,
    scope: Scope,
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="The last day on which it is answered.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FOLDER", help="A new folder for the workbooks and the links.")],
    member: Annotated[
        list[str] | None, typer.Option("--member", metavar="ACTOR", help="Who is asked; may be repeated. Otherwise all of the scope.")
    ] = None,
    address: Annotated[
        str, typer.Option("--address", help="Where members reach the server, such as https://hub.example.org; links begin with it.")
    ] = "http://127.0.0.1:8765",
    author: Author = "",
    as_json: Json = False,
) -> None:
    """Make a survey: a workbook and a personal link for each member."""
    from ecotone.cli.render import show_json
    from ecotone.dates import Date
    from ecotone.server.survey import PATH
    from ecotone.stakeholders import read as door
    from ecotone.stakeholders import survey, survey_files
    from ecotone.stakeholders.workbook import plain

    if not address.startswith(("https://", "http://")):
        raise InputError("Links begin with a web address", got=address, expected="https://… or http://…")
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise StorageError("There is something of this name already", where=str(output), remedy="Choose a new folder")
    with opened(record) as eco:
        members = [door.actor(eco, each) for each in member] if member else eco.actors(scope)["id"].to_list()
        output.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            links = survey.make(eco, name, members, closes=Date.parse(until), author=author)
        except EcotoneError:
            output.rmdir()
            raise
        found = survey.survey(eco, name)
        names = {number: eco.actor(number).actor.name for number in found.members}
        for number in found.members:
            (output / survey_files.file_name(names[number], number)).write_bytes(survey_files.blank(found, number, names))
    path = output / "links.csv"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "member", "workbook", "link"])
        for number, secret in links.items():
            link = f"{address.rstrip('/')}{PATH}{secret}"
            writer.writerow([number, plain(names[number]), survey_files.file_name(names[number], number), link])
    if as_json:
        show_json({"survey": found.name, "members": len(found.members), "closes": str(found.closes), "folder": str(output)})
        return
    print(f"Survey {found.name}: {len(found.members):,} workbooks and {path} with a personal link for each member, until {found.closes}.")
    say("The links are told only here: whoever has one answers in that member's name. Send each to its member, then delete the file.")


def read(
    record: Record,
    files: Annotated[list[Path], typer.Argument(metavar="FILES...", help="Workbooks as members sent them back.")],
    *,
    author: Author = "",
    as_json: Json = False,
) -> None:
    """Read answered workbooks; what cannot be read is listed, and then it ends with 1."""
    from ecotone.answer import counted
    from ecotone.cli.render import show_json
    from ecotone.problems import Problem, Problems
    from ecotone.stakeholders import survey, survey_files

    problems = Problems()
    taken: list[dict[str, Any]] = []
    with opened(record) as eco:
        for path in files:
            try:
                found, member, relations = survey_files.read(eco, path, problems)
                survey.take(eco, found, member, relations, way="workbook", author=author)
            except (EcotoneError, OSError) as error:
                what = error.what if isinstance(error, EcotoneError) else error.strerror or str(error)
                got, expected, remedy = (getattr(error, part, None) for part in ("got", "expected", "remedy"))
                problems.add(Problem(what, file=path.name, got=got, expected=expected, remedy=remedy))
                continue
            taken.append({"file": path.name, "member": eco.actor(member).actor.name, "relations": len(relations)})
    if as_json:
        show_json({"taken": taken, "problems": [problem.as_dict() for problem in problems]})
    else:
        for each in taken:
            print(f"{each['file']}: {each['member']} works with {counted(each['relations'], 'other')}.")
            if not each["relations"]:
                say(f"{each['file']} is not filled in. It counts as an answer: that this member works with nobody.")
        for problem in list(problems)[:20]:
            say(str(problem))
    if problems.count("refused") or problems.count("changed"):
        raise typer.Exit(LOOK)


def report(record: Record, name: Name, *, as_json: Json = False, as_csv: Csv = False) -> None:
    """Report a survey: who answered, both sides' views, reciprocity; once it is closed, trust and value of five or more."""
    from ecotone.cli.render import show
    from ecotone.stakeholders import answers

    with opened(record) as eco:
        answer = answers.report(eco, name)
    show(answer, as_json=as_json, as_csv=as_csv)


def move(
    record: Record,
    name: Name,
    *,
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="The last day on which it is answered from now on.")],
    author: Author = "",
    as_json: Json = False,
) -> None:
    """Move the day on which a survey closes; links hold until then, workbooks that were sent round still name the earlier day."""
    from ecotone.cli.render import show_json
    from ecotone.dates import Date
    from ecotone.stakeholders import survey

    with opened(record) as eco:
        before = survey.survey(eco, name).closes
        batch = survey.move(eco, name, Date.parse(until), author=author)
        found = survey.survey(eco, name)
    if as_json:
        show_json({"survey": found.name, "closed_before": str(before), "closes": str(found.closes), "batch": batch})
        return
    print(f"Survey {found.name} is answered until {found.closes}, before until {before} (batch {batch}).")


def close(record: Record, name: Name, *, author: Author = "", as_json: Json = False) -> None:
    """Close a survey: links open nothing any more, and trust and value are shown."""
    from ecotone.cli.render import show_json
    from ecotone.stakeholders import survey

    with opened(record) as eco:
        batch = survey.close(eco, name, author=author)
    if as_json:
        show_json({"survey": name, "closed": True, "batch": batch})
    else:
        print(f"Survey {name} is closed (batch {batch}). Trust and value: ecotone stakeholders survey report {record} {name!r}")


def partner_(
    record: Record,
    name: Name,
    *,
    members: Annotated[Path, typer.Option("--members", metavar="FILE", help="CSV of members: Organization, Name, Label, Sector.")],
    relations: Annotated[
        Path, typer.Option("--relations", metavar="FILE", help="CSV of relations: From, To, Intensity, and columns on trust and value.")
    ],
    instrument: Annotated[str, typer.Option("--instrument", help="The questionnaire.")] = "PARTNER",
    version: Annotated[str | None, typer.Option("--version", help="Its version; a score says nothing without it.")] = None,
    scale: Annotated[str | None, typer.Option("--range", metavar="LOW-HIGH", help="Lowest and highest answer, such as 1-4.")] = None,
    author: Author = "",
    as_json: Json = False,
) -> None:
    """Take over a survey that was made elsewhere, from PARTNER-style files of members and relations."""
    from ecotone.answer import counted
    from ecotone.cli.render import show_json
    from ecotone.problems import Problems
    from ecotone.stakeholders import partner_files

    problems = Problems()
    with opened(record) as eco:
        taken = partner_files.take(
            eco, name, members, relations, instrument=instrument, version=version, scale=scale, problems=problems, author=author
        )
    if as_json:
        show_json({**taken.as_dict(), "problems": [problem.as_dict() for problem in problems]})
    else:
        print(
            f"Survey {taken.survey}: {counted(taken.members, 'member')}, {taken.added:,} of them new actors;"
            f" {counted(taken.relations, 'relation')} said by {counted(taken.answered, 'member')} (batch {taken.batch})."
        )
        for problem in list(problems)[:20]:
            say(str(problem))
    if problems.count("refused") or problems.count("changed"):
        raise typer.Exit(LOOK)
