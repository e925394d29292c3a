"""The command that lays a network out: where each actor goes on a map, as a table or as a network file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from ecotone.cli.networks import By, Network, Seed, Which, asked
from ecotone.cli.options import Json, scoped
from ecotone.cli.running import LOOK, say, working
from ecotone.errors import InputError
from ecotone.scope import Scope

if TYPE_CHECKING:
    import polars as pl

    from ecotone.network import Graph

PICTURES: Final = frozenset({".svg", ".png", ".pdf", ".jpg", ".jpeg"})


@scoped
def layout(
    network: Network,
    *,
    scope: Scope,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="A table (.csv, .parquet) or a network file with positions.")
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
    from ecotone.workbench.export import TABLE_ENDINGS, write_table

    if output.suffix.lower() in PICTURES:
        raise InputError(
            "Positions are no picture",
            got=str(output),
            expected=", ".join((*TABLE_ENDINGS, ".gexf", ".graphml", ".net")),
            remedy="Draw the map on a page with `ecotone report`, or save it as SVG or PNG in the browser's Map",
        )
    with asked(network, which, scope) as source, working("Laying out") as work:
        graph: Graph = source if hasattr(source, "tails") else read.graph(source, scope)  # type: ignore[assignment]
        earlier = None if start is None else _earlier(start, graph.actors.schema["id"])
        found = positions(graph, method=method, seed=seed, by=by, start=earlier, work=work)
    problems = []
    if output.suffix.lower() in TABLE_ENDINGS:
        write_table(graph.actors.select("id", "label").join(found, on="id", how="left", maintain_order="left"), output)
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
    wanted: dict[str, pl.DataType] = {"id": kind, "x": pl.Float64(), "y": pl.Float64()}
    for name, form in wanted.items():
        bad = frame[name].filter(frame[name].is_not_null() & frame[name].cast(form, strict=False).is_null())
        if len(bad):
            raise InputError(
                "The earlier positions are not of this network",
                where=f"{path}, column {name}",
                got=str(bad[0]),
                expected="the ids of its actors" if name == "id" else "a number",
                remedy="Give a table that `ecotone network layout` wrote of it",
            )
    return frame.select(pl.col(name).cast(form) for name, form in wanted.items())
