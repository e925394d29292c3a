"""Commands on what was decided and what came of it."""

import typer


def add_to(group: typer.Typer) -> None:
    """Add the commands to `ecotone partners`."""
