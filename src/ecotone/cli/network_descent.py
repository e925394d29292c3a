"""The command for genealogies of citation: network descent."""

from typing import Annotated

import typer

from ecotone.cli.network_change import Actors
from ecotone.cli.networks import Network, Top, Which, asked
from ecotone.cli.options import Csv, Json, scoped
from ecotone.cli.running import working
from ecotone.scope import Scope


@scoped
def descent(
    network: Network,
    *,
    scope: Scope,
    of: Annotated[str | None, typer.Option("--of", metavar="WORK", help="The work whose lineage is asked: its id or name.")] = None,
    cites: Annotated[bool, typer.Option("--cites", help="Arcs go from the citing to the cited.")] = False,
    top: Top = 20,
    which: Which = 1,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Show what descends from what in a network of citations, or the lineage of one work; arcs go from the cited to the citing."""
    from ecotone.cli.render import show
    from ecotone.network import answers

    with asked(network, which, scope) as source, working("Computing") as work:
        asked_of = None if of is None else Actors(source, scope).one(of)
        answer = answers.descent(source, scope, of=asked_of, cites=cites, top=top, work=work)
    show(answer, as_json=as_json, as_csv=as_csv)
