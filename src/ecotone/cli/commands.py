"""All commands under one name, in the order in which somebody new meets them."""

import typer

from ecotone.cli import (
    browsing,
    by_hand,
    dynamics,
    exporting,
    fetching,
    importing,
    journal,
    matching,
    network,
    partners,
    partners_recommend,
    pathway,
    record,
    reporting,
    review,
    serving,
    stakeholders,
    users,
    velocity,
)
from ecotone.cli.running import Commands

app = typer.Typer(
    name="ecotone",
    cls=Commands,
    help="One record of a healthcare innovation ecosystem, and every question on top of it.",
    epilog="Start with: ecotone demo",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
ROOMS = (
    serving,
    record,
    importing,
    fetching,
    matching,
    review,
    browsing,
    by_hand,
    journal,
    exporting,
    reporting,
    users,
    network,
    stakeholders,
    velocity,
    pathway,
    partners,
    partners_recommend,
    dynamics,
)
for room in ROOMS:
    room.add_to(app)
