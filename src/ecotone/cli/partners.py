"""Commands on partnerships: by what candidates are judged, who comes out first and how sure that is, and what became of it."""

from pathlib import Path
from typing import Annotated

import typer

from ecotone.cli import partners_recommend
from ecotone.cli.options import Csv, Json

group = typer.Typer(
    help="Choose partners by evidence, and follow what the partnership brings.",
    epilog="Example: ecotone partners criteria",
    no_args_is_help=True,
)

OwnCriteria = Annotated[
    Path | None, typer.Option("--criteria", metavar="FILE", help="A YAML file of criteria of your own, in place of the shipped ones.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group.command(epilog="Example: ecotone partners criteria --yaml > ours.yaml")(criteria)
    partners_recommend.add_to(group)
    app.add_typer(group, name="partners")


def criteria(
    *,
    own: OwnCriteria = None,
    as_yaml: Annotated[bool, typer.Option("--yaml", help="Print the file itself, to change and give back by --criteria.")] = False,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """List the criteria, their parts, and the sentence that each level stands for."""
    from ecotone.cli.render import show
    from ecotone.cli.running import write_out
    from ecotone.partnerships import criteria as known
    from ecotone.partnerships.answers import scales

    if as_yaml:
        write_out((own or known.SHIPPED).read_text(encoding="utf-8"))
        return
    show(scales(known.read_criteria(own) if own else known.shipped()), as_json=as_json, as_csv=as_csv)
