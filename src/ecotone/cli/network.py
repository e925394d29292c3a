"""Commands on the network of a record or of a network file: who is central, who brokers, what is emerging, where the gaps are.

Each takes a record (`.eco`, or a `postgresql://` address) or a network file (GEXF, GraphML, Pajek, UCINET ...) and
prints one answer of `ecotone.network.answers`.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ecotone.cli import network_change, network_descent, network_layout, network_page
from ecotone.cli.network_table import table
from ecotone.cli.networks import By, Draws, Network, Seed, Top, Which, asked, graph_of, is_record, read_file
from ecotone.cli.options import Csv, Json, scoped
from ecotone.cli.running import LOOK, say, working
from ecotone.errors import InputError, NotFoundError
from ecotone.scope import Scope

if TYPE_CHECKING:
    from ecotone.answer import Answer

group = typer.Typer(
    cls=network_page.Questions,
    help="Ask the network of a record, or of a network file; `ecotone network RECORD` alone prints the page of all questions.",
    epilog="Example: ecotone network houston.eco",
    no_args_is_help=True,
)


def add_to(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group.command(network_page.PAGE, epilog="Example: ecotone network houston.eco")(network_page.page)
    group.command(epilog="Example: ecotone network describe houston.eco")(describe)
    group.command(epilog="Example: ecotone network central houston.eco --by betweenness --top 10")(central)
    group.command(epilog="Example: ecotone network brokers houston.eco --by sector")(brokers)
    group.command(epilog="Example: ecotone network groups houston.eco --resolution 1.5")(groups)
    group.command(epilog="Example: ecotone network emerging houston.eco --since 2022")(emerging)
    group.command(epilog="Example: ecotone network gaps houston.eco --csv")(gaps)
    group.command(epilog="Example: ecotone network flow houston.eco --count 5")(flow)
    group.command("null", epilog="Example: ecotone network null houston.eco --draws 500")(null_)
    what_if = 'Example: ecotone network what-if houston.eco --add "Rice University—Baylor College of Medicine"'
    group.command("what-if", epilog=what_if)(network_change.what_if)
    group.command(epilog="Example: ecotone network compare houston.eco houston.eco --to 2015 --other-from 2016")(network_change.compare)
    group.command(epilog="Example: ecotone network periods houston.eco --bounds 2005,2012,2018,2025")(periods)
    group.command(epilog="Example: ecotone network places strike.paj --count 3 --how structural")(places)
    group.command(epilog='Example: ecotone network descent citations.net --of "Salton 1975"')(network_descent.descent)
    group.command(epilog="Example: ecotone network layout houston.eco -o map.gexf")(network_layout.layout)
    group.command(epilog="Example: ecotone network table ties.parquet --measure pagerank,core_number -o measures.parquet")(table)
    group.command(epilog="Example: ecotone network convert network.paj network.gexf")(convert)
    app.add_typer(group, name="network")


def _answer(question: str, network: str, which: int, scope: Scope, *, as_json: bool, as_csv: bool, **options: Any) -> None:
    """Ask one of the network's questions, and show the answer."""
    from ecotone.cli.render import show
    from ecotone.network import answers

    with asked(network, which, scope) as source, working("Computing") as work:
        takes_work = question != "emerging"
        more = {**options, "work": work} if takes_work else options
        answer: Answer = getattr(answers, question)(source, scope, **more)
    show(answer, as_json=as_json, as_csv=as_csv)


@scoped
def describe(
    network: Network, *, scope: Scope, which: Which = 1, by: By = "sector", seed: Seed = 0, as_json: Json = False, as_csv: Csv = False
) -> None:
    """Describe the whole: size, density, components, groups; of a file also every network in it."""
    from ecotone.cli.render import show, show_json
    from ecotone.network import answers

    if is_record(network):
        with asked(network, which, scope) as source, working("Computing") as work:
            show(answers.describe(source, scope, by=by, seed=seed, work=work), as_json=as_json, as_csv=as_csv)
        return
    file = read_file(network, scope)
    with working("Computing") as work:
        answer = answers.describe(graph_of(file, network, which), by=by, seed=seed, work=work)
    if as_json:
        show_json({**answer.as_dict(), **file.describe()})
    else:
        show(answer, as_json=as_json, as_csv=as_csv)


@scoped
def central(
    network: Network,
    *,
    scope: Scope,
    by: Annotated[str, typer.Option("--by", help="The measure that decides: see docs/measures.md.")] = "betweenness",
    top: Top = 10,
    draws: Draws = 50,
    seed: Seed = 0,
    which: Which = 1,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Name the central actors, by any measure, and say how sure that is."""
    _answer("central", network, which, scope, as_json=as_json, as_csv=as_csv, by=by, top=top, draws=draws, seed=seed)


@scoped
def brokers(
    network: Network,
    *,
    scope: Scope,
    by: By = "sector",
    top: Top = 10,
    draws: Draws = 50,
    seed: Seed = 0,
    which: Which = 1,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Name those who bridge sectors, and between which."""
    _answer("brokers", network, which, scope, as_json=as_json, as_csv=as_csv, by=by, top=top, draws=draws, seed=seed)


@scoped
def groups(
    network: Network,
    *,
    scope: Scope,
    resolution: Annotated[float, typer.Option("--resolution", min=0.0, help="Higher gives more and smaller groups.")] = 1.0,
    runs: Annotated[int, typer.Option("--runs", min=1, help="How many runs their stability rests on.")] = 20,
    top: Top = 20,
    seed: Seed = 0,
    which: Which = 1,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Find the communities, and how stable each is."""
    _answer("groups", network, which, scope, as_json=as_json, as_csv=as_csv, resolution=resolution, runs=runs, top=top, seed=seed)


@scoped
def emerging(
    network: Network,
    *,
    scope: Scope,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="What is new since then.")] = None,
    by: By = "sector",
    top: Top = 10,
    which: Which = 1,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Show what has grown beyond expectation since a date."""
    _answer("emerging", network, which, scope, as_json=as_json, as_csv=as_csv, since=since, by=by, top=top)


@scoped
def gaps(
    network: Network,
    *,
    scope: Scope,
    by: By = "sector",
    top: Top = 10,
    draws: Draws = 200,
    seed: Seed = 0,
    which: Which = 1,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Show where ties are missing, and which new tie would close each gap."""
    _answer("gaps", network, which, scope, as_json=as_json, as_csv=as_csv, by=by, top=top, draws=draws, seed=seed)


@scoped
def flow(
    network: Network,
    *,
    scope: Scope,
    count: Annotated[int, typer.Option("--count", min=1, help="How many actors begin.")] = 5,
    chance: Annotated[float, typer.Option("--chance", min=0.0, max=1.0, help="Chance that a tie passes something on.")] = 0.1,
    draws: Draws = 500,
    by: By = "sector",
    seed: Seed = 0,
    which: Which = 1,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Show with whom something new should begin to reach most."""
    _answer("flow", network, which, scope, as_json=as_json, as_csv=as_csv, count=count, chance=chance, draws=draws, by=by, seed=seed)


@scoped
def null_(
    network: Network,
    *,
    scope: Scope,
    by: By = "sector",
    draws: Draws = 200,
    seed: Seed = 0,
    which: Which = 1,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Compare the whole with random networks of the same degrees."""
    _answer("null", network, which, scope, as_json=as_json, as_csv=as_csv, by=by, draws=draws, seed=seed)


@scoped
def periods(
    network: Network,
    *,
    scope: Scope,
    bounds: Annotated[
        str | None, typer.Option("--bounds", metavar="DATES", help="First days of the periods and the end of the last, with commas.")
    ] = None,
    only_within: Annotated[bool, typer.Option("--only-within", help="Each period holds only what held in it, not all before.")] = False,
    top: Top = 20,
    runs: Annotated[int, typer.Option("--runs", min=1, help="Runs of the search for communities.")] = 10,
    seed: Seed = 0,
    which: Which = 1,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Show what became of ties and communities over the years, and who could pass things on in time."""
    from ecotone.cli.render import show
    from ecotone.network import answers

    cuts = [part.strip() for part in bounds.split(",")] if bounds else None
    with asked(network, which, scope) as source, working("Computing") as work:
        answer = answers.periods(source, scope, bounds=cuts, cumulative=not only_within, top=top, runs=runs, seed=seed, work=work)
    show(answer, as_json=as_json, as_csv=as_csv)


@scoped
def places(
    network: Network,
    *,
    scope: Scope,
    count: Annotated[int, typer.Option("--count", min=1, help="How many places.")] = 3,
    how: Annotated[
        Literal["tree", "structural", "regular", "stochastic"],
        typer.Option(
            "--how", help="Join the most alike; or seek blocks of all or nothing, of a tie in every row, or the likeliest groups."
        ),
    ] = "tree",
    seed: Seed = 0,
    which: Which = 1,
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """Show who stands in the same place, and what there is between the places (a blockmodel)."""
    from ecotone.cli.render import show
    from ecotone.network import answers

    with asked(network, which, scope) as source, working("Computing") as work:
        answer = answers.places(source, scope, count=count, how=how, seed=seed, work=work)
    show(answer, as_json=as_json, as_csv=as_csv)


def convert(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="The network file to read.")],
    target: Annotated[Path, typer.Argument(metavar="TARGET", help="The file to write; its ending says the format.")],
    *,
    as_json: Json = False,
) -> None:
    """Write a network file in another format; what that cannot hold is listed, and then it ends with 1."""
    from ecotone.cli.render import show_json
    from ecotone.network import formats

    if is_record(str(source)):
        remedy = f"Write its network with `ecotone network layout {source} -o {target}`"
        raise InputError("A record is no network file", got=str(source), remedy=remedy)
    if not source.exists():
        raise NotFoundError("No such file", got=str(source))
    problems = formats.convert(source, target)
    if as_json:
        show_json({"written": str(target), "problems": [problem.as_dict() for problem in problems]})
    else:
        print(f"Wrote {target}.")
        for problem in problems[:20]:
            say(str(problem))
    if problems:
        raise typer.Exit(LOOK)
