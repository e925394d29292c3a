"""Commands on a record as a whole: new, stats, check, share, version."""

import platform
from pathlib import Path
from typing import Annotated

import typer

import ecotone
from ecotone.cli.options import Json, Output, Record, opened
from ecotone.cli.running import LOOK


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(epilog="Example: ecotone new houston.eco --title 'Houston'")(new)
    app.command(epilog="Example: ecotone stats houston.eco --json")(stats)
    app.command(epilog="Example: ecotone check houston.eco")(check)
    app.command(epilog="Example: ecotone share houston.eco -o for-partners.eco")(share)
    app.command(epilog="Example: ecotone version --json")(version)
    app.callback()(before_any_command)


def new(
    record: Record,
    *,
    title: Annotated[str, typer.Option("--title", help="What the ecosystem is called.")] = "",
    as_json: Json = False,
) -> None:
    """Make an empty record; an existing file is never overwritten."""
    from ecotone.cli.render import show_json
    from ecotone.ecosystem import Ecosystem

    with Ecosystem.create(record, title=title) as eco:
        where = str(eco.address)
    if as_json:
        show_json({"record": where, "title": title})
    else:
        print(f"Made {where}. Fill it with: ecotone import {where} FILES…")


def stats(record: Record, *, as_json: Json = False) -> None:
    """Count actors, ties, evidence, claims, initiatives, events and batches."""
    from ecotone.cli import listings
    from ecotone.cli.render import show, show_json

    with opened(record) as eco:
        if as_json:
            show_json(eco.stats())
        else:
            show(listings.stats(eco))


def check(record: Record, *, as_json: Json = False) -> None:
    """Look for damage, ties without evidence and impossible dates; end with 1 if there is any."""
    from ecotone.cli import listings
    from ecotone.cli.render import show, show_json

    with opened(record) as eco:
        problems = eco.check()
        if as_json:
            show_json({"sound": not problems, "problems": [problem.as_dict() for problem in problems]})
        else:
            show(listings.checked(eco, problems))
    if problems:
        raise typer.Exit(LOOK)


def share(record: Record, *, output: Output, as_json: Json = False) -> None:
    """Write a copy to give away: without raters, survey answers, notes and journal."""
    from ecotone.cli.render import show_json

    with opened(record) as eco:
        eco.share(output)
    if as_json:
        show_json({"written": str(output), "bytes": Path(output).stat().st_size})
    else:
        print(f"Wrote {output}: a copy without raters, survey answers, notes and journal.")


def _version_alone(asked: bool) -> None:
    """Print the version and stop, as programs by custom do."""
    if asked:
        version()
        raise typer.Exit


def before_any_command(
    *,
    asked: Annotated[bool, typer.Option("--version", help="Print the version and stop.", callback=_version_alone, is_eager=True)] = False,
) -> None:
    """Take the options that stand before any command."""


def version(*, as_json: Json = False) -> None:
    """Print the version of Ecotone."""
    from ecotone.cli.render import show_json

    if as_json:
        show_json({"ecotone": ecotone.__version__, "python": platform.python_version(), "system": platform.system()})
    else:
        print(f"ecotone {ecotone.__version__}")
