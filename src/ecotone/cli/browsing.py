"""Commands that read the record: actors, ties, actor, search."""

from typing import Annotated

import typer

from ecotone.cli.options import Csv, Json, Limit, Record, opened, scoped
from ecotone.scope import Scope


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(epilog="Example: ecotone actors houston.eco --sector provider --place Houston --csv")(actors)
    app.command(epilog="Example: ecotone ties houston.eco --kind funder-grantee --from 2019 --json")(ties)
    app.command(epilog="Example: ecotone actor houston.eco 17")(actor)
    app.command(epilog="Example: ecotone search houston.eco 'md anderson'")(search)


@scoped
def actors(record: Record, *, scope: Scope, limit: Limit = None, as_json: Json = False, as_csv: Csv = False) -> None:
    """List the actors, or those of a sector or place."""
    from ecotone.cli import listings
    from ecotone.cli.render import show

    with opened(record) as eco:
        answer = listings.actors(eco, scope, limit)
    show(answer, as_json=as_json, as_csv=as_csv)


@scoped
def ties(
    record: Record,
    *,
    scope: Scope,
    between: Annotated[
        tuple[str, str] | None, typer.Option("--between", metavar="SECTOR SECTOR", help="Only ties between actors of these two sectors.")
    ] = None,
    alive_on: Annotated[str | None, typer.Option("--alive-on", metavar="DATE", help="Only ties that held on this day.")] = None,
    limit: Limit = None,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """List the ties, one for each source record that states it."""
    from ecotone.cli import listings
    from ecotone.cli.render import show

    with opened(record) as eco:
        answer = listings.ties(eco, scope, between=between, alive_on=alive_on, limit=limit)
    show(answer, as_json=as_json, as_csv=as_csv)


def actor(
    record: Record,
    actor_id: Annotated[str, typer.Argument(metavar="ACTOR", help="The actor's id, or its name where only one has it.")],
    *,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Show one actor: its names, ties, claims and events, and the evidence behind each."""
    from ecotone.cli import one_actor
    from ecotone.cli.render import show

    with opened(record) as eco:
        answer = one_actor.answer(eco, one_actor.identify(eco, actor_id))
    show(answer, as_json=as_json, as_csv=as_csv)


def search(
    record: Record,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A name, or the beginnings of its words.")],
    *,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Show no more than so many actors.")] = 20,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Find actors by any name that a source gave them."""
    from ecotone.cli import listings
    from ecotone.cli.render import show

    with opened(record) as eco:
        answer = listings.search(eco, text, limit)
    show(answer, as_json=as_json, as_csv=as_csv)
