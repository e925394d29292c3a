"""Commands on the network beyond the page of all questions: its periods, its places, and where each actor goes on a map."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ecotone.cli.networks import By, Network, Seed, Top, Which, asked
from ecotone.cli.options import Csv, Json, scoped
from ecotone.cli.running import LOOK, say, working
from ecotone.errors import InputError
from ecotone.scope import Scope

if TYPE_CHECKING:
    import polars as pl

    from ecotone.network import Graph

TABLES = {".csv", ".parquet", ".json"}


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


@scoped
def layout(
    network: Network,
    *,
    scope: Scope,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="A table (.csv, .parquet, .json) or a network file with positions.")
    ],
    method: Annotated[
        Literal["force", "circular", "bands", "geographic"], typer.Option("--method", help="How actors are laid out.")
    ] = "force",
    by: By = "sector",
    start: Annotated[
        Path | None, typer.Option("--start", metavar="CSV", help="An earlier table of positions, to stay recognisable.")
    ] = None,
    seed: Seed = 0,
    which: Which = 1,
    as_json: Json = False,
) -> None:
    """Compute where each actor goes on a map, and write it; the same seed gives the same bytes."""
    from ecotone.cli.render import show_json
    from ecotone.network import formats, read
    from ecotone.network.layout import positions

    with asked(network, which, scope) as source, working("Laying out") as work:
        graph: Graph = source if hasattr(source, "tails") else read.graph(source, scope)  # type: ignore[assignment]
        earlier = None if start is None else _earlier(start, graph.actors.schema["id"])
        found = positions(graph, method=method, seed=seed, by=by, start=earlier, work=work)
    problems = []
    if output.suffix.lower() in TABLES:
        table = graph.actors.select("id", "label").join(found, on="id", how="left", maintain_order="left")
        if output.suffix.lower() == ".csv":
            table.write_csv(output)
        elif output.suffix.lower() == ".parquet":
            table.write_parquet(output)
        else:
            output.write_text(table.write_json() + "\n", encoding="utf-8")
    else:
        from ecotone.network.formats.placed import placed

        problems = formats.write(placed(graph, found), output)
    if as_json:
        show_json({"written": str(output), "actors": found.height, "problems": [problem.as_dict() for problem in problems]})
    else:
        print(f"Wrote {output}: {found.height:,} actors.")
        for problem in problems[:20]:
            say(str(problem))
    if problems:
        raise typer.Exit(LOOK)


def _earlier(path: Path, kind: "pl.DataType") -> "pl.DataFrame":
    """Read an earlier table of positions."""
    import polars as pl

    try:
        frame = pl.read_csv(path, infer_schema_length=None)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise InputError("The earlier positions cannot be read", where=str(path), got=str(error)[:200]) from None
    if missing := {"id", "x", "y"} - set(frame.columns):
        raise InputError("A column is missing", where=str(path), got=", ".join(frame.columns), expected=", ".join(sorted(missing)))
    return frame.select(pl.col("id").cast(kind), pl.col("x").cast(pl.Float64), pl.col("y").cast(pl.Float64))
