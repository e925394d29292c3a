"""The command that writes the dossier: report."""

import typer

from ecotone.cli.options import Json, Output, Record, opened, scoped
from ecotone.cli.running import working
from ecotone.scope import Scope


def add_to(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(epilog="Example: ecotone report houston.eco -o houston.html")(report)


@scoped
def report(record: Record, *, scope: Scope, output: Output, as_json: Json = False) -> None:
    """Write one self-contained page: the map, the most connected actors with their evidence, what cannot be seen."""
    from ecotone.cli.render import show_json
    from ecotone.report.dossier import dossier
    from ecotone.workbench.export import replacing

    with opened(record) as eco, working("Drawing the map") as work:
        page = dossier(eco, scope, work=work).encode()
    with replacing(output) as out:
        out.write(page)
    if as_json:
        show_json({"written": str(output), "bytes": len(page)})
    else:
        print(f"Wrote {output}: one page of {len(page) / 1024:,.0f} KiB that loads nothing from elsewhere.")
