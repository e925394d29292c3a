"""What a question of the network is asked of: a record, or a network file, whose weights count as strengths."""

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecotone.cli.options import opened
from ecotone.cli.running import say
from ecotone.errors import InputError, NotFoundError
from ecotone.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecotone.ecosystem import Ecosystem
    from ecotone.network import Graph
    from ecotone.network.formats import NetworkFile

Network = Annotated[str, typer.Argument(metavar="RECORD", help="A record (.eco or postgresql://…), or a network file.")]
Which = Annotated[int, typer.Option("--network", min=1, help="Which network of a file that holds several, counted from 1.")]
By = Annotated[str, typer.Option("--by", help="The attribute whose groups are told apart.")]
Top = Annotated[int, typer.Option("--top", min=1, help="How many are listed.")]
Draws = Annotated[int, typer.Option("--draws", min=1, help="How many random draws the intervals rest on.")]
Seed = Annotated[int, typer.Option("--seed", help="Decides the random draws: the same seed gives the same answer.")]


def is_record(network: str) -> bool:
    """Tell a record from a network file by its name."""
    return "://" in network or network.lower().endswith(".eco")


@contextlib.contextmanager
def asked(network: str, which: int, scope: Scope) -> "Iterator[Ecosystem | Graph]":
    """Open a record, or read a network file; a scope is a question to a record only."""
    if is_record(network):
        with opened(network) as eco:
            yield eco
        return
    yield graph_of(read_file(network, scope), network, which)


def graph_of(file: "NetworkFile", network: str, which: int) -> "Graph":
    """Return one of the networks of a file, counted from 1."""
    if which > len(file.networks):
        raise NotFoundError("The file has no such network", where=network, got=str(which), expected=f"1 to {len(file.networks)}")
    return file.networks[which - 1].graph(weight="strength")


def read_file(network: str, scope: Scope) -> "NetworkFile":
    """Read a network file, of which no scope can be asked, and tell what in it could not be read."""
    from ecotone.network import formats

    if scope:
        raise InputError(
            "A network file has no scope", got=scope.explain(), remedy="Import it into a record first, or leave the options out"
        )
    if not Path(network).exists():
        raise NotFoundError("No such file", got=network)
    file = formats.read(network)
    for problem in list(file.problems)[:10]:
        say(str(problem))
    if not file.networks:
        raise InputError("The file holds no network", where=network)
    return file
